"""Kế hoạch hằng năm: what a unit plans for one year, and the commitments that its accepted plan makes (domain §6)."""

from django.db import models
from django.db.models import Q

from targets.models.budget import FundSource
from targets.models.plan import Heading
from targets.models.promised import Task
from units.models import Unit, User


class YearlyWork(models.Model):
    """One piece of work for a year: a task of the plan, or (``task`` empty) one of the unit's own."""

    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name="nhiệm vụ"
    )
    heading = models.ForeignKey(
        Heading, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name="đề mục"
    )
    ref = models.CharField("mục", max_length=20)
    title = models.CharField("nội dung", max_length=300)
    order = models.PositiveSmallIntegerField("thứ tự")
    expected_result = models.TextField("kết quả dự kiến", blank=True)
    due_on = models.DateField("thời hạn", null=True, blank=True)
    person = models.CharField("người phụ trách", max_length=150, blank=True)
    budget = models.DecimalField("kinh phí (đồng)", max_digits=15, decimal_places=0, null=True, blank=True)
    fund = models.CharField("nguồn kinh phí", max_length=8, choices=FundSource, blank=True)

    class Meta:
        abstract = True


class AnnualPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows whose existence ``user`` may know of: own unit's, all to the Economics Office and to leadership."""
        access = user.access
        if access.sees_everything or access.is_leader:
            return self
        return self.filter(unit_id__in=access.acts_for)


