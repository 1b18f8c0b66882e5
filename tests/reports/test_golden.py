"""Golden cases of the document, measured: where pages break, what repeats, what fits, and that hostile words do nothing.

Each was looked at as a picture; what was seen is said here, so that it stays so. Every case is drawn once.
"""

import re
from io import BytesIO

import docx as reader
import pikepdf
import pytest
from docx.oxml.ns import qn

from reports.documents import docx, pdf
from reports.documents.enclosures import ACTIVITIES, INITIATIVES, TASKS
from tests.reports import paper
from tests.reports.paper import MM
from tests.reports.snapshots import enclosed, full_snapshot, span_snapshot

LONG_NAME = "Ban Quản lý Đầu tư xây dựng công trình và Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên Quận 4 cơ sở {}"
SENTENCE = "Phòng Kinh tế đôn đốc các đơn vị chưa gửi báo cáo, hướng dẫn tại chỗ rồi tổng hợp trình Ủy ban nhân dân quận. "
HOSTILE = (
    '<img src="http://example.org/a.png"><img src="file:///etc/passwd"><script>alert(1)</script>\n'
    '<link rel="attachment" href="file:///etc/passwd"><a href="file:///etc/passwd">xem</a> {{ document }} {% now "Y" %}\n'
    "</section></body><style>p { display: none }</style><!-- & &amp; ]]>\n"
    "Chữ\x00 có\x07 ký\x1b tự\x0c điều khiển, \u202eđảo chiều\u202c và \u2066ẩn\u2069; cuối dòng.\n" + "w" * 3_500 + "\n" + "à" * 300
)


def demonstration():
    """A quarter as an office would write it, with every appendix."""
    return full_snapshot()


def hard():
    """29 units of very long names, ten pages of words, 300 rows of the registry; under the decree of 2020."""
    snapshot = full_snapshot(date="2020-06-08", texts={"situation": (SENTENCE * 6 + "\n") * 26, "causes": ""})
    for number, unit in enumerate(snapshot["units"]):
        unit |= {"name": LONG_NAME.format(number), "note": "Đang đính chính."}
    snapshot["counts"]["missing"] = [LONG_NAME.format(number) for number in range(12)]
    kinds = ("Mô hình ứng dụng", "Hỗ trợ doanh nghiệp", "Bài viết")
    activities = [
        (kinds[at // 100] if at < 299 else "Giải thưởng", "2018-02-21", f"Việc thứ {at} {SENTENCE[: at % 50]}", ["Phường 1"], ["CT03"])
        for at in range(300)
    ]
    return snapshot | {"activities": enclosed(activities=activities)["activities"], "targets": snapshot["targets"][:4]}


def thin():
    """One unit, one line of words, one target, nothing enclosed."""
    empty = dict.fromkeys(["situation", "results", "advantages", "difficulties", "causes", "proposals", "next_quarter"], "")
    snapshot = full_snapshot(texts=empty | {"situation": "Một dòng."})
    snapshot |= enclosed([], [], []) | {"targets": snapshot["targets"][:1], "units": snapshot["units"][:1], "bases": []}
    return snapshot | {"counts": {"expected": 1, "accepted": 1, "missing": [], "excluded": [], "verdicts": {"on_track": 1}}}


def hostile():
    """Everywhere where a person's words stand."""
    snapshot = full_snapshot(texts={"situation": HOSTILE, "results": f"III.2 {HOSTILE[:80]}\n{HOSTILE}"})
    said = HOSTILE[:110]
    snapshot["targets"] = [snapshot["targets"][0] | {"title": said, "note": said, "ref": said, "verdict_label": said}]
    snapshot["units"] = [snapshot["units"][0] | {"name": said, "note": said, "group": said}]
    return snapshot | enclosed(
        [(said, "IV.1", said, (1, 0, 0, 0, 0, 0), [said], [said])],
        [(said, "2018-02-21", said, [said], [said])],
        [("2018-02-21", said, said, [said], 1, said, said)],
    )


def several():
    """6 months: rows of counts in place of states."""
    snapshot = span_snapshot()
    return snapshot | {"targets": snapshot["targets"][:12], "outlined": True}


CASES = {case.__name__: case for case in (demonstration, hard, thin, hostile, several)}
each = pytest.mark.parametrize("name", CASES)


@pytest.fixture(scope="module")
def drawn():
    return {name: pdf.draw(case()).content for name, case in CASES.items()}


@pytest.fixture(scope="module")
def pages(drawn):
    return {name: paper.pages(content) for name, content in drawn.items()}


def parts(of):
    """Pages of the body and of each appendix."""
    first = [at for at, page in enumerate(of) if re.fullmatch("Phụ lục [IV]+", page.lines[0].text)]
    return [of[start:end] for start, end in zip([0, *first], [*first, len(of)])]


def lines(page):
    """Without the page number in its margin."""
    return [line for line in page.lines if not (line.text.isdigit() and not 18 * MM < line.top < page.height - 21 * MM)]


# --- Pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        # Of the body and of Phụ lục I, II and on.
        ("demonstration", (3, 4, 2, 1, 1, 1)),
        ("thin", (2, 1, 1)),
        ("several", (3, 2, 2)),
    ],
)
def test_how_many_pages_each_part_takes(pages, name, counts):
    assert tuple(map(len, parts(pages[name]))) == counts


