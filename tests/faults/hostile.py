"""What people and machines type that nobody meant: texts, numbers and dates with how they must be read."""

import datetime as dt
from decimal import Decimal

LETTERS = "Đã tổ chức hai buổi phổ biến"

# --- Texts ---------------------------------------------------------------------------------------------------------

_UNSEEN = {
    "NUL": "\0", "bell": "\a", "escape": "\x1b[31m", "backspace": "\b", "delete": "\x7f", "C1": "\x85\x9b", "vertical": "\v\f",
    "zero width space": "\u200b", "non-joiner": "\u200c", "joiner": "\u200d", "left mark": "\u200e", "right mark": "\u200f",
    "right override": "\u202e", "left override": "\u202d", "embedding": "\u202a\u202b\u202c", "isolates": "\u2066\u2067\u2068\u2069",
    "word joiner": "\u2060", "byte order": "\ufeff", "soft hyphen": "\u00ad", "Arabic mark": "\u061c", "Mongolian": "\u180e",
    "interlinear": "\ufff9\ufffa\ufffb", "no character": "\uffff\ufffe", "line separator": "\u2028", "paragraph": "\u2029",
    "tag letters": "\U000e0041\U000e007f", "private use": "\ue000\U000f0000", "replacement": "\ufffd", "no-break": "\u00a0\u202f",
    "ideographic space": "\u3000", "carriage returns": "\r\r\n\n\r", "tabs": "\t\t",
}  # fmt: skip
_MARKUP = [
    "<script>alert(1)</script>", "</textarea><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus=alert(1) '",
    "<svg/onload=alert(1)>", "<!--", "]]>", "<![CDATA[x]]>", "<?xml version='1.0'?>", "&lt;b&gt;", "&#0;", "&amp;amp;", "<b", "</form>",
    "<base href=//evil.example>", "javascript:alert(1)", "data:text/html,<script>1</script>", "{{ 7*7 }}", "{% debug %}", "{% load x %}",
    "{# note #}", "{{ request.user.password }}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "%(name)s", "{0.__class__}", "{word}", "%s%n%x", "\\u0000",
    "\\x00", "%00", "%0d%0aSet-Cookie: a=b", "a\r\nX-Header: b",
]  # fmt: skip
_SQL = [
    "' OR '1'='1", "'; DROP TABLE units_user; --", "\" OR 1=1 --", "1 UNION SELECT password FROM units_user", "%' AND '1'='1", "_", "%",
    "\\", "\\'", "'", "''", "\"", "`id`", "$(id)", "| id", "; id", "=HYPERLINK(\"http://evil.example\")", "+1+1", "-1-1", "@SUM(A1)",
    "=cmd|' /C calc'!A0", "../../../etc/passwd", "file:///etc/passwd", "C:\\Windows", "~root", "null", "None", "undefined", "NaN", "true", "[]",
    "{}", "*", "(&(uid=*))",
]  # fmt: skip
_SCRIPTS = [
    "Đã tổ chức 2 buổi", "Ð không phải Đ", "đĐÐð", "ΩМосква漢字", "עברית עם עברית", "العربية", "ไทย", "👩‍👩‍👧‍👦 🇻🇳", "𝕏𝟙𝟚", "ﬁ ﬀ",
    "Zͦ̈́̓a̡̛͔l̴g̷o̸", "I\u0307ı", "ß ẞ ſ", "①②½", "１２３", "٣٤٥",
]  # fmt: skip
TEXTS = {
    **{name: f"Một {mark}hai{mark}" for name, mark in _UNSEEN.items()},
    **{text: text for text in (*_MARKUP, *_SQL, *_SCRIPTS)},
    "decomposed": "Đa\u0303 tô\u0309 chư\u0301c Qua\u0323\u0302n 4",
    "one mark alone": "\u0301",
    "ten thousand marks": "a" + "\u0301" * 10_000,
    "surrogate": "Một \ud800 hai",
    "only blanks": " \t\u00a0\u3000 ",
    "only unseen": "\u200b\u202e\ufeff",
    "a hundred thousand letters": "x" * 100_000,
    "a million letters": "ă" * 1_000_000,
    "a million words": "đề tài " * 142_857,
    "a hundred thousand lines": "a\n" * 100_000,
    "deep": "<div>" * 20_000,
    "brackets": "(" * 50_000 + ")" * 50_000,
}

# --- Numbers and days that are read, and that no column may have to hold ------------------------------------------------

EXTREMES = {
    "fifteen nines": "9" * 15,
    "more than 32 bits": "2147483648",
    "more than 64 bits": "9223372036854775808",
    "below nought": "-1",
    "the last day": "31/12/9999",
    "the last day the other way": "9999-12-31",
}

# --- Numbers: as typed → what is read; None where it must be refused ----------------------------------------------------

