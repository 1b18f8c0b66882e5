"""The official PDF, measured: the paper itself, not the HTML it came from (domain §10)."""

import copy
import datetime as dt
import json
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import segno
from django.template.loader import render_to_string

from reports.documents import form, pdf
from tests.reports import paper
from tests.reports.paper import MM
from tests.reports.snapshots import sample_snapshot, short_snapshot
from units import paper_text as text

ROOT = Path(__file__).resolve().parents[2]
BEFORE = "2018-06-08"
FROM_2020 = "2020-03-05"
SENTENCE = "Phòng Kinh tế đôn đốc các đơn vị chưa gửi báo cáo và tổng hợp trình Ủy ban nhân dân quận. "


@pytest.fixture(scope="module")
def drawn():
    """Both regimes, drawn once."""
    return {date: pdf.draw(sample_snapshot(date=date)) for date in (BEFORE, FROM_2020)}


@pytest.fixture(scope="module")
def pages(drawn):
    return {date: paper.pages(document.content) for date, document in drawn.items()}


both = pytest.mark.parametrize("date", [BEFORE, FROM_2020])


# --- One snapshot, one document ------------------------------------------------------------------------------------

DRAW = """
import datetime, sys, time
real, shift = datetime.datetime, float(sys.argv[1])
class Shifted(real):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
datetime.datetime = Shifted
wall = time.time
time.time = lambda: wall() + shift
import django; django.setup()
import hashlib, json
from reports.documents import pdf
drawn = pdf.draw(json.load(open(sys.argv[2])))
print(real.fromtimestamp(time.time()).year, drawn.pages, hashlib.sha256(drawn.content).hexdigest())
"""


