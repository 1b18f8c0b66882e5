"""The filing form: one form, narrative, figures, progress and files; saves whole or not at all."""

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from reports import (
    attachments,
    carrying,
    completeness,
    deadlines,
    draft_rows,
    draft_text,
    filing,
    nil,
    paper,
    permissions,
    proposals,
    review,
    rows,
    sheet as sheets,
    standing,
    workflow,
)
from reports.lines import TEXT_LABELS
from reports.models import Proposal
from reports.views import autosave, conflict
from reports.views.shared import find_draft
from units import clock, uploads
from units.asked import whole_number
from units.relogin import login_keeping_text
from units.templatetags.q4kh import Problem

SCRIPTS = ("js/completeness.js", "js/autosave.js", "js/rows.js", "js/uploads.js", "js/typing.js")
# What the form itself can do besides saving; other moves stand on the report's page.
FORM_MOVES = ("submit", "send")
COMPARING = frozenset({"move", "nil", "carry", "carry-proposal", "copy"})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, year, quarter, code):
    """The form; asked for JSON, its small saves and where the draft stands (reports.views.autosave)."""
    if not autosave.wants_json(request):
        return _edit(request, year, quarter, code)
    if not request.user.is_authenticated:
        return autosave.logged_out()
    if request.method == "POST":
        return autosave.save(request, _draft(request, year, quarter, code, autosave.brings(request.POST)))
    return autosave.look(request, _draft(request, year, quarter, code))


@require_POST
def attach(request, year, quarter, code):
    """One file, sent as soon as it is chosen."""
    if not request.user.is_authenticated:
        return autosave.logged_out()
    return autosave.attach(request, _draft(request, year, quarter, code))


def _draft(request, year, quarter, code, brings=None):
    report = find_draft(request.user, year, quarter, code, brings)
    if not permissions.can_draft(request.user, report):
        raise PermissionDenied
    return report


@login_keeping_text(labels=TEXT_LABELS)
def _edit(request, year, quarter, code):
    if request.method == "POST":
        # A save that goes well asks nothing of what figures are held against; a move, or a help, does.
        compared = not COMPARING.isdisjoint(request.POST)
        brings = draft_rows.WITH_BESIDE if compared else draft_rows.WITH_LINES
        report = _draft(request, year, quarter, code, brings)
        return _post(request, report, sheets.load(report, clock.today(), compared=compared))
    report = _draft(request, year, quarter, code, draft_rows.WITH_LISTS)
    if not permissions.is_open_to(request.user, report, clock.now()):
        return redirect("reports:report", year, quarter, code)
    return _form(request, sheets.load(report, clock.today()))


def _post(request, report, sheet):
    post = conflict.chosen(request.POST)
    name = post.get("move")
    if name and name not in FORM_MOVES:
        return HttpResponseBadRequest("Không có việc này trên biểu mẫu.", content_type="text/plain; charset=utf-8")
    try:
        revision = int(post.get("revision", ""))
    except ValueError:
        # Without its token we cannot tell whether this form is older than what is stored.
        revision = -1
    before = draft_text.said(sheet, post)
    readable = filing.read(sheet, post)
    if not permissions.is_open_to(request.user, report, clock.now()):
        return conflict.page(request, sheet, before, frozen=True)
    if revision != report.revision:
        return conflict.page(request, sheet, before, frozen=False)
    if name and not workflow.RIGHTS[name](request.user, report):
        # All or nothing: a draft saved by an answer of 403 would surprise. What was typed stays in the form.
        verb = "trình" if name == "submit" else "gửi"
        problem = Problem("", f"Tài khoản này không {verb} được báo cáo; lưu lại để người có quyền {verb}.")
        return _form(request, sheet, [problem], title=f"Chưa {verb} và chưa lưu", status=403, stored=before)
    stored, file_problems = _store(request.FILES.getlist("file"), report)
    if not readable or file_problems:
        problems = [*_unreadable(sheet), *(Problem("file", text) for text in file_problems)]
        title = f"Chưa lưu được: có {len(problems)} chỗ cần sửa"
        return _form(request, sheet, problems, title=title, stored=before)
    if post.get("nil") == "1" and (found := nil.apply(sheet)):
        problems = [Problem(anchor, text) for anchor, text in found]
        title = "Chưa lập báo cáo không phát sinh: có nội dung đã nhập"
        return _form(request, sheet, problems, title=title, stored=before)
    said = _fast(sheet, post)
    try:
        filing.save(
            sheet, by=request.user, revision=revision, added=stored, removed=whole_number(post.get("remove")),
            before_sending=name == "send",
        )  # fmt: skip
        review.store_answers(report, post, by=request.user)
        if name:
            workflow.move(name, report, by=request.user, sheet=sheet)
    except filing.StaleDraft:
        return _late(request, report)
    except workflow.NotAllowed:
        raise PermissionDenied from None
    except workflow.WrongState:
        return _late(request, report)
    except workflow.Refused as refusal:
        verb = "trình" if name == "submit" else "gửi"
        problems = [Problem(anchor, text) for anchor, text in refusal.problems]
        return _form(request, sheet, problems, title=f"Chưa {verb} được: có {len(problems)} chỗ cần sửa")
    return _done(request, report, name, said)


