"""The public page as visitors, their browsers and caches get it (II.2.7)."""

import datetime as dt
import re

import pytest
from django.contrib import messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from initiatives import shown
from initiatives.models import (
    Activity,
    Contributor,
    CountingRule,
    Evidence,
    InitiativeFile,
    Organisation,
    ScopeDecision,
)
from initiatives.views import public as view
from targets.models import Heading
from tests import factories as make
from units.models import Unit

pytestmark = pytest.mark.django_db

PAGE = "/chuyen-trang/"
BASE = "https://kh294.example.vn"


@pytest.fixture(autouse=True)
def as_of(settings):
    settings.Q4KH_TODAY, settings.Q4KH_BASE_URL = "2018-06-08", BASE


def public(kind="article", day="2018-05-02", unit=None, **fields):
    on = dt.date.fromisoformat(day)
    return make.make_record(unit, kind, **{"published_on": on, "starts_on": on, "is_public": True, **fields})


def recognised(day="2018-05-17", unit=None, **fields):
    return make.make_recognised(unit, decided_on=dt.date.fromisoformat(day), is_public=True, **fields)


def heading(ref="III.3.b"):
    found = Heading.objects.filter(ref=ref).first()
    return found or Heading.objects.create(
        plan=make.make_plan(), ref=ref, title=f"Đề mục {ref}", wording="Lời", order=1
    )


def path_of(row, section="bai-viet"):
    return f"{PAGE}{section}/{row.pk}-{shown.slug(row.title)}/"


