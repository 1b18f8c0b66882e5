"""What is done with a council: set up, its papers, its end, the next term (III.1.a.1; Nghị định 13/2012/NĐ-CP, điều 8).

The advisory council is the Economics Office's to keep; a council for initiatives also its own unit's. Errors of every
act: ``NotAllowed`` first, then ``WrongState`` (changed since the page was opened), ``Refused`` (what was typed is not
fit). Nothing is changed by any of them. Days are checked against the day of the act.
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, Q

from initiatives.legal_life import office_ids
from initiatives.models import Council, CouncilMeeting, CouncilMember
from initiatives.said import Said
from units import audit
from units.models import Unit
from units.moves import NotAllowed, WrongState
from units.vietnamese import format_date

Kind = Council.Kind
REASON_LIMIT = 300
# Of papers that may come later: (column of the number, of the day, what it is called).
PAPERS = (
    ("rules_number", "rules_on", "quy chế hoạt động"),
    ("assignment_number", "assigned_on", "văn bản phân công"),
)


# --- Who may ---------------------------------------------------------------------------------------------------------


def can_read_any(user, on: dt.date) -> bool:
    """The Economics Office, leadership, units; of others, whoever has a seat. A query for these alone."""
    access = user.access
    if access.sees_everything or access.is_leader or access.acts_for:
        return True
    return Council.objects.seating(user, on).exists()


def can_set_up(user, kind: str, unit: Unit) -> bool:
    if user.access.is_reviewer:
        return True
    return kind == Kind.INITIATIVES and user.access.may_draft_for(unit.pk)


def can_change(user, council: Council) -> bool:
    return can_set_up(user, council.kind, council.unit)


def units_to_set_up(user, on: dt.date):
    """Units for which this person may set up a council: one's own; any that is there, to the Economics Office."""
    rows = Unit.objects.filter(is_active=True, valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))
    return rows if user.access.is_reviewer else rows.filter(pk__in=user.access.acts_for)


# --- Terms -----------------------------------------------------------------------------------------------------------


def overlapping(kind: str, unit: Unit, since: dt.date, until: dt.date | None, *, but: int | None = None):
    """A council of this kind and unit in force on a day of the span: a unit has one of a kind at a time."""
    rows = Council.objects.filter(kind=kind, unit=unit).exclude(pk=but)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=since))
    return (rows.filter(valid_from__lte=until) if until else rows).first()


def term_text(council: Council) -> str:
    since = f"từ {format_date(council.valid_from)}"
    return f"{since} đến hết {format_date(council.valid_to)}" if council.valid_to else since


def _hold(unit: Unit) -> None:
    """Let nobody else begin a term of this unit until the transaction ends.

    On SQLite a transaction that writes is alone anyway (IMMEDIATE); a constraint cannot compare two rows' spans.
    """
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)


def claim(council: Council, revision: int) -> None:
    """The council as it was seen, or WrongState; whoever holds the next revision writes."""
    seen = Council.objects.filter(pk=council.pk, revision=revision)
    if seen.update(revision=F("revision") + 1) != 1:
        raise WrongState("council")
    council.revision = revision + 1


# --- Acts ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_up(kind: str, unit: Unit, *, by, at: dt.datetime, said: Mapping[str, str]) -> Council:
    """``name``, ``decision_number``, ``decided_on``, ``valid_from``, ``valid_to``, and the papers that there are.

    The advisory council is the district's: it stands at the office that coordinates the plan, whatever ``unit`` says.
    """
    if not can_set_up(by, kind, unit):
        raise NotAllowed("set_up")
    _hold(unit)
    columns = _read(Said(said), kind, unit, at.date())
    council = Council.objects.create(kind=kind, unit=unit, **columns)
    audit.record("councils.set_up", council.key, by=by, after=_told(council))
    return council


