"""Targets and tasks taken in from sheets."""

import datetime as dt

import pytest

from targets.models import Assignment, Target, Task
from targets.resources import TargetResource, TaskResource
from tests import factories as make
from tests.taking import applied, planned, round_trip, xlsx
from units.importing import taking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_of")]
AT = make.at("2018-06-08T10:00")
HEADS = ["Mã", "Mục", "Chỉ tiêu", "Nguyên văn", "Nhóm", "Cách đo", "Tính theo", "Qua thời gian", "Qua các đơn vị",
         "Nguồn số liệu", "Mức giao", "Đơn vị tính", "Đơn vị báo cáo", "Đơn vị đầu mối"]  # fmt: skip


@pytest.fixture
def as_of(settings):
    settings.Q4KH_TODAY = "2018-06-08T09:00:00"


@pytest.fixture
def administrator():
    make.make_plan()
    make.make_unit("P1"), make.make_unit("P2")
    return make.make_user(role="administrator")


def target(code="CT90", measure="số lượng", threshold="2,5", reporting="P1; P2", coordinating="PKT"):
    return [code, "II.2.9", "Chỉ tiêu thử", "Nguyên văn thử", Target.Theme.MEDIA.label, measure, "năm", "cộng dồn", "cộng",
            "đơn vị nhập", threshold, "bài", reporting, coordinating]  # fmt: skip


def given():
    return {(row.unit.code, row.reports, row.coordinates, row.valid_from) for row in Assignment.objects.all()}


def test_a_target_comes_with_the_units_that_report_it(administrator):
    run = applied(TargetResource, xlsx(HEADS, target(reporting="P1", coordinating="P1")), administrator)
    one = Target.objects.get()
    assert (one.measure, one.threshold, one.theme, one.order) == ("count", 2.5, Target.Theme.MEDIA, 1)
    assert given() == {("P1", True, True, make.START)}
    again = applied(TargetResource, xlsx(HEADS, target(threshold=3, coordinating="P1")), administrator)
    assert given() == {("P1", True, True, make.START), ("P2", True, False, dt.date(2018, 6, 8))}
    for row in (again, run):
        taking.undo(row, TargetResource(), by=administrator, at=AT)
    assert (Target.objects.count(), given()) == (0, set())


def test_a_target_is_measurable_and_keeps_its_units(administrator):
    one = make.make_target(code="CT03")
    make.assign(one, make.make_unit("P1"))
    found = planned(TargetResource, xlsx(
        HEADS, target(threshold=None), target("CT91", "tỷ lệ phần trăm"), target("CT03", reporting="P2"),
    ), administrator)  # fmt: skip
    assert {(wrong.where, wrong.label, wrong.text) for wrong in found.wrong} == {
        ("K2", "Mức giao", "Cách đo “số lượng” cần mức giao."),
        ("", "Tên tử số", "Cách đo “tỷ lệ phần trăm” cần tên tử số và mẫu số."),
        ("I3", "Qua các đơn vị",
         "Cách đo “tỷ lệ phần trăm” chỉ lấy qua các đơn vị theo “tổng tử số trên tổng mẫu số”."),
        ("", "Tên mẫu số", "Cách đo “tỷ lệ phần trăm” cần tên tử số và mẫu số."),
        ("M4", "Đơn vị báo cáo", "P1 đang được giao: thêm lại vào ô, hoặc ghi ngày thôi giao ở trang Quản trị."),
    }


def test_a_task_stands_once_in_a_units_paragraph(administrator):
    make.make_task(make.make_unit("P1"), "IV.11")
    heads = ["Mã", "Mục", "Đơn vị", "Đề mục", "Tên", "Nguyên văn"]
    task = ["P2-01", "IV.11", "P2", "III.1.a", "Việc thử", "Nguyên văn"]
    found = planned(TaskResource, xlsx(
        heads, ["P1-09", "IV.11", "Phường 1", "III.1.a", "Việc", "Nguyên văn"], [*task[:3], "III.9", *task[4:]],
    ), administrator)  # fmt: skip
    assert [(wrong.where, wrong.text) for wrong in found.wrong] == [
        ("B2", "Đơn vị đã có nhiệm vụ P1-IV.11 ở mục này: mỗi mục một nhiệm vụ."),
        ("D3", "Không có đề mục “III.9” trong Kế hoạch: ghi như III.1.a."),
    ]
    run = applied(TaskResource, xlsx(heads, task), administrator)
    assert Task.objects.get(code="P2-01").order == 2
    taking.undo(run, TaskResource(), by=administrator, at=AT)
    assert Task.objects.count() == 1


def test_exports_change_nothing(administrator):
    one = make.make_target(code="CT03", threshold=3, due_on=dt.date(2018, 1, 1), base_year=2016, rule="Một\nhai")
    make.assign(one, make.make_unit("P1"), make.make_unit("P2"))
    make.make_task(make.make_unit("P1"), "IV.11", is_requested=True)
    assert round_trip(TargetResource, administrator) == ({"new": 0, "changed": 0, "same": 1}, [])
    assert round_trip(TaskResource, administrator) == ({"new": 0, "changed": 0, "same": 1}, [])
