from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from targets.quarters import (
    Calendar,
    Quarter,
    Reporting,
    add_working_days,
    days_late,
    deadline_instant,
    is_on_time,
    last_day_of_month,
    local_day,
    months_of,
    school_year_for,
    school_year_of,
)

VIETNAM = timezone(timedelta(hours=7))
PLAN_294 = Reporting()
ISSUED = date(2016, 12, 19)


def test_a_quarter_has_a_label_and_a_key():
    assert [Quarter(2018, n).label for n in (1, 2, 3, 4)] == [
        "Quý I/2018",
        "Quý II/2018",
        "Quý III/2018",
        "Quý IV/2018",
    ]
    assert Quarter(2018, 2).key == "2018-2"
    assert Quarter.parse("2018-2") == Quarter(2018, 2)


@pytest.mark.parametrize("key", ["2018-0", "2018-5", "2018", "2018-02", "18-2", "2018-2 ", "٢٠١٨-٢", ""])
def test_anything_else_is_no_key(key):
    with pytest.raises(ValueError):
        Quarter.parse(key)


def test_a_year_has_four_quarters():
    with pytest.raises(ValueError):
        Quarter(2018, 5)


def test_quarters_count_across_years():
    q = Quarter(2017, 4)
    assert q.next == Quarter(2018, 1)
    assert q.previous == Quarter(2017, 3)
    assert q + 6 == Quarter(2019, 2)
    assert q - 4 == Quarter(2016, 4)
    assert Quarter(2018, 2) - q == 2
    assert sorted([Quarter(2018, 1), Quarter(2017, 4), Quarter(2017, 1)]) == [Quarter(2017, 1), q, Quarter(2018, 1)]
    assert list(q.to(Quarter(2018, 2))) == [q, Quarter(2018, 1), Quarter(2018, 2)]


def test_a_quarter_knows_its_months():
    assert Quarter(2018, 2).months == ((2018, 4), (2018, 5), (2018, 6))
    assert Quarter(2018, 4).last_month == date(2018, 12, 1)
    assert (Quarter(2018, 4).first_day, Quarter(2018, 4).last_day) == (date(2018, 10, 1), date(2018, 12, 31))
    assert Quarter.of(date(2018, 3, 31)) == Quarter(2018, 1)


# ---------------------------------------------------------------- windows and deadlines


def test_before_the_15th_means_the_14th_is_the_last_day():
    assert PLAN_294.calendar(Quarter(2018, 2)) == Calendar(
        Quarter(2018, 2), date(2018, 3, 15), date(2018, 6, 14), date(2018, 6, 14)
    )
    assert PLAN_294.calendar(Quarter(2018, 1)) == Calendar(
        Quarter(2018, 1), date(2017, 12, 15), date(2018, 3, 14), date(2018, 3, 14)
    )


def test_the_plan_asks_for_sixteen_reports():
    quarters = PLAN_294.quarters_of_plan(ISSUED, last_year=2020)
    assert (len(quarters), quarters[0], quarters[-1]) == (16, Quarter(2017, 1), Quarter(2020, 4))


def test_a_quarter_whose_deadline_had_passed_when_the_plan_was_issued_is_not_due():
    assert PLAN_294.first_due(date(2016, 12, 13)) == Quarter(2016, 4)
    assert PLAN_294.first_due(date(2016, 12, 14)) == Quarter(2017, 1)
    assert PLAN_294.first_due(ISSUED) == Quarter(2017, 1)


def test_a_deadline_in_the_following_month_leaves_the_calendar_quarter_as_window():
    after = Reporting(due_day=15, due_month_of_quarter=4)
    assert after.calendar(Quarter(2018, 4)) == Calendar(
        Quarter(2018, 4), date(2018, 10, 1), date(2018, 12, 31), date(2019, 1, 14)
    )
    assert after.first_due(ISSUED) == Quarter(2016, 4)


def test_a_deadline_rolled_off_a_weekend_moves_no_window():
    # 14/12/2019 is a Saturday, 14/6/2020 a Sunday.
    rolled = Reporting(roll_weekends=True)
    assert rolled.due_on(Quarter(2019, 4)) == date(2019, 12, 16)
    assert rolled.due_on(Quarter(2020, 2)) == date(2020, 6, 15)
    assert rolled.due_on(Quarter(2018, 2)) == date(2018, 6, 14)
    assert (rolled.window_from(Quarter(2020, 1)), rolled.window_to(Quarter(2019, 4))) == (
        date(2019, 12, 15),
        date(2019, 12, 14),
    )


@pytest.mark.parametrize("setting", [{"due_day": 0}, {"due_day": 31}, {"due_month_of_quarter": 7}])
def test_settings_that_some_months_lack_are_refused(setting):
    with pytest.raises(ValueError):
        Reporting(**setting)


