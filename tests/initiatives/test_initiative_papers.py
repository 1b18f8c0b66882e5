"""Phiếu tiếp nhận and giấy chứng nhận as they come out of the printer: words, sheet, and nothing personal."""

import datetime as dt
import subprocess
from io import BytesIO

import pikepdf
import pytest

from initiatives import drafting, papers, recognition
from initiatives.models import InitiativeFile
from tests import factories as make
from tests.initiatives import house as houses
from tests.initiatives.house import again, told

day = dt.date


@pytest.fixture
def house(db, settings):
    settings.Q4KH_TODAY = houses.NOW
    return houses.build()


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\u00a0", " ").split())


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def holds(text, *parts):
    assert [part for part in parts if part not in text] == []


def test_the_receipt_says_what_was_handed_in_when_and_when_it_is_answered(client, house):
    row = make.make_initiative(
        house.ward, house.office, "received", receipt_number="07/2018/PTN", authors=[("Nguyễn Văn Nước", 60), ("Trần Thị Ba", 40)]
    )
    InitiativeFile.objects.create(
        initiative=row, name="Đơn có chữ ký.pdf", sha256="a" * 64, size=1, content_type="application/pdf", added_at=house.at, added_by_name="A"
    )
    client.force_login(house.reporter)
    answer = client.get(f"/sang-kien/{row.pk}/phieu-tiep-nhan/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Disposition"] == 'attachment; filename="phieu-tiep-nhan-07-2018-PTN.pdf"'
    text = text_of(answer.content)
    holds(
        text,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "ỦY BAN NHÂN DÂN QUẬN 4",
        "PHÒNG PKT",
        "Số: 07/2018/PTN",
        "Quận 4, ngày 02 tháng 6 năm 2018",
        "PHIẾU TIẾP NHẬN",
        "Đọc chỉ số đồng hồ nước bằng điện thoại",
        "Nguyễn Văn Nước, Ủy ban nhân dân Phường 1",
        "Trần Thị Ba, Ủy ban nhân dân Phường 1",
        "Ngày nộp đơn 01/06/2018",
        "Ngày tiếp nhận 02/06/2018",
        "Đơn có chữ ký.pdf",
        "chậm nhất hết ngày 02/07/2018",
        "NGƯỜI TIẾP NHẬN",
        "Nghị định số 13/2012/NĐ-CP",
    )
    assert "bổ sung" not in text
    assert "1980" not in text
    assert pages_of(answer.content) == 1


def test_a_receipt_printed_after_a_supplement_tells_of_it(house):
    row = make.make_initiative(house.ward, house.office, "received")
    recognition.supplement(row, **told(row, house.clerk, house, reason="Kèm ảnh."))
    drafting.file(again(row), **told(row, house.reporter, house))
    holds(text_of(papers.receipt(again(row))), "Ngày nộp bổ sung 08/06/2018", "chậm nhất hết ngày 08/07/2018")


def test_the_certificate_says_what_the_decision_fixed(client, house):
    row = make.make_initiative(
        house.ward, house.ward, "recognised", certificate_number="03/2018/GCN-SK", investor="Hợp tác xã Nước Sạch",
        signed_as="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", decided_by_name="Lê Thị Ký", summary="Lời cho chuyên trang",
        secrets="Mật mã", authors=[("Nguyễn Văn Nước", 60), ("Trần Thị Ba", 40)],
    )  # fmt: skip
    client.force_login(house.leader)
    answer = client.get(f"/sang-kien/{row.pk}/giay-chung-nhan/")
    assert answer["Content-Disposition"] == 'attachment; filename="giay-chung-nhan-03-2018-GCN-SK.pdf"'
    text = text_of(answer.content)
    holds(
        text,
        "GIẤY CHỨNG NHẬN SÁNG KIẾN",
        "ỦY BAN NHÂN DÂN PHƯỜNG 1 CHỨNG NHẬN",
        "Số: 03/2018/GCN-SK",
        "Nguyễn Văn Nước",
        "60%",
        "Trần Thị Ba",
        "40%",
        "là đồng tác giả của sáng kiến",
        "Đọc chỉ số đồng hồ nước bằng điện thoại",
        "Chủ đầu tư tạo ra sáng kiến: Hợp tác xã Nước Sạch",
        "Tóm tắt nội dung sáng kiến: Đọc đồng hồ nước bằng điện thoại.",
        "Bớt 20 giờ công mỗi tháng.",
        "Quyết định số 12/QĐ-UBND ngày 06 tháng 6 năm 2018 của Ủy ban nhân dân Phường 1",
        "Quận 4, ngày 06 tháng 6 năm 2018",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Lê Thị Ký",
    )
    for secret in ("1980", "Cử nhân", "Mật mã", "Lời cho chuyên trang"):
        assert secret not in text
    assert pages_of(answer.content) == 1


