"""The official PDF: tagged PDF/A-3, the frozen data inside it as JSON and as a workbook.

One snapshot gives the same bytes in any year and any process.
"""

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import segno
from django.template.loader import render_to_string

from reports.documents import content, form, xlsx
from units import paper
from units.paper import Attached, Drawn
from units.paper_text import BLANK

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(snapshot: dict) -> Drawn:
    """Draw the document of ``snapshot`` (schema 1 of Publication.snapshot); neither clock nor database is read."""
    document = content.read(snapshot)
    frozen = _frozen(snapshot)
    return paper.draw(
        html_of(document),
        _stylesheet(document.form),
        identifier=hashlib.sha256(frozen).hexdigest()[:32].encode(),
        at=document.published_at,
        attached=[
            Attached("du-lieu.json", frozen, "application/json", "Dữ liệu đóng băng của báo cáo"),
            Attached("du-lieu.xlsx", xlsx.draw(snapshot), XLSX, "Báo cáo và phụ lục dưới dạng bảng tính"),
        ],
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


STYLESHEET = Path(__file__).with_name("document.css")


def style_of(of: form.Form) -> dict:
    """What the names in the stylesheet stand for."""
    return asdict(of) | {"basis_style": "italic" if of.is_basis_italic else "normal"}


@cache
def _stylesheet(of: form.Form):
    return paper.stylesheet(STYLESHEET, **style_of(of))


def _frozen(snapshot: dict) -> bytes:
    """Keys are sorted, because a database may hand them back in another order."""
    return json.dumps(snapshot, sort_keys=True, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
