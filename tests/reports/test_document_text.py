"""Text in the official document that means harm, or is merely long: printed as typed, opening nothing, in seconds."""

import threading
import time
from http.server import HTTPServer
from io import BytesIO

import pikepdf
import pytest

from reports.documents import pdf
from tests.asked_for import Counter
from tests.reports import paper
from tests.reports.snapshots import sample_snapshot, short_snapshot
from units import paper as drawing, paper_text as text


def test_markup_is_printed_as_typed_and_opens_nothing():
    server = HTTPServer(("127.0.0.1", 0), Counter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Counter.hits.clear()
    address = f"http://127.0.0.1:{server.server_port}/x"
    hostile = [
        f'<img src="{address}">',
        f"<style>body{{background:url({address})}}</style>",
        f'<link rel=attachment href="{address}">',
        '<img src="file:///etc/hostname">',
        '<a rel=attachment href="file:///etc/passwd">a</a>',
        "</p></section><h1>x</h1>",
        "{{ document.code }}{% include 'base.html' %}",
    ]
    try:
        snapshot = sample_snapshot(texts={"situation": "\n".join(hostile)})
        snapshot["targets"][0]["note"] = snapshot["units"][0]["note"] = hostile[0]
        snapshot["document"]["agency"] = hostile[0]
        content = pdf.draw(snapshot).content
    finally:
        server.shutdown()
        server.server_close()
    assert Counter.hits == []
    read = "".join(paper.text(content).split())
    for line in hostile:
        assert "".join(line.split()) in read
    with pikepdf.open(BytesIO(content)) as document:
        assert sorted(document.attachments) == ["du-lieu.json", "du-lieu.xlsx"]
        assert [page.get("/Annots") for page in document.pages] == [None] * len(document.pages)


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://127.0.0.1/", "https://127.0.0.1/", "ftp://127.0.0.1/x", "/etc/hostname"]
)
def test_the_fetcher_refuses_all_but_data(address):
    with pytest.raises(ValueError):
        drawing.fetcher().fetch(address)
    assert drawing.fetcher().fetch("data:text/plain,Q4").read() == b"Q4"


@pytest.mark.parametrize(
    "hostile",
    [
        "x" * 100_000,
        "nghiệm\u00a0" * 14_000,
        "a\n" * 50_000,
        "<br>" * 25_000,
        "a" + "\u0301" * 50_000,
        "đề tài " * 14_000,
    ],
    ids=["one word", "no-break spaces", "lines", "markup", "accents", "one paragraph"],
)
def test_a_hundred_thousand_characters_take_seconds(hostile):
    started = time.process_time()
    pdf.draw(short_snapshot(texts={"situation": hostile}))
    # 123 seconds where nothing bounds the text; 2 or 3 here.
    assert time.process_time() - started < 30


def test_notes_of_any_length_keep_rows_within_a_page():
    snapshot = sample_snapshot()
    snapshot |= {"targets": snapshot["targets"][:5], "units": snapshot["units"][:5]}
    for row in snapshot["targets"] + snapshot["units"]:
        row["note"] = "y" * 50_000
    started = time.process_time()
    _, targets, units = paper.parts(paper.pages(pdf.draw(snapshot).content))
    assert time.process_time() - started < 30
    assert len(targets) > 1
    for page in targets + units:
        assert page.lines[0].text == "STT" or page is targets[0] or page is units[0]


def test_control_characters_are_gone_and_words_kept():
    typed = "Một\x00 hai\x07 \u202eba\u202c bốn\ud800\tnăm\u2028sáu\r\nbảy"
    assert text.paragraphs(typed) == ["Một hai ba bốn năm", "sáu", "bảy"]
    read = paper.text(pdf.draw(sample_snapshot(texts={"situation": typed})).content)
    assert "Một hai ba bốn năm" in read


def test_decomposed_letters_are_composed():
    assert text.line("Qua\u0323\u0302n 4") == "Quận 4"


def test_a_long_word_may_break_every_sixty_characters():
    assert text.line("a" * 130) == "a" * 60 + "\u200b" + "a" * 60 + "\u200b" + "a" * 10
    assert text.line("a" * 60) == "a" * 60


def test_a_long_paragraph_is_split_between_words_and_loses_none():
    typed = " ".join(str(number) for number in range(2_000))
    split = text.paragraphs(typed)
    assert max(map(len, split)) <= 3_000
    assert " ".join(split) == typed


def test_too_many_lines_run_on_and_lose_none():
    split = text.paragraphs("\n".join(str(number) for number in range(1_000)))
    assert len(split) == 500
    assert " ".join(split) == " ".join(str(number) for number in range(1_000))


def test_a_long_note_is_cut_visibly():
    assert text.cell("a " * 300) == ("a " * 200).strip() + " …"
    assert text.cell("Còn 2 mô hình.") == "Còn 2 mô hình."
