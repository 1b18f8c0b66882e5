"""Jobs: claimed once, finished once, given up on with words; a silent Redis holds nobody up."""

import datetime as dt
import hashlib
import os
import socket
import subprocess
import sys
import threading
from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from django.utils import timezone

from reports import publication_files
from reports.jobs import do_day, tell
from reports.models import Notice, Publication
from tests.factories import at, make_people, make_period, make_plan, make_publication, make_unit, make_user
from tests.reports.snapshots import sample_snapshot
from units import jobs, storage
from units.models import AuditEvent, Job
from units.roles import Role


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def publication(db):
    return make_publication(make_period(make_plan(), 2018, 1), sample_snapshot())


def make_job(publication, format="pdf", **fields):
    return Job.objects.create(
        kind=f"publication.{format}", subject=f"publication-{publication.pk}", steps=3, queued_at=timezone.now(), **fields
    )


def files(folder):
    return sorted(path.name for path in (folder / storage.PUBLISHED).glob("*"))


def state(job):
    job.refresh_from_db()
    return job.state, job.attempts


# --- Drawing -------------------------------------------------------------------------------------------------------


def test_a_job_stores_one_document_under_its_hash(publication, media):
    job = make_job(publication)
    assert jobs.perform(job.pk) is True
    assert jobs.perform(job.pk) is False
    publication.refresh_from_db()
    content = storage.path(storage.PUBLISHED, publication.pdf_sha256, ".pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (publication.pdf_sha256, publication.pdf_size)
    assert files(media) == [f"{publication.pdf_sha256}.pdf"]
    with pikepdf.open(BytesIO(content)) as document:
        assert len(document.pages) == publication.pdf_pages
    assert (job.refresh_from_db(), job.state, job.step, job.attempts) == (None, "done", 3, 1)


def test_a_second_execution_leaves_the_one_document(publication, media):
    job = make_job(publication)
    jobs.perform(job.pk)
    before = Publication.objects.get()
    Job.objects.update(state=Job.State.QUEUED)
    assert jobs.perform(job.pk) is True
    assert Publication.objects.get().pdf_sha256 == before.pdf_sha256
    assert len(files(media)) == 1


def test_a_job_in_anothers_hands_is_left_alone_until_the_lease_is_over(publication, media):
    in_a_minute = timezone.now() + dt.timedelta(minutes=1)
    held = make_job(publication, state="running", attempts=1, lease_until=in_a_minute)
    assert jobs.free_jobs() == []
    assert jobs.perform(held.pk) is False
    Job.objects.update(lease_until=timezone.now())
    assert jobs.free_jobs() == [held.pk]
    assert jobs.perform(held.pk) is True
    assert state(held) == ("done", 2)


def test_who_lost_the_lease_does_not_speak_for_the_job(publication, media):
    job = make_job(publication)
    slow = jobs._claim(job.pk)
    Job.objects.update(lease_until=timezone.now())
    assert jobs._claim(job.pk).attempts == 2
    with pytest.raises(jobs.LeaseLost):
        jobs._do(slow)
    assert state(job) == ("running", 2)
    assert Publication.objects.get().pdf_sha256 == ""


def test_after_three_attempts_the_job_fails_in_words_and_can_be_begun_anew(db, media):
    broken = make_publication(make_period(make_plan(), 2018, 1), {"schema": 1})
    job = make_job(broken)
    for attempt, expected in enumerate(["queued", "queued", "failed"], start=1):
        Job.objects.update(lease_until=None)
        assert jobs.perform(job.pk) is False
        assert state(job) == (expected, attempt)
    assert job.error == (
        "Báo cáo đã công bố vẫn nguyên vẹn; chỉ chưa tạo được tệp PDF sau 3 lần thử. "
        "Tạo lại tệp, nếu vẫn không được thì báo quản trị hệ thống."
    )
    assert jobs.free_jobs() == []
    Publication.objects.update(snapshot=sample_snapshot())
    by = make_user("pkt.truongphong")
    assert (jobs.retry(job, by=by), jobs.retry(job, by=by)) == (True, False)
    assert AuditEvent.objects.filter(act="reports.job_retry", actor="pkt.truongphong").count() == 1
    assert jobs.perform(job.pk) is True
    assert (state(job), job.error) == (("done", 1), "")


def test_a_failed_attempt_waits_before_the_next(db, media):
    job = make_job(make_publication(make_period(make_plan(), 2018, 1), {"schema": 1}))
    jobs.perform(job.pk)
    assert jobs.perform(job.pk) is False
    assert state(job) == ("queued", 1)


def test_a_job_that_killed_its_worker_three_times_is_given_up(publication):
    job = make_job(publication, state="running", attempts=3, lease_until=timezone.now())
    assert jobs.free_jobs() == []
    assert state(job) == ("failed", 3)


def test_asking_twice_gives_one_job_and_a_failed_one_a_new_one(publication):
    first = publication_files.request(publication, "pdf")
    assert publication_files.request(publication, "pdf") == first
    Job.objects.update(state=Job.State.FAILED)
    second = publication_files.request(publication, "pdf")
    assert (second != first, second.state, Job.objects.count()) == (True, "queued", 2)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_word_and_excel_are_stored_under_their_hash_once(publication, media, kind):
    job = publication_files.request(publication, kind)
    assert jobs.perform(job.pk) is True
    publication.refresh_from_db()
    (file,) = publication.files
    assert (file["format"], files(media)) == (kind, [f"{file['sha256']}.{kind}"])
    content = storage.path(storage.PUBLISHED, file["sha256"], f".{kind}").read_bytes()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (file["sha256"], file["size"])
    Job.objects.update(state=Job.State.QUEUED)
    assert jobs.perform(job.pk) is True
    assert len(files(media)) == 1


def test_the_workbook_inside_the_pdf_is_the_one_beside_it_and_the_office_is_told_once(publication, media):
    office = make_user("pkt.chuyenvien", role=Role.REVIEWER, unit=make_unit("PKT"))
    for job in publication_files.request_files(publication, by=office):
        assert Notice.objects.count() == 0
        assert jobs.perform(job.pk)
    # Drawn once more, it changes nothing: nobody is told anew.
    Job.objects.filter(kind="publication.xlsx").update(state=Job.State.QUEUED)
    assert jobs.perform(Job.objects.get(kind="publication.xlsx").pk)
    assert list(Notice.objects.values_list("user__username", "text", "url", "subject")) == [
        ("pkt.chuyenvien", "Đã có đủ tệp PDF, Word, Excel của báo cáo tổng hợp Quý I/2018, bản 1.", "/tong-hop/2018/1/", "")
    ]
    publication.refresh_from_db()
    with pikepdf.open(storage.path(storage.PUBLISHED, publication.pdf_sha256, ".pdf")) as document:
        inside = document.attachments["du-lieu.xlsx"].get_file().read_bytes()
    assert hashlib.sha256(inside).hexdigest() == publication.xlsx_sha256


def test_older_publications_get_the_files_that_nobody_asked_for(publication):
    Publication.objects.update(pdf_sha256="a" * 64)
    make_publication(make_period(None, 2018, 2), sample_snapshot(), state="draft", code=None, published_at=None)
    assert publication_files.request_missing() == 2
    assert list(Job.objects.order_by("pk").values_list("kind", "subject", "state", "asked_by")) == [
        ("publication.docx", f"publication-{publication.pk}", "queued", None),
        ("publication.xlsx", f"publication-{publication.pk}", "queued", None),
    ]  # fmt: skip
    # What failed waits for somebody to look.
    Job.objects.filter(kind="publication.docx").update(state=Job.State.FAILED)
    assert publication_files.request_missing() == 0


@pytest.mark.parametrize(("kind", "label"), [("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")])
def test_what_is_given_up_names_its_file(publication, kind, label):
    job = make_job(publication, kind, state="running", attempts=3, lease_until=timezone.now())
    make_user("pkt.truongphong", role=Role.OFFICE_HEAD, unit=make_unit("PKT"))
    jobs.free_jobs()
    job.refresh_from_db()
    assert f"chỉ chưa tạo được tệp {label} sau 3 lần thử." in job.error
    assert list(Notice.objects.values_list("user__username", "text", "url")) == [
        ("pkt.truongphong", f"Chưa tạo được tệp {label} của báo cáo tổng hợp Quý I/2018, bản 1. Mở trang để tạo lại.",
         "/tong-hop/2018/1/"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "seconds", "told"),
    [
        ("done", 4, []),
        ("done", 5, ["Đã xong: Sổ theo dõi, 12.000 dòng."]),
        ("failed", 1, ["Chưa làm được: Sổ theo dõi, 12.000 dòng. Lọc bớt rồi xuất lại."]),
    ],
)
def test_who_asked_is_told_of_what_took_long_or_failed(db, state, seconds, told):
    now = timezone.now()
    job = Job(
        kind="registry.xlsx", title="Sổ theo dõi, 12.000 dòng", state=state, asked_by=make_user("p1.canbo"), url="/viec/",
        queued_at=now - dt.timedelta(seconds=seconds), finished_at=now, error="Lọc bớt rồi xuất lại.",
    )  # fmt: skip
    tell(job)
    assert list(Notice.objects.filter(user=job.asked_by, url="/viec/").values_list("text", flat=True)) == told
    job.asked_by = None
    tell(job)
    assert Notice.objects.count() == len(told)


def test_progress_in_words():
    assert jobs.progress(Job(kind="publication.pdf", state="queued", steps=3)) == "Đang chờ đến lượt"
    assert jobs.progress(Job(kind="publication.pdf", state="running", step=2, steps=3)) == "Dựng trang (bước 2 trên 3)"
    assert jobs.progress(Job(kind="publication.docx", state="running", step=2, steps=3)) == "Dựng văn bản (bước 2 trên 3)"
    assert jobs.progress(Job(kind="publication.xlsx", state="running", step=2, steps=3)) == "Dựng bảng tính (bước 2 trên 3)"
    assert jobs.progress(Job(kind="publication.pdf", state="done", step=3, steps=3)) == "Xong"


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_does_the_job(publication, media):
    job = make_job(publication)
    start, claimed = threading.Barrier(6), []

    def work():
        try:
            start.wait()
            claimed.append(jobs._claim(job.pk) is not None)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == [False] * 5 + [True]
    assert state(job) == ("running", 1)


# --- The doorbell --------------------------------------------------------------------------------------------------


RINGING = """
import time, django
django.setup()
from units import doorbell
began = time.monotonic()
for _ in range(20):
    doorbell.ring("reports.jobs.deliver")
rung = time.monotonic() - began
# The second bell is taken when the first has failed: the thread lives on.
while doorbell._bells.qsize() > 18 and time.monotonic() - began < 30:
    time.sleep(0.1)
# A silent Redis hangs a plain call for a minute and more.
print("rung" if rung < 5 else rung, doorbell._bells.qsize() <= 18)
"""


def ring_in_a_process(redis_url):
    """A process of its own, because the queue's connections are kept for as long as a process lives."""
    # "After commit" asks a connection whether a transaction is open; any database will do.
    environment = {**os.environ, "REDIS_URL": redis_url, "DATABASE_URL": "sqlite://:memory:", "LOG_LEVEL": "CRITICAL"}
    done = subprocess.run([sys.executable, "-c", RINGING], env=environment, capture_output=True, text=True, timeout=60)
    return done.stdout, done.stderr


def test_a_redis_that_is_silent_costs_the_caller_nothing():
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, never answers
        assert ring_in_a_process(f"redis://127.0.0.1:{silent.getsockname()[1]}/0") == ("rung True\n", "")


def test_a_redis_that_is_down_costs_the_caller_nothing():
    assert ring_in_a_process("redis://127.0.0.1:1/0") == ("rung True\n", "")


def test_the_bell_rings_only_after_the_commit(publication, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        job = publication_files.request(publication, "pdf")
    assert [callback.args for callback in callbacks] == [("units.jobs.do", (job.pk,))]


def test_nothing_is_rung_for_what_is_done(publication, django_capture_on_commit_callbacks):
    publication.pdf_sha256 = "a" * 64
    with django_capture_on_commit_callbacks() as callbacks:
        assert publication_files.request(publication, "pdf") is None
    assert (callbacks, Job.objects.count()) == ([], 0)


# --- The day -------------------------------------------------------------------------------------------------------


def test_the_day_opens_and_reminds_in_one_go(db):
    make_plan(coordinator=make_unit("PKT", files_reports=False))
    make_period()
    make_people(make_unit("P1"))
    day = do_day(at("2018-03-15T07:00:00"))
    assert [(row.period.key, row.reports) for row in day.opened] == [("2018-2", 1)]
    assert [(row.kind, row.units, row.people) for row in day.reminded] == [("opened", 1, 2)]
    again = do_day(at("2018-03-15T07:10:00"))
    assert (again.opened, again.relocked, again.reminded) == ([], 0, [])
