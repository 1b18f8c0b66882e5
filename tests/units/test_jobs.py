"""Long work of any kind: asked for, followed, ended with a file or an act, kept for a while."""

import datetime as dt
import os
import time

import pytest
from django.utils import timezone

from tests.factories import make_user
from units import jobs, storage
from units.jobs import Hopeless, Made
from units.models import Job, User
from units.moves import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def works(monkeypatch):
    """``works(do)`` → what the portal can do in this test: "test.work", as ``do`` does it."""
    monkeypatch.setattr(jobs, "_kinds", {})
    monkeypatch.setattr(jobs, "_when_over", [])

    def works(do, **more):
        jobs.works("test.work", steps=("Đọc", "Ghi"), **more)(do)

    return works


def ask(**fields):
    return jobs.ask("test.work", **{"title": "Tệp thử", **fields})


def of(job):
    job.refresh_from_db()
    return job


def results(folder):
    return sorted(path.name for path in (folder / storage.RESULTS).glob("*"))


def test_a_file_is_kept_under_its_hash_for_who_asked(works, media):
    works(lambda work: Made(work.job.params["text"].encode(), "thu.txt", "text/plain"))
    job = ask(by=make_user("p1.canbo"), params={"text": "một"}, url="/so-theo-doi/")
    assert jobs.perform(job.pk) is True
    assert (of(job).state, job.name, job.size, job.content_type, job.seen_at) == ("done", "thu.txt", 5, "text/plain", None)
    assert results(media) == [job.sha256]
    assert storage.path(storage.RESULTS, job.sha256).read_bytes() == "một".encode()
    assert (job.asked_by.username, job.title, job.url) == ("p1.canbo", "Tệp thử", "/so-theo-doi/")


def test_a_file_given_by_its_path_is_taken_over(works, media, tmp_path):
    big = tmp_path / "big.part"
    big.write_bytes(b"x" * 3_000_000)
    works(lambda work: Made(big, "lon.bin", "application/octet-stream"))
    job = ask()
    assert jobs.perform(job.pk) is True
    assert (of(job).size, results(media), big.exists()) == (3_000_000, [job.sha256], False)


def test_what_is_asked_twice_is_done_once_until_it_is_over(works):
    works(lambda work: None)
    first = ask(subject="P1")
    assert (ask(subject="P1"), ask(subject="P2") == first, ask() == ask()) == (first, False, False)
    assert jobs.perform(first.pk) is True
    second = ask(subject="P1")
    assert (second == first, second.state) == (False, "queued")


def test_the_act_and_the_end_of_the_job_are_one(works):
    def break_off():
        make_user("nua.chung")
        raise RuntimeError("đứt giữa chừng")

    works(lambda work: Made(finish=break_off))
    job = ask()
    assert jobs.perform(job.pk) is False
    assert (of(job).state, job.attempts, User.objects.count()) == ("queued", 1, 0)
    assert "đứt giữa chừng" in job.error
    works(lambda work: Made(finish=lambda: make_user("tron.ven")))
    Job.objects.update(lease_until=None)
    assert jobs.perform(job.pk) is True
    # It left no file: there is nothing to pick up.
    assert (of(job).state, job.error, job.seen_at, User.objects.count()) == ("done", "", job.finished_at, 1)


@pytest.mark.parametrize("error", [Hopeless("Cột Ngày trống ở dòng 7."), Refused([("", "Cột Ngày trống ở dòng 7.")])])
def test_what_cannot_be_done_is_said_at_once(works, error):
    def refuse(work):
        raise error

    works(refuse)
    job = ask()
    assert jobs.perform(job.pk) is False
    assert (of(job).state, job.attempts, job.error) == ("failed", 1, "Cột Ngày trống ở dòng 7.")


def test_a_kind_that_is_gone_fails_in_words(works):
    job = Job.objects.create(kind="old.work", subject="1", title="Việc cũ", queued_at=timezone.now())
    for _ in range(3):
        Job.objects.update(lease_until=None)
        assert jobs.perform(job.pk) is False
    assert (of(job).state, job.error, jobs.progress(job)) == ("failed", jobs.GAVE_UP, "Không tạo được")


def test_progress_is_written_now_and_then_and_prolongs_the_lease(works, monkeypatch, django_assert_num_queries):
    clock = iter(range(1000))
    monkeypatch.setattr(jobs.time, "monotonic", lambda: next(clock) / 4)
    job = ask_running(works)
    work = jobs.Work(job)
    work.step(2)
    # A quarter of a second each: one in four is written.
    with django_assert_num_queries(3):
        for line in range(1, 14):
            work.progress(line, 20)
    assert (of(job).step, job.percent) == (2, 60)
    assert jobs.progress(job) == "Ghi (bước 2 trên 2), 60%"
    assert job.lease_until > timezone.now() + dt.timedelta(minutes=4)
    Job.objects.update(attempts=2)
    with pytest.raises(jobs.LeaseLost):
        work.step(2)


def ask_running(works):
    works(lambda work: None)
    return jobs._claim(ask().pk)


def test_a_failed_job_is_not_begun_anew_beside_another(works):
    works(lambda work: None)
    failed = ask(subject="P1")
    Job.objects.update(state="failed")
    other, by = ask(subject="P1"), make_user("p1.canbo")
    assert (jobs.retry(failed, by=by), of(failed).state) == (False, "failed")
    jobs.perform(other.pk)
    assert (jobs.retry(failed, by=by), of(failed).state) == (True, "queued")


def test_who_listens_is_told_of_each_end_once(works):
    told = []
    works(lambda work: None)
    jobs.when_over(lambda job: told.append((job.title, job.state)))
    jobs.perform(ask(title="xong").pk)
    killer = ask(title="giết worker")
    Job.objects.filter(pk=killer.pk).update(state="running", attempts=3, lease_until=timezone.now())
    assert (jobs.free_jobs(), jobs.free_jobs()) == ([], [])
    assert told == [("xong", "done"), ("giết worker", "failed")]


def test_what_is_old_goes_with_its_file_unless_it_is_kept_or_still_wanted(works, media):
    def age(job, **fields):
        ago = timezone.now() - dt.timedelta(days=31)
        Job.objects.filter(pk=job.pk).update(**{"state": "done", "finished_at": ago, **fields})

    works(lambda work: None)
    jobs.works("test.kept", steps=("Ghi",), is_kept=True)(lambda work: None)
    shared, gone = storage.put(b"chung", storage.RESULTS), storage.put(b"rieng", storage.RESULTS)
    for sha256 in (shared, gone):
        os.utime(storage.path(storage.RESULTS, sha256), (time.time() - 31 * 86400,) * 2)
    just_made = storage.put(b"vua tao", storage.RESULTS)
    age(ask(), sha256=shared)
    age(ask(), sha256=gone)
    age(ask(), state="failed")
    age(jobs.ask("test.kept", title="giữ"))
    recent = ask()
    age(recent, sha256=shared, finished_at=timezone.now())
    waiting = ask()
    assert jobs.forget_old() == 3
    assert set(Job.objects.values_list("title", "pk")) == {
        ("giữ", Job.objects.get(kind="test.kept").pk), ("Tệp thử", recent.pk), ("Tệp thử", waiting.pk),
    }  # fmt: skip
    assert results(media) == sorted([shared, just_made])


def test_what_a_person_follows(works):
    works(lambda work: None, shared_with=lambda user: user.username == "pkt.chuyenvien")
    assert jobs.shared_kinds(User(username="pkt.chuyenvien")) == ["test.work"]
    assert jobs.shared_kinds(User(username="p1.canbo")) == []
