"""Days and numbers of an initiative's legal life: pure, so that list, page and workbook cannot disagree.

Nghị định 13/2012/NĐ-CP: an application within one year of first use (điều 5); an answer to its form, and a supplement,
within one month each (điều 6); a decision within three months of acceptance, or of the end of first use if that is
later (điều 7). Months are calendar months.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from initiatives.models import Initiative
from targets.quarters import last_day_of_month

State = Initiative.State

FILING_MONTHS = 12
ANSWER_MONTHS = 1
SUPPLEMENT_MONTHS = 1
DECISION_MONTHS = 3

RECEIPT, CERTIFICATE = "PTN", "GCN-SK"


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` later, or the last one of a shorter month: 30/11 and three months are 28/02."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return dt.date(year, month, min(day.day, last_day_of_month(year, month).day))


def filing_ends_on(first_applied_on: dt.date) -> dt.date:
    return add_months(first_applied_on, FILING_MONTHS)


def answer_by(received_on: dt.date) -> dt.date:
    return add_months(received_on, ANSWER_MONTHS)


def supplement_by(asked_on: dt.date) -> dt.date:
    return add_months(asked_on, SUPPLEMENT_MONTHS)


def decide_by(accepted_on: dt.date, first_use_ends_on: dt.date | None) -> dt.date:
    return add_months(max(accepted_on, first_use_ends_on or accepted_on), DECISION_MONTHS)


@dataclass(frozen=True)
class Term:
    """What has to be done by the end of the day ``until``."""

    what: str
    until: dt.date

    def late_days(self, on: dt.date) -> int:
        return max(0, (on - self.until).days)

    def days_left(self, on: dt.date) -> int:
        """Below zero once it is over."""
        return (self.until - on).days


def term_of(row: Initiative) -> Term | None:
    """The term that runs in the state the initiative is in; None where the law sets none."""
    if row.state == State.DRAFT and row.first_applied_on:
        return Term("Hạn nộp đơn", filing_ends_on(row.first_applied_on))
    if row.state == State.RECEIVED and row.answer_by:
        return Term("Hẹn trả lời", row.answer_by)
    if row.state == State.SUPPLEMENT and row.supplement_by:
        return Term("Hạn bổ sung", row.supplement_by)
    if row.state == State.ACCEPTED and row.accepted_on:
        return Term("Hạn xét công nhận", decide_by(row.accepted_on, row.first_use_ends_on))
    return None


def last_overdue_start(on: dt.date, months: int) -> dt.date:
    """The latest day from which a term of ``months`` is over on the day ``on``: what a query can compare with."""
    day = add_months(on, -months) + dt.timedelta(3)
    while add_months(day, months) >= on:
        day -= dt.timedelta(1)
    return day


def next_number(taken: Iterable[str], year: int, kind: str) -> str:
    """The number after the highest of the year: "07/2018/PTN" after 06/2018/PTN. What is written otherwise counts for
    nothing."""
    pattern = re.compile(rf"(\d{{1,6}})/{year}/{kind}", re.ASCII)
    found = [int(match[1]) for match in map(pattern.fullmatch, taken) if match]
    return f"{max(found, default=0) + 1:02d}/{year}/{kind}"
