"""Milestones and months by hand-worked numbers (domain §2, §4)."""

from datetime import date

import pytest

from tests.targets.terms import (
    BY_MARCH,
    BY_NEW_YEAR,
    MONTHLY,
    ONCE,
    ONCE_BY_2017,
    at,
    q,
    result,
    rule,
    verdict,
)

# ---------------------------------------------------------------- milestones, once


def test_a_milestone_before_its_date_is_not_due():
    told = at("A", "2018-1", dates=(None,))
    assert (verdict(ONCE, told), result(ONCE, told).actual, result(ONCE, told).days_left) == ("not_due", 0, 937)
    assert (verdict(ONCE), result(ONCE).actual) == ("not_due", None)


def test_a_milestone_done_in_time_is_met():
    found = result(ONCE_BY_2017, at("A", "2018-1", dates=(date(2017, 12, 31),)))
    assert (found.verdict.value, found.is_late, found.actual, found.done_on) == ("met", False, 1, date(2017, 12, 31))


def test_a_milestone_done_after_its_date_is_met_late():
    found = result(ONCE_BY_2017, at("A", "2018-1", dates=(date(2018, 1, 1),)))
    assert (found.verdict.value, found.is_late, found.actual) == ("met", True, 1)


def test_a_milestone_past_its_date_is_behind_until_the_period_that_holds_it_is_closed():
    told = at("A", "2017-4", dates=())
    assert verdict(ONCE_BY_2017, told, on=date(2017, 12, 31), closed="2017-4", year=2017) == "not_due"
    assert verdict(ONCE_BY_2017, told, on=date(2018, 1, 1), closed="2017-4") == "behind"
    assert verdict(ONCE_BY_2017, told, closed="2017-4") == "behind"
    found = result(ONCE_BY_2017, told, closed="2018-1")
    assert (found.verdict.value, found.actual, found.threshold, found.days_left) == ("missed", 0, 1, -159)


def test_a_promise_for_the_end_of_the_plan_is_decided_by_its_last_period():
    told = at("A", "2020-4", dates=(None,))
    assert verdict(ONCE, told, year=2020, on=date(2021, 1, 1), closed="2020-3") == "behind"
    assert verdict(ONCE, told, year=2020, on=date(2021, 1, 1), closed="2020-4") == "missed"


def test_a_milestone_that_nobody_spoke_of_is_no_data_not_red():
    assert verdict(ONCE_BY_2017, closed="2018-1") == "no_data"
    assert result(ONCE_BY_2017, closed="2018-1").missing == ("A", "B", "C")


def test_one_unit_is_enough_and_the_earliest_date_counts():
    facts = [at("A", "2018-1", dates=(date(2018, 3, 5),)), at("B", "2018-1", dates=(date(2018, 2, 1),))]
    found = result(ONCE, *facts, at("C", "2018-1", dates=(None,)))
    assert (found.done_on, found.verdict.value) == (date(2018, 2, 1), "met")
    assert {u: f.done_on for u, f in found.by_unit.items()} == {"A": date(2018, 3, 5), "B": date(2018, 2, 1), "C": None}


def test_a_milestone_of_three_papers_is_done_with_the_last_of_them():
    three = rule("milestone", "once", "last", "any", due_on=date(2020, 12, 31), parts=3)
    two = at("A", "2017-1", dates=(date(2017, 2, 1), date(2017, 3, 1), None))
    found = result(three, two)
    assert (found.verdict.value, found.actual, found.parts_done, found.remaining) == ("not_due", 0, 2, 1)
    third = at("A", "2018-1", dates=(None, None, date(2018, 1, 9)))
    done = result(three, two, third)
    assert (done.verdict.value, done.done_on, done.parts_done) == ("met", date(2018, 1, 9), 3)


def test_three_papers_of_two_units_are_not_one_done_milestone():
    three = rule("milestone", "once", "last", "any", due_on=date(2020, 12, 31), parts=3)
    day = date(2018, 1, 9)
    found = result(three, at("A", "2018-1", dates=(day, day, None)), at("B", "2018-1", dates=(None, None, day)))
    assert (found.actual, found.parts_done) == (0, 2)


def test_what_is_said_last_of_a_date_stands():
    facts = [at("A", "2017-4", dates=(date(2017, 12, 20),)), at("A", "2018-1", dates=(date(2018, 1, 20),))]
    assert result(ONCE_BY_2017, *facts).done_on == date(2018, 1, 20)


def test_a_date_that_lies_ahead_is_not_yet_done():
    planned = at("A", "2018-2", dates=(date(2018, 6, 9),))
    assert verdict(ONCE, planned) == "not_due"
    assert verdict(ONCE, planned, on=date(2018, 6, 9)) == "met"


