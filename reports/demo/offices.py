"""What the departments and the office write. ``results`` has one text for each quarter, 0 = Quý I/2017 to 5.

``troubles``: (difficulty, cause, proposal), coherent with one another. {day} {year} {next} as in ``wards``.
"""

OFFICES = {
    "PKT": {
        "situation": [
            "Phòng tham mưu Ủy ban nhân dân Quận 4 triển khai Kế hoạch 294 đến 29 đơn vị, hướng dẫn lập kế hoạch năm "
            "{year} và thống nhất biểu thống kê khoa học và công nghệ.",
            "Phòng phối hợp với Phòng Quản lý khoa học và công nghệ cơ sở (Sở Khoa học và Công nghệ) khảo sát nhu cầu "
            "của doanh nghiệp, đôn đốc các đơn vị gửi báo cáo và làm việc trực tiếp với ba đơn vị còn lúng túng.",
            "Phòng tổ chức giao ban chuyên đề ngày {day}, rà soát tiến độ từng chỉ tiêu và gửi thông báo kết luận đến "
            "các đơn vị.",
        ],
        "results": [
            "Quyết định thành lập Hội đồng tư vấn khoa học và công nghệ ban hành ngày 28/02/2017. Rà soát nhu cầu của "
            "3 doanh nghiệp cơ khí và may mặc, lập danh sách 29 cán bộ đầu mối.",
            "Mở lớp bồi dưỡng cho cán bộ phụ trách ngày 20/05/2017, 41 người dự. Ban hành quy chế hoạt động và phân "
            "công thành viên Hội đồng tư vấn. Khảo sát 18 cơ sở da giày, hỗ trợ 2 cơ sở cải tiến khâu cắt và may mũ "
            "giày.",
            "Rà soát nhu cầu của 4 doanh nghiệp, hỗ trợ 1 cơ sở da giày tính định mức vật tư bằng bảng tính. Kiểm tra "
            "đo lường tại hai chợ, 64 phương tiện đo đạt yêu cầu.",
            "Tổ chức hội thảo “Năng suất từ việc nhỏ” cho 35 chủ cơ sở; hỗ trợ 1 cơ sở da giày đăng ký nhãn hiệu. Phân "
            "tích xong dữ liệu 1.200 doanh nghiệp theo ngành nghề và địa bàn.",
            "Lớp bồi dưỡng năm 2018 mở ngày 06/03/2018, 38 người dự. Rà soát nhu cầu của 9 doanh nghiệp, hỗ trợ trực "
            "tiếp 2 cơ sở da giày thử keo gốc nước và làm sạch xưởng theo 5S.",
            "Khảo sát xong 14 doanh nghiệp để lập bản đồ công nghệ; hỗ trợ 1 cơ sở da giày lắp máy cắt bán tự động. "
            "Đưa đoàn 24 cán bộ tham quan Khu Công nghệ cao ngày 17/05/2018.",
        ],
        "troubles": [
            (
                "Doanh nghiệp da giày quy mô nhỏ, ít người làm kỹ thuật nên tiếp nhận công nghệ chậm.",
                "Mặt bằng chật, vốn lưu động ít, lao động nhiều biến động.",
                "Đề nghị Sở Khoa học và Công nghệ cử chuyên gia tư vấn tại xưởng theo đợt ngắn.",
            ),
            (
                "Báo cáo của một số đơn vị còn chung chung, số liệu giữa các quý chưa khớp.",
                "Cán bộ đầu mối thay đổi, chưa bàn giao đủ.",
                "Đề nghị Ủy ban nhân dân Quận 4 nhắc thủ trưởng đơn vị cử cán bộ đầu mối ổn định.",
            ),
        ],
        "next": [
            "Trình quy chế quản lý hoạt động sáng kiến; tiếp tục khảo sát nhu cầu công nghệ của doanh nghiệp.",
            "Tổ chức một buổi kết nối cung cầu công nghệ cho cơ sở da giày trong {next}.",
            "Làm việc với các đơn vị chưa có cơ sở dữ liệu thống kê, hướng dẫn nhập liệu tại chỗ.",
        ],
    },
    "VP": {
        "situation": [
            "Văn phòng phân công từng tổ phụ trách các nhiệm vụ của Kế hoạch 294, theo dõi cùng chương trình cải cách "
            "hành chính năm {year}.",
            "Văn phòng chủ trì rà soát quy trình trên hệ thống quản lý văn bản PML, ghi nhận góp ý của các phòng, "
            "phường đến ngày {day}.",
        ],
        "results": [
            "Chuyển 100% giấy mời, lịch làm việc lên hệ thống PML; tỷ lệ văn bản đi bằng điện tử đạt 71%.",
            "Nối hệ thống một cửa của quận với 15 phường; người dân tra cứu hồ sơ bằng tin nhắn.",
            "Lắp 24 camera và bảng báo cháy tự động tại Trung tâm hành chính; bãi xe quản lý bằng thẻ từ.",
            "Đưa vào dùng mô hình khảo sát sự hài lòng bằng máy tính bảng tại 12 quầy, 3.460 lượt đánh giá, 94% hài "
            "lòng. Thang điểm thi đua về khoa học và công nghệ được bổ sung ngày 05/12/2017.",
            "Rút ngắn thời gian luân chuyển văn bản nội bộ còn 1,5 ngày; ký số ở 18 trong 29 đơn vị.",
            "Nâng cấp PML cho phép duyệt trên điện thoại; tỷ lệ văn bản ký số tăng từ 62% lên 81%. Khảo sát vị trí lắp "
            "điện mặt trời trên mái khối nhà B.",
        ],
        "troubles": [
            (
                "Điện mặt trời tại Trung tâm hành chính chưa triển khai được.",
                "Mái khối nhà A phải gia cố, kinh phí vượt dự toán ban đầu.",
                "Đề nghị Ủy ban nhân dân Quận 4 cho lắp đợt một trên mái khối nhà B.",
            ),
            (
                "Hệ thống PML chạy chậm vào đầu giờ làm việc.",
                "Máy chủ dùng chung với hệ thống một cửa.",
                "Đề nghị Phòng Tài chính - Kế hoạch bố trí kinh phí tách máy chủ.",
            ),
        ],
        "next": [
            "Mở rộng khảo sát sự hài lòng đến 15 phường.",
            "Hoàn chỉnh hồ sơ lắp điện mặt trời đợt một trong {next}.",
        ],
    },
    "TNMT": {
        "situation": [
            "Phòng triển khai các nhiệm vụ về rác thải, nước thải theo kế hoạch năm {year}, phối hợp Công ty Dịch vụ "
            "công ích khảo sát tuyến thu gom.",
            "Phòng tổ chức {b} đợt kiểm tra phân loại rác tại nguồn, ghi kết quả bằng biểu mẫu trên máy tính bảng.",
        ],
        "results": [
            "Số hóa vị trí 118 điểm tập kết rác; bỏ 9 điểm gây mất vệ sinh.",
            "Phát 6.000 túi tự phân hủy cho tiểu thương hai chợ, 41 hộ cam kết dùng thường xuyên.",
            "Quan trắc nước thải của 12 cơ sở; 2 cơ sở đã lắp hệ thống xử lý sau nhắc nhở.",
            "Đưa hồ sơ đăng ký môi trường lên mạng; 46 hồ sơ nộp trực tuyến.",
            "Nhập xong tuyến thu gom của 15 phường vào bản đồ số.",
            "Mô hình quản lý thu gom chất thải rắn trên nền GIS được nghiệm thu ngày 11/05/2018: theo dõi 38 tuyến, "
            "giảm 14% quãng đường xe chạy.",
        ],
        "troubles": [
            (
                "Dữ liệu nền bản đồ cũ, nhiều hẻm mới chưa có.",
                "Bản đồ địa chính cập nhật chậm.",
                "Đề nghị Phòng Quản lý đô thị chia sẻ lớp dữ liệu đường hẻm đã cập nhật.",
            ),
            (
                "Giá túi tự phân hủy còn cao so với túi ni lông.",
                "Nguồn cung ít, mua lẻ từng đợt.",
                "Đề nghị Phòng Kinh tế kết nối nhà sản xuất để tiểu thương mua chung.",
            ),
        ],
        "next": [
            "Bổ sung giờ thu gom lên bản đồ để người dân tra cứu.",
            "Mở rộng vận động dùng túi tự phân hủy ra ba tuyến chợ trong {next}.",
        ],
    },
    "QLDT": {
        "situation": [
            "Phòng giao tổ cấp phép và tổ hạ tầng thực hiện nhiệm vụ của Kế hoạch 294, họp kiểm điểm ngày {day}.",
            "Phòng phối hợp Trung tâm chống ngập khảo sát hệ thống thoát nước ở các phường trũng.",
        ],
        "results": [
            "Hoàn thành chuẩn hóa 4.200 hồ sơ cấp số nhà để nhập vào phần mềm.",
            "Phần mềm cấp phép xây dựng bổ sung chức năng báo hồ sơ sắp quá hẹn; hồ sơ trễ giảm còn 2%.",
            "Bản đồ điểm ngập trên hệ thống thông tin địa lý đưa vào dùng từ 15/07/2017: 17 điểm, cập nhật sau mỗi "
            "trận mưa.",
            "Liên kết số nhà với bản đồ nền; 92% địa chỉ tìm thấy trong ba giây.",
            "Cấp phép xây dựng qua mạng đạt 38% hồ sơ; gửi kết quả qua bưu điện.",
            "Nhập xong 26 km cống vào lớp dữ liệu thoát nước; thử cảnh báo ngập qua tin nhắn ở ba phường.",
        ],
        "troubles": [
            (
                "Dữ liệu cống ngầm thiếu cao độ, phải đo bổ sung.",
                "Hồ sơ hoàn công cũ thất lạc.",
                "Đề nghị Ủy ban nhân dân Quận 4 cho đo đạc bổ sung ở hai phường trũng.",
            ),
            (
                "Nhiều hồ sơ cấp số nhà cũ viết tay, khó đọc.",
                "Hồ sơ lập trước năm 1990.",
                "Đề nghị các phường cử người đối chiếu tại chỗ.",
            ),
        ],
        "next": [
            "Bổ sung lớp dữ liệu thoát nước của các phường còn lại.",
            "Công bố bản đồ điểm ngập trên trang tin của quận trong {next}.",
        ],
    },
    "TP": {
        "situation": [
            "Phòng triển khai hệ thống hóa văn bản quy phạm pháp luật, phân công công chức nhập liệu theo từng nhóm "
            "văn bản.",
            "Phòng hướng dẫn 15 phường dùng phần mềm hộ tịch, trả lời vướng mắc qua nhóm trao đổi.",
        ],
        "results": [
            "Nhập 320 văn bản còn hiệu lực vào danh mục tra cứu.",
            "Liên thông khai sinh, hộ khẩu, bảo hiểm y tế ở 15 phường; người dân chỉ nộp một bộ hồ sơ.",
            "Rà soát 86 văn bản, kiến nghị bãi bỏ 7 văn bản hết hiệu lực.",
            "Danh mục văn bản có chức năng tìm theo từ khóa; số hóa 5.100 trang sổ hộ tịch.",
            "",
            "",
        ],
        "troubles": [
            (
                "Khối lượng sổ hộ tịch cũ lớn, nhập liệu chậm.",
                "Phòng chỉ có một máy quét, cán bộ làm ngoài giờ.",
                "Đề nghị Ủy ban nhân dân Quận 4 cho thuê dịch vụ số hóa.",
            ),
        ],
        "next": [
            "Tiếp tục số hóa sổ hộ tịch, ưu tiên sổ khai sinh.",
            "Công khai danh mục văn bản còn hiệu lực trên trang tin của quận.",
        ],
    },
    "GDDT": {
        "situation": [
            "Phòng chỉ đạo các trường lồng ghép hoạt động sáng tạo vào kế hoạch năm học, giao mỗi trường một giáo viên "
            "đầu mối.",
            "Phòng kiểm tra thiết bị dạy học của 8 trường trung học và thống nhất tiêu chí công nhận câu lạc bộ sáng "
            "tạo.",
        ],
        "results": [
            "Hai trường trung học cơ sở mở câu lạc bộ robotics; 64 học sinh sinh hoạt hằng tuần.",
            "Ngày hội sáng tạo ngành giáo dục tổ chức ngày 23/04/2017, 8 trường tham gia với 52 sản phẩm; thêm một câu "
            "lạc bộ thí nghiệm vui khoa học.",
            "Tập huấn 45 giáo viên dùng phần mềm thí nghiệm ảo trước năm học mới.",
            "Thêm một câu lạc bộ Nhà sáng tạo nhí; giáo viên làm 37 đồ dùng dạy học dự thi cấp quận.",
            "Mô hình Trường học xanh được công nhận ngày 19/01/2018: vườn rau thủy canh, thu gom pin cũ, đèn tiết kiệm "
            "điện. Năm trường đã có câu lạc bộ sáng tạo.",
            "Ngày hội sáng tạo ngành giáo dục ngày 22/04/2018 có 8 trường, 71 sản phẩm; đội robocon của quận đạt giải "
            "ba cấp Thành phố. Bảy trường có hoạt động sáng tạo trong năm học.",
        ],
        "troubles": [
            (
                "Ba trường chưa có câu lạc bộ vì thiếu phòng thực hành.",
                "Phòng học phải dùng cho hai buổi.",
                "Đề nghị Quận đoàn cho học sinh dùng phòng sinh hoạt tại Nhà Thiếu nhi.",
            ),
            (
                "Bộ robotics đắt, chóng hỏng.",
                "Linh kiện nhập lẻ, giáo viên tự sửa.",
                "Đề nghị Phòng Kinh tế giới thiệu đơn vị hỗ trợ linh kiện và tập huấn sửa chữa.",
            ),
        ],
        "next": [
            "Hướng dẫn các trường còn lại lập câu lạc bộ sáng tạo.",
            "Chọn sản phẩm học sinh dự hội thi sáng tạo trẻ trong {next}.",
        ],
    },
    "NV": {
        "situation": [
            "Phòng tham mưu duy trì hệ thống quản lý chất lượng ở các phòng ban và 15 phường, hướng dẫn chuyển đổi lên "
            "phiên bản mới của tiêu chuẩn.",
            "Phòng phối hợp Phòng Kinh tế soạn quy chế quản lý hoạt động sáng kiến, lấy ý kiến các đơn vị đến ngày "
            "{day}.",
        ],
        "results": [
            "Đánh giá nội bộ 9 phòng ban, phát hiện 14 điểm cần khắc phục, đã xong 11.",
            "Tập huấn 52 chuyên gia đánh giá nội bộ; 15 phường ban hành mục tiêu chất lượng.",
            "Chuẩn hóa 31 quy trình thường dùng, bỏ 6 bước trung gian.",
            "Toàn bộ 26 cơ quan, đơn vị hoàn thành áp dụng ISO điện tử trong năm 2017.",
            "Lập bản mô tả chức danh công việc cho 120 vị trí; lấy ý kiến lần hai về dự thảo quy chế sáng kiến.",
            "Hoàn chỉnh dự thảo quy chế sáng kiến theo góp ý của 22 đơn vị.",
        ],
        "troubles": [
            (
                "Quy chế quản lý hoạt động sáng kiến chưa ban hành được như dự kiến.",
                "Chờ thống nhất mức chi khen thưởng và thẩm quyền công nhận.",
                "Đề nghị Sở Khoa học và Công nghệ hướng dẫn việc phân cấp công nhận sáng kiến.",
            ),
            (
                "Một số quy trình ISO chưa khớp với thủ tục hành chính mới.",
                "Thủ tục được công bố lại trong năm.",
                "Đề nghị Văn phòng thông báo ngay khi thủ tục thay đổi.",
            ),
        ],
        "next": [
            "Trình quy chế quản lý hoạt động sáng kiến.",
            "Đánh giá nội bộ các phường trong {next}.",
        ],
    },
    "YT": {
        "situation": [
            "Phòng triển khai quản lý hành nghề y, dược và an toàn thực phẩm bằng phần mềm, cập nhật dữ liệu hằng "
            "tuần.",
            "Phòng phối hợp Trung tâm Y tế dự phòng thống nhất biểu mẫu thống kê điện tử cho 15 trạm y tế.",
        ],
        "results": [
            "Nhập dữ liệu 412 cơ sở hành nghề vào phần mềm quản lý.",
            "Đưa thủ tục cấp giấy an toàn thực phẩm lên mức độ 3; 58 hồ sơ nộp trực tuyến.",
            "Lập bản đồ ca bệnh sốt xuất huyết theo tuần, khoanh vùng phun xịt sớm hơn trước ba ngày.",
            "Tỷ lệ hồ sơ an toàn thực phẩm nộp qua mạng đạt 46%; trả kết quả đúng hẹn 99%.",
            "Kiểm tra 37 bếp ăn bằng biểu mẫu trên máy tính bảng, kết quả có ngay trong ngày.",
            "",
        ],
        "troubles": [
            (
                "Phần mềm của các trạm y tế chưa nối được với nhau.",
                "Hai nhà cung cấp, hai chuẩn dữ liệu.",
                "Đề nghị Sở Khoa học và Công nghệ tư vấn chuẩn dữ liệu dùng chung.",
            ),
        ],
        "next": [
            "Nghiên cứu nâng thủ tục an toàn thực phẩm lên mức độ 4.",
            "Tập huấn nhập liệu cho 15 trạm y tế trong {next}.",
        ],
    },
    "TCKH": {
        "situation": [
            "Phòng tổng hợp nhu cầu kinh phí khoa học và công nghệ của các đơn vị, thẩm định theo định mức.",
            "Phòng hướng dẫn các đơn vị lập dự toán và quyết toán nguồn kinh phí khoa học và công nghệ năm {year}.",
        ],
        "results": [
            "Tổng hợp nhu cầu kinh phí của 24 đơn vị, trình phương án phân bổ.",
            "Phân bổ kinh phí khoa học và công nghệ năm 2017 ngày 18/04/2017 cho 11 đơn vị.",
            "Giải ngân 47% kinh phí được giao; hướng dẫn 6 đơn vị điều chỉnh dự toán.",
            "Giải ngân 91% kinh phí năm 2017; lập cơ sở dữ liệu theo dõi chi từng nhiệm vụ.",
            "Phân bổ kinh phí năm 2018 ngày 31/01/2018, sớm hơn năm trước gần ba tháng.",
            "",
        ],
        "troubles": [
            (
                "Nhu cầu kinh phí cao hơn khả năng cân đối.",
                "Nhiều nhiệm vụ mới phát sinh sau thời điểm lập dự toán.",
                "Đề nghị các đơn vị đăng ký nhiệm vụ trước tháng 8 hằng năm.",
            ),
        ],
        "next": [
            "Theo dõi giải ngân, nhắc đơn vị chi chậm.",
            "Hướng dẫn lập dự toán khoa học và công nghệ năm sau trong {next}.",
        ],
    },
}
