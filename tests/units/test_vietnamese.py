import random
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from units.vietnamese import (
    SORT_KEY_LENGTH,
    DateError,
    NumberError,
    clean_text,
    fold,
    format_date,
    format_number,
    format_percent,
    nfc,
    parse_date,
    parse_number,
    person_sort_key,
    plain_number,
    roman,
    sort_key,
)

# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("7", "7"),
        ("007", "7"),
        ("1500", "1500"),
        ("1.500", "1500"),
        ("1.234,5", "1234.5"),
        ("1,5", "1.5"),
        ("0,05", "0.05"),
        ("1,500", "1.5"),
        ("12.345.678,25", "12345678.25"),
        ("-3", "-3"),
        ("\u22123,5", "-3.5"),
        ("  42 ", "42"),
        ("\u00a042\u00a0", "42"),
        ("999.999.999.999.999", "999999999999999"),
    ],
)
def test_vietnamese_numbers_are_read(typed, number):
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "1.5",
        "1.50",
        "1.5000",
        "0.500",
        "012.500",
        "1234.567",
        "1.23.456",
        "1,2,3",
        "1,234.5",
        "1.234,",
        ",5",
        ".5",
        "5.",
        "1e5",
        "1E5",
        "abc",
        "3 mô hình",
        "1 500",
        "1\u00a0500",
        "١٢",
        "１２",
        "²",
        "--1",
        "-",
        "+1",
        "1-2",
        "NaN",
        "Infinity",
        "-inf",
        "0x10",
        "1_000",
        "87,5%",
        "",
        "   ",
        "1\n2",
        "9" * 16,
        "1," + "0" * 15,
        "1" * 5000,
    ],
)
def test_what_is_not_a_vietnamese_number_is_an_error_not_a_guess(typed):
    with pytest.raises(NumberError) as refused:
        parse_number(typed)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1.5", "“1.5” không rõ nghĩa: viết 1,5 nếu là một phẩy năm, 1.500 nếu là một nghìn năm trăm."),
        ("2.25", "“2.25” không rõ nghĩa: viết 2,25 nếu là số thập phân, 2.250 nếu là hàng nghìn."),
        ("1234.567", "“1234.567” không rõ nghĩa: viết 1234,567 nếu là số thập phân, 1234567 nếu là số nguyên."),
        ("1,234.5", "“1,234.5” không rõ nghĩa: viết 1.234,5, dấu chấm ngăn hàng nghìn, dấu phẩy trước số lẻ."),
        ("1,2,3", "“1,2,3” có nhiều dấu phẩy: chỉ viết một dấu phẩy, trước số lẻ, ví dụ 1.234,5."),
        (
            "1.23.456",
            "“1.23.456” không rõ nghĩa: dấu chấm ngăn từng nhóm ba chữ số, dấu phẩy trước số lẻ, ví dụ 1.234,5.",
        ),
        ("abc", "“abc” không phải là số: chỉ viết chữ số 0–9, dấu chấm và dấu phẩy, ví dụ 1.234,5."),
        ("9" * 16, f"“{'9' * 16}” quá dài: nhập tối đa 15 chữ số."),
        ("", "Chưa nhập số."),
    ],
)
def test_a_refused_number_says_what_to_type(typed, message):
    with pytest.raises(NumberError) as refused:
        parse_number(typed)
    assert str(refused.value) == message


def test_decimal_places_are_bounded_by_the_figure():
    assert parse_number("3", places=0) == 3
    assert parse_number("3,0", places=0) == 3
    assert parse_number("3,25", places=2) == Decimal("3.25")
    with pytest.raises(NumberError) as whole:
        parse_number("1,5", places=0)
    with pytest.raises(NumberError) as two:
        parse_number("1,555", places=2)
    assert str(whole.value) == "“1,5” có phần thập phân: nhập số nguyên."
    assert str(two.value) == "“1,555” có quá nhiều chữ số sau dấu phẩy: nhập tối đa 2 chữ số."


