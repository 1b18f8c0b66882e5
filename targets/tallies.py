"""From facts to numbers: sums, carried stocks, ratios, shares, milestones, months (domain §4). No verdicts here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from operator import itemgetter

from targets.facts import Basis, Fact, Measure, MonthFigure, OverTime, OverUnits, Rule, Term, UnitFigure
from targets.quarters import Quarter, last_day_of_month, months_of
from targets.spans import Span, year_of_deed

ZERO = Decimal(0)


@dataclass(slots=True)
class Tally:
    """Numbers before judgement. amount and by_quarter are exact (percentage points as fractions: 2/3 is no decimal)."""

    is_reported: bool = False
    amount: Fraction | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    by_unit: dict[str, UnitFigure] = field(default_factory=dict)
    by_quarter: dict[Quarter, Fraction | None] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    missing_in: dict[Quarter, tuple[str, ...]] = field(default_factory=dict)
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    overlap: int = 0
    months: tuple[MonthFigure, ...] = ()
    done_on: date | None = None
    parts_done: int = 0


def tally(rule: Rule, facts: Iterable[Fact], span: Span, terms: tuple[Term, ...]) -> Tally:
    facts = checked(facts)
    if rule.measure == Measure.MILESTONE:
        return _milestone(rule, facts, span, terms)
    if rule.basis == Basis.MONTH:
        return _months(rule, facts, span)
    facts = [f for f in _placed(rule, facts, span) if is_reported(rule, f[1])]
    if not rule.is_points:
        return (_flows if rule.over_time == OverTime.SUM else _stock)(rule, facts, span)
    if rule.over_units == OverUnits.SHARE:
        return _share(rule, facts, span)
    return _ratio(rule, facts, span)


# ---------------------------------------------------------------- which facts


def checked(facts: Iterable[Fact]) -> list[Fact]:
    """In an order of their own, so that the order they came in can't matter. Two figures in one place are a fault of
    the caller."""
    placed = sorted(((_place(f), f) for f in facts), key=itemgetter(0))
    for (place, fact), (next_place, _) in pairwise(placed):
        if place == next_place:
            raise ValueError(f"two figures of {fact.unit} for {fact.quarter.key}")
    return [fact for _, fact in placed]


def _place(fact: Fact) -> tuple[int, int, str, int]:
    """Plain numbers: a plan of eleven thousand units has its facts sorted by them."""
    quarter, report = fact.quarter, fact.reported_in
    place = quarter.year * 4 + quarter.number
    return (place, place if report is None else report.year * 4 + report.number, fact.unit, fact.school_year or 0)


def overlaid(facts: Iterable[Fact], pending: Iterable[Fact]) -> list[Fact]:
    """What would count if all that is sent were accepted: a report sent again replaces all that its last version
    said."""
    pending = list(pending)
    replaced = {(f.unit, f.report) for f in pending}
    return [f for f in facts if (f.unit, f.report) not in replaced] + pending


def _placed(rule: Rule, facts: list[Fact], span: Span) -> list[tuple[Quarter, Fact]]:
    """(quarter of the basis, fact), in order of time. Stocks and bases never cross plans: a quarter the plan lacks is
    left out."""
    quarters = {t.quarter for t in span.begun}
    if rule.basis != Basis.SCHOOL_YEAR:
        return [(f.quarter, f) for f in facts if f.quarter in quarters]
    placed = []
    for f in facts:
        if f.school_year is None:
            if f.quarter in quarters:
                placed.append((f.quarter, f))
        elif f.school_year == span.year and quarters:
            # Records of June and July stand in Quý III, which closes in the next school year: they join the last
            # quarter.
            placed.append((min(max(f.quarter, min(quarters)), max(quarters)), f))
    return placed


def is_reported(rule: Rule, fact: Fact) -> bool:
    if rule.over_units == OverUnits.RATIO:
        return fact.numerator is not None and fact.denominator is not None
    return fact.value is not None or fact.keys is not None


def _by_quarter(placed) -> Mapping[Quarter, list[Fact]]:
    found = defaultdict(list)
    for quarter, fact in placed:
        found[quarter].append(fact)
    return found


def _absent(term: Term, units: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(term.expected.difference(units)))


def _absences(span: Span, by_quarter) -> dict[Quarter, tuple[str, ...]]:
    return {t.quarter: _absent(t, (f.unit for f in by_quarter.get(t.quarter, ()))) for t in span.begun}


# ---------------------------------------------------------------- counts


def _flows(rule: Rule, placed, span: Span) -> Tally:
    """What happened in each quarter is added up. An excluded unit keeps what it did before, and what it reported all
    the same."""
    result = Tally(is_reported=bool(placed))
    facts = _by_quarter(placed)
    counts: dict[str, Decimal] = defaultdict(lambda: ZERO)
    things: dict[str, set[str]] = defaultdict(set)
    latest: dict[str, Quarter] = {}
    seen: set = set()
    total = ZERO
    for term in span.begun:
        before = total
        for fact in facts.get(term.quarter, ()):
            latest[fact.unit] = term.quarter
            if fact.value is not None:
                counts[fact.unit] += fact.value
                total += fact.value
            if fact.keys is not None:
                things[fact.unit] |= fact.keys
                # A thing stands in the quarter it first came up in, so that the quarters add up to the total.
                credits = _credits(rule, fact.unit, fact.keys)
                total += len(credits - seen)
                seen |= credits
        result.by_quarter[term.quarter] = Fraction(total - before) if term.quarter in facts else None
    for unit, quarter in latest.items():
        value = counts[unit] + len(things[unit])
        result.by_unit[unit] = UnitFigure(unit, value, quarter=quarter, keys=frozenset(things[unit]))
    if placed:
        result.amount = Fraction(total)
    result.overlap = sum(len(keys) for keys in things.values()) - len(seen)
    result.missing_in = _absences(span, facts)
    result.missing = result.missing_in[span.now.quarter] if span.now else ()
    return result


def _credits(rule: Rule, unit: str, keys: frozenset[str]) -> set:
    """Distinct: a thing is itself, whoever reports it. Otherwise each unit's own."""
    return set(keys) if rule.over_units == OverUnits.DISTINCT else {(unit, key) for key in keys}


