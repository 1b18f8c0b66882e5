"""HTML to PDF, safely: nothing is opened while drawing, and the same page gives the same bytes in any year.

WeasyPrint takes a second and 60 MB to load: import this where something is drawn, not where pages are served.
"""

import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

# One at a time in a process: the fonts' time stands in its environment, and two large pages are twice the memory.
_drawing = threading.Lock()


@dataclass(frozen=True)
class Drawn:
    content: bytes
    pages: int


def draw(html: str, stylesheet: CSS, *, identifier: bytes, at: str = "") -> Drawn:
    """Lay out and write. ``identifier``: the file's /ID. ``at``: ISO 8601 with zone, the time that its fonts bear.

    Title, author and language are those of the HTML. The caller bounds the text (units.paper_text).
    """
    page = HTML(string=html, url_fetcher=fetcher())
    with _drawing, _font_time(at):
        laid_out = page.render(stylesheets=[stylesheet])
        pdf = laid_out.write_pdf(pdf_identifier=identifier, pdf_tags=True)
    return Drawn(content=pdf, pages=len(laid_out.pages))


def fetcher() -> URLFetcher:
    """What may be opened while drawing: the page's own data: URIs. No file and no network address is ever read.

    A refused address raises ValueError, which WeasyPrint turns into a missing image; the drawing goes on.
    """
    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


def stylesheet(path: Path, **values) -> CSS:
    """The stylesheet at ``path``, in which names after a dollar sign stand for ``values``."""
    template = Template(path.read_text(encoding="utf-8"))
    return CSS(string=template.substitute(values), url_fetcher=fetcher())


@contextmanager
def _font_time(at: str):
    """fontTools stamps the fonts it rewrites (colour emoji, variable faces) with the present unless told a time."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    epoch = int(datetime.fromisoformat(at).timestamp()) if at else 0
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
