"""What beat has done, and the long work that this app knows. Tasks load by id and make one call."""

import datetime as dt
from dataclasses import dataclass

from celery import shared_task
from django.urls import reverse

from reports import folding, mailing, notices, opening, publication_files, publishing, reminders, unlocks
from reports.models import Publication
from units import clock, jobs, leftovers, sessions, storage
from units.importing import taking
from units.jobs import Job

# Who waited less long still looks at the page.
TOLD_AFTER = dt.timedelta(seconds=5)

# --- Long work -----------------------------------------------------------------------------------------------------

PUBLICATION_KINDS = [publication_files.kind(format) for format in Publication.Format]

for _format in Publication.Format:
    jobs.works(
        publication_files.kind(_format),
        steps=publication_files.STEPS[_format],
        gave_up=publication_files.gave_up(_format),
        shared_with=publishing.can_edit,
        is_kept=True,
    )(publication_files.draw)


@jobs.when_over
def tell(job) -> None:
    """Who asked learns in the portal what came of it, unless it was there at once; a failure always."""
    is_failed = job.state == Job.State.FAILED
    if job.kind in PUBLICATION_KINDS:
        # All files there is told once, by the last of them.
        if is_failed:
            publication_files.tell_failed(job)
    elif job.asked_by and (is_failed or job.finished_at - job.queued_at >= TOLD_AFTER):
        text = f"Chưa làm được: {job.title}. {job.error}" if is_failed else f"Đã xong: {job.title}."
        # A file waits in the list, and so does a way to begin anew.
        url = reverse("units:jobs") if is_failed or job.sha256 else job.url
        notices.tell([job.asked_by], text, url, at=clock.now())


# --- The day -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """What one run of the day did."""

    opened: list
    relocked: int
    reminded: list


def do_day(at: dt.datetime) -> Day:
    """Open periods, close expired unlocks, let reminders go out, put away sheets that nobody took in, as of ``at``.
    Safe to repeat, also at once."""
    on = at.date()
    taking.tidy(at)
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
    leftovers.forget_daily()
    sessions.forget_expired()


@shared_task(name="reports.jobs.sweep")
def sweep():
    publication_files.request_missing()
    jobs.sweep()
    mailing.deliver()
    folding.fold()
    storage.tidy()


@shared_task(name="reports.jobs.deliver")
def deliver():
    mailing.deliver()
    # Rung by the very moves that change sums.
    folding.fold()


@shared_task(name="reports.jobs.fold")
def fold():
    """Rung by whoever makes the sums anew: others help."""
    folding.fold()
