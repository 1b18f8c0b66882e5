"""Head and end of a unit's own documents: by its kind, by what it wrote, and who signs for whom."""

import pytest

from targets.loading import packaged
from targets.planfile import read
from tests import factories as make
from units import letterhead
from units.letterhead import Letterhead, signed
from units.models import Unit

COMMITTEE = "Ủy ban nhân dân Quận 4"


def of(unit, office="Phòng Kinh tế"):
    return letterhead.of(unit, committee=COMMITTEE, office=office)


@pytest.fixture
def ward():
    return Unit(code="P1", kind="ward", name="Ủy ban nhân dân Phường 1", short_name="Phường 1")


def test_a_wards_own(ward):
    assert of(ward) == Letterhead(
        parent="ỦY BAN NHÂN DÂN QUẬN 4",
        agency="ỦY BAN NHÂN DÂN PHƯỜNG 1",
        name="Ủy ban nhân dân Phường 1",
        place="Phường 1",
        symbol="BC-UBND",
        signature=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        recipients=(
            "Như trên", "Phòng Kinh tế", "TT. Đảng ủy, HĐND phường", "CT, các PCT UBND phường", "Lưu: VT",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "name", "parent", "agency", "said", "signature"),
    [
        ("department", "Phòng Tư pháp", "ỦY BAN NHÂN DÂN QUẬN 4", "PHÒNG TƯ PHÁP", "Phòng Tư pháp Quận 4", "TRƯỞNG PHÒNG"),
        ("office", "Văn phòng", "ỦY BAN NHÂN DÂN QUẬN 4", "VĂN PHÒNG", "Văn phòng Quận 4", "CHÁNH VĂN PHÒNG"),
        ("public", "Bệnh viện Quận 4", "ỦY BAN NHÂN DÂN QUẬN 4", "BỆNH VIỆN QUẬN 4", "Bệnh viện Quận 4", "GIÁM ĐỐC"),
        ("school", "Trường THCS Khánh Hội", "ỦY BAN NHÂN DÂN QUẬN 4", "TRƯỜNG THCS KHÁNH HỘI", "Trường THCS Khánh Hội Quận 4", "HIỆU TRƯỞNG"),
        ("mass", "Liên đoàn Lao động", "", "LIÊN ĐOÀN LAO ĐỘNG QUẬN 4", "Liên đoàn Lao động Quận 4", "CHỦ TỊCH"),
    ],
)  # fmt: skip
def test_by_kind(kind, name, parent, agency, said, signature):
    found = of(Unit(code="X", kind=kind, name=name, short_name=name))
    assert (found.parent, found.agency, found.name, found.signature[-1]) == (parent, agency, said, signature)
    assert (found.place, found.symbol) == ("Quận 4", "BC-X")


def test_every_kind_has_a_signature():
    for kind in Unit.Kind:
        assert of(Unit(code="X", kind=kind, name="Tên", short_name="Tên")).signature


def test_the_office_does_not_write_to_itself():
    office = Unit(code="PKT", kind="department", name="Phòng Kinh tế", short_name="Phòng Kinh tế")
    assert of(office, office="").recipients == ("Như trên", "Lưu: VT")


def test_what_the_unit_wrote_comes_first(ward):
    ward.letter_parent = "-"
    ward.letter_name = "Hội đồng Phường 1"
    ward.letter_place = "Quận 4"
    ward.letter_symbol = "BC-HĐ"
    ward.letter_signature = "TM. HỘI ĐỒNG\n\n CHỦ TỊCH HỘI ĐỒNG \n"
    ward.letter_recipients = "UBND Quận 4\nLưu: VT"
    assert of(ward) == Letterhead(
        "", "HỘI ĐỒNG PHƯỜNG 1", "Hội đồng Phường 1", "Quận 4", "BC-HĐ", ("TM. HỘI ĐỒNG", "CHỦ TỊCH HỘI ĐỒNG"),
        ("UBND Quận 4", "Lưu: VT"),
    )  # fmt: skip


WARD = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


@pytest.mark.parametrize(
    ("signature", "signatory", "lines", "name"),
    [
        (WARD, "Lê Hữu Phước", WARD, "Lê Hữu Phước"),
        (WARD, "", WARD, ""),
        (WARD, "Lê Hữu Phước, Chủ tịch", WARD, "Lê Hữu Phước"),
        (WARD, "Bùi Thị Oanh, Phó Chủ tịch", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Bùi Thị Oanh"),
        (WARD, "Bùi Thị Oanh (Phó Chủ tịch)", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Bùi Thị Oanh"),
        (WARD, "Phó Chủ tịch Bùi Thị Oanh", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Bùi Thị Oanh"),
        (WARD, "Chủ tịch Lê Hữu Phước", WARD, "Lê Hữu Phước"),
        (("TRƯỞNG PHÒNG",), "Đàm Quỳnh, phó phòng", ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), "Đàm Quỳnh"),
        (("GIÁM ĐỐC",), "Đỗ Vinh, Phó  Giám đốc", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Đỗ Vinh"),
        (WARD, "Nguyễn Văn A, Ủy viên", ("TM. ỦY BAN NHÂN DÂN", "ỦY VIÊN"), "Nguyễn Văn A"),
    ],
)
def test_a_deputy_signs_for_the_head(signature, signatory, lines, name):
    assert signed(signature, signatory) == (lines, name)


@pytest.mark.django_db
def test_the_plans_mass_organisations_have_parents_of_their_own():
    units = {unit.code: unit for path in packaged() for unit in read(path).units}
    heads = {code: of(units[code]) for code in ("MTTQ", "LDLD", "QD", "PKT", "GDDT")}
    assert {code: (head.parent, head.agency, head.signature) for code, head in heads.items() if code[0] in "MLQ"} == {
        "MTTQ": (
            "ỦY BAN MTTQ VIỆT NAM THÀNH PHỐ HỒ CHÍ MINH",
            "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM QUẬN 4",
            ("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH"),
        ),
        "LDLD": (
            "LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HỒ CHÍ MINH",
            "LIÊN ĐOÀN LAO ĐỘNG QUẬN 4",
            ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"),
        ),
        "QD": (
            "THÀNH ĐOÀN THÀNH PHỐ HỒ CHÍ MINH",
            "BAN CHẤP HÀNH ĐOÀN QUẬN 4",
            ("TM. BAN THƯỜNG VỤ", "BÍ THƯ"),
        ),
    }
    assert (heads["PKT"].symbol, heads["GDDT"].symbol) == ("BC-KT", "BC-GDĐT")


@pytest.mark.django_db
def test_what_is_written_is_cleaned_like_a_name():
    unit = make.make_unit("P1")
    unit.letter_signature = "TM. UỶ BAN\r\nCHỦ TỊCH\u200b "
    unit.clean()
    assert unit.letter_signature == "TM. UỶ BAN\nCHỦ TỊCH"
