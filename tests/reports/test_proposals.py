"""Kiến nghị: official in the accepted words, answered with a date, asked again when nobody did (domain §3)."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import proposals, sheet as sheets
from reports.models import Notice, Proposal, Report, Version
from tests import factories as make
from units.models import AuditEvent
from units.moves import NotAllowed, Refused, WrongState

pytestmark = pytest.mark.django_db

ALL = Proposal.objects.all


@pytest.fixture(autouse=True)
def as_of(settings):
    def set_clock(text):
        settings.Q4KH_TODAY = text

    set_clock("2018-06-08")
    return set_clock


@pytest.fixture
def reviewer():
    return make.make_user("pkt.chuyenvien", role="reviewer", unit=make.make_unit("PKT"), full_name="Lê Chuyên Viên")


@pytest.fixture
def leader():
    return make.make_user("ubnd.lanhdao", role="leader")


def asked(code, text, to="office", *, period=(2018, 1), state="accepted", **fields) -> Proposal:
    """A proposal in a report of the unit, frozen by its version."""
    period = make.make_period(None, *period)
    unit = make.make_unit(code)
    report = unit.reports.filter(period=period).first() or make.make_report(unit, period, state)
    row = Proposal.objects.create(report=report, text=text, addressee=to, order=report.proposal_rows.count(), **fields)
    freeze(report)
    return row


def freeze(report):
    rows = report.proposal_rows.order_by("order")
    said = [
        {
            "key": f"proposal:{at}",
            "id": row.pk,
            "heading": "",
            "heading_title": "",
            "addressee": row.addressee,
            "addressee_label": row.get_addressee_display(),
            "text": row.text,
        }
        for at, row in enumerate(rows, 1)
    ]
    content = {"texts": {}, "figures": [], "progress": [], "attachments": [], "proposals": said}
    Version.objects.filter(pk=report.latest_id).update(content=content)


def said(row) -> proposals.Said:
    return next(one for one in proposals.official(ALL()) if one.row.pk == row.pk)


def listed(html) -> list[str]:
    return re.findall(
        r'<p class="q-prose">([^<]*)</p>', re.sub(r'<div class="q-aside-box.*?</div>', "", html, flags=re.S)
    )


# --- What is official ------------------------------------------------------------------------------------------------


def test_only_proposals_of_accepted_reports_are_official():
    asked("P1", "Đã chấp nhận")
    asked("P2", "Mới gửi", state="sent")
    assert [one.text for one in proposals.official(ALL())] == ["Đã chấp nhận"]


def test_a_correction_in_hand_changes_nothing_that_others_read():
    row = asked("P1", "Xin một máy quét.", "committee")
    Proposal.objects.filter(pk=row.pk).update(text="Xin hai máy quét.", addressee="office")
    Proposal.objects.create(report=row.report, text="Chưa ai duyệt")
    Report.objects.filter(pk=row.report_id).update(state="draft", is_reopened=True)
    found = proposals.official(ALL())
    assert [(one.text, one.addressee) for one in found] == [("Xin một máy quét.", "committee")]


def test_what_waits_stands_first_and_the_longest_on_top():
    asked("P1", "Đã trả lời", state="accepted")
    Proposal.objects.update(state="answered", answer="Được.", answered_on=dt.date(2018, 4, 1))
    asked("P2", "Mới", period=(2018, 2))
    asked("P3", "Cũ", period=(2017, 4))
    assert [one.text for one in proposals.official(ALL())] == ["Cũ", "Mới", "Đã trả lời"]
    assert said(Proposal.objects.get(text="Cũ")).days(dt.date(2018, 6, 8)) == 189


# --- Answering -------------------------------------------------------------------------------------------------------


def test_an_answer_is_stored_logged_and_told_to_the_unit(reviewer):
    row = asked("P6", "Mở thêm một lớp.")
    reporter, head = make.make_people(row.report.unit)
    proposals.answer(said(row), by=reviewer, text=" Mở ngày 20/06. ", on=dt.date(2018, 6, 7))
    row.refresh_from_db()
    assert (row.state, row.answer, row.answered_on, row.answered_by_name) == (
        "answered",
        "Mở ngày 20/06.",
        dt.date(2018, 6, 7),
        "Lê Chuyên Viên",
    )
    event = AuditEvent.objects.get(act="proposals.answer")
    assert (event.subject, event.before["state"], event.after["state"]) == ("P6-2018-1", "open", "answered")
    # The administrator reads the log and has no business with the words.
    assert "Mở" not in f"{event.before}{event.after}{event.note}"
    told = Notice.objects.order_by("user").values_list("user", "text", "url")
    assert list(told) == [
        (person.pk, "Kiến nghị Quý I/2018 của Phường 6 đã được trả lời.", f"/kien-nghi/{row.pk}/")
        for person in (reporter, head)
    ]


@pytest.mark.parametrize(
    ("text", "on", "anchor"),
    [
        ("  ", dt.date(2018, 6, 7), "answer"),
        ("x" * 4001, dt.date(2018, 6, 7), "answer"),
        ("Được.", None, "answered_on"),
        ("Được.", dt.date(2018, 6, 9), "answered_on"),
        ("Được.", dt.date(2018, 2, 28), "answered_on"),  # the report was sent on 01/03
    ],
)
def test_an_answer_needs_words_and_a_day_that_has_come(reviewer, text, on, anchor):
    row = asked("P6", "Mở thêm một lớp.")
    with pytest.raises(Refused) as refusal:
        proposals.answer(said(row), by=reviewer, text=text, on=on)
    assert [where for where, _ in refusal.value.problems] == [anchor]
    row.refresh_from_db()
    assert row.state == "open"
    assert not AuditEvent.objects.filter(act="proposals.answer").exists()


def test_only_the_economics_office_answers_and_passes_on(leader):
    row = asked("P6", "Xin kinh phí.", "committee")
    head = make.make_user("p6.lanhdao", role="head", unit=row.report.unit)
    for person in (leader, head):
        with pytest.raises(NotAllowed):
            proposals.answer(said(row), by=person, text="Được.", on=dt.date(2018, 6, 7))
        with pytest.raises(NotAllowed):
            proposals.forward(said(row), by=person, to="committee")


def test_passing_on_changes_with_whom_it_lies_and_it_goes_on_waiting(reviewer):
    row = asked("P6", "Xin kinh phí.")
    proposals.forward(said(row), by=reviewer, to="committee")
    found = said(row)
    assert (found.row.state, found.addressee, found.state_label, found.is_waiting) == (
        "forwarded",
        "committee",
        "Đã chuyển UBND Quận 4",
        True,
    )
    assert [one.text for one in proposals.waiting_for_committee()] == ["Xin kinh phí."]
    with pytest.raises(Refused):
        proposals.forward(found, by=reviewer, to="committee")
    with pytest.raises(Refused):
        proposals.forward(found, by=reviewer, to="office")
    proposals.answer(found, by=reviewer, text="Đồng ý.", on=dt.date(2018, 6, 8))
    assert said(row).addressee == "committee"
    assert proposals.waiting_for_committee() == []


def test_of_two_who_answer_at_once_the_later_is_told(reviewer):
    row = asked("P6", "Xin kinh phí.")
    seen = said(row)
    proposals.answer(said(row), by=reviewer, text="Được.", on=dt.date(2018, 6, 8))
    with pytest.raises(WrongState):
        proposals.answer(seen, by=reviewer, text="Không.", on=dt.date(2018, 6, 8))
    row.refresh_from_db()
    assert row.answer == "Được."


# --- Asking again ----------------------------------------------------------------------------------------------------


@pytest.fixture
def later(ward):
    """The ward, whose report of Quý I is accepted; that of Quý II is not begun."""
    version = Version.objects.create(
        report=ward.earlier,
        number=1,
        unit_name=ward.unit.name,
        sent_at=make.at("2018-03-10T09:00:00"),
        sender_name="Người gửi",
        sender_role="Lãnh đạo đơn vị",
        accepted_at=make.at("2018-03-11T09:00:00"),
        content={"texts": {}, "figures": [], "progress": [], "attachments": []},
    )
    for name, value in {
        "state": "accepted",
        "version_count": 1,
        "latest": version,
        "official": version,
        "accepted_at": version.accepted_at,
        "first_sent_at": version.sent_at,
    }.items():
        setattr(ward.earlier, name, value)
    ward.earlier.save()
    return ward


def test_what_nobody_answered_is_offered_in_the_next_report_and_carried_once_that_is_accepted(later, client, fill):
    """Through the form and the moves: asked in Quý I, asked again in Quý II."""
    old = asked("P1", "Xin thêm máy quét.", "committee")
    answered = asked("P1", "Đã trả lời.")
    Proposal.objects.filter(pk=answered.pk).update(state="answered", answer="Có.", answered_on=dt.date(2018, 4, 2))
    freeze(old.report)
    assert [one.text for one in proposals.open_before(later.report)] == ["Xin thêm máy quét."]
    client.force_login(later.head)
    assert f'name="carry-proposal" value="{old.pk}"' in client.get(later.form).content.decode()
    client.post(later.form, fill(0, **{"carry-proposal": str(old.pk)}))
    new = Proposal.objects.get(carried_from=old)
    assert (new.report, new.text, new.addressee, new.state) == (later.report, old.text, "committee", "open")
    assert proposals.open_before(later.report) == []
    # As long as the new report is not accepted, the old one waits and can be answered.
    old.refresh_from_db()
    assert old.state == "open"
    client.post(later.form, fill(1, move="send"))
    client.force_login(later.reviewer)
    client.post(later.url, {"move": "accept"})
    old.refresh_from_db()
    assert old.state == "carried"
    found = said(new)
    assert (found.since, found.times) == (dt.date(2018, 3, 10), 2)
    with pytest.raises(WrongState):
        proposals.answer(said(old), by=later.reviewer, text="Được.", on=dt.date(2018, 6, 8))


def test_a_proposal_is_not_carried_twice(later):
    old = asked("P1", "Xin thêm máy quét.")
    sheet = sheets.load(later.report, dt.date(2018, 6, 8))
    assert proposals.carry(sheet, old.pk) == "Đã nêu lại kiến nghị Quý I/2018. Sửa lời được như các kiến nghị khác."
    assert proposals.carry(sheet, old.pk) == "Kiến nghị này đã được trả lời, hoặc đã nêu lại."
    assert [row.text for row in sheet.rows["proposal"].rows] == ["Xin thêm máy quét."]


def test_one_that_a_correction_drops_waits_where_it_was():
    old = asked("P1", "Xin thêm máy quét.")
    new = asked("P1", "Xin thêm máy quét.", period=(2018, 2), carried_from=old)
    proposals.settle_carried(Report.objects.get(pk=new.report_id))
    old.refresh_from_db()
    assert old.state == "carried"
    new.delete()
    freeze(Report.objects.get(pk=new.report_id))
    proposals.settle_carried(Report.objects.get(pk=new.report_id))
    old.refresh_from_db()
    assert old.state == "open"


# --- Pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def some():
    return {
        "mine": asked("P6", "Xin kinh phí lắp màn hình.", "committee"),
        "other": asked("P7", "Mở thêm lớp bồi dưỡng.", period=(2018, 2)),
        "old": asked("BV", "Hướng dẫn nghiệm thu.", "department", period=(2017, 4)),
    }


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("", ["Hướng dẫn nghiệm thu.", "Xin kinh phí lắp màn hình.", "Mở thêm lớp bồi dưỡng."]),
        ("?noi-nhan=committee", ["Xin kinh phí lắp màn hình."]),
        ("?ky=2018-2", ["Mở thêm lớp bồi dưỡng."]),
        ("?don-vi=BV", ["Hướng dẫn nghiệm thu."]),
        ("?q=kinh phi", ["Xin kinh phí lắp màn hình."]),
        ("?q=phuong 7", ["Mở thêm lớp bồi dưỡng."]),
        ("?tinh-trang=answered", []),
        ("?tinh-trang=cho&noi-nhan=department", ["Hướng dẫn nghiệm thu."]),
    ],
)
def test_the_office_finds_proposals_by_every_filter(client, reviewer, some, query, texts):
    client.force_login(reviewer)
    assert listed(client.get(f"/kien-nghi/{query}").content.decode()) == texts


def test_leadership_sees_what_waits_for_it_and_can_see_the_rest(client, leader, some):
    client.force_login(leader)
    assert listed(client.get("/kien-nghi/").content.decode()) == ["Xin kinh phí lắp màn hình."]
    assert len(listed(client.get("/kien-nghi/?tinh-trang=").content.decode())) == 3
    assert "Trả lời</button>" not in client.get(f"/kien-nghi/{some['mine'].pk}/").content.decode()
    # Refused before the form is looked at: the day cannot be read.
    posted = {"act": "answer", "answer": "x", "answered_on": "hôm qua"}
    assert client.post(f"/kien-nghi/{some['mine'].pk}/", posted).status_code == 403


def test_a_unit_sees_its_own_and_the_answer_on_its_home_its_report_and_its_list(client, reviewer, some):
    head = make.make_user("p6.lanhdao", role="head", unit=some["mine"].report.unit)
    make.make_period(None, 2018, 2)
    client.force_login(reviewer)
    posted = {"act": "answer", "answer": "UBND đồng ý, bố trí trong tháng 7.", "answered_on": "07/06/2018"}
    assert client.post(f"/kien-nghi/{some['mine'].pk}/", posted).status_code == 302
    client.force_login(head)
    assert listed(client.get("/kien-nghi/").content.decode()) == ["Xin kinh phí lắp màn hình."]
    assert client.get(f"/kien-nghi/{some['other'].pk}/").status_code == 404
    assert client.post(f"/kien-nghi/{some['mine'].pk}/", posted).status_code == 403
    for page in ("/", "/bao-cao/2018/1/P6/", "/kien-nghi/", f"/kien-nghi/{some['mine'].pk}/"):
        html = client.get(page).content.decode()
        assert "UBND đồng ý, bố trí trong tháng 7." in html, page
        assert "UBND Quận 4 trả lời ngày 07/06/2018, Lê Chuyên Viên nhập" in html, page
    assert "Kiến nghị đã được trả lời" in client.get("/").content.decode()


def test_a_units_home_tells_the_answers_that_the_unit_itself_has_got(leader, reviewer, some):
    for row in (some["mine"], some["other"]):
        proposals.answer(said(row), by=reviewer, text="Được.", on=dt.date(2018, 6, 8))
    since = dt.date(2018, 6, 1)
    heads = [make.make_user(role="head", unit=some[name].report.unit) for name in ("mine", "other", "old")]
    found = [[one.row for one in proposals.answered_lately(person, since)] for person in (*heads, leader)]
    assert found == [[some["mine"]], [some["other"]], [], []]


def test_a_unit_sees_all_of_its_own_and_only_who_answers_is_led_to_the_next(client, reviewer, some):
    to_the_office = asked("P6", "Gửi tài liệu.")
    client.force_login(make.make_user("p6.lanhdao", role="head", unit=some["mine"].report.unit))
    assert listed(client.get("/kien-nghi/").content.decode()) == ["Xin kinh phí lắp màn hình.", "Gửi tài liệu."]
    assert "Kiến nghị tiếp theo" not in client.get(f"/kien-nghi/{to_the_office.pk}/").content.decode()
    client.force_login(reviewer)
    assert "Kiến nghị tiếp theo" in client.get(f"/kien-nghi/{to_the_office.pk}/").content.decode()


def test_what_was_typed_stays_when_an_answer_is_refused(client, reviewer, some):
    client.force_login(reviewer)
    answer = client.post(f"/kien-nghi/{some['mine'].pk}/", {"answer": "Đồng ý.", "answered_on": "31/02/2018"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Đồng ý.</textarea>" in html
    assert 'value="31/02/2018" placeholder="05/03/2018" inputmode="numeric" aria-invalid="true"' in html


def test_the_leaders_page_lists_what_waits_for_the_committee_the_longest_first(client, leader, some):
    for number in range(10, 16):
        asked(f"P{number}", f"Xin việc {number}.", "committee", period=(2018, 2))
    client.force_login(leader)
    html = client.get("/").content.decode()
    assert "Chờ UBND quyết định: 7 kiến nghị" in html
    section = html.split('id="cho-quyet-dinh"')[1].split("</section>")[0]
    assert re.findall(r'<p[^>]*><a href="/kien-nghi/\d+/">([^<]*)</a>', section) == [
        "Xin kinh phí lắp màn hình.",
        *(f"Xin việc {number}." for number in (10, 11, 12, 13)),
    ]
    assert "- Phường 6, chờ 99 ngày: Xin kinh phí lắp màn hình." in html


@pytest.mark.parametrize("units", [1, 3, 30])
@pytest.mark.parametrize("detail", [False, True])
def test_the_pages_ask_the_same_of_any_number_of_units(client, reviewer, units, detail):
    """Session and person; the proposals."""
    rows = [asked(f"P{number}", "Xin kinh phí.") for number in range(1, units + 1)]
    client.force_login(reviewer)
    client.get("/kien-nghi/")
    with CaptureQueriesContext(connection) as questions:
        assert client.get(f"/kien-nghi/{rows[0].pk}/" if detail else "/kien-nghi/").status_code == 200
    assert len(questions) == 2
