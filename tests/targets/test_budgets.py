"""Budgets: amounts as people type them, who may write which column, what is odd, sums, the annual plan, CK11."""

import datetime as dt
from decimal import Decimal

import pytest

from targets import budget_chart, budget_form, budget_sums, budgets
from targets.budget_sums import Sums
from targets.models import BudgetLine, FundSource
from tests import factories as make
from units.models import AuditEvent
from units.moves import NotAllowed, Refused, WrongState
from units.vietnamese import NumberError

NOW = "2018-06-08T09:00:00"
TODAY = dt.date(2018, 6, 8)


@pytest.fixture
def ward(db, settings):
    settings.Q4KH_TODAY = NOW
    make.make_plan()
    return make.make_unit("P1")


@pytest.fixture
def officer(ward):
    return make.make_user("p1.canbo", role="reporter", unit=ward)


@pytest.fixture
def treasurer(ward):
    treasury = make.make_unit("TCKH", allocates_budget=True)
    return make.make_user("tckh.canbo", role="reporter", unit=treasury)


# --- Amounts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12500000", 12_500_000), ("12.500.000", 12_500_000), ("12.500.000 đồng", 12_500_000), ("12.500.000đ", 12_500_000),
        ("12,5 triệu", 12_500_000), ("12,5  Triệu đồng", 12_500_000), ("1,2 tỷ", 1_200_000_000), ("1 tỉ", 10**9),
        ("0,000001 triệu", 1), ("1.250 triệu", 1_250_000_000), ("0", 0), ("999.999.999.999.999", 999_999_999_999_999),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_written(typed, amount):
    assert budget_form.parse_amount(typed) == amount


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("12.5 triệu", "“12.5” không rõ nghĩa: viết 12,5 nếu là số thập phân, 12.500 nếu là hàng nghìn."),
        ("12 nghìn", "“12 nghìn” không phải số tiền: ghi 12.500.000 hoặc 12,5 triệu."),
        ("nhiều", "“nhiều” không phải số tiền: ghi 12.500.000 hoặc 12,5 triệu."),
        ("-5", "Số tiền không âm."),
        ("0,0000001 triệu", "“0,0000001 triệu” không tròn đồng: ghi đủ số đồng, ví dụ 12.500.000."),
        ("1.000.000 tỷ", "“1.000.000 tỷ” quá lớn: ghi tối đa 15 chữ số."),
        (
            "12,5",
            "“12,5” có phần thập phân: nhập số nguyên. Số tiền ghi đủ số đồng, ví dụ 12.500.000, hoặc 12,5 triệu.",
        ),
    ],
)
def test_what_is_not_clear_is_an_error_that_says_how_to_type(typed, message):
    with pytest.raises(NumberError) as error:
        budget_form.parse_amount(typed)
    assert str(error.value) == message


# --- Saving ----------------------------------------------------------------------------------------------------------


def save(unit, by, post, year=2018):
    lines = list(BudgetLine.objects.filter(unit=unit, year=year))
    rights = {"plans": budgets.can_plan(by, unit), "allocates": budgets.can_allocate(by)}
    sheet = budget_form.read(post, lines, TODAY, year, **rights)
    return budgets.save(unit, year, sheet, by=by, at=make.at(NOW)), sheet


def posted(line=None, number=1, **typed):
    hidden = {"key": str(line.pk), "revision": str(line.revision)} if line else {}
    return {f"line-{number}-{name}": text for name, text in {**hidden, **typed}.items()}


def refused(unit, by, post):
    before = list(BudgetLine.objects.order_by("pk").values()), AuditEvent.objects.count()
    with pytest.raises(Refused) as refusal:
        save(unit, by, post)
    assert (list(BudgetLine.objects.order_by("pk").values()), AuditEvent.objects.count()) == before
    return refusal.value.problems


def stored(line):
    row = BudgetLine.objects.get(pk=line.pk)
    return row.planned, row.allocated, row.spent, row.revision


def test_the_unit_enters_what_it_plans_and_has_spent(ward, officer):
    post = posted(title="  Mua  máy ", source="city", planned="12,5 triệu", spent="2.000.000", note="đợt 1")
    assert save(ward, officer, post | {"spent_until": "31/05/2018"})[0] == 1
    row = BudgetLine.objects.get()
    assert (row.title, row.source, row.planned, row.spent, row.allocated) == ("Mua máy", "city", 12_500_000, 2_000_000, None)
    assert (row.spent_until, row.note, row.edited_by_name, row.revision) == (dt.date(2018, 5, 31), "đợt 1", "p1.canbo", 0)
    event = AuditEvent.objects.get()
    assert (event.act, event.subject, event.before) == ("budgets.save", "KP-P1-2018", {})
    assert event.after == {
        "Ngân sách Thành phố: Mua máy": "dự toán 12.500.000, đã chi 2.000.000, đến hết 31/05/2018"
    }


