"""What a report's form is read from: one question each, put together once a process (units.prepared).

A form is opened, and saved every few seconds, by everybody who files: of such a request putting questions together was
most of the work.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast

from reports.models import Entry, Figure, Report
from targets.models import Commitment, Target
from targets.quarters import Quarter
from units import audit
from units.prepared import Prepared

_VALUES = ("target_id", "slot", "value", "numerator", "denominator", "done_on")


def _wide(name):
    """A small number as one that a stand-in fits into."""
    return models.ExpressionWrapper(F(name), models.BigIntegerField())


# --- The report ------------------------------------------------------------------------------------------------------


def find(year: int, quarter: int, code: str) -> Report | None:
    """The report at this address, whoever asks, with what its form asks of it: unit, period, plan, who wrote last, what
    the last report said (``carrying.last_version``), the latest line of the log about it (``audit.knows``)."""
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


# --- Targets ---------------------------------------------------------------------------------------------------------


def targets_of(report) -> list[Target]:
    """Targets that the unit reports in this period, in the plan's order: typed, or counted from the registry."""
    period = report.period
    return _TARGETS.objects(unit=report.unit_id, plan=period.plan_id, on=period.window_to)


def _targets(unit, plan, on):
    return (
        Target.objects.filter(
            Q(assignments__valid_to=None) | Q(assignments__valid_to__gte=on),
            assignments__unit_id=unit,
            assignments__reports=True,
            assignments__valid_from__lte=on,
        )
        .filter(plan_id=plan)
        .select_related("registry_from", "counting")
        .order_by("order")
    )


_TARGETS = Prepared(_targets, unit=int, plan=int, on=dt.date)


# --- Figures ---------------------------------------------------------------------------------------------------------


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


def entries_of(report) -> dict[tuple[int, str], Stored]:
    """The figures of the draft."""
    return {(row[0], row[1]): Stored(*row) for row in _ENTRIES.rows(report=report.pk)}


def figures_of(report) -> tuple[dict[tuple[int, str], Stored], list[Stored]]:
    """(the draft's figures, what was sent last for earlier quarters, accepted or not), in one query: this year's
    quarters, the one just before, and all months, of which the latest stands beside the next."""
    period = report.period
    last = period.value.previous
    rows = _FIGURES.rows(
        report=report.pk, unit=report.unit_id, plan=period.plan_id, before=period.window_to,
        year=period.year, last_year=last.year, last=last.number,
    )  # fmt: skip
    stored, earlier = {}, []
    for *row, year, number in rows:
        found = Stored(*row, Quarter(year, number) if year else None)
        if year:
            earlier.append(found)
        else:
            stored[found.target_id, found.slot] = found
    return stored, earlier


def _entries(report):
    return Entry.objects.filter(report_id=report).order_by().values_list(*_VALUES, "explanation", "is_carried")


def _figures(report, unit, plan, before, year, last_year, last):
    entries = Entry.objects.filter(report_id=report).order_by().annotate(year=Value(0), number=Value(0))
    sent = (
        Figure.objects.alias(at_year=_wide("period__year"), at_quarter=_wide("period__quarter"))
        .filter(
            Q(at_year=year) | Q(at_year=last_year, at_quarter=last) | Q(slot__startswith="20"),
            version__latest_of__unit_id=unit,
            period__plan_id=plan,
            period__window_to__lt=before,
        )
        .order_by()
        .annotate(said=Value("", models.TextField()), carried=Value(False))
        .annotate(year=F("period__year"), number=F("period__quarter"))
    )
    return entries.values_list(*_VALUES, "explanation", "is_carried", "year", "number").union(
        sent.values_list(*_VALUES, "said", "carried", "year", "number"), all=True
    )


_ENTRIES = Prepared(_entries, report=int)
_FIGURES = Prepared(_figures, report=int, unit=int, plan=int, before=dt.date, year=int, last_year=int, last=int)


# --- The year's work -------------------------------------------------------------------------------------------------


def commitments_of(report) -> list[Commitment]:
    """The year's commitments of the unit, each with what the draft says of it: ``row_pk`` (None: nothing yet),
    ``row_status``, ``row_note``, ``row_carried``."""
    return _COMMITMENTS.objects(report=report.pk, unit=report.unit_id, year=report.period.year)


def _commitments(report, unit, year):
    return (
        Commitment.objects.standing()
        .alias(at_year=_wide("year"))
        .filter(unit_id=unit, at_year=year)
        .annotate(row=models.FilteredRelation("progress", condition=Q(progress__report_id=report)))
        .annotate(row_pk=F("row__pk"), row_status=F("row__status"))
        .annotate(row_note=F("row__note"), row_carried=F("row__is_carried"))
        .order_by("order", "pk")
    )


_COMMITMENTS = Prepared(_commitments, report=int, unit=int, year=int)
