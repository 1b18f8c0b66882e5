"""Who is reminded of what, when, and how often (domain §8)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import reminders
from reports.models import Exclusion, Notice, Reminder, Report
from reports.reminders import Kind
from targets.models import Period, Plan
from tests.factories import (
    at,
    make_people,
    make_period,
    make_plan,
    make_report,
    make_unit,
    make_user,
)
from units.models import AuditEvent, Membership, Unit
from units.moves import WrongState
from units.roles import Role

State = Report.State


def day(text):
    return dt.date.fromisoformat(text)


def quarter_two(**fields):
    """Quý II/2018 without a database."""
    plan = Plan(number="294/KH-UBND", issued_on=day("2016-12-19"))
    return Period(
        plan=plan,
        year=2018,
        quarter=2,
        **{"window_from": day("2018-03-15"), "window_to": day("2018-06-14"), "due_on": day("2018-06-14"), **fields},
    )


def send(on):
    return reminders.send_due(day(on), at=at(f"{on}T08:00:00"))


def told():
    """Who was told what: (username, subject), in alphabetical order."""
    rows = Notice.objects.select_related("user")
    return sorted((row.user.username, row.subject) for row in rows)


def claims():
    rows = Reminder.objects.select_related("unit")
    return sorted((row.unit.code if row.unit else "", row.kind) for row in rows)


# --- The schedule --------------------------------------------------------------------------------------------------


def test_the_schedule_of_a_quarter():
    assert reminders.schedule(quarter_two()) == [
        Kind("opened", day("2018-03-15")),
        Kind("before-14", day("2018-05-31")),
        Kind("before-7", day("2018-06-07")),
        Kind("before-3", day("2018-06-11")),
        Kind("before-1", day("2018-06-13")),
        Kind("due", day("2018-06-14")),
        Kind("after-1", day("2018-06-15")),
        Kind("after-3", day("2018-06-17")),
        Kind("after-7", day("2018-06-21")),
    ]


def test_the_schedule_follows_the_plans_own_days():
    period = quarter_two()
    period.plan.remind_before, period.plan.remind_after = [2, 5, 5, 200, 0], [10]
    assert [kind.name for kind in reminders.schedule(period)] == ["opened", "before-5", "before-2", "due", "after-10"]


def test_an_extended_deadline_has_reminders_of_its_own():
    period = quarter_two(
        due_on=day("2018-06-20"), original_due_on=day("2018-06-14"), extension_reason="Kỳ họp Hội đồng nhân dân"
    )
    assert reminders.latest(reminders.schedule(period), day("2018-06-13")) == Kind(
        "before-7@2018-06-20", day("2018-06-13")
    )


@pytest.mark.parametrize(
    ("on", "name"),
    [
        ("2018-03-14", None),
        ("2018-03-15", "opened"),
        ("2018-05-30", "opened"),
        ("2018-05-31", "before-14"),
        ("2018-06-07", "before-7"),
        ("2018-06-08", "before-7"),
        ("2018-06-12", "before-3"),
        ("2018-06-14", "due"),
        ("2018-06-15", "after-1"),
        ("2018-06-16", "after-1"),
        ("2018-06-17", "after-3"),
        ("2018-06-21", "after-7"),
        ("2018-08-01", "after-7"),
    ],
)
def test_only_the_latest_kind_is_due(on, name):
    kind = reminders.latest(reminders.schedule(quarter_two()), day(on))
    assert (kind and kind.name) == name


# --- Who -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def period(db):
    # The coordinator files reports as well; here it is left out so that the lists below are short.
    make_plan(coordinator=make_unit("PKT", files_reports=False))
    return make_period()


def test_only_units_that_have_not_sent_are_reminded(period):
    states = {
        "P1": State.DRAFT,
        "P2": State.PENDING,
        "P3": State.SENT,
        "P4": State.ACCEPTED,
        "P5": State.DRAFT,
        "P6": State.DRAFT,
        "P8": State.DRAFT,
        "P9": State.DRAFT,
    }
    for code, state in states.items():
        make_report(make_unit(code), period, state)
        make_people(make_unit(code))
    reviewer = make_user("pkt.chuyenvien")
    Exclusion.objects.create(
        unit=make_unit("P5"), period=period, reason="Mới thành lập", at=at("2018-06-01T09:00:00"), by=reviewer
    )
    # Gone, merged, no longer filing.
    gone = {"P6": {"is_active": False}, "P8": {"valid_to": day("2018-06-01")}, "P9": {"files_reports": False}}
    for code, change in gone.items():
        Unit.objects.filter(code=code).update(**change)
    send("2018-06-07")
    assert told() == [
        ("p1.canbo", "Còn 7 ngày đến hạn: báo cáo Quý II/2018 của Phường 1"),
        ("p1.lanhdao", "Còn 7 ngày đến hạn: báo cáo Quý II/2018 của Phường 1"),
        ("p2.canbo", "Còn 7 ngày đến hạn: báo cáo Quý II/2018 của Phường 2"),
        ("p2.lanhdao", "Còn 7 ngày đến hạn: báo cáo Quý II/2018 của Phường 2"),
    ]
    assert claims() == [("", "before-7"), ("P1", "before-7"), ("P2", "before-7")]


def test_a_report_reopened_for_correction_is_not_owed(period):
    make_report(make_unit("P1"), period, State.ACCEPTED)
    make_people(make_unit("P1"))
    Report.objects.update(state=State.DRAFT, is_reopened=True)
    assert send("2018-06-14") == []
    assert told() == []


def test_inactive_people_and_past_memberships_get_nothing(period):
    unit = make_unit("P1")
    make_report(unit, period)
    make_user("nghi-viec", role=Role.REPORTER, unit=unit, is_active=False)
    moved = make_user("chuyen-di")
    Membership.objects.create(
        user=moved, unit=unit, role=Role.HEAD, valid_from=day("2017-01-01"), valid_to=day("2018-06-06")
    )
    coming = make_user("sap-den")
    Membership.objects.create(user=coming, unit=unit, role=Role.HEAD, valid_from=day("2018-06-08"))
    make_user("lanh-dao-quan", role=Role.LEADER)
    sent = send("2018-06-07")
    assert told() == []
    assert [(row.units, row.people, row.without) for row in sent] == [(1, 0, ("Phường 1",))]


def test_who_is_both_reporter_and_head_gets_one_letter_a_unit(period):
    one, two = make_unit("P1"), make_unit("P2")
    both = make_user("p1.lanhdao", role=Role.HEAD, unit=one)
    Membership.objects.create(user=both, unit=one, role=Role.REPORTER, valid_from=day("2017-01-01"))
    Membership.objects.create(user=both, unit=two, role=Role.HEAD, valid_from=day("2017-01-01"))
    make_report(one, period)
    make_report(two, period)
    send("2018-06-14")
    assert told() == [
        ("p1.lanhdao", "Hạn cuối hôm nay: báo cáo Quý II/2018 của Phường 1"),
        ("p1.lanhdao", "Hạn cuối hôm nay: báo cáo Quý II/2018 của Phường 2"),
    ]


def test_without_an_address_the_notice_stays_in_the_portal(period):
    unit = make_unit("P1")
    make_report(unit, period)
    make_user("p1.canbo", role=Role.REPORTER, unit=unit, email="")
    send("2018-06-14")
    notice = Notice.objects.get()
    assert (notice.text, notice.url, notice.subject) == (
        "Báo cáo Quý II/2018 của Phường 1 chưa soạn: hôm nay là hạn cuối.",
        "/bao-cao/2018/2/P1/soan/",
        "",
    )


# --- How often -----------------------------------------------------------------------------------------------------


def test_each_kind_goes_out_once_however_often_the_job_runs(period):
    make_report(make_unit("P1"), period)
    make_people(make_unit("P1"))
    for on in ["2018-06-07", "2018-06-07", "2018-06-08", "2018-06-10"]:
        send(on)
    assert claims() == [("", "before-7"), ("P1", "before-7")]
    assert Notice.objects.count() == 2


def test_days_the_machine_was_down_are_made_up_for_by_the_latest_kind_only(period):
    make_report(make_unit("P1"), period)
    make_people(make_unit("P1"))
    send("2018-03-15")
    send("2018-06-16")
    assert claims() == [("", "after-1"), ("", "opened"), ("P1", "after-1"), ("P1", "opened")]
    # Counted from the day on which it goes out.
    assert told()[-1] == ("p1.lanhdao", "Quá hạn 2 ngày: báo cáo Quý II/2018 của Phường 1")


def test_long_after_the_deadline_the_last_kind_goes_once(period):
    make_report(make_unit("P1"), period)
    make_people(make_unit("P1"))
    send("2018-08-01")
    send("2018-09-01")
    assert claims() == [("", "after-7"), ("P1", "after-7")]


def test_a_unit_added_after_the_summary_is_still_reminded(period):
    make_report(make_unit("P1"), period)
    make_people(make_unit("P1"))
    make_user("pkt.chuyenvien", role=Role.REVIEWER, unit=make_unit("PKT"))
    send("2018-06-07")
    make_report(make_unit("P2"), period)
    make_people(make_unit("P2"))
    send("2018-06-08")
    assert claims() == [("", "before-7"), ("P1", "before-7"), ("P2", "before-7")]
    assert [row for row in told() if row[0] == "pkt.chuyenvien"] == [
        ("pkt.chuyenvien", "Quý II/2018: 1 đơn vị chưa gửi báo cáo, còn 7 ngày đến hạn")
    ]


def test_a_consolidated_period_and_one_before_the_plan_remind_nobody(period):
    make_report(make_unit("P1"), period)
    Period.objects.update(closed_at=at("2018-06-20T09:00:00"))
    early = make_period(year=2016, quarter=4)
    make_report(make_unit("P1"), early)
    make_people(make_unit("P1"))
    assert send("2018-06-21") == []
    assert claims() == []


# --- The office's summary ------------------------------------------------------------------------------------------


def test_reviewers_get_one_summary_that_names_units_and_those_without_a_recipient(period, settings):
    settings.Q4KH_BASE_URL = "https://kh294.example.vn"
    office = make_unit("PKT")
    make_user("pkt.chuyenvien", role=Role.REVIEWER, unit=office)
    make_user("pkt.truongphong", role=Role.OFFICE_HEAD, unit=office)
    for code in ["P2", "P10", "P1"]:
        make_report(make_unit(code), period)
    make_report(make_unit("P3"), period, State.SENT)
    Report.objects.filter(unit__code="P2").update(state=State.PENDING)
    Report.objects.filter(unit__code="P1").update(started_at=at("2018-06-01T09:00:00"))
    make_people(make_unit("P1"))
    make_people(make_unit("P2"))
    send("2018-06-11")
    summaries = Notice.objects.filter(user__username__startswith="pkt.").order_by("user__username")
    assert [row.user.username for row in summaries] == ["pkt.chuyenvien", "pkt.truongphong"]
    assert [row.text for row in summaries] == [
        "Quý II/2018: 3 đơn vị chưa gửi báo cáo, còn 3 ngày đến hạn. 1 đơn vị chưa có người nhận thư nhắc."
    ] * 2
    assert (
        summaries[0].body
        == """Kính gửi Phòng Kinh tế,

