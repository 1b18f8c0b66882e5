"""A quarter filed without a connection: the workbook downloaded, filled on the desk, handed in, looked at, sent."""

import pytest
from openpyxl import load_workbook

from tests.browser.test_faces import _complaints as complaints

pytestmark = pytest.mark.browser


def fill(path):
    """Every cell that is still blank and has to say something, as a person does: by the heads and what a row asks."""
    book = load_workbook(path)
    texts = book["Lời văn"]
    for row in texts.iter_rows(min_row=6):
        if row[0].value and row[0].value.startswith(("I. ", "II. ")):
            row[1].value = "Phường đã triển khai kế hoạch tại 6 khu phố."
    figures = book["Số liệu"]
    heads = {cell.value.split("\n")[0]: at for at, cell in enumerate(figures[5]) if cell.value}
    for row in figures.iter_rows(min_row=6):
        value, how = row[heads["Kỳ này"]], row[heads["Cách nhập"]].value or ""
        if how.startswith("Nhập số"):
            value.value = 1
        elif how.startswith("Chọn Có"):
            value.value = "Có"
    tasks = book["Nhiệm vụ"]
    heads = {cell.value: at for at, cell in enumerate(tasks[5]) if cell.value}
    for row in tasks.iter_rows(min_row=6):
        if row[0].value:
            row[heads["Tình trạng"]].value = "Đang thực hiện"
    book.save(path)


def test_from_the_download_to_sent(portal, open_page, tmp_path):
    page = portal.log_in(open_page(), "p1.lanhdao")
    form = f"{portal.url}/bao-cao/2018/2/P1/soan/"
    page.goto(form)
    with page.expect_download() as download:
        page.get_by_role("link", name="tải Excel").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "bao-cao-2018-2-P1.xlsx"
    fill(path)

    page.get_by_role("link", name="nhập Excel").click()
    page.get_by_label("Tệp Excel đã điền").set_input_files(path)
    page.get_by_role("button", name="Xem trước").click()
    assert page.locator("h1").inner_text() == "Xem trước tệp Excel"
    assert page.locator("[data-line=situation]").inner_text().count("tại 6 khu phố") == 1
    assert complaints(page, "preview") == []
    page.get_by_role("button", name="Nhập vào bản nháp").click()
    page.wait_for_url(form)
    assert "Đã đủ, có thể gửi" in page.locator("[role=status]").all_inner_texts()[0]
    page.get_by_role("button", name="Gửi Phòng Kinh tế").click()
    page.wait_for_url(f"{portal.url}/bao-cao/2018/2/P1/")
    assert page.locator("[data-report]").first.get_attribute("data-state") == "sent"
    assert page.get_by_text("Nhập báo cáo từ tệp Excel").count() == 1
