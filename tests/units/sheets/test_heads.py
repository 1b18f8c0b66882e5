import unicodedata

import pytest

from units.sheets.book import Book, Cell, Kind, Row, Sheet, letters
from units.sheets.heads import Column, Head, find, match

COLUMNS = (
    Column("code", "Mã đơn vị", ("đơn vị",), required=True),
    Column("planned", "Kinh phí dự kiến", ("dự kiến",), required=True),
    Column("spent", "Kinh phí đã chi", ("đã chi", "quyết toán")),
    Column("on", "Ngày cấp"),
)


def sheet(*rows, name="Trang 1", is_hidden=False) -> Sheet:
    """Rows from 1; a None row is not there, `"^"` and `"<"` are covered by the cell above or to the left."""
    made, above = [], []
    for number, values in enumerate(rows, 1):
        if values is None:
            continue
        cells = []
        for column, value in enumerate(values):
            where, kind = f"{letters(column)}{number}", Kind.PLAIN
            if value in ("^", "<"):
                value, kind = (above[column] if value == "^" else cells[-1]).value, Kind.MERGED
            cells.append(Cell(value, where, kind))
        made.append(Row(number, tuple(cells)))
        above = cells
    return Sheet(name, is_hidden, tuple(made))


def values(table):
    return [[cell.value for cell in row.cells] for row in table.rows]


def test_any_order_and_case_with_and_without_accents():
    table = match(
        sheet(["NGAY CAP", "kinh phí đã chi", "Ma don vi", unicodedata.normalize("NFD", "Kinh Phí Dự Kiến")], ["", "", "P1", ""]),
        COLUMNS,
    )
    assert table.places == {"on": 0, "spent": 1, "code": 2, "planned": 3}
    assert (table.head_row, table.missing, table.unknown, table.twice, table.problems()) == (1, (), (), (), [])


@pytest.mark.parametrize(
    "head",
    [
        "Kinh phí dự kiến (triệu đồng)", "Kinh phí dự kiến\n(triệu đồng)", "Kinh phí, dự kiến:", "  kinh  phí – dự kiến *",
        "3. Kinh phí dự kiến", "(3) Kinh phí dự kiến", "Kinh phí dự kiến [đồng]", "DỰ KIẾN", "kinh_phi_du_kien",
    ],
)
def test_a_head_is_known_in_other_dress(head):
    assert match(sheet(["Đơn vị", head], ["P1", "5"]), COLUMNS).places == {"code": 0, "planned": 1}


def test_brackets_tell_two_columns_apart_where_they_must():
    columns = (Column("done", "Số lượng (đã làm)"), Column("asked", "Số lượng (được giao)"), Column("rate", "Tỷ lệ"))
    table = match(sheet(["Số lượng (được giao)", "Số lượng (đã làm)", "Tỉ lệ (%)"], ["1", "2", "3"]), columns)
    assert table.places == {"asked": 0, "done": 1, "rate": 2}


def test_titles_blank_rows_and_a_row_of_numbers_are_passed_over():
    table = match(
        sheet(
            ["ỦY BAN NHÂN DÂN QUẬN 4", "<", "<"], ["Kinh phí của đơn vị năm 2018", "<", "<"], None,
            ["STT", "Đơn vị", "Dự kiến"], ["(1)", "(2)", "(3)"], ["1", "P1", "20"], None, ["2", "P2", "30"],
        ),
        COLUMNS,
    )
    assert (table.head_row, table.places, table.unknown) == (4, {"code": 1, "planned": 2}, ())
    assert values(table) == [["1", "P1", "20"], ["2", "P2", "30"]]


def test_two_rows_of_heads_joined_by_merges():
    table = match(
        sheet(
            ["STT", "Mã đơn vị", "Kinh phí (triệu đồng)", "<", "Ngày cấp"], ["^", "^", "Dự kiến", "Đã chi", "^"],
            ["A", "B", "1", "2", "3"], ["1", "P1", "20", "15", ""],
        ),
        COLUMNS,
    )
    assert (table.head_row, table.places) == (2, {"code": 1, "planned": 2, "spent": 3, "on": 4})
    assert values(table) == [["1", "P1", "20", "15", ""]]


