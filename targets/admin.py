"""The plan, its calendar, targets and tasks in the administration.

The words of the document are mended here, never added to or taken away.
"""

import re

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from targets import periods
from targets.models import Assignment, Heading, Passage, Period, Plan, Target, Task
from targets.models.plan import MOST_DAYS
from units.admin import AuditedAdmin, HistoryAdmin
from units.admin_site import site
from units.vietnamese import clean_text


class DaysInput(forms.TextInput):
    def format_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else super().format_value(value)


class DaysField(forms.Field):
    """Numbers of days as people write them, "14, 7, 3, 1", as the list of whole numbers that the database keeps."""

    widget = DaysInput

    def __init__(self, *, descending=False, **options):
        super().__init__(required=False, **options)
        self.descending = descending

    def to_python(self, value):
        days = []
        for word in re.split(r"[,;\s]+", (value or "").strip()):
            if not word:
                continue
            if not (word.isascii() and word.isdigit()):
                example = "ghi các số cách nhau bằng dấu phẩy, ví dụ 7, 3, 1."
                raise ValidationError(f"“{word[:20]}” không phải số ngày: {example}")
            number = int(word[:9])
            if not 1 <= number <= MOST_DAYS:
                raise ValidationError(f"{word[:9]} ngày: mỗi số từ 1 đến {MOST_DAYS}.")
            if number in days:
                raise ValidationError(f"{number} ngày ghi hai lần, bỏ bớt một.")
            days.append(number)
        return sorted(days, reverse=self.descending)


class LinesInput(forms.Textarea):
    def format_value(self, value):
        return "\n".join(map(str, value)) if isinstance(value, list) else super().format_value(value)


class LinesField(forms.Field):
    """Names, one a line, as the list that the database keeps."""

    widget = LinesInput(attrs={"rows": 4, "class": "vLargeTextField"})

    def to_python(self, value):
        lines = [line.strip() for line in clean_text(value or "").splitlines()]
        return [line for line in lines if line]


class PlanForm(forms.ModelForm):
    """When reminders go out, as text instead of as stored (domain §8: configurable)."""

    remind_before = DaysField(
        label="Nhắc trước hạn (ngày)",
        descending=True,
        help_text="Ví dụ: 14, 7, 3, 1. Ngày hạn luôn có thư nhắc. Để trống thì không nhắc trước.",
    )
    remind_after = DaysField(label="Nhắc sau hạn (ngày)", help_text="Ví dụ: 1, 3, 7. Để trống thì không nhắc sau hạn.")


_REPORTING = {"due_day", "due_month_of_quarter", "roll_weekends", "last_year"}


