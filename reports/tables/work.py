"""Tasks, annual plans, proposals and sheets that were taken in as files."""

from reports import imports
from reports.models import Proposal
from targets.models import AnnualPlan
from units.tables import Column, Table, in_words
from units.templatetags.q4kh import state_word

# --- Tasks -----------------------------------------------------------------------------------------------------------


def of_tasks(rows, count, quarters, year, words, on) -> Table:
    """``rows``: reports.views.tasks.Row, with a column for each of ``quarters``."""
    columns = (
        Column("Mã đơn vị", 10, lambda row: row.commitment.unit.code),
        Column("Đơn vị", 24, lambda row: row.commitment.unit.short_name or row.commitment.unit.name),
        Column("Nhiệm vụ", 50, lambda row: row.commitment.title),
        Column("Mục", 10, lambda row: row.commitment.ref if row.commitment.task_id else "việc riêng"),
        Column("Đề mục", 9, lambda row: row.commitment.heading.ref if row.commitment.heading else ""),
        Column("Thời hạn", 12, lambda row: row.commitment.due_on or "cả năm"),
        Column("Quá hạn (ngày)", 9, lambda row: row.late_days or None),
        Column("Người phụ trách", 20, lambda row: row.commitment.person),
        *(
            Column(
                period.label, 16,
                lambda row, place=place: row.cells[place].saying.label if row.cells[place].saying else "",
            )
            for place, period in enumerate(quarters)
        ),
        Column("Hiện nay", 18, lambda row: row.words),
        Column("Đình trệ từ", 12, lambda row: row.commitment.told.since.label if row.commitment.is_stuck else ""),
        Column("Ghi chú gần nhất", 40, lambda row: _told(row.commitment)),
    )  # fmt: skip
    return Table(f"nhiem-vu-{year}", f"NHIỆM VỤ NĂM {year}", words, on, columns, rows, count, "Nhiệm vụ")


def _told(commitment) -> str:
    """What the last report said of it; of much work none has said anything yet."""
    told = getattr(commitment, "told", None)
    return told.note if told else ""


# --- Annual plans ----------------------------------------------------------------------------------------------------

PLANS = (
    Column("Mã đơn vị", 10, lambda line: line["unit"].code),
    Column("Đơn vị", 40, lambda line: line["unit"].name),
    Column("Tình trạng", 24, lambda line: state_word(line["unit"].standing)),
    Column("Đang điều chỉnh", 12, lambda line: "đang điều chỉnh" if line["unit"].is_amending else ""),
    Column("Gửi lần đầu", 17, lambda line: line["unit"].first_sent_at),
    Column("Chậm (ngày)", 9, lambda line: line["late_days"] or None),
    Column("Chấp nhận", 17, lambda line: line["unit"].accepted_at),
    Column("Đã nhắc", 12, lambda line: None if line["unit"].first_accepted_at else line["nagged_on"]),
)


def of_plans(lines, count, year, words, on) -> Table:
    """All units' plans of one year."""
    title = f"KẾ HOẠCH NĂM {year} CỦA CÁC ĐƠN VỊ"
    return Table(f"ke-hoach-nam-{year}", title, words, on, PLANS, lines, count, "Kế hoạch năm")


OWN_PLANS = (
    Column("Năm", 8, lambda line: line["year"]),
    Column("Đơn vị", 40, lambda line: line["unit"].name),
    Column("Tình trạng", 24, lambda line: state_word(line["row"].state if line["row"] else "none")),
    Column("Gửi lần đầu", 17, lambda line: line["row"].first_sent_at if line["row"] else None),
    Column("Chậm (ngày)", 9, lambda line: line["late_days"] or None),
    Column("Lần có hiệu lực", 9, lambda line: _official(line).number if _official(line) else None),
    Column("Chấp nhận", 17, lambda line: _official(line).accepted_at if _official(line) else None),
    Column("Phòng Kinh tế chờ đến", 12, lambda line: line["due_on"]),
)


def _official(line) -> AnnualPlan | None:
    return line["row"].official if line["row"] else None


def of_own_plans(lines, on) -> Table:
    """The own units' plans of all years."""
    title = "KẾ HOẠCH NĂM CỦA ĐƠN VỊ"
    return Table("ke-hoach-nam", title, "Mọi năm", on, OWN_PLANS, lines, len(lines), "Kế hoạch năm")


