"""Đơn yêu cầu công nhận: what can be stored, what it lacks, what is warned of while it is written."""

import datetime as dt

import pytest

from initiatives import application
from initiatives.application import Author, Sheet

TODAY = dt.date(2018, 6, 8)


def whole(**changes) -> dict[str, str]:
    """A POST that lacks nothing; ``changes`` by input, "-" written as "_"."""
    return {
        "title": "Đọc chỉ số đồng hồ nước bằng điện thoại",
        "field": "Cải cách hành chính",
        "first_applied_on": "05/03/2018",
        "nature": "Chụp ảnh đồng hồ, máy đọc số.",
        "conditions": "Điện thoại có máy ảnh.",
        "benefits": "Bớt 20 giờ công mỗi tháng.",
        "body": "P1",
        "author-1-name": "Nguyễn Văn Nước",
        "author-1-workplace": "Ủy ban nhân dân Phường 1",
        "author-1-born_on": "17/05/1980",
        "author-1-education": "Cử nhân",
        "author-1-share": "100",
        **{name.replace("_", "-", 2) if name.startswith("author") else name: value for name, value in changes.items()},
    }


def problems(post, **more):
    sheet = application.read(post)
    assert sheet.problems == []
    return application.filing_problems(sheet, on=TODAY, **more)


def test_a_whole_application_lacks_nothing():
    assert problems(whole()) == []


# --- What cannot be stored -------------------------------------------------------------------------------------------


def test_a_draft_needs_a_title_and_nothing_else():
    assert application.read({"title": "Đèn đường"}).problems == []
    assert application.read({"title": "  "}).problems == [("title", "Nhập tên sáng kiến; các mục khác có thể ghi sau.")]


def test_text_is_kept_as_typed_in_nfc_and_without_what_nobody_sees():
    sheet = application.read({"title": "Đo\u0323c  đồng\nhồ\u200b", "nature": "Dòng một\r\ndòng hai"})
    assert (sheet.typed["title"], sheet.typed["nature"]) == ("Đọc đồng hồ", "Dòng một\ndòng hai")


@pytest.mark.parametrize(
    ("changes", "anchor", "words"),
    [
        ({"title": "x" * 301}, "title", "dài 301 ký tự, quá 300"),
        ({"nature": "x" * 10_001}, "nature", "quá 10000"),
        ({"first_applied_on": "31/02/2018"}, "first_applied_on", "Ngày áp dụng lần đầu hoặc áp dụng thử: Không có ngày 31/02/2018"),
        ({"first_use_ends_on": "mai"}, "first_use_ends_on", "không phải là ngày"),
        ({"author_1_share": "1,5"}, "author-1-share", "Tác giả 1: tỷ lệ đóng góp: “1,5” có phần thập phân"),
        ({"author_1_share": "0"}, "author-1-share", "từ 1 đến 100"),
        ({"author_1_share": "101"}, "author-1-share", "từ 1 đến 100"),
        ({"author_1_share": "nửa"}, "author-1-share", "không phải là số"),
        ({"author_1_born_on": "1980"}, "author-1-born_on", "Tác giả 1: ngày sinh: “1980” không phải là ngày"),
        ({"author_1_name": "x" * 151}, "author-1-name", "quá 150"),
        ({"author_1_name": ""}, "author-1-name", "nhập họ và tên"),
    ],
)
def test_what_cannot_be_stored_is_said_at_its_input_and_stays_as_typed(changes, anchor, words):
    post = whole(**changes)
    sheet = application.read(post)
    (found,) = sheet.problems
    assert found[0] == anchor
    assert words in found[1]
    shown = {name: value for row in sheet.authors for _, name, value, _ in row.cells} | sheet.typed
    assert shown[anchor] == post[anchor]


def test_a_blank_row_of_authors_is_no_author_and_numbers_are_kept():
    sheet = application.read(whole(author_2_name="", author_2_share="  ", author_3_name="Trần Thị Ba"))
    assert [row.number for row in sheet.authors] == [1, 3]
    assert [row.number for row in sheet.rows()] == [1, 3, 4]
    assert [row.number for row in sheet.rows(add=True)] == [1, 3, 4]


def test_adding_a_row_shows_one_more_than_the_page_had():
    sheet = application.read(whole(author_2_name="", author_3_name=""))
    assert [row.number for row in sheet.rows(add=True)] == [1, 2, 3, 4]


def test_no_more_authors_than_a_form_can_hold():
    post = whole(**{f"author_{number}_name": f"Tác giả {number}" for number in range(1, 22)})
    sheet = application.read(post)
    assert ("authors", "Đơn ghi tối đa 20 tác giả; bớt hàng.") in sheet.problems
    assert len(sheet.rows()) == 21  # nothing typed is left out


