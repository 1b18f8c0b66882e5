"""What feed readers and search engines are told of the public page, and what they are kept from."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.urls import get_resolver

from tests import factories as make

pytestmark = pytest.mark.django_db

BASE = "https://kh294.example.vn"
FEED, SITEMAP, ROBOTS = "/chuyen-trang/rss.xml", "/sitemap.xml", "/robots.txt"
NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
}


@pytest.fixture(autouse=True)
def as_of(settings):
    settings.Q4KH_TODAY, settings.Q4KH_BASE_URL = "2018-06-08", BASE


def article(day="2018-05-02", **fields):
    on = dt.date.fromisoformat(day)
    return make.make_record(kind="article", published_on=on, is_public=True, **fields)


def tree(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return ET.fromstring(response.content)


def test_the_feed_tells_the_newest_with_whole_addresses(client):
    article("2018-04-02", title="Bài cũ")
    row = article(title="Bài <mới>", summary="Đoạn một & hai.\nĐoạn sau.", article_type="news")
    made = make.make_recognised(is_public=True, decided_on=dt.date(2018, 5, 17), title="Sáng kiến")
    channel = tree(client, FEED).find("channel")
    assert channel.find("link").text == f"{BASE}/chuyen-trang/"
    assert channel.find("atom:link", NS).get("href") == f"{BASE}{FEED}"
    assert channel.find("language").text == "vi"
    items = channel.findall("item")
    assert [item.find("title").text for item in items] == ["Sáng kiến", "Bài <mới>", "Bài cũ"]
    told = {part.tag.rpartition("}")[2]: part.text for part in items[1]}
    assert told == {
        "title": "Bài <mới>",
        "link": f"{BASE}/chuyen-trang/bai-viet/{row.pk}-bai-moi/",
        "description": "Đoạn một & hai.",
        "creator": "Ủy ban nhân dân Phường 1",
        "pubDate": "Wed, 02 May 2018 00:00:00 +0700",
        "guid": f"SO-{row.pk}",
        "category": "Tin",
    }
    assert items[0].find("guid").text == f"SK-{made.pk}"
    assert items[0].find("guid").get("isPermaLink") == "false"


def test_the_feed_holds_thirty(client):
    for day in range(1, 32):
        article(f"2018-05-{day:02d}", title=f"Bài {day}")
        article(f"2018-05-{day:02d}")
    items = tree(client, FEED).findall("channel/item")
    assert len(items) == 30
    assert items[0].find("pubDate").text.startswith("Thu, 31 May 2018")


def test_an_empty_feed_and_sitemap_are_whole(client):
    assert tree(client, FEED).findall("channel/item") == []
    assert [url.text for url in tree(client, SITEMAP).findall("s:url/s:loc", NS)] == [f"{BASE}/chuyen-trang/"]


def test_the_sitemap_names_the_page_and_all_it_shows(client):
    row = article(title="Bài", edited_at=make.at("2018-05-04T10:00:00"))
    make.make_record(title="Không công bố")
    made = make.make_recognised(is_public=True, title="Sáng kiến", edited_at=make.at("2018-05-20T10:00:00"))
    urls = tree(client, SITEMAP).findall("s:url", NS)
    assert [(url.find("s:loc", NS).text, url.find("s:lastmod", NS).text) for url in urls] == [
        (f"{BASE}/chuyen-trang/", "2018-05-20"),
        (f"{BASE}/chuyen-trang/sang-kien/{made.pk}-sang-kien/", "2018-05-20"),
        (f"{BASE}/chuyen-trang/bai-viet/{row.pk}-bai/", "2018-05-04"),
    ]


def test_the_sitemap_keeps_the_path_of_the_base(client, settings):
    settings.Q4KH_BASE_URL = "http://127.0.0.1:8000"
    assert tree(client, SITEMAP).find("s:url/s:loc", NS).text == "http://127.0.0.1:8000/chuyen-trang/"


def test_crawlers_are_kept_to_the_public_page(client):
    response = client.get(ROBOTS)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Allow: /chuyen-trang/",
        "Allow: /sitemap.xml",
        "Allow: /du-lieu-mo/",
        "Allow: /static/",
        "Disallow: /",
        f"Sitemap: {BASE}/sitemap.xml",
    ]


def test_the_files_stand_where_crawlers_look():
    assert {"sitemap.xml", "robots.txt"} <= {
        str(one.pattern) for part in get_resolver().url_patterns for one in getattr(part, "url_patterns", [])
    }


@pytest.mark.parametrize("address", [FEED, SITEMAP, ROBOTS])
def test_everybody_gets_the_same_and_caches_ask_again(client, address):
    article()
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=60"
    assert not first.has_header("Vary")
    assert not first.cookies
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    client.force_login(make.make_user())
    assert client.get(address).content == first.content


@pytest.mark.parametrize("address", [FEED, SITEMAP])
def test_what_was_taken_back_is_told_also_to_who_asks_by_date(client, address):
    row = article()
    first = client.get(address)
    row.is_public = False
    row.save()
    again = client.get(address, headers={"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]})
    assert again.status_code == 200
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 200


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize(("address", "cost"), [(FEED, 2), (SITEMAP, 1)])
def test_what_a_crawler_costs(client, django_assert_num_queries, address, cost, number):
    for _ in range(number):
        article()
        make.make_recognised(is_public=True)
    with django_assert_num_queries(cost):
        client.get(address)


@pytest.mark.parametrize("address", [FEED, SITEMAP, ROBOTS])
def test_they_are_read_only(client, address):
    assert client.post(address).status_code == 405
