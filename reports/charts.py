"""Drawings of one target: the small multiple of the list, and the chart of its own page. Coordinates only, no colour.

The chart is drawn 360 wide, so that its text keeps its size on a phone. Each has a title and says its figures in
words; the same figures stand in a table beside it.
"""

import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from reports.figures import is_points, value_text
from targets.facts import TargetResult
from targets.models import Target
from targets.quarters import Quarter
from units import sparks
from units.vietnamese import format_date, format_number

COLUMNS = 6  # quarters or months of a small multiple
LEFT, RIGHT, TOP, BASE = 28, 360, 40, 184


def six_quarters(last: Quarter) -> list[Quarter]:
    return list((last - (COLUMNS - 1)).to(last))


def spark(target, result: TargetResult, before: TargetResult, last: Quarter):
    """The small multiple: six quarters (or months) up to ``last``; ``before`` is the result of the year before.

    None when there is nothing to draw.
    """
    if target.measure == Target.Measure.MILESTONE:
        return _milestone_spark(result, last)
    if target.basis == Target.Basis.MONTH:
        return _month_spark(target, result, before)
    values = _by_quarter(target, result, before)
    quarters = six_quarters(last)
    shown = [values.get(quarter) for quarter in quarters]
    if all(value is None for value in shown):
        return None
    if is_points(target) or target.over_time == Target.OverTime.LAST:
        return sparks.line(shown, goal=result.threshold, label=_from_to(target, shown))
    figure = result.by_quarter.get(last)
    return sparks.bars(
        shown,
        goal=result.threshold,
        past=sum(quarter.year < result.year for quarter in quarters),
        pending=max(figure.pending or 0, 0) if figure else 0,
        label=_totals_in_words(result, before),
    )


def _by_quarter(target, *results) -> dict[Quarter, Decimal | None]:
    """Values as the small multiple has them: what adds up is shown as the running total of its year."""
    figures = {}
    for one in results:
        figures |= {quarter: figure.value for quarter, figure in one.by_quarter.items() if quarter not in figures}
    if target.over_time != Target.OverTime.SUM or is_points(target):
        return figures
    running: dict[int, Decimal] = {}
    totals = {}
    for quarter in sorted(figures):
        # A running total with nothing new stays where it was; before the first figure there is none.
        if figures[quarter] is not None:
            running[quarter.year] = running.get(quarter.year, Decimal(0)) + figures[quarter]
        totals[quarter] = running.get(quarter.year)
    return totals


def _from_to(target, values) -> str:
    said = [value_text(target, value) for value in values if value is not None]
    return said[0] if len(said) == 1 else f"Từ {said[0]} đến {said[-1]}"


def _totals_in_words(*results) -> str:
    said = [f"năm {one.year} là {format_number(one.actual)}" for one in reversed(results) if one.actual is not None]
    return f"Cộng dồn: {', '.join(said)}" if said else "Chưa có số liệu"


def _month_spark(target, result, before):
    months = {figure.month: figure for figure in (*before.months, *result.months)}
    begun = [figure for _, figure in sorted(months.items()) if figure.ended or figure.value is not None][-COLUMNS:]
    if not any(figure.value is not None for figure in begun):
        return None
    values = [None if figure.value is None else int(figure.value) for figure in begun]
    said = ", ".join("chưa báo cáo" if value is None else str(value) for value in values)
    return sparks.months(values, int(target.threshold or 0), label=f"Mỗi tháng: {said}")


def _milestone_spark(result, last):
    quarters = six_quarters(last)
    first_day, last_day = quarters[0].first_day, quarters[-1].last_day

    def share(day):
        return Decimal((day - first_day).days) / (last_day - first_day).days

    done_on = result.done_on
    is_due_shown = result.due_on is not None and first_day <= result.due_on <= last_day
    if done_on:
        label = f"Hoàn thành {format_date(done_on)}"
    else:
        label = f"Chưa xong, hạn {format_date(result.due_on)}" if result.due_on else "Chưa xong"
    return sparks.milestone(
        label=label,
        done_at=share(done_on) if done_on else None,
        due_at=share(result.due_on) if is_due_shown else None,
    )


# ---------------------------------------------------------------- the chart of one target


@dataclass(frozen=True)
class Chart:
    title: str
    desc: str
    shapes: SafeString
    height: int = 226

    def svg(self) -> SafeString:
        return format_html(
            '<svg class="q-chart" viewBox="0 0 360 {}" role="img" aria-labelledby="bieu-do bieu-do-loi">'
            '<title id="bieu-do">{}</title><desc id="bieu-do-loi">{}</desc>{}</svg>',
            self.height,
            self.title,
            self.desc,
            self.shapes,
        )


def chart(target, results: list[TargetResult], year: int, last: Quarter) -> Chart | None:
    """The chart over the years of the plan, or of the months of ``year``, the one of the page.

    ``results``: one a year, in order; ``last``: the latest quarter begun. None when nothing has been reported.
    """
    if target.measure == Target.Measure.MILESTONE:
        return _milestone_chart(target, results, last)
    if target.basis == Target.Basis.MONTH:
        return _month_chart(target, next(one for one in results if one.year == year))
    if is_points(target) or target.over_time == Target.OverTime.LAST:
        return _line_chart(target, results)
    return _year_chart(target, results, year)


