"""Miễn báo cáo: a unit that owes nothing for one period (domain §3).

Earlier flows stay; denominators do not hold it.
"""

from django.db import transaction

from reports.models import Exclusion
from reports.workflow import Refused
from units import audit, clock

REASON_LIMIT = 1000


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
    if report.state in ("sent", "accepted") or report.official_id:
        raise Refused([("exclusion-reason", "Đơn vị đã gửi báo cáo kỳ này: trả lại hoặc chấp nhận, không miễn được.")])
    _, created = Exclusion.objects.get_or_create(
        unit_id=report.unit_id,
        period_id=report.period_id,
        defaults={"reason": reason, "at": clock.now(), "by": by, "by_name": str(by)},
    )
    if created:
        audit.record("reports.exclude", report.key, by=by, after={"excluded": True}, note=reason)


@transaction.atomic
def lift(report, *, by) -> None:
    if Exclusion.objects.filter(unit_id=report.unit_id, period_id=report.period_id).delete()[0]:
        audit.record("reports.include", report.key, by=by, before={"excluded": True}, after={"excluded": False})
