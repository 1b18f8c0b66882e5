"""Vietnamese writing: letters and their order, numbers, dates, clean text. Plain Python, no Django."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

# ---------------------------------------------------------------- letters

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # f j w z are foreign but stand where a dictionary puts them
_WEIGHT = {letter: f"{30 + place}" for place, letter in enumerate(_LETTERS)}
# huyền hỏi ngã sắc nặng; ngang is 0
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_BREVE, _ROOF, _HORN = "\u0306", "\u0302", "\u031b"
_SHAPES = {"a" + _BREVE: "ă", "a" + _ROOF: "â", "e" + _ROOF: "ê", "o" + _ROOF: "ô", "o" + _HORN: "ơ", "u" + _HORN: "ư"}
_END, _SPACE, _NUMBER, _OTHER = "00", "01", "10", "9"

SORT_KEY_LENGTH = 400  # no key is longer: the width of the column that stores one
_LETTER_PART, _TONE_PART = 270, 128  # 270 + the two of _END + 128 = 400


def nfc(text: str) -> str:
    """One code point per letter where there is one. Every input passes here before it is stored or compared."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The shadow that search compares: no accents, đ as d, no case. `fold("Đổi mới") == "doi moi"`."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "d").casefold()


def _letters_and_tones(text: str) -> tuple[str, str]:
    """Weights of the letters in order, and one tone a word. `hòa` and `hoà` are one word: the tone is the word's, not
    the letter's."""
    letters: list[str] = []
    tones: list[str] = []
    tone = "0"
    in_word = False
    characters = unicodedata.normalize("NFD", text[:SORT_KEY_LENGTH].casefold())
    place = 0
    while place < len(characters):
        c = characters[place]
        place += 1
        if unicodedata.combining(c):
            tone = max(tone, _TONES.get(c, "0"))
            continue
        if not c.isalnum():
            if in_word:
                tones.append(tone)
            in_word, tone = False, "0"
            continue
        if not in_word and letters:
            letters.append(_SPACE)
        in_word = True
        if "0" <= c <= "9":
            end = place
            while end < len(characters) and "0" <= characters[end] <= "9":
                end += 1
            digits = characters[place - 1 : end].lstrip("0")[:99] or "0"
            letters.append(f"{_NUMBER}{len(digits):02d}{digits}")
            place = end
            continue
        marks = place
        while marks < len(characters) and unicodedata.combining(characters[marks]):
            c = _SHAPES.get(c + characters[marks], c)
            marks += 1
        letters.append(_WEIGHT.get(c) or f"{_OTHER}{ord(c):07d}")
    if in_word:
        tones.append(tone)
    return "".join(letters)[:_LETTER_PART], "".join(tones)[:_TONE_PART]


def sort_key(text: str) -> str:
    """Order of the Vietnamese alphabet; tones decide only between texts of the same letters, numbers count as numbers.

    Digits alone, so that binary order and every production collation agree (a collation may move letters: Danish `aa`,
    Czech `ch`). At most SORT_KEY_LENGTH characters; longer texts tie after about 130 letters.
    """
    letters, tones = _letters_and_tones(text)
    return letters + _END + tones


def person_sort_key(full_name: str) -> str:
    """Vietnamese names sort by the last word (the given name, its tone included), then by all that stands before it."""
    words = full_name.split()
    if not words:
        return sort_key("")
    # A given name that differs in tone alone is another name: Hoa stands before Hòa whatever the family names are.
    return (sort_key(words[-1])[:180] + _END + sort_key(" ".join(words[:-1])))[:SORT_KEY_LENGTH]


# ---------------------------------------------------------------- numbers

MAX_DIGITS = 15  # what a DecimalField keeps exactly on SQLite, where decimals come back through floats
_PLAIN = re.compile(r"(-?)(\d+)(?:,(\d+))?", re.ASCII)
_GROUPED = re.compile(r"(-?)([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?", re.ASCII)
_ROUNDING = Context(prec=60, rounding=ROUND_HALF_UP)


class NumberError(ValueError):
    """Its text is the message for the field, in Vietnamese: it says what to type."""


def parse_number(text: str, places: int | None = None) -> Decimal:
    """`1.234,5` → 1234.5. A full stop is a thousands mark or an error, never a decimal point: nothing is guessed.

    `places`: the most decimal places allowed (0 = whole numbers). A minus is read; what range is allowed is the
    caller's to say.
    Raises NumberError.
    """
    typed = nfc(text).strip()
    typed = "-" + typed[1:] if typed.startswith("\u2212") else typed
    if not typed:
        raise NumberError("Chưa nhập số.")
    match = _GROUPED.fullmatch(typed) or _PLAIN.fullmatch(typed)
    if match is None or len(typed) > 60:
        raise NumberError(_what_is_wrong(typed))
    sign, whole, fraction = match.group(1), match.group(2).replace(".", ""), match.group(3) or ""
    if len(whole) + len(fraction) > MAX_DIGITS:
        raise NumberError(f"“{_shown(typed)}” quá dài: nhập tối đa {MAX_DIGITS} chữ số.")
    if places is not None and len(fraction.rstrip("0")) > places:
        if places == 0:
            raise NumberError(f"“{_shown(typed)}” có phần thập phân: nhập số nguyên.")
        raise NumberError(f"“{_shown(typed)}” có quá nhiều chữ số sau dấu phẩy: nhập tối đa {places} chữ số.")
    number = Decimal(f"{sign}{whole}.{fraction}" if fraction else sign + whole)
    return abs(number) if number == 0 else number


