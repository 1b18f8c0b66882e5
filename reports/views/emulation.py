"""Thi đua: the scores of a year by group, one group's table with its files, publishing and correcting it."""

from collections import Counter
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reports import structure
from reports.emulation import groups, marks, publishing, rights, schemes, scoring, table as score_table
from reports.models import Scheme, ScoreSheet, ScoreTable
from reports.models.emulation import FIRST_YEAR
from reports.tables import emulation as tables
from units import clock, downloads, exports
from units.asked import seen_revision, whole_number
from units.models import Unit
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_showing_text
from units.templatetags.q4kh import Problem
from units.vietnamese import clean_text

State, SheetState = Scheme.State, ScoreSheet.State
SHOWN, PAGE_SIZE = 20, 50


@login_required
@require_safe
@exports.offered
def current(request):
    """The year that it is, at the address the navigation leads to."""
    this_year = clock.today().year
    check_reader(request, this_year)
    return _year_page(request, this_year)


def check_reader(request, year) -> None:
    """403 for who reads no scores, 404 for a year before the plan asked for them."""
    if not rights.can_read(request.user):
        raise PermissionDenied
    if not FIRST_YEAR <= year <= 2100:
        raise Http404("emulation is scored from 2017 on")


# --- The year --------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@exports.offered
def year(request, year):
    """POST ``act``: ``start`` a scale of ``group`` (its slug), or ``ask`` to be scored as ``unit`` (its code)."""
    check_reader(request, year)
    if request.method == "POST":
        return _year_post(request, year)
    return _year_page(request, year)


def _year_page(request, year):
    user = request.user
    own_groups = {unit.group for unit in user.access.units}
    visible = {scheme.group: scheme for scheme in Scheme.objects.visible_to(user).filter(year=year)}
    published = publishing.latest_of_year(year)
    own = list(
        ScoreSheet.objects.filter(scheme__year=year, unit__in=user.access.acts_for).select_related("scheme", "unit")
    )
    counts = _counts(year) if user.access.sees_everything or user.access.is_leader else {}
    drafts = rights.can_draft(user)
    present = set(Unit.objects.filter(files_reports=True, is_active=True).order_by().values_list("group", flat=True))
    blocks = []
    for group in Unit.Group.values:
        scheme = visible.get(group)
        if scheme is None and not (drafts and group in present):
            continue
        table = published.get(scheme.pk) if scheme else None
        asks = bool(scheme) and scheme.on_request and group in own_groups
        blocks.append(
            {
                "group": group,
                "slug": groups.SLUG_OF[group],
                "label": groups.label(group),
                "scheme": scheme,
                "table": table,
                "rows": table.snapshot["rows"][:SHOWN] if table else [],
                "more": max(0, len(table.snapshot["rows"]) - SHOWN) if table else 0,
                "own": [sheet for sheet in own if scheme and sheet.scheme_id == scheme.pk],
                "counts": counts.get(scheme.pk) if scheme and scheme.state == State.SCORING else None,
                "can_ask": _askers(user, scheme, own) if asks else [],
            }
        )
    files = tables.of_year(year, blocks, own, clock.today())
    if exports.wanted(request):
        return files
    context = {
        "year": year,
        "sheets": files.sheets,
        "years": sorted({*range(FIRST_YEAR, clock.today().year + 1), year}, reverse=True),
        "blocks": blocks,
        "lede": _lede(blocks),
        "own_groups": own_groups,
        "sees_progress": bool(counts) or user.access.sees_everything or user.access.is_leader,
    }
    return render(request, "reports/emulation_year.html", context)


def _lede(blocks) -> str:
    """How far the groups have got, each at its furthest: "1 khối đã công bố, 2 khối đang chấm điểm"."""
    numbers = Counter(
        "đã công bố" if block["table"] else _STAGES.get(block["scheme"].state, "chưa có thang điểm hiệu lực")
        for block in blocks
        if block["scheme"]
    )
    return ", ".join(f"{number} khối {word}" for word, number in numbers.items())


_STAGES = {State.SCORING: "đang chấm điểm", State.IN_FORCE: "có thang điểm, chưa mở chấm"}


