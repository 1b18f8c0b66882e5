"""The calendar feed: no login, since calendar programs have none; the private address is the key."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from units import clock
from units.models import User


@require_safe
def calendar(request, key):
    """404 for a key that never was, was replaced, or whose person's account is closed."""
    # It takes a tenth of a second to load: only who asks for a calendar pays for it.
    from reports import feed

    user = User.objects.filter(is_active=True, preference__calendar_key=key).first()
    if user is None:
        raise Http404("no such calendar")
    response = HttpResponse(feed.draw(user, clock.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="ke-hoach-294.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
