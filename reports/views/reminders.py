"""Lịch nhắc: what goes out when and to how many, who cannot be reached, who was called by hand."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports import matrix, notices, schedule
from reports.tables import filing
from targets.models import Period
from units import clock, exports

PER_PAGE = 20


@login_required
@require_safe
@exports.offered
def reminders(request):
    """Of the period in hand, or of another that has begun (``ky=2018-1``)."""
    access = request.user.access
    if not (access.is_reviewer or access.is_administrator):
        raise PermissionDenied
    today = clock.today()
    periods = list(Period.objects.begun(today).select_related("plan").order_by("window_from"))
    asked = {period.key: period for period in periods}.get(request.GET.get("ky", ""))
    period = asked or matrix.in_hand(periods, today)
    if period and exports.wanted(request):
        naggings = schedule.named(period, list(schedule.presses(period)))
        rounds, returned = schedule.rounds(period, today), schedule.returned(period, today)
        return filing.of_reminders(period, rounds, returned, naggings, today)
    context = {"period": period, "periods": periods[::-1], "today": today, "sheets": filing.REMINDER_SHEETS}
    if period:
        page = Paginator(schedule.presses(period), PER_PAGE).get_page(request.GET.get("trang"))
        context |= {
            "rounds": (rounds := schedule.rounds(period, today)),
            "next": next((row for row in rounds if row.state in ("due", "coming")), None),
            "returned": schedule.returned(period, today),
            "page": page,
            "naggings": schedule.named(period, page.object_list),
            "without": list(notices.without_recipient(today)),
            "portal_only": list(notices.without_address(today)),
            # Days and deadlines are settings; the office sees them, the administrator changes them.
            "settings_url": _settings(period) if access.is_administrator else "",
        }
    return render(request, "reports/reminders.html", context)


def _settings(period) -> str:
    return reverse("admin:targets_plan_change", args=[period.plan_id])
