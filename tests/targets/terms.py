"""The sixteen periods of Kế hoạch 294 and short ways to write rules and facts. No database."""

from datetime import date
from decimal import Decimal

from targets.evaluation import Basis, Fact, Measure, OverTime, OverUnits, Rule, Term, evaluate
from targets.quarters import Quarter, Reporting

TODAY = date(2018, 6, 8)  # in the window of Quý II/2018
ALL = ("A", "B", "C")


def terms(closed="2018-1", expected=ALL, excluded=None, expected_in=None):
    """All periods, consolidated up to `closed` ("" for none). excluded, expected_in: {"2018-1": {"C"}}."""
    reporting = Reporting()
    found = []
    for q in reporting.quarters_of_plan(date(2016, 12, 19), 2020):
        out = frozenset((excluded or {}).get(q.key, ()))
        found.append(
            Term(
                quarter=q,
                window_from=reporting.window_from(q),
                window_to=reporting.window_to(q),
                closed=bool(closed) and q <= Quarter.parse(closed),
                expected=frozenset((expected_in or {}).get(q.key, expected)) - out,
                excluded=out,
            )
        )
    return found


def D(number):
    return None if number is None else Decimal(str(number))


def at(unit, quarter, value=None, **more):
    """A fact; numbers may be ints or strings: at("A", "2018-1", 2), at("A", "2018-1", num=3, den=4)."""
    if "num" in more:
        more["numerator"], more["denominator"] = D(more.pop("num")), D(more.pop("den"))
    if "months" in more:
        more["months"] = {month: D(v) for month, v in more["months"].items()}
    if "keys" in more:
        more["keys"] = frozenset(more["keys"])
    if "month_keys" in more:
        more["month_keys"] = {month: frozenset(keys) for month, keys in more["month_keys"].items()}
    if "reported_in" in more:
        more["reported_in"] = Quarter.parse(more["reported_in"])
    return Fact(unit, Quarter.parse(quarter), D(value), **more)


def rule(measure, basis, over_time, over_units, threshold=None, **more):
    return Rule(
        "CT99", Measure(measure), Basis(basis), OverTime(over_time), OverUnits(over_units), D(threshold), **more
    )


YEARLY = rule("count", "year", "sum", "distinct", 3, unit_label="mô hình")
STOCK = rule("count", "plan", "last", "sum", 16, unit_label="câu lạc bộ")
RATIO = rule("percent", "plan", "last", "ratio", 100, unit_label="người")
SCHOOLS = rule("percent", "school_year", "last", "ratio", 100, unit_label="trường")
SHARE = rule("share", "plan", "last", "share", 100)
YEARLY_SHARE = rule("share", "year", "last", "share", 100)
SHARE_BY_2017 = rule("share", "plan", "last", "share", 100, due_on=date(2017, 12, 31))
MONTHLY = rule("count", "month", "sum", "distinct", 2, unit_label="bài")
ONCE = rule("milestone", "once", "last", "any", due_on=date(2020, 12, 31))
ONCE_BY_2017 = rule("milestone", "once", "last", "any", due_on=date(2017, 12, 31))
BY_MARCH = rule("milestone", "year", "last", "any", yearly_due=(3, 31))
BY_NEW_YEAR = rule("milestone", "year", "last", "any", yearly_due=(12, 31))
DOUBLED = rule("growth", "year", "sum", "distinct", 2, base_year=2016, base_value=Decimal(4), unit_label="tin")
TRACKED = rule("tracked", "year", "sum", "distinct", unit_label="cơ sở")


def result(rule, *facts, year=2018, on=TODAY, pending=(), names=None, through=None, **how):
    through = through and Quarter.parse(through)
    return evaluate(rule, facts, terms(**how), year, on, pending, names, through)


def verdict(rule, *facts, **how):
    return result(rule, *facts, **how).verdict.value


def q(key):
    return Quarter.parse(key)
