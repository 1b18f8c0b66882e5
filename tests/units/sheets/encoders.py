"""How people typed before Unicode: the other way round than the product reads."""

import unicodedata

from units.sheets import legacy

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# Where several codes stand for a letter (a mark in either letter case), the one that a keyboard gave.
_VNI = {letter: written for written, letter in legacy.VNI.items() if written.islower() or written.isupper()}
_TCVN3 = {letter: written for written, letter in legacy.TCVN3.items()}


def tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(c, c) for c in unicodedata.normalize("NFC", text))


def vni(text: str) -> str:
    return "".join(_VNI.get(c, c) for c in unicodedata.normalize("NFC", text))


def windows_1258(text: str) -> bytes:
    """Letters with their shape, tones as marks after them."""
    written = b""
    for c in unicodedata.normalize("NFC", text):
        try:
            written += c.encode("cp1258")
        except UnicodeEncodeError:
            pieces = unicodedata.normalize("NFD", c)
            shape = unicodedata.normalize("NFC", "".join(piece for piece in pieces if piece not in _TONES))
            written += (shape + "".join(piece for piece in pieces if piece in _TONES)).encode("cp1258")
    return written
