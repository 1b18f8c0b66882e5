"""Chỉ tiêu: which of them need work."""

import re
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import charts, figures, rollup, structure
from reports.rollup import Rollup
from reports.tables import figures as tables
from targets.facts import TargetResult
from targets.models import Target
from targets.quarters import Quarter
from units import clock, exports
from units.sparks import Spark
from units.tables import in_words
from units.templatetags.q4kh import VERDICTS
from units.vietnamese import format_date

ORDERS = {"can-xu-ly": "Cần xử lý trước", "ke-hoach": "Thứ tự trong Kế hoạch"}
_URGENCY = list(VERDICTS)


@dataclass(frozen=True)
class Line:
    """A row of the list, ready to print."""

    target: Target
    result: TargetResult
    actual: str
    note: str
    spark: Spark | None


@login_required
@require_safe
@exports.offered
def targets(request):
    require_role(request.user)
    on = clock.today()
    asked = year_asked(request)
    material = rollup.read_for(on, asked)
    if material is None:
        return render(request, "reports/targets.html", {"year": asked or on.year})
    there = structure.asked(request.GET, material.periods, on)
    current = material.current(on)
    year = asked or current.year
    found = material.of_year(year, on)
    order = request.GET.get("xep") if request.GET.get("xep") in ORDERS else "can-xu-ly"
    chosen = request.GET.get("ket-luan") if request.GET.get("ket-luan") in VERDICTS else ""
    rows = [row for row in found.rows if not chosen or row.result.verdict == chosen]
    if order == "can-xu-ly":
        rows.sort(key=lambda row: _URGENCY.index(row.result.verdict))
    last = min(current.value, Quarter(year, 4))
    lines = [_line(material, row, last, on) for row in rows] if found.applies else []
    if exports.wanted(request):
        words = in_words(ORDERS[order], f"Kết luận: {VERDICTS[chosen]}" if chosen else "", lede(found).rstrip("."))
        return tables.of_targets(lines, year, words, on)
    context = {
        "rollup": found,
        "year": year,
        "years": years_to_choose(found, year, current.year),
        "last": last,
        "first": charts.six_quarters(last)[0],
        "order": order,
        "orders": ORDERS.items(),
        "chosen": chosen,
        "chosen_word": VERDICTS.get(chosen, ""),
        "strip": [(verdict, found.counts[verdict]) for verdict in _URGENCY],
        "lede": lede(found),
        "lines": lines,
        "first_period": found.periods[0],
        "structure": structure.choice(material.periods, there) if sees_all_units(request.user.access) else [],
        "by_now": there is not None,
    }
    return render(request, "reports/targets.html", context)


def sees_all_units(access) -> bool:
    """Whether this person may see what each unit said. The administrator reads no content of reports."""
    return access.is_reviewer or access.is_leader


def _line(material, row, last, on) -> Line:
    target, result = row.target, row.result
    spans_plan = target.basis in (Target.Basis.PLAN, Target.Basis.ONCE)
    before = result if spans_plan else material.result(target, result.year - 1, on)
    return Line(
        target,
        result,
        figures.actual_text(target, result),
        figures.goal_note(target, result),
        charts.spark(target, result, before, last),
    )


def lede(found: Rollup) -> str:
    """One sentence that answers the visitor's question, and what it rests on."""
    counts = found.counts
    need = [
        f"{counts[verdict]} {VERDICTS[verdict].lower()}"
        for verdict in ("behind", "missed", "no_data")
        if counts[verdict]
    ]
    acted = f"Cần xử lý: {', '.join(need)}." if need else "Không có chỉ tiêu nào chậm hoặc không đạt."
    return (
        f"{found.good} chỉ tiêu đạt hoặc đúng tiến độ. {acted} "
        f"Tính theo báo cáo đã chấp nhận đến {format_date(found.on)}."
    )


def require_role(user):
    if user.access.is_nobody:
        raise PermissionDenied("no role in force")


def year_asked(request) -> int | None:
    """The year asked for; None when none was, or none that can be read."""
    asked = request.GET.get("nam", "")
    return int(asked) if re.fullmatch("20[0-9]{2}", asked, re.ASCII) else None


def years_to_choose(found, year, current_year) -> list[int]:
    """Years to choose from, the latest first: those of the plan up to now, and the one that is shown."""
    return sorted({*range(found.plan.first_year, current_year + 1), year}, reverse=True)
