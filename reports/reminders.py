"""Reminders of a deadline (domain §8; Mục V: reports come every quarter, and the office answers for collecting them).

``schedule`` and ``latest`` are pure. The claim on a message is its Reminder row: unique for (unit, period, kind), and
written in one transaction with the notices. So two runs at once, or a run that is killed, leave either the row with
all its notices or neither; what remains to be done afterwards is mail (``reports.mailing``).
"""

import datetime as dt
import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.template.loader import get_template
from django.urls import reverse

from reports import notices
from reports.models import Exclusion, Notice, Reminder, Report
from targets.models import Period
from units import audit, doorbell
from units.models import Unit
from units.moves import WrongState
from units.vietnamese import format_date

log = logging.getLogger(__name__)

State = Report.State
UNSENT = (State.DRAFT, State.PENDING, State.RETURNED)


# --- When (pure) ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    name: str
    on: dt.date


def schedule(period) -> list[Kind]:
    """Every kind of reminder of a period, in the order of their days.

    An extended deadline has reminders of its own: those of the old one may have gone out.
    """
    suffix = f"@{period.due_on.isoformat()}" if period.original_due_on else ""
    before = sorted({days for days in period.plan.remind_before if days > 0}, reverse=True)
    after = sorted({days for days in period.plan.remind_after if days > 0})
    around = [
        *(Kind(f"before-{days}{suffix}", period.due_on - dt.timedelta(days)) for days in before),
        Kind(f"due{suffix}", period.due_on),
        *(Kind(f"after-{days}{suffix}", period.due_on + dt.timedelta(days)) for days in after),
    ]
    # A reminder before there is anything to fill in would only be noise.
    return [Kind("opened", period.window_from), *(kind for kind in around if kind.on >= period.window_from)]


def return_schedule(report) -> list[Kind]:
    """A returned report's own clock: on its day to come back, and the day after. Each return anew."""
    version = report.version_count
    return [
        Kind(f"return-due-{version}", report.return_due_on),
        Kind(f"return-late-{version}", report.return_due_on + dt.timedelta(1)),
    ]


def latest(kinds: list[Kind], on: dt.date) -> Kind | None:
    """The one kind that may go out on the day ``on``: the last whose day has come, however many were missed."""
    return next((kind for kind in reversed(kinds) if kind.on <= on), None)


# --- To whom -------------------------------------------------------------------------------------------------------


def open_periods(on: dt.date):
    """Periods that still collect reports."""
    return (
        Period.objects.begun(on)
        .filter(closed_at=None, due_on__gt=F("plan__issued_on"))
        .select_related("plan")
        .order_by("year", "quarter")
    )


def unsent(on: dt.date):
    """Reports that units still owe on the day ``on``: neither sent nor excluded, of units that are there.

    One reopened for correction is not owed; one returned by the district is, by the clock of its ``return_due_on``.
    """
    return (
        Report.objects.filter(
            ~Exists(Exclusion.objects.filter(unit=OuterRef("unit"), period=OuterRef("period"))),
            state__in=UNSENT,
            received_on=None,  # the paper is here, and the office is typing it in
            unit__in=Unit.objects.filing(on).values("pk"),
            period__closed_at=None,
            period__plan__issued_on__lt=F("period__due_on"),
        )
        .exclude(is_reopened=True, return_due_on=None)
        .select_related("unit", "period__plan")
        .order_by("unit")
    )


# --- Words ---------------------------------------------------------------------------------------------------------


def _when(due_on, on) -> str:
    """Counted from the day it goes out, not from the day it was due: a reminder made up for still says the truth."""
    days = (due_on - on).days
    if days == 0:
        return "hôm nay là hạn cuối"
    return f"còn {days} ngày đến hạn" if days > 0 else f"quá hạn {-days} ngày"


def _headline(due_on, on) -> str:
    """The same at the head of a subject line, which has room for 78 letters."""
    return "Hạn cuối hôm nay" if due_on == on else _when(due_on, on).capitalize()


def state_words(report) -> str:
    """Where an unsent report stands, inside a sentence."""
    if report.state == State.PENDING:
        return "chờ lãnh đạo đơn vị duyệt"
    if report.state == State.RETURNED:
        return "trả lại, chưa gửi lại"
    return "đang soạn" if report.is_started else "chưa soạn"