Quý II/2018: 3 đơn vị chưa gửi báo cáo, còn 3 ngày đến hạn. Cán bộ phụ trách và lãnh đạo đơn vị đã được nhắc.

Chưa gửi (3 đơn vị):
- Ủy ban nhân dân Phường 1: đang soạn
- Ủy ban nhân dân Phường 2: chờ lãnh đạo đơn vị duyệt
- Ủy ban nhân dân Phường 10: chưa soạn

Chưa có người nhận thư nhắc (1 đơn vị), cần phân công cán bộ phụ trách:
- Ủy ban nhân dân Phường 10

Việc cần làm: xem tiến độ, nhắc từng đơn vị khi cần.
https://kh294.example.vn/tien-do/?nam=2018

Thư do Cổng Kế hoạch 294 gửi tự động.
"""
    )


def test_the_letter_says_what_to_do_with_one_link(period, settings):
    settings.Q4KH_BASE_URL = "https://kh294.example.vn"
    make_report(make_unit("P1"), period)
    make_people(make_unit("P1"))
    send("2018-03-15")
    assert (
        Notice.objects.first().body
        == """Kính gửi Ủy ban nhân dân Phường 1,

Kỳ báo cáo Quý II/2018 theo Kế hoạch 294/KH-UBND đã mở. Số liệu tính từ 15/03/2018 đến 14/06/2018.

