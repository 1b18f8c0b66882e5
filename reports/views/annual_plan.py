"""One unit's plan for a year: where it stands, what it says, and the moves that this person can make now."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reports import annual_form, annual_lists, annual_plans
from reports.tables import work
from targets import annual
from targets.models import AnnualPlan, Plan
from units import clock, exports
from units.asked import whole_number
from units.models import Unit
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_showing_text
from units.tables import in_words
from units.templatetags.q4kh import Problem, state_word
from units.vietnamese import clean_text

State = AnnualPlan.State
DONE = {
    "submit": "Đã trình lãnh đạo duyệt kế hoạch năm {year}. Còn rút lại được cho đến khi lãnh đạo gửi đi.",
    "send": "Đã gửi kế hoạch năm {year} đến Phòng Kinh tế. Còn rút lại được cho đến khi có trả lời.",
    "return": "Đã trả lại kế hoạch năm {year} của {unit}. Đơn vị nhận được lý do ngay.",
    "withdraw": "Đã rút lại kế hoạch năm {year}. Sửa xong thì gửi lại.",
    "accept": "Đã chấp nhận kế hoạch năm {year} của {unit}. Báo cáo quý hỏi tiến độ theo các việc trong kế hoạch.",
    "amend": "Đã mở điều chỉnh kế hoạch năm {year}. Kế hoạch đã chấp nhận vẫn có hiệu lực cho đến khi có bản mới.",
    "cancel": "Đã thôi điều chỉnh. Kế hoạch năm {year} đã chấp nhận vẫn có hiệu lực như cũ.",
}
STEPS = {
    "begin": ("Lập kế hoạch", "draft"),
    "submit": ("Trình lãnh đạo duyệt", "pending"),
    "send": ("Gửi lần {number}", "sent"),
    "withdraw": ("Rút lại", "draft"),
    "return": ("Trả lại", "returned"),
    "accept": ("Chấp nhận lần {number}", "accepted"),
    "amend": ("Mở điều chỉnh", "draft"),
    "cancel": ("Thôi điều chỉnh", "info"),
}
# Sent from the form, where what is missing can be mended; and what has a form of its own on the page.
_ELSEWHERE = ("submit", "send")


@dataclass(frozen=True)
class Found:
    """What an address of one plan names. ``row`` is None while the unit has not begun it."""

    unit: Unit
    year: int
    plan: Plan
    row: AnnualPlan | None


def find(user, year: int, code: str) -> Found:
    """The look-up is the check: another unit's plan is a 404, begun or not."""
    access = user.access
    unit = Unit.objects.filter(code=code).first()
    sees = unit and (access.sees_everything or access.is_leader or access.may_draft_for(unit.pk))
    plan = annual_form.plan_of(year)
    if not sees or plan is None or year not in annual.asked_years(plan):
        raise Http404("no such annual plan for this person")
    rows = AnnualPlan.objects.visible_to(user).filter(unit=unit, year=year).select_related("unit", "official")
    row = rows.first()
    if row is None and not unit.files_reports:
        raise Http404("this unit is asked for no plan")
    return Found(unit, year, plan, row)


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
@exports.offered
def annual_plan(request, year, code):
    """POST ``move``: ``begin``, or a name of annual_plans.MOVES with ``version``, the number the page showed."""
    found = find(request.user, year, code)
    if request.method == "POST":
        return _move(request, found)
    if found.row and exports.wanted(request):
        return _table(request.user, found)
    return page(request, found)


def _table(user, found):
    """The lines that the page shows: none to leadership while nothing is accepted."""
    row, today = found.row, clock.today()
    told = _of_row(user, found, today)
    which = f"Lần {told['version'].number}" if told["version"] else "Bản đang soạn" if told["content"] else ""
    words = in_words(state_word(row.state), which, "đang điều chỉnh" if row.is_amending else "")
    return work.of_plan(found.unit, found.year, told["lines"], words, today)


def _move(request, found):
    name, now = request.POST.get("move", ""), clock.now()
    if name != "begin" and (name not in annual_plans.MOVES or found.row is None):
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    try:
        if name == "begin":
            copy = request.POST.get("copy", "yes") == "yes"
            annual_plans.begin(found.unit, found.year, by=request.user, at=now, copy=copy)
            return redirect("reports:annual_plan_edit", found.year, found.unit.code)
        annual_plans.check(name, found.row, by=request.user, version=whole_number(request.POST.get("version")))
        annual_plans.move(name, found.row, by=request.user, at=now, said=request.POST)
    except NotAllowed:
        raise PermissionDenied from None
    except WrongState:
        found = find(request.user, found.year, found.unit.code)
        if name == "begin":
            return redirect("reports:annual_plan", found.year, found.unit.code)
        state = State(found.row.state).label.lower()
        text = f"Chưa làm được: kế hoạch nay đang ở tình trạng “{state}”, có người vừa làm trước. Xem lại trang này."
        return page(request, found, [Problem("", text)], status=409)
    except Refused as refusal:
        found = find(request.user, found.year, found.unit.code)
        return page(request, found, [Problem(anchor, text) for anchor, text in refusal.problems], status=422)
    messages.success(request, DONE[name].format(year=found.year, unit=found.unit.name))
    if name in ("amend", "withdraw"):  # the unit's own moves: who made one writes on
        return redirect("reports:annual_plan_edit", found.year, found.unit.code)
    return redirect("reports:annual_plan", found.year, found.unit.code)


