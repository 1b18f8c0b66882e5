"""A unit's own report on paper: measured as it comes out of the printer, and who gets it of what was sent."""

import datetime as dt
import subprocess
from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest

from reports import versions
from reports.documents import unit_report
from reports.models import Version
from targets.quarters import Quarter
from tests.reports import paper
from tests.reports.acting import accepted, move, write
from tests.reports.paper import MM
from tests.reports.test_pdf import numbers_in_margins, rule_under
from units.clock import ZONE
from units.models import Unit

BEFORE, FROM_2020 = "2018-06-11", "2020-03-05"
SENTENCE = "Phường đã ban hành kế hoạch, phân công cán bộ phụ trách và tuyên truyền đến các khu phố. "
PERIOD = SimpleNamespace(
    label="Quý II/2018", value=Quarter(2018, 2), window_from=dt.date(2018, 3, 15), window_to=dt.date(2018, 6, 14)
)
AT = dt.datetime(2018, 6, 12, 10, 5, tzinfo=ZONE)
SENDING = "Lần gửi 1, gửi lúc 10:05 ngày 12/06/2018 qua Cổng Kế hoạch 294"
WARD = Unit(pk=1, code="P1", kind="ward", name="Ủy ban nhân dân Phường 1", short_name="Phường 1")
LEGAL = Unit(pk=2, code="TP", kind="department", name="Phòng Tư pháp", short_name="Phòng Tư pháp")
UNION = Unit(
    pk=3, code="LDLD", kind="mass", name="Liên đoàn Lao động", short_name="Liên đoàn Lao động",
    letter_parent="Liên đoàn Lao động Thành phố Hồ Chí Minh", letter_symbol="BC-LĐLĐ",
)  # fmt: skip
OFFICE = Unit(pk=9, code="PKT", kind="department", name="Phòng Kinh tế", short_name="Phòng Kinh tế", letter_symbol="BC-KT")
PLAN = SimpleNamespace(
    number="294/KH-UBND", title="Thực hiện nhiệm vụ khoa học, công nghệ", issued_on=dt.date(2016, 12, 19),
    issued_by="Ủy ban nhân dân Quận 4", coordinator_id=9,
)  # fmt: skip


def figure(number, label="Mô hình ứng dụng KH&CN", **fields):
    return {
        "code": f"CT{number:02d}", "kind": "number", "label": label, "unit_label": "mô hình", "text": "2", "goal": "3",
        "running": "5", "explanation": "", **fields,
    }  # fmt: skip


def task(number, note=SENTENCE):
    return {"ref": f"IV.1.{number}", "title": "Xây dựng kế hoạch tổ chức thực hiện các nhóm mục tiêu", "status_label": "Đang thực hiện", "note": note}


def sample(**changes) -> dict:
    texts = {
        "situation": SENTENCE * 3, "results": f"{SENTENCE}\n{SENTENCE}", "advantages": "Được quan tâm.",
        "difficulties": "Thiếu người.", "causes": "Kiêm nhiệm.", "proposals": "Mở thêm lớp.", "next_quarter": SENTENCE,
    }  # fmt: skip
    return {
        "texts": texts | changes.pop("texts", {}),
        "estimate": "Thêm 01 mô hình.",
        "own_number": "5/BC-UBND",
        "own_date": BEFORE,
        "signatory": "Lê Hữu Phước",
        "is_nil": False,
        "items": [
            {"heading": "III.2", "heading_title": "Truyền thông về KH&CN", "text": "Phát 300 tờ gấp."},
            {"heading": "III.1.a", "heading_title": "Tổ chức bộ máy", "text": "Phân công 02 cán bộ."},
        ],
        "proposals": [
            {"heading": "", "addressee": "office", "addressee_label": "Phòng Kinh tế", "text": "Gửi tài liệu."},
            {"heading": "III.2", "addressee": "committee", "addressee_label": "UBND Quận 4", "text": "Bố trí kinh phí."},
        ],
        "figures": [figure(3), figure(2, "Có cơ sở dữ liệu", kind="yesno", unit_label="%", text="có", goal="100%", running="có")],
        "progress": [task(1)],
        "attachments": [{"name": "Kế hoạch của phường.pdf"}],
        **changes,
    }  # fmt: skip


