"""Where a target stands, from sums instead of facts: what a country's pages are read from. Pure.

A ``Sum`` is what one unit adds to one quarter of one target, and sums of units add up: that is why they can be kept.
``Standing`` says what a unit adds; ``tally`` makes of all units' sums the numbers that ``targets.tallies`` makes of all
units' facts, but that units are counted and not named. Of things that count once whoever tells of them (keys of the
registry) there are no sums.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import add, sub
from typing import NamedTuple

from targets.facts import Basis, Fact, Measure, OverTime, OverUnits, Rule, Term, Unnamed
from targets.quarters import Quarter, months_of, school_year_of
from targets.spans import Span
from targets.tallies import ZERO, Tally, is_deed_of_span_year, is_reported, month_figure, points

PAPER, FIRST = "p", "f"


class Sum(NamedTuple):
    """Numbers of units: ``expected`` to report; ``missing``, expected without a figure of the quarter itself; ``told``,
    with one; ``heard``, with one in the basis up to now; ``silent``, expected and not heard; ``held``, whose carried
    figure counts; ``yes``; ``short``, below their own denominator; ``waiting``, with a figure that is sent and not yet
    accepted. The three others are sums of figures.
    """

    expected: int = 0
    missing: int = 0
    told: int = 0
    heard: int = 0
    silent: int = 0
    held: int = 0
    yes: int = 0
    short: int = 0
    waiting: int = 0
    value: Decimal = ZERO
    numerator: Decimal = ZERO
    denominator: Decimal = ZERO

    def __add__(self, other: "Sum") -> "Sum":
        return Sum._make(map(add, self, other))

    def __sub__(self, other: "Sum") -> "Sum":
        return Sum._make(map(sub, self, other))

    def __bool__(self):
        return any(self)


NAMES = Sum._fields
# (quarter, slot): "" is the quarter itself, "2018-04" a month, "p1:2018-06-08" that somebody has one paper of a
# milestone since that day, "f:2017-1" that what somebody tells of a milestone begins with that quarter's report.
Sums = Mapping[tuple[Quarter, str], Sum]
NOTHING = Sum()


class Standing:
    """What units that stand alike add up to: of one rule, in ``terms``, all periods of the plan, in which ``expected``
    and ``excluded`` hold the unit or nobody. What follows from these alone is worked out once."""

    def __init__(self, rule: Rule, terms: Iterable[Term]):
        kind = _milestone if rule.measure == Measure.MILESTONE else _months if rule.basis == Basis.MONTH else _figures
        terms = tuple(sorted(terms, key=lambda term: term.quarter))
        self._adds = kind(rule, terms)
        # Quarter → the first one whose sums change with what is said in it.
        self._changes_from = dict(_bases(rule, terms))

    def of_unit(self, official: Iterable[Fact], pending: Iterable[Fact] = ()) -> tuple[dict, dict]:
        """(what one unit adds, what it would add more if what it has sent were accepted). Facts: its own, typed ones,
        so that each stands in the quarter of its report."""
        official = _by_quarter(official)
        now = self._adds(official)
        if not pending:
            return now, {}
        pending = _by_quarter(pending)
        first = self._changes_from[min(pending)]
        more = differences(
            self._adds(official | pending, first), {key: row for key, row in now.items() if key[0] >= first}
        )
        # Counted once, in the first quarter that it tells of anew.
        key = min(pending), ""
        more[key] = more.get(key, NOTHING) + Sum(waiting=1)
        return now, more


def _by_quarter(facts) -> dict[Quarter, Fact]:
    facts = list(facts)
    found = {fact.quarter: fact for fact in facts}
    if len(found) < len(facts):
        raise ValueError(f"two figures of {facts[0].unit} for one quarter")
    return found


def differences(after: Sums, before: Sums) -> dict[tuple[Quarter, str], Sum]:
    """What has to be added to ``before`` to make it ``after``."""
    found = {}
    for key in after.keys() | before.keys():
        one, other = after.get(key, NOTHING), before.get(key, NOTHING)
        if one != other:
            found[key] = one - other
    return found


def _bases(rule: Rule, terms):
    """(quarter, first quarter of its basis): nothing is carried from one basis to the next. What a milestone's report
    tells may be of any year."""
    first = basis = None
    for term in terms:
        here = None if rule.measure == Measure.MILESTONE else _basis_of(rule, term)
        if first is None or here != basis:
            first, basis = term.quarter, here
        yield term.quarter, first


def _basis_of(rule: Rule, term: Term):
    if rule.basis == Basis.YEAR:
        return term.quarter.year
    if rule.basis == Basis.SCHOOL_YEAR:
        return school_year_of(term.window_to, rule.school_year_start)
    return None


def _figures(rule, terms):
    adds, is_share, is_points = rule.over_time == OverTime.SUM, rule.over_units == OverUnits.SHARE, rule.is_points
    steps = [
        (quarter, (quarter, ""), quarter == first, int(bool(term.expected)), bool(term.excluded))
        for term, (quarter, first) in zip(terms, _bases(rule, terms), strict=True)
    ]
    after = {quarter: steps[place:] for place, (quarter, *_) in enumerate(steps)}

    def of_unit(facts, first=None):
        found = {}
        for quarter, key, is_new, expected, is_excluded in after[first] if first else steps:
            if is_new:
                held, numerator, denominator = None, ZERO, ZERO
            fact = facts.get(quarter)
            told = 0
            if fact is not None and is_reported(rule, fact):
                told, held = 1, fact
            heard = int(held is not None)
            counts, value, yes, short, shown = 0, ZERO, 0, 0, (ZERO, ZERO)
            if is_share:
                yes = int(bool(expected and heard and held.value))
            elif is_points:
                # What is carried counts of those who are expected; what adds up counts whoever said it.
                counts = int(heard and (adds or expected))
                if told and adds or counts and not adds:
                    shown = held.numerator, held.denominator
                numerator, denominator = (numerator + shown[0], denominator + shown[1]) if adds else shown
                short = int(counts and numerator < denominator)
            elif adds:
                value = fact.value if told else ZERO
            elif heard and (expected or is_excluded):
                counts, value = 1, held.value
            row = Sum(expected, expected & ~told, told, heard, expected & ~heard, counts, yes, short, 0, value, *shown)
            if any(row):
                found[key] = row
        return found

    return of_unit


def _months(rule, terms):
    months = {(term.quarter.year, month) for term in terms for month in months_of(term.window_from, term.window_to)}

    def of_unit(facts, first=None):
        found: dict = {}
        told = set()
        for quarter, fact in facts.items():
            for month, count in fact.months.items():
                if count is not None and (quarter.year, month) in months:
                    found[quarter, month] = Sum(told=1, value=count)
                    told.add(quarter)
        for term in terms:
            expected, is_told = int(bool(term.expected)), int(term.quarter in told)
            if expected or is_told:
                found[term.quarter, ""] = Sum(expected=expected, missing=expected & ~is_told, told=is_told)
        return found

    return of_unit


def _milestone(rule, terms):
    """Looked at in each year: what has been said since may be of that year still."""
    years = [
        (year, [(term.quarter, int(bool(term.expected))) for term in terms if term.quarter.year == year])
        for year in sorted({term.quarter.year for term in terms})
    ]

    @lru_cache(1000)  # nearly all units never have a paper, and say so in the same quarters
    def told(reports, papers_in_order):
        found: dict = defaultdict(Sum)
        for year, quarters in years:
            in_year = any(quarter.year == year for quarter in reports)
            is_told = in_year if rule.basis == Basis.YEAR else bool(reports) and reports[0].year <= year
            papers: dict[int, date] = {}
            for dates in papers_in_order:
                for part, day in enumerate(dates[: rule.parts]):
                    if day is not None and is_deed_of_span_year(day, rule, year, terms):
                        papers[part], is_told = day, True
            last = quarters[-1][0]
            if is_told:
                found[last, f"{FIRST}:{reports[0].key}"] = Sum(told=1)
            for number, day in enumerate(sorted(papers.values()), 1):
                found[last, f"{PAPER}{number}:{day.isoformat()}"] += Sum(held=1)
            for quarter, expected in quarters:
                here = int(quarter in reports)
                if expected or here:
                    found[quarter, ""] = Sum(
                        expected=expected, missing=expected & ~here, told=here, silent=int(expected and not is_told)
                    )
        return dict(found)

    def of_unit(facts, first=None):
        reports = tuple(sorted(facts))
        return told(reports, tuple(facts[quarter].dates for quarter in reports if any(facts[quarter].dates)))

    return of_unit


# ---------------------------------------------------------------- of all units


def tally(rule: Rule, sums: Sums, span: Span, terms: tuple[Term, ...]) -> Tally:
    """The numbers of all units, as ``targets.tallies.tally`` has them of their facts."""
    if rule.measure == Measure.MILESTONE:
        return _tally_milestone(rule, sums, span, terms)
    if rule.basis == Basis.MONTH:
        return _tally_months(rule, sums, span)
    result = _begun(sums, span)
    rows = [(term.quarter, sums.get((term.quarter, ""), NOTHING)) for term in span.begun]
    result.is_reported = any(row.told for _, row in rows)
    if not rows:
        return result
    now = rows[-1][1]
    if not rule.is_points:
        if rule.over_time == OverTime.SUM:
            result.by_quarter = {quarter: Fraction(row.value) if row.told else None for quarter, row in rows}
            result.amount = Fraction(sum((row.value for _, row in rows), ZERO)) if result.is_reported else None
        else:
            result.by_quarter = {quarter: Fraction(row.value) if row.held else None for quarter, row in rows}
            result.amount = result.by_quarter[rows[-1][0]]
            result.missing = Unnamed(now.silent)
    elif rule.over_units == OverUnits.SHARE:
        _tally_share(result, rows, now)
    else:
        _tally_ratio(rule, result, rows, now)
    return result


def _begun(sums, span) -> Tally:
    result = Tally()
    result.missing_in = {term.quarter: Unnamed(sums.get((term.quarter, ""), NOTHING).missing) for term in span.begun}
    if span.now:
        result.missing = result.missing_in[span.now.quarter]
    return result


def _tally_share(result, rows, now):
    for quarter, row in rows:
        shown = points(Decimal(row.yes), Decimal(row.expected)) if row.heard else None
        result.by_quarter[quarter] = shown
    result.silent = result.missing = Unnamed(now.silent)
    result.yes = Unnamed(now.yes)
    result.no = Unnamed(now.expected - now.yes - now.silent)
    if now.heard:
        result.numerator, result.denominator = Decimal(now.yes), Decimal(now.expected)
        result.amount = result.by_quarter[rows[-1][0]]
    result.by_unit = Unnamed(now.expected - now.silent)


def _tally_ratio(rule, result, rows, now):
    adds = rule.over_time == OverTime.SUM
    numerator = denominator = ZERO
    for quarter, row in rows:
        numerator, denominator = (
            (numerator + row.numerator, denominator + row.denominator) if adds else (row.numerator, row.denominator)
        )
        result.by_quarter[quarter] = points(numerator, denominator) if row.held else None
    if now.held:
        result.numerator, result.denominator = numerator, denominator
        result.amount = result.by_quarter[rows[-1][0]]
    if not adds:
        result.missing = Unnamed(now.silent)
    result.by_unit, result.short = Unnamed(now.held), Unnamed(now.short)


def _tally_months(rule, sums, span):
    result = _begun(sums, span)
    quarter_of = {month: term.quarter for term in span.whole for month in months_of(term.window_from, term.window_to)}
    begun = {term.quarter for term in span.begun}
    values: dict[str, Decimal] = {}
    for (quarter, slot), row in sums.items():
        if quarter in begun and slot in quarter_of and row.told:
            values[slot] = values.get(slot, ZERO) + row.value
    result.months = tuple(month_figure(month, values.get(month), rule, span.on) for month in sorted(quarter_of))
    judged = [month.ok for month in result.months if month.ok is not None]
    result.is_reported = bool(values)
    result.amount = Fraction(sum(judged)) if judged else None
    for term in span.begun:
        own = [values[month] for month, quarter in quarter_of.items() if quarter == term.quarter and month in values]
        result.by_quarter[term.quarter] = Fraction(sum(own, ZERO)) if own else None
    return result


def _tally_milestone(rule, sums, span, terms):
    result = _begun(sums, span)
    last = max(term.quarter for term in terms if term.quarter.year == span.year)
    firsts, papers = [], []
    for (quarter, slot), row in sums.items():
        kind, _, rest = slot.partition(":")
        if quarter != last or not rest:
            continue
        if kind == FIRST:
            if row.told:
                firsts.append(Quarter.parse(rest))
        elif row.held and (day := date.fromisoformat(rest)) <= span.on:
            papers.append((int(kind[len(PAPER) :]), day))
    result.is_reported = bool(firsts)
    result.done_on = min((day for number, day in papers if number == rule.parts), default=None)
    result.parts_done = max((number for number, _ in papers), default=0)
    if firsts:
        result.amount = Fraction(result.done_on is not None)
    for term in span.begun:
        done = result.done_on is not None and result.done_on <= term.window_to
        known = bool(firsts) and min(firsts) <= term.quarter
        result.by_quarter[term.quarter] = Fraction(done) if done or known else None
    if span.now:
        result.missing = Unnamed(sums.get((span.now.quarter, ""), NOTHING).silent)
    return result
