"""Words as official papers print them: typed text made safe to lay out, numbers and dates in the clerk's form.

No box is left without bounds: a paragraph of a million characters, a word of a hundred thousand or twenty thousand
accents on one letter hold the layout engine for minutes.
"""

import datetime as dt
import re

from units.vietnamese import clean_text

LONGEST_WORD = 60  # characters; a web address fits a line, a longer one may break anywhere
LONGEST_PARAGRAPH = 3_000  # characters, about a page
MOST_PARAGRAPHS = 500  # of one text; further lines run on in one paragraph, so that no word is lost
LONGEST_CELL = 400  # characters of a note in a table: its row fits on a page

WORD_BREAK = "\u200b"  # where a word over LONGEST_WORD may break
# No-break spaces are someone's intention and stay; every other run of white space is one space.
_SPACES = re.compile(r"[^\S\u00a0]+")
_MARK = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# No letter of any living script wants more than two of these; a pile of them paints over the lines above.
_PILE = re.compile(rf"([{_MARK}]{{2}})[{_MARK}]+")
_LONG_WORD = re.compile(rf"[^ ]{{{LONGEST_WORD}}}(?=[^ {_MARK}])")


def line(text: str) -> str:
    """One line of clean text; words over LONGEST_WORD get places to break."""
    words = _PILE.sub(r"\1", _SPACES.sub(" ", clean_text(text)).strip(" "))
    return _LONG_WORD.sub(lambda match: match[0] + WORD_BREAK, words)


def cell(text: str) -> str:
    """Text of a table's cell or of a list of names: a note, cut visibly where it would be an essay."""
    if len(text) > LONGEST_CELL:
        text = text[:LONGEST_CELL].rstrip() + " …"
    return line(text)


def paragraphs(text: str) -> list[str]:
    """The typed lines, each a paragraph as a typist's Enter makes one; blank lines go."""
    lines = [typed for typed in map(line, clean_text(text).split("\n")) if typed]
    if len(lines) > MOST_PARAGRAPHS:
        lines[MOST_PARAGRAPHS - 1 :] = [" ".join(lines[MOST_PARAGRAPHS - 1 :])]
    return [part for whole in lines for part in _parts(whole)]


def _parts(whole: str):
    while len(whole) > LONGEST_PARAGRAPH:
        # Every 60 characters there is a space or a break, so one is always found.
        cut = max(whole.rfind(" ", 0, LONGEST_PARAGRAPH), whole.rfind(WORD_BREAK, 0, LONGEST_PARAGRAPH)) + 1
        yield whole[:cut].strip(" " + WORD_BREAK)
        whole = whole[cut:]
    yield whole.strip(" " + WORD_BREAK)


# --- The clerk's form (domain §10) -----------------------------------------------------------------------------------

# Room for the clerk's pen: no-break spaces, because ordinary ones collapse in HTML.
BLANK = "\u00a0" * 6


def number_text(number: str, symbol: str) -> str:
    """ "05/BC-KT"; the number is left blank until the clerk gives it, and below 10 takes a leading zero."""
    number = number.strip()
    return f"{number.zfill(2) if number.isdecimal() else number or BLANK}/{symbol}"


def date_text(day: dt.date | None) -> str:
    """ "ngày 05 tháng 3 năm 2018": a leading zero for days below 10 and for January and February only.

    Without a day the places stay blank for the clerk.
    """
    if day is None:
        return f"ngày{BLANK}tháng{BLANK}năm{BLANK}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


# --- The letterhead's left column -------------------------------------------------------------------------------------

# Characters of a line of the letterhead's left column: capitals, regular and bold.
PARENT_WIDTH, AGENCY_WIDTH = 24, 23
# What a typist never parts at the end of a line.
_TOGETHER = (
    "ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "MẶT TRẬN TỔ QUỐC", "THÀNH PHỐ HỒ CHÍ MINH", "VĂN PHÒNG", "ỦY BAN",
    "BAN CHẤP HÀNH", "LIÊN ĐOÀN", "LAO ĐỘNG", "VIỆT NAM", "TRUNG TÂM",
)  # fmt: skip
# A name and its number stay on one line, as a typist keeps them.
_NUMBERED = re.compile(r"\b(Phường|Quận|Quý|mục) (?=\w)", re.IGNORECASE)


def kept(text: str) -> str:
    return _NUMBERED.sub("\\1\u00a0", text)


def balanced(text: str, widest: int) -> tuple[str, ...]:
    """As few lines as its length needs, each about as long as the others: the rule below is measured by the longest."""
    text = kept(text)
    for phrase in _TOGETHER:
        text = text.replace(phrase, phrase.replace(" ", "\u00a0"))
    words = text.split(" ")
    fewest = len(_wrapped(words, widest))
    for width in range(1, widest + 1):
        if len(lines := _wrapped(words, width)) <= fewest:
            return lines
    return _wrapped(words, widest)


def _wrapped(words, width) -> tuple[str, ...]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(text.replace("\u00a0", " ") for text in lines if text)
