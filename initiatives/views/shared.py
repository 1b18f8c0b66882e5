"""What the registry's pages have in common: who opens them, how a record is found."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404

from initiatives import permissions
from initiatives.models import Activity
from units.templatetags.q4kh import Problem

# States of a record in the marks of reports: a shape, a colour and a word each.
MARKS = {"recorded": "wait", "returned": "returned", "confirmed": "accepted", "withdrawn": "excluded"}


def for_readers(view):
    """403 for who reads no content: the administrator, an account without a role."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not permissions.can_read(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def find_activity(user, pk) -> Activity:
    rows = Activity.objects.visible_to(user).select_related("unit", "heading")
    activity = rows.filter(pk=pk).first()
    if activity is None:
        raise Http404("no such record for this person")
    return activity


def problems_of(refusal) -> list[Problem]:
    return [Problem(anchor, text) for anchor, text in refusal.problems]
