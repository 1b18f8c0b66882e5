"""Nhập liệu as people meet it: hand in, see, take in, take back."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests import factories as make
from tests.taking import upload, xlsx
from units import clock, storage
from units.importing import taking
from units.importing.runs import ImportRun
from units.models import Unit
from units.resources import UnitResource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_of")]
HEADS = ["Mã", "Tên đầy đủ", "Loại", "Từ ngày", "Ghi chú riêng"]
PHUONG = ["P9", "Ủy ban nhân dân Phường 9", "phường", "19/12/2016", "x"]


@pytest.fixture
def as_of(settings):
    settings.Q4KH_TODAY = "2018-06-08T09:00:00"


@pytest.fixture
def administrator(client):
    user = make.make_user("quan.tri", role="administrator")
    client.force_login(user)
    return user


def hand_in(client, content, name="đơn vị.xlsx"):
    return client.post("/nhap-lieu/don-vi/", {"file": upload(content, name)})


def test_a_sheet_is_seen_taken_in_and_taken_back(client, administrator):
    content = xlsx(HEADS, PHUONG)
    answer = hand_in(client, content)
    run = ImportRun.objects.get()
    assert (answer.status_code, answer.url, run.state) == (302, f"/nhap-lieu/lan/{run.pk}/", "uploaded")
    page = client.get(answer.url).text
    assert 'data-rows="new">1<' in page and "E1 “Ghi chú riêng”" in page and "Phường 9" in page
    assert Unit.objects.count() == 0
    stamp = page.partition('name="stamp" value="')[2].partition('"')[0]
    assert client.post(answer.url, {"act": "apply", "stamp": stamp}).status_code == 302
    assert Unit.objects.get().code == "P9"
    assert client.post(answer.url, {"act": "apply", "stamp": stamp}).status_code == 409
    log = client.get("/nhat-ky/").text
    assert f'href="{answer.url}">Xem, hoàn tác' in log and "Nhập bảng tính" in log
    assert client.get(f"{answer.url}tep/").getvalue() == content
    assert "Hoàn tác lần nhập này" in client.get(answer.url).text
    assert client.post(answer.url, {"act": "undo"}).status_code == 302
    assert Unit.objects.count() == 0
    assert 'data-state="undone"' in client.get("/nhap-lieu/").text


def test_what_was_seen_is_what_is_taken_in(client, administrator):
    make.make_unit("P9", files_reports=False)
    address = hand_in(client, xlsx(["Mã", "Tên đầy đủ", "Loại", "Từ ngày"], PHUONG[:4])).url
    Unit.objects.update(name="Phường Chín")
    old = client.get(address).text.partition('name="stamp" value="')[2].partition('"')[0]
    Unit.objects.update(name="Phường Số Chín")
    answer = client.post(address, {"act": "apply", "stamp": old})
    assert answer.status_code == 409
    assert "Phường Số Chín" in answer.text and "vừa thay đổi" in answer.text
    assert Unit.objects.get().name == "Phường Số Chín"


def test_mistakes_are_marked_in_the_sheet_that_was_handed_in(client, administrator):
    address = hand_in(client, xlsx(HEADS, PHUONG, [*PHUONG[:2], "thôn", "=1", None])).url
    page = client.get(address).text
    assert "Nhập tất cả" not in page and "Dòng 3" in page
    assert client.post(address, {"act": "apply", "stamp": ""}).status_code == 422
    sheet = load_workbook(io.BytesIO(client.get(f"{address}cho-can-sua.xlsx").content)).active
    assert sheet["C3"].comment.text.startswith("“thôn” không có trong danh sách")
    assert sheet["C3"].fill.fgColor.rgb == "FFF8D7DA" and sheet["C2"].fill.fgColor.rgb != "FFF8D7DA"
    assert "Loại: “thôn”" in sheet["F3"].value


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp rỗng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le"), "kiểu cũ (.xls)"),
        (b"%PDF-1.4", "Tệp là PDF"),
        (xlsx(HEADS, PHUONG)[:-900], ""),
        (xlsx(["Tên", "Loại"], ["a", "b"]), "Thiếu cột “Mã”"),
        (xlsx(HEADS), "không có dòng nào"),
    ],
    ids=["empty", "xls", "pdf", "cut", "heads", "rows"],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(client, administrator, content, words):
    answer = hand_in(client, content)
    assert answer.status_code == 422
    assert "Chưa đọc được tệp" in answer.text and words in answer.text
    assert not ImportRun.objects.exists()


def test_template_and_export_say_what_they_hold(client, administrator):
    book = load_workbook(io.BytesIO(client.get("/nhap-lieu/don-vi/mau.xlsx").content))
    assert [cell.value for cell in book["Đơn vị"][5]][:4] == ["Mã *", "Tên đầy đủ *", "Tên ngắn", "Loại *"]
    assert book["Hướng dẫn"]["A6"].value == "Mã"
    make.make_unit("P9")
    sheet = load_workbook(io.BytesIO(client.get("/nhap-lieu/don-vi/hien-co.xlsx").content)).active
    assert [cell.value for cell in sheet[6]][:2] == ["P9", "Ủy ban nhân dân Phường 9"]


def test_a_template_filled_in_is_read(client, administrator):
    book = load_workbook(io.BytesIO(client.get("/nhap-lieu/don-vi/mau.xlsx").content))
    for column, value in zip("ABDK", ["P9", "Phường 9", "phường", "19/12/2016"]):
        book["Đơn vị"][f"{column}6"] = value
    written = io.BytesIO()
    book.save(written)
    assert hand_in(client, written.getvalue()).status_code == 302


def test_the_administration_leads_to_the_same_sheets(client, administrator):
    make.make_unit("P9")
    page = client.get(reverse("admin:units_unit_changelist")).text
    assert "/nhap-lieu/don-vi/" in page and "/nhap-lieu/don-vi/hien-co.xlsx" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_of_one_sheet_and_of_three(client, administrator, django_assert_num_queries, rows):
    for n in range(rows):
        ImportRun.objects.create(kind="don-vi", file_name=f"{n}.xlsx", sha256="0" * 64, size=1,
                                 uploaded_at=clock.now(), uploaded_by_name="Ai")  # fmt: skip
    with django_assert_num_queries(3):
        client.get("/nhap-lieu/")


def test_files_that_nobody_took_in_go_after_a_week(administrator):
    shas = []
    for code, name in (("P8", "cũ"), ("P9", "mới")):
        content = xlsx(HEADS, [code, *PHUONG[1:]])
        run = taking.hand_in(UnitResource(), upload(content, name), by=administrator, at=clock.now(), on=clock.today())
        shas.append(run.sha256)
    ImportRun.objects.filter(file_name="cũ").update(uploaded_at=make.at("2018-05-30T09:00"))
    assert taking.tidy(clock.now()) == 1
    assert [storage.path(storage.IMPORTS, sha256).exists() for sha256 in shas] == [False, True]
