"""The registry, its organisations, schools and people, the register of initiatives and the councils as files."""

from initiatives.register import SHOWN
from units.tables import Column, Table
from units.vietnamese import format_date


def _short(unit) -> str:
    return unit.short_name or unit.name


# --- The registry ----------------------------------------------------------------------------------------------------

ACTIVITIES = (
    Column("Việc", 50, lambda row: row.title),
    Column("Loại", 22, lambda row: row.get_kind_display()),
    Column("Từ ngày", 12, lambda row: row.starts_on),
    Column("Đến ngày", 12, lambda row: row.ends_on),
    Column("Ngày đăng", 12, lambda row: row.published_on),
    Column("Đơn vị", 24, lambda row: _short(row.unit)),
    Column("Cùng làm", 24, lambda row: ", ".join(map(_short, row.partners.all()))),
    Column("Số người tham gia", 11, lambda row: row.participants),
    Column("Minh chứng", 9, lambda row: row.proofs),
    Column("Tình trạng", 20, lambda row: row.get_state_display()),
    Column("Chuyên trang", 13, lambda row: "trên chuyên trang" if row.is_public else ""),
    Column("Tóm tắt", 60, lambda row: row.summary),
)


def of_activities(rows, count, words, on) -> Table:
    title = "SỔ THEO DÕI HOẠT ĐỘNG KHOA HỌC VÀ CÔNG NGHỆ"
    return Table("so-theo-doi", title, words, on, ACTIVITIES, rows, count, "Sổ theo dõi", of="bản ghi")


# Of what is about one organisation or school.
RECORDS = (
    Column("Việc", 60, lambda row: row.title),
    Column("Loại", 24, lambda row: row.get_kind_display()),
    Column("Từ ngày", 12, lambda row: row.starts_on),
    Column("Đến ngày", 12, lambda row: row.ends_on),
    Column("Đơn vị", 26, lambda row: _short(row.unit)),
    Column("Tình trạng", 20, lambda row: row.get_state_display()),
)


def of_records(name, whose, rows, count, on) -> Table:
    """``name``: of the file; ``whose``: the organisation or school that they are about."""
    return Table(name, f"BẢN GHI: {whose}", "", on, RECORDS, rows, count, "Bản ghi", of="bản ghi")


ORGANISATIONS = (
    Column("Tên", 50, lambda one: one.name),
    Column("Mã số thuế", 16, lambda one: one.tax_code),
    Column("Ngành nghề", 24, lambda one: one.get_sector_display()),
    Column("Phường", 20, lambda one: _short(one.ward) if one.ward else ""),
    Column("Địa chỉ", 40, lambda one: one.address),
    Column("Bản ghi", 9, lambda one: len(one.got)),
)


def of_organisations(rows, count, words, on) -> Table:
    return Table("to-chuc", "TỔ CHỨC, DOANH NGHIỆP", words, on, ORGANISATIONS, rows, count, "Tổ chức", of="tổ chức")


def of_schools(rows, opens, label, words, on) -> Table:
    """``opens``: records whose names this person may know; of the others only that they are there."""

    def told(record) -> str:
        name = record.title if record.pk in opens else "có"
        return name if record.is_confirmed else f"{name} (chờ xác nhận)"

    columns = (
        Column("Mã", 12, lambda row: row.unit.code),
        Column("Trường", 40, lambda row: row.unit.name),
        Column("Cấp", 10, lambda row: row.unit.school.get_level_display()),
        Column("Quản lý", 24, lambda row: row.unit.school.get_managed_by_display()),
        Column("Câu lạc bộ", 36, lambda row: told(row.club) if row.is_counted and row.club else ""),
        Column("Hoạt động", 44, lambda row: "\n".join(map(told, row.deeds)) if row.is_counted else ""),
        Column("Số hoạt động", 9, lambda row: len(row.deeds) if row.is_counted else None, True),
        Column("Còn thiếu", 26, lambda row: row.lacks),
    )
    title = f"TRƯỜNG, NĂM HỌC {label}"
    return Table("truong", title, words, on, columns, rows, len(rows), "Trường", of="trường")


def _person(person) -> str:
    classes = [f"{format_date(one.on)} {one.title}{'' if one.is_confirmed else ' (chờ xác nhận)'}"
               for one in person.trainings]  # fmt: skip
    return f"{person.user.full_name}: {'; '.join(classes) or 'chưa ghi lớp nào'}"


