"""Targets, one target's units and records, and consolidated reports as files."""

from reports import figures
from targets.models import Target
from units.tables import Column, Table
from units.templatetags.q4kh import verdict_word

# --- Targets ---------------------------------------------------------------------------------------------------------


def _unit_of(target) -> str:
    """What the numbers beside it are of."""
    if target.measure == Target.Measure.MILESTONE:
        return ""
    if target.basis == Target.Basis.MONTH:
        return "tháng đủ mức"
    return "%" if figures.is_points(target) else target.unit_label


def number_of(target, value):
    """A date is a date, not the 0 or 1 of which verdicts are made."""
    return None if target.measure == Target.Measure.MILESTONE else value


TARGETS = (
    Column("Mã", 8, lambda line: line.target.code),
    Column("Chỉ tiêu", 50, lambda line: line.target.title),
    Column("Kết luận", 16, lambda line: verdict_word(line.result.verdict)),
    Column("Chậm hạn", 9, lambda line: "chậm hạn" if line.result.is_late else ""),
    Column("Thực hiện (số)", 12, lambda line: number_of(line.target, line.result.actual)),
    Column("Mức giao (số)", 12, lambda line: number_of(line.target, line.result.threshold)),
    Column("Đơn vị tính", 18, lambda line: _unit_of(line.target)),
    Column("Thực hiện", 16, lambda line: line.actual),
    Column("Căn cứ, mức giao", 30, lambda line: line.note),
    Column("Còn phải làm", 36, lambda line: line.result.catch_up),
    Column("Mục của Kế hoạch", 12, lambda line: line.target.ref),
)


def of_targets(lines, year, words, on) -> Table:
    title = f"CHỈ TIÊU CỦA KẾ HOẠCH, NĂM {year}"
    return Table(f"chi-tieu-{year}", title, words, on, TARGETS, lines, len(lines), "Chỉ tiêu")


# --- One target ------------------------------------------------------------------------------------------------------

_WHY_NOT = {"missing": "chưa báo cáo", "excluded": "miễn", "none": ""}


def _said(cell):
    """The figure, as a number where it is one; or why there is none, and what waits."""
    found = (cell.text if cell.value is None else cell.value) if cell.kind == "figure" else _WHY_NOT.get(cell.kind, "")
    if not cell.pending:
        return found
    waits = f"{cell.pending}, chưa tổng hợp" if cell.pending != "đã gửi" else "đã gửi, chưa tổng hợp"
    return f"{cell.text}; {waits}" if cell.kind == "figure" else waits


def of_units(target, lines, quarters, things, words, on) -> Table:
    """``lines``: what each unit said by quarter, UnitLine of the page; ``things``: the records behind it, or None."""
    # Of things that count once in the district a sum over units would tell too much.
    adds = target.over_units == Target.OverUnits.SUM
    columns = (
        Column("Mã đơn vị", 10, lambda line: line.member.code),
        Column("Đơn vị", 36, lambda line: line.member.name),
        *(
            Column(quarter.label, 20, lambda line, place=place: _said(line.cells[place]))
            for place, quarter in enumerate(quarters)
        ),
        Column("Đang tính", 18, lambda line: line.total if line.value is None else line.value, adds),
    )
    return _of_target(target, columns, lines, things, words, on)


def of_units_now(target, lines, quarters, things, words, on) -> Table:
    """The same by the structure of now, NowLine of the page."""
    columns = (
        Column("Mã đơn vị", 10, lambda line: line.code),
        Column("Đơn vị", 36, lambda line: f"{line.name} (cũ)" if line.is_former else line.name),
        *(
            Column(
                quarter.label, 24,
                lambda line, place=place: "; thiếu ".join(
                    filter(None, [line.cells[place].text, ", ".join(line.cells[place].missing)])
                ),
            )
            for place, quarter in enumerate(quarters)
        ),
        Column("Đang tính", 18, lambda line: line.total),
        Column("Gồm số của", 40, lambda line: "; ".join(line.notes)),
    )  # fmt: skip
    return _of_target(target, columns, lines, things, words, on)


def _of_target(target, columns, lines, things, words, on) -> Table:
    title = f"{target.code}: {target.title}"
    more = ()
    if things is not None:
        name = f"{target.code}: NHỮNG GÌ ĐƯỢC ĐẾM"
        more = (Table("", name, words, on, THINGS, things, len(things), "Những gì được đếm"),)
    return Table(f"chi-tieu-{target.code}", title, words, on, columns, lines, len(lines), "Theo đơn vị", more)


_STANDING = {
    "counted": "đã tính",
    "unconfirmed": "chưa xác nhận",
    "waiting": "đã gửi, chưa tổng hợp",
    "untold": "chưa vào báo cáo",
    "book": "trong sổ, kỳ này đơn vị nhập số",
    "out": "không tính",
}
THINGS = (
    Column("Được đếm", 44, lambda thing: thing.title),
    Column("Bản ghi", 40, lambda thing: thing.record_title),
    Column("Đơn vị", 28, lambda thing: ", ".join(thing.units)),
    Column("Ngày", 12, lambda thing: thing.on),
    Column("Báo cáo", 26, lambda thing: "\n".join(f"{told.quarter.label}, {told.unit}" for told in thing.told)),
    Column("Được tính", 24, lambda thing: _STANDING[thing.standing]),
    Column("Vì sao", 30, lambda thing: thing.why),
    Column("Minh chứng", 9, lambda thing: thing.evidence),
)


# --- Consolidated reports --------------------------------------------------------------------------------------------

PUBLICATIONS = (
    Column("Kỳ", 34, lambda pair: _first_up(pair[0]["stretch"].label)),
    Column("Năm", 8, lambda pair: pair[0]["stretch"].year),
    Column("Bản", 7, lambda pair: pair[1].number if pair[1] else None),
    Column("Tình trạng", 26, lambda pair: _state(pair[1])),
    Column("Công bố", 17, lambda pair: pair[1].published_at if pair[1] else None),
    Column("Số trang", 9, lambda pair: (pair[1].pdf_pages or None) if pair[1] else None),
    Column("Mã kiểm tra", 16, lambda pair: pair[1].code if pair[1] else ""),
    Column("Hạn gửi của kỳ", 12, lambda pair: pair[0]["due_on"]),
)


def of_publications(items, on) -> Table:
    """One row a version; where there is none yet, the stretch alone."""
    rows = [(item, row) for item in items for row in (item["rows"] or [None])]
    return Table("bao-cao-tong-hop", "BÁO CÁO TỔNG HỢP", "", on, PUBLICATIONS, rows, len(rows), "Báo cáo tổng hợp")


def _state(row) -> str:
    if row is None:
        return "Chưa lập"
    if row.state == row.State.DRAFT:
        return "Dự thảo"
    following = getattr(row, "replaced_by", None)
    if following and following.state == row.State.PUBLISHED:
        return f"Đã công bố, đã thay bằng bản {following.number}"
    return "Đã công bố"


def _first_up(text) -> str:
    return text[:1].upper() + text[1:]
