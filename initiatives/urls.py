"""Addresses of what was tried, in unaccented Vietnamese; names in English."""

from django.urls import path

from initiatives.views import rules

app_name = "initiatives"

urlpatterns = [
    # How figures are counted.
    path("so-theo-doi/cach-dem/", rules.listing, name="rules"),
    path("so-theo-doi/cach-dem/<slug:code>/", rules.rule, name="rule"),
]
