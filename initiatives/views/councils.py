"""Hội đồng: the list, one council's page, its papers, members and the units they look after."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import council_members, council_page, councils, tables
from initiatives.models import Council, CouncilMember
from initiatives.views.shared import problems_of
from units import clock, exports
from units.asked import seen_revision, whole_number
from units.models import Unit
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_keeping_text, login_showing_text
from units.tables import by_batches
from units.templatetags.q4kh import Problem
from units.vietnamese import clean_text, fold, format_date

PAGE_SIZE = 30
UNITS_A_PAGE = 50
Kind = Council.Kind
FIELDS = ("name", "decision_number", "decided_on", "valid_from", "valid_to", "rules_number", "rules_on",
          "assignment_number", "assigned_on")  # fmt: skip
LABELS = {"name": "Tên hội đồng"}
_CHANGED = "Chưa lưu: có người vừa sửa hội đồng này. Phần vừa nhập vẫn ở dưới; lưu lần nữa là ghi thay bản hiện nay."


def find_council(user, pk, on) -> Council:
    """The look-up is the check: a council that this person may not know of is a 404."""
    if not councils.can_read_any(user, on):
        raise PermissionDenied
    row = Council.objects.visible_to(user, on).select_related("unit").filter(pk=pk).first()
    if row is None:
        raise Http404("no such council for this person")
    return row


def find_to_change(user, pk, on) -> Council:
    council = find_council(user, pk, on)
    if not councils.can_change(user, council):
        raise PermissionDenied
    return council


@login_required
@require_safe
@exports.offered
def council_list(request):
    """In term first, then earlier ones; ``q`` a unit's name."""
    today = clock.today()
    user = request.user
    if not councils.can_read_any(user, today):
        raise PermissionDenied
    q = clean_text(request.GET.get("q", "")).strip()[:100]
    seen = Council.objects.visible_to(user, today).select_related("unit")
    if q:
        seen = seen.filter(unit__folded__contains=fold(q))
    sitting = Count("members", filter=Q(members__left_on=None) | Q(members__left_on__gt=today))
    rows = seen.annotate(sitting=sitting)
    order = ("kind", "unit", "-valid_from", "pk")
    in_term = rows.in_term(today).order_by(*order)
    earlier = rows.exclude(pk__in=Council.objects.in_term(today).values("pk")).order_by("-valid_from", *order)
    if exports.wanted(request):
        found = by_batches(in_term, lambda some: council_page.with_queues(some, today))
        return tables.of_councils(found, in_term.count(), list(earlier), f"Có chữ “{q}”" if q else "", today)
    page = Paginator(in_term, PAGE_SIZE).get_page(request.GET.get("trang"))
    past = Paginator(earlier, PAGE_SIZE).get_page(request.GET.get("cu"))
    page.object_list = council_page.with_queues(page.object_list, today)
    context = {
        "page": page,
        "past": past,
        "sheets": tables.COUNCILS_SHEETS,
        "q": q,
        "can_set_up": user.access.is_reviewer or bool(user.access.acts_for),
    }
    return render(request, "initiatives/councils.html", context)


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
@exports.offered
def council(request, pk):
    """POST ``act=end``: the term ends, with ``ended_on`` and ``end_reason``."""
    today = clock.today()
    row = find_council(request.user, pk, today)
    if exports.wanted(request):
        found, seats = list(council_page.meetings(row)), council_page.members(row, today)
        return tables.of_council(row, found, seats, councils.term_text(row), today)
    if request.method != "POST":
        return _council(request, row, today)
    if request.POST.get("act") != "end":
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    try:
        councils.end(row, by=request.user, at=clock.now(), revision=seen_revision(request.POST), said=request.POST)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        return _council(request, find_council(request.user, pk, today), today, problems_of(refusal), status=422)
    except WrongState:
        row = find_council(request.user, pk, today)
        problem = Problem("", "Chưa ghi: có người vừa sửa hội đồng này, hoặc nhiệm kỳ đã hết. Xem lại trang này.")
        return _council(request, row, today, [problem], status=409)
    messages.success(request, f"Đã ghi nhiệm kỳ kết thúc hết ngày {format_date(row.valid_to)}.")
    return redirect("initiatives:council", row.pk)


