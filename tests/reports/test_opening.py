"""Opening a period: report rows, the year's commitments, once (domain §2, §3)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import opening
from reports.models import Report
from targets.models import Commitment, Period
from tests.factories import at, make_period, make_plan, make_report, make_task, make_unit
from units.models import AuditEvent


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def plan(db):
    return make_plan(coordinator=make_unit("PKT", files_reports=False))


def reports():
    return sorted(Report.objects.values_list("unit__code", "period__year", "period__quarter", "state"))


def events():
    return list(AuditEvent.objects.order_by("pk").values_list("act", "subject", "actor", "after"))


def test_a_period_opens_on_the_first_day_of_its_window(plan):
    make_unit("P1")
    make_period(plan, 2018, 2)
    assert opening.open_due(day("2018-03-14")) == []
    assert reports() == []
    (opened,) = opening.open_due(day("2018-03-15"), at=at("2018-03-15T07:00:00"))
    assert (opened.is_first, opened.reports) == (True, 1)
    assert reports() == [("P1", 2018, 2, "draft")]
    assert Period.objects.get().opened_at == at("2018-03-15T07:00:00")
    assert events() == [("period.open", "2018-2", "he-thong", {"reports": 1})]


def test_only_units_that_file_get_a_report(plan):
    make_unit("P1")
    make_unit("P2", is_active=False)
    make_unit("P3", files_reports=False)
    make_unit("P4", valid_from=day("2018-07-01"))
    make_unit("P5", valid_to=day("2018-03-01"))
    make_period(plan, 2018, 2)
    opening.open_due(day("2018-03-20"))
    assert reports() == [("P1", 2018, 2, "draft")]


def test_opening_again_changes_nothing(plan):
    unit, period = make_unit("P1"), make_period(plan, 2018, 2)
    make_task(unit)
    make_report(unit, period)
    for on in ["2018-03-15", "2018-03-15", "2018-06-14", "2018-07-30"]:
        opening.open_due(day(on))
    assert (Report.objects.count(), Commitment.objects.count(), len(events())) == (1, 0, 1)


def test_a_unit_added_later_gets_its_report_at_the_next_run(plan):
    make_unit("P1")
    make_period(plan, 2018, 2)
    opening.open_due(day("2018-03-15"))
    make_unit("P2")
    (added,) = opening.open_due(day("2018-05-01"))
    assert (added.is_first, added.reports) == (False, 1)
    assert reports() == [("P1", 2018, 2, "draft"), ("P2", 2018, 2, "draft")]
    assert events()[1] == ("period.add_units", "2018-2", "he-thong", {"units": ["P2"]})


def test_who_came_after_the_deadline_owes_nothing_even_if_opening_is_caught_up_with(plan):
    make_unit("P1")
    make_unit("P2", valid_from=day("2018-06-15"))
    make_unit("P3", valid_from=day("2018-06-14"))
    make_period(plan, 2018, 2)
    opening.open_due(day("2018-07-01"))
    assert [row[0] for row in reports()] == ["P1", "P3"]


def test_a_consolidated_period_and_one_due_before_the_plan_stay_closed(plan):
    make_unit("P1")
    make_period(plan, 2016, 4)
    make_period(plan, 2017, 4, closed_at=at("2018-01-05T09:00:00"))
    assert opening.open_due(day("2018-01-10")) == []


def test_the_plans_tasks_become_commitments_of_the_year_once(plan):
    unit = make_unit("P1")
    make_task(unit, "IV.11.1", title="Bố trí cán bộ phụ trách", order=3)
    make_task(make_unit("P2", files_reports=False), "IV.11.1")
    make_period(plan, 2018, 1)
    make_period(plan, 2018, 2)
    make_period(plan, 2019, 1)
    opening.open_due(day("2018-04-01"))
    rows = Commitment.objects.values_list("unit__code", "year", "ref", "title", "heading__ref", "order", "task__ref")
    assert list(rows) == [("P1", 2018, "IV.11.1", "Bố trí cán bộ phụ trách", "III.1.a", 3, "IV.11.1")]
    # Quý I/2019 opens on 15/12/2018: its commitments are those of 2019.
    opening.open_due(day("2018-12-15"))
    assert list(Commitment.objects.order_by("year").values_list("year", flat=True)) == [2018, 2019]


@pytest.mark.parametrize("units", [1, 3, 30])
def test_opening_asks_the_same_queries_however_many_units(plan, units):
    for number in range(1, units + 1):
        make_task(make_unit(f"P{number}"))
    make_period(plan, 2018, 2)
    with CaptureQueriesContext(connection) as queries:
        opening.open_due(day("2018-03-15"))
    asked = [row["sql"] for row in queries if not row["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    # Periods due; the claim, units, tasks, commitments, reports, marks of sums, audit line.
    assert len(asked) == 8
    assert (Report.objects.count(), Commitment.objects.count()) == (units, units)
