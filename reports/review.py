"""The reviewer's reading of a report, line by line, and what the unit answers (domain §3).

What was sent is compared with the sending before it; each line is found good or goes back with words of its own.
"""

from dataclasses import dataclass, field

from django.db.models import Case, Q, Value, When

from initiatives.models import Activity
from reports import workflow
from reports.models import Report, ReviewNote
from reports.versions import compare
from units import clock
from units.moves import NotAllowed, Refused, WrongState
from units.vietnamese import clean_text

ANSWER_LIMIT = 2000
MANY = 100  # how many reports are accepted at once
SEE_BELOW = "Xem lời gửi chung."  # at a line that was sent back without words of its own


# --- Lines ---------------------------------------------------------------------------------------------------------


@dataclass
class Line:
    """One line of what was sent. ``before`` is blank when nothing was sent before, or nothing stood there."""

    part: str
    key: str
    name: str
    label: str
    before: str
    after: str
    is_changed: bool
    figure: dict | None = None
    notes: list = field(default_factory=list)  # of the last return
    is_back: bool = False
    reason: str = ""
    error: str = ""

    @property
    def warning(self) -> str:
        return self.figure.get("warning", "") if self.figure else ""

    @property
    def explanation(self) -> str:
        return self.figure.get("explanation", "") if self.figure else ""

    @property
    def records(self) -> list[dict]:
        """What a counted figure was made of."""
        return self.figure.get("records", []) if self.figure else []

    @property
    def unconfirmed(self) -> int:
        """Counted records that the office has not confirmed: until then they are in no official figure."""
        return sum(row["is_counted"] and row.get("state") == Activity.State.RECORDED for row in self.records)

    @property
    def needs_care(self) -> bool:
        """An odd figure, an explanation, records to confirm or struck out, or a line that came back unchanged."""
        struck = any(row["reason"] for row in self.records)
        return bool(
            self.warning or self.explanation or self.unconfirmed or struck or (self.notes and not self.is_changed)
        )


def lines(content: dict, before: dict | None, notes=()) -> list[Line]:
    """Every line of ``content`` in the order of print, beside the content sent ``before``."""
    found = [
        Line(
            row["part"], row["key"], row["name"], row["label"],
            row["before"] if before is not None else "", row["after"],
            is_changed=before is not None and row["is_changed"], figure=row["row"],
        )
        for row in compare(before or {}, content)
    ]  # fmt: skip
    by_key = {line.key: line for line in found}
    for note in notes:
        if note.line in by_key:
            by_key[note.line].notes.append(note)
    return found


def by_care(rows: list[Line]) -> list[Line]:
    """What needs a look first, then what came back the last time, then the rest in the order of print."""
    return sorted(rows, key=lambda line: (not line.needs_care, not line.notes))


# --- Marks ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Marks:
    """What the reviewer ticked and wrote: key → reason ("" where none was written)."""

    back: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)  # marked good, yet a reason to return it was written

    @property
    def is_blank(self) -> bool:
        return not (self.back or self.kept)


def read(post, keys) -> Marks:
    """The marks of a POST: ``line-<key>`` ok or return, ``reason-<key>``. A reason without its mark is a return."""
    back, kept = {}, {}
    for key in keys:
        mark, reason = post.get(f"line-{key}"), clean_text(post.get(f"reason-{key}", "")).strip()
        if mark == "return" or (mark is None and reason):
            back[key] = reason
        elif reason:
            kept[key] = reason
    return Marks(back, kept)


def put(marks: Marks, rows: list[Line]) -> None:
    """Show the marks at their lines again, so that a refusal costs nobody a word."""
    for line in rows:
        line.is_back = line.key in marks.back
        line.reason = marks.back.get(line.key) or marks.kept.get(line.key, "")


def line_reasons(marks: Marks, reason: str, names: dict[str, str]) -> dict[str, str]:
    """Reasons by line for the move "return"; ``names`` by key, as people call the lines. Raises Refused."""
    problems = _undecided(marks, names)
    for key, text in marks.back.items():
        if len(text) > workflow.REASON_LIMIT:
            limit = workflow.REASON_LIMIT
            problems.append((f"reason-{key}", f"Lý do ở dòng {names[key]} dài quá {limit} ký tự, rút gọn lại."))
        elif not text and not reason.strip():
            problems.append((f"reason-{key}", f"Ghi lý do trả lại dòng {names[key]}, hoặc viết ở “Lời gửi đơn vị”."))
    if problems:
        raise Refused(problems)
    return {key: text or SEE_BELOW for key, text in marks.back.items()}


def check_accept(marks: Marks, names: dict[str, str]) -> None:
    """Raises Refused while a line is marked to go back."""
    problems = [
        (f"ok-{key}", f"Muốn chấp nhận, đổi dòng {names[key]} thành “Được”.") for key in marks.back
    ] + _undecided(marks, names)
    if problems:
        raise Refused(problems)


def _undecided(marks, names):
    return [
        (f"reason-{key}", f"Dòng {names[key]} có lý do trả lại nhưng đang chọn “Được”: đổi lựa chọn, hoặc xóa lý do.")
        for key in marks.kept
    ]


# --- The unit's answers --------------------------------------------------------------------------------------------


