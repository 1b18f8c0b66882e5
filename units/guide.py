"""Hướng dẫn sử dụng: what each role does, task by task, in numbered steps with a picture.

The steps of a task stand in ``templates/guide/<slug>.html``, its picture in ``static/img/guide/<slug>.png``. Words of
the portal's own buttons are marked ``<b class="q-ui">``: a browser test finds them on the pages that the steps name.
"""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from units.roles import Role

# Pixels of every picture; the test that makes them cuts to this size.
PICTURE_SIZE = (1000, 600)


@dataclass(frozen=True)
class Task:
    slug: str
    title: str
    picture: str  # what can be seen on it, for those who cannot see it

    @property
    def template(self) -> str:
        return f"guide/{self.slug}.html"

    @property
    def image(self) -> str:
        return f"img/guide/{self.slug}.png"


@dataclass(frozen=True)
class Page:
    slug: str
    role: Role
    lede: str
    slugs: tuple[str, ...]

    @cached_property
    def tasks(self) -> list[Task]:
        return [TASKS[slug] for slug in self.slugs]


TASKS = {
    task.slug: task
    for task in (
        Task(
            "nop-bao-cao",
            "Nộp báo cáo quý trong năm phút",
            "Trang soạn báo cáo: ô lời văn bên trái, cột bên phải liệt kê mục còn thiếu và các nút lưu, trình duyệt.",
        ),
        Task(
            "khong-phat-sinh",
            "Quý không phát sinh",
            "Đầu trang soạn báo cáo, phần “Không phát sinh” đã mở, bên trong có nút đánh dấu.",
        ),
        Task(
            "bi-tra-lai",
            "Báo cáo bị trả lại thì làm gì",
            "Việc của tôi: lý do trả lại viết trong khung đỏ, hạn gửi lại bên phải, nút Sửa báo cáo bên dưới.",
        ),
        Task(
            "gui-roi-moi-thay-sai",
            "Gửi rồi mới thấy sai",
            "Trang của một báo cáo đã gửi, cột bên phải có nút Rút lại.",
        ),
        Task(
            "neu-kien-nghi",
            "Nêu kiến nghị và xem trả lời",
            "Cuối phần A của trang soạn báo cáo: một dòng kiến nghị với nơi gửi đến, đề mục và nội dung.",
        ),
        Task(
            "ke-hoach-nam",
            "Lập kế hoạch năm",
            "Trang soạn kế hoạch năm: mỗi nhiệm vụ có ô kết quả dự kiến, thời hạn, người phụ trách; bên phải là nút.",
        ),
        Task(
            "xet-ke-hoach-nam",
            "Xem xét kế hoạch năm, in kế hoạch của quận",
            "Kế hoạch năm của một đơn vị đã gửi: các việc bên trái, cột Quyết định bên phải.",
        ),
        Task(
            "nop-don-sang-kien",
            "Nộp đơn yêu cầu công nhận sáng kiến",
            "Trang soạn đơn: các mục của đơn bên trái, cột bên phải liệt kê chỗ còn phải ghi và nút lưu, nộp đơn.",
        ),
        Task(
            "xet-sang-kien",
            "Tiếp nhận, xét và công nhận sáng kiến",
            "Trang của một đơn đang xét: nội dung đơn bên trái, cột bên phải có nút chấp nhận đơn và ô lý do.",
        ),
        Task(
            "duyet-va-gui",
            "Duyệt và gửi",
            "Báo cáo đang chờ duyệt, cột bên phải có ô lý do, nút trả lại cho cán bộ soạn và nút Gửi Phòng Kinh tế.",
        ),
        Task(
            "xem-xet",
            "Xem xét một báo cáo",
            "Trang xem xét: nội dung báo cáo bên trái, cột Quyết định bên phải.",
        ),
        Task(
            "nhac-don-vi",
            "Nhắc đơn vị chưa gửi",
            "Trang Tiến độ: mỗi hàng một đơn vị, mỗi cột một quý, cột của kỳ đang mở có nút Nhắc.",
        ),
        Task(
            "mo-khoa-mien",
            "Mở khóa, miễn báo cáo",
            "Trang của một báo cáo đã chấp nhận, cột bên phải có lý do và nút mở khóa để đính chính.",
        ),
        Task(
            "nhap-thay",
            "Nhập thay báo cáo giấy",
            "Trang nhập thay: ngày nhận bản giấy, ô chọn bản chụp và nút bắt đầu nhập.",
        ),
        Task(
            "gia-han",
            "Gia hạn một kỳ báo cáo",
            "Trang của Quý II/2018, phần Gia hạn: ô hạn mới, ô lý do và nút gia hạn Quý II/2018.",
        ),
        Task(
            "tra-loi-kien-nghi",
            "Trả lời kiến nghị",
            "Một kiến nghị và ô trả lời ở cột bên phải.",
        ),
        Task(
            "gom-bao-cao",
            "Gom và công bố",
            "Dự thảo báo cáo tổng hợp: những điều cần xem trước khi công bố, cột bên phải có nút công bố.",
        ),
        Task(
            "doc-toan-canh",
            "Đọc một trang toàn cảnh",
            "Trang Toàn cảnh: câu tóm lại ở đầu trang, dưới là những chỉ tiêu cần chỉ đạo.",
        ),
        Task(
            "doc-bao-cao-tong-hop",
            "Đọc báo cáo đã công bố",
            "Trang Tổng hợp: mỗi quý một dòng, tình trạng, ngày công bố và các tệp PDF, Word, Excel.",
        ),
        Task(
            "tai-khoan-phan-cong",
            "Tài khoản và phân công",
            "Trang Đơn vị: mỗi đơn vị một hàng, cán bộ phụ trách, lãnh đạo và cách gửi báo cáo.",
        ),
        Task(
            "ban-giao",
            "Phân công người phụ trách, bàn giao",
            "Trang bàn giao: người nhận đã có tài khoản thì ghi tên đăng nhập, chưa có thì ghi họ tên và địa chỉ thư.",
        ),
        Task(
            "xem-nhiem-vu",
            "Xem nhiệm vụ quá hạn, đình trệ",
            "Trang Nhiệm vụ: số việc theo tình trạng ở trên, dưới là từng việc với tình trạng của bốn quý gần nhất.",
        ),
        Task(
            "thay-doi-don-vi",
            "Hợp nhất, chia tách, đổi tên đơn vị",
            "Trang ghi hợp nhất: ô mã các đơn vị thôi hoạt động, bên dưới là mã và tên của đơn vị nối tiếp.",
        ),
        Task(
            "tra-nhat-ky",
            "Tra nhật ký",
            "Trang Nhật ký: các ô tìm ở trên, dưới là từng việc với người làm và giờ làm.",
        ),
        Task(
            "thu-di",
            "Thư không đến nơi",
            "Trang Thư đi: từng thư cổng đã soạn, người nhận và giờ soạn.",
        ),
        Task(
            "ghi-so",
            "Ghi việc đã làm vào sổ",
            "Cuối trang ghi một mô hình ứng dụng: phần minh chứng, đề mục của Kế hoạch và nút Ghi vào sổ.",
        ),
        Task(
            "dang-bai",
            "Đăng bài lên chuyên trang (Trung tâm Văn hóa)",
            "Trang của một bài viết được đề xuất, cột bên phải có ngày đăng, nơi đăng và nút Đăng bài.",
        ),
        Task(
            "xac-nhan-so",
            "Xác nhận sổ theo dõi",
            "Sổ theo dõi, những bản ghi chờ xác nhận, mỗi dòng một ô chọn, bên dưới là nút xác nhận.",
        ),
        Task(
            "cham-diem-thi-dua",
            "Tự chấm điểm thi đua",
            "Phiếu chấm điểm của một phường: từng tiêu chí với điểm cổng tính sẵn, cột bên phải có nút Lưu phiếu.",
        ),
        Task(
            "tham-dinh-thi-dua",
            "Thang điểm và điểm thi đua",
            "Trang của một thang điểm: các tiêu chí bên trái, cột bên phải có ngày hiệu lực và nút duyệt.",
        ),
        Task(
            "nhap-kinh-phi",
            "Nhập kinh phí của đơn vị",
            "Trang kinh phí của một phường: mỗi dòng có nội dung, nguồn, dự toán, đã chi; dưới là nút Lưu kinh phí.",
        ),
        Task(
            "giu-hoi-dong",
            "Lập hội đồng, ghi phiên họp",
            "Trang Hội đồng sáng kiến: văn bản, thành viên, sáng kiến đang xét; cột bên phải có nút Ghi phiên họp.",
        ),
        Task(
            "cai-dat",
            "Thư nhắc, lịch và mật khẩu",
            "Trang Cài đặt: các lựa chọn nhận thư, địa chỉ thư và địa chỉ lịch riêng.",
        ),
    )
}

