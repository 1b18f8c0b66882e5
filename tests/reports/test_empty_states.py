"""Pages with nothing to list: each says what is empty, why, and the one thing to do. Asked of whom it concerns."""

import re

import pytest

from reports.models import Notice, OutboxMail
from tests.factories import (
    assign,
    make_period,
    make_plan,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)
from units.models import AuditEvent

pytestmark = pytest.mark.django_db

BLOCK = re.compile(
    r'<div class="q-empty"><h[23]>(.*?)</h[23]><p>(.*?)</p>\s*'
    r'<div class="q-actions">\s*<a class="btn [\w-]+" href="(.*?)">(.*?)</a></div>\s*</div>',
    re.S,
)


@pytest.fixture(autouse=True)
def as_of(settings):
    settings.Q4KH_TODAY = "2018-06-08"


@pytest.fixture
def person(client):
    """``person("reporter")``: the client is that person from then on; a reporter's and head's unit is P1."""

    def person(role):
        unit = make_unit("P1") if role in ("reporter", "head") else None
        client.force_login(make_user(f"thu.{role}", role=role, unit=unit))

    return person


def empties(client, path, status=200) -> list[tuple[str, str, str, str]]:
    """(what is empty, why, address, words of the one button) of each empty state on the page."""
    answer = client.get(path)
    html = answer.content.decode()
    assert answer.status_code == status
    found = [tuple(re.sub(r"<[^>]+>|\s+", " ", one).strip() for one in row) for row in BLOCK.findall(html)]
    # None stands there in another shape, without its button.
    assert html.count("q-empty") == len(found)
    return found


# --- A portal that has just been set up: no plan, no period ---------------------------------------------------------


def test_everything_is_empty_before_the_first_period(client, person):
    guide = ("/huong-dan/", "Đọc hướng dẫn trước khi kỳ mở")
    no_report = ("Chưa có báo cáo nào", "Cổng tạo báo cáo cho từng đơn vị khi kỳ báo cáo mở; chưa kỳ nào mở.", *guide)
    no_plan = "khi quản trị hệ thống tải kế hoạch vào cổng."
    lacking = ("/don-vi/?thieu=1", "Xem đơn vị thiếu người phụ trách")
    person("reporter")
    assert empties(client, "/") == [
        (
            "Chưa có kỳ báo cáo nào mở",
            "Kỳ đầu mở khi đến ngày lấy số liệu; khi đó trang này cho biết phải làm gì.",
            "/huong-dan/",
            "Đọc cách nộp báo cáo",
        )
    ]
    assert empties(client, "/bao-cao/") == [no_report]
    assert empties(client, "/chi-tieu/") == [
        ("Chưa có kế hoạch", f"Chỉ tiêu hiện ra ở đây {no_plan}", "/huong-dan/", "Đọc hướng dẫn sử dụng")
    ]
    assert empties(client, "/nhiem-vu/") == [
        ("Không có nhiệm vụ nào", f"Nhiệm vụ hiện ra ở đây {no_plan}", "/huong-dan/", "Đọc hướng dẫn sử dụng")
    ]
    person("reviewer")
    assert empties(client, "/") == [
        (
            "Chưa có gì phải xem",
            "Báo cáo hiện ra ở đây ngay khi một đơn vị gửi. Chưa kỳ báo cáo nào mở.",
            *lacking,
        )
    ]
    assert empties(client, "/bao-cao/") == [no_report]
    soon = "có dòng đầu tiên khi kỳ báo cáo mở. Lúc ấy mỗi đơn vị phải có người nhận thư nhắc."
    assert empties(client, "/tien-do/") == [("Chưa mở kỳ báo cáo nào", f"Bảng này {soon}", *lacking)]
    assert empties(client, "/thu-nhac/") == [("Chưa mở kỳ báo cáo nào", f"Lịch nhắc {soon}", *lacking)]
    assert empties(client, "/tong-hop/") == [
        (
            "Chưa có kỳ nào",
            "Mỗi kỳ một báo cáo tổng hợp; kỳ báo cáo đầu tiên chưa mở.",
            "/tien-do/",
            "Xem tiến độ gửi báo cáo",
        )
    ]
    person("leader")
    assert empties(client, "/") == [
        ("Chưa có kế hoạch", f"Trang này có số liệu {no_plan}", "/huong-dan/", "Đọc cách xem trang này")
    ]


