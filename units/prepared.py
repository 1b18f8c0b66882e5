"""Queries of which Django writes the SQL once a process.

To put a query together costs Python ten times what the database takes to answer it; of pages that everybody opens all
day that is a third of the work. What changes between two askings are values alone, never the shape.
"""

import datetime as dt
import threading
from functools import cached_property

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.query import get_related_populators

# Values that stand in the SQL where those of an asking will be; nobody has them.
_INTEGERS = iter(range(-7_294_000_001, -8_000_000_000, -1))
_DAYS = iter(dt.date(1, 1, 1) + dt.timedelta(days) for days in range(1000))


class Prepared:
    """``Prepared(make, period=int, on=dt.date)``: ``make(period=…, on=…)`` gives a QuerySet of ``values_list``; it is
    called once, with stand-ins. ``rows(period=7, on=today)`` then gives its tuples. One value of a kind is one
    parameter: no test on None, no list. Of a QuerySet that is none of ``values_list``, ``objects`` gives instances."""

    def __init__(self, make, **kinds):
        self._make, self._kinds = make, kinds
        self._lock = threading.Lock()
        self._known = None

    def rows(self, **values) -> list[tuple]:
        sql, params, compiler, converters = self._known or self._write()
        connection = connections[DEFAULT_DB_ALIAS]
        given = {name: self._adapted(connection, values[name]) for name in self._kinds}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[value.name] if isinstance(value, _Place) else value for value in params])
            found = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(found, converters)] if converters else found

    def objects(self, **values) -> list:
        """The rows as model instances, with what ``select_related`` and annotations bring along: as a QuerySet makes
        them (``ModelIterable``), which asks for its SQL first."""
        found = []
        for row in self.rows(**values):
            model, names, place, related, annotations = self._shape
            one = model.from_db(DEFAULT_DB_ALIAS, names, row[place])
            for populator in related:
                populator.populate(row, one)
            for name, at in annotations:
                setattr(one, name, row[at])
            found.append(one)
        return found

    @cached_property
    def _shape(self):
        _, _, compiler, _ = self._known
        select, about = compiler.select, compiler.klass_info
        place = slice(about["select_fields"][0], about["select_fields"][-1] + 1)
        names = [column[0].target.attname for column in select[place]]
        related = get_related_populators(about, select, DEFAULT_DB_ALIAS)
        return about["model"], names, place, related, list(compiler.annotation_col_map.items())

    def _write(self):
        with self._lock:
            if self._known is None:
                stand_ins = {name: _stand_in(kind) for name, kind in self._kinds.items()}
                connection = connections[DEFAULT_DB_ALIAS]
                compiler = self._make(**stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
                sql, params = compiler.as_sql()
                places = {self._adapted(connection, value): name for name, value in stand_ins.items()}
                params = [_Place(places[value]) if _hashable(value) in places else value for value in params]
                if {value.name for value in params if isinstance(value, _Place)} != set(self._kinds):
                    raise ValueError(f"not every value of {sorted(self._kinds)} is a parameter of {sql}")
                columns = [column[0] for column in compiler.select[: compiler.col_count]]
                self._known = sql, params, compiler, compiler.get_converters(columns)
        return self._known

    @staticmethod
    def _adapted(connection, value):
        return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value


def _stand_in(kind):
    return next(_DAYS) if kind is dt.date else kind(next(_INTEGERS))


def _hashable(value):
    return value if isinstance(value, (int, str, dt.date)) else None


class _Place:
    def __init__(self, name):
        self.name = name
