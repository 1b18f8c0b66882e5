"""A ward files on a telephone: how many keys and touches it takes, and that the short cuts work without a mouse.

Phường 13's report of Quý II/2018. What stands in its draft is cleared away first, so that the count is of a whole report.
"""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FORM = "/bao-cao/2018/2/P13/soan/"
SITUATION = "Phường đã phổ biến kế hoạch đến tổ dân phố."
RESULTS = "Dán mã QR tra cứu hồ sơ tại bộ phận một cửa."
# Two sentences are most of it; the rest of a report may take this many keys and touches more.
WORDS = len(SITUATION) + len(RESULTS)
BESIDE_WORDS = 40


class Hand:
    """Keys and touches, counted."""

    def __init__(self, page):
        self.page, self.keys, self.touches = page, 0, 0

    def touch(self, locator):
        locator.tap()
        self.touches += 1

    def type(self, text):
        self.page.keyboard.type(text)
        self.keys += len(text)

    def press(self, key):
        self.page.keyboard.press(key)
        self.keys += 1


@pytest.fixture
def phone(portal, open_page):
    page = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    portal.log_in(page, "p13.canbo")
    page.goto(portal.url + FORM)
    return page


def focused(page):
    return page.evaluate("document.activeElement.name || ''")


def clear(page):
    """As the form of a ward that has typed nothing yet; what carries on by itself stays."""
    for name in ("situation", "results", "advantages", "difficulties", "causes", "proposals", "next_quarter"):
        page.fill(f"[name={name}]", "")
    for code in ("CT03", "CT04"):
        page.fill(f"[name='figure-{code}-value']", "")
    page.locator(".q-dock").get_by_role("button", name="Lưu").tap()
    page.get_by_role("status").filter(has_text="Đã lưu lúc").first.wait_for()


def test_a_ward_files_on_a_phone_with_few_keys_and_touches(phone):
    page = phone
    clear(page)
    hand = Hand(page)
    began = time.monotonic()
    dock = page.locator(".q-dock")
    # The numbers of the parts are the server's, and follow what is typed.
    parts = page.locator("[data-part]")
    told = re.findall(r'data-part="\w+">(\d+/\d+)<', page.request.get(page.url).text())
    assert parts.all_inner_texts() == told and told[0] == "0/2"
    # "Còn thiếu" is in sight wherever one is, and each missing line is a link.
    hand.touch(dock.get_by_role("link"))
    hand.touch(page.locator("[data-missing-list] a").first)
    assert page.url.endswith("#situation")
    page.locator("[name=situation]").focus()
    hand.touch(page.locator("[name=situation]"))
    hand.type(SITUATION)
    hand.touch(page.locator("[name=results]"))
    hand.type(RESULTS)
    # A text of last quarter, by one touch.
    hand.touch(page.locator("button[name=copy][value=next_quarter]"))
    expect(page.locator("[name=next_quarter]")).not_to_have_value("")
    hand.touch(page.locator("[name='figure-CT03-value']"))
    hand.type("1")
    hand.press("Enter")
    assert focused(page) == "figure-CT04-value"
    hand.type("0")
    hand.press("Enter")
    # What only chooses is chosen by a touch; what carries on from last quarter is there already.
    for group in page.locator("fieldset.q-figure").all():
        if group.locator("input:checked").count() == 0:
            hand.touch(group.locator("input[value=yes]"))
    for task in page.locator("select[name^='progress-']").all():
        if not task.input_value():
            task.select_option("underway")
            hand.touches += 2
    expect(dock.get_by_role("link")).to_have_text("Đã đủ, có thể gửi")
    assert [text.split("/")[0] for text in parts.all_inner_texts()] == [text.split("/")[1] for text in told]
    hand.touch(page.locator("aside.q-rail").get_by_role("button", name="Trình lãnh đạo duyệt"))
    page.locator("[data-state=pending]").first.wait_for()
    seconds = time.monotonic() - began
    print(f"\nfiling on a phone: {hand.keys} keys, {hand.touches} touches, {seconds:.1f} s by machine")
    assert hand.keys + hand.touches <= WORDS + BESIDE_WORDS


def test_nil_return_by_one_click_and_back(phone, open_page, portal):
    """The report of the test above is taken back and said to be nil instead."""
    page = phone
    page.goto(f"{portal.url}/bao-cao/2018/2/P13/")
    page.locator("button[name=move][value=withdraw]").tap()
    page.locator("[data-state=draft]").first.wait_for()
    page.goto(portal.url + FORM)
    page.get_by_text("Quý này không phát sinh hoạt động nào?").tap()
    page.get_by_role("button", name="Lập báo cáo không phát sinh").tap()
    alert = page.get_by_role("alert")
    assert "CT03: đã nhập 1" in alert.inner_text()
    page.fill("[name='figure-CT03-value']", "")
    page.get_by_text("Quý này không phát sinh hoạt động nào?").tap()
    page.get_by_role("button", name="Lập báo cáo không phát sinh").tap()
    page.locator("[data-nil=yes]").wait_for()
    assert page.locator("[name='figure-CT03-value']").input_value() == "0"
    expect(page.locator(".q-dock").get_by_role("link")).to_have_text("Đã đủ, có thể gửi")
    # A number that says otherwise takes the mark away.
    page.locator("[name='figure-CT03-value']").fill("2")
    expect(page.locator("[data-nil]")).to_have_count(0)


def test_results_by_heading_grow_as_one_types(phone, portal):
    page = phone
    page.get_by_text("Kết quả theo đề mục (không bắt buộc)").tap()
    page.select_option("[name=item-1-heading]", "III.1.a")
    page.locator("[name=item-1-text]").press_sequentially("Bồi dưỡng một cán bộ.")
    page.locator("[name=item-2-text]").wait_for()
    page.select_option("[name=item-2-heading]", index=2)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/soan/")):
        page.locator("[name=item-2-text]").press_sequentially("Hỗ trợ một cơ sở.")
    page.reload()
    assert page.locator("[name=item-1-text]").input_value() == "Bồi dưỡng một cán bộ."
    assert page.locator("[name=item-2-text]").input_value() == "Hỗ trợ một cơ sở."
    assert page.locator("[name=item-3-text]").input_value() == ""
