"""Each way a typed word could be lost, played in a real browser: every one ends in a page that still holds it.

Wards of this file alone: Phường 8 and Phường 16, whose drafts of Quý II/2018 are half filled.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.demonstration import PASSWORD

pytestmark = pytest.mark.browser

HALFWAY = re.compile(r"^[1-9]\d?$")
FORM = "/bao-cao/2018/2/{}/soan/"


@pytest.fixture
def form(portal, open_page):
    """``form("P8")``: the ward's form, opened by its officer; ``who="lanhdao"`` by its head."""

    def open_form(code, who="canbo", where=FORM, **options):
        page = open_page(**options)
        portal.log_in(page, f"{code.lower()}.{who}")
        page.goto(portal.url + where.format(code))
        page.locator("form.q-filing").wait_for()
        return page

    return open_form


def saving(page):
    """The next small save that the page makes."""
    return page.expect_response(
        lambda answer: answer.request.method == "POST"
        and answer.url.endswith("/soan/")
        and "json" in answer.headers.get("content-type", "")
    )


def type_in(page, name, text):
    """Key by key, and the field keeps the focus."""
    page.locator(f"[name='{name}']").fill("")
    page.locator(f"[name='{name}']").press_sequentially(text)


def stored(page, portal, code, name, where=FORM):
    """What the server holds now, asked in a tab of its own."""
    other = page.context.new_page()
    try:
        other.goto(portal.url + where.format(code))
        return other.locator(f"[name='{name}']").input_value()
    finally:
        other.close()


def bar(page):
    return page.locator("[data-keep]")


def test_text_is_saved_while_its_field_has_the_focus(portal, form):
    page = form("P8")
    situation = page.locator("[name=situation]").input_value()
    with saving(page) as answer:
        type_in(page, "difficulties", "Đường truyền còn gián đoạn.")
    assert answer.value.json()["errors"] == {}
    page.locator("[data-saved]", has_text="Đã tự lưu lúc").wait_for()
    assert page.evaluate("document.activeElement.name") == "difficulties"
    # Only what changed goes over the line; what was not named is as it was.
    assert sorted(answer.value.request.post_data_json) == ["difficulties", "revision"]
    assert stored(page, portal, "P8", "difficulties") == "Đường truyền còn gián đoạn."
    assert stored(page, portal, "P8", "situation") == situation


def test_a_number_that_cannot_be_read_waits_with_its_message_and_the_rest_is_saved(portal, form):
    page = form("P8")
    page.fill("[name='figure-CT04-value']", "")
    type_in(page, "figure-CT03-value", "1.5")
    with saving(page):
        page.fill("[name=advantages]", "Cán bộ phụ trách ổn định.")
    field = page.locator("[name='figure-CT03-value']")
    page.locator("#figure-CT03-value[aria-invalid=true]").wait_for()
    assert "1,5" in page.locator(f"[id='{field.get_attribute('aria-describedby')}']").inner_text()
    assert stored(page, portal, "P8", "advantages") == "Cán bộ phụ trách ổn định."
    assert stored(page, portal, "P8", "figure-CT03-value") == ""
    # Not a word of "saved" without what was not.
    expect(page.locator("[data-saved]")).to_contain_text("trừ 1 ô chưa đọc được, đang báo đỏ.")
    expect(page.locator("[data-saved-short]")).to_have_text("1 ô chưa lưu")
    with saving(page):
        type_in(page, "figure-CT03-value", "1")
    page.locator("#figure-CT03-value:not([aria-invalid])").wait_for()
    expect(page.locator("[data-saved]")).to_contain_text("Có thể đóng trang và soạn tiếp sau.")
    expect(page.locator("[data-saved-short]")).to_contain_text("Đã lưu ")
    assert stored(page, portal, "P8", "figure-CT03-value") == "1"


def test_two_numbers_that_contradict_each_other_are_told_while_one_types(portal, form):
    page = form("P8")
    was = page.locator("[name='figure-CT01-numerator']").input_value()
    with saving(page):
        type_in(page, "figure-CT01-numerator", "7")
    wrong = page.locator("#figure-CT01-numerator[aria-invalid=true]")
    wrong.wait_for()
    message = page.locator(f"[id='{wrong.get_attribute('aria-describedby')}']").inner_text()
    assert re.fullmatch(r"Đã qua bồi dưỡng \(7\) lớn hơn tổng số cán bộ phụ trách \(\d\), sửa một trong hai số\.", message)
    page.locator("[data-missing-list]").get_by_role("link", name="Sửa: Cán bộ phụ trách KH&CN").wait_for()
    # The other number answers the message at the first.
    before = page.locator("[name='figure-CT01-denominator']").input_value()
    with saving(page):
        type_in(page, "figure-CT01-denominator", "7")
    page.locator("#figure-CT01-numerator:not([aria-invalid])").wait_for()
    assert page.locator("[data-missing-list]").get_by_text("Sửa:").count() == 0
    page.fill("[name='figure-CT01-denominator']", before)
    with saving(page):
        page.fill("[name='figure-CT01-numerator']", was)


