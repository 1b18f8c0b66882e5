"""How every view of an initiative finds it: the look-up is the check (another unit's draft is a 404)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from initiatives.legal_life import can_see_any
from initiatives.models import Initiative


def find_initiative(user, pk) -> Initiative:
    if not can_see_any(user):
        raise PermissionDenied
    rows = Initiative.objects.visible_to(user).select_related("unit", "body", "heading", "council", "recorded_by")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404("no such initiative for this person")
    return row
