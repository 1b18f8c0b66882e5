"""Who is late now: the units that still owe the report of a period whose day is over, fifty at a time."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Q

from reports import deadlines, matrix, sums, whereabouts
from reports.models import Exclusion, Report
from targets.models import Period
from units.models import Unit
from units.walked import there_is

PAGE_SIZE = 50


@dataclass(frozen=True)
class Overdue:
    """``units``: (code, short name) of one page in the order of every list, of ``total``."""

    period: Period
    days: int
    total: int
    units: list[tuple[str, str]]

    @property
    def more(self) -> int:
        """How many are not named here, on the first page."""
        return self.total - len(self.units)


def of_today(today: dt.date, number: int = 1) -> Overdue | None:
    """Of the period in hand; None while there is none, or its day is not over. Two queries where sums are kept, one
    more where they are not; whatever the number of units."""
    periods, filed = sums.periods_filed(today)
    hand = matrix.in_hand(periods, today)
    if hand is None:
        return None
    gathered = whereabouts.gathered_of(filed) if filed is not None else whereabouts.counts([hand])
    return of_period(hand, today, gathered.get(hand.pk, whereabouts.Gathered()).missing, number)


def of_period(period: Period, today: dt.date, total: int, number: int = 1) -> Overdue | None:
    """``total``: how many have not sent. One query."""
    if today <= period.due_on:
        return None
    excluded = Exclusion.objects.filter(period=period).values("unit")
    owing = Unit.objects.filter(
        there_is(Report.objects.filter(unit=OuterRef("pk"), period=period, first_sent_at=None)), ~Q(pk__in=excluded)
    )
    return Overdue(
        period,
        deadlines.late_days(None, period.due_on, today),
        total,
        list(owing.values_list("code", "short_name")[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]),
    )
