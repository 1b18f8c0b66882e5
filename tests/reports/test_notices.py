"""What people are told when a report moves, and the page that shows what was mailed."""

import datetime as dt

import pytest

from reports import notices
from reports.models import Notice, OutboxMail, Report, Unlock
from tests.factories import (
    at,
    make_people,
    make_period,
    make_plan,
    make_publication,
    make_report,
    make_unit,
    make_user,
)
from units.roles import Role

State = Report.State


@pytest.fixture
def report(db, settings):
    settings.Q4KH_BASE_URL = "https://kh294.example.vn"
    make_plan()
    report = make_report(make_unit("P1"), make_period())
    make_people(report.unit)
    make_people(make_unit("P2"))
    make_user("pkt.chuyenvien", role=Role.REVIEWER, unit=make_unit("PKT"))
    return report


def told():
    rows = Notice.objects.select_related("user").order_by("pk")
    return [(row.user.username, row.text, row.url, row.subject) for row in rows]


def test_what_waits_for_the_head_is_told_to_the_head_alone(report):
    report.submitted_at = at("2018-06-08T00:30:00")  # still the 7th in UTC
    notices.submitted(report)
    assert told() == [
        (
            "p1.lanhdao",
            "Báo cáo Quý II/2018 của Phường 1 chờ lãnh đạo duyệt.",
            "/bao-cao/2018/2/P1/",
            "Chờ duyệt: báo cáo Quý II/2018 của Phường 1",
        )
    ]
    assert (
        Notice.objects.get().body
        == """Kính gửi Ủy ban nhân dân Phường 1,

Báo cáo Quý II/2018 đã soạn xong và được trình lãnh đạo đơn vị. Hạn gửi Phòng Kinh tế: hết ngày 14/06/2018.

Việc cần làm: xem báo cáo, rồi gửi Phòng Kinh tế hoặc trả lại cán bộ soạn.
https://kh294.example.vn/bao-cao/2018/2/P1/

Phòng Kinh tế Quận 4
Thư do Cổng Kế hoạch 294 gửi tự động.
"""
    )


def test_what_the_head_sent_is_told_to_the_reporters_without_a_mail(report):
    report.last_sent_at = at("2018-06-08T10:00:00")
    notices.sent(report)
    assert told() == [
        ("p1.canbo", "Lãnh đạo Phường 1 đã gửi báo cáo Quý II/2018 đến Phòng Kinh tế.", "/bao-cao/2018/2/P1/", "")
    ]


def test_what_the_district_returns_is_told_to_reporter_and_head_with_reason_and_day(report):
    Report.objects.all().delete()
    moment = at("2018-06-08T10:00:00")
    report = make_report(
        make_unit("P1"), make_period(), State.RETURNED, returned_at=moment, return_due_on=dt.date(2018, 6, 13)
    )
    report.latest.returned_at = moment
    report.latest.save()
    notices.returned(report, "CT03: thiếu tên mô hình.")
    text = "Phòng Kinh tế trả lại báo cáo Quý II/2018 của Phường 1. Hạn gửi lại: hết ngày 13/06/2018."
    subject = "Trả lại: báo cáo Quý II/2018 của Phường 1"
    assert told() == [(name, text, "/bao-cao/2018/2/P1/soan/", subject) for name in ["p1.canbo", "p1.lanhdao"]]
    assert "Lý do: CT03: thiếu tên mô hình.\n\nViệc cần làm: sửa" in Notice.objects.first().body


def test_what_the_head_returns_is_told_to_the_reporters(report):
    report.returned_at = at("2018-06-08T10:00:00")
    notices.returned(report, "Thiếu số liệu tháng 5.")
    assert [row[:2] for row in told()] == [("p1.canbo", "Lãnh đạo đơn vị trả lại báo cáo Quý II/2018 của Phường 1.")]


def test_acceptance_is_told_in_the_portal_only(report):
    report.accepted_at = at("2018-06-08T10:00:00")
    notices.accepted(report)
    text = "Phòng Kinh tế đã chấp nhận báo cáo Quý II/2018 của Phường 1."
    assert told() == [(name, text, "/bao-cao/2018/2/P1/", "") for name in ["p1.canbo", "p1.lanhdao"]]


