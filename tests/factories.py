"""Rows for tests, by plain functions. Each takes what the test is about; the rest is ordinary for Kế hoạch 294."""

import datetime as dt
from itertools import count

from initiatives.models import Activity, Initiative
from reports.models import Figure, Publication, Report, Version
from targets.models import Assignment, Heading, Period, Plan, Target, Task
from targets.quarters import Quarter
from units.clock import ZONE
from units.models import Membership, Unit, User
from units.roles import Role

_numbers = count(1)

START = dt.date(2016, 12, 19)


def at(text: str) -> dt.datetime:
    """An instant in Asia/Ho_Chi_Minh, from "2018-06-14T23:59:59"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def make_unit(code="P1", **fields) -> Unit:
    """A ward for a code like "P1", otherwise a department. The same code gives the same row."""
    found = Unit.objects.filter(code=code).first()
    if found:
        return found
    is_ward = code[0] == "P" and code[1:].isdigit()
    ward = {
        "kind": Unit.Kind.WARD,
        "group": Unit.Group.WARD,
        "name": f"Ủy ban nhân dân Phường {code[1:]}",
        "short_name": f"Phường {code[1:]}",
        "order": int(code[1:]) if is_ward else 0,
    }
    department = {
        "kind": Unit.Kind.DEPARTMENT,
        "group": Unit.Group.OFFICE,
        "name": f"Phòng {code}",
        "short_name": f"Phòng {code}",
    }
    unit = Unit(**{"code": code, "valid_from": START, **(ward if is_ward else department), **fields})
    unit.fold()
    unit.save()
    return unit


def make_plan(**fields) -> Plan:
    """Kế hoạch 294 with its calendar and reminders; the same number gives the same row."""
    number = fields.pop("number", "294/KH-UBND")
    found = Plan.objects.filter(number=number).first()
    if found:
        return found
    return Plan.objects.create(
        **{
            "number": number,
            "title": "Hoạt động khoa học, công nghệ và đổi mới sáng tạo giai đoạn 2016 - 2020",
            "issued_on": START,
            "issued_by": "Ủy ban nhân dân Quận 4",
            "signed_by": "Người ký",
            "first_year": 2016,
            "last_year": 2020,
            "coordinator": fields.pop("coordinator", None) or make_unit("PKT", short_name="Phòng Kinh tế"),
            **fields,
        }
    )


def make_period(plan=None, year=2018, quarter=2, **fields) -> Period:
    """A period with the dates that the plan's own rule gives it; the same quarter gives the same row."""
    found = Period.objects.filter(year=year, quarter=quarter).first()
    if found:
        return found
    plan = plan or make_plan()
    dates = plan.reporting.calendar(Quarter(year, quarter))
    return Period.objects.create(
        **{
            "plan": plan,
            "year": year,
            "quarter": quarter,
            "window_from": dates.window_from,
            "window_to": dates.window_to,
            "due_on": dates.due_on,
            **fields,
        }
    )


def make_user(username=None, *, role=None, unit=None, full_name="", email=None, **fields) -> User:
    """A person with one role in force since the plan (``role`` of units.roles.Role or its value), or with none."""
    username = username or f"nguoi-{next(_numbers)}"
    email = f"{username}@example.vn" if email is None else email
    user = User.objects.create_user(username, email, "mat-khau-thu", full_name=full_name or username, **fields)
    if role:
        Membership.objects.create(user=user, unit=unit, role=Role(role), valid_from=START)
    return user


def make_people(unit) -> tuple[User, User]:
    """A reporter and a head of the unit: "p1.canbo", "p1.lanhdao"."""
    code = unit.code.lower()
    return (
        make_user(f"{code}.canbo", role=Role.REPORTER, unit=unit),
        make_user(f"{code}.lanhdao", role=Role.HEAD, unit=unit),
    )


def make_report(unit=None, period=None, state=Report.State.DRAFT, **fields) -> Report:
    """A report in ``state``. Sent, returned and accepted ones get an empty version, sent on the due month's first."""
    unit, period = unit or make_unit(), period or make_period()
    report = Report.objects.create(unit=unit, period=period)
    if state in (Report.State.SENT, Report.State.RETURNED, Report.State.ACCEPTED):
        sent_at = fields.pop("sent_at", dt.datetime.combine(period.due_on.replace(day=1), dt.time(9), ZONE))
        version = Version.objects.create(
            report=report,
            number=1,
            unit_name=unit.name,
            sent_at=sent_at,
            sender_name="Người gửi",
            sender_role="Lãnh đạo đơn vị",
            accepted_at=sent_at if state == Report.State.ACCEPTED else None,
            content=fields.pop("content", {"texts": {}, "figures": [], "progress": [], "attachments": []}),
        )
        fields = {
            "version_count": 1,
            "latest": version,
            "first_sent_at": sent_at,
            "last_sent_at": sent_at,
            **({"official": version, "accepted_at": sent_at} if state == Report.State.ACCEPTED else {}),
            **fields,
        }
    for name, value in {"state": state, **fields}.items():
        setattr(report, name, value)
    report.save()
    return report


