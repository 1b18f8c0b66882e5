"""What a person should know of a sheet before believing its rows."""

from units.sheets.book import Kind, Sheet
from units.vietnamese import format_number


def notes_on(sheet: Sheet, hidden_rows: int = 0):
    if sheet.is_hidden and sheet.rows:
        yield f"Trang “{sheet.name}” đang ẩn."
    if hidden_rows:
        yield f"Trang “{sheet.name}” có {format_number(hidden_rows)} dòng đang ẩn: các dòng này vẫn được đọc."
    cells = [cell for row in sheet.rows for cell in row.cells if cell.source]
    if formulas := [cell for cell in cells if cell.source.startswith("=") and cell.kind is not Kind.CONVERTED]:
        yield (
            f"Trang “{sheet.name}” có {format_number(len(formulas))} ô công thức, đầu tiên là {formulas[0].where}: "
            "lấy kết quả đã lưu trong tệp."
        )
    if converted := [cell for cell in cells if cell.kind is Kind.CONVERTED]:
        first = converted[0]
        yield (
            f"Trang “{sheet.name}” có {format_number(len(converted))} ô gõ bằng bộ chữ cũ (TCVN3, VNI), đã chuyển sang "
            f"Unicode; ví dụ {first.where}: “{_short(first.source)}” thành “{_short(first.value)}”."
        )


def _short(said: str) -> str:
    said = " ".join(said.split())
    return said if len(said) <= 40 else said[:39] + "…"
