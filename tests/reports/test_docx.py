"""The Word document, read back by another library: pages, styles, tables, page numbers (domain §10)."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from io import BytesIO
from pathlib import Path

import docx as reader
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.documents import docx
from tests.reports.snapshots import sample_snapshot, short_snapshot

ROOT = Path(__file__).resolve().parents[2]
BEFORE = "2018-06-08"
FROM_2020 = "2020-03-05"
both = pytest.mark.parametrize("date", [BEFORE, FROM_2020])


@pytest.fixture(scope="module")
def opened():
    """Both regimes, drawn once."""
    return {date: reader.Document(BytesIO(docx.draw(sample_snapshot(date=date)))) for date in (BEFORE, FROM_2020)}


def read(snapshot):
    return reader.Document(BytesIO(docx.draw(snapshot)))


def paragraphs(cell):
    return [(paragraph.style.style_id, paragraph.text) for paragraph in cell.paragraphs]


def effective(style, name):
    """A property of a style, or of the one it is based on."""
    while style is not None:
        if getattr(style.font, name) is not None:
            return getattr(style.font, name)
        style = style.base_style
    return None


# --- Paper ---------------------------------------------------------------------------------------------------------


@both
def test_three_sections_of_a4_the_targets_landscape_with_the_margins_of_the_form(opened, date):
    sections = opened[date].sections
    # Word counts in twentieths of a point: a millimetre is never met exactly.
    sizes = [(round(one.page_width.mm), round(one.page_height.mm), one.orientation == 1) for one in sections]
    assert sizes == [(210, 297, False), (297, 210, True), (210, 297, False)]
    margins = {
        tuple(round(side.mm, 1) for side in (one.top_margin, one.right_margin, one.bottom_margin, one.left_margin))
        for one in sections
    }
    assert margins == {(20.0, 15.0, 20.0, 30.0)}


@pytest.mark.parametrize(("date", "where", "side"), [(BEFORE, "footer", "right"), (FROM_2020, "header", "center")])
def test_the_page_number_stands_where_the_decree_has_it_and_not_on_a_first_page(opened, date, where, side):
    document = opened[date]
    for section in document.sections:
        assert section.different_first_page_header_footer is True
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        number, other = (section.footer, section.header) if where == "footer" else (section.header, section.footer)
        assert [field.text for field in number._element.iter(qn("w:instrText"))] == [" PAGE "]
        style = number.paragraphs[0].style
        assert (style.element.find(f".//{qn('w:jc')}").get(qn("w:val")), style.font.size) == (side, Pt(13))
        assert other.is_linked_to_previous  # nothing on the other side
        first = section.first_page_footer if where == "footer" else section.first_page_header
        assert first.is_linked_to_previous


# --- Styles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "size", "bold", "italic"),
    [
        ("Cơ quan", 13, None, None),
        ("Cơ quan ban hành", 13, True, None),
        ("Quốc hiệu", 13, True, None),
        ("Tiêu ngữ", 14, True, None),
        ("Số, ký hiệu", 13, None, None),
        ("Date", 14, None, True),
        ("Title", 14, True, None),
        ("Subtitle", 14, True, None),
        ("Heading 1", 14, True, None),
        ("Body Text", 14, None, None),
        ("Signature", 14, True, None),
        ("Nơi nhận, đầu", 12, True, True),
        ("Nơi nhận", 11, None, None),
        ("Phụ lục", 14, True, None),
        ("Caption", 14, True, None),
    ],
)
def test_sizes_and_styles_are_those_of_the_form(opened, style, size, bold, italic):
    document = opened[BEFORE]
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:sz')}")
    found = document.styles[style]
    assert effective(found, "size") or Pt(int(defaults.get(qn("w:val"))) / 2) == Pt(size)
    assert (effective(found, "bold"), effective(found, "italic")) == (bold, italic)


@pytest.mark.parametrize(("date", "is_italic"), [(BEFORE, None), (FROM_2020, True)])
def test_bases_are_upright_before_and_italic_from_2020(opened, date, is_italic):
    bases = [one for one in opened[date].paragraphs if one.text.startswith("Căn cứ")]
    assert [one.style.name for one in bases] == ["Căn cứ", "Căn cứ"]
    assert effective(bases[0].style, "italic") is is_italic


def test_times_new_roman_throughout_and_vietnamese(opened):
    defaults = opened[BEFORE].styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts = defaults.find(qn("w:rFonts"))
    assert {name: fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "cs", "eastAsia")} == dict.fromkeys(
        ("ascii", "hAnsi", "cs", "eastAsia"), "Times New Roman"
    )
    assert defaults.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    # No style and no run names another.
    assert len(list(opened[BEFORE].styles.element.iter(qn("w:rFonts")))) == 1
    assert list(opened[BEFORE].element.iter(qn("w:rFonts"))) == []


def test_body_paragraphs_are_justified_indented_and_six_points_apart(opened):
    style = opened[BEFORE].styles["Body Text"].paragraph_format
    assert (style.alignment, style.space_after, round(style.first_line_indent.mm, 1)) == (3, Pt(6), 12.7)
    assert 1 <= style.line_spacing <= 1.5
    assert opened[BEFORE].styles["Heading 1"].paragraph_format.keep_with_next is True


def test_every_style_that_is_used_is_there(opened):
    for document in opened.values():
        known = {style.style_id for style in document.styles}
        for tag in ("w:pStyle", "w:tblStyle", "w:rStyle"):
            assert {one.get(qn("w:val")) for one in document.element.iter(qn(tag))} <= known
        based = {one.get(qn("w:val")) for tag in ("w:basedOn", "w:next") for one in document.styles.element.iter(qn(tag))}
        assert based <= known


# --- Letterhead, body, ending --------------------------------------------------------------------------------------


def rule(paragraph, width):
    """Length of a rule in millimetres, of the ``width`` it stands in the middle of."""
    indent = paragraph.paragraph_format
    assert paragraph._p.find(f".//{qn('w:pStyle')}").get(qn("w:val")) == "Rule"
    return width - indent.left_indent.mm - indent.right_indent.mm


def test_the_letterhead_is_a_table_without_borders_and_its_rules_are_as_long_as_they_should_be(opened):
    head = opened[BEFORE].tables[0]
    assert head._tbl.find(f".//{qn('w:tblBorders')}") is None
    assert head._tbl.tblPr.find(qn("w:tblStyle")) is None
    agency, nation = head.rows[0].cells
    assert paragraphs(agency)[:2] == [("Letterhead", "ỦY BAN NHÂN DÂN QUẬN 4"), ("Issuer", "PHÒNG KINH TẾ")]
    assert paragraphs(nation)[:2] == [
        ("Nation", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("Motto", "Độc lập - Tự do - Hạnh phúc"),
    ]  # fmt: skip
    assert [paragraphs(cell) for cell in head.rows[1].cells] == [
        [("DocumentNumber", "Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-KT")],
        [("Date", "Quận 4, ngày 08 tháng 6 năm 2018")],
    ]
    # "PHÒNG KINH TẾ" in bold Times of 13 points is 37.5 mm, the motto in 14 points 60.5 mm.
    assert 1 / 3 <= rule(agency.paragraphs[2], 66) / 37.5 <= 1 / 2
    assert rule(nation.paragraphs[2], 99) == pytest.approx(60.5, abs=0.1)


def test_title_headings_and_body(opened):
    said = [(one.style.name, one.text) for one in opened[BEFORE].paragraphs]
    assert said[:4] == [
        ("Title", "BÁO CÁO"),
        ("Subtitle", "Kết quả thực hiện nhiệm vụ khoa học, công nghệ"),
        ("Subtitle", "và đổi mới sáng tạo Quý I năm 2018"),
        ("Đường kẻ", ""),
    ]
    assert ("Salutation", "Kính gửi: Ủy ban nhân dân Quận 4") in said
    assert [text for style, text in said if style in ("Heading 1", "Phụ lục")] == [
        "I. Tình hình triển khai",
        "II. Kết quả nổi bật",
        "III. Thuận lợi",
        "IV. Khó khăn, vướng mắc",
        "V. Nguyên nhân",
        "VI. Kiến nghị, đề xuất",
        "VII. Phương hướng quý sau",
        "Phụ lục I",
        "Phụ lục II",
    ]
    assert [text for style, text in said if style == "Caption"] == [
        "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU QUÝ I/2018", "TÌNH HÌNH GỬI BÁO CÁO CỦA CÁC ĐƠN VỊ QUÝ I/2018",
    ]  # fmt: skip


@pytest.mark.parametrize("closing", ["Trên đây là báo cáo.", ""])
def test_the_signature_takes_along_the_last_words_and_stays_whole(closing):
    document = read(short_snapshot() | {"closing": closing})
    body = list(document.element.body)
    ending = next(place for place, one in enumerate(body) if one.tag == qn("w:tbl") and "TRƯỞNG PHÒNG" in "".join(one.itertext()))
    before = body[ending - 1]
    assert "".join(before.itertext()).strip().endswith("./.")
    assert before.find(f".//{qn('w:keepNext')}") is not None
    (row,) = document.tables[1].rows
    assert row._tr.find(f".//{qn('w:cantSplit')}") is not None
    left, right = row.cells
    assert paragraphs(left) == [
        ("RecipientsHead", "Nơi nhận:"),
        ("Recipients", "- UBND Quận 4 (để báo cáo);"),
        ("Recipients", "- Sở Khoa học và Công nghệ;"),
        ("Recipients", "- Các phòng ban, đơn vị thuộc quận;"),
        ("Recipients", "- UBND 15 phường;"),
        ("Recipients", "- Lưu: VT, KT."),
        ("Check", "Mã kiểm tra: 7K4M-294Q"),
        ("Check", "Tệp Word để soạn tiếp; so với bản đã công bố tại http://127.0.0.1:8000/kiem-tra/7K4M-294Q/"),
    ]
    assert paragraphs(right) == [("Signature", "TRƯỞNG PHÒNG"), ("Signature", "Trần Thị Ngọc Diễm")]
    assert right.paragraphs[1].paragraph_format.space_before.mm == pytest.approx(30, abs=0.1)


def test_a_correction_names_the_version_it_replaces():
    old = {"number": 1, "code": "9HTR-2WQA", "published_on": "2018-04-02"}
    document = read(sample_snapshot(replaces=old, reason="Sửa CT03 của Bệnh viện Quận 4."))
    assert paragraphs(document.tables[1].rows[0].cells[0])[-1] == (
        "Check",
        "Bản 2, thay cho bản 1 (mã 9HTR-2WQA, công bố ngày 02/04/2018). Lý do: Sửa CT03 của Bệnh viện Quận 4.",
    )


# --- Appendices ----------------------------------------------------------------------------------------------------


def test_tables_have_a_style_fixed_widths_heads_that_repeat_and_rows_that_hold_together(opened):
    _, _, targets, units = opened[BEFORE].tables
    assert [table.style.name for table in (targets, units)] == ["Bảng phụ lục", "Bảng phụ lục"]
    for table, width, rows in ((targets, 252, 1 + 25 + 5), (units, 165, 1 + 29 + 4)):
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(grid) * 25.4 / 1440 == pytest.approx(width, abs=0.2)
        assert len(table.rows) == rows
        marks = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert marks == [True] + [False] * (rows - 1)
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
        for row in table.rows:
            widths = [int(cell.get(qn("w:w"))) for cell in row._tr.iter(qn("w:tcW"))]
            assert sum(widths) == pytest.approx(sum(grid), abs=5)
            spans = [int(span.get(qn("w:val"))) for span in row._tr.iter(qn("w:gridSpan"))]
            if spans:  # a group's head stays with the row that follows
                assert (spans, widths == [sum(grid)] or abs(widths[0] - sum(grid)) <= 5) == ([len(grid)], True)
                assert row.cells[0].paragraphs[0].style.paragraph_format.keep_with_next is True
            else:
                assert widths == grid


# --- The file ------------------------------------------------------------------------------------------------------


def test_properties_say_what_it_is_who_wrote_it_and_when(opened):
    properties = opened[BEFORE].core_properties
    assert properties.title == (
        "Báo cáo Kết quả thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo Quý I năm 2018"
    )
    assert (properties.author, properties.language) == ("PHÒNG KINH TẾ", "vi-VN")
    assert properties.created.isoformat() == properties.modified.isoformat() == "2018-06-08T03:05:00+00:00"


def test_no_part_is_missing_and_none_is_idle():
    with zipfile.ZipFile(BytesIO(docx.draw(short_snapshot()))) as package:
        names = package.namelist()
        relations = ET.fromstring(package.read("word/_rels/document.xml.rels"))
        types = ET.fromstring(package.read("[Content_Types].xml"))
    assert names[0] == "[Content_Types].xml"
    targets = {f"word/{one.get('Target')}" for one in relations} | {"word/document.xml", "docProps/core.xml"}
    assert {name for name in names if not name.endswith(".rels")} - {"[Content_Types].xml"} == targets
    assert {one.get("PartName").lstrip("/") for one in types if one.get("PartName")} == targets


DRAW = """
import sys, time
wall, shift = time.time, float(sys.argv[1])
time.time = lambda: wall() + shift
import django; django.setup()
import hashlib, json
from reports.documents import docx, xlsx
snapshot = json.load(open(sys.argv[2]))
print(time.localtime(time.time()).tm_year, *(hashlib.sha256(one.draw(snapshot)).hexdigest() for one in (docx, xlsx)))
"""


def test_two_processes_a_year_apart_write_the_same_word_and_excel_files(tmp_path):
    answers = []
    for seed, shift, ordered in (("1", 0, False), ("2", 366 * 24 * 3600, True)):
        path = tmp_path / f"{seed}.json"
        path.write_text(json.dumps(sample_snapshot(), sort_keys=ordered))
        env = os.environ | {"PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "q4kh.settings"}
        run = subprocess.run(
            [sys.executable, "-c", DRAW, str(shift), path], cwd=ROOT, env=env, capture_output=True, text=True, check=True
        )
        answers.append(run.stdout.split())
    assert int(answers[1][0]) == int(answers[0][0]) + 1
    assert answers[0][1:] == answers[1][1:]


# --- What people type ----------------------------------------------------------------------------------------------


def test_markup_and_control_characters_are_text():
    typed = [
        '<w:r><w:t>x</w:t></w:r>]]> & "\'',
        "</w:p></w:body><w:altChunk r:id='rId9'/>",
        "{% include 'base.html' %}{{ document.code }}",
        '<img src="file:///etc/passwd">',
    ]
    snapshot = sample_snapshot(texts={"situation": "\n".join(typed) + "\n\x00\x07\x1b\ufffe\ud800thôi"})
    snapshot["targets"][0]["note"] = typed[0]
    snapshot["units"][0]["name"] = typed[1]
    document = read(snapshot)
    body = [one.text for one in document.paragraphs if one.style.name == "Body Text"]
    for line in (*typed, "thôi"):
        assert line in body
    assert document.tables[2].rows[2].cells[8].text == typed[0]
    assert document.tables[3].rows[2].cells[1].text == typed[1]
    assert {relation.reltype.rpartition("/")[2] for relation in document.part.rels.values()} == {
        "styles", "settings", "footer",
    }  # fmt: skip


def test_a_report_with_nothing_in_it_still_makes_a_document():
    empty = dict.fromkeys([section["key"] for section in sample_snapshot()["sections"]], "")
    snapshot = sample_snapshot(texts=empty)
    snapshot |= {"targets": [], "units": [], "bases": [], "opening": "", "closing": "", "code": "", "check_url": ""}
    snapshot["counts"] = {"expected": 0, "accepted": 0, "missing": [], "excluded": [], "verdicts": {}}
    snapshot["document"] |= {"addressee": "", "recipients": [], "parent": ""}
    snapshot["published_at"] = ""
    document = read(snapshot)
    texts = [one.text for one in document.paragraphs]
    assert (texts.count("Không có."), texts.count("Không có./.")) == (6, 1)
    assert [len(table.rows) for table in document.tables] == [2, 1, 1, 1]


def test_three_hundred_rows_are_one_table_with_one_head():
    snapshot = sample_snapshot()
    snapshot["targets"] = [{**row, "code": f"{row['code']}-{copy}"} for row in snapshot["targets"] for copy in range(12)]
    table = read(snapshot).tables[2]
    assert len(table.rows) == 1 + 300 + 5
    assert len(list(table._tbl.iter(qn("w:tblHeader")))) == 1


def test_millimetres_become_words_own_units():
    assert [docx.twips(length) for length in (25.4, 20, 12.7)] == [1440, 1134, 720]
    assert Mm(20).twips == 1134
