"""Mẫu văn bản: the letterheads under which the district reports, and who signs under each (domain §10)."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords


class OfficeTemplate(models.Model):
    """One letterhead with its addressee: Phòng Kinh tế to UBND Quận 4, UBND Quận 4 to Sở Khoa học và Công nghệ."""

    class Voice(models.TextChoices):
        """How the issuing agency speaks of the figures in the opening and at the end."""

        GATHERS = "gathers", "tổng hợp kết quả từ báo cáo của các đơn vị"
        REPORTS = "reports", "báo cáo kết quả của mình"

    key = models.SlugField("mã", max_length=20, unique=True)
    name = models.CharField("tên mẫu", max_length=80)
    parent = models.CharField("cơ quan chủ quản", max_length=120, blank=True)
    agency = models.CharField("cơ quan ban hành", max_length=120)
    agency_name = models.CharField("tên cơ quan trong câu", max_length=120)
    place = models.CharField("địa danh", max_length=40)
    symbol = models.CharField("ký hiệu", max_length=20)
    addressee = models.CharField("kính gửi", max_length=90)
    voice = models.CharField("lời văn", max_length=8, choices=Voice)
    bases = models.TextField("căn cứ", blank=True)
    closing = models.CharField("câu kết thêm", max_length=300, blank=True)
    recipients = models.TextField("nơi nhận")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    # Optimistic lock of the template and its signatories: a save names the revision it was made from.
    revision = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords(verbose_name="lần sửa mẫu văn bản", verbose_name_plural="lần sửa mẫu văn bản")

    class Meta:
        verbose_name = "mẫu văn bản"
        verbose_name_plural = "mẫu văn bản"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(agency="") & ~Q(symbol="") & ~Q(recipients=""), name="office_template_whole"
            )
        ]

    def __str__(self):
        return self.name


class SignatoryQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


class Signatory(models.Model):
    """Who signs under a template, by which authority and for how long. Nobody is deleted: the last day is set.

    ``name`` blank: whoever publishes the report, which is the head of the Economics Office.
    """

    template = models.ForeignKey(OfficeTemplate, models.PROTECT, related_name="signatories", verbose_name="mẫu văn bản")
    post_lines = models.TextField("thẩm quyền, chức vụ", max_length=200)
    name = models.CharField("họ và tên", max_length=60, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    history = HistoricalRecords(verbose_name="lần sửa người ký", verbose_name_plural="lần sửa người ký")
    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = "người ký"
        verbose_name_plural = "người ký"
        ordering = ["template", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="signatory_valid_span"
            ),
            models.CheckConstraint(condition=~Q(post_lines=""), name="signatory_has_post"),
        ]

    def __str__(self):
        return f"{self.name or 'Người công bố'}, {self.post}"

    @property
    def lines(self) -> tuple[str, ...]:
        """Above the name: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"."""
        return tuple(filter(None, (line.strip() for line in self.post_lines.split("\n"))))

    @property
    def post(self) -> str:
        """In a sentence: "KT. Chủ tịch, Phó chủ tịch"."""
        return ", ".join(map(_in_a_sentence, self.lines))

    @property
    def is_deputy(self) -> bool:
        """Signs for somebody, by order or by authority."""
        return any(line.startswith(("KT.", "TL.", "TUQ.")) for line in self.lines)

    def is_in_force(self, on) -> bool:
        return self.valid_from <= on and (self.valid_to is None or self.valid_to >= on)


def _in_a_sentence(line) -> str:
    mark, dot, post = line.partition(". ")
    return f"{mark}. {post.capitalize()}" if dot else line.capitalize()
