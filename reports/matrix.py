"""The unit × quarter matrix: who has sent what, who is late (Mục V of the plan: every unit, every quarter).

However many units there are, a page reads one page of units and their cells; sums come from the database.
A unit belongs to a quarter when it has a report row there (reports.opening creates them) or is excused from one.
"""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import (
    BooleanField,
    Case,
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
    When,
    Window,
)
from django.urls import reverse

from reports import deadlines
from reports.models import Exclusion, Reminder, Report
from reports.structure import Structure
from targets import quarters
from targets.models import Period
from units.models import Unit, UnitName

PAGE_SIZE = 50
RECENT = 4
# A quarter that is over stays the one in hand this long, unless its consolidated report closes it before.
LINGERS_DAYS = 31
# Who was called a moment ago is not called again: the button rests.
NAG_REST_DAYS = 3
# Value of the filter → its words.
FILTERS = {"chua-gui": "Chưa gửi", "tre-han": "Trễ hạn", "tra-lai": "Trả lại"}
# The plan asks mass organisations where it assigns the others: it must show beside their names.
GROUP_NOTES = {Unit.Group.MASS: "Kế hoạch đề nghị, không giao"}


# --- Which quarters ------------------------------------------------------------------------------------------------


def open_period(periods, today: dt.date) -> Period | None:
    """The period whose window holds the day; after the last one of a plan, that one. ``periods`` in order of time."""
    return next((period for period in reversed(periods) if period.window_from <= today), None)


def in_hand(periods, today: dt.date) -> Period | None:
    """The period that the office collects now: the open one, or the one before while it is still being gathered.

    On 15/06 Quý III begins, but what everybody waits for are the reports of Quý II.
    """
    now = open_period(periods, today)
    at = periods.index(now) if now else 0
    last = periods[at - 1] if at else None
    if last and last.closed_at is None and last.due_on < today <= last.due_on + dt.timedelta(LINGERS_DAYS):
        return last
    return now


def recent(periods, today: dt.date) -> list[Period]:
    """The last four quarters up to the open one."""
    begun = [period for period in periods if period.window_from <= today]
    return begun[-RECENT:]


@dataclass(frozen=True)
class Glance:
    """What the login page tells everybody of the period in hand."""

    label: str
    due_on: dt.date
    days_left: int
    sent: int
    expected: int


def at_a_glance(today: dt.date) -> Glance | None:
    """The period in hand and how many have sent; None before the first period. Two queries."""
    period = in_hand(list(Period.objects.begun(today)), today)
    if period is None:
        return None
    gathered = counts([period]).get(period.pk, Gathered())
    return Glance(
        period.label, period.due_on, deadlines.days_left(period.due_on, today), gathered.sent, gathered.expected
    )


# --- Where a report stands, as the database tells it -----------------------------------------------------------------


def shown_state():
    """Report.shown_state as an expression: "none" while nobody has written a word."""
    return Case(
        When(Q(state=Report.State.DRAFT, started_at=None, version_count=0), then=Value("none")),
        default=F("state"),
        output_field=CharField(),
    )


def is_excluded():
    return Exists(Exclusion.objects.filter(unit=OuterRef("unit"), period=OuterRef("period")))


def expected(periods):
    """Report rows of these periods that count: an excused unit is in no denominator."""
    return Report.objects.filter(~is_excluded(), period__in=periods).order_by()


def late(periods, today: dt.date) -> Q:
    """Reports of these periods that came after their day, or have not come and the day is over."""
    found = Q(pk__in=[])
    for period in periods:
        found |= Q(period=period, first_sent_at__gte=quarters.deadline_instant(period.due_on))
        if today > period.due_on:
            found |= Q(period=period, first_sent_at=None)
    return found


@dataclass(frozen=True)
class Gathered:
    """How many units owe a report of one period, how many have sent it, how many of these in time."""

    expected: int = 0
    sent: int = 0
    on_time: int = 0

    @property
    def missing(self) -> int:
        return self.expected - self.sent


def counts(periods, group="") -> dict[int, Gathered]:
    """Period's primary key → Gathered, of one group of units or of all. One query."""
    on_time = Q(pk__in=[])
    for period in periods:
        on_time |= Q(period=period, first_sent_at__lt=quarters.deadline_instant(period.due_on))
    rows = expected(periods)
    if group:
        rows = rows.filter(unit__group=group)
    rows = rows.values_list("period_id").annotate(
        owed=Count("pk"), came=Count("first_sent_at"), in_time=Count("pk", filter=on_time)
    )
    return {period_id: Gathered(*numbers) for period_id, *numbers in rows}


