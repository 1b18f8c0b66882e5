"""Who names whom, from when; handing over, ending, and the account that comes with a naming."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from tests import factories as make
from units import accounts, assignments, in_charge
from units.accounts import Newcomer
from units.models import AuditEvent, Membership, User
from units.moves import NotAllowed, Refused, WrongState
from units.roles import Role, access_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2018, 6, 8)
DECISION = "Quyết định số 15/QĐ-UBND ngày 26/01/2018"


@pytest.fixture(autouse=True)
def as_of(settings):
    settings.Q4KH_TODAY = TODAY.isoformat()


@pytest.fixture
def ward():
    return make.make_unit("P1")


@pytest.fixture
def people(ward):
    return make.make_people(ward)


@pytest.fixture
def administrator():
    return make.make_user("quantri", role="administrator")


def day(text):
    return dt.date.fromisoformat(text)


def hand_over(people, by, **said):
    row = said.pop("row", None) or people[0].memberships.select_related("user", "unit").get()
    to = said.pop("to", None) or make.make_user("nguoi.moi", full_name="Lý Người Mới")
    told = {"on": TODAY, "decision": DECISION, **said}
    return assignments.hand_over(row, to=to, by=by, today=TODAY, **told)


def problems(raised):
    return dict(raised.value.problems)


# --- Handing over --------------------------------------------------------------------------------------------------


def test_the_successor_begins_on_the_day_and_the_predecessor_ends_the_day_before(ward, people, administrator):
    made = hand_over(people, administrator, on=day("2018-06-11"))
    old = people[0].memberships.get()
    assert (old.valid_from, old.valid_to) == (make.START, day("2018-06-10"))
    assert (made.unit, made.role, made.valid_from, made.valid_to, made.decision) == (
        ward, "reporter", day("2018-06-11"), None, DECISION,
    )  # fmt: skip
    # The row's own history has both, and the log tells both in one line.
    assert [row.valid_to for row in old.history.order_by("history_id")] == [None, day("2018-06-10")]
    event = AuditEvent.objects.get()
    assert (event.act, event.subject, event.actor) == ("assignments.hand_over", "P1", "quantri")
    assert event.before == {"person": "p1.canbo", "valid_to": ""}
    assert event.after == {
        "person": "nguoi.moi", "role": "Cán bộ phụ trách KH&CN", "valid_from": "2018-06-11", "decision": DECISION,
    }  # fmt: skip
    assert event.note == "p1.canbo đến hết ngày 10/06/2018"


def test_rights_go_with_the_naming_and_the_account_stays(ward, people, administrator):
    made = hand_over(people, administrator, on=day("2018-06-11"))
    old, new = people[0], made.user
    assert [access_of(old, day(on)).is_reporter_of(ward.pk) for on in ("2018-06-10", "2018-06-11")] == [True, False]
    assert [access_of(new, day(on)).is_reporter_of(ward.pk) for on in ("2018-06-10", "2018-06-11")] == [False, True]
    assert access_of(old, day("2018-06-11")).is_nobody and User.objects.get(pk=old.pk).is_active


@pytest.mark.parametrize(
    ("said", "anchor", "message"),
    [
        ({"on": day("2016-12-19")}, "on", "Ngày 19/12/2016 đã qua hơn 90 ngày: quản trị hệ thống ghi ở trang quản trị."),
        ({"on": day("2019-06-10")}, "on", "Ngày 10/06/2019 còn hơn một năm nữa: sửa lại ngày."),
        ({"decision": ""}, "decision", "Ghi số, ngày của văn bản phân công."),
        ({"decision": "x" * 201}, "decision", "Văn bản phân công dài quá 200 ký tự, rút gọn lại."),
    ],
)
def test_what_makes_no_sense_is_refused(people, administrator, said, anchor, message):
    with pytest.raises(Refused) as raised:
        hand_over(people, administrator, **said)
    assert problems(raised) == {anchor: message}
    assert Membership.objects.count() == 3 and not AuditEvent.objects.exists()


def test_it_needs_a_day_of_the_predecessor_and_no_gap(ward, people, administrator):
    row = people[0].memberships.select_related("user", "unit").get()
    Membership.objects.filter(pk=row.pk).update(valid_from=TODAY, valid_to=day("2018-06-30"))
    row.refresh_from_db()
    to = make.make_user("nguoi.moi")
    with pytest.raises(Refused) as raised:
        hand_over(people, administrator, row=row, to=to)
    assert problems(raised) == {
        "on": "p1.canbo phụ trách từ ngày 08/06/2018: người nhận bắt đầu sớm nhất vào ngày hôm sau."
    }
    with pytest.raises(Refused) as raised:
        hand_over(people, administrator, row=row, to=to, on=day("2018-07-02"))
    assert problems(raised) == {
        "on": "Phân công của p1.canbo hết ngày 30/06/2018: người nhận bắt đầu muộn nhất vào ngày hôm sau."
    }
    assert hand_over(people, administrator, row=row, to=to, on=day("2018-07-01")).valid_from == day("2018-07-01")


def test_not_to_oneself_nor_to_who_has_it_nor_to_a_closed_account(ward, people, administrator):
    other = make.make_user("nguoi.khac", role="reporter", unit=ward)
    closed = make.make_user("da.nghi", is_active=False)
    for to, message in (
        (people[0], "p1.canbo đang giữ phân công này: chọn người khác để nhận bàn giao."),
        (other, "nguoi.khac đã có phân công này từ ngày 19/12/2016: chọn người khác, hoặc ngày khác."),
        (closed, "Tài khoản da.nghi đã ngừng dùng, chọn người khác."),
    ):
        with pytest.raises(Refused) as raised:
            hand_over(people, administrator, to=to)
        assert problems(raised) == {"person": message}


def test_of_two_who_hand_over_at_once_one_is_told(people, administrator):
    seen = people[0].memberships.select_related("user", "unit").get()
    hand_over(people, administrator)
    with pytest.raises(WrongState):
        hand_over(people, administrator, row=seen, to=make.make_user("nguoi.thu.ba"))
    assert Membership.objects.filter(role="reporter").count() == 2


def test_what_is_over_is_not_handed_over(people, administrator):
    people[0].memberships.update(valid_to=day("2018-06-07"))
    with pytest.raises(WrongState):
        hand_over(people, administrator)


def test_a_former_officer_can_come_back(ward, people, administrator):
    made = hand_over(people, administrator)
    Membership.objects.filter(pk=made.pk).update(valid_from=day("2018-06-01"))
    made.refresh_from_db()
    people[0].memberships.update(valid_to=day("2018-05-31"))
    again = assignments.hand_over(made, to=people[0], on=TODAY, decision=DECISION, by=administrator, today=TODAY)
    assert again.user == people[0]


# --- Who may -------------------------------------------------------------------------------------------------------


def test_a_head_names_reporters_of_the_own_unit_and_nobody_else(ward, people):
    reporter, head = people
    _, stranger = make.make_people(make.make_unit("P2"))
    reviewer, leader = make.make_user(role="reviewer"), make.make_user(role="leader")
    for by in (reporter, stranger, reviewer, leader):
        with pytest.raises(NotAllowed):
            hand_over(people, by, to=make.make_user())
    assert hand_over(people, head).user.username == "nguoi.moi"
    of_head = head.memberships.select_related("user", "unit").get()
    for act in (
        lambda: hand_over(people, head, row=of_head, to=make.make_user()),
        lambda: assignments.name(ward, "head", to=reporter, on=TODAY, decision=DECISION, by=head, today=TODAY),
        lambda: assignments.end(of_head, on=TODAY, reason="Nghỉ", by=head, today=TODAY),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_nobody_is_made_a_reviewer_here(ward, administrator):
    with pytest.raises(NotAllowed):
        assignments.name(ward, "reviewer", to=administrator, on=TODAY, decision=DECISION, by=administrator, today=TODAY)


# --- Naming and ending ---------------------------------------------------------------------------------------------


def test_a_unit_may_have_two_officers(ward, people, administrator):
    made = assignments.name(
        ward, "reporter", to=make.make_user("nguoi.hai"), on=TODAY, decision=DECISION, by=administrator, today=TODAY
    )
    assert Membership.objects.in_force(TODAY).filter(unit=ward, role="reporter").count() == 2
    assert AuditEvent.objects.get().act == "assignments.name"
    assert made.history.count() == 1


def test_nobody_is_in_charge_of_a_unit_that_is_not_there(administrator):
    unit = make.make_unit("P1", valid_from=day("2018-06-10"), valid_to=day("2018-06-20"))
    for on, message in (
        ("2018-06-09", "Đơn vị hoạt động từ ngày 10/06/2018: ghi từ ngày ấy trở đi."),
        ("2018-06-21", "Đơn vị hoạt động đến ngày 20/06/2018: không phân công sau ngày ấy."),
    ):
        with pytest.raises(Refused) as raised:
            assignments.name(
                unit, "head", to=make.make_user(), on=day(on), decision=DECISION, by=administrator, today=TODAY
            )
        assert problems(raised) == {"on": message}


def test_an_end_has_its_last_day_and_its_reason(people, administrator):
    row = people[0].memberships.select_related("user", "unit").get()
    with pytest.raises(Refused) as raised:
        assignments.end(row, on=TODAY, reason="", by=administrator, today=TODAY)
    assert problems(raised) == {"reason": "Ghi lý do hoặc văn bản thôi phân công."}
    assignments.end(row, on=day("2018-06-30"), reason="Chuyển công tác", by=administrator, today=TODAY)
    assert people[0].memberships.get().valid_to == day("2018-06-30")
    event = AuditEvent.objects.get()
    assert (event.act, event.after, event.note) == ("assignments.end", {"valid_to": "2018-06-30"}, "Chuyển công tác")
    row.refresh_from_db()
    with pytest.raises(Refused) as raised:
        assignments.end(row, on=day("2018-07-01"), reason="Kéo dài", by=administrator, today=TODAY)
    assert problems(raised) == {"end_on": "Phân công đã ghi hết ngày 30/06/2018: ghi ngày sớm hơn."}


# --- A new account -------------------------------------------------------------------------------------------------


def newcomer(**said):
    return Newcomer(**{"full_name": "Lý Người Mới", "email": "moi@q4.example", "username": "p1.canbo2", **said})


def test_a_newcomer_gets_an_account_and_a_link_but_no_password(
    client, ward, people, administrator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = hand_over(people, administrator, to=newcomer())
    user = made.user
    assert (user.username, user.full_name, user.email) == ("p1.canbo2", "Lý Người Mới", "moi@q4.example")
    assert not user.is_staff and not user.is_superuser
    assert [event.act for event in AuditEvent.objects.order_by("pk")] == ["units.account", "assignments.hand_over"]
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["moi@q4.example"], "Tài khoản Cổng Kế hoạch 294, Quận 4")
    assert "có tài khoản p1.canbo2 trên" in letter.body
    link = re.search(r"http://127\.0\.0\.1:\d+(/dat-lai-mat-khau/\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    words = {"new_password1": "Thuyen-tren-song-4", "new_password2": "Thuyen-tren-song-4"}
    client.post(form.redirect_chain[-1][0], words)
    user.refresh_from_db()
    assert user.check_password("Thuyen-tren-song-4")


def test_a_lost_link_is_replaced_by_the_page_of_forgotten_passwords(client, people, administrator):
    hand_over(people, administrator, to=newcomer())
    client.post("/quen-mat-khau/", {"email": "moi@q4.example"})
    assert mail.outbox[-1].to == ["moi@q4.example"]


class Down(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_a_mail_server_that_is_down_undoes_nothing(
    people, administrator, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "tests.units.test_assignments.Down"
    with django_capture_on_commit_callbacks(execute=True):
        made = hand_over(people, administrator, to=newcomer())
    assert User.objects.filter(pk=made.user_id).exists()


@pytest.mark.parametrize(
    ("said", "anchor", "message"),
    [
        ({"full_name": ""}, "full_name", "Ghi họ và tên."),
        ({"full_name": "x" * 151}, "full_name", "Họ và tên dài quá 150 ký tự, rút gọn lại."),
        (
            {"email": "moi"},
            "email",
            "Ghi địa chỉ thư, ví dụ: ten@quan4.example; đường dẫn đặt mật khẩu gửi đến đó.",
        ),
        (
            {"email": "P1.canbo@example.vn"},
            "email",
            "Địa chỉ này đã có tài khoản: chọn “Người đã có tài khoản”, ghi địa chỉ ấy.",
        ),
        ({"username": "P1.Canbo"}, "new_username", "Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số, dấu chấm, tối đa 40 ký tự, ví dụ: p1.canbo2."),
        ({"username": "p1.canbo"}, "new_username", "Tên đăng nhập “p1.canbo” đã có người dùng, chọn tên khác."),
    ],
)  # fmt: skip
def test_an_account_is_refused_with_what_to_mend(people, administrator, said, anchor, message):
    with pytest.raises(Refused) as raised:
        hand_over(people, administrator, to=newcomer(**said))
    assert problems(raised) == {anchor: message}
    assert not User.objects.filter(full_name="Lý Người Mới").exists()


def test_user_names_are_proposed_from_the_unit(ward):
    assert accounts.propose(ward, "reporter") == "p1.canbo"
    make.make_people(ward)
    assert (accounts.propose(ward, "reporter"), accounts.propose(ward, "head")) == ("p1.canbo2", "p1.lanhdao2")
    make.make_user("p1.canbo2")
    assert accounts.propose(ward, "reporter") == "p1.canbo3"


def test_a_person_is_found_by_user_name_or_address(people):
    make.make_user("hai.nguoi", email="chung@example.vn")
    make.make_user("ba.nguoi", email="chung@example.vn")
    make.make_user("da.nghi", is_active=False)
    found = [
        assignments.find_person(text)
        for text in ("P1.canbo", "p1.canbo@EXAMPLE.vn", "chung@example.vn", "da.nghi", "", "p1")
    ]
    assert found == [people[0], people[0], None, None, None, None]


# --- Reading -------------------------------------------------------------------------------------------------------


def test_a_row_names_who_is_in_charge_who_comes_and_who_was(ward, people, administrator):
    made = hand_over(people, administrator, on=day("2018-06-11"))
    row = in_charge.rows([ward], TODAY)[0]
    assert ([one.user.username for one in row.officers], row.lacks) == (["p1.canbo"], False)
    assert (row.coming, [one.user for one in row.ending]) == ([made], [people[0]])
    after = in_charge.rows([ward], day("2018-06-11"))[0]
    assert ([one.user.username for one in after.officers], [one.user for one in after.earlier]) == (
        ["nguoi.moi"], [people[0]],
    )  # fmt: skip
    assert after.ending == []


def test_a_closed_account_is_in_charge_of_nothing(ward, people):
    User.objects.filter(pk=people[1].pk).update(is_active=False)
    row = in_charge.rows([ward], TODAY)[0]
    assert (row.heads, row.lacks, [one.user for one in row.earlier]) == ([], True, [people[1]])


def test_units_that_lack_somebody_come_first(ward, people):
    make.make_user(role=Role.REPORTER, unit=make.make_unit("P3"))
    make.make_people(make.make_unit("P2"))
    units = in_charge.lacking_first(type(ward).objects.all(), TODAY)
    assert [(unit.code, unit.lacks) for unit in units] == [("P3", True), ("P1", False), ("P2", False)]
