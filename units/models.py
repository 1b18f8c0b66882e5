"""WHO: people, the units they act for, and what each of them did."""

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from units import clock, roles, vietnamese
from units.job import Job as Job  # a model must be found here


class User(AbstractUser):
    """A person with an account. Names are kept whole: Vietnamese names have no first and last part."""

    first_name = None
    last_name = None
    full_name = models.CharField("họ và tên", max_length=150)
    # Mail goes nowhere without an address; such a person still sees notices in the portal.
    email = models.EmailField("thư điện tử", blank=True)

    # Real time of the last mail with a link to a new password: the claim that keeps others from following at once.
    reset_mailed_at = models.DateTimeField(null=True, blank=True, editable=False)

    REQUIRED_FIELDS = ["full_name", "email"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name

    @cached_property
    def access(self) -> "roles.Access":
        """What this person may do today, read once a request."""
        return roles.access_of(self, on=clock.today())

    @cached_property
    def inherits(self) -> frozenset[int]:
        """Units that ended and were followed whole, however long the chain, by those that this person acts for: what
        they left may be read, nothing more. Asked only where the own units do not answer; a query a link."""
        found: set[int] = set()
        wave = set(self.access.acts_for)
        while wave:
            rows = Succession.objects.filter(is_whole=True, to_unit__in=wave, effective_on__lte=clock.today())
            rows = rows.filter(from_unit__valid_to__lt=F("effective_on")).values_list("from_unit", flat=True)
            wave = set(rows) - found
            found |= wave
        return frozenset(found)


class Session(AbstractBaseSession):
    """A session and whose it is; of a person that is gone it is gone, too."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions", verbose_name="người dùng")

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "phiên đăng nhập"
        verbose_name_plural = "phiên đăng nhập"

    @classmethod
    def get_session_store_class(cls):
        from units.sessions import SessionStore

        return SessionStore


class Preference(models.Model):
    """What one person has chosen for themselves: which mails, which hints are put away, the calendar's address."""

    user = models.OneToOneField(User, models.CASCADE, related_name="preference", verbose_name="người dùng")
    # Notices in the portal always come; these say which of them come by e-mail as well.
    mails_reminders = models.BooleanField("thư nhắc hạn", default=True)
    mails_results = models.BooleanField("thư khi báo cáo được trả lại, chấp nhận, mở khóa", default=True)
    # Private address of the calendar feed; a new one makes the old one answer nothing.
    calendar_key = models.CharField(max_length=43, unique=True, null=True, blank=True)
    hints_put_away = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = "lựa chọn riêng"
        verbose_name_plural = "lựa chọn riêng"


class UnitQuerySet(models.QuerySet):
    def filing(self, on):
        """Units that owe reports on the day ``on``."""
        return self.filter(files_reports=True, is_active=True, valid_from__lte=on).filter(
            Q(valid_to=None) | Q(valid_to__gte=on)
        )

    def hold(self) -> int:
        """Change nothing, but hold these rows until the transaction ends: of two who are at the same unit's affairs at
        once, the second reads below this line what the first wrote."""
        return self.update(order=F("order"))


# The order of every list of units; rows that belong to one stand in it by ``order_by("unit")``.
UNIT_ORDER = ("group", "order", "sort_key", "code")


class Unit(models.Model):
    """A unit answerable under the plan (IV.1–IV.13) or added by an administrator.

    ``code`` is unique for ever and is the only key: "Phường 2" before and after 01/01/2021 is one name with two
    territories.
    """

    class Kind(models.TextChoices):
        WARD = "ward", "phường"
        DEPARTMENT = "department", "phòng chuyên môn"
        OFFICE = "office", "văn phòng"
        MASS = "mass", "Mặt trận và tổ chức chính trị - xã hội"
        PUBLIC = "public", "đơn vị sự nghiệp công lập"
        SCHOOL = "school", "trường"

    class Group(models.TextChoices):
        """Khối thi đua. The order here is the order of every list of units."""

        WARD = "1-ward", "phường"
        OFFICE = "2-office", "phòng, văn phòng"
        MASS = "3-mass", "đoàn thể"
        PUBLIC = "4-public", "đơn vị sự nghiệp"
        OTHER = "5-other", "đơn vị khác"

    code = models.SlugField("mã", max_length=20, unique=True)
    kind = models.CharField("loại", max_length=12, choices=Kind)
    group = models.CharField("khối thi đua", max_length=12, choices=Group)
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=80)
    ref = models.CharField("mục trong Kế hoạch", max_length=20, blank=True)
    is_state_body = models.BooleanField("cơ quan, đơn vị nhà nước", default=True)
    files_reports = models.BooleanField("phải gửi báo cáo", default=True)
    publishes_articles = models.BooleanField("đăng bài lên chuyên trang", default=False)
    allocates_budget = models.BooleanField("phân bổ kinh phí KH&CN", default=False)
    drafts_emulation = models.BooleanField("soạn thang điểm thi đua KH&CN", default=False)
    has_head_step = models.BooleanField("lãnh đạo duyệt trước khi gửi", default=True)
    authority = models.CharField(
        "quyết định ủy quyền",
        max_length=200,
        blank=True,
        help_text="Văn bản cho phép cán bộ gửi theo ủy quyền khi không có bước lãnh đạo duyệt.",
    )
    # The head and the end of its own documents; what is blank is said by its kind (units.letterhead).
    letter_parent = models.CharField(
        "văn bản: cơ quan chủ quản",
        max_length=200,
        blank=True,
        help_text="Để trống: theo loại đơn vị. Ghi “-” nếu văn bản của đơn vị không ghi cơ quan chủ quản.",
    )
    letter_name = models.CharField("văn bản: tên cơ quan ban hành", max_length=200, blank=True)
    letter_place = models.CharField("văn bản: địa danh", max_length=80, blank=True)
    letter_symbol = models.CharField("văn bản: ký hiệu báo cáo", max_length=40, blank=True, help_text="Ví dụ BC-UBND.")
    letter_signature = models.TextField(
        "văn bản: thẩm quyền và chức vụ người ký",
        max_length=300,
        blank=True,
        help_text="Mỗi dòng một dòng chữ ký, dòng cuối là chức vụ cấp trưởng; cấp phó ký thì cổng tự thêm KT.",
    )
    letter_recipients = models.TextField(
        "văn bản: nơi nhận", max_length=1000, blank=True, help_text="Mỗi dòng một nơi, dòng cuối là nơi lưu."
    )
    is_active = models.BooleanField("đang hoạt động", default=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    order = models.PositiveIntegerField("thứ tự", default=0)
    # Refreshed by fold(): search without accents, Vietnamese order in any collation.
    folded = models.CharField(max_length=400, editable=False, default="")
    sort_key = models.CharField(max_length=400, editable=False, default="")

    LETTER = (
        "letter_parent", "letter_name", "letter_place", "letter_symbol", "letter_signature", "letter_recipients",
    )  # fmt: skip

    history = HistoricalRecords()
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = list(UNIT_ORDER)
        # A page of fifty of thousands reads fifty.
        indexes = [models.Index(fields=list(UNIT_ORDER), name="unit_list_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="unit_valid_span"
            )
        ]

    def __str__(self):
        return self.name

    def is_there(self, on) -> bool:
        """Whether the unit is one of today's on the day ``on``."""
        return self.is_active and self.valid_from <= on and (self.valid_to is None or self.valid_to >= on)

    def clean(self):
        self.name = vietnamese.nfc(self.name).strip()
        self.short_name = vietnamese.nfc(self.short_name).strip()
        for name in self.LETTER:
            setattr(self, name, vietnamese.clean_text(getattr(self, name)).strip())
        self.fold()

    def fold(self):
        """Refresh the shadow columns after a change of name; called by the forms and the loader."""
        self.folded = vietnamese.fold(f"{self.name} {self.short_name} {self.code}")
        self.sort_key = vietnamese.sort_key(self.name)


class UnitChange(models.Model):
    """One decision about units: what it did to which of them, since which day (domain §1). Recorded once, by the wizard
    (units.restructuring); its consequences stand in ``Succession``, ``UnitName`` and the days of the units."""

    class Kind(models.TextChoices):
        MERGE = "merge", "hợp nhất, sáp nhập"
        SPLIT = "split", "chia tách"
        RENAME = "rename", "đổi tên"
        DISSOLVE = "dissolve", "giải thể"

    kind = models.CharField("loại", max_length=8, choices=Kind)
    # The units that ended by it; of a change of name the unit that bears the new one.
    units = models.ManyToManyField(Unit, related_name="changes", verbose_name="đơn vị")
    effective_on = models.DateField("có hiệu lực từ ngày")
    decision = models.CharField("văn bản quyết định", max_length=200)
    decided_on = models.DateField("ngày của văn bản")
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by_name = models.CharField("người ghi", max_length=150)

    class Meta:
        verbose_name = "thay đổi đơn vị"
        verbose_name_plural = "thay đổi đơn vị"
        ordering = ["-effective_on", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.effective_on}"


class Succession(models.Model):
    """One unit follows another, whole or in part. Old reports keep the old unit (domain §1).

    ``share``: how much of the old unit's figures counts with this part when they are read by the structure of now, in
    points of a hundred, with the paper that says so. Without it they stay on a line of their own.
    """

    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="successors", verbose_name="đơn vị cũ")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="predecessors", verbose_name="đơn vị mới")
    is_whole = models.BooleanField("toàn bộ", default=True)
    effective_on = models.DateField("từ ngày")
    decision = models.CharField("quyết định", max_length=200)
    share = models.DecimalField("tỷ lệ (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    share_source = models.CharField("căn cứ của tỷ lệ", max_length=200, blank=True)
    change = models.ForeignKey(
        UnitChange, models.PROTECT, null=True, blank=True, related_name="successions", editable=False
    )

    class Meta:
        verbose_name = "kế thừa đơn vị"
        verbose_name_plural = "kế thừa đơn vị"
        constraints = [
            models.UniqueConstraint(fields=["from_unit", "to_unit"], name="succession_once"),
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="succession_of_another"),
            # Who follows the whole unit shares it with nobody.
            models.UniqueConstraint(fields=["from_unit"], condition=Q(is_whole=True), name="succession_one_whole"),
            models.CheckConstraint(
                condition=Q(share=None, share_source="")
                | (Q(is_whole=False, share__gt=0, share__lte=100) & ~Q(share_source="")),
                name="succession_share_has_source",
            ),
        ]

    def __str__(self):
        return f"{self.from_unit_id} → {self.to_unit_id}"

    def clean(self):
        """Shares of one unit never exceed the whole: its figures would count twice."""
        if self.share is None or self.from_unit_id is None:
            return
        others = Succession.objects.filter(from_unit=self.from_unit_id).exclude(pk=self.pk)
        total = self.share + sum(row.share for row in others if row.share)
        if total > 100:
            raise ValidationError({"share": f"Các phần cộng lại {vietnamese.format_number(total)}%, quá 100%."})


