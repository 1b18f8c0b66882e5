"""The form of a unit's budget lines: amounts the way people type them, rows, and what they change.

Whoever reads a sheet says which columns this person may write; every other column of a stored line stays as it is,
whatever is posted.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from targets.models import BudgetLine, FundSource
from units.asked import whole_number
from units.vietnamese import (
    MAX_DIGITS,
    DateError,
    NumberError,
    clean_text,
    format_date,
    format_number,
    parse_date,
    parse_number,
)

MAX_ROWS = 60
TITLE_LIMIT, NUMBER_LIMIT, NOTE_LIMIT = 300, 40, 1_000
NAMES = {
    "title": "Nội dung chi",
    "source": "Nguồn",
    "planned": "Dự toán",
    "allocated": "Phân bổ",
    "allocation_number": "Số quyết định",
    "allocated_on": "Ngày quyết định",
    "spent": "Đã chi",
    "note": "Ghi chú",
}
AMOUNTS = ("planned", "allocated", "spent")
OWN = ("title", "source", "planned", "spent", "note")
ALLOCATING = ("allocated", "allocation_number", "allocated_on", "note")
_INPUT = re.compile(rf"line-(\d{{1,3}})-({'|'.join(NAMES)}|key|revision)", re.ASCII)
_WORDS = re.compile(r"(.+?)\s*(triệu|tỷ|tỉ)(?:\s*đồng)?", re.IGNORECASE)
_TIMES = {"triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}


def parse_amount(text: str) -> Decimal:
    """`12.500.000`, `12.500.000 đồng`, `12,5 triệu`, `1,2 tỷ`: whole đồng, not below zero. Raises NumberError."""
    typed = " ".join(clean_text(text).split())
    if match := _WORDS.fullmatch(typed):
        amount = parse_number(match[1]) * _TIMES[match[2].lower()]
        if amount != amount.to_integral_value():
            raise NumberError(f"“{typed}” không tròn đồng: ghi đủ số đồng, ví dụ 12.500.000.")
        amount = amount.to_integral_value()
    else:
        plain = re.sub(r"\s*(đồng|đ)$", "", typed, flags=re.IGNORECASE)
        try:
            amount = parse_number(plain, places=0)
        except NumberError as error:
            if re.search("[^0-9.,\u2212-]", plain):
                raise NumberError(f"“{typed[:30]}” không phải số tiền: ghi 12.500.000 hoặc 12,5 triệu.") from None
            raise NumberError(f"{error} Số tiền ghi đủ số đồng, ví dụ 12.500.000, hoặc 12,5 triệu.") from None
    if amount < 0:
        raise NumberError("Số tiền không âm.")
    if amount >= 10**MAX_DIGITS:
        raise NumberError(f"“{typed[:30]}” quá lớn: ghi tối đa {MAX_DIGITS} chữ số.")
    return amount


@dataclass
class Row:
    """One row of the form. ``values``: every column, as it would be stored; ``changes``: those that differ."""

    number: int
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    line: BudgetLine | None = None
    revision: int = -1
    writes: tuple[str, ...] = ()
    is_removed: bool = False
    is_conflict: bool = False

    @property
    def stem(self) -> str:
        return f"line-{self.number}"

    @property
    def is_blank(self) -> bool:
        """Nothing in what this person writes; a source alone is no word."""
        return not any(self.typed.get(name) for name in self.writes if name != "source")

    @property
    def name(self) -> str:
        return f"{FundSource(self.values['source']).label}: {self.values['title']}"

    @property
    def changes(self) -> dict:
        stored = {name: getattr(self.line, name) for name in self.values} if self.line else {}
        return {name: value for name, value in self.values.items() if not self.line or stored[name] != value}


@dataclass
class Sheet:
    """``until``: the day up to whose end everything spent is told, one for all lines."""

    rows: list[Row] = field(default_factory=list)
    until_text: str = ""
    until: dt.date | None = None
    until_error: str = ""

    @property
    def kept(self) -> list[Row]:
        return [row for row in self.rows if not row.is_removed and not (row.line is None and row.is_blank)]

    @property
    def problems(self) -> list[tuple[str, str]]:
        found = [("spent_until", self.until_error)] if self.until_error else []
        return found + [
            (f"{row.stem}-{name}", f"Dòng {place}: {row.errors[name][:1].lower()}{row.errors[name][1:]}")
            for place, row in enumerate(self.kept, 1)
            for name in NAMES
            if name in row.errors
        ]


def columns_of(line: BudgetLine | None, *, plans: bool, allocates: bool) -> tuple[str, ...]:
    """What may be written in this row. What money was given for is not renamed afterwards."""
    names = []
    if plans or line is None:
        names += ["title", "source"] if line is None or line.allocated is None else []
    if plans:
        names += ["planned", "spent"]
    if allocates:
        names += ["allocated", "allocation_number", "allocated_on"]
    return tuple(names + ["note"]) if plans or allocates else ()


def of(lines: Iterable[BudgetLine], on: dt.date, *, plans: bool, allocates: bool, more: int = 1) -> Sheet:
    """The sheet of what is stored, with ``more`` blank rows."""
    rows = [
        Row(
            number, texts_of(line), line=line, revision=line.revision,
            writes=columns_of(line, plans=plans, allocates=allocates),
        )
        for number, line in enumerate(lines, 1)
    ]  # fmt: skip
    told = [row.line.spent_until for row in rows if row.line.spent_until]
    sheet = Sheet(rows, until_text=format_date(max(told, default=on)))
    add_blank(sheet, more, plans=plans, allocates=allocates)
    return sheet


def add_blank(sheet: Sheet, more: int, *, plans: bool, allocates: bool) -> None:
    last = max((row.number for row in sheet.rows), default=0)
    room = max(0, min(more, MAX_ROWS - len(sheet.rows)))
    writes = columns_of(None, plans=plans, allocates=allocates)
    sheet.rows += [Row(last + n, {"source": FundSource.DISTRICT.value}, writes=writes) for n in range(1, room + 1)]


def texts_of(line: BudgetLine) -> dict[str, str]:
    amounts = {name: getattr(line, name) for name in AMOUNTS}
    return {
        "title": line.title,
        "source": line.source,
        **{name: "" if value is None else format_number(value) for name, value in amounts.items()},
        "allocation_number": line.allocation_number,
        "allocated_on": format_date(line.allocated_on) if line.allocated_on else "",
        "note": line.note,
    }


# --- Reading ---------------------------------------------------------------------------------------------------------


def read(
    post: Mapping[str, str], lines: Iterable[BudgetLine], on: dt.date, year: int, *, plans: bool, allocates: bool
) -> Sheet:
    """What was posted upon what is stored. ``lines``: all of the unit's year; a line that is not posted stays."""
    stored = {line.pk: line for line in lines}
    found: dict[int, dict[str, str]] = {}
    for name in post:
        if match := _INPUT.fullmatch(name):
            found.setdefault(int(match[1]), {})[match[2]] = post[name]
    sheet = Sheet()
    above = ("", None)
    for number, texts in sorted(found.items()):
        line = stored.get(whole_number(texts.get("key")))
        if texts.get("key") and line is None:
            # Struck out by somebody else while it stood on this page: whoever saves once more writes it anew.
            row = _row(number, texts, None, columns_of(None, plans=plans, allocates=allocates))
            row.is_conflict = not row.is_blank
        else:
            row = _row(number, texts, line, columns_of(line, plans=plans, allocates=allocates))
        _check(row, above, on, year)
        above = row.values.get("allocation_number") or above[0], row.values.get("allocated_on") or above[1]
        sheet.rows.append(row)
    if plans:
        _read_until(sheet, post, on, year)
    if len(sheet.kept) > MAX_ROWS:
        sheet.kept[MAX_ROWS].errors["title"] = f"Mỗi năm ghi tối đa {MAX_ROWS} dòng; gộp bớt."
    return sheet