def test_an_earlier_year_shows_what_was_done_by_its_end():
    fact = at("A", "2018-1", dates=(date(2018, 1, 20),))
    assert (result(ONCE, fact, year=2017).actual, verdict(ONCE, fact, year=2017)) == (None, "not_due")
    assert (result(ONCE, fact, year=2018).actual, verdict(ONCE, fact, year=2018)) == (1, "met")


def test_what_a_later_quarter_told_is_not_in_an_older_quarters_report():
    facts = [at("A", "2017-4", dates=(None,)), at("A", "2018-1", dates=(date(2017, 12, 20),))]
    assert result(ONCE_BY_2017, *facts, through="2017-4").verdict.value == "behind"
    assert result(ONCE_BY_2017, *facts, through="2018-1").verdict.value == "met"


def test_a_milestone_that_waits_for_acceptance_is_not_done():
    found = result(ONCE, at("A", "2018-1", dates=(None,)), pending=[at("A", "2018-2", dates=(date(2018, 5, 2),))])
    assert (found.actual, found.pending_actual, found.verdict.value) == (0, 1, "not_due")


def test_the_small_multiple_of_a_milestone_turns_one_in_the_quarter_of_its_date():
    facts = [at("A", "2017-3", dates=(None,)), at("A", "2018-1", dates=(date(2018, 1, 20),))]
    assert [f.value for f in result(ONCE, *facts).by_quarter.values()] == [None, None, 0, 0, 1, 1]


# ---------------------------------------------------------------- milestones, each year


def test_a_yearly_milestone_starts_anew_each_year():
    facts = [at("A", "2017-1", dates=(date(2017, 3, 31),)), at("A", "2018-1", dates=(None,))]
    assert (verdict(BY_MARCH, *facts, year=2017), result(BY_MARCH, *facts, year=2017).is_late) == ("met", False)
    assert verdict(BY_MARCH, *facts, year=2018) == "behind"


def test_last_years_date_told_again_is_not_this_years():
    facts = [at("A", "2017-2", dates=(date(2017, 5, 15),)), at("A", "2018-1", dates=(date(2017, 5, 15),))]
    assert (result(BY_MARCH, *facts, year=2017).is_late, verdict(BY_MARCH, *facts, year=2018)) == (True, "behind")


def test_a_yearly_milestone_can_be_met_late_until_its_year_is_over():
    told = at("A", "2018-1", dates=(None,))
    assert verdict(BY_MARCH, told, on=date(2018, 3, 31)) == "not_due"
    assert verdict(BY_MARCH, told, on=date(2018, 4, 1)) == "behind"
    assert verdict(BY_MARCH, told, on=date(2018, 12, 15), closed="2018-3") == "behind"
    assert verdict(BY_MARCH, told, on=date(2018, 12, 15), closed="2018-4") == "missed"
    late = result(BY_MARCH, told, at("A", "2018-2", dates=(date(2018, 5, 15),)))
    assert (late.verdict.value, late.is_late, late.done_on) == ("met", True, date(2018, 5, 15))


def test_a_december_decision_for_the_next_budget_is_the_next_years():
    fact = at("A", "2018-1", dates=(date(2017, 12, 20),))
    assert (verdict(BY_MARCH, fact, year=2018), verdict(BY_MARCH, fact, year=2017)) == ("met", "no_data")


def test_a_deed_of_late_december_meets_the_year_that_ends_on_the_31st():
    fact = at("A", "2018-1", dates=(date(2017, 12, 31),))
    found = result(BY_NEW_YEAR, fact, year=2017)
    assert (found.verdict.value, found.is_late, found.due_on) == ("met", False, date(2017, 12, 31))
    assert (verdict(BY_NEW_YEAR, fact, year=2018), result(BY_NEW_YEAR, fact, year=2018).actual) == ("not_due", 0)


def test_a_year_that_ends_on_the_31st_is_decided_by_the_quarter_that_reports_it():
    told = at("A", "2017-4", dates=(None,))
    assert verdict(BY_NEW_YEAR, told, year=2017, on=date(2017, 12, 31), closed="2017-4") == "not_due"
    assert verdict(BY_NEW_YEAR, told, year=2017, on=date(2018, 1, 1), closed="2017-4") == "behind"
    assert verdict(BY_NEW_YEAR, told, year=2017, on=date(2018, 4, 1), closed="2018-1") == "missed"


