"""What the cells of a workbook mean: days, numbers as shown, text in Unicode, formulas and their last results."""

import math
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from units.sheets import legacy
from units.sheets.book import LETTERS, MAX_CELL_CHARACTERS, Cell, Kind, Row, Unreadable, Value
from units.sheets.cells import Allowance, Area, Swept
from units.sheets.package import BROKEN, named, new_parser
from units.sheets.styles import Style
from units.vietnamese import clean_text, format_number

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LIKE_A_NUMBER = re.compile(r"[-+\u2212]?[\d.,\s\u00a0]*\d[\d.,\s\u00a0]*%?", re.ASCII)
_SHORT_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)  # exact as it is written
_PLAIN_STYLE = Style()

# ---------------------------------------------------------------- strings that cells share


_cell = partial(tuple.__new__, Cell)  # what Cell(…) does, without the cost of a call in Python
Read = tuple[Value, Kind, str, str]  # a cell but for its place: value, kind, format, source
# A string in parts where some of it has a font of its own that is not Unicode: (font, text) each.
Shared = str | tuple[tuple[str, str], ...]


class _Strings:
    def __init__(self, allowance):
        self.strings: list[Shared] = []
        self._allowance = allowance
        self._parts: list[tuple[str, str]] = []
        self._font = ""
        self._keeps, self._silent = False, 0

    def start(self, name, attributes):
        element = _SHARED.get(name)
        if element == "t":
            self._keeps = not self._silent
        elif element == "si":
            self._parts, self._font = [], ""
        elif element == "r":
            self._font = ""
        elif element == "rFont":
            self._font = attributes.get("val", "")
        elif element == "rPh":
            self._silent += 1

    def end(self, name):
        element = _SHARED.get(name)
        if element == "t":
            self._keeps = False
        elif element == "rPh":
            self._silent -= 1
        elif element == "si":
            self._end_string()

    def _end_string(self):
        string = "".join(part for _, part in self._parts)
        if len(string) > MAX_CELL_CHARACTERS:
            raise Unreadable(
                f"Có ô quá {format_number(MAX_CELL_CHARACTERS)} ký tự, bắt đầu bằng “{clean_text(string[:40])}”: "
                "chia nội dung ra nhiều ô."
            )
        # A string nobody uses counts too: memory is memory.
        self._allowance.take(characters=len(string) + 8)
        self.strings.append(tuple(self._parts) if any(legacy.font_of(font) for font, _ in self._parts) else string)

    def text(self, characters):
        if self._keeps:
            self._parts.append((self._font, characters))


_SHARED = named("si", "t", "r", "rFont", "rPh")


def shared_strings(package, part: str, allowance: Allowance) -> list[Shared]:
    """Raises Unreadable."""
    parser = new_parser()
    reading = _Strings(allowance)
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler = reading.text
    package.parse(part, parser)
    return reading.strings


# ---------------------------------------------------------------- values


def text(held: str) -> str | None:
    """A cell's text: NFC, without the `_x000D_` by which Excel writes controls, None where nothing is left."""
    return clean_text(_unescaped(held)).strip() or None


def _unescaped(held: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), held) if "_x" in held else held


def is_like_a_number(said: str) -> bool:
    return _LIKE_A_NUMBER.fullmatch(said) is not None


def number(held: str) -> Decimal:
    """A number as Excel shows it, to 15 digits: 0.30000000000000004 is what a float makes of 0.3. Raises ValueError."""
    if len(held) <= 15 and _SHORT_NUMBER.fullmatch(held):
        return Decimal(held) or Decimal(0)  # zero without its minus
    value = float(held)
    if not math.isfinite(value):
        raise ValueError(held)
    exact = Decimal(f"{value:.15g}")
    # 1E+20 as 100000000000000000000; the far end of what a float can hold stays short.
    return Decimal(int(exact)) if exact.as_tuple().exponent > 0 and exact.adjusted() < 30 else exact or Decimal(0)


