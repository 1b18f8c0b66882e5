"""Kinh phí KH&CN: who enters what of it, what is odd, how it starts from the annual plan (IV.10; domain §6).

The unit says what it plans and has spent; the unit that allocates (Phòng Tài chính - Kế hoạch) what was allocated, by
which decision; the Economics Office and leadership read. Amounts are whole đồng, None is "chưa nhập".

Errors: ``NotAllowed`` first, ``WrongState`` (somebody changed the same line since), ``Refused``. Nothing is half saved.
"""

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from targets.budget_form import Row, Sheet
from targets.models import BudgetLine, Commitment, FundSource, Plan, Target
from units import audit
from units.models import Unit
from units.moves import NotAllowed, Refused, WrongState
from units.vietnamese import format_date, format_number

# --- Who may ---------------------------------------------------------------------------------------------------------


def can_read_any(user) -> bool:
    """Units, the Economics Office, leadership; the administrator reads no content (domain §1)."""
    access = user.access
    return access.sees_everything or access.is_leader or bool(access.acts_for)


def reads_all(user) -> bool:
    access = user.access
    return access.sees_everything or access.is_leader or can_allocate(user)


def can_read(user, unit: Unit) -> bool:
    return reads_all(user) or unit.pk in user.access.acts_for


def can_plan(user, unit: Unit) -> bool:
    """Its own people alone: the Economics Office enters for nobody."""
    return user.access.may_draft_for(unit.pk)


def can_allocate(user) -> bool:
    return any(unit.allocates_budget for unit in user.access.units)


def can_collect(user) -> bool:
    """Bring in lines of units from the office's own sheets, up to the present year: their papers, not its figures."""
    return user.access.is_reviewer


# --- Years and the date of the allocation ----------------------------------------------------------------------------


def years(on: dt.date) -> list[int]:
    """Years whose money a plan speaks of, the first that begins after it was issued to its last; the present where
    there is no plan."""
    found = set()
    for plan in Plan.objects.filter(issued_on__lte=on):
        found |= set(range(max(plan.first_year, plan.issued_on.year + 1), plan.last_year + 1))
    return sorted(found or {on.year})


@dataclass(frozen=True)
class Allocation:
    """The first decision that gave money for the year, and the day by which one was due (CK11)."""

    year: int
    allocated_on: dt.date | None
    number: str
    due_on: dt.date | None
    code: str  # of the target that measures it, "" where the plan has none

    def days_late(self, on: dt.date) -> int:
        if self.due_on is None:
            return 0
        return max(0, ((self.allocated_on or on) - self.due_on).days)


def first_allocation(year: int) -> tuple[dt.date | None, str]:
    """Day and number of the first decision that gave money for the year; (None, "") while there is none."""
    rows = BudgetLine.objects.filter(year=year, allocated__isnull=False).order_by("allocated_on", "pk")
    return rows.values_list("allocated_on", "allocation_number").first() or (None, "")


def allocation_of(year: int) -> Allocation:
    """Two queries."""
    target = Target.objects.filter(
        portal=Target.Portal.ALLOCATION, plan__first_year__lte=year, plan__last_year__gte=year
    ).first()
    has_due = target is not None and target.yearly_due_month
    due_on = dt.date(year, target.yearly_due_month, target.yearly_due_day) if has_due else None
    return Allocation(year, *first_allocation(year), due_on, target.code if target else "")


# --- What is odd -----------------------------------------------------------------------------------------------------


def oddities(allocated: Decimal | None, spent: Decimal | None, planned: Decimal | None) -> list[tuple[str, str]]:
    """(kind, sentence): ``overspent`` wants a note that says why; ``above_plan`` is only told."""
    found = []
    if allocated is not None and spent is not None and spent > allocated:
        text = f"Đã chi nhiều hơn phân bổ {format_number(spent - allocated)} đồng"
        found.append(("overspent", text))
    if allocated is not None and planned is not None and allocated > planned:
        found.append(("above_plan", f"Phân bổ nhiều hơn dự toán {format_number(allocated - planned)} đồng"))
    return found


