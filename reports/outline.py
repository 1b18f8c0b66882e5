"""The plan's headings inside a text: "III.1.a Kiện toàn đội ngũ" alone in a line heads the lines below it.

A text stays what a person types: lines. Only what has the form of a heading is taken for one, and written anew it
stands in the order of the plan.
"""

import re

# "III.1.a Tên": of section III, without the mark that ends a sentence.
_HEADING = re.compile(r"(III(?:\.[0-9a-z]{1,2})+)[.:]?[ \u00a0]+(\S.{0,199})")
_ENDS = ".;,!?…"


def heading_in(line: str) -> tuple[str, str] | None:
    """(ref, title) of a line that is a heading."""
    found = _HEADING.fullmatch(line.strip())
    if found is None or found[2][-1] in _ENDS:
        return None
    return found[1], found[2].rstrip(" :")


def under(text: str, line: str, ref: str, title: str) -> str:
    """``text`` with ``line`` as the last of those under the heading, which is written where it belongs."""
    lines = text.split("\n") if text else []
    heads = [(at, found[0]) for at, one in enumerate(lines) if (found := heading_in(one))]
    ends = [at for at, _ in heads[1:]] + [len(lines)]
    for (_, known), end in zip(heads, ends):
        if known == ref:
            return "\n".join([*lines[: _before_blanks(lines, end)], line, *lines[_before_blanks(lines, end) :]])
    at = next((at for at, known in heads if _order(known) > _order(ref)), len(lines))
    return "\n".join([*lines[:at], f"{ref} {title}", line, *lines[at:]])


def above(text: str, line: str) -> str:
    """``text`` with ``line`` as the last of those that stand under no heading."""
    lines = text.split("\n") if text else []
    at = next((at for at, one in enumerate(lines) if heading_in(one)), len(lines))
    at = _before_blanks(lines, at) if at < len(lines) else at
    return "\n".join([*lines[:at], line, *lines[at:]])


def without(text: str, line: str) -> str:
    """``text`` without ``line``, and without the heading that has nothing below it any more."""
    lines = text.split("\n")
    if line not in lines:
        return text
    at = lines.index(line)
    del lines[at]
    is_bare = at == len(lines) or heading_in(lines[at]) is not None
    if is_bare and at and heading_in(lines[at - 1]):
        del lines[at - 1]
    return "\n".join(lines)


def _before_blanks(lines, end) -> int:
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _order(ref) -> list:
    return [(int(part), "") if part.isdigit() else (0, part) for part in ref.split(".")]
