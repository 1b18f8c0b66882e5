"""The sheet of one report: every line it asks for, what stands in it, and what to compare it with.

Lines, in the order of print: seven texts (A), one line per value of each target the unit reports (B), one line per
commitment of the year (C). ``load`` reads it all in a fixed number of queries, whatever the number of lines.
"""

import datetime as dt
from dataclasses import dataclass, field

from reports import completeness
from reports.lines import HINTS, TEXT_LABELS, FigureLine, TaskLine, TextLine, goal_text, kind_of, slots_of
from reports.models import Figure, Narrative, Progress, Report
from targets.models import Assignment, Commitment, Target
from units.vietnamese import format_date


@dataclass
class Sheet:
    report: Report
    texts: list[TextLine]
    figures: list[FigureLine]
    tasks: list[TaskLine]
    attachments: list
    estimate: str = ""
    own_number: str = ""
    own_date: dt.date | None = None
    signatory: str = ""
    previous_label: str = ""
    extra_errors: dict = field(default_factory=dict)  # of the unit's own number, date, signatory, estimate
    today: dt.date | None = None
    typed_own_date: str | None = None  # as it was typed, if it could not be read

    @property
    def own_date_text(self):
        if self.typed_own_date is not None:
            return self.typed_own_date
        return format_date(self.own_date) if self.own_date else ""

    @property
    def lines(self):
        return [*self.texts, *self.figures, *self.tasks]

    @property
    def required(self):
        return [line for line in self.lines if line.is_required]

    @property
    def missing(self):
        """Required lines in which nothing stands, in the order of the page."""
        return [line for line in self.required if line.is_blank]

    @property
    def done_count(self):
        return len(self.required) - len(self.missing)

    def problems(self) -> list[tuple[str, str]]:
        return completeness.problems(self)


def reported_targets(report) -> list[Target]:
    """Targets that the unit types in this period, in the plan's order."""
    period = report.period
    rows = (
        Assignment.objects.filter(unit_id=report.unit_id, reports=True, valid_from__lte=period.window_to)
        .exclude(valid_to__lt=period.window_to)
        .filter(target__plan_id=period.plan_id)
        .select_related("target__registry_from")
        .order_by("target__order")
    )
    return [row.target for row in rows if row.target.is_typed_in(period)]


def load(report, today) -> Sheet:
    """The sheet as it is stored; of a report that nobody has started, with what carries on from the last one."""
    period = report.period
    targets = reported_targets(report)
    entries = {(row.target_id, row.slot): row for row in report.entries.all()}
    # What was sent last for each earlier quarter, whether or not it is accepted yet.
    sent = list(
        Figure.objects.filter(
            version__latest_of__unit_id=report.unit_id, period__plan_id=period.plan_id, target__in=targets
        )
        .exclude(period_id=period.pk)
        .select_related("period")
    )
    earlier = [row for row in sent if row.period.value < period.value]
    last = period.value.previous
    previous = {(row.target_id, row.slot): row for row in earlier if row.period.value == last}
    is_new = not report.is_started

    figures = []
    for target in targets:
        for slot, label in slots_of(target, period):
            line = FigureLine(target, slot, kind_of(target), label, goal_text=goal_text(target))
            line.previous = previous.get((target.pk, slot)) or (
                _last_month(earlier, target) if slot[:2] == "20" else None
            )
            line.previous_label = last.label
            if line.kind == "number" and not slot:
                sums = [
                    row.value
                    for row in earlier
                    if row.target_id == target.pk and row.period.year == period.year and row.value is not None
                ]
                line.earlier_sum = sum(sums) if sums else None
            _fill(line, entries.get((target.pk, slot)), is_new)
            figures.append(line)

    progress = {row.commitment_id: row for row in report.progress.all()}
    statuses = _last_statuses(report) if is_new or len(progress) == 0 else {}
    tasks = []
    for commitment in Commitment.objects.filter(unit_id=report.unit_id, year=period.year).order_by("order"):
        row = progress.get(commitment.pk)
        if row:
            tasks.append(TaskLine(commitment, row.status, row.note, is_carried=row.is_carried))
        else:
            carried = statuses.get(commitment.ref, "")
            tasks.append(TaskLine(commitment, carried, is_carried=bool(carried)))

    texts = [
        TextLine(name, TEXT_LABELS[name], getattr(report, name), HINTS.get(name, "")) for name in Narrative.SECTIONS
    ]
    texts[-1].label = f"{TEXT_LABELS['next_quarter'].split('.')[0]}. Phương hướng {period.value.next.label}"
    sheet = Sheet(
        report,
        texts,
        figures,
        tasks,
        list(report.attachments.all()),
        estimate=report.estimate,
        own_number=report.own_number,
        own_date=report.own_date,
        signatory=report.signatory,
        previous_label=last.label,
        today=today,
    )
    completeness.mark_oddities(sheet)
    return sheet


def _last_month(earlier, target):
    """The latest month that was reported before this quarter."""
    rows = [row for row in earlier if row.target_id == target.pk and row.slot]
    return max(rows, key=lambda row: row.slot, default=None)


def carries(target) -> bool:
    """Stocks and papers carry on; what happens within a quarter, or answers for one year alone, does not."""
    return target.over_time == Target.OverTime.LAST and target.basis in (Target.Basis.PLAN, Target.Basis.ONCE)


def _fill(line, entry, is_new):
    """Put the stored values into the line, or on a new sheet what carries on from the last one."""
    source = entry or (line.previous if is_new and carries(line.target) else None)
    if source is None:
        return
    line.value, line.numerator = source.value, source.numerator
    line.denominator, line.done_on = source.denominator, source.done_on
    if entry:
        line.explanation, line.is_carried = entry.explanation, entry.is_carried
    else:
        line.is_carried = not line.is_untouched


def _last_statuses(report) -> dict[str, str]:
    """Status of each task in the unit's last sent report of the same plan, by ref. Finished work stays finished."""
    before = (
        Report.objects.filter(unit_id=report.unit_id, period__plan_id=report.period.plan_id, latest__isnull=False)
        .exclude(pk=report.pk)
        .filter(period__window_to__lt=report.period.window_to)
        .select_related("latest")
        .order_by("-period__window_to")
        .first()
    )
    if before is None:
        return {}
    return {row["ref"]: row["status"] for row in before.latest.content["progress"] if row["status"] in Progress.Status}