def _late(request, report):
    """Somebody was faster by a moment. What they stored is read anew: compared with what stood there when this request
    began, their text would be written over by who has never seen it."""
    report = find_draft(request.user, report.period.year, report.period.quarter, report.unit.code)
    sheet = sheets.load(report, clock.today())
    stored = draft_text.said(sheet, request.POST)
    filing.read(sheet, conflict.chosen(request.POST))
    is_open = permissions.is_open_to(request.user, report, clock.now())
    return conflict.page(request, sheet, stored, frozen=not is_open)


def _fast(sheet, post) -> str:
    """The one-click helps beside saving: nil return, what carries on, a text of the last report. What was done."""
    if COMPARING.isdisjoint(post):
        return ""
    wrong = completeness.to_mend(sheet)
    missing = f"Còn {len(wrong)} chỗ cần sửa." if wrong else "Đã đủ, có thể gửi."
    if sheet.missing:
        missing = f"Còn thiếu {len(sheet.missing)} mục."
    if post.get("nil") == "1":
        return f"Đã lập báo cáo không phát sinh: số liệu trong quý ghi 0, số giữ nguyên chép từ kỳ trước. {missing}"
    if post.get("nil") == "0":
        sheet.is_nil = False
        return "Đã bỏ “Không phát sinh”. Các số 0 vẫn còn, sửa lại từng số."
    if post.get("carry") == "1":
        lines = carrying.carry(sheet)
        completeness.mark_oddities(sheet)
        return f"Đã chép lại {len(lines)} dòng từ báo cáo trước." if lines else "Không có gì để chép lại."
    if pk := whole_number(post.get("carry-proposal")):
        return proposals.carry(sheet, pk)
    if text := post.get("copy"):
        return carrying.copy_text(sheet, text) or "Đã chép từ báo cáo trước, sửa lại cho đúng quý này."
    return ""


def _unreadable(sheet) -> list[Problem]:
    labels = {line.anchor: draft_text.name(line) for line in sheet.lines} | draft_text.OWN
    labels |= {name: group.label for group in sheet.rows.values() for name in group.errors}
    return [Problem(name, f"{labels[name]}: {text}") for name, text in filing.errors(sheet).items()]


def _done(request, report, name, said):
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
    messages.success(request, said or f"Đã lưu lúc {clock.now():%H:%M}. Có thể đóng trang và soạn tiếp sau.")
    if request.POST.get("save") == "exit":
        return redirect("reports:home")
    if copied := request.POST.get("copy"):
        return redirect(f"{reverse('reports:edit', args=where)}#{quote(copied)}")
    return redirect("reports:edit", *where)


def sent_message(report) -> str:
    if report.received_on:
        return paper.sent_message(report, clock.today())
    late = deadlines.late_days(report.first_sent_at, report.period.due_on, clock.today())
    timely = f"trễ {late} ngày" if late else "đúng hạn"
    return (
        f"Đã gửi báo cáo {report.period.label} lúc {clock.now():%H:%M}, {timely}. "
        f"Phòng Kinh tế thường trả lời trong {report.period.plan.return_working_days} ngày làm việc."
    )


def _store(files, report):
    stored, problems = [], []
    if not files:
        return [], []
    if len(files) + report.attachments.count() > attachments.MAX_FILES:
        return [], [f"Mỗi báo cáo kèm tối đa {attachments.MAX_FILES} tệp; gỡ bớt hoặc gộp lại"]
    for upload in files:
        try:
            stored.append(uploads.store(upload))
        except uploads.BadFile as error:
            problems.append(str(error))
    return stored, problems


def _form(request, sheet, problems=(), title="", status=None, stored=None):
    """``stored``: what ``draft_text.said`` gave before the POST was read, where that was not saved."""
    report = sheet.report
    user = request.user
    sheet.compare()
    if request.method != "POST":
        sheet.read_beside()
    review.pin(report, sheet, request.POST)
    completeness.mark_contradictions(sheet)
    available = workflow.available(report, user)
    before = carrying.texts(sheet.last_version)
    for line in sheet.texts:
        line.previous = before.get(line.name, "")
    required, missing = sheet.required, sheet.missing
    context = {
        "report": report,
        "sheet": sheet,
        "standing": standing.of(report, user, clock.now()),
        "scripts": SCRIPTS,
        "can_print": permissions.can_print_draft(user, report),
        "is_unsaved": stored is not None,
        "items": sheet.rows[rows.ITEM],
        "proposals": sheet.rows[rows.PROPOSAL],
        "addressees": Proposal.Addressee.choices,
        "unanswered": proposals.offered(sheet),
        "offered": carrying.offered(sheet),
        "base": conflict.written_base({**draft_text.said(sheet), **(stored or {})}),
        "problems": list(problems),
        "problems_title": title,
        "missing": missing,
        "done": len(required) - len(missing),
        "total": len(required),
        "to_mend": completeness.to_mend(sheet),
        "file_errors": [problem.text for problem in problems if problem.anchor == "file"],
        "days_left": deadlines.days_left(report.period.due_on, sheet.today),
        "late_days": deadlines.late_days(report.first_sent_at, report.period.due_on, sheet.today),
        "moves": [(name, workflow.label(name, report)) for name in FORM_MOVES if name in available],
        "next_label": report.period.value.next.label,
        "copied_from": sheet.last_version.report.period.label if before else "",
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
