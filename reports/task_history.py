"""Nhiệm vụ: what has become of each piece of a unit's work, quarter by quarter, by its official reports (IV).

The plan's tasks return every year as that year's commitments and are one piece of work for the whole plan, known by
their paragraph. A line of the unit's own is the same work in another year only under the same ref and the same words.

Three rules, here and nowhere else:

- *open*: "chưa thực hiện" or "đang thực hiện", or nothing said yet. What is done, regular or no longer fitting asks
  for nothing more, and neither does what a change of the annual plan has ended.
- *overdue* (quá hạn): open, and its own date ``due_on`` has passed. Work without a date is never overdue.
- *stuck* (đình trệ): the unit itself has said "chưa thực hiện" or "đang thực hiện" in the last closed quarter, and
  nothing new since the quarter ``Plan.stuck_after_quarters`` closed ones ago or before (default 2: this one and the one
  before). New is another status or another note; an empty note is none. A quarter without a report is no news either,
  but in the last one silence is owed, not stuck: the matrix shows it.

A quarter is closed when its consolidated report is published. Past years are judged by their own last closed quarter.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When

from reports.models import Progress, Told, Version
from targets.models import Commitment, Period, Plan
from units.models import Unit

Status = Progress.Status
OPEN = (Status.NOT_STARTED, Status.UNDERWAY)
# The state of what no official report of the year speaks of; of what was ended in mid-year.
UNTOLD, ENDED = "none", "ended"


# --- What was said, quarter by quarter -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Saying:
    """What the official report of one quarter says of one piece of work. ``version``: the number of that sending."""

    period: Period
    status: str
    label: str
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class Official:
    """The progress of one official report, as its version froze it; ``version``: its number."""

    period: Period
    version: int
    rows: tuple[dict, ...]


def of_commitment(commitment: Commitment, reports: Iterable[Official]) -> list[Saying]:
    """What these reports of its unit say of the work up to the end of its year, in the order given."""
    return [
        Saying(report.period, row["status"], row["status_label"], row["note"], report.version)
        for report in reports
        for row in report.rows
        if row["status"] and report.period.year <= commitment.year and _is_same(commitment, row, report.period.year)
    ]


def _is_same(commitment, row, year) -> bool:
    if row["ref"] != commitment.ref:
        return False
    return year == commitment.year or commitment.task_id is not None or row["title"] == commitment.title


def last_news(sayings: list[Saying]) -> Saying | None:
    """The latest saying that told something new: the first of all, another status, or another note."""
    news = before = None
    note = ""
    for one in sayings:
        said = " ".join(one.note.split()).casefold()
        if before is None or one.status != before.status or (said and said != note):
            news = one
        before, note = one, said or note
    return news


def reports_of(unit_ids, periods: Iterable[Period]) -> dict[int, list[Official]]:
    """Unit → the progress in its official reports of ``periods``, oldest first. One query; of each version its
    progress alone."""
    known = {period.pk: period for period in periods}
    rows = (
        Version.objects.filter(official_of__unit__in=unit_ids, official_of__period__in=known)
        .order_by("official_of__period__window_from")
        .values_list("official_of__unit", "official_of__period", "number", "content__progress")
    )
    found = defaultdict(list)
    for unit, period, number, progress in rows:
        found[unit].append(Official(known[period], number, tuple(progress or ())))
    return found


# --- Where it stands -------------------------------------------------------------------------------------------------


def standings(commitments: Iterable[Commitment], reports: list[Official]) -> list[dict]:
    """Fields of Told for those of one unit's commitments of which its reports of the year speak."""
    found = []
    for commitment in commitments:
        said = of_commitment(commitment, reports)
        if said and said[-1].period.year == commitment.year:
            found.append(
                {
                    "commitment": commitment,
                    "status": said[-1].status,
                    "note": said[-1].note,
                    "period": said[-1].period,
                    "since": last_news(said).period,
                }
            )
    return found


