"""The reviewer's home and the list of reports: what they show, to whom, at what cost."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from reports.models import Exclusion, Progress, Publication, Report, Version
from tests.factories import at, make_people, make_period, make_report, make_unit, make_user
from units.roles import Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2018, 6, 8)


@pytest.fixture(autouse=True)
def as_of(settings):
    settings.Q4KH_TODAY = TODAY.isoformat()


@pytest.fixture
def first():
    return make_period(year=2018, quarter=1, closed_at=at("2018-03-30T08:00:00"))


@pytest.fixture
def quarter(first):
    """Quý II/2018, open."""
    return make_period(year=2018, quarter=2)


@pytest.fixture
def reviewer():
    return make_user(role=Role.REVIEWER)


def content(figures=(), progress=(), situation=""):
    """What reports.versions writes, as far as lists read it."""
    return {
        "texts": {"situation": situation},
        "figures": [
            {"code": code, "key": code, "label": code, "text": text, "warning": warning}
            for code, text, warning in figures
        ],
        "progress": [
            {"ref": ref, "title": ref, "status": status, "status_label": Progress.Status(status).label, "note": note}
            for ref, status, note in progress
        ],
        "attachments": [],
    }


def page(client, path, status=200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def text(html) -> str:
    """Words alone, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows(html) -> list[str]:
    body = "".join(re.findall(r"<tbody>.*?</tbody>", html, re.S))
    return [text(row) for row in re.findall(r"<tr.*?</tr>", body, re.S)]


# --- The reviewer's home -------------------------------------------------------------------------------------------


def test_what_waits_stands_oldest_first_with_what_deserves_a_look(client, reviewer, quarter):
    make_report(make_unit("P4"), quarter, state="sent", sent_at=at("2018-06-06T14:02:00"))
    odd = content(figures=[("CT04", "10", "Gấp 10 lần quý trước"), ("CT05", "1", "")])
    make_report(make_unit("P9"), quarter, state="sent", sent_at=at("2018-06-05T16:10:00"), content=odd)
    client.force_login(reviewer)
    html = page(client, "/")
    assert "2 báo cáo đang chờ xem" in html
    assert rows(html) == [
        "Ủy ban nhân dân Phường 9 05/06/2018, 16:10 1 CT04 có giải trình Xem xét"
        " báo cáo Quý II/2018 của Ủy ban nhân dân Phường 9",
        "Ủy ban nhân dân Phường 4 06/06/2018, 14:02 1 Không Xem xét báo cáo Quý II/2018 của Ủy ban nhân dân Phường 4",
    ]
    assert '<span class="q-count">2</span>' in html


def test_what_changed_is_counted_against_the_last_sending_that_was_not_withdrawn(client, reviewer, quarter):
    report = make_report(make_unit("P9"), quarter, state="sent", content=content([("CT03", "1", "")], situation="Một"))
    sendings = [
        (2, content([("CT03", "9", "")], situation="Rút"), at("2018-06-03T08:00:00")),
        (3, content([("CT03", "2", "")], situation="Hai"), None),
    ]
    for number, said, withdrawn_at in sendings:
        last = Version.objects.create(
            report=report,
            number=number,
            unit_name="Phường 9",
            sent_at=at("2018-06-04T08:00:00"),
            sender_name="Người gửi",
            sender_role="Lãnh đạo đơn vị",
            withdrawn_at=withdrawn_at,
            content=said,
        )
    Report.objects.filter(pk=report.pk).update(latest=last, version_count=3, is_reopened=True)
    client.force_login(reviewer)
    assert "đính chính; 2 chỗ đã sửa" in rows(page(client, "/"))[0]


