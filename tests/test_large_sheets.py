"""Eleven thousand rows of a sheet come in, and go out again, in as many queries as thirty do."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import Activity, Organisation
from initiatives.resources import ActivityResource
from tests import factories as make
from tests.taking import applied
from units import clock
from units.importing import taking
from units.models import Unit
from units.resources import UnitResource

ROWS, BOUND = 11_000, 60


def sheet(heads, row) -> bytes:
    """As CSV: what is measured is not how long a workbook takes to unpack."""
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([heads, *map(row, range(ROWS))])
    return written.getvalue().encode()


def units():
    heads = ["Mã", "Tên đầy đủ", "Loại", "Từ ngày"]
    content = sheet(heads, lambda n: [f"D{n}", f"Đơn vị {n}", "phường", "19/12/2016"])
    return UnitResource, content, make.make_user(role="administrator")


def registry():
    make.make_plan()
    for code in ("P1", "P2"):
        make.make_unit(code)
    heads = ["Đơn vị", "Loại", "Tên việc", "Ngày", "Doanh nghiệp", "Đơn vị phối hợp"]
    content = sheet(heads, lambda n: ["P1", "Hỗ trợ doanh nghiệp", f"Việc {n}", "05/03/2018", f"May Thử {n % 500}", "P2"])
    return ActivityResource, content, make.make_user(role="reviewer", unit=make.make_unit("PKT"))


def stored():
    links = [Activity._meta.get_field(name).remote_field.through for name in ("organisations", "partners")]
    return [model._base_manager.count() for model in (Unit, Activity, Organisation, *links)]


@pytest.mark.django_db
@pytest.mark.parametrize("made", [units, registry])
def test_few_queries_take_many_rows_in_and_back(settings, made):
    settings.Q4KH_TODAY = "2018-06-08T09:00:00"
    resource, content, by = made()
    before = stored()
    with CaptureQueriesContext(connection) as coming:
        run = applied(resource, content, by, "so-lieu.csv")
    assert (run.counts["new"], resource._meta.model.objects.count() - before[resource is ActivityResource]) == (ROWS, ROWS)
    with CaptureQueriesContext(connection) as going:
        taking.undo(run, resource(), by=by, at=clock.now())
    assert stored() == before
    assert (len(coming) <= BOUND, len(going) <= BOUND) == (True, True), (len(coming), len(going))
    told = (Unit if resource is UnitResource else Organisation).history.filter(history_type="-", history_user=by)
    assert told.count() == (ROWS if resource is UnitResource else 500)
