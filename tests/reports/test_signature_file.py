"""The signed PDF itself: it validates, an altered one does not, and it stays what it was drawn as."""

import datetime as dt
import subprocess
from io import BytesIO

import pikepdf
import pytest
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from reports import certificates, checking, corrections
from reports.certificates import Unusable
from reports.documents import frozen, pdf, signature, signed_file, stamp
from reports.documents.signed_file import Found, Seen
from tests.reports import keys, paper
from tests.reports.keys import NOW
from tests.reports.snapshots import enclosed, short_snapshot

SIGNATORY = "Trần Thị Ngọc Diễm"


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    return {"person": keys.make(folder, SIGNATORY), "agency": keys.make(folder, "Phòng Kinh tế")}


@pytest.fixture(scope="module")
def parties(paths):
    return [(role, certificates.load(str(path), keys.PASSWORD, "Chứng thư", NOW)) for role, path in paths.items()]


@pytest.fixture(scope="module")
def snapshot():
    return short_snapshot(date="2018-06-08")


@pytest.fixture(scope="module")
def drawn(snapshot):
    return pdf.draw(snapshot).content


@pytest.fixture(scope="module")
def signed(drawn, snapshot, parties):
    return signature.sign(drawn, signature.place_in(drawn), snapshot["document"], parties, at=NOW)


@pytest.fixture(scope="module")
def pems(parties):
    return [certificate.pem for _, certificate in parties]


def statuses(content, paths):
    """What pyHanko itself says of each signature, trusting the authorities of the tests and nobody else."""
    roots = [asn1_x509.Certificate.load(keys.root_of(path).public_bytes(Encoding.DER)) for path in paths.values()]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=NOW)
    reader = PdfFileReader(BytesIO(content))
    return [validate_pdf_signature(one, context, skip_diff=True) for one in reader.embedded_regular_signatures]


def test_both_signatures_validate_against_their_authority(drawn, signed, paths):
    assert signed.startswith(drawn)  # what was there is there, byte by byte
    found = statuses(signed, paths)
    assert [(one.intact, one.valid, one.trusted) for one in found] == [(True, True, True)] * 2
    assert [one.signing_cert.subject.native["common_name"] for one in found] == [SIGNATORY, "Phòng Kinh tế"]
    assert [one.coverage.name for one in found] == ["ENTIRE_REVISION", "ENTIRE_FILE"]
    assert found[1].signer_reported_dt == NOW


def test_one_byte_altered_and_it_does_not(signed, paths, pems):
    altered = bytearray(signed)
    altered[signed.index(b"endstream") - 20] ^= 1
    assert [one.intact for one in statuses(bytes(altered), paths)] == [False, False]
    assert not signed_file.read(bytes(altered), pems).is_as_we_signed
    assert signed_file.read(signed, pems).is_as_we_signed


def test_what_is_added_afterwards_is_seen(signed, pems):
    found = signed_file.read(signed + b"\n% them\n", pems)
    assert [one.is_intact for one in found.signatures] == [True, True]
    assert not found.is_as_we_signed


def test_another_certificate_of_the_same_name_is_not_ours(signed, tmp_path):
    other = certificates.load(str(keys.make(tmp_path, "Phòng Kinh tế")), keys.PASSWORD, "Chứng thư", NOW)
    assert [one.is_ours for one in signed_file.read(signed, [other.pem]).signatures] == [False, False]


