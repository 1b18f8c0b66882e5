"""How the figures of a target are written, once for pages, leader's summary and published copies (face §6)."""

from decimal import Decimal

from reports.lines import NOT_REPORTED
from targets.facts import Fact, TargetResult, Verdict
from targets.models import Target
from units.vietnamese import format_date, format_number, format_percent

NO_QUESTION = "–"  # the question does not arise; never for a figure that is lacking


def is_points(target) -> bool:
    return target.over_units in (Target.OverUnits.RATIO, Target.OverUnits.SHARE)


def value_text(target, value: Decimal | None) -> str:
    """A figure of the district: "93,1%", "2", "xong"; blank is "chưa báo cáo"."""
    if value is None:
        return NOT_REPORTED
    if target.measure == Target.Measure.MILESTONE:
        return "xong" if value else "chưa"
    return format_percent(value) if is_points(target) else format_number(value)


def actual_text(target, result: TargetResult) -> str:
    """The figure of the list: "93,1%", "2", "4/5 tháng", "20/12/2017"."""
    if not result.applies:
        return "không áp dụng"
    if target.measure == Target.Measure.MILESTONE:
        return _milestone_text(target, result)
    if result.actual is None:
        return NO_QUESTION if result.verdict == Verdict.NOT_DUE else NOT_REPORTED
    if target.basis == Target.Basis.MONTH:
        return f"{format_number(result.actual)}/{format_number(result.threshold)} tháng"
    return value_text(target, result.actual)


def _milestone_text(target, result) -> str:
    if result.done_on:
        return format_date(result.done_on)
    if result.parts_done:
        return f"{result.parts_done}/{len(target.parts)} văn bản"
    if result.verdict == Verdict.NO_DATA:
        return NOT_REPORTED
    return NO_QUESTION if result.verdict == Verdict.NOT_DUE else "chưa xong"


def threshold_text(target, result: TargetResult) -> str:
    """What the plan asks for, alone in a column: "100%", "3", "2 mỗi tháng", "31/12/2020", "gấp 2"."""
    if target.measure == Target.Measure.MILESTONE:
        return format_date(result.due_on) if result.due_on else NO_QUESTION
    if target.threshold is None:
        return NO_QUESTION
    number = format_number(target.threshold)
    if target.measure == Target.Measure.GROWTH:
        return f"gấp {number}" if result.threshold is None else format_number(result.threshold)
    if is_points(target):
        return f"{number}%"
    return f"{number} mỗi tháng" if target.basis == Target.Basis.MONTH else number


def goal_note(target, result: TargetResult) -> str:
    """The small line under the figure: "27/29, mức 100%", "mức 3 mô hình", "hạn 31/12/2017"."""
    if not result.applies:
        return ""
    if target.measure == Target.Measure.MILESTONE:
        return f"hạn {format_date(result.due_on)}"
    if target.measure == Target.Measure.GROWTH:
        times = f"gấp {format_number(target.threshold)} lần năm {target.base_year}"
        return times if result.threshold is None else f"mức {format_number(result.threshold)}, {times}"
    if target.threshold is None:
        return target.unit_label
    number = format_number(target.threshold)
    if is_points(target):
        return f"{fraction_text(result)}, mức {number}%" if result.denominator is not None else f"mức {number}%"
    if target.basis == Target.Basis.MONTH:
        return f"{number} {target.unit_label} mỗi tháng"
    return f"mức {number} {target.unit_label}"


def fraction_text(result: TargetResult) -> str:
    """The exact pair behind a percentage, "27/29", or nothing."""
    if result.numerator is None or result.denominator is None:
        return ""
    return f"{format_number(result.numerator)}/{format_number(result.denominator)}"


def quarter_text(target, figure) -> str:
    """The figure of one quarter (``QuarterFigure`` or None where the quarter is not of the target's basis)."""
    return NO_QUESTION if figure is None else value_text(target, figure.value)


def rate_text(target, result: TargetResult) -> str:
    """How much of what the plan asks for has been reached: "66,7%"; a date is reached or not."""
    if target.measure == Target.Measure.MILESTONE or result.actual is None or not result.threshold:
        return NO_QUESTION
    return format_percent(result.actual * 100 / result.threshold)


def fact_text(target, fact: Fact) -> str:
    """What one unit said in one report: "2", "27/29", "có", "05/03/2018", "2, 1 và 3" of three months."""
    if target.measure == Target.Measure.MILESTONE:
        dated = [format_date(day) for day in fact.dates if day]
        return ", ".join(dated) if dated else "chưa xong"
    if fact.months or fact.month_keys:
        return "; ".join(f"tháng {month[5:]}: {number}" for month, number in sorted(_monthly(fact).items()))
    if fact.numerator is not None:
        return f"{format_number(fact.numerator)}/{format_number(fact.denominator)}"
    if target.over_units == Target.OverUnits.SHARE:
        return "có" if fact.value else "không"
    return format_number((fact.value or Decimal(0)) + len(fact.keys or ()))


def fact_number(target, fact: Fact) -> Decimal | None:
    """The same as one number; None of a date, an answer, a fraction or several months."""
    if target.measure == Target.Measure.MILESTONE or target.over_units == Target.OverUnits.SHARE:
        return None
    if fact.months or fact.month_keys or fact.numerator is not None:
        return None
    return (fact.value or Decimal(0)) + len(fact.keys or ())


def _monthly(fact) -> dict[str, str]:
    keyed = {month: format_number(len(keys)) for month, keys in fact.month_keys.items()}
    typed = {month: format_number(count) for month, count in fact.months.items() if count is not None}
    return keyed | typed


def unit_text(target, figure) -> str:
    """A unit's share in the total (``UnitFigure``)."""
    if target.measure == Target.Measure.MILESTONE:
        return format_date(figure.done_on) if figure.done_on else "chưa xong"
    if figure.numerator is not None:
        return f"{format_number(figure.numerator)}/{format_number(figure.denominator)}"
    if target.over_units == Target.OverUnits.SHARE:
        return "có" if figure.value else "không"
    return NOT_REPORTED if figure.value is None else format_number(figure.value)


def unit_number(target, figure) -> Decimal | None:
    """The same as one number, where it is a count; None of no figure as well."""
    if target.measure == Target.Measure.MILESTONE or is_points(target):
        return None
    return figure.value if figure else None
