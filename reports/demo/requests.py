"""Results under a heading of section III, what units ask of whom, and what they were told; from Quý I/2018 on."""

from reports.demo.calendar import instant

FIRST_QUARTER = 4
# How a sentence of the banks begins → to whom it goes. What is asked of other units stays in the text.
_ADDRESSED = {
    "Đề nghị Phòng Kinh tế ": "office",
    "Đề nghị Ủy ban nhân dân Quận 4 ": "committee",
    "Đề nghị Sở Khoa học và Công nghệ ": "department",
}
_ITEMS = {
    ("P1", 4): [("III.3.b", "Lịch tiếp công dân và thủ tục hành chính đọc được bằng mã QR ở năm tổ dân phố.")],
    ("P6", 4): [
        ("III.3.b", "Số thứ tự trực tuyến phục vụ 1.120 lượt người trong quý, 41% lấy số từ nhà."),
        ("III.4.b", "Hai hộ kinh doanh được giới thiệu với vườn ươm doanh nghiệp."),
    ],
    ("P12", 4): [("III.2", "Bốn buổi nói chuyện về phân loại rác tại nguồn, 260 lượt người nghe.")],
    ("NV", 4): [("III.3.a", "Kiểm tra việc duy trì ISO điện tử tại sáu đơn vị, không có điểm không phù hợp nặng.")],
    ("BV", 4): [("III.3.b", "Phiếu khám điện tử dùng ở bốn phòng khám; thời gian chờ khám còn 31 phút.")],
    ("TTVH", 4): [("III.2", "Chuyên trang có 8.200 lượt xem trong quý, nhiều nhất là loạt bài nghề da giày.")],
    ("P12", 5): [("III.4.a", "Một cơ sở giày da dùng phần mềm quản lý kho do phường giới thiệu.")],
    ("QD", 5): [("III.4.b", "Vòng sơ khảo hội thi sáng tạo trẻ nhận 52 sản phẩm, chọn 20 sản phẩm vào chung khảo.")],
}
# What the Economics Office answered, or entered for whoever did: (unit, quarter) → when, in which words.
ANSWERED = {
    ("P3", 4): (
        "2018-04-10T09:20",
        "Từ tháng 4/2018, danh sách được gửi các phường vào ngày 05 hằng tháng.",
    ),
    ("P5", 4): ("2018-04-10T09:45", "Phòng Kinh tế tổ chức buổi tư vấn tại phường ngày 26/04/2018, 8 giờ."),
    ("P9", 4): (
        "2018-04-23T15:10",
        "Đã thống nhất với Công an quận; yêu cầu kỹ thuật gửi các phường trong tháng 5.",
    ),
    ("MTTQ", 4): ("2018-05-14T10:30", "Tài liệu ngắn cho ba nhóm đã soạn xong, gửi Mặt trận in từ ngày 21/05/2018."),
    ("NV", 4): ("2018-05-22T14:00", "Thủ trưởng đơn vị công nhận sáng kiến cấp cơ sở theo Nghị định 13/2012/NĐ-CP."),
}


def post_of(code: str, quarter: int, narrative: dict[str, str]) -> dict[str, str]:
    """Inputs of the two lists of rows, ready for the form; a request that becomes a row leaves the text."""
    if quarter < FIRST_QUARTER:
        return {}
    post = {}
    for number, (heading, text) in enumerate(_ITEMS.get((code, quarter), ()), 1):
        post |= {f"item-{number}-heading": heading, f"item-{number}-text": text}
    for begins, addressee in _ADDRESSED.items():
        if narrative["proposals"].startswith(begins):
            post |= {
                "proposals": "",
                "proposal-1-addressee": addressee,
                "proposal-1-heading": "",
                "proposal-1-text": narrative["proposals"],
            }
    return post


def answers():
    """(instant, unit's code, quarter, words) of each answer."""
    for (code, quarter), (at, text) in ANSWERED.items():
        yield instant(at), code, quarter, text
