"""Đơn yêu cầu công nhận sáng kiến: what it asks for, what was typed into it, what it lacks.

Fields and columns of authors follow Phụ lục I of Thông tư 18/2013/TT-BKHCN. A draft keeps whatever can be stored and is
judged whole when it is filed; what cannot be stored stays in the sheet as it was typed, with a message.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from initiatives import terms
from initiatives.models import Contributor, Initiative
from units.vietnamese import DateError, NumberError, clean_text, format_date, parse_date, parse_number

MAX_AUTHORS = 20
WHOLE = 100


@dataclass(frozen=True)
class Field:
    """One input of the form. ``limit``: longest text. ``rows``: of a text area; 0 for one line."""

    name: str
    label: str
    limit: int = 0
    rows: int = 0
    is_required: bool = True
    is_day: bool = False
    hint: str = ""


FIELDS = (
    Field("title", "Tên sáng kiến", 300),
    Field("field", "Lĩnh vực áp dụng", 200, hint="Ví dụ: cải cách thủ tục hành chính, giáo dục, môi trường."),
    Field(
        "investor",
        "Chủ đầu tư tạo ra sáng kiến",
        200,
        is_required=False,
        hint="Ghi khi tác giả không đồng thời là chủ đầu tư.",
    ),
    Field(
        "first_applied_on",
        "Ngày áp dụng lần đầu hoặc áp dụng thử",
        is_day=True,
        hint="Ghi ngày nào sớm hơn. Đơn nộp trong 1 năm kể từ ngày này.",
    ),
    Field(
        "first_use_ends_on",
        "Ngày áp dụng xong lần đầu",
        is_required=False,
        is_day=True,
        hint="Ghi khi còn đang áp dụng lần đầu: hạn xét công nhận tính từ ngày này nếu muộn hơn ngày chấp nhận đơn.",
    ),
    Field(
        "nature",
        "Mô tả bản chất của sáng kiến",
        10_000,
        rows=8,
        hint="Giải pháp đã biết trước đó; điểm mới; các bước thực hiện.",
    ),
    Field("conditions", "Điều kiện cần thiết để áp dụng", 4_000, rows=4),
    Field(
        "benefits",
        "Lợi ích thu được hoặc dự kiến thu được",
        6_000,
        rows=5,
        hint="Theo ý kiến của tác giả và của nơi đã áp dụng.",
    ),
    Field(
        "secrets",
        "Thông tin cần được bảo mật",
        4_000,
        rows=3,
        is_required=False,
        hint="Chỉ đơn vị, cơ sở công nhận và Phòng Kinh tế đọc được.",
    ),
    Field(
        "summary",
        "Giới thiệu ngắn",
        600,
        rows=3,
        is_required=False,
        hint="Vài câu để công bố khi sáng kiến được công nhận; không ghi thông tin cần bảo mật.",
    ),
)
BY_NAME = {row.name: row for row in FIELDS}
# Of an author; limits are those of the columns.
AUTHOR = (
    Field("name", "Họ và tên", 150),
    Field("workplace", "Nơi công tác hoặc nơi thường trú", 200),
    Field("post", "Chức danh", 120, is_required=False),
    Field("born_on", "Ngày sinh", is_day=True),
    Field("education", "Trình độ chuyên môn", 120),
    Field("share", "Tỷ lệ đóng góp (%)"),
)
_AUTHOR_INPUT = re.compile(r"author-(\d{1,3})-(name|workplace|post|born_on|education|share)", re.ASCII)


@dataclass
class Author:
    """A row of the form. ``typed`` by field; ``number``: its place in the form from 1."""

    number: int
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    born_on: dt.date | None = None
    share: int | None = None

    @property
    def stem(self) -> str:
        return f"author-{self.number}"

    @property
    def cells(self) -> list[tuple[Field, str, str, str]]:
        """(field, name of the input, what it shows, its error)."""
        return [
            (one, f"{self.stem}-{one.name}", self.typed.get(one.name, ""), self.errors.get(one.name, ""))
            for one in AUTHOR
        ]

    @property
    def columns(self) -> dict:
        texts = {name: self.typed.get(name, "") for name in ("name", "workplace", "post", "education")}
        return texts | {"born_on": self.born_on, "share": self.share}

    def lacks(self) -> list[Field]:
        return [one for one in AUTHOR if one.is_required and not self.typed.get(one.name)]


@dataclass
class Sheet:
    """The form as it stands: ``typed`` by input, ``errors`` by input for what cannot be stored."""

    typed: dict[str, str] = field(default_factory=dict)
    days: dict[str, dt.date | None] = field(default_factory=dict)
    authors: list[Author] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    last_row: int = 0  # of those that the page had, blank ones too

    def rows(self, *, add: bool = False) -> list[Author]:
        """Rows to show: those that hold something and a blank one; with ``add`` one more than the page had."""
        last = max([0, *(row.number for row in self.authors)])
        ends = max(last, self.last_row) + 1 if add else last + 1
        blank = [Author(number) for number in range(last + 1, ends + 1)]
        return self.authors + blank[: max(0, MAX_AUTHORS - len(self.authors))]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(input, message), in the order of the page."""
        order = [one.name for one in FIELDS] + ["body", "heading"]
        own = sorted(self.errors.items(), key=lambda row: order.index(row[0]) if row[0] in order else len(order))
        return own + [
            (f"{row.stem}-{one.name}", f"Tác giả {row.number}: {row.errors[one.name]}")
            for row in self.authors
            for one in AUTHOR
            if one.name in row.errors
        ]

    @property
    def total(self) -> int:
        return sum(row.share or 0 for row in self.authors)


