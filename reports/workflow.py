"""How a report moves. One table, one claim; each act names its actor and leaves an audit line in the same transaction.

Errors: ``NotAllowed`` (the actor lacks the right), ``WrongState`` (somebody was faster, or the move does not start
here), ``Refused`` (the content or the reason is not fit; carries messages by line). Nothing is changed by any of them.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from reports import notices, permissions, versions
from reports.models import Exclusion, Report, ReviewNote, Unlock, Version
from targets.quarters import add_working_days
from units import audit, clock
from units.moves import Move, WrongState, claim

__all__ = ["MOVES", "NotAllowed", "Refused", "WrongState", "available", "move"]

State = Report.State

MOVES = {
    row.name: row
    for row in (
        Move("submit", "Trình lãnh đạo duyệt", frozenset({State.DRAFT, State.RETURNED}), State.PENDING),
        Move("send", "Gửi Phòng Kinh tế", frozenset({State.DRAFT, State.RETURNED, State.PENDING}), State.SENT),
        Move("return", "Trả lại", frozenset({State.PENDING, State.SENT}), State.RETURNED),
        Move("withdraw", "Rút lại", frozenset({State.PENDING, State.SENT}), State.DRAFT),
        Move("take", "Bắt đầu xem xét", frozenset({State.SENT}), State.SENT),
        Move("accept", "Chấp nhận báo cáo", frozenset({State.SENT}), State.ACCEPTED),
        Move("unlock", "Mở khóa để đính chính", frozenset({State.ACCEPTED}), State.DRAFT),
    )
}
RIGHTS = {
    "submit": permissions.can_submit,
    "send": permissions.can_send,
    "return": permissions.can_return,
    "withdraw": permissions.can_withdraw,
    "take": lambda user, report: permissions.can_review(user),
    "accept": permissions.can_accept,
    "unlock": lambda user, report: permissions.can_review(user),
}
REASON_LIMIT = 4000


class NotAllowed(Exception):
    """This person may not make this move on this report."""


class Refused(Exception):
    """The move is not possible as things stand; ``problems`` is a list of (anchor, message)."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("; ".join(message for _, message in self.problems))


def available(report, user) -> list[str]:
    """Names of the moves that this person could make now: what the page offers as buttons."""
    return [
        name
        for name, row in MOVES.items()
        if report.state in row.sources
        and RIGHTS[name](user, report)
        and not (name in ("take", "withdraw") and report.state == State.SENT and report.taken_at)
    ]


def move(name, report, *, by, reason="", line_reasons=None, sheet=None):
    """Make the move ``name``, or raise. ``sheet`` is the filled form, for the moves that need it complete."""
    if not RIGHTS[name](by, report):
        raise NotAllowed(name)
    return _ACTS[name](report, by=by, reason=reason, line_reasons=line_reasons or {}, sheet=sheet)


def _row(report):
    return Report.objects.filter(pk=report.pk)


# What a move changes: read again after it. Unit and period stay as they were loaded.
_STAMPS = [
    "state", "version_count", "first_sent_at", "last_sent_at", "submitted_at", "taken_at", "taken_by", "returned_at",
    "return_due_on", "accepted_at", "accepted_by", "is_reopened", "official", "latest",
]  # fmt: skip


def _audit(name, report, by, before, note=""):
    report.refresh_from_db(fields=_STAMPS)
    audit.record(
        f"reports.{name}",
        report.key,
        by=by,
        before={"state": before},
        after={"state": report.state, "version": report.version_count},
        note=note,
    )


