"""Who asks for the pages that are measured, and the unit whose officer files."""

from reports.benchmark.country import BEGAN, LATE_OF, TASKS
from targets.models import Assignment, Commitment
from units.models import Membership, Unit, User
from units.roles import Role

# Fifteen lines of the form, and each kind of figure among them.
FIGURES = (
    "CT01", "CT02", "CT03", "CT04", "CT05", "CT06", "CT07", "CT08", "CT09", "CT10", "CT12", "CK03", "CK05", "CK06",
    "CK09",
)  # fmt: skip
# The order of a unit that is late in the open quarter and has written nothing, of every size; of those that are late
# every second has begun.
BLANK, BLANK_OF = 14, 2 * LATE_OF


def person(role, unit=None) -> User:
    """Somebody in this role; the same one each time."""
    name = f"do-{role}-{unit.code}" if unit else f"do-{role}"
    user, is_new = User.objects.get_or_create(username=name, defaults={"full_name": f"Người đo, {Role(role).label}"})
    if is_new:
        user.set_unusable_password()
        user.save()
        Membership.objects.create(user=user, unit=unit, role=role, valid_from=BEGAN)
    return user


def filing_unit(place: int = 0) -> Unit | None:
    """One of the units that are late in the open quarter and have written nothing: fifteen figures, ten tasks, and no
    head's step. None where there are not so many."""
    unit = Unit.objects.filter(files_reports=True, order=BLANK + BLANK_OF * place).first()
    if unit is None:
        return None
    Assignment.objects.filter(unit=unit).exclude(target__code__in=FIGURES).delete()
    Unit.objects.filter(pk=unit.pk).update(has_head_step=False)
    found = Assignment.objects.filter(unit=unit).count(), Commitment.objects.filter(unit=unit).count()
    if found != (len(FIGURES), TASKS):
        raise RuntimeError(f"the form has {found} lines")
    return unit
