"""The consolidated report on screen: the same reading of the snapshot as the PDF's."""

from django import template

from reports.documents import content

register = template.Library()


@register.simple_tag
def read_document(snapshot) -> content.Content:
    """``{% read_document snapshot as document %}``"""
    return content.read(snapshot)


@register.filter
def beside(row, columns) -> list[tuple]:
    """The cells of a row of an enclosure, each beside its column."""
    return list(zip(columns, row, strict=True))
