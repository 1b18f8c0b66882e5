"""WordprocessingML for the templates of ``documents/word``: lengths in its units, paragraphs and rules."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from reports.documents import docx

_KEEP_NEXT = mark_safe("<w:keepNext/>")

register = template.Library()
register.filter("twips", docx.twips)


@register.filter
def half_points(points) -> int:
    return round(points * 2)


@register.filter
def points(points) -> int:
    """In twentieths of a point."""
    return round(points * 20)


@register.simple_tag
def word(style, text, keep_next=False) -> str:
    """A paragraph of one style. ``keep_next``: on the page of what follows it."""
    return format_html(
        '<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>',
        style, _KEEP_NEXT if keep_next else "", text,
    )  # fmt: skip


@register.simple_tag
def rule(width, length) -> str:
    """A solid rule of ``length`` in the middle of ``width`` (millimetres)."""
    aside = docx.twips(max(width - length, 0) / 2)
    return format_html(
        '<w:p><w:pPr><w:pStyle w:val="Rule"/><w:ind w:left="{}" w:right="{}"/></w:pPr></w:p>', aside, aside
    )
