"""Thể thức: where the parts of an official document stand and how large they are (domain §10).

Two regimes, told apart by the document's own date. Sizes are in points, lengths in millimetres.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """One row of the table of §10. Where the decree allows a range, the value here lies inside it."""

    decree: str
    in_force_from: dt.date
    page_number: str  # the CSS margin box that carries it, from the second page on
    is_basis_italic: bool
    last_basis_mark: str  # each căn cứ ends in a semicolon, the last one in this

    # Common to both regimes.
    margin_top: int = 20  # 20–25
    margin_bottom: int = 20  # 20–25
    margin_left: int = 30  # 30–35
    margin_right: int = 15  # 15–20
    nation: int = 13  # quốc hiệu, 12–13
    motto: int = 14  # tiêu ngữ, 13–14
    agency: int = 13  # both agencies, 12–13
    number: int = 13
    place: int = 14  # 13–14
    title: int = 14  # kind, subject, appendix heads
    body: int = 14  # 13–14
    indent: float = 12.7  # first line, 10–12.7
    spacing: int = 6  # between paragraphs, at least 6
    signature: int = 14  # 13–14
    recipients_head: int = 12
    recipients: int = 11
    page_number_size: int = 13  # 13–14


# Newest first.
FORMS = (
    Form(
        decree="Nghị định 30/2020/NĐ-CP",
        in_force_from=dt.date(2020, 3, 5),
        page_number="top-center",
        is_basis_italic=True,
        last_basis_mark=".",
    ),
    Form(
        decree="Thông tư 01/2011/TT-BNV",
        in_force_from=dt.date(2011, 4, 13),
        page_number="bottom-right",
        is_basis_italic=False,
        last_basis_mark=";",
    ),
)


def form_for(day: dt.date) -> Form:
    """The form in force on the document's date; anything older than the table takes its oldest row."""
    return next((form for form in FORMS if day >= form.in_force_from), FORMS[-1])
