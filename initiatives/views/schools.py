"""Trường: who has a club and an activity in a school year, and each school's own page (II.2.6)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from initiatives import choices, permissions, schools as keeping, tables
from initiatives.models import Activity, School
from initiatives.views.shared import MARKS, problems_of
from targets.quarters import school_year_for, school_year_of
from units import clock, exports
from units.asked import seen_revision
from units.models import Unit
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_showing_text
from units.tables import by_batches, in_words
from units.templatetags.q4kh import Problem
from units.vietnamese import DateError, clean_text, format_date, parse_date

PAGE_SIZE = 100
FIELDS = ("name", "level", "managed_by", "valid_from", "valid_to")


def _require_reader(user, on):
    """Also an administrator, who keeps the list and reads no record."""
    if not (permissions.can_read(user) or keeping.can_save(user, on)):
        raise PermissionDenied


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@exports.offered
def school_list(request):
    """``nam``: the year in which the school year ends; ``thieu=1``: only who lacks something. POST: a new school."""
    today = clock.today()
    _require_reader(request.user, today)
    if request.method != "POST":
        return _list(request, today)
    try:
        unit = keeping.save(None, _said(request, today), by=request.user, on=today)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        return _list(request, today, problems_of(refusal), status=422)
    messages.success(request, f"Đã thêm {unit.name}.")
    return redirect("initiatives:schools")


def _list(request, today, problems=(), status=200):
    plans = choices.plans(today)
    start = plans[-1].school_year_start if plans else (8, 1)
    this_year = school_year_of(today, start)
    first = plans[0].first_year if plans else this_year.year - 1
    # Never an empty list: in the first months of a plan its first school year has not ended yet.
    years = [school_year_for(year, start) for year in range(this_year.year, first, -1)] or [this_year]
    chosen = next((year for year in years if str(year.year) == request.GET.get("nam")), years[0])
    rows = keeping.in_year(chosen, today)
    counted = [row for row in rows if row.is_counted]
    only_lacking = bool(request.GET.get("thieu"))
    shown = [row for row in rows if row.lacks or not only_lacking]
    reads = permissions.can_read(request.user)
    if exports.wanted(request):
        words = in_words(f"Năm học {chosen.label}", "Còn thiếu" if only_lacking else "")
        return tables.of_schools(shown, _opens(request.user, shown) if reads else set(), chosen.label, words, today)
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "year": chosen,
        "years": years,
        "only_lacking": only_lacking,
        "total": len(rows),
        "counted": len(counted),
        "with_club": sum(row.club is not None for row in counted),
        "with_both": sum(not row.lacks for row in counted),
        "reads": reads,
        "opens": _opens(request.user, page.object_list) if reads else set(),
        "can_save": keeping.can_save(request.user, today),
        **_form(request, None, problems),
    }
    return render(request, "initiatives/schools.html", context, status=status)


def _opens(user, rows) -> set[int]:
    """Of the records shown those that this person may open; of the others only that they are there is told."""
    keys = [record.pk for row in rows for record in [row.club, *row.deeds] if record]
    return set(Activity.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
@exports.offered
def school(request, code):
    """One school and what is recorded of it. POST: what is said of it, with ``revision``."""
    today = clock.today()
    _require_reader(request.user, today)
    unit = Unit.objects.filter(code=code, school__isnull=False).select_related("school").first()
    if unit is None:
        raise Http404("no such school")
    if request.method != "POST":
        return _page(request, unit, today)
    try:
        unit = keeping.save(unit, _said(request, today), by=request.user, on=today, seen=seen_revision(request.POST))
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        return _page(request, unit, today, problems_of(refusal), status=422)
    except WrongState:
        text = "Chưa lưu: có người vừa sửa trường này. Phần vừa nhập vẫn ở dưới; lưu lần nữa là ghi thay bản hiện nay."
        return _page(request, unit, today, [Problem("", text)], status=409)
    messages.success(request, f"Đã lưu {unit.name}.")
    return redirect("initiatives:school", unit.code)


def _page(request, unit, today, problems=(), status=200):
    reads = permissions.can_read(request.user)
    visible = Activity.objects.visible_to(request.user) if reads else Activity.objects.none()
    rows = visible.filter(schools=unit).exclude(state=Activity.State.WITHDRAWN)
    rows = rows.select_related("unit").order_by("-starts_on", "-pk")
    if reads and exports.wanted(request):
        return tables.of_records(f"truong-{unit.code}", unit.name, by_batches(rows, list), rows.count(), today)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    page.object_list = list(page.object_list)
    for row in page.object_list:
        row.mark = MARKS[row.state]
    context = {
        "unit": unit,
        "page": page,
        "reads": reads,
        "can_save": keeping.can_save(request.user, today),
        "revision": keeping.revision(unit),
        **_form(request, unit, problems),
    }
    return render(request, "initiatives/school.html", context, status=status)


def _said(request, today) -> keeping.Said:
    """Raises Refused for a day that cannot be read; rights come first."""
    if not keeping.can_save(request.user, today):
        raise NotAllowed
    typed = _typed(request)
    days, problems = {}, []
    for name in ("valid_from", "valid_to"):
        try:
            days[name] = parse_date(typed[name]) if typed[name] else None
        except DateError as error:
            problems.append((name, str(error)))
    if problems:
        raise Refused(problems)
    return keeping.Said(typed["name"], typed["level"], typed["managed_by"], **days)


def _typed(request) -> dict[str, str]:
    return {name: " ".join(clean_text(request.POST.get(name, "")).split()) for name in FIELDS}


def _form(request, unit, problems) -> dict:
    stored = dict.fromkeys(FIELDS, "")
    if unit:
        stored = {
            "name": unit.name,
            "level": unit.school.level,
            "managed_by": unit.school.managed_by,
            "valid_from": format_date(unit.valid_from),
            "valid_to": format_date(unit.valid_to) if unit.valid_to else "",
        }
    return {
        "typed": _typed(request) if request.method == "POST" else stored,
        "levels": School.Level.choices,
        "managers": School.ManagedBy.choices,
        "problems": list(problems),
        "errors": {problem.anchor: problem.text for problem in problems},
    }
