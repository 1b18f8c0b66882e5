"""One record and what follows from it, played in a real browser: the quarter's form, the target, the public page.

Nothing here touches the database. The administrator says that models count from Quý II/2018; a ward officer records
one; the office confirms it; an article goes the same way through Trung tâm Văn hóa.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_faces import _complaints as complaints

pytestmark = pytest.mark.browser

MODEL = "Gọi số thứ tự bằng loa ở sảnh phường"
ARTICLE = "Phường 6 gọi số bằng loa, người cao tuổi khỏi phải nhìn bảng"
FORM, SHOWN = "/bao-cao/2018/2/P6/soan/", "/chuyen-trang/?q=goi+so"


def actual(page, portal, code) -> str:
    page.goto(f"{portal.url}/chi-tieu/{code}/?nam=2018")
    return page.locator(f"[data-target={code}]").get_attribute("data-actual")


def record_line(page, title):
    return page.locator("[data-record]", has_text=title)


def test_a_model_is_recorded_counted_confirmed_and_shown(portal, open_page):
    administrator, office, visitor = open_page(), open_page(), open_page()
    officer, head = open_page(width=390, height=844), open_page()

    portal.log_in(administrator, "quantri")
    administrator.goto(f"{portal.url}/so-theo-doi/cach-dem/CT03/")
    administrator.select_option("[name=since]", label="Quý II/2018")
    administrator.get_by_role("button", name="Lưu cách đếm CT03").click()
    expect(administrator.get_by_role("status").first).to_contain_text("Đã lưu cách đếm CT03")

    # P6's report was accepted: the office opens it again, and the ward adds what it forgot.
    portal.log_in(office, "pkt.chuyenvien")
    office.goto(f"{portal.url}/bao-cao/2018/2/P6/")
    office.get_by_text("Mở khóa để đính chính").first.click()
    office.get_by_label("Lý do mở khóa").fill("Bổ sung một mô hình.")
    office.locator("button[name=move][value=unlock]").click()
    before = actual(office, portal, "CT03")

    portal.log_in(officer, "p6.canbo")
    officer.goto(portal.url + FORM)
    line = officer.locator("[data-counted=CT03]")
    assert line.locator("b").first.inner_text() == "0"
    line.get_by_role("link", name="Ghi thêm vào sổ theo dõi").click()
    officer.fill("[name=title]", MODEL)
    officer.fill("[name=starts_on]", "04/06/2018")
    officer.locator("[name=is_effective]").check()
    officer.get_by_role("button", name="Ghi vào sổ", exact=True).click()
    officer.wait_for_url(f"**{FORM}")
    assert line.locator("b").first.inner_text() == "1"
    assert "chờ Phòng Kinh tế xác nhận" in line.inner_text()
    assert complaints(officer, "form with a counted line") == []

    portal.log_in(head, "p6.lanhdao")
    head.goto(portal.url + FORM)
    head.locator("button[name=move][value=send]").click()
    expect(head.locator("[data-report]").first).to_have_attribute("data-state", "sent")

    # Sent and not confirmed: it stands beside the figure.
    office.goto(f"{portal.url}/bao-cao/2018/2/P6/")
    assert "1 bản ghi chưa được xác nhận nên chưa tính vào chỉ tiêu." in office.locator("main").inner_text()
    assert complaints(office, "review of a counted line") == []
    office.get_by_role("link", name=re.compile(MODEL)).first.click()
    office.get_by_role("button", name="Xác nhận bản ghi").click()
    office.get_by_role("button", name="Đưa lên chuyên trang").click()
    assert actual(office, portal, "CT03") == before
    expect(record_line(office, MODEL)).to_have_attribute("data-standing", "waiting")

    office.goto(f"{portal.url}/bao-cao/2018/2/P6/")
    office.locator("button[name=move][value=accept]").click()
    assert actual(office, portal, "CT03") == str(int(before or 0) + 1)
    expect(record_line(office, MODEL)).to_have_attribute("data-standing", "counted")
    assert complaints(office, "target with its records") == []

    # Anybody reads it, without an account.
    visitor.goto(portal.url + SHOWN)
    visitor.get_by_role("link", name=MODEL).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(MODEL)
    assert complaints(visitor, "public item") == []


def test_an_article_is_proposed_published_and_counts(portal, open_page):
    ward, publisher, office, visitor = open_page(width=390, height=844), open_page(), open_page(), open_page()

    portal.log_in(ward, "p6.canbo")
    ward.goto(f"{portal.url}/so-theo-doi/ghi/article/")
    ward.fill("[name=title]", ARTICLE)
    ward.fill("[name=starts_on]", "28/05/2018")
    ward.get_by_role("button", name="Ghi vào sổ", exact=True).click()
    address = ward.url

    portal.log_in(publisher, "ttvh.canbo")
    publisher.goto(address)
    publisher.fill("[name=published_on]", "29/05/2018")
    publisher.locator("[name=on_website]").check()
    publisher.get_by_role("button", name="Đăng bài").click()
    visitor.goto(portal.url + SHOWN)
    expect(visitor.get_by_role("link", name=ARTICLE)).to_be_visible()

    portal.log_in(office, "pkt.chuyenvien")
    office.goto(address)
    office.get_by_role("button", name="Xác nhận bản ghi").click()

    # In the quarter's form of whoever published it, in the month in which it came out.
    publisher.goto(f"{portal.url}/bao-cao/2018/2/TTVH/soan/")
    month = publisher.locator("[data-counted='CT11-2018-05']")
    assert ARTICLE in month.inner_text()
    assert month.locator("b").first.inner_text() == "3"
    office.goto(f"{portal.url}/chi-tieu/CT11/?nam=2018")
    expect(record_line(office, ARTICLE)).to_have_attribute("data-standing", "untold")