# --- A filter or a search that nothing fits -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (
            "/bao-cao/?q=khong-co",
            (
                "Không tìm thấy báo cáo nào",
                "Không báo cáo Quý II/2018 nào hợp với điều kiện lọc.",
                "/bao-cao/?ky=2018-2",
                "Xem tất cả báo cáo Quý II/2018",
            ),
        ),
        (
            "/bao-cao/?don-vi=P99",
            (
                "Không có báo cáo nào",
                "Đơn vị mang mã “P99” không có báo cáo trong cổng: mã chưa đúng, "
                "hoặc đơn vị không phải gửi báo cáo.",
                "/bao-cao/",
                "Xem báo cáo của mọi đơn vị",
            ),
        ),
        (
            "/nhiem-vu/?tinh-trang=done",
            (
                "Không có nhiệm vụ nào",
                "Không nhiệm vụ nào hợp với điều kiện lọc.",
                "/nhiem-vu/",
                "Xem tất cả nhiệm vụ",
            ),
        ),
        (
            "/tien-do/?tinh-trang=tra-lai",
            (
                "Không có đơn vị nào",
                "Không đơn vị nào hợp với điều kiện lọc trong các quý này.",
                "/tien-do/",
                "Xem tất cả các đơn vị",
            ),
        ),
        (
            "/tien-do/?nam=2016",
            (
                "Không áp dụng",
                "Kế hoạch không có kỳ báo cáo nào trong năm 2016.",
                "/tien-do/",
                "Xem các quý gần nhất",
            ),
        ),
        (
            "/chi-tieu/?nam=2018&ket-luan=met",
            (
                "Không có chỉ tiêu nào",
                "Trong 1 chỉ tiêu của năm 2018, không chỉ tiêu nào có kết luận “Đạt”.",
                "?nam=2018&amp;xep=can-xu-ly",
                "Xem cả 1 chỉ tiêu",
            ),
        ),
        (
            "/chi-tieu/?nam=2016",
            (
                "Năm 2016: không áp dụng",
                "Kế hoạch 294/KH-UBND ban hành ngày 19/12/2016; kỳ báo cáo đầu tiên là Quý II/2018. "
                "Chỉ tiêu của năm 2016 không có báo cáo nào để tính.",
                "?nam=2018",
                "Xem chỉ tiêu năm 2018",
            ),
        ),
        (
            "/don-vi/?q=khong-co",
            (
                "Không tìm thấy đơn vị nào",
                "Không đơn vị nào hợp với điều kiện lọc.",
                "/don-vi/",
                "Xem tất cả đơn vị",
            ),
        ),
        (
            "/?tinh-trang=returned",
            ("Không có đơn vị nào", "Không báo cáo Quý II/2018 nào ở tình trạng này.", "/", "Về báo cáo chờ xem"),
        ),
    ],
)
def test_a_filter_that_nothing_fits_leads_back_to_everything(client, person, path, shown):
    plan, unit = make_plan(), make_unit("P1")
    make_report(unit, make_period(plan))
    assign(make_target(plan), unit)
    make_task(unit)
    person("reviewer")
    assert empties(client, path) == [shown]


def test_a_search_in_the_log_leads_back_to_the_whole_log(client, person):
    person("administrator")
    assert empties(client, "/nhat-ky/?q=khong-co") == [
        ("Không có dòng nào", "Không việc nào hợp với điều đã tìm.", "/nhat-ky/", "Xem toàn bộ nhật ký")
    ]


# --- Nothing, and rightly so ----------------------------------------------------------------------------------------


def test_a_reviewer_with_nothing_to_read_is_led_to_who_has_not_sent(client, person):
    make_report(make_unit("P1"), make_period())
    person("reviewer")
    assert empties(client, "/") == [
        (
            "Chưa có gì phải xem",
            "Báo cáo hiện ra ở đây ngay khi một đơn vị gửi.",
            "/tien-do/?tinh-trang=chua-gui",
            "Xem 1 đơn vị chưa gửi",
        )
    ]


def test_a_reviewer_who_has_read_everything_is_led_to_the_consolidated_report(client, person):
    make_report(make_unit("P1"), make_period(), "accepted")
    person("reviewer")
    assert empties(client, "/") == [
        (
            "Chưa có gì phải xem",
            "Báo cáo hiện ra ở đây ngay khi một đơn vị gửi.",
            "/tong-hop/",
            "Mở báo cáo tổng hợp",
        )
    ]


def test_a_unit_without_tasks_is_led_to_the_plan(client, person):
    make_period()
    person("reporter")
    assert empties(client, "/nhiem-vu/") == [
        (
            "Không có nhiệm vụ nào",
            "Kế hoạch không giao nhiệm vụ riêng cho đơn vị này.",
            "/ke-hoach/#to-chuc",
            "Đọc phần tổ chức thực hiện của Kế hoạch",
        )
    ]


