"""Days and numbers of the legal life: calendar months, ends of months, the later of two days."""

import datetime as dt

import pytest
from hypothesis import given, settings, strategies as st

from initiatives import terms
from initiatives.models import Initiative
from initiatives.register import is_overdue
from tests.factories import make_initiative

day = dt.date


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (day(2017, 11, 30), 3, day(2018, 2, 28)),
        (day(2015, 11, 30), 3, day(2016, 2, 29)),
        (day(2018, 1, 31), 3, day(2018, 4, 30)),
        (day(2018, 3, 5), 3, day(2018, 6, 5)),
        (day(2018, 12, 31), 2, day(2019, 2, 28)),
        (day(2016, 2, 29), 12, day(2017, 2, 28)),
        (day(2018, 5, 31), -3, day(2018, 2, 28)),
    ],
)
def test_months_are_calendar_months_and_end_with_the_month(start, months, expected):
    assert terms.add_months(start, months) == expected


@pytest.mark.parametrize(
    ("accepted_on", "first_use_ends_on", "expected"),
    [
        (day(2018, 3, 5), None, day(2018, 6, 5)),
        (day(2018, 3, 5), day(2018, 2, 1), day(2018, 6, 5)),
        (day(2018, 3, 5), day(2018, 4, 30), day(2018, 7, 30)),
        (day(2017, 11, 30), None, day(2018, 2, 28)),
        (day(2017, 6, 1), day(2017, 11, 30), day(2018, 2, 28)),
    ],
)
def test_a_decision_is_due_three_months_after_the_later_of_acceptance_and_end_of_first_use(
    accepted_on, first_use_ends_on, expected
):
    assert terms.decide_by(accepted_on, first_use_ends_on) == expected


def test_a_term_is_late_from_the_day_after_it():
    term = terms.Term("Hẹn trả lời", day(2018, 6, 5))
    assert [term.late_days(day(2018, 6, number)) for number in (4, 5, 6, 8)] == [0, 0, 1, 3]
    assert [term.days_left(day(2018, 6, number)) for number in (4, 5, 6)] == [1, 0, -1]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"state": "draft"}, None),
        ({"state": "draft", "first_applied_on": day(2017, 6, 9)}, ("Hạn nộp đơn", day(2018, 6, 9))),
        ({"state": "filed", "first_applied_on": day(2017, 6, 9)}, None),
        ({"state": "received", "answer_by": day(2018, 7, 1)}, ("Hẹn trả lời", day(2018, 7, 1))),
        ({"state": "supplement", "supplement_by": day(2018, 7, 2)}, ("Hạn bổ sung", day(2018, 7, 2))),
        ({"state": "accepted", "accepted_on": day(2018, 3, 31)}, ("Hạn xét công nhận", day(2018, 6, 30))),
        ({"state": "recognised", "accepted_on": day(2018, 3, 31)}, None),
        ({"state": "refused", "accepted_on": day(2018, 3, 31)}, None),
    ],
)
def test_each_state_has_the_term_that_the_decree_gives_it(fields, expected):
    term = terms.term_of(Initiative(**fields))
    assert (term and (term.what, term.until)) == expected


_days = st.dates(day(2016, 1, 1), day(2021, 12, 31))


@given(on=_days, months=st.sampled_from([1, 3, 12]))
def test_a_query_can_ask_which_terms_are_over(on, months):
    last = terms.last_overdue_start(on, months)
    assert terms.add_months(last, months) < on
    assert terms.add_months(last + dt.timedelta(1), months) >= on


@pytest.mark.django_db
@settings(max_examples=40)
@given(on=st.dates(day(2018, 1, 1), day(2018, 12, 31)), start=st.dates(day(2017, 6, 1), day(2018, 12, 1)), later=st.integers(-40, 40))
def test_the_register_finds_just_those_whose_term_is_over(on, start, later):
    Initiative.objects.all().delete()
    ends = start + dt.timedelta(later)
    for state in Initiative.State.values:
        make_initiative(
            state=state, first_applied_on=start, first_use_ends_on=ends, accepted_on=start, answer_by=start, supplement_by=start
        )
        make_initiative(state=state, first_applied_on=None, accepted_on=start, answer_by=ends, supplement_by=ends)
    late = {row.pk for row in Initiative.objects.all() if (term := terms.term_of(row)) and term.late_days(on)}
    assert set(Initiative.objects.filter(is_overdue(on)).values_list("pk", flat=True)) == late


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], "01/2018/PTN"),
        (["06/2018/PTN", "02/2018/PTN"], "07/2018/PTN"),
        (["99/2018/PTN"], "100/2018/PTN"),
        (["12/2017/PTN", "KT-5", "08/2018/GCN-SK", "x9/2018/PTN"], "01/2018/PTN"),
        (["005/2018/PTN"], "06/2018/PTN"),
    ],
)
def test_the_next_number_follows_the_highest_of_the_year(taken, expected):
    assert terms.next_number(taken, 2018, terms.RECEIPT) == expected