def _states(placed, span: Span):
    """(term, unit → its latest fact and the quarter of that) at the end of each quarter: a stock carries until
    reported again."""
    facts = _by_quarter(placed)
    state: dict[str, tuple[Quarter, Fact]] = {}
    for term in span.begun:
        for fact in facts.get(term.quarter, ()):
            state[fact.unit] = (term.quarter, fact)
        yield term, state


def _stock(rule: Rule, placed, span: Span) -> Tally:
    """A count that stands until reported again. A unit no longer asked (merged, dissolved) hands its stock to its
    successor's report."""
    result = Tally(is_reported=bool(placed))
    result.missing_in = _absences(span, _by_quarter(placed))
    for term, state in _states(placed, span):
        held = {u: s for u, s in state.items() if u in term.expected or u in term.excluded}
        total = sum((f.value for _, f in held.values() if f.value is not None), ZERO)
        credits = set().union(*(_credits(rule, u, f.keys) for u, (_, f) in held.items() if f.keys is not None))
        result.amount = result.by_quarter[term.quarter] = Fraction(total + len(credits)) if held else None
        result.overlap = sum(len(f.keys) for _, f in held.values() if f.keys is not None) - len(credits)
        if term is span.now:
            result.missing = _absent(term, state)
            for unit, (quarter, fact) in held.items():
                value = (fact.value or ZERO) + len(fact.keys or ())
                carried = quarter < term.quarter
                keys = fact.keys or frozenset()
                result.by_unit[unit] = UnitFigure(unit, value, quarter=quarter, carried=carried, keys=keys)
    return result


# ---------------------------------------------------------------- percentages and shares


def points(numerator: Decimal, denominator: Decimal) -> Fraction | None:
    return Fraction(numerator) * 100 / Fraction(denominator) if denominator else None