def test_a_body_that_is_not_the_governments_has_no_parent_above_it(house):
    mass = make.make_unit("QD", kind="mass", group="3-mass", name="Quận đoàn", short_name="Quận đoàn")
    row = make.make_initiative(mass, mass, "recognised")
    text = text_of(papers.certificate(again(row)))
    assert "ỦY BAN NHÂN DÂN QUẬN 4" not in text
    holds(text, "QUẬN ĐOÀN CHỨNG NHẬN", "là tác giả của sáng kiến")


def test_title_language_tags_and_the_same_bytes_again(house):
    row = make.make_initiative(house.ward, house.ward, "recognised", certificate_number="03/2018/GCN-SK")
    first = papers.certificate(again(row))
    with pikepdf.open(BytesIO(first)) as document:
        assert str(document.docinfo["/Title"]) == "Giấy chứng nhận sáng kiến số 03/2018/GCN-SK"
        assert str(document.docinfo["/Author"]).replace("\u00a0", " ") == "Ủy ban nhân dân Phường 1"
        assert str(document.docinfo["/CreationDate"]) == "D:20180606000000+07'00"
        assert str(document.Root["/Lang"]) == "vi"
        assert bool(document.Root["/MarkInfo"]["/Marked"]) is True
    assert papers.certificate(again(row)) == first


@pytest.mark.parametrize(("draw", "state"), [(papers.receipt, "received"), (papers.certificate, "recognised")])
def test_both_papers_are_tagged_pdf_a_3(house, tmp_path, draw, state):
    path = tmp_path / "giay.pdf"
    path.write_bytes(draw(again(make.make_initiative(house.ward, house.ward, state))))
    with pikepdf.open(path) as document, document.open_metadata() as metadata:
        assert (metadata.pdfa_status, bool(document.Root.MarkInfo.Marked)) == ("3A", True)
        assert list(document.attachments) == []
    assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode == 0
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert "595.276 x 841.89 pts (A4)" in said


def test_the_longest_words_stay_within_a_few_sheets_and_open_nothing(house):
    row = make.make_initiative(
        house.ward, house.ward, "recognised", title='<img src="file:///etc/hostname">' + "x" * 260, investor="<b>" * 60,
        certified_summary="a" * 500, certified_benefits="\n".join("b" * 4 for _ in range(100)),
        authors=[("<script>alert(1)</script>" + "y" * 120, 5)] * 20,
    )  # fmt: skip
    pdf = papers.certificate(again(row))
    assert pages_of(pdf) <= 5
    holds(text_of(pdf), '<img src="file:///etc/hostname">', "<script>alert")


def test_papers_exist_from_their_act_on(client, house):
    client.force_login(house.clerk)
    for state, receipt, certificate in (
        ("filed", 404, 404),
        ("received", 200, 404),
        ("accepted", 200, 404),
        ("refused", 200, 404),
        ("recognised", 200, 200),
    ):
        row = make.make_initiative(house.ward, house.office, state)
        found = [client.get(f"/sang-kien/{row.pk}/{paper}/").status_code for paper in ("phieu-tiep-nhan", "giay-chung-nhan")]
        assert (state, *found) == (state, receipt, certificate)
