"""Organisations and records of the registry taken in from sheets."""

import datetime as dt

import pytest

from initiatives import permissions
from initiatives.models import Activity, Organisation
from initiatives.organisation_resource import OrganisationResource
from initiatives.resources import ActivityResource
from tests import factories as make
from tests.taking import applied, planned, round_trip, xlsx
from units.importing import taking
from units.models import AuditEvent
from units.moves import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_of")]
AT = make.at("2018-06-08T10:00")
HEADS = ["Đơn vị", "Loại", "Tên việc", "Ngày thực hiện", "Doanh nghiệp", "Đơn vị phối hợp", "Hỗ trợ trực tiếp"]


@pytest.fixture
def as_of(settings):
    settings.Q4KH_TODAY = "2018-06-08T09:00:00"


@pytest.fixture
def reviewer():
    make.make_plan()
    return make.make_user("pkt.mot", role="reviewer", unit=make.make_unit("PKT"))


@pytest.fixture
def wards():
    return make.make_unit("P1"), make.make_unit("P2")


def support(title="Hướng dẫn lắp cân điện tử", unit="P1", day="05/03/2018", whom="Cân Thử (0301234567); May Thử", partners=""):
    return [unit, "Hỗ trợ doanh nghiệp", title, day, whom, partners, "x"]


def told(found):
    return {(wrong.number, wrong.label): wrong.text for wrong in found.wrong}


# --- Organisations -----------------------------------------------------------------------------------------------------


def organisation(name, tax=None, **fields):
    one = Organisation(name=name, tax_code=tax, recorded_at=AT, **fields)
    one.fold()
    one.save()
    return one


def test_organisations_are_found_by_tax_code_or_by_a_name_of_one(reviewer, wards):
    known, nameless = organisation("Công ty Cân Thử", "0301234567"), organisation("Cơ sở May Thử")
    run = applied(OrganisationResource, xlsx(
        ["Tên doanh nghiệp", "MST", "Ngành nghề", "Phường"],
        ["Công ty cân thử", "0301234567", "cơ khí", "p1"],
        ["Cơ sở may thử", "0301234568", None, "Phường 2"],
        ["Quán Ăn Thử", None, "Chế biến, ăn uống", None],
    ), reviewer)  # fmt: skip
    known.refresh_from_db()
    nameless.refresh_from_db()
    assert run.counts == {"new": 1, "changed": 2, "same": 0}
    assert (known.name, known.sector, known.ward.code) == ("Công ty Cân Thử", "mechanics", "P1")
    assert (nameless.name, nameless.tax_code, nameless.ward.code) == ("Cơ sở May Thử", "0301234568", "P2")
    assert Organisation.objects.get(name="Quán Ăn Thử").sector == "food"
    taking.undo(run, OrganisationResource(), by=reviewer, at=AT)
    assert set(Organisation.objects.values_list("name", "tax_code", "ward")) == {
        ("Công ty Cân Thử", "0301234567", None), ("Cơ sở May Thử", None, None),
    }  # fmt: skip


def test_what_is_wrong_of_an_organisation(reviewer, wards):
    organisation("Công ty Cân Thử", "0301234567")
    organisation("Tạp hóa Thử")
    organisation("Tạp hóa Thử")
    found = planned(OrganisationResource, xlsx(
        ["Tên", "MST", "Phường"],
        ["Tên khác", "0301234567", None], ["Tạp hóa thử", None, None], ["Mới", "12", "PKT"], ["Mới hai", None, "PKT"],
        ["Mới ba", None, None], ["mới ba", None, None],
    ), reviewer)  # fmt: skip
    assert told(found) == {
        (2, "Mã số thuế"): "Mã số thuế này đã ghi cho “Công ty Cân Thử”; sửa mã số, hoặc ghi đúng tên ấy.",
        (3, "Mã số thuế"): "Nhiều tổ chức cùng tên này, ghi mã số thuế để phân biệt.",
        (4, "Mã số thuế"): "Mã số thuế có 10 chữ số, chi nhánh thêm gạch nối và 3 chữ số, ví dụ 0301234567-001.",
        (5, "Phường"): "“Phòng PKT” không phải phường.",
        (7, "Tên"): "Trùng với dòng 6: bỏ bớt một dòng, hoặc ghi mã số thuế để phân biệt.",
    }


def test_an_export_of_organisations_changes_nothing(reviewer, wards):
    kept = organisation("Công ty Cân Thử", "0301234567-001", sector="leather", ward=wards[0], address="1 Đường Thử")
    organisation("Tạp hóa Thử")
    organisation("Tạp hóa Thử")
    organisation("Cân Thử", merged_into=kept)
    assert round_trip(OrganisationResource, reviewer) == ({"new": 0, "changed": 0, "same": 3}, [])


# --- The registry ------------------------------------------------------------------------------------------------------


def test_records_enter_as_recorded_by_whom_another_must_confirm(reviewer, wards):
    known = organisation("Cân Thử", "0301234567")
    run = applied(ActivityResource, xlsx(HEADS, support(partners="P2")), reviewer)
    one = Activity.objects.get()
    assert (one.unit.code, one.kind, one.state, one.is_direct) == ("P1", "support", "recorded", True)
    assert (one.starts_on, one.recorded_by) == (dt.date(2018, 3, 5), reviewer)
    assert {unit.code for unit in one.partners.all()} == {"P2"}
    assert {other.name for other in one.organisations.all()} == {"Cân Thử", "May Thử"}
    other = make.make_user("pkt.hai", role="reviewer", unit=make.make_unit("PKT"))
    assert not permissions.can_confirm(reviewer, one) and permissions.can_confirm(other, one)
    taking.undo(run, ActivityResource(), by=reviewer, at=AT)
    assert (Activity.objects.count(), list(Organisation.objects.all())) == (0, [known])


