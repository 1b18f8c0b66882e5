"""What a report counts from the registry: its things as they are now, and what a sending froze of them (domain §4).

A record is claimed by the report whose window holds its day. What was recorded, corrected or withdrawn after that
report is claimed by the next one as *bổ sung kỳ trước*: it counts where its own day falls, and nothing that was frozen
changes. Of several claims of one record the one of the latest report stands.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import F

from initiatives import counting
from initiatives.counting import Counts, Record, Thing
from initiatives.models import Activity
from reports.counted import STANDING, rule_of
from reports.lines import FigureLine, slots_of
from reports.models import Claim, Report, Strike
from targets.models import Period, Target
from targets.quarters import last_day_of_month
from units.vietnamese import clean_text

REASON_LIMIT = 400
GONE = "Không còn trong sổ theo dõi"


@dataclass
class Item:
    """One thing in a report's list. ``is_late``: of a quarter before. ``reason``: why it is not counted."""

    thing: Thing
    is_late: bool = False
    reason: str = ""
    slot: str = ""  # the line of the form it stands at: a month, or ""
    is_struck: bool = False
    strike: str = ""  # name of the input that strikes its record out; only the first item of a record has one

    @property
    def is_counted(self) -> bool:
        return self.thing.is_counted and not self.reason

    @property
    def is_confirmed(self) -> bool:
        records = [record for record in (self.thing.record, self.thing.also) if record]
        return all(record.is_confirmed for record in records)

    @property
    def key(self):
        """What makes it the same thing as another unit's, or another record's."""
        thing = self.thing
        if thing.person or thing.school:
            return thing.person, thing.school, thing.slot
        return thing.canonical or ("record", thing.record.pk)


@dataclass
class Counted:
    """What a report counts for one target."""

    target: Target
    items: list[Item] = field(default_factory=list)

    def of(self, slot, *, is_first) -> list[Item]:
        """The items of one line of the form. What comes late and has no line of its own stands at the first."""
        return [item for item in self.items if item.slot == slot or (is_first and item.is_late)]


# --- What a report counts now ----------------------------------------------------------------------------------------


def load(report: Report, targets: list[Target]) -> dict[int, Counted]:
    """For each of ``targets`` (with ``counting`` and ``registry_from`` read) what the unit's report counts now.

    At most five queries whatever the number of records; none when there are no targets.
    """
    if not targets:
        return {}
    period = report.period
    rules = {target.pk: target.counting for target in targets}
    found = {target.pk: Counted(target) for target in targets}
    strikes = {(row.target_id, row.activity_id): row.reason for row in Strike.objects.filter(report=report)}
    flows = [target for target in targets if rules[target.pk].counts not in counting.STATES]
    if flows:
        horizon = max(_horizon(target, period) for target in flows)
        records = counting.records([rules[target.pk] for target in flows], unit=report.unit_id, through=horizon)
        earlier = _claimed_before(report, flows)
        for target in flows:
            found[target.pk].items = _flow(target, period, records, earlier.get(target.pk, {}), strikes)
    for target in targets:
        if rules[target.pk].counts in counting.STATES:
            found[target.pk].items = [
                _struck(Item(thing), target, strikes) for thing in _state(report, target, rules[target.pk])
            ]
    return found


def recorded(report: Report, targets: Iterable[Target], records: list[Record]) -> dict[int, list[Item]]:
    """What the registry holds in the window for targets that are still typed: shown beside what is typed.
    ``records``: all of the unit, begun by the window's end.
    """
    rules = {target.pk: target.counting for target in targets if rule_of(target)}
    rules = {pk: rule for pk, rule in rules.items() if rule.counts not in counting.STATES}
    period = report.period
    found = {}
    for pk, rule in rules.items():
        things = [thing for record in records for thing in counting.things_of(rule, record)]
        things = [thing for thing in things if period.window_from <= thing.on <= period.window_to]
        found[pk] = [Item(thing) for thing in things]
    return found


def count(items: list[Item]) -> Decimal:
    """How many different things; what is not counted left out."""
    return Decimal(len({item.key for item in items if item.is_counted}))


def _horizon(target, period) -> dt.date:
    """The last day whose records this report may claim. Months are whole: June's articles wait for Quý III."""
    if target.basis != Target.Basis.MONTH:
        return period.window_to
    year, month = map(int, slots_of(target, period)[-1][0].split("-"))
    return last_day_of_month(year, month)


