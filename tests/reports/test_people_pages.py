"""Người phụ trách: who is shown to whom, naming and handing over on the pages, and what stays with the unit."""

import datetime as dt
import re

import pytest
from django.core import mail

from initiatives import counting
from reports.models import Notice, Report
from tests import factories as make
from units.models import Membership, User

pytestmark = pytest.mark.django_db
PEOPLE = "/phan-cong/"
DECISION = "Quyết định số 15/QĐ-UBND"


@pytest.fixture(autouse=True)
def as_of(settings):
    settings.Q4KH_TODAY = "2018-06-08"


@pytest.fixture
def ward():
    return make.make_unit("P1")


@pytest.fixture
def people(ward):
    return make.make_people(ward)


@pytest.fixture
def administrator(client):
    client.force_login(make.make_user("quantri", role="administrator"))
    return client


def page(client, path, status=200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def text(html) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def address(person) -> str:
    row = person.memberships.select_related("unit").get()
    return f"{PEOPLE}{row.unit.code}/{row.pk}/"


def said(**fields):
    return {"who": "known", "person": "nguoi.moi", "on": "11/06/2018", "decision": DECISION, **fields}


# --- Reading -------------------------------------------------------------------------------------------------------


def test_units_that_lack_somebody_stand_first_and_marked(administrator, people):
    lonely = make.make_user("p9.canbo", role="reporter", unit=make.make_unit("P9"), full_name="Ngô Gia Huy", email="")
    lonely.memberships.update(valid_to="2018-06-30", decision="Quyết định 3")
    make.make_unit("BV", files_reports=False)
    html = page(administrator, PEOPLE)
    assert re.findall(r'data-unit="(\w+)" data-lacks="(\w+)"', html) == [("P9", "yes"), ("P1", "no")]
    assert "1 trên 2 đơn vị chưa có đủ lãnh đạo và cán bộ phụ trách, xếp trên cùng." in text(html)
    row = text(re.search(r'data-unit="P9".*?</tr>', html, re.S)[0])
    assert "Chưa có lãnh đạo phụ trách Phân công" in row
    assert (
        "Ngô Gia Huy Bàn giao việc của Ngô Gia Huy, Ủy ban nhân dân Phường 9 từ 19/12/2016, Quyết định 3 "
        "chưa có thư điện tử hết phân công 30/06/2018"
    ) in row
    assert re.findall(r'data-unit="(\w+)"', page(administrator, f"{PEOPLE}?thieu=1")) == ["P9"]
    assert re.findall(r'data-unit="(\w+)"', page(administrator, f"{PEOPLE}?q=phuong+1")) == ["P1"]


def test_unit_people_see_their_own_and_the_head_may_hand_over_the_officers_work(client, people):
    make.make_people(make.make_unit("P2"))
    reporter, head = people
    client.force_login(reporter)
    html = page(client, PEOPLE)
    assert re.findall(r'data-unit="(\w+)"', html) == ["P1"]
    assert "Bàn giao<" not in html
    page(client, f"{PEOPLE}P2/", 404)
    client.force_login(head)
    assert re.findall(r'href="(/phan-cong/P1/\d+/)"', page(client, PEOPLE)) == [address(reporter)]
    page(client, address(head), 403)


def test_the_office_and_leadership_see_all_and_change_nothing(client, people):
    for role in ("reviewer", "office_head", "leader"):
        client.force_login(make.make_user(role=role))
        assert "Bàn giao<" not in page(client, PEOPLE)
        assert "p1.canbo@example.vn" in page(client, f"{PEOPLE}P1/")
        page(client, address(people[0]), 403)


def test_the_units_page_tells_who_was_in_charge_when(administrator, people):
    Membership.objects.create(
        user=make.make_user("da.qua", full_name="Tô Hải Yến", is_active=False), unit=people[0].memberships.get().unit,
        role="reporter", valid_from="2016-12-19", valid_to="2018-01-31", decision="Quyết định 9",
    )  # fmt: skip
    html = page(administrator, f"{PEOPLE}P1/")
    assert "Tô Hải Yến Cán bộ phụ trách KH&amp;CN 19/12/2016 31/01/2018 Quyết định 9" in text(html)


@pytest.mark.parametrize("units", [1, 3])
def test_the_list_asks_the_same_of_one_unit_as_of_three(administrator, units, django_assert_num_queries):
    for number in range(1, units + 1):
        make.make_people(make.make_unit(f"P{number}"))
    # Session and person, sums, one page, its people.
    with django_assert_num_queries(4):
        page(administrator, PEOPLE)
    # Session and person, the unit, its people.
    with django_assert_num_queries(3):
        page(administrator, f"{PEOPLE}P1/")


# --- Handing over --------------------------------------------------------------------------------------------------


def test_two_clicks_hand_over(administrator, people):
    make.make_user("nguoi.moi", full_name="Lý Người Mới")
    form = address(people[0])
    html = page(administrator, form)
    assert "Bàn giao việc của p1.canbo" in text(html)
    assert '<option value="p1.lanhdao">' in html and '<option value="p1.canbo">' not in html
    response = administrator.post(form, said(), follow=True)
    assert response.redirect_chain == [("/phan-cong/P1/", 302)]
    assert "Đã bàn giao: Lý Người Mới phụ trách từ ngày 11/06/2018 thay p1.canbo." in text(response.content.decode())
    told = {(row.user.username, row.text) for row in Notice.objects.select_related("user")}
    assert told == {
        ("nguoi.moi", "Anh/chị được phân công làm cán bộ phụ trách KH&CN của Ủy ban nhân dân Phường 1 từ ngày 11/06/2018."),
        ("p1.lanhdao", "Lý Người Mới là cán bộ phụ trách KH&CN của Phường 1 từ ngày 11/06/2018."),
        ("p1.canbo", "Phân công của anh/chị ở Phường 1 hết ngày 10/06/2018; người nhận: Lý Người Mới."),
    }  # fmt: skip


@pytest.mark.parametrize("who", [{"who": "new"}, {"who": "known", "person": ""}])
def test_a_newcomer_is_told_by_mail_where_to_choose_a_password(
    administrator, people, django_capture_on_commit_callbacks, who
):
    new = {**who, "full_name": " Lý  Người Mới ", "email": "moi@q4.example", "new_username": "p1.canbo2"}
    with django_capture_on_commit_callbacks(execute=True):
        response = administrator.post(address(people[0]), said(**new), follow=True)
    assert "Đường dẫn đặt mật khẩu đã gửi đến moi@q4.example; tên đăng nhập là p1.canbo2." in text(
        response.content.decode()
    )
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["moi@q4.example"], "Tài khoản Cổng Kế hoạch 294, Quận 4")
    ]
    assert User.objects.get(username="p1.canbo2").full_name == "Lý Người Mới"