_REVIEWING = (
    "xem-xet",
    "nhac-don-vi",
    "xem-nhiem-vu",
    "mo-khoa-mien",
    "nhap-thay",
    "tra-loi-kien-nghi",
    "xac-nhan-so",
    "xet-sang-kien",
    "tham-dinh-thi-dua",
    "giu-hoi-dong",
    "xet-ke-hoach-nam",
)

PAGES = {
    page.slug: page
    for page in (
        Page(
            "can-bo",
            Role.REPORTER,
            "Soạn báo cáo quý của đơn vị, trình lãnh đạo duyệt, sửa khi bị trả lại.",
            (
                "nop-bao-cao",
                "khong-phat-sinh",
                "bi-tra-lai",
                "gui-roi-moi-thay-sai",
                "neu-kien-nghi",
                "xem-nhiem-vu",
                "ke-hoach-nam",
                "ghi-so",
                "dang-bai",
                "nop-don-sang-kien",
                "cham-diem-thi-dua",
                "nhap-kinh-phi",
                "cai-dat",
            ),
        ),
        Page(
            "lanh-dao-don-vi",
            Role.HEAD,
            "Đọc, duyệt và gửi báo cáo của đơn vị; làm được mọi việc của cán bộ phụ trách.",
            (
                "duyet-va-gui",
                "bi-tra-lai",
                "gui-roi-moi-thay-sai",
                "nop-bao-cao",
                "neu-kien-nghi",
                "xem-nhiem-vu",
                "ban-giao",
                "ke-hoach-nam",
                "ghi-so",
                "nop-don-sang-kien",
                "xet-sang-kien",
                "cham-diem-thi-dua",
                "giu-hoi-dong",
                "nhap-kinh-phi",
                "cai-dat",
            ),
        ),
        Page(
            "chuyen-vien",
            Role.REVIEWER,
            "Xem xét báo cáo của các đơn vị, nhắc đơn vị chưa gửi, soạn báo cáo tổng hợp.",
            (*_REVIEWING, "gom-bao-cao", "cai-dat"),
        ),
        Page(
            "truong-phong",
            Role.OFFICE_HEAD,
            "Công bố báo cáo tổng hợp, gia hạn kỳ báo cáo; làm được mọi việc của chuyên viên.",
            ("gom-bao-cao", "gia-han", *_REVIEWING, "cai-dat"),
        ),
        Page(
            "lanh-dao-ubnd",
            Role.LEADER,
            "Xem chỉ tiêu nào chậm, đơn vị nào chưa gửi, việc gì cần quyết định.",
            ("doc-toan-canh", "xem-nhiem-vu", "doc-bao-cao-tong-hop", "cai-dat"),
        ),
        Page(
            "quan-tri",
            Role.ADMINISTRATOR,
            "Giữ danh sách đơn vị, tài khoản, phân công và nhật ký; không xem nội dung báo cáo.",
            ("tai-khoan-phan-cong", "ban-giao", "thay-doi-don-vi", "tra-nhat-ky", "thu-di", "cai-dat"),
        ),
    )
}


def own_page(access) -> str:
    """Slug of the page for the widest role held; the reporter's for an account that has none yet."""
    held = [
        ("truong-phong", access.is_office_head),
        ("chuyen-vien", access.is_reviewer),
        ("lanh-dao-ubnd", access.is_leader),
        ("quan-tri", access.is_administrator),
        ("lanh-dao-don-vi", access.head_of),
    ]
    return next((slug for slug, holds in held if holds), "can-bo")


@login_required
@require_safe
def guide(request):
    return redirect("units:guide_page", own_page(request.user.access))


@login_required
@require_safe
def guide_page(request, role):
    """Every page is open to everybody with an account: who knows what the others do asks the right one."""
    page = PAGES.get(role)
    if page is None:
        raise Http404("no such page of the guide")
    width, height = PICTURE_SIZE
    context = {"page": page, "pages": PAGES.values(), "width": width, "height": height}
    return render(request, "guide/page.html", context)
