"""A ward records what it did on a telephone, the office confirms, an article comes out; and how those pages look.

How many keys and touches a record takes is counted: it should cost less than a minute, or nobody keeps the registry.
"""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.test_faces import _complaints as complaints

pytestmark = pytest.mark.browser

# Beside the words themselves: choosing the kind, a day, what the kind asks for, saving.
BESIDE_WORDS = 20
# A person types two or three characters a second on a telephone and takes a second and a half for a touch.
KEYS_PER_SECOND, SECONDS_PER_TOUCH = 2.5, 1.5
PDF = {"name": "Biên bản.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 bien ban"}


class Hand:
    """Keys and touches, counted."""

    def __init__(self, page):
        self.page, self.keys, self.touches = page, 0, 0

    def touch(self, locator):
        locator.tap()
        self.touches += 1

    def type(self, locator, text):
        self.touch(locator)
        self.page.keyboard.type(text)
        self.keys += len(text)

    def choose(self, locator, value):
        locator.select_option(value)
        self.touches += 2

    @property
    def seconds(self) -> float:
        return self.keys / KEYS_PER_SECOND + self.touches * SECONDS_PER_TOUCH


def phone(portal, open_page, name):
    page = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    portal.log_in(page, name)
    page.goto(f"{portal.url}/so-theo-doi/")
    return page


def save(page, hand):
    hand.touch(page.get_by_role("button", name="Ghi vào sổ", exact=True))
    page.locator("[data-activity]").first.wait_for()
    expect(page.get_by_role("status").first).to_contain_text("vào sổ")


@pytest.mark.parametrize(
    ("kind", "words", "fill"),
    [
        (
            "Mô hình ứng dụng",
            ["Lấy số thứ tự qua mạng"],
            lambda page, hand: hand.touch(page.locator("[name=is_effective]")),
        ),
        (
            "Hỗ trợ doanh nghiệp",
            ["Lắp cân điện tử", "Hộ Năm Phước"],
            lambda page, hand: hand.type(page.locator("[name=org-1-name]"), "Hộ Năm Phước"),
        ),
        (
            "Ngày hội, hội thi",
            ["Hội thi sáng tạo trẻ"],
            lambda page, hand: (
                hand.choose(page.locator("[name=event_type]"), "contest"),
                hand.choose(page.locator("[name=level]"), "ward"),
            ),
        ),
    ],
)
def test_a_ward_records_in_under_a_minute_on_a_phone(portal, open_page, kind, words, fill):
    page = phone(portal, open_page, "p8.canbo")
    hand = Hand(page)
    began = time.monotonic()
    hand.touch(page.get_by_role("link", name="Ghi việc mới"))
    hand.touch(page.get_by_role("link", name=kind))
    hand.type(page.locator("[name=title]"), words[0])
    hand.type(page.locator("[name=starts_on]"), "2/5/2018")
    fill(page, hand)
    save(page, hand)
    print(f"\n{kind}: {hand.keys} keys, {hand.touches} touches, {time.monotonic() - began:.1f} s by machine")
    assert hand.keys + hand.touches <= sum(map(len, words)) + BESIDE_WORDS
    assert hand.seconds < 60


def test_a_row_more_keeps_what_was_typed_and_takes_the_focus(portal, open_page):
    page = phone(portal, open_page, "p9.canbo")
    page.goto(f"{portal.url}/so-theo-doi/ghi/survey/")
    page.fill("[name=title]", "Khảo sát nhu cầu may mũ giày")
    page.fill("[name=org-1-name]", "Cơ sở giày Tân Thuận")
    page.set_input_files("[name=evidence-1-file]", files=[PDF])
    page.get_by_role("button", name="Thêm dòng tổ chức").tap()
    page.locator("[name=org-2-name]").wait_for()
    assert page.evaluate("document.activeElement.name") == "org-2-name"
    assert page.input_value("[name=title]") == "Khảo sát nhu cầu may mũ giày"
    # The file has arrived; it need not be chosen again.
    expect(page.get_by_label(re.compile("Đã nhận tệp Biên bản.pdf"))).to_be_checked()
    page.keyboard.type("Cơ sở giày Ba Thức")
    page.fill("[name=starts_on]", "04/05/2018")
    # Enter saves; it does not add another row.
    page.keyboard.press("Enter")
    page.locator("[data-activity]").first.wait_for()
    for words in ("Cơ sở giày Tân Thuận", "Cơ sở giày Ba Thức", "Biên bản.pdf"):
        expect(page.get_by_role("link", name=words)).to_be_visible()


