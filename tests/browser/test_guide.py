"""The user guide against the portal it describes: pages that open, buttons that are there, pictures that exist.

``./test tests/browser/test_guide.py --make-guide`` takes the pictures anew, into static/img/guide.
"""

import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.conftest import on_server

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(on_server(), reason="words and pictures are the same on every database: read on SQLite"),
]

FOLDER = Path(__file__).resolve().parents[2] / "static" / "img" / "guide"
# A desk's layout, but narrow enough to be read when it is drawn at 880.
SIZE = (1000, 600)
LIMIT, TOTAL_LIMIT = 60 * 1024, 1024 * 1024

# Who reads which page.
READERS = {
    "can-bo": "p2.canbo",
    "lanh-dao-don-vi": "p18.lanhdao",
    "chuyen-vien": "pkt.chuyenvien",
    "truong-phong": "pkt.truongphong",
    "lanh-dao-ubnd": "ubnd.lanhdao",
    "quan-tri": "quantri",
}
Q2 = "/bao-cao/2018/2"
# Of Quận đoàn, to Phòng Kinh tế.
PROPOSAL = "a proposal"
# An initiative by a word of its title; the page is that of the initiative itself, or its form.
INITIATIVE, FORM = "an initiative: ", " (form)"
# The naming of Phường 18's officer.
NAMING = "a naming"
# The first council for initiatives of the person's list.
COUNCIL = "a council"
# What a ward has just recorded, and an article that Trung tâm Văn hóa has written.
RECORD, ARTICLE = "a record", "an article"
# Words that a task's steps put into the mouth of the portal: who finds them, and where. "…" stands for anything.
WORDS = {
    "nop-bao-cao": [
        ("p2.canbo", "/", ["Soạn tiếp báo cáo"]),
        ("p2.canbo", f"{Q2}/P2/soan/", ["Chép từ …", "Lưu và thoát", "Trình lãnh đạo duyệt"]),
    ],
    "khong-phat-sinh": [
        ("ldld.canbo", f"{Q2}/LDLD/soan/", ["Quý này không phát sinh hoạt động nào?", "Lập báo cáo không phát sinh"])
    ],
    "bi-tra-lai": [
        ("p5.canbo", "/", ["Sửa báo cáo"]),
        ("p5.canbo", f"{Q2}/P5/soan/", ["Trình lãnh đạo duyệt"]),
    ],
    "gui-roi-moi-thay-sai": [
        ("bv.lanhdao", f"{Q2}/BV/", ["Rút lại"]),
        ("tnmt.canbo", f"{Q2}/TNMT/", ["Đề nghị Phòng Kinh tế cho sửa", "Gửi đề nghị"]),
    ],
    "neu-kien-nghi": [
        (
            "p2.canbo",
            f"{Q2}/P2/soan/",
            ["Kiến nghị cần trả lời (không bắt buộc)", "Gửi đến", "Nội dung kiến nghị"],
        )
    ],
    "ke-hoach-nam": [
        ("p14.canbo", "/ke-hoach-nam/", ["Lập kế hoạch"]),
        ("p10.canbo", "/ke-hoach-nam/2018/P10/soan/", ["Kết quả dự kiến", "Lưu và trình lãnh đạo"]),
        ("p2.canbo", "/ke-hoach-nam/2018/P2/", ["Điều chỉnh kế hoạch"]),
    ],
    "xet-ke-hoach-nam": [
        (
            "pkt.chuyenvien",
            "/ke-hoach-nam/",
            ["Nhắc", "Nhắc các đơn vị chưa gửi kế hoạch", "Xem xét", "Kế hoạch năm 2018 của quận"],
        ),
        ("pkt.chuyenvien", "/ke-hoach-nam/2018/YT/", ["Chấp nhận kế hoạch", "Trả lại cho …"]),
        ("pkt.chuyenvien", "/ke-hoach-nam/2018/toan-quan/", ["Tải bản in (PDF)"]),
    ],
    "nop-don-sang-kien": [
        ("p2.canbo", "/sang-kien/", ["Soạn đơn mới"]),
        (
            "p2.canbo",
            f"{INITIATIVE}hom thu{FORM}",
            ["Cơ sở công nhận", "Thêm tác giả", "Lưu", "Lưu và nộp đơn"],
        ),
        ("qd.canbo", f"{INITIATIVE}do dien", ["Rút lại đơn"]),
        ("p3.canbo", f"{INITIATIVE}bang mau", ["Bổ sung đơn"]),
        ("p3.canbo", f"{INITIATIVE}bang mau{FORM}", ["Lưu và nộp bổ sung"]),
    ],
    "xet-sang-kien": [
        ("pkt.chuyenvien", "/sang-kien/", ["Tiếp nhận"]),
        ("pkt.chuyenvien", f"{INITIATIVE}do dien", ["Tiếp nhận đơn"]),
        (
            "pkt.chuyenvien",
            f"{INITIATIVE}to khai",
            ["Chấp nhận đơn", "Yêu cầu bổ sung", "Tải phiếu tiếp nhận (PDF)"],
        ),
        ("pkt.chuyenvien", f"{INITIATIVE}ban do", ["Ghi ý kiến hội đồng"]),
        ("pkt.lanhdao", f"{INITIATIVE}ban do", ["Công nhận sáng kiến", "Nếu không công nhận"]),
        (
            "pkt.chuyenvien",
            f"{INITIATIVE}phieu kham",
            ["Tải giấy chứng nhận (PDF)", "Đưa lên chuyên trang", "Ghi quyết định phạm vi ảnh hưởng"],
        ),
    ],
    "duyet-va-gui": [
        ("p18.lanhdao", "/", ["Đọc và gửi Phòng Kinh tế"]),
        ("p18.lanhdao", f"{Q2}/P18/", ["Gửi Phòng Kinh tế", "Trả lại cho cán bộ soạn"]),
    ],
    "xem-xet": [
        ("pkt.chuyenvien", "/", ["Xem xét"]),
        (
            "pkt.chuyenvien",
            f"{Q2}/BV/",
            ["Bắt đầu xem xét", "Cần để ý", "Trả lại dòng này", "Lời gửi đơn vị", "Chấp nhận báo cáo", "Trả lại …"],
        ),
    ],
    "nhac-don-vi": [("pkt.chuyenvien", "/tien-do/", ["Nhắc", "Nhắc … đơn vị chưa gửi", "Lịch nhắc"])],
    "mo-khoa-mien": [
        ("pkt.chuyenvien", f"{Q2}/TNMT/", ["Lý do mở khóa", "Mở đến hết ngày", "Mở khóa để đính chính"]),
        (
            "pkt.chuyenvien",
            f"{Q2}/QLDT/",
            ["Miễn báo cáo kỳ này", "Lý do miễn", "Miễn báo cáo Quý II/2018"],
        ),
    ],
    "nhap-thay": [
        ("pkt.chuyenvien", f"{Q2}/LDLD/", ["Nhập thay từ bản giấy"]),
        (
            "pkt.chuyenvien",
            f"{Q2}/LDLD/nhap-thay/",
            ["Ngày nhận bản giấy", "Bản chụp có chữ ký", "Nhập nội dung báo cáo"],
        ),
    ],
    "gia-han": [
        ("pkt.truongphong", "/tien-do/", ["Quý II/2018"]),
        ("pkt.truongphong", "/ky/2018/2/", ["Hạn mới (hết ngày)", "Lý do gia hạn", "Gia hạn Quý II/2018"]),
    ],
    "tra-loi-kien-nghi": [
        ("pkt.chuyenvien", "/kien-nghi/", ["Trả lời"]),
        ("pkt.chuyenvien", PROPOSAL, ["Câu trả lời", "Ngày trả lời", "Trả lời …", "Chuyển …"]),
    ],
    "gom-bao-cao": [
        ("pkt.truongphong", "/tong-hop/2017/2/", ["Gom từ đơn vị", "Soạn lời văn", "Lưu dự thảo", "Các lần sửa"]),
        ("pkt.truongphong", "/tong-hop/2017/2/", ["Mẫu văn bản và người ký"]),
        ("pkt.truongphong", "/tong-hop/2017/1/", ["Lập bản gửi thêm"]),
        ("pkt.truongphong", "/tong-hop/2017/2/", ["Xem bản in", "Đã đọc bản in", "Công bố báo cáo …"]),
        ("pkt.truongphong", "/tong-hop/2017/4/", ["Cho số, ngày văn bản"]),
    ],
    "doc-toan-canh": [("ubnd.lanhdao", "/", ["Xem tiến độ", "Cả trang này bằng lời", "In trang này", "Excel"])],
    "doc-bao-cao-tong-hop": [("ubnd.lanhdao", "/tong-hop/", ["PDF", "Word", "Excel"])],
    "tai-khoan-phan-cong": [("quantri", "/don-vi/", ["Người phụ trách", "Còn thiếu", "Lọc"])],
    "ban-giao": [
        ("p18.lanhdao", "/phan-cong/", ["Bàn giao"]),
        (
            "p18.lanhdao",
            NAMING,
            [
                "Người đã có tài khoản",
                "Người chưa có tài khoản",
                "Văn bản phân công",
                "Bàn giao",
                "Thôi phân công, chưa có người nhận",
            ],
        ),
    ],
    "xem-nhiem-vu": [("pkt.chuyenvien", "/nhiem-vu/", ["Tình trạng", "Tìm theo chữ", "Lọc", "Excel", "CSV"])],
    "thay-doi-don-vi": [
        ("quantri", "/don-vi/", ["Ghi thay đổi đơn vị"]),
        ("quantri", "/don-vi/thay-doi/hop-nhat/", ["Xem trước mọi việc sẽ xảy ra"]),
    ],
    "tra-nhat-ky": [("quantri", "/nhat-ky/", ["Đối tượng", "Tìm", "Tên đăng nhập", "Tìm chữ bất kỳ", "Excel", "CSV"])],
    "thu-di": [("quantri", "/thu-di/", ["Xem nội dung thư"])],
    "ghi-so": [
        ("p2.canbo", "/so-theo-doi/", ["Ghi việc mới"]),
        ("p2.canbo", "/so-theo-doi/ghi/model/", ["Đơn vị cùng làm (không bắt buộc)", "Ghi vào sổ"]),
        ("p2.canbo", RECORD, ["Sửa bản ghi", "Rút khỏi sổ"]),
    ],
    "dang-bai": [
        (
            "ttvh.canbo",
            ARTICLE,
            ["Sửa bản ghi", "Ngày đăng", "Trang tin điện tử", "Tờ tin Quận 4", "Đăng bài"],
        )
    ],
    "xac-nhan-so": [
        ("pkt.chuyenvien", RECORD, ["Xác nhận bản ghi", "Lý do, nếu trả lại", "Trả lại cho …"]),
        ("pkt.chuyenvien", "/so-theo-doi/", ["Xác nhận các bản ghi đã chọn"]),
    ],
    "cham-diem-thi-dua": [("p1.canbo", "/thi-dua/2018/P1/", ["Lưu phiếu"])],
    "tham-dinh-thi-dua": [
        ("pkt.truongphong", "/thi-dua/2018/thang-diem/phong-van-phong/", ["Duyệt, cho có hiệu lực"]),
        ("pkt.truongphong", "/thi-dua/2018/thang-diem/phuong/", ["Bảng điểm của khối"]),
    ],
    "nhap-kinh-phi": [
        ("p2.canbo", "/kinh-phi/", ["Nhập kinh phí của đơn vị"]),
        (
            "p2.canbo",
            "/kinh-phi/2018/P2/",
            ["Dự toán", "Đã chi", "Đã chi tính đến hết ngày", "Thêm dòng", "Lưu kinh phí"],
        ),
    ],
    "giu-hoi-dong": [
        ("p6.lanhdao", "/hoi-dong/", ["Lập hội đồng"]),
        (
            "p6.lanhdao",
            COUNCIL,
            ["Ghi phiên họp", "Sửa thành viên", "Sửa văn bản, nhiệm kỳ", "Lập nhiệm kỳ mới"],
        ),
    ],
    "cai-dat": [
        ("p2.canbo", "/cai-dat/", ["Lưu lựa chọn", "Đổi địa chỉ thư", "Tạo địa chỉ lịch", "Đổi mật khẩu"])
    ],
}