def letter(unit=WARD):
    return versions.letter_of(SimpleNamespace(unit=unit, period=SimpleNamespace(plan=PLAN)))


def draw(content=None, unit=WARD, **fields) -> bytes:
    fields = {"at": AT, "sending": SENDING, **fields}
    return unit_report.draw(unit_report.read(content or sample(), letter(unit), PERIOD, **fields))


@pytest.fixture(scope="module")
def drawn():
    return {day: draw(sample(own_date=day, progress=[task(n) for n in range(1, 30)])) for day in (BEFORE, FROM_2020)}


@pytest.fixture(scope="module")
def pages(drawn):
    return {day: paper.pages(content) for day, content in drawn.items()}


both = pytest.mark.parametrize("day", [BEFORE, FROM_2020])


def words_of(pdf) -> str:
    return " ".join(" ".join(page.text for page in paper.pages(pdf)).replace("\u00a0", " ").split())


# --- Paper ---------------------------------------------------------------------------------------------------------


@both
def test_a4_portrait_and_all_text_but_the_foot_keeps_the_margins(drawn, pages, day):
    assert {(page.width, page.height) for page in pages[day]} == {(595, 841)}
    for page, words in zip(pages[day], paper.words(drawn[day]), strict=True):
        inside = [word for word in words if word[1] >= 20 * MM - 1 and word[3] <= page.height - 20 * MM + 1]
        outside = " ".join(word[4] for word in words if word not in inside).replace(SENDING, "")
        assert min(word[0] for word in words) >= 30 * MM - 0.5
        assert max(word[2] for word in words) <= page.width - 15 * MM + 1
        assert outside.strip().isdigit() or not outside


def page_number(page):
    return [line for line in numbers_in_margins(page) if line.text.isdigit()]


@both
def test_the_first_page_has_no_number_and_the_sending_stands_on_the_last(pages, day):
    assert [[line.text for line in page_number(page)] for page in pages[day]] == [
        [], *([str(number)] for number in range(2, len(pages[day]) + 1))
    ]  # fmt: skip
    assert [SENDING in page.text for page in pages[day]] == [False] * (len(pages[day]) - 1) + [True]
    said = pages[day][-1].line("Lần gửi 1")
    assert (said.size, said.is_italic) == (9, True)
    assert said.top > 841 - 20 * MM


def test_the_page_number_stands_where_the_regime_has_it(pages):
    (before,), (since,) = (page_number(pages[day][1]) for day in (BEFORE, FROM_2020))
    assert before.top > 841 - 20 * MM
    assert before.right == pytest.approx(595 - 15 * MM, abs=1.5)
    assert since.top < 20 * MM - since.size
    assert (since.left + since.right) / 2 == pytest.approx((30 * MM + 595 - 15 * MM) / 2, abs=1.5)
    assert (before.size, since.size) == (13, 13)


@pytest.mark.parametrize(
    ("start", "size", "is_bold", "is_italic"),
    [
        ("ỦY BAN NHÂN DÂN QUẬN 4", 13, False, False),
        ("PHƯỜNG", 13, True, False),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 14, True, False),
        ("Số: 05/BC-UBND", 13, False, False),
        ("Phường 1, ngày ", 14, False, True),
        ("BÁO CÁO", 14, True, False),
        ("Kết quả thực hiện Kế hoạch số 294/KH-UBND", 14, True, False),
        ("Kính gửi: Ủy ban nhân dân Quận", 14, False, False),
        ("(thông qua Phòng Kinh tế Quận", 14, False, False),
        ("I. Tình hình triển khai", 14, True, False),
    ],
)
@both
def test_size_and_style_on_the_first_page(pages, day, start, size, is_bold, is_italic):
    lines = [line for line in pages[day][0].lines if line.text.replace("\u00a0", " ").startswith(start)]
    assert [(line.size, line.is_bold, line.is_italic) for line in lines] == [(size, is_bold, is_italic)]


