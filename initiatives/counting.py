"""What the registry counts for a target (domain §4, "Registry-fed"): records in, things out.

A *thing* is what is counted once: a record, an organisation, an officer, a school. Which records a target takes is
data (``CountingRule``). Nothing here knows reports: what of it a sending froze is reports.claims' affair.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet

from initiatives.kinds import Kind
from initiatives.models import Activity, CountingRule, School
from targets.quarters import school_year_of
from units.models import Membership, Unit
from units.prepared import Prepared
from units.roles import Role

Counts = CountingRule.Counts
DateRule = CountingRule.DateRule
# What is not a record or an organisation is a state at the end of the window, not something that happened in it.
STATES = frozenset({Counts.OFFICERS, Counts.CLUBS, Counts.CLUBS_AND_ACTIVITIES})


@dataclass(frozen=True, slots=True)
class Record:
    """One record as counting sees it, whatever it was read with."""

    pk: int
    kind: str
    title: str
    state: str
    starts_on: dt.date
    ends_on: dt.date | None
    published_on: dt.date | None
    event_type: str = ""
    level: str = ""
    article_type: str = ""
    is_effective: bool = False
    is_direct: bool = False
    is_procedure: bool = False
    # (canonical key, own key, name, sector) of each organisation.
    organisations: tuple[tuple[int, int, str, str], ...] = ()

    @property
    def is_confirmed(self) -> bool:
        return self.state == Activity.State.CONFIRMED


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing counted, or in the denominator only (``is_counted`` False).

    Exactly one of ``record`` alone, ``organisation``, ``person`` or ``school`` says what it is. ``on`` is the day that
    chooses its quarter; None for a state. ``slot``: year in which the school year ends. ``also``: the club beside the
    activity ``record``.
    """

    title: str
    record: Record | None = None
    organisation: int | None = None  # as the record names it
    canonical: int | None = None  # the organisation it turned out to be
    person: int | None = None
    school: int | None = None
    also: Record | None = None
    on: dt.date | None = None
    slot: str = ""
    is_counted: bool = True
    reason: str = field(default="", compare=False)


# --- Which records a rule takes --------------------------------------------------------------------------------------


def is_of_rule(rule: CountingRule, record: Record) -> bool:
    """Whether the record is of the kind that the rule counts, whatever its state and day."""
    return (
        record.kind in rule.kinds
        and (not rule.event_types or record.event_type in rule.event_types)
        and (not rule.levels or record.level in rule.levels)
        and (not rule.article_types or record.article_type in rule.article_types)
        and (not rule.needs_effective or record.is_effective)
        and (not rule.needs_direct or record.is_direct)
    )


def day_of(rule: CountingRule, record: Record) -> dt.date | None:
    """The day that chooses the quarter; None while there is none (an article that is not published)."""
    if rule.date_rule == DateRule.PUBLISHED:
        return record.published_on
    if rule.date_rule == DateRule.END:
        return record.ends_on or record.starts_on
    return record.starts_on


def things_of(rule: CountingRule, record: Record) -> list[Thing]:
    """What one record adds under a rule of records or organisations; nothing while it has no day."""
    on = day_of(rule, record)
    if on is None or not is_of_rule(rule, record):
        return []
    if rule.counts == Counts.RECORDS:
        return [Thing(record.title, record, on=on)]
    return [
        Thing(name, record, organisation=own, canonical=canonical, on=on)
        for canonical, own, name, sector in record.organisations
        if not rule.sector or sector == rule.sector
    ]


# --- Reading ---------------------------------------------------------------------------------------------------------

_FIELDS = (
    "pk", "kind", "title", "state", "starts_on", "ends_on", "published_on", "event_type", "level", "article_type",
    "is_effective", "is_direct", "is_procedure",
)  # fmt: skip
_STARTS_ON = _FIELDS.index("starts_on")
_COUNTING_STATES = (Activity.State.RECORDED, Activity.State.CONFIRMED)


def records(rules: Iterable[CountingRule], *, unit: int | None = None, through: dt.date | None = None) -> list[Record]:
    """Records of the kinds that ``rules`` count, by day and key, in one query whatever their number.

    Of ``unit`` (recorded or joint), then ``through`` is said; else of everybody. Begun by ``through``. Withdrawn and
    returned ones are left out.
    """
    kinds = {kind for rule in rules for kind in (*rule.kinds, *rule.beside)}
    if unit is not None:
        return [record for record in made(_OF_UNIT.rows(unit=unit, through=through)) if record.kind in kinds]
    rows = _counting(Activity.objects.filter(kind__in=kinds))
    return read(rows if through is None else rows.filter(starts_on__lte=through))


def of_unit(unit, through) -> QuerySet:
    """What ``made`` makes records of: what the unit recorded or joined, begun by the day."""
    # By what the unit recorded or joined alone: asked for kinds as well, or for the one "or" the other, a database goes
    # through the records of the whole country.
    joint = Activity.partners.through.objects.filter(unit_id=unit).values_list("activity_id")
    own = Activity.objects.filter(unit_id=unit).order_by().values_list("pk").union(joint, all=True)
    return _joined(_counting(Activity.objects.filter(pk__in=own, starts_on__lte=through)))


def _counting(rows: QuerySet) -> QuerySet:
    return rows.filter(state__in=_COUNTING_STATES)


def read(rows: QuerySet) -> list[Record]:
    """These activities with whom they helped, one row of the database for each organisation."""
    return made(_joined(rows))


