"""Filling in without a connection: the workbook to take along, handing it in, seeing what it changes, putting it in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reports import completeness, filing, permissions, sheet as sheets
from reports.views.shared import find_report
from units import clock, downloads
from units.clock import ZONE
from units.moves import Refused, WrongState
from units.relogin import login_showing_text
from units.templatetags.q4kh import Problem
from units.vietnamese import clean_text

# openpyxl takes half a second and 20 MB to load: only who handles a workbook pays for it, so it is imported within.


def _draft(request, year, quarter, code):
    report = find_report(request.user, year, quarter, code)
    if not permissions.can_draft(request.user, report):
        raise PermissionDenied
    return report


def _is_open(request, report) -> bool:
    return permissions.is_open_to(request.user, report, clock.now())


@login_required
@require_safe
def workbook(request, year, quarter, code):
    """The report as a workbook, as its draft is now: for whoever may fill it in now."""
    report = _draft(request, year, quarter, code)
    if not _is_open(request, report):
        return redirect("reports:report", year, quarter, code)
    from reports.offline import writing

    content = writing.write(sheets.load(report, clock.today()), clock.now().astimezone(ZONE))
    return downloads.made(content, downloads.XLSX, f"bao-cao-{report.period.key}-{report.unit.code}.xlsx")


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request, year, quarter, code):
    """Choose the filled workbook; what can be read is kept and shown on a page of its own, nothing is saved yet."""
    report = _draft(request, year, quarter, code)
    if not _is_open(request, report):
        return _shut(request, report)
    if request.method != "POST":
        return _page(request, report)
    from reports.offline import handing_in

    try:
        row = handing_in.hand_in(
            report,
            request.FILES.get("file"),
            sheets.load(report, clock.today()),
            by=request.user,
            handed_in_by=request.POST.get("handed_in_by", ""),
        )
    except Refused as refusal:
        return _page(request, report, refusal, status=422)
    return redirect("reports:offline_preview", year, quarter, code, row.pk)


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, year, quarter, code, pk):
    """Line by line what the workbook changes in the draft as it is now; POST puts it in, all or nothing."""
    report = _draft(request, year, quarter, code)
    row = _file(report, pk)
    if not _is_open(request, report):
        return _shut(request, report)
    if row.applied_at:
        return _applied(request, report, row)
    if request.method != "POST":
        return _compared(request, report, row)
    if request.POST.get("revision") != str(report.revision):
        return _compared(request, report, row, has_moved=True)
    return _compared(request, report, row, is_applying=True)


@login_required
@require_safe
def marked(request, year, quarter, code, pk):
    """The workbook that was handed in, with what has to be mended marked in it."""
    report = _draft(request, year, quarter, code)
    row = _file(report, pk)
    if not _is_open(request, report):
        return redirect("reports:report", year, quarter, code)
    from reports.offline import comparing, handing_in, marking

    sheet = sheets.load(report, clock.today())
    try:
        content = handing_in.content_of(row)
        opened = handing_in.open_for(report, content, row.name, sheet, request.user)
    except (FileNotFoundError, Refused):
        return redirect("reports:offline", year, quarter, code)
    wrong = comparing.put_in(sheet, opened.filled, opened.stamp).wrong
    name = f"bao-cao-{report.period.key}-{report.unit.code}-can-sua.xlsx"
    return downloads.made(marking.marked(content, row.name, wrong), downloads.XLSX, name)


def _file(report, pk):
    row = report.offline_files.filter(pk=pk).first()
    if row is None:
        raise Http404("no such workbook of this report")
    return row


def _where(report):
    return report.period.year, report.period.quarter, report.unit.code


def _shut(request, report):
    """Of a report that is not open for this person: the page of the report, or after a POST why nothing was done."""
    if request.method != "POST":
        return redirect("reports:report", *_where(report))
    return _page(request, report, obstacle=_obstacle(report), status=409)


def _obstacle(report) -> str:
    done = "Chưa nhập gì từ tệp, tệp trên máy vẫn còn nguyên."
    if permissions.is_entered_by_office(report):
        return f"Phòng Kinh tế đang nhập thay báo cáo này theo bản giấy. {done}"
    if permissions.is_editable(report):
        return f"Thời hạn mở khóa của báo cáo này đã hết. Đề nghị Phòng Kinh tế kéo dài. {done}"
    state = report.get_state_display().lower()
    return f"Báo cáo nay ở tình trạng “{state}” nên không nhập thêm được. {done}"


def _applied(request, report, row):
    messages.info(request, f"Tệp “{row.name}” đã được nhập vào bản nháp trước đó.")
    return redirect("reports:edit", *_where(report))


def _page(request, report, refusal=None, *, obstacle="", status=200):
    problems = [Problem(anchor, text) for anchor, text in refusal.problems] if refusal else []
    other = getattr(refusal, "report", None)
    if other is not None and not permissions.can_draft(request.user, other):
        other = None
    context = {
        "report": report,
        "problems": problems,
        "errors": {row.anchor: row.text for row in problems},
        "obstacle": obstacle,
        "other": other,
        "asks_name": report.received_on is not None,
        "handed_in_by": clean_text(request.POST.get("handed_in_by", "")),
        "waiting": None if obstacle else report.offline_files.filter(applied_at=None).order_by("-pk").first(),
    }
    return render(request, "reports/offline.html", context, status=status)


def _compared(request, report, row, *, has_moved=False, is_applying=False):
    """The comparison with the draft as it is now. ``is_applying``: put it in if nothing stands in the way."""
    from reports.offline import comparing, handing_in

    sheet = sheets.load(report, clock.today())
    try:
        opened = handing_in.open_for(report, handing_in.content_of(row), row.name, sheet, request.user)
    except FileNotFoundError:
        gone = Refused([("file", f"Tệp “{row.name}” không còn trên cổng; chọn lại tệp.")])
        return _page(request, report, gone, status=422)
    except Refused as refusal:
        return _page(request, report, refusal, status=422)
    chosen = {name.removeprefix("keep-"): value for name, value in request.POST.items() if name.startswith("keep-")}
    keep = {key for key, value in chosen.items() if value == "stored"}
    found = comparing.put_in(sheet, opened.filled, opened.stamp, keep)
    undecided = [change for change in found.changes if change.is_clash and change.key not in chosen]
    if not is_applying or undecided or not found.can_be_applied:
        status = 409 if has_moved else 422 if is_applying else 200
        return _shown(request, sheet, row, found, chosen, undecided if is_applying else [], has_moved, status)
    if not found.taken:
        messages.info(request, "Bản nháp giữ nguyên: không dòng nào được lấy từ tệp.")
        return redirect("reports:edit", *_where(report))
    try:
        handing_in.apply(row, sheet, found, by=request.user, revision=report.revision)
    except filing.StaleDraft:
        report = find_report(request.user, *_where(report))
        if not _is_open(request, report):
            return _shut(request, report)
        return _compared(request, report, row, has_moved=True)
    except WrongState:
        return _applied(request, report, row)
    messages.success(request, f"Đã nhập {len(found.taken)} dòng từ tệp “{row.name}” vào bản nháp. {_left(sheet)}")
    return redirect("reports:edit", *_where(report))


def _left(sheet) -> str:
    """What the draft would still lack, in a sentence."""
    if sheet.missing:
        return f"Còn thiếu {len(sheet.missing)} mục."
    wrong = completeness.to_mend(sheet)
    return f"Còn {len(wrong)} chỗ cần sửa." if wrong else "Đã đủ, có thể gửi."


def _shown(request, sheet, row, found, chosen, undecided, has_moved, status):
    places = {change.key: number for number, change in enumerate(found.changes, 1)}
    context = {
        "report": sheet.report,
        "row": row,
        "found": found,
        "changes": [(change, chosen.get(change.key)) for change in found.changes],
        "problems": [
            Problem(f"k{places[change.key]}", f"{change.label}: chọn giữ bản nháp hay lấy trong tệp.")
            for change in undecided
        ],
        "has_moved": has_moved,
        "left": _left(sheet),
        "odd_count": sum(bool(change.odd) for change in found.changes),
        "clash_count": sum(change.is_clash for change in found.changes),
    }
    return render(request, "reports/offline_preview.html", context, status=status)