@pytest.fixture
def someone(portal, open_page):
    """``someone("p2.canbo")`` → a page at which that person is logged in, the same one each time."""
    pages = {}

    def someone(name):
        if name not in pages:
            pages[name] = portal.log_in(open_page(), name)
        return pages[name]

    return someone


def section(page, task):
    return page.locator(f"#{task}")


# What stands on a link, button, label or fold, without what is there for listeners or counts only.
BARE = """function bare(one) {
    const copy = one.cloneNode(true)
    copy.querySelectorAll(".visually-hidden, .q-count, .q-missing, small").forEach(part => part.remove())
    return copy.textContent.trim().replace(/\\s+/g, " ")
}"""


def controls(page) -> list[str]:
    return page.evaluate(
        f"""() => {{
            {BARE}
            return [...document.querySelectorAll("a, button, label, summary, option")]
                .filter(one => !one.closest("[hidden]")).map(bare)
        }}"""
    )


def pattern(word) -> str:
    return "^" + re.escape(word).replace("…", ".+").replace(r"\ ", " ") + "$"


def find(word, found) -> bool:
    return any(re.match(pattern(word), one) for one in found)


# --- What a page needs before it shows its words -------------------------------------------------------------------


def draft_of(page, portal, path):
    """A draft of a consolidated report: begun, or begun again to put right what was published."""
    page.goto(portal.url + path)
    if page.locator("[name=act][value=correct]").count():
        page.fill("[name=reason]", "Ghi thiếu một đơn vị.")
        page.locator("[name=act][value=correct]").click()
    elif page.locator("[name=act][value=start]").count():
        page.locator("[name=act][value=start]").click()
    page.wait_for_load_state()


