"""What the portal says of its own accord: reminders, notices, and the demonstration's mail."""

from django.db import models
from django.db.models import Q

from targets.models import Period
from units.models import Unit, User


class Reminder(models.Model):
    """The claim on one message: each (unit, period, kind) goes out once, however often the job runs or crashes.

    ``unit`` is empty for the reviewer's collective summary. The row and its notices are written in one transaction,
    so a claim without letters cannot be left behind; their e-mails have leases of their own (Notice).
    """

    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="reminders")
    period = models.ForeignKey(Period, models.CASCADE, related_name="reminders")
    kind = models.CharField("loại", max_length=40)
    on = models.DateField("cho ngày")
    sent_at = models.DateTimeField("gửi lúc")
    recipients = models.PositiveSmallIntegerField("số người nhận", default=0)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "thư nhắc"
        verbose_name_plural = "thư nhắc"
        # Two constraints: SQLite would silently leave out one with nulls_distinct=False.
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "kind"], name="reminder_once"),
            models.UniqueConstraint(fields=["period", "kind"], condition=Q(unit=None), name="reminder_summary_once"),
        ]


class AnnualPlanReminder(models.Model):
    """Đôn đốc of an annual plan: once a day for each unit and year, whoever presses and however often."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="annual_plan_reminders")
    year = models.PositiveSmallIntegerField("kế hoạch năm")
    on = models.DateField("ngày")
    sent_at = models.DateTimeField("gửi lúc")
    recipients = models.PositiveSmallIntegerField("số người nhận", default=0)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "nhắc kế hoạch năm"
        verbose_name_plural = "nhắc kế hoạch năm"
        constraints = [models.UniqueConstraint(fields=["unit", "year", "on"], name="annual_plan_reminder_once")]


class Notice(models.Model):
    """A message in the portal for one person; its e-mail, if any, is sent from it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    text = models.CharField(max_length=400)
    url = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    # E-mail: wanted when subject is set. Claimed by lease, so that two workers send it once.
    mail_claimed_until = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    # What kind of failure the last try was ("ConnectionRefusedError"), never its text: servers answer with addresses.
    # Empty while nobody failed, or while somebody holds the claim and tries anew.
    mail_error = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "tin nhắn"
        verbose_name_plural = "tin nhắn"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_user"),
            models.Index(fields=["mailed_at", "mail_claimed_until"], name="notice_mail"),
        ]


class OutboxMail(models.Model):
    """What the demonstration would have mailed: kept in the database, shown on a page."""

    at = models.DateTimeField()
    to = models.CharField(max_length=400)
    subject = models.CharField(max_length=300)
    body = models.TextField()

    class Meta:
        verbose_name = "thư đi"
        verbose_name_plural = "thư đi"
        ordering = ["-pk"]
