"""What the scales and the sheets of the demonstration say. Nothing here is of a real unit's doing."""

from decimal import Decimal

from reports.demo.texts import number
from units.models import Unit

Group = Unit.Group
TIES = {Group.WARD: "timeliness", Group.OFFICE: "timeliness", Group.PUBLIC: "same", Group.MASS: "same"}
NOTES = {
    Group.WARD: "Áp dụng cho Ủy ban nhân dân 15 phường.",
    Group.OFFICE: "Áp dụng cho các phòng chuyên môn và Văn phòng.",
    Group.PUBLIC: "Áp dụng cho Bệnh viện Quận 4 và Trung tâm Văn hóa.",
    Group.MASS: "Kế hoạch đề nghị, không giao: tổ chức nào muốn được chấm thì đề nghị trong tháng 12.",
}
OPINION = "Thang điểm bám các nhóm nhiệm vụ của Kế hoạch 294; điểm báo cáo và chỉ tiêu lấy từ cổng, không phải kê lại."
OPINION_2018 = "Giữ thang điểm năm 2017; kế hoạch năm nay cổng đã theo dõi được nên chuyển sang tính tự động."

PLAN_BY_HAND = {
    "title": "Xây dựng kế hoạch KH&CN năm",
    "maximum": "10",
    "kind": "criterion",
    "source": "entered",
    "guidance": "Có kế hoạch năm được lãnh đạo đơn vị ký; ban hành trong quý I được đủ điểm.",
}
PLAN_BY_PORTAL = {
    "title": "Kế hoạch KH&CN năm được chấp nhận",
    "maximum": "10",
    "kind": "criterion",
    "source": "annual_plan",
    "until": "31/03",
    "late": "5",
}
MOVEMENT = {
    "title": "Phong trào lao động sáng tạo, cải tiến",
    "maximum": "15",
    "kind": "criterion",
    "source": "entered",
    "guidance": "Có văn bản phát động, có người theo dõi, có tổng kết; ghi số giải pháp đã xét.",
}
MEDIA = {
    "title": "Tuyên truyền, phổ biến về KH&CN",
    "maximum": "10",
    "kind": "criterion",
    "source": "entered",
    "guidance": "Số buổi, số người dự, số tin bài đã đăng.",
}
AWARD = {
    "title": "Giải thưởng sáng tạo cấp quận trở lên",
    "maximum": "5",
    "kind": "bonus",
    "source": "entered",
    "guidance": "Mỗi giải 2,5 điểm; kèm quyết định khen thưởng.",
}
WIDER = {
    "title": "Sáng kiến có phạm vi ảnh hưởng cấp quận trở lên",
    "maximum": "5",
    "kind": "bonus",
    "source": "initiatives",
    "each": "5",
    "scope": "2-district",
}
FAULT = {
    "title": "Báo cáo sai số liệu phải đính chính",
    "maximum": "5",
    "kind": "penalty",
    "source": "entered",
    "guidance": "Mỗi lần đính chính do đơn vị báo sai trừ 1 điểm.",
}


def _criteria(timeliness, targets, initiatives):
    return [
        {
            "title": "Gửi báo cáo quý đúng hạn",
            "maximum": str(timeliness),
            "kind": "criterion",
            "source": "timeliness",
            "late": "2",
            "day": "0,5",
            "silent": "8",
        },
        {
            "title": "Thực hiện các chỉ tiêu được giao",
            "maximum": str(targets),
            "kind": "criterion",
            "source": "targets",
            "codes": "",
            "need": "part",
        },
        {
            "title": "Sáng kiến được công nhận trong năm",
            "maximum": str(initiatives),
            "kind": "criterion",
            "source": "initiatives",
            "each": "5",
            "scope": "",
        },
        PLAN_BY_HAND,
        MOVEMENT,
        MEDIA,
        WIDER,
        AWARD,
        FAULT,
    ]


CRITERIA = {
    Group.WARD: _criteria(25, 30, 10),
    Group.OFFICE: _criteria(25, 30, 10),
    Group.PUBLIC: _criteria(25, 30, 10),
    Group.MASS: [
        {**MOVEMENT, "maximum": "50"},
        {**MEDIA, "maximum": "50"},
        AWARD,
    ],
}

