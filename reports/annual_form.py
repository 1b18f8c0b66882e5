"""The form of an annual plan: what stands in the draft, and reading what was posted into it.

Nothing typed is lost: what cannot be read stays in its line as it was typed, with a message, and the draft is left as
it was. Inputs: ``aims``; ``task-<mục>-<field>``; ``own-<số>-<field>`` of the unit's own work, where cleared words drop
the row.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from targets import annual
from targets.annual import Line
from targets.models import AnnualPlan, Commitment, Heading, Plan, Task
from targets.models.budget import FundSource
from units.vietnamese import DateError, NumberError, clean_text, parse_date, parse_number

_OWN_INPUT = re.compile(r"own-(\d{1,3})-(title|heading|expected_result|due_on|person|budget|fund)", re.ASCII)
_TEXTS = {
    "title": annual.TITLE_LIMIT,
    "expected_result": annual.RESULT_LIMIT,
    "person": annual.PERSON_LIMIT,
    "skip_reason": annual.SKIP_LIMIT,
}
_TASK_FIELDS = ("expected_result", "due_on", "person", "budget", "fund", "skip_reason")
_OWN_FIELDS = ("title", "heading", "expected_result", "due_on", "person", "budget", "fund")
_LABELS = {**annual.FIELDS, "budget": "kinh phí", "fund": "nguồn kinh phí"}


def plan_of(year: int) -> Plan | None:
    """The plan of the People's Committee that has the year; the latest of several."""
    return Plan.objects.filter(first_year__lte=year, last_year__gte=year).order_by("-issued_on").first()


@dataclass
class Draft:
    """The plan as it is being written. ``aims_error``: why the aims could not be taken."""

    row: AnnualPlan
    plan: Plan
    aims: str
    lines: list[Line]
    aims_error: str = ""
    removed: list[str] = field(default_factory=list)

    @cached_property
    def headings(self) -> list[Heading]:
        return list(Heading.objects.filter(plan=self.plan).order_by("order"))

    @cached_property
    def next_number(self) -> int:
        """For the unit's next own work: a number that nothing else of the year has borne."""
        unit, year = self.row.unit_id, self.row.year
        said = self.row.versions.values_list("content", flat=True)
        sent = [line["ref"] for content in said for line in content["lines"]]
        standing = Commitment.objects.filter(unit=unit, year=year, task=None).values_list("ref", flat=True)
        return annual.next_number([*sent, *standing, *(line.ref for line in self.lines)])

    @property
    def tasks(self) -> list[Line]:
        return [line for line in self.lines if not line.is_own]

    @property
    def own(self) -> list[Line]:
        return [line for line in self.lines if line.is_own]

    @property
    def own_shown(self) -> list[Line]:
        """The rows of the form: one blank one more, so that work can be added without a script."""
        if len(self.own) >= annual.MOST_OWN:
            return self.own
        return [*self.own, annual.own_line(max([self.next_number, *(line.number + 1 for line in self.own)]))]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(input, message) of what could not be read, in the order of the page."""
        found = [("aims", f"Mục tiêu, yêu cầu của năm: {self.aims_error}")] if self.aims_error else []
        for line in self.lines:
            name = annual.name_of(line)
            found += [(f"{line.stem}-{key}", f"{name}: {text}") for key, text in line.errors.items()]
        return found

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What keeps the plan from being sent."""
        aims = [("aims", f"Mục tiêu, yêu cầu của năm: {self.aims_error}")] if self.aims_error else []
        return aims + annual.problems(self.lines, self.row.year)

    @property
    def content(self) -> dict:
        return annual.content_of(self.aims, self.lines, head_step=self.row.unit.has_head_step)

    @property
    def said(self) -> dict[str, str]:
        """Input → what stands in it, as people write it."""
        found = {"aims": self.aims}
        for line in self.lines:
            for name in _OWN_FIELDS if line.is_own else _TASK_FIELDS:
                found[f"{line.stem}-{name}"] = written(line, name)
        return found

    def label(self, name: str) -> str:
        """How a sentence calls an input."""
        stem, _, key = name.rpartition("-")
        line = next((line for line in self.lines if line.stem == stem), None)
        if line is None:
            return "Mục tiêu, yêu cầu của năm" if name == "aims" else _LABELS.get(key, key).capitalize()
        return f"{annual.name_of(line)}, {_LABELS[key]}"