def test_rules_under_motto_agency_and_subject(drawn, pages):
    first, image = pages[BEFORE][0], paper.picture(drawn[BEFORE], 1, 144)
    motto, agency = first.line("Độc lập"), first.line("PHƯỜNG")
    assert rule_under(image, 144, motto) == pytest.approx(motto.width, abs=2)
    longest = next(line for line in first.lines if line.text == "ỦY BAN NHÂN DÂN" and line.is_bold)
    assert longest.width > agency.width
    assert 1 / 3 <= rule_under(image, 144, agency) / longest.width <= 1 / 2


def test_recipients_and_signature_face_each_other(pages):
    last = pages[BEFORE][-1]
    head, post, name = last.line("Nơi nhận:"), last.line("CHỦ TỊCH"), last.line("Lê Hữu Phước")
    assert (head.size, head.is_bold, head.is_italic) == (12, True, True)
    assert (post.size, post.is_bold, name.size, name.is_bold) == (14, True, 14, True)
    assert last.line("TM. ỦY BAN NHÂN DÂN").top == pytest.approx(head.top, abs=4)
    listed = [line for line in last.lines if line.text.startswith("- ")]
    assert [line.text for line in listed] == [
        "- Như trên;",
        "- Phòng Kinh tế;",
        "- TT. Đảng ủy, HĐND phường;",
        "- CT, các PCT UBND phường;",
        "- Lưu: VT.",
    ]
    assert {line.size for line in listed} == {11}
    assert name.top - post.top > 25 * MM


@pytest.mark.parametrize("sentences", [0, 4, 8, 12, 16, 20, 24, 28])
def test_the_signature_never_stands_alone(sentences):
    content = sample(texts={"next_quarter": SENTENCE * sentences}, attachments=[], items=[], proposals=[], progress=[])
    last = paper.pages(draw(content))[-1]
    recipients = last.line("Nơi nhận:")
    above = [line for line in last.lines if line.top < recipients.top - 4 and line not in numbers_in_margins(last)]
    assert above[-1].text.endswith("./.")
    assert last.line("Lê Hữu Phước").top > recipients.top


def test_no_heading_ends_a_page_and_heads_of_tables_come_again():
    for lines in range(10, 22, 2):
        found = paper.pages(draw(sample(texts={"situation": "Một dòng.\n" * lines}, progress=[task(n) for n in range(1, 12)])))
        for page in found:
            body = [line for line in page.lines if line not in numbers_in_margins(page)]
            assert not body[-1].is_bold or body[-1].text == "Lê Hữu Phước"
        with_rows = [page for page in found if "Đang thực" in page.text]
        assert len(with_rows) > 1
        assert all("Kết quả trong kỳ" in page.text for page in with_rows)


def test_a_row_longer_than_a_page_goes_on_and_nothing_of_it_is_lost():
    note = " ".join(f"từ{number}" for number in range(330))
    said = words_of(draw(sample(progress=[task(1, note), task(2, note)])))
    assert [said.count(f"từ{number} ") + said.count(f"từ{number}\u200b") for number in (0, 164, 328)] == [2, 2, 2]


# --- Words ---------------------------------------------------------------------------------------------------------


