"""Tổ chức, doanh nghiệp: whom the district has helped, with what, and which two of them are one."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import organisations, tables
from initiatives.models import Activity, Organisation
from initiatives.views.shared import MARKS, for_readers, problems_of
from units import clock, exports
from units.asked import seen_revision, whole_number
from units.models import Unit
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_showing_text
from units.tables import by_batches, in_words
from units.templatetags.q4kh import Problem
from units.vietnamese import clean_text

PAGE_SIZE = 50
FIELDS = ("name", "tax_code", "sector", "ward", "address")


@login_required
@require_safe
@for_readers
@exports.offered
def organisation_list(request):
    """``q`` words of the name or tax code, ``nganh`` a sector, ``phuong`` a ward's code."""
    q, sector, ward = (request.GET.get(name, "").strip()[:100] for name in ("q", "nganh", "phuong"))
    rows = organisations.visible_to(request.user).filter(merged_into=None)
    if sector in Organisation.Sector.values:
        rows = rows.filter(sector=sector)
    if ward:
        rows = rows.filter(ward__code=ward)
    rows = rows.found(q).select_related("ward").order_by("sort_key", "pk")
    if exports.wanted(request):
        words = in_words(
            Organisation.Sector(sector).label if sector in Organisation.Sector.values else "",
            f"Phường: {ward}" if ward else "",
            f"Có chữ “{q}”" if q else "",
        )
        found = by_batches(rows, lambda some: _with_records(request.user, some))
        return tables.of_organisations(found, rows.count(), words, clock.today())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    page.object_list = _with_records(request.user, list(page.object_list))
    context = {
        "page": page,
        "q": q,
        "sector": sector,
        "sectors": Organisation.Sector.choices,
        "ward": ward,
        "wards": _wards(),
        "is_filtered": bool(q or sector or ward),
    }
    return render(request, "initiatives/organisations.html", context)


def _with_records(user, rows) -> list[Organisation]:
    """Each with ``got``. One query."""
    got = _got(user, rows)
    for one in rows:
        one.got = got[one.pk]
    return rows


def _got(user, rows) -> dict[int, set]:
    """Organisation → records of it that the person sees, those under a name it was merged from as well."""
    keys = [one.pk for one in rows]
    visible = Activity.objects.visible_to(user).exclude(state=Activity.State.WITHDRAWN)
    links = Activity.organisations.through.objects.filter(activity__in=visible.values("pk")).filter(
        Q(organisation__in=keys) | Q(organisation__merged_into__in=keys)
    )
    found = defaultdict(set)
    for own, into, record in links.values_list("organisation", "organisation__merged_into", "activity"):
        found[into or own].add(record)
    return found


def _wards():
    return list(Unit.objects.filter(kind=Unit.Kind.WARD).order_by("order", "sort_key", "code"))


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
@exports.offered
def organisation(request, pk):
    """What one of them got, from whom. POST ``act``: ``edit``, or ``merge`` with ``into``; ``tim``: words to find whom
    to merge it into."""
    one = organisations.visible_to(request.user).select_related("ward", "merged_into").filter(pk=pk).first()
    if one is None:
        raise Http404("no such organisation for this person")
    if request.method != "POST":
        return _page(request, one)
    act = request.POST.get("act", "")
    if act not in ("edit", "merge"):
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    typed = {name: " ".join(clean_text(request.POST.get(name, "")).split()) for name in FIELDS}
    try:
        if act == "edit":
            organisations.edit(one, by=request.user, seen=seen_revision(request.POST), **typed)
            messages.success(request, "Đã lưu thông tin tổ chức.")
            return redirect("initiatives:organisation", pk)
        into = _into(request)
        organisations.merge(one, into, by=request.user)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        return _page(request, one, typed, problems_of(refusal), status=422)
    except WrongState:
        one.refresh_from_db()
        text = "Chưa làm được: có người vừa sửa hoặc gộp tổ chức này. Phần vừa nhập vẫn ở dưới; xem lại rồi làm lại."
        return _page(request, one, typed, [Problem("", text)], status=409)
    messages.success(request, f"Đã gộp “{one.name}” vào “{into.name}”. Từ nay đếm là một.")
    return redirect("initiatives:organisation", into.pk)


def _into(request) -> Organisation:
    if not organisations.can_merge(request.user):
        raise NotAllowed
    found = Organisation.objects.filter(pk=whole_number(request.POST.get("into"))).first()
    if found is None:
        raise Refused([("into", "Tìm rồi chọn tổ chức để gộp vào.")])
    return found


def _page(request, one, typed=None, problems=(), status=200):
    rows = (
        Activity.objects.visible_to(request.user)
        .filter(Q(organisations=one) | Q(organisations__merged_into=one))
        .select_related("unit")
        .distinct()
        .order_by("-starts_on", "-pk")
    )
    if exports.wanted(request):
        return tables.of_records(f"to-chuc-{one.pk}", one.name, by_batches(rows, list), rows.count(), clock.today())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    page.object_list = list(page.object_list)
    for row in page.object_list:
        row.mark = MARKS[row.state]
    words = request.GET.get("tim", "").strip()[:100]
    can_merge = organisations.can_merge(request.user) and one.merged_into is None
    stored = {
        "name": one.name,
        "tax_code": one.tax_code or "",
        "sector": one.sector,
        "ward": one.ward.code if one.ward else "",
        "address": one.address,
    }
    is_edit = request.POST.get("act") == "edit"
    context = {
        "one": one,
        "page": page,
        "merged": list(one.merged.order_by("sort_key", "pk")),
        "can_edit": one.merged_into is None and organisations.can_edit(request.user, one),
        "can_merge": can_merge,
        "words": words,
        "candidates": organisations.candidates(one, words) if can_merge else [],
        "typed": typed if is_edit and typed is not None else stored,
        "revision": organisations.revision(one),
        "sectors": Organisation.Sector.choices,
        "wards": _wards(),
        "is_editing": is_edit,
        "problems": list(problems),
        "errors": {problem.anchor: problem.text for problem in problems},
    }
    return render(request, "initiatives/organisation.html", context, status=status)
