"""The district's advisory council and those for initiatives: papers, members, two terms, meetings. Every name is
invented, but for those of the demonstration's own accounts, who are invented too."""

import datetime as dt

from django.utils.datastructures import MultiValueDict

from initiatives import council_members, councils, meetings
from initiatives.council_members import Row
from initiatives.models import Council, CouncilMember
from reports.demo.calendar import instant
from units.models import Unit

Role, Kind = CouncilMember.Role, Council.Kind

# Name, post, role, login name, codes of the units looked after.
ADVISORY = [
    ("Phạm Thị Diệu Hiền", "Phó Chủ tịch Ủy ban nhân dân Quận 4", Role.CHAIR, "ubnd.lanhdao", ()),
    ("Đoàn Khắc Minh", "Trưởng phòng Kinh tế", Role.VICE, "pkt.truongphong", ("VP", "TCKH", "NV")),
    ("Hứa Thị Thanh Trúc", "Chuyên viên Phòng Kinh tế", Role.SECRETARY, "pkt.chuyenvien", ("PKT", "TP")),
    ("Phan Đức Thiện", "Trưởng phòng Giáo dục và Đào tạo", Role.MEMBER, "gddt.lanhdao", ("GDDT", "QD", "TTVH")),
    ("Lưu Anh Tuấn", "Trưởng phòng Y tế", Role.MEMBER, "yt.lanhdao", ("YT", "BV", "P1", "P2", "P3")),
    ("Kim Thị Ngọc Lụa", "Giảng viên Khoa Công nghệ da giày", Role.MEMBER, "", ("P4", "P5", "P6", "LDLD")),
    ("Âu Dương Quốc Bảo", "Kỹ sư, Khu Công nghệ cao", Role.MEMBER, "", ("P8", "P9", "P10", "QLDT", "TNMT")),
    ("Tiết Văn Hưởng", "Giám đốc cơ sở cơ khí Hưởng Phát", Role.MEMBER, "", ("P12", "P13", "P14")),
]
# Kept in the first months, then called elsewhere.
LEFT = ("Đường Minh Cảnh", "Phó Trưởng phòng Quản lý đô thị", Role.MEMBER, "", ())

# Body's code → members of its council for initiatives, chair first, secretary last.
INITIATIVES = {
    "PKT": (
        "Tạ Thị Minh Châu", "Đoàn Khắc Minh", "Lương Thế Hiển", "Nguyễn Thị Hoàng Yến", "Hứa Thị Thanh Trúc",
        "Nguyễn Phúc Hậu",
    ),
    "P6": ("Phan Thị Hồng Vân", "Ngụy Thành Danh", "Cổ Thị Mai Liên"),
    "BV": ("Đỗ Quang Vinh", "Tiêu Thị Bảo Châu", "Phí Đức Long", "Ninh Thị Hoa", "Trương Thị Ngọc Hân"),
    "GDDT": ("Phan Đức Thiện", "Tôn Nữ Diệu Hằng", "Trần Lê Bảo Ngọc"),
}  # fmt: skip
_ELSEWHERE = {
    "Lương Thế Hiển": "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
    "Nguyễn Thị Hoàng Yến": "Ủy ban nhân dân Phường 12",
}
_ACCOUNTS = {"Lương Thế Hiển": "vp.lanhdao", "Nguyễn Thị Hoàng Yến": "p12.lanhdao", "Đoàn Khắc Minh": "pkt.truongphong"}


def found(unit: Unit, members, users) -> Council:
    """A council for initiatives, in office since the beginning of 2017."""
    by, at = users[f"{unit.code.lower()}.canbo"], instant("2017-01-12T09:00")
    said = {
        "name": f"Hội đồng sáng kiến {unit.short_name}",
        "decision_number": "05/QĐ",
        "decided_on": "12/01/2017",
        "valid_from": "12/01/2017",
    }
    council = councils.set_up(Kind.INITIATIVES, unit, by=by, at=at, said=said)
    roles = [Role.CHAIR, *[Role.MEMBER] * (len(members) - 2), Role.SECRETARY]
    rows = [
        (name, _ELSEWHERE.get(name, unit.name), role, _ACCOUNTS.get(name, ""), ()) for name, role in zip(members, roles)
    ]
    _seat(council, rows, by, at)
    return council


def _seat(council, rows, by, at, left=None):
    council.refresh_from_db()
    keys = dict(council.members.values_list("name", "pk"))
    typed = [
        Row(
            number,
            {"name": name, "post": post, "role": role, "user": user},
            key=keys.get(name),
            left_on=left if name == LEFT[0] else None,
        )
        for number, (name, post, role, user, _) in enumerate(rows, 1)
    ]
    council_members.change(council, typed, by=by, at=at, revision=council.revision)


def tell(users) -> None:
    """The advisory council with its three papers (CK01), Phòng Kinh tế's second term, and who met when."""
    chief, clerk = users["pkt.truongphong"], users["pkt.chuyenvien"]
    _advisory(clerk)
    office = Unit.objects.get(code="PKT")
    first = Council.objects.in_term(dt.date(2018, 1, 15)).get(kind=Kind.INITIATIVES, unit=office)
    second = {
        "name": "Hội đồng sáng kiến Phòng Kinh tế",
        "decision_number": "02/QĐ-KT",
        "decided_on": "15/01/2018",
        "valid_from": "15/01/2018",
        "valid_to": "31/12/2019",
    }
    following = councils.next_term(
        first, by=chief, at=instant("2018-01-15T10:00"), revision=first.revision, said=second
    )
    second |= {"rules_number": "03/QC-HĐSK", "rules_on": "22/01/2018"}
    councils.edit(following, by=chief, at=instant("2018-01-22T16:00"), revision=following.revision, said=second)


