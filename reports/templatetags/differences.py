"""Marks what changed between two texts: ``<p class="q-diff">{{ before|diff:after }}</p>``."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from reports import differences

register = template.Library()


@register.filter
def diff(before, after) -> SafeString:
    """``after`` with its new words in <ins>, and the words of ``before`` that went in <del> at their place."""
    return mark_safe("".join(_marked(op, text) for op, text in differences.words(before or "", after or "")))


def _marked(op, text) -> str:
    written = conditional_escape(text).replace("\n", "<br>")
    return written if op == "equal" else f"<{op}>{written}</{op}>"
