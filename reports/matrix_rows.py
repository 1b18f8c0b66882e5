"""What the matrix reads: the units of one page, and all that is known of their reports. Two queries.

Of the page that the office opens all day the SQL is written once a process for each shape (0031).
"""

import datetime as dt
from functools import lru_cache

from django.core.paginator import Page, Paginator
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
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
from units.models import Unit, UnitName
from units.prepared import Prepared
from units.walked import there_is

PAGE_SIZE = 50
# In the order of the model's.
_FIELDS = ("id", "code", "group", "name", "short_name", "valid_to")


def units(shown, today, group, only, number, there=None, of_groups=None) -> tuple[list[Unit], Page]:
    """The units of one page in the order of every list, each with the size of its group as ``in_group``.

    ``of_groups``: group → its units that stand in the matrix, where sums tell; otherwise they are counted here.
    """
    # Quarters that are over are told under the names of their last day.
    then = shown[-1].window_to if there is None and shown[-1].window_to < today else None
    if of_groups is not None:
        days = {"then": then} if then else {}
        rows = _few_quarters(len(shown), bool(then), group, number).rows(**_numbered("quarter", shown), **days)
        found = [_unit(row[: len(_FIELDS)], row[len(_FIELDS) :], of_groups.get(row[2], 0)) for row in rows]
        total = sum(of_groups.values())
    else:
        wanted = _narrowed(shown, today, only) if only else _standing([period.pk for period in shown])
        counted = {"total": Window(Count("*")), "in_group": Window(Count("*"), partition_by=[F("group")])}
        rows = list(_page(_moved(wanted, there), group, number, then, **counted))
        found = [_unit(row[: len(_FIELDS)], row[len(_FIELDS) : -2], row[-1]) for row in rows]
        total = rows[0][-2] if rows else 0
    if not found and number > 1:
        return units(shown, today, group, only, 1, there, of_groups)
    return found, Paginator(range(total), PAGE_SIZE).get_page(number)


def _unit(values, names_then, in_group) -> Unit:
    unit = Unit.from_db("default", _FIELDS, values)
    if names_then:
        unit.name = names_then[0] or unit.name
        unit.short_name = names_then[1] or unit.short_name
    unit.in_group = in_group
    return unit


@lru_cache(maxsize=128)
def _few_quarters(quarters, has_then, group, number) -> Prepared:
    def make(then=None, **ids):
        return _page(_standing(list(ids.values())), group, number, then)

    kinds = dict.fromkeys(_numbers("quarter", quarters), int)
    return Prepared(make, **kinds, **({"then": dt.date} if has_then else {}))


def _numbers(name, number) -> list[str]:
    return [f"{name}_{place}" for place in range(number)]


def _numbered(name, rows) -> dict[str, int]:
    return {name: row.pk for name, row in zip(_numbers(name, len(rows)), rows, strict=True)}


def _page(wanted, group, number, then, **counted):
    """Tuples of _FIELDS, of the two names of the day ``then`` where one is given, and of ``counted``."""
    if group:
        wanted &= Q(group=group)
    rows = Unit.objects.filter(wanted)
    rows = rows.annotate(**(_names_then(then) if then else {}), **counted)
    names = ("name_then", "short_name_then") if then else ()
    return rows.values_list(*_FIELDS, *names, *counted)[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


def _names_then(day) -> dict[str, Subquery]:
    held = UnitName.objects.held_on(day).filter(unit=OuterRef("pk"))
    return {f"{name}_then": Subquery(held.values(name)[:1]) for name in ("name", "short_name")}


def _standing(periods) -> Q:
    """Units that stand in the matrix of these periods."""
    of_unit = {"unit": OuterRef("pk"), "period_id__in": periods}
    return there_is(Report.objects.filter(**of_unit)) | there_is(Exclusion.objects.filter(**of_unit))


def _narrowed(shown, today, only) -> Q:
    """``only``: a key of ``matrix.FILTERS``."""
    reports = Report.objects.filter(unit=OuterRef("pk"), period__in=shown).filter(~whereabouts.is_excluded())
    if only == "chua-gui":
        reports = reports.filter(first_sent_at=None)
    elif only == "tre-han":
        reports = reports.filter(whereabouts.late(shown, today))
    elif only == "tra-lai":
        reports = reports.filter(state=Report.State.RETURNED)
    return Q(Exists(reports))


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
