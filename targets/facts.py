"""The shapes that evaluation takes and gives (domain §4): a rule, facts of units, terms of the plan, a result.

Figures are `Decimal`. None is "not reported" everywhere; zero is a result.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from targets.quarters import Quarter

NOT_REPORTED = None  # never Decimal(0): sums skip it, shares keep its unit in the denominator and name it
_NOTHING = MappingProxyType({})


class Unnamed:
    """Units of which only the number is known: where there are thousands nobody reads their names."""

    __slots__ = ("number",)

    def __init__(self, number: int):
        self.number = number

    def __len__(self):
        return self.number

    def __add__(self, other):
        return Unnamed(self.number + len(other))

    def __eq__(self, other):
        return len(self) == len(other)

    def __hash__(self):
        return hash(self.number)

    def __repr__(self):
        return f"<{self.number} units>"

    def __iter__(self):
        raise TypeError("their number is known, and not their names")


class Measure(StrEnum):
    PERCENT = "percent"
    COUNT = "count"
    SHARE = "share"
    MILESTONE = "milestone"
    GROWTH = "growth"
    TRACKED = "tracked"


class Basis(StrEnum):
    PLAN = "plan"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    MONTH = "month"
    ONCE = "once"


class OverTime(StrEnum):
    SUM = "sum"  # within the basis
    LAST = "last"  # carries forward until reported again


class OverUnits(StrEnum):
    SUM = "sum"
    RATIO = "ratio"
    SHARE = "share"
    ANY = "any"
    DISTINCT = "distinct"


class Verdict(StrEnum):
    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    MISSED = "missed"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"
    TRACKED = "tracked"


_ADDS = {OverUnits.SUM, OverUnits.DISTINCT}
_FITS = {
    Measure.PERCENT: {OverUnits.RATIO},
    Measure.SHARE: {OverUnits.SHARE},
    Measure.MILESTONE: {OverUnits.ANY},
    Measure.COUNT: _ADDS,
    Measure.GROWTH: _ADDS,
    Measure.TRACKED: _ADDS | {OverUnits.RATIO, OverUnits.SHARE},
}


def over_units_fitting(measure: str, basis: str) -> set[OverUnits]:
    """How figures of such a measure may be taken over units; none where it cannot be of that basis at all."""
    fits = _FITS[Measure(measure)]
    return fits & _ADDS if basis == Basis.MONTH else fits


@dataclass(frozen=True, slots=True)
class Rule:
    """How one target is measured.

    threshold: a count (of each month for basis month), percentage points, or for growth how many times the base; None
    for none.
    due_on: last day for `plan` and `once`; None means 31/12 of the plan's last year.
    yearly_due: (month, day) by which a milestone of basis `year` is done each year; None means the end of the year's
    windows.
    base_value: the base year's figure, None until someone enters it. margin: percentage points below the line that
    still are on track.
    unit_label: what is counted, for sentences ("mô hình"). parts: how many dated papers a milestone has; it is done
    when all are.
    school_year_start: (month, day).
    """

    code: str
    measure: Measure
    basis: Basis
    over_time: OverTime
    over_units: OverUnits
    threshold: Decimal | None = None
    due_on: date | None = None
    yearly_due: tuple[int, int] | None = None
    base_year: int | None = None
    base_value: Decimal | None = None
    margin: Decimal = Decimal(15)
    unit_label: str = ""
    parts: int = 1
    school_year_start: tuple[int, int] = (8, 1)

    def __post_init__(self):
        if self.over_units not in over_units_fitting(self.measure, self.basis):
            raise ValueError(f"{self.code}: {self.measure} by {self.basis} does not go with {self.over_units}")

    @property
    def goal(self) -> Decimal | None:
        """The threshold in the measure's own figures: growth of 2 on a base of 40 is 80. None without a base."""
        if self.measure == Measure.TRACKED:
            return None
        if self.measure == Measure.GROWTH:
            return None if self.base_value is None or self.threshold is None else self.threshold * self.base_value
        return self.threshold

    @property
    def is_points(self) -> bool:
        """Whether the actual is percentage points."""
        return self.over_units in (OverUnits.RATIO, OverUnits.SHARE)


