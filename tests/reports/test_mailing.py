"""E-mails of notices, against a real SMTP server of our own."""

import datetime as dt
import email
import re
import threading
from email.header import decode_header, make_header
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import connection
from django.utils import timezone

from reports import mailing, posting
from reports.models import Notice, OutboxMail
from tests.demonstration import free_port
from tests.factories import at, make_user
from units.models import AuditEvent


class Sink:
    """Keeps what arrives; refuses or drops the connection for the addresses it is told to."""

    def __init__(self):
        self.letters, self.refuse, self.drop, self.connections = [], {}, set(), 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return self.refuse[address]
        if address in self.drop:
            server.transport.abort()
            return "421 gone"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.rcpt_tos[0], email.message_from_bytes(envelope.content, policy=default)))
        return "250 OK"

    @property
    def received(self):
        return [to for to, _ in self.letters]


@pytest.fixture
def sink(db, settings):
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", controller.port, 5
    settings.DEFAULT_FROM_EMAIL = "Phòng Kinh tế Quận 4 <q4kh@example.vn>"
    yield handler
    controller.stop()


def make_notice(username, **fields):
    user = fields.pop("user", None) or make_user(username)
    return Notice.objects.create(
        **{
            "user": user,
            "at": at("2018-06-07T08:00:00"),
            "text": "Còn 7 ngày",
            "subject": "Còn 7 ngày đến hạn: báo cáo Quý II/2018 của Phường 1",
            "body": "Kính gửi Ủy ban nhân dân Phường 1,",
            **fields,
        }
    )


def free_again():
    Notice.objects.update(mail_claimed_until=None)


def test_each_mail_goes_once_over_one_connection(sink):
    for name in ["a", "b", "c"]:
        make_notice(name)
    assert mailing.deliver() == mailing.Delivered(sent=3, failed=0)
    assert mailing.deliver() == mailing.Delivered(sent=0, failed=0)
    assert sink.received == ["a@example.vn", "b@example.vn", "c@example.vn"]
    assert sink.connections == 1
    assert Notice.objects.exclude(mailed_at=None).count() == 3


def test_a_mail_reads_as_written_and_bears_the_same_id_each_time(sink):
    notice = make_notice("a")
    mailing.deliver()
    Notice.objects.update(mailed_at=None)
    mailing.deliver()
    (_, first), (_, second) = sink.letters
    # A header folded after its colon is read with the blank that folded it.
    assert first["Subject"].strip() == "Còn 7 ngày đến hạn: báo cáo Quý II/2018 của Phường 1"
    assert first["From"] == "Phòng Kinh tế Quận 4 <q4kh@example.vn>"
    assert first.get_content() == "Kính gửi Ủy ban nhân dân Phường 1,\r\n"
    assert first["Message-ID"] == second["Message-ID"] == f"<notice-{notice.pk}-1528333200@example.vn>"
    assert first["Auto-Submitted"] == "auto-generated"


def test_who_has_no_address_or_no_account_any_more_gets_no_mail(sink):
    make_notice("a", user=make_user("a", email=""))
    make_notice("b", user=make_user("b", is_active=False))
    make_notice("c", subject="")
    assert mailing.deliver() == mailing.Delivered(sent=0, failed=0)
    assert sink.received == []


def test_a_refused_address_does_not_hold_up_the_others_and_is_not_tried_again(sink):
    sink.refuse = {"b@example.vn": "550 no such mailbox"}
    for name in ["a", "b", "c"]:
        make_notice(name)
    assert mailing.deliver() == mailing.Delivered(sent=2, failed=1)
    free_again()
    assert mailing.deliver() == mailing.Delivered(sent=0, failed=0)
    assert sink.received == ["a@example.vn", "c@example.vn"]


def test_a_mailbox_that_is_full_for_now_is_tried_again_later(sink):
    sink.refuse = {"a@example.vn": "452 mailbox full"}
    make_notice("a")
    assert mailing.deliver() == mailing.Delivered(sent=0, failed=1)
    assert mailing.deliver() == mailing.Delivered(sent=0, failed=0)
    sink.refuse = {}
    free_again()
    assert mailing.deliver() == mailing.Delivered(sent=1, failed=0)


