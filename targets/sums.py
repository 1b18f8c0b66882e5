"""Where a target stands, from sums instead of facts: what a country's pages are read from. Pure.

A ``Sum`` is what one unit adds to one quarter of one target, and sums of units add up: that is why they can be kept.
``of_unit`` says what a unit adds; ``tally`` makes of all units' sums the numbers that ``targets.tallies`` makes of all
units' facts, but that units are counted and not named. Of things that count once whoever tells of them (keys of the
registry) there are no sums.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import add, attrgetter, sub

from targets.facts import Basis, Fact, Measure, OverTime, OverUnits, Rule, Term, Unnamed
from targets.quarters import Quarter, months_of, school_year_of
from targets.spans import Span
from targets.tallies import ZERO, Tally, checked, is_deed_of_span_year, is_reported, month_figure, overlaid, points

PAPER, FIRST = "p", "f"


@dataclass(slots=True)
class Sum:
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
        return Sum(*map(add, self.numbers, other.numbers))

    def __sub__(self, other: "Sum") -> "Sum":
        return Sum(*map(sub, self.numbers, other.numbers))

    def __bool__(self):
        return any(self.numbers)

    @property
    def numbers(self) -> tuple:
        """In the order of NAMES."""
        return _numbers(self)


NAMES = tuple(field.name for field in fields(Sum))
_numbers = attrgetter(*NAMES)
# (quarter, slot): "" is the quarter itself, "2018-04" a month, "p1:2018-06-08" that somebody has one paper of a
# milestone since that day, "f:2017-1" that what somebody tells of a milestone begins with that quarter's report.
Sums = Mapping[tuple[Quarter, str], Sum]
NOTHING = Sum()


def of_unit(rule: Rule, facts: Iterable[Fact], terms: Iterable[Term]) -> dict[tuple[Quarter, str], Sum]:
    """What one unit adds. ``facts``: its own, typed ones. ``terms``: all periods of the plan, in which ``expected`` and
    ``excluded`` hold this unit or nobody."""
    facts, terms = checked(facts), tuple(sorted(terms, key=lambda term: term.quarter))
    if rule.measure == Measure.MILESTONE:
        found = _milestone(rule, facts, terms)
    elif rule.basis == Basis.MONTH:
        found = _months(facts, terms)
    else:
        found = _figures(rule, {fact.quarter: fact for fact in facts if is_reported(rule, fact)}, terms)
    return {key: row for key, row in found.items() if row}


def of_unit_with_pending(rule: Rule, official, pending, terms) -> tuple[dict, dict]:
    """(what one unit adds, what it would add more if what it has sent were accepted)."""
    official, pending, terms = list(official), list(pending), tuple(terms)
    now = of_unit(rule, official, terms)
    if not pending:
        return now, {}
    more = differences(of_unit(rule, overlaid(official, pending), terms), now)
    # Counted once, in the first quarter that it tells of anew.
    key = min(fact.report for fact in pending), ""
    more[key] = more.get(key, NOTHING) + Sum(waiting=1)
    return now, more


def differences(after: Sums, before: Sums) -> dict[tuple[Quarter, str], Sum]:
    """What has to be added to ``before`` to make it ``after``."""
    found = {key: after.get(key, NOTHING) - before.get(key, NOTHING) for key in {*after, *before}}
    return {key: row for key, row in found.items() if row}


def _begins_anew(rule: Rule, term: Term):
    """What stays the same within one basis: nothing is carried from one to the next."""
    if rule.basis == Basis.YEAR:
        return term.quarter.year
    if rule.basis == Basis.SCHOOL_YEAR:
        return school_year_of(term.window_to, rule.school_year_start)
    return None


def _figures(rule, facts, terms):
    adds, found = rule.over_time == OverTime.SUM, {}
    basis, held = object(), None
    for term in terms:
        if (here := _begins_anew(rule, term)) != basis:
            basis, held, numerator, denominator = here, None, ZERO, ZERO
        fact = facts.get(term.quarter)
        is_expected, is_excluded = bool(term.expected), bool(term.excluded)
        if fact is not None:
            held = fact
            numerator += fact.numerator or ZERO
            denominator += fact.denominator or ZERO
        row = found[term.quarter, ""] = Sum(
            expected=int(is_expected),
            missing=int(is_expected and fact is None),
            told=int(fact is not None),
            heard=int(held is not None),
            silent=int(is_expected and held is None),
        )
        if rule.over_units == OverUnits.SHARE:
            row.yes = int(is_expected and held is not None and bool(held.value))
        elif rule.is_points:
            _ratio(row, fact if adds else held if is_expected else None)
            pair = (numerator, denominator) if adds else (row.numerator, row.denominator)
            row.held = int(held is not None and (adds or is_expected))
            row.short = int(bool(row.held) and pair[0] < pair[1])
        elif adds:
            row.value = fact.value if fact is not None else ZERO
        elif held is not None and (is_expected or is_excluded):
            row.held, row.value = 1, held.value
    return found


def _ratio(row, fact):
    if fact is not None:
        row.numerator, row.denominator = fact.numerator, fact.denominator


def _months(facts, terms):
    months = {
        (term.quarter.year, month) for term in terms for month in months_of(term.window_from, term.window_to)
    }
    found: dict = defaultdict(Sum)
    told = set()
    for fact in facts:
        for month, count in fact.months.items():
            if count is not None and (fact.quarter.year, month) in months:
                found[fact.quarter, month] += Sum(told=1, value=count)
                told.add(fact.quarter)
    for term in terms:
        is_expected, is_told = bool(term.expected), term.quarter in told
        found[term.quarter, ""] = Sum(
            expected=int(is_expected), missing=int(is_expected and not is_told), told=int(is_told)
        )
    return found


def _milestone(rule, facts, terms):
    """Looked at in each year: what has been said since may be of that year still."""
    found: dict = defaultdict(Sum)
    reports = {fact.report for fact in facts}
    for year in sorted({term.quarter.year for term in terms}):
        papers: dict[int, date] = {}
        is_told = False
        for fact in facts:
            in_year = fact.report.year == year if rule.basis == Basis.YEAR else fact.report.year <= year
            is_told = is_told or in_year
            for part, day in enumerate(fact.dates[: rule.parts]):
                if day is not None and is_deed_of_span_year(day, rule, year, terms):
                    papers[part], is_told = day, True
        last = max(term.quarter for term in terms if term.quarter.year == year)
        if is_told:
            found[last, f"{FIRST}:{min(reports).key}"] += Sum(told=1)
        for number, day in enumerate(sorted(papers.values()), 1):
            found[last, f"{PAPER}{number}:{day.isoformat()}"] += Sum(held=1)
        for term in terms:
            if term.quarter.year == year:
                is_expected, here = bool(term.expected), term.quarter in reports
                found[term.quarter, ""] = Sum(
                    expected=int(is_expected),
                    missing=int(is_expected and not here),
                    told=int(here),
                    silent=int(is_expected and not is_told),
                )
    return found


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
    result.missing_in = {
        term.quarter: Unnamed(sums.get((term.quarter, ""), NOTHING).missing) for term in span.begun
    }
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
