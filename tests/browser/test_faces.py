"""The face of every page: for whom it was made, on a desk and on a phone, by mouse, finger, keyboard, and on paper.

What is asserted is what the person's browser shows: axe's findings, sideways scrolling, heights of what is pressed.
"""

import subprocess
from pathlib import Path

import axe_playwright_python
import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.conftest import on_server
from tests.demonstration import PASSWORD

# What a page looks like does not depend on the database.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(on_server(), reason="looks are the same on every database: measured on SQLite"),
]

# Each person's pages; a number after the address is the status when it is not 200.
FACES = {
    "": [
        "/dang-nhap/",
        "/quen-mat-khau/",
        "/quen-mat-khau/da-gui/",
        "/dat-lai-mat-khau/MQ/khong-dung/",
        "/kiem-tra/",
        "/kiem-tra/AAAA-BBBB/ 404",
        "/chuyen-trang/",
        "/chuyen-trang/?thang=2018-05&q=khong-co",
        "/du-lieu-mo/",
        "/khong-co-trang-nay/ 404",
    ],
    "p2.canbo": [
        "/",
        "/bao-cao/",
        "/bao-cao/2018/2/P2/",
        "/bao-cao/2018/2/P2/soan/",
        "/bao-cao/2018/2/P2/soan/nhap-excel/",
        "/bao-cao/2018/1/P2/lan/1/",
        "/bao-cao/2018/2/P1/ 404",
        "/chi-tieu/CT03/",
        "/nhiem-vu/",
        "/ke-hoach/",
        "/so-theo-doi/",
        "/so-theo-doi/?q=khong-co",
        "/so-theo-doi/ghi/",
        "/so-theo-doi/ghi/model/",
        "/so-theo-doi/ghi/support/",
        "/so-theo-doi/ghi/training/",
        "/so-theo-doi/to-chuc/",
        "/so-theo-doi/truong/",
        "/so-theo-doi/can-bo/",
        "/tin-nhan/",
        "/viec/",
        "/cai-dat/",
        "/huong-dan/can-bo/",
        "/doi-mat-khau/",
        "/tien-do/ 403",
        "/sang-kien/",
        "/sang-kien/moi/",
        "/sang-kien/8/",
        "/sang-kien/8/sua/",
        "/sang-kien/1/ 404",
    ],
    "p3.lanhdao": ["/", "/bao-cao/2018/2/P3/", "/huong-dan/lanh-dao-don-vi/"],
    # A plan half written, one that waits for its head, one that came back, none.
    "vp.canbo": ["/ke-hoach-nam/2018/VP/soan/"],
    "tp.lanhdao": ["/ke-hoach-nam/2018/TP/"],
    "p10.canbo": ["/ke-hoach-nam/2018/P10/"],
    "p14.canbo": ["/ke-hoach-nam/", "/ke-hoach-nam/2018/P14/"],
    "p1.canbo": ["/thi-dua/2018/P1/", "/thi-dua/2017/P1/", "/kinh-phi/2018/P1/"],
    "tckh.canbo": ["/kinh-phi/2018/P1/"],
    "p5.canbo": ["/", "/bao-cao/2018/2/P5/", "/bao-cao/2018/2/P5/soan/"],
    "p6.canbo": ["/", "/bao-cao/2018/2/P6/", "/sang-kien/1/"],
    # Asked to supplement; a decision that is overdue.
    "p3.canbo": ["/sang-kien/6/", "/sang-kien/6/sua/"],
    "pkt.lanhdao": ["/sang-kien/4/"],
    # Values of every month, dates, a task of its own.
    "ttvh.canbo": ["/bao-cao/2018/2/TTVH/soan/"],
    "pkt.chuyenvien": [
        "/",
        "/?tinh-trang=returned",
        "/bao-cao/?ky=2018-2&tinh-trang=chua-gui",
        "/bao-cao/2018/2/P4/",
        "/bao-cao/2018/2/P9/",
        "/bao-cao/2018/2/P14/",
        "/bao-cao/2018/2/P14/nhap-thay/",
        "/ky/2018/2/",
        "/tien-do/",
        "/tien-do/?nam=2016",
        "/tien-do/?tinh-trang=chua-gui",
        "/chi-tieu/?nam=2018",
        "/chi-tieu/?nam=2016",
        "/chi-tieu/CT01/",
        "/chi-tieu/CT11/",
        "/chi-tieu/CK01/",
        "/chi-tieu/CK05/",
        "/chi-tieu/CK08/",
        "/nhiem-vu/?tinh-trang=dinh-tre",
        "/nhiem-vu/2018/NV/IV.7.2/",
        "/phan-cong/?thieu=1",
        "/don-vi/",
        "/don-vi/?q=khong-co",
        "/kien-nghi/",
        "/so-theo-doi/",
        "/so-theo-doi/truong/",
        "/so-theo-doi/can-bo/",
        "/so-theo-doi/can-bo/?thieu=1",
        "/thu-nhac/",
        "/huong-dan/chuyen-vien/",
        "/sang-kien/",
        "/sang-kien/?q=khong-co",
        "/sang-kien/5/",
        "/sang-kien/7/",
        "/ke-hoach-nam/",
        "/ke-hoach-nam/2018/P12/",
        "/ke-hoach-nam/2018/P12/lan/1/",
        "/ke-hoach-nam/2018/toan-quan/",
        "/kinh-phi/?nam=2018",
        "/thi-dua/",
        "/thi-dua/2018/bang/phuong/",
        "/hoi-dong/",
        "/hoi-dong/moi/",
        "/hoi-dong/11/",
        "/hoi-dong/11/phan-cong/",
        "/hoi-dong/12/",
        "/hoi-dong/12/sua/",
        "/hoi-dong/12/thanh-vien/",
        "/hoi-dong/12/nhiem-ky-moi/",
        "/hoi-dong/12/hop/moi/",
        "/hoi-dong/11/hop/1/",
        "/hoi-dong/11/hop/1/sua/",
        "/nhap-lieu/",
        "/nhap-lieu/so-theo-doi/",
        "/nhap-lieu/don-vi/ 403",
    ],
    "pkt.truongphong": ["/", "/viec/", "/thi-dua/2017/", "/thi-dua/2018/thang-diem/phong-van-phong/", "/tong-hop/", "/tong-hop/2018/1/", "/tong-hop/2017/4/", "/tong-hop/2017/nam/", "/mau-van-ban/", "/mau-van-ban/uy-ban/", "/mau-van-ban/uy-ban/nguoi-ky/", "/mau-van-ban/uy-ban/nguoi-ky/2/"],
    "ubnd.lanhdao": ["/", "/tien-do/?nam=2017", "/bao-cao/2018/2/P6/", "/bao-cao/2018/2/P4/", "/tong-hop/2017/4/", "/sang-kien/", "/sang-kien/1/", "/thi-dua/2017/bang/phuong/"],
    "quantri": ["/", "/don-vi/P2/", "/don-vi/thay-doi/", "/don-vi/thay-doi/chia-tach/?don-vi=P5", "/phan-cong/", "/phan-cong/P10/", "/phan-cong/P10/moi/", "/phan-cong/P1/1/", "/so-theo-doi/truong/", "/so-theo-doi/cach-dem/", "/so-theo-doi/cach-dem/CT04/", "/nhat-ky/", "/nhat-ky/?q=khong-co", "/nhat-ky/?tu=hom-qua", "/thu-di/", "/nhap-lieu/", "/nhap-lieu/nhan-su/", "/bao-cao/2018/2/P4/", "/sang-kien/ 403"],
}
# Nothing to look at: they answer with a redirect, a file, a part of a page or a line for machines.
FACELESS = {
    "healthz",
    "initiatives:public_feed",
    "initiatives:robots",
    "initiatives:sitemap",
    "initiatives:certificate",
    "initiatives:initiative_file",
    "initiatives:receipt",
    "initiatives:confirm_many",
    "initiatives:evidence",
    "initiatives:meeting_minutes",
    "reports:accept_many",
    "reports:annual_district_pdf",
    "reports:annual_remind",
    "reports:ask",
    "reports:attach",
    "reports:attachment",
    "reports:calendar",
    "reports:draft_pdf",
    "reports:emulation_pdf",
    "reports:emulation_proof",
    "reports:emulation_xlsx",
    "reports:exclude",
    "reports:file",
    "reports:import_export",
    "reports:import_file",
    "reports:import_marked",
    "reports:import_template",
    "reports:job",
    "reports:offline_marked",
    "reports:offline_workbook",
    "reports:open_data_csv",
    "reports:open_data_json",
    "reports:outbox_retry",
    "reports:remind",
    "reports:unlock",
    "reports:version_pdf",
    "units:guide",
    "units:hint",
    "units:job_result",
    "units:job_rows",
    "units:logout",
}
# The demonstration has no such thing to open.
UNMET = {
    "reports:import_run",  # looked at in test_import_story
    "reports:offline_preview",  # looked at in test_offline_story
    "reports:proposal",
    "initiatives:public_item",  # looked at in test_registry_story
    # Looked at in test_registry, once there is something to look at.
    "initiatives:activity",
    "initiatives:activity_edit",
    "initiatives:organisation",
    "initiatives:school",
}

