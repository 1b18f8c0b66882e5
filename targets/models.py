"""WHAT WAS PROMISED: the plan as data, its targets, its calendar, its tasks.

A successor plan (other years, other deadlines, other targets) is other rows, not other code.
"""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from targets import facts
from targets.quarters import Quarter, Reporting
from units.models import Unit


def days_before():
    return [14, 7, 3, 1]


def days_after():
    return [1, 3, 7]


class Plan(models.Model):
    """A plan of the People's Committee, with the rules of its calendar (domain §2; all configurable)."""

    number = models.CharField("số, ký hiệu", max_length=40, unique=True)
    title = models.TextField("trích yếu")
    issued_on = models.DateField("ngày ban hành")
    issued_by = models.CharField("cơ quan ban hành", max_length=120)
    signed_by = models.CharField("người ký", max_length=80)
    signatory_post = models.CharField("chức vụ người ký", max_length=80, default="CHỦ TỊCH")
    received_number = models.CharField("số đến", max_length=20, blank=True)
    received_on = models.DateField("ngày đến", null=True, blank=True)
    received_by = models.CharField("nơi nhận công văn đến", max_length=120, blank=True)
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")
    coordinator = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị đầu mối")

    due_day = models.PositiveSmallIntegerField(
        "gửi trước ngày", default=15, help_text="“Trước ngày 15”: ngày 14 là ngày cuối cùng đúng hạn."
    )
    due_month_of_quarter = models.PositiveSmallIntegerField(
        "tháng của quý", default=3, help_text="3 là tháng cuối quý; 4 là tháng liền sau quý."
    )
    roll_weekends = models.BooleanField("hạn rơi vào cuối tuần thì lùi sang thứ Hai", default=False)
    return_working_days = models.PositiveSmallIntegerField("số ngày làm việc để sửa báo cáo trả lại", default=3)
    on_track_margin = models.DecimalField(
        "biên đúng tiến độ (điểm phần trăm)", max_digits=5, decimal_places=2, default=15
    )
    odd_factor = models.PositiveSmallIntegerField("số liệu lạ khi gấp (lần)", default=10)
    school_year_month = models.PositiveSmallIntegerField("năm học bắt đầu tháng", default=8)
    school_year_day = models.PositiveSmallIntegerField("năm học bắt đầu ngày", default=1)
    remind_before = models.JSONField("nhắc trước hạn (ngày)", default=days_before)
    remind_after = models.JSONField("nhắc sau hạn (ngày)", default=days_after)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        ordering = ["-issued_on"]
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_years"),
            models.CheckConstraint(condition=Q(due_day__range=(2, 28)), name="plan_due_day"),
            models.CheckConstraint(condition=Q(due_month_of_quarter__range=(1, 6)), name="plan_due_month"),
        ]

    def __str__(self):
        return f"Kế hoạch {self.number}"

    @property
    def reporting(self) -> Reporting:
        return Reporting(self.due_day, self.due_month_of_quarter, self.roll_weekends)

    @property
    def school_year_start(self) -> tuple[int, int]:
        return (self.school_year_month, self.school_year_day)