def _begins(target, period) -> dt.date:
    """The first day whose records this report claims as its own."""
    if target.basis != Target.Basis.MONTH:
        return period.window_from
    year, month = map(int, slots_of(target, period)[0][0].split("-"))
    return dt.date(year, month, 1)


def _flow(target, period, records, earlier, strikes) -> list[Item]:
    first_day = _begins(target, target.registry_from)
    begins, horizon = _begins(target, period), _horizon(target, period)
    found, seen = [], set()
    for record in records:
        things = [t for t in counting.things_of(target.counting, record) if first_day <= t.on <= horizon]
        if not things:
            continue
        seen.add(record.pk)
        is_own = things[0].on >= begins
        if not is_own and _said(earlier.get(record.pk, ())) == {(t.organisation, t.on) for t in things}:
            continue
        for thing in things:
            slot = f"{thing.on:%Y-%m}" if is_own and target.basis == Target.Basis.MONTH else ""
            found.append(_struck(Item(thing, is_late=not is_own, slot=slot), target, strikes))
    for pk, claims in earlier.items():
        if pk not in seen and any(claim.is_counted for claim in claims):
            found += [_gone(claim) for claim in claims if claim.is_counted]
    return found


def _gone(claim) -> Item:
    """A thing counted before whose record was withdrawn, sent back, or is no longer of the kind."""
    state = claim.activity_state
    record = Record(claim.activity_id, "", claim.title, state, claim.on, None, None)
    thing = Thing(
        claim.title, record, organisation=claim.organisation_id, canonical=claim.organisation_id, on=claim.on,
        is_counted=False,
    )  # fmt: skip
    return Item(thing, is_late=True, reason=GONE)


def _said(claims) -> set:
    """What was claimed of one record; a tombstone says nothing."""
    return {(claim.organisation_id, claim.on) for claim in claims if claim.is_counted or claim.reason != GONE}


def _state(report, target, rule) -> list[Thing]:
    period = report.period
    if rule.counts == Counts.OFFICERS:
        return counting.officers(rule, report.unit_id, period.window_to, dt.date(period.plan.first_year, 1, 1))
    held = counting.school_records(period.window_to)
    if rule.counts == Counts.CLUBS:
        return counting.clubs(counting.schools(period.window_to), held, period.window_to)
    start = period.plan.school_year_start
    return [
        thing
        for begins_on, last_day, slot in counting.school_years(period.window_from, period.window_to, start)
        for thing in counting.clubs_and_activities(rule, counting.schools(last_day), held, begins_on, last_day, slot)
    ]


def _struck(item, target, strikes) -> Item:
    record = item.thing.record
    if record and (reason := strikes.get((target.pk, record.pk))):
        item.reason, item.is_struck = reason, True
    return item


def _claimed_before(report, targets) -> dict[int, dict[int, list[Claim]]]:
    """Target → record → its claims in the latest earlier report of the unit that has any. One query."""
    rows = (
        Claim.objects.filter(unit_id=report.unit_id, target__in=targets, period__window_to__lt=report.period.window_to)
        .filter(STANDING)
        .annotate(ends_on=F("period__window_to"), number=F("version__number"), activity_state=F("activity__state"))
        .order_by("ends_on", "number", "pk")
    )
    found: dict[int, dict[int, list[Claim]]] = defaultdict(dict)
    latest: dict[tuple, tuple] = {}
    for row in rows:
        key, turn = (row.target_id, row.activity_id), (row.ends_on, row.number)
        if latest.get(key) != turn:
            latest[key] = turn
            found[row.target_id][row.activity_id] = []
        found[row.target_id][row.activity_id].append(row)
    return found


# --- The lines of the form -------------------------------------------------------------------------------------------


def fill(line: FigureLine, counted: Counted, period: Period) -> None:
    """Put into a line of kind "counted" what stands at it: items, and the number they make."""
    first, _ = slots_of(counted.target, period)[0]
    line.items = counted.of(line.slot, is_first=line.slot == first)
    if rule_of(line.target).counts != Counts.OFFICERS:  # trainings are recorded by who holds them
        line.record_kind = rule_of(line.target).kinds[0]
    seen = set()
    for item in line.items:
        record = item.thing.record
        if record and record.pk not in seen and item.reason != GONE:
            item.strike = f"strike-{line.target.code}-{record.pk}"
            seen.add(record.pk)
    tally(line)


