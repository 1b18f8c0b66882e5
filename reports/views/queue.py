"""The reviewer's home: whom do I answer first, who has not sent, what else waits."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from initiatives import activities, register
from reports import (
    annual_lists,
    deadlines,
    matrix,
    notices,
    overdue,
    permissions,
    reminders,
    review,
    versions,
    whereabouts,
)
from reports.emulation import todo as emulation
from reports.models import Publication, Report, Version
from reports.tables import home as tables
from reports.views.progress import when
from targets.models import Period
from units import clock, exports
from units.asked import whole_number
from units.tables import by_batches
from units.templatetags.q4kh import STATES

PAGE_SIZE = 50
# In the order of the reviewer's own work.
STRIP = ("sent", "returned", "accepted", "pending", "draft", "none")
NAMED = 10  # how many units a sentence names


@dataclass(frozen=True, slots=True)
class Waiting:
    report: Report
    watch: str  # "3 chỗ đã sửa; CT04 có giải trình"
    late_days: int


def page(request):
    """``?tinh-trang=`` one of STRIP lists the units of the period in hand that stand there instead of what waits."""
    today = clock.today()
    drafts = Publication.objects.filter(kind=Publication.Kind.QUARTER, state=Publication.State.DRAFT)
    periods = list(
        Period.objects.select_related("plan__coordinator")
        .annotate(has_draft=Exists(drafts.filter(period=OuterRef("pk"))))
        .order_by("window_from")
    )
    hand = matrix.in_hand(periods, today)
    unclosed = [period for period in periods if period.closed_at is None and period.window_from <= today]
    standing = whereabouts.standing({period for period in (hand, *unclosed) if period})
    of_hand = standing.get(hand.pk, {}) if hand else {}
    waiting = Paginator(_sent(), PAGE_SIZE)
    request.nav_counts["reports:home"] = waiting.count

    chosen = request.GET.get("tinh-trang", "")
    chosen = chosen if chosen in STRIP else "sent"
    number = whole_number(request.GET.get("trang"), digits=6) or 1
    rows = waiting if chosen == "sent" else Paginator(_others(hand, chosen), PAGE_SIZE)
    expected = sum(count for count, _ in of_hand.values())
    sent = sum(came for _, came in of_hand.values())
    context = {
        "hand": hand,
        "when": _until(hand, today) if hand else "",
        "waiting_count": waiting.count,
        "waiting_elsewhere": waiting.count - of_hand.get("sent", (0, 0))[0],
        "expected": expected,
        "sent": sent,
        "missing": expected - sent,
        "overdue": overdue.of_period(hand, today, expected - sent) if hand and expected > sent else None,
        "strip": [(state, of_hand.get(state, (0, 0))[0]) for state in STRIP],
        "chosen": chosen,
        "chosen_word": STATES[chosen][0],
        "nil_reports": list(review.nil_waiting()[: review.MANY]) if chosen == "sent" else [],
        "next_reminder": _next_reminder(hand, today) if hand else None,
        "owed_earlier": [
            (period, owed)
            for period in unclosed
            if period != hand and (owed := sum(n - came for n, came in standing.get(period.pk, {}).values()))
        ],
        "to_publish": [period for period in unclosed if period.due_on < today],
        "annual": annual_lists.office(today),
        "own": _own(hand),
        "to_confirm": activities.waiting_for_office(),
        "initiatives_waiting": register.waiting_for(request.user, today),
        "emulation": emulation.of_office(request.user),
        "without": _without_recipient(today),
        "today": today,
    }
    dress = partial(_with_watch, today=today) if chosen == "sent" else list
    table = tables.of_queue(context, by_batches(rows.object_list, dress), rows.count, today)
    if exports.wanted(request):
        return table
    page = rows.get_page(number)
    page.object_list = dress(page.object_list)
    return render(request, "reports/queue.html", context | {"page": page, "sheets": table.sheets})


@login_required
@require_POST
def accept_many(request):
    """Nil returns, accepted with one button: ``report`` names each by its key."""
    if not permissions.can_review(request.user):
        raise PermissionDenied
    accepted, left = review.accept_many(request.POST.getlist("report"), by=request.user)
    if accepted:
        names = ", ".join(report.unit.short_name for report in accepted)
        messages.success(request, f"Đã chấp nhận {len(accepted)} báo cáo không phát sinh: {names}.")
    if left:
        whys = "; ".join(f"{name} ({why})" for name, why in left)
        messages.warning(request, f"Chưa chấp nhận {len(left)} báo cáo: {whys}.")
    if not accepted and not left:
        messages.warning(request, "Chưa chọn báo cáo nào.")
    return redirect("reports:home")


def _until(period, today) -> str:
    left = deadlines.days_left(period.due_on, today)
    return f"còn {left} ngày đến hạn" if left > 0 else when(period, today)


def _sent():
    """Sent and not yet answered, the oldest first: of any period, for one unlocked long after may come back."""
    return (
        Report.objects.filter(state=Report.State.SENT)
        .select_related("unit", "period", "latest", "taken_by")
        .order_by("last_sent_at", "pk")
    )


def _with_watch(reports, today) -> list[Waiting]:
    """One query: what each of them said the time before."""
    reports = list(reports)
    latest = {report.latest_id for report in reports}
    before = {}
    for version in Version.objects.filter(report__in=reports, withdrawn_at=None).order_by("number"):
        if version.pk not in latest:
            before[version.report_id] = version.content
    return [
        Waiting(
            report,
            _watch(report, before.get(report.pk)),
            deadlines.late_days(report.first_sent_at, report.period.due_on, today),
        )
        for report in reports
    ]


def _watch(report, before) -> str:
    """What the reviewer should look at first, in a few words."""
    content = report.latest.content
    words = []
    if content.get("is_nil"):
        words.append("Báo cáo không phát sinh")
    if report.is_reopened:
        words.append("đính chính")
    if changed := len(versions.changes(before, content)):
        words.append(f"{changed} chỗ đã sửa")
    odd = list(dict.fromkeys(row["code"] for row in content["figures"] if row["warning"]))
    if odd:
        words.append(f"{', '.join(odd[:3])}{' và số khác' if len(odd) > 3 else ''} có giải trình")
    if report.taken_at:
        words.append(f"đang xem: {report.taken_by}" if report.taken_by else "đang xem")
    return "; ".join(words) or "Không"


def _others(hand, state):
    """Reports of the period in hand in one state, in the order of every list of units."""
    rows = whereabouts.expected([hand] if hand else []).annotate(shown=whereabouts.shown_state()).filter(shown=state)
    return rows.select_related("unit", "period").order_by("unit")


def _next_reminder(period, today):
    """The next reminder that will go out by itself, and in how many days; None when all have gone."""
    day = min((kind.on for kind in reminders.schedule(period) if kind.on > today), default=None)
    return {"on": day, "days": (day - today).days} if day else None


def _own(hand):
    """The office's own report: it is reviewed like any other, by somebody who did not write it (domain §1)."""
    if hand is None:
        return None
    return Report.objects.filter(unit=hand.plan.coordinator, period=hand).select_related("unit", "period").first()


def _without_recipient(today):
    """Units that file and have nobody to write to: their names, the first few, and how many there are."""
    rows = notices.without_recipient(today)
    names = list(rows.values_list("short_name", flat=True)[: NAMED + 1])
    more = rows.count() - NAMED if len(names) > NAMED else 0
    return {"names": names[:NAMED], "more": more} if names else None
