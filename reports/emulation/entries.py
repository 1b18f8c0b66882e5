"""What is typed into a sheet: the unit's own points with their grounds and proofs, the office's points with reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from initiatives import evidence
from initiatives.said import Said
from reports.emulation import rules
from reports.emulation.marks import Line
from reports.models import Criterion
from units import uploads
from units.asked import whole_number
from units.uploads import BadFile, Stored
from units.vietnamese import clean_text, format_number

Kind = Criterion.Kind
MOST_PROOFS = 10


@dataclass
class Entry:
    """One entered line of a form. ``link`` and ``file`` are proofs that come in addition."""

    line: Line
    points: Decimal | None = None
    words: str = ""  # the grounds of a self-score, the reason of an appraisal
    link: str = ""
    file: Stored | None = None


def scored_by_unit(lines: list[Line]) -> list[Line]:
    """Of the entered lines those that a unit fills in: a penalty is the office's to give."""
    return [line for line in lines if line.criterion.kind != Kind.PENALTY]


def read_self(lines: list[Line], post: Mapping[str, str], files, *, by) -> tuple[list[Entry], list[tuple[str, str]]]:
    """Inputs ``line-<pk>-points``, ``-grounds``, ``-link``, ``-file``. Returns what can be stored, and the problems;
    what was typed stays in the lines. A file is kept at once, so that nobody chooses it again."""
    said, entries = Said(post), []
    for line in scored_by_unit(lines):
        stem = line.stem
        _remember(line, post, "points", "grounds", "link")
        title = f"Tiêu chí {line.criterion.order}"
        entry = Entry(
            line,
            rules.amount(said, post, f"{stem}-points", f"{title}, điểm tự chấm", line.criterion.maximum),
            said.text(f"{stem}-grounds", f"{title}, căn cứ", rules.TEXT_LIMIT),
            clean_text(post.get(f"{stem}-link", "")).strip(),
        )
        if entry.link and (len(entry.link) > evidence.LINK_LIMIT or not evidence.leads_somewhere(entry.link)):
            said.wrong(f"{stem}-link", f"{title}: ghi đường dẫn đầy đủ, bắt đầu bằng http:// hoặc https://.")
        try:
            upload = files.get(f"{stem}-file")
            entry.file = uploads.store(upload) if upload else evidence.kept(post.get(f"{stem}-kept", ""), by)
        except BadFile as error:
            said.wrong(f"{stem}-file", f"{error}.")
        if entry.file:
            line.typed |= {"kept": evidence.keep(entry.file, by), "kept_name": entry.file.name}
        have = len(line.proofs) + bool(entry.link) + bool(entry.file)
        if have > MOST_PROOFS:
            said.wrong(f"{stem}-link", f"{title}: tối đa {MOST_PROOFS} minh chứng; gỡ bớt rồi thêm.")
        entries.append(entry)
    return entries, said.problems


def dropped(post) -> list[int]:
    """Keys of the proofs that are to be taken off."""
    return [pk for pk in map(whole_number, post.getlist("drop")) if pk is not None]


def lacks(lines: list[Line]) -> list[tuple[str, str]]:
    """(input, message) of what a self-score needs before it is sent: points for each criterion, and for what is above
    0 its grounds or a proof."""
    found = []
    for line in scored_by_unit(lines):
        title = f"Tiêu chí {line.criterion.order}"
        if line.self_points is None:
            if line.criterion.kind == Kind.CRITERION:
                found.append((f"{line.stem}-points", f"{title}: chưa tự chấm; không có thì ghi 0."))
        elif line.self_points and not (line.score.grounds or line.proofs):
            found.append((f"{line.stem}-grounds", f"{title}: ghi căn cứ hoặc kèm minh chứng."))
    return found


def read_appraisal(lines: list[Line], post: Mapping[str, str]) -> tuple[list[Entry], list[tuple[str, str]]]:
    """Inputs ``line-<pk>-given`` and ``-reason``. A reason where the office gives other points than the unit did."""
    said, entries = Said(post), []
    for line in lines:
        stem, kind = line.stem, line.criterion.kind
        _remember(line, post, "given", "reason")
        title = f"{'Tiêu chí' if kind == Kind.CRITERION else Kind(kind).label} {line.criterion.order}"
        missing = f"{title}: ghi điểm thẩm định." if kind == Kind.CRITERION else ""
        before = len(said.problems)
        given = rules.amount(
            said, post, f"{stem}-given", f"{title}, điểm thẩm định", line.criterion.maximum, missing=missing
        )
        if given is None and len(said.problems) == before:
            given = Decimal(0)
        reason = said.text(f"{stem}-reason", f"{title}, lý do", rules.TEXT_LIMIT)
        if given is not None and given != (line.self_points or 0) and not reason:
            said.wrong(f"{stem}-reason", f"{title}: {_why(line, given)}")
        entries.append(Entry(line, given, reason))
    return entries, said.problems


def _why(line, given) -> str:
    if line.criterion.kind != Kind.CRITERION and line.self_points is None:
        return "ghi căn cứ của điểm này."
    self_points = "chưa chấm" if line.self_points is None else format_number(line.self_points)
    return f"ghi lý do, vì cho {format_number(given)} điểm mà đơn vị tự chấm {self_points}."


def _remember(line, post, *names):
    for name in names:
        if f"{line.stem}-{name}" in post:
            line.typed[name] = clean_text(post[f"{line.stem}-{name}"])
