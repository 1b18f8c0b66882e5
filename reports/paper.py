"""Nhập thay: a reviewer enters the signed paper report of a unit, with its scan (domain §3).

The day the paper was received decides timeliness. From ``begin`` until it is sent or given up the form is the office's
and ``Report.received_on`` says so; what the unit itself has typed and not sent is never touched: then there is nothing
to enter. Whoever entered it does not accept it (``permissions.had_a_hand``).
"""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from reports import announcements, attachments, deadlines
from reports.models import Attachment, Exclusion, Narrative, Report
from reports.permissions import EDITABLE, is_entered_by_office
from units import audit, clock, uploads
from units.moves import Refused, WrongState
from units.vietnamese import DateError, clean_text, format_date, parse_date

# What the scan proves; by it the scan is told from other evidence.
PURPOSE = "Bản giấy có chữ ký"
SCAN_TYPES = (".pdf", ".jpg", ".jpeg", ".png")
TEXTS = (*Narrative.SECTIONS, "estimate", "own_number", "signatory")


def scan_of(report) -> Attachment | None:
    return report.attachments.filter(purpose=PURPOSE).order_by("-pk").first()


def require_scan(report) -> None:
    if scan_of(report) is None:
        raise Refused([("file", "Thiếu bản chụp báo cáo giấy: trở lại trang “Nhập thay” để chọn tệp.")])


def unsent_text(report) -> bool:
    """Whether the draft holds something of the unit's own that was never sent.

    What was sent stands in its version for ever, so after a return the draft may be written over until it is edited.
    """
    if report.edited_at is None:
        return False
    last = report.versions.order_by("-number").first()
    if last is not None:
        return report.edited_at > last.sent_at
    typed = (
        Q(value__isnull=False) | Q(numerator__isnull=False) | Q(denominator__isnull=False) | Q(done_on__isnull=False)
    )
    return (
        report.is_nil
        or report.own_date is not None
        or any(getattr(report, name).strip() for name in TEXTS)
        # What the portal itself carried over from the quarter before is nobody's work.
        or report.entries.filter(typed | ~Q(explanation=""), is_carried=False).exists()
        or report.progress.filter(Q(status__gt="", is_carried=False) | Q(note__gt="")).exists()
        or report.attachments.exists()
        or report.result_items.exists()
        or report.proposal_rows.exists()
    )


def problem(report) -> str:
    """Why no paper can be entered now, or ""."""
    if report.state not in EDITABLE:
        state = report.get_state_display().lower()
        return f"Báo cáo {report.period.label} đang ở tình trạng “{state}”, không nhập thay được."
    if Exclusion.objects.filter(unit_id=report.unit_id, period_id=report.period_id).exists():
        return f"Đơn vị không phải báo cáo {report.period.label}. Bỏ miễn trước khi nhập thay."
    # Of a unit that is no more nobody can send the draft: the office completes it from the signed paper.
    if not is_entered_by_office(report) and report.unit.is_there(clock.today()) and unsent_text(report):
        return (
            f"{report.unit.name} đang soạn báo cáo này trên cổng, phần đó chưa gửi. "
            "Đề nghị đơn vị gửi, hoặc xóa phần đang soạn, rồi nhập thay."
        )
    return ""


def read_received_on(text: str, report, today: dt.date) -> dt.date:
    """The day that was typed, not before the period's window and not after today. Raises Refused."""
    typed = clean_text(text).strip()
    if not typed:
        raise Refused([("received_on", "Nhập ngày nhận bản giấy.")])
    try:
        day = parse_date(typed)
    except DateError as error:
        raise Refused([("received_on", str(error))]) from None
    if text := received_problem(day, report.period, today):
        raise Refused([("received_on", text)])
    return day


def received_problem(day: dt.date, period, today: dt.date) -> str:
    """Why a report of the period cannot have come in on the day, or ""."""
    if day > today:
        return f"Ngày nhận {format_date(day)} chưa đến, ghi ngày đã nhận bản giấy."
    if day < period.window_from:
        return f"Kỳ {period.label} bắt đầu ngày {format_date(period.window_from)}, ghi ngày nhận từ hôm đó."
    return ""


