"""The district's plan for a year: the accepted plans of all units put together (IV.1.1), as one page and one paper.

What units changed in mid-year stands as it was accepted last. Units without an accepted plan are named.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from reports import annual_lists
from targets import annual
from targets.annual import Line
from targets.models import AnnualPlan, Plan
from units.models import Unit


@dataclass(frozen=True)
class UnitPlan:
    unit: Unit
    version: int
    accepted_on: dt.date
    lines: tuple[Line, ...]  # taken up
    skipped: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        return sum((line.budget or Decimal(0) for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class District:
    plan: Plan
    year: int
    units: tuple[UnitPlan, ...]
    missing: tuple[Unit, ...]

    @property
    def lines(self) -> int:
        return sum(len(one.lines) for one in self.units)

    @property
    def total(self) -> Decimal:
        return sum((one.total for one in self.units), Decimal(0))

    @property
    def by_fund(self) -> list[tuple[str, Decimal]]:
        """Sums by source, those of which something was planned."""
        sums: dict[str, Decimal] = {}
        for one in self.units:
            for line in one.lines:
                if line.budget:
                    sums[line.fund_label] = sums.get(line.fund_label, Decimal(0)) + line.budget
        return sorted(sums.items(), key=lambda pair: -pair[1])


def gather(plan: Plan, year: int, on: dt.date) -> District:
    """Two queries, whatever the number of units."""
    rows = AnnualPlan.objects.filter(year=year, official__isnull=False).select_related("unit", "official")
    found = [_unit_plan(row) for row in rows.order_by("unit")]
    missing = annual_lists.units(year, on).filter(official=None)
    return District(plan, year, tuple(found), tuple(missing))


def _unit_plan(row) -> UnitPlan:
    lines = annual.lines_of(row.official.content)
    return UnitPlan(
        unit=row.unit,
        version=row.official.number,
        accepted_on=annual_lists.local_day(row.official.accepted_at),
        lines=tuple(line for line in lines if not line.is_skipped),
        skipped=tuple(line for line in lines if line.is_skipped),
    )
