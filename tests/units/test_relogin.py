"""A session that ends in mid-form loses no word."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.urls import include, path

from units.models import AuditEvent, User
from units.relogin import login_keeping_text, login_showing_text

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

PASSWORD = "mot hai ba bon 4"
TYPED = {"situation": "Đã tổ chức hai buổi\nphổ biến.", "figure-CT03-value": "2", "revision": "7", "move": "send"}


@login_keeping_text(labels={"situation": "I. Tình hình triển khai"})
def draft(request):
    """Stands for the filing form: of one owner, and tells what reached it."""
    if request.user.username == "p9.canbo":
        raise Http404
    if request.user.username == "ubnd.lanhdao":
        raise PermissionDenied
    return JsonResponse({"by": request.user.username, **request.POST.dict()})


@login_keeping_text(labels={"situation": "I. Tình hình triển khai"}, saving="save")
def narrative(request):
    """Stands for the consolidated report: saves, but can do more by other values of ``act``."""
    return JsonResponse({"by": request.user.username, **request.POST.dict()})


@login_showing_text
def act(request):
    """Stands for a page whose POST acts at once."""
    return JsonResponse({"done": True})


urlpatterns = [
    path("soan/", draft),
    path("tong-hop/", narrative),
    path("viec/", act),
    path("", include("units.urls")),
]


@pytest.fixture(autouse=True)
def people():
    for name in ("p2.canbo", "p9.canbo", "ubnd.lanhdao"):
        User.objects.create_user(name, password=PASSWORD, full_name=name)


def carried(response):
    """What the page would post again, but for the login and the token."""
    html = response.content.decode()
    texts = dict(re.findall(r'<textarea[^>]* name="(.*?)"[^>]*>(.*?)</textarea>', html, re.S))
    return texts | dict(re.findall(r'<input type="hidden" name="(?!csrf)(.*?)" value="(.*?)">', html))


KEPT = {"situation": "Đã tổ chức hai buổi\nphổ biến.", "figure-CT03-value": "2", "revision": "7"}


def test_page_holds_what_was_typed_but_not_the_move(client):
    response = client.post("/soan/", TYPED)
    assert response.status_code == 403
    assert carried(response) == KEPT
    assert re.findall(r'<label class="form-label" for="doan-1">(.*?)<', response.content.decode()) == [
        "I. Tình hình triển khai"
    ]


def test_what_the_form_wrote_for_itself_is_carried_but_not_shown(client):
    base = "situation=1a2b3c4d results=00000000 CT03=00000000 CT04=00000000"
    inputs = "item-1-heading item-1-text item-2-heading item-2-text"
    response = client.post("/soan/", {**TYPED, "base": base, "inputs-item": inputs})
    assert re.findall(r"<textarea[^>]* name=\"(.*?)\"", response.content.decode()) == ["situation"]
    assert carried(response) == {**KEPT, "base": base, "inputs-item": inputs}


def test_login_on_that_page_hands_everything_to_the_form(client):
    response = client.post("/soan/", {**KEPT, "username": "p2.canbo", "password": PASSWORD})
    assert response.json() == {"by": "p2.canbo", **KEPT, "username": "p2.canbo", "password": PASSWORD}
    assert client.get("/soan/").json() == {"by": "p2.canbo"}
    assert list(AuditEvent.objects.values_list("act", "actor")) == [("units.login", "p2.canbo")]


@pytest.mark.parametrize(
    ("username", "password", "field"),
    [("p2.canbo", "sai", "password"), ("p9.canbo", PASSWORD, "username"), ("ubnd.lanhdao", PASSWORD, "username")],
)
def test_wrong_password_or_wrong_person_still_holds_it(client, username, password, field):
    response = client.post("/soan/", {**KEPT, "username": username, "password": password})
    assert response.status_code == 403
    assert list(response.context["form"].errors) == [field]
    assert carried(response) == KEPT
    assert client.session.get("_auth_user_id") is None
    assert AuditEvent.objects.count() == 0


def test_opening_the_page_leads_to_the_login(client):
    response = client.get("/soan/?a=1")
    assert (response.status_code, response["Location"]) == (302, "/dang-nhap/?next=/soan/%3Fa%3D1")


def test_logging_in_saves_a_narrative_and_never_publishes_it(client):
    response = client.post("/tong-hop/", {"situation": "Bốn chữ trở lên đây.", "revision": "3", "act": "publish"})
    assert carried(response) == {"situation": "Bốn chữ trở lên đây.", "revision": "3", "act": "save"}
    # Nothing was typed where there is no text: whoever marks or starts something logs in and presses again.
    response = client.post("/tong-hop/", {"act": "quote", "key": "results"})
    assert (response.status_code, response["Location"]) == (302, "/dang-nhap/?next=/tong-hop/")


def test_words_of_an_act_without_a_session_can_be_copied_and_nothing_is_done(client):
    typed = {"move": "return", "reason": "Ghi số văn bản phát động.", "line-CT03": "return", "version": "1"}
    response = client.post("/viec/", typed, headers={"referer": "http://testserver/bao-cao/2018/2/P4/?xem=de-y"})
    html = response.content.decode()
    assert response.status_code == 403
    assert re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.S) == ["Ghi số văn bản phát động."]
    assert 'href="/dang-nhap/?next=%2Fbao-cao%2F2018%2F2%2FP4%2F%3Fxem%3Dde-y"' in html
    assert "chưa làm gì" in html


@pytest.mark.parametrize("referer", ["https://noi-khac.example/trang/", "javascript:alert(1)", None])
def test_the_way_back_stays_in_the_portal(client, referer):
    headers = {"referer": referer} if referer else {}
    response = client.post("/viec/", {"reason": "Ghi số văn bản phát động."}, headers=headers)
    assert 'href="/dang-nhap/?next=%2F"' in response.content.decode()


def test_an_act_without_words_leads_to_the_login(client):
    assert client.post("/viec/", {"move": "accept"})["Location"] == "/dang-nhap/?next=/viec/"
    assert client.get("/viec/")["Location"] == "/dang-nhap/?next=/viec/"
