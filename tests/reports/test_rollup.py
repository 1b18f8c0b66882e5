"""Roll-up by hand-worked numbers through real rows: versions sent, accepted, returned, unlocked (domain §4)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports import rollup, sources
from reports.models import Exclusion, Report
from targets.quarters import Quarter
from tests.factories import (
    assign,
    at,
    make_counting,
    make_figures,
    make_period,
    make_plan,
    make_report,
    make_target,
    make_unit,
    make_version,
)
from units.models import Unit

ON = dt.date(2018, 6, 8)
ACCEPTED, SENT, RETURNED = Report.State.ACCEPTED, Report.State.SENT, Report.State.RETURNED

SHARE = {"measure": "share", "over_time": "last", "over_units": "share", "threshold": 100}
RATIO = {"measure": "percent", "basis": "plan", "over_time": "last", "over_units": "ratio", "threshold": 100}
STOCK = {"measure": "tracked", "basis": "plan", "over_time": "last", "over_units": "sum"}


@pytest.fixture
def plan(db):
    """Quý I–IV of 2017, closed; of 2018 the first is closed, the second open."""
    plan = make_plan(coordinator=make_unit("PKT", files_reports=False))
    for year in (2017, 2018):
        for quarter in (1, 2, 3, 4):
            is_closed = year == 2017 or quarter == 1
            make_period(plan, year, quarter, closed_at=at("2018-04-02T09:00:00") if is_closed else None)
    return plan


def period(year, quarter):
    return make_period(None, year, quarter)


def report(code, year, quarter, state=ACCEPTED, **figures):
    row = make_report(make_unit(code), period(year, quarter), state)
    make_figures(row, **figures)
    return row


def exclude(code, year, quarter, reason="Mới thành lập"):
    return Exclusion.objects.create(
        unit=make_unit(code), period=period(year, quarter), reason=reason, at=timezone.now(), by_name="Chuyên viên"
    )


def result(plan, code="CT03", year=2018, on=ON, through=None):
    return rollup.of_year(plan, year, on, through).row(code).result


def test_only_accepted_figures_count_and_what_waits_stands_beside(plan):
    assign(make_target(plan, "CT03", threshold=3), make_unit("P1"), make_unit("P2"), make_unit("P3"))
    report("P1", 2018, 1, CT03=1)
    report("P2", 2018, 2, SENT, CT03=2)
    report("P3", 2018, 2, RETURNED, CT03=7)
    found = result(plan)
    assert found.actual == 1
    assert found.pending_actual == 2
    assert found.pending_units == ("P2",)
    assert found.by_quarter[Quarter(2018, 2)].missing == ("P1", "P2", "P3")
    assert found.by_unit.keys() == {"P1"}


def test_a_returned_report_never_accepted_counts_nowhere(plan):
    assign(make_target(plan, "CT03"), make_unit("P1"))
    report("P1", 2018, 2, RETURNED, CT03=4)
    found = result(plan)
    assert (found.actual, found.pending_actual, found.pending_units) == (None, None, ())


def test_a_report_unlocked_for_correction_counts_with_its_accepted_version(plan):
    assign(make_target(plan, "CT03"), make_unit("P1"))
    row = report("P1", 2018, 1, CT03=2)
    Report.objects.filter(pk=row.pk).update(state="draft", is_reopened=True)
    assert result(plan).actual == 2
    again = make_version(row, 2, CT03=5)
    Report.objects.filter(pk=row.pk).update(state="sent", latest=again)
    found = result(plan)
    # What is sent again replaces what stood there: five instead of two is three more.
    assert (found.actual, found.pending_actual) == (2, 3)
    Report.objects.filter(pk=row.pk).update(state="returned")
    found = result(plan)
    assert (found.actual, found.pending_actual) == (2, None)
    Report.objects.filter(pk=row.pk).update(state="accepted", official=again, is_reopened=False)
    found = result(plan)
    assert (found.actual, found.pending_actual) == (5, None)


def test_a_stock_carries_and_correcting_the_first_quarter_leaves_the_second(plan):
    assign(make_target(plan, "CT09", **STOCK), make_unit("P1"))
    first = report("P1", 2017, 1, CT09=2)
    report("P1", 2017, 2, CT09=5)
    values = {quarter.key: figure.value for quarter, figure in result(plan, "CT09").by_quarter.items()}
    assert values == {"2017-1": 2, "2017-2": 5, "2017-3": 5, "2017-4": 5, "2018-1": 5, "2018-2": 5}
    corrected = make_version(first, 2, CT09=3)
    Report.objects.filter(pk=first.pk).update(official=corrected, latest=corrected)
    values = {quarter.key: figure.value for quarter, figure in result(plan, "CT09").by_quarter.items()}
    assert values == {"2017-1": 3, "2017-2": 5, "2017-3": 5, "2017-4": 5, "2018-1": 5, "2018-2": 5}


def test_percentages_are_sums_of_numerators_over_sums_of_denominators(plan):
    assign(make_target(plan, "CT08", **RATIO), make_unit("P1"), make_unit("P2"))
    report("P1", 2018, 1, CT08=(1, 1))
    report("P2", 2018, 1, CT08=(1, 9))
    found = result(plan, "CT08")
    # The average of 100% and 11,1% would be 55,6%.
    assert (found.actual, found.numerator, found.denominator) == (Decimal("20.0"), 2, 10)


def test_a_ratio_of_which_one_half_is_blank_is_not_reported(plan):
    assign(make_target(plan, "CT08", **RATIO), make_unit("P1"), make_unit("P2"))
    report("P1", 2018, 1, CT08=(4, 8))
    report("P2", 2018, 1, CT08=(None, 5))
    found = result(plan, "CT08")
    assert (found.actual, found.missing) == (Decimal("50.0"), ("P2",))


def test_a_share_leaves_out_the_excluded_and_keeps_the_silent(plan):
    assign(make_target(plan, "CT06", **SHARE), *(make_unit(f"P{number}") for number in (1, 2, 3, 4)))
    report("P1", 2018, 1, CT06=True)
    report("P2", 2018, 1, CT06=False)
    exclude("P4", 2018, 1)
    found = result(plan, "CT06", through=Quarter(2018, 1))
    assert (found.yes, found.no, found.silent) == (("P1",), ("P2",), ("P3",))
    assert (found.numerator, found.denominator, found.actual) == (1, 3, Decimal("33.3"))


def test_zero_is_a_result_and_blank_is_not(plan):
    assign(make_target(plan, "CT03"), make_unit("P1"), make_unit("P2"))
    report("P1", 2018, 1, CT03=0)
    report("P2", 2018, 1, CT03=None)
    found = result(plan)
    assert found.actual == 0
    assert found.by_quarter[Quarter(2018, 1)].missing == ("P2",)


def test_months_are_judged_one_by_one(plan):
    assign(make_target(plan, "CT11", basis="month", threshold=2), make_unit("TTVH"))
    report("TTVH", 2018, 1, CT11={"2017-12": 2, "2018-01": 24, "2018-02": 1})
    found = result(plan, "CT11")
    assert [(month.month, month.value, month.ok) for month in found.months[:4]] == [
        ("2017-12", 2, True),
        ("2018-01", 24, True),
        ("2018-02", 1, False),
        ("2018-03", None, None),
    ]
    assert (found.actual, found.threshold, found.verdict) == (2, 3, "behind")


def test_a_milestone_of_three_papers_is_done_when_all_are(plan):
    target = make_target(
        plan, "CK01", measure="milestone", basis="once", over_time="last", over_units="any", threshold=None,
        due_on=dt.date(2020, 12, 31), parts=["Quyết định", "Quy chế", "Phân công"],
    )
    assign(target, make_unit("PKT"))
    report("PKT", 2017, 1, CK01={"": dt.date(2017, 1, 9), "2": None, "3": None})
    found = result(plan, "CK01")
    assert (found.parts_done, found.done_on, found.verdict) == (1, None, "not_due")
    report("PKT", 2017, 2, CK01={"": dt.date(2017, 1, 9), "2": dt.date(2017, 5, 2), "3": dt.date(2017, 4, 3)})
    found = result(plan, "CK01")
    assert (found.parts_done, found.done_on, found.verdict, found.actual) == (3, dt.date(2017, 5, 2), "met", 1)


def test_a_milestone_without_a_date_has_been_answered(plan):
    fields = {"measure": "milestone", "basis": "once", "over_time": "last", "over_units": "any", "threshold": None}
    assign(make_target(plan, "CK08", due_on=dt.date(2017, 12, 31), **fields), make_unit("VP"))
    report("VP", 2017, 4, CK08=None)
    found = result(plan, "CK08")
    # Its window holds 31/12/2017 and Quý I/2018 is consolidated: missed, no longer without data.
    assert (found.verdict, found.missing, found.actual) == ("missed", (), 0)


def test_units_are_expected_by_the_dates_of_assignment_and_unit(plan):
    target = make_target(plan, "CT03")
    assign(target, make_unit("P1"))
    assign(target, make_unit("P2"), valid_to=dt.date(2017, 12, 31))
    assign(target, make_unit("P3", valid_to=dt.date(2018, 3, 13)))
    assign(target, make_unit("P4", is_active=False))
    assign(target, make_unit("P5", files_reports=False))
    assign(target, make_unit("P6"), reports=False, coordinates=True)
    row = rollup.of_year(plan, 2018, ON).row("CT03")
    assert {quarter.key: sorted(term.expected) for quarter, term in row.terms.items()} == {
        "2017-1": ["P1", "P2", "P3"],
        "2017-2": ["P1", "P2", "P3"],
        "2017-3": ["P1", "P2", "P3"],
        "2017-4": ["P1", "P2", "P3"],
        "2018-1": ["P1"],
        "2018-2": ["P1"],
        "2018-3": ["P1"],
        "2018-4": ["P1"],
    }
    assert (row.assigned, row.coordinators) == ({"P1"}, ("P6",))


def test_figures_of_a_unit_that_is_no_longer_asked_still_count(plan):
    assign(make_target(plan, "CT03"), make_unit("P1"))
    report("P2", 2018, 1, CT03=2)
    found = rollup.of_year(plan, 2018, ON)
    assert found.row("CT03").result.actual == 2
    assert found.short_names(["P2", "P1"]) == ["Phường 1", "P2"]


def test_wards_are_named_by_number(plan):
    assign(make_target(plan, "CT06", **SHARE), make_unit("P10"), make_unit("P2"), make_unit("P1"))
    report("P1", 2018, 1, CT06=True)
    found = rollup.of_year(plan, 2018, ON).row("CT06").result
    assert found.catch_up == "Còn 2 đơn vị: Phường 2, Phường 10."


def test_units_of_one_place_stand_in_the_order_of_their_names_as_in_every_list(plan):
    urban, ethnic = make_unit("A", name="Phòng Đô thị"), make_unit("Z", name="Phòng Dân tộc")
    assign(make_target(plan, "CT03"), urban, ethnic)
    found = rollup.of_year(plan, 2018, ON)
    assert [member.name for member in found.sorted(["A", "Z"])] == ["Phòng Dân tộc", "Phòng Đô thị"]
    assert list(Unit.objects.filter(code__in=["A", "Z"])) == [ethnic, urban]


def test_counts_have_every_verdict(plan):
    assign(make_target(plan, "CT03", threshold=1), make_unit("P1"))
    assign(make_target(plan, "CT12", measure="tracked", threshold=None), make_unit("P1"))
    report("P1", 2018, 1, CT03=1)
    found = rollup.of_year(plan, 2018, ON)
    assert found.counts == {
        "met": 1, "on_track": 0, "behind": 0, "missed": 0, "not_due": 0, "no_data": 0, "tracked": 1,
    }
    assert (found.good, found.troubled) == (1, [])


def test_2016_does_not_apply(plan):
    assign(make_target(plan, "CT03"), make_unit("P1"))
    found = rollup.of_year(plan, 2016, ON)
    assert found.applies is False
    assert found.row("CT03").result.applies is False


# ---------------------------------------------------------------- the seam


def test_typed_figures_count_before_registry_from_and_the_registry_after(plan):
    target = make_target(plan, "CT03", source="registry", registry_from=period(2018, 2))
    make_counting(target, kinds=["model"])
    typed, counted = sources.Facts(), sources.Facts()
    assert sources.source_for(target, period(2018, 1), typed=typed, counted=counted) is typed
    assert sources.source_for(target, period(2018, 2), typed=typed, counted=counted) is counted
    target.registry_from = None
    assert sources.source_for(target, period(2018, 2), typed=typed, counted=counted) is typed


# ---------------------------------------------------------------- consolidating one period


@pytest.fixture
def wards(plan):
    for number in (1, 2, 3, 4):
        make_unit(f"P{number}")
    return plan


def test_consolidating_leaves_later_quarters_out(wards):
    assign(make_target(wards, "CT03", threshold=3), make_unit("P1"))
    report("P1", 2018, 1, CT03=1)
    report("P1", 2018, 2, CT03=2)
    found = rollup.consolidate(period(2018, 1), ON)
    row = found.row("CT03")
    assert (row.result.actual, row.in_quarter.value, row.result.verdict) == (1, 1, "on_track")
    assert list(row.result.by_quarter) == [Quarter(2018, 1)]
    assert [(said.fact.unit, said.version, said.fact.value) for said in row.sources] == [("P1", 1, 1)]
    assert result(wards).actual == 3


def test_the_period_that_is_published_counts_as_closed(wards):
    assign(make_target(wards, "CT03", threshold=4), make_unit("P1"))
    report("P1", 2018, 1, CT03=1)
    on = dt.date(2018, 6, 20)
    closing = rollup.consolidate(period(2018, 2), on).row("CT03").result
    # One of four after two of four quarters: two are asked for.
    assert (closing.expected_now, closing.verdict) == (2, "behind")
    as_it_stands = rollup.consolidate(period(2018, 2), on, closing=False).row("CT03").result
    assert (as_it_stands.expected_now, as_it_stands.verdict) == (1, "on_track")


def test_the_report_of_quarter_four_decides_the_year(wards):
    assign(make_target(wards, "CT03", threshold=3, unit_label="mô hình"), make_unit("P1"))
    report("P1", 2017, 2, CT03=1)
    found = rollup.consolidate(period(2017, 4), dt.date(2018, 1, 20)).row("CT03").result
    assert (found.actual, found.verdict, found.catch_up) == (1, "missed", "Thiếu 2 mô hình.")


def test_a_correction_made_years_later_is_judged_as_of_its_own_quarter(wards):
    assign(make_target(wards, "CT03", threshold=4), make_unit("P1"))
    report("P1", 2018, 1, CT03=1)
    wards.periods.update(closed_at=at("2019-01-10T09:00:00"))
    found = rollup.consolidate(period(2018, 1), dt.date(2019, 5, 5)).row("CT03").result
    assert (found.actual, found.expected_now, found.verdict) == (1, 1, "on_track")
    # Counted to the last day of Quý II's window, 14/06/2018.
    assert found.days_left == 183


def test_a_share_with_an_excluded_and_a_silent_unit_through_the_period(wards):
    assign(make_target(wards, "CT06", **SHARE), *(make_unit(f"P{number}") for number in (1, 2, 3, 4)))
    report("P1", 2018, 1, CT06=True)
    report("P2", 2018, 1, SENT, CT06=True)
    make_report(make_unit("P3"), period(2018, 1))
    make_report(make_unit("P4"), period(2018, 1))
    exclude("P4", 2018, 1, "Sáp nhập")
    found = rollup.consolidate(period(2018, 1), ON)
    share = found.row("CT06").result
    assert (share.yes, share.no, share.silent, share.denominator) == (("P1",), (), ("P2", "P3"), 3)
    assert share.actual == Decimal("33.3")
    assert [standing.unit.code for standing in found.expected] == ["P1", "P2", "P3"]
    assert [standing.unit.code for standing in found.accepted] == ["P1"]
    assert [standing.unit.code for standing in found.missing] == ["P2", "P3"]
    assert [(standing.unit.code, standing.reason) for standing in found.excluded] == [("P4", "Sáp nhập")]


def test_standings_tell_state_version_and_lateness(wards):
    accepted = make_report(make_unit("P1"), period(2018, 1), ACCEPTED, sent_at=at("2018-03-17T08:00:00"))
    Report.objects.filter(pk=accepted.pk).update(state="draft", is_reopened=True)
    make_report(make_unit("P2"), period(2018, 1), SENT, sent_at=at("2018-03-14T23:59:59"))
    make_report(make_unit("P3"), period(2018, 1))
    found = rollup.consolidate(period(2018, 1), dt.date(2018, 3, 20))
    assert [
        (row.unit.code, row.state, row.report, row.version, row.late_days, row.is_reopened) for row in found.standings
    ] == [
        ("P1", "draft", "P1-2018-1", 1, 3, True),
        ("P2", "sent", "P2-2018-1", None, 0, False),
        ("P3", "none", "P3-2018-1", None, 6, False),
        # The period was never opened for it: it owes the report all the same.
        ("P4", "none", "", None, 6, False),
    ]


# ---------------------------------------------------------------- the number of questions


def fill(plan, units):
    """``units`` wards with a ratio, a share and a count, each quarter from Quý I/2017 on."""
    targets = [
        make_target(plan, "CT01", **RATIO),
        make_target(plan, "CT02", **SHARE),
        make_target(plan, "CT03", threshold=3),
    ]
    for number in range(1, units + 1):
        unit = make_unit(f"P{number}")
        for target in targets:
            assign(target, unit)
        for quarter in (1, 2):
            report(unit.code, 2018, quarter, CT01=(1, 2), CT02=True, CT03=1)
        exclude(unit.code, 2017, 4)


@pytest.mark.parametrize("units", [1, 3, 30])
def test_rollup_asks_five_questions_whatever_the_number_of_units(plan, units):
    fill(plan, units)
    with CaptureQueriesContext(connection) as asked:
        found = rollup.of_year(plan, 2018, ON)
    assert len(asked) == 5  # whether there are sums is the fifth
    assert found.row("CT03").result.actual == 2 * units


@pytest.mark.parametrize("units", [1, 3, 30])
def test_consolidating_asks_six_questions_whatever_the_number_of_units(plan, units):
    fill(plan, units)
    on_hand = period(2018, 1)
    assert on_hand.plan.number
    with CaptureQueriesContext(connection) as asked:
        found = rollup.consolidate(on_hand, ON)
        assert len(found.accepted) == units
    assert len(asked) == 6
