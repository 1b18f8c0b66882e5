"""Timeliness (domain §2): decided by the first sending that the unit did not itself withdraw, for ever."""

import datetime as dt

from targets import quarters

# A unit is late often that was so in OFTEN of the last LOOKED_BACK closed quarters.
LOOKED_BACK, OFTEN = 3, 2


def is_timely(first_sent_at: dt.datetime | None, due_on: dt.date) -> bool | None:
    """True or False once sent; None while nothing counts as sent."""
    return None if first_sent_at is None else quarters.is_on_time(first_sent_at, due_on)


def late_days(first_sent_at: dt.datetime | None, due_on: dt.date, today: dt.date) -> int:
    """Calendar days late: until the first sending, or until today while there is none. Never negative."""
    return max(0, quarters.days_late(first_sent_at or today, due_on))


def timely_word(first_sent_at, due_on, today) -> str:
    """ "yes", "no" or "" (still open), as ``data-timely`` has it. An unsent report past its day is not timely."""
    return timeliness(first_sent_at, due_on, today)[0]


def timeliness(first_sent_at, due_on, today) -> tuple[str, int]:
    """(``timely_word``, ``late_days``)."""
    days = late_days(first_sent_at, due_on, today)
    return "no" if days else "yes" if first_sent_at else "", days


def is_locked(period, today: dt.date) -> bool:
    """After ``locks_on`` filing needs an unlock. On time and locked are two things."""
    return period.locks_on is not None and today > period.locks_on


def days_left(due_on: dt.date, today: dt.date) -> int:
    return (due_on - today).days


def counts_from(received_on: dt.date | None, sent_at: dt.datetime) -> dt.datetime:
    """The instant that decides timeliness: of a paper report the day it was received, however late it was typed."""
    return dt.datetime.combine(received_on, dt.time.min, quarters.ZONE) if received_on else sent_at
