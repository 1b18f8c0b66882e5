"""Kinh phí: the sums of a year (`/kinh-phi/`) and one unit's lines (`/kinh-phi/2018/P1/`)."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from targets import budget_chart, budget_form, budget_sums, budget_table, budgets
from targets.budget_sums import Sums
from targets.models import BudgetLine, FundSource
from units import clock, exports
from units.asked import whole_number
from units.models import Unit
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_keeping_text
from units.tables import by_batches
from units.templatetags.q4kh import Problem
from units.vietnamese import clean_text, format_number

PAGE_SIZE = 30
NAMED = 40  # units without a line that are named one by one
# What a group of bars is called, under 80 units of a drawing.
SHORT = {
    FundSource.DISTRICT: "Quận",
    FundSource.CITY: "Thành phố",
    FundSource.UNIT: "Đơn vị",
    FundSource.SOCIAL: "Nguồn khác",
}
# Every row has a note: where a session ended in mid-form, the rest of the rows goes with it.
LABELS = {f"line-{number}-note": f"Ghi chú, dòng {number}" for number in range(1, budget_form.MAX_ROWS + 2)}


@dataclass(frozen=True)
class Asked:
    """The filters: a year, a unit's code, a source."""

    year: int
    unit: str = ""
    source: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.unit or self.source)

    def narrowed(self, lines: QuerySet) -> QuerySet:
        if self.unit:
            lines = lines.filter(unit__code=self.unit)
        return lines.filter(source=self.source) if self.source else lines


def _asked(request, years, today) -> Asked:
    year = whole_number(request.GET.get("nam"), digits=4)
    source = request.GET.get("nguon", "")
    return Asked(
        year if year in years else min(max(today.year, years[0]), years[-1]),
        clean_text(request.GET.get("don-vi", ""))[:20].strip(),
        source if source in FundSource.values else "",
    )


# --- The sums of a year ----------------------------------------------------------------------------------------------


@login_required
@require_safe
@exports.offered
def budget_list(request):
    """``nam`` a year, ``don-vi`` a unit's code, ``nguon`` a source."""
    if not budgets.can_read_any(request.user):
        raise PermissionDenied
    today = clock.today()
    years = budgets.years(today)
    asked = _asked(request, years, today)
    seen = asked.narrowed(BudgetLine.objects.visible_to(request.user))
    lines = seen.filter(year=asked.year)
    if exports.wanted(request):
        rows = lines.select_related("unit")
        words = _in_words(request.user, asked)
        return budget_table.of_lines(by_batches(rows, list), rows.count(), words, asked.year, today)
    sources = budget_sums.by_source(lines)
    whole = budget_sums.added(sums for _, sums in sources)
    by_year = budget_sums.by(seen.filter(year__in=years), "year")
    compared = [(year, by_year.get(year, Sums())) for year in years]
    page = Paginator(_units(lines), PAGE_SIZE).get_page(request.GET.get("trang"))
    page.object_list = list(page.object_list)
    found = budget_sums.by(lines.filter(unit__in=page.object_list), "unit", "source")
    reads_all = budgets.reads_all(request.user)
    silent, named = _silent(asked.year, today) if reads_all and not asked.is_narrow else (0, [])
    allocation = budgets.allocation_of(asked.year)
    context = {
        "asked": asked,
        "years": years,
        "sources": sources,
        "whole": whole,
        "compared": compared,
        "page": page,
        "rows": _rows(page.object_list, found),
        "units": _units(BudgetLine.objects.visible_to(request.user)) if reads_all else [],
        "source_choices": FundSource.choices,
        "source_chart": budget_chart.grouped(
            "theo-nguon", f"Kinh phí năm {asked.year} theo nguồn", [(SHORT[one], sums) for one, sums in sources]
        ),
        "year_chart": budget_chart.grouped(
            "qua-cac-nam", "Kinh phí qua các năm", [(str(year), sums) for year, sums in compared]
        ),
        "allocation": allocation,
        "days_late": allocation.days_late(today),
        "reads_all": reads_all,
        "silent": silent,
        "silent_named": named,
        "own": request.user.access.units,
    }
    return render(request, "targets/budget.html", context)


