"""Messages, settings and hints in a real browser: a hint goes without a script, a calendar's address is the key."""

import re
import urllib.request
from urllib.error import HTTPError

import pytest
from playwright.sync_api import expect

from tests.demonstration import PASSWORD

pytestmark = pytest.mark.browser


def test_a_hint_is_put_away_without_a_script_and_comes_back(portal, open_page):
    page = portal.log_in(open_page(width=390, height=844, java_script_enabled=False), "nv.canbo")
    hint = page.get_by_role("complementary", name="Gợi ý")
    assert hint.count() == 1
    page.get_by_role("button", name="Cất gợi ý này").click()
    expect(hint).to_have_count(0)
    assert page.url == f"{portal.url}/"
    # On the form it stands within the form, and its button is not the form's.
    page.goto(f"{portal.url}/bao-cao/2018/2/NV/soan/")
    assert hint.count() == 1
    page.get_by_role("button", name="Cất gợi ý này").click()
    expect(hint).to_have_count(0)
    assert page.url == f"{portal.url}/bao-cao/2018/2/NV/soan/"
    page.goto(f"{portal.url}/cai-dat/")
    page.get_by_role("button", name="Hiện lại gợi ý").click()
    page.goto(f"{portal.url}/")
    assert hint.count() == 1


def test_a_calendar_is_read_by_a_program_that_knows_its_address(portal, open_page):
    page = portal.log_in(open_page(), "ldld.lanhdao")
    page.get_by_role("link", name="Cài đặt").first.click()
    page.get_by_role("button", name="Tạo địa chỉ lịch").click()
    address = page.get_by_label("Địa chỉ lịch riêng").input_value()
    with urllib.request.urlopen(address) as answer:
        body = answer.read().decode()
    assert "\r\nSUMMARY:Hạn gửi báo cáo Quý II/2018\\, Liên đoàn Lao động\r\n" in body.replace("\r\n ", "")
    page.get_by_role("button", name="Tạo địa chỉ mới").click()
    expect(page.get_by_label("Địa chỉ lịch riêng")).not_to_have_value(address)
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(address)
    assert refused.value.code == 404


def test_messages_are_read_and_mails_are_given_up(portal, open_page):
    page = portal.log_in(open_page(), "ldld.canbo")
    unread = page.get_by_role("navigation", name="Chính", exact=True).get_by_role("link", name=re.compile("Tin nhắn"))
    assert unread.locator(".q-count").inner_text() == "2"
    unread.click()
    page.get_by_role("button", name=re.compile("^Đánh dấu đã đọc “")).first.click()
    expect(page.locator("[data-read=no]")).to_have_count(1)
    page.get_by_role("button", name="Đánh dấu đã đọc cả 1 tin").click()
    expect(page.locator("[data-read=no]")).to_have_count(0)
    page.goto(f"{portal.url}/cai-dat/")
    page.get_by_label("Thư nhắc việc").uncheck()
    page.get_by_role("button", name="Lưu lựa chọn").click()
    assert "Đã lưu." in page.get_by_role("status").inner_text()
    assert not page.get_by_label("Thư nhắc việc").is_checked()

    # Another address takes the password.
    page.get_by_label("Địa chỉ thư điện tử").fill("moi@q4.example")
    page.get_by_label("Mật khẩu đang dùng").fill("khong-phai")
    page.get_by_role("button", name="Đổi địa chỉ thư").click()
    assert page.get_by_role("alert").get_by_role("link").inner_text() == "Mật khẩu đang dùng chưa đúng, nhập lại."
    assert page.get_by_label("Địa chỉ thư điện tử").input_value() == "moi@q4.example"
    page.get_by_label("Mật khẩu đang dùng").fill(PASSWORD)
    page.get_by_role("button", name="Đổi địa chỉ thư").click()
    assert "Từ nay thư gửi đến moi@q4.example." in page.get_by_role("status").inner_text()
