"""WHAT WAS ACHIEVED: drafts, the immutable versions that were sent, and what the district made of them."""

from django.db import models
from django.db.models import F, Q

from targets.models import Commitment, Period, Target
from units.models import Unit, User


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows whose existence ``user`` may know of; anything else is a 404 (contract, "Who sees what")."""
        access = user.access
        if access.sees_states:
            return self
        return self.filter(unit_id__in=access.acts_for)

    def for_address(self, year, quarter, code):
        return self.filter(period__year=year, period__quarter=quarter, unit__code=code)


class Narrative(models.Model):
    """The seven texts of a report, in the order of print."""

    situation = models.TextField("Tình hình triển khai", blank=True)
    results = models.TextField("Kết quả nổi bật", blank=True)
    advantages = models.TextField("Thuận lợi", blank=True)
    difficulties = models.TextField("Khó khăn, vướng mắc", blank=True)
    causes = models.TextField("Nguyên nhân", blank=True)
    proposals = models.TextField("Kiến nghị, đề xuất", blank=True)
    next_quarter = models.TextField("Phương hướng quý sau", blank=True)

    SECTIONS = ("situation", "results", "advantages", "difficulties", "causes", "proposals", "next_quarter")

    class Meta:
        abstract = True

    @property
    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.SECTIONS}


class Report(Narrative):
    """Báo cáo quý of one unit for one period: the draft, and where it stands.

    What was sent lives in Version and never changes; this row is what the unit is typing now.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        PENDING = "pending", "Chờ lãnh đạo đơn vị duyệt"
        SENT = "sent", "Đã gửi"
        RETURNED = "returned", "Trả lại"
        ACCEPTED = "accepted", "Đã chấp nhận"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="đơn vị")
    period = models.ForeignKey(Period, models.PROTECT, related_name="reports", verbose_name="kỳ báo cáo")
    state = models.CharField("tình trạng", max_length=8, choices=State, default=State.DRAFT)
    # Optimistic lock of the draft: a save names the revision it was made from.
    revision = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField("bắt đầu soạn", null=True, blank=True)
    edited_at = models.DateTimeField("sửa lần cuối", null=True, blank=True)
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    # Everyone who wrote, entered or sent any of it: none of them may accept it (domain §1).
    hands = models.ManyToManyField(User, blank=True, related_name="+")
    estimate = models.TextField("Ước đến hết quý", blank=True)
    own_number = models.CharField("số, ký hiệu của đơn vị", max_length=40, blank=True)
    own_date = models.DateField("ngày ký", null=True, blank=True)
    signatory = models.CharField("người ký", max_length=120, blank=True)

    version_count = models.PositiveSmallIntegerField(default=0)
    # The first sending that the unit did not itself withdraw decides timeliness, for ever (domain §2).
    first_sent_at = models.DateTimeField("gửi lần đầu", null=True, blank=True)
    last_sent_at = models.DateTimeField("gửi lần cuối", null=True, blank=True)
    submitted_at = models.DateTimeField("trình lãnh đạo lúc", null=True, blank=True)
    taken_at = models.DateTimeField("bắt đầu xem xét", null=True, blank=True)
    taken_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    return_due_on = models.DateField("hạn gửi lại", null=True, blank=True)
    accepted_at = models.DateTimeField("chấp nhận lúc", null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    is_reopened = models.BooleanField("đang đính chính", default=False)
    # The latest accepted version counts, also while the report is reopened for correction.
    official = models.OneToOneField("Version", models.PROTECT, null=True, blank=True, related_name="official_of")
    latest = models.OneToOneField("Version", models.PROTECT, null=True, blank=True, related_name="latest_of")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        ordering = ["-period__year", "-period__quarter", "unit__group", "unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="report_once"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(official__isnull=False, accepted_at__isnull=False),
                name="report_accepted_has_version",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(first_sent_at__isnull=False), name="report_sent_has_time"
            ),
        ]
        indexes = [models.Index(fields=["period", "state"], name="report_period_state")]

    def __str__(self):
        return self.key

    @property
    def key(self) -> str:
        """"P1-2018-2", as addresses, the audit log and ``data-report`` name it."""
        return f"{self.unit.code}-{self.period.key}"

    @property
    def is_started(self) -> bool:
        return self.started_at is not None or self.version_count > 0

    @property
    def shown_state(self) -> str:
        """The state as lists show it: "none" while nobody has written a word."""
        return self.state if self.is_started or self.state != self.State.DRAFT else "none"