def test_whoever_allocates_writes_only_what_was_allocated(ward, treasurer):
    line = make.make_budget_line(ward, planned=10, spent=1)
    typed = {"title": "Khác", "planned": "99", "spent": "99", "allocated": "8", "allocation_number": "56/QĐ",
             "allocated_on": "31/01/2018"}  # fmt: skip
    save(ward, treasurer, posted(line, **typed) | {"spent_until": "01/01/2018"})
    assert stored(line) == (10, 8, 1, 1)
    row = BudgetLine.objects.get()
    assert (row.title, row.allocated_on, row.allocation_number) == (line.title, dt.date(2018, 1, 31), "56/QĐ")
    assert row.spent_until == dt.date(2018, 5, 31)


def test_the_unit_does_not_write_what_it_was_given_nor_rename_it(ward, officer):
    line = make.make_budget_line(ward, planned=10, allocated=8)
    save(ward, officer, posted(line, title="Khác", source="city", planned="9", allocated="99"))
    assert stored(line) == (9, 8, None, 1)
    row = BudgetLine.objects.get()
    assert (row.title, row.source) == (line.title, "district")


def test_of_several_lines_a_blank_decision_is_that_of_the_line_above(ward, treasurer):
    one, two = make.make_budget_line(ward, planned=10), make.make_budget_line(ward, planned=10)
    post = posted(one, allocated="8", allocation_number="56/QĐ", allocated_on="31/01/2018")
    save(ward, treasurer, post | posted(two, 2, allocated="7"))
    two.refresh_from_db()
    assert (two.allocated, two.allocation_number, two.allocated_on) == (7, "56/QĐ", dt.date(2018, 1, 31))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"allocated": "8"}, ("line-1-allocation_number", "Dòng 1: ghi số quyết định phân bổ.")),
        (
            {"allocated": "", "allocation_number": "5"},
            ("line-1-allocated", "Dòng 1: ghi số tiền phân bổ, hoặc xóa số và ngày quyết định."),
        ),
        (
            {"allocated": "8", "allocation_number": "5", "allocated_on": "09/06/2018"},
            ("line-1-allocated_on", "Dòng 1: ngày quyết định 09/06/2018 chưa đến, sửa lại."),
        ),
        (
            {"allocated": "8", "allocation_number": "5", "allocated_on": "30/06/2017"},
            ("line-1-allocated_on", "Dòng 1: ngày 30/06/2017 không phải của năm ngân sách 2018, sửa lại."),
        ),
    ],
)
def test_an_allocation_has_its_decision(ward, treasurer, typed, problem):
    line = make.make_budget_line(ward, planned=10)
    assert problem in refused(ward, treasurer, posted(line, **typed))


@pytest.mark.parametrize(
    ("post", "problem"),
    [
        (posted(planned="5", source="city"), ("line-1-title", "Dòng 1: ghi nội dung chi, hoặc xóa hết chữ trong dòng để bỏ dòng.")),
        (posted(title="A", source="khac"), ("line-1-source", "Dòng 1: chọn nguồn trong danh sách.")),
        (
            posted(title="A", source="city", planned="1.5"),
            (
                "line-1-planned",
                "Dòng 1: “1.5” không rõ nghĩa: viết 1,5 nếu là một phẩy năm, 1.500 nếu là một nghìn năm trăm. "
                "Số tiền ghi đủ số đồng, ví dụ 12.500.000, hoặc 12,5 triệu.",
            ),
        ),
        (posted(title="A", source="city", spent="5"), ("spent_until", "Ghi số đã chi tính đến hết ngày nào.")),
        (
            posted(title="A", source="city", spent="5") | {"spent_until": "09/06/2018"},
            ("spent_until", "Ngày 09/06/2018 chưa đến: ghi ngày mà số đã chi tính đến."),
        ),
        (
            posted(title="A", source="city", spent="5") | {"spent_until": "31/12/2017"},
            ("spent_until", "Số đã chi của năm 2018 tính đến một ngày từ 01/01/2018 đến 31/01/2019."),
        ),
    ],
)
def test_lines_are_stored_together_or_not_at_all(ward, officer, post, problem):
    good = posted(number=2, title="Tốt", source="city", planned="1")
    assert refused(ward, officer, post | good) == [problem]


