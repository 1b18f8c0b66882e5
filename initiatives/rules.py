"""How targets are counted: what a rule may say, what it says in words, what it would count, changing it (domain §4)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from initiatives import counting
from initiatives.counting import Thing
from initiatives.kinds import EventType, Kind, Level
from initiatives.models import Activity, CountingRule, Organisation
from targets.models import Period, Target
from units import audit
from units.moves import Refused, WrongState

Counts = CountingRule.Counts
DateRule = CountingRule.DateRule
# What is counted → how the target takes it over units.
_OVER_UNITS = {
    Counts.RECORDS: {Target.OverUnits.SUM, Target.OverUnits.DISTINCT},
    Counts.ORGANISATIONS: {Target.OverUnits.SUM, Target.OverUnits.DISTINCT},
    Counts.OFFICERS: {Target.OverUnits.RATIO},
    Counts.CLUBS: {Target.OverUnits.RATIO},
    Counts.CLUBS_AND_ACTIVITIES: {Target.OverUnits.RATIO},
}
LISTS = {
    "kinds": Kind,
    "event_types": EventType,
    "levels": Level,
    "article_types": Activity.ArticleType,
    "beside": Kind,
}
FLAGS = ("needs_effective", "needs_direct")
FIELDS = (*LISTS, *FLAGS, "counts", "sector", "date_rule")


def can_read(user) -> bool:
    """How figures come about is for who sets it and for who answers for it."""
    return user.access.is_administrator or user.access.is_reviewer


def can_edit(user) -> bool:
    return user.access.is_administrator


def problems_of(rule: CountingRule) -> list[tuple[str, str]]:
    """(field, message) of everything that would make the rule count nothing, or the wrong thing."""
    found = []
    for name, choices in LISTS.items():
        values = getattr(rule, name)
        if not isinstance(values, list) or any(value not in choices.values for value in values):
            found.append((name, f"{_label(name)}: chỉ nhận các giá trị {', '.join(choices.values)}."))
    if rule.counts not in Counts.values:
        found.append(("counts", "Đếm: chọn một cách trong danh sách."))
    elif rule.target.over_units not in _OVER_UNITS[rule.counts]:
        over = rule.target.get_over_units_display()
        found.append(("counts", f"{rule.target.code} lấy {over}, không hợp với “{Counts(rule.counts).label}”."))
    if rule.date_rule not in DateRule.values:
        found.append(("date_rule", "Theo ngày: chọn một ngày trong danh sách."))
    if not rule.kinds:
        found.append(("kinds", "Loại bản ghi: chọn ít nhất một loại."))
    if rule.sector and rule.sector not in Organisation.Sector.values:
        found.append(("sector", "Ngành nghề: chọn trong danh sách."))
    elif rule.sector and rule.counts != Counts.ORGANISATIONS:
        found.append(("sector", "Ngành nghề: chỉ dùng khi đếm tổ chức, doanh nghiệp."))
    return found


def _label(name) -> str:
    return CountingRule._meta.get_field(name).verbose_name.capitalize()


def words(rule: CountingRule) -> str:
    """The rule as a sentence: "Đếm bản ghi: Mô hình ứng dụng; chỉ mô hình có hiệu quả; theo ngày bắt đầu"."""
    said = [f"Đếm {Counts(rule.counts).label}: {_named(rule.kinds, Kind)}"]
    for name in ("event_types", "levels", "article_types"):
        if values := getattr(rule, name):
            said.append(_named(values, LISTS[name]).lower())
    if rule.sector:
        said.append(f"ngành {Organisation.Sector(rule.sector).label.lower()}")
    said += [_label(name).lower() for name in FLAGS if getattr(rule, name)]
    if rule.counts not in counting.STATES:
        said.append(f"theo {DateRule(rule.date_rule).label}")
    if rule.beside:
        said.append(f"nêu kèm, không cộng: {_named(rule.beside, Kind).lower()}")
    return "; ".join(said)


def _named(values, choices) -> str:
    return ", ".join(choices(value).label for value in values)


# --- What it would count ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One thing of the preview. ``note``: why it would not count today, or ""."""

    thing: Thing
    unit: str
    note: str = ""


@dataclass(frozen=True)
class Preview:
    lines: tuple[Line, ...]
    total: int  # distinct things that are confirmed
    denominator: int | None = None  # of ratios

    @property
    def waiting(self) -> int:
        return sum(line.note == WAITING for line in self.lines)


WAITING = "chờ xác nhận"


def preview(rule: CountingRule, year: int, on: dt.date) -> Preview:
    """What the rule, saved or not, would count of the whole district in the plan's ``year``, as of ``on``.

    Live records, not what reports froze. At most four queries.
    """
    periods = list(Period.objects.filter(plan_id=rule.target.plan_id, year=year).order_by("quarter"))
    if not periods or problems_of(rule):
        return Preview((), 0)
    first, last = periods[0].window_from, min(on, periods[-1].window_to)
    if rule.counts in counting.STATES:
        return _state_preview(rule, first, last)
    things = [
        thing
        for record in counting.records([rule], through=last)
        for thing in counting.things_of(rule, record)
        if first <= thing.on <= last
    ]
    units = _units_of(things)
    lines = tuple(
        Line(thing, units.get(thing.record.pk, ""), "" if thing.record.is_confirmed else WAITING) for thing in things
    )
    counted = {line.thing.canonical or ("record", line.thing.record.pk) for line in lines if not line.note}
    return Preview(lines, len(counted))


