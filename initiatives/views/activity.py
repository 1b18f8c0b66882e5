"""One record: all that is said of it, what became of it, and what this person can do with it now."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import activities, counting, permissions
from initiatives.counting import Counts
from initiatives.kinds import ASKS, Kind
from initiatives.models import Activity, CountingRule
from initiatives.views.shared import MARKS, find_activity, for_readers, problems_of
from units import acts, clock, downloads, uploads
from units.asked import seen_revision
from units.models import AuditEvent
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_showing_text
from units.templatetags.q4kh import Problem
from units.vietnamese import DateError, clean_text, format_date, format_number, parse_date, person_sort_key

State = Activity.State
ACTS = {
    "confirm": "Đã xác nhận “{title}”. Từ nay được tính vào báo cáo của đơn vị.",
    "return": "Đã trả lại “{title}”. {unit} đọc lý do ở trang này.",
    "withdraw": "Đã rút “{title}” khỏi sổ. Báo cáo sau không tính nữa; báo cáo đã gửi giữ nguyên.",
    "publish": "Đã đăng “{title}” lên chuyên trang.",
    "show": "Đã đưa “{title}” lên chuyên trang.",
    "hide": "Đã gỡ “{title}” khỏi chuyên trang.",
    "remove": "Đã gỡ minh chứng.",
}
_REASONS = {("withdraw", "reason"): "withdraw-reason"}
TYPED = ("reason", "published_on", "on_website", "in_print")


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def activity(request, pk):
    """POST ``act``: one of ACTS, with ``revision`` and what it needs (``reason``; ``published_on``, ``on_website``,
    ``in_print``; ``evidence``)."""
    row = find_activity(request.user, pk)
    if request.method != "POST":
        return _page(request, row)
    act = request.POST.get("act", "")
    if act not in ACTS:
        return HttpResponseBadRequest("Không có việc này.", content_type="text/plain; charset=utf-8")
    row.revision = seen_revision(request.POST)
    try:
        _do(request, act, row)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        return _page(request, find_activity(request.user, pk), problems=problems_of(refusal), status=422)
    except WrongState:
        row = find_activity(request.user, pk)
        text = (
            f"Chưa làm được: có người vừa thay đổi bản ghi này, nay ở tình trạng “{row.get_state_display().lower()}”. "
            "Xem lại rồi làm lại."
        )
        return _page(request, row, problems=[Problem("", text)], status=409)
    messages.success(request, ACTS[act].format(title=row.title, unit=row.unit.short_name or row.unit.name))
    return redirect("initiatives:activity", pk)


def _do(request, act, row):
    post = request.POST
    said = {"by": request.user, "at": clock.now()}
    if act == "confirm":
        activities.confirm(row, **said)
    elif act == "return":
        activities.send_back(row, reason=post.get("reason", ""), **said)
    elif act == "withdraw":
        activities.withdraw(row, reason=post.get("reason", ""), **said)
    elif act == "publish":
        where = {"on_website": "on_website" in post, "in_print": "in_print" in post}
        activities.publish(row, on=_day(request.user, row, post.get("published_on", "")), **where, **said)
    elif act == "show":
        activities.show(row, **said)
    elif act == "hide":
        activities.hide(row, **said)
    else:
        typed = post.get("evidence", "")
        known = {str(item.pk): item for item in row.evidence.all()}
        if permissions.can_write(request.user, row) and typed not in known:
            raise WrongState("remove")
        activities.remove(row, known.get(typed), **said)


def _day(user, row, raw):
    if not permissions.can_publish(user, row):
        raise NotAllowed  # before the form is looked at
    raw = clean_text(raw).strip()
    try:
        return parse_date(raw) if raw else None
    except DateError as error:
        raise Refused([("published_on", str(error))]) from None


def _page(request, row, problems=(), status=200):
    user = request.user
    can = activities.available(user, row)
    act = request.POST.get("act", "")
    # Two boxes for a reason may stand on the page.
    problems = [one._replace(anchor=_REASONS.get((act, one.anchor), one.anchor)) for one in problems]
    typed = {name: clean_text(request.POST.get(name, "")) for name in TYPED}
    if act != "publish":
        typed |= {
            "published_on": format_date(row.published_on) if row.published_on else "",
            "on_website": row.on_website,
            "in_print": row.in_print,
        }
    fields = ASKS[Kind(row.kind)].fields
    attended = {name: list(getattr(row, name).all()) for name in ("schools", "trainees") if name in fields}
    context = {
        "row": row,
        "mark": MARKS[row.state],
        "facts": _facts(row, attended),
        "partners": list(row.partners.all()),
        "organisations": list(row.organisations.select_related("merged_into")),
        "evidence": list(row.evidence.all()),
        "counted_in": _counted_in(row, attended),
        "events": _events(row),
        "can": can,
        "needs_reason": row.state == State.CONFIRMED,
        # Why an office's own officer finds no button to confirm with.
        "is_own_work": permissions.can_review(user) and row.state == State.RECORDED and "confirm" not in can,
        "is_article": row.kind == Kind.ARTICLE,
        "typed": typed,
        "act": act,
        "problems": problems,
        "errors": (errors := {problem.anchor: problem.text for problem in problems}),
        "withdraw_error": errors.get("withdraw-reason", ""),
        "reason_limit": activities.REASON_LIMIT,
        "is_own": permissions.can_write(user, row),
    }
    return render(request, "initiatives/activity.html", context, status=status)


_YES = {
    "is_effective": "Có hiệu quả",
    "is_procedure": "Ứng dụng công nghệ thông tin vào thủ tục hành chính",
    "is_direct": "Hỗ trợ trực tiếp",
    "is_transfer_request": "Có yêu cầu chuyển giao",
}


def _facts(row, attended) -> list[tuple[str, str]]:
    """What the kind asks for, in words; what was left open is not said."""
    asks = ASKS[Kind(row.kind)]
    day = format_date(row.starts_on) + (f" đến {format_date(row.ends_on)}" if row.ends_on else "")
    found = [(asks.day_label, day)]
    if row.kind == Kind.ARTICLE and row.published_on:
        places = (row.on_website and "Trang tin điện tử", row.in_print and "Tờ tin Quận 4")
        found.append(("Đăng ngày", f"{format_date(row.published_on)}, {' và '.join(filter(None, places))}"))
    elif row.kind == Kind.ARTICLE:
        found.append(("Đăng ngày", "chưa đăng"))
    for name in asks.fields:
        if name in ("event_type", "level", "article_type"):
            found.append((_label(name), getattr(row, f"get_{name}_display")()))
        elif name == "service_level" and row.service_level:
            found.append(("Mức độ", str(row.service_level)))
        elif name == "participants" and row.participants is not None:
            found.append(("Số người tham gia", format_number(row.participants)))
        elif name in _YES:
            found.append((_YES[name], "có" if getattr(row, name) else "không"))
        elif name == "schools":
            found.append(("Trường", ", ".join(unit.short_name or unit.name for unit in attended[name])))
        elif name == "trainees":
            people = sorted(attended[name], key=lambda user: person_sort_key(user.full_name))
            found.append(("Cán bộ, lãnh đạo đã dự", ", ".join(user.full_name for user in people)))
    return [(label, value) for label, value in found if value]


def _label(name) -> str:
    label = str(Activity._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _counted_in(row, attended) -> list:
    """Targets whose rule takes this record, once it is confirmed and has its day."""
    record = counting.read(Activity.objects.filter(pk=row.pk))[0]
    rules = CountingRule.objects.select_related("target").order_by("target__order")
    return [rule.target for rule in rules if _takes(rule, record, attended)]


def _takes(rule, record, attended) -> bool:
    if rule.counts not in counting.STATES:
        return bool(counting.things_of(rule, record))
    # A state is somebody's: a class without its people, a club without its school, makes nobody trained or equipped.
    is_of_kind = counting.is_of_rule(rule, record)
    if rule.counts == Counts.CLUBS_AND_ACTIVITIES:
        is_of_kind |= record.kind == Kind.CLUB
    return is_of_kind and bool(attended.get("trainees" if rule.counts == Counts.OFFICERS else "schools"))


def _events(row) -> list[dict]:
    """The log of this record, newest first. Its hours are of this machine: on another day than today they tell
    nothing."""
    rows = AuditEvent.objects.filter(subject=row.key).order_by("-at", "-pk")[:100]
    tells_time = not clock.is_as_of()
    return [{"act": acts.words(one.act), "by": one.actor_name, "at": one.at if tells_time else None} for one in rows]


@login_required
@require_safe
@for_readers
def evidence(request, pk, evidence_pk):
    """A file, always as a download: nothing that was uploaded is ever shown as a page of ours."""
    row = find_activity(request.user, pk)
    item = row.evidence.filter(pk=evidence_pk).exclude(sha256="").first()
    if item is None:
        raise Http404("no such file of this record")
    # A name given to it may lack the ending by which a computer opens it.
    name = item.name if "." in item.name[-6:] else f"{item.name}{_ending(item.content_type)}"
    return downloads.stored(item.sha256, name, item.content_type)


def _ending(content_type) -> str:
    return next((suffix for suffix, known in uploads.TYPES.items() if known == content_type), "")
