"""Counts, stocks, percentages and shares by hand-worked numbers (domain §4)."""

from datetime import date
from decimal import Decimal

import pytest

from targets.evaluation import Basis, Measure, OverTime, OverUnits, Rule
from tests.targets.terms import (
    DOUBLED,
    RATIO,
    SCHOOLS,
    SHARE,
    SHARE_BY_2017,
    STOCK,
    TRACKED,
    YEARLY,
    YEARLY_SHARE,
    D,
    at,
    q,
    result,
    rule,
    verdict,
)

# ---------------------------------------------------------------- counts of a year


def test_a_year_is_the_sum_of_its_quarters_over_units():
    facts = [at("A", "2018-1", 1), at("B", "2018-1", 2), at("A", "2018-2", 4), at("A", "2017-4", 50)]
    found = result(YEARLY, *facts)
    assert found.actual == 7
    assert {u: f.value for u, f in found.by_unit.items()} == {"A": 5, "B": 2}
    assert {k.key: f.value for k, f in found.by_quarter.items()} == {"2018-1": 3, "2018-2": 4}
    assert (found.basis_from, found.basis_to) == (date(2017, 12, 15), date(2018, 12, 14))
    assert found.days_left == 189


def test_year_2016_does_not_apply():
    found = result(YEARLY, at("A", "2016-4", 9), year=2016)
    assert (found.applies, found.actual, found.verdict.value) == (False, None, "not_due")
    assert found.catch_up == "Không áp dụng cho năm 2016."
    assert [result(r, year=2016).applies for r in (RATIO, SHARE)] == [False, False]


@pytest.mark.parametrize(
    ("closed", "on", "actual", "expected_now", "said"),
    [
        # threshold 3: closed quarters 0..4 ask for 0, 0, 1, 2, 3
        ("2017-4", date(2018, 2, 1), 0, 0, "not_due"),
        ("2017-4", date(2018, 2, 1), 1, 0, "on_track"),
        ("2018-1", date(2018, 6, 8), 0, 0, "not_due"),
        ("2018-2", date(2018, 8, 1), 0, 1, "behind"),
        ("2018-2", date(2018, 8, 1), 1, 1, "on_track"),
        ("2018-3", date(2018, 11, 1), 1, 2, "behind"),
        ("2018-3", date(2018, 11, 1), 2, 2, "on_track"),
        ("2018-1", date(2018, 6, 8), 3, 0, "met"),
        ("2018-3", date(2018, 12, 14), 2, 2, "on_track"),
        ("2018-3", date(2018, 12, 15), 2, 2, "behind"),
        ("2018-3", date(2018, 12, 15), 0, 2, "behind"),
        ("2018-4", date(2018, 12, 20), 2, 3, "missed"),
        ("2018-4", date(2018, 12, 20), 0, 3, "missed"),
        ("2018-4", date(2018, 12, 20), 3, 3, "met"),
    ],
)
def test_a_yearly_count_is_judged_by_its_closed_quarters(closed, on, actual, expected_now, said):
    found = result(YEARLY, at("A", "2018-1", actual), closed=closed, on=on)
    assert (found.verdict.value, found.expected_now, found.threshold) == (said, expected_now, 3)


def test_a_goal_of_one_asks_for_nothing_until_the_year_is_over():
    once_a_year = rule("count", "year", "sum", "distinct", 1)
    facts = [at("A", f"2018-{n}", 0) for n in (1, 2, 3)]
    assert verdict(once_a_year, *facts, closed="2018-3", on=date(2018, 12, 14)) == "not_due"
    assert verdict(once_a_year, *facts, closed="2018-3", on=date(2018, 12, 15)) == "behind"
    assert verdict(once_a_year, *facts, closed="2018-4", on=date(2018, 12, 15)) == "missed"


