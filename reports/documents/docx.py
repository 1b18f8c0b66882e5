"""The report as a Word document, for an office to go on writing in: real styles, tables, sections and page numbers.

Written as WordprocessingML from templates, as the PDF is from HTML; the same snapshot gives the same bytes.
"""

import io
import zipfile
from dataclasses import dataclass
from itertools import count

from django.template.loader import render_to_string

from reports.documents import content, office

# Millimetres: columns of the letterhead and of the ending, room for signature and seal, as in document.css.
LETTERHEAD_LEFT, RECIPIENTS, SEAL = 66, 80, 30
# The motto in bold Times is this many times as wide as its letters are high; its rule is exactly as long (domain §10).
MOTTO_EMS = 12.24
# Middle of a 20 mm margin, less half the height of the number.
EDGE = 7.4


@dataclass(frozen=True)
class Column:
    head: str
    width: float  # millimetres
    is_middle: bool = True

    @property
    def style(self) -> str:
        return "CellMiddle" if self.is_middle else "Cell"


@dataclass(frozen=True)
class Cell:
    column: Column
    text: str
    small: str = ""  # a second line, in brackets
    is_kept: bool = False  # on the page of the row that follows


@dataclass(frozen=True)
class Table:
    title: str
    columns: tuple[Column, ...]
    groups: tuple[content.Group, ...]  # whose rows are tuples of Cell

    @property
    def width(self) -> float:
        return sum(column.width for column in self.columns)


TARGETS = (
    Column("STT", 11),
    Column("Mã", 15),
    Column("Chỉ tiêu", 62, is_middle=False),
    Column("Đơn vị tính", 22),
    Column("Mức giao", 22),
    Column("Thực hiện trong quý", 23),
    Column("Lũy kế", 23),
    Column("Kết luận", 28),
    Column("Ghi chú", 46, is_middle=False),
)
UNITS = (
    Column("STT", 11),
    Column("Đơn vị", 50, is_middle=False),
    Column("Tình trạng", 28),
    Column("Gửi ngày", 21),
    Column("Số ngày chậm", 14),
    Column("Lần gửi", 11),
    Column("Ghi chú", 30, is_middle=False),
)
SPAN_UNITS = (
    Column("STT", 11),
    Column("Đơn vị", 50, is_middle=False),
    Column("Số kỳ", 13),
    Column("Đúng hạn", 14),
    Column("Chậm hạn", 14),
    Column("Số ngày chậm", 14),
    Column("Chưa có", 14),
    Column("Ghi chú", 35, is_middle=False),
)


def _wide_targets(columns: content.Columns) -> tuple[Column, ...]:
    """As wide together as TARGETS; without a year before, what it leaves goes to the texts."""
    before = (Column(columns.before, 20),) if columns.before else ()
    return (
        Column("STT", 10),
        Column("Mã", 13),
        Column("Chỉ tiêu", 49 if before else 58, is_middle=False),
        Column("Đơn vị tính", 19),
        Column("Mức giao", 22),
        Column(columns.within, 21),
        Column("Lũy kế", 22),
        Column("Tỷ lệ so với mức giao", 17),
        *before,
        Column("Kết luận", 24),
        Column("Ghi chú", 35 if before else 46, is_middle=False),
    )


