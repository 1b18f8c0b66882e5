"""Người phụ trách: who leads and who works for science and technology in each unit; naming and handing over.

The page of the acts stands here, not in units, because whoever is named is told (reports.announcements).
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reports import announcements
from reports.tables import filing, units as unit_tables
from units import accounts, assignments, clock, exports, in_charge
from units.accounts import Newcomer
from units.directory_tables import group_in_words
from units.models import Unit
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_showing_text
from units.roles import Role
from units.tables import by_batches, in_words
from units.templatetags.q4kh import Problem
from units.vietnamese import DateError, clean_text, fold, format_date, parse_date

PAGE_SIZE = 50
FORM = ["GET", "HEAD", "POST"]
MOVED = "Người khác vừa đổi phân công này. Phần đã ghi vẫn ở dưới; xem lại người đang phụ trách rồi ghi lại."
TYPED = ("who", "person", "full_name", "email", "new_username", "on", "decision", "end_on", "reason")


# --- Reading -------------------------------------------------------------------------------------------------------


@login_required
@require_safe
@exports.offered
def people(request):
    """Everybody's to who sees states, else the own units'; those that lack somebody first.

    ``q`` a unit's name, ``khoi`` a group, ``thieu=1`` only those that lack somebody.
    """
    access, today = request.user.access, clock.today()
    if access.is_nobody:
        raise PermissionDenied
    q, group = request.GET.get("q", "").strip()[:100], request.GET.get("khoi", "")
    only_lacking = bool(request.GET.get("thieu"))
    units = Unit.objects.filing(today) if access.sees_states else Unit.objects.filter(pk__in=access.acts_for)
    if group in Unit.Group.values:
        units = units.filter(group=group)
    if q:
        units = units.filter(folded__contains=fold(q))
    units = in_charge.lacking_first(units, today)
    counts = units.aggregate(all=Count("pk"), lacking=Count("pk", filter=Q(lacks=True)))
    units = units.filter(lacks=True) if only_lacking else units
    total = counts["lacking" if only_lacking else "all"]

    def shown(found):
        return [_shown(request.user, row) for row in in_charge.rows(list(found), today)]

    if exports.wanted(request):
        words = in_words(
            "Mọi đơn vị" if access.sees_states else "Đơn vị của tôi",
            group_in_words(group),
            "Còn thiếu người phụ trách" if only_lacking else "",
            f"Có chữ “{q}”" if q else "",
        )
        return filing.of_people(by_batches(units, shown), total, words, today)
    paginator = Paginator(units, PAGE_SIZE)
    paginator.count = total
    page = paginator.get_page(request.GET.get("trang"))
    page.object_list = shown(page.object_list)
    context = {
        "page": page,
        "counts": counts,
        "q": q,
        "group": group,
        "groups": Unit.Group.choices,
        "only_lacking": only_lacking,
        "sees_all": access.sees_states,
        # The registry, and who was trained, is content: not the administrator's.
        "reads_registry": bool(access.acts_for or access.sees_everything or access.is_leader),
        "is_filtered": bool(q or group or only_lacking),
    }
    return render(request, "reports/people.html", context)


def _shown(user, row) -> dict:
    held = {Role.HEAD: row.heads, Role.REPORTER: row.officers}
    return {"row": row, "posts": [_post(user, row, role, found) for role, found in held.items()]}


def _post(user, row, role, held) -> dict:
    return {
        "role": role.value,
        "title": role.in_sentence,
        "can_change": assignments.may_change(user, row.unit.pk, role),
        "held": [(one, in_charge.ends_soon(one, row.on)) for one in held],
    }


def _find_unit(user, code) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None or not assignments.may_open(user, unit.pk):
        raise Http404("no such unit for this person")
    return unit


@login_required
@require_safe
@exports.offered
def unit_people(request, code):
    """One unit: who is in charge, who comes, and everybody who was it before."""
    today = clock.today()
    row = in_charge.rows([_find_unit(request.user, code)], today)[0]
    if exports.wanted(request):
        return unit_tables.of_people(row, today)
    context = _shown(request.user, row) | {"unit": row.unit, "sees_all": request.user.access.sees_states}
    return render(request, "reports/people_unit.html", context)


# --- Naming, handing over, ending ----------------------------------------------------------------------------------


@login_showing_text
@require_http_methods(FORM)
def name_person(request, code):
    """``vai-tro``: reporter or head. The person by user name or address (``person``), or a new account."""
    unit = _find_unit(request.user, code)
    role = request.GET.get("vai-tro", Role.REPORTER.value)
    if role not in assignments.IN_CHARGE:
        raise Http404("nobody is in charge under this role")
    if not assignments.may_change(request.user, unit.pk, role):
        raise PermissionDenied
    if request.method != "POST":
        return _form(request, unit, role)

    def act():
        to, on, decision = _read(request.POST)
        return assignments.name(unit, role, to=to, on=on, decision=decision, by=request.user, today=clock.today())

    return _acted(request, unit, role, None, act)


@login_showing_text
@require_http_methods(FORM)
def hand_over(request, code, pk):
    """One naming: hand it over to a successor, or with ``act=end`` end it."""
    unit = _find_unit(request.user, code)
    membership = unit.memberships.filter(pk=pk, role__in=assignments.IN_CHARGE).select_related("user", "unit").first()
    if membership is None:
        raise Http404("no such naming of this unit")
    if not assignments.may_change(request.user, unit.pk, membership.role):
        raise PermissionDenied
    if request.method != "POST":
        return _form(request, unit, membership.role, membership)
    if request.POST.get("act") == "end":
        return _acted(request, unit, membership.role, membership, lambda: _end(request, membership))

    def act():
        to, on, decision = _read(request.POST)
        today = clock.today()
        return assignments.hand_over(membership, to=to, on=on, decision=decision, by=request.user, today=today)

    return _acted(request, unit, membership.role, membership, act)


def _end(request, membership):
    on, problems = _day(request.POST, "end_on")
    if problems:
        raise Refused(problems)
    reason = clean_text(request.POST.get("reason", "")).strip()
    assignments.end(membership, on=on, reason=reason, by=request.user, today=clock.today())


def _acted(request, unit, role, membership, act):
    """Do it and say so; or show the form again with all that was typed: 422 if refused, 409 if it came too late."""
    try:
        with transaction.atomic():
            made = act()
            if made is not None:
                by_mail = not _is_new(request.POST)
                announcements.put_in_charge(made, leaving=membership, by_mail=by_mail, at=clock.now())
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        if membership is not None:
            membership.refresh_from_db(fields=["valid_to"])
        return _form(request, unit, role, membership, refusal.problems, 422)
    except WrongState:
        return _form(request, unit, role, membership, [("", MOVED)], 409)
    messages.success(request, _said(request.POST, made, membership))
    return redirect("reports:people_unit", unit.code)


def _said(post, made, membership) -> str:
    if made is None:
        return f"Đã ghi: {membership.user.full_name} thôi phụ trách sau ngày {format_date(membership.valid_to)}."
    who, since = made.user.full_name, format_date(made.valid_from)
    said = f"Đã phân công {who} từ ngày {since}."
    if membership is not None:
        said = f"Đã bàn giao: {who} phụ trách từ ngày {since} thay {membership.user.full_name}."
    if _is_new(post):
        said += f" Đường dẫn đặt mật khẩu đã gửi đến {made.user.email}; tên đăng nhập là {made.user.username}."
    return said


def _read(post):
    """Who, from which day, by which paper; raises Refused with all that cannot be read."""
    on, problems = _day(post, "on")
    if _is_new(post):
        words = {name: clean_text(post.get(name, "")) for name in ("full_name", "email", "new_username")}
        to = Newcomer(" ".join(words["full_name"].split()), words["email"].strip(), words["new_username"].strip())
        problems += accounts.problems(to) if problems else []
    else:
        typed = clean_text(post.get("person", "")).strip()
        to = assignments.find_person(typed[:254])
        if to is None:
            said = f"Không có tài khoản đang dùng nào là “{typed[:60]}”." if typed else "Chưa chọn người."
            problems.append(("person", f"{said} Ghi đúng tên đăng nhập hoặc địa chỉ thư, hoặc tạo tài khoản mới."))
    decision = " ".join(clean_text(post.get("decision", "")).split())
    if problems and not decision:
        problems.append(("decision", "Ghi số, ngày của văn bản phân công."))
    if problems:
        raise Refused(problems)
    return to, on, decision


def _is_new(post) -> bool:
    """Also where a name was typed for a new account and nobody chosen: the button beside it is easily forgotten."""
    return post.get("who") == "new" or bool(post.get("full_name", "").strip() and not post.get("person", "").strip())


def _day(post, name):
    try:
        return parse_date(clean_text(post.get(name, ""))), []
    except DateError as error:
        return None, [(name, str(error))]


def _form(request, unit, role, membership=None, problems=(), status=None):
    today = clock.today()
    typed = {name: request.POST.get(name, "") for name in TYPED}
    if request.method == "POST":
        typed["who"] = "new" if _is_new(request.POST) else "known"
    else:
        proposed = accounts.propose(unit, role)
        typed |= {"who": "known", "on": format_date(today), "end_on": format_date(today), "new_username": proposed}
    context = {
        "unit": unit,
        "role": role,
        "title": Role(role).label,
        "title_in_sentence": Role(role).in_sentence,
        "membership": membership,
        "known": [user for user in in_charge.known_to(unit) if membership is None or user != membership.user],
        "typed": typed,
        "problems": [Problem(anchor, text) for anchor, text in problems],
        "errors": dict(problems),
        "is_ending": request.POST.get("act") == "end",
        "decision_limit": assignments.DECISION_LIMIT,
        "name_limit": accounts.NAME_LIMIT,
        "username_limit": accounts.USERNAME_LIMIT,
    }
    return render(request, "reports/hand_over.html", context, status=status)
