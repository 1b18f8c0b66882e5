"""Figures that nobody types: what a report counts, what a sending freezes, what of it is official (domain §4)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import Activity
from reports import claims, filing, makeup, rollup, sheet as sheets
from reports.models import Claim, Report, Strike
from targets.facts import Verdict
from targets.models import Period, Target
from targets.quarters import Quarter
from tests.factories import (
    assign,
    at,
    make_business,
    make_counted,
    make_counting,
    make_period,
    make_plan,
    make_record,
    make_report,
    make_school,
    make_target,
    make_unit,
    make_user,
    make_version,
)

ON = dt.date(2018, 6, 8)
ACCEPTED, SENT = Report.State.ACCEPTED, Report.State.SENT
RATIO = {"measure": "percent", "over_time": "last", "over_units": "ratio", "threshold": 100}


@pytest.fixture
def plan(db, settings):
    settings.Q4KH_TODAY = "2018-06-08"
    plan = make_plan(coordinator=make_unit("PKT"))
    for year in (2017, 2018):
        for quarter in (1, 2, 3, 4):
            is_closed = year == 2017 or quarter == 1
            make_period(plan, year, quarter, closed_at=at("2018-04-02T09:00:00") if is_closed else None)
    return plan


def period(quarter, year=2018):
    return make_period(None, year, quarter)


def target_of(plan, code="CT03", units=("P1", "P2"), counting=None, since=(1, 2018), **fields):
    """A yearly count of models that these units report, counted from ``since``."""
    target = make_target(plan, code, **{"source": "registry", "over_units": "distinct", "threshold": 3, **fields})
    make_counting(target, since=period(*since), **(counting or {"kinds": ["model"], "needs_effective": True}))
    assign(target, *(make_unit(unit) for unit in units))
    return target


def send(unit, quarter, state=ACCEPTED, year=2018):
    """The unit's report of that quarter, sent (and accepted) with what the registry holds now."""
    Report.objects.filter(unit__code=unit, period=period(quarter, year)).delete()  # a draft that was only looked at
    report = make_report(make_unit(unit), period(quarter, year), state)
    make_counted(report)
    return report


def send_again(report):
    """A second sending, accepted: its list is made anew."""
    version = make_version(report, report.version_count + 1)
    report.latest = report.official = version
    report.version_count = version.number
    report.save()
    make_counted(report)


def model(unit="P1", on="2018-04-10", **fields):
    return make_record(make_unit(unit), "model", on, is_effective=True, **fields)


def support(unit, on, *names, **fields):
    return make_record(
        make_unit(unit), "support", on, organisations=[make_business(name) for name in names], **fields
    )


def result(plan, code="CT03", year=2018, on=ON):
    return rollup.of_year(plan, year, on).row(code).result


def line_of(unit, quarter, code="CT03", year=2018):
    report = Report.objects.filter(unit__code=unit, period=period(quarter, year)).first()
    report = report or make_report(make_unit(unit), period(quarter, year))
    return next(line for line in sheets.load(report, ON).figures if line.target.code == code)


# ---------------------------------------------------------------- what a report counts


def test_a_report_counts_the_records_of_its_window(plan):
    target_of(plan)
    for day in ("2018-03-14", "2018-03-15", "2018-06-14", "2018-06-15"):
        model(on=day)
    line = line_of("P1", 2)
    assert (line.kind, line.text) == ("counted", "2")
    # The one of 14/3 belongs to Quý I, and no report has told it.
    assert [(item.thing.on.isoformat(), item.is_late) for item in line.items] == [
        ("2018-03-14", True), ("2018-03-15", False), ("2018-06-14", False),
    ]  # fmt: skip


def test_before_registry_from_the_figure_is_typed_and_the_registry_stands_beside_it(plan):
    target_of(plan, since=(3, 2018))
    model()
    line = line_of("P1", 2)
    assert (line.kind, line.is_required, line.registry_text) == ("number", True, "1")


