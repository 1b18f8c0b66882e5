"""Nhập thay: a signed paper report, entered by the office with its scan, accepted by another person (domain §3)."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reports import paper, reminders, unlocks
from reports.models import Notice, Report, Version
from tests import factories as make
from tests.reports.acting import accepted, move, write
from units import clock
from units.models import AuditEvent

PAPER = "/bao-cao/2018/2/P1/nhap-thay/"


def scan(name="bao-cao.pdf", content=b"%PDF-1.4 ban giay"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def chief(ward):
    return make.make_user("pkt.truongphong", role="office_head", unit=ward.office)


@pytest.fixture
def begin(client, ward):
    """``begin("05/06/2018")``: the reviewer posts the day and the scan."""

    def begin(received_on="05/06/2018", upload=None, **more):
        client.force_login(ward.reviewer)
        if upload is None:
            upload = scan()
        fields = {"received_on": received_on, **({"scan": upload} if upload else {}), **more}
        answer = client.post(PAPER, fields)
        ward.report.refresh_from_db()
        return answer

    return begin


@pytest.fixture
def entered(client, ward, begin, fill):
    """The paper received on a day, typed in whole and sent by the reviewer."""

    def enter(received_on="05/06/2018"):
        assert begin(received_on).status_code == 302
        answer = client.post(ward.form, fill(ward.report.revision, move="send"))
        assert answer.status_code == 302
        ward.report.refresh_from_db()
        return ward.report

    return enter


def told(person):
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("text", flat=True))


# --- The whole way ---------------------------------------------------------------------------------------------------


def test_a_paper_report_is_entered_sent_and_accepted_by_another_person(client, ward, entered, chief):
    report = entered()
    version = Version.objects.get()
    assert (report.state, report.received_on, report.first_sent_at) == (
        "sent", dt.date(2018, 6, 5), make.at("2018-06-05T00:00:00"),
    )  # fmt: skip
    assert (version.sender_role, version.sender_name, version.received_on, version.authority) == (
        "Phòng Kinh tế nhập thay", "pkt.chuyenvien", dt.date(2018, 6, 5), "",
    )  # fmt: skip
    assert [row["purpose"] for row in version.content["attachments"]] == ["Bản giấy có chữ ký"]
    assert client.post(ward.url, {"move": "accept"}).status_code == 403
    client.force_login(chief)
    assert client.post(ward.url, {"move": "accept"}).status_code == 302
    client.force_login(ward.head)
    assert "Phòng Kinh tế nhập thay từ bản giấy nhận ngày 05/06/2018." in client.get(ward.url).content.decode()
    assert told(ward.head)[:2] == [
        "Phòng Kinh tế đang nhập thay báo cáo Quý II/2018 của Phường 1 từ bản giấy nhận ngày 05/06/2018.",
        "Phòng Kinh tế đã nhập thay báo cáo Quý II/2018 của Phường 1 từ bản giấy nhận ngày 05/06/2018.",
    ]
    acts = AuditEvent.objects.exclude(act__in=["reports.save", "period.open"]).order_by("pk")
    assert list(acts.values_list("act", "actor")) == [
        ("reports.paper_begin", "pkt.chuyenvien"),
        ("reports.send", "pkt.chuyenvien"),
        ("reports.accept", "pkt.truongphong"),
    ]


@pytest.mark.parametrize(("received_on", "late"), [("14/06/2018", 0), ("15/06/2018", 1), ("18/06/2018", 4)])
def test_the_day_it_was_received_decides_timeliness(client, ward, as_of, entered, received_on, late):
    as_of("2018-06-20T16:00:00")
    entered(received_on)
    page = client.get(ward.url).content.decode()
    assert f'data-late-days="{late}"' in page


@pytest.mark.parametrize(
    ("received_on", "status"),
    [
        ("15/03/2018", 302),
        ("14/03/2018", 422),  # before the window
        ("08/06/2018", 302),
        ("09/06/2018", 422),  # not yet
        ("", 422),
        ("hôm qua", 422),
    ],
)
def test_the_day_lies_between_the_windows_beginning_and_today(ward, begin, received_on, status):
    answer = begin(received_on)
    assert answer.status_code == status
    if status == 422:
        assert (ward.report.received_on, ward.report.attachments.count()) == (None, 0)
        page = answer.content.decode()
        assert 'id="received_on-e"' in page and f'value="{received_on}"' in page


@pytest.mark.parametrize(
    "upload",
    [
        False,
        scan("bao-cao.docx", b"PK"),
        scan("bao-cao.pdf", b"khong phai PDF"),
        scan("anh.png", b"khong phai anh"),
        scan("trong.pdf", b""),
    ],
)
def test_a_scan_is_mandatory_and_a_picture_or_pdf(ward, begin, upload):
    answer = begin(upload=upload)
    assert answer.status_code == 422
    assert 'id="scan-e"' in answer.content.decode()
    assert (ward.report.received_on, ward.report.attachments.count()) == (None, 0)


def test_both_mistakes_are_named_at_once(begin):
    page = begin("mai", False).content.decode()
    assert 'id="received_on-e"' in page and 'id="scan-e"' in page


def test_nothing_is_sent_without_its_scan(client, ward, begin, fill):
    begin()
    ward.report.attachments.all().delete()
    answer = client.post(ward.form, fill(ward.report.revision, move="send"))
    assert answer.status_code == 422
    assert "Thiếu bản chụp báo cáo giấy" in answer.content.decode()
    ward.report.refresh_from_db()
    assert ward.report.state == "draft"


def test_the_day_and_the_scan_can_be_mended_while_it_is_entered(ward, begin):
    begin()
    assert begin("06/06/2018", False).status_code == 302
    assert (ward.report.received_on, ward.report.attachments.get().name) == (dt.date(2018, 6, 6), "bao-cao.pdf")
    begin("06/06/2018", scan("ban-moi.pdf", b"%PDF-1.4 ban moi"))
    assert ward.report.attachments.get().name == "ban-moi.pdf"


# --- The unit's own words ---------------------------------------------------------------------------------------------


def test_a_draft_that_the_unit_has_begun_is_never_written_over(client, ward, begin):
    write(ward.report, ward.reporter, results="Phường tự soạn")
    before = Report.objects.filter(pk=ward.report.pk).values().get()
    client.force_login(ward.reviewer)
    page = client.get(PAPER).content.decode()
    assert "đang soạn báo cáo này trên cổng" in page and "Phường tự soạn" in page
    assert begin().status_code == 422
    assert Report.objects.filter(pk=ward.report.pk).values().get() == before
    assert ward.report.attachments.count() == 0


def test_a_draft_in_which_nothing_stands_is_no_obstacle(ward, begin):
    blank = dict.fromkeys(("situation", "results", "progress-IV.11-status", "progress-IV.11-note"), "")
    figures = dict.fromkeys(("figure-CT01-numerator", "figure-CT01-denominator", "figure-CT02-value"), "")
    counts = dict.fromkeys(("figure-CT03-value", "figure-CT11-2018-03", "figure-CT11-2018-04"), "")
    write(ward.report, ward.reporter, **blank, **figures, **counts, **{"figure-CT11-2018-05": ""})
    assert begin().status_code == 302


@pytest.mark.parametrize(
    ("name", "value"), [("figure-CT03-value", "0"), ("progress-IV.11-note", "Đã họp"), ("own_number", "05/BC")]
)
def test_one_typed_line_is_a_draft(ward, begin, name, value):
    names = """situation results figure-CT01-numerator figure-CT01-denominator figure-CT02-value figure-CT03-value
        figure-CT11-2018-03 figure-CT11-2018-04 figure-CT11-2018-05 progress-IV.11-status progress-IV.11-note"""
    blank = dict.fromkeys(names.split(), "")
    write(ward.report, ward.reporter, **{**blank, name: value})
    assert begin().status_code == 422


def test_what_was_sent_and_returned_is_kept_by_its_version(ward, as_of, begin):
    write(ward.report, ward.reporter, results="Bản đã gửi")
    move(ward.report, "send", ward.head)
    move(ward.report, "return", ward.reviewer, reason="Thiếu chữ ký")
    as_of("2018-06-11T09:00:00")
    assert begin("11/06/2018").status_code == 302
    assert Version.objects.get().content["texts"]["results"] == "Bản đã gửi"


def test_what_the_unit_typed_since_it_came_back_is_an_obstacle(ward, as_of, begin):
    write(ward.report, ward.reporter)
    move(ward.report, "send", ward.head)
    move(ward.report, "return", ward.reviewer, reason="Thiếu chữ ký")
    as_of("2018-06-11T09:00:00")
    write(ward.report, ward.reporter, results="Đang sửa lại")
    assert begin("11/06/2018").status_code == 422


def test_while_the_office_types_the_unit_waits_and_loses_nothing(client, ward, begin, fill):
    client.force_login(ward.reporter)
    revision = ward.report.revision
    begin()
    client.force_login(ward.reporter)
    assert client.get(ward.form).status_code == 302
    answer = client.post(ward.form, fill(revision, results="Gõ khi Phòng Kinh tế bắt đầu nhập"))
    assert answer.status_code == 409
    assert "Gõ khi Phòng Kinh tế bắt đầu nhập" in answer.content.decode()
    ward.report.refresh_from_db()
    assert ward.report.results == ""
    home = client.get("/").content.decode()
    assert "Phòng Kinh tế đang nhập thay báo cáo Quý II/2018" in home
    client.force_login(ward.head)
    assert client.post(ward.url, {"move": "send"}).status_code == 403
    # The paper is here: nobody is reminded to send it.
    assert not reminders.unsent(clock.today()).filter(pk=ward.report.pk).exists()


def test_a_save_of_the_unit_is_not_overtaken(ward, begin):
    old = Report.objects.select_related("unit", "period__plan").get(pk=ward.report.pk)
    write(ward.report, ward.reporter, situation="", results="")
    with pytest.raises(paper.WrongState):
        paper.begin(old, by=ward.reviewer, received_on=dt.date(2018, 6, 5), scan=paper.store_scan(scan()))
    assert ward.report.attachments.count() == 0


def test_giving_up_leaves_the_draft_as_empty_as_it_was(client, ward, begin, fill):
    begin()
    client.post(ward.form, fill(ward.report.revision, results="Nhập nhầm phường"))
    assert client.post(PAPER, {"act": "cancel"}).status_code == 302
    report = Report.objects.get(pk=ward.report.pk)
    assert (report.received_on, report.results, report.shown_state) == (None, "", "none")
    assert (report.entries.count(), report.progress.count(), report.attachments.count()) == (0, 0, 0)
    client.force_login(ward.reporter)
    assert client.get(ward.form).status_code == 200
    assert client.post(PAPER, {"act": "cancel"}).status_code == 403


# --- Afterwards ------------------------------------------------------------------------------------------------------


def test_the_unit_does_not_withdraw_what_it_did_not_send(client, ward, entered):
    entered()
    client.force_login(ward.head)
    assert client.post(ward.url, {"move": "withdraw"}).status_code == 403
    assert client.post(f"{ward.url}de-nghi-sua/", {"request": "CT03 là 2"}).status_code == 302


def test_who_entered_it_takes_it_back_and_sends_it_again_as_of_the_same_day(client, ward, as_of, entered):
    entered()
    assert client.post(ward.url, {"move": "withdraw"}).status_code == 302
    ward.report.refresh_from_db()
    assert (ward.report.state, ward.report.first_sent_at, ward.report.received_on) == (
        "draft", None, dt.date(2018, 6, 5),
    )  # fmt: skip
    as_of("2018-06-18T09:00:00")
    move(ward.report, "send", ward.reviewer)
    assert ward.report.first_sent_at == make.at("2018-06-05T00:00:00")


def test_a_returned_paper_is_the_units_to_mend(client, ward, as_of, entered, chief):
    entered()
    move(ward.report, "return", chief, reason="CT03 nhập nhầm")
    assert (ward.report.state, ward.report.received_on) == ("returned", None)
    client.force_login(ward.reporter)
    assert client.get(ward.form).status_code == 200
    as_of("2018-06-12T09:00:00")
    move(ward.report, "send", ward.head)
    # The first sending counts for ever, and it was the paper's.
    assert ward.report.first_sent_at == make.at("2018-06-05T00:00:00")
    assert Version.objects.get(number=2).received_on is None


def test_withdrawing_a_second_sending_goes_back_to_the_papers_day(ward, entered, chief):
    entered()
    move(ward.report, "return", chief, reason="CT03 nhập nhầm")
    move(ward.report, "send", ward.head)
    move(ward.report, "withdraw", ward.head)
    assert (ward.report.first_sent_at, ward.report.latest.number) == (make.at("2018-06-05T00:00:00"), 1)


def test_a_paper_of_before_the_lock_is_entered_after_it(ward, as_of, begin):
    ward.second.locks_on = dt.date(2018, 6, 14)
    ward.second.save()
    as_of("2018-06-18T09:00:00")
    ward.report = Report.objects.select_related("unit", "period__plan").get(pk=ward.report.pk)
    begin("14/06/2018")
    assert unlocks.is_shut(ward.report, clock.now()) is False
    begin("15/06/2018", False)
    assert unlocks.is_shut(ward.report, clock.now()) is True


@pytest.mark.parametrize("state", ["pending", "sent", "accepted"])
def test_only_what_is_being_written_is_entered_from_paper(ward, begin, state):
    if state == "accepted":
        accepted(ward)
    else:
        write(ward.report, ward.reporter)
        move(ward.report, "submit", ward.reporter)
        if state == "sent":
            move(ward.report, "send", ward.head)
    assert begin().status_code == 422
    assert ward.report.received_on is None


def test_an_excused_unit_hands_in_no_paper(client, ward, begin):
    client.force_login(ward.reviewer)
    client.post(f"{ward.url}mien/", {"exclusion-reason": "Sửa trụ sở"})
    assert begin().status_code == 422


def test_entering_is_the_offices(client, ward):
    for person in (ward.reporter, ward.head):
        client.force_login(person)
        assert client.get(PAPER).status_code == 403
        assert client.post(PAPER, {"received_on": "05/06/2018", "scan": scan()}).status_code == 403
    client.force_login(ward.reviewer)
    # Without a paper the form stays the unit's own.
    assert client.get(ward.form).status_code == 403
