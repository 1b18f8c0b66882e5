"""The official PDF. One snapshot gives the same bytes in any year and any process."""

import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from string import Template

import segno
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

from reports.documents import content, form


@dataclass(frozen=True)
class Drawn:
    content: bytes
    pages: int


def draw(snapshot: dict) -> Drawn:
    """Draw the document of ``snapshot`` (schema 1 of Publication.snapshot); neither clock nor database is read."""
    document = content.read(snapshot)
    html = HTML(string=html_of(document), url_fetcher=fetcher())
    with _font_time(document.published_at):
        laid_out = html.render(stylesheets=[_stylesheet(document.form)])
        pdf = laid_out.write_pdf(pdf_identifier=_identifier(snapshot), pdf_tags=True)
    return Drawn(content=pdf, pages=len(laid_out.pages))


def fetcher() -> URLFetcher:
    """What may be opened while drawing: the QR code's own data: URI. No file and no network address is ever read.

    A refused address raises ValueError, which WeasyPrint turns into a missing image; the drawing goes on.
    """
    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


def html_of(document: content.Content) -> str:
    """The HTML that is laid out, without its stylesheet."""
    return render_to_string(
        "documents/report.html",
        {"document": document, "qr": _qr(document.check_url) if document.code else "", "blank": form.BLANK},
    )


def _qr(url: str) -> str:
    # Quiet zone of two modules: the paper around the code gives the rest.
    return segno.make(url, error="m", micro=False).svg_data_uri(border=2, omitsize=True)


@cache
def _stylesheet(of: form.Form) -> CSS:
    template = Template(Path(__file__).with_name("document.css").read_text(encoding="utf-8"))
    values = asdict(of) | {"basis_style": "italic" if of.is_basis_italic else "normal"}
    return CSS(string=template.substitute(values), url_fetcher=fetcher())


def _identifier(snapshot: dict) -> bytes:
    """The PDF's /ID. Keys are sorted, because a database may hand them back in another order."""
    frozen = json.dumps(snapshot, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(frozen).hexdigest()[:32].encode()


@contextmanager
def _font_time(published_at: str):
    """fontTools stamps the fonts it rewrites (colour emoji, variable faces) with the present unless told a time."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    epoch = int(datetime.fromisoformat(published_at).timestamp()) if published_at else 0
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