def test_the_strip_counts_every_state_of_the_period_in_hand_and_filters_by_it(client, reviewer, first, quarter):
    make_report(make_unit("P1"), quarter)
    make_report(make_unit("P2"), quarter, started_at=at("2018-06-01T08:00:00"))
    make_report(make_unit("P3"), quarter, state="pending")
    make_report(make_unit("P4"), quarter, state="sent")
    make_report(make_unit("P5"), quarter, state="returned", return_due_on=dt.date(2018, 6, 7))
    make_report(make_unit("P6"), quarter, state="accepted")
    make_report(make_unit("P1"), first, state="accepted")
    make_report(make_unit("BV"), quarter)
    Exclusion.objects.create(
        unit=make_unit("BV"), period=quarter, reason="Lý do", at=at("2018-06-01T08:00:00"), by_name="Người miễn"
    )
    client.force_login(reviewer)
    html = page(client, "/?tinh-trang=returned")
    strip = re.search(r'<ul class="q-sum".*?</ul>', html, re.S)[0]
    assert text(strip) == "1 Đã gửi 1 Trả lại 1 Đã chấp nhận 1 Chờ lãnh đạo duyệt 1 Đang soạn 1 Chưa soạn"
    assert "Quý II/2018, còn 6 ngày đến hạn. 3 trên 6 đơn vị đã gửi." in html
    assert [row.split(" 0")[0] for row in rows(html)] == ["Ủy ban nhân dân Phường 5"]
    assert "07/06/2018 quá hạn" in rows(html)[0]
    assert "Chưa gửi: 3 đơn vị" in html
    assert "Nhắc cả 3 đơn vị ngay" in html
    assert "Thư nhắc tự động đi ngày 11/06/2018 (còn 3 ngày)" in html


def test_a_report_of_a_closed_quarter_that_was_sent_again_waits_too(client, reviewer, first, quarter):
    make_report(make_unit("P2"), first, state="sent", sent_at=at("2018-03-16T08:00:00"))
    client.force_login(reviewer)
    html = page(client, "/")
    assert "1 báo cáo đang chờ xem" in html
    assert "Trong đó 1 báo cáo của kỳ khác." in html
    assert rows(html) == [
        "Ủy ban nhân dân Phường 2 Quý I/2018 16/03/2018, 08:00 trễ 2 ngày 1 Không Xem xét"
        " báo cáo Quý I/2018 của Ủy ban nhân dân Phường 2"
    ]


def test_what_else_waits_names_quarters_to_consolidate_and_reports_still_owed(client, reviewer):
    first, _ = make_period(year=2018, quarter=1), make_period(year=2018, quarter=2)
    make_report(make_unit("TP"), first)
    make_report(make_unit("P1"), first, state="accepted")
    Publication.objects.create(period=first)
    client.force_login(reviewer)
    aside = re.search(r"<aside(?! class=\"q-hint).*?</aside>", page(client, "/"), re.S)[0]
    assert "Tổng hợp Quý I/2018 dự thảo Còn nợ báo cáo Quý I/2018 1" in text(aside)
    assert 'href="/tong-hop/2018/1/"' in aside
    assert 'href="/bao-cao/?ky=2018-1&amp;tinh-trang=chua-gui"' in aside


def test_units_without_anybody_to_write_to_are_named(client, reviewer, quarter):
    make_people(make_unit("P1"))
    make_people(make_unit("PKT"))
    person = make_user(role=Role.REPORTER, unit=make_unit("P2"))
    person.is_active = False
    person.save()
    make_unit("P3", is_active=False)
    client.force_login(reviewer)
    assert "Phường 2 chưa có cán bộ phụ trách hoặc lãnh đạo có tài khoản." in text(page(client, "/"))


def test_the_office_sees_that_it_owes_a_report_itself(client, reviewer, quarter):
    make_report(quarter.plan.coordinator, quarter, state="pending")
    client.force_login(reviewer)
    aside = re.search(r"<aside(?! class=\"q-hint).*?</aside>", page(client, "/"), re.S)[0]
    assert "Phòng PKT cũng phải báo cáo Chờ lãnh đạo duyệt" in text(aside)


def test_an_empty_portal_has_a_home_too(client, reviewer):
    client.force_login(reviewer)
    assert "Không có báo cáo nào chờ xem" in page(client, "/")


@pytest.mark.parametrize("units", [1, 3, 30])
def test_the_home_asks_as_much_for_one_report_as_for_thirty(
    client, reviewer, first, quarter, units, django_assert_num_queries
):
    make_people(quarter.plan.coordinator)
    for number in range(1, units + 1):
        make_people(make_unit(f"P{number}"))
        make_report(make_unit(f"P{number}"), quarter, state="sent")
    client.force_login(reviewer)
    # Session and person, long work, unread messages, periods, states (two), waiting (count, page, sendings, nil returns),
    # own report, without anybody, annual plans (two), scales and scores that wait.
    with django_assert_num_queries(18):
        page(client, "/")


# --- Reports -------------------------------------------------------------------------------------------------------


