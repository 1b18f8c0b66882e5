"""What the cells of a workbook mean: days, numbers as shown, text in Unicode, formulas and their last results."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from units.sheets import legacy
from units.sheets.book import MAX_CELL_CHARACTERS, Cell, Kind, Row, Unreadable, Value, letters
from units.sheets.cells import Allowance, Swept
from units.sheets.package import BROKEN, named, new_parser
from units.sheets.styles import Style
from units.vietnamese import clean_text, format_number

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LIKE_A_NUMBER = re.compile(r"[-+\u2212]?[\d.,\s\u00a0]*\d[\d.,\s\u00a0]*%?", re.ASCII)
_PLAIN_STYLE = Style()

# ---------------------------------------------------------------- strings that cells share


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

    strings: list[Shared]
    styles: list[Style]
    is_1904: bool

    def rows(self, swept: Swept, allowance: Allowance) -> tuple[Row, ...]:
        """Raises Unreadable."""
        script = legacy.script_of(self._texts(swept))
        covered = self._covered(swept, allowance, script)
        rows = []
        for row, held in swept.found.items():
            under = covered.get(row, {})
            cells = []
            for column in range(max((*held, *under)) + 1):
                where = f"{letters(column)}{row}"
                if column in under:
                    cells.append(Cell(under[column], where, Kind.MERGED))
                elif column in held:
                    cells.append(self._cell(held[column], where, script))
                else:
                    cells.append(Cell(None, where))
            rows.append(Row(row, tuple(cells)))
        return tuple(rows)

    def _texts(self, swept):
        """All texts with their fonts, each pair once."""
        pairs = {
            (kind, style, written)
            for row in swept.found.values()
            for kind, style, written, _ in row.values()
            if kind in _TEXTS and written
        }
        for kind, style, written in pairs:
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

    def _covered(self, swept, allowance, script) -> dict[int, dict[int, Value]]:
        """Values of merged ranges where they cover rows that hold something of their own."""
        filled = sorted(swept.found)
        width = max((max(row) for row in swept.found.values()), default=-1)
        covered: dict[int, dict[int, Value]] = {}
        for top, left, bottom, right in swept.merged:
            first = swept.found.get(top, {}).get(left)
            if first is None:
                continue
            value = self._cell(first, "", script).value
            right = min(right, width)
            for row in filled[bisect_left(filled, top) : bisect_right(filled, bottom)]:
                allowance.take(cells=right - left + 1)
                under = covered.setdefault(row, {})
                for column in range(left + (row == top), right + 1):
                    under[column] = value
        return covered

    def _cell(self, held: tuple, where: str, script: legacy.Script) -> Cell:
        kind, style_number, written, formula = held
        style = self._style(style_number)
        source = ""
        try:
            if not written:
                value, told = None, Kind.PLAIN
            elif kind in _TEXTS:
                value, told, source = _text(self._parts(kind, style_number, written), script)
            else:
                value, told = _value(kind, written, style, self.is_1904)
        except ValueError:
            raise Unreadable(BROKEN) from None
        if formula is not None:
            return Cell(value, where, Kind.ERROR if told is Kind.ERROR else Kind.FORMULA, style.format, formula)
        return Cell(value, where, told, style.format, source)


_TEXTS = frozenset(("s", "str", "inlineStr"))


def _text(parts, script) -> tuple[str | None, Kind, str]:
    changed = [script.read(_unescaped(part), font) for part, font in parts]
    value = text("".join(part if new is None else new for new, (part, _) in zip(changed, parts, strict=True)))
    if value is None:
        return None, Kind.PLAIN, ""
    if any(new is not None for new in changed):
        return value, Kind.CONVERTED, text("".join(part for part, _ in parts)) or ""
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
