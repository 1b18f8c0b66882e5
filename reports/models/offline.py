"""Workbooks that were filled without a connection and handed in again."""

from django.db import models

from reports.models.report import Report
from units.models import User


class OfflineFile(models.Model):
    """One workbook handed in for one report. Shown first, then put into the draft: ``applied_at``, once.

    The file stands under its hash (units.storage). ``handed_in_by``: who brought it, where the Economics Office hands
    it in for a unit; ``added_by`` is who gave it to the portal.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="offline_files", verbose_name="báo cáo")
    name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("cỡ (byte)")
    handed_in_by = models.CharField("người của đơn vị nộp tệp", max_length=120, blank=True)
    added_at = models.DateTimeField("đưa lên lúc")
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    added_name = models.CharField("người đưa lên", max_length=150)
    applied_at = models.DateTimeField("nhập lúc", null=True, blank=True)

    class Meta:
        verbose_name = "tệp điền không cần mạng"
        verbose_name_plural = "tệp điền không cần mạng"
        ordering = ["pk"]

    def __str__(self):
        return self.name
