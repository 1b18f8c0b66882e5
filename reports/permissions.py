"""Who may do what with a report (domain §1; contract, "Who sees what"). Asked by views, workflow and templates."""

from reports.models import Report

State = Report.State
EDITABLE = frozenset({State.DRAFT, State.RETURNED})


def can_read_draft(user, report) -> bool:
    """Texts and figures in whatever state: the unit itself and the Economics Office."""
    access = user.access
    return access.sees_everything or access.may_draft_for(report.unit_id)


def can_read_official(user, report) -> bool:
    """Leadership reads what has been accepted; the administrator reads no content at all."""
    return can_read_draft(user, report) or (user.access.is_leader and report.official_id is not None)


def can_draft(user, report) -> bool:
    """Whether this person writes for the unit; whether the report is open for it is ``is_editable``."""
    return user.access.may_draft_for(report.unit_id)


def is_editable(report) -> bool:
    return report.state in EDITABLE


def can_review(user) -> bool:
    return user.access.is_reviewer


def can_submit(user, report) -> bool:
    return report.unit.has_head_step and user.access.is_reporter_of(report.unit_id)


def can_send(user, report) -> bool:
    """Sending to the district is the head's act; without the head's step the reporter sends by authority."""
    access = user.access
    return access.is_head_of(report.unit_id) or (
        not report.unit.has_head_step and access.is_reporter_of(report.unit_id)
    )


def can_return(user, report) -> bool:
    """The head sends back inside the unit, the reviewer to the unit."""
    if report.state == State.PENDING:
        return user.access.is_head_of(report.unit_id)
    return can_review(user)


def can_withdraw(user, report) -> bool:
    """What waits for the head: anyone of the unit; what was sent: whoever may send."""
    if report.state == State.PENDING:
        return can_draft(user, report)
    return can_send(user, report)


def had_a_hand(user, report) -> bool:
    """Wrote, entered or sent any of it, under whichever membership: may not accept it."""
    return report.hands.filter(pk=user.pk).exists()


def can_accept(user, report) -> bool:
    return can_review(user) and not had_a_hand(user, report)
