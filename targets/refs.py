"""How the plan's paragraphs are cited: "II.2.5", "IV (đoạn áp chót)"; several, "III.1.b / IV.7.2"."""

import re

from units import vietnamese


def split(ref: str) -> list[str]:
    """The single paragraphs which a citation names."""
    return [part.strip() for part in ref.split(" / ")]


def anchor(ref: str) -> str:
    """The id, on the page of the plan, of the (first) paragraph cited: ``muc-ii-2-5``."""
    return "muc-" + re.sub(r"[^a-z0-9]+", "-", vietnamese.fold(split(ref)[0])).strip("-")
