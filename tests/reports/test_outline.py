"""Headings of the plan inside a text: what is one, where a line goes under it, what is left when it goes."""

import pytest

from reports import outline

TEXT = "Chung.\nIII.1.a Kiện toàn đội ngũ\n- Phường 1: Một.\nIII.3.b Ứng dụng CNTT\n- Phường 2: Hai."


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("III.1.a Kiện toàn đội ngũ", ("III.1.a", "Kiện toàn đội ngũ")),
        ("III.2. Truyền thông về KH&CN", ("III.2", "Truyền thông về KH&CN")),
        (" III.10.b: Việc khác ", ("III.10.b", "Việc khác")),
        # A sentence that begins with a paragraph of the plan is a sentence.
        ("III.1.a Kiện toàn đội ngũ.", None),
        ("- III.1.a Kiện toàn", None),
        ("Theo mục III.1.a Kiện toàn", None),
        ("III Nội dung", None),
        ("III.1.a", None),
        ("III.1.a " + "x" * 300, None),
    ],
)
def test_what_is_a_heading(line, found):
    assert outline.heading_in(line) == found


def test_a_line_goes_to_the_end_of_its_heading_which_is_written_where_it_belongs():
    assert outline.under(TEXT, "- Phường 3: Ba.", "III.1.a", "Tên mới").split("\n") == [
        "Chung.", "III.1.a Kiện toàn đội ngũ", "- Phường 1: Một.", "- Phường 3: Ba.", "III.3.b Ứng dụng CNTT", "- Phường 2: Hai.",
    ]  # fmt: skip
    assert outline.under(TEXT, "- P: Tin.", "III.2", "Truyền thông").split("\n")[3:5] == ["III.2 Truyền thông", "- P: Tin."]
    assert outline.under(TEXT, "- P: Cuối.", "III.4.a", "Sản xuất").endswith("Hai.\nIII.4.a Sản xuất\n- P: Cuối.")
    assert outline.under("", "- P: Tin.", "III.2", "Truyền thông") == "III.2 Truyền thông\n- P: Tin."
    # Numbers are numbers: 10 stands after 2.
    assert outline.under("III.2 Hai\nx", "y", "III.10", "Mười").endswith("x\nIII.10 Mười\ny")


def test_what_belongs_to_no_heading_stands_above_them():
    assert outline.above(TEXT, "- P: Chung.").split("\n")[:3] == ["Chung.", "- P: Chung.", "III.1.a Kiện toàn đội ngũ"]
    assert outline.above("Một.\n", "Hai.") == "Một.\n\nHai."
    assert outline.above("", "Hai.") == "Hai."


def test_a_heading_goes_with_its_last_line():
    assert outline.without(TEXT, "- Phường 1: Một.") == "Chung.\nIII.3.b Ứng dụng CNTT\n- Phường 2: Hai."
    assert outline.without(TEXT, "- Phường 2: Hai.") == "Chung.\nIII.1.a Kiện toàn đội ngũ\n- Phường 1: Một."
    assert outline.without(TEXT, "Không có dòng này.") == TEXT
    two = f"{TEXT}\n- Phường 4: Bốn."
    assert outline.without(two, "- Phường 2: Hai.").endswith("III.3.b Ứng dụng CNTT\n- Phường 4: Bốn.")