def recorded(page, portal, kind, name, day) -> str:
    """The address of a record, made by the form; handed in a second time it leads to the first."""
    page.goto(f"{portal.url}/so-theo-doi/ghi/{kind}/")
    page.fill("[name=title]", name)
    page.fill("[name=starts_on]", day)
    page.get_by_role("button", name="Ghi vào sổ", exact=True).click()
    page.locator("[data-activity]").first.wait_for()
    return page.url.removeprefix(portal.url)


def record_of_a_ward(page, portal) -> str:
    """A record of Phường 2, made in a browser of its own."""
    context = page.context.browser.new_context(locale="vi-VN")
    try:
        ward = portal.log_in(context.new_page(), "p2.canbo")
        recorded(ward, portal, "outreach", "Nói chuyện khởi nghiệp với tổ dân phố 12", "14/05/2018")
        return recorded(ward, portal, "model", "Dán mã QR tra cứu hồ sơ tại bộ phận một cửa", "02/05/2018")
    finally:
        context.close()


def address_of(address, page, portal) -> str:
    """The address itself, once what it shows is there; where the database gave a number, as the list leads to it."""
    if address == ARTICLE:
        return recorded(page, portal, "article", "Quận 4 mở lớp sáng tạo trẻ", "01/06/2018")
    if address == RECORD:
        return record_of_a_ward(page, portal)
    if address == "/so-theo-doi/":
        record_of_a_ward(page, portal)
    if address == NAMING:
        page.goto(f"{portal.url}/phan-cong/P18/")
        return page.locator("[data-membership] a.btn").first.get_attribute("href")
    if address == PROPOSAL:
        page.goto(f"{portal.url}/kien-nghi/?don-vi=QD")
        return page.locator("[data-proposal] a").first.get_attribute("href")
    if address == COUNCIL:
        page.goto(f"{portal.url}/hoi-dong/")
        return page.locator("[data-council] th a", has_text="sáng kiến").first.get_attribute("href")
    if address.startswith(INITIATIVE):
        words = address.removeprefix(INITIATIVE).removesuffix(FORM)
        page.goto(f"{portal.url}/sang-kien/?q={words}")
        found = page.locator("[data-initiative] th a").first.get_attribute("href")
        return f"{found}sua/" if address.endswith(FORM) else found
    # The other quarters are looked at as they were published.
    if address in ("/tong-hop/2017/2/", "/tong-hop/2018/1/"):
        draft_of(page, portal, address)
    return address


