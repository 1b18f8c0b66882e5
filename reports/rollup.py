"""What the district has achieved: official figures of all units against the plan, for one year or through one period.

One object for every reader: dashboards, PDF and the leader's page take a ``Rollup`` and cannot disagree. It is made
from ``Material``, which is read in four queries whatever the number of units and targets. Where more units report than
anybody reads the names of, it is made of sums that are kept (reports.sums), and counts units instead of naming them.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import F, Q

from reports import assigned as assigned_to, sources, standings, structure, summing, sums
from reports.assigned import NOBODY, Assigned, Member
from reports.sources import Cited
from reports.standings import Standing
from targets.evaluation import evaluate, evaluate_sums
from targets.facts import QuarterFigure, TargetResult, Term, Unnamed, Verdict
from targets.models import Assignment, Period, Plan, Target
from targets.quarters import Quarter
from targets.sums import NOTHING
from units.prepared import Prepared, Together

# Verdicts that somebody has to act on, worst first.
TROUBLED = (Verdict.MISSED, Verdict.BEHIND)
GOOD = (Verdict.MET, Verdict.ON_TRACK)


@dataclass(frozen=True)
class Row:
    """One target.

    ``assigned``: units that report it at the end of the last period looked at. ``terms``: by quarter, who was expected
    and who was excluded. ``in_quarter``: the figure of the consolidated period alone, ``year_before`` that of the same
    quarter of the year before, ``sources`` the official figures that units gave in the period.
    """

    target: Target
    result: TargetResult
    assigned: frozenset[str]
    coordinators: tuple[str, ...]
    terms: Mapping[Quarter, Term]
    in_quarter: QuarterFigure | None = None
    year_before: QuarterFigure | None = None
    sources: tuple[Cited, ...] = ()

    @property
    def is_troubled(self) -> bool:
        return self.result.verdict in TROUBLED


@dataclass(frozen=True)
class Rollup:
    """All targets of a plan in ``year``, as of ``on``.

    ``counts`` has every verdict, zeros too. ``members``: unit code → how lists name it, in their order. ``period`` and
    ``standings`` only where a report was consolidated; ``span`` where that is of several quarters (reports.stretches);
    ``before`` names the quarter of the year before, "" where the plan has none.
    """

    plan: Plan
    year: int
    on: dt.date
    rows: tuple[Row, ...]
    counts: Mapping[str, int]
    periods: tuple[Period, ...]
    members: Mapping[str, Member]
    period: Period | None = None
    standings: tuple[Standing, ...] = ()
    span: Any = None
    before: str = ""

    @property
    def applies(self) -> bool:
        """False in a year of which the plan asks no report (2016): *không áp dụng*."""
        return any(period.year == self.year for period in self.periods)

    @property
    def good(self) -> int:
        return sum(self.counts[verdict] for verdict in GOOD)

    @property
    def troubled(self) -> list[Row]:
        """Worst first, then in the plan's order."""
        return sorted((row for row in self.rows if row.is_troubled), key=lambda row: TROUBLED.index(row.result.verdict))

    @property
    def expected(self) -> list[Standing]:
        return [standing for standing in self.standings if not standing.is_excluded]

    @property
    def accepted(self) -> list[Standing]:
        return [standing for standing in self.expected if standing.is_accepted]

    @property
    def missing(self) -> list[Standing]:
        """Expected units without an accepted report, whatever they may have sent."""
        return [standing for standing in self.expected if not standing.is_accepted]

    @property
    def excluded(self) -> list[Standing]:
        return [standing for standing in self.standings if standing.is_excluded]

    def row(self, code: str) -> Row | None:
        return next((row for row in self.rows if row.target.code == code), None)

    def sorted(self, codes) -> list[Member]:
        """These units in the order of lists; one that no assignment knows any more is named by its code."""
        return sorted(self.members.get(code) or Member("~", 0, "", code, code, code) for code in codes)

    def short_names(self, codes) -> list[str]:
        return [member.short_name for member in self.sorted(codes)]


def of_year(plan: Plan, year: int, on: dt.date, through: Quarter | None = None) -> Rollup:
    """Every target of ``plan`` in ``year`` as of the day ``on``; with ``through``, as if no later quarter had begun."""
    return read(plan, may_sum=through is None, year=year).of_year(year, on, through)


def consolidate(period: Period, on: dt.date, closing: bool = True) -> Rollup:
    """How things stand through ``period``, on the day ``on`` that its report is made.

    Figures of later periods are left out. ``closing``: the period counts as consolidated, as it does once this report
    is published. Six queries: the four of ``read``, the units and their reports.
    """
    material = read(period.plan)
    found = material.through(period, on, closing=closing)
    earlier = period.value - 4
    has_before = any(other.value == earlier for other in material.periods)
    if has_before:
        found = replace(found, before=earlier.label, rows=tuple(_held_against(material, found, period.value)))
    return replace(
        found,
        period=period,
        standings=standings.of_period(period, on, material.excluded.get(period.pk, {})),
    )


