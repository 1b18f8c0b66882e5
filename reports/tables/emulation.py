"""Thi đua as files: the year by group, one group's table as it is scored and as it was published, its scale."""

from dataclasses import replace
from decimal import Decimal

from reports.emulation.points import in_words
from reports.models import Criterion, Scheme, ScoreSheet
from units.tables import Column, Table, sheet

Kind = Criterion.Kind

# --- The year --------------------------------------------------------------------------------------------------------


def _count(state):
    return lambda block: dict(block["counts"]["states"])[state] if block["counts"] else None


GROUPS = (
    Column("Khối", 40, lambda block: block["label"]),
    Column("Thang điểm", 24, lambda block: Scheme.State(block["scheme"].state).label if block["scheme"] else "chưa có"),
    *(Column(f"Phiếu: {state.label.lower()}", 12, _count(state), True) for state in ScoreSheet.State),
    Column("Bản đã công bố", 10, lambda block: block["table"].number if block["table"] else None),
    Column("Công bố", 17, lambda block: block["table"].published_at if block["table"] else None),
)
OWN = (
    Column("Đơn vị", 40, lambda own: own.unit.name),
    Column("Khối", 30, lambda own: own.scheme.get_group_display()),
    Column("Phiếu", 24, lambda own: own.get_state_display()),
)


def _points(name):
    """Of a row of a frozen table, whose numbers are text."""
    return lambda row: Decimal(row[name])


def _ranked(is_ranked) -> tuple[Column, ...]:
    rank = (Column("Hạng", 8, lambda row: row["rank"]),) if is_ranked else ()
    return (*rank, Column("Mã đơn vị", 10, lambda row: row["code"]), Column("Đơn vị", 38, lambda row: row["name"]))


TOTALS = (
    Column("Cộng tiêu chí", 11, _points("base")),
    Column("Điểm cộng", 10, _points("bonus")),
    Column("Điểm trừ", 10, _points("penalty")),
    Column("Tổng điểm", 11, _points("total")),
)


def of_year(year, blocks, own, on) -> Table:
    """``blocks``: of reports.views.emulation, a sheet for each that is published; ``own``: their own score sheets."""
    more = [sheet("Phiếu của đơn vị", "PHIẾU CỦA ĐƠN VỊ", "", on, OWN, own, "phiếu")] if own else []
    for block in blocks:
        if block["table"]:
            rows, is_ranked = block["table"].snapshot["rows"], not block["scheme"].on_request
            said = f"Bản {block['table'].number} đã công bố"
            title, columns = f"{block['label'].upper()}, NĂM {year}", (*_ranked(is_ranked), *TOTALS)
            more.append(sheet(block["label"], title, said, on, columns, rows, "đơn vị"))
    title = f"THI ĐUA NĂM {year}"
    return Table(f"thi-dua-{year}", title, "", on, GROUPS, blocks, len(blocks), "Các khối", tuple(more), "khối")


# --- One group -------------------------------------------------------------------------------------------------------


def _standing(changes) -> tuple[Column, ...]:
    return (
        *STATES,
        Column("Tự chấm", 11, lambda one: one.self_total if one.sheet.scored_at else None),
        Column("Tổng nay", 11, lambda one: one.total),
        Column("Chỗ khác", 10, lambda one: len(one.differences)),
        *([Column("Đã công bố", 11, lambda one: changes.get(one.sheet.unit.code))] if changes else []),
    )


