"""May it be sent? What is missing, what contradicts itself, what is odd and must be explained (domain §3).

Messages stand in the order of the page and say what to do; each is (anchor of the input, message).
"""

from decimal import Decimal

from targets.models import Target
from units.vietnamese import format_number


def problems(sheet) -> list[tuple[str, str]]:
    """Everything that keeps the report from being sent; also marks each line with its message."""
    found = []
    for line in sheet.lines:
        line.error = line.error or _problem(line)
        if line.error:
            found.append((line.anchor, f"{_name(line)}: {line.error}"))
    return found


def _name(line) -> str:
    return line.target.code if line.part == "B" else line.label


def _problem(line) -> str:
    if line.is_required and line.is_blank:
        return _blank_message(line)
    if line.part != "B":
        return ""
    if text := contradiction(line):
        return text
    if _is_unexplained(line):
        line.wrong_input = line.explanation_name
        return f"{line.oddity}: sửa số, hoặc giải trình với Phòng Kinh tế"
    return ""


def contradiction(line) -> str:
    """Why the two numbers of a ratio cannot both be right, or ""."""
    if line.kind != "ratio" or line.is_blank:
        return ""
    if line.denominator == 0:
        line.wrong_input = line.inputs[1]
        return f"{_low(line.target.denominator_label or 'mẫu số')} bằng 0 thì không tính được tỷ lệ, nhập lại"
    if line.numerator > line.denominator:
        return (
            f"{_low(line.target.numerator_label or 'tử số')} ({format_number(line.numerator)}) lớn hơn "
            f"{_low(line.target.denominator_label or 'mẫu số')} ({format_number(line.denominator)}), "
            "sửa một trong hai số"
        )
    return ""


def mark_contradictions(sheet) -> None:
    """Say it beside the numbers as soon as they are saved, not only when the report is refused."""
    for line in sheet.figures:
        line.error = line.error or contradiction(line)


def to_mend(sheet) -> list:
    """Lines in which something stands that keeps the report from being sent, in the order of the page."""
    return [
        line
        for line in sheet.lines
        if not (line.is_required and line.is_blank)
        and (line.error or (line.part == "B" and (contradiction(line) or _is_unexplained(line))))
    ]


def _is_unexplained(line) -> bool:
    return bool(line.oddity) and not line.explanation.strip()


def _low(text):
    return text[:1].lower() + text[1:]


def _blank_message(line) -> str:
    if line.part == "A":
        return "viết nội dung, hoặc ghi “Không có”"
    if line.part == "C":
        return "chọn tình trạng"
    if line.kind == "yesno":
        return "chọn Có hoặc Chưa"
    if line.kind == "ratio":
        return "nhập đủ hai số; nếu không có, nhập 0 ở ô đầu"
    month = f" tháng {line.slot[5:]}/{line.slot[:4]}" if line.slot else ""
    return f"nhập số{month}; nếu không có, nhập 0"


def mark_oddities(sheet) -> None:
    """Set ``oddity`` on each figure that is allowed but doubtful beside the last one."""
    factor = sheet.report.period.plan.odd_factor
    for line in sheet.figures:
        line.oddity = oddity(line, factor)


def oddity(line, factor: int) -> str:
    """Why this figure looks wrong beside last quarter's, or "". Blank is never odd, nor is what the portal tells."""
    if line.is_untouched or line.is_told:
        return ""
    before = line.previous
    if before is not None and line.target.over_time == Target.OverTime.LAST:
        if line.kind == "yesno" and before.value == 1 and line.value == 0 and _carries_over(line, before):
            return "Quý trước đã có, quý này lại chưa"
        if (
            line.kind == "ratio"
            and None not in (before.numerator, line.numerator)
            and line.numerator < before.numerator
        ):
            return f"Giảm so với quý trước ({format_number(before.numerator)} xuống {format_number(line.numerator)})"
        if line.kind == "date" and before.done_on and line.done_on != before.done_on:
            return "Khác ngày đã báo cáo quý trước"
        if line.kind == "number" and None not in (before.value, line.value) and line.value < before.value:
            return f"Giảm so với quý trước ({format_number(before.value)} xuống {format_number(line.value)})"
    if line.kind not in ("number", "counted") or line.value is None:
        return ""
    # Nothing is ten times a zero: then one unit's number is held against what the whole district is to reach.
    usual = before.value if before is not None and before.value else _district_goal(line.target)
    if usual and line.value >= usual * factor:
        times = format_number((line.value / usual).quantize(Decimal(1)))
        return f"Gấp {times} lần quý trước" if before is not None and before.value else f"Gấp {times} lần mức toàn quận"
    return ""


def _district_goal(target) -> Decimal | None:
    return target.threshold if target.measure == Target.Measure.COUNT else None


def _carries_over(line, before) -> bool:
    """A yearly answer starts afresh each year; dropping back is odd only within its basis."""
    return line.target.basis != Target.Basis.YEAR or before.quarter.year == before.quarter.next.year