def test_records_from_before_the_registry_counted_are_nobodys(plan):
    """What was done before ``registry_from`` was typed then."""
    target_of(plan)
    model(on="2017-12-14")
    assert line_of("P1", 1).items == []


@pytest.mark.parametrize(
    "fields",
    [{"is_effective": False}, {"state": Activity.State.WITHDRAWN}, {"state": "returned", "note": "Thiếu biên bản"}],
)
def test_what_is_not_of_the_rule_or_not_in_the_book_is_not_counted(plan, fields):
    target_of(plan)
    make_record(make_unit("P1"), "model", **{"is_effective": True, **fields})
    make_record(make_unit("P1"), "event", is_effective=True)
    make_record(make_unit("P2"), "model", is_effective=True)
    assert line_of("P1", 2).text == "0"


def test_a_joint_record_is_in_both_units_lists(plan):
    target_of(plan)
    model("P1", partners=[make_unit("P2")])
    assert (line_of("P1", 2).text, line_of("P2", 2).text) == ("1", "1")


def test_organisations_are_counted_once_in_a_unit_and_merged_ones_are_one(plan):
    target_of(plan, "CT04", counting={"kinds": ["support"], "counts": "organisations"})
    support("P1", "2018-04-10", "Cơ sở An", "Cơ sở Bình")
    support("P1", "2018-05-10", "Cơ sở An", "Cơ sở An Bis")
    other = make_business("Cơ sở An Bis")
    other.merged_into = make_business("Cơ sở An")
    other.save()
    line = line_of("P1", 2, "CT04")
    assert (line.text, len(line.items)) == ("2", 4)


def test_only_organisations_of_the_sector(plan):
    target_of(
        plan, "CT05", counting={"kinds": ["support"], "counts": "organisations", "sector": "leather"}, measure="tracked"
    )
    make_business("Giày Hòa", sector="leather")
    support("P1", "2018-04-10", "Giày Hòa", "Quán cơm")
    assert [item.thing.title for item in line_of("P1", 2, "CT05").items] == ["Giày Hòa"]


def test_articles_count_by_month_of_publication(plan):
    target_of(
        plan, "CT11", basis="month", threshold=2, counting={"kinds": ["article"], "date_rule": "published"}
    )  # fmt: skip
    unit = make_unit("P1")
    for day in ("2018-03-02", "2018-05-31", "2018-06-01", None):
        make_record(unit, "article", "2018-03-01", published_on=day)
    sheet = sheets.load(make_report(unit, period(2)), ON)
    # Quý II has the months 3, 4 and 5; June waits for Quý III although its first days lie in the window.
    assert [(line.slot, line.text) for line in sheet.figures] == [("2018-03", "1"), ("2018-04", "0"), ("2018-05", "1")]


def test_a_counted_line_lacks_nothing(plan):
    target_of(plan)
    line = line_of("P1", 2)
    assert (line.is_required, line.is_blank, line.inputs) == (False, False, [])


def test_twelve_times_the_last_quarter_is_odd_also_when_counted(plan):
    target_of(plan, "CT04", counting={"kinds": ["support"], "counts": "organisations"})
    support("P1", "2018-02-10", "Một")
    send("P1", 1)
    support("P1", "2018-04-10", *(f"Hộ {number}" for number in range(12)))
    line = line_of("P1", 2, "CT04")
    assert line.oddity == "Gấp 12 lần quý trước"
    assert (line.previous_text, line.running_text) == ("1", "13")


# ---------------------------------------------------------------- officers and schools


def test_officers_are_counted_and_leaders_are_not(plan):
    target_of(plan, "CT01", basis="plan", counting={"counts": "officers", "kinds": ["training"]}, **RATIO)
    unit = make_unit("P1")
    trained = make_user("a", role="reporter", unit=unit, full_name="An")
    make_user("b", role="reporter", unit=unit, full_name="Bình")
    leader = make_user("c", role="head", unit=unit, full_name="Chi")
    make_record(make_unit("PKT"), "training", "2017-05-10", trainees=[trained, leader])
    line = line_of("P1", 2, "CT01")
    assert line.text == "1/2"
    assert [(item.thing.title, item.is_counted) for item in line.items] == [("An", True), ("Bình", False)]


