"""The report as a workbook: a sheet of its words, one for each appendix, and those that show whence the figures come.

What paper prints as a number or a day is a number or a day in its cell, shown as paper shows it; the rest stays text.
"""

import io
import re
import zipfile
from copy import copy
from decimal import Decimal

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from reports.documents import content, enclosures, office, tracing
from units import workbook
from units.paper_text import WORD_BREAK
from units.vietnamese import DateError, NumberError, format_number, parse_date, parse_number

WORDS = (("Mục", 26), ("Nội dung", 100))
TARGETS = (
    ("STT", 6), ("Mã", 8), ("Chỉ tiêu", 44), ("Mục của kế hoạch", 12), ("Nhóm", 22), ("Đơn vị tính", 12),
    ("Mức giao", 12), ("Thực hiện trong quý", 13), ("Lũy kế", 12), ("Tử số", 8), ("Mẫu số", 8), ("Kết luận", 16),
    ("Ghi chú", 44),
)  # fmt: skip
UNITS = (
    ("STT", 6), ("Đơn vị", 44), ("Khối", 24), ("Tình trạng", 20), ("Gửi ngày", 12), ("Số ngày chậm", 9),
    ("Lần gửi", 8), ("Ghi chú", 44),
)  # fmt: skip
SPAN_UNITS = (
    ("STT", 6), ("Đơn vị", 44), ("Khối", 24), ("Số kỳ phải báo cáo", 10), ("Đúng hạn", 9), ("Chậm hạn", 9),
    ("Số ngày chậm", 9), ("Chưa có", 9), ("Ghi chú", 44),
)  # fmt: skip
SOURCES = (
    ("STT", 6), ("Mã", 8), ("Chỉ tiêu", 58), ("Đơn vị", 44), ("Kỳ báo cáo", 12), ("Lần gửi", 8), ("Số đã báo", 20),
)  # fmt: skip
RECORDS = (
    ("STT", 6), ("Mã", 8), ("Nội dung được đếm", 50), ("Thuộc hoạt động", 40), ("Ngày", 12), ("Đơn vị", 40),
    ("Kỳ báo cáo", 16),
)  # fmt: skip

_NUMBER = re.compile(r"-?[\d.]+(?:,(\d+))?(%?)")
_DAY = re.compile(r"\d\d/\d\d/\d{4}")


def draw(snapshot: dict) -> bytes:
    """Draw the workbook of ``snapshot`` (schema 1 of Publication.snapshot); neither clock nor database is read."""
    document = content.read(snapshot)
    book = workbook.new(document.title, "Báo cáo")
    book.properties.creator = document.author
    book.properties.created = book.properties.modified = office.moment(document.published_at)
    _words(book.active, document)
    _targets(book.create_sheet("Phụ lục I"), document)
    _units(book.create_sheet("Phụ lục II"), document)
    for enclosure in document.enclosures:
        _enclosure(book.create_sheet(f"Phụ lục {enclosure.number}"), document, enclosure)
    trace = tracing.trace(snapshot)
    if trace.sources:
        _sources(book.create_sheet("Nguồn số liệu"), document, trace.sources)
    if trace.records:
        _records(book.create_sheet("Danh mục"), document, trace.records)
    written = io.BytesIO()
    # Workbook.save would stamp the present.
    ExcelWriter(book, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED)).save()
    return office.settled(written.getvalue())


# --- Sheets ----------------------------------------------------------------------------------------------------------


