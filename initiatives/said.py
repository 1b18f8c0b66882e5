"""The inputs of one small form, read whole, so that everything wrong with them is told at once."""

import datetime as dt
from collections.abc import Mapping

from units.moves import Refused
from units.vietnamese import DateError, NumberError, clean_text, format_date, parse_date, parse_number

# A day and what it is: (date, "ngày nộp đơn").
Bound = tuple[dt.date, str]


class Said:
    """``problems``: (input, message) of what could not be taken, in the order in which it was read."""

    def __init__(self, post: Mapping[str, str]):
        self._post = post
        self.problems: list[tuple[str, str]] = []

    def wrong(self, name: str, message: str) -> None:
        self.problems.append((name, message))

    def check(self) -> None:
        """Raises Refused for all that was found wrong."""
        if self.problems:
            raise Refused(self.problems)

    def text(self, name: str, label: str, limit: int, *, missing: str = "") -> str:
        """Text of any number of lines; ``missing``: what to say where it is blank and may not be."""
        text = clean_text(self._post.get(name, "")).strip()
        if not text and missing:
            self.wrong(name, missing)
        elif len(text) > limit:
            self.wrong(name, f"{label} dài {len(text)} ký tự, quá {limit}; rút gọn lại.")
        return text

    def line(self, name: str, label: str, limit: int, *, missing: str = "") -> str:
        return " ".join(self.text(name, label, limit, missing=missing).split())

    def day(
        self,
        name: str,
        label: str,
        *,
        missing: str = "",
        default: dt.date | None = None,
        since: tuple[Bound, ...] = (),
        until: tuple[Bound, ...] = (),
    ) -> dt.date | None:
        """``default`` for a blank, which keeps the bounds like any other; None for a day that cannot be taken."""
        text = clean_text(self._post.get(name, "")).strip()
        day = default
        if text:
            try:
                day = parse_date(text)
            except DateError as error:
                self.wrong(name, f"{label}: {error}")
                return None
        if day is None:
            if missing:
                self.wrong(name, missing)
            return None
        for bound, what in since:
            if day < bound:
                self.wrong(name, f"{label} {format_date(day)} trước {what} ({format_date(bound)}), sửa lại.")
                return None
        for bound, what in until:
            if day > bound:
                self.wrong(name, f"{label} {format_date(day)} sau {what} ({format_date(bound)}), sửa lại.")
                return None
        return day

    def count(self, name: str, label: str, *, missing: str, most: int) -> int | None:
        text = clean_text(self._post.get(name, "")).strip()
        if not text:
            self.wrong(name, missing)
            return None
        try:
            number = int(parse_number(text, places=0))
        except NumberError as error:
            self.wrong(name, f"{label}: {error}")
            return None
        if not 0 <= number <= most:
            self.wrong(name, f"{label}: ghi số từ 0 đến {most}.")
            return None
        return number

    def choice(self, name: str, options: Mapping[str, object], *, missing: str):
        """The option that was chosen; None, and told, for none or one that is not there."""
        chosen = options.get(clean_text(self._post.get(name, "")).strip())
        if chosen is None:
            self.wrong(name, missing)
        return chosen
