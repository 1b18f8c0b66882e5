"""Addresses of the registry and the public page."""

from django.urls import path

from initiatives.views import crawlers, public

app_name = "initiatives"

urlpatterns = [
    # The public page: no login.
    path("chuyen-trang/", public.public, name="public"),
    path("chuyen-trang/rss.xml", crawlers.feed, name="public_feed"),
    path("chuyen-trang/<slug:section>/<int:pk>-<slug:slug>/", public.public_item, name="public_item"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("robots.txt", crawlers.robots, name="robots"),
]