@transaction.atomic
def edit(council: Council, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """The same inputs as ``set_up``: a number written wrong, a paper issued since."""
    if not can_change(by, council):
        raise NotAllowed("edit")
    if council.revision != revision:
        raise WrongState("edit")
    _hold(council.unit)
    form = Said(said)
    columns = _read(form, council.kind, council.unit, at.date(), council)
    before = _told(council)
    claim(council, revision)
    for name, value in columns.items():
        setattr(council, name, value)
    council.save()
    _record_changes("councils.edit", council, by, before)


@transaction.atomic
def end(council: Council, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """``ended_on``, the last day in office, and ``end_reason``: by which paper, or why."""
    if not can_change(by, council):
        raise NotAllowed("end")
    today = at.date()
    if council.revision != revision or not council.is_in_term(today):
        raise WrongState("end")
    form = Said(said)
    since = [(council.valid_from, "ngày bắt đầu nhiệm kỳ")]
    if met := council.meetings.order_by("-held_on").values_list("held_on", flat=True).first():
        since.append((met, "phiên họp cuối"))
    until = ((council.valid_to, "ngày hết nhiệm kỳ"),) if council.valid_to else ()
    on = form.day(
        "ended_on", "Ngày kết thúc", missing="Ghi ngày cuối của nhiệm kỳ.", since=tuple(since), until=until
    )
    reason = form.line("end_reason", "Lý do", REASON_LIMIT, missing="Ghi văn bản hoặc lý do kết thúc nhiệm kỳ.")
    form.check()
    before = _told(council)
    claim(council, revision)
    council.valid_to, council.end_reason = on, reason
    council.save()
    _record_changes("councils.end", council, by, before)


@transaction.atomic
def next_term(council: Council, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> Council:
    """A new council by a new decision, with the sitting members of ``council``, their posts and the units they oversee;
    the present term ends the day before where it would run on."""
    if not can_change(by, council):
        raise NotAllowed("next_term")
    if council.revision != revision:
        raise WrongState("next_term")
    _hold(council.unit)
    form = Said(said)
    columns = _read(form, council.kind, council.unit, at.date(), after=council)
    before = _told(council)
    claim(council, revision)
    last = columns["valid_from"] - dt.timedelta(1)
    if council.valid_to is None or council.valid_to > last:
        council.valid_to = last
        council.end_reason = council.end_reason or f"Nhiệm kỳ mới theo {columns['decision_number']}"
        council.save()
        _record_changes("councils.end", council, by, before)
    following = Council.objects.create(kind=council.kind, unit=council.unit, **columns)
    for one in council.members.sitting(columns["valid_from"]).prefetch_related("oversees"):
        copied = CouncilMember.objects.create(
            council=following, name=one.name, post=one.post, role=one.role, user_id=one.user_id
        )
        copied.oversees.set(one.oversees.all())
    told = _told(following) | {"members": following.members.count()}
    audit.record("councils.next_term", following.key, by=by, before={"council": council.key}, after=told)
    return following


def _read(form: Said, kind, unit, today, council=None, *, after=None) -> dict:
    """Columns of what was typed, or Refused for all that is wrong. ``after``: the term that the new one follows."""
    found = {
        "name": form.line("name", "Tên hội đồng", 200, missing="Ghi tên hội đồng."),
        "decision_number": form.line("decision_number", "Số quyết định", 40, missing="Ghi số quyết định thành lập."),
        "decided_on": form.day(
            "decided_on", "Ngày quyết định", missing="Ghi ngày quyết định thành lập.", until=((today, "hôm nay"),)
        ),
    }
    since = ((after.valid_from + dt.timedelta(1), "nhiệm kỳ hiện nay"),) if after else ()
    found["valid_from"] = form.day("valid_from", "Ngày bắt đầu", missing="Ghi ngày bắt đầu nhiệm kỳ.", since=since)
    bounds = ((found["valid_from"], "ngày bắt đầu nhiệm kỳ"),) if found["valid_from"] else ()
    found["valid_to"] = form.day("valid_to", "Ngày kết thúc", since=bounds)
    for number, day, what in PAPERS:
        found[number] = form.line(number, f"Số {what}", 40)
        found[day] = form.day(day, f"Ngày {what}", until=((today, "hôm nay"),))
        if bool(found[number]) != bool(found[day]) and not any(name == day for name, _ in form.problems):
            lacks, word = (day, "ngày") if found[number] else (number, "số")
            form.wrong(lacks, f"Ghi {word} của {what}, hoặc để trống cả số và ngày.")
    if found["valid_from"] and not any(name == "valid_to" for name, _ in form.problems):
        own = council.pk if council else after.pk if after else None
        if other := overlapping(kind, unit, found["valid_from"], found["valid_to"], but=own):
            text = f"Trùng nhiệm kỳ của “{other.name}” ({term_text(other)}): mỗi lúc một {Kind(kind).label}."
            form.wrong("valid_from", f"{text} Kết thúc nhiệm kỳ ấy trước, hoặc dùng “Lập nhiệm kỳ mới”.")
        if council:
            _check_meetings(form, council, found)
    form.check()
    return found


def _check_meetings(form, council, found):
    """What was held and decided stays within the term."""
    days = CouncilMeeting.objects.filter(council=council).order_by("held_on").values_list("held_on", flat=True)
    outside = [
        day for day in days if day < found["valid_from"] or (found["valid_to"] is not None and day > found["valid_to"])
    ]
    if outside:
        form.wrong("valid_from", f"Phiên họp ngày {format_date(outside[0])} nằm ngoài nhiệm kỳ ghi ở đây, sửa lại.")


def _told(council) -> dict[str, str]:
    """Numbers and days for the log."""
    days = ("decided_on", "rules_on", "assigned_on", "valid_from", "valid_to")
    found = {"name": council.name, "unit": council.unit.code, "number": council.decision_number}
    found |= {name: getattr(council, name) for name in ("rules_number", "assignment_number", "end_reason")}
    found |= {name: (getattr(council, name) or "") and getattr(council, name).isoformat() for name in days}
    return {name: value for name, value in found.items() if value}


def _record_changes(act, council, by, before):
    after = _told(council)
    changed = [key for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key)]
    if changed:
        audit.record(
            act, council.key, by=by, before={key: before.get(key, "") for key in changed},
            after={key: after.get(key, "") for key in changed},
        )  # fmt: skip


def advisory_unit() -> Unit | None:
    """Where the district's advisory council stands: the office that coordinates the latest plan."""
    return Unit.objects.filter(pk__in=office_ids()).order_by("pk").first()
