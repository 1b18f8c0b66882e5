"""One unit (`/don-vi/P2/`): since when and until when it is there, its names, whom it follows and who follows it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.models import Report
from reports.tables import units as tables
from units import clock, exports
from units.models import Membership, Succession, Unit, UnitChange
from units.restructuring import may_change
from units.roles import Role
from units.vietnamese import person_sort_key


@login_required
@require_safe
@exports.offered
def unit(request, code):
    access = request.user.access
    if access.is_nobody:
        raise PermissionDenied
    inherits = frozenset() if access.sees_states else request.user.inherits
    row = Unit.objects.filter(code=code).first()
    if row is None or not (access.sees_states or row.pk in access.acts_for | inherits):
        raise Http404("no such unit for this person")
    today = clock.today()
    context = {
        "unit": row,
        "is_there": row.is_there(today),
        "is_coming": row.is_active and row.valid_from > today,
        "names": _names(row),
        "predecessors": list(_successions(to_unit=row).select_related("from_unit", "change")),
        "successors": list(_successions(from_unit=row).select_related("to_unit", "change")),
        "changes": list(UnitChange.objects.filter(units=row).order_by("effective_on", "pk")),
        "people": _people(row, today),
        # Other units' pages, and the lists of everybody's reports.
        "sees_others": access.sees_states,
        "inherits": inherits,
        # Elsewhere nobody leads their people to what the units before them left.
        "left": _left(row) if row.pk in inherits else [],
        "can_change": may_change(request.user) and row.is_active and row.valid_to is None,
        "can_edit": access.is_administrator,
    }
    table = tables.of_unit(context, today)
    if exports.wanted(request):
        return table
    return render(request, "reports/unit.html", context | {"sheets": table.sheets})


def _successions(**which):
    return Succession.objects.filter(**which).order_by("effective_on", "pk")


def _names(row) -> list[tuple]:
    """(name, short name, from, to, decision) of every name it has borne, the present one last; to None = still."""
    since, found = row.valid_from, []
    for old in row.old_names.select_related("change").order_by("valid_to"):
        found.append((old.name, old.short_name, since, old.valid_to))
        since = old.change.effective_on
    return [*found, (row.name, row.short_name, since, row.valid_to)] if found else []


def _left(row) -> list[Report]:
    """The reports that a unit left to the one that followed it whole, the latest first."""
    return list(Report.objects.filter(unit=row).select_related("unit", "period").order_by("-period__window_from"))


def _people(row, today) -> list[tuple[str, list[str]]]:
    held = Membership.objects.in_force(today).filter(unit=row, role__in=[Role.REPORTER, Role.HEAD])
    held = list(held.filter(user__is_active=True).select_related("user"))
    return [
        (role.label, sorted((one.user.full_name for one in held if one.role == role), key=person_sort_key))
        for role in (Role.HEAD, Role.REPORTER)
    ]
