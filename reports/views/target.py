"""One target: is this number right, and what is it made of."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import annual_lists, charts, figures, makeup, portal, rollup, structure
from reports.assigned import Member, whoever_on
from reports.counted import STANDING, is_counted_in, rule_of
from reports.models import Figure, Report
from reports.tables import figures as tables
from reports.views.by_structure import lines_of_now
from reports.views.targets import require_role, sees_all_units, year_asked, years_to_choose
from targets.facts import Unnamed, Verdict
from targets.models import Assignment, Target
from targets.quarters import Quarter
from units import clock, exports
from units.asked import whole_number
from units.models import Unit, UnitName
from units.tables import in_words
from units.vietnamese import format_number, format_percent

PAGE_SIZE = 50
NAMED = 60  # units: a district's are all named


@dataclass(frozen=True)
class Cell:
    """What a unit said in one quarter. ``kind``: "figure", or why there is none: missing, excluded, sent, none.
    ``value``: the figure where it is one number."""

    kind: str
    quarter: Quarter
    text: str = ""
    value: Decimal | None = None
    version: int | None = None
    pending: str = ""
    pending_version: int | None = None


@dataclass(frozen=True)
class UnitLine:
    member: Member
    cells: list[Cell]
    total: str
    value: Decimal | None


@login_required
@require_safe
@exports.offered
def target(request, code):
    require_role(request.user)
    access = request.user.access
    on = clock.today()
    asked = year_asked(request)
    # A file has every unit, and the structure of now is made of all their figures.
    may_sum = not exports.wanted(request) and not structure.is_asked(request.GET)
    material = rollup.read_for(on, asked, code, may_sum=may_sum)
    if material is None or not material.targets:
        raise Http404("no such target")
    (found,) = material.targets
    current = material.current(on)
    year = asked or current.year
    board = material.of_year(year, on)
    row = board.rows[0]
    result = row.result
    of_plan = sorted({period.year for period in board.periods if period.year <= max(current.year, year)})
    results = [result if one == year else material.result(found, one, on) for one in of_plan]
    results = [one for one in results if one.applies]
    applies = board.applies and result.applies
    seen = _units_seen(access)
    quarters = _quarters(found, result, row.terms, year) if applies else []
    last = min(current.value, Quarter(year, 4))
    # Who sees the own unit's figures alone has nothing to add up.
    there = structure.asked(request.GET, material.periods, on) if seen is None else None
    has_lines = applies and there is None
    number = whole_number(request.GET.get("trang"), digits=6) or 1
    if has_lines and material.summed:
        page, unit_lines = _lines_of_many(material, row, year, on, quarters, seen, access, number)
    else:
        members = _members(material, row, board, quarters, seen) if has_lines else []
        page = Paginator(members, PAGE_SIZE).get_page(number)
        shown = members if exports.wanted(request) else page.object_list
        unit_lines = _unit_lines(material, row, board, quarters, access, shown)
    now_lines = lines_of_now(material, row, board, quarters, there) if applies and there is not None else []
    made_of = _made_of(found, result, board, on, access, seen) if applies else {}
    words = in_words(
        f"Năm {year}",
        "" if seen is None else "Phần của đơn vị",
        f"Toàn quận: {figures.actual_text(found, result)}",
        figures.goal_note(found, result),
        "Theo cơ cấu hiện nay" if now_lines else "",
    )
    make, lines = (tables.of_units_now, now_lines) if now_lines else (tables.of_units, unit_lines)
    table = make(found, lines, quarters, made_of.get("things"), words, on)
    if exports.wanted(request):
        return table
    context = {
        "sheets": table.sheets,
        "rollup": board,
        "target": found,
        "result": result,
        "applies": applies,
        "year": year,
        "years": years_to_choose(board, year, current.year),
        "first_period": board.periods[0],
        "coordinators": board.sorted(row.coordinators),
        "actual": figures.actual_text(found, result),
        "note": figures.goal_note(found, result),
        "goal": "" if found.threshold is None else figures.threshold_text(found, result),
        "key_figures": _key_figures(found, result, board, may_name=seen is None) if applies else [],
        "missing": _missing(result, board, may_split=seen is None) if applies else None,
        "answers": _answers(result, board, may_name=seen is None) if applies else [],
        "months": [_month(found, figure) for figure in result.months],
        "chart": charts.chart(found, results, year, last) if results and applies else None,
        "columns": _column_numbers(found, material.plan),
        "year_rows": [_year_row(found, one, material.plan) for one in results],
        "quarters": quarters,
        "unit_lines": unit_lines,
        "page": page,
        "now_lines": now_lines,
        "structure": structure.choice(material.periods, there) if seen is None else [],
        "sees_all": seen is None,
        "counted_by": _counted_by(found, result, current),
        "annual_plans": annual_lists.behind(found, year, request.user, on) if applies else None,
        **made_of,
    }
    return render(request, "reports/target.html", context)


def _units_seen(access) -> frozenset[str] | None:
    """Units whose own figures this person may see; None for all. The administrator reads no content of reports."""
    if sees_all_units(access):
        return None
    return frozenset(unit.code for unit in access.units)


def _quarters(target, result, terms, year) -> list[Quarter]:
    """The quarters of the year's basis, begun or not: a school year has two of the year before."""
    if target.basis == Target.Basis.SCHOOL_YEAR:
        return [q for q, term in terms.items() if result.basis_from <= term.window_to <= result.basis_to]
    return [quarter for quarter in terms if quarter.year == year]


