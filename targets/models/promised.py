"""Targets and tasks, and to whom they are given."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from targets import facts
from targets.models.calendar import Period
from targets.models.plan import Heading, Plan, no_day_of_every_year
from units.models import Unit


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

    class Portal(models.TextChoices):
        """What the portal itself can tell of a unit, so that nobody types it."""

        ANNUAL_PLANS = "annual_plans", "kế hoạch hằng năm được chấp nhận"
        ALLOCATION = "allocation", "ngày phân bổ kinh phí của năm"

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
    portal = models.CharField("cổng đếm", max_length=12, choices=Portal, blank=True)
    registry_from = models.ForeignKey(
        Period,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đếm từ sổ, từ cổng kể từ kỳ",
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

    def clean(self):
        if lacks := unmeasurable(self):
            raise ValidationError({name: text[:1].upper() + text[1:] for name, text in lacks})

    def is_typed_in(self, period: Period) -> bool:
        """Whether units type this figure in ``period`` (otherwise the registry or the portal itself tells it)."""
        is_told = self.portal or self.source != self.Source.REPORTED
        if not is_told or self.registry_from is None:
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


BASE_YEARS = 1990, 2100
MOST_PARTS, PART_LIMIT = 20, 200
_WITH_THRESHOLD = {Target.Measure.PERCENT, Target.Measure.COUNT, Target.Measure.SHARE, Target.Measure.GROWTH}


def unmeasurable(target: Target) -> list[tuple[str, str]]:
    """What a target lacks to be measured as it says: (field, what)."""
    found = []
    measure = f"“{target.get_measure_display()}”"
    if target.measure in Target.Measure and target.basis in Target.Basis:
        fitting = facts.over_units_fitting(target.measure, target.basis)
        if not fitting:
            found.append(("basis", f"cách đo {measure} không tính theo tháng được."))
        elif target.over_units not in fitting:
            ways = " hoặc ".join(f"“{one.label}”" for one in Target.OverUnits if one.value in fitting)
            found.append(("over_units", f"cách đo {measure} chỉ lấy qua các đơn vị theo {ways}."))
    if target.measure in _WITH_THRESHOLD and target.threshold is None:
        found.append(("threshold", f"cách đo {measure} cần mức giao."))
    if target.measure == Target.Measure.PERCENT:
        for name in ("numerator_label", "denominator_label"):
            if not getattr(target, name):
                found.append((name, f"cách đo {measure} cần tên tử số và mẫu số."))
    if target.measure == Target.Measure.GROWTH and target.base_year is None:
        found.append(("base_year", f"cách đo {measure} cần năm gốc."))
    elif target.base_year is not None and not BASE_YEARS[0] <= target.base_year <= BASE_YEARS[1]:
        found.append(("base_year", f"ghi năm gốc từ {BASE_YEARS[0]} đến {BASE_YEARS[1]}."))
    for name in ("threshold", "base_value"):
        if (getattr(target, name) or 0) < 0:
            found.append((name, "không thể là số âm."))
    if not isinstance(target.parts, list) or not all(isinstance(part, str) and part.strip() for part in target.parts):
        found.append(("parts", "phải là danh sách tên văn bản."))
    elif len(target.parts) > MOST_PARTS:
        found.append(("parts", f"{len(target.parts)} dòng: ghi nhiều nhất {MOST_PARTS}."))
    elif too_long := next((part for part in target.parts if len(part) > PART_LIMIT), ""):
        found.append(("parts", f"“{too_long[:30]}…” dài quá {PART_LIMIT} ký tự, rút gọn lại."))
    month, day = target.yearly_due_month, target.yearly_due_day
    if (month is None) != (day is None):
        found.append(("yearly_due_day", "hạn hằng năm cần cả tháng và ngày."))
    elif text := no_day_of_every_year(day, month):
        found.append(("yearly_due_day", text))
    return found


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
        ordering = ["target__order", "unit"]
        constraints = [models.UniqueConstraint(fields=["target", "unit", "valid_from"], name="assignment_once")]
        # A page of targets names who answers for each: a few dozen of a country's quarter of a million.
        indexes = [models.Index(fields=["target"], condition=Q(coordinates=True), name="assignment_coordinates")]

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
