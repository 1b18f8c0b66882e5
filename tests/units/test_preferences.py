"""Cài đặt: one's own address and mails, the calendar's key, hints that are put away."""

import re

import pytest
from django.conf import settings

from tests.factories import make_unit, make_user
from units import hints, preferences
from units.models import AuditEvent, Preference, User

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu"


@pytest.fixture
def person(client, settings):
    settings.Q4KH_BASE_URL = "https://kh294.example.vn"
    user = make_user("p1.canbo", role="reporter", unit=make_unit("P1"))
    client.force_login(user)
    return user


def post(client, act, **fields):
    return client.post("/cai-dat/", {"act": act, **fields}, follow=True).content.decode()


def events():
    return [(row.act, row.subject, row.before, row.after) for row in AuditEvent.objects.order_by("pk")]


def flash(page):
    return re.findall(r'<div class="q-flash.*?<p>(.*?)</p>', page)


# --- Mails ---------------------------------------------------------------------------------------------------------


def test_who_never_chose_gets_every_mail_and_has_no_row(client, person):
    page = client.get("/cai-dat/").content.decode()
    assert re.findall(r'<input type="checkbox" name="(\w+)"[^>]*checked', page) == ["mails_reminders", "mails_results"]
    assert Preference.objects.count() == 0


def test_mails_are_chosen_and_the_choice_is_told(client, person):
    page = post(client, "mails", mails_results="on")
    assert flash(page) == ["Đã lưu. Tin không gửi qua thư vẫn có ở trang Tin nhắn."]
    row = Preference.objects.get(user=person)
    assert (row.mails_reminders, row.mails_results) == (False, True)
    assert events() == [("units.mails", "p1.canbo", {"mails_reminders": True}, {"mails_reminders": False})]
    # The same again is no act.
    post(client, "mails", mails_results="on")
    assert len(events()) == 1


# --- The address ---------------------------------------------------------------------------------------------------


def test_the_address_is_changed_with_the_password_and_told(client, person):
    page = post(client, "email", email="moi@EXAMPLE.vn", password=PASSWORD)
    assert flash(page) == ["Từ nay thư gửi đến moi@example.vn."]
    assert User.objects.get(pk=person.pk).email == "moi@example.vn"
    assert events() == [("units.email", "p1.canbo", {"email": "p1.canbo@example.vn"}, {"email": "moi@example.vn"})]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"email": "moi@example.vn", "password": "sai"}, ["Mật khẩu đang dùng chưa đúng, nhập lại."]),
        ({"email": "moi@example.vn"}, ["Nhập mật khẩu đang dùng để đổi địa chỉ thư."]),
        (
            {"email": "moi@", "password": PASSWORD},
            ["Địa chỉ thư chưa đúng dạng, ví dụ: ten@quan4.example."],
        ),
    ],
)
def test_the_address_stays_without_the_password_or_when_it_is_none(client, person, fields, errors):
    page = post(client, "email", **fields)
    assert re.findall(r'class="invalid-feedback"[^>]*>(.*?)</div>', page) == errors
    assert "<title>Lỗi: Cài đặt" in page
    assert f'value="{fields["email"]}"' in page
    assert User.objects.get(pk=person.pk).email == "p1.canbo@example.vn"
    assert events() == []


def test_a_link_to_reset_the_password_is_void_once_the_address_is_another(client, person):
    from django.contrib.auth.tokens import default_token_generator as tokens

    token = tokens.make_token(person)
    post(client, "email", email="moi@example.vn", password=PASSWORD)
    assert tokens.check_token(User.objects.get(pk=person.pk), token) is False


def test_the_address_may_be_taken_away(client, person):
    assert flash(post(client, "email", email="", password=PASSWORD)) == ["Từ nay cổng không gửi thư nào nữa."]
    assert "chưa có địa chỉ thư nên chưa nhận được thư nào" in client.get("/cai-dat/").content.decode()


