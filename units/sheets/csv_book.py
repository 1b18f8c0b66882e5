"""A CSV file as a book of one sheet."""

from units.sheets import encodings, legacy
from units.sheets.book import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    Book,
    Cell,
    Kind,
    Row,
    Sheet,
    Unreadable,
    letters,
)
from units.sheets.cells import Allowance
from units.sheets.meaning import is_like_a_number
from units.sheets.notes import notes_on
from units.vietnamese import clean_text, format_number

_TEXT_NAMES = (".csv", ".txt", ".tsv", ".tab")
_SHEET_NAMES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".xltx", ".ods")


def csv_book(content: bytes, name: str) -> Book:
    """One sheet, its rows numbered as Excel would show them. Raises Unreadable."""
    suffix = name[name.rfind(".") :].strip().casefold() if "." in name else ""
    if suffix in _SHEET_NAMES:
        raise Unreadable(
            f"Tệp mang đuôi {suffix} nhưng nội dung là văn bản (CSV): đổi đuôi tệp thành .csv rồi chọn lại, "
            "hoặc mở bằng Excel và lưu thành .xlsx."
        )
    if suffix and suffix not in _TEXT_NAMES:
        raise Unreadable("Tệp không phải bảng tính: chọn tệp Excel (.xlsx) hoặc tệp CSV.")
    written, encoding = encodings.decoded(content)
    records = encodings.records(written)
    _refuse_large(records)
    if encoding in ("TCVN3", "VNI"):
        script = legacy.Script(encoding.casefold(), True, frozenset())
    else:
        script = legacy.script_of({(field, "") for record in records for field in record})
    rows = tuple(
        Row(place, cells)
        for place, record in enumerate(records, 1)
        if (cells := _record_cells(record, place, script))
    )
    if not rows:
        raise Unreadable("Tệp CSV không có dòng nào: chọn lại tệp.")
    sheet = Sheet("CSV", False, rows)
    notes = [f"Tệp CSV viết bằng bảng mã {encoding}, đã chuyển sang Unicode."] if encoding == "Windows-1258" else []
    return Book((sheet,), (*notes, *notes_on(sheet)))


def _refuse_large(records):
    if len(records) > MAX_ROWS and any(map(any, records[MAX_ROWS:])):
        raise Unreadable(f"Tệp CSV có quá {format_number(MAX_ROWS)} dòng: tách thành nhiều tệp.")
    for place, record in enumerate(records, 1):
        if len(record) > MAX_COLUMNS and any(record[MAX_COLUMNS:]):
            raise Unreadable(f"Dòng {place} của tệp CSV có quá {MAX_COLUMNS} cột: bỏ cột thừa rồi chọn lại.")
    Allowance().take(cells=sum(min(len(record), MAX_COLUMNS) for record in records))
    for place, record in enumerate(records, 1):
        for column, field in enumerate(record):
            if len(field) > MAX_CELL_CHARACTERS:
                raise Unreadable(
                    f"Ô {letters(column)}{place} của tệp CSV có quá {format_number(MAX_CELL_CHARACTERS)} ký tự: "
                    "chia nội dung ra nhiều ô."
                )


def _record_cells(record, place, script) -> tuple[Cell, ...]:
    cells = [_field(field, f"{letters(column)}{place}", script) for column, field in enumerate(record[:MAX_COLUMNS])]
    while cells and cells[-1].value is None:
        cells.pop()
    return tuple(cells)


def _field(field, where, script) -> Cell:
    # Excel is made to keep the zeros of 007 by writing ="007".
    if field.startswith('="') and field.endswith('"') and len(field) > 3:
        field = field[2:-1]
    changed = script.read(field)
    value = clean_text(field if changed is None else changed).strip() or None
    if value is None:
        return Cell(None, where)
    if changed is not None:
        return Cell(value, where, Kind.CONVERTED, source=legacy.shown(field))
    return Cell(value, where, Kind.NUMBER_AS_TEXT if is_like_a_number(value) else Kind.PLAIN)
