"""What one unit adds to the sums that are kept (reports.sums): the numbers of its official figures and of what it has
sent, and how it has filed, by target and quarter; of the work that it has undertaken, what is open."""

import datetime as dt
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from operator import sub

from reports import assigned as assigned_to, deadlines, task_history
from reports.assigned import NOBODY, Assigned
from reports.counted import rule_of
from reports.models import Exclusion, Report
from reports.typed import NOTHING, OfUnit, Typed
from targets import sums
from targets.facts import Term
from targets.models import Assignment, Commitment, Period, Target
from targets.quarters import Quarter, deadline_instant
from targets.sums import Sum
from units.models import Unit

FILING = ("expected", "sent", "on_time", "accepted", "in_1", "in_2", "in_3", "in_4", "often")
# Open work is told apart by its year, its own date, and the first days of two quarters: of the last that speaks of it,
# and of its last news.
WORK = ("year", "due_on", "said_on", "since_on")


def is_summed(target: Target) -> bool:
    """Whether all of its figures are typed or told: what the registry counts is counted by its records."""
    return rule_of(target) is None or target.registry_from_id is None


class Added:
    """What some units add. ``targets``: (target, is more) → (quarter, slot) → Sum; ``filing``: (period, group) →
    numbers of FILING; ``work``: values of WORK → how many. Rows are named by primary keys."""

    def __init__(self):
        self.targets: dict[tuple, dict[tuple, Sum]] = {}
        self.filing: dict[tuple, tuple] = {}
        self.work: Counter[tuple] = Counter()

    @classmethod
    def total(cls, many: Iterable["Added"]) -> "Added":
        found, targets, filing = cls(), defaultdict(list), defaultdict(list)
        for one in many:
            for key, rows in one.targets.items():
                targets[key].append(rows)
            for key, row in one.filing.items():
                filing[key].append(row)
            found.work.update(one.work)
        for key, units in targets.items():
            cells = defaultdict(list)
            for rows in units:
                for cell, row in rows.items():
                    cells[cell].append(row)
            found.targets[key] = {cell: Sum._make(summed(rows)) for cell, rows in cells.items()}
        found.filing = {key: tuple(summed(rows)) for key, rows in filing.items()}
        return found

    def __sub__(self, other: "Added") -> "Added":
        found, nobody = Added(), (0,) * len(FILING)
        for key in self.targets.keys() | other.targets.keys():
            found.targets[key] = sums.differences(self.targets.get(key, {}), other.targets.get(key, {}))
        for key in self.filing.keys() | other.filing.keys():
            found.filing[key] = tuple(map(sub, self.filing.get(key, nobody), other.filing.get(key, nobody)))
        found.work.update(self.work)
        found.work.subtract(other.work)
        return found

    def cells(self) -> Iterator[tuple]:
        """(target, is more, quarter, slot, Sum)."""
        for (target, is_more), rows in self.targets.items():
            for (quarter, slot), row in rows.items():
                yield target, is_more, quarter, slot, row

    def packed(self) -> bytes:
        """Most rows, and most lists of cells, are there many times over: each is written once and then named by its
        place."""
        places, rows = _Places(), _Places()
        targets = [
            (*key, places[tuple(cells)], [rows[row] for row in cells.values()]) for key, cells in self.targets.items()
        ]
        said = {
            "targets": targets, "cells": list(places), "rows": list(rows), "filing": list(self.filing.items()),
            "work": list(self.work.items()),
        }  # fmt: skip
        return zlib.compress(json.dumps(said, separators=(",", ":"), default=str).encode(), 1)

    @classmethod
    def unpacked(cls, content) -> "Added":
        found = cls()
        if content:
            said = json.loads(zlib.decompress(content))
            places = [[(Quarter(*quarter), slot) for quarter, slot in cells] for cells in said["cells"]]
            rows = [Sum._make(row[:-_DECIMALS] + list(map(Decimal, row[-_DECIMALS:]))) for row in said["rows"]]
            for target, is_more, place, named in said["targets"]:
                found.targets[target, is_more] = dict(zip(places[place], map(rows.__getitem__, named), strict=True))
            found.filing = {tuple(key): tuple(row) for key, row in said["filing"]}
            for (year, *days), number in said["work"]:
                found.work[year, *(day and dt.date.fromisoformat(day) for day in days)] = number
        return found


_DECIMALS = 3  # the last numbers of a Sum


class _Places(dict):
    """Whatever is looked up → its place in the order of first looks."""

    def __missing__(self, key):
        place = self[key] = len(self)
        return place


def summed(rows):
    return map(sum, zip(*rows, strict=True))


_ONE = frozenset(["one"])  # whichever unit


