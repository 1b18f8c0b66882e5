"""Tin nhắn: everything the portal told one person."""

import re

import pytest

from reports.models import Notice
from tests.factories import at, make_unit, make_user
from units.roles import Role


@pytest.fixture
def person(client, db, settings):
    settings.Q4KH_TODAY = "2018-06-08T10:00:00"
    user = make_user("p1.canbo", role=Role.REPORTER, unit=make_unit("P1"))
    client.force_login(user)
    return user


def tell(user, text, day=8, **fields):
    return Notice.objects.create(user=user, text=text, at=at(f"2018-06-{day:02}T08:00:00"), **fields)


def shown(page):
    """(text, read) of each message, in the order of the page."""
    found = re.findall(r'<li data-read="(\w+)">.*?<p>(.*?)</p>', page, re.S)
    return [(re.sub("<[^>]+>", "", text), read) for read, text in found]


def get(client, address="/tin-nhan/"):
    return client.get(address).content.decode()


def test_unread_ones_come_first_then_the_newest(client, person):
    read = at("2018-06-08T09:00:00")
    tell(person, "Đã đọc, mới", 8, read_at=read)
    tell(person, "Chưa đọc, cũ", 1)
    tell(person, "Đã đọc, cũ", 2, read_at=read)
    tell(person, "Chưa đọc, mới", 7)
    tell(make_user("khac"), "Của người khác")
    assert shown(get(client)) == [
        ("Chưa đọc, mới", "no"),
        ("Chưa đọc, cũ", "no"),
        ("Đã đọc, mới", "yes"),
        ("Đã đọc, cũ", "yes"),
    ]


def test_reading_the_page_marks_nothing_as_read(client, person):
    tell(person, "Tin")
    get(client)
    assert Notice.objects.get().read_at is None


def test_one_is_marked_as_read(client, person):
    tell(person, "Một")
    two = tell(person, "Hai")
    page = client.post("/tin-nhan/", {"notice": two.pk}, follow=True).content.decode()
    assert shown(page) == [("Một", "no"), ("Hai", "yes")]
    two.refresh_from_db()
    assert two.read_at == at("2018-06-08T10:00:00")


def test_all_are_marked_as_read_and_nobody_elses(client, person):
    tell(person, "Một")
    tell(person, "Hai")
    other = tell(make_user("khac"), "Của người khác")
    page = client.post("/tin-nhan/", {"notice": "all"}, follow=True).content.decode()
    assert "Đã đánh dấu 2 tin là đã đọc." in page
    assert {read for _, read in shown(page)} == {"yes"}
    client.post("/tin-nhan/", {"notice": other.pk})
    other.refresh_from_db()
    assert other.read_at is None


@pytest.mark.parametrize("notice", ["", "x", "-1", "9" * 40, "١"])
def test_a_message_that_is_none_is_refused(client, person, notice):
    assert client.post("/tin-nhan/", {"notice": notice}).status_code == 404


def test_twenty_a_page_and_the_same_queries(client, person, django_assert_num_queries):
    for number in range(25):
        tell(person, f"Tin {number}", body="Kính gửi", url="/bao-cao/")
    # Session and person; how many, how many unread, one page of them, and long work that waits.
    with django_assert_num_queries(5):
        page = get(client)
    assert len(shown(page)) == 20
    assert len(shown(get(client, "/tin-nhan/?trang=2"))) == 5


def test_what_was_written_can_be_read_in_the_portal_as_well(client, person):
    tell(person, "Tin", body="Kính gửi <b>Phường 1</b>,\n\nhttp://127.0.0.1:8000/bao-cao/")
    page = get(client)
    assert "&lt;b&gt;Phường 1&lt;/b&gt;" in page
    assert '<a href="http://127.0.0.1:8000/bao-cao/" rel="nofollow">' in page


@pytest.mark.parametrize("role", [Role.REPORTER, Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR])
def test_home_counts_what_is_unread_and_leads_there(client, db, settings, role):
    settings.Q4KH_TODAY = "2018-06-08"
    user = make_user("ai-do", role=role, unit=make_unit("P1") if role == Role.REPORTER else None)
    for number in range(7):
        tell(user, f"Tin {number}")
    tell(user, "Đã đọc", read_at=at("2018-06-08T09:00:00"))
    client.force_login(user)
    page = get(client, "/")
    bar = re.search(r'<nav class="q-nav is-bar.*?</nav>', page, re.S).group()
    assert re.findall(r'<a href="/tin-nhan/">Tin nhắn <span class="q-count">(\d+)</span>', bar) == ["7"]


def test_other_pages_do_not_count(client, person):
    tell(person, "Tin")
    assert '<a href="/tin-nhan/">Tin nhắn</a>' in get(client, "/bao-cao/")


def test_nothing_to_read_says_so(client, person):
    assert "Chưa có tin nhắn nào" in get(client)
    assert '<a href="/tin-nhan/">Xem các tin cũ</a>' in get(client, "/")