# --- The table -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    unit_code: str
    period_key: str
    is_in_hand: bool
    state: str = ""  # "" where the question does not arise: the unit did not exist yet, or no longer
    timely: str = ""
    late_days: int = 0
    href: str = ""
    reason: str = ""
    is_reopened: bool = False
    nagged_on: dt.date | None = None  # the last time by hand, while the report is still owed
    can_nag: bool = False
    # By the structure of now: whose report this is, where it is a predecessor's, and those of the others.
    name: str = ""
    others: tuple["Cell", ...] = ()
    is_sent: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    unit: Unit
    cells: list[Cell]
    is_former: bool = False  # a line of its own for what was split and followed by nobody whole


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    note: str
    count: int  # units of the group on all pages
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Table:
    page: Page
    groups: list[Group]

    @property
    def total(self) -> int:
        return self.page.paginator.count


def gathered_of(filed, group="") -> dict[int, Gathered]:
    """Like ``counts``, from sums that are kept (``reports.sums.of_filing``)."""
    found: dict[int, list[int]] = {}
    for (period_id, key), row in filed.items():
        if not group or key == group:
            have = found.setdefault(period_id, [0, 0, 0])
            for place, name in enumerate(("expected", "sent", "on_time")):
                have[place] += row[name]
    return {period_id: Gathered(*numbers) for period_id, numbers in found.items()}


def gathered_in(table: "Table", shown) -> dict[int, Gathered]:
    """Like ``counts``, from a table that shows every unit of its group and nothing by the structure of now."""
    found = {}
    for place, period in enumerate(shown):
        cells = [row.cells[place] for group in table.groups for row in group.rows]
        owed = [cell for cell in cells if cell.state not in ("", "excluded")]
        found[period.pk] = Gathered(
            len(owed), sum(cell.is_sent for cell in owed), sum(cell.is_sent and cell.timely == "yes" for cell in owed)
        )
    return found


def table(shown, hand, today, *, group="", only="", number=1, there: Structure | None = None, filed=None) -> Table:
    """One page of the matrix: two queries, whatever the number of units.

    ``filed``: sums that are kept, by which units need not be counted here. ``shown``: the periods; ``hand``: the one
    in hand; ``only``: a key of FILTERS, for units with at least one such quarter among those shown. ``there``: the
    structure of now, by which the reports of units that were followed whole stand in the rows of their successors;
    two queries more.
    """
    of_groups = None
    if filed is not None and not only and there is None and 1 <= len(shown) <= RECENT:
        of_groups = _in_groups(shown, filed, group)
    units, page = _units(shown, today, group, only, number, there, of_groups)
    rows = _rows(units, shown, hand, today, there)
    groups = [
        Group(Unit.Group(key).label, GROUP_NOTES.get(key, ""), held[0].in_group, [rows[unit.pk] for unit in held])
        for key, members in groupby(units, key=lambda unit: unit.group)
        if (held := list(members))
    ]
    return Table(page, groups)


def every_row(first: Table, shown, hand, today, **asked):
    """The rows of all pages, of which ``first`` is the first and ``asked`` the filters; a page is held at a time."""
    yield from (row for group in first.groups for row in group.rows)
    for number in range(2, first.page.paginator.num_pages + 1):
        following = table(shown, hand, today, number=number, **asked)
        yield from (row for group in following.groups for row in group.rows)


def _rows(units, shown, hand, today, there) -> dict[int, Row]:
    if there is None:
        cells = _cells(units, shown, hand, today)
        return {unit.pk: Row(unit, cells[unit.pk]) for unit in units}
    moved, here = there.moved(), {unit.code for unit in units}
    olds = list(Unit.objects.filter(code__in=[code for code, line in moved.items() if line in here]))
    cells = _cells([*units, *olds], shown, hand, today)
    stacks = {unit.code: [cells[unit.pk]] for unit in units}
    for old in olds:
        stacks[moved[old.code]].append([replace(cell, name=old.short_name) for cell in cells[old.pk]])
    found = {}
    for unit in units:
        quarters_of_line = zip(*stacks[unit.code], strict=True)
        found[unit.pk] = Row(unit, [_stacked(held) for held in quarters_of_line], there.is_former(unit.code))
    return found


def _stacked(cells) -> Cell:
    """The cells of one quarter in one: those in which there is something to tell."""
    first, *others = [cell for cell in cells if cell.state] or cells[:1]
    return replace(first, others=tuple(others)) if others else first


def _in_groups(shown, filed, group) -> dict[str, int]:
    """Group → its units that stand in the matrix of these quarters, which follow each other."""
    key = f"in_{len(shown)}"
    found = {name: row[key] for (period_id, name), row in filed.items() if period_id == shown[-1].pk}
    return {name: number for name, number in found.items() if not group or name == group}


