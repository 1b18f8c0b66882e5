"""The list of reports (`/bao-cao/`): everyone's of a quarter, or one unit's of all."""

import datetime as dt
from functools import lru_cache

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, Subquery
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import deadlines, matrix, whereabouts
from reports.listing import FIELDS, Line, rows_of
from reports.models import Exclusion, Report
from reports.tables import filing
from targets.models import Period
from units import clock, exports
from units.asked import whole_number
from units.directory_tables import group_in_words
from units.models import UNIT_ORDER, Unit, UnitName
from units.prepared import Prepared, Together
from units.tables import Table, by_batches, in_words
from units.templatetags.q4kh import STATES
from units.vietnamese import fold
from units.walked import there_is

PAGE_SIZE = 50
# Besides the states themselves.
NOT_SENT = "chua-gui"
BY_UNIT = tuple(f"unit__{name}" for name in UNIT_ORDER)


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
    begun = _BEGUN.objects(on=today)
    mine = bool(access.units) and (not access.sees_states or "cua-toi" in request.GET)
    code = "" if mine else request.GET.get("don-vi", "")
    state, group, q, period = "", "", "", None
    if not mine and not code:
        wanted = request.GET.get("ky")
        hand = matrix.in_hand(begun[::-1], today)
        period = next((one for one in begun if one.key == wanted), hand)
        state, group, q = (request.GET.get(name, "").strip() for name in ("tinh-trang", "khoi", "q"))
    number = whole_number(request.GET.get("trang"), digits=6) or 1
    if access.sees_states and period and not q and not exports.wanted(request):
        rows = _Everyone(period.pk, state, group, number)
    else:
        rows = Report.objects.visible_to(request.user)
        if mine or code:
            rows = rows.filter(unit__in=access.acts_for) if mine else rows.filter(unit__code=code)
            rows = rows.filter(period__in=begun).order_by("-period__window_from", *BY_UNIT)
        else:
            rows = _of_period(rows, period and period.pk, state, group, q)
        rows = _told(rows)
    if exports.wanted(request):
        return _table(rows, begun, mine, code, period, (state, group, q), today)
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    lines = _lines(page.object_list, begun, today)
    shows_unit, shows_period = not code and not (mine and len(access.units) == 1), mine or bool(code)
    context = {
        "page": page,
        "has_lines": bool(lines),
        "rows": rows_of(lines, shows_unit=shows_unit, shows_period=shows_period, mine=mine),
        "mine": mine,
        "code": code,
        "unit_name": lines[0].name_now if code and lines else "",
        "shows_unit": shows_unit,
        "shows_period": shows_period,
        "has_own": bool(access.units) and access.sees_states,
        "period": period,
        "periods": [(one.key, one.label) for one in begun],
        "state": state,
        "states": list(_states().items()),
        "group": group,
        "groups": Unit.Group.choices,
        "q": q,
    }
    return render(request, "reports/list.html", context)


_BEGUN = Prepared(lambda on: Period.objects.begun(on).order_by("-window_from"), on=dt.date)


class _Everyone:
    """The reports of one period, of all units or narrowed by ``state`` and ``group``, as a Paginator asks for them. The
    office opens them all day, so their query is kept, of how many there are and of the page ``number``. For who sees
    states."""

    def __init__(self, period_id, state, group, number):
        self._period_id = period_id
        # Any word may stand in the address; of known ones there are few.
        self._narrow = state if state in _states() else "", group if group in Unit.Group.values else ""
        self._ask((number - 1) * PAGE_SIZE)

    def _ask(self, start):
        numbers, rows = _reading(*self._narrow, start).ask(period=self._period_id)
        self._start, self._number = start, numbers[0][0] if numbers else 0
        self._rows = [row[len(BY_UNIT) :] for row in sorted(rows)]

    def count(self) -> int:
        return self._number

    def __getitem__(self, part):
        if part.start != self._start:  # there are not so many pages
            self._ask(part.start)
        return self._rows