def written(line: Line, name: str) -> str:
    if name == "due_on":
        return line.due_text
    return line.budget_text if name == "budget" else getattr(line, name)


def tasks_of(unit_id: int, plan: Plan) -> list[Task]:
    return list(Task.objects.filter(plan=plan, unit=unit_id).select_related("heading").order_by("order", "pk"))


def stored_lines(row: AnnualPlan) -> list[Line]:
    return [
        Line(
            ref=one.ref,
            title=one.title,
            task=one.task_id,
            heading=one.heading.ref if one.heading else "",
            heading_title=one.heading.title if one.heading else "",
            order=one.order,
            expected_result=one.expected_result,
            due_on=one.due_on,
            person=one.person,
            budget=one.budget,
            fund=one.fund,
            skip_reason=one.skip_reason,
        )
        for one in row.lines.select_related("heading")
    ]


def load(row: AnnualPlan) -> Draft:
    """The draft as it is stored, with every task of the unit. Three queries, whatever the number of lines."""
    plan = plan_of(row.year)
    lines = annual.with_tasks(stored_lines(row), tasks_of(row.unit_id, plan))
    return Draft(row, plan, row.aims, lines)


def read(draft: Draft, post) -> bool:
    """Fill the draft from a POST; whether all of it could be read. What the POST does not name stays as it is.

    ``remove``: the number of an own line that is dropped.
    """
    if "aims" in post:
        draft.aims = clean_text(post["aims"]).strip()
        if len(draft.aims) > annual.AIMS_LIMIT:
            draft.aims_error = f"dài {len(draft.aims)} ký tự, quá {annual.AIMS_LIMIT}; rút gọn lại"
    headings = {one.ref: one.title for one in draft.headings}
    for line in draft.tasks:
        _read_line(line, post, _TASK_FIELDS, headings)
    _read_own(draft, post, headings)
    return not draft.errors


def _read_own(draft, post, headings):
    held = {line.number: line for line in draft.own}
    posted = sorted({int(match[1]) for match in map(_OWN_INPUT.fullmatch, post) if match})
    following = draft.next_number
    fresh = []
    for number in posted:
        line = held.get(number) or annual.own_line(number)
        _read_line(line, post, _OWN_FIELDS, headings)
        if number not in held and not line.is_blank and str(number) != post.get("remove"):
            # Whatever number the form gave it: the next that is free, in the order of the rows.
            taken = annual.own_line(following)
            line.ref, line.order = taken.ref, taken.order
            following += 1
            fresh.append(line)
    kept = [line for line in held.values() if not line.is_blank and str(line.number) != post.get("remove")]
    draft.removed = [line.ref for line in held.values() if line not in kept]
    own = [*kept, *fresh]
    for line in own[annual.MOST_OWN :]:
        line.errors["title"] = f"mỗi kế hoạch ghi tối đa {annual.MOST_OWN} việc của đơn vị, gộp bớt lại"
    draft.lines = [*draft.tasks, *own]


def _read_line(line, post, names, headings):
    stem = line.stem
    for name in names:
        typed = post.get(f"{stem}-{name}")
        if typed is None:
            continue
        text = clean_text(typed).strip()
        if name in _TEXTS:
            setattr(line, name, text if name == "expected_result" else " ".join(text.split()))
            if len(text) > _TEXTS[name]:
                line.errors[name] = f"{_LABELS[name]} dài {len(text)} ký tự, quá {_TEXTS[name]}; rút gọn lại"
        elif name == "heading":
            line.heading, line.heading_title = text, headings.get(text, "")
            if text and text not in headings:
                line.errors[name] = "chọn đề mục trong danh sách, hoặc để trống"
        elif name == "fund":
            line.fund = text
            if text and text not in FundSource:
                line.errors[name] = "chọn nguồn kinh phí trong danh sách"
        else:
            _read_value(line, name, text)


def _read_value(line, name, text):
    try:
        if name == "due_on":
            line.due_on = parse_date(text) if text else None
        else:
            number = parse_number(text, places=0) if text else None
            if number is not None and number < 0:
                raise NumberError("kinh phí không thể là số âm.")
            line.budget = number
    except (DateError, NumberError) as error:
        said = str(error).rstrip(".")
        line.typed[name], line.errors[name] = text, said[:1].lower() + said[1:]
