"""Acts of the office beside the review: ending an unlock, nhập thay, and what a unit asks it for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reports import appeals, deadlines, paper, permissions, sheet as sheets, unlocks, versions
from reports.views.report import page as report_page
from reports.views.shared import find_report
from targets.quarters import local_day
from units import clock
from units.moves import Refused, WrongState
from units.relogin import login_showing_text
from units.templatetags.q4kh import Problem
from units.vietnamese import clean_text, format_date

GONE = "Chưa làm được: báo cáo đã đổi tình trạng, có người vừa làm trước. Xem lại trang này."


def _problems(refusal):
    return [Problem(anchor, text) for anchor, text in refusal.problems]


def _moved(request, report):
    """409: the page as it is now."""
    row = find_report(request.user, report.period.year, report.period.quarter, report.unit.code)
    return report_page(request, row, [Problem("", GONE)], status=409)


@login_showing_text
@require_POST
def unlock(request, year, quarter, code):
    """``act`` extend with ``until``, or close: an unlock that is open."""
    report = find_report(request.user, year, quarter, code)
    if not permissions.can_review(request.user):
        raise PermissionDenied
    act = request.POST.get("act")
    if act not in ("extend", "close"):
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    try:
        if act == "extend":
            row = unlocks.extend(report, by=request.user, until=unlocks.read_until(request.POST.get("until", "")))
            until = format_date(local_day(row.expires_at))
            messages.success(request, f"Đã kéo dài mở khóa đến hết ngày {until}. Đơn vị được báo.")
        else:
            unlocks.close(report, by=request.user)
            messages.success(request, "Đã khóa lại báo cáo. Phần đơn vị soạn chưa gửi vẫn được giữ.")
    except Refused as refusal:
        return report_page(request, report, _problems(refusal), status=422)
    except WrongState:
        return _moved(request, report)
    return redirect("reports:report", year, quarter, code)


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
def enter_paper(request, year, quarter, code):
    """Nhập thay: the day and the scan here, then the filing form; ``act=cancel`` gives the form back to the unit."""
    report = find_report(request.user, year, quarter, code)
    if not permissions.can_enter_paper(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _paper_page(request, report)
    try:
        if request.POST.get("act") == "cancel":
            paper.cancel(report, by=request.user)
            messages.success(request, f"Đã thôi nhập thay. {report.unit.name} soạn và gửi trên cổng.")
            return redirect("reports:report", year, quarter, code)
        _begin(request, report)
    except Refused as refusal:
        return _paper_page(request, report, _problems(refusal), status=422)
    except WrongState:
        return _moved(request, report)
    messages.success(request, "Đã giữ bản chụp. Nhập nội dung đúng như bản giấy, rồi gửi theo bản giấy.")
    return redirect("reports:edit", year, quarter, code)


def _begin(request, report):
    if text := paper.problem(report):
        raise Refused([("", text)])
    problems = []
    received_on = scan = None
    try:
        received_on = paper.read_received_on(request.POST.get("received_on", ""), report, clock.today())
    except Refused as refusal:
        problems += refusal.problems
    try:
        upload = request.FILES.get("scan")
        if upload is not None or paper.scan_of(report) is None:
            scan = paper.store_scan(upload)
    except Refused as refusal:
        problems += refusal.problems
    if problems:
        raise Refused(problems)
    paper.begin(report, by=request.user, received_on=received_on, scan=scan)


def _paper_page(request, report, problems=(), status=None):
    """The page says what stands in the way and, where it is the unit's own draft, shows it. 409 while it does."""
    entering = permissions.is_entered_by_office(report)
    obstacle = paper.problem(report)
    drafted = None
    if obstacle and permissions.is_editable(report) and paper.unsent_text(report):
        drafted = versions.content_of(sheets.load(report, clock.today()))
    typed = clean_text(request.POST.get("received_on", ""))
    context = {
        "report": report,
        "entering": entering,
        "scan": paper.scan_of(report) if entering else None,
        "obstacle": obstacle,
        "content": drafted,
        "content_texts": versions.text_rows(drafted) if drafted else [],
        "received_on": typed or (format_date(report.received_on) if entering else ""),
        "problems": [row for row in problems if row.text != obstacle],
        "errors": {row.anchor: row.text for row in problems},
        "late_days": deadlines.late_days(report.first_sent_at, report.period.due_on, clock.today()),
    }
    return render(request, "reports/paper.html", context, status=status)


@login_showing_text
@require_POST
def ask(request, year, quarter, code):
    """The unit asks for a correction of what it can no longer change itself; ``request`` says what."""
    report = find_report(request.user, year, quarter, code)
    if not request.user.access.may_draft_for(report.unit_id):
        raise PermissionDenied
    try:
        appeals.ask(report, by=request.user, text=clean_text(request.POST.get("request", "")))
    except Refused as refusal:
        return report_page(request, report, _problems(refusal), status=422)
    except WrongState:
        return _moved(request, report)
    messages.success(request, "Đã báo Phòng Kinh tế. Khi được mở khóa hoặc trả lại, đơn vị nhận được tin.")
    return redirect("reports:report", year, quarter, code)
