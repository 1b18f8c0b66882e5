"""Words of the demonstration's models and events, as units told of them in their reports.

Plain data, which the story enters by the portal's own acts. Models are those of ``figures.MODELS``, and one made
jointly, which no target counts; events those that ``bodies``, ``offices`` and ``texts`` tell of. Articles and
initiatives stand in ``article_texts`` and ``initiative_texts``. Everybody and every business in them is invented.

``unit`` recorded it, ``partners`` did it as well. ``heading``: of section III of the plan. ``published_on``: the day it
was put on the public page, which opened on 20/11/2017. Paragraphs of a summary end with a line break.
"""

import datetime as dt
from dataclasses import dataclass

on = dt.date.fromisoformat


@dataclass(frozen=True, slots=True)
class Model:
    """``kind``: model, which is effective and counts (CT03), or joint_model. ``published_on``: None while Phường 9's
    report, which tells of it, waits to be accepted. ``is_procedure``: the plan's priority, II.2.2."""

    title: str
    unit: str
    partners: tuple[str, ...]
    kind: str
    starts_on: dt.date
    published_on: dt.date | None
    is_procedure: bool
    heading: str
    summary: str


@dataclass(frozen=True, slots=True)
class Event:
    """``event_type`` and ``level``: values of initiatives.kinds. ``participants``: None where no report tells it."""

    title: str
    unit: str
    partners: tuple[str, ...]
    event_type: str
    level: str
    starts_on: dt.date
    published_on: dt.date
    participants: int | None
    heading: str
    summary: str


