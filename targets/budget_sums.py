"""Sums of budget lines, made by the database: by source, by unit, by year. Whole đồng in ``Decimal``.

What is left and the rate compare what was spent with what was allocated, over the lines that were allocated something:
a unit's own money, which nobody allocates, would make them look worse than they are. SQLite hands decimals back with 15
significant digits: sums stay exact below 10^15 đồng.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from targets.models import FundSource


@dataclass(frozen=True)
class Sums:
    """``drawn``: spent of what was allocated. None where no line says anything."""

    planned: Decimal | None = None
    allocated: Decimal | None = None
    spent: Decimal | None = None
    drawn: Decimal | None = None

    @property
    def left(self) -> Decimal | None:
        return None if self.allocated is None else self.allocated - (self.drawn or 0)

    @property
    def rate(self) -> Decimal | None:
        """Percentage points; None where nothing was allocated, or nothing is told of what was spent."""
        return self.drawn * 100 / self.allocated if self.allocated and self.drawn is not None else None

    @property
    def is_blank(self) -> bool:
        return self.planned is None and self.allocated is None and self.spent is None


_SUMS = {
    "planned_sum": Sum("planned"),
    "allocated_sum": Sum("allocated"),
    "spent_sum": Sum("spent"),
    "drawn_sum": Sum("spent", filter=Q(allocated__isnull=False)),
}


def _of(row) -> Sums:
    return Sums(*(row[name] for name in _SUMS))


def total(lines: QuerySet) -> Sums:
    return _of(lines.aggregate(**_SUMS))


def by(lines: QuerySet, *names: str) -> dict:
    """Value, or tuple of values, of the columns ``names`` → Sums. One query."""
    rows = lines.order_by().values(*names).annotate(**_SUMS)
    return {row[names[0]] if len(names) == 1 else tuple(row[name] for name in names): _of(row) for row in rows}


def by_source(lines: QuerySet) -> list[tuple[FundSource, Sums]]:
    """In the order of the sources, those that have a line."""
    found = by(lines, "source")
    return [(source, found[source.value]) for source in FundSource if source.value in found]


def added(sums: Iterable[Sums]) -> Sums:
    """Sums of parts that have nothing in common; what none of them says stays unsaid."""
    rows = list(sums)

    def add(name):
        told = [value for value in (getattr(row, name) for row in rows) if value is not None]
        return sum(told, Decimal(0)) if told else None

    return Sums(add("planned"), add("allocated"), add("spent"), add("drawn"))
