"""Workbooks around a Resource: what is stored, an empty one to fill in, and one handed in with its bad cells marked."""

import datetime as dt

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from units import workbook
from units.importing.planning import Plan
from units.importing.resource import SheetResource, columns_of
from units.sheets.opening import Unreadable, open_workbook, read
from units.vietnamese import format_date

_BAD = PatternFill("solid", fgColor="FFF8D7DA")
_WIDTHS = {"Text": 30, "Keys": 30, "Whole": 12, "Number": 14, "Day": 14, "YesNo": 14, "Choice": 22, "UnitKey": 14}
GUIDE = "Hướng dẫn"


def exported(resource: SheetResource, *, by, on: dt.date) -> bytes:
    """Everything stored that a sheet can bring in: taken in again, it changes nothing."""
    resource.start(by=by, on=on)
    book = workbook.new_streamed(resource.subject)
    rows = list(resource.exported())
    said = f"Ngày lập: {format_date(on)}. {len(rows)} dòng. Sửa rồi nhập lại ở trang Nhập liệu."
    heads = [(*head, False) for head in _heads(resource)]
    workbook.stream(book, resource.subject[:31], resource.subject.upper(), said, heads, rows)
    return workbook.content(book)


def template(resource: SheetResource) -> bytes:
    """Headings to fill in below, with the lists to choose from, and a sheet that says how."""
    book = workbook.new(resource.subject, resource.subject[:31])
    sheet = book.active
    said = f"{resource.lede} Cột có dấu * phải có; ghi từ dòng 6."
    head = workbook.begin(sheet, f"NHẬP {resource.subject.upper()}", said, _heads(resource))
    columns = columns_of(resource)
    for place, column in enumerate(columns.values(), 1):
        cell = sheet.cell(head, place)
        if column.required:
            cell.value = f"{column.label} *"
        offered = column.offered
        listed = ",".join(offered)
        # Excel keeps at most 255 characters of such a list.
        if offered and len(listed) <= 250 and not any("," in word for word in offered):
            choose = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
            choose.add(f"{cell.column_letter}{head + 1}:{cell.column_letter}{head + 2000}")
            sheet.add_data_validation(choose)
    workbook.end(sheet, head, len(columns), 0)
    guide = book.create_sheet(GUIDE)
    rows = [
        [one.label, "phải có" if one.required else "", _how(one), one.example] for one in columns.values()
    ]
    heads = (("Tên cột", 26), ("Bắt buộc", 12), ("Cách ghi", 70), ("Ví dụ", 34))
    workbook.fill(guide, "CÁCH GHI TỪNG CỘT", "Cột nào không dùng thì bỏ; thứ tự cột tùy ý.", heads, rows)
    return workbook.content(book)


def _heads(resource):
    return [(one.label, max(len(one.label) + 2, _WIDTHS.get(type(one.widget).__name__, 20)))
            for one in columns_of(resource).values()]  # fmt: skip


def _how(column) -> str:
    also = f"Cột cũng có thể tên là: {'; '.join(column.aliases)}." if column.aliases else ""
    return " ".join(filter(None, (column.how, also)))


def marked(content: bytes, name: str, plan: Plan) -> bytes:
    """The sheet that was handed in, its bad cells filled and commented; of CSV a workbook of its cells.

    Raises Unreadable.
    """
    try:
        book = open_workbook(content, name)
        sheet = book[plan.sheet_name]
    except (Unreadable, KeyError):
        book = _as_workbook(content, name, plan)
        sheet = book.active
    last = sheet.max_column + 1
    by_row: dict[int, list[str]] = {}
    for wrong in plan.wrong:
        said = f"{wrong.label}: {wrong.text}" if wrong.label else wrong.text
        by_row.setdefault(wrong.number, []).append(said)
        if wrong.where:
            cell = sheet[wrong.where]
            if hasattr(cell, "comment") and not isinstance(cell, tuple):
                _mark(cell, wrong.text)
    if plan.wrong:
        workbook.put(sheet.cell(plan.head_row, last), "Lỗi cần sửa").fill = _BAD
        sheet.column_dimensions[sheet.cell(1, last).column_letter].width = 60
    for number, texts in by_row.items():
        workbook.put(sheet.cell(number, last), " ".join(texts)).fill = _BAD
    book.active = sheet
    return workbook.content(book)


def _mark(cell, text):
    cell.fill = _BAD
    try:
        held = f"{cell.comment.text}\n{text}" if cell.comment else text
        cell.comment = Comment(held, "Cổng Kế hoạch 294", width=320, height=90)
    except AttributeError:
        pass  # under a merged range: the comment would have no cell; the row's own column says it


def _as_workbook(content, name, plan):
    found = next(sheet for sheet in read(content, name).sheets if sheet.name == plan.sheet_name)
    book = workbook.new(name, "Bảng")
    for row in found.rows:
        for place, cell in enumerate(row.cells, 1):
            if cell.value is not None:
                workbook.put(book.active.cell(row.number, place), cell.value)
    return book


