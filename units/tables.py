"""A list as a file: its columns described once, its rows written one after the other as a workbook or as CSV.

What a column gives of a row is what it is: text, a whole number or Decimal, a date, an aware datetime, or None (also
"") for what is blank. Text is written as text, whatever it begins with.
"""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from units import clock
from units.vietnamese import format_date, format_number

BATCH = 500  # rows of the database that are held at a time
# What a spreadsheet takes for the beginning of a formula.
LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in characters. ``is_summed``: a count or money, of which a sum means something; never a percentage."""

    head: str
    width: int
    value: Callable[[Any], Any]
    is_summed: bool = False


@dataclass(frozen=True)
class Table:
    """``name``: of the file, in ASCII without a suffix. ``said``: the filters in words. ``rows`` are read once, when
    the file is written; ``count``: how many there will be, of what ``of`` says. ``more``: further sheets of a workbook;
    CSV has one of them a file.
    """

    name: str
    title: str
    said: str
    on: dt.date
    columns: Iterable[Column]
    rows: Iterable[Any]
    count: int
    sheet: str = "Danh sách"
    more: tuple["Table", ...] = ()
    of: str = "dòng"

    @property
    def sheets(self) -> list[str]:
        """Their names, as the links to their CSV say them."""
        return [one.sheet for one in (self, *self.more)]

    def alone(self, number: int) -> "Table":
        """The ``number``-th sheet, from 1, as a table of its own; the first where there is no such."""
        if not 1 < number <= len(self.more) + 1:
            return replace(self, more=())
        return replace(self.more[number - 2], name=f"{self.name}-bang-{number}")


def sheet(name: str, title: str, said: str, on: dt.date, columns: Iterable[Column], rows: list, of="dòng") -> Table:
    """A further sheet, of rows that are held already; as a file of its own it is named after the first."""
    return Table("", title, said, on, columns, rows, len(rows), name, of=of)


def in_words(*parts: str) -> str:
    """The filters that are set, as one sentence of the title block."""
    return "; ".join(part for part in parts if part)


def by_batches(rows, dress) -> Iterator:
    """What ``dress`` makes of the rows of a QuerySet, a bounded number of them at a time."""
    found = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        yield from dress(batch)


# --- A workbook ------------------------------------------------------------------------------------------------------


def write_xlsx(table: Table, file: BinaryIO, told=None) -> None:
    """``told(number)`` after each row of the first sheet."""
    # openpyxl takes a moment to load: only who asks for a workbook pays for it.
    from units import workbook

    book = workbook.new_streamed(table.title)
    for one in (table, *table.more):
        columns = [("STT", 5, False), *((column.head, column.width, column.is_summed) for column in one.columns)]
        workbook.stream(
            book, one.sheet, one.title, _block(one), columns, _values(one), told=told if one is table else None
        )
    book.save(file)


def _block(table) -> str:
    """The line under the title."""
    number = f"{format_number(table.count)} {table.of}."
    return ". ".join(filter(None, [table.said, f"Ngày lập: {format_date(table.on)}", number]))


def _values(table) -> Iterator[list]:
    columns = list(table.columns)
    for place, row in enumerate(table.rows, 1):
        yield [place, *(column.value(row) for column in columns)]


# --- CSV -------------------------------------------------------------------------------------------------------------


def write_csv(table: Table, file: BinaryIO, told=None) -> None:
    """As Excel in Vietnamese opens it by a double click: UTF-8 with its mark, ``;`` between fields, `1234,5`,
    05/03/2018.

    CSV has no types: text that begins like a formula gets an apostrophe in front, which stays to be seen.
    """
    written = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(["STT", *(column.head for column in table.columns)])
    for number, values in enumerate(_values(table), 1):
        writer.writerow([_as_text(value) for value in values])
        if told:
            told(number)
    written.flush()
    written.detach()


def guarded(text: str) -> str:
    """For a file that has no types: never computed, whatever opens it."""
    return f"'{text}" if text.startswith(LIKE_FORMULAS) else text


def _as_text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, dt.datetime):
        local = value.astimezone(clock.ZONE)
        return f"{format_date(local)} {local:%H:%M}"
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, int | Decimal):
        return format_number(value).replace(".", "")
    raise TypeError(f"no cell for a {type(value).__name__}")
