"""The doors: a workbook for those who know its cells, rows of values for those who must find out."""

import io
import warnings
from collections import Counter
from datetime import date, datetime, time

from openpyxl import Workbook, load_workbook

from units.sheets import encodings, kinds, legacy, structure
from units.sheets.book import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    Book,
    Cell,
    Kind,
    Row,
    Sheet,
    Unreadable,
    letters,
)
from units.sheets.cells import Allowance, area, sweep
from units.sheets.meaning import Reading, is_like_a_number, number, shared_strings, text
from units.sheets.package import BROKEN, Package, new_parser
from units.sheets.styles import styles
from units.vietnamese import clean_text, format_number

__all__ = ["Book", "Cell", "Kind", "Row", "Sheet", "Unreadable", "as_cell", "open_workbook", "read"]

# A form of ours is small; openpyxl makes an object of every cell, also of the blank ones under a merge or a link.
_FORM_UNPACKED = 16 * 1024 * 1024
_FORM_TAGS, _FORM_CELLS, _FORM_CHARACTERS, _FORM_SHEETS, _FORM_FORMULAS = 250_000, 30_000, 2_000_000, 30, 300_000
_TEXT_NAMES = (".csv", ".txt", ".tsv", ".tab")
_SHEET_NAMES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".xltx", ".ods")


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
            return load_workbook(io.BytesIO(content), keep_links=False)
        # openpyxl raises whatever a wrong attribute leads it to: KeyError, TypeError, its own …
        except Exception:
            raise Unreadable(BROKEN) from None


def as_cell(held) -> Cell:
    """A cell of openpyxl's as one of ours, for `values`. A formula's last result is not known there."""
    where = held.coordinate
    shown = "" if held.number_format == "General" else held.number_format
    value = held.value
    if value is None:
        return Cell(None, where)
    if held.data_type == "f":
        formula = value if isinstance(value, str) else getattr(value, "text", None) or "="
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
    for part in package.parts:
        if package.is_xml(part):
            package.parse(part, new_parser())
    layout = structure.layout(package)
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
    for sheet in layout.sheets:
        swept = sweep(package, sheet.part, sheet.name, allowance)
        allowance.take(cells=sum(map(area, swept.merged)) + swept.linked)
        # A shared formula is written out for each of its cells.
        if swept.longest_formula * swept.formulas > _FORM_FORMULAS:
            raise Unreadable(f"Trang “{sheet.name}” có quá nhiều công thức: dán lại bằng giá trị (Paste Values).")


def read(content: bytes, name: str) -> Book:
    """The values of a workbook or of a CSV file, which is one sheet. Raises Unreadable.

    ``name`` is what the person calls the file; its content decides.
    """
    if kinds.workbook_or_text(content) == "text":
        return _csv(content, name)
    package = Package(content)
    allowance = Allowance()
    layout = structure.layout(package)
    reading = Reading(
        shared_strings(package, layout.strings, allowance) if layout.strings else [],
        styles(package, layout.styles) if layout.styles else [],
        layout.is_1904,
    )
    sheets, notes = [], []
    for place in layout.sheets:
        swept = sweep(package, place.part, place.name, allowance)
        sheet = Sheet(place.name, place.is_hidden, reading.rows(swept, allowance))
        sheets.append(sheet)
        notes += _notes(sheet, swept.hidden_rows)
    return Book(tuple(sheets), tuple(notes))


def _notes(sheet: Sheet, hidden_rows: int = 0):
    if sheet.is_hidden and sheet.rows:
        yield f"Trang “{sheet.name}” đang ẩn."
    if hidden_rows:
        yield f"Trang “{sheet.name}” có {format_number(hidden_rows)} dòng đang ẩn: các dòng này vẫn được đọc."
    cells = [cell for row in sheet.rows for cell in row.cells if cell.source]
    if formulas := [cell for cell in cells if cell.source.startswith("=") and cell.kind is not Kind.CONVERTED]:
        yield (
            f"Trang “{sheet.name}” có {format_number(len(formulas))} ô công thức, đầu tiên là {formulas[0].where}: "
            "lấy kết quả đã lưu trong tệp."
        )
    if converted := [cell for cell in cells if cell.kind is Kind.CONVERTED]:
        first = converted[0]
        yield (
            f"Trang “{sheet.name}” có {format_number(len(converted))} ô gõ bằng bộ chữ cũ (TCVN3, VNI), đã chuyển sang "
            f"Unicode; ví dụ {first.where}: “{_short(first.source)}” thành “{_short(first.value)}”."
        )


