"""The workbook of one report: its own lines, what to compare them with locked, what is to be filled in pale yellow."""

import datetime as dt
from decimal import Decimal

from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.datavalidation import DataValidation

from reports import carrying, draft_text, review
from reports.filing import EXPLANATION_LIMIT, MOST_COUNTED, OWN_LIMITS
from reports.lines import NOT_REPORTED, NOTE_LIMIT, place_text
from reports.models import Narrative, Progress, Proposal
from reports.offline import layout, stamp
from reports.offline.layout import (
    ADDRESSEE,
    ANSWERS,
    EXPLANATION,
    FIGURES,
    GUIDE,
    HEADING,
    KEY,
    LISTS,
    MARK,
    NOTE,
    STATUS,
    TASKS,
    TEXTS,
    VALUE,
)
from reports.rows import TEXT_LIMIT as LIST_LIMIT
from units import workbook
from units.vietnamese import format_date

INPUT = PatternFill("solid", fgColor="FFFFF7D6")
_OPEN = Protection(locked=False)
# Shown beside a cell while it is chosen: title, note.
_PROMPTS = {
    "text": ("Lời văn", "Alt+Enter để xuống dòng trong ô."),
    "number": ("Số", "Số nguyên từ 0. Để trống là chưa báo cáo; không có thì nhập 0."),
    "yesno": ("Có hoặc Chưa", "Chọn trong danh sách của ô. Để trống là chưa báo cáo."),
    "date": ("Ngày", "Ngày/tháng/năm, ví dụ 05/03/2018. Để trống nếu chưa xong."),
    "status": ("Tình trạng", "Chọn trong danh sách của ô."),
    "heading": ("Đề mục", "Chọn trong danh sách của ô; của kiến nghị thì để trống được."),
    "addressee": ("Gửi đến", "Chọn trong danh sách của ô; để trống là Phòng Kinh tế."),
}
_HOW = {
    "number": "Nhập số nguyên từ 0; không có thì nhập 0",
    "yesno": "Chọn Có hoặc Chưa",
    "date": "Nhập ngày/tháng/năm; để trống nếu chưa xong",
    "counted": "Sổ theo dõi tự đếm, không nhập",
}


def write(sheet, at: dt.datetime) -> bytes:
    """The workbook of ``sheet`` (reports.sheet.Sheet) as it stands at the instant ``at``."""
    report = sheet.report
    book = workbook.new(f"Báo cáo {report.period.label}, {report.unit.name}", GUIDE)
    rows = layout.rows(sheet)
    _guide(book[GUIDE], sheet, at)
    _texts(book.create_sheet(TEXTS), sheet, rows[TEXTS])
    _lists(book.create_sheet(LISTS), sheet, rows[LISTS])
    _figures(book.create_sheet(FIGURES), sheet, rows[FIGURES])
    _tasks(book.create_sheet(TASKS), sheet, rows[TASKS])
    stamp.write(book, sheet)
    return workbook.content(book)


def _said(sheet):
    report = sheet.report
    return f"{report.unit.name}, báo cáo {report.period.label}. Chỉ nhập vào ô màu vàng nhạt."


def _texts(page, sheet, rows):
    before = carrying.texts(sheet.last_version)
    label = sheet.last_version.report.period.label if before else sheet.previous_label
    columns = [("Phần", 30, ""), ("Nội dung", 90, VALUE), (f"Đã viết trong báo cáo {label}", 60, "")]
    own = {name: getattr(sheet, name) for name in OWN_LIMITS}
    found = []
    for row in rows:
        if row.line is None:
            found.append((row, [f"{row.label} (không bắt buộc)", own[row.key], ""]))
        else:
            hint = f"\n{row.line.hint}" if row.line.hint else ""
            optional = "" if row.line.is_required else " (không bắt buộc)"
            found.append((row, [f"{row.label}{optional}{hint}", row.line.value, before.get(row.key, "")]))
    limits = {row.key: row.line.limit if row.line else OWN_LIMITS[row.key] for row in rows}
    _page(page, "A. LỜI VĂN", _said(sheet), columns, found, sheet, lambda row, _: limits[row.key])


def _lists(page, sheet, rows):
    columns = [("Dòng", 32, ""), ("Đề mục", 50, HEADING), ("Gửi đến", 26, ADDRESSEE), ("Nội dung", 90, VALUE)]
    found = []
    for row in rows:
        one = row.line
        heading = f"{one.heading} {one.heading_title}"[:200] if one.heading else ""
        found.append((row, [row.label, heading, one.addressee_label, one.text]))
    said = f"{_said(sheet)} Xóa chữ ở cột nội dung là bỏ dòng đó."
    _page(page, "A. KẾT QUẢ THEO ĐỀ MỤC, KIẾN NGHỊ GỬI TỪNG NƠI", said, columns, found, sheet, lambda *_: LIST_LIMIT)


