"""Units that merge, split, get another name or end (domain §1): what is fit to be recorded, and recording it.

Only what is of units and people stands here; ``reports.restructuring`` previews the whole, and carries out in the same
transaction what it means for targets, tasks and reports.

- A unit that ends does so on the day before ``effective_on``; what follows it is there from that day on.
- Codes are unique for ever. A mere change of name keeps the unit, and the old name with its last day.
- Nothing that a unit reported, recorded or was recognised for is moved.
"""

import copy
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from units import audit, vietnamese
from units.models import Membership, Succession, Unit, UnitChange, UnitName
from units.moves import NotAllowed, Refused, WrongState
from units.vietnamese import format_date

Kind = UnitChange.Kind

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}", re.ASCII)
MOST_PARTS = 8
NAME_LIMIT = Unit._meta.get_field("name").max_length
SHORT_NAME_LIMIT = Unit._meta.get_field("short_name").max_length
DECISION_LIMIT = UnitChange._meta.get_field("decision").max_length
SOURCE_LIMIT = Succession._meta.get_field("share_source").max_length


@dataclass(frozen=True)
class Heir:
    """A unit that follows: ``unit`` where it is there already, otherwise a new one with ``name`` and ``short_name``.

    ``anchor``: what the inputs about it are called on the form ("heir-1"). ``share`` in points of a hundred, of a part.
    """

    anchor: str
    code: str
    name: str = ""
    short_name: str = ""
    share: Decimal | None = None
    share_source: str = ""
    unit: Unit | None = None

    @property
    def shown(self) -> str:
        return f"{self.unit.short_name if self.unit else self.short_name} ({self.code})"


@dataclass(frozen=True)
class Change:
    """What an administrator wants recorded. ``keeps_people``: who is in charge goes on with the first heir.

    ``name``, ``short_name``: the new ones, of a change of name alone.
    """

    kind: str
    units: tuple[Unit, ...]
    effective_on: dt.date
    decision: str
    decided_on: dt.date
    heirs: tuple[Heir, ...] = ()
    keeps_people: bool = False
    name: str = ""
    short_name: str = ""

    @property
    def last_day(self) -> dt.date:
        return self.effective_on - dt.timedelta(1)

    @property
    def ends_units(self) -> bool:
        return self.kind != Kind.RENAME

    @property
    def subject(self) -> str:
        """As the audit log names it: "P2 P5 P2-2021"; the first of very many."""
        codes = [unit.code for unit in self.units] + [heir.code for heir in self.heirs]
        return " ".join(codes)[: 120]


def may_change(user) -> bool:
    return user.access.is_administrator


# --- What is fit -----------------------------------------------------------------------------------------------------


def problems(change: Change, on: dt.date) -> list[tuple[str, str]]:
    """(anchor, message) of everything that stands in the way, in the order of the form. Asks nothing of the database
    but whether a unit bore another name after the day of a change of name."""
    found = [problem for unit in change.units for problem in _of_old(unit, change)]
    if change.kind == Kind.RENAME:
        found += _of_name(change, on)
    taken: set[str] = {unit.code for unit in change.units}
    for heir in change.heirs:
        found += _of_heir(heir, change, taken)
        taken.add(heir.code)
    total = sum(heir.share for heir in change.heirs if heir.share)
    if total > 100:
        last = [heir for heir in change.heirs if heir.share][-1]
        found.append((f"{last.anchor}-share", f"Các phần cộng lại {vietnamese.format_number(total)}%, quá 100%."))
    if change.decided_on > on:
        found.append(("decided_on", f"Ngày văn bản {format_date(change.decided_on)} chưa đến, sửa lại."))
    elif change.decided_on > change.effective_on:
        since = format_date(change.effective_on)
        found.append(("decided_on", f"Ngày văn bản {format_date(change.decided_on)} sau ngày có hiệu lực ({since})."))
    return found


def _of_old(unit, change):
    name = f"{unit.short_name} ({unit.code})"
    if unit.kind == Unit.Kind.SCHOOL:
        yield "units", f"{name} là trường: ghi ngày thôi hoạt động ở trang Trường học."
    elif not unit.is_active:
        yield "units", f"{name} đã ngừng hoạt động, không ghi thay đổi được nữa."
    elif unit.valid_to is not None:
        until = format_date(unit.valid_to)
        yield "units", f"{name} đã ghi ngừng hoạt động hết ngày {until}, không ghi thêm thay đổi."
    elif change.effective_on <= unit.valid_from:
        since = format_date(unit.valid_from)
        yield "effective_on", f"{name} hoạt động từ {since}: thay đổi phải có hiệu lực sau ngày ấy."