def test_a_csrf_cookie_that_is_gone_costs_nobody_a_login(portal, form):
    page = form("P8")
    page.context.clear_cookies(name="csrftoken")
    type_in(page, "next_quarter", "Lắp thêm màn hình tại bộ phận một cửa.")
    page.locator("[data-saved]", has_text="Đã tự lưu lúc").wait_for()
    assert bar(page).inner_text() == ""
    assert stored(page, portal, "P8", "next_quarter") == "Lắp thêm màn hình tại bộ phận một cửa."


def test_session_cookie_deleted_in_mid_form_and_login_in_another_tab(portal, form):
    page = form("P8")
    page.context.clear_cookies(name="sessionid")
    type_in(page, "causes", "Thiết bị mạng dùng đã sáu năm.")
    bar(page).get_by_text("Phiên làm việc đã hết hạn").wait_for()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập ở thẻ mới").click()
    login = opened.value
    login.fill("[name=username]", "p8.canbo")
    login.fill("[name=password]", PASSWORD)
    login.get_by_role("button", name="Đăng nhập").click()
    login.wait_for_load_state()
    with saving(page) as answer:
        page.bring_to_front()
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    assert answer.value.status == 200
    bar(page).get_by_text("không mất gì").wait_for()
    assert stored(page, portal, "P8", "causes") == "Thiết bị mạng dùng đã sáu năm."


def test_session_cookie_deleted_and_login_on_the_page_that_holds_the_text(portal, form):
    page = form("P8")
    page.context.clear_cookies(name="sessionid")
    type_in(page, "next_quarter", "Dán mã QR trên toàn bộ biên nhận.")
    bar(page).get_by_role("button", name="Đăng nhập ngay tại đây").click()
    page.get_by_role("heading", name="Phiên làm việc đã hết hạn, nội dung vẫn còn").wait_for()
    assert page.locator("[name=next_quarter]").input_value() == "Dán mã QR trên toàn bộ biên nhận."
    page.fill("[name=username]", "p8.canbo")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Đăng nhập và lưu").click()
    page.locator("form.q-filing").wait_for()
    assert page.locator("[name=next_quarter]").input_value() == "Dán mã QR trên toàn bộ biên nhận."
    # Nothing is left to be offered back.
    assert bar(page).inner_text() == ""


def test_a_second_editor_is_told_and_chooses_line_by_line(portal, form):
    officer, head = form("P8"), form("P8", who="lanhdao")
    with saving(head):
        type_in(head, "results", "Lắp camera tại ba hẻm.")
    with saving(head):
        type_in(head, "situation", "Lãnh đạo phường đã duyệt kế hoạch quý.")
    with saving(officer) as answer:
        type_in(officer, "results", "Lắp camera tại năm hẻm và chợ.")
    assert answer.value.status == 409
    bar(officer).get_by_text("đã lưu").wait_for()
    officer.get_by_role("button", name="So hai bản rồi chọn").click()
    line = officer.locator("[data-line=results]")
    assert "Lắp camera tại ba hẻm." in line.inner_text()
    assert line.locator("ins").all_inner_texts() != []
    # The head's other line is not in question: the officer never touched it.
    assert officer.locator("[data-line]").count() == 1
    line.get_by_label("Lấy phần vừa nhập").check()
    officer.get_by_role("button", name="Lưu các dòng đã chọn").click()
    officer.locator("form.q-filing").wait_for()
    assert officer.locator("[name=results]").input_value() == "Lắp camera tại năm hẻm và chợ."
    assert officer.locator("[name=situation]").input_value() == "Lãnh đạo phường đã duyệt kế hoạch quý."
    assert bar(officer).inner_text() == ""
    # The head, whose page is older now, is told as well and keeps what is stored.
    with saving(head):
        type_in(head, "results", "Lắp camera tại bốn hẻm.")
    head.get_by_role("button", name="So hai bản rồi chọn").click()
    head.locator("[data-line=results]").get_by_label("Giữ bản đang lưu").check()
    head.get_by_role("button", name="Lưu các dòng đã chọn").click()
    head.locator("form.q-filing").wait_for()
    assert head.locator("[name=results]").input_value() == "Lắp camera tại năm hẻm và chợ."


