"""The home page, by role: one question answered first, then the evidence."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.models import Council
from reports import notices
from reports.views import leader, queue, unit_home
from units import clock, exports, following


@login_required
@require_safe
@exports.offered
def home(request):
    access = request.user.access
    # Only here: on every page it would cost a query. A unit's home counts while it reads its newest messages.
    request.nav_counts = {"units:jobs": following.count_for(request.user)}
    if access.sees_states:
        request.nav_counts["reports:notices"] = notices.unread_count(request.user)
    if access.is_reviewer:
        return queue.page(request)
    if access.is_leader:
        return leader.page(request)
    if access.units:
        return unit_home.page(request)
    # Whoever has a seat in a council may have nothing else to do with the portal.
    councils = [] if access.is_administrator else Council.objects.seating(request.user, clock.today())
    return render(request, "reports/home_other.html", {"councils": list(councils)})
