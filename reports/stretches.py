"""How things stand over several quarters: what was done in them, the same stretch a year before, who was on time.

Official figures through the last quarter, as a quarter's own report has them (``rollup``); only a quarter's report
closes a quarter, so verdicts wait for it here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reports import rollup
from reports.kinds import Kind, Stretch
from reports.models import Report
from reports.rollup import Rollup
from reports.sources import Cited
from reports.standings import Standing, standing_of
from targets.facts import Basis, Measure, OverTime, OverUnits, TargetResult
from targets.models import Period
from targets.quarters import Quarter
from units.models import Unit


@dataclass(frozen=True)
class Over:
    """A figure of several quarters; ``value`` None: nobody reported it."""

    value: Decimal | None


@dataclass(frozen=True)
class Line:
    """Of one target. ``within``, ``before``: in the stretch and in that of the year before, None where none of its
    quarters is of the target's basis. ``years``: of a term, results of a target that is judged each year."""

    within: Over | None
    before: Over | None
    sources: tuple[Cited, ...]
    years: tuple[TargetResult, ...] = ()


@dataclass(frozen=True)
class Timeliness:
    """One unit over the stretch: where it stood in each quarter of which it owed a report."""

    unit: Unit
    standings: tuple[Standing, ...]

    @property
    def expected(self) -> list[Standing]:
        return [standing for standing in self.standings if not standing.is_excluded]

    @property
    def on_time(self) -> list[Standing]:
        return [standing for standing in self.expected if standing.is_accepted and not standing.late_days]

    @property
    def late(self) -> list[Standing]:
        return [standing for standing in self.expected if standing.is_accepted and standing.late_days]

    @property
    def missing(self) -> list[Standing]:
        return [standing for standing in self.expected if not standing.is_accepted]


@dataclass(frozen=True)
class Span:
    """What a ``Rollup`` has more when it is of several quarters. ``before``: "" where the plan has no such stretch."""

    stretch: Stretch
    periods: tuple[Period, ...]
    before: str
    lines: Mapping[str, Line]
    units: tuple[Timeliness, ...]

    @property
    def open_quarters(self) -> list[Period]:
        """Not consolidated yet, so that verdicts of this report may not be the last."""
        return [period for period in self.periods if period.closed_at is None]

    @property
    def missing(self) -> list[tuple[str, list[str]]]:
        """Quarter by quarter whose report is missing: ("Quý II", ["Phường 1", "Phường 2"])."""
        found = {self.stretch.tag(period.value): [] for period in self.periods}
        for unit in self.units:
            for standing in unit.missing:
                found[standing.quarter].append(unit.unit.short_name)
        return [(quarter, names) for quarter, names in found.items() if names]


def consolidate(stretch: Stretch, on) -> Rollup:
    """The roll-up that a report of ``stretch`` made on the day ``on`` freezes.

    Of several quarters: five queries, and one for each quarter; ``standings`` has a row for each unit and quarter.
    """
    period = stretch.period
    if stretch.is_quarter:
        return rollup.consolidate(period, on, closing=True)
    material = rollup.read(period.plan)
    found = material.through(period, on, closing=False)
    quarters = _quarters(stretch, material.periods)
    periods = tuple(one for one in material.periods if one.value in quarters)
    earlier = {quarter - 4 for quarter in quarters} if stretch.before else set()
    has_before = bool(earlier) and earlier <= {one.value for one in material.periods}
    lines = {}
    for row in found.rows:
        results = {
            year: row.result if year == period.year else material.result(row.target, year, found.on, period.value)
            for year in sorted({quarter.year for quarter in quarters | (earlier if has_before else set())})
        }
        lines[row.target.code] = Line(
            within=_over(row.target, results, quarters),
            before=_over(row.target, results, earlier) if has_before else None,
            sources=tuple(said for one in periods for said in material.sources(row.target, one)),
            years=_years(row.target, results) if stretch.kind == Kind.TERM else (),
        )
    units = _units(stretch, periods, found.on, material.excluded)
    return replace(
        found,
        period=period,
        standings=tuple(standing for unit in units for standing in unit.standings),
        span=Span(stretch, periods, stretch.before if has_before else "", lines, units),
    )


def _quarters(stretch, periods) -> set[Quarter]:
    begins = min(one.value for one in periods) if stretch.kind == Kind.TERM else Quarter(stretch.year, 1)
    return {one.value for one in periods if begins <= one.value <= stretch.period.value}


def _over(target, results, quarters) -> Over | None:
    """What adds up is added up quarter by quarter; a state is the last of the stretch.

    A quarter is looked up in the basis of its own year, so that each counts once.
    """
    figures = [
        results[quarter.year].by_quarter[quarter]
        for quarter in sorted(quarters)
        if quarter in results[quarter.year].by_quarter
    ]
    if not figures:
        return None
    if not _adds(target):
        return Over(figures[-1].value)
    values = [figure.value for figure in figures if figure.value is not None]
    return Over(sum(values) if values else None)


def _adds(target) -> bool:
    return (
        target.over_time == OverTime.SUM
        and target.over_units in (OverUnits.SUM, OverUnits.DISTINCT)
        and target.measure != Measure.MILESTONE
    )


def _years(target, results) -> tuple[TargetResult, ...]:
    is_yearly = target.basis not in (Basis.PLAN, Basis.ONCE)
    return tuple(result for result in results.values() if result.applies) if is_yearly else ()


def _units(stretch, periods, on, excluded) -> tuple[Timeliness, ...]:
    """Every unit that owes a report of one of the periods, or has had one accepted, in the order of lists."""
    rows = Report.objects.filter(period__in=[period.pk for period in periods]).select_related("official")
    rows = rows.only(
        "unit_id", "period_id", "state", "started_at", "version_count", "first_sent_at", "is_reopened",
        "official__number",
    )  # fmt: skip
    reports = {(row.period_id, row.unit_id): row for row in rows}
    owing = {
        period.pk: set(Unit.objects.filing(period.window_to).values_list("pk", flat=True)) for period in periods
    }
    for (period_id, unit_id), row in reports.items():
        if row.official_id:
            owing[period_id].add(unit_id)
    return tuple(
        Timeliness(
            unit,
            tuple(
                replace(
                    standing_of(
                        unit, reports.get((period.pk, unit.pk)), excluded.get(period.pk, {}), period, on
                    ),
                    quarter=stretch.tag(period.value),
                )
                for period in periods
                if unit.pk in owing[period.pk]
            ),
        )
        for unit in Unit.objects.filter(pk__in=set().union(*owing.values()))
    )
