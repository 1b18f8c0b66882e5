"""What was filled into a workbook, as the filing form would post it.

Only what a cell *is* is judged here (a formula, a day where a number belongs); what may stand in a line is judged by
``filing.read``, as on the form. Rows and columns are found by their keys, wherever they stand.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl import Workbook

from reports.models import Progress, Proposal
from reports.offline import layout
from reports.offline.layout import ANSWERS, KEY, MARK, Input, Row
from units.vietnamese import clean_text, fold, format_date, format_number

# A workbook of ours has some hundred rows; whatever stands further down is none of them.
MOST_ROWS, MOST_COLUMNS, MARKS_WITHIN = 3000, 60, 40
_COLUMNS = {
    layout.VALUE: "nội dung hoặc số kỳ này",
    layout.EXPLANATION: "giải trình",
    layout.STATUS: "tình trạng",
    layout.NOTE: "kết quả trong kỳ",
    layout.HEADING: "đề mục",
    layout.ADDRESSEE: "gửi đến",
}
_ANSWERS = {fold(label): value for value, label in ANSWERS.items()} | {"khong": "no"}
_ADDRESSEES = {fold(label): value for value, label in Proposal.Addressee.choices}
_STATUSES = {fold(label): value for value, label in Progress.Status.choices}


@dataclass(frozen=True)
class Place:
    page: str  # name of the sheet of the workbook
    cell: str  # "H7"; "" for the whole of it

    def __str__(self):
        return f"{self.page}, ô {self.cell}" if self.cell else self.page


@dataclass(frozen=True)
class Wrong:
    """One cell that cannot be taken: where it stands, of which line, and what to type instead."""

    place: Place
    label: str
    text: str


@dataclass
class Filled:
    """``values``: name of the form's input → what stands in its cell, as text. ``missing``: what the workbook has
    lost, and therefore leaves alone."""

    values: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


class _BadCell(Exception):
    """Its text says what to do."""


def read(book: Workbook, sheet) -> Filled:
    """``sheet``: the report's own (reports.sheet); a key of the workbook that it does not know is refused."""
    filled = Filled()
    for name, rows in layout.rows(sheet, every=True).items():
        if not rows:
            continue
        page = _page(book, name)
        if page is None:
            filled.missing.append(f"trang “{name}”")
        else:
            _read_page(page, {row.key: row for row in rows}, filled)
    return filled


def _page(book, name):
    """The sheet of that name, in whichever case and normal form it came back."""
    return next((book[one] for one in book.sheetnames if fold(one).strip() == fold(name)), None)


def _read_page(page, rows: dict[str, Row], filled):
    marks = _marks(page)
    if KEY not in marks:
        text = "dòng hoặc cột mã ẩn đã bị xóa nên không nhận ra ô nào; tải lại tệp từ cổng rồi chép số vào"
        filled.wrong.append(Wrong(Place(page.title, ""), "Cả trang", text))
        return
    lost = sorted({mark for row in rows.values() for mark in row.inputs} - set(marks))
    filled.missing += [f"cột {_COLUMNS[mark]} của trang “{page.title}”" for mark in lost]
    if lost and any(row.is_of_list for row in rows.values()):
        return  # half of its columns would read as rows taken out
    found = {}
    for number in range(1, min(page.max_row, MOST_ROWS) + 1):
        at = page.cell(number, marks[KEY])
        key = at.value if isinstance(at.value, str) else ""
        if not key or key.startswith(MARK):
            continue
        place = Place(page.title, f"dòng {number}")
        row = rows.get(key)
        if row is None:
            text = "báo cáo nay không có dòng này; tải lại tệp từ cổng rồi chép số vào"
            filled.wrong.append(Wrong(place, clean_text(key)[:80], text))
        elif key in found:
            text = f"dòng này có hai lần (dòng {found[key]} và {number}); xóa bớt một"
            filled.wrong.append(Wrong(place, row.label, text))
        else:
            found[key] = number
            _read_row(page, number, row, marks, filled)
    filled.missing += [f"dòng “{row.label}”" for key, row in rows.items() if _is_lost(row, key, found)]


def _is_lost(row, key, found) -> bool:
    """A row that should be there; of a list a missing row was taken out, unless the whole list is."""
    return bool(row.inputs) and not row.is_of_list and key not in found


def _marks(page) -> dict[str, int]:
    """Mark → number of the column, from the first row that holds any."""
    for number in range(1, min(page.max_row, MARKS_WITHIN) + 1):
        found = {}
        for column in range(1, min(page.max_column, MOST_COLUMNS) + 1):
            value = page.cell(number, column).value
            if isinstance(value, str) and value.startswith(MARK):
                found.setdefault(value.removeprefix(MARK).strip(), column)
        if found:
            return found
    return {}


def _read_row(page, number, row, marks, filled):
    for mark, one in row.inputs.items():
        if mark not in marks:
            continue
        cell = page.cell(number, marks[mark])
        place = Place(page.title, cell.coordinate)
        try:
            filled.values[one.name] = text_of(cell, one)
            filled.places[one.name] = place
        except _BadCell as bad:
            filled.wrong.append(Wrong(place, row.label, str(bad)))


def text_of(cell, one: Input) -> str:
    """What stands in the cell, as it would be typed into the form's input ``one``. Raises _BadCell."""
    value = cell.value
    if cell.data_type == "f":
        raise _BadCell("ô đang là công thức; nhập giá trị, không nhập công thức")
    if cell.data_type == "e":
        raise _BadCell(f"ô đang báo lỗi {value}; xóa đi rồi nhập giá trị")
    if value is None:
        return ""
    if isinstance(value, (dt.datetime, dt.date)):
        return _day(value, one)
    if isinstance(value, bool):
        if one.kind != "yesno":
            raise _BadCell("ô đang là TRUE/FALSE; nhập lại bằng chữ hoặc số")
        return "yes" if value else "no"
    if isinstance(value, (int, float, Decimal)):
        return _number(value, one)
    if isinstance(value, str):
        return _text(value, one)
    raise _BadCell("ô đang là giờ hoặc kiểu khác thường; nhập lại bằng chữ hoặc số")


def _day(value, one):
    if one.kind in ("date", "text"):
        return format_date(value)
    what = {"number": "nhập số", "yesno": "chọn Có hoặc Chưa", "status": "chọn tình trạng"}.get(one.kind, "chọn")
    raise _BadCell(f"ô đang là ngày {format_date(value)}; {what}, và để ô ở dạng số hoặc chữ")


def _number(value, one):
    if one.kind == "date":
        raise _BadCell("ô đang là số, không phải ngày; nhập ngày/tháng/năm, ví dụ 05/03/2018")
    # Through its shortest writing: 0.1 is one tenth, as the spreadsheet shows it.
    number = Decimal(repr(value))
    if abs(number) >= Decimal("1e30"):
        raise _BadCell("số quá lớn, nhập lại")
    return format_number(number)


def _text(value, one):
    # LibreOffice writes a carriage return so.
    text = clean_text(value.replace("_x000D_\n", "\n").replace("_x000D_", "\n"))
    if one.kind == "yesno":
        return _ANSWERS.get(fold(text).strip(), text.strip())
    if one.kind == "status":
        return _STATUSES.get(fold(text).strip(), text.strip())
    if one.kind == "addressee":
        return _ADDRESSEES.get(fold(text).strip(), text.strip())
    if one.kind == "heading":
        return text.strip().partition(" ")[0]  # "III.1.a Ứng dụng …"
    return text
