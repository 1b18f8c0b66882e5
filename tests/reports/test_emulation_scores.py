"""A small scale worked out by hand for three wards and found equal, from real rows; frozen when published (domain §7).

The scale: timeliness 40 (2 a late report and 1 a day, 10 one never sent), targets 30 (CT03, CT06, CT01: did its part),
initiatives 20 (8 each), entered 10; bonus to 5, penalty to 5. Year 2017: Quý I–IV, data 15/12/2016 – 14/12/2017.
"""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from initiatives.models import ScopeDecision
from reports.emulation import automatic, marks, publishing
from reports.emulation.points import LATE, ON_TIME, SILENT
from reports.models import Report, ScoreTable
from targets.models import AnnualPlan, AnnualPlanVersion
from tests import factories as make
from units.models import Unit

D = Decimal
ON = dt.date(2018, 2, 8)
SCALE = [
    ("Báo cáo đúng hạn", 40, "criterion", "timeliness", {"late": "2", "day": "1", "silent": "10"}),
    ("Chỉ tiêu", 30, "criterion", "targets", {"codes": ["CT03", "CT06", "CT01"], "need": "part"}),
    ("Sáng kiến", 20, "criterion", "initiatives", {"each": "8", "scope": ""}),
    ("Phong trào", 10, "criterion"),
    ("Thưởng", 5, "bonus"),
    ("Phạt", 5, "penalty"),
]


@pytest.fixture
def wards(db, settings):
    settings.Q4KH_TODAY = "2018-02-08T09:00:00"
    plan = make.make_plan()
    units = [make.make_unit(code) for code in ("P1", "P2", "P3")]
    closed_at = make.at("2017-12-29T09:00:00")
    periods = [make.make_period(plan, 2017, number, closed_at=closed_at) for number in (1, 2, 3, 4)]
    make.assign(make.make_target(plan, "CT03", threshold=3), *units)
    make.assign(
        make.make_target(plan, "CT06", measure="share", over_time="last", over_units="share", threshold=100), *units
    )
    make.assign(
        make.make_target(plan, "CT01", measure="percent", over_time="last", over_units="ratio", threshold=100), *units
    )
    # Not among the codes of the scale.
    make.assign(make.make_target(plan, "CT04", threshold=3), *units)
    # P1: all on time, CT03 2, có, 2/2. P2: Quý II 3 days late, CT03 0, có, 1/2. P3: nothing in Quý I, Quý III 12 days
    # late, CT03 1, không, 2/2.
    said = {
        "P1": ({}, {"CT03": 2, "CT06": True, "CT01": (2, 2)}),
        "P2": ({2: 3}, {"CT03": 0, "CT06": True, "CT01": (1, 2)}),
        "P3": ({1: None, 3: 12}, {"CT03": 1, "CT06": False, "CT01": (2, 2)}),
    }
    for unit in units:
        late, figures = said[unit.code]
        for period in periods:
            days = late.get(period.quarter, 0)
            if days is None:
                make.make_report(unit, period)
                continue
            day = period.due_on + dt.timedelta(days)
            sent_at = dt.datetime.combine(day, dt.time(23, 59), make.ZONE)
            report = make.make_report(unit, period, Report.State.ACCEPTED, sent_at=sent_at)
            if period.quarter == 4:
                make.make_figures(report, **figures)
    make.make_recognised(units[0], decided_on=dt.date(2017, 5, 2))
    for day in (dt.date(2016, 12, 15), dt.date(2017, 6, 1), dt.date(2017, 12, 14)):
        make.make_recognised(units[1], decided_on=day)
    # The day after the year's last window: of 2018.
    make.make_recognised(units[2], decided_on=dt.date(2017, 12, 15))
    scheme = make.make_scheme(criteria=SCALE)
    sheets = [
        make.make_score_sheet(scheme, units[0], "appraised", scores=[9]),
        make.make_score_sheet(scheme, units[1], "appraised", scores=[10, 3]),
        make.make_score_sheet(scheme, units[2], "appraised", scores=[8], points=[6, 0, 2], reason="Thiếu căn cứ"),
    ]
    chief = make.make_user("truong", role="office_head", unit=plan.coordinator)
    return SimpleNamespace(plan=plan, units=units, periods=periods, scheme=scheme, sheets=sheets, chief=chief)


def points_of(marked):
    return [line.points or 0 for line in marked.lines]


def read(wards):
    return marks.read(wards.scheme, wards.scheme.sheets.select_related("unit", "scheme"), ON)