def _column_numbers(target, plan) -> list[int]:
    """Quarter numbers in the order of the basis: a school year that begins in August runs III, IV, I, II."""
    numbers = [1, 2, 3, 4]
    if target.basis != Target.Basis.SCHOOL_YEAR:
        return numbers
    ends = {number: plan.reporting.window_to(Quarter(2017, number)) for number in numbers}
    start = plan.school_year_start
    return sorted(numbers, key=lambda number: ((ends[number].month, ends[number].day) < start, number))


def _year_row(target, result, plan) -> dict:
    """A year of the table beside the chart: four quarters, the whole, the verdict."""
    is_school = target.basis == Target.Basis.SCHOOL_YEAR
    numbers = _column_numbers(target, plan)
    wrap = numbers.index(1)
    cells = []
    for at, number in enumerate(numbers):
        quarter = Quarter(result.year - 1 if is_school and at < wrap else result.year, number)
        cells.append(figures.quarter_text(target, result.by_quarter.get(quarter)))
    return {
        "label": f"{result.year - 1}–{result.year}" if is_school else result.year,
        "cells": cells,
        "total": figures.actual_text(target, result),
        "result": result,
    }


def _key_figures(target, result, board, *, may_name) -> list[tuple[str, str, str]]:
    """(name, figure, small print): official, waiting, goal, needed today."""
    fraction = figures.fraction_text(result)
    label = "" if target.measure == Target.Measure.MILESTONE else target.unit_label
    if target.basis == Target.Basis.MONTH:
        official = "tháng đã qua đủ mức"
    else:
        official = f"{fraction} {label}" if fraction else label
    return [
        ("Đã tổng hợp", figures.actual_text(target, result), official),
        ("Chưa tổng hợp", *_waiting(target, result, board, may_name)),
        ("Mức giao", _goal_number(target, result), _goal_of(target, result)),
        ("Mức cần có hôm nay", *_needed(target, result)),
    ]


def _waiting(target, result, board, may_name) -> tuple[str, str]:
    if not result.pending_units:
        return figures.NO_QUESTION, "không có báo cáo nào đang chờ"
    units = result.pending_units
    named = ", ".join(_named(board, units)) if may_name and len(units) <= 3 else ""
    named = named or f"{len(units)} đơn vị"
    small = f"{named} đã gửi, chưa được chấp nhận"
    more = result.pending_actual
    if more is None or target.measure == Target.Measure.MILESTONE:
        return (str(len(units)), f"báo cáo; {small}") if not more else ("xong", small)
    text = f"{'+' if more > 0 else '−' if more < 0 else ''}{format_number(abs(more))}"
    return text, f"điểm phần trăm; {small}" if figures.is_points(target) else small


def _goal_number(target, result) -> str:
    if target.basis == Target.Basis.MONTH and target.threshold is not None:
        return format_number(target.threshold)
    return figures.threshold_text(target, result)