def test_an_officer_who_left_before_the_windows_end_is_not_in_post(plan):
    target_of(plan, "CT01", basis="plan", counting={"counts": "officers", "kinds": ["training"]}, **RATIO)
    unit = make_unit("P1")
    gone = make_user("a", role="reporter", unit=unit)
    gone.memberships.update(valid_to="2018-06-13")
    make_user("b", role="reporter", unit=unit)
    assert line_of("P1", 2, "CT01").text == "0/1"


def test_schools_have_a_club_on_the_last_day_of_the_window(plan):
    target_of(plan, "CT08", units=("GDDT",), basis="plan", counting={"counts": "clubs", "kinds": ["club"]}, **RATIO)
    schools = [make_school(code) for code in ("T1", "T2", "T3")]
    make_school("T4", level="other")
    make_school("T5", valid_to="2018-06-13")
    make_record(make_unit("QD"), "club", "2017-10-01", schools=schools[:1])
    make_record(make_unit("GDDT"), "club", "2017-10-01", ends_on="2018-05-31", schools=schools[1:2])
    assert line_of("GDDT", 2, "CT08").text == "1/3"


def test_a_school_year_asks_for_club_and_activity(plan):
    """II.2.6: club *and* activity. Quý III sees the end of 2017–2018 and the beginning of 2018–2019."""
    rule = {"counts": "clubs_activities", "kinds": ["event"]}
    target_of(plan, "CT09", units=("GDDT",), basis="school_year", counting=rule, **RATIO)
    both, club_only, event_only = (make_school(code) for code in ("T1", "T2", "T3"))
    unit = make_unit("GDDT")
    make_record(unit, "club", "2017-10-01", schools=[both, club_only])
    make_record(unit, "event", "2018-04-01", schools=[both, event_only])
    assert line_of("GDDT", 2, "CT09").text == "1/3"
    make_record(unit, "event", "2018-07-31", schools=[club_only])
    make_record(unit, "event", "2018-08-01", schools=[both])
    send("GDDT", 3)
    rows = Claim.objects.order_by("slot", "title").values_list("slot", "title", "is_counted")
    assert list(rows) == [
        ("2018", "Trường T1", True), ("2018", "Trường T2", True), ("2018", "Trường T3", False),
        ("2019", "Trường T1", True), ("2019", "Trường T2", False), ("2019", "Trường T3", False),
    ]  # fmt: skip
    assert result(plan, "CT09", 2018, dt.date(2018, 9, 20)).actual == Decimal("66.7")
    assert result(plan, "CT09", 2019, dt.date(2018, 9, 20)).actual == Decimal("33.3")


# ---------------------------------------------------------------- official figures


def test_only_accepted_reports_and_confirmed_records_count(plan):
    target_of(plan)
    model("P1")
    waiting = model("P1", confirmed=False)
    send("P1", 2)
    model("P2")
    send("P2", 2, SENT)
    found = result(plan)
    assert (found.actual, found.pending_actual, found.pending_units) == (1, 1, ("P2",))
    Activity.objects.filter(pk=waiting.pk).update(state="confirmed", decided_at=at("2018-06-07T09:00:00"))
    assert result(plan).actual == 2


def test_an_empty_list_is_an_official_zero_and_silence_is_not(plan):
    target_of(plan)
    assert result(plan).actual is None
    send("P1", 2)
    found = result(plan)
    assert (found.actual, found.missing) == (0, ("P2",))


