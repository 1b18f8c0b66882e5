"""Gợi ý: one or two sentences on a page that somebody opens for the first time. Each can be put away for good."""

HINTS = {
    "unit_home": (
        "Trang này nói việc phải làm trước hết và còn bao nhiêu ngày. "
        "Mỗi mục còn thiếu là một đường dẫn đến đúng chỗ phải nhập."
    ),
    "form": (
        "Bài đang soạn được lưu lại, nghỉ lúc nào rồi soạn tiếp cũng được. "
        "Số 0 là một kết quả; ô để trống là chưa báo cáo."
    ),
    "approve": (
        "Báo cáo này chờ lãnh đạo đơn vị: đọc xong thì gửi Phòng Kinh tế, hoặc ghi lý do rồi trả lại cho cán bộ soạn. "
        "Gửi rồi vẫn rút lại được cho đến khi Phòng Kinh tế bắt đầu xem xét."
    ),
    "queue": (
        "Báo cáo gửi lâu nhất ở trên; ở trang xem xét, phím N mở báo cáo tiếp theo. "
        "Mỗi ô đếm phía trên lọc các đơn vị đang ở tình trạng đó."
    ),
    "review": (
        "Đọc chỗ đã sửa và số liệu có giải trình trước. "
        "Từ lúc bắt đầu xem xét, đơn vị không rút lại được nữa; trả lại thì phải ghi lý do."
    ),
    "progress": (
        "Mỗi hàng là một đơn vị, mỗi cột là một quý; mở một ô để xem báo cáo. "
        "Nút Nhắc gửi tin và thư cho cán bộ phụ trách và lãnh đạo của đơn vị, mỗi ngày một lần."
    ),
    "targets": (
        "Mở một chỉ tiêu để xem con số ấy gồm những đơn vị nào, lần gửi nào và trả lời mục nào của Kế hoạch. "
        "Số đã gửi mà chưa được chấp nhận đứng riêng, chưa tính vào kết luận."
    ),
    "asked": (
        "Kiến nghị ghi trong báo cáo quý; câu trả lời hiện ở đây và trong tin nhắn. "
        "Kiến nghị chưa được trả lời nêu lại được trong báo cáo kỳ sau bằng một lần bấm."
    ),
    "answering": (
        "Trả lời kiến nghị gửi Phòng Kinh tế, hoặc chuyển lên nơi có thẩm quyền rồi ghi câu trả lời của nơi đó. "
        "Đơn vị thấy ngay từng bước."
    ),
    "gathering": (
        "Lời của các đơn vị xếp theo mục và theo khối: trích từng đoạn vào dự thảo, hoặc bỏ qua. "
        "Đoạn nào chưa đánh dấu là chưa đọc; trích rồi vẫn biết của đơn vị nào."
    ),
    "audit": (
        "Tìm không cần dấu, theo người, việc, đối tượng hoặc ngày; P1-2018-2 là báo cáo Quý II/2018 của Phường 1. "
        "Nhật ký ghi tên dòng đã sửa, không ghi nội dung báo cáo."
    ),
    "leader": (
        "Trang trả lời theo thứ tự: cần chỉ đạo gì, chỉ tiêu nào chậm, ai chưa gửi. "
        "Phần tóm tắt ở cuối trang chép được vào tin nhắn."
    ),
}
