"""The district's consolidated report."""

from django.db import models
from django.db.models import Q

from reports.kinds import Kind, Stretch
from reports.models.narrative import Narrative
from reports.models.office_template import Signatory
from targets.models import Period
from units.models import User


class Publication(Narrative):
    """Báo cáo tổng hợp: a draft that is edited, then one frozen snapshot from which everything is drawn."""

    class State(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        PUBLISHED = "published", "Đã công bố"

    Kind = Kind

    class Format(models.TextChoices):
        """A file drawn from the snapshot. The value is its suffix, its job's kind and the stem of its fields."""

        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"
        XLSX = "xlsx", "Excel"

    period = models.ForeignKey(Period, models.PROTECT, related_name="publications", verbose_name="kỳ")
    kind = models.CharField("loại", max_length=8, choices=Kind, default=Kind.QUARTER)
    number = models.PositiveSmallIntegerField("bản số", default=1)
    state = models.CharField("tình trạng", max_length=9, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by_name = models.CharField(max_length=150, blank=True)
    document_number = models.CharField("số văn bản", max_length=20, blank=True)
    document_date = models.DateField("ngày văn bản", null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="thay cho bản"
    )
    reason = models.TextField("lý do đính chính", blank=True)
    # Names the template too. Without one: the first template's own (reports.office_templates).
    signatory = models.ForeignKey(
        Signatory, models.PROTECT, null=True, blank=True, related_name="publications", verbose_name="người ký"
    )
    # The same frozen figures once more, under another letterhead.
    copy_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", verbose_name="cùng số liệu với bản"
    )
    # Set once, at publishing:
    code = models.CharField("mã kiểm tra", max_length=16, unique=True, null=True, blank=True)
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    publisher_name = models.CharField("người công bố", max_length=150, blank=True)
    snapshot = models.JSONField("dữ liệu đóng băng", null=True, blank=True)
    # Drawn from the snapshot by jobs, one for each format:
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_size = models.PositiveIntegerField(default=0)
    pdf_pages = models.PositiveSmallIntegerField(default=0)
    docx_sha256 = models.CharField(max_length=64, blank=True)
    docx_size = models.PositiveIntegerField(default=0)
    xlsx_sha256 = models.CharField(max_length=64, blank=True)
    xlsx_size = models.PositiveIntegerField(default=0)
    # The PDF with the signatures on it, beside the one that was drawn; real time.
    signed_sha256 = models.CharField(max_length=64, blank=True)
    signed_size = models.PositiveIntegerField(default=0)
    signed_at = models.DateTimeField("ký số lúc", null=True, blank=True)
    # Files that were drawn anew before anybody signed: format, sha256, size, and until when (ISO, real time).
    former_files = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = "báo cáo tổng hợp"
        verbose_name_plural = "báo cáo tổng hợp"
        ordering = ["-period__year", "-period__quarter", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "kind", "number"], name="publication_number"),
            models.UniqueConstraint(
                fields=["period", "kind"], condition=Q(state="draft"), name="publication_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(snapshot__isnull=False, code__isnull=False, published_at__isnull=False),
                name="publication_frozen",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""), name="publication_correction_has_reason"
            ),
            # What is signed is a document with its number and its day.
            models.CheckConstraint(
                condition=Q(signed_sha256="", signed_at__isnull=True)
                | (
                    Q(signed_at__isnull=False, document_date__isnull=False)
                    & ~Q(signed_sha256="")
                    & ~Q(document_number="")
                ),
                name="publication_signed_is_numbered",
            ),
        ]

    def __str__(self):
        return f"Báo cáo tổng hợp {self.stretch.label}, bản {self.number}"

    @property
    def stretch(self) -> Stretch:
        """What it is about, from its first quarter through ``period``."""
        return Stretch(self.kind, self.period)

    def sha256(self, format) -> str:
        """Under which the file of this format is stored; nothing while it is not drawn."""
        return getattr(self, f"{format}_sha256")

    @property
    def files(self) -> list[dict]:
        """The files there are: ``format``, ``label``, ``size`` in bytes, ``sha256``. Of a signed report the PDF is the
        signed one."""
        files = [
            {
                "format": format.value,
                "label": format.label,
                "size": getattr(self, f"{format}_size"),
                "sha256": self.sha256(format),
            }
            for format in self.Format
            if self.sha256(format)
        ]
        for file in files:
            if self.signed_sha256 and file["format"] == self.Format.PDF:
                file |= {"size": self.signed_size, "sha256": self.signed_sha256}
        return files

    @property
    def is_replaced(self) -> bool:
        """Whether a newer one is out, of it or of that whose figures it has. Queries, unless they were selected."""
        newer = [getattr(row, "replaced_by", None) for row in (self, self.copy_of) if row]
        return any(row is not None and row.state == self.State.PUBLISHED for row in newer)


class Signature(models.Model):
    """One digital signature on the signed PDF, with the certificate that made it: enough to check a file for ever.

    All times are real ones: a signature is a legal fact, whatever day the portal shows.
    """

    class Role(models.TextChoices):
        PERSON = "person", "Người ký"
        AGENCY = "agency", "Cơ quan"

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="signatures")
    role = models.CharField("chữ ký của", max_length=6, choices=Role)
    at = models.DateTimeField("ký lúc")
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField("người bấm ký", max_length=150)
    holder = models.CharField("cấp cho", max_length=200)
    subject = models.TextField()
    issuer = models.TextField("nơi cấp")
    serial = models.CharField("số sê-ri", max_length=64)
    fingerprint = models.CharField(max_length=64)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    certificate = models.TextField(help_text="PEM")

    class Meta:
        verbose_name = "chữ ký số"
        verbose_name_plural = "chữ ký số"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["publication", "role"], name="signature_once")]


class PublicationEdit(models.Model):
    """The texts of a draft as somebody saved them: the narrative editor keeps versions."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="edits")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=150)
    texts = models.JSONField()

    class Meta:
        verbose_name = "lần sửa dự thảo"
        verbose_name_plural = "lần sửa dự thảo"
        ordering = ["-revision"]
        constraints = [models.UniqueConstraint(fields=["publication", "revision"], name="publication_edit_once")]


class GatheringMark(models.Model):
    """What the office did with one thing that a unit wrote: quoted or skipped; without a row it is unread.

    ``key`` names it within the accepted version: "text:results", "item:3", "proposal:1". ``section`` is the text of
    the draft into which it was quoted.
    """

    class State(models.TextChoices):
        QUOTED = "quoted", "Đã trích"
        SKIPPED = "skipped", "Bỏ qua"

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="marks")
    version = models.ForeignKey("reports.Version", models.CASCADE, related_name="marks")
    key = models.CharField(max_length=40)
    state = models.CharField(max_length=7, choices=State)
    section = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=150)

    class Meta:
        verbose_name = "dấu tổng hợp"
        verbose_name_plural = "dấu tổng hợp"
        constraints = [models.UniqueConstraint(fields=["publication", "version", "key"], name="gathering_mark_once")]
