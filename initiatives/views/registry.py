"""Sổ theo dõi: the list (`/so-theo-doi/`), and confirming several records of it at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Max, Min, Q, When
from django.db.models.functions import Coalesce
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from initiatives import activities, permissions, tables
from initiatives.entry import IN_ORDER
from initiatives.kinds import Kind
from initiatives.models import Activity
from initiatives.views.shared import MARKS, for_readers
from targets.models import Period
from units import clock, exports
from units.models import Unit
from units.tables import by_batches, in_words

State = Activity.State
PAGE_SIZE = 50
FILTERS = ("loai", "don-vi", "tinh-trang", "nam", "q", "sap-xep")
# In the order of the work. What was withdrawn is asked for by name.
STRIP = (State.RECORDED, State.RETURNED, State.CONFIRMED, State.WITHDRAWN)
BY_NAME = "ten"
# Articles that nobody has published yet: the work of whoever does (II.2.7).
TO_PUBLISH = "cho-dang"


@login_required
@require_safe
@for_readers
@exports.offered
def activity_list(request):
    """``loai`` a kind, ``don-vi`` a unit's code, ``tinh-trang`` a state, ``nam`` a reporting year (domain §2), ``q``
    words, ``sap-xep=ten``.

    Asked for nothing, the office sees what waits for it, the longest waiting on top.
    """
    access = request.user.access
    chosen = _chosen(request)
    years = _years()
    visible = Activity.objects.visible_to(request.user)
    rows = _narrowed(visible, chosen, years)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    waits = access.is_reviewer and chosen["tinh_trang"] == State.RECORDED
    shown = _ordered(_of_state(rows, chosen), chosen, waits)
    if exports.wanted(request):
        return tables.of_activities(by_batches(shown, list), shown.count(), _in_words(chosen), clock.today())
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("trang"))
    _tell_rights(page, request.user, waits)
    context = {
        "page": page,
        "chosen": chosen,
        "is_filtered": any(chosen[name] for name in ("loai", "don_vi", "nam", "q")),
        "strip": _strip(request, rows, counts),
        "everything": _with_state(request, ""),
        "total": sum(number for state, number in counts.items() if state != State.WITHDRAWN),
        "kinds": [(kind.value, kind.label) for kind in IN_ORDER],
        "units": _units(visible) if _sees_others(access) else [],
        "years": [row["year"] for row in years],
        "waits": waits,
        "can_record": permissions.can_record(request.user),
        "can_review": access.is_reviewer,
        "state_label": _labels().get(chosen["tinh_trang"], ""),
    }
    return render(request, "initiatives/activities.html", context)


def _years() -> list[dict]:
    """Reporting years with the days that their quarters' windows span, the newest first."""
    years = Period.objects.order_by().values("year")
    return list(years.annotate(begins=Min("window_from"), ends=Max("window_to")).order_by("-year"))


def _chosen(request) -> dict[str, str]:
    chosen = {name.replace("-", "_"): request.GET.get(name, "").strip()[:100] for name in FILTERS}
    if request.user.access.is_reviewer and not any(name in request.GET for name in FILTERS):
        chosen["tinh_trang"] = State.RECORDED.value
    return chosen


def _in_words(chosen) -> str:
    return in_words(
        Kind(chosen["loai"]).label if chosen["loai"] in Kind.values else "",
        f"Đơn vị: {chosen['don_vi']}" if chosen["don_vi"] else "",
        _labels().get(chosen["tinh_trang"], "Mọi tình trạng"),
        f"Năm báo cáo {chosen['nam']}" if chosen["nam"] else "",
        f"Có chữ “{chosen['q']}”" if chosen["q"] else "",
    )


def _labels() -> dict[str, str]:
    return {**dict(State.choices), TO_PUBLISH: "Bài chờ đăng"}