def _counts(year) -> dict[int, dict]:
    """Scheme → state of its sheets → how many, and the number of all."""
    rows = ScoreSheet.objects.filter(scheme__year=year).order_by("scheme").values_list("scheme", "state")
    found = {}
    for scheme_id, states in groupby(rows.annotate(Count("pk")), key=lambda row: row[0]):
        numbers = {state: number for _, state, number in states}
        found[scheme_id] = {
            "total": sum(numbers.values()),
            "states": [(state, numbers.get(state, 0)) for state in SheetState.values],
        }
    return found


def _askers(user, scheme, own) -> list[Unit]:
    """Own units that may still ask to be scored."""
    if scheme.state not in (State.IN_FORCE, State.SCORING):
        return []
    have = {sheet.unit_id for sheet in own if sheet.scheme_id == scheme.pk}
    return [
        unit
        for unit in user.access.units
        if unit.group == scheme.group and unit.pk not in have and rights.can_sign(user, unit)
    ]


def _year_post(request, year):
    act, now = request.POST.get("act"), clock.now()
    try:
        if act == "start":
            group = groups.SLUGS.get(request.POST.get("group", ""))
            if group is None:
                raise Http404("no such group")
            scheme = schemes.start(year, group, by=request.user, at=now)
            copied = f"chép từ năm {year - 1}" if scheme.copied_from_id else "chưa có tiêu chí nào"
            messages.success(request, f"Đã lập thang điểm {scheme.year}, {groups.label(group).lower()}: {copied}.")
            return redirect("reports:emulation_scheme", year, groups.SLUG_OF[group])
        if act == "ask":
            unit = next((one for one in request.user.access.units if one.code == request.POST.get("unit")), None)
            if unit is None:
                raise PermissionDenied
            scheme = Scheme.objects.filter(year=year, group=unit.group).first()
            if scheme is None:
                raise Http404("no scale for this group")
            scoring.ask(scheme, unit, by=request.user, at=now)
            messages.success(request, f"Đã đề nghị chấm điểm thi đua năm {year} cho {unit.short_name}.")
            return redirect("reports:emulation_sheet", year, unit.code)
    except NotAllowed:
        raise PermissionDenied from None
    except WrongState:
        messages.warning(request, "Chưa làm được: có người vừa làm trước, hoặc thang điểm không ở bước này.")
        return redirect("reports:emulation", year)
    return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")


# --- One group's table -----------------------------------------------------------------------------------------------


def find_scheme(user, year, group) -> Scheme:
    scheme = Scheme.objects.visible_to(user).filter(year=year, group=groups.SLUGS.get(group)).first()
    if scheme is None:
        raise Http404("no such scale for this person")
    return scheme


def _find_table(scheme, number=None) -> ScoreTable | None:
    return scheme.tables.filter(number=number).first() if number is not None else publishing.latest(scheme)


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
@exports.offered
def table(request, year, group):
    """``?ban=`` the number of an earlier table. POST ``act``: ``publish`` or ``correct`` (``reason``), with
    ``revision``."""
    check_reader(request, year)
    scheme = find_scheme(request.user, year, group)
    if request.method == "POST":
        return _table_post(request, scheme)
    asked = request.GET.get("ban")
    shown = _find_table(scheme, whole_number(asked, digits=3) if asked else None)
    if asked and shown is None:
        raise Http404("no such table")
    return _table_page(request, scheme, shown)


def _table_post(request, scheme):
    act, now, user = request.POST.get("act"), clock.now(), request.user
    told = {"by": user, "at": now, "revision": seen_revision(request.POST)}
    reason = clean_text(request.POST.get("reason", "")).strip()[:2000]
    label = groups.label(scheme.group).lower()
    try:
        if act == "publish":
            made = publishing.publish(scheme, **told)
            messages.success(request, f"Đã công bố điểm thi đua {scheme.year}, {label}, bản {made.number}.")
        elif act == "correct":
            publishing.correct(scheme, **told, reason=reason)
            messages.success(request, "Đã mở đính chính. Bảng đã công bố vẫn đứng cho đến khi bản mới thay.")
        else:
            return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        problems = [Problem(anchor, text) for anchor, text in refusal.problems]
        scheme = Scheme.objects.get(pk=scheme.pk)
        return _table_page(request, scheme, publishing.latest(scheme), problems=problems, reason=reason, status=422)
    except WrongState:
        scheme = Scheme.objects.get(pk=scheme.pk)
        problems = [Problem("", "Có người vừa sửa điểm hoặc làm bước này trước. Xem lại bảng dưới đây rồi làm tiếp.")]
        return _table_page(request, scheme, publishing.latest(scheme), problems=problems, reason=reason, status=409)
    return redirect("reports:emulation_table", scheme.year, groups.SLUG_OF[scheme.group])