def test_the_order_of_the_words():
    said = words_of(draw())
    expected = [
        "Số: 05/BC-UBND",
        "Phường 1, ngày 11 tháng 6 năm 2018",
        "BÁO CÁO Kết quả thực hiện Kế hoạch số 294/KH-UBND Quý II năm 2018",
        "Kính gửi: Ủy ban nhân dân Quận 4 (thông qua Phòng Kinh tế Quận 4)",
        "Thực hiện Kế hoạch số 294/KH-UBND ngày 19/12/2016 của Ủy ban nhân dân Quận 4 về thực hiện nhiệm vụ khoa học, "
        "công nghệ, Ủy ban nhân dân Phường 1 báo cáo kết quả Quý II năm 2018 (số liệu từ ngày 15/03/2018 đến ngày "
        "14/06/2018) như sau:",
        "I. Tình hình triển khai",
        "II. Kết quả thực hiện",
        "1. Tổ chức bộ máy (mục III.1.a của Kế hoạch) Phân công 02 cán bộ.",
        "2. Truyền thông về KH&CN (mục III.2 của Kế hoạch) Phát 300 tờ gấp.",
        "III. Kết quả thực hiện chỉ tiêu Ước đến hết quý: Thêm 01 mô hình.",
        "STT Chỉ tiêu",
        "Mô hình ứng dụng KH&CN (CT03)",
        "Có cơ sở dữ liệu (CT02)",
        "IV. Tiến độ thực hiện nhiệm vụ",
        "V. Thuận lợi Được quan tâm.",
        "VI. Khó khăn, vướng mắc và nguyên nhân Thiếu người. Nguyên nhân: Kiêm nhiệm.",
        "VII. Kiến nghị, đề xuất Mở thêm lớp. 1. Với UBND Quận 4 Bố trí kinh phí (mục III.2 của Kế hoạch). "
        "2. Với Phòng Kinh tế Gửi tài liệu.",
        "VIII. Phương hướng Quý III năm 2018",
        "Tài liệu kèm theo: Kế hoạch của phường.pdf.",
        "Trên đây là báo cáo kết quả thực hiện Kế hoạch số 294/KH-UBND Quý II năm 2018 của Ủy ban nhân dân Phường 1./.",
        "Nơi nhận:",
    ]
    places = [said.find(part) for part in expected]
    assert [part for part, place in zip(expected, places) if place < 0] == []
    assert places == sorted(places)
    assert said.count("./.") == 1
    assert "DỰ THẢO" not in said


def test_figures_and_tasks_row_by_row():
    content = sample(figures=[figure(3, explanation="Thêm phòng mới."), figure(10, "Chuyên trang", kind="date", text="chưa xong", goal="31/12/2020", running="")])
    rows = [[cell.replace("\u00a0", " ") for cell in row] for row in paper.tagged_rows(draw(content)) if len(row) in (4, 6)]
    assert rows == [
        ["1", "Mô hình ứng dụng KH&CN (CT03) Giải trình: Thêm phòng mới.", "mô hình", "3", "2", "5"],
        ["2", "Chuyên trang (CT10)", "ngày", "31/12/2020", "chưa xong", "–"],
        ["1", "Xây dựng kế hoạch tổ chức thực hiện các nhóm mục tiêu (mục IV.1.1)", "Đang thực hiện", SENTENCE.strip()],
    ]


@pytest.mark.parametrize(
    ("own", "printed"),
    [
        ("5", "05/BC-UBND"),
        ("12", "12/BC-UBND"),
        ("5/BC-KT", "05/BC-KT"),
        ("Số: 05/BC-KT", "05/BC-KT"),
        ("số 5", "05/BC-UBND"),
        ("BC số 5", "BC số 5"),
        ("", "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-UBND"),
    ],
)
def test_the_number_is_the_units_own(own, printed):
    content = sample(own_number=own)
    assert unit_report.read(content, letter(), PERIOD, at=AT, sending="").number == printed


def test_what_the_clerk_has_not_given_stays_blank():
    first = paper.pages(draw(sample(own_number="", own_date="", signatory="")))[0]
    text = first.text.replace("\u00a0", " ")
    assert "Số:       /BC-UBND" in text
    assert "Phường 1, ngày      tháng      năm" in text