def _strip(request, rows, counts) -> list[tuple[str, str, str, int, str]]:
    """(state, its word, address, number, mark) of each cell above the list. One query more for who publishes."""
    cells = [(state.value, counts.get(state, 0), MARKS[state]) for state in STRIP]
    if request.user.access.publishes_for:
        cells.insert(0, (TO_PUBLISH, _to_publish(rows).count(), "todo"))
    labels = _labels()
    return [(value, labels[value], _with_state(request, value), number, name) for value, number, name in cells]


def _to_publish(rows):
    return rows.filter(kind=Kind.ARTICLE, published_on=None, state__in=permissions.OPEN)


def _with_state(request, state) -> str:
    """The address of this list in another state, filtered as it is."""
    wanted = request.GET.copy()
    wanted["tinh-trang"] = str(state)
    wanted.pop("trang", None)
    return f"?{wanted.urlencode()}"


def _narrowed(rows, chosen, years):
    if chosen["loai"] in Kind.values:
        rows = rows.filter(kind=chosen["loai"])
    if chosen["don_vi"]:
        joint = Activity.partners.through.objects.filter(unit__code=chosen["don_vi"]).values("activity_id")
        rows = rows.filter(Q(unit__code=chosen["don_vi"]) | Q(pk__in=joint))
    if year := next((row for row in years if str(row["year"]) == chosen["nam"]), None):
        # An article counts on the day it came out (II.2.7), everything else on the day it was done.
        came_out = When(kind=Kind.ARTICLE, then=Coalesce("published_on", "starts_on"))
        rows = rows.annotate(day=Case(came_out, default=F("starts_on")))
        rows = rows.filter(day__range=(year["begins"], year["ends"]))
    return rows.found(chosen["q"])


def _of_state(rows, chosen):
    if chosen["tinh_trang"] in State.values:
        return rows.filter(state=chosen["tinh_trang"])
    if chosen["tinh_trang"] == TO_PUBLISH:
        return _to_publish(rows)
    return rows.exclude(state=State.WITHDRAWN)


def _ordered(rows, chosen, waits):
    rows = rows.select_related("unit").prefetch_related("partners").annotate(proofs=Count("evidence", distinct=True))
    if chosen["sap_xep"] == BY_NAME:
        return rows.order_by("sort_key", "pk")
    return rows.order_by("recorded_at", "pk") if waits else rows.order_by("-starts_on", "-pk")


def _tell_rights(page, user, waits):
    """Which of the waiting records this person may confirm. One query, none where nothing waits for them."""
    page.object_list = list(page.object_list)
    keys = [row.key for row in page.object_list]
    touched = permissions.touched_by(user, keys) if waits and keys else set()
    for row in page.object_list:
        row.mark = MARKS[row.state]
        row.is_own_work = row.key in touched or row.recorded_by_id == user.pk


def _sees_others(access) -> bool:
    """Whether records of several units may stand in the list."""
    return access.sees_everything or access.is_leader or bool(access.publishes_for) or len(access.acts_for) > 1


def _units(visible):
    """Units that recorded something this person sees."""
    recording = Unit.objects.filter(pk__in=visible.order_by().values("unit"))
    return list(recording)


@login_required
@require_POST
def confirm_many(request):
    """``record``: each as ``<key>-<revision>``, as the list showed it."""
    if not permissions.can_review(request.user):
        raise PermissionDenied
    confirmed, left = activities.confirm_many(request.POST.getlist("record"), by=request.user, at=clock.now())
    if confirmed:
        messages.success(request, f"Đã xác nhận {len(confirmed)} bản ghi. Từ nay được tính vào báo cáo của đơn vị.")
    if left:
        whys = "; ".join(f"“{title}” ({why})" for title, why in left)
        messages.warning(request, f"Chưa xác nhận {len(left)} bản ghi: {whys}.")
    if not confirmed and not left:
        messages.warning(request, "Chưa chọn bản ghi nào.")
    return redirect("initiatives:activities")
