"""Budget lines taken in from sheets: by the rules of the budget's own form."""

import datetime as dt
from decimal import Decimal

import pytest

from targets.budget_resource import BudgetResource
from targets.models import BudgetLine
from tests import factories as make
from tests.taking import applied, planned, round_trip, xlsx
from units.importing import taking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_of")]
AT = make.at("2018-06-08T10:00")
HEADS = ["Đơn vị", "Năm", "Nguồn vốn", "Nội dung chi", "Dự toán (đồng)", "Phân bổ", "Số quyết định", "Ngày quyết định",
         "Đã chi (đồng)", "Đã chi đến hết ngày", "Ghi chú"]  # fmt: skip


@pytest.fixture
def as_of(settings):
    settings.Q4KH_TODAY = "2018-06-08T09:00:00"


@pytest.fixture
def reviewer():
    make.make_plan()
    make.make_unit("P1")
    return make.make_user(role="reviewer", unit=make.make_unit("PKT"))


def line(title="Mua máy", year=2017, planned="12,5 triệu", allocated=12000000, spent=11_999_000, note="", **fields):
    return [fields.get("unit", "Phường 1"), year, "ngân sách quận", title, planned, allocated,
            fields.get("number", "12/QĐ-UBND"), fields.get("on", dt.date(2017, 1, 15)), spent,
            fields.get("until", "31/12/2017"), note]  # fmt: skip


def test_lines_are_added_after_those_that_are_there(reviewer):
    old = make.make_budget_line(make.make_unit("P1"), 2017, "Tập huấn", planned=1, order=4)
    run = applied(BudgetResource, xlsx(HEADS, line(), line("tập huấn", planned=2_000_000)), reviewer)
    new = BudgetLine.objects.get(title="Mua máy")
    assert (new.planned, new.allocated, new.spent) == (Decimal(12_500_000), Decimal(12_000_000), Decimal(11_999_000))
    assert (new.order, new.source, new.allocated_on) == (5, "district", dt.date(2017, 1, 15))
    old.refresh_from_db()
    assert (old.title, old.planned, old.revision) == ("Tập huấn", 2_000_000, 1)
    taking.undo(run, BudgetResource(), by=reviewer, at=AT)
    old.refresh_from_db()
    assert (old.planned, old.allocated, old.revision, BudgetLine.objects.count()) == (1, None, 2, 1)


def test_the_forms_rules_hold(reviewer):
    found = planned(BudgetResource, xlsx(
        HEADS, line(year=2019), line("a", number=""), line("b", on="01/01/2015"), line("c", spent=13_000_000),
        line("d", spent=13_000_000, note="Phát sinh"), line("e", until=None), line("f", planned="1.5"),
    ), reviewer)  # fmt: skip
    assert {(wrong.where, wrong.text) for wrong in found.wrong} == {
        ("B2", "Năm 2019: chỉ nhập kinh phí các năm từ 2017 đến 2018; năm sau do đơn vị lập ở trang Kinh phí."),
        ("G3", "Ghi số quyết định phân bổ."),
        ("H4", "Ngày 01/01/2015 không phải của năm ngân sách 2017, sửa lại."),
        ("K5", "Đã chi nhiều hơn phân bổ 1.000.000 đồng: sửa số, hoặc ghi chú vì sao."),
        ("J7", "Ghi số đã chi tính đến hết ngày nào."),
        ("E8", "“1.5” không rõ nghĩa: viết 1,5 nếu là một phẩy năm, 1.500 nếu là một nghìn năm trăm. Số tiền ghi đủ "
         "số đồng, ví dụ 12.500.000, hoặc 12,5 triệu."),
    }  # fmt: skip


def test_an_export_of_budgets_changes_nothing(reviewer):
    make.make_budget_line(make.make_unit("P1"), 2017, "Mua máy", planned=0, spent=5, spent_until=dt.date(2017, 12, 31))
    make.make_budget_line(make.make_unit("P1"), 2020, "Ngày sau", planned=7, note="Dòng một\nDòng hai")
    assert round_trip(BudgetResource, reviewer) == ({"new": 0, "changed": 0, "same": 2}, [])
