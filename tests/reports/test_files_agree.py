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
from tests.reports.snapshots import enclosed, full_snapshot, sample_snapshot, span_snapshot
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
    columns = snapshot.get("span") or snapshot.get("columns")
    return (1 + bool(columns["before_head"]) if columns else 0, 1 if "span" in snapshot else 0)


def of_page(snapshot):
    """(code → threshold, quarter, actual, verdict, note; unit → state, day, late, version, note).

    Of several quarters rate and the year before stand before the verdict, and counts in place of a unit's state.
    """
    of_target, of_unit = more(snapshot)
    targets, units, *_ = Page(render_to_string("reports/_sheet.html", {"snapshot": snapshot})).tables
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
    _, _, targets, units, *_ = [
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


@pytest.mark.parametrize("before", ["Quý I/2017", ""])
def test_so_is_a_quarter_with_its_rate_and_the_year_before(before):
    snapshot = {key: value for key, value in full_snapshot(before=before).items() if key not in enclosed()}
    # A few of each: the tags of long tables take long to read.
    snapshot |= {"targets": snapshot["targets"][:4], "units": snapshot["units"][:2]}
    page = of_page(snapshot)
    assert page[0]["CT03"] == ["3", "1", "1", "21,5%", *(["3"] if before else []), "Đúng tiến độ", page[0]["CT03"][-1]]
    assert of_paper(snapshot) == page
    assert of_word(snapshot) == page
    assert of_excel(snapshot) == page


def enclosed_on_page(snapshot):
    tables = Page(render_to_string("reports/_sheet.html", {"snapshot": snapshot})).tables[2:]
    return [[row for row in table[1:] if len(row) > 1] for table in tables]


def enclosed_on_paper(snapshot):
    """Their rows as the tags tell them, one table after another; without the first two, whose tags take long to read."""
    rows = paper.tagged_rows(pdf.draw(snapshot | {"targets": [], "units": []}).content)
    letterhead_and_ending, *found = [3, *(row for row in rows if row)]
    return found[letterhead_and_ending:]


def enclosed_in_word(snapshot):
    tables = reader.Document(BytesIO(docx.draw(snapshot))).tables[4:]
    return [
        [[cell.text for cell in row.cells] for row in table.rows[1:] if len(set(row._tr.tc_lst)) > 1] for table in tables
    ]


def enclosed_in_excel(snapshot):
    book = load_workbook(BytesIO(xlsx.draw(snapshot)))
    found = []
    for name in ("Phụ lục III", "Phụ lục IV", "Phụ lục V"):
        rows = [[shown(cell) for cell in row] for row in book[name].iter_rows(min_row=6)]
        grouped = book[name]["B5"].value in ("Đề mục", "Loại")
        found.append([[row[0], *row[2:]] if grouped else row for row in rows])
    return found


def test_the_appendices_of_tasks_and_registry_are_the_same_everywhere():
    snapshot = full_snapshot()
    tasks, activities, initiatives = on_page = enclosed_on_page(snapshot)
    assert tasks[0] == [
        "1", "IV.14.2", "Bố trí cán bộ phụ trách và thống kê KH&CN trên địa bàn", "15", "0", "11", "2", "1", "0", "1",
        "Quá hạn: Phường 9. Đình trệ: Phường 15, Phường 16.",
    ]  # fmt: skip
    assert activities[0] == ["1", "21/02/2018", "Phiếu khám điện tử phân luồng bệnh nhân", "Bệnh viện Quận 4; Phòng Kinh tế", "CT03"]
    assert initiatives == [
        ["1", "30/01/2018", "Sổ theo dõi trang thiết bị y tế bằng mã vạch", "Lê Thị Hoa, Trần Văn Bình (Bệnh viện Quận 4)",
         "QĐ 14/QĐ-BV, GCN 03/2018, Bệnh viện Quận 4"],
        ["2", "12/02/2018", "Bộ đồ dùng dạy học bằng vật liệu tái chế", "01 tác giả (Phòng GD&ĐT)",
         "QĐ 21/QĐ-UBND, GCN 04/2018, Phòng GD&ĐT"],
    ]  # fmt: skip
    assert (len(tasks), len(activities)) == (4, 4)
    assert enclosed_on_paper(snapshot) == [row for table in on_page for row in table]
    assert enclosed_in_word(snapshot) == on_page
    assert enclosed_in_excel(snapshot) == on_page


def test_in_excel_their_counts_are_numbers_and_their_words_stay_words():
    book = load_workbook(BytesIO(xlsx.draw(full_snapshot())))
    assert [cell.value for cell in book["Phụ lục III"][6]][:7] == [
        1, "III.1.a Kiện toàn đội ngũ, thống kê KH&CN tại cơ sở", "IV.14.2",
        "Bố trí cán bộ phụ trách và thống kê KH&CN trên địa bàn", 15, 0, 11,
    ]  # fmt: skip
    # An article whose title is a number keeps its words; its day is a day.
    assert [cell.value for cell in book["Phụ lục IV"][9]][1:4] == ["Bài viết", dt.datetime(2018, 2, 27), "2018"]  # noqa: DTZ001


def test_what_a_copy_does_not_hold_is_no_appendix():
    nothing = full_snapshot() | {"activities": {"rows": [], "left_out": {}}}
    written = [one.text for one in reader.Document(BytesIO(docx.draw(nothing))).paragraphs]
    assert [text for text in written if text.startswith("Phụ lục")] == [f"Phụ lục {n}" for n in ("I", "II", "III", "IV")]
    assert any(text.startswith("SÁNG KIẾN ĐƯỢC CÔNG NHẬN") for text in written)


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
