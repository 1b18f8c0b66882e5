"""Việc của tôi: what must this unit do now, what is missing, how many days are left."""

import datetime as dt

from django.db.models import OuterRef, Q, Subquery
from django.shortcuts import render

from initiatives import activities, register
from reports import (
    annual_lists,
    completeness,
    deadlines,
    figures,
    matrix,
    notices,
    permissions,
    proposals,
    review,
    rollup,
    sheet as sheets,
    workflow,
)
from reports.emulation import todo as emulation
from reports.lines import NOT_REPORTED
from reports.models import Exclusion, Report, Unlock
from reports.tables import home as tables
from targets import budgets
from targets.models import Period
from units import clock, exports

UNFINISHED = ("draft", "pending", "returned")
# How long an answered proposal stands on the home page; the list keeps it for ever.
ANSWERS_STAY = dt.timedelta(days=60)


def page(request):
    today = clock.today()
    access = request.user.access
    periods = list(Period.objects.begun(today).select_related("plan"))
    hand = matrix.in_hand(periods, today)
    if hand and exports.wanted(request):
        place = ", ".join(unit.name for unit in access.units)
        return tables.of_unit_home(place, hand, _targets(access, hand, today), today)
    open_unlock = Unlock.objects.filter(report=OuterRef("pk"), closed_at=None)
    reports = list(
        Report.objects.filter(unit_id__in=access.acts_for, period__in=periods)
        .filter(Q(period=periods[-1] if periods else None) | Q(period=hand) | Q(state__in=UNFINISHED))
        .select_related("unit", "period__plan", "latest", "official")
        .annotate(unlocked_until=Subquery(open_unlock.values("expires_at")))
        .order_by("period__window_from")
    )
    excused = Exclusion.objects.filter(unit_id__in=access.acts_for, period__in=periods)
    excluded = {(row.unit_id, row.period_id): row.reason for row in excused}
    main = {unit.pk: _first_to_do(unit, reports, excluded, hand) for unit in access.units}
    shown = {row.pk for row in main.values() if row}
    unread = notices.recent(request.user, limit=5)
    request.nav_counts["reports:notices"] = unread[0].unread if unread else 0
    context = {
        "period": hand,
        "blocks": [
            _block(request.user, row, today, excuse=excluded.get((row.unit_id, row.period_id), ""))
            for row in main.values()
            if row
        ],
        # A report sent back or reopened in an earlier quarter is work too, and easily forgotten.
        "others": [
            row
            for row in reports
            if row.pk not in shown and row.state in UNFINISHED and (row.unit_id, row.period_id) not in excluded
        ],
        "previous": _previous(request.user, hand),
        "targets": _targets(access, hand, today) if hand else [],
        "annual_needs": annual_lists.needs(request.user, today),
        "sent_back": activities.sent_back_to(request.user),
        "initiatives_waiting": register.waiting_for(request.user, today),
        "emulation": emulation.of_units(request.user, today),
        "allocates": budgets.can_allocate(request.user),
        "answered": proposals.answered_lately(request.user, today - ANSWERS_STAY),
        "notices": unread,
    }
    return render(request, "reports/unit_home.html", context)


def _first_to_do(unit, reports, excluded, hand):
    """The report that everybody waits for, while it is unfinished; then the one of the newest period."""
    own = [row for row in reports if row.unit_id == unit.pk]
    for row in own:
        if row.period_id == hand.pk and row.state in UNFINISHED and (row.unit_id, row.period_id) not in excluded:
            return row
    return own[-1] if own else None


def _block(user, report, today, *, excuse):
    """``excuse``: why the unit owes none, or ""."""
    is_excluded = bool(excuse)
    is_open = permissions.is_open_to(user, report, clock.now()) and not is_excluded
    sheet = sheets.load(report, today) if is_open else None
    days_left = deadlines.days_left(report.period.due_on, today)
    head = user.access.is_head_of(report.unit_id)
    return {
        "report": report,
        "sheet": sheet,
        "is_excluded": is_excluded,
        "excuse": excuse,
        "title": _title(report, sheet, head, is_excluded),
        "days_left": days_left,
        "late_days": 0 if is_excluded else deadlines.late_days(report.first_sent_at, report.period.due_on, today),
        # Sent back: what counts now is the day to send it again, not the deadline, which was kept or missed before.
        "return_days_left": _return_days_left(report, today),
        "notes": review.open_notes(report) if report.state == "returned" else [],
        "can_send_now": report.state == "pending" and head,
        "advice_on": None if is_excluded else _before_deadline(report, today),
        "moves": workflow.available(report, user),
    }


def _return_days_left(report, today):
    if report.state not in ("returned", "pending") or report.return_due_on is None:
        return None
    return deadlines.days_left(report.return_due_on, today)


def _title(report, sheet, head, is_excluded):
    label = report.period.label
    if permissions.is_entered_by_office(report):
        return f"Phòng Kinh tế đang nhập thay báo cáo {label}"
    if is_excluded:
        return f"Không phải báo cáo {label}"
    if report.state == "returned":
        return f"Sửa báo cáo {label} bị trả lại"
    if report.state == "pending":
        return f"Duyệt báo cáo {label}" if head else f"Báo cáo {label} đang chờ lãnh đạo duyệt"
    if report.state == "sent":
        return f"Đã gửi báo cáo {label}"
    if report.state == "accepted":
        return f"Báo cáo {label} đã được chấp nhận"
    if report.is_reopened:
        return f"Đính chính báo cáo {label}"
    if not report.is_started:
        return f"Soạn báo cáo {label}"
    if sheet.missing:
        return f"Soạn nốt báo cáo {label}"
    return f"Báo cáo {label} còn chỗ cần sửa" if completeness.to_mend(sheet) else f"Báo cáo {label} đã đủ, gửi đi"


def _before_deadline(report, today):
    """Two days are left for the head, where there is one to approve."""
    if not report.unit.has_head_step or report.state not in ("draft", "returned") or report.received_on:
        return None
    day = report.period.due_on.toordinal() - 2
    return type(today).fromordinal(day) if day >= today.toordinal() else None


def _previous(user, period):
    if period is None:
        return []
    last = period.value.previous
    rows = Report.objects.filter(
        unit_id__in=user.access.acts_for, period__year=last.year, period__quarter=last.number
    ).select_related("unit", "period", "official")
    return list(rows)


def _targets(access, period, today):
    """The unit's own share beside the district's figure and verdict, for the year of the open period."""
    material = rollup.read(period.plan, may_sum=True)
    district = material.of_year(period.year, today)
    codes = [unit.code for unit in access.units]
    # Sums name nobody: the unit's own part is read beside them.
    own = rollup.of_units(material, access.acts_for).of_year(period.year, today) if material.summed else district
    return [
        {
            "row": row,
            "own": ", ".join(_own(part, code) for code in codes if code in part.assigned),
            "district": figures.actual_text(row.target, row.result),
        }
        for row, part in zip(district.rows, own.rows, strict=True)
        if any(code in part.assigned for code in codes)
    ]


def _own(row, code):
    figure = row.result.by_unit.get(code)
    return figures.unit_text(row.target, figure) if figure else NOT_REPORTED
