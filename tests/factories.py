"""Rows for tests, by plain functions. Each takes what the test is about; the rest is ordinary for Kế hoạch 294."""

import datetime as dt
from itertools import count

from initiatives.models import (
    Activity,
    Contributor,
    Council,
    CouncilMeeting,
    CouncilMember,
    CountingRule,
    Initiative,
    Organisation,
    School,
)
from reports import annual_form, annual_plans, claims, sheet as sheets, task_history
from reports.models import Criterion, Figure, Progress, Publication, Report, Scheme, Score, ScoreSheet, Version
from targets.models import Assignment, BudgetLine, Commitment, Heading, Period, Plan, Target, Task
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


def make_organisation(name="Cơ sở giày Tân Thuận", **fields) -> Organisation:
    """A business of the registry."""
    one = Organisation(name=name, **{"recorded_at": at("2018-01-05T09:00:00"), **fields})
    one.fold()
    one.save()
    return one


def make_school(code="THCS-KH", level="thcs", managed_by="district", **fields) -> Unit:
    """A school, a unit that files no reports."""
    unit = make_unit(
        code,
        **{
            "kind": Unit.Kind.SCHOOL,
            "group": Unit.Group.OTHER,
            "name": f"Trường {code}",
            "short_name": code,
            "files_reports": False,
            **fields,
        },
    )
    School.objects.get_or_create(unit=unit, defaults={"level": level, "managed_by": managed_by})
    return unit


def make_activity(unit=None, kind="model", title="", state="recorded", starts_on="2018-05-02", by=None, **fields):
    """A record of the registry as its row stands; ``partners``, ``organisations``, ``schools``, ``trainees`` as lists."""
    named = {
        name: fields.pop(name) for name in ("partners", "organisations", "schools", "trainees") if name in fields
    }
    days = {"starts_on": starts_on, **{name: fields.pop(name) for name in ("ends_on", "published_on") if name in fields}}
    decided = {"decided_at": at("2018-05-20T09:00:00"), "decided_by_name": "Người xem xét"}
    activity = Activity(
        **{
            "kind": kind,
            "unit": unit or make_unit(),
            "title": title or f"Việc {next(_numbers)}",
            "state": state,
            **{name: dt.date.fromisoformat(day) if isinstance(day, str) else day for name, day in days.items()},
            "recorded_at": at("2018-05-03T09:00:00"),
            "edited_at": at("2018-05-03T09:00:00"),
            "recorded_by": by,
            "recorded_by_name": str(by or "Người ghi"),
            **(decided if state in ("confirmed", "returned") else {}),
            **({"note": "Bổ sung minh chứng."} if state == "returned" else {}),
            **fields,
        }
    )
    activity.fold()
    activity.save()
    for name, rows in named.items():
        getattr(activity, name).set(rows)
    return activity


def make_business(name=None, **fields) -> Organisation:
    """A business with a name of its own; the same name gives the same row."""
    name = name or f"Cơ sở {next(_numbers)}"
    return Organisation.objects.filter(name=name).first() or make_organisation(name, **fields)

def make_record(unit=None, kind="model", on="2018-04-10", *, confirmed=True, **fields) -> Activity:
    """A record as counting needs it: confirmed unless told otherwise."""
    on = fields.pop("starts_on", on)
    state = fields.pop("state", "confirmed" if confirmed else "recorded")
    return make_activity(unit, kind, fields.pop("title", ""), state, on, **fields)


def make_recognised(unit=None, **fields) -> Initiative:
    """An initiative that its own unit recognised on 08/05/2018; not public unless told so."""
    unit = unit or make_unit()
    day = fields.get("decided_on", dt.date(2018, 5, 8))
    row = Initiative(
        **{
            "unit": unit,
            "body": unit,
            "title": f"Sáng kiến {next(_numbers)}",
            "state": Initiative.State.RECOGNISED,
            "received_on": day,
            "accepted_on": day,
            "decided_on": day,
            "certificate_number": f"{next(_numbers)}/GCN-SK",
            "recorded_at": at("2018-05-02T09:00:00"),
            "edited_at": at("2018-05-08T09:00:00"),
            **fields,
        }
    )
    row.fold()
    row.save()
    return row


def make_counting(target, since=None, **fields) -> CountingRule:
    """How the registry counts ``target``; from the period ``since`` on it does."""
    rule = CountingRule.objects.create(target=target, **fields)
    if since:
        target.registry_from = since
        target.save()
    return rule


