"""One initiative: where its legal life stands, the one next step of this person, its papers and files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import application, drafting, legal_life, recognition, terms
from initiatives.models import CouncilMeeting, Initiative, ScopeDecision
from initiatives.views.application import file_now
from initiatives.views.found import find_initiative
from units import clock, downloads
from units.asked import seen_revision
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_showing_text
from units.templatetags.q4kh import Problem
from units.vietnamese import clean_text, format_date

State = Initiative.State

DONE = {
    "withdraw": "Đã rút lại đơn. Sửa xong thì nộp lại.",
    "receive": "Đã tiếp nhận đơn, số phiếu {row.receipt_number}. Đơn vị in được phiếu tiếp nhận.",
    "supplement": "Đã yêu cầu {row.unit.name} bổ sung đơn. Đơn vị thấy lý do ngay.",
    "reject": "Đã từ chối chấp nhận đơn. Đơn vị thấy lý do ngay.",
    "accept": "Đã chấp nhận đơn, hạn xét công nhận tính từ {accepted_on}.",
    "council": "Đã ghi ý kiến hội đồng.",
    "recognise": "Đã công nhận sáng kiến, giấy chứng nhận số {row.certificate_number}.",
    "refuse": "Đã ghi quyết định không công nhận. Đơn vị thấy lý do ngay.",
    "scope": "Đã ghi quyết định phạm vi ảnh hưởng.",
    "show": "Đã đưa sáng kiến lên chuyên trang.",
    "hide": "Đã rút sáng kiến khỏi chuyên trang.",
}
# Inputs of this page in words, for what is shown again to be copied.
INPUTS = {
    "receipt_number": "Số phiếu tiếp nhận",
    "received_on": "Ngày tiếp nhận",
    "answer_by": "Ngày hẹn trả lời",
    "accepted_on": "Ngày chấp nhận đơn",
    "reason": "Lý do",
    "council": "Hội đồng sáng kiến",
    "council_met_on": "Ngày họp hội đồng",
    "council_for": "Số phiếu đồng ý",
    "council_against": "Số phiếu không đồng ý",
    "council_opinion": "Ý kiến hội đồng",
    "decision_number": "Số quyết định",
    "decided_on": "Ngày quyết định",
    "certificate_number": "Số giấy chứng nhận",
    "certified_summary": "Tóm tắt ghi trên giấy chứng nhận",
    "certified_benefits": "Lợi ích ghi trên giấy chứng nhận",
    "signed_as": "Chức vụ người ký",
    "scope": "Phạm vi ảnh hưởng",
    "scope_number": "Số quyết định",
    "scope_decided_on": "Ngày quyết định",
    "scope_decided_by": "Cơ quan quyết định",
    "summary": "Giới thiệu ngắn",
}
# Steps that leadership reads of a recognised initiative, without what was asked back and forth.
_PUBLIC_STEPS = ("file", "receive", "accept", "council", "recognise", "scope", "show", "hide")


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
def initiative(request, pk):
    """POST ``move``: a name of legal_life.MOVES, with ``revision`` and the inputs of its form."""
    row = find_initiative(request.user, pk)
    if request.method == "POST":
        return _move(request, row)
    return _page(request, row)


def _move(request, row):
    name = request.POST.get("move", "")
    if name not in legal_life.MOVES:
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    now = clock.now()
    told = {"by": request.user, "at": now, "revision": seen_revision(request.POST)}
    try:
        if name in ("file", "refile"):
            legal_life.enter(name, row, by=request.user, revision=told["revision"])
            return file_now(request, row, now)
        if name == "withdraw":
            drafting.withdraw(row, **told)
        else:
            recognition.ACTS[name](row, **told, said=request.POST)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        # Read again: what an act had changed before it was refused was taken back.
        row = find_initiative(request.user, row.pk)
        problems = [Problem(anchor, text) for anchor, text in refusal.problems]
        return _page(request, row, problems=problems, refused=name, status=422)
    except WrongState:
        row = find_initiative(request.user, row.pk)
        state = State(row.state).label.lower()
        text = f"Chưa làm được: đơn nay ở tình trạng “{state}”, có người vừa làm trước. Xem lại trang này."
        return _page(request, row, problems=[Problem("", text)], status=409)
    accepted_on = format_date(row.accepted_on) if row.accepted_on else ""
    messages.success(request, DONE[name].format(row=row, accepted_on=accepted_on))
    return redirect("initiatives:initiative", row.pk)


def _page(request, row, *, problems=(), refused="", status=200):
    """``refused``: the move whose form holds what was typed."""
    today = clock.today()
    rights = legal_life.rights_of(request.user, row)
    moves = legal_life.available(row, rights, today)
    contributors = list(row.contributors.all())
    sheet = application.of(row, contributors)
    term = terms.term_of(row)
    steps = [step for step in row.steps.all() if rights.reads_personal or step.name in _PUBLIC_STEPS]
    options = recognition.councils(row.body_id, today) if "council" in moves or "recognise" in moves else []
    lacks = application.filing_problems(sheet, on=today, filed_on=row.filed_on) if rights.drafts else []
    context = {
        "row": row,
        "rights": rights,
        "moves": moves,
        "contributors": contributors,
        "fields": [
            (one, sheet.typed[one.name])
            for one in application.FIELDS
            if one.name not in ("title", "secrets") or (one.name == "secrets" and rights.reads_personal)
        ],
        "files": list(row.files.all()) if rights.reads_personal else [],
        "meeting": _meeting(request.user, row),
        "scopes": list(row.scopes.all()),
        "steps": [(legal_life.MOVES[step.name].label, step) for step in reversed(steps)],
        "term": term,
        "late_days": term.late_days(today) if term else 0,
        "days_left": term.days_left(today) if term else 0,
        "lacks": [Problem(anchor, text) for anchor, text in lacks] if row.state in legal_life.EDITABLE else [],
        "councils": options,
        "asks_council": bool(options) and row.council_met_on is None,
        "scope_choices": ScopeDecision.Scope.choices,
        "values": _values(request, row, today, moves, refused),
        "errors": {problem.anchor: problem.text for problem in reversed(list(problems))} if refused else {},
        "refused": refused,
        "problems": list(problems),
        "typed": _typed(request) if status == 409 else [],
        "today": today,
        "limits": recognition,
    }
    return render(request, "initiatives/initiative.html", context, status=status)


def _meeting(user, row) -> CouncilMeeting | None:
    """The meeting at which the council gave its opinion, for those to whom the council's page opens anyway."""
    access = user.access
    if not row.council_met_on or not (access.sees_everything or access.is_leader or row.body_id in access.acts_for):
        return None
    return CouncilMeeting.objects.filter(council=row.council_id, held_on=row.council_met_on).first()


