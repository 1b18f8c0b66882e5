"""Facts of what sendings counted: the frozen lists of official versions, as sets of keys (domain §4).

Only confirmed records count. Of several claims of one record by one unit that of the latest report stands, so that a
correction told later moves the record and never counts it twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from initiatives.models import Activity
from reports.models import Claim, Report
from targets.facts import Fact
from targets.models import Period, Target
from targets.quarters import Quarter, months_of


def stands(version: str = "version__") -> Q:
    """Of rows that belong to a version (``version``: the way to it): its report counts with it, or it waits at the
    office."""
    pk = F(f"{version}pk")
    return Q(**{f"{version}report__official_id": pk}) | Q(
        **{f"{version}report__state": Report.State.SENT, f"{version}report__latest_id": pk}
    )


STANDING = stands()


def is_counted_in(target: Target, period: Period) -> bool:
    """Whether the registry says the figure: from ``registry_from`` on, of a target that has a counting rule."""
    return not target.is_typed_in(period) and rule_of(target) is not None


def rule_of(target: Target):
    """The counting rule, read with the target; None where an administrator has given it none."""
    return getattr(target, "counting", None)


@dataclass(frozen=True, slots=True)
class Telling:
    """That one sending tells of one target, whatever its list holds: an empty list is an official zero."""

    target: Target
    period: Period
    unit: str
    number: int
    is_official: bool


@dataclass(slots=True)
class Row:
    """A claim as the roll-up reads it. ``key``: the thing, whoever reports it."""

    unit: str
    activity: int | None
    key: str
    slot: str
    on: object
    counts: bool


def facts(told: list[Telling], periods: list[Period]) -> Iterator[tuple[Telling, Fact]]:
    """The facts behind these tellings, in one query. ``periods``: all of the plan, to place a record by its day."""
    rows = _rows(told)
    superseded = _superseded(told, rows)
    months = {month: p.value for p in periods for month in months_of(p.window_from, p.window_to)}
    for telling in told:
        own = [row for row in rows.get(_place(telling), ()) if (telling, row.activity) not in superseded]
        for fact in _of(telling, own, periods, months):
            yield telling, fact


def _place(telling):
    return telling.target.pk, telling.period.pk, telling.unit, telling.number


def _rows(told) -> dict[tuple, list[Row]]:
    found = defaultdict(list)
    confirmed = Activity.State.CONFIRMED
    claims = (
        Claim.objects.filter(
            STANDING,
            target__in={telling.target.pk for telling in told},
            period__in={telling.period.pk for telling in told},
        )
        .annotate(canonical=Coalesce("organisation__merged_into_id", "organisation_id"))
        .values_list(
            "target_id", "period_id", "unit__code", "version__number", "activity_id", "activity__state", "also_id",
            "also__state", "canonical", "person_id", "school_id", "slot", "on", "is_counted",
        )
    )  # fmt: skip
    for target, period, unit, number, activity, state, also, also_state, organisation, person, school, *rest in claims:
        slot, on, is_counted = rest
        is_confirmed = (activity is None or state == confirmed) and (also is None or also_state == confirmed)
        named = {"s": school, "u": person, "o": organisation, "a": activity}
        key = next((f"{letter}{pk}" for letter, pk in named.items() if pk), "")
        found[target, period, unit, number].append(Row(unit, activity, key, slot, on, is_counted and is_confirmed))
    return found


def _superseded(told, rows) -> set[tuple[Telling, int]]:
    """(telling, record) of which a later report of the unit tells anew. States are told anew by every report anyway."""
    latest: dict[tuple, Telling] = {}
    tellings: dict[tuple, list[Telling]] = defaultdict(list)
    for telling in told:
        for activity in {row.activity for row in rows.get(_place(telling), ()) if row.on is not None}:
            key = (telling.target.pk, telling.unit, activity, telling.is_official)
            tellings[key].append(telling)
            if key not in latest or latest[key].period.value < telling.period.value:
                latest[key] = telling
    return {
        (telling, key[2])
        for key, found in tellings.items()
        for telling in found
        if telling.period != latest[key].period
    }


def _of(telling, rows: list[Row], periods, months) -> Iterable[Fact]:
    target, here = telling.target, telling.period.value
    if target.over_units == Target.OverUnits.RATIO:
        return _ratios(telling, rows)
    if target.basis == Target.Basis.MONTH:
        return _months(telling, rows, months)
    keys: dict[Quarter, set[str]] = defaultdict(set)
    keys[here] = set()
    for row in rows:
        quarter = _quarter_of(row.on, periods) if row.counts else None
        if quarter:
            keys[quarter].add(row.key)
    return [
        Fact(telling.unit, quarter, keys=frozenset(found), reported_in=None if quarter == here else here)
        for quarter, found in keys.items()
    ]


def _quarter_of(day, periods) -> Quarter | None:
    return next((p.value for p in periods if p.window_from <= day <= p.window_to), None)


def _months(telling, rows, quarter_of) -> Iterable[Fact]:
    here = telling.period.value
    found: dict[Quarter, dict[str, set[str]]] = defaultdict(dict)
    for month, quarter in quarter_of.items():
        if quarter == here:
            found[here][month] = set()
    for row in rows:
        month = f"{row.on:%Y-%m}"
        if row.counts and month in quarter_of:
            found[quarter_of[month]].setdefault(month, set()).add(row.key)
    return [
        Fact(
            telling.unit,
            quarter,
            month_keys={month: frozenset(keys) for month, keys in held.items()},
            reported_in=None if quarter == here else here,
        )
        for quarter, held in found.items()
    ]


def _ratios(telling, rows) -> Iterable[Fact]:
    """Things counted / things there are; by school year where the target counts by it."""
    by_slot: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_slot[row.slot].append(row)
    return [
        Fact(
            telling.unit,
            telling.period.value,
            numerator=Decimal(sum(row.counts for row in found)),
            denominator=Decimal(len(found)),
            school_year=int(slot) if slot else None,
        )
        for slot, found in by_slot.items()
    ]
