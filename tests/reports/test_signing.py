"""Ký số: who may, when, once; the clerk's number before it; what the check page then says to anybody."""

import datetime as dt
import re
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction

from reports import signing
from reports.documents import pdf
from reports.models import Publication, Signature
from tests import factories as make
from tests.initiatives.test_registry_races import at_once
from tests.reports import keys
from tests.reports.keys import NOW
from tests.reports.snapshots import short_snapshot
from units import storage
from units.clock import ZONE
from units.models import AuditEvent, Job
from units.moves import WrongState

SIGNATORY = "Trần Thị Ngọc Diễm"
URL = "/tong-hop/2018/1/"
CHECK = "/kiem-tra/7K4M-294Q/"


@pytest.fixture(scope="module")
def drawn():
    return pdf.draw(numbered_snapshot()).content


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    return keys.make(folder, "Phòng Kinh tế"), keys.make(folder, SIGNATORY)


def numbered_snapshot(number="5"):
    snapshot = short_snapshot(date="2018-06-21")
    snapshot["document"]["number"] = number
    return snapshot


@pytest.fixture(autouse=True)
def installation(settings, tmp_path, paths):
    settings.Q4KH_TODAY, settings.MEDIA_ROOT = "2018-06-22", tmp_path
    settings.Q4KH_SIGNING_P12, settings.Q4KH_SIGNING_HEAD_P12 = map(str, paths)
    settings.Q4KH_SIGNING_PASSWORD = settings.Q4KH_SIGNING_HEAD_PASSWORD = keys.PASSWORD


def publish(drawn, **fields):
    period = make.make_period(make.make_plan(), 2018, 1)
    return make.make_publication(
        period,
        numbered_snapshot(),
        **{
            "code": "7K4M-294Q",
            "document_number": "5",
            "document_date": dt.date(2018, 6, 21),
            "pdf_sha256": storage.put(drawn, storage.PUBLISHED, ".pdf"),
            "pdf_size": len(drawn),
            **fields,
        },
    )


@pytest.fixture
def row(db, drawn):
    return publish(drawn)


@pytest.fixture
def chief(db):
    return make.make_user("pkt.truongphong", role="office_head", unit=make.make_unit("PKT"), full_name=SIGNATORY)


@pytest.fixture
def office(client, chief):
    client.force_login(chief)
    return client


def sign(client, number=1):
    return client.post(URL, {"act": "sign", "ban": number})


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_office_head_signs_once_and_everybody_gets_the_signed_file(office, chief, row, drawn):
    page = office.get(URL).content.decode()
    assert 'value="sign"' in page and 'value="number"' not in page
    assert sign(office).status_code == 302
    row.refresh_from_db()
    signatures = list(row.signatures.all())
    assert [(one.role, one.holder, one.by, one.by_name) for one in signatures] == [
        ("person", SIGNATORY, chief, SIGNATORY), ("agency", "Phòng Kinh tế", chief, SIGNATORY),
    ]  # fmt: skip
    # Real time, though the portal runs as of 22/06/2018.
    assert row.signed_at.year >= 2026 and {one.at for one in signatures} == {row.signed_at}
    answer = office.get(f"{URL}ban/1/pdf/")
    assert answer["Content-Disposition"] == 'attachment; filename="bao-cao-tong-hop-quy-1-2018-ban-1-da-ky.pdf"'
    content = body(answer)
    assert (len(content), content.startswith(drawn), len(content) > len(drawn)) == (row.signed_size, True, True)
    assert body(office.get(f"{URL}ban/1/pdf-chua-ky/")) == drawn
    event = AuditEvent.objects.get(act="publications.sign")
    assert event.after == {"number": 1, "holders": [SIGNATORY, "Phòng Kinh tế"], "sha256": row.signed_sha256}
    again = sign(office)
    assert (again.status_code, "vừa được người khác ký" in words(again)) == (409, True)
    assert Signature.objects.count() == 2
    page = words(office.get(URL))
    assert f"Đã ký số lúc {row.signed_at.astimezone(ZONE):%d/%m/%Y, %H:%M:%S} +07:00" in page
    assert "đã ký số" in words(office.get("/tong-hop/"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"document_number": ""}, "văn thư cho số, ngày rồi mới ký số được"),
        ({"document_date": None}, "văn thư cho số, ngày rồi mới ký số được"),
        ({"pdf_sha256": ""}, "Tệp PDF chưa tạo xong"),
        ({"Q4KH_SIGNING_P12": ""}, "Cổng chưa có chứng thư số của cơ quan"),
        ({"Q4KH_SIGNING_PASSWORD": "sai"}, "Chứng thư số của cơ quan: sai mật khẩu"),
        ({"Q4KH_SIGNING_HEAD_PASSWORD": "sai"}, "Chứng thư số của người ký: sai mật khẩu"),
        ({"other": "HEAD_P12"}, f"cấp cho Phòng Kinh tế, văn bản này do {SIGNATORY} ký"),
        ({"other": "P12"}, f"cấp cho {SIGNATORY}, văn bản này của PHÒNG KINH TẾ"),
    ],
)
def test_what_is_missing_is_said_and_nothing_written(office, row, settings, paths, change, said):
    for name, value in change.items():
        if name == "other":
            setattr(settings, f"Q4KH_SIGNING_{value}", str(paths[value == "P12"]))
        elif name.isupper():
            setattr(settings, name, value)
        else:
            Publication.objects.filter(pk=row.pk).update(**{name: value})
    page = office.get(URL)
    assert said in words(page)
    assert 'value="sign"' not in page.content.decode()
    files = sorted((settings.MEDIA_ROOT / storage.PUBLISHED).iterdir())
    answer = sign(office)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert not Signature.objects.exists() and not AuditEvent.objects.filter(act="publications.sign").exists()
    assert sorted((settings.MEDIA_ROOT / storage.PUBLISHED).iterdir()) == files


