"""The published table on paper, landscape, in the form of domain §10. One snapshot gives the same bytes in any year."""

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from reports.documents import form, pdf
from reports.emulation import table
from units import paper
from units.paper import Drawn
from units.paper_text import BLANK, cell, date_text, line
from units.vietnamese import format_number

AGENCY, PARENT, PLACE = "PHÒNG KINH TẾ", "ỦY BAN NHÂN DÂN QUẬN 4", "Quận 4"


def draw(snapshot: dict) -> Drawn:
    """Neither clock nor database is read."""
    shown = table.of(snapshot)
    frozen = json.dumps(snapshot, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return paper.draw(
        html_of(shown, snapshot["published_at"]),
        _stylesheet(form.form_for(shown.published_on)),
        identifier=hashlib.sha256(frozen).hexdigest()[:32].encode(),
        at=snapshot["published_at"],
    )


def html_of(shown: table.Table, at: str) -> str:
    """The HTML that is laid out, without its stylesheet."""
    words = {
        "table": shown,
        "said": [line(text) for text in shown.said],
        "rows": [
            (rank, line(name), [format_number(value) for value in values]) for rank, name, *values in shown.rows
        ],
        "heads": [(short, cell(full)) for short, full in shown.heads],
        "extras": [
            (line(one.unit), cell(one.what), _signed(one.points), cell(one.grounds)) for one in shown.extras
        ],
        "parent": PARENT,
        "agency": AGENCY,
        "place_and_date": f"{PLACE}, {date_text(shown.published_on)}",
        "number": f"{BLANK}/BĐ-KT",
        "publisher": line(shown.publisher),
        "at": at,
    }
    return render_to_string("documents/emulation_table.html", words)


def _signed(value) -> str:
    return f"{'+' if value > 0 else '−'}{format_number(abs(value))}"


@cache
def _stylesheet(of: form.Form):
    values = asdict(of) | {"basis_style": "normal"}
    return paper.stylesheet(Path(pdf.__file__).with_name("document.css"), **values)
