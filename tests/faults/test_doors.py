"""The portal's doors, tried from outside: guessing, borrowed sessions, forged hosts, links that lead away, uploads that
would be pages. Which headers every address answers with is held in tests/test_permissions.py."""

import re
from io import BytesIO
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from tests import factories as make
from units import clock, lockouts, uploads
from units.hints import HINTS

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu"  # of tests.factories
AWAY = [
    "https://evil.example/", "//evil.example/", "///evil.example", "\\\\evil.example", "/\\evil.example",
    "http:evil.example", "javascript:alert(1)", "https:///evil.example", "//127.0.0.1@evil.example/",
    "\thttps://evil.example/", " //evil.example/", "/\t/evil.example/", "%2f%2fevil.example",
]  # fmt: skip


def log_in(client, name, password=PASSWORD, address="10.4.0.1", **more):
    return client.post("/dang-nhap/", {"username": name, "password": password} | more, REMOTE_ADDR=address)


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def spray(names, address="10.4.0.1"):
    """One wrong password for each of so many names, from a browser that nobody knows."""
    for number in range(names):
        log_in(Client(), f"p{number}.canbo", "Quan4@2018", address)


@pytest.fixture
def officer():
    return make.make_user("p99.canbo")


# --- Guessing ------------------------------------------------------------------------------------------------------


def test_a_password_tried_on_many_names_closes_the_address_even_to_the_right_one(client, officer):
    spray(lockouts.NAMES - 1)
    assert log_in(client, "p99.canbo").status_code == 302
    spray(lockouts.NAMES)
    other = Client()
    refused = log_in(other, "p99.canbo")
    assert refused.status_code == 429
    assert not is_in(other)
    assert [error.code for error in refused.context["form"].errors.as_data()["password"]] == ["sprayed"]
    assert "tạm dừng đăng nhập 15 phút" in refused.content.decode()
    # Another address is another office.
    assert log_in(Client(), "p99.canbo", address="10.4.0.2").status_code == 302


def test_whoever_worked_there_before_goes_on_and_still_has_ten_tries(officer):
    known, stranger = Client(), Client()
    log_in(known, "p99.canbo")
    spray(lockouts.NAMES)
    assert known.get("/cai-dat/").status_code == 200  # a session is no login
    known.post("/dang-xuat/")
    assert log_in(known, "p99.canbo").status_code == 302
    known.post("/dang-xuat/")
    # Under that name alone, and not by a cookie that somebody wrote.
    make.make_user("p98.canbo")
    assert log_in(known, "p98.canbo").status_code == 429
    stranger.cookies[lockouts.COOKIE] = known.cookies[lockouts.COOKIE].value[:-2] + "xx"
    assert log_in(stranger, "p99.canbo").status_code == 429
    for _ in range(settings.AXES_FAILURE_LIMIT):
        log_in(known, "p99.canbo", "sai")
    assert log_in(known, "p99.canbo").status_code == 429


def test_one_careless_clerk_does_not_close_the_office(officer):
    clerk = Client()
    for turn in range(3 * lockouts.NAMES):
        log_in(clerk, f"p{turn % 5}.canbo", "sai")
    assert log_in(Client(), "p99.canbo").status_code == 302


def test_the_closed_address_opens_by_itself(officer, monkeypatch):
    spray(lockouts.NAMES)
    later = timezone.now() + settings.AXES_COOLOFF_TIME
    monkeypatch.setattr(lockouts.timezone, "now", lambda: later)
    assert log_in(Client(), "p99.canbo").status_code == 302


def test_words_typed_in_mid_form_outlive_the_closed_address(officer):
    spray(lockouts.NAMES)
    form = {"situation": "Đã tổ chức hai buổi phổ biến.", "username": "p99.canbo", "password": PASSWORD}
    answer = Client().post("/bao-cao/2018/2/P99/soan/", form, REMOTE_ADDR="10.4.0.1")
    assert answer.status_code == 403
    assert "Đã tổ chức hai buổi phổ biến." in answer.content.decode()
    assert "tạm dừng đăng nhập" in answer.content.decode()


# --- Sessions --------------------------------------------------------------------------------------------------------


def test_a_session_planted_before_the_login_is_not_the_one_after_it(client, officer):
    planted = client.session
    planted["mark"] = 1
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    log_in(client, "p99.canbo")
    own = client.cookies[settings.SESSION_COOKIE_NAME]
    assert own.value != planted.session_key
    assert (own["httponly"], own["samesite"]) == (True, "Lax")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    assert thief.get("/cai-dat/")["Location"] == "/dang-nhap/?next=/cai-dat/"


def test_a_session_ends_with_the_logout_on_the_server_too(client, officer):
    log_in(client, "p99.canbo")
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/dang-xuat/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/cai-dat/").status_code == 302


