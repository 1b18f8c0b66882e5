"""Đề nghị sửa: a unit asks the office to open what it can no longer change itself.

It changes nothing: the office answers by unlocking, or by returning what it has not accepted yet.
"""

from django.db import transaction

from reports import announcements
from reports.models import Report
from units import audit, clock
from units.moves import Refused, WrongState

State = Report.State
TEXT_LIMIT = 300


def can_ask(report) -> bool:
    """Accepted reports, and those that the office entered from paper: the unit cannot take these back."""
    return report.state == State.ACCEPTED or (report.state == State.SENT and report.received_on is not None)


@transaction.atomic
def ask(report, *, by, text: str) -> None:
    """Tell the office. Raises Refused without a text, WrongState where the unit can help itself."""
    if not can_ask(report):
        raise WrongState("ask")
    text = text.strip()
    if not text:
        raise Refused([("request", "Ghi chỗ cần sửa để Phòng Kinh tế biết.")])
    if len(text) > TEXT_LIMIT:
        raise Refused([("request", f"Đề nghị dài quá {TEXT_LIMIT} ký tự, rút gọn lại.")])
    # What is asked stands in the message: the log of acts holds no content.
    audit.record("reports.ask", report.key, by=by)
    announcements.asked(report, text, by=by, at=clock.now())
