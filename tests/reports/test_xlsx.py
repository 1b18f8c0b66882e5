"""The workbook: real numbers and days, shown the Vietnamese way; words stay words; set up for paper."""

import datetime as dt
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.documents import xlsx
from tests.reports.snapshots import sample_snapshot


def traced_snapshot():
    """With what the units said of CT01, and the models behind CT03."""
    snapshot = sample_snapshot()
    snapshot["targets"][0]["sources"] = [
        {"unit": "P1", "unit_name": "Ủy ban nhân dân Phường 1", "report": "P1-2018-1", "version": 2, "text": "27/29"},
        {"unit": "P2", "unit_name": "Ủy ban nhân dân Phường 2", "report": "P2-2017-4", "version": 1, "text": "1.036"},
    ]
    snapshot["targets"][2]["records"] = [
        {"record": 7, "title": "Phiếu khám điện tử", "of": "Phiếu khám điện tử", "on": "2018-02-21",
         "units": ["Bệnh viện Quận 4", "Phòng Kinh tế"], "reports": ["BV-2018-1", "PKT-2018-1"]},
        {"record": 8, "title": "Nguyễn Văn An", "of": "Lớp bồi dưỡng", "on": None, "units": [], "reports": []},
    ]  # fmt: skip
    return snapshot


@pytest.fixture(scope="module")
def book():
    return load_workbook(BytesIO(xlsx.draw(traced_snapshot())))


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(min_row=6, values_only=True)]


def test_a_sheet_of_words_one_for_each_appendix_and_two_of_where_figures_come_from(book):
    assert book.sheetnames == ["Báo cáo", "Phụ lục I", "Phụ lục II", "Nguồn số liệu", "Danh mục"]
    # Copies frozen earlier hold neither.
    assert load_workbook(BytesIO(xlsx.draw(sample_snapshot()))).sheetnames == ["Báo cáo", "Phụ lục I", "Phụ lục II"]


def test_title_block(book):
    heads = [[book[name].cell(row, 1).value for row in (1, 2, 3, 4)] for name in book.sheetnames[:3]]
    office = "PHÒNG KINH TẾ, ỦY BAN NHÂN DÂN QUẬN 4"
    attached = "(Kèm theo Báo cáo số \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-KT ngày 08 tháng 6 năm 2018 của Phòng Kinh tế)"
    subject = "BÁO CÁO KẾT QUẢ THỰC HIỆN NHIỆM VỤ KHOA HỌC, CÔNG NGHỆ VÀ ĐỔI MỚI SÁNG TẠO QUÝ I NĂM 2018"
    assert heads[0] == [office, subject, None, None]
    assert heads[1] == [
        office, "PHỤ LỤC I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU QUÝ I/2018", attached,
        "Tổng số 25 chỉ tiêu: đạt 5; đúng tiến độ 6; chậm 3; không đạt 3; chưa đến hạn 5; chưa có số liệu 1; theo dõi 2.",
    ]  # fmt: skip
    assert heads[2][1:3] == ["PHỤ LỤC II. TÌNH HÌNH GỬI BÁO CÁO CỦA CÁC ĐƠN VỊ QUÝ I/2018", attached]


def test_the_first_sheet_holds_facts_words_and_the_check_code(book):
    said = rows(book["Báo cáo"])
    assert [row for row in said if row[0] in {"Mã kiểm tra", "Đơn vị phải báo cáo", "Chỉ tiêu đạt"}] == [
        ["Mã kiểm tra", "7K4M-294Q"], ["Đơn vị phải báo cáo", 28], ["Chỉ tiêu đạt", 5],
    ]  # fmt: skip
    difficulties = [row[1] for row in said if row[0] == "IV. Khó khăn, vướng mắc"]
    assert [text[:38] for text in difficulties] == [
        "Còn 3 đơn vị chưa hoàn thành ISO điện ", "Cơ sở dữ liệu thống kê mới có ở 12 trê",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "column", "value", "number_format"),
    [
        ("CT01", "Mức giao", 100, '#,##0"%"'),
        ("CT01", "Lũy kế", 93.1, '#,##0.0"%"'),
        ("CT01", "Tử số", 27, "#,##0"),
        ("CT12", "Thực hiện trong quý", 1036, "#,##0"),
        ("CT12", "Lũy kế", 1214, "#,##0"),
        ("CT10", "Mức giao", dt.datetime(2020, 12, 31), "dd/mm/yyyy"),  # noqa: DTZ001
        ("CT10", "Lũy kế", dt.datetime(2018, 2, 21), "dd/mm/yyyy"),  # noqa: DTZ001
        ("CT11", "Mức giao", "2 mỗi tháng", "General"),
        ("CT11", "Lũy kế", "2/3 tháng", "General"),
        ("CT07", "Lũy kế", 0, "#,##0"),
        ("CK12", "Lũy kế", "–", "General"),  # blank is not zero
    ],
)
def test_numbers_are_numbers_and_days_are_days(book, code, column, value, number_format):
    sheet = book["Phụ lục I"]
    place = [cell.value for cell in sheet[5]].index(column)
    (cell,) = [row[place] for row in sheet.iter_rows(min_row=6) if row[1].value == code]
    assert (cell.value, cell.number_format) == (value, number_format)