def end_of(day: dt.date) -> dt.datetime:
    """The last instant of a day in Asia/Ho_Chi_Minh."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), clock.ZONE)


def _require_complete(sheet):
    if problems := sheet.problems():
        raise Refused(problems)


def _require_open(report, now):
    if Exclusion.objects.filter(unit_id=report.unit_id, period_id=report.period_id).exists():
        raise Refused([("", f"Đơn vị không phải báo cáo {report.period.label}. Đề nghị Phòng Kinh tế bỏ miễn trước khi gửi.")])
    if report.period.locks_on and now.date() > report.period.locks_on and not report.is_reopened:
        raise Refused([("", f"Kỳ {report.period.label} đã khóa. Đề nghị Phòng Kinh tế mở khóa trước khi gửi.")])


def _require_reason(reason):
    if not reason.strip():
        raise Refused([("reason", "Ghi lý do để đơn vị biết cần sửa gì.")])
    if len(reason) > REASON_LIMIT:
        raise Refused([("reason", f"Lý do dài quá {REASON_LIMIT} ký tự, rút gọn lại.")])


@transaction.atomic
def _submit(report, *, by, sheet, **_):
    now = clock.now()
    _require_open(report, now)
    _require_complete(sheet)
    before = report.state
    claim(_row(report).filter(revision=report.revision), MOVES["submit"], submitted_at=now)
    report.hands.add(by)
    _audit("submit", report, by, before)
    notices.submitted(report)


@transaction.atomic
def _send(report, *, by, sheet, **_):
    now = clock.now()
    _require_open(report, now)
    _require_complete(sheet)
    before = report.state
    # The claim comes first and holds the row: what is frozen below is what was checked above.
    claim(
        _row(report).filter(revision=report.revision),
        MOVES["send"],
        version_count=F("version_count") + 1,
        first_sent_at=Coalesce(F("first_sent_at"), now),
        last_sent_at=now,
        taken_at=None,
        taken_by=None,
    )
    version = versions.freeze(report, sheet, by=by, at=now, by_authority=not by.access.is_head_of(report.unit_id))
    _row(report).update(latest=version)
    report.hands.add(by)
    _audit("send", report, by, before)
    notices.sent(report)


@transaction.atomic
def _return(report, *, by, reason, line_reasons, **_):
    pinned = {line: text.strip() for line, text in line_reasons.items() if text.strip()}
    if not pinned:
        _require_reason(reason)
    now = clock.now()
    before = report.state
    changes = {"returned_at": now}
    from_district = before == State.SENT
    if from_district:
        changes["return_due_on"] = add_working_days(now.date(), report.period.plan.return_working_days)
    # Only the state that the actor saw: a report sent a moment ago must not be returned by its head.
    claim(_row(report).filter(state=before), MOVES["return"], **changes)
    version_id = report.latest_id if from_district else None
    if from_district:
        Version.objects.filter(pk=version_id).update(returned_at=now)
    notes = ([("", reason.strip())] if reason.strip() else []) + sorted(pinned.items())
    ReviewNote.objects.bulk_create(
        ReviewNote(
            report=report,
            version_id=version_id,
            line=line,
            text=text,
            at=now,
            by=by,
            by_name=str(by),
            by_role=by.access.title,
        )
        for line, text in notes
    )
    _audit("return", report, by, before)
    notices.returned(report, reason.strip() or notes[0][1])


@transaction.atomic
def _withdraw(report, *, by, **_):
    before = report.state
    rows = _row(report).filter(state=before)
    if before == State.PENDING:
        claim(rows, MOVES["withdraw"], submitted_at=None)
    else:
        claim(rows.filter(taken_at=None), MOVES["withdraw"])
        Version.objects.filter(pk=report.latest_id).update(withdrawn_at=clock.now())
        # What the unit took back never counted as sent: the clock runs as if it had not been.
        kept = report.versions.filter(withdrawn_at=None).order_by("number")
        first, last = kept.first(), kept.last()
        _row(report).update(first_sent_at=first and first.sent_at, last_sent_at=last and last.sent_at, latest=last)
    _audit("withdraw", report, by, before)


@transaction.atomic
def _take(report, *, by, **_):
    claim(_row(report).filter(taken_at=None), MOVES["take"], taken_at=clock.now(), taken_by=by)
    _audit("take", report, by, report.state)


@transaction.atomic
def _accept(report, *, by, **_):
    now = clock.now()
    before = report.state
    claim(
        # The version that the reviewer read, not one sent since.
        _row(report).filter(latest=report.latest_id),
        MOVES["accept"],
        official=F("latest"),
        accepted_at=now,
        accepted_by=by,
        taken_at=Coalesce(F("taken_at"), now),
        is_reopened=False,
        return_due_on=None,
    )
    Version.objects.filter(pk=report.latest_id).update(accepted_at=now, accepted_name=str(by))
    report.unlocks.filter(closed_at=None).update(closed_at=now)
    _audit("accept", report, by, before)
    notices.accepted(report)


@transaction.atomic
def _unlock(report, *, by, reason, **_):
    _require_reason(reason)
    now = clock.now()
    before = report.state
    until = add_working_days(now.date(), report.period.plan.return_working_days)
    claim(_row(report), MOVES["unlock"], is_reopened=True, taken_at=None, taken_by=None)
    unlock = Unlock.objects.create(
        report=report, reason=reason.strip(), at=now, by=by, by_name=str(by), expires_at=end_of(until)
    )
    _audit("unlock", report, by, before, note=reason.strip())
    notices.unlocked(report, unlock)


_ACTS = {
    "submit": _submit,
    "send": _send,
    "return": _return,
    "withdraw": _withdraw,
    "take": _take,
    "accept": _accept,
    "unlock": _unlock,
}


def close_expired_unlocks(now) -> int:
    """Put back what was reopened and not sent in time: the accepted version goes on counting. Returns how many.

    The draft rows stay, so that nothing typed is lost if the report is unlocked again.
    """
    closed = 0
    for unlock in Unlock.objects.filter(closed_at=None, expires_at__lt=now).select_related("report__unit"):
        with transaction.atomic():
            back = Report.objects.filter(
                pk=unlock.report_id, is_reopened=True, state__in=[State.DRAFT, State.PENDING, State.RETURNED]
            ).update(state=State.ACCEPTED, is_reopened=False, return_due_on=None)
            if back and Unlock.objects.filter(pk=unlock.pk, closed_at=None).update(closed_at=now):
                audit.record(
                    "reports.relock", unlock.report.key, before={"reopened": True}, after={"state": State.ACCEPTED}
                )
                closed += 1
    return closed