def test_three_wards_by_hand(wards):
    first, second, third = read(wards)
    # 40; 30 × 3/3; 1 × 8; 9
    assert points_of(first) == [D(40), D(30), D(8), D(9), 0, 0]
    assert (first.base, first.bonus, first.penalty, first.total) == (D(87), 0, 0, D(87))
    # 40 − (2 + 3); 30 × 1/3 (có alone: 0 models, 1 of 2 officers); 3 × 8 = 24, at most 20; 10; + 3
    assert points_of(second) == [D(35), D(10), D(20), D(10), D(3), 0]
    assert second.total == D(78)
    # 40 − 10 − min(2 + 12, 10); 30 × 2/3; 0; 6 of the 8 it asked for; − 2
    assert points_of(third) == [D(20), D(20), D(0), D(6), 0, D(2)]
    assert third.total == D(44)
    assert [line.criterion.title for line in third.differences] == ["Phong trào", "Phạt"]


def test_each_automatic_point_opens_to_its_records(wards):
    _, second, third = read(wards)
    timeliness, targets, initiatives = second.lines[:3]
    assert [(one.title, one.detail, one.url) for one in timeliness.worked.records][:2] == [
        ("Báo cáo Quý I/2017", "đúng hạn", "/bao-cao/2017/1/P2/"),
        ("Báo cáo Quý II/2017", "trễ 3 ngày", "/bao-cao/2017/2/P2/"),
    ]
    assert [(one.title, one.detail, one.url) for one in targets.worked.records] == [
        ("CT03 Chỉ tiêu CT03", "chưa; đơn vị: 0 (báo cáo Quý IV/2017); toàn quận: đạt",
         "/chi-tieu/CT03/?nam=2017"),
        ("CT06 Chỉ tiêu CT06", "đạt; đơn vị: có (báo cáo Quý IV/2017); toàn quận: không đạt",
         "/chi-tieu/CT06/?nam=2017"),
        ("CT01 Chỉ tiêu CT01", "chưa; đơn vị: 1/2 (báo cáo Quý IV/2017); toàn quận: không đạt",
         "/chi-tieu/CT01/?nam=2017"),
    ]  # fmt: skip
    assert len(initiatives.worked.records) == 3
    assert [one.detail for one in third.lines[0].worked.records] == [
        "chưa gửi, đã quá hạn", "đúng hạn", "trễ 12 ngày", "đúng hạn",
    ]  # fmt: skip


def test_facts_of_the_year_alone(wards):
    facts = automatic.read(2017, wards.units, ON)
    found = {unit.code: facts[unit.pk] for unit in wards.units}
    assert [one.standing for one in found["P3"].reports] == [SILENT, ON_TIME, LATE, ON_TIME]
    assert {code: one.recognised for code, one in found.items()} == {"P1": 1, "P2": 3, "P3": 0}
    assert found["P3"].lateness == (1, 1, 12)
    assert found["P1"].plan_accepted_on is None


def test_a_scope_counts_by_its_own_decision_and_an_annual_plan_by_its_first_acceptance(wards):
    first = wards.units[0]
    old = make.make_recognised(first, decided_on=dt.date(2016, 10, 3))
    for scope, day in (("2-district", dt.date(2017, 12, 1)), ("3-city", dt.date(2018, 3, 1))):
        ScopeDecision.objects.create(
            initiative=old, scope=scope, number="1/QĐ", decided_on=day, decided_by="UBND", recorded_at=make.at("2018-01-02T09:00:00"), recorded_by_name="A"
        )  # fmt: skip
    plan = AnnualPlan.objects.create(unit=first, year=2017)
    version = AnnualPlanVersion.objects.create(
        annual_plan=plan, number=1, unit_name="A", sent_at=make.at("2017-01-10T09:00:00"), sender_name="A", sender_role="B", content={}
    )  # fmt: skip
    # Half past midnight in Vietnam is the evening before in UTC.
    accepted = make.at("2017-02-01T00:30:00")
    AnnualPlan.objects.filter(pk=plan.pk).update(
        state="accepted", official=version, accepted_at=make.at("2017-06-01T09:00:00"), first_accepted_at=accepted
    )
    facts = automatic.read(2017, [first], ON)[first.pk]
    assert [(one.recognised_on, dict(one.scopes)) for one in facts.initiatives] == [
        (None, {"2-district": dt.date(2017, 12, 1)}),
        (dt.date(2017, 5, 2), {}),
    ]
    assert facts.recognised == 1
    assert facts.plan_accepted_on == dt.date(2017, 2, 1)


def test_a_year_without_a_period_owes_nothing(wards):
    facts = automatic.read(2019, wards.units, ON)[wards.units[0].pk]
    assert (facts.reports, facts.targets, facts.initiatives) == ((), (), ())


