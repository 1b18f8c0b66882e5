"""What the plan asks of a unit, handed over to the units that follow it (domain §1): targets, tasks, work of the year.

``prepare`` reads and builds rows, ``carry_out`` stores them; the preview of a change and the change itself ask the same
function. What was reported, and the years that the old unit still reports, stay with it.
"""

import copy
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from django.db.models import Q
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from targets.models import Assignment, Commitment, Period, Plan, Task
from units.models import Unit

REF_LIMIT = Commitment._meta.get_field("ref").max_length
REASON_LIMIT = Commitment._meta.get_field("end_reason").max_length


@dataclass
class Handover:
    """Rows to store. ``first``: the first period that the heirs report, None after the last of the plan;
    ``coordinated``: plans whose coordinator is among the old units, which an administrator has to give another one."""

    first: Period | None
    ended: list[Assignment] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    ended_commitments: list[Commitment] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    coordinated: list[Plan] = field(default_factory=list)


def is_reported_by_old(period: Period, effective_on: dt.date) -> bool:
    """Whether the units that end still file ``period``: those whose data window is over when the change takes effect.
    Any other is filed by the units that follow."""
    return period.window_to < effective_on


def prepare(olds: Sequence[Unit], heirs: Sequence[Unit], effective_on: dt.date, reason: str) -> Handover:
    """``heirs`` may be unsaved. The first of them takes what cannot be given to several: coordination, own work."""
    periods = list(Period.objects.order_by("window_to"))
    theirs = [period for period in periods if is_reported_by_old(period, effective_on)]
    first = periods[len(theirs)] if len(theirs) < len(periods) else None
    handed = Handover(first)
    handed.coordinated = list(Plan.objects.filter(coordinator__in=olds, last_year__gte=effective_on.year))
    _assignments(handed, olds, heirs, effective_on)
    tasks = _tasks(handed, olds, heirs, effective_on)
    last_year = theirs[-1].year if theirs else effective_on.year - 1
    _commitments(handed, olds, heirs, tasks, effective_on, last_year, reason)
    return handed


def _assignments(handed, olds, heirs, effective_on):
    in_force = Q(valid_to=None) | Q(valid_to__gte=effective_on)
    units = [*olds, *(heir for heir in heirs if heir.pk)]
    rows = Assignment.objects.filter(in_force, unit__in=units, target__plan__last_year__gte=effective_on.year)
    rows = rows.select_related("target").order_by("target__order", "pk")
    old_ids = {unit.pk for unit in olds}
    given: dict[int, list[Assignment]] = {}
    there: dict[tuple[int, int], Assignment] = {}
    for row in rows:
        if row.unit_id in old_ids:
            handed.ended.append(row)
            given.setdefault(row.target_id, []).append(row)
        else:
            there[row.unit_id, row.target_id] = row
    for place, heir in enumerate(heirs):
        for target_id, held in given.items():
            reports = any(row.reports for row in held)
            coordinates = place == 0 and any(row.coordinates for row in held)
            own = there.get((heir.pk, target_id))
            if own and own.valid_from <= effective_on:
                if own.reports >= reports and own.coordinates >= coordinates:
                    continue
                handed.ended.append(own)
                reports, coordinates = reports or own.reports, coordinates or own.coordinates
            elif not (reports or coordinates):
                continue
            handed.assignments.append(
                Assignment(
                    target=held[0].target,
                    unit=heir,
                    reports=reports,
                    coordinates=coordinates,
                    valid_from=max(effective_on, min(row.valid_from for row in held)),
                    valid_to=None if any(row.valid_to is None for row in held) else max(row.valid_to for row in held),
                )
            )
    for row in handed.ended:
        row.valid_to = effective_on - dt.timedelta(1)


def _tasks(handed, olds, heirs, effective_on) -> dict[tuple[str, int, str], Task]:
    """(code of the heir, plan, ref) → its task, of running plans. Several units' task of one paragraph becomes one."""
    running = Task.objects.filter(plan__last_year__gte=effective_on.year).order_by("order", "pk")
    given = list(running.filter(unit__in=olds))
    found = {}
    saved = {heir.pk: heir for heir in heirs if heir.pk}
    for task in running.filter(unit__in=saved):
        found[saved[task.unit_id].code, task.plan_id, task.ref] = task
    for heir in heirs:
        codes = {task.code for (code, _, _), task in found.items() if code == heir.code}
        numbers = (f"{heir.code}-{number:02d}" for number in count(1))
        for task in given:
            key = (heir.code, task.plan_id, task.ref)
            if key not in found:
                found[key] = _copy(task, unit=heir, code=next(code for code in numbers if code not in codes))
                handed.tasks.append(found[key])
    return found


def _commitments(handed, olds, heirs, tasks, effective_on, last_year, reason):
    """Of the years in which the heirs report: the plan's tasks to each heir, a unit's own work to the first."""
    since = handed.first.year if handed.first else effective_on.year
    given = list(
        Commitment.objects.standing().filter(unit__in=olds, year__gte=min(since, last_year + 1)).select_related("task")
    )
    for row in given:
        if row.year > last_year:
            row.ended_on, row.end_reason = effective_on, reason[:REASON_LIMIT]
            handed.ended_commitments.append(row)
    saved = {heir.pk: heir for heir in heirs if heir.pk}
    taken = {
        (saved[unit_id].code, year, ref)
        for unit_id, year, ref in Commitment.objects.filter(unit__in=saved).values_list("unit_id", "year", "ref")
    }
    codes = {unit.pk: unit.code for unit in olds}
    for place, heir in enumerate(heirs):
        for row in given:
            if row.year < since or (place and row.task_id is None):
                continue
            ref = row.ref
            if (heir.code, row.year, ref) in taken:
                if row.task_id is not None:
                    continue  # one task of the plan, whoever of them had it
                ref = _free_ref(heir.code, row.year, f"{row.ref}-{codes[row.unit_id]}", taken)
            taken.add((heir.code, row.year, ref))
            task = tasks.get((heir.code, row.task.plan_id, row.task.ref)) if row.task_id else None
            handed.commitments.append(_copy(row, unit=heir, ref=ref, task=task, ended_on=None, end_reason=""))


def _free_ref(code, year, wanted, taken) -> str:
    """Two units' own lines of one number stay two lines."""
    ref, number = wanted[:REF_LIMIT], 1
    while (code, year, ref) in taken:
        number += 1
        tail = f"-{number}"
        ref = wanted[: REF_LIMIT - len(tail)] + tail
    return ref


def _copy(row, **changes):
    new = copy.copy(row)
    new.pk, new._state.adding = None, True
    for name, value in changes.items():
        setattr(new, name, value)
    return new


def carry_out(handed: Handover) -> None:
    """Within the transaction of the act; the heirs are saved by now."""
    bulk_update_with_history(handed.ended, Assignment, ["valid_to"])
    bulk_create_with_history(handed.assignments, Assignment)
    bulk_create_with_history(handed.tasks, Task)
    Commitment.objects.bulk_update(handed.ended_commitments, ["ended_on", "end_reason"])
    for row in handed.commitments:
        row.task = row.task  # its key is known only since the task was stored
    Commitment.objects.bulk_create(handed.commitments)
