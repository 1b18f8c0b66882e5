"""Việc đang chạy và tệp đã tạo: a person's long work (units.jobs), how far it is and what came of it.

Times are told as so long ago: jobs live in real time, also where the portal's present is a set day.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from units import downloads, jobs, storage
from units.asked import whole_number
from units.models import Job
from units.vietnamese import ago

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A job as the page shows it."""

    job: Job
    ago: str
    progress: str  # words beside the bar
    percent: int  # of the whole, steps counting alike
    days_kept: int  # for which its file can still be fetched
    is_own: bool
    is_unseen: bool


# --- Whose ---------------------------------------------------------------------------------------------------------


def followed_by(user):
    """Jobs that this person asked for, and those of kinds that are theirs to look after."""
    return Job.objects.filter(Q(asked_by=user) | Q(kind__in=jobs.shared_kinds(user)))


def unseen_by(user):
    """Jobs of theirs that are over and whose outcome they have not put away."""
    return Job.objects.filter(asked_by=user, seen_at=None).exclude(state__in=Job.UNFINISHED)


def count_for(user) -> int:
    """How many of their jobs are unfinished or unseen, for the navigation."""
    return Job.objects.filter(Q(state__in=Job.UNFINISHED) | Q(seen_at=None), asked_by=user).count()


# --- The page ------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def job_list(request):
    """A POST begins a failed job anew (``retry``: its key) or puts outcomes away (``seen``: a key, or "all")."""
    if request.method == "POST":
        return _act(request)
    context = _shown(request)
    request.nav_counts = {"units:jobs": count_for(request.user)}
    return render(request, "units/jobs.html", context)


@login_required
@require_safe
def job_rows(request):
    """The list alone: the page asks for it while something runs."""
    return render(request, "units/_jobs.html", _shown(request))


def _shown(request) -> dict:
    now = timezone.now()
    found = followed_by(request.user).select_related("asked_by").order_by("-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    rows = [_row(job, request.user, now) for job in page]
    return {"page": page, "rows": rows, "unseen": sum(row.is_unseen for row in rows)}


def _row(job, user, now) -> Row:
    is_own = job.asked_by_id == user.pk
    return Row(
        job=job,
        ago=ago(now - (job.finished_at or job.queued_at)),
        progress=jobs.progress(job),
        percent=_percent(job),
        days_kept=_days_kept(job, now),
        is_own=is_own,
        is_unseen=is_own and job.seen_at is None and job.state not in Job.UNFINISHED,
    )


def _percent(job) -> int:
    return (100 * max(0, job.step - 1) + job.percent) // job.steps


def _days_kept(job, now) -> int:
    until = (job.finished_at or now) + dt.timedelta(days=settings.Q4KH_JOB_KEEP_DAYS)
    return max(0, (until - now).days)


def _act(request):
    retried, seen = request.POST.get("retry"), request.POST.get("seen")
    if retried:
        job = get_object_or_404(followed_by(request.user), pk=_key(retried))
        if jobs.retry(job, by=request.user):
            messages.success(request, f"Đã xếp hàng chạy lại: {job.title}. Có thể rời trang trong lúc chờ.")
        else:
            messages.info(request, f"Không cần chạy lại: {job.title}. Việc này đang chạy hoặc đã xong.")
    elif seen:
        rows = unseen_by(request.user)
        (rows if seen == "all" else rows.filter(pk=_key(seen))).update(seen_at=timezone.now())
    else:
        raise Http404("no such act")
    return redirect("units:jobs")


def _key(text) -> int:
    key = whole_number(text)
    if key is None:
        raise Http404("no such job")
    return key


@login_required
@require_safe
def result(request, pk):
    """The file of a job, for nobody but the person who asked for it."""
    job = get_object_or_404(Job.objects.exclude(sha256=""), pk=pk, asked_by=request.user, state=Job.State.DONE)
    return downloads.stored(job.sha256, job.name, job.content_type, storage.RESULTS)
