"""What holds for every request: that it can be read, who may keep the answer, and where it comes from."""

import codecs
import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponseBadRequest, QueryDict, UnreadablePostError
from django.template.loader import render_to_string

SEEN = "_seen"
# Prolonging a session is a write: once in ten minutes is near enough to "eight hours after the last click".
PROLONG_SECONDS = 600


def readable_requests(get_response):
    """400, before anything else looks at it, for what no browser sends from our pages and what is an error further in:
    Django's own error pages read the form again whose charset they could not read.

    PostgreSQL stores no NUL: in an address it is refused, in a form it is left out like all that nobody sees.
    """

    def middleware(request):
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "%00" in query or "\0" in query or not _is_utf8(request):
            return HttpResponseBadRequest(render_to_string("400.html"))
        if request.method == "POST":
            try:
                _without_nul(request)
            except UnreadablePostError:  # the browser went away
                return HttpResponseBadRequest()
        return get_response(request)

    return middleware


def _is_utf8(request) -> bool:
    charset = request.content_params.get("charset", "utf-8")
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False


def _without_nul(request):
    held = request.POST
    if any("\0" in value for values in held.lists() for value in (values[0], *values[1])):
        cleaned = QueryDict(mutable=True)
        for name, values in held.lists():
            cleaned.setlist(name.replace("\0", ""), [value.replace("\0", "") for value in values])
        cleaned._mutable = False
        request.POST = cleaned


def private_pages(get_response):
    """Pages of a logged-in person are kept by no cache, and their session lives on while they work."""

    def middleware(request):
        response = get_response(request)
        session = request.session
        # A view that never looked at the session answered everybody alike.
        if session.accessed and SESSION_KEY in session:
            if not response.has_header("Cache-Control"):
                response["Cache-Control"] = "private, no-store"
            now = int(time.time())
            if session.modified or now - session.get(SEEN, now) > PROLONG_SECONDS:
                session[SEEN] = now
        return response

    return middleware


def client_address(request):
    """The client's IP address for lock-outs.

    Each of our own proxies appends the address it was called from, so the one before ``Q4KH_PROXIES`` is true and
    everything left of it may be invented.
    """
    proxies = settings.Q4KH_PROXIES
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(chain) >= proxies:
        return chain[-proxies]
    return request.META.get("REMOTE_ADDR", "")
