"""What units recorded in the registry, told through the forms that people fill: invented, and in step with reports.

From Quý I/2018 on the registry says most figures (``COUNTED_FROM``); officers and models are typed for half a year
more, so that both ways can be seen. What is older stands in the registry for the public page.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify

from reports.demo import registry_texts
from reports.demo.texts import number, working_day
from units.clock import ZONE
from units.vietnamese import fold, format_date

COUNTED_FROM = (2018, 1)
COUNTED_LATER = {"CT01": (2018, 3), "CT03": (2018, 3)}

# Code, name, level, whom it answers to.
SCHOOLS = [
    ("TH1", "Trường THCS Bến Vân Đồn", "thcs", "district"),
    ("TH2", "Trường THCS Cầu Dừa", "thcs", "district"),
    ("TH3", "Trường THCS Hẻm Sáu", "thcs", "district"),
    ("TH4", "Trường THCS Kho Mười Tám", "thcs", "district"),
    ("TH5", "Trường THCS Rạch Bần", "thcs", "district"),
    ("TH6", "Trường THCS Xóm Đạo", "thcs", "district"),
    ("TH7", "Trường THPT Bến Cảng", "thpt", "city"),
    ("TH8", "Trường THPT Cầu Mống", "thpt", "city"),
]
ALL_SCHOOLS = tuple(code for code, *_ in SCHOOLS)

# Organisations: name → sector. Businesses of the district's trades, none of them real.
SECTORS = {
    "Xưởng đế giày Út Lành": "leather",
    "Cơ sở giày Hồng Tấn": "leather",
    "Cơ sở giày Bảy Mão": "leather",
    "Cơ sở may mũ giày Chín Thơm": "leather",
    "Cơ sở giày Minh Triều": "leather",
    "Cơ sở giày trẻ em Sáu Ngọ": "leather",
    "Cơ sở in Thuận Phong": "print",
    "Cơ sở thực phẩm Bà Sáu Bến Nghé": "food",
    "Quán cơm Hẻm Mười": "food",
    "Xưởng cơ khí Ba Tiến": "mechanics",
    "Xưởng cơ khí Lộc Phát Hưng": "mechanics",
    "Cơ sở may Kim Sa": "garment",
    "Công ty dịch vụ kho Khánh Sơn": "service",
    "Công ty phần mềm Bến Sông": "technology",
}
_WHO = ("Cô Ba", "Cô Tư", "Chú Năm", "Dì Sáu", "Bà Bảy", "Anh Tám", "Chị Chín", "Ông Mười")
_HOUSEHOLDS = [*(f"Sạp {who}" for who in _WHO), "Tiệm mì Hẻm Tám", "Tiệm tạp hóa Cầu Ông"]


def _hour(day, hour, title) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), ZONE) + dt.timedelta(minutes=number(0, 55, "record", title))


@dataclass(frozen=True)
class Told:
    """One record. ``fields``: of its form beside title and day. ``answer``: what the office did two days later:
    "confirm", "" (it still waits), or the words with which it went back. ``shown_on``: put on the public page."""

    kind: str
    unit: str
    day: str
    title: str
    summary: str = ""
    fields: dict = field(default_factory=dict)
    organisations: tuple = ()
    partners: tuple = ()
    schools: tuple = ()
    trainees: tuple = ()
    heading: str = ""
    link: str = ""
    answer: str = "confirm"
    shown_on: dt.date | None = None

    @property
    def recorded_at(self) -> dt.datetime:
        return _hour(working_day(dt.date.fromisoformat(self.day) + dt.timedelta(1)), 10, self.title)

    @property
    def answered_at(self) -> dt.datetime:
        return _hour(working_day(self.recorded_at.date() + dt.timedelta(1)), 14, self.title)

    @property
    def shown_at(self) -> dt.datetime:
        """Once it is confirmed, and in working hours."""
        return max(_hour(working_day(self.shown_on), 15, self.title), self.answered_at + dt.timedelta(hours=1))

    def post(self, people: dict[str, int], schools: list[str]) -> MultiValueDict:
        """The form as filled. ``people``: unit code → key of its officer; ``schools``: the codes they were given."""
        said = {
            "title": self.title,
            "starts_on": format_date(dt.date.fromisoformat(self.day)),
            "summary": self.summary,
            "heading": self.heading,
            **self.fields,
        }
        for place, name in enumerate(self.organisations, 1):
            said |= {f"org-{place}-name": name, f"org-{place}-sector": SECTORS.get(name, "trade")}
        if self.link:
            said |= {"evidence-1-name": "Biên bản, hình ảnh", "evidence-1-link": self.link}
        post = MultiValueDict({name: [value] for name, value in said.items()})
        post.setlist("partners", list(self.partners))
        post.setlist("schools", schools)
        post.setlist("trainees", [str(people[code]) for code in self.trainees])
        return post


def _training(unit, day, title, trainees, participants, summary=""):
    fields = {"participants": str(participants)}
    return Told("training", unit, day, title, summary, fields, trainees=trainees, heading="III.1.a")


TRAININGS = [
    _training(
        "PKT", "2017-02-24", "Bồi dưỡng quản lý nhà nước về KH&CN của Sở Khoa học và Công nghệ",
        ("P3", "P6", "PKT", "GDDT"), 4,
    ),
    _training(
        "PKT", "2017-05-20", "Lớp bồi dưỡng cán bộ phụ trách KH&CN năm 2017",
        ("P1", "P2", "P4", "P5", "P9", "P12", "P13", "P16", "VP", "TNMT", "QLDT", "NV", "TCKH", "BV", "TTVH", "QD"), 41,
        "Thống kê KH&CN, viết báo cáo quý, quản lý hoạt động sáng kiến.",
    ),
    _training("PKT", "2017-08-18", "Bồi dưỡng sở hữu trí tuệ của Sở Khoa học và Công nghệ", ("P18",), 3),
    _training("PKT", "2017-11-24", "Bồi dưỡng công cụ năng suất chất lượng của Thành phố", ("TP",), 5),
    _training(
        "PKT", "2018-03-06", "Lớp bồi dưỡng cán bộ phụ trách KH&CN năm 2018", ("P15", "YT", "MTTQ"), 38,
        "Cách ghi sổ theo dõi, minh chứng, và xét công nhận sáng kiến.",
    ),
]  # fmt: skip

CLUBS = [
    Told("club", "GDDT", "2017-02-20", "Câu lạc bộ robotics Bến Vân Đồn", "34 học sinh, sinh hoạt chiều thứ Bảy.",
         {"participants": "34"}, schools=("TH1",), heading="III.4.b"),
    Told("club", "GDDT", "2017-03-01", "Câu lạc bộ robotics Cầu Dừa", "30 học sinh, hai giáo viên hướng dẫn.",
         {"participants": "30"}, schools=("TH2",), heading="III.4.b"),
    Told("club", "GDDT", "2017-05-08", "Câu lạc bộ thí nghiệm vui khoa học", "Mỗi tuần một thí nghiệm tự làm.",
         {"participants": "26"}, schools=("TH3",), heading="III.4.b"),
    Told("club", "GDDT", "2017-10-09", "Câu lạc bộ Nhà sáng tạo nhí", "Đồ dùng từ vật liệu bỏ đi.",
         {"participants": "41"}, schools=("TH4",), heading="III.4.b"),
    Told("club", "GDDT", "2018-01-22", "Câu lạc bộ robocon Bến Cảng", "Hai đội dự giải Thành phố.",
         {"participants": "22"}, schools=("TH7",), heading="III.4.b"),
    Told("club", "QD", "2018-05-12", "Câu lạc bộ lập trình thiếu nhi", "Nhà Thiếu nhi quận, hai lớp mỗi tuần.",
         {"participants": "36"}, heading="III.4.b", answer=""),
]  # fmt: skip

# Beside those of ``registry_texts``: what schools did.
SCHOOL_DAYS = [
    Told("event", "GDDT", "2017-11-25", "Tuần lễ đồ dùng dạy học tự làm",
         "37 đồ dùng của giáo viên, trưng bày tại hai trường.", {"event_type": "activity", "level": "sector"},
         schools=("TH1", "TH2", "TH3", "TH4"), heading="III.4.b"),
    Told("event", "GDDT", "2018-02-03", "Ngày thử nghiệm khoa học của học sinh",
         "Sáu trường góp thí nghiệm, học sinh tự thuyết minh.", {"event_type": "activity", "level": "sector"},
         schools=("TH1", "TH2", "TH4", "TH5", "TH6", "TH7"), heading="III.4.b"),
]  # fmt: skip
# Of the festivals of all schools.
_OF_ALL_SCHOOLS = {"Ngày hội sáng tạo ngành giáo dục năm 2017", "Ngày hội sáng tạo ngành giáo dục năm 2018"}


def _model(unit, day, title, summary, *, procedure=False, answer=""):
    flags = {"is_effective": "on", **({"is_procedure": "on"} if procedure else {})}
    return Told("model", unit, day, title, summary, flags, heading="III.3.b", answer=answer)


# Not in a report that was accepted: what P9 has tried, what P1 has just noted, what P5 has to mend.
NOT_YET = [
    _model("P9", "2018-05-21", "Nhắc lịch tiêm chủng qua tin nhắn cho hộ gia đình",
           "Thử ở ba tổ dân phố, chưa nghiệm thu."),
    _model("P1", "2018-05-29", "Hẹn giờ chứng thực qua điện thoại", "Mỗi ngày 20 lượt hẹn, giờ cao điểm bớt chen.",
           procedure=True),
    _model("P5", "2018-05-16", "Camera đếm lượt người ở điểm thu gom rác", "Hai điểm, báo về điện thoại tổ trưởng.",
           answer="Chưa có biên bản nghiệm thu và số liệu trước, sau. Bổ sung minh chứng rồi ghi lại."),
]  # fmt: skip


def _of_model(text):
    flags = {"is_effective": "on", **({"is_procedure": "on"} if text.is_procedure else {})}
    return Told(
        text.kind, text.unit, text.starts_on.isoformat(), text.title, text.summary, flags, partners=text.partners,
        heading=text.heading, link=_link(text.title), shown_on=text.published_on,
    )  # fmt: skip


def _of_event(text):
    fields = {"event_type": text.event_type, "level": text.level}
    if text.participants:
        fields["participants"] = str(text.participants)
    return Told(
        "event", text.unit, text.starts_on.isoformat(), text.title, text.summary, fields, partners=text.partners,
        schools=ALL_SCHOOLS if text.title in _OF_ALL_SCHOOLS else (), heading=text.heading, shown_on=text.published_on,
    )  # fmt: skip


def _link(title) -> str:
    return f"https://trangtin.q4.example/{slugify(fold(title))[:60].strip('-')}"


MODELS = [_of_model(text) for text in registry_texts.MODELS]
EVENTS = [_of_event(text) for text in registry_texts.EVENTS]

SUPPORTS = [
    Told("support", "PKT", "2017-05-11", "Cải tiến khâu cắt và may mũ giày", "Hai cơ sở giảm hao da khoảng 6%.",
         {"is_direct": "on"}, ("Cơ sở giày Bảy Mão", "Cơ sở may mũ giày Chín Thơm"), heading="III.4.a"),
    Told("support", "P13", "2017-05-19", "Kết nối thay máy cắt bán tự động", "", {}, ("Cơ sở may Kim Sa",),
         heading="III.4.a"),
    Told("support", "PKT", "2017-11-16", "Đăng ký nhãn hiệu cho cơ sở da giày", "", {"is_direct": "on"},
         ("Cơ sở giày Minh Triều",), heading="III.4.a"),
    Told("support", "PKT", "2018-01-17", "Thử keo gốc nước thay keo dung môi",
         "Hai mẻ thử, mùi dung môi trong xưởng giảm rõ.", {"is_direct": "on"}, ("Xưởng đế giày Út Lành",),
         heading="III.4.a"),
    Told("support", "PKT", "2018-02-27", "Làm sạch xưởng theo 5S", "Dọn trong hai ngày, lối đi rộng thêm 0,6 m.",
         {"is_direct": "on"}, ("Cơ sở giày Hồng Tấn",), heading="III.4.a"),
    Told("support", "P2", "2018-01-18", "Thử keo gốc nước tại xưởng đế giày",
         "Phường cùng Phòng Kinh tế theo dõi mẻ thử.", {"is_direct": "on"}, ("Xưởng đế giày Út Lành",),
         heading="III.4.a"),
    Told("support", "P4", "2018-02-08", "Đo điện theo máy để tìm chỗ hao phí", "", {"is_direct": "on"},
         ("Quán cơm Hẻm Mười",), heading="III.4.a"),
    Told("support", "P9", "2018-02-22", "Kết nối với chương trình tư vấn năng suất của Thành phố", "", {},
         ("Cơ sở in Thuận Phong",), heading="III.4.a"),
    Told("support", "P15", "2018-02-28", "Giới thiệu cân điện tử cho cơ sở ăn uống", "Buổi giới thiệu tại phường.", {},
         ("Tiệm mì Hẻm Tám", "Tiệm tạp hóa Cầu Ông"), heading="III.4.a", answer=""),
    Told("support", "P6", "2018-04-19", "Dán mã truy xuất nguồn gốc cho sáu mặt hàng", "", {"is_direct": "on"},
         ("Cơ sở thực phẩm Bà Sáu Bến Nghé",), heading="III.4.a"),
    Told("support", "P4", "2018-05-18", "Giới thiệu thiết bị tiết kiệm điện cho hộ kinh doanh", "", {},
         tuple(_HOUSEHOLDS), heading="III.4.a", answer=""),
    Told("support", "P4", "2018-05-23", "Hướng dẫn lắp cân điện tử", "", {"is_direct": "on"},
         ("Sạp cá Cầu Đình", "Sạp rau Dì Út"), heading="III.4.a"),
    Told("support", "PKT", "2018-05-03", "Lắp máy cắt bán tự động", "Năng suất khâu cắt tăng gần một phần ba.",
         {"is_direct": "on"}, ("Cơ sở giày trẻ em Sáu Ngọ",), heading="III.4.a"),
    Told("support", "P9", "2018-05-04", "Cùng theo dõi máy cắt bán tự động", "", {"is_direct": "on"},
         ("Cơ sở giày trẻ em Sáu Ngọ",), heading="III.4.a"),
]  # fmt: skip

_SHOES = tuple(name for name, sector in SECTORS.items() if sector == "leather")
SURVEYS = [
    Told("survey", "PKT", "2018-02-06", "Rà soát nhu cầu công nghệ của chín doanh nghiệp", "", {},
         (*_SHOES[:4], "Xưởng cơ khí Ba Tiến", "Xưởng cơ khí Lộc Phát Hưng", "Cơ sở may Kim Sa",
          "Công ty dịch vụ kho Khánh Sơn", "Cơ sở in Thuận Phong"), heading="III.4.a"),
    Told("survey", "PKT", "2018-05-24", "Khảo sát mười bốn doanh nghiệp để lập bản đồ công nghệ", "", {},
         tuple(SECTORS), heading="III.4.a"),
]  # fmt: skip

OTHERS = [
    Told("seminar", "PKT", "2017-11-10", "Hội thảo “Năng suất từ việc nhỏ”", "35 chủ cơ sở dự.", {"participants": "35"},
         heading="III.2"),
    Told("seminar", "PKT", "2018-05-17", "Tham quan Khu Công nghệ cao", "24 cán bộ đầu mối của 19 đơn vị.",
         {"participants": "24"}, heading="III.1.a"),
    Told("inspection", "PKT", "2017-08-09", "Kiểm tra đo lường tại hai chợ", "64 phương tiện đo đạt yêu cầu.",
         heading="III.1.c"),
    Told("procedure", "YT", "2017-05-25", "Cấp giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
         "58 hồ sơ nộp trực tuyến trong quý đầu.", {"service_level": "3"}, heading="III.3.a"),
    Told("research", "PKT", "2018-04-12", "Công nghệ xử lý nước thải hộ kinh doanh ăn uống",
         "Đề tài đã nghiệm thu của Thành phố, ba hộ hỏi chuyển giao.", {"is_transfer_request": "on"},
         heading="III.1.a"),
    Told("award", "GDDT", "2018-05-06", "Giải ba robocon học sinh cấp Thành phố", "Đội Trường THPT Bến Cảng.",
         {"level": "city"}, heading="III.4.b"),
    Told("outreach", "QD", "2018-02-02", "Nói chuyện khởi nghiệp tại các trường", "Sáu buổi, 720 học sinh.",
         {"participants": "720"}, heading="III.2"),
    Told("outreach", "P13", "2018-05-30", "Phổ biến hàng có mã truy xuất nguồn gốc ở chợ",
         "Ba điểm chợ, phát 240 tờ hướng dẫn.", {"participants": "85"}, heading="III.2", answer=""),
    Told("joint_model", "MTTQ", "2018-04-27", "Phối hợp phân loại rác tại nguồn ở khu dân cư",
         "Chín khu dân cư đăng ký, phường cấp thùng.", {"is_effective": "on"}, partners=("P8", "P16"),
         heading="III.1.a", answer=""),
]  # fmt: skip

ALL = [*TRAININGS, *CLUBS, *SCHOOL_DAYS, *EVENTS, *MODELS, *NOT_YET, *SUPPORTS, *SURVEYS, *OTHERS]

# What a unit leaves out of its report when it writes it again: (unit, quarter) → (target, title, reason).
STRUCK = {
    ("P15", 4): ("CT04", "Giới thiệu cân điện tử cho cơ sở ăn uống", "Hai cơ sở mới dự buổi giới thiệu."),
}
