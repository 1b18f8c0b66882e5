"""Accounts that come with a naming: proposed, opened, and led to a password of their own by mail."""

import logging
import re
import secrets
from dataclasses import dataclass
from functools import partial
from itertools import chain, count

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template.loader import get_template
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from units import audit
from units.models import Membership, Unit, User
from units.moves import Refused
from units.roles import Role
from units.vietnamese import format_date

logger = logging.getLogger(__name__)

NAME_LIMIT = User._meta.get_field("full_name").max_length
_USERNAME = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", re.ASCII)
USERNAME_LIMIT = 40
# The second half of a user name, after the unit's code.
_POSTS = {Role.REPORTER: "canbo", Role.HEAD: "lanhdao"}


@dataclass(frozen=True)
class Newcomer:
    """A person who has no account yet, as typed."""

    full_name: str
    email: str
    username: str


def propose(unit: Unit, role: str) -> str:
    """A user name that nobody has: "p1.canbo", else "p1.canbo2" and so on."""
    stem = _stem(unit, role)
    alike = User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    taken = {name.lower() for name in alike}
    return next(name for name in (stem, *(f"{stem}{n}" for n in range(2, len(taken) + 3))) if name not in taken)


class Known:
    """Whose addresses and user names are taken, for the rows of a whole sheet: one query. ``take`` adds one."""

    def __init__(self):
        rows = list(User.objects.values_list("username", "email"))
        self._usernames = {username.lower() for username, _ in rows}
        self._emails = {email.lower() for _, email in rows if email}

    def has_email(self, email: str) -> bool:
        return email.lower() in self._emails

    def has_username(self, username: str) -> bool:
        return username.lower() in self._usernames

    def take(self, newcomer: Newcomer) -> None:
        self._usernames.add(newcomer.username.lower())
        self._emails.add(newcomer.email.lower())

    def propose(self, unit: Unit | None, role: str) -> str:
        """As ``propose``; of who acts for no unit by the role."""
        stem = _stem(unit, role) if unit and role in _POSTS else str(role).replace("_", "")
        names = chain([stem], (f"{stem}{n}" for n in count(2)))
        return next(name for name in names if not self.has_username(name))


class _Stored:
    @staticmethod
    def has_email(email):
        return User.objects.filter(email__iexact=email).exists()

    @staticmethod
    def has_username(username):
        return User.objects.filter(username__iexact=username).exists()


def _stem(unit, role) -> str:
    return f"{unit.code.lower()}.{_POSTS[Role(role)]}"


def problems(newcomer: Newcomer, among=_Stored) -> list[tuple[str, str]]:
    """What is wrong with it: (anchor, message). Two queries, or none ``among`` Known ones."""
    found = []
    if not newcomer.full_name:
        found.append(("full_name", "Ghi họ và tên."))
    elif len(newcomer.full_name) > NAME_LIMIT:
        found.append(("full_name", f"Họ và tên dài quá {NAME_LIMIT} ký tự, rút gọn lại."))
    try:
        validate_email(newcomer.email)
    except ValidationError:
        found.append(("email", "Ghi địa chỉ thư, ví dụ: ten@quan4.example; đường dẫn đặt mật khẩu gửi đến đó."))
    else:
        if among.has_email(newcomer.email):
            found.append(("email", "Địa chỉ này đã có tài khoản: chọn “Người đã có tài khoản”, ghi địa chỉ ấy."))
    if not _USERNAME.fullmatch(newcomer.username) or len(newcomer.username) > USERNAME_LIMIT:
        words = f"chữ thường không dấu, chữ số, dấu chấm, tối đa {USERNAME_LIMIT} ký tự"
        found.append(("new_username", f"Tên đăng nhập chỉ gồm {words}, ví dụ: p1.canbo2."))
    elif among.has_username(newcomer.username):
        found.append(("new_username", _taken(newcomer.username)))
    return found


def _taken(username) -> str:
    return f"Tên đăng nhập “{username}” đã có người dùng, chọn tên khác."


def unopened(newcomers: list[Newcomer]) -> list[User]:
    """Accounts to be written together. Their password is one that nobody knows: hashing another for each would take
    seconds, and what a link to choose one is signed with differs by the person."""
    nobodys = make_password(secrets.token_urlsafe(32))
    return [User(username=one.username, full_name=one.full_name, email=one.email, password=nobodys)
            for one in newcomers]  # fmt: skip


def told(user: User) -> tuple[str, dict, dict]:
    """The line of the log that an account was opened: subject, before, after."""
    return user.username, {}, {"full_name": user.full_name, "email": user.email}


def open_account(newcomer: Newcomer, *, by) -> User:
    """The account, in the transaction that also names its person; who gets a link to choose a password after it.

    The password is random and nobody's: with an unusable one, "Quên mật khẩu" would later write to nobody.
    """
    user = User(username=newcomer.username, full_name=newcomer.full_name, email=newcomer.email)
    user.set_password(secrets.token_urlsafe(32))
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise Refused([("new_username", _taken(newcomer.username))]) from None
    audit.record(
        "units.account", user.username, by=by, after={"full_name": newcomer.full_name, "email": newcomer.email}
    )
    transaction.on_commit(partial(invite, user.pk))
    return user


def invite(user_pk: int) -> None:
    """The letter with the link, by the token of "Quên mật khẩu". A mail server that is down is logged, no more: the
    same page sends another link."""
    naming = Membership.objects.filter(user=user_pk).select_related("user", "unit").latest("pk")
    user = naming.user
    words = {
        "naming": naming,
        "role": Role(naming.role).in_sentence,
        "since": format_date(naming.valid_from),
        "uid": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
        "base_url": settings.Q4KH_BASE_URL,
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }
    subject = "Tài khoản Cổng Kế hoạch 294, Quận 4"
    try:
        send_mail(subject, get_template("emails/new_account.txt").render(words), None, [user.email])
    except OSError:
        logger.exception("no letter to the new account %s", user.username)
