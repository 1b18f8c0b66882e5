"""A sheet's XML swept once, without building a tree: what each cell holds, within bounds on all that could grow."""

import re
from dataclasses import dataclass, field

from units.sheets.book import (
    MAX_CELL_CHARACTERS,
    MAX_CELLS,
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    Unreadable,
    letters,
)
from units.sheets.package import BROKEN, named, new_parser
from units.vietnamese import format_number

_COLUMNS = {letters(column): column for column in range(16_384)}
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?")
_MAX_MERGES = 20_000


@dataclass
class Allowance:
    """What may still be taken from this file, all sheets together."""

    cells: int = MAX_CELLS
    characters: int = MAX_CHARACTERS

    def take(self, cells: int = 0, characters: int = 0) -> None:
        self.cells -= cells
        self.characters -= characters
        if self.cells < 0:
            raise Unreadable(
                f"Bảng tính có quá {format_number(MAX_CELLS)} ô: tách thành nhiều tệp, mỗi tệp ít dòng hơn."
            )
        if self.characters < 0:
            raise Unreadable("Bảng tính có quá nhiều chữ: tách thành nhiều tệp, mỗi tệp ít dòng hơn.")


@dataclass
class Swept:
    """A sheet as it stands in the file; rows are made of it by `rows`."""

    # (row from 1, column from 0) → (type, style, what stands in <v> or <is>, formula or None)
    found: dict[int, dict[int, tuple]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # row, column, last row, last column
    hidden_rows: int = 0
    formulas: int = 0


_ELEMENTS = named("row", "c", "v", "f", "t", "is", "rPh", "r", "rFont", "mergeCell")


class _Sweep:
    def __init__(self, sheet_name, allowance):
        self.swept = Swept()
        self._name, self._allowance = sheet_name, allowance
        self._row = 0
        self._row_cells: dict[int, tuple] = {}
        self._row_is_hidden = False
        self._last = -1
        self._cell = None  # (column, type, style)
        self._formula = None
        self._parts: list[str] = []
        self._keeps = False  # is what comes now text of the cell?
        self._silent = 0  # depth inside phonetic hints

    def start(self, name, attributes):
        element = _ELEMENTS.get(name)
        if element == "c":
            self._start_cell(attributes)
        elif element == "v" or (element == "t" and not self._silent):
            self._keeps = True
        elif element == "f":
            self._text, self._parts, self._keeps = self._parts, [], True
        elif element == "row":
            self._start_row(attributes)
        elif element == "rPh":
            self._silent += 1
        elif element == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name):
        element = _ELEMENTS.get(name)
        if element == "c":
            self._end_cell()
        elif element in ("v", "t"):
            self._keeps = False
        elif element == "f":
            self._formula, self._parts, self._keeps = "=" + "".join(self._parts), self._text, False
        elif element == "rPh":
            self._silent -= 1

    def text(self, characters):
        if self._keeps and self._cell is not None:
            self._parts.append(characters)

    def _start_row(self, attributes):
        number = attributes.get("r")
        row = int(number) if number else self._row + 1
        if row <= self._row:
            raise Unreadable(f"Trang “{self._name}” hỏng ở dòng {row}: mở bằng Excel, lưu lại rồi chọn lại.")
        self._row, self._last, self._row_cells = row, -1, {}
        self._row_is_hidden = attributes.get("hidden") in ("1", "true")

    def _start_cell(self, attributes):
        reference = attributes.get("r")
        if reference:
            column = _COLUMNS.get(reference.rstrip("0123456789"))
        else:
            column = self._last + 1
        if column is None or column <= self._last or (reference and not reference.endswith(str(self._row))):
            raise Unreadable(f"Trang “{self._name}” hỏng ở dòng {self._row}: mở bằng Excel, lưu lại rồi chọn lại.")
        self._last = column
        self._cell = (column, attributes.get("t", "n"), int(attributes.get("s", 0)))
        self._parts, self._formula = [], None

    def _end_cell(self):
        column, kind, style = self._cell
        self._cell = None
        held = "".join(self._parts)
        if not held and self._formula is None:
            return
        if len(held) > MAX_CELL_CHARACTERS or len(self._formula or "") > MAX_CELL_CHARACTERS:
            raise Unreadable(
                f"Ô {letters(column)}{self._row}, trang “{self._name}”, có quá "
                f"{format_number(MAX_CELL_CHARACTERS)} ký tự: chia nội dung ra nhiều ô."
            )
        if self._row > MAX_ROWS:
            raise Unreadable(
                f"Trang “{self._name}” có dữ liệu ở dòng {format_number(self._row)}, quá "
                f"{format_number(MAX_ROWS)} dòng: tách thành nhiều tệp, hoặc xóa ô thừa ở cuối trang."
            )
        if column >= MAX_COLUMNS:
            raise Unreadable(
                f"Trang “{self._name}” có dữ liệu ở ô {letters(column)}{self._row}, quá {MAX_COLUMNS} cột: "
                "xóa cột thừa, hoặc tách thành nhiều trang."
            )
        if not self._row_cells:
            self.swept.found[self._row] = self._row_cells
            self.swept.hidden_rows += self._row_is_hidden
            width = 0
        else:
            width = next(reversed(self._row_cells)) + 1
        self._allowance.take(cells=column + 1 - width, characters=len(held) if kind != "s" else 0)
        self.swept.formulas += self._formula is not None
        self._row_cells[column] = (kind, style, held, self._formula)

    def _merge(self, reference):
        match = _RANGE.fullmatch(reference)
        if match is None or len(self.swept.merged) >= _MAX_MERGES:
            raise Unreadable(BROKEN)
        left, top, right, bottom = match.groups()
        if right is not None:
            self.swept.merged.append((int(top), _COLUMNS.get(left, 0), int(bottom), _COLUMNS.get(right, 0)))


def sweep(package, part: str, sheet_name: str, allowance: Allowance) -> Swept:
    """Everything a sheet holds. Raises Unreadable: broken XML, or more than is allowed."""
    parser = new_parser()
    sweeping = _Sweep(sheet_name, allowance)
    parser.StartElementHandler, parser.EndElementHandler = sweeping.start, sweeping.end
    parser.CharacterDataHandler = sweeping.text
    package.parse(part, parser)
    return sweeping.swept
