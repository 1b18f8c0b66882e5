"""What the office has decided about one report, as its pages show it: unlocked until when, entered from paper, excused.

Read once for a page; a report to which nothing of it applies costs no query.
"""

import datetime as dt
from dataclasses import dataclass, field

from reports import appeals, paper, permissions, sheet as sheets, unlocks, versions
from reports.models import Attachment, Report, Unlock
from units.vietnamese import format_date

State = Report.State


@dataclass(frozen=True)
class Standing:
    unlock: Unlock | None = None  # the one that is open; ``has_run_out`` while it waits for the sweep
    has_run_out: bool = False
    is_shut: bool = False  # the period's lock: it needs an unlock before it is sent
    left_unsent: bool = False  # the draft holds what an earlier unlock left
    unsent: list[dict] = field(default_factory=list)  # that text beside what counts, as versions.changes has it
    paper_on: dt.date | None = None  # the shown version, or the draft, comes from a paper received on this day
    is_entered_by_office: bool = False
    scan: Attachment | None = None
    # What this person can do about it
    can_unlock: bool = False
    can_end_unlock: bool = False
    can_enter_paper: bool = False
    can_ask: bool = False
    unlock_until: str = ""  # what the form proposes


def of(report, user, now, *, shown=None) -> Standing:
    """``shown``: the version that the page shows, None for the draft."""
    is_reviewer = permissions.can_review(user)
    reads = permissions.can_read_draft(user, report)
    unlock = unlocks.open_of(report) if report.is_reopened or report.period.locks_on else None
    open_now = report.state in unlocks.UNFINISHED
    left = reads and (report.is_reopened or report.state == State.ACCEPTED) and unlocks.left_unsent(report)
    entering = permissions.is_entered_by_office(report)
    can_unlock = is_reviewer and unlocks.can_open(report, now)
    return Standing(
        unlock=unlock if open_now else None,
        has_run_out=unlock is not None and unlock.expires_at < now,
        is_shut=open_now and unlocks.is_shut(report, now),
        left_unsent=left,
        unsent=_unsent(report, now) if left and report.state == State.ACCEPTED else [],
        paper_on=report.received_on if entering else getattr(shown, "received_on", None),
        is_entered_by_office=entering,
        scan=paper.scan_of(report) if entering else None,
        can_unlock=can_unlock,
        can_end_unlock=is_reviewer and unlock is not None and open_now,
        can_enter_paper=permissions.can_enter_paper(user) and permissions.is_editable(report),
        can_ask=user.access.may_draft_for(report.unit_id) and appeals.can_ask(report),
        unlock_until=format_date(unlocks.default_until(report.period.plan, now.date())) if can_unlock else "",
    )


def _unsent(report, now) -> list[dict]:
    return versions.changes(report.official.content, versions.content_of(sheets.load(report, now.date())))
