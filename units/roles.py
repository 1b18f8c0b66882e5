"""Roles and rights in prose (domain §1). Every page and move asks here; nothing else compares role names."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import models


class Role(models.TextChoices):
    REPORTER = "reporter", "Cán bộ phụ trách KH&CN"
    HEAD = "head", "Lãnh đạo đơn vị"
    REVIEWER = "reviewer", "Chuyên viên Phòng Kinh tế"
    OFFICE_HEAD = "office_head", "Trưởng phòng Kinh tế"
    LEADER = "leader", "Lãnh đạo Ủy ban nhân dân"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"

    @property
    def in_sentence(self) -> str:
        """Its name in the middle of a sentence."""
        return self.label[:1].lower() + self.label[1:]


@dataclass(frozen=True)
class Access:
    """What one person may do on one day: roles held, and for which units (by primary key)."""

    reporter_of: frozenset[int] = frozenset()
    head_of: frozenset[int] = frozenset()
    is_reviewer: bool = False  # reviewer or office head: "all that" (domain §1)
    is_office_head: bool = False
    is_leader: bool = False
    is_administrator: bool = False
    units: tuple = field(default=(), compare=False)  # Unit rows where reporter or head, in list order
    title: str = ""
    place: str = ""

    @property
    def acts_for(self) -> frozenset[int]:
        return self.reporter_of | self.head_of

    @property
    def publishes_for(self) -> frozenset[int]:
        """Own units that put articles on the public page (II.2.7: Trung tâm Văn hóa)."""
        return frozenset(unit.pk for unit in self.units if unit.publishes_articles)

    @property
    def sees_everything(self) -> bool:
        """Every report of every unit, in every state, with its texts."""
        return self.is_reviewer

    @property
    def sees_states(self) -> bool:
        """The matrix and the state of every report; texts only as the report's own page allows."""
        return self.is_reviewer or self.is_leader or self.is_administrator

    @property
    def is_nobody(self) -> bool:
        """An account without any role in force: it may change its password and nothing else."""
        return not (self.acts_for or self.sees_states)

    def may_draft_for(self, unit_id: int) -> bool:
        return unit_id in self.acts_for

    def is_head_of(self, unit_id: int) -> bool:
        return unit_id in self.head_of

    def is_reporter_of(self, unit_id: int) -> bool:
        return unit_id in self.reporter_of


# The role whose name a person bears in the letterhead, when several are held.
_RANK = [Role.OFFICE_HEAD, Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR, Role.HEAD, Role.REPORTER]


def access_of(user, on: dt.date) -> Access:
    """The rights of ``user`` on the day ``on``: one query, none for an outsider."""
    if not user.is_authenticated or not user.is_active:
        return Access()
    rows = user.memberships.in_force(on).select_related("unit").order_by("unit")
    return access_from(list(rows))


def access_from(rows) -> Access:
    """The rights that these memberships in force give, in the order of lists, each with its unit."""
    held = {row.role for row in rows}

    def units_where(role):
        return frozenset(row.unit_id for row in rows if row.role == role)

    acting = {row.unit_id: row.unit for row in rows if row.role in (Role.REPORTER, Role.HEAD)}
    first = min(rows, key=lambda row: _RANK.index(row.role), default=None)
    return Access(
        reporter_of=units_where(Role.REPORTER),
        head_of=units_where(Role.HEAD),
        is_reviewer=bool(held & {Role.REVIEWER, Role.OFFICE_HEAD}),
        is_office_head=Role.OFFICE_HEAD in held,
        is_leader=Role.LEADER in held,
        is_administrator=Role.ADMINISTRATOR in held,
        units=tuple(acting.values()),
        title=Role(first.role).label if first else "",
        place=first.unit.name if first and first.unit else "",
    )
