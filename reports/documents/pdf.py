"""The official PDF. One snapshot gives the same bytes in any year and any process."""

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import segno
from django.template.loader import render_to_string

from reports.documents import content, form
from units import paper
from units.paper import Drawn
from units.paper_text import BLANK


def draw(snapshot: dict) -> Drawn:
    """Draw the document of ``snapshot`` (schema 1 of Publication.snapshot); neither clock nor database is read."""
    document = content.read(snapshot)
    return paper.draw(
        html_of(document), _stylesheet(document.form), identifier=_identifier(snapshot), at=document.published_at
    )


def html_of(document: content.Content) -> str:
    """The HTML that is laid out, without its stylesheet."""
    return render_to_string(
        "documents/report.html",
        {"document": document, "qr": _qr(document.check_url) if document.code else "", "blank": BLANK},
    )


def _qr(url: str) -> str:
    # Quiet zone of two modules: the paper around the code gives the rest.
    return segno.make(url, error="m", micro=False).svg_data_uri(border=2, omitsize=True)


@cache
def _stylesheet(of: form.Form):
    values = asdict(of) | {"basis_style": "italic" if of.is_basis_italic else "normal"}
    return paper.stylesheet(Path(__file__).with_name("document.css"), **values)


def _identifier(snapshot: dict) -> bytes:
    """The PDF's /ID. Keys are sorted, because a database may hand them back in another order."""
    frozen = json.dumps(snapshot, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(frozen).hexdigest()[:32].encode()
