"""A workbook of ours: a titled table that prints on landscape A4, with real days and numbers.

Text that begins like a formula stays text in every spreadsheet: what people type is never computed.
"""

import datetime as dt
import io
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

_LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_THIN = Side(style="thin", color="FF9A9A9A")
_EDGE = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFEFEFEF")
_FONT = "Times New Roman"
_LINE, _HIGHEST = 15, 400  # points; a row of a workbook can be 409 high


def new(title: str, sheet: str) -> Workbook:
    """An empty one, whose first sheet is called ``sheet``."""
    book = Workbook()
    book.properties.title = title
    book.properties.creator = "Cổng Kế hoạch 294, Quận 4"
    book.properties.language = "vi"
    book.active.title = sheet
    return book


def content(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def begin(sheet, title, said, columns) -> int:
    """Title block, heads and widths; returns the row of the heads."""
    for at, text, size, is_bold in (
        (1, "ỦY BAN NHÂN DÂN QUẬN 4", 11, True),
        (2, title, 14, True),
        (3, said, 11, False),
    ):
        cell = put(sheet.cell(at, 1), text)
        cell.font = Font(name=_FONT, size=size, bold=is_bold)
        cell.alignment = Alignment(vertical="center")
    head = 5
    for place, (name, width) in enumerate(columns, 1):
        cell = sheet.cell(head, place, name)
        cell.font = Font(name=_FONT, size=11, bold=True)
        cell.fill, cell.border = _HEAD, _EDGE
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.row_dimensions[head].height = 48
    return head


def row(sheet, at, values, widths):
    # As high as its longest cell: not every program finds that out by itself.
    texts = [(value, width) for value, width in zip(values, widths) if isinstance(value, str)]
    lines = max((_lines(value, width) for value, width in texts), default=1)
    sheet.row_dimensions[at].height = min(lines * _LINE, _HIGHEST)
    for place, value in enumerate(values, 1):
        cell = put(sheet.cell(at, place), value)
        cell.font = Font(name=_FONT, size=11)
        cell.border = _EDGE
        is_text = isinstance(value, str) and value
        side = None if is_text else "right" if isinstance(value, Decimal) else "center"
        cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)


def _lines(text, width) -> int:
    return sum(max(1, -(-len(part) // width)) for part in text.split("\n"))


def put(cell: Cell, value) -> Cell:
    if isinstance(value, dt.date):
        cell.value, cell.number_format = value, "dd/mm/yyyy"
    elif isinstance(value, str) and value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        if value.startswith(_LIKE_FORMULAS):
            # Also after somebody opens the cell and presses Enter.
            cell.quotePrefix = True
    elif value is not None and value != "":
        cell.value = value
        if isinstance(value, Decimal):  # an amount of money; each country's program writes its own marks
            cell.number_format = "#,##0"
    return cell


def end(sheet, head, columns, rows):
    """Frozen heads that print on every page; landscape A4, as wide as the paper."""
    last = get_column_letter(columns)
    sheet.freeze_panes = sheet.cell(head + 1, 4 if columns > 4 else 1)
    if rows:
        sheet.auto_filter.ref = f"A{head}:{last}{head + rows}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_area = f"A1:{last}{head + max(rows, 1)}"
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.6
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.right.text = "Trang &P/&N"
