"""The lines of a report's sheet: what each asks for, and what stands in it (domain §3).

A text (part A), a value of a target (B) or a commitment of the year (C). No line knows the database.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from reports.models import Narrative
from targets import quarters
from targets.annual import is_own_ref
from targets.models import Commitment, Target
from units.vietnamese import format_date, format_number, roman

if TYPE_CHECKING:
    from reports.portal import Told
    from reports.sheet import Stored

TEXT_LIMIT = 8000
NOTE_LIMIT = 2000
NOT_REPORTED = "chưa báo cáo"

_NAMES = {
    "situation": "Tình hình triển khai",
    "results": "Kết quả nổi bật",
    "advantages": "Thuận lợi",
    "difficulties": "Khó khăn, vướng mắc",
    "causes": "Nguyên nhân",
    "proposals": "Kiến nghị, đề xuất",
    "next_quarter": "Phương hướng quý sau",
}
HINTS = {
    "situation": "Kế hoạch, phân công, tuyên truyền trong kỳ.",
    "results": "Việc đã làm được, có số liệu và nơi làm.",
    "proposals": "Nêu rõ kiến nghị với Phòng Kinh tế, UBND Quận 4 hay Sở Khoa học và Công nghệ.",
}
REQUIRED_TEXTS = frozenset({"situation", "results"})
TEXT_LABELS = {name: f"{roman(i)}. {_NAMES[name]}" for i, name in enumerate(Narrative.SECTIONS, 1)}


@dataclass
class Line:
    """What every line has: whether it is wrong, and the reviewer's notes pinned to it."""

    error: str = field(default="", kw_only=True)
    notes: list = field(default_factory=list, kw_only=True)
    is_carried: bool = field(default=False, kw_only=True)

    @property
    def missing_label(self):
        """What the list of missing lines calls it."""
        return self.label


@dataclass
class TextLine(Line):
    name: str
    label: str
    value: str
    hint: str = ""
    limit: int = TEXT_LIMIT
    previous: str = ""  # what the last report said here

    part = "A"

    @property
    def key(self):
        return self.name

    @property
    def anchor(self):
        return self.name

    @property
    def is_required(self):
        return self.name in REQUIRED_TEXTS

    @property
    def is_blank(self):
        return not self.value.strip()


@dataclass
class FigureLine(Line):
    """One value of one target. ``typed`` holds the raw input, so that a wrong one is shown again as it was."""

    target: Target
    slot: str
    kind: str  # number | ratio | yesno | date | counted
    label: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    done_on: dt.date | None = None
    explanation: str = ""
    typed: dict = field(default_factory=dict)
    wrong_input: str = ""
    previous: "Stored | None" = None
    previous_label: str = ""
    earlier_sum: Decimal | None = None
    goal_text: str = "–"
    items: list = field(default_factory=list)  # reports.claims.Item: what is counted, or stands beside what is typed
    record_kind: str = ""  # what the unit would record in the registry to add to it
    recorded: Decimal | None = None  # what the registry counts in the window; None: it does not count this
    oddity: str = ""
    told: "Told | None" = None  # reports.portal: what the portal knows of it, beside what is typed
    is_told: bool = False  # … or instead: nobody types it

    part = "B"

    @property
    def key(self):
        return f"{self.target.code}-{self.slot}" if self.slot else self.target.code

    @property
    def stem(self):
        return f"figure-{self.target.code}"

    @property
    def inputs(self) -> list[str]:
        """Names of the inputs of this line, as the contract has them. Nobody types what is counted or told."""
        if self.kind == "counted" or self.is_told:
            return []
        if self.kind == "ratio":
            return [f"{self.stem}-numerator", f"{self.stem}-denominator"]
        if self.kind == "date":
            return [f"{self.stem}-{self.slot}-date" if self.slot else f"{self.stem}-date"]
        return [f"{self.stem}-{self.slot}" if self.slot else f"{self.stem}-value"]

    @property
    def anchor(self):
        return self.wrong_input or (self.inputs[0] if self.inputs else f"count-{self.key}")

    @property
    def missing_label(self):
        return f"{self.label} ({self.target.code})"

    @property
    def explanation_name(self):
        return f"figure-{self.key}-explanation"

    @property
    def is_required(self):
        """A milestone without a date is simply not done yet, and what is counted or told is said by the portal; every
        other figure must be said."""
        return self.kind not in ("date", "counted") and not self.is_told

    @property
    def is_blank(self):
        if self.kind == "ratio":
            return self.numerator is None or self.denominator is None
        return self.done_on is None if self.kind == "date" else self.value is None

    @property
    def is_untouched(self):
        return self.value is None and self.numerator is None and self.denominator is None and self.done_on is None

    def _written(self, name, value) -> str:
        """What stands in the input: as it was typed if it could not be read, else in Vietnamese writing."""
        if self.error and name in self.typed:
            return self.typed[name]
        return "" if value is None else format_number(value)

    @property
    def value_text(self):
        return self._written(self.inputs[0], self.value)

    @property
    def numerator_text(self):
        return self._written(self.inputs[0], self.numerator)

    @property
    def denominator_text(self):
        return self._written(self.inputs[1], self.denominator)

    @property
    def date_text(self):
        if self.error and self.inputs[0] in self.typed:
            return self.typed[self.inputs[0]]
        return format_date(self.done_on) if self.done_on else ""

    @property
    def previous_short(self):
        """The head of the first comparison: "Quý I", the year left out where there is room for little."""
        return self.previous_label.split("/")[0]

    @property
    def text(self):
        return figure_text(self.kind, self)

    @property
    def registry_text(self):
        """What the registry or the portal says beside a typed figure; of a counted one that is the figure itself."""
        if self.told:
            return self.told.text
        if self.kind == "counted":
            return self.text
        return "–" if self.recorded is None else format_number(self.recorded)

    @property
    def unconfirmed(self) -> int:
        return sum(not item.is_confirmed for item in self.items if item.is_counted)

    @property
    def previous_text(self):
        return figure_text(self.kind, self.previous) if self.previous else NOT_REPORTED

    @property
    def running_text(self):
        """This year so far, the current figure included; a stock or ratio is simply its latest value."""
        if self.kind not in ("number", "counted") or self.slot or self.denominator is not None:
            return self.text if not self.is_untouched else self.previous_text if self.previous else "–"
        if self.target.over_time != Target.OverTime.SUM:
            return self.text if self.value is not None else self.previous_text
        if self.value is None and self.earlier_sum is None:
            return NOT_REPORTED
        return format_number((self.earlier_sum or Decimal(0)) + (self.value or Decimal(0)))