def make_counted(report) -> Version:
    """Freeze into the report's latest version what the registry counts for its counted targets now, as sending does."""
    version = report.latest
    lines = [line for line in sheets.load(report, report.period.due_on).figures if line.kind == "counted"]
    Figure.objects.bulk_create(
        Figure(
            version=version, unit_id=report.unit_id, period_id=report.period_id, target=line.target, slot=line.slot,
            value=line.value, numerator=line.numerator, denominator=line.denominator,
        )
        for line in lines
    )  # fmt: skip
    claims.freeze(version, lines)
    return version
def make_initiative(unit=None, body=None, state="draft", *, authors=None, **fields):
    """An application of ``unit`` to ``body`` (its own unit) that could be filed on 08/06/2018, put in ``state`` with the
    days and numbers that such a state needs. ``authors``: (name, share) of each."""
    unit = unit or make_unit()
    number = next(_numbers)
    reached = {
        "filed": {"filed_on": dt.date(2018, 6, 1)},
        "received": {
            "received_on": dt.date(2018, 6, 2),
            "receipt_number": f"{1000 + number}/2018/PTN",
            "answer_by": dt.date(2018, 7, 2),
            "received_by_name": "Người tiếp nhận",
        },
        "supplement": {"reason": "Ghi rõ điểm mới.", "supplement_by": dt.date(2018, 7, 3)},
        "accepted": {"accepted_on": dt.date(2018, 6, 4)},
        "rejected": {"reason": "Không phải giải pháp mới."},
        "refused": {"decided_on": dt.date(2018, 6, 6), "decided_by_name": "Thủ trưởng", "reason": "Không mới."},
        "recognised": {
            "decided_on": dt.date(2018, 6, 6),
            "decision_number": "12/QĐ-UBND",
            "certificate_number": f"{1000 + number}/2018/GCN-SK",
            "decided_by_name": "Thủ trưởng",
            "signed_as": "CHỦ TỊCH",
            "certified_summary": "Đọc đồng hồ nước bằng điện thoại.",
            "certified_benefits": "Bớt 20 giờ công mỗi tháng.",
        },
    }
    way = {
        "draft": [],
        "filed": ["filed"],
        "received": ["filed", "received"],
        "supplement": ["filed", "received", "supplement"],
        "rejected": ["filed", "received", "rejected"],
        "accepted": ["filed", "received", "accepted"],
        "refused": ["filed", "received", "accepted", "refused"],
        "recognised": ["filed", "received", "accepted", "recognised"],
    }[state]
    columns = {
        "title": "Đọc chỉ số đồng hồ nước bằng điện thoại",
        "field": "Cải cách hành chính",
        "first_applied_on": dt.date(2018, 3, 5),
        "nature": "Chụp ảnh đồng hồ, máy đọc số.",
        "conditions": "Điện thoại có máy ảnh.",
        "benefits": "Bớt 20 giờ công mỗi tháng.",
        "recorded_at": at("2018-05-20T09:00:00"),
        "edited_at": at("2018-05-20T09:00:00"),
    }
    for step in way:
        columns |= reached[step]
    row = Initiative(**{"unit": unit, "body": body or unit, "state": state, **columns, **fields})
    authors = [("Nguyễn Văn Nước", 100)] if authors is None else authors
    row.fold(name for name, _ in authors)
    row.save()
    Contributor.objects.bulk_create(
        Contributor(
            initiative=row,
            order=place,
            name=name,
            workplace=unit.name,
            post="Công chức",
            born_on=dt.date(1980, 5, 17),
            education="Cử nhân",
            share=share,
        )
        for place, (name, share) in enumerate(authors, 1)
    )
    return row


def make_council(unit, *, seats=5, **fields):
    """A council for initiatives of the unit, in term since 2017, with ``seats`` members."""
    council = Council.objects.create(
        **{
            "kind": Council.Kind.INITIATIVES,
            "unit": unit,
            "name": f"Hội đồng sáng kiến {unit.short_name}",
            "decision_number": "03/QĐ",
            "decided_on": dt.date(2017, 1, 9),
            "valid_from": dt.date(2017, 1, 9),
            **fields,
        }
    )
    CouncilMember.objects.bulk_create(
        CouncilMember(council=council, name=f"Thành viên {number}") for number in range(1, seats + 1)
    )
    return council


def make_commitment(unit=None, ref="IV.11", year=2018, *, own=False, **fields) -> Commitment:
    """What the unit has undertaken for the year: the plan's task of that ref, or with ``own`` a line of its own."""
    unit = unit or make_unit()
    task = None if own else Task.objects.filter(unit=unit, ref=ref).first() or make_task(unit, ref)
    return Commitment.objects.create(
        **{
            "unit": unit,
            "year": year,
            "task": task,
            "heading": task and task.heading,
            "ref": ref,
            "title": task.title if task else f"Việc riêng {ref}",
            "order": 1,
            **fields,
        }
    )


