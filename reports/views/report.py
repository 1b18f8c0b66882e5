"""One report: where it stands, what it says, and the moves that this person can make now."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import deadlines, exclusions, permissions, sheet as sheets, storage, versions, workflow
from reports.models import Attachment, Report
from reports.views.filing import last_notes, sent_message
from reports.views.shared import find_report
from units import clock
from units.templatetags.q4kh import Problem

# Moves that need the whole sheet: what is sent must be complete.
NEED_SHEET = ("submit", "send")
DONE = {
    "submit": "Đã trình lãnh đạo duyệt báo cáo {label}.",
    "return": "Đã trả lại báo cáo {label} của {unit}. Đơn vị nhận được lý do ngay.",
    "withdraw": "Đã rút lại báo cáo {label}. Sửa xong thì gửi lại.",
    "take": "Đã bắt đầu xem xét báo cáo {label} của {unit}. Đơn vị không rút lại được nữa.",
    "accept": "Đã chấp nhận báo cáo {label} của {unit}. Số liệu được tính vào chỉ tiêu.",
    "unlock": "Đã mở khóa báo cáo {label} của {unit}. Bản đã chấp nhận vẫn được tính cho đến khi có bản mới.",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, year, quarter, code):
    row = find_report(request.user, year, quarter, code)
    if request.method == "POST":
        return _move(request, row)
    return _page(request, row)


def _move(request, row):
    name = request.POST.get("move", "")
    if name not in workflow.MOVES:
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    reason = request.POST.get("reason", "")
    pinned = {key[7:]: text for key, text in request.POST.items() if key.startswith("reason-")}
    sheet = sheets.load(row, clock.today()) if name in NEED_SHEET else None
    try:
        workflow.move(name, row, by=request.user, reason=reason, line_reasons=pinned, sheet=sheet)
    except workflow.NotAllowed:
        raise PermissionDenied from None
    except workflow.WrongState:
        row = find_report(request.user, row.period.year, row.period.quarter, row.unit.code)
        state = Report.State(row.state).label.lower()
        text = f"Chưa làm được: báo cáo nay đang ở tình trạng “{state}”, có người vừa làm trước. Xem lại trang này."
        return _page(request, row, problems=[Problem("", text)], status=409)
    except workflow.Refused as refusal:
        problems = [Problem(anchor, text) for anchor, text in refusal.problems]
        return _page(request, row, problems=problems, status=422)
    if name == "send":
        messages.success(request, sent_message(row))
    else:
        messages.success(request, DONE[name].format(label=row.period.label, unit=row.unit.name))
    return redirect("reports:report", row.period.year, row.period.quarter, row.unit.code)


def _page(request, row, problems=(), status=200):
    user = request.user
    today = clock.today()
    content, version = _content(user, row, today)
    history = list(row.versions.order_by("-number")) if permissions.can_read_official(user, row) else []
    if not permissions.can_read_draft(user, row):
        # Leadership reads accepted texts only, also on the side of what was changed since.
        history = [old for old in history if old.accepted_at]
    previous = next((old for old in history if version and old.number < version.number and not old.withdrawn_at), None)
    excluded = exclusions.of(row)
    context = {
        "report": row,
        "content": content,
        "content_texts": versions.text_rows(content) if content else [],
        "version": version,
        "history": history,
        "notes": last_notes(row)
        if permissions.can_read_draft(user, row) and row.state in ("returned", "draft")
        else [],
        "changes": versions.changes(previous.content, content) if previous and content else [],
        "previous": previous,
        "warnings": [line for line in content["figures"] if line["warning"]] if content else [],
        "moves": {} if excluded else _moves(user, row),
        "can_edit": permissions.can_draft(user, row) and permissions.is_editable(row) and not excluded,
        "can_exclude": permissions.can_review(user),
        "excluded": excluded,
        "had_a_hand": permissions.can_review(user) and row.state == "sent" and permissions.had_a_hand(user, row),
        "unlock": row.unlocks.filter(closed_at=None).first() if row.is_reopened else None,
        "late_days": 0 if excluded else deadlines.late_days(row.first_sent_at, row.period.due_on, today),
        "days_left": deadlines.days_left(row.period.due_on, today),
        "problems": list(problems),
        "reason": request.POST.get("reason", ""),
        "is_reviewer": permissions.can_review(user),
        "reads_content": permissions.can_read_official(user, row),
    }
    return render(request, "reports/report.html", context, status=status)


def _moves(user, row) -> dict[str, str]:
    """Buttons of this page. What is still being written is sent from its form, where missing lines can be mended."""
    names = workflow.available(row, user)
    if permissions.is_editable(row):
        names = [name for name in names if name not in NEED_SHEET]
    return {name: workflow.MOVES[name].label for name in names}


def _content(user, row, today):
    """(content, version) that this person may read now: the draft, what was sent, or what was accepted."""
    if permissions.can_read_draft(user, row):
        if row.state in ("sent", "accepted"):
            shown = row.latest if row.state == "sent" else row.official
            return shown.content, shown
        if not row.is_started:
            return None, None
        return versions.content_of(sheets.load(row, today)), None
    if permissions.can_read_official(user, row):
        return row.official.content, row.official
    return None, None


@login_required
@require_safe
def version(request, year, quarter, code, number):
    """One sending as it was, for those who may read it: leadership sees accepted ones only."""
    row = find_report(request.user, year, quarter, code)
    shown = get_object_or_404(row.versions, number=number)
    if not permissions.can_read_draft(request.user, row) and not (
        permissions.can_read_official(request.user, row) and shown.accepted_at
    ):
        raise PermissionDenied
    context = {
        "report": row,
        "version": shown,
        "content": shown.content,
        "content_texts": versions.text_rows(shown.content),
    }
    return render(request, "reports/version.html", context)


@login_required
@require_safe
def attachment(request, year, quarter, code, sha256):
    """Evidence, always as a download: nothing that was uploaded is ever shown as a page of ours."""
    row = find_report(request.user, year, quarter, code)
    name, content_type = _attachment(request.user, row, sha256)
    path = storage.path(storage.ATTACHMENTS, sha256)
    if not path.exists():
        raise Http404("stored file is gone")
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _attachment(user, row, sha256):
    if permissions.can_read_draft(user, row):
        held = Attachment.objects.filter(report=row, sha256=sha256).first()
        if held:
            return held.name, held.content_type
        readable = row.versions.all()
    elif permissions.can_read_official(user, row):
        readable = row.versions.exclude(accepted_at=None)
    else:
        raise PermissionDenied
    for sent in readable:
        for item in sent.content["attachments"]:
            if item["sha256"] == sha256:
                return item["name"], item["type"]
    raise Http404("no such attachment of this report")


@login_required
@require_POST
def exclude(request, year, quarter, code):
    """Miễn báo cáo: out of this period's denominators, with a reason; the same address lifts it."""
    row = find_report(request.user, year, quarter, code)
    if not permissions.can_review(request.user):
        raise PermissionDenied
    try:
        if request.POST.get("act") == "lift":
            exclusions.lift(row, by=request.user)
            messages.success(request, f"{row.unit.name} lại phải báo cáo {row.period.label}.")
        else:
            exclusions.exclude(row, by=request.user, reason=request.POST.get("exclusion-reason", ""))
            messages.success(request, f"Đã ghi: {row.unit.name} không phải báo cáo {row.period.label}.")
    except workflow.Refused as refusal:
        return _page(request, row, [Problem(anchor, text) for anchor, text in refusal.problems], status=422)
    return redirect("reports:report", year, quarter, code)