@admin.register(Plan, site=site)
class PlanAdmin(HistoryAdmin):
    """Settings of the calendar. New deadlines hold for the periods that have not opened."""

    may_add = may_delete = False
    audit_name = "number"
    form = PlanForm
    list_display = ["number", "title", "issued_on", "first_year", "last_year", "due_day", "due_month_of_quarter"]
    autocomplete_fields = ["coordinator"]
    fieldsets = [
        (
            "Văn bản",
            {
                "fields": [
                    "number",
                    "title",
                    ("issued_on", "issued_by"),
                    ("signed_by", "signatory_post"),
                    ("received_number", "received_on", "received_by"),
                    ("first_year", "last_year"),
                    "coordinator",
                ]
            },
        ),
        (
            "Kỳ báo cáo",
            {
                "fields": [("due_day", "due_month_of_quarter", "roll_weekends"), "return_working_days"],
                "description": "Đổi hạn gửi chỉ đổi các kỳ chưa mở và chưa gia hạn.",
            },
        ),
        (
            "Kế hoạch hằng năm",
            {
                "fields": [("annual_due_day", "annual_due_month")],
                "description": "Ngày trong năm mà Phòng Kinh tế chờ kế hoạch năm của đơn vị; sau ngày này là chậm.",
            },
        ),
        (
            "Chỉ tiêu, nhiệm vụ và nhắc việc",
            {
                "fields": [
                    ("on_track_margin", "odd_factor"),
                    "stuck_after_quarters",
                    ("school_year_month", "school_year_day"),
                    ("remind_before", "remind_after"),
                ]
            },
        ),
    ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if _REPORTING & set(form.changed_data):
            periods.replan(obj, by=request.user)


@admin.register(Heading, site=site)
class HeadingAdmin(AuditedAdmin):
    may_add = may_delete = False
    audit_name = "ref"
    list_display = ["ref", "title"]
    list_filter = ["plan"]
    search_fields = ["ref", "title", "wording"]
    readonly_fields = ["plan", "ref", "order"]


@admin.register(Passage, site=site)
class PassageAdmin(AuditedAdmin):
    may_add = may_delete = False
    audit_name = "ref"
    list_display = ["ref", "kind", "__str__"]
    list_filter = ["plan", "kind"]
    search_fields = ["ref", "title", "text"]
    readonly_fields = ["plan", "kind", "ref", "order", "heading"]
    autocomplete_fields = ["units"]


class PeriodForm(forms.ModelForm):
    """A deadline that moves needs a reason, which the pages show (domain §2)."""

    def clean(self):
        cleaned = super().clean()
        if "due_on" in self.changed_data and cleaned.get("due_on"):
            if not cleaned.get("extension_reason"):
                self.add_error("extension_reason", "Ghi lý do đổi hạn gửi.")
            elif self.instance.original_due_on is None:
                self.instance.original_due_on = self.initial["due_on"]
        return cleaned


@admin.register(Period, site=site)
class PeriodAdmin(HistoryAdmin):
    may_add = may_delete = False
    audit_name = "key"
    form = PeriodForm
    list_display = ["label", "window_from", "window_to", "due_on", "locks_on", "publish_by", "opened_at", "closed_at"]
    list_filter = ["plan", "year"]
    readonly_fields = [
        "plan",
        "year",
        "quarter",
        "window_from",
        "window_to",
        "original_due_on",
        "opened_at",
        "closed_at",
    ]

    @admin.display(description="kỳ", ordering=["year", "quarter"])
    def label(self, period):
        return period.label


class TargetForm(forms.ModelForm):
    parts = LinesField(
        label="Các văn bản phải có",
        required=False,
        help_text="Của một mốc cần nhiều văn bản, mỗi dòng một văn bản: có đủ ngày của tất cả mới là xong.",
    )


@admin.register(Target, site=site)
class TargetAdmin(HistoryAdmin):
    form = TargetForm
    audit_name = "code"
    sheet = "chi-tieu"
    list_display = ["code", "title", "ref", "measure", "basis", "threshold", "source", "theme"]
    list_filter = ["plan", "theme", "measure", "basis", "source"]
    search_fields = ["code", "title", "wording"]
    ordering = ["plan", "order"]
    # Set together with how it is counted, on the page of the counting rules.
    readonly_fields = ["registry_from"]


@admin.register(Assignment, site=site)
class AssignmentAdmin(HistoryAdmin):
    list_display = ["target", "unit", "reports", "coordinates", "valid_from", "valid_to"]
    list_filter = ["target__plan", "reports", "coordinates", "unit__group", "target"]
    list_select_related = ["target", "unit"]
    search_fields = ["target__code", "target__title", "unit__folded"]
    autocomplete_fields = ["target", "unit"]

    def audit_subject(self, assignment):
        return f"{assignment.target.code} {assignment.unit.code}"


@admin.register(Task, site=site)
class TaskAdmin(HistoryAdmin):
    audit_name = "code"
    sheet = "nhiem-vu"
    list_display = ["code", "ref", "unit", "heading", "title", "is_requested"]
    list_filter = ["plan", "heading", "unit__group", "is_requested"]
    list_select_related = ["unit", "heading"]
    search_fields = ["code", "ref", "title", "wording"]
    autocomplete_fields = ["unit"]