# --- Acts ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def save(unit: Unit, year: int, sheet: Sheet, *, by, at: dt.datetime) -> int:
    """Store the rows of the form, all or none; how many lines were changed. The sheet was read with the columns that
    this person may write, and holds no others."""
    if not (can_plan(by, unit) or can_allocate(by)):
        raise NotAllowed("budgets.save")
    for row in sheet.kept:
        ask_for_a_note(row)
    if sheet.problems:
        raise Refused(sheet.problems)
    before, after = {}, {}
    conflicts = [row for row in sheet.rows if row.is_conflict]
    for row in sheet.rows:
        if row.is_removed:
            gone = BudgetLine.objects.filter(pk=row.line.pk, revision=row.revision, allocated=None)
            if not gone.delete()[0]:
                conflicts.append(row)
            before[_name(row.line)] = _amounts(row.line)
        elif row.line is not None and row.changes:
            seen = BudgetLine.objects.filter(pk=row.line.pk, revision=row.revision)
            stamp = {"revision": F("revision") + 1, "edited_at": at, "edited_by_name": str(by)}
            with _said_once(row):
                if seen.update(**row.changes, **stamp) != 1:
                    conflicts.append(row)
            before[_name(row.line)] = _amounts(row.line)
            after[row.name] = _amounts(row.line, row.changes)
    if conflicts:
        for row in conflicts:
            row.is_conflict = True
        raise WrongState("budgets.save")
    order = _last_order(unit, year)
    for row in sheet.kept:
        if row.line is None:
            order += 1
            with _said_once(row):
                line = BudgetLine.objects.create(
                    unit=unit, year=year, order=order, edited_at=at, edited_by_name=str(by), **row.changes
                )
            after[_name(line)] = _amounts(line)
    if before or after:
        audit.record("budgets.save", subject(unit, year), by=by, before=before, after=after)
    return len(before.keys() | after.keys())


def ask_for_a_note(row: Row) -> None:
    """Who spent more than was allocated says why."""
    if row.errors or row.values.get("note"):
        return
    for kind, text in oddities(row.values.get("allocated"), row.values.get("spent"), row.values.get("planned")):
        if kind == "overspent":
            row.errors["note"] = f"{text}: sửa số, hoặc ghi chú vì sao."


@contextmanager
def _said_once(row: Row):
    """A purpose stands once in a unit's year and source: a second one is told at its row, not as a broken page."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        text = f"“{row.values['title']}” đã có ở nguồn này; sửa dòng đã có hoặc ghi nội dung khác."
        raise Refused([(f"{row.stem}-title", text)]) from None


@transaction.atomic
def take_from_plan(unit: Unit, year: int, *, by, at: dt.datetime) -> tuple[int, int]:
    """A line for each commitment of the year that has a budget and no line yet; how many, and how many of them name no
    source in the plan and stand at the district's budget until somebody says otherwise."""
    if not can_plan(by, unit):
        raise NotAllowed("budgets.take")
    rows = proposed(unit, year)
    order, unsourced, made = _last_order(unit, year), 0, []
    for place, row in enumerate(rows, order + 1):
        unsourced += not row.fund
        made.append(
            BudgetLine(
                unit=unit, year=year, source=row.fund or FundSource.DISTRICT, title=row.title, planned=row.budget,
                order=place, edited_at=at, edited_by_name=str(by),
            )
        )  # fmt: skip
    try:
        with transaction.atomic():
            BudgetLine.objects.bulk_create(made)
    except IntegrityError:
        raise WrongState("budgets.take") from None
    if made:
        after = {_name(line): _amounts(line) for line in made}
        audit.record("budgets.take", subject(unit, year), by=by, after=after)
    return len(made), unsourced


def proposed(unit: Unit, year: int) -> list[Commitment]:
    """Commitments of the year with a budget of which no line tells yet; one of those that would make the same line."""
    have = set(BudgetLine.objects.filter(unit=unit, year=year).values_list("source", "title"))
    rows = Commitment.objects.standing().filter(unit=unit, year=year, budget__isnull=False).order_by("order", "pk")
    found = {}
    for row in rows:
        key = (row.fund or FundSource.DISTRICT.value, row.title)
        if key not in have:
            found.setdefault(key, row)
    return list(found.values())


def _last_order(unit, year) -> int:
    return BudgetLine.objects.filter(unit=unit, year=year).aggregate(last=Max("order"))["last"] or 0


def last_orders(years: set[int]) -> dict[tuple[int, int], int]:
    """(unit, year) → the place of its last line. One query."""
    rows = BudgetLine.objects.filter(year__in=years).order_by().values_list("unit_id", "year").annotate(Max("order"))
    return {(unit, year): last for unit, year, last in rows}


# --- The log ---------------------------------------------------------------------------------------------------------


def subject(unit: Unit, year: int) -> str:
    return f"KP-{unit.code}-{year}"


def _name(line: BudgetLine) -> str:
    return f"{FundSource(line.source).label}: {line.title}"


def _amounts(line: BudgetLine, changes=None) -> str:
    """Amounts and the decision in one sentence, as they are or as ``changes`` make them."""
    held = {name: getattr(line, name) for name in (
        "planned", "allocated", "allocation_number", "allocated_on", "spent", "spent_until",
    )} | (changes or {})  # fmt: skip
    said = []
    for name, word in (("planned", "dự toán"), ("allocated", "phân bổ"), ("spent", "đã chi")):
        if held[name] is not None:
            said.append(f"{word} {format_number(held[name])}")
    if held["allocation_number"]:
        said.append(f"QĐ {held['allocation_number']}")
    if held["allocated_on"]:
        said.append(f"ngày {format_date(held['allocated_on'])}")
    if held["spent_until"] and held["spent"] is not None:
        said.append(f"đến hết {format_date(held['spent_until'])}")
    return ", ".join(said) or "chưa có số"