def _council(request, row, today, problems=(), status=200):
    queue = Paginator(council_page.queue(row, request.user, today), PAGE_SIZE).get_page(request.GET.get("trang"))
    meetings = Paginator(council_page.meetings(row), PAGE_SIZE).get_page(request.GET.get("hop"))
    typed = {name: clean_text(request.POST.get(name, "")) for name in ("ended_on", "end_reason")}
    context = {
        "council": row,
        "sheets": tables.COUNCIL_SHEETS,
        "is_in_term": row.is_in_term(today),
        "members": council_page.members(row, today),
        "coverage": council_page.coverage(row, today) if row.kind == Kind.ADVISORY else None,
        "queue": queue,
        "counts": council_page.counts(row, today),
        "meetings": meetings,
        "without_minutes": council_page.without_minutes(row),
        "can_change": councils.can_change(request.user, row),
        "term": councils.term_text(row),
        "typed": typed,
        "problems": list(problems),
        "errors": {problem.anchor: problem.text for problem in problems},
    }
    return render(request, "initiatives/council.html", context, status=status)


# --- Papers and terms ------------------------------------------------------------------------------------------------


@login_keeping_text(labels=LABELS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """``loai`` a kind, ``unit`` a unit's code."""
    today = clock.today()
    user = request.user
    if not (user.access.is_reviewer or user.access.acts_for):
        raise PermissionDenied
    units = list(councils.units_to_set_up(user, today))
    if request.method != "POST":
        return _new(request, units)
    kind = request.POST.get("kind", "")
    unit = next((one for one in units if one.code == request.POST.get("unit")), None)
    if kind == Kind.ADVISORY:
        unit = councils.advisory_unit() or unit
    problems = [] if kind in Kind.values else [Problem("kind", "Chọn loại hội đồng.")]
    if unit is None:
        problems.append(Problem("unit", "Chọn đơn vị trong danh sách."))
    if problems:
        return _new(request, units, problems, status=422)
    try:
        row = councils.set_up(kind, unit, by=user, at=clock.now(), said=request.POST)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        return _new(request, units, problems_of(refusal), status=422)
    messages.success(request, "Đã lập hội đồng. Ghi tiếp các thành viên.")
    return redirect("initiatives:council_members", row.pk)


def _new(request, units, problems=(), status=200):
    kinds = Kind.choices if request.user.access.is_reviewer else [(Kind.INITIATIVES.value, Kind.INITIATIVES.label)]
    asked = request.GET.get("loai", "")
    stored = {"kind": asked if asked in Kind.values else Kind.INITIATIVES.value}
    stored["unit"] = request.user.access.units[0].code if request.user.access.units else ""
    context = {"title": "Lập hội đồng", "kinds": kinds, "units": units, "button": "Lưu và ghi thành viên"}
    return _papers(request, context, stored, problems, status)


@login_keeping_text(labels=LABELS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    return _with_papers(request, pk, councils.edit, "Sửa văn bản, nhiệm kỳ", "Lưu văn bản, nhiệm kỳ")


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
def next_term(request, pk):
    return _with_papers(request, pk, councils.next_term, "Lập nhiệm kỳ mới", "Lập nhiệm kỳ mới")


def _with_papers(request, pk, act, title, button):
    """The form of the papers, upon a council that is there."""
    today = clock.today()
    row = find_to_change(request.user, pk, today)
    context = {"council": row, "title": title, "button": button, "is_next": act is councils.next_term}
    stored = {name: getattr(row, name) for name in FIELDS}
    if context["is_next"]:
        # What is new of a new term is its decision and its days.
        stored = {"name": row.name, "valid_from": row.valid_to and row.valid_to + dt.timedelta(1)}
    if request.method != "POST":
        return _papers(request, context, stored)
    told = {"by": request.user, "at": clock.now(), "revision": seen_revision(request.POST), "said": request.POST}
    try:
        made = act(row, **told)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        context["council"] = find_council(request.user, pk, today)
        return _papers(request, context, stored, problems_of(refusal), 422)
    except WrongState:
        context["council"] = find_council(request.user, pk, today)
        return _papers(request, context, stored, [Problem("", _CHANGED)], 409)
    if made:
        messages.success(request, "Đã lập nhiệm kỳ mới với các thành viên của nhiệm kỳ này; soát lại danh sách.")
        return redirect("initiatives:council_members", made.pk)
    messages.success(request, "Đã lưu.")
    return redirect("initiatives:council", row.pk)


def _papers(request, context, stored, problems=(), status=200):
    names = (*FIELDS, "kind", "unit")
    typed = {name: format_date(value) if hasattr(value, "year") else value or "" for name, value in stored.items()}
    if request.method == "POST":
        typed = {name: clean_text(request.POST.get(name, "")) for name in names}
    context |= {
        "typed": typed,
        "problems": list(problems),
        "errors": {problem.anchor: problem.text for problem in problems},
    }
    return render(request, "initiatives/council_papers.html", context, status=status)


# --- Members and whom they look after --------------------------------------------------------------------------------


@login_keeping_text(labels={f"member-{n}-post": f"Nơi công tác, hàng {n}" for n in range(1, 100)})
@require_http_methods(["GET", "HEAD", "POST"])
def members(request, pk):
    """The rows of members. POST ``add``: one more blank row, nothing stored."""
    today = clock.today()
    row = find_to_change(request.user, pk, today)
    if request.method != "POST":
        found = council_members.rows_of(row)
        return _members(request, row, council_members.with_blank(found, more=1 if found else 5))
    found = council_members.read(request.POST)
    if "add" in request.POST:
        for one in found:
            one.errors.clear()
        return _members(request, row, council_members.with_blank(found, more=2), added=True)
    try:
        council_members.change(row, found, by=request.user, at=clock.now(), revision=seen_revision(request.POST))
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        row = find_council(request.user, pk, today)
        shown = council_members.with_blank(found)
        return _members(request, row, shown, problems_of(refusal), status=422)
    except WrongState:
        row = find_council(request.user, pk, today)
        shown = council_members.with_blank(found)
        return _members(request, row, shown, [Problem("", _CHANGED)], status=409)
    messages.success(request, "Đã lưu thành viên.")
    return redirect("initiatives:council", row.pk)


def _members(request, row, rows, problems=(), *, added=False, status=200):
    context = {
        "council": row,
        "rows": rows,
        "roles": CouncilMember.Role.choices,
        "most": council_members.MAX_MEMBERS,
        "problems": list(problems),
        "added": added,
    }
    return render(request, "initiatives/council_members.html", context, status=status)


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request, pk):
    """Who looks after which unit. ``q`` a unit's name; POST ``unit-<key>`` the member's key, of the units shown."""
    today = clock.today()
    row = find_to_change(request.user, pk, today)
    if request.method != "POST":
        return _assignment(request, row, today)
    chosen = {}
    for name in request.POST:
        unit = whole_number(name.removeprefix("unit-")) if name.startswith("unit-") else None
        if unit is not None:
            text = request.POST[name]
            chosen[unit] = None if text == "" else whole_number(text) or 0
    known = set(Unit.objects.filter(pk__in=chosen).values_list("pk", flat=True))
    chosen = {unit: member for unit, member in chosen.items() if unit in known}
    try:
        council_members.assign(row, chosen, by=request.user, at=clock.now(), revision=seen_revision(request.POST))
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        row = find_council(request.user, pk, today)
        return _assignment(request, row, today, chosen, problems_of(refusal), status=422)
    except WrongState:
        row = find_council(request.user, pk, today)
        return _assignment(request, row, today, chosen, [Problem("", _CHANGED)], status=409)
    messages.success(request, "Đã lưu phân công.")
    # Who looks through many pages of units goes on where they are.
    return redirect(request.get_full_path()) if request.GET else redirect("initiatives:council", row.pk)


def _assignment(request, row, today, chosen=None, problems=(), status=200):
    q = clean_text(request.GET.get("q", "")).strip()[:100]
    units = council_page.units_to_oversee(today)
    if q:
        units = units.filter(folded__contains=fold(q))
    page = Paginator(units, UNITS_A_PAGE).get_page(request.GET.get("trang"))
    page.object_list = list(page.object_list)
    held = council_page.overseers(row, page.object_list) | (chosen or {})
    context = {
        "council": row,
        "page": page,
        "rows": [(unit, held.get(unit.pk)) for unit in page.object_list],
        "members": list(row.members.sitting(today)),
        "q": q,
        "problems": list(problems),
        "errors": {problem.anchor: problem.text for problem in problems},
    }
    return render(request, "initiatives/council_assignment.html", context, status=status)