def test_units_with_day_lateness_and_version(book):
    found = {row[1]: row[2:] for row in rows(book["Phụ lục II"])}
    assert len(found) == 29
    day = dt.datetime(2018, 3, 19)  # noqa: DTZ001
    assert found["Ủy ban nhân dân Phường 9"] == [
        "Phường", "Đã chấp nhận", day, 5, 2, "Trả lại một lần để bổ sung tử số CT01.",
    ]  # fmt: skip
    assert found["Phòng Tư pháp"] == ["Phòng ban", "Chưa soạn", "–", "–", "–", "Đã nhắc 3 lần."]


def test_what_paper_rounds_is_exact_in_its_cell():
    snapshot = sample_snapshot()
    snapshot["targets"][0] |= {"actual": "93.1034482758", "actual_text": "93,1%"}
    snapshot["targets"][1] |= {"actual": "41.9", "actual_text": "41,4%"}  # not what was rounded: paper is right
    sheet = load_workbook(BytesIO(xlsx.draw(snapshot)))["Phụ lục I"]
    assert [sheet.cell(row, 9).value for row in (6, 7)] == [93.1034482758, 41.4]


def test_sources_and_records_are_told(book):
    assert [row[1:] for row in rows(book["Nguồn số liệu"])] == [
        ["CT01", "Cán bộ phụ trách KH&CN được bồi dưỡng", "Ủy ban nhân dân Phường 1", "Quý I/2018", 2, "27/29"],
        ["CT01", "Cán bộ phụ trách KH&CN được bồi dưỡng", "Ủy ban nhân dân Phường 2", "Quý IV/2017", 1, 1036],
    ]
    day = dt.datetime(2018, 2, 21)  # noqa: DTZ001
    assert [row[1:] for row in rows(book["Danh mục"])] == [
        ["CT03", "Phiếu khám điện tử", None, day, "Bệnh viện Quận 4; Phòng Kinh tế", "Quý I/2018"],
        ["CT03", "Nguyễn Văn An", "Lớp bồi dưỡng", None, None, None],
    ]


@pytest.mark.parametrize("typed", ["=HYPERLINK(\"http://x\")", "+1+1", "-2+3", "@SUM(1)", "=cmd|' /C calc'!A0"])
def test_text_that_looks_like_a_formula_stays_text(typed):
    snapshot = sample_snapshot(texts={"situation": typed})
    snapshot["targets"][0] |= {"note": typed, "title": typed, "actual_text": typed}
    snapshot["units"][0] |= {"name": typed, "state_label": typed}
    book = load_workbook(BytesIO(xlsx.draw(snapshot)))
    held = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == typed]
    assert [cell.data_type for cell in held] == ["s"] * 6
    assert all(cell.quotePrefix for cell in held)
    assert [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_controls_and_places_to_break_are_gone():
    snapshot = sample_snapshot(texts={"situation": "a\x00\x07\x1b\ufffe" + "b" * 130})
    sheet = load_workbook(BytesIO(xlsx.draw(snapshot)))["Báo cáo"]
    (text,) = [row[1] for row in rows(sheet) if row[0] == "I. Tình hình triển khai"]
    assert text == "a" + "b" * 130


def test_set_up_for_a4_with_heads_on_every_page(book):
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (9, 1, 0)
        assert (sheet.print_title_rows, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("$5:$5", True)
        assert setup.orientation == ("portrait" if sheet.title == "Báo cáo" else "landscape")
        assert sheet.oddFooter.right.text == "Trang &P/&N"
    assert [sheet.freeze_panes for sheet in book] == ["A6", "D6", "D6", "D6", "D6"]
    assert book["Phụ lục I"].auto_filter.ref == "A5:M30"
    assert book["Báo cáo"].auto_filter.ref is None


def test_properties_and_no_time_of_writing():
    content = xlsx.draw(sample_snapshot())
    properties = load_workbook(BytesIO(content)).properties
    assert (properties.title, properties.creator, properties.language) == (
        "Báo cáo Kết quả thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo Quý I năm 2018", "PHÒNG KINH TẾ", "vi",
    )  # fmt: skip
    assert properties.created.isoformat() == properties.modified.isoformat() == "2018-06-08T03:05:00"
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_three_hundred_rows():
    snapshot = sample_snapshot()
    snapshot["targets"] = [{**row, "code": f"{row['code']}-{copy}"} for row in snapshot["targets"] for copy in range(12)]
    sheet = load_workbook(BytesIO(xlsx.draw(snapshot)))["Phụ lục I"]
    assert [row[0] for row in rows(sheet)] == list(range(1, 301))
    assert Decimal(sheet.cell(305, 1).value) == 300
