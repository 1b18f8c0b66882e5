"""Narratives written to break the official document, or to make it open something. Drawn as typed, and nothing else.

Thirteen stand in tests/reports/test_document_text.py; these make them twenty-seven. What is opened is watched from outside:
a web server that counts, a file whose words must not appear, and Python's own audit of every file and connection.
"""

import os
import sys
import threading
import time
from http.server import ThreadingHTTPServer
from io import BytesIO

import pikepdf
import pytest

from reports.documents import docx, pdf
from tests.asked_for import Counter
from tests.reports import paper
from tests.reports.snapshots import short_snapshot

LONG = os.environ.get("Q4KH_FAULTS") == "1"
CANARY = "CHIM-HOANG-YEN-294"
SECONDS = 20

# HTTP and FILE stand for the server's address and the canary's path.
NARRATIVES = {
    "every tag that fetches": (
        '<script src="HTTP"></script><iframe src="HTTP"></iframe><object data="FILE"></object><embed src="FILE">'
        '<link rel=stylesheet href="HTTP"><video poster="HTTP" src="FILE"></video><input type=image src="HTTP">'
        '<picture><source srcset="HTTP 1x, FILE 2x"><img></picture><body background="HTTP"><table background="FILE">'
        '<meta http-equiv=refresh content="0;url=HTTP"><base href="HTTP"><link rel=icon href="HTTP"><audio src="HTTP">'
    ),
    "style that fetches": (
        '<style>@import "HTTP"; @import url(FILE); @font-face{font-family:a;src:url(HTTP)} *{font-family:a;background:'
        'url(FILE);list-style:url(HTTP);content:url(HTTP);cursor:url(HTTP);border-image:url(FILE)}</style>'
        '<p style="background:url(HTTP)">x</p></style>'
    ),
    "drawing within": (
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="HTTP"/><image xlink:href="FILE"/><use href="HTTP#a"/>'
        '<foreignObject><iframe src="FILE"/></foreignObject><style>@import "HTTP"</style></svg><math href="HTTP">x</math>'
    ),
    "entities": (
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "FILE"><!ENTITY % c SYSTEM "HTTP">%c;]><a>&b;</a>'
        '<xi:include href="FILE" parse="text" xmlns:xi="http://www.w3.org/2001/XInclude"/>'
    ),
    "attachments": (
        '<link rel=attachment href="FILE"><a rel="attachment" href="FILE">x</a><a href="HTTP">x</a><link rel="attachment"'
        ' href="data:text/html,HTTP"><a href="FILE" download>x</a>'
    ),
    "templates": "{% include 'FILE' %}{% load static %}{% static 'x' %}{{ request }}{# #}{% verbatim %}{% ssi FILE %}{{ 7|add:7 }}",
    "style that breaks the page": (
        '</p></section></body></html><style>@page{size:1mm 1mm;margin:0} *{display:none;position:running(a);font-size:0;'
        'page-break-before:always;columns:100} p::after{content:counter(pages) target-counter(url(HTTP),page)}</style>'
    ),
    "deep": "<div>" * 15_000 + "đáy" + "</div>" * 15_000,
    "deep lists": "<ul><li>" * 10_000,
    "wide table": "<table><tr>" + "<td>" * 20_000,
    "huge spans": '<table><tr><td colspan="100000" rowspan="65534">x</table>' * 500,
    "emoji and marks": "👩‍👩‍👧‍👦" * 8_000 + "\u202e" * 10_000 + "Z" + "\u0335\u0327" * 10_000,
    "all scripts": "".join(map(chr, range(0x20, 0x3000))) * 5,
    "one letter a line": "ă\r\n" * 30_000 + "\u2028" * 10_000 + "\f" * 10_000,
}
# The short form: all that would fetch at once, and of what is merely large the dearest.
SHORT = ("style that breaks the page", "deep", "emoji and marks")

_opened: list[str] = []
_watching = False


def _audit(event, arguments):
    if _watching and event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.exec"):
        _opened.append(f"{event} {arguments[0] if event != 'socket.connect' else arguments[1]}")


sys.addaudithook(_audit)


@pytest.fixture
def watched(tmp_path):
    """``watched(text)`` → the text with the addresses put in; afterwards nothing has been opened."""
    global _watching
    server = ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Counter.hits.clear()
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY)
    _opened.clear()
    _watching = True
    yield lambda text: text.replace("HTTP", f"http://127.0.0.1:{server.server_port}/x").replace("FILE", canary.as_uri())
    _watching = False
    server.shutdown()
    server.server_close()
    assert Counter.hits == []
    # Fonts, our own sources and packages are opened; nothing by an address of the text, and nobody is called.
    assert [one for one in _opened if str(tmp_path) in one or not one.startswith("open ")] == []


def drawn_with(text):
    started = time.process_time()
    content = pdf.draw(short_snapshot(texts={"situation": text, "difficulties": text})).content
    assert time.process_time() - started < SECONDS
    return content


def holds_nothing_foreign(content):
    read = paper.text(content)
    with pikepdf.open(BytesIO(content)) as document:
        assert sorted(document.attachments) == ["du-lieu.json", "du-lieu.xlsx"]
        assert [page.get("/Annots") for page in document.pages] == [None] * len(document.pages)
    assert CANARY not in read
    assert "Tình hình triển khai" in read
    return read


def test_all_that_would_fetch_opens_nothing_and_is_printed(watched):
    global _watching
    text = watched("\n".join(list(NARRATIVES.values())[:7]))
    content = drawn_with(text)
    written = docx.draw(short_snapshot(texts={"situation": text}))
    _watching = False  # reading it back is ours
    read = "".join(holds_nothing_foreign(content).split())
    for line in text.split("\n"):
        assert "".join(line.split())[:60] in read
    assert CANARY.encode() not in written


@pytest.mark.parametrize("name", NARRATIVES if LONG else SHORT)
def test_a_narrative_that_would_break_the_document_takes_seconds(watched, name):
    global _watching
    content = drawn_with(watched(NARRATIVES[name]))
    _watching = False
    holds_nothing_foreign(content)


def test_the_next_document_is_the_same_as_before():
    before = pdf.draw(short_snapshot()).content
    drawn_with(NARRATIVES["style that breaks the page"] + NARRATIVES["templates"])
    assert pdf.draw(short_snapshot()).content == before
