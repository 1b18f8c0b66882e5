"""What the page of a council shows: members, units that nobody looks after, the queue with its days, meetings."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from initiatives import meetings as held, register, terms
from initiatives.models import Council, CouncilMember, Initiative
from units.models import Unit

Kind, State = Council.Kind, Initiative.State
# In the order of what the council does next.
NAMED = 40  # units that nobody looks after, one by one
_WAITING = (State.ACCEPTED, State.RECEIVED)


def with_queues(councils: QuerySet, on: dt.date) -> list[Council]:
    """Each with ``waiting`` and ``overdue``, how many initiatives wait for its opinion: two queries in all."""
    rows = list(councils)
    bodies = [row.unit_id for row in rows if row.kind == Kind.INITIATIVES]
    told = (
        Initiative.objects.filter(body__in=bodies, state=State.ACCEPTED, council_met_on=None)
        .order_by()
        .values("body")
        .annotate(waiting=Count("pk"), overdue=Count("pk", filter=register.is_overdue(on)))
    )
    counts = {row["body"]: row for row in told}
    for row in rows:
        found = counts.get(row.unit_id, {}) if row.kind == Kind.INITIATIVES else {}
        row.waiting, row.overdue = found.get("waiting", 0), found.get("overdue", 0)
    return rows


# --- Members and units -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seat:
    member: CouncilMember
    is_sitting: bool
    units: list[Unit]


def members(council: Council, on: dt.date) -> list[Seat]:
    """Those who sit first. Two queries."""
    rows = council.members.select_related("user").prefetch_related("oversees")
    seats = [Seat(one, one.sits(on), list(one.oversees.all())) for one in rows]
    return sorted(seats, key=lambda seat: not seat.is_sitting)


def units_to_oversee(on: dt.date) -> QuerySet:
    """Units of the plan that are there on the day: those that owe reports."""
    return Unit.objects.filing(on).exclude(kind=Unit.Kind.SCHOOL)


@dataclass(frozen=True)
class Coverage:
    """``lacking`` of ``total`` units have no sitting member; the first NAMED of them by name."""

    total: int
    lacking: int
    nobody: list[Unit]


def coverage(council: Council, on: dt.date) -> Coverage:
    """Two queries, a third where more lack somebody than are named."""
    units = units_to_oversee(on)
    covered = CouncilMember.objects.sitting(on).filter(council=council, oversees__isnull=False).values("oversees")
    lacking = units.exclude(pk__in=covered)
    first = list(lacking[: NAMED + 1])
    number = len(first) if len(first) <= NAMED else lacking.count()
    return Coverage(units.count(), number, first[:NAMED])


def overseers(council: Council, units) -> dict[int, int]:
    """Unit → the member who looks after it."""
    through = CouncilMember.oversees.through
    rows = through.objects.filter(councilmember__council=council, unit__in=units).order_by("-pk")
    return dict(rows.values_list("unit_id", "councilmember_id"))


# --- The queue -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """One initiative on its way to the council, or back from it. ``next``: what it waits for, in words."""

    row: Initiative
    term: terms.Term | None
    late_days: int
    days_left: int
    next: str
    same_names: list[str]
    opens: bool


def _queue(council) -> QuerySet:
    if council.kind != Kind.INITIATIVES:
        return Initiative.objects.none()
    return Initiative.objects.filter(body=council.unit_id, state__in=_WAITING)


def queue(council: Council, user, on: dt.date) -> list[Waiting]:
    """What waits for the council's opinion, then for the head's decision, then what is still checked for form; within
    each what is due first. Nothing of a council whose term is over, and for leadership, which reads of initiatives what
    is recognised, only the counts (``counts``). Four queries.

    Whoever has a seat sees title, authors and days of all; the application itself opens for those to whom it opens.
    """
    access = user.access
    if not council.is_in_term(on):
        return []
    seated = access.sees_everything or council.unit_id in access.acts_for
    if not seated and not Council.objects.seating(user, on).filter(pk=council.pk).exists():
        return []
    rows = list(_queue(council).select_related("unit", "body").prefetch_related("contributors"))
    visible = Initiative.objects.visible_to(user).filter(pk__in=[row.pk for row in rows])
    opens = set(visible.values_list("pk", flat=True))
    sitting = list(council.members.sitting(on))
    found = []
    for row in rows:
        term = terms.term_of(row)
        late, left = (term.late_days(on), term.days_left(on)) if term else (0, 0)
        same = held.same_names(sitting, row)
        found.append(Waiting(row, term, late, left, _next(row), same, row.pk in opens))
    return sorted(found, key=lambda one: (_ORDER.index(one.next), one.term.until if one.term else on, one.row.pk))


_ORDER = ("chờ hội đồng họp", "đã có ý kiến, chờ quyết định", "đang xét hình thức đơn")


def _next(row) -> str:
    if row.state == State.ACCEPTED:
        return _ORDER[0] if row.council_met_on is None else _ORDER[1]
    return _ORDER[2]


def counts(council: Council, on: dt.date) -> dict[str, int]:
    """``waiting`` for the council, of which ``overdue``. One query."""
    if not council.is_in_term(on):
        return {"waiting": 0, "overdue": 0}
    return held.awaiting(council).order_by().aggregate(
        waiting=Count("pk"), overdue=Count("pk", filter=register.is_overdue(on))
    )


# --- Meetings --------------------------------------------------------------------------------------------------------


def meetings(council: Council) -> QuerySet:
    """The latest first, each with ``present`` and ``dealt``: how many were there, and how many opinions came of it."""
    told = (
        Initiative.objects.filter(council=OuterRef("council"), council_met_on=OuterRef("held_on"))
        .order_by()
        .values("council")
        .annotate(number=Count("pk"))
        .values("number")
    )
    rows = council.meetings.select_related("chaired_by").order_by("-held_on", "-pk")
    return rows.annotate(present=Count("attendees"), dealt=Coalesce(Subquery(told), 0))


def without_minutes(council: Council) -> list[dt.date]:
    return held.without_minutes(council)[:10]