def _ratio(rule: Rule, placed, span: Span) -> Tally:
    """Sum of numerators / sum of denominators. Percentages themselves are never summed nor averaged."""
    result = Tally(is_reported=bool(placed))
    result.missing_in = _absences(span, _by_quarter(placed))
    if rule.over_time == OverTime.SUM:
        return _ratio_of_sums(result, placed, span)
    for term, state in _states(placed, span):
        # An excluded unit is out of the period's denominator, and a numerator without its denominator means nothing.
        held = {u: s for u, s in state.items() if u in term.expected}
        numerator = sum((f.numerator for _, f in held.values()), ZERO)
        denominator = sum((f.denominator for _, f in held.values()), ZERO)
        result.by_quarter[term.quarter] = points(numerator, denominator) if held else None
        if term is span.now and held:
            result.numerator, result.denominator = numerator, denominator
            result.amount = result.by_quarter[term.quarter]
            for unit, (quarter, f) in held.items():
                result.by_unit[unit] = UnitFigure(
                    unit, None, f.numerator, f.denominator, quarter, carried=quarter < term.quarter
                )
        if term is span.now:
            result.missing = _absent(term, state)
    result.short = _short(result)
    return result


def _ratio_of_sums(result: Tally, placed, span: Span) -> Tally:
    facts = _by_quarter(placed)
    numerator = denominator = ZERO
    sums: dict[str, UnitFigure] = {}
    for term in span.begun:
        for f in facts.get(term.quarter, ()):
            numerator += f.numerator
            denominator += f.denominator
            old = sums.get(f.unit) or UnitFigure(f.unit, None, ZERO, ZERO)
            sums[f.unit] = UnitFigure(
                f.unit, None, old.numerator + f.numerator, old.denominator + f.denominator, term.quarter
            )
        result.by_quarter[term.quarter] = points(numerator, denominator) if sums else None
    if placed:
        result.numerator, result.denominator = numerator, denominator
        result.amount = points(numerator, denominator)
    result.by_unit = sums
    result.missing = result.missing_in[span.now.quarter] if span.now else ()
    result.short = _short(result)
    return result


def _short(result: Tally) -> tuple[str, ...]:
    return tuple(sorted(u for u, f in result.by_unit.items() if f.numerator < f.denominator))


def _share(rule: Rule, placed, span: Span) -> Tally:
    """Units that say yes / units expected in the latest period. Who is silent stays in the denominator, who is
    excluded does not."""
    result = Tally(is_reported=bool(placed))
    result.missing_in = _absences(span, _by_quarter(placed))
    for term, state in _states(placed, span):
        yes = [u for u in term.expected if u in state and state[u][1].value]
        denominator = len(term.expected)
        result.by_quarter[term.quarter] = points(Decimal(len(yes)), Decimal(denominator)) if state else None
        if term is span.now:
            result.silent = result.missing = _absent(term, state)
            result.yes = tuple(sorted(yes))
            result.no = tuple(sorted(term.expected.difference(yes, result.silent)))
            if state:
                result.numerator, result.denominator = Decimal(len(yes)), Decimal(denominator)
                result.amount = result.by_quarter[term.quarter]
            for unit in result.yes + result.no:
                quarter, fact = state[unit]
                result.by_unit[unit] = UnitFigure(unit, fact.value, quarter=quarter, carried=quarter < term.quarter)
    return result


# ---------------------------------------------------------------- milestones


def _milestone(rule: Rule, facts: list[Fact], span: Span, terms: tuple[Term, ...]) -> Tally:
    """Done when one unit has all its papers; the day it is done is that of the last paper, of the first unit to have
    them.

    A deed's own date says which year it is of, whichever report tells it. A date that lies ahead is a plan, not a deed.
    """
    result = Tally()
    papers: dict[str, dict[int, date]] = defaultdict(dict)
    told: dict[str, Quarter] = {}
    # Of the whole plan: what was done in the last days of a year is told in the next.
    begun = {t.quarter for t in terms if t.window_from <= span.on and span.looks_at(t.quarter)}
    for fact in facts:
        if fact.report not in begun:
            continue
        if _is_of_span(fact.report, rule, span):
            told[fact.unit] = fact.report
        for part, day in enumerate(fact.dates[: rule.parts]):
            if day is not None and day <= span.on and is_deed_of_span_year(day, rule, span.year, terms):
                papers[fact.unit][part] = day  # facts come in order of time: what is said last stands
                told[fact.unit] = fact.report
    result.is_reported = bool(told)
    now = span.now.quarter if span.now else None
    for unit, quarter in told.items():
        dates = papers[unit]
        done_on = max(dates.values()) if len(dates) == rule.parts else None
        carried = now is not None and quarter < now
        result.by_unit[unit] = UnitFigure(
            unit, Decimal(done_on is not None), quarter=quarter, carried=carried, done_on=done_on
        )
    result.done_on = min((f.done_on for f in result.by_unit.values() if f.done_on), default=None)
    result.parts_done = max((len(p) for p in papers.values()), default=0)
    if told:
        result.amount = Fraction(result.done_on is not None)
    reports = defaultdict(list)
    for fact in facts:
        reports[fact.report].append(fact)
    first = min((f.report for f in facts if f.unit in told), default=None)
    for term in span.begun:
        done = result.done_on is not None and result.done_on <= term.window_to
        known = first is not None and first <= term.quarter
        result.by_quarter[term.quarter] = Fraction(done) if done or known else None
    result.missing_in = _absences(span, reports)
    result.missing = _absent(span.now, told) if span.now else ()
    return result


