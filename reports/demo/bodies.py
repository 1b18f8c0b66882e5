"""What the mass organisations and public bodies write; the shape of ``offices``."""

_UNEVEN = (
    "Bài của các đơn vị gửi về không đều, dồn vào cuối quý.",
    "Cộng tác viên kiêm nhiệm.",
    "Đề nghị mỗi đơn vị đăng ký lịch gửi bài theo tháng.",
)
_NEW_YEAR = (
    "Tháng 2 có Tết, số bài chuyên đề không đạt.",
    "Thời gian ra Tờ tin ngắn, cộng tác viên nghỉ.",
    "Đề nghị các đơn vị gửi bài dự phòng trước Tết.",
)

BODIES = {
    "MTTQ": {
        "situation": [
            "Ban Thường trực đưa nội dung khoa học và công nghệ vào cuộc vận động xây dựng đô thị văn minh năm {year}.",
            "Mặt trận phối hợp Phòng Kinh tế tuyên truyền tại {b} khu dân cư; nội dung ngắn, có hình minh họa.",
        ],
        "results": [
            "Tổ chức 12 buổi tuyên truyền về sở hữu trí tuệ và hàng giả, 640 lượt người nghe.",
            "Vận động 9 khu dân cư đăng ký mô hình phân loại rác tại nguồn.",
            "Biểu dương 14 hộ có cách tiết kiệm điện, nước hay; in thành tờ rơi phát ở tổ dân phố.",
            "Tổ chức diễn đàn “Người dân hiến kế”, nhận 73 ý kiến, chuyển 21 ý kiến đến các phòng chuyên môn.",
            "Phối hợp mở 6 buổi giới thiệu dịch vụ công trực tuyến cho người cao tuổi.",
            "Vận động 11 khu dân cư lắp camera từ nguồn đóng góp tự nguyện.",
        ],
        "troubles": [
            (
                "Tài liệu tuyên truyền còn nhiều thuật ngữ, khó nhớ.",
                "Soạn chung cho mọi đối tượng.",
                "Đề nghị Phòng Kinh tế soạn tài liệu ngắn cho từng nhóm.",
            ),
        ],
        "next": ["Tiếp tục tuyên truyền ở các khu dân cư còn lại.", "Tổng kết diễn đàn hiến kế trong {next}."],
    },
    "LDLD": {
        "situation": [
            "Liên đoàn Lao động phát động thi đua “Lao động giỏi, lao động sáng tạo” năm {year} đến công đoàn cơ sở.",
            "Ban Thường vụ hướng dẫn {b} công đoàn cơ sở lập sổ ghi sáng kiến của người lao động.",
        ],
        "results": [
            "Có 38 công đoàn cơ sở đăng ký thi đua sáng tạo.",
            "Xét 26 giải pháp của đoàn viên, đề nghị công nhận 17.",
            "Tổ chức lớp kỹ năng cải tiến công việc cho 52 tổ trưởng sản xuất.",
            "Biểu dương 12 đoàn viên tiêu biểu; nhân rộng cách xếp kho của một xưởng may.",
            "Giới thiệu 8 giải pháp của công nhân da giày cho chuyên trang của quận.",
            "",
        ],
        "troubles": [
            (
                "Đoàn viên ở doanh nghiệp nhỏ ít thời gian viết hồ sơ sáng kiến.",
                "Mẫu hồ sơ dài.",
                "Đề nghị Phòng Nội vụ rút gọn mẫu đăng ký sáng kiến cho công nhân.",
            ),
        ],
        "next": ["Bồi dưỡng kỹ năng cho tổ trưởng sản xuất.", "Chọn giải pháp dự giải thưởng cấp Thành phố."],
    },
    "QD": {
        "situation": [
            "Quận đoàn triển khai phong trào tuổi trẻ sáng tạo đến 100% cơ sở Đoàn, gắn với chương trình khởi nghiệp.",
            "Ban Thường vụ Quận đoàn thành lập tổ công tác chuẩn bị hội thi và ngày hội sáng tạo năm {year}.",
        ],
        "results": [
            "Có 31 ý tưởng của đoàn viên gửi về cuộc tuyển chọn đầu năm.",
            "Đưa 80 đoàn viên tham quan vườn ươm doanh nghiệp; 5 nhóm đăng ký khởi nghiệp.",
            "Hội thi sáng tạo trẻ tổ chức ngày 12/08/2017 với 44 sản phẩm, trao 9 giải.",
            "Ngày hội sáng tạo cấp quận ngày 21/10/2017 thu hút 1.350 lượt người, 60 gian trưng bày.",
            "Mở chuỗi 6 buổi nói chuyện khởi nghiệp tại các trường, 720 học sinh dự.",
            "Nhận 52 sản phẩm vòng sơ khảo hội thi sáng tạo trẻ; vận hành câu lạc bộ lập trình cho thiếu nhi.",
        ],
        "troubles": [
            (
                "Sản phẩm dự thi nhiều nhưng ít sản phẩm đi đến áp dụng.",
                "Thiếu người hướng dẫn kỹ thuật sau hội thi.",
                "Đề nghị Phòng Kinh tế kết nối chuyên gia hướng dẫn nhóm tác giả trẻ.",
            ),
            ("", "", ""),
        ],
        "next": [
            "Tổ chức hội thi sáng tạo trẻ trong {next}.",
            "Chuẩn bị ngày hội sáng tạo cấp quận, mời trường học và doanh nghiệp cùng tham gia.",
        ],
    },
    "BV": {
        "situation": [
            "Bệnh viện triển khai kế hoạch ứng dụng công nghệ thông tin năm {year}, mỗi khoa cử một điều dưỡng đầu "
            "mối.",
            "Ban Giám đốc nghe báo cáo tiến độ phần mềm bệnh viện ngày {day}, ưu tiên khâu khám và trả kết quả.",
        ],
        "results": [
            "Phần mềm quản lý bệnh viện chạy ở 9 khoa; đơn thuốc in từ máy đạt 100%.",
            "Trả kết quả xét nghiệm qua mạng nội bộ, giảm 40 phút đi lại cho mỗi người bệnh.",
            "Hệ thống xử lý nước thải được lắp cảm biến theo dõi, báo về điện thoại của tổ trưởng.",
            "",
            "Nhập xong 18.600 hồ sơ bệnh án ngoại trú; thử xếp hàng khám bằng số điện tử.",
            "Mô hình phân luồng bệnh nhân bằng phiếu khám điện tử: thời gian chờ khám giảm từ 52 xuống 31 phút sau ba "
            "tháng.",
        ],
        "troubles": [
            (
                "Người bệnh lớn tuổi khó dùng máy lấy số.",
                "Chữ trên màn hình nhỏ, nhiều bước.",
                "Đề nghị Quận đoàn cử tình nguyện viên hướng dẫn giờ cao điểm.",
            ),
            (
                "Chi phí bảo trì phần mềm tăng.",
                "Số người dùng tăng gấp đôi.",
                "Đề nghị Phòng Tài chính - Kế hoạch xem xét bổ sung chi thường xuyên.",
            ),
        ],
        "next": [
            "Mở rộng phiếu khám điện tử ra các phòng khám chuyên khoa.",
            "Lưu phim chụp trên hệ thống để bỏ in phim trong {next}.",
        ],
    },
    "TTVH": {
        "situation": [
            "Trung tâm phân công tổ biên tập phụ trách tin, bài về khoa học và công nghệ trên Trang tin và Tờ tin "
            "Quận 4.",
            "Trung tâm đề nghị các đơn vị cử cộng tác viên; đã có {b} người gửi bài trong quý.",
        ],
        "results": [
            "Đăng 9 tin, bài về khoa học và công nghệ; mở mục hỏi đáp về sở hữu trí tuệ.",
            "Đăng 11 tin, bài; thực hiện hai phóng sự về câu lạc bộ robotics.",
            "Đăng 10 tin, bài; tập huấn viết tin cho 26 cộng tác viên.",
            "Chuyên trang Sáng kiến khoa học và công nghệ mở ngày 20/11/2017; đăng 14 tin, bài trong quý.",
            "Đăng 12 tin, bài; chuyên trang có 8.200 lượt xem. Tháng 2 chỉ đăng được 1 bài chuyên đề.",
            "Đăng 13 tin, bài; loạt bài về nghề da giày Quận 4 được báo Thành phố dẫn lại.",
        ],
        "troubles": [_UNEVEN, _UNEVEN, _UNEVEN, _UNEVEN, _NEW_YEAR, _UNEVEN],
        "next": [
            "Giữ ít nhất hai bài chuyên đề mỗi tháng.",
            "Thực hiện chuyên đề về mô hình ứng dụng ở cơ sở trong {next}.",
        ],
    },
}
