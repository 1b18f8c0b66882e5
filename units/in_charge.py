"""Who is in charge of which unit on a day, who comes and who was it before: memberships, read for people."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from units.assignments import IN_CHARGE
from units.models import UNIT_ORDER, Membership, Unit
from units.roles import Role
from units.vietnamese import person_sort_key

# An end that is nearer than this is told: time enough to name a successor.
ENDS_WITHIN = dt.timedelta(60)


@dataclass
class Row:
    """One unit. ``coming``: named from a later day; ``earlier``: whose time is over, the last one first."""

    unit: Unit
    on: dt.date
    heads: list[Membership] = field(default_factory=list)
    officers: list[Membership] = field(default_factory=list)
    coming: list[Membership] = field(default_factory=list)
    earlier: list[Membership] = field(default_factory=list)

    @property
    def lacks(self) -> bool:
        return not (self.heads and self.officers)

    @property
    def ending(self) -> list[Membership]:
        """Those in charge whose time ends soon."""
        return [row for row in (*self.heads, *self.officers) if ends_soon(row, self.on)]


def ends_soon(membership: Membership, on: dt.date) -> bool:
    return membership.valid_to is not None and membership.valid_to <= on + ENDS_WITHIN


def _held(role, on):
    return Membership.objects.in_force(on).filter(unit=OuterRef("pk"), role=role, user__is_active=True)


def lacking_first(units: QuerySet, on: dt.date) -> QuerySet:
    """The units in the order of the page, with ``lacks``: those without an officer or a leader before the others."""
    both = Exists(_held(Role.REPORTER, on)) & Exists(_held(Role.HEAD, on))
    marked = units.annotate(lacks=Case(When(both, then=Value(False)), default=Value(True)))
    return marked.order_by("-lacks", *UNIT_ORDER)


def rows(units: list[Unit], on: dt.date) -> list[Row]:
    """In one query. Closed accounts are in charge of nothing; among the earlier ones they keep their names."""
    held = Membership.objects.filter(unit__in=units, role__in=IN_CHARGE).select_related("user")
    by_unit = defaultdict(list)
    for membership in held.order_by("-valid_from", "-pk"):
        by_unit[membership.unit_id].append(membership)
    return [_row(unit, by_unit[unit.pk], on) for unit in units]


def _row(unit, memberships, on) -> Row:
    row = Row(unit, on)
    for one in memberships:
        is_over = one.valid_to is not None and one.valid_to < on
        if is_over or not one.user.is_active:
            row.earlier.append(one)
        elif one.valid_from > on:
            row.coming.append(one)
        else:
            (row.heads if one.role == Role.HEAD else row.officers).append(one)
    for named in (row.heads, row.officers):
        named.sort(key=lambda one: person_sort_key(one.user.full_name))
    return row


def known_to(unit: Unit) -> list:
    """Accounts that hold or held a place in the unit: whom a form offers first."""
    people = {one.user for one in Membership.objects.filter(unit=unit, user__is_active=True).select_related("user")}
    return sorted(people, key=lambda user: person_sort_key(user.full_name))