PEOPLE = (
    Column("Mã đơn vị", 10, lambda row: row.unit.code),
    Column("Đơn vị", 36, lambda row: row.unit.name),
    Column("Cán bộ phụ trách, bồi dưỡng", 50, lambda row: "\n".join(map(_person, row.officers))),
    Column("Số cán bộ", 9, lambda row: len(row.officers), True),
    Column("Đã qua bồi dưỡng", 10, lambda row: len(row.officers) - len(row.untrained), True),
    Column("Lãnh đạo phụ trách, bồi dưỡng", 50, lambda row: "\n".join(map(_person, row.leaders))),
)


def of_people(rows, words, on) -> Table:
    title = "CÁN BỘ PHỤ TRÁCH VÀ BỒI DƯỠNG"
    return Table("can-bo", title, words, on, PEOPLE, rows, len(rows), "Cán bộ", of="đơn vị")


# --- Initiatives -----------------------------------------------------------------------------------------------------

INITIATIVES = (
    Column("Số phiếu tiếp nhận", 14, lambda line: line.row.receipt_number),
    Column("Tên sáng kiến", 40, lambda line: line.row.title),
    Column("Lĩnh vực áp dụng", 20, lambda line: line.row.field),
    Column("Tác giả (tỷ lệ đóng góp)", 34, lambda line: "\n".join(map(_author, line.authors))),
    Column("Đơn vị của tác giả", 22, lambda line: line.row.unit.name),
    Column("Cơ sở công nhận", 22, lambda line: line.row.body.name),
    Column("Ngày áp dụng lần đầu", 12, lambda line: line.row.first_applied_on),
    Column("Ngày nộp", 12, lambda line: line.row.filed_on),
    Column("Ngày tiếp nhận", 12, lambda line: line.row.received_on),
    Column("Ngày chấp nhận đơn", 12, lambda line: line.row.accepted_on),
    Column("Tình trạng", 18, lambda line: SHOWN[line.row.state][1]),
    Column("Hạn đang chạy", 12, lambda line: line.term and line.term.until),
    Column("Quá hạn (ngày)", 9, lambda line: line.late_days if line.term else None),
    Column("Số quyết định", 15, lambda line: line.row.decision_number),
    Column("Ngày quyết định", 12, lambda line: line.row.decided_on),
    Column("Số giấy chứng nhận", 14, lambda line: line.row.certificate_number),
    Column("Phạm vi ảnh hưởng", 24, lambda line: "\n".join(map(_scope, line.row.scopes.all()))),
)
# Of the second sheet, one row an author; asked for apart, because it holds personal data (domain §5).
AUTHORS = (
    Column("Số phiếu tiếp nhận", 14, lambda pair: pair[0].receipt_number),
    Column("Tên sáng kiến", 40, lambda pair: pair[0].title),
    Column("Họ và tên", 26, lambda pair: pair[1].name),
    Column("Ngày sinh", 12, lambda pair: pair[1].born_on),
    Column("Nơi công tác", 30, lambda pair: pair[1].workplace),
    Column("Chức danh", 20, lambda pair: pair[1].post),
    Column("Trình độ chuyên môn", 22, lambda pair: pair[1].education),
    Column("Tỷ lệ đóng góp (%)", 10, lambda pair: pair[1].share),
)
_PRIVATE = "Có dữ liệu cá nhân: chỉ dùng để xét đơn, không công bố, không gửi tiếp"


def of_initiatives(lines, count, words, on, authors=None) -> Table:
    """``authors``: (initiative, contributor) of a second sheet, of those rows alone whose rights read personal data."""
    more = ()
    if authors is not None:
        sheet = Table("", "TÁC GIẢ SÁNG KIẾN", _PRIVATE, on, AUTHORS, authors, len(authors), "Tác giả", of="tác giả")
        more = (sheet,)
    name, title = "so-theo-doi-sang-kien", "SỔ THEO DÕI SÁNG KIẾN"
    return Table(name, title, words, on, INITIATIVES, lines, count, "Sổ theo dõi", more, "sáng kiến")


def _author(one) -> str:
    return f"{one.name} ({one.share}%)" if one.share else one.name


