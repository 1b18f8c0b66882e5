"""Numbers that stand in an address or in a form's hidden inputs: whoever types others there is told nothing new."""


def whole_number(text: str | None, digits: int = 18) -> int | None:
    """The number that ``text`` is in at most ``digits`` ASCII digits; None for everything else, also for no text.

    Eighteen digits fit every key of a database; a text of thousands of them would not even become an int.
    """
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def seen_revision(post) -> int:
    """The ``revision`` that a posted form was made from; one that no row has where it says none."""
    number = whole_number(post.get("revision"), digits=9)
    return -1 if number is None else number
