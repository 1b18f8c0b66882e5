"""What the fifteen wards write: banks of sentences, so drawn that no two wards say the same in one quarter.

Placeholders: {day} a working day of the quarter, {a} {b} {c} numbers that fit the sentence, {year}, {next} the
quarter to come.
"""

SITUATION = [
    "Ủy ban nhân dân phường đã quán triệt Kế hoạch 294 trong buổi họp giao ban ngày {day}, phân công một Phó Chủ tịch "
    "phụ trách và công chức văn hóa - xã hội theo dõi.",
    "Phường triển khai kế hoạch khoa học và công nghệ năm {year} đến toàn thể cán bộ, công chức và {a} tổ trưởng tổ "
    "dân phố; nội dung được đưa vào sinh hoạt tổ dân phố hằng tháng.",
    "Trong quý, phường phối hợp với Mặt trận Tổ quốc và Đoàn Thanh niên phường tổ chức {b} buổi tuyên truyền về dịch "
    "vụ công trực tuyến, có {c} lượt người dân tham dự.",
    "Kế hoạch của phường được điều chỉnh ngày {day} theo góp ý của Phòng Kinh tế: bớt việc chung, ghi rõ người làm và "
    "thời gian hoàn thành của {b} việc.",
    "Phường duy trì tổ giúp việc về khoa học và công nghệ gồm {b} người, họp mỗi tháng một lần để rà soát việc đã "
    "giao.",
    "Nội dung ứng dụng khoa học và công nghệ được đưa lên bảng tin của {a} tổ dân phố và trang thông tin của phường; "
    "trong quý đăng {b} tin.",
    "Ngày {day}, phường tổ chức phổ biến các mô hình ứng dụng công nghệ của quận cho {c} cán bộ khu phố, tổ dân phố và "
    "hội viên đoàn thể.",
    "Ủy ban nhân dân phường lồng ghép nhiệm vụ khoa học và công nghệ vào chương trình cải cách hành chính năm {year}, "
    "giao bộ phận một cửa làm đầu mối thực hiện.",
    "Phường đã rà soát hạ tầng tin học: {a} máy tính đang dùng, {b} máy cần thay; kết quả gửi Văn phòng Hội đồng nhân "
    "dân và Ủy ban nhân dân ngày {day}.",
    "Các nội dung Kế hoạch 294 giao phường được cụ thể thành {b} đầu việc, niêm yết tiến độ tại trụ sở để cán bộ, công "
    "chức cùng theo dõi.",
    "Phường cử công chức phụ trách dự giao ban chuyên đề do Phòng Kinh tế tổ chức ngày {day} và triển khai lại cho các "
    "bộ phận liên quan.",
    "Trong kỳ, phường tập trung vận động người dân dùng dịch vụ công trực tuyến và phân loại rác tại nguồn, hai việc "
    "đã chọn làm trọng tâm năm {year}.",
    "Chi ủy, Ủy ban nhân dân phường nghe báo cáo tiến độ ngày {day}; các bộ phận cam kết thời gian cho từng việc còn "
    "chậm.",
    "Phường phối hợp với Trung tâm Văn hóa giới thiệu chuyên mục sáng kiến, khoa học và công nghệ đến {a} tổ dân phố; "
    "{b} cán bộ đăng ký viết bài.",
    "Việc tuyên truyền được thực hiện qua hệ thống loa và nhóm tin nhắn của {a} tổ dân phố, mỗi tuần một bản tin ngắn "
    "về ứng dụng công nghệ trong đời sống.",
    "Phường ký kết phối hợp với hai trường học trên địa bàn để giới thiệu các sản phẩm sáng tạo của học sinh trong "
    "những ngày sinh hoạt cộng đồng.",
]

