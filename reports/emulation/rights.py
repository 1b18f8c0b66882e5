"""Who may do what with scales and scores (domain §1, §7). Asked by the acts, the views and the templates."""

from reports.models import Scheme, ScoreSheet

State = Scheme.State


def can_read(user) -> bool:
    """Scores and their progress; the administrator reads no content, the scale alone."""
    access = user.access
    return access.sees_everything or access.is_leader or bool(access.acts_for)


def _drafting_units(user):
    return [unit for unit in user.access.units if unit.drafts_emulation]


def can_draft(user) -> bool:
    """The unit that the plan has draft the scale (IV.2.6: Văn phòng; which one is data)."""
    return bool(_drafting_units(user))


def can_send_draft(user) -> bool:
    """Sending to the Economics Office is the head's act, as of reports."""
    return any(_signs_for(user, unit) for unit in _drafting_units(user))


def _signs_for(user, unit) -> bool:
    access = user.access
    return access.is_head_of(unit.pk) or (not unit.has_head_step and access.is_reporter_of(unit.pk))


def can_appraise(user) -> bool:
    """Scales and scores: Phòng Kinh tế."""
    return user.access.is_reviewer


def can_approve(user) -> bool:
    """Put a scale in force, publish scores: its head."""
    return user.access.is_office_head


def can_score(user, unit) -> bool:
    return user.access.may_draft_for(unit.pk)


def can_sign(user, unit) -> bool:
    """Send the self-score or the explanation to the district."""
    return _signs_for(user, unit)


def had_a_hand(user, sheet: ScoreSheet) -> bool:
    return sheet.hands.filter(pk=user.pk).exists()


def can_appraise_sheet(user, sheet: ScoreSheet) -> bool:
    """Nobody appraises what they wrote or sent, under whichever membership."""
    return can_appraise(user) and not had_a_hand(user, sheet)