def draw(snapshot: dict) -> bytes:
    """Draw the document of ``snapshot`` (schema 1 of Publication.snapshot); neither clock nor database is read."""
    document = content.read(snapshot)
    number = "header" if document.form.page_number.startswith("top") else "footer"
    context = {"document": document, "form": document.form, "part": number}
    parts = {
        # First, so that a reader of the stream knows what it is given.
        "[Content_Types].xml": ("content_types.xml", {}),
        "_rels/.rels": ("package_rels.xml", {}),
        "docProps/core.xml": ("core.xml", {"at": f"{office.moment(document.published_at):%Y-%m-%dT%H:%M:%SZ}"}),
        "word/document.xml": ("document.xml", _lengths(document) | _tables(document)),
        "word/_rels/document.xml.rels": ("document_rels.xml", {}),
        "word/styles.xml": ("styles.xml", {}),
        "word/settings.xml": ("settings.xml", {}),
        "word/page_number.xml": ("page_number.xml", {"tag": "hdr" if number == "header" else "ftr"}),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, (template, more) in parts.items():
            package.writestr(name, render_to_string(f"documents/word/{template}", context | more).strip())
    return office.settled(written.getvalue())


def twips(millimetres: float) -> int:
    """In twentieths of a point, of which 1,440 are an inch."""
    return round(millimetres * 1440 / 25.4)


def _lengths(document) -> dict:
    form = document.form
    text_width = 210 - form.margin_left - form.margin_right
    return {
        "text_width": text_width,
        "left": LETTERHEAD_LEFT,
        "right": text_width - LETTERHEAD_LEFT,
        "agency_rule": max((_capitals(text, form.agency) for text in document.agency_lines), default=0) * 0.4,
        "motto_rule": MOTTO_EMS * form.motto * 25.4 / 72,
        "recipients_width": RECIPIENTS,
        "signature_width": text_width - RECIPIENTS,
        "seal": SEAL,
        "edge": EDGE,
    }


def _capitals(text: str, size: float) -> float:
    """About how many millimetres capitals in bold Times take. The rule below may be a third to a half of it."""
    ems = sum(0.25 if letter == " " else 0.71 for letter in text)
    return ems * size * 25.4 / 72


def _tables(document) -> dict:
    targets, target, units, unit = TARGETS, _target, UNITS, _unit
    if document.columns:
        targets = _wide_targets(document.columns)
        target = _held_target if document.columns.before else _rated_target
    if document.is_span:
        units, unit = SPAN_UNITS, _span_unit
    before = [False, *(enclosure.is_landscape for enclosure in document.enclosures)]
    return {
        "targets": Table(document.targets_title, targets, _groups(document.themes, targets, target)),
        "units": Table(document.units_title, units, _groups(document.groups, units, unit)),
        # Each with the turn of the page before it, which ends where it begins.
        "enclosures": [(one, _enclosed(one), turn) for one, turn in zip(document.enclosures, before)],
        "ends_landscape": before[-1],
    }


def _enclosed(enclosure) -> Table:
    columns = tuple(Column(column.head, column.width, column.is_middle) for column in enclosure.columns)
    return Table(enclosure.title, columns, _groups(enclosure.groups, columns, lambda row: [(text,) for text in row]))


def _groups(groups, columns, cells) -> tuple[content.Group, ...]:
    """A group without a title has no row of its own, as on paper. The last row takes the one before it along."""
    last_but_one = sum(len(group.rows) for group in groups) - 1
    place = count(1)
    return tuple(
        content.Group(
            group.number,
            group.head if group.title else "",
            tuple(_row(columns, cells(row), is_kept=next(place) == last_but_one) for row in group.rows),
        )
        for group in groups
    )


def _row(columns, cells, *, is_kept) -> tuple[Cell, ...]:
    return tuple(Cell(column, *cell, is_kept=is_kept) for column, cell in zip(columns, cells))


def _target(row):
    return (
        (row.place,), (row.code,), (row.title, f"mục {row.ref}"), (row.measure,), (row.threshold,), (row.quarter,),
        (row.actual, row.fraction), (row.verdict,), (row.note,),
    )  # fmt: skip


def _unit(row):
    return (row.place,), (row.name,), (row.state,), (row.sent_on,), (row.late_days,), (row.version,), (row.note,)


def _rated_target(row):
    """Where no year before can be held against it."""
    *figures, verdict, note = _target(row)
    return *figures, (row.rate,), verdict, note


def _held_target(row):
    *figures, verdict, note = _rated_target(row)
    return *figures, (row.before,), verdict, note


def _span_unit(row):
    counts = (row.expected, row.on_time, row.late, row.late_days, row.missing)
    return (row.place,), (row.name,), *((count,) for count in counts), (row.note,)
