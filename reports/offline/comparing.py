"""What handing a workbook in would change, line by line. Looking and doing run the same code.

The draft may have moved since the workbook was made. Then a line that only the workbook changed is taken, one that only
the draft changed is left alone, and of one that both changed a person decides.
"""

import copy
from dataclasses import dataclass, field

from reports import completeness, differences, draft_text, filing, rows
from reports.offline.reading import Filled, Place, Wrong
from reports.offline.stamp import Stamp


@dataclass(frozen=True)
class Change:
    """One line that becomes another. ``odd``: what the form would ask about it. ``is_clash``: somebody has changed the
    same line in the draft since the workbook was made. ``takes_filled``: of two, the one in force."""

    key: str
    label: str
    place: Place | None
    stored: str
    filled: str
    odd: str = ""
    is_clash: bool = False
    takes_filled: bool = True

    @property
    def steps(self) -> list[tuple[str, str]]:
        """From the stored text to the filled one, word by word; nothing where one of them is blank."""
        return differences.words(self.stored, self.filled) if self.stored and self.filled else []


@dataclass
class Comparison:
    """``same``: lines of the workbook that change nothing. ``left``: lines changed in the draft meanwhile and not in
    the workbook: they stay as they are in the draft."""

    changes: list[Change] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    same: int = 0
    is_older: bool = False

    @property
    def taken(self) -> list[Change]:
        return [row for row in self.changes if row.takes_filled]

    @property
    def can_be_applied(self) -> bool:
        return bool(self.changes) and not self.wrong


def put_in(sheet, filled: Filled, stamp: Stamp, keep=frozenset()) -> Comparison:
    """Put the workbook's values into ``sheet``, which stands as stored, and tell what that changes. Nothing is saved.

    ``keep``: keys of the lines that stay as stored, of those that both sides changed.
    """
    found = Comparison(missing=filled.missing, is_older=stamp.revision != sheet.report.revision)
    before = _State(sheet)
    stored = draft_text.said(sheet, filled.values)
    inputs = _inputs(sheet, filled)
    filing.read(sheet, filled.values)
    typed = draft_text.said(sheet, filled.values)
    unread = set(_unread(sheet))
    labels = draft_text.labels(sheet)
    base, sums = stamp.base, draft_text.base(stored)
    typed_sums = draft_text.base(typed)
    out, clashes = set(), set()
    if found.is_older:
        for key in inputs:
            if key in unread or typed[key] == stored[key]:
                continue
            if typed_sums[key] == base.get(key):
                out.add(key)
                found.left.append(labels[key])
            elif sums[key] != base.get(key):
                clashes.add(key)
    kept = clashes & set(keep)
    if out or kept:
        before.put_back()
        drop = {name for key in out | kept for name in inputs[key]}
        filing.read(sheet, {name: value for name, value in filled.values.items() if name not in drop})
    found.wrong = [*filled.wrong, *_refused(sheet, filled, labels)]
    lines = {line.key: line for line in sheet.lines}
    for key, names in inputs.items():
        if key in unread or key in out:
            continue
        if typed[key] == stored[key]:
            found.same += 1
            continue
        place = next((filled.places[name] for name in names if name in filled.places), None)
        odd = "" if key in kept else _odd(lines.get(key))
        found.changes.append(
            Change(key, labels[key], place, stored[key], typed[key], odd, key in clashes, key not in kept)
        )
    return found


class _State:
    """A sheet as it was, to go back to before it is read again."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.lines = [(line, copy.copy(line)) for line in sheet.lines]
        self.own = {name: getattr(sheet, name) for name in (*filing.OWN_LIMITS, "is_nil")}

    def put_back(self):
        for line, old in self.lines:
            vars(line).update(vars(copy.copy(old)))
        for name, value in self.own.items():
            setattr(self.sheet, name, value)
        self.sheet.extra_errors, self.sheet.typed_own_date = {}, None
        if "rows" in vars(self.sheet):
            for group in self.sheet.rows.values():
                group.set_back()


def _inputs(sheet, filled) -> dict[str, list[str]]:
    """Key of each line that the workbook speaks of → names of its inputs there."""
    found = {line.key: filing.inputs_of(line, filled.values) for line in sheet.lines}
    found |= {name: [name] if name in filled.values else [] for name in filing.OWN_LIMITS}
    found |= {kind: rows.inputs(kind, filled.values) for kind in rows.LABELS}
    return {key: names for key, names in found.items() if names}


def _unread(sheet):
    yield from (line.key for line in sheet.lines if line.error)
    yield from sheet.extra_errors
    if "rows" in vars(sheet):
        yield from (kind for kind, group in sheet.rows.items() if group.errors)


def _refused(sheet, filled, labels) -> list[Wrong]:
    """What the form's own rules refuse, at its cell."""
    keys = {line.anchor: line.key for line in sheet.lines}
    found = []
    for name, text in filing.errors(sheet).items():
        key = keys.get(name) or rows.kind_of_input(name) or name
        found.append(Wrong(filled.places.get(name) or Place("", ""), labels[key], text))
    return found


def _odd(line) -> str:
    """As the form says it beside the number; neither keeps a draft from being saved."""
    if line is None or line.part != "B":
        return ""
    if text := completeness.contradiction(line):
        return f"{text[:1].upper()}{text[1:]}"
    if line.oddity and not line.explanation.strip():
        return f"{line.oddity}: sửa số, hoặc viết giải trình"
    return ""