def page(request, found, problems=(), status=200):
    """The plan as this person may see it. After a POST it still holds what was typed."""
    user, row, today = request.user, found.row, clock.today()
    due = annual.due_on(found.plan, found.year)
    can_draft = annual_plans.can_draft(user, found.unit.pk)
    context = {
        "unit": found.unit,
        "year": found.year,
        "plan": found.plan,
        "row": row,
        "due_on": due,
        "days_left": (due - today).days,
        "late_days": annual_lists.late_days(found.unit, row.first_sent_at if row else None, due, today),
        "can_begin": row is None and can_draft and annual.can_begin(found.plan, found.year, today),
        "opens_on": annual.opens_on(found.year),
        "problems": list(problems),
        "reason": clean_text(request.POST.get("reason", "")),
        "today": today,
        **(_of_row(user, found, today) if row else {}),
    }
    if context["can_begin"]:
        context["has_last"] = bool(annual_plans.last_lines(found.unit, found.year))
    return render(request, "reports/annual_plan.html", context, status=status)


def _of_row(user, found, today) -> dict:
    row = found.row
    reads_draft, reads = annual_plans.can_read_draft(user, row), annual_plans.can_read_official(user, row)
    sent = list(row.versions.order_by("number"))
    content, version = _content(row, sent, reads_draft, reads)
    base = _base(row, sent, version, content) if reads_draft else None
    moves = annual_plans.available(row, user, today)
    editable = row.state in annual_plans.EDITABLE
    return {
        "content": content,
        "version": version,
        "lines": annual.lines_of(content) if content else [],
        "total": _total(content) if content else None,
        "reads": reads,
        "base": base,
        "changes": annual.differences(base.content, content) if base else [],
        "versions": [old for old in sent if reads_draft or (reads and old.accepted_at)],
        "steps": [_step(step, reads_draft) for step in row.steps.order_by("-pk")] if reads else [],
        "moves": {
            name: annual_plans.MOVES[name].label
            for name in moves
            if name != "amend" and not (editable and name in _ELSEWHERE)
        },
        "can_amend": "amend" in moves,
        "can_edit": editable and annual_plans.can_draft(user, row.unit_id),
        "shows_reason": reads_draft and bool(row.reason),
        "had_a_hand": user.access.is_reviewer and row.state == State.SENT and "accept" not in moves,
    }


def _content(row, sent, reads_draft, reads):
    """(content, version) that this person may read now: the draft, what was sent, or what was accepted."""
    if reads_draft and row.state == State.SENT:
        return sent[-1].content, sent[-1]
    if reads_draft and row.state != State.ACCEPTED:
        return annual_form.load(row).content, None
    if reads and row.official:
        return row.official.content, row.official
    return None, None


def _base(row, sent, version, content):
    """The sending that the shown content is to be held against: the official one, else the one before."""
    if row.official and (version is None or version.number != row.official.number):
        return row.official
    before = [old for old in sent if not old.withdrawn_at and (version is None or old.number < version.number)]
    return before[-1] if before and content is not before[-1].content and not row.official else None


def _total(content):
    amounts = [line.budget for line in annual.lines_of(content) if line.budget is not None and not line.is_skipped]
    return sum(amounts) if amounts else None


def _step(step, reads_draft) -> dict:
    words, mark = STEPS[step.name]
    text = step.text if reads_draft else ""
    return {"step": step, "title": words.format(number=step.version), "mark": mark, "text": text}


@login_required
@require_safe
@exports.offered
def version(request, year, code, number):
    """One sending as it was, and what it changed of the one that held before it."""
    found = find(request.user, year, code)
    if found.row is None:
        raise Http404("not begun")
    sent = list(found.row.versions.order_by("number"))
    shown = next((old for old in sent if old.number == number), None)
    if shown is None:
        raise Http404("no such sending")
    reads_draft = annual_plans.can_read_draft(request.user, found.row)
    if not reads_draft and not (annual_plans.can_read_official(request.user, found.row) and shown.accepted_at):
        raise PermissionDenied
    if exports.wanted(request):
        return work.of_plan(found.unit, year, annual.lines_of(shown.content), f"Lần {number}", clock.today(), number)
    before = [old for old in sent if old.number < number and (old.accepted_at or (reads_draft and not shown.reason))]
    base = before[-1] if before else None
    context = {
        "unit": found.unit,
        "year": year,
        "row": found.row,
        "version": shown,
        "lines": annual.lines_of(shown.content),
        "content": shown.content,
        "total": _total(shown.content),
        "base": base,
        "changes": annual.differences(base.content, shown.content) if base else [],
        "reads_draft": reads_draft,
    }
    return render(request, "reports/annual_plan_version.html", context)