_D = Decimal
NUMBERS = {
    # Plain, and grouped the Vietnamese way.
    "0": _D(0), "1": _D(1), "12": _D(12), "007": _D(7), "1234": _D(1234), "1.234": _D(1234), "12.345": _D(12345), "123.456": _D(123456),
    "1.234.567": _D(1234567), "1.234.567.890": _D(1234567890), "100.000.000.000": _D(10**11), "999.999.999.999.999": _D(999999999999999),
    "1,5": _D("1.5"), "0,5": _D("0.5"), "1.234,5": _D("1234.5"), "1234,5": _D("1234.5"), "12,50": _D("12.50"), "0,001": _D("0.001"),
    "1,000": _D("1.000"), "1,234": _D("1.234"), "87,5": _D("87.5"), "00,5": _D("0.5"), "  7  ": _D(7), "\u00a07": _D(7), "7\n": _D(7),
    "-1": _D(-1), "\u22125": _D(-5), "-0": _D(0), "-1.234,5": _D("-1234.5"), "-0,0": _D(0),
    # A full stop that is no mark of thousands is never guessed.
    "1.5": None, "0.5": None, "12.34": None, "1.2345": None, "1.23": None, "0.001": None, "1234.5": None, "1.234.5": None, "1.23.456": None,
    "0.123": None, "01.234": None, "1234.567": None, ".5": None, "5.": None, ".": None, "..": None, "1..2": None, "1.234.": None,
    # The other way round, and other marks of thousands.
    "1,234.5": None, "1,234,567": None, "1,234.56": None, "1,,5": None, ",5": None, "5,": None, ",": None, "1,2,3": None, "1 234": None,
    "1 234 567": None, "1\u00a0234": None, "1\u202f234": None, "1'234": None, "1’234": None, "1_234": None, "1·5": None, "1٫5": None,
    "12,5.1": None, "1.234,5,6": None, "1,5.": None,
    # What a programming language would take for a number.
    "1e5": None, "1E5": None, "1e-3": None, "0x1F": None, "0b11": None, "0o17": None, "1_000": None, "inf": None, "Infinity": None,
    "-inf": None, "nan": None, "NaN": None, "sNaN": None, "1j": None, "True": None, "None": None, "1L": None, "1f": None, "1d": None, "+1": None,
    "--1": None, "-+1": None, "- 1": None, "1-": None, "(1)": None, "1+1": None, "=1+1": None, "1/2": None, "2*3": None, "1%": None, "87,5%": None,
    "$1": None, "1đ": None, "1.000đ": None, "1 triệu": None, "hai": None, "một": None, "#1": None, "1;2": None, "1|2": None, "~1": None,
    # Digits of other scripts, and characters that look like digits or like marks.
    "１２": None, "٣": None, "۵": None, "१": None, "²": None, "½": None, "①": None, "Ⅳ": None, "〇": None, "l": None, "O": None, "1O": None,
    "𝟙": None, "1\u060c5": None, "1\uff0c5": None, "1\uff0e234": None, "\u20115": None, "\u20135": None, "\u20145": None, "\uff0d5": None,
    # Unseen characters within: the parser alone refuses what a form has not cleaned.
    "1\u200b2": None, "\u200b12": None, "12\u202e": None, "\ufeff1": None, "1\x002": None, "1\u00ad2": None, "1\t2": None, "1\n2": None,
    # Too long.
    "1" * 16: None, "1" * 60: None, "9" * 5000: None, "0," + "1" * 20: None, "1.000.000.000.000.000": None, "0" * 61: None, "1" * 100_000: None,
    "": None, " ": None, "-": None, "\u2212": None, "x": None, "<1>": None, "{{1}}": None, "' OR 1": None, "\U0001f522": None,
}  # fmt: skip

# --- Dates ------------------------------------------------------------------------------------------------------------

_day = dt.date
DATES = {
    "05/03/2018": _day(2018, 3, 5), "5/3/2018": _day(2018, 3, 5), "05/3/2018": _day(2018, 3, 5), "1/12/2018": _day(2018, 12, 1),
    "12/1/2018": _day(2018, 1, 12), "2018-03-05": _day(2018, 3, 5), " 05/03/2018 ": _day(2018, 3, 5), "29/02/2016": _day(2016, 2, 29),
    "31/12/2018": _day(2018, 12, 31), "01/01/1900": _day(1900, 1, 1), "31/12/2100": _day(2100, 12, 31), "05/03/2018\n": _day(2018, 3, 5),
    "29/02/2018": None, "29/02/1900": None, "30/02/2018": None, "31/04/2018": None, "31/06/2018": None, "32/01/2018": None, "00/01/2018": None,
    "01/00/2018": None, "01/13/2018": None, "13/13/2018": None, "12/31/2018": None, "03/15/2018": None, "05/03/18": None, "05/03/0018": None,
    "05/03/20180": None, "5/3/201": None, "05-03-2018": None, "05.03.2018": None, "05 03 2018": None, "05032018": None, "20180305": None,
    "2018/03/05": None, "2018-3-5": None, "2018-03-5": None, "2018-13-01": None, "2018-02-30": None, "18-03-05": None, "2018-W10-1": None,
    "2018-064": None, "2018-03-05T00:00": None, "2018-03-05 00:00:00": None, "05/03/2018 10:00": None, "05/03": None, "03/2018": None, "2018": None,
    "5 tháng 3 năm 2018": None, "ngày 5/3/2018": None, "5/3/2018.": None, "//2018": None, "1/1/": None, "/1/2018": None, "1//2018": None,
    "-1/1/2018": None, "1/-1/2018": None, "+1/1/2018": None, "１/3/2018": None, "٥/٣/٢٠١٨": None, "5∕3∕2018": None, "5⁄3⁄2018": None, "5／3／2018": None,
    "31/12/1899": None, "01/01/2101": None, "01/01/9999": None, "01/01/0000": None, "0001-01-01": None, "9999-12-31": None, "43164": None,
    "1520208000": None, "hôm nay": None, "today": None, "now": None, "": None, " ": None, "x": None, "5/3/2018/1": None, "05/03/2018\x00": None,
    "05/03/2018\u200b": None, "\u202e8102/30/50": None, "1" * 5000: None, "1/" * 5000: None, "Mon, 05 Mar 2018": None, "5/Mar/2018": None,
    "5-thg 3-2018": None, "' OR 1": None, "{{now}}": None, "2018-03-05'": None, "01/1/2018": _day(2018, 1, 1),
}  # fmt: skip
