"""One unit's own page and its people in charge as files."""

from units.directory_tables import group_label, how_it_reports
from units.tables import Column, Table, sheet
from units.templatetags.q4kh import state_word
from units.vietnamese import format_date

FACTS = (
    Column("Nội dung", 30, lambda pair: pair[0]),
    Column("Ghi nhận", 70, lambda pair: pair[1]),
)
NAMES = (
    Column("Tên", 50, lambda name: name[0]),
    Column("Tên ngắn", 24, lambda name: name[1]),
    Column("Dùng từ", 12, lambda name: name[2]),
    Column("Đến", 12, lambda name: name[3]),
)


def _succession(other, head) -> tuple[Column, ...]:
    return (
        Column("Mã", 10, lambda row: getattr(row, other).code),
        Column(head, 40, lambda row: getattr(row, other).name),
        Column("Phần", 14, lambda row: "toàn bộ" if row.is_whole else "một phần"),
        Column("Số liệu (%)", 10, lambda row: None if row.is_whole else row.share),
        Column("Căn cứ của tỷ lệ", 30, lambda row: row.share_source),
        Column("Từ ngày", 12, lambda row: row.effective_on),
        Column("Văn bản", 36, lambda row: row.decision),
        Column("Ngày văn bản", 12, lambda row: row.change.decided_on if row.change else None),
    )


LEFT = (
    Column("Kỳ báo cáo", 14, lambda row: row.period.label),
    Column("Tình trạng", 24, lambda row: state_word(row.shown_state)),
)
CHANGES = (
    Column("Thay đổi", 24, lambda row: row.get_kind_display()),
    Column("Từ ngày", 12, lambda row: row.effective_on),
    Column("Văn bản", 40, lambda row: row.decision),
    Column("Ngày văn bản", 12, lambda row: row.decided_on),
    Column("Người ghi", 26, lambda row: row.recorded_by_name),
    Column("Ghi lúc", 17, lambda row: row.recorded_at),
)


def of_unit(context, on) -> Table:
    """``context``: of reports.views.unit; its sections that are there are the sheets."""
    unit = context["unit"]
    more = [
        ("Tên các thời kỳ", "TÊN QUA CÁC THỜI KỲ", NAMES, context["names"]),
        ("Nối tiếp", "NỐI TIẾP ĐƠN VỊ", _succession("from_unit", "Đơn vị cũ"), context["predecessors"]),
        ("Đơn vị nối tiếp", "ĐƠN VỊ NỐI TIẾP", _succession("to_unit", "Đơn vị mới"), context["successors"]),
        ("Báo cáo để lại", "BÁO CÁO ĐỂ LẠI", LEFT, context["left"]),
        ("Thay đổi", "THAY ĐỔI ĐÃ GHI", CHANGES, context["changes"]),
    ]
    more = tuple(sheet(name, title, unit.name, on, columns, rows) for name, title, columns, rows in more if rows)
    facts = _facts(context)
    return Table(f"don-vi-{unit.code}", unit.name.upper(), "", on, FACTS, facts, len(facts), "Đơn vị", more)


def _facts(context) -> list[tuple[str, str]]:
    unit = context["unit"]
    until = f" đến hết ngày {format_date(unit.valid_to)}" if unit.valid_to else ""
    rows = [
        ("Mã", unit.code),
        ("Tên ngắn", unit.short_name),
        ("Khối", group_label(unit.group)),
        ("Hoạt động", f"từ {format_date(unit.valid_from)}{until}"),
        ("Mục trong Kế hoạch", unit.ref),
        ("Báo cáo", how_it_reports(unit)),
    ]
    if context["is_there"] or context["is_coming"]:
        rows += [(title, ", ".join(names) or "chưa có") for title, names in context["people"]]
    return [(what, told) for what, told in rows if told]


# --- Who is in charge ------------------------------------------------------------------------------------------------

PEOPLE = (
    Column("Họ và tên", 30, lambda pair: pair[1].user.full_name),
    Column("Vai trò", 28, lambda pair: pair[1].get_role_display()),
    Column("Hiện nay", 18, lambda pair: pair[0]),
    Column("Từ ngày", 12, lambda pair: pair[1].valid_from),
    Column("Đến hết ngày", 12, lambda pair: pair[1].valid_to),
    Column("Văn bản", 40, lambda pair: pair[1].decision),
    # Of who was in charge before the page tells no address.
    Column("Thư điện tử", 30, lambda pair: pair[1].user.email if pair[0] == IN_CHARGE else ""),
)
IN_CHARGE = "đang phụ trách"


def of_people(row, on) -> Table:
    """``row``: units.in_charge.Row."""
    pairs = [
        (word, one)
        for word, held in (
            (IN_CHARGE, (*row.heads, *row.officers)), ("sắp nhận việc", row.coming), ("trước đây", row.earlier),
        )
        for one in held
    ]  # fmt: skip
    title, name = f"NGƯỜI PHỤ TRÁCH: {row.unit.name}", f"nguoi-phu-trach-{row.unit.code}"
    return Table(name, title, "", on, PEOPLE, pairs, len(pairs), "Người phụ trách", of="phân công")
