"""CK13 and CK11 told by the portal: hand-worked cases, frozen at sending, never rewritten by what comes later."""

import datetime as dt
from decimal import Decimal

import pytest

from initiatives import rules
from reports import filing, nil, portal, rollup, sheet as sheets, workflow
from reports.models import Entry, Figure
from targets.models import BudgetLine, Target
from tests.factories import assign, at, make_annual_plan, make_target, make_unit, make_user
from tests.reports.acting import accepted, move, write
from units import clock
from units.models import AuditEvent
from units.moves import WrongState


@pytest.fixture
def told(ward):
    """CK13 and CK11 of the ward, told by the portal from Quý II/2018 on."""
    share = {"measure": "share", "basis": "year", "over_time": "last", "over_units": "share", "threshold": 100}
    milestone = {"measure": "milestone", "basis": "year", "over_time": "last", "over_units": "any"}
    plans = make_target(ward.plan, "CK13", source="portal", portal="annual_plans", registry_from=ward.second, **share)
    money = make_target(
        ward.plan, "CK11", portal="allocation", registry_from=ward.second, yearly_due_month=3, yearly_due_day=31, **milestone
    )
    assign(plans, ward.unit)
    assign(money, ward.unit)
    return plans, money


def plan_accepted(ward, when):
    return make_annual_plan(
        ward.unit, 2018, "accepted", when=when, people=(ward.reporter, ward.head), reviewer=ward.reviewer
    )


def allocated(on, year=2018, unit=None):
    return BudgetLine.objects.create(
        unit=unit or make_unit("P9"), year=year, source="district", title="Mô hình", allocated=Decimal(5_000_000),
        allocated_on=dt.date.fromisoformat(on), allocation_number="12/QĐ-UBND", edited_at=at("2018-01-05T09:00:00"),
        edited_by_name="TCKH",
    )  # fmt: skip


def line(report, code, on=None):
    sheet = sheets.load(report, on or clock.today())
    return next(line for line in sheet.figures if line.target.code == code)


# ---------------------------------------------------------------- what is told


@pytest.mark.parametrize(
    ("when", "text", "source"),
    [
        ("2018-06-08T09:00:00", "có", "kế hoạch năm 2018 được chấp nhận ngày 08/06/2018"),
        ("2018-06-14T23:59:59", "có", "kế hoạch năm 2018 được chấp nhận ngày 14/06/2018"),
        (
            "2018-06-15T00:00:00",
            "chưa",
            "kế hoạch năm 2018 được chấp nhận ngày 15/06/2018, sau ngày chốt số liệu 14/06/2018",
        ),
    ],
)
def test_the_last_day_of_the_window_decides(ward, told, as_of, when, text, source):
    plan_accepted(ward, when)
    as_of("2018-07-02")
    found = line(ward.report, "CK13")
    assert (found.told.text, found.told.source, found.told.url) == (text, source, "/ke-hoach-nam/2018/P1/")


def test_while_the_window_runs_today_decides(ward, told):
    assert line(ward.report, "CK13").told.source == "kế hoạch năm 2018 chưa được chấp nhận đến ngày 08/06/2018"


def test_a_plan_that_is_being_changed_is_a_plan_still(ward, told):
    from reports import annual_plans

    row = plan_accepted(ward, "2018-01-20T09:00:00")
    annual_plans.move("amend", row, by=ward.reporter, at=at("2018-05-02T09:00:00"), said={"reason": "Lùi hạn"})
    assert line(ward.report, "CK13").told.text == "có"


def test_another_years_plan_says_nothing(ward, told):
    make_annual_plan(ward.unit, 2017, "accepted", when="2017-02-01T09:00:00", people=(ward.reporter, ward.head))
    assert line(ward.report, "CK13").told.text == "chưa"