def test_two_processes_a_year_apart_draw_the_same_bytes(tmp_path, drawn):
    snapshot = sample_snapshot(date=BEFORE)
    a_year = 365 * 24 * 3600
    answers = []
    # The second process reads what a database may hand back: the same keys in another order.
    for seed, shift, ordered in (("1", 0, False), ("2", a_year, True)):
        path = tmp_path / f"{seed}.json"
        path.write_text(json.dumps(snapshot, sort_keys=ordered))
        env = os.environ | {"PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "q4kh.settings"}
        command = [sys.executable, "-c", DRAW, str(shift), path]
        run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
        answers.append(run.stdout.split())
    assert int(answers[1][0]) == int(answers[0][0]) + 1
    assert answers[0][1:] == answers[1][1:]
    assert answers[0][1] == str(drawn[BEFORE].pages)


def test_the_file_bears_the_time_of_publishing(drawn):
    with pikepdf.open(BytesIO(drawn[BEFORE].content)) as document:
        assert str(document.docinfo["/CreationDate"]) == "D:20180608100500+07'00"
        assert str(document.docinfo["/ModDate"]) == "D:20180608100500+07'00"


def test_drawing_leaves_the_snapshot_as_it_was():
    snapshot = sample_snapshot()
    before = copy.deepcopy(snapshot)
    pdf.draw(snapshot)
    assert snapshot == before


def test_the_count_of_pages_is_the_files(drawn, pages):
    assert {date: document.pages for date, document in drawn.items()} == {
        date: len(all_) for date, all_ in pages.items()
    }


def test_title_language_and_tags(drawn):
    with pikepdf.open(BytesIO(drawn[BEFORE].content)) as document:
        assert str(document.docinfo["/Title"]) == (
            "Báo cáo Kết quả thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo Quý I năm 2018"
        )
        assert str(document.Root["/Lang"]) == "vi"
        assert bool(document.Root["/MarkInfo"]["/Marked"]) is True


# --- Paper ---------------------------------------------------------------------------------------------------------


@both
def test_a4_portrait_then_targets_landscape_then_units_portrait(pages, date):
    body, targets, units = paper.parts(pages[date])
    assert {(page.width, page.height) for page in body} == {(595, 841)}
    assert {(page.width, page.height) for page in targets} == {(841, 595)}
    assert {(page.width, page.height) for page in units} == {(595, 841)}
    assert (len(body), len(targets), len(units)) == (3, 3, 2)


@both
def test_all_text_but_the_page_number_keeps_the_margins(drawn, pages, date):
    for page, words in zip(pages[date], paper.words(drawn[date].content), strict=True):
        words = [
            word
            for word in words
            if not (word[4].isdigit() and (word[1] < 20 * MM - 1 or word[3] > page.height - 20 * MM + 1))
        ]
        assert min(word[0] for word in words) >= 30 * MM - 0.5
        assert max(word[2] for word in words) <= page.width - 15 * MM + 1
        assert min(word[1] for word in words) >= 20 * MM - 1
        assert max(word[3] for word in words) <= page.height - 20 * MM + 1


@both
def test_only_times_metrics_all_embedded(drawn, date):
    with pikepdf.open(BytesIO(drawn[date].content)) as document:
        fonts = {
            re.sub(r"^/[A-Z]{6}\+", "", str(font["/BaseFont"])): "/FontFile2"
            in font["/DescendantFonts"][0]["/FontDescriptor"]
            for page in document.pages
            for font in page["/Resources"]["/Font"].values()
        }
    assert fonts == {
        "Liberation-Serif": True,
        "Liberation-Serif-Bold": True,
        "Liberation-Serif-Italic": True,
        "Liberation-Serif-Bold-Italic": True,
    }


def numbers_in_margins(page):
    return [line for line in page.lines if line.top < 20 * MM - 1 or line.top > page.height - 20 * MM]


@both
def test_each_part_counts_its_own_pages_and_hides_the_first(pages, date):
    shown = [[[line.text for line in numbers_in_margins(page)] for page in part] for part in paper.parts(pages[date])]
    assert shown == [[[], ["2"], ["3"]], [[], ["2"], ["3"]], [[], ["2"]]]


def test_before_5_march_2020_the_page_number_stands_bottom_right(pages):
    for part in paper.parts(pages[BEFORE]):
        for page in part[1:]:
            (number,) = numbers_in_margins(page)
            assert number.top > page.height - 20 * MM
            assert number.right == pytest.approx(page.width - 15 * MM, abs=1.5)
            assert (number.size, number.is_bold, number.is_italic) == (13, False, False)


def test_from_5_march_2020_it_stands_centred_in_the_top_margin(pages):
    for part in paper.parts(pages[FROM_2020]):
        for page in part[1:]:
            (number,) = numbers_in_margins(page)
            assert number.top < 20 * MM - number.size
            middle = (30 * MM + page.width - 15 * MM) / 2
            assert (number.left + number.right) / 2 == pytest.approx(middle, abs=1.5)
            assert (number.size, number.is_bold, number.is_italic) == (13, False, False)


@pytest.mark.parametrize(("date", "is_italic", "mark"), [(BEFORE, False, ";"), (FROM_2020, True, ".")])
def test_bases_are_upright_before_and_italic_from_2020(pages, date, is_italic, mark):
    first = pages[date][0]
    bases = [line for line in first.lines if line.text.startswith("Căn cứ")]
    assert [line.is_italic for line in bases] == [is_italic, is_italic]
    assert f"của Sở Khoa học\nvà Công nghệ{mark}\n" in first.text


@pytest.mark.parametrize(
    ("day", "decree"),
    [
        (dt.date(2020, 3, 4), "Thông tư 01/2011/TT-BNV"),
        (dt.date(2020, 3, 5), "Nghị định 30/2020/NĐ-CP"),
        (dt.date(2016, 12, 19), "Thông tư 01/2011/TT-BNV"),
        (dt.date(2026, 1, 1), "Nghị định 30/2020/NĐ-CP"),
    ],
)
def test_the_regime_is_that_of_the_documents_date(day, decree):
    assert form.form_for(day).decree == decree


# --- Head ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "size", "is_bold", "is_italic"),
    [
        ("ỦY BAN NHÂN DÂN QUẬN 4", 13, False, False),
        ("PHÒNG KINH TẾ", 13, True, False),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 14, True, False),
        ("Số:", 13, False, False),
        ("Quận 4, ngày 0", 14, False, True),
        ("BÁO CÁO", 14, True, False),
        ("Kết quả thực hiện nhiệm vụ khoa học, công nghệ", 14, True, False),
        ("Kính gửi: Ủy ban nhân dân Quận 4", 14, False, False),
        ("I. Tình hình triển khai", 14, True, False),
        ("Trong quý, 24 đơn vị ban hành", 14, False, False),
    ],
)
@both
def test_size_and_style_on_the_first_page(pages, date, start, size, is_bold, is_italic):
    line = pages[date][0].line(start)
    assert (line.size, line.is_bold, line.is_italic) == (size, is_bold, is_italic)


