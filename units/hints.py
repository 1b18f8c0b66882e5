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
    "review": (
        "Đọc chỗ đã sửa và số liệu có giải trình trước. "
        "Từ lúc bắt đầu xem xét, đơn vị không rút lại được nữa; trả lại thì phải ghi lý do."
    ),
    "progress": (
        "Mỗi hàng là một đơn vị, mỗi cột là một quý; mở một ô để xem báo cáo. "
        "Nút Nhắc gửi tin và thư cho cán bộ phụ trách và lãnh đạo của đơn vị, mỗi ngày một lần."
    ),
    "gathering": (
        "Lời của các đơn vị xếp theo mục và theo khối: trích từng đoạn vào dự thảo, hoặc bỏ qua. "
        "Đoạn nào chưa đánh dấu là chưa đọc; trích rồi vẫn biết của đơn vị nào."
    ),
    "leader": (
        "Trang trả lời theo thứ tự: cần chỉ đạo gì, chỉ tiêu nào chậm, ai chưa gửi. "
        "Phần tóm tắt ở cuối trang chép được vào tin nhắn."
    ),
}