def test_without_a_fact_it_is_no_data_once_a_period_is_closed():
    assert verdict(YEARLY, closed="2017-4", on=date(2018, 2, 1)) == "not_due"
    assert verdict(YEARLY, closed="2018-1") == "no_data"
    assert verdict(YEARLY, closed="2018-4", on=date(2019, 1, 5)) == "no_data"
    assert result(YEARLY).actual is None


def test_blank_is_not_zero():
    blank, zero = result(YEARLY, at("A", "2018-1")), result(YEARLY, at("A", "2018-1", 0))
    assert (blank.actual, blank.verdict.value, blank.by_quarter[q("2018-1")].value) == (None, "no_data", None)
    assert (zero.actual, zero.verdict.value, zero.by_quarter[q("2018-1")].value) == (0, "not_due", 0)
    assert blank.by_quarter[q("2018-1")].missing == ("A", "B", "C")
    assert zero.by_quarter[q("2018-1")].missing == ("B", "C")


def test_missing_units_of_a_sum_are_those_silent_in_the_latest_period():
    found = result(YEARLY, at("A", "2018-1", 1), at("B", "2018-1", 1), at("C", "2018-2", 0))
    assert found.missing == ("A", "B")
    assert found.by_quarter[q("2018-1")].missing == ("C",)


def test_an_excluded_unit_keeps_its_earlier_flows():
    facts = [at("A", "2018-1", 2), at("C", "2018-1", 5)]
    found = result(YEARLY, *facts, excluded={"2018-2": {"C"}})
    assert (found.actual, found.missing) == (7, ("A", "B"))


def test_what_is_sent_but_not_accepted_stands_beside_the_number():
    found = result(YEARLY, at("A", "2018-1", 1), pending=[at("B", "2018-2", 2)])
    assert (found.actual, found.pending_actual, found.pending_units) == (1, 2, ("B",))
    assert found.verdict.value == "on_track"
    assert found.by_quarter[q("2018-2")].value is None
    assert found.by_quarter[q("2018-2")].pending == 2
    assert result(YEARLY, at("A", "2018-1", 1)).pending_actual is None


def test_a_correction_that_waits_replaces_its_accepted_version_only_when_accepted():
    found = result(YEARLY, at("A", "2018-1", 3), at("B", "2018-1", 2), pending=[at("A", "2018-1", 1)])
    assert (found.actual, found.pending_actual, found.verdict.value) == (5, -2, "met")


def test_two_figures_in_one_place_are_a_fault():
    with pytest.raises(ValueError):
        result(YEARLY, at("A", "2018-1", 1), at("A", "2018-1", 2))


def test_a_rule_that_contradicts_itself_cannot_be_made():
    with pytest.raises(ValueError):
        Rule("X", Measure.PERCENT, Basis.YEAR, OverTime.SUM, OverUnits.SUM)
    with pytest.raises(ValueError):
        Rule("X", Measure.SHARE, Basis.MONTH, OverTime.SUM, OverUnits.SHARE)


def test_a_count_over_the_whole_plan_is_spread_over_sixteen_quarters():
    over_plan = rule("count", "plan", "sum", "sum", 16)
    found = result(over_plan, at("A", "2017-1", 4), at("B", "2018-1", 1))
    assert (found.actual, found.expected_now, found.verdict.value) == (5, 5, "on_track")
    assert (found.basis_from, found.basis_to, found.days_left) == (date(2016, 12, 15), date(2020, 12, 31), 937)
    assert result(over_plan, at("A", "2017-1", 4), at("B", "2018-1", 1), year=2017).actual == 4


def test_a_count_that_reaches_its_goal_after_the_due_date_is_met_late():
    by_2017 = rule("count", "plan", "sum", "sum", 3, due_on=date(2017, 12, 31))
    early, late = at("A", "2017-4", 3), at("A", "2018-2", 1)
    assert result(by_2017, early).is_late is False
    found = result(by_2017, at("A", "2017-4", 2), late)
    assert (found.verdict.value, found.is_late) == ("met", True)