def test_where_the_signatory_has_none_the_agency_signs_alone(office, row, settings):
    settings.Q4KH_SIGNING_HEAD_P12 = ""
    assert sign(office).status_code == 302
    assert [one.role for one in row.signatures.all()] == ["agency"]


def test_a_version_that_was_replaced_is_not_signed(office, row, drawn):
    newer = make.make_publication(row.period, numbered_snapshot(), number=2, replaces=row, reason="Sai", state="draft", code=None)
    assert 'value="sign"' in office.get(f"{URL}?ban=1").content.decode()  # a correction is but being written
    Publication.objects.filter(pk=newer.pk).update(state="published", code="AAAA-BBBB")
    assert "Bản này đã được thay, không ký nữa" in words(office.get(f"{URL}?ban=1"))
    assert sign(office).status_code == 409
    assert sign(office, number=9).status_code == 404


def test_a_file_without_a_place_is_drawn_again_and_the_check_page_goes_on_knowing_it(office, row, drawn, client):
    with pikepdf.open(BytesIO(drawn)) as document:
        del document.Root.Names.Dests
        document.save(old := BytesIO())
    sha256 = storage.put(old.getvalue(), storage.PUBLISHED, ".pdf")
    Publication.objects.filter(pk=row.pk).update(pdf_sha256=sha256)
    answer = sign(office)
    assert (answer.status_code, "đang tạo lại" in words(answer)) == (422, True)
    row.refresh_from_db()
    assert (row.pdf_sha256, [file["sha256"] for file in row.former_files]) == ("", [sha256])
    assert list(Job.objects.values_list("kind", "state")) == [("publication.pdf", "queued")]


def test_no_row_is_signed_without_number_and_day(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=row.pk).update(signed_sha256="a" * 64, signed_at=NOW, document_number="")


@pytest.mark.django_db(transaction=True)
def test_two_press_at_once_and_there_is_one_signature(drawn, settings):
    row = publish(drawn)
    chiefs = [make.make_user(name, role="office_head", unit=make.make_unit("PKT")) for name in ("a", "b")]
    rows = [Publication.objects.get(pk=row.pk) for _ in chiefs]
    found = at_once(*[lambda row=one, by=by: signing.sign(row, by=by, at=NOW) for one, by in zip(rows, chiefs, strict=True)])
    assert sorted(type(one).__name__ for one in found) == ["NoneType", "WrongState"]
    row.refresh_from_db()
    assert Signature.objects.count() == 2
    assert AuditEvent.objects.filter(act="publications.sign").count() == 1
    # The loser's file is gone, the winner's is there.
    names = {path.stem for path in (settings.MEDIA_ROOT / storage.PUBLISHED).iterdir()}
    assert names == {row.pdf_sha256, row.signed_sha256}