WIDTHS = (320, 390, 640, 800, 1000, 1280)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TITLE = " · Cổng Kế hoạch 294, Quận 4"
FINDINGS = """async (rules) => {
    const runOnly = rules ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const options = {"color-contrast": {enabled: false}};
    const found = await axe.run(document, {runOnly, rules: options, resultTypes: ["violations"], preload: false});
    return found.violations.map((one) => `${one.impact} ${one.id}: ${one.nodes[0].html.slice(0, 120)}`);
}"""
# Colours are the same at every width, and cost more than all other rules: of a long table its first rows are looked at.
CONTRAST = """async () => {
    const shown = {include: [["html"]], exclude: [["tbody tr:nth-child(n+9)"]]};
    const found = await axe.run(shown, {runOnly: ["color-contrast"], resultTypes: ["violations"], preload: false});
    return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)}`));
}"""
# What changes when the page is folded for a phone: what can be reached, by finger and by key, and what has a name.
FOLDED = ["target-size", "scrollable-region-focusable", "aria-hidden-focus", "button-name", "link-name", "label", "list"]
# What a finger presses. A box to tick is as high as the row it shares with its words.
PRESSED = "button, input, select, textarea, summary, a.btn, nav a, .q-todo a"
LOW_TARGETS = """(pressed) => [...document.querySelectorAll(pressed)]
    .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.closest(".visually-hidden"))
    .map((one) => [one, (one.closest(".form-check") ?? one).getBoundingClientRect().height])
    .filter(([one, height]) => height < 43.5)
    .map(([one, height]) => `${one.tagName} ${one.name || one.textContent.trim()}: ${height} px high`)
"""