def test_it_stays_tagged_pdf_a_3_with_its_data(signed, tmp_path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
    with pikepdf.open(path) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert (document.pdf_version, "/Version" in document.Root) == ("1.7", False)
        assert bool(document.Root.MarkInfo.Marked) is True
        assert sorted(document.attachments) == ["du-lieu.json", "du-lieu.xlsx"]
        fields = list(document.Root.AcroForm.Fields)
        assert [str(field.TU) for field in fields] == [f"Chữ ký số của {SIGNATORY}", "Chữ ký số của Phòng Kinh tế"]
        numbers = document.Root.StructTreeRoot.ParentTree.Nums
        tagged = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        for field in fields:
            assert int(field.F) & 4  # printed
            element = tagged[int(field.StructParent)]
            assert (str(element.S), element.Alt, element.K.Obj.objgen) == ("/Form", field.TU, field.objgen)
        assert len(document.Root.StructTreeRoot.K[0].K) == len({one.objgen for one in document.Root.StructTreeRoot.K[0].K})


def test_the_pictures_stand_between_post_and_name_and_cover_no_word(drawn, signed):
    place = signature.place_in(drawn)
    words, page = paper.words(drawn)[place.page], paper.pages(drawn)[place.page]
    name, post = page.line(SIGNATORY), page.line("TRƯỞNG PHÒNG")
    boxes = [place.person(), place.seal()]
    for left, bottom, right, top in boxes:
        from_top = (page.height - top, page.height - bottom)
        assert post.top < from_top[0] and from_top[1] <= name.top + 2
        covered = [w for w in words if w[0] < right and w[2] > left and w[1] < from_top[1] - 0.5 and w[3] > from_top[0] + 3]
        assert covered == []
    person, seal = boxes
    assert (person[0] + person[2]) / 2 == pytest.approx((post.left + post.right) / 2, abs=2)  # in the middle
    assert seal[0] < person[0] < seal[2] <= person[0] + (person[2] - person[0]) / 2  # over its left third
    with pikepdf.open(BytesIO(signed)) as document:
        rects = [[float(value) for value in field.Rect] for field in document.Root.AcroForm.Fields]
    assert rects == [pytest.approx(box, abs=0.01) for box in boxes]


def colours(image):
    return {pixel[:3] for _, pixel in image.getcolors(1 << 24) if pixel[3] == 255}


def test_the_signatory_signs_blue_the_agency_red():
    assert colours(stamp.person("Nguyễn Thị Thanh Phương Thảo", NOW)) == {stamp.BLUE}
    assert colours(stamp.seal("PHÒNG KINH TẾ", "ỦY BAN NHÂN DÂN QUẬN 4", NOW)) == {stamp.RED}
    assert stamp.moment(NOW) == ("27/11/2026", "15:00:05 +07:00")


def test_a_file_drawn_without_a_place_is_not_signed_just_anywhere(drawn):
    with pikepdf.open(BytesIO(drawn)) as document:
        del document.Root.Names.Dests
        document.save(without := BytesIO())
    with pytest.raises(signature.NoPlace):
        signature.place_in(without.getvalue())


# --- Certificates --------------------------------------------------------------------------------------------------


def test_a_certificate_is_made_for_its_owner_alone(paths, parties):
    assert paths["agency"].stat().st_mode & 0o777 == 0o600
    agency = dict(parties)["agency"]
    assert (agency.holder, agency.valid_from) == ("Phòng Kinh tế", (NOW - dt.timedelta(1)).replace(microsecond=0))
    assert keys.PASSWORD not in repr(agency)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("missing", "không đọc được tệp"),
        ("password", "sai mật khẩu"),
        ("junk", "sai mật khẩu, hoặc tệp không phải PKCS#12"),
        ("expired", "đã hết hạn ngày 2"),
        ("coming", "có hiệu lực từ ngày 26/11/2026"),
        ("usage", "không được cấp để ký số"),
    ],
)
def test_an_unusable_certificate_says_why_and_whom_to_ask(paths, tmp_path, fault, said):
    path, password, at = paths["agency"], keys.PASSWORD, NOW
    match fault:
        case "missing":
            path = tmp_path / "khong-co.p12"
        case "password":
            password = "sai"
        case "junk":
            path = tmp_path / "junk.p12"
            path.write_bytes(b"junk")
        case "expired":
            at = NOW + dt.timedelta(4000)
        case "coming":
            at = NOW - dt.timedelta(2)
        case "usage":
            path = keys.for_encryption_only(tmp_path)
    with pytest.raises(Unusable) as refused:
        certificates.load(str(path), password, "Chứng thư số của cơ quan", at)
    assert str(refused.value).startswith("Chứng thư số của cơ quan: ")
    assert said in str(refused.value)
    assert str(refused.value).endswith("Báo quản trị hệ thống.")


