"""A quarter of Kế hoạch 294, played by six people in a real browser: from the reminder to the PDF.

Nothing here touches the database: what people see is what is asserted, and the worker draws the document.
"""

import re
import subprocess

import pytest

pytestmark = pytest.mark.browser

REPORT = "/bao-cao/2018/2/P1/"
RETURNED_FOR = "CT03 ghi 2 mô hình nhưng biên bản chỉ có 1, đề nghị xem lại."


def test_quarter_story(portal, open_page, tmp_path):
    chief, reviewer = open_page(), open_page()
    officer, head, leader, administrator = open_page(width=390, height=844), open_page(), open_page(), open_page()

    # The office sees that Phường 1 has not begun, and reminds it with one click.
    portal.log_in(reviewer, "pkt.chuyenvien")
    reviewer.goto(f"{portal.url}/tien-do/")
    cell = reviewer.locator('[data-unit="P1"][data-period="2018-2"]')
    assert cell.get_attribute("data-state") == "none"
    cell.get_by_role("button", name="Nhắc").click()
    reviewer.get_by_role("status").first.wait_for()

    # The ward officer, on a phone, reads the reminder and files.
    portal.log_in(officer, "p1.canbo")
    assert "Báo cáo Quý II/2018 của Phường 1 chưa soạn: còn 6 ngày đến hạn." in officer.locator("main").inner_text()
    officer.get_by_role("link", name="Soạn báo cáo", exact=True).click()
    form = officer.locator("form[data-report='P1-2018-2']")
    assert form.get_attribute("data-state") == "draft"
    _fill(officer, ct03="abc")
    with officer.expect_navigation():
        officer.get_by_role("button", name="Lưu", exact=True).first.click()
    # What cannot be read is refused at its field, and nothing typed is lost.
    assert officer.locator("[name='figure-CT03-value']").get_attribute("aria-invalid") == "true"
    assert officer.locator("[name=results]").input_value().startswith("Đưa vào dùng màn hình")
    _fill(officer, ct03="2")
    officer.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    _reaches(officer, "pending")

    # The head approves: sending to the district is the head's act.
    portal.log_in(head, "p1.lanhdao")
    head.goto(portal.url + REPORT)
    head.get_by_role("button", name="Gửi Phòng Kinh tế").click()
    _reaches(head, "sent")
    assert "đúng hạn" in head.get_by_role("status").first.inner_text()

    # The reviewer returns it with a reason, the unit mends it and sends it again.
    reviewer.goto(portal.url + REPORT)
    reviewer.get_by_role("button", name="Bắt đầu xem xét").click()
    reviewer.locator("[data-report][data-taken=yes]").first.wait_for()
    reviewer.fill("[name=reason]", RETURNED_FOR)
    reviewer.locator("button[name=move][value=return]").click()
    _reaches(reviewer, "returned")

    officer.goto(f"{portal.url}{REPORT}soan/")
    assert RETURNED_FOR in officer.locator("main").inner_text()
    officer.fill("[name='figure-CT03-value']", "1")
    officer.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    _reaches(officer, "pending")
    head.goto(portal.url + REPORT)
    head.get_by_role("button", name="Gửi Phòng Kinh tế").click()
    _reaches(head, "sent")

    reviewer.goto(portal.url + REPORT)
    changed = reviewer.locator("section", has=reviewer.locator("#thay-doi")).inner_text()
    assert "Mô hình ứng dụng KH&CN hiệu quả" in changed
    before = _actual(reviewer, portal)
    reviewer.goto(portal.url + REPORT)
    reviewer.get_by_role("button", name="Chấp nhận báo cáo").click()
    _reaches(reviewer, "accepted")
    # What was accepted counts at once.
    assert _actual(reviewer, portal) == before + 1

    # The office head gathers, edits and publishes.
    portal.log_in(chief, "pkt.truongphong")
    chief.goto(f"{portal.url}/tong-hop/2018/2/")
    chief.get_by_role("button", name="Lập dự thảo Quý II/2018").click()
    assert "Đưa vào dùng màn hình lấy số thứ tự trực tuyến" in chief.locator("[name=results]").input_value()
    chief.fill("[name=next_quarter]", "Nhân rộng màn hình lấy số thứ tự tại các phường trong Quý III/2018.")
    chief.get_by_role("button", name="Lưu dự thảo").last.click()
    chief.get_by_label("Đã đọc bản in").check()
    chief.get_by_role("button", name="Công bố báo cáo Quý II/2018").click()
    # The files are made by the worker while the page waits for them.
    for format in ("pdf", "docx", "xlsx"):
        chief.locator(f"[data-format={format}]").wait_for(timeout=90_000)
    # What was said while it was being made is said no more.
    assert not chief.get_by_role("button", name="Tạo lại tệp").is_visible()

    # Leadership opens one page and downloads the PDF.
    portal.log_in(leader, "ubnd.lanhdao")
    leader.goto(f"{portal.url}/tong-hop/2018/2/")
    with leader.expect_download() as download:
        leader.locator("[data-format=pdf]").first.click()
    path = tmp_path / "bao-cao.pdf"
    download.value.save_as(path)
    text = _text(path)
    assert "Nhân rộng màn hình lấy số thứ tự tại các phường trong Quý III/2018." in text
    # Its numbers are those of the page of targets.
    leader.goto(f"{portal.url}/chi-tieu/?nam=2018")
    rows = leader.locator("tr[data-target]")
    assert rows.count() == 25
    for at in range(25):
        row = rows.nth(at)
        code, shown = row.get_attribute("data-target"), row.locator(".q-actual").inner_text()
        line = re.search(rf"\b{code}\b.*", text)
        assert line, f"{code} is missing from the PDF"
        assert shown in _appendix_row(text, code), (code, shown, _appendix_row(text, code))

    # Anyone can check the printed copy by its code.
    code = re.search(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", text)[0]
    stranger = open_page()
    stranger.goto(f"{portal.url}/kiem-tra/{code}/")
    assert "đang có hiệu lực" in stranger.locator("main").inner_text()

    # The administrator reads who did what.
    portal.log_in(administrator, "quantri")
    administrator.goto(f"{portal.url}/nhat-ky/?q=P1-2018-2")
    log = administrator.locator("main").inner_text()
    for name in ("p1.canbo", "p1.lanhdao", "pkt.chuyenvien"):
        assert name in log


def _fill(page, ct03):
    page.fill("[name=situation]", "Phường đã phổ biến kế hoạch đến toàn thể cán bộ, công chức và tổ dân phố.")
    page.fill("[name=results]", "Đưa vào dùng màn hình lấy số thứ tự trực tuyến tại bộ phận một cửa.")
    page.fill("[name='figure-CT01-numerator']", "2")
    page.fill("[name='figure-CT01-denominator']", "2")
    for code in ("CT02", "CT06", "CK06"):  # the portal itself tells CK13
        page.locator(f"[name='figure-{code}-value'][value=yes]").check()
    page.fill("[name='figure-CT03-value']", ct03)
    page.fill("[name='figure-CT04-value']", "1")
    for name in page.locator("select[name^='progress-']").evaluate_all("rows => rows.map(row => row.name)"):
        page.select_option(f"[name='{name}']", "underway")


def _reaches(page, state):
    """A form that is just saving itself is handed in a moment after the click."""
    page.locator(f"[data-report][data-state={state}]").first.wait_for()


def _actual(page, portal) -> int:
    page.goto(f"{portal.url}/chi-tieu/CT03/?nam=2018")
    return int(page.locator("[data-target=CT03]").first.get_attribute("data-actual") or 0)


def _text(path) -> str:
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def _appendix_row(text, code) -> str:
    """The lines of the appendix from this target's code to the next one's, as one string."""
    lines = text.splitlines()
    start = next(at for at, line in enumerate(lines) if re.search(rf"\b{code}\b", line))
    # A cell of several lines is centred on its code: look a little above it as well.
    return " ".join(" ".join(lines[max(0, start - 4) : start + 5]).split())