def test_every_page_is_looked_at():
    seen = {resolve(address.split()[0].partition("?")[0]).view_name for address in _known_addresses()}
    assert seen | FACELESS | UNMET == set(_view_names(get_resolver()))


@pytest.mark.parametrize("person", FACES)
def test_face_of_every_page(portal, open_page, person):
    page = open_page()
    if person:
        portal.log_in(page, person)
    complaints = []
    for line in FACES[person]:
        address, _, status = line.partition(" ")
        answer = page.goto(portal.url + address)
        if answer.status != int(status or 200):
            complaints.append(f"{address}: {answer.status}")
        complaints += _complaints(page, address)
    assert complaints == []


def test_face_of_a_refused_form(portal, open_page):
    """What stands there when something went wrong: refused, unreadable, saved over, out of session."""
    page = portal.log_in(open_page(), "p10.canbo")
    form = f"{portal.url}/bao-cao/2018/2/P10/soan/"
    page.goto(form)
    with page.expect_navigation():
        page.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    complaints = _complaints(page, "refused")
    assert page.title().startswith("Lỗi: ")
    # The summary has the focus, and its first line leads to the first wrong field.
    assert page.evaluate("document.activeElement.className") == "q-errors"
    page.locator(".q-errors a").first.click()
    assert page.evaluate("location.hash") == "#situation"

    page.fill("[name='figure-CT03-value']", "abc")
    with page.expect_navigation():
        page.locator("[name=save][value=stay]:visible").first.click()
    complaints += _complaints(page, "unreadable")
    # In one look: the page's own small save writes the same message anew a moment later, under another id.
    message = page.locator("[name='figure-CT03-value']").evaluate(
        "field => document.getElementById(field.getAttribute('aria-describedby')).innerText"
    )
    assert message == "“abc” không phải là số: chỉ viết chữ số 0–9, dấu chấm và dấu phẩy, ví dụ 1.234,5."

    page.goto(form)
    beside = page.context.new_page()
    beside.goto(form)
    beside.fill("[name=advantages]", "Ghi ở cửa sổ thứ hai.")
    with beside.expect_navigation():
        beside.locator("[name=save][value=stay]:visible").first.click()
    page.fill("[name=advantages]", "Ghi ở cửa sổ thứ nhất.")
    with page.expect_navigation():
        page.locator("[name=save][value=stay]:visible").first.click()
    complaints += _complaints(page, "saved over")
    assert page.locator("[name=advantages]").input_value() == "Ghi ở cửa sổ thứ nhất."

    page.goto(form)
    page.fill("[name=advantages]", "Ghi khi phiên đã hết hạn.")
    page.context.clear_cookies(name="sessionid")
    with page.expect_navigation():
        page.locator("[name=save][value=stay]:visible").first.click()
    complaints += _complaints(page, "out of session")
    assert page.locator("[name=advantages]").input_value() == "Ghi khi phiên đã hết hạn."
    assert complaints == []


