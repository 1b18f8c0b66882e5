"""Where reports stand, and how many have come, as the database tells it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Value, When

from reports.models import Exclusion, Report
from targets import quarters


def _untouched(way=""):
    """Nobody has written a word. ``way``: the way to the report."""
    return Q(**{f"{way}state": Report.State.DRAFT, f"{way}started_at": None, f"{way}version_count": 0})


def shown_state():
    """Report.shown_state as an expression: "none" while nobody has written a word."""
    return Case(
        When(_untouched(), then=Value("none")),
        default=F("state"),
        output_field=CharField(),
    )


def is_excluded():
    return Exists(Exclusion.objects.filter(unit=OuterRef("unit"), period=OuterRef("period")))


def expected(periods):
    """Report rows of these periods that count: an excused unit is in no denominator."""
    return Report.objects.filter(~is_excluded(), period__in=periods).order_by()


def late(periods, today: dt.date) -> Q:
    """Reports of these periods that came after their day, or have not come and the day is over."""
    found = Q(pk__in=[])
    for period in periods:
        found |= Q(period=period, first_sent_at__gte=quarters.deadline_instant(period.due_on))
        if today > period.due_on:
            found |= Q(period=period, first_sent_at=None)
    return found


def standing(periods) -> dict[int, dict[str, tuple[int, int]]]:
    """Period's primary key → state as lists show it → (units, of these sent at least once), without who is excused. Two
    queries: an index (``report_standing``) has all columns of the first, and who is excused are few."""
    found: dict[int, dict[str, tuple[int, int]]] = {}
    of_all = Report.objects.filter(period__in=periods).values_list("period_id", "state")
    of_excused = Exclusion.objects.filter(period__in=periods, unit__reports__period=F("period"))
    of_excused = of_excused.values_list("period_id", "unit__reports__state")
    for sign, rows, way in ((1, of_all, ""), (-1, of_excused, "unit__reports__")):
        told = rows.annotate(
            units=Count(f"{way}state"),
            sent=Count(f"{way}first_sent_at"),
            untouched=Count(f"{way}state", filter=_untouched(way)),
        ).order_by()
        for period_id, state, units, sent, untouched in told:
            states = found.setdefault(period_id, {})
            for name, number, came in ((state, units - untouched, sent), ("none", untouched, 0)):
                have = states.get(name, (0, 0))
                states[name] = have[0] + sign * number, have[1] + sign * came
    return found


@dataclass(frozen=True)
class Gathered:
    """How many units owe a report of one period, how many have sent it, how many of these in time."""

    expected: int = 0
    sent: int = 0
    on_time: int = 0

    @property
    def missing(self) -> int:
        return self.expected - self.sent


def counts(periods, group="") -> dict[int, Gathered]:
    """Period's primary key → Gathered, of one group of units or of all. One query."""
    on_time = Q(pk__in=[])
    for period in periods:
        on_time |= Q(period=period, first_sent_at__lt=quarters.deadline_instant(period.due_on))
    rows = expected(periods)
    if group:
        rows = rows.filter(unit__group=group)
    rows = rows.values_list("period_id").annotate(
        owed=Count("pk"), came=Count("first_sent_at"), in_time=Count("pk", filter=on_time)
    )
    return {period_id: Gathered(*numbers) for period_id, *numbers in rows}


def gathered_of(filed, group="") -> dict[int, Gathered]:
    """Like ``counts``, from sums that are kept (``reports.sums.of_filing``)."""
    found: dict[int, list[int]] = {}
    for (period_id, key), row in filed.items():
        if not group or key == group:
            have = found.setdefault(period_id, [0, 0, 0])
            for place, name in enumerate(("expected", "sent", "on_time")):
                have[place] += row[name]
    return {period_id: Gathered(*numbers) for period_id, numbers in found.items()}
