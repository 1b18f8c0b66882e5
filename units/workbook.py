"""A workbook of ours: a titled table that prints on landscape A4, with real days and numbers.

Text that begins like a formula stays text in every spreadsheet: what people type is never computed. ``fill`` and its
parts draw a sheet that is held whole; ``stream`` writes one row after the other, however many there are.
"""

import datetime as dt
import io
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from units import clock
from units.tables import LIKE_FORMULAS

_THIN = Side(style="thin", color="FF9A9A9A")
_EDGE = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFEFEFEF")
_FONT = "Times New Roman"
_LINE, _HIGHEST = 15, 400  # points; a row of a workbook can be 409 high


def new(title: str, sheet: str) -> Workbook:
    """An empty one, whose first sheet is called ``sheet``."""
    book = _described(Workbook(), title)
    book.active.title = sheet
    return book


def new_streamed(title: str) -> Workbook:
    """One without sheets, for ``stream``."""
    return _described(Workbook(write_only=True), title)


def _described(book, title) -> Workbook:
    book.properties.title = title
    book.properties.creator = "Cổng Kế hoạch 294, Quận 4"
    book.properties.language = "vi"
    return book


def content(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def fill(sheet, title: str, said: str, columns, rows) -> None:
    """A whole sheet. ``columns``: (head, width in characters); ``rows``: their values."""
    widths = [width for _, width in columns]
    head = begin(sheet, title, said, columns)
    for place, values in enumerate(rows, 1):
        row(sheet, head + place, values, widths)
    end(sheet, head, len(columns), len(rows))


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
    sheet.row_dimensions[at].height = _height(values, widths)
    for place, value in enumerate(values, 1):
        cell = put(sheet.cell(at, place), value)
        cell.font = Font(name=_FONT, size=11)
        cell.border = _EDGE
        is_text = isinstance(value, str) and value
        side = None if is_text else "right" if isinstance(value, Decimal) else "center"
        cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)


def _height(values, widths) -> int:
    """As high as its longest cell: not every program finds that out by itself."""
    texts = [(value, width) for value, width in zip(values, widths) if isinstance(value, str)]
    return min(max((_lines(value, width) for value, width in texts), default=1) * _LINE, _HIGHEST)


