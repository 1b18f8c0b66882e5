"""Then → now: which line of now a unit's figures count with, and that the district's total is the same by both.

The cases of 2025 are what is commonly told of Quận 4 (Xóm Chiếu: Phường 13, 16, 18 and a part of 15; Khánh Hội: 8, 9 and
parts of 2, 4, 15; Vĩnh Hội: 1, 3 and parts of 2, 4); here they are test data, not a source.
"""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from reports import structure
from reports.structure import Part, Step, Structure, current_lines, lines
from targets.facts import Basis, Fact, Measure, OverTime, OverUnits, Rule, UnitFigure
from targets.quarters import Quarter

MERGED_ON, SPLIT_ON = dt.date(2021, 1, 1), dt.date(2025, 7, 1)
D = Decimal

MERGER = [
    Step("P2", "P2-2021", True, MERGED_ON),
    Step("P5", "P2-2021", True, MERGED_ON),
    Step("P12", "P13-2021", True, MERGED_ON),
    Step("P13", "P13-2021", True, MERGED_ON),
]
SPLIT = [
    *(Step(old, "XOMCHIEU", True, SPLIT_ON) for old in ("P13-2021", "P16", "P18")),
    *(Step(old, "KHANHHOI", True, SPLIT_ON) for old in ("P8", "P9")),
    *(Step(old, "VINHHOI", True, SPLIT_ON) for old in ("P1", "P3")),
    *(Step(old, new, False, SPLIT_ON) for old in ("P2-2021", "P4") for new in ("KHANHHOI", "VINHHOI")),
    Step("P15", "XOMCHIEU", False, SPLIT_ON),
    Step("P15", "KHANHHOI", False, SPLIT_ON),
]
SHARE = "Biên bản bàn giao số 7/BB-BG"


def rule(over_units=OverUnits.SUM, measure=Measure.COUNT, over_time=OverTime.SUM) -> Rule:
    return Rule("CT", measure, Basis.YEAR, over_time, over_units, threshold=D(3))


def counts(**values) -> dict[str, UnitFigure]:
    return {code.replace("_", "-"): UnitFigure(code.replace("_", "-"), D(value)) for code, value in values.items()}


def shown(found) -> dict[str, Decimal]:
    return {code: line.figure.value for code, line in found.items()}


# --- Lines -----------------------------------------------------------------------------------------------------------


def test_before_its_day_nothing_has_changed():
    there = Structure(MERGER + SPLIT, dt.date(2020, 12, 31))
    assert not there
    assert there.line_of("P5") == "P5" and there.moved() == {}
    assert there.parts_of("P5") == (Part("P5", D(1)),)


def test_whole_successions_are_followed_however_long():
    of_2021, of_2025 = Structure(MERGER + SPLIT, MERGED_ON), Structure(MERGER + SPLIT, SPLIT_ON)
    assert [of_2021.line_of(code) for code in ("P12", "P13-2021", "P4")] == ["P13-2021", "P13-2021", "P4"]
    assert [of_2025.line_of(code) for code in ("P12", "P13-2021", "P16")] == ["XOMCHIEU"] * 3
    assert of_2021.moved() == {"P2": "P2-2021", "P5": "P2-2021", "P12": "P13-2021", "P13": "P13-2021"}


def test_a_unit_that_was_split_keeps_a_line_of_its_own():
    there = Structure(MERGER + SPLIT, SPLIT_ON)
    assert [there.line_of(code) for code in ("P2", "P5", "P4", "P15")] == ["P2-2021", "P2-2021", "P4", "P15"]
    assert [code for code in ("P1", "P2-2021", "P4", "P15", "KHANHHOI") if there.is_former(code)] == [
        "P2-2021",
        "P4",
        "P15",
    ]
    # Phường 2 before 2021 counts with the line of the Phường 2 that was split.
    assert there.is_former("P5")


def test_two_units_of_one_name_are_two_lines():
    """Phường 2 is P2 until the end of 2020 and P2-2021 after: codes decide, names never."""
    there = Structure(MERGER, dt.date(2021, 3, 1))
    assert current_lines(["P2", "P2-2021", "P6"], there) == {"P2": "P2-2021", "P2-2021": "P2-2021", "P6": "P6"}


def test_a_circle_of_successions_ends():
    there = Structure([Step("A", "B", True, MERGED_ON), Step("B", "A", True, MERGED_ON)], MERGED_ON)
    assert {there.line_of("A"), there.line_of("B")} <= {"A", "B"}
    split = Structure([Step("A", "B", False, MERGED_ON, D(50), SHARE), Step("B", "A", True, MERGED_ON)], MERGED_ON)
    assert sum(part.weight for part in split.parts_of("A")) == 1


