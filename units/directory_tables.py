"""The lists of Đơn vị and Nhật ký as files."""

from units import acts
from units.models import Unit
from units.tables import Column, Table


def _names(people) -> str:
    return "\n".join(person.full_name for person in people)


def how_it_reports(unit) -> str:
    if not unit.files_reports:
        return "không gửi báo cáo"
    return "lãnh đạo duyệt rồi gửi" if unit.has_head_step else "cán bộ gửi theo ủy quyền"


# Of people's addresses the page tells whether there are any, and no more.
UNITS = (
    Column("Mã đơn vị", 10, lambda row: row.unit.code),
    Column("Đơn vị", 40, lambda row: row.unit.name),
    Column("Khối", 20, lambda row: group_label(row.unit.group)),
    Column("Mục của Kế hoạch", 12, lambda row: row.unit.ref),
    Column("Cán bộ phụ trách", 30, lambda row: _names(row.reporters) or ("chưa có" if row.owes else "")),
    Column("Lãnh đạo", 30, lambda row: _names(row.heads) or ("chưa có" if row.owes else "")),
    Column("Cách gửi", 24, lambda row: how_it_reports(row.unit)),
    Column("Có từ ngày", 12, lambda row: row.unit.valid_from),
    Column("Đến ngày", 12, lambda row: row.unit.valid_to),
)


def of_units(rows, count, words, on) -> Table:
    """``rows``: units.directory.Row."""
    return Table("don-vi", "ĐƠN VỊ", words, on, UNITS, rows, count, "Đơn vị")


EVENTS = (
    Column("Lúc", 17, lambda event: event.at),
    Column("Người thực hiện", 28, lambda event: event.actor_name),
    Column("Tên đăng nhập", 20, lambda event: event.actor),
    Column("Việc", 34, lambda event: acts.words(event.act)),
    Column("Đối tượng", 26, lambda event: event.subject),
    Column("Trước và sau", 60, lambda event: "\n".join(map(_change, acts.changes(event)))),
    Column("Ghi chú", 40, lambda event: event.note),
)


def _change(change) -> str:
    what, before, after = change
    return f"{what}: {before or '–'} → {after or '–'}"


def of_events(events, count, words, on) -> Table:
    return Table("nhat-ky", "NHẬT KÝ", words, on, EVENTS, events, count, "Nhật ký")


def group_label(group: str) -> str:
    """As it begins a cell: "Phường"."""
    label = Unit.Group(group).label
    return f"{label[:1].upper()}{label[1:]}"


def group_in_words(group: str) -> str:
    """The filter by group, of every list that has one."""
    return f"Khối: {Unit.Group(group).label}" if group in Unit.Group.values else ""
