"""What each person chose for themselves (domain §8): which mails, where their calendar is, which hints are put away.

Who never chose has no row, and the model's defaults hold. Messages in the portal always come.
"""

import secrets

from django.db import transaction

from units import audit
from units.models import Preference, User

# 32 random bytes, 43 characters: the address of a calendar is its only key.
KEY_BYTES = 32
MAILS = ("mails_reminders", "mails_results")


def of(user) -> Preference:
    """What holds for this person; an unsaved row of defaults for who never chose. No query for a request's own user."""
    try:
        return user.preference
    except Preference.DoesNotExist:
        return Preference(user=user)


def _row(user) -> Preference:
    return Preference.objects.get_or_create(user=user)[0]


@transaction.atomic
def choose_mails(user, **chosen: bool) -> bool:
    """Keep which of MAILS come by e-mail as well; whether that is a change."""
    row = _row(user)
    before = {name: getattr(row, name) for name in chosen if getattr(row, name) != chosen[name]}
    if not before:
        return False
    for name in before:
        setattr(row, name, chosen[name])
    row.save(update_fields=list(before))
    after = {name: chosen[name] for name in before}
    audit.record("units.mails", user.get_username(), by=user, before=before, after=after)
    return True


@transaction.atomic
def change_email(user, email: str) -> bool:
    """The person's own address; whether it is another one. Links to reset the password sent before are void."""
    before, email = user.email, User.objects.normalize_email(email)
    if before == email:
        return False
    user.email = email
    user.save(update_fields=["email"])
    audit.record("units.email", user.get_username(), by=user, before={"email": before}, after={"email": email})
    return True


@transaction.atomic
def renew_calendar(user) -> str:
    """A new private address; the old one answers nothing from now on. The log does not hold it."""
    row = _row(user)
    act = "units.calendar_renew" if row.calendar_key else "units.calendar"
    row.calendar_key = secrets.token_urlsafe(KEY_BYTES)
    row.save(update_fields=["calendar_key"])
    audit.record(act, user.get_username(), by=user)
    return row.calendar_key


def put_away(user, hint: str) -> None:
    row = _row(user)
    if hint not in row.hints_put_away:
        row.hints_put_away = [*row.hints_put_away, hint]
        row.save(update_fields=["hints_put_away"])


def bring_back_hints(user) -> None:
    Preference.objects.filter(user=user).update(hints_put_away=[])
