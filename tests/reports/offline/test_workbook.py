"""The workbook of a report: what it shows and lets be typed, and that every cell comes back as the form would post it."""

import datetime as dt
import io
import unicodedata
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reports.offline import comparing, layout, reading, stamp as stamps
from reports.rows import Row
from tests.reports.offline import made

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def blank():
    """As it is downloaded."""
    return made.content()


def look(content, sheet=None, keep=frozenset()):
    """(comparison, sheet) of handing this workbook in over ``sheet``."""
    book = load_workbook(io.BytesIO(content))
    sheet = sheet or made.sheet()
    return comparing.put_in(sheet, reading.read(book, sheet), stamps.read(book), keep), sheet


def changes(content, sheet=None):
    return {row.key: (row.stored, row.filled) for row in look(content, sheet)[0].changes}


def listing(sheet, *texts):
    """The sheet with these results under the one heading, as stored."""
    group = sheet.rows["item"]
    group.stored = [
        Row("item", "III.1.a", "Ứng dụng", text, pk=number, number=number) for number, text in enumerate(texts, 1)
    ]
    group.rows = list(group.stored)
    return sheet


def wrong(content):
    return [(str(row.place), row.text) for row in look(content)[0].wrong]


def test_only_what_is_to_be_filled_in_can_be_written_over(blank):
    book = load_workbook(io.BytesIO(blank))
    assert book.sheetnames == ["Hướng dẫn", "Lời văn", "Kết quả, kiến nghị", "Số liệu", "Nhiệm vụ", "q4kh"]
    assert [page.sheet_state for page in book.worksheets] == ["visible"] * 5 + ["veryHidden"]
    assert all(page.protection.sheet and not page.protection.password for page in book.worksheets)
    open_cells = {(page.title, c.coordinate) for page in book.worksheets for row in page for c in row if not c.protection.locked}
    assert open_cells == set(made.where(book).values())
    names = {one.name for rows in layout.rows(made.sheet()).values() for row in rows for one in row.inputs.values()}
    assert len(open_cells) == len(names) == 7 + 4 + 6 * 2 + 6 * 3 + (2 + 1 + 1 + 3 + 2) + (1 + 1 + 1 + 3 + 2) + 2


def test_it_shows_what_to_compare_with_and_says_how_to_fill_it(blank):
    page = load_workbook(io.BytesIO(blank))["Số liệu"]
    heads = [cell.value for cell in page[5] if cell.value]
    row = next(row for row in page.iter_rows(min_row=6, values_only=True) if row[0] == "CT03")
    assert dict(zip(heads, map(str, row))) == {
        "Mã": "CT03", "Chỉ tiêu": "Mô hình", "Đơn vị tính": "mô hình", "Mức quận": "3", "Quý I/2018": "1",
        "Cộng dồn": "2", "Sổ theo dõi, cổng": "–", "Kỳ này\n(Quý II/2018)": "2",
        "Giải trình với Phòng Kinh tế (khi số khác thường)": "None",
        "Cách nhập": "Nhập số nguyên từ 0; không có thì nhập 0",
    }  # fmt: skip
    guide = [cell for row in load_workbook(io.BytesIO(blank))["Hướng dẫn"].values for cell in row if cell]
    assert "Ủy ban nhân dân Phường 1" in guide
    assert "Hết ngày 14/06/2018" in guide


def _corners(block):
    return block.min_row, block.max_row, block.min_col, block.max_col


def test_lists_numbers_and_days_are_checked_while_they_are_typed(blank):
    book = load_workbook(io.BytesIO(blank))
    places = made.where(book)
    rules = {
        (page.title, cell): f"{rule.type} {rule.formula1}"
        for page in book.worksheets
        for rule in page.data_validations.dataValidation
        for block in rule.sqref.ranges
        for row in page.iter_rows(*_corners(block))
        for cell in [one.coordinate for one in row]
    }
    assert set(rules) == set(places.values())
    assert {name: rules[places[name]] for name in ("figure-CT02-value", "figure-CT03-value", "figure-CK01-date", "situation")} == {
        "figure-CT02-value": 'list "Có,Chưa"',
        "figure-CT03-value": "whole 0",
        "figure-CK01-date": "date 42370",  # 01/01/2016
        "situation": "textLength 8000",
    }
    labels = "Chưa thực hiện,Đang thực hiện,Thường xuyên,Hoàn thành,Không còn phù hợp"
    assert rules[places["progress-IV.11-status"]] == f'list "{labels}"'


