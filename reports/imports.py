"""What can be taken in from sheets, in the order in which an office that begins would bring it in."""

from initiatives.organisation_resource import OrganisationResource
from initiatives.resources import ActivityResource
from reports.resources import FigureResource
from targets.budget_resource import BudgetResource
from targets.resources import TargetResource, TaskResource
from units.importing.resource import SheetResource
from units.importing.runs import ImportRun
from units.resources import PersonResource, UnitResource

KINDS: dict[str, type[SheetResource]] = {
    resource.slug: resource
    for resource in (
        UnitResource, PersonResource, TargetResource, TaskResource, OrganisationResource, ActivityResource,
        BudgetResource, FigureResource,
    )
}  # fmt: skip


def of(user) -> list[type[SheetResource]]:
    """What this person may take in."""
    return [resource for resource in KINDS.values() if resource.may_import(user)]


def runs_of(user):
    """Sheets handed in of the kinds that the person may take in; of the administrator all, to take back."""
    kinds = KINDS if user.access.is_administrator else [resource.slug for resource in of(user)]
    return ImportRun.objects.filter(kind__in=kinds)
