"""Which row names the columns, and which column is which: in any order and letter case, with or without accents."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from units.sheets.book import Book, Kind, Row, Sheet
from units.vietnamese import fold

SEARCHED = 60  # rows: heads stand near the top, below titles
_DEEPEST = 3  # rows of heads joined by merges
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERED = re.compile(r"\s*[(\[]?\d{1,2}[.):\]]+\s*")
_NOT_LETTERS = re.compile(r"[\W_]+")
_COUNTERS = frozenset(("stt", "tt", "sott", "sothutu"))  # as `_bare` writes them
_COLUMN_NUMBER = re.compile(r"[(\[]?(\d{1,2}|[A-Za-z])[)\]]?(\s*=.*)?")  # (1) (2) (3)=(1)+(2), A B 1 2


@dataclass(frozen=True)
class Column:
    """A column that is looked for. ``aliases``: what else offices call it."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    required: bool = False


class Head(NamedTuple):
    text: str
    where: str  # "B5"


@dataclass(frozen=True)
class Table:
    """A sheet's rows and what their columns are."""

    head_row: int  # number of the last row of heads, 0 where none was found
    places: dict[str, int]  # column from 0, by key
    missing: tuple[Column, ...]  # required ones that no head names
    unknown: tuple[Head, ...]  # heads that name no column; a running number (STT) is not told
    twice: tuple[tuple[Column, tuple[Head, ...]], ...]  # columns that several heads name; none of them has a place
    rows: tuple[Row, ...]  # below the heads, without the row that numbers the columns and heads that a page repeats

    def problems(self) -> list[str]:
        """Why nothing can be read by these heads, in Vietnamese; empty where all is well."""
        if not self.head_row:
            names = ", ".join(f"“{column.label}”" for column in self.missing)
            return [f"Không tìm thấy dòng tiêu đề cột trong {SEARCHED} dòng đầu: cần các cột {names}."]
        said = [
            f"Thiếu cột “{column.label}”: thêm cột này vào dòng tiêu đề (dòng {self.head_row})."
            for column in self.missing
        ]
        for column, heads in self.twice:
            named = ", ".join(f"“{head.text}” ({head.where})" for head in heads)
            said.append(f"Có {len(heads)} cột cùng nghĩa “{column.label}”: {named}; giữ lại một cột.")
        return said


def match(sheet: Sheet, columns) -> Table:
    """Where on a sheet its columns stand. Nothing found is told by the table, not raised."""
    columns = tuple(columns)
    keys = _keys(columns)
    best, best_score = None, 0
    first = [row for row in sheet.rows[:SEARCHED] if row.number <= 2 * SEARCHED]
    for place in range(len(first)):
        for depth in range(1, _DEEPEST + 1):
            rows = first[place : place + depth]
            if len(rows) < depth:
                break
            found = _found(rows, keys)
            score = len({key for key, _ in found.values() if key})
            # Of equals the first and flattest: what stands below it is data.
            if score > best_score:
                best, best_score, best_end = found, score, place + depth
    required = tuple(column for column in columns if column.required)
    if best is None:
        return Table(0, {}, required, (), (), ())
    return _table(sheet, columns, best, best_end)


def find(book: Book, columns) -> tuple[Sheet, Table]:
    """The sheet that has most of these columns, one that is shown before a hidden one, the first of equals."""
    columns = tuple(columns)
    found = [(sheet, match(sheet, columns)) for sheet in book.sheets]
    return max(found, key=lambda pair: (len(pair[1].places), not pair[0].is_hidden))


def _table(sheet, columns, found, end) -> Table:
    by_key = {}
    for column, (key, head) in found.items():
        by_key.setdefault(key, []).append((column, head))
    unknown = tuple(head for _, head in by_key.pop(None, []) if _bare(head.text) not in _COUNTERS)
    places = {key: found[0][0] for key, found in by_key.items() if len(found) == 1}
    twice = tuple(
        (column, tuple(head for _, head in by_key[column.key]))
        for column in columns
        if len(by_key.get(column.key, ())) > 1
    )
    missing = tuple(column for column in columns if column.required and column.key not in by_key)
    head_row = sheet.rows[end - 1]
    below = sheet.rows[end:]
    if below and _numbers_columns(below[0]):
        below = below[1:]
    return Table(
        head_row.number,
        places,
        missing,
        unknown,
        twice,
        tuple(row for row in below if not _repeats(row, head_row)),
    )


def _keys(columns) -> dict[str, str]:
    keys = {}
    for column in columns:
        for name in (column.label, *column.aliases):
            for written in (_bare(name), _bare(_IN_BRACKETS.sub(" ", name))):
                if keys.setdefault(written, column.key) != column.key and written == _bare(name):
                    raise ValueError(f"two columns are called {name}")
    keys.pop("", None)
    return keys


def _found(rows: list[Row], keys) -> dict[int, tuple[str | None, Head]]:
    """For each column with a head: the key it names, None where it names none, and the head."""
    found = {}
    for column in range(max(len(row.cells) for row in rows)):
        cells = [row.at(column) for row in rows]
        texts = []
        for cell in cells:
            # A merged cell repeats its first one: downwards it is the same head, sideways the one above several.
            if isinstance(cell.value, str) and cell.value not in texts:
                texts.append(cell.value)
        if not texts:
            continue
        joined = " ".join(texts)
        key = _named(joined, keys)
        last = cells[-1].value if isinstance(cells[-1].value, str) else None
        if key is None and len(texts) > 1 and last is not None:
            key = _named(last, keys)
        where = next(cell.where for cell in reversed(cells) if isinstance(cell.value, str))
        if key is None and all(cell.kind is Kind.MERGED for cell in cells if cell.value is not None):
            continue  # the rest of a title that is merged across the sheet
        found[column] = (key, Head(" ".join(joined.split()), where))
    return found


def _named(text: str, keys) -> str | None:
    outside = _IN_BRACKETS.sub(" ", text)
    for written in (text, outside, _NUMBERED.sub("", outside, count=1)):
        if (key := keys.get(_bare(written))) is not None:
            return key
    return None


def _bare(text: str) -> str:
    """Letters and digits alone; i and y are one letter: tỉ lệ is tỷ lệ, quí is quý."""
    return _NOT_LETTERS.sub("", fold(text)).replace("y", "i")


def _numbers_columns(row: Row) -> bool:
    said = [str(cell.value).strip() for cell in row.cells if cell.value is not None]
    return len(said) > 1 and all(_COLUMN_NUMBER.fullmatch(text) for text in said) and len(set(said)) == len(said)


def _repeats(row: Row, head_row: Row) -> bool:
    said = [cell.value for cell in row.cells]
    return said == [cell.value for cell in head_row.cells]