def test_a_network_that_is_away_for_a_minute(portal, form):
    page = form("P8")
    with saving(page):
        type_in(page, "proposals", "Đề nghị hỗ trợ")
    page.context.set_offline(True)
    type_in(page, "proposals", "Đề nghị hỗ trợ đường truyền dự phòng.")
    bar(page).get_by_text(re.compile(r"Mất kết nối từ \d\d:\d\d\. Phần vừa nhập đang giữ trên máy này")).wait_for()
    # A press on the button does not replace the form by the browser's error page.
    page.get_by_role("button", name="Lưu", exact=True).first.click()
    assert page.locator("[name=proposals]").input_value() == "Đề nghị hỗ trợ đường truyền dự phòng."
    with saving(page):
        page.context.set_offline(False)
    bar(page).get_by_text("không mất gì").wait_for()
    assert stored(page, portal, "P8", "proposals") == "Đề nghị hỗ trợ đường truyền dự phòng."


def test_a_tab_closed_without_network_gives_its_text_back(portal, form):
    page = form("P8")
    context = page.context
    context.set_offline(True)
    page.get_by_text("E. Văn bản của đơn vị").click()
    type_in(page, "estimate", "Ước đến hết quý đạt 70% kế hoạch.")
    bar(page).get_by_text("Mất kết nối").wait_for()
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(portal.url + FORM.format("P8"))
    bar(again).get_by_text("Trên máy này còn phần nhập").wait_for()
    assert again.locator("[name=estimate]").input_value() == ""
    with saving(again):
        again.get_by_role("button", name="Khôi phục phần chưa lưu").click()
    assert stored(again, portal, "P8", "estimate") == "Ước đến hết quý đạt 70% kế hoạch."
    again.reload()
    assert bar(again).inner_text() == ""


def test_the_back_button_never_brings_an_older_page(portal, form):
    page, head = form("P8"), form("P8", who="lanhdao")
    with saving(page):
        type_in(page, "advantages", "Bản trước khi đi khỏi trang.")
    page.get_by_role("link", name="Chỉ tiêu").first.click()
    page.wait_for_url("**/chi-tieu/**")
    head.reload()
    with saving(head):
        type_in(head, "advantages", "Bản của lãnh đạo, lưu sau.")
    page.go_back()
    page.locator("form.q-filing").wait_for()
    expect(page.locator("[name=advantages]")).to_have_value("Bản của lãnh đạo, lưu sau.")
    # And it can be gone on with.
    with saving(page) as answer:
        type_in(page, "advantages", "Viết tiếp sau khi trở lại.")
    assert answer.value.status == 200


def test_what_was_typed_a_moment_before_leaving_is_saved(portal, form):
    page = form("P8")
    type_in(page, "causes", "Chữ cuối trước khi đóng trang.")
    page.get_by_role("link", name="Chỉ tiêu").first.click()
    page.wait_for_url("**/chi-tieu/**")
    # The last save travels beside the next page, so it may arrive a moment after it.
    for _ in range(40):
        if stored(page, portal, "P8", "causes") == "Chữ cuối trước khi đóng trang.":
            break
        page.wait_for_timeout(250)
    assert stored(page, portal, "P8", "causes") == "Chữ cuối trước khi đóng trang."


def test_what_was_typed_behind_a_save_on_its_way_is_saved_as_well(portal, form):
    page = form("P8")
    # Leaving as soon as the small save has begun: its answer is not here yet.
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/soan/")):
        type_in(page, "causes", "Chữ đầu.")
    page.locator("[name=causes]").fill("Chữ đầu, rồi chữ cuối.")
    page.get_by_role("link", name="Chỉ tiêu").first.click()
    page.wait_for_url("**/chi-tieu/**")
    for _ in range(40):
        if stored(page, portal, "P8", "causes") == "Chữ đầu, rồi chữ cuối.":
            break
        page.wait_for_timeout(250)
    assert stored(page, portal, "P8", "causes") == "Chữ đầu, rồi chữ cuối."


