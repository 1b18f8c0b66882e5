"""Catch-up arithmetic in words: “Còn 2 mô hình trong 41 ngày.” (face §6). Every sentence ends in a full stop; none may
be needed."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from targets.facts import Basis, Measure, OverUnits, Rule, TargetResult, Unnamed, Verdict
from units.vietnamese import format_date, format_number

MOST_NAMES = 5  # more names than this are a list for the page, not a sentence
MOST_MONTHS = 3


def sentence(rule: Rule, result: TargetResult, names: Mapping[str, str] | None = None) -> str:
    """What is lacking and by when. `names`: unit code → name as pages show it; codes where it has none."""
    if not result.applies:
        return f"Không áp dụng cho năm {result.year}."
    if rule.measure == Measure.GROWTH and rule.base_value is None:
        return f"Chưa nhập số của năm gốc {rule.base_year}." if rule.base_year else "Chưa nhập số của năm gốc."
    if rule.measure == Measure.MILESTONE:
        return _milestone(rule, result, names)
    if rule.basis == Basis.MONTH:
        return _months(rule, result, names)
    if result.verdict == Verdict.TRACKED:
        return _pending(rule, result)
    if result.verdict == Verdict.NO_DATA or result.actual is None:
        return _no_data(result, names)
    if rule.is_points:
        return _points(rule, result, names)
    return _count(rule, result)


def _named(units: Iterable[str], names: Mapping[str, str] | None) -> str:
    """In the order of `names`, which is that of every list of units: Phường 2 before Phường 10."""
    names = names or {}
    place = {unit: at for at, unit in enumerate(names)}
    ordered = sorted(units, key=lambda unit: (place.get(unit, len(place)), unit))
    return ", ".join(names.get(unit, unit) for unit in ordered)


def _are_few(units) -> bool:
    """Whether naming them says it all."""
    return 0 < len(units) <= MOST_NAMES and not isinstance(units, Unnamed)


def _no_data(result: TargetResult, names) -> str:
    if result.verdict != Verdict.NO_DATA:
        return ""
    if _are_few(result.missing):
        return f"Chưa có số liệu chính thức: {_named(result.missing, names)}."
    if result.missing:
        return f"Chưa có số liệu chính thức, {len(result.missing)} đơn vị chưa báo cáo."
    return "Chưa có số liệu chính thức."


def _time_left(rule: Rule, result: TargetResult) -> str:
    """Follows an amount: “ trong 41 ngày”, “ đến hết năm 2020”. Days of a promise that is years away tell nobody
    anything."""
    if result.days_left < 0:
        return f", đã quá hạn {format_number(-result.days_left)} ngày"
    if result.days_left == 0:
        return ", hạn hôm nay"
    if rule.basis in (Basis.PLAN, Basis.ONCE) and result.due_on == date(result.due_on.year, 12, 31):
        return f" đến hết năm {result.due_on.year}"
    return f" trong {format_number(result.days_left)} ngày"


def _labelled(amount: Decimal, label: str) -> str:
    return f"{format_number(amount)} {label}".rstrip()


def _count(rule: Rule, result: TargetResult) -> str:
    sentences = []
    if result.verdict == Verdict.MET:
        if result.overlap:
            sentences.append(f"{result.overlap} lượt trùng giữa các đơn vị, chỉ tính một lần.")
    elif result.verdict == Verdict.MISSED:
        sentences.append(f"Thiếu {_labelled(result.remaining, rule.unit_label)}.")
    else:
        sentences.append(f"Còn {_labelled(result.remaining, rule.unit_label)}{_time_left(rule, result)}.")
    sentences.append(_pending(rule, result))
    return " ".join(s for s in sentences if s)


def _pending(rule: Rule, result: TargetResult) -> str:
    if rule.is_points or not result.pending_actual or result.pending_actual < 0:
        return ""
    return f"{_labelled(result.pending_actual, rule.unit_label)} đã gửi, chưa tổng hợp."


def _points(rule: Rule, result: TargetResult, names) -> str:
    is_share = rule.over_units == OverUnits.SHARE
    prefix = f"{result.label}: còn" if rule.basis == Basis.SCHOOL_YEAR else "Còn"
    if not result.remaining:
        if result.verdict == Verdict.MET:
            return ""
        if _are_few(result.missing):
            return f"{prefix} {len(result.missing)} đơn vị chưa báo cáo: {_named(result.missing, names)}."
        return f"{prefix} {len(result.missing)} đơn vị chưa báo cáo."
    label = "đơn vị" if is_share else rule.unit_label or "đơn vị"
    lacking = result.no + result.silent if is_share else result.short
    amount = _labelled(result.remaining, label)
    # Names say whom to help, if naming them says it all: as many as are lacking, and one unit answering for all is
    # known.
    if is_share:
        is_all = len(lacking) == result.remaining
    else:
        is_all = len(result.by_unit) + len(result.missing) > 1
    if is_all and _are_few(lacking):
        return f"{prefix} {amount}: {_named(lacking, names)}."
    return f"{prefix} {amount}{_time_left(rule, result)}."


def _month(month: str) -> str:
    return f"{month[5:]}/{month[:4]}"


def _months(rule: Rule, result: TargetResult, names) -> str:
    label = rule.unit_label
    failed = [m for m in result.months if m.ok is False]
    said = []
    for m in failed[:MOST_MONTHS]:
        few = f"chỉ có {_labelled(m.value, label)}" if m.value else f"không có {label or 'mục'} nào"
        said.append(f"tháng {_month(m.month)} {few}")
    if len(failed) > MOST_MONTHS:
        said.append(f"và {len(failed) - MOST_MONTHS} tháng khác")
    sentences = []
    if said:
        text = ", ".join(said)
        sentences.append(f"{text[0].upper()}{text[1:]}.")
    elif result.actual is None:
        return _no_data(result, names)
    running = next((m for m in result.months if not m.ended and m.value is not None and m.value < rule.threshold), None)
    if running is not None:
        days = result.days_left - (result.due_on - running.last_day).days
        lacking = _labelled(rule.threshold - running.value, label)
        sentences.append(f"Tháng {_month(running.month)}: còn {lacking} trong {days} ngày.")
    if result.verdict == Verdict.NO_DATA:
        silent = sum(m.value is None for m in result.months)
        sentences.append(f"{silent} tháng chưa có số liệu chính thức.")
    return " ".join(sentences)


def _milestone(rule: Rule, result: TargetResult, names) -> str:
    if result.done_on is not None:
        late = f", chậm {format_number((result.done_on - result.due_on).days)} ngày" if result.is_late else ""
        return f"Xong ngày {format_date(result.done_on)}{late}."
    papers = f"Đã có {result.parts_done} trên {rule.parts} văn bản. " if result.parts_done else ""
    if result.verdict == Verdict.NO_DATA:
        return f"{_no_data(result, names)} Quá hạn {format_number(-result.days_left)} ngày."
    if result.days_left < 0:
        return f"{papers}Quá hạn {format_number(-result.days_left)} ngày."
    if result.days_left == 0:
        return f"{papers}Hạn hôm nay, {format_date(result.due_on)}."
    return f"{papers}Còn {format_number(result.days_left)} ngày đến hạn {format_date(result.due_on)}."
