"""One record of the registry: what was done, by whom, for whom, when, and what proves it."""

from django.db import models
from django.db.models import F, Q

from initiatives.kinds import EventType, Kind, Level
from initiatives.models.organisation import Organisation
from targets.models import Heading
from units import vietnamese
from units.models import Unit, User


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own unit's and joint ones; everything to the Economics Office; what is confirmed to leadership.

        Trung tâm Văn hóa, which publishes articles, sees those that others propose (II.2.7).
        """
        access = user.access
        if access.sees_everything:
            return self
        joint = Activity.partners.through.objects.filter(unit_id__in=access.acts_for).values("activity_id")
        rows = Q(unit_id__in=access.acts_for) | Q(pk__in=joint)
        if access.is_leader:
            rows |= Q(state=Activity.State.CONFIRMED)
        if access.publishes_for:
            rows |= Q(kind=Kind.ARTICLE) & ~Q(state=Activity.State.WITHDRAWN)
        return self.filter(rows)

    def in_public(self):
        """What the public page shows: confirmed or published by whose task it is, and marked public."""
        return self.filter(is_public=True, published_on__isnull=False).exclude(
            state__in=[Activity.State.WITHDRAWN, Activity.State.RETURNED]
        )

    def found(self, text):
        rows = self
        for word in vietnamese.fold(text).split():
            rows = rows.filter(folded__contains=word)
        return rows


class Activity(models.Model):
    """Một dòng của sổ theo dõi. ``unit`` recorded it; ``partners`` did it as well and get credit for it.

    ``published_on``: the day an article came out, or a record was put on the public page.
    """

    Kind = Kind
    EventType = EventType
    Level = Level

    class State(models.TextChoices):
        RECORDED = "recorded", "Đã ghi, chờ xác nhận"
        RETURNED = "returned", "Trả lại để bổ sung"
        CONFIRMED = "confirmed", "Đã xác nhận"
        WITHDRAWN = "withdrawn", "Đã rút khỏi sổ"

    class ArticleType(models.TextChoices):
        ARTICLE = "article", "Bài viết"
        NEWS = "news", "Tin"
        FEATURE = "feature", "Chuyên đề"

    kind = models.CharField("loại", max_length=12, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="activities", verbose_name="đơn vị ghi")
    partners = models.ManyToManyField(Unit, blank=True, related_name="joint_activities", verbose_name="đơn vị cùng làm")
    title = models.CharField("tên", max_length=200)
    summary = models.TextField("tóm tắt", blank=True)
    heading = models.ForeignKey(
        Heading, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đề mục của Kế hoạch"
    )
    starts_on = models.DateField("ngày")
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    published_on = models.DateField("ngày đăng", null=True, blank=True)

    event_type = models.CharField("hình thức", max_length=8, choices=EventType, blank=True)
    level = models.CharField("cấp", max_length=8, choices=Level, blank=True)
    article_type = models.CharField("thể loại", max_length=8, choices=ArticleType, blank=True)
    is_effective = models.BooleanField("có hiệu quả", default=False)
    is_procedure = models.BooleanField("ứng dụng công nghệ thông tin vào thủ tục hành chính", default=False)
    is_direct = models.BooleanField("hỗ trợ trực tiếp", default=False)
    is_transfer_request = models.BooleanField("có yêu cầu chuyển giao", default=False)
    on_website = models.BooleanField("trên Trang tin điện tử", default=False)
    in_print = models.BooleanField("trên Tờ tin Quận 4", default=False)
    service_level = models.PositiveSmallIntegerField("mức độ", null=True, blank=True)
    participants = models.PositiveIntegerField("số người tham gia", null=True, blank=True)
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="activities", verbose_name="tổ chức, doanh nghiệp"
    )
    schools = models.ManyToManyField(Unit, blank=True, related_name="school_activities", verbose_name="trường")
    trainees = models.ManyToManyField(User, blank=True, related_name="trainings", verbose_name="cán bộ được bồi dưỡng")

    state = models.CharField("tình trạng", max_length=9, choices=State, default=State.RECORDED)
    # Optimistic lock: a save names the revision it was made from. What a report counted is known by it as well.
    revision = models.PositiveIntegerField(default=0)
    note = models.TextField("lời của Phòng Kinh tế", blank=True)
    is_public = models.BooleanField("đưa lên chuyên trang", default=False)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    recorded_by_name = models.CharField("người ghi", max_length=150)
    edited_at = models.DateTimeField("sửa lúc")
    decided_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    decided_by_name = models.CharField("người xác nhận", max_length=150, blank=True)
    # Refreshed by fold().
    folded = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=400, editable=False, default="")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "hoạt động"
        verbose_name_plural = "hoạt động"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="activity_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "returned"]) | Q(decided_at__isnull=False),
                name="activity_decided_has_time",
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(note=""), name="activity_returned_has_note"),
        ]
        indexes = [
            models.Index(fields=["kind", "starts_on"], name="activity_kind_day"),
            models.Index(fields=["unit", "-starts_on"], name="activity_unit_day"),
            models.Index(fields=["is_public", "-published_on"], name="activity_public"),
        ]

    def __str__(self):
        return self.title

    @property
    def key(self) -> str:
        """As the audit log and reports name it."""
        return f"SO-{self.pk}"

    def fold(self):
        self.folded = vietnamese.fold(f"{self.title} {self.summary}")
        self.sort_key = vietnamese.sort_key(self.title)


class Evidence(models.Model):
    """Minh chứng: a stored file or a link, never a bare name."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="evidence")
    name = models.CharField("tên", max_length=200)
    link = models.URLField("đường dẫn", max_length=500, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField("cỡ (byte)", default=0)
    content_type = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=150)

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(link="") & Q(sha256="")) | (Q(link="") & ~Q(sha256="")), name="evidence_file_or_link"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="evidence_has_name"),
        ]
