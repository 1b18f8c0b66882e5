"""How a registry-fed target is counted: data that an administrator reads and changes (domain §4)."""

from django.db import models
from simple_history.models import HistoricalRecords

from targets.models import Target


def nothing():
    return []


class CountingRule(models.Model):
    """Which records a target counts, by which day, and what of them is one thing.

    ``kinds``, ``event_types``, ``levels``, ``article_types``: values of initiatives.kinds; empty = any.
    ``sector``: only organisations of this sector. A record must bear every flag that is set. ``beside``: kinds that are
    counted the same way and shown beside the figure, never added to it (II.2.4, II.2.8: surveys).
    """

    class Counts(models.TextChoices):
        RECORDS = "records", "bản ghi"
        ORGANISATIONS = "organisations", "tổ chức, doanh nghiệp"
        OFFICERS = "officers", "cán bộ đã được bồi dưỡng trên cán bộ phụ trách"
        CLUBS = "clubs", "trường có câu lạc bộ trên số trường"
        CLUBS_AND_ACTIVITIES = "clubs_activities", "trường có câu lạc bộ và có hoạt động trong năm học trên số trường"

    class DateRule(models.TextChoices):
        START = "start", "ngày bắt đầu"
        END = "end", "ngày kết thúc"
        PUBLISHED = "published", "ngày đăng"

    target = models.OneToOneField(Target, models.CASCADE, related_name="counting", verbose_name="chỉ tiêu")
    counts = models.CharField("đếm", max_length=16, choices=Counts, default=Counts.RECORDS)
    kinds = models.JSONField("loại bản ghi", default=nothing, blank=True)
    beside = models.JSONField("nêu kèm, không cộng", default=nothing, blank=True)
    event_types = models.JSONField("hình thức", default=nothing, blank=True)
    levels = models.JSONField("cấp", default=nothing, blank=True)
    article_types = models.JSONField("thể loại bài", default=nothing, blank=True)
    sector = models.CharField("ngành nghề", max_length=12, blank=True)
    needs_effective = models.BooleanField("chỉ mô hình có hiệu quả", default=False)
    needs_direct = models.BooleanField("chỉ hỗ trợ trực tiếp", default=False)
    date_rule = models.CharField("theo ngày", max_length=9, choices=DateRule, default=DateRule.START)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "cách đếm"
        verbose_name_plural = "cách đếm"
        ordering = ["target__order"]

    def __str__(self):
        return f"Cách đếm {self.target.code}"
