"""What a counted figure is made of: every record behind it, who reported it, and whether it counts (domain §4)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F
from django.db.models.functions import Coalesce

from initiatives import counting
from initiatives.models import Activity
from reports.claims import GONE
from reports.counted import STANDING, is_counted_in, rule_of
from reports.models import Claim
from targets.models import Period, Target
from targets.quarters import Quarter, months_of

CONFIRMED = Activity.State.CONFIRMED


@dataclass(frozen=True, slots=True)
class Told:
    """One report that tells of the thing."""

    unit: str
    unit_code: str
    quarter: Quarter
    version: int
    is_official: bool
    is_late: bool


@dataclass
class Thing:
    """A record, an organisation, an officer or a school, once, with everybody who reports it.

    ``standing``: counted, waiting (sent, not accepted), unconfirmed, untold (in the registry, in no report yet), book
    (in the registry, of a quarter whose figure was typed), out (struck out, or in the denominator only). ``why`` says
    more of what is not counted.
    """

    key: str
    title: str
    record: int | None
    record_title: str
    on: dt.date | None
    standing: str
    why: str = ""
    told: list[Told] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    is_procedure: bool = False
    evidence: int = 0

    @property
    def is_person(self) -> bool:
        """An officer, whose name stays in the house (domain §5)."""
        return self.key.startswith("u")


_RANK = ["counted", "unconfirmed", "waiting", "untold", "book", "out"]


def of(target: Target, periods: Iterable[Period], on: dt.date, *, units: frozenset[str] | None, reads_pending: bool):
    """The things of a target in the basis that ``periods`` make up (an empty list where nothing is counted).

    ``units``: codes whose reports the reader may see, None for all. ``reads_pending``: whether they may see what is
    not accepted yet. Two queries, and three more where something is in no report yet.
    """
    periods = list(periods)
    rule = rule_of(target)
    if rule is None or not periods:
        return []
    is_state = rule.counts in counting.STATES
    found: dict[str, Thing] = {}
    for row in _claims(target, periods, is_state, units):
        is_official = row.version_id == row.official_id
        if is_official or reads_pending:
            _add(found, row, is_official)
    if not is_state and reads_pending:
        _add_untold(found, rule, periods, target, on, units)
    return sorted(found.values(), key=lambda thing: (_RANK.index(thing.standing), thing.on or dt.date.max, thing.title))


def behind(rollup) -> dict[str, list[Thing]]:
    """Target code → what counts in its figure as this roll-up consolidates it. Two queries for each counted target."""
    found = {}
    for row in rollup.rows:
        periods = [period for period in rollup.periods if period.value in row.result.by_quarter]
        if any(is_counted_in(row.target, period) for period in periods):
            things = of(row.target, periods, rollup.on, units=None, reads_pending=False)
            found[row.target.code] = [thing for thing in things if thing.standing == "counted"]
    return found


def beside(target: Target, periods: Iterable[Period], on: dt.date) -> int | None:
    """Organisations surveyed in the basis, confirmed: shown beside the figure, never added (II.2.4, II.2.8).

    None where the rule names nothing to show.
    """
    rule, periods = rule_of(target), list(periods)
    if rule is None or not rule.beside or not periods:
        return None
    first, last = periods[0].window_from, min(periods[-1].window_to, on)
    return len(
        {
            canonical
            for record in counting.records([rule], through=last)
            if record.kind in rule.beside and record.is_confirmed and record.starts_on >= first
            for canonical, _, _, sector in record.organisations
            if not rule.sector or sector == rule.sector
        }
    )


def _claims(target, periods, is_state, units):
    rows = Claim.objects.filter(STANDING, target=target)
    if is_state:
        # Each report tells the state anew: only the latest of each unit says how it is now.
        rows = rows.filter(period__in=periods)
    else:
        first, last = _days(target, periods)
        rows = rows.filter(on__range=(first, last))
    if units is not None:
        rows = rows.filter(unit__code__in=units)
    rows = (
        rows.select_related("activity", "also", "unit", "period")
        .annotate(
            official_id=F("version__report__official_id"),
            number=F("version__number"),
            canonical=Coalesce("organisation__merged_into_id", "organisation_id"),
            evidence=Count("activity__evidence"),
        )
        .order_by("period__window_to", "number", "pk")
    )
    latest = {}
    for row in rows:
        place = (row.unit_id, row.version_id == row.official_id, None if is_state else row.activity_id)
        held = latest.setdefault(place, [])
        if held and held[0].period_id != row.period_id:
            held.clear()
        held.append(row)
    return [row for held in latest.values() for row in held if row.reason != GONE]


def _days(target, periods) -> tuple[dt.date, dt.date]:
    """The days whose records belong to the basis: its windows, or the months whose last day lies in them."""
    first, last = periods[0].window_from, periods[-1].window_to
    if target.basis != Target.Basis.MONTH:
        return first, last
    months = months_of(first, last)
    return dt.date.fromisoformat(f"{months[0]}-01"), last


def _add(found, row, is_official):
    record = row.activity
    named = {"s": row.school_id, "u": row.person_id, "o": row.canonical, "a": row.activity_id}
    key = next(f"{letter}{pk}" for letter, pk in named.items() if pk)
    standing, why = _standing(row, is_official)
    told = Told(row.unit.name, row.unit.code, row.period.value, row.number, is_official, row.is_late)
    thing = found.get(key)
    if thing is None or _RANK.index(standing) < _RANK.index(thing.standing):
        kept = thing.told if thing else []
        thing = found[key] = Thing(
            key, row.title, row.activity_id, record.title if record and record.title != row.title else "",
            row.on or (record.starts_on if record else None), standing, why, kept,
            is_procedure=bool(record and record.is_procedure), evidence=row.evidence,
        )  # fmt: skip
    thing.told.append(told)
    thing.units = list(dict.fromkeys(one.unit for one in thing.told))


def _standing(row, is_official) -> tuple[str, str]:
    if not row.is_counted:
        if row.reason:
            return "out", row.reason
        if row.person_id:
            return "out", "chưa qua lớp bồi dưỡng"
        return "out", _lacking(row)
    if any(record is not None and record.state != CONFIRMED for record in (row.activity, row.also)):
        return "unconfirmed", ""
    return ("counted", "") if is_official else ("waiting", "")


def _lacking(row) -> str:
    return "chưa có hoạt động trong năm học" if row.also_id else "chưa có câu lạc bộ"


def _add_untold(found, rule, periods, target, on, units):
    """What the registry holds and no report has told yet: it will count once it is reported."""
    first, last = _days(target, periods)
    last = min(last, on)
    begins = target.registry_from.window_from if target.registry_from else dt.date.max
    untold = [
        (key, thing, record)
        for record in counting.records([rule], through=last)
        for thing in counting.things_of(rule, record)
        if first <= thing.on <= last
        and (key := f"o{thing.canonical}" if thing.organisation else f"a{record.pk}") not in found
    ]
    if not untold:
        return
    rows = Activity.objects.filter(pk__in={record.pk for _, _, record in untold})
    rows = {row.pk: row for row in rows.select_related("unit").prefetch_related("partners", "evidence")}
    for key, thing, record in untold:
        row = rows[record.pk]
        whose = [row.unit, *row.partners.all()]
        if units is None or any(unit.code in units for unit in whose):
            found[key] = Thing(
                key,
                thing.title,
                record.pk,
                record.title if record.title != thing.title else "",
                thing.on,
                "untold" if thing.on >= begins else "book",
                units=[unit.name for unit in whose],
                is_procedure=record.is_procedure,
                evidence=len(row.evidence.all()),
            )
