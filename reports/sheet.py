"""The sheet of one report: every line it asks for, what stands in it, and what to compare it with.

Lines, in the order of print: seven texts (A), one line per value of each target the unit reports (B), one line per
commitment of the year (C). ``load`` reads it all in a fixed number of queries, whatever the number of lines; what
not every save needs is read when it is first asked for.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import F, FilteredRelation, Q, TextField, Value

from reports import carrying, claims, completeness, portal, rows
from reports.counted import is_counted_in
from reports.lines import HINTS, TEXT_LABELS, FigureLine, TaskLine, TextLine, goal_text, kind_of, slots_of
from reports.models import Attachment, Entry, Figure, Narrative, Progress, Report, Version
from targets.models import Assignment, Commitment, Heading, Target
from targets.quarters import Quarter
from units.vietnamese import format_date


@dataclass
class Sheet:
    report: Report
    texts: list[TextLine]
    figures: list[FigureLine]
    tasks: list[TaskLine]
    estimate: str = ""
    own_number: str = ""
    own_date: dt.date | None = None
    signatory: str = ""
    previous_label: str = ""
    extra_errors: dict = field(default_factory=dict)  # of the unit's own number, date, signatory, estimate
    today: dt.date | None = None
    typed_own_date: str | None = None  # as it was typed, if it could not be read
    is_nil: bool = False
    # What is stored, as it was loaded: a save writes only what differs.
    entries: dict[tuple[int, str], "Stored | Entry"] = field(default_factory=dict)
    progress: dict[int, Progress] = field(default_factory=dict)

    @cached_property
    def attachments(self) -> list[Attachment]:
        return list(self.report.attachments.all())

    @cached_property
    def rows(self) -> dict[str, rows.Rows]:
        """Results by heading and proposals: "item" and "proposal"."""
        return rows.load(self.report)

    @cached_property
    def headings(self) -> list[Heading]:
        return list(Heading.objects.filter(plan_id=self.report.period.plan_id).order_by("order"))

    @cached_property
    def last_version(self) -> Version | None:
        return carrying.last_version(self.report)

    def heading_titles(self) -> dict[str, str]:
        return {row.ref: row.title for row in self.headings}

    def heading_ids(self) -> dict[str, int]:
        return {row.ref: row.pk for row in self.headings}

    @property
    def own_date_text(self):
        if self.typed_own_date is not None:
            return self.typed_own_date
        return format_date(self.own_date) if self.own_date else ""

    def read_beside(self):
        """Lists of rows, headings and files in one query: a page that shows the whole sheet needs them all."""
        found, headings, files = rows.load_all(self.report)
        vars(self).update(rows=found, headings=headings, attachments=files)

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
    """Targets that the unit reports in this period, in the plan's order: typed, or counted from the registry."""
    period = report.period
    rows = (
        Assignment.objects.filter(unit_id=report.unit_id, reports=True, valid_from__lte=period.window_to)
        .exclude(valid_to__lt=period.window_to)
        .filter(target__plan_id=period.plan_id)
        .select_related("target__registry_from", "target__counting")
        .order_by("target__order")
    )
    return [row.target for row in rows]


def load(report, today) -> Sheet:
    """The sheet as it is stored; of a report that nobody has started, with what carries on from the last one."""
    period = report.period
    targets = reported_targets(report)
    entries, earlier = _figures(report, targets)
    last = period.value.previous
    previous = {(row.target_id, row.slot): row for row in earlier if row.quarter == last}
    is_new = not report.is_started
    counted = claims.load(report, [target for target in targets if is_counted_in(target, period)])
    recorded = claims.recorded(report, [target for target in targets if target.pk not in counted])
    told = portal.load(report, targets, today)

    figures = []
    for target in targets:
        for slot, label in slots_of(target, period):
            kind = "counted" if target.pk in counted else kind_of(target)
            line = FigureLine(target, slot, kind, label, goal_text=goal_text(target))
            line.previous = previous.get((target.pk, slot)) or (
                _last_month(earlier, target) if slot[:2] == "20" else None
            )
            line.previous_label = last.label
            if line.kind in ("number", "counted") and not slot:
                sums = [
                    row.value
                    for row in earlier
                    if row.target_id == target.pk and row.quarter.year == period.year and row.value is not None
                ]
                line.earlier_sum = sum(sums) if sums else None
            if target.pk in counted:
                claims.fill(line, counted[target.pk], period)
                _explain(line, entries.get((target.pk, slot)))
            elif portal.is_told_in(target, period):
                line.told, line.is_told = told[target.pk], True
                line.value, line.done_on = line.told.value, line.told.done_on
            else:
                line.told = told.get(target.pk)
                if target.pk in recorded and not slot:
                    line.items = recorded[target.pk]
                    line.recorded = claims.count(line.items)
                    line.record_kind = target.counting.kinds[0]
                _fill(line, entries.get((target.pk, slot)), is_new)
            figures.append(line)

    tasks, progress = _tasks(report)
    texts = [
        TextLine(name, TEXT_LABELS[name], getattr(report, name), HINTS.get(name, "")) for name in Narrative.SECTIONS
    ]
    texts[-1].label = f"{TEXT_LABELS['next_quarter'].split('.')[0]}. Phương hướng {period.value.next.label}"
    sheet = Sheet(
        report,
        texts,
        figures,
        tasks,
        estimate=report.estimate,
        own_number=report.own_number,
        own_date=report.own_date,
        signatory=report.signatory,
        previous_label=last.label,
        today=today,
        is_nil=report.is_nil,
        entries=entries,
        progress=progress,
    )
    if tasks and not progress:
        said = carrying.statuses(sheet.last_version, period.year)
        for line in tasks:
            line.status = said.get(line.key, "")
            line.is_carried = bool(line.status)
    completeness.mark_oddities(sheet)
    return sheet


