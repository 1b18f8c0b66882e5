"""The consolidated report on screen: the same reading of the snapshot as the PDF's."""

from django import template

from reports.documents import content

register = template.Library()


@register.simple_tag
def read_document(snapshot) -> content.Content:
    """``{% read_document snapshot as document %}``"""
    return content.read(snapshot)
