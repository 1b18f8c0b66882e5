"""Two drawings at the head of the appendices, for paper and page alike: verdicts in one bar, timeliness by group.

Printed grey they can still be told apart: every part has a pattern of its own, and its number in words beside it. The
title says all that is drawn, because readers of tagged paper are given the title alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH = 480  # of the drawing's own units, a point each on portrait paper
LEFT = 160  # where the bars of groups begin
BAR, GAP, FONT = 16, 8, 11
FACE = "Times New Roman, Liberation Serif, serif"
MOST_GROUPS = 12
LABEL = 27  # letters of one name
NO_UNITS = {"excluded"}


@dataclass(frozen=True)
class Drawing:
    title: str
    desc: str
    height: int
    shapes: SafeString

    def svg(self) -> SafeString:
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
            'font-size="{}" font-family="{}"><title>{}</title><desc>{}</desc>{}</svg>',
            WIDTH, self.height, WIDTH, self.height, FONT, FACE, self.title, self.desc, self.shapes,
        )  # fmt: skip


def verdicts(counts: Iterable[tuple[str, int]]) -> Drawing | None:
    """``counts``: word and number of each verdict, in the order of the summary. None where there is no target."""
    counts = [(word, count) for word, count in counts if count]
    total = sum(count for _, count in counts)
    if not total:
        return None
    shapes, x = [], 0.0
    for place, (_, count) in enumerate(counts):
        width = WIDTH * count / total
        shapes.append(_part(place, x, 0, width, 22))
        x += width
    shapes += _legend([f"{word} {count}" for word, count in counts], 38)
    said = "; ".join(f"{word} {count}" for word, count in counts)
    rows = -(-len(counts) // _COLUMNS)
    return Drawing(
        f"Kết luận của {total} chỉ tiêu: {said}.",
        "Một thanh, mỗi kết luận một đoạn dài theo số chỉ tiêu.",
        30 + rows * (BAR + 2),
        _joined(shapes),
    )


def timeliness(units: list[dict]) -> Drawing | None:
    """``units``: of the frozen copy, of a quarter or of several; None where nobody owed a report."""
    groups: dict[str, list[int]] = {}
    for unit in units:
        for place, count in enumerate(_counts(unit)):
            groups.setdefault(unit["group"], [0, 0, 0])[place] += count
    groups = {name: counts for name, counts in groups.items() if any(counts)}
    if not groups or len(groups) > MOST_GROUPS:
        return None
    longest = max(sum(counts) for counts in groups.values())
    room = WIDTH - LEFT - 70
    shapes, said, y = [], [], 0
    for name, counts in groups.items():
        label = f"{name[:1].upper()}{name[1:]}"
        shapes.append(_text(0, y + 12, _cut(label)))
        x = float(LEFT)
        for place, count in enumerate(counts):
            width = room * count / longest
            if count:
                shapes.append(_part(_TIMELY[place], x, y, width, BAR))
            x += width
        shapes.append(_text(x + 5, y + 12, "/".join(map(str, counts))))
        told = ", ".join(f"{count} {word}" for word, count in zip(_WORDS, counts) if count)
        said.append(f"{label}: {told}")
        y += BAR + GAP
    shapes += _legend([f"{word} {sum(column)}" for word, column in zip(_WORDS, zip(*groups.values()))], y + 10, _TIMELY)
    return Drawing(
        f"Báo cáo gửi đúng hạn, chậm hạn và chưa có, theo khối. {'; '.join(said)}.",
        "Mỗi khối một thanh, dài theo số báo cáo phải có; số bên phải là đúng hạn/chậm hạn/chưa có.",
        y + 10 + BAR,
        _joined(shapes),
    )


_WORDS = ("đúng hạn", "chậm hạn", "chưa có")
_TIMELY = (0, 1, 4)  # full, striped, empty


def _counts(unit) -> tuple[int, int, int]:
    if "on_time" in unit:
        return unit["on_time"], unit["late"], unit["missing"]
    if unit["state"] in NO_UNITS:
        return 0, 0, 0
    if not unit["sent_on"]:
        return 0, 0, 1
    return (0, 1, 0) if unit["late_days"] else (1, 0, 0)


# --- Parts that grey paper tells apart -------------------------------------------------------------------------------

_COLUMNS = 4


def _part(place, x, y, width, height) -> SafeString:
    """A box full of its pattern: full, upright lines, level lines, a grid, empty, grey, dashes; then again."""
    kind = place % 7
    fill = {0: "#222222", 5: "#bdbdbd"}.get(kind, "#ffffff")
    lines = ""
    if kind in (1, 3):
        lines += "".join(f"M{_n(x + at)} {_n(y)}v{_n(height)}" for at in range(3, int(width) + 1, 4) if at < width)
    if kind in (2, 3, 6):
        lines += "".join(f"M{_n(x)} {_n(y + at)}h{_n(width)}" for at in range(3, int(height), 4))
    dashes = mark_safe(' stroke-dasharray="2 3"') if kind == 6 else ""
    pattern = format_html('<path d="{}" fill="none" stroke="#222222" stroke-width="0.8"{}/>', lines, dashes)
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="#222222" stroke-width="0.8"/>{}',
        _n(x), _n(y), _n(width), _n(height), fill, pattern if lines else "",
    )  # fmt: skip


def _legend(words, y, places=None) -> list[SafeString]:
    shapes = []
    for at, text in enumerate(words):
        x, top = (at % _COLUMNS) * WIDTH / _COLUMNS, y + (at // _COLUMNS) * (BAR + 2)
        shapes.append(_part(places[at] if places else at, x + 0.5, top - 8, 12, 11))
        shapes.append(_text(x + 17, top + 1, _cut(text)))
    return shapes


def _cut(label) -> str:
    return label if len(label) <= LABEL else f"{label[:LABEL].rstrip()}…"


def _text(x, y, words) -> SafeString:
    return format_html('<text x="{}" y="{}" fill="currentColor">{}</text>', _n(x), _n(y), words)


def _joined(shapes) -> SafeString:
    return format_html_join("", "{}", ((shape,) for shape in shapes))


def _n(number) -> str:
    return f"{number:.1f}".removesuffix(".0")
