"""Hội đồng: who advises, for which term and by which papers, whom each member looks after, and when they met."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from units.models import Unit, User


class CouncilQuerySet(models.QuerySet):
    def in_term(self, on):
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))

    def seating(self, user, on):
        """Those in term in which this person has a seat on the day ``on``."""
        seats = CouncilMember.objects.sitting(on).filter(user=user)
        return self.in_term(on).filter(pk__in=seats.values("council"))

    def visible_to(self, user, on):
        """All to the Economics Office and to leadership; one's own unit's, and where one has a seat."""
        access = user.access
        if access.sees_everything or access.is_leader:
            return self
        return self.filter(Q(unit_id__in=access.acts_for) | Q(pk__in=self.model.objects.seating(user, on).values("pk")))


class Council(models.Model):
    """A council of experts. The one that advises on initiatives is not the district's one for science and technology
    (domain §5). Its papers are those of III.1.a.1: decision, rules of work, assignment of members to units."""

    class Kind(models.TextChoices):
        INITIATIVES = "initiatives", "Hội đồng sáng kiến"
        ADVISORY = "advisory", "Hội đồng tư vấn KH&CN"

    kind = models.CharField("loại", max_length=12, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="councils", verbose_name="đơn vị")
    name = models.CharField("tên", max_length=200)
    decision_number = models.CharField("số quyết định", max_length=40)
    decided_on = models.DateField("ngày quyết định")
    rules_number = models.CharField("số quy chế hoạt động", max_length=40, blank=True)
    rules_on = models.DateField("ngày quy chế hoạt động", null=True, blank=True)
    assignment_number = models.CharField("số văn bản phân công", max_length=40, blank=True)
    assigned_on = models.DateField("ngày văn bản phân công", null=True, blank=True)
    valid_from = models.DateField("nhiệm kỳ từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    end_reason = models.CharField("lý do kết thúc nhiệm kỳ", max_length=300, blank=True)
    # Optimistic lock of the council and its members: a save names the revision it was made from.
    revision = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords()
    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = "hội đồng"
        verbose_name_plural = "hội đồng"
        ordering = ["kind", "-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="council_term"),
            models.CheckConstraint(
                condition=Q(rules_on=None, rules_number="") | (Q(rules_on__isnull=False) & ~Q(rules_number="")),
                name="council_rules_dated",
            ),
            models.CheckConstraint(
                condition=Q(assigned_on=None, assignment_number="")
                | (Q(assigned_on__isnull=False) & ~Q(assignment_number="")),
                name="council_assignment_dated",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def key(self) -> str:
        return f"HD-{self.pk}"

    def is_in_term(self, on) -> bool:
        return self.valid_from <= on and (self.valid_to is None or self.valid_to >= on)


class CouncilMemberQuerySet(models.QuerySet):
    def sitting(self, on):
        return self.filter(Q(left_on=None) | Q(left_on__gt=on))


class CouncilMember(models.Model):
    """A seat: a name, who may have nothing to do with the portal. ``left_on``: the first day without them; whoever has
    been at a meeting leaves, and is not struck out."""

    class Role(models.TextChoices):
        CHAIR = "1-chair", "Chủ tịch"
        VICE = "2-vice", "Phó Chủ tịch"
        SECRETARY = "3-secretary", "Thư ký"
        MEMBER = "4-member", "Ủy viên"

    council = models.ForeignKey(Council, models.CASCADE, related_name="members", verbose_name="hội đồng")
    name = models.CharField("họ và tên", max_length=150)
    post = models.CharField("chức vụ, nơi công tác", max_length=200, blank=True)
    role = models.CharField("vai trò", max_length=12, choices=Role, default=Role.MEMBER)
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="council_seats", verbose_name="tài khoản"
    )
    left_on = models.DateField("thôi tham gia từ ngày", null=True, blank=True)
    oversees = models.ManyToManyField(Unit, blank=True, related_name="overseen_by", verbose_name="phụ trách đơn vị")

    objects = CouncilMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên hội đồng"
        verbose_name_plural = "thành viên hội đồng"
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], name="council_member_once"),
            models.UniqueConstraint(fields=["council", "user"], name="council_member_account_once"),
        ]

    def __str__(self):
        return self.name

    def sits(self, on) -> bool:
        return self.left_on is None or self.left_on > on


class CouncilMeeting(models.Model):
    """Phiên họp: one a day of a council.

    Opinions and votes stand on the initiatives, nowhere else: those that name this council and this day
    (``council``, ``council_met_on``) are what the meeting considered. So its day cannot move under them.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="meetings", verbose_name="hội đồng")
    held_on = models.DateField("ngày họp")
    place = models.CharField("nơi họp", max_length=200)
    chaired_by = models.ForeignKey(
        CouncilMember, models.PROTECT, related_name="chaired", verbose_name="người chủ trì"
    )
    attendees = models.ManyToManyField(CouncilMember, related_name="attended", verbose_name="thành viên dự họp")
    agenda = models.TextField("nội dung họp")
    minutes = models.TextField("kết luận, biên bản", blank=True)
    # The signed minutes, stored under their hash; all four, or none.
    file_name = models.CharField("tệp biên bản", max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveIntegerField(null=True, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    revision = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by_name = models.CharField("người ghi", max_length=150)

    class Meta:
        verbose_name = "phiên họp hội đồng"
        verbose_name_plural = "phiên họp hội đồng"
        ordering = ["-held_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["council", "held_on"], name="council_meeting_a_day")]

    def __str__(self):
        return f"{self.council_id} {self.held_on}"