@lru_cache(maxsize=64)
def _reading(state, group, start) -> Together:
    def count(period):
        rows = _of_period(Report.objects.all(), period, state, group)
        return rows.order_by().values("period_id").annotate(number=Count("*")).values_list("number", "period_id")

    def page(period):
        # Units are read in their order until the page is full: a report has but the unit's number, and to sort by that
        # all of a country would be read.
        reports = _narrowed(Report.objects.filter(period_id=period, unit=OuterRef("pk")), state, "", "")
        units = Unit.objects.filter(group=group) if group else Unit.objects.all()
        units = units.filter(there_is(reports))
        shown = units[start : start + PAGE_SIZE].values("pk")
        return _told(Report.objects.filter(period_id=period, unit__in=shown).order_by(), *BY_UNIT)

    return Together(Prepared(count, period=int), Prepared(page, period=int))


def _of_period(rows, period_id, state, group, q=""):
    return _narrowed(rows.filter(period_id=period_id), state, group, q).order_by(*BY_UNIT)


def _narrowed(rows, state, group, q):
    if group in Unit.Group.values:
        rows = rows.filter(unit__group=group)
    if q:
        rows = rows.filter(unit__folded__contains=fold(q))
    if state == "excluded":
        return rows.filter(whereabouts.is_excluded())
    if state == NOT_SENT:
        return rows.filter(~whereabouts.is_excluded(), first_sent_at=None)
    if state in STATES:
        return rows.filter(~whereabouts.is_excluded()).annotate(shown=whereabouts.shown_state()).filter(shown=state)
    return rows


def _states() -> dict[str, str]:
    return {NOT_SENT: "Chưa gửi"} | {name: words[0] for name, words in STATES.items()}


def _table(rows, begun, mine, code, period, chosen, today) -> Table:
    state, group, q = chosen
    words = in_words(
        "Báo cáo của đơn vị, mọi kỳ" if mine else f"Đơn vị {code}, mọi kỳ" if code else period.label if period else "",
        _states().get(state, ""),
        group_in_words(group),
        f"Có chữ “{q}”" if q else "",
    )
    lines = by_batches(rows, lambda found: _lines(found, begun, today))
    return filing.of_reports(lines, rows.count(), words, today)


def _told(rows, *before):
    reason = Exclusion.objects.filter(unit=OuterRef("unit"), period=OuterRef("period")).values("reason")[:1]
    # The name that the unit bore when the data of the period ended, where it has another by now.
    then = UnitName.objects.held_on(OuterRef("period__window_to")).filter(unit=OuterRef("unit")).values("name")[:1]
    begun = ExpressionWrapper(Q(started_at__isnull=False), BooleanField())
    rows = rows.annotate(is_begun=begun, reason=Subquery(reason), name_then=Subquery(then))
    return rows.values_list(*before, *FIELDS)


def _lines(rows, begun, today) -> list[Line]:
    """``begun``: the periods, of which a row has but the key."""
    periods = {period.pk: period for period in begun}
    return [_line(*row, periods=periods, today=today) for row in rows]


def _line(period_id, code, name, state, is_begun, versions, sent_at, accepted_at, is_reopened, reason, name_then,
          *, periods, today):  # fmt: skip
    period = periods[period_id]
    stands = state if is_begun or versions or state != Report.State.DRAFT else "none"
    return Line(
        period=period,
        code=code,
        name_now=name,
        unit_name=name_then or name,
        state="excluded" if reason else stands,
        late_days=0 if reason else deadlines.late_days(sent_at, period.due_on, today),
        reason=reason or "",
        first_sent_at=sent_at,
        version_count=versions,
        accepted_at=accepted_at,
        is_reopened=is_reopened,
        is_open=state in (Report.State.DRAFT, Report.State.RETURNED),
        is_returned=state == Report.State.RETURNED,
    )
