"""Kế hoạch hằng năm: which years are asked, what a plan must hold, and how it begins from last year's. No database.

Section IV, penultimate paragraph: each unit plans its work of the year from the tasks it is given. A line is one piece
of work: a task of the plan (``ref`` is the task's), or one of the unit's own (R1, R2, …).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from targets.models import Plan
from targets.models.budget import FundSource
from units.vietnamese import format_date, format_number

# From this day of the year before on, a year's plan may be begun: a rule of ours, the plan names none.
OPENS = (10, 1)
OWN = "R"
AIMS_LIMIT, RESULT_LIMIT, TITLE_LIMIT, PERSON_LIMIT, SKIP_LIMIT = 4_000, 2_000, 300, 150, 300
MOST_OWN = 40
# Own work stands after the tasks of the plan.
_OWN_ORDER = 1_000

# What is compared and shown of a line: field → how sentences name it.
FIELDS = {
    "title": "nội dung",
    "heading": "đề mục",
    "expected_result": "kết quả dự kiến",
    "due_on": "thời hạn",
    "person": "người phụ trách",
    "money": "kinh phí",
    "skip_reason": "lý do không thực hiện",
}


# --- Years -----------------------------------------------------------------------------------------------------------


def due_on(plan: Plan, year: int) -> dt.date:
    """The day by which the office expects the plans of ``year``."""
    return dt.date(year, plan.annual_due_month, plan.annual_due_day)


def asked_years(plan: Plan) -> list[int]:
    """The plan's years but those whose plans were due before it was issued: 2016 is not asked."""
    return [year for year in range(plan.first_year, plan.last_year + 1) if due_on(plan, year) > plan.issued_on]


def opens_on(year: int) -> dt.date:
    return dt.date(year - 1, *OPENS)


def can_begin(plan: Plan | None, year: int, on: dt.date) -> bool:
    """Whether a plan for ``year`` may be begun, or an accepted one changed, on the day ``on``: to the year's end."""
    return plan is not None and year in asked_years(plan) and opens_on(year) <= on <= dt.date(year, 12, 31)


def years_at_hand(plan: Plan | None, on: dt.date) -> list[int]:
    """This year, and from October the next: the years whose plans can be worked on."""
    return [year for year in (on.year, on.year + 1) if can_begin(plan, year, on)]


# --- Lines -----------------------------------------------------------------------------------------------------------


@dataclass
class Line:
    """One row of a plan. ``typed``: inputs as they were typed, where they cannot be read; ``errors`` by field."""

    ref: str
    title: str
    task: int | None = None  # its key; None of the unit's own work
    heading: str = ""
    heading_title: str = ""
    order: int = 0
    expected_result: str = ""
    due_on: dt.date | None = None
    person: str = ""
    budget: Decimal | None = None
    fund: str = ""
    skip_reason: str = ""
    typed: dict = field(default_factory=dict, compare=False)
    errors: dict = field(default_factory=dict, compare=False)

    @property
    def is_own(self) -> bool:
        return self.task is None

    @property
    def number(self) -> int:
        """3 of "R3"; own lines only."""
        return int(self.ref[len(OWN) :])

    @property
    def stem(self) -> str:
        """How its inputs begin."""
        return f"own-{self.number}" if self.is_own else f"task-{self.ref}"

    @property
    def is_skipped(self) -> bool:
        return bool(self.skip_reason.strip())

    @property
    def is_blank(self) -> bool:
        """An own line in which nothing stands: it is dropped. A heading alone is nothing."""
        texts = (self.title, self.expected_result, self.person, self.fund, *self.typed.values())
        return not any(text.strip() for text in texts) and self.due_on is None and self.budget is None

    @property
    def due_text(self) -> str:
        return self.typed.get("due_on", format_date(self.due_on) if self.due_on else "")

    @property
    def budget_text(self) -> str:
        return self.typed.get("budget", "" if self.budget is None else format_number(self.budget))

    @property
    def money(self) -> str:
        """ "12.000.000 đồng, Ngân sách quận"; nothing where none was planned."""
        return money_text(self.budget, self.fund)

    @property
    def fund_label(self) -> str:
        return str(FundSource(self.fund).label) if self.fund in FundSource else ""

    @property
    def source(self) -> str:
        """Whence the work comes."""
        return "việc của đơn vị" if self.is_own else f"mục {self.ref}"


def money_text(budget: Decimal | None, fund: str) -> str:
    if budget is None:
        return ""
    of = FundSource(fund).label if fund in FundSource else ""
    return f"{format_number(budget)} đồng{f', {of}' if of else ''}"


def is_own_ref(ref: str) -> bool:
    return ref[: len(OWN)] == OWN and ref[len(OWN) :].isdecimal()


def next_number(refs: Iterable[str]) -> int:
    """The first number that no own line of the year has had: a number that was dropped comes back to its own work."""
    return max((int(ref[len(OWN) :]) for ref in refs if is_own_ref(ref)), default=0) + 1


def own_line(number: int, **fields) -> Line:
    return Line(ref=f"{OWN}{number}", order=_OWN_ORDER + number, **{"title": "", **fields})


