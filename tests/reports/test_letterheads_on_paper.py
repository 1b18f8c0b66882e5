"""Both letterheads and every form of signing on paper, measured, in both regimes (domain §10).

Three drawings in all: the Committee's report before and from 5 March 2020, and the ending in each form of signing.
"""

import pytest
from django.template.loader import render_to_string

from reports.documents import content, pdf
from reports.documents.form import FORMS
from tests.reports import paper
from tests.reports.paper import MM
from tests.reports.snapshots import short_snapshot
from units import paper as sheets

BEFORE, FROM_2020 = "2018-06-08", "2020-03-05"
both = pytest.mark.parametrize("date", [BEFORE, FROM_2020])
LEFT, RIGHT = 30 * MM, 595.3 - 15 * MM
# Middles of the two columns of the letterhead, and of the one that is signed in.
AGENCY, NATION, SIGNED = LEFT + 33 * MM, LEFT + (66 + 99 / 2) * MM, LEFT + (80 + 85 / 2) * MM
LONG_PARENT = "SỞ THÔNG TIN VÀ TRUYỀN THÔNG THÀNH PHỐ HỒ CHÍ MINH"
LONG_AGENCY = "VĂN PHÒNG HỘI ĐỒNG NHÂN DÂN VÀ ỦY BAN NHÂN DÂN"
SIGNATURES = [
    "TRƯỞNG PHÒNG",
    "Q. TRƯỞNG PHÒNG",
    "KT. TRƯỞNG PHÒNG/PHÓ TRƯỞNG PHÒNG",
    "TM. ỦY BAN NHÂN DÂN/CHỦ TỊCH",
    "TM. ỦY BAN NHÂN DÂN/KT. CHỦ TỊCH/PHÓ CHỦ TỊCH",
    "TL. CHỦ TỊCH/TRƯỞNG PHÒNG KINH TẾ",
    "TL. CHỦ TỊCH/KT. TRƯỞNG PHÒNG KINH TẾ/PHÓ TRƯỞNG PHÒNG",
    "TUQ. CHỦ TỊCH/TRƯỞNG PHÒNG KINH TẾ VÀ TH",
]


def committees(date, **document):
    snapshot = short_snapshot(date=date)
    snapshot["document"] |= {
        "parent": "",
        "agency": "ỦY BAN NHÂN DÂN QUẬN 4",
        "agency_name": "Ủy ban nhân dân Quận 4",
        "symbol": "BC-UBND",
        "number": "5",
        "addressee": "Sở Khoa học và Công nghệ",
        "signature": {"lines": ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "name": "Nguyễn Văn An"},
        "recipients": ["Như trên", "TT. Quận ủy, TT. HĐND quận", "CT, các PCT UBND quận", "Lưu: VT, KT"],
        **document,
    }
    return snapshot


@pytest.fixture(scope="module")
def drawn():
    return {date: pdf.draw(committees(date)).content for date in (BEFORE, FROM_2020)}


@pytest.fixture(scope="module")
def bodies(drawn):
    return {date: paper.parts(paper.pages(file))[0] for date, file in drawn.items()}


def middle(line):
    return (line.left + line.right) / 2


@both
def test_the_committees_head_has_no_parent_and_stands_in_the_middle_of_its_columns(bodies, date):
    first = bodies[date][0]
    assert (first.width, first.height) == (595, 841)
    nation = first.line("CỘNG HÒA")
    above = {line.text: line for line in first.lines if line.top <= nation.top + 2}
    assert list(above) == ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    agency, number, day = above["ỦY BAN NHÂN DÂN"], first.line("Số:"), first.line("Quận 4, ngày")
    second = first.line("QUẬN 4")
    assert (second.size, second.is_bold) == (13, True) and second.top == pytest.approx(first.line("Độc lập").top, abs=2)
    assert middle(second) == pytest.approx(AGENCY, abs=1.5)
    assert (agency.size, agency.is_bold, number.size, number.is_bold) == (13, True, 13, False)
    assert agency.top == pytest.approx(nation.top, abs=1)
    assert middle(agency) == pytest.approx(AGENCY, abs=1.5) and middle(number) == pytest.approx(AGENCY, abs=1.5)
    assert middle(nation) == pytest.approx(NATION, abs=1.5) and middle(day) == pytest.approx(NATION, abs=1.5)
    assert agency.right < nation.left - 10
    assert number.text == "Số: 05/BC-UBND"
    assert middle(first.line("Kính gửi: Sở Khoa học và Công nghệ")) == pytest.approx((LEFT + RIGHT) / 2, abs=1.5)


@both
def test_the_rule_under_the_agency_is_a_third_to_a_half_of_it_and_that_under_the_motto_as_long(drawn, bodies, date):
    image, first = paper.picture(drawn[date], 1, 144), bodies[date][0]
    agency, motto = first.line("ỦY BAN NHÂN DÂN"), first.line("Độc lập")
    assert 1 / 3 <= rule_under(image, first.line("QUẬN 4")) / agency.width <= 1 / 2
    assert rule_under(image, motto) == pytest.approx(motto.width, abs=2)


