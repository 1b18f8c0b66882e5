"""Đơn vị and Nhật ký: who answers for a unit, who did what, and that only the right people see it."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from reports import filing, rows, workflow
from reports.models import Narrative, Proposal
from tests.factories import at, make_people, make_unit, make_user
from units import acts, audit
from units.models import AuditEvent
from units.roles import Role

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def as_of(settings):
    settings.Q4KH_TODAY = "2018-06-08"


@pytest.fixture
def administrator():
    return make_user("quantri", role=Role.ADMINISTRATOR)


def text(html) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def page(client, path) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def subjects(html) -> list[str]:
    return re.findall(r'data-label="Đối tượng">([^<]*)<', html)


# --- The audit log -------------------------------------------------------------------------------------------------


def test_an_act_is_told_in_words_with_before_and_after(client, administrator):
    actor = make_user("p1.lanhdao", full_name="Nguyễn Thị Hoa")
    audit.record(
        "reports.return",
        "P1-2018-2",
        by=actor,
        before={"state": "sent"},
        after={"state": "returned", "version": 1},
        note="Thiếu số liệu tháng 4",
    )
    client.force_login(administrator)
    html = page(client, reverse("units:audit"))
    row = text(re.search(r"<tbody>.*?</tbody>", html, re.S)[0]).partition(" Nguyễn ")[2]
    assert row == ("Thị Hoa p1.lanhdao Trả lại P1-2018-2 tình trạng: Đã gửi → Trả lại lần gửi: 1 Thiếu số liệu tháng 4")


def test_a_change_in_the_administration_is_told_in_the_words_of_its_form(administrator):
    event = audit.record(
        "admin.unit.change",
        "P1",
        by=administrator,
        before={"is_active": True, "valid_to": None, "short_name": "Phường 1"},
        after={"is_active": False, "valid_to": "2018-06-30", "short_name": "P. 1"},
    )
    assert acts.words(event.act) == "Sửa đơn vị"
    assert acts.changes(event) == [
        ("đang hoạt động", "có", "không"),
        ("đến ngày", "–", "30/06/2018"),
        ("tên ngắn", "Phường 1", "P. 1"),
    ]


def test_lines_of_a_report_are_named_as_its_form_names_them():
    lines = ["situation", "next_quarter", "CT11-2018-04", "IV.11", "proposal", "attachments +2", "attachment 7"]
    saved = AuditEvent(act="reports.save", before={"revision": 3}, after={"lines": lines})
    assert acts.changes(saved) == [
        ("lần lưu", "3", ""),
        (
            "dòng đã sửa",
            "",
            "tình hình triển khai, phương hướng quý sau, CT11-2018-04, IV.11, kiến nghị cần trả lời, thêm tệp 2, "
            "gỡ tệp 7",
        ),
    ]
    quoted = AuditEvent(act="publications.quote", before={}, after={"lines": ["P12 text:results", "GDDT item:3"]})
    assert acts.changes(quoted) == [("dòng đã sửa", "", "P12 kết quả nổi bật, GDDT kết quả theo đề mục 3")]
    sent = AuditEvent(act="proposals.forward", before={"addressee": "office"}, after={"addressee": "committee"})
    assert acts.changes(sent) == [("gửi đến", "Phòng Kinh tế", "UBND Quận 4")]


def test_every_line_of_the_filing_form_has_words():
    named = {*Narrative.SECTIONS, *rows.LABELS, *filing.OWN_LIMITS, "is_nil"}
    assert named - set(acts._LINES) == set()
    assert dict(Proposal.Addressee.choices) == acts._ADDRESSEES


def test_an_act_without_words_keeps_its_own_name():
    assert acts.words("reports.something_new") == "reports.something_new"


def test_every_act_that_the_portal_records_has_words():
    # A word between quotes right after audit.record( is the act; moves and the administration compose theirs.
    recorded = set()
    for app in ("units", "targets", "initiatives", "reports", "q4kh"):
        for path in (ROOT / app).rglob("*.py"):
            recorded |= set(re.findall(r"audit\.record\(\s*\"([a-z_.]+)\"", path.read_text("utf-8")))
    recorded |= {f"reports.{name}" for name in workflow.MOVES}
    assert {"units.login", "reports.send", "reports.nag"} <= recorded
    assert recorded - set(acts.ACTS) == set()


@pytest.fixture
def log(administrator):
    """Four lines, one of them a year ago."""
    hoa, dung = make_user("p1.canbo", full_name="Trần Đức Dũng"), make_user("p2.canbo", full_name="Lê Thị Hòa")
    audit.record("reports.send", "P1-2018-2", by=hoa)
    audit.record("reports.send", "P2-2018-2", by=dung, note="Nộp bổ sung")
    audit.record("admin.unit.change", "TP", by=administrator)
    old = audit.record("units.login", "p1.canbo", by=hoa)
    AuditEvent.objects.filter(pk=old.pk).update(at=at("2017-06-14T23:59:59"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["p1.canbo", "TP", "P2-2018-2", "P1-2018-2"]),
        ("?q=tran+duc+dung", ["p1.canbo", "P1-2018-2"]),
        ("?q=Hòa+bổ+sung", ["P2-2018-2"]),
        ("?nguoi=P1.canbo", ["p1.canbo", "P1-2018-2"]),
        ("?nguoi=p1", []),
        ("?viec=reports.send", ["P2-2018-2", "P1-2018-2"]),
        ("?viec=admin", ["TP"]),
        ("?doi-tuong=p2-2018", ["P2-2018-2"]),
        ("?den=14/06/2017", ["p1.canbo"]),
        ("?den=13/06/2017", []),
        ("?tu=15/06/2017", ["TP", "P2-2018-2", "P1-2018-2"]),
        ("?tu=14/06/2017&den=14/06/2017&viec=units.login", ["p1.canbo"]),
    ],
)
def test_lines_are_found_by_actor_act_subject_day_and_words(client, administrator, log, query, found):
    client.force_login(administrator)
    assert subjects(page(client, reverse("units:audit") + query)) == found


def test_a_day_that_cannot_be_read_is_told_at_its_field(client, administrator, log):
    client.force_login(administrator)
    html = page(client, reverse("units:audit") + "?tu=31/02/2018")
    assert '<div class="invalid-feedback" id="tu-loi">Không có ngày 31/02/2018' in html
    assert 'value="31/02/2018" maxlength="10" inputmode="numeric" placeholder="05/03/2018" aria-invalid="true"' in html


def test_older_lines_follow_the_last_one_seen(client, administrator):
    AuditEvent.objects.bulk_create(
        AuditEvent(at=timezone.now(), actor="a", actor_name="A", act="units.login", subject=f"s{number}")
        for number in range(1, 102)
    )
    client.force_login(administrator)
    html = page(client, reverse("units:audit") + "?viec=units.login")
    assert (subjects(html)[0], subjects(html)[-1], len(subjects(html))) == ("s101", "s52", 50)
    seen = []
    while older := re.search(r'href="(\?[^"]*truoc=\d+)" rel="next"', html):
        # A line written meanwhile does not push any of them down.
        audit.record("units.login", "moi")
        html = page(client, reverse("units:audit") + older[1].replace("&amp;", "&"))
        seen += subjects(html)
    assert seen == [f"s{number}" for number in range(51, 0, -1)]
    assert "Về mới nhất" in html


@pytest.mark.parametrize("query", ["?truoc=abc", "?truoc=99999999999999999999", "?truoc=-1"])
def test_a_spoilt_address_shows_the_newest(client, administrator, log, query):
    client.force_login(administrator)
    assert len(subjects(page(client, reverse("units:audit") + query))) == 4


@pytest.mark.parametrize(
    ("role", "log_status", "units_status"),
    [
        (Role.ADMINISTRATOR, 200, 200),
        (Role.REVIEWER, 403, 200),
        (Role.OFFICE_HEAD, 403, 200),
        (Role.LEADER, 403, 200),
        (Role.REPORTER, 403, 403),
        (Role.HEAD, 403, 403),
        (None, 403, 403),
    ],
)
def test_who_sees_the_log_and_the_units(client, role, log_status, units_status):
    unit = make_unit("P1") if role in (Role.REPORTER, Role.HEAD) else None
    client.force_login(make_user(role=role, unit=unit))
    assert client.get(reverse("units:audit")).status_code == log_status
    assert client.get(reverse("units:list")).status_code == units_status


@pytest.mark.parametrize("name", ["units:audit", "units:list"])
def test_logged_out_people_are_led_to_the_login(client, name):
    assert client.get(reverse(name)).url == f"/dang-nhap/?next={reverse(name)}"


def test_the_log_asks_once_however_long_it_is(client, administrator, log, django_assert_num_queries):
    client.force_login(administrator)
    # Session and person, lines.
    with django_assert_num_queries(2):
        page(client, reverse("units:audit"))


# --- Units ---------------------------------------------------------------------------------------------------------


def listed(html) -> dict[str, list[str]]:
    """Unit → what stands in the cells of people."""
    found = {}
    for code, row in re.findall(r'<tr role="row" data-unit="(\S+)">(.*?)</tr>', html, re.S):
        cells = re.findall(r'data-label="(?:Cán bộ phụ trách|Lãnh đạo)">(.*?)</td>', row, re.S)
        found[code] = [text(cell) for cell in cells]
    return found


def test_units_stand_by_group_with_the_people_in_charge(client, administrator):
    make_unit("P10", order=0)
    make_people(make_unit("P2", order=0))
    make_user(role=Role.REPORTER, unit=make_unit("TP"), full_name="Không Thư", email="")
    gone = make_user(role=Role.HEAD, unit=make_unit("TP"))
    gone.is_active = False
    gone.save()
    make_unit("P7", is_active=False)
    make_unit("P3", valid_from=dt.date(2017, 1, 1), valid_to=dt.date(2018, 6, 7))
    make_unit("TH", files_reports=False)
    client.force_login(administrator)
    html = page(client, reverse("units:list"))
    assert listed(html) == {
        "P2": ["p2.canbo có thư điện tử", "p2.lanhdao có thư điện tử"],
        "P10": ["Chưa có", "Chưa có"],
        "TH": ["–", "–"],
        "TP": ["Không Thư chưa có thư điện tử", "Chưa có"],
        "P3": ["–", "–"],
        "P7": ["–", "–"],
    }
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", html) == [
        "Phường",
        "Phòng, văn phòng",
        "Ngừng hoạt động, hoặc chưa đến ngày hoạt động",
    ]
    assert html.count("/change/") == 6


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?thieu=1", ["P10", "TP"]),
        ("?q=phuong+2", ["P2"]),
        ("?q=tp", ["TP"]),
        ("?khoi=2-office", ["TP"]),
        ("?q=khong+co", []),
    ],
)
def test_units_are_found_by_name_group_and_what_they_lack(client, query, codes):
    make_people(make_unit("P2"))
    make_unit("P10")
    make_user(role=Role.REPORTER, unit=make_unit("TP"))
    client.force_login(make_user(role=Role.REVIEWER))
    html = page(client, reverse("units:list") + query)
    assert list(listed(html)) == codes
    # The office looks; the administrator changes.
    assert "/change/" not in html


@pytest.mark.parametrize("units", [1, 3, 30])
def test_the_units_ask_as_much_for_one_as_for_thirty(client, administrator, units, django_assert_num_queries):
    for number in range(1, units + 1):
        make_people(make_unit(f"P{number}"))
    client.force_login(administrator)
    # Session and person, count, units, people.
    with django_assert_num_queries(4):
        page(client, reverse("units:list"))


def test_people_of_a_unit_stand_by_the_last_word_of_their_names(client, administrator):
    unit = make_unit("P1")
    for name in ("Trần Văn Vũ", "Vũ Thị Ánh", "Lê Minh Đức"):
        make_user(full_name=name, role="reporter", unit=unit)
    client.force_login(administrator)
    html = page(client, reverse("units:list"))
    assert re.findall(r'd-block">(Trần Văn Vũ|Vũ Thị Ánh|Lê Minh Đức)<', html) == ["Vũ Thị Ánh", "Lê Minh Đức", "Trần Văn Vũ"]
