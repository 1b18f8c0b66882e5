"""The portal's marks and words, as tags and filters for the templates.

Here stand the words that states and verdicts have on the pages, once. Tags used hundreds of times a page (marks,
states, verdicts) return strings prepared when the module is loaded.
"""

import datetime as dt
from decimal import Decimal
from html import escape
from typing import NamedTuple

from django import template
from django.contrib.messages import constants as levels
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from units import preferences, vietnamese
from units.clock import ZONE
from units.hints import HINTS
from units.sparks import Spark

register = template.Library()

# State of a report → its word, and the word that fits a narrow cell of the matrix.
STATES = {
    "none": ("Chưa soạn", "Chưa soạn"),
    "draft": ("Đang soạn", "Đang soạn"),
    "pending": ("Chờ lãnh đạo duyệt", "Chờ duyệt"),
    "sent": ("Đã gửi", "Đã gửi"),
    "returned": ("Trả lại", "Trả lại"),
    "accepted": ("Đã chấp nhận", "Chấp nhận"),
    "excluded": ("Không phải báo cáo", "Miễn"),
}
# Verdict on a target → its word, in the order of what needs work first.
VERDICTS = {
    "behind": "Chậm",
    "missed": "Không đạt",
    "no_data": "Chưa có số liệu",
    "on_track": "Đúng tiến độ",
    "met": "Đạt",
    "not_due": "Chưa đến hạn",
    "tracked": "Theo dõi",
}
# The symbols of components/marks.svg that belong to neither.
OTHER_MARKS = ("closed", "saved", "info", "todo", "wait")


def _mark(name) -> SafeString:
    return format_html('<svg class="q-mark" viewBox="0 0 16 16" aria-hidden="true"><use href="#m-{}"/></svg>', name)


_MARKS = {name: _mark(name) for name in (*STATES, *VERDICTS, *OTHER_MARKS)}


def _tagged(css, name, words) -> SafeString:
    return format_html('<span class="{}" data-is="{}">{}<span>{}</span></span>', css, name, _MARKS[name], words)


_STATES = {name: _tagged("q-state", name, long) for name, (long, _) in STATES.items()}
_NARROW_STATES = {
    name: _tagged(
        "q-state",
        name,
        format_html('<span class="q-long">{}</span><span class="q-short">{}</span>', long, short),
    )
    for name, (long, short) in STATES.items()
}
_VERDICTS = {name: _tagged("q-verdict", name, word) for name, word in VERDICTS.items()}
_MET_LATE = _tagged("q-verdict", "met", "Đạt, chậm hạn")


@register.simple_tag
def mark(name) -> SafeString:
    """The drawn mark alone; its word must stand beside it. KeyError for a name that is not in the sprite."""
    return _MARKS[name]


@register.simple_tag
def state(name, short=False) -> SafeString:
    """A report's state, mark and word; with ``short`` both words, of which the stylesheet shows the one that fits."""
    return (_NARROW_STATES if short else _STATES)[name]


@register.simple_tag
def verdict(name, late=False) -> SafeString:
    """The verdict on a target; ``late`` only tells for one that was met after its date."""
    return _MET_LATE if late and name == "met" else _VERDICTS[name]


@register.simple_tag
def late(days) -> SafeString:
    """Lateness, beside a state and never instead of it; nothing for a report on time."""
    return format_html('<span class="q-late">trễ {} ngày</span>', days) if days else SafeString("")


@register.filter
def state_word(name) -> str:
    return STATES[name][0]


@register.filter
def verdict_word(name) -> str:
    return VERDICTS[name]


@register.simple_tag
def steps(done, total) -> SafeString:
    """Completeness bar: one step per required item, one plain bar from 40 items on."""
    if not total:
        return SafeString("")
    done = max(0, min(done, total))
    if total < 40:
        shapes = [
            ("on" if at < done else "off", Decimal(340) * at / total, Decimal(340) / total) for at in range(total)
        ]
    else:
        split = Decimal(340) * done / total
        shapes = [("on", Decimal(0), split), ("off", split, 340 - split)]
    # A gap of 3 between steps, and half a unit on each side for the line round the empty ones.
    rects = "".join(
        f'<rect class="{css}" x="{left + Decimal("0.5"):.1f}" y=".5" width="{width - 3:.1f}" height="9"/>'
        for css, left, width in shapes
        if width > 3
    )
    return format_html(
        '<svg class="q-steps" viewBox="0 0 340 10" preserveAspectRatio="none" role="img"'
        ' aria-label="Đã xong {} trên {} mục">{}</svg>',
        done,
        total,
        mark_safe(rects),
    )


