"""Queries of which Django writes the SQL once a process.

To put a query together costs Python ten times what the database takes to answer it; of pages that everybody opens all
day that is a third of the work. What changes between two askings are values alone, never the shape.
"""

import datetime as dt
import threading
from collections.abc import Iterator
from functools import cached_property
from operator import itemgetter

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import DateField, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators


class Prepared:
    """``Prepared(make, period=int, on=dt.date)``: ``make(period=…, on=…)`` gives a QuerySet of ``values_list``; it is
    called once, with stand-ins. ``rows(period=7, on=today)`` then gives its tuples. One value of a kind is one
    parameter: no test on None, no list. Of a QuerySet that is none of ``values_list``, ``objects`` gives instances."""

    def __init__(self, make, **kinds):
        self._make, self._kinds = make, kinds
        self._lock = threading.Lock()
        self._known = None

    def rows(self, **values) -> list[tuple]:
        sql, params = self.written[:2]
        return self.read(_asked(sql, params, values))

    def objects(self, **values) -> list:
        return self.made(self.rows(**values))

    def read(self, found) -> list[tuple]:
        """Rows of the database as Python has them."""
        _, _, compiler, converters = self.written
        return [tuple(row) for row in compiler.apply_converters(found, converters)] if converters else found

    def made(self, rows) -> list:
        """The rows as model instances, with what ``select_related`` and annotations bring along: as a QuerySet makes
        them (``ModelIterable``), which asks for its SQL first."""
        found = []
        for row in rows:
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
        compiler = self.written[2]
        select, about = compiler.select, compiler.klass_info
        place = slice(about["select_fields"][0], about["select_fields"][-1] + 1)
        names = [column[0].target.attname for column in select[place]]
        related = get_related_populators(about, select, DEFAULT_DB_ALIAS)
        return about["model"], names, place, related, list(compiler.annotation_col_map.items())

    @property
    def written(self):
        """(SQL, its parameters with places for values, the compiler, converters of columns)."""
        return self._known or self._write()

    @property
    def columns(self) -> list:
        """What it selects, as expressions."""
        compiler = self.written[2]
        return [column[0] for column in compiler.select[: compiler.col_count]]

    def _write(self):
        with self._lock:
            if self._known is None:
                stand_ins = {name: _stand_in(kind, place) for place, (name, kind) in enumerate(self._kinds.items())}
                connection = connections[DEFAULT_DB_ALIAS]
                compiler = self._make(**stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
                sql, params = compiler.as_sql()
                places = {_adapted(connection, value): name for name, value in stand_ins.items()}
                params = [_Place(places[value]) if _hashable(value) in places else value for value in params]
                if {value.name for value in params if isinstance(value, _Place)} != set(self._kinds):
                    raise ValueError(f"not every value of {sorted(self._kinds)} is a parameter of {sql}")
                columns = [column[0] for column in compiler.select[: compiler.col_count]]
                self._known = sql, params, compiler, compiler.get_converters(columns)
        return self._known


def repeating(rows: QuerySet) -> Iterator[tuple]:
    """The tuples of a ``values_list`` by the hundred thousand, in which few values come again and again: each is made
    what Python has it as once."""
    connection = connections[DEFAULT_DB_ALIAS]
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return
    converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    known = [(place, {None: None}, *converter) for place, converter in converters.items()]
    is_pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    with (connection.cursor if is_pooled else connection.chunked_cursor)() as cursor:
        cursor.execute(sql, params)
        while chunk := cursor.fetchmany(_CHUNK):
            if not known:
                yield from chunk
                continue
            for found in chunk:
                row = list(found)
                for place, made, convert, column in known:
                    value = row[place]
                    if value not in made:
                        read = value
                        for one in convert:
                            read = one(read, column, connection)
                        made[value] = read
                    row[place] = made[value]
                yield tuple(row)


_CHUNK = 2_000


def given(name: str) -> RawSQL:
    """A column of what is given to ``Together``, as a value in one of its questions, or after ``__in``."""
    return RawSQL(f"SELECT {name} FROM given", ())


class Together:
    """Several prepared questions as one statement, for what is always asked at once: ``ask(unit=7, …)`` gives the rows
    of each, in no order; a value that several of them take has one name.

    Columns of one type share a place, so that a row is little wider than that of the widest question. ``given``: a
    question all of annotations, of one row or of several, which the others name by ``given(name)``: it is asked once.
    """

    def __init__(self, *questions, given: Prepared | None = None):
        self._questions, self._given = questions, given

    def ask(self, **values) -> list[list[tuple]]:
        sql, params, places = self._written
        found = [[] for _ in places]
        for row in _asked(sql, params, values):
            found[row[0]].append(places[row[0]](row))
        return [question.read(rows) for question, rows in zip(self._questions, found, strict=True)]

    @cached_property
    def _written(self):
        slots: list[str] = []  # the type of each place
        taken = [_placed(question.columns, slots) for question in self._questions]
        named, selects, params = [], [], []
        if self._given:
            names = self._given.written[2].annotation_col_map
            named.append(f"given({', '.join(names)}) AS ({self._given.written[0]})")
            params += self._given.written[1]
        for number, (question, places) in enumerate(zip(self._questions, taken, strict=True)):
            named.append(f"q{number}({', '.join(f'c{at}' for at in places)}) AS ({question.written[0]})")
            # The first tells the others what stands where.
            own = [
                f"c{at}" if at in places else "NULL" if number else f"CAST(NULL AS {kind})"
                for at, kind in enumerate(slots)
            ]
            selects.append(f"SELECT {number}, {', '.join(own)} FROM q{number}")
            params += question.written[1]
        getters = [itemgetter(*(at + 1 for at in places)) for places in taken]
        return f"WITH {', '.join(named)} {' UNION ALL '.join(selects)}", params, getters


# Types that a UNION takes for one another.
_ONE_TYPE = {"varchar": "text", "smallint": "bigint", "integer": "bigint"}


def _placed(columns, slots) -> list[int]:
    """A place for each column, of its type and not taken by another of them; ``slots`` grows where there is none."""
    places: list[int] = []
    for column in columns:
        field, connection = column.output_field, connections[DEFAULT_DB_ALIAS]
        # SQLite's driver reads a column by what it was declared as: a day is no instant there, though both are text.
        kind = (field.db_type if isinstance(field, DateField) else field.cast_db_type)(connection)
        kind = _ONE_TYPE.get(kind.partition("(")[0].split()[0], kind)
        at = next((at for at, known in enumerate(slots) if known == kind and at not in places), len(slots))
        if at == len(slots):
            slots.append(kind)
        places.append(at)
    return places


def _asked(sql, params, values) -> list[tuple]:
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [_adapted(connection, values[one.name]) if isinstance(one, _Place) else one for one in params]
        )
        return cursor.fetchall()


def _adapted(connection, value):
    return connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value


def _stand_in(kind, place):
    """What stands in the SQL where the value of an asking will be: nobody has it, and no other of the same query."""
    return dt.date(1, 1, 1) + dt.timedelta(place) if kind is dt.date else kind(-7_294_000_001 - place)


def _hashable(value):
    return value if isinstance(value, (int, str, dt.date)) else None


class _Place:
    def __init__(self, name):
        self.name = name
