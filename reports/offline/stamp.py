"""What a workbook says of itself: whose report it was made of, and of which draft.

It tells files apart and nothing else: who may do what is asked of the address and the account, never of the file.
"""

import re
from dataclasses import dataclass, field

from openpyxl import Workbook

from reports import draft_text
from reports.offline.layout import LAYOUT, STAMP
from units import workbook

MOST_LINES = 2000
HEADINGS_COLUMN = 4


@dataclass(frozen=True)
class Stamp:
    """``base``: check sum of each line as it was when the workbook was made (``draft_text``)."""

    layout: int
    unit: str
    year: int
    quarter: int
    revision: int
    base: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """As ``Report.key``."""
        return f"{self.unit}-{self.year}-{self.quarter}"


def write(book: Workbook, sheet) -> None:
    report = sheet.report
    page = book.create_sheet(STAMP)
    page.sheet_state = "veryHidden"
    page.protection.sheet = True
    said = {
        "layout": LAYOUT,
        "unit": report.unit.code,
        "year": report.period.year,
        "quarter": report.period.quarter,
        "revision": report.revision,
    }
    for pair in said.items():
        page.append(pair)
    for key, sum_ in draft_text.base(draft_text.said(sheet)).items():
        page.append((f"base:{key}", f"#{sum_}"))  # or a program makes a number of "1e234567"
    # What the lists of headings choose from: too long to stand in the rule of a cell.
    for at, heading in enumerate(sheet.headings, 1):
        workbook.put(page.cell(at, HEADINGS_COLUMN), f"{heading.ref} {heading.title}"[:200])


def read(book: Workbook) -> Stamp | None:
    """None of a workbook that the portal has not made, or whose stamp somebody has written over."""
    if STAMP not in book.sheetnames:
        return None
    rows = book[STAMP].iter_rows(min_row=1, max_row=MOST_LINES, max_col=2, values_only=True)
    said = {str(name): value for name, value, *_ in rows if name is not None}
    try:
        layout, year, quarter, revision = (int(said[name]) for name in ("layout", "year", "quarter", "revision"))
        unit = str(said["unit"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    if not re.fullmatch(r"[\w-]{1,40}", unit):
        return None
    base = {
        name.removeprefix("base:"): str(value).removeprefix("#")
        for name, value in said.items()
        if name.startswith("base:")
    }
    return Stamp(layout, unit, year, quarter, revision, base)