def _advisory(by):
    at = instant("2017-02-28T15:00")
    office = councils.advisory_unit()
    said = {
        "name": "Hội đồng tư vấn khoa học và công nghệ Quận 4",
        "decision_number": "312/QĐ-UBND",
        "decided_on": "28/02/2017",
        "valid_from": "28/02/2017",
        "valid_to": "31/12/2020",
    }
    council = councils.set_up(Kind.ADVISORY, office, by=by, at=at, said=said)
    _seat(council, [*ADVISORY, LEFT], by, at)
    for when, number, day, name in (
        ("2017-03-28T09:30", "05/QC-HĐTV", "28/03/2017", "rules"),
        ("2017-05-15T14:10", "118/TB-UBND", "15/05/2017", "assignment"),
    ):
        council.refresh_from_db()
        said |= {f"{name}_number": number, {"rules": "rules_on", "assignment": "assigned_on"}[name]: day}
        councils.edit(council, by=by, at=instant(when), revision=council.revision, said=said)
    units = dict(Unit.objects.values_list("code", "pk"))
    members = dict(council.members.values_list("name", "pk"))
    chosen = {units[code]: members[name] for name, *_, codes in ADVISORY for code in codes}
    at = instant("2017-05-15T14:30")
    council_members.assign(council, chosen, by=by, at=at, revision=council.revision)
    _seat(council, [*ADVISORY, LEFT], by, instant("2017-09-04T09:00"), left=dt.date(2017, 9, 1))
    for meeting in MEETINGS:
        hold(council, by, *meeting)


# When it was recorded, the day, place, agenda, minutes, who was absent.
MEETINGS = [
    (
        "2017-06-21T09:15",
        "20/06/2017",
        "Phòng họp 2, Ủy ban nhân dân Quận 4",
        "Góp ý danh mục mô hình ứng dụng khoa học và công nghệ năm 2017; phân công thành viên theo dõi từng đơn vị.",
        "Hội đồng thống nhất ưu tiên mô hình cắt giảm thời gian giải quyết thủ tục tại bộ phận một cửa và hỗ trợ cơ sở "
        "da giày đổi mới công nghệ.\nMỗi thành viên làm việc với đơn vị mình phụ trách ít nhất một lần mỗi quý.",
        ("Tiết Văn Hưởng",),
    ),
    (
        "2018-05-23T10:40",
        "22/05/2018",
        "Phòng họp 1, Ủy ban nhân dân Quận 4",
        "Đánh giá giữa kỳ Kế hoạch 294; cho ý kiến về ba mô hình đề nghị nhân rộng trong năm 2018.",
        "Nhân rộng mô hình quản lý thu gom chất thải rắn trên nền GIS và phiếu khám điện tử.\n"
        "Mô hình thứ ba cần thêm số liệu một quý trước khi đề nghị.\n"
        "Đề nghị Phòng Kinh tế phân công thành viên phụ trách các đơn vị còn thiếu.",
        ("Lưu Anh Tuấn", "Đường Minh Cảnh"),
    ),
]


def hold(council, by, recorded, day, place, agenda, minutes, absent=()):
    members = [one for one in council.members.all() if one.name not in absent]
    chair = next(one for one in members if one.role == Role.CHAIR)
    said = MultiValueDict(
        {
            "held_on": [day],
            "place": [place],
            "chaired_by": [str(chair.pk)],
            "attendee": [str(one.pk) for one in members],
            "agenda": [agenda],
            "minutes": [minutes],
        }
    )
    meetings.hold(council, by=by, at=instant(recorded), said=said)


# Meetings of councils for initiatives at which opinions were given: body, then as above.
OF_INITIATIVES = [
    (
        "P6",
        "2017-07-13T08:50",
        "12/07/2017",
        "Hội trường Ủy ban nhân dân Phường 6",
        "Xét đơn yêu cầu công nhận sáng kiến “Lấy số thứ tự trực tuyến tại bộ phận một cửa Phường 6”.",
        "Tác giả trình bày 20 phút, trả lời ba câu hỏi về bảo đảm hoạt động khi mất mạng. Hội đồng bỏ phiếu kín.",
    ),
    (
        "BV",
        "2018-04-19T09:20",
        "18/04/2018",
        "Phòng giao ban Bệnh viện Quận 4",
        "Xét đơn yêu cầu công nhận sáng kiến về phiếu khám điện tử liên thông với nhà thuốc.",
        "Hội đồng xem tại hai phòng khám. Một thành viên đề nghị theo dõi thêm số đơn phải in lại.",
    ),
]


def tell_meetings(users) -> None:
    """Once the initiatives are there: a meeting finds those that it considered by its day."""
    for code, recorded, *told in OF_INITIATIVES:
        council = Council.objects.get(kind=Kind.INITIATIVES, unit__code=code)
        hold(council, users[f"{code.lower()}.canbo"], recorded, *told)