MODELS = [
    Model(
        "Lấy số thứ tự trực tuyến tại bộ phận một cửa",
        "P6",
        (),
        "model",
        on("2017-04-24"),
        on("2017-11-20"),
        True,
        "III.3.b",
        "Người dân lấy số qua điện thoại từ nhà, đến khi còn ba số nữa là đến lượt. Màn hình tại phường và trang lấy "
        "số dùng chung một hàng đợi, nên người lấy số tại chỗ không bị chen.\n"
        "Sau sáu tuần, thời gian chờ trung bình tại bộ phận một cửa giảm từ 34 phút xuống 19 phút. Số lấy trước "
        "chiếm 41% tổng số lượt. Máy phát số giấy vẫn giữ để dùng khi đường truyền gián đoạn.",
    ),
    Model(
        "Bản đồ điểm ngập trên hệ thống thông tin địa lý",
        "QLDT",
        (),
        "model",
        on("2017-07-15"),
        on("2017-11-21"),
        False,
        "III.3.b",
        "Bản đồ ghi 17 điểm thường ngập của quận, dùng từ ngày 15/07/2017 và cập nhật sau mỗi trận mưa. Mỗi điểm có "
        "độ sâu, thời gian rút nước và tình trạng cống gần nhất.\n"
        "Đội duy tu dùng bản đồ để xếp thứ tự nạo vét; các phường dùng để báo người dân tránh. Năm điểm đã giảm ngập "
        "sau khi nạo vét theo thứ tự mới.",
    ),
    Model(
        "Khảo sát sự hài lòng bằng máy tính bảng tại 12 quầy",
        "VP",
        (),
        "model",
        on("2017-10-02"),
        on("2017-12-18"),
        True,
        "III.3.b",
        "Mười hai quầy tại Trung tâm hành chính quận có máy tính bảng để người dân chấm điểm và ghi lý do ngay khi "
        "xong việc. Kết quả gom tự động theo quầy, theo giờ và theo thủ tục.\n"
        "Trong quý đầu có 3.460 lượt đánh giá, 94% hài lòng. Từ lý do người dân ghi, Văn phòng đã thêm một quầy vào "
        "sáng thứ Hai và viết lại bảng hướng dẫn giấy tờ của 20 thủ tục.",
    ),
    Model(
        "Trạm rửa tay tự động do đoàn viên tự chế",
        "P4",
        ("QD",),
        "joint_model",
        on("2017-10-14"),
        on("2018-01-05"),
        False,
        "III.4.b",
        "Phường 4 phối hợp với Đoàn Thanh niên lắp 12 trạm nước rửa tay tự động tại trường học và chợ. Trạm dùng cảm "
        "biến hồng ngoại và van lấy từ máy giặt cũ, mỗi trạm tốn khoảng 450.000 đồng vật tư.\n"
        "Đoàn viên hàn khung, đi dây và chia nhau bảo trì hằng tuần. Lượng nước mỗi lượt rửa bằng khoảng một nửa so "
        "với vòi thường. Bản vẽ và danh sách vật tư được gửi cho các phường có nhu cầu.",
    ),
    Model(
        "Tra cứu tình trạng hồ sơ bằng mã QR trên biên nhận",
        "P12",
        (),
        "model",
        on("2018-01-26"),
        on("2018-01-29"),
        True,
        "III.3.b",
        "Biên nhận hồ sơ của Phường 12 in một mã QR. Người dân quét bằng máy ảnh điện thoại, thấy hồ sơ đang ở bước "
        "nào và ngày hẹn trả; không phải cài phần mềm.\n"
        "Mô hình được nghiệm thu ngày 26/01/2018 sau khi chạy đúng trên 60 hồ sơ thử và dùng cho toàn bộ thủ tục của "
        "phường. Trang tra cứu không hiện họ tên, chỉ hiện mã hồ sơ.",
    ),
    Model(
        "Phân luồng bệnh nhân bằng phiếu khám điện tử",
        "BV",
        (),
        "model",
        on("2018-02-26"),
        on("2018-06-05"),
        False,
        "III.3.b",
        "Người bệnh ngoại trú nhận phiếu khám điện tử ở quầy tiếp đón. Phiếu chia người bệnh về phòng khám theo "
        "triệu chứng đã khai và số người đang chờ từng phòng, có đường riêng cho người lớn tuổi và trẻ nhỏ.\n"
        "Sau ba tháng, thời gian chờ khám trung bình giảm từ 52 xuống 31 phút. Bệnh viện theo dõi số liệu theo tháng "
        "và sẽ mở rộng ra các phòng khám chuyên khoa.",
    ),
    Model(
        "Trả kết quả hồ sơ tại nhà qua tin nhắn xác nhận",
        "P9",
        (),
        "model",
        on("2018-04-02"),
        None,
        True,
        "III.3.b",
        "Khi hồ sơ có kết quả, người dân nhận tin nhắn hỏi có nhận tại nhà không. Người giao đối chiếu mã trong tin "
        "nhắn rồi trao hồ sơ; không phải ký thêm giấy và không thu phí.\n"
        "Trong hai tháng, phường đã trả 212 hồ sơ theo cách này. Số hồ sơ nằm tại quầy quá năm ngày giảm hẳn.",
    ),
    Model(
        "Quản lý thu gom chất thải rắn trên nền GIS",
        "TNMT",
        (),
        "model",
        on("2018-05-11"),
        on("2018-05-16"),
        False,
        "III.3.b",
        "Bản đồ số theo dõi 38 tuyến thu gom của 15 phường, cập nhật trong ngày. Điểm tập kết, giờ xe qua và khối "
        "lượng từng tuyến nằm trên một nền chung.\n"
        "Mô hình được nghiệm thu ngày 11/05/2018. Sau khi bỏ các đoạn trùng, quãng đường xe chạy giảm 14% so với quý "
        "trước. Quý sau phòng bổ sung giờ thu gom để người dân tra cứu.",
    ),
]