@both
def test_number_stands_under_the_agency_and_level_with_the_date(pages, date):
    first = pages[date][0]
    number, agency, day = first.line("Số:"), first.line("PHÒNG KINH TẾ"), first.line("Quận 4, ngày")
    assert re.fullmatch(r"Số:\s{5,}/BC-KT", number.text)
    assert (number.left + number.right) / 2 == pytest.approx((agency.left + agency.right) / 2, abs=2)
    assert number.top > agency.top
    assert number.top == pytest.approx(day.top, abs=2)


def rule_under(image, dpi, line):
    """Length in points of the longest dark run within 8 points under a line of text."""
    scale = dpi / 72
    longest = 0
    for y in range(int((line.top + line.size * 1.15) * scale), int((line.top + line.size + 8) * scale)):
        run = 0
        for x in range(int((line.left - 10) * scale), int((line.right + 10) * scale)):
            run = run + 1 if image.getpixel((x, y)) < 140 else 0
            longest = max(longest, run)
    return longest / scale


@both
def test_rules_under_motto_agency_and_subject(drawn, pages, date):
    first = pages[date][0]
    image = paper.picture(drawn[date].content, 1, 144)
    motto, agency = first.line("Độc lập"), first.line("PHÒNG KINH TẾ")
    assert rule_under(image, 144, motto) == pytest.approx(motto.width, abs=2)
    assert 1 / 3 <= rule_under(image, 144, agency) / agency.width <= 1 / 2
    subject = first.line("và đổi mới sáng tạo")
    assert rule_under(image, 144, subject) == pytest.approx(35 * MM, abs=2)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("", "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-KT"),
        ("5", "05/BC-KT"),
        ("05", "05/BC-KT"),
        ("10", "10/BC-KT"),
        ("294", "294/BC-KT"),
    ],
)
def test_number_is_blank_until_given_and_below_ten_has_a_zero(number, expected):
    assert text.number_text(number, "BC-KT") == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2018, 3, 5), "ngày 05 tháng 3 năm 2018"),
        (dt.date(2018, 1, 31), "ngày 31 tháng 01 năm 2018"),
        (dt.date(2018, 2, 9), "ngày 09 tháng 02 năm 2018"),
        (dt.date(2018, 10, 10), "ngày 10 tháng 10 năm 2018"),
    ],
)
def test_days_below_ten_and_january_and_february_have_a_zero(day, expected):
    assert text.date_text(day) == expected


# --- Body ----------------------------------------------------------------------------------------------------------


@both
def test_paragraphs_are_justified_indented_and_six_points_apart(pages, date):
    lines = pages[date][0].lines
    start = next(place for place, line in enumerate(lines) if line.text.startswith("Trong quý, 24"))
    first, second, third, following = lines[start : start + 4]
    assert first.left == pytest.approx(30 * MM + 12.7 * MM, abs=1)
    assert second.left == third.left == pytest.approx(30 * MM, abs=1)
    assert first.right == second.right == pytest.approx(595.3 - 15 * MM, abs=1.5)
    assert third.right < second.right - 5
    pitch = second.top - first.top
    assert 14 <= pitch <= 21
    assert following.top - third.top - pitch == pytest.approx(6, abs=1)


