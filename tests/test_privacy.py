"""What every answer says to the browser, what a cache may keep, where a request comes from, and what a log may say."""

import json
import logging
import sys

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from q4kh import middleware
from q4kh.logs import JsonFormatter


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


def test_a_logged_error_names_the_place_and_not_the_row():
    try:
        raise ValueError('duplicate key value\nDETAIL:  Key (email)=(an@example.vn) already exists.')
    except ValueError:
        record = logging.LogRecord("reports", logging.ERROR, __file__, 1, "việc %s", (7,), sys.exc_info())
    text = JsonFormatter().format(record)
    line = json.loads(text)
    assert line["message"] == "việc 7"
    assert line["error"] == "builtins.ValueError: duplicate key value"
    assert line["at"][0].endswith("test_a_logged_error_names_the_place_and_not_the_row")
    assert "an@example.vn" not in text