# --- Reading ---------------------------------------------------------------------------------------------------------


def read(post: Mapping[str, str]) -> Sheet:
    """What was posted. Rows of authors without a word are left out; every other row is kept as it was typed."""
    sheet = Sheet()
    for one in FIELDS:
        text = clean_text(post.get(one.name, "")).strip()
        if not one.rows:
            text = " ".join(text.split())
        sheet.typed[one.name] = text
        if one.is_day:
            sheet.days[one.name] = _day(text, one.name, one.label, sheet.errors)
        elif len(text) > one.limit:
            sheet.errors[one.name] = f"{one.label} dài {len(text)} ký tự, quá {one.limit}; rút gọn lại."
    if not sheet.typed["title"]:
        sheet.errors["title"] = "Nhập tên sáng kiến; các mục khác có thể ghi sau."
    for name in ("body", "heading"):
        sheet.typed[name] = clean_text(post.get(name, "")).strip()[:40]
    _read_authors(sheet, post)
    return sheet


def _read_authors(sheet, post):
    rows: dict[int, Author] = {}
    for name in post:
        if match := _AUTHOR_INPUT.fullmatch(name):
            row = rows.setdefault(int(match[1]), Author(int(match[1])))
            row.typed[match[2]] = " ".join(clean_text(post[name]).split())
    sheet.last_row = max(rows, default=0)
    sheet.authors = [row for _, row in sorted(rows.items()) if any(row.typed.values())]
    for row in sheet.authors:
        _check_author(row)
    if len(sheet.authors) > MAX_AUTHORS:
        sheet.errors["authors"] = f"Đơn ghi tối đa {MAX_AUTHORS} tác giả; bớt hàng."


def _check_author(row):
    if not row.typed.get("name"):
        row.errors["name"] = "nhập họ và tên, hoặc xóa hết chữ trong hàng để bỏ hàng."
    for one in AUTHOR:
        text = row.typed.get(one.name, "")
        if one.limit and len(text) > one.limit:
            row.errors[one.name] = f"{one.label.lower()} dài {len(text)} ký tự, quá {one.limit}; rút gọn lại."
    row.born_on = _day(row.typed.get("born_on", ""), "born_on", "ngày sinh", row.errors)
    text = row.typed.get("share", "").removesuffix("%").strip()
    if not text:
        return
    try:
        share = int(parse_number(text, places=0))
    except NumberError as error:
        row.errors["share"] = f"tỷ lệ đóng góp: {error}"
        return
    if 1 <= share <= WHOLE:
        row.share = share
    else:
        row.errors["share"] = f"tỷ lệ {share}% nằm ngoài khoảng 1–{WHOLE}, ghi số từ 1 đến {WHOLE}."


def _day(text, name, label, errors) -> dt.date | None:
    try:
        return parse_date(text) if text else None
    except DateError as error:
        errors[name] = f"{label}: {error}"
        return None


