"""Work behind the pages. The Job row is the truth and the queue a doorbell (``reports.doorbell``).

Claims are conditional updates with a lease in real time; ``attempts`` tells claims of one job apart, so that a worker
that lost its lease cannot speak for the job any more. Tasks load by id and make one call.
"""

import datetime as dt
import logging
from dataclasses import dataclass

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from reports import doorbell, mailing, opening, reminders, unlocks
from reports.models import Job, Publication
from units import audit, clock, storage

log = logging.getLogger(__name__)

State = Job.State
Format = Publication.Format
STEPS = {
    Format.PDF: ("Lấy dữ liệu", "Dựng trang", "Ghi tệp"),
    Format.DOCX: ("Lấy dữ liệu", "Dựng văn bản", "Ghi tệp"),
    Format.XLSX: ("Lấy dữ liệu", "Dựng bảng tính", "Ghi tệp"),
}
MAX_ATTEMPTS = 3
GAVE_UP = (
    "Báo cáo đã công bố vẫn nguyên vẹn; chỉ chưa tạo được tệp {} sau 3 lần thử. "
    "Tạo lại tệp, nếu vẫn không được thì báo quản trị hệ thống."
)


class LeaseLost(Exception):
    """This worker was too slow and the job is another's now."""


# --- Asking for work -----------------------------------------------------------------------------------------------


def request(publication, format) -> Job:
    """The job that draws this file: the one there is, or a new one. One that failed is asked for anew."""
    Job.objects.bulk_create(
        [Job(kind=format, publication=publication, steps=len(STEPS[format]), queued_at=timezone.now())],
        ignore_conflicts=True,
    )
    job = Job.objects.exclude(state=State.FAILED).get(kind=format, publication=publication)
    if job.state != State.DONE:
        doorbell.ring("reports.jobs.draw", job.pk)
    return job


def request_files(publication) -> list[Job]:
    """A job for each file of a publication."""
    return [request(publication, format) for format in Format]


def draw_again(publication, formats=tuple(Format)) -> None:
    """Ask anew for files that were drawn; in the caller's transaction, which forgets what they were.

    The old jobs go, so that a worker which still draws what was frozen before has lost its claim.
    """
    publication.jobs.filter(kind__in=formats).delete()
    for format in formats:
        request(publication, format)


def request_missing() -> int:
    """Ask for files that nobody has asked for yet, as of what was published before a format came; returns how many.

    What failed is not asked for again by itself: somebody must look.
    """
    asked = 0
    for format in Format:
        jobs = Job.objects.filter(publication=OuterRef("pk"), kind=format)
        rows = Publication.objects.filter(~Exists(jobs), state=Publication.State.PUBLISHED, **{f"{format}_sha256": ""})
        for row in rows.only("pk"):
            request(row, format)
            asked += 1
    return asked


def retry(job, *, by) -> bool:
    """Begin a failed job anew; False when it is not failed (somebody was faster)."""
    with transaction.atomic():
        begun = Job.objects.filter(pk=job.pk, state=State.FAILED).update(
            state=State.QUEUED,
            attempts=0,
            step=0,
            error="",
            queued_at=timezone.now(),
            lease_until=None,
            finished_at=None,
        )
        if begun:
            audit.record("reports.job_retry", f"job-{job.pk}", by=by)
            doorbell.ring("reports.jobs.draw", job.pk)
    return bool(begun)


def progress(job) -> str:
    """What the page says beside the bar: "Dựng trang (bước 2 trên 3)"."""
    if job.state != State.RUNNING or not job.step:
        return job.get_state_display()
    return f"{STEPS[job.kind][job.step - 1]} (bước {job.step} trên {job.steps})"


# --- Doing it ------------------------------------------------------------------------------------------------------


def perform(job_id) -> bool:
    """Do one job if it is free; whether this call finished it. Errors are kept on the row, not raised."""
    job = _claim(job_id)
    if job is None:
        return False
    try:
        _draw(job)
    except LeaseLost:
        log.warning("job %s: lease lost, left to its new holder", job.pk)
        return False
    except Exception as error:
        log.exception("job %s failed, attempt %s", job.pk, job.attempts)
        _failed(job, error)
        return False
    return True


def _free(now):
    return Q(state__in=[State.QUEUED, State.RUNNING]) & (Q(lease_until=None) | Q(lease_until__lte=now))


def _lease(now):
    return now + dt.timedelta(seconds=settings.Q4KH_JOB_LEASE_SECONDS)


