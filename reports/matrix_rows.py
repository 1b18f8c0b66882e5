"""What the matrix reads: the units of one page, and all that is known of their reports. Two queries; one of the page
that the office opens all day, whose SQL is written once a process for each shape (0031).
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.core.paginator import Page, Paginator
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    F,
    Max,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    Window,
)

from reports import whereabouts
from reports.models import Exclusion, Reminder, Report
from units.models import UNIT_ORDER, Unit, UnitName
from units.prepared import Prepared, Together, given
from units.walked import there_is

PAGE_SIZE = 50


@dataclass(slots=True)
class Line:
    """A unit as the matrix shows it, with the size of its group: fifty models cost as much as reading them."""

    id: int
    code: str
    group: str
    name: str
    short_name: str
    valid_to: dt.date | None
    in_group: int = 0


_FIELDS = ("id", "code", "group", "name", "short_name", "valid_to")


def page(shown, hand, today, group, only, number, there=None, of_groups=None) -> tuple[list[Line], Page, list[tuple]]:
    """The units of one page in the order of every list, and their ``stack``; by the structure of now without it.

    ``of_groups``: group → its units that stand in the matrix, where sums tell; otherwise they are counted here.
    """
    # Quarters that are over are told under the names of their last day.
    then = shown[-1].window_to if there is None and shown[-1].window_to < today else None
    if of_groups is not None:
        values = _numbered("quarter", shown) | ({"then": then} if then else {}) | ({"hand": hand.pk} if hand else {})
        rows, known = _few_quarters(len(shown), bool(then), hand is not None, group, number).ask(**values)
        of_unit = [row[len(UNIT_ORDER) :] for row in sorted(rows)]
        found = [_line(row[: len(_FIELDS)], row[len(_FIELDS) :], of_groups.get(row[2], 0)) for row in of_unit]
        total = sum(of_groups.values())
    else:
        wanted = _narrowed(shown, today, only) if only else _standing([period.pk for period in shown])
        counted = {"total": Window(Count("*")), "in_group": Window(Count("*"), partition_by=[F("group")])}
        rows = list(_named(_shown(_moved(wanted, there), group, number, **counted), then, *counted))
        found = [_line(row[: len(_FIELDS)], row[len(_FIELDS) : -2], row[-1]) for row in rows]
        total = rows[0][-2] if rows else 0
        known = stack(found, shown, hand) if there is None else []
    if not found and number > 1:
        return page(shown, hand, today, group, only, 1, there, of_groups)
    return found, Paginator(range(total), PAGE_SIZE).get_page(number), known


def _line(values, names_then, in_group) -> Line:
    line = Line(*values, in_group)
    if names_then:
        line.name = names_then[0] or line.name
        line.short_name = names_then[1] or line.short_name
    return line


@lru_cache(maxsize=128)
def _few_quarters(quarters, has_then, has_hand, group, number) -> Together:
    """The units of a page, each after its place in UNIT_ORDER, and their stack."""
    ids = dict.fromkeys(_numbers("quarter", quarters), int)

    def shown(**ids):
        return _shown(_standing(list(ids.values())), group, number).annotate(unit=F("pk")).values_list("unit")

    def named(then=None):
        return _named(Unit.objects.filter(pk__in=given("unit")).order_by(), then, first=UNIT_ORDER)

    def known(hand=None, **ids):
        return _stack(given("unit"), list(ids.values()), hand)

    return Together(
        Prepared(named, **({"then": dt.date} if has_then else {})),
        Prepared(known, **ids, **({"hand": int} if has_hand else {})),
        given=Prepared(shown, **ids),
    )


def _numbers(name, number) -> list[str]:
    return [f"{name}_{place}" for place in range(number)]


def _numbered(name, rows) -> dict[str, int]:
    return {name: row.id for name, row in zip(_numbers(name, len(rows)), rows, strict=True)}


def _shown(wanted, group, number, **counted):
    if group:
        wanted &= Q(group=group)
    return Unit.objects.filter(wanted).annotate(**counted)[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


def _named(rows, then, *counted, first=()):
    """Tuples of ``first``, of _FIELDS, of the two names of the day ``then`` where one is given, and of ``counted``."""
    names = _names_then(then) if then else {}
    return rows.annotate(**names).values_list(*first, *_FIELDS, *names, *counted)


def _names_then(day) -> dict[str, Subquery]:
    held = UnitName.objects.held_on(day).filter(unit=OuterRef("pk"))
    return {f"{name}_then": Subquery(held.values(name)[:1]) for name in ("name", "short_name")}


def _standing(periods) -> Q:
    """Units that stand in the matrix of these periods."""
    of_unit = {"unit": OuterRef("pk"), "period_id__in": periods}
    return there_is(Report.objects.filter(**of_unit)) | there_is(Exclusion.objects.filter(**of_unit))


def _narrowed(shown, today, only) -> Q:
    """``only``: a key of ``matrix.FILTERS``."""
    reports = Report.objects.filter(period__in=shown).filter(~whereabouts.is_excluded()).order_by()
    if only == "chua-gui":
        reports = reports.filter(first_sent_at=None)
    elif only == "tre-han":
        reports = reports.filter(whereabouts.late(shown, today))
    elif only == "tra-lai":
        reports = reports.filter(state=Report.State.RETURNED)
    # Not whether each unit has one: SQLite would look into the reports of all units, which takes twice as long.
    return Q(pk__in=reports.values("unit"))


def _moved(wanted, there) -> Q:
    """By the structure of now: in place of units that were followed whole those that followed them."""
    if there is None:
        return wanted
    moved = there.moved()
    found = Unit.objects.filter(wanted, code__in=moved).values_list("code", flat=True)
    return wanted & ~Q(code__in=moved) | Q(code__in={moved[code] for code in found})


def stack(units, shown, hand):
    """Rows (unit, period, word, at, is reopened, reason), of which the word says what kind of row it is: where the
    report stands, "excluded", or "nagged" in the quarter in hand."""
    if not units:
        return []
    kept = _few_units(len(units), len(shown), hand is not None)
    in_hand = {"hand": hand.pk} if hand else {}
    return kept.rows(**_numbered("unit", units), **_numbered("quarter", shown), **in_hand)


@lru_cache(maxsize=128)
def _few_units(units, quarters, has_hand) -> Prepared:
    kinds = [*_numbers("unit", units), *_numbers("quarter", quarters), *(["hand"] if has_hand else [])]

    def make(hand=None, **ids):
        return _stack(
            [ids[name] for name in _numbers("unit", units)], [ids[name] for name in _numbers("quarter", quarters)], hand
        )

    return Prepared(make, **dict.fromkeys(kinds, int))


def _stack(units, periods, hand):
    no = Value(False, output_field=BooleanField())
    nothing = Value("", output_field=TextField())
    here = {"unit_id__in": units, "period_id__in": periods}
    reports = Report.objects.filter(**here).values_list(
        "unit_id", "period_id", whereabouts.shown_state(), "first_sent_at", "is_reopened", nothing
    )
    excused = Exclusion.objects.filter(**here).values_list(
        "unit_id", "period_id", Value("excluded", output_field=CharField()), "at", no, "reason"
    )
    if hand is None:
        return reports.order_by().union(excused.order_by(), all=True)
    # By hand only: what the portal sends by itself is no reason not to call.
    nagged = (
        Reminder.objects.filter(unit_id__in=units, period_id=hand, by__isnull=False)
        .order_by()
        .values("unit_id", "period_id")
        .annotate(word=Value("nagged", output_field=CharField()), last=Max("sent_at"), no=no, nothing=nothing)
        .values_list("unit_id", "period_id", "word", "last", "no", "nothing")
    )
    return reports.order_by().union(excused.order_by(), nagged, all=True)
