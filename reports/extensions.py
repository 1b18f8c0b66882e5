"""Gia hạn: a period's deadline is moved for everybody, with a reason that shows (domain §2).

Timeliness is judged by the new deadline, also of what came between the old one and the act: who sent on the 16th of a
deadline moved from the 14th to the 20th was on time. ``original_due_on`` keeps the first deadline of all.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from reports import announcements, reminders, sums
from targets.models import Period
from units import audit, clock
from units.moves import Refused, WrongState
from units.vietnamese import DateError, clean_text, format_date, parse_date

MAX_DAYS = 60
REASON_LIMIT = Period._meta.get_field("extension_reason").max_length


def read_due_on(text: str) -> dt.date:
    """Raises Refused."""
    typed = clean_text(text).strip()
    if not typed:
        raise Refused([("due_on", "Nhập hạn gửi mới.")])
    try:
        return parse_date(typed)
    except DateError as error:
        raise Refused([("due_on", str(error))]) from None


def last_possible(period) -> dt.date:
    return period.due_on + dt.timedelta(MAX_DAYS)


def can_be_extended(period, today: dt.date) -> bool:
    """Not once it is consolidated, nor so late that every possible day is over."""
    return period.closed_at is None and last_possible(period) >= today


def _check(period, due_on, reason, today):
    problems = []
    if due_on <= period.due_on:
        problems.append(("due_on", f"Hạn mới phải sau hạn hiện nay, ngày {format_date(period.due_on)}."))
    elif due_on < today:
        problems.append(("due_on", f"Ngày {format_date(due_on)} đã qua, chọn hạn mới từ hôm nay trở đi."))
    elif due_on > last_possible(period):
        last = format_date(last_possible(period))
        problems.append(("due_on", f"Mỗi lần gia hạn tối đa {MAX_DAYS} ngày, chọn đến ngày {last}."))
    if not reason:
        problems.append(("extension-reason", "Ghi lý do gia hạn để các đơn vị biết."))
    elif len(reason) > REASON_LIMIT:
        problems.append(("extension-reason", f"Lý do dài quá {REASON_LIMIT} ký tự, rút gọn lại."))
    if problems:
        raise Refused(problems)


@transaction.atomic
def extend(period, *, by, due_on: dt.date, reason: str) -> int:
    """Move the deadline and tell every unit that has not sent; returns how many people were told.

    Raises Refused for a day or reason that is not fit, WrongState once the period is consolidated or was extended by
    somebody else a moment ago. The lock, where there is one, never comes before the deadline.
    """
    now = clock.now()
    reason = clean_text(reason).strip()
    if period.closed_at is not None:
        raise WrongState("extend")
    _check(period, due_on, reason, now.date())
    before = {"due_on": period.due_on.isoformat()}
    after = {"due_on": due_on.isoformat()}
    locks_on = period.locks_on
    if locks_on and locks_on < due_on:
        before["locks_on"], after["locks_on"] = locks_on.isoformat(), due_on.isoformat()
        locks_on = due_on
    claimed = Period.objects.filter(pk=period.pk, due_on=period.due_on, closed_at=None).update(
        due_on=due_on,
        original_due_on=Coalesce("original_due_on", F("due_on")),
        extension_reason=reason,
        locks_on=locks_on,
    )
    if not claimed:
        raise WrongState("extend")
    # Who came late by the old day may have come in time by the new one.
    sums.mark_all()
    earlier = period.due_on
    period.refresh_from_db()
    # An update() leaves no line in the history of reference data; this does.
    period.save()
    audit.record("period.extend", period.key, by=by, before=before, after=after, note=reason)
    owed = list(reminders.unsent(now.date()).filter(period=period, first_sent_at=None))
    return announcements.extended(period, owed, before=earlier, at=now)
