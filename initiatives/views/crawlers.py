"""What programs read of the public page: the RSS feed, the sitemap, and which addresses they may ask for at all."""

import datetime as dt

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as draw_sitemap
from django.contrib.syndication.views import Feed
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from initiatives import showing
from initiatives.views.public import LEDE, fresh
from units import clock

FEED_SIZE = 30


def _address(name: str) -> str:
    """Never with what a Host header says: anybody may invent one, and a cache would pass it on."""
    return settings.Q4KH_BASE_URL + reverse(name)


class _Feed(Feed):
    title = f"{showing.TITLE}, Quận 4"
    description = LEDE
    language = "vi"
    item_guid_is_permalink = False

    def link(self):
        return _address("initiatives:public")

    def feed_url(self):
        return _address("initiatives:public_feed")

    def items(self):
        return showing.opened(showing.rows(showing.EVERYTHING, clock.today(), size=FEED_SIZE))

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.excerpt

    def item_link(self, item):
        return item.address

    def item_guid(self, item):
        return item.key

    def item_pubdate(self, item):
        return dt.datetime.combine(item.day, dt.time(), clock.ZONE)

    def item_author_name(self, item):
        return item.unit

    def item_categories(self, item):
        return [item.word]


class _Sitemap(Sitemap):
    """The page and everything that it shows. What is one list under another condition is left out."""

    def get_protocol(self, protocol=None):
        return settings.Q4KH_BASE_URL.partition("://")[0]

    def get_domain(self, site=None):
        return settings.Q4KH_BASE_URL.partition("://")[2]

    def items(self):
        things = showing.rows(showing.EVERYTHING, clock.today())
        newest = max((thing.edited_at for thing in things), default=None)
        return [(reverse("initiatives:public"), newest), *((thing.path, thing.edited_at) for thing in things)]

    def location(self, item):
        return item[0]

    def lastmod(self, item):
        return item[1]


@require_safe
def feed(request):
    return fresh(request, _Feed()(request))


@require_safe
def sitemap(request):
    return fresh(request, draw_sitemap(request, {"chuyen-trang": _Sitemap}).render())


@require_safe
def robots(request):
    """Everything else needs an account, or is of use to one person alone."""
    lines = [
        "User-agent: *",
        f"Allow: {reverse('initiatives:public')}",
        f"Allow: {reverse('initiatives:sitemap')}",
        f"Allow: {reverse('reports:open_data')}",
        f"Allow: {settings.STATIC_URL}",
        "Disallow: /",
        f"Sitemap: {_address('initiatives:sitemap')}",
    ]
    return fresh(request, HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))