def test_sections_are_numbered_and_an_empty_one_says_so():
    document = pdf.draw(sample_snapshot(texts={"advantages": "", "causes": "  \n "}))
    read = "\n".join(page.text for page in paper.parts(paper.pages(document.content))[0])
    heads = re.findall(r"^([IV]+\. .+)$", read, re.MULTILINE)
    assert heads == [
        "I. Tình hình triển khai",
        "II. Kết quả nổi bật",
        "III. Thuận lợi",
        "IV. Khó khăn, vướng mắc",
        "V. Nguyên nhân",
        "VI. Kiến nghị, đề xuất",
        "VII. Phương hướng quý sau",
    ]
    assert "III. Thuận lợi\nKhông có.\n" in read
    assert "V. Nguyên nhân\nKhông có.\n" in read


def test_the_body_ends_with_the_mark_once(pages):
    body = "\n".join(page.text for page in paper.parts(pages[BEFORE])[0])
    assert "đổi\nmới sáng tạo Quý I năm 2018./.\n" in body
    assert body.count("./.") == 1


def test_without_a_closing_the_last_section_carries_the_end_mark():
    snapshot = sample_snapshot(texts={"next_quarter": "Tiếp tục thực hiện."})
    snapshot["closing"] = ""
    body = "\n".join(page.text for page in paper.parts(paper.pages(pdf.draw(snapshot).content))[0])
    assert "VII. Phương hướng quý sau\nTiếp tục thực hiện./.\n" in body


@both
def test_signature_and_recipients(pages, date):
    last = paper.parts(pages[date])[0][-1]
    post, name = last.line("TRƯỞNG PHÒNG"), last.line("Trần Thị Ngọc Diễm")
    head = last.line("Nơi nhận:")
    assert (post.size, post.is_bold, name.size, name.is_bold) == (14, True, 14, True)
    assert (head.size, head.is_bold, head.is_italic) == (12, True, True)
    assert head.top == pytest.approx(post.top, abs=4)
    assert post.left > 595 / 2
    listed = [line for line in last.lines if line.text.startswith("- ")]
    assert [line.text for line in listed] == [
        "- UBND Quận 4 (để báo cáo);",
        "- Sở Khoa học và Công nghệ;",
        "- Các phòng ban, đơn vị thuộc quận;",
        "- UBND 15 phường;",
        "- Lưu: VT, KT.",
    ]
    assert {line.size for line in listed} == {11}


@pytest.mark.parametrize("closing", ["Trên đây là báo cáo Quý I năm 2018.", ""])
@pytest.mark.parametrize("sentences", [0, 14, 17, 20, 23, 26, 29, 32, 35, 60])
def test_signature_never_stands_alone_nor_parts_from_the_recipients(sentences, closing):
    empty = dict.fromkeys(["situation", "results", "advantages", "difficulties", "causes", "proposals"], "")
    snapshot = short_snapshot(texts=empty | {"next_quarter": SENTENCE * sentences})
    snapshot["closing"] = closing
    body = paper.parts(paper.pages(pdf.draw(snapshot).content))[0]
    last = body[-1]
    recipients, post, name = last.line("Nơi nhận:"), last.line("TRƯỞNG PHÒNG"), last.line("Trần Thị Ngọc Diễm")
    assert "Lưu: VT, KT." in last.text
    assert "7K4M-294Q" in last.text
    above = [line for line in last.lines if line.top < recipients.top - 4 and line not in numbers_in_margins(last)]
    assert above
    assert above[-1].text.endswith("./.")
    assert post.top < name.top


def test_a_heading_never_ends_a_page():
    # At 14, 20 and 21 lines one would, were it not kept with what follows.
    for lines in (13, 14, 15, 19, 20, 21, 22):
        document = pdf.draw(short_snapshot(texts={"situation": "Một dòng.\n" * lines}))
        for page in paper.parts(paper.pages(document.content))[0]:
            kept = [line for line in page.lines if line not in numbers_in_margins(page)]
            assert not re.match(r"[IV]+\. ", kept[-1].text)


