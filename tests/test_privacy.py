"""What every answer says to the browser, what a cache may keep, where a request comes from, and what a log may say."""

import io
import json
import logging
import sys

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from q4kh import middleware
from q4kh.logs import JsonFormatter
from units.models import Session


@pytest.fixture
def person(db):
    return get_user_model().objects.create_user("p1.canbo", password="một mật khẩu dài", full_name="Nguyễn Văn A")


def test_headers_of_every_answer(client, db):
    answer = client.get("/dang-nhap/")
    directives = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
    assert directives == {
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_logged_in_persons_pages_are_kept_by_no_cache(client, person):
    client.force_login(person)
    assert client.get("/doi-mat-khau/")["Cache-Control"] == "private, no-store"


def test_a_session_is_prolonged_once_in_ten_minutes_and_not_at_every_click(client, person, monkeypatch):
    client.force_login(person)
    session = client.session
    session[middleware.SEEN] = 1_000_000
    session.save()
    stored = Session.objects.get(pk=session.session_key)
    Session.objects.update(expire_date=stored.expire_date.replace(year=2030))

    monkeypatch.setattr(middleware.time, "time", lambda: 1_000_000 + middleware.PROLONG_SECONDS)
    client.get("/doi-mat-khau/")
    assert client.session[middleware.SEEN] == 1_000_000

    monkeypatch.setattr(middleware.time, "time", lambda: 1_000_001 + middleware.PROLONG_SECONDS)
    answer = client.get("/doi-mat-khau/")
    assert client.session[middleware.SEEN] == 1_000_001 + middleware.PROLONG_SECONDS
    assert answer.cookies["sessionid"]["max-age"] == 8 * 3600


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "10.0.0.1"),
        (0, "6.6.6.6", "10.0.0.1"),  # no proxy of ours: the header is the client's invention
        (1, "6.6.6.6, 172.16.4.20", "172.16.4.20"),
        (2, "6.6.6.6, 172.16.4.20, 10.0.0.2", "172.16.4.20"),
        (2, "172.16.4.20", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_a_client_cannot_invent_its_address(settings, proxies, forwarded, expected):
    settings.Q4KH_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded})
    assert middleware.client_address(request) == expected


def written(error) -> dict:
    try:
        raise error
    except type(error):
        record = logging.LogRecord("reports", logging.ERROR, __file__, 1, "việc %s", (7,), sys.exc_info())
    return json.loads(JsonFormatter().format(record))


def test_a_logged_error_names_the_place_and_not_the_row():
    line = written(ValueError("duplicate key value\nDETAIL:  Key (email)=(an@example.vn) already exists."))
    assert line["message"] == "việc 7"
    assert line["error"] == "builtins.ValueError: duplicate key value"
    assert line["at"][0].endswith("written")
    assert "an@example.vn" not in str(line)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ValueError("invalid literal for int() with base 10: 'Nguyễn Văn A'"), "invalid literal for int() with base 10: …"),
        (KeyError("p1.canbo"), "…"),
        (ValueError("trị “Nguyễn Văn A” sai"), "trị … sai"),
        (ValueError('invalid input syntax for type date: "5 tháng \\" 1"'), "invalid input syntax for type date: …"),
        (ValueError("Key (email)=(an@example.vn) exists"), "Key (email)… exists"),
        (OSError("550 no mailbox an@example.vn here"), "550 no mailbox … here"),
    ],
)
def test_what_an_error_quotes_is_left_out(error, expected):
    assert written(error)["error"].partition(": ")[2] == expected


def test_a_broken_constraint_is_named(db):
    Session.objects.create(session_key="a", session_data="Nguyễn Văn A", expire_date=timezone.now())
    try:
        with transaction.atomic():
            Session.objects.create(session_key="a", session_data="Nguyễn Văn A", expire_date=timezone.now())
    except IntegrityError as error:
        text = str(written(error))
    assert "units_session" in text
    assert "Nguyễn" not in text


# Everything of a day at the counter that goes wrong, each with something about somebody in it.
SECRETS = ["nguoi.la", "mat-khau-sai", "an@example.vn", "Nguyễn Văn A", "0912345678", "Trần Thị B", "khoa-trong-thu"]


def test_a_day_of_mistakes_leaves_no_word_about_anybody_in_the_log(client, person, monkeypatch):
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonFormatter())
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    client.raise_request_exception = False
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)

    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        client.post("/dang-nhap/", {"username": "nguoi.la", "password": "mat-khau-sai"})
    client.post("/quen-mat-khau/", {"email": "an@example.vn"})
    client.get("/dat-lai-mat-khau/MQ/khoa-trong-thu/")
    client.get("/lich/khoa-trong-thu.ics")
    client.get("/khong-co/an@example.vn/?q=Nguyễn Văn A")
    client.get("/chuyen-trang/?q=Nguyễn Văn A&trang=0912345678")
    strict.post("/dang-nhap/?next=/sang-kien/?q=Nguyễn Văn A", {"username": "nguoi.la"}, headers={"referer": "https://x/?q=an@example.vn"})
    client.get("/", headers={"host": "an@example.vn"})
    client.force_login(person)
    client.post("/doi-mat-khau/", {"old_password": "mat-khau-sai", "new_password1": "Trần Thị B", "new_password2": "0912345678"})
    client.get("/bao-cao/2018/2/Nguyễn Văn A/")

    # And our own faults, in the middle of what was typed.
    def broken(*args, **kwargs):
        int(kwargs.get("typed", "Nguyễn Văn A 0912345678"))

    monkeypatch.setattr("units.views.PasswordChange.form_valid", broken)
    monkeypatch.setattr("units.views.PasswordChange.form_invalid", broken)
    answer = client.post("/doi-mat-khau/", {"old_password": "Trần Thị B", "new_password1": "an@example.vn"})
    assert answer.status_code == 500

    text = lines.getvalue()
    told = [json.loads(line) for line in text.splitlines()]
    errors = [line["error"].partition(":")[0] for line in told if "error" in line]
    assert errors == ["django.core.exceptions.DisallowedHost", "builtins.ValueError"]
    assert [secret for secret in SECRETS if secret in text] == []