def open_notes(report, notes=None) -> list[ReviewNote]:
    """What the unit has been asked and has not sent since: the notes of the district's last return and of the head's.

    A sending that was taken back again leaves those of the return before it open. ``notes``: all of the report's,
    where somebody has read them already.
    """
    if report.returned_at is None:
        return []
    notes = list(report.notes.order_by("pk")) if notes is None else notes
    # The head's are of no version: those of one moment, written since the unit last sent.
    own = max((note.at for note in notes if note.version_id is None), default=None)
    if own and report.last_sent_at and own < report.last_sent_at:
        own = None
    return [note for note in notes if (note.version_id == report.latest_id if note.version_id else note.at == own)]


def pin(report, sheet, post) -> None:
    """Open notes at the lines of the form (``line.notes``) and above it (``report.loose_notes``).

    ``note.typed_answer`` is what stands in the box of its answer: what was just posted, else what is stored.
    """
    report.open_notes = open_notes(report)
    by_key = {line.key: line for line in sheet.lines}
    report.loose_notes = []
    for note in report.open_notes:
        note.typed_answer = clean_text(post.get(f"answer-{note.pk}", note.answer))
        (by_key[note.line].notes if note.line in by_key else report.loose_notes).append(note)


def read_answers(notes, post) -> dict[int, str]:
    """Answers in a POST, by key of their note: ``answer-<pk>``. Only what differs from what is stored."""
    found = {}
    for note in notes:
        if (name := f"answer-{note.pk}") in post:
            text = clean_text(post[name]).strip()
            if text != note.answer:
                found[note.pk] = text
    return found


def answer(report, answers: dict[int, str], *, by) -> int:
    """Store the unit's answers to open notes, by key of the note. Returns how many were changed.

    One that is too long is cut at ANSWER_LIMIT, as its box does; the reviewer reads the report itself anyway.
    """
    if not answers:
        return 0
    changed = [note for note in open_notes(report) if answers.get(note.pk, note.answer) != note.answer]
    for note in changed:
        note.answer = answers[note.pk][:ANSWER_LIMIT]
        note.answered_at = clock.now() if note.answer else None
        note.answered_by_name = str(by) if note.answer else ""
    if changed:
        ReviewNote.objects.bulk_update(changed, ["answer", "answered_at", "answered_by_name"])
    return len(changed)


def store_answers(report, post, *, by) -> int:
    """``answer`` with what a POST of the form says. No query when it names no answer."""
    if not any(name.startswith("answer-") for name in post):
        return 0
    return answer(report, read_answers(open_notes(report), post), by=by)


# --- One after the other -------------------------------------------------------------------------------------------


def next_waiting(report) -> Report | None:
    """The report to look at after this one: the oldest sending after it, and after the last the oldest of all."""
    after = Q(last_sent_at__gt=report.last_sent_at) | Q(last_sent_at=report.last_sent_at, pk__gt=report.pk)
    turn = Case(When(after, then=Value(0)), default=Value(1)) if report.last_sent_at else Value(0)
    return (
        Report.objects.filter(state=Report.State.SENT)
        .exclude(pk=report.pk)
        .select_related("unit", "period")
        .order_by(turn, "last_sent_at", "pk")
        .first()
    )


def nil_waiting():
    """Sent reports that say "không phát sinh", the oldest first: what accept_many is for."""
    # The draft's own mark finds them without opening what everybody sent; what was sent decides.
    return (
        # Not "is_nil=True": of a bare column SQLite does not know that an index begins with it.
        Report.objects.filter(state=Report.State.SENT, is_nil__in=[True], latest__content__is_nil=True)
        .select_related("unit", "period")
        .defer(*_TEXTS)
        .order_by("last_sent_at", "pk")
    )


_TEXTS = [*Report.SECTIONS, "estimate"]


def accept_many(keys, *, by) -> tuple[list[Report], list[tuple[str, str]]]:
    """Accept nil returns by their keys ("BV-2018-2"): (accepted, [(who, why not)]). Each is a move of its own."""
    accepted, left = [], []
    for key in dict.fromkeys(keys):
        report = _find(key, by)
        name = f"{report.unit.short_name}, {report.period.label}" if report else key[:40]
        if len(accepted) + len(left) >= MANY:
            left.append((name, f"mỗi lần chấp nhận nhiều nhất {MANY} báo cáo"))
        elif why := _why_not(report):
            left.append((name, why))
        else:
            try:
                workflow.move("accept", report, by=by)
                accepted.append(report)
            except NotAllowed:
                left.append((name, "do chính tài khoản này soạn, nhập hoặc gửi; người khác chấp nhận"))
            except WrongState:
                left.append((name, "có người vừa xử lý trước"))
    return accepted, left


def _find(key, user) -> Report | None:
    code, year, quarter = [*key.rsplit("-", 2), "", ""][:3]
    if not (year.isascii() and year.isdigit() and quarter.isascii() and quarter.isdigit() and len(key) < 40):
        return None
    return (
        Report.objects.visible_to(user)
        .for_address(int(year), int(quarter), code)
        .select_related("unit", "period__plan", "latest")
        .first()
    )


def _why_not(report) -> str:
    if report is None:
        return "không có báo cáo này"
    if report.state != Report.State.SENT:
        return f"đang ở tình trạng “{report.get_state_display().lower()}”"
    if not report.latest.content.get("is_nil"):
        return "không phải báo cáo không phát sinh, xem từng dòng"
    return ""