def test_one_business_helped_by_two_units_counts_once(plan):
    target_of(plan, "CT04", counting={"kinds": ["support"], "counts": "organisations"})
    support("P1", "2018-02-10", "Cơ sở An", "Cơ sở Bình")
    send("P1", 1)
    support("P2", "2018-04-10", "Cơ sở An")
    send("P2", 2)
    found = result(plan, "CT04")
    assert (found.actual, found.overlap) == (2, 1)
    assert {unit: figure.value for unit, figure in found.by_unit.items()} == {"P1": 2, "P2": 1}


def test_a_festival_joined_by_five_wards_counts_once(plan):
    wards = ["P1", "P2", "P3", "P4", "P5"]
    target_of(plan, "CT07", units=wards, threshold=1, counting={"kinds": ["event"], "event_types": ["festival"]})
    make_record(
        make_unit("P1"), "event", "2018-04-22", event_type="festival", level="district",
        partners=[make_unit(code) for code in wards[1:]],
    )  # fmt: skip
    for code in wards:
        send(code, 2)
    found = result(plan, "CT07")
    assert (found.actual, found.overlap, found.verdict) == (1, 4, Verdict.MET)


def test_what_was_frozen_does_not_change_with_the_record(plan):
    target_of(plan)
    record = model("P1", "2018-02-10")
    send("P1", 1)
    Activity.objects.filter(pk=record.pk).update(starts_on="2017-11-01", is_effective=False, title="Khác")
    claim = Claim.objects.get()
    assert (claim.on, claim.is_counted) == (dt.date(2018, 2, 10), True)
    assert result(plan).actual == 1


def test_a_late_record_is_told_by_the_next_report_and_counts_where_its_day_falls(plan):
    target_of(plan)
    send("P1", 1)
    model("P1", "2018-02-10")
    assert result(plan).actual == 0
    send("P1", 2)
    found = result(plan)
    assert found.actual == 1
    assert found.by_quarter[Quarter(2018, 1)].value == 1
    assert found.by_quarter[Quarter(2018, 2)].value == 0


def test_a_late_record_of_last_year_counts_in_last_year(plan):
    target_of(plan, since=(1, 2017))
    send("P1", 4, year=2017)
    model("P1", "2017-12-01")
    send("P1", 1)
    assert (result(plan, year=2017).actual, result(plan, year=2018).actual) == (1, 0)


def test_a_corrected_record_moves_and_is_never_counted_twice(plan):
    target_of(plan, since=(1, 2017))
    record = model("P1", "2017-12-01")
    send("P1", 4, year=2017)
    Activity.objects.filter(pk=record.pk).update(starts_on="2018-01-10")
    assert (result(plan, year=2017).actual, result(plan, year=2018).actual) == (1, None)
    send("P1", 1)
    assert (result(plan, year=2017).actual, result(plan, year=2018).actual) == (0, 1)


def test_a_record_told_once_is_not_told_again(plan):
    target_of(plan)
    model("P1", "2018-02-10")
    send("P1", 1)
    assert line_of("P1", 2).items == []


def test_a_withdrawn_record_is_taken_back_by_the_next_report(plan):
    target_of(plan)
    record = model("P1", "2018-02-10")
    send("P1", 1)
    Activity.objects.filter(pk=record.pk).update(state="withdrawn")
    line = line_of("P1", 2)
    assert [(item.reason, item.is_counted) for item in line.items] == [(claims.GONE, False)]
    send("P1", 2)
    assert result(plan).actual == 0
    # Told once that it is gone is told.
    assert line_of("P1", 3).items == []


def test_an_unlocked_report_counts_with_its_old_list_until_the_new_one_is_accepted(plan):
    target_of(plan)
    model("P1", "2018-04-10")
    report = send("P1", 2)
    model("P1", "2018-05-10")
    Report.objects.filter(pk=report.pk).update(state="draft", is_reopened=True)
    assert result(plan).actual == 1
    report.refresh_from_db()
    send_again(report)
    assert result(plan).actual == 2


# ---------------------------------------------------------------- striking out


