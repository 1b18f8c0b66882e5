"""What the cells of a workbook mean: days, numbers as shown, text in Unicode, formulas and their last results."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from units.sheets.book import MAX_CELL_CHARACTERS, Cell, Kind, Row, Unreadable, letters
from units.sheets.cells import Allowance, Swept
from units.sheets.package import BROKEN, named, new_parser
from units.sheets.styles import Style
from units.vietnamese import clean_text, format_number

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LIKE_A_NUMBER = re.compile(r"[-+\u2212]?[\d.,\s\u00a0]*\d[\d.,\s\u00a0]*%?", re.ASCII)
_PLAIN_STYLE = Style()

# ---------------------------------------------------------------- strings that cells share


class _Strings:
    def __init__(self, allowance):
        self.strings: list[str] = []
        self._allowance = allowance
        self._parts: list[str] = []
        self._keeps, self._silent = False, 0

    def start(self, name, _):
        element = _SHARED.get(name)
        if element == "t":
            self._keeps = not self._silent
        elif element == "si":
            self._parts = []
        elif element == "rPh":
            self._silent += 1

    def end(self, name):
        element = _SHARED.get(name)
        if element == "t":
            self._keeps = False
        elif element == "rPh":
            self._silent -= 1
        elif element == "si":
            string = "".join(self._parts)
            if len(string) > MAX_CELL_CHARACTERS:
                raise Unreadable(
                    f"Có ô quá {format_number(MAX_CELL_CHARACTERS)} ký tự, bắt đầu bằng “{string[:40]}”: "
                    "chia nội dung ra nhiều ô."
                )
            # A string nobody uses counts too: memory is memory.
            self._allowance.take(characters=len(string) + 8)
            self.strings.append(string)

    def text(self, characters):
        if self._keeps:
            self._parts.append(characters)


_SHARED = named("si", "t", "rPh")


def shared_strings(package, part: str, allowance: Allowance) -> list[str]:
    parser = new_parser()
    reading = _Strings(allowance)
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler = reading.text
    package.parse(part, parser)
    return reading.strings


# ---------------------------------------------------------------- values


def text(held: str) -> str | None:
    """A cell's text: NFC, without the `_x000D_` by which Excel writes controls, None where nothing is left."""
    if "_x" in held:
        held = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), held)
    return clean_text(held) or None


def number(held: str) -> Decimal:
    """A number as Excel shows it, to 15 digits: 0.30000000000000004 is what a float makes of 0.3. Raises ValueError."""
    value = float(held)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(held)
    if value == 0:
        return Decimal(0)
    exact = Decimal(f"{value:.15g}")
    return exact if exact.as_tuple().exponent <= 0 else Decimal(int(exact)) if abs(value) < 1e30 else exact


def day(serial: Decimal, is_1904: bool) -> date | datetime | None:
    """The day of an Excel serial number, to the second; None where Excel shows ##### or a day that never was."""
    if is_1904:
        start, serial = date(1904, 1, 1), serial
    elif serial >= 61:
        start = date(1899, 12, 30)
    else:
        # Excel believes in a 29/02/1900, its serial 60.
        start = date(1899, 12, 31)
    if serial < (0 if is_1904 else 1) or (not is_1904 and 60 <= serial < 61):
        return None
    try:
        whole = int(serial)
        seconds = round((serial - whole) * 86_400)
        moment = datetime.combine(start, time.min) + timedelta(days=whole, seconds=seconds)
    except OverflowError:
        return None
    return moment if seconds % 86_400 else moment.date()


@dataclass(frozen=True)
class Reading:
    """What the cells of one workbook mean."""

    strings: list[str]
    styles: list[Style]
    is_1904: bool

    def rows(self, swept: Swept, allowance: Allowance) -> tuple[Row, ...]:
        covered = self._covered(swept, allowance)
        rows = []
        for row, held in swept.found.items():
            under = covered.get(row, {})
            last = max((*held, *under), default=-1)
            cells = []
            for column in range(last + 1):
                where = f"{letters(column)}{row}"
                if column in under:
                    cells.append(Cell(under[column], where, Kind.MERGED))
                elif column in held:
                    cells.append(self._cell(held[column], where))
                else:
                    cells.append(Cell(None, where))
            rows.append(Row(row, tuple(cells)))
        return tuple(rows)

    def _covered(self, swept: Swept, allowance: Allowance) -> dict[int, dict[int, object]]:
        """Values of merged ranges where they cover rows that hold something of their own."""
        filled = sorted(swept.found)
        width = max((max(row) for row in swept.found.values()), default=-1)
        covered: dict[int, dict[int, object]] = {}
        for top, left, bottom, right in swept.merged:
            first = swept.found.get(top, {}).get(left)
            if first is None:
                continue
            value = self._cell(first, "").value
            right = min(right, max(width, left))
            for row in filled[bisect_left(filled, top) : bisect_right(filled, bottom)]:
                allowance.take(cells=right - left + 1)
                under = covered.setdefault(row, {})
                for column in range(left + (row == top), right + 1):
                    under[column] = value
        return covered

    def _cell(self, held: tuple, where: str) -> Cell:
        kind, style_number, written, formula = held
        style = self.styles[style_number] if 0 <= style_number < len(self.styles) else _PLAIN_STYLE
        value, told = self._value(kind, style, written)
        if formula is not None:
            return Cell(value, where, Kind.ERROR if told is Kind.ERROR else Kind.FORMULA, style.format, formula)
        return Cell(value, where, told, style.format)

    def _value(self, kind, style, written):
        try:
            if not written:
                return None, Kind.PLAIN
            if kind == "n":
                return _number_or_day(number(written), style, self.is_1904)
            if kind in ("s", "str", "inlineStr"):
                value = text(self.strings[int(written)] if kind == "s" else written)
                is_number = value is not None and _LIKE_A_NUMBER.fullmatch(value) is not None
                return value, Kind.NUMBER_AS_TEXT if is_number else Kind.PLAIN
            if kind == "b":
                return written in ("1", "true"), Kind.PLAIN
            if kind == "e":
                return text(written), Kind.ERROR
            if kind == "d":
                moment = datetime.fromisoformat(written)
                return (moment if moment.time() != time.min else moment.date()), Kind.PLAIN
        except (ValueError, IndexError):
            pass
        raise Unreadable(BROKEN)


def _number_or_day(value: Decimal, style: Style, is_1904: bool):
    if style.is_day:
        moment = day(value, is_1904)
        return ("#####", Kind.ERROR) if moment is None else (moment, Kind.PLAIN)
    if style.is_time:
        minutes, seconds = divmod(round(value * 86_400), 60)
        shown = f"{minutes // 60:02d}:{minutes % 60:02d}"
        return (f"{shown}:{seconds:02d}" if seconds else shown), Kind.PLAIN
    return value, Kind.PLAIN
