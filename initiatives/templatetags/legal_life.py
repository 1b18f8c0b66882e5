"""The states of an initiative as marks and words."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives.register import SHOWN
from units.templatetags.q4kh import mark

register = template.Library()

_SHOWN = {
    state.value: format_html('<span class="q-state" data-is="{}">{}<span>{}</span></span>', name, mark(name), word)
    for state, (name, word) in SHOWN.items()
}


@register.simple_tag
def initiative_state(state) -> SafeString:
    return _SHOWN[state]
