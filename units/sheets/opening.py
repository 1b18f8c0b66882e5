"""The doors: a workbook for those who know its cells, rows of values for those who must find out."""

import io
import warnings
from collections import Counter
from datetime import date, datetime, time

from openpyxl import Workbook, load_workbook

from units.sheets import kinds, structure
from units.sheets.book import Book, Cell, Kind, Row, Sheet, Unreadable
from units.sheets.cells import Allowance, sweep
from units.sheets.csv_book import csv_book
from units.sheets.meaning import CONSTANTS, Reading, is_like_a_number, number, shared_strings, text
from units.sheets.notes import notes_on
from units.sheets.package import BROKEN, Package, new_parser
from units.sheets.styles import styles

__all__ = ["Book", "Cell", "Kind", "Row", "Sheet", "Unreadable", "as_cell", "open_workbook", "read"]

# A form of ours is small; openpyxl makes objects of cells, of rows, of the blanks under a merge or a link.
_FORM_UNPACKED = 16 * 1024 * 1024
_FORM_TAGS, _FORM_OTHER_TAGS = 400_000, 20_000  # of all XML, read twice; of what is neither cells nor their texts
_FORM_CELLS, _FORM_CHARACTERS, _FORM_SHEETS, _FORM_FORMULAS = 30_000, 2_000_000, 30, 300_000
_FORM_SPREAD = 200_000  # cells of the rectangle from A1 to the last cell: walking over a sheet makes all of them


def open_workbook(content: bytes, name: str) -> Workbook:
    """A workbook as openpyxl loads it, formulas as formulas. Raises Unreadable.

    For forms of ours: at most 30 sheets and 30,000 cells. ``name`` is what the person calls the file; its content
    decides.
    """
    if kinds.workbook_or_text(content) == "text":
        raise Unreadable("Tệp là văn bản, không phải bảng tính .xlsx: chọn lại tệp Excel đã tải về.")
    package = Package(content, most_unpacked=_FORM_UNPACKED, most_tags=_FORM_TAGS)
    _refuse_heavy(package)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what it leaves out of a copy; none is saved
        try:
            book = load_workbook(io.BytesIO(content), keep_links=False)
            _touch_styles(book)
            return book
        # openpyxl raises whatever a wrong attribute leads it to: KeyError, TypeError, its own …
        except Exception:
            raise Unreadable(BROKEN) from None


def _touch_styles(book):
    """Styles are looked up when they are asked for: what is missing must not be found out in the middle of a page."""
    seen = set()
    for page in book.worksheets:
        for row in page.iter_rows():
            for held in row:
                if held.has_style and held.style_id not in seen:
                    seen.add(held.style_id)
                    _ = held.font, held.fill, held.border, held.number_format, held.alignment, held.protection


def as_cell(held) -> Cell:
    """A cell of openpyxl's as one of ours, for `values`. A formula's last result is not known there."""
    where = held.coordinate
    shown = "" if held.number_format == "General" else held.number_format
    value = held.value
    if value is None:
        return Cell(None, where)
    if held.data_type == "f":
        formula = value if isinstance(value, str) else getattr(value, "text", None) or "="
        if formula in CONSTANTS:
            return Cell(CONSTANTS[formula], where, format=shown)
        return Cell(None, where, Kind.FORMULA, shown, formula)
    if held.data_type == "e":
        return Cell(str(value), where, Kind.ERROR, shown)
    if isinstance(value, bool):
        return Cell(value, where, format=shown)
    if isinstance(value, int | float):
        return Cell(number(str(value)), where, format=shown)
    if isinstance(value, datetime):
        return Cell(value if value.time() != time.min else value.date(), where, format=shown)
    if isinstance(value, date):
        return Cell(value, where, format=shown)
    said = text(str(value))
    if said is None:
        return Cell(None, where)
    return Cell(said, where, Kind.NUMBER_AS_TEXT if is_like_a_number(said) else Kind.PLAIN, shown)


def _refuse_heavy(package):
    """Refuse what would cost openpyxl far more than its size tells."""
    layout = structure.layout(package)
    bulk = {layout.strings, *(sheet.part for sheet in layout.sheets)}
    tags = {part: package.parse(part, new_parser()) for part in package.parts if package.is_xml(part)}
    if sum(count for part, count in tags.items() if part not in bulk) > _FORM_OTHER_TAGS:
        raise Unreadable("Tệp có quá nhiều kiểu định dạng, hình vẽ hoặc ghi chú: chọn lại tệp Excel đã tải về.")
    if layout.is_strict:
        raise Unreadable(f"Tệp lưu theo dạng Strict Open XML: {kinds.AS_XLSX}.")
    if not layout.is_plain or len(layout.sheets) > _FORM_SHEETS:
        raise Unreadable("Tệp có trang biểu đồ hoặc quá nhiều trang tính: chọn lại tệp Excel đã tải về.")
    if any("pivot" in part.casefold() for part in package.parts):
        raise Unreadable("Tệp có bảng tổng hợp (PivotTable): xóa trang có bảng đó, lưu lại rồi chọn lại.")
    # A part that several others refer to is read again for each of them.
    referred = Counter(
        relation.target
        for part in ("", *package.parts)
        for relation in structure.relations(package, part)
        if not relation.is_outside and relation.target in package
    )
    if sum(package.parts[part].file_size * times for part, times in referred.items()) > _FORM_UNPACKED:
        raise Unreadable(BROKEN)
    allowance = Allowance(_FORM_CELLS, _FORM_CHARACTERS)
    reading = _reading(package, layout, allowance)
    spread = 0
    for sheet in layout.sheets:
        swept = sweep(package, sheet.part, sheet.name, allowance)
        allowance.take(cells=sum(area.size for area in swept.merged) + swept.linked + swept.lines)
        spread += swept.last_row * (swept.last_column + 1)
        if spread > _FORM_SPREAD:
            raise Unreadable(
                f"Trang “{sheet.name}” có ô ở xa bên ngoài bảng: xóa các dòng và cột thừa, kể cả ô trống đã kẻ khung "
                "hoặc tô màu, rồi lưu lại."
            )
        reading.rows(swept, allowance)  # what cannot be read is refused here in the same words
        # A shared formula is written out for each of its cells.
        if swept.longest_formula * swept.formulas > _FORM_FORMULAS:
            raise Unreadable(f"Trang “{sheet.name}” có quá nhiều công thức: dán lại bằng giá trị (Paste Values).")


def read(content: bytes, name: str) -> Book:
    """The values of a workbook or of a CSV file, which is one sheet. Raises Unreadable.

    ``name`` is what the person calls the file; its content decides.
    """
    if kinds.workbook_or_text(content) == "text":
        return csv_book(content, name)
    package = Package(content)
    allowance = Allowance()
    layout = structure.layout(package)
    reading = _reading(package, layout, allowance)
    sheets, notes = [], []
    for place in layout.sheets:
        swept = sweep(package, place.part, place.name, allowance)
        sheet = Sheet(place.name, place.is_hidden, reading.rows(swept, allowance))
        sheets.append(sheet)
        notes += notes_on(sheet, swept.hidden_rows)
    return Book(tuple(sheets), tuple(notes))


def _reading(package, layout, allowance) -> Reading:
    return Reading(
        shared_strings(package, layout.strings, allowance) if layout.strings else [],
        styles(package, layout.styles) if layout.styles else [],
        layout.is_1904,
    )
