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
from reports.models import Entry, Figure, Report
from targets.models import Commitment, Target
from targets.quarters import Quarter
from units import audit
from units.prepared import Prepared, Together

_VALUES = ("target_id", "slot", "value", "numerator", "denominator", "done_on")


def _wide(name):
    """A small number as one that a stand-in fits into."""
    return models.ExpressionWrapper(F(name), models.BigIntegerField())


# --- The report ------------------------------------------------------------------------------------------------------


def find(year: int, quarter: int, code: str) -> Report | None:
    """The report at this address, whoever asks, with what its form asks of it: unit, period, plan, who wrote last, what
    the last report said (``carrying.last_version``), the latest line of the log about it (``audit.latest``)."""
    if year > 9999 or quarter > 4:
        return None  # no database has numbers as large as an address can
    key = f"{code}-{year}-{quarter}"
    return next(iter(_REPORT.objects(year=year, quarter=quarter, code=code, key=key)), None)


def _report(year, quarter, code, key):
    before = (
        Report.objects.filter(unit_id=OuterRef("unit_id"), period__plan_id=OuterRef("period__plan_id"))
        .filter(latest__isnull=False, period__window_to__lt=OuterRef("period__window_to"))
        .order_by("-period__window_to")
    )
    # As text: most saves never look into it.
    said = before.annotate(said=Cast("latest__content", models.TextField()))
    return (
        Report.objects.alias(at_year=_wide("period__year"), at_quarter=_wide("period__quarter"))
        .filter(at_year=year, at_quarter=quarter, unit__code=code)
        .select_related("unit", "period__plan", "edited_by")
        .annotate(
            last_content=Subquery(said.values("said")[:1]),
            last_year=Subquery(before.values("period__year")[:1]),
            last_quarter=Subquery(before.values("period__quarter")[:1]),
            **audit.latest(key),
        )
        .order_by()
    )


_REPORT = Prepared(_report, year=int, quarter=int, code=str, key=str)


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
    the draft says of it (``row_pk``, None: nothing yet; ``row_status``, ``row_note``, ``row_carried``)."""

    targets: list[Target]
    entries: dict[tuple[int, str], Stored]
    commitments: list[Commitment]
    beside: "Beside | None" = None


@dataclass(slots=True)
class Beside:
    """What figures are held against. ``earlier``: what was sent last, accepted or not, for this year's quarters, that
    just before, and all months, of which the latest stands beside the next. ``records``: the unit's own."""

    earlier: list[Stored]
    records: list[Record]


def targets_of(report) -> list[Target]:
    """The ``targets`` of its lines alone."""
    return _in_order(_TARGETS.rows(**_values(report)))


def lines_of(report) -> Lines:
    """What a save needs, in one query."""
    targets, entries, work = _LINES.ask(**_values(report))
    return _lines(targets, entries, work)


def whole_of(report) -> Lines:
    """The same and what figures are held against, in one query."""
    targets, entries, work, *beside = _WHOLE.ask(**_values(report))
    return _lines(targets, entries, work, _beside(*beside))


def beside(report) -> Beside:
    return _beside(*_BESIDE.ask(**_values(report)))


def _lines(targets, entries, work, beside=None) -> Lines:
    stored = {(row[0], row[1]): Stored(*row) for row in entries}
    commitments = sorted(_COMMITMENTS.made(work), key=lambda row: (row.order, row.pk))
    return Lines(_in_order(targets), stored, commitments, beside)


def _in_order(targets) -> list[Target]:
    return sorted(_TARGETS.made(targets), key=lambda target: target.order)


def _beside(sent, records) -> Beside:
    return Beside([Stored(*row, quarter=Quarter(year, number)) for *row, year, number in sent], counting.made(records))


def _values(report) -> dict:
    period = report.period
    last = period.value.previous
    return {
        "report": report.pk, "unit": report.unit_id, "plan": period.plan_id, "through": period.window_to,
        "year": period.year, "last_year": last.year, "last": last.number,
    }  # fmt: skip


def _targets(unit, plan, through):
    return (
        Target.objects.filter(
            Q(assignments__valid_to=None) | Q(assignments__valid_to__gte=through),
            assignments__unit_id=unit,
            assignments__reports=True,
            assignments__valid_from__lte=through,
        )
        .filter(plan_id=plan)
        .select_related("registry_from", "counting")
        .defer("wording", "rule")
        .order_by()
    )


def _entries(report):
    return Entry.objects.filter(report_id=report).order_by().values_list(*_VALUES, "explanation", "is_carried")


def _sent(unit, plan, through, year, last_year, last):
    return (
        Figure.objects.alias(at_year=_wide("period__year"), at_quarter=_wide("period__quarter"))
        .filter(
            Q(at_year=year) | Q(at_year=last_year, at_quarter=last) | Q(slot__startswith="20"),
            version__latest_of__unit_id=unit,
            period__plan_id=plan,
            period__window_to__lt=through,
        )
        .order_by()
        .values_list(*_VALUES, "period__year", "period__quarter")
    )


def _commitments(report, unit, year):
    return (
        Commitment.objects.standing()
        .alias(at_year=_wide("year"))
        .filter(unit_id=unit, at_year=year)
        .annotate(row=models.FilteredRelation("progress", condition=Q(progress__report_id=report)))
        .annotate(row_pk=F("row__pk"), row_status=F("row__status"))
        .annotate(row_note=F("row__note"), row_carried=F("row__is_carried"))
        .order_by()
    )


_TARGETS = Prepared(_targets, unit=int, plan=int, through=dt.date)
_ENTRIES = Prepared(_entries, report=int)
_COMMITMENTS = Prepared(_commitments, report=int, unit=int, year=int)
_SENT = Prepared(_sent, unit=int, plan=int, through=dt.date, year=int, last_year=int, last=int)
_LINES = Together(_TARGETS, _ENTRIES, _COMMITMENTS)
_BESIDE = Together(_SENT, counting.OF_UNIT)
_WHOLE = Together(_TARGETS, _ENTRIES, _COMMITMENTS, _SENT, counting.OF_UNIT)
