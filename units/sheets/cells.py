"""A sheet's XML swept once, without building a tree: what each cell holds, within bounds on all that could grow."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

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
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?", re.ASCII)
_MAX_MERGES = 20_000


@dataclass
class Allowance:
    """What may still be taken from this file, all sheets together."""

    cells: int = MAX_CELLS
    characters: int = MAX_CHARACTERS

    def take(self, cells: int = 0, characters: int = 0) -> None:
        """Raises Unreadable where it is more than is left."""
        self.cells -= cells
        self.characters -= characters
        if self.cells < 0:
            raise Unreadable("Bảng tính có quá nhiều ô: tách thành nhiều tệp, mỗi tệp ít dòng và cột hơn.")
        if self.characters < 0:
            raise Unreadable("Bảng tính có quá nhiều chữ: tách thành nhiều tệp, mỗi tệp ít dòng hơn.")


# A cell as it stands in the file: column from 0, type (n, s, str, inlineStr, b, e, d: the standard's own words), style,
# what is written, formula with its "=" or None. A bare tuple: there are a few hundred thousand.
Held = tuple[int, str, int, str, str | None]


class Area(NamedTuple):
    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> int:
        return max(self.bottom - self.top + 1, 0) * max(self.right - self.left + 1, 0)


@dataclass
class Swept:
    """A sheet as it stands in the file."""

    rows: dict[int, list[Held]] = field(default_factory=dict)  # by number, in order; only those that hold something
    merged: list[Area] = field(default_factory=list)
    hidden_rows: int = 0
    lines: int = 0  # rows that are written, blank ones too
    last_row: int = 0  # of those with cells, blank ones too
    last_column: int = -1
    linked: int = 0  # cells under hyperlinks
    formulas: int = 0
    longest_formula: int = 0


_ELEMENTS = named("row", "c", "v", "f", "is", "t", "rPh", "mergeCell", "hyperlink")


def sweep(package, part: str, sheet_name: str, allowance: Allowance) -> Swept:
    """Everything a sheet holds. Raises Unreadable: broken XML, or more than is allowed."""
    swept = Swept()
    row, row_written, hidden, cells = 0, "", None, []
    last, kind, style, formula, written = -1, "n", 0, None, ""
    parts: list[str] = []  # all text since it was last looked at; the space between elements is trimmed with the value

    # Variables of a closure, and the parser appending text by itself: this runs five times for every cell.
    def start(name, attributes):
        nonlocal row, row_written, hidden, cells, last, kind, style, formula, written
        element = _ELEMENTS.get(name)
        if element == "c":
            reference = attributes.get("r")
            if reference is None:
                column = last + 1
            elif reference.endswith(row_written):
                column = _COLUMNS.get(reference[: -len(row_written)], -1)
            else:
                column = -1
            if column <= last:
                raise Unreadable(f"Trang “{sheet_name}” hỏng ở dòng {row}: mở bằng Excel, lưu lại rồi chọn lại.")
            last, kind, style = column, attributes.get("t", "n"), int(attributes.get("s", 0))
            formula, written = None, ""
            parts.clear()
        elif element == "row":
            row_written = attributes.get("r") or str(row + 1)
            number = int(row_written)
            if number <= row:
                raise Unreadable(f"Trang “{sheet_name}” hỏng ở dòng {number}: mở bằng Excel, lưu lại rồi chọn lại.")
            row, last, cells, hidden = number, -1, [], attributes.get("hidden")
            swept.lines += 1
        elif element in ("t", "f", "v", "rPh"):
            parts.clear()
        elif element == "mergeCell":
            area = _area(attributes.get("ref", ""))
            if len(swept.merged) >= _MAX_MERGES:
                raise Unreadable(BROKEN)
            if area.size > 1:
                swept.merged.append(area)
        elif element == "hyperlink":
            swept.linked += _area(attributes.get("ref", "")).size

    def end(name):
        nonlocal formula, written
        element = _ELEMENTS.get(name)
        if element == "v":
            written = "".join(parts)
            parts.clear()
        elif element == "c":
            if written or formula is not None:
                cells.append((last, kind, style, written, formula))
        elif element == "row":
            if last >= 0:
                swept.last_row, swept.last_column = row, max(last, swept.last_column)
            if cells:
                _take(cells, row, sheet_name, allowance)
                swept.rows[row] = cells
                swept.hidden_rows += hidden in ("1", "true")
        elif element == "t":
            written += "".join(parts)
            parts.clear()
        elif element == "f":
            formula = "=" + "".join(parts)
            parts.clear()
            swept.formulas += 1
            swept.longest_formula = max(swept.longest_formula, len(formula))

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, parts.append
    package.parse(part, parser)
    return swept


def _take(cells: list[Held], row, sheet_name, allowance):
    last = cells[-1][0]
    if row > MAX_ROWS:
        raise Unreadable(
            f"Trang “{sheet_name}” có dữ liệu ở dòng {format_number(row)}, quá {format_number(MAX_ROWS)} dòng: "
            "tách thành nhiều tệp, hoặc xóa ô thừa ở cuối trang."
        )
    if last >= MAX_COLUMNS:
        raise Unreadable(
            f"Trang “{sheet_name}” có dữ liệu ở ô {letters(last)}{row}, quá {MAX_COLUMNS} cột: "
            "xóa cột thừa, hoặc tách thành nhiều trang."
        )
    characters = 0
    for column, _, _, written, formula in cells:
        length = len(written) + len(formula or "")
        characters += length
        if length > MAX_CELL_CHARACTERS:
            raise Unreadable(
                f"Ô {letters(column)}{row}, trang “{sheet_name}”, có quá {format_number(MAX_CELL_CHARACTERS)} ký tự: "
                "chia nội dung ra nhiều ô."
            )
    # Gaps between filled cells become blank ones.
    allowance.take(last + 1, characters)


def _area(reference) -> Area:
    match = _RANGE.fullmatch(reference)
    if match is None:
        raise Unreadable(BROKEN)
    left, top, right, bottom = match.groups()
    if left not in _COLUMNS or (right or left) not in _COLUMNS:
        raise Unreadable(BROKEN)
    return Area(int(top), _COLUMNS[left], int(bottom or top), _COLUMNS[right or left])
