"""The register as a workbook: what is on the screen, ready to print on A4, with real days and numbers.

Text that begins like a formula stays text in every spreadsheet: what people type is never computed.
"""

import datetime as dt
import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from initiatives.register import OVERDUE, SHOWN, WAITING, Chosen, Line
from units.models import Unit
from units.vietnamese import format_date

# (head, width in characters, value of a line)
COLUMNS = (
    ("STT", 5, None),
    ("Số phiếu tiếp nhận", 14, lambda line: line.row.receipt_number),
    ("Tên sáng kiến", 40, lambda line: line.row.title),
    ("Lĩnh vực áp dụng", 20, lambda line: line.row.field),
    ("Tác giả (tỷ lệ đóng góp)", 34, lambda line: "\n".join(map(_author, line.authors))),
    ("Đơn vị của tác giả", 22, lambda line: line.row.unit.name),
    ("Cơ sở công nhận", 22, lambda line: line.row.body.name),
    ("Ngày áp dụng lần đầu", 12, lambda line: line.row.first_applied_on),
    ("Ngày nộp", 12, lambda line: line.row.filed_on),
    ("Ngày tiếp nhận", 12, lambda line: line.row.received_on),
    ("Ngày chấp nhận đơn", 12, lambda line: line.row.accepted_on),
    ("Tình trạng", 18, lambda line: SHOWN[line.row.state][1]),
    ("Hạn đang chạy", 12, lambda line: line.term and line.term.until),
    ("Quá hạn (ngày)", 9, lambda line: line.late_days if line.term else None),
    ("Số quyết định", 15, lambda line: line.row.decision_number),
    ("Ngày quyết định", 12, lambda line: line.row.decided_on),
    ("Số giấy chứng nhận", 14, lambda line: line.row.certificate_number),
    ("Phạm vi ảnh hưởng", 24, lambda line: "\n".join(map(_scope, line.row.scopes.all()))),
)
# Of the second sheet, one row an author; asked for apart, because it holds personal data (domain §5).
PERSONAL = (
    ("STT", 5),
    ("Số phiếu tiếp nhận", 14),
    ("Tên sáng kiến", 40),
    ("Họ và tên", 26),
    ("Ngày sinh", 12),
    ("Nơi công tác", 30),
    ("Chức danh", 20),
    ("Trình độ chuyên môn", 22),
    ("Tỷ lệ đóng góp (%)", 10),
)
_LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_THIN = Side(style="thin", color="FF9A9A9A")
_EDGE = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFEFEFEF")
_FONT = "Times New Roman"
_LINE, _HIGHEST = 15, 400  # points; a row of a workbook can be 409 high


def build(lines: Iterable[Line], chosen: Chosen, *, on: dt.date, personal: bool = False) -> bytes:
    """``personal``: a second sheet of the authors, of those rows alone whose ``rights`` read personal data."""
    lines = list(lines)
    book = Workbook()
    book.properties.title = "Sổ theo dõi sáng kiến"
    book.properties.creator = "Cổng Kế hoạch 294, Quận 4"
    book.properties.language = "vi"
    sheet = book.active
    sheet.title = "Sổ theo dõi"
    said = f"{_asked_for(chosen, lines)}. Ngày lập: {format_date(on)}. {len(lines)} sáng kiến."
    head = _begin(sheet, "SỔ THEO DÕI SÁNG KIẾN", said, [(name, width) for name, width, _ in COLUMNS])
    for place, line in enumerate(lines, 1):
        values = [place, *(value(line) for _, _, value in COLUMNS[1:])]
        _row(sheet, head + place, values, [width for _, width, _ in COLUMNS])
    _end(sheet, head, len(COLUMNS), len(lines))
    if personal:
        _authors(book, [line for line in lines if line.rights.reads_personal], on)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _authors(book, lines, on):
    sheet = book.create_sheet("Tác giả")
    said = f"Có dữ liệu cá nhân: chỉ dùng để xét đơn, không công bố, không gửi tiếp. Ngày lập: {format_date(on)}."
    head = _begin(sheet, "TÁC GIẢ SÁNG KIẾN", said, PERSONAL)
    rows = [(line.row, one) for line in lines for one in line.authors]
    for place, (row, one) in enumerate(rows, 1):
        values = [
            place, row.receipt_number, row.title, one.name, one.born_on, one.workplace, one.post, one.education,
            one.share,
        ]  # fmt: skip
        _row(sheet, head + place, values, [width for _, width in PERSONAL])
    _end(sheet, head, len(PERSONAL), len(rows))


def _author(one) -> str:
    return f"{one.name} ({one.share}%)" if one.share else one.name


def _scope(one) -> str:
    return f"{one.get_scope_display()}: {one.number}, {format_date(one.decided_on)}"


def _asked_for(chosen, lines) -> str:
    """The filters in words."""
    states = {OVERDUE: "quá hạn", WAITING: "chờ xử lý"} | {
        state.value: word.lower() for state, (_, word) in SHOWN.items()
    }
    unit = chosen.unit and Unit.objects.filter(code=chosen.unit).values_list("name", flat=True).first()
    said = [
        f"Đơn vị: {unit or chosen.unit}" if chosen.unit else "",
        f"Tình trạng: {states[chosen.state]}" if chosen.state else "",
        f"Năm {chosen.year}" if chosen.year else "",
        f"Có chữ “{chosen.words}”" if chosen.words else "",
    ]
    return "; ".join(filter(None, said)) or "Mọi đơn vị, mọi năm, mọi tình trạng"


# --- The look of a sheet ---------------------------------------------------------------------------------------------


def fill(sheet, title: str, said: str, columns, rows) -> None:
    """A whole sheet in the look of the register. ``columns``: (head, width in characters); ``rows``: their values."""
    widths = [width for _, width in columns]
    head = _begin(sheet, title, said, columns)
    for place, values in enumerate(rows, 1):
        _row(sheet, head + place, values, widths)
    _end(sheet, head, len(columns), len(rows))


def _begin(sheet, title, said, columns) -> int:
    """Title block, heads and widths; returns the row of the heads."""
    for row, text, size, is_bold in (
        (1, "ỦY BAN NHÂN DÂN QUẬN 4", 11, True),
        (2, title, 14, True),
        (3, said, 11, False),
    ):
        cell = _put(sheet.cell(row, 1), text)
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


def _row(sheet, at, values, widths):
    # As high as its longest cell: not every program finds that out by itself.
    texts = [(value, width) for value, width in zip(values, widths) if isinstance(value, str)]
    lines = max((_lines(value, width) for value, width in texts), default=1)
    sheet.row_dimensions[at].height = min(lines * _LINE, _HIGHEST)
    for place, value in enumerate(values, 1):
        cell = _put(sheet.cell(at, place), value)
        cell.font = Font(name=_FONT, size=11)
        cell.border = _EDGE
        is_text = isinstance(value, str) and value
        cell.alignment = Alignment(horizontal=None if is_text else "center", vertical="top", wrap_text=True)


def _lines(text, width) -> int:
    return sum(max(1, -(-len(part) // width)) for part in text.split("\n"))


def _put(cell: Cell, value) -> Cell:
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
    return cell


def _end(sheet, head, columns, rows):
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