RESULTS = [
    "Tỷ lệ hồ sơ tư pháp, hộ tịch nộp trực tuyến đạt {a}%; bộ phận một cửa bố trí một bàn hướng dẫn người lớn tuổi.",
    "Dán mã QR tra cứu tình trạng hồ sơ trên biên nhận; trong quý có {c} lượt tra cứu, giảm hẳn người đến hỏi trực "
    "tiếp.",
    "Lắp thêm {b} camera an ninh từ nguồn vận động, kết nối về Công an phường; hình ảnh đã giúp làm rõ {b} vụ việc.",
    "Vận động {a} hộ phân loại rác tại nguồn; điểm thu hồi rác tái chế hoạt động sáng thứ Bảy, thu được {c} kg giấy và "
    "nhựa.",
    "Đưa bảng theo dõi xử lý phản ánh của người dân lên máy tính bảng của tổ trưởng; {c} phản ánh được xử lý, bình "
    "quân {b} ngày mỗi việc.",
    "Số hóa {c} trang hồ sơ lưu trữ về hộ tịch; thời gian tìm một hồ sơ cũ giảm từ nửa ngày còn vài phút.",
    "Mở lớp hướng dẫn dùng điện thoại thông minh cho {a} người cao tuổi tại nhà văn hóa khu phố.",
    "Thay {a} bóng đèn hẻm bằng đèn LED; tiền điện chiếu sáng hằng tháng giảm khoảng một phần ba.",
    "Vận động {a} tiểu thương dùng cân điện tử và túi tự phân hủy tại chợ, có {b} hộ cam kết bỏ hẳn túi ni lông.",
    "Lập bản đồ điểm ngập của phường trên nền bản đồ số với {b} điểm, cập nhật sau mỗi trận mưa để dân tránh.",
    "Tổ chức ngày hội tái chế tại khu phố, {c} người tham dự; {b} sản phẩm làm từ vật liệu bỏ đi được chọn trưng bày.",
    "Lập nhóm tin nhắn của {a} tổ dân phố để báo lịch cắt điện, nước và nhận phản ánh; mỗi tuần trả lời khoảng {b} "
    "câu hỏi.",
    "Rà soát {b} quy trình nội bộ theo hệ thống quản lý chất lượng, bỏ {b} biểu mẫu trùng lặp.",
    "Hướng dẫn {b} hộ kinh doanh đăng ký qua mạng; hồ sơ trả đúng hẹn đạt 100%.",
    "Trang bị màn hình công khai thủ tục hành chính dạng chạm tại trụ sở, có {c} lượt tra cứu.",
    "Phối hợp với Đoàn Thanh niên lắp {b} trạm nước rửa tay tự động do đoàn viên tự chế tại trường học và chợ.",
    "Thí điểm phiếu khảo sát sự hài lòng bằng mã QR; {c} lượt đánh giá, {a}% hài lòng trở lên.",
    "Trồng vườn rau thủy canh trên sân thượng trụ sở làm mẫu; {b} hộ dân đến học và làm theo.",
    "Lập sổ theo dõi điện tử cho {c} hộ nghèo, cận nghèo; chính sách hỗ trợ chi đúng người, đúng kỳ.",
    "Vận động {b} cơ sở sản xuất lắp thiết bị tiết kiệm điện, ước tiết kiệm {a} kWh mỗi tháng một cơ sở.",
    "Phối hợp trạm y tế nhập {c} hồ sơ sức khỏe điện tử của người dân trên địa bàn.",
    "Dùng phần mềm lịch họp dùng chung, gửi tài liệu họp qua mạng, ước giảm {c} trang giấy mỗi tháng.",
    "Cán bộ phường có {b} giải pháp cải tiến được Hội đồng sáng kiến phường xem xét, trong đó có cách xếp lịch trực "
    "tiếp dân bằng bảng tính chung.",
    "Tổ chức cho {a} em thiếu nhi sinh hoạt hè về thí nghiệm vui khoa học tại thư viện phường.",
    "Xây dựng bảng tra cứu nhà trọ an toàn phòng cháy với {a} cơ sở, cảnh báo cơ sở quá hạn kiểm tra.",
    "Đưa phản ánh hạ tầng vào bản đồ dùng chung với Phòng Quản lý đô thị; {b} chỗ hư hỏng được sửa trong tuần.",
    "Bổ sung chữ ký số cho {b} cán bộ, văn bản đi bằng điện tử đạt {a}%.",
    "Phát {c} tờ hướng dẫn phân biệt hàng thật, hàng giả có mã truy xuất nguồn gốc tại {b} điểm chợ.",
    "Thí điểm hẹn giờ giải quyết hồ sơ qua điện thoại, mỗi ngày {b} lượt hẹn; giờ cao điểm bớt chen.",
    "Lắp bộ lọc nước uống tại vòi cho {b} điểm công cộng, có dán kết quả kiểm nghiệm hằng quý.",
]

