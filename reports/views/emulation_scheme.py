"""One scale: read by everyone it concerns, written while it is a draft, appraised, put in force, opened."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reports.emulation import groups, points, rights, schemes
from reports.models import Criterion, Scheme
from reports.tables import emulation as tables
from reports.views.emulation import find_scheme
from units import clock, exports
from units.asked import seen_revision, whole_number
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_showing_text
from units.templatetags.q4kh import Problem
from units.vietnamese import clean_text, format_date, format_number

DONE = {
    "settings": "Đã lưu cách xét của thang điểm.",
    "criterion": "Đã lưu tiêu chí.",
    "remove": "Đã bỏ tiêu chí.",
    "send": "Đã gửi Phòng Kinh tế thẩm định.",
    "return": "Đã trả lại. Đơn vị soạn thấy lý do ngay.",
    "appraise": "Đã ghi ý kiến thẩm định, trình Trưởng phòng duyệt.",
    "approve": "Thang điểm đã có hiệu lực. Các đơn vị trong khối được báo tin.",
    "open": "Đã mở chấm điểm. Các đơn vị trong khối được báo hạn tự chấm.",
}
# What the forms of this page hold, to be shown again.
INPUTS = {
    "scale": "Tổng điểm",
    "tie_rule": "Khi bằng điểm",
    "on_request": "Chỉ chấm khi đề nghị",
    "note": "Ghi chú",
    "order": "Thứ tự",
    "title": "Nội dung",
    "guidance": "Hướng dẫn chấm",
    "maximum": "Điểm tối đa",
    "kind": "Loại",
    "source": "Cách chấm",
    "late": "Điểm trừ hoặc điểm khi chậm",
    "day": "Trừ thêm mỗi ngày",
    "silent": "Trừ báo cáo không gửi",
    "codes": "Chỉ tiêu",
    "need": "Thế nào là đạt",
    "each": "Điểm mỗi sáng kiến",
    "scope": "Sáng kiến được tính",
    "until": "Đến hết ngày",
    "reason": "Lý do trả lại",
    "opinion": "Ý kiến thẩm định",
    "in_force_on": "Ngày có hiệu lực",
    "decision_number": "Số văn bản",
    "self_score_until": "Hạn tự chấm",
    "explain_until": "Hạn giải trình",
}


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
@exports.offered
def scheme(request, year, group):
    """``?sua=`` key of a criterion, ``?them=`` a source: the form of one line. POST ``act``: settings, criterion (with
    ``criterion``, its key, where it is there already), remove; or ``move``: one of schemes.ACTS; with ``revision``."""
    if request.user.access.is_nobody:
        raise PermissionDenied
    row = find_scheme(request.user, year, group)
    if request.method == "POST":
        return _post(request, row)
    return _page(request, row)


def _post(request, row):
    post, now = request.POST, clock.now()
    name = post.get("move") or post.get("act", "")
    told = {"by": request.user, "at": now, "revision": seen_revision(post)}
    if name not in DONE or (post.get("move") and name not in schemes.ACTS):
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    try:
        if name in schemes.ACTS:
            schemes.ACTS[name](row, **told, said=post)
        elif name == "settings":
            schemes.save_settings(row, **told, said=post)
        elif name == "criterion":
            schemes.save_criterion(row, whole_number(post.get("criterion")), **told, said=post)
        else:
            schemes.remove_criterion(row, whole_number(post.get("criterion")), **told)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        row = Scheme.objects.get(pk=row.pk)
        return _page(request, row, problems=refusal.problems, refused=name, status=422)
    except WrongState:
        row = Scheme.objects.get(pk=row.pk)
        text = f"Chưa làm được: thang điểm nay “{row.get_state_display().lower()}”, có người vừa sửa trước. Xem lại."
        return _page(request, row, problems=[("", text)], refused=name, status=409)
    messages.success(request, DONE[name])
    return redirect("reports:emulation_scheme", row.year, groups.SLUG_OF[row.group])


def _page(request, row, *, problems=(), refused="", status=200):
    user, today = request.user, clock.today()
    criteria = list(row.criteria.all())
    if exports.wanted(request):
        return tables.of_scale(row, groups.label(row.group), groups.SLUG_OF[row.group], criteria, today)
    edits = row.state == Scheme.State.DRAFT and rights.can_draft(user)
    moves = schemes.available(user, row)
    typed = {name: clean_text(request.POST[name]) for name in INPUTS if name in request.POST} if refused else {}
    editing = _editing(request, criteria, refused, typed) if edits else None
    context = {
        "scheme": row,
        "group": groups.SLUG_OF[row.group],
        "label": groups.label(row.group),
        "criteria": [(one, points.in_words(one.source, one.parameters)) for one in criteria],
        "sum": schemes.sum_of(criteria),
        "edits": edits,
        "moves": moves,
        "editing": editing,
        "refused": refused,
        "values": _values(row, today) | typed,
        "problems": [Problem(anchor, text) for anchor, text in problems],
        "errors": dict(reversed(list(problems))),
        "typed": [(INPUTS[name], text) for name, text in typed.items() if status == 409 and text and len(text) > 3],
        "sources": Criterion.Source.choices,
        "kinds": Criterion.Kind.choices,
        "tie_rules": Scheme.TieRule.choices,
        "needs": points.NEEDS.items(),
        "scopes": points.SCOPES.items(),
        "today": today,
        "reads_scores": rights.can_read(user),
    }
    return render(request, "reports/emulation_scheme.html", context, status=status)


def _editing(request, criteria, refused, typed) -> dict | None:
    """The line whose form is open: its key or "", its source, and what its inputs hold."""
    if refused == "criterion":
        return {"pk": request.POST.get("criterion", ""), "source": typed.get("source", ""), "values": typed}
    pk, source = whole_number(request.GET.get("sua")), request.GET.get("them", "")
    found = next((one for one in criteria if one.pk == pk), None)
    if found is not None:
        return {"pk": found.pk, "source": found.source, "values": _of_criterion(found)}
    if source in Criterion.Source.values:
        order = max((one.order for one in criteria), default=0) + 1
        values = {"order": order, "kind": Criterion.Kind.CRITERION, "source": source}
        return {"pk": "", "source": source, "values": _written(points.DEFAULTS.get(source, {})) | values}
    if pk is not None or source:
        raise Http404("no such line")
    return None


def _of_criterion(one) -> dict:
    values = {
        "order": one.order,
        "title": one.title,
        "guidance": one.guidance,
        "maximum": format_number(one.maximum),
        "kind": one.kind,
        "source": one.source,
    }
    return _written({**points.DEFAULTS.get(one.source, {}), **one.parameters}) | values


def _written(parameters) -> dict:
    """Parameters as inputs show them: "0.5" of the stored copy is "0,5"."""
    return {
        name: ", ".join(value) if isinstance(value, list) else value.replace(".", ",")
        for name, value in parameters.items()
    }


def _values(row, today) -> dict:
    return {
        "scale": format_number(row.scale),
        "tie_rule": row.tie_rule,
        "on_request": "1" if row.on_request else "",
        "note": row.note,
        "in_force_on": format_date(today),
        "opinion": row.opinion,
    }
