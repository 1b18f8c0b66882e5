"""``{{ target.ref|anchor }}``: where on the page of the plan the paragraph stands."""

from django import template

from targets import refs

register = template.Library()
register.filter("anchor", refs.anchor)
