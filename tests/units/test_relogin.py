"""A session that ends in mid-form loses no word."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.urls import include, path

from units.models import AuditEvent, User
from units.relogin import login_keeping_text

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


urlpatterns = [path("soan/", draft), path("", include("units.urls"))]


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