def _lines(text, width) -> int:
    return sum(max(1, -(-len(part) // width)) for part in text.split("\n"))


def put(cell: Cell, value) -> Cell:
    if isinstance(value, dt.datetime):
        # Spreadsheets know no time zones: the district's own time.
        cell.value, cell.number_format = value.astimezone(clock.ZONE).replace(tzinfo=None), "dd/mm/yyyy hh:mm"
    elif isinstance(value, dt.date):
        cell.value, cell.number_format = value, "dd/mm/yyyy"
    elif isinstance(value, str) and value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        if value.startswith(LIKE_FORMULAS):
            # Also after somebody opens the cell and presses Enter.
            cell.quotePrefix = True
    elif value is not None and value != "":
        cell.value = value
        if isinstance(value, Decimal):  # each country's program writes its own marks
            cell.number_format = "#,##0" if value == value.to_integral_value() else "#,##0.##"
    return cell


def end(sheet, head, columns, rows):
    """Frozen heads that print on every page; landscape A4, as wide as the paper."""
    _set_up_page(sheet, head, columns)
    _bound(sheet, head, columns, rows)


def _set_up_page(sheet, head, columns):
    sheet.freeze_panes = f"{'D' if columns > 4 else 'A'}{head + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.6
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.right.text = "Trang &P/&N"


def _bound(sheet, head, columns, rows, *, feet=0):
    """What depends on how many rows there are; ``feet`` stand below them, where no filter hides them."""
    last = get_column_letter(columns)
    if rows:
        sheet.auto_filter.ref = f"A{head}:{last}{head + rows}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_area = f"A1:{last}{head + max(rows, 1) + feet}"


# --- One row after the other -----------------------------------------------------------------------------------------

_HEAD_ROW = 5


def stream(book: Workbook, name: str, title: str, said: str, columns, rows, *, told=None) -> int:
    """A whole sheet ``name`` of a book that was ``new_streamed``; returns how many rows it got.

    ``columns``: (head, width in characters, is summed); ``rows``: lists of values, read once. A summed column has its
    sum at the foot, of the rows that a filter leaves on the screen. ``told(number)`` is called after each row.
    """
    sheet = book.create_sheet(name)
    _set_up_page(sheet, _HEAD_ROW, len(columns))
    for place, (_, width, _) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    pens = _Pens(sheet)
    for text, size, is_bold in (("ỦY BAN NHÂN DÂN QUẬN 4", 11, True), (title, 14, True), (said, 11, False)):
        cell = put(WriteOnlyCell(sheet), text)
        cell.font, cell.alignment = Font(name=_FONT, size=size, bold=is_bold), Alignment(vertical="center")
        sheet.append([cell])
    sheet.append([])
    _append(sheet, _HEAD_ROW, [pens.head(name) for name, _, _ in columns], 48)
    widths = [width for _, width, _ in columns]
    at = _HEAD_ROW
    for values in rows:
        at += 1
        _append(sheet, at, [pens.cell(value) for value in values], _height(values, widths))
        if told:
            told(at - _HEAD_ROW)
    number = at - _HEAD_ROW
    has_foot = bool(number) and any(is_summed for _, _, is_summed in columns)
    if has_foot:
        _append(sheet, at + 1, [pens.foot(text) for text in _sums(columns, at)], _LINE)
    _bound(sheet, _HEAD_ROW, len(columns), number, feet=has_foot)
    return number


def _append(sheet, at, cells, height):
    # Written with the row, then of no more use: of fifty thousand rows none is kept.
    sheet.row_dimensions[at].height = height
    sheet.append(cells)
    del sheet.row_dimensions[at]


def _sums(columns, last) -> list[str]:
    """SUBTOTAL(109) leaves out what a filter hides, and the sums of other feet."""
    sums = [
        f"=SUBTOTAL(109,{letter}{_HEAD_ROW + 1}:{letter}{last})" if is_summed else ""
        for letter, (_, _, is_summed) in ((get_column_letter(place), one) for place, one in enumerate(columns, 1))
    ]
    label = 1 if len(sums) > 1 and not sums[1] else 0
    return [*sums[:label], "Cộng", *sums[label + 1 :]]


class _Pens:
    """How each kind of value looks, worked out once a sheet: a style of its own for every cell costs most of the
    time."""

    def __init__(self, sheet):
        self._sheet = sheet
        self._styles = {}

    def head(self, name) -> Cell:
        cell = WriteOnlyCell(self._sheet, name)
        cell.font = Font(name=_FONT, size=11, bold=True)
        cell.fill, cell.border = _HEAD, _EDGE
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        return cell

    def cell(self, value, is_bold=False) -> Cell:
        kind = (is_bold, *_look(value))
        if kind not in self._styles:
            cell = put(WriteOnlyCell(self._sheet), value)
            cell.font, cell.border = Font(name=_FONT, size=11, bold=is_bold), _EDGE
            side = None if kind[1] == "text" else "right" if kind[1] == "number" else "center"
            cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)
            self._styles[kind] = cell._style
            return cell
        cell = WriteOnlyCell(self._sheet)
        if kind[1] == "text":
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell.data_type = "s"
        elif isinstance(value, dt.datetime):
            cell.value = value.astimezone(clock.ZONE).replace(tzinfo=None)
        elif kind[1] != "nothing":
            cell.value = value
        cell._style = self._styles[kind]
        return cell

    def foot(self, text) -> Cell:
        if not text.startswith("="):
            return self.cell(text, is_bold=True)
        cell = WriteOnlyCell(self._sheet, text)
        cell.font, cell.border, cell.number_format = Font(name=_FONT, size=11, bold=True), _EDGE, "#,##0"
        cell.alignment = Alignment(horizontal="right", vertical="top")
        return cell


def _look(value) -> tuple:
    """What decides how a value looks: its kind, and what of it changes the look."""
    if value is None or value == "":
        return ("nothing",)
    if isinstance(value, str):
        return "text", value.startswith(LIKE_FORMULAS)
    if isinstance(value, Decimal):
        return "number", value == value.to_integral_value()
    if isinstance(value, dt.datetime):
        return ("moment",)
    return ("day",) if isinstance(value, dt.date) else ("whole",)