class FigureFields(models.Model):
    """One value of one target. Blank is "not reported"; zero is a result.

    ``slot`` tells values of one target apart: "" for the quarter, "2018-04" for a month, "2" for the second paper
    of a milestone. A yes/no answer is 1 or 0 in ``value``.
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="+", verbose_name="chỉ tiêu")
    slot = models.CharField(max_length=8, blank=True, default="")
    value = models.DecimalField("giá trị", max_digits=15, decimal_places=2, null=True, blank=True)
    numerator = models.DecimalField("tử số", max_digits=15, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField("mẫu số", max_digits=15, decimal_places=2, null=True, blank=True)
    done_on = models.DateField("ngày hoàn thành", null=True, blank=True)
    explanation = models.TextField("giải trình", blank=True)

    class Meta:
        abstract = True


class Entry(FigureFields):
    """A figure in the draft."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="entries")
    is_carried = models.BooleanField("chép từ quý trước", default=False)

    class Meta:
        verbose_name = "số liệu đang soạn"
        verbose_name_plural = "số liệu đang soạn"
        constraints = [models.UniqueConstraint(fields=["report", "target", "slot"], name="entry_once")]


class Progress(models.Model):
    """Where one commitment of the year stands, in the draft."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Chưa thực hiện"
        UNDERWAY = "underway", "Đang thực hiện"
        REGULAR = "regular", "Thường xuyên"
        DONE = "done", "Hoàn thành"
        OBSOLETE = "obsolete", "Không còn phù hợp"

    report = models.ForeignKey(Report, models.CASCADE, related_name="progress")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="progress")
    status = models.CharField("tình trạng", max_length=12, choices=Status, blank=True)
    note = models.TextField("kết quả trong kỳ", blank=True)
    is_carried = models.BooleanField("chép từ quý trước", default=False)

    class Meta:
        verbose_name = "tiến độ nhiệm vụ"
        verbose_name_plural = "tiến độ nhiệm vụ"
        constraints = [models.UniqueConstraint(fields=["report", "commitment"], name="progress_once")]


class Version(models.Model):
    """One sending, frozen: the unit's name then, who sent it, every text, figure, progress row and file hash.

    ``content`` is the whole of it as reports.versions writes it; Figure rows repeat its figures for sums.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("lần gửi")
    unit_name = models.CharField("tên đơn vị lúc gửi", max_length=200)
    sent_at = models.DateTimeField("gửi lúc")
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    sender_name = models.CharField("người gửi", max_length=150)
    sender_role = models.CharField("vai trò người gửi", max_length=60)
    authority = models.CharField("quyết định ủy quyền", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True, blank=True)
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    accepted_at = models.DateTimeField("chấp nhận lúc", null=True, blank=True)
    accepted_name = models.CharField("người chấp nhận", max_length=150, blank=True)
    content = models.JSONField("nội dung")

    class Meta:
        verbose_name = "lần gửi"
        verbose_name_plural = "lần gửi"
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="version_number")]

    def __str__(self):
        return f"{self.unit_name}, lần {self.number}"


class Figure(FigureFields):
    """A figure of a version: what roll-ups read. Unit and period stand here so that sums need no join."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="figures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "số liệu đã gửi"
        verbose_name_plural = "số liệu đã gửi"
        constraints = [models.UniqueConstraint(fields=["version", "target", "slot"], name="figure_once")]
        indexes = [models.Index(fields=["target", "period"], name="figure_target_period")]


class Attachment(models.Model):
    """Evidence. The file is stored under its SHA-256 and never rewritten; a version names it by that hash."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="attachments")
    name = models.CharField("tên tệp", max_length=200)
    purpose = models.CharField("chứng minh cho", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("cỡ (byte)")
    content_type = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "tài liệu kèm theo"
        verbose_name_plural = "tài liệu kèm theo"
        ordering = ["pk"]


class ReviewNote(models.Model):
    """Why a report came back: as a whole (``line`` empty) or pinned to one line of the form."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="notes")
    version = models.ForeignKey(Version, models.CASCADE, null=True, blank=True, related_name="notes")
    line = models.CharField(max_length=80, blank=True)
    text = models.TextField("lý do")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    by_role = models.CharField(max_length=60)

    class Meta:
        verbose_name = "lời trả lại"
        verbose_name_plural = "lời trả lại"
        ordering = ["pk"]


class Unlock(models.Model):
    """An accepted report reopened for correction: one unit and period, a reason, an end by itself."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="unlocks")
    reason = models.TextField("lý do")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    expires_at = models.DateTimeField("hết hiệu lực")
    closed_at = models.DateTimeField("đóng lúc", null=True, blank=True)

    class Meta:
        verbose_name = "mở khóa"
        verbose_name_plural = "mở khóa"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(closed_at=None), name="unlock_one_open"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("at")), name="unlock_expires_later"),
        ]