def test_leadership_is_told_that_nothing_has_been_published(client, person):
    make_period()
    person("leader")
    assert empties(client, "/tong-hop/") == [
        (
            "Chưa có báo cáo nào được công bố",
            "Phòng Kinh tế công bố sau khi chấp nhận báo cáo của các đơn vị.",
            "/tien-do/",
            "Xem tiến độ gửi báo cáo",
        )
    ]


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (
            "reporter",
            (
                "Đơn vị chưa soạn báo cáo này",
                "Hạn gửi: hết ngày 14/06/2018.",
                "/bao-cao/2018/2/P1/soan/",
                "Soạn báo cáo Quý II/2018",
            ),
        ),
        (
            "reviewer",
            (
                "Đơn vị chưa soạn báo cáo này",
                "Hạn gửi: hết ngày 14/06/2018.",
                "/tien-do/?tinh-trang=chua-gui",
                "Xem và nhắc đơn vị chưa gửi",
            ),
        ),
        (
            "leader",
            (
                "Chưa đến lúc đọc nội dung",
                "Lãnh đạo xem được nội dung khi Phòng Kinh tế đã chấp nhận báo cáo.",
                "/tien-do/",
                "Xem tiến độ gửi báo cáo",
            ),
        ),
        (
            "administrator",
            (
                "Nội dung không mở cho tài khoản quản trị",
                "Tài khoản quản trị xem tình trạng, không xem nội dung báo cáo.",
                "/tien-do/",
                "Xem tiến độ gửi báo cáo",
            ),
        ),
    ],
)
def test_a_report_that_is_not_written_says_what_each_can_do(client, person, role, shown):
    make_report(make_unit("P1"), make_period())
    person(role)
    assert empties(client, "/bao-cao/2018/2/P1/") == [shown]


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (
            "reporter",
            (
                "Chưa có kiến nghị nào",
                "Kiến nghị ghi ở từng báo cáo quý, gửi Phòng Kinh tế, UBND Quận 4 hoặc Sở Khoa học và Công nghệ; "
                "câu trả lời hiện ra ở đây.",
                "/bao-cao/",
                "Mở báo cáo của đơn vị",
            ),
        ),
        (
            "reviewer",
            (
                "Chưa có kiến nghị nào",
                "Kiến nghị trong các báo cáo đã chấp nhận hiện ra ở đây.",
                "/tien-do/",
                "Xem tiến độ gửi báo cáo",
            ),
        ),
    ],
)
def test_without_proposals_the_page_says_where_they_come_from(client, person, role, shown):
    person(role)
    assert empties(client, "/kien-nghi/") == [shown]


def test_no_message_leads_to_what_is_sent_by_mail(client, person):
    person("reporter")
    assert not Notice.objects.exists()
    assert empties(client, "/tin-nhan/") == [
        (
            "Chưa có tin nhắn nào",
            "Nhắc hạn, trả lại, chấp nhận, mở khóa hiện ở đây ngay khi có.",
            "/cai-dat/",
            "Chọn thư muốn nhận",
        )
    ]


def test_no_mail_leads_to_what_will_be_sent(client, person):
    person("administrator")
    assert not OutboxMail.objects.exists()
    assert empties(client, "/thu-di/") == [
        (
            "Chưa có thư nào",
            "Thư nhắc hạn, trả lại, đặt lại mật khẩu hiện ở đây khi cổng soạn thư mà chưa nối máy chủ thư.",
            "/thu-nhac/",
            "Xem thư sắp gửi ở Lịch nhắc",
        )
    ]


def test_when_nobody_is_lacking_the_list_says_so(client, person):
    person("administrator")
    assert empties(client, "/don-vi/?thieu=1") == [
        (
            "Không đơn vị nào còn thiếu người",
            "Mọi đơn vị đều có cán bộ phụ trách và lãnh đạo.",
            "/don-vi/",
            "Xem tất cả đơn vị",
        )
    ]


def test_the_first_unit_is_the_administrators_to_add(client, person):
    person("administrator")
    assert empties(client, "/don-vi/") == [
        (
            "Chưa có đơn vị nào",
            "Đơn vị do quản trị hệ thống thêm, hoặc có sẵn khi tải kế hoạch.",
            "/quan-tri/units/unit/add/",
            "Thêm đơn vị",
        )
    ]


def test_an_account_without_a_role_is_told_whom_to_ask(client):
    client.force_login(make_user("moi"))
    html = client.get("/").content.decode()
    assert re.findall('<div class="q-empty"><h2>(.*?)</h2><p>(.*?)</p></div>', html) == [
        (
            "Chưa có đơn vị hay vai trò nào đang hiệu lực",
            "Đề nghị quản trị hệ thống ở Phòng Kinh tế phân công tài khoản “moi”.",
        )
    ]


def test_a_log_without_a_line_says_when_one_is_written(client, person):
    person("administrator")
    AuditEvent.objects.all().delete()
    html = client.get("/nhat-ky/").content.decode()
    assert re.findall('<div class="q-empty"><h2>(.*?)</h2><p>(.*?)</p></div>', html) == [
        ("Không có dòng nào", "Việc được ghi ngay khi có người đăng nhập, sửa hay gửi.")
    ]
