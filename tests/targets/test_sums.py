"""What sums of units say is what the facts of the units say: of every kind of target, on every day."""

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings, strategies as st

from targets import sums
from targets.evaluation import evaluate, evaluate_sums
from targets.facts import Basis, Fact, Measure, OverTime, OverUnits, Rule, Term
from targets.quarters import Quarter, Reporting, months_of

REPORTING = Reporting()
QUARTERS = list(Quarter(2017, 1).to(Quarter(2019, 4)))
UNITS = ("P1", "P2", "P3", "P4")
DAYS = st.dates(dt.date(2016, 12, 1), dt.date(2020, 3, 1))


def rule(measure, basis, over_time, over_units, **more):
    return Rule("CT03", measure, basis, over_time, over_units, **{"threshold": Decimal(3), **more})


YEARLY = [Basis.YEAR, Basis.PLAN, Basis.SCHOOL_YEAR]
RULES = [
    *(rule(Measure.COUNT, basis, OverTime.SUM, OverUnits.DISTINCT) for basis in YEARLY),
    *(rule(Measure.COUNT, basis, OverTime.LAST, OverUnits.SUM) for basis in YEARLY),
    *(rule(Measure.PERCENT, basis, over, OverUnits.RATIO, threshold=Decimal(60)) for basis in YEARLY for over in OverTime),
    *(rule(Measure.SHARE, basis, OverTime.LAST, OverUnits.SHARE, threshold=Decimal(50)) for basis in YEARLY),
    rule(Measure.COUNT, Basis.MONTH, OverTime.SUM, OverUnits.DISTINCT),
    rule(Measure.TRACKED, Basis.YEAR, OverTime.SUM, OverUnits.SUM, threshold=None),
    rule(Measure.GROWTH, Basis.YEAR, OverTime.SUM, OverUnits.SUM, base_year=2016, base_value=Decimal(2)),
    rule(Measure.MILESTONE, Basis.ONCE, OverTime.LAST, OverUnits.ANY, threshold=None, due_on=dt.date(2018, 12, 31)),
    rule(Measure.MILESTONE, Basis.ONCE, OverTime.LAST, OverUnits.ANY, threshold=None, parts=2),
    rule(Measure.MILESTONE, Basis.YEAR, OverTime.LAST, OverUnits.ANY, threshold=None, yearly_due=(12, 31)),
]


def fact_of(rule, unit, quarter, draw):
    small = st.integers(0, 3).map(Decimal)
    if rule.measure == Measure.MILESTONE:
        # Nobody tells of a day that is still to come.
        days = st.none() | st.dates(dt.date(2016, 12, 15), REPORTING.window_to(quarter))
        return Fact(unit, quarter, dates=tuple(draw(days) for _ in range(rule.parts)))
    if rule.basis == Basis.MONTH:
        months = months_of(REPORTING.window_from(quarter), REPORTING.window_to(quarter))
        return Fact(unit, quarter, months={month: draw(small) for month in months if draw(st.booleans())})
    if rule.over_units == OverUnits.RATIO:
        return Fact(unit, quarter, numerator=draw(small), denominator=draw(small))
    return Fact(unit, quarter, value=draw(st.integers(0, 1).map(Decimal)))


@st.composite
def districts(draw):
    """(rule, official facts, pending facts, terms): units come and go, are excused, and leave things out."""
    target = draw(st.sampled_from(RULES))
    facts, pending, terms = [], [], []
    closed = draw(st.integers(0, len(QUARTERS)))
    for place, quarter in enumerate(QUARTERS):
        stands = {unit: draw(st.sampled_from("eeeexn")) for unit in UNITS}
        excluded = frozenset(unit for unit, kind in stands.items() if kind == "x")
        expected = frozenset(unit for unit, kind in stands.items() if kind == "e")
        window = REPORTING.window_from(quarter), REPORTING.window_to(quarter)
        terms.append(Term(quarter, *window, place < closed, expected, excluded))
        for unit in UNITS:
            said = draw(st.sampled_from(["", "", "f", "f", "f", "p", "fp"]))
            if "f" in said:
                facts.append(fact_of(target, unit, quarter, draw))
            if "p" in said:
                pending.append(fact_of(target, unit, quarter, draw))
    return target, facts, pending, terms


def summed(rule, facts, pending, terms):
    """All units' sums and what pending facts would add, as they are kept."""
    official, more = defaultdict(sums.Sum), defaultdict(sums.Sum)
    for unit in UNITS:
        own = [replace(t, expected=t.expected & {unit}, excluded=t.excluded & {unit}) for t in terms]
        said = [f for f in facts if f.unit == unit]
        waits = [f for f in pending if f.unit == unit]
        now, hoped = sums.Standing(rule, own).of_unit(said, waits)
        for kept, found in ((official, now), (more, hoped)):
            for key, row in found.items():
                kept[key] += row
    return official, more


@settings(max_examples=300)
@given(district=districts(), year=st.integers(2016, QUARTERS[-1].year), on=DAYS)
def test_sums_say_what_facts_say(district, year, on):
    target, facts, pending, terms = district
    # A report of a quarter exists once the quarter has begun.
    begun = {t.quarter for t in terms if t.window_from <= on}
    facts, pending = ([f for f in said if f.quarter in begun] for said in (facts, pending))
    if target.measure == Measure.MILESTONE:
        facts, pending = (
            [replace(f, dates=tuple(d if d and d <= on else None for d in f.dates)) for f in said] for said in (facts, pending)
        )
    told = evaluate(target, facts, terms, year, on, pending)
    found = evaluate_sums(target, *summed(target, facts, pending, terms), terms, year, on)
    same = ("verdict", "applies", "actual", "threshold", "numerator", "denominator", "is_late", "expected_now", "remaining",
            "days_left", "due_on", "label", "overlap", "months", "pending_actual", "done_on", "parts_done")  # fmt: skip
    assert {name: getattr(found, name) for name in same} == {name: getattr(told, name) for name in same}
    for name in ("missing", "yes", "no", "silent", "short", "pending_units"):
        assert (name, len(getattr(found, name))) == (name, len(getattr(told, name)))
    assert {q: (f.closed, f.value, f.pending, len(f.missing)) for q, f in found.by_quarter.items()} == {
        q: (f.closed, f.value, f.pending, len(f.missing)) for q, f in told.by_quarter.items()
    }
