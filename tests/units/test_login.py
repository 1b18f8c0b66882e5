"""Getting in, getting out, and passwords."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from tests import factories as make
from units import lockouts
from units.models import AuditEvent, Membership, Unit, User

pytestmark = pytest.mark.django_db

PASSWORD = "mot hai ba bon 4"
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Tắt bộ gõ tiếng Việt và phím Caps Lock rồi nhập lại."


@pytest.fixture
def officer():
    ward = Unit.objects.create(
        code="P2",
        kind=Unit.Kind.WARD,
        group=Unit.Group.WARD,
        name="Ủy ban nhân dân Phường 2",
        short_name="Phường 2",
        valid_from=dt.date(2016, 12, 19),
    )
    user = User.objects.create_user(
        "p2.canbo", email="p2@quan4.example", password=PASSWORD, full_name="Lê Thị Thử Nghiệm"
    )
    Membership.objects.create(user=user, unit=ward, role="reporter", valid_from=dt.date(2016, 12, 19))
    return user


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def log_in(client, password=PASSWORD, address="/dang-nhap/", **more):
    return client.post(address, {"username": "p2.canbo", "password": password, **more})


def acts():
    return list(AuditEvent.objects.order_by("pk").values_list("act", "actor"))


# ---------- Signing in ----------


def test_login_leads_home(client, officer):
    response = log_in(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in_as(client) == str(officer.pk)
    assert acts() == [("units.login", "p2.canbo")]


def test_login_leads_to_the_page_that_was_asked_for(client, officer):
    page = client.get("/dang-nhap/?next=/chi-tieu/CT03/")
    assert re.findall(r'<input type="hidden" name="next" value="(.*?)">', page.content.decode()) == ["/chi-tieu/CT03/"]
    assert log_in(client, next="/chi-tieu/CT03/")["Location"] == "/chi-tieu/CT03/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "///evil.example", "\\\\evil.example", "javascript:alert(1)"],
)
def test_login_never_leads_out_of_the_portal(client, officer, elsewhere):
    assert log_in(client, next=elsewhere)["Location"] == "/"


def test_wrong_password_is_told_in_vietnamese_at_the_field(client, officer):
    response = log_in(client, "sai")
    page = response.content.decode()
    assert response.status_code == 200
    assert signed_in_as(client) is None
    assert response.context["form"].errors == {"password": [WRONG]}
    assert re.findall(r"<title>(.*?)</title>", page) == ["Lỗi: Đăng nhập · Cổng Kế hoạch 294, Quận 4"]
    assert re.findall(r'<div class="invalid-feedback" id="(.*?)">(.*?)</div>', page) == [("id_password_error", WRONG)]
    field = re.search(r'<input type="password"[^>]*>', page).group()
    assert re.findall(r'aria-\w+="[^"]*"', field) == ['aria-invalid="true"', 'aria-describedby="id_password_error"']
    assert re.findall(r'<a href="#(\w+)">' + re.escape(WRONG), page) == ["id_password"]
    assert "sai" not in field


def test_unknown_name_gets_the_same_words_as_a_wrong_password(client):
    response = log_in(client)
    assert response.context["form"].errors == {"password": [WRONG]}


def test_empty_form_names_what_is_missing(client):
    response = client.post("/dang-nhap/", {})
    assert response.context["form"].errors == {"username": ["Nhập tên đăng nhập."], "password": ["Nhập mật khẩu."]}


def test_account_no_longer_used_does_not_get_in(client, officer):
    User.objects.update(is_active=False)
    assert log_in(client).context["form"].errors == {"password": [WRONG]}


def test_too_many_wrong_passwords_close_the_door_even_to_the_right_one(client, officer):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        log_in(client, "sai")
    response = log_in(client)
    assert response.status_code == 429
    assert re.findall(r"<h1.*?>(.*?)</h1>", response.content.decode()) == ["Tạm khóa đăng nhập"]
    assert "Chờ 15 phút rồi đăng nhập lại" in response.content.decode()
    assert signed_in_as(client) is None


def test_signed_in_visitor_is_led_on_from_the_login_page(client, officer):
    client.force_login(officer)
    response = client.get("/dang-nhap/?next=/bao-cao/")
    assert (response.status_code, response["Location"]) == (302, "/bao-cao/")


# ---------- Signing out ----------


def test_logout_is_a_post(client, officer):
    client.force_login(officer)
    assert client.get("/dang-xuat/").status_code == 405
    assert signed_in_as(client) == str(officer.pk)
    response = client.post("/dang-xuat/")
    assert (response.status_code, response["Location"]) == (302, "/dang-nhap/")
    assert signed_in_as(client) is None
    assert acts() == [("units.logout", "p2.canbo")]


def test_logout_needs_the_token(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    assert client.post("/dang-xuat/").status_code == 403
    assert signed_in_as(client) == str(officer.pk)


# ---------- Changing the password ----------


def change(client, old=PASSWORD, new="nam sau bay tam 8", again=None):
    typed = {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    return client.post("/doi-mat-khau/", typed)


def test_password_change_keeps_this_visitor_and_drops_the_others(client, officer):
    other = Client()
    other.force_login(officer)
    client.force_login(officer)
    response = change(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    officer.refresh_from_db()
    assert officer.check_password("nam sau bay tam 8")
    assert client.get("/doi-mat-khau/").status_code == 200
    assert other.get("/doi-mat-khau/")["Location"] == "/dang-nhap/?next=/doi-mat-khau/"
    assert acts() == [("units.password_change", "p2.canbo")]


def test_password_change_needs_a_login(client):
    assert client.get("/doi-mat-khau/")["Location"] == "/dang-nhap/?next=/doi-mat-khau/"


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"old": "sai"}, {"old_password": ["Mật khẩu đang dùng chưa đúng, nhập lại."]}),
        ({"new": "ngan 1"}, {"new_password1": ["Mật khẩu mới ngắn quá, nhập ít nhất 10 ký tự."]}),
        ({"new": "294016201812"}, {"new_password1": ["Mật khẩu mới chỉ có chữ số, thêm chữ cái."]}),
        (
            {"new": "p2.canbo.1"},
            {"new_password1": ["Mật khẩu mới gần giống tên đăng nhập, họ tên hoặc địa chỉ thư, chọn mật khẩu khác."]},
        ),
        (
            {"new": "qwertyuiop"},
            {"new_password1": ["Mật khẩu mới nằm trong danh sách hay bị đoán, chọn mật khẩu khác."]},
        ),
        (
            {"again": "nam sau bay tam 9"},
            {"new_password2": ["Hai lần nhập mật khẩu mới chưa giống nhau, nhập lại lần thứ hai."]},
        ),
        (
            {"old": "", "new": ""},
            {
                "old_password": ["Nhập mật khẩu đang dùng."],
                "new_password1": ["Nhập mật khẩu mới."],
                "new_password2": ["Nhập lại mật khẩu mới."],
            },
        ),
    ],
)
def test_password_change_refused_with_the_reason_at_its_field(client, officer, typed, errors):
    client.force_login(officer)
    assert change(client, **typed).context["form"].errors == errors
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    assert acts() == []


# ---------- Resetting it by e-mail ----------


def link_in_the_mail():
    return re.search(re.escape(settings.Q4KH_BASE_URL) + r"(/dat-lai-mat-khau/\S+)", mail.outbox[0].body).group(1)


def test_reset_by_mail_from_end_to_end(client, officer):
    asked = client.post("/quen-mat-khau/", {"email": "P2@quan4.example"})
    assert (asked.status_code, asked["Location"]) == (302, "/quen-mat-khau/da-gui/")
    assert client.get("/quen-mat-khau/da-gui/").status_code == 200
    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["p2@quan4.example"], "Đặt lại mật khẩu Cổng Kế hoạch 294, Quận 4")
    ]
    assert "Đường dẫn dùng được một lần, trong 24 giờ." in mail.outbox[0].body

    link = link_in_the_mail()
    # The token leaves the address before the page is shown, so that no log or Referer keeps it.
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    assert address == re.sub(r"[^/]+/$", "set-password/", link)
    done = client.post(address, {"new_password1": "nam sau bay tam 8", "new_password2": "nam sau bay tam 8"})
    assert (done.status_code, done["Location"]) == (302, "/dang-nhap/")
    assert "Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu mới." in client.get("/dang-nhap/").content.decode()
    assert log_in(client, "nam sau bay tam 8")["Location"] == "/"
    assert acts() == [("units.password_reset", "p2.canbo"), ("units.login", "p2.canbo")]

    again = Client().get(link)
    assert again.status_code == 200
    assert again.context["validlink"] is False


def test_reset_opens_a_door_that_wrong_passwords_had_closed(client, officer):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        log_in(client, "sai")
    client.post("/quen-mat-khau/", {"email": "p2@quan4.example"})
    address = client.get(link_in_the_mail())["Location"]
    client.post(address, {"new_password1": "nam sau bay tam 8", "new_password2": "nam sau bay tam 8"})
    assert log_in(client, "nam sau bay tam 8")["Location"] == "/"


def test_reset_does_not_tell_whether_an_address_is_known(client, officer):
    known = client.post("/quen-mat-khau/", {"email": "p2@quan4.example"})
    unknown = client.post("/quen-mat-khau/", {"email": "khong.co@quan4.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [m.to for m in mail.outbox] == [["p2@quan4.example"]]


def test_an_account_gets_a_reset_mail_once_in_five_minutes_whoever_asks(client, officer):
    make.make_user("p3.canbo", email="p3@quan4.example")
    for _ in range(3):
        answer = client.post("/quen-mat-khau/", {"email": "p2@quan4.example"})
        assert (answer.status_code, answer["Location"]) == (302, "/quen-mat-khau/da-gui/")
    client.post("/quen-mat-khau/", {"email": "p3@quan4.example"})
    assert [m.to for m in mail.outbox] == [["p2@quan4.example"], ["p3@quan4.example"]]

    first = User.objects.get(username="p2.canbo").reset_mailed_at
    assert not lockouts.claim_reset_mail(officer, first + dt.timedelta(seconds=299))
    assert lockouts.claim_reset_mail(officer, first + dt.timedelta(seconds=300))
    assert not lockouts.claim_reset_mail(officer, first + dt.timedelta(seconds=301))


def test_no_mail_to_an_account_no_longer_used(client, officer):
    User.objects.update(is_active=False)
    client.post("/quen-mat-khau/", {"email": "p2@quan4.example"})
    assert mail.outbox == []


def test_link_in_the_mail_does_not_follow_the_host_header(client, officer, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.Q4KH_BASE_URL = "https://q4kh.example"
    client.post("/quen-mat-khau/", {"email": "p2@quan4.example"}, headers={"host": "evil.example"})
    assert re.findall(r"https?://[^/]+/", mail.outbox[0].body) == ["https://q4kh.example/"]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Nhập địa chỉ thư điện tử."),
        ("abc", "Địa chỉ thư chưa đúng dạng, ví dụ: ten@quan4.example."),
    ],
)
def test_reset_refuses_what_is_no_address(client, typed, error):
    response = client.post("/quen-mat-khau/", {"email": typed})
    assert response.context["form"].errors == {"email": [error]}


# ---------- A form opened before the last login ----------


def test_typed_words_come_back_when_the_token_is_stale(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    response = client.post(
        "/doi-mat-khau/",
        {
            "base": "situation=1a2b3c4d results=00000000 CT03=00000000 CT04=00000000",
            "situation": "Đã tổ chức hai buổi phổ biến.",
            "figure-CT03-value": "2",
            "password": "bốn chữ rất bí mật",
            "csrfmiddlewaretoken": "x",
        },
    )
    shown = re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", response.content.decode(), re.S)
    assert response.status_code == 403
    assert shown == ["Đã tổ chức hai buổi phổ biến."]
