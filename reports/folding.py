"""The sums that are kept (reports.sums) are brought up to the facts, by as many processes as there are."""

import datetime as dt
import os
from collections import defaultdict
from dataclasses import replace

from django.db import connection, transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from reports import summing
from reports.models import FilingSum, Report, Summing, TargetSum, UnitSum, WorkSum
from reports.sums import mark
from reports.unit_sums import FILING, WORK, Added, Country, summed
from targets.models import Assignment
from targets.sums import NAMES
from units import doorbell
from units.garbage import seldom_collected
from units.models import Unit

# Units folded in one transaction, of a few and of all: on SQLite nobody else writes meanwhile.
BATCH, LARGE_BATCH = 100, 400
# Nobody's transaction is open for longer: changes younger than that may still get an older neighbour.
SETTLED = dt.timedelta(minutes=2)


@seldom_collected()
def fold(settled: dt.timedelta | None = None) -> int:
    """Put what marked units say by now into the sums, until none is left that nobody else folds; of how many units.
    Sums that rest on another plan, or on none yet, are made anew. Safe to repeat, also in several processes at once,
    which share the work. ``settled``: how old a change of the history has to be so that nobody writes an older one any
    more; nothing, where nobody else writes."""
    state = summing.now()
    if state is None or not (state.is_ready or state.is_begun):
        state = _begin(settled)
    elif state.is_ready and not state.has_stale and not state.has_changed:
        return 0
    else:
        with transaction.atomic():
            mark(*summing.existing(summing.changed_units(state)))
            _settle(state, settled)
    return _fold_stale(state.structure, BATCH if state.is_ready else LARGE_BATCH)


@seldom_collected()
def rebuild(settled: dt.timedelta | None = None) -> int:
    """Make all sums anew, from the facts alone; of how many units. Until it is over, facts are read."""
    return _fold_stale(_begin(settled, again=True).structure, LARGE_BATCH)


def _settle(state, settled):
    """What has settled need not be looked at again."""
    before = timezone.now() - (SETTLED if settled is None else settled)
    for name, (model, _) in summing.CHANGES.items():
        rows = model.history.filter(history_date__lt=before, history_id__gt=state.changed[name][0])
        if last := rows.aggregate(last=Max("history_id"))["last"]:
            Summing.objects.filter(**{f"{name}__lt": last}).update(**{name: last})


def _hold(function: str) -> None:
    """Until the transaction ends: many fold at once, who begins anew is alone. On SQLite whoever writes is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(hashtext('reports.sums'))")


_AMONG_OTHERS, _ALONE = "pg_advisory_xact_lock_shared", "pg_advisory_xact_lock"


@transaction.atomic
def _begin(settled, again=False) -> summing.State:
    """Nothing is summed and all units are marked; unless somebody else has just begun, and it need not be ``again``.
    Other workers are called to help."""
    _hold(_ALONE)
    Summing.objects.get_or_create(pk=1)
    state = summing.now()
    if not again and (state.is_ready or state.is_begun):
        return state
    for model in (TargetSum, FilingSum, WorkSum, UnitSum):
        model.objects.all().delete()
    reporting = Q(Exists(Report.objects.filter(unit=OuterRef("pk")))) | Q(
        Exists(Assignment.objects.filter(unit=OuterRef("pk")))
    )
    ids = Unit.objects.filter(reporting).values_list("pk", flat=True)
    # Who makes a move meanwhile marks his unit himself.
    UnitSum.objects.bulk_create((UnitSum(unit_id=pk) for pk in ids), batch_size=1000, ignore_conflicts=True)
    Summing.objects.update(version=F("version") + 1, structure="", begun=state.structure, units=0)
    _settle(state, settled)
    for _ in range(len(ids) // LARGE_BATCH and (os.cpu_count() or 1) - 1):
        doorbell.ring("reports.jobs.fold")
    return replace(state, kept="", begun=state.structure)


def _fold_stale(structure, batch) -> int:
    country, done = Country(), 0
    while found := _fold_some(country, structure, batch):
        done += found
    if done or Summing.objects.filter(begun=structure).exists():
        _finish(structure)
    return done


def _resting_on(structure):
    return Summing.objects.filter(Q(structure=structure) | Q(begun=structure))


@transaction.atomic
def _fold_some(country, structure, batch) -> int:
    _hold(_AMONG_OTHERS)
    if not _resting_on(structure).exists():
        return 0
    # Whom somebody else folds is left to him. Who makes a move meanwhile waits to set his mark again.
    rows = UnitSum.objects.filter(is_stale=True).order_by("pk").select_for_update(skip_locked=True)[:batch]
    kept = {row.unit_id: row for row in rows}
    if not kept:
        return 0
    added = country.added(list(kept))
    difference = Added.total(added.values()) - Added.total(Added.unpacked(row.content) for row in kept.values())
    for pk, row in kept.items():
        row.content, row.is_stale = added[pk].packed(), False
    UnitSum.objects.bulk_create(
        kept.values(), update_conflicts=True, unique_fields=["unit"], update_fields=["content", "is_stale"]
    )
    # Holds the row: from here to the end folds take turns, and a reader sees that the sums are others.
    Summing.objects.update(version=F("version") + 1)
    TargetSum.objects.bulk_create(
        TargetSum(target_id=target, period=country.periods_of[target][quarter], slot=slot, is_more=is_more,
                  **dict(zip(NAMES, row, strict=True)))
        for target, is_more, quarter, slot, row in difference.cells()
    )  # fmt: skip
    FilingSum.objects.bulk_create(
        FilingSum(period_id=period, group=group, **dict(zip(FILING, row, strict=True)))
        for (period, group), row in difference.filing.items()
        if any(row)
    )
    WorkSum.objects.bulk_create(
        WorkSum(number=number, **dict(zip(WORK, key, strict=True))) for key, number in difference.work.items() if number
    )
    _compact_all()
    return len(kept)


@transaction.atomic
def _finish(structure) -> None:
    """Count the units; where all was made anew, and nobody is folding the last of it, the sums are read from now on."""
    _hold(_AMONG_OTHERS)
    Summing.objects.update(version=F("version") + 1)
    anew = Summing.objects.filter(begun=structure)
    if anew.exists() and not UnitSum.objects.filter(is_stale=True, content=b"").exists():
        _compact_all(spare=0)
        anew.update(structure=structure, begun="")
    _resting_on(structure).update(units=_reporting())


def _compact_all(**how):
    _compact(TargetSum, ("target_id", "period_id", "slot", "is_more"), NAMES, **how)
    _compact(FilingSum, ("period_id", "group"), FILING, **how)
    _compact(WorkSum, WORK, ("number",), **how)


def _compact(model, key, numbers, spare=400):
    """One row a key again, once there are many."""
    if model.objects.count() <= model.objects.values(*key).distinct().count() + spare:
        return
    merged: dict[tuple, list] = defaultdict(list)
    for row in model.objects.values_list(*key, *numbers):
        merged[row[: len(key)]].append(row[len(key) :])
    model.objects.all().delete()
    model.objects.bulk_create(
        model(**dict(zip(key, at, strict=True)), **dict(zip(numbers, found, strict=True)))
        for at, rows in merged.items()
        if any(found := tuple(summed(rows)))
    )


def _reporting() -> int:
    """The most units that owe a report of one quarter."""
    found: dict[int, int] = defaultdict(int)
    for period_id, owed in FilingSum.objects.values_list("period_id", "expected"):
        found[period_id] += owed
    return max(found.values(), default=0)
