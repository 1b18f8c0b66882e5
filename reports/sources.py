"""Where reported numbers come from: the one seam between what was said and what the roll-up makes of it.

A roll-up asks ``Said`` for the facts of a target in a period; whether people typed them or records were counted is no
business of its own (``source_for``).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from reports import counted
from reports.counted import STANDING, Telling, is_counted_in
from reports.models import Figure
from targets.facts import Fact
from targets.models import Period, Target
from units.prepared import repeating


class Source(Protocol):
    def facts(self, target: Target, period: Period) -> Iterable[Fact]:
        """What units said of ``target`` in ``period``, one fact a unit; nothing of units that said nothing."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A fact and the sending that said it, so that every number opens to a unit and a version."""

    fact: Fact
    version: int
    is_official: bool


class Facts:
    """Facts of one kind and standing by target and by the period of the report that says them."""

    def __init__(self):
        self._said: dict[tuple[int, int], list[Cited]] = defaultdict(list)

    def add(self, target_id: int, period_id: int, cited: Cited):
        self._said[target_id, period_id].append(cited)

    def cited(self, target, period) -> list[Cited]:
        return self._said.get((target.pk, period.pk), [])

    def facts(self, target, period) -> Iterable[Fact]:
        return [cited.fact for cited in self.cited(target, period)]


@dataclass(frozen=True, slots=True)
class Said:
    """What reports of one standing (official, or sent and not yet accepted) say, typed and counted."""

    typed: Facts
    counted: Facts

    def _source(self, target, period) -> Facts:
        return source_for(target, period, typed=self.typed, counted=self.counted)

    def cited(self, target, period) -> list[Cited]:
        return self._source(target, period).cited(target, period)

    def facts(self, target, period) -> Iterable[Fact]:
        return self._source(target, period).facts(target, period)


NOTHING = Said(Facts(), Facts())


def source_for(target: Target, period: Period, *, typed: Source, counted: Source | None = None) -> Source:
    """Who answers for ``target`` in ``period``: from ``registry_from`` on what is counted, before it what was typed."""
    return counted if counted is not None and is_counted_in(target, period) else typed


def read(targets: Iterable[Target], periods: Iterable[Period], units=None) -> tuple[Said, Said]:
    """(official, pending) facts of these targets in these periods: one query, and one more where anything is counted.
    ``units``: of these alone, by primary key; of typed figures.

    Official: of the latest accepted version of each report, also while it is reopened for correction. Pending: of
    the version that waits at the office. What was returned and never accepted counts nowhere.
    """
    targets = {target.pk: target for target in targets}
    periods = {period.pk: period for period in periods}
    quarters = {pk: period.value for pk, period in periods.items()}
    rows = (
        Figure.objects.filter(target_id__in=targets, period_id__in=quarters, **({"unit__in": units} if units else {}))
        .filter(STANDING)
        .values_list(
            "target_id",
            "period_id",
            "version_id",
            "unit__code",
            "version__number",
            "version__report__official_id",
            "slot",
            "value",
            "numerator",
            "denominator",
            "done_on",
        )
    )
    sheets: dict[tuple, dict] = defaultdict(dict)
    for target_id, period_id, version_id, unit, number, official_id, slot, *figure in repeating(rows):
        sheets[target_id, period_id, unit, number, version_id == official_id][slot] = figure
    official, pending = Said(Facts(), Facts()), Said(Facts(), Facts())
    told = []
    fact_of = {pk: reader(target) for pk, target in targets.items()}
    by_registry = {
        (target.pk, period.pk)
        for target in targets.values()
        for period in periods.values()
        if is_counted_in(target, period)
    }
    for (target_id, period_id, unit, number, is_official), slots in sheets.items():
        if (target_id, period_id) in by_registry:
            told.append(Telling(targets[target_id], periods[period_id], unit, number, is_official))
            continue
        fact = fact_of[target_id](unit, quarters[period_id], slots)
        if fact is not None:
            kept = official if is_official else pending
            kept.typed.add(target_id, period_id, Cited(fact, number, is_official))
    for telling, fact in counted.facts(told, list(periods.values())) if told else ():
        kept = official if telling.is_official else pending
        kept.counted.add(telling.target.pk, telling.period.pk, Cited(fact, telling.number, telling.is_official))
    return official, pending


def reader(target):
    """How one fact is made of the values of the target in one version: (unit, quarter, slot → values) → the fact, or
    None when the unit left it blank."""
    if target.measure == Target.Measure.MILESTONE:
        # A date that is left out says "not yet", so a milestone is always answered.
        names = ["" if part == 1 else str(part) for part in range(1, max(len(target.parts), 1) + 1)]
        return lambda unit, quarter, slots: Fact(
            unit, quarter, dates=tuple(slots[name][3] if name in slots else None for name in names)
        )
    if target.basis == Target.Basis.MONTH:
        return _months
    return _pair if target.over_units == Target.OverUnits.RATIO else _value


def _months(unit, quarter, slots):
    months = {slot: figure[0] for slot, figure in slots.items() if slot and figure[0] is not None}
    return Fact(unit, quarter, months=months) if months else None


_BLANK = (None, None, None, None)


def _pair(unit, quarter, slots):
    _, numerator, denominator, _ = slots.get("", _BLANK)
    if numerator is None or denominator is None:
        return None
    return Fact(unit, quarter, numerator=numerator, denominator=denominator)


def _value(unit, quarter, slots):
    value = slots.get("", _BLANK)[0]
    return None if value is None else Fact(unit, quarter, value=value)
