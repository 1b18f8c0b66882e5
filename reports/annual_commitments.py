"""What an accepted annual plan makes of the year's commitments, on which quarterly reports ask progress (IV).

The plan's tasks are commitments from the opening of the year's first period (reports.opening) or from the acceptance
of the unit's plan, whichever comes first. Nothing that bears progress is ever deleted: what a plan leaves out ends.
"""

import datetime as dt

from reports import sums
from reports.annual_form import plan_of
from targets import annual
from targets.models import Commitment, Heading

_COLUMNS = [
    "task", "heading", "title", "order", "expected_result", "due_on", "person", "budget", "fund", "ended_on",
    "end_reason",
]  # fmt: skip
DROPPED = "Không còn trong kế hoạch năm"
_REASON_LIMIT = Commitment._meta.get_field("end_reason").max_length


def settle(unit_id: int, year: int, content: dict, *, on: dt.date, reason: str) -> None:
    """Make the year's commitments those of ``content`` (targets.annual.content_of), in the caller's transaction.

    ``reason``: why an accepted plan was changed; it ends what the change dropped, on the day ``on``. What comes back
    stands again. Six queries at most, whatever the number of lines.
    """
    held = {row.ref: row for row in Commitment.objects.filter(unit=unit_id, year=year)}
    lines = {line.ref: line for line in annual.lines_of(content)}
    headings = dict(Heading.objects.filter(plan=plan_of(year)).values_list("ref", "pk"))
    rows = [_row(unit_id, year, line, headings, held.get(ref), on) for ref, line in lines.items()]
    Commitment.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["unit", "year", "ref"], update_fields=_COLUMNS
    )
    dropped = [row.pk for ref, row in held.items() if ref not in lines and row.ended_on is None]
    if dropped:
        why = (reason or DROPPED)[:_REASON_LIMIT]
        Commitment.objects.filter(pk__in=dropped).update(ended_on=on, end_reason=why)
    sums.mark(unit_id)


def _row(unit_id, year, line, headings, held, on) -> Commitment:
    # A task that was not taken up before keeps the day on which that was accepted.
    ended_on = (held and held.ended_on) or on
    return Commitment(
        unit_id=unit_id,
        year=year,
        ref=line.ref,
        task_id=line.task,
        heading_id=headings.get(line.heading),
        title=line.title,
        order=line.order,
        expected_result=line.expected_result,
        due_on=line.due_on,
        person=line.person,
        budget=line.budget,
        fund=line.fund,
        ended_on=ended_on if line.is_skipped else None,
        end_reason=line.skip_reason if line.is_skipped else "",
    )
