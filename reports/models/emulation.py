"""Thi đua: the scale of a year and group of units, what units scored themselves, what was published (domain §7)."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from units.models import Unit, User

FIRST_YEAR = 2017  # III.1.a.2, IV.2.6: "từ năm 2017 trở đi"


class SchemeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """In force: everyone with a role (the scale is for those it measures). Before: who drafts and who appraises."""
        access = user.access
        if access.is_nobody:
            return self.none()
        if access.sees_everything or any(unit.drafts_emulation for unit in access.units):
            return self
        return self.filter(state__in=Scheme.SETTLED)


class Scheme(models.Model):
    """Thang điểm of one year and one khối thi đua. Its criteria can change only while it is a draft.

    ``on_request``: units of the group are scored only if they ask, and never ranked (the plan *asks* mass
    organisations where it *assigns* the others). ``revision`` is the optimistic lock of the draft, and of the whole
    table once scoring is open: every act on one of its sheets raises it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        SENT = "sent", "Chờ Phòng Kinh tế thẩm định"
        APPRAISED = "appraised", "Đã thẩm định, chờ duyệt"
        IN_FORCE = "in_force", "Có hiệu lực"
        SCORING = "scoring", "Đang chấm điểm"
        PUBLISHED = "published", "Đã công bố"

    SETTLED = (State.IN_FORCE, State.SCORING, State.PUBLISHED)

    class TieRule(models.TextChoices):
        SAME = "same", "Bằng điểm thì cùng hạng"
        TIMELINESS = "timeliness", "Bằng điểm thì xét báo cáo đúng hạn hơn"
        INITIATIVES = "initiatives", "Bằng điểm thì xét nhiều sáng kiến hơn"

    year = models.PositiveSmallIntegerField("năm")
    group = models.CharField("khối thi đua", max_length=12, choices=Unit.Group)
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    scale = models.DecimalField("tổng điểm các tiêu chí", max_digits=6, decimal_places=2, default=Decimal(100))
    tie_rule = models.CharField("khi bằng điểm", max_length=12, choices=TieRule, default=TieRule.SAME)
    on_request = models.BooleanField("chỉ chấm khi đơn vị đề nghị, không xếp hạng", default=False)
    note = models.TextField("ghi chú", blank=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField("sửa lúc")
    edited_by_name = models.CharField("người sửa", max_length=150)
    sent_at = models.DateTimeField("gửi thẩm định lúc", null=True, blank=True)
    sent_by_name = models.CharField("người gửi", max_length=150, blank=True)
    reason = models.TextField("lý do trả lại", blank=True)
    opinion = models.TextField("ý kiến thẩm định", blank=True)
    appraised_at = models.DateTimeField("thẩm định lúc", null=True, blank=True)
    appraised_by_name = models.CharField("người thẩm định", max_length=150, blank=True)
    in_force_on = models.DateField("có hiệu lực từ ngày", null=True, blank=True)
    decision_number = models.CharField("số văn bản", max_length=40, blank=True)
    approved_by_name = models.CharField("người duyệt", max_length=150, blank=True)
    opened_at = models.DateTimeField("mở chấm điểm lúc", null=True, blank=True)
    self_score_until = models.DateField("đơn vị tự chấm đến hết ngày", null=True, blank=True)
    explain_until = models.DateField("đơn vị giải trình đến hết ngày", null=True, blank=True)
    # Why the published table is being worked out anew; empty otherwise.
    correct_reason = models.TextField("lý do đính chính", blank=True)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = "thang điểm thi đua"
        verbose_name_plural = "thang điểm thi đua"
        ordering = ["-year", "group"]
        constraints = [
            models.UniqueConstraint(fields=["year", "group"], name="scheme_once"),
            models.CheckConstraint(condition=Q(year__gte=FIRST_YEAR), name="scheme_from_2017"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "sent", "appraised"]) | Q(in_force_on__isnull=False),
                name="scheme_in_force_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["scoring", "published"])
                | Q(self_score_until__isnull=False, explain_until__isnull=False),
                name="scheme_open_has_days",
            ),
        ]

    def __str__(self):
        return self.key

    @property
    def key(self) -> str:
        """ "thi-dua-2018-1-ward", as the audit log names it."""
        return f"thi-dua-{self.year}-{self.group}"

    @property
    def is_settled(self) -> bool:
        return self.state in self.SETTLED


class Criterion(models.Model):
    """One line of the scale. ``parameters``: how an automatic one is worked out, as emulation.points reads them."""

    class Kind(models.TextChoices):
        CRITERION = "criterion", "Tiêu chí"
        BONUS = "bonus", "Điểm cộng"
        PENALTY = "penalty", "Điểm trừ"

    class Source(models.TextChoices):
        ENTERED = "entered", "Đơn vị tự chấm, kèm minh chứng"
        TIMELINESS = "timeliness", "Tự động: báo cáo quý đúng hạn"
        TARGETS = "targets", "Tự động: chỉ tiêu của đơn vị"
        INITIATIVES = "initiatives", "Tự động: sáng kiến được công nhận"
        ANNUAL_PLAN = "annual_plan", "Tự động: kế hoạch năm được chấp nhận"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField("thứ tự")
    title = models.CharField("nội dung", max_length=300)
    guidance = models.TextField("hướng dẫn chấm", blank=True)
    maximum = models.DecimalField("điểm tối đa", max_digits=6, decimal_places=2)
    kind = models.CharField("loại", max_length=9, choices=Kind, default=Kind.CRITERION)
    source = models.CharField("cách chấm", max_length=11, choices=Source, default=Source.ENTERED)
    parameters = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "tiêu chí thi đua"
        verbose_name_plural = "tiêu chí thi đua"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(maximum__gt=0), name="criterion_has_points"),
            models.CheckConstraint(
                condition=~Q(kind="penalty") | Q(source="entered"), name="criterion_penalty_by_hand"
            ),
        ]

    def __str__(self):
        return f"{self.order}. {self.title}"

    @property
    def is_automatic(self) -> bool:
        return self.source != self.Source.ENTERED


class ScoreSheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The unit's own, and all to the Economics Office. What is published everybody reads from the frozen table."""
        access = user.access
        if access.sees_everything:
            return self
        return self.filter(unit_id__in=access.acts_for)


class ScoreSheet(models.Model):
    """Phiếu chấm điểm of one unit for one year: what it gave itself, what the office gave, what the unit says to it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chưa tự chấm"
        SCORED = "scored", "Đã tự chấm, chờ thẩm định"
        APPRAISED = "appraised", "Đã thẩm định"
        EXPLAINED = "explained", "Có giải trình, chờ xem"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="sheets", verbose_name="thang điểm")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="score_sheets", verbose_name="đơn vị")
    state = models.CharField("tình trạng", max_length=9, choices=State, default=State.WAITING)
    revision = models.PositiveIntegerField(default=0)
    # Everyone who wrote or sent any of the self-score: none of them may appraise it (domain §1).
    hands = models.ManyToManyField(User, blank=True, related_name="+")
    requested_at = models.DateTimeField("đề nghị chấm lúc", null=True, blank=True)
    requested_by_name = models.CharField("người đề nghị", max_length=150, blank=True)
    edited_at = models.DateTimeField("lưu lần cuối", null=True, blank=True)
    scored_at = models.DateTimeField("gửi bản tự chấm lúc", null=True, blank=True)
    scored_by_name = models.CharField("người gửi", max_length=150, blank=True)
    appraised_at = models.DateTimeField("thẩm định lúc", null=True, blank=True)
    appraised_by_name = models.CharField("người thẩm định", max_length=150, blank=True)
    explanation = models.TextField("giải trình của đơn vị", blank=True)
    explained_at = models.DateTimeField("giải trình lúc", null=True, blank=True)
    explained_by_name = models.CharField("người giải trình", max_length=150, blank=True)
    answer = models.TextField("Phòng Kinh tế trả lời", blank=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "phiếu chấm điểm thi đua"
        verbose_name_plural = "phiếu chấm điểm thi đua"
        ordering = ["scheme", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "unit"], name="score_sheet_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["appraised", "explained"]) | Q(appraised_at__isnull=False),
                name="score_sheet_appraised_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="explained") | ~Q(explanation=""), name="score_sheet_explained_has_words"
            ),
        ]

    def __str__(self):
        return self.key

    @property
    def key(self) -> str:
        """ "thi-dua-2018-P1", as the audit log names it."""
        return f"thi-dua-{self.scheme.year}-{self.unit.code}"


class Score(models.Model):
    """An entered line of a sheet. Blank is "chưa chấm", 0 is a score. Automatic lines have no row: records tell."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    self_points = models.DecimalField("điểm tự chấm", max_digits=6, decimal_places=2, null=True, blank=True)
    grounds = models.TextField("căn cứ tự chấm", blank=True)
    points = models.DecimalField("điểm thẩm định", max_digits=6, decimal_places=2, null=True, blank=True)
    reason = models.TextField("lý do, căn cứ thẩm định", blank=True)

    class Meta:
        verbose_name = "điểm thi đua"
        verbose_name_plural = "điểm thi đua"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=(Q(self_points=None) | Q(self_points__gte=0)) & (Q(points=None) | Q(points__gte=0)),
                name="score_not_negative",
            ),
        ]


class ScoreProof(models.Model):
    """Minh chứng of a self-score: a link, or a file stored under its hash."""

    score = models.ForeignKey(Score, models.CASCADE, related_name="proofs")
    name = models.CharField("tên", max_length=200)
    link = models.URLField("đường dẫn", max_length=500, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField("cỡ (byte)", default=0)
    content_type = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=150)

    class Meta:
        verbose_name = "minh chứng tự chấm"
        verbose_name_plural = "minh chứng tự chấm"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(link="") | ~Q(sha256=""), name="score_proof_of_something"),
        ]


class ScoreTable(models.Model):
    """Scores of a group as published, frozen whole: page, PDF and workbook are drawn from ``snapshot`` alone.

    ``snapshot``: emulation.publishing, schema 1. A later one names the one it ``replaces`` and the ``reason``.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="tables")
    number = models.PositiveSmallIntegerField("bản số", default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    reason = models.TextField("lý do thay bản trước", blank=True)
    published_at = models.DateTimeField("công bố lúc")
    publisher_name = models.CharField("người công bố", max_length=150)
    snapshot = models.JSONField("nội dung")

    class Meta:
        verbose_name = "bảng điểm thi đua đã công bố"
        verbose_name_plural = "bảng điểm thi đua đã công bố"
        ordering = ["scheme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="score_table_number"),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(reason=""), name="score_table_replaces_for_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.scheme.key} bản {self.number}"