def test_a_deed_before_the_first_window_is_the_first_years():
    fact = at("A", "2017-1", dates=(date(2016, 12, 1),))
    assert [verdict(r, fact, year=2017) for r in (BY_MARCH, BY_NEW_YEAR)] == ["met", "met"]


# ---------------------------------------------------------------- months


MONTHS_OF_2018 = ["2017-12", *(f"2018-{m:02d}" for m in range(1, 12))]


def monthly(counts, unit="A"):
    """Facts of the year 2018 with `counts` in its twelve months, three a quarter."""
    return [
        at(unit, f"2018-{n + 1}", months=dict(zip(MONTHS_OF_2018[3 * n : 3 * n + 3], counts[3 * n : 3 * n + 3])))
        for n in range(4)
        if any(c is not None for c in counts[3 * n : 3 * n + 3])
    ]


OVER = {"closed": "2018-4", "on": date(2018, 12, 20)}


def test_the_months_of_a_year_are_those_whose_last_day_its_windows_hold():
    assert [m.month for m in result(MONTHLY).months] == MONTHS_OF_2018


@pytest.mark.parametrize(
    ("counts", "actual", "said"),
    [
        ([2] * 12, 12, "met"),
        ([2] * 11 + [1], 11, "missed"),
        ([24] + [0] * 11, 1, "missed"),
        ([24] + [1] * 11, 1, "missed"),
        ([3, 2] * 6, 12, "met"),
        ([2] * 9 + [None] * 3, 9, "no_data"),
        ([1] + [2] * 8 + [None] * 3, 8, "missed"),
        ([None] * 12, None, "no_data"),
    ],
)
def test_every_month_of_the_year_has_its_own_articles(counts, actual, said):
    found = result(MONTHLY, *monthly(counts), **OVER)
    assert (found.actual, found.verdict.value) == (actual, said)


def test_during_the_year_the_ended_months_are_judged():
    found = result(MONTHLY, *monthly([2, 3, 2]))
    assert (found.actual, found.threshold, found.verdict.value) == (3, 3, "on_track")
    one_failed = result(MONTHLY, *monthly([2, 3, 1]))
    assert (one_failed.actual, one_failed.threshold, one_failed.verdict.value) == (2, 3, "behind")
    assert [(m.month, m.ok) for m in one_failed.months if m.ok is not None] == [
        ("2017-12", True),
        ("2018-01", True),
        ("2018-02", False),
    ]


def test_a_month_without_an_official_figure_cannot_fail():
    found = result(MONTHLY, *monthly([2, None, 2]))
    assert (found.actual, found.threshold, found.verdict.value) == (2, 2, "on_track")
    assert found.months[1].ok is None
    assert verdict(MONTHLY, *monthly([2, 0, 2])) == "behind"


def test_a_month_is_judged_when_it_has_ended():
    early = monthly([2, 2, 2, 2, 2, 0])
    assert verdict(MONTHLY, *early, on=date(2018, 5, 31)) == "on_track"
    assert verdict(MONTHLY, *early, on=date(2018, 6, 1)) == "behind"


def test_a_failed_month_is_missed_only_when_the_year_is_over_and_closed():
    facts = monthly([1] + [2] * 11)
    assert verdict(MONTHLY, *facts, closed="2018-3", on=date(2018, 12, 14)) == "behind"
    assert verdict(MONTHLY, *facts, closed="2018-3", on=date(2018, 12, 15)) == "behind"
    assert verdict(MONTHLY, *facts, closed="2018-4", on=date(2018, 12, 15)) == "missed"


def test_months_without_any_figure_are_not_due_until_a_period_closes():
    assert (verdict(MONTHLY, closed="2017-4"), verdict(MONTHLY, closed="2018-1")) == ("not_due", "no_data")


def test_one_article_in_two_media_counts_once_in_its_month():
    facts = [
        at("A", "2018-1", month_keys={"2018-01": {"bài 1", "bài 2"}}),
        at("B", "2018-1", month_keys={"2018-01": {"bài 2"}}),
    ]
    found = result(MONTHLY, *facts)
    assert (found.months[1].value, found.overlap, found.actual) == (2, 1, 1)
    assert {u: f.value for u, f in found.by_unit.items()} == {"A": 2, "B": 1}


def test_the_quarters_of_a_monthly_figure_add_its_months():
    found = result(MONTHLY, *monthly([2, 3, 1, 4]))
    assert {k: f.value for k, f in found.by_quarter.items()} == {q("2018-1"): 6, q("2018-2"): 4}


def test_a_month_has_a_name():
    with pytest.raises(ValueError):
        at("A", "2018-1", months={"2018-13": 1})
