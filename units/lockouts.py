"""What one address, or one account, may ask for no more often.

Many names tried from one address: a few common passwords against every account. A limit per name never sees it.

Twenty names that failed from one address within ``AXES_COOLOFF_TIME``, and did not get in since, close that address to
whoever has not logged in there before. A clerk who mistypes is one name, and none any more once in; a browser in which
somebody has logged in under that name is known by a signed cookie and stays bound by the limit per name alone. So an
office behind one address goes on working, and so do all sessions, while the guessing stands still. What failed is
counted from the rows that django-axes keeps: nothing here needs Redis.
"""

import datetime as dt

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from units.models import User

NAMES = 20
CODE = "sprayed"
COOKIE = "q4kh_known"
COOKIE_AGE = 180 * 24 * 3600
# A desk's computer is used by several people.
COOKIE_NAMES = 8
RESET_MAIL_REST = dt.timedelta(minutes=5)
_SALT = "units.lockouts"


def refuse_sprayed(request, username: str | None) -> None:
    """Raises ValidationError with ``CODE``, right password or wrong, where the address is closed to this browser."""
    if username and username not in _known(request) and _failed_names(request) >= NAMES:
        minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
        raise ValidationError(
            f"Từ mạng này vừa có nhiều tên đăng nhập bị nhập sai, tạm dừng đăng nhập {minutes} phút. Ai đang làm việc"
            " vẫn làm tiếp; cần ngay thì dùng máy đã từng đăng nhập tên này.",
            code=CODE,
        )


def _failed_names(request) -> int:
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    tried = AccessAttempt.objects.filter(ip_address=get_client_ip_address(request), attempt_time__gte=since)
    return tried.order_by().values("username").distinct().count()


def remember(request, response, username: str):
    """``response`` to a login that went well, with the browser's names brought up to date."""
    names = [username, *(name for name in _known(request) if name != username)][:COOKIE_NAMES]
    response.set_cookie(
        COOKIE,
        signing.dumps(names, salt=_SALT),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _known(request) -> list[str]:
    """Names under which somebody has logged in with this browser, latest first."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return []


def claim_reset_mail(user, at: dt.datetime) -> bool:
    """Whether a mail with a link to a new password may go to ``user`` now; of many who ask at once one gets True."""
    rested = Q(reset_mailed_at=None) | Q(reset_mailed_at__lte=at - RESET_MAIL_REST)
    return User.objects.filter(rested, pk=user.pk).update(reset_mailed_at=at) == 1