def _row(number, texts, line, writes) -> Row:
    typed = texts_of(line) if line else {}
    typed |= {
        name: clean_text(texts[name]).strip() if name == "note" else " ".join(clean_text(texts[name]).split())
        for name in writes
        if name in texts
    }
    revision = whole_number(texts.get("revision"), digits=9)
    return Row(number, typed, line=line, revision=-1 if revision is None else revision, writes=writes)


def _check(row, above, on, year):
    if row.is_blank and (row.line is None or "title" in row.writes):
        # Only whoever may rename a line may strike it out.
        row.is_removed = row.line is not None
        return
    values = {name: getattr(row.line, name) for name in NAMES} if row.line else {}
    for name in row.writes:
        values[name] = _value(row, name)
    values.setdefault("planned", None)
    values.setdefault("spent", None)
    values.setdefault("allocated", None)
    values.setdefault("allocation_number", "")
    values.setdefault("allocated_on", None)
    row.values = values
    if "allocated" in row.writes:
        _check_allocation(row, above, on, year)


def _value(row, name):
    text = row.typed.get(name, "")
    if name in AMOUNTS:
        try:
            return parse_amount(text) if text else None
        except NumberError as error:
            row.errors[name] = str(error)
            return None
    if name == "allocated_on":
        try:
            return parse_date(text) if text else None
        except DateError as error:
            row.errors[name] = str(error)
            return None
    if name == "source":
        if text not in FundSource.values:
            row.errors[name] = "Chọn nguồn trong danh sách."
        return text
    if name == "title" and not text:
        row.errors[name] = "Ghi nội dung chi, hoặc xóa hết chữ trong dòng để bỏ dòng."
    limit = {"title": TITLE_LIMIT, "allocation_number": NUMBER_LIMIT, "note": NOTE_LIMIT}[name]
    if len(text) > limit:
        row.errors[name] = f"{NAMES[name]} dài {len(text)} ký tự, quá {limit}; rút gọn lại."
    return text


