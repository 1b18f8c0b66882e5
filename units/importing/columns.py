"""The columns of a sheet, with the headings that offices write, and what a cell of each may say.

A column is a field of import-export and its widget: ``clean`` takes a ``Cell`` and gives what the model holds, or
raises ``ValueError`` with the words for the person (units.sheets.values reads the cells); ``render`` gives what stands
in an exported cell. What one writes the other reads.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from import_export import fields, widgets

from units.models import Unit, UnitName
from units.sheets import values
from units.sheets.book import Cell
from units.vietnamese import MAX_DIGITS, fold, format_date, format_number


class Column(fields.Field):
    """``aliases``: other headings for it. ``required``: no row without it. ``dated_by``: the column by whose day a
    unit's name is understood. ``hint``: how to fill it, in the template."""

    def __init__(self, attribute, label, widget, *, aliases=(), required=False, dated_by="", hint="", example=""):
        super().__init__(attribute=attribute, column_name=label, widget=widget)
        self.label, self.aliases, self.required = label, tuple(aliases), required
        self.dated_by, self.hint, self.example = dated_by, hint, example

    def read(self, cell: Cell, on: dt.date | None = None):
        """What the cell says. Raises ValueError."""
        # Not through ``clean``, which looks the cell up in a row by the column's name: half of the time of a read.
        return self.widget.clean(cell, on=on)

    @property
    def offered(self) -> list[str]:
        """The words to choose from, none where anything may stand."""
        if isinstance(self.widget, YesNo):
            return ["có", "không"]
        return [str(label) for label in self.widget.labels.values()] if isinstance(self.widget, Choice) else []

    @property
    def how(self) -> str:
        """How to fill it, in words."""
        listed = f"Một trong: {'; '.join(self.offered)}." if self.offered else ""
        return " ".join(filter(None, (self.hint, listed)))

    def in_words(self, value) -> str:
        """For the preview: the present value, and the new one."""
        shown = self.widget.render(value)
        return str(shown) if shown and getattr(self.widget, "is_year", False) else words(shown)


def words(shown) -> str:
    """An exported value as people read it."""
    if shown is None or shown == "":
        return "trống"
    if isinstance(shown, dt.date):
        return format_date(shown)
    return format_number(shown) if isinstance(shown, Decimal | int) else str(shown)


class Text(widgets.Widget):
    """``limit``: how long it may be. ``lines``: whether line breaks are kept."""

    def __init__(self, limit: int, *, lines=False):
        self.limit, self.lines = limit, lines
        super().__init__()

    def clean(self, value, row=None, **kwargs):
        text = values.text(value, self.limit) or ""
        return self.read(text if self.lines else " ".join(text.split()))

    def read(self, text):
        return text

    def render(self, value, obj=None, **kwargs):
        return value or ""


class Code(Text):
    """A name for machines: letters without accents, digits, hyphens."""

    def read(self, text):
        if text and not re.fullmatch(r"[-A-Za-z0-9_]+", text, re.ASCII):
            raise ValueError(f"“{text[:30]}” không phải mã: chỉ dùng chữ không dấu, chữ số và gạch nối, ví dụ P1.")
        return text


class Optional(Text):
    """Text whose absence the model holds as None."""

    def __init__(self, limit, read: Callable[[str], str | None]):
        self._read = read
        super().__init__(limit)

    def read(self, text):
        return self._read(text) or None


class Whole(widgets.Widget):
    """A whole number from ``least`` to ``most``, None where the cell is blank; of a year no thousands are marked."""

    def __init__(self, least=0, most=1_000_000, *, is_year=False):
        self.least, self.most, self.is_year = least, most, is_year
        super().__init__()

    def clean(self, value, row=None, **kwargs):
        number = values.whole(value)
        if number is not None and not self.least <= number <= self.most:
            most = self.most if self.is_year else format_number(self.most)
            raise ValueError(f"{number}: ghi số từ {self.least} đến {most}.")
        return number

    def render(self, value, obj=None, **kwargs):
        return value


class Number(widgets.Widget):
    def __init__(self, places=2):
        self.places = places
        super().__init__()

    def clean(self, value, row=None, **kwargs):
        number = values.decimal(value, self.places)
        if number is not None and abs(number) >= 10 ** (MAX_DIGITS - self.places):
            raise ValueError(f"{format_number(number)} quá lớn, xem lại số đã ghi.")
        return number

    def render(self, value, obj=None, **kwargs):
        if value is None:
            return None
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


