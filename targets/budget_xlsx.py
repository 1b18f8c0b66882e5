"""Kinh phí as a workbook: the lines that the page sums, one a row, and their sums at the foot."""

import datetime as dt
from collections.abc import Iterable

from targets.budget_sums import Sums
from targets.models import BudgetLine
from units import workbook
from units.vietnamese import format_date

COLUMNS = (
    ("STT", 5),
    ("Đơn vị", 28),
    ("Nguồn", 18),
    ("Nội dung chi", 44),
    ("Dự toán (đồng)", 16),
    ("Phân bổ (đồng)", 16),
    ("Số quyết định phân bổ", 16),
    ("Ngày quyết định", 12),
    ("Đã chi (đồng)", 16),
    ("Đã chi đến hết ngày", 12),
    ("Còn lại (đồng)", 16),
    ("Ghi chú", 34),
)


def build(lines: Iterable[BudgetLine], sums: Sums, said: str, *, year: int, on: dt.date) -> bytes:
    """``lines`` with their units; ``said``: the filters in words."""
    lines = list(lines)
    book = workbook.new(f"Kinh phí KH&CN năm {year}", f"Kinh phí {year}")
    sheet = book.active
    widths = [width for _, width in COLUMNS]
    head = workbook.begin(
        sheet, f"KINH PHÍ KHOA HỌC VÀ CÔNG NGHỆ NĂM {year}",
        f"{said}. Ngày lập: {format_date(on)}. {len(lines)} dòng. Ô trống là chưa nhập.", COLUMNS,
    )  # fmt: skip
    for place, line in enumerate(lines, 1):
        one = Sums(line.planned, line.allocated, line.spent, line.spent if line.allocated is not None else None)
        values = [
            place, line.unit.name, line.get_source_display(), line.title, line.planned, line.allocated,
            line.allocation_number, line.allocated_on, line.spent, line.spent_until, one.left, line.note,
        ]  # fmt: skip
        workbook.row(sheet, head + place, values, widths)
    workbook.end(sheet, head, len(COLUMNS), len(lines))
    if lines:
        foot = [None, "Cộng", None, None, sums.planned, sums.allocated, None, None, sums.spent, None, sums.left, None]
        workbook.row(sheet, head + len(lines) + 1, foot, widths)
    return workbook.content(book)