def test_long_words_and_many_rows_fill_pages_and_lose_none(pages, drawn):
    body, _, units, _, activities, _ = parts(pages["hard"])
    assert len(body) == 9
    read = " ".join(paper.text(drawn["hard"]).split())
    assert [at for at in range(300) if f"Việc thứ {at}" not in read] == []
    assert len(units) >= 3
    assert len(activities) >= 7


@each
def test_nothing_runs_over_the_margins(drawn, pages, name):
    for page, words in zip(pages[name], paper.words(drawn[name]), strict=True):
        for left, top, right, bottom, text in words:
            if text.isdigit() and (top < 20 * MM - 1 or bottom > page.height - 20 * MM + 1):
                continue  # the page number
            assert left >= 30 * MM - 0.5, text
            assert right <= page.width - 15 * MM + 1, text
            assert bottom <= page.height - 20 * MM + 2, text


@each
def test_no_heading_ends_a_page_and_no_page_holds_the_signature_alone(pages, name):
    body = parts(pages[name])[0]
    for page in body:
        last = lines(page)[-1]
        assert not re.match(r"([IVX]+|\d+)\. ", last.text) or not last.is_bold
    ending = body[-1]
    above = [line for line in lines(ending) if line.top < ending.line("Nơi nhận:").top - 4]
    assert above
    assert above[-1].text.endswith("./.")


@each
def test_heads_of_tables_repeat_and_neither_groups_head_nor_last_row_stands_alone(pages, name):
    for part in parts(pages[name])[1:]:
        for page in part:
            bold = [line.text for line in page.lines if line.is_bold]
            assert "STT" in bold
            assert not lines(page)[-1].is_bold
        if len(part) > 1:
            places = [line for line in lines(part[-1]) if line.text.isdigit() and line.left < 42 * MM and not line.is_bold]
            assert len(places) >= 2


def test_numbers_of_pages_stand_where_the_decree_of_the_day_wants_them(pages):
    """Bottom right before 05/03/2020, top middle since; the first page of each part has none."""
    for name, is_top in (("demonstration", False), ("hard", True)):
        for part in parts(pages[name]):
            shown = [[line for line in page.lines if line not in lines(page)] for page in part]
            assert [[line.text for line in found] for found in shown] == [[]] + [[str(at)] for at in range(2, len(part) + 1)]
            for page, found in zip(part[1:], shown[1:]):
                (number,) = found
                middle = (number.left + number.right) / 2
                assert (number.top < 20 * MM) == is_top
                assert middle == pytest.approx((page.width + 15 * MM) / 2, abs=4) if is_top else number.right > page.width - 17 * MM


def test_wide_appendices_lie_and_narrow_ones_stand(pages):
    turned = [page[0].width > page[0].height for page in parts(pages["demonstration"])]
    assert turned == [False, True, False, True, False, False]
    assert [sum(column.width for column in columns) for columns in (TASKS, ACTIVITIES, INITIATIVES)] == [252, 165, 165]


# --- Words -----------------------------------------------------------------------------------------------------------