def _term(period, assigned, excused) -> Term:
    here, nobody = assigned.on(period.window_to), frozenset()
    is_out = period.pk in excused
    expected, excluded = (nobody, here) if is_out else (here, nobody)
    return Term(period.value, period.window_from, period.window_to, False, expected, excluded)


class Filings:
    """How units have filed, in all periods. What a page that shows nothing else asks of marked units."""

    def __init__(self, periods):
        """``periods``: all there are, in order."""
        self.periods = periods
        self.due = {period.pk: deadline_instant(period.due_on) for period in self.periods}

    def added(self, unit_ids) -> dict[int, Added]:
        """Unit → what it adds to ``filing``. Three queries."""
        found = {pk: Added() for pk in unit_ids}
        self.into(found, *_units(unit_ids))
        return found

    def into(self, found, units, excused):
        sent = defaultdict(dict)
        fields = ("unit_id", "period_id", "first_sent_at", "official_id")
        for unit_id, period_id, *stamps in Report.objects.filter(unit__in=found).values_list(*fields):
            sent[unit_id][period_id] = stamps
        for unit in units:
            here, out = sent[unit.pk], excused[unit.pk]
            stands = [period.pk in here or period.pk in out for period in self.periods]
            late = []  # 1 where it owed a report that did not come in time
            for place, period in enumerate(self.periods):
                at, official_id = here.get(period.pk, (None, None))
                owes = period.pk in here and period.pk not in out
                came = owes and at is not None
                on_time = came and at < self.due[period.pk]
                late.append(int(owes and not on_time))
                row = (
                    int(owes),
                    int(came),
                    int(on_time),
                    int(owes and official_id is not None),
                    *(int(any(stands[max(0, place - back) : place + 1])) for back in range(4)),
                    int(sum(late[-deadlines.LOOKED_BACK :]) >= deadlines.OFTEN),
                )
                if any(row):
                    found[unit.pk].filing[period.pk, unit.group] = row


def _units(unit_ids):
    """(the units, the periods from which each is excused)."""
    excused = defaultdict(frozenset)
    for unit_id, period_id in Exclusion.objects.filter(unit__in=unit_ids).values_list("unit_id", "period_id"):
        excused[unit_id] |= {period_id}
    return list(Unit.objects.filter(pk__in=unit_ids).only("code", "group")), excused


class Country:
    """Plans, targets and periods: what is the same for all units."""

    def __init__(self):
        self.periods = list(Period.objects.order_by("year", "quarter"))
        rows = Target.objects.select_related("plan", "registry_from", "counting").order_by("plan", "order")
        self.targets = [target for target in rows if is_summed(target)]
        self.periods_of = {
            target.pk: {period.value: period for period in self.periods if period.plan_id == target.plan_id}
            for target in self.targets
        }
        self._filings = Filings(self.periods)
        self._typed = Typed(self.targets, self.periods)
        self._standings: dict[tuple, sums.Standing] = {}
        # Most units have nothing to tell of most targets, or tell the same.
        self._adds = lru_cache(4_000)(self._add)

    def added(self, unit_ids) -> dict[int, Added]:
        """Unit → what it adds. Seven queries."""
        found = {pk: Added() for pk in unit_ids}
        units, excused = _units(unit_ids)
        self._filings.into(found, units, excused)
        _work(found)
        _, assigned = assigned_to.read(Assignment.objects.filter(unit__in=unit_ids))
        typed = self._typed.of_units(unit_ids)
        for target in self.targets:
            spans = assigned.get(target.pk, NOBODY).spans.items()
            for unit in units:
                dates = tuple(dates for dates, codes in spans if unit.code in codes)
                said = typed.get((unit.pk, target.pk), NOTHING)
                if dates or any(said):
                    found[unit.pk].targets |= self._adds(target, dates, excused[unit.pk], said)
        return found

    def _add(self, target, dates, excused, said: OfUnit) -> dict[tuple, dict]:
        facts = (self._typed.facts(target.pk, said.official), self._typed.facts(target.pk, said.pending))
        added = self._standing(target, dates, excused).of_unit(*facts)
        return {(target.pk, is_more): rows for is_more, rows in enumerate(added) if rows}

    def _standing(self, target, dates, excused) -> sums.Standing:
        """Of all units that the target is given to for these dates and that are excused from these periods."""
        key = target.pk, dates, excused
        if key not in self._standings:
            assigned = Assigned(spans=dict.fromkeys(dates, _ONE))
            self._standings[key] = sums.Standing(
                target.evaluation_rule,
                [_term(period, assigned, excused) for period in self.periods_of[target.pk].values()],
            )
        return self._standings[key]


def _work(found):
    rows = Commitment.objects.filter(task_history.open_work(), unit__in=found)
    rows = rows.values_list("unit_id", "year", "due_on", "told__period__window_from", "told__since__window_from")
    for unit_id, *key in rows:
        found[unit_id].work[tuple(key)] += 1