def _joined(rows: QuerySet) -> QuerySet:
    return (
        rows.order_by()
        .annotate(
            organisation_key=F("organisations__pk"),
            merged_into=F("organisations__merged_into_id"),
            organisation_name=F("organisations__name"),
            organisation_sector=F("organisations__sector"),
        )
        .values_list(*_FIELDS, "organisation_key", "merged_into", "organisation_name", "organisation_sector")
    )


_OF_UNIT = Prepared(of_unit, unit=int, through=dt.date)


def made(joined: Iterable[tuple]) -> list[Record]:
    """Records of the rows that ``of_unit`` gives, by day and key."""
    found: dict[int, tuple] = {}
    named: dict[int, dict] = {}
    for *values, own, merged_into, name, sector in joined:
        key = values[0]
        found.setdefault(key, tuple(values))
        if own is not None:
            named.setdefault(key, {})[own] = (merged_into or own, own, name, sector)
    return [
        Record(
            **dict(zip(_FIELDS, values, strict=True)),
            organisations=tuple(sorted(named.get(key, {}).values(), key=lambda row: (row[2], row[1]))),
        )
        for key, values in sorted(found.items(), key=lambda row: (row[1][_STARTS_ON], row[0]))
    ]


# --- States at a day: officers and schools ---------------------------------------------------------------------------


def officers(rule: CountingRule, unit_id: int | None, on: dt.date, since: dt.date) -> list[Thing]:
    """The officers in charge of a unit (None: of all units) on a day, each with the training that counts: the first
    confirmed one since ``since``, or else the first recorded. Leaders are not among them (II.2.1). One query."""
    in_post = Membership.objects.in_force(on).filter(role=Role.REPORTER, user__is_active=True)
    if unit_id is not None:
        in_post = in_post.filter(unit_id=unit_id)
    joined = in_post.annotate(
        training=F("user__trainings__pk"),
        kind=F("user__trainings__kind"),
        title=F("user__trainings__title"),
        state=F("user__trainings__state"),
        day=F("user__trainings__starts_on"),
    ).values_list("user_id", "user__full_name", "training", "kind", "title", "state", "day")
    best: dict[int, tuple] = {}
    names: dict[int, str] = {}
    for person, name, training, kind, title, state, day in joined:
        names[person] = name
        if kind not in rule.kinds or state not in _COUNTING_STATES or not since <= day <= on:
            continue
        turn = (state != Activity.State.CONFIRMED, day, training)
        if person not in best or turn < best[person][0]:
            best[person] = (turn, Record(training, kind, title, state, day, None, None))
    return [
        Thing(names[person], best[person][1] if person in best else None, person=person, is_counted=person in best)
        for person in sorted(names, key=lambda key: (names[key], key))
    ]


def schools(on: dt.date) -> list[Unit]:
    """Schools of level THCS and THPT that are open on the day (II.2.6), whoever manages them."""
    return list(
        Unit.objects.filter(school__level__in=School.COUNTED, valid_from__lte=on, is_active=True)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .order_by("order", "sort_key", "code")
    )


def school_records(through: dt.date) -> dict[int, list[Record]]:
    """School → its clubs and events begun by the day, whoever recorded them. One query."""
    rows = _counting(Activity.objects.filter(kind__in=[Kind.CLUB, Kind.EVENT], starts_on__lte=through))
    joined = rows.filter(schools__isnull=False).order_by("starts_on", "pk").values_list(*_FIELDS, "schools__pk")
    found: dict[int, list[Record]] = {}
    for *values, school in joined:
        found.setdefault(school, []).append(Record(**dict(zip(_FIELDS, values, strict=True))))
    return found


def clubs(open_schools: list[Unit], held: dict[int, list[Record]], on: dt.date) -> list[Thing]:
    """Schools with a club running on the day; the others are in the denominator (CT08)."""
    found = []
    for school in open_schools:
        club = _club(held.get(school.pk, ()), on)
        found.append(Thing(school.name, club, school=school.pk, is_counted=club is not None))
    return found


def clubs_and_activities(
    rule: CountingRule, open_schools: list[Unit], held: dict[int, list[Record]], begins_on: dt.date, on: dt.date, slot
) -> list[Thing]:
    """Schools with a club running and something done between ``begins_on`` and ``on`` (II.2.6: club *and* activity)."""
    found = []
    for school in open_schools:
        own = held.get(school.pk, ())
        club = _club(own, on)
        deed = _best(r for r in own if is_of_rule(rule, r) and begins_on <= day_of(rule, r) <= on)
        both = club is not None and deed is not None
        # What of the two is there is kept, so that the page can say what is lacking.
        found.append(Thing(school.name, deed, school=school.pk, also=club, slot=slot, is_counted=both))
    return found


def _club(records, on) -> Record | None:
    return _best(
        r for r in records if r.kind == Kind.CLUB and r.starts_on <= on and (r.ends_on is None or r.ends_on >= on)
    )


def _best(records) -> Record | None:
    """The first confirmed one, or else the first."""
    return min(records, key=lambda r: (not r.is_confirmed, r.starts_on, r.pk), default=None)


def school_years(window_from: dt.date, window_to: dt.date, start) -> list[tuple[dt.date, dt.date, str]]:
    """School years of which a window sees the end or a part: (begins_on, last day seen, slot). Quý III sees two."""
    years = {school_year_of(day, start) for day in (window_from, window_to)}
    return [(year.begins_on, min(year.ends_on, window_to), str(year.year)) for year in sorted(years)]
