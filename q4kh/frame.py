"""What stands around every page: who is asking, where one can go, the footer.

It is alike for everybody of a role on a page, and to render it cost more than fifty rows of a list: each of its
templates is rendered once for all who see it alike, and of a person only their own words are put in.
"""

from functools import cached_property, lru_cache
from html import escape

from django.conf import settings
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from q4kh.navigation import Navigation

# Stand-ins in what is kept. Nothing that people type holds such characters.
_NAME, _PLACE, _TOKEN = "\x01", "\x02", "\x03"


class Frame:
    """Of one request; each part is worked out when a template first asks for it."""

    def __init__(self, request):
        self._request = request
        self._to = Navigation(request)

    @cached_property
    def who(self) -> SafeString:
        if not self._to.is_inside:
            return _kept("components/who_public.html")
        written = _kept("components/who.html", items=self._to.own, **_STAND_INS)
        name, place = self._words
        own = {_NAME: escape(name), _PLACE: escape(place), _TOKEN: get_token(self._request)}
        return _filled(written, own)

    @cached_property
    def navigation(self) -> SafeString | str:
        if not self._to.is_inside:
            return ""
        to = self._to
        written = _kept(
            "components/navigation.html", items=to.items, own=to.own, current=to.current, **_STAND_INS
        )
        return _filled(written, {_NAME: escape(self._words[0])})

    @cached_property
    def footer(self) -> SafeString:
        return _kept("components/footer.html", items=self._to.footer)

    @cached_property
    def _words(self) -> tuple[str, str]:
        user = self._request.user
        access = user.access
        if access.title:
            return access.title, access.place or user.full_name
        return user.full_name, "Chưa được phân công"


_STAND_INS = {"name": _NAME, "place": _PLACE, "csrf_token": _TOKEN}


def _kept(template, **words) -> SafeString:
    # Whoever works on the templates sees what they change.
    return (_written.__wrapped__ if settings.DEBUG else _written)(template, **words)


@lru_cache(maxsize=512)
def _written(template, **words) -> SafeString:
    return render_to_string(template, words)


def _filled(written, own) -> SafeString:
    for stand_in, word in own.items():
        written = written.replace(stand_in, word)
    return mark_safe(written)