def html(client, address=PAGE, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def listed(page) -> list[str]:
    found = re.search(r'<ul class="q-list">.*?</ul>', page, re.S)
    return re.findall(r"<h3><a [^>]*>(.*?)</a>", found.group()) if found else []


def text_of(markup) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


# --- The list ------------------------------------------------------------------------------------------------------


def test_a_visitor_reads_the_list_newest_first(client):
    public(title="Bài cũ", day="2018-04-02")
    row = public("event", "2018-05-25", title="Ngày hội", event_type="festival", starts_on=dt.date(2018, 5, 20))
    recognised(title="Sáng kiến")
    page = html(client)
    assert listed(page) == ["Ngày hội", "Sáng kiến", "Bài cũ"]
    assert f'<a href="{path_of(row, "ngay-hoi")}">Ngày hội</a>' in page
    assert text_of(re.search(r"<li><div><span.*?</li>", page, re.S).group()) == (
        "Ngày hội 25/05/2018 Ngày hội Ủy ban nhân dân Phường 1, tổ chức 20/05/2018"
    )


def test_tabs_tell_how_many_there_are_of_what_is_asked_for(client):
    public(title="Nước một")
    public("model", title="Nước hai")
    public(title="Điện")
    tabs = re.search(r'<ul class="q-tabs".*?</ul>', html(client, f"{PAGE}?q=nuoc&loai=mo-hinh"), re.S).group()
    assert re.findall(r'<a href="(.*?)"( aria-current="page")?>(.*?) <small>(.*?)</small>', tabs) == [
        ("?q=nuoc", "", "Tất cả", "2"),
        ("?loai=bai-viet&amp;q=nuoc", "", "Bài viết", "1"),
        ("?loai=mo-hinh&amp;q=nuoc", ' aria-current="page"', "Mô hình", "1"),
        ("?loai=sang-kien&amp;q=nuoc", "", "Sáng kiến", "0"),
        ("?loai=ngay-hoi&amp;q=nuoc", "", "Ngày hội, hội thi", "0"),
    ]


def test_what_the_plan_does_not_name_has_a_tab_once_there_is_some(client):
    assert "Hoạt động khác" not in html(client)
    public("award", title="Giải thưởng Vì sự phát triển Quận 4")
    page = html(client, f"{PAGE}?loai=hoat-dong")
    assert "Hoạt động khác <small>1</small>" in page
    assert listed(page) == ["Giải thưởng Vì sự phát triển Quận 4"]


def test_words_are_found_without_accents_and_stay_in_the_field(client):
    public(title="Trường học tiết kiệm nước")
    public(title="Bài khác")
    page = html(client, f"{PAGE}?q=tiet+kiem+NUOC")
    assert listed(page) == ["Trường học tiết kiệm nước"]
    assert 'type="search" value="tiet kiem NUOC"' in page
    assert "1 kết quả cho “tiet kiem NUOC”, mới nhất ở trên" in page
    assert '<meta name="robots" content="noindex, follow">' in page


def test_filters_say_what_they_left(client):
    public(title="Có", unit=make.make_unit("P6"), heading=heading())
    public(title="Không")
    page = html(client, f"{PAGE}?thang=2018-05&don-vi=P6&de-muc=III.3.b")
    assert listed(page) == ["Có"]
    assert "1 mục trong tháng 5/2018 của Ủy ban nhân dân Phường 6 thuộc đề mục III.3.b, mới nhất ở trên" in page
    assert re.findall(r'<option value="([^"]+)" selected>', page) == ["2018-05", "P6", "III.3.b"]
    assert '<meta name="robots"' not in page


def test_what_is_typed_is_text_and_not_markup(client):
    public()
    page = html(client, f"{PAGE}?q=%3Cb%3E%22&don-vi=%3Ci%3E")
    assert "“&lt;b&gt;&quot;” của &lt;i&gt;" in page
    assert "“<b>" not in page and "<i>" not in page


@pytest.mark.parametrize(
    "query",
    [
        "thang=2018-13",
        "loai=khong-co",
        "q=+%E2%80%8B+",
        "trang=x",
        "trang=" + "9" * 5000,
        "la=1",
        "thang=&q=&don-vi=",
    ],
)
def test_what_an_address_cannot_mean_is_as_if_it_were_not_there(client, query):
    public(title="Bài")
    assert listed(html(client, f"{PAGE}?{query}")) == ["Bài"]


@pytest.mark.parametrize("query", ["don-vi=P99", "de-muc=IX", "thang=2011-01", "q=khong+co+dau"])
def test_what_is_not_found_says_so_and_leads_back(client, query):
    public(title="Bài")
    page = html(client, f"{PAGE}?{query}")
    assert listed(page) == []
    assert "Không tìm thấy mục nào" in page
    assert f'<a class="btn btn-outline-secondary" href="{PAGE}">Xem toàn bộ chuyên trang</a>' in page


def test_an_empty_page_says_what_will_stand_there(client):
    page = html(client)
    assert "Chưa có bài nào" in page
    assert "<details" not in page


def test_a_long_list_has_pages(client):
    for day in range(1, 29):
        public(day=f"2018-05-{day:02d}", title=f"Bài {day}")
    first, second = html(client, f"{PAGE}?q=bai"), html(client, f"{PAGE}?q=bai&trang=2")
    assert listed(first) == [f"Bài {day}" for day in range(28, 8, -1)]
    assert listed(second) == [f"Bài {day}" for day in range(8, 0, -1)]
    assert 'href="?q=bai&amp;trang=2" rel="next"' in first
    assert "Trang 2 trên 2" in second
    assert f'<link rel="canonical" href="{BASE}{PAGE}?q=bai&amp;trang=2">' in second
    # A page that is no more leads to the last one.
    assert listed(html(client, f"{PAGE}?trang=99")) == listed(second)


def test_a_month_leads_to_the_ones_beside_it(client):
    for day in ("2018-01-05", "2018-03-05", "2018-06-05"):
        public(day=day)
    page = html(client, f"{PAGE}?thang=2018-03&q=ban")
    nav = re.search(r'<nav class="q-pager" aria-label="Tháng">.*?</nav>', page, re.S).group()
    assert re.findall('href="(.*?)">(.*?)<', nav) == [
        (f"{PAGE}?thang=2018-01&amp;q=ban", "Tháng 1/2018"),
        (f"{PAGE}?thang=2018-06&amp;q=ban", "Tháng 6/2018"),
    ]
    assert 'aria-label="Tháng"' not in html(client)


def test_the_plans_two_articles_a_month_stand_beside_the_list(client):
    assert "<aside>" not in html(client)
    target = make.make_target(code="CT11", ref="II.2.7", basis="month", threshold=2)
    CountingRule.objects.create(target=target, kinds=["article"], article_types=["article"], date_rule="published")
    public(day="2018-05-02", article_type="article")
    public(day="2018-06-02", article_type="article")
    aside = re.search(r"<aside>.*?</aside>", html(client), re.S).group()
    assert "Mỗi tháng ít nhất hai bài" in aside
    rows = [text_of(row) for row in re.findall(r"<tr><th scope=\"row\".*?</tr>", aside)]
    assert rows[:3] == ["Tháng 6 , đến nay 1", "Tháng 5 1 thiếu 1 bài", "Tháng 4 0 thiếu 2 bài"]
    assert "Theo Kế hoạch 294/KH-UBND, mục II.2.7: mỗi tháng có ít nhất 02 bài viết" in text_of(aside)


# --- One thing -----------------------------------------------------------------------------------------------------


def test_a_thing_is_read_whole(client):
    p6, qd, school = (
        make.make_unit("P6"),
        make.make_unit("QD", name="Quận đoàn"),
        make.make_unit("TH1", name="Trường Một"),
    )
    row = public(
        "event", unit=p6, title="Ngày hội <mới>", summary="Đoạn một.\n\nĐoạn <b>hai</b>.", heading=heading(),
        event_type="festival", level="ward", participants=1350, starts_on=dt.date(2018, 4, 28), ends_on=dt.date(2018, 4, 29),
    )  # fmt: skip
    row.partners.add(qd)
    row.schools.add(school)
    page = html(client, path_of(row, "ngay-hoi"))
    assert "<h1>Ngày hội &lt;mới&gt;</h1>" in page
    assert "<p>Đoạn một.</p><p>Đoạn &lt;b&gt;hai&lt;/b&gt;.</p>" in page
    facts = re.search(r'<dl class="q-facts">.*?</dl>', page, re.S).group()
    assert [text_of(fact) for fact in re.findall(r"<div><dt>.*?</dd></div>", facts, re.S)] == [
        "Đơn vị Ủy ban nhân dân Phường 6 Quận đoàn",
        "Ngày tổ chức từ 28/04/2018 đến 29/04/2018",
        "Cấp Cấp phường, đơn vị",
        "Trường tham gia Trường Một",
        "Số người tham gia 1.350",
        "Đưa lên chuyên trang 02/05/2018",
        "Đề mục của Kế hoạch III.3.b Đề mục III.3.b",
    ]
    assert f'href="{PAGE}?don-vi=QD">Quận đoàn</a>' in facts
    assert f'href="{PAGE}?de-muc=III.3.b"' in facts


def test_an_initiative_tells_who_made_it_where_they_work_and_what_was_decided(client):
    row = recognised(
        title="Thu nước", summary="Gom nước.", field="Môi trường", first_applied_on=dt.date(2018, 1, 2),
        decision_number="61/QĐ-UBND", certificate_number="01/GCN-SK", heading=heading(),
    )  # fmt: skip
    for order, name in enumerate(["Mạc Văn Sơn", "An Thị Ba"]):
        Contributor.objects.create(initiative=row, order=order, name=name, workplace="Phường 1", share=50)
    ScopeDecision.objects.create(
        initiative=row, scope="2-district", number="70/QĐ-UBND", decided_on=dt.date(2018, 6, 1), decided_by="Quận",
        recorded_at=make.at("2018-06-01T09:00:00"), recorded_by_name="Người ghi",
    )  # fmt: skip
    facts = re.search(r'<dl class="q-facts">.*?</dl>', html(client, path_of(row, "sang-kien")), re.S).group()
    assert [text_of(fact) for fact in re.findall(r"<div><dt>.*?</dd></div>", facts, re.S)] == [
        "Tác giả Mạc Văn Sơn Phường 1 An Thị Ba Phường 1",
        "Đơn vị Ủy ban nhân dân Phường 1",
        "Lĩnh vực áp dụng Môi trường",
        "Áp dụng lần đầu 02/01/2018",
        "Công nhận Ngày 17/05/2018 Quyết định 61/QĐ-UBND, giấy chứng nhận 01/GCN-SK",
        "Cơ sở công nhận Ủy ban nhân dân Phường 1",
        "Phạm vi ảnh hưởng Quận Quyết định 70/QĐ-UBND ngày 01/06/2018",
        "Đề mục của Kế hoạch III.3.b Đề mục III.3.b",
    ]


def evidence(row, name, **fields):
    return Evidence.objects.create(
        activity=row, name=name, added_at=make.at("2018-05-02T09:00:00"), added_by_name="Người ghi", **fields
    )


def test_links_to_the_web_are_shown_and_files_are_not(client):
    row = public()
    evidence(row, "Trang tin", link="https://vidu.example/bai?a=1&b=2")
    evidence(row, "Có mật khẩu", link="https://ten:mat-khau@vidu.example/x")
    evidence(row, "Máy khác", link="ftp://vidu.example/tep")
    evidence(row, "Mã lệnh", link="javascript:alert(1)")
    evidence(row, "Biên bản ký.pdf", sha256="a" * 64)
    evidence(row, "Ảnh chụp.png", sha256="b" * 64, content_type="image/png")
    page = html(client, path_of(row))
    links = re.findall(
        r'<a href="([^"]*)" rel="external nofollow noopener noreferrer">(.*?)</a></span><small>(.*?)</small>', page
    )
    assert [(name, host) for _, name, host in links] == [("Trang tin", "vidu.example"), ("Có mật khẩu", "vidu.example")]
    assert links[0][0] == "https://vidu.example/bai?a=1&amp;b=2"
    for hidden in ("ftp://", "javascript:", "Biên bản ký", "Ảnh chụp", "a" * 64):
        assert hidden not in page


def test_what_stands_under_the_same_heading_is_offered(client):
    row = public(title="Bài này", heading=heading(), day="2018-05-03")
    for number in range(1, 8):
        public(title=f"Bài {number}", heading=heading(), day=f"2018-05-{number:02d}")
    public(title="Đề mục khác", heading=heading("III.2"))
    page = html(client, path_of(row))
    assert listed(page) == ["Bài 7", "Bài 6", "Bài 5", "Bài 4", "Bài 3"]
    assert "Cùng đề mục" not in html(client, path_of(public(title="Không đề mục")))


def test_a_thing_leads_to_the_months_beside_its_own(client):
    public(day="2018-01-05")
    recognised("2018-06-05")
    nav = re.search(r'aria-label="Tháng">.*?</nav>', html(client, path_of(public(day="2018-03-05"))), re.S).group()
    assert re.findall('href="(.*?)">(.*?)<', nav) == [
        (f"{PAGE}?thang=2018-01", "Tháng 1/2018"),
        (f"{PAGE}?thang=2018-03", "Cùng tháng 3/2018"),
        (f"{PAGE}?thang=2018-06", "Tháng 6/2018"),
    ]


def test_an_old_address_leads_to_the_one_that_holds_now(client):
    row = public(title="Tên mới")
    for old in (f"bai-viet/{row.pk}-ten-cu/", f"mo-hinh/{row.pk}-ten-moi/", f"ngay-hoi/{row.pk}-x/"):
        response = client.get(f"{PAGE}{old}")
        assert (response.status_code, response["Location"]) == (301, path_of(row))
        # For ever, it would lead in a circle once the old title is back.
        assert response["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    "address",
    [
        "bai-viet/{hidden}-bai/",
        "bai-viet/{hidden}-sai/",
        "bai-viet/0-x/",
        f"bai-viet/{'9' * 30}-x/",
        "khong-co/{shown}-bai/",
        "sang-kien/{shown}-bai/",
    ],
)
def test_what_is_not_public_is_not_there(client, address):
    there, hidden = public(title="Bài"), public(title="Bài", is_public=False)
    html(client, PAGE + address.format(shown=there.pk, hidden=hidden.pk), 404)


# --- Head of the pages ---------------------------------------------------------------------------------------------


def head(page) -> dict:
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page))


