"""Where each unit stands in one period: who owes its report, who has sent it, how late, what is accepted."""

import datetime as dt
from dataclasses import dataclass

from reports import deadlines
from reports.models import Report
from units.models import Unit


@dataclass(frozen=True)
class Standing:
    """One unit in the consolidated period. ``state`` as lists show it; ``version``: number of the accepted version,
    None while there is none; ``late_days``: until the first sending, or until the day of consolidation."""

    unit: Unit
    state: str
    report: str = ""
    version: int | None = None
    sent_at: dt.datetime | None = None
    late_days: int = 0
    is_reopened: bool = False
    reason: str = ""
    quarter: str = ""  # of which quarter, where several are consolidated: "Quý I"

    @property
    def name(self) -> str:
        """ "Phường 1", of several quarters "Phường 1 Quý I"."""
        return f"{self.unit.short_name} {self.quarter}".rstrip()

    @property
    def is_excluded(self) -> bool:
        return self.state == "excluded"

    @property
    def is_accepted(self) -> bool:
        return self.version is not None


def of_period(period, on, excluded) -> tuple[Standing, ...]:
    """Every unit that owes a report of the period, or has had one accepted, in the order of lists."""
    rows = (
        Report.objects.filter(period=period)
        .select_related("official")
        .only("unit_id", "state", "started_at", "version_count", "first_sent_at", "is_reopened", "official__number")
    )
    reports = {row.unit_id: row for row in rows}
    units = Unit.objects.filing(period.window_to) | Unit.objects.filter(
        pk__in=Report.objects.filter(period=period, official__isnull=False).values("unit")
    )
    return tuple(standing_of(unit, reports.get(unit.pk), excluded, period, on) for unit in units)


def standing_of(unit, report, excluded, period, on) -> Standing:
    """Where one unit stands in one period; ``excluded``: unit code → reason."""
    if unit.code in excluded:
        return Standing(unit, "excluded", reason=excluded[unit.code])
    if report is None:
        return Standing(unit, "none", late_days=deadlines.late_days(None, period.due_on, on))
    return Standing(
        unit,
        report.shown_state,
        report=f"{unit.code}-{period.key}",
        version=report.official.number if report.official else None,
        sent_at=report.first_sent_at,
        late_days=deadlines.late_days(report.first_sent_at, period.due_on, on),
        is_reopened=report.is_reopened,
    )
