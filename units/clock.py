"""The present, read in one place, so that a training installation can run as of a set day (domain §2).

``now()`` dates facts of the domain only. Sessions, tokens, lock-outs, leases and the audit log use real time.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> dt.datetime:
    """Aware time in Asia/Ho_Chi_Minh.

    ``Q4KH_TODAY`` as a day keeps the real time of day; as a date and time it stands still at that instant.
    """
    real = timezone.now().astimezone(ZONE)
    as_of = settings.Q4KH_TODAY
    if not as_of:
        return real
    try:
        if len(as_of) == 10:
            return dt.datetime.combine(dt.date.fromisoformat(as_of), real.time(), ZONE)
        instant = dt.datetime.fromisoformat(as_of)
    except ValueError as error:
        raise ImproperlyConfigured(f"Q4KH_TODAY: {as_of!r} không phải ngày ISO (2018-06-08).") from error
    return instant.replace(tzinfo=ZONE) if instant.tzinfo is None else instant.astimezone(ZONE)


def today() -> dt.date:
    return now().date()


def is_as_of() -> bool:
    """Whether the pages must say that this is not the real day."""
    return bool(settings.Q4KH_TODAY)