def _values(request, row, today, moves, refused) -> dict[str, str]:
    """What the inputs show: what was typed in the form that was refused, and what is proposed elsewhere."""
    on = format_date(today)
    proposed = {
        "council": str(row.council_id or ""),
        "council_met_on": format_date(row.council_met_on) if row.council_met_on else on,
        "council_for": "" if row.council_for is None else str(row.council_for),
        "council_against": "" if row.council_against is None else str(row.council_against),
        "council_opinion": row.council_opinion,
        "accepted_on": on,
        "decided_on": on,
        "summary": row.summary,
        "scope_decided_on": on,
        "scope_decided_by": row.body.name,
    }
    if "receive" in moves:
        proposed |= {
            "receipt_number": recognition.next_receipt(row.body_id, today),
            "received_on": on,
            "answer_by": format_date(terms.answer_by(today)),
        }
    if "recognise" in moves:
        proposed |= {
            "certificate_number": recognition.next_certificate(row.body_id, today),
            "certified_summary": row.summary or row.nature,
            "certified_benefits": row.benefits,
            "signed_as": recognition.signed_as(row.body),
        }
    typed = {name: clean_text(request.POST[name]) for name in INPUTS if name in request.POST} if refused else {}
    return proposed | typed


def _typed(request) -> list[tuple[str, str]]:
    """Words that were posted and not stored, to be copied."""
    found = ((label, clean_text(request.POST.get(name, "")).strip()) for name, label in INPUTS.items())
    return [(label, text) for label, text in found if text]


# --- Files and papers ------------------------------------------------------------------------------------------------


@login_required
@require_safe
def file(request, pk, file_pk):
    """What goes with an application, always as a download: nothing uploaded is ever shown as a page of ours."""
    row = find_initiative(request.user, pk)
    if not legal_life.rights_of(request.user, row).reads_personal:
        raise PermissionDenied
    held = get_object_or_404(row.files, pk=file_pk)
    return downloads.stored(held.sha256, held.name, held.content_type)


@login_required
@require_safe
def receipt(request, pk):
    """Phiếu tiếp nhận, from its receipt on; for those who have to do with the application."""
    row = find_initiative(request.user, pk)
    if not legal_life.rights_of(request.user, row).reads_personal:
        raise PermissionDenied
    if not row.receipt_number:
        raise Http404("not received yet")
    # WeasyPrint takes a second and 60 MB to load: only who draws pays for it.
    from initiatives import papers

    return _pdf(papers.receipt(row), f"phieu-tiep-nhan-{row.receipt_number}")


@login_required
@require_safe
def certificate(request, pk):
    """Giấy chứng nhận sáng kiến, for everybody who sees a recognised one: no personal data stand on it."""
    row = find_initiative(request.user, pk)
    if row.state != State.RECOGNISED:
        raise Http404("not recognised")
    from initiatives import papers

    return _pdf(papers.certificate(row), f"giay-chung-nhan-{row.certificate_number}")


def _pdf(content, name):
    safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
    return downloads.made(content, downloads.PDF, f"{safe}.pdf")
