"""The quarterly report of one unit: what is being typed, what was sent, and what was said about it."""

from django.db import models
from django.db.models import F, Q

from reports.models.narrative import Narrative
from targets.models import Commitment, Heading, Period, Target
from units.models import Unit, User


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows whose existence ``user`` may know of; anything else is a 404 (contract, "Who sees what")."""
        # Of one row that is read already: Report.is_visible_to.
        access = user.access
        if access.sees_states:
            return self
        return self.filter(unit_id__in=access.acts_for)

    def for_address(self, year, quarter, code):
        return self.filter(period__year=year, period__quarter=quarter, unit__code=code)


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
    # "Không phát sinh": nothing happened, said in one click; distinct from silence (domain §3).
    is_nil = models.BooleanField("không phát sinh", default=False)
    # A signed paper report that the office types in: the day it came decides timeliness (domain §3, nhập thay). Set on
    # a draft, the form is the office's until it is sent (reports.paper).
    received_on = models.DateField("nhận bản giấy ngày", null=True, blank=True)
    # The latest accepted version counts, also while the report is reopened for correction.
    official = models.OneToOneField("Version", models.PROTECT, null=True, blank=True, related_name="official_of")
    latest = models.OneToOneField("Version", models.PROTECT, null=True, blank=True, related_name="latest_of")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        ordering = ["-period__year", "-period__quarter", "unit"]
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
        indexes = [
            # All that whereabouts.standing counts.
            models.Index(
                fields=["period", "state", "started_at", "version_count", "first_sent_at"], name="report_standing"
            ),
            # What waits for the office, the oldest first; of it what says that there was nothing.
            models.Index(fields=["state", "last_sent_at", "id"], name="report_waiting"),
            models.Index(fields=["is_nil", "state", "last_sent_at", "id"], name="report_nil_waiting"),
        ]

    def __str__(self):
        return self.key

    @property
    def key(self) -> str:
        """ "P1-2018-2", as addresses, the audit log and ``data-report`` name it."""
        return f"{self.unit.code}-{self.period.key}"

    def is_visible_to(self, user) -> bool:
        return user.access.sees_states or self.unit_id in user.access.acts_for

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
    received_on = models.DateField("nhận bản giấy ngày", null=True, blank=True)
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
    # What the unit says to it, line by line.
    answer = models.TextField("đơn vị trả lời", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = "lời trả lại"
        verbose_name_plural = "lời trả lại"
        ordering = ["pk"]


class ResultItem(models.Model):
    """One result of the quarter under a heading of section III, so that the district can gather by heading."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="result_items")
    heading = models.ForeignKey(Heading, models.PROTECT, related_name="+", verbose_name="đề mục")
    text = models.TextField("kết quả")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "kết quả theo đề mục"
        verbose_name_plural = "kết quả theo đề mục"
        ordering = ["order", "pk"]


class Proposal(models.Model):
    """Kiến nghị: said to somebody, who answers; the unit sees that it was heard (domain §3)."""

    class Addressee(models.TextChoices):
        OFFICE = "office", "Phòng Kinh tế"
        COMMITTEE = "committee", "UBND Quận 4"
        DEPARTMENT = "department", "Sở Khoa học và Công nghệ"

    class State(models.TextChoices):
        OPEN = "open", "Chờ trả lời"
        FORWARDED = "forwarded", "Đã chuyển"
        ANSWERED = "answered", "Đã trả lời"
        CARRIED = "carried", "Nêu lại ở kỳ sau"

    report = models.ForeignKey(Report, models.CASCADE, related_name="proposal_rows")
    heading = models.ForeignKey(
        Heading, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đề mục"
    )
    addressee = models.CharField("gửi đến", max_length=10, choices=Addressee, default=Addressee.OFFICE)
    text = models.TextField("kiến nghị")
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField("tình trạng", max_length=9, choices=State, default=State.OPEN)
    answer = models.TextField("trả lời", blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    answered_by_name = models.CharField("người trả lời", max_length=150, blank=True)
    carried_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to", verbose_name="nêu lại từ"
    )

    class Meta:
        verbose_name = "kiến nghị"
        verbose_name_plural = "kiến nghị"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="proposal_answered_has_answer",
            )
        ]


class Unlock(models.Model):
    """A report open again, for correction or to be filed late: one unit and period, a reason, an end by itself."""

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
