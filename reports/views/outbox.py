"""Thư đi: what an installation without a mail server would have mailed."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.models import OutboxMail

PER_PAGE = 20


@require_safe
@login_required
def outbox(request):
    """Newest first, for administrators. With a mail server the list is empty and says why."""
    if not request.user.access.is_administrator:
        raise PermissionDenied
    page = Paginator(OutboxMail.objects.all(), PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "reports/outbox.html", {"page": page})
