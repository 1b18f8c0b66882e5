"""The sheet of one report: every line it asks for, what stands in it, and what to compare it with.

Lines, in the order of print: seven texts (A), one line per value of each target the unit reports (B), one line per
commitment of the year (C). ``load`` reads it all in a fixed number of queries (reports.draft_rows), whatever the number
of lines; what not every save needs is read when it is first asked for.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from reports import carrying, claims, completeness, draft_rows, portal, rows
from reports.counted import is_counted_in
from reports.draft_rows import Stored
from reports.lines import HINTS, TEXT_LABELS, FigureLine, TaskLine, TextLine, goal_text, kind_of, slots_of
from reports.models import Attachment, Entry, Narrative, Report, Version
from targets.models import Heading
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
    entries: dict[tuple[int, str], Stored | Entry] = field(default_factory=dict)
    progress: dict[int, tuple[str, str, bool]] = field(default_factory=dict)  # status, note, is_carried
    is_compared: bool = True  # what figures are held against stands beside them

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
        if "rows" not in vars(self):
            vars(self).update(rows.load_all(self.report)._asdict())

    def compare(self):
        """Put beside the figures what they are held against, unless it stands there: a save that goes well needs none
        of it. One query, and one for each kind that the portal tells."""
        if not self.is_compared:
            _put_beside(self, draft_rows.beside(self.report))
            completeness.mark_oddities(self)

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


def load(report, today, *, compared=True) -> Sheet:
    """The sheet as it is stored; of a report that nobody has started, with what carries on from the last one.

    ``compared`` False: without what its figures are held against, until ``compare``.
    """
    period = report.period
    is_new = not report.is_started
    found = draft_rows.lines_of(report, compared=compared or is_new)
    targets, entries = found.targets, found.entries
    counted = claims.load(report, [target for target in targets if is_counted_in(target, period)])
    told = portal.load(report, [target for target in targets if portal.is_told_in(target, period)], today)

    figures = []
    last = period.value.previous
    for target in targets:
        for slot, label in slots_of(target, period):
            kind = "counted" if target.pk in counted else kind_of(target)
            line = FigureLine(target, slot, kind, label, goal_text=goal_text(target), previous_label=last.label)
            if target.pk in counted:
                claims.fill(line, counted[target.pk], period)
            elif target.pk in told:
                line.told, line.is_told = told[target.pk], True
                line.value, line.done_on = line.told.value, line.told.done_on
            figures.append(line)

    tasks, progress = _tasks(found.commitments)
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
        is_compared=False,
    )
    if found.lists:
        vars(sheet).update(found.lists._asdict())
    if found.beside:
        _put_beside(sheet, found.beside)
    for line in figures:
        _fill(line, entries.get((line.target.pk, line.slot)), is_new)
    if tasks and not progress:
        said = carrying.statuses(sheet.last_version, period.year)
        for line in tasks:
            line.status = said.get(line.key, "")
            line.is_carried = bool(line.status)
    if sheet.is_compared:
        completeness.mark_oddities(sheet)
    return sheet


def _put_beside(sheet, beside):
    """The figure of the quarter before, the year's sum so far, what the registry and the portal say."""
    report, period = sheet.report, sheet.report.period
    last = period.value.previous
    by_target = defaultdict(list)
    for row in beside.earlier:
        by_target[row.target_id].append(row)
    typed = {line.target.pk: line.target for line in sheet.figures if line.kind != "counted"}
    recorded = claims.recorded(report, typed.values(), beside.records)
    told = portal.load(report, [line.target for line in sheet.figures if not line.is_told], sheet.today)
    for line in sheet.figures:
        target, rows_of = line.target, by_target[line.target.pk]
        line.previous = next((row for row in rows_of if row.quarter == last and row.slot == line.slot), None)
        if line.previous is None and line.slot[:2] == "20":
            line.previous = max((row for row in rows_of if row.slot), key=lambda row: row.slot, default=None)
        if line.kind in ("number", "counted") and not line.slot:
            sums = [row.value for row in rows_of if row.quarter.year == period.year and row.value is not None]
            line.earlier_sum = sum(sums) if sums else None
        if line.kind == "counted" or line.is_told:
            continue
        line.told = told.get(target.pk)
        if target.pk in recorded and not line.slot:
            line.items = recorded[target.pk]
            line.recorded = claims.count(line.items)
            line.record_kind = target.counting.kinds[0]
    sheet.is_compared = True


def _tasks(commitments) -> tuple[list[TaskLine], dict[int, tuple[str, str, bool]]]:
    """The year's commitments with where each stands, and what is stored by commitment."""
    lines, stored = [], {}
    for row in commitments:
        if row.row_pk is None:
            lines.append(TaskLine(row))
            continue
        said = stored[row.pk] = row.row_status, row.row_note, row.row_carried
        lines.append(TaskLine(row, said[0], said[1], is_carried=said[2]))
    return lines, stored


def _fill(line, entry, is_new):
    """Put the stored values into the line, or on a new sheet what carries on from the last one. Of what is counted the
    draft holds only what the unit says of it, of what is told nothing."""
    if line.is_told:
        return
    if line.kind == "counted":
        line.explanation = entry.explanation if entry else ""
        return
    source = entry or (line.previous if is_new and carrying.carries(line.target) else None)
    if source is None:
        return
    carrying.fill(line, source)
    if entry:
        line.explanation, line.is_carried = entry.explanation, entry.is_carried
    else:
        line.is_carried = not line.is_untouched