# Ward and quarter of a model or of support that the figures count: said first among the results.
DEEDS = {
    ("P6", 1): "Đưa vào dùng mô hình lấy số thứ tự trực tuyến tại bộ phận một cửa: thời gian chờ trung bình giảm từ "
    "34 phút xuống 19 phút sau sáu tuần.",
    ("P12", 4): "Mô hình tra cứu hồ sơ bằng mã QR trên biên nhận được nghiệm thu ngày 26/01/2018 và dùng cho toàn bộ "
    "thủ tục của phường.",
    ("P9", 5): "Đưa vào dùng mô hình trả kết quả hồ sơ tại nhà qua tin nhắn xác nhận, 212 hồ sơ đã trả trong hai "
    "tháng.",
    ("P8", 0): "Giới thiệu một cơ sở cơ khí trên địa bàn tham gia chương trình tư vấn 5S của Thành phố.",
    ("P13", 1): "Kết nối một cơ sở may gia công với trung tâm ứng dụng để thay máy cắt bán tự động.",
    ("P2", 2): "Hỗ trợ một cơ sở giày da lập hồ sơ đăng ký nhãn hiệu.",
    ("P2", 4): "Hỗ trợ một xưởng đế giày thử keo gốc nước thay keo dung môi.",
    ("P4", 4): "Hướng dẫn một hộ kinh doanh lắp hệ thống đo điện theo máy để tìm chỗ hao phí.",
    ("P9", 4): "Kết nối một cơ sở in ấn với chương trình tư vấn năng suất của Thành phố.",
    ("P6", 5): "Hỗ trợ một cơ sở chế biến thực phẩm dán mã truy xuất nguồn gốc cho sáu mặt hàng.",
    ("P4", 5): "Ngày 18/05/2018 tổ chức buổi giới thiệu thiết bị tiết kiệm điện cho 10 hộ kinh doanh; hướng dẫn 02 hộ "
    "lắp cân điện tử.",
}

ADVANTAGES = [
    "Được Phòng Kinh tế hướng dẫn kịp thời, biểu mẫu rõ.",
    "Lãnh đạo phường trực tiếp theo dõi, mỗi việc có người chịu trách nhiệm.",
    "Cán bộ phụ trách đã qua lớp bồi dưỡng, làm quen với cách thống kê mới.",
    "Tổ trưởng tổ dân phố nhiệt tình, người dân hưởng ứng vì thấy việc có ích.",
    "Đoàn Thanh niên phường nhận phần hướng dẫn tại chỗ, giảm việc cho bộ phận một cửa.",
    "Hạ tầng mạng của quận đã nối đến phường, văn bản đi và đến nhanh hơn.",
    "Có kinh nghiệm của những phường đi trước để học theo.",
    "",
    "Nguồn vận động xã hội đủ cho các việc nhỏ, không phải chờ kinh phí.",
    "Trường học trên địa bàn sẵn lòng phối hợp.",
    "",
]

# (difficulty, cause, proposal), coherent with one another.
TROUBLES = [
    (
        "Đường truyền tại bộ phận một cửa có lúc gián đoạn, phải quay lại phát số giấy.",
        "Thiết bị mạng đã dùng sáu năm, không còn bảo hành.",
        "Đề nghị Văn phòng Hội đồng nhân dân và Ủy ban nhân dân hỗ trợ đường truyền dự phòng.",
    ),
    (
        "Cán bộ phụ trách kiêm nhiệm ba đầu việc nên thống kê chậm.",
        "Biên chế phường không có vị trí riêng cho khoa học và công nghệ.",
        "Đề nghị Phòng Kinh tế rút gọn biểu mẫu, phần nào đã có trong cổng thì không hỏi lại.",
    ),
    (
        "Người lớn tuổi còn ngại nộp hồ sơ qua mạng, vẫn nhờ cán bộ nhập thay.",
        "Nhiều hộ không có máy tính, quen làm trực tiếp.",
        "Đề nghị Quận đoàn cử tình nguyện viên hướng dẫn tại phường mỗi tuần một buổi.",
    ),
    (
        "Chưa tìm được mô hình mới phù hợp với địa bàn nhỏ, dân cư đông.",
        "Thông tin về các đề tài đã nghiệm thu của Thành phố đến phường còn ít.",
        "Đề nghị Phòng Kinh tế gửi danh mục công nghệ có thể chuyển giao mỗi quý.",
    ),
    (
        "Máy quét tại bộ phận một cửa hỏng từ giữa quý, phải số hóa hồ sơ tại Trung tâm hành chính.",
        "Thiết bị hết khấu hao, dự toán năm nay chưa bố trí.",
        "Đề nghị Ủy ban nhân dân Quận 4 bố trí kinh phí thay máy quét trong dự toán bổ sung.",
    ),
    (
        "Phân loại rác tại nguồn chưa đều, xe thu gom còn nhập chung hai loại rác.",
        "Lịch thu gom hai loại rác chưa khớp với giờ của người dân.",
        "Đề nghị Phòng Tài nguyên và Môi trường thống nhất lại lịch thu gom với đơn vị thu gom.",
    ),
    (
        "Doanh nghiệp trên địa bàn đa số siêu nhỏ, ít quan tâm đến đổi mới công nghệ.",
        "Chủ cơ sở ngại thủ tục, chưa biết chính sách hỗ trợ.",
        "Đề nghị Phòng Kinh tế tổ chức buổi tư vấn ngay tại phường.",
    ),
    ("", "", ""),
    (
        "Camera của các hẻm do nhiều nhà tài trợ lắp, không cùng chuẩn nên khó kết nối.",
        "Chưa có yêu cầu kỹ thuật chung khi vận động.",
        "Đề nghị Phòng Kinh tế phối hợp Công an quận ban hành yêu cầu kỹ thuật tối thiểu cho camera.",
    ),
    (
        "Số liệu doanh nghiệp giữa phường và cơ quan thuế còn chênh lệch.",
        "Cơ sở chuyển địa điểm nhưng không khai báo.",
        "Đề nghị Phòng Kinh tế chia sẻ danh sách đăng ký kinh doanh hằng tháng.",
    ),
    (
        "Việc viết bài gửi chuyên trang còn ít, cán bộ ngại viết.",
        "Chưa quen viết tin, chưa có người biên tập tại phường.",
        "Đề nghị Trung tâm Văn hóa mở một buổi hướng dẫn viết tin, chụp ảnh.",
    ),
    (
        "Kinh phí cho hoạt động khoa học và công nghệ của phường còn thấp, chủ yếu vận động.",
        "Định mức chi chưa có mục riêng.",
        "Đề nghị Phòng Tài chính - Kế hoạch hướng dẫn mục chi cho hoạt động khoa học và công nghệ ở phường.",
    ),
    ("", "", ""),
]