def test_an_older_quarter_is_told_as_if_no_later_one_had_begun():
    facts = [at("A", "2018-1", 1), at("A", "2018-2", 4)]
    found = result(YEARLY, *facts, through="2018-1")
    assert (found.actual, found.verdict.value, [k.key for k in found.by_quarter]) == (1, "on_track", ["2018-1"])
    over = {"closed": "2018-4", "on": date(2019, 1, 5)}
    assert result(YEARLY, facts[0], through="2018-3", **over).verdict.value == "behind"
    assert result(YEARLY, facts[0], through="2018-4", **over).verdict.value == "missed"


# ---------------------------------------------------------------- distinct things


def test_one_thing_of_two_units_counts_once_and_both_keep_credit():
    facts = [at("A", "2018-1", keys={"vissan", "ba-son"}), at("B", "2018-1", keys={"vissan"})]
    found = result(YEARLY, *facts)
    assert (found.actual, found.overlap) == (2, 1)
    assert {u: f.value for u, f in found.by_unit.items()} == {"A": 2, "B": 1}
    assert found.by_unit["A"].keys == frozenset({"vissan", "ba-son"})


def test_one_thing_in_two_quarters_counts_once_where_it_came_first():
    facts = [at("A", "2018-1", keys={"x"}), at("A", "2018-2", keys={"x", "y"})]
    found = result(YEARLY, *facts)
    assert (found.actual, found.overlap, found.by_unit["A"].value) == (2, 0, 2)
    assert {k.key: f.value for k, f in found.by_quarter.items()} == {"2018-1": 1, "2018-2": 1}


def test_where_units_are_added_each_keeps_its_own():
    added = rule("count", "year", "sum", "sum", 3)
    found = result(added, at("A", "2018-1", keys={"x"}), at("B", "2018-1", keys={"x"}))
    assert (found.actual, found.overlap) == (2, 0)


def test_an_empty_set_is_an_official_zero():
    found = result(YEARLY, at("A", "2018-1", keys=()))
    assert (found.actual, found.verdict.value) == (0, "not_due")


def test_typed_figures_count_beside_the_registry_that_follows_them():
    found = result(YEARLY, at("A", "2018-1", 2), at("A", "2018-2", keys={"x"}))
    assert (found.actual, found.by_unit["A"].value) == (3, 3)


def test_a_record_claimed_later_counts_where_its_own_date_falls():
    late = at("A", "2017-4", keys={"x"}, reported_in="2018-1")
    facts = [at("A", "2017-4", keys={"y"}), late, at("A", "2018-1", keys={"z"})]
    assert result(YEARLY, *facts, year=2017).actual == 2
    assert result(YEARLY, *facts, year=2018).actual == 1


# ---------------------------------------------------------------- stocks


def test_two_then_five_then_nothing_carries_five():
    facts = [at("A", "2017-1", 2), at("A", "2017-2", 5)]
    found = result(STOCK, *facts)
    assert found.actual == 5
    assert found.by_unit["A"].quarter == q("2017-2")
    assert found.by_unit["A"].carried is True
    assert [f.value for f in found.by_quarter.values()] == [2, 5, 5, 5, 5, 5]


def test_correcting_the_first_leaves_the_second():
    found = result(STOCK, at("A", "2017-1", 3), at("A", "2017-2", 5))
    assert [f.value for f in found.by_quarter.values()] == [3, 5, 5, 5, 5, 5]


def test_correcting_a_period_changes_what_merely_carried_it():
    facts = [at("A", "2017-1", 2), at("A", "2017-4", 5)]
    corrected = [at("A", "2017-1", 3), at("A", "2017-4", 5)]
    assert [f.value for f in result(STOCK, *facts).by_quarter.values()] == [2, 2, 2, 5, 5, 5]
    assert [f.value for f in result(STOCK, *corrected).by_quarter.values()] == [3, 3, 3, 5, 5, 5]


