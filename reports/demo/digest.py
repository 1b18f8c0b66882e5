"""What the Economics Office made of 2017: the edited texts of its four quarterly reports and of the year's.

{accepted} {expected} {timely}: units, of the year reports. {missing}: a sentence that names who did not report.
"""

# Headings of section III, as the report prints them above what was done under them.
PEOPLE = "III.1.a Kiện toàn đội ngũ, thống kê KH&CN tại cơ sở\n"
CLIMATE = "III.1.b Môi trường, cơ chế thúc đẩy sáng kiến\n"
MEDIA = "III.2 Truyền thông về KH&CN\n"
QUALITY = "III.3.a Hệ thống quản lý chất lượng, phương pháp quản trị\n"
COMPUTING = "III.3.b Ứng dụng công nghệ thông tin, KH&CN\n"
BUSINESS = "III.4.a Ứng dụng KH&CN phục vụ sản xuất kinh doanh và đời sống\n"
CREATION = "III.4.b Hoạt động đổi mới sáng tạo\n"

QUARTERS = {
    0: {
        "situation": "Quý I/2017 là kỳ báo cáo đầu tiên theo Kế hoạch số 294/KH-UBND. Phòng Kinh tế đã hướng dẫn các "
        "cơ quan, đơn vị phân công cán bộ phụ trách, lập kế hoạch năm 2017 và thống nhất biểu mẫu thống kê khoa học "
        "và công nghệ.\n\n{accepted} trên {expected} đơn vị có báo cáo được chấp nhận, {timely} đơn vị gửi đúng hạn. "
        "{missing}Các phường đưa nội dung kế hoạch vào sinh hoạt tổ dân phố; các phòng chuyên môn tập trung rà soát "
        "phần mềm, thiết bị hiện có.",
        "results": PEOPLE + "Quyết định thành lập Hội đồng tư vấn khoa học và công nghệ Quận 4 ban hành ngày "
        "28/02/2017; 29 đơn vị có cán bộ đầu mối.\n\n" + COMPUTING + "Giấy mời, lịch làm việc của quận chuyển toàn bộ "
        "lên hệ thống PML; Phòng Y tế quản lý 412 cơ sở hành nghề bằng phần mềm; Bệnh viện Quận 4 in đơn thuốc từ máy "
        "ở 9 khoa.\n\n" + CREATION + "Hai trường trung học cơ sở mở câu lạc bộ robotics; Quận đoàn nhận 31 ý tưởng của "
        "đoàn viên; 38 công đoàn cơ sở đăng ký thi đua sáng tạo.",
        "advantages": "Các đơn vị nhận thức rõ trách nhiệm, phân công cụ thể. Sở Khoa học và Công nghệ hỗ trợ tài "
        "liệu và báo cáo viên.",
        "difficulties": "Số liệu kỳ đầu chưa đồng đều; nhiều đơn vị chưa có cơ sở dữ liệu thống kê.\n\nChưa có mô "
        "hình ứng dụng nào được nghiệm thu trong quý.",
        "causes": "Cán bộ phụ trách kiêm nhiệm và phần lớn chưa qua lớp bồi dưỡng.\n\nKinh phí năm 2017 chưa phân bổ "
        "xong trong quý.",
        "proposals": "Đề nghị Ủy ban nhân dân Quận 4:\n- Chỉ đạo Phòng Tài chính - Kế hoạch sớm phân bổ kinh phí khoa "
        "học và công nghệ năm 2017.\n- Nhắc thủ trưởng đơn vị cử cán bộ phụ trách ổn định trong cả giai đoạn.",
        "next_quarter": "Mở lớp bồi dưỡng cho cán bộ phụ trách trong tháng 5/2017.\n\nBan hành quy chế hoạt động và "
        "phân công thành viên Hội đồng tư vấn.\n\nKhảo sát nhu cầu ứng dụng công nghệ của các cơ sở da giày.",
    },
    1: {
        "situation": "Trong quý, {accepted} trên {expected} đơn vị có báo cáo được chấp nhận, {timely} đơn vị gửi "
        "đúng hạn. {missing}Công tác tuyên truyền chuyển từ phổ biến chung sang hướng dẫn việc cụ thể: nộp hồ sơ trực "
        "tuyến, phân loại rác tại nguồn, tiết kiệm điện.",
        "results": PEOPLE + "Lớp bồi dưỡng cán bộ phụ trách mở ngày 20/05/2017, 41 người dự. Hội đồng tư vấn có đủ "
        "quyết định, quy chế và bảng phân công thành viên.\n\n" + COMPUTING + "Phường 6 đưa vào dùng mô hình lấy số "
        "thứ tự trực tuyến: thời gian chờ giảm từ 34 phút xuống 19 phút. Hệ thống một cửa của quận nối với 15 "
        "phường.\n\n" + BUSINESS + "Phòng Kinh tế khảo sát 18 cơ sở da giày, hỗ trợ hai cơ sở cải tiến khâu cắt và may "
        "mũ giày.\n\n" + CREATION + "Ngày hội sáng tạo ngành giáo dục ngày 23/04/2017 có 8 trường, 52 sản phẩm.",
        "advantages": "Cán bộ phụ trách đã qua bồi dưỡng nên báo cáo rõ hơn quý trước. Trường học, đoàn thể tích cực "
        "tham gia.",
        "difficulties": "Kinh phí khoa học và công nghệ năm 2017 phân bổ ngày 18/04/2017, chậm so với hạn "
        "31/3.\n\nMột số đơn vị còn báo cáo chung chung, phải trả lại để bổ sung số liệu.",
        "causes": "Nhu cầu của các đơn vị tổng hợp muộn.\n\nCán bộ phụ trách chưa quen ghi kết quả bằng số.",
        "proposals": "Đề nghị các đơn vị đăng ký nhiệm vụ của năm sau trước tháng 8.\n\nĐề nghị Sở Khoa học và Công "
        "nghệ hướng dẫn việc phân cấp công nhận sáng kiến.",
        "next_quarter": "Tổ chức hội thi sáng tạo trẻ.\n\nHoàn thành bản đồ điểm ngập trên hệ thống thông tin địa "
        "lý.\n\nHướng dẫn tại chỗ các đơn vị chưa có cơ sở dữ liệu thống kê.",
    },
    2: {
        "situation": "{accepted} trên {expected} đơn vị có báo cáo được chấp nhận, {timely} đơn vị gửi đúng hạn. "
        "{missing}Các phòng, phường thực hiện đúng phần việc của kế hoạch năm; Phòng Nội vụ hướng dẫn áp dụng ISO "
        "điện tử cho các đơn vị còn lại.",
        "results": COMPUTING + "Bản đồ điểm ngập trên hệ thống thông tin địa lý của Phòng Quản lý đô thị dùng từ "
        "15/07/2017, có 17 điểm và được cập nhật sau mỗi trận mưa.\n\nPhòng Y tế lập bản đồ ca bệnh sốt xuất huyết "
        "theo tuần, khoanh vùng phun xịt sớm hơn trước ba ngày. Bệnh viện Quận 4 lắp cảm biến theo dõi hệ thống xử lý "
        "nước thải.\n\n" + BUSINESS + "Phường 2 hỗ trợ một cơ sở giày da lập hồ sơ đăng ký nhãn hiệu.\n\n" + CREATION
        + "Hội thi sáng tạo trẻ ngày 12/08/2017 có 44 sản phẩm, trao 9 giải.",
        "advantages": "Nhiều mô hình của đơn vị đi trước đã có kết quả để học theo.",
        "difficulties": "Hoạt động sáng tạo của trường học tính lại từ đầu năm học nên số trường có hoạt động còn "
        "thấp.\n\nMột số đơn vị thay cán bộ phụ trách, người mới chưa qua bồi dưỡng.",
        "causes": "Kỳ báo cáo rơi vào đầu năm học.\n\nLuân chuyển cán bộ trong hệ thống.",
        "proposals": "Đề nghị Ủy ban nhân dân Quận 4 cho mở lớp bồi dưỡng bổ sung đầu năm 2018.",
        "next_quarter": "Tổ chức ngày hội sáng tạo cấp quận.\n\nMở chuyên trang Sáng kiến khoa học và công "
        "nghệ.\n\nHoàn thành áp dụng ISO điện tử trong năm 2017.\n\nĐôn đốc Văn phòng về việc lắp điện mặt trời tại "
        "Trung tâm hành chính.",
    },
    3: {
        "situation": "{accepted} trên {expected} đơn vị có báo cáo được chấp nhận, {timely} đơn vị gửi đúng hạn; Bệnh "
        "viện Quận 4 được miễn báo cáo kỳ này. {missing}Các đơn vị tổng kết một năm thực hiện và đề xuất nhiệm vụ năm "
        "2018.",
        "results": CLIMATE + "Thang điểm thi đua về khoa học và công nghệ được bổ sung ngày 05/12/2017.\n\n" + MEDIA
        + "Chuyên trang Sáng kiến khoa học và công nghệ mở ngày 20/11/2017. Năm 2017, tháng nào cũng có từ hai bài trở "
        "lên.\n\n" + QUALITY + "Các cơ quan, đơn vị nhà nước hoàn thành áp dụng ISO điện tử.\n\n" + COMPUTING
        + "Mô hình khảo sát sự hài lòng bằng máy tính bảng của Văn phòng đạt 3.460 lượt đánh giá, 94% hài lòng. Như "
        "vậy năm 2017 toàn quận có ba mô hình ứng dụng, đủ mức giao.\n\n" + CREATION + "Ngày hội sáng tạo cấp quận "
        "ngày 21/10/2017 thu hút 1.350 lượt người, 60 gian trưng bày.",
        "advantages": "Có sự phối hợp của Sở Khoa học và Công nghệ, các trường và doanh nghiệp trên địa bàn.",
        "difficulties": "Chưa lắp được điện mặt trời tại Trung tâm hành chính theo thời hạn năm 2017.\n\nCòn đơn vị "
        "chưa tổ chức phong trào lao động sáng tạo, chưa xây dựng kế hoạch khoa học và công nghệ của năm.",
        "causes": "Mái khối nhà A phải gia cố, kinh phí vượt dự toán ban đầu.\n\nMột số đơn vị chưa có cán bộ phụ "
        "trách ổn định.",
        "proposals": "Đề nghị Ủy ban nhân dân Quận 4:\n- Cho lắp điện mặt trời đợt một trên mái khối nhà B.\n- Yêu "
        "cầu các đơn vị chưa có kế hoạch khoa học và công nghệ hoàn thành trong quý I/2018.",
        "next_quarter": "Phân bổ kinh phí năm 2018 trong tháng 1.\n\nMở lớp bồi dưỡng năm 2018 cho cán bộ phụ trách "
        "mới.\n\nTrình quy chế quản lý hoạt động sáng kiến.",
    },
}

