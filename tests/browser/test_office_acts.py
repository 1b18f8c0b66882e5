"""What the Economics Office decides, in a real browser: unlock to expiry, nhập thay, extension of a period."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TYPED = "Bổ sung mô hình tra cứu hồ sơ bằng mã QR tại bộ phận một cửa."


def _state(page):
    page.wait_for_load_state()
    return page.locator("[data-report]").first.get_attribute("data-state")


def _main(page):
    return page.locator("main").inner_text()


def _accessible(page):
    page.wait_for_load_state()
    assert [row["id"] for row in Axe().run(page).response["violations"]] == []


def _texts(page) -> list[str]:
    return page.locator("textarea").evaluate_all("rows => rows.map(row => row.value)")


def test_unlock_to_expiry(portal, open_page):
    """Phường 14 corrects Quý I/2018 under an unlock of one day, which closes with its text unsent."""
    url = f"{portal.url}/bao-cao/2018/1/P14/"
    officer, head, reviewer = open_page(width=390, height=844), open_page(), open_page()

    # The ward asks, and the office hears it.
    portal.log_in(officer, "p14.canbo")
    officer.goto(url)
    assert _state(officer) == "accepted"
    officer.locator("summary", has_text="Đề nghị Phòng Kinh tế cho sửa").click()
    officer.get_by_label("Chỗ cần sửa và lý do").fill("Bổ sung mô hình tra cứu hồ sơ vào phần kết quả")
    officer.get_by_role("button", name="Gửi đề nghị").click()
    assert "Đã báo Phòng Kinh tế" in officer.get_by_role("status").first.inner_text()

    portal.log_in(reviewer, "pkt.chuyenvien")
    reviewer.goto(url)
    reviewer.fill("[name=reason]", "Bổ sung kết quả theo đề nghị của phường")
    reviewer.fill("[name=until]", "01/01/2018")
    reviewer.locator("[name=move][value=unlock]").click()
    # A day that is over is refused at its field, and the reason is still there.
    assert reviewer.locator("[name=until]").get_attribute("aria-invalid") == "true"
    assert reviewer.locator("[name=reason]").input_value() == "Bổ sung kết quả theo đề nghị của phường"
    _accessible(reviewer)
    reviewer.fill("[name=until]", "08/06/2018")
    reviewer.locator("[name=move][value=unlock]").click()
    assert _state(reviewer) == "draft"
    assert "mở khóa để đính chính đến hết ngày 08/06/2018, khi đó tự đóng" in _main(reviewer)
    _accessible(reviewer)

    officer.goto(f"{url}soan/")
    assert "mở khóa để đính chính đến hết ngày 08/06/2018" in _main(officer)
    officer.fill("[name=results]", TYPED)
    officer.get_by_role("button", name="Lưu", exact=True).first.click()
    officer.get_by_role("status").first.wait_for()

    # The day is over while the form stands open.
    assert "Đóng 1 lần mở khóa hết hạn" in portal.manage("run_daily", "--on", "2018-06-09")
    officer.fill("[name=results]", f"{TYPED} Câu gõ sau giờ đóng.")
    officer.get_by_role("button", name="Lưu", exact=True).first.click()
    officer.wait_for_function("document.querySelector('h1').innerText.includes('Chưa lưu được')")
    assert any("Câu gõ sau giờ đóng." in text for text in _texts(officer))
    officer.goto(url)
    assert _state(officer) == "accepted"
    assert "Hết hạn mở khóa: báo cáo Quý I/2018 của Phường 14." in _home(officer, portal)

    # What was saved and not sent is there, and goes its way under the next unlock.
    officer.goto(url)
    left = officer.locator("details[data-left=unsent]")
    left.locator("summary").click()
    assert TYPED in left.inner_text()
    _accessible(officer)
    reviewer.goto(url)
    reviewer.fill("[name=reason]", "Mở lại để phường gửi")
    reviewer.locator("[name=move][value=unlock]").click()
    reviewer.fill("[name=until]", "20/06/2018")
    reviewer.get_by_role("button", name="Kéo dài mở khóa").click()
    assert "đến hết ngày 20/06/2018" in _main(reviewer)
    officer.goto(f"{url}soan/")
    assert officer.locator("[name=results]").input_value() == TYPED
    assert "Phần chưa gửi của lần mở khóa trước vẫn còn trong bản đang soạn." in _main(officer)
    officer.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    portal.log_in(head, "p14.lanhdao")
    head.goto(url)
    head.get_by_role("button", name="Gửi Phòng Kinh tế").click()
    assert _state(head) == "sent"
    reviewer.goto(url)
    reviewer.get_by_role("button", name="Chấp nhận báo cáo").click()
    assert _state(reviewer) == "accepted"


def _home(page, portal):
    page.goto(f"{portal.url}/")
    return _main(page)


def test_paper_report_entered_on_behalf(portal, open_page, tmp_path):
    """Phường 10 hands in a signed paper; one person types it in, another accepts it."""
    url = f"{portal.url}/bao-cao/2018/2/P10/"
    scan = tmp_path / "bao-cao-phuong-10.pdf"
    scan.write_bytes(b"%PDF-1.4 bao cao co chu ky")
    reviewer, chief, head = open_page(), open_page(), open_page(width=390, height=844)

    portal.log_in(reviewer, "pkt.chuyenvien")
    reviewer.goto(url)
    reviewer.get_by_role("link", name="Nhập thay từ bản giấy").click()
    reviewer.get_by_label("Ngày nhận bản giấy").fill("06/06/2018")
    reviewer.get_by_role("button", name="Nhập nội dung báo cáo").click()
    # Without the scan nothing begins, and the day stays typed.
    assert reviewer.locator("[name=scan]").get_attribute("aria-invalid") == "true"
    assert reviewer.locator("[name=received_on]").input_value() == "06/06/2018"
    _accessible(reviewer)
    reviewer.set_input_files("[name=scan]", scan)
    reviewer.get_by_role("button", name="Nhập nội dung báo cáo").click()
    reviewer.wait_for_url(f"{url}soan/")
    assert "Đang nhập thay Ủy ban nhân dân Phường 10 từ bản giấy nhận ngày 06/06/2018." in _main(reviewer)
    _accessible(reviewer)

    # Meanwhile the ward sees that there is nothing for it to do.
    portal.log_in(head, "p10.lanhdao")
    assert "Phòng Kinh tế đang nhập thay báo cáo Quý II/2018" in _main(head)
    head.goto(f"{url}soan/")
    head.wait_for_url(url)

    _fill(reviewer)
    reviewer.get_by_role("button", name="Gửi theo bản giấy").click()
    assert _state(reviewer) == "sent"
    assert "theo bản giấy nhận ngày 06/06/2018, đúng hạn" in reviewer.get_by_role("status").first.inner_text()
    assert reviewer.get_by_role("button", name="Chấp nhận báo cáo").count() == 0

    portal.log_in(chief, "pkt.truongphong")
    chief.goto(url)
    assert "Phòng Kinh tế nhập thay từ bản giấy nhận ngày 06/06/2018." in _main(chief)
    chief.get_by_role("button", name="Chấp nhận báo cáo").click()
    assert _state(chief) == "accepted"

    head.goto(url)
    assert (_state(head), head.locator("[data-report]").first.get_attribute("data-late-days")) == ("accepted", "0")
    assert "Phòng Kinh tế nhập thay từ bản giấy nhận ngày 06/06/2018." in _main(head)
    _accessible(head)


def _fill(page):
    page.fill("[name=situation]", "Phường đã phổ biến kế hoạch đến các tổ dân phố.")
    page.fill("[name=results]", "Lắp bảng tra cứu thủ tục tại bộ phận một cửa.")
    for name in page.locator("input[type=text][name^='figure-']").evaluate_all("rows => rows.map(row => row.name)"):
        page.fill(f"[name='{name}']", "1")
    for radio in page.locator("input[type=radio][name^='figure-'][value=yes]").all():
        radio.check()
    for name in page.locator("select[name^='progress-']").evaluate_all("rows => rows.map(row => row.name)"):
        page.select_option(f"[name='{name}']", "underway")


@pytest.fixture
def as_it_was(portal):
    """The deadline that other tests of the same portal know, put back."""
    yield
    portal.manage(
        "shell",
        "-c",
        "from reports.models import Notice; from targets.models import Period; "
        "Period.objects.filter(year=2018, quarter=2)"
        ".update(due_on='2018-06-14', original_due_on=None, extension_reason=''); "
        "Notice.objects.filter(text__contains='được gia hạn đến').delete()",
    )


def test_extension_of_a_period(portal, open_page, as_it_was):
    chief, officer = open_page(), open_page(width=390, height=844)
    portal.log_in(chief, "pkt.truongphong")
    chief.goto(f"{portal.url}/tien-do/")
    chief.get_by_role("link", name="Quý II/2018", exact=True).click()
    assert chief.url == f"{portal.url}/ky/2018/2/"
    _accessible(chief)
    chief.get_by_role("button", name="Gia hạn Quý II/2018").click()
    expect(chief.locator("[aria-invalid=true]")).to_have_count(2)
    _accessible(chief)
    chief.get_by_label("Hạn mới (hết ngày)").fill("20/06/2018")
    chief.get_by_label("Lý do gia hạn").fill("Trực phòng chống bão số 3")
    chief.get_by_role("button", name="Gia hạn Quý II/2018").click()
    assert "Đã gia hạn Quý II/2018 đến hết ngày 20/06/2018" in chief.get_by_role("status").first.inner_text()
    assert "Gia hạn từ 14/06/2018: Trực phòng chống bão số 3" in _main(chief)
    chief.goto(f"{portal.url}/tien-do/")
    assert "gia hạn đến 20/06/2018, còn 12 ngày" in _main(chief)

    portal.log_in(officer, "tp.canbo")
    home = _main(officer)
    assert "12 ngày nữa" in home and "Đã gia hạn: Trực phòng chống bão số 3." in home
    assert "Báo cáo Quý II/2018 của Phòng Tư pháp được gia hạn đến hết ngày 20/06/2018" in home
    officer.goto(f"{portal.url}/bao-cao/2018/2/TP/soan/")
    assert "Hạn gửi được gia hạn từ 14/06/2018 đến hết ngày 20/06/2018: Trực phòng chống bão số 3" in _main(officer)
    _accessible(officer)
