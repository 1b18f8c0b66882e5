"""The consolidated report on screen: the same reading of the snapshot as the PDF's."""

from dataclasses import astuple, is_dataclass

from django import template

from reports.documents import content

register = template.Library()

# Two rows with cells of so many characters, their group's head and the table's fit on one page, also in the narrowest
# column of text.
LOW = 200


@register.simple_tag
def read_document(snapshot) -> content.Content:
    """``{% read_document snapshot as document %}``"""
    return content.read(snapshot)


@register.filter
def beside(row, columns) -> list[tuple]:
    """The cells of a row of an enclosure, each beside its column."""
    return list(zip(columns, row, strict=True))


@register.filter
def ends_tall(groups) -> bool:
    """Whether the last two rows of a table hold so much that one page may be too small for both."""
    rows = [row for group in groups for row in group.rows][-2:]
    return any(len(text) > LOW for row in rows for text in (astuple(row) if is_dataclass(row) else row))
