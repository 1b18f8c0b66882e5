"""Messages to people: a line in the portal, and where somebody has something to do also an e-mail (domain §8).

Written in the transaction of the act they tell of; ``reports.mailing`` sends the e-mails afterwards. Inactive people
never get any.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Value, When, Window, prefetch_related_objects
from django.template.loader import get_template
from django.urls import reverse
from django.utils.text import Truncator

from reports.models import Notice
from targets.quarters import local_day
from units import doorbell, preferences
from units.models import Membership, Unit, User
from units.roles import Role
from units.vietnamese import format_date

UNIT_ROLES = (Role.REPORTER, Role.HEAD)
OFFICE_ROLES = (Role.REVIEWER, Role.OFFICE_HEAD)
OFFICE = "Phòng Kinh tế"

# Which of a person's own choices an e-mail depends on (units.preferences); the message in the portal on none.
WORK, RESULTS = preferences.MAILS

TEXT_LIMIT = Notice._meta.get_field("text").max_length
SUBJECT_LIMIT = Notice._meta.get_field("subject").max_length


@dataclass(frozen=True)
class Letter:
    """What one person is told. Without a subject it stays in the portal. ``url``: a path of the portal.

    ``choice``: WORK for what has to be done by a day, RESULTS for what came of it.
    """

    text: str
    url: str
    subject: str = ""
    body: str = ""
    choice: str = WORK


# --- Who -----------------------------------------------------------------------------------------------------------


def people_of(unit, roles, on: dt.date) -> list[User]:
    """Active people who hold one of ``roles`` for this unit on the day ``on``; each once."""
    return people_by_unit([unit.pk], roles, on).get(unit.pk, [])


def people_by_unit(unit_ids, roles, on: dt.date) -> dict[int, list[User]]:
    """The same for many units in one query; units without anybody are left out."""
    found: dict[int, dict[int, User]] = {}
    for row in (
        Membership.objects.in_force(on)
        .filter(unit__in=unit_ids, role__in=roles, user__is_active=True)
        .select_related("user__preference")
        .order_by("unit", "user")
    ):
        found.setdefault(row.unit_id, {})[row.user_id] = row.user
    return {unit: list(people.values()) for unit, people in found.items()}


def people_in(roles, on: dt.date) -> list[User]:
    """Active people who hold one of ``roles`` anywhere on the day ``on``; each once."""
    held = Membership.objects.in_force(on).filter(role__in=roles)
    people = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return list(people.select_related("preference").order_by("pk"))


def without_recipient(on: dt.date):
    """Units that owe reports and have nobody to write to, in the order of every list; domain §8 wants them named."""
    people = Membership.objects.in_force(on).filter(unit=OuterRef("pk"), role__in=UNIT_ROLES, user__is_active=True)
    return Unit.objects.filing(on).filter(~Exists(people))


def without_address(on: dt.date):
    """Units that have somebody, but nobody with an e-mail address: they are reached in the portal alone."""
    people = Membership.objects.in_force(on).filter(unit=OuterRef("pk"), role__in=UNIT_ROLES, user__is_active=True)
    reached = Unit.objects.filing(on).filter(Exists(people), ~Exists(people.exclude(user__email="")))
    return reached


# --- Where and how -------------------------------------------------------------------------------------------------


def report_url(report, name="reports:report") -> str:
    """Path of the report's page, or with "reports:edit" of its form."""
    return reverse(name, args=[report.period.year, report.period.quarter, report.unit.code])


def write(to: str, what: str, todo: str, url: str) -> str:
    """A letter in plain text: what happened, what to do, one link. The office does not sign letters to itself."""
    signed = "" if to.startswith(OFFICE) else f"{OFFICE} Quận 4"
    return get_template("emails/letter.txt").render(
        {"to": to, "what": what, "todo": todo, "link": settings.Q4KH_BASE_URL + url, "signed": signed}
    )


def rows_for(people, letter: Letter, at: dt.datetime) -> list[Notice]:
    """Unsaved notices: a message for each, an e-mail for who has an address and wants such mails.

    Who has no address gets none, not even when one is entered a year later. One query, unless the preferences came
    with the people.
    """
    people = [person for person in people if person.is_active]
    if letter.subject:
        prefetch_related_objects(people, "preference")
    text, subject = Truncator(letter.text).chars(TEXT_LIMIT), Truncator(letter.subject).chars(SUBJECT_LIMIT)
    rows = []
    for person in people:
        mailed = bool(letter.subject and person.email and getattr(preferences.of(person), letter.choice))
        rows.append(
            Notice(
                user=person,
                at=at,
                text=text,
                url=letter.url,
                subject=subject if mailed else "",
                body=letter.body,  # also without a mail: the page of messages shows it
            )
        )
    return rows


def tell(people, text, url="", *, at: dt.datetime, subject="", body="", choice=RESULTS) -> int:
    """Tell these people, by e-mail too where ``subject`` is set and they want it; returns how many were told."""
    rows = rows_for(people, Letter(text, url, subject, body, choice), at)
    Notice.objects.bulk_create(rows)
    if any(row.subject for row in rows):
        doorbell.ring("reports.jobs.deliver")
    return len(rows)


# --- Reading them --------------------------------------------------------------------------------------------------


def recent(user, limit=5) -> list[Notice]:
    """The newest messages that this person has not put away, newest first; each knows in ``unread`` of how many."""
    return list(Notice.objects.filter(user=user, read_at=None).annotate(unread=Window(Count("*")))[:limit])


