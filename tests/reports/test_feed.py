"""The calendar feed: valid by RFC 5545, each person's own deadlines, nothing about people."""

import datetime as dt
import re

import pytest
from icalendar import Calendar

from reports.models import Exclusion, Report, Unlock
from targets.models import Period
from tests.factories import at, make_period, make_plan, make_report, make_unit, make_user
from units.models import Membership, Preference, Unit
from units.roles import Role

State = Report.State
KEY = "k" * 43
ADDRESS = f"/lich/{KEY}.ics"


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def period(db, settings):
    settings.Q4KH_TODAY, settings.Q4KH_BASE_URL = "2018-06-08T10:00:00", "https://kh294.example.vn"
    make_plan(coordinator=make_unit("PKT", files_reports=False))
    return make_period()


def subscribe(user, key=KEY):
    Preference.objects.create(user=user, calendar_key=key)
    return user


@pytest.fixture
def reporter(period):
    return subscribe(make_user("p1.canbo", role=Role.REPORTER, unit=make_unit("P1"), full_name="Nguyễn Thị Riêng"))


def raw(client):
    return client.get(ADDRESS).content


def events(client):
    """(UID without its domain, day, summary, hours before the day at which it calls) of each event."""
    found = []
    for event in Calendar.from_ical(raw(client)).walk("VEVENT"):
        calls = [alarm["TRIGGER"].dt / dt.timedelta(hours=1) for alarm in event.walk("VALARM")]
        found.append((str(event["UID"]).partition("@")[0], event["DTSTART"].dt, str(event["SUMMARY"]), calls))
    return found


def addresses(client):
    """Where each event leads."""
    found = [str(event["URL"]) for event in Calendar.from_ical(raw(client)).walk("VEVENT")]
    return [url.removeprefix("https://kh294.example.vn") for url in found]


# Seven days before and the day before, at 8 in the morning.
CALLS = [-160.0, -16.0]


# --- Form ----------------------------------------------------------------------------------------------------------


def test_the_form_is_that_of_rfc_5545(client, reporter):
    Unit.objects.update(short_name="Phường 1, khu phố; một tên rất dài để dòng phải gấp lại \\ chín mười")
    response = client.get(ADDRESS)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    body = response.content
    assert body.endswith(b"\r\n")
    lines = body.split(b"\r\n")
    assert [line for line in lines if b"\n" in line or b"\r" in line] == []
    assert [line for line in lines if len(line) > 75] == []
    # Folded between letters, never inside one.
    assert [line.decode() for line in lines][0] == "BEGIN:VCALENDAR"
    unfolded = body.replace(b"\r\n ", b"").decode().split("\r\n")
    assert [line for line in unfolded if line.startswith("SUMMARY")] == [
        "SUMMARY:Hạn gửi báo cáo Quý II/2018\\, "
        "Phường 1\\, khu phố\\; một tên rất dài để dòng phải gấp lại \\\\ chín mười"
    ]
    assert unfolded[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Quận 4//Cổng Kế hoạch 294//VI",
        "CALSCALE:GREGORIAN",
    ]
    assert [line for line in unfolded if line.startswith(("DTSTART", "DTEND", "DTSTAMP", "UID", "TRANSP"))] == [
        "DTSTART;VALUE=DATE:20180614",
        "DTEND;VALUE=DATE:20180615",
        "DTSTAMP:20180608T030000Z",
        "UID:due-P1-2018-2@kh294.quan4",
        "TRANSP:TRANSPARENT",
    ]
    assert [line for line in unfolded if line.startswith("TRIGGER")] == ["TRIGGER:-P6DT16H", "TRIGGER:-PT16H"]


def test_an_event_keeps_its_name_when_its_day_moves(client, reporter):
    before = events(client)
    Period.objects.update(due_on=day("2018-06-20"))
    after = events(client)
    assert [(name, on) for name, on, *_ in before] == [("due-P1-2018-2", day("2018-06-14"))]
    assert [(name, on) for name, on, *_ in after] == [("due-P1-2018-2", day("2018-06-20"))]


def test_nothing_is_said_of_people(client, reporter):
    make_report(make_unit("P1"), make_period(), State.RETURNED, return_due_on=day("2018-06-12"), situation="BI-MAT")
    body = raw(client).replace(b"\r\n ", b"").decode()
    assert re.findall("Nguyễn|Riêng|p1.canbo|example.vn@|@example|BI-MAT", body) == []


# --- Whose ---------------------------------------------------------------------------------------------------------


def test_it_needs_no_login_and_no_session(client, reporter):
    response = client.get(ADDRESS)
    assert (response.status_code, dict(response.cookies)) == (200, {})


@pytest.mark.parametrize("key", ["x", "K" * 43, "k" * 42, "k" * 44])
def test_a_key_that_never_was_opens_nothing(client, reporter, key):
    assert client.get(f"/lich/{key}.ics").status_code == 404


def test_people_without_a_calendar_are_not_opened_by_an_empty_key(client, period):
    Preference.objects.create(user=make_user("ai-do"))
    assert client.get("/lich/.ics").status_code == 404


