"""Where reported numbers come from: the one seam between what was said and what the roll-up makes of it.

A roll-up asks ``source_for(target, period)`` and gets facts; whether people typed them or records were counted is no
business of its own.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db.models import F, Q

from reports.models import Figure, Report
from targets.facts import Fact
from targets.models import Period, Target


class Source(Protocol):
    def facts(self, target: Target, period: Period) -> Iterable[Fact]:
        """What units said of ``target`` in ``period``, one fact a unit; nothing of units that said nothing."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A fact and the sending that said it, so that every number opens to a unit and a version."""

    fact: Fact
    version: int
    is_official: bool


class Typed:
    """Figures that people typed and sent, of one standing: official, or sent and not yet accepted."""

    def __init__(self):
        self._said: dict[tuple[int, int], list[Cited]] = defaultdict(list)

    def add(self, target_id: int, period_id: int, cited: Cited):
        self._said[target_id, period_id].append(cited)

    def cited(self, target, period) -> list[Cited]:
        return self._said.get((target.pk, period.pk), [])

    def facts(self, target, period) -> Iterable[Fact]:
        return [cited.fact for cited in self.cited(target, period)]


def source_for(target: Target, period: Period, *, typed: Source, counted: Source | None = None) -> Source:
    """Who answers for ``target`` in ``period``: from ``registry_from`` on what is counted, before it what was typed."""
    if counted is None or target.is_typed_in(period):
        return typed
    return counted


def typed(targets: Iterable[Target], periods: Iterable[Period]) -> tuple[Typed, Typed]:
    """(official, pending) figures of these targets in these periods, in one query.

    Official: of the latest accepted version of each report, also while it is reopened for correction. Pending: of
    the version that waits at the office. What was returned and never accepted counts nowhere.
    """
    targets = {target.pk: target for target in targets}
    quarters = {period.pk: period.value for period in periods}
    rows = (
        Figure.objects.filter(target_id__in=targets, period_id__in=quarters)
        .filter(
            Q(version__report__official_id=F("version_id"))
            | Q(version__report__state=Report.State.SENT, version__report__latest_id=F("version_id"))
        )
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
    for target_id, period_id, version_id, unit, number, official_id, slot, *figure in rows.iterator():
        sheets[target_id, period_id, unit, number, version_id == official_id][slot] = figure
    official, pending = Typed(), Typed()
    for (target_id, period_id, unit, number, is_official), slots in sheets.items():
        fact = _fact(targets[target_id], unit, quarters[period_id], slots)
        if fact is not None:
            kept = official if is_official else pending
            kept.add(target_id, period_id, Cited(fact, number, is_official))
    return official, pending


def _fact(target, unit, quarter, slots) -> Fact | None:
    """One fact of the values of one target in one version; None when the unit left it blank."""
    if target.measure == Target.Measure.MILESTONE:
        # A date that is left out says "not yet", so a milestone is always answered.
        names = ["" if part == 1 else str(part) for part in range(1, max(len(target.parts), 1) + 1)]
        return Fact(unit, quarter, dates=tuple(slots[name][3] if name in slots else None for name in names))
    if target.basis == Target.Basis.MONTH:
        months = {slot: figure[0] for slot, figure in slots.items() if slot and figure[0] is not None}
        return Fact(unit, quarter, months=months) if months else None
    value, numerator, denominator, _ = slots.get("", (None, None, None, None))
    if target.over_units == Target.OverUnits.RATIO:
        if numerator is None or denominator is None:
            return None
        return Fact(unit, quarter, numerator=numerator, denominator=denominator)
    return None if value is None else Fact(unit, quarter, value=value)
