"""A year's plan, played in a real browser: begun from last year's on a phone, approved, returned, mended, accepted.

Nothing here touches the database. Then the next quarterly report asks of the new work, and the portal tells CK13.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.test_faces import _complaints as complaints

pytestmark = pytest.mark.browser

PLAN = "/ke-hoach-nam/2018/P14/"
WORK = "Tổ công nghệ giúp người cao tuổi nộp hồ sơ qua mạng"
RESULT = "Mười buổi tại ba khu phố, 60 người nộp được hồ sơ"


def state(page):
    return page.locator("[data-annual-plan]").first


def test_a_plan_from_last_years_to_the_quarters_report(portal, open_page):
    officer, head, office = open_page(width=390, height=844), open_page(), open_page()

    portal.log_in(officer, "p14.canbo")
    officer.get_by_role("link", name="Lập kế hoạch năm 2018").click()
    officer.get_by_role("button", name="Lập từ kế hoạch năm 2017").click()
    officer.wait_for_url(f"**{PLAN}soan/")
    # Last year's words stand in the task already; the ward adds work of its own.
    assert officer.input_value("[name='task-IV.11-expected_result']") != ""
    officer.fill("[name='own-1-title']", WORK)
    expect(officer.locator("[name='own-2-title']")).to_have_count(1)  # another blank row follows
    officer.fill("[name='own-1-due_on']", "30/10/2018")
    officer.fill("[name='own-1-person']", "Châu Ngọc Ẩn")
    officer.fill("[name='own-1-budget']", "6.000.000")
    officer.select_option("[name='own-1-fund']", "unit")
    officer.get_by_role("button", name="Lưu và trình lãnh đạo").click()
    # What is missing is named and mended at its place; nothing typed was lost.
    expect(officer.get_by_role("alert")).to_contain_text("Việc thêm 1: ghi kết quả dự kiến")
    assert officer.input_value("[name='own-1-title']") == WORK
    assert complaints(officer, "form of a plan on a phone") == []
    officer.fill("[name='own-1-expected_result']", "Tổ chức tốt")
    officer.get_by_role("button", name="Lưu và trình lãnh đạo").click()
    expect(state(officer)).to_have_attribute("data-state", "pending")

    portal.log_in(head, "p14.lanhdao")
    head.get_by_role("link", name="Duyệt và gửi kế hoạch năm 2018").click()
    head.get_by_role("button", name="Gửi Phòng Kinh tế").click()
    expect(state(head)).to_have_attribute("data-state", "sent")

    portal.log_in(office, "pkt.chuyenvien")
    office.get_by_role("link", name="Xem xét kế hoạch năm 2018").click()
    office.locator("tr[data-unit=P14]").get_by_role("link", name="Xem xét").click()
    office.fill("[name=reason]", "Kết quả “tổ chức tốt” chưa đo được, ghi số buổi và số người.")
    office.get_by_role("button", name="Trả lại cho Phường 14").click()
    expect(state(office)).to_have_attribute("data-state", "returned")

    officer.goto(portal.url)
    officer.get_by_role("link", name="Sửa kế hoạch năm 2018 bị trả lại").click()
    assert "ghi số buổi và số người" in officer.locator(".q-note").first.inner_text()
    officer.fill("[name='own-1-expected_result']", RESULT)
    officer.get_by_role("button", name="Lưu và trình lãnh đạo").click()
    head.goto(portal.url + PLAN)
    head.get_by_role("button", name="Gửi Phòng Kinh tế").click()

    # The office sees what was mended, and accepts.
    office.goto(portal.url + PLAN)
    expect(office.locator("[data-change=changed]")).to_have_count(1)
    assert complaints(office, "a plan under review") == []
    office.get_by_role("button", name="Chấp nhận kế hoạch").click()
    expect(state(office)).to_have_attribute("data-state", "accepted")
    assert state(office).get_attribute("data-official") == "2"

    # The quarter's report asks how far it is, and nobody types whether there is a plan.
    officer.goto(f"{portal.url}/bao-cao/2018/2/P14/soan/")
    expect(officer.locator("select[name='progress-R1-status']")).to_have_count(1)
    assert RESULT in officer.locator("#s3").locator("xpath=..").locator("xpath=..").inner_text()
    told = officer.locator("[data-told=CK13]").inner_text()
    assert "Có" in told
    assert "kế hoạch năm 2018 được chấp nhận ngày 08/06/2018" in told
    office.goto(f"{portal.url}/chi-tieu/CK13/?nam=2018")
    assert "Phường 14 (08/06/2018)" in office.locator("main").inner_text()
