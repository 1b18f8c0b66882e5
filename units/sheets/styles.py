"""What a cell's style says of its value: a day, a percentage, a font whose letters are not Unicode."""

import re
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS

from units.sheets.book import Unreadable
from units.sheets.package import BROKEN, named, new_parser

_MAX_STYLES = 65_536  # Excel's own bound, roughly
# Quoted text, escaped characters, padding, colours and locales; [h] [mm] [ss], elapsed time, stay.
_DECORATION = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.I)
_EAST_ASIAN_DAYS = frozenset((*range(27, 37), *range(50, 59)))


@dataclass(frozen=True)
class Style:
    format: str = ""
    font: str = ""
    is_day: bool = False
    is_time: bool = False  # hours without a day


@lru_cache(maxsize=4096)
def style(code: str, font: str) -> Style:
    bare = _DECORATION.sub("", code.partition(";")[0]).lower()
    if bare == "general":
        return Style("", font)
    has_time = "h" in bare or "s" in bare
    is_day = "y" in bare or "d" in bare or ("m" in bare and not has_time)
    return Style("" if code == "General" else code, font, is_day, has_time and not is_day)


_ELEMENTS = named("numFmt", "fonts", "font", "name", "cellXfs", "xf")


class _Styles:
    def __init__(self):
        self.codes: dict[str, str] = {}
        self.fonts: list[str] = []
        self.cells: list[tuple[str, int]] = []  # format's number, font's place
        self._in_fonts = self._in_cells = False

    def start(self, name, attributes):
        element = _ELEMENTS.get(name)
        if element == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif element == "fonts":
            self._in_fonts = True
        elif element == "cellXfs":
            self._in_cells = True
        elif element == "font" and self._in_fonts:
            self.fonts.append("")
        elif element == "name" and self._in_fonts and self.fonts:
            self.fonts[-1] = attributes.get("val", "")
        elif element == "xf" and self._in_cells:
            self.cells.append((attributes.get("numFmtId", "0"), int(attributes.get("fontId", 0))))
        if len(self.cells) + len(self.fonts) + len(self.codes) > _MAX_STYLES:
            raise Unreadable(BROKEN)

    def end(self, name):
        element = _ELEMENTS.get(name)
        if element == "fonts":
            self._in_fonts = False
        elif element == "cellXfs":
            self._in_cells = False


def styles(package, part: str) -> list[Style]:
    """By the number that cells give. Raises Unreadable."""
    parser = new_parser()
    reading = _Styles()
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    package.parse(part, parser)
    return [
        style(_code(number, reading.codes), reading.fonts[font] if 0 <= font < len(reading.fonts) else "")
        for number, font in reading.cells
    ]


def _code(number: str, codes: dict[str, str]) -> str:
    if number in codes:
        return codes[number]
    if not number.isdecimal():
        return ""
    return "dd/mm/yyyy" if int(number) in _EAST_ASIAN_DAYS else BUILTIN_FORMATS.get(int(number), "")