def test_text_that_begins_like_a_formula_stays_text():
    said = "=1+1 là câu mở đầu\n- gạch đầu dòng"
    content = made.content(made.sheet(situation=said))
    assert changes(content, made.sheet(situation=said)) == {}


def test_handed_in_as_it_came_it_changes_nothing(blank):
    found, _ = look(blank)
    assert (found.changes, found.wrong, found.left, found.missing) == ([], [], [], [])
    assert found.same == 7 + 4 + 2 + 8 + 1
    assert not found.can_be_applied


FILLED = {
    "situation": "Phường đã triển khai.\nDòng hai.",
    "figure-CT01-numerator": 27,
    "figure-CT01-denominator": "1.029",
    "figure-CT02-value": "có",
    "figure-CT03-value": 0,
    "figure-CT11-2018-04": "12",
    "figure-CK01-date": dt.datetime(2018, 3, 5),
    "figure-CK01-2-date": "6/3/2018",
    "progress-IV.11-status": "hoàn thành",
    "progress-IV.11-note": "Xong",
    "own_number": 12,
    "own_date": dt.date(2018, 6, 1),
    "item-1-heading": "III.1.a Ứng dụng",
    "item-1-text": "Màn hình lấy số",
    "proposal-2-addressee": "UBND Quận 4",
    "proposal-2-text": "Cấp máy quét",
}
READ = {
    "situation": ("", "Phường đã triển khai.\nDòng hai."),
    "CT01": ("", "27/1.029"),
    "CT02": ("", "có"),
    "CT03": ("2", "0"),
    "CT11-2018-04": ("", "12"),
    "CK01": ("", "05/03/2018"),
    "CK01-2": ("", "06/03/2018"),
    "IV.11": ("", "Hoàn thành. Xong"),
    "own_number": ("", "12"),
    "own_date": ("", "01/06/2018"),
    "item": ("", "III.1.a: Màn hình lấy số"),
    "proposal": ("", "gửi UBND Quận 4: Cấp máy quét"),
}


def test_numbers_days_and_choices_are_read_as_excel_keeps_them_or_as_people_type_them(blank):
    assert changes(made.fill(blank, FILLED)) == READ


def test_what_libreoffice_wrote_is_read_the_same():
    """``libreoffice.xlsx``: ``made.fill(made.content(), FILLED)`` opened and saved by LibreOffice 7.4."""
    content = (HERE / "libreoffice.xlsx").read_bytes()
    assert changes(content) == READ
    assert look(content)[0].wrong == []


def test_decomposed_letters_are_composed(blank):
    content = made.fill(blank, {"situation": unicodedata.normalize("NFD", "Đã triển khai")})
    assert changes(content) == {"situation": ("", "Đã triển khai")}


def test_rows_may_be_sorted_and_columns_moved(blank):
    def turn(book):
        page = book["Số liệu"]
        rows = [[(cell.value, cell.number_format) for cell in row] for row in page.iter_rows(min_row=6)]
        for at, row in enumerate(reversed(rows), 6):
            for column, (value, shape) in enumerate(row, 1):
                page.cell(at, column).value = value
                page.cell(at, column).number_format = shape
        page.move_range("A4:K20", cols=2)
        page.insert_rows(1, 2)

    assert changes(made.fill(blank, FILLED, turn)) == READ


