"""The form of an annual plan: one plain form that works without a script; saves whole or not at all."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reports import annual_form, annual_plans
from reports.views.annual_plan import DONE, find
from targets import annual
from targets.models.budget import FundSource
from units import clock
from units.asked import seen_revision
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_keeping_text
from units.templatetags.q4kh import Problem

SCRIPTS = ("js/rows.js", "js/keep.js")
FORM_MOVES = ("submit", "send")


@require_http_methods(["GET", "HEAD", "POST"])
@login_keeping_text(labels={"aims": "Mục tiêu, yêu cầu của năm"})
def edit(request, year, code):
    """POST saves; ``move``: submit or send what was saved; ``remove``: the number of an own line that goes; ``add``:
    one more row, after saving."""
    found = find(request.user, year, code)
    if not annual_plans.can_draft(request.user, found.unit.pk):
        raise PermissionDenied
    if found.row is None:
        return redirect("reports:annual_plan", year, code)
    if request.method == "POST":
        return _post(request, found)
    if found.row.state not in annual_plans.EDITABLE:
        return redirect("reports:annual_plan", year, code)
    return _form(request, annual_form.load(found.row))


def _post(request, found):
    post, row = request.POST, found.row
    name = post.get("move")
    if name and name not in FORM_MOVES:
        return HttpResponseBadRequest("Không có việc này trên biểu mẫu.", content_type="text/plain; charset=utf-8")
    seen = seen_revision(post)
    draft = annual_form.load(row)
    before = draft.said
    readable = annual_form.read(draft, post)
    if row.state not in annual_plans.EDITABLE or seen != row.revision:
        return _conflict(request, found, draft, before)
    if not readable:
        problems = [Problem(anchor, text) for anchor, text in draft.errors]
        return _form(request, draft, problems, title=f"Chưa lưu được: có {len(problems)} chỗ cần sửa", is_unsaved=True)
    now = clock.now()
    try:
        annual_plans.save(draft, by=request.user, at=now, revision=seen)
        if name:
            annual_plans.move(name, row, by=request.user, at=now)
    except NotAllowed:
        raise PermissionDenied from None
    except WrongState:
        found = find(request.user, found.year, found.unit.code)
        return _conflict(request, found, draft, annual_form.load(found.row).said)
    except Refused as refusal:
        problems = [Problem(anchor, text) for anchor, text in refusal.problems]
        verb = "trình" if name == "submit" else "gửi"
        title = f"Đã lưu, chưa {verb} được: có {len(problems)} chỗ cần sửa"
        return _form(request, annual_form.load(row), problems, title=title)
    where = (found.year, found.unit.code)
    if name:
        messages.success(request, DONE[name].format(year=found.year, unit=found.unit.name))
        return redirect("reports:annual_plan", *where)
    messages.success(request, f"Đã lưu lúc {now:%H:%M}. Có thể đóng trang và soạn tiếp sau.")
    return redirect("reports:annual_plan" if post.get("save") == "exit" else "reports:annual_plan_edit", *where)


def _conflict(request, found, draft, before):
    """Saved by somebody else, or moved on, since the form was opened: both texts on the page, nothing written."""
    differs = {name: before.get(name, "") for name, text in draft.said.items() if text != before.get(name, "")}
    if found.row.state in annual_plans.EDITABLE:
        draft.row = found.row
        title = "Chưa lưu: có người đã lưu kế hoạch này sau khi trang được mở"
        problems = [Problem(name, f"{draft.label(name)}: khác với bản đang lưu.") for name in differs]
        problems = problems or [Problem("", "Hai bản giống nhau, lưu lại được.")]
        stored = {name: text or "để trống" for name, text in differs.items()}
        return _form(request, draft, problems, title=title, stored=stored, is_unsaved=True, status=409)
    typed = [(draft.label(name), text) for name, text in draft.said.items() if name in differs and text]
    context = {"row": found.row, "unit": found.unit, "year": found.year, "typed": typed}
    return render(request, "reports/annual_plan_frozen.html", context, status=409)


def _form(request, draft, problems=(), *, title="", stored=None, is_unsaved=False, status=None):
    """``stored``: input → what the draft holds there, where that is not what is shown."""
    row, stored = draft.row, stored or {}
    errors = {problem.anchor: problem.text.partition(": ")[2] or problem.text for problem in reversed(list(problems))}
    available = annual_plans.available(row, request.user, clock.today())
    context = {
        "row": row,
        "unit": row.unit,
        "year": row.year,
        "plan": draft.plan,
        "draft": draft,
        "tasks": [_shown(line, errors, stored) for line in draft.tasks],
        "own": [_shown(line, errors, stored) for line in draft.own_shown],
        "aims_stored": stored.get("aims"),
        "funds": FundSource.choices,
        "lacks": [Problem(anchor, text) for anchor, text in draft.problems],
        "problems": list(problems),
        "errors": errors,
        "title": title,
        "is_unsaved": is_unsaved,
        "due_on": annual.due_on(draft.plan, row.year),
        "moves": [(name, annual_plans.MOVES[name].label) for name in FORM_MOVES if name in available],
        "can_cancel": "cancel" in available,
        "scripts": SCRIPTS,
        "limits": annual,
    }
    return render(request, "reports/annual_plan_form.html", context, status=status or (422 if problems else 200))


def _shown(line, errors, stored) -> dict:
    """A row of the form with what stands beside its inputs, by field."""
    names = ("title", "heading", "expected_result", "due_on", "person", "budget", "fund", "skip_reason")
    return {
        "line": line,
        "stem": line.stem,
        "errors": {name: errors[key] for name in names if (key := f"{line.stem}-{name}") in errors},
        "stored": {name: stored[key] for name in names if (key := f"{line.stem}-{name}") in stored},
        "is_open": line.is_skipped or f"{line.stem}-skip_reason" in errors,
    }
