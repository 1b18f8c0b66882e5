"""The unit × quarter matrix: which quarters, which units, what each cell says, who may remind."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from reports import matrix, sums, whereabouts
from reports.benchmark import country
from reports.models import Exclusion, Reminder, Report
from targets.models import Period
from tests.factories import at, make_people, make_period, make_report, make_unit, make_user
from units.models import Unit, UnitChange, UnitName
from units.roles import Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2018, 6, 8)


@pytest.fixture(autouse=True)
def as_of(settings):
    settings.Q4KH_TODAY = TODAY.isoformat()


@pytest.fixture
def periods():
    """Quý II/2017 to Quý III/2018; on 08/06/2018 Quý II is open."""
    return [make_period(year=2017, quarter=number) for number in (2, 3, 4)] + [
        make_period(year=2018, quarter=number) for number in (1, 2, 3)
    ]


@pytest.fixture
def quarter(periods):
    return periods[4]


@pytest.fixture
def reviewer():
    return make_user(role=Role.REVIEWER)


def cells(html) -> dict[tuple[str, str], tuple[str, str]]:
    """(unit, period) → (state, timely) of every cell of the page."""
    found = re.findall(r'data-unit="(\S+)" data-period="(\S+)" data-state="(\w+)" data-timely="(\w*)"', html)
    return {(unit, period): (state, timely) for unit, period, state, timely in found}


def shown(client, query="") -> str:
    response = client.get(reverse("reports:progress") + query)
    assert response.status_code == 200
    return response.content.decode()


# --- Which quarters ------------------------------------------------------------------------------------------------


def test_the_last_four_quarters_end_with_the_open_one(periods):
    assert [row.key for row in matrix.recent(periods, TODAY)] == ["2017-3", "2017-4", "2018-1", "2018-2"]


@pytest.mark.parametrize(
    ("today", "key"),
    [
        ("2018-06-14", "2018-2"),
        # Quý III has begun, but everybody waits for Quý II.
        ("2018-06-15", "2018-2"),
        ("2018-07-15", "2018-2"),
        ("2018-07-16", "2018-3"),
    ],
)
def test_a_quarter_that_is_over_stays_in_hand_for_a_month(periods, today, key):
    assert matrix.in_hand(periods, dt.date.fromisoformat(today)).key == key


def test_a_quarter_that_is_consolidated_is_no_longer_in_hand(periods, quarter):
    quarter.closed_at = at("2018-06-20T09:00:00")
    assert matrix.in_hand(periods, dt.date(2018, 6, 21)).key == "2018-3"


def test_before_the_first_window_there_is_nothing_in_hand(periods):
    assert matrix.in_hand(periods, dt.date(2016, 12, 19)) is None


def test_a_year_shows_its_quarters_and_no_cells_for_those_that_have_not_begun(client, reviewer, periods, quarter):
    make_report(make_unit("P1"), quarter)
    client.force_login(reviewer)
    html = shown(client, "?nam=2018")
    assert re.findall(r"<th scope=\"col\"[^>]*><a [^>]+>(Quý [IV]+/\d+)", html) == ["Quý I/2018", "Quý II/2018", "Quý III/2018"]
    assert cells(html) == {("P1", "2018-2"): ("none", "")}


def test_a_year_without_periods_does_not_apply(client, reviewer, periods):
    client.force_login(reviewer)
    html = shown(client, "?nam=2016")
    assert "Không áp dụng" in html
    assert "<table" not in html


# --- What a cell says ----------------------------------------------------------------------------------------------


def test_each_state_and_its_timeliness(client, reviewer, periods, quarter):
    first = periods[3]  # due on 14/03/2018
    make_report(make_unit("P1"), quarter)
    make_report(make_unit("P2"), quarter, started_at=at("2018-06-01T08:00:00"))
    make_report(make_unit("P3"), quarter, state="pending", started_at=at("2018-06-01T08:00:00"))
    make_report(make_unit("P4"), quarter, state="sent")
    make_report(make_unit("P5"), quarter, state="returned")
    make_report(make_unit("P6"), quarter, state="accepted")
    make_report(make_unit("P8"), first, state="accepted", sent_at=at("2018-03-14T23:59:59"))
    make_report(make_unit("P9"), first, state="accepted", sent_at=at("2018-03-15T00:00:00"))
    make_report(make_unit("P10"), first)
    client.force_login(reviewer)
    html = shown(client)
    assert cells(html) == {
        ("P1", "2018-2"): ("none", ""),
        ("P2", "2018-2"): ("draft", ""),
        ("P3", "2018-2"): ("pending", ""),
        ("P4", "2018-2"): ("sent", "yes"),
        ("P5", "2018-2"): ("returned", "yes"),
        ("P6", "2018-2"): ("accepted", "yes"),
        ("P8", "2018-1"): ("accepted", "yes"),
        ("P9", "2018-1"): ("accepted", "no"),
        ("P10", "2018-1"): ("none", "no"),
    }
    # The last one is in the legend.
    assert re.findall(r"trễ (\d+) ngày", html) == ["3", "1", "86"]


def test_an_excused_unit_is_in_no_denominator_and_its_reason_can_be_read(client, reviewer, quarter):
    make_report(make_unit("P1"), quarter, state="sent")
    make_report(make_unit("BV"), quarter)
    Exclusion.objects.create(
        unit=make_unit("BV"), period=quarter, reason="Đang sáp nhập", at=at("2018-06-01T08:00:00"), by_name="Người miễn"
    )
    client.force_login(reviewer)
    html = shown(client)
    assert cells(html) == {("P1", "2018-2"): ("sent", "yes"), ("BV", "2018-2"): ("excluded", "")}
    assert ", lý do: Đang sáp nhập" in html
    assert "Quý II/2018: 1 trên 1 đơn vị đã gửi, còn 6 ngày." in html


def test_a_unit_excused_before_its_report_was_opened_has_a_cell_without_a_link(client, reviewer, quarter):
    Exclusion.objects.create(
        unit=make_unit("BV"),
        period=quarter,
        reason="Chưa thành lập",
        at=at("2018-06-01T08:00:00"),
        by_name="Người miễn",
    )
    client.force_login(reviewer)
    html = shown(client)
    assert cells(html) == {("BV", "2018-2"): ("excluded", "")}
    assert "/bao-cao/2018/2/BV/" not in html


def test_a_quarter_in_which_the_unit_was_not_there_has_a_dash(client, reviewer, periods, quarter):
    make_report(make_unit("P1"), quarter)
    client.force_login(reviewer)
    html = shown(client)
    assert cells(html) == {("P1", "2018-2"): ("none", "")}
    assert html.count("Không phải kỳ của đơn vị") == 3


def test_a_unit_that_owes_nothing_in_these_quarters_has_no_row(client, reviewer, quarter):
    make_unit("HLHPN", is_active=False)
    make_report(make_unit("P1"), quarter)
    client.force_login(reviewer)
    assert "HLHPN" not in shown(client)


def test_on_time_is_counted_by_quarter_and_the_open_one_shows_what_has_come(client, reviewer, periods, quarter):
    first = periods[3]
    for code, day in (("P1", "2018-03-01"), ("P2", "2018-03-14"), ("P3", "2018-03-20")):
        make_report(make_unit(code), first, state="accepted", sent_at=at(f"{day}T10:00:00"))
    make_report(make_unit("P4"), first)
    make_report(make_unit("P1"), quarter, state="sent")
    make_report(make_unit("P2"), quarter)
    client.force_login(reviewer)
    html = shown(client)
    foot = re.search(r"<tfoot>.*</tfoot>", html, re.S)[0]
    assert re.findall(r"<td[^>]*>([^<]*)</td>", foot) == ["–", "–", "2 trên 4", "1 đã gửi"]
    assert "Quý II/2018: 1 trên 2 đơn vị đã gửi, còn 6 ngày. Quý I/2018: 3 trên 4 đơn vị đã gửi, còn thiếu 1." in html


def test_wards_stand_by_number_and_groups_tell_their_size(client, reviewer, quarter):
    for code in ("P10", "P2", "P1", "TP"):
        # Without an order of their own: the alphabet must put 2 before 10.
        make_report(make_unit(code, order=0), quarter)
    mass = make_unit("QD", kind=Unit.Kind.MASS, group=Unit.Group.MASS, name="Quận đoàn", short_name="Quận đoàn")
    make_report(mass, quarter)
    client.force_login(reviewer)
    html = shown(client)
    assert [unit for unit, _ in cells(html)] == ["P1", "P2", "P10", "TP", "QD"]
    assert re.findall(r'scope="rowgroup">([^<]*)<', html) == ["3 phường", "1 phòng, văn phòng", "1 đoàn thể "]


# --- Filters and pages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("?tinh-trang=chua-gui", ["P1", "P4"]),
        ("?tinh-trang=tre-han", ["P3", "P4"]),
        ("?tinh-trang=tra-lai", ["P2"]),
        ("?khoi=2-office", ["TP"]),
        ("?khoi=1-ward&tinh-trang=tra-lai", ["P2"]),
        ("?khoi=2-office&tinh-trang=tra-lai", []),
        ("?tinh-trang=khong-co", ["P1", "P2", "P3", "P4", "TP"]),
    ],
)
def test_filters_keep_units_with_such_a_quarter_among_those_shown(client, reviewer, periods, quarter, query, units):
    first, oldest = periods[3], periods[0]
    make_report(make_unit("P1"), quarter)
    make_report(make_unit("P2"), quarter, state="returned")
    make_report(make_unit("P3"), first, state="accepted", sent_at=at("2018-03-15T08:00:00"))
    make_report(make_unit("P4"), first)
    make_report(make_unit("TP"), quarter, state="sent")
    # Late in a quarter that is not shown.
    make_report(make_unit("TP"), oldest, state="accepted", sent_at=at("2017-07-01T08:00:00"))
    client.force_login(reviewer)
    assert list(dict.fromkeys(unit for unit, _ in cells(shown(client, query)))) == units


def test_fifty_units_a_page_with_the_size_of_the_whole_group(client, reviewer, quarter):
    for number in range(1, 54):
        make_report(make_unit(f"P{number}"), quarter)
    client.force_login(reviewer)
    html = shown(client, "?trang=2")
    assert [unit for unit, _ in cells(html)] == ["P51", "P52", "P53"]
    assert "53 phường" in html
    assert "Trang 2 trên 2" in html
    assert len(cells(shown(client, "?trang=99"))) == 50


# --- Who, and how much it costs ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status", "buttons"),
    [
        (Role.REVIEWER, 200, 2),
        (Role.OFFICE_HEAD, 200, 2),
        (Role.LEADER, 200, 0),
        (Role.ADMINISTRATOR, 200, 0),
        (Role.REPORTER, 403, 0),
        (Role.HEAD, 403, 0),
        (None, 403, 0),
    ],
)
def test_who_sees_the_matrix_and_who_may_remind(client, quarter, role, status, buttons):
    unit = make_unit("P1")
    report = make_report(unit, quarter)
    make_people(unit)
    client.force_login(make_user(role=role, unit=unit if role in (Role.REPORTER, Role.HEAD) else None))
    response = client.get(reverse("reports:progress"))
    # One for the unit, one for all.
    assert (response.status_code, response.content.decode().count('form="nhac"')) == (status, buttons)
    reply = client.post(reverse("reports:remind"), {"unit": "P1"})
    assert reply.status_code == (302 if buttons else 403)
    assert Reminder.objects.filter(unit=report.unit).count() == (1 if buttons else 0)


def test_logged_out_people_are_led_to_the_login(client, quarter):
    assert client.get(reverse("reports:progress")).url == "/dang-nhap/?next=/tien-do/"
    assert client.post(reverse("reports:remind"), {"unit": "all"}).url == "/dang-nhap/?next=/tien-do/nhac/"


@pytest.mark.parametrize("units", [1, 3, 30])
def test_the_page_asks_as_much_for_one_unit_as_for_thirty(
    client, reviewer, periods, quarter, units, django_assert_num_queries
):
    for number in range(1, units + 1):
        unit = make_unit(f"P{number}")
        for period in periods[1:4]:
            make_report(unit, period, state="accepted")
        make_report(unit, quarter)
    client.force_login(reviewer)
    # Session and person, periods with sums, units, cells.
    with django_assert_num_queries(4):
        shown(client)


# --- Reminding -----------------------------------------------------------------------------------------------------


def test_a_unit_is_reminded_by_one_click_and_the_cell_says_when(client, reviewer, quarter):
    unit = make_unit("P1")
    make_people(unit)
    make_report(unit, quarter)
    client.force_login(reviewer)
    reply = client.post(reverse("reports:remind"), {"unit": "P1", "next": "/tien-do/?nam=2018"}, follow=True)
    html = reply.content.decode()
    assert reply.redirect_chain == [("/tien-do/?nam=2018", 302)]
    assert "Đã nhắc Ủy ban nhân dân Phường 1 gửi báo cáo Quý II/2018: 2 người nhận." in html
    assert "Đã nhắc 08/06" in html
    assert 'value="P1"' not in html
    assert list(Reminder.objects.values_list("unit__code", "period__quarter", "by")) == [("P1", 2, reviewer.pk)]


def test_a_reminder_of_three_days_ago_shows_and_can_be_repeated(client, reviewer, quarter):
    unit = make_unit("P1")
    make_report(unit, quarter)
    Reminder.objects.create(
        unit=unit,
        period=quarter,
        kind="nag-2018-06-05",
        on="2018-06-05",
        sent_at=at("2018-06-05T23:30:00"),
        by=reviewer,
    )
    # What the portal sent by itself is not somebody's call.
    Reminder.objects.create(
        unit=unit, period=quarter, kind="before-7", on="2018-06-07", sent_at=at("2018-06-07T08:00:00")
    )
    client.force_login(reviewer)
    html = shown(client)
    assert "Đã nhắc 05/06" in html
    assert 'value="P1"' in html


def test_a_second_click_on_the_same_day_reminds_nobody_again(client, reviewer, quarter):
    make_report(make_unit("P1"), quarter)
    client.force_login(reviewer)
    client.post(reverse("reports:remind"), {"unit": "P1"})
    reply = client.post(reverse("reports:remind"), {"unit": "P1"}, follow=True)
    assert "Hôm nay, 08/06/2018, đã nhắc Ủy ban nhân dân Phường 1 rồi." in reply.content.decode()
    assert Reminder.objects.count() == 1


def test_a_unit_that_has_sent_is_not_reminded(client, reviewer, quarter):
    make_report(make_unit("P4"), quarter, state="sent")
    client.force_login(reviewer)
    reply = client.post(reverse("reports:remind"), {"unit": "P4"}, follow=True)
    assert "Không nhắc: Ủy ban nhân dân Phường 4 không còn nợ báo cáo Quý II/2018." in reply.content.decode()
    assert Reminder.objects.count() == 0


def test_all_who_have_not_sent_are_reminded_at_once(client, reviewer, quarter):
    for code in ("P1", "P2"):
        make_people(make_unit(code))
        make_report(make_unit(code), quarter)
    make_report(make_unit("P3"), quarter, state="pending")
    make_report(make_unit("P4"), quarter, state="sent")
    make_report(make_unit("P5"), quarter, state="returned", return_due_on=dt.date(2018, 6, 12))
    client.force_login(reviewer)
    assert "Nhắc 3 đơn vị chưa gửi" in shown(client)
    reply = client.post(reverse("reports:remind"), {"unit": "all", "period": "2018-2"}, follow=True)
    assert (
        "Đã nhắc 3 đơn vị chưa gửi báo cáo Quý II/2018: 4 người nhận. Chưa có người nhận: Phường 3."
        in reply.content.decode()
    )
    assert list(Reminder.objects.order_by("unit__order").values_list("unit__code", flat=True)) == ["P1", "P2", "P3"]


def test_with_a_group_chosen_nobody_outside_it_can_be_reminded_unseen(client, reviewer, quarter):
    make_report(make_unit("P1"), quarter)
    client.force_login(reviewer)
    assert 'value="all"' not in shown(client, "?khoi=1-ward")


@pytest.mark.parametrize(
    "data", [{"unit": "P9"}, {}, {"unit": "P1", "period": "2018-9"}, {"unit": "all", "period": "2018-3"}]
)
def test_an_unknown_unit_or_quarter_is_not_found(client, reviewer, periods, quarter, data):
    make_report(make_unit("P1"), quarter)
    client.force_login(reviewer)
    assert client.post(reverse("reports:remind"), data).status_code == 404
    assert Reminder.objects.count() == 0


def test_reminding_never_leads_away_from_the_portal(client, reviewer, quarter):
    make_report(make_unit("P1"), quarter)
    client.force_login(reviewer)
    reply = client.post(reverse("reports:remind"), {"unit": "P1", "next": "https://example.com/"})
    assert reply.url == "/tien-do/"


def test_state_in_the_database_is_the_state_that_lists_show(quarter):
    for number, fields in enumerate(
        (
            {},
            {"started_at": at("2018-06-01T08:00:00")},
            {"version_count": 1},
            {"state": "pending"},
            {"state": "returned"},
        ),
        start=1,
    ):
        make_report(make_unit(f"P{number}"), quarter, **fields)
    rows = Report.objects.annotate(word=whereabouts.shown_state()).order_by("unit__order")
    assert [row.word for row in rows] == ["none", "draft", "draft", "pending", "returned"]
    assert [row.word for row in rows] == [row.shown_state for row in rows]


# --- Of a country --------------------------------------------------------------------------------------------------


def test_a_page_by_sums_is_the_page_by_counting(settings, django_assert_num_queries):
    """What is read in one query where sums tell how many units there are, and otherwise in two."""
    settings.Q4KH_TODAY = country.TODAY.isoformat()
    country.build(62)
    begun = list(Period.objects.begun(country.TODAY))
    hand, reviewer = matrix.in_hand(begun, country.TODAY), make_user(role=Role.REVIEWER)
    units = list(Unit.objects.filter(reports__isnull=False).distinct())
    excused, renamed = units[1], units[7]
    called = Unit.objects.filter(reports__period=hand, reports__first_sent_at=None).first()
    when = at(f"{country.TODAY.isoformat()}T08:00:00")
    Exclusion.objects.create(unit=excused, period=begun[-2], reason="Đang sáp nhập", at=when, by_name="Người miễn")
    for kind, by in (("nag-1", reviewer), ("nag-2", reviewer), ("after-1", None)):
        Reminder.objects.create(unit=called, period=hand, kind=kind, on=country.TODAY, sent_at=when, by=by)
    change = UnitChange.objects.create(
        kind="rename", effective_on=hand.window_from, decided_on=hand.window_from, decision="Quyết định", recorded_at=when
    )
    UnitName.objects.create(
        unit=renamed, name="Tên khi ấy", short_name="Tên ấy", valid_to=begun[-2].window_to, change=change
    )
    sums.mark(excused.pk)
    periods, filed = sums.periods_filed(country.TODAY)
    assert filed
    for shown in (begun[-4:], begun[-3:], begun[:4], begun[5:6]):
        for asked in ({}, {"number": 2}, {"group": units[0].group}, {"number": 9}):
            counted = matrix.table(shown, hand, country.TODAY, **asked)
            with django_assert_num_queries(2 if asked.get("number", 0) > 2 else 1):
                table = matrix.table(shown, hand, country.TODAY, filed=filed, **asked)
            assert table.groups == counted.groups and table.total == counted.total
            assert [row.unit.short_name for row in rows_of(table)] == [row.unit.short_name for row in rows_of(counted)]
    told = {row.unit.code: row for row in rows_of(matrix.table(begun[-4:], hand, country.TODAY, filed=filed))}
    assert told[excused.code].cells[2].reason == "Đang sáp nhập"
    assert told[called.code].cells[-1].nagged_on == country.TODAY
    before = rows_of(matrix.table(begun[:4], hand, country.TODAY, filed=filed))
    assert "Tên ấy" in [row.unit.short_name for row in before]


def rows_of(table) -> list:
    return [row for group in table.groups for row in group.rows]
