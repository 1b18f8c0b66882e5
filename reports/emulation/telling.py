"""What is told of scales and scores, in the transaction of the act: to the units of the group, the drafting unit,
leadership. By e-mail where somebody has something to do by a day, or where points were changed."""

import datetime as dt

from django.urls import reverse

from reports import notices
from reports.emulation.groups import SLUG_OF, label
from reports.models import Notice
from reports.notices import RESULTS, UNIT_ROLES, WORK, Letter, people_by_unit, people_in
from targets.quarters import local_day
from units import doorbell
from units.models import Unit
from units.roles import Role
from units.vietnamese import format_date


def _name(scheme) -> str:
    return f"năm {scheme.year}, {label(scheme.group).lower()}"


def _scheme_url(scheme) -> str:
    return reverse("reports:emulation_scheme", args=[scheme.year, SLUG_OF[scheme.group]])


def _tell_units(units, letter_of, *, at: dt.datetime) -> int:
    """Each person of ``units`` what ``letter_of(unit)`` says. Two queries, whatever the number of units."""
    people = people_by_unit([unit.pk for unit in units], UNIT_ROLES, local_day(at))
    rows = []
    for unit in units:
        rows += notices.rows_for(people.get(unit.pk, []), letter_of(unit), at)
    Notice.objects.bulk_create(rows)
    if any(row.subject for row in rows):
        doorbell.ring("reports.jobs.deliver")
    return len(rows)


def scheme_returned(scheme, *, at):
    text = f"Phòng Kinh tế trả lại thang điểm thi đua {_name(scheme)}: {scheme.reason}"
    letter = Letter(text, _scheme_url(scheme))
    _tell_units(list(Unit.objects.filter(drafts_emulation=True)), lambda unit: letter, at=at)


def scheme_in_force(scheme, units, *, at):
    """Portal only: nobody has anything to do yet."""
    on = format_date(scheme.in_force_on)
    asked = " Đơn vị được chấm khi có đề nghị, không xếp hạng." if scheme.on_request else ""
    letter = Letter(f"Thang điểm thi đua {_name(scheme)} có hiệu lực từ {on}.{asked}", _scheme_url(scheme))
    _tell_units(units, lambda unit: letter, at=at)


def scoring_opened(scheme, units, *, at):
    until, explain = format_date(scheme.self_score_until), format_date(scheme.explain_until)

    def letter_of(unit):
        url = reverse("reports:emulation_sheet", args=[scheme.year, unit.code])
        return Letter(
            f"Mở chấm điểm thi đua {scheme.year}: {unit.short_name} tự chấm đến hết ngày {until}.",
            url,
            f"Tự chấm điểm thi đua {scheme.year}: {unit.short_name}",
            notices.write(
                unit.name,
                f"Phòng Kinh tế mở chấm điểm thi đua KH&CN {_name(scheme)}. Đơn vị tự chấm đến hết ngày {until}, "
                f"giải trình (nếu có) đến hết ngày {explain}. Điểm báo cáo, chỉ tiêu, sáng kiến cổng tính sẵn.",
                "tự chấm các tiêu chí còn lại, kèm minh chứng, rồi gửi.",
                url,
            ),
            WORK,
        )

    _tell_units(units, letter_of, at=at)


def sheet_appraised(sheet, differences: int, *, at):
    """Where points differ by e-mail too: the unit may explain until a day."""
    unit, year = sheet.unit, sheet.scheme.year
    url = reverse("reports:emulation_sheet", args=[year, unit.code])
    text = f"Phòng Kinh tế đã thẩm định điểm thi đua {year} của {unit.short_name}"
    if not differences:
        _tell_units([unit], lambda _: Letter(f"{text}, không có điểm nào khác.", url), at=at)
        return
    text += f": {differences} điểm khác với điểm tự chấm."
    until = format_date(sheet.scheme.explain_until)
    letter = Letter(
        text,
        url,
        f"Điểm thi đua {year} của {unit.short_name} có chỗ khác",
        notices.write(
            unit.name, f"{text} Mỗi chỗ khác có lý do.", f"xem lý do; giải trình, nếu có, đến hết ngày {until}.", url
        ),
        RESULTS,
    )
    _tell_units([unit], lambda _: letter, at=at)


def table_published(table, units, *, at):
    scheme = table.scheme
    url = reverse("reports:emulation_table", args=[scheme.year, SLUG_OF[scheme.group]])
    again = f", bản {table.number} thay bản {table.number - 1}" if table.number > 1 else ""
    text = f"Đã công bố điểm thi đua {_name(scheme)}{again}."
    letter = Letter(text, url)
    _tell_units(units, lambda unit: letter, at=at)
    notices.tell(people_in([Role.LEADER], local_day(at)), text, url, at=at)