def _n(number) -> str:
    return f"{Decimal(number):.1f}".removesuffix(".0")


def _text(x, y, words, css="", anchor="middle") -> SafeString:
    return format_html('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', css, _n(x), _n(y), anchor, words)


def _rect(css, x, y, width, height) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', css, _n(x), _n(y), _n(width), _n(height)
    )


def _line(css, x1, y1, x2, y2) -> SafeString:
    return format_html('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', css, _n(x1), _n(y1), _n(x2), _n(y2))


def _joined(shapes) -> SafeString:
    return format_html_join("", "{}", ((conditional_escape(shape),) for shape in shapes))


def _steps():
    """1, 2, 5, 10, 20, 50, …"""
    for power in count():
        for digit in (1, 2, 5):
            yield Decimal(digit) * 10**power


def _scale(values):
    """(step, how many, height of a value): at most four round steps hold the highest value."""
    highest = max([value for value in values if value is not None], default=Decimal(0))
    step = next(step for step in _steps() if step * 4 >= highest)
    # Not -(-highest // step): the division of decimals cuts towards zero.
    steps = max(1, math.ceil(highest / step))
    return step, steps, lambda value: BASE - Decimal(BASE - TOP) * max(Decimal(0), Decimal(value)) / (step * steps)


def _axis(step, steps, height, suffix="") -> list:
    shapes = [
        _text(LEFT - 6, height(step * at) + 4, format_number(step * at) + suffix, anchor="end")
        for at in range(steps + 1)
    ]
    return [*shapes, _line("base", LEFT, BASE, RIGHT, BASE)]


def _goal(goal, height, words) -> list:
    if goal is None:
        return []
    y = height(goal)
    return [_line("goal", LEFT, y, RIGHT, y), _text(RIGHT, y - 7, words, "goal-t", "end")]


def _year_chart(target, results, year) -> Chart | None:
    """A bar a year; what waits stands dashed on top of the year it would count for."""
    if all(one.actual is None and one.pending_actual is None for one in results):
        return None
    goal = results[-1].threshold
    tops = [(one.actual or 0) + max(one.pending_actual or 0, 0) for one in results]
    step, steps, height = _scale([*tops, goal])
    pace = Decimal(RIGHT - LEFT) / max(len(results), 4)
    shapes, said = [], []
    for at, (one, top) in enumerate(zip(results, tops, strict=True)):
        x = LEFT + pace * at + 12
        middle = x + 24
        waiting = top - (one.actual or 0)
        shapes.append(_text(middle, BASE + 19, one.year))
        if one.actual is not None:
            css = "bar" if one.year == year else "bar is-past"
            shapes.append(_rect(css, x, height(one.actual), 48, BASE - height(one.actual)))
        if waiting:
            shapes.append(_rect("soft", x, height(top), 48, height(one.actual or 0) - height(top)))
        if one.actual is not None:
            shapes.append(_text(middle, height(top) - 8, format_number(one.actual), "q-strong"))
            said.append(f"Năm {one.year}: {format_number(one.actual)} {target.unit_label}")
        if waiting:
            shapes.append(_text(x + 54, height(top) + 14, f"+{format_number(waiting)} chưa", anchor="start"))
            shapes.append(_text(x + 54, height(top) + 30, "tổng hợp", anchor="start"))
            said.append(f"Năm {one.year} còn {format_number(waiting)} đã gửi, chưa tổng hợp")
    goal_words = f"mức giao {format_number(goal)}" if goal is not None else ""
    shapes = [*_axis(step, steps, height), *shapes, *_goal(goal, height, goal_words)]
    if goal is not None:
        said.append(f"Mức giao {format_number(goal)}")
    return Chart(f"{target.code} theo năm", ". ".join(said) + ".", _joined(shapes))


