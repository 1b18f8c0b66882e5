"""Tin nhắn: everything the portal told one person, what was not read yet first."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reports import notices
from reports.tables import filing
from units import clock, exports, following
from units.asked import whole_number
from units.tables import by_batches

PER_PAGE = 20
# More than any key in a form can mean.


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@exports.offered
def notice_list(request):
    """A POST marks as read: ``notice`` is the key of one, or "all"."""
    if request.method == "POST":
        return _mark_read(request)
    rows = notices.all_of(request.user)
    if exports.wanted(request):
        return filing.of_notices(by_batches(rows, list), rows.count(), clock.today())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    unread = notices.unread_count(request.user)
    request.nav_counts = {"reports:notices": unread, "units:jobs": following.count_for(request.user)}
    return render(request, "reports/notices.html", {"page": page, "unread": unread})


def _mark_read(request):
    wanted = request.POST.get("notice", "")
    if wanted == "all":
        number = notices.put_away(request.user, None, at=clock.now())
        messages.success(request, f"Đã đánh dấu {number} tin là đã đọc.")
    elif (key := whole_number(wanted)) is not None:
        notices.put_away(request.user, key, at=clock.now())
    else:
        raise Http404("no such message")
    return redirect("reports:notices")