# --- The clerk's number --------------------------------------------------------------------------------------------


@pytest.fixture
def blank(row):
    Publication.objects.filter(pk=row.pk).update(document_number="", document_date=None, snapshot=numbered_snapshot(""))
    row.refresh_from_db()
    return row


def give(client, **typed):
    return client.post(URL, {"act": "number", "ban": 1, "document_number": "12", "document_date": "20/06/2018", **typed})


def test_number_and_day_are_given_once_and_nothing_else_of_the_frozen_copy_changes(office, blank):
    assert "chỉ in ra, ký tay và đóng dấu được" in words(office.get(URL))
    was = blank.snapshot
    assert give(office).status_code == 302
    blank.refresh_from_db()
    assert (blank.document_number, blank.document_date) == ("12", dt.date(2018, 6, 20))
    assert blank.snapshot == was | {"document": was["document"] | {"number": "12", "date": "2018-06-20"}}
    # Files are drawn anew, and the one that was handed out is still known.
    assert (blank.pdf_sha256, len(blank.former_files), blank.former_files[0]["format"]) == ("", 1, "pdf")
    assert list(Job.objects.order_by("pk").values_list("kind", "state")) == [
        ("publication.pdf", "queued"), ("publication.docx", "queued"), ("publication.xlsx", "queued"),
    ]  # fmt: skip
    event = AuditEvent.objects.get(act="publications.number")
    assert (event.before, event.after) == (
        {"document_number": "", "document_date": "2018-06-21"},
        {"document_number": "12", "document_date": "2018-06-20"},
    )
    assert give(office, document_number="13").status_code == 409
    blank.refresh_from_db()
    assert blank.document_number == "12"


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"document_number": ""}, "document_number", "Nhập số văn bản."),
        ({"document_number": "0"}, "document_number", "chỉ gồm chữ số, ví dụ 05"),
        ({"document_number": "5/BC"}, "document_number", "chỉ gồm chữ số, ví dụ 05"),
        ({"document_date": ""}, "document_date", "Nhập ngày văn bản."),
        ({"document_date": "20/06/2081"}, "document_date", "không thể là ngày văn bản Quý I/2018"),
    ],
)
def test_a_slip_is_named_at_its_field_and_what_was_typed_stays(office, blank, typed, field, said):
    answer = give(office, **typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert re.search(rf'id="{field}-e">[^<]*{said}', page)
    other = "document_date" if field == "document_number" else "document_number"
    assert f'value="{"20/06/2018" if other == "document_date" else "12"}"' in page
    blank.refresh_from_db()
    assert (blank.document_number, blank.document_date, Job.objects.count()) == ("", None, 0)


def test_a_number_that_is_there_stays(office, blank):
    Publication.objects.filter(pk=blank.pk).update(document_number="5")
    assert give(office).status_code == 302
    blank.refresh_from_db()
    assert (blank.document_number, blank.snapshot["document"]["number"]) == ("5", "5")


# --- The check page ------------------------------------------------------------------------------------------------


def ask(client, content, name="bao-cao.pdf"):
    return client.post(CHECK, {"file": SimpleUploadedFile(name, content)})


def finding(answer) -> tuple[str, str]:
    found = re.search(r'data-finding="(\w+)".*?<b>(.*?)\.</b>', answer.content.decode(), re.S)
    return found[1], found[2]


def test_anybody_reads_who_signed_and_asks_about_a_file(office, row, drawn, client):
    sign(office)
    row.refresh_from_db()
    signed = body(office.get(f"{URL}ban/1/pdf/"))
    client.logout()
    page = client.get(CHECK).content.decode()
    for shown in (SIGNATORY, "Phòng Kinh tế", row.signed_sha256, row.pdf_sha256, row.signatures.first().serial):
        assert shown in page
    assert "Chứng thực trình diễn Q4KH" in page
    assert finding(ask(client, signed)) == ("done", "Đúng tệp PDF đã ký số")
    assert finding(ask(client, drawn)) == ("done", "Đúng tệp PDF chưa ký số")
    assert finding(ask(client, b"day khong phai PDF")) == ("warn", "Không đọc được tệp")
    altered = bytearray(signed)
    altered[signed.index(b"endstream") - 20] ^= 1
    assert finding(ask(client, bytes(altered))) == ("wrong", "Nội dung đã bị sửa sau khi ký")
    empty, none = ask(client, b""), client.post(CHECK)
    assert (empty.status_code, none.status_code) == (422, 422)
    assert "Chọn tệp PDF rồi bấm kiểm tra" in words(none)
    other = make.make_publication(row.period, numbered_snapshot(), number=2, kind="year", code="AAAA-BBBB", xlsx_sha256="a" * 64)
    Publication.objects.filter(pk=other.pk).update(docx_sha256=row.pdf_sha256, pdf_sha256="")
    Publication.objects.filter(pk=row.pk).update(pdf_sha256="b" * 64)
    assert finding(ask(client, drawn)) == ("warn", "Tệp của một báo cáo khác")


def test_unsigned_it_says_so_and_a_file_from_before_the_number_is_known(row, drawn, client):
    Publication.objects.filter(pk=row.pk).update(
        pdf_sha256="", former_files=[{"format": "pdf", "sha256": row.pdf_sha256, "size": 1, "until": "2018-06-22"}]
    )
    assert "Chưa ký số: bản có giá trị là bản giấy" in words(client.get(CHECK))
    assert finding(ask(client, drawn)) == ("warn", "Tệp tạo trước khi cho số văn bản")


def test_a_replaced_version_says_by_which_why_and_what_changed(office, row, drawn, client):
    newer = numbered_snapshot("6")
    newer["targets"][0] |= {"actual_text": "9.173"}
    newer["units"][0] |= {"note": "đã gửi lại"}
    newer["sections"][0]["text"] += "\nThêm một dòng."
    make.make_publication(row.period, newer, number=2, replaces=row, reason="Sót số", code="AAAA-BBBB", document_number="6")
    page = words(office.get(f"{URL}?ban=2"))
    assert "Bản 2 đã đổi gì so với bản 1" in page and "Thêm một dòng" in page and "đã gửi lại" in page
    client.logout()
    old, new = words(client.get(CHECK)), words(client.get("/kiem-tra/AAAA-BBBB/"))
    assert "Bản 2 đã đổi gì Lý do: Sót số" in old and "thực hiện:" in old and "9.173" in old
    assert "Đính chính bản 1 Lý do: Sót số" in new and "05/BC-KT 06/BC-KT" in new
    for page in (old, new):
        assert newer["sections"][0]["title"] in page and "1 dòng đã sửa" in page
        # Without a login no unit is told of, nor its words.
        assert "đã gửi lại" not in page and "Thêm một dòng" not in page
    assert finding(ask(client, drawn)) == ("warn", "Đúng tệp PDF chưa ký số")


# --- The demonstration's certificates ------------------------------------------------------------------------------


def test_the_demonstration_makes_its_certificates_once(settings, tmp_path, chief):
    make.make_plan()
    settings.Q4KH_SIGNING_P12, settings.Q4KH_SIGNING_HEAD_P12 = str(tmp_path / "k/a.p12"), str(tmp_path / "k/h.p12")
    call_command("make_signing_certificate", verbosity=0)
    made = (tmp_path / "k/a.p12").read_bytes()
    call_command("make_signing_certificate", verbosity=0)
    assert (tmp_path / "k/a.p12").read_bytes() == made
    assert sorted(path.name for path in (tmp_path / "k").iterdir()) == ["a.p12", "h.p12"]


def test_the_rule_is_asked_in_the_module_too(row, chief):
    Publication.objects.filter(pk=row.pk).update(signed_sha256="a" * 64, signed_at=NOW)
    row.refresh_from_db()
    with pytest.raises(WrongState):
        signing.sign(row, by=chief, at=NOW)