# --- The calendar --------------------------------------------------------------------------------------------------


def address(page):
    return re.search(r'id="dia-chi-lich" value="(.*?)"', page).group(1)


def test_a_calendar_has_a_private_address_and_a_new_one_ends_the_old(client, person):
    assert "dia-chi-lich" not in client.get("/cai-dat/").content.decode()
    first = address(post(client, "calendar"))
    assert re.fullmatch(r"https://kh294\.example\.vn/lich/[\w-]{43}\.ics", first)
    second = address(post(client, "calendar"))
    assert first != second
    path = "https://kh294.example.vn"
    answers = [client.get(link.removeprefix(path)).status_code for link in (first, second)]
    assert answers == [404, 200]
    assert events() == [("units.calendar", "p1.canbo", {}, {}), ("units.calendar_renew", "p1.canbo", {}, {})]


# --- Hints ---------------------------------------------------------------------------------------------------------


def hint_on(client, address="/"):
    return re.findall(r'<aside class="q-hint.*?<p><b>Gợi ý.</b> (.*?)</p>', client.get(address).content.decode())


def test_a_hint_shows_until_it_is_put_away_and_comes_back_on_demand(client, person):
    assert hint_on(client) == [hints.HINTS["unit_home"]]
    response = client.post("/goi-y/?next=/bao-cao/%3Fky%3D2018-1", {"hint": "unit_home"})
    assert (response.status_code, response.headers["Location"]) == (302, "/bao-cao/?ky=2018-1")
    assert hint_on(client) == []
    client.post("/goi-y/", {"hint": "unit_home"})
    assert Preference.objects.get().hints_put_away == ["unit_home"]
    other = make_user("p1.lanhdao")
    preferences.put_away(other, "unit_home")
    assert "Đã cất gợi ý ở 1 trang." in client.get("/cai-dat/").content.decode()
    assert flash(post(client, "hints")) == ["Gợi ý hiện lại ở đầu các trang."]
    assert hint_on(client) == [hints.HINTS["unit_home"]]
    assert Preference.objects.get(user=other).hints_put_away == ["unit_home"]


@pytest.mark.parametrize("back", ["https://khac.example/", "//khac.example/", "javascript:alert(1)", ""])
def test_putting_a_hint_away_leads_nowhere_else(client, person, back):
    response = client.post("/goi-y/", {"hint": "form"}, query_params={"next": back})
    assert response.headers["Location"] == "/"


def test_a_hint_that_is_none_is_not_put_away(client, person):
    assert client.post("/goi-y/", {"hint": "khong-co"}).status_code == 404
    assert Preference.objects.count() == 0


def test_each_hint_is_one_or_two_sentences_to_nobody_in_particular():
    for text in hints.HINTS.values():
        assert 1 <= len(re.findall(r"\.(?= |$)", text)) <= 2
        assert re.findall(r"bạn|quý vị|vui lòng|!", text, re.I) == []


# --- The rest ------------------------------------------------------------------------------------------------------


def test_a_part_that_is_none_is_refused(client, person):
    assert client.post("/cai-dat/", {"act": "khac"}).status_code == 404
    assert client.post("/cai-dat/", {}).status_code == 404


def test_settings_are_near_the_password_on_every_page(client, person):
    page = client.get("/doi-mat-khau/").content.decode()
    assert re.findall(r'<a href="(/cai-dat/)">Cài đặt</a>', page) == ["/cai-dat/"] * 2


def test_an_account_that_was_closed_is_nobodys_session(client, person):
    User.objects.update(is_active=False)
    assert client.get("/cai-dat/").headers["Location"] == "/dang-nhap/?next=/cai-dat/"


def test_every_hint_stands_on_a_page_and_every_page_names_a_hint_that_is():
    templates = "".join(path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html"))
    assert set(re.findall(r'{% hint "(\w+)" %}', templates)) == set(hints.HINTS)
