"""Points from facts, by hand: the arithmetic of each automatic criterion stands in the test (domain §7)."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from reports.emulation import points
from reports.emulation.points import Facts, InitiativeFact, ReportFact, TargetFact, Total

D = Decimal


def work(source, maximum, parameters, **facts):
    return points.work_out(source, D(maximum), parameters, Facts(**facts), 2017)


def reports(*standings):
    return tuple(
        ReportFact(f"Quý {place}", *(said if isinstance(said, tuple) else (said,)))
        for place, said in enumerate(standings, 1)
    )


@pytest.mark.parametrize(
    ("standings", "parameters", "expected"),
    [
        (["on_time"] * 4, {"late": "2", "day": "0", "silent": "10"}, "40"),
        # 40 − (2 + 3 × 1) = 35
        (["on_time", ("late", 3), "on_time", "on_time"], {"late": "2", "day": "1", "silent": "10"}, "35"),
        # 40 − 10 − min(2 + 12 × 1, 10) = 20
        ([("silent", 300), "on_time", ("late", 12), "on_time"], {"late": "2", "day": "1", "silent": "10"}, "20"),
        # 40 − 4 × 15 is below 0.
        ([("silent", 9)] * 4, {"late": "2", "day": "0", "silent": "15"}, "0"),
        # 40 − (1 + 0,5 × 3) = 37,5
        ([("late", 3)], {"late": "1", "day": "0.5", "silent": "5"}, "37.5"),
        # Who is excused, and what is not due, takes nothing off.
        (["excluded", "not_due"], {}, "40"),
        ([], {}, "40"),
    ],
)
def test_timeliness(standings, parameters, expected):
    assert work("timeliness", 40, parameters, reports=reports(*standings)).points == D(expected)


def test_timeliness_opens_to_every_report_with_what_it_takes_off():
    worked = work(
        "timeliness", 10, {"late": "1", "day": "0", "silent": "5"}, reports=reports("on_time", ("late", 2), ("silent", 9))
    )
    assert [(one.title, one.detail, one.effect) for one in worked.records] == [
        ("Báo cáo Quý 1", "đúng hạn", D(0)),
        ("Báo cáo Quý 2", "trễ 2 ngày", D(-1)),
        ("Báo cáo Quý 3", "chưa gửi, đã quá hạn", D(-5)),
    ]
    assert worked.how == "10 điểm, trừ 6"


def target(code, figure, did, is_due=True):
    return TargetFact(code, f"Chỉ tiêu {code}", "2", "đạt", figure, did, is_due)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"codes": [], "need": "part"}, "10"),  # 30 × 1/3
        ({"codes": [], "need": "figure"}, "20"),  # 30 × 2/3: 0 is a figure
        ({"codes": ["CT01", "CT04"], "need": "part"}, "30"),  # CT04 is not due: 30 × 1/1
        ({"codes": ["CT03"], "need": "part"}, "0"),
        ({"codes": ["CT99"], "need": "part"}, "30"),  # none is asked of the unit
    ],
)
def test_targets(parameters, expected):
    facts = (target("CT01", True, True), target("CT02", False, False), target("CT03", True, False))
    worked = work("targets", 30, parameters, targets=(*facts, target("CT04", False, False, is_due=False)))
    assert worked.points == D(expected)


def test_a_third_is_rounded_half_up_to_two_places():
    facts = (target("CT01", True, True), target("CT02", True, True), target("CT03", True, False))
    worked = work("targets", 20, {"codes": [], "need": "part"}, targets=facts)
    assert worked.points == D("13.33")
    assert worked.how == "2 trên 3 chỉ tiêu đã làm phần của mình: 20 × 2/3"


def initiative(day, **scopes):
    return InitiativeFact("Sáng kiến", day, {f"{level}-x": when for level, when in scopes.items()})


def test_initiatives_up_to_the_maximum_and_those_of_a_scope_apart():
    day = dt.date(2017, 5, 2)
    facts = (initiative(day), initiative(day), InitiativeFact("Cũ", None, {"2-district": day}))
    assert work("initiatives", 20, {"each": "8", "scope": ""}, initiatives=facts).points == D(16)
    assert work("initiatives", 10, {"each": "8", "scope": ""}, initiatives=facts).points == D(10)
    assert work("initiatives", 20, {"each": "8", "scope": "2-district"}, initiatives=facts).points == D(8)
    assert work("initiatives", 20, {"each": "8", "scope": "3-city"}, initiatives=facts).points == D(0)
    assert work("initiatives", 20, {}, initiatives=()).how == "không có sáng kiến nào được công nhận trong năm"


@pytest.mark.parametrize(
    ("accepted_on", "expected"),
    [
        (None, "0"),
        (dt.date(2016, 12, 28), "10"),
        (dt.date(2017, 1, 31), "10"),
        (dt.date(2017, 2, 1), "4"),
        (dt.date(2018, 1, 5), "0"),
    ],
)
def test_annual_plan(accepted_on, expected):
    worked = work("annual_plan", 10, {"until": "31/01", "late": "4"}, plan_accepted_on=accepted_on)
    assert worked.points == D(expected)


@pytest.mark.parametrize(
    ("figure", "measure", "over", "threshold", "expected"),
    [
        ({"value": D(2)}, "count", "sum", D(3), True),
        ({"value": D(0)}, "count", "sum", D(3), False),
        ({"value": D(1)}, "share", "share", D(100), True),
        ({"value": D(0)}, "share", "share", D(100), False),
        ({"numerator": D(2), "denominator": D(2)}, "percent", "ratio", D(100), True),
        ({"numerator": D(1), "denominator": D(2)}, "percent", "ratio", D(100), False),
        ({"numerator": D(1), "denominator": D(2)}, "percent", "ratio", D(50), True),
        # Nothing to do is nothing left undone.
        ({"numerator": D(0), "denominator": D(0)}, "percent", "ratio", D(100), True),
        ({"done_on": dt.date(2017, 12, 5), "value": D(1)}, "milestone", "any", None, True),
        ({"value": D(0)}, "milestone", "any", None, False),
    ],
)
def test_whether_a_unit_did_its_part(figure, measure, over, threshold, expected):
    figure = SimpleNamespace(**{"value": None, "numerator": None, "denominator": None, "done_on": None} | figure)
    assert points.did_part(figure, measure=measure, over_units=over, threshold=threshold) is expected


# --- Ranks -----------------------------------------------------------------------------------------------------------

TIED = [
    Total("P1", D(90), (0, 0, 0), 0),
    Total("P2", D(80), (0, 1, 2), 1),
    Total("P3", D(80), (0, 0, 0), 0),
    Total("P4", D(80), (0, 1, 2), 1),
    Total("P5", D("79.99"), (0, 0, 0), 5),
]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("same", {"P1": 1, "P2": 2, "P3": 2, "P4": 2, "P5": 5}),
        # P3 was never late; P2 and P4 cannot be told apart.
        ("timeliness", {"P1": 1, "P3": 2, "P2": 3, "P4": 3, "P5": 5}),
        ("initiatives", {"P1": 1, "P2": 2, "P4": 2, "P3": 4, "P5": 5}),
    ],
)
def test_ties_by_each_rule(rule, expected):
    assert points.ranks(TIED, rule) == expected


def test_of_two_late_units_the_one_with_fewer_days_is_timelier():
    rows = [Total("P1", D(80), (0, 1, 5)), Total("P2", D(80), (0, 1, 3)), Total("P3", D(80), (1, 0, 0))]
    assert points.ranks(rows, "timeliness") == {"P2": 1, "P1": 2, "P3": 3}


@pytest.mark.parametrize(
    ("source", "parameters", "expected"),
    [
        ("timeliness", {"late": "1.5", "day": "0", "silent": "5"},
         "Mỗi báo cáo quý trễ hạn trừ 1,5 điểm; không gửi trừ 5 điểm."),
        ("timeliness", {"late": "1", "day": "0.2", "silent": "5"},
         "Mỗi báo cáo quý trễ hạn trừ 1 điểm, mỗi ngày trễ trừ thêm 0,2; không gửi trừ 5 điểm."),
        ("targets", {"codes": ["CT03"], "need": "part"},
         "Theo tỷ lệ các chỉ tiêu CT03 mà đơn vị đã làm phần của mình trong năm."),
        ("initiatives", {"each": "5", "scope": "2-district"},
         "Mỗi sáng kiến có phạm vi quận trở lên trong năm được 5 điểm."),
        ("annual_plan", {"until": "31/01", "late": "5"},
         "Đủ điểm khi kế hoạch năm được chấp nhận đến hết ngày 31/01; chấp nhận sau ngày đó được 5 điểm."),
        ("entered", {}, ""),
    ],
)  # fmt: skip
def test_a_scale_says_its_rule_in_words(source, parameters, expected):
    assert points.in_words(source, parameters) == expected