class Day(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return values.day(value)

    def render(self, value, obj=None, **kwargs):
        return value


class YesNo(widgets.Widget):
    """A blank cell is "không": a sheet marks with x what holds."""

    def __init__(self):
        self._read: dict[str, bool] = {}  # the same few words stand in thousands of rows
        super().__init__()

    def clean(self, value, row=None, **kwargs):
        if not isinstance(value.value, str):
            return bool(values.yes_no(value))
        if value.value not in self._read:
            self._read[value.value] = bool(values.yes_no(value))
        return self._read[value.value]

    def render(self, value, obj=None, **kwargs):
        return "có" if value else "không"


class Choice(widgets.Widget):
    """One of Django's ``choices`` by its words, accents and case aside."""

    def __init__(self, choices, blank=""):
        self.labels = dict(choices)
        self.blank = blank
        self.keys = {str(label): key for key, label in self.labels.items()}
        self._read = {}  # the same few words stand in thousands of rows
        super().__init__()

    def clean(self, value, row=None, **kwargs):
        if value.value is None:
            return self.blank
        if value.value not in self._read:
            self._read[value.value] = values.choice(value, self.keys)
        return self._read[value.value]

    def render(self, value, obj=None, **kwargs):
        return str(self.labels.get(value, value or ""))


class Units:
    """Every unit by its code, and by the names it bore on a day. Two queries."""

    def __init__(self, on: dt.date):
        self.on = on
        self.rows = {unit.pk: unit for unit in Unit.objects.order_by("pk")}
        self.by_code = {unit.code.lower(): unit.pk for unit in self.rows.values()}
        self._named: dict[str, list[tuple[int, dt.date, dt.date]]] = {}
        renamed = {}
        for old in UnitName.objects.order_by("valid_to"):
            unit = self.rows[old.unit_id]
            self._name(old, old.unit_id, renamed.get(old.unit_id, unit.valid_from), old.valid_to)
            renamed[old.unit_id] = old.valid_to + dt.timedelta(1)
        for unit in self.rows.values():
            self._name(unit, unit.pk, renamed.get(unit.pk, unit.valid_from), unit.valid_to or dt.date.max)

    def _name(self, named, pk, since, until):
        for name in {fold(named.name), fold(named.short_name)}:
            self._named.setdefault(name, []).append((pk, since, until))

    def find(self, text: str, on: dt.date | None = None) -> int:
        """The key of the unit of this code, or of the one unit that bore this name on the day. Raises ValueError."""
        if pk := self.by_code.get(text.lower()):
            return pk
        day = on or self.on
        bearers = {pk for pk, since, until in self._named.get(fold(text), ()) if since <= day <= until}
        if len(bearers) == 1:
            return bearers.pop()
        if bearers:
            codes = ", ".join(sorted(self.rows[pk].code for pk in bearers))
            raise ValueError(f"“{text[:40]}” là tên của nhiều đơn vị ({codes}): ghi mã đơn vị.")
        if fold(text) in self._named:
            raise ValueError(f"ngày {format_date(day)} không có đơn vị nào tên “{text[:40]}”: ghi mã đơn vị.")
        raise ValueError(f"không có đơn vị “{text[:40]}”: ghi mã đơn vị, ví dụ P1, như trang Đơn vị.")


class UnitKey(widgets.Widget):
    """A unit by code or name. ``units`` is set by the resource when it starts."""

    units: Units = None

    def clean(self, value, row=None, on=None, **kwargs):
        text = " ".join((values.text(value) or "").split())
        return self.units.find(text, on) if text else None

    def render(self, value, obj=None, **kwargs):
        return self.units.rows[value].code if value else ""


class KeyOf(widgets.Widget):
    """One row named in the cell. ``find`` and ``name`` as of ``Keys``."""

    find: Callable = None
    name: Callable = None

    def clean(self, value, row=None, on=None, **kwargs):
        text = " ".join((values.text(value) or "").split())
        return self.find(text, on) if text else None

    def render(self, value, obj=None, **kwargs):
        return self.name(value) if value is not None else ""


class Keys(widgets.Widget):
    """Several rows named in one cell, parted by semicolons or lines; the set of their keys.

    ``find``: text → key, or ValueError; ``name``: key → text. Both are set by the resource when it starts.
    """

    find: Callable = None
    name: Callable = None

    def clean(self, value, row=None, on=None, **kwargs):
        return frozenset(self.find(part, on) for part in parts(values.text(value) or ""))

    def render(self, value, obj=None, **kwargs):
        return "; ".join(sorted(self.name(key) for key in value or ()))


def parts(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"[;\n]", text) if part.strip()]