def test_the_earliest_allocation_of_the_year_among_all_units(ward, told):
    allocated("2018-04-20")
    allocated("2018-03-02", unit=make_unit("P8"))
    allocated("2017-02-01", year=2017)
    found = line(ward.report, "CK11")
    assert (found.done_on, found.told.source) == (dt.date(2018, 3, 2), "kinh phí năm 2018 được phân bổ ngày 02/03/2018 theo Quyết định 12/QĐ-UBND")


def test_an_allocation_after_the_window_is_not_told(ward, told, as_of):
    allocated("2018-06-20")
    as_of("2018-07-02")
    found = line(ward.report, "CK11")
    assert (found.done_on, found.told.source) == (
        None, "chưa có quyết định phân bổ kinh phí năm 2018 đến ngày 14/06/2018",
    )  # fmt: skip


# ---------------------------------------------------------------- the form


def test_nobody_types_it_and_it_is_not_missing(ward, told, fill):
    sheet = sheets.load(ward.report, clock.today())
    found = [line for line in sheet.figures if line.is_told]
    assert [(line.target.code, line.inputs, line.is_required) for line in found] == [("CK13", [], False), ("CK11", [], False)]
    assert filing.read(sheet, {**fill(0), "figure-CK13-value": "yes", "figure-CK11-date": "01/02/2018"})
    filing.save(sheet, by=ward.reporter, revision=0)
    assert line(ward.report, "CK13").value == 0
    assert not Entry.objects.filter(target__code__in=("CK13", "CK11")).exists()
    assert sheet.problems() == []


def test_a_nil_return_leaves_it_as_the_portal_says(ward, told):
    accepted_before = Figure.objects.count()
    sheet = sheets.load(ward.report, clock.today())
    nil.apply(sheet)
    assert [(line.value, line.done_on) for line in sheet.figures if line.is_told] == [(Decimal(0), None), (None, None)]
    assert Figure.objects.count() == accepted_before


def test_before_its_period_it_is_typed_and_what_the_portal_knows_stands_beside(ward, told, client):
    plan_accepted(ward, "2018-02-01T09:00:00")
    found = line(ward.earlier, "CK13")
    assert (found.is_told, found.value, found.registry_text) == (False, None, "có")
    client.force_login(ward.reporter)
    page = client.get("/bao-cao/2018/1/P1/soan/").content.decode()
    assert 'name="figure-CK13-value"' in page
    assert "kế hoạch năm 2018 được chấp nhận ngày 01/02/2018" in page


def test_the_form_shows_what_the_portal_says_and_whence(ward, told, client):
    plan_accepted(ward, "2018-02-01T09:00:00")
    client.force_login(ward.reporter)
    page = client.get(ward.form).content.decode()
    assert 'data-told="CK13"' in page
    assert 'name="figure-CK13-value"' not in page
    assert '<a href="/ke-hoach-nam/2018/P1/">kế hoạch năm 2018 được chấp nhận ngày 01/02/2018</a>' in page


# ---------------------------------------------------------------- frozen, and rolled up


def test_what_was_told_is_frozen_and_counts_like_any_figure(ward, told):
    plan_accepted(ward, "2018-02-01T09:00:00")
    allocated("2018-03-02")
    accepted(ward)
    assert Figure.objects.get(target=told[0]).value == 1
    assert Figure.objects.get(target=told[1]).done_on == dt.date(2018, 3, 2)
    board = rollup.of_year(ward.plan, 2018, clock.today())
    assert (board.row("CK13").result.numerator, board.row("CK13").result.denominator) == (1, 1)
    assert board.row("CK11").result.done_on == dt.date(2018, 3, 2)
    row = next(row for row in ward.report.official.content["figures"] if row["code"] == "CK13")
    assert (row["text"], row["source"]) == ("có", "kế hoạch năm 2018 được chấp nhận ngày 01/02/2018")


def test_a_plan_accepted_after_the_sending_changes_nothing_that_was_sent(ward, told):
    accepted(ward)
    plan_accepted(ward, "2018-06-08T16:00:00")
    result = rollup.of_year(ward.plan, 2018, clock.today()).row("CK13").result
    assert (result.numerator, result.denominator) == (0, 1)