def test_a_reported_zero_ends_a_stock_and_a_blank_does_not():
    assert result(STOCK, at("A", "2017-1", 5), at("A", "2017-2", 0)).actual == 0
    assert result(STOCK, at("A", "2017-1", 5), at("A", "2017-2")).actual == 5


def test_a_stock_never_comes_from_another_plan():
    found = result(STOCK, at("A", "2016-4", 9), at("B", "2021-1", 9))
    assert (found.actual, found.verdict.value) == (None, "no_data")


def test_a_yearly_stock_carries_within_its_year_only():
    yearly = rule("count", "year", "last", "sum", 3)
    assert result(yearly, at("A", "2017-4", 5), at("B", "2018-1", 1)).actual == 1


def test_a_unit_no_longer_asked_hands_its_stock_on():
    facts = [at("A", "2017-4", 5), at("B", "2017-4", 2), at("B", "2018-1", 7)]
    merged = {"2018-1": {"B", "C"}, "2018-2": {"B", "C"}}
    found = result(STOCK, *facts, expected_in=merged)
    assert found.actual == 7
    assert found.by_quarter[q("2017-4")].value == 7


def test_an_excluded_unit_keeps_its_stock():
    assert result(STOCK, at("A", "2018-1", 5), excluded={"2018-2": {"A"}}).actual == 5


# ---------------------------------------------------------------- percentages


def test_a_percentage_is_a_ratio_of_sums_not_an_average_of_ratios():
    found = result(RATIO, at("A", "2018-1", num=1, den=1), at("B", "2018-1", num=1, den=9))
    assert (found.actual, found.numerator, found.denominator) == (D("20.0"), 2, 10)  # the average would be 55.6
    assert found.short == ("B",)
    assert found.missing == ("C",)


def test_a_percentage_carries_by_unit():
    facts = [at("A", "2017-1", num=2, den=8), at("B", "2017-2", num=1, den=2), at("A", "2017-3", num=6, den=8)]
    found = result(RATIO, *facts)
    assert [f.value for f in found.by_quarter.values()] == [D("25.0"), D("30.0"), *[D("70.0")] * 4]
    assert (found.by_unit["B"].carried, found.by_unit["B"].quarter) == (True, q("2017-2"))


def test_percentage_points_are_shown_to_one_place_half_up():
    assert result(RATIO, at("A", "2018-1", num=1, den=3)).actual == D("33.3")
    assert result(RATIO, at("A", "2018-1", num=2, den=3)).actual == D("66.7")
    assert result(RATIO, at("A", "2018-1", num=1, den=16)).actual == D("6.3")


def test_nearly_all_is_neither_shown_nor_judged_as_all():
    found = result(RATIO, at("A", "2018-1", num=2999, den=3000), expected=("A",))
    assert (found.actual, found.verdict.value) == (D("99.9"), "on_track")


def test_half_a_ratio_is_not_reported():
    found = result(RATIO, at("A", "2018-1", num=1, den=None), at("B", "2018-1", num=1, den=2))
    assert (found.actual, found.missing) == (D("50.0"), ("A", "C"))


def test_a_zero_denominator_is_no_figure():
    found = result(RATIO, at("A", "2018-1", num=0, den=0))
    assert (found.actual, found.verdict.value, found.denominator) == (None, "no_data", 0)


def test_an_excluded_unit_is_out_of_both_parts_of_a_ratio():
    facts = [at("A", "2018-1", num=1, den=2), at("B", "2018-1", num=4, den=4)]
    found = result(RATIO, *facts, excluded={"2018-2": {"A"}})
    assert (found.numerator, found.denominator, found.missing) == (4, 4, ("C",))


def test_a_ratio_of_sums_over_time_adds_both_parts():
    added = rule("percent", "year", "sum", "ratio", 100)
    found = result(added, at("A", "2018-1", num=1, den=2), at("A", "2018-2", num=3, den=8))
    assert (found.actual, found.numerator, found.denominator) == (D("40.0"), 4, 10)
    assert [f.value for f in found.by_quarter.values()] == [D("50.0"), D("40.0")]


