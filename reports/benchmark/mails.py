"""Reminding two thousand people, from who owes a report to the last mail at the server, against a loop of smtplib."""

import datetime as dt
import smtplib
import subprocess
import sys
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from statistics import median

from django.core.management import call_command
from django.test.utils import override_settings
from django.utils import timezone

from reports import mailing, opening, reminders
from reports.benchmark import measure
from reports.benchmark.lines import line
from reports.models import Notice, Reminder
from targets.models import Period
from units.models import Membership, Unit, User
from units.roles import Role

UNITS = 1_000  # with an officer and a head each: two mails
SINK = Path(__file__).with_name("smtp_sink.py")
SENDER = "Phòng Kinh tế Quận 4 <q4kh@example.vn>"


@line("mail_x")
def mails(size, wanted) -> dict[str, float]:
    """CPU of the run that finds who owes, writes notices and sends their mails ÷ the loop's, to the same server.

    RuntimeError where a mail did not come, or came twice.
    """
    call_command("load_plan", verbosity=0)
    period = _period_that_all_owe()
    on = period.due_on - dt.timedelta(7)
    ours, floor = [], []
    with _server() as port:
        for turn in range(size.rounds + 1):
            Reminder.objects.all().delete()
            Notice.objects.all().delete()
            ours.append(measure.cpu_of(lambda: _run(on)))
            _require_each_once(port)
            letters = list(Notice.objects.values_list("user__email", "subject", "body"))
            floor.append(measure.cpu_of(lambda letters=letters, turn=turn: _loop(port, letters, turn)))
            _require_each_once(port)
    # The first of each loads what is loaded once.
    return {"mail_x": median(ours[1:]) / median(floor[1:])}


def _run(on):
    reminders.send_due(on, at=timezone.now())
    mailing.deliver()


def _loop(port, letters, turn):
    """The loop of Python's own documentation: each letter an EmailMessage, sent over one connection."""
    with smtplib.SMTP("127.0.0.1", port) as server:
        for place, (to, subject, body) in enumerate(letters):
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = SENDER, to, subject
            mail["Message-ID"] = f"<loop-{turn}-{place}@example.vn>"
            mail.set_content(body)
            server.send_message(mail)


def _require_each_once(port):
    with smtplib.SMTP("127.0.0.1", port) as server:
        _, told = server.noop()
    if told.split() != [b"%d" % (2 * UNITS)] * 2:
        raise RuntimeError(f"{2 * UNITS} mails were to come once each; came, and different: {told.decode()}")


@contextmanager
def _server():
    """Its port; mails go there within it, over plain SMTP."""
    process = subprocess.Popen([sys.executable, "-I", str(SINK)], stdout=subprocess.PIPE, text=True)
    try:
        port = int(process.stdout.readline())
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_HOST_USER="", EMAIL_HOST_PASSWORD="",
            EMAIL_USE_TLS=False, EMAIL_USE_SSL=False, DEFAULT_FROM_EMAIL=SENDER,
        ):  # fmt: skip
            yield port
    finally:
        process.kill()
        process.wait()


def _period_that_all_owe() -> Period:
    """Units with two people each, of whom nobody has begun the quarter's report; the plan's own have nobody."""
    Unit.objects.update(files_reports=False)
    since = dt.date(2016, 12, 19)
    units = Unit.objects.bulk_create(
        Unit(code=f"MX-{place}", name=f"Ủy ban nhân dân Phường thứ {place}", short_name=f"Phường thứ {place}",
             kind=Unit.Kind.WARD, group=Unit.Group.WARD, files_reports=True, valid_from=since)
        for place in range(UNITS)
    )  # fmt: skip
    posts = [(unit, role) for unit in units for role in (Role.REPORTER, Role.HEAD)]
    people = User.objects.bulk_create(
        User(username=name, full_name="Người nhận", email=f"{name}@example.vn")
        for name in (f"{unit.code.lower()}.{role}" for unit, role in posts)
    )
    Membership.objects.bulk_create(
        Membership(user=person, unit=unit, role=role, valid_from=since)
        for person, (unit, role) in zip(people, posts, strict=True)
    )
    period = Period.objects.get(year=2018, quarter=2)
    opening.open_period(period, period.window_from)
    return period
