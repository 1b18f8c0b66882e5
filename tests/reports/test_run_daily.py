"""The day's work by real processes: two at once, one killed in the middle, a worker killed while it draws."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection
from django.utils import timezone

from reports import publication_files
from reports.models import Notice, Reminder, Report
from tests.conftest import stop, wait_for
from tests.factories import make_people, make_period, make_plan, make_publication, make_unit, make_user
from tests.reports.snapshots import sample_snapshot
from tests.reports.test_mailing import Sink, free_port
from units.models import AuditEvent, Job
from units.roles import Role

ROOT = Path(__file__).resolve().parents[2]
# A process can't see an uncommitted row, so these tests commit theirs.
pytestmark = pytest.mark.django_db(transaction=True)

WARDS = [f"P{number}" for number in range(1, 30)]


class SlowSink(Sink):
    """Takes its time over each letter, so that processes overlap and can be killed between two."""

    async def handle_DATA(self, server, session, envelope):
        time.sleep(0.01)
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def sink():
    handler = SlowSink()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


def database_url():
    """The test database as another process names it."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    who, secret, host = (quote(at[key], safe="") for key in ("USER", "PASSWORD", "HOST"))
    return f"postgresql://{who}:{secret}@{host}:{at['PORT']}/{at['NAME']}"


def environment(folder, **more):
    (folder / "uploads").mkdir(exist_ok=True)
    return {
        **os.environ,
        "Q4KH_VAR": str(folder),
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "Q4KH_TODAY": "2018-06-07",
        **more,
    }


@pytest.fixture
def run_daily(tmp_path, sink):
    """``run_daily(*arguments)`` → the started process."""
    mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(sink.port)}

    def start(*arguments):
        return subprocess.Popen(
            [sys.executable, "manage.py", "run_daily", *arguments],
            cwd=ROOT,
            env=environment(tmp_path, **mail),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture
def wards():
    make_plan(coordinator=make_unit("PKT", files_reports=False))
    make_period()
    make_user("pkt.chuyenvien", role=Role.REVIEWER, unit=make_unit("PKT"))
    for code in WARDS:
        make_people(make_unit(code))


def expected_addresses():
    people = [f"{code.lower()}.{who}@example.vn" for code in WARDS for who in ("canbo", "lanhdao")]
    return sorted(["pkt.chuyenvien@example.vn", *people])


def output_of(process):
    said, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return said


def test_processes_at_once_open_the_period_once_and_send_each_mail_once(wards, run_daily, sink):
    for process in [run_daily() for _ in range(3)]:
        output_of(process)
    assert sorted(sink.received) == expected_addresses()
    assert Report.objects.count() == len(WARDS)
    assert AuditEvent.objects.filter(act__startswith="period.").count() == 1
    # One claim a unit and one for the office.
    assert Reminder.objects.filter(kind="before-7").count() == Reminder.objects.count() == len(WARDS) + 1
    assert "Thư: gửi 0, lỗi 0, còn chờ 0\n" in output_of(run_daily())
    assert len(sink.received) == len(expected_addresses())


def test_a_run_killed_between_two_mails_sends_none_of_the_others_twice(wards, run_daily, sink):
    killed = run_daily()
    wait_for(lambda: len(sink.received) >= 10, 60, "ten letters")
    killed.kill()
    killed.communicate()
    assert len(sink.received) < len(expected_addresses())
    # Its lease is not over: nobody touches the batch it held.
    output_of(run_daily())
    Notice.objects.filter(mailed_at=None).update(mail_claimed_until=timezone.now())
    output_of(run_daily())
    assert sorted(set(sink.received)) == expected_addresses()
    # At most the one letter that was in flight went twice, and its Message-ID tells.
    assert len(sink.received) - len(expected_addresses()) in (0, 1)
    assert len({letter["Message-ID"] for _, letter in sink.letters}) == len(expected_addresses())


def test_it_says_what_it_did(run_daily):
    make_plan(coordinator=make_unit("PKT", files_reports=False))
    make_period()
    make_people(make_unit("P1"))
    make_unit("P2")
    assert output_of(run_daily("--on", "2018-03-15")) == (
        "Ngày 15/03/2018\n"
        "Mở kỳ Quý II/2018: 2 báo cáo\n"
        "Nhắc Quý II/2018 (opened): 2 đơn vị, 2 người\n"
        "  chưa có người nhận: Phường 2\n"
        "Thư: gửi 2, lỗi 0, còn chờ 0\n"
    )
    assert output_of(run_daily("--on", "2018-03-15")) == "Ngày 15/03/2018\nThư: gửi 0, lỗi 0, còn chờ 0\n"


def test_a_day_that_is_none_is_refused_in_words(run_daily):
    process = run_daily("--on", "15/03/2018")
    said, errors = process.communicate(timeout=60)
    assert (process.returncode, said) == (1, "")
    assert errors == "CommandError: --on 15/03/2018: viết ngày theo ISO, ví dụ 2018-06-07.\n"


# --- A worker killed while it draws --------------------------------------------------------------------------------


def start_worker(folder):
    """A real worker with children of its own, in a group of its own, so that the kill takes all of it."""
    command = [sys.executable, "-m", "celery", "-A", "q4kh", "worker", "--concurrency=1", "--loglevel=WARNING"]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def long_snapshot():
    """Long enough to be caught in the middle of it."""
    snapshot = sample_snapshot()
    snapshot["targets"] = [
        {**row, "code": f"{row['code']}-{copy}"} for row in snapshot["targets"] for copy in range(16)
    ]
    return snapshot


def test_a_job_whose_worker_was_killed_is_finished_by_the_next_sweep(redis_server, tmp_path):
    from celery import current_app

    publication = make_publication(make_period(make_plan(), 2018, 1), long_snapshot())
    worker = start_worker(tmp_path)
    try:
        job = publication_files.request(publication, "pdf")
        wait_for(lambda: Job.objects.filter(pk=job.pk, state="running", step=2).exists(), 240, "the drawing begun")
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        job.refresh_from_db()
        assert (job.state, job.attempts) == ("running", 1)

        # Five minutes later, as the row has it.
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
        worker = start_worker(tmp_path)
        current_app.send_task("reports.jobs.sweep", retry=False)
        # The sweep also asks for the files that nobody asked for.
        wait_for(lambda: Job.objects.filter(state="done").count() == 3, 240, "the jobs done")
        current_app.send_task("reports.jobs.sweep", retry=False)
    finally:
        stop(worker)
    job.refresh_from_db()
    publication.refresh_from_db()
    assert (job.attempts, Job.objects.count()) == (2, 3)
    stored = {path.name for path in (tmp_path / "uploads" / "published").iterdir()}
    assert stored == {f"{file['sha256']}.{file['format']}" for file in publication.files}