# --- What it lacks when it is filed ----------------------------------------------------------------------------------


def test_every_required_field_that_is_blank_is_named_in_the_order_of_the_page():
    assert problems({"title": "Đèn đường"}) == [
        ("field", "Nhập lĩnh vực áp dụng."),
        ("first_applied_on", "Nhập ngày áp dụng lần đầu hoặc áp dụng thử."),
        ("nature", "Nhập mô tả bản chất của sáng kiến."),
        ("conditions", "Nhập điều kiện cần thiết để áp dụng."),
        ("benefits", "Nhập lợi ích thu được hoặc dự kiến thu được."),
        ("author-1-name", "Ghi ít nhất một tác giả."),
    ]


def test_what_an_author_lacks_is_named_with_the_author():
    found = problems(whole(author_2_name="Trần Thị Ba", author_2_workplace="Tổ 5"))
    assert found == [
        ("author-2-born_on", "Tác giả 2 (Trần Thị Ba): ghi ngày sinh, trình độ chuyên môn, tỷ lệ đóng góp (%)."),
    ]


def two(first, second):
    return whole(
        author_1_share=first,
        author_2_name="Trần Thị Ba",
        author_2_workplace="Tổ 5",
        author_2_born_on="1/2/1990",
        author_2_education="Trung cấp",
        author_2_share=second,
    )


def test_shares_of_exactly_100_are_whole():
    assert problems(two("60", "40%")) == []


def test_shares_of_99_lack_one():
    assert problems(two("60", "39")) == [
        (
            "author-1-share",
            "Tỷ lệ đóng góp của các tác giả cộng lại được 99%, còn thiếu 1%: "
            "tăng tỷ lệ của một hay nhiều tác giả cho đủ 100%.",
        )
    ]


def test_shares_of_101_are_one_too_many():
    assert problems(two("60", "41")) == [
        (
            "author-1-share",
            "Tỷ lệ đóng góp của các tác giả cộng lại được 101%, thừa 1%: "
            "giảm tỷ lệ của một hay nhiều tác giả cho đúng 100%.",
        )
    ]


# --- Within one year of first use ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first_applied_on", "is_in_time"),
    [
        ("08/06/2017", True),  # the last day of the year
        ("07/06/2017", False),
        ("08/06/2018", True),
        ("08/12/2018", True),  # still to come
        ("09/06/2019", False),  # more than a year ahead: mistyped
    ],
)
def test_an_application_is_filed_within_one_year_of_first_use(first_applied_on, is_in_time):
    found = problems(whole(first_applied_on=first_applied_on))
    assert [anchor for anchor, _ in found] == ([] if is_in_time else ["first_applied_on"])


def test_the_refusal_names_the_last_day():
    assert problems(whole(first_applied_on="29/02/2016")) == [
        (
            "first_applied_on",
            "Áp dụng lần đầu ngày 29/02/2016 thì nộp đơn chậm nhất hết ngày 28/02/2017 (1 năm); "
            "hôm nay là 08/06/2018. Sửa nếu ngày ghi chưa đúng.",
        )
    ]


def test_a_supplement_is_judged_by_the_day_of_the_first_filing():
    late = whole(first_applied_on="01/06/2017")
    assert problems(late, filed_on=dt.date(2018, 6, 1)) == []
    assert "đơn này nộp ngày 02/06/2018" in problems(late, filed_on=dt.date(2018, 6, 2))[0][1]


def test_first_use_does_not_end_before_it_begins():
    found = problems(whole(first_use_ends_on="04/03/2018"))
    assert found == [("first_use_ends_on", "Ngày áp dụng xong phải từ ngày 05/03/2018 (áp dụng lần đầu) trở đi.")]
    assert problems(whole(first_use_ends_on="05/03/2018")) == []


# --- Warnings while it is written ------------------------------------------------------------------------------------


def warned(**changes):
    return application.warnings(application.read(whole(**changes)), on=TODAY)


def test_while_it_is_written_the_days_left_are_told():
    assert warned(first_applied_on="15/06/2017") == [
        ("first_applied_on", "Nộp đơn chậm nhất hết ngày 15/06/2018, còn 7 ngày.")
    ]
    assert "hôm nay là 08/06/2018" in warned(first_applied_on="01/06/2017")[0][1]


def test_while_it_is_written_shares_that_do_not_add_up_are_told():
    assert [anchor for anchor, _ in warned(author_1_share="70")] == ["first_applied_on", "author-1-share"]
    assert [anchor for anchor, _ in warned(author_1_share="")] == ["first_applied_on"]


def test_a_sheet_without_anything_warns_of_nothing():
    assert application.warnings(Sheet(typed={}, authors=[Author(1)]), on=TODAY) == []
