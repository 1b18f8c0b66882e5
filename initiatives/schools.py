"""Trường: which there are, who keeps their list, and which of them has what in a school year (II.2.6)."""

import datetime as dt
import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from initiatives import counting
from initiatives.counting import Record
from initiatives.kinds import Kind
from initiatives.models import CountingRule, School
from targets.models import Assignment
from targets.quarters import SchoolYear
from units import audit
from units.models import Unit
from units.moves import NotAllowed, Refused, WrongState
from units.vietnamese import clean_text, fold

Counts = CountingRule.Counts
NAME_LIMIT = 200
_CODE_LENGTH = Unit._meta.get_field("code").max_length


# --- Who may do what -------------------------------------------------------------------------------------------------


def can_save(user, on: dt.date) -> bool:
    """Whose target counts schools with a club (Phòng Giáo dục và Đào tạo), the Economics Office, administrators."""
    access = user.access
    if access.is_reviewer or access.is_administrator:
        return True
    given = Assignment.objects.filter(target__counting__counts=Counts.CLUBS, reports=True, valid_from__lte=on)
    return given.filter(Q(valid_to=None) | Q(valid_to__gte=on), unit__in=access.acts_for).exists()


# --- A school year ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """What a school has in a school year. ``club``, ``deeds``: records, confirmed or not."""

    unit: Unit
    club: Record | None
    deeds: list[Record]

    @property
    def is_counted(self) -> bool:
        return self.unit.school.level in School.COUNTED

    @property
    def lacks(self) -> str:
        """In words; "" for a school that lacks nothing, or is not asked."""
        if not self.is_counted or (self.club and self.deeds):
            return ""
        if self.club:
            return "hoạt động trong năm học"
        return "câu lạc bộ" if self.deeds else "câu lạc bộ và hoạt động"


def in_year(year: SchoolYear, on: dt.date) -> list[Row]:
    """Schools there at the end of the year, or on the day ``on`` while it lasts. Three queries."""
    last = min(year.ends_on, on)
    units = Unit.objects.filter(school__isnull=False, valid_from__lte=last, is_active=True).filter(
        Q(valid_to=None) | Q(valid_to__gte=last)
    )
    rule = CountingRule.objects.filter(counts=Counts.CLUBS_AND_ACTIVITIES).order_by("pk").first()
    rule = rule or CountingRule(counts=Counts.CLUBS_AND_ACTIVITIES, kinds=[Kind.EVENT])
    held = counting.school_records(last)
    schools = list(units.select_related("school").order_by("order", "sort_key", "code"))
    clubs = {thing.school: thing.record for thing in counting.clubs(schools, held, last)}
    return [
        Row(
            unit,
            clubs[unit.pk],
            [
                record
                for record in held.get(unit.pk, ())
                if counting.is_of_rule(rule, record) and year.begins_on <= counting.day_of(rule, record) <= last
            ],
        )
        for unit in schools
    ]


# --- The list of schools ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What is said of a school, read and checked by ``save``."""

    name: str
    level: str
    managed_by: str
    valid_from: dt.date | None
    valid_to: dt.date | None


def revision(unit: Unit) -> int:
    """What an edit must name: the unit's latest line of history."""
    return unit.history.values_list("history_id", flat=True).first() or 0


@transaction.atomic
def save(unit: Unit | None, said: Said, *, by, on: dt.date, seen: int = 0) -> Unit:
    """Enter a school (``unit`` None), or change one. It files no reports and stands in no *khối thi đua*.

    Raises NotAllowed, Refused, WrongState (changed since ``seen``).
    """
    if not can_save(by, on):
        raise NotAllowed
    name = " ".join(clean_text(said.name).split())
    if problems := _problems(unit, name, said):
        raise Refused(problems)
    if unit is None:
        unit, before = Unit(code=_new_code(name)), {}
        school = School(unit=unit)
    else:
        unit = Unit.objects.select_for_update(of=("self",)).select_related("school").get(pk=unit.pk)
        if revision(unit) != seen:
            raise WrongState("save")
        school, before = unit.school, _told(unit)
    unit.kind, unit.group, unit.files_reports = Unit.Kind.SCHOOL, Unit.Group.OTHER, False
    unit.name, unit.short_name = name, shortened(name)
    unit.valid_from, unit.valid_to = said.valid_from, said.valid_to
    school.level, school.managed_by = said.level, said.managed_by
    if before == _told(unit):
        return unit
    unit.fold()
    unit.save()
    school.unit = unit
    school.save()
    after = _told(unit)
    changed = [key for key in after if before.get(key) != after[key]]
    audit.record(
        "schools.save",
        unit.code,
        by=by,
        before={key: before[key] for key in changed if key in before},
        after={key: after[key] for key in changed},
    )
    return unit


def _told(unit) -> dict[str, str]:
    return {
        "name": unit.name,
        "level": unit.school.level,
        "managed_by": unit.school.managed_by,
        "valid_from": unit.valid_from.isoformat(),
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else "",
    }


def _problems(unit, name, said):
    found = []
    if not name:
        found.append(("name", "Ghi tên trường."))
    elif len(name) > NAME_LIMIT:
        found.append(("name", f"Tên trường dài {len(name)} ký tự, quá {NAME_LIMIT}; rút gọn lại."))
    else:
        same = Unit.objects.filter(kind=Unit.Kind.SCHOOL, folded__startswith=fold(name)).exclude(pk=unit and unit.pk)
        if known := next((row for row in same if fold(row.name) == fold(name)), None):
            found.append(("name", f"Đã có trường “{known.name}” trong danh sách; mở trường ấy để sửa."))
    if said.level not in School.Level.values:
        found.append(("level", "Chọn cấp học trong danh sách."))
    if said.managed_by not in School.ManagedBy.values:
        found.append(("managed_by", "Chọn cơ quan quản lý trong danh sách."))
    if said.valid_from is None:
        found.append(("valid_from", "Ghi ngày trường bắt đầu hoạt động; không rõ thì ghi ngày đầu giai đoạn."))
    elif said.valid_to and said.valid_to < said.valid_from:
        found.append(("valid_to", "Ngày thôi hoạt động trước ngày bắt đầu; sửa một trong hai ngày."))
    return found


_SHORT = (
    (r"^trường ", ""),
    ("trung học cơ sở và trung học phổ thông", "THCS và THPT"),
    ("trung học cơ sở", "THCS"),
    ("trung học phổ thông", "THPT"),
    ("tiểu học", "TH"),
)


def shortened(name: str) -> str:
    """Trường Trung học cơ sở Khánh Hội → THCS Khánh Hội."""
    short = name
    for pattern, word in _SHORT:
        short = re.sub(pattern, word, short, flags=re.IGNORECASE)
    return short[: Unit._meta.get_field("short_name").max_length].strip()


def _new_code(name) -> str:
    """Of the letters of its short name: for ever the school's, whatever it is called later."""
    letters = re.sub(r"[^A-Z0-9]+", "-", fold(shortened(name)).upper())
    stem = letters.strip("-")[: _CODE_LENGTH - 3].strip("-") or "TRUONG"
    taken = set(Unit.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 100))) if code not in taken)
