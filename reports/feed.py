"""A person's deadlines as a calendar (RFC 5545): days, unit names and addresses of pages, nothing else (domain §8).

Whole days, so that no zone is needed. An event keeps its UID while it is about the same thing, so that a date that
moves, moves in everybody's calendar.
"""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from icalendar import Alarm, Calendar, Event

from reports import notices
from reports.models import Exclusion, Report, Unlock
from targets.models import Period
from targets.quarters import local_day
from units.vietnamese import format_date

UID_DOMAIN = "kh294.quan4"
# Older deadlines only make a calendar slow.
KEPT = dt.timedelta(days=366)
# Days before, and the hour: an alarm at midnight would wake people.
ALARMS = (7, 1)
ALARM_HOUR = 8


def draw(user, at: dt.datetime) -> bytes:
    """The calendar of this person as of ``at``: five queries (rights, periods, reports, exclusions, unlocks)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Quận 4//Cổng Kế hoạch 294//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Kế hoạch 294, Quận 4")
    calendar.add("x-published-ttl", "PT6H")
    for event in _events(user, at):
        calendar.add_component(event)
    return calendar.to_ical()


def _events(user, at):
    today, access = at.date(), user.access
    periods = [
        period
        for period in Period.objects.filter(due_on__gte=today - KEPT).select_related("plan").order_by("year", "quarter")
        if period.due_on > period.plan.issued_on
    ]
    if access.units:
        yield from _of_units(access.units, periods, today, at)
    if not access.units or access.sees_states:
        yield from _of_district(periods, access, today, at)


def _of_units(units, periods, today, at):
    wanted = {"unit__in": units, "period__in": periods}
    reports = {
        (row.unit_id, row.period_id): row for row in Report.objects.filter(**wanted).select_related("unit", "period")
    }
    excluded = set(Exclusion.objects.filter(**wanted).values_list("unit_id", "period_id"))
    unlocks = {
        row.report_id: row for row in Unlock.objects.filter(report__unit__in=units, closed_at=None, expires_at__gt=at)
    }
    for unit in units:
        for period in periods:
            if (unit.pk, period.pk) in excluded or not _files(unit, period):
                continue
            report = reports.get((unit.pk, period.pk))
            yield _deadline(unit, period, report, today, at)
            if report and report.state == Report.State.RETURNED and report.return_due_on:
                yield _event(
                    f"return-{report.key}-{report.version_count}",
                    report.return_due_on,
                    f"Hạn gửi lại báo cáo {period.label}, {unit.short_name}",
                    "Báo cáo được trả lại: sửa những chỗ được nêu, rồi gửi lại.",
                    notices.report_url(report, "reports:edit"),
                    at=at,
                    alarms=report.return_due_on >= today,
                )
            if report and report.pk in unlocks:
                closes_on = local_day(unlocks[report.pk].expires_at)
                yield _event(
                    f"unlock-{report.key}-{unlocks[report.pk].pk}",
                    closes_on,
                    f"Hạn gửi bản đính chính báo cáo {period.label}, {unit.short_name}",
                    "Hết ngày này báo cáo tự khóa lại, bản đã chấp nhận vẫn được tính.",
                    notices.report_url(report, "reports:edit"),
                    at=at,
                    alarms=True,
                )


def _files(unit, period) -> bool:
    """Whether the unit owes a report of the period, by its own dates: also of periods that are still to open."""
    begun = unit.valid_from <= period.due_on
    return unit.files_reports and unit.is_active and begun and (not unit.valid_to or unit.valid_to >= period.due_on)


def _deadline(unit, period, report, today, at):
    name = f"{unit.code}-{period.key}"
    if report and report.first_sent_at:
        what, text, url = f"Đã gửi báo cáo {period.label}, {unit.short_name}", "", notices.report_url(report)
    else:
        what = f"Hạn gửi báo cáo {period.label}, {unit.short_name}"
        text = (
            f"Kế hoạch {period.plan.number}. "
            f"Số liệu từ {format_date(period.window_from)} đến {format_date(period.window_to)}."
        )
        url = notices.report_url(report, "reports:edit") if report else reverse("reports:home")
    owed = not (report and report.first_sent_at) and not period.closed_at and period.due_on >= today
    return _event(f"due-{name}", period.due_on, what, text, url, at=at, alarms=owed)


def _of_district(periods, access, today, at):
    """Everybody's deadline; for the office and leadership also the day by which it reports in its turn."""
    for period in periods:
        progress = reverse("reports:progress" if access.sees_states else "reports:home")
        yield _event(
            f"due-{period.key}",
            period.due_on,
            f"Hạn các đơn vị gửi báo cáo {period.label}",
            f"Kế hoạch {period.plan.number}.",
            progress,
            at=at,
            alarms=not period.closed_at and period.due_on >= today,
        )
        if period.publish_by and (access.is_reviewer or access.is_leader):
            yield _event(
                f"publish-{period.key}",
                period.publish_by,
                f"Hạn tổng hợp báo cáo {period.label}",
                "Phòng Kinh tế báo cáo Ủy ban nhân dân Quận 4 và Sở Khoa học và Công nghệ.",
                reverse("reports:publication", args=[period.year, period.quarter]),
                at=at,
                alarms=not period.closed_at and period.publish_by >= today,
            )


def _event(name, on: dt.date, summary, text, url, *, at, alarms) -> Event:
    link = settings.Q4KH_BASE_URL + url
    event = Event()
    event.add("uid", f"{name}@{UID_DOMAIN}")
    event.add("dtstamp", at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", on)
    event.add("dtend", on + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", f"{text}\n{link}".strip())
    event.add("url", link)
    event.add("transp", "TRANSPARENT")  # a deadline makes nobody busy
    for days in ALARMS if alarms else ():
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", dt.timedelta(hours=ALARM_HOUR) - dt.timedelta(days=days))
        event.add_component(alarm)
    return event
