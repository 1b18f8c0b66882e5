"""Kỳ báo cáo: the quarters of a plan, with the dates that its rules gave them."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from targets.models.plan import Plan
from targets.quarters import Quarter


class PeriodQuerySet(models.QuerySet):
    def for_quarter(self, quarter: Quarter):
        return self.filter(year=quarter.year, quarter=quarter.number)

    def begun(self, on):
        """Periods whose window has begun: the open one and those before it."""
        return self.filter(window_from__lte=on)


class Period(models.Model):
    """Kỳ báo cáo: one quarter of one plan. Dates are inclusive days in Asia/Ho_Chi_Minh."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="periods", verbose_name="kế hoạch")
    year = models.PositiveSmallIntegerField("năm")
    quarter = models.PositiveSmallIntegerField("quý")
    window_from = models.DateField("số liệu từ ngày")
    window_to = models.DateField("số liệu đến hết ngày")
    due_on = models.DateField("hạn gửi (hết ngày)")
    locks_on = models.DateField("khóa sau ngày", null=True, blank=True)
    publish_by = models.DateField("hạn Phòng Kinh tế tổng hợp", null=True, blank=True)
    original_due_on = models.DateField("hạn trước khi gia hạn", null=True, blank=True)
    extension_reason = models.CharField("lý do gia hạn", max_length=300, blank=True)
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)
    # Closed = consolidated: the district's report of this quarter has been published (domain §4, verdicts).
    closed_at = models.DateTimeField("tổng hợp xong lúc", null=True, blank=True)

    history = HistoricalRecords()
    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["year", "quarter"]
        constraints = [
            # At most one plan covers a quarter, so addresses carry no plan.
            models.UniqueConstraint(fields=["year", "quarter"], name="period_quarter"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="period_quarter_range"),
            models.CheckConstraint(condition=Q(window_to__gte=F("window_from")), name="period_window"),
            models.CheckConstraint(
                condition=Q(original_due_on=None) | ~Q(extension_reason=""), name="period_extension_has_reason"
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def value(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    @property
    def key(self) -> str:
        return self.value.key

    @property
    def label(self) -> str:
        return self.value.label
