"""What holds for every page of somebody logged in, and where a request comes from."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY

SEEN = "_seen"
# Prolonging a session is a write: once in ten minutes is near enough to "eight hours after the last click".
PROLONG_SECONDS = 600


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