class UnitNameQuerySet(models.QuerySet):
    def held_on(self, day):
        """For a unit that has been renamed since ``day``, the name it bore then comes first. ``day`` may be an
        expression of the outer query."""
        return self.filter(valid_to__gte=day).order_by("valid_to")

    def by_code(self, codes, day) -> dict[str, str]:
        """Code → the full name of the day, of those of these units that bear another by now. One query."""
        rows = self.held_on(day).filter(unit__code__in=codes).values_list("unit__code", "name")
        found: dict[str, str] = {}
        for code, name in rows:
            found.setdefault(code, name)
        return found


class UnitName(models.Model):
    """A name that a unit bore until the end of ``valid_to``; the present one stands on the unit itself."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="old_names", verbose_name="đơn vị")
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=80)
    valid_to = models.DateField("đến ngày")
    change = models.ForeignKey(UnitChange, models.PROTECT, related_name="old_names")

    objects = UnitNameQuerySet.as_manager()

    class Meta:
        verbose_name = "tên cũ của đơn vị"
        verbose_name_plural = "tên cũ của đơn vị"
        ordering = ["unit", "valid_to"]
        constraints = [models.UniqueConstraint(fields=["unit", "valid_to"], name="unit_name_once")]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


class Membership(models.Model):
    """Phân công: this person acts in this role, for this unit, from–to."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="người dùng")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="đơn vị"
    )
    role = models.CharField("vai trò", max_length=14, choices=roles.Role)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    decision = models.CharField("quyết định phân công", max_length=200, blank=True)

    history = HistoricalRecords()
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        constraints = [
            # Two constraints: SQLite would silently leave out one with nulls_distinct=False.
            models.UniqueConstraint(fields=["user", "unit", "role", "valid_from"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user", "role", "valid_from"], condition=Q(unit=None), name="membership_once_without_unit"
            ),
            # A reporter or head of no unit would act for nobody.
            models.CheckConstraint(
                condition=~Q(role__in=["reporter", "head"]) | Q(unit__isnull=False), name="membership_has_unit"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"


class AuditEvent(models.Model):
    """Who did what, when, and what it was before and after. No foreign keys: it outlives what it tells of."""

    at = models.DateTimeField("lúc", db_index=True)
    actor = models.CharField("tên đăng nhập", max_length=150, db_index=True)
    actor_name = models.CharField("người thực hiện", max_length=150)
    act = models.CharField("việc", max_length=60, db_index=True)
    subject = models.CharField("đối tượng", max_length=120, db_index=True)
    before = models.JSONField("trước", default=dict, blank=True)
    after = models.JSONField("sau", default=dict, blank=True)
    note = models.TextField("ghi chú", blank=True)
    folded = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = "nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.actor} {self.act} {self.subject}"


# Kept in a module of its own, as its subject is; Django finds models here alone.
from units.importing.runs import ImportRun  # noqa: E402, F401
