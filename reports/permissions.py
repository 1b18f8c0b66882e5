"""Who may do what with a report (domain §1; contract, "Who sees what"). Asked by views, workflow and templates."""

from reports import unlocks
from reports.models import Report

State = Report.State
EDITABLE = frozenset({State.DRAFT, State.RETURNED})


def can_read_draft(user, report) -> bool:
    """Texts and figures in whatever state: the unit itself, the unit that followed it whole, the Economics Office."""
    access = user.access
    return access.sees_everything or access.may_draft_for(report.unit_id) or report.unit_id in user.inherits


def can_read_official(user, report) -> bool:
    """Leadership reads what has been accepted; the administrator reads no content at all."""
    return can_read_draft(user, report) or (user.access.is_leader and report.official_id is not None)


def can_draft(user, report) -> bool:
    """Whether this person writes in the form; whether it is open for them now is ``is_open_to``.

    A reviewer only while a paper report is being entered.
    """
    return user.access.may_draft_for(report.unit_id) or (is_entered_by_office(report) and can_enter_paper(user))


def is_editable(report) -> bool:
    return report.state in EDITABLE


def is_entered_by_office(report) -> bool:
    """Nhập thay has begun and is not sent: the form is the office's, the unit's own people wait (domain §3)."""
    return is_editable(report) and report.received_on is not None


def is_open_to(user, report, now) -> bool:
    """Whether this person may save the form at the instant ``now``. A query only of a reopened report."""
    if not is_editable(report) or unlocks.has_run_out(report, now):
        return False
    return can_enter_paper(user) if is_entered_by_office(report) else user.access.may_draft_for(report.unit_id)


def can_print_draft(user, report) -> bool:
    """The draft as a document, marked as one: whoever writes it, from the first word until it is sent."""
    return can_draft(user, report) and report.is_started and report.state not in (State.SENT, State.ACCEPTED)


def can_enter_paper(user) -> bool:
    """Enter a signed paper report for a unit; another person accepts it (``had_a_hand``)."""
    return user.access.is_reviewer


def can_extend(user) -> bool:
    """Move the deadline of a whole period: the head of the Economics Office."""
    return user.access.is_office_head


def can_review(user) -> bool:
    return user.access.is_reviewer


def can_submit(user, report) -> bool:
    return report.unit.has_head_step and user.access.is_reporter_of(report.unit_id) and not is_entered_by_office(report)


def can_send(user, report) -> bool:
    """Sending to the district is the head's act; without the head's step the reporter sends by authority.

    A paper report bears the head's signature already: who enters it sends it.
    """
    if is_entered_by_office(report):
        return can_enter_paper(user)
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
    """What waits for the head: anyone of the unit; what was sent: whoever may send.

    What was entered from paper is taken back by who entered it; the unit asks for a correction.
    """
    if report.state == State.PENDING:
        return can_draft(user, report)
    if report.state == State.SENT and report.received_on:
        return can_enter_paper(user) and report.latest.sent_by_id == user.pk
    return can_send(user, report)


def had_a_hand(user, report) -> bool:
    """Wrote, entered or sent any of it, under whichever membership: may not accept it."""
    return report.hands.filter(pk=user.pk).exists()


def can_accept(user, report) -> bool:
    return can_review(user) and not had_a_hand(user, report)
