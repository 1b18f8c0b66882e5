"""Catch-up arithmetic in words, literally (face §6)."""

from datetime import date

import pytest

from tests.targets.terms import (
    BY_MARCH,
    MONTHLY,
    ONCE,
    ONCE_BY_2017,
    RATIO,
    SCHOOLS,
    SHARE,
    SHARE_BY_2017,
    TRACKED,
    YEARLY,
    YEARLY_SHARE,
    at,
    result,
    rule,
)

NAMES = {"A": "Phường 14", "B": "Liên đoàn Lao động", "C": "Phòng Y tế"}
OVER = {"closed": "2018-4", "on": date(2018, 12, 20)}


def say(rule, *facts, **how):
    return result(rule, *facts, names=NAMES, **how).catch_up


@pytest.mark.parametrize(
    ("facts", "how", "said"),
    [
        ([at("A", "2018-1", 1)], {"on": date(2018, 11, 3)}, "Còn 2 mô hình trong 41 ngày."),
        ([at("A", "2018-1", 2)], {}, "Còn 1 mô hình trong 189 ngày."),
        ([at("A", "2018-1", 2)], {"on": date(2018, 12, 14)}, "Còn 1 mô hình, hạn hôm nay."),
        ([at("A", "2018-1", 2)], {"on": date(2018, 12, 20)}, "Còn 1 mô hình, đã quá hạn 6 ngày."),
        ([at("A", "2018-1", 2)], OVER, "Thiếu 1 mô hình."),
        ([at("A", "2018-1", 3)], {}, ""),
        ([at("A", "2018-1", "1.5")], {}, "Còn 1,5 mô hình trong 189 ngày."),
        (
            [at("A", "2018-1", 2)],
            {"pending": [at("B", "2018-2", 1)]},
            "Còn 1 mô hình trong 189 ngày. 1 mô hình đã gửi, chưa tổng hợp.",
        ),
        (
            [at("A", "2018-1", keys={"x", "y", "z"}), at("B", "2018-1", keys={"x"})],
            {},
            "1 lượt trùng giữa các đơn vị, chỉ tính một lần.",
        ),
        ([], {}, "Chưa có số liệu chính thức: Phường 14, Liên đoàn Lao động, Phòng Y tế."),
        ([], {"closed": "2017-4"}, ""),
    ],
)
def test_counts(facts, how, said):
    assert say(YEARLY, *facts, **how) == said


def test_units_are_named_while_few_are_lacking():
    facts = [at("A", "2018-1", 0), at("C", "2018-1", 1)]
    assert say(SHARE, *facts) == "Còn 2 đơn vị: Phường 14, Liên đoàn Lao động."
    assert result(SHARE, *facts).catch_up == "Còn 2 đơn vị: A, B."
    assert say(SHARE, *(at(u, "2018-1", 1) for u in "ABC")) == ""


def test_many_units_are_counted_not_named():
    many = tuple(f"P{n}" for n in range(12))
    how = {"expected": many}
    assert say(SHARE, at("P0", "2018-1", 1), **how) == "Còn 11 đơn vị đến hết năm 2020."
    assert say(YEARLY_SHARE, at("P0", "2018-1", 1), **how) == "Còn 11 đơn vị trong 189 ngày."
    assert say(SHARE_BY_2017, at("P0", "2018-1", 1), **how) == "Còn 11 đơn vị, đã quá hạn 159 ngày."
    assert say(SHARE, **how) == "Chưa có số liệu chính thức, 12 đơn vị chưa báo cáo."


def test_people_are_named_by_their_units():
    facts = [at("A", "2018-1", num=1, den=2), at("B", "2018-1", num=0, den=1), at("C", "2018-1", num=3, den=3)]
    assert say(RATIO, *facts) == "Còn 2 người: Phường 14, Liên đoàn Lao động."


def test_a_full_ratio_of_some_units_names_the_others():
    facts = [at("A", "2018-1", num=2, den=2), at("C", "2018-1", num=3, den=3)]
    assert say(RATIO, *facts) == "Còn 1 đơn vị chưa báo cáo: Liên đoàn Lao động."