def _claim(job_id) -> Job | None:
    now = timezone.now()
    job = Job.objects.filter(_free(now), pk=job_id, attempts__lt=MAX_ATTEMPTS).first()
    if job is None:
        return None
    claimed = Job.objects.filter(_free(now), pk=job_id, attempts=job.attempts).update(
        state=State.RUNNING, attempts=job.attempts + 1, step=0, lease_until=_lease(now)
    )
    if not claimed:
        return None
    job.attempts += 1
    return job


def _mine(job):
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)


def _step(job, number):
    if not _mine(job).update(step=number, lease_until=_lease(timezone.now())):
        raise LeaseLost


def _draw(job):
    """From the frozen snapshot to a file and its hash. Done twice it makes the same bytes, stored once."""
    _step(job, 1)
    publication = Publication.objects.get(pk=job.publication_id)
    _step(job, 2)
    content, known = _drawn(job.kind, publication.snapshot)
    _step(job, 3)
    sha256 = storage.put(content, storage.PUBLISHED, f".{job.kind}")
    with transaction.atomic():
        now = timezone.now()
        if not _mine(job).update(state=State.DONE, finished_at=now, lease_until=None, error=""):
            raise LeaseLost
        Publication.objects.filter(pk=publication.pk, **{f"{job.kind}_sha256": ""}).update(
            **{f"{job.kind}_sha256": sha256, f"{job.kind}_size": len(content)}, **known
        )


def _drawn(format, snapshot) -> tuple[bytes, dict]:
    """The file, and what else the row keeps of it."""
    # WeasyPrint takes a second and 60 MB to load: only who draws pays for it, not every web process.
    if format == Format.PDF:
        from reports.documents import pdf

        drawn = pdf.draw(snapshot)
        return drawn.content, {"pdf_pages": drawn.pages}
    from reports.documents import docx, xlsx

    return {Format.DOCX: docx, Format.XLSX: xlsx}[format].draw(snapshot), {}


def _failed(job, error):
    """Free the job for another try, a little later each time; after the last one say so."""
    now = timezone.now()
    if job.attempts >= MAX_ATTEMPTS:
        _mine(job).update(state=State.FAILED, error=_gave_up(job.kind), finished_at=now, lease_until=None)
    else:
        wait = dt.timedelta(seconds=30 * job.attempts)
        _mine(job).update(state=State.QUEUED, step=0, error=repr(error)[:1000], lease_until=now + wait)


def _gave_up(format) -> str:
    return GAVE_UP.format(Format(format).label)


def _give_up_on_killers(now):
    """Jobs that took their worker down with every attempt: trying on would do it for ever."""
    killers = Job.objects.filter(state=State.RUNNING, attempts__gte=MAX_ATTEMPTS, lease_until__lte=now)
    for format in Format:
        killers.filter(kind=format).update(
            state=State.FAILED, error=_gave_up(format), finished_at=now, lease_until=None
        )


def free_jobs() -> list[int]:
    """Jobs that wait for a worker, or were dropped by one: their ids, oldest first."""
    now = timezone.now()
    _give_up_on_killers(now)
    free = Job.objects.filter(_free(now), attempts__lt=MAX_ATTEMPTS)
    return list(free.order_by("queued_at", "pk").values_list("pk", flat=True))


# --- The day -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """What one run of the day did."""

    opened: list
    relocked: int
    reminded: list


def do_day(at: dt.datetime) -> Day:
    """Open periods, close expired unlocks, let reminders go out, as of ``at``. Safe to repeat, also at once."""
    on = at.date()
    return Day(
        opened=opening.open_due(on, at=at),
        relocked=unlocks.close_expired(at),
        reminded=reminders.send_due(on, at=at),
    )


# --- Tasks ---------------------------------------------------------------------------------------------------------


@shared_task(name="reports.jobs.run_daily")
def run_daily():
    do_day(clock.now())
    mailing.deliver()


@shared_task(name="reports.jobs.sweep")
def sweep():
    """Finish what was dropped. Each job as a task of its own, under its own time limit."""
    request_missing()
    for job_id in free_jobs():
        draw.apply_async([job_id], retry=False)
    mailing.deliver()
    storage.tidy()


@shared_task(name="reports.jobs.draw")
def draw(job_id):
    perform(job_id)


@shared_task(name="reports.jobs.deliver")
def deliver():
    mailing.deliver()