# Of one plan, whose unit is in the title.
LINES = (
    Column("Mục", 10, lambda line: line.ref if not line.is_own else "việc riêng"),
    Column("Việc", 50, lambda line: line.title),
    Column("Đề mục", 9, lambda line: line.heading),
    Column("Kết quả dự kiến", 40, lambda line: line.expected_result),
    Column("Thời hạn", 12, lambda line: line.due_on),
    Column("Người phụ trách", 22, lambda line: line.person),
    Column("Kinh phí (đồng)", 16, lambda line: None if line.is_skipped else line.budget, True),
    Column("Nguồn", 18, lambda line: line.fund_label if line.budget is not None and line.fund else ""),
    Column("Không thực hiện trong năm, vì", 30, lambda line: line.skip_reason),
)


def of_plan(unit, year, lines, words, on, number=None) -> Table:
    """The lines of one plan, as the page shows them; ``number``: of an earlier sending."""
    title = f"KẾ HOẠCH NĂM {year}: {unit.name}"
    name = f"ke-hoach-nam-{year}-{unit.code}{f'-lan-{number}' if number else ''}"
    return Table(name, title, words, on, LINES, lines, len(lines), f"Kế hoạch {year}")


DISTRICT = (
    Column("Mã đơn vị", 10, lambda pair: pair[0].code),
    Column("Đơn vị", 30, lambda pair: pair[0].name),
    *(Column(one.head, one.width, lambda pair, one=one: one.value(pair[1]), one.is_summed) for one in LINES),
)


def of_district(district, on) -> Table:
    """The lines of all accepted plans of one year, unit after unit; further units have none."""
    pairs = [(one.unit, line) for one in district.units for line in (*one.lines, *one.skipped)]
    lacking = f"{len(district.missing)} đơn vị chưa có kế hoạch được chấp nhận" if district.missing else ""
    words = in_words("Theo kế hoạch đã được chấp nhận", lacking)
    title, name = f"KẾ HOẠCH NĂM {district.year} CỦA QUẬN", f"ke-hoach-nam-{district.year}-toan-quan"
    return Table(name, title, words, on, DISTRICT, pairs, len(pairs), f"Kế hoạch {district.year}", of="việc")


# --- Proposals -------------------------------------------------------------------------------------------------------

PROPOSALS = (
    Column("Mã đơn vị", 10, lambda pair: pair[0].row.report.unit.code),
    Column("Đơn vị", 26, lambda pair: pair[0].row.report.unit.name),
    Column("Kỳ báo cáo", 13, lambda pair: pair[0].row.report.period.label),
    Column("Kiến nghị", 56, lambda pair: pair[0].text),
    Column("Đề mục", 9, lambda pair: pair[0].heading),
    Column("Gửi đến", 20, lambda pair: pair[0].addressee_label),
    Column("Tình trạng", 22, lambda pair: pair[0].state_label),
    Column("Chờ (ngày)", 9, lambda pair: pair[1] if pair[0].is_waiting else None),
    Column("Số lần nêu", 9, lambda pair: pair[0].times),
    Column("Nêu lần đầu", 12, lambda pair: pair[0].since),
    Column("Trả lời", 56, lambda pair: _answer(pair[0]).answer if _answer(pair[0]) else ""),
    Column("Ngày trả lời", 12, lambda pair: _answer(pair[0]).answered_on if _answer(pair[0]) else None),
)


def _answer(said) -> Proposal | None:
    return said.row if said.is_answered else None


def of_proposals(pairs, words, on) -> Table:
    """``pairs``: what was said, and how many days it has waited."""
    return Table("kien-nghi", "KIẾN NGHỊ CỦA CÁC ĐƠN VỊ", words, on, PROPOSALS, pairs, len(pairs), "Kiến nghị")


# --- Sheets that were taken in ---------------------------------------------------------------------------------------

IMPORTS = (
    Column("Lần nhập", 10, lambda run: run.key),
    Column("Tệp", 40, lambda run: run.file_name),
    Column("Loại", 24, lambda run: imports.KINDS[run.kind].subject),
    Column("Tải lên", 17, lambda run: run.uploaded_at),
    Column("Người tải lên", 26, lambda run: run.uploaded_by_name),
    Column("Tình trạng", 14, lambda run: run.get_state_display()),
    Column("Nhập", 17, lambda run: run.applied_at),
    Column("Dòng mới", 10, lambda run: run.counts.get("new"), True),
    Column("Dòng thay đổi", 10, lambda run: run.counts.get("changed"), True),
)


def of_imports(runs, count, on) -> Table:
    """``runs``: ImportRun, the newest first."""
    return Table("lan-nhap", "CÁC LẦN NHẬP BẢNG TÍNH", "", on, IMPORTS, runs, count, "Các lần nhập", of="lần nhập")
