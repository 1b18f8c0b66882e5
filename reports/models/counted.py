"""What a sending counted from the registry, frozen; and what the unit struck out of its draft (domain §4)."""

from django.db import models
from django.db.models import Q

from initiatives.models import Activity, Organisation
from reports.models.report import Report, Version
from targets.models import Period, Target
from units.models import Unit, User


class Claim(models.Model):
    """One thing that one sending counted, or expressly did not: the list behind a figure nobody typed.

    A thing is a record, an organisation that a record names, an officer or a school. ``on``: the day that chose where
    it counts. ``slot``: the school year it ends in ("2018"), where the target counts by school year. ``also``: the
    club of a school whose activity is ``activity``. ``is_counted`` False: in the denominator only, struck out with
    ``reason``, or claimed before and not fit any more. ``is_late``: of a quarter before (*bổ sung kỳ trước*).
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="claims")
    target = models.ForeignKey(Target, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="claims")
    also = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="claims")
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    school = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    slot = models.CharField(max_length=8, blank=True, default="")
    on = models.DateField(null=True, blank=True)
    is_counted = models.BooleanField(default=True)
    is_late = models.BooleanField(default=False)
    reason = models.CharField(max_length=400, blank=True)
    title = models.CharField(max_length=200)

    class Meta:
        verbose_name = "bản ghi đã đếm"
        verbose_name_plural = "bản ghi đã đếm"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False) | Q(person__isnull=False) | Q(school__isnull=False) | ~Q(title=""),
                name="claim_of_something",
            )
        ]
        indexes = [models.Index(fields=["target", "period"], name="claim_target_period")]


class Strike(models.Model):
    """A record that the unit does not want counted for this target, and why; part of the draft."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="strikes")
    target = models.ForeignKey(Target, models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="strikes")
    reason = models.CharField("lý do", max_length=400)

    class Meta:
        verbose_name = "bản ghi không tính"
        verbose_name_plural = "bản ghi không tính"
        constraints = [
            models.UniqueConstraint(fields=["report", "target", "activity"], name="strike_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="strike_has_reason"),
        ]