@pytest.mark.parametrize("units", [1, 3])
def test_the_same_queries_for_one_unit_and_for_three(wards, django_assert_num_queries, units):
    sheets = wards.scheme.sheets.select_related("unit", "scheme")[:units]
    # Sheets, criteria, scores, proofs; periods with targets, members, figures; reports, initiatives, scopes, annual plans.
    with django_assert_num_queries(12):
        marks.read(wards.scheme, sheets, ON)


# --- Frozen ----------------------------------------------------------------------------------------------------------


def publish(wards):
    wards.scheme.refresh_from_db()
    return publishing.publish(
        wards.scheme, by=wards.chief, at=make.at("2018-02-08T09:00:00"), revision=wards.scheme.revision
    )


def totals(table):
    return [(row["code"], row["rank"], row["total"]) for row in table.snapshot["rows"]]


def test_published_scores_stand_whatever_happens_to_the_records(wards):
    table = publish(wards)
    published = [("P1", 1, "87.00"), ("P2", 2, "78.00"), ("P3", 3, "44.00")]
    assert totals(table) == published
    # The report that was late is put on time, the initiatives go, the figures change, the unit gets another name.
    Report.objects.update(first_sent_at=make.at("2017-01-02T09:00:00"))
    wards.units[1].initiatives.all().delete()
    make.make_recognised(wards.units[2], decided_on=dt.date(2017, 5, 5))
    Unit.objects.filter(code="P2").update(name="Phường Xóm Chiếu", short_name="Xóm Chiếu")
    stored = ScoreTable.objects.get()
    assert totals(stored) == published
    row = publishing.row_of(stored, "P2")
    assert (row["name"], row["lines"][2]["points"]) == ("Ủy ban nhân dân Phường 2", "20.00")
    assert len(row["lines"][2]["records"]) == 3
    # Worked out anew, everything would be another.
    assert [one.total for one in read(wards)] == [D(87), D(63), D(72)]


def test_a_correction_replaces_the_table_with_its_reason_and_the_old_one_stands(wards):
    first = publish(wards)
    make.make_recognised(wards.units[2], decided_on=dt.date(2017, 5, 5))
    wards.scheme.refresh_from_db()
    told = {"by": wards.chief, "at": make.at("2018-02-20T09:00:00")}
    publishing.correct(wards.scheme, **told, revision=wards.scheme.revision, reason="Sót một sáng kiến")
    changes = publishing.changes(publishing.latest(wards.scheme), read(wards))
    assert changes == {"P3": D(44)}
    second = publishing.publish(wards.scheme, **told, revision=wards.scheme.revision)
    assert (second.number, second.replaces, second.reason) == (2, first, "Sót một sáng kiến")
    assert second.snapshot["replaces"] == 1
    assert totals(second) == [("P1", 1, "87.00"), ("P2", 2, "78.00"), ("P3", 3, "52.00")]
    first.refresh_from_db()
    assert totals(first) == [("P1", 1, "87.00"), ("P2", 2, "78.00"), ("P3", 3, "44.00")]
    assert wards.scheme.correct_reason == ""


def test_ties_by_the_rule_of_the_scale(wards):
    """P3 given 10 and 5: 20 + 20 + 0 + 10 + 5 = 55; P1's and P2's entered points set so that all have 78."""
    first, second, third = wards.sheets
    first.scores.filter(criterion__order=4).update(points=0, reason="Không có")
    second.scores.filter(criterion__order=5).update(points=3)
    assert [one.total for one in read(wards)] == [D(78), D(78), D(44)]
    expected = {"same": [1, 1, 3], "timeliness": [1, 2, 3], "initiatives": [2, 1, 3]}
    for rule, ranks in expected.items():
        wards.scheme.tie_rule = rule
        frozen = publishing.freeze(wards.scheme, read(wards), ScoreTable(number=1, published_at=make.at("2018-02-08T09:00:00")))
        assert {row["code"]: row["rank"] for row in frozen["rows"]} == dict(zip(["P1", "P2", "P3"], ranks))


def test_mass_organisations_are_never_ranked(wards):
    mass = [make.make_unit(code, kind="mass", group="3-mass") for code in ("MTTQ", "LDLD")]
    scheme = make.make_scheme(group="3-mass", on_request=True, tie_rule="timeliness")
    for unit, own in zip(mass, (50, 90)):
        make.make_score_sheet(scheme, unit, "appraised", scores=[own])
    table = publishing.publish(scheme, by=wards.chief, at=make.at("2018-02-08T09:00:00"), revision=0)
    # In the order of lists, not of points.
    assert [(row["code"], row["rank"], row["total"]) for row in table.snapshot["rows"]] == [
        ("LDLD", None, "90.00"), ("MTTQ", None, "50.00"),
    ]  # fmt: skip
    assert table.snapshot["is_ranked"] is False
