"""What the moves of an annual plan tell people: in the portal, and by mail where there is something to do.

Called in the move's transaction. The Economics Office sees on its home page what waits; it gets no letter for each.
"""

import datetime as dt

from django.urls import reverse

from reports import notices
from reports.notices import RESULTS, UNIT_ROLES, WORK, Letter, people_of
from targets.models import AnnualPlan
from targets.quarters import local_day
from units.models import Unit
from units.roles import Role
from units.vietnamese import format_date


def url_of(unit: Unit, year: int, name: str = "annual_plan") -> str:
    return reverse(f"reports:{name}", args=[year, unit.code])


def submitted(row: AnnualPlan, *, at: dt.datetime) -> None:
    """The heads have something to approve."""
    unit, url = row.unit, url_of(row.unit, row.year)
    notices.tell(
        people_of(unit, [Role.HEAD], local_day(at)),
        f"Kế hoạch năm {row.year} của {unit.short_name} chờ lãnh đạo duyệt.",
        url,
        at=at,
        choice=WORK,
        subject=f"Chờ duyệt: kế hoạch năm {row.year} của {unit.short_name}",
        body=notices.write(
            unit.name,
            f"Kế hoạch khoa học, công nghệ năm {row.year} đã soạn xong và được trình lãnh đạo đơn vị.",
            "xem kế hoạch, rồi gửi Phòng Kinh tế hoặc trả lại cán bộ soạn.",
            url,
        ),
    )


def sent(row: AnnualPlan, *, at: dt.datetime) -> None:
    """Where the head sends, the reporters see that it is gone."""
    if row.unit.has_head_step:
        notices.tell(
            people_of(row.unit, [Role.REPORTER], local_day(at)),
            f"Lãnh đạo {row.unit.short_name} đã gửi kế hoạch năm {row.year} đến Phòng Kinh tế.",
            url_of(row.unit, row.year),
            at=at,
        )


def returned(row: AnnualPlan, reason: str, *, by_district: bool, at: dt.datetime) -> None:
    """By the district to the whole unit, by the unit's head to its reporters."""
    unit, url = row.unit, url_of(row.unit, row.year, "annual_plan_edit")
    who = "Phòng Kinh tế" if by_district else "Lãnh đạo đơn vị"
    notices.tell(
        people_of(unit, UNIT_ROLES if by_district else [Role.REPORTER], local_day(at)),
        f"{who} trả lại kế hoạch năm {row.year} của {unit.short_name}.",
        url,
        at=at,
        choice=RESULTS,
        subject=f"Trả lại: kế hoạch năm {row.year} của {unit.short_name}",
        body=notices.write(
            unit.name,
            f"{who} trả lại kế hoạch năm {row.year}. Phần đã nhập vẫn được giữ nguyên.\n\nLý do: {reason}",
            "sửa những chỗ được nêu, rồi gửi lại.",
            url,
        ),
    )


def accepted(row: AnnualPlan, *, at: dt.datetime, is_change: bool) -> None:
    """Portal only: nobody has anything to do."""
    what = "điều chỉnh kế hoạch" if is_change else "kế hoạch"
    notices.tell(
        people_of(row.unit, UNIT_ROLES, local_day(at)),
        f"Phòng Kinh tế đã chấp nhận {what} năm {row.year} của {row.unit.short_name}. "
        "Báo cáo quý hỏi tiến độ theo các việc trong kế hoạch.",
        url_of(row.unit, row.year),
        at=at,
    )


def reminder(unit: Unit, year: int, due_on: dt.date, words: str, on: dt.date) -> Letter:
    """``words``: where the plan stands now ("chưa lập")."""
    url = url_of(unit, year)
    days = (on - due_on).days
    # The plan asks the mass organisations where it assigns the others (domain §1).
    is_late = days > 0 and unit.is_state_body
    when = f"quá hạn {days} ngày" if is_late else f"hạn {format_date(due_on)}"
    return Letter(
        f"Phòng Kinh tế nhắc gửi kế hoạch năm {year} của {unit.short_name}: {words}, {when}.",
        url,
        f"Nhắc gửi kế hoạch năm {year}: {unit.short_name}",
        notices.write(
            unit.name,
            f"Phòng Kinh tế chưa nhận được kế hoạch khoa học, công nghệ năm {year} của đơn vị. "
            f"Ngày chờ kế hoạch: {format_date(due_on)}{f', {when}' if is_late else ''}. Tình trạng: {words}.",
            "lập kế hoạch năm trên cổng, trình lãnh đạo đơn vị, rồi gửi Phòng Kinh tế.",
            url,
        ),
        WORK,
    )
