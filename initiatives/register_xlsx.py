"""The register as a workbook: what is on the screen, ready to print on A4, with real days and numbers."""

import datetime as dt
from collections.abc import Iterable

from initiatives.register import OVERDUE, SHOWN, WAITING, Chosen, Line
from units import workbook
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


def build(lines: Iterable[Line], chosen: Chosen, *, on: dt.date, personal: bool = False) -> bytes:
    """``personal``: a second sheet of the authors, of those rows alone whose ``rights`` read personal data."""
    lines = list(lines)
    book = workbook.new("Sổ theo dõi sáng kiến", "Sổ theo dõi")
    sheet = book.active
    said = f"{_asked_for(chosen, lines)}. Ngày lập: {format_date(on)}. {len(lines)} sáng kiến."
    head = workbook.begin(sheet, "SỔ THEO DÕI SÁNG KIẾN", said, [(name, width) for name, width, _ in COLUMNS])
    for place, line in enumerate(lines, 1):
        values = [place, *(value(line) for _, _, value in COLUMNS[1:])]
        workbook.row(sheet, head + place, values, [width for _, width, _ in COLUMNS])
    workbook.end(sheet, head, len(COLUMNS), len(lines))
    if personal:
        _authors(book, [line for line in lines if line.rights.reads_personal], on)
    return workbook.content(book)


def _authors(book, lines, on):
    sheet = book.create_sheet("Tác giả")
    said = f"Có dữ liệu cá nhân: chỉ dùng để xét đơn, không công bố, không gửi tiếp. Ngày lập: {format_date(on)}."
    head = workbook.begin(sheet, "TÁC GIẢ SÁNG KIẾN", said, PERSONAL)
    rows = [(line.row, one) for line in lines for one in line.authors]
    for place, (row, one) in enumerate(rows, 1):
        values = [
            place, row.receipt_number, row.title, one.name, one.born_on, one.workplace, one.post, one.education,
            one.share,
        ]  # fmt: skip
        workbook.row(sheet, head + place, values, [width for _, width in PERSONAL])
    workbook.end(sheet, head, len(PERSONAL), len(rows))


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
