"""The plan as data: its calendar rules, headings and paragraphs.

A successor plan (other years, other deadlines, other targets) is other rows, not other code.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from targets.quarters import Reporting
from units.models import Unit


def days_before():
    return [14, 7, 3, 1]


def days_after():
    return [1, 3, 7]


# What a plan's numbers have to lie between: beyond it pages would count for ever, or on days that no calendar has.
BOUNDS = {
    "first_year": (2000, 2100),
    "last_year": (2000, 2100),
    "return_working_days": (1, 60),
    "on_track_margin": (0, 100),
    "odd_factor": (2, 1000),
}
MOST_YEARS = 20
MOST_DAYS = 60  # before and after the deadline, that a reminder goes out


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
    stuck_after_quarters = models.PositiveSmallIntegerField(
        "nhiệm vụ đình trệ sau (quý)",
        default=2,
        help_text="Số quý đã tổng hợp liền nhau mà tình trạng và kết quả không đổi.",
    )
    school_year_month = models.PositiveSmallIntegerField("năm học bắt đầu tháng", default=8)
    school_year_day = models.PositiveSmallIntegerField("năm học bắt đầu ngày", default=1)
    annual_due_month = models.PositiveSmallIntegerField("kế hoạch năm gửi chậm nhất, tháng", default=1)
    annual_due_day = models.PositiveSmallIntegerField(
        "ngày", default=31, help_text="Kế hoạch chỉ ghi “hằng năm”; đây là ngày Phòng Kinh tế chờ kế hoạch năm."
    )
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
            models.CheckConstraint(condition=Q(stuck_after_quarters__gte=1), name="plan_stuck_after"),
            models.CheckConstraint(
                condition=Q(annual_due_month__range=(1, 12)) & Q(annual_due_day__range=(1, 31)), name="plan_annual_due"
            ),
        ]

    def __str__(self):
        return f"Kế hoạch {self.number}"

    @property
    def reporting(self) -> Reporting:
        return Reporting(self.due_day, self.due_month_of_quarter, self.roll_weekends)

    def clean(self):
        """Raises ValidationError for numbers that no plan has, by field; what a field's own check refused is left."""
        found = {}
        for name, (least, most) in BOUNDS.items():
            value = getattr(self, name)
            if value is not None and not least <= value <= most:
                found[name] = f"{str(value).replace('.', ',')} ngoài phạm vi cho phép: ghi số từ {least} đến {most}."
        years = (self.first_year, self.last_year)
        if None not in years and not found.keys() & {"first_year", "last_year"} and years[1] - years[0] >= MOST_YEARS:
            found["last_year"] = f"Kế hoạch dài nhất {MOST_YEARS} năm."
        for day, month in (("annual_due_day", "annual_due_month"), ("school_year_day", "school_year_month")):
            if text := no_day_of_every_year(getattr(self, day), getattr(self, month)):
                found[day] = text.capitalize()
        if (self.school_year_day, self.school_year_month) == (1, 1):
            found["school_year_day"] = "Năm học bắt đầu ngày 1/1 thì không nối hai năm: ghi ngày khác."
        for name in ("remind_before", "remind_after"):
            days = getattr(self, name)
            if not isinstance(days, list) or not all(type(day) is int and 1 <= day <= MOST_DAYS for day in days):
                found[name] = f"Ghi các số ngày, mỗi số từ 1 đến {MOST_DAYS}."
        if found:
            raise ValidationError(found)

    @property
    def school_year_start(self) -> tuple[int, int]:
        return (self.school_year_month, self.school_year_day)


def no_day_of_every_year(day, month) -> str:
    """Why not, of 31 June, or of 29 February, which not every year has."""
    try:
        dt.date(2001, 1 if month is None else month, 1 if day is None else day)
    except (ValueError, OverflowError):
        return f"không có ngày {day}/{month} hằng năm."
    return ""


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