YEAR = {
    "situation": "Năm 2017 là năm đầu các cơ quan, đơn vị báo cáo theo Kế hoạch số 294/KH-UBND. {accepted} trên "
    "{expected} báo cáo quý được chấp nhận, {timely} báo cáo gửi đúng hạn. {missing}\n\nHội đồng tư vấn khoa "
    "học và công "
    "nghệ quận thành lập từ quý I, có đủ quy chế và bảng phân công từ quý II; cán bộ phụ trách đã qua lớp bồi "
    "dưỡng ngày "
    "20/05/2017.",
    "results": MEDIA + "Chuyên trang Sáng kiến khoa học và công nghệ mở ngày 20/11/2017.\n\n" + QUALITY
    + "Các cơ quan, đơn vị nhà nước hoàn thành áp dụng ISO điện tử.\n\n" + COMPUTING + "Ba mô hình ứng dụng khoa học "
    "và công nghệ trong cơ quan nhà nước, đủ mức giao của năm: lấy số thứ tự trực tuyến ở Phường 6, bản đồ điểm ngập "
    "của Phòng Quản lý đô thị, khảo sát sự hài lòng bằng máy tính bảng ở Văn phòng.\n\n" + CREATION + "Trong năm có "
    "ngày hội sáng tạo ngành giáo dục, hội thi sáng tạo trẻ và ngày hội sáng tạo cấp quận với 1.350 lượt người.",
    "advantages": "Ủy ban nhân dân Quận 4 chỉ đạo thường xuyên; cán bộ phụ trách quen việc hơn qua từng quý, mô "
    "hình của "
    "đơn vị đi trước đã có kết quả để học theo.",
    "difficulties": "Kinh phí năm 2017 phân bổ ngày 18/04/2017, chậm so với hạn 31/3.\n\nChưa lắp được điện mặt "
    "trời tại "
    "Trung tâm hành chính theo thời hạn năm 2017.",
    "causes": "Nhu cầu kinh phí tổng hợp muộn; mái khối nhà A phải gia cố, vượt dự toán ban đầu.\n\nCán bộ phụ "
    "trách kiêm "
    "nhiệm, một số nơi thay người giữa năm.",
    "proposals": "Đề nghị Ủy ban nhân dân Quận 4:\n- Phân bổ kinh phí khoa học và công nghệ năm 2018 trong "
    "tháng 1.\n- Cho "
    "lắp điện mặt trời đợt một trên mái khối nhà B.",
    "next_quarter": "Bồi dưỡng cán bộ phụ trách mới; xây dựng thêm ba mô hình ứng dụng.\n\nTrình quy chế quản "
    "lý hoạt động "
    "sáng kiến; duy trì chuyên trang mỗi tháng ít nhất hai bài.",
}


def texts(quarter: int, rollup) -> dict[str, str]:
    """The seven texts of the report of this quarter, with the counts of ``rollup``."""
    return _filled(QUARTERS[quarter], rollup)


def year(rollup) -> dict[str, str]:
    """The same of the whole of 2017."""
    return _filled(YEAR, rollup)


def _filled(told, rollup) -> dict[str, str]:
    words = {
        "accepted": len(rollup.accepted),
        "expected": len(rollup.expected),
        "timely": sum(standing.late_days == 0 for standing in rollup.accepted),
        "missing": "".join(f"Chưa có báo cáo của {standing.name}. " for standing in rollup.missing),
    }
    return {name: text.format(**words) for name, text in told.items()}