def _figures(page, sheet, rows):
    columns = [
        ("Mã", 8, ""),
        ("Chỉ tiêu", 44, ""),
        ("Đơn vị tính", 12, ""),
        ("Mức quận", 12, ""),
        (sheet.previous_label, 13, ""),
        ("Cộng dồn", 13, ""),
        ("Sổ theo dõi, cổng", 13, ""),
        (f"Kỳ này\n({sheet.report.period.label})", 14, VALUE),
        ("Giải trình với Phòng Kinh tế (khi số khác thường)", 34, EXPLANATION),
        ("Cách nhập", 28, ""),
    ]
    found = []
    for row in rows:
        line = row.line
        is_first = EXPLANATION in row.inputs or not row.inputs
        compared = [line.goal_text, line.previous_text, line.running_text, line.registry_text]
        found.append(
            (
                row,
                [
                    line.target.code,
                    row.label,
                    line.target.unit_label,
                    *(compared if is_first else [""] * 4),
                    _value(line, row),
                    line.explanation if EXPLANATION in row.inputs else "",
                    _how(line, row),
                ],
            )
        )
    _page(page, "B. SỐ LIỆU", _said(sheet), columns, found, sheet, lambda *_: EXPLANATION_LIMIT)


def _value(line, row):
    if VALUE not in row.inputs:
        return line.text
    if line.kind == "ratio":
        return line.numerator if row.key.endswith("-numerator") else line.denominator
    if line.kind == "date":
        return line.done_on
    if line.kind == "yesno":
        return "" if line.value is None else ANSWERS["yes" if line.value else "no"]
    return line.value


def _how(line, row):
    if line.is_told:
        return f"Cổng tự trả lời: {line.told.source}"
    return _HOW[line.kind if VALUE not in row.inputs else row.inputs[VALUE].kind]


def _tasks(page, sheet, rows):
    said = carrying.statuses(sheet.last_version, sheet.report.period.year)
    columns = [
        ("Mục", 12, ""),
        ("Nhiệm vụ", 50, ""),
        ("Kết quả dự kiến", 30, ""),
        ("Hạn", 12, ""),
        ("Tình trạng kỳ trước", 16, ""),
        ("Tình trạng", 20, STATUS),
        ("Kết quả trong kỳ (không bắt buộc)", 50, NOTE),
    ]
    found = []
    for row in rows:
        work = row.line.commitment
        place = place_text(work.ref)
        before = said.get(row.line.key)
        found.append(
            (
                row,
                [
                    place[:1].upper() + place[1:],
                    work.title,
                    work.expected_result,
                    work.due_on or "",
                    Progress.Status(before).label if before else NOT_REPORTED,
                    Progress.Status(row.line.status).label if row.line.status else "",
                    row.line.note,
                ],
            )
        )
    _page(page, "C. TIẾN ĐỘ NHIỆM VỤ", _said(sheet), columns, found, sheet, lambda *_: NOTE_LIMIT)


def _page(page, title, said, columns, found, sheet, limit):
    """``columns``: (head, width in characters, mark); ``found``: (layout.Row, values); ``limit(row, mark)``: the most
    characters."""
    head = workbook.begin(page, title, said, [(name, width) for name, width, _ in columns])
    widths = [width for _, width, _ in columns]
    last = len(columns) + 1
    for at, (_, _, mark) in enumerate([*columns, ("", 0, KEY)], 1):
        if mark:
            page.cell(layout.MARKS_ROW, at, MARK + mark)
    checks = _Checks(page, sheet)
    for at, (row, values) in enumerate(found, head + 1):
        workbook.row(page, at, values, widths)
        page.cell(at, last, row.key)
        for place, (_, _, mark) in enumerate(columns, 1):
            if mark in row.inputs:
                _input(page.cell(at, place), row.inputs[mark], checks, limit(row, mark))
        page.row_dimensions[at].height = max(page.row_dimensions[at].height, _room(row))
    workbook.end(page, head, len(columns), len(found))
    page.auto_filter.ref = None  # behind protection its arrows lead nowhere
    page.row_dimensions[layout.MARKS_ROW].hidden = True
    page.column_dimensions[get_column_letter(last)].hidden = True
    _protect(page)


def _room(row) -> int:
    """Points: room to write in, where a text is the row's whole content."""
    return 60 if row.key in Narrative.SECTIONS else 30


def _protect(page):
    """Against a slip of the hand, so without a password; rows may be made higher and columns wider."""
    page.protection.sheet = True
    page.protection.formatRows = page.protection.formatColumns = page.protection.formatCells = False


def _input(cell, one, checks, limit):
    cell.fill, cell.protection = INPUT, _OPEN
    cell.font = Font(name="Times New Roman", size=12)
    side = {"text": None, "status": None, "heading": None, "addressee": None, "number": "right"}.get(one.kind, "center")
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)
    if one.kind == "number":
        cell.number_format = "#,##0"
    elif one.kind == "date":
        cell.number_format = "dd/mm/yyyy"
    elif one.kind == "text" and not isinstance(cell.value, (Decimal, dt.date)):
        cell.number_format = "@"
    checks.add(one.kind, cell.coordinate, limit)