def test_the_same_word_under_two_heads_is_told_by_the_one_above():
    columns = (Column("a", "Dự kiến số lượng"), Column("b", "Dự kiến kinh phí"), Column("c", "Thực hiện kinh phí"))
    table = match(
        sheet(["Dự kiến", "<", "Thực hiện", "<"], ["Số lượng", "Kinh phí", "Người", "Kinh phí"], ["1", "2", "3", "4"]), columns
    )
    assert table.places == {"a": 0, "b": 1, "c": 3}
    assert table.unknown == (Head("Thực hiện Người", "C2"),)


def test_a_row_of_data_is_no_second_row_of_heads():
    table = match(sheet(["Đơn vị", "Dự kiến", "Loại"], ["P1", "1", "Đã chi"]), COLUMNS)
    assert (table.head_row, table.places) == (1, {"code": 0, "planned": 1})


def test_two_rows_of_heads_whose_merges_a_csv_file_lost():
    table = match(sheet(["Đơn vị", "Kinh phí", None], [None, "Dự kiến", "Đã chi"], ["P1", "1", "2"]), COLUMNS)
    assert (table.head_row, table.places) == (2, {"code": 0, "planned": 1, "spent": 2})


def test_heads_that_a_page_repeats_are_no_rows():
    head = ["Đơn vị", "Dự kiến"]
    assert values(match(sheet(head, ["P1", "1"], head, ["P2", "2"]), COLUMNS)) == [["P1", "1"], ["P2", "2"]]


def test_what_is_missing_unknown_and_twice_is_told():
    table = match(sheet(["Đơn vị", "Ghi chú", "Đã chi", "Quyết toán"], ["P1", "x", "1", "2"]), COLUMNS)
    assert table.places == {"code": 0}
    assert table.missing == (COLUMNS[1],)
    assert table.unknown == (Head("Ghi chú", "B1"),)
    assert table.twice == ((COLUMNS[2], (Head("Đã chi", "C1"), Head("Quyết toán", "D1"))),)
    assert table.problems() == [
        "Thiếu cột “Kinh phí dự kiến”: thêm cột này vào dòng tiêu đề (dòng 1).",
        "Có 2 cột cùng nghĩa “Kinh phí đã chi”: “Đã chi” (C1), “Quyết toán” (D1); giữ lại một cột.",
    ]


def test_no_heads_at_all():
    table = match(sheet(["Phường 1", "20"], ["Phường 2", "30"]), COLUMNS)
    assert (table.head_row, table.places, table.rows) == (0, {}, ())
    assert table.problems() == [
        "Không tìm thấy dòng tiêu đề cột trong 60 dòng đầu: cần các cột “Mã đơn vị”, “Kinh phí dự kiến”."
    ]


def test_heads_are_not_looked_for_among_the_data():
    rows = [["x"]] * 60 + [["Đơn vị", "Dự kiến"]]
    assert match(sheet(*rows), COLUMNS).head_row == 0


def test_the_sheet_with_most_of_the_columns_one_that_shows_first():
    good, poor = ["Đơn vị", "Dự kiến"], ["Đơn vị", "x"]
    hidden, first, second = (
        sheet(good, name="Ẩn", is_hidden=True), sheet(poor, name="Một"), sheet(good, name="Hai"),
    )
    assert find(Book((hidden, first, second)), COLUMNS)[0] is second
    assert find(Book((hidden, first)), COLUMNS)[0] is hidden


def test_two_columns_of_one_name_are_a_mistake_of_ours():
    with pytest.raises(ValueError, match="two columns are called"):
        match(sheet(["x"]), (Column("a", "Đơn vị"), Column("b", "ĐƠN VỊ")))
