"""Where the work of the year stands by what has been accepted: derived, so that lists can count and filter it."""

from django.db import models

from reports.models.report import Progress
from targets.models import Commitment, Period


class Told(models.Model):
    """What a unit's official reports say of one commitment by now. No row: nothing has been said of it this year.

    Derived from the frozen versions by ``reports.task_history.settle``, in the transaction that makes a version
    official; never written otherwise. ``period``: the latest quarter that speaks of it. ``since``: the quarter of the
    last news, which may lie in an earlier year.
    """

    commitment = models.OneToOneField(Commitment, models.CASCADE, related_name="told", verbose_name="việc trong năm")
    status = models.CharField("tình trạng", max_length=12, choices=Progress.Status)
    note = models.TextField("kết quả trong kỳ", blank=True)
    period = models.ForeignKey(Period, models.PROTECT, related_name="+", verbose_name="theo báo cáo")
    since = models.ForeignKey(Period, models.PROTECT, related_name="+", verbose_name="không đổi từ")

    class Meta:
        verbose_name = "tình trạng việc trong năm"
        verbose_name_plural = "tình trạng việc trong năm"

    def __str__(self):
        return f"{self.commitment_id}: {self.status}"
