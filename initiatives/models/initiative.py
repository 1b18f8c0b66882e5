"""Sáng kiến: an application with a legal life of its own (Nghị định 13/2012/NĐ-CP, Thông tư 18/2013/TT-BKHCN)."""

from django.db import models
from django.db.models import Q

from initiatives.models.council import Council
from targets.models import Heading
from units import vietnamese
from units.models import Unit, User


class InitiativeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own unit's, and those filed to it; everything to the Economics Office; what is recognised to leadership."""
        access = user.access
        if access.sees_everything:
            return self
        rows = Q(unit_id__in=access.acts_for) | (Q(body_id__in=access.acts_for) & ~Q(state=Initiative.State.DRAFT))
        if access.is_leader:
            rows |= Q(state=Initiative.State.RECOGNISED)
        return self.filter(rows)

    def in_public(self):
        return self.filter(is_public=True, state=Initiative.State.RECOGNISED)

    def found(self, text):
        rows = self
        for word in vietnamese.fold(text).split():
            rows = rows.filter(folded__contains=word)
        return rows


class Initiative(models.Model):
    """Đơn yêu cầu công nhận sáng kiến, from its first word to its certificate.

    ``unit``: whose people apply. ``body``: cơ sở công nhận, the unit it is filed to, whose head decides.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Đang soạn đơn"
        FILED = "filed", "Đã nộp, chờ tiếp nhận"
        RECEIVED = "received", "Đã tiếp nhận, đang xét hình thức"
        SUPPLEMENT = "supplement", "Yêu cầu bổ sung"
        ACCEPTED = "accepted", "Đã chấp nhận đơn, đang xét công nhận"
        REJECTED = "rejected", "Từ chối chấp nhận đơn"
        RECOGNISED = "recognised", "Đã công nhận"
        REFUSED = "refused", "Không công nhận"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="initiatives", verbose_name="đơn vị của tác giả")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="initiatives_to_decide", verbose_name="cơ sở công nhận")
    council = models.ForeignKey(
        Council, models.PROTECT, null=True, blank=True, related_name="initiatives", verbose_name="hội đồng sáng kiến"
    )
    heading = models.ForeignKey(
        Heading, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đề mục của Kế hoạch"
    )
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)

    # The application (Nghị định 13, điều 5).
    title = models.CharField("tên sáng kiến", max_length=300)
    field = models.CharField("lĩnh vực áp dụng", max_length=200, blank=True)
    investor = models.CharField("chủ đầu tư tạo ra sáng kiến", max_length=200, blank=True)
    first_applied_on = models.DateField("ngày áp dụng lần đầu", null=True, blank=True)
    first_use_ends_on = models.DateField("ngày xong áp dụng lần đầu", null=True, blank=True)
    nature = models.TextField("mô tả bản chất", blank=True)
    conditions = models.TextField("điều kiện cần thiết để áp dụng", blank=True)
    benefits = models.TextField("lợi ích thu được", blank=True)
    secrets = models.TextField("thông tin cần bảo mật", blank=True)
    summary = models.TextField("giới thiệu ngắn để công bố", blank=True)

    filed_on = models.DateField("ngày nộp", null=True, blank=True)
    receipt_number = models.CharField("số phiếu tiếp nhận", max_length=40, blank=True)
    received_on = models.DateField("ngày tiếp nhận", null=True, blank=True)
    answer_by = models.DateField("ngày hẹn trả lời", null=True, blank=True)
    received_by_name = models.CharField("người tiếp nhận", max_length=150, blank=True)
    supplement_by = models.DateField("hạn bổ sung", null=True, blank=True)
    accepted_on = models.DateField("ngày chấp nhận đơn", null=True, blank=True)
    # What has to be added, or why it was turned down.
    reason = models.TextField("lý do", blank=True)

    council_met_on = models.DateField("ngày họp hội đồng", null=True, blank=True)
    council_for = models.PositiveSmallIntegerField("số phiếu đồng ý", null=True, blank=True)
    council_against = models.PositiveSmallIntegerField("số phiếu không đồng ý", null=True, blank=True)
    council_opinion = models.TextField("ý kiến hội đồng", blank=True)

    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decision_number = models.CharField("số quyết định", max_length=40, blank=True)
    certificate_number = models.CharField("số giấy chứng nhận", max_length=40, blank=True)
    decided_by_name = models.CharField("người quyết định", max_length=150, blank=True)
    # What the certificate says for ever, whatever is edited for the public page afterwards.
    signed_as = models.CharField("chức vụ người ký giấy chứng nhận", max_length=120, blank=True)
    certified_summary = models.TextField("tóm tắt ghi trên giấy chứng nhận", blank=True)
    certified_benefits = models.TextField("lợi ích ghi trên giấy chứng nhận", blank=True)

    is_public = models.BooleanField("đưa lên chuyên trang", default=False)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField("sửa lúc")
    # Refreshed by fold().
    folded = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=400, editable=False, default="")

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = "sáng kiến"
        verbose_name_plural = "sáng kiến"
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "receipt_number"], condition=~Q(receipt_number=""), name="initiative_receipt_once"
            ),
            models.UniqueConstraint(
                fields=["body", "certificate_number"],
                condition=~Q(certificate_number=""),
                name="initiative_certificate_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "filed"]) | Q(received_on__isnull=False), name="initiative_received"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "recognised", "refused"]) | Q(accepted_on__isnull=False),
                name="initiative_accepted_before_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="recognised") | (Q(decided_on__isnull=False) & ~Q(certificate_number="")),
                name="initiative_recognised_has_certificate",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["supplement", "rejected", "refused"]) | ~Q(reason=""),
                name="initiative_turned_down_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "body"], name="initiative_queue"),
            models.Index(fields=["is_public", "-decided_on"], name="initiative_public"),
        ]

    def __str__(self):
        return self.title

    @property
    def key(self) -> str:
        return f"SK-{self.pk}"

    def fold(self, authors=()):
        """Refresh the shadow columns. ``authors``: their names, by which people look for an initiative as well."""
        words = [self.title, self.field, self.summary, self.certificate_number, *authors]
        self.folded = vietnamese.fold(" ".join(words))
        self.sort_key = vietnamese.sort_key(self.title)


class Contributor(models.Model):
    """Tác giả, đồng tác giả: who made how much of it. Birth and education are personal data (domain §5)."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="contributors")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField("họ và tên", max_length=150)
    workplace = models.CharField("nơi công tác", max_length=200)
    post = models.CharField("chức danh", max_length=120, blank=True)
    born_on = models.DateField("ngày sinh", null=True, blank=True)
    education = models.CharField("trình độ chuyên môn", max_length=120, blank=True)
    # A draft may not know it yet; an application that is filed does.
    share = models.PositiveSmallIntegerField("tỷ lệ đóng góp (%)", null=True, blank=True)

    class Meta:
        verbose_name = "tác giả"
        verbose_name_plural = "tác giả"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="contributor_share"),
        ]