def _units(lines) -> QuerySet:
    """Units that have any of ``lines``, in the order of every list of units."""
    return Unit.objects.filter(pk__in=lines.order_by().values("unit"))


def _rows(units, found) -> list[tuple[Unit, list, Sums]]:
    """A unit, its (source, sums), and all of it together."""
    rows = []
    for unit in units:
        parts = [(one, found[unit.pk, one.value]) for one in FundSource if (unit.pk, one.value) in found]
        rows.append((unit, parts, budget_sums.added(sums for _, sums in parts)))
    return rows


def _silent(year, today) -> tuple[int, list[Unit]]:
    """How many units file reports and have no line of the year, and the first NAMED of them. One query for so many."""
    rows = Unit.objects.filing(today).exclude(kind=Unit.Kind.SCHOOL)
    told = BudgetLine.objects.filter(year=year).values("unit")
    rows = rows.exclude(pk__in=told)
    first = list(rows[: NAMED + 1])
    return len(first) if len(first) <= NAMED else rows.count(), first[:NAMED]


def _in_words(user, asked) -> str:
    unit = asked.unit and Unit.objects.filter(code=asked.unit).values_list("name", flat=True).first()
    everybody = "Mọi đơn vị" if budgets.reads_all(user) else ", ".join(one.name for one in user.access.units)
    source = FundSource(asked.source).label if asked.source else "mọi nguồn"
    return f"{unit or asked.unit or everybody}; {source}"


# --- One unit's lines ------------------------------------------------------------------------------------------------


@login_keeping_text(labels=LABELS, saving="save")
@require_http_methods(["GET", "HEAD", "POST"])
@exports.offered
def unit_budget(request, year, code):
    """POST ``act``: ``save`` (also where none is said), ``add`` (one more blank row, nothing stored), ``take`` (lines
    from the annual plan)."""
    if not budgets.can_read_any(request.user):
        raise PermissionDenied
    today = clock.today()
    unit = Unit.objects.filter(code=code).first()
    if unit is None or year not in budgets.years(today) or not budgets.can_read(request.user, unit):
        raise Http404("no such budget for this person")
    if exports.wanted(request):
        lines = list(_lines(unit, year).select_related("unit"))
        return budget_table.of_lines(lines, len(lines), unit.name, year, today, code)
    if request.method != "POST":
        return _page(request, unit, year)
    rights = _rights(request.user, unit)
    if not any(rights.values()):
        raise PermissionDenied
    act = request.POST.get("act", "save")
    if act == "take":
        return _take(request, unit, year)
    if act not in ("save", "add"):
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    sheet = budget_form.read(request.POST, _lines(unit, year), today, year, **rights)
    if act == "add":
        for row in sheet.rows:
            row.errors.clear()
        sheet.until_error = ""
        budget_form.add_blank(sheet, 1, **rights)
        return _page(request, unit, year, sheet, added=True)
    try:
        changed = budgets.save(unit, year, sheet, by=request.user, at=clock.now())
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        problems = [Problem(anchor, text) for anchor, text in refusal.problems]
        for anchor, text in refusal.problems:
            _mark(sheet, anchor, text)
        return _page(request, unit, year, sheet, problems, status=422)
    except WrongState:
        fresh = {line.pk: line for line in _lines(unit, year)}
        for row in sheet.rows:
            row.line = fresh.get(row.line.pk) if row.line else None
            row.revision = row.line.revision if row.line else -1
            row.is_removed = False
        text = "Chưa lưu: có người vừa sửa dòng này. Phần vừa nhập vẫn ở dưới; lưu lần nữa là ghi thay bản hiện nay."
        return _page(request, unit, year, sheet, [Problem("", text)], status=409)
    messages.success(request, f"Đã lưu, {changed} dòng thay đổi." if changed else "Không có gì thay đổi.")
    return redirect("targets:unit_budget", year, code)


def _mark(sheet, anchor, text):
    """What only the database could tell is shown at its input as well."""
    for row in sheet.rows:
        if anchor == f"{row.stem}-title":
            row.errors.setdefault("title", text)


