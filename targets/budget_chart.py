"""Planned, allocated and spent side by side: bars in groups, 360 wide, so that text keeps its size on a phone.

Coordinates only, no colour: the stylesheet gives ink to the classes. The drawing says its figures in words; the same
figures stand in a table beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from math import ceil

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from targets.budget_sums import Sums
from units.vietnamese import format_number

LEFT, RIGHT, TOP, BASE, HEIGHT = 44, 360, 44, 184, 226
MILLION = 1_000_000
# Column of Sums, its word, its class: outlined, filled light, filled dark.
SERIES = (("planned", "Dự toán", "soft"), ("allocated", "Phân bổ", "bar is-past"), ("spent", "Đã chi", "bar"))


@dataclass(frozen=True)
class Chart:
    """``name`` makes the ids of its title and words its own on the page."""

    name: str
    title: str
    desc: str
    shapes: SafeString

    def svg(self) -> SafeString:
        return format_html(
            '<svg class="q-chart" viewBox="0 0 360 {height}" role="img" aria-labelledby="{name}-t {name}-d">'
            '<title id="{name}-t">{title}</title><desc id="{name}-d">{desc}</desc>{shapes}</svg>',
            height=HEIGHT, name=self.name, title=self.title, desc=self.desc, shapes=self.shapes,
        )  # fmt: skip


def grouped(name: str, title: str, groups: Iterable[tuple[str, Sums]]) -> Chart | None:
    """A group of three bars for each (short word, sums), at most six; None when there is nothing to draw."""
    groups = list(groups)[:6]
    values = [getattr(sums, column) for _, sums in groups for column, _, _ in SERIES]
    highest = max((value for value in values if value is not None), default=Decimal(0))
    if not highest:
        return None
    step, steps = _scale(highest / MILLION)

    def height(value):
        return BASE - Decimal(BASE - TOP) * (value / MILLION) / (step * steps)

    shapes = [_legend(), *_axis(step, steps)]
    pace = Decimal(RIGHT - LEFT) / max(len(groups), 3)
    width = min(Decimal(22), (pace - 14) / 3)
    for place, (word, sums) in enumerate(groups):
        start = LEFT + pace * place + (pace - 3 * width) / 2
        for at, (column, _, css) in enumerate(SERIES):
            if value := getattr(sums, column):
                y = height(value)
                shapes.append(_rect(css, start + at * width + 1, y, width - 2, BASE - y))
        shapes.append(_text(LEFT + pace * place + pace / 2, BASE + 19, word))
    return Chart(name, title, _in_words(groups), format_html_join("", "{}", ((shape,) for shape in shapes)))


def _in_words(groups) -> str:
    said = []
    for word, sums in groups:
        parts = [
            f"{label.lower()} {format_number(value)} đồng"
            for column, label, _ in SERIES
            if (value := getattr(sums, column)) is not None
        ]
        said.append(f"{word}: {', '.join(parts) or 'chưa có số'}")
    return f"{'. '.join(said)}."


def _scale(highest) -> tuple[Decimal, int]:
    """At most four round steps that hold the highest value, in millions."""
    step = next(
        step for power in count(-3) for digit in (1, 2, 5) if (step := digit * Decimal(10) ** power) * 4 >= highest
    )
    return step, max(1, ceil(highest / step))


def _legend() -> SafeString:
    shapes, x = [], LEFT
    for _, word, css in SERIES:
        shapes += [_rect(css, x, 6, 12, 12), _text(x + 18, 16, word, anchor="start")]
        x += 86
    shapes.append(_text(RIGHT, 34, "triệu đồng", anchor="end"))
    return format_html_join("", "{}", ((shape,) for shape in shapes))


def _axis(step, steps) -> list[SafeString]:
    shapes = [
        _text(LEFT - 6, BASE - Decimal(BASE - TOP) * at / steps + 4, format_number(step * at), anchor="end")
        for at in range(steps + 1)
    ]
    return [*shapes, _line(LEFT, BASE, RIGHT, BASE)]


def _n(number) -> str:
    return f"{Decimal(number):.1f}".removesuffix(".0")


def _rect(css, x, y, width, height) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', css, _n(x), _n(y), _n(width), _n(height)
    )


def _line(x1, y1, x2, y2) -> SafeString:
    return format_html('<line class="base" x1="{}" y1="{}" x2="{}" y2="{}"/>', _n(x1), _n(y1), _n(x2), _n(y2))


def _text(x, y, words, anchor="middle") -> SafeString:
    return format_html('<text x="{}" y="{}" text-anchor="{}">{}</text>', _n(x), _n(y), anchor, words)