# --- Shares ----------------------------------------------------------------------------------------------------------


def shares(*steps):
    return [Step(old, new, False, SPLIT_ON, D(share), SHARE) for old, new, share in steps]


def test_shares_apportion_with_their_source_and_the_rest_stays():
    there = Structure(shares(("P4", "KHANHHOI", "37.5"), ("P4", "VINHHOI", 60)), SPLIT_ON)
    assert set(there.parts_of("P4")) == {
        Part("KHANHHOI", D("0.375"), (f"{SHARE} (37,5%)",)),
        Part("VINHHOI", D("0.6"), (f"{SHARE} (60%)",)),
        Part("P4", D("0.025")),
    }
    found = lines(rule(), counts(P4=8, KHANHHOI=1), there)
    assert shown(found) == {"KHANHHOI": D("4"), "VINHHOI": D("4.8"), "P4": D("0.2")}
    assert found["KHANHHOI"].units == ("P4", "KHANHHOI")
    assert found["KHANHHOI"].apportioned == (("P4", f"{SHARE} (37,5%)"),)
    assert found["P4"].apportioned == (("P4", "phần còn lại"),)


def test_a_share_of_a_unit_that_itself_followed_others():
    there = Structure([*MERGER, *shares(("P2-2021", "KHANHHOI", 40), ("P2-2021", "VINHHOI", 60))], SPLIT_ON)
    assert shown(lines(rule(), counts(P2=3, P5=2, P2_2021=5), there)) == {"KHANHHOI": D(4), "VINHHOI": D(6)}


def test_a_whole_unit_that_went_by_one_share_is_marked_too():
    found = lines(rule(), counts(P4=8), Structure(shares(("P4", "VINHHOI", 100)), SPLIT_ON))
    assert shown(found) == {"VINHHOI": D(8)} and found["VINHHOI"].apportioned == (("P4", f"{SHARE} (100%)"),)


@pytest.mark.parametrize("over_units", [OverUnits.RATIO, OverUnits.SHARE, OverUnits.DISTINCT])
def test_what_does_not_add_up_is_not_apportioned(over_units):
    measure = {OverUnits.RATIO: Measure.PERCENT, OverUnits.SHARE: Measure.SHARE}.get(over_units, Measure.COUNT)
    figure = UnitFigure("P4", D(1), D(1), D(2), keys=frozenset({"o1"}))
    found = lines(rule(over_units, measure), {"P4": figure}, Structure(shares(("P4", "VINHHOI", 50)), SPLIT_ON))
    assert list(found) == ["P4"] and found["P4"].apportioned == ()


# --- How figures are added ---------------------------------------------------------------------------------------------


NOW = Structure(MERGER, MERGED_ON)


def test_flows_add_up():
    assert shown(lines(rule(), counts(P2=3, P5=2, P4=7, P2_2021=1), NOW)) == {"P2-2021": D(6), "P4": D(7)}


def test_numerators_and_denominators_add_up_each_for_themselves():
    pairs = {"P2": UnitFigure("P2", None, D(1), D(2)), "P5": UnitFigure("P5", None, D(3), D(3))}
    line = lines(rule(OverUnits.RATIO, Measure.PERCENT), pairs, NOW)["P2-2021"]
    assert (line.figure.value, line.figure.numerator, line.figure.denominator) == (None, D(4), D(5))


def test_distinct_things_count_once_on_their_common_line():
    said = {
        "P2": UnitFigure("P2", D(4), keys=frozenset({"o1", "o2", "o3"})),  # one was typed
        "P5": UnitFigure("P5", D(2), keys=frozenset({"o3", "o4"})),
    }
    line = lines(rule(OverUnits.DISTINCT), said, NOW)["P2-2021"]
    assert line.figure.value == 5 and line.figure.keys == {"o1", "o2", "o3", "o4"}
    # Where each unit's own things count, both keep theirs.
    assert lines(rule(), said, NOW)["P2-2021"].figure.value == 6


def test_answers_become_so_many_of_so_many():
    line = lines(rule(OverUnits.SHARE, Measure.SHARE), counts(P2=1, P5=0), NOW)["P2-2021"]
    assert (line.figure.numerator, line.figure.denominator) == (1, 2)
    alone = lines(rule(OverUnits.SHARE, Measure.SHARE), counts(P2=1), NOW)["P2-2021"]
    assert (alone.figure.value, alone.figure.numerator) == (1, None)