STATES = (
    Column("Mã đơn vị", 10, lambda one: one.sheet.unit.code),
    Column("Đơn vị", 40, lambda one: one.sheet.unit.name),
    Column("Tình trạng", 24, lambda one: one.sheet.get_state_display()),
)
BARE_STATES = (
    Column("Mã đơn vị", 10, lambda one: one.unit.code),
    Column("Đơn vị", 40, lambda one: one.unit.name),
    Column("Tình trạng", 24, lambda one: one.get_state_display()),
)
CRITERIA = (
    Column("Cột", 8, lambda one: f"TC{one['order']}" if one["kind"] == Kind.CRITERION else ""),
    Column("Loại", 14, lambda one: one["kind_label"]),
    Column("Nội dung", 60, lambda one: one["title"]),
    Column("Tối đa", 10, lambda one: Decimal(one["maximum"])),
    Column("Cách chấm", 60, lambda one: one["rule"]),
)
EXTRAS = (
    Column("Đơn vị", 34, lambda one: one["row"]["name"]),
    Column("Loại", 14, lambda one: one["criterion"]["kind_label"]),
    Column("Nội dung", 44, lambda one: one["criterion"]["title"]),
    Column("Điểm", 9, lambda one: _signed(one["criterion"]["kind"], Decimal(one["points"]))),
    Column("Căn cứ", 60, lambda one: one["grounds"] or ""),
)


def _signed(kind, points) -> Decimal:
    return -points if kind == Kind.PENALTY else points


def of_table(context, marked, sheets, rows, on) -> Table:
    """What the page of one group shows, of all pages: ``marked`` where the office scores, ``sheets`` where only states
    are told, ``rows`` of the published table; each or None."""
    scheme, found = context["scheme"], []
    title = f"{context['label'].upper()}, ĐIỂM THI ĐUA NĂM {scheme.year}"
    if marked is not None:
        said = "Điểm tự động tính theo hồ sơ hôm nay; tổng gồm những điểm đã thẩm định"
        found.append(sheet("Đang chấm", title, said, on, _standing(context["changes"]), marked, "phiếu"))
    if sheets is not None:
        said = "Điểm hiện ra khi Trưởng phòng Kinh tế công bố"
        found.append(sheet("Đang chấm", title, said, on, BARE_STATES, sheets, "phiếu"))
    if rows is not None:
        found += _published(context["snapshot"], title, rows, context["extras"], on)
    first, *more = found
    name = f"diem-thi-dua-{scheme.year}-{context['group']}"
    return replace(first, name=name, more=tuple(more))


def _published(snapshot, title, rows, extras, on) -> list[Table]:
    is_by_now = any(row.get("now") for row in rows)
    columns = (
        *_ranked(snapshot["is_ranked"]),
        *([Column("Nay", 34, lambda row: row["now"])] if is_by_now else []),
        *(
            Column(f"TC{one['order']}", 9, lambda row, place=place: Decimal(row["lines"][place]["points"]))
            for place, one in enumerate(snapshot["criteria"])
            if one["kind"] == Kind.CRITERION
        ),
        *TOTALS,
    )
    said = f"Bản {snapshot['number']} đã công bố" + ("; theo cơ cấu hiện nay" if is_by_now else "")
    return [
        sheet("Bảng điểm", title, said, on, columns, rows, "đơn vị"),
        sheet("Tiêu chí", "TIÊU CHÍ", "", on, CRITERIA, snapshot["criteria"]),
        *([sheet("Cộng, trừ", "ĐIỂM CỘNG, ĐIỂM TRỪ", "Kèm căn cứ", on, EXTRAS, extras)] if extras else []),
    ]


# --- The scale -------------------------------------------------------------------------------------------------------

SCALE = (
    Column("Số", 7, lambda one: one.order),
    Column("Nội dung", 50, lambda one: one.title),
    Column("Loại", 14, lambda one: one.get_kind_display()),
    Column("Cách chấm", 60, lambda one: in_words(one.source, one.parameters) or one.guidance),
    Column("Ai chấm", 34, lambda one: _by_whom(one)),
    Column("Tối đa", 10, lambda one: _signed(one.kind, one.maximum)),
)


def _by_whom(one) -> str:
    if one.is_automatic:
        return "cổng tính từ hồ sơ"
    return "Phòng Kinh tế cho, kèm căn cứ" if one.kind == Kind.PENALTY else "đơn vị tự chấm, kèm minh chứng"


def of_scale(scheme, label, group, criteria, on) -> Table:
    title, words = f"THANG ĐIỂM THI ĐUA NĂM {scheme.year}, {label.upper()}", scheme.get_state_display()
    name = f"thang-diem-{scheme.year}-{group}"
    return Table(name, title, words, on, SCALE, criteria, len(criteria), "Thang điểm")