class Heading(models.Model):
    """One of the headings of section III, under which results and tasks are gathered (III.1.a … III.4.b)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="headings", verbose_name="kế hoạch")
    ref = models.CharField("mục", max_length=20)
    title = models.CharField("tên ngắn", max_length=200)
    wording = models.TextField("nguyên văn")
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "đề mục"
        verbose_name_plural = "đề mục"
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "ref"], name="heading_ref")]

    def __str__(self):
        return f"{self.ref} {self.title}"


class Passage(models.Model):
    """A paragraph of the plan that is neither target nor task: shown, quoted, cited by ``ref``."""

    class Kind(models.TextChoices):
        BASIS = "basis", "căn cứ"
        DIRECTION = "direction", "phương hướng"
        OBJECTIVE = "objective", "mục tiêu chung"
        SOLUTION = "solution", "nhiệm vụ, giải pháp"
        RULE = "rule", "quy định báo cáo"
        RECIPIENT = "recipient", "nơi nhận"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="passages", verbose_name="kế hoạch")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    ref = models.CharField("mục", max_length=20)
    order = models.PositiveSmallIntegerField("thứ tự")
    heading = models.ForeignKey(
        Heading, models.PROTECT, null=True, blank=True, related_name="passages", verbose_name="đề mục"
    )
    title = models.CharField("tiêu đề", max_length=300, blank=True)
    text = models.TextField("nguyên văn")
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="đơn vị được nêu")

    class Meta:
        verbose_name = "đoạn văn của kế hoạch"
        verbose_name_plural = "đoạn văn của kế hoạch"
        ordering = ["plan", "kind", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind", "order"], name="passage_order")]

    def __str__(self):
        return f"{self.ref} {self.title or self.text[:60]}"


class PeriodQuerySet(models.QuerySet):
    def for_quarter(self, quarter: Quarter):
        return self.filter(year=quarter.year, quarter=quarter.number)

    def begun(self, on):
        """Periods whose window has begun: the open one and those before it."""
        return self.filter(window_from__lte=on)


class Period(models.Model):
    """Kỳ báo cáo: one quarter of one plan. Dates are inclusive days in Asia/Ho_Chi_Minh."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="periods", verbose_name="kế hoạch")
    year = models.PositiveSmallIntegerField("năm")
    quarter = models.PositiveSmallIntegerField("quý")
    window_from = models.DateField("số liệu từ ngày")
    window_to = models.DateField("số liệu đến hết ngày")
    due_on = models.DateField("hạn gửi (hết ngày)")
    locks_on = models.DateField("khóa sau ngày", null=True, blank=True)
    publish_by = models.DateField("hạn Phòng Kinh tế tổng hợp", null=True, blank=True)
    original_due_on = models.DateField("hạn trước khi gia hạn", null=True, blank=True)
    extension_reason = models.CharField("lý do gia hạn", max_length=300, blank=True)
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)
    # Closed = consolidated: the district's report of this quarter has been published (domain §4, verdicts).
    closed_at = models.DateTimeField("tổng hợp xong lúc", null=True, blank=True)

    history = HistoricalRecords()
    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["year", "quarter"]
        constraints = [
            # At most one plan covers a quarter, so addresses carry no plan.
            models.UniqueConstraint(fields=["year", "quarter"], name="period_quarter"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="period_quarter_range"),
            models.CheckConstraint(condition=Q(window_to__gte=F("window_from")), name="period_window"),
            models.CheckConstraint(
                condition=Q(original_due_on=None) | ~Q(extension_reason=""), name="period_extension_has_reason"
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def value(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    @property
    def key(self) -> str:
        return self.value.key

    @property
    def label(self) -> str:
        return self.value.label


class Target(models.Model):
    """Chỉ tiêu: a promise that is measured (II.2 and the commitments of III and IV)."""

    class Measure(models.TextChoices):
        PERCENT = "percent", "tỷ lệ phần trăm"
        COUNT = "count", "số lượng"
        SHARE = "share", "tỷ lệ đơn vị"
        MILESTONE = "milestone", "mốc hoàn thành"
        GROWTH = "growth", "so với năm gốc"
        TRACKED = "tracked", "theo dõi"

    class Basis(models.TextChoices):
        PLAN = "plan", "cả giai đoạn"
        YEAR = "year", "năm"
        SCHOOL_YEAR = "school_year", "năm học"
        MONTH = "month", "tháng"
        ONCE = "once", "một lần"

    class OverTime(models.TextChoices):
        SUM = "sum", "cộng dồn"
        LAST = "last", "giữ số mới nhất"

    class OverUnits(models.TextChoices):
        SUM = "sum", "cộng"
        RATIO = "ratio", "tổng tử số trên tổng mẫu số"
        SHARE = "share", "tỷ lệ đơn vị có"
        ANY = "any", "một đơn vị xong là xong"
        DISTINCT = "distinct", "đếm không trùng"

    class Source(models.TextChoices):
        REPORTED = "reported", "đơn vị nhập"
        REGISTRY = "registry", "đếm từ sổ theo dõi"
        PORTAL = "portal", "đếm từ cổng"

    class Theme(models.TextChoices):
        """Groups of the leader's page."""

        PEOPLE = "1-people", "Nhân lực, thống kê, quản lý nhà nước"
        STATE = "2-state", "Ứng dụng KH&CN trong cơ quan nhà nước"
        BUSINESS = "3-business", "Doanh nghiệp, ngành nghề da giày"
        CREATIVE = "4-creative", "Sáng tạo, trường học, thanh niên"
        MEDIA = "5-media", "Truyền thông, chuyên trang"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets", verbose_name="kế hoạch")
    code = models.SlugField("mã", max_length=12)
    ref = models.CharField("mục", max_length=40)
    order = models.PositiveSmallIntegerField("thứ tự")
    theme = models.CharField("nhóm", max_length=12, choices=Theme)
    title = models.CharField("chỉ tiêu", max_length=200)
    wording = models.TextField("nguyên văn")
    rule = models.TextField("cách tính", blank=True)
    measure = models.CharField("cách đo", max_length=10, choices=Measure)
    basis = models.CharField("tính theo", max_length=12, choices=Basis)
    over_time = models.CharField("qua thời gian", max_length=5, choices=OverTime)
    over_units = models.CharField("qua các đơn vị", max_length=10, choices=OverUnits)
    source = models.CharField("nguồn số liệu", max_length=10, choices=Source)
    registry_from = models.ForeignKey(
        Period,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đếm từ sổ kể từ kỳ",
        help_text="Trước kỳ này, hoặc khi để trống, đơn vị nhập số.",
    )
    threshold = models.DecimalField("mức giao", max_digits=15, decimal_places=2, null=True, blank=True)
    unit_label = models.CharField("đơn vị tính", max_length=40)
    numerator_label = models.CharField("tên tử số", max_length=80, blank=True)
    denominator_label = models.CharField("tên mẫu số", max_length=80, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    yearly_due_month = models.PositiveSmallIntegerField("hạn hằng năm, tháng", null=True, blank=True)
    yearly_due_day = models.PositiveSmallIntegerField("hạn hằng năm, ngày", null=True, blank=True)
    # A milestone of several dated papers is done when all are (III.1.a.1); one label a paper.
    parts = models.JSONField("các văn bản phải có", default=list, blank=True)
    base_year = models.PositiveSmallIntegerField("năm gốc", null=True, blank=True)
    base_value = models.DecimalField("số của năm gốc", max_digits=15, decimal_places=2, null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="target_code")]

    def __str__(self):
        return f"{self.code} {self.title}"

    def is_typed_in(self, period: Period) -> bool:
        """Whether units type this figure in ``period`` (otherwise the registry counts it)."""
        if self.source == self.Source.REPORTED or self.registry_from is None:
            return True
        return period.value < self.registry_from.value

    @property
    def evaluation_rule(self) -> facts.Rule:
        return facts.Rule(
            code=self.code,
            measure=facts.Measure(self.measure),
            basis=facts.Basis(self.basis),
            over_time=facts.OverTime(self.over_time),
            over_units=facts.OverUnits(self.over_units),
            threshold=self.threshold,
            due_on=self.due_on,
            yearly_due=(self.yearly_due_month, self.yearly_due_day) if self.yearly_due_month else None,
            base_year=self.base_year,
            base_value=self.base_value,
            margin=self.plan.on_track_margin,
            unit_label=self.unit_label,
            parts=len(self.parts) or 1,
            school_year_start=self.plan.school_year_start,
        )


class Assignment(models.Model):
    """This unit reports this target, from–to (data days). ``coordinates`` marks the unit that answers for the whole."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="assignments", verbose_name="chỉ tiêu")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name="đơn vị")
    reports = models.BooleanField("báo cáo số liệu", default=True)
    coordinates = models.BooleanField("đầu mối", default=False)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "giao chỉ tiêu"
        verbose_name_plural = "giao chỉ tiêu"
        ordering = ["target__order", "unit__group", "unit__order"]
        constraints = [models.UniqueConstraint(fields=["target", "unit", "valid_from"], name="assignment_once")]

    def __str__(self):
        return f"{self.target_id}: {self.unit_id}"


class Task(models.Model):
    """Nhiệm vụ: one bullet of section IV for one unit it is given to."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks", verbose_name="kế hoạch")
    code = models.CharField("mã", max_length=30)
    ref = models.CharField("mục", max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tasks", verbose_name="đơn vị")
    heading = models.ForeignKey(Heading, models.PROTECT, related_name="tasks", verbose_name="đề mục")
    title = models.CharField("tên ngắn", max_length=200)
    wording = models.TextField("nguyên văn")
    order = models.PositiveSmallIntegerField("thứ tự")
    is_requested = models.BooleanField("đề nghị, không phải giao", default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="task_code"),
            models.UniqueConstraint(fields=["plan", "unit", "ref"], name="task_ref"),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"


class Commitment(models.Model):
    """What a unit has undertaken for one year: a task of the plan, or (``task`` empty) a line of its own plan.

    Progress points here, never straight at a Task (IV, penultimate paragraph: each unit plans every year).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="commitments", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name="nhiệm vụ"
    )
    heading = models.ForeignKey(
        Heading, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name="đề mục"
    )
    ref = models.CharField("mục", max_length=20)
    title = models.CharField("nội dung", max_length=300)
    order = models.PositiveSmallIntegerField("thứ tự")
    expected_result = models.TextField("kết quả dự kiến", blank=True)
    due_on = models.DateField("thời hạn", null=True, blank=True)

    class Meta:
        verbose_name = "việc trong năm"
        verbose_name_plural = "việc trong năm"
        ordering = ["year", "unit", "order"]
        constraints = [models.UniqueConstraint(fields=["unit", "year", "ref"], name="commitment_ref")]

    def __str__(self):
        return f"{self.year} {self.ref} {self.title}"
