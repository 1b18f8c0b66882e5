"""Progress of the plan's tasks (section IV) as units tell it, (status, note): three rows for early 2017, late 2017
and 2018, four where late 2017 falls into two, six where every quarter differs."""

_IT = [
    [
        ("underway", "Rà soát phần mềm đang dùng, bỏ các sổ ghi tay trùng lặp."),
        ("regular", "Văn bản đi, đến xử lý trên PML; hồ sơ công việc lập trên mạng."),
        ("regular", "Toàn bộ hồ sơ công việc lập trên mạng; có chữ ký số cho lãnh đạo và văn thư."),
    ],
    [
        ("underway", "Tập huấn dùng thư điện tử công vụ, lịch họp dùng chung."),
        ("regular", "Báo cáo nội bộ chuyển qua mạng, giảm họp giấy."),
        ("regular", "Đưa dữ liệu chuyên ngành vào kho dùng chung của quận."),
    ],
]
_ISO = [
    [
        ("regular", "Duy trì hệ thống; đánh giá nội bộ một lần trong kỳ."),
        ("regular", "Đã cập nhật {b} quy trình theo thủ tục mới."),
        ("regular", "Rà soát chuyển sang phiên bản 2015 theo hướng dẫn của Phòng Nội vụ."),
    ],
    [
        ("regular", "Đánh giá nội bộ đạt, khắc phục {b} điểm không phù hợp."),
        ("regular", "Ban hành lại mục tiêu chất lượng, theo dõi hằng tháng."),
        ("regular", "Chuyển quy trình sang ISO điện tử, bớt biểu mẫu giấy."),
    ],
]