def settle(unit_id: int, plan_id: int) -> None:
    """Bring ``Told`` of one unit's commitments in line with its official reports under the plan.

    Called in the transaction in which one becomes official; a correction of an old quarter changes what follows it.
    """
    # Two quarters of one unit accepted at once: whoever is second sees the first one's report.
    Unit.objects.filter(pk=unit_id).hold()
    periods = list(Period.objects.filter(plan=plan_id))
    reports = reports_of([unit_id], periods)[unit_id]
    commitments = Commitment.objects.filter(unit=unit_id, year__in={report.period.year for report in reports})
    rows = [Told(**facts) for facts in standings(commitments, reports)]
    of_plan = Told.objects.filter(commitment__unit=unit_id, period__plan=plan_id)
    of_plan.exclude(commitment__in=[row.commitment_id for row in rows]).delete()
    Told.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["commitment"], update_fields=["status", "note", "period", "since"]
    )


def open_work() -> Q:
    """Commitments that are still to be done."""
    return Q(ended_on=None) & (Q(told=None) | Q(told__status__in=OPEN))


@dataclass(frozen=True)
class Judgement:
    """The three rules on one day, as conditions on commitments of one year. ``periods``: of the plan, in order.

    ``closing``: the period that the report being made will close; it counts as closed.
    """

    periods: list[Period]
    year: int
    today: dt.date
    stuck_after: int
    closing: Period | None = None

    @property
    def closed(self) -> list[Period]:
        return [
            period
            for period in self.periods
            if (period.closed_at is not None or period == self.closing) and period.year <= self.year
        ]

    @cached_property
    def _stuck_days(self) -> tuple[dt.date, dt.date] | None:
        """Stuck is what was spoken of in the quarter that begins on the first day, or later, with no news after that of
        the second; None while too few quarters are closed."""
        closed = self.closed
        if len(closed) < self.stuck_after:
            return None
        return closed[-1].window_from, closed[-self.stuck_after].window_from

    @property
    def overdue(self) -> Q:
        return open_work() & Q(due_on__lt=self.today)

    @property
    def stuck(self) -> Q:
        if self._stuck_days is None:
            return Q(pk__in=[])
        said, since = self._stuck_days
        return open_work() & Q(told__period__window_from__gte=said, told__since__window_from__lte=since)

    def of_open(self, due_on, said_on, since_on) -> tuple[bool, bool]:
        """(overdue, stuck) of open work by its own date and the first days of the quarters that last spoke of it and
        had news of it."""
        days = self._stuck_days
        is_stuck = days is not None and said_on is not None and said_on >= days[0] and since_on <= days[1]
        return due_on is not None and due_on < self.today, is_stuck

    def of(self, commitment: Commitment, told: dict | None) -> tuple[bool, bool]:
        """(overdue, stuck) of one commitment by what ``standings`` says of it: the same rules, for a day that is past
        and of which nothing is kept."""
        if commitment.ended_on is not None or (told is not None and told["status"] not in OPEN):
            return False, False
        said_on, since_on = (told["period"].window_from, told["since"].window_from) if told else (None, None)
        return self.of_open(commitment.due_on, said_on, since_on)

    def in_state(self, state: str) -> Q:
        """Of one status, UNTOLD or ENDED; each commitment is in exactly one of them."""
        if state == ENDED:
            return Q(ended_on__isnull=False)
        return Q(ended_on=None, told=None) if state == UNTOLD else Q(ended_on=None, told__status=state)

    def marked(self, rows: QuerySet) -> QuerySet:
        """The commitments with ``is_overdue`` and ``is_stuck``."""
        return rows.annotate(
            is_overdue=Case(When(self.overdue, then=True), default=Value(False), output_field=BooleanField()),
            is_stuck=Case(When(self.stuck, then=True), default=Value(False), output_field=BooleanField()),
        )


def judgement(plan: Plan | None, periods: Iterable[Period], year: int, today: dt.date) -> Judgement:
    """For commitments of ``year`` under ``plan``. ``periods`` in order of time; those of other plans are left out."""
    own = [period for period in periods if plan and period.plan_id == plan.pk]
    return Judgement(own, year, today, plan.stuck_after_quarters if plan else 1)


def standing_out(judge: Judgement) -> tuple[int, int]:
    """How much of the district's work of the year is overdue, and how much is stuck. One query."""
    found = Commitment.objects.filter(year=judge.year).aggregate(
        overdue=Count("pk", filter=judge.overdue), stuck=Count("pk", filter=judge.stuck)
    )
    return found["overdue"], found["stuck"]


def state_of(commitment: Commitment) -> str:
    """The state that lists show: as ``Judgement.in_state``."""
    if commitment.ended_on:
        return ENDED
    told = getattr(commitment, "told", None)
    return told.status if told else UNTOLD
