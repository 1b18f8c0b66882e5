"""Diễn biến: everything that happened to a report, from its own rows and from the audit log.

Rows tell when by the portal's calendar. The log tells what left no row (a sheet handed to the head, a review begun),
and its hours only where the portal lives in the present: as of another day such an act stands at its place, undated.
"""

import datetime as dt
from dataclasses import dataclass, field

from reports.models import Reminder
from targets.quarters import local_day
from units import acts
from units.models import AuditEvent
from units.vietnamese import format_date

# Told by rows of their own.
_BY_ROWS = {"reports.save", "reports.send", "reports.accept", "reports.unlock", "reports.exclude", "reports.nag"}
_REMINDERS = {
    "opened": "Báo kỳ báo cáo đã mở",
    "due": "Nhắc ngày hạn cuối",
    "nag": "Đôn đốc",
    "return-due": "Nhắc ngày hạn gửi lại",
    "return-late": "Nhắc quá hạn gửi lại",
}


@dataclass
class Event:
    """``at`` is None for what only the log knows of. What stands in ``notes`` and ``text`` is content."""

    at: dt.datetime | None
    title: str
    by: str = ""
    text: str = ""
    notes: list = field(default_factory=list)  # ReviewNote
    version: object = None
    mark: str = ""
    place: dt.datetime | None = None  # where it stands in the order, if it is undated


def events(report, *, versions, notes, unlocks, exclusion, log_tells_time: bool) -> list[Event]:
    """Newest first, in two queries: the reminders and the log. The other rows are handed in, versions by number."""
    found = [*_opening(report), *_sendings(report, versions, notes), *_unlocks(unlocks), *_reminders(report)]
    if exclusion:
        found.append(Event(exclusion.at, "Miễn báo cáo kỳ này", exclusion.by_name, exclusion.reason, mark="excluded"))
    found += _logged(report, {row.number: row for row in versions}, notes, unlocks, log_tells_time)
    dated = [(event.at or event.place, number, event) for number, event in enumerate(found)]
    # Stable: of two at one instant the later told stands above.
    return [event for *_, event in sorted(dated, key=lambda row: row[:2], reverse=True)]


def of_states(found: list[Event], readable=()) -> list[Event]:
    """The same for who may know where a report stands and not what is in it: no words, no names.

    ``readable``: versions that may be opened all the same.
    """
    return [
        Event(
            row.at, row.title, version=row.version if row.version in readable else None, mark=row.mark, place=row.place
        )
        for row in found
    ]


def _opening(report):
    if report.period.opened_at:
        yield Event(report.period.opened_at, f"Mở kỳ báo cáo {report.period.label}", mark="none")


def _sendings(report, versions, notes):
    for row in versions:
        by = f"{row.sender_role} {row.sender_name}".strip()
        text = f"Theo ủy quyền {row.authority}." if row.authority else ""
        if row.received_on:
            text = f"Nhận bản giấy ngày {format_date(row.received_on)}."
        yield Event(row.sent_at, f"Gửi lần {row.number}", by, text, version=row, mark="sent")
        if row.withdrawn_at:
            yield Event(row.withdrawn_at, f"Rút lại lần {row.number}", mark="draft")
        if row.returned_at:
            own = [note for note in notes if note.version_id == row.pk]
            by = f"{own[0].by_role} {own[0].by_name}".strip() if own else ""
            yield Event(row.returned_at, f"Trả lại lần {row.number}", by, notes=own, mark="returned")
        if row.accepted_at:
            yield Event(row.accepted_at, f"Chấp nhận lần {row.number}", row.accepted_name, mark="accepted")
    for at in dict.fromkeys(note.at for note in notes if note.version_id is None):
        own = [note for note in notes if note.version_id is None and note.at == at]
        by = f"{own[0].by_role} {own[0].by_name}".strip()
        yield Event(at, "Trả lại trong đơn vị", by, notes=own, mark="returned")


def _unlocks(unlocks):
    for row in unlocks:
        until = f"Đến hết ngày {format_date(local_day(row.expires_at))}: {row.reason}"
        yield Event(row.at, "Mở khóa", row.by_name, until, mark="draft")


def _reminders(report):
    rows = Reminder.objects.filter(unit_id=report.unit_id, period_id=report.period_id).select_related("by")
    for row in rows.order_by("sent_at", "pk"):
        to = f"{row.recipients} người nhận." if row.recipients else "Chưa có người nhận."
        yield Event(row.sent_at, reminder_words(row.kind), str(row.by) if row.by else "", to, mark="info")


def reminder_words(kind: str) -> str:
    """What a reminder of this kind says: "before-7@2018-06-20" is "Nhắc trước hạn 7 ngày"."""
    name, _, number = kind.partition("@")[0].partition("-")
    if name in ("before", "after"):
        return f"Nhắc {'trước' if name == 'before' else 'quá'} hạn {number} ngày"
    if name == "return":
        name = f"return-{number.partition('-')[0]}"
    return _REMINDERS.get(name, "Thư nhắc")


def _logged(report, versions, notes, unlocks, tells_time):
    """Acts without a row of their own, each after the last one in the log whose hour is known."""
    rows = list(AuditEvent.objects.filter(subject=report.key, act__startswith="reports.").order_by("pk"))
    place = report.period.opened_at or dt.datetime.min.replace(tzinfo=dt.UTC)
    if report.started_at:
        saved = next((row for row in rows if row.act == "reports.save"), None)
        yield Event(report.started_at, "Bắt đầu soạn", saved.actor_name if saved else "", mark="draft")
        place = max(place, report.started_at)
    last = {row.act: row for row in rows}
    of_head = iter(sorted({note.at for note in notes if note.version_id is None}))
    opened = iter(sorted(row.at for row in unlocks))
    for row in rows:
        known = _row_time(row, versions.get(row.after.get("version")), of_head, opened)
        if known:
            place = known
        if known or row.act in _BY_ROWS:
            continue
        at = row.at if tells_time else None
        # Only the last of its kind: the report keeps no other, and loses it when it is sent or taken back. What was
        # accepted unread counts as taken at that moment.
        if row is last.get("reports.submit"):
            at = report.submitted_at or at
        elif row is last.get("reports.take") and row.after.get("version") == report.version_count:
            at = report.taken_at or at
        place = max(place, at) if at else place
        mark = _MARKS.get(row.act, "info")
        yield Event(at, acts.words(row.act), row.actor_name, _words(row), mark=mark, place=place)


_MARKS = {"reports.submit": "pending", "reports.withdraw": "draft", "reports.take": "tracked"}


def _words(row) -> str:
    """Of a workbook handed in: which, and who of the unit brought it, where that is not who gave it to the portal."""
    return row.note if row.act == "reports.offline" else ""


def _row_time(row, version, of_head, opened):
    """When it happened, of an act that a row tells; None of any other."""
    from_district = row.before.get("state") == "sent"
    if row.act == "reports.unlock":
        return next(opened, None)
    if row.act == "reports.return" and not from_district:
        return next(of_head, None)
    if version is None:
        return None
    if row.act == "reports.withdraw":
        return version.withdrawn_at if from_district else None
    stamp = {"reports.send": "sent_at", "reports.accept": "accepted_at", "reports.return": "returned_at"}.get(row.act)
    return getattr(version, stamp) if stamp else None
