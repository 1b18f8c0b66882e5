"""E-mails of notices: each claimed by a lease, sent over one connection a batch, marked right after it is gone.

Real time throughout. A process killed between the server's "250" and the mark sends that one mail again, under the
same Message-ID, by which mail programs know it; every other mail goes out once, however many processes deliver.
"""

import datetime as dt
import logging
import re
import smtplib
import textwrap
from dataclasses import dataclass
from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection as database, transaction
from django.db.models import F, Q
from django.utils import timezone

from reports import posting
from reports.models import Notice
from units import audit, doorbell

log = logging.getLogger(__name__)

BATCH = 50
# Whoever claims a batch sends from it for this long; the margin is more than one mail can take (EMAIL_TIMEOUT).
LEASE = dt.timedelta(minutes=5)
MARGIN = dt.timedelta(minutes=1)
# Waits double from one minute to an hour, so that this many tries are more than a week.
GIVE_UP_AFTER = 200
LONGEST_WAIT = dt.timedelta(hours=1)
WIDTH = 72
# Blanks at which no line ends: number and unit stay together.
_TOGETHER = re.compile(r"(?<=Quý) (?=[IV])|(?<=Phường) (?=\d)|(?<=Quận) (?=\d)|(?<=ngày) (?=\d)|(?<=\d) (?=ngày)")


@dataclass(frozen=True)
class Delivered:
    sent: int
    failed: int  # will be tried again later, or was refused for good
    is_server_down: bool = False


def waiting():
    """E-mails not sent yet, of people who still may get some."""
    return Notice.objects.filter(mailed_at=None, mail_tries__lt=GIVE_UP_AFTER, user__is_active=True).exclude(
        Q(subject="") | Q(user__email="")
    )


def put_off():
    """Those of ``waiting()`` that failed and are not being tried at this moment."""
    return waiting().exclude(mail_error="")


def given_up():
    """E-mails that will not be tried any more: the address was refused for good, or nothing worked for a week."""
    return Notice.objects.filter(mailed_at=None, mail_tries__gte=GIVE_UP_AFTER).exclude(subject="")


@transaction.atomic
def retry_now(*, by) -> int:
    """Let what was put off be tried at once, by the worker; how many that is. A batch being sent is left alone."""
    freed = put_off().update(mail_claimed_until=None)
    if freed:
        audit.record("reports.mail_retry", "thu-di", by=by, after={"mails": freed})
        doorbell.ring("reports.jobs.deliver")
    return freed


def deliver() -> Delivered:
    """Send what waits. Never raises for the mail server's sake: what fails waits, longer each time."""
    sent = failed = 0
    while batch := _claim():
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:  # refused, silent, wrong password: smtplib's errors are OSErrors
            log.warning("mail server: %s", error)
            _put_off(batch, error)
            return Delivered(sent, failed, is_server_down=True)
        try:
            gone, missed = _send_batch(connection, batch)
        finally:
            _close(connection)
        sent, failed = sent + gone, failed + missed
    return Delivered(sent, failed)


def _claim() -> list[Notice]:
    """Take a batch that nobody else has; all of it or none, so that what is ours needs no further mark."""
    while True:
        now = timezone.now()
        free = waiting().filter(Q(mail_claimed_until=None) | Q(mail_claimed_until__lte=now))
        # Fresh ones first: those that failed before must not hold up the rest.
        batch = list(free.select_related("user").order_by("mail_tries", "pk")[:BATCH])
        if not batch:
            return []
        until = now + LEASE
        with transaction.atomic():
            ours = (
                Notice.objects.filter(pk__in=[row.pk for row in batch], mailed_at=None)
                .filter(Q(mail_claimed_until=None) | Q(mail_claimed_until__lte=now))
                .update(mail_claimed_until=until, mail_error="")
            )
            if ours < len(batch):
                transaction.set_rollback(True)
        if ours == len(batch):
            for row in batch:
                row.mail_claimed_until = until
            return batch


def _send_batch(connection, batch) -> tuple[int, int]:
    sent = failed = 0
    for place, notice in enumerate(batch):
        if timezone.now() > notice.mail_claimed_until - MARGIN:
            # So slow a server that the lease is nearly over: the rest goes back before somebody else takes it.
            _release(batch[place:])
            break
        try:
            _send(connection, _message(notice, connection))
        except smtplib.SMTPRecipientsRefused as error:
            failed += 1
            codes = [code for code, _ in error.recipients.values()]
            log.warning("notice %s: address refused: %s", notice.pk, codes)
            # 5xx: never again. 4xx ("try later") as any other failure.
            _put_off([notice], error, for_good=all(code >= 500 for code in codes))
        except ValueError as error:
            failed += 1
            log.error("notice %s cannot be a mail: %s", notice.pk, error)
            _put_off([notice], error, for_good=True)
        except OSError as error:
            failed += 1
            log.warning("notice %s: %s", notice.pk, error)
            # The connection may be gone. This one waits, the others are taken up over a new connection.
            _put_off([notice], error)
            _release(batch[place + 1 :])
            break
        else:
            sent += 1
            _mark_sent(notice)
    return sent, failed


def _send(connection, mail):
    """Raises what smtplib does, and ValueError for what can be no mail."""
    server = getattr(connection, "connection", None)
    made = posting.ready(mail) if isinstance(server, smtplib.SMTP) else None
    if made is None:
        connection.send_messages([mail])
    else:
        sender, content = made
        server.sendmail(sender, mail.to, content)


def _mark_sent(notice):
    """In plain SQL: once a mail, and through the ORM dearer than making the mail."""
    table, key = (database.ops.quote_name(name) for name in (Notice._meta.db_table, Notice._meta.pk.column))
    with database.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET mailed_at = %s, mail_claimed_until = NULL WHERE {key} = %s",
            [database.ops.adapt_datetimefield_value(timezone.now()), notice.pk],
        )


def _message(notice, connection) -> EmailMessage:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        notice.subject,
        wrapped(notice.body),
        to=[notice.user.email],
        connection=connection,
        headers={
            "Message-ID": f"<notice-{notice.pk}-{int(notice.at.timestamp())}@{domain}>",
            "Auto-Submitted": "auto-generated",  # no out-of-office replies
        },
    )


@lru_cache(maxsize=64)  # a unit's officer and head are told the same
def wrapped(text: str) -> str:
    """Lines of at most 72 letters, as mail programs quote them. Neither an address nor "Quý II/2018" is broken."""
    lines = []
    for line in _TOGETHER.sub("\N{NO-BREAK SPACE}", text).split("\n"):
        hang = "  " if line.startswith("- ") else ""
        lines += textwrap.wrap(line, WIDTH, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False) or [
            ""
        ]
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


def _put_off(batch, error, for_good=False):
    tries = max(row.mail_tries for row in batch)
    wait = min(dt.timedelta(minutes=2 ** min(tries, 10)), LONGEST_WAIT)
    Notice.objects.filter(pk__in=[row.pk for row in batch]).update(
        mail_tries=GIVE_UP_AFTER if for_good else F("mail_tries") + 1,
        mail_claimed_until=timezone.now() + wait,
        mail_error=type(error).__name__[:60],
    )


def _release(batch):
    Notice.objects.filter(pk__in=[row.pk for row in batch]).update(mail_claimed_until=None)


def _close(connection):
    try:
        connection.close()
    except OSError as error:  # every mail has been accepted or put off by now
        log.info("mail server: %s", error)
