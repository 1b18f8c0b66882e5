"""The filing form: one form, narrative, figures, progress and files; saves whole or not at all."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reports import attachments, deadlines, filing, permissions, sheet as sheets, workflow
from reports.lines import TEXT_LABELS
from reports.models import Progress
from reports.views.shared import find_report
from units import clock
from units.relogin import login_keeping_text
from units.templatetags.q4kh import Problem, vn_date
from units.vietnamese import clean_text

# What the form itself can do besides saving; other moves stand on the report's page.
FORM_MOVES = ("submit", "send")


@require_http_methods(["GET", "HEAD", "POST"])
@login_keeping_text(labels=TEXT_LABELS)
def edit(request, year, quarter, code):
    report = find_report(request.user, year, quarter, code)
    if not permissions.can_draft(request.user, report):
        raise PermissionDenied
    today = clock.today()
    sheet = sheets.load(report, today)
    if request.method == "POST":
        return _post(request, report, sheet)
    if not permissions.is_editable(report):
        return redirect("reports:report", year, quarter, code)
    return _form(request, sheet)


def _post(request, report, sheet):
    post = request.POST
    name = post.get("move")
    if name and name not in FORM_MOVES:
        return HttpResponseBadRequest("Không có việc này trên biểu mẫu.", content_type="text/plain; charset=utf-8")
    try:
        revision = int(post.get("revision", ""))
    except ValueError:
        # Without its token we cannot tell whether this form is older than what is stored.
        revision = -1
    before = {line.key: _shown(line) for line in sheet.lines}
    readable = filing.read(sheet, post)
    if not permissions.is_editable(report):
        return _conflict(request, sheet, before, frozen=True)
    if revision != report.revision:
        return _conflict(request, sheet, before, frozen=False)
    if name and not workflow.RIGHTS[name](request.user, report):
        # All or nothing: a draft saved by an answer of 403 would surprise. What was typed stays in the form.
        verb = "trình" if name == "submit" else "gửi"
        problem = Problem("", f"Tài khoản này không {verb} được báo cáo; lưu lại để người có quyền {verb}.")
        return _form(request, sheet, [problem], title=f"Chưa {verb} và chưa lưu", status=403)
    stored, file_problems = _store(request.FILES.getlist("file"), report)
    if not readable or file_problems:
        problems = [
            *(Problem(line.anchor, f"{_name(line)}: {line.error}") for line in sheet.lines if line.error),
            *(Problem(name, f"{_OWN[name]}: {text}") for name, text in sheet.extra_errors.items()),
            *(Problem("file", text) for text in file_problems),
        ]
        return _form(request, sheet, problems, title=f"Chưa lưu được: có {len(problems)} chỗ cần sửa")
    try:
        filing.save(sheet, by=request.user, revision=revision, added=stored, removed=_key(post.get("remove")))
        if name:
            workflow.move(name, report, by=request.user, sheet=sheet)
    except filing.StaleDraft:
        report.refresh_from_db()
        return _conflict(request, sheet, before, frozen=not permissions.is_editable(report))
    except workflow.NotAllowed:
        raise PermissionDenied from None
    except workflow.WrongState:
        report.refresh_from_db()
        return _conflict(request, sheet, before, frozen=True)
    except workflow.Refused as refusal:
        verb = "trình" if name == "submit" else "gửi"
        problems = [Problem(anchor, text) for anchor, text in refusal.problems]
        sheet.attachments = list(report.attachments.all())
        return _form(request, sheet, problems, title=f"Chưa {verb} được: có {len(problems)} chỗ cần sửa")
    return _done(request, report, name)


def _done(request, report, name):
    where = (report.period.year, report.period.quarter, report.unit.code)
    label = report.period.label
    if name == "submit":
        messages.success(
            request, f"Đã trình lãnh đạo duyệt báo cáo {label}. Còn rút lại được cho đến khi lãnh đạo gửi đi."
        )
        return redirect("reports:report", *where)
    if name == "send":
        messages.success(request, sent_message(report))
        return redirect("reports:report", *where)
    messages.success(request, f"Đã lưu lúc {clock.now():%H:%M}. Có thể đóng trang và soạn tiếp sau.")
    if request.POST.get("save") == "exit":
        return redirect("reports:home")
    return redirect("reports:edit", *where)


def sent_message(report) -> str:
    late = deadlines.late_days(report.first_sent_at, report.period.due_on, clock.today())
    timely = f"trễ {late} ngày" if late else "đúng hạn"
    return (
        f"Đã gửi báo cáo {report.period.label} lúc {clock.now():%H:%M}, {timely}. "
        f"Phòng Kinh tế thường trả lời trong {report.period.plan.return_working_days} ngày làm việc."
    )


def _store(uploads, report):
    stored, problems = [], []
    if len(uploads) + report.attachments.count() > attachments.MAX_FILES:
        return [], [f"Mỗi báo cáo kèm tối đa {attachments.MAX_FILES} tệp; gỡ bớt hoặc gộp lại"]
    for upload in uploads:
        try:
            stored.append(attachments.store(upload))
        except attachments.BadFile as error:
            problems.append(str(error))
    return stored, problems


def _key(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


_OWN = {
    "estimate": "Ước đến hết quý",
    "own_number": "Số, ký hiệu",
    "own_date": "Ngày ký",
    "signatory": "Người ký",
}


def _name(line):
    return line.target.code if line.part == "B" else line.label


def _form(request, sheet, problems=(), title="", status=None):
    report = sheet.report
    user = request.user
    _pin_notes(report, sheet)
    returned = report.state == "returned"
    context = {
        "report": report,
        "sheet": sheet,
        "statuses": Progress.Status.choices,
        "problems": list(problems),
        "problems_title": title,
        "days_left": deadlines.days_left(report.period.due_on, sheet.today),
        "late_days": deadlines.late_days(report.first_sent_at, report.period.due_on, sheet.today),
        "moves": [
            (name, workflow.MOVES[name].label) for name in FORM_MOVES if name in workflow.available(report, user)
        ],
        "next_label": report.period.value.next.label,
        "returned": returned,
        "parts": [
            ("s1", "A. Lời văn", *_count(sheet.texts)),
            ("s2", "B. Số liệu", *_count(sheet.figures)),
            ("s3", "C. Tiến độ nhiệm vụ", *_count(sheet.tasks)),
        ],
    }
    return render(request, "reports/form.html", context, status=status or (422 if problems else 200))


def _count(lines):
    required = [line for line in lines if line.is_required]
    return sum(not line.is_blank for line in required), len(required)


def _pin_notes(report, sheet):
    """The reviewer's words of the last return, at the top and at the line."""
    report.open_notes = last_notes(report) if report.state == "returned" else []
    by_key = {line.key: line for line in sheet.lines}
    for note in report.open_notes:
        if note.line in by_key:
            by_key[note.line].notes.append(note)


