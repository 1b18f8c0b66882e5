"""Mở khóa: until a day of the reviewer's choice, closed by itself, early or later (domain §3)."""

import datetime as dt

import pytest

from reports import filing, sheet as sheets, unlocks, workflow
from reports.models import Notice, Report, Unlock
from targets.quarters import local_day
from tests import factories as make
from tests.reports.acting import accepted, move, write
from units import clock
from units.models import AuditEvent
from units.moves import Refused, WrongState


def unlocked(ward, until=None):
    report = accepted(ward, results="Bản đã chấp nhận")
    move(report, "unlock", ward.reviewer, reason="Đính chính CT03", until=until)
    return report


def told(person):
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("text", flat=True))


# --- Until when ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "status", "expires"),
    [
        # Three working days after Friday 08/06/2018, when no day was chosen.
        ("", 302, "2018-06-13T23:59:59"),
        ("08/06/2018", 302, "2018-06-08T23:59:59"),
        ("07/08/2018", 302, "2018-08-07T23:59:59"),  # sixty days
        ("08/08/2018", 422, None),
        ("07/06/2018", 422, None),
        ("31/06/2018", 422, None),
        ("mai", 422, None),
    ],
)
def test_the_reviewer_chooses_until_when(client, ward, until, status, expires):
    accepted(ward)
    client.force_login(ward.reviewer)
    answer = client.post(ward.url, {"move": "unlock", "reason": "Đính chính", "until": until})
    assert answer.status_code == status
    ward.report.refresh_from_db()
    if expires:
        assert (ward.report.state, Unlock.objects.get().expires_at) == ("draft", make.at(expires))
    else:
        assert (ward.report.state, Unlock.objects.count()) == ("accepted", 0)
        page = answer.content.decode()
        # What was typed stands in the form again, the message at its field.
        assert 'id="until-e"' in page and "Đính chính</textarea>" in page and f'value="{until}"' in page


def test_who_may_not_unlock_learns_nothing_of_its_form(client, ward):
    accepted(ward)
    client.force_login(ward.head)
    assert client.post(ward.url, {"move": "unlock", "reason": "Sửa", "until": "mai"}).status_code == 403


def test_unit_and_reviewer_see_when_it_closes(client, ward):
    unlocked(ward, dt.date(2018, 6, 20))
    for person, url in ((ward.head, ward.url), (ward.reporter, ward.form), (ward.reviewer, ward.url)):
        client.force_login(person)
        page = client.get(url).content.decode()
        assert "mở khóa để đính chính đến hết ngày 20/06/2018" in page
        assert "Đính chính CT03" in page
    client.force_login(ward.reporter)
    assert "Mở khóa để đính chính đến hết ngày <strong>20/06/2018</strong>" in client.get("/").content.decode()


# --- Closing by itself -----------------------------------------------------------------------------------------------


def test_it_closes_by_itself_and_the_unit_is_told(ward, as_of):
    report = unlocked(ward)
    as_of("2018-06-14T00:00:00")
    assert unlocks.close_expired(clock.now()) == 1
    report.refresh_from_db()
    assert (report.state, report.is_reopened, report.official.number) == ("accepted", False, 1)
    text = (
        "Hết hạn mở khóa: báo cáo Quý II/2018 của Phường 1. Bản đã chấp nhận vẫn được tính. "
        "Phần đã soạn chưa gửi vẫn được giữ."
    )
    assert told(ward.reporter)[-1] == told(ward.head)[-1] == text
    before = Notice.objects.count()
    assert unlocks.close_expired(clock.now()) == 0
    assert Notice.objects.count() == before


@pytest.mark.parametrize(("instant", "status"), [("2018-06-13T23:59:59", 302), ("2018-06-14T00:00:00", 409)])
def test_between_the_last_instant_and_the_sweep_nothing_is_saved(client, ward, as_of, fill, instant, status):
    report = unlocked(ward)
    client.force_login(ward.reporter)
    as_of(instant)
    answer = client.post(ward.form, fill(report.revision, results="Câu vừa gõ xong"))
    assert answer.status_code == status
    report.refresh_from_db()
    if status == 302:
        assert report.results == "Câu vừa gõ xong"
    else:
        assert report.results == "Bản đã chấp nhận"
        assert "Câu vừa gõ xong" in answer.content.decode()


def test_between_the_last_instant_and_the_sweep_nothing_is_sent(client, ward, as_of, fill):
    report = unlocked(ward)
    as_of("2018-06-14T00:00:00")
    client.force_login(ward.head)
    answer = client.post(ward.form, fill(report.revision, move="send", results="Gửi muộn một giây"))
    assert answer.status_code == 409
    assert "Gửi muộn một giây" in answer.content.decode()
    report.refresh_from_db()
    assert (report.state, report.version_count) == ("draft", 1)
    # The claims refuse it too, whoever asks: no view has to remember.
    sheet = sheets.load(report, clock.today())
    with pytest.raises(filing.StaleDraft):
        filing.save(sheet, by=ward.reporter, revision=report.revision)
    with pytest.raises(WrongState):
        workflow.move("send", report, by=ward.head, sheet=sheet)