def _is_of_span(quarter: Quarter, rule: Rule, span: Span) -> bool:
    return quarter.year == span.year if rule.basis == Basis.YEAR else quarter.year <= span.year


def is_deed_of_span_year(day: date, rule: Rule, year: int, terms: tuple[Term, ...]) -> bool:
    if rule.basis == Basis.YEAR:
        return year_of_deed(day, rule, terms) == year
    return day.year <= year


# ---------------------------------------------------------------- months


def _months(rule: Rule, facts: list[Fact], span: Span) -> Tally:
    """Each month alone: 24 articles in one month do not mend the other eleven. Only an ended month with an official
    figure is judged."""
    result = Tally()
    quarter_of = {month: t.quarter for t in span.whole for month in months_of(t.window_from, t.window_to)}
    begun = {t.quarter for t in span.begun}
    counts: dict[str, Decimal] = {}
    things: dict[str, set] = defaultdict(set)
    credited: set = set()
    by_unit: dict[str, Decimal] = defaultdict(lambda: ZERO)
    told: dict[str, set[str]] = defaultdict(set)
    latest: dict[str, Quarter] = {}
    reported = defaultdict(list)
    for fact in facts:
        if fact.quarter not in begun:
            continue
        for month, count in fact.months.items():
            if count is not None and month in quarter_of:
                counts[month] = counts.get(month, ZERO) + count
                by_unit[fact.unit] += count
                latest[fact.unit] = fact.quarter
        for month, keys in fact.month_keys.items():
            if month in quarter_of:
                new = {(month, fact.unit, key) for key in keys} - credited
                credited |= new
                told[fact.unit] |= {f"{month} {key}" for key in keys}
                by_unit[fact.unit] += len(new)
                things[month] |= _credits(rule, fact.unit, keys)
                latest[fact.unit] = fact.quarter
        if latest.get(fact.unit) == fact.quarter:
            reported[fact.quarter].append(fact)
    values = {m: counts.get(m, ZERO) + len(things.get(m, ())) for m in {*counts, *things}}
    result.months = tuple(month_figure(m, values.get(m), rule, span.on) for m in sorted(quarter_of))
    judged = [m.ok for m in result.months if m.ok is not None]
    result.is_reported = bool(values)
    result.amount = Fraction(sum(judged)) if judged else None
    result.by_unit = {u: UnitFigure(u, by_unit[u], quarter=q, keys=frozenset(told[u])) for u, q in latest.items()}
    result.overlap = len(credited) - sum(len(t) for t in things.values())
    for term in span.begun:
        own = [values[m] for m, q in quarter_of.items() if q == term.quarter and m in values]
        result.by_quarter[term.quarter] = Fraction(sum(own, ZERO)) if own else None
    result.missing_in = _absences(span, reported)
    result.missing = result.missing_in[span.now.quarter] if span.now else ()
    return result


def month_figure(month: str, value: Decimal | None, rule: Rule, on: date) -> MonthFigure:
    year, number = map(int, month.split("-"))
    last_day = last_day_of_month(year, number)
    ended = last_day < on
    ok = value >= (rule.threshold or 0) if ended and value is not None else None
    return MonthFigure(month, value, ended, ok, last_day)
