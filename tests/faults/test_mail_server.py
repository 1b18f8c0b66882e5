"""The mail server away for an hour, and one that refuses an address: filing goes on, and every other mail goes once."""

import datetime as dt
from collections import Counter
from types import SimpleNamespace

import pytest
from django.utils import timezone

from reports import mailing
from reports.models import Notice
from tests.demonstration import free_port
from tests.factories import make_user
from tests.faults import rounds
from tests.faults.conftest import file_once
from tests.reports.conftest import whole

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def minutes(monkeypatch):
    """``minutes(7)``: so many minutes go by for the mails' leases and waits."""
    now = [timezone.now()]
    monkeypatch.setattr(mailing, "timezone", SimpleNamespace(now=lambda: now[0]))

    def go_by(number):
        now[0] += dt.timedelta(minutes=number)

    return go_by


def test_a_mail_server_that_is_away_for_an_hour(ward, visit, sink, settings, minutes, figure):
    tried = rounds(6, 60)
    others = [make_user(f"p1.lanhdao-{number}", role="head", unit=ward.unit) for number in range(3)]
    officer, head = visit(ward.reporter), visit(ward.head)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = free_port()  # nobody is there
    statuses, connections = [officer.post(ward.form, whole(ward.report.revision)).status], 0
    # A sweep each minute, and people who file all the while.
    for minute in range(60):
        if minute % (60 // tried) == 0:
            statuses += [answer.status for answer in file_once(ward, officer, head)]
        connections += mailing.deliver().is_server_down
        minutes(1)
    waiting = Notice.objects.exclude(subject="").filter(mailed_at=None)
    due = waiting.count()
    settings.EMAIL_PORT = int(sink.env["EMAIL_PORT"])
    refused = others[0].email
    sink.refuse = {refused: "550 no such mailbox"}
    for _ in range(70):  # the longest wait is an hour
        mailing.deliver()
        minutes(1)
    expected = [notice.user.email for notice in Notice.objects.exclude(subject="").select_related("user")]
    got, names = Counter(sink.received), Counter(letter["Message-ID"] for _, letter in sink.letters)
    lost = Counter(expected) - got - Counter({refused: expected.count(refused)})
    note = f"{due} mails late, {connections} connections in the hour, {mailing.given_up().count()} refused"
    figure("mail server away for an hour", tried=tried, lost=sum(lost.values()) + statuses.count(500), note=note)
    assert set(statuses) == {302}
    assert (due, sum(lost.values()), max(names.values())) == (4 * tried, 0, 1)
    assert mailing.given_up().count() == tried
    assert waiting.count() == tried
