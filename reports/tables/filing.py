"""Who has sent what as files: the list of reports, the matrix, reminders, mails and messages, people in charge."""

from units.directory_tables import group_label
from units.tables import Column, Table, in_words, sheet
from units.templatetags.q4kh import STATES, state_word

# --- Reports ---------------------------------------------------------------------------------------------------------

REPORTS = (
    Column("Kỳ báo cáo", 14, lambda line: line.period.label),
    Column("Mã đơn vị", 10, lambda line: line.code),
    Column("Đơn vị", 34, lambda line: line.unit_name),
    Column("Tình trạng", 22, lambda line: state_word(line.state)),
    Column("Trễ (ngày)", 9, lambda line: line.late_days or None),
    Column("Gửi lần đầu", 17, lambda line: line.first_sent_at),
    Column("Số lần gửi", 9, lambda line: line.version_count),
    Column("Chấp nhận", 17, lambda line: line.accepted_at),
    Column("Hạn gửi", 12, lambda line: line.period.due_on),
    Column("Ghi chú", 34, lambda line: line.reason or ("đang đính chính" if line.is_reopened else "")),
)


def of_reports(lines, count, words, on) -> Table:
    """``lines``: reports.listing.Line."""
    return Table("bao-cao-quy", "BÁO CÁO QUÝ CỦA CÁC ĐƠN VỊ", words, on, REPORTS, lines, count, "Báo cáo quý")


# --- The matrix ------------------------------------------------------------------------------------------------------

MATRIX_SHEETS = ("Tiến độ", "Theo quý")
GATHERED = (
    Column("Kỳ báo cáo", 16, lambda one: one["period"].label),
    Column("Hạn gửi", 12, lambda one: one["period"].due_on),
    Column("Phải gửi", 10, lambda one: one["gathered"].expected),
    Column("Đã gửi", 10, lambda one: one["gathered"].sent),
    Column("Đúng hạn", 10, lambda one: one["gathered"].on_time),
    Column("Chưa gửi", 10, lambda one: one["gathered"].missing),
)


def of_matrix(rows, count, columns, words, on) -> Table:
    """``rows``: matrix.Row; ``columns``: one a period, as the page has them. A second sheet sums the quarters."""
    of_quarters = []
    for place, column in enumerate(columns):
        label = column["period"].label
        of_quarters += [
            Column(label, 24, lambda row, place=place: _cell(row.cells[place])),
            Column(f"{label}: trễ (ngày)", 10, lambda row, place=place: row.cells[place].late_days or None),
        ]
    heads = (
        Column("Khối", 20, lambda row: group_label(row.unit.group)),
        Column("Đơn vị", 34, lambda row: f"{row.unit.name} (cũ)" if row.is_former else row.unit.name),
        Column("Mã đơn vị", 10, lambda row: row.unit.code),
    )
    quarters = sheet(MATRIX_SHEETS[1], "BÁO CÁO ĐÃ GỬI THEO QUÝ", words, on, GATHERED, columns)
    title = "TIẾN ĐỘ GỬI BÁO CÁO"
    return Table("tien-do", title, words, on, (*heads, *of_quarters), rows, count, MATRIX_SHEETS[0], (quarters,))


def _cell(cell) -> str:
    """The cell in words; by the structure of now those of all predecessors."""
    return "\n".join(_told(one) for one in (cell, *cell.others) if one.state)


def _told(cell) -> str:
    words = STATES[cell.state][0]
    if cell.name:
        words = f"{cell.name}: {words}"
    return in_words(words, "đang đính chính" if cell.is_reopened else "", cell.reason)


# --- Reminders and mails ---------------------------------------------------------------------------------------------

