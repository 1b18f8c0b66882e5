"""Sums that are kept: what a country's pages are read from, so that a page costs the same however many units report.

Sums may be behind the facts; what is read never is. A move marks its unit in its own transaction (``mark``); changes of
units and assignments are known by their history. A reader (``of_targets``, ``of_filing``) takes out of the sums what
the marked units have added and puts in what they say now. ``fold`` does the same for good: soon after, by the worker,
and as often as one likes. ``rebuild`` makes all sums anew. See ADR 30.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from operator import add

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from reports import structure, task_history
from reports.models import FilingSum, Report, Summing, TargetSum, UnitSum, WorkSum
from reports.unit_sums import FILING, WORK, Added, Country, is_summed, summed
from targets.models import Assignment, Period, Plan, Target
from targets.sums import NAMES, Sum
from units.garbage import seldom_collected
from units.models import ImportRun, Unit
from units.prepared import Prepared, Together

# Of so few units all facts are read, which names everybody.
FEW = 60
# So many stale units cost a reader more than they save.
MANY_STALE = 150
# Units folded in one transaction, of a few and of all: on SQLite nobody else writes meanwhile.
BATCH, LARGE_BATCH = 100, 400
# How units' parts are written (unit_sums.Added.packed): sums that an earlier portal kept otherwise are made anew.
FORM = "form=3"
# Nobody's transaction is open for longer: changes younger than that may still get an older neighbour.
SETTLED = dt.timedelta(minutes=2)
_CHANGES = {"unit_changes": (Unit, "id"), "assignment_changes": (Assignment, "unit_id")}


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


# --- What the sums rest on -------------------------------------------------------------------------------------------


def _structure() -> tuple[dict, dict]:
    """What ``unit_changes``, ``assignment_changes`` and ``structure`` are made of now, as expressions."""
    latest = {
        name: Subquery(model.history.order_by("-history_id").values("history_id")[:1])
        for name, (model, _) in _CHANGES.items()
    }
    whole = {
        f"in_{model._meta.model_name}": Subquery(model.history.order_by("-history_id").values("history_id")[:1])
        for model in (Plan, Target, Period)
    }
    taken = ImportRun.objects.order_by()
    for name in ("applied_at", "undone_at"):
        whole[name] = Subquery(taken.values("kind").annotate(at=Max(name)).order_by("-at").values("at")[:1])
    return latest, whole


@dataclass(frozen=True)
class _State:
    """What ``Summing`` says, and what is so now."""

    version: int
    units: int
    kept: str
    structure: str
    changed: dict  # name of _CHANGES → (kept, now)
    has_stale: bool

    @property
    def is_ready(self) -> bool:
        return bool(self.kept) and self.kept == self.structure


_KEPT = ("version", "units", "structure", *_CHANGES)


def _state_columns() -> dict:
    """All that a _State is made of, as expressions that stand in any query: kept_…, now_…, has_stale."""
    latest, whole = _structure()
    return {
        **{f"kept_{name}": Subquery(Summing.objects.order_by().values(name)[:1]) for name in _KEPT},
        **{f"now_{name}": value for name, value in (latest | whole).items()},
        "has_stale": Exists(UnitSum.objects.filter(is_stale=True)),
    }


def _state_from(values) -> _State | None:
    """``values``: of _STATES. None while nothing has ever been summed."""
    row = dict(zip(_STATES, values, strict=True))
    if row["kept_version"] is None:
        return None
    whole = [name for name in row if name.startswith("now_") and name.removeprefix("now_") not in _CHANGES]
    return _State(
        version=row["kept_version"],
        units=row["kept_units"],
        kept=row["kept_structure"],
        structure=" ".join([FORM, *(f"{name.removeprefix('now_')}={row[name]}" for name in whole)]),
        changed={name: (row[f"kept_{name}"], row[f"now_{name}"] or 0) for name in _CHANGES},
        has_stale=bool(row["has_stale"]),
    )


_STATES = tuple(_state_columns())
_STATE = Prepared(lambda: Summing.objects.order_by().annotate(**_state_columns()).values_list(*_STATES))


def _state() -> _State | None:
    rows = _STATE.rows()
    return _state_from(rows[0]) if rows else None


def _versions():
    return Summing.objects.order_by().values_list("version", flat=True)


def _version() -> int | None:
    return _versions().first()


def _changed_units(state) -> set[int]:
    """Units of which the history tells more than is in the sums. A query for each history that does."""
    found = set()
    for name, (model, key) in _CHANGES.items():
        kept, now = state.changed[name]
        if now > kept:
            found.update(model.history.filter(history_id__gt=kept).values_list(key, flat=True))
    return found


# --- Folding ---------------------------------------------------------------------------------------------------------


@seldom_collected()
def fold(settled: dt.timedelta | None = None) -> int:
    """Put what marked units say by now into the sums, until none is left; of how many units. Sums that rest on another
    plan, or on none yet, are made anew. Safe to repeat, also in two processes at once. ``settled``: how old a change of
    the history has to be so that nobody writes an older one any more; nothing, where nobody else writes."""
    state = _state()
    if state is None or not state.is_ready:
        return rebuild()
    if not state.has_stale and not any(now > kept for kept, now in state.changed.values()):
        return 0
    with transaction.atomic():
        mark(*_existing(_changed_units(state)))
        # What has settled need not be looked at again.
        before = timezone.now() - (SETTLED if settled is None else settled)
        for name, (model, _) in _CHANGES.items():
            settled = model.history.filter(history_date__lt=before, history_id__gt=state.changed[name][0])
            if last := settled.aggregate(last=Max("history_id"))["last"]:
                Summing.objects.filter(**{f"{name}__lt": last}).update(**{name: last})
    return _fold_stale()


def _existing(unit_ids):
    return Unit.objects.filter(pk__in=unit_ids).values_list("pk", flat=True) if unit_ids else []


def _fold_stale(batch=BATCH) -> int:
    country, done = Country(), 0
    while found := _fold_some(country, batch):
        done += found
    if done:
        Summing.objects.update(units=_reporting())
    return done


@transaction.atomic
def _fold_some(country, batch) -> int:
    # Holds the row: folds take turns, and a reader sees that the sums are others.
    Summing.objects.update(version=F("version") + 1)
    rows = UnitSum.objects.filter(is_stale=True).order_by("unit")
    ids = list(rows.values_list("unit_id", flat=True)[:batch])
    if not ids:
        return 0
    # The mark is taken off before the facts are read: who makes a move meanwhile sets it again.
    UnitSum.objects.filter(pk__in=ids).update(is_stale=False)
    kept = {row.unit_id: row for row in UnitSum.objects.filter(pk__in=ids)}
    added = country.added(ids)
    difference = Added.total(added.values()) - Added.total(Added.unpacked(row.content) for row in kept.values())
    for pk, row in kept.items():
        row.content = added[pk].packed()
    UnitSum.objects.bulk_create(
        kept.values(), update_conflicts=True, unique_fields=["unit"], update_fields=["content"]
    )
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
    _compact(TargetSum, ("target_id", "period_id", "slot", "is_more"), NAMES)
    WorkSum.objects.bulk_create(
        WorkSum(number=number, **dict(zip(WORK, key, strict=True))) for key, number in difference.work.items() if number
    )
    _compact(FilingSum, ("period_id", "group"), FILING)
    _compact(WorkSum, WORK, ("number",))
    return len(ids)


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


@seldom_collected()
def rebuild() -> int:
    """Make all sums anew, from the facts alone; of how many units. Until it is over, facts are read."""
    with transaction.atomic():
        Summing.objects.get_or_create(pk=1)
        Summing.objects.update(version=F("version") + 1, structure="", units=0)
        for model in (TargetSum, FilingSum, WorkSum, UnitSum):
            model.objects.all().delete()
        state = _state()
        reporting = Q(Exists(Report.objects.filter(unit=OuterRef("pk")))) | Q(
            Exists(Assignment.objects.filter(unit=OuterRef("pk")))
        )
        ids = Unit.objects.filter(reporting).values_list("pk", flat=True)
        UnitSum.objects.bulk_create((UnitSum(unit_id=pk) for pk in ids), batch_size=1000)
    done = _fold_stale(LARGE_BATCH)
    with transaction.atomic():
        Summing.objects.update(version=F("version") + 1)
        _compact(TargetSum, ("target_id", "period_id", "slot", "is_more"), NAMES, spare=0)
        _compact(FilingSum, ("period_id", "group"), FILING, spare=0)
        _compact(WorkSum, WORK, ("number",), spare=0)
        changed = {name: now for name, (_, now) in state.changed.items()}
        Summing.objects.update(structure=state.structure, units=_reporting(), **changed)
    return done


def _reporting() -> int:
    """The most units that owe a report of one quarter."""
    found: dict[int, int] = defaultdict(int)
    for period_id, owed in FilingSum.objects.values_list("period_id", "expected"):
        found[period_id] += owed
    return max(found.values(), default=0)


# --- Reading ---------------------------------------------------------------------------------------------------------


def of_targets(targets, periods) -> dict[int, tuple[dict, dict]] | None:
    """Target → (official sums, what would be added if what is sent were accepted), of those that are summed; None
    where the facts have to be read. Two queries while no unit is marked."""
    found = _read(TargetSum.objects.filter(target__in=targets), ("target_id", "period_id", "slot", "is_more"), NAMES)
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
_FILED = Together(_PERIODS, Prepared(_filed), _STATE)


def periods_filed(today: dt.date):
    """(all periods in order, each with ``is_restructured``; who has filed as ``of_filing`` has it). One query while no
    unit is marked."""
    rows, numbers, states = _FILED.ask(on=today)
    periods = sorted(_PERIODS.made(rows), key=lambda period: period.window_from)
    state = _state_from(states[0]) if states else None
    if state is None or not state.is_ready or state.units <= FEW:
        return periods, None
    if state.has_stale or any(now > kept for kept, now in state.changed.values()):
        return periods, of_filing(periods)
    found: dict[tuple[int, str], dict[str, int]] = {}
    for period_id, group, *row in numbers:
        have = found.setdefault((period_id, group), dict.fromkeys(FILING, 0))
        for name, number in zip(FILING, row, strict=True):
            have[name] += number
    return periods, found


def of_filing(periods) -> dict[tuple[int, str], dict[str, int]] | None:
    """(period, group) → numbers of FILING; None where they have to be counted."""
    found = _read(FilingSum.objects.filter(period__in=periods), ("period_id", "group"), FILING)
    if found is None:
        return None
    rows, stale = found
    wanted, filed = {period.pk for period in periods}, defaultdict(lambda: (0,) * len(FILING))
    for key, numbers in (*rows, *stale.filing.items()):
        if key[0] in wanted:
            filed[key] = tuple(map(add, filed[key], numbers))
    return {key: dict(zip(FILING, row, strict=True)) for key, row in filed.items()}


def of_work(judge: task_history.Judgement) -> tuple[int, int] | None:
    """What ``task_history.standing_out`` tells; None where it has to be counted."""
    found = _read(WorkSum.objects.filter(year=judge.year), WORK, ("number",))
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


def _read(queryset, key, numbers):
    """(rows as (key, numbers), what marked units have added since), or None where sums do not serve."""
    for _ in range(2):
        state = _state()
        if state is None or not state.is_ready or state.units <= FEW:
            return None
        found = list(queryset.values_list(*key, *numbers, Subquery(_versions()[:1])))
        if (found[0][-1] if found else _version()) != state.version:
            continue
        rows = [(row[: len(key)], row[len(key) : -1]) for row in found]
        stale = Added()
        changed = _changed_units(state)
        if changed or state.has_stale:
            marked = UnitSum.objects.filter(Q(is_stale=True) | Q(unit__in=changed))
            kept = dict(marked.values_list("unit_id", "content")[: MANY_STALE + 1])
            ids = set(kept) | set(_existing(changed - set(kept)))
            if len(ids) > MANY_STALE:
                return None
            if _version() != state.version:
                continue
            if ids:
                before = Added.total(map(Added.unpacked, kept.values()))
                stale = Added.total(Country().added(ids).values()) - before
        return rows, stale
    return None