def _todo(report) -> tuple[str, str]:
    """What the unit has to do, and where."""
    if report.state == State.PENDING:
        return "lãnh đạo đơn vị xem báo cáo, rồi gửi Phòng Kinh tế.", notices.report_url(report)
    form = notices.report_url(report, "reports:edit")
    if report.state == State.RETURNED:
        return "sửa những chỗ được nêu, rồi gửi lại.", form
    if report.unit.has_head_step:
        return "soạn báo cáo, rồi trình lãnh đạo đơn vị duyệt.", form
    return "soạn báo cáo, rồi gửi Phòng Kinh tế.", form


def _letter(report, kind: str, on) -> notices.Letter:
    period, unit = report.period, report.unit
    is_return = report.return_due_on is not None
    due_on = report.return_due_on if is_return else period.due_on
    when, until = _when(due_on, on), f"hết ngày {format_date(due_on)}"
    if kind == "opened":
        text = f"Kỳ báo cáo {period.label} đã mở cho {unit.short_name}. Hạn gửi: {until}."
        what = (
            f"Kỳ báo cáo {period.label} theo Kế hoạch {period.plan.number} đã mở. Số liệu tính từ "
            f"{format_date(period.window_from)} đến {format_date(period.window_to)}.\n\nHạn gửi: {until}."
        )
        subject = f"Kỳ báo cáo {period.label} đã mở: {unit.short_name}"
    elif is_return:
        text = f"Báo cáo {period.label} của {unit.short_name} được trả lại, chưa gửi lại: {when}."
        what = (
            f"Báo cáo {period.label} được trả lại và chưa được gửi lại. Hạn gửi lại: {until}, {when}. "
            "Phần đã nhập vẫn được giữ nguyên."
        )
        subject = f"{_headline(due_on, on)}: gửi lại báo cáo {period.label} của {unit.short_name}"
    else:
        text = f"Báo cáo {period.label} của {unit.short_name} {state_words(report)}: {when}."
        extended = f" (đã gia hạn: {period.extension_reason})" if period.original_due_on else ""
        what = (
            f"Phòng Kinh tế chưa nhận được báo cáo {period.label} theo Kế hoạch {period.plan.number}. "
            f"Hạn gửi: {until}{extended}, {when}. Tình trạng: {state_words(report)}."
        )
        subject = f"{_headline(due_on, on)}: báo cáo {period.label} của {unit.short_name}"
    todo, url = _todo(report)
    return notices.Letter(text, url, subject, notices.write(unit.name, what, todo, url))


def _summary(period, kind: str, owing, returned, without, on) -> notices.Letter:
    """The office's one letter instead of 29. ``returned``: sent once, sent back, not sent again."""
    until = format_date(period.due_on)
    url = f"{reverse('reports:progress')}?nam={period.year}"
    if kind == "opened":
        text = f"Kỳ {period.label} đã mở cho {len(owing)} đơn vị, hạn gửi hết ngày {until}."
        subject = f"Kỳ báo cáo {period.label} đã mở cho {len(owing)} đơn vị"
    else:
        when = _when(period.due_on, on)
        text = f"{period.label}: {len(owing)} đơn vị chưa gửi báo cáo, {when}."
        subject = f"{period.label}: {len(owing)} đơn vị chưa gửi báo cáo, {when}"
    what = text
    if without:
        text += f" {len(without)} đơn vị chưa có người nhận thư nhắc."
    body = get_template("emails/summary.txt").render(
        {
            "what": f"{what} Cán bộ phụ trách và lãnh đạo đơn vị đã được {'báo' if kind == 'opened' else 'nhắc'}.",
            "waiting": [] if kind == "opened" else [(report.unit.name, state_words(report)) for report in owing],
            "returned": [(report.unit.name, _again(report.return_due_on, on)) for report in returned],
            "without": [unit.name for unit in without],
            "todo": "xem tiến độ, nhắc từng đơn vị khi cần.",
            "link": settings.Q4KH_BASE_URL + url,
        }
    )
    return notices.Letter(text, url, subject, body)


def _again(due_on, on) -> str:
    return f"hạn gửi lại {format_date(due_on)}" + (f", quá hạn {(on - due_on).days} ngày" if due_on < on else "")


# --- Sending -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """What one run let go out. ``without`` names units that nobody stands for."""

    kind: str
    period: Period
    units: int
    people: int
    without: tuple[str, ...] = ()


