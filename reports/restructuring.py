"""Units that change: all that will happen is shown beforehand, and exactly that done in one transaction (domain §1).

``prepare`` says it in words; ``confirm`` says it again within the transaction and does it only if not a word differs
from what was shown. What happens to a report is decided by dates alone:

- the data window was over before the change takes effect: the old unit files it, as it always would have;
- otherwise the units that follow file the whole period, and the old unit is excluded from it with a reason. What it has
  typed stays in the draft and can be read; what it has sent stays sent and counts.

Records, initiatives, schools and councils stay with the old unit.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from initiatives.models import Activity, Initiative
from reports import exclusions, notices, sums
from reports.models import Report
from reports.whereabouts import is_excluded
from targets import handover
from targets.models import AnnualPlan
from units import restructuring as units
from units.models import Membership, Unit, UnitChange
from units.moves import Refused
from units.restructuring import Change
from units.vietnamese import format_date, format_number

Kind = UnitChange.Kind
State = Report.State
_OWED = (State.DRAFT, State.PENDING, State.RETURNED)

# What a change is called in a sentence: "Phường 2, Phường 5 hợp nhất thành …".
VERBS = {
    Kind.MERGE: "hợp nhất, sáp nhập",
    Kind.SPLIT: "chia tách",
    Kind.RENAME: "đổi tên",
    Kind.DISSOLVE: "giải thể",
}


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[str, ...]
    is_warning: bool = False


@dataclass(frozen=True)
class Preview:
    """Everything that a change does, in words. ``excluded``: reports that the old units will not have to send."""

    headline: str
    sections: tuple[Section, ...]
    excluded: tuple[Report, ...] = ()
    reason: str = ""

    @property
    def words(self) -> list[str]:
        return [self.headline, *(f"{part.title}: {line}" for part in self.sections for line in part.lines)]

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256("\n".join(self.words).encode()).hexdigest()


class Changed(Exception):
    """Something differs from what was shown; nothing was done. ``args``: the preview as it is now."""

    @property
    def preview(self) -> Preview:
        return self.args[0]


# --- Beforehand ------------------------------------------------------------------------------------------------------


def prepare(change: Change, on: dt.date) -> Preview:
    """What ``change`` would do as things stand on the day ``on``. Raises Refused with all that stands in the way."""
    if found := units.problems(change, on):
        raise Refused(found)
    heirs = [heir.unit or units.new_unit(change, heir) for heir in change.heirs]
    sections = [_units(change, heirs)]
    reason, excluded, warnings = reason_of(change), (), []
    if change.ends_units:
        handed = handover.prepare(change.units, heirs, change.effective_on, reason)
        reports, excluded, warnings = _reports(change, handed, on)
        warnings += [
            f"{plan} còn ghi {plan.coordinator.short_name} là đơn vị đầu mối: đổi đầu mối ở trang quản trị."
            for plan in handed.coordinated
        ]
        warnings += _applications(change)
        sections += [reports, _people(change, heirs), _targets(change, handed, heirs), _stays(change)]
    if warnings:
        sections.insert(0, Section("Cần xem kỹ", tuple(warnings), is_warning=True))
    return Preview(headline(change), tuple(part for part in sections if part.lines), tuple(excluded), reason)


def headline(change: Change) -> str:
    """ "Phường 2 (P2), Phường 5 (P5) hợp nhất, sáp nhập thành Phường 2 (P2-2021) từ 01/01/2021"."""
    olds = ", ".join(map(_name, change.units))
    day = format_date(change.effective_on)
    if change.kind == Kind.RENAME:
        return f"{olds} đổi tên thành {change.name} từ {day}"
    if change.kind == Kind.DISSOLVE:
        return f"{olds} giải thể từ {day}"
    heirs = ", ".join(heir.shown for heir in change.heirs)
    if change.kind == Kind.SPLIT:
        return f"{olds} chia tách, các phần nhập vào {heirs} từ {day}"
    into = "vào" if change.heirs[0].unit else "thành"
    return f"{olds} hợp nhất, sáp nhập {into} {heirs} từ {day}"


def reason_of(change: Change) -> str:
    """Why an old unit owes no report, and why its work of coming years has ended."""
    names = ", ".join(heir.shown for heir in change.heirs)
    successor = f", {names} báo cáo" if names else ""
    verb = VERBS[change.kind].capitalize()
    return f"{verb} từ {format_date(change.effective_on)} theo {change.decision}{successor}"


def _name(unit) -> str:
    return f"{unit.short_name} ({unit.code})"


def _units(change, heirs) -> Section:
    until, since = format_date(change.last_day), format_date(change.effective_on)
    said = []
    if change.kind == Kind.RENAME:
        (unit,) = change.units
        said.append(f"Tên cũ “{unit.name}” ({unit.short_name}) giữ lại, dùng đến hết ngày {until}.")
        said.append(f"Từ {since}: {change.name} ({change.short_name}). Mã {unit.code} không đổi.")
        said.append("Báo cáo đã gửi giữ tên lúc gửi; danh sách của kỳ cũ ghi tên khi ấy.")
        return Section("Đơn vị", tuple(said))
    said += [f"{unit.name} ({unit.code}) hoạt động đến hết ngày {until}." for unit in change.units]
    for heir, unit in zip(change.heirs, heirs, strict=True):
        if heir.unit:
            said.append(f"{unit.name} ({unit.code}) đang hoạt động, nối tiếp từ {since}.")
        else:
            files = "gửi báo cáo" if unit.files_reports else "không gửi báo cáo"
            group = Unit.Group(unit.group).label
            said.append(f"Lập {unit.name}, mã {unit.code}, từ {since}: khối {group}, {files}.")
        if heir.share is not None:
            said.append(
                f"{heir.code} nhận {format_number(heir.share)}% số liệu cộng được khi đọc theo cơ cấu hiện nay: "
                f"{heir.share_source}."
            )
    rest = 100 - sum(heir.share or 0 for heir in change.heirs)
    if change.kind == Kind.SPLIT and rest:
        what = "Chưa ghi tỷ lệ: số cũ" if rest == 100 else f"Phần chưa chia, {format_number(rest)}%,"
        said.append(f"{what} đứng ở một dòng riêng ghi “(cũ)” khi đọc theo cơ cấu hiện nay.")
    return Section("Đơn vị", tuple(said))


def _reports(change, handed, on) -> tuple[Section, list[Report], list[str]]:
    """What happens to each report that is not settled, and those that will be excluded."""
    heirs = ", ".join(heir.shown for heir in change.heirs)
    said, excluded, warnings = [], [], []
    owed: dict[Unit, list[Report]] = {}
    for report in _open_reports(change):
        name = f"{report.period.label} của {_name(report.unit)}, {_state(report)}"
        if handover.is_reported_by_old(report.period, change.effective_on):
            if report.state == State.SENT:
                said.append(f"{name}: Phòng Kinh tế xem xét như thường, số liệu là của {report.unit.short_name}.")
            else:
                owed.setdefault(report.unit, []).append(report)
        elif report.period.closed_at and report.official_id is None:
            said.append(f"{name}: kỳ đã tổng hợp, giữ nguyên.")
        elif report.state in _OWED and report.official_id is None:
            excluded.append(report)
            kept = "; phần đã soạn giữ nguyên, vẫn đọc được" if report.is_started else ""
            whose = f", {heirs} báo cáo cả kỳ" if heirs else ""
            said.append(f"{name}: miễn, vì số liệu tính đến {format_date(report.period.window_to)}{whose}{kept}.")
            if report.is_started:
                warnings.append(f"Báo cáo {name}: có phần chưa gửi. Phần ấy không mất, nhưng không còn gửi được.")
        else:
            said.append(f"{name}: giữ nguyên và vẫn được tính.")
            if heirs:
                warnings.append(f"Báo cáo {name}: đã gửi, nên {heirs} chỉ báo cáo phần chưa có trong đó.")
    said[:0] = [_still_owed(change, unit, reports, on) for unit, reports in owed.items()]
    if change.heirs and handed.first:
        period = handed.first
        span = f"{format_date(period.window_from)}–{format_date(period.window_to)}"
        said.append(f"{heirs} báo cáo từ {period.label} (số liệu {span}).")
    elif change.heirs:
        said.append("Kế hoạch không còn kỳ báo cáo nào sau ngày này.")
    return Section("Báo cáo quý", tuple(said)), excluded, warnings


def _still_owed(change, unit, reports, on) -> str:
    """Quarters whose data were complete before the change: the unit's own, after its end the office's to enter."""
    quarters = ", ".join(f"{report.period.label} ({_state(report)})" for report in reports)
    since, until = format_date(change.effective_on), format_date(change.last_day)
    name = f"{_name(unit)} còn {quarters}: số liệu kết thúc trước ngày {since}"
    if on >= change.effective_on:
        return f"{name}, vẫn là của {unit.short_name}; Phòng Kinh tế nhập thay từ bản giấy."
    return (
        f"{name}, vẫn do {unit.short_name} gửi, trước hết ngày {until}; "
        f"từ {since} Phòng Kinh tế nhập thay từ bản giấy."
    )


def _open_reports(change) -> list[Report]:
    """Reports of the old units that wait for something, and all whose period the others will file."""
    waiting = ~Q(state=State.ACCEPTED) & Q(period__closed_at=None)
    rows = Report.objects.filter(unit__in=change.units).filter(
        waiting | Q(period__window_to__gte=change.effective_on) | Q(is_reopened=True)
    )
    rows = rows.filter(~is_excluded()).select_related("unit", "period")
    return list(rows.order_by("period__window_to", "unit", "pk"))


def _state(report) -> str:
    if report.is_reopened:
        return "đang đính chính"
    return "chưa soạn" if report.shown_state == "none" else report.get_state_display().lower()


def _people(change, heirs) -> Section:
    rows = units.memberships(change)
    if not rows:
        return Section("Người phụ trách", ("Không ai đang giữ phân công ở đơn vị này.",))
    said = [
        f"{unit.short_name}: phân công của {_listed(held)} kết thúc hết ngày {format_date(change.last_day)}."
        for unit, held in ((unit, list(held)) for unit, held in groupby(rows, key=lambda row: row.unit))
    ]
    new = units.carried(change, rows, heirs[0] if heirs else None)
    if new:
        since = format_date(change.effective_on)
        said.append(f"{change.heirs[0].shown}: từ {since} phân công cho {_listed(new)}, theo văn bản này.")
    elif change.heirs:
        said.append("Không ai được phân công sang đơn vị nối tiếp: phân công ở trang quản trị trước ngày ấy.")
    return Section("Người phụ trách", tuple(said))


def _listed(rows: Iterable[Membership]) -> str:
    return ", ".join(f"{row.user} ({_lower(row.get_role_display())})" for row in rows)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _targets(change, handed, heirs) -> Section:
    until, since = format_date(change.last_day), format_date(change.effective_on)
    said = []
    old_ids = {unit.pk for unit in change.units}
    codes = list(dict.fromkeys(row.target.code for row in handed.ended if row.unit_id in old_ids))
    if codes:
        named = f"{len(codes)} chỉ tiêu, {', '.join(codes)}"
        said.append(f"Giao chỉ tiêu cho đơn vị cũ kết thúc hết ngày {until}: {named}.")
    for heir in heirs:
        given = [row.target.code for row in handed.assignments if row.unit is heir]
        if given:
            said.append(f"{_name(heir)} nhận từ {since}: {len(given)} chỉ tiêu, {', '.join(given)}.")
        if tasks := [row for row in handed.tasks if row.unit is heir]:
            said.append(f"{_name(heir)} nhận {len(tasks)} nhiệm vụ của Kế hoạch.")
        own = [row for row in handed.commitments if row.unit is heir]
        for year, held in groupby(sorted(own, key=lambda row: row.year), key=lambda row: row.year):
            said.append(f"{_name(heir)} nhận {len(list(held))} việc trong năm {year}.")
    if handed.ended_commitments:
        said.append(f"{len(handed.ended_commitments)} việc của đơn vị cũ trong những năm sau thôi tính từ {since}.")
    return Section("Chỉ tiêu, nhiệm vụ", tuple(said))


def _applications(change) -> list[str]:
    """Applications that a unit was to decide and nobody will decide after its end."""
    step = Initiative.State
    rows = Initiative.objects.filter(
        body__in=change.units, state__in=[step.FILED, step.RECEIVED, step.SUPPLEMENT, step.ACCEPTED]
    )
    waiting = Counter(rows.values_list("body", flat=True))
    until = format_date(change.last_day)
    return [
        f"{waiting[unit.pk]} đơn sáng kiến nộp đến {_name(unit)} đang xét: quyết định trước hết ngày {until}."
        for unit in change.units
        if waiting[unit.pk]
    ]


def _stays(change) -> Section:
    """What is never re-attributed, so that nobody looks for it with the successor."""
    said = ["Mọi báo cáo, lần gửi và số liệu đã có: vẫn của đơn vị cũ, giữ tên lúc gửi."]
    counted = [
        ("bản ghi trong sổ theo dõi", Activity.objects.filter(unit__in=change.units).count()),
        ("đơn sáng kiến", Initiative.objects.filter(unit__in=change.units).count()),
    ]
    said += [f"{format_number(number)} {what}: ở lại với đơn vị cũ." for what, number in counted if number]
    plans = AnnualPlan.objects.filter(unit__in=change.units, year__gte=change.effective_on.year)
    for plan in plans.select_related("unit").order_by("year", "unit__order", "pk"):
        state = plan.get_state_display().lower()
        name = f"Kế hoạch năm {plan.year} của {_name(plan.unit)} ({state})"
        said.append(f"{name}: ở lại, đơn vị nối tiếp lập kế hoạch của mình.")
    return Section("Ở lại với đơn vị cũ", tuple(said))


# --- Doing it --------------------------------------------------------------------------------------------------------


@transaction.atomic
def confirm(change: Change, *, by, at: dt.datetime, fingerprint: str) -> UnitChange:
    """Do what was shown. Raises NotAllowed, WrongState (a unit has ended since), Refused, Changed."""
    units.hold(change, by=by)
    now = prepare(change, at.date())
    if now.fingerprint != fingerprint:
        raise Changed(now)
    # Before the people's rights end: they are told why they owe nothing.
    for report in now.excluded:
        exclusions.exclude(report, by=by, reason=now.reason)
    row, heirs = units.record(change, by=by, at=at)
    if change.ends_units:
        handover.carry_out(handover.prepare(change.units, list(heirs.values()), change.effective_on, now.reason))
        sums.mark(*(unit.pk for unit in (*change.units, *heirs.values())))
    _tell(change, now, list(heirs.values()), at)
    return row


def _tell(change, preview, heirs, at):
    """The office, and whoever acts for these units today: portal only, nobody has anything to do by a day."""
    text = f"{preview.headline}, theo {change.decision}."
    shown = heirs[0] if heirs else change.units[0]
    office = notices.people_in(notices.OFFICE_ROLES, at.date())
    notices.tell(office, text, reverse("reports:unit", args=[shown.code]), at=at)
    told = {user.pk for user in office}
    people = notices.people_by_unit([unit.pk for unit in (*change.units, *heirs)], notices.UNIT_ROLES, at.date())
    for unit in (*change.units, *heirs):
        here = [user for user in people.get(unit.pk, []) if user.pk not in told]
        told.update(user.pk for user in here)
        notices.tell(here, text, reverse("reports:unit", args=[unit.code]), at=at)