class AnnualPlan(models.Model):
    """Kế hoạch KH&CN of one unit for one year: the draft, and where it stands. What was sent is an AnnualPlanVersion.

    ``first_accepted_at`` says since when the unit has a plan for the year (CK13). While an accepted plan is being
    changed (``is_amending``, for ``amend_reason``) its official version goes on holding.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        PENDING = "pending", "Chờ lãnh đạo đơn vị duyệt"
        SENT = "sent", "Đã gửi"
        RETURNED = "returned", "Trả lại"
        ACCEPTED = "accepted", "Đã chấp nhận"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="annual_plans", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    state = models.CharField("tình trạng", max_length=8, choices=State, default=State.DRAFT)
    # Optimistic lock of the draft: a save names the revision it was made from.
    revision = models.PositiveIntegerField(default=0)
    aims = models.TextField("mục tiêu, yêu cầu của năm", blank=True)
    started_at = models.DateTimeField("bắt đầu soạn", null=True, blank=True)
    edited_at = models.DateTimeField("sửa lần cuối", null=True, blank=True)
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    # Everyone who wrote or sent any of it: none of them may accept it (domain §1).
    hands = models.ManyToManyField(User, blank=True, related_name="+")
    submitted_at = models.DateTimeField("trình lãnh đạo lúc", null=True, blank=True)
    first_sent_at = models.DateTimeField("gửi lần đầu", null=True, blank=True)
    last_sent_at = models.DateTimeField("gửi lần cuối", null=True, blank=True)
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    returned_by_name = models.CharField("người trả lại", max_length=150, blank=True)
    reason = models.TextField("lý do trả lại", blank=True)
    first_accepted_at = models.DateTimeField("chấp nhận lần đầu", null=True, blank=True)
    accepted_at = models.DateTimeField("chấp nhận lúc", null=True, blank=True)
    accepted_by_name = models.CharField("người chấp nhận", max_length=150, blank=True)
    is_amending = models.BooleanField("đang điều chỉnh", default=False)
    amend_reason = models.TextField("lý do điều chỉnh", blank=True)
    version_count = models.PositiveSmallIntegerField(default=0)
    official = models.OneToOneField(
        "AnnualPlanVersion", models.PROTECT, null=True, blank=True, related_name="official_of"
    )

    objects = AnnualPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch hằng năm"
        verbose_name_plural = "kế hoạch hằng năm"
        ordering = ["-year", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="annual_plan_once"),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | Q(official__isnull=False, accepted_at__isnull=False, first_accepted_at__isnull=False),
                name="annual_plan_accepted_has_version",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(first_sent_at__isnull=False), name="annual_plan_sent_has_time"
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(reason=""), name="annual_plan_returned_why"),
            models.CheckConstraint(
                condition=Q(is_amending=False) | (~Q(amend_reason="") & Q(official__isnull=False)),
                name="annual_plan_amended_why",
            ),
        ]
        indexes = [models.Index(fields=["year", "state"], name="annual_plan_year_state")]

    def __str__(self):
        return self.key

    @property
    def key(self) -> str:
        """ "P1-2018", as addresses and the audit log name it."""
        return f"{self.unit.code}-{self.year}"


class AnnualPlanLine(YearlyWork):
    """A row of the draft. A task of the plan that the unit does not take up this year says why (``skip_reason``)."""

    annual_plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="lines")
    skip_reason = models.CharField("lý do không thực hiện trong năm", max_length=300, blank=True)

    class Meta:
        verbose_name = "dòng kế hoạch năm"
        verbose_name_plural = "dòng kế hoạch năm"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["annual_plan", "ref"], name="annual_plan_line_ref"),
            models.CheckConstraint(condition=Q(budget=None) | Q(budget__gte=0), name="annual_plan_line_budget"),
        ]

    def __str__(self):
        return f"{self.ref} {self.title}"


class AnnualPlanStep(models.Model):
    """One step of the way a plan went, in the words of its day: what was asked and answered is never overwritten.

    ``name``: the act (reports.annual_plans). ``version``: number of the sending it is about; None of what was only
    written.
    """

    annual_plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="steps")
    name = models.CharField("việc", max_length=12)
    at = models.DateTimeField("lúc")
    by_name = models.CharField("người thực hiện", max_length=150)
    by_role = models.CharField("vai trò", max_length=60, blank=True)
    version = models.PositiveSmallIntegerField("lần gửi", null=True, blank=True)
    text = models.TextField("lời ghi", blank=True)

    class Meta:
        verbose_name = "bước của kế hoạch năm"
        verbose_name_plural = "bước của kế hoạch năm"
        ordering = ["annual_plan", "pk"]

    def __str__(self):
        return f"{self.name} {self.at:%Y-%m-%d}"


class AnnualPlanVersion(models.Model):
    """One sending of an annual plan, frozen whole. ``reason``: why an accepted plan was changed; "" of the first."""

    annual_plan = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("lần gửi")
    unit_name = models.CharField("tên đơn vị lúc gửi", max_length=200)
    reason = models.TextField("lý do điều chỉnh", blank=True)
    sent_at = models.DateTimeField("gửi lúc")
    sender_name = models.CharField("người gửi", max_length=150)
    sender_role = models.CharField("vai trò người gửi", max_length=60)
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True, blank=True)
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    return_reason = models.TextField("lý do trả lại", blank=True)
    accepted_at = models.DateTimeField("chấp nhận lúc", null=True, blank=True)
    accepted_name = models.CharField("người chấp nhận", max_length=150, blank=True)
    content = models.JSONField("nội dung")

    class Meta:
        verbose_name = "lần gửi kế hoạch năm"
        verbose_name_plural = "lần gửi kế hoạch năm"
        ordering = ["annual_plan", "number"]
        constraints = [models.UniqueConstraint(fields=["annual_plan", "number"], name="annual_plan_version_number")]

    def __str__(self):
        return f"{self.unit_name}, lần {self.number}"


class CommitmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own unit's; all to the Economics Office and to leadership. The administrator reads no content."""
        access = user.access
        if access.sees_everything or access.is_leader:
            return self
        return self.filter(unit_id__in=access.acts_for)

    def standing(self):
        """Those that progress is still asked of: a change of the annual plan in mid-year may have ended others."""
        return self.filter(ended_on=None)


class Commitment(YearlyWork):
    """What a unit has undertaken for one year: a task of the plan, or (``task`` empty) a line of its own plan.

    Progress points here, never straight at a Task (IV, penultimate paragraph: each unit plans every year). The plan's
    tasks are commitments from the opening of the year's first period; an accepted annual plan fills them in and adds
    the unit's own. ``ended_on``: the day a change of the plan took it out, for ``end_reason``.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="commitments", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    ended_on = models.DateField("thôi thực hiện từ ngày", null=True, blank=True)
    end_reason = models.CharField("lý do thôi thực hiện", max_length=300, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = "việc trong năm"
        verbose_name_plural = "việc trong năm"
        ordering = ["year", "unit", "order"]
        constraints = [models.UniqueConstraint(fields=["unit", "year", "ref"], name="commitment_ref")]

    def __str__(self):
        return f"{self.year} {self.ref} {self.title}"
