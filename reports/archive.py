"""Figures of quarters that were over before the portal: the office enters them from its own lists (domain §3, §4).

They become a report of the unit that was entered on its behalf, sent, and marked as taken from the archive: figures
alone, no words put into the unit's mouth. Whoever took them in had a hand in it, so another person accepts it, and only
then do they count. Nothing is ever written over: not what was sent, not what somebody has begun to type.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F

from reports import deadlines, sheet as sheets, sums, unlocks, versions, workflow
from reports.models import Claim, Entry, Figure, Report, Version
from reports.permissions import EDITABLE
from units import audit
from units.importing.trail import Trail
from units.moves import NotAllowed, WrongState

SENDER = "Phòng Kinh tế nhập từ hồ sơ lưu"
MANY = 50
_STAMPS = (
    "state", "revision", "started_at", "edited_at", "edited_by_id", "version_count", "first_sent_at", "last_sent_at",
    "received_on", "latest_id", "situation", "results",
)  # fmt: skip


def problem(report: Report | None, excluded: bool, now: dt.datetime) -> str:
    """Why nothing can be entered for this unit and quarter, or "". A query only where the period has been locked."""
    if report is None:
        return "Đơn vị không có báo cáo của kỳ này: kỳ chưa mở, hoặc đơn vị chưa hoạt động, không phải báo cáo."
    period = report.period
    if period.window_to >= now.date():
        return f"{period.label} chưa hết kỳ số liệu: đơn vị tự báo cáo."
    if excluded:
        return f"Đơn vị không phải báo cáo {period.label}. Bỏ miễn trước khi nhập."
    if report.version_count:
        state = report.get_state_display().lower()
        return f"Báo cáo {period.label} đã có trên cổng ({state}): không ghi thêm; sai thì mở khóa để đính chính."
    if report.is_started or report.received_on or report.state not in EDITABLE:
        return f"Báo cáo {period.label} đang được soạn trên cổng: gửi, hoặc xóa phần đang soạn, rồi nhập."
    if unlocks.is_shut(report, now):
        return f"Kỳ {period.label} đã khóa: mở khóa trước khi nhập."
    return ""


@transaction.atomic
def enter(report, entries: list[Entry], *, by, received_on, at, today, source: str, run: str, trail: Trail) -> Version:
    """Send the report with these figures and nothing else. ``source``: the file and its rows, in words; ``run``: the
    key of the import. Raises WrongState when somebody was faster."""
    before = {name: getattr(report, name) for name in _STAMPS}
    claimed = Report.objects.filter(
        pk=report.pk, state__in=EDITABLE, version_count=0, revision=report.revision, received_on=None
    ).update(
        state=Report.State.SENT,
        revision=F("revision") + 1,
        started_at=at,
        edited_at=at,
        edited_by=by,
        version_count=1,
        first_sent_at=deadlines.counts_from(received_on, at),
        last_sent_at=at,
        received_on=received_on,
        situation=f"Số liệu Phòng Kinh tế nhập từ hồ sơ lưu: {source}.",
        results="Hồ sơ lưu chỉ có số liệu, không có phần lời của báo cáo.",
    )
    if claimed != 1:
        raise WrongState("archive")
    report.refresh_from_db()
    made = Entry.objects.bulk_create(entries)
    version = versions.freeze(report, sheets.load(report, today), by=by, at=at, by_authority=False)
    version.sender_role = SENDER
    version.content["archive"] = run
    version.save(update_fields=["sender_role", "content"])
    Report.objects.filter(pk=report.pk).update(latest=version)
    sums.mark(report.unit_id)
    report.latest = version
    hands = frozenset(report.hands.values_list("pk", flat=True))
    trail.link(Report, "hands", {}, {report.pk: (hands, hands | {by.pk})})
    trail.note_created(Entry, made)
    trail.note_created(Version, [version])
    trail.note_created(Figure, version.figures.all())
    trail.note_created(Claim, version.claims.all())
    trail.note_changed(Report, [(report, before)])
    audit.record(
        "reports.archive", report.key, by=by, before={"state": before["state"]},
        after={"state": report.state, "received_on": received_on.isoformat(), "version": 1},
    )  # fmt: skip
    return version


def waiting(run_key: str):
    """Reports that the import sent and nobody has answered."""
    rows = Report.objects.filter(state=Report.State.SENT, latest__content__archive=run_key)
    return rows.order_by("period__year", "period__quarter", "unit", "pk")


def accept_all(run_key: str, *, by) -> tuple[int, int]:
    """Accept what the import sent, MANY at a time: (accepted, left for another person). Each is a move of its own."""
    accepted = left = 0
    for report in waiting(run_key).select_related("unit", "period__plan", "latest")[:MANY]:
        try:
            workflow.move("accept", report, by=by)
            accepted += 1
        except (NotAllowed, WrongState):
            left += 1
    return accepted, left
