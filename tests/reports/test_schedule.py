"""Lịch nhắc: what went out when, what is to come, who cannot be reached, who was called by hand."""

import datetime as dt
import re

import pytest

from reports import reminders, schedule
from reports.models import Report
from reports.schedule import Nagging, Round
from targets.models import Plan
from tests.factories import at, make_people, make_period, make_plan, make_report, make_unit, make_user
from units.models import Membership
from units.roles import Role

State = Report.State


def day(text):
    return dt.date.fromisoformat(text)


def send(on):
    return reminders.send_due(day(on), at=at(f"{on}T08:00:00"))


@pytest.fixture
def period(db, settings):
    settings.Q4KH_TODAY = "2018-06-08"
    make_plan(coordinator=make_unit("PKT", files_reports=False))
    return make_period()


@pytest.fixture
def reviewer(period):
    return make_user("pkt.chuyenvien", role=Role.REVIEWER, unit=make_unit("PKT"), full_name="Nguyễn Thị Nhắc")


def test_what_went_out_what_was_passed_over_and_what_is_to_come(period, reviewer):
    for code in ["P1", "P2"]:
        make_report(make_unit(code), period)
    make_people(make_unit("P1"))
    send("2018-03-15")
    # The machine was down on 31/05; the day's letters go out on 08/06 as those of 07/06.
    send("2018-06-08")
    assert schedule.rounds(period, day("2018-06-08")) == [
        Round("Mở kỳ báo cáo", day("2018-03-15"), "sent", at("2018-03-15T08:00:00"), 2, 2, 1),
        Round("Trước hạn 14 ngày", day("2018-05-31"), "passed"),
        Round("Trước hạn 7 ngày", day("2018-06-07"), "sent", at("2018-06-08T08:00:00"), 2, 2, 1),
        Round("Trước hạn 3 ngày", day("2018-06-11"), "coming"),
        Round("Trước hạn 1 ngày", day("2018-06-13"), "coming"),
        Round("Ngày hạn", day("2018-06-14"), "coming"),
        Round("Quá hạn 1 ngày", day("2018-06-15"), "coming"),
        Round("Quá hạn 3 ngày", day("2018-06-17"), "coming"),
        Round("Quá hạn 7 ngày", day("2018-06-21"), "coming"),
    ]


def test_what_may_still_go_out_today_is_due(period):
    assert [row.state for row in schedule.rounds(period, day("2018-06-14"))] == [
        "passed", "passed", "passed", "passed", "passed", "due", "coming", "coming", "coming",
    ]  # fmt: skip


def test_of_a_consolidated_period_nothing_is_due(period):
    period.closed_at = at("2018-06-20T09:00:00")
    assert {row.state for row in schedule.rounds(period, day("2018-08-01"))} == {"passed"}


def test_letters_of_a_deadline_that_was_extended_and_of_other_days_still_stand_there(period):
    make_report(make_unit("P1"), period)
    make_people(make_unit("P1"))
    send("2018-06-07")
    period.original_due_on, period.due_on, period.extension_reason = period.due_on, day("2018-06-20"), "Bão số 3"
    period.save()
    Plan.objects.update(remind_before=[2], remind_after=[])
    period.plan.refresh_from_db()
    rows = schedule.rounds(period, day("2018-06-08"))
    assert [(row.words, row.on, row.state) for row in rows] == [
        ("Mở kỳ báo cáo", day("2018-03-15"), "due"),
        ("Trước hạn 7 ngày", day("2018-06-07"), "sent"),
        ("Trước hạn 2 ngày (hạn 20/06/2018)", day("2018-06-18"), "coming"),
        ("Ngày hạn (hạn 20/06/2018)", day("2018-06-20"), "coming"),
    ]


def test_each_press_is_told_with_who_when_and_whom(period, reviewer):
    for code in ["P2", "P10", "P1"]:
        make_report(make_unit(code), period)
    make_people(make_unit("P1"))
    other = make_user("pkt.truongphong", role=Role.OFFICE_HEAD, unit=make_unit("PKT"), full_name="Lê Văn Trưởng")
    first, later = at("2018-06-07T09:00:00"), at("2018-06-08T10:00:00")
    reminders.nag(Report.objects.get(unit__code="P10"), by=other, on=day("2018-06-07"), at=first)
    reminders.nag_all(period, by=reviewer, on=day("2018-06-08"), at=later)
    assert schedule.named(period, list(schedule.presses(period))) == [
        Nagging(later, "Nguyễn Thị Nhắc", ("Phường 1", "Phường 2", "Phường 10"), 2),
        Nagging(first, "Lê Văn Trưởng", ("Phường 10",), 0),
    ]


