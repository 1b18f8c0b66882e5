"""The page of a request in which something broke holds what was typed. Broken for real in tests/faults."""

import errno

import pytest
from django.db import OperationalError

from tests.factories import make_user
from units import views

pytestmark = pytest.mark.django_db
TEXT = "Phường đã triển khai kế hoạch\nđến tổ dân phố <b>."


def broken(error):
    def view(request, *args, **kwargs):
        raise error

    return view


@pytest.mark.parametrize(
    ("error", "status", "again"),
    [
        (OperationalError("server closed the connection"), 503, True),
        (OSError(errno.ENOSPC, "No space left on device"), 507, True),
        # The same again would only fail again.
        (ValueError("a fault of ours"), 500, False),
    ],
)
def test_what_was_typed_is_on_the_page_of_what_broke(client, monkeypatch, error, status, again):
    monkeypatch.setattr("reports.views.filing._edit", broken(error))
    client.raise_request_exception = False
    answer = client.post("/bao-cao/2018/2/P1/soan/", {"situation": TEXT, "revision": "3", "csrfmiddlewaretoken": "x"})
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
    page = client.post("/dang-nhap/", {"username": "p1.canbo", "password": "mat-khau-thu"})
    assert (page.status_code, "mat-khau-thu" in page.text, "p1.canbo" in page.text) == (503, False, False)
