"""What a line of a report is called where people read about it."""

from django import template

from reports import form_lines
from reports.lines import TEXT_LABELS, place_text

register = template.Library()
register.simple_tag(form_lines.text, name="form_text")
register.simple_tag(form_lines.figure, name="form_figure")
register.simple_tag(form_lines.task, name="form_task")
register.simple_tag(form_lines.todo, name="form_todo")
register.simple_tag(form_lines.headings, name="heading_options")

_LISTS = {"item": "Kết quả theo đề mục", "proposal": "Kiến nghị"}
_OTHERS = {
    "attachments": "Tài liệu kèm theo",
    "estimate": "Ước đến hết quý",
    "own_number": "Văn bản của đơn vị",
}


@register.filter
def line_name(key: str) -> str:
    """A text or a list by its title; a target by its code and a task by its place in the plan, as they stand."""
    kind, _, number = key.partition(":")
    return f"{_LISTS[kind]} {number}" if kind in _LISTS else TEXT_LABELS.get(key) or _OTHERS.get(key, key)


@register.filter
def place(ref: str) -> str:
    """Of a piece of the year's work: "mục IV.11", or "việc riêng R1"."""
    return place_text(ref)


@register.filter
def sentence(text: str) -> str:
    """Closed with a full stop, once: some messages are sentences of their own, others stand after a colon elsewhere."""
    return text if text.endswith((".", "?")) else f"{text}."


@register.filter
def at(of: dict, name: str):
    """What stands under a name that only the page knows; nothing where there is none."""
    return of.get(name, "")


@register.filter
def listed(content: dict, name: str) -> list:
    """A list of a frozen content ("items", "proposals"), which older versions lack; a dict has .items of its own."""
    return content.get(name, [])
