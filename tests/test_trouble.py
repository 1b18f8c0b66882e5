"""The page of a request in which something broke holds what was typed. Broken for real in tests/faults."""

import errno
import re

import pytest
from django.db import OperationalError
from django.test import Client

from tests.factories import make_user
from units import storage, views

pytestmark = pytest.mark.django_db
OURS = {"HTTP_ORIGIN": "http://testserver"}
TEXT = "Phường đã triển khai kế hoạch\nđến tổ dân phố <b>."


def broken(error):
    def view(request, *args, **kwargs):
        raise error

    return view


@pytest.mark.parametrize(
    ("error", "status", "again"),
    [
        (OperationalError("server closed the connection"), 503, True),
        (storage.Away("bucket: does not answer"), 503, True),
        (OSError(errno.ENOSPC, "No space left on device"), 507, True),
        # The same again would only fail again.
        (ValueError("a fault of ours"), 500, False),
    ],
)
def test_what_was_typed_is_on_the_page_of_what_broke(client, monkeypatch, error, status, again):
    monkeypatch.setattr("reports.views.filing._edit", broken(error))
    client.raise_request_exception = False
    answer = client.post("/bao-cao/2018/2/P1/soan/", {"situation": TEXT, "revision": "3", "csrfmiddlewaretoken": "x"}, **OURS)
    assert answer.status_code == status
    assert answer.text.count("đến tổ dân phố &lt;b&gt;.") == (2 if again else 1)
    assert ('<textarea name="revision" hidden>\n3</textarea>' in answer.text) is again
    assert ('action="/bao-cao/2018/2/P1/soan/"' in answer.text) is again
    assert 'value="x"' not in answer.text


def test_a_page_that_was_only_asked_for_offers_to_be_asked_for_again(client, monkeypatch):
    client.force_login(make_user())
    client.raise_request_exception = False
    monkeypatch.setattr("reports.views.filing._edit", broken(OperationalError()))
    page = client.get("/bao-cao/2018/2/P1/soan/?xem=1").text
    assert 'href="/bao-cao/2018/2/P1/soan/?xem=1">Thử lại' in page and "<form" not in page


def test_a_password_stands_on_no_page(client, monkeypatch):
    monkeypatch.setattr(views.Login, "form_valid", broken(OperationalError()))
    client.raise_request_exception = False
    make_user("p1.canbo")
    page = client.post("/dang-nhap/", {"username": "p1.canbo", "password": "mat-khau-thu"}, **OURS)
    assert (page.status_code, "mat-khau-thu" in page.text, "p1.canbo" in page.text) == (503, False, False)


@pytest.mark.parametrize("origin", ["https://example.com", "null", ""])
def test_what_another_site_filled_in_is_not_offered_to_be_sent(client, monkeypatch, origin):
    monkeypatch.setattr("reports.views.filing._edit", broken(OperationalError()))
    client.raise_request_exception = False
    page = client.post("/bao-cao/2018/2/P1/soan/", {"situation": TEXT}, **({"HTTP_ORIGIN": origin} if origin else {}))
    assert page.status_code == 503
    assert "Gửi lại" not in page.text


def test_a_form_older_than_the_last_login_is_sent_again_with_the_token_of_now():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    page = client.post("/bao-cao/2018/2/P1/soan/", {"situation": TEXT, "revision": "3"}, **OURS)
    assert page.status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    assert '<textarea name="revision" hidden>\n3</textarea>' in page.text
    # No such report: but nobody asks for another token.
    assert client.post("/bao-cao/2018/2/P1/soan/", {"situation": TEXT, "csrfmiddlewaretoken": token}).status_code == 404
    elsewhere = client.post("/bao-cao/2018/2/P1/soan/", {"situation": TEXT}, HTTP_ORIGIN="https://example.com")
    assert elsewhere.status_code == 403 and "Gửi lại" not in elsewhere.text and "Phần vừa gửi" in elsewhere.text
