"""The page when the machine fails in the middle of a request: it still holds what was typed, and can send it again.

Drawn without asking the database anything, since that is what most often has failed.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from units import relogin, storage

DATABASE, DISK, OWN = "database", "disk", "own"
_STATUS = {DATABASE: 503, DISK: 507, OWN: 500}


def page(request):
    """Django's ``handler500``: called while the error is being handled.

    503 the database, or the service that keeps the files, is away or has broken off; 507 the disk is full; 500 a fault
    of ours.
    """
    kind = _kind(sys.exc_info()[1])
    post = _posted(request)
    context = {
        "kind": kind,
        "path": request.get_full_path(),
        "is_post": request.method == "POST",
        "typed": relogin.typed_words(post),
        # The same again would only meet the same fault of ours again.
        "carried": relogin.carried(request) if kind != OWN and post else [],
        "files": _has_files(request),
        "csrf_token": get_token(request),
    }
    response = HttpResponse(render_to_string("500.html", context), status=_STATUS[kind])
    if kind == DATABASE:
        response["Retry-After"] = "30"
    return response


def _kind(error) -> str:
    while error is not None:
        if storage.is_no_room(error):
            return DISK
        if isinstance(error, (OperationalError, InterfaceError, storage.Away)):
            return DATABASE
        error = error.__cause__ or error.__context__
    return OWN


def _posted(request):
    """What was posted, as far as it could be read."""
    try:
        return request.POST
    except Exception:  # the body itself is what failed
        return QueryDict()


def _has_files(request) -> bool:
    try:
        return any(request.FILES.values())
    except Exception:
        return False
