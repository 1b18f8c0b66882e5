"""Long work that people can leave: rows, claimed and done by workers. The queue is a doorbell (``units.doorbell``).

The module ``jobs`` of each app registers the kinds of work it knows (``works``); nothing here knows any. Claims are
conditional updates with a lease in real time; ``attempts`` tells claims of one job apart, so that a worker that lost
its lease cannot speak for the job any more.
"""

import datetime as dt
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator

from units import audit, doorbell, storage
from units.models import Job
from units.moves import Refused

log = logging.getLogger(__name__)

State = Job.State
MAX_ATTEMPTS = 3
GAVE_UP = "Đã thử 3 lần mà chưa làm được. Bấm Thử lại; nếu vẫn không được thì báo quản trị hệ thống."
TASK = "units.jobs.do"
# Between two words about how far a step has come: a row of the database is no progress bar for every line.
_TELL_EVERY = 1.0


class LeaseLost(Exception):
    """This worker was too slow and the job is another's now."""


class Hopeless(Exception):
    """Trying again would not help. Its text tells who asked what is wrong and what to do."""


# --- Which work there is -------------------------------------------------------------------------------------------


def _nobody(user) -> bool:
    return False


@dataclass(frozen=True)
class Kind:
    do: Callable[["Work"], "Made | None"]
    steps: tuple[str, ...]
    gave_up: str
    is_shared_with: Callable
    is_kept: bool


_kinds: dict[str, Kind] = {}
_when_over: list[Callable[[Job], None]] = []


def works(kind: str, *, steps, gave_up=GAVE_UP, shared_with=_nobody, is_kept=False):
    """Register the decorated function, which takes a ``Work`` and returns what it ``Made``, or None, for this kind.

    ``steps``: their names for the page. ``gave_up``: what is said after the last attempt. ``shared_with(user)``: who
    follows such jobs and begins failed ones anew beside the person who asked. ``is_kept``: the row never ages.

    It may be called again after a kill, at any point of it: what it changes, it changes in ``Made.finish``.
    """

    def register(do):
        _kinds[kind] = Kind(do, tuple(steps), gave_up, shared_with, is_kept)
        return do

    return register


def when_over(tell):
    """Have ``tell(job)`` called in the transaction in which a job is done or given up."""
    _when_over.append(tell)
    return tell


def shared_kinds(user) -> list[str]:
    """Kinds whose jobs this person follows, whoever asked for them."""
    return [name for name, kind in _kinds.items() if kind.is_shared_with(user)]


# --- Asking for work -----------------------------------------------------------------------------------------------


def ask(kind: str, *, subject="", by=None, title, params=None, url="") -> Job:
    """A job of this kind: the one that already waits or runs for the same subject, or a new one.

    ``subject`` empty: a new one in any case. Whose rights decide the outcome must stand in the subject, or the next
    who asks is handed a job of somebody else. ``params``: JSON. ``url``: the page where the outcome shows.
    """
    subject = subject or secrets.token_hex(8)
    rows = Job.objects.filter(kind=kind, subject=subject)
    Job.objects.bulk_create(
        [
            Job(
                kind=kind,
                subject=subject,
                asked_by=by,
                title=Truncator(title).chars(200),
                params=params or {},
                url=url,
                steps=len(_kinds[kind].steps),
                queued_at=timezone.now(),
            )
        ],
        ignore_conflicts=True,
    )
    # Of the one that was in the way the newest row tells, also when it has been finished since.
    job = rows.order_by("-pk")[0]
    if job.state in Job.UNFINISHED:
        doorbell.ring(TASK, job.pk)
    return job


