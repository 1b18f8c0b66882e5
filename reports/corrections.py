"""What a correction changed: two frozen copies of one report, the older and the newer, held against each other.

Pure: two snapshots in, rows out. Both are read as paper reads them, so nothing counts as changed that prints alike.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from reports.documents import content


@dataclass(frozen=True)
class Text:
    """A section whose words changed; ``before`` or ``after`` is "" where there was none."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """A row of an appendix, or a part of the letterhead: (what, before, after) for each value that changed."""

    name: str
    values: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Changes:
    head: tuple[Line, ...]
    texts: tuple[Text, ...]
    targets: tuple[Line, ...]
    units: tuple[Line, ...]
    enclosures: tuple[tuple[str, int], ...]  # ("Phụ lục III", how many of its rows are others)

    def __bool__(self):
        return any((self.head, self.texts, self.targets, self.units, self.enclosures))


_HEAD = {
    "number": "Số",
    "place_and_date": "Nơi, ngày",
    "agency": "Cơ quan",
    "parent": "Cơ quan chủ quản",
    "subject": "Tên văn bản",
    "addressee": "Kính gửi",
    "bases": "Căn cứ",
    "signature_lines": "Chức vụ người ký",
    "signatory": "Người ký",
    "recipients": "Nơi nhận",
}
_TARGET = {
    "title": "tên",
    "threshold": "mức giao",
    "quarter": "trong kỳ",
    "actual": "thực hiện",
    "fraction": "tử số/mẫu số",
    "rate": "tỷ lệ",
    "before": "cùng kỳ năm trước",
    "verdict": "kết luận",
    "note": "ghi chú",
}
_UNIT = {
    "state": "tình trạng",
    "sent_on": "ngày gửi",
    "version": "lần gửi",
    "expected": "số kỳ",
    "on_time": "đúng hạn",
    "late": "chậm hạn",
    "late_days": "số ngày chậm",
    "missing": "chưa có",
    "note": "ghi chú",
}
_NONE = "–"


def between(older: dict, newer: dict) -> Changes:
    """``older``, ``newer``: snapshots (schema 1) of one report."""
    before, after = content.read(older), content.read(newer)
    head = [Line(label, ((label, *pair),)) for name, label in _HEAD.items() if (pair := _pair(before, after, name))]
    return Changes(
        head=tuple(head),
        texts=tuple(_texts(before, after)),
        targets=tuple(_lines(before.themes, after.themes, "code", _TARGET)),
        units=tuple(_lines(before.groups, after.groups, "name", _UNIT)),
        enclosures=tuple(_enclosures(before, after)),
    )


def _pair(before, after, name) -> tuple[str, str] | None:
    was, now = _word(getattr(before, name, "")), _word(getattr(after, name, ""))
    return None if was == now else (was, now)


def _word(value) -> str:
    text = "; ".join(value) if isinstance(value, tuple) else value
    text = text.strip()
    # A number not yet given is printed as room for it.
    return f"chưa cho số ({text[1:]})" if text.startswith("/") else text or _NONE


def _texts(before, after):
    was, now = _sections(before), _sections(after)
    for title in dict.fromkeys(chain(now, was)):
        if was.get(title, "") != now.get(title, ""):
            yield Text(title, was.get(title, ""), now.get(title, ""))


def _sections(document) -> dict[str, str]:
    """By title, without the numbers and the end mark that the document sets itself."""
    parts = {"Mở đầu": document.opening}
    parts |= {section.title: section.paragraphs for section in document.sections}
    parts["Kết thúc"] = document.closing
    return {title: "\n".join(text).removesuffix(content.END_MARK).rstrip(".") for title, text in parts.items()}


def _lines(before, after, key, values):
    """Rows by their ``key``. Of one that came or went that is all there is to say."""
    was = {getattr(row, key): row for group in before for row in group.rows}
    now = {getattr(row, key): row for group in after for row in group.rows}
    for each in dict.fromkeys(chain(now, was)):
        old, new = was.get(each), now.get(each)
        row = new or old
        name = f"{row.code}. {row.title}" if key == "code" else row.name
        if old is None or new is None:
            yield Line(name, (("dòng này", _NONE, "thêm mới") if old is None else ("dòng này", "có", "bỏ"),))
            continue
        changed = tuple((label, *pair) for name, label in values.items() if (pair := _pair(old, new, name)))
        # Days to go, which a target's note counts, are others on every day.
        if changed and not (key == "code" and [label for label, *_ in changed] == ["ghi chú"]):
            yield Line(name, changed)


def _enclosures(before, after):
    was, now = ({one.key: one for one in document.enclosures} for document in (before, after))
    for key in dict.fromkeys(chain(now, was)):
        old, new = _rows(was.get(key)), _rows(now.get(key))
        if number := max((old - new).total(), (new - old).total()):
            yield f"Phụ lục {(now.get(key) or was[key]).number}", number


def _rows(enclosure) -> Counter:
    """Its rows under their heads, without the places that every row moves when one comes or goes."""
    groups = enclosure.groups if enclosure else ()
    return Counter((group.title, *row[1:]) for group in groups for row in group.rows)