def _scope(one) -> str:
    return f"{one.get_scope_display()}: {one.number}, {format_date(one.decided_on)}"


# --- Councils --------------------------------------------------------------------------------------------------------

COUNCILS = (
    Column("Hội đồng", 50, lambda row: row.name),
    Column("Đơn vị", 24, lambda row: _short(row.unit)),
    Column("Số quyết định", 16, lambda row: row.decision_number),
    Column("Ngày quyết định", 12, lambda row: row.decided_on),
    Column("Từ ngày", 12, lambda row: row.valid_from),
    Column("Đến ngày", 12, lambda row: row.valid_to),
    Column("Thành viên", 10, lambda row: row.sitting, True),
    Column("Chờ hội đồng", 10, lambda row: row.waiting if row.kind == row.Kind.INITIATIVES else None, True),
    Column("Quá hạn", 9, lambda row: row.overdue if row.kind == row.Kind.INITIATIVES else None, True),
)
COUNCILS_SHEETS, COUNCIL_SHEETS = ("Đang trong nhiệm kỳ", "Nhiệm kỳ khác"), ("Phiên họp", "Thành viên")
EARLIER = (*COUNCILS[:7], Column("Kết thúc", 40, lambda row: row.end_reason))


def of_councils(rows, count, earlier, words, on) -> Table:
    """Those in term; on a second sheet the others, ``earlier``."""
    others = Table("", "HỘI ĐỒNG, NHIỆM KỲ KHÁC", words, on, EARLIER, earlier, len(earlier), COUNCILS_SHEETS[1])
    title = "HỘI ĐỒNG ĐANG TRONG NHIỆM KỲ"
    return Table("hoi-dong", title, words, on, COUNCILS, rows, count, COUNCILS_SHEETS[0], (others,), "hội đồng")


MEETINGS = (
    Column("Ngày", 12, lambda row: row.held_on),
    Column("Nội dung", 60, lambda row: row.agenda),
    Column("Chủ trì", 26, lambda row: row.chaired_by.name if row.chaired_by else ""),
    Column("Dự họp", 9, lambda row: row.present),
    Column("Sáng kiến", 9, lambda row: row.dealt, True),
    Column("Biên bản", 16, lambda row: _minutes(row)),
)
MEMBERS = (
    Column("Họ và tên", 28, lambda seat: seat.member.name),
    Column("Nhiệm vụ trong hội đồng", 22, lambda seat: seat.member.get_role_display()),
    Column("Chức vụ, nơi công tác", 40, lambda seat: seat.member.post),
    Column("Theo dõi đơn vị", 44, lambda seat: ", ".join(map(_short, seat.units))),
    Column("Tham gia", 14, lambda seat: "" if seat.is_sitting else "đã thôi"),
)


def _minutes(row) -> str:
    return "có biên bản ký" if row.file_sha256 else "có nội dung" if row.minutes else "chưa có biên bản"


def of_council(council, meetings, seats, words, on) -> Table:
    """The meetings of one council; its members on a second sheet."""
    title = council.name
    members = Table("", title, words, on, MEMBERS, seats, len(seats), COUNCIL_SHEETS[1], of="thành viên")
    name = f"hoi-dong-{council.pk}"
    return Table(name, title, words, on, MEETINGS, meetings, len(meetings), COUNCIL_SHEETS[0], (members,), "phiên họp")


# --- How records are counted -----------------------------------------------------------------------------------------

RULES = (
    Column("Mã", 8, lambda pair: pair[0].code),
    Column("Chỉ tiêu", 50, lambda pair: pair[0].title),
    Column("Mục của Kế hoạch", 14, lambda pair: pair[0].ref),
    Column("Cách đếm", 70, lambda pair: pair[1] or "chưa có"),
    Column("Đếm từ kỳ", 22, lambda pair: _since(pair[0])),
)


def _since(target) -> str:
    return target.registry_from.label if target.registry_from else "chưa, đơn vị nhập số"


def of_rules(rows, on) -> Table:
    """``rows``: a target, and its rule in words."""
    return Table("cach-dem", "CÁCH ĐẾM CÁC CHỈ TIÊU", "", on, RULES, rows, len(rows), "Cách đếm", of="chỉ tiêu")