def _rights(user, unit) -> dict[str, bool]:
    return {"plans": budgets.can_plan(user, unit), "allocates": budgets.can_allocate(user)}


def _lines(unit, year):
    return BudgetLine.objects.filter(unit=unit, year=year).order_by("order", "pk")


def _take(request, unit, year):
    try:
        made, unsourced = budgets.take_from_plan(unit, year, by=request.user, at=clock.now())
    except NotAllowed:
        raise PermissionDenied from None
    except WrongState:
        text = "Có người vừa lấy các dòng này từ kế hoạch năm; xem lại trang này."
        return _page(request, unit, year, problems=[Problem("", text)], status=409)
    if not made:
        messages.info(request, "Kế hoạch năm không còn việc nào có kinh phí mà chưa có dòng ở đây.")
    elif unsourced:
        messages.warning(
            request,
            f"Đã lấy {made} dòng từ kế hoạch năm; {unsourced} dòng kế hoạch không ghi nguồn, tạm để Ngân sách quận: "
            "soát lại nguồn rồi lưu.",
        )
    else:
        messages.success(request, f"Đã lấy {made} dòng từ kế hoạch năm; soát lại rồi lưu.")
    return redirect("targets:unit_budget", year, unit.code)


def _page(request, unit, year, sheet=None, problems=(), *, added=False, status=200):
    """``sheet``: what was typed and not stored."""
    today = clock.today()
    lines = list(_lines(unit, year))
    rights = _rights(request.user, unit)
    writes = any(rights.values())
    if writes and sheet is None:
        sheet = budget_form.of(lines, today, **rights, more=1 if lines else 3)
    years = budgets.years(today)
    by_year = budget_sums.by(BudgetLine.objects.filter(unit=unit, year__in=years), "year")
    for line in lines:
        line.odd = budgets.oddities(line.allocated, line.spent, line.planned)
        line.sums = Sums(line.planned, line.allocated, line.spent, line.spent if line.allocated is not None else None)
    proposed = budgets.proposed(unit, year) if rights["plans"] else []
    context = {
        "unit": unit,
        "year": year,
        "lines": lines,
        "whole": budget_sums.added(line.sums for line in lines),
        "until": max((line.spent_until for line in lines if line.spent_until), default=None),
        "compared": [(one, by_year.get(one, Sums())) for one in years],
        "writes": writes,
        **rights,
        "sheet": sheet if writes else None,
        "rows": _shown(sheet) if writes else [],
        "sources": FundSource.choices,
        "proposed": proposed,
        "proposed_sum": format_number(sum(row.budget for row in proposed)),
        "problems": list(problems),
        "added": added,
        "most": budget_form.MAX_ROWS,
    }
    return render(request, "targets/unit_budget.html", context, status=status)


@dataclass(frozen=True)
class Input:
    """One input of a row, or what stands there for who may not write it."""

    name: str
    label: str
    value: str
    error: str
    is_written: bool
    shown: str  # where it may not be written
    stored: str  # what is stored now, where somebody else has changed it meanwhile


def _in_place(name, text) -> str:
    if name == "source":
        # Among what was typed there may be a source that there is none of; its message stands at the input.
        return FundSource(text).label if text in FundSource else text
    return text or ("chưa nhập" if name in budget_form.AMOUNTS else "–")


def _shown(sheet) -> list[tuple]:
    """(row, its inputs by name, sentences on what is odd)."""
    found = []
    for row in sheet.rows:
        stored = budget_form.texts_of(row.line) if row.line else {}
        inputs = {
            name: Input(
                f"{row.stem}-{name}", label, row.typed.get(name, ""), row.errors.get(name, ""), name in row.writes,
                _in_place(name, row.typed.get(name, "")),
                stored.get(name, "") if row.is_conflict and stored.get(name) != row.typed.get(name, "") else "",
            )
            for name, label in budget_form.NAMES.items()
        }  # fmt: skip
        line = row.line
        odd = budgets.oddities(line.allocated, line.spent, line.planned) if line else []
        found.append((row, inputs, [text for _, text in odd]))
    return found