def test_a_cell_made_blank_is_blank_again(blank):
    assert changes(made.fill(blank, {"figure-CT03-value": None})) == {"CT03": ("2", "")}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("figure-CT03-value", "=1+1", "ô đang là công thức; nhập giá trị, không nhập công thức"),
        ("situation", '=A1&"x"', "ô đang là công thức; nhập giá trị, không nhập công thức"),
        ("figure-CT03-value", "#REF!", "ô đang báo lỗi #REF!; xóa đi rồi nhập giá trị"),
        ("figure-CT03-value", 1.5, "“1,5” không phải số nguyên; mô hình đếm trọn từng đơn vị một"),
        ("figure-CT03-value", 1.234, "“1,234” không phải số nguyên; mô hình đếm trọn từng đơn vị một"),
        ("figure-CT03-value", -2, "“-2” là số âm, nhập số từ 0 trở lên"),
        ("figure-CT03-value", "1.5", "“1.5” không rõ nghĩa: viết 1,5 nếu là một phẩy năm, 1.500 nếu là một nghìn năm trăm."),
        ("figure-CT03-value", "hai", "“hai” không phải là số: chỉ viết chữ số 0–9, dấu chấm và dấu phẩy, ví dụ 1.234,5."),
        ("figure-CT03-value", dt.datetime(2018, 2, 1), "ô đang là ngày 01/02/2018; nhập số, và để ô ở dạng số hoặc chữ"),
        ("figure-CT03-value", True, "ô đang là TRUE/FALSE; nhập lại bằng chữ hoặc số"),
        ("figure-CT03-value", 1e40, "số quá lớn, nhập lại"),
        ("figure-CT03-value", dt.time(8, 30), "ô đang là giờ hoặc kiểu khác thường; nhập lại bằng chữ hoặc số"),
        ("figure-CT02-value", "có thể", "chọn Có hoặc Chưa"),
        ("figure-CK01-date", "05/13/2018", "Không có ngày 05/13/2018: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        ("figure-CK01-date", dt.datetime(2018, 6, 12), "ngày 12/06/2018 chưa đến, chỉ ghi khi việc đã xong"),
        ("progress-IV.11-status", "gần xong", "chọn tình trạng trong danh sách"),
        ("proposal-1-text", "y" * 2001, "dài 2001 ký tự, quá 2000; rút gọn lại"),
        ("situation", "x" * 8001, "dài 8001 ký tự, quá 8000; rút gọn hoặc gửi kèm tệp"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_refused_by_its_name(blank, name, value, says):
    content = made.fill(blank, {name: value})
    page, cell = made.where(load_workbook(io.BytesIO(content)))[name]
    assert wrong(content) == [(f"{page}, ô {cell}", says)]


def test_a_number_is_no_day_unless_the_cell_says_so(blank):
    def general(book):
        page, cell = made.where(book)["figure-CK01-date"]
        book[page][cell].number_format = "General"

    filled = {"figure-CK01-date": 43164}
    assert changes(made.fill(blank, filled)) == {"CK01": ("", "05/03/2018")}
    assert [text for _, text in wrong(made.fill(blank, filled, general))] == [
        "ô đang là số, không phải ngày; nhập ngày/tháng/năm, ví dụ 05/03/2018"
    ]


def test_half_of_a_ratio_is_a_change_that_shows(blank):
    assert changes(made.fill(blank, {"figure-CT01-numerator": 27})) == {"CT01": ("", "27/…")}


def test_a_row_of_a_list_has_a_heading_and_an_addressee_of_their_lists(blank):
    content = made.fill(blank, {"item-1-text": "Không đề mục", "proposal-1-text": "x", "proposal-1-addressee": "Ai đó"})
    where = made.where(load_workbook(io.BytesIO(content)))
    assert wrong(content) == [
        (f"Kết quả, kiến nghị, ô {where['item-1-heading'][1]}", "chọn đề mục của kết quả này"),
        (f"Kết quả, kiến nghị, ô {where['proposal-1-addressee'][1]}", "chọn nơi gửi trong danh sách"),
    ]


def test_a_row_lost_is_left_alone_and_one_too_many_refused(blank):
    def cut(book):
        page = book["Số liệu"]
        page.cell(9, 11).value = page.cell(8, 11).value
        page.cell(10, 11).value = "figure-CT99-value"
        del book["Nhiệm vụ"]

    found, _ = look(made.fill(blank, change=cut))
    assert [(row.place.cell, row.text) for row in found.wrong] == [
        ("dòng 9", "dòng này có hai lần (dòng 8 và 9); xóa bớt một"),
        ("dòng 10", "báo cáo nay không có dòng này; tải lại tệp từ cổng rồi chép số vào"),
    ]
    assert found.missing[-1] == "trang “Nhiệm vụ”"
    assert len(found.missing) == 3
    assert not found.can_be_applied


def test_without_the_hidden_keys_nothing_is_guessed(blank):
    found, _ = look(made.fill(blank, change=lambda book: book["Số liệu"].delete_rows(4)))
    assert [row.place.page for row in found.wrong] == ["Số liệu"]
    assert "tải lại tệp" in found.wrong[0].text


def test_odd_values_are_told_as_on_the_form(blank):
    content = made.fill(blank, {"figure-CT03-value": 40, "figure-CT01-numerator": 3, "figure-CT01-denominator": 2})
    odd = {row.key: row.odd for row in look(content)[0].changes}
    assert odd == {
        "CT01": "Tử số (3) lớn hơn mẫu số (2), sửa một trong hai số",
        "CT03": "Gấp 40 lần quý trước: sửa số, hoặc viết giải trình",
    }
    page, cell = made.where(load_workbook(io.BytesIO(content)))["figure-CT03-explanation"]
    explained = made.fill(content, change=lambda book: setattr(book[page][cell], "value", "Nhận bàn giao"))
    found = {row.key: row for row in look(explained)[0].changes}["CT03"]
    assert (found.odd, found.filled) == ("", "40. Giải trình: Nhận bàn giao")


def test_a_list_without_one_of_its_columns_takes_nothing_out(blank):
    kept = listing(made.sheet(), "Màn hình lấy số")
    content = made.fill(made.content(kept), change=lambda book: setattr(book["Kết quả, kiến nghị"]["D4"], "value", None))
    found, sheet = look(content, listing(made.sheet(), "Màn hình lấy số"))
    assert (found.changes, found.wrong) == ([], [])
    assert found.missing == ["cột nội dung hoặc số kỳ này của trang “Kết quả, kiến nghị”"]
    assert [row.text for row in sheet.rows["item"].rows] == ["Màn hình lấy số"]


# --- A draft that has moved since ----------------------------------------------------------------------------------


def moved(**texts):
    """The sheet some saves later: the situation and CT03 are others now."""
    sheet = made.sheet(revision=5, situation="Đồng nghiệp viết", **texts)
    next(line for line in sheet.figures if line.key == "CT03").value = 7
    return sheet


def test_of_an_older_draft_each_side_keeps_what_it_alone_has_changed(blank):
    found, sheet = look(made.fill(blank, {"results": "Viết không mạng"}), moved())
    assert found.is_older
    assert [(row.key, row.is_clash) for row in found.changes] == [("results", False)]
    assert found.left == ["situation", "CT03: Mô hình"]
    assert (sheet.report.situation, sheet.texts[0].value, sheet.texts[1].value) == (
        "Đồng nghiệp viết", "Đồng nghiệp viết", "Viết không mạng",
    )  # fmt: skip
    assert sheet.figures[2].value == 7


def test_what_both_have_changed_is_shown_both_ways_and_chosen(blank):
    content = made.fill(blank, {"figure-CT03-value": 4, "situation": "Viết không mạng"})
    found, sheet = look(content, moved())
    assert {row.key: (row.stored, row.filled, row.is_clash) for row in found.changes} == {
        "situation": ("Đồng nghiệp viết", "Viết không mạng", True),
        "CT03": ("7", "4", True),
    }
    assert (sheet.texts[0].value, sheet.figures[2].value) == ("Viết không mạng", 4)
    found, sheet = look(content, moved(), keep={"CT03"})
    assert [row.key for row in found.taken] == ["situation"]
    assert (sheet.texts[0].value, sheet.figures[2].value) == ("Viết không mạng", 7)


def test_a_list_that_only_the_draft_has_changed_is_left_and_one_that_grew_or_shrank_is_read():
    many = [f"Kết quả {number}" for number in range(1, 11)]
    content = made.content(listing(made.sheet(), *many))
    shrunk = listing(made.sheet(revision=5), "Kết quả 1")
    found, sheet = look(content, shrunk)
    assert (found.changes, found.wrong, found.left) == ([], [], ["Kết quả theo đề mục"])
    assert [row.text for row in sheet.rows["item"].rows] == ["Kết quả 1"]
    both = made.fill(content, change=lambda book: setattr(book["Kết quả, kiến nghị"]["D7"], "value", None))
    found, sheet = look(both, listing(made.sheet(revision=5), "Kết quả 1"))
    assert [(row.key, row.is_clash) for row in found.changes] == [("item", True)]
    assert [row.text for row in sheet.rows["item"].rows] == [many[0], *many[2:]]


@pytest.mark.parametrize(("row", "value"), [(1, "hai"), (2, "P1; x"), (3, 10**20), (4, 5), (5, -1), (5, None)])
def test_a_stamp_written_over_is_no_stamp(blank, row, value):
    def spoil(book):
        book["q4kh"].cell(row, 2).value = value

    assert stamps.read(load_workbook(io.BytesIO(made.fill(blank, change=spoil)))) is None


def test_a_stamp_says_whose_report_it_is(blank):
    assert stamps.read(load_workbook(io.BytesIO(blank))).key == "P1-2018-2"