def make_told(unit, period, **told) -> Report:
    """An accepted report of the quarter that says this of the year's work: ref with "_" for "." → status, or (status,
    note). ``make_told(unit, first, IV_11=("underway", "Đã khảo sát"))``"""
    progress = []
    for name, said in told.items():
        status, note = said if isinstance(said, tuple) else (said, "")
        ref = name.replace("_", ".")
        work = Commitment.objects.filter(unit=unit, year=period.year, ref=ref).first()
        label = Progress.Status(status).label
        row = {"ref": ref, "title": work.title if work else ref, "status": status, "status_label": label, "note": note}
        progress.append(row)
    content = {"texts": {}, "figures": [], "progress": progress, "attachments": []}
    report = make_report(unit, period, state=Report.State.ACCEPTED, content=content)
    task_history.settle(unit.pk, period.plan_id)
    return report


def make_change(kind, olds, heirs=(), on="2021-01-01", **fields):
    """What an administrator wants recorded (units.restructuring.Change), by codes. An heir: (code, short name of a new
    one or "", share or None, its source)."""
    from units.restructuring import Change, Heir

    rows = []
    for number, (code, short_name, *share) in enumerate(heirs, 1):
        rows.append(
            Heir(
                f"heir-{number}",
                code,
                f"Ủy ban nhân dân {short_name}" if short_name else "",
                short_name,
                *share,
                unit=Unit.objects.filter(code=code).first(),
            )
        )
    return Change(
        **{
            "kind": kind,
            "units": tuple(Unit.objects.get(code=code) for code in olds),
            "effective_on": dt.date.fromisoformat(on),
            "decision": "Nghị quyết số 1111/NQ-UBTVQH14",
            "decided_on": dt.date(2020, 12, 9),
            "heirs": tuple(rows),
            **fields,
        }
    )


def restructure(kind, olds, heirs=(), on="2021-01-01", *, by, at, **fields):
    """The same, recorded by ``by`` at the instant ``at``."""
    from reports import restructuring

    change = make_change(kind, olds, heirs, on, **fields)
    seen = restructuring.prepare(change, at.date())
    return restructuring.confirm(change, by=by, at=at, fingerprint=seen.fingerprint)


def make_scheme(year=2017, group=Unit.Group.WARD, state="scoring", *, criteria=None, **fields) -> Scheme:
    """A scale for emulation in ``state``, with the days that such a state needs. ``criteria``: rows of (title, maximum,
    kind, source, parameters), the last two left out for what units score themselves; default: one of 100 points."""
    day = dt.date(year + 1, 1, 8)
    reached = {
        "in_force_on": dt.date(year, 12, 5),
        "approved_by_name": "Trưởng phòng",
        "opened_at": dt.datetime.combine(day, dt.time(9), ZONE),
        "self_score_until": day + dt.timedelta(14),
        "explain_until": day + dt.timedelta(28),
    }
    scheme = Scheme.objects.create(
        **{
            "year": year,
            "group": group,
            "state": state,
            "edited_at": at(f"{year}-11-20T09:00:00"),
            "edited_by_name": "Người soạn",
            **({"sent_at": at(f"{year}-11-24T09:00:00")} if state != "draft" else {}),
            **(reached if state in Scheme.SETTLED else {}),
            **fields,
        }
    )
    rows = [("Phong trào sáng tạo", 100, "criterion")] if criteria is None else criteria
    for order, (title, maximum, kind, *automatic) in enumerate(rows, 1):
        source, parameters = automatic or ("entered", {})
        Criterion.objects.create(
            scheme=scheme, order=order, title=title, maximum=maximum, kind=kind, source=source, parameters=parameters
        )
    return scheme


def make_score_sheet(scheme, unit, state="waiting", *, scores=(), points=(), reason="", **fields) -> ScoreSheet:
    """A sheet of the unit. ``scores``: what it gave itself, line by line of those that are entered; ``points``: what
    the office gave, each with ``reason`` where it differs."""
    times = {
        "scored": {"scored_at": at("2018-01-19T09:00:00"), "scored_by_name": "Lãnh đạo"},
        "appraised": {"appraised_at": at("2018-01-25T09:00:00"), "appraised_by_name": "Chuyên viên"},
        "explained": {"explanation": "Đơn vị giải trình.", "explained_at": at("2018-01-26T09:00:00")},
    }
    way = ["scored", "appraised", "explained"]
    reached = [times[step] for step in way[: way.index(state) + 1]] if state in way else []
    sheet = ScoreSheet.objects.create(
        scheme=scheme, unit=unit, state=state, **{name: value for one in reached for name, value in one.items()} | fields
    )
    entered = [one for one in scheme.criteria.all() if not one.is_automatic]
    for place, criterion in enumerate(entered):
        own = scores[place] if place < len(scores) else None
        given = points[place] if place < len(points) else (own or 0) if len(reached) > 1 else None
        Score.objects.create(
            sheet=sheet, criterion=criterion, self_points=own, grounds="Có kế hoạch" if own else "",
            points=given, reason=reason if given is not None and given != (own or 0) else "",
        )  # fmt: skip
    return sheet