@pytest.mark.parametrize(
    ("number", "places", "written"),
    [
        ("1234.5", None, "1.234,5"),
        ("1234.50", None, "1.234,5"),
        ("3.00", None, "3"),
        ("0", None, "0"),
        ("-0.0", None, "0"),
        ("-1234567.25", None, "-1.234.567,25"),
        ("1E+3", None, "1.000"),
        ("999", None, "999"),
        ("1234.5", 2, "1.234,50"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("-0.4", 0, "0"),
    ],
)
def test_numbers_are_written_the_vietnamese_way(number, places, written):
    assert format_number(Decimal(number), places) == written


def test_numbers_that_are_no_figures_are_not_written():
    with pytest.raises(ValueError):
        format_number(Decimal("NaN"))


@pytest.mark.parametrize(
    ("points", "written"),
    [("87.5", "87,5%"), ("100", "100%"), ("0", "0%"), ("82.75", "82,8%"), ("62.04", "62%"), ("1234.56", "1.234,6%")],
)
def test_percentages_have_one_place_half_up(points, written):
    assert format_percent(Decimal(points)) == written


@pytest.mark.parametrize(
    ("value", "written"), [(None, ""), ("0", "0"), ("87.50", "87.5"), ("1234", "1234"), ("100.0", "100")]
)
def test_attributes_hold_plain_decimals(value, written):
    assert plain_number(None if value is None else Decimal(value)) == written


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_what_is_written_reads_back(number):
    assert parse_number(format_number(number)) == number
    assert parse_number(format_number(number, places=2)) == number


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_a_message(typed):
    try:
        number = parse_number(typed)
    except NumberError as refused:
        assert str(refused).endswith(".")
    else:
        assert number.is_finite()
        assert set(typed.strip()) <= set("0123456789.,-\u2212")


@pytest.mark.parametrize(
    ("number", "written"), [(1, "I"), (2, "II"), (3, "III"), (4, "IV"), (9, "IX"), (14, "XIV"), (2018, "MMXVIII")]
)
def test_roman_numerals(number, written):
    assert roman(number) == written


def test_there_is_no_roman_zero():
    with pytest.raises(ValueError):
        roman(0)


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize("typed", ["05/03/2018", "5/3/2018", " 05/03/2018 ", "2018-03-05"])
def test_the_day_comes_first(typed):
    assert parse_date(typed) == date(2018, 3, 5)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31/02/2018", "Không có ngày 31/02/2018: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        ("03/25/2018", "Không có ngày 03/25/2018: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        ("05/03/18", "“05/03/18” không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        ("5-3-2018", "“5-3-2018” không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        ("2018-3-5", "“2018-3-5” không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        ("٠٥/٠٣/٢٠١٨", "“٠٥/٠٣/٢٠١٨” không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        ("hôm qua", "“hôm qua” không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        ("05/03/0018", "Năm 18 nằm ngoài khoảng 1900–2100: sửa lại năm."),
        ("", "Chưa nhập ngày."),
    ],
)
def test_a_refused_date_says_what_to_type(typed, message):
    with pytest.raises(DateError) as refused:
        parse_date(typed)
    assert str(refused.value) == message


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_dates_read_back(day):
    assert parse_date(format_date(day)) == day
    assert parse_date(day.isoformat()) == day


def test_dates_have_leading_zeros():
    assert format_date(date(2018, 3, 5)) == "05/03/2018"


# ---------------------------------------------------------------- text


def test_search_ignores_accents_case_and_the_bar_of_d():
    assert fold("ĐỔI MỚI Sáng Tạo") == "doi moi sang tao"
    assert fold(unicodedata.normalize("NFD", "Ngày hội Đường")) == "ngay hoi duong"


def test_two_ways_to_encode_a_word_become_one():
    assert nfc(unicodedata.normalize("NFD", "Phường")) == "Phường"


def test_cleaning_keeps_the_text_and_drops_what_nobody_sees():
    assert clean_text("một\r\nhai\rba\u2028bốn\x0bnăm\tsáu") == "một\nhai\nba\nbốn\nnăm\tsáu"
    assert clean_text("a\x00b\x1b\u200bc\u202ed\ufeffe\u00adf\ud800g\uffffh") == "abcdefgh"
    assert clean_text("Phu\u031bo\u031b\u0300ng 1") == "Phường 1"


@given(st.text(max_size=80))
def test_cleaning_twice_is_cleaning_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)


# ---------------------------------------------------------------- order


def assert_sorts_as(ordered, key=sort_key):
    shuffled = list(ordered)
    random.Random(4).shuffle(shuffled)
    assert sorted(shuffled, key=key) == ordered


def test_letters_follow_the_vietnamese_alphabet():
    assert_sorts_as(list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"))


def test_tones_follow_ngang_huyen_hoi_nga_sac_nang():
    assert_sorts_as(["ma", "mà", "mả", "mã", "má", "mạ"])
    assert_sorts_as(["mơ", "mờ", "mở", "mỡ", "mớ", "mợ"])


def test_tones_decide_only_after_all_letters():
    assert_sorts_as(["mạ an", "ma bình"])
    assert_sorts_as(["Hoa", "Hòa", "Hỏa", "Hoàn", "Hoan hô"])
    assert_sorts_as(["tạ", "tan", "tăng", "tâm"])


def test_where_the_tone_mark_stands_makes_no_difference():
    assert sort_key("hòa") == sort_key("hoà")
    assert sort_key("HÒA") == sort_key(unicodedata.normalize("NFD", "hòa"))


def test_wards_sort_by_number():
    wards = [f"Ủy ban nhân dân Phường {n}" for n in (1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 16, 18)]
    assert_sorts_as(wards)
    assert_sorts_as(["Phường", "Phường 2", "Phường 2 (cũ)", "Phường 10", "Phường An"])


def test_a_shorter_word_comes_first_and_a_space_before_any_letter():
    assert_sorts_as(["An", "An Bình", "Anh", "Ánh"])
    assert_sorts_as(["Phòng Kinh tế", "Phòng Nội vụ", "Phòng Quản lý đô thị", "Phòng Tài chính - Kế hoạch"])


def test_keys_are_bounded_and_of_digits_alone():
    for text in ("", "Đà Nẵng", "ü ñ Ж 漢 ²½", "9" * 3000, "ệ" * 3000, "1a" * 3000, "- ()"):
        assert len(sort_key(text)) <= SORT_KEY_LENGTH
        assert set(sort_key(text)) <= set("0123456789")
        assert len(person_sort_key(text)) <= SORT_KEY_LENGTH


def test_people_sort_by_their_last_word():
    assert_sorts_as(
        ["Lê Văn An", "Trần Thị An", "Nguyễn Bình", "Trần Hoa", "Nguyễn Hòa", "Hoàng Quân", "Trần Hoàng Quân"],
        key=person_sort_key,
    )
    assert person_sort_key("  Trần  Hoàng Quân ") == person_sort_key("Trần Hoàng Quân")


_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WORD = st.text(alphabet=_ALPHABET, min_size=1, max_size=12)


@given(_WORD, _WORD)
def test_words_without_tones_compare_letter_by_letter(one, other):
    places = [[_ALPHABET.index(letter) for letter in word] for word in (one, other)]
    assert (sort_key(one) < sort_key(other)) == (places[0] < places[1])


@given(st.integers(min_value=0, max_value=10**15), st.integers(min_value=0, max_value=10**15))
def test_numbers_in_names_compare_as_numbers(one, other):
    assert (sort_key(f"Phường {one}") < sort_key(f"Phường {other}")) == (one < other)