def test_a_percentage_follows_the_line_from_its_first_value_less_fifteen_points():
    # 25% in Quý I/2017, 100% by Quý IV/2020: fifteen steps of 5 points. Quý I/2018 closed = 4 steps: 45, less 15 = 30.
    first = at("A", "2017-1", num=25, den=100)
    on_line = result(RATIO, first, at("A", "2018-1", num=30, den=100), expected=("A",))
    below = result(RATIO, first, at("A", "2018-1", num=29, den=100), expected=("A",))
    assert (on_line.expected_now, on_line.verdict.value) == (D("30.0"), "on_track")
    assert (below.expected_now, below.verdict.value) == (D("30.0"), "behind")


def test_the_margin_is_a_setting():
    narrow = rule("percent", "plan", "last", "ratio", 100, margin=Decimal(0))
    facts = [at("A", "2017-1", num=25, den=100), at("A", "2018-1", num=44, den=100)]
    assert result(narrow, *facts, expected=("A",)).verdict.value == "behind"
    assert result(RATIO, *facts, expected=("A",)).verdict.value == "on_track"


def test_an_open_period_moves_no_expectation():
    facts = [at("A", "2017-1", num=25, den=100), at("A", "2018-1", num=30, den=100)]
    assert result(RATIO, *facts, expected=("A",), on=date(2018, 3, 15)).expected_now == D("30.0")
    assert result(RATIO, *facts, expected=("A",), on=date(2018, 6, 14)).expected_now == D("30.0")
    closed = result(RATIO, *facts, expected=("A",), on=date(2018, 6, 14), closed="2018-2")
    assert (closed.expected_now, closed.verdict.value) == (D("35.0"), "behind")


def test_a_percentage_is_missed_only_when_all_is_over_and_closed():
    facts = [at("A", "2017-1", num=99, den=100)]
    how = {"year": 2020, "expected": ("A",)}
    assert verdict(RATIO, *facts, closed="2020-3", on=date(2020, 12, 31), **how) == "on_track"
    assert verdict(RATIO, *facts, closed="2020-3", on=date(2021, 1, 1), **how) == "behind"
    assert verdict(RATIO, *facts, closed="2020-4", on=date(2021, 1, 1), **how) == "missed"
    full = at("A", "2020-4", num=100, den=100)
    assert verdict(RATIO, *facts, full, closed="2020-4", on=date(2021, 1, 1), **how) == "met"


def test_a_ratio_of_some_units_is_not_met_for_all():
    facts = [at("A", "2018-1", num=2, den=2), at("B", "2018-1", num=1, den=1)]
    assert verdict(RATIO, *facts) == "on_track"
    assert verdict(RATIO, *facts, at("C", "2018-2", num=1, den=1)) == "met"
    assert verdict(RATIO, *facts, year=2020, closed="2020-4", on=date(2021, 1, 1)) == "met"


def test_an_earlier_year_of_a_plan_long_promise_is_judged_as_it_stood():
    facts = [at("A", "2017-4", num=90, den=100), at("A", "2020-4", num=100, den=100)]
    how = {"closed": "2020-4", "on": date(2021, 3, 1), "expected": ("A",)}
    assert (result(RATIO, *facts, year=2017, **how).actual, verdict(RATIO, *facts, year=2017, **how)) == (
        90,
        "on_track",
    )
    assert (result(RATIO, *facts, year=2020, **how).actual, verdict(RATIO, *facts, year=2020, **how)) == (100, "met")


# ---------------------------------------------------------------- school years


