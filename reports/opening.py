"""Opening a period (domain §2, §3): every unit that files reports gets its report row and its tasks of the year."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from reports import sums
from reports.models import Report
from targets.models import Commitment, Period, Task
from units import audit, clock
from units.models import Unit


@dataclass(frozen=True)
class Opened:
    period: Period
    is_first: bool  # this call opened the period; otherwise it was open and only units were added
    reports: int  # rows created


def open_due(on: dt.date, *, at: dt.datetime | None = None) -> list[Opened]:
    """Open what is due on the day ``on``, and give units added since their report. Safe to repeat, also at once.

    Never a period whose window begins later, nor one whose deadline fell before the plan was issued (2016 reads
    "không áp dụng"), nor one that is consolidated already.
    """
    due = Period.objects.begun(on).filter(closed_at=None, due_on__gt=F("plan__issued_on"))
    return [opened for period in due if (opened := open_period(period, on, at=at))]


def open_period(period: Period, on: dt.date, *, at: dt.datetime | None = None) -> Opened | None:
    """Create what is missing of one period; None when nothing was. ``at`` dates it (default: that midnight)."""
    # A unit owes the report if it was there at the deadline, however late the opening is caught up with. One that will
    # end before the data are complete does not: what follows it reports the whole period (reports.restructuring).
    owing = (
        Unit.objects.filing(min(on, period.due_on))
        .exclude(valid_to__lt=period.window_to)
        .exclude(pk__in=Report.objects.filter(period=period).values("unit"))
    )
    if period.opened_at and not owing.exists():
        return None
    at = at or dt.datetime.combine(on, dt.time.min, clock.ZONE)
    row = Period.objects.filter(pk=period.pk)
    with transaction.atomic():
        is_first = row.filter(opened_at=None).update(opened_at=at) == 1
        if not is_first:
            # Changes nothing but holds the row: of two runs at once the second reads below what the first created.
            row.update(opened_at=F("opened_at"))
        units = list(owing)
        if not units and not is_first:
            return None
        _commit_to_tasks(period, owing)
        Report.objects.bulk_create([Report(unit=unit, period=period) for unit in units], ignore_conflicts=True)
        sums.mark(*(unit.pk for unit in units))
        if is_first:
            audit.record("period.open", period.key, after={"reports": len(units)})
        else:
            audit.record("period.add_units", period.key, after={"units": [unit.code for unit in units]})
    return Opened(period, is_first, len(units))


def _commit_to_tasks(period, owing):
    """The plan's tasks of these units become their commitments of the year, once (IV)."""
    tasks = Task.objects.filter(plan=period.plan_id, unit__in=owing.values("pk")).exclude(commitments__year=period.year)
    Commitment.objects.bulk_create(
        [
            Commitment(
                unit_id=task.unit_id,
                year=period.year,
                task=task,
                heading_id=task.heading_id,
                ref=task.ref,
                title=task.title,
                order=task.order,
            )
            for task in tasks
        ],
        ignore_conflicts=True,
    )