def test_what_was_typed_and_not_sent_is_there_when_it_is_unlocked_again(client, ward, as_of):
    report = unlocked(ward)
    as_of("2018-06-11T09:00:00")
    write(report, ward.reporter, results="Soạn dở khi mở khóa")
    as_of("2018-06-14T00:00:00")
    unlocks.close_expired(clock.now())
    client.force_login(ward.reporter)
    page = client.get(ward.url).content.decode()
    assert "Phần chưa gửi của lần mở khóa trước: 1 dòng" in page
    assert "Soạn dở khi mở khóa" in page and "Bản đã chấp nhận" in page
    move(report, "unlock", ward.reviewer, reason="Mở lại")
    form = client.get(ward.form).content.decode()
    assert "Soạn dở khi mở khóa</textarea>" in form
    assert "Phần chưa gửi của lần mở khóa trước vẫn còn trong bản đang soạn." in form
    move(report, "send", ward.head)
    as_of("2018-06-14T10:00:00")
    move(report, "accept", ward.reviewer)
    assert "lần mở khóa trước" not in client.get(ward.url).content.decode()


def test_a_returned_correction_keeps_its_own_day_to_come_back(ward, as_of):
    report = unlocked(ward)
    as_of("2018-06-13T10:00:00")
    move(report, "send", ward.head)
    as_of("2018-06-15T09:00:00")
    # The term ended while the report lay with the office: that is not the unit's time.
    assert unlocks.close_expired(clock.now()) == 0
    move(report, "return", ward.reviewer, reason="CT03 chưa khớp")
    assert (report.state, report.return_due_on) == ("returned", dt.date(2018, 6, 20))
    assert Unlock.objects.get().expires_at == make.at("2018-06-20T23:59:59")
    assert unlocks.close_expired(make.at("2018-06-20T23:59:59")) == 0
    assert unlocks.close_expired(make.at("2018-06-21T00:00:00")) == 1


def test_a_return_never_shortens_an_unlock(ward):
    report = unlocked(ward, dt.date(2018, 7, 20))
    move(report, "send", ward.head)
    move(report, "return", ward.reviewer, reason="CT03 chưa khớp")
    assert Unlock.objects.get().expires_at == make.at("2018-07-20T23:59:59")


# --- Early and later -------------------------------------------------------------------------------------------------


def test_the_reviewer_closes_it_early(client, ward):
    unlocked(ward)
    client.force_login(ward.reviewer)
    assert client.post(f"{ward.url}mo-khoa/", {"act": "close"}).status_code == 302
    ward.report.refresh_from_db()
    assert (ward.report.state, ward.report.is_reopened) == ("accepted", False)
    assert told(ward.head)[-1].startswith("Phòng Kinh tế đã khóa lại: báo cáo Quý II/2018 của Phường 1.")
    assert AuditEvent.objects.filter(act="reports.unlock_close").count() == 1
    assert client.post(f"{ward.url}mo-khoa/", {"act": "close"}).status_code == 409


def test_what_was_sent_is_not_closed_but_reviewed(ward):
    report = unlocked(ward)
    move(report, "send", ward.head)
    with pytest.raises(WrongState):
        unlocks.close(report, by=ward.reviewer)
    assert Unlock.objects.get().closed_at is None


@pytest.mark.parametrize(
    ("until", "status"),
    [("13/06/2018", 422), ("14/06/2018", 302), ("07/08/2018", 302), ("08/08/2018", 422), ("", 422), ("x", 422)],
)
def test_the_reviewer_moves_the_closing_day_further_away(client, ward, until, status):
    unlocked(ward)
    client.force_login(ward.reviewer)
    answer = client.post(f"{ward.url}mo-khoa/", {"act": "extend", "until": until})
    assert answer.status_code == status
    expires_at = Unlock.objects.get().expires_at
    if status == 302:
        day = dt.datetime.strptime(until, "%d/%m/%Y").date()
        assert expires_at == unlocks.end_of(day)
        event = AuditEvent.objects.get(act="reports.unlock_extend")
        assert (event.before, event.after) == ({"until": "2018-06-13"}, {"until": day.isoformat()})
        assert told(ward.reporter)[-1] == f"Mở khóa báo cáo Quý II/2018 của Phường 1 được kéo dài đến hết ngày {until}."
    else:
        assert expires_at == make.at("2018-06-13T23:59:59")
        assert not AuditEvent.objects.filter(act="reports.unlock_extend").exists()


def test_an_unlock_that_has_run_out_is_not_moved(ward, as_of):
    report = unlocked(ward)
    as_of("2018-06-14T00:00:00")
    with pytest.raises(WrongState):
        unlocks.extend(report, by=ward.reviewer, until=dt.date(2018, 6, 20))


