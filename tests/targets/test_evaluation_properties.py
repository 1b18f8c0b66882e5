"""What no figure may break, whatever is reported."""

import random
from datetime import date

from hypothesis import given, settings, strategies as st

from targets.evaluation import Verdict, evaluate
from tests.targets.terms import (
    BY_MARCH,
    DOUBLED,
    MONTHLY,
    ONCE,
    RATIO,
    SCHOOLS,
    SHARE,
    STOCK,
    YEARLY,
    YEARLY_SHARE,
    at,
    terms,
)

QUARTERS = ["2017-1", "2017-2", "2017-3", "2017-4", "2018-1", "2018-2"]
PLACES = st.tuples(st.sampled_from("ABC"), st.sampled_from(QUARTERS))
COUNTS = st.dictionaries(PLACES, st.integers(0, 9), max_size=12)
ANSWERS = st.dictionaries(PLACES, st.integers(0, 1), max_size=12)
RATIOS = st.dictionaries(
    PLACES, st.integers(1, 9).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))), max_size=12
)
SETS = st.dictionaries(PLACES, st.frozensets(st.sampled_from("uvwxyz")), max_size=12)
DAYS = st.dates(min_value=date(2017, 1, 1), max_value=date(2021, 6, 1))
CLOSED = st.sampled_from(["", *QUARTERS, "2018-4", "2020-4"])
RED = {Verdict.BEHIND, Verdict.MISSED}


def counted(figures):
    return [at(unit, quarter, n) for (unit, quarter), n in figures.items()]


def ratios(figures):
    return [at(unit, quarter, num=n, den=d) for (unit, quarter), (n, d) in figures.items()]


def keyed(figures):
    return [at(unit, quarter, keys=keys) for (unit, quarter), keys in figures.items()]


def ev(rule, facts, on=date(2018, 6, 8), year=2018, closed="2018-1"):
    return evaluate(rule, facts, terms(closed=closed), year, on)


@given(COUNTS, RATIOS, SETS, st.integers(0, 99))
def test_the_order_of_facts_is_irrelevant(counts, pairs, sets, seed):
    for rule, facts in [
        (YEARLY, counted(counts)),
        (STOCK, counted(counts)),
        (SHARE, counted(counts)),
        (RATIO, ratios(pairs)),
        (SCHOOLS, ratios(pairs)),
        (YEARLY, keyed(sets)),
    ]:
        shuffled = list(facts)
        random.Random(seed).shuffle(shuffled)
        assert ev(rule, shuffled) == ev(rule, facts)


@given(COUNTS, PLACES, st.integers(0, 9))
def test_correcting_an_old_period_never_changes_values_reported_later(counts, place, corrected):
    before, after = ev(STOCK, counted(counts)), ev(STOCK, counted({**counts, place: corrected}))
    unit, quarter = place
    later = [q for u, q in counts if u == unit and q > quarter]
    for key in before.by_quarter:
        if key.key < quarter or (later and key.key >= min(later)):
            assert after.by_quarter[key].value == before.by_quarter[key].value


@given(COUNTS, PLACES)
def test_an_accepted_zero_never_raises_a_sum(counts, place):
    if place not in counts:
        before, after = ev(YEARLY, counted(counts)), ev(YEARLY, counted({**counts, place: 0}))
        assert (after.actual or 0) == (before.actual or 0)


@given(ANSWERS, RATIOS)
def test_a_percentage_lies_between_0_and_100(answers, pairs):
    for rule, facts in [(SHARE, counted(answers)), (YEARLY_SHARE, counted(answers)), (RATIO, ratios(pairs))]:
        found = ev(rule, facts)
        assert found.actual is None or 0 <= found.actual <= 100


@given(ANSWERS)
def test_every_expected_unit_says_yes_or_no_or_is_silent(answers):
    found = ev(SHARE, counted(answers))
    assert sorted(found.yes + found.no + found.silent) == ["A", "B", "C"]


@given(SETS)
def test_distinct_things_are_their_union_and_credits_less_overlap(sets):
    found = ev(YEARLY, keyed(sets))
    things = frozenset().union(*(keys for (_, quarter), keys in sets.items() if quarter.startswith("2018")))
    assert (found.actual or 0) == len(things)
    assert sum(f.value for f in found.by_unit.values()) - found.overlap == len(things)
    assert sum(f.value or 0 for f in found.by_quarter.values()) == len(things)


@settings(max_examples=60)
@given(DAYS, st.integers(2016, 2021), CLOSED)
def test_no_data_is_never_red(on, year, closed):
    for rule in (YEARLY, STOCK, RATIO, SCHOOLS, SHARE, YEARLY_SHARE, MONTHLY, ONCE, BY_MARCH, DOUBLED):
        assert ev(rule, [], on, year, closed).verdict not in RED


@settings(max_examples=60)
@given(COUNTS, RATIOS, DAYS, st.integers(2017, 2020))
def test_nothing_is_missed_while_no_period_is_closed(counts, pairs, on, year):
    for rule, facts in [(YEARLY, counted(counts)), (SHARE, counted(counts)), (RATIO, ratios(pairs))]:
        assert ev(rule, facts, on, year, closed="").verdict is not Verdict.MISSED
