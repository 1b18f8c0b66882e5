"""The doors: a workbook for those who know its cells, rows of values for those who must find out."""

import io
import warnings

from openpyxl import Workbook, load_workbook

from units.sheets import kinds, structure
from units.sheets.book import Book, Cell, Kind, Row, Sheet, Unreadable
from units.sheets.cells import Allowance, sweep
from units.sheets.meaning import Reading, shared_strings
from units.sheets.package import BROKEN, Package, new_parser
from units.sheets.styles import styles

__all__ = ["Book", "Cell", "Kind", "Row", "Sheet", "Unreadable", "open_workbook", "read"]


def open_workbook(content: bytes, name: str) -> Workbook:
    """A workbook as openpyxl loads it, formulas as formulas. Raises Unreadable.

    Only for small ones whose form is ours: every cell is an object in memory.
    """
    if kinds.workbook_or_text(content) == "text":
        raise Unreadable("Tệp là văn bản, không phải bảng tính .xlsx: chọn lại tệp Excel đã tải về.")
    package = Package(content)
    for part in package.parts:
        if part.endswith((".xml", ".rels")):
            package.parse(part, new_parser())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what it leaves out of a copy; none is saved
        try:
            return load_workbook(io.BytesIO(content), keep_links=False)
        # openpyxl raises whatever a wrong attribute leads it to: KeyError, TypeError, its own …
        except Exception:
            raise Unreadable(BROKEN) from None


def read(content: bytes, name: str) -> Book:
    """A workbook's or a CSV file's values. Raises Unreadable."""
    if kinds.workbook_or_text(content) == "text":
        raise Unreadable("Tệp CSV chưa đọc được.")
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
        sheets.append(Sheet(place.name, place.is_hidden, reading.rows(swept, allowance)))
    return Book(tuple(sheets), tuple(notes))
