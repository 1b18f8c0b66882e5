"""What many units have typed, as folding asks for it (reports.sums): by the million, and most of it the same.

The database hands over the figures of a version as one text, a line each; what has been read once is not read again.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Aggregate, Func, TextField, Value

from reports.counted import stands
from reports.models import Figure, Version
from reports.sources import reader
from targets.facts import Fact
from targets.models import Period, Target

_COLUMNS = ("target_id", "slot", "value", "numerator", "denominator", "done_on")
_STEP = Decimal(1).scaleb(-Figure._meta.get_field("value").decimal_places)
# No line of JSON has one.
_END = "\n"
_KEPT = 20_000


class _Line(Func):
    """Values as JSON text. Django's own JSONArray makes PostgreSQL's binary kind of it first, and casts each value."""

    output_field = TextField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSON_ARRAY", **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="JSON_BUILD_ARRAY(%(expressions)s)::text", **context)


class _Joined(Aggregate):
    """The texts of a group as one, each on a line of its own, in whatever order."""

    output_field = TextField()

    def __init__(self, text):
        super().__init__(text, Value(_END))

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


# What one sending says of one target, unread: the period's primary key, and a line for each slot.
Said = tuple


class OfUnit(NamedTuple):
    """What one unit has said of one target: what counts, and what waits at the office."""

    official: tuple[Said, ...] = ()
    pending: tuple[Said, ...] = ()


NOTHING = OfUnit()


class Typed:
    """Typed figures of these targets in these periods: what ``sources.read`` finds, without what only pages ask."""

    def __init__(self, targets: Iterable[Target], periods: Iterable[Period]):
        self._plans = {target.pk: target.plan_id for target in targets}
        self._periods = {period.pk: period for period in periods}
        self._readers = {target.pk: reader(target) for target in targets}
        self._fact = lru_cache(_KEPT)(self._read)

    def of_units(self, units: Iterable[int]) -> dict[tuple[int, int], OfUnit]:
        """By unit and target, all by primary key. Two queries: asked by version, figures lie together and need no
        join."""
        versions = {
            pk: (pk != official_id, unit_id, period_id)
            for pk, official_id, unit_id, period_id in Version.objects.filter(
                stands(""), report__unit__in=units
            ).values_list("pk", "report__official_id", "report__unit_id", "report__period_id")
        }
        found: dict[tuple[int, int], tuple[list, list]] = defaultdict(lambda: ([], []))
        rows = Figure.objects.filter(version__in=versions).order_by().values_list("version_id")
        for version_id, text in rows.annotate(lines=_Joined(_Line(*_COLUMNS))):
            is_pending, unit, period_id = versions[version_id]
            lines: dict[int, list[str]] = {}
            for line in text.split(_END):
                lines.setdefault(_values(line)[0], []).append(line)
            plan = self._periods[period_id].plan_id
            for target, said in lines.items():
                if self._plans.get(target) == plan:
                    found[unit, target][is_pending].append((period_id, *said))
        return {key: OfUnit(*map(tuple, said)) for key, said in found.items()}

    def facts(self, target: int, said: Iterable[Said]) -> list[Fact]:
        """What is said of the target (by primary key), but what was left blank. Units say the same: none is named."""
        found = (self._fact(target, *one) for one in said)
        return [fact for fact in found if fact is not None]

    def _read(self, target, period_id, *lines):
        slots = {slot: figure for _, slot, figure in map(_values, lines)}
        return self._readers[target]("", self._periods[period_id].value, slots)


@lru_cache(_KEPT)
def _values(line: str) -> tuple:
    """(target, slot, (value, numerator, denominator, day))"""
    target, slot, *numbers, day = json.loads(line, parse_float=Decimal)
    # SQLite keeps numbers in floating point.
    figure = (number if number is None else Decimal(number).quantize(_STEP) for number in numbers)
    return target, slot, (*figure, dt.date.fromisoformat(day) if day else None)
