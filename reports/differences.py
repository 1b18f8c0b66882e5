"""What changed in a text, word by word, as a reader would mark it on paper. Pure: knows no report.

The shortest way from one text to the other (Myers, 1986), which costs (words × changes) and no more; where that would
be long, whole paragraphs are compared instead. So no text that a unit can write holds up the reviewer's page.
"""

import re

WORDS = 2000  # a longer text is compared by paragraphs
CHANGES = 600  # so is one that was nearly written anew: marked word by word, nobody could read it
ISLAND = 3  # fewer words than this left standing between two changes read better as part of the change

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_PARAGRAPH = re.compile(r"[^\n]*\n+|[^\n]+")


def words(before: str, after: str) -> list[tuple[str, str]]:
    """("equal" | "del" | "ins", text) in the order of reading; a "del" stands before the "ins" that replaces it.

    "equal" and "del" joined are ``before``, "equal" and "ins" joined are ``after``. Neighbours differ in kind.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) <= 2 * WORDS:  # the spaces between them count as well
        steps = _steps(old, new)
        if steps is not None:
            return _readable(steps)
    steps = _steps(_PARAGRAPH.findall(before), _PARAGRAPH.findall(after))
    return _readable([("del", [before]), ("ins", [after])] if steps is None else steps, island=0)


def _steps(old, new):
    """[(op, tokens)] by the fewest changes; None when they are more than CHANGES."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = _shortest(old[head : len(old) - tail], new[head : len(new) - tail])
    if middle is None:
        return None
    return [("equal", old[:head]), *middle, ("equal", old[len(old) - tail :])]


def _shortest(old, new):
    """Myers' greedy algorithm: how far each diagonal gets with 0, 1, 2 … changes, then back along the best."""
    reach, trail = {1: 0}, []
    for changes in range(min(len(old) + len(new), CHANGES) + 1):
        trail.append(dict(reach))
        for k in range(-changes, changes + 1, 2):
            down = k == -changes or (k != changes and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            while x < len(old) and x - k < len(new) and old[x] == new[x - k]:
                x += 1
            reach[k] = x
            if x >= len(old) and x - k >= len(new):
                return _back(old, new, trail)
    return None


def _back(old, new, trail):
    steps = []
    x, y = len(old), len(new)
    for changes in range(len(trail) - 1, 0, -1):
        reach, k = trail[changes], x - y
        down = k == -changes or (k != changes and reach[k - 1] < reach[k + 1])
        was_x = reach[k + 1] if down else reach[k - 1]
        was_y = was_x - (k + 1 if down else k - 1)
        start = was_x if down else was_x + 1
        steps.append(("equal", old[start:x]))
        steps.append(("ins", [new[was_y]]) if down else ("del", [old[was_x]]))
        x, y = was_x, was_y
    steps.append(("equal", old[:x]))
    return steps[::-1]


def _readable(steps, island=ISLAND):
    """Neighbours of one kind joined, each change as one "del" and one "ins", small islands taken into the change."""
    rows = []  # [deleted, inserted, equal text after them, its words]
    for op, tokens in steps:
        if not tokens:
            continue
        if not rows or (op != "equal" and rows[-1][2]):
            rows.append([[], [], [], 0])
        row = rows[-1]
        if op == "equal":
            row[2] += tokens
            row[3] += sum(token[0].isalnum() for token in tokens)
        else:
            row[0 if op == "del" else 1].extend(tokens)
    joined = []
    for row in rows:
        last = joined[-1] if joined else None
        if last and (last[0] or last[1]) and last[3] < island:
            last[0] += last[2] + row[0]
            last[1] += last[2] + row[1]
            last[2], last[3] = row[2], row[3]
        else:
            joined.append(row)
    return [
        (op, "".join(tokens))
        for deleted, inserted, equal, _ in joined
        for op, tokens in (("del", deleted), ("ins", inserted), ("equal", equal))
        if tokens
    ]