def test_records_are_judged_by_the_rules_of_their_form(reviewer, wards):
    found = planned(ActivityResource, xlsx(
        HEADS,
        support(day="09/06/2018"), support(day="31/12/2015"), support(whom=""), support("năm", whom="May (123456789)"),
        support("Mô hình", whom="")[:1] + ["Mô hình ứng dụng", "Lấy số", "05/03/2018", "", "", "x"],
        support("bảy", partners="P1"), support("khác", unit="P99"), support("hai"), support("HAI"),
    ), reviewer)  # fmt: skip
    assert told(found) == {
        (2, "Ngày"): "Ngày hỗ trợ: ngày 09/06/2018 chưa đến. Sổ chỉ ghi việc đã làm.",
        (3, "Ngày"): "Ngày hỗ trợ: ngày 31/12/2015 trước giai đoạn của Kế hoạch (2016), không ghi vào sổ này.",
        (4, "Tổ chức, doanh nghiệp"): "Tổ chức 1: ghi ít nhất một tổ chức, doanh nghiệp.",
        (5, "Tổ chức, doanh nghiệp"): "“May”: mã số thuế có 10 chữ số, chi nhánh thêm gạch nối và 3 chữ số, ví dụ "
        "0301234567-001.",
        (6, "Hỗ trợ trực tiếp"): "Loại “Mô hình ứng dụng” không có “Hỗ trợ trực tiếp”: để trống ô này.",
        (7, "Đơn vị cùng làm"): "Đơn vị ghi không tự là đơn vị cùng làm: bỏ bớt.",
        (8, "Đơn vị"): "Không có đơn vị “P99”: ghi mã đơn vị, ví dụ P1, như trang Đơn vị.",
        (10, "Tên việc"): "Trùng với dòng 9: cùng đơn vị, loại, tên và ngày; bỏ bớt một dòng.",
    }


def test_what_a_unit_recorded_is_not_the_offices_to_mend(reviewer, wards):
    reporter, _ = make.make_people(wards[0])
    applied(ActivityResource, xlsx(HEADS, support()), reviewer)
    one = Activity.objects.get()
    heads = ["Mã sổ", "Tóm tắt", *HEADS]
    again = xlsx(heads, [one.key, "Đã dùng ở hai chợ", *support(whom="May Thử")])
    run = applied(ActivityResource, again, reviewer)
    one.refresh_from_db()
    assert (one.summary, one.revision, one.organisations.get().name) == ("Đã dùng ở hai chợ", 1, "May Thử")
    assert AuditEvent.objects.get(act="activities.edit").subject == one.key
    taking.undo(run, ActivityResource(), by=reviewer, at=AT)
    one.refresh_from_db()
    assert (one.summary, one.revision, one.organisations.count()) == ("", 2, 2)
    Activity.objects.update(recorded_by=reporter, recorded_by_name="Người P1")
    assert told(planned(ActivityResource, again, reviewer)) == {
        (2, ""): f"Bản ghi {one.key} do Người P1 ghi: người ghi mới sửa được; trả lại để sửa.",
    }


def test_an_export_of_the_registry_changes_nothing(reviewer, wards):
    make.make_activity(wards[0], kind="event", event_type="contest", level="ward", participants=40)
    one = make.make_activity(wards[1], kind="support", state="confirmed")
    one.organisations.add(organisation("Cân Thử", "0301234567"), organisation("May Thử"))
    one.partners.add(wards[0])
    make.make_activity(wards[1], kind="model", state="withdrawn")
    assert round_trip(ActivityResource, reviewer) == ({"new": 0, "changed": 0, "same": 2}, [])


def test_a_confirmed_record_that_is_used_is_not_taken_back(reviewer, wards):
    run = applied(ActivityResource, xlsx(HEADS, support(), support("Hai")), reviewer)
    one = Activity.objects.get(title="Hai")
    one.evidence.create(name="Ảnh", link="https://quan4.example/a", added_at=AT, added_by_name="P1")
    with pytest.raises(Refused, match="“Hai” đang được dùng ở minh chứng"):
        taking.undo(run, ActivityResource(), by=reviewer, at=AT)
    assert Activity.objects.count() == 2


def test_what_a_changed_row_came_to_point_at_is_not_taken_back(reviewer, wards):
    known = organisation("Công ty Cân Thử", "0301234567")
    heads = ["Tên doanh nghiệp", "MST", "Ngành nghề"]
    run = applied(OrganisationResource, xlsx(
        heads, ["Công ty Cân Thử", "0301234567", "cơ khí"], ["Cân Thử", None, None],
    ), reviewer)  # fmt: skip
    Organisation.objects.filter(pk=known.pk).update(merged_into=Organisation.objects.get(name="Cân Thử"))
    with pytest.raises(Refused, match="“Cân Thử” đang được dùng ở tổ chức"):
        taking.undo(run, OrganisationResource(), by=reviewer, at=AT)