# By the task's code in the plan.
NOTES = {
    "PKT-01": [
        ("underway", "Kế hoạch năm {year} trình ngày {day}."),
        ("done", "Kế hoạch năm {year} đã ban hành, gửi 29 đơn vị; truyền thông {b} đợt."),
        ("done", "Kế hoạch năm {year} ban hành trong tháng 1; truyền thông {b} đợt."),
    ],
    "PKT-02": [
        ("underway", "Khảo sát {b} cơ sở da giày."),
        ("underway", "Khảo sát xong 18 cơ sở; tổng hợp nhu cầu theo nhóm công đoạn."),
        ("regular", "Khảo sát bổ sung, hỗ trợ trực tiếp theo nhu cầu đã ghi nhận."),
    ],
    "PKT-03": [
        ("underway", "Soạn biểu thống kê, hướng dẫn 29 đơn vị."),
        ("regular", "Hướng dẫn tại chỗ cho {b} đơn vị."),
        ("regular", "Làm việc với đơn vị chưa có cơ sở dữ liệu."),
    ],
    "PKT-04": [
        ("not_started", ""),
        ("underway", "Chuẩn bị chương trình, mời giảng viên."),
        ("underway", "Đã có {b} doanh nghiệp đăng ký học."),
    ],
    "PKT-05": [
        ("regular", "Theo dõi theo quý, nhắc đơn vị chậm."),
        ("regular", "Báo cáo Ủy ban nhân dân các chỉ tiêu chậm."),
        ("regular", "Theo dõi trên cổng, nhắc hạn tự động."),
    ],
    "PKT-06": [
        ("underway", "Thống nhất kế hoạch kiểm tra với Sở."),
        ("underway", "Kiểm tra đo lường hai chợ; chưa lập bản đồ công nghệ."),
        ("underway", "Khảo sát doanh nghiệp để lập bản đồ công nghệ."),
    ],
    "PKT-07": [
        ("not_started", ""),
        ("done", "Mở một khóa ngắn ngày cho phòng ban."),
        ("underway", "Chuẩn bị khóa cho tiểu thương."),
    ],
    "PKT-09": [
        ("underway", "Thu thập dữ liệu từ đăng ký kinh doanh."),
        ("underway", "Ghép dữ liệu đăng ký kinh doanh với dữ liệu thuế."),
        ("underway", "Phân tích xong 1.200 doanh nghiệp theo ngành nghề và địa bàn."),
        ("regular", "Cập nhật dữ liệu hằng quý; đăng ký kinh doanh mức độ 3 đã chạy."),
    ],
    "PKT-10": [
        ("underway", "Liên hệ báo cáo viên."),
        ("underway", "Chọn chuyên đề năng suất, mời {b} chủ cơ sở góp ý."),
        ("done", "Tổ chức một hội thảo, 35 chủ cơ sở dự."),
        ("underway", "Gửi chương trình của Thành phố đến {b} doanh nghiệp."),
    ],
    "PKT-11": [
        ("not_started", ""),
        ("not_started", "Chuyển sang năm 2018 vì chưa xếp được lịch."),
        ("underway", "Thống nhất lịch tham quan Khu Công nghệ cao với Ban Quản lý khu."),
    ],
    "PKT-12": [
        ("underway", "Tổng hợp chính sách hỗ trợ gửi doanh nghiệp."),
        ("regular", "Giới thiệu {b} hồ sơ xin hỗ trợ."),
        ("regular", "Theo dõi {b} hồ sơ, 2 hồ sơ được duyệt."),
    ],
    "VP-03": [
        ("underway", "Chọn cách khảo sát, mua máy tính bảng."),
        ("underway", "Chạy thử tại {b} quầy."),
        ("done", "Khảo sát tại 12 quầy."),
        ("regular", "Công khai kết quả khảo sát hằng tháng."),
    ],
    "VP-04": [
        ("underway", "Ghi nhận góp ý của người dùng."),
        ("underway", "Cải tiến xong phần tìm kiếm."),
        ("underway", "Thử duyệt văn bản trên điện thoại."),
    ],
    "VP-05": [
        ("underway", "Khảo sát hiện trạng."),
        ("underway", "Lắp camera, báo cháy; quản lý bãi xe."),
        ("underway", ""),
    ],
    "VP-06": [
        ("underway", "Lấy ý kiến các đơn vị về thang điểm."),
        ("underway", "Dự thảo thang điểm lần hai, đã có ý kiến của {b} đơn vị."),
        ("done", "Đã bổ sung thang điểm ngày 05/12/2017."),
        ("underway", "Dự kiến chỉnh thang điểm cuối năm {year}."),
    ],
    "TNMT-03": [
        ("not_started", ""),
        ("underway", "Khảo sát {b} cơ sở xả thải."),
        ("underway", "Đề xuất giám sát tự động cho 3 cơ sở lớn."),
    ],
    "TNMT-04": [
        ("underway", "Số hóa điểm tập kết rác."),
        ("underway", "Nhập tuyến thu gom của {b} phường."),
        ("underway", "Chạy thử bản đồ thu gom."),
    ],
    "TNMT-05": [
        ("underway", "Khảo sát hai chợ."),
        ("regular", "Phát túi và vận động tiểu thương."),
        ("regular", "Mở rộng ra tuyến chợ thứ ba."),
    ],
    "QLDT-03": [
        ("underway", "Chuẩn hóa hồ sơ số nhà."),
        ("underway", "Thêm báo hồ sơ sắp trễ hẹn."),
        ("regular", "Cấp phép qua mạng."),
    ],
    "QLDT-04": [
        ("underway", "Thu thập dữ liệu thoát nước."),
        ("underway", "Bản đồ điểm ngập đã dùng."),
        ("underway", "Nhập lớp dữ liệu cống."),
    ],
    "TP-03": [
        ("underway", "Nhập danh mục văn bản."),
        ("regular", "Rà soát văn bản hết hiệu lực."),
        ("regular", "Cập nhật danh mục hằng tháng."),
    ],
    "GDDT-03": [
        ("underway", "Kiểm tra thiết bị các trường."),
        ("regular", "Tập huấn giáo viên; mua sắm bổ sung."),
        ("regular", "Các trường dùng phần mềm thí nghiệm ảo."),
    ],
    "GDDT-04": [
        ("underway", "Chuẩn bị ngày hội; hai trường mở câu lạc bộ."),
        ("regular", "Đã tổ chức ngày hội 23/04/2017; ba trường có câu lạc bộ."),
        ("regular", "Chọn giáo viên đầu mối của năm học mới."),
        ("regular", "Duy trì bốn câu lạc bộ sáng tạo."),
        ("regular", "Năm trường có câu lạc bộ; chuẩn bị ngày hội."),
        ("regular", "Đã tổ chức ngày hội 22/04/2018; hướng dẫn ba trường còn lại lập câu lạc bộ."),
    ],
    "NV-01": [
        ("regular", "Đánh giá nội bộ theo kế hoạch."),
        ("regular", "26 cơ quan, đơn vị áp dụng."),
        ("regular", "Hướng dẫn chuyển sang phiên bản 2015."),
    ],
    "NV-02": [
        ("not_started", "Chờ hướng dẫn của Sở."),
        ("underway", "Soạn dự thảo lần một."),
        # Nothing new for three quarters: the list of tasks says so.
        ("underway", "Soạn dự thảo lần một."),
    ],
    "NV-03": [
        ("underway", "Chọn quy trình làm thử."),
        ("underway", "Chuẩn hóa 31 quy trình."),
        ("underway", "Mô tả 120 vị trí việc làm."),
    ],
    "YT-03": [
        ("underway", "Nhập dữ liệu cơ sở hành nghề."),
        ("underway", "An toàn thực phẩm đạt mức độ 3."),
        ("underway", "Nghiên cứu lên mức độ 4."),
    ],
    "BV-01": [
        ("underway", "Khảo sát hệ thống hiện có."),
        ("underway", "Lắp cảm biến theo dõi."),
        ("regular", "Vận hành, quan trắc hằng quý."),
    ],
    "BV-02": [
        ("underway", "Phần mềm chạy ở 9 khoa."),
        ("underway", "Trả kết quả xét nghiệm qua mạng."),
        ("underway", "Thử phiếu khám điện tử."),
    ],
    "TCKH-01": [
        ("underway", "Tổng hợp nhu cầu của các đơn vị."),
        ("done", "Phân bổ ngày 18/04/2017."),
        ("done", "Đã phân bổ; theo dõi giải ngân."),
        ("done", "Đã phân bổ; giải ngân 91%."),
        ("done", "Phân bổ ngày 31/01/2018."),
        ("done", "Đã phân bổ; theo dõi giải ngân."),
    ],
    "LDLD-02": [
        ("underway", "Phát động đến công đoàn cơ sở."),
        ("regular", "Xét và biểu dương giải pháp tốt."),
        ("regular", "Nhân rộng giải pháp của công nhân da giày."),
    ],
    "QD-02": [
        ("underway", "Lập kế hoạch hội thi."),
        ("underway", "Đã tổ chức hội thi; chuẩn bị ngày hội."),
        ("done", "Đã tổ chức hội thi và ngày hội."),
        ("underway", "Nhận sản phẩm sơ khảo."),
    ],
    "TTVH-01": [
        ("underway", "Thống nhất các mục của chuyên trang."),
        ("underway", "Chạy thử chuyên trang, nhập bài cũ."),
        ("done", "Chuyên trang mở ngày 20/11/2017."),
        ("regular", "Duy trì chuyên trang, tăng số bài."),
    ],
}
_JOINT = [
    ("underway", "Ký kế hoạch phối hợp với Phòng Kinh tế."),
    ("regular", "Tuyên truyền {b} buổi trong kỳ."),
    ("regular", "Thực hiện theo kế hoạch phối hợp năm {year}."),
]

# Which row is told in which of the six quarters, by how many rows there are.
_STAGES = {3: (0, 0, 1, 1, 2, 2), 4: (0, 0, 1, 2, 3, 3), 6: (0, 1, 2, 3, 4, 5)}


def own(due_on, period) -> tuple[str, str]:
    """(status, note) of a unit's own work: done in the quarter in which it was due, begun in the quarter before."""
    if due_on <= period.window_to:
        return "done", "Đã xong theo kế hoạch năm {year}, có biên bản nghiệm thu."
    if (due_on - period.window_to).days <= 100:
        return "underway", "Đang thực hiện, xong khoảng {a}% khối lượng."
    return "not_started", ""


def of(code: str, title: str, place: int, quarter: int) -> tuple[str, str]:
    """(status, note with placeholders) of the task ``code``; ``place`` of the unit varies what is common to many."""
    if code in NOTES:
        rows = NOTES[code]
    elif "ISO" in title and code.split("-")[0] != "NV":
        rows = _ISO[place % 2]
    elif title.startswith("Công nghệ thông tin"):
        rows = _IT[place % 2]
    else:
        rows = _JOINT
    return rows[_STAGES[len(rows)][quarter]]