NEXT = [
    "Tiếp tục vận động nộp hồ sơ trực tuyến, phấn đấu đạt {a}% trong {next}.",
    "Hoàn thành số hóa hồ sơ hộ tịch giai đoạn trước năm 2000.",
    "Nhân rộng điểm thu hồi rác tái chế ra {b} khu phố nữa.",
    "Nghiệm thu việc lắp camera, thống nhất quy chế dùng chung hình ảnh.",
    "Đăng ký một mô hình ứng dụng công nghệ với Phòng Kinh tế trong {next}.",
    "Mở thêm lớp hướng dẫn dịch vụ công trực tuyến cho {a} người cao tuổi.",
    "Rà soát các cơ sở sản xuất có nhu cầu đổi mới công nghệ, lập danh sách gửi Phòng Kinh tế.",
    "Cập nhật đầy đủ cơ sở dữ liệu thống kê khoa học và công nghệ của phường.",
    "Phát động cán bộ, công chức đăng ký sáng kiến; mỗi bộ phận ít nhất một giải pháp.",
    "Thay {a} đèn hẻm còn lại bằng đèn LED.",
    "Tổ chức ngày hội sáng tạo khu phố, mời trường học cùng tham gia.",
    "Gửi {b} bài viết cho chuyên trang của quận.",
    "Phối hợp Phòng Tài nguyên và Môi trường đánh giá kết quả phân loại rác.",
    "Thí điểm trả kết quả hồ sơ tại nhà đối với người khuyết tật.",
    "Lập kế hoạch bảo trì thiết bị bộ phận một cửa.",
    "Khảo sát sự hài lòng của người dân bằng mã QR, công khai kết quả tại trụ sở.",
]

# Status and note of the ward's one task (IV.11), by quarter.
PLAN_NOTES = [
    ("underway", "Đã lập dự thảo kế hoạch năm {year}, lấy ý kiến các bộ phận đến ngày {day}."),
    ("underway", "Kế hoạch năm {year} ban hành; đã hoàn thành {b} đầu việc."),
    ("regular", "Thực hiện theo kế hoạch năm {year}; xong {b} đầu việc, còn lại đúng tiến độ."),
    ("regular", "Tổng kết các đầu việc của năm {year}, chuyển {b} việc sang năm sau."),
    ("underway", "Ban hành kế hoạch năm {year}, gửi Phòng Kinh tế; phân công người thực hiện từng việc."),
    ("regular", "Đang thực hiện {b} đầu việc của kế hoạch năm {year}, đúng tiến độ."),
]
# Without an annual plan the task has not begun.
NO_PLAN_NOTE = ("not_started", "Chưa ban hành kế hoạch năm, đang chờ kiện toàn nhân sự phụ trách.")
