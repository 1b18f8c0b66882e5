"""What a report's form is read from: one question each, put together once a process (units.prepared).

A form is opened, and saved every few seconds, by everybody who files: of such a request putting questions together was
most of the work.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Cast

from initiatives import counting
from initiatives.counting import Record
from reports import rows
from reports.models import Entry, Figure, Report, Version
from targets.models import Commitment, Target
from targets.quarters import Quarter
from units import audit
from units.prepared import Prepared, Together, given

_VALUES = ("target_id", "slot", "value", "numerator", "denominator", "done_on")


def _wide(name):
    """A small number as one that a stand-in fits into."""
    return models.ExpressionWrapper(F(name), models.BigIntegerField())


# --- Whose and which -------------------------------------------------------------------------------------------------

# An address: every question rests on the one row that it names.
_ADDRESS = {"year": int, "quarter": int, "code": str}


def _row(year, quarter, code):
    rows = Report.objects.annotate(at_year=_wide("period__year"), at_quarter=_wide("period__quarter"))
    # The version by its key alone: to find the last one among contents would read and sort all of them.
    before = (
        Report.objects.filter(unit_id=OuterRef("unit_id"), period__plan_id=OuterRef("period__plan_id"))
        .filter(latest__isnull=False, period__window_to__lt=OuterRef("period__window_to"))
        .order_by("-period__window_to")
    )
    return (
        rows.filter(at_year=year, at_quarter=quarter, unit__code=code)
        .order_by()
        .annotate(report=F("pk"), of_unit=F("unit_id"), plan=F("period__plan_id"), through=F("period__window_to"))
        .annotate(before=Subquery(before.values("latest_id")[:1]))
        .values_list("report", "of_unit", "plan", "through", "before")
    )


_ROW = Prepared(_row, **_ADDRESS)


def _address(report) -> dict:
    period = report.period
    return {"year": period.year, "quarter": period.quarter, "code": report.unit.code}


def _last(year, quarter) -> dict:
    last = Quarter(year, quarter).previous
    return {"last_year": last.year, "last": last.number}


# --- The report ------------------------------------------------------------------------------------------------------


def find(year: int, quarter: int, code: str, brings: Together | None = None) -> Report | None:
    """The report at this address, whoever asks, with what its form asks of it: unit, period, plan, who wrote last, what
    the last report said (``carrying.last_version``), the latest line of the log about it (``audit.latest``).

    ``brings``: WITH_LINES, WITH_BESIDE or WITH_LISTS, which ``lines_of`` will ask for, in the same query.
    """
    if year > 9999 or not 1 <= quarter <= 4:
        return None  # no database has numbers as large as an address can
    values = {"year": year, "quarter": quarter, "code": code, "key": f"{code}-{year}-{quarter}"}
    reports, *lines = (brings or _ALONE).ask(**values, **_last(year, quarter))
    report = next(iter(_REPORT.made(reports)), None)
    if report is not None and lines:
        report.brought = _lines(report, *lines)
    return report


def _report(key):
    before = Version.objects.filter(pk=given("before")).order_by()
    # As text: most saves never look into it.
    said = before.annotate(said=Cast("content", models.TextField()))
    return (
        Report.objects.filter(pk=given("report"))
        .order_by()
        .select_related("unit", "period__plan", "edited_by")
        .annotate(
            last_content=Subquery(said.values("said")[:1]),
            last_year=Subquery(before.values("report__period__year")[:1]),
            last_quarter=Subquery(before.values("report__period__quarter")[:1]),
            **audit.latest(key),
        )
    )


_REPORT = Prepared(_report, key=str)


# --- Its lines -------------------------------------------------------------------------------------------------------


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


@dataclass(slots=True)
class Lines:
    """``targets`` that the unit reports in the period, in the plan's order: typed, or counted from the registry.
    ``entries``: the draft's figures by target and slot. ``commitments``: the year's work of the unit, each with what
    the draft says of it (``row_pk``, None: nothing yet; ``row_status``, ``row_note``, ``row_carried``). ``beside`` and
    ``lists``: where they were asked for."""

    targets: list[Target]
    entries: dict[tuple[int, str], Stored]
    commitments: list[Commitment]
    beside: "Beside | None" = None
    lists: rows.Lists | None = None


@dataclass(slots=True)
class Beside:
    """What figures are held against. ``earlier``: what was sent last, accepted or not, for this year's quarters, that
    just before, and all months, of which the latest stands beside the next. ``records``: the unit's own."""

    earlier: list[Stored]
    records: list[Record]


