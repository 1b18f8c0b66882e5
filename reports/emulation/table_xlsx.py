"""The published table as a workbook, from the same frozen copy as the PDF: numbers are numbers, text stays text."""

from reports.emulation import table
from units import workbook
from units.vietnamese import format_date

_EXTRA_COLUMNS = (("Đơn vị", 34), ("Điểm cộng, điểm trừ", 40), ("Điểm", 9), ("Căn cứ", 60))


def build(snapshot: dict) -> bytes:
    """One sheet of the table, one of the criteria, one of bonus and penalty with their grounds."""
    shown = table.of(snapshot)
    book = workbook.new(f"{shown.title} {shown.year}", "Bảng điểm")
    columns = [
        ("Hạng" if shown.is_ranked else "STT", 7),
        ("Đơn vị", 38),
        *((short, 9) for short, _ in shown.heads),
        ("Cộng tiêu chí", 10),
        ("Điểm cộng", 9),
        ("Điểm trừ", 9),
        ("Tổng điểm", 10),
    ]
    rows = [(rank or place, *values) for place, (rank, *values) in enumerate(shown.rows, 1)]
    heading = f"{shown.title}: {shown.subject}"
    workbook.fill(book.active, heading, " ".join(shown.said), columns, rows)
    criteria = [(short, full) for short, full in shown.heads]
    said = f"Công bố ngày {format_date(shown.published_on)}, {shown.publisher}."
    workbook.fill(book.create_sheet("Tiêu chí"), "TIÊU CHÍ", said, (("Cột", 9), ("Tiêu chí", 90)), criteria)
    extras = [(one.unit, one.what, one.points, one.grounds) for one in shown.extras]
    workbook.fill(book.create_sheet("Cộng, trừ"), "ĐIỂM CỘNG, ĐIỂM TRỪ", said, _EXTRA_COLUMNS, extras)
    return workbook.content(book)