# --- Taking the pictures -------------------------------------------------------------------------------------------

HEAD = "main :is(.q-crumb, h1)"
# Who, where, from which element downwards, the word that gets a frame; folds to open first.
PICTURES = {
    "nop-bao-cao": ("p2.canbo", f"{Q2}/P2/soan/", HEAD, "Trình lãnh đạo duyệt", []),
    "khong-phat-sinh": (
        "ldld.canbo", f"{Q2}/LDLD/soan/", HEAD, "Lập báo cáo không phát sinh", ["Quý này không phát sinh"],
    ),
    "bi-tra-lai": ("p5.canbo", "/", HEAD, "Sửa báo cáo", []),
    "gui-roi-moi-thay-sai": ("bv.lanhdao", f"{Q2}/BV/", HEAD, "Rút lại", []),
    "neu-kien-nghi": (
        "p2.canbo", f"{Q2}/P2/soan/", "[data-list=proposal]", "Nội dung kiến nghị", ["Kiến nghị cần trả lời"],
    ),
    "ke-hoach-nam": ("p10.canbo", "/ke-hoach-nam/2018/P10/soan/", HEAD, "Lưu và trình lãnh đạo", []),
    "xet-ke-hoach-nam": ("pkt.chuyenvien", "/ke-hoach-nam/2018/YT/", HEAD, "Chấp nhận kế hoạch", []),
    "nop-don-sang-kien": ("p2.canbo", f"{INITIATIVE}hom thu{FORM}", HEAD, "Lưu và nộp đơn", []),
    "xet-sang-kien": ("pkt.chuyenvien", f"{INITIATIVE}to khai", HEAD, "Chấp nhận đơn", []),
    "duyet-va-gui": ("p18.lanhdao", f"{Q2}/P18/", HEAD, "Gửi Phòng Kinh tế", []),
    "xem-xet": ("pkt.chuyenvien", f"{Q2}/BV/", HEAD, "Bắt đầu xem xét", []),
    "nhac-don-vi": ("pkt.chuyenvien", "/tien-do/", HEAD, "Nhắc … đơn vị chưa gửi", []),
    "mo-khoa-mien": ("pkt.chuyenvien", f"{Q2}/TNMT/", HEAD, "Mở khóa để đính chính", []),
    "nhap-thay": ("pkt.chuyenvien", f"{Q2}/LDLD/nhap-thay/", HEAD, "Nhập nội dung báo cáo", []),
    "gia-han": ("pkt.truongphong", "/ky/2018/2/", "section[aria-labelledby=gia-han]", "Gia hạn Quý II/2018", []),
    "tra-loi-kien-nghi": ("pkt.chuyenvien", PROPOSAL, HEAD, "Trả lời …", []),
    "gom-bao-cao": ("pkt.truongphong", "/tong-hop/2018/1/", HEAD, "Công bố báo cáo …", []),
    "doc-toan-canh": ("ubnd.lanhdao", "/", HEAD, None, []),
    "doc-bao-cao-tong-hop": ("ubnd.lanhdao", "/tong-hop/", HEAD, "PDF", []),
    "tai-khoan-phan-cong": ("quantri", "/don-vi/", HEAD, "Lọc", []),
    "ban-giao": ("p18.lanhdao", NAMING, HEAD, "Người đã có tài khoản", []),
    "xem-nhiem-vu": ("pkt.chuyenvien", "/nhiem-vu/", HEAD, None, []),
    "thay-doi-don-vi": ("quantri", "/don-vi/thay-doi/hop-nhat/?don-vi=P5", HEAD, None, []),
    "tra-nhat-ky": ("quantri", "/nhat-ky/?doi-tuong=P5-2018-2", HEAD, "Tìm", []),
    "thu-di": ("quantri", "/thu-di/", HEAD, "Xem nội dung thư", []),
    "ghi-so": ("p2.canbo", "/so-theo-doi/ghi/model/", HEAD, "Ghi vào sổ", []),
    "dang-bai": ("ttvh.canbo", ARTICLE, HEAD, "Đăng bài", []),
    "xac-nhan-so": ("pkt.chuyenvien", "/so-theo-doi/", HEAD, "Xác nhận các bản ghi đã chọn", []),
    "cham-diem-thi-dua": ("p1.canbo", "/thi-dua/2018/P1/", HEAD, "Lưu phiếu", []),
    "tham-dinh-thi-dua": (
        "pkt.truongphong", "/thi-dua/2018/thang-diem/phong-van-phong/", HEAD, "Duyệt, cho có hiệu lực", [],
    ),
    "nhap-kinh-phi": ("p2.canbo", "/kinh-phi/2018/P2/", HEAD, "Lưu kinh phí", []),
    "giu-hoi-dong": ("p6.lanhdao", COUNCIL, HEAD, "Ghi phiên họp", []),
    "cai-dat": ("p2.canbo", "/cai-dat/", HEAD, "Lưu lựa chọn", []),
}  # fmt: skip