def test_a_milestone_is_done_when_the_first_has_done_it():
    done = {
        "P2": UnitFigure("P2", D(1), done_on=dt.date(2018, 5, 2)),
        "P5": UnitFigure("P5", D(1), done_on=dt.date(2018, 3, 1)),
        "P12": UnitFigure("P12", D(0)),
    }
    found = lines(rule(OverUnits.ANY, Measure.MILESTONE), done, NOW)
    assert found["P2-2021"].figure.done_on == dt.date(2018, 3, 1)
    assert found["P13-2021"].figure.done_on is None and found["P13-2021"].figure.value == 0


def test_a_carried_stock_says_so_only_while_all_of_it_is():
    first, second = Quarter(2020, 3), Quarter(2020, 4)
    carried = {
        "P2": UnitFigure("P2", D(2), quarter=first, carried=True),
        "P5": UnitFigure("P5", D(1), quarter=second),
    }
    figure = lines(rule(over_time=OverTime.LAST), carried, NOW)["P2-2021"].figure
    assert (figure.value, figure.quarter, figure.carried) == (3, second, False)


def test_a_fact_in_the_shape_in_which_figures_are_added():
    q = Quarter(2018, 2)
    of = structure.figure_of
    months = of(rule(), Fact("P2", q, months={"2018-04": D(2), "2018-05": None}, month_keys={"2018-03": frozenset({"a1"})}))
    assert (months.value, months.keys) == (3, {"2018-03 a1"})
    paper = rule(OverUnits.ANY, Measure.MILESTONE)
    assert of(paper, Fact("P2", q, dates=(dt.date(2018, 4, 1), None))).done_on is None
    assert of(paper, Fact("P2", q, dates=(dt.date(2018, 4, 1), dt.date(2018, 5, 1)))).done_on == dt.date(2018, 5, 1)
    assert of(rule(OverUnits.RATIO, Measure.PERCENT), Fact("P2", q, numerator=D(1), denominator=D(2))).denominator == 2


# --- Never double, never lost ------------------------------------------------------------------------------------------

CODES = [f"U{number}" for number in range(8)]
DAY = st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1))


@st.composite
def histories(draw):
    """Successions as they can be in the database: one whole one, or parts, of each unit; also circles and too much."""
    steps = []
    for old in draw(st.lists(st.sampled_from(CODES), unique=True)):
        others = st.sampled_from([code for code in CODES if code != old])
        if draw(st.booleans()):
            steps.append(Step(old, draw(others), True, draw(DAY)))
            continue
        for new in draw(st.lists(others, min_size=1, max_size=3, unique=True)):
            share = draw(st.none() | st.decimals(D("0.01"), 100, places=2))
            steps.append(Step(old, new, False, draw(DAY), share, SHARE if share else ""))
    return steps


VALUES = st.dictionaries(st.sampled_from(CODES), st.decimals(0, 10**6, places=2), min_size=1)


@given(histories(), DAY, VALUES)
def test_the_total_of_sums_is_the_same_by_both_structures(steps, on, values):
    found = lines(rule(), counts(**values), Structure(steps, on))
    assert sum(Fraction(line.figure.value) for line in found.values()) == sum(map(Fraction, values.values()))


@given(histories(), DAY)
def test_every_unit_counts_exactly_once(steps, on):
    there = Structure(steps, on)
    for code in CODES:
        parts = there.parts_of(code)
        assert sum(Fraction(part.weight) for part in parts) == 1
        assert len({part.code for part in parts}) == len(parts)


@given(histories(), DAY, st.dictionaries(st.sampled_from(CODES), st.tuples(st.integers(0, 50), st.integers(1, 50))))
def test_numerators_and_denominators_are_the_same_by_both_structures(steps, on, pairs):
    said = {code: UnitFigure(code, None, D(a), D(b)) for code, (a, b) in pairs.items()}
    found = lines(rule(OverUnits.RATIO, Measure.PERCENT), said, Structure(steps, on)).values()
    assert sum(line.figure.numerator for line in found) == sum(a for a, _ in pairs.values())
    assert sum(line.figure.denominator for line in found) == sum(b for _, b in pairs.values())


@given(histories(), DAY, st.dictionaries(st.sampled_from(CODES), st.frozensets(st.sampled_from("abcdefgh"))))
def test_distinct_things_are_the_same_by_both_structures(steps, on, things):
    said = {code: UnitFigure(code, D(len(keys)), keys=keys) for code, keys in things.items()}
    found = lines(rule(OverUnits.DISTINCT), said, Structure(steps, on)).values()
    assert frozenset().union(*(line.figure.keys for line in found)) == frozenset().union(*things.values())
    assert all(line.figure.value == len(line.figure.keys) for line in found)
    assert sorted(unit for line in found for unit in line.units) == sorted(things)