def test_a_lock_that_closes_leaves_everything_to_be_copied(portal, form, open_page):
    where = "/bao-cao/2018/1/{}/soan/"
    reviewer = open_page()
    portal.log_in(reviewer, "pkt.chuyenvien")
    reviewer.goto(f"{portal.url}/bao-cao/2018/1/P16/")
    reviewer.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true; })")
    reason = reviewer.locator("[name='unlock-reason'], [name=reason]").first
    reason.fill("Đính chính số mô hình theo biên bản.")
    reviewer.locator("button[name=move][value=unlock]").click()
    reviewer.locator("[data-reopened=yes]").first.wait_for()

    page = form("P16", where=where)
    with saving(page):
        type_in(page, "results", "Đính chính: phường có hai mô hình.")
    portal.manage(
        "shell",
        "-c",
        "import datetime as dt; from reports.models import Unlock; "
        "row = Unlock.objects.get(report__unit__code='P16', closed_at=None); "
        "row.at -= dt.timedelta(30); row.expires_at = row.at + dt.timedelta(1); row.save()",
    )
    with saving(page) as answer:
        type_in(page, "results", "Đính chính: phường có ba mô hình, thêm một mô hình tại chợ.")
    assert answer.value.status == 409
    bar(page).get_by_role("button", name="Xem phần vừa nhập").click()
    page.get_by_role("heading", name="Chưa lưu được, phần vừa nhập vẫn còn đây").wait_for()
    assert "ba mô hình, thêm một mô hình tại chợ" in page.locator("#tat-ca").input_value()
    page.get_by_role("button", name="Chép toàn bộ phần vừa nhập").click()
    page.locator("[data-copied]:not(:empty)").wait_for()


def test_a_return_while_somebody_types(portal, form):
    page, other, head = form("P16"), form("P16"), form("P16", who="lanhdao")
    _complete(other)
    other.locator("aside.q-rail").get_by_role("button", name="Trình lãnh đạo duyệt").click()
    other.locator("[data-state=pending]").first.wait_for()
    head.goto(f"{portal.url}/bao-cao/2018/2/P16/")
    head.fill("[name=reason]", "Ghi rõ tên mô hình.")
    head.locator("button[name=move][value=return]").click()
    head.locator("[data-state=returned]").first.wait_for()
    with saving(page):
        type_in(page, "difficulties", "Viết trong lúc báo cáo bị trả lại.")
    bar(page).get_by_text("Báo cáo nay ở tình trạng “Trả lại”").wait_for()
    page.get_by_role("button", name="So hai bản rồi chọn").click()
    expect(page.locator("[data-line]")).to_have_count(1)
    page.get_by_role("button", name="Lưu các dòng đã chọn").click()
    page.locator("form.q-filing").wait_for()
    assert page.locator("[name=difficulties]").input_value() == "Viết trong lúc báo cáo bị trả lại."
    assert "Ghi rõ tên mô hình." in page.locator("main").inner_text()


def _complete(page):
    """Whatever is still missing, with plain answers."""
    for name in ("situation", "results"):
        if not page.locator(f"[name={name}]").input_value():
            page.fill(f"[name={name}]", "Phường đã triển khai kế hoạch đến tổ dân phố.")
    for field in page.locator("input[inputmode=decimal]").all():
        if not field.input_value():
            field.fill("1" if "denominator" in field.get_attribute("name") else "0")
    for choice in page.locator("input[type=radio][value=yes]").all():
        name = choice.get_attribute("name")
        if page.locator(f"[name='{name}']:checked").count() == 0:
            choice.check()
    for task in page.locator("select[name^='progress-']").all():
        if not task.input_value():
            task.select_option("underway")


def test_files_go_up_at_once_one_by_one_with_progress(portal, form, tmp_path):
    page = form("P16")
    whole, wrong, small = tmp_path / "bien-ban.pdf", tmp_path / "anh.png", tmp_path / "danh-sach.pdf"
    whole.write_bytes(b"%PDF-1.7 " + b"0" * 400_000)
    wrong.write_bytes(b"GIF89a")
    small.write_bytes(b"%PDF-1.7 danh sach")
    network = page.context.new_cdp_session(page)
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 150_000},
    )
    page.set_input_files("#file", [whole, wrong, small])
    expect(page.locator("[data-files] svg[aria-valuenow]").first).to_have_attribute("aria-valuenow", HALFWAY)
    # Typing goes on meanwhile.
    type_in(page, "advantages", "Gõ trong lúc tải tệp.")
    page.get_by_role("link", name="danh-sach.pdf").wait_for(timeout=20_000)
    files = page.locator("[data-files] .q-file")
    assert files.count() == 3
    assert "nội dung không phải tệp PNG" in files.nth(1).inner_text()
    assert page.locator("[name=advantages]").input_value() == "Gõ trong lúc tải tệp."
    page.reload()
    assert page.locator("[data-files] a").all_inner_texts() == ["bien-ban.pdf", "danh-sach.pdf"]