def test_face_of_a_report_that_froze_while_somebody_typed(portal, open_page):
    head, page = portal.log_in(open_page(), "p3.lanhdao"), portal.log_in(open_page(), "p3.canbo")
    head.goto(f"{portal.url}/bao-cao/2018/2/P3/")
    head.fill("[name=reason]", "Ghi thêm số hộ.")
    head.locator("button[name=move][value=return]").click()
    head.locator("[data-state=returned]").first.wait_for()
    page.goto(f"{portal.url}/bao-cao/2018/2/P3/soan/")
    complaints = _complaints(page, "returned by the head")
    # A number that contradicts another, an odd one, a file that is not what it claims: each at its line.
    page.fill("[name='figure-CT01-numerator']", "7")
    page.fill("[name='figure-CT03-value']", "1.500")
    page.locator("[data-missing-list]").get_by_text("Sửa:").nth(1).wait_for()
    page.set_input_files("#file", {"name": "gia.pdf", "mimeType": "application/pdf", "buffer": b"MZ"})
    page.get_by_text("nội dung không phải tệp PDF").wait_for()
    complaints += _complaints(page, "wrong lines")
    beside = page.context.new_page()
    beside.goto(f"{portal.url}/bao-cao/2018/2/P3/soan/")
    beside.fill("[name='figure-CT01-numerator']", "1")
    beside.fill("[name='figure-CT03-value']", "0")
    beside.locator("aside button[name=move][value=submit]").click()
    beside.locator("[data-state=pending]").first.wait_for()
    page.fill("[name=advantages]", "Gõ sau khi báo cáo đã trình.")
    page.locator("[name=save][value=stay]:visible").first.click()
    page.get_by_text("nên không sửa được nữa").wait_for()
    complaints += _complaints(page, "frozen")
    assert "Gõ sau khi báo cáo đã trình." in page.locator("#tat-ca").input_value()
    assert complaints == []