def test_a_record_goes_from_the_ward_to_the_office_and_comes_out(portal, open_page):
    ward = portal.log_in(open_page(), "p10.canbo")
    ward.goto(f"{portal.url}/so-theo-doi/ghi/article/")
    ward.fill("[name=title]", "Phường 10 đọc đồng hồ nước bằng điện thoại")
    ward.fill("[name=starts_on]", "01/06/2018")
    ward.get_by_role("button", name="Ghi vào sổ", exact=True).click()
    address = ward.url

    publisher = portal.log_in(open_page(), "ttvh.canbo")
    publisher.goto(f"{portal.url}/so-theo-doi/?tinh-trang=cho-dang")
    publisher.get_by_role("link", name="Phường 10 đọc đồng hồ nước").click()
    assert publisher.url == address
    publisher.get_by_role("button", name="Đăng bài").click()
    # Nothing is guessed: when and where is asked, and the summary leads to it.
    publisher.locator(".q-errors a", has_text="Ghi ngày đăng").click()
    assert publisher.evaluate("location.hash") == "#published_on"
    publisher.fill("[name=published_on]", "07/06/2018")
    publisher.get_by_label("Trang tin điện tử").check()
    publisher.get_by_role("button", name="Đăng bài").click()
    publisher.locator("[data-public=yes]").wait_for()

    office = portal.log_in(open_page(), "pkt.chuyenvien")
    office.get_by_role("link", name="Xác nhận sổ theo dõi").click()
    office.get_by_label("Chọn “Phường 10 đọc đồng hồ nước bằng điện thoại”").check()
    office.get_by_role("button", name="Xác nhận các bản ghi đã chọn").click()
    expect(office.get_by_role("status").first).to_contain_text("Đã xác nhận 1 bản ghi.")

    ward.reload()
    expect(ward.locator("[data-activity]").first).to_have_attribute("data-state", "confirmed")
    expect(ward.get_by_text("CT11")).to_be_visible()
    # An edit would undo that: the page says so first.
    ward.get_by_role("link", name="Sửa bản ghi").click()
    expect(ward.get_by_text("trở về chờ xác nhận lại và rời chuyên trang")).to_be_visible()


def test_faces_of_what_is_there_only_once_something_is_recorded(portal, open_page):
    ward = portal.log_in(open_page(), "p12.canbo")
    ward.goto(f"{portal.url}/so-theo-doi/ghi/support/")
    ward.get_by_role("button", name="Ghi vào sổ", exact=True).click()
    assert ward.title().startswith("Lỗi: ")
    assert ward.evaluate("document.activeElement.className") == "q-errors"
    found = complaints(ward, "refused")
    ward.fill("[name=title]", "Hướng dẫn lắp cân điện tử cho các hộ kinh doanh tại chợ Xóm Chiếu và chợ Bến Thành nhỏ")
    ward.fill("[name=starts_on]", "03/05/2018")
    ward.fill("[name=org-1-name]", "Công ty trách nhiệm hữu hạn một thành viên Cân điện tử Sài Gòn")
    ward.fill("[name=org-1-tax]", "0301234567-001")
    ward.set_input_files("[name=evidence-1-file]", files=[PDF])
    ward.get_by_text("Đơn vị cùng làm (không bắt buộc)").click()
    ward.get_by_text("Khối đoàn thể").click()
    ward.get_by_label("Quận đoàn").check()
    ward.get_by_role("button", name="Ghi vào sổ", exact=True).click()
    ward.locator("[data-activity]").first.wait_for()
    address = ward.url
    found += complaints(ward, "own record")
    ward.goto(f"{address}sua/")
    found += complaints(ward, "edit")

    office = portal.log_in(open_page(), "pkt.chuyenvien")
    for where in (address, f"{portal.url}/so-theo-doi/", f"{portal.url}/so-theo-doi/to-chuc/"):
        office.goto(where)
        found += complaints(office, where.removeprefix(portal.url))
    office.get_by_role("link", name="Cân điện tử Sài Gòn").click()
    office.locator("#gop").wait_for()
    found += complaints(office, "organisation")

    keeper = portal.log_in(open_page(), "gddt.canbo")
    keeper.goto(f"{portal.url}/so-theo-doi/truong/")
    if not keeper.locator("details.q-more[open]").count():
        keeper.get_by_text("Thêm một trường").click()
    keeper.fill("[name=name]", "Trường Trung học cơ sở Bến Cảng")
    keeper.select_option("[name=level]", "thcs")
    keeper.select_option("[name=managed_by]", "district")
    keeper.fill("[name=valid_from]", "01/08/2016")
    keeper.get_by_role("button", name="Thêm trường").click()
    keeper.get_by_role("link", name="Trường Trung học cơ sở Bến Cảng").wait_for()
    found += complaints(keeper, "schools")
    keeper.get_by_role("link", name="Trường Trung học cơ sở Bến Cảng").click()
    keeper.locator("#sua").wait_for()
    found += complaints(keeper, "school")
    assert found == []