def with_tasks(lines: Iterable[Line], tasks) -> list[Line]:
    """The unit's tasks in the plan's order, each with its stored line if it has one, then the unit's own lines."""
    held = {line.ref: line for line in lines}
    found = []
    for place, task in enumerate(tasks, 1):
        line = held.pop(task.ref, None) or Line(task.ref, task.title, task.pk)
        line.title, line.task, line.order = task.title, task.pk, place
        line.heading, line.heading_title = task.heading.ref, task.heading.title
        found.append(line)
    return found + sorted((line for line in held.values() if line.is_own), key=lambda line: line.number)


def carried(lines: Iterable[Line], year: int) -> list[Line]:
    """Last year's lines as a new plan begins with them: the same people, results and money, days a year later.

    What was not taken up last year is asked again.
    """
    return [replace(line, due_on=_in_year(line.due_on, year), skip_reason="", typed={}, errors={}) for line in lines]


def _in_year(day: dt.date | None, year: int) -> dt.date | None:
    if day is None:
        return None
    leap = (day.month, day.day) == (2, 29)
    return dt.date(year, 2, 28) if leap else day.replace(year=year)


def problems(lines: Iterable[Line], year: int) -> list[tuple[str, str]]:
    """(input, message) of all that keeps the plan from being sent, in the order of the page."""
    lines = list(lines)
    found = [problem for line in lines for problem in _problems(line, year)]
    if lines and all(line.is_skipped for line in lines):
        found.append(("", "Kế hoạch chưa có việc nào: bỏ lý do không thực hiện của ít nhất một việc, hoặc thêm việc."))
    if not lines:
        found.append(("own-1-title", "Kế hoạch chưa có việc nào: thêm ít nhất một việc."))
    return found


def _problems(line, year):
    name = name_of(line)
    for field_name, text in line.errors.items():
        yield f"{line.stem}-{field_name}", f"{name}: {text}"
    if line.is_skipped or line.errors:
        return
    if line.is_own and not line.title.strip():
        yield f"{line.stem}-title", f"{name}: ghi nội dung việc"
    if not line.expected_result.strip():
        yield f"{line.stem}-expected_result", f"{name}: ghi kết quả dự kiến"
    if line.due_on is None:
        yield f"{line.stem}-due_on", f"{name}: ghi thời hạn"
    elif line.due_on.year != year:
        yield f"{line.stem}-due_on", f"{name}: thời hạn {format_date(line.due_on)} không thuộc năm {year}"
    if not line.person.strip():
        yield f"{line.stem}-person", f"{name}: ghi người phụ trách"
    if line.budget and not line.fund:
        yield f"{line.stem}-fund", f"{name}: chọn nguồn kinh phí"


def name_of(line: Line) -> str:
    return f"Việc thêm {line.number}" if line.is_own else f"Mục {line.ref}"


# --- What was sent ---------------------------------------------------------------------------------------------------


def content_of(aims: str, lines: Iterable[Line], *, head_step: bool) -> dict:
    """The whole plan as a version freezes it: numbers as strings, days in ISO form."""
    return {
        "aims": aims,
        "head_step": head_step,
        "lines": [
            {
                "ref": line.ref,
                "task": line.task,
                "heading": line.heading,
                "heading_title": line.heading_title,
                "title": line.title,
                "order": line.order,
                "expected_result": line.expected_result,
                "due_on": line.due_on.isoformat() if line.due_on else None,
                "person": line.person,
                "budget": None if line.budget is None else format(line.budget, "f"),
                "fund": line.fund,
                "skip_reason": line.skip_reason,
            }
            for line in lines
        ],
    }


def lines_of(content: dict) -> list[Line]:
    """The lines of a frozen content, in its order."""
    return [
        Line(
            **{name: value for name, value in row.items() if name not in ("due_on", "budget")},
            due_on=dt.date.fromisoformat(row["due_on"]) if row["due_on"] else None,
            budget=None if row["budget"] is None else Decimal(row["budget"]),
        )
        for row in content["lines"]
    ]


@dataclass(frozen=True)
class Change:
    """One line that differs between two contents. ``kind``: added, dropped, changed; ``fields``: (name, was, is)."""

    ref: str
    title: str
    kind: str
    fields: tuple[tuple[str, str, str], ...] = ()


def differences(old: dict, new: dict) -> list[Change]:
    """What ``new`` says otherwise than ``old``, in the order of print; the aims first."""
    found = []
    if old["aims"] != new["aims"]:
        found.append(Change("", "Mục tiêu, yêu cầu của năm", "changed", (("", old["aims"], new["aims"]),)))
    before, after = ({line.ref: line for line in lines_of(content)} for content in (old, new))
    for ref, line in after.items():
        if ref not in before:
            found.append(Change(ref, line.title, "added", _told(None, line)))
        elif told := _told(before[ref], line):
            found.append(Change(ref, line.title, "changed", told))
    return found + [Change(ref, line.title, "dropped") for ref, line in before.items() if ref not in after]


def _told(was: Line | None, line: Line) -> tuple[tuple[str, str, str], ...]:
    said = ((name, shown(was, key) if was else "", shown(line, key)) for key, name in FIELDS.items())
    return tuple((name, old, new) for name, old, new in said if old != new)


def shown(line: Line, key: str) -> str:
    """One field of a line as people read it."""
    if key == "due_on":
        return format_date(line.due_on) if line.due_on else ""
    if key == "heading":
        return " ".join(filter(None, (line.heading, line.heading_title)))
    return getattr(line, key)
