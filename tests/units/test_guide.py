"""Hướng dẫn sử dụng: which page opens for whom, and what stands on it. The words are checked in a browser."""

import re

import pytest

from tests.factories import make_unit, make_user
from units.guide import PAGES, TASKS
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("roles", "address"),
    [
        (["reporter"], "/huong-dan/can-bo/"),
        (["head"], "/huong-dan/lanh-dao-don-vi/"),
        (["reviewer"], "/huong-dan/chuyen-vien/"),
        (["office_head"], "/huong-dan/truong-phong/"),
        (["leader"], "/huong-dan/lanh-dao-ubnd/"),
        (["administrator"], "/huong-dan/quan-tri/"),
        (["reporter", "head"], "/huong-dan/lanh-dao-don-vi/"),
        (["reporter", "reviewer"], "/huong-dan/chuyen-vien/"),
        ([], "/huong-dan/can-bo/"),
    ],
)
def test_the_guide_opens_at_the_readers_own_role(client, roles, address):
    user = make_user()
    for role in roles:
        user.memberships.create(unit=make_unit(), role=role, valid_from="2016-12-19")
    client.force_login(user)
    answer = client.get("/huong-dan/")
    assert (answer.status_code, answer["Location"]) == (302, address)


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        (
            "can-bo",
            [
                "Nộp báo cáo quý trong năm phút",
                "Quý không phát sinh",
                "Báo cáo bị trả lại thì làm gì",
                "Gửi rồi mới thấy sai",
                "Nêu kiến nghị và xem trả lời",
                "Xem nhiệm vụ quá hạn, đình trệ",
                "Lập kế hoạch năm",
                "Ghi việc đã làm vào sổ",
                "Đăng bài lên chuyên trang (Trung tâm Văn hóa)",
                "Nộp đơn yêu cầu công nhận sáng kiến",
                "Tự chấm điểm thi đua",
                "Nhập kinh phí của đơn vị",
                "Thư nhắc, lịch và mật khẩu",
            ],
        ),
        (
            "lanh-dao-don-vi",
            [
                "Duyệt và gửi",
                "Báo cáo bị trả lại thì làm gì",
                "Gửi rồi mới thấy sai",
                "Nộp báo cáo quý trong năm phút",
                "Nêu kiến nghị và xem trả lời",
                "Xem nhiệm vụ quá hạn, đình trệ",
                "Phân công người phụ trách, bàn giao",
                "Lập kế hoạch năm",
                "Ghi việc đã làm vào sổ",
                "Nộp đơn yêu cầu công nhận sáng kiến",
                "Tiếp nhận, xét và công nhận sáng kiến",
                "Tự chấm điểm thi đua",
                "Lập hội đồng, ghi phiên họp",
                "Nhập kinh phí của đơn vị",
                "Thư nhắc, lịch và mật khẩu",
            ],
        ),
        (
            "chuyen-vien",
            [
                "Xem xét một báo cáo",
                "Nhắc đơn vị chưa gửi",
                "Xem nhiệm vụ quá hạn, đình trệ",
                "Mở khóa, miễn báo cáo",
                "Nhập thay báo cáo giấy",
                "Trả lời kiến nghị",
                "Xác nhận sổ theo dõi",
                "Tiếp nhận, xét và công nhận sáng kiến",
                "Thang điểm và điểm thi đua",
                "Lập hội đồng, ghi phiên họp",
                "Xem xét kế hoạch năm, in kế hoạch của quận",
                "Gom và công bố",
                "Thư nhắc, lịch và mật khẩu",
            ],
        ),
        (
            "truong-phong",
            [
                "Gom và công bố",
                "Gia hạn một kỳ báo cáo",
                "Xem xét một báo cáo",
                "Nhắc đơn vị chưa gửi",
                "Xem nhiệm vụ quá hạn, đình trệ",
                "Mở khóa, miễn báo cáo",
                "Nhập thay báo cáo giấy",
                "Trả lời kiến nghị",
                "Xác nhận sổ theo dõi",
                "Tiếp nhận, xét và công nhận sáng kiến",
                "Thang điểm và điểm thi đua",
                "Lập hội đồng, ghi phiên họp",
                "Xem xét kế hoạch năm, in kế hoạch của quận",
                "Thư nhắc, lịch và mật khẩu",
            ],
        ),
        (
            "lanh-dao-ubnd",
            [
                "Đọc một trang toàn cảnh",
                "Xem nhiệm vụ quá hạn, đình trệ",
                "Đọc báo cáo đã công bố",
                "Thư nhắc, lịch và mật khẩu",
            ],
        ),
        (
            "quan-tri",
            [
                "Tài khoản và phân công",
                "Phân công người phụ trách, bàn giao",
                "Hợp nhất, chia tách, đổi tên đơn vị",
                "Tra nhật ký",
                "Thư không đến nơi",
                "Thư nhắc, lịch và mật khẩu",
            ],
        ),
    ],
)
def test_each_role_has_its_tasks_in_the_order_of_the_work(client, role, titles):
    client.force_login(make_user())
    html = client.get(f"/huong-dan/{role}/").content.decode()
    assert re.findall(r'<h2 id="[\w-]+-h">(.*?)</h2>', html) == titles
    assert re.findall(r'<li><a class="q-hit" href="#[\w-]+">(.*?)</a>', html) == titles
    assert html.count('<ol class="q-how">') == 1 + len(titles)


def test_every_role_has_a_page_and_every_task_is_on_one():
    assert [page.role for page in PAGES.values()] == list(Role)
    assert {task.slug for page in PAGES.values() for task in page.tasks} == set(TASKS)


def test_a_role_that_is_not_there_is_not_found(client):
    client.force_login(make_user())
    assert client.get("/huong-dan/khach/").status_code == 404


def test_the_guide_costs_the_session_the_person_and_the_roles(client, django_assert_num_queries):
    client.force_login(make_user(role=Role.REPORTER, unit=make_unit()))
    with django_assert_num_queries(1):
        client.get("/huong-dan/can-bo/")