def test_a_connection_lost_in_the_middle_costs_one_mail_its_turn(sink):
    sink.drop = {"b@example.vn"}
    for name in ["a", "b", "c"]:
        make_notice(name)
    assert mailing.deliver() == mailing.Delivered(sent=2, failed=1)
    assert sink.received == ["a@example.vn", "c@example.vn"]
    assert Notice.objects.get(user__username="b").mail_tries == 1


def test_a_header_that_cannot_be_is_given_up_alone(sink):
    make_notice("a", subject="Hạn\nBcc: khac@example.vn")
    make_notice("b")
    assert mailing.deliver() == mailing.Delivered(sent=1, failed=1)
    assert sink.received == ["b@example.vn"]


def test_while_the_server_is_down_the_wait_doubles_up_to_an_hour(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 5
    notice = make_notice("a")
    waits = []
    for _ in range(8):
        free_again()
        assert mailing.deliver() == mailing.Delivered(sent=0, failed=0, is_server_down=True)
        notice.refresh_from_db()
        waits.append(round((notice.mail_claimed_until - timezone.now()) / dt.timedelta(minutes=1)))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (notice.mailed_at, notice.mail_tries) == (None, 8)


def test_why_a_mail_failed_is_kept_by_its_kind_and_forgotten_when_it_goes(sink):
    sink.refuse = {"a@example.vn": "452 <a@example.vn> mailbox full"}
    notice = make_notice("a")
    mailing.deliver()
    notice.refresh_from_db()
    assert notice.mail_error == "SMTPRecipientsRefused"
    sink.refuse = {}
    free_again()
    mailing.deliver()
    notice.refresh_from_db()
    assert (notice.mail_error, notice.mailed_at is not None) == ("", True)


# --- What the administrator sees and does --------------------------------------------------------------------------


@pytest.fixture
def administrator(client, db):
    user = make_user("quantri", role="administrator", email="")
    client.force_login(user)
    return user


def rows_of(page):
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in re.findall("<tbody>(.*?)</tbody>", page, re.S)]


def test_what_could_not_be_sent_is_shown_with_its_reason_and_no_persons_address(client, administrator):
    later = at("2018-06-08T10:05:00")
    for name in ("a", "b"):
        make_notice(name, mail_error="ConnectionRefusedError", mail_tries=2, mail_claimed_until=later)
    make_notice("c", mail_error="SMTPRecipientsRefused", mail_tries=mailing.GIVE_UP_AFTER)
    page = client.get("/thu-di/").content.decode()
    assert rows_of(page) == ["Máy chủ thư không nhận kết nối ConnectionRefusedError 2 08/06/2018, 10:05"]
    assert "2 thư đang chờ" in page
    refused = re.findall(r'<li><a class="q-hit" href="(.*?)">(.*?)</a> <small>(.*?)</small></li>', page)
    pk = Notice.objects.get(user__username="c").user_id
    assert refused == [(f"/quan-tri/units/user/{pk}/change/", "c", "1 thư, SMTPRecipientsRefused")]
    assert "@example.vn" not in page


def test_trying_again_at_once_frees_what_failed_and_nothing_that_is_being_sent(
    client, administrator, django_capture_on_commit_callbacks
):
    soon = timezone.now() + dt.timedelta(minutes=4)
    failed = make_notice("a", mail_error="TimeoutError", mail_tries=3, mail_claimed_until=soon)
    held = make_notice("b", mail_claimed_until=soon)
    refused = make_notice("c", mail_error="SMTPRecipientsRefused", mail_tries=200, mail_claimed_until=soon)
    with django_capture_on_commit_callbacks() as callbacks:
        response = client.post("/thu-di/gui-lai/", follow=True)
    assert [callback.args for callback in callbacks] == [("reports.jobs.deliver", ())]
    until = dict(Notice.objects.values_list("pk", "mail_claimed_until"))
    assert until == {failed.pk: None, held.pk: soon, refused.pk: soon}
    assert "Đang gửi lại 1 thư." in response.content.decode()
    event = AuditEvent.objects.get(act="reports.mail_retry")
    assert (event.actor, event.after) == ("quantri", {"mails": 1})