def _shown(typed: str) -> str:
    return typed if len(typed) <= 30 else typed[:29] + "…"


def _what_is_wrong(typed: str) -> str:
    shown = _shown(typed)
    if re.fullmatch(r"-?\d{1,9}\.\d{1,9}", typed, re.ASCII):
        whole, _, rest = typed.partition(".")
        thousand = f"{whole}.{rest.ljust(3, '0')[:3]}"
        if typed == "1.5":
            return f"“{shown}” không rõ nghĩa: viết 1,5 nếu là một phẩy năm, 1.500 nếu là một nghìn năm trăm."
        if whole.lstrip("-").startswith("0") or len(whole.lstrip("-")) > 3 or len(rest) > 3:
            return f"“{shown}” không rõ nghĩa: viết {whole},{rest} nếu là số thập phân, {whole}{rest} nếu là số nguyên."
        return f"“{shown}” không rõ nghĩa: viết {whole},{rest} nếu là số thập phân, {thousand} nếu là hàng nghìn."
    if re.fullmatch(r"-?\d{1,3}(,\d{3})*\.\d+", typed, re.ASCII):
        swapped = typed.replace(",", " ").replace(".", ",").replace(" ", ".")
        return f"“{shown}” không rõ nghĩa: viết {_shown(swapped)}, dấu chấm ngăn hàng nghìn, dấu phẩy trước số lẻ."
    if re.fullmatch(r"-?[\d.]*,[\d.]*,[\d.,]*", typed, re.ASCII):
        return f"“{shown}” có nhiều dấu phẩy: chỉ viết một dấu phẩy, trước số lẻ, ví dụ 1.234,5."
    if re.fullmatch(r"-?[\d.,]+", typed, re.ASCII):
        return f"“{shown}” không rõ nghĩa: dấu chấm ngăn từng nhóm ba chữ số, dấu phẩy trước số lẻ, ví dụ 1.234,5."
    return f"“{shown}” không phải là số: chỉ viết chữ số 0–9, dấu chấm và dấu phẩy, ví dụ 1.234,5."


def format_number(value: Decimal | int, places: int | None = None) -> str:
    """1234.5 → `1.234,5`. Without `places` trailing zeros go; with it, that many places, half up."""
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError("a figure is a finite number")
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), context=_ROUNDING)
    if number == 0:
        number = abs(number)
    whole, _, fraction = f"{number:,f}".partition(".")
    if places is None:
        fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


def format_percent(points: Decimal | int) -> str:
    """87.5 → `87,5%`, 100 → `100%`: one decimal place, half up."""
    return format_number(Decimal(points).quantize(Decimal("0.1"), context=_ROUNDING)) + "%"


def plain_number(value: Decimal | int | None) -> str:
    """For data attributes and files: `87.5`, `3`, and nothing at all where there is no figure."""
    if value is None:
        return ""
    return format_number(value).replace(".", "").replace(",", ".")


def roman(number: int) -> str:
    """4 → `IV`. Quarters and the headings of documents."""
    if not 0 < number < 4000:
        raise ValueError(number)
    written = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        written += sign * (number // value)
        number %= value
    return written


# ---------------------------------------------------------------- dates

_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)  # what a browser's own date field sends


class DateError(ValueError):
    """Its text is the message for the field, in Vietnamese: it says what to type."""


def parse_date(text: str) -> date:
    """`05/03/2018` and `5/3/2018` are 5 March 2018, always day first; ISO `2018-03-05` is read too. Raises
    DateError."""
    typed = text.strip()
    if not typed:
        raise DateError("Chưa nhập ngày.")
    if match := _DAY_FIRST.fullmatch(typed):
        day, month, year = map(int, match.groups())
    elif match := _ISO.fullmatch(typed):
        year, month, day = map(int, match.groups())
    else:
        raise DateError(f"“{_shown(typed)}” không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018.")
    if not 1900 <= year <= 2100:
        raise DateError(f"Năm {year} nằm ngoài khoảng 1900–2100: sửa lại năm.")
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError(f"Không có ngày {_shown(typed)}: viết ngày/tháng/năm, ví dụ 05/03/2018.") from None


def format_date(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def ago(span: timedelta) -> str:
    """How long since, in its largest whole unit: "vừa xong", "5 phút trước", "2 giờ trước", "3 ngày trước"."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return "vừa xong"
    if minutes < 60:
        return f"{minutes} phút trước"
    if minutes < 24 * 60:
        return f"{minutes // 60} giờ trước"
    return f"{minutes // (24 * 60)} ngày trước"


# ---------------------------------------------------------------- text

_NEWLINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls break XML in a DOCX and NUL breaks PostgreSQL; zero-width and bidirectional marks make two texts that look
# alike differ.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def clean_text(text: str) -> str:
    """What was typed, in NFC, with `\\n` line ends and without characters nobody sees. Length is the caller's to
    bound."""
    return nfc(_UNSEEN.sub("", _NEWLINES.sub("\n", text)))