def make_member(council, name, role="4-member", **fields) -> CouncilMember:
    """A seat in the council; the same name gives the same row."""
    found = council.members.filter(name=name).first()
    return found or CouncilMember.objects.create(council=council, name=name, role=role, **fields)


def make_meeting(council, held_on=dt.date(2018, 6, 7), *, attendees=None, **fields) -> CouncilMeeting:
    """A meeting of the council that everybody attended unless told otherwise; the first of them in the chair."""
    attendees = list(council.members.all()) if attendees is None else attendees
    meeting = CouncilMeeting.objects.create(
        **{
            "council": council,
            "held_on": held_on,
            "place": "Phòng họp 1",
            "chaired_by": attendees[0],
            "agenda": "Xét đơn yêu cầu công nhận sáng kiến",
            "recorded_at": at("2018-06-07T16:00:00"),
            "recorded_by_name": "Người ghi",
            **fields,
        }
    )
    meeting.attendees.set(attendees)
    return meeting


def make_budget_line(unit=None, year=2018, title="", **fields) -> BudgetLine:
    """A budget line; one with ``allocated`` gets a decision, one with ``spent`` a day."""
    given = {"allocated_on": dt.date(2018, 2, 26), "allocation_number": "12/QĐ-UBND"}
    told = {"spent_until": dt.date(2018, 5, 31)}
    return BudgetLine.objects.create(
        **{
            "unit": unit or make_unit(),
            "year": year,
            "source": "district",
            "title": title or f"Việc chi {next(_numbers)}",
            "order": next(_numbers) % 30_000,
            "edited_at": at("2018-06-01T09:00:00"),
            "edited_by_name": "Người nhập",
            **(given if fields.get("allocated") is not None else {}),
            **(told if fields.get("spent") is not None else {}),
            **fields,
        }
    )


PLAN_LINE = {
    "expected_result": "Một mô hình được nghiệm thu",
    "due_on": "30/09/2018",
    "person": "Nguyễn Thị Trâm",
    "budget": "12.000.000",
    "fund": "district",
}


def plan_post(row, *, own=(), **changes) -> dict[str, str]:
    """A POST of the annual plan's form: PLAN_LINE in every task, then ``own`` rows as dicts, then ``changes``."""
    draft = annual_form.load(row)
    year = str(row.year)
    filled = {**PLAN_LINE, "due_on": f"30/09/{year}"}
    post = {"revision": str(row.revision), "aims": "Đưa công nghệ vào việc của phường."}
    for line in draft.tasks:
        post |= {f"{line.stem}-{name}": text for name, text in filled.items()}
    for number, said in enumerate(own, draft.next_number):
        post |= {f"own-{number}-{name}": text for name, text in {**filled, **said}.items()}
    return {**post, **changes}


def make_annual_plan(unit=None, year=2018, state="draft", *, own=(), when="2018-01-10T09:00:00", people=None, reviewer=None):
    """The plan of a unit for a year, brought to ``state`` by its own acts, at ``when``; ``people``: reporter, head."""
    unit = unit or make_unit()
    reporter, head = people or make_people(unit)
    moment = at(when)
    row = annual_plans.begin(unit, year, by=reporter, at=moment)
    draft = annual_form.load(row)
    assert annual_form.read(draft, plan_post(row, own=own)), draft.errors
    annual_plans.save(draft, by=reporter, at=moment, revision=row.revision)
    way = {"draft": "", "pending": "submit", "sent": "send", "returned": "send return", "accepted": "send accept"}[state]
    if way and reviewer is None:
        office = make_unit("PKT")
        found = User.objects.filter(username="xem-xet").first()
        reviewer = found or make_user("xem-xet", role=Role.REVIEWER, unit=office)
    for name in way.split():
        by = {"submit": reporter, "send": head}.get(name, reviewer)
        annual_plans.move(name, row, by=by, at=moment, said={"reason": "Ghi rõ kết quả."})
    return row