def test_take_the_pictures(request, portal, someone):
    """Without ``--make-guide`` the map alone is checked: a picture for each task."""
    assert list(PICTURES) == list(WORDS)
    if not request.config.getoption("--make-guide", default=False):
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for task, (name, address, top, word, folds) in PICTURES.items():
        page = someone(name)
        address = address_of(address, page, portal)
        page.set_viewport_size({"width": SIZE[0], "height": 900})
        page.goto(portal.url + address)
        for fold in folds:
            page.locator("summary", has_text=fold).click()
        if word == "PDF":
            page.locator("[data-format=pdf]").first.wait_for(timeout=90_000)
        # What every page has, or a first visit alone.
        page.evaluate("document.querySelectorAll('.q-hint, .q-demo').forEach(one => one.remove())")
        take(page, FOLDER / f"{task}.png", top, word)


def take(page, path, top, word):
    """Cut SIZE from the page so that ``top`` begins it, if the control called ``word`` still fits; frame that."""
    width, height = SIZE
    # Boxes are told from the edge of what is in sight.
    page.evaluate("scrollTo(0, 0)")
    y = max(0, page.locator(top).first.bounding_box()["y"] - 12)
    box = box_of(page, word) if word else None
    if box:
        y = max(y, box["bottom"] + 24 - height)
    shot = page.screenshot(clip={"x": 0, "y": y, "width": width, "height": height}, full_page=True)
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    if box:
        frame = (box["left"] - 6, box["top"] - y - 6, box["right"] + 6, box["bottom"] - y + 6)
        ImageDraw.Draw(image).rectangle(frame, outline=(173, 22, 32), width=3)
    image.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)


