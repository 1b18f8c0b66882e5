"""Accounts of the demonstration. Every name is invented; nobody here holds or held an office."""

import datetime as dt

from django.contrib.auth.hashers import make_password
from simple_history.utils import bulk_create_with_history

from units.models import Membership, Unit, User
from units.roles import Role

PASSWORD = "q4kh-demo-2018"
DOMAIN = "q4.example"
# Named in section IV, last paragraph of the plan: each unit appoints its people by the new year.
SINCE = dt.date(2016, 12, 19)

# Unit code: (reporter, head).
UNITS = {
    "P1": ("Nguyễn Thị Ngọc Trâm", "Lê Hữu Phước"),
    "P2": ("Phạm Quốc Thịnh", "Võ Thị Thu Nguyệt"),
    "P3": ("Trần Thị Mỹ Duyên", "Huỳnh Tấn Lộc"),
    "P4": ("Đặng Hoài Nam", "Bùi Thị Kim Oanh"),
    "P5": ("Lâm Thị Bích Ngân", "Nguyễn Đình Khải"),
    "P6": ("Hồ Minh Triết", "Phan Thị Hồng Vân"),
    "P8": ("Đỗ Thị Thanh Thảo", "Trương Công Thành"),
    "P9": ("Ngô Gia Huy", "Dương Thị Lệ Thủy"),
    "P10": ("Mai Thị Xuân Đào", "Cao Văn Nghĩa"),
    "P12": ("Lý Thanh Tùng", "Nguyễn Thị Hoàng Yến"),
    "P13": ("Tô Thị Hải Yến", "Đoàn Minh Quân"),
    "P14": ("Châu Ngọc Ẩn", "Trịnh Thị Phương Loan"),
    "P15": ("Vũ Thị Khánh Linh", "Hà Trung Kiên"),
    "P16": ("La Chí Dũng", "Quách Thị Tuyết Mai"),
    "P18": ("Kiều Thị Diễm My", "Thái Bá Long"),
    "PKT": ("Nguyễn Phúc Hậu", "Tạ Thị Minh Châu"),
    "VP": ("Đinh Thị Thùy Dương", "Lương Thế Hiển"),
    "TNMT": ("Phùng Nhật Quang", "Hoàng Thị Ánh Tuyết"),
    "QLDT": ("Lê Thị Cẩm Tú", "Nguyễn Xuân Trường"),
    "TP": ("Bạch Văn Toàn", "Đàm Thị Như Quỳnh"),
    "GDDT": ("Trần Lê Bảo Ngọc", "Phan Đức Thiện"),
    "NV": ("Từ Thị Hạnh Nguyên", "Vương Quốc Hùng"),
    "YT": ("Huỳnh Thị Mộng Tuyền", "Lưu Anh Tuấn"),
    "TCKH": ("Nguyễn Hữu Đạt", "Văn Thị Bạch Tuyết"),
    "MTTQ": ("Đào Thị Thu Hiền", "Tăng Văn Sáu"),
    "LDLD": ("Nghiêm Xuân Phong", "Chu Thị Hòa"),
    "QD": ("Lại Nguyễn Minh Khôi", "Bùi Hải Đăng"),
    "BV": ("Trương Thị Ngọc Hân", "Đỗ Quang Vinh"),
    "TTVH": ("Võ Hoàng Yến Nhi", "Ông Thị Lan Anh"),
}
# Username: (name, role, code of the unit or "").
OTHERS = {
    "pkt.chuyenvien": ("Hứa Thị Thanh Trúc", Role.REVIEWER, "PKT"),
    "pkt.truongphong": ("Đoàn Khắc Minh", Role.OFFICE_HEAD, "PKT"),
    "ubnd.lanhdao": ("Phạm Thị Diệu Hiền", Role.LEADER, ""),
    "quantri": ("Triệu Vĩ Khang", Role.ADMINISTRATOR, ""),
}
# One who has not given an address yet: the portal must do without.
WITHOUT_EMAIL = {"p14.canbo"}
# Unit code: whose work its reporter took over, from which day, by which paper; the predecessor has no role left.
TAKEN_OVER = {
    "P10": ("p10.canbo.cu", "Huỳnh Văn Tài", dt.date(2018, 2, 1), "Quyết định số 15/QĐ-UBND ngày 26/01/2018"),
}
# Units whose reporter sends by authority, without the head's step.
BY_AUTHORITY = {
    "YT": "Giấy ủy quyền số 12/GUQ-PYT ngày 03/01/2017",
    "TCKH": "Giấy ủy quyền số 07/GUQ-TCKH ngày 05/01/2017",
}


def usernames() -> list[str]:
    named = [f"{code.lower()}.{post}" for code in UNITS for post in ("canbo", "lanhdao")]
    return named + [username for username, *_ in TAKEN_OVER.values()] + list(OTHERS)


def reporter_of(users, code, on: dt.date) -> User:
    """Who is in charge of the unit's reports on the day; ``users`` by username."""
    if code in TAKEN_OVER and on < TAKEN_OVER[code][2]:
        return users[TAKEN_OVER[code][0]]
    return users[f"{code.lower()}.canbo"]


def create() -> dict[str, User]:
    """All accounts with the roles they began with, by username. One hash for all: 63 would take half a minute."""
    rows = []
    for code, (reporter, head) in UNITS.items():
        rows.append((f"{code.lower()}.canbo", reporter, None if code in TAKEN_OVER else Role.REPORTER, code))
        rows.append((f"{code.lower()}.lanhdao", head, Role.HEAD, code))
    rows += [(username, name, Role.REPORTER, code) for code, (username, name, _, _) in TAKEN_OVER.items()]
    rows += [(username, *row) for username, row in OTHERS.items()]

    encoded = make_password(PASSWORD)
    User.objects.bulk_create(
        User(
            username=username,
            full_name=name,
            email="" if username in WITHOUT_EMAIL else f"{username}@{DOMAIN}",
            password=encoded,
            is_staff=role == Role.ADMINISTRATOR,
        )
        for username, name, role, _ in rows
    )
    users = {user.username: user for user in User.objects.filter(username__in=[row[0] for row in rows])}
    units = {unit.code: unit for unit in Unit.objects.all()}
    bulk_create_with_history(
        [
            Membership(user=users[username], unit=units.get(code), role=role, valid_from=SINCE)
            for username, _, role, code in rows
            if role
        ],
        Membership,
    )
    for code, authority in BY_AUTHORITY.items():
        unit = units[code]
        unit.has_head_step, unit.authority = False, authority
        unit.save()
    return users
