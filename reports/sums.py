"""Sums that are kept: what a country's pages are read from, so that a page costs the same however many units report.

Sums may be behind the facts; what is read never is. A move marks its unit in its own transaction (``mark``); changes of
units and assignments are known by their history. A reader (``of_targets``, ``of_filing``) takes out of the sums what
the marked units have added and puts in what they say now. ``folding`` does the same for good: soon after, by the
worker. See ADR 30.
"""

import datetime as dt
from collections import defaultdict
from operator import add

from django.db.models import Q, Subquery

from reports import structure, summing, task_history
from reports.models import FilingSum, TargetSum, UnitSum, WorkSum
from reports.unit_sums import FILING, WORK, Added, Country, Filings, is_summed
from targets.models import Period
from targets.sums import NAMES, Sum
from units.prepared import Prepared, Together

# Of so few units all facts are read, which names everybody.
FEW = 60
# So many stale units cost a reader more than they save.
MANY_STALE = 150


def mark(*unit_ids: int) -> None:
    """Within the transaction of a move: these units' reports, figures or excuses are other ones now. One statement."""
    UnitSum.objects.bulk_create(
        [UnitSum(unit_id=pk) for pk in sorted(set(unit_ids))],
        update_conflicts=True,
        unique_fields=["unit"],
        update_fields=["is_stale"],
    )


def mark_all() -> None:
    """All units: what they have sent is judged by other days now."""
    UnitSum.objects.filter(is_stale=False).update(is_stale=True)


# --- Reading ---------------------------------------------------------------------------------------------------------


def of_targets(targets, periods, state=None) -> dict[int, tuple[dict, dict]] | None:
    """Target → (official sums, what would be added if what is sent were accepted), of those that are summed; None
    where the facts have to be read. Two queries while no unit is marked, one where ``state`` is known (summing.now)."""
    key = ("target_id", "period_id", "slot", "is_more")
    found = _read(TargetSum.objects.filter(target__in=targets), key, NAMES, state)
    if found is None:
        return None
    rows, stale = found
    quarters = {period.pk: period.value for period in periods}
    begun = set(quarters.values())
    by_target: dict[int, tuple[dict, dict]] = {target.pk: ({}, {}) for target in targets if is_summed(target)}
    kept = (
        (target_id, is_more, quarters.get(period_id), slot, Sum._make(numbers))
        for (target_id, period_id, slot, is_more), numbers in rows
    )
    for target_id, is_more, quarter, slot, row in (*kept, *stale.cells()):
        if target_id in by_target and quarter in begun:
            sums, key = by_target[target_id][is_more], (quarter, slot)
            sums[key] = sums[key] + row if key in sums else row
    return by_target


def _periods(on):
    return Period.objects.annotate(is_restructured=structure.has_changed(on)).order_by()


def _filed():
    return FilingSum.objects.order_by().values_list("period_id", "group", *FILING)


_PERIODS = Prepared(_periods, on=dt.date)
_FILED = Together(_PERIODS, Prepared(_filed), summing.ASKED)


def periods_filed(today: dt.date):
    """(all periods in order, each with ``is_restructured``; who has filed as ``of_filing`` has it). One query while no
    unit is marked, and then up to ten."""
    rows, numbers, states = _FILED.ask(on=today)
    periods = sorted(_PERIODS.made(rows), key=lambda period: period.window_from)
    state = summing.read_rows(states)
    if state is None or not state.is_ready or state.units <= FEW:
        return periods, None
    if state.has_stale or state.has_changed:
        return periods, of_filing(periods, state, Filings(periods))
    found: dict[tuple[int, str], dict[str, int]] = {}
    for period_id, group, *row in numbers:
        have = found.setdefault((period_id, group), dict.fromkeys(FILING, 0))
        for name, number in zip(FILING, row, strict=True):
            have[name] += number
    return periods, found


def of_filing(periods, state=None, of=None) -> dict[tuple[int, str], dict[str, int]] | None:
    """(period, group) → numbers of FILING; None where they have to be counted. ``of`` as in ``_read``."""
    found = _read(FilingSum.objects.filter(period__in=periods), ("period_id", "group"), FILING, state, of)
    if found is None:
        return None
    rows, stale = found
    wanted, filed = {period.pk for period in periods}, defaultdict(lambda: (0,) * len(FILING))
    for key, numbers in (*rows, *stale.filing.items()):
        if key[0] in wanted:
            filed[key] = tuple(map(add, filed[key], numbers))
    return {key: dict(zip(FILING, row, strict=True)) for key, row in filed.items()}


def of_work(judge: task_history.Judgement, state=None) -> tuple[int, int] | None:
    """What ``task_history.standing_out`` tells; None where it has to be counted."""
    found = _read(WorkSum.objects.filter(year=judge.year), WORK, ("number",), state)
    if found is None:
        return None
    rows, stale = found
    overdue = stuck = 0
    for (year, *days), number in (*((key, number) for key, (number,) in rows), *stale.work.items()):
        if year == judge.year:
            is_overdue, is_stuck = judge.of_open(*days)
            overdue += number * is_overdue
            stuck += number * is_stuck
    return overdue, stuck


def _read(queryset, key, numbers, state=None, of=None):
    """(rows as (key, numbers), what marked units have added since), or None where sums do not serve. ``state``: as a
    page has just read it; where the sums are others by now it is asked again. ``of``: who tells what units add, of a
    page that asks of one kind of sums alone; otherwise a ``Country``."""
    for known in (state, None, None):
        state = known or summing.now()
        if state is None or not state.is_ready or state.units <= FEW:
            return None
        found = list(queryset.values_list(*key, *numbers, Subquery(summing.versions()[:1])))
        if (found[0][-1] if found else summing.version()) != state.version:
            continue
        rows = [(row[: len(key)], row[len(key) : -1]) for row in found]
        if state.marked is None and not (state.has_stale or state.has_changed):
            state.marked = Added()
        if state.marked is None:
            ids, before = _marked(state)
            if len(ids) > MANY_STALE:
                return None
            if summing.version() != state.version:
                continue
            state.marked = Added.total((of or Country()).added(ids).values()) - before if ids else Added()
        return rows, state.marked
    return None


def _marked(state) -> tuple[set[int], Added]:
    """(units that say something else by now, what they have added to the sums)."""
    changed = summing.changed_units(state)
    marked = UnitSum.objects.filter(Q(is_stale=True) | Q(unit__in=changed))
    kept = dict(marked.values_list("unit_id", "content")[: MANY_STALE + 1])
    ids = set(kept) | set(summing.existing(changed - set(kept)))
    return ids, Added.total(map(Added.unpacked, kept.values())) if len(ids) <= MANY_STALE else Added()
