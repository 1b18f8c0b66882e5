"""Who may do what with a record of the registry (domain §5). Asked by views, activities and templates."""

from initiatives.entry import WORDING
from initiatives.kinds import Kind
from initiatives.models import Activity
from units.models import AuditEvent

State = Activity.State
# States in which a record counts, or will; and those in which it stands in the registry.
OPEN = frozenset({State.RECORDED, State.CONFIRMED})
KEPT = OPEN | {State.RETURNED}


def can_read(user) -> bool:
    """Unit people, the office, leadership; the administrator reads no content (domain §1)."""
    access = user.access
    return access.sees_everything or access.is_leader or bool(access.acts_for)


def can_record(user) -> bool:
    return bool(user.access.acts_for)


def can_write(user, activity) -> bool:
    """The recording unit's own people; partners read."""
    return user.access.may_draft_for(activity.unit_id)


def can_publish(user, activity) -> bool:
    """Articles of every unit, by whose task it is (II.2.7)."""
    return activity.kind == Kind.ARTICLE and bool(user.access.publishes_for)


def can_decline(user, activity) -> bool:
    """Send back what another unit proposes."""
    return can_publish(user, activity) and not can_write(user, activity)


def can_edit(user, activity) -> bool:
    return can_write(user, activity) or (can_publish(user, activity) and activity.state in OPEN)


def may_change(user, activity) -> tuple[str, ...]:
    """Of the fields those that this person may change; empty for all of them."""
    return () if can_write(user, activity) else WORDING


def can_review(user) -> bool:
    return user.access.is_reviewer


def can_show(user, activity) -> bool:
    """Another record when it is confirmed; an article once it came out, which its day of publication says."""
    if not can_review(user) or activity.is_public:
        return False
    return activity.published_on is not None if activity.kind == Kind.ARTICLE else activity.state == State.CONFIRMED


def can_hide(user, activity) -> bool:
    return activity.is_public and (can_review(user) or can_publish(user, activity))


def touched_by(user, keys) -> set[str]:
    """Of the records named those that this person wrote words of, under whichever membership. One query."""
    wrote = AuditEvent.objects.filter(
        subject__in=keys, actor=user.get_username(), act__in=["activities.record", "activities.edit"]
    )
    return set(wrote.values_list("subject", flat=True))


def had_a_hand(user, activity) -> bool:
    """Nobody confirms what they recorded, or reworded since (domain §1, as of reports)."""
    return activity.recorded_by_id == user.pk or bool(touched_by(user, [activity.key]))


def can_confirm(user, activity) -> bool:
    return can_review(user) and not had_a_hand(user, activity)
