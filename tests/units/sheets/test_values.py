from datetime import date, datetime
from decimal import Decimal as D

import pytest
from openpyxl import Workbook

from units.sheets import values
from units.sheets.book import Cell, Kind
from units.sheets.meaning import day as serial_day, number
from units.sheets.opening import as_cell
from units.sheets.values import CellError


def cell(value, kind=Kind.PLAIN, shown="", source=""):
    return Cell(value, "B5", kind, shown, source)


def refused(reader, *args, **kwargs):
    with pytest.raises(CellError) as wrong:
        reader(*args, **kwargs)
    assert wrong.value.where == "B5"
    return wrong.value.text


def test_a_blank_is_nothing_for_every_reader():
    for read in (values.text, values.decimal, values.percent, values.whole, values.day, values.yes_no):
        assert read(cell(None)) is None
    assert values.choice(cell(None), {"A": 1}) is None
    assert values.code(cell(None), ["P1"], "đơn vị") is None
    assert refused(values.needed, None, cell(None), "Tên") == "Chưa nhập “Tên”."
    assert values.needed(0, cell(D(0)), "Số lượng") == 0


@pytest.mark.parametrize(
    ("held", "read"),
    [
        (D("1234.5"), D("1234.5")), ("1.234,5", D("1234.5")), ("  1.500 ", D(1500)), ("0", D(0)), (D("0.3"), D("0.3")),
        ("\u22123,5", D("-3.5")), (D(999_999_999_999_999), D(999_999_999_999_999)),
    ],
)
def test_numbers(held, read):
    assert values.decimal(cell(held)) == read


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (cell("1.5"), "“1.5” không rõ nghĩa: viết 1,5 nếu là một phẩy năm, 1.500 nếu là một nghìn năm trăm."),
        (cell("1,234.5"), "“1,234.5” không rõ nghĩa: viết 1.234,5, dấu chấm ngăn hàng nghìn, dấu phẩy trước số lẻ."),
        (cell("ba"), "“ba” không phải là số: chỉ viết chữ số 0–9, dấu chấm và dấu phẩy, ví dụ 1.234,5."),
        (cell(D(10) ** 20), "“100.000.000.000.000.000.000” quá dài: nhập tối đa 15 chữ số."),
        (cell(date(2018, 3, 5)), "Là ngày 05/03/2018, cột này cần một số: định dạng lại ô, nhập số."),
        (cell(True), "Là TRUE/FALSE, cột này cần một số."),
        (cell("#REF!", Kind.ERROR), "Ô báo lỗi #REF!: sửa lại công thức hoặc nhập giá trị."),
        (cell(D("0.875"), shown="0%"), "Là tỷ lệ phần trăm, cột này cần một số: nhập số, bỏ dấu %."),
        (cell("87,5%"), "Là tỷ lệ phần trăm, cột này cần một số: nhập số, bỏ dấu %."),
    ],
)
def test_what_is_no_number_is_told(given, said):
    assert refused(values.decimal, given) == said


def test_whole_numbers_and_places():
    assert (values.whole(cell(D("3.0"))), values.whole(cell("1.500"))) == (3, 1500)
    assert refused(values.whole, cell(D("2.5"))) == "“2,5” có phần thập phân: nhập số nguyên."
    assert refused(values.decimal, cell("1,25"), 1) == "“1,25” có quá nhiều chữ số sau dấu phẩy: nhập tối đa 1 chữ số."


def test_percentages_however_they_are_held():
    for given in (cell(D("0.875"), shown="0.0%"), cell("87,5%"), cell("87,5 %"), cell("87,5"), cell(D("87.5"))):
        assert values.percent(given) == D("87.5")
    assert values.percent(cell(D(1), shown="0%")) == 100


@pytest.mark.parametrize(
    "held",
    [
        date(2018, 3, 5), datetime(2018, 3, 5, 8, 30), "05/03/2018", "5/3/2018", "05-03-2018", "5.3.2018", "2018-03-05",
        "05/03/2018 08:30", "2018-03-05 00:00:00", "ngày 05 tháng 3 năm 2018", "Ngày 5 tháng 03 năm 2018",
    ],
)
def test_days_are_day_first(held):
    assert values.day(cell(held)) == date(2018, 3, 5)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("05/13/2018", "“05/13/2018” viết tháng trước ngày: viết ngày trước, tháng sau: 13/05/2018."),
        ("31/02/2018", "Không có ngày 31/02/2018: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        ("05/03/18", "“05/03/18” thiếu năm: viết đủ bốn chữ số của năm, ví dụ 05/03/2018."),
        ("tháng 3", "“tháng 3” không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        (D(43164), "43.164 không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        (True, "TRUE/FALSE không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018."),
    ],
)
def test_what_is_no_day_is_told(held, said):
    assert refused(values.day, cell(held)) == said