def test_a_department_a_mass_organisation_and_the_office_itself():
    department, union, office = (words_of(draw(sample(own_number="7"), unit)) for unit in (LEGAL, UNION, OFFICE))
    assert department.startswith("ỦY BAN NHÂN DÂN QUẬN 4 PHÒNG TƯ PHÁP CỘNG HÒA")
    assert "Số: 07/BC-TP Quận 4, ngày 11 tháng 6 năm 2018" in department
    assert "của Phòng Tư pháp Quận 4./." in department
    assert "TRƯỞNG PHÒNG" in department
    assert union.startswith("LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HỒ CHÍ MINH LIÊN ĐOÀN LAO ĐỘNG QUẬN 4 CỘNG HÒA")
    assert "ỦY BAN NHÂN DÂN QUẬN 4" not in union
    assert "TM. BAN THƯỜNG VỤ CHỦ TỊCH" in union
    assert "thông qua" not in office
    assert "Số: 07/BC-KT" in office


def test_a_nil_report_says_so_and_empty_parts_too():
    nothing = dict.fromkeys(["situation", "results", "advantages", "difficulties", "causes", "proposals", "next_quarter"], "")
    said = words_of(draw(sample(is_nil=True, texts=nothing, items=[], proposals=[], figures=[], progress=[], attachments=[], estimate="")))
    assert f"II. Kết quả thực hiện {unit_report.NIL} III." in said
    assert said.count("Không có.") == 7


def test_a_draft_says_so():
    pdf = draw(is_draft=True, sending="Dự thảo chưa gửi")
    line = paper.pages(pdf)[0].line("DỰ THẢO")
    assert (line.size, line.is_bold) == (14, True)


def test_markup_addresses_and_control_characters_are_words():
    evil = '<img src="file:///etc/hostname"><script>x</script>\x00\x07\u202e' + "\u0301" * 50
    content = sample(
        texts=dict.fromkeys(["situation", "results", "next_quarter"], evil), signatory=evil, own_number=evil[:40],
        progress=[task(1, evil)], figures=[figure(3, evil, explanation=evil)], attachments=[{"name": evil}],
        items=[{"heading": "III.2", "heading_title": evil, "text": evil}],
    )  # fmt: skip
    pdf = draw(content)
    assert words_of(pdf).count('<img src="file:///etc/hostname"><script>x</script>') >= 4
    with pikepdf.open(BytesIO(pdf)) as document:
        assert list(document.attachments) == []


def test_endless_words_and_lines_stay_bounded():
    content = sample(texts={"situation": "x" * 8000, "results": "a\n" * 4000}, items=[{"heading": "III.2", "heading_title": "T", "text": "b\n" * 1000}])
    assert len(paper.pages(draw(content))) < 30


# --- File ----------------------------------------------------------------------------------------------------------


def test_title_language_tags_time_and_the_same_bytes_again(drawn, tmp_path):
    path = tmp_path / "bao-cao.pdf"
    path.write_bytes(drawn[BEFORE])
    with pikepdf.open(path) as document, document.open_metadata() as metadata:
        assert str(document.docinfo["/Title"]).replace("\u00a0", " ") == (
            "Báo cáo Kết quả thực hiện Kế hoạch số 294/KH-UBND Quý II năm 2018"
        )
        assert str(document.docinfo["/Author"]).replace("\u00a0", " ") == "Ủy ban nhân dân Phường 1"
        assert str(document.docinfo["/CreationDate"]) == "D:20180612100500+07'00"
        assert (metadata.pdfa_status, str(document.Root["/Lang"])) == ("3A", "vi")
        assert bool(document.Root["/MarkInfo"]["/Marked"]) is True
    assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode == 0
    assert draw() == draw()


# --- Who gets what -------------------------------------------------------------------------------------------------

REPORT = "/bao-cao/2018/2/P1/"


def test_what_was_sent_is_what_is_printed(client, ward):
    accepted(ward, own_number="9/BC-UBND", own_date="07/06/2018", signatory="Trần A, Phó Chủ tịch")
    client.force_login(ward.reviewer)
    answer = client.get(f"{REPORT}lan/1/pdf/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Disposition"] == 'attachment; filename="bao-cao-2018-2-P1-lan-1.pdf"'
    said = words_of(answer.content)
    assert "Số: 09/BC-UBND Phường 1, ngày 07 tháng 6 năm 2018" in said
    assert "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần A" in " ".join(said.split())
    assert "Lần gửi 1, gửi lúc " in said
    # The unit is another one by now: its paper of then stays, to the byte.
    Unit.objects.filter(pk=ward.unit.pk).update(name="Ủy ban nhân dân Phường Khác", letter_symbol="BC-KHAC")
    assert client.get(f"{REPORT}lan/1/pdf/").content == answer.content