def _short(said: str) -> str:
    said = " ".join(said.split())
    return said if len(said) <= 40 else said[:39] + "…"


# ---------------------------------------------------------------- CSV


def _csv(content, name) -> Book:
    suffix = name[name.rfind(".") :].strip().casefold() if "." in name else ""
    if suffix in _SHEET_NAMES:
        raise Unreadable(
            f"Tệp mang đuôi {suffix} nhưng nội dung là văn bản (CSV): đổi đuôi tệp thành .csv rồi chọn lại, "
            "hoặc mở bằng Excel và lưu thành .xlsx."
        )
    if suffix and suffix not in _TEXT_NAMES:
        raise Unreadable("Tệp không phải bảng tính: chọn tệp Excel (.xlsx) hoặc tệp CSV.")
    written, encoding = encodings.decoded(content)
    records = encodings.records(written)
    _refuse_large(records)
    if encoding in ("TCVN3", "VNI"):
        script = legacy.Script(encoding.casefold(), True, frozenset())
    else:
        script = legacy.script_of({(field, "") for record in records for field in record})
    rows = tuple(
        Row(number, cells)
        for number, record in enumerate(records, 1)
        if (cells := _record_cells(record, number, script))
    )
    if not rows:
        raise Unreadable("Tệp CSV không có dòng nào: chọn lại tệp.")
    sheet = Sheet("CSV", False, rows)
    notes = [f"Tệp CSV viết bằng bảng mã {encoding}, đã chuyển sang Unicode."] if encoding == "Windows-1258" else []
    return Book((sheet,), (*notes, *_notes(sheet)))


def _refuse_large(records):
    if len(records) > MAX_ROWS and any(map(any, records[MAX_ROWS:])):
        raise Unreadable(f"Tệp CSV có quá {format_number(MAX_ROWS)} dòng: tách thành nhiều tệp.")
    for number, record in enumerate(records, 1):
        if len(record) > MAX_COLUMNS and any(record[MAX_COLUMNS:]):
            raise Unreadable(f"Dòng {number} của tệp CSV có quá {MAX_COLUMNS} cột: bỏ cột thừa rồi chọn lại.")
    Allowance().take(cells=sum(min(len(record), MAX_COLUMNS) for record in records))
    for number, record in enumerate(records, 1):
        for column, field in enumerate(record):
            if len(field) > MAX_CELL_CHARACTERS:
                raise Unreadable(
                    f"Ô {letters(column)}{number} của tệp CSV có quá {format_number(MAX_CELL_CHARACTERS)} ký tự: "
                    "chia nội dung ra nhiều ô."
                )


def _record_cells(record, number, script) -> tuple[Cell, ...]:
    cells = [_field(field, f"{letters(column)}{number}", script) for column, field in enumerate(record[:MAX_COLUMNS])]
    while cells and cells[-1].value is None:
        cells.pop()
    return tuple(cells)


def _field(field, where, script) -> Cell:
    # Excel is made to keep the zeros of 007 by writing ="007".
    if field.startswith('="') and field.endswith('"') and len(field) > 3:
        field = field[2:-1]
    changed = script.read(field)
    value = clean_text(field if changed is None else changed).strip() or None
    if value is None:
        return Cell(None, where)
    if changed is not None:
        return Cell(value, where, Kind.CONVERTED, source=clean_text(field).strip())
    return Cell(value, where, Kind.NUMBER_AS_TEXT if is_like_a_number(value) else Kind.PLAIN)