def retry(job, *, by) -> bool:
    """Begin a failed job anew; False when it is not failed (somebody was faster) or another is at the same work."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                begun = Job.objects.filter(pk=job.pk, state=State.FAILED).update(
                    state=State.QUEUED,
                    attempts=0,
                    step=0,
                    percent=0,
                    error="",
                    queued_at=timezone.now(),
                    lease_until=None,
                    finished_at=None,
                    seen_at=None,
                )
        except IntegrityError:
            return False
        if begun:
            audit.record("reports.job_retry", f"job-{job.pk}", by=by)
            doorbell.ring(TASK, job.pk)
    return bool(begun)


def progress(job) -> str:
    """What the page says beside the bar: "Dựng trang (bước 2 trên 3)", "Ghi các dòng (bước 2 trên 3), 40%"."""
    kind = _kinds.get(job.kind)
    if job.state != State.RUNNING or not job.step or kind is None:
        return job.get_state_display()
    percent = f", {job.percent}%" if job.percent else ""
    return f"{kind.steps[job.step - 1]} (bước {job.step} trên {job.steps}){percent}"


# --- Doing it ------------------------------------------------------------------------------------------------------


class Work:
    """A job in the hands of the one worker that does it. Each word about it prolongs the lease, or raises LeaseLost.

    Said within a transaction it is seen by others only after the commit.
    """

    def __init__(self, job: Job):
        self.job = job
        self._told = 0.0

    def step(self, number: int) -> None:
        """Step ``number``, from 1, begins."""
        self._tell(step=number, percent=0)

    def progress(self, done: int, of: int) -> None:
        """So much of the present step is done. Call it as often as is handy: what comes too soon is not written."""
        if time.monotonic() - self._told >= _TELL_EVERY:
            self._tell(percent=min(100, 100 * done // of) if of else 0)

    def _tell(self, **changes):
        if not _mine(self.job).update(lease_until=_lease(timezone.now()), **changes):
            raise LeaseLost
        self._told = time.monotonic()


@dataclass(frozen=True)
class Made:
    """What work has come to. ``content``: a file for who asked, as bytes or as the path of a file that is gone then;
    ``name`` with its suffix. ``finish()`` is called in the transaction that ends the job: both happen, or neither.
    """

    content: bytes | Path | None = None
    name: str = ""
    content_type: str = ""
    finish: Callable[[], None] | None = None


def perform(job_id) -> bool:
    """Do one job if it is free; whether this call finished it. Errors are kept on the row, not raised."""
    job = _claim(job_id)
    if job is None:
        return False
    try:
        _do(job)
    except LeaseLost:
        log.warning("job %s: lease lost, left to its new holder", job.pk)
        return False
    except (Hopeless, Refused) as error:
        _fail(job, str(error))
        return False
    except Exception as error:
        log.exception("job %s failed, attempt %s", job.pk, job.attempts)
        _failed(job, error)
        return False
    return True


def _free(now):
    return Q(state__in=Job.UNFINISHED) & (Q(lease_until=None) | Q(lease_until__lte=now))


def _lease(now):
    return now + dt.timedelta(seconds=settings.Q4KH_JOB_LEASE_SECONDS)


def _claim(job_id) -> Job | None:
    now = timezone.now()
    job = Job.objects.filter(_free(now), pk=job_id, attempts__lt=MAX_ATTEMPTS).select_related("asked_by").first()
    if job is None:
        return None
    claimed = Job.objects.filter(_free(now), pk=job_id, attempts=job.attempts).update(
        state=State.RUNNING, attempts=job.attempts + 1, step=0, percent=0, lease_until=_lease(now)
    )
    if not claimed:
        return None
    job.attempts += 1
    return job


def _mine(job):
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)


def _do(job):
    """Done twice it makes the same bytes, stored once."""
    made = _kinds[job.kind].do(Work(job)) or Made()
    file = {}
    if made.content is not None:
        sha256, size = _store(made.content)
        file = {"sha256": sha256, "size": size, "name": made.name, "content_type": made.content_type}
    with transaction.atomic():
        now = timezone.now()
        # What left no file here shows elsewhere: there is nothing to pick up.
        changes = {"error": "", "seen_at": None if file else now, **file}
        if not _mine(job).update(state=State.DONE, finished_at=now, lease_until=None, **changes):
            raise LeaseLost
        if made.finish:
            made.finish()
        _over(job)


def _store(content) -> tuple[str, int]:
    if isinstance(content, bytes):
        return storage.put(content, storage.RESULTS), len(content)
    try:
        return storage.put_file(content, storage.RESULTS)
    finally:
        content.unlink(missing_ok=True)


def _over(job):
    job.refresh_from_db()
    for tell in _when_over:
        tell(job)


def _failed(job, error):
    """Free the job for another try, a little later each time; after the last one say so."""
    if job.attempts >= MAX_ATTEMPTS:
        # A full disk is nobody's mistake here, and only the administrator can mend it.
        _fail(job, storage.NO_ROOM if storage.is_no_room(error) else _gave_up(job))
    else:
        wait = dt.timedelta(seconds=30 * job.attempts)
        again = {"state": State.QUEUED, "step": 0, "percent": 0, "lease_until": timezone.now() + wait}
        _mine(job).update(error=repr(error)[:1000], **again)


def _fail(job, words, rows=None):
    rows = _mine(job) if rows is None else rows
    with transaction.atomic():
        if rows.update(state=State.FAILED, error=words, finished_at=timezone.now(), lease_until=None):
            _over(job)


def _gave_up(job) -> str:
    kind = _kinds.get(job.kind)
    return kind.gave_up if kind else GAVE_UP


def _give_up_on_killers(now):
    """Jobs that took their worker down with every attempt: trying on would do it for ever."""
    for job in Job.objects.filter(state=State.RUNNING, attempts__gte=MAX_ATTEMPTS, lease_until__lte=now):
        # Unless the last attempt is alive after all, and has just said so.
        _fail(job, _gave_up(job), _mine(job).filter(lease_until__lte=now))


def free_jobs() -> list[int]:
    """Jobs that wait for a worker, or were dropped by one: their ids, oldest first."""
    now = timezone.now()
    _give_up_on_killers(now)
    free = Job.objects.filter(_free(now), attempts__lt=MAX_ATTEMPTS)
    return list(free.order_by("queued_at", "pk").values_list("pk", flat=True))


# --- What it leaves ------------------------------------------------------------------------------------------------


def forget_old() -> int:
    """Remove jobs over since longer than they are kept, with the files that nobody else's job holds; how many."""
    old = timezone.now() - dt.timedelta(days=settings.Q4KH_JOB_KEEP_DAYS)
    kept = [name for name, kind in _kinds.items() if kind.is_kept]
    number, _ = Job.objects.filter(finished_at__lt=old).exclude(kind__in=kept).delete()
    # By the files' own age: what a worker has just stored may not stand in its row yet.
    for file in storage.older(storage.RESULTS, old.timestamp()):
        if not Job.objects.filter(sha256=file.name).exists():
            file.delete()
    return number


# --- Tasks ---------------------------------------------------------------------------------------------------------


def sweep() -> None:
    """Finish what was dropped. Each job as a task of its own, under its own time limit."""
    for job_id in free_jobs():
        do.apply_async([job_id], retry=False)
    forget_old()


@shared_task(name=TASK)
def do(job_id):
    perform(job_id)