def _words(sheet, document):
    facts = [
        ("Số văn bản", document.number),
        ("Nơi, ngày", document.place_and_date),
        ("Kính gửi", document.addressee),
        ("Người ký", f"{' '.join(document.signature_lines)} {document.signatory}"),
        ("Mã kiểm tra", document.code),
        ("Kiểm tra tại", document.check_url),
        ("Đính chính", document.replaces),
        ("Báo cáo quý phải có" if document.is_span else "Đơn vị phải báo cáo", document.expected),
        ("Báo cáo đã chấp nhận", document.accepted),
        *((f"Chỉ tiêu {word}", count) for word, count in document.verdicts),
    ]
    said = [("Căn cứ", text) for text in document.bases] + [("Mở đầu", text) for text in document.opening]
    for section in document.sections:
        said += [(f"{section.number}. {section.title}", text) for text in section.paragraphs]
    said += [("Kết thúc", text) for text in document.closing] + [("Nơi nhận", text) for text in document.recipients]
    rows = [(name, value) for name, value in facts if value != ""] + said
    _table(sheet, document, " ".join((document.kind, *document.subject)).upper(), (), WORDS, rows)
    sheet.page_setup.orientation = sheet.ORIENTATION_PORTRAIT
    sheet.auto_filter.ref = None


def _targets(sheet, document):
    rows = [
        (
            int(row.place), row.code, row.title, row.ref, theme.title, row.measure, _value(row.threshold),
            _value(row.quarter), _value(row.actual, row.exact), _value(row.numerator), _value(row.denominator),
            *_held(document.columns, row), row.verdict, row.note,
        )
        for theme in document.themes
        for row in theme.rows
    ]  # fmt: skip
    title = f"PHỤ LỤC I. {document.targets_title}"
    columns = _wide_targets(document.columns) if document.columns else TARGETS
    _table(sheet, document, title, (document.attached_to, document.targets_summary), columns, rows)


def _wide_targets(asked):
    before = [(asked.before, 14)] if asked.before else []
    heads = [(asked.within, width) if name == "Thực hiện trong quý" else (name, width) for name, width in TARGETS]
    return (*heads[:-2], ("Tỷ lệ so với mức giao", 12), *before, *heads[-2:])


def _held(columns, row) -> tuple:
    if columns is None:
        return ()
    return (_value(row.rate), _value(row.before)) if columns.before else (_value(row.rate),)


def _units(sheet, document):
    of_unit = _span_unit if document.is_span else _unit
    rows = [of_unit(group, row) for group in document.groups for row in group.rows]
    title = f"PHỤ LỤC II. {document.units_title}"
    columns = SPAN_UNITS if document.is_span else UNITS
    _table(sheet, document, title, (document.attached_to, " ".join(document.units_summary)), columns, rows)


def _unit(group, row) -> tuple:
    return (
        int(row.place), row.name, group.title, row.state, _value(row.sent_on), _value(row.late_days),
        _value(row.version), row.note,
    )  # fmt: skip


def _span_unit(group, row) -> tuple:
    counts = map(_value, (row.expected, row.on_time, row.late, row.late_days, row.missing))
    return int(row.place), row.name, group.title, *counts, row.note


def _enclosure(sheet, document, enclosure):
    """The groups' titles are a column of their own, so that the rows can be sorted."""
    rows = []
    for group in enclosure.groups:
        for row in group.rows:
            place, *cells = (
                text if column.kind == enclosures.TEXT else _value(text)
                for column, text in zip(enclosure.columns, row, strict=True)
            )
            rows.append((place, *((group.title,) if enclosure.group_head else ()), *cells))
    first, *others = ((column.head, column.letters) for column in enclosure.columns)
    columns = (first, *(((enclosure.group_head, 30),) if enclosure.group_head else ()), *others)
    title = f"PHỤ LỤC {enclosure.number}. {enclosure.title}"
    _table(sheet, document, title, (document.attached_to, " ".join(enclosure.summary)), columns, rows)


def _sources(sheet, document, sources):
    rows = [
        (place, said.code, said.title, said.unit, said.quarter, _value(said.version), _value(said.text))
        for place, said in enumerate(sources, 1)
    ]
    said = "Từng đơn vị đã báo gì ở lần gửi được chấp nhận; phụ lục I cộng lại từ đây."
    _table(sheet, document, "NGUỒN SỐ LIỆU CỦA PHỤ LỤC I", (document.attached_to, said), SOURCES, rows)