# --- What a file is ------------------------------------------------------------------------------------------------


def seen(*, ours=True, intact=True, whole=True):
    return Seen("ab", ours, intact, whole)


@pytest.mark.parametrize(
    ("found", "tone", "title"),
    [
        (None, "warn", "Không đọc được tệp"),
        (Found("own", (seen(intact=False),)), "wrong", "Nội dung đã bị sửa sau khi ký"),
        (Found("own", (seen(whole=False), seen(intact=False))), "wrong", "Nội dung đã bị sửa sau khi ký"),
        (Found("own", (seen(whole=False),)), "wrong", "Tệp bị thêm sau khi ký"),
        (Found("other", (seen(),)), "warn", "Tệp khác do cùng cơ quan ký"),
        (Found("own", ()), "wrong", "Tệp đã bị sửa"),
        (Found("own", (seen(ours=False),)), "wrong", "Tệp đã bị sửa"),
        (Found("other", (seen(ours=False),)), "wrong", "Do chứng thư số khác ký"),
        (Found("other", ()), "warn", "Không phải tệp của báo cáo này"),
    ],
)
def test_what_a_file_is_that_is_none_of_ours(found, tone, title):
    finding = checking.judge(found, "own", is_signed=True)
    assert (finding.tone, finding.title) == (tone, title)


def test_strangers_files_are_read_apart_and_a_broken_one_is_unreadable(signed, pems, snapshot):
    found = signed_file.read_apart(signed, pems)
    assert (found.identifier, found.is_as_we_signed) == (frozen.identifier(snapshot), True)
    broken = signed.replace(b"/AcroForm", b"/AcroForm" + b"[" * 50_000, 1)
    assert signed_file.read_apart(broken, pems) is None


# --- What a correction changed -------------------------------------------------------------------------------------


def test_what_differs_between_two_copies_and_nothing_else():
    older, newer = short_snapshot(), short_snapshot()
    assert not corrections.between(older, newer)
    newer["code"], newer["number"], newer["published_at"] = "AAAA-AAAA", 2, "2018-07-01T08:00:00+07:00"
    assert not corrections.between(older, newer)  # every version has its own
    newer["document"]["number"] = "7"
    newer["targets"][0] |= {"actual_text": "9", "verdict_label": "Đạt"}
    newer["sections"][0]["text"] += "\nThêm một dòng."
    newer["units"] = []
    changes = corrections.between(older, newer)
    target, unit = older["targets"][0], older["units"][0]
    assert [(line.name, line.values[0][2]) for line in changes.head] == [("Số", "07/BC-KT")]
    assert [text.title for text in changes.texts] == [older["sections"][0]["title"]]
    assert changes.texts[0].after == f"{changes.texts[0].before}.\nThêm một dòng"
    assert [(line.name, [value[0] for value in line.values]) for line in changes.targets] == [
        (f"{target['code']}. {target['title']}", ["thực hiện", "kết luận"])
    ]
    assert changes.targets[0].values[0][2] == "9"
    assert changes.units == (corrections.Line(unit["name"], (("dòng này", "có", "bỏ"),)),)


def test_rows_of_an_appendix_that_are_others_are_counted_and_those_that_moved_are_not():
    older, newer = short_snapshot() | enclosed(), short_snapshot() | enclosed()
    newer["activities"]["rows"][0]["title"] = "Tên khác"
    changes = corrections.between(older, newer)
    assert (changes.enclosures, changes.targets, bool(changes)) == ((("Phụ lục IV", 1),), (), True)
    # A copy that was frozen before there were such appendices.
    came = dict(corrections.between(short_snapshot(), older).enclosures)
    assert (came["Phụ lục III"], set(came)) == (len(older["tasks"]["rows"]), {f"Phụ lục {n}" for n in ("III", "IV", "V")})
    del newer["activities"]["rows"][0]
    assert dict(corrections.between(older, newer).enclosures) == {"Phụ lục IV": 1}
