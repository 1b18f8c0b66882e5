"""Whom the district helps: businesses and other organisations, once each, so that distinct counting is real."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from units import vietnamese
from units.models import Unit


class OrganisationQuerySet(models.QuerySet):
    def current(self):
        """Without those that turned out to be another one."""
        return self.filter(merged_into=None)

    def found(self, text):
        """Whose name or tax code holds every word of ``text``, accents aside."""
        rows = self
        for word in vietnamese.fold(text).split():
            rows = rows.filter(folded__contains=word)
        return rows


class Organisation(models.Model):
    """Tổ chức, doanh nghiệp, đơn vị kinh tế (II.2.3, II.2.4, II.2.8).

    ``merged_into``: the same organisation under another record. What was recorded of it stays where it is and counts
    as the other's.
    """

    class Sector(models.TextChoices):
        LEATHER = "leather", "Da giày"
        GARMENT = "garment", "May mặc"
        MECHANICS = "mechanics", "Cơ khí"
        FOOD = "food", "Chế biến, ăn uống"
        PRINT = "print", "In, bao bì"
        TRADE = "trade", "Thương mại, bán lẻ"
        SERVICE = "service", "Dịch vụ"
        TECHNOLOGY = "technology", "Công nghệ thông tin"
        EDUCATION = "education", "Giáo dục, y tế"
        OTHER = "other", "Ngành khác"

    name = models.CharField("tên", max_length=200)
    tax_code = models.CharField("mã số thuế", max_length=14, unique=True, null=True, blank=True)
    sector = models.CharField("ngành nghề", max_length=12, choices=Sector, default=Sector.OTHER)
    ward = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name="phường"
    )
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="gộp vào"
    )
    recorded_at = models.DateTimeField("ghi lúc")
    # Refreshed by fold().
    folded = models.CharField(max_length=400, editable=False, default="")
    sort_key = models.CharField(max_length=400, editable=False, default="")

    history = HistoricalRecords()
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "tổ chức, doanh nghiệp"
        verbose_name_plural = "tổ chức, doanh nghiệp"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="organisation_merged"),
            models.CheckConstraint(condition=~Q(tax_code=""), name="organisation_tax_code_or_none"),
        ]

    def __str__(self):
        return self.name

    def fold(self):
        self.folded = vietnamese.fold(f"{self.name} {self.tax_code or ''}")
        self.sort_key = vietnamese.sort_key(self.name)
