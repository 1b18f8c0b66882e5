"""What a spreadsheet is read into: a book of sheets of rows of cells, each cell knowing its place."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 20_000, 100  # of one sheet
MAX_CELLS = 150_000  # of all sheets together, gaps between filled cells included: what two seconds can read
MAX_CHARACTERS = 8_000_000  # of all text together
MAX_CELL_CHARACTERS = 32_767  # Excel's own bound


class Unreadable(Exception):
    """The file cannot be read. Its text, in Vietnamese, says what it is and what to do."""


class Kind(StrEnum):
    PLAIN = "plain"
    FORMULA = "formula"  # `value` is the last result that was saved with it, None where there was none
    ERROR = "error"  # `value` is what the sheet shows: #REF!
    NUMBER_AS_TEXT = "number_as_text"
    MERGED = "merged"  # covered by a merged range: `value` is that of its first cell
    CONVERTED = "converted"  # text of a legacy font, now Unicode


Value = str | Decimal | date | datetime | bool | None


class Cell(NamedTuple):  # a hundred thousand of them: a frozen dataclass takes three times as long
    value: Value  # text is NFC, without controls, never empty; a day without hours is a date
    where: str  # "B5"
    kind: Kind = Kind.PLAIN
    format: str = ""  # the number format's code, where it is not the general one: "0.0%"
    source: str = ""  # what stood there: the formula with its "=", or the text as it was in its legacy font


class Row(NamedTuple):
    number: int  # as the spreadsheet shows it, from 1
    cells: tuple[Cell, ...]  # from column A to the last filled one

    def at(self, column: int) -> Cell:
        """The cell of a column counted from 0, blank where the row ends before it."""
        if column < len(self.cells):
            return self.cells[column]
        return Cell(None, f"{letters(column)}{self.number}")


@dataclass(frozen=True)
class Sheet:
    name: str
    is_hidden: bool
    rows: tuple[Row, ...]  # those with something in them, in order


@dataclass(frozen=True)
class Book:
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()  # what a person should know before believing the rows, in Vietnamese


def letters(column: int) -> str:
    """0 → `A`, 25 → `Z`, 26 → `AA`."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


LETTERS = tuple(map(letters, range(MAX_COLUMNS)))
