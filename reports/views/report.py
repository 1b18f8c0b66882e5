"""One report: where it stands, what it says, and the moves that this person can make now."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import (
    claims,
    deadlines,
    exclusions,
    permissions,
    proposals,
    review,
    sheet as sheets,
    standing,
    timeline,
    unlocks,
    versions,
    workflow,
)
from reports.models import Attachment, Report
from reports.views import reviewing
from reports.views.filing import sent_message
from reports.views.shared import find_report
from units import clock, downloads
from units.asked import whole_number
from units.relogin import login_showing_text
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
    "unlock_late": "Đã mở khóa để {unit} nộp muộn báo cáo {label}. Đơn vị được báo.",
}


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, year, quarter, code):
    row = find_report(request.user, year, quarter, code)
    if request.method == "POST":
        return _move(request, row)
    return page(request, row)


def _move(request, row):
    name = request.POST.get("move", "")
    if name not in workflow.MOVES:
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    reason = request.POST.get("reason", "")
    sheet = sheets.load(row, clock.today()) if name in NEED_SHEET else None
    try:
        is_older = reviewing.is_of_older_version(request, row) or request.POST.get("seen", row.state) != row.state
        if is_older and workflow.RIGHTS[name](request.user, row):
            raise workflow.WrongState(name)
        pinned = reviewing.decide(request, row, name, reason)
        workflow.move(
            name, row, by=request.user, reason=reason, line_reasons=pinned, sheet=sheet, until=_until(request, name)
        )
    except workflow.NotAllowed:
        raise PermissionDenied from None
    except workflow.WrongState:
        row = find_report(request.user, row.period.year, row.period.quarter, row.unit.code)
        state = Report.State(row.state).label.lower()
        text = f"Chưa làm được: báo cáo nay đang ở tình trạng “{state}”, có người vừa làm trước. Xem lại trang này."
        if row.state == "sent":
            text = f"Chưa làm được: đơn vị vừa gửi lần {row.version_count}. Xem lại trang này."
        return page(request, row, problems=[Problem("", text)], status=409)
    except workflow.Refused as refusal:
        problems = [Problem(anchor, text) for anchor, text in refusal.problems]
        return page(request, row, problems=problems, status=422)
    if name == "send":
        messages.success(request, sent_message(row))
    else:
        done = "unlock_late" if name == "unlock" and not row.is_reopened else name
        messages.success(request, DONE[done].format(label=row.period.label, unit=row.unit.name))
    if name == "take" and "version" in request.POST and reviewing.has_typed(request):
        # The review was begun with words in its boxes already: they stay.
        return page(request, row)
    return redirect("reports:report", row.period.year, row.period.quarter, row.unit.code)


def _until(request, name):
    """The day until when an unlock is asked for. Rights come first: who may not unlock learns nothing of its form."""
    if name != "unlock" or not permissions.can_review(request.user):
        return None
    return unlocks.read_until(request.POST.get("until", ""))


def page(request, row, problems=(), status=200):
    """The report as this person may see it. After a POST it still holds what was typed."""
    user = request.user
    today = clock.today()
    content, version = _content(user, row, today)
    claims.mark_live(content)
    sent = list(row.versions.order_by("number"))
    notes = list(row.notes.order_by("pk"))
    opened = list(row.unlocks.all())
    excluded = exclusions.of(row)
    readable = [old for old in sent if _may_read(user, row, old)]
    previous = next(
        (old for old in reversed(readable) if version and old.number < version.number and not old.withdrawn_at), None
    )
    moves = {} if excluded else _moves(user, row)
    is_reviewer = permissions.can_review(user)
    in_review = is_reviewer and row.state == "sent" and "return" in moves
    events = timeline.events(
        row, versions=sent, notes=notes, unlocks=opened, exclusion=excluded, log_tells_time=not clock.is_as_of()
    )
    context = {
        "report": row,
        "content": content,
        "content_texts": versions.text_rows(content) if content else [],
        "version": version,
        "readable": readable,
        "timeline": events if permissions.can_read_draft(user, row) else timeline.of_states(events, readable),
        "notes": review.open_notes(row, notes)
        if permissions.can_read_draft(user, row) and row.state in ("returned", "draft", "pending")
        else [],
        "changes": versions.changes(previous.content, content) if previous and content and not in_review else [],
        "previous": previous,
        "review": reviewing.context(request, row, version, previous, notes, problems) if in_review else None,
        "typed": [] if "return" in moves or request.POST.get("move") == "unlock" else reviewing.typed(request),
        "next": review.next_waiting(row) if is_reviewer else None,
        "moves": moves,
        "can_edit": permissions.is_open_to(user, row, clock.now()) and not excluded,
        "can_exclude": is_reviewer,
        "excluded": excluded,
        "had_a_hand": is_reviewer and row.state == "sent" and "accept" not in moves,
        "can_print": version is None and content is not None and permissions.can_print_draft(user, row),
        "standing": standing.of(row, user, clock.now(), shown=version),
        "exclusion_reason": request.POST.get("exclusion-reason", ""),
        "late_days": 0 if excluded else deadlines.late_days(row.first_sent_at, row.period.due_on, today),
        "days_left": deadlines.days_left(row.period.due_on, today),
        "problems": list(problems),
        "reason": request.POST.get("reason", ""),
        "is_reviewer": is_reviewer,
        "reads_content": permissions.can_read_official(user, row),
        "proposals": proposals.of_report(row) if permissions.can_read_official(user, row) else [],
    }
    return render(request, "reports/report.html", context, status=status)


def _moves(user, row) -> dict[str, str]:
    """Buttons of this page. What is still being written is sent from its form, where missing lines can be mended."""
    # Unlocking has a form of its own, with the day until when.
    names = [name for name in workflow.available(row, user) if name != "unlock"]
    if permissions.is_editable(row):
        names = [name for name in names if name not in NEED_SHEET]
    return {name: workflow.label(name, row) for name in names}


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


def _may_read(user, row, version) -> bool:
    """Leadership reads accepted texts only, also on the side of what was changed since."""
    if permissions.can_read_draft(user, row):
        return True
    return permissions.can_read_official(user, row) and version.accepted_at is not None


@login_required
@require_safe
def version(request, year, quarter, code, number):
    """One sending as it was; ``?so=2``: and what differs between it and that one, the older first."""
    row = find_report(request.user, year, quarter, code)
    sent = list(row.versions.order_by("number"))
    shown = numbered(request.user, row, sent, number)
    claims.mark_live(shown.content)
    asked = whole_number(request.GET.get("so"))
    other = numbered(request.user, row, sent, asked) if asked not in (None, number) else None
    first, second = sorted((shown, other), key=lambda one: one.number) if other else (None, None)
    context = {
        "report": row,
        "version": shown,
        "other": other,
        "first": first,
        "second": second,
        "changes": versions.changes(first.content, second.content) if other else [],
        "comparable": [old for old in sent if old != shown and _may_read(request.user, row, old)],
        "content": shown.content,
        "content_texts": versions.text_rows(shown.content),
    }
    return render(request, "reports/version.html", context)


def numbered(user, row, sent, number):
    """The sending of that number, for who may read it; else Http404 or PermissionDenied."""
    found = next((old for old in sent if old.number == number), None)
    if found is None:
        raise Http404("no such sending")
    if not _may_read(user, row, found):
        raise PermissionDenied
    return found


@login_required
@require_safe
def attachment(request, year, quarter, code, sha256):
    """Evidence, always as a download: nothing that was uploaded is ever shown as a page of ours."""
    row = find_report(request.user, year, quarter, code)
    name, content_type = _attachment(request.user, row, sha256)
    return downloads.stored(sha256, name, content_type)


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


@login_showing_text
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
        return page(request, row, [Problem(anchor, text) for anchor, text in refusal.problems], status=422)
    return redirect("reports:report", year, quarter, code)
