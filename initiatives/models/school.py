"""Schools: units that file no reports, of which II.2.6 speaks."""

from django.db import models

from units.models import Unit


class School(models.Model):
    """What makes a unit of kind *school* a school: its level, and whom it answers to (domain §5).

    Since when and until when it is open stands on its unit (``valid_from``, ``valid_to``).
    """

    class Level(models.TextChoices):
        LOWER = "thcs", "THCS"
        UPPER = "thpt", "THPT"
        BOTH = "thcs-thpt", "THCS và THPT"
        OTHER = "other", "Cấp khác"

    class ManagedBy(models.TextChoices):
        DISTRICT = "district", "Phòng Giáo dục và Đào tạo"
        CITY = "city", "Sở Giáo dục và Đào tạo"

    COUNTED = (Level.LOWER, Level.UPPER, Level.BOTH)

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="school", verbose_name="trường")
    level = models.CharField("cấp học", max_length=10, choices=Level)
    managed_by = models.CharField("cơ quan quản lý", max_length=8, choices=ManagedBy)

    class Meta:
        verbose_name = "trường"
        verbose_name_plural = "trường"

    def __str__(self):
        return self.unit.name