def of(row: Initiative, contributors: Iterable[Contributor]) -> Sheet:
    """The sheet of a stored application; ``row.body`` and ``row.heading`` are read."""
    sheet = Sheet()
    for one in FIELDS:
        value = getattr(row, one.name)
        if one.is_day:
            sheet.days[one.name], value = value, format_date(value) if value else ""
        sheet.typed[one.name] = value
    sheet.typed["body"] = row.body.code
    sheet.typed["heading"] = row.heading.ref if row.heading else ""
    for number, one in enumerate(contributors, 1):
        typed = {name: getattr(one, name) for name in ("name", "workplace", "post", "education")}
        typed["born_on"] = format_date(one.born_on) if one.born_on else ""
        typed["share"] = "" if one.share is None else str(one.share)
        sheet.authors.append(Author(number, typed, born_on=one.born_on, share=one.share))
    return sheet


# --- What it lacks ---------------------------------------------------------------------------------------------------


def filing_problems(sheet: Sheet, *, on: dt.date, filed_on: dt.date | None = None) -> list[tuple[str, str]]:
    """(input, message) of all that stands in the way of filing on the day ``on``, in the order of the page.

    ``filed_on``: of an application that was filed before and is supplemented now: one year is counted to that day.
    """
    found = [
        (one.name, f"Nhập {one.label[:1].lower()}{one.label[1:]}.")
        for one in FIELDS
        if one.is_required and not sheet.typed.get(one.name)
    ]
    found += days_problems(sheet, on=on, filed_on=filed_on)
    if not sheet.authors:
        return [*found, ("author-1-name", "Ghi ít nhất một tác giả.")]
    for row in sheet.authors:
        if lacks := row.lacks():
            named = ", ".join(one.label[:1].lower() + one.label[1:] for one in lacks)
            who = row.typed.get("name") or "chưa có tên"
            found.append((f"{row.stem}-{lacks[0].name}", f"Tác giả {row.number} ({who}): ghi {named}."))
    if all(row.share for row in sheet.authors) and (text := shares_problem(row.share for row in sheet.authors)):
        found.append((f"{sheet.authors[0].stem}-share", text))
    return found


def shares_problem(shares: Iterable[int]) -> str:
    """Why these percentages are not the whole of an initiative, or ""."""
    total = sum(shares)
    if total == WHOLE:
        return ""
    lead = f"Tỷ lệ đóng góp của các tác giả cộng lại được {total}%"
    if total < WHOLE:
        return f"{lead}, còn thiếu {WHOLE - total}%: tăng tỷ lệ của một hay nhiều tác giả cho đủ 100%."
    return f"{lead}, thừa {total - WHOLE}%: giảm tỷ lệ của một hay nhiều tác giả cho đúng 100%."


def days_problems(sheet: Sheet, *, on: dt.date, filed_on: dt.date | None = None) -> list[tuple[str, str]]:
    """Within one year of first use (điều 5), which may lie ahead; its end does not come before its beginning."""
    first, ends = sheet.days.get("first_applied_on"), sheet.days.get("first_use_ends_on")
    if first is None:
        return []
    found = []
    last = terms.filing_ends_on(first)
    if (filed_on or on) > last:
        lead = f"Áp dụng lần đầu ngày {format_date(first)} thì nộp đơn chậm nhất hết ngày {format_date(last)} (1 năm)"
        when = f"đơn này nộp ngày {format_date(filed_on)}" if filed_on else f"hôm nay là {format_date(on)}"
        found.append(("first_applied_on", f"{lead}; {when}. Sửa nếu ngày ghi chưa đúng."))
    elif first > terms.add_months(on, terms.FILING_MONTHS):
        found.append(
            ("first_applied_on", f"Ngày {format_date(first)} còn hơn một năm nữa mới đến, sửa ngày áp dụng lần đầu.")
        )
    if ends and ends < first:
        found.append(
            ("first_use_ends_on", f"Ngày áp dụng xong phải từ ngày {format_date(first)} (áp dụng lần đầu) trở đi.")
        )
    return found


def warnings(sheet: Sheet, *, on: dt.date) -> list[tuple[str, str]]:
    """(input, sentence) to show while it is being written: nothing here keeps a draft from being saved."""
    found = days_problems(sheet, on=on)
    first = sheet.days.get("first_applied_on")
    if first and not found and first <= on:
        last = terms.filing_ends_on(first)
        left = (last - on).days
        found.append(("first_applied_on", f"Nộp đơn chậm nhất hết ngày {format_date(last)}, còn {left} ngày."))
    if sheet.total and (text := shares_problem(row.share or 0 for row in sheet.authors)):
        found.append((f"{sheet.authors[0].stem}-share", text))
    return found