# --- The page ------------------------------------------------------------------------------------------------------


def text_of(html):
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def rows_of(page, heading):
    part = page[page.index(f'id="{heading}"') :].partition("</section>")[0]
    return [text_of(row) for row in re.findall("<tr role.*?</tr>|<li>.*?</li>", part, re.S)]


def test_the_page_of_the_period_in_hand(client, period, reviewer):
    for code, state in {"P1": State.DRAFT, "P2": State.DRAFT, "P3": State.SENT}.items():
        make_report(make_unit(code), period, state)
    make_report(make_unit("P5"), period, State.RETURNED, return_due_on=day("2018-06-07"))
    make_people(make_unit("P1"))
    make_user("p3.canbo", role=Role.REPORTER, unit=make_unit("P3"), email="")
    make_people(make_unit("P5"))
    send("2018-06-07")
    client.force_login(reviewer)
    client.post("/tien-do/nhac/", {"unit": "P1"})
    page = client.get("/thu-nhac/").content.decode()
    assert "Thư kế tiếp: Trước hạn 3 ngày, ngày 11/06/2018." in page
    assert rows_of(page, "lich")[1:5] == [
        "Mở kỳ báo cáo 15/03/2018 không gửi: thư sau đã thay, hoặc không đơn vị nào nợ",
        "Trước hạn 14 ngày 31/05/2018 không gửi: thư sau đã thay, hoặc không đơn vị nào nợ",
        "Trước hạn 7 ngày 07/06/2018 07/06/2018, 08:00 2 2 1",
        "Trước hạn 3 ngày 11/06/2018 sẽ gửi",
    ]
    assert rows_of(page, "tra-lai")[1:] == ["Ủy ban nhân dân Phường 5 07/06/2018 quá hạn"]
    assert [row.partition(" Nguyễn")[2] for row in rows_of(page, "don-doc")] == [
        " Thị Nhắc nhắc Phường 1 . 2 người nhận".replace(" .", ".")
    ]
    assert "<b>1 đơn vị không ai nhận thư nhắc:</b> Phường 2." in page
    assert "1 đơn vị có người phụ trách nhưng chưa ai có địa chỉ thư: Phường 3." in page
    # Days are set by the administrator alone.
    assert "Đổi số ngày nhắc" not in page


def test_another_period_is_asked_for_by_its_quarter(client, period, reviewer):
    make_period(year=2018, quarter=1)
    client.force_login(reviewer)
    asked = {key: re.search("<h1>(.*?)</h1>", client.get(f"/thu-nhac/?ky={key}").content.decode()).group(1)
             for key in ("2018-1", "2018-3", "x", "")}  # fmt: skip
    assert asked == {
        "2018-1": "Lịch nhắc Quý I/2018",
        "2018-3": "Lịch nhắc Quý II/2018",
        "x": "Lịch nhắc Quý II/2018",
        "": "Lịch nhắc Quý II/2018",
    }


def test_before_the_first_period_there_is_nothing_to_show(client, db, settings):
    settings.Q4KH_TODAY = "2016-12-20"
    client.force_login(make_user("quantri", role=Role.ADMINISTRATOR))
    assert "Chưa mở kỳ báo cáo nào" in client.get("/thu-nhac/").content.decode()


def test_the_administrator_is_led_to_the_settings(client, period):
    client.force_login(make_user("quantri", role=Role.ADMINISTRATOR))
    page = client.get("/thu-nhac/").content.decode()
    assert f'<a href="/quan-tri/targets/plan/{period.plan_id}/change/">Đổi số ngày nhắc</a>' in page


@pytest.mark.parametrize("units", [1, 3, 25])
def test_the_page_asks_the_same_queries_however_many_units(client, period, reviewer, django_assert_num_queries, units):
    for number in range(1, units + 1):
        make_report(make_unit(f"P{number}"), period)
        make_people(make_unit(f"P{number}"))
        make_report(make_unit(f"PB{number}"), period, State.RETURNED, return_due_on=day("2018-06-13"))
        Membership.objects.filter(unit__code=f"PB{number}").delete()
    send("2018-06-07")
    for on in range(1, units + 1):
        moment = at(f"2018-05-{on:02}T09:00:00")
        reminders.nag_all(period, by=reviewer, on=moment.date(), at=moment)
    client.force_login(reviewer)
    # Session and person; periods, claims, returned reports; presses counted, a page of them, their units; who
    # cannot be reached at all, and by mail.
    with django_assert_num_queries(9):
        client.get("/thu-nhac/")