def _line_chart(target, results) -> Chart | None:
    """A line through the quarters; a basis that begins anew each year breaks it."""
    runs: list[dict[Quarter, Decimal]] = []
    begins_anew = target.basis in (Target.Basis.YEAR, Target.Basis.SCHOOL_YEAR)
    for one in results:
        known = {quarter: figure.value for quarter, figure in one.by_quarter.items() if figure.value is not None}
        if begins_anew or not runs:
            runs.append(known)
        else:
            runs[0] |= known
    points = {quarter: value for run in runs for quarter, value in run.items()}
    if not points:
        return None
    goal = next((one.threshold for one in reversed(results) if one.threshold is not None), None)
    step, steps, height = _scale([*points.values(), goal])
    if is_points(target):
        step, steps, height = Decimal(25), 4, lambda value: BASE - Decimal(BASE - TOP) * Decimal(value) / 100
    first, last = Quarter(results[0].year, 1), Quarter(max(results[-1].year, max(points).year), 4)
    first = min(first, min(points))
    gaps = max(last - first, 1)

    def x(quarter):
        return LEFT + 8 + Decimal(RIGHT - LEFT - 16) * (quarter - first) / gaps

    suffix = "%" if is_points(target) else ""
    shapes = _axis(step, steps, height)
    for one in range(first.year, last.year + 1):
        start = x(Quarter(one, 1))
        shapes.append(_text(min(start + 16, RIGHT - 14), BASE + 19, one))
        shapes.append(_line("base", start, BASE, start, BASE + 5))
    if goal is not None:
        shapes += _goal(goal, height, f"mức giao {format_number(goal)}{suffix}")
    for run in runs:
        path = " ".join(f"{_n(x(quarter))},{_n(height(value))}" for quarter, value in sorted(run.items()))
        if len(run) > 1:
            shapes.append(format_html('<polyline class="line" points="{}"/>', path))
        elif run:
            ((quarter, value),) = run.items()
            shapes.append(_dot(x(quarter), height(value), 3))
    latest = max(points)
    shapes.append(_dot(x(latest), height(points[latest]), 4))
    below = height(points[latest]) < TOP + 24
    shapes.append(
        _text(
            min(x(latest), RIGHT - 24),
            height(points[latest]) + (20 if below else -10),
            value_text(target, points[latest]),
            "q-strong",
        )
    )
    said = [f"{quarter.label}: {value_text(target, value)}" for quarter, value in sorted(points.items())]
    if goal is not None:
        said.append(f"Mức giao {format_number(goal)}{suffix}")
    return Chart(f"{target.code} theo quý", "; ".join(said) + ".", _joined(shapes))


def _dot(x, y, r) -> SafeString:
    return format_html('<circle class="dot" cx="{}" cy="{}" r="{}"/>', _n(x), _n(y), r)


def _month_chart(target, result) -> Chart | None:
    if all(figure.value is None for figure in result.months):
        return None
    goal = target.threshold
    step, steps, height = _scale([*(figure.value for figure in result.months), goal])
    pace = Decimal(RIGHT - LEFT) / len(result.months)
    shapes, said = _axis(step, steps, height), []
    for at, figure in enumerate(result.months):
        x = LEFT + pace * at + pace / 8
        width = pace * 3 / 4
        shapes.append(_text(x + width / 2, BASE + 19, int(figure.month[5:])))
        if figure.value is not None:
            css = "bar" if figure.ended else "soft"
            shapes.append(_rect(css, x, height(figure.value), width, BASE - height(figure.value)))
            said.append(f"tháng {figure.month[5:]}/{figure.month[:4]}: {format_number(figure.value)}")
    shapes.append(_text(LEFT, BASE + 35, "tháng", anchor="start"))
    if goal is not None:
        shapes += _goal(goal, height, f"mức giao {format_number(goal)} mỗi tháng")
        said.append(f"mức giao {format_number(goal)} mỗi tháng")
    words = "; ".join(said)
    return Chart(f"{target.code} theo tháng, năm {result.year}", words[:1].upper() + words[1:] + ".", _joined(shapes))


def _milestone_chart(target, results, last) -> Chart:
    """The years of the plan as a line, with the dates due and the dates done."""
    first_day = dt.date(results[0].year, 1, 1)
    last_day = dt.date(max(results[-1].year, max(one.due_on.year for one in results)), 12, 31)

    def x(day):
        share = Decimal((min(max(day, first_day), last_day) - first_day).days) / (last_day - first_day).days
        return LEFT + (RIGHT - LEFT - 8) * share

    middle = 70
    shapes = [_line("base", LEFT, middle, RIGHT, middle)]
    for year in range(first_day.year, last_day.year + 1):
        at = x(dt.date(year, 1, 1))
        shapes += [_line("base", at, middle, at, middle + 6), _text(at + 3, middle + 24, year, anchor="start")]
    dues = sorted({one.due_on for one in results})
    dones = sorted({one.done_on for one in results if one.done_on})
    for due in dues:
        shapes.append(_line("goal", x(due), middle - 26, x(due), middle + 10))
    shapes.append(_text(x(dues[-1]), middle - 34, f"hạn {format_date(dues[-1])}", "goal-t", _anchor(x(dues[-1]))))
    for done in dones:
        shapes.append(_dot(x(done), middle, 6))
    said = [f"Hạn {', '.join(format_date(due) for due in dues)}"]
    if dones:
        shapes.append(
            _text(x(dones[-1]), middle + 46, f"xong {format_date(dones[-1])}", "q-strong", _anchor(x(dones[-1])))
        )
        said.append(f"Xong ngày {', '.join(format_date(done) for done in dones)}")
    else:
        said.append(f"Đến hết {last.label} chưa xong")
    return Chart(f"{target.code}: hạn và ngày xong", ". ".join(said) + ".", _joined(shapes), height=130)


def _anchor(x) -> str:
    return "start" if x < 90 else "end" if x > 270 else "middle"
