"""Two quarters of one unit become official at the same instant."""

import pytest
from django.db import transaction

from reports import task_history
from reports.models import Report, Told, Version
from tests import factories as make
from tests.initiatives.test_registry_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("_", range(3))
def test_the_later_quarter_tells_whoever_was_second(_):
    unit = make.make_unit("P1")
    quarters = [make.make_period(year=2018, quarter=number) for number in (1, 2)]
    work = make.make_commitment(unit)
    for quarter, status in zip(quarters, ("underway", "done"), strict=True):
        report = make.make_told(unit, quarter, IV_11=status)
        Report.objects.filter(pk=report.pk).update(state="sent", official=None)
    Told.objects.all().delete()

    def accept(quarter):
        with transaction.atomic():
            version = Version.objects.get(report__period=quarter)
            Report.objects.filter(pk=version.report_id).update(state="accepted", official=version)
            task_history.settle(unit.pk, quarter.plan_id)

    at_once(*[lambda quarter=quarter: accept(quarter) for quarter in quarters])
    assert Told.objects.get().commitment == work
    assert Told.objects.values_list("status", "period__quarter", "since__quarter").get() == ("done", 2, 2)