def _goal_of(target, result) -> str:
    if target.measure == Target.Measure.MILESTONE:
        return "hạn hoàn thành"
    if target.threshold is None:
        return "Kế hoạch không giao mức"
    if target.measure == Target.Measure.GROWTH:
        return f"gấp {format_number(target.threshold)} lần năm {target.base_year}"
    when = {"year": "cả năm", "month": "mỗi tháng", "school_year": "cả năm học"}.get(target.basis, "cả giai đoạn")
    return when if figures.is_points(target) else f"{target.unit_label}, {when}"


def _needed(target, result) -> tuple[str, str]:
    """What is on track today, and how that is worked out."""
    if result.expected_now is None or target.basis == Target.Basis.MONTH:
        return figures.NO_QUESTION, "mỗi tháng xét riêng" if target.basis == Target.Basis.MONTH else ""
    if target.measure == Target.Measure.MILESTONE:
        return ("xong", "đã đến hạn") if result.expected_now else (figures.NO_QUESTION, "chưa đến hạn")
    closed = sum(figure.closed for figure in result.by_quarter.values())
    if figures.is_points(target):
        margin = format_number(target.plan.on_track_margin)
        return format_percent(result.expected_now), f"trên đường tới mức giao, trừ {margin} điểm"
    small = f"{closed} quý đã tổng hợp, làm tròn xuống"
    if target.basis == Target.Basis.YEAR:
        small = f"{format_number(result.threshold)} × {closed}/4 quý đã tổng hợp, làm tròn xuống"
    return format_number(result.expected_now), small


def _missing(result, board, *, may_split) -> dict:
    """Units without an official figure, by name: those that have sent wait for us, not for them. Where units are only
    counted it is not known which of them have."""
    if isinstance(result.missing, Unnamed):
        quarter = max(result.by_quarter, default=None)
        return {"count": len(result.missing), "silent_count": len(result.missing), "quarter": quarter}
    waiting = set(result.pending_units) if may_split else set()
    silent = [unit for unit in result.missing if unit not in waiting]
    return {
        "count": len(result.missing),
        "waiting": _named(board, [unit for unit in result.missing if unit in waiting]),
        "silent": _named(board, silent),
        "silent_count": len(silent),
        "quarter": max(result.by_quarter, default=None),
    }


def _answers(result, board, *, may_name) -> list[tuple[str, int, list[str]]]:
    """Có, không, chưa báo cáo of a share; what others answered is told to who may see their reports."""
    if not (result.yes or result.no or result.silent):
        return []
    return [
        ("Có", len(result.yes), _named(board, result.yes) if may_name else []),
        ("Không", len(result.no), _named(board, result.no) if may_name else []),
        ("Chưa báo cáo", len(result.silent), _named(board, result.silent)),
    ]


def _month(target, figure) -> dict:
    if figure.value is None:
        said = "chưa báo cáo" if figure.ended else "chưa hết tháng"
    elif figure.ok is None:
        said = "chưa hết tháng"
    else:
        said = "đủ" if figure.ok else "thiếu"
    return {
        "label": f"{figure.month[5:]}/{figure.month[:4]}",
        "value": figures.NO_QUESTION if figure.value is None else format_number(figure.value),
        "said": said,
        "mark": {True: "met", False: "behind"}.get(figure.ok, ""),
    }


def _named(board, codes) -> list[str]:
    """All of a district; of a country as many as a page has lines, and how many more there are; nobody where units are
    only counted."""
    if isinstance(codes, Unnamed):
        return []
    names = board.short_names(codes)
    return names if len(names) <= NAMED else [*names[:PAGE_SIZE], f"và {len(names) - PAGE_SIZE} đơn vị khác"]


def _members(material, row, board, quarters, seen) -> list[Member]:
    """The units of the table: who said something, or had to."""
    cited = material.cited(row.target)
    codes = {unit for unit, quarter in cited if quarter in quarters} | set(row.result.by_unit)
    for quarter in quarters:
        codes |= row.terms[quarter].expected | row.terms[quarter].excluded
    return board.sorted(codes if seen is None else codes & seen)


