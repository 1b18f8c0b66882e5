"""/chi-tieu/, /chi-tieu/CT03/ and the leader's page: attributes, words, and who sees whose figures."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports import folding, sums
from reports.models import Exclusion, Report
from tests.factories import (
    assign,
    at,
    make_figures,
    make_period,
    make_plan,
    make_publication,
    make_report,
    make_target,
    make_unit,
    make_user,
    make_version,
)

ACCEPTED, SENT = Report.State.ACCEPTED, Report.State.SENT
SHARE = {"measure": "share", "over_time": "last", "over_units": "share", "threshold": 100}
MILESTONE = {"measure": "milestone", "basis": "once", "over_time": "last", "over_units": "any", "threshold": None}


def report(code, year, quarter, state=ACCEPTED, **figures):
    row = make_report(make_unit(code), make_period(None, year, quarter), state)
    make_figures(row, **figures)
    return row


@pytest.fixture
def plan(db, as_of):
    """As of 08/06/2018: 2017 and Quý I/2018 closed. CT03 on track, CK08 missed, CT06 behind, CT12 tracked."""
    plan = make_plan(coordinator=make_unit("PKT", files_reports=False))
    for year in (2017, 2018):
        for quarter in (1, 2, 3, 4):
            is_closed = year == 2017 or quarter == 1
            make_period(plan, year, quarter, closed_at=at("2018-04-02T09:00:00") if is_closed else None)
    wards = [make_unit(f"P{number}") for number in (1, 2, 3)]
    ct03 = make_target(plan, "CT03", threshold=3, title="Mô hình ứng dụng", unit_label="mô hình", rule="Đếm một lần.")
    assign(ct03, *wards)
    assign(ct03, make_unit("PKT"), reports=False, coordinates=True)
    assign(make_target(plan, "CT06", **SHARE), *wards)
    assign(make_target(plan, "CT12", measure="tracked", threshold=None), make_unit("P1"))
    assign(
        make_target(plan, "CK08", title="Điện mặt trời", due_on=dt.date(2017, 12, 31), **MILESTONE),
        make_unit("VP", short_name="Văn phòng"),
        coordinates=True,
    )
    report("VP", 2017, 4, CK08=None)
    report("P1", 2018, 1, CT03=1, CT06=True, CT12=4)
    report("P2", 2018, 1, CT03=0, CT06=False)
    report("P1", 2018, 2, SENT, CT03=1, CT06=True, CT12=0)
    return plan


def signed_in(client, role, unit=None):
    client.force_login(make_user(role=role, unit=unit))
    return client


@pytest.fixture
def reviewer(client, plan):
    return signed_in(client, "reviewer")


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def attributes(response):
    """Of each element with data-target: code, year, actual, threshold, verdict, late, in the order of the page."""
    pattern = (
        r'data-target="([^"]*)" data-year="([^"]*)" data-actual="([^"]*)" data-threshold="([^"]*)" '
        r'data-verdict="([^"]*)" data-late="([^"]*)"'
    )
    return re.findall(pattern, response.content.decode())


# ---------------------------------------------------------------- the list


def test_the_list_has_a_row_a_target_what_needs_work_first(reviewer):
    response = reviewer.get("/chi-tieu/")
    assert attributes(response) == [
        ("CK08", "2018", "0", "1", "missed", "no"),
        ("CT03", "2018", "1", "3", "on_track", "no"),
        ("CT06", "2018", "33.3", "100", "on_track", "no"),
        ("CT12", "2018", "4", "", "tracked", "no"),
    ]
    assert "4 chỉ tiêu, năm 2018" in text_of(response)
    assert (
        "2 chỉ tiêu đạt hoặc đúng tiến độ. Cần xử lý: 1 không đạt. Tính theo báo cáo đã chấp nhận đến 08/06/2018."
        in text_of(response)
    )
    assert "Còn 2 mô hình trong 189 ngày. 1 mô hình đã gửi, chưa tổng hợp." in text_of(response)


def test_the_order_of_the_plan_and_one_verdict_can_be_asked_for(reviewer):
    in_order = reviewer.get("/chi-tieu/?nam=2018&xep=ke-hoach")
    assert [row[0] for row in attributes(in_order)] == ["CT03", "CT06", "CT12", "CK08"]
    only = reviewer.get("/chi-tieu/?nam=2018&ket-luan=on_track")
    assert [row[0] for row in attributes(only)] == ["CT03", "CT06"]
    # The strip goes on counting all of them.
    assert re.findall(r"<b>(\d+)</b>", only.content.decode())[:7] == ["0", "1", "0", "2", "0", "0", "1"]


def test_another_year_is_judged_for_itself(reviewer):
    rows = {row[0]: row[1:] for row in attributes(reviewer.get("/chi-tieu/?nam=2017"))}
    assert rows["CT03"] == ("2017", "", "3", "no_data", "no")
    assert rows["CK08"] == ("2017", "0", "1", "missed", "no")


@pytest.mark.parametrize("year", [2016, 2021])
def test_a_year_without_periods_does_not_apply(reviewer, year):
    response = reviewer.get(f"/chi-tieu/?nam={year}")
    assert attributes(response) == []
    assert f"Năm {year}: không áp dụng" in text_of(response)
    assert f"Năm {year} không áp dụng" in text_of(reviewer.get(f"/chi-tieu/CT03/?nam={year}"))


@pytest.mark.parametrize("year", ["abc", "0001", "99999", "２０１８", ""])
def test_a_year_that_cannot_be_read_shows_the_current_one(reviewer, year):
    assert "4 chỉ tiêu, năm 2018" in text_of(reviewer.get("/chi-tieu/", {"nam": year}))


def test_a_milestone_met_late_says_so(reviewer, plan):
    row = report("VP", 2018, 1, CK08=dt.date(2018, 1, 20))
    assert row.state == "accepted"
    response = reviewer.get("/chi-tieu/?ket-luan=met")
    assert attributes(response) == [("CK08", "2018", "1", "1", "met", "yes")]
    assert "Đạt, chậm hạn" in text_of(response)


def test_without_a_plan_the_list_says_what_is_lacking(client, db, as_of):
    assert "Chưa có kế hoạch" in text_of(signed_in(client, "reviewer").get("/chi-tieu/"))
    assert client.get("/chi-tieu/CT03/").status_code == 404


# ---------------------------------------------------------------- one target


def test_one_target_has_the_attributes_of_its_row(reviewer):
    assert attributes(reviewer.get("/chi-tieu/CT03/")) == [("CT03", "2018", "1", "3", "on_track", "no")]
    assert reviewer.get("/chi-tieu/CT99/").status_code == 404


def test_one_target_shows_official_waiting_goal_and_what_is_needed(reviewer):
    content = reviewer.get("/chi-tieu/CT03/").content.decode()
    found = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)(?:<small>([^<]+)</small>)?</dd>", content)
    assert found == [
        ("Đã tổng hợp", "1", "mô hình"),
        ("Chưa tổng hợp", "+1", "Phường 1 đã gửi, chưa được chấp nhận"),
        ("Mức giao", "3", "mô hình, cả năm"),
        ("Mức cần có hôm nay", "0", "3 × 1/4 quý đã tổng hợp, làm tròn xuống"),
    ]


def test_one_target_quotes_the_plan_and_names_who_is_missing(reviewer):
    response = reviewer.get("/chi-tieu/CT03/")
    text = text_of(response)
    assert "Nguyên văn CT03" in text
    assert "Kế hoạch 294/KH-UBND, mục II.2.2" in text
    assert "Đã gửi, chưa tổng hợp: Phường 1." in text
    assert "Chưa có số liệu chính thức đến Quý II/2018, 2 đơn vị: Phường 2, Phường 3." in text
    assert "Đếm một lần." in text


def cells(response):
    """Rows of the table of units: name and texts of the cells."""
    rows = re.findall(
        r'<th scope="row" role="rowheader">([^<]+)</th>(.*?)</tr>', response.content.decode(), re.DOTALL
    )
    found = {}
    for name, rest in rows:
        texts = re.findall(r"<td[^>]*>(.*?)</td>", rest, re.DOTALL)
        plain = [re.sub(r'<span class="visually-hidden">.*?</span>', "", text) for text in texts]
        found[name] = [" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in plain]
    return found


def test_every_figure_opens_to_the_unit_and_the_version_that_said_it(reviewer, plan):
    row = Report.objects.get(unit__code="P2", period__year=2018)
    again = make_version(row, 2, CT03=2)
    Report.objects.filter(pk=row.pk).update(official=again, latest=again)
    response = reviewer.get("/chi-tieu/CT03/")
    assert cells(response) == {
        "Ủy ban nhân dân Phường 1": ["1", "1 chưa tổng hợp", "–", "–", "1"],
        "Ủy ban nhân dân Phường 2": ["2 lần gửi 2", "chưa báo cáo", "–", "–", "2"],
        "Ủy ban nhân dân Phường 3": ["chưa báo cáo", "chưa báo cáo", "–", "–", "–"],
    }
    assert re.findall(r'href="(/bao-cao/[^"]+)"', response.content.decode()) == [
        "/bao-cao/2018/1/P1/lan/1/",
        "/bao-cao/2018/2/P1/lan/1/",
        "/bao-cao/2018/1/P2/lan/2/",
    ]


def test_an_excluded_unit_is_told_from_a_silent_one(reviewer):
    Exclusion.objects.create(
        unit=make_unit("P3"), period=make_period(None, 2018, 1), reason="Sáp nhập", at=timezone.now(), by_name="x"
    )
    assert cells(reviewer.get("/chi-tieu/CT03/"))["Ủy ban nhân dân Phường 3"] == [
        "miễn", "chưa báo cáo", "–", "–", "–",
    ]


def test_a_share_lists_yes_no_and_silent_by_name(reviewer):
    found = re.findall(
        r'rowheader">(Có|Không|Chưa báo cáo)</th><td[^>]*>(\d+)</td><td role="cell">([^<]*)</td>',
        reviewer.get("/chi-tieu/CT06/").content.decode(),
    )
    assert found == [("Có", "1", "Phường 1"), ("Không", "1", "Phường 2"), ("Chưa báo cáo", "1", "Phường 3")]


def test_the_chart_says_the_figures_of_the_table_beside_it(reviewer, plan):
    report("P3", 2017, 2, CT03=4)
    response = reviewer.get("/chi-tieu/CT03/")
    desc = re.search(r"<desc[^>]*>([^<]+)</desc>", response.content.decode())[1]
    assert desc == (
        "Năm 2017: 4 mô hình. Năm 2018: 1 mô hình. Năm 2018 còn 1 đã gửi, chưa tổng hợp. Mức giao 3."
    )
    rows = re.findall(r'<tr><th scope="row">(2017|2018)</th>(.*?)</tr>', response.content.decode())
    assert [(year, re.findall(r"<td[^>]*>(?:<b>)?([^<]+)", rest)[:5]) for year, rest in rows] == [
        ("2017", ["chưa báo cáo", "4", "chưa báo cáo", "chưa báo cáo", "4"]),
        ("2018", ["1", "chưa báo cáo", "–", "–", "1"]),
    ]


# ---------------------------------------------------------------- who sees what


def test_a_unit_sees_totals_and_its_own_figures_only(client, plan):
    signed_in(client, "reporter", make_unit("P1"))
    assert attributes(client.get("/chi-tieu/"))[1] == ("CT03", "2018", "1", "3", "on_track", "no")
    response = client.get("/chi-tieu/CT03/")
    assert attributes(response) == [("CT03", "2018", "1", "3", "on_track", "no")]
    assert cells(response) == {"Ủy ban nhân dân Phường 1": ["1", "1 chưa tổng hợp", "–", "–", "1"]}
    # Which units have sent is theirs and ours to know; who has no official figure is named.
    assert "1 đơn vị đã gửi, chưa được chấp nhận" in text_of(response)
    assert "2018, 3 đơn vị: Phường 1, Phường 2, Phường 3." in text_of(response)
    share = client.get("/chi-tieu/CT06/").content.decode()
    assert re.findall(r'rowheader">(Có|Không)</th><td[^>]*>(\d+)</td><td role="cell">([^<]*)</td>', share) == [
        ("Có", "1", ""),
        ("Không", "1", ""),
    ]


def test_leadership_sees_what_was_accepted_and_of_the_rest_only_that_it_was_sent(client, plan):
    signed_in(client, "leader")
    response = client.get("/chi-tieu/CT03/")
    assert cells(response)["Ủy ban nhân dân Phường 1"] == ["1", "đã gửi chưa tổng hợp", "–", "–", "1"]
    assert re.findall(r'href="(/bao-cao/[^"]+)"', response.content.decode()) == [
        "/bao-cao/2018/1/P1/lan/1/",
        "/bao-cao/2018/1/P2/lan/1/",
    ]


def test_the_administrator_sees_totals_and_no_content_of_reports(client, plan):
    signed_in(client, "administrator")
    response = client.get("/chi-tieu/CT03/")
    assert attributes(response) == [("CT03", "2018", "1", "3", "on_track", "no")]
    assert cells(response) == {}


@pytest.mark.parametrize("url", ["/chi-tieu/", "/chi-tieu/CT03/"])
def test_an_account_without_a_role_is_refused_and_a_stranger_asked_to_sign_in(client, plan, url):
    assert client.get(url).status_code == 302
    client.force_login(make_user())
    assert client.get(url).status_code == 403
    signed_in(client, "reviewer")
    assert client.post(url).status_code == 405


# ---------------------------------------------------------------- leadership's page


@pytest.fixture
def leader(client, plan):
    for number in (1, 2, 3):
        unit = make_unit(f"P{number}")
        for quarter in (3, 4):
            make_report(unit, make_period(None, 2017, quarter), ACCEPTED)
    make_report(make_unit("P3"), make_period(None, 2018, 1))
    make_report(make_unit("P2"), make_period(None, 2018, 2))
    make_report(make_unit("P3"), make_period(None, 2018, 2))
    return signed_in(client, "leader")


def test_the_headline_counts_and_the_first_line_says_who_has_not_filed(leader):
    text = text_of(leader.get("/"))
    assert "2 trên 4 chỉ tiêu đạt hoặc đúng tiến độ; 1 chỉ tiêu cần chỉ đạo" in text
    assert (
        "Kế hoạch 294/KH-UBND, đến 08/06/2018. Quý II/2018: 2 trên 3 đơn vị chưa gửi, còn 6 ngày. "
        "Số đã chấp nhận của 2 trên 3 đơn vị Quý I/2018; thiếu Phường 3." in text
    )
    assert "Chưa gửi: Phường 2, Phường 3." in text


def test_what_needs_direction_names_why_who_and_what_to_decide(leader):
    text = text_of(leader.get("/"))
    assert (
        "Không đạt Điện mặt trời (CK08) Quá hạn 159 ngày. Đơn vị phụ trách: Phòng VP "
        "Cần quyết định: ấn định thời hạn mới, hoặc thôi thực hiện" in text
    )


def test_units_that_are_lacking_are_named_as_responsible(leader, as_of):
    as_of("2018-12-20")
    make_period(None, 2018, 4).plan.periods.update(closed_at=at("2018-12-18T09:00:00"))
    text = text_of(leader.get("/"))
    assert "Chỉ tiêu CT06 (CT06)" in text
    assert "Đơn vị phụ trách: Phường 2, Phường 3" in text


def figure(response, name):
    return re.search(rf"<dt>{name}</dt><dd>([^<]+)<small>([^<]*)</small>", response.content.decode()).groups()


def test_filing_counts_sent_on_time_and_units_late_twice(leader):
    late = Report.objects.filter(unit__code="P2", period__year=2017)
    late.update(first_sent_at=at("2018-01-05T09:00:00"))
    response = leader.get("/")
    assert figure(response, "Đã gửi") == ("1", "trên 3 đơn vị")
    # Ten reports were owed: VP's and nine of the wards. P2 late twice, P3 silent once.
    assert figure(response, "Đúng hạn, 3 quý qua") == ("70%", "7 trên 10 báo cáo")
    assert figure(response, "Trễ từ hai lần") == ("1", "Phường 2")


def test_mass_organisations_are_never_listed_as_late(leader):
    union = make_unit("LDLD", kind="mass", group="3-mass", name="Liên đoàn Lao động", short_name="Liên đoàn Lao động")
    for year, quarter in ((2017, 3), (2017, 4), (2018, 1)):
        make_report(union, make_period(None, year, quarter))
    assert figure(leader.get("/"), "Trễ từ hai lần") == ("0", "không đơn vị nào")


def test_published_reports_are_linked_the_newest_version_of_each_quarter(leader, plan):
    first = make_publication(make_period(None, 2017, 4), {}, results="Đoạn đầu.\n\nĐoạn sau.")
    make_publication(make_period(None, 2017, 4), {}, number=2, replaces=first, reason="Sai số", results="Bản hai.")
    make_publication(make_period(None, 2018, 1), {}, results="Phân luồng bệnh nhân.\n\nKhác.", pdf_sha256="a" * 64)
    response = leader.get("/")
    assert re.findall(r'href="(/tong-hop/2[^"]+)"', response.content.decode()) == [
        "/tong-hop/2018/1/",
        "/tong-hop/2018/1/ban/1/pdf/",
        "/tong-hop/2017/4/",
    ]
    assert "Phân luồng bệnh nhân. Báo cáo tổng hợp Quý I/2018, mục Kết quả nổi bật" in text_of(response)


def test_the_summary_to_copy_holds_the_whole_page(leader):
    summary = re.search(r"<textarea[^>]*>(.*?)</textarea>", leader.get("/").content.decode(), re.DOTALL)[1]
    assert summary.strip().splitlines() == [
        "2 trên 4 chỉ tiêu đạt hoặc đúng tiến độ; 1 chỉ tiêu cần chỉ đạo.",
        "Kế hoạch 294/KH-UBND, đến 08/06/2018. Quý II/2018: 2 trên 3 đơn vị chưa gửi, còn 6 ngày. "
        "Số đã chấp nhận của 2 trên 3 đơn vị Quý I/2018; thiếu Phường 3.",
        "Chưa gửi Quý II/2018: Phường 2, Phường 3.",
        "- CK08 Điện mặt trời: không đạt. Quá hạn 159 ngày.",
        "  Phụ trách: Phòng VP. Cần quyết định: ấn định thời hạn mới, hoặc thôi thực hiện.",
    ]


# ---------------------------------------------------------------- the number of questions


def fill(plan, units):
    for number in range(1, units + 1):
        unit = make_unit(f"P{number}")
        for target in plan.targets.filter(code__in=["CT03", "CT06"]):
            if not target.assignments.filter(unit=unit).exists():
                assign(target, unit)
        for quarter in (1, 2):
            if not unit.reports.filter(period__year=2018, period__quarter=quarter).exists():
                report(unit.code, 2018, quarter, CT03=1, CT06=True)


@pytest.mark.parametrize("units", [3, 30])
@pytest.mark.parametrize("url", ["/chi-tieu/", "/chi-tieu/CT03/"])
def test_pages_of_targets_ask_the_same_of_any_number_of_units(client, plan, url, units):
    """Session and person; periods with targets, whether there are sums, assignments, figures."""
    fill(plan, units)
    signed_in(client, "reviewer")
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert len(asked) == 5


@pytest.mark.parametrize("units", [3, 30])
def test_the_leaders_page_asks_the_same_of_any_number_of_units(client, plan, units):
    """Session and person; unread messages; periods with targets, assignments, figures; reports, publications, proposals, tasks."""
    fill(plan, units)
    signed_in(client, "leader")
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    assert len(asked) == 11


@pytest.mark.parametrize("url", ["/chi-tieu/", "/chi-tieu/CT03/"])
def test_pages_of_targets_of_one_unit_ask_as_much_as_those_of_thirty(client, db, as_of, url):
    plan = make_plan(coordinator=make_unit("PKT", files_reports=False))
    make_period(plan, 2018, 1), make_period(plan, 2018, 2)
    assign(make_target(plan, "CT03"), make_unit("P1"))
    report("P1", 2018, 1, CT03=1)
    signed_in(client, "reviewer")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert len(asked) == 5


def test_a_countrys_units_stand_page_by_page(reviewer, plan, monkeypatch):
    """Of more than a district's units as many are named as a page has lines."""
    assign(plan.targets.get(code="CT03"), *(make_unit(f"P{number}") for number in range(4, 64)))
    html = reviewer.get("/chi-tieu/CT03/").content.decode()
    assert "63 đơn vị, mỗi số mở ra" in html
    assert "62 đơn vị: Phường 2, Phường 3" in html
    assert "và 12 đơn vị khác" in html
    assert (html.count('role="rowheader">Ủy ban'), "Trang 1 trên 2" in html) == (50, True)
    assert reviewer.get("/chi-tieu/CT03/?trang=2").content.decode().count('role="rowheader">Ủy ban') == 13
    # The list of targets says the same from sums, but for names; and of a year after the plan's, of which none are kept.
    make_target(plan, "CK01", **MILESTONE, due_on=dt.date(2018, 12, 31))
    addresses = ("/chi-tieu/", "/chi-tieu/?nam=2031")
    named, counted = "Còn 2 đơn vị: Phường 2, Phường 3.", "Còn 2 đơn vị trong 189 ngày."
    by_facts = [text_of(reviewer.get(address)).replace(named, counted) for address in addresses]
    folding.fold()
    monkeypatch.setattr(sums, "FEW", 0)
    assert [text_of(reviewer.get(address)) for address in addresses] == by_facts
    assert reviewer.get("/").status_code == 200