def strike(report, reason, by, revision=0):
    sheet = sheets.load(report, ON)
    (item,) = sheet.figures[0].items
    assert filing.read(sheet, {item.strike: reason})
    filing.save(sheet, by=by, revision=revision)
    return sheet


def test_a_record_struck_out_with_a_reason_is_not_counted(plan):
    target_of(plan)
    record = model("P1")
    report = make_report(make_unit("P1"), period(2))
    person = make_user("p1.canbo", role="reporter", unit=report.unit)
    assert strike(report, "Chưa nghiệm thu", person).figures[0].text == "0"
    assert Strike.objects.get().reason == "Chưa nghiệm thu"
    report.refresh_from_db()
    line = sheets.load(report, ON).figures[0]
    assert (line.text, line.items[0].reason) == ("0", "Chưa nghiệm thu")
    assert record.state == "confirmed"


def test_a_strike_is_taken_back_by_leaving_the_reason_blank(plan):
    target_of(plan)
    model("P1")
    report = make_report(make_unit("P1"), period(2))
    person = make_user("p1.canbo", role="reporter", unit=report.unit)
    strike(report, "Chưa nghiệm thu", person)
    report.refresh_from_db()
    assert strike(report, "", person, revision=1).figures[0].text == "1"
    assert not Strike.objects.exists()


def test_a_reason_too_long_is_refused_and_kept(plan):
    target_of(plan)
    model("P1")
    report = make_report(make_unit("P1"), period(2))
    sheet = sheets.load(report, ON)
    assert not filing.read(sheet, {sheet.figures[0].items[0].strike: "x" * 401})
    assert sheet.figures[0].error == "lý do không tính dài quá 400 ký tự, rút gọn lại"
    assert len(sheet.figures[0].items[0].reason) == 401


def test_what_was_struck_out_is_frozen_with_its_reason_and_not_offered_again(plan):
    target_of(plan)
    model("P1", "2018-02-10")
    report = make_report(make_unit("P1"), period(1))
    strike(report, "Chưa nghiệm thu", make_user("p1.canbo", role="reporter", unit=report.unit))
    report.refresh_from_db()
    version = make_version(report, 1)
    Report.objects.filter(pk=report.pk).update(
        latest=version, official=version, state="accepted", accepted_at=at("2018-03-20T09:00:00")
    )
    report.refresh_from_db()
    make_counted(report)
    claim = Claim.objects.get()
    assert (claim.is_counted, claim.reason) == (False, "Chưa nghiệm thu")
    assert result(plan).actual == 0
    assert line_of("P1", 2).items == []


# ---------------------------------------------------------------- queries


@pytest.mark.parametrize("records", [1, 3])
def test_a_sheet_asks_the_same_questions_whatever_the_number_of_records(plan, records):
    target_of(plan)
    target_of(plan, "CT01", basis="plan", counting={"counts": "officers", "kinds": ["training"]}, **RATIO)
    unit = make_unit("P1")
    person = make_user("a", role="reporter", unit=unit)
    for _ in range(records):
        model("P1", organisations=[make_business(), make_business()])
        make_record(unit, "training", trainees=[person])
    report = make_report(unit, period(2))
    with CaptureQueriesContext(connection) as queries:
        sheets.load(report, ON)
    # Beside those of a typed sheet: strikes, records with whom they helped, earlier claims, officers.
    assert len(queries) == 6


@pytest.mark.parametrize("units", [1, 3, 30])
def test_the_roll_up_asks_one_more_question_where_something_is_counted(plan, units):
    codes = [f"P{number}" for number in range(1, units + 1)]
    target_of(plan, units=codes)
    for code in codes:
        model(code)
        send(code, 2)
    with CaptureQueriesContext(connection) as queries:
        rollup.of_year(plan, 2018, ON)
    # The first looks how many units there are: a district is read figure by figure.
    assert len(queries) == 6