# --- Checking a printed copy ---------------------------------------------------------------------------------------


def test_the_code_and_its_address_stand_at_the_end_of_the_body(pages):
    last = paper.parts(pages[BEFORE])[0][-1]
    assert [line.text for line in last.lines if line.size == 9] == [
        "Mã kiểm tra:",
        "7K4M-294Q",
        "Kiểm tra bản in này tại http://127.0.0.1:8000/kiem-tra/7K4M-294Q/",
    ]


def test_the_printed_qr_code_leads_to_the_check_page(drawn, pages):
    body = paper.parts(pages[BEFORE])[0]
    label = body[-1].line("Mã kiểm tra")
    dpi = 300
    image = paper.picture(drawn[BEFORE].content, len(body), dpi)
    scale = dpi / 72
    # Below the hairline, left of the words.
    left, top = int(30 * MM * scale), int((label.top + 1) * scale)
    corner = image.crop((left, top, int((label.left - 2) * scale), top + int(20 * MM * scale)))
    box = corner.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    expected = [
        [bool(module) for module in row]
        for row in segno.make("http://127.0.0.1:8000/kiem-tra/7K4M-294Q/", error="m").matrix
    ]
    step_x, step_y = (box[2] - box[0]) / len(expected), (box[3] - box[1]) / len(expected)
    printed = [
        [
            corner.getpixel((box[0] + int((x + 0.5) * step_x), box[1] + int((y + 0.5) * step_y))) < 128
            for x in range(len(expected))
        ]
        for y in range(len(expected))
    ]
    assert printed == expected


def test_a_correction_names_the_version_it_replaces():
    old = {"number": 1, "code": "9HTR-2WQA", "published_on": "2018-04-02"}
    snapshot = sample_snapshot(replaces=old, reason="Sửa CT03 của Bệnh viện Quận 4.")
    last = paper.parts(paper.pages(pdf.draw(snapshot).content))[0][-1]
    assert last.line("Bản 2").text == (
        "Bản 2, thay cho bản 1 (mã 9HTR-2WQA, công bố ngày 02/04/2018). Lý do: Sửa CT03 của Bệnh viện Quận 4."
    )


# --- Appendices ----------------------------------------------------------------------------------------------------


@both
def test_appendix_heads(pages, date):
    _, targets, units = paper.parts(pages[date])
    for page, number, title in (
        (targets[0], "Phụ lục I", "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU QUÝ I/2018"),
        (units[0], "Phụ lục II", "TÌNH HÌNH GỬI BÁO CÁO CỦA CÁC ĐƠN VỊ QUÝ I/2018"),
    ):
        assert [(line.text, line.size, line.is_bold) for line in page.lines[:2]] == [
            (number, 14, True),
            (title, 14, True),
        ]


@both
def test_table_heads_repeat_on_every_page(pages, date):
    _, targets, units = paper.parts(pages[date])
    for part, heads in (
        (targets, ["STT", "Mã", "Chỉ tiêu", "Đơn vị tính", "Mức giao", "Lũy kế", "Kết luận", "Ghi chú"]),
        (units, ["STT", "Đơn vị", "Tình trạng", "Gửi ngày", "Lần", "Ghi chú"]),
    ):
        for page in part:
            bold = [line.text for line in page.lines if line.is_bold]
            assert [head for head in heads if head not in bold] == []


def test_every_target_stands_in_its_row_with_its_numbers(drawn):
    snapshot = sample_snapshot(date=BEFORE)
    lines = paper.text(drawn[BEFORE].content).splitlines()
    rows = {line.split()[1]: line.split()[2:] for line in lines if re.match(r" *\d+ +C[TK]\d\d ", line)}
    assert len(rows) == 25
    for target in snapshot["targets"]:
        rest = iter(rows[target["code"]])
        # Longer cells wrap: their first word stands on the row's first line.
        cells = [target["threshold_text"], target["quarter_text"], target["actual_text"]]
        assert [cell for cell in cells if cell and cell.split()[0] not in rest] == []


