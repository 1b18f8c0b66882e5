"""What units plan for a year: results by task, own work by unit. Invented; {a} {b} {year} differ from plan to plan."""

# A ward has one task, IV.11; no two neighbours in the list of wards plan the same.
WARD_RESULTS = [
    "Kế hoạch năm {year} ban hành trong tháng 2; {b} đầu việc có người phụ trách, kiểm điểm hằng quý.",
    "Một mô hình ứng dụng công nghệ thông tin tại bộ phận một cửa, thời gian chờ giảm ít nhất {a}%.",
    "{b} buổi tuyên truyền về khoa học và công nghệ tại tổ dân phố; hỗ trợ 1 cơ sở sản xuất cải tiến kỹ thuật.",
    "Số hóa {a}% hồ sơ lưu trữ của phường; ít nhất {b} sáng kiến được đề nghị công nhận.",
    "Cơ sở dữ liệu thống kê khoa học và công nghệ của phường, cập nhật hằng quý; {b} đầu việc hoàn thành.",
    "Hướng dẫn {b} hộ kinh doanh dùng phần mềm bán hàng, hóa đơn điện tử; tổng kết trong tháng 11.",
]
# By words of the task's title.
RESULTS = {
    "Kế hoạch KH&CN hằng năm": "Kế hoạch của quận ban hành trong quý I; {b} đợt truyền thông về chính sách KH&CN.",
    "Khảo sát nhu cầu": "Khảo sát {a} doanh nghiệp, trong đó ít nhất {b} cơ sở da giày; danh mục nhu cầu công nghệ.",
    "cơ sở dữ liệu": "29 đơn vị có biểu thống kê thống nhất; thêm {b} đơn vị có cơ sở dữ liệu riêng.",
    "Lớp năng suất": "Một lớp cho {a} cán bộ quản lý doanh nghiệp, có bài thực hành tại xưởng.",
    "Theo dõi, hỗ trợ": "Giao ban mỗi quý; làm việc trực tiếp với các đơn vị có chỉ tiêu chậm.",
    "Thanh tra, kiểm tra": "{b} cuộc kiểm tra đo lường, chất lượng; bản đồ công nghệ của {a} doanh nghiệp.",
    "Khóa đào tạo": "Hai khóa ngắn ngày cho phòng ban, tiểu thương; {a} người dự.",
    "ISO 9001": "Duy trì hệ thống; đánh giá nội bộ hai lần, khắc phục xong điểm không phù hợp trong 30 ngày.",
    "Phân tích dữ liệu doanh nghiệp": "Báo cáo phân tích 1.200 doanh nghiệp; {a}% hồ sơ đăng ký kinh doanh qua mạng.",
    "Hội nghị, hội thảo": "Một hội thảo chuyên đề cho {a} chủ cơ sở; gửi chương trình của Thành phố đến doanh nghiệp.",
    "Tham quan": "Một đợt tham quan Khu Công nghệ cao cho {b} đơn vị.",
    "Chính sách hỗ trợ": "Giới thiệu {b} hồ sơ đề nghị hỗ trợ đổi mới công nghệ.",
    "sự hài lòng": "Khảo sát tại {b} quầy, công khai kết quả hằng tháng; tỷ lệ hài lòng từ 90%.",
    "(PML)": "Văn bản đi bằng điện tử từ {a}%; duyệt văn bản trên điện thoại.",
    "Trung tâm hành chính": "Đưa phần quản lý năng lượng, ra vào vào vận hành; báo cáo tiết kiệm điện mỗi quý.",
    "thang điểm thi đua": "Thang điểm thi đua về khoa học và công nghệ được rà soát, ban hành trước tháng 12.",
    "nước thải": "Quan trắc {b} cơ sở; hồ sơ xả thải lưu trên phần mềm, cảnh báo trước khi vượt ngưỡng.",
    "GIS trong": "Bản đồ {a} tuyến thu gom, cập nhật hằng tuần; giảm 10% quãng đường xe chạy.",
    "túi nilong": "{a} tiểu thương cam kết dùng túi tự phân hủy ở {b} tuyến chợ.",
    "cấp phép xây dựng": "{a}% hồ sơ cấp phép xây dựng nộp qua mạng; không còn hồ sơ trễ hẹn quá 3%.",
    "thoát nước": "Nhập {b} km cống vào lớp dữ liệu; cảnh báo ngập bằng tin nhắn ở các phường trũng.",
    "văn bản quy phạm": "Rà soát {a} văn bản; danh mục còn hiệu lực tra cứu được trên trang tin của quận.",
    "Thiết bị, phương pháp": "Tập huấn {a} giáo viên dùng thí nghiệm ảo; mỗi trường có ít nhất một đồ dùng tự làm.",
    "Ngày hội sáng tạo, câu lạc bộ": "Một ngày hội sáng tạo; thêm {b} câu lạc bộ hoạt động đều hằng tuần.",
    "Quy chế quản lý hoạt động sáng kiến": "Dự thảo quy chế lấy ý kiến xong trong quý II, trình ký trong năm.",
    "Chuẩn hóa quy trình": "Chuẩn hóa {b} quy trình, mô tả {a} vị trí việc làm.",
    "dữ liệu y tế": "Dữ liệu {a} cơ sở hành nghề cập nhật hằng tháng; thủ tục an toàn thực phẩm ở mức độ 3.",
    "hồ sơ bệnh nhân": "Bệnh án điện tử tại {b} khoa; trả kết quả xét nghiệm qua mạng.",
    "ngân sách KH&CN": "Phương án phân bổ trình trong tháng 3; báo cáo giải ngân mỗi quý.",
    "Kế hoạch phối hợp": "Ký kế hoạch phối hợp với Phòng Kinh tế; {b} buổi tuyên truyền ở cơ sở.",
    "Phong trào thi đua sáng tạo": "Phát động đến {a} công đoàn cơ sở; biểu dương {b} giải pháp tốt.",
    "khởi nghiệp": "Một hội thi sáng tạo trẻ; {b} dự án khởi nghiệp được tư vấn.",
    "Chuyên trang": "Mỗi tháng ít nhất 3 bài trên chuyên trang; {b} chuyên đề trong năm.",
    "Công nghệ thông tin": "Toàn bộ hồ sơ công việc lập trên mạng; bỏ {b} sổ ghi tay trùng lặp.",
}
# Unit → its own work of each year: (what, heading, result, last month, budget in millions of đồng or 0).
OWN = {
    "P6": [("Màn hình lấy số, gọi số tại bộ phận một cửa", "III.3.a", "Lắp 1 bộ, đo thời gian chờ hằng tháng", 9, 45)],
    "P9": [("Tập huấn hóa đơn điện tử cho hộ kinh doanh chợ Xóm Chiếu", "III.2", "{b} buổi, {a} hộ dự", 6, 12)],
    "P12": [
        ("Thư viện sáng kiến của tổ dân phố", "III.1.b", "Tập hợp {b} giải pháp, chọn 3 giải pháp nhân rộng", 10, 8),
        ("Đèn đường hẻm tiết kiệm điện", "III.3.a", "Thay {a} bóng đèn LED có cảm biến", 11, 60),
    ],
    "P15": [("Nhóm giúp người cao tuổi dùng dịch vụ công trực tuyến", "III.3.a", "Mỗi tuần một buổi", 12, 0)],
    "P18": [("Vườn rau thủy canh tại nhà sinh hoạt khu phố", "III.3.a", "Hai mô hình, {a} hộ tham quan", 8, 20)],
    "PKT": [("Ngày hội kết nối cung cầu công nghệ da giày", "III.2", "{a} cơ sở dự, {b} biên bản ghi nhớ", 10, 85)],
    "VP": [("Ký số trên thiết bị di động cho lãnh đạo các phòng", "III.3.a", "29 đơn vị ký số trên điện thoại", 9, 70)],
    "TNMT": [("Trạm quan trắc mực nước kênh Tẻ dùng pin mặt trời", "III.3.a", "Một trạm gửi số liệu mỗi giờ", 11, 95)],
    "GDDT": [("Cuộc thi robotics liên trường", "III.3.b", "{b} đội của 8 trường tham gia", 5, 30)],
    "BV": [("Nhắc tái khám bằng tin nhắn", "III.3.a", "Áp dụng ở {b} khoa, tỷ lệ tái khám đúng hẹn tăng 10%", 7, 25)],
    "TTVH": [("Chuyên mục phát thanh “Mỗi tuần một sáng kiến”", "III.2", "48 số phát trong năm", 12, 18)],
    "QD": [("Câu lạc bộ lập trình cho thanh thiếu niên", "III.3.b", "Hai lớp, {a} em theo học", 8, 22)],
}  # fmt: skip
AIMS = [
    "Hoàn thành các nhiệm vụ Kế hoạch 294 giao; mỗi việc có một người chịu trách nhiệm.",
    "Lấy người dân, doanh nghiệp làm trung tâm; chọn ít việc, làm đến nơi đến chốn.",
    "Tiếp tục các việc đang làm tốt của năm trước, khắc phục việc chậm.",
    "",
]
RETURNED = {
    ("P14", 2017): "Kế hoạch chưa có chữ ký duyệt của lãnh đạo phường và chưa rõ người thay khi cán bộ nghỉ. Gửi lại.",
    ("P10", 2018): "Kết quả dự kiến ghi “thực hiện tốt kế hoạch”, chưa đo được. Ghi số đầu việc, sản phẩm và nơi làm.",
    ("P9", 2018): "Việc tập huấn hóa đơn điện tử chưa ghi số hộ dự kiến. Bổ sung số buổi, số hộ.",
}
# What the first sending said there instead.
FIRST = {
    ("P10", 2018): {"task-IV.11-expected_result": "Thực hiện tốt kế hoạch."},
    ("P9", 2018): {"own-1-expected_result": "Tập huấn cho hộ kinh doanh trong chợ"},
}
AMENDED = {
    "P12": "Kinh phí đèn đường chuyển sang đợt hai theo thông báo của Phòng Tài chính - Kế hoạch, lùi thời hạn.",
    "VP": "Bổ sung việc lắp điện mặt trời trên mái khối nhà B theo chỉ đạo của Ủy ban nhân dân Quận 4.",
}
SOLAR = ("Hồ sơ lắp điện mặt trời đợt một trên mái khối nhà B", "III.3.a", "Hồ sơ được thẩm định trong quý III", 9, 0)