def test_an_unlock_is_told_with_its_end(report):
    unlock = Unlock(
        report=report, reason="Sửa CT03", at=at("2018-06-08T10:00:00"), expires_at=at("2018-06-13T23:59:59")
    )
    notices.unlocked(report, unlock)
    assert [row[1] for row in told()] == [
        "Báo cáo Quý II/2018 của Phường 1 được mở khóa để đính chính. Hạn gửi bản đính chính: hết ngày 13/06/2018."
    ] * 2


def test_publishing_is_told_to_leadership(report):
    make_user("ubnd.lanhdao", role=Role.LEADER)
    notices.published(make_publication(report.period, {"schema": 1}))
    assert [(name, text, url) for name, text, url, _ in told()] == [
        ("ubnd.lanhdao", "Đã công bố báo cáo tổng hợp Quý II/2018, bản 1.", "/tong-hop/2018/2/")
    ]


def test_mail_is_rung_for_only_where_there_is_one(report, django_capture_on_commit_callbacks):
    report.accepted_at = report.submitted_at = at("2018-06-08T10:00:00")
    with django_capture_on_commit_callbacks() as callbacks:
        notices.accepted(report)
    assert callbacks == []
    with django_capture_on_commit_callbacks() as callbacks:
        notices.submitted(report)
    assert [callback.args for callback in callbacks] == [("reports.jobs.deliver", ())]


def test_recent_messages_are_the_newest_that_were_not_put_away(report):
    user = make_user("nguoi.nhan")
    for hour in range(7):
        notices.tell([user], f"Tin {hour}", at=at(f"2018-06-08T0{hour}:00:00"))
    Notice.objects.filter(text="Tin 6").update(read_at=at("2018-06-08T09:00:00"))
    notices.tell([make_user("nguoi.khac")], "Tin của người khác", at=at("2018-06-08T08:00:00"))
    assert notices.unread_count(user) == 6
    assert [row.text for row in notices.recent(user, limit=3)] == ["Tin 5", "Tin 4", "Tin 3"]


def test_an_account_that_was_closed_is_told_nothing(report):
    gone, user = make_user("da.nghi", is_active=False), make_user("nguoi.nhan")
    assert notices.tell([gone, user], "Tin", subject="Tin", at=at("2018-06-08T09:00:00")) == 1
    assert [name for name, *_ in told()] == ["nguoi.nhan"]


def test_a_text_too_long_for_its_line_is_cut_with_a_sign(report):
    user = make_user("nguoi.nhan")
    notices.tell([user], "a" * 500, at=at("2018-06-08T09:00:00"))
    assert Notice.objects.get(user=user).text == "a" * 399 + "…"


# --- The outbox page -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.ADMINISTRATOR, 200),
        (Role.OFFICE_HEAD, 403),
        (Role.REVIEWER, 403),
        (Role.LEADER, 403),
        (Role.HEAD, 403),
        (Role.REPORTER, 403),
        (None, 403),
    ],
)
def test_the_outbox_is_for_administrators(client, db, role, expected):
    client.force_login(make_user("ai-do", role=role, unit=make_unit("P1") if role in ("head", "reporter") else None))
    assert client.get("/thu-di/").status_code == expected


def test_the_outbox_is_not_for_strangers(client, db):
    assert client.get("/thu-di/").headers["Location"] == "/dang-nhap/?next=/thu-di/"


def test_the_outbox_shows_twenty_mails_a_page_newest_first(client, db, django_assert_num_queries):
    client.force_login(make_user("quantri", role=Role.ADMINISTRATOR))
    OutboxMail.objects.bulk_create(
        OutboxMail(
            at=at("2018-06-07T08:00:00"), to=f"p{n}@example.vn", subject=f"Thư {n}", body="Mở http://127.0.0.1:8000/"
        )
        for n in range(1, 22)
    )
    # Session and person; how many mails, and one page of them; what waits, what failed, what was given up.
    with django_assert_num_queries(6):
        page = client.get("/thu-di/").content.decode()
    assert [f"<b>Thư {n}</b>" in page for n in (21, 2, 1)] == [True, True, False]
    assert '<a href="http://127.0.0.1:8000/" rel="nofollow">' in page
    assert "<b>Thư 1</b>" in client.get("/thu-di/?trang=2").content.decode()