def test_the_one_unit_that_answers_is_not_named():
    how = {"expected": ("A",)}
    by_plan = rule("percent", "plan", "last", "ratio", 100, unit_label="trường")
    assert say(by_plan, at("A", "2018-1", num=5, den=8), **how) == "Còn 3 trường đến hết năm 2020."
    assert say(SCHOOLS, at("A", "2018-1", num=6, den=8), **how) == "Năm học 2017–2018: còn 2 trường trong 53 ngày."


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ({"2018-01": 2, "2018-02": 1}, "Tháng 02/2018 chỉ có 1 bài."),
        ({"2018-01": 0, "2018-02": 1}, "Tháng 01/2018 không có bài nào, tháng 02/2018 chỉ có 1 bài."),
        ({"2018-01": 2, "2018-02": 2}, ""),
    ],
)
def test_failed_months_are_named(months, said):
    assert say(MONTHLY, at("A", "2018-1", months=months)) == said


def test_the_running_month_says_what_it_still_lacks():
    third = at("A", "2018-3", months={"2018-06": 1})
    found = say(MONTHLY, at("A", "2018-1", months={"2018-02": 1}), third, on=date(2018, 6, 20))
    assert found == "Tháng 02/2018 chỉ có 1 bài. Tháng 06/2018: còn 1 bài trong 10 ngày."


def test_many_failed_months_are_summed_up():
    facts = [
        at("A", "2018-1", months={"2017-12": 0, "2018-01": 1, "2018-02": 1}),
        at("A", "2018-2", months={"2018-03": 1, "2018-04": 1}),
    ]
    assert say(MONTHLY, *facts) == (
        "Tháng 12/2017 không có bài nào, tháng 01/2018 chỉ có 1 bài, tháng 02/2018 chỉ có 1 bài, và 2 tháng khác."
    )


def test_months_that_stayed_silent_are_counted_at_the_end():
    facts = [at("A", "2018-1", months={"2017-12": 2, "2018-01": 2, "2018-02": 2})]
    assert say(MONTHLY, *facts, **OVER) == "9 tháng chưa có số liệu chính thức."


@pytest.mark.parametrize(
    ("rule", "fact", "said"),
    [
        (ONCE, at("A", "2018-1", dates=(None,)), "Còn 937 ngày đến hạn 31/12/2020."),
        (ONCE, at("A", "2018-1", dates=(date(2018, 3, 5),)), "Xong ngày 05/03/2018."),
        (ONCE_BY_2017, at("A", "2018-1", dates=(None,)), "Quá hạn 159 ngày."),
        (ONCE_BY_2017, at("A", "2018-1", dates=(date(2018, 3, 5),)), "Xong ngày 05/03/2018, chậm 64 ngày."),
        (BY_MARCH, at("A", "2018-1", dates=(None,)), "Quá hạn 69 ngày."),
    ],
)
def test_milestones(rule, fact, said):
    assert say(rule, fact) == said


def test_a_milestone_of_papers_says_how_many_there_are():
    three = rule("milestone", "once", "last", "any", due_on=date(2020, 12, 31), parts=3)
    fact = at("A", "2018-1", dates=(date(2017, 2, 1), None, None))
    assert say(three, fact) == "Đã có 1 trên 3 văn bản. Còn 937 ngày đến hạn 31/12/2020."


def test_a_milestone_due_today_or_unheard_of():
    assert say(ONCE_BY_2017, on=date(2017, 12, 31), year=2017) == "Hạn hôm nay, 31/12/2017."
    assert say(ONCE_BY_2017, expected=("A",)) == "Chưa có số liệu chính thức: Phường 14. Quá hạn 159 ngày."


def test_a_tracked_figure_lacks_nothing():
    assert say(TRACKED, at("A", "2018-1", 2)) == ""
    assert say(TRACKED, at("A", "2018-1", 2), pending=[at("B", "2018-2", 1)]) == "1 cơ sở đã gửi, chưa tổng hợp."