def _records(sheet, document, records):
    rows = [
        (place, one.code, one.title, one.of, one.on, one.units, one.quarters) for place, one in enumerate(records, 1)
    ]
    said = "Những việc, người, tổ chức mà các chỉ tiêu lấy từ sổ theo dõi đã đếm, mỗi thứ một lần."
    _table(sheet, document, "DANH MỤC ĐÃ ĐẾM", (document.attached_to, said), RECORDS, rows)


# Columns up to so many characters stand in the middle, as on paper: they hold numbers, days and single words mixed.
_NARROW = 20
_LINE, _HIGHEST = 15, 400  # points, of a row


def _table(sheet, document, title, said, columns, rows):
    widths = [width for _, width in columns]
    head = workbook.begin(sheet, title, said[0] if said else "", columns)
    workbook.put(sheet.cell(1, 1), ", ".join(filter(None, (document.agency, document.parent))))
    looks = []
    for at, row in enumerate(rows, head + 1):
        values = [value[0] if isinstance(value, tuple) else _text(value) for value in row]
        if not looks:
            workbook.row(sheet, at, values, widths)
            looks = [_look(sheet.cell(at, place), width) for place, width in enumerate(widths, 1)]
        for place, (value, asked, look) in enumerate(zip(values, row, looks), 1):
            cell = sheet.cell(at, place)
            # Copied: to find among all looks the one that a cell asks for costs openpyxl more than all the rest.
            cell._style = copy(look)
            workbook.put(cell, value)
            if isinstance(asked, tuple):
                cell.number_format = asked[1]
        sheet.row_dimensions[at].height = _height(values, widths)
    workbook.end(sheet, head, len(columns), len(rows))
    if len(said) > 1:
        # A list of units that fills more than a line.
        cell = workbook.put(sheet.cell(head - 1, 1), _text(said[1]))
        sheet.merge_cells(f"A{head - 1}:{get_column_letter(len(columns))}{head - 1}")
        cell.font = copy(sheet.cell(3, 1).font)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.row_dimensions[head - 1].height = 15 * max(1, -(-len(said[1]) // sum(widths)))


def _look(cell, width):
    """Of every cell of a column; ``cell`` is its first, with font and border."""
    narrow = width <= _NARROW
    cell.alignment = Alignment(horizontal="center" if narrow else "left", vertical="top", wrap_text=True)
    cell.number_format = "General"
    cell.quotePrefix = False
    return copy(cell._style)


def _height(values, widths) -> int:
    """As high as its longest cell: not every program finds that out by itself."""
    lines = (max(1, -(-len(value) // width)) for value, width in zip(values, widths) if isinstance(value, str))
    return min(max(lines, default=1) * _LINE, _HIGHEST)


# --- Values ----------------------------------------------------------------------------------------------------------


def _text(value):
    return value.replace(WORD_BREAK, "") if isinstance(value, str) else value


def _value(shown: str, exact: str = ""):
    """What a cell holds for the words that paper prints: a day, (number, its format), or the words themselves.

    ``exact``: the plain decimal that was rounded for paper; taken where it rounds to what is printed.
    """
    if _DAY.fullmatch(shown):
        try:
            return parse_date(shown)
        except DateError:
            return shown
    found = _NUMBER.fullmatch(shown)
    if found is None:
        return shown
    try:
        number = parse_number(shown.removesuffix("%"))
    except NumberError:
        return shown
    places = len(found[1] or "")
    if exact and format_number(Decimal(exact), places) == format_number(number, places):
        number = Decimal(exact)
    # Percents are points, as everywhere in the portal: the sign is quoted, or a spreadsheet would multiply by 100.
    return number, "#,##0" + (f".{'0' * places}" if places else "") + ('"%"' if found[2] else "")
