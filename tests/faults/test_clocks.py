"""Where the server stands, and what its clock says of zones, changes nothing: days begin at midnight in Vietnam, also
between 00:00 and 07:00, when it is still the day before in UTC."""

import json

import pytest

from tests.faults import rounds

pytestmark = pytest.mark.django_db(transaction=True)

# Instants in Vietnam → what the portal says: the day, days late of what is sent then, on time, the last reminder due.
EXPECTED = {
    "2018-03-14T23:59:59": ["2018-03-14", 0, True, None],
    "2018-03-15T00:00:00": ["2018-03-15", 0, True, "opened"],
    "2018-03-15T06:59:59": ["2018-03-15", 0, True, "opened"],
    "2018-06-13T23:59:59": ["2018-06-13", 0, True, "before-1"],
    "2018-06-14T00:00:00": ["2018-06-14", 0, True, "due"],
    "2018-06-14T23:59:59": ["2018-06-14", 0, True, "due"],
    "2018-06-15T00:00:00": ["2018-06-15", 1, False, "after-1"],
    "2018-06-15T06:59:59": ["2018-06-15", 1, False, "after-1"],
    "2018-06-15T07:00:00": ["2018-06-15", 1, False, "after-1"],
    "2018-06-21T00:30:00": ["2018-06-21", 7, False, "after-7"],
}
ZONES = ["America/Los_Angeles", "UTC", "Pacific/Kiritimati", "Asia/Tokyo", "Asia/Ho_Chi_Minh"]

# In a process that was started in its zone: a report is really sent at each instant, and taken back.
ASKING = """
import json
from datetime import timedelta
from django.conf import settings
from django.db import transaction
from reports import deadlines, reminders, sheet as sheets, workflow
from reports.models import Report
from units import clock
from units.models import User
found = {}
for instant in json.loads(INSTANTS):
    settings.Q4KH_TODAY = instant
    report = Report.objects.select_related("unit", "period__plan").get(unit__code="P1", period__quarter=2)
    with transaction.atomic():
        workflow.move("send", report, by=User.objects.get(username="p1.lanhdao"), sheet=sheets.load(report, clock.today()))
        stored = Report.objects.get(pk=report.pk)
        late = deadlines.late_days(stored.first_sent_at, report.period.due_on, clock.today())
        timely = deadlines.is_timely(stored.first_sent_at, report.period.due_on)
        transaction.set_rollback(True)
    kind = reminders.latest(reminders.schedule(report.period), clock.today())
    found[instant] = [clock.today().isoformat(), late, timely, kind and kind.name]
settings.Q4KH_TODAY = ""
print(json.dumps({"said": found, "offset": clock.now().utcoffset() / timedelta(hours=1)}))
"""


@pytest.mark.parametrize("zone", ZONES[: rounds(1, len(ZONES))])
def test_the_day_is_the_day_in_vietnam_wherever_the_server_stands(zone, ward, fill, client, manage, figure):
    client.force_login(ward.reporter)
    assert client.post(ward.form, fill(ward.report.revision)).status_code == 302
    # PGTZ: what a PostgreSQL of that zone would have said of itself.
    asking = ASKING.replace("INSTANTS", repr(json.dumps(list(EXPECTED))))
    answer = json.loads(manage("shell", "--no-imports", "-c", asking, TZ=zone, PGTZ=zone).strip().splitlines()[-1])
    wrong = {instant: said for instant, said in answer["said"].items() if said != EXPECTED[instant]}
    figure(f"edges of the day, server in {zone}", tried=len(EXPECTED), lost=len(wrong))
    assert wrong == {}
    assert answer["offset"] == 7
