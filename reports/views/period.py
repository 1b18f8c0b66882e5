"""One period: its dates, who is excused, what is unlocked; the head of the Economics Office extends it here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from reports import deadlines, extensions, permissions, whereabouts
from reports.models import Exclusion, Unlock
from targets.models import Period
from units import clock
from units.moves import Refused, WrongState
from units.relogin import login_showing_text
from units.templatetags.q4kh import Problem
from units.vietnamese import clean_text, format_date


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
def period(request, year, quarter):
    if request.user.access.is_nobody:
        raise PermissionDenied
    row = get_object_or_404(Period.objects.select_related("plan"), year=year, quarter=quarter)
    if request.method != "POST":
        return _page(request, row)
    if not permissions.can_extend(request.user):
        raise PermissionDenied
    try:
        told = _extend(request, row)
    except Refused as refusal:
        return _page(request, row, [Problem(anchor, text) for anchor, text in refusal.problems], status=422)
    except WrongState:
        row.refresh_from_db()
        text = "Chưa gia hạn: kỳ này đã tổng hợp, hoặc có người vừa gia hạn. Xem lại trang này."
        return _page(request, row, [Problem("", text)], status=409)
    until = format_date(row.due_on)
    messages.success(
        request, f"Đã gia hạn {row.label} đến hết ngày {until}; {told} người của các đơn vị chưa gửi được báo."
    )
    return redirect("reports:period", year, quarter)


def _extend(request, row):
    reason = request.POST.get("extension-reason", "")
    try:
        due_on = extensions.read_due_on(request.POST.get("due_on", ""))
    except Refused as refusal:
        # Both fields are named at once, though the day cannot be judged yet.
        missing = [] if reason.strip() else [("extension-reason", "Ghi lý do gia hạn để các đơn vị biết.")]
        raise Refused([*refusal.problems, *missing]) from None
    return extensions.extend(row, by=request.user, due_on=due_on, reason=reason)


def _page(request, row, problems=(), status=200):
    access = request.user.access
    today = clock.today()
    post = request.POST
    context = {
        "period": row,
        "today": today,
        "days_left": deadlines.days_left(row.due_on, today),
        "is_locked": deadlines.is_locked(row, today),
        # Of other units only those may know who see the states of all.
        "shows_units": access.sees_states,
        "gathered": whereabouts.counts([row]).get(row.pk, whereabouts.Gathered()) if access.sees_states else None,
        "exclusions": _exclusions(row) if access.sees_states else [],
        "unlocks": _unlocks(row) if access.is_reviewer else [],
        "can_extend": permissions.can_extend(request.user) and extensions.can_be_extended(row, today),
        "last_possible": extensions.last_possible(row),
        "due_on": clean_text(post.get("due_on", "")),
        "reason": clean_text(post.get("extension-reason", "")),
        "reason_limit": extensions.REASON_LIMIT,
        "problems": list(problems),
        "errors": (errors := {problem.anchor: problem.text for problem in problems}),
        "reason_error": errors.get("extension-reason", ""),
    }
    return render(request, "reports/period.html", context, status=status)


def _exclusions(row):
    return (
        Exclusion.objects.filter(period=row).select_related("unit").order_by("unit")
    )


def _unlocks(row):
    return (
        Unlock.objects.filter(report__period=row, closed_at=None)
        .select_related("report__unit")
        .order_by("expires_at", "pk")
    )