def day(serial: Decimal, is_1904: bool) -> date | datetime | None:
    """The day of an Excel serial number, to the second; None where Excel shows ##### or a day that never was."""
    # Excel believes in a 29/02/1900, its serial 60.
    start = date(1904, 1, 1) if is_1904 else date(1899, 12, 30) if serial >= 61 else date(1899, 12, 31)
    if serial < (0 if is_1904 else 1) or (not is_1904 and 60 <= serial < 61):
        return None
    try:
        whole = int(serial)
        seconds = round((serial - whole) * 86_400)
        if seconds % 86_400 == 0:
            return start + timedelta(days=whole + seconds // 86_400)
        return datetime.combine(start, time.min) + timedelta(days=whole, seconds=seconds)
    except OverflowError:
        return None


@dataclass(frozen=True)
class Reading:
    """What the cells of one workbook mean."""

    strings: list[Shared]
    styles: list[Style]
    is_1904: bool

    def rows(self, swept: Swept, allowance: Allowance) -> tuple[Row, ...]:
        """A sheet's rows; what was swept is used up. Raises Unreadable."""
        script = legacy.script_of(self._texts(swept))
        rows = {}
        plain = {n for n, style in enumerate(self.styles) if not style.is_day and not style.is_time} or {0}
        # What stands in many cells is read once.
        known: dict[tuple[str, int, str], Read] = {}
        for row in list(swept.rows):
            rows[row] = made = []
            for column, kind, style, written, formula in swept.rows.pop(row):
                while len(made) < column:
                    made.append(_cell((None, f"{LETTERS[len(made)]}{row}", Kind.PLAIN, "", "")))
                if kind == "n" and style in plain:
                    read = self._read(kind, style, written, script)  # few numbers stand in many cells
                elif (read := known.get((kind, style, written))) is None:
                    read = known[kind, style, written] = self._read(kind, style, written, script)
                value, told, shown, source = read
                if formula is not None and formula not in CONSTANTS:
                    told, source = (told if told is Kind.ERROR else Kind.FORMULA), formula
                made.append(_cell((value, f"{LETTERS[column]}{row}", told, shown, source)))
        _cover(rows, swept.merged, allowance)
        for cells in rows.values():
            while cells and cells[-1].value is None and not cells[-1].source:
                cells.pop()
        return tuple(Row(number, tuple(cells)) for number in list(rows) if (cells := rows.pop(number)))

    def _texts(self, swept):
        """All texts with their fonts, each pair once."""
        seen = {
            (kind, style, written)
            for cells in swept.rows.values()
            for _, kind, style, written, _ in cells
            if kind != "n" and kind in _TEXTS and written
        }
        for kind, style, written in seen:
            yield from self._parts(kind, style, written)

    def _parts(self, kind, style_number, written):
        """(text, font) of a cell's text."""
        try:
            held = self.strings[int(written)] if kind == "s" else written
        except (ValueError, IndexError):
            raise Unreadable(BROKEN) from None
        font = self._style(style_number).font
        if isinstance(held, str):
            return ((held, font),)
        return tuple((part, own or font) for own, part in held)

    def _style(self, number) -> Style:
        return self.styles[number] if 0 <= number < len(self.styles) else _PLAIN_STYLE

    def _read(self, kind, style_number, written, script) -> Read:
        style = self._style(style_number)
        try:
            if not written:
                return None, Kind.PLAIN, style.format, ""
            if kind in _TEXTS:
                value, told, source = _text(self._parts(kind, style_number, written), script)
                return value, told, style.format, source
            value, told = _value(kind, written, style, self.is_1904)
            return value, told, style.format, ""
        except ValueError:
            raise Unreadable(BROKEN) from None


def _cover(rows: dict[int, list[Cell]], merged: list[Area], allowance: Allowance) -> None:
    """Write values of merged ranges where they cover rows that hold something of their own."""
    numbers = list(rows)
    width = max(map(len, rows.values()), default=0)
    for area in merged:
        first = rows.get(area.top, [])
        value = first[area.left].value if area.left < len(first) else None
        if value is None:
            continue
        right = min(area.right, width - 1)
        for number in numbers[bisect_left(numbers, area.top) : bisect_right(numbers, area.bottom)]:
            cells = rows[number]
            allowance.take(cells=right - area.left + 1 + max(right - len(cells), 0))
            for column in range(len(cells), right + 1):
                cells.append(Cell(None, f"{LETTERS[column]}{number}"))
            for column in range(area.left + (number == area.top), right + 1):
                cells[column] = Cell(value, f"{LETTERS[column]}{number}", Kind.MERGED)


CONSTANTS = {"=TRUE()": True, "=FALSE()": False}  # how LibreOffice writes what is no formula
_TEXTS = frozenset(("s", "str", "inlineStr"))


def _text(parts, script) -> tuple[str | None, Kind, str]:
    changed = [script.read(_unescaped(part), font) for part, font in parts]
    value = text("".join(part if new is None else new for new, (part, _) in zip(changed, parts, strict=True)))
    if value is None:
        return None, Kind.PLAIN, ""
    if any(new is not None for new in changed):
        return value, Kind.CONVERTED, legacy.shown("".join(_unescaped(part) for part, _ in parts))
    return value, Kind.NUMBER_AS_TEXT if is_like_a_number(value) else Kind.PLAIN, ""


def _value(kind, written, style, is_1904) -> tuple[Value, Kind]:
    if kind == "n":
        return _number_or_day(number(written), style, is_1904)
    if kind == "b":
        return written in ("1", "true"), Kind.PLAIN
    if kind == "e":
        return text(written), Kind.ERROR
    if kind == "d":
        moment = datetime.fromisoformat(written)
        return (moment if moment.time() != time.min else moment.date()), Kind.PLAIN
    raise ValueError(kind)


def _number_or_day(value: Decimal, style: Style, is_1904: bool) -> tuple[Value, Kind]:
    if style.is_day:
        moment = day(value, is_1904)
        return ("#####", Kind.ERROR) if moment is None else (moment, Kind.PLAIN)
    if style.is_time:
        minutes, seconds = divmod(round(value * 86_400), 60)
        shown = f"{minutes // 60:02d}:{minutes % 60:02d}"
        return (f"{shown}:{seconds:02d}" if seconds else shown), Kind.PLAIN
    return value, Kind.PLAIN