def test_a_file_chosen_without_a_session_waits_beside_its_message(portal, form, tmp_path):
    page = form("P16")
    page.context.clear_cookies(name="sessionid")
    proof = tmp_path / "to-trinh.pdf"
    proof.write_bytes(b"%PDF-1.7 to trinh")
    page.set_input_files("#file", proof)
    page.get_by_text("Phiên làm việc đã hết hạn; đăng nhập ở thẻ khác rồi bấm “Tải lại”.").wait_for()
    portal.log_in(page.context.new_page(), "p16.canbo")
    page.locator("[data-files]").get_by_role("button", name="Tải lại").click()
    page.get_by_role("link", name="to-trinh.pdf").wait_for()


# Whatever a form could trip over on its way through another page.
HARD = "Dòng một: 5 < 7 & “ngày hội” <b>đậm</b>\n\n  - thụt vào, dấu ' và \"\nỞ Phường ế ệ ự 🎉 " + "dài " * 400 + "hết"


def fill_hard(page):
    """Everything that the form takes, in a way that is hard to carry; what each field holds then."""
    page.locator("details").evaluate_all("(boxes) => boxes.forEach((box) => { box.open = true; })")
    for area in page.locator("form.q-filing textarea:visible").all():
        area.fill(f"{area.get_attribute('name')}: {HARD}"[: int(area.get_attribute("maxlength") or 9999)])
    for number, field in enumerate(page.locator("form.q-filing input[inputmode=decimal]:visible").all(), 3):
        field.fill(str(number))
    page.locator("form.q-filing select[name^=progress-]").evaluate_all(
        "(lists) => lists.forEach((list) => { list.value = 'underway'; })"
    )
    return typed_in(page)


def typed_in(page) -> dict[str, str]:
    return page.locator("form.q-filing").evaluate(
        "(form) => Object.fromEntries([...new FormData(form)].filter(([name, value]) => typeof value === 'string'"
        " && !['csrfmiddlewaretoken', 'revision', 'base'].includes(name)).map(([name, value]) => [name, value.trim()]))"
    )


def two_files(folder):
    made = [folder / "bien-ban-hop.pdf", folder / "ke-hoach.pdf"]
    for file in made:
        file.write_bytes(b"%PDF-1.7 " + file.name.encode())
    return made


def lost(before, after) -> list[str]:
    return [name for name, value in before.items() if value and after.get(name, "").split() != value.split()]


def test_session_and_token_gone_in_mid_form_with_files_chosen(portal, form, tmp_path, figure):
    page = form("P8")
    page.set_input_files("#file", two_files(tmp_path))
    for file in ("bien-ban-hop.pdf", "ke-hoach.pdf"):
        page.get_by_role("link", name=file).wait_for()
    page.context.clear_cookies()
    before = fill_hard(page)
    bar(page).get_by_role("button", name="Đăng nhập ngay tại đây").click()
    page.fill("[name=username]", "p8.canbo")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Đăng nhập và lưu").click()
    page.locator("form.q-filing").wait_for()
    files = page.locator("[data-files] a").all_inner_texts()
    gone = lost(before, typed_in(page)) + [name for name in ("bien-ban-hop.pdf", "ke-hoach.pdf") if name not in files]
    figure("session and token gone, files chosen", tried=len(before) + 2, lost=len(gone))
    assert gone == []


def test_a_token_of_before_the_last_login_without_scripts(portal, form, figure):
    page = form("P8", java_script_enabled=False)
    for area in page.locator("form.q-filing textarea:visible").all():
        area.fill(f"Không kịch bản, {HARD}"[: int(area.get_attribute("maxlength") or 9999)])
    for number, field in enumerate(page.locator("form.q-filing input[inputmode=decimal]:visible").all(), 5):
        field.fill(str(number))
    before = {
        field.get_attribute("name"): field.input_value()
        for field in page.locator("form.q-filing textarea:visible, form.q-filing input[inputmode=decimal]:visible").all()
    }
    # Logged in anew in another tab: the page's token is of no use any more.
    other = page.context.new_page()
    page.context.clear_cookies()
    portal.log_in(other, "p8.canbo")
    page.get_by_role("button", name="Lưu", exact=True).first.click()
    page.get_by_role("heading", name="Trang đã mở quá lâu, lần gửi này chưa được lưu").wait_for()
    page.get_by_role("button", name="Gửi lại").click()
    page.locator("form.q-filing").wait_for()
    after = {name: page.locator(f"[name='{name}']").input_value() for name in before}
    gone = lost(before, after)
    figure("token of before the last login", tried=len(before), lost=len(gone))
    assert gone == []