def unread_count(user) -> int:
    return Notice.objects.filter(user=user, read_at=None).count()


def all_of(user):
    """All messages of this person: unread ones first, newest first."""
    is_read = Case(When(read_at=None, then=Value(0)), default=Value(1))
    return Notice.objects.filter(user=user).order_by(is_read, "-at", "-pk")


def put_away(user, pk, *, at: dt.datetime) -> int:
    """Mark this person's message ``pk`` as read, or all of them for None; how many were unread."""
    rows = Notice.objects.filter(user=user, read_at=None)
    return (rows if pk is None else rows.filter(pk=pk)).update(read_at=at)


# --- What the moves of a report tell (reports.workflow calls these in the move's transaction) -------------------------


def submitted(report):
    """The heads have something to approve."""
    unit, label, url = report.unit, report.period.label, report_url(report)
    tell(
        people_of(unit, [Role.HEAD], local_day(report.submitted_at)),
        f"Báo cáo {label} của {unit.short_name} chờ lãnh đạo duyệt.",
        url,
        at=report.submitted_at,
        choice=WORK,
        subject=f"Chờ duyệt: báo cáo {label} của {unit.short_name}",
        body=write(
            unit.name,
            f"Báo cáo {label} đã soạn xong và được trình lãnh đạo đơn vị. "
            f"Hạn gửi Phòng Kinh tế: hết ngày {format_date(report.period.due_on)}.",
            "xem báo cáo, rồi gửi Phòng Kinh tế hoặc trả lại cán bộ soạn.",
            url,
        ),
    )


def sent(report):
    """Where the head sends, the reporters see that it is gone. Portal only: nobody has anything to do."""
    if not report.unit.has_head_step:
        return
    tell(
        people_of(report.unit, [Role.REPORTER], local_day(report.last_sent_at)),
        f"Lãnh đạo {report.unit.short_name} đã gửi báo cáo {report.period.label} đến Phòng Kinh tế.",
        report_url(report),
        at=report.last_sent_at,
    )


def returned(report, reason: str):
    """By the district to the whole unit, with a day to come back; by the unit's head to its reporters."""
    unit, label, url = report.unit, report.period.label, report_url(report, "reports:edit")
    # A head's return leaves no version behind; the district's marks the version it read.
    by_district = report.latest_id is not None and report.latest.returned_at == report.returned_at
    who = "Phòng Kinh tế" if by_district else "Lãnh đạo đơn vị"
    until = f" Hạn gửi lại: hết ngày {format_date(report.return_due_on)}." if report.return_due_on else ""
    tell(
        people_of(unit, UNIT_ROLES if by_district else [Role.REPORTER], local_day(report.returned_at)),
        f"{who} trả lại báo cáo {label} của {unit.short_name}.{until}",
        url,
        at=report.returned_at,
        subject=f"Trả lại: báo cáo {label} của {unit.short_name}",
        body=write(
            unit.name,
            f"{who} trả lại báo cáo {label}.{until} Phần đã nhập vẫn được giữ nguyên.\n\nLý do: {reason}",
            "sửa những chỗ được nêu, rồi gửi lại.",
            url,
        ),
    )


def accepted(report):
    """Portal only: nobody has anything to do."""
    tell(
        people_of(report.unit, UNIT_ROLES, local_day(report.accepted_at)),
        f"Phòng Kinh tế đã chấp nhận báo cáo {report.period.label} của {report.unit.short_name}.",
        report_url(report),
        at=report.accepted_at,
    )


def unlocked(report, unlock):
    """The unit may correct what was accepted, until the unlock closes by itself."""
    unit, label, url = report.unit, report.period.label, report_url(report, "reports:edit")
    until = f"Hạn gửi bản đính chính: hết ngày {format_date(local_day(unlock.expires_at))}."
    tell(
        people_of(unit, UNIT_ROLES, unlock.at.date()),
        f"Báo cáo {label} của {unit.short_name} được mở khóa để đính chính. {until}",
        url,
        at=unlock.at,
        subject=f"Mở khóa để đính chính: báo cáo {label} của {unit.short_name}",
        body=write(
            unit.name,
            f"Phòng Kinh tế mở khóa báo cáo {label} để đính chính. {until} "
            f"Bản đã chấp nhận vẫn được tính cho đến khi bản đính chính được chấp nhận.\n\nLý do: {unlock.reason}",
            "sửa báo cáo, rồi gửi lại Phòng Kinh tế.",
            url,
        ),
    )


def published(publication):
    """Leadership can read and download the district's report, or the same under another letterhead."""
    label = publication.stretch.label
    url = reverse("reports:publication", args=publication.stretch.address)
    if publication.copy_of_id:
        label += f", {publication.signatory.template}"
        url += f"?ban={publication.number}"
    tell(
        people_in([Role.LEADER], local_day(publication.published_at)),
        f"Đã công bố báo cáo tổng hợp {label}, bản {publication.number}.",
        url,
        at=publication.published_at,
        subject=f"Báo cáo tổng hợp {label} đã công bố",
        body=write(
            "Lãnh đạo Ủy ban nhân dân Quận 4",
            f"Phòng Kinh tế đã công bố báo cáo tổng hợp {label}, bản {publication.number}."
            + (f"\n\nLý do thay bản trước: {publication.reason}" if publication.reason else ""),
            "xem và tải báo cáo.",
            url,
        ),
    )
