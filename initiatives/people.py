"""People in charge of science and technology, unit by unit, and what each has been trained in (II.2.1)."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from initiatives.kinds import Kind
from initiatives.models import Activity
from units.models import Membership, Unit, User
from units.roles import Role
from units.vietnamese import person_sort_key

State = Activity.State


@dataclass(frozen=True)
class Training:
    pk: int
    title: str
    on: dt.date
    is_confirmed: bool


@dataclass
class Person:
    user: User
    decision: str
    trainings: list[Training] = field(default_factory=list)

    @property
    def is_trained(self) -> bool:
        """Counted as trained: by a class that the office has confirmed."""
        return any(training.is_confirmed for training in self.trainings)


@dataclass
class Row:
    """Officers count for the target, leaders are named beside them (II.2.1)."""

    unit: Unit
    officers: list[Person]
    leaders: list[Person]

    @property
    def untrained(self) -> list[Person]:
        return [person for person in self.officers if not person.is_trained]

    @property
    def lacks(self) -> bool:
        return bool(not self.officers or self.untrained)


def by_unit(units: list[Unit], on: dt.date, since: dt.date, *, only_confirmed: bool) -> list[Row]:
    """The people in charge of ``units`` on the day, with their classes begun since the first day of the plan.

    Two queries. ``only_confirmed``: without what the office has not confirmed yet.
    """
    held = Membership.objects.in_force(on).filter(
        unit__in=units, role__in=[Role.REPORTER, Role.HEAD], user__is_active=True
    )
    people: dict[tuple, dict[int, Person]] = defaultdict(dict)
    for row in held.select_related("user"):
        people[row.unit_id, row.role].setdefault(row.user_id, Person(row.user, row.decision))
    known = {pk for members in people.values() for pk in members}
    trainings = _trainings(known, on, since, [State.CONFIRMED] if only_confirmed else [State.RECORDED, State.CONFIRMED])
    for members in people.values():
        for pk, person in members.items():
            person.trainings = trainings.get(pk, [])
    return [Row(unit, _by_name(people[unit.pk, Role.REPORTER]), _by_name(people[unit.pk, Role.HEAD])) for unit in units]


def _by_name(members) -> list[Person]:
    return sorted(members.values(), key=lambda person: person_sort_key(person.user.full_name))


def _trainings(people, on, since, states) -> dict[int, list[Training]]:
    rows = Activity.objects.filter(
        kind=Kind.TRAINING, state__in=states, starts_on__range=(since, on), trainees__in=people
    ).order_by("starts_on", "pk")
    found = defaultdict(list)
    for person, pk, title, day, state in rows.values_list("trainees", "pk", "title", "starts_on", "state"):
        if person in people:
            found[person].append(Training(pk, title, day, state == State.CONFIRMED))
    return found