def test_what_is_refused_stands_there_again_with_all_that_was_typed(administrator, people):
    response = administrator.post(address(people[0]), said(person="khong.co", on="31/02/2018", decision=""))
    html = response.content.decode()
    assert response.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">([^<]+)', html) == [
        ("on", "Không có ngày 31/02/2018: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        ("person", "Không có tài khoản đang dùng nào là “khong.co”. Ghi đúng tên đăng nhập hoặc địa chỉ thư, hoặc tạo tài khoản mới."),
        ("decision", "Ghi số, ngày của văn bản phân công."),
    ]  # fmt: skip
    assert 'value="khong.co"' in html and 'value="31/02/2018"' in html
    assert Membership.objects.count() == 3 and not Notice.objects.exists()


def test_who_was_slower_is_told_and_keeps_what_was_typed(administrator, people):
    make.make_user("nguoi.moi")
    people[0].memberships.update(valid_to="2018-06-07")
    response = administrator.post(address(people[0]), said(on="08/06/2018"))
    assert response.status_code == 409
    html = response.content.decode()
    assert "Người khác vừa đổi phân công này." in html and f'value="{DECISION}"' in html


def test_an_end_is_written_on_the_same_page(administrator, people):
    end = {"act": "end", "end_on": "30/06/2018", "reason": "Chuyển công tác"}
    response = administrator.post(address(people[0]), end, follow=True)
    assert "Đã ghi: p1.canbo thôi phụ trách sau ngày 30/06/2018." in text(response.content.decode())
    assert people[0].memberships.get().valid_to == dt.date(2018, 6, 30)
    response = administrator.post(address(people[0]), {**end, "end_on": "", "reason": "Chuyển công tác khác"})
    assert response.status_code == 422 and "Chuyển công tác khác" in response.content.decode()


def test_a_head_names_a_second_officer(client, people):
    make.make_user("nguoi.moi", full_name="Lý Người Mới")
    client.force_login(people[1])
    page(client, f"{PEOPLE}P1/moi/?vai-tro=head", 403)
    page(client, f"{PEOPLE}P1/moi/?vai-tro=reviewer", 404)
    response = client.post(f"{PEOPLE}P1/moi/?vai-tro=reporter", said(on="08/06/2018"), follow=True)
    assert "Đã phân công Lý Người Mới từ ngày 08/06/2018." in text(response.content.decode())
    assert Membership.objects.in_force(dt.date(2018, 6, 8)).filter(role="reporter").count() == 2


# --- What a hand-over means elsewhere ------------------------------------------------------------------------------


def test_the_draft_stays_with_the_unit(client, ward, people):
    quarter = make.make_period(year=2018, quarter=2)
    make.make_report(ward, quarter, started_at=make.at("2018-06-01T08:00:00"), situation="Đã viết nửa chừng")
    successor = make.make_user("nguoi.moi")
    client.force_login(people[1])
    client.post(address(people[0]), said(on="08/06/2018"))
    client.force_login(successor)
    assert "Đã viết nửa chừng" in page(client, "/bao-cao/2018/2/P1/soan/")
    client.force_login(people[0])
    page(client, "/bao-cao/2018/2/P1/soan/", 404)
    assert Report.objects.get().unit == ward


def test_ct01_counts_who_is_in_post_at_the_end_of_the_window(client, ward, people):
    """A hand-over in mid-quarter: the trained officer left, the successor is not trained yet."""
    quarter = make.make_period(year=2018, quarter=2)
    rule = make.make_counting(make.make_target(code="CT01"), counts="officers", kinds=["training"])
    make.make_activity(kind="training", state="confirmed", starts_on="2017-05-20", trainees=[people[0]])
    successor = make.make_user("nguoi.moi", full_name="Lý Người Mới")
    client.force_login(people[1])
    client.post(address(people[0]), said(on="04/06/2018"))

    def counted(on):
        things = counting.officers(rule, ward.pk, on, dt.date(2016, 1, 1))
        return [(thing.title, thing.is_counted) for thing in things]

    assert counted(dt.date(2018, 6, 3)) == [("p1.canbo", True)]
    assert counted(quarter.window_to) == [("Lý Người Mới", False)]
    make.make_activity(kind="training", state="confirmed", starts_on="2018-06-12", trainees=[successor])
    assert counted(quarter.window_to) == [("Lý Người Mới", True)]
