"""The row of a long piece of work; ``units.jobs`` does it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Job(models.Model):
    """Work for the queue. The row is the truth and the queue a doorbell: a sweep finishes what a worker dropped.

    ``kind`` ("publication.pdf") names the code that does it, ``subject`` ("publication-12") what it is done to: of the
    same kind and subject one waits or runs at a time.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Đang chờ đến lượt"
        RUNNING = "running", "Đang tạo"
        DONE = "done", "Xong"
        FAILED = "failed", "Không tạo được"

    UNFINISHED = (State.QUEUED, State.RUNNING)

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    # What it makes, for who waits for it, and the page where that will show, if it is not a file of the job's own.
    title = models.CharField("việc", max_length=200)
    url = models.CharField(max_length=200, blank=True)
    params = models.JSONField(default=dict, blank=True)
    # Nobody: the portal itself wants it.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name="người yêu cầu",
    )
    state = models.CharField("tình trạng", max_length=8, choices=State, default=State.QUEUED)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=1)
    # Of the present step.
    percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    # Real time: whoever holds the lease works; when it has run out the job is free again.
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    # The file it made, under its hash in storage.RESULTS.
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    name = models.CharField(max_length=150, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    # When who asked said that they know the outcome.
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "việc nền"
        verbose_name_plural = "việc nền"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject", "kind"], name="job_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state__in=["queued", "running"]), name="job_one_unfinished"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.subject}"
