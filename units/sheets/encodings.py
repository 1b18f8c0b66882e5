"""A CSV file's bytes into rows of text: its encoding, its separator, its quotes."""

import csv
import io
import re
from collections import Counter

from units.sheets import legacy
from units.sheets.book import MAX_CELL_CHARACTERS, Unreadable
from units.sheets.syllables import is_syllable
from units.vietnamese import format_number, nfc

AS_CSV = "mở bằng Excel, chọn Lưu dưới dạng (Save As), kiểu “CSV UTF-8” hoặc “Excel Workbook (*.xlsx)”, rồi chọn lại"

_SEPARATORS = (";", "\t", ",", "|")  # of equals the first: a comma stands inside numbers and sentences
_SAMPLE = 200_000  # characters that tell the separator
_SAID = re.compile(r"[^\W\d_]+")
_BELIEVED = 0.7  # of the accented words that must be Vietnamese before an encoding without marks is believed
_BROKEN_PIECE = "\ufffd"


def decoded(content: bytes) -> tuple[str, str]:
    """The text, and in which encoding it was: "UTF-8", "UTF-16", "Windows-1258", "TCVN3", "VNI". Text of the last two
    is still as typed: `legacy` converts it. Raises Unreadable."""
    for mark, codec, name in (
        (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
        (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
        (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
        (b"\xff\xfe", "utf-16-le", "UTF-16"),
        (b"\xfe\xff", "utf-16-be", "UTF-16"),
    ):
        if content.startswith(mark):
            return _strictly(content[len(mark) :], codec, name), name
    if b"\0" in content:
        return _strictly(content, _wide(content), "UTF-16"), "UTF-16"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return _single_bytes(content, wrong)
    _refuse_controls(text)
    return text, "UTF-8"


def _strictly(content, codec, name) -> str:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        raise Unreadable(f"Tệp CSV ghi là {name} nhưng có chỗ hỏng hoặc bị cắt cụt: {AS_CSV}.") from None
    _refuse_controls(text)
    return text


def _wide(content) -> str:
    """Without a mark, UTF-16 shows by its zeros: the upper halves of separators, digits and line ends."""
    sample = content[:20_000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 4 * even and odd > len(sample) // 20:
        return "utf-16-le"
    if even > 4 * odd and even > len(sample) // 20:
        return "utf-16-be"
    raise Unreadable(_NO_SHEET)


_NO_SHEET = "Tệp không phải bảng tính: chọn tệp Excel (.xlsx) hoặc tệp CSV."


def _refuse_controls(text):
    sample = text[:20_000]
    if sum(c < " " and c not in "\t\r\n\f\v" for c in sample) > len(sample) // 100:
        raise Unreadable(_NO_SHEET)


def _single_bytes(content, wrong) -> tuple[str, str]:
    """Encodings that nothing but their words tells apart: the one whose words are Vietnamese."""
    latin = content.decode("latin-1")
    _refuse_controls(latin)
    candidates = [("Windows-1258", _windows_1258(content))]
    candidates += [("TCVN3", legacy.converted(latin, "tcvn3")), ("VNI", legacy.converted(latin, "vni"))]
    name, share = max(((name, _share(text)) for name, text in candidates), key=lambda pair: pair[1])
    if share < _BELIEVED:
        if _is_cut_utf8(content, wrong):
            raise Unreadable(f"Tệp CSV (UTF-8) có chỗ bị hỏng hoặc cắt cụt ở byte {wrong.start}: {AS_CSV}.")
        raise Unreadable(
            f"Không nhận ra bảng mã tiếng Việt của tệp CSV, có thể tệp dùng bảng mã cũ (VISCII, VPS): {AS_CSV}."
        )
    return (candidates[0][1] if name == "Windows-1258" else latin), name


def _windows_1258(content) -> str:
    try:
        return nfc(content.decode("cp1258"))
    except UnicodeDecodeError:
        return ""


def _share(text) -> float:
    """Of the words with accents, how many are Vietnamese."""
    words = {word for word in _SAID.findall(text) if not word.isascii()}
    if not words:
        return 0
    return sum(map(is_syllable, words)) / len(words)


def _is_cut_utf8(content, wrong) -> bool:
    """All but a few bytes of it are UTF-8, accents among them."""
    repaired = content.decode("utf-8", "replace")
    return repaired.count(_BROKEN_PIECE) <= 3 and not repaired.replace(_BROKEN_PIECE, "").isascii()


# ---------------------------------------------------------------- rows


def records(text: str) -> list[list[str]]:
    """Rows of fields; a quoted field may hold separators and line ends. Raises Unreadable."""
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r"sep=(.)\r?", first, re.I)  # how Excel is told the separator
    separator = named.group(1) if named else _separator(text)
    found = []
    reader = csv.reader(io.StringIO(rest if named else text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            found.append(row)
    except csv.Error as wrong:
        raise Unreadable(_quotes(wrong, len(found) + 1)) from None
    return found


def _quotes(wrong, row) -> str:
    if "field limit" in str(wrong):
        return (
            f"Tệp CSV có ô quá {format_number(MAX_CELL_CHARACTERS)} ký tự ở dòng {row}: có thể thiếu dấu ngoặc kép "
            f"đóng; {AS_CSV}."
        )
    return f"Tệp CSV sai dấu ngoặc kép từ dòng {row}: dấu mở không có dấu đóng, hoặc có chữ sau dấu đóng; {AS_CSV}."


def _separator(text) -> str:
    """The one that gives the most rows of equal length; a title or a remark may stand between them."""
    sample = text[:_SAMPLE]
    best, best_share = ",", 0
    for separator in _SEPARATORS:
        if separator not in sample:
            continue
        widths = Counter()
        try:
            for place, row in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=separator)):
                if row:
                    widths[len(row)] += 1
                if place > 200:
                    break
        except csv.Error:
            continue
        wide = {width: count for width, count in widths.items() if width > 1}
        if wide:
            share = max(wide.values()) / sum(widths.values())
            if share > best_share:
                best, best_share = separator, share
    return best
