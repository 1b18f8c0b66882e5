"""Lists to look things up in: reports (`/bao-cao/`) and the plan's tasks (`/nhiem-vu/`)."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import deadlines, matrix
from reports.models import Exclusion, Progress, Report, Version
from targets.models import Heading, Period, Task
from units import clock
from units.asked import whole_number
from units.models import Unit, UnitName
from units.templatetags.q4kh import STATES
from units.vietnamese import fold

PAGE_SIZE = 50
TASKS_PER_PAGE = 100
# Besides the states themselves.
NOT_SENT = "chua-gui"
# The answer of a unit whose reports say nothing of a task yet.
UNTOLD = "none"
UNIT_ORDER = ("unit__group", "unit__order", "unit__sort_key", "unit__code")


# --- Reports -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    report: Report
    unit_name: str
    state: str
    late_days: int
    reason: str  # why the unit owes none


@login_required
@require_safe
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
    page = _page_of_reports(rows, whole_number(request.GET.get("trang"), digits=6) or 1, today)
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
        "states": [(NOT_SENT, "Chưa gửi"), *((name, words[0]) for name, words in STATES.items())],
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


def _page_of_reports(rows, number, today):
    reason = Exclusion.objects.filter(unit=OuterRef("unit"), period=OuterRef("period")).values("reason")[:1]
    # The name that the unit bore when the data of the period ended, where it has another by now.
    then = UnitName.objects.held_on(OuterRef("period__window_to")).filter(unit=OuterRef("unit")).values("name")[:1]
    rows = rows.select_related("unit", "period").annotate(reason=Subquery(reason), name_then=Subquery(then))
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    page.object_list = [
        Line(
            row,
            row.name_then or row.unit.name,
            "excluded" if row.reason else row.shown_state,
            0 if row.reason else deadlines.late_days(row.first_sent_at, row.period.due_on, today),
            row.reason or "",
        )
        for row in page.object_list
    ]
    return page


# --- Tasks ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What the latest accepted report of a unit says of one task."""

    status: str
    label: str
    note: str
    period: Period


@dataclass(frozen=True, slots=True)
class TaskRow:
    task: Task
    told: Told | None
    draft: str  # what the unit's own people are writing now, where it differs

    @property
    def status(self) -> str:
        return self.told.status if self.told else UNTOLD


@login_required
@require_safe
def tasks(request):
    """The plan's tasks with the status of the latest accepted report; ``don-vi``, ``de-muc``, ``tinh-trang``.

    Unit people see their own units' tasks, and beside them what their draft says.
    """
    access = request.user.access
    if not (access.acts_for or access.is_reviewer or access.is_leader):
        raise PermissionDenied
    today = clock.today()
    hand = matrix.in_hand(list(Period.objects.select_related("plan").order_by("window_from")), today)
    only_own = not (access.is_reviewer or access.is_leader)
    code, heading, status = (request.GET.get(name, "") for name in ("don-vi", "de-muc", "tinh-trang"))

    rows = Task.objects.filter(plan=hand.plan_id if hand else None)
    if only_own:
        rows = rows.filter(unit__in=access.acts_for)
    units = list(Unit.objects.filter(tasks__in=rows).distinct().order_by("group", "order", "sort_key", "code"))
    if code:
        rows = rows.filter(unit__code=code)
    if heading:
        rows = rows.filter(heading__ref=heading)
    rows = rows.select_related("unit", "heading").order_by(*UNIT_ORDER, "order", "pk")
    told = _told(hand.plan_id if hand else None, [unit.pk for unit in units if not code or unit.code == code])
    drafts = _drafts(access.acts_for, hand)
    found = [
        TaskRow(task, told.get((task.unit_id, task.ref)), drafts.get((task.unit_id, task.ref), "")) for task in rows
    ]
    if status:
        found = [row for row in found if row.status == status]
    context = {
        "page": Paginator(found, TASKS_PER_PAGE).get_page(whole_number(request.GET.get("trang"), digits=6) or 1),
        "done": sum(row.status == Progress.Status.DONE for row in found),
        "untold": sum(row.status == UNTOLD for row in found),
        "only_own": only_own,
        "plan": hand.plan if hand else None,
        "units": units,
        "code": code,
        "headings": list(Heading.objects.filter(plan=hand.plan_id if hand else None).order_by("order")),
        "heading": heading,
        "statuses": [*Progress.Status.choices, (UNTOLD, "Chưa báo cáo")],
        "status": status,
        "is_filtered": bool(code or heading or status),
    }
    return render(request, "reports/tasks.html", context)


def _told(plan_id, unit_ids) -> dict[tuple[int, str], Told]:
    """(unit, ref) → what the unit's latest accepted report says. One query, one version a unit."""
    newest = (
        Report.objects.filter(unit=OuterRef("report__unit"), period__plan=plan_id, official__isnull=False)
        .order_by("-period__window_from")
        .values("official")[:1]
    )
    found = {}
    for version in Version.objects.filter(
        official_of__unit__in=unit_ids, official_of__period__plan=plan_id, pk=Subquery(newest)
    ).select_related("report__period"):
        for row in version.content["progress"]:
            if row["status"]:
                told = Told(row["status"], row["status_label"], row["note"], version.report.period)
                found[version.report.unit_id, row["ref"]] = told
    return found


def _drafts(unit_ids, period) -> dict[tuple[int, str], str]:
    """(unit, ref) → the status that the unit's people have chosen in a report that is not accepted yet."""
    rows = Progress.objects.filter(report__unit__in=unit_ids, report__period=period).exclude(
        Q(status="") | Q(report__state=Report.State.ACCEPTED)
    )
    return {
        (unit_id, ref): Progress.Status(status).label
        for unit_id, ref, status in rows.values_list("report__unit_id", "commitment__ref", "status")
    }
