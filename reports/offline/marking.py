"""A copy of the workbook that came in, with a red cell and a comment wherever something has to be mended."""

import re

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from reports.offline.reading import Wrong
from units import workbook
from units.sheets.opening import open_workbook

_RED = PatternFill("solid", fgColor="FFF8B4AC")
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_ROW = re.compile(r"dòng (\d{1,7})")


def marked(content: bytes, name: str, wrong: list[Wrong]) -> bytes:
    """``wrong`` as ``reading`` and ``comparing`` place it. Raises Unreadable, as any workbook may."""
    book = open_workbook(content, name)
    for one in wrong:
        if one.place.page not in book.sheetnames:
            continue
        row = _ROW.fullmatch(one.place.cell)
        where = f"A{row[1]}" if row else one.place.cell
        if not _CELL.fullmatch(where):
            continue
        cell = book[one.place.page][where]
        cell.fill = _RED
        said = Comment(f"{one.label}: {one.text}", "Cổng Kế hoạch 294", width=320, height=140)
        cell.comment = said
    return workbook.content(book)
