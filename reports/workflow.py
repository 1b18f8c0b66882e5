"""How a report moves. One table, one claim; each act names its actor and leaves an audit line in the same transaction.

Errors: ``NotAllowed`` (the actor lacks the right), ``WrongState`` (somebody was faster, or the move does not start
here), ``Refused`` (the content or the reason is not fit; carries messages by line). Nothing is changed by any of them.
"""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from reports import (
    announcements,
    deadlines,
    exclusions,
    notices,
    paper,
    permissions,
    proposals,
    sums,
    task_history,
    unlocks,
    versions,
)
from reports.models import Report, ReviewNote, Version
from reports.unlocks import end_of
from reports.whereabouts import is_excluded as is_excused
from targets.quarters import add_working_days
from units import audit, clock
from units.moves import Move, NotAllowed, Refused, WrongState, claim

__all__ = ["MOVES", "NotAllowed", "Refused", "WrongState", "available", "label", "move"]

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


def available(report, user) -> list[str]:
    """Names of the moves that this person could make now: what the page offers as buttons."""
    return [
        name
        for name, row in MOVES.items()
        if (report.state in row.sources or (name == "unlock" and report.period.locks_on))
        and RIGHTS[name](user, report)
        and not (name in ("take", "withdraw") and report.state == State.SENT and report.taken_at)
        and (name != "unlock" or unlocks.can_open(report, clock.now()))
    ]


def label(name, report) -> str:
    """What the button of the move says on this report."""
    if name == "send" and permissions.is_entered_by_office(report):
        return "Gửi theo bản giấy"
    if name == "unlock" and report.state != State.ACCEPTED:
        return "Mở khóa để nộp muộn"
    return MOVES[name].label


def move(name, report, *, by, reason="", line_reasons=None, sheet=None, until=None):
    """Make the move ``name``, or raise. ``sheet`` is the filled form, for the moves that need it complete.

    ``until``: the last day of an unlock, by default the plan's working days for coming back.
    """
    if not RIGHTS[name](by, report):
        raise NotAllowed(name)
    return _ACTS[name](report, by=by, reason=reason, line_reasons=line_reasons or {}, sheet=sheet, until=until)


def _row(report):
    return Report.objects.filter(pk=report.pk)


# What a move changes: read again after it. Unit and period stay as they were loaded.
_STAMPS = [
    "state", "version_count", "first_sent_at", "last_sent_at", "submitted_at", "taken_at", "taken_by", "returned_at",
    "return_due_on", "accepted_at", "accepted_by", "is_reopened", "received_on", "official", "latest",
]  # fmt: skip


def _audit(name, report, by, before, note=""):
    report.refresh_from_db(fields=_STAMPS)
    _record(name, report, by, before, note)


def _record(name, report, by, before, note=""):
    audit.record(
        f"reports.{name}",
        report.key,
        by=by,
        before={"state": before},
        after={"state": report.state, "version": report.version_count},
        note=note,
    )


def _require_complete(sheet):
    if problems := sheet.problems():
        raise Refused(problems)


def _require_owed(report):
    if exclusions.of(report):
        raise Refused(
            [("", f"Đơn vị không phải báo cáo {report.period.label}. Đề nghị Phòng Kinh tế bỏ miễn trước khi gửi.")]
        )


def _require_open(report, now):
    if unlocks.is_shut(report, now):
        raise Refused([("", f"Kỳ {report.period.label} đã khóa. Đề nghị Phòng Kinh tế mở khóa trước khi gửi.")])


def _unsent(report, now):
    """The row as it was read, if it may still be sent: an unlock that ran out has shut it, swept or not.

    The state is part of it: what was sent back a moment ago is not sent on by who has not seen that yet.
    """
    return _row(report).filter(unlocks.not_run_out(now), revision=report.revision, state=report.state)


def _require_reason(reason, anchor="reason"):
    if not reason.strip():
        raise Refused([(anchor, "Ghi lý do để đơn vị biết cần sửa gì.")])
    if len(reason) > REASON_LIMIT:
        raise Refused([(anchor, f"Lý do dài quá {REASON_LIMIT} ký tự, rút gọn lại.")])


