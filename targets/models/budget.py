"""Kinh phí KH&CN: planned, allocated and spent, by unit, year and source (IV.10; domain §6)."""

from django.db import models
from django.db.models import Q

from units.models import Unit


class FundSource(models.TextChoices):
    DISTRICT = "district", "Ngân sách quận"
    CITY = "city", "Ngân sách Thành phố"
    UNIT = "unit", "Kinh phí của đơn vị"
    SOCIAL = "social", "Xã hội hóa, nguồn khác"


class BudgetLineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own unit's; all to the Economics Office, to leadership and to the unit that allocates (IV.10)."""
        access = user.access
        if access.sees_everything or access.is_leader or any(unit.allocates_budget for unit in access.units):
            return self
        return self.filter(unit_id__in=access.acts_for)


class BudgetLine(models.Model):
    """One purpose of one unit in one year, from one source. Amounts in đồng; None is "chưa nhập", 0 is nothing.

    The unit says what it plans and what it has spent (``spent_until``: up to the end of that day), Phòng Tài chính -
    Kế hoạch what was allocated, by which decision of which day.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="budget_lines", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    source = models.CharField("nguồn", max_length=8, choices=FundSource)
    title = models.CharField("nội dung chi", max_length=300)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    planned = models.DecimalField("dự toán (đồng)", max_digits=15, decimal_places=0, null=True, blank=True)
    allocated = models.DecimalField("phân bổ (đồng)", max_digits=15, decimal_places=0, null=True, blank=True)
    allocated_on = models.DateField("ngày quyết định phân bổ", null=True, blank=True)
    allocation_number = models.CharField("số quyết định phân bổ", max_length=40, blank=True)
    spent = models.DecimalField("đã chi (đồng)", max_digits=15, decimal_places=0, null=True, blank=True)
    spent_until = models.DateField("đã chi đến hết ngày", null=True, blank=True)
    note = models.TextField("ghi chú", blank=True)
    # Optimistic lock: a save names the revision it was made from.
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField("sửa lúc")
    edited_by_name = models.CharField("người sửa", max_length=150)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng kinh phí"
        verbose_name_plural = "dòng kinh phí"
        ordering = ["-year", "unit", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "source", "title"], name="budget_line_once"),
            models.CheckConstraint(
                condition=(Q(planned=None) | Q(planned__gte=0))
                & (Q(allocated=None) | Q(allocated__gte=0))
                & (Q(spent=None) | Q(spent__gte=0)),
                name="budget_line_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(allocated=None) | (Q(allocated_on__isnull=False) & ~Q(allocation_number="")),
                name="budget_line_allocated_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(spent=None) | Q(spent_until__isnull=False), name="budget_line_spent_until"
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.unit_id} {self.title}"
