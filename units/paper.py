"""HTML to tagged PDF/A, safely: nothing is opened while drawing, and the same page gives the same bytes in any year.

WeasyPrint takes a second and 60 MB to load: import this where something is drawn, not where pages are served.
"""

import os
import threading
from base64 import b64encode
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Template

import pydyf
from weasyprint import CSS, HTML, Attachment
from weasyprint.urls import URLFetcher

from units.garbage import seldom_collected

# One at a time in a process: the fonts' time stands in its environment, and two large pages are twice the memory.
_drawing = threading.Lock()


@dataclass(frozen=True)
class Drawn:
    content: bytes
    pages: int


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF: the data from which it was drawn."""

    name: str
    content: bytes
    media_type: str
    description: str


def draw(html: str, stylesheet: CSS, *, identifier: bytes, at: str = "", attached: Iterable[Attached] = ()) -> Drawn:
    """Lay out and write as PDF/A-3 with tags. ``identifier``: the file's /ID. ``at``: ISO 8601 with zone, the time
    that its fonts and attached files bear.

    Title, author and language are those of the HTML. The caller bounds the text (units.paper_text).
    """
    epoch = int(datetime.fromisoformat(at).timestamp()) if at else 0
    with _drawing, _font_time(epoch), seldom_collected():
        laid_out = HTML(string=html, url_fetcher=fetcher()).render(stylesheets=[stylesheet])
        pdf = laid_out.write_pdf(
            pdf_identifier=identifier,
            pdf_variant="pdf/a-3a",
            attachments=[_attachment(file, epoch) for file in attached],
            finisher=_finish,
        )
    return Drawn(content=pdf, pages=len(laid_out.pages))


def _attachment(file: Attached, epoch: int) -> Attachment:
    at = datetime.fromtimestamp(epoch, UTC)
    return Attachment(
        # A data: address says what it holds; a guess from the name would be that of the machine's own tables.
        url=f"data:{file.media_type};base64,{b64encode(file.content).decode()}",
        url_fetcher=fetcher(),
        name=file.name,
        description=file.description,
        created=at,
        modified=at,
        relationship="Data",
    )


def _finish(_document, pdf):
    # WeasyPrint 70 names each associated file twice.
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    # Readers show the title, not the file's name.
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def fetcher() -> URLFetcher:
    """What may be opened while drawing: the page's own data: URIs. No file and no network address is ever read.

    A refused address raises ValueError, which WeasyPrint turns into a missing image; the drawing goes on.
    """
    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


def stylesheet(path: Path, **values) -> CSS:
    """The stylesheet at ``path``, in which names after a dollar sign stand for ``values``."""
    return CSS(string=stylesheet_text(path, **values), url_fetcher=fetcher())


def stylesheet_text(path: Path, **values) -> str:
    """What ``stylesheet`` reads."""
    return Template(path.read_text(encoding="utf-8")).substitute(values)


@contextmanager
def _font_time(epoch: int):
    """fontTools stamps the fonts it rewrites (colour emoji, variable faces) with the present unless told a time."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
