"""Sums of what units report: derived rows, from which a country is read. ``reports.sums`` alone writes them."""

from django.db import models
from django.db.models import Q

from targets.models import Period, Target
from units.models import Unit


class Summing(models.Model):
    """One row: the state of all sums. ``version`` grows with whatever is written to them, so that a reader of several
    statements knows whether they belong together. ``structure``: what plans, targets and periods were like when all was
    summed; other sums than these are not read. ``begun``: what they were like when somebody began to sum all anew.
    ``unit_changes``, ``assignment_changes``: the changes, by the history of these models, that are in the sums.
    ``units``: how many units are."""

    version = models.PositiveBigIntegerField(default=0)
    structure = models.CharField(max_length=400, blank=True, default="")
    begun = models.CharField(max_length=400, blank=True, default="")
    unit_changes = models.PositiveBigIntegerField(default=0)
    assignment_changes = models.PositiveBigIntegerField(default=0)
    units = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "tổng số liệu"
        verbose_name_plural = "tổng số liệu"

    def __str__(self):
        return f"bản {self.version}"


class UnitSum(models.Model):
    """What one unit has added to the sums (``content``), so that it can be taken out again. ``is_stale``, set in the
    transaction of a move: the unit says something else by now, and whoever reads the sums sees to it."""

    unit = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="summed")
    is_stale = models.BooleanField(default=True)
    content = models.BinaryField(default=b"")

    class Meta:
        verbose_name = "phần của đơn vị trong tổng"
        verbose_name_plural = "phần của đơn vị trong tổng"
        indexes = [models.Index(fields=["unit"], condition=Q(is_stale=True), name="unit_sum_stale")]

    def __str__(self):
        return f"đơn vị {self.unit_id}"


class TargetSum(models.Model):
    """What units add to one target in one quarter (``targets.sums.Sum``). Rows are only added; those of one key add up.

    ``is_more``: what would be added if what is sent were accepted.
    """

    target = models.ForeignKey(Target, models.CASCADE, related_name="+")
    period = models.ForeignKey(Period, models.CASCADE, related_name="+")
    slot = models.CharField(max_length=16, blank=True, default="")
    is_more = models.BooleanField(default=False)
    expected = models.IntegerField(default=0)
    missing = models.IntegerField(default=0)
    told = models.IntegerField(default=0)
    heard = models.IntegerField(default=0)
    silent = models.IntegerField(default=0)
    held = models.IntegerField(default=0)
    yes = models.IntegerField(default=0)
    short = models.IntegerField(default=0)
    waiting = models.IntegerField(default=0)
    value = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    numerator = models.DecimalField(max_digits=15, decimal_places=2, default=0)
    denominator = models.DecimalField(max_digits=15, decimal_places=2, default=0)

    class Meta:
        verbose_name = "tổng của chỉ tiêu"
        verbose_name_plural = "tổng của chỉ tiêu"

    def __str__(self):
        return f"{self.target_id} {self.period_id} {self.slot}"


class FilingSum(models.Model):
    """How many units of a group owe a report of a quarter, have sent it, in time, and of how many it counts; and how
    many stand in the matrix of the last one, two, three, four quarters up to it; ``often``: how many were late often
    (``deadlines.OFTEN``) up to it. Rows add up like TargetSum's."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="filed")
    group = models.CharField(max_length=12)
    expected = models.IntegerField(default=0)
    sent = models.IntegerField(default=0)
    on_time = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    in_1 = models.IntegerField(default=0)
    in_2 = models.IntegerField(default=0)
    in_3 = models.IntegerField(default=0)
    in_4 = models.IntegerField(default=0)
    often = models.IntegerField(default=0)

    class Meta:
        verbose_name = "tổng nộp báo cáo"
        verbose_name_plural = "tổng nộp báo cáo"

    def __str__(self):
        return f"{self.period_id} {self.group}"


class WorkSum(models.Model):
    """How many pieces of a year's work are open, by their own date and the first days of the quarters that last spoke
    of them (``said_on``) and had news of them (``since_on``). Rows add up like TargetSum's."""

    year = models.PositiveSmallIntegerField(db_index=True)
    due_on = models.DateField(null=True)
    said_on = models.DateField(null=True)
    since_on = models.DateField(null=True)
    number = models.IntegerField(default=0)

    class Meta:
        verbose_name = "tổng việc đang làm"
        verbose_name_plural = "tổng việc đang làm"

    def __str__(self):
        return f"{self.year} {self.due_on}"
