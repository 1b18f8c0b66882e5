"""One sheet handed in: the file by its hash, what became of it, and what every row was before."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q


class ImportRun(models.Model):
    """``trail``: what it wrote, model by model (units.importing.trail), by which it is undone.

    ``counts``: rows new, changed and unchanged. The file stays under its hash as the evidence of what was taken in.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Chờ nhập"
        APPLIED = "applied", "Đã nhập"
        UNDONE = "undone", "Đã hoàn tác"
        DROPPED = "dropped", "Đã bỏ"

    kind = models.CharField("loại", max_length=20)
    state = models.CharField("tình trạng", max_length=8, choices=State, default=State.UPLOADED)
    file_name = models.CharField("tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("cỡ (byte)")
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.ForeignKey("units.User", models.SET_NULL, null=True, related_name="+")
    uploaded_by_name = models.CharField("người tải lên", max_length=150)
    applied_at = models.DateTimeField("nhập lúc", null=True, blank=True)
    applied_by_name = models.CharField("người nhập", max_length=150, blank=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    undone_by_name = models.CharField("người hoàn tác", max_length=150, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    trail = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        app_label = "units"
        verbose_name = "lần nhập bảng tính"
        verbose_name_plural = "lần nhập bảng tính"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "undone"]) | Q(applied_at__isnull=False),
                name="import_applied_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False), name="import_undone_has_time"
            ),
        ]

    def __str__(self):
        return f"{self.key} {self.file_name}"

    @property
    def key(self) -> str:
        """As the audit log names it."""
        return f"NL-{self.pk}"
