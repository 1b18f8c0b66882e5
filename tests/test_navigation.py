"""Where each role is led, with every page of the plan installed."""

import datetime as dt
import re

import pytest
from django.shortcuts import render
from django.urls import include, path

from units.models import Membership, Unit, User

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def page(request):
    request.nav_counts = {"reports:home": 4}
    return render(request, "base.html")


def named(namespace, **pages):
    return path("", include(([path(address, page, name=name) for name, address in pages.items()], namespace)))


urlpatterns = [
    path("bao-cao/2018/2/", page),
    path("tien-do/cu/", page),
    named(
        "reports",
        home="",
        notices="tin-nhan/",
        list="bao-cao/",
        progress="tien-do/",
        targets="chi-tieu/",
        tasks="nhiem-vu/",
        publications="tong-hop/",
        outbox="thu-di/",
        check="kiem-tra/",
    ),
    named("targets", plan="ke-hoach/", budget="kinh-phi/"),
    named(
        "units",
        list="don-vi/",
        audit="nhat-ky/",
        login="dang-nhap/",
        logout="dang-xuat/",
        password_change="doi-mat-khau/",
        preferences="cai-dat/",
    ),
]

OFFICE = ["/", "/tien-do/", "/bao-cao/", "/chi-tieu/", "/nhiem-vu/", "/tong-hop/", "/don-vi/", "/tin-nhan/"]


@pytest.fixture
def person(client):
    def person(*roles):
        user = User.objects.create_user("thu", full_name="Lê Thị Thử Nghiệm")
        ward = Unit.objects.create(
            code="P2", kind="ward", group="1-ward", name="Ủy ban nhân dân Phường 2", short_name="Phường 2",
            valid_from=dt.date(2016, 12, 19),
        )  # fmt: skip
        for role in roles:
            unit = ward if role in ("reporter", "head") else None
            Membership.objects.create(user=user, unit=unit, role=role, valid_from=dt.date(2016, 12, 19))
        client.force_login(user)

    return person


def bar(client, address="/"):
    html = client.get(address).content.decode()
    return re.search(r'<nav class="q-nav is-bar.*?</nav>', html, re.S).group()


@pytest.mark.parametrize(
    ("roles", "addresses"),
    [
        (["reporter"], ["/", "/bao-cao/", "/chi-tieu/", "/nhiem-vu/", "/tin-nhan/"]),
        (["head"], ["/", "/bao-cao/", "/chi-tieu/", "/nhiem-vu/", "/tin-nhan/"]),
        (["reviewer"], OFFICE),
        (["office_head"], OFFICE),
        (["leader"], ["/", "/tien-do/", "/bao-cao/", "/chi-tieu/", "/nhiem-vu/", "/tong-hop/", "/tin-nhan/"]),
        # /quan-tri/ is not among this test's pages: what is not installed is not offered.
        (["administrator"], ["/", "/don-vi/", "/nhat-ky/", "/tien-do/", "/thu-di/", "/tin-nhan/"]),
        (["reviewer", "reporter", "administrator"], [*OFFICE, "/nhat-ky/", "/thu-di/"]),
        ([], []),
    ],
)
def test_each_role_is_led_to_its_own_pages(client, person, roles, addresses):
    person(*roles)
    assert re.findall('href="(.*?)"', bar(client)) == addresses


@pytest.mark.parametrize(("role", "label"), [("reporter", "Việc của tôi"), ("leader", "Toàn cảnh")])
def test_home_is_named_for_what_it_is_to_the_role(client, person, role, label):
    person(role)
    assert re.search(r'<a href="/"[^>]*>([^<]*?) ?<', bar(client)).group(1) == label


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", ["/"]),
        ("/bao-cao/", ["/bao-cao/"]),
        ("/bao-cao/2018/2/", ["/bao-cao/"]),
        ("/tien-do/cu/", ["/tien-do/"]),
        # A tab of the tasks.
        ("/kinh-phi/", ["/nhiem-vu/"]),
        ("/doi-mat-khau/", []),
    ],
)
def test_the_entry_a_page_belongs_to_is_marked(client, person, address, current):
    person("reviewer")
    assert re.findall('href="([^"]*)" aria-current="page"', bar(client, address)) == current


def test_a_view_may_say_how_many_things_wait(client, person):
    person("reviewer")
    assert re.findall(r'<a href="(.*?)".*?<span class="q-count">(.*?)</span>', bar(client)) == [("/", "4")]


def test_the_letterhead_says_who_is_signed_in(client, person):
    person("reporter")
    html = client.get("/").content.decode()
    assert "<b>Cán bộ phụ trách KH&amp;CN</b>Ủy ban nhân dân Phường 2" in html
    assert re.findall(r'<form method="(\w+)" action="/dang-xuat/"', html) == ["post"]


def test_a_visitor_is_offered_the_login_and_what_is_open_to_all(client):
    html = client.get("/").content.decode()
    assert re.findall('<a href="(.*?)"', html) == ["/dang-nhap/", "/kiem-tra/"]


@pytest.mark.parametrize(
    ("today", "shown"), [("2018-06-08", ["Bản trình diễn, hôm nay là <b>08/06/2018</b>"]), ("", [])]
)
def test_a_page_says_when_it_is_not_the_real_day(client, settings, today, shown):
    settings.Q4KH_TODAY = today
    assert re.findall("Bản trình diễn.*?</b>", client.get("/").content.decode()) == shown


# ---------- Pages that say what went wrong ----------


def test_a_wrong_address_leads_back_to_work(client, person):
    person("reporter")
    response = client.get("/khong-co/")
    assert response.status_code == 404
    assert re.findall("<h1>(.*?)</h1>", response.content.decode()) == ["Không tìm thấy trang này"]
    assert bar_of(response) == ["/", "/bao-cao/", "/chi-tieu/", "/nhiem-vu/", "/tin-nhan/"]


def bar_of(response):
    html = response.content.decode()
    return re.findall('href="(.*?)"', re.search(r'<nav class="q-nav is-bar.*?</nav>', html, re.S).group())


@pytest.mark.parametrize("code", ["400", "500"])
def test_a_failure_is_drawn_without_asking_anything(code, django_assert_num_queries):
    from django.template.loader import render_to_string

    with django_assert_num_queries(0):
        html = render_to_string(f"{code}.html")
    assert re.findall('class="q-crumb">(.*?)<', html) == [f"Lỗi {code}"]
    assert "q-who" not in html
