"""Miễn báo cáo: a unit that owes nothing for one period (domain §3).

Earlier flows stay; denominators do not hold it.
"""

from django.db import transaction
from django.db.models import F

from reports import announcements, sums
from reports.models import Exclusion, Report
from units import audit, clock
from units.moves import Refused

REASON_LIMIT = 1000
_OWED = (Report.State.DRAFT, Report.State.PENDING, Report.State.RETURNED)


def of(report) -> Exclusion | None:
    return Exclusion.objects.filter(unit_id=report.unit_id, period_id=report.period_id).first()


@transaction.atomic
def exclude(report, *, by, reason: str) -> None:
    """Raises Refused without a reason, or when the unit has already sent: what was sent is reviewed, not set aside."""
    reason = reason.strip()
    if not reason:
        raise Refused([("exclusion-reason", "Ghi lý do đơn vị không phải báo cáo kỳ này.")])
    if len(reason) > REASON_LIMIT:
        raise Refused([("exclusion-reason", f"Lý do dài quá {REASON_LIMIT} ký tự, rút gọn lại.")])
    # Asked of the row itself, and held until the end of the act: the unit may be sending at this moment.
    owes = Report.objects.filter(pk=report.pk, state__in=_OWED, official=None).update(revision=F("revision"))
    if not owes:
        raise Refused([("exclusion-reason", "Đơn vị đã gửi báo cáo kỳ này: trả lại hoặc chấp nhận, không miễn được.")])
    now = clock.now()
    _, created = Exclusion.objects.get_or_create(
        unit_id=report.unit_id,
        period_id=report.period_id,
        defaults={"reason": reason, "at": now, "by": by, "by_name": str(by)},
    )
    if created:
        sums.mark(report.unit_id)
        audit.record("reports.exclude", report.key, by=by, after={"excluded": True}, note=reason)
        announcements.excluded(report, reason, at=now)


@transaction.atomic
def lift(report, *, by) -> None:
    if Exclusion.objects.filter(unit_id=report.unit_id, period_id=report.period_id).delete()[0]:
        sums.mark(report.unit_id)
        audit.record("reports.include", report.key, by=by, before={"excluded": True}, after={"excluded": False})
        announcements.included(report, at=clock.now())
