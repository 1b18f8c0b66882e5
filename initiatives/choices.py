"""Whom and what a record can name: headings of the plan, units, schools, people in charge."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Q

from initiatives.models import School
from targets.models import Heading, Plan
from units.models import Membership, Unit, User
from units.roles import Role
from units.vietnamese import person_sort_key

IN_CHARGE = (Role.REPORTER, Role.HEAD)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    pk: int
    note: str = ""


@dataclass
class Boxes:
    """Boxes to tick, in groups that fold. ``chosen``: values as typed, known or not."""

    name: str
    label: str
    groups: list[tuple[str, list[Choice]]]
    hint: str = ""
    chosen: set[str] = field(default_factory=set)
    error: str = ""
    is_required: bool = False

    @property
    def choices(self) -> dict[str, Choice]:
        return {one.value: one for _, members in self.groups for one in members}

    @property
    def picked(self) -> list[Choice]:
        return [one for value, one in self.choices.items() if value in self.chosen]

    @property
    def shown(self) -> list[tuple[str, list[tuple[Choice, bool]], int]]:
        """(title, [(choice, is it on)], how many are on) of each group."""
        return [
            (title, [(one, one.value in self.chosen) for one in members], sum(m.value in self.chosen for m in members))
            for title, members in self.groups
        ]


def plans(on: dt.date) -> list[Plan]:
    """The plans issued by the day, the one in force last. One query."""
    return list(Plan.objects.filter(issued_on__lte=on).order_by("issued_on", "pk"))


def headings(plan: Plan | None) -> list[Heading]:
    return list(Heading.objects.filter(plan=plan).order_by("order")) if plan else []


def _there(on, also) -> Q:
    """Units that are there on the day, and those that a record names already."""
    return Q(is_active=True, valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on)) | Q(pk__in=also)


def _group_title(group) -> str:
    label = Unit.Group(group).label
    return f"Khối {label}"


def partners(unit: Unit, on: dt.date, also: Iterable[int] = ()) -> list[tuple[str, list[Choice]]]:
    """Units that may have done something together with ``unit``, by khối. One query."""
    rows = Unit.objects.filter(_there(on, also)).exclude(pk=unit.pk).exclude(kind=Unit.Kind.SCHOOL)
    return [
        (_group_title(group), [Choice(row.code, row.short_name or row.name, row.pk) for row in members])
        for group, members in groupby(rows, key=lambda row: row.group)
    ]


def schools(on: dt.date, also: Iterable[int] = ()) -> list[tuple[str, list[Choice]]]:
    """Schools by level. One query."""
    rows = Unit.objects.filter(_there(on, also), school__isnull=False).select_related("school")
    order = {level: place for place, level in enumerate(School.Level)}
    rows = sorted(rows, key=lambda row: (order[row.school.level], row.order, row.sort_key, row.code))
    return [
        (School.Level(level).label, [Choice(row.code, row.name, row.pk) for row in members])
        for level, members in groupby(rows, key=lambda row: row.school.level)
    ]


def in_charge(on: dt.date, also: Iterable[int] = ()) -> list[tuple[str, list[Choice]]]:
    """Officers and leaders in charge by khối and unit, and people that a record names already. One query."""
    rows = Membership.objects.in_force(on).filter(role__in=IN_CHARGE, user__is_active=True)
    held: dict[str, dict[int, Choice]] = {}
    for row in sorted(rows.select_related("user", "unit"), key=_place):
        note = f"{row.unit.short_name or row.unit.name}, {'cán bộ' if row.role == Role.REPORTER else 'lãnh đạo'}"
        members = held.setdefault(_group_title(row.unit.group), {})
        members.setdefault(row.user_id, Choice(str(row.user_id), row.user.full_name, row.user_id, note))
    known = {pk for members in held.values() for pk in members}
    if gone := [pk for pk in also if pk not in known]:
        held["Không còn phụ trách"] = {pk: Choice(str(pk), name, pk) for pk, name in _names(gone)}
    return [(title, list(members.values())) for title, members in held.items()]


def _place(row):
    unit = row.unit
    by_name = person_sort_key(row.user.full_name)
    return unit.group, unit.order, unit.sort_key, unit.code, row.role != Role.REPORTER, by_name


def _names(keys):
    return User.objects.filter(pk__in=keys).order_by("full_name").values_list("pk", "full_name")