def test_more_spent_than_allocated_wants_a_note_more_allocated_than_planned_is_told(ward, officer):
    line = make.make_budget_line(ward, planned=5_000_000, allocated=10_000_000)
    post = posted(line, planned="5.000.000", spent="12.000.000") | {"spent_until": "31/05/2018"}
    text = "Dòng 1: đã chi nhiều hơn phân bổ 2.000.000 đồng: sửa số, hoặc ghi chú vì sao."
    assert refused(ward, officer, post) == [("line-1-note", text)]
    save(ward, officer, post | {"line-1-note": "Bù từ tiết kiệm chi"})
    row = BudgetLine.objects.get()
    assert (row.spent, row.note) == (12_000_000, "Bù từ tiết kiệm chi")
    assert budgets.oddities(row.allocated, row.spent, row.planned) == [
        ("overspent", "Đã chi nhiều hơn phân bổ 2.000.000 đồng"),
        ("above_plan", "Phân bổ nhiều hơn dự toán 5.000.000 đồng"),
    ]


def test_whoever_lowers_an_allocation_below_what_was_spent_says_why(ward, treasurer):
    line = make.make_budget_line(ward, planned=10, allocated=10, spent=9)
    given = {"allocation_number": "57/QĐ", "allocated_on": "28/02/2018"}
    problems = refused(ward, treasurer, posted(line, allocated="8", **given))
    assert [anchor for anchor, _ in problems] == ["line-1-note"]
    save(ward, treasurer, posted(line, allocated="8", note="Thu hồi", **given))
    assert stored(line)[1] == 8


def test_an_emptied_line_goes_unless_money_was_given_for_it(ward, officer, treasurer):
    line = make.make_budget_line(ward, planned=10)
    save(ward, treasurer, posted(line, allocated="", note=""))
    assert stored(line) == (10, None, None, 0)
    given = make.make_budget_line(ward, planned=10, allocated=8)
    save(ward, officer, posted(line, title="", planned="") | posted(given, 2, title="", planned=""))
    assert [(row.title, row.planned, row.allocated) for row in BudgetLine.objects.all()] == [(given.title, None, 8)]
    assert AuditEvent.objects.latest("pk").before == {
        f"Ngân sách quận: {line.title}": "dự toán 10",
        f"Ngân sách quận: {given.title}": "dự toán 10, phân bổ 8, QĐ 12/QĐ-UBND, ngày 26/02/2018",
    }


def test_what_was_changed_since_is_a_conflict_what_was_not_touched_is_none(ward, officer, treasurer):
    one, two = make.make_budget_line(ward, planned=10), make.make_budget_line(ward, planned=20)
    seen = posted(one, title=one.title, source="district", planned="11") | posted(
        two, 2, title=two.title, source="district", planned="20"
    )
    given = {"allocated": "5", "allocation_number": "5", "allocated_on": "31/01/2018"}
    save(ward, treasurer, posted(two, 2, **given))
    save(ward, officer, seen)
    assert stored(one)[0] == 11
    with pytest.raises(WrongState):
        save(ward, officer, seen | {"line-1-planned": "12", "line-2-planned": "21"})
    assert (stored(one)[0], stored(two)[0]) == (11, 20)
    # Struck out by somebody else meanwhile.
    BudgetLine.objects.filter(pk=one.pk).delete()
    with pytest.raises(WrongState):
        save(ward, officer, seen)


def test_a_purpose_stands_once_in_a_year_and_source(ward, officer):
    line = make.make_budget_line(ward, title="Mua máy")
    text = "“Mua máy” đã có ở nguồn này; sửa dòng đã có hoặc ghi nội dung khác."
    assert refused(ward, officer, posted(title="Mua máy", source="district")) == [("line-1-title", text)]
    save(ward, officer, posted(title="Mua máy", source="city"))
    assert BudgetLine.objects.exclude(pk=line.pk).get().source == "city"


@pytest.mark.parametrize("role", ["reviewer", "office_head", "leader", "administrator"])
def test_nobody_enters_for_a_unit(ward, role):
    outsider = make.make_user("nguoi-khac", role=role)
    with pytest.raises(NotAllowed):
        save(ward, outsider, posted(title="A", source="city"))
    with pytest.raises(NotAllowed):
        budgets.take_from_plan(ward, 2018, by=outsider, at=make.at(NOW))


def test_units_see_their_own_the_office_leadership_and_the_treasury_all(ward, officer, treasurer):
    make.make_budget_line(ward, title="P1")
    make.make_budget_line(make.make_unit("P2"), title="P2")
    seen = {
        who.username: set(BudgetLine.objects.visible_to(who).values_list("title", flat=True))
        for who in (officer, treasurer, make.make_user("xem", role="reviewer"), make.make_user("ld", role="leader"))
    }
    everything = {"P1", "P2"}
    assert seen == {"p1.canbo": {"P1"}, "tckh.canbo": everything, "xem": everything, "ld": everything}


# --- The annual plan, CK11 -------------------------------------------------------------------------------------------


