"""A review played in a real browser: changes word by word, one line back, the unit's answer, accepted, the next one.

Wards of this file alone: Phường 9, whose report of Quý II/2018 was sent twice, and Phường 4 and the Office, which wait.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_faces import AXE, FINDINGS

pytestmark = pytest.mark.browser

REPORT = "/bao-cao/2018/2/P9/"
NEEDS = "Nêu rõ việc chi cho sáng kiến."


def line(page, name):
    return page.locator(f"[data-line='{name}']")


def findings(page):
    page.evaluate(AXE)
    return page.evaluate(FINDINGS)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_one_line_goes_back_is_answered_and_the_report_is_accepted(portal, open_page):
    reviewer, officer, head = open_page(), open_page(width=390, height=844), open_page()
    portal.log_in(reviewer, "pkt.chuyenvien")
    reviewer.goto(portal.url + REPORT)

    # What changed since the first sending: figures side by side, texts word by word, what came back first.
    expect(reviewer.locator(".q-tabs a[aria-current]")).to_have_text(re.compile("Thay đổi so với lần 1"))
    figure = line(reviewer, "CT03").locator("dl")
    assert " ".join(figure.inner_text().split()) == "Lần 1 2 Lần 2 1 Quý I 0 Cộng dồn 1 Sổ theo dõi 2"
    text = line(reviewer, "IV. Khó khăn, vướng mắc")
    assert text.locator("del").inner_text() == "còn hạn chế"
    assert "chủ yếu vận động" in text.locator("ins").inner_text()
    assert findings(reviewer) == []

    # One line is marked: its box opens, the counts and the buttons say so.
    give_back = reviewer.locator("button[name=move][value=return]")
    assert give_back.inner_text() == "Trả lại cho Phường 9"
    assert not text.get_by_label("Lý do trả lại dòng này").is_visible()
    text.get_by_label("Trả lại dòng này", exact=True).check()
    assert give_back.inner_text() == "Trả lại 1 dòng cho Phường 9"
    assert reviewer.locator("[data-count]").inner_text() == "3 dòng được, 1 dòng trả lại."
    assert reviewer.locator("#why").inner_text() == "Muốn chấp nhận, đổi dòng IV. Khó khăn, vướng mắc thành “Được”."
    text.get_by_label("Lý do trả lại dòng này").fill(NEEDS)

    # Looking at another tab loses neither mark nor words.
    reviewer.get_by_role("link", name="Tất cả").click()
    assert text.get_by_label("Lý do trả lại dòng này").input_value() == NEEDS
    assert give_back.inner_text() == "Trả lại 1 dòng cho Phường 9"
    # N is a letter in a box, and a key elsewhere.
    text.get_by_label("Lý do trả lại dòng này").press("End")
    reviewer.keyboard.type("nn")
    assert text.get_by_label("Lý do trả lại dòng này").input_value() == f"{NEEDS}nn"
    text.get_by_label("Lý do trả lại dòng này").fill(NEEDS)

    # A marked line keeps the report from being accepted, with the words still there.
    reviewer.get_by_role("button", name="Chấp nhận báo cáo").click()
    alert = reviewer.get_by_role("alert")
    assert "Muốn chấp nhận, đổi dòng IV. Khó khăn, vướng mắc thành “Được”." in alert.inner_text()
    assert text.get_by_label("Lý do trả lại dòng này").input_value() == NEEDS
    assert findings(reviewer) == []
    give_back.click()
    expect(reviewer.locator("[data-report]")).to_have_attribute("data-state", "returned")

    # The officer, on a phone, reads it at the line, mends it and answers there.
    portal.log_in(officer, "p9.canbo")
    officer.goto(f"{portal.url}{REPORT}soan/")
    note = officer.locator(".q-field", has=officer.locator("#difficulties")).locator(".q-note")
    assert NEEDS in note.inner_text()
    note.get_by_label("Trả lời").fill("Đã ghi số tiền của từng sáng kiến.")
    officer.fill("[name=difficulties]", "Kinh phí cho hai sáng kiến thiếu 6 triệu đồng.")
    assert fits(officer)
    officer.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    expect(officer.locator("[data-report]")).to_have_attribute("data-state", "pending")
    portal.log_in(head, "p9.lanhdao")
    head.goto(portal.url + REPORT)
    assert "Đã ghi số tiền của từng sáng kiến." in head.locator(".q-note", has_text=NEEDS).first.inner_text()
    head.get_by_role("button", name="Gửi Phòng Kinh tế").click()
    expect(head.locator("[data-report]")).to_have_attribute("data-state", "sent")

    # The reviewer finds note, answer and the new words at the line, and accepts.
    reviewer.goto(portal.url + REPORT)
    assert reviewer.locator(".q-tabs a[aria-current] .q-count").inner_text() == "1"
    text = line(reviewer, "IV. Khó khăn, vướng mắc")
    assert "thiếu 6 triệu đồng" in text.locator("ins").inner_text()
    assert "Đơn vị trả lời: Đã ghi số tiền của từng sáng kiến." in text.locator(".q-note").inner_text()
    assert give_back.inner_text() == "Trả lại cho Phường 9"
    reviewer.get_by_role("button", name="Chấp nhận báo cáo").click()
    expect(reviewer.locator("[data-report]")).to_have_attribute("data-state", "accepted")

    # The whole way of it stands below, newest first.
    told = reviewer.locator(".q-timeline h3").all_inner_texts()
    assert [row.strip() for row in told][:8] == [
        "Chấp nhận lần 3", "Gửi lần 3", "Trình lãnh đạo duyệt", "Trả lại lần 2", "Gửi lần 2", "Trình lãnh đạo duyệt",
        "Trả lại lần 1", "Bắt đầu xem xét",
    ]  # fmt: skip
    assert findings(reviewer) == []

    # One key leads to the next report that waits.
    following = reviewer.locator("a[data-next]").get_attribute("href")
    reviewer.locator("h1").click()
    with reviewer.expect_navigation():
        reviewer.keyboard.press("n")
    assert reviewer.url == portal.url + following
    assert reviewer.locator("[data-report]").get_attribute("data-state") == "sent"

    # Any two sendings can be compared.
    reviewer.goto(f"{portal.url}{REPORT}lan/1/")
    reviewer.get_by_role("link", name="So với lần 3").click()
    assert "từ lần 1 đến lần 3" in reviewer.locator("#khac").inner_text()
    assert findings(reviewer) == []


def test_a_phone_reviews_without_a_script(portal, open_page):
    reviewer = open_page(width=390, height=844, java_script_enabled=False)
    portal.log_in(reviewer, "pkt.truongphong")
    reviewer.goto(f"{portal.url}/bao-cao/2018/2/P4/")
    odd = line(reviewer, "CT04")
    assert "Gấp 12 lần quý trước." in odd.inner_text()
    assert reviewer.locator("[data-line]").first.get_attribute("data-line") == "CT04"
    odd.get_by_label("Trả lại dòng này", exact=True).check()
    # Neither the line nor the report has a reason yet.
    reviewer.locator("button[name=move][value=return]").click()
    assert "Ghi lý do trả lại dòng CT04" in reviewer.get_by_role("alert").inner_text()
    assert odd.get_by_label("Trả lại dòng này", exact=True).is_checked()
    assert reviewer.locator("button[name=move][value=return]").inner_text() == "Trả lại 1 dòng cho Phường 4"
    odd.get_by_label("Lý do trả lại dòng này").fill("Chỉ tính tổ chức có tên trong sổ.")
    reviewer.locator("button[name=move][value=return]").click()
    assert reviewer.locator("[data-report]").get_attribute("data-state") == "returned"
    notes = reviewer.locator(".q-split .q-note").all_inner_texts()
    assert len(notes) == 1
    assert notes[0].startswith("Chỉ tính tổ chức có tên trong sổ.")