def test_a_shared_link_says_what_it_is(client):
    row = public(title="Bài “mới”", summary="Một " * 100)
    page = html(client, path_of(row))
    said = head(page)
    assert said["og:title"] == "Bài “mới”"
    assert said["og:type"] == "article"
    assert said["og:url"] == BASE + path_of(row)
    assert said["article:published_time"] == "2018-05-02"
    assert said["description"] == said["og:description"]
    assert said["description"].endswith("…") and len(said["description"]) <= 161
    assert f'<link rel="canonical" href="{BASE}{path_of(row)}">' in page
    assert "<title>Bài “mới” · Cổng Kế hoạch 294, Quận 4</title>" in page


def test_the_list_says_what_it_is_and_where_its_feed_is(client):
    page = html(client, f"{PAGE}?q=&loai=bai-viet&la=1")
    assert head(page)["og:url"] == f"{BASE}{PAGE}?loai=bai-viet"
    assert f'<link rel="canonical" href="{BASE}{PAGE}?loai=bai-viet">' in page
    assert re.search(r'<link rel="alternate" type="application/rss\+xml" [^>]*href="/chuyen-trang/rss.xml">', page)


@pytest.mark.parametrize("address", [PAGE, "thing", f"{PAGE}rss.xml", "/sitemap.xml", "/robots.txt"])
def test_no_address_is_made_of_what_the_host_header_says(client, settings, address):
    settings.ALLOWED_HOSTS = ["*"]
    address = path_of(public()) if address == "thing" else address
    response = client.get(address, headers={"host": "la.example"})
    assert response.status_code == 200
    assert b"la.example" not in response.content
    assert BASE.encode() in response.content


