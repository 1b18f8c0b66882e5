"""Tiến độ: the unit × quarter matrix, and reminding by one click from it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from reports import deadlines, matrix, matrix_cells, reminders, structure, sums, whereabouts
from reports.models import Reminder, Report
from reports.tables import filing
from targets.models import Period
from targets.quarters import Quarter
from units import clock, exports
from units.addresses import address
from units.asked import whole_number
from units.directory_tables import group_in_words
from units.models import Unit
from units.moves import WrongState
from units.tables import in_words
from units.vietnamese import format_date


@login_required
@require_safe
@exports.offered
def progress(request):
    """``?nam=2018`` shows that year's four quarters, otherwise the last four; ``khoi``, ``tinh-trang``, ``trang``.

    ``co-cau=nay``: by the structure of now, where units have changed.
    """
    access = request.user.access
    if not access.sees_states:
        raise PermissionDenied
    today = clock.today()
    periods, filed = sums.periods_filed(today)
    there = structure.asked(request.GET, periods, today)
    hand = matrix.in_hand(periods, today)
    year = whole_number(request.GET.get("nam"), digits=4)
    shown = [period for period in periods if period.year == year] if year else matrix.recent(periods, today)
    group = request.GET.get("khoi", "")
    group = group if group in Unit.Group.values else ""
    only = request.GET.get("tinh-trang", "")
    only = only if only in matrix.FILTERS else ""
    number = whole_number(request.GET.get("trang"), digits=6) or 1

    before = periods[periods.index(hand) - 1] if hand and periods.index(hand) else None
    counted = {period.pk: period for period in (*shown, hand, before) if period}
    asked = {"group": group, "only": only, "there": there, "filed": filed}
    table = matrix.table(shown, hand, today, number=number, **asked) if shown else None
    gathered = _gathered(table, shown, counted, filed, asked)
    of_hand = gathered.get(hand.pk, whereabouts.Gathered()) if hand else whereabouts.Gathered()
    columns = [
        {
            "period": period,
            "href": address("reports:period", period.year, period.quarter),
            "is_in_hand": period == hand,
            "is_begun": period.window_from <= today,
            "is_due": today > period.due_on,
            "when": when(period, today) if period == hand else "",
            "gathered": gathered.get(period.pk, whereabouts.Gathered()),
        }
        for period in shown
    ]
    if exports.wanted(request):
        words = in_words(
            f"Năm {year}" if year else f"{len(shown)} quý gần nhất",
            group_in_words(group),
            matrix.FILTERS.get(only, ""),
            "Theo cơ cấu hiện nay" if there else "",
        )
        first = table if number == 1 else matrix.table(shown, hand, today, **asked) if shown else None
        rows = matrix.every_row(first, shown, hand, today, **asked) if first else []
        return filing.of_matrix(rows, first.total if first else 0, columns, words, today)
    context = {
        "table": table,
        "bodies": matrix_cells.bodies(table, len(shown), access.is_reviewer) if table else "",
        "head": matrix_cells.head(columns),
        "foot": matrix_cells.foot(columns),
        "sheets": filing.MATRIX_SHEETS,
        "columns": columns,
        "lede": _lede([period for period in (hand, before) if period], gathered, today),
        "hand": hand,
        "structure": structure.choice(periods, there),
        "year": year,
        "years": _years(periods, today),
        "group": group,
        "groups": Unit.Group.choices,
        "only": only,
        "filters": matrix.FILTERS.items(),
        "legend": ["none", "draft", "pending", "sent", "returned", "accepted", "excluded"],
        "can_nag": access.is_reviewer,
        # Of one group, or in another year, the button would act on what the page does not show.
        "missing": of_hand.missing if access.is_reviewer and hand in shown and not group else 0,
        "today": today,
    }
    return render(request, "reports/progress.html", context)


def _years(periods, today) -> list[tuple[int, str]]:
    years = {period.year for period in periods if period.window_from <= today}
    return [(year, f"Năm {year}") for year in sorted(years, reverse=True)]


def _gathered(table, shown, counted, filed, asked) -> dict[int, whereabouts.Gathered]:
    """Who has sent, of the periods ``counted``: from sums, from the table where it shows everybody, or by a query."""
    if filed is not None:
        return whereabouts.gathered_of(filed, asked["group"])
    is_whole = table and table.page.paginator.num_pages == 1 and not asked["only"] and asked["there"] is None
    if is_whole and not counted.keys() - {period.pk for period in shown}:
        return matrix.gathered_in(table, shown)
    return whereabouts.counts(list(counted.values()), asked["group"])


def when(period, today) -> str:
    """How far the deadline is: "còn 6 ngày"."""
    left = deadlines.days_left(period.due_on, today)
    if left == 0:
        return "hôm nay là hạn cuối"
    return f"còn {left} ngày" if left > 0 else f"quá hạn {-left} ngày"


def _lede(periods, gathered, today) -> str:
    """The sentence that answers: how many have sent, now and last time."""
    words = []
    for period in periods:
        count = gathered.get(period.pk, whereabouts.Gathered())
        if not count.expected:
            continue
        sentence = f"{period.label}: {count.sent} trên {count.expected} đơn vị đã gửi"
        if not words:
            sentence += f", {when(period, today)}"
        elif count.missing:
            sentence += f", còn thiếu {count.missing}"
        words.append(f"{sentence}.")
    return " ".join(words)


@login_required
@require_POST
def remind(request):
    """Đôn đốc: ``unit`` is a code, or "all" for every unit that owes a report of ``period`` (the one in hand)."""
    if not request.user.access.is_reviewer:
        raise PermissionDenied
    now = clock.now()
    period = _period(request.POST.get("period", ""), now.date())
    if request.POST.get("unit") == "all":
        _remind_all(request, period, now)
    else:
        rows = Report.objects.filter(period=period).select_related("unit", "period__plan")
        _remind_one(request, get_object_or_404(rows, unit__code=request.POST.get("unit", "")), now)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "reports:progress"
    return redirect(back)


def _period(key, today) -> Period:
    if not key:
        period = matrix.in_hand(list(Period.objects.order_by("window_from")), today)
        if period is None:
            raise Http404("no period has begun")
        return period
    try:
        quarter = Quarter.parse(key)
    except ValueError:
        raise Http404("not a quarter") from None
    return get_object_or_404(Period.objects.begun(today).for_quarter(quarter))


def _remind_one(request, report, now):
    unit, label = report.unit.name, report.period.label
    try:
        gone = reminders.nag(report, by=request.user, on=now.date(), at=now)
    except WrongState:
        messages.warning(request, f"Không nhắc: {unit} không còn nợ báo cáo {label}.")
        return
    if not gone:
        messages.info(request, f"Hôm nay, {format_date(now.date())}, đã nhắc {unit} rồi.")
        return
    last = Reminder.objects.filter(unit=report.unit, period=report.period).order_by("-pk").first()
    if last and last.recipients:
        messages.success(request, f"Đã nhắc {unit} gửi báo cáo {label}: {last.recipients} người nhận.")
    else:
        messages.warning(request, f"Chưa ai nhận được: {unit} chưa có cán bộ phụ trách hoặc lãnh đạo có tài khoản.")


def _remind_all(request, period, now):
    sent = reminders.nag_all(period, by=request.user, on=now.date(), at=now)
    if sent is None:
        messages.info(request, f"Không còn đơn vị nào phải nhắc hôm nay cho {period.label}.")
        return
    text = f"Đã nhắc {sent.units} đơn vị chưa gửi báo cáo {period.label}: {sent.people} người nhận."
    if sent.without:
        messages.warning(request, f"{text} Chưa có người nhận: {', '.join(sent.without)}.")
    else:
        messages.success(request, text)
