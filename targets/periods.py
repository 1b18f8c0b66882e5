"""The periods of a plan, from its rules of reporting (domain §2)."""

import datetime as dt

from simple_history.utils import bulk_create_with_history

from targets.models import Period, Plan
from units import audit


class QuarterTaken(Exception):
    """Another plan has this quarter already; at most one covers it. ``args``: quarter, plan."""


def quarters_due(plan: Plan) -> list:
    """Every quarter that the plan asks a report for: its deadline falls after the plan was issued (domain §2).

    A plan issued before its first year begins asks nothing for the quarters of its predecessor.
    """
    quarters = plan.reporting.quarters_of_plan(plan.issued_on, plan.last_year)
    return [quarter for quarter in quarters if quarter.year >= plan.first_year]


def ensure_periods(plan: Plan) -> list[Period]:
    """Create the periods that come after those ``plan`` has, up to its end, and return them.

    Those it has, extended or edited, stay as they are, and nothing is put before or between them: rules that changed
    on the way make no new debts for the past. Raises QuarterTaken, before writing anything.
    """
    held = [period.value for period in plan.periods.all()]
    wanted = [quarter for quarter in quarters_due(plan) if not held or quarter > max(held)]
    taken = Period.objects.filter(year__in={quarter.year for quarter in wanted}).exclude(plan=plan)
    for period in taken.select_related("plan").order_by("year", "quarter"):
        if period.value in wanted:
            raise QuarterTaken(period.value, period.plan)
    missing = [
        Period(
            plan=plan,
            year=quarter.year,
            quarter=quarter.number,
            window_from=plan.reporting.window_from(quarter),
            window_to=plan.reporting.window_to(quarter),
            due_on=plan.reporting.due_on(quarter),
        )
        for quarter in wanted
    ]
    return bulk_create_with_history(missing, Period) if missing else []


def replan(plan: Plan, *, by) -> list[Period]:
    """Move the periods that have not opened, and were not extended, to the plan's present rules of reporting.

    Those that opened keep the dates they were announced with; the data of the first one after them begin the day
    after theirs ended, so that no day is counted twice or by nobody. Returns what was moved.
    """
    before, after, moved = {}, {}, []
    window_from = None
    for period in plan.periods.order_by("year", "quarter"):
        if period.opened_at is None and period.original_due_on is None:
            dates = (
                window_from or plan.reporting.window_from(period.value),
                plan.reporting.window_to(period.value),
                plan.reporting.due_on(period.value),
            )
            if dates != (period.window_from, period.window_to, period.due_on):
                before[period.key] = str(period.due_on)
                period.window_from, period.window_to, period.due_on = dates
                period.save()
                after[period.key] = str(period.due_on)
                moved.append(period)
        window_from = period.window_to + dt.timedelta(days=1)
    ensure_periods(plan)
    if moved:
        audit.record("targets.replan", plan.number, by=by, before=before, after=after)
    return moved
