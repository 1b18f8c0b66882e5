"""The columns of a sheet, with the headings that offices write, and what a cell of each may say.

A column is a field of import-export and its widget: ``clean`` takes a ``Cell`` and gives what the model holds, or raises
``ValueError`` with the words for the person; ``render`` gives what stands in an exported cell. What one writes the
other reads.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from import_export import fields, widgets

from units.models import Unit, UnitName
from units.sheets.book import Cell, Kind
from units.vietnamese import (
    MAX_DIGITS,
    DateError,
    NumberError,
    fold,
    format_date,
    format_number,
    parse_date,
    parse_number,
)


class Column(fields.Field):
    """``aliases``: other headings for it. ``required``: no row without it. ``dated_by``: the column by whose day a
    unit's name is understood. ``hint``: how to fill it, in the template. ``is_shown``: in the preview of a new row."""

    def __init__(self, attribute, label, widget, *, aliases=(), required=False, dated_by="", hint="", example=""):
        super().__init__(attribute=attribute, column_name=label, widget=widget)
        self.label, self.aliases, self.required = label, tuple(aliases), required
        self.dated_by, self.hint, self.example = dated_by, hint, example

    def read(self, cell: Cell, on: dt.date | None = None):
        """What the cell says. Raises ValueError."""
        return self.clean({self.column_name: cell}, on=on)

    def in_words(self, value) -> str:
        """For the preview: the present value, and the new one."""
        return words(self.widget.render(value))


def words(shown) -> str:
    """An exported value as people read it."""
    if shown is None or shown == "":
        return "trống"
    if isinstance(shown, dt.date):
        return format_date(shown)
    return format_number(shown) if isinstance(shown, Decimal | int) else str(shown)


def held(cell: Cell):
    """The cell's value, None where it is blank. Raises ValueError for what a sheet failed to work out."""
    if cell.kind == Kind.ERROR:
        raise ValueError(f"ô báo lỗi {cell.value}: sửa công thức, hoặc gõ giá trị vào ô")
    if cell.kind == Kind.FORMULA and cell.value is None:
        raise ValueError("ô có công thức chưa tính: mở bằng Excel, lưu lại, hoặc gõ giá trị vào ô")
    return cell.value