_REPORTING = st.builds(
    Reporting,
    due_day=st.integers(1, 28),
    due_month_of_quarter=st.integers(1, 6),
    roll_weekends=st.booleans(),
)
_DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2030, 12, 31))


@given(_REPORTING, _DAYS)
def test_every_day_lies_in_exactly_one_window(reporting, day):
    quarter = reporting.quarter_of(day)
    holding = [
        q for q in (quarter + n for n in range(-6, 7)) if reporting.window_from(q) <= day <= reporting.window_to(q)
    ]
    assert holding == [quarter]


@given(_REPORTING, _DAYS)
def test_every_month_belongs_to_exactly_one_quarter(reporting, day):
    month = f"{day.year}-{day.month:02d}"
    quarter = reporting.quarter_of(day)
    around = [quarter + n for n in range(-2, 3)]
    assert [month in months_of(reporting.window_from(q), reporting.window_to(q)) for q in around].count(True) == 1


def test_a_record_date_chooses_its_window():
    assert PLAN_294.quarter_of(date(2018, 6, 14)) == Quarter(2018, 2)
    assert PLAN_294.quarter_of(date(2018, 6, 15)) == Quarter(2018, 3)
    assert PLAN_294.quarter_of(date(2017, 12, 15)) == Quarter(2018, 1)


def test_a_month_belongs_to_the_window_that_holds_its_last_day():
    assert months_of(date(2018, 3, 15), date(2018, 6, 14)) == ("2018-03", "2018-04", "2018-05")
    assert months_of(date(2017, 12, 15), date(2018, 3, 14)) == ("2017-12", "2018-01", "2018-02")
    assert last_day_of_month(2020, 2) == date(2020, 2, 29)


# ---------------------------------------------------------------- school years


def test_a_school_year_is_named_by_the_year_it_ends_in():
    year = school_year_for(2018)
    assert (year.label, year.begins_on, year.ends_on) == ("2017–2018", date(2017, 8, 1), date(2018, 7, 31))
    assert school_year_of(date(2018, 7, 31)) == year
    assert school_year_of(date(2018, 8, 1)) == school_year_for(2019)
    assert school_year_of(date(2017, 12, 31)) == year


def test_the_start_of_a_school_year_is_a_setting():
    assert school_year_of(date(2018, 8, 31), start=(9, 5)).label == "2017–2018"
    assert school_year_for(2018, start=(9, 5)).ends_on == date(2018, 9, 4)
    with pytest.raises(ValueError):
        school_year_for(2018, start=(1, 1))


# ---------------------------------------------------------------- timeliness


def test_on_time_ends_with_the_day_in_ho_chi_minh_city():
    due = date(2018, 6, 14)
    assert is_on_time(datetime(2018, 6, 14, 23, 59, 59, tzinfo=VIETNAM), due) is True
    assert is_on_time(datetime(2018, 6, 15, 0, 0, 0, tzinfo=VIETNAM), due) is False
    assert is_on_time(datetime(2018, 6, 14, 16, 59, 59, tzinfo=UTC), due) is True
    assert is_on_time(datetime(2018, 6, 14, 17, 0, 0, tzinfo=UTC), due) is False
    assert deadline_instant(due) == datetime(2018, 6, 15, 0, 0, tzinfo=VIETNAM)


def test_an_instant_without_a_zone_decides_nothing():
    with pytest.raises(ValueError):
        is_on_time(datetime(2018, 6, 14, 12, 0), date(2018, 6, 14))


def test_days_late_are_calendar_days_in_ho_chi_minh_city():
    due = date(2018, 6, 14)
    assert days_late(datetime(2018, 6, 14, 23, 59, 59, tzinfo=VIETNAM), due) == 0
    assert days_late(datetime(2018, 6, 14, 17, 30, tzinfo=UTC), due) == 1
    assert days_late(date(2018, 6, 23), due) == 9
    assert days_late(date(2018, 6, 1), due) == 0
    assert local_day(datetime(2018, 6, 14, 17, 0, tzinfo=UTC)) == date(2018, 6, 15)


def test_working_days_skip_weekends_and_holidays():
    friday = date(2018, 6, 8)
    assert add_working_days(friday, 3) == date(2018, 6, 13)
    assert add_working_days(friday, 0) == friday
    assert add_working_days(date(2018, 6, 9), 1) == date(2018, 6, 11)
    assert add_working_days(friday, 3, frozenset({date(2018, 6, 12)})) == date(2018, 6, 14)
    with pytest.raises(ValueError):
        add_working_days(friday, -1)