def _lines_of_many(material, row, year, on, quarters, seen, access, number):
    """(page, lines of its units): of a country only their figures are read. Who is among them the database looks up."""
    of_year = [period.window_to for period in material.periods if period.value in quarters]
    of_basis = [period for period in material.periods if period.value in {*quarters, *row.result.by_quarter}]
    had_to = Assignment.objects.filter(whoever_on(of_year), target=row.target)
    # By way of the unit's own reports: by that of the target all units' figures would be looked at for each.
    of_report = Q(version=OuterRef("official")) | Q(version=OuterRef("latest"))
    told = Exists(Figure.objects.filter(of_report, STANDING, target=row.target))
    said = Report.objects.filter(told, unit=OuterRef("pk"), period__in=of_basis)
    units = Unit.objects.filter(Q(pk__in=had_to.values("unit")) | Exists(said))
    if seen is not None:
        units = units.filter(code__in=seen)
    found = units.values_list("pk", "code")
    page = Paginator(found, PAGE_SIZE).get_page(number)
    shown = dict(page.object_list)
    part = rollup.of_units(material, list(shown))
    board = part.of_year(year, on)
    return page, _unit_lines(part, board.rows[0], board, quarters, access, board.sorted(shown.values()))


def _unit_lines(material, row, board, quarters, access, members) -> list[UnitLine]:
    cited = material.cited(row.target) if members else {}
    codes = {member.code for member in members}
    own = {unit.code for unit in access.units}
    # A year that is over is told under the names of its last day.
    last_day = row.terms[quarters[-1]].window_to if quarters else board.on
    then = UnitName.objects.by_code(codes, last_day) if last_day < board.on else {}
    return [
        UnitLine(
            member._replace(name=then.get(member.code, member.name)),
            [_cell(row, member.code, quarter, cited, access.is_reviewer or member.code in own) for quarter in quarters],
            _total(row, member.code),
            figures.unit_number(row.target, row.result.by_unit.get(member.code)),
        )
        for member in members
    ]


def _cell(row, unit, quarter, cited, reads_pending) -> Cell:
    """``reads_pending``: leadership reads what has been accepted, of the rest only that it was sent."""
    official = pending = None
    for said in cited.get((unit, quarter), ()):
        if said.fact.report != said.fact.quarter:
            continue  # told later of an earlier quarter: it stands among the records below
        if said.is_official:
            official = said
        else:
            pending = said
    shown = {}
    if pending:
        shown["pending"] = figures.fact_text(row.target, pending.fact) if reads_pending else "đã gửi"
        shown["pending_version"] = pending.version if reads_pending else None
    if official:
        text, number = figures.fact_text(row.target, official.fact), figures.fact_number(row.target, official.fact)
        return Cell("figure", quarter, text, number, official.version, **shown)
    if pending:
        return Cell("sent", quarter, **shown)
    term = row.terms[quarter]
    if unit in term.excluded:
        return Cell("excluded", quarter)
    return Cell("missing" if unit in term.expected and quarter in row.result.by_quarter else "none", quarter)


def _total(row, unit) -> str:
    figure = row.result.by_unit.get(unit)
    if figure is None:
        return figures.NO_QUESTION
    text = figures.unit_text(row.target, figure)
    return f"{text} (từ {figure.quarter.label})" if figure.carried and figure.quarter else text


def _made_of(target, result, board, on, access, seen) -> dict:
    """Of a counted target the records behind its figure, and what the plan wants shown beside it."""
    periods = [period for period in board.periods if period.value in result.by_quarter]
    is_counted = any(is_counted_in(target, period) for period in periods)
    if rule_of(target) is None:
        return {}
    things = makeup.of(target, periods, on, units=seen, reads_pending=access.is_reviewer or bool(access.acts_for))
    counted = [thing for thing in things if thing.standing == "counted"]
    return {
        "things": things if things or is_counted else None,
        "is_counted": is_counted,
        "things_counted": len(counted),
        "procedures": sum(thing.is_procedure for thing in counted),
        "surveyed": makeup.beside(target, periods, on),
        "opens_records": access.is_reviewer or access.is_leader or bool(access.acts_for),
    }


def _counted_by(target, result, current) -> str:
    told = "theo báo cáo đã chấp nhận"
    if is_counted_in(target, current):
        told = f"đếm từ sổ theo dõi, {told}"
    elif portal.is_told_in(target, current):
        told = f"cổng trả lời, {told}"
    if result.verdict == Verdict.TRACKED:
        return f"Theo dõi, không giao mức; {told}"
    return told[:1].upper() + told[1:]
