"""What the acts of the office tell the units: mở khóa, gia hạn, miễn, nhập thay. In the transaction of the act."""

import datetime as dt

from django.urls import reverse

from reports import notices
from reports.models import Notice
from reports.notices import OFFICE_ROLES, UNIT_ROLES, WORK, Letter, people_by_unit, people_in, people_of, report_url
from targets.quarters import local_day
from units import doorbell
from units.roles import Role
from units.vietnamese import format_date


def _tell(report, text, *, at, name="reports:report", subject="", what="", todo=""):
    """The unit's own people; by e-mail too where ``subject`` is set."""
    url = report_url(report, name)
    body = notices.write(report.unit.name, what, todo, url) if subject else ""
    notices.tell(
        people_of(report.unit, UNIT_ROLES, local_day(at)), text, url, at=at, subject=subject, body=body, choice=WORK
    )


# --- Mở khóa ---------------------------------------------------------------------------------------------------------


def unlocked_late(report, unlock):
    """The unit may send, after the lock of the period, what it never sent."""
    unit, label = report.unit.short_name, report.period.label
    until = f"hết ngày {format_date(local_day(unlock.expires_at))}"
    _tell(
        report,
        f"Báo cáo {label} của {unit} được mở khóa để nộp muộn đến {until}.",
        at=unlock.at,
        name="reports:edit",
        subject=f"Mở khóa để nộp muộn: báo cáo {label} của {unit}",
        what=f"Kỳ {label} đã khóa. Phòng Kinh tế mở khóa để đơn vị nộp muộn, đến {until}.\n\nLý do: {unlock.reason}",
        todo="hoàn thành báo cáo, rồi gửi Phòng Kinh tế.",
    )


def unlock_extended(report, unlock, *, at: dt.datetime):
    until = f"hết ngày {format_date(local_day(unlock.expires_at))}"
    label, unit = report.period.label, report.unit.short_name
    _tell(report, f"Mở khóa báo cáo {label} của {unit} được kéo dài đến {until}.", at=at, name="reports:edit")


def unlock_closed(report, *, at: dt.datetime, by_office: bool):
    """By itself at its time, or by the office before it. ``report`` as it stood while it was open."""
    label, unit = report.period.label, report.unit.short_name
    how = "Phòng Kinh tế đã khóa lại" if by_office else "Hết hạn mở khóa"
    if report.is_reopened:
        rest = "Bản đã chấp nhận vẫn được tính. Phần đã soạn chưa gửi vẫn được giữ."
    else:
        rest = "Báo cáo chưa gửi; phần đã soạn vẫn được giữ."
    _tell(
        report,
        f"{how}: báo cáo {label} của {unit}. {rest}",
        at=at,
        subject=f"{how}: báo cáo {label} của {unit}",
        what=f"{how} báo cáo {label}. {rest}",
        todo="nếu còn phải gửi, đề nghị Phòng Kinh tế mở khóa lại.",
    )


# --- Miễn báo cáo ----------------------------------------------------------------------------------------------------


def excluded(report, reason: str, *, at: dt.datetime):
    _tell(report, f"{report.unit.short_name} không phải báo cáo {report.period.label}: {reason}", at=at)


def included(report, *, at: dt.datetime):
    label, unit = report.period.label, report.unit.short_name
    due = f"Hạn gửi: hết ngày {format_date(report.period.due_on)}."
    _tell(
        report,
        f"{unit} lại phải báo cáo {label}. {due}",
        at=at,
        name="reports:edit",
        subject=f"Lại phải báo cáo {label}: {unit}",
        what=f"Phòng Kinh tế bỏ miễn báo cáo {label}. {due}",
        todo="soạn báo cáo, rồi gửi Phòng Kinh tế.",
    )


# --- Nhập thay -------------------------------------------------------------------------------------------------------


def paper_begun(report, *, at: dt.datetime):
    label, unit = report.period.label, report.unit.short_name
    on = format_date(report.received_on)
    _tell(report, f"Phòng Kinh tế đang nhập thay báo cáo {label} của {unit} từ bản giấy nhận ngày {on}.", at=at)


def paper_sent(report):
    label, unit = report.period.label, report.unit.short_name
    on = format_date(report.received_on)
    _tell(
        report,
        f"Phòng Kinh tế đã nhập thay báo cáo {label} của {unit} từ bản giấy nhận ngày {on}.",
        at=report.last_sent_at,
        subject=f"Đã nhập thay: báo cáo {label} của {unit}",
        what=f"Phòng Kinh tế đã nhập báo cáo {label} từ bản giấy có chữ ký nhận ngày {on}.",
        todo="so với bản giấy; chỗ nào khác thì đề nghị Phòng Kinh tế trả lại để sửa.",
    )


