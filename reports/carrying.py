"""What carries on from the unit's last sent report: task states, stocks, and texts by choice (domain §3).

On a draft that nobody has started it is put in at once, marked as carried; later it is only offered, and only for lines
that are blank or still hold what was carried.
"""

import json

from reports.models import Progress, Report, Version
from targets.annual import is_own_ref
from targets.models import Period, Target


def carries(target) -> bool:
    """Stocks and papers carry on; what happens within a quarter, or answers for one year alone, does not."""
    return target.over_time == Target.OverTime.LAST and target.basis in (Target.Basis.PLAN, Target.Basis.ONCE)


def last_version(report):
    """What the unit sent last for an earlier period of the same plan, whether or not it is accepted yet; or None."""
    if "last_year" in vars(report):  # it came along (draft_rows.find)
        if report.last_year is None:
            return None
        period = Period(year=report.last_year, quarter=report.last_quarter)
        return Version(report=Report(period=period), content=json.loads(report.last_content))
    before = (
        Report.objects.filter(unit_id=report.unit_id, period__plan_id=report.period.plan_id, latest__isnull=False)
        .exclude(pk=report.pk)
        .filter(period__window_to__lt=report.period.window_to)
        .select_related("latest", "period")
        .order_by("-period__window_to")
        .first()
    )
    if before is None:
        return None
    before.latest.report = before
    return before.latest


def statuses(version, year: int) -> dict[str, str]:
    """Status of each task by its place in the plan, for a report of ``year``. Finished work stays finished.

    A unit's own work is of one year: another year's R1 is other work.
    """
    rows = version.content.get("progress", []) if version else []
    same_year = bool(rows) and version.report.period.year == year
    return {
        row["ref"]: row["status"]
        for row in rows
        if row["status"] in Progress.Status and (same_year or not is_own_ref(row["ref"]))
    }


def texts(version) -> dict[str, str]:
    """The texts of that version in which something stands, by name."""
    said = version.content.get("texts", {}) if version else {}
    return {name: text for name, text in said.items() if text.strip()}


def fill(line, source) -> None:
    """Put the values of ``source`` (an entry or a figure) into a figure line."""
    line.value, line.numerator = source.value, source.numerator
    line.denominator, line.done_on = source.denominator, source.done_on


def _same(line, source):
    return (line.value, line.numerator, line.denominator, line.done_on) == (
        source.value, source.numerator, source.denominator, source.done_on,
    )  # fmt: skip


def offered(sheet) -> list:
    """Lines to which the last report has something else to give than what stands there; nothing typed is among them."""
    if not sheet.report.is_started:
        return []
    lines = [line for line in sheet.figures if _is_offered(line)]
    said = statuses(sheet.last_version, sheet.report.period.year) if sheet.last_version else {}
    for line in sheet.tasks:
        status = said.get(line.key, "")
        if status and status != line.status and (line.is_carried or line.is_blank):
            lines.append(line)
    return lines


def _is_offered(line):
    before = line.previous
    if before is None or line.is_told or not carries(line.target):
        return False
    has_something = any(value is not None for value in (before.value, before.numerator, before.done_on))
    return has_something and (line.is_carried or line.is_untouched) and not _same(line, before)


def carry(sheet) -> list:
    """Take what is offered; the lines that changed."""
    lines = offered(sheet)
    said = statuses(sheet.last_version, sheet.report.period.year)
    for line in lines:
        if line.part == "B":
            fill(line, line.previous)
        else:
            line.status = said[line.key]
        line.is_carried = True
    return lines


def copy_text(sheet, name) -> str:
    """Put the last report's text into the line ``name`` if it is blank. Why not, in words, or ""."""
    line = next((line for line in sheet.texts if line.name == name), None)
    if line is None:
        return "Không có phần này trong báo cáo."
    before = texts(sheet.last_version).get(name)
    if not before:
        return f"Báo cáo trước không ghi gì ở “{line.label}”."
    if not line.is_blank:
        return f"“{line.label}” đã có chữ nên không chép đè; xóa hết chữ ở đó rồi bấm lại."
    line.value = before
    return ""