# ---------------------------------------------------------------- what a figure is made of


def things(plan, code="CT03", units=None, reads_pending=True):
    target = Target.objects.select_related("registry_from", "counting").get(code=code)
    periods = list(Period.objects.filter(year=2018).order_by("quarter"))
    found = makeup.of(target, periods[:2], ON, units=units, reads_pending=reads_pending)
    return [(thing.title, thing.standing) for thing in found]


def test_a_figure_opens_to_each_record_and_where_it_stands(plan):
    target_of(plan)
    model("P1", "2018-04-01", title="Đã tính")
    model("P1", "2018-04-02", title="Chưa xác nhận", confirmed=False)
    send("P1", 2)
    model("P2", "2018-04-03", title="Chưa chấp nhận")
    send("P2", 2, SENT)
    model("P2", "2018-04-04", title="Chưa báo cáo")
    assert things(plan) == [
        ("Đã tính", "counted"), ("Chưa xác nhận", "unconfirmed"), ("Chưa chấp nhận", "waiting"),
        ("Chưa báo cáo", "untold"),
    ]  # fmt: skip
    assert things(plan, units=frozenset({"P2"})) == [("Chưa chấp nhận", "waiting"), ("Chưa báo cáo", "untold")]
    # Leadership reads what has been accepted.
    assert things(plan, reads_pending=False) == [("Đã tính", "counted"), ("Chưa xác nhận", "unconfirmed")]


def test_records_of_typed_quarters_stand_in_the_book(plan):
    target_of(plan, since=(3, 2018))
    model("P1", "2018-04-01", title="Mô hình")
    assert things(plan) == [("Mô hình", "book")]


def test_a_thing_of_two_units_is_one_line_with_both(plan):
    target_of(plan, "CT04", counting={"kinds": ["support"], "counts": "organisations"})
    support("P1", "2018-02-10", "Cơ sở An")
    send("P1", 1)
    support("P2", "2018-04-10", "Cơ sở An")
    send("P2", 2)
    target = Target.objects.select_related("registry_from", "counting").get(code="CT04")
    (thing,) = makeup.of(target, Period.objects.filter(year=2018), ON, units=None, reads_pending=True)
    assert [told.unit_code for told in thing.told] == ["P1", "P2"]


def test_surveys_stand_beside_and_are_not_added(plan):
    rule = {"kinds": ["support"], "counts": "organisations", "beside": ["survey"]}
    target = target_of(plan, "CT12", counting=rule, measure="tracked")
    one, two = make_business("Một"), make_business("Hai")
    make_record(make_unit("P1"), "survey", "2018-04-10", organisations=[one, two])
    make_record(make_unit("P1"), "survey", "2018-04-11", organisations=[two], confirmed=False)
    assert makeup.beside(target, Period.objects.filter(year=2018).order_by("quarter"), ON) == 2
    assert line_of("P1", 2, "CT12").text == "0"


def test_publishing_freezes_the_records_behind_each_counted_figure(plan):
    target_of(plan)
    record = model("P1", "2018-02-10", title="Mô hình")
    send("P1", 1)
    found = makeup.behind(rollup.consolidate(period(1), dt.date(2018, 3, 20)))
    assert [(thing.record, thing.title) for thing in found["CT03"]] == [(record.pk, "Mô hình")]


@pytest.mark.parametrize("records", [1, 3])
def test_the_records_behind_a_figure_cost_the_same_whatever_their_number(plan, records, django_assert_num_queries):
    target_of(plan)
    for _ in range(records):
        model("P1")
    send("P1", 2)
    for _ in range(records):
        model("P1", "2018-05-01")
    target = Target.objects.select_related("registry_from", "counting").get()
    periods = list(Period.objects.filter(year=2018).order_by("quarter"))
    # Claims, records, and for those that no report has told the rows, their partners and evidence.
    with django_assert_num_queries(5):
        makeup.of(target, periods, ON, units=None, reads_pending=True)