@dataclass
class TaskLine(Line):
    commitment: Commitment
    status: str = ""
    note: str = ""

    part = "C"

    @property
    def key(self):
        return self.commitment.ref

    @property
    def stem(self):
        return f"progress-{self.commitment.ref}"

    @property
    def anchor(self):
        return f"{self.stem}-status"

    @property
    def label(self):
        return self.commitment.title

    @property
    def is_own(self):
        """A line of the unit's own annual plan, not of the plan of the Committee."""
        return self.commitment.task_id is None

    is_required = True

    @property
    def is_blank(self):
        return not self.status


def place_text(ref: str) -> str:
    """Where a piece of the year's work stands: in the plan of the Committee, or among the unit's own."""
    return f"việc riêng {ref}" if is_own_ref(ref) else f"mục {ref}"


def figure_text(kind, row) -> str:
    """A figure as people read it: "2", "27/29", "có", "05/03/2018"; blank is "chưa báo cáo"."""
    if kind == "ratio" or (kind == "counted" and row.denominator is not None):
        if row.numerator is None or row.denominator is None:
            return NOT_REPORTED
        return f"{format_number(row.numerator)}/{format_number(row.denominator)}"
    if kind == "date":
        return format_date(row.done_on) if row.done_on else "chưa xong"
    if row.value is None:
        return NOT_REPORTED
    if kind == "yesno":
        return "có" if row.value else "chưa"
    return format_number(row.value)


def kind_of(target) -> str:
    return {Target.Measure.PERCENT: "ratio", Target.Measure.SHARE: "yesno", Target.Measure.MILESTONE: "date"}.get(
        target.measure, "number"
    )


def slots_of(target, period) -> list[tuple[str, str]]:
    """(slot, label) of each value that ``target`` asks for in ``period``."""
    if target.basis == Target.Basis.MONTH:
        months = quarters.months_of(period.window_from, period.window_to)
        return [(month, f"{target.title}, tháng {month[5:]}/{month[:4]}") for month in months]
    if target.parts:
        return [
            ("" if number == 1 else str(number), f"{target.title}: {part}")
            for number, part in enumerate(target.parts, 1)
        ]
    return [("", target.title)]


def goal_text(target) -> str:
    """The district's goal beside the input."""
    if target.measure == Target.Measure.MILESTONE:
        return format_date(target.due_on) if target.due_on else "hằng năm"
    if target.threshold is None:
        return "–"
    text = format_number(target.threshold)
    if target.measure in (Target.Measure.PERCENT, Target.Measure.SHARE):
        return f"{text}%"
    return f"gấp {text}" if target.measure == Target.Measure.GROWTH else text
