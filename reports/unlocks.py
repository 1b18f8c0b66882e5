"""Mở khóa: one unit and period is open again for a reason, until a day, and closes by itself (domain §3).

Two kinds on one row. What was accepted is reopened for a correction: a draft again, while the accepted version goes on
counting. What was never sent when its period locked may be filed late (*nộp muộn*): its state does not change.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from reports import announcements, deadlines
from reports.models import Report, Unlock
from targets.quarters import add_working_days, local_day
from units import audit, clock
from units.moves import Refused, WrongState
from units.vietnamese import DateError, clean_text, format_date, parse_date

State = Report.State
MAX_DAYS = 60
# Where an unlock still has something to wait for: what is sent is ended by the review.
UNFINISHED = (State.DRAFT, State.PENDING, State.RETURNED)


# --- Until when ------------------------------------------------------------------------------------------------------


def end_of(day: dt.date) -> dt.datetime:
    """The last instant of a day in Asia/Ho_Chi_Minh."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), clock.ZONE)


def default_until(plan, today: dt.date) -> dt.date:
    return add_working_days(today, plan.return_working_days)


def read_until(text: str) -> dt.date | None:
    """The day that was typed, None when nothing was. Raises Refused."""
    text = clean_text(text).strip()
    try:
        return parse_date(text) if text else None
    except DateError as error:
        raise Refused([("until", str(error))]) from None


def check_until(day: dt.date, now: dt.datetime) -> dt.datetime:
    """The closing instant of ``day``; Refused when it is over, or too far away to be a term."""
    if end_of(day) <= now:
        raise Refused([("until", f"Ngày đóng {format_date(day)} đã qua, chọn từ hôm nay trở đi.")])
    last = now.date() + dt.timedelta(MAX_DAYS)
    if day > last:
        raise Refused([("until", f"Mở khóa tối đa {MAX_DAYS} ngày, chọn đến hết ngày {format_date(last)}.")])
    return end_of(day)


# --- What is open ----------------------------------------------------------------------------------------------------


def _running(now):
    return Exists(Unlock.objects.filter(report=OuterRef("pk"), closed_at=None, expires_at__gte=now))


def not_run_out(now: dt.datetime) -> Q:
    """Report rows that may still be written: those not reopened, and those whose unlock has not run out.

    Between the last instant of an unlock and the sweep that closes it, nobody saves or sends.
    """
    return Q(is_reopened=False) | Q(_running(now))


def has_run_out(report, now: dt.datetime) -> bool:
    """Whether the reopened report only waits for the sweep."""
    return report.is_reopened and not report.unlocks.filter(closed_at=None, expires_at__gte=now).exists()


def open_of(report) -> Unlock | None:
    """The unlock that nobody has closed; it may have run out a moment ago."""
    return report.unlocks.filter(closed_at=None).first()


def is_shut(report, now: dt.datetime) -> bool:
    """Whether the lock of the period keeps this report from being sent (domain §2: on time and locked are two things).

    The office's own invitations hold after the lock: an unlock until it runs out, a return until its day to come back.
    A paper report is judged by the day it was received.
    """
    period = report.period
    if not deadlines.is_locked(period, report.received_on or now.date()) or report.is_reopened:
        return False
    if report.return_due_on and report.state in (State.RETURNED, State.PENDING) and now.date() <= report.return_due_on:
        return False
    return not report.unlocks.filter(closed_at=None, expires_at__gte=now).exists()


def can_open(report, now: dt.datetime) -> bool:
    """Whether there is something to unlock, whoever asks."""
    return report.state == State.ACCEPTED or (report.state in UNFINISHED and is_shut(report, now))


# --- Acts ------------------------------------------------------------------------------------------------------------


def start(report, *, by, reason: str, until: dt.date | None, now: dt.datetime) -> Unlock:
    """Write the unlock; the caller holds the report's claim. An old one that ran out unnoticed is closed first."""
    expires_at = check_until(until or default_until(report.period.plan, now.date()), now)
    report.unlocks.filter(closed_at=None, expires_at__lt=now).update(closed_at=now)
    return Unlock.objects.create(report=report, reason=reason, at=now, by=by, by_name=str(by), expires_at=expires_at)


@transaction.atomic
def extend(report, *, by, until: dt.date | None) -> Unlock:
    """Move the closing day further away. WrongState when it has closed; Refused for a day that is not later."""
    now = clock.now()
    unlock = open_of(report)
    if unlock is None:
        raise WrongState("extend")
    if until is None:
        raise Refused([("until", "Ghi ngày đóng mới.")])
    expires_at = check_until(until, now)
    if expires_at <= unlock.expires_at:
        raise Refused([("until", f"Ngày đóng mới phải sau {format_date(local_day(unlock.expires_at))}.")])
    moved = Unlock.objects.filter(
        pk=unlock.pk, closed_at=None, expires_at=unlock.expires_at, expires_at__gte=now
    ).update(expires_at=expires_at)
    if not moved:
        raise WrongState("extend")
    audit.record(
        "reports.unlock_extend",
        report.key,
        by=by,
        before={"until": local_day(unlock.expires_at).isoformat()},
        after={"until": until.isoformat()},
    )
    unlock.expires_at = expires_at
    announcements.unlock_extended(report, unlock, at=now)
    return unlock


@transaction.atomic
def close(report, *, by) -> None:
    """Close it before its time. WrongState when nothing is open, or when the report waits for its review."""
    now = clock.now()
    unlock = open_of(report)
    if unlock is None or not _shut(unlock, now):
        raise WrongState("close")
    audit.record("reports.unlock_close", report.key, by=by, before={"reopened": True}, after={"reopened": False})
    announcements.unlock_closed(report, at=now, by_office=True)


def close_expired(now: dt.datetime) -> int:
    """Close every unlock that has run out and was not used: the accepted version goes on counting. Returns how many.

    The draft rows stay, so that nothing typed is lost if the report is unlocked again.
    """
    closed = 0
    rows = Unlock.objects.filter(closed_at=None, expires_at__lt=now, report__state__in=UNFINISHED)
    for unlock in rows.select_related("report__unit", "report__period"):
        with transaction.atomic():
            if not _shut(unlock, now, expires_at__lt=now):
                continue
            report = unlock.report
            after = {"state": State.ACCEPTED if report.is_reopened else report.state}
            audit.record("reports.relock", report.key, before={"reopened": True}, after=after)
            announcements.unlock_closed(report, at=now, by_office=False)
            closed += 1
    return closed


def _shut(unlock, now, **conditions) -> bool:
    """Close the row and put an accepted report back; whether this call did it."""
    if not Unlock.objects.filter(pk=unlock.pk, closed_at=None, **conditions).update(closed_at=now):
        return False
    row = Report.objects.filter(pk=unlock.report_id, state__in=UNFINISHED)
    if unlock.report.is_reopened:
        done = row.filter(is_reopened=True).update(
            state=State.ACCEPTED, is_reopened=False, return_due_on=None, received_on=None
        )
    else:
        done = row.exists()
    if not done:
        # Sent a moment ago: the unlock stays with it until the review is over.
        Unlock.objects.filter(pk=unlock.pk).update(closed_at=None)
    return bool(done)


def left_unsent(report) -> bool:
    """Whether the draft holds what was typed under an earlier unlock and never sent."""
    if not (report.edited_at and report.last_sent_at and report.accepted_at and report.edited_at > report.last_sent_at):
        return False
    # An unlock that ended in a new acceptance was closed at that moment, not after it.
    return report.unlocks.filter(closed_at__gt=report.accepted_at).exists()
