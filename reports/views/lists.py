"""The list of reports (`/bao-cao/`): everyone's of a quarter, or one unit's of all."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import deadlines, matrix
from reports.models import Exclusion, Report
from reports.tables import filing
from targets.models import Period
from units import clock, exports
from units.asked import whole_number
from units.directory_tables import group_in_words
from units.models import Unit, UnitName
from units.tables import Table, by_batches, in_words
from units.templatetags.q4kh import STATES
from units.vietnamese import fold

PAGE_SIZE = 50
# Besides the states themselves.
NOT_SENT = "chua-gui"
UNIT_ORDER = ("unit__group", "unit__order", "unit__sort_key", "unit__code")


@dataclass(frozen=True, slots=True)
class Line:
    report: Report
    unit_name: str
    state: str
    late_days: int
    reason: str  # why the unit owes none


@login_required
@require_safe
@exports.offered
def reports(request):
    """Everyone's reports of one period for those who see states; otherwise, or with ``cua-toi``, the own units' all.

    ``ky`` a period's key, ``tinh-trang``, ``khoi``, ``q`` a name; ``don-vi`` a unit's code: its reports of all periods.
    """
    access = request.user.access
    if access.is_nobody:
        raise PermissionDenied
    today = clock.today()
    begun = list(Period.objects.begun(today).order_by("-window_from"))
    mine = bool(access.units) and (not access.sees_states or "cua-toi" in request.GET)
    code = "" if mine else request.GET.get("don-vi", "")
    state, group, q, period = "", "", "", None

    rows = Report.objects.visible_to(request.user).filter(period__in=begun)
    if mine:
        rows = rows.filter(unit__in=access.acts_for).order_by("-period__window_from", *UNIT_ORDER)
    elif code:
        rows = rows.filter(unit__code=code).order_by("-period__window_from")
    else:
        wanted = request.GET.get("ky")
        hand = matrix.in_hand(begun[::-1], today)
        period = next((one for one in begun if one.key == wanted), hand)
        state, group, q = (request.GET.get(name, "").strip() for name in ("tinh-trang", "khoi", "q"))
        rows = _narrowed(rows.filter(period=period), state, group, q).order_by(*UNIT_ORDER)
    rows = _told(rows)
    if exports.wanted(request):
        return _table(rows, mine, code, period, (state, group, q), today)
    page = Paginator(rows, PAGE_SIZE).get_page(whole_number(request.GET.get("trang"), digits=6) or 1)
    page.object_list = _lines(page.object_list, today)
    context = {
        "page": page,
        "mine": mine,
        "code": code,
        "unit": page.object_list[0].report.unit if code and page.object_list else None,
        "shows_unit": not code and not (mine and len(access.units) == 1),
        "shows_period": mine or bool(code),
        "has_own": bool(access.units) and access.sees_states,
        "period": period,
        "periods": begun,
        "state": state,
        "states": list(_states().items()),
        "group": group,
        "groups": Unit.Group.choices,
        "q": q,
        "acts_for": access.acts_for,
    }
    return render(request, "reports/list.html", context)


def _narrowed(rows, state, group, q):
    if group in Unit.Group.values:
        rows = rows.filter(unit__group=group)
    if q:
        rows = rows.filter(unit__folded__contains=fold(q))
    if state == "excluded":
        return rows.filter(matrix.is_excluded())
    if state == NOT_SENT:
        return rows.filter(~matrix.is_excluded(), first_sent_at=None)
    if state in STATES:
        return rows.filter(~matrix.is_excluded()).annotate(shown=matrix.shown_state()).filter(shown=state)
    return rows


def _states() -> dict[str, str]:
    return {NOT_SENT: "Chưa gửi"} | {name: words[0] for name, words in STATES.items()}


def _table(rows, mine, code, period, chosen, today) -> Table:
    state, group, q = chosen
    words = in_words(
        "Báo cáo của đơn vị, mọi kỳ" if mine else f"Đơn vị {code}, mọi kỳ" if code else period.label if period else "",
        _states().get(state, ""),
        group_in_words(group),
        f"Có chữ “{q}”" if q else "",
    )
    return filing.of_reports(by_batches(rows, lambda found: _lines(found, today)), rows.count(), words, today)


def _told(rows):
    reason = Exclusion.objects.filter(unit=OuterRef("unit"), period=OuterRef("period")).values("reason")[:1]
    # The name that the unit bore when the data of the period ended, where it has another by now.
    then = UnitName.objects.held_on(OuterRef("period__window_to")).filter(unit=OuterRef("unit")).values("name")[:1]
    return rows.select_related("unit", "period").annotate(reason=Subquery(reason), name_then=Subquery(then))


def _lines(rows, today) -> list[Line]:
    return [
        Line(
            row,
            row.name_then or row.unit.name,
            "excluded" if row.reason else row.shown_state,
            0 if row.reason else deadlines.late_days(row.first_sent_at, row.period.due_on, today),
            row.reason or "",
        )
        for row in rows
    ]
