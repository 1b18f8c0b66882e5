"""The unit × quarter matrix: who has sent what, who is late (Mục V of the plan: every unit, every quarter).

However many units there are, a page reads one page of units and their cells; sums come from the database.
A unit belongs to a quarter when it has a report row there (reports.opening creates them) or is excused from one.
"""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import groupby

from django.core.paginator import Page

from reports import deadlines, listing, matrix_rows
from reports.structure import Structure
from reports.whereabouts import Gathered, counts
from targets import quarters
from targets.models import Period
from units.models import Unit

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


# --- The table -----------------------------------------------------------------------------------------------------


# Not frozen: to make one takes a third of the time, and a page has two hundred.
@dataclass(slots=True)
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
    unit: matrix_rows.Line
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
    """One page of the matrix: two queries, with ``filed`` one, whatever the number of units.

    ``filed``: sums that are kept, by which units need not be counted here. ``shown``: the periods; ``hand``: the one
    in hand; ``only``: a key of FILTERS, for units with at least one such quarter among those shown. ``there``: the
    structure of now, by which the reports of units that were followed whole stand in the rows of their successors;
    two queries more.
    """
    of_groups = None
    if filed is not None and not only and there is None and 1 <= len(shown) <= RECENT:
        of_groups = _in_groups(shown, filed, group)
    units, page, known = matrix_rows.page(shown, hand, today, group, only, number, there, of_groups)
    rows = _rows(units, known, shown, hand, today, there)
    groups = [
        Group(Unit.Group(key).label, GROUP_NOTES.get(key, ""), held[0].in_group, [rows[unit.id] for unit in held])
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


def _rows(units, known, shown, hand, today, there) -> dict[int, Row]:
    if there is None:
        cells = _cells(units, known, shown, hand, today)
        return {unit.id: Row(unit, cells[unit.id]) for unit in units}
    moved, here = there.moved(), {unit.code for unit in units}
    olds = list(Unit.objects.filter(code__in=[code for code, line in moved.items() if line in here]))
    lines = [*units, *olds]
    cells = _cells(lines, matrix_rows.stack(lines, shown, hand), shown, hand, today)
    stacks = {unit.code: [cells[unit.id]] for unit in units}
    for old in olds:
        stacks[moved[old.code]].append([replace(cell, name=old.short_name) for cell in cells[old.id]])
    found = {}
    for unit in units:
        quarters_of_line = zip(*stacks[unit.code], strict=True)
        found[unit.id] = Row(unit, [_stacked(held) for held in quarters_of_line], there.is_former(unit.code))
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


@dataclass(frozen=True, slots=True)
class _Column:
    """What all cells of a quarter have in common: worked out once a column, not once a cell."""

    id: int
    key: str
    due_on: dt.date
    is_in_hand: bool
    address: str  # what the address of every report of the quarter begins with


def _column(period, hand) -> _Column:
    return _Column(period.pk, period.key, period.due_on, period == hand, listing.address(period))


def _cells(units, known, shown, hand, today) -> dict[int, list[Cell]]:
    """Primary key of the unit → its cells, one a period. ``known``: reports, excuses and reminders in one stack."""
    found: dict[tuple[int, int], dict[str, tuple]] = {}
    for unit_id, period_id, *told in known:
        kind = told[0] if told[0] in ("excluded", "nagged") else "report"
        found.setdefault((unit_id, period_id), {})[kind] = told
    columns = [_column(period, hand) for period in shown]
    return {
        unit.id: [_cell(unit, column, today, found.get((unit.id, column.id))) for column in columns] for unit in units
    }


def _cell(unit, column, today, known) -> Cell:
    if not known:
        return Cell(unit.code, column.key, column.is_in_hand)
    report = known.get("report")
    href = f"{column.address}{unit.code}/" if report else ""
    if "excluded" in known:
        reason = known["excluded"][3]
        return Cell(unit.code, column.key, column.is_in_hand, "excluded", href=href, reason=reason)
    if report is None:
        return Cell(unit.code, column.key, column.is_in_hand)
    state, sent_at, is_reopened, _ = report
    timely, late_days = deadlines.timeliness(sent_at, column.due_on, today)
    # Nobody is called who is no more.
    is_owed = column.is_in_hand and sent_at is None and (unit.valid_to is None or unit.valid_to >= today)
    nagged_on = quarters.local_day(known["nagged"][1]) if is_owed and "nagged" in known else None
    return Cell(
        unit.code,
        column.key,
        column.is_in_hand,
        state,
        timely=timely,
        late_days=late_days,
        href=href,
        is_reopened=bool(is_reopened),
        nagged_on=nagged_on,
        is_sent=sent_at is not None,
        can_nag=is_owed and (nagged_on is None or today >= nagged_on + dt.timedelta(NAG_REST_DAYS)),
    )
