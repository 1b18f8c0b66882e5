"""Kế hoạch hằng năm: years, what a plan must hold, how it begins from last year's, what differs. No database."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from targets import annual
from targets.annual import Line
from targets.models import Plan

PLAN = Plan(number="294/KH-UBND", issued_on=dt.date(2016, 12, 19), first_year=2016, last_year=2020)


def task(ref="IV.11", key=7, title="Mô hình ứng dụng"):
    return SimpleNamespace(ref=ref, pk=key, title=title, heading=SimpleNamespace(ref="III.1", title="Quản lý"))


def whole(**changes) -> Line:
    fields = {
        "ref": "IV.11",
        "title": "Mô hình ứng dụng",
        "task": 7,
        "expected_result": "Một mô hình",
        "due_on": dt.date(2018, 9, 30),
        "person": "Nguyễn Thị Trâm",
        **changes,
    }
    return Line(**fields)


# ---------------------------------------------------------------- years


def test_the_year_whose_plans_were_due_before_the_plan_was_issued_is_not_asked():
    assert annual.asked_years(PLAN) == [2017, 2018, 2019, 2020]


def test_a_day_that_not_every_year_has_is_refused():
    with pytest.raises(ValidationError) as refusal:
        Plan(annual_due_month=2, annual_due_day=29).clean()
    assert refusal.value.message_dict == {"annual_due_day": ["Không có ngày 29/2 hằng năm."]}
    Plan(annual_due_month=2, annual_due_day=28).clean()


def test_the_day_of_the_plan_is_data():
    assert annual.due_on(PLAN, 2018) == dt.date(2018, 1, 31)
    assert annual.due_on(Plan(annual_due_month=2, annual_due_day=15), 2018) == dt.date(2018, 2, 15)


@pytest.mark.parametrize(
    ("on", "years"),
    [
        ("2016-12-20", [2017]),
        ("2017-09-30", [2017]),
        ("2017-10-01", [2017, 2018]),
        ("2017-12-31", [2017, 2018]),
        ("2018-01-01", [2018]),
        ("2020-11-01", [2020]),
        ("2021-01-01", []),
    ],
)
def test_next_years_plan_may_be_begun_from_october(on, years):
    assert annual.years_at_hand(PLAN, dt.date.fromisoformat(on)) == years


def test_without_a_plan_no_year_is_at_hand():
    assert annual.years_at_hand(None, dt.date(2018, 6, 8)) == []


# ---------------------------------------------------------------- lines


def test_every_task_is_a_row_and_own_work_follows():
    held = [annual.own_line(2, title="Việc hai"), whole(person="Bà Trâm"), annual.own_line(1, title="Việc một")]
    lines = annual.with_tasks(held, [task("IV.1", 3, "Kế hoạch"), task()])
    assert [(line.ref, line.task, line.person, line.order) for line in lines] == [
        ("IV.1", 3, "", 1), ("IV.11", 7, "Bà Trâm", 2), ("R1", None, "", 1001), ("R2", None, "", 1002),
    ]  # fmt: skip


def test_a_task_that_is_no_more_is_left_out():
    assert annual.with_tasks([whole()], []) == []


def test_last_years_lines_come_a_year_later_and_skipped_ones_are_asked_again():
    (line,) = annual.carried([whole(due_on=dt.date(2020, 2, 29), skip_reason="Chưa có kinh phí")], 2021)
    assert (line.due_on, line.skip_reason, line.person) == (dt.date(2021, 2, 28), "", "Nguyễn Thị Trâm")


def test_numbers_of_own_work_are_never_given_twice():
    assert annual.next_number(["IV.11", "R1", "R4", "R2"]) == 5
    assert annual.next_number(["IV.11", "R", "Rx"]) == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (whole(), []),
        (whole(expected_result=" "), [("task-IV.11-expected_result", "Mục IV.11: ghi kết quả dự kiến")]),
        (whole(due_on=None), [("task-IV.11-due_on", "Mục IV.11: ghi thời hạn")]),
        (
            whole(due_on=dt.date(2019, 1, 1)),
            [("task-IV.11-due_on", "Mục IV.11: thời hạn 01/01/2019 không thuộc năm 2018")],
        ),
        (whole(person=""), [("task-IV.11-person", "Mục IV.11: ghi người phụ trách")]),
        (whole(budget=Decimal(5)), [("task-IV.11-fund", "Mục IV.11: chọn nguồn kinh phí")]),
        # Nothing is planned of it: no source is needed.
        (whole(budget=Decimal(0)), []),
        (
            whole(ref="R2", task=None, title=""),
            [("own-2-title", "Việc thêm 2: ghi nội dung việc")],
        ),
        (whole(errors={"budget": "không phải là số"}), [("task-IV.11-budget", "Mục IV.11: không phải là số")]),
    ],
)
def test_what_keeps_a_plan_from_being_sent(line, expected):
    assert annual.problems([line], 2018) == expected


def test_a_task_not_taken_up_needs_nothing_but_its_reason():
    skipped = Line("IV.12", "Kho dữ liệu", task=8, skip_reason="Chuyển sang năm 2019")
    assert annual.problems([whole(), skipped], 2018) == []
    assert annual.problems([skipped], 2018) == [
        ("", "Kế hoạch chưa có việc nào: bỏ lý do không thực hiện của ít nhất một việc, hoặc thêm việc.")
    ]
    assert annual.problems([], 2018) == [("own-1-title", "Kế hoạch chưa có việc nào: thêm ít nhất một việc.")]


# ---------------------------------------------------------------- what was sent


def test_a_frozen_content_gives_its_lines_back():
    lines = [whole(budget=Decimal("12000000"), fund="district"), annual.own_line(1, title="Việc riêng")]
    content = annual.content_of("Mục tiêu", lines, head_step=True)
    assert content["lines"][0]["budget"] == "12000000"
    assert annual.lines_of(content) == lines


def test_differences_name_what_was_added_dropped_and_changed():
    old = annual.content_of("", [whole(), annual.own_line(1, title="Việc một")], head_step=True)
    new = annual.content_of(
        "Mới",
        [whole(due_on=dt.date(2018, 11, 30), budget=Decimal(1500), fund="unit"), annual.own_line(2, title="Việc hai")],
        head_step=True,
    )
    assert [(row.ref, row.kind, row.fields) for row in annual.differences(old, new)] == [
        ("", "changed", (("", "", "Mới"),)),
        (
            "IV.11",
            "changed",
            (("thời hạn", "30/09/2018", "30/11/2018"), ("kinh phí", "", "1.500 đồng, Kinh phí của đơn vị")),
        ),
        ("R2", "added", (("nội dung", "", "Việc hai"),)),
        ("R1", "dropped", ()),
    ]
    assert annual.differences(old, old) == []