def test_an_account_that_was_closed_has_no_calendar(client, reporter):
    reporter.is_active = False
    reporter.save()
    assert client.get(ADDRESS).status_code == 404


def test_it_is_read_not_written(client, reporter):
    assert client.post(ADDRESS).status_code == 405


# --- What ----------------------------------------------------------------------------------------------------------


def test_a_unit_has_its_deadlines_past_open_and_to_come(client, reporter):
    make_period(year=2018, quarter=1)
    make_period(year=2018, quarter=3)
    make_period(year=2017, quarter=1)  # more than a year ago
    make_report(make_unit("P1"), Period.objects.get(year=2018, quarter=1), State.ACCEPTED)
    assert events(client) == [
        ("due-P1-2018-1", day("2018-03-14"), "Đã gửi báo cáo Quý I/2018, Phường 1", []),
        ("due-P1-2018-2", day("2018-06-14"), "Hạn gửi báo cáo Quý II/2018, Phường 1", CALLS),
        ("due-P1-2018-3", day("2018-09-14"), "Hạn gửi báo cáo Quý III/2018, Phường 1", CALLS),
    ]


def test_a_deadline_that_passed_calls_nobody(client, reporter, settings):
    settings.Q4KH_TODAY = "2018-06-15"
    assert [calls for *_, calls in events(client)] == [[]]


def test_what_was_returned_has_its_own_day(client, reporter):
    make_report(make_unit("P1"), make_period(), State.RETURNED, return_due_on=day("2018-06-13"))
    assert events(client) == [
        ("due-P1-2018-2", day("2018-06-14"), "Đã gửi báo cáo Quý II/2018, Phường 1", []),
        ("return-P1-2018-2-1", day("2018-06-13"), "Hạn gửi lại báo cáo Quý II/2018, Phường 1", CALLS),
    ]


def test_an_unlock_stands_there_until_it_closes(client, reporter):
    report = make_report(make_unit("P1"), make_period(), State.ACCEPTED)
    unlock = Unlock.objects.create(
        report=report, reason="Sửa CT03", at=at("2018-06-07T09:00:00"), expires_at=at("2018-06-12T23:59:59")
    )
    assert events(client)[1:] == [
        (
            f"unlock-P1-2018-2-{unlock.pk}",
            day("2018-06-12"),
            "Hạn gửi bản đính chính báo cáo Quý II/2018, Phường 1",
            CALLS,
        )
    ]
    Unlock.objects.update(closed_at=at("2018-06-08T09:00:00"))
    assert len(events(client)) == 1


def test_an_excused_unit_and_one_that_does_not_file_have_no_deadline(client, reporter):
    Exclusion.objects.create(
        unit=make_unit("P1"), period=make_period(), reason="Sửa trụ sở", at=at("2018-06-01T09:00:00")
    )
    assert events(client) == []
    Exclusion.objects.all().delete()
    Unit.objects.filter(code="P1").update(files_reports=False)
    assert events(client) == []


def test_another_unit_and_a_right_that_is_over_show_nothing(client, reporter):
    make_report(make_unit("P2"), make_period())
    assert [name for name, *_ in events(client)] == ["due-P1-2018-2"]
    Membership.objects.update(valid_to=day("2018-06-07"))
    # What remains is what the login page tells everybody.
    assert [name for name, *_ in events(client)] == ["due-2018-2"]
    assert addresses(client) == ["/"]


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.REVIEWER, ["due-2018-2", "publish-2018-2"]),
        (Role.OFFICE_HEAD, ["due-2018-2", "publish-2018-2"]),
        (Role.LEADER, ["due-2018-2", "publish-2018-2"]),
        (Role.ADMINISTRATOR, ["due-2018-2"]),
    ],
)
def test_the_office_has_everybodys_deadline_and_its_own(client, period, role, names):
    Period.objects.update(publish_by=day("2018-06-25"))
    subscribe(make_user("ai-do", role=role))
    assert [name for name, *_ in events(client)] == names
    assert addresses(client)[0] == "/tien-do/"


def test_who_reviews_and_files_has_both(client, reporter):
    Membership.objects.create(user=reporter, role=Role.REVIEWER, unit=make_unit("PKT"), valid_from=day("2017-01-01"))
    assert [name for name, *_ in events(client)] == ["due-P1-2018-2", "due-2018-2"]


def test_quarters_before_the_plan_are_not_due(client, reporter, settings):
    settings.Q4KH_TODAY = "2017-01-05"
    make_period(year=2016, quarter=4)
    assert [name for name, *_ in events(client)] == ["due-P1-2018-2"]


@pytest.mark.parametrize("units", [1, 12])
def test_it_asks_the_same_queries_however_many_units(client, period, django_assert_num_queries, units):
    user = subscribe(make_user("ai-do"))
    for number in range(1, units + 1):
        unit = make_unit(f"P{number}")
        Membership.objects.create(user=user, role=Role.HEAD, unit=unit, valid_from=day("2017-01-01"))
        make_report(unit, make_period(), State.RETURNED, return_due_on=day("2018-06-13"))
    # Whose; rights, periods, reports, exclusions, unlocks.
    with django_assert_num_queries(6):
        client.get(ADDRESS)