def _held_against(material, found, through):
    """The rows with their figure of a year before, as the basis of that year has it."""
    earlier = through - 4
    for row in found.rows:
        result = material.result(row.target, earlier.year, found.on, through)
        yield replace(row, year_before=result.by_quarter.get(earlier))


@dataclass
class Material:
    """What the figures of one plan are made of."""

    plan: Plan
    periods: tuple[Period, ...]
    targets: tuple[Target, ...]
    members: Mapping[str, Member]
    official: sources.Said
    pending: sources.Said
    assignments: Mapping[int, Assigned]
    excluded: Mapping[int, Mapping[str, str]]  # period → unit code → reason
    # Target → its sums (reports.sums.of_targets), of those that are made of sums; of these no facts are read.
    summed: Mapping[int, tuple[dict, dict]] = field(default_factory=dict)
    state: summing.State | None = None  # of all sums, where it was asked
    _terms: dict = field(default_factory=dict)

    @cached_property
    def names(self) -> dict[str, str]:
        """For sentences: unit code → short name, in the order of lists."""
        return {code: member.short_name for code, member in self.members.items()}

    def of_year(self, year, on, through=None) -> Rollup:
        return self._rollup(year, on, through, closing=False)

    def through(self, period, on, *, closing) -> Rollup:
        # A correction published years later still is the report of its own quarter: judged before the next one ended.
        following = [other for other in self.periods if other.value > period.value]
        on = min([on, *(other.window_to for other in following[:1])])
        return self._rollup(period.year, on, period.value, closing=closing)

    def result(self, target, year, on, through=None, closing=False) -> TargetResult:
        if target.pk in self.summed:
            if through is not None:
                raise ValueError("sums know the present alone")
            terms = self.terms(target).values()
            return evaluate_sums(target.evaluation_rule, *self.summed[target.pk], terms, year, on)
        return evaluate(
            target.evaluation_rule,
            self._facts(self.official, target, through),
            self.terms(target, through, closing).values(),
            year,
            on,
            pending=self._facts(self.pending, target, through),
            names=self.names,
            through=through,
        )

    def cited(self, target) -> dict[tuple[str, Quarter], list[Cited]]:
        """(unit, quarter) → what the unit said, the official figure before the one that waits."""
        found = defaultdict(list)
        for period in self.periods:
            for standing in (self.official, self.pending):
                for said in standing.cited(target, period):
                    found[said.fact.unit, period.value].append(said)
        return found

    def current(self, on) -> Period:
        return _current(self.periods, on)

    def terms(self, target, through=None, closing=False) -> dict[Quarter, Term]:
        """Who is expected in each period. Looked at through a period, later ones are not consolidated yet. Of targets
        that are made of sums it is not known who, and the days are the same for all of them."""
        by_sums = target.pk in self.summed
        key = (None if by_sums else target.pk, through, closing)
        if key not in self._terms:
            assigned = NOBODY if by_sums else self.assignments.get(target.pk, NOBODY)
            self._terms[key] = {
                period.value: self._term(assigned.on(period.window_to), period, through, closing)
                for period in self.periods
            }
        return self._terms[key]

    def _term(self, assigned, period, through, closing) -> Term:
        excluded = assigned.intersection(self.excluded.get(period.pk, ()))
        is_closed = period.closed_at is not None or (closing and period.value == through)
        return Term(
            quarter=period.value,
            window_from=period.window_from,
            window_to=period.window_to,
            closed=is_closed and (through is None or period.value <= through),
            expected=assigned - excluded if excluded else assigned,
            excluded=excluded,
        )

    def _facts(self, said, target, through) -> list:
        return [
            fact
            for period in self.periods
            if through is None or period.value <= through
            for fact in said.facts(target, period)
        ]

    def _rollup(self, year, on, through, closing) -> Rollup:
        rows = tuple(self._row(target, year, on, through, closing) for target in self.targets)
        counts = Counter(row.result.verdict for row in rows)
        return Rollup(
            plan=self.plan,
            year=year,
            on=on,
            rows=rows,
            counts={verdict.value: counts[verdict] for verdict in Verdict},
            periods=self.periods,
            members=self.members,
        )

    def _row(self, target, year, on, through, closing) -> Row:
        result = self.result(target, year, on, through, closing)
        terms = self.terms(target, through, closing)
        now = max(result.by_quarter, default=None)
        period = next((period for period in self.periods if period.value == through), None)
        return Row(
            target=target,
            result=result,
            assigned=self._assigned(target, terms, now),
            coordinators=self.assignments.get(target.pk, NOBODY).coordinators,
            terms=terms,
            in_quarter=result.by_quarter.get(through) if through else None,
            sources=self.sources(target, period) if period else (),
        )

    def _assigned(self, target, terms, now):
        if now is None:
            return frozenset()
        if target.pk in self.summed:
            return Unnamed(self.summed[target.pk][0].get((now, ""), NOTHING).expected)
        return terms[now].expected | terms[now].excluded

    def sources(self, target, period) -> tuple[Cited, ...]:
        """Official figures that units gave of ``target`` in ``period``, in the order of lists."""
        place = {code: at for at, code in enumerate(self.members)}
        said = self.official.cited(target, period)
        return tuple(sorted(said, key=lambda cited: (place.get(cited.fact.unit, len(place)), cited.fact.unit)))


