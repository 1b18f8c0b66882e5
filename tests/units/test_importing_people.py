"""People taken in from a sheet: named, given accounts without passwords, found again."""

import datetime as dt

import pytest

from tests import factories as make
from tests.taking import applied, planned, round_trip, xlsx
from units.importing import taking
from units.models import AuditEvent, Membership, User
from units.resources import PersonResource

pytestmark = pytest.mark.django_db
HEADS = ["Họ tên", "Email", "Tên đăng nhập", "Mã đơn vị", "Vai trò", "Từ ngày", "Quyết định"]


@pytest.fixture
def administrator():
    make.make_unit("P1"), make.make_unit("P2")
    return make.make_user("quan.tri", role="administrator")


def person(name="Lê Thử", email="le.thu@quan4.example", username="", unit="P1", role="Cán bộ phụ trách KH&CN",
           since="01/03/2018"):  # fmt: skip
    return [name, email, username, unit, role, since, "Quyết định 12"]


def test_a_newcomer_gets_an_account_and_a_link_and_never_a_password(
    administrator, mailoutbox, django_capture_on_commit_callbacks
):
    known = make.make_user("p2.lanhdao", email="da.co@quan4.example", full_name="Đã Có")
    with django_capture_on_commit_callbacks(execute=True):
        run = applied(PersonResource, xlsx(
            HEADS, person(), person(unit="P2"), person("Đã Có", "DA.CO@quan4.example", unit="P2", role="Lãnh đạo đơn vị"),
        ), administrator)  # fmt: skip
    new = User.objects.get(email="le.thu@quan4.example")
    assert (new.username, new.full_name, new.check_password("")) == ("p1.canbo", "Lê Thử", False)
    assert {(row.user, row.unit.code, row.role) for row in Membership.objects.exclude(user=administrator)} == {
        (new, "P1", "reporter"), (new, "P2", "reporter"), (known, "P2", "head"),
    }  # fmt: skip
    assert [letter.to for letter in mailoutbox] == [[new.email]]
    assert AuditEvent.objects.get(act="units.account").subject == "p1.canbo"
    taking.undo(run, PersonResource(), by=administrator, at=make.at("2018-06-08T10:00"))
    assert set(User.objects.all()) == {administrator, known}


def test_what_is_wrong_of_a_person(administrator):
    old = make.make_user("p1.cu", role="reporter", unit=make.make_unit("P1"))
    make.make_unit("P9", valid_to=dt.date(2017, 12, 31))
    make.make_user("p1.nghi", is_active=False)
    found = planned(PersonResource, xlsx(
        HEADS, person(email="khong"), person(email="b@quan4.example", unit=""), person(email="c@quan4.example", unit="P9"),
        person("Cũ", "", old.username), person(email="d@quan4.example", username="Có Dấu"),
        person(email="e@quan4.example"), person(email="e@quan4.example", since="01/04/2018"),
        person("Đã Nghỉ", "", "p1.nghi"),
    ), administrator)  # fmt: skip
    assert {(wrong.where, wrong.text) for wrong in found.wrong} == {
        ("B2", "Ghi địa chỉ thư, ví dụ: ten@quan4.example; đường dẫn đặt mật khẩu gửi đến đó."),
        ("D3", "Cán bộ phụ trách KH&CN thì phải ghi đơn vị."),
        ("F4", "Đơn vị hoạt động đến ngày 31/12/2017: không phân công sau ngày ấy."),
        ("F5", "Cũ đã có phân công này từ ngày 19/12/2016: ghi ngày khác."),
        ("C6", "Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số, dấu chấm, tối đa 40 ký tự, ví dụ: p1.canbo2."),
        ("F8", "Lê Thử đã có phân công này từ ngày 01/03/2018: ghi ngày khác."),
        ("C9", "Tài khoản p1.nghi đã ngừng dùng, chọn người khác."),
    }


def test_its_own_export_changes_nothing(administrator):
    make.make_people(make.make_unit("P1"))
    Membership.objects.filter(role="head").update(valid_to=dt.date(2018, 1, 1))
    assert round_trip(PersonResource, administrator) == ({"new": 0, "changed": 0, "same": 3}, [])