def _of_name(change, on):
    unit = change.units[0]
    if change.effective_on > on:
        day = format_date(change.effective_on)
        yield "effective_on", f"Tên mới dùng từ {day}: ghi đổi tên khi đến ngày ấy, tên cũ dùng đến hết ngày hôm trước."
    latest = unit.old_names.order_by("valid_to").last()
    if latest and latest.valid_to >= change.effective_on:
        until = format_date(latest.valid_to)
        yield "effective_on", f"{unit.short_name} đã ghi một lần đổi tên sau ngày này (tên cũ đến hết {until})."
    if (change.name, change.short_name) == (unit.name, unit.short_name):
        yield "name", f"{unit.name} đang mang đúng tên này, ghi tên mới."


def _of_heir(heir, change, taken):
    where = f"{heir.anchor}-code"
    if heir.code in taken:
        yield where, f"Mã {heir.code} ghi hai lần; một đơn vị không nối tiếp chính nó."
    elif heir.unit is None:
        if not CODE.fullmatch(heir.code):
            yield where, f"Mã “{heir.code}”: chỉ dùng chữ in không dấu, chữ số, dấu gạch nối, tối đa 20 ký tự."
        if not heir.name:
            yield f"{heir.anchor}-name", f"{heir.code} là mã mới: ghi tên đầy đủ của đơn vị mới."
        if not heir.short_name:
            yield f"{heir.anchor}-short_name", f"{heir.code} là mã mới: ghi tên ngắn của đơn vị mới."
    elif heir.name or heir.short_name:
        yield where, (
            f"Mã {heir.code} đã là của {heir.unit.short_name}. Lập đơn vị mới thì dùng mã khác, ví dụ "
            f"{heir.code[:15]}-{change.effective_on.year}; nhập vào {heir.unit.short_name} thì để trống tên."
        )
    elif heir.unit.kind == Unit.Kind.SCHOOL:
        yield where, f"{heir.shown} là trường, không nối tiếp đơn vị khác."
    elif not heir.unit.is_active or heir.unit.valid_to is not None:
        yield where, f"{heir.shown} đã ngừng hoạt động, hoặc đã ghi ngày ngừng; chọn đơn vị khác."
    elif heir.unit.valid_from > change.effective_on:
        since = format_date(heir.unit.valid_from)
        yield where, f"{heir.shown} hoạt động từ {since}, sau ngày thay đổi có hiệu lực."
    if heir.share is not None and not 0 < heir.share <= 100:
        yield f"{heir.anchor}-share", "Tỷ lệ: ghi số lớn hơn 0, tối đa 100."
    elif heir.share is not None and not heir.share_source:
        yield f"{heir.anchor}-share_source", "Ghi căn cứ của tỷ lệ: văn bản, biên bản bàn giao nào."
    elif heir.share is None and heir.share_source:
        yield f"{heir.anchor}-share", "Có căn cứ mà chưa có tỷ lệ: ghi tỷ lệ, hoặc xóa căn cứ."


# --- People ----------------------------------------------------------------------------------------------------------


def memberships(change: Change) -> list[Membership]:
    """What people hold for the units that end, on the day of the change or later."""
    if not change.ends_units:
        return []
    rows = Membership.objects.filter(unit__in=[unit.pk for unit in change.units])
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=change.effective_on)).select_related("user", "unit")
    by_name = vietnamese.person_sort_key
    return sorted(rows, key=lambda row: (row.unit.code, row.role, by_name(row.user.full_name), row.pk))


def carried(change: Change, rows: Iterable[Membership], heir: Unit | None) -> list[Membership]:
    """Unsaved memberships of the first heir for these people; each right once, none that they hold there already."""
    if not change.keeps_people or not change.heirs:
        return []
    there = Membership.objects.filter(unit=heir.pk) if heir and heir.pk else Membership.objects.none()
    there = there.filter(Q(valid_to=None) | Q(valid_to__gte=change.effective_on))
    held = set(there.values_list("user_id", "role"))
    found = []
    for row in rows:
        if (row.user_id, row.role) in held:
            continue
        held.add((row.user_id, row.role))
        found.append(
            Membership(
                user=row.user,
                unit=heir,
                role=row.role,
                valid_from=max(row.valid_from, change.effective_on),
                valid_to=row.valid_to,
                decision=change.decision,
            )
        )
    return found


