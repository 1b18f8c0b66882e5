"""The PDF as a file to keep: tagged PDF/A-3 with the frozen data inside, checked by pikepdf, qpdf and poppler.

No test here certifies: it says what these three programs see.
"""

import hashlib
import json
import re
import subprocess
from io import BytesIO

import pikepdf
import pytest
from openpyxl import load_workbook

from reports.documents import pdf, xlsx
from tests.reports.snapshots import sample_snapshot
from tests.reports.test_xlsx import traced_snapshot

BEFORE = "2018-06-08"
FROM_2020 = "2020-03-05"
both = pytest.mark.parametrize("date", [BEFORE, FROM_2020])


@pytest.fixture(scope="module")
def drawn():
    """Both regimes, drawn once."""
    return {date: pdf.draw(sample_snapshot(date=date)).content for date in (BEFORE, FROM_2020)}


@pytest.fixture(scope="module")
def opened(drawn):
    return {date: pikepdf.open(BytesIO(content)) for date, content in drawn.items()}


def facts(path):
    """What pdfinfo says: label → value."""
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    return {label: value.strip() for label, _, value in (line.partition(":") for line in said.splitlines())}


def elements(element):
    """Each element of the structure tree."""
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from elements(child)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield element
        yield from elements(element.get("/K", pikepdf.Array()))


@both
def test_it_says_that_it_is_tagged_pdf_a_3(opened, date):
    document = opened[date]
    with document.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
        assert metadata["dc:title"] == str(document.docinfo["/Title"])
        assert metadata["dc:creator"] == ["PHÒNG KINH TẾ"]
        # Both places bear one time, or a checker calls the file altered.
        assert metadata["xmp:CreateDate"] == metadata["xmp:ModifyDate"] == f"{date}T10:05:00+07:00"
    assert str(document.docinfo["/CreationDate"]) == f"D:{date.replace('-', '')}100500+07'00"
    assert document.pdf_version == "1.7"
    assert not document.is_encrypted
    (intent,) = document.Root.OutputIntents
    assert (str(intent.S), "/DestOutputProfile" in intent) == ("/GTS_PDFA1", True)
    assert bool(document.Root.MarkInfo.Marked) is True
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle) is True
    assert str(document.Root.Lang) == "vi"


@both
def test_qpdf_and_pdfinfo_find_nothing_wrong(drawn, date, tmp_path):
    path = tmp_path / "bao-cao.pdf"
    path.write_bytes(drawn[date])
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")
    found = facts(path)
    assert (found["Tagged"], found["Encrypted"], found["JavaScript"], found["Suspects"]) == ("yes", "no", "no", "no")
    assert (found["Page size"], found["Pages"]) == ("595.276 x 841.89 pts (A4)", "8")
    assert found["Title"] == "Báo cáo Kết quả thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo Quý I năm 2018"


@both
def test_every_page_is_a4_to_the_hundredth_of_a_point(opened, date):
    sizes = [tuple(round(float(side), 2) for side in page.mediabox) for page in opened[date].pages]
    assert sizes == [(0, 0, 595.28, 841.89)] * 3 + [(0, 0, 841.89, 595.28)] * 3 + [(0, 0, 595.28, 841.89)] * 2


@both
def test_bookmarks_lead_to_sections_and_appendices(opened, date):
    with opened[date].open_outline() as outline:
        shown = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert shown == [
        (
            "Báo cáo Kết quả thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo Quý I năm 2018",
            [
                "I. Tình hình triển khai",
                "II. Kết quả nổi bật",
                "III. Thuận lợi",
                "IV. Khó khăn, vướng mắc",
                "V. Nguyên nhân",
                "VI. Kiến nghị, đề xuất",
                "VII. Phương hướng quý sau",
            ],
        ),
        ("Phụ lục I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU QUÝ I/2018", []),
        ("Phụ lục II. TÌNH HÌNH GỬI BÁO CÁO CỦA CÁC ĐƠN VỊ QUÝ I/2018", []),
    ]