def read(plan: Plan, code: str | None = None, *, may_sum=False, year: int | None = None) -> Material:
    """Material of one plan, or of its target ``code`` alone: periods, targets, assignments, figures, a query each.
    ``may_sum``: of sums, where there are too many units to be named; what they know is the present."""
    periods, excluded = _in_order(_with_excluded(Period.objects.filter(plan=plan)))
    targets = _targets().filter(plan=plan, **({} if code is None else {"code": code}))
    return _read(periods, excluded, plan, targets, code, may_sum, year)


def of_units(material: Material, unit_ids) -> Material:
    """The same of these units alone, from their facts: two queries."""
    assignments = Assignment.objects.filter(target__plan=material.plan, unit__in=unit_ids)
    members, assigned = assigned_to.read(assignments)
    official, pending = sources.read(material.targets, material.periods, unit_ids)
    return replace(
        material, members=members, official=official, pending=pending, assignments=assigned, summed={}, _terms={}
    )


def read_for(
    on: dt.date, year: int | None = None, code: str | None = None, *, may_sum: bool | None = None
) -> Material | None:
    """Material of the plan that has ``year``, else of the one whose period is current; None while there is no plan.
    ``may_sum`` as in ``read``; unless told otherwise, of all targets and not of one.

    Its periods know whether there is another structure by now (reports.structure).
    """
    rows, target_rows, states = _BEGINNING.ask(on=on)
    periods, excluded = _in_order(_PERIODS.made(rows))
    if not periods:
        return None
    of_year = [period for period in periods if period.year == year]
    plan = (of_year[0] if of_year else _current(periods, on)).plan
    of_plan = tuple(period for period in periods if period.plan_id == plan.pk)
    may_sum = code is None if may_sum is None else may_sum
    targets = [
        target for target in _TARGETS.made(target_rows) if target.plan_id == plan.pk and code in (None, target.code)
    ]
    return _read(of_plan, excluded, plan, targets, code, may_sum, year, summing.read_rows(states))


def _current(periods, on) -> Period:
    """The period whose window has begun last; before the first of all, that one."""
    return next((period for period in reversed(periods) if period.window_from <= on), periods[0])


def _with_excluded(rows):
    """With their plans and who is excluded: a row for each period and exclusion."""
    return (
        rows.select_related("plan")
        .annotate(excluded_unit=F("exclusions__unit__code"), excluded_reason=F("exclusions__reason"))
        .order_by()
    )


def _targets():
    return Target.objects.select_related("registry_from", "counting").order_by()


# All periods, all targets, and what the sums rest on.
_PERIODS = Prepared(
    lambda on: _with_excluded(Period.objects.annotate(is_restructured=structure.has_changed(on))), on=dt.date
)
_TARGETS = Prepared(_targets)
_BEGINNING = Together(_PERIODS, _TARGETS, summing.ASKED)


def _in_order(rows):
    """Periods in order, and who is excluded from each and why."""
    periods: dict[int, Period] = {}
    excluded = defaultdict(dict)
    for row in sorted(rows, key=lambda period: period.value):
        period = periods.setdefault(row.pk, row)
        if row.excluded_unit is not None:
            excluded[period.pk][row.excluded_unit] = row.excluded_reason
    return tuple(periods.values()), excluded


def _read(periods, excluded, plan, targets, code, may_sum, year, state=None) -> Material:
    assignments = Assignment.objects.filter(target__plan=plan)
    if code is not None:
        assignments = assignments.filter(target__code=code)
    targets = tuple(sorted(targets, key=lambda target: target.order))
    for target in targets:
        target.plan = plan  # one plan object for all: its margin and school year are asked for at every evaluation
    # Sums are of the years of which the plan asks reports: of later ones facts are read.
    may_sum = may_sum and periods and (year or 0) <= periods[-1].year
    summed = sums.of_targets(targets, periods, state) if may_sum else None
    by_facts = targets
    if summed:
        by_facts = tuple(target for target in targets if target.pk not in summed)
        assignments = assignments.filter(Q(target__in=by_facts) | Q(coordinates=True))
    members, assigned = assigned_to.read(assignments)
    official, pending = sources.read(by_facts, periods) if by_facts else (sources.NOTHING, sources.NOTHING)
    return Material(plan, periods, targets, members, official, pending, assigned, excluded, summed or {}, state)