def _units(shown, today, group, only, number, there=None, of_groups=None):
    """The units of one page in the order of every list, each with the size of the whole and of its group."""
    periods = [period.pk for period in shown]
    reports = Report.objects.filter(unit=OuterRef("pk"), period_id__in=periods)
    if only:
        reports = reports.filter(~is_excluded())
    if only == "chua-gui":
        reports = reports.filter(first_sent_at=None)
    elif only == "tre-han":
        reports = reports.filter(late(shown, today))
    elif only == "tra-lai":
        reports = reports.filter(state=Report.State.RETURNED)
    wanted = Q(Exists(reports))
    if not only:
        wanted |= Q(Exists(Exclusion.objects.filter(unit=OuterRef("pk"), period_id__in=periods)))
    if there:
        moved = there.moved()
        found = Unit.objects.filter(wanted, code__in=moved).values_list("code", flat=True)
        wanted = wanted & ~Q(code__in=moved) | Q(code__in={moved[code] for code in found})
    if group:
        wanted &= Q(group=group)
    rows = (
        Unit.objects.filter(wanted)
        .only("code", "name", "short_name", "group", "valid_to")
        .order_by("group", "order", "sort_key", "code")
    )
    if of_groups is None:
        rows = rows.annotate(total=Window(Count("*")), in_group=Window(Count("*"), partition_by=[F("group")]))
    if there is None and shown[-1].window_to < today:
        rows = rows.annotate(**_names_then(shown[-1].window_to))
    units = list(rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    for unit in units:
        # Quarters that are over are told under the names of their last day.
        unit.name = getattr(unit, "name_then", None) or unit.name
        unit.short_name = getattr(unit, "short_name_then", None) or unit.short_name
        if of_groups is not None:
            unit.in_group = of_groups.get(unit.group, 0)
    if not units and number > 1:
        return _units(shown, today, group, only, 1, there, of_groups)
    total = (units[0].total if units else 0) if of_groups is None else sum(of_groups.values())
    return units, Paginator(range(total), PAGE_SIZE).get_page(number)


def _names_then(day) -> dict[str, Subquery]:
    held = UnitName.objects.held_on(day).filter(unit=OuterRef("pk"))
    return {f"{name}_then": Subquery(held.values(name)[:1]) for name in ("name", "short_name")}


def _cells(units, shown, hand, today) -> dict[int, list[Cell]]:
    """Primary key of the unit → its cells, one a period. One query: reports, excuses and reminders in one stack."""
    found = {}
    for unit_id, period_id, word, *rest in _stack(units, shown, hand):
        kind = word if word in ("excluded", "nagged") else "report"
        found.setdefault((unit_id, period_id), {})[kind] = (word, *rest)
    addresses = {period.pk: _address(period) for period in shown}
    return {
        unit.pk: [
            _cell(unit, period, period == hand, today, addresses[period.pk], found.get((unit.pk, period.pk), {}))
            for period in shown
        ]
        for unit in units
    }


def _stack(units, shown, hand):
    """Rows (unit, period, word, at, is reopened, reason), of which the word says what kind of row it is."""
    no = Value(False, output_field=BooleanField())
    nothing = Value("", output_field=TextField())
    ids = [unit.pk for unit in units]
    here = {"unit_id__in": ids, "period_id__in": [period.pk for period in shown]}
    reports = Report.objects.filter(**here).values_list(
        "unit_id", "period_id", shown_state(), "first_sent_at", "is_reopened", nothing
    )
    excused = Exclusion.objects.filter(**here).values_list(
        "unit_id", "period_id", Value("excluded", output_field=CharField()), "at", no, "reason"
    )
    # By hand only: what the portal sends by itself is no reason not to call.
    nagged = (
        Reminder.objects.filter(unit_id__in=ids, period=hand, by__isnull=False)
        .order_by()
        .values("unit_id", "period_id")
        .annotate(word=Value("nagged", output_field=CharField()), last=Max("sent_at"), no=no, nothing=nothing)
        .values_list("unit_id", "period_id", "word", "last", "no", "nothing")
    )
    return reports.order_by().union(excused.order_by(), nagged, all=True)


def _address(period) -> str:
    """What the address of every report of this period begins with: looked up once a column, not once a cell."""
    whole = reverse("reports:report", kwargs={"year": period.year, "quarter": period.quarter, "code": "X"})
    return whole.removesuffix("X/")


def _cell(unit, period, is_in_hand, today, address, known) -> Cell:
    if not known:
        return Cell(unit.code, period.key, is_in_hand)
    report = known.get("report")
    href = f"{address}{unit.code}/" if report else ""
    if "excluded" in known:
        reason = known["excluded"][3]
        return Cell(unit.code, period.key, is_in_hand, "excluded", href=href, reason=reason)
    if report is None:
        return Cell(unit.code, period.key, is_in_hand)
    state, sent_at, is_reopened, _ = report
    # Nobody is called who is no more.
    is_owed = is_in_hand and sent_at is None and (unit.valid_to is None or unit.valid_to >= today)
    nagged_on = quarters.local_day(known["nagged"][1]) if is_owed and "nagged" in known else None
    return Cell(
        unit.code,
        period.key,
        is_in_hand,
        state,
        timely=deadlines.timely_word(sent_at, period.due_on, today),
        late_days=deadlines.late_days(sent_at, period.due_on, today),
        href=href,
        is_reopened=is_reopened,
        nagged_on=nagged_on,
        is_sent=sent_at is not None,
        can_nag=is_owed and (nagged_on is None or today >= nagged_on + dt.timedelta(NAG_REST_DAYS)),
    )
