"""Kinh phí as a file: the lines that the page sums, one a row; a workbook sums them again at the foot."""

from targets.budget_sums import Sums
from units.tables import Column, Table


def _left(line):
    return Sums(line.planned, line.allocated, line.spent, line.spent if line.allocated is not None else None).left


COLUMNS = (
    Column("Đơn vị", 28, lambda line: line.unit.name),
    Column("Nguồn", 18, lambda line: line.get_source_display()),
    Column("Nội dung chi", 44, lambda line: line.title),
    Column("Dự toán (đồng)", 16, lambda line: line.planned, True),
    Column("Phân bổ (đồng)", 16, lambda line: line.allocated, True),
    Column("Số quyết định phân bổ", 16, lambda line: line.allocation_number),
    Column("Ngày quyết định", 12, lambda line: line.allocated_on),
    Column("Đã chi (đồng)", 16, lambda line: line.spent, True),
    Column("Đã chi đến hết ngày", 12, lambda line: line.spent_until),
    Column("Còn lại (đồng)", 16, _left, True),
    Column("Ghi chú", 34, lambda line: line.note),
)


def of_lines(lines, count, words, year, on, code="") -> Table:
    """``lines``: BudgetLine with its unit; what is blank was not entered. ``code``: of the unit, where it is one."""
    title = f"KINH PHÍ KHOA HỌC VÀ CÔNG NGHỆ NĂM {year}"
    words = f"{words}. Ô trống là chưa nhập"
    name = f"kinh-phi-{year}-{code}" if code else f"kinh-phi-{year}"
    return Table(name, title, words, on, COLUMNS, lines, count, f"Kinh phí {year}")