def as_text(value) -> str:
    """A value that should be text as it is shown: 12 for a number typed where a code is wanted."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime):
        value = value.date()
    return format_date(value) if isinstance(value, dt.date) else value


class Text(widgets.Widget):
    """``limit``: how long it may be. ``lines``: whether line breaks are kept."""

    def __init__(self, limit: int, *, lines=False):
        self.limit, self.lines = limit, lines
        super().__init__()

    def clean(self, value, row=None, **kwargs):
        text = as_text(held(value))
        text = text.strip() if self.lines else " ".join(text.split())
        if len(text) > self.limit:
            raise ValueError(f"dài {len(text)} ký tự, quá {self.limit}; rút gọn lại")
        return self.read(text)

    def read(self, text):
        return text

    def render(self, value, obj=None, **kwargs):
        return value or ""


class Code(Text):
    """A name for machines: letters without accents, digits, hyphens."""

    def read(self, text):
        if text and not re.fullmatch(r"[-A-Za-z0-9_]+", text, re.ASCII):
            raise ValueError(f"“{text[:30]}” không phải mã: chỉ dùng chữ không dấu, chữ số và gạch nối, ví dụ P1")
        return text


class Optional(Text):
    """Text whose absence the model holds as None."""

    def __init__(self, limit, read: Callable[[str], str | None]):
        self._read = read
        super().__init__(limit)

    def read(self, text):
        return self._read(text) or None


class Whole(widgets.Widget):
    """A whole number from ``least`` to ``most``, None where the cell is blank."""

    def __init__(self, least=0, most=1_000_000):
        self.least, self.most = least, most
        super().__init__()

    def clean(self, value, row=None, **kwargs):
        number = _number(held(value), 0)
        if number is None:
            return None
        if not self.least <= number <= self.most:
            raise ValueError(f"{format_number(number)}: ghi số từ {self.least} đến {format_number(self.most)}")
        return int(number)

    def render(self, value, obj=None, **kwargs):
        return value


class Number(widgets.Widget):
    def __init__(self, places=2):
        self.places = places
        super().__init__()

    def clean(self, value, row=None, **kwargs):
        return _number(held(value), self.places)

    def render(self, value, obj=None, **kwargs):
        if value is None:
            return None
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _number(value, places) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, str):
        try:
            return parse_number(value, places)
        except NumberError as error:
            raise ValueError(said(error)) from None
    if isinstance(value, bool) or not isinstance(value, Decimal):
        raise ValueError(f"“{as_text(value)}” không phải là số: định dạng lại ô thành số rồi gõ số")
    if value != round(value, places):
        raise ValueError(f"“{format_number(value)}” có quá nhiều chữ số sau dấu phẩy: ghi tối đa {places} chữ số")
    if abs(value) >= 10 ** (MAX_DIGITS - places):
        raise ValueError("số quá dài")
    return value


class Day(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        value = held(value)
        if isinstance(value, dt.datetime):
            return value.date()
        if value is None or isinstance(value, dt.date):
            return value
        if not isinstance(value, str):
            raise ValueError(f"“{as_text(value)}” không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018")
        try:
            return parse_date(value)
        except DateError as error:
            raise ValueError(said(error)) from None

    def render(self, value, obj=None, **kwargs):
        return value


_YES, _NO = {"co", "x", "dung", "1", "yes", "true"}, {"khong", "0", "sai", "no", "false", "-"}


class YesNo(widgets.Widget):
    """A blank cell is "không": a sheet marks with x what holds."""

    def clean(self, value, row=None, **kwargs):
        value = held(value)
        if value is None or isinstance(value, bool):
            return bool(value)
        typed = fold(as_text(value)).strip()
        if typed in _YES or typed in _NO:
            return typed in _YES
        raise ValueError(f"“{as_text(value)[:30]}”: ghi “có” hoặc “không”")

    def render(self, value, obj=None, **kwargs):
        return "có" if value else "không"


class Choice(widgets.Widget):
    """One of Django's ``choices`` by its words, accents and case aside, or by its key."""

    def __init__(self, choices, blank=""):
        self.labels = dict(choices)
        self.blank = blank
        self.known = {fold(str(label)): key for key, label in self.labels.items()}
        self.known |= {fold(str(key)): key for key in self.labels}
        super().__init__()

    def clean(self, value, row=None, **kwargs):
        value = held(value)
        if value is None:
            return self.blank
        typed = " ".join(as_text(value).split())
        found = self.known.get(fold(typed))
        if found is None:
            raise ValueError(f"“{typed[:40]}” không có trong danh sách: {', '.join(map(str, self.labels.values()))}")
        return found

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
            raise ValueError(f"“{text[:40]}” là tên của nhiều đơn vị ({codes}): ghi mã đơn vị")
        if fold(text) in self._named:
            raise ValueError(f"ngày {format_date(day)} không có đơn vị nào tên “{text[:40]}”: ghi mã đơn vị")
        raise ValueError(f"không có đơn vị “{text[:40]}”: ghi mã đơn vị, ví dụ P1, như trang Đơn vị")


class UnitKey(widgets.Widget):
    """A unit by code or name. ``units`` is set by the resource when it starts."""

    units: Units = None

    def clean(self, value, row=None, on=None, **kwargs):
        text = " ".join(as_text(held(value)).split())
        return self.units.find(text, on) if text else None

    def render(self, value, obj=None, **kwargs):
        return self.units.rows[value].code if value else ""


class Keys(widgets.Widget):
    """Several rows named in one cell, parted by semicolons or lines; the set of their keys.

    ``find``: text → key, or ValueError; ``name``: key → text. Both are set by the resource when it starts.
    """

    find: Callable = None
    name: Callable = None

    def clean(self, value, row=None, on=None, **kwargs):
        return frozenset(self.find(part, on) for part in parts(as_text(held(value))))

    def render(self, value, obj=None, **kwargs):
        return "; ".join(sorted(self.name(key) for key in value or ()))


def parts(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"[;\n]", text) if part.strip()]


def said(error) -> str:
    """The words of an error as a part of a sentence of ours: without its capital and full stop."""
    text = str(error).rstrip(".")
    return text[:1].lower() + text[1:]