def _table_page(request, scheme, shown, *, problems=(), reason="", status=200):
    user, today = request.user, clock.today()
    is_scoring = scheme.state == State.SCORING
    works = is_scoring and user.access.sees_everything
    if shown is None and not works and not (is_scoring and user.access.is_leader):
        raise Http404("nothing published for this person")
    context = {
        "scheme": scheme,
        "group": groups.SLUG_OF[scheme.group],
        "label": groups.label(scheme.group),
        "problems": list(problems),
        "reason": reason,
        "table": shown,
        "snapshot": shown.snapshot if shown else None,
        "extras": publishing.bonus_and_penalty(shown.snapshot) if shown else [],
        "numbers": list(scheme.tables.order_by("-number").values_list("number", flat=True)),
        "works": works,
        "can_correct": scheme.state == State.PUBLISHED and rights.can_appraise(user),
    }
    marked = sheets = rows = None
    if works:
        marked = marks.read(scheme, scheme.sheets.select_related("unit", "scheme"), today)
        context |= {
            "obstacles": publishing.obstacles(scheme, marked, today),
            "can_publish": rights.can_approve(user),
            "changes": publishing.changes(publishing.latest(scheme), marked) if scheme.correct_reason else {},
        }
    elif shown is None:
        sheets = list(scheme.sheets.select_related("unit"))
    if shown is not None and (not works or request.GET.get("ban")):
        rows, context["structure"] = _rows_of(request, shown.snapshot)
    files = tables.of_table(context, marked, sheets, rows, today)
    if exports.wanted(request):
        return files
    first = next(found for found in (marked, sheets, rows) if found is not None)
    context["page"] = Paginator(first, PAGE_SIZE).get_page(request.GET.get("trang"))
    # Beside what is being scored an earlier table stands whole.
    context |= {"sheets": files.sheets, "published": rows if works else context["page"].object_list}
    return render(request, "reports/emulation_table.html", context, status=status)


def _rows_of(request, snapshot):
    """The published rows as they were ranked or, where units have changed and ``?co-cau=nay`` asks for it, under the
    units of now; and the switch between the two."""
    rows, there = snapshot["rows"], structure.read(clock.today())
    if not there:
        return rows, []
    is_now = request.GET.get(structure.PARAMETER) == structure.NOW
    if is_now:
        codes = {there.line_of(row["code"]) for row in rows}
        names = dict(Unit.objects.filter(code__in=codes).values_list("code", "name"))
        rows = score_table.by_structure_of_now(rows, there, names)
    return rows, structure.options(is_now)


@login_required
@require_safe
def pdf(request, year, group):
    # WeasyPrint takes a second and 60 MB to load: only who draws pays for it.
    from reports.emulation import table_pdf

    shown = _published(request, year, group)
    content = table_pdf.draw(shown.snapshot).content
    return downloads.made(content, downloads.PDF, f"diem-thi-dua-{year}-{group}-ban-{shown.number}.pdf")


@login_required
@require_safe
def xlsx(request, year, group):
    from reports.emulation import table_xlsx

    shown = _published(request, year, group)
    content = table_xlsx.build(shown.snapshot)
    return downloads.made(content, downloads.XLSX, f"diem-thi-dua-{year}-{group}-ban-{shown.number}.xlsx")


def _published(request, year, group) -> ScoreTable:
    check_reader(request, year)
    scheme = find_scheme(request.user, year, group)
    asked = request.GET.get("ban")
    shown = _find_table(scheme, whole_number(asked, digits=3) if asked else None)
    if shown is None:
        raise Http404("nothing published")
    return shown