def test_a_unit_sees_its_own_reports_of_all_quarters_newest_first(client, first, quarter):
    person, _ = make_people(make_unit("P1"))
    make_report(make_unit("P1"), quarter, state="returned")
    make_report(make_unit("P1"), first, state="accepted", sent_at=at("2018-03-16T08:00:00"))
    make_report(make_unit("P2"), quarter, state="accepted")
    client.force_login(person)
    html = page(client, reverse("reports:list"))
    assert rows(html) == [
        "Quý II/2018 hạn 14/06/2018 Trả lại 01/06/2018, 09:00 1 – Sửa báo cáo Quý II/2018 của Ủy ban nhân dân Phường 1",
        "Quý I/2018 hạn 14/03/2018 Đã chấp nhận trễ 2 ngày 16/03/2018, 08:00 1 16/03/2018"
        " Xem báo cáo Quý I/2018 của Ủy ban nhân dân Phường 1",
    ]
    # Another unit's address opens nothing.
    assert rows(page(client, reverse("reports:list") + "?don-vi=P2&ky=2018-2")) == rows(html)


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("", ["P2", "P10", "BV", "TP"]),
        ("?ky=2018-1", ["P2"]),
        ("?tinh-trang=none", ["P10"]),
        ("?tinh-trang=chua-gui", ["P10"]),
        ("?tinh-trang=excluded", ["BV"]),
        ("?tinh-trang=sent", ["TP"]),
        ("?khoi=1-ward", ["P2", "P10"]),
        ("?q=phuong+10", ["P10"]),
        ("?q=Phường+2", ["P2"]),
        ("?q=khong+co", []),
        ("?don-vi=P2", ["P2", "P2"]),
    ],
)
def test_reports_of_a_quarter_are_found_by_state_group_and_name(client, reviewer, first, quarter, query, units):
    make_report(make_unit("P10", order=0), quarter)
    make_report(make_unit("P2", order=0), quarter, state="accepted")
    make_report(make_unit("P2"), first, state="accepted")
    make_report(make_unit("TP"), quarter, state="sent")
    make_report(make_unit("BV"), quarter)
    Exclusion.objects.create(
        unit=make_unit("BV"), period=quarter, reason="Lý do", at=at("2018-06-01T08:00:00"), by_name="Người miễn"
    )
    client.force_login(reviewer)
    html = page(client, reverse("reports:list") + query)
    assert re.findall(r'data-report="(\w+)-2018-\d"', html) == units


def test_the_office_finds_its_own_unit_behind_a_tab(client, quarter):
    unit = make_unit("PKT")
    make_report(unit, quarter)
    make_report(make_unit("P1"), quarter)
    person = make_user(role=Role.REVIEWER)
    person.memberships.create(unit=unit, role=Role.REPORTER, valid_from=dt.date(2017, 1, 1))
    client.force_login(person)
    html = page(client, reverse("reports:list") + "?cua-toi=1")
    assert re.findall(r'data-report="(\S+)"', html) == ["PKT-2018-2"]


def test_who_has_no_unit_is_shown_everybodys_reports_all_the_same(client, reviewer, quarter):
    make_report(make_unit("P1"), quarter)
    client.force_login(reviewer)
    html = page(client, reverse("reports:list") + "?cua-toi=1")
    assert re.findall(r'data-report="(\S+)"', html) == ["P1-2018-2"]


@pytest.mark.parametrize(
    ("role", "reports"),
    [
        (Role.REVIEWER, 200),
        (Role.OFFICE_HEAD, 200),
        (Role.LEADER, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.REPORTER, 200),
        (Role.HEAD, 200),
        (None, 403),
    ],
)
def test_who_sees_the_list(client, quarter, role, reports):
    unit = make_unit("P1") if role in (Role.REPORTER, Role.HEAD) else None
    client.force_login(make_user(role=role, unit=unit))
    assert client.get(reverse("reports:list")).status_code == reports


def test_logged_out_people_are_led_to_the_login(client):
    assert client.get(reverse("reports:list")).url == f"/dang-nhap/?next={reverse('reports:list')}"


@pytest.mark.parametrize("units", [1, 3, 30])
def test_the_list_asks_as_much_for_one_report_as_for_thirty(
    client, reviewer, quarter, units, django_assert_num_queries
):
    for number in range(1, units + 1):
        make_report(make_unit(f"P{number}"), quarter, state="sent")
    client.force_login(reviewer)
    # Session and person, periods, how many with one page of them.
    with django_assert_num_queries(3):
        page(client, reverse("reports:list"))