def test_a_school_year_runs_across_two_calendar_years():
    facts = [
        at("A", "2017-2", num=8, den=8),  # window closes 14/6/2017: school year 2016–2017
        at("A", "2017-3", num=2, den=8),
        at("A", "2018-1", num=5, den=8),
        at("A", "2018-3", num=1, den=8),  # window closes 14/9/2018: school year 2018–2019
    ]
    how = {"expected": ("A",), "on": date(2018, 11, 1), "closed": "2018-2"}
    found = result(SCHOOLS, *facts, **how)
    assert (found.label, found.basis_from, found.basis_to) == ("Năm học 2017–2018", date(2017, 8, 1), date(2018, 7, 31))
    assert (found.actual, found.numerator, found.denominator) == (D("62.5"), 5, 8)
    assert [k.key for k in found.by_quarter] == ["2017-3", "2017-4", "2018-1", "2018-2"]
    assert result(SCHOOLS, *facts, year=2017, **how).actual == 100
    assert result(SCHOOLS, *facts, year=2019, **how).actual == D("12.5")


def test_a_school_year_sorted_by_record_date_keeps_its_july():
    june = at("A", "2018-2", num=6, den=8, school_year=2018)
    july = at("A", "2018-3", num=8, den=8, school_year=2018)
    august = at("A", "2018-3", num=1, den=8, school_year=2019)
    how = {"expected": ("A",), "on": date(2018, 9, 14), "closed": "2018-2"}
    assert result(SCHOOLS, june, july, august, **how).actual == 100
    assert result(SCHOOLS, june, july, august, year=2019, **how).actual == D("12.5")


def test_a_school_year_is_missed_when_the_period_that_holds_31_july_is_closed():
    facts = [at("A", "2018-2", num=6, den=8)]
    how = {"expected": ("A",), "on": date(2018, 10, 1)}
    assert verdict(SCHOOLS, *facts, closed="2018-2", **how) == "behind"
    assert verdict(SCHOOLS, *facts, closed="2018-3", **how) == "missed"
    assert verdict(SCHOOLS, *facts, closed="2018-1", expected=("A",), on=date(2018, 7, 31)) == "on_track"


# ---------------------------------------------------------------- shares


def test_a_silent_unit_stays_in_the_denominator_and_is_named():
    found = result(SHARE, at("A", "2018-1", 1), at("B", "2018-1", 0))
    assert (found.yes, found.no, found.silent, found.missing) == (("A",), ("B",), ("C",), ("C",))
    assert (found.actual, found.numerator, found.denominator) == (D("33.3"), 1, 3)
    assert found.remaining == 2


def test_an_excluded_unit_leaves_the_denominator():
    facts = [at("A", "2018-1", 1), at("B", "2018-1", 0)]
    found = result(SHARE, *facts, excluded={"2018-2": {"B"}})
    assert (found.yes, found.no, found.silent, found.actual) == (("A",), (), ("C",), D("50.0"))
    both = result(SHARE, *facts, excluded={"2018-2": {"B", "C"}})
    assert (both.actual, both.verdict.value) == (100, "met")


def test_an_answer_carries_until_the_unit_answers_again():
    facts = [at("A", "2017-1", 1), at("B", "2017-1", 1), at("C", "2017-1", 1), at("B", "2018-1", 0)]
    found = result(SHARE, *facts)
    assert (found.yes, found.no, found.silent) == (("A", "C"), ("B",), ())
    assert (found.by_unit["A"].carried, found.by_unit["A"].quarter) == (True, q("2017-1"))
    assert [f.value for f in found.by_quarter.values()] == [100, 100, 100, 100, D("66.7"), D("66.7")]


def test_a_yearly_answer_carries_within_its_year_only():
    facts = [at("A", "2017-4", 1), at("B", "2018-1", 1)]
    found = result(YEARLY_SHARE, *facts)
    assert (found.yes, found.silent, found.actual) == (("B",), ("A", "C"), D("33.3"))


def test_an_open_period_has_no_verdict_but_shows_who_said_what():
    how = {"closed": "2017-4", "on": date(2018, 2, 1)}
    found = result(YEARLY_SHARE, at("A", "2018-1", 1), at("B", "2018-1", 0), **how)
    assert (found.verdict.value, found.yes, found.no, found.silent) == ("not_due", ("A",), ("B",), ("C",))
    assert found.actual == D("33.3")
    assert verdict(YEARLY_SHARE, at("A", "2018-1", 1), at("B", "2018-1", 0), closed="2018-1") == "on_track"


