"""What a consolidated report encloses beside its figures: the year's tasks, the activities that were counted and the
initiatives that were recognised in its stretch, as data to freeze.

As of the stretch's last quarter: what later reports said changes no report of an earlier one. No person is named but
the authors of an initiative that the public page already shows (domain §5). Lists have bounds, and say what they leave
out.
"""

from collections import Counter, defaultdict

from django.db.models import Count, F, Q

from initiatives.kinds import Kind
from initiatives.models import Activity, Initiative
from reports import task_history
from reports.models import Claim
from targets.models import Commitment

NAMED = 12  # units beside one task
LISTED = 150  # activities of one kind, or initiatives; the latest
# Done by nobody's fault any more: no longer fitting, or ended by a change of the annual plan.
DROPPED = "dropped"
STATES = ("done", "regular", "underway", "not_started", DROPPED, task_history.UNTOLD)
OWN = "Việc riêng của các đơn vị"
NO_HEADING = "Chưa xếp vào đề mục"


def read(stretch, rollup) -> dict:
    """``tasks``, ``activities`` and ``initiatives`` of the snapshot. Five queries whatever the number of units."""
    first = rollup.span.periods[0] if rollup.span else stretch.period
    days = first.window_from, stretch.period.window_to
    return {
        "tasks": _tasks(stretch, rollup),
        "activities": _activities(rollup, days, stretch.period),
        "initiatives": _initiatives(days),
    }


# --- Tasks -----------------------------------------------------------------------------------------------------------


def _tasks(stretch, rollup) -> dict:
    """Of the year's work each paragraph of the plan, by heading: how many units stand where, who is late or stuck."""
    work = (
        Commitment.objects.filter(year=stretch.year)
        .select_related("unit", "heading")
        .order_by("order", "unit", "pk")
    )
    of_unit = defaultdict(list)
    for commitment in work:
        of_unit[commitment.unit_id].append(commitment)
    periods = [period for period in rollup.periods if period.value <= stretch.period.value]
    reports = task_history.reports_of(list(of_unit), periods)
    told = {
        fact["commitment"].pk: fact
        for unit, commitments in of_unit.items()
        for fact in task_history.standings(commitments, reports[unit])
    }
    judge = task_history.Judgement(
        periods,
        stretch.year,
        rollup.on,
        rollup.plan.stuck_after_quarters,
        closing=stretch.period if stretch.is_quarter else None,
    )
    rows: dict[tuple, list] = {}
    for commitment in sorted(work, key=_turn):
        rows.setdefault(_place(commitment), []).append(commitment)
    return {
        "year": stretch.year,
        "rows": [_task(place, commitments, told, judge) for place, commitments in rows.items()],
    }


def _turn(commitment) -> tuple:
    """By heading, what has none last; a heading's own lines after the plan's."""
    heading = commitment.heading
    return heading is None, heading.order if heading else 0, commitment.task_id is None


def _place(commitment) -> tuple:
    heading = commitment.heading
    head = f"{heading.ref} {heading.title}" if heading else NO_HEADING
    # A ward's own R1 is not another ward's.
    return (head, commitment.ref, commitment.title) if commitment.task_id else (head, "", OWN)


def _task(place, commitments, told, judge) -> dict:
    heading, ref, title = place
    states = Counter(_state(commitment, told.get(commitment.pk)) for commitment in commitments)
    judged = [(one.unit.short_name, *judge.of(one, told.get(one.pk))) for one in commitments]
    return {
        "heading": heading,
        "ref": ref,
        "title": title,
        "count": len(commitments),
        "states": {state: states[state] for state in STATES},
        "overdue": _names(name for name, is_overdue, _ in judged if is_overdue),
        "stuck": _names(name for name, _, is_stuck in judged if is_stuck),
    }


def _state(commitment, told) -> str:
    if commitment.ended_on or (told and told["status"] == task_history.Status.OBSOLETE):
        return DROPPED
    return str(told["status"]) if told else task_history.UNTOLD


def _names(found) -> dict:
    names = list(dict.fromkeys(found))
    return {"units": names[:NAMED], "more": max(len(names) - NAMED, 0)}


# --- From the registry -----------------------------------------------------------------------------------------------


def _activities(rollup, days, last) -> dict:
    """The records that official reports counted and whose day lies in the stretch, by kind and day.

    Of several reports of one unit that tell of a record, the latest stands, as in the figures.
    """
    of_days = Q(on__range=days) | Q(on=None, activity__starts_on__range=days)
    claims = (
        Claim.objects.filter(
            version__report__official_id=F("version_id"),
            target__plan=rollup.plan,
            activity__isnull=False,
            period__window_to__lte=last.window_to,
        )
        .filter(of_days)
        .order_by("period__window_to", "version__number", "pk")
        .values_list(
            "unit_id", "unit__short_name", "activity_id", "activity__kind", "activity__title", "activity__state",
            "activity__starts_on", "on", "target__code", "is_counted", "reason",
        )
    )  # fmt: skip
    latest = {}
    for unit, name, record, kind, title, state, starts_on, on, code, is_counted, reason in claims:
        counts = is_counted and not reason and state == Activity.State.CONFIRMED
        latest[unit, record, code] = (counts, kind, on or starts_on, record, title, name, code)
    told: dict[tuple, list] = {}
    for counts, kind, on, record, title, name, code in latest.values():
        if counts:
            told.setdefault((Kind.values.index(kind), record), []).append((on, title, name, code))
    of_kind = defaultdict(list)
    for (kind, _), rows in sorted(told.items(), key=lambda item: (item[0][0], min(item[1])[0], item[0][1])):
        of_kind[Kind.labels[kind]].append(
            {
                "kind": Kind.labels[kind],
                "on": min(rows)[0].isoformat(),
                "title": rows[0][1],
                "units": list(dict.fromkeys(name for _, _, name, _ in rows)),
                "targets": sorted({code for *_, code in rows}),
            }
        )
    return {
        "rows": [row for rows in of_kind.values() for row in rows[-LISTED:]],
        "left_out": {kind: len(rows) - LISTED for kind, rows in of_kind.items() if len(rows) > LISTED},
    }


def _initiatives(days) -> dict:
    """Recognised in the stretch by the day of the decision."""
    found = (
        Initiative.objects.filter(state=Initiative.State.RECOGNISED, decided_on__range=days)
        .select_related("unit", "body")
        .prefetch_related("contributors")
        .annotate(authors=Count("contributors"))
        .order_by("decided_on", "sort_key", "pk")
    )
    rows = [
        {
            "on": row.decided_on.isoformat(),
            "title": row.title,
            "unit": row.unit.short_name,
            "body": row.body.short_name,
            "decision": row.decision_number,
            "certificate": row.certificate_number,
            # Names that are public already, and no others.
            "authors": [author.name for author in row.contributors.all()] if row.is_public else [],
            "author_count": row.authors,
        }
        for row in found
    ]
    return {"rows": rows[-LISTED:], "left_out": max(len(rows) - LISTED, 0)}