def send_due(on: dt.date, *, at: dt.datetime) -> list[Sent]:
    """Let go out what is due on the day ``on`` and has not gone. Safe to repeat, also in two processes at once.

    The queries grow with the periods that are open, not with the units. ``at`` dates the notices.
    """
    owed = list(unsent(on))
    sent = []
    for period in open_periods(on):
        kind = latest(schedule(period), on)
        due = [(row, kind.name) for row in owed if row.period_id == period.pk and row.return_due_on is None]
        returned = [row for row in owed if row.period_id == period.pk and row.return_due_on]
        sent.append(_let_go(due, on=on, at=at, summary_of=period, returned=returned))
    clocks = [(row, latest(return_schedule(row), on)) for row in owed if row.return_due_on]
    sent.append(_let_go([(row, kind.name) for row, kind in clocks if kind], on=on, at=at))
    return [row for row in sent if row]


def _let_go(due, *, on, at, by=None, summary_of=None, returned=(), is_retry=False) -> Sent | None:
    """Claim and write what of ``due``, pairs of report and kind's name, has not gone yet; None when all had.

    ``summary_of``: the period of which the office gets its summary, once; all of ``due`` is then of one kind, and
    ``returned`` stands in the summary alone.
    """
    if not due:
        return None
    gone = set(
        Reminder.objects.filter(
            period__in={report.period_id for report, _ in due}, kind__in={kind for _, kind in due}
        ).values_list("unit_id", "period_id", "kind")
    )
    todo = [(report, kind) for report, kind in due if (report.unit_id, report.period_id, kind) not in gone]
    owes_summary = summary_of is not None and (None, summary_of.pk, due[0][1]) not in gone
    if not todo and not owes_summary:
        return None
    people = notices.people_by_unit([report.unit_id for report, _ in due], notices.UNIT_ROLES, on)
    without = [report.unit for report, _ in due if report.unit_id not in people]

    claims, rows = [], []
    for report, kind in todo:
        recipients = people.get(report.unit_id, [])
        claims.append(_claim(report.period_id, kind, recipients, on, at, by, unit=report.unit))
        if recipients:
            rows += notices.rows_for(recipients, _letter(report, kind, on), at)
    if owes_summary:
        office, kind = notices.people_in(notices.OFFICE_ROLES, on), due[0][1]
        claims.append(_claim(summary_of.pk, kind, office, on, at, by))
        letter = _summary(summary_of, kind, [report for report, _ in due], returned, without, on)
        rows += notices.rows_for(office, letter, at)
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(claims)
            Notice.objects.bulk_create(rows)
    except IntegrityError as error:
        # Another process claimed some of it since we looked; look once more for what it left.
        log.info("reminders claimed elsewhere: %s", error)
        if is_retry:
            return None
        return _let_go(due, on=on, at=at, by=by, summary_of=summary_of, returned=returned, is_retry=True)
    period = due[0][0].period
    return Sent(due[0][1], period, len(todo), len(rows), tuple(unit.short_name for unit in without))


def _claim(period_id, kind, recipients, on, at, by, unit=None) -> Reminder:
    return Reminder(unit=unit, period_id=period_id, kind=kind, on=on, sent_at=at, recipients=len(recipients), by=by)


# --- By hand -------------------------------------------------------------------------------------------------------


def nag(report, *, by, on: dt.date, at: dt.datetime) -> bool:
    """Đôn đốc one unit now; False when it was nagged today already. WrongState when it owes nothing.

    A unit without anybody to write to counts as nagged: the log has it, and ``Sent.without`` names it in nag_all.
    """
    owed = unsent(on).filter(pk=report.pk).first()
    if owed is None:
        raise WrongState("nag")
    with transaction.atomic():
        sent = _let_go([(owed, f"nag-{on.isoformat()}")], on=on, at=at, by=by)
        if sent is None:
            return False
        audit.record("reports.nag", owed.key, by=by, after={"people": sent.people})
        doorbell.ring("reports.jobs.deliver")
    return True


def nag_all(period, *, by, on: dt.date, at: dt.datetime) -> Sent | None:
    """Đôn đốc every unit that has not sent its report of this period; None when all were nagged today, or all have.

    One that the district returned was sent: its own clock reminds of it.
    """
    owed = list(unsent(on).filter(period=period, first_sent_at=None))
    with transaction.atomic():
        sent = _let_go([(report, f"nag-{on.isoformat()}") for report in owed], on=on, at=at, by=by)
        if sent:
            after = {"units": sent.units, "people": sent.people, "without": list(sent.without)}
            audit.record("reports.nag_all", period.key, by=by, after=after)
            doorbell.ring("reports.jobs.deliver")
    return sent
