"""An office brings in its own sheet: the template, mistakes marked and mended, seen, taken in, taken back from the log."""

import pytest
from openpyxl import load_workbook

from tests.browser.test_faces import _complaints as complaints

pytestmark = pytest.mark.browser
ROWS = [
    {"Mã": "P19", "Tên đầy đủ": "Ủy ban nhân dân Phường 19", "Loại": "phường", "Từ ngày": "01/06/2018"},
    {"Mã": "P20", "Tên đầy đủ": "Ủy ban nhân dân Phường 20", "Loại": "thôn", "Từ ngày": "01/06/2018"},
]


def fill(path):
    """Under the template's heads, as a person does."""
    book = load_workbook(path)
    sheet = book["Đơn vị"]
    places = {cell.value.removesuffix(" *"): cell.column for cell in sheet[5] if cell.value}
    for at, row in enumerate(ROWS, 6):
        for head, value in row.items():
            sheet.cell(at, places[head]).value = value
    book.save(path)


def mend(path) -> list[str]:
    """Put right what is marked in the sheet that came back; what the marks say."""
    book = load_workbook(path)
    marked = [cell for row in book["Đơn vị"] for cell in row if cell.comment]
    said = [cell.comment.text for cell in marked]
    for cell in marked:
        cell.value, cell.comment = "phường", None
    book.save(path)
    return said


def downloaded(page, link, folder):
    with page.expect_download() as download:
        link.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def handed_in(page, path):
    page.get_by_label("Bảng tính").set_input_files(path)
    page.get_by_role("button", name="Xem trước").click()
    page.locator("[data-import]").wait_for()
    return {one.get_attribute("data-rows"): one.inner_text() for one in page.locator("[data-rows]").all()}


def test_from_the_template_to_taking_it_back(portal, open_page, tmp_path):
    page = portal.log_in(open_page(), "quantri")
    page.goto(f"{portal.url}/nhap-lieu/")
    page.get_by_role("link", name="Nhập đơn vị").click()
    path = downloaded(page, page.get_by_role("link", name="Tải bảng mẫu"), tmp_path)
    fill(path)

    assert handed_in(page, path) == {"new": "1", "changed": "0", "same": "0", "wrong": "1"}
    assert page.get_by_role("button", name="Nhập tất cả").count() == 0
    found = complaints(page, "mistakes")
    marked = downloaded(page, page.get_by_role("link", name="Tải bảng đã đánh dấu chỗ sai"), tmp_path)
    (said,) = mend(marked)
    assert said.startswith("“thôn” không có trong danh sách")

    page.get_by_role("link", name="Chọn tệp khác").click()
    assert handed_in(page, marked) == {"new": "2", "changed": "0", "same": "0", "wrong": "0"}
    found += complaints(page, "preview")
    page.get_by_role("button", name="Nhập tất cả 2 dòng").click()
    page.get_by_role("status").get_by_text("Đã nhập: 2 dòng mới, 0 dòng thay đổi.").wait_for()
    found += complaints(page, "taken in")
    page.goto(f"{portal.url}/don-vi/?q=phuong")
    assert page.locator("[data-unit=P19], [data-unit=P20]").count() == 2

    page.goto(f"{portal.url}/nhat-ky/?viec=imports.apply")
    page.get_by_role("link", name="Xem, hoàn tác").click()
    page.get_by_role("button", name="Hoàn tác lần nhập này").click()
    page.locator("[data-import][data-state=undone]").wait_for()
    found += complaints(page, "taken back")
    page.goto(f"{portal.url}/don-vi/?q=phuong")
    assert page.locator("[data-unit=P19], [data-unit=P20]").count() == 0
    assert page.locator("[data-unit=P1]").count() == 1
    assert found == []
