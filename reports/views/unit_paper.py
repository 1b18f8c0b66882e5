"""A unit's own report as a document: of what was sent, and of the draft for the head to read and sign on paper."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from reports import permissions, sheet as sheets, versions
from reports.views.report import numbered
from reports.views.shared import find_report
from units import clock, downloads
from units.clock import ZONE
from units.vietnamese import format_date

PORTAL = "Cổng Kế hoạch 294"


@login_required
@require_safe
def version_pdf(request, year, quarter, code, number):
    """For exactly those who may read that sending."""
    row = find_report(request.user, year, quarter, code)
    sent = numbered(request.user, row, list(row.versions.filter(number=number)), number)
    letter = sent.content.get("letter") or versions.letter_of(row, sent.unit_name)
    return _pdf(row, sent.content, letter, sent.sent_at.astimezone(ZONE), _told(sent), f"lan-{number}")


def _told(sent) -> str:
    at = sent.sent_at.astimezone(ZONE)
    when = f"{at:%H:%M} ngày {format_date(at.date())}"
    if sent.received_on:
        received = format_date(sent.received_on)
        return f"Lần gửi {sent.number}, nhập thay từ bản giấy nhận ngày {received}, lúc {when} qua {PORTAL}"
    return f"Lần gửi {sent.number}, gửi lúc {when} qua {PORTAL}"


@login_required
@require_safe
def draft_pdf(request, year, quarter, code):
    """Dự thảo, for those who write it, until it is sent; afterwards its page says where the document is."""
    row = find_report(request.user, year, quarter, code)
    if not permissions.can_draft(request.user, row):
        raise PermissionDenied
    if not permissions.can_print_draft(request.user, row):
        return redirect("reports:report", year, quarter, code)
    content = versions.content_of(sheets.load(row, clock.today()))
    # Not the present: the same draft is the same paper.
    at = (row.edited_at or row.started_at or clock.now()).astimezone(ZONE)
    told = f"Dự thảo chưa gửi, lưu lúc {at:%H:%M} ngày {format_date(at.date())} trên {PORTAL}"
    return _pdf(row, content, content["letter"], at, told, "du-thao", is_draft=True)


def _pdf(row, content, letter, at, told, what, *, is_draft=False):
    # WeasyPrint takes a second and 60 MB to load: only who draws pays for it.
    from reports.documents import unit_report

    document = unit_report.read(content, letter, row.period, at=at, sending=told, is_draft=is_draft)
    name = f"bao-cao-{row.period.key}-{row.unit.code}-{what}.pdf"
    return downloads.made(unit_report.draw(document), downloads.PDF, name)
