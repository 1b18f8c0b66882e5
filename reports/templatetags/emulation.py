"""States of scales and score sheets as marks and words; points as people write them."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.models import Scheme, ScoreSheet
from units.templatetags.q4kh import mark
from units.vietnamese import format_number

register = template.Library()

_SCHEME_MARKS = {
    Scheme.State.DRAFT: "draft",
    Scheme.State.SENT: "sent",
    Scheme.State.APPRAISED: "pending",
    Scheme.State.IN_FORCE: "closed",
    Scheme.State.SCORING: "on_track",
    Scheme.State.PUBLISHED: "accepted",
}
_SHEET_MARKS = {
    ScoreSheet.State.WAITING: "none",
    ScoreSheet.State.SCORED: "sent",
    ScoreSheet.State.APPRAISED: "accepted",
    ScoreSheet.State.EXPLAINED: "wait",
}


def _tags(marks) -> dict[str, SafeString]:
    return {
        state.value: format_html(
            '<span class="q-state" data-is="{}">{}<span>{}</span></span>', name, mark(name), state.label
        )
        for state, name in marks.items()
    }


_SCHEMES, _SHEETS = _tags(_SCHEME_MARKS), _tags(_SHEET_MARKS)


@register.simple_tag
def scheme_state(state) -> SafeString:
    return _SCHEMES[state]


@register.simple_tag
def sheet_state(state) -> SafeString:
    return _SHEETS[state]


@register.filter
def score(value) -> str:
    """Points, of a row or of a frozen copy: 8,5. Nothing for what was not scored."""
    return "" if value in (None, "") else format_number(Decimal(value))


@register.filter
def effect(value) -> str:
    """What a record gives or takes off: +5, −1; nothing where it changes nothing."""
    number = Decimal(value) if value not in (None, "") else Decimal(0)
    if not number:
        return ""
    return f"{'+' if number > 0 else '−'}{format_number(abs(number))}"