def test_a_sending_older_than_its_letterhead_takes_the_units_own(client, ward):
    accepted(ward)
    row = Version.objects.get()
    del row.content["letter"]
    for line in row.content["figures"]:
        del line["goal"]
    Version.objects.filter(pk=row.pk).update(content=row.content, unit_name="Ủy ban nhân dân Phường Cũ")
    client.force_login(ward.head)
    assert "ỦY BAN NHÂN DÂN PHƯỜNG CŨ" in words_of(client.get(f"{REPORT}lan/1/pdf/").content)


def test_a_paper_that_the_office_typed_says_so(client, ward):
    accepted(ward)
    Version.objects.update(received_on=dt.date(2018, 6, 5))
    client.force_login(ward.reviewer)
    said = words_of(client.get(f"{REPORT}lan/1/pdf/").content)
    assert "Lần gửi 1, nhập thay từ bản giấy nhận ngày 05/06/2018, lúc" in said


def test_the_draft_is_for_those_who_write_it_until_it_is_sent(client, ward):
    address = f"{REPORT}soan/ban-in/"
    client.force_login(ward.reporter)
    assert client.get(address)["Location"] == REPORT
    write(ward.report, ward.reporter)
    answer = client.get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="bao-cao-2018-2-P1-du-thao.pdf"'
    assert "DỰ THẢO" in words_of(answer.content)
    assert client.get(address).content == answer.content
    move(ward.report, "submit", ward.reporter)
    client.force_login(ward.head)
    assert client.get(address).status_code == 200
    client.force_login(ward.reviewer)
    assert client.get(address).status_code == 403
    move(ward.report, "send", ward.head)
    client.force_login(ward.head)
    assert client.get(address)["Location"] == REPORT


def links(page) -> list[str]:
    return [part.partition('"')[0] for part in page.content.decode().split('data-format="pdf" href="')[1:]]


def test_links_stand_on_the_report_the_sending_and_the_form(client, ward):
    client.force_login(ward.reporter)
    assert links(client.get(f"{REPORT}soan/")) == []
    write(ward.report, ward.reporter)
    assert links(client.get(f"{REPORT}soan/")) == [f"{REPORT}soan/ban-in/"]
    assert links(client.get(REPORT)) == [f"{REPORT}soan/ban-in/"]
    client.force_login(ward.reviewer)
    assert links(client.get(REPORT)) == []
    move(ward.report, "send", ward.head)
    assert links(client.get(REPORT)) == [f"{REPORT}lan/1/pdf/"]
    assert links(client.get(f"{REPORT}lan/1/")) == [f"{REPORT}lan/1/pdf/"]


def test_a_sending_is_drawn_with_a_fixed_number_of_queries(client, ward, django_assert_num_queries):
    accepted(ward)
    client.force_login(ward.reviewer)
    for times in (1, 3):
        content = Version.objects.get().content
        content["progress"] = [task(number) for number in range(times)]
        content["figures"] = [figure(number) for number in range(times)]
        Version.objects.update(content=content)
        with django_assert_num_queries(3):
            assert client.get(f"{REPORT}lan/1/pdf/").status_code == 200


def test_a_new_unit_does_not_bear_the_old_ones_letterhead(ward):
    ward.unit.letter_name, ward.unit.letter_symbol = "Tên cũ", "BC-CU"
    change = SimpleNamespace(units=[ward.unit], effective_on=dt.date(2021, 1, 1))
    from units import restructuring

    heir = restructuring.new_unit(change, SimpleNamespace(code="P1-2021", name="Mới", short_name="Mới"))
    assert (heir.letter_name, heir.letter_place, heir.letter_symbol) == ("", "", "")