def store_scan(upload) -> uploads.Stored:
    """Check and keep the scan; a picture or PDF, for a document of text proves no signature. Raises Refused."""
    if upload is None:
        raise Refused([("scan", "Chọn bản chụp báo cáo giấy có chữ ký (PDF, JPG hoặc PNG).")])
    if not (upload.name or "").lower().endswith(SCAN_TYPES):
        raise Refused([("scan", f"“{upload.name}”: bản chụp phải là PDF, JPG hoặc PNG.")])
    try:
        return uploads.store(upload)
    except uploads.BadFile as error:
        raise Refused([("scan", str(error))]) from None


@transaction.atomic
def begin(report, *, by, received_on: dt.date, scan: uploads.Stored | None) -> None:
    """Take the form over for the office, or while it has it mend the day or the scan.

    Raises Refused, or WrongState when the unit was faster.
    """
    if text := problem(report):
        raise Refused([("", text)])
    if scan is None and scan_of(report) is None:
        raise Refused([("scan", "Chọn bản chụp báo cáo giấy có chữ ký (PDF, JPG hoặc PNG).")])
    now = clock.now()
    before = report.received_on
    row = Report.objects.filter(pk=report.pk, revision=report.revision, state__in=EDITABLE, received_on=before)
    # A new revision: whoever has the unit's form open is told at the next save, and keeps the text.
    changed = row.update(
        received_on=received_on,
        revision=F("revision") + 1,
        # Not ``started_at``: what carries on from the last quarter is put in by the first save.
        edited_at=now,
        edited_by=by,
    )
    if not changed:
        raise WrongState("paper")
    if scan is not None:
        _attach(report, scan, by, now)
    report.hands.add(by)
    report.refresh_from_db(fields=["received_on", "revision", "edited_at", "edited_by"])
    audit.record(
        "reports.paper_begin",
        report.key,
        by=by,
        before={"received_on": before.isoformat() if before else None},
        after={"received_on": received_on.isoformat(), "scan": scan.sha256[:12] if scan else None},
    )
    if before is None:
        announcements.paper_begun(report, at=now)


def _attach(report, scan, by, now):
    """The new scan takes the place of the old one on the draft; versions keep theirs by hash."""
    report.attachments.filter(purpose=PURPOSE).delete()
    report.attachments.filter(sha256=scan.sha256).delete()
    attachments.add(report, [scan], by=by, at=now)
    report.attachments.filter(sha256=scan.sha256).update(purpose=PURPOSE)


@transaction.atomic
def cancel(report, *, by) -> None:
    """Give the form back to the unit.

    Where nothing was ever sent it is as empty as it was taken; after a return what the office typed stays in the
    draft, beside the version that the unit sent. WrongState when no paper is being entered.
    """
    now = clock.now()
    blank = {}
    # What the office took over from a unit that is no more is that unit's work: it stays.
    if report.version_count == 0 and report.unit.is_there(now.date()):
        blank = dict.fromkeys(TEXTS, "") | {
            "own_date": None, "is_nil": False, "started_at": None, "edited_at": None, "edited_by": None,
        }  # fmt: skip
    row = Report.objects.filter(pk=report.pk, revision=report.revision, state__in=EDITABLE, received_on__isnull=False)
    if not row.update(received_on=None, revision=F("revision") + 1, **blank):
        raise WrongState("paper")
    if blank:
        for rows in (report.entries, report.progress, report.attachments, report.result_items, report.proposal_rows):
            rows.all().delete()
    else:
        report.attachments.filter(purpose=PURPOSE).delete()
    audit.record(
        "reports.paper_cancel", report.key, by=by, before={"received_on": report.received_on.isoformat()}, after={}
    )
    announcements.paper_cancelled(report, at=now)


def sent_message(report, today: dt.date) -> str:
    """What the reviewer reads after sending it."""
    late = deadlines.late_days(report.first_sent_at, report.period.due_on, today)
    timely = f"trễ {late} ngày" if late else "đúng hạn"
    return (
        f"Đã nhập thay báo cáo {report.period.label} của {report.unit.name} theo bản giấy nhận ngày "
        f"{format_date(report.received_on)}, {timely}. Người khác của Phòng Kinh tế chấp nhận."
    )