def test_fractions_and_summaries_are_printed(drawn):
    read = " ".join(paper.text(drawn[BEFORE].content).split())
    assert re.findall(r"\((\d+/\d+)\)", read) == ["27/29", "12/29", "24/29", "15/26", "23/26", "5/8", "7/8"]
    assert (
        "Tổng số 25 chỉ tiêu: đạt 5; đúng tiến độ 6; chậm 3; không đạt 3; "
        "chưa đến hạn 5; chưa có số liệu 1; theo dõi 2." in read
    )
    assert "Phải báo cáo: 28 đơn vị. Báo cáo đã chấp nhận: 27. Chưa có báo cáo (1): Phòng Tư pháp." in read
    assert "Không phải báo cáo trong kỳ (1): Quận đoàn (Đại hội nhiệm kỳ, theo Quyết định số 17-QĐ/QU)." in read


def test_every_unit_stands_in_its_row_with_its_timeliness(drawn):
    read = paper.text(drawn[BEFORE].content)
    rows = re.findall(
        r"^ *(\d+)  +(\S.*?)  +(Đã chấp nhận|Chưa soạn|Không phải báo)  +(\S+) +(\S+) +(\S+)", read, re.MULTILINE
    )
    assert [int(row[0]) for row in rows] == list(range(1, 30))
    units = {row[1]: row[2:] for row in rows}
    assert units["Phòng Kinh tế"] == ("Đã chấp nhận", "12/03/2018", "0", "1")
    assert units["Ủy ban nhân dân Phường 9"] == ("Đã chấp nhận", "19/03/2018", "5", "2")
    assert units["Bệnh viện Quận 4"] == ("Đã chấp nhận", "14/03/2018", "0", "3")
    assert units["Phòng Tư pháp"] == ("Chưa soạn", "–", "–", "–")
    assert units["Quận đoàn"] == ("Không phải báo", "–", "–", "–")


def test_the_sheet_on_screen_says_what_the_paper_says(drawn):
    sheet = render_to_string("reports/_sheet.html", {"snapshot": sample_snapshot(date=BEFORE)})
    shown = " ".join(re.sub(r"<[^>]+>", " ", sheet).split())
    printed = " ".join(paper.text(drawn[BEFORE].content).split())
    for section in sample_snapshot()["sections"]:
        for paragraph in text.paragraphs(section["text"]):
            assert paragraph in shown
    figures = [set(re.findall(r"\d[\d.,/]*\d%?", said)) for said in (shown, printed)]
    assert figures[0] - figures[1] == set()
    # Rows are numbered on paper alone.
    assert figures[1] - figures[0] <= {str(place) for place in range(10, 30)}


# --- Thin data -----------------------------------------------------------------------------------------------------


def test_a_report_with_nothing_in_it_still_makes_a_document():
    snapshot = sample_snapshot(
        texts=dict.fromkeys(
            ["situation", "results", "advantages", "difficulties", "causes", "proposals", "next_quarter"], ""
        )
    )
    snapshot |= {"targets": [], "units": [], "bases": [], "opening": "", "closing": "", "code": "", "check_url": ""}
    snapshot["counts"] = {"expected": 0, "accepted": 0, "missing": [], "excluded": [], "verdicts": {}}
    snapshot["document"] |= {"addressee": "", "recipients": [], "parent": ""}
    document = pdf.draw(snapshot)
    body, targets, units = paper.parts(paper.pages(document.content))
    assert body[0].text.count("Không có.") == 7
    assert "Không có./." in body[0].text
    assert "Tổng số 0 chỉ tiêu." in targets[0].text
    assert "Chưa có báo cáo: không." in units[0].text