def _state_preview(rule, first, last) -> Preview:
    if rule.counts == Counts.OFFICERS:
        since = dt.date(rule.target.plan.first_year, 1, 1)
        things = counting.officers(rule, None, last, since)
    else:
        held = counting.school_records(last)
        schools = counting.schools(last)
        if rule.counts == Counts.CLUBS:
            things = counting.clubs(schools, held, last)
        else:
            begins_on, day, slot = counting.school_years(first, last, rule.target.plan.school_year_start)[-1]
            things = counting.clubs_and_activities(rule, schools, held, begins_on, day, slot)
    lines = tuple(Line(thing, "", _why_not(thing)) for thing in things)
    return Preview(lines, sum(not line.note for line in lines), len(lines))


def _why_not(thing) -> str:
    if not thing.is_counted:
        return "chưa có"
    records = [record for record in (thing.record, thing.also) if record]
    return "" if all(record.is_confirmed for record in records) else WAITING


def _units_of(things) -> dict[int, str]:
    rows = Activity.objects.filter(pk__in={thing.record.pk for thing in things})
    return dict(rows.values_list("pk", "unit__short_name"))


# --- Changing it -----------------------------------------------------------------------------------------------------


@transaction.atomic
def save(rule: CountingRule, *, by, since: Period | None, stamp: str) -> None:
    """Store the rule and from which period it counts; lists that sendings froze stay as they are.

    ``stamp``: ``stamp_of`` the rule as the page showed it. Raises Refused, or WrongState when somebody was faster.
    """
    if problems := problems_of(rule):
        raise Refused(problems)
    target = rule.target
    # Holds the row: of two administrators the later one is told.
    Target.objects.filter(pk=target.pk).update(order=target.order)
    stored = CountingRule.objects.filter(target=target).first()
    old_since = Target.objects.values_list("registry_from", flat=True).get(pk=target.pk)
    if stamp_of(stored, old_since) != stamp:
        raise WrongState("counting")
    before = facts_of(stored, old_since)
    rule.pk = stored.pk if stored else None
    rule.save()
    target.registry_from = since
    target.save(update_fields=["registry_from"])
    after = facts_of(rule, since.pk if since else None)
    changed = [name for name in after if before.get(name) != after[name]]
    if changed:
        audit.record(
            "counting.change",
            target.code,
            by=by,
            before={name: before.get(name) for name in changed},
            after={name: after[name] for name in changed},
        )


def facts_of(rule: CountingRule | None, since_pk) -> dict:
    """The rule as the audit log tells it."""
    if rule is None:
        return {"since": since_pk}
    return {name: getattr(rule, name) for name in FIELDS} | {"since": since_pk}


def stamp_of(rule: CountingRule | None, since_pk) -> str:
    """Changes whenever the stored rule does."""
    return repr(sorted(facts_of(rule, since_pk).items()))


# What the portal itself tells (reports.portal), in words.
PORTAL = {
    Target.Portal.ANNUAL_PLANS: (
        "Cổng trả lời: có, khi kế hoạch năm của đơn vị được chấp nhận chậm nhất ngày chốt số liệu"
    ),
    Target.Portal.ALLOCATION: "Cổng trả lời: ngày quyết định phân bổ kinh phí đầu tiên của năm",
}


@transaction.atomic
def save_since(target: Target, *, by, since: Period | None, stamp: str) -> None:
    """From which period the portal tells the figure; None: units type it. WrongState when somebody was faster.

    What reports have sent stays as it was sent.
    """
    # Holds the row: of two administrators the later one is told.
    Target.objects.filter(pk=target.pk).update(order=target.order)
    old = Target.objects.values_list("registry_from", flat=True).get(pk=target.pk)
    if stamp_of(None, old) != stamp:
        raise WrongState("counting")
    target.registry_from = since
    target.save(update_fields=["registry_from"])
    after = since.pk if since else None
    if after != old:
        audit.record("counting.change", target.code, by=by, before={"since": old}, after={"since": after})


def told_by_portal() -> list[Target]:
    """Targets that the portal itself can tell, in the plan's order."""
    rows = Target.objects.exclude(portal="").select_related("plan", "registry_from")
    return list(rows.order_by("plan", "order"))


def countable() -> list[Target]:
    """Targets whose figure may come from the registry, in the plan's order, each with its rule."""
    rows = Target.objects.filter(source=Target.Source.REGISTRY).select_related("plan", "registry_from", "counting")
    return list(rows.order_by("plan", "order"))
