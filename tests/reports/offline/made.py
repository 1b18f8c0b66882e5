"""A report of Phường 1 for Quý II/2018 as a sheet without a database, and workbooks of it filled in."""

import datetime as dt
import io
from decimal import Decimal

from openpyxl import load_workbook

from reports.lines import FigureLine, TaskLine, TextLine, kind_of, slots_of
from reports.models import Figure, Narrative, Report
from reports.offline import layout, writing
from reports.rows import LABELS, Rows
from reports.sheet import Sheet
from targets.models import Commitment, Heading, Period, Plan, Target
from tests.factories import at
from units.models import Unit


def sheet(revision=3, **texts) -> Sheet:
    """CT01 ratio, CT02 yes/no, CT03 count (1 last quarter), CT11 months, CK01 two papers, one task; nothing said yet
    but ``texts``."""
    plan = Plan(number="294/KH-UBND", first_year=2016, last_year=2020)
    period = Period(
        plan=plan,
        year=2018,
        quarter=2,
        window_from=dt.date(2018, 3, 15),
        window_to=dt.date(2018, 6, 14),
        due_on=dt.date(2018, 6, 14),
    )
    unit = Unit(code="P1", name="Ủy ban nhân dân Phường 1", short_name="Phường 1")
    report = Report(unit=unit, period=period, revision=revision, **texts)
    lines = [
        FigureLine(target, slot, kind_of(target), label, goal_text="3", previous_label="Quý I/2018")
        for target in _targets()
        for slot, label in slots_of(target, period)
    ]
    by_code = {line.target.code: line for line in lines}
    by_code["CT03"].previous = Figure(value=Decimal(1))
    by_code["CT03"].value = Decimal(2)
    task = Commitment(ref="IV.11", title="Xây dựng mô hình ứng dụng", year=2018)
    made = Sheet(
        report,
        [TextLine(name, name, getattr(report, name)) for name in Narrative.SECTIONS],
        lines,
        [TaskLine(task)],
        previous_label="Quý I/2018",
        today=dt.date(2018, 6, 8),
    )
    # Nothing was sent before: what would be asked of the database.
    made.last_version = None
    made.rows = {kind: Rows(kind) for kind in LABELS}
    made.headings = [Heading(ref="III.1.a", title="Ứng dụng", order=1)]
    return made


def _targets():
    return [
        Target(code="CT01", title="Bồi dưỡng", measure="percent", over_time="last", unit_label="người"),
        Target(code="CT02", title="Có trang tin", measure="share", over_time="last", basis="plan"),
        Target(code="CT03", title="Mô hình", measure="count", over_time="sum", basis="year", unit_label="mô hình"),
        Target(code="CT11", title="Bài viết", measure="count", over_time="sum", basis="month", unit_label="bài"),
        Target(code="CK01", title="Văn bản", measure="milestone", over_time="last", parts=["Quyết định", "Quy chế"]),
    ]


def content(of=None) -> bytes:
    return writing.write(of or sheet(), at("2018-06-08T09:00:00"))


def fill(made: bytes, cells=(), change=None) -> bytes:
    """The workbook with ``cells`` filled in, by the name of the form's input; ``change(book)`` may do the rest."""
    book = load_workbook(io.BytesIO(made))
    places = where(book)
    for name, value in dict(cells).items():
        page, cell = places[name]
        book[page][cell].value = value
    if change:
        change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def where(book) -> dict[str, tuple[str, str]]:
    """Name of the form's input → (sheet, cell)."""
    found = {}
    for name, rows in layout.rows(sheet()).items():
        page = book[name]
        marks = {cell.value: cell.column for cell in page[layout.MARKS_ROW] if cell.value}
        keys = {page.cell(at, marks["q4kh:key"]).value: at for at in range(1, page.max_row + 1)}
        for row in rows:
            for mark, one in row.inputs.items():
                found[one.name] = name, page.cell(keys[row.key], marks[f"q4kh:{mark}"]).coordinate
    return found