def test_face_of_what_the_office_is_refused(portal, open_page):
    """Each page once more as it stands when it could not do what was asked, and when the session was gone."""
    page = portal.log_in(open_page(), "pkt.chuyenvien")
    complaints = []
    page.goto(f"{portal.url}/bao-cao/2018/2/P9/?xem=tat-ca")
    page.locator("[data-line] input[value=return]").first.check()
    page.locator("button[name=move][value=return]").click()
    page.locator(".q-errors").wait_for()
    complaints += _complaints(page, "return without a reason")
    page.goto(f"{portal.url}/bao-cao/2018/2/P6/")
    page.locator("button[name=move][value=unlock]").click()
    page.locator(".q-errors").wait_for()
    complaints += _complaints(page, "unlock without a reason")
    page.goto(f"{portal.url}/bao-cao/2018/2/P14/nhap-thay/")
    page.get_by_role("button", name="Nhập nội dung báo cáo").click()
    page.locator(".q-errors").wait_for()
    complaints += _complaints(page, "paper without its scan")
    page.goto(f"{portal.url}/kien-nghi/")
    page.locator(".q-row-btn").first.click()
    page.fill("[name=answered_on]", "30/06/2018")
    page.locator("button[name=act][value=answer]").click()
    page.locator(".q-errors").wait_for()
    complaints += _complaints(page, "answer of tomorrow")
    page.goto(f"{portal.url}/tong-hop/2018/1/")
    page.get_by_role("button", name="Lập dự thảo Quý I/2018").click()
    page.get_by_text("Đã lập dự thảo").wait_for()
    for tab in ("", "?xem=gom", "?xem=lan"):
        page.goto(f"{portal.url}/tong-hop/2018/1/{tab}")
        complaints += _complaints(page, f"draft {tab}")
    page.goto(f"{portal.url}/tong-hop/2018/1/")
    page.fill("[name=document_date]", "29/12/2081")
    page.get_by_role("button", name="Lưu dự thảo").last.click()
    page.locator(".q-errors").wait_for()
    complaints += _complaints(page, "draft with a wrong date")
    page.goto(f"{portal.url}/bao-cao/2018/2/P4/")
    page.get_by_label("Lời gửi đơn vị").fill("Ghi rõ tên từng hộ.")
    page.context.clear_cookies(name="sessionid")
    page.locator("button[name=move][value=return]").click()
    page.get_by_role("heading", name="Phiên làm việc đã hết hạn, chưa làm gì").wait_for()
    complaints += _complaints(page, "return without a session")
    assert complaints == []


def test_face_of_pages_behind_a_link(portal, open_page):
    page = portal.log_in(open_page(), "ubnd.lanhdao")
    page.goto(f"{portal.url}/tong-hop/2017/4/")
    page.locator("a[href^='/kiem-tra/']").first.click()
    page.get_by_text("đang có hiệu lực").wait_for()
    assert _complaints(page, "a good code") == []


def test_face_of_a_refused_decision(portal, open_page):
    page = portal.log_in(open_page(), "pkt.lanhdao")
    page.goto(f"{portal.url}/sang-kien/4/")
    page.get_by_role("button", name="Công nhận sáng kiến").click()
    assert page.title().startswith("Lỗi: ")
    page.locator(".q-errors a").first.click()
    assert page.evaluate("location.hash") == "#council_for"
    assert _complaints(page, "refused decision") == []


def test_an_author_is_added_without_a_round_trip(portal, open_page):
    page = portal.log_in(open_page(), "p2.canbo")
    page.goto(f"{portal.url}/sang-kien/8/sua/")
    page.fill("[name=author-1-share]", "60")
    page.fill("[name=author-2-share]", "30")
    assert page.locator("[data-share-total]").inner_text() == "Tổng tỷ lệ đóng góp: 90%"
    page.get_by_role("button", name="Thêm tác giả").click()
    assert page.evaluate("document.activeElement.name") == "author-3-name"
    assert page.locator("[name=author-3-share]").input_value() == ""
    assert page.url.endswith("/sang-kien/8/sua/")
    assert _complaints(page, "three authors") == []