# (unit, bonus): points asked for, grounds.
BONUS = {
    ("P4", AWARD["title"]): ("2.5", "Giải ba hội thi sáng tạo trẻ quận năm 2017, nhóm giải pháp cộng đồng."),
    ("GDDT", AWARD["title"]): ("5", "Một giải nhì, một giải khuyến khích hội thi đồ dùng dạy học cấp Thành phố."),
    ("LDLD", AWARD["title"]): ("2.5", "Giải khuyến khích hội thi sáng kiến công nhân lao động năm 2017."),
}  # fmt: skip
# (unit, line): what it gave itself where the story turns on it, and its grounds.
OWN = {
    ("P10", PLAN_BY_HAND["title"]): (
        Decimal(10), "Có chủ trương từ tháng 02/2017, ban hành Kế hoạch 41/KH-UBND, phân công từng bộ phận."
    ),
}  # fmt: skip
# (unit, line): what the office gave, why.
OTHERWISE = {
    ("P5", MOVEMENT["title"]): ("11", "Chưa có văn bản tổng kết phong trào; báo cáo Quý IV ghi “chưa tổ chức”."),
    ("P10", PLAN_BY_HAND["title"]): ("7", "Kế hoạch 41/KH-UBND ký ngày 18/05/2017, sau quý I."),
    ("P14", MEDIA["title"]): ("7.5", "Một trong ba buổi ghi trong phiếu là buổi của quận, phường chỉ cử người dự."),
    ("TP", MEDIA["title"]): ("8", "Chưa kèm danh sách buổi phổ biến của Quý III."),
    ("GDDT", AWARD["title"]): ("2.5", "Giải khuyến khích là của trường THPT, không thuộc Phòng quản lý."),
    ("P3", FAULT["title"]): ("1", "Quý IV/2017 ghi nhầm CT02, phải gửi lại lần hai."),
    ("YT", FAULT["title"]): ("1", "Quý IV/2017 gửi lại báo cáo vì phần tình hình chép của quý trước."),
}
# Unit → what it says to it, what the office answers, the points it then gives (None: as before).
EXPLAINED = {
    "P10": (
        "Kế hoạch năm 2017 được Đảng ủy cho chủ trương từ 24/02/2017, bản ký chậm do thay đổi nhân sự văn phòng.",
        "Ghi nhận việc có chủ trương trong quý I, nâng lên 8,5 điểm; bản ban hành vẫn sau hạn.",
        "8.5",
    ),
    "P5": (
        "Phường đã phát động bằng Kế hoạch 31/KH-UBND nhưng chưa tổng kết kịp trong tháng 12.",
        "Giữ điểm: thang điểm yêu cầu có tổng kết trong năm. Năm 2018 tính cả phần tổng kết này.",
        None,
    ),
}

_GROUNDS = {
    PLAN_BY_HAND["title"]: [
        "Kế hoạch số {n}/KH ngày {d}/02/2017, phân công từng bộ phận và có dự toán.",
        "Ban hành Kế hoạch {n}/KH ngày {d}/03/2017, sơ kết giữa năm tại cuộc họp tháng 7.",
    ],
    MOVEMENT["title"]: [
        "Phát động từ tháng 3, {m} giải pháp được đăng ký, tổng kết ngày {d}/12/2017.",
        "Có kế hoạch phát động, tổ xét gồm 5 người, đã xét {m} giải pháp trong năm.",
        "{m} cải tiến nhỏ được áp dụng; khen 3 cá nhân tại hội nghị cán bộ, công chức.",
    ],
    MEDIA["title"]: [
        "{m} buổi nói chuyện chuyên đề, mỗi buổi 40 đến 60 người; {k} tin bài gửi chuyên trang.",
        "Lồng ghép {m} buổi tuyên truyền với họp tổ dân phố, phát 300 tờ gấp; {k} tin bài.",
    ],
}  # fmt: skip


def grounds(code: str, title: str) -> str:
    told = _GROUNDS[title]
    text = told[number(0, len(told) - 1, "text", code, title)]
    return text.format(
        n=number(12, 64, "n", code),
        d=f"{number(6, 27, 'd', code, title):02d}",
        m=number(3, 11, "m", code, title),
        k=number(2, 6, "k", code, title),
    )


def link(code: str, title: str) -> str:
    return f"https://{code.lower()}.q4.example/van-ban/{number(100, 999, 'link', code, title)}"
