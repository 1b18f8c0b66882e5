"""Quarters, their windows and deadlines (Kế hoạch 294, Mục V: “trước ngày 15 hàng quý”). Plain Python, no ORM.

Dates are calendar dates in Asia/Ho_Chi_Minh; instants are aware datetimes in any zone.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from units.vietnamese import roman

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_DAY = timedelta(days=1)


class _YearAndNumber(NamedTuple):
    year: int
    number: int


class Quarter(_YearAndNumber):
    """A quarter of a year, ordered in time. Addresses write it `2018-2`, pages `Quý II/2018`.

    A tuple, so that C compares and looks it up: a country's figures are sorted by half a million of them.
    """

    __slots__ = ()

    def __new__(cls, year: int, number: int):
        if not 1 <= number <= 4:
            raise ValueError(f"a year has quarters 1 to 4, not {number}")
        return tuple.__new__(cls, (year, number))

    @classmethod
    def parse(cls, key: str) -> "Quarter":
        """Inverse of `key`; anything else raises ValueError."""
        match = re.fullmatch(r"(\d{4})-([1-4])", key, re.ASCII)
        if match is None:
            raise ValueError(f"not a quarter: {key!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The calendar quarter of a day. What window a day falls in is `Reporting.quarter_of`."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def _at(cls, index: int) -> "Quarter":
        return cls(index // 4, index % 4 + 1)

    @property
    def index(self) -> int:
        return self.year * 4 + self.number - 1

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def label(self) -> str:
        return f"Quý {roman(self.number)}/{self.year}"

    def __str__(self) -> str:
        return self.label

    def __add__(self, quarters: int) -> "Quarter":
        return self._at(self.index + quarters)

    def __sub__(self, other: "Quarter | int") -> "Quarter | int":
        """Quarter − n is a quarter; Quarter − Quarter is how many quarters apart."""
        if isinstance(other, Quarter):
            return self.index - other.index
        return self._at(self.index - other)

    @property
    def next(self) -> "Quarter":
        return self + 1

    @property
    def previous(self) -> "Quarter":
        return self - 1

    @property
    def months(self) -> tuple[tuple[int, int], ...]:
        """(year, month) of its three calendar months."""
        return tuple((self.year, self.number * 3 - 2 + i) for i in range(3))

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_month(self) -> date:
        """First day of its last month."""
        return date(self.year, self.number * 3, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - _DAY

    def to(self, last: "Quarter") -> "Iterator[Quarter]":
        """This quarter up to and including `last`."""
        return (self._at(i) for i in range(self.index, last.index + 1))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of one period. `due_on` is the last day on time; `window_from`–`window_to` are the data's own days,
    both inclusive."""

    quarter: Quarter
    window_from: date
    window_to: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Reporting:
    """A plan's reporting rule: due *before* day `due_day` of month `due_month_of_quarter` (1–3 of the quarter, 4–6 the
    months after it).

    Windows follow the deadline. A deadline inside the quarter cuts the data off on the same day, so a window runs from
    the due day of one quarter to the eve of the next (Quý II/2018: 15/3–14/6). A deadline after the quarter leaves
    time to write about all of it: the window is the calendar quarter. Rolling a deadline off a weekend gives days to
    write, never more data: it moves `due_on` to Monday and leaves windows alone.
    """

    due_day: int = 15
    due_month_of_quarter: int = 3
    roll_weekends: bool = False

    def __post_init__(self):
        if not 1 <= self.due_day <= 28:
            raise ValueError("due_day is 1 to 28: every month has it")
        if not 1 <= self.due_month_of_quarter <= 6:
            raise ValueError("due_month_of_quarter is 1 to 6")

    def _eve(self, quarter: Quarter) -> date:
        month = quarter.index * 3 + self.due_month_of_quarter - 1
        return date(month // 12, month % 12 + 1, self.due_day) - _DAY

    def window_from(self, quarter: Quarter) -> date:
        return self.window_to(quarter.previous) + _DAY

    def window_to(self, quarter: Quarter) -> date:
        return quarter.last_day if self.due_month_of_quarter > 3 else self._eve(quarter)

    def due_on(self, quarter: Quarter) -> date:
        due = self._eve(quarter)
        if self.roll_weekends and due.weekday() >= 5:
            due += timedelta(days=7 - due.weekday())
        return due

    def calendar(self, quarter: Quarter) -> Calendar:
        return Calendar(quarter, self.window_from(quarter), self.window_to(quarter), self.due_on(quarter))

    def quarter_of(self, day: date) -> Quarter:
        """The quarter whose window holds the day: a record's own date chooses its period."""
        quarter = Quarter.of(day) - 1
        while self.window_to(quarter) < day:
            quarter = quarter.next
        return quarter

    def first_due(self, issued_on: date) -> Quarter:
        """First quarter whose deadline falls after the plan was issued (issued 19/12/2016: Quý I/2017)."""
        quarter = Quarter.of(issued_on) - 2
        while self.due_on(quarter) <= issued_on:
            quarter = quarter.next
        return quarter

    def quarters_of_plan(self, issued_on: date, last_year: int) -> tuple[Quarter, ...]:
        """Every quarter the plan asks a report for (294: Quý I/2017 – Quý IV/2020, sixteen)."""
        return tuple(self.first_due(issued_on).to(Quarter(last_year, 4)))


def months_of(window_from: date, window_to: date) -> tuple[str, ...]:
    """Calendar months, as `2018-04`, whose last day lies in the window. Quý II/2018 (15/3–14/6): months 3, 4, 5."""
    found = []
    year, month = window_from.year, window_from.month
    while last_day_of_month(year, month) <= window_to:
        found.append(f"{year:04d}-{month:02d}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(found)


def last_day_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


# ---------------------------------------------------------------- school years


@dataclass(frozen=True, order=True, slots=True)
class SchoolYear:
    """`year` is the calendar year it ends in: 2018 is 2017–2018, what `?nam=2018` shows."""

    year: int
    begins_on: date
    ends_on: date

    @property
    def label(self) -> str:
        return f"{self.year - 1}–{self.year}"


def school_year_for(year: int, start: tuple[int, int] = (8, 1)) -> SchoolYear:
    """The school year ending in `year`; `start` is its (month, day)."""
    if start in ((1, 1), (2, 29)):
        raise ValueError("a school year spans two calendar years and starts on a day every year has")
    return SchoolYear(year, date(year - 1, *start), date(year, *start) - _DAY)


def school_year_of(day: date, start: tuple[int, int] = (8, 1)) -> SchoolYear:
    return school_year_for(day.year + 1 if (day.month, day.day) >= start else day.year, start)


# ---------------------------------------------------------------- timeliness


def deadline_instant(due_on: date) -> datetime:
    """First instant that is too late: the midnight after the due day, Asia/Ho_Chi_Minh."""
    return datetime.combine(due_on + _DAY, time.min, ZONE)


def local_day(instant: datetime) -> date:
    if instant.tzinfo is None:
        raise ValueError("an instant carries its time zone")
    return instant.astimezone(ZONE).date()


def is_on_time(instant: datetime, due_on: date) -> bool:
    return local_day(instant) <= due_on


def days_late(when: datetime | date, due_on: date) -> int:
    """Calendar days after the due day, 0 when on time."""
    day = local_day(when) if isinstance(when, datetime) else when
    return max(0, (day - due_on).days)


def add_working_days(day: date, working_days: int, holidays: frozenset[date] = frozenset()) -> date:
    """The day `working_days` (≥ 0) Mondays to Fridays later, holidays skipped. A report returned on Friday with 3
    comes back by Wednesday."""
    if working_days < 0:
        raise ValueError("counts forward only")
    while working_days:
        day += _DAY
        if day.weekday() < 5 and day not in holidays:
            working_days -= 1
    return day
