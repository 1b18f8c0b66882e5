"""One unit's sheet: its own points with their proofs, the office's points beside them, what the unit says to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reports.emulation import entries as typed, groups, marks, publishing, rights, rules, scoring
from reports.models import Scheme, ScoreProof, ScoreSheet
from reports.views.emulation import check_reader
from units import clock, downloads
from units.asked import seen_revision, whole_number
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_showing_text
from units.templatetags.q4kh import Problem
from units.vietnamese import clean_text

DONE = {
    "save": "Đã lưu lúc {now:%H:%M}. Có thể đóng trang và chấm tiếp sau.",
    "send": "Đã gửi bản tự chấm đến Phòng Kinh tế. Còn rút lại được cho đến khi được thẩm định.",
    "withdraw": "Đã rút lại bản tự chấm. Sửa xong thì gửi lại.",
    "appraise": "Đã ghi điểm thẩm định. Đơn vị được báo tin.",
    "explain": "Đã gửi giải trình đến Phòng Kinh tế.",
}


def _find(user, year, code) -> ScoreSheet | None:
    rows = ScoreSheet.objects.visible_to(user).select_related("scheme", "unit")
    return rows.filter(scheme__year=year, unit__code=code).first()


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request, year, code):
    """POST ``move``: save, or a name of scoring.MOVES; with ``revision`` and the inputs of the form. ``?ban=``: the
    sheet as it stands in a published table."""
    check_reader(request, year)
    row = _find(request.user, year, code)
    if request.method == "POST":
        if row is None:
            raise Http404("no such sheet for this person")
        return _post(request, row)
    asked = request.GET.get("ban")
    if row is None or row.scheme.state == Scheme.State.PUBLISHED or asked:
        return _frozen(request, year, code, row, whole_number(asked, digits=3) if asked else None)
    return _page(request, row)


def _frozen(request, year, code, row, number):
    """As published: what everybody reads, and what stands while a correction is under way."""
    tables = publishing.latest_of_year(year).values()
    table = next((one for one in tables if publishing.row_of(one, code)), None)
    if table is not None and number is not None and number != table.number:
        table = table.scheme.tables.filter(number=number).first()
    found = publishing.row_of(table, code)
    if found is None:
        raise Http404("nothing published of this unit")
    snapshot = table.snapshot
    context = {
        "year": year,
        "table": table,
        "snapshot": snapshot,
        "row": found,
        "lines": list(zip(snapshot["criteria"], found["lines"], strict=True)),
        "group": groups.SLUG_OF[snapshot["group"]],
        "is_correcting": bool(row) and row.scheme.state == Scheme.State.SCORING,
        # Points and their grounds are for everybody; the records behind them, and what passed between the unit and the
        # office, for who may see the unit's reports.
        "opens_records": bool(row) or request.user.access.is_leader,
        "opens_files": bool(row),
    }
    return render(request, "reports/emulation_frozen.html", context)


def _post(request, row):
    name, now = request.POST.get("move", "save"), clock.now()
    if name not in DONE:
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    lines = marks.entered(row)
    try:
        _act(request, name, row, lines, now)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        row = _read(row)
        # A sheet that was to be sent was saved before it was refused.
        title = "Đã lưu, chưa gửi được" if name == "send" and row.revision != seen_revision(request.POST) else ""
        return _page(request, row, problems=refusal.problems, before=lines, title=title, status=422)
    except WrongState:
        row = _read(row)
        state = row.get_state_display().lower()
        text = f"Chưa ghi: có người vừa lưu phiếu này, hoặc phiếu nay “{state}”. Phần vừa nhập vẫn ở dưới; xem lại."
        return _page(request, row, problems=[("", text)], before=lines, status=409)
    messages.success(request, DONE[name].format(now=now))
    return redirect("reports:emulation_sheet", row.scheme.year, row.unit.code)


def _read(row) -> ScoreSheet:
    """Again: what an act had changed before it was refused was taken back."""
    return ScoreSheet.objects.select_related("scheme", "unit").get(pk=row.pk)


def _act(request, name, row, lines, now):
    post, user = request.POST, request.user
    told = {"by": user, "at": now, "revision": seen_revision(post)}
    if name == "withdraw":
        scoring.withdraw(row, **told)
    elif name == "explain":
        scoring.explain(row, _text(post, "explanation"), **told)
    elif name == "appraise":
        if not rights.can_appraise_sheet(user, row):
            raise NotAllowed(name)
        entries, problems = typed.read_appraisal(lines, post)
        rules.refuse(problems)
        scoring.appraise(row, entries, **told, answer=_text(post, "answer"))
    else:
        if not rights.can_score(user, row.unit) or (name == "send" and not rights.can_sign(user, row.unit)):
            raise NotAllowed(name)
        entries, problems = typed.read_self(lines, post, request.FILES, by=user)
        rules.refuse(problems)
        scoring.save(row, entries, **told, drop=typed.dropped(post))
        if name == "send":
            scoring.send(row, by=user, at=now, revision=row.revision)


def _text(post, name) -> str:
    return rules.read_text(post, name, missing="")


def _page(request, row, *, problems=(), before=None, title="", status=200):
    """``before``: the lines that hold what was typed in a form that was not taken."""
    user, today = request.user, clock.today()
    (marked,) = marks.read(row.scheme, [row], today)
    if before is not None:
        held = {line.criterion.pk: line.typed for line in before}
        for line in marked.lines:
            line.typed = held.get(line.criterion.pk, {})
    errors = dict(reversed(list(problems)))
    for line in marked.lines:
        line.errors = {name: errors.get(f"{line.stem}-{name}", "") for name in _NAMES}
    moves = scoring.available(user, row, today)
    mode = "self" if "save" in moves else "appraise" if "appraise" in moves else "read"
    lost = _lost(before, mode) if status == 409 else []
    context = {
        "sheet": row,
        "scheme": row.scheme,
        "unit": row.unit,
        "group": groups.SLUG_OF[row.scheme.group],
        "marked": marked,
        "scored_by_unit": {line.criterion.pk for line in typed.scored_by_unit(marked.entered)},
        "moves": moves,
        "mode": mode,
        "lacks": [Problem(anchor, text) for anchor, text in typed.lacks(marked.entered)] if mode == "self" else [],
        "is_own": rights.can_score(user, row.unit),
        "had_a_hand": rights.can_appraise(user) and mode == "read" and rights.had_a_hand(user, row),
        "explanation": clean_text(request.POST.get("explanation", "")) if problems else "",
        "answer": clean_text(request.POST.get("answer", "")) if problems else row.answer,
        "problems": [Problem(anchor, text) for anchor, text in problems],
        "errors": errors,
        "title": title or "Chưa ghi được",
        "lost": lost,
        "today": today,
        "days_left": (row.scheme.self_score_until - today).days if row.scheme.self_score_until else None,
        "published": row.scheme.tables.exists() if row.scheme.correct_reason else False,
    }
    return render(request, "reports/emulation_sheet.html", context, status=status)


_NAMES = ("points", "grounds", "link", "file", "given", "reason")


def _lost(before, mode) -> list[tuple[str, str]]:
    """Words that were typed and have no input on the page any more, to be copied."""
    shown = {"self": ("points", "grounds", "link"), "appraise": ("given", "reason"), "read": ()}[mode]
    return [
        (line.criterion.title, text)
        for line in before
        for name, text in line.typed.items()
        if name in _NAMES and name not in shown and text
    ]


@login_required
@require_safe
def proof(request, year, code, pk):
    """A file that was handed in: for the unit itself and the Economics Office, always as a download."""
    check_reader(request, year)
    row = _find(request.user, year, code)
    if row is None:
        raise Http404("no such sheet for this person")
    held = get_object_or_404(ScoreProof.objects.exclude(sha256=""), pk=pk, score__sheet=row)
    return downloads.stored(held.sha256, held.name, held.content_type)
