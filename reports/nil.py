"""“Không phát sinh”: nothing happened, said in one click (domain §3). Distinct from silence, which is a blank.

Flows become 0, stocks and task states stay what they were; whatever cannot be known from that is left to be said.
"""

from decimal import Decimal

from reports import carrying
from targets.models import Target
from units.vietnamese import format_number

SENTENCE = "Trong quý đơn vị không phát sinh hoạt động."


def is_flow(line) -> bool:
    """Whether the figure counts what happened within the quarter, and so is 0 when nothing did."""
    return line.kind == "number" and line.target.over_time == Target.OverTime.SUM


def contradictions(sheet) -> list[tuple[str, str]]:
    """What says that something did happen: (anchor, message), in the order of the page."""
    found = []
    if sheet.rows["item"].rows:
        found.append(("item-1-text", "Kết quả theo đề mục: đã ghi kết quả; xóa đi, hoặc gửi báo cáo bình thường"))
    for line in sheet.figures:
        if is_flow(line) and line.value:
            typed = f"{line.target.code}: đã nhập {format_number(line.value)}"
            found.append((line.anchor, f"{typed}; sửa thành 0, hoặc gửi báo cáo bình thường"))
        elif line.recorded:
            kept = f"{line.target.code}: sổ theo dõi đang ghi {format_number(line.recorded)} trong kỳ"
            found.append((line.anchor, f"{kept}; bỏ ghi nhận trong sổ nếu nhầm, hoặc gửi báo cáo bình thường"))
    return found


def contradicts(sheet) -> bool:
    """Whether a sheet marked as nil has since been told of something."""
    return any(is_flow(line) and line.value for line in sheet.figures) or bool(sheet.rows["item"].rows)


def apply(sheet) -> list[tuple[str, str]]:
    """Make the sheet a nil return; or leave it as it is and give what speaks against it."""
    found = contradictions(sheet)
    if found:
        return found
    for line in sheet.texts:
        if line.is_required and line.is_blank:
            line.value = SENTENCE
    for line in sheet.figures:
        if not line.is_untouched or line.is_told:
            continue
        if is_flow(line):
            line.value = Decimal(0)
        elif _goes_on(line):
            carrying.fill(line, line.previous)
            line.is_carried = not line.is_untouched
        elif line.kind == "yesno" and not carrying.carries(line.target):
            # An answer for this year alone, and so far nothing was done in it.
            line.value = Decimal(0)
    said = carrying.statuses(sheet.last_version, sheet.report.period.year)
    for line in sheet.tasks:
        if line.is_blank and line.key in said:
            line.status, line.is_carried = said[line.key], True
    sheet.is_nil = True
    return []


def _goes_on(line) -> bool:
    """Whether last quarter's value still holds: a stock, or this year's answer given earlier this year."""
    if line.previous is None or is_flow(line):
        return False
    # The quarter just before is of the same year unless it was the fourth.
    same_year = line.previous.quarter.number != 4
    return carrying.carries(line.target) or (line.target.basis == Target.Basis.YEAR and same_year)