# --- Recording -------------------------------------------------------------------------------------------------------


def hold(change: Change, *, by) -> None:
    """First thing in the transaction of the act: nobody else changes these units until it ends. Raises NotAllowed, and
    WrongState when a unit has ended or is gone since it was looked up."""
    if not may_change(by):
        raise NotAllowed("restructure")
    known = [*change.units, *(heir.unit for heir in change.heirs if heir.unit)]
    # In one order, so that of two acts on the same units none waits for the other.
    for pk in sorted(unit.pk for unit in known):
        if not Unit.objects.filter(pk=pk, is_active=True, valid_to=None).hold():
            raise WrongState("restructure")


def new_unit(change: Change, heir: Heir) -> Unit:
    """The unsaved unit that the change makes: its kind, group and what it has to do are those of the first old one;
    what one of them does for all (publish articles, allocate the budget) it goes on doing."""
    unit = copy.copy(change.units[0])
    unit.pk, unit._state.adding = None, True
    unit.code, unit.name, unit.short_name = heir.code, heir.name, heir.short_name
    unit.valid_from, unit.valid_to, unit.is_active = change.effective_on, None, True
    # What its papers say of its name is its own to write; until then they say it by its kind.
    unit.letter_name = unit.letter_place = unit.letter_symbol = ""
    unit.order = min(old.order for old in change.units if old.group == unit.group)
    for flag in ("files_reports", "publishes_articles", "allocates_budget", "drafts_emulation"):
        setattr(unit, flag, any(getattr(old, flag) for old in change.units))
    unit.fold()
    return unit


@transaction.atomic
def record(change: Change, *, by, at: dt.datetime) -> tuple[UnitChange, dict[str, Unit]]:
    """Write down the change of the units, and who acts for them. Returns its row, and the heirs by code.

    ``hold`` and ``problems`` come before. Raises Refused when a code was taken a moment ago.
    """
    row = UnitChange.objects.create(
        kind=change.kind,
        effective_on=change.effective_on,
        decision=change.decision,
        decided_on=change.decided_on,
        recorded_at=at,
        recorded_by_name=str(by),
    )
    row.units.set(change.units)
    heirs = {heir.code: heir.unit or _founded(change, heir) for heir in change.heirs}
    if change.kind == Kind.RENAME:
        _rename(change, row)
    else:
        for unit in change.units:
            unit.valid_to = change.last_day
            unit.save(update_fields=["valid_to"])
    Succession.objects.bulk_create(
        Succession(
            from_unit=unit,
            to_unit=heirs[heir.code],
            is_whole=change.kind == Kind.MERGE,
            effective_on=change.effective_on,
            decision=change.decision,
            share=heir.share,
            share_source=heir.share_source,
            change=row,
        )
        for unit in change.units
        for heir in change.heirs
    )
    _hand_over_people(change, next(iter(heirs.values()), None))
    audit.record(f"units.{change.kind}", change.subject, by=by, after=_told(change), note=change.decision)
    return row, heirs


def _founded(change, heir) -> Unit:
    unit = new_unit(change, heir)
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        taken = f"Mã {heir.code} vừa được dùng cho đơn vị khác, chọn mã khác."
        raise Refused([(f"{heir.anchor}-code", taken)]) from None
    return unit


def _rename(change, row):
    unit = change.units[0]
    UnitName.objects.create(
        unit=unit, name=unit.name, short_name=unit.short_name, valid_to=change.last_day, change=row
    )
    unit.name, unit.short_name = change.name, change.short_name
    unit.letter_name = unit.letter_place = ""
    unit.fold()
    unit.save()


def _hand_over_people(change, heir):
    rows = memberships(change)
    new = carried(change, rows, heir)
    for row in rows:
        row.valid_to = change.last_day
    bulk_update_with_history(rows, Membership, ["valid_to"])
    bulk_create_with_history(new, Membership)


def _told(change) -> dict:
    told = {"effective_on": change.effective_on.isoformat(), "decided_on": change.decided_on.isoformat()}
    if change.kind == Kind.RENAME:
        return told | {"name": change.name}
    told["units"] = [unit.code for unit in change.units]
    if change.heirs:
        told["heirs"] = [heir.code for heir in change.heirs]
    shares = {heir.code: f"{vietnamese.format_number(heir.share)}%" for heir in change.heirs if heir.share}
    return told | ({"shares": shares} if shares else {})