def test_a_share_nobody_reported_is_no_data_not_zero():
    assert (result(YEARLY_SHARE).actual, verdict(YEARLY_SHARE)) == (None, "no_data")
    assert verdict(YEARLY_SHARE, closed="2017-4", on=date(2018, 2, 1)) == "not_due"
    assert verdict(YEARLY_SHARE, closed="2018-4", on=date(2019, 2, 1)) == "no_data"


def test_a_share_of_which_all_are_excluded_is_no_data():
    found = result(SHARE, at("A", "2018-1", 1), excluded={"2018-2": {"A", "B", "C"}})
    assert (found.actual, found.verdict.value) == (None, "no_data")


def test_a_yearly_share_falls_behind_the_line_of_its_own_year():
    # First value 33.3 in Quý I, threshold 100 at Quý IV: Quý II closed asks 55.6 less 15 = 40.6, Quý III 77.8 less 15.
    facts = [at("A", "2018-1", 1), at("B", "2018-1", 0), at("C", "2018-1", 0)]
    second = result(YEARLY_SHARE, *facts, closed="2018-2", on=date(2018, 8, 1))
    assert (second.expected_now, second.verdict.value) == (D("40.6"), "behind")
    mended = result(YEARLY_SHARE, *facts, at("B", "2018-2", 1), closed="2018-2", on=date(2018, 8, 1))
    assert (mended.actual, mended.verdict.value) == (D("66.7"), "on_track")


def test_a_share_due_in_2017_is_decided_by_the_period_that_holds_its_date():
    facts = [at("A", "2017-4", 1), at("B", "2017-4", 1), at("C", "2017-4", 0)]
    assert verdict(SHARE_BY_2017, *facts, year=2017, closed="2017-4", on=date(2017, 12, 31)) == "on_track"
    assert verdict(SHARE_BY_2017, *facts, year=2018, closed="2017-4", on=date(2018, 1, 1)) == "behind"
    assert verdict(SHARE_BY_2017, *facts, year=2018, closed="2018-1") == "missed"
    in_time = result(SHARE_BY_2017, *facts, at("C", "2018-1", 1))
    late = result(SHARE_BY_2017, *facts, at("C", "2018-2", 1))
    assert (in_time.verdict.value, in_time.is_late) == ("met", False)
    assert (late.verdict.value, late.is_late) == ("met", True)
    assert late.days_left == -159


# ---------------------------------------------------------------- growth and tracked


def test_growth_is_held_against_twice_the_base():
    found = result(DOUBLED, at("A", "2018-1", 3))
    assert (found.threshold, found.actual, found.expected_now, found.verdict.value) == (8, 3, 2, "on_track")
    assert verdict(DOUBLED, at("A", "2018-1", 1)) == "behind"
    assert verdict(DOUBLED, at("A", "2018-1", 8)) == "met"
    assert verdict(DOUBLED, at("A", "2018-1", 7), closed="2018-4", on=date(2019, 1, 1)) == "missed"


def test_growth_without_its_base_is_no_data():
    baseless = rule("growth", "year", "sum", "distinct", 2, base_year=2016)
    found = result(baseless, at("A", "2018-1", 30))
    assert (found.verdict.value, found.actual, found.threshold) == ("no_data", 30, None)
    assert found.catch_up == "Chưa nhập số của năm gốc 2016."


def test_a_tracked_figure_is_never_judged():
    found = result(TRACKED, at("A", "2018-1", 2))
    assert (found.verdict.value, found.actual, found.threshold) == ("tracked", 2, None)
    nothing = result(TRACKED, closed="2018-4", on=date(2019, 1, 1))
    assert (nothing.verdict.value, nothing.actual) == ("tracked", None)
