"""Who reports which target, and when: the assignments of a plan, read once."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import NamedTuple

from django.db.models import Q


class Member(NamedTuple):
    """A unit as lists name it. They sort in the order of every list of units (units.models.UNIT_ORDER)."""

    group: str
    order: int
    sort_key: str
    code: str
    name: str
    short_name: str


@dataclass
class Assigned:
    """Who reports one target and when. Most units share their dates, so a period's set is a union of few."""

    coordinators: tuple[str, ...] = ()
    spans: dict[tuple, set[str]] = field(default_factory=lambda: defaultdict(set))
    _sets: dict = field(default_factory=dict)

    def on(self, day: dt.date) -> frozenset[str]:
        valid = tuple(dates for dates in self.spans if _is_within(day, dates))
        if valid not in self._sets:
            self._sets[valid] = frozenset().union(*(self.spans[dates] for dates in valid))
        return self._sets[valid]


NOBODY = Assigned()


def _is_within(day, dates) -> bool:
    """``dates``: from, to of the assignment, then of the unit; to None = still."""
    return all(first <= day and (last is None or day <= last) for first, last in (dates[:2], dates[2:]))


def whoever_on(days) -> Q:
    """Of assignments: those by which a unit reports its target on one of these days, as ``read`` has it."""
    found = Q(pk__in=[])
    for day in days:
        spans = (Q(**{f"{of}valid_from__lte": day}) & _is_open(of, day) for of in ("", "unit__"))
        found |= reduce(and_, spans)
    return found & Q(reports=True, unit__files_reports=True, unit__is_active=True)


def _is_open(of, day):
    return Q(**{f"{of}valid_to": None}) | Q(**{f"{of}valid_to__gte": day})


def read(rows):
    """(members by code in the order of lists, assignments by target)."""
    found: dict[int, Assigned] = defaultdict(Assigned)
    members = {}
    rows = rows.values_list(
        "target_id",
        "reports",
        "coordinates",
        "valid_from",
        "valid_to",
        "unit__valid_from",
        "unit__valid_to",
        "unit__files_reports",
        "unit__is_active",
        "unit__group",
        "unit__order",
        "unit__sort_key",
        "unit__code",
        "unit__name",
        "unit__short_name",
    ).order_by()
    for target_id, reports, coordinates, *dates, files, is_active, group, order, key, code, name, short_name in rows:
        members.setdefault(code, Member(group, order, key, code, name, short_name))
        of_target = found[target_id]
        if reports and files and is_active:
            of_target.spans[tuple(dates)].add(code)
        if coordinates and code not in of_target.coordinators:
            of_target.coordinators += (code,)
    ordered = {member.code: member for member in sorted(members.values())}
    return ordered, found
