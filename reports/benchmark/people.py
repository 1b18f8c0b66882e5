"""Who asks for the pages that are measured, and the unit whose officer files."""

from reports.benchmark.country import BEGAN, TASKS
from targets.models import Assignment, Commitment
from units.models import Membership, Unit, User
from units.roles import Role

# Fifteen lines of the form, and each kind of figure among them.
FIGURES = (
    "CT01", "CT02", "CT03", "CT04", "CT05", "CT06", "CT07", "CT08", "CT09", "CT10", "CT12", "CK03", "CK05", "CK06",
    "CK09",
)  # fmt: skip


def person(role, unit=None) -> User:
    """Somebody in this role; the same one each time."""
    name = f"do-{role}"
    user, is_new = User.objects.get_or_create(username=name, defaults={"full_name": f"Người đo, {Role(role).label}"})
    if is_new:
        user.set_unusable_password()
        user.save()
        Membership.objects.create(user=user, unit=unit, role=role, valid_from=BEGAN)
    return user


def filing_unit() -> Unit:
    """The generated unit that is late in the open quarter and has written nothing: fifteen figures, ten tasks, and no
    head's step."""
    unit = Unit.objects.filter(files_reports=True, order=14).get()
    Assignment.objects.filter(unit=unit).exclude(target__code__in=FIGURES).delete()
    Unit.objects.filter(pk=unit.pk).update(has_head_step=False)
    found = Assignment.objects.filter(unit=unit).count(), Commitment.objects.filter(unit=unit).count()
    if found != (len(FIGURES), TASKS):
        raise RuntimeError(f"the form has {found} lines")
    return unit