def rule_under(image, line):
    """Points of the longest dark run within 8 points under a line."""
    longest = 0
    for y in range(round((line.top + line.size * 1.15) * 2), round((line.top + line.size + 8) * 2)):
        run = 0
        for x in range(round((line.left - 10) * 2), round((line.right + 10) * 2)):
            run = run + 1 if image.getpixel((x, y)) < 140 else 0
            longest = max(longest, run)
    return longest / 2


@both
def test_margins_and_the_page_number_of_the_regime(drawn, bodies, date):
    assert len(bodies[date]) > 1
    for place, (page, words) in enumerate(zip(bodies[date], paper.words(drawn[date]))):
        numbers = [line for line in page.lines if line.top < 20 * MM - 1 or line.top > page.height - 20 * MM]
        assert [line.text for line in numbers] == ([str(place + 1)] if place else [])
        for number in numbers:
            assert (number.size, number.is_bold) == (13, False)
            if date == BEFORE:
                assert number.right == pytest.approx(RIGHT, abs=1.5) and number.top > page.height - 20 * MM
            else:
                assert middle(number) == pytest.approx((LEFT + RIGHT) / 2, abs=1.5) and number.top < 20 * MM
        inside = [word for word in words if word[1] >= 20 * MM - 1 and word[3] <= page.height - 20 * MM + 1]
        assert len(inside) == len(words) - len(numbers)
        assert min(word[0] for word in inside) >= LEFT - 0.5 and max(word[2] for word in inside) <= RIGHT + 1


@both
def test_the_signature_stands_with_what_it_signs(bodies, date):
    last = bodies[date][-1]
    lines = [last.line(text) for text in ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn An")]
    assert [(line.size, line.is_bold, line.is_italic) for line in lines] == [(14, True, False)] * 4
    assert [middle(line) for line in lines] == pytest.approx([SIGNED] * 4, abs=1.5)
    tops = [line.top for line in lines]
    assert tops == sorted(tops) and 28 * MM < tops[3] - tops[2] < 40 * MM  # room for signature and seal
    above = [line for line in last.lines if line.top < tops[0] - 4 and line.size == 14]
    assert above and above[-1].text.endswith("./.")
    assert [line.text for line in last.lines if line.size == 11] == [
        "- Như trên;", "- TT. Quận ủy, TT. HĐND quận;", "- CT, các PCT UBND quận;", "- Lưu: VT, KT.",
    ]  # fmt: skip


def test_every_form_of_signing_and_the_longest_names_fit_their_columns():
    """One drawing, a page for each."""
    bodies = []
    for place, lines in enumerate(SIGNATURES):
        long = {"parent": LONG_PARENT, "agency": LONG_AGENCY, "place": "Thành phố Thủ Đức", "date": "2020-12-25"} if place == 0 else {}
        snapshot = committees(FROM_2020, signature={"lines": lines.split("/"), "name": "Nguyễn Thị Thùy Phương"})
        snapshot["document"] |= long
        snapshot |= {"sections": [], "code": "", "check_url": ""}
        bodies.append(render_to_string("documents/_body.html", {"document": content.read(snapshot), "qr": ""}))
    html = "".join(bodies).replace('id="body"', 'id="body" style="break-before: page"')
    html = f'<html lang="vi"><head><title>Mẫu</title></head><body>{html}</body></html>'
    file = sheets.draw(html, pdf._stylesheet(FORMS[0]), identifier=b"0" * 32, at="").content
    pages = paper.pages(file)
    assert len(pages) == len(SIGNATURES)
    for page, form in zip(pages, SIGNATURES):
        lines = [*form.split("/"), "Nguyễn Thị Thùy Phương"]
        found = [next(line for line in page.lines if line.text == text and line.left > LEFT + 80 * MM) for text in lines]
        assert [middle(line) for line in found] == pytest.approx([SIGNED] * len(lines), abs=1.5)
        assert max(line.right for line in found) <= RIGHT + 1
    head = pages[0].lines[:9]
    names = [line for line in head if middle(line) == pytest.approx(AGENCY, abs=1.5)]
    assert [line.text for line in names if not line.is_bold][:-1] == [
        "SỞ THÔNG TIN VÀ", "TRUYỀN THÔNG", "THÀNH PHỐ HỒ CHÍ MINH",
    ]  # fmt: skip
    assert [line.text for line in names if line.is_bold] == [
        "VĂN PHÒNG", "HỘI ĐỒNG NHÂN DÂN", "VÀ ỦY BAN NHÂN DÂN",
    ]  # fmt: skip
    assert max(line.right for line in names) <= LEFT + 66 * MM
    day = pages[0].line("Thành phố Thủ Đức, ngày 25 tháng 12 năm 2020")
    assert day.left >= LEFT + 66 * MM and day.right <= RIGHT + 1