class InitiativeStep(models.Model):
    """One step of the legal life, in the words of its day: what was asked and answered on the way stays readable.

    ``name``: a move of initiatives.recognition. ``on``: the day the act is dated, which may be before it was recorded.
    """

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="steps")
    name = models.CharField("việc", max_length=12)
    on = models.DateField("ngày")
    text = models.TextField("nội dung", blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    by_name = models.CharField("người làm", max_length=150)

    class Meta:
        verbose_name = "bước xét sáng kiến"
        verbose_name_plural = "bước xét sáng kiến"
        ordering = ["pk"]


class ScopeDecision(models.Model):
    """Phạm vi ảnh hưởng: a later decision with its own number and date, one for each scope."""

    class Scope(models.TextChoices):
        BODY = "1-body", "Cơ sở"
        DISTRICT = "2-district", "Quận"
        CITY = "3-city", "Thành phố"
        NATIONAL = "4-national", "Toàn quốc"

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="scopes")
    scope = models.CharField("phạm vi", max_length=10, choices=Scope)
    number = models.CharField("số quyết định", max_length=40)
    decided_on = models.DateField("ngày quyết định")
    decided_by = models.CharField("cơ quan quyết định", max_length=200)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by_name = models.CharField("người ghi", max_length=150)

    class Meta:
        verbose_name = "quyết định phạm vi ảnh hưởng"
        verbose_name_plural = "quyết định phạm vi ảnh hưởng"
        ordering = ["scope"]
        constraints = [models.UniqueConstraint(fields=["initiative", "scope"], name="scope_once")]


class InitiativeFile(models.Model):
    """Evidence that goes with an application; stored under its hash."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="files")
    name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("cỡ (byte)")
    content_type = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=150)

    class Meta:
        verbose_name = "tệp kèm đơn"
        verbose_name_plural = "tệp kèm đơn"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "sha256"], name="initiative_file_once")]