def test_an_unlock_is_ended_by_the_office_alone(client, ward):
    unlocked(ward)
    client.force_login(ward.head)
    assert client.post(f"{ward.url}mo-khoa/", {"act": "close"}).status_code == 403
    client.force_login(ward.reviewer)
    assert client.post(f"{ward.url}mo-khoa/", {"act": "khac"}).status_code == 400


# --- Nộp muộn: a period that has locked -------------------------------------------------------------------------------


@pytest.fixture
def locked(ward, as_of):
    """P1's draft is whole, Quý II/2018 locked after 20/06/2018, and it is the 21st."""
    write(ward.report, ward.reporter)
    ward.second.locks_on = dt.date(2018, 6, 20)
    ward.second.save()
    as_of("2018-06-21T09:00:00")
    ward.report = Report.objects.select_related("unit", "period__plan").get(pk=ward.report.pk)
    return ward


def test_a_locked_report_is_unlocked_to_be_filed_late(client, locked, as_of):
    report = locked.report
    with pytest.raises(Refused):
        move(report, "send", locked.head)
    client.force_login(locked.reviewer)
    assert "Mở khóa để nộp muộn" in client.get(locked.url).content.decode()
    posted = {"move": "unlock", "reason": "Mất điện ba ngày", "until": "25/06/2018"}
    assert client.post(locked.url, posted).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.is_reopened) == ("draft", False)
    assert told(locked.head)[-1] == (
        "Báo cáo Quý II/2018 của Phường 1 được mở khóa để nộp muộn đến hết ngày 25/06/2018."
    )
    # Twice is once.
    assert client.post(locked.url, posted).status_code == 409
    as_of("2018-06-25T23:59:59")
    move(report, "send", locked.head)
    # On time and locked are two things: it is late all the same.
    assert (report.state, local_day(report.first_sent_at)) == ("sent", dt.date(2018, 6, 25))
    assert 'data-late-days="11"' in client.get(locked.url).content.decode()


def test_late_filing_closes_by_itself_and_keeps_the_draft(locked, as_of):
    report = locked.report
    move(report, "unlock", locked.reviewer, reason="Mất điện", until=dt.date(2018, 6, 25))
    as_of("2018-06-26T00:00:00")
    with pytest.raises(Refused):
        move(report, "send", locked.head)
    assert unlocks.close_expired(clock.now()) == 1
    report.refresh_from_db()
    assert (report.state, report.results) == ("draft", "Đưa vào dùng màn hình lấy số thứ tự.")
    assert told(locked.head)[-1].endswith("Báo cáo chưa gửi; phần đã soạn vẫn được giữ.")
    move(report, "unlock", locked.reviewer, reason="Lần nữa")
    assert Unlock.objects.filter(closed_at=None).count() == 1


def test_before_the_lock_there_is_nothing_to_unlock(ward):
    with pytest.raises(WrongState):
        move(ward.report, "unlock", ward.reviewer, reason="Phòng xa")


def test_a_return_holds_after_the_lock_until_its_own_day(ward, as_of):
    report = ward.report
    write(report, ward.reporter)
    move(report, "send", ward.head)
    ward.second.locks_on = dt.date(2018, 6, 14)
    ward.second.save()
    as_of("2018-06-14T16:00:00")
    move(report, "return", ward.reviewer, reason="CT03 chưa khớp")
    assert report.return_due_on == dt.date(2018, 6, 19)
    report = Report.objects.select_related("unit", "period__plan").get(pk=report.pk)
    assert unlocks.is_shut(report, make.at("2018-06-19T23:59:59")) is False
    assert unlocks.is_shut(report, make.at("2018-06-20T00:00:00")) is True


# --- The unit asks ---------------------------------------------------------------------------------------------------


def test_a_unit_asks_for_its_accepted_report(client, ward):
    accepted(ward)
    client.force_login(ward.reporter)
    answer = client.post(f"{ward.url}de-nghi-sua/", {"request": "CT03 nhập nhầm 1 thành 2"})
    assert answer.status_code == 302
    assert told(ward.reviewer)[-1] == "Phường 1 đề nghị sửa báo cáo Quý II/2018: CT03 nhập nhầm 1 thành 2"
    event = AuditEvent.objects.get(act="reports.ask")
    # The administrator reads the log and has no business with the texts.
    assert (event.actor, event.note, event.after) == ("p1.canbo", "", {})
    ward.report.refresh_from_db()
    assert ward.report.state == "accepted"


@pytest.mark.parametrize("text", ["", "  ", "x" * 301])
def test_what_is_asked_has_words_and_a_limit(client, ward, text):
    accepted(ward)
    client.force_login(ward.reporter)
    assert client.post(f"{ward.url}de-nghi-sua/", {"request": text}).status_code == 422
    assert not AuditEvent.objects.filter(act="reports.ask").exists()


def test_nothing_is_asked_where_the_unit_can_help_itself(client, ward):
    client.force_login(ward.reporter)
    assert client.post(f"{ward.url}de-nghi-sua/", {"request": "Sửa"}).status_code == 409
