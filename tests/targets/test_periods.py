"""Changed rules of reporting move only what has not opened."""

import datetime as dt

import pytest
from django.core.management import call_command

from targets import periods
from targets.models import Period, Plan
from units.models import AuditEvent, User

pytestmark = pytest.mark.django_db

OPENED = dt.datetime(2018, 3, 15, 8, tzinfo=dt.UTC)


@pytest.fixture
def plan():
    """As of Quý II/2018: six periods have opened, Quý III/2018 was extended."""
    call_command("load_plan")
    Period.objects.filter(window_from__lte=dt.date(2018, 6, 8)).update(opened_at=OPENED)
    Period.objects.filter(year=2018, quarter=3).update(
        due_on=dt.date(2018, 9, 20), original_due_on=dt.date(2018, 9, 14), extension_reason="Bão số 5"
    )
    return Plan.objects.get()


def dates(year, quarter):
    period = Period.objects.get(year=year, quarter=quarter)
    return period.window_from, period.window_to, period.due_on


def test_a_new_due_day_moves_the_periods_that_have_not_opened(plan):
    plan.due_day = 25
    plan.save()
    moved = periods.replan(plan, by=User.objects.create_user("quantri"))
    assert [period.key for period in moved] == ["2018-4", *(f"{y}-{n}" for y in (2019, 2020) for n in (1, 2, 3, 4))]
    assert dates(2018, 2) == (dt.date(2018, 3, 15), dt.date(2018, 6, 14), dt.date(2018, 6, 14))
    assert dates(2018, 3) == (dt.date(2018, 6, 15), dt.date(2018, 9, 14), dt.date(2018, 9, 20))
    # Its data begin where those of the last unmoved period ended: no day twice, none lost.
    assert dates(2018, 4) == (dt.date(2018, 9, 15), dt.date(2018, 12, 24), dt.date(2018, 12, 24))
    assert dates(2019, 1) == (dt.date(2018, 12, 25), dt.date(2019, 3, 24), dt.date(2019, 3, 24))
    event = AuditEvent.objects.get(act="targets.replan")
    assert (event.actor, event.subject) == ("quantri", "294/KH-UBND")
    assert (event.before["2018-4"], event.after["2018-4"]) == ("2018-12-14", "2018-12-24")


def test_the_same_rules_move_nothing(plan):
    assert periods.replan(plan, by=None) == []
    assert AuditEvent.objects.filter(act="targets.replan").count() == 0


def test_a_longer_plan_gets_more_periods(plan):
    plan.last_year = 2021
    plan.save()
    periods.replan(plan, by=None)
    assert [p.key for p in Period.objects.filter(year=2021)] == ["2021-1", "2021-2", "2021-3", "2021-4"]
    assert dates(2021, 1) == (dt.date(2020, 12, 15), dt.date(2021, 3, 14), dt.date(2021, 3, 14))