def test_text_is_what_the_cell_shows():
    assert values.text(cell("  Phường 1 ")) == "Phường 1"
    assert values.text(cell(D("28000123456"))) == "28000123456"
    assert values.text(cell(D("1234.5"))) == "1234,5"
    assert values.text(cell(D("0.875"), shown="0.0%")) == "87,5%"
    assert values.text(cell(date(2018, 3, 5))) == "05/03/2018"
    assert refused(values.text, cell("x" * 11), 10) == "Dài 11 ký tự: rút gọn còn nhiều nhất 10 ký tự."


def test_yes_and_no():
    for held in ("Có", "CO", "x", "✓", "Đúng", True, D(1), "1"):
        assert values.yes_no(cell(held)) is True, held
    for held in ("Không", "khong", "Chưa", False, D(0), "0"):
        assert values.yes_no(cell(held)) is False, held
    assert refused(values.yes_no, cell("có lẽ")) == "“có lẽ” không rõ nghĩa: viết Có hoặc Không."


def test_choices_and_codes():
    choices = {"Hoàn thành": "done", "Đang thực hiện": "doing"}
    assert values.choice(cell("HOAN THANH"), choices) == "done"
    assert values.choice(cell("đang  thực hiện."), choices) == "doing"
    assert refused(values.choice, cell("xong"), choices) == (
        "“xong” không có trong danh sách: chọn một trong “Hoàn thành”, “Đang thực hiện”."
    )
    assert values.code(cell("gdđt"), ["P1", "GDĐT"], "đơn vị") == "GDĐT"
    assert values.code(cell(D(294)), ["294"], "kế hoạch") == "294"
    assert refused(values.code, cell("P99"), ["P1"], "đơn vị") == "Không có đơn vị mang mã “P99”: kiểm tra lại mã."


def test_formulas_are_read_by_their_last_result_or_refused():
    formula = cell(D(3), Kind.FORMULA, source="=1+2")
    assert values.decimal(formula) == 3
    assert refused(values.decimal, formula, formulas=False) == "Ô chứa công thức: nhập giá trị, không nhập công thức."
    assert refused(values.day, cell(None, Kind.FORMULA, source="=NOW()")) == (
        "Công thức chưa có kết quả lưu trong tệp: mở bằng Excel, lưu lại, hoặc nhập giá trị."
    )
    for read in (values.text, values.yes_no, values.percent):
        assert "công thức" in refused(read, formula, formulas=False)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0", "0"), ("-0", "0"), ("-0.0", "0"), ("1234.5", "1234.5"), ("0.30000000000000004", "0.3"), ("1E+20", "1" + "0" * 20),
        ("1.1000000000000001", "1.1"), ("12345678901234567", "12345678901234600"), ("-1e-7", "-0.0000001"),
    ],
)
def test_a_number_is_what_excel_shows(written, read):
    assert number(written) == D(read)
    assert not number(written).is_signed() or number(written)


def test_serial_days_of_both_epochs():
    assert serial_day(D(1), False) == date(1900, 1, 1)
    assert serial_day(D(60), False) is None  # 29/02/1900, which never was
    assert serial_day(D(43164), False) == date(2018, 3, 5)
    assert serial_day(D(41702), True) == date(2018, 3, 5)
    assert serial_day(D("43164.354166666664"), False) == datetime(2018, 3, 5, 8, 30)
    assert serial_day(D("43163.9999999999"), False) == date(2018, 3, 5)
    assert serial_day(D(3_000_000), False) is None


def test_a_cell_of_openpyxl_is_one_of_ours():
    page = Workbook().active
    for where, held, expected in (
        ("A1", None, Cell(None, "A1")),
        ("A2", " Phường 1 ", Cell("Phường 1", "A2")),
        ("A3", 1234.5, Cell(D("1234.5"), "A3")),
        ("A4", "1.234,5", Cell("1.234,5", "A4", Kind.NUMBER_AS_TEXT)),
        ("A5", date(2018, 3, 5), Cell(date(2018, 3, 5), "A5", format="yyyy-mm-dd")),
        ("A6", "=1+1", Cell(None, "A6", Kind.FORMULA, source="=1+1")),
        ("A7", "#REF!", Cell("#REF!", "A7", Kind.ERROR)),
        ("A8", True, Cell(True, "A8")),
        ("A9", "=TRUE()", Cell(True, "A9")),
        ("A10", "  ", Cell(None, "A10")),
    ):
        page[where] = held
        assert as_cell(page[where]) == expected
