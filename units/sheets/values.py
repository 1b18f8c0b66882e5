"""What one cell says: text, a number, a day, yes or no, one of a list. A blank cell is None, never zero.

Each reader takes ``formulas``: by default the last result that the spreadsheet saved is read; ``formulas=False``
refuses a formula, for a form of ours that asks for values.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from units.sheets.book import Cell, Kind
from units.vietnamese import DateError, NumberError, fold, format_date, format_number, nfc, parse_date, parse_number

_IN_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.I)
_SEPARATED = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{2,4})")
_HOURS = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(AM|PM|SA|CH)?$", re.I)
_YES = frozenset(("co", "x", "yes", "y", "dung", "true", "1", "da", "roi", "✓", "✔", "☑", "√"))
_NO = frozenset(("khong", "no", "n", "sai", "false", "0", "chua", "☐"))


class CellError(ValueError):
    """What is wrong with a cell and what to type instead, in Vietnamese; ``where`` names the cell: "B5"."""

    def __init__(self, where: str, text: str):
        self.where, self.text = where, text
        super().__init__(f"{where}: {text}")


def needed(value, cell: Cell, label: str):
    """The value, unless the cell is blank. Raises CellError."""
    if value is None:
        raise CellError(cell.where, f"Chưa nhập “{label}”.")
    return value


def text(cell: Cell, limit: int | None = None, *, formulas: bool = True) -> str | None:
    """What the cell shows, trimmed; ``limit``: the most characters. Raises CellError."""
    value = _held(cell, formulas)
    if isinstance(value, bool):
        value = "TRUE" if value else "FALSE"
    elif isinstance(value, Decimal):
        # A code or a telephone number that the spreadsheet took for a number: no thousands marks.
        value = format_number(_points(value, cell)).replace(".", "") + ("%" if _is_percentage(cell) else "")
    elif isinstance(value, date):
        value = format_date(value)
    value = (value or "").strip()
    if limit is not None and len(value) > limit:
        raise CellError(cell.where, f"Dài {len(value)} ký tự: rút gọn còn nhiều nhất {limit} ký tự.")
    return value or None


def decimal(cell: Cell, places: int | None = None, *, formulas: bool = True) -> Decimal | None:
    """A number that is no percentage; ``places``: the most decimal places. Raises CellError."""
    if _is_percentage(cell) or (isinstance(cell.value, str) and cell.value.rstrip().endswith("%")):
        raise CellError(cell.where, "Là tỷ lệ phần trăm, cột này cần một số: nhập số, bỏ dấu %.")
    return _number(cell, places, formulas)


def percent(cell: Cell, places: int | None = None, *, formulas: bool = True) -> Decimal | None:
    """Points of a percentage: `87,5%`, `87,5` and 0.875 shown as a percentage are all 87.5. Raises CellError."""
    return _number(cell, places, formulas)


def whole(cell: Cell, *, formulas: bool = True) -> int | None:
    """Raises CellError."""
    value = decimal(cell, 0, formulas=formulas)
    return None if value is None else int(value)


def day(cell: Cell, *, formulas: bool = True) -> date | None:
    """A day as the spreadsheet holds it, or typed, always day first; hours are dropped. Raises CellError."""
    value = _held(cell, formulas)
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        shown = format_number(value) if isinstance(value, Decimal) else "TRUE/FALSE"
        raise CellError(cell.where, f"{shown} không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018.")
    return _typed_day(value, cell.where)


def yes_no(cell: Cell, *, formulas: bool = True) -> bool | None:
    """`có`, `x`, `1` or a tick; `không`, `0`. Raises CellError."""
    value = _held(cell, formulas)
    if value is None or isinstance(value, bool):
        return value
    said = fold(text(cell) or "")
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise CellError(cell.where, f"“{_shown(text(cell))}” không rõ nghĩa: viết Có hoặc Không.")


def choice(cell: Cell, choices: Mapping[str, object], *, formulas: bool = True):
    """What the cell's words stand for: ``choices`` by every name they may have, compared without accents, case and
    spaces. Raises CellError."""
    said = text(cell, formulas=formulas)
    if said is None:
        return None
    by_name = {_squeezed(name): name for name in choices}
    if (name := by_name.get(_squeezed(said))) is not None:
        return choices[name]
    offered = ", ".join(f"“{name}”" for name in list(choices)[:12]) + (" …" if len(choices) > 12 else "")
    raise CellError(cell.where, f"“{_shown(said)}” không có trong danh sách: chọn một trong {offered}.")


def code(cell: Cell, codes, what: str, *, formulas: bool = True) -> str | None:
    """One of our codes, in any letter case: `p1` is `P1`. ``what`` names the thing: "đơn vị". Raises CellError."""
    said = text(cell, formulas=formulas)
    if said is None:
        return None
    by_case = {known.casefold(): known for known in codes}
    if (known := by_case.get(said.casefold())) is not None:
        return known
    raise CellError(cell.where, f"Không có {what} mang mã “{_shown(said)}”: kiểm tra lại mã.")


# ---------------------------------------------------------------- how


def _held(cell, formulas):
    if cell.kind is Kind.ERROR:
        raise CellError(cell.where, f"Ô báo lỗi {cell.value}: sửa lại công thức hoặc nhập giá trị.")
    if cell.source.startswith("=") and cell.kind is Kind.FORMULA:
        if not formulas:
            raise CellError(cell.where, "Ô chứa công thức: nhập giá trị, không nhập công thức.")
        if cell.value is None:
            raise CellError(
                cell.where, "Công thức chưa có kết quả lưu trong tệp: mở bằng Excel, lưu lại, hoặc nhập giá trị."
            )
    return cell.value


def _number(cell, places, formulas):
    value = _held(cell, formulas)
    if value is None:
        return None
    if isinstance(value, date):
        raise CellError(cell.where, f"Là ngày {format_date(value)}, cột này cần một số: định dạng lại ô, nhập số.")
    if isinstance(value, bool):
        raise CellError(cell.where, "Là TRUE/FALSE, cột này cần một số.")
    # What the cell holds passes the same rules as what is typed: digits, places, words.
    written = value if isinstance(value, str) else format_number(_points(value, cell))
    try:
        return parse_number(nfc(written).strip().removesuffix("%"), places)
    except NumberError as wrong:
        raise CellError(cell.where, str(wrong)) from None


def _is_percentage(cell) -> bool:
    return isinstance(cell.value, Decimal) and "%" in cell.format


def _points(value, cell):
    return value * 100 if _is_percentage(cell) else value


def _typed_day(typed, where) -> date:
    said = _HOURS.sub("", typed.strip())
    if match := _IN_WORDS.fullmatch(said) or _SEPARATED.fullmatch(said):
        first, second, year = match.groups()
        if int(second) > 12 >= int(first):
            right = f"{int(second):02d}/{int(first):02d}/{year}"
            raise CellError(where, f"“{_shown(said)}” viết tháng trước ngày: viết ngày trước, tháng sau: {right}.")
        if len(year) < 4:
            raise CellError(where, f"“{_shown(said)}” thiếu năm: viết đủ bốn chữ số của năm, ví dụ 05/03/2018.")
        said = f"{first}/{second}/{year}"
    try:
        return parse_date(said)
    except DateError as wrong:
        raise CellError(where, str(wrong)) from None


def _squeezed(said: str) -> str:
    return re.sub(r"[\W_]+", "", fold(said))


def _shown(said: str | None) -> str:
    said = said or ""
    return said if len(said) <= 40 else said[:39] + "…"
