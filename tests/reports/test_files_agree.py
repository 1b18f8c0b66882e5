"""Page, PDF, Word and Excel of one frozen copy say the same, cell by cell (domain §9)."""

import datetime as dt
import re
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO

import docx as reader
import pytest
from django.template.loader import render_to_string
from openpyxl import load_workbook

from reports.documents import docx, pdf, xlsx
from tests.reports import paper
from tests.reports.snapshots import sample_snapshot, span_snapshot
from units.vietnamese import format_date, format_number

BEFORE = "2018-06-08"
FROM_2020 = "2020-03-05"


class Page(HTMLParser):
    """The rows of each table of a page: the text of each cell, a line break as a space."""

    def __init__(self, html):
        super().__init__()
        self.tables, self.cell = [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.cell = self.tables[-1][-1]
        elif tag == "br" and self.cell:
            self.cell[-1] += " "

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell[-1] += data


def more(snapshot) -> tuple[int, int]:
    """How many columns the tables of targets and of units have beyond a quarter's."""
    span = snapshot.get("span")
    return (1 + bool(span["before_head"]), 1) if span else (0, 0)


def of_page(snapshot):
    """(code → threshold, quarter, actual, verdict, note; unit → state, day, late, version, note).

    Of several quarters rate and the year before stand before the verdict, and counts in place of a unit's state.
    """
    of_target, of_unit = more(snapshot)
    targets, units = Page(render_to_string("reports/_sheet.html", {"snapshot": snapshot})).tables
    return (
        {row[0].split(".")[0]: row[1:] for row in targets[1:] if len(row) == 6 + of_target},
        {row[0]: row[1:] for row in units[1:] if len(row) == 6 + of_unit},
    )


def of_paper(snapshot):
    rows = paper.tagged_rows(pdf.draw(snapshot).content)
    of_target, of_unit = more(snapshot)
    return (
        {row[1]: row[4:] for row in rows if len(row) == 9 + of_target},
        {row[1]: row[2:] for row in rows if len(row) == 7 + of_unit},
    )


def of_word(snapshot):
    document = reader.Document(BytesIO(docx.draw(snapshot)))
    _, _, targets, units = [
        [[" ".join(cell.text.split("\n")) for cell in row.cells] for row in table.rows] for table in document.tables
    ]
    # Merged cells of a group's head repeat one text.
    rows = [row for row in targets[1:] if len(set(row)) > 1], [row for row in units[1:] if len(set(row)) > 1]
    return {row[1]: row[4:] for row in rows[0]}, {row[1]: row[2:] for row in rows[1]}


def shown(cell):
    """A cell as a Vietnamese spreadsheet shows it."""
    value, written = cell.value, cell.number_format
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        assert written == "dd/mm/yyyy"
        return format_date(value.date())
    if isinstance(value, str):
        return value
    match = re.fullmatch(r'#,##0(?:\.(0+))?("%")?', written)
    return format_number(Decimal(str(value)), len(match[1] or "")) + ("%" if match[2] else "")


def of_excel(snapshot):
    book = load_workbook(BytesIO(xlsx.draw(snapshot)))
    targets = {}
    for row in book["Phụ lục I"].iter_rows(min_row=6):
        _, code, _, _, _, _, threshold, quarter, actual, numerator, denominator, *others = row
        said, fraction = shown(actual), f"{shown(numerator)}/{shown(denominator)}"
        if numerator.value is not None and fraction not in said:
            said += f" ({fraction})"
        targets[code.value] = [shown(threshold), shown(quarter), said, *map(shown, others)]
    units = {row[1].value: [shown(cell) for cell in row[3:]] for row in book["Phụ lục II"].iter_rows(min_row=6)}
    return targets, units


@pytest.mark.parametrize("date", [BEFORE, FROM_2020])
def test_every_cell_of_the_appendices_is_the_same_on_page_and_paper_in_word_and_in_excel(date):
    snapshot = sample_snapshot(date=date)
    page = of_page(snapshot)
    assert (len(page[0]), len(page[1])) == (25, 29)
    assert of_paper(snapshot) == page
    assert of_word(snapshot) == page
    assert of_excel(snapshot) == page


@pytest.mark.parametrize("before", ["6 tháng đầu năm 2017", ""])
def test_so_are_those_of_several_quarters(before):
    snapshot = span_snapshot(before=before)
    page = of_page(snapshot)
    assert (len(page[0]), len(page[1])) == (25, 29)
    assert page[0]["CT03"] == ["3", "1", "1", "36,3%", *(["1.234"] if before else []), "Đúng tiến độ", page[0]["CT03"][-1]]
    assert page[1]["Phòng Kinh tế"] == ["2", "2", "0", "0", "0", ""]
    assert of_paper(snapshot) == page
    assert of_word(snapshot) == page
    assert of_excel(snapshot) == page


def test_words_and_summaries_are_the_same_everywhere():
    snapshot = sample_snapshot()
    sheet = re.sub(r"<[^>]+>", " ", render_to_string("reports/_sheet.html", {"snapshot": snapshot}))
    printed = paper.text(pdf.draw(snapshot).content)
    document = reader.Document(BytesIO(docx.draw(snapshot)))
    written = [one.text for one in document.paragraphs]
    book = load_workbook(BytesIO(xlsx.draw(snapshot)))
    said = [row[1] for row in book["Báo cáo"].iter_rows(min_row=6, values_only=True)]
    words = [text for section in snapshot["sections"] for text in section["text"].split("\n") if text]
    words += [
        "Tổng số 25 chỉ tiêu: đạt 5; đúng tiến độ 6; chậm 3; không đạt 3; chưa đến hạn 5; chưa có số liệu 1; theo dõi 2.",
        "Phải báo cáo: 28 đơn vị. Báo cáo đã chấp nhận: 27.",
    ]
    for text in words:
        assert "".join(text.split()) in "".join(sheet.split())
        assert "".join(text.split()) in "".join(printed.split())
        assert text in written
    assert [text for text in words[:-2] if text not in said] == []
    assert book["Phụ lục I"]["A4"].value == words[-2]
    assert book["Phụ lục II"]["A4"].value.startswith(words[-1])