def paper_cancelled(report, *, at: dt.datetime):
    """The form is the unit's again."""
    label, unit = report.period.label, report.unit.short_name
    text = f"Phòng Kinh tế thôi nhập thay báo cáo {label} của {unit}. Đơn vị soạn và gửi trên cổng."
    _tell(report, text, at=at, name="reports:edit")


# --- Đơn vị đề nghị --------------------------------------------------------------------------------------------------


def asked(report, text: str, *, by, at: dt.datetime):
    """The office is asked to open a report again; it answers by unlocking or returning."""
    label, unit = report.period.label, report.unit
    url = report_url(report)
    notices.tell(
        people_in(OFFICE_ROLES, local_day(at)),
        f"{unit.short_name} đề nghị sửa báo cáo {label}: {text}",
        url,
        at=at,
        subject=f"Đề nghị sửa: báo cáo {label} của {unit.short_name}",
        body=notices.write(
            "Phòng Kinh tế Quận 4",
            f"{by}, {unit.name}, đề nghị sửa báo cáo {label}.\n\n{text}",
            "xem báo cáo, rồi mở khóa hoặc trả lại nếu đồng ý.",
            url,
        ),
        choice=WORK,
    )


# --- Gia hạn ---------------------------------------------------------------------------------------------------------


def extended(period, reports, *, before: dt.date, at: dt.datetime) -> int:
    """Tell the people of every report in ``reports``; how many people. Two queries, whatever the number of units."""
    until, before = format_date(period.due_on), format_date(before)
    people = people_by_unit([report.unit_id for report in reports], UNIT_ROLES, local_day(at))
    rows = []
    for report in reports:
        unit = report.unit
        url = report_url(report)
        letter = Letter(
            f"Báo cáo {period.label} của {unit.short_name} được gia hạn đến hết ngày {until}: "
            f"{period.extension_reason}",
            url,
            f"Gia hạn đến {until}: báo cáo {period.label} của {unit.short_name}",
            notices.write(
                unit.name,
                f"Hạn gửi báo cáo {period.label} được gia hạn đến hết ngày {until} (trước là {before}).\n\n"
                f"Lý do: {period.extension_reason}",
                "hoàn thành báo cáo, rồi gửi trước hạn mới.",
                url,
            ),
            WORK,
        )
        rows += notices.rows_for(people.get(unit.pk, []), letter, at)
    Notice.objects.bulk_create(rows)
    if any(row.subject for row in rows):
        doorbell.ring("reports.jobs.deliver")
    return len(rows)


# --- Phân công -------------------------------------------------------------------------------------------------------


def put_in_charge(membership, *, leaving=None, by_mail=True, at: dt.datetime):
    """The person named, the unit's heads beside them, and whoever hands over (``leaving``: that person's naming).

    ``by_mail``: not to a newcomer, who gets the letter with the account (units.accounts).
    """
    unit, role = membership.unit, Role(membership.role).in_sentence
    since, url = format_date(membership.valid_from), reverse("reports:people_unit", args=[unit.code])
    # Before that day the unit's own pages do not open yet for who is coming.
    home = reverse("reports:home")
    from_whom = f" Người bàn giao: {leaving.user.full_name}." if leaving else ""
    notices.tell(
        [membership.user],
        f"Anh/chị được phân công làm {role} của {unit.name} từ ngày {since}.",
        home,
        at=at,
        subject=f"Phân công phụ trách KH&CN tại {unit.short_name} từ {since}" if by_mail else "",
        body=notices.write(
            membership.user.full_name,
            f"Anh/chị được phân công làm {role} của {unit.name} từ ngày {since}, "
            f"theo {membership.decision}.{from_whom}",
            f"từ ngày {since}, mở Việc của tôi để biết việc đang chờ.",
            home,
        ),
        choice=WORK,
    )
    heads = [one for one in people_of(unit, [Role.HEAD], local_day(at)) if one != membership.user]
    notices.tell(heads, f"{membership.user.full_name} là {role} của {unit.short_name} từ ngày {since}.", url, at=at)
    if leaving is not None:
        last = format_date(leaving.valid_to)
        said = f"Phân công của anh/chị ở {unit.short_name} hết ngày {last}; người nhận: {membership.user.full_name}."
        notices.tell([leaving.user], said, at=at)
