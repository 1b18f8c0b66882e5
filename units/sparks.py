"""Small multiples: 132 × 34, six quarters on one scale of time, the same drawing on page and paper.

Figures come in as ``Decimal`` or ``int``, ``None`` for a quarter that says nothing; only coordinates leave. No colour
is named: the stylesheet, or the document's own, gives ink to the classes.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

WIDTH, TOP, BASE = 132, Decimal(4), Decimal(30)
STEP, BAR = 22, 16  # six columns, with a bar of 16 in each


@dataclass(frozen=True)
class Spark:
    """A finished drawing: what a screen reader says of it, and its shapes."""

    label: str
    shapes: str

    def svg(self) -> SafeString:
        return format_html(
            '<svg class="q-spark" viewBox="0 0 132 34" role="img" aria-label="{}">{}</svg>',
            self.label,
            mark_safe(self.shapes),
        )


def _at(number) -> str:
    return f"{Decimal(number):.1f}"


def _rect(css, x, y, width, height) -> str:
    return f'<rect class="{css}" x="{_at(x)}" y="{_at(y)}" width="{_at(width)}" height="{_at(height)}"/>'


def _line(css, x1, y1, x2, y2) -> str:
    return f'<line class="{css}" x1="{_at(x1)}" y1="{_at(y1)}" x2="{_at(x2)}" y2="{_at(y2)}"/>'


def _goal_and_base(goal_y) -> str:
    goal = _line("goal", 0, goal_y, WIDTH, goal_y) if goal_y is not None else ""
    return goal + _line("base", 0, BASE, WIDTH, BASE)


def _scale(numbers):
    """A function from a figure to its height on the drawing; nothing is ever drawn below the base."""
    top = max([number for number in numbers if number is not None] + [0])
    return lambda number: BASE - (BASE - TOP) * max(Decimal(number), Decimal(0)) / top if top else BASE


def bars(values, *, label, goal=None, past=0, pending=0) -> Spark:
    """Counts: one bar a quarter, the first ``past`` of them of an earlier basis.

    ``pending`` stands dashed on the last bar: sent, but not accepted and so not counted.
    """
    last = (values[-1] or 0) + pending if values else 0
    y = _scale([*values, last, goal])
    shapes = []
    for column, value in enumerate(values):
        if value:
            css = "bar is-past" if column < past else "bar"
            shapes.append(_rect(css, STEP * column + 2, y(value), BAR, BASE - y(value)))
    if pending and values:
        counted = y(values[-1] or 0)
        shapes.append(_rect("miss", STEP * (len(values) - 1) + 2, y(last), BAR, counted - y(last)))
    return Spark(label, "".join(shapes) + _goal_and_base(y(goal) if goal is not None else None))


def line(values, *, label, goal=None) -> Spark:
    """Percentages and stocks: a line through the quarters that have a figure, a dot on the latest."""
    y = _scale([*values, goal])
    points = [(4 + 24 * column, y(value)) for column, value in enumerate(values) if value is not None]
    drawn = _goal_and_base(y(goal) if goal is not None else None)
    if len(points) > 1:
        drawn += '<polyline class="line" points="{}"/>'.format(" ".join(f"{_at(x)},{_at(h)}" for x, h in points))
    if points:
        drawn += f'<circle class="dot" cx="{_at(points[-1][0])}" cy="{_at(points[-1][1])}" r="3"/>'
    return Spark(label, drawn)


def months(values, need, *, label) -> Spark:
    """Month by month: one block a thing, dashed where one of the ``need`` is lacking; ``None`` has not ended.

    Where a month holds more blocks than can be told apart, they melt into bars.
    """
    tallest = max([value for value in values if value is not None] + [need, 1])
    if tallest <= 3:
        shapes, goal_y = _blocks(values, need), BASE - 9 * need + Decimal("1.5")
    else:
        y = _scale([tallest])
        shapes, goal_y = [], y(need)
        for column, value in enumerate(values):
            x = STEP * column + 2
            if value:
                shapes.append(_rect("bar", x, y(value), BAR, BASE - y(value)))
            if value is not None and value < need:
                shapes.append(_rect("miss", x, y(need), BAR, y(value) - y(need)))
    return Spark(label, "".join(shapes) + _goal_and_base(goal_y))


def _blocks(values, need) -> list[str]:
    half = Decimal("0.75")  # of the dashed line, drawn inside the block's own place
    shapes = []
    for column, value in enumerate(values):
        x = STEP * column + 2
        for block in range(max(value, need) if value is not None else 0):
            top = BASE - 9 * block - 6
            if block < value:
                shapes.append(_rect("bar", x, top, BAR, 6))
            else:
                shapes.append(_rect("miss", x + half, top + half, BAR - 2 * half, 6 - 2 * half))
    return shapes


def milestone(*, label, done_at=None, due_at=None) -> Spark:
    """One act on a line of time: where it was done, or an empty ring at the end, and the date it was due.

    Both places are shares of the six quarters shown, 0 to 1; what lies outside is drawn at the edge.
    """

    def x(share):
        return 5 + (WIDTH - 10) * min(max(Decimal(share), Decimal(0)), Decimal(1))

    drawn = _line("base", 0, 20, WIDTH, 20)
    if due_at is not None:
        drawn += _line("goal", x(due_at), 8, x(due_at), 32)
    if done_at is not None:
        drawn += f'<circle class="dot" cx="{_at(x(done_at))}" cy="20" r="5"/>'
    else:
        drawn += f'<circle class="soft" cx="{_at(x(1))}" cy="20" r="5"/>'
    return Spark(label, drawn)
