"""A PDF measured from outside by poppler: pages, lines of text with place, size and style, dark pixels."""

import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
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
    """The rows of all tables as the tags tell them: for each the text of its TD cells, lines joined by a space.

    Read from the tags themselves: ``pdfinfo -struct-text`` says the same a hundred times more slowly.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        words = {page.objgen: _marked(page) for page in document.pages}
        return [
            [" ".join(filter(None, _said(cell, words))) for cell in _kids(row) if cell.get("/S") == "/TD"]
            for row in _rows(document.Root.StructTreeRoot)
        ]


def _kids(element) -> list:
    kids = element.get("/K", [])
    return kids if isinstance(kids, pikepdf.Array) else [kids]


def _rows(element):
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid["/S"] == "/TR":
                yield kid
            else:
                yield from _rows(kid)


def _said(element, words, page=None):
    page = element.get("/Pg", page)
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _said(kid, words, page)
        elif isinstance(kid, pikepdf.Dictionary):
            if "/MCID" in kid:
                yield words[kid.get("/Pg", page).objgen].get(int(kid["/MCID"]), "").strip()
        else:
            yield words[page.objgen].get(int(kid), "").strip()


def _marked(page) -> dict[int, str]:
    """The text of each marked piece of the page. WeasyPrint writes codes of two bytes and says what each stands for."""
    letters = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    found, marks, font = {}, [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                marks.append(operands[1].get("/MCID") if isinstance(operands[1], pikepdf.Dictionary) else None)
            case "BMC":
                marks.append(None)
            case "EMC":
                marks.pop()
            case "Tf":
                font = letters[str(operands[0])]
            case "Tj" | "TJ":
                parts = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                mark = next((int(one) for one in reversed(marks) if one is not None), None)
                text = "".join(font[codes[at : at + 2]] for at in range(0, len(codes), 2))
                found[mark] = found.get(mark, "") + text
    return found


def _letters(font) -> dict[bytes, str]:
    told = "".join(re.findall(r"beginbfchar(.*?)endbfchar", font.ToUnicode.read_bytes().decode(), re.DOTALL))
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s+<([0-9a-fA-F]+)>", told)
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def picture(pdf: bytes, page: int, dpi: int) -> Image.Image:
    """Page ``page`` (from 1) in greys."""
    drawn = _run(pdf, "pdftoppm", "-gray", "-r", dpi, "-f", page, "-l", page, "PDF")
    return Image.open(BytesIO(drawn)).convert("L")


def parts(pages: list[Page]):
    """(body, Phụ lục I, Phụ lục II) of a document's pages."""
    first = [number for number, page in enumerate(pages) if page.lines[0].text in {"Phụ lục I", "Phụ lục II"}]
    return pages[: first[0]], pages[first[0] : first[1]], pages[first[1] :]