class Exclusion(models.Model):
    """A unit that owes no report for a period: out of that period's denominators; earlier flows stay."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="exclusions")
    period = models.ForeignKey(Period, models.PROTECT, related_name="exclusions")
    reason = models.TextField("lý do")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)

    class Meta:
        verbose_name = "miễn báo cáo"
        verbose_name_plural = "miễn báo cáo"
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="exclusion_once")]


class Reminder(models.Model):
    """The claim on one message: each (unit, period, kind) goes out once, however often the job runs or crashes.

    ``unit`` is empty for the reviewer's collective summary. The row and its notices are written in one transaction,
    so a claim without letters cannot be left behind; their e-mails have leases of their own (Notice).
    """

    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="reminders")
    period = models.ForeignKey(Period, models.CASCADE, related_name="reminders")
    kind = models.CharField("loại", max_length=40)
    on = models.DateField("cho ngày")
    sent_at = models.DateTimeField("gửi lúc")
    recipients = models.PositiveSmallIntegerField("số người nhận", default=0)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "thư nhắc"
        verbose_name_plural = "thư nhắc"
        # Two constraints: SQLite would silently leave out one with nulls_distinct=False.
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "kind"], name="reminder_once"),
            models.UniqueConstraint(
                fields=["period", "kind"], condition=Q(unit=None), name="reminder_summary_once"
            ),
        ]


class Notice(models.Model):
    """A message in the portal for one person; its e-mail, if any, is sent from it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    text = models.CharField(max_length=400)
    url = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    # E-mail: wanted when subject is set. Claimed by lease, so that two workers send it once.
    mail_claimed_until = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "tin nhắn"
        verbose_name_plural = "tin nhắn"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_user"),
            models.Index(fields=["mailed_at", "mail_claimed_until"], name="notice_mail"),
        ]


class OutboxMail(models.Model):
    """What the demonstration would have mailed: kept in the database, shown on a page."""

    at = models.DateTimeField()
    to = models.CharField(max_length=400)
    subject = models.CharField(max_length=300)
    body = models.TextField()

    class Meta:
        verbose_name = "thư đi"
        verbose_name_plural = "thư đi"
        ordering = ["-pk"]


class Publication(Narrative):
    """Báo cáo tổng hợp: a draft that is edited, then one frozen snapshot from which everything is drawn."""

    class State(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        PUBLISHED = "published", "Đã công bố"

    class Kind(models.TextChoices):
        QUARTER = "quarter", "quý"

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
    # Set once, at publishing:
    code = models.CharField("mã kiểm tra", max_length=16, unique=True, null=True, blank=True)
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    publisher_name = models.CharField("người công bố", max_length=150, blank=True)
    snapshot = models.JSONField("dữ liệu đóng băng", null=True, blank=True)
    # Drawn from the snapshot by a job:
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_size = models.PositiveIntegerField(default=0)
    pdf_pages = models.PositiveSmallIntegerField(default=0)

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
                condition=Q(state="draft")
                | Q(snapshot__isnull=False, code__isnull=False, published_at__isnull=False),
                name="publication_frozen",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""), name="publication_correction_has_reason"
            ),
        ]

    def __str__(self):
        return f"Báo cáo tổng hợp {self.period.label}, bản {self.number}"


class Job(models.Model):
    """Work for the queue. The row is the truth and the queue a doorbell: a sweep finishes what a worker dropped."""

    class State(models.TextChoices):
        QUEUED = "queued", "Đang chờ đến lượt"
        RUNNING = "running", "Đang tạo"
        DONE = "done", "Xong"
        FAILED = "failed", "Không tạo được"

    kind = models.CharField(max_length=20)
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, blank=True, related_name="jobs")
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    # Real time: whoever holds the lease works; when it has run out the job is free again.
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = "việc nền"
        verbose_name_plural = "việc nền"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "publication"], condition=~Q(state="failed"), name="job_one_alive"
            )
        ]