def tally(line: FigureLine) -> None:
    """The number of a counted line, after something was struck out or taken back."""
    own = [item for item in line.items if not item.is_late]
    if line.target.over_units == Target.OverUnits.RATIO:
        newest = max((item.thing.slot for item in own), default="")
        own = [item for item in own if item.thing.slot == newest]
        line.denominator = Decimal(len(own))
        line.numerator = Decimal(sum(item.is_counted for item in own))
    else:
        line.value = count(own)
        if line.target.over_time == Target.OverTime.SUM:
            line.recorded = line.value


def read_strikes(line: FigureLine, post) -> None:
    """Take strikes from a POST: ``strike-<code>-<record>`` holds the reason, blank takes the strike back."""
    found = []
    for item in line.items:
        record = item.thing.record
        name = f"strike-{line.target.code}-{record.pk}" if record else ""
        if name in post and item.reason != GONE:
            reason = clean_text(post[name]).strip()
            # Anew, so that a refused save can go back to the list as it was.
            item = replace(item, reason=reason, is_struck=bool(reason))
            if len(reason) > REASON_LIMIT:
                line.error = f"lý do không tính dài quá {REASON_LIMIT} ký tự, rút gọn lại"
        found.append(item)
    line.items = found
    tally(line)


def struck_text(line: FigureLine) -> str:
    """What the unit does not want counted and why, in words: "Không tính Lấy số trực tuyến: chưa nghiệm thu"."""
    said = {item.thing.record.pk: item for item in line.items if item.is_struck}
    return "; ".join(f"Không tính {item.thing.record.title}: {item.reason}" for item in said.values())


def save_strikes(report, lines) -> list[str]:
    """Store what was struck out; names of the lines that changed. The caller holds the draft's claim."""
    lines = [line for line in lines if line.kind == "counted"]
    if not lines:
        return []
    stored = {(row.target_id, row.activity_id): row.reason for row in Strike.objects.filter(report=report)}
    wanted = {
        (line.target.pk, item.thing.record.pk): item.reason
        for line in lines
        for item in line.items
        if item.is_struck and item.thing.record
    }
    changed = {key for key in {*stored, *wanted} if stored.get(key) != wanted.get(key)}
    if not changed:
        return []
    for target_id, activity_id in changed & set(stored):
        Strike.objects.filter(report=report, target_id=target_id, activity_id=activity_id).delete()
    Strike.objects.bulk_create(
        Strike(report=report, target_id=key[0], activity_id=key[1], reason=wanted[key]) for key in changed & set(wanted)
    )
    return sorted({line.key for line in lines if any(key[0] == line.target.pk for key in changed)})


# --- Freezing --------------------------------------------------------------------------------------------------------


def freeze(version, lines) -> None:
    """Store the list behind each counted line of a sending, once for each thing."""
    report = version.report
    rows = []
    for line in lines:
        for item in line.items if line.kind == "counted" else ():
            thing = item.thing
            rows.append(
                Claim(
                    version=version,
                    target=line.target,
                    unit_id=report.unit_id,
                    period_id=report.period_id,
                    activity_id=thing.record.pk if thing.record else None,
                    also_id=thing.also.pk if thing.also else None,
                    organisation_id=thing.organisation,
                    person_id=thing.person,
                    school_id=thing.school,
                    slot=thing.slot,
                    on=thing.on,
                    is_counted=item.is_counted,
                    is_late=item.is_late,
                    reason=item.reason,
                    title=thing.title,
                )
            )
    Claim.objects.bulk_create(rows)


def mark_live(content: dict | None) -> None:
    """Tell at each record in ``content`` where it stands now (``state``): confirming comes after sending, and counts.

    One query where there are records, else none. What was frozen is left as it is.
    """
    records = [row for figure in (content or {}).get("figures", ()) for row in figure.get("records", ())]
    keys = {row["record"] for row in records if row["record"]}
    states = dict(Activity.objects.filter(pk__in=keys).values_list("pk", "state")) if keys else {}
    for row in records:
        row["state"] = states.get(row["record"], "")


def content_of(line: FigureLine) -> list[dict]:
    """The list of a counted line as a version's content holds it, for pages that show what was sent."""
    return [
        {
            "record": item.thing.record.pk if item.thing.record else None,
            "title": item.thing.record.title if item.thing.record and item.thing.organisation else "",
            "thing": item.thing.title,
            "on": item.thing.on.isoformat() if item.thing.on else "",
            "is_counted": item.is_counted,
            "is_confirmed": item.is_confirmed,
            "is_late": item.is_late,
            "reason": item.reason,
        }
        for item in line.items
    ]
