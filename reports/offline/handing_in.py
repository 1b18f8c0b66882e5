"""Handing a workbook in: whose it is, keeping it, and putting it into the draft, all or nothing."""

from dataclasses import dataclass

from django.db import transaction

from reports import filing
from reports.models import OfflineFile, Report
from reports.offline import comparing, layout, reading, stamp as stamps
from units import audit, clock, storage, uploads
from units.moves import Refused, WrongState
from units.sheets.opening import Unreadable, open_workbook
from units.vietnamese import clean_text

# Ours has some twenty kilobytes: room for pictures that somebody pasted in.
MOST_BYTES = 2 * 1024 * 1024
NAME_LIMIT = 120
AGAIN = "tải lại tệp Excel từ trang soạn báo cáo, chép phần đã nhập sang rồi nộp lại"


class OfAnother(Refused):
    """The workbook belongs to another report. ``report``: that one, where this person may know of it, or None."""

    def __init__(self, text, report=None):
        self.report = report
        super().__init__([("file", text)])


@dataclass(frozen=True)
class Opened:
    """A workbook that is this report's: what was filled in, and of which draft it was made."""

    filled: reading.Filled
    stamp: stamps.Stamp


def hand_in(report, upload, sheet, *, by, handed_in_by="") -> OfflineFile:
    """Keep an uploaded workbook of ``report`` to be looked at; the draft is not touched.

    ``handed_in_by``: who of the unit brought it, which the office has to say (``needs_name``).
    Raises Refused with the name of the form's input.
    """
    problems = []
    handed_in_by = clean_text(handed_in_by).strip()
    if needs_name(report) and not handed_in_by:
        problems.append(("handed_in_by", "Ghi họ tên, chức vụ người của đơn vị đã nộp tệp này."))
    if len(handed_in_by) > NAME_LIMIT:
        problems.append(("handed_in_by", f"Tên người nộp dài quá {NAME_LIMIT} ký tự, rút gọn lại."))
    if upload is None:
        problems.append(("file", "Chọn tệp Excel (.xlsx) đã điền."))
    elif upload.size > MOST_BYTES:
        size = f"{upload.size / 1048576:.1f}".replace(".", ",")
        text = f"Tệp nặng {size} MB, quá 2 MB: xóa hình chèn thêm rồi lưu lại."
        problems.append(("file", text))
    if problems:
        raise Refused(problems)
    content = upload.read()
    name = uploads.name_of(upload) or "bao-cao.xlsx"
    open_for(report, content, name, sheet, by)
    try:
        sha256 = storage.put(content, storage.OFFLINE)
    except storage.NoRoom:
        raise Refused([("file", storage.NO_ROOM)]) from None
    return OfflineFile.objects.create(
        report=report,
        name=name,
        sha256=sha256,
        size=len(content),
        handed_in_by=handed_in_by if needs_name(report) else "",
        added_at=clock.now(),
        added_by=by,
        added_name=str(by),
    )


def needs_name(report) -> bool:
    """Where the office enters a unit's report, who brought the workbook is not who hands it in: both are kept."""
    return report.received_on is not None


def content_of(row: OfflineFile) -> bytes:
    """Raises FileNotFoundError if the file is gone."""
    return storage.content(storage.OFFLINE, row.sha256)


def open_for(report, content: bytes, name: str, sheet, user) -> Opened:
    """Read a workbook of ``report``. Raises Refused: no workbook, not ours, of another report, of an older make."""
    try:
        book = open_workbook(content, name)
    except Unreadable as error:
        raise Refused([("file", str(error))]) from None
    stamp = stamps.read(book)
    if stamp is None:
        raise Refused([("file", f"“{name}” không phải tệp Excel tải từ trang soạn báo cáo; {AGAIN}.")])
    if stamp.key != report.key:
        raise _of_another(report, stamp, user)
    if stamp.layout != layout.LAYOUT:
        raise Refused([("file", f"Tệp làm theo mẫu cũ của cổng, không đọc được nữa; {AGAIN}.")])
    return Opened(reading.read(book, sheet), stamp)


def _of_another(report, stamp, user) -> OfAnother:
    """Names the other report only to whom it may be named; the file's own words are not taken for it."""
    rows = Report.objects.visible_to(user).for_address(stamp.year, stamp.quarter, stamp.unit)
    other = rows.select_related("unit", "period").first()
    here = f"Trang này nhận báo cáo {report.period.label} của {report.unit.name}"
    if other is None and stamp.unit != report.unit.code:
        return OfAnother(f"Tệp này là báo cáo của đơn vị khác. {here}; chọn đúng tệp.")
    if other is None:
        return OfAnother(f"Tệp này là báo cáo của kỳ khác. {here}; chọn đúng tệp.")
    whose = "của chính đơn vị" if other.unit_id == report.unit_id else f"của {other.unit.name}"
    text = f"Tệp này là báo cáo {other.period.label} {whose}. {here}; chọn đúng tệp."
    return OfAnother(text, other)


@transaction.atomic
def apply(row: OfflineFile, sheet, found: comparing.Comparison, *, by, revision: int) -> None:
    """Store ``sheet``, into which the workbook was put by ``comparing.put_in``, made from ``revision`` of the draft.

    Raises filing.StaleDraft, or WrongState when it was put in already; nothing is written then.
    """
    report = sheet.report
    filing.save(sheet, by=by, revision=revision)
    now = clock.now()
    if not OfflineFile.objects.filter(pk=row.pk, applied_at=None).update(applied_at=now):
        raise WrongState("offline")
    brought = f", do {row.handed_in_by} ({report.unit.short_name}) nộp" if row.handed_in_by else ""
    audit.record(
        "reports.offline",
        report.key,
        by=by,
        before={"revision": revision},
        after={
            "file": row.sha256[:12],
            "lines": [change.key for change in found.taken],
            "handed_in_by": row.handed_in_by,
            "added_by": row.added_name,
        },
        note=f"Tệp “{row.name}”{brought}.",
    )
    row.applied_at = now