@transaction.atomic
def _submit(report, *, by, sheet, **_):
    now = clock.now()
    _require_owed(report)
    _require_open(report, now)
    _require_complete(sheet)
    before = report.state
    claim(_unsent(report, now), MOVES["submit"], submitted_at=now)
    report.hands.add(by)
    _audit("submit", report, by, before)
    notices.submitted(report)


@transaction.atomic
def _send(report, *, by, sheet, **_):
    now = clock.now()
    _require_open(report, now)
    _require_complete(sheet)
    by_office = permissions.is_entered_by_office(report)
    if by_office:
        paper.require_scan(report)
    before = report.state
    stamps = {
        "version_count": report.version_count + 1,
        "first_sent_at": report.first_sent_at or deadlines.counts_from(report.received_on, now),
        "last_sent_at": now,
        "taken_at": None,
        "taken_by": None,
    }
    # The claim comes first and holds the row, as it was read: what is frozen below is what was checked above.
    as_read = {name: getattr(report, name) for name in ("received_on", "version_count", "first_sent_at")}
    try:
        claim(_unsent(report, now).filter(~is_excused(), **as_read), MOVES["send"], **stamps)
    except WrongState:
        _require_owed(report)
        raise
    for name, value in {"state": State.SENT, **stamps}.items():
        setattr(report, name, value)
    version = versions.freeze(report, sheet, by=by, at=now, by_authority=not by.access.is_head_of(report.unit_id))
    _row(report).update(latest=version)
    report.latest = version
    sums.mark(report.unit_id)
    # Whoever wrote last is among them since (filing, paper, archive).
    if report.edited_by_id != by.pk or report.started_at is None:
        report.hands.add(by)
    _record("send", report, by, before)
    if by_office:
        announcements.paper_sent(report)
    else:
        notices.sent(report)


@transaction.atomic
def _return(report, *, by, reason, line_reasons, **_):
    pinned = {line: text.strip() for line, text in line_reasons.items() if text.strip()}
    if not pinned:
        _require_reason(reason)
    now = clock.now()
    before = report.state
    # The unit mends what came back, also what the office had entered for it.
    changes = {"returned_at": now, "received_on": None}
    from_district = before == State.SENT
    if from_district:
        changes["return_due_on"] = add_working_days(now.date(), report.period.plan.return_working_days)
    # Only the state that the actor saw: a report sent a moment ago must not be returned by its head.
    claim(_row(report).filter(state=before), MOVES["return"], **changes)
    version_id = report.latest_id if from_district else None
    if from_district:
        Version.objects.filter(pk=version_id).update(returned_at=now)
        sums.mark(report.unit_id)
        # Whoever is asked to send again has until then: the unlock under which it was sent does not end before.
        comes_back_by = end_of(changes["return_due_on"])
        report.unlocks.filter(closed_at=None, expires_at__lt=comes_back_by).update(expires_at=comes_back_by)
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
        first_sent_at = first and deadlines.counts_from(first.received_on, first.sent_at)
        _row(report).update(first_sent_at=first_sent_at, last_sent_at=last and last.sent_at, latest=last)
        sums.mark(report.unit_id)
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
    sums.mark(report.unit_id)
    report.unlocks.filter(closed_at=None).update(closed_at=now)
    _audit("accept", report, by, before)
    proposals.settle_carried(report)
    task_history.settle(report.unit_id, report.period.plan_id)
    notices.accepted(report)


@transaction.atomic
def _unlock(report, *, by, reason, until, **_):
    """Reopen what was accepted, or let a report that its period's lock has shut be filed late."""
    now = clock.now()
    before = report.state
    is_late = before in unlocks.UNFINISHED and unlocks.is_shut(report, now)
    if not is_late and before != State.ACCEPTED:
        raise WrongState("unlock")
    _require_reason(reason, "unlock-reason")
    unlocks.check_until(until or unlocks.default_until(report.period.plan, now.date()), now)
    if is_late:
        # Holds the row, so that of two reviewers one is told.
        if not _row(report).filter(state=before).update(state=before):
            raise WrongState("unlock")
    else:
        claim(_row(report), MOVES["unlock"], is_reopened=True, taken_at=None, taken_by=None, received_on=None)
    unlock = unlocks.start(report, by=by, reason=reason.strip(), until=until, now=now)
    _audit("unlock", report, by, before, note=reason.strip())
    if is_late:
        announcements.unlocked_late(report, unlock)
    else:
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
