"""Phân công: who is in charge of science and technology in a unit, from which day, by which decision (domain §1, §6).

A Membership of the role reporter (cán bộ) or head (lãnh đạo) *is* the naming. It is never rewritten: a successor gets a
row of their own, the predecessor's ends the day before, and with it their rights; their account stays, for reports and
log bear their name. Drafts belong to the unit: whoever is in charge goes on with them.

Rights: the administrator names for every unit. A unit's head names the unit's reporters, whose work the head answers
for, but no heads: that a person leads is decided above the unit, and whoever could name heads could pass their own
rights on. The Economics Office and leadership see all and change nothing; Django's administration stays for mending.

Errors as everywhere: NotAllowed, Refused with messages by input, WrongState when somebody was faster.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from units import accounts, audit
from units.accounts import Newcomer
from units.models import Membership, Unit, User
from units.moves import NotAllowed, Refused, WrongState
from units.roles import Role
from units.vietnamese import format_date

IN_CHARGE = (Role.REPORTER, Role.HEAD)
DECISION_LIMIT = Membership._meta.get_field("decision").max_length
# A paper is often signed after the fact; what lies further back would change what was reported meanwhile.
DAYS_BACK, DAYS_AHEAD = 90, 366
_DAY = dt.timedelta(1)


def may_change(user, unit_id: int, role: str) -> bool:
    access = user.access
    return access.is_administrator or (role == Role.REPORTER and access.is_head_of(unit_id))


def may_open(user, unit_id: int) -> bool:
    """See who is in charge of the unit."""
    return user.access.sees_states or unit_id in user.access.acts_for


def find_person(text: str) -> User | None:
    """The account of this user name or e-mail address, if it is in use and there is one only."""
    found = User.objects.filter(Q(username__iexact=text) | Q(email__iexact=text), is_active=True)
    return found[0] if text and len(found[:2]) == 1 else None


# --- Acts ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def name(unit: Unit, role: str, *, to: User | Newcomer, on: dt.date, decision: str, by, today: dt.date) -> Membership:
    """Put a person in charge from the day ``on``, beside who is there already."""
    if role not in IN_CHARGE or not may_change(by, unit.pk, role):
        raise NotAllowed("name")
    Unit.objects.filter(pk=unit.pk).hold()
    _refuse([*_on_problems(unit, on, today), *_decision_problems(decision), *_person_problems(unit, role, to, on)])
    made = _put(unit, role, to, on, decision, by)
    audit.record("assignments.name", unit.code, by=by, after=_told(made))
    return made


@transaction.atomic
def hand_over(
    membership: Membership, *, to: User | Newcomer, on: dt.date, decision: str, by, today: dt.date
) -> Membership:
    """Bàn giao: the successor is in charge from ``on``, who was it until the day before. Returns the new naming."""
    unit, role = membership.unit, membership.role
    if role not in IN_CHARGE or not may_change(by, unit.pk, role):
        raise NotAllowed("hand_over")
    Unit.objects.filter(pk=unit.pk).hold()
    _refuse(
        [
            *(_on_problems(unit, on, today) or _after_problems(membership, on)),
            *_decision_problems(decision),
            *_person_problems(unit, role, to, on, leaving=membership.user),
        ]
    )
    before = {"person": membership.user.username, "valid_to": _iso(membership.valid_to)}
    _close(membership, on - _DAY, today)
    made = _put(unit, role, to, on, decision, by)
    note = f"{membership.user.username} đến hết ngày {format_date(on - _DAY)}"
    audit.record("assignments.hand_over", unit.code, by=by, before=before, after=_told(made), note=note)
    return made


@transaction.atomic
def end(membership: Membership, *, on: dt.date, reason: str, by, today: dt.date) -> None:
    """Thôi phân công: ``on`` is the last day; nobody follows yet."""
    unit = membership.unit
    if membership.role not in IN_CHARGE or not may_change(by, unit.pk, membership.role):
        raise NotAllowed("end")
    Unit.objects.filter(pk=unit.pk).hold()
    problems = _day_problems("end_on", on, today)
    if not problems and on < membership.valid_from:
        problems.append(("end_on", f"Phân công bắt đầu ngày {format_date(membership.valid_from)}: ghi ngày sau đó."))
    elif not problems and membership.valid_to and on > membership.valid_to:
        problems.append(("end_on", f"Phân công đã ghi hết ngày {format_date(membership.valid_to)}: ghi ngày sớm hơn."))
    if not reason:
        problems.append(("reason", "Ghi lý do hoặc văn bản thôi phân công."))
    elif len(reason) > DECISION_LIMIT:
        problems.append(("reason", f"Lý do dài quá {DECISION_LIMIT} ký tự, rút gọn lại."))
    _refuse(problems)
    before = {"person": membership.user.username, "valid_to": _iso(membership.valid_to)}
    _close(membership, on, today)
    audit.record("assignments.end", unit.code, by=by, before=before, after={"valid_to": _iso(on)}, note=reason)


def _close(membership, last_day, today):
    """As it was read, and not over: otherwise somebody was faster."""
    if membership.valid_to and membership.valid_to < today:
        raise WrongState("close")
    seen = Membership.objects.filter(pk=membership.pk, valid_from=membership.valid_from, valid_to=membership.valid_to)
    if seen.update(valid_to=last_day) != 1:
        raise WrongState("close")
    membership.valid_to = last_day
    membership.save(update_fields=["valid_to"])  # once more, for the row's history


def _put(unit, role, to, on, decision, by) -> Membership:
    user = accounts.open_account(to, by=by) if isinstance(to, Newcomer) else to
    return Membership.objects.create(user=user, unit=unit, role=role, valid_from=on, decision=decision)


def _told(membership) -> dict[str, str]:
    return {
        "person": membership.user.username,
        "role": Role(membership.role).label,
        "valid_from": _iso(membership.valid_from),
        "decision": membership.decision,
    }


def _iso(day) -> str:
    return day.isoformat() if day else ""


# --- What is refused -------------------------------------------------------------------------------------------------


def _refuse(problems):
    if problems:
        raise Refused(problems)


def _day_problems(anchor, day, today) -> list:
    if day < today - dt.timedelta(DAYS_BACK):
        said = f"Ngày {format_date(day)} đã qua hơn {DAYS_BACK} ngày: quản trị hệ thống ghi ở trang quản trị."
        return [(anchor, said)]
    if day > today + dt.timedelta(DAYS_AHEAD):
        return [(anchor, f"Ngày {format_date(day)} còn hơn một năm nữa: sửa lại ngày.")]
    return []


def _on_problems(unit, on, today) -> list:
    if problems := _day_problems("on", on, today):
        return problems
    return unit_problems(unit, on)


def unit_problems(unit: Unit, on: dt.date) -> list[tuple[str, str]]:
    """Nobody is in charge of a unit that is not there on the day."""
    if on < unit.valid_from:
        return [("on", f"Đơn vị hoạt động từ ngày {format_date(unit.valid_from)}: ghi từ ngày ấy trở đi.")]
    if unit.valid_to and on > unit.valid_to:
        return [("on", f"Đơn vị hoạt động đến ngày {format_date(unit.valid_to)}: không phân công sau ngày ấy.")]
    return []


def _after_problems(leaving, on) -> list:
    who = leaving.user.full_name
    if on <= leaving.valid_from:
        since = format_date(leaving.valid_from)
        return [("on", f"{who} phụ trách từ ngày {since}: người nhận bắt đầu sớm nhất vào ngày hôm sau.")]
    if leaving.valid_to and on > leaving.valid_to + _DAY:
        last = format_date(leaving.valid_to)
        return [("on", f"Phân công của {who} hết ngày {last}: người nhận bắt đầu muộn nhất vào ngày hôm sau.")]
    return []


def _decision_problems(decision) -> list:
    if not decision:
        return [("decision", "Ghi số, ngày của văn bản phân công.")]
    if len(decision) > DECISION_LIMIT:
        return [("decision", f"Văn bản phân công dài quá {DECISION_LIMIT} ký tự, rút gọn lại.")]
    return []


def _person_problems(unit, role, to, on, leaving=None) -> list:
    if isinstance(to, Newcomer):
        return accounts.problems(to)
    if not to.is_active:
        return [("person", f"Tài khoản {to.username} đã ngừng dùng, chọn người khác.")]
    if leaving is not None and to == leaving:
        return [("person", f"{to.full_name} đang giữ phân công này: chọn người khác để nhận bàn giao.")]
    held = Membership.objects.filter(user=to, unit=unit, role=role).filter(Q(valid_to=None) | Q(valid_to__gte=on))
    if other := held.order_by("valid_from").first():
        since = format_date(other.valid_from)
        return [("person", f"{to.full_name} đã có phân công này từ ngày {since}: chọn người khác, hoặc ngày khác.")]
    return []