def judged(number: int, values: dict, line: BudgetLine | None, on: dt.date, year: int) -> Row:
    """A line of which every column was read already, as a sheet has it, by the rules of the form. ``spent_until`` is
    the row's own."""
    row = Row(number, line=line, writes=tuple(NAMES), values=values)
    _check_allocation(row, ("", None), on, year)
    if text := _until_problem(values["spent_until"], on, year, values["spent"] is not None):
        row.errors["spent_until"] = text
    return row


def _check_allocation(row, above, on, year):
    """An amount is given by a decision of a day; left blank, that of the row above."""
    values = row.values
    if values["allocated"] is None and "allocated" not in row.errors:
        if values["allocation_number"] or values["allocated_on"]:
            row.errors["allocated"] = "Ghi số tiền phân bổ, hoặc xóa số và ngày quyết định."
        return
    if not values["allocation_number"] and "allocation_number" not in row.errors:
        values["allocation_number"] = above[0]
        if not above[0]:
            row.errors["allocation_number"] = "Ghi số quyết định phân bổ."
    if values["allocated_on"] is None and "allocated_on" not in row.errors:
        values["allocated_on"] = above[1]
        if above[1] is None:
            row.errors["allocated_on"] = "Ghi ngày quyết định phân bổ."
    day = values["allocated_on"]
    if day and day > on:
        row.errors["allocated_on"] = f"Ngày quyết định {format_date(day)} chưa đến, sửa lại."
    elif day and not dt.date(year - 1, 7, 1) <= day <= dt.date(year + 1, 1, 31):
        # Budgets of a year are given from the middle of the year before to the closing of its books.
        row.errors["allocated_on"] = f"Ngày {format_date(day)} không phải của năm ngân sách {year}, sửa lại."


def _read_until(sheet, post, on, year):
    sheet.until_text = clean_text(post.get("spent_until", "")).strip()
    spending = [row for row in sheet.kept if row.values.get("spent") is not None]
    try:
        sheet.until = parse_date(sheet.until_text) if sheet.until_text else None
    except DateError as error:
        sheet.until_error = str(error)
        return
    day = sheet.until
    sheet.until_error = _until_problem(day, on, year, bool(spending))
    for row in sheet.kept:
        if "spent" in row.writes and row.values:
            row.values["spent_until"] = day if row.values["spent"] is not None else None


def _until_problem(day, on, year, is_spending) -> str:
    if day and day > on:
        return f"Ngày {format_date(day)} chưa đến: ghi ngày mà số đã chi tính đến."
    if day and not dt.date(year, 1, 1) <= day <= dt.date(year + 1, 1, 31):
        return f"Số đã chi của năm {year} tính đến một ngày từ 01/01/{year} đến 31/01/{year + 1}."
    return "Ghi số đã chi tính đến hết ngày nào." if is_spending and day is None else ""