def test_correcting_an_old_quarter_does_not_rewrite_what_it_was_told(ward, told, as_of):
    accepted(ward)
    plan_accepted(ward, "2018-06-20T09:00:00")
    allocated("2018-06-21")
    as_of("2018-09-03")
    move(ward.report, "unlock", ward.reviewer, reason="Sửa lời văn")
    write(ward.report, ward.reporter, results="Đã đính chính.")
    move(ward.report, "send", ward.head)
    move(ward.report, "accept", ward.reviewer)
    told_now = {row["code"]: row["text"] for row in ward.report.official.content["figures"]}
    assert ward.report.official.number == 2
    assert (told_now["CK13"], told_now["CK11"]) == ("chưa", "chưa xong")


def test_only_a_measure_that_the_portal_can_answer_is_told(ward):
    odd = make_target(ward.plan, "CT30", portal="annual_plans", registry_from=ward.second)
    assert not portal.is_told_in(odd, ward.second)
    assert not portal.is_told_in(Target(), ward.second)


def test_sending_without_a_plan_is_not_refused(ward, told):
    write(ward.report, ward.reporter)
    report = ward.report
    report.refresh_from_db()
    workflow.move("send", report, by=ward.head, sheet=sheets.load(report, clock.today()))
    assert Figure.objects.get(target=told[0]).value == 0


def test_the_form_costs_one_query_more_for_each_kind(ward, told, client, django_assert_num_queries):
    client.force_login(ward.reporter)
    client.get(ward.form)
    with django_assert_num_queries(4):
        client.get(ward.form)


# ---------------------------------------------------------------- from which period


def test_the_administrator_says_from_which_period(ward, told, client):
    administrator = make_user("quantri", role="administrator")
    client.force_login(administrator)
    assert "Cổng trả lời: có, khi kế hoạch năm" in client.get("/so-theo-doi/cach-dem/").content.decode()
    address = "/so-theo-doi/cach-dem/CK13/"
    page = client.get(address)
    answer = client.post(address, {"act": "save", "stamp": page.context["stamp"], "since": str(ward.first.pk)}, follow=True)
    assert "Đã lưu: từ Quý I/2018 cổng trả lời CK13." in answer.content.decode()
    assert Target.objects.get(code="CK13").registry_from == ward.first
    event = AuditEvent.objects.get(act="counting.change")
    assert (event.before, event.after) == ({"since": ward.second.pk}, {"since": ward.first.pk})
    # The page that was opened before is told, and keeps what was chosen.
    late = client.post(address, {"act": "save", "stamp": page.context["stamp"], "since": ""})
    assert late.status_code == 409


def test_of_two_administrators_the_later_is_told(ward, told):
    stamp = rules.stamp_of(None, ward.second.pk)
    by = make_user("quantri", role="administrator")
    rules.save_since(told[0], by=by, since=None, stamp=stamp)
    with pytest.raises(WrongState):
        rules.save_since(told[0], by=by, since=ward.first, stamp=stamp)


# ---------------------------------------------------------------- the target's page


def test_the_target_opens_to_the_plans_behind_it(ward, told, client):
    plan_accepted(ward, "2018-02-01T09:00:00")
    accepted(ward)
    client.force_login(ward.reviewer)
    page = client.get("/chi-tieu/CK13/?nam=2018").content.decode()
    assert "Cổng trả lời kể từ Quý II/2018" in page
    assert '<a href="/ke-hoach-nam/2018/P1/">Phường 1</a> (01/02/2018)' in page
    assert "1 đơn vị chưa có kế hoạch được chấp nhận." in page
    client.force_login(ward.reporter)
    assert "đơn vị chưa có kế hoạch được chấp nhận" not in client.get("/chi-tieu/CK13/?nam=2018").content.decode()