@register.simple_tag
def options(choices, chosen="", capital=False) -> SafeString:
    """What a ``select`` offers, pairs (value, label); ``capital``: labels begin with one."""
    written = []
    for value, label in choices:
        said = " selected" if value == chosen else ""
        words = capfirst(label) if capital else label
        written.append(f'<option value="{escape(str(value))}"{said}>{escape(str(words))}</option>')
    return mark_safe("".join(written))


@register.simple_tag
def spark(drawing: Spark | None) -> SafeString:
    """A small multiple, or the words that say why there is none."""
    return drawing.svg() if drawing else SafeString("<small>Chưa vẽ được</small>")


_FLASHES = {
    levels.SUCCESS: (" is-done", "status", "accepted"),
    levels.WARNING: (" is-warn", "status", "behind"),
    levels.ERROR: (" is-wrong", "alert", "missed"),
}


@register.simple_tag
def flash(message) -> SafeString:
    """One of Django's messages: only a refusal interrupts a screen reader."""
    css, role, name = _FLASHES.get(message.level, ("", "status", "info"))
    return format_html('<div class="q-flash{}" role="{}">{}<p>{}</p></div>', css, role, _MARKS[name], message.message)


@register.inclusion_tag("components/hint.html", takes_context=True)
def hint(context, name):
    """The hint of a page, until the person puts it away. KeyError for a name that is not in units.hints."""
    text, request = HINTS[name], context["request"]
    is_away = name in preferences.of(request.user).hints_put_away
    return {"hint": "" if is_away else name, "text": text, "next": request.get_full_path()}


# ---------- Forms ----------

_CONTROLS = {"select": "form-select", "checkbox": "form-check-input"}


@register.filter
def control(field) -> SafeString:
    """The widget of a bound field in the portal's clothes; Django adds aria-invalid and aria-describedby."""
    css = [field.field.widget.attrs.get("class", ""), _CONTROLS.get(field.widget_type, "form-control")]
    if field.errors:
        css.append("is-invalid")
    return field.as_widget(attrs={"class": " ".join(filter(None, css))})


class Problem(NamedTuple):
    """One line of the error summary: ``anchor`` is the id of the input to mend, empty for the form as a whole."""

    anchor: str
    text: str


@register.filter
def problems(form) -> list[Problem]:
    """The errors of a Django form for components/errors.html, in the order of the page."""
    whole = [Problem("", text) for text in form.non_field_errors()]
    return whole + [Problem(field.id_for_label, text) for field in form for text in field.errors]


# ---------- Numbers and dates ----------


@register.filter
def vn_number(value, places=None) -> str:
    """1.234,5. Nothing for a figure that is not there: the page says which "chưa" it is, by ``default``."""
    return "" if value is None else vietnamese.format_number(value, places)


@register.filter
def vn_percent(value) -> str:
    """87,5% of percentage points. Nothing for a figure that is not there."""
    return "" if value is None else vietnamese.format_percent(value)


@register.filter
def plain_number(value) -> str:
    """For data attributes: 87.5, and nothing for a figure that is not there."""
    return vietnamese.plain_number(value)


@register.filter
def vn_date(value) -> str:
    """05/06/2018; of an instant, the day it is in Vietnam. Nothing for nothing."""
    if not value:
        return ""
    return vietnamese.format_date(value.astimezone(ZONE).date() if isinstance(value, dt.datetime) else value)


@register.filter
def iso_date(text) -> str:
    """05/03/2018 of the ISO text that frozen data hold."""
    return vietnamese.format_date(dt.date.fromisoformat(text)) if text else ""


@register.filter
def vn_datetime(value) -> str:
    """05/06/2018, 16:10, Vietnamese time, of an aware instant. Nothing for nothing."""
    if not value:
        return ""
    local = value.astimezone(ZONE)
    return f"{vietnamese.format_date(local.date())}, {local.hour:02}:{local.minute:02}"


@register.filter
def signed_at(value) -> str:
    """27/11/2026, 15:04:05 +07:00: a signature's time as the file itself bears it. Nothing for nothing."""
    if not value:
        return ""
    local = timezone.localtime(value, ZONE)
    return f"{vietnamese.format_date(local.date())}, {local:%H:%M:%S} +07:00"


@register.filter
def filesize_vn(size) -> str:
    """A size in bytes the way people read it: 812 byte, 34 KB, 1,2 MB (1 KB = 1024 byte)."""
    if size < 1024:
        return f"{size} byte"
    if size < 1024 * 1024:
        return f"{round(Decimal(size) / 1024)} KB"
    return f"{vietnamese.format_number((Decimal(size) / (1024 * 1024)).quantize(Decimal('0.1')))} MB"