def last_notes(report) -> list:
    """Notes of the latest return: those written at one moment."""
    notes = list(report.notes.order_by("-at", "pk"))
    return [note for note in notes if note.at == notes[0].at] if notes else []


def _shown(line) -> str:
    if line.part == "A":
        return line.value
    if line.part == "C":
        label = Progress.Status(line.status).label if line.status else ""
        return f"{label}. {line.note}".strip(". ")
    return "" if line.is_untouched else line.text


def _conflict(request, sheet, stored, *, frozen):
    """409: the page holds everything that was typed, beside what is stored now."""
    report = sheet.report
    rows = []
    for line in sheet.lines:
        if line.part == "B" and line.error:
            typed = " / ".join(line.typed.values())
        else:
            typed = _shown(line)
        if typed and typed != stored[line.key]:
            label = f"{_name(line)}: {line.label}" if line.part == "B" else line.label
            rows.append({"label": label, "typed": typed, "stored": stored[line.key], "inputs": _posted(request, line)})
    for name, label in _OWN.items():
        typed = clean_text(request.POST.get(name, ""))
        kept = vn_date(report.own_date) if name == "own_date" else getattr(report, name)
        if typed and typed != kept:
            rows.append({"label": label, "typed": typed, "stored": kept, "inputs": [(name, typed)]})
    context = {"report": report, "rows": rows, "frozen": frozen}
    return render(request, "reports/conflict.html", context, status=409)


def _posted(request, line) -> list[tuple[str, str]]:
    """Names and raw values of this line in the POST, so that the conflict page can send them again."""
    if line.part == "A":
        names = [line.name]
    elif line.part == "C":
        names = [f"{line.stem}-status", f"{line.stem}-note"]
    else:
        names = [*line.inputs, line.explanation_name]
    return [(name, clean_text(request.POST[name])) for name in names if name in request.POST]
