"""The lines of a report: all of a part of its form at once, and what one is called where people read about it."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from reports import form_lines
from reports.lines import TEXT_LABELS, place_text

register = template.Library()
register.simple_tag(form_lines.todo, name="form_todo")
register.simple_tag(form_lines.headings, name="heading_options")

_LISTS = {"item": "Kết quả theo đề mục", "proposal": "Kiến nghị"}
_OTHERS = {
    "attachments": "Tài liệu kèm theo",
    "estimate": "Ước đến hết quý",
    "own_number": "Văn bản của đơn vị",
}


@register.simple_tag
def form_texts(lines, copied_from) -> SafeString:
    return _joined(form_lines.text(line, copied_from) for line in lines)


@register.simple_tag(takes_context=True)
def form_figures(context, lines) -> SafeString:
    """What is typed is written by hand; the few that nobody types have templates of their own."""
    return _joined(_figure(context, line) for line in lines)


def _figure(context, line) -> SafeString:
    name = "counted" if line.kind == "counted" else "told" if line.is_told else ""
    if not name:
        return form_lines.figure(line)
    with context.push(line=line, t=line.target):
        return context.template.engine.get_template(f"reports/_{name}.html").render(context)


@register.simple_tag
def form_tasks(lines, year, plan_number, previous_label) -> SafeString:
    return _joined(
        form_lines.task(line, number, year, plan_number, previous_label) for number, line in enumerate(lines, 1)
    )


def _joined(written) -> SafeString:
    return mark_safe("".join(written))


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