def test_trying_again_when_nothing_failed_says_so_and_is_no_act(client, administrator):
    page = client.post("/thu-di/gui-lai/", follow=True).content.decode()
    assert "Không có thư nào gửi lỗi đang chờ." in page
    assert AuditEvent.objects.filter(act="reports.mail_retry").count() == 0


def test_a_batch_that_another_process_holds_is_left_alone_until_its_lease_is_over(sink):
    notice = make_notice("a", mail_claimed_until=timezone.now() + dt.timedelta(minutes=1))
    assert mailing.deliver().sent == 0
    Notice.objects.filter(pk=notice.pk).update(mail_claimed_until=timezone.now() - dt.timedelta(seconds=1))
    assert mailing.deliver().sent == 1


def test_without_a_mail_server_mails_are_kept_for_the_page(db, settings):
    settings.EMAIL_BACKEND, settings.Q4KH_TODAY = "reports.outbox.OutboxBackend", "2018-06-07T08:00:00"
    make_notice("a")
    mailing.deliver()
    assert list(OutboxMail.objects.values_list("at", "to", "subject", "body")) == [
        (
            at("2018-06-07T08:00:00"),
            "a@example.vn",
            "Còn 7 ngày đến hạn: báo cáo Quý II/2018 của Phường 1",
            "Kính gửi Ủy ban nhân dân Phường 1,",
        )
    ]
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_of_many_processes_at_once_each_mail_is_claimed_by_one(monkeypatch):
    monkeypatch.setattr(mailing, "BATCH", 2)
    user = make_user("a")
    for _ in range(80):
        make_notice("a", user=user)
    start, claimed = threading.Barrier(6), []

    def claim():
        try:
            start.wait()
            while batch := mailing._claim():
                claimed.extend(row.pk for row in batch)
        finally:
            connection.close()

    threads = [threading.Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(Notice.objects.values_list("pk", flat=True))


# --- The quick way to the same mail --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Còn 7 ngày: báo cáo Quý II/2018 của Ủy ban nhân dân Phường 15", "Kính gửi Ủy ban nhân dân,\n\n.Dòng chấm\nHết."),
        ("Plain", "All of it ASCII."),
        ("Hạn cuối hôm nay: gửi lại báo cáo Quý II/2018 của Trung tâm Văn hóa Quận 4 và các đơn vị", "Đơn vị\n"),
    ],
)
def test_a_letter_is_the_mail_that_django_would_make(subject, body):
    made = mail.EmailMessage(subject, body, "Phòng Kinh tế Quận 4 <q4kh@example.vn>", ["p1.canbo@q4.example"],
                             headers={"Message-ID": "<notice-1-2@example.vn>", "Date": "Fri, 08 Jun 2018 08:00:00 -0000"})  # fmt: skip
    sender, content = posting.ready(made)
    told, expected = email.message_from_bytes(content), made.message()
    assert sender == "q4kh@example.vn"
    heads = [{name: str(make_header(decode_header(value))) for name, value in one.items()} for one in (told, expected)]
    assert heads[0] == heads[1]
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert told.get_payload(decode=True).decode().splitlines() == body.splitlines()


@pytest.mark.parametrize(
    ("subject", "body", "to"),
    [
        ("Hai\ndòng", "Thư", ["a@q4.example"]),
        ("Thư", "x" * 999, ["a@q4.example"]),
        ("Thư", "Thư", ["a@q4.example", "b@q4.example"]),
        ("Thư", "Thư", ["Tên <a@q4.example>"]),
        ("Thư", "Thư", ["a@quận4.example"]),
        ("Thư", "Thư", []),
    ],
)
def test_what_is_unusual_is_left_to_django(subject, body, to):
    assert posting.ready(mail.EmailMessage(subject, body, "q4kh@example.vn", to)) is None