def test_results_stand_under_the_plans_headings_and_an_empty_one_is_left_out(pages):
    read = "\n".join(page.text for page in parts(pages["demonstration"])[0])
    heads = re.findall(r"^\d\. Mục (\S+): ", read, re.MULTILINE)
    # III.1.a holds nothing.
    assert heads == ["III.3.b", "III.4.a", "III.2"]
    head = next(line for page in pages["demonstration"] for line in page.lines if line.text.startswith("1. Mục III.3.b"))
    assert (head.is_bold, head.is_italic, head.size) == (True, True, 14)


def test_a_report_of_next_to_nothing_says_so_in_a_line_each(pages):
    body, targets, units = parts(pages["thin"])
    assert "\n".join(page.text for page in body).count("Không có.") == 6
    assert "Tổng số 1 chỉ tiêu: đúng tiến độ 1." in targets[0].text
    assert "Phải báo cáo: 1 đơn vị." in units[0].text


def test_drawings_are_tagged_with_all_that_they_show(drawn):
    with pikepdf.open(BytesIO(drawn["demonstration"])) as document:
        alternative = [
            str(one["/Alt"]) for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
    assert sorted(alternative) == [
        "Báo cáo gửi đúng hạn, chậm hạn và chưa có, theo khối. Phòng ban: 8 đúng hạn, 1 chưa có; Phường: 13 đúng hạn, "
        "2 chậm hạn; Đơn vị sự nghiệp: 2 đúng hạn; Mặt trận Tổ quốc và tổ chức chính trị - xã hội: 2 đúng hạn.",
        "Kết luận của 25 chỉ tiêu: đạt 5; đúng tiến độ 6; chậm 3; không đạt 3; chưa đến hạn 5; chưa có số liệu 1; theo dõi 2.",
        "Mã QR của trang kiểm tra bản in",
    ]


# --- Harmless --------------------------------------------------------------------------------------------------------


def test_hostile_words_are_printed_and_fetch_link_or_embed_nothing(drawn):
    read = "".join(paper.text(drawn["hostile"]).split())
    assert '<imgsrc="file:///etc/passwd"><script>alert(1)</script>' in read
    assert '{{document}}{%now"Y"%}' in read
    assert "]]>" in read
    assert "root:" not in read
    with pikepdf.open(BytesIO(drawn["hostile"])) as document:
        assert sorted(document.attachments) == ["du-lieu.json", "du-lieu.xlsx"]
        assert "/Names" not in document.Root or "/JavaScript" not in document.Root.Names
        for page in document.pages:
            assert not page.get("/Annots")
            assert "/AA" not in page
        pictures = [one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
        assert pictures == []


def test_no_control_and_no_turn_of_direction_reaches_paper_or_word(drawn):
    document = reader.Document(BytesIO(docx.draw(hostile())))
    for read in (paper.text(drawn["hostile"]).replace("\x0c", ""), "\n".join(one.text for one in document.paragraphs)):
        assert re.findall("[\x00-\x08\x0b\x0e-\x1f\u202a-\u202e\u2066-\u2069]", read) == []
    assert [one.reltype for one in document.part.rels.values() if one.is_external] == []


# --- Word ------------------------------------------------------------------------------------------------------------


def test_in_word_heads_repeat_rows_hold_together_and_the_last_takes_one_along():
    document = reader.Document(BytesIO(docx.draw(demonstration())))
    assert [section.orientation for section in document.sections] == [0, 1, 0, 1, 0, 0]
    tables = document.tables[2:]
    assert len(tables) == 5
    for table in tables:
        rows = [row._tr for row in table.rows]
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        data = [row for row in rows[1:] if row.find(f".//{qn('w:gridSpan')}") is None]
        kept = [all(one.find(qn("w:pPr")).find(qn("w:keepNext")) is not None for one in row.iter(qn("w:p"))) for row in data]
        assert kept == [False] * (len(data) - 2) + [True, False]
    heads = [one for one in document.paragraphs if one.style.name == "Heading 2"]
    assert [one.text[:14] for one in heads] == ["1. Mục III.3.b", "2. Mục III.4.a", "3. Mục III.2: "]
    assert heads[0].style.paragraph_format.keep_with_next or heads[0].style.base_style.paragraph_format.keep_with_next
