"""The Economics Office gathers Quý I/2018: reads, quotes, skips, edits, takes an edit back; and answers what its own unit asked of the Department."""

import re

import pytest
from playwright.sync_api import expect

from tests.demonstration import PASSWORD

pytestmark = pytest.mark.browser

DRAFT = "/tong-hop/2018/1/"


def test_gathering_one_quarter(portal, open_page):
    page = open_page()
    portal.log_in(page, "pkt.chuyenvien")
    page.goto(portal.url + DRAFT)
    page.get_by_role("button", name="Lập dự thảo Quý I/2018").click()
    first = page.locator("[name=results]").input_value()
    unread = _unread(page)
    assert unread > 2

    # Quote both unread texts of Phường 15, skip one of Phường 2: only the former has been read by that.
    page.get_by_role("link", name="Gom từ đơn vị").click()
    page.wait_for_url(re.compile(r"xem=gom"))
    lines = page.locator(".q-said")
    count = lines.count()
    for name in ("Phường 15", "Phường 15", "Phường 2"):
        line = lines.filter(has=page.get_by_role("link", name=name, exact=True)).first
        words = line.locator("p").inner_text()
        line.get_by_role("button", name="Bỏ qua" if name == "Phường 2" else "Trích", exact=False).first.click()
        # The page comes back to where the next one stands.
        page.wait_for_url(re.compile(r"xem=gom#t-\d+-[a-z0-9-]+$"))
        if name == "Phường 15":
            page.goto(portal.url + DRAFT)
            whole = " ".join(words.split())
            assert whole in "\n".join(page.locator("textarea").evaluate_all("rows => rows.map(row => row.value)"))
            page.goto(f"{portal.url}{DRAFT}?xem=gom")
    assert lines.count() == count - 3
    page.goto(f"{portal.url}{DRAFT}?xem=gom&dau=skipped")
    assert lines.count() == 1
    page.goto(portal.url + DRAFT)
    assert _unread(page) == unread - 1

    # Every save is a version; the words of the first draft can be taken back.
    page.fill("[name=results]", "Lời văn đã viết lại.")
    page.get_by_role("button", name="Lưu dự thảo").last.click()
    page.get_by_role("link", name="Các lần sửa").click()
    assert "Lời văn đã viết lại." in page.locator(".q-diff ins").first.inner_text()
    page.get_by_role("link", name="Dự thảo đầu").click()
    page.get_by_role("button", name="Lấy lại dự thảo đầu").click()
    assert page.locator("[name=results]").input_value() == first


def test_a_draft_half_written_is_there_again_after_another_tab_and_after_a_login(portal, open_page):
    page = open_page()
    portal.log_in(page, "pkt.chuyenvien")
    page.goto(portal.url + DRAFT)
    start = page.get_by_role("button", name="Lập dự thảo Quý I/2018")
    if start.count():
        start.click()
    page.fill("[name=causes]", "Gõ dở rồi mở thẻ khác.")
    page.wait_for_timeout(500)
    page.get_by_role("link", name="Gom từ đơn vị").click()
    page.wait_for_url("**xem=gom")
    page.get_by_role("link", name="Soạn lời văn").first.click()
    page.get_by_text("Đã đưa lại phần gõ trên máy này mà chưa lưu.").wait_for()
    assert page.locator("[name=causes]").input_value() == "Gõ dở rồi mở thẻ khác."

    # The session ends; the login on the page that holds the words saves them.
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Lưu dự thảo").last.click()
    page.get_by_role("heading", name="Phiên làm việc đã hết hạn, nội dung vẫn còn").wait_for()
    page.fill("[name=username]", "pkt.chuyenvien")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Đăng nhập và lưu").click()
    page.get_by_text("Đã lưu dự thảo lúc").wait_for()
    assert page.locator("[name=causes]").input_value() == "Gõ dở rồi mở thẻ khác."
    assert page.locator("[data-keep]").inner_text() == ""


def test_a_return_pressed_without_a_session_keeps_its_words(portal, open_page):
    page = open_page()
    portal.log_in(page, "pkt.chuyenvien")
    page.goto(f"{portal.url}/bao-cao/2018/2/P4/")
    reason = "Ghi rõ tên từng hộ được hướng dẫn."
    page.get_by_label("Lời gửi đơn vị").fill(reason)
    page.context.clear_cookies(name="sessionid")
    page.locator("button[name=move][value=return]").click()
    page.get_by_role("heading", name="Phiên làm việc đã hết hạn, chưa làm gì").wait_for()
    assert page.get_by_label("Đoạn 1").input_value() == reason
    page.get_by_role("link", name="Đăng nhập lại").click()
    page.fill("[name=username]", "pkt.chuyenvien")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    # Back on the report, where the words stand in their box again and nothing was returned.
    page.locator("[data-report=P4-2018-2][data-state=sent]").wait_for()
    assert page.get_by_label("Lời gửi đơn vị").input_value() == reason


def test_a_unit_sees_that_it_was_heard(portal, open_page):
    reviewer, officer, leader = open_page(), open_page(width=390, height=844), open_page(width=390, height=844)
    answer = "Sở cử chuyên gia đến xưởng trong tuần thứ hai của tháng 7/2018."

    portal.log_in(reviewer, "pkt.chuyenvien")
    reviewer.get_by_role("link", name="Kiến nghị").first.click()
    reviewer.fill("[name=q]", "chuyen gia tu van")
    reviewer.get_by_role("button", name="Lọc").click()
    row = reviewer.locator("[data-proposal]")
    expect(row).to_have_count(1)
    row.get_by_role("link", name="Trả lời").click()
    # Without words it is refused, and says where; what was typed stays.
    reviewer.fill("[name=answered_on]", "07/06/2018")
    reviewer.get_by_role("button", name="Trả lời Phòng Kinh tế").click()
    assert reviewer.locator("[name=answer]").get_attribute("aria-invalid") == "true"
    assert reviewer.locator("[name=answered_on]").input_value() == "07/06/2018"
    reviewer.fill("[name=answer]", answer)
    reviewer.get_by_role("button", name="Trả lời Phòng Kinh tế").click()
    expect(reviewer.locator("[data-proposal]").first).to_have_attribute("data-state", "answered")

    portal.log_in(officer, "pkt.canbo")
    home = officer.locator("section", has=officer.get_by_role("heading", name="Kiến nghị đã được trả lời"))
    assert answer in home.inner_text()
    assert "Sở Khoa học và Công nghệ trả lời ngày 07/06/2018" in home.inner_text()
    home.locator("[data-proposal] p a").first.click()
    officer.get_by_role("link", name="Báo cáo Quý I/2018").click()
    assert answer in officer.locator("main").inner_text()

    # Leadership sees what waits for itself, the longest first, and where to read it.
    portal.log_in(leader, "ubnd.lanhdao")
    waiting = leader.locator("#cho-quyet-dinh")
    assert re.search(r"Chờ UBND quyết định: \d kiến nghị", waiting.inner_text())
    oldest = waiting.locator("[data-proposal]").first
    assert "Phòng Quản lý đô thị" in oldest.inner_text()
    oldest.get_by_role("link").click()
    assert leader.locator("[data-proposal]").first.get_attribute("data-state") == "open"
    assert leader.get_by_role("button", name=re.compile("^Trả lời")).count() == 0


def _unread(page) -> int:
    """ "Còn 17 đơn vị chưa đọc" of the checklist."""
    found = re.search(r"Còn (\d+) đơn vị chưa đọc", page.locator(".q-check").inner_text())
    return int(found[1]) if found else 0