# --- Links that lead away --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("away", AWAY)
def test_no_answer_leads_out_of_the_portal(client, officer, away):
    def is_ours(where):
        # As a browser reads it: a backslash is a slash, and blanks before it or within are none.
        where = "".join(where.split()).replace("\\", "/")
        return urlsplit(urljoin("http://testserver/dang-nhap/", where))[:2] == ("http", "testserver")

    def stays(response):
        return is_ours(response["Location"])

    assert stays(log_in(client, "p99.canbo", next=away))
    assert stays(client.get("/dang-nhap/", {"next": away}))
    assert stays(client.post(f"/goi-y/?next={away}", {"hint": next(iter(HINTS))}))
    assert stays(client.post("/dang-xuat/", {"next": away}))
    assert stays(client.get("/quan-tri/login/", {"next": away}))
    # The page that keeps what was typed leads back to where the browser says it came from, if that is ours.
    held = client.post("/bao-cao/2018/2/P99/", {"reason": "một hai ba bốn năm"}, headers={"referer": away})
    assert held.status_code == 403
    (back,) = re.findall(r'href="/dang-nhap/\?next=([^"]*)"', held.content.decode())
    assert is_ours(unquote(back))


# --- Hosts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "evil.example:80", "a b"])
def test_a_host_that_is_not_ours_gets_nothing(host):
    for address in ("/", "/dang-nhap/", "/chuyen-trang/", "/quan-tri/"):
        answer = Client(raise_request_exception=False).get(address, headers={"host": host})
        assert (answer.status_code, "evil" in answer.content.decode()) == (400, False)


def test_an_invented_forwarded_host_changes_no_link(client):
    headers = {"x-forwarded-host": "evil.example", "x-forwarded-for": "1.2.3.4", "x-original-url": "/quan-tri/"}
    for address in ("/chuyen-trang/", "/chuyen-trang/rss.xml", "/sitemap.xml", "/robots.txt", "/dang-nhap/", "/du-lieu-mo/"):
        answer = client.get(address, headers=headers)
        assert (answer.status_code, b"evil.example" in answer.getvalue()) == (200, False)


def test_an_invented_forwarded_address_opens_no_new_tries(officer):
    for turn in range(settings.AXES_FAILURE_LIMIT):
        Client().post(
            "/dang-nhap/", {"username": "p99.canbo", "password": "sai"}, headers={"x-forwarded-for": f"10.9.9.{turn}"}
        )
    assert Client().post("/dang-nhap/", {"username": "p99.canbo", "password": PASSWORD}).status_code == 429


# --- Uploads -----------------------------------------------------------------------------------------------------------

_HTML = b"<!doctype html><script>alert(document.cookie)</script>"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def _jpeg_with_markup() -> bytes:
    file = BytesIO()
    Image.new("RGB", (2, 2)).save(file, "JPEG", comment=_HTML)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("trang.html", _HTML), ("anh.svg", _SVG), ("anh.png", _SVG), ("anh.jpg", _HTML), ("bao-cao.pdf", _HTML),
        ("trang.html.", _HTML), ("trang.pdf.html", b"%PDF-1.4" + _HTML), ("trang.xhtml", b"%PDF-1.4"), ("bao-cao.docx", _HTML),
        ("bao-cao.xlsx", b"PK\x03\x04" + _HTML), ("bao-cao.pdf\x00.html", b"%PDF-1.4"), (".pdf", b""), ("pdf", b"%PDF-1.4"),
    ],
)  # fmt: skip
def test_no_page_is_taken_in_as_a_file(name, content):
    upload = SimpleUploadedFile("x", content)
    upload._name = name
    with pytest.raises(uploads.BadFile):
        uploads.store(upload)


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("bao-cao.pdf", b"<script>alert(1)</script>%PDF-1.4" + _HTML, "application/pdf"),
        ('bao\r\ncao";\u202efdp.pdf', b"%PDF-1.4" + _HTML, "application/pdf"),
        ("../../etc/Biên bản.PDF", b"%PDF-1.4", "application/pdf"),
        ("anh.jpg", _jpeg_with_markup(), "image/jpeg"),
    ],
)
def test_what_is_taken_in_comes_back_as_a_download_of_its_own_kind(client, name, content, content_type):
    """Whatever type the browser claimed and whatever the file pretends to be as well."""
    report = make.make_report(make.make_unit("P99"))
    client.force_login(make.make_user("p99.canbo", role="reporter", unit=report.unit))
    upload = SimpleUploadedFile("x", content, content_type="text/html")
    upload._name = name
    stored = uploads.store(upload)
    report.attachments.create(
        name=stored.name, sha256=stored.sha256, size=stored.size, content_type=stored.content_type, added_at=clock.now()
    )  # fmt: skip
    answer = client.get(f"/bao-cao/2018/2/P99/tep/{stored.sha256}/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not set("\r\n\u202e/\\") & set(stored.name)
    assert answer.getvalue() == content