Hạn gửi: hết ngày 14/06/2018.

Việc cần làm: soạn báo cáo, rồi trình lãnh đạo đơn vị duyệt.
https://kh294.example.vn/bao-cao/2018/2/P1/soan/

Phòng Kinh tế Quận 4
Thư do Cổng Kế hoạch 294 gửi tự động.
"""
    )


# --- A returned report's own clock ---------------------------------------------------------------------------------


def test_a_returned_report_reminds_on_its_own_clock(period):
    report = make_report(make_unit("P1"), period, State.RETURNED, return_due_on=day("2018-06-13"))
    make_people(make_unit("P1"))
    send("2018-06-12")
    assert told() == []
    send("2018-06-13")
    send("2018-06-13")
    assert told() == [
        ("p1.canbo", "Hạn cuối hôm nay: gửi lại báo cáo Quý II/2018 của Phường 1"),
        ("p1.lanhdao", "Hạn cuối hôm nay: gửi lại báo cáo Quý II/2018 của Phường 1"),
    ]
    send("2018-06-15")
    send("2018-06-22")
    assert claims() == [("P1", "return-due-1"), ("P1", "return-late-1")]
    # Sent once more and returned once more: a new return, new reminders.
    Report.objects.filter(pk=report.pk).update(version_count=2, return_due_on=day("2018-06-27"))
    send("2018-06-27")
    assert claims() == [("P1", "return-due-1"), ("P1", "return-due-2"), ("P1", "return-late-1")]


def test_what_the_head_sent_back_inside_the_unit_is_still_owed(period):
    make_report(make_unit("P1"), period)
    Report.objects.update(state=State.RETURNED)
    make_people(make_unit("P1"))
    send("2018-06-14")
    assert claims() == [("", "due"), ("P1", "due")]


# --- By hand -------------------------------------------------------------------------------------------------------


@pytest.fixture
def reviewer(period):
    return make_user("pkt.chuyenvien", role=Role.REVIEWER, unit=make_unit("PKT"))


def nag(report, by, on="2018-06-08"):
    return reminders.nag(report, by=by, on=day(on), at=at(f"{on}T10:00:00"))


def test_nagging_goes_once_a_day_and_is_logged(period, reviewer):
    report = make_report(make_unit("P1"), period)
    make_people(make_unit("P1"))
    assert [nag(report, reviewer), nag(report, reviewer), nag(report, reviewer, "2018-06-09")] == [True, False, True]
    assert claims() == [("P1", "nag-2018-06-08"), ("P1", "nag-2018-06-09")]
    assert set(Reminder.objects.values_list("by__username", "recipients")) == {("pkt.chuyenvien", 2)}
    events = AuditEvent.objects.filter(act="reports.nag").values_list("actor", "subject", "after")
    assert list(events) == [("pkt.chuyenvien", "P1-2018-2", {"people": 2})] * 2


def test_nagging_a_unit_that_has_sent_is_refused(period, reviewer):
    report = make_report(make_unit("P1"), period, State.SENT)
    make_people(make_unit("P1"))
    with pytest.raises(WrongState):
        nag(report, reviewer)
    assert (claims(), told(), AuditEvent.objects.count()) == ([], [], 0)


def test_nagging_all_reaches_those_who_owe_and_were_not_nagged_today(period, reviewer):
    for code in ["P1", "P2", "P3"]:
        make_report(make_unit(code), period)
        make_people(make_unit(code))
    make_report(make_unit("P4"), period, State.ACCEPTED)
    nag(Report.objects.get(unit__code="P1"), reviewer)
    on, moment = day("2018-06-08"), at("2018-06-08T10:05:00")
    sent = reminders.nag_all(period, by=reviewer, on=on, at=moment)
    assert (sent.units, sent.people, sent.without) == (2, 4, ())
    assert claims() == [(code, "nag-2018-06-08") for code in ["P1", "P2", "P3"]]
    assert reminders.nag_all(period, by=reviewer, on=on, at=moment) is None
    assert AuditEvent.objects.get(act="reports.nag_all").after == {"units": 2, "people": 4, "without": []}


# --- Cost ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("units", [1, 3, 30])
def test_a_run_asks_the_same_queries_however_many_units(period, units):
    make_user("pkt.chuyenvien", role=Role.REVIEWER, unit=make_unit("PKT"))
    for number in range(1, units + 1):
        make_report(make_unit(f"P{number}"), period)
        make_people(make_unit(f"P{number}"))
    with CaptureQueriesContext(connection) as queries:
        send("2018-06-07")
    asked = [row["sql"] for row in queries if not row["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    # Owed reports, open periods, claims; people, office; the claims and the notices written.
    assert len(asked) == 7
    assert Notice.objects.count() == 2 * units + 1
