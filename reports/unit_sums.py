"""What one unit adds to the sums that are kept (reports.sums): the numbers of its official figures and of what it has
sent, and how it has filed, by target and quarter."""

import json
import zlib
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from reports import assigned as assigned_to, sources
from reports.assigned import NOBODY
from reports.counted import rule_of
from reports.models import Exclusion, Report
from targets import sums
from targets.facts import Term
from targets.models import Assignment, Period, Target
from targets.quarters import deadline_instant
from targets.sums import Sum
from units.models import Unit

FILING = ("expected", "sent", "on_time", "accepted", "in_1", "in_2", "in_3", "in_4")


def is_summed(target: Target) -> bool:
    """Whether all of its figures are typed or told: what the registry counts is counted by its records."""
    return rule_of(target) is None or target.registry_from_id is None


class Added:
    """What some units add. Keys: (target, period, slot, is more) and (period, group), by primary keys."""

    def __init__(self):
        self.targets: dict[tuple, Sum] = {}
        self.filing: dict[tuple, tuple] = {}

    def add(self, other, sign=1):
        for key, row in other.targets.items():
            have = self.targets.get(key, sums.NOTHING)
            self.targets[key] = have + row if sign > 0 else have - row
        for key, row in other.filing.items():
            have = self.filing.get(key, (0,) * len(FILING))
            self.filing[key] = tuple(a + sign * b for a, b in zip(have, row, strict=True))

    def packed(self) -> bytes:
        said = {
            "targets": [[*key, *_plain(row.numbers)] for key, row in self.targets.items()],
            "filing": [[*key, *row] for key, row in self.filing.items()],
        }
        return zlib.compress(json.dumps(said, separators=(",", ":")).encode(), 1)

    @classmethod
    def unpacked(cls, content) -> "Added":
        found = cls()
        if content:
            said = json.loads(zlib.decompress(content))
            for target, period, slot, is_more, *numbers in said["targets"]:
                found.targets[target, period, slot, is_more] = _sum(numbers)
            for period, group, *numbers in said["filing"]:
                found.filing[period, group] = tuple(numbers)
        return found


_COUNTS = 9  # of the numbers of a Sum; the others are decimals


def _plain(numbers):
    return [*numbers[:_COUNTS], *map(str, numbers[_COUNTS:])]


def _sum(numbers) -> Sum:
    return Sum(*numbers[:_COUNTS], *map(Decimal, numbers[_COUNTS:]))


class Country:
    """Plans, targets and periods: what is the same for all units."""

    def __init__(self):
        self.periods = list(Period.objects.order_by("year", "quarter"))
        rows = Target.objects.select_related("plan", "registry_from", "counting").order_by("plan", "order")
        self.targets = [target for target in rows if is_summed(target)]
        self.rules = {target.pk: target.evaluation_rule for target in self.targets}

    def added(self, unit_ids) -> dict[int, Added]:
        """Unit → what it adds. Five queries."""
        found = {pk: Added() for pk in unit_ids}
        units = {row.code: row for row in Unit.objects.filter(pk__in=unit_ids).only("code", "group")}
        excused = defaultdict(set)
        for unit_id, period_id in Exclusion.objects.filter(unit__in=unit_ids).values_list("unit_id", "period_id"):
            excused[unit_id].add(period_id)
        self._file(found, units, excused)
        _, assigned = assigned_to.read(Assignment.objects.filter(unit__in=unit_ids))
        said = sources.read(self.targets, self.periods, unit_ids)
        for target in self.targets:
            facts, pending = (self._by_unit(one, target) for one in said)
            terms = self._terms(target, assigned.get(target.pk, NOBODY))
            for code, unit in units.items():
                self._sum_up(found[unit.pk], target, unit, terms(code, excused[unit.pk]), facts[code], pending[code])
        return found

    def _of_plan(self, target):
        return [period for period in self.periods if period.plan_id == target.plan_id]

    def _by_unit(self, said, target):
        found = defaultdict(list)
        for period in self._of_plan(target):
            for fact in said.facts(target, period):
                found[fact.unit].append(fact)
        return found

    def _terms(self, target, assigned):
        """(unit's code, periods it is excused from) → its terms."""
        periods = self._of_plan(target)
        reporting = {period.pk: assigned.on(period.window_to) for period in periods}
        bare = {p.pk: Term(p.value, p.window_from, p.window_to, False, frozenset()) for p in periods}

        def terms(code, excused):
            one, nobody = frozenset([code]), frozenset()
            found = []
            for period in periods:
                term = bare[period.pk]
                if code in reporting[period.pk]:
                    is_out = period.pk in excused
                    term = replace(term, expected=nobody if is_out else one, excluded=one if is_out else nobody)
                found.append(term)
            return found

        return terms

    def _sum_up(self, found, target, unit, terms, facts, pending):
        if not facts and not pending and not any(term.expected or term.excluded for term in terms):
            return
        periods = {period.value: period.pk for period in self._of_plan(target)}
        now, more = sums.of_unit_with_pending(self.rules[target.pk], facts, pending, terms)
        for is_more, rows in ((False, now), (True, more)):
            for (quarter, slot), row in rows.items():
                found.targets[target.pk, periods[quarter], slot, is_more] = row

    def _file(self, found, units, excused):
        sent = defaultdict(dict)
        fields = ("unit_id", "period_id", "first_sent_at", "official_id")
        for unit_id, period_id, *stamps in Report.objects.filter(unit__in=found).values_list(*fields):
            sent[unit_id][period_id] = stamps
        for unit in units.values():
            here, out = sent[unit.pk], excused[unit.pk]
            stands = [period.pk in here or period.pk in out for period in self.periods]
            for place, period in enumerate(self.periods):
                at, official_id = here.get(period.pk, (None, None))
                owes = period.pk in here and period.pk not in out
                came = owes and at is not None
                row = (
                    int(owes),
                    int(came),
                    int(came and at < deadline_instant(period.due_on)),
                    int(owes and official_id is not None),
                    *(int(any(stands[max(0, place - back) : place + 1])) for back in range(4)),
                )
                if any(row):
                    found[unit.pk].filing[period.pk, unit.group] = row