@both
def test_headings_tables_and_pictures_are_tagged(opened, date):
    tree = list(elements(opened[date].Root.StructTreeRoot.K))
    kinds = [str(element.S) for element in tree]
    assert (kinds[0], kinds.count("/H1"), kinds.count("/H2")) == ("/Document", 3, 7)
    # A row of heads on each page of the appendices, ten heads of groups.
    assert kinds.count("/THead") == 5
    assert kinds.count("/TH") == 3 * 9 + 2 * 7 + 9
    figures = [element for element in tree if str(element.S) == "/Figure"]
    assert [str(element.Alt) for element in figures] == ["Mã QR của trang kiểm tra bản in"]
    # Every piece of text belongs to the tree or is an artifact.
    for page in opened[date].pages:
        depth, texts = 0, 0
        for _, operator in pikepdf.parse_content_stream(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            if str(operator) in ("Tj", "TJ"):
                texts += 1
                assert depth
        assert texts > 10
        assert "/StructParents" in page


@both
def test_every_font_is_embedded_and_can_be_read_back_as_unicode(opened, date):
    fonts = {
        str(font["/BaseFont"]): (
            "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"], "/ToUnicode" in font,
        )
        for page in opened[date].pages
        for font in page["/Resources"]["/Font"].values()
    }  # fmt: skip
    assert len(fonts) == 4
    assert set(fonts.values()) == {(True, True)}


# --- The data inside -----------------------------------------------------------------------------------------------


def test_the_frozen_data_are_inside_as_json_and_as_a_workbook():
    snapshot = traced_snapshot()
    with pikepdf.open(BytesIO(pdf.draw(snapshot).content)) as document:
        files = {name: document.attachments[name] for name in document.attachments}
        assert sorted(files) == ["du-lieu.json", "du-lieu.xlsx"]
        frozen, book = (files[name].get_file() for name in sorted(files))
        assert (frozen.mime_type, book.mime_type) == (
            "application/json", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )  # fmt: skip
        assert {str(file.relationship) for file in files.values()} == {"/Data"}
        assert [file.description for _, file in sorted(files.items())] == [
            "Dữ liệu đóng băng của báo cáo", "Báo cáo và phụ lục dưới dạng bảng tính",
        ]  # fmt: skip
        # Each is named once as an associated file of the document.
        assert [str(file.UF) for file in document.Root.AF] == ["du-lieu.json", "du-lieu.xlsx"]
        text = frozen.read_bytes()
        assert json.loads(text) == snapshot
        assert text.decode() == json.dumps(snapshot, sort_keys=True, ensure_ascii=False, indent=1)
        assert book.read_bytes() == xlsx.draw(snapshot)
        for inside in (frozen, book):
            assert inside.md5 == hashlib.md5(inside.read_bytes(), usedforsecurity=False).digest()
            assert inside.creation_date.isoformat() == "2018-06-08T03:05:00+00:00"
        assert load_workbook(BytesIO(book.read_bytes())).sheetnames[-1] == "Danh mục"


def test_a_draft_bears_no_time_and_is_drawn_as_well():
    snapshot = sample_snapshot() | {"published_at": None, "code": "", "check_url": ""}
    first, second = (pdf.draw(snapshot).content for _ in range(2))
    assert first == second
    with pikepdf.open(BytesIO(first)) as document:
        assert "/CreationDate" not in document.docinfo


def test_characters_that_are_no_characters_leave_readable_json():
    snapshot = sample_snapshot(texts={"situation": "a\ud800b\x00c </script>"})
    with pikepdf.open(BytesIO(pdf.draw(snapshot).content)) as document:
        text = document.attachments["du-lieu.json"].get_file().read_bytes().decode("utf-8")
    assert json.loads(text) == snapshot
    assert re.search(r"a\\ud800b\\u0000c", text)