def test_lines_begin_from_what_the_year_has_undertaken(ward, officer):
    make.make_commitment(ward, ref="1", title="Có nguồn", budget=5_000_000, fund="city")
    make.make_commitment(ward, ref="2", title="Không nguồn", budget=3_000_000)
    make.make_commitment(ward, ref="3", title="Không kinh phí")
    make.make_commitment(ward, ref="4", title="Đã thôi", budget=1, ended_on=dt.date(2018, 3, 1), end_reason="Thôi")
    make.make_commitment(ward, year=2017, ref="5", title="Năm trước", budget=1)
    make.make_commitment(ward, ref="6", title="Đã có", budget=1, fund="unit")
    make.make_budget_line(ward, title="Đã có", source="unit", planned=9)
    assert budgets.take_from_plan(ward, 2018, by=officer, at=make.at(NOW)) == (2, 1)
    rows = BudgetLine.objects.exclude(title="Đã có").order_by("order")
    assert [(row.title, row.source, row.planned) for row in rows] == [
        ("Có nguồn", "city", 5_000_000), ("Không nguồn", "district", 3_000_000),
    ]  # fmt: skip
    assert AuditEvent.objects.get().act == "budgets.take"
    assert budgets.take_from_plan(ward, 2018, by=officer, at=make.at(NOW)) == (0, 0)
    assert BudgetLine.objects.get(title="Đã có").planned == 9


def test_the_allocation_of_the_year_is_its_first_decision(ward):
    make.make_target(
        code="CK11", measure="milestone", portal="allocation", yearly_due_month=3, yearly_due_day=31, threshold=None
    )
    nothing = budgets.allocation_of(2018)
    assert (nothing.allocated_on, nothing.due_on, nothing.code) == (None, dt.date(2018, 3, 31), "CK11")
    assert nothing.days_late(TODAY) == 69
    make.make_budget_line(ward, allocated=5, allocated_on=dt.date(2018, 4, 18), allocation_number="2")
    make.make_budget_line(ward, allocated=5, allocated_on=dt.date(2018, 4, 2), allocation_number="1")
    make.make_budget_line(ward, 2017, allocated=5, allocated_on=dt.date(2017, 1, 2), allocation_number="0")
    found = budgets.allocation_of(2018)
    assert (found.allocated_on, found.number, found.days_late(TODAY)) == (dt.date(2018, 4, 2), "1", 2)


def test_years_are_those_that_begin_after_the_plan_was_issued(ward):
    assert budgets.years(TODAY) == [2017, 2018, 2019, 2020]


# --- Sums and their drawing ------------------------------------------------------------------------------------------


def test_sums_are_made_by_the_database_and_blank_is_not_zero(ward, django_assert_num_queries):
    big = Decimal(199_999_999_999_999)
    make.make_budget_line(ward, planned=big, allocated=big, spent=1)
    make.make_budget_line(ward, planned=big)
    make.make_budget_line(ward, source="unit", spent=7)
    lines = BudgetLine.objects.all()
    with django_assert_num_queries(1):
        found = budget_sums.by_source(lines)
    assert found == [
        (FundSource.DISTRICT, Sums(big * 2, big, Decimal(1), Decimal(1))),
        (FundSource.UNIT, Sums(None, None, Decimal(7), None)),
    ]
    # What a unit spent of its own is not held against what it was allocated.
    whole = budget_sums.added(sums for _, sums in found)
    assert whole == budget_sums.total(lines) == Sums(big * 2, big, Decimal(8), Decimal(1))
    assert (whole.left, found[1][1].left, found[1][1].rate) == (big - 1, None, None)
    assert Sums(None, Decimal(200), Decimal(50), Decimal(50)).rate == 25
    assert budget_sums.by(lines, "unit", "source")[ward.pk, "unit"].spent == 7
    assert budget_sums.added([]) == Sums() and Sums().is_blank


def test_the_drawing_holds_its_highest_bar_and_says_its_figures():
    groups = [("2017", Sums(Decimal(38_500_000), Decimal(0), None)), ("2018", Sums())]
    chart = budget_chart.grouped("nam", "Qua các năm", groups)
    assert chart.desc == "2017: dự toán 38.500.000 đồng, phân bổ 0 đồng. 2018: chưa có số."
    svg = chart.svg()
    assert '<title id="nam-t">Qua các năm</title><desc id="nam-d">2017: dự toán 38.500.000 đồng' in svg
    # One bar beside the three of the legend: four steps of 10 hold 38,5.
    assert svg.count("<rect") == 4
    assert '<text x="38" y="48" text-anchor="end">40</text>' in svg
    assert 'y="49.2"' in svg
    assert budget_chart.grouped("nam", "Qua các năm", [("2018", Sums())]) is None