# --- Caches --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["list", "thing"])
def test_a_visitors_page_may_be_kept_for_a_minute_and_asked_for_again(client, which):
    row = public(heading=heading())
    address = PAGE if which == "list" else path_of(row)
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in first["Vary"]
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "public, max-age=60"
    assert client.head(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    # Also what no record tells: the name of the unit.
    Unit.objects.update(name="Tên mới của phường")
    changed = client.get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert "Tên mới của phường" in changed.content.decode()


def test_a_logged_in_persons_page_is_kept_by_nobody_and_has_their_navigation(client):
    row = public()
    client.force_login(make.make_user("p1.canbo", role="reporter", unit=make.make_unit()))
    for address in (PAGE, path_of(row)):
        response = client.get(address)
        assert response["Cache-Control"] == "private, no-store"
        assert "Cookie" in response["Vary"]
        assert not response.has_header("ETag")
        assert '<nav class="q-nav is-bar' in response.content.decode()
    moved = client.get(f"{PAGE}bai-viet/{row.pk}-x/")
    assert (moved.status_code, moved["Cache-Control"]) == (301, "private, no-store")


def test_a_page_with_a_message_for_one_visitor_is_kept_by_nobody(client, monkeypatch):
    wanted = view._wanted

    def with_message(request):
        messages.success(request, "Đã đặt mật khẩu mới.")
        return wanted(request)

    monkeypatch.setattr(view, "_wanted", with_message)
    response = client.get(PAGE)
    assert "Đã đặt mật khẩu mới." in response.content.decode()
    assert not response.has_header("ETag")
    assert "public" not in response.get("Cache-Control", "")


# --- Cost ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 30])
def test_a_visitor_costs_four_queries_whatever_is_shown(client, number):
    target = make.make_target(code="CT11", basis="month", threshold=2)
    CountingRule.objects.create(target=target, kinds=["article"], date_rule="published")
    for at in range(number):
        unit = make.make_unit(f"P{at % 9 + 1}")
        row = public(unit=unit, heading=heading(), day=f"2018-05-{at % 28 + 1:02d}")
        row.partners.add(make.make_unit("QD"))
        evidence(row, "Trang tin", link="https://vidu.example/")
        made = recognised(unit=unit, heading=heading())
        Contributor.objects.create(initiative=made, name="Người", workplace="Nơi", share=100)
    for address in (PAGE, f"{PAGE}?q=a&thang=2018-05&de-muc=III.3.b", path_of(row), path_of(made, "sang-kien")):
        with CaptureQueriesContext(connection) as seen:
            html(client, address)
        assert len(seen) == 4, address


# --- Privacy -------------------------------------------------------------------------------------------------------


def test_nothing_private_is_on_any_public_page():
    """Every text of a record that is not for everybody bears a word that no public page may hold."""
    secret = "BIMAT"
    at = make.at("2018-05-02T09:00:00")
    someone = make.make_user(f"{secret}.canbo", full_name=f"{secret} người ghi", email=f"{secret}@example.vn")
    activity = public(
        title="Bài", summary="Lời.", heading=heading(), note=f"{secret} lời của Phòng Kinh tế", recorded_by=someone,
        recorded_by_name=f"{secret} ghi", decided_by_name=f"{secret} xác nhận", service_level=4,
    )  # fmt: skip
    activity.trainees.add(someone)
    helped = Organisation(name=f"{secret} tổ chức", tax_code="0312345678", address=f"{secret} địa chỉ", recorded_at=at)
    helped.fold()
    helped.save()
    activity.organisations.add(helped)
    evidence(activity, f"{secret} tệp.pdf", sha256="a" * 64)
    Evidence.objects.update(added_by_name=f"{secret} thêm")
    made = recognised(
        title="Sáng kiến", summary="Lời.", heading=heading(), investor=f"{secret} chủ đầu tư", nature=f"{secret} bản chất",
        conditions=f"{secret} điều kiện", benefits=f"{secret} lợi ích", secrets=f"{secret} cần bảo mật",
        receipt_number=f"{secret}-1", received_by_name=f"{secret} tiếp nhận", reason=f"{secret} lý do",
        council_opinion=f"{secret} hội đồng", council_for=7, decided_by_name=f"{secret} quyết định", recorded_by=someone,
    )  # fmt: skip
    Contributor.objects.create(
        initiative=made, name="Mạc Văn Sơn", workplace="Phường 1", post=f"{secret} chức danh",
        born_on=dt.date(1979, 8, 17), education=f"{secret} trình độ", share=100,
    )  # fmt: skip
    ScopeDecision.objects.create(
        initiative=made, scope="1-body", number="9/QĐ", decided_on=dt.date(2018, 5, 20), decided_by="Phường",
        recorded_at=at, recorded_by_name=f"{secret} ghi",
    )  # fmt: skip
    InitiativeFile.objects.create(
        initiative=made, name=f"{secret} đơn.pdf", sha256="b" * 64, size=1, content_type="application/pdf", added_at=at,
        added_by_name=f"{secret} thêm",
    )  # fmt: skip
    public(title=f"{secret} chưa công bố", is_public=False)
    make.make_recognised(make.make_unit("P2"), title=f"{secret} chưa công bố")
    client = Client()
    addresses = [
        PAGE, f"{PAGE}?loai=sang-kien", f"{PAGE}?q=", path_of(activity), path_of(made, "sang-kien"), f"{PAGE}rss.xml",
        "/sitemap.xml", "/robots.txt",
    ]  # fmt: skip
    for address in addresses:
        body = html(client, address)
        for private in (secret, "bimat", "17/08/1979", "1979", "0312345678", "example.vn", "a" * 64, "b" * 64):
            assert private not in body.replace(BASE, ""), address
        assert "Người ghi" not in body
    assert "Mạc Văn Sơn" in html(client, path_of(made, "sang-kien"))
    # Nor is it found by it.
    assert listed(html(client, f"{PAGE}?q=bimat")) == []


# --- The way there and back ----------------------------------------------------------------------------------------


def test_the_login_page_and_the_public_page_lead_to_each_other(client):
    assert f'<a href="{PAGE}">Xem chuyên trang Sáng kiến khoa học và công nghệ</a>' in html(client, "/dang-nhap/")
    page = html(client)
    assert 'href="/dang-nhap/">Đăng nhập' in page
    assert f'class="q-letterhead" href="{PAGE}"' in page
    assert f'<a href="{PAGE}">Chuyên trang sáng kiến</a>' in page.partition("<footer")[2]


def test_a_logged_in_persons_letterhead_leads_home(client):
    client.force_login(make.make_user("p1.canbo", role="reporter", unit=make.make_unit()))
    assert 'class="q-letterhead" href="/"' in html(client)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_page_is_read_only(client, method):
    row = public()
    for address in (PAGE, path_of(row)):
        assert getattr(client, method)(address).status_code == 405
    assert Activity.objects.get().revision == 0