@dataclass(slots=True)
class Stored:
    """A figure as it stands in the draft, or was sent for the ``quarter``."""

    target_id: int
    slot: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    done_on: dt.date | None
    explanation: str = ""
    is_carried: bool = False
    quarter: Quarter | None = None


def _figures(report, targets) -> tuple[dict[tuple[int, str], Stored], list[Stored]]:
    """(the draft's entries, what was sent last for each earlier quarter, accepted or not), in one query.

    Quarters before the last year are asked for months alone, of which the latest stands beside the next.
    """
    period = report.period
    fields = ("target_id", "slot", "value", "numerator", "denominator", "done_on")
    entries = report.entries.order_by().annotate(year=Value(0), number=Value(0))
    sent = (
        Figure.objects.filter(
            Q(period__year__gte=period.year - 1) | ~Q(slot=""),
            version__latest_of__unit_id=report.unit_id,
            period__plan_id=period.plan_id,
            period__window_to__lt=period.window_to,
            target_id__in=[target.pk for target in targets],
        )
        .order_by()
        .annotate(said=Value("", TextField()), carried=Value(False))
        .annotate(year=F("period__year"), number=F("period__quarter"))
    )
    stored, earlier = {}, []
    for *row, year, number in entries.values_list(*fields, "explanation", "is_carried", "year", "number").union(
        sent.values_list(*fields, "said", "carried", "year", "number"), all=True
    ):
        found = Stored(*row, Quarter(year, number) if year else None)
        if year:
            earlier.append(found)
        else:
            stored[found.target_id, found.slot] = found
    return stored, earlier


def _tasks(report) -> tuple[list[TaskLine], dict[int, Progress]]:
    """The year's commitments with where each stands, and the stored rows by commitment."""
    found = (
        Commitment.objects.standing()
        .filter(unit_id=report.unit_id, year=report.period.year)
        .annotate(row=FilteredRelation("progress", condition=Q(progress__report=report)))
        .annotate(row_pk=F("row__pk"), row_status=F("row__status"))
        .annotate(row_note=F("row__note"), row_carried=F("row__is_carried"))
        .order_by("order", "pk")
    )
    lines, stored = [], {}
    for commitment in found:
        if commitment.row_pk is None:
            lines.append(TaskLine(commitment))
            continue
        said = (commitment.row_status, commitment.row_note)
        lines.append(TaskLine(commitment, *said, is_carried=commitment.row_carried))
        stored[commitment.pk] = Progress(
            pk=commitment.row_pk, report=report, commitment=commitment, status=said[0], note=said[1],
            is_carried=commitment.row_carried,
        )  # fmt: skip
    return lines, stored


def _last_month(earlier, target):
    """The latest month that was reported before this quarter."""
    rows = [row for row in earlier if row.target_id == target.pk and row.slot]
    return max(rows, key=lambda row: row.slot, default=None)


def _explain(line, entry):
    """What is counted has nothing stored in the draft but what the unit says of it."""
    if entry:
        line.explanation = entry.explanation


def _fill(line, entry, is_new):
    """Put the stored values into the line, or on a new sheet what carries on from the last one."""
    source = entry or (line.previous if is_new and carrying.carries(line.target) else None)
    if source is None:
        return
    carrying.fill(line, source)
    if entry:
        line.explanation, line.is_carried = entry.explanation, entry.is_carried
    else:
        line.is_carried = not line.is_untouched
