"""A PDF measured from outside by poppler: pages, lines of text with place, size and style, dark pixels."""

import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

MM = 72 / 25.4  # points in a millimetre


@dataclass(frozen=True)
class Line:
    """Points from the top left corner of the page."""

    text: str
    left: int
    top: int
    width: int
    size: int
    is_bold: bool
    is_italic: bool

    @property
    def right(self):
        return self.left + self.width


@dataclass(frozen=True)
class Page:
    width: int
    height: int
    lines: tuple[Line, ...]

    @property
    def text(self):
        return "\n".join(line.text for line in self.lines)

    def line(self, start):
        """The one line of the page that starts so."""
        (found,) = [line for line in self.lines if line.text.startswith(start)]
        return found


def _run(pdf: bytes, *command) -> bytes:
    """Standard output of ``command``, in which PDF stands for the document's path."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(pdf)
        command = [str(path) if word == "PDF" else str(word) for word in command]
        return subprocess.run(command, capture_output=True, check=True).stdout


def pages(pdf: bytes) -> list[Page]:
    tree = ET.fromstring(_run(pdf, "pdftohtml", "-xml", "-i", "-zoom", "1", "-stdout", "PDF"))
    sizes = {font.get("id"): int(font.get("size")) for font in tree.iter("fontspec")}
    return [
        Page(
            int(page.get("width")),
            int(page.get("height")),
            tuple(
                Line(
                    text="".join(text.itertext()).replace("\u200b", "").strip(),
                    left=int(text.get("left")),
                    top=int(text.get("top")),
                    width=int(text.get("width")),
                    size=sizes[text.get("font")],
                    is_bold=text.find(".//b") is not None,
                    is_italic=text.find(".//i") is not None,
                )
                for text in page.iter("text")
                if "".join(text.itertext()).strip()
            ),
        )
        for page in tree.iter("page")
    ]


def words(pdf: bytes) -> list[list[tuple[float, float, float, float, str]]]:
    """For each page its words: left, top, right, bottom in points, text."""
    boxes = _run(pdf, "pdftotext", "-bbox", "PDF", "-").decode()
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    return [
        [(*map(float, found[:4]), found[4]) for found in re.findall(pattern, page)]
        for page in boxes.split("<page ")[1:]
    ]


def text(pdf: bytes) -> str:
    """As pdftotext reads it, columns kept, without the places to break that long words carry."""
    return _run(pdf, "pdftotext", "-layout", "PDF", "-").decode().replace("\u200b", "")


def tagged_rows(pdf: bytes) -> list[list[str]]:
    """The rows of all tables as the tags tell them: for each the text of its TD cells, lines joined by a space."""
    rows, inside = [], None
    for line in _run(pdf, "pdfinfo", "-struct-text", "PDF").decode().splitlines():
        said = line.strip()
        depth = len(line) - len(line.lstrip())
        if inside is not None and depth <= inside:
            inside = None
        if said == "TR":
            rows.append([])
        elif re.match(r"TD\b", said):
            inside = depth
            rows[-1].append("")
        elif inside is not None and said.startswith('"'):
            rows[-1][-1] = f"{rows[-1][-1]} {said[1:-1]}".strip()
    return rows


def picture(pdf: bytes, page: int, dpi: int) -> Image.Image:
    """Page ``page`` (from 1) in greys."""
    drawn = _run(pdf, "pdftoppm", "-gray", "-r", dpi, "-f", page, "-l", page, "PDF")
    return Image.open(BytesIO(drawn)).convert("L")


def parts(pages: list[Page]):
    """(body, Phụ lục I, Phụ lục II) of a document's pages."""
    first = [number for number, page in enumerate(pages) if page.lines[0].text in {"Phụ lục I", "Phụ lục II"}]
    return pages[: first[0]], pages[first[0] : first[1]], pages[first[1] :]