@dataclass(slots=True)
class Fact:
    """What one unit said of one target in one quarter. Only what the measure needs is set; the rest stays None or
    empty. Nobody changes one; frozen they would cost four times as much, and a country has millions.

    quarter: where it counts (a registry record counts where its own date falls).
    reported_in: the report that carries it, when that is a later one (*bổ sung kỳ trước*); None = `quarter`.
    value: a count, or 1/0 for the yes/no of a share. numerator, denominator: a percentage; both or it is not reported.
    months: "2018-04" → count. dates: one per paper of a milestone, None = not yet; a milestone's fact always counts as
    reported.
    keys, month_keys: the distinct things themselves, instead of counts; an empty set is an official zero.
    school_year: year in which the school year ends, where the source sorted by record date; None = by the quarter's
    `window_to`.
    """

    unit: str
    quarter: Quarter
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    months: Mapping[str, Decimal | None] = field(default_factory=lambda: _NOTHING)
    dates: tuple[date | None, ...] = ()
    keys: frozenset[str] | None = None
    month_keys: Mapping[str, frozenset[str]] = field(default_factory=lambda: _NOTHING)
    reported_in: Quarter | None = None
    school_year: int | None = None

    def __post_init__(self):
        for month in (*self.months, *self.month_keys):
            if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month, re.ASCII):
                raise ValueError(f"not a month: {month!r}")

    @property
    def report(self) -> Quarter:
        return self.reported_in or self.quarter


@dataclass(frozen=True, slots=True)
class Term:
    """One period of the plan. closed = consolidated. expected: units that have to report the target in it, `excluded`
    already taken out."""

    quarter: Quarter
    window_from: date
    window_to: date
    closed: bool
    expected: frozenset[str]
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """A unit's share in the total. `carried`: the figure stands since `quarter`, nothing newer was reported."""

    unit: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    quarter: Quarter | None = None
    carried: bool = False
    done_on: date | None = None
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class QuarterFigure:
    """One column of a small multiple. value: added in the quarter (sums; the columns add up to the total), or the
    state at
    its end (carried figures, percentages, milestones). pending: how much more if what is sent were accepted. missing:
    expected units without an official figure in the quarter itself."""

    quarter: Quarter
    closed: bool
    value: Decimal | None
    pending: Decimal | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """month "2018-02"; value None = no official figure. ok None = not judged: not ended, or nothing reported."""

    month: str
    value: Decimal | None
    ended: bool
    ok: bool | None
    last_day: date


@dataclass(frozen=True, slots=True)
class TargetResult:
    """The one shape that dashboard, Excel and PDF draw from.

    applies: False in a year the plan has no period of (2016): show *không áp dụng*.
    actual: count; percentage points to one decimal; milestone 0/1; months that had enough. None = no official figure.
    threshold: what actual is held against: points, count, 2 × base, months judged; milestone 1. None = none.
    numerator, denominator: exact; of a share, units that say yes and units expected.
    expected_now: least actual that is on track today. remaining: how many still lack (things, people, units, papers).
    days_left: from the day of evaluation to `due_on`, negative after it. basis_from, basis_to: days whose data count.
    missing: expected units without official figure: in the latest period for what adds up, in the whole basis for what
    carries on.
    yes, no, silent: a share's expected units by their answer. short: a percentage's units below their own denominator.
    overlap: how many credits of units the total counts only once.
    pending_actual: how much `actual` would change if what is sent were accepted, None if nothing is. pending_units:
    who sent it.
    parts_done: papers of a milestone that are dated. catch_up: the sentence for the page, may be empty.
    """

    code: str
    year: int
    verdict: Verdict
    applies: bool = True
    actual: Decimal | None = None
    threshold: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_late: bool = False
    expected_now: Decimal | None = None
    remaining: Decimal | None = None
    days_left: int = 0
    due_on: date | None = None
    basis_from: date | None = None
    basis_to: date | None = None
    label: str = ""
    missing: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    overlap: int = 0
    by_unit: Mapping[str, UnitFigure] = field(default_factory=dict)
    by_quarter: Mapping[Quarter, QuarterFigure] = field(default_factory=dict)
    months: tuple[MonthFigure, ...] = ()
    pending_actual: Decimal | None = None
    pending_units: tuple[str, ...] = ()
    done_on: date | None = None
    parts_done: int = 0
    catch_up: str = ""
