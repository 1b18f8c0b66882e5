"""What stands in each line of a draft, as text, and check sums of it: so that two states of one draft are compared line
by line.
"""

import zlib

from reports import claims, rows
from reports.models import Progress
from units.templatetags.q4kh import vn_date
from units.vietnamese import format_number

OWN = {
    "estimate": "Ước đến hết quý",
    "own_number": "Số, ký hiệu",
    "own_date": "Ngày ký",
    "signatory": "Người ký",
}


def said(sheet, post=None) -> dict[str, str]:
    """What stands in each line, as text, by key; the lists of rows only if ``post`` names them, or is None."""
    found = {line.key: shown(line) for line in sheet.lines}
    for name in OWN:
        found[name] = vn_date(sheet.own_date) if name == "own_date" else getattr(sheet, name)
    for kind in rows.LABELS:
        if post is None or rows.is_posted(kind, post):
            found[kind] = sheet.rows[kind].text
    return found


def base(texts: dict[str, str]) -> dict[str, str]:
    """Check sum of each line."""
    return {key: f"{zlib.crc32(text.encode()):08x}" for key, text in texts.items()}


def name(line):
    return line.target.code if line.part == "B" else line.label


def labels(sheet) -> dict[str, str]:
    """What people call each line, by key."""
    found = {line.key: f"{name(line)}: {line.label}" if line.part == "B" else line.label for line in sheet.lines}
    return found | OWN | rows.LABELS


def shown(line) -> str:
    if line.part == "A":
        return line.value
    if line.part == "C":
        label = Progress.Status(line.status).label if line.status in Progress.Status else line.status
        return f"{label}. {line.note}".strip(". ")
    # Of what is counted people say only what is not to be.
    text = claims.struck_text(line) if line.kind == "counted" else "" if line.is_untouched else _figure(line)
    return f"{text}. Giải trình: {line.explanation}" if line.explanation else text


def _figure(line) -> str:
    if line.kind != "ratio" or not line.is_blank:
        return line.text
    # Half of a ratio is no figure yet, but somebody has typed it.
    return "/".join("…" if one is None else format_number(one) for one in (line.numerator, line.denominator))