REMINDER_SHEETS = ("Thư theo lịch", "Trả lại", "Nhắc bằng tay")
_ROUNDS = {"sent": "đã gửi", "coming": "sẽ gửi", "due": "chờ gửi, nếu còn đơn vị nợ", "passed": "không gửi"}
ROUNDS = (
    Column("Loại", 34, lambda row: row.words),
    Column("Ngày", 12, lambda row: row.on),
    Column("Tình trạng", 26, lambda row: _ROUNDS[row.state]),
    Column("Đã gửi lúc", 17, lambda row: row.sent_at),
    Column("Đơn vị", 9, lambda row: row.units if row.state == "sent" else None, True),
    Column("Người nhận", 10, lambda row: row.people if row.state == "sent" else None, True),
    Column("Thư tổng hợp", 10, lambda row: row.office if row.state == "sent" else None, True),
)
RETURNED = (
    Column("Đơn vị", 40, lambda report: report.unit.name),
    Column("Hạn gửi lại", 14, lambda report: report.return_due_on),
)
NAGGED = (
    Column("Lúc", 17, lambda row: row.at),
    Column("Người nhắc", 30, lambda row: row.by or "Người đã xóa tài khoản"),
    Column("Số đơn vị", 9, lambda row: len(row.units), True),
    Column("Đơn vị", 60, lambda row: ", ".join(row.units)),
    Column("Người nhận", 10, lambda row: row.people, True),
)


def of_reminders(period, rounds, returned, naggings, on) -> Table:
    """The schedule of one period; further sheets for what was returned and who was called by hand."""
    first, second, third = REMINDER_SHEETS
    more = (
        sheet(second, "BÁO CÁO TRẢ LẠI, CHƯA GỬI LẠI", period.label, on, RETURNED, returned),
        sheet(third, "ĐÃ NHẮC BẰNG TAY", period.label, on, NAGGED, naggings),
    )
    name = f"lich-nhac-{period.key}"
    return Table(name, "LỊCH NHẮC", period.label, on, ROUNDS, rounds, len(rounds), first, more)


# What a mail says is read on the page alone: some hold a link that opens an account.
MAILS = (
    Column("Lúc", 17, lambda mail: mail.at),
    Column("Gửi đến", 40, lambda mail: mail.to),
    Column("Tiêu đề", 70, lambda mail: mail.subject),
)


def of_mails(mails, count, on) -> Table:
    words = "Thư giữ lại trong cổng vì chưa nối máy chủ thư; nội dung thư chỉ xem trên trang"
    return Table("thu-di", "THƯ ĐI", words, on, MAILS, mails, count, "Thư đi")


NOTICES = (
    Column("Lúc", 17, lambda notice: notice.at),
    Column("Tin", 80, lambda notice: notice.text),
    Column("Đã đọc", 17, lambda notice: notice.read_at),
)


def of_notices(rows, count, on) -> Table:
    """One person's own messages; the mail that went with one is read on the page."""
    return Table("tin-nhan", "TIN NHẮN", "Chưa đọc ở trên", on, NOTICES, rows, count, "Tin nhắn", of="tin")


# --- People in charge ------------------------------------------------------------------------------------------------


def _people(row, role):
    return [one for one, _ in next(post["held"] for post in row["posts"] if post["role"] == role)]


def _in_charge(role, title):
    """Names and addresses, as everybody sees them who sees the page."""
    return (
        Column(title, 26, lambda row: "\n".join(one.user.full_name for one in _people(row, role))),
        Column(f"{title}: thư điện tử", 28, lambda row: "\n".join(one.user.email or "–" for one in _people(row, role))),
        Column(f"{title}: văn bản", 26, lambda row: "\n".join(one.decision or "–" for one in _people(row, role))),
        Column(f"{title}: từ ngày", 12, lambda row: min((one.valid_from for one in _people(row, role)), default=None)),
        Column(
            f"{title}: hết phân công", 12,
            lambda row: min((one.valid_to for one in _people(row, role) if one.valid_to), default=None),
        ),
    )  # fmt: skip


IN_CHARGE = (
    Column("Mã đơn vị", 10, lambda row: row["row"].unit.code),
    Column("Đơn vị", 34, lambda row: row["row"].unit.name),
    *_in_charge("head", "Lãnh đạo phụ trách"),
    *_in_charge("reporter", "Cán bộ phụ trách"),
    Column("Còn thiếu", 16, lambda row: "còn thiếu người" if row["row"].lacks else ""),
)


def of_people(rows, count, words, on) -> Table:
    title = "NGƯỜI PHỤ TRÁCH KHOA HỌC VÀ CÔNG NGHỆ"
    return Table("nguoi-phu-trach", title, words, on, IN_CHARGE, rows, count, "Người phụ trách")
