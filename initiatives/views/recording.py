"""Ghi vào sổ: choosing what to record, and the form, for a new record and for one that stands there already."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import activities, entry as entries, evidence, organisations, permissions
from initiatives.activities import AlreadyRecorded
from initiatives.kinds import ASKS, Kind
from initiatives.models import Activity, CountingRule, Organisation
from initiatives.views.shared import find_activity, for_readers, problems_of
from units import clock
from units.asked import seen_revision
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_keeping_text
from units.templatetags.q4kh import Problem
from units.vietnamese import format_date

LABELS = {"title": "Tên", "summary": "Tóm tắt"}


@login_required
@require_safe
def record(request):
    """Which kind of thing to record; beside each the targets that count it."""
    if not permissions.can_record(request.user):
        raise PermissionDenied
    feeds = {}
    for rule in CountingRule.objects.select_related("target").order_by("target__order"):
        for kind in rule.kinds:
            feeds.setdefault(kind, []).append(rule.target.code)
    kinds = [(kind.value, kind.label, ASKS[kind].hint, feeds.get(kind, ())) for kind in entries.IN_ORDER]
    most = len(entries.MOST_USED)
    context = {"often": kinds[:most], "others": kinds[most:]}
    return render(request, "initiatives/record.html", context)


@login_keeping_text(labels=LABELS)
@require_http_methods(["GET", "HEAD", "POST"])
def record_kind(request, kind):
    """The form for a new record of the kind. ``unit``: whose, for somebody who acts for several.

    POST ``add``: one row more for organisations or evidence, nothing is saved; ``save=next``: and then another one.
    """
    if kind not in Kind.values:
        raise Http404("no such kind of record")
    if not permissions.can_record(request.user):
        raise PermissionDenied
    entry = entries.blank(kind, _unit(request), clock.today())
    if request.method != "POST":
        return _form(request, entry)
    entry.read(request.POST, request.FILES, by=request.user)
    if "add" in request.POST:
        return _form(request, entry)
    try:
        activity = activities.record(entry, by=request.user, at=clock.now())
    except Refused as refusal:
        return _form(request, entry, problems=problems_of(refusal), status=422)
    except AlreadyRecorded as known:
        return _known(request, entry, known.activity)
    messages.success(
        request, f"Đã ghi “{activity.title}” vào sổ. Phòng Kinh tế xác nhận xong thì được tính vào chỉ tiêu."
    )
    if request.POST.get("save") == "next":
        return redirect("initiatives:record_kind", kind)
    if back := _report_asked(request):
        return redirect(back)
    return redirect("initiatives:activity", activity.pk)


def _report_asked(request) -> str:
    """``ve``: the report's form from which somebody came to add what it lacks, and goes back to; never another site."""
    address = request.POST.get("ve") or request.GET.get("ve", "")
    is_ours = address.startswith("/bao-cao/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else ""


def _unit(request):
    """The unit chosen among those the person acts for, the first of them unless told."""
    units = request.user.access.units
    code = request.POST.get("unit") or request.GET.get("unit")
    return next((unit for unit in units if unit.code == code), units[0])


def _known(request, entry, twin):
    """The unit has such a record. The same form handed in twice leads to it; another one says what to do."""
    if twin.recorded_by_id == request.user.pk and entry.says_the_same(twin):
        messages.info(request, f"“{twin.title}” đã có trong sổ, không ghi thêm lần nữa.")
        return redirect("initiatives:activity", twin.pk)
    text = (
        f"Đơn vị đã ghi “{twin.title}” ngày {format_date(twin.starts_on)}. "
        "Mở bản ghi ấy để bổ sung; nếu là việc khác thì đặt tên khác."
    )
    entry.inputs["title"].error = text
    return _form(request, entry, problems=[Problem("title", text)], twin=twin, status=422)


@login_keeping_text(labels=LABELS)
@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def edit(request, pk):
    """The form with a record. POST ``revision``: what it was made from; ``add`` as in ``record_kind``."""
    activity = find_activity(request.user, pk)
    if not permissions.can_edit(request.user, activity):
        raise PermissionDenied
    only = permissions.may_change(request.user, activity)
    entry = entries.of(activity, clock.today(), only=only)
    if request.method != "POST":
        if activity.state not in activities.MOVES["edit"].sources:
            return redirect("initiatives:activity", pk)
        return _form(request, entry, activity)
    entry.read(request.POST, request.FILES, by=request.user)
    seen = seen_revision(request.POST)
    if "add" in request.POST:
        # Still made from what it was made from.
        activity.revision = seen
        return _form(request, entry, activity)
    try:
        if seen != activity.revision:
            raise WrongState("edit")
        was_confirmed = activity.state == Activity.State.CONFIRMED
        is_changed = activities.edit(activity, entry, by=request.user, at=clock.now())
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        return _form(request, entry, find_activity(request.user, pk), problems=problems_of(refusal), status=422)
    except WrongState:
        return _conflict(request, entry, pk)
    if not is_changed:
        messages.info(request, "Bản ghi vẫn như cũ, không có gì để lưu.")
    elif was_confirmed:
        messages.success(request, "Đã lưu. Bản ghi chờ Phòng Kinh tế xác nhận lại.")
    else:
        messages.success(request, "Đã lưu bản ghi.")
    return redirect("initiatives:activity", pk)


def _conflict(request, entry, pk):
    """Somebody changed the record meanwhile: what was typed stays, beside what stands there now. Saving once more puts
    it in place of that."""
    activity = find_activity(request.user, pk)
    if activity.state not in activities.MOVES["edit"].sources:
        text = "Chưa lưu: bản ghi đã rút khỏi sổ, không sửa được nữa. Phần vừa nhập vẫn ở dưới, chép lại nếu còn cần."
        return _form(request, entry, activity, problems=[Problem("", text)], status=409)
    text = "Chưa lưu: có người vừa thay đổi bản ghi này. Phần vừa nhập vẫn ở dưới; lưu lần nữa là thay bản hiện nay."
    now = entries.of(activity, entry.on, only=entry.only)
    differing = [
        Problem(name, f"{one.label}: bản hiện nay ghi “{now.inputs[name].typed}”.")
        for name, one in entry.inputs.items()
        if one.widget in ("text", "date", "number", "area") and one.typed != now.inputs[name].typed
    ]
    return _form(request, entry, activity, problems=[Problem("", text), *differing], status=409)


def _form(request, entry, activity=None, *, problems=(), twin=None, status=200):
    add = request.POST.get("add", "")
    held = list(activity.evidence.all()) if activity and not entry.only else []
    context = {
        "entry": entry,
        "activity": activity,
        "kind_label": entry.kind.label,
        "units": request.user.access.units if activity is None else (),
        "rows": _with_blank(entry.organisations, organisations.Row, organisations.MAX_ROWS, add == "organisation"),
        "proofs": _with_blank(entry.evidence.rows, evidence.Row, evidence.MAX_ROWS, add == "evidence"),
        "held": held,
        "added": add,
        "sectors": Organisation.Sector.choices,
        "known": organisations.offered_to(request.user) if entry.names_organisations else [],
        "problems": list(problems),
        "twin": twin,
        "needs_confirming": activity is not None and activity.state == Activity.State.CONFIRMED,
        "leaves_public_page": activity is not None
        and activity.is_public
        and not permissions.can_publish(request.user, activity),
        "report": "" if activity else _report_asked(request),
        "back": reverse("initiatives:activity", args=[activity.pk]) if activity else reverse("initiatives:activities"),
    }
    return render(request, "initiatives/entry.html", context, status=status)


def _with_blank(rows, make, most, is_asked):
    """The rows, and a blank one where there is none or one more was asked for."""
    if rows and not is_asked or len(rows) >= most:
        return rows
    return [*rows, make(len(rows) + 1)]