def box_of(page, word) -> dict:
    """Edges of the first control of the page that is called ``word``."""
    return page.evaluate(
        f"""word => {{
            {BARE}
            return [...document.querySelectorAll("main :is(a, button, label, summary)")]
                .find(one => one.checkVisibility() && new RegExp(word).test(bare(one))).getBoundingClientRect().toJSON()
        }}""",
        pattern(word),
    )


# --- The tests -----------------------------------------------------------------------------------------------------


def test_each_button_that_a_step_names_is_on_its_page(portal, someone):
    missing = []
    for task, name, address, words in [(task, *place) for task, rows in WORDS.items() for place in rows]:
        page = someone(name)
        answer = page.goto(portal.url + address_of(address, page, portal))
        assert (name, address, answer.status) == (name, address, 200)
        if "PDF" in words:
            page.locator("[data-format=pdf]").first.wait_for(timeout=90_000)
        found = controls(page)
        missing += [(task, address, word) for word in words if not find(word, found)]
    assert missing == []


def test_the_steps_name_just_those_buttons(portal, someone):
    named = {}
    for role, reader in READERS.items():
        page = someone(reader)
        page.goto(f"{portal.url}/huong-dan/{role}/")
        for task in page.locator(".q-guide").evaluate_all("all => all.map(one => one.id)"):
            named[task] = set(section(page, task).locator("b.q-ui").all_inner_texts())
    assert named == {task: {word for *_, words in rows for word in words} for task, rows in WORDS.items()}


@pytest.mark.parametrize(("role", "reader"), READERS.items())
def test_each_page_that_a_step_names_opens_for_its_reader(portal, someone, role, reader):
    page = someone(reader)
    page.goto(f"{portal.url}/huong-dan/")
    assert page.url == f"{portal.url}/huong-dan/{role}/"
    links = page.locator(".q-guide ol a").evaluate_all("all => all.map(one => one.href)")
    assert links
    statuses = {link: page.request.get(link, max_redirects=0).status for link in set(links)}
    assert statuses == dict.fromkeys(statuses, 200)


@pytest.mark.parametrize(("role", "reader"), READERS.items())
def test_each_task_has_one_picture_that_is_described(portal, someone, role, reader):
    page = someone(reader)
    page.goto(f"{portal.url}/huong-dan/{role}/")
    for task in page.locator(".q-guide").all():
        name = task.get_attribute("id")
        pictures = task.locator("img").evaluate_all("all => all.map(one => [one.src, one.alt, one.width > 0])")
        assert len(pictures) == 1, name
        source, words, _ = pictures[0]
        assert (page.request.get(source).status, len(words.split()) > 7) == (200, True), name


def test_pictures_are_small_and_none_is_left_over():
    files = {path.stem: path for path in FOLDER.iterdir()}
    assert set(files) == set(WORDS)
    assert {name: Image.open(path).size for name, path in files.items()} == dict.fromkeys(WORDS, SIZE)
    sizes = {name: path.stat().st_size for name, path in files.items()}
    assert {name: size for name, size in sizes.items() if size > LIMIT} == {}
    assert sum(sizes.values()) <= TOTAL_LIMIT