EVENTS = [
    Event(
        "Ngày hội sáng tạo ngành giáo dục năm 2017",
        "GDDT",
        (),
        "festival",
        "sector",
        on("2017-04-23"),
        on("2017-11-20"),
        None,
        "III.4.b",
        "Tám trường tham gia với 52 sản phẩm của học sinh và giáo viên, chia ba nhóm: đồ dùng dạy học, đời sống, môi "
        "trường. Mỗi sản phẩm có một bảng kể lại các lần thử.\n"
        "Học sinh tự giới thiệu sản phẩm cho khách xem. Sau ngày hội có thêm một câu lạc bộ thí nghiệm vui khoa học "
        "được thành lập.",
    ),
    Event(
        "Hội thi sáng tạo trẻ Quận 4 năm 2017",
        "QD",
        (),
        "contest",
        "district",
        on("2017-08-12"),
        on("2017-11-20"),
        None,
        "III.4.b",
        "Hội thi nhận 44 sản phẩm của đoàn viên, học sinh và công nhân trẻ. Ban giám khảo gồm giáo viên, kỹ sư và "
        "chủ cơ sở sản xuất, chấm theo ba phần: ý tưởng, bản làm thử và khả năng dùng thật.\n"
        "Chín giải được trao. Các tác giả đạt giải được giới thiệu người hướng dẫn để hoàn thiện sản phẩm.",
    ),
    Event(
        "Ngày hội sáng tạo cấp quận năm 2017",
        "QD",
        ("GDDT", "PKT"),
        "festival",
        "district",
        on("2017-10-21"),
        on("2017-11-22"),
        1350,
        "III.4.b",
        "Ngày hội ngày 21/10/2017 có 60 gian trưng bày của trường học, phường, cơ sở Đoàn và doanh nghiệp, thu hút "
        "1.350 lượt người.\n"
        "Ngoài xem, khách được làm: lắp mạch đèn, đo độ chua của nước, thử cân chính xác. Khu sửa đồ tại chỗ nhận 93 "
        "món, sửa được 61. Ban tổ chức lập danh sách 14 sản phẩm có thể đưa vào dùng ở phường và trường học.",
    ),
    Event(
        "Diễn đàn “Người dân hiến kế”",
        "MTTQ",
        ("PKT",),
        "activity",
        "district",
        on("2017-11-11"),
        on("2017-11-28"),
        None,
        "III.2",
        "Ủy ban Mặt trận Tổ quốc Việt Nam Quận 4 tổ chức diễn đàn lấy ý kiến người dân về ứng dụng khoa học và công "
        "nghệ trong khu dân cư. Diễn đàn nhận 73 ý kiến, nhiều nhất về rác, ngập nước và camera hẻm.\n"
        "Sau khi phân loại, 21 ý kiến được chuyển đến các phòng chuyên môn để trả lời. Phần trả lời được dán tại nhà "
        "văn hóa khu phố.",
    ),
    Event(
        "Ngày hội tái chế khu phố, Phường 5",
        "P5",
        (),
        "festival",
        "ward",
        on("2018-01-14"),
        on("2018-01-17"),
        276,
        "III.4.a",
        "Ngày hội tái chế tổ chức tại khu phố có 276 người tham dự. Người dân mang vật liệu bỏ đi đến đổi cây giống; "
        "học sinh hướng dẫn làm chậu treo từ chai nhựa và túi từ áo cũ.\n"
        "Mười một sản phẩm làm từ vật liệu bỏ đi được chọn trưng bày tại trụ sở phường. Lượng giấy và nhựa thu được "
        "bán gây quỹ cho điểm thu hồi sáng thứ Bảy.",
    ),
    Event(
        "Ngày hội sáng tạo ngành giáo dục năm 2018",
        "GDDT",
        ("QD",),
        "festival",
        "sector",
        on("2018-04-22"),
        on("2018-04-25"),
        None,
        "III.4.b",
        "Tám trường tham gia với 71 sản phẩm, trong đó có 11 sản phẩm về nước và môi trường. Mười hai sản phẩm được "
        "trao giải theo thông báo ngày 24/04/2018.\n"
        "Giải nhất là máng tưới tự ngắt khi đất đủ ẩm. Năm nay giám khảo chấm riêng sổ ghi các lần thử hỏng, để các "
        "em giữ lại cả những cách làm chưa thành.",
    ),
]
