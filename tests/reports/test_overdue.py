"""Who is late now: by name on the reviewer's home, and by the same count however they are counted."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import folding, overdue, sums
from reports.models import Exclusion
from tests.factories import at, make_period, make_report, make_unit, make_user

pytestmark = pytest.mark.django_db
TODAY = dt.date(2018, 6, 17)  # three days after the deadline of Quý II/2018


@pytest.fixture
def quarter(settings):
    settings.Q4KH_TODAY = TODAY.isoformat()
    return make_period(year=2018, quarter=2)


@pytest.mark.parametrize("units", [1, 3, 52])
def test_the_late_stand_on_the_reviewers_home_by_name(client, quarter, units, monkeypatch):
    for number in range(1, units + 1):
        make_report(make_unit(f"P{number}"), quarter)
    make_report(make_unit("VP"), quarter, state="sent")
    make_report(make_unit("NV"), quarter)
    Exclusion.objects.create(unit=make_unit("NV"), period=quarter, reason="Lý do", at=at("2018-06-01T08:00:00"))
    client.force_login(make_user(role="reviewer"))
    html = client.get("/").content.decode()
    block = html.partition(f'data-overdue="{units}">')[2].partition("</p>")[0]
    assert block.startswith('Trễ 3 ngày: <a href="/bao-cao/2018/2/P1/">Phường 1</a>')
    assert block.count("/bao-cao/") == min(units, 50)
    assert ("2 đơn vị khác" in block) == (units == 52)
    # The same from sums that are kept, in two queries.
    folding.fold(dt.timedelta(0))
    monkeypatch.setattr(sums, "FEW", 0)
    with CaptureQueriesContext(connection) as asked:
        found = overdue.of_today(TODAY)
    assert (len(asked), found.total, len(found.units), found.days) == (2, units, min(units, 50), 3)
    assert overdue.of_today(quarter.due_on) is None