class _Checks:
    """What the spreadsheet itself says of a slip while there is no connection. One rule for all cells that share it."""

    def __init__(self, page, sheet):
        self.page, self.sheet, self.period, self.made = page, sheet, sheet.report.period, {}

    def add(self, kind, where, limit):
        key = kind, limit if kind == "text" else None
        if key not in self.made:
            self.made[key] = rule = self._rule(kind, limit)
            rule.allow_blank, rule.showErrorMessage, rule.errorTitle = True, True, "Chưa đúng"
            rule.showInputMessage, rule.promptTitle, rule.prompt = True, *_PROMPTS[kind]
            self.page.add_data_validation(rule)
        self.made[key].add(where)

    def _rule(self, kind, limit):
        if kind == "yesno":
            return _choice(ANSWERS.values(), "Chọn Có hoặc Chưa; để trống là chưa báo cáo.")
        if kind == "status":
            return _choice(Progress.Status.labels, "Chọn tình trạng trong danh sách.")
        if kind == "addressee":
            return _choice(Proposal.Addressee.labels, "Chọn nơi gửi trong danh sách.")
        if kind == "heading":
            column = get_column_letter(stamp.HEADINGS_COLUMN)
            listed = f"{layout.STAMP}!${column}$1:${column}${max(len(self.sheet.headings), 1)}"
            return DataValidation("list", formula1=listed, error="Chọn đề mục trong danh sách.")
        if kind == "number":
            error = "Nhập số nguyên từ 0 trở lên; để trống là chưa báo cáo."
            return DataValidation("whole", operator="between", formula1="0", formula2=str(MOST_COUNTED), error=error)
        if kind == "date":
            plan = self.period.plan
            first, last = dt.date(plan.first_year, 1, 1), dt.date(plan.last_year, 12, 31)
            error = f"Nhập ngày/tháng/năm, từ {format_date(first)} đến {format_date(last)}."
            days = {"formula1": f"{to_excel(first):.0f}", "formula2": f"{to_excel(last):.0f}"}
            return DataValidation("date", operator="between", **days, error=error)
        error = f"Dài quá {limit} ký tự, rút gọn lại."
        return DataValidation("textLength", operator="lessThanOrEqual", formula1=str(limit), error=error)


def _choice(labels, error):
    return DataValidation("list", formula1=f'"{",".join(labels)}"', error=error)


def _guide(page, sheet, at):
    report, period = sheet.report, sheet.report.period
    window = f"số liệu từ {format_date(period.window_from)} đến {format_date(period.window_to)}"
    rows = [
        ("Đơn vị", report.unit.name),
        ("Báo cáo", f"{period.label} ({window})"),
        ("Hạn gửi", f"Hết ngày {format_date(period.due_on)}"),
        ("Bản nháp", f"Lần lưu {report.revision}, tải về lúc {at:%H:%M} ngày {format_date(at.date())}"),
    ]
    steps = [
        "Nhập vào các ô màu vàng nhạt ở bốn trang sau trang này. Các ô khác để đối chiếu, đã khóa.",
        "Số: chỉ nhập chữ số, không nhập công thức. Để trống là chưa báo cáo; không có thì nhập 0.",
        "Ngày: ngày/tháng/năm, ví dụ 05/03/2018. Có hoặc Chưa, tình trạng nhiệm vụ: chọn trong danh sách của ô.",
        "Số giảm hay tăng khác thường so với kỳ trước: viết lý do ở cột giải trình cùng dòng.",
        "Lưu tệp ở dạng .xlsx. Không đổi tên trang tính, không xóa dòng; xóa nhầm thì phần đó trên cổng giữ nguyên.",
        "Khi có mạng: mở báo cáo trên cổng, chọn “Nhập Excel”, chọn tệp này. Cổng cho xem trước từng dòng thay đổi; "
        "bấm nhập thì mới ghi vào bản nháp, còn gửi đi như thường lệ.",
        "Tài liệu kèm theo, và bản ghi của sổ theo dõi không tính vào số liệu: chọn trên cổng sau khi nhập tệp.",
    ]
    rows += [(f"Bước {number}", text) for number, text in enumerate(steps, 1)]
    labels = draft_text.labels(sheet)
    for note in review.open_notes(report):
        place = f"{labels.get(note.line, note.line)}: " if note.line else ""
        rows.append(("Cần sửa", f"{note.by_role} yêu cầu. {place}{note.text}"))
    said = "Tệp này chỉ dùng cho đơn vị và kỳ dưới đây."
    workbook.begin(page, "BÁO CÁO ĐIỀN KHÔNG CẦN MẠNG", said, [("Mục", 14), ("Nội dung", 86)])
    for place, values in enumerate(rows, 6):
        workbook.row(page, place, values, [14, 80])
        page.cell(place, 2).alignment = Alignment(vertical="top", wrap_text=True)
    workbook.end(page, 5, 2, len(rows))
    page.auto_filter.ref = None
    page.freeze_panes = None
    page.page_setup.orientation = page.ORIENTATION_PORTRAIT
    _protect(page)
