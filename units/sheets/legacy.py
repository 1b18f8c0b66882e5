"""Text typed in fonts from before Unicode: TCVN3 (ABC, `.VnTime`) and VNI (`VNI-Times`), told and converted.

Such text is Latin to every program and Vietnamese only in its font: `QuËn` and `Quaän` are both `Quận`. It is told by
the font's name where there is one, otherwise by what its words become: most must turn into Vietnamese syllables that
they were not before.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from units.sheets.syllables import is_syllable
from units.vietnamese import clean_text, nfc

# ---------------------------------------------------------------- tables

# In the order of the bytes that follow each name; what is not named is not a letter of the font.
_TCVN3_LETTERS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđẰ",
    0xB5: "àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
}
TCVN3 = {chr(first + place): letter for first, run in _TCVN3_LETTERS.items() for place, letter in enumerate(run)}

_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_SHAPES = {
    "a": dict(zip("âàáåãä", "âầấẩẫậ")) | dict(zip("êèéúüë", "ăằắẳẵặ")),
    "e": dict(zip("âàáåãä", "êềếểễệ")),
    "o": dict(zip("âàáåãä", "ôồốổỗộ")),
}
_VNI_ALONE = {"ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


def _vni() -> dict[str, str]:
    pairs = {base + mark: letter for base, marks in _VNI_SHAPES.items() for mark, letter in marks.items()}
    for base, plain in {**{c: c for c in "aeouy"}, "ô": "ơ", "ö": "ư"}.items():
        pairs |= {base + mark: nfc(plain + tone) for mark, tone in _VNI_TONES.items()}
    pairs |= _VNI_ALONE
    # The letter decides the case, whatever the case of its mark: both AÙ and Aù are typed for Á.
    every = {}
    for written, letter in pairs.items():
        base, mark = written[0], written[1:]
        for case in (mark, mark.upper()):
            every[base + case] = letter
            every[base.upper() + case] = letter.upper()
    return every


VNI = _vni()
_VNI_LETTER = re.compile("|".join(sorted(VNI, key=len, reverse=True)))

# ---------------------------------------------------------------- telling

_WORD = re.compile(r"[A-Za-z\xa1-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192]+")
_FOREIGN = re.compile(r"[\xa1-\xff]")
_ONLY_UNICODE = re.compile(r"[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]")
_NEVER_INSIDE = re.compile(r"[\xa1-\xb4\xb6-\xbf\xd7\xf7]|[a-z][\xc0-\xde]")  # of a Latin word; µ is a unit's
_VNI_TELLING = re.compile(r"[aeouyôö][øåäãõ]|[ôö][ùûï]|ñ[aeiouyôöòóæí]", re.I)
_ENOUGH = 0.8  # of the words that tell either way
_SIGNS = {"\xd7", "\xf7"}  # by themselves: times and divided by


def font_of(name: str) -> str | None:
    """The encoding of a font, by its name."""
    bare = name.strip().casefold()
    if bare.startswith(".vn"):
        return "tcvn3"
    if bare.startswith(("vni-", "vni ")):
        return "vni"
    return None


def is_capitals_font(name: str) -> bool:
    """`.VnTimeH` shows capitals for the letters of `.VnTime`: TCVN3 has no bytes for most capitals."""
    bare = name.strip()
    return bare.casefold().startswith(".vn") and bare.endswith("H")


def is_unicode(text: str) -> bool:
    """Has it letters that no legacy text has?"""
    return _ONLY_UNICODE.search(nfc(text)) is not None


def looks(text: str) -> str | None:
    """`"tcvn3"`, `"vni"`, or None for text that is what it seems."""
    return None if is_unicode(text) else looks_all((text,))


def looks_all(texts: Iterable[str]) -> str | None:
    """The same of many texts together, of which those in Unicode are left out: a sheet says more than a cell."""
    words = set()
    for text in texts:
        if _FOREIGN.search(text) and not is_unicode(text):
            words.update(word for word in _WORD.findall(nfc(text)) if _FOREIGN.search(word) and word not in _SIGNS)
    best = None
    for which in ("tcvn3", "vni"):
        telling = [word for word in words if tells(word, which)]
        against = sum(not is_syllable(converted(word, which)) for word in words)
        share = len(telling) / (len(telling) + against) if telling else 0
        if share >= _ENOUGH and (len(telling) > 1 or _is_plain_evidence(telling[0], which)):
            best = max(best or (0, 0, ""), (share, len(telling), which))
    return best[2] if best else None


def tells(word: str, which: str) -> bool:
    """Is it a Vietnamese syllable when converted, and none as it stands?"""
    return is_syllable(converted(word, which)) and not is_syllable(word)


def _is_plain_evidence(word, which) -> bool:
    """May one word alone convince? `laïc` is French."""
    if which == "vni":
        return _VNI_TELLING.search(word) is not None
    return len(word) > 2 and _NEVER_INSIDE.search(word) is not None


# ---------------------------------------------------------------- converting


def converted(text: str, which: str) -> str:
    """In Unicode, NFC. Characters that the font does not use stay as they are."""
    text = nfc(text)
    if which == "tcvn3":
        return nfc("".join(TCVN3.get(c, c) for c in text))
    if which == "vni":
        return nfc(_VNI_LETTER.sub(lambda match: VNI[match.group()], text))
    raise ValueError(which)


def shown(text: str) -> str:
    """Legacy text as it stood, to be shown: its soft hyphens are letters, and browsers hide them."""
    return clean_text(text.replace("\u00ad", "-")).strip()


@dataclass(frozen=True)
class Script:
    """How the texts of one sheet are to be read."""

    which: str | None  # what those look like whose font says nothing
    is_throughout: bool  # hardly any text is in Unicode already
    lying: frozenset[str]  # encodings whose fonts hold Unicode all the same, as they do where the font is not installed

    def read(self, text: str, font: str = "") -> str | None:
        """The text in Unicode; None for one that is what it seems."""
        if is_unicode(text):
            return None
        by_font = font_of(font)
        if by_font is not None and by_font not in self.lying:
            changed = converted(text, by_font)
            changed = changed.upper() if is_capitals_font(font) else changed
        elif self.which is not None and (self.is_throughout or self._tells(text)):
            changed = converted(text, self.which)
        else:
            return None
        return changed if changed != text else None

    def _tells(self, text) -> bool:
        words = [word for word in _WORD.findall(nfc(text)) if _FOREIGN.search(word)]
        telling = sum(tells(word, self.which) for word in words)
        return telling > 0 and telling >= len(words) - telling


def script_of(texts: Iterable[tuple[str, str]]) -> Script:
    """How the (text, font) of a sheet are to be read."""
    plain, by_font = [], {}
    for text, font in texts:
        if not text.isascii():
            by_font.setdefault(font_of(font), []).append(text)
    lying = {which for which, said in by_font.items() if which and _is_lie(said)}
    for which in (None, *lying):
        plain += by_font.get(which, [])
    which = looks_all(plain)
    in_unicode = sum(map(is_unicode, plain))
    telling = sum(any(tells(word, which) for word in _WORD.findall(nfc(text))) for text in plain) if which else 0
    return Script(which, in_unicode * 10 <= telling, frozenset(lying))


def _is_lie(texts) -> bool:
    in_unicode = sum(map(is_unicode, texts))
    return in_unicode > 0 and in_unicode >= len(texts) - in_unicode
