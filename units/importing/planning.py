"""A sheet read against what is stored: every row new, changed or the same, with what is wrong told at its cell."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from units.importing.resource import Row, SheetResource, columns_of, counted
from units.sheets import heads
from units.sheets.book import Kind, letters
from units.sheets.values import CellError

REQUIRED = "Cột này phải có ở mỗi dòng."


@dataclass(frozen=True)
class Converted:
    """Text that stood in a font of before Unicode."""

    where: str
    before: str
    after: str


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one row. ``where``: the cell ("B5"), or "" where no single cell is to blame."""

    number: int
    where: str
    label: str
    text: str


@dataclass
class Plan:
    """``problems``: why no row could be read at all; then there are no rows."""

    sheet_name: str = ""
    head_row: int = 0
    recognised: list[tuple[str, str]] = field(default_factory=list)  # column letter, heading
    unknown: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    converted: list[Converted] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return counted(self.rows)

    @property
    def written(self) -> list[Row]:
        return [row for row in self.rows if row.state != "same"]

    @property
    def is_ready(self) -> bool:
        return bool(self.rows) and not self.problems and not self.wrong

    @property
    def stamp(self) -> str:
        """Changes whenever what would be written does: what was previewed is what is applied."""
        told = [(row.number, row.state, sorted((name, repr(pair)) for name, pair in row.changes.items()), row.notes)
                for row in self.rows]  # fmt: skip
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def plan(resource: SheetResource, content: bytes, name: str, *, by, on: dt.date, hold=False) -> Plan:
    """What the sheet would do. Raises Unreadable for a file that is none; everything else is told in the Plan."""
    # openpyxl takes a moment to load: only who brings a sheet pays for it.
    from units.sheets.opening import read

    book = read(content, name)
    columns = columns_of(resource)
    sheet, table = heads.find(book, [
        heads.Column(key, column.label, column.aliases, column.required) for key, column in columns.items()
    ])  # fmt: skip
    found = Plan(sheet.name, table.head_row, notes=list(book.notes), problems=table.problems())
    found.unknown = [(head.where, head.text) for head in table.unknown]
    if sheet.is_hidden:
        found.notes.append(f"Số liệu lấy từ trang ẩn “{sheet.name}”.")
    if found.problems:
        return found
    found.recognised = [
        (letters(place), columns[key].label) for key, place in sorted(table.places.items(), key=lambda at: at[1])
    ]
    resource.start(by=by, on=on)
    cells = _read(found, table, columns)
    if not found.rows:
        found.problems.append(f"Dưới dòng tiêu đề {table.head_row} không có dòng nào: ghi số liệu từ dòng sau đó.")
        return found
    resource.find(found.rows, hold=hold)
    resource.compare(found.rows)
    for row in found.rows:
        if not row.errors:
            resource.check(row)
    resource.check_all(found.rows)
    found.wrong = [
        Wrong(row.number, cells.get((row.number, name), ""), columns[name].label if name in columns else "", text)
        for row in found.rows for name, text in sorted(row.errors, key=lambda error: table.places.get(error[0], 99))
    ]  # fmt: skip
    return found


def _read(found, table, columns) -> dict[tuple[int, str], str]:
    """Fill the rows; where each cell stands."""
    # What is understood by a day comes after the day.
    order = sorted(table.places, key=lambda key: bool(columns[key].dated_by))
    taken = [(key, table.places[key], columns[key]) for key in order]
    where = {}
    for source in table.rows:
        cells = [(key, source.at(place), column) for key, place, column in taken]
        if all(cell.value is None for _, cell, _ in cells):
            continue
        row = Row(source.number)
        for key, cell, column in cells:
            if cell.kind is Kind.CONVERTED:
                found.converted.append(Converted(cell.where, cell.source, str(cell.value)))
            where[row.number, key] = cell.where
            try:
                value = column.read(cell, row.values.get(column.dated_by))
            except CellError as error:
                row.wrong(key, error.text)
                continue
            except ValueError as error:
                row.wrong(key, str(error))
                continue
            row.values[key] = value
            if column.required and (value is None or value == ""):
                row.wrong(key, REQUIRED)
        found.rows.append(row)
    return where