def test_dark_pages_keep_their_contrast(portal, open_page):
    page = portal.log_in(open_page(color_scheme="dark"), "pkt.chuyenvien")
    found = []
    for address in ("/", "/tien-do/", "/chi-tieu/?nam=2018", "/chi-tieu/CT03/", "/bao-cao/2018/2/P4/", "/sang-kien/", "/sang-kien/4/"):
        page.goto(portal.url + address)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(19, 22, 25)"
        page.evaluate(AXE)
        found += page.evaluate(CONTRAST)
    assert found == []


def test_matrix_and_leaders_page_print_on_one_sheet_each(portal, open_page, tmp_path):
    for person, address in [("pkt.chuyenvien", "/tien-do/"), ("ubnd.lanhdao", "/")]:
        page = portal.log_in(open_page(), person)
        page.goto(portal.url + address)
        path = tmp_path / f"{person}.pdf"
        page.pdf(path=path, prefer_css_page_size=True)
        facts = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
        assert "\nPages:           1\n" in facts
        assert "(A4)" in facts


def test_a_report_is_filed_by_keyboard_alone(portal, open_page):
    page = open_page()
    page.goto(f"{portal.url}/dang-nhap/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung chính"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("p8.canbo")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ủy ban nhân dân Phường 8").wait_for()

    page.goto(f"{portal.url}/bao-cao/2018/2/P8/soan/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    unseen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if not here["is_visible"]:
            unseen.append(here["name"])
        if here["name"] == "move":
            break
        _fill_by_keyboard(page, here)
    assert (here["name"], here["value"]) == ("move", "submit")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{portal.url}/bao-cao/2018/2/P8/*")
    assert page.locator("[data-report]").first.get_attribute("data-state") == "pending"
    assert unseen == []


FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    return {
        tag: one.tagName, type: one.type, name: one.name || one.textContent.trim(), value: one.value,
        is_visible: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
    };
}"""


def _fill_by_keyboard(page, here):
    if here["tag"] == "TEXTAREA" and here["name"] in ("situation", "results"):
        page.keyboard.press("Control+A")
        page.keyboard.type("Phường đã phổ biến kế hoạch đến cán bộ, công chức.")
    elif here["type"] == "text" and here["name"].startswith("figure-"):
        page.keyboard.type("1")
    elif here["type"] == "radio":
        page.keyboard.press("Space")
    elif here["tag"] == "SELECT" and not here["value"]:
        page.keyboard.press("ArrowDown")


def _complaints(page, where) -> list[str]:
    """What is wrong with the page as it stands, at the widths of a desk and a phone and those between."""
    found = []
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{width} px: scrolls sideways to {wide}")
        if width == 390:
            found += [f"{width} px: {one}" for one in page.evaluate(FINDINGS, FOLDED)]
            found += page.evaluate(LOW_TARGETS, PRESSED)
        if width == 1280:
            found += page.evaluate(FINDINGS) + page.evaluate(CONTRAST)
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    if page.locator("html").get_attribute("lang") != "vi":
        found.append("not lang=vi")
    if not page.title().endswith(TITLE) or page.title() == TITLE:
        found.append(f"title: {page.title()}")
    return [f"{where}: {one}" for one in found]


def _known_addresses():
    return [line for lines in FACES.values() for line in lines if "khong-co-trang-nay" not in line]


def _view_names(resolver, namespace=()):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            # Django's own administration has a face of its own.
            if pattern.namespace != "admin":
                yield from _view_names(pattern, (*namespace, *filter(None, [pattern.namespace])))
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join([*namespace, pattern.name])