def make_task(unit, ref="IV.1.1", plan=None, **fields) -> Task:
    """A task of section IV for the unit."""
    plan = plan or make_plan()
    heading = Heading.objects.get_or_create(
        plan=plan, ref="III.1.a", defaults={"title": "Đề mục", "wording": "Đề mục", "order": 1}
    )[0]
    return Task.objects.create(
        **{
            "plan": plan,
            "code": f"{unit.code}-{ref}",
            "ref": ref,
            "unit": unit,
            "heading": heading,
            "title": "Xây dựng mô hình ứng dụng",
            "wording": "Xây dựng mô hình ứng dụng",
            "order": 1,
            **fields,
        }
    )


def make_publication(period, snapshot, **fields) -> Publication:
    """A published report of the district with this frozen ``snapshot``."""
    published_at = at("2018-06-20T09:00:00")
    return Publication.objects.create(
        **{
            "period": period,
            "state": Publication.State.PUBLISHED,
            "snapshot": snapshot,
            "code": f"MA-{next(_numbers)}",
            "published_at": published_at,
            **fields,
        }
    )


def make_target(plan=None, code="CT03", **fields):
    """A target of the plan; an ordinary yearly count unless told otherwise."""
    plan = plan or make_plan()
    return Target.objects.create(
        **{
            "plan": plan,
            "code": code,
            "ref": "II.2.2",
            "order": next(_numbers),
            "theme": Target.Theme.STATE,
            "title": f"Chỉ tiêu {code}",
            "wording": f"Nguyên văn {code}",
            "measure": "count",
            "basis": "year",
            "over_time": "sum",
            "over_units": "sum",
            "source": "reported",
            "unit_label": "đơn vị",
            **fields,
        }
    )


def assign(target, *units, **fields):
    """These units report this target, since the plan."""
    return [Assignment.objects.create(target=target, unit=unit, valid_from=START, **fields) for unit in units]


def make_figures(report, version=None, **figures) -> Version:
    """Figures of one sending (``version``; default: the latest of the report), by target code.

    A number is a value, True and False are có and không, a pair is numerator and denominator, a date is a milestone's,
    a dict is by slot, None is a blank line. ``make_figures(report, CT03=2, CT08=(5, 8), CT11={"2018-04": 2})``
    """
    version = version or report.latest
    plan = report.period.plan
    rows = []
    for code, figure in figures.items():
        target = Target.objects.get(plan=plan, code=code)
        for slot, said in (figure if isinstance(figure, dict) else {"": figure}).items():
            if isinstance(said, tuple):
                values = {"numerator": said[0], "denominator": said[1]}
            elif isinstance(said, dt.date):
                values = {"done_on": said}
            else:
                values = {"value": said}
            rows.append(
                Figure(
                    version=version, unit_id=report.unit_id, period_id=report.period_id, target=target, slot=slot,
                    **values,
                )
            )
    Figure.objects.bulk_create(rows)
    return version


def make_version(report, number, *, sent_at=None, **figures) -> Version:
    """One more sending of the report, with its figures; the report itself is left as it stands."""
    version = Version.objects.create(
        report=report,
        number=number,
        unit_name=report.unit.name,
        sent_at=sent_at or dt.datetime.combine(report.period.due_on, dt.time(9), ZONE),
        sender_name="Người gửi",
        sender_role="Lãnh đạo đơn vị",
        content={},
    )
    return make_figures(report, version, **figures)


def make_activity(unit=None, kind="model", **fields):
    """A confirmed record of the registry, of 02/05/2018; not public unless told so."""
    number = next(_numbers)
    row = Activity(
        **{
            "unit": unit or make_unit(),
            "kind": kind,
            "title": f"Bản ghi {number}",
            "starts_on": dt.date(2018, 5, 2),
            "state": Activity.State.CONFIRMED,
            "decided_at": at("2018-05-03T09:00:00"),
            "recorded_at": at("2018-05-02T09:00:00"),
            "edited_at": at("2018-05-02T09:00:00"),
            "recorded_by_name": "Người ghi",
            **fields,
        }
    )
    row.fold()
    row.save()
    return row


def make_initiative(unit=None, **fields):
    """An initiative that its own unit recognised on 08/05/2018; not public unless told so."""
    number = next(_numbers)
    unit = unit or make_unit()
    day = fields.get("decided_on", dt.date(2018, 5, 8))
    row = Initiative(
        **{
            "unit": unit,
            "body": unit,
            "title": f"Sáng kiến {number}",
            "state": Initiative.State.RECOGNISED,
            "received_on": day,
            "accepted_on": day,
            "decided_on": day,
            "certificate_number": f"{number}/GCN-SK",
            "recorded_at": at("2018-05-02T09:00:00"),
            "edited_at": at("2018-05-08T09:00:00"),
            **fields,
        }
    )
    row.fold()
    row.save()
    return row