def targets_of(report) -> list[Target]:
    """The ``targets`` of its lines alone."""
    return _in_order(_OF_TARGETS.ask(**_address(report))[0])


def lines_of(report, *, compared: bool) -> Lines:
    """What a save needs; ``compared``: and what figures are held against. In one query, or none if it was brought."""
    brought = vars(report).pop("brought", None)
    if brought and (brought.beside or not compared):
        return brought
    address = _address(report)
    if not compared:
        return _lines(report, *_LINES.ask(**address))
    return _lines(report, *_WHOLE.ask(**address, **_last(report.period.year, report.period.quarter)))


def beside(report) -> Beside:
    return _beside(*_BESIDE.ask(**_address(report), **_last(report.period.year, report.period.quarter)))


def _lines(report, targets, entries, work, sent=None, records=None, lists=None) -> Lines:
    return Lines(
        targets=_in_order(targets),
        entries={(row[0], row[1]): Stored(*row) for row in entries},
        commitments=sorted(_COMMITMENTS.made(work), key=lambda row: (row.order, row.pk)),
        beside=None if sent is None else _beside(sent, records),
        lists=None if lists is None else rows.listed(report, lists),
    )


def _in_order(targets) -> list[Target]:
    return sorted(_TARGETS.made(targets), key=lambda target: target.order)


def _beside(sent, records) -> Beside:
    return Beside([Stored(*row, quarter=Quarter(year, number)) for *row, year, number in sent], counting.made(records))


def _targets():
    return (
        Target.objects.filter(
            Q(assignments__valid_to=None) | Q(assignments__valid_to__gte=given("through")),
            assignments__unit_id=given("of_unit"),
            assignments__reports=True,
            assignments__valid_from__lte=given("through"),
        )
        .filter(plan_id=given("plan"))
        .select_related("registry_from", "counting")
        .defer("wording", "rule")
        .order_by()
    )


def _entries():
    return Entry.objects.filter(report_id=given("report")).order_by().values_list(*_VALUES, "explanation", "is_carried")


def _sent(year, last_year, last):
    return (
        Figure.objects.alias(at_year=_wide("period__year"), at_quarter=_wide("period__quarter"))
        .filter(
            Q(at_year=year) | Q(at_year=last_year, at_quarter=last) | Q(slot__startswith="20"),
            version__latest_of__unit_id=given("of_unit"),
            period__plan_id=given("plan"),
            period__window_to__lt=given("through"),
        )
        .order_by()
        .values_list(*_VALUES, "period__year", "period__quarter")
    )


def _records():
    return counting.of_unit(given("of_unit"), through=given("through"))


def _commitments(year):
    return (
        Commitment.objects.standing()
        .alias(at_year=_wide("year"))
        .filter(unit_id=given("of_unit"), at_year=year)
        .annotate(row=models.FilteredRelation("progress", condition=Q(progress__report_id=given("report"))))
        .annotate(row_pk=F("row__pk"), row_status=F("row__status"))
        .annotate(row_note=F("row__note"), row_carried=F("row__is_carried"))
        .order_by()
    )


def _lists():
    return rows.whole(given("report"), given("plan"))


_TARGETS = Prepared(_targets)
_ENTRIES = Prepared(_entries)
_COMMITMENTS = Prepared(_commitments, year=int)
_SENT = Prepared(_sent, year=int, last_year=int, last=int)
_RECORDS = Prepared(_records)
_LISTS = Prepared(_lists)
_ALONE = Together(_REPORT, given=_ROW)
_OF_TARGETS = Together(_TARGETS, given=_ROW)
_LINES = Together(_TARGETS, _ENTRIES, _COMMITMENTS, given=_ROW)
_BESIDE = Together(_SENT, _RECORDS, given=_ROW)
_WHOLE = Together(_TARGETS, _ENTRIES, _COMMITMENTS, _SENT, _RECORDS, given=_ROW)
# What a save writes, what a move asks, what the whole form shows.
WITH_LINES = Together(_REPORT, _TARGETS, _ENTRIES, _COMMITMENTS, given=_ROW)
WITH_BESIDE = Together(_REPORT, _TARGETS, _ENTRIES, _COMMITMENTS, _SENT, _RECORDS, given=_ROW)
WITH_LISTS = Together(_REPORT, _TARGETS, _ENTRIES, _COMMITMENTS, _SENT, _RECORDS, _LISTS, given=_ROW)
