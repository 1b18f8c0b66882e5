"""Where the units' plans of one year stand, for lists, home pages and reminders.

``standing``, as lists show it: none, draft, pending, returned, sent, accepted. A plan that is being changed is accepted
still, until its change is sent.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Case, CharField, Count, F, FilteredRelation, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from reports import annual_notices, notices, portal
from reports.annual_form import plan_of
from reports.models import AnnualPlanReminder, Notice
from targets import annual
from targets.models import AnnualPlan, Plan, Target
from targets.quarters import local_day
from units import audit, doorbell
from units.models import UNIT_ORDER, Unit
from units.moves import NotAllowed, WrongState

State = AnnualPlan.State
# Who has none stands first.
ORDER = ("none", "draft", "returned", "pending", "sent", "accepted")
WRITING = (State.DRAFT, State.PENDING, State.RETURNED)
WORDS = {
    "none": "chưa lập",
    "draft": "đang soạn",
    "pending": "chờ lãnh đạo đơn vị duyệt",
    "returned": "đã trả lại, chưa gửi lại",
}


def day_of(year: int, on: dt.date) -> dt.date:
    """The day whose units are asked for the plan of ``year``: today, within that year."""
    return min(max(on, dt.date(year, 1, 1)), dt.date(year, 12, 31))


def units(year: int, on: dt.date):
    """Units that are asked for a plan, in the order of every list, each with ``standing`` and the plan's columns."""
    rows = Unit.objects.filing(day_of(year, on)).annotate(
        plan=FilteredRelation("annual_plans", condition=Q(annual_plans__year=year))
    )
    return rows.annotate(
        standing=Case(
            When(plan__official__isnull=False, plan__state__in=WRITING, then=Value("accepted")),
            default=Coalesce("plan__state", Value("none")),
            output_field=CharField(),
        ),
        is_amending=Coalesce("plan__is_amending", Value(False)),
        official=F("plan__official"),
        version_count=F("plan__version_count"),
        edited_at=F("plan__edited_at"),
        first_sent_at=F("plan__first_sent_at"),
        last_sent_at=F("plan__last_sent_at"),
        first_accepted_at=F("plan__first_accepted_at"),
        accepted_at=F("plan__accepted_at"),
    )


def none_first(rows):
    rank = Case(
        *(When(standing=name, then=Value(place)) for place, name in enumerate(ORDER)), output_field=IntegerField()
    )
    return rows.annotate(rank=rank).order_by("rank", *UNIT_ORDER)


def counts(year: int, on: dt.date) -> dict[str, int]:
    """Standing → number of units, zeros too. One query."""
    found = units(year, on).order_by().values("standing").annotate(number=Count("pk"))
    return dict.fromkeys(ORDER, 0) | {row["standing"]: row["number"] for row in found}


def late_days(unit: Unit, first_sent_at: dt.datetime | None, due_on: dt.date, on: dt.date) -> int:
    """Days after the day by which the office expects the plan: until it was first sent, or until today.

    Never of a mass organisation: the plan asks it where it assigns the others (domain §1).
    """
    if not unit.is_state_body:
        return 0
    return max(0, ((local_day(first_sent_at) if first_sent_at else on) - due_on).days)


# --- Home pages ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Need:
    """What one unit's plan of one year asks of this person now. ``days_left`` is negative after the due day."""

    unit: Unit
    year: int
    standing: str
    row: AnnualPlan | None
    due_on: dt.date
    days_left: int
    can_send: bool

    @property
    def is_late(self) -> bool:
        return self.days_left < 0 and self.unit.is_state_body


def needs(user, on: dt.date) -> list[Need]:
    """Of this person's units and the years at hand: plans that are not sent, or whose change is under way.

    Two queries, one where no year is at hand.
    """
    access, plan = user.access, plan_of(on.year) or plan_of(on.year + 1)
    years = annual.years_at_hand(plan, on)
    if not years or not access.units:
        return []
    rows = AnnualPlan.objects.filter(unit__in=access.acts_for, year__in=years)
    held = {(row.unit_id, row.year): row for row in rows}
    found = []
    for year in years:
        for unit in access.units:
            row = held.get((unit.pk, year))
            if not unit.files_reports or (row and row.state in (State.SENT, State.ACCEPTED)):
                continue
            can_send = bool(row and row.state == State.PENDING and access.is_head_of(unit.pk))
            due = annual.due_on(plan, year)
            found.append(Need(unit, year, row.state if row else "none", row, due, (due - on).days, can_send))
    return found


@dataclass(frozen=True)
class OfficeView:
    """What the reviewer's home says of one year."""

    year: int
    waiting: int  # sent, to be answered
    without: int  # units that have sent none


def office(on: dt.date) -> list[OfficeView]:
    """The years at hand of which something waits or lacks: a query for the plan and one for each year."""
    plan = plan_of(on.year) or plan_of(on.year + 1)
    found = []
    for year in annual.years_at_hand(plan, on):
        number = counts(year, on)
        without = sum(number[name] for name in WORDS)
        if number["sent"] or without:
            found.append(OfficeView(year, number["sent"], without))
    return found


# --- Behind a target -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Behind:
    """Accepted plans of a year that this person may see, and how many of the units asked have none; None: not told."""

    plans: list[AnnualPlan]
    without: int | None


def behind(target: Target, year: int, user, on: dt.date) -> Behind | None:
    """What the portal tells the target from (reports.portal), or None of any other target. Two queries."""
    access = user.access
    reads = access.is_reviewer or access.is_leader or access.acts_for
    if target.portal != Target.Portal.ANNUAL_PLANS or not portal.can_tell(target) or not reads:
        return None
    rows = AnnualPlan.objects.visible_to(user).filter(year=year, first_accepted_at__isnull=False)
    plans = list(rows.select_related("unit").order_by("unit"))
    without = units(year, on).filter(first_accepted_at=None).count() if access.is_reviewer or access.is_leader else None
    return Behind(plans, without)


# --- Reminding -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reminded:
    units: int
    people: int
    without: tuple[str, ...]  # units with nobody to write to


def owing(year: int, on: dt.date):
    """Units that have sent no plan of the year, or have to send it again."""
    return units(year, on).filter(standing__in=list(WORDS))


def remind(plan: Plan, year: int, *, by, at: dt.datetime, code: str | None = None) -> Reminded | None:
    """Đôn đốc the unit ``code``, or all that have never sent their plan; None when all were reminded today.

    NotAllowed; WrongState where the named unit owes nothing. A returned plan was sent: only by name is it reminded of.
    """
    if not by.access.is_reviewer:
        raise NotAllowed("remind")
    on = at.date()
    rows = owing(year, on).filter(code=code) if code else owing(year, on).filter(first_sent_at=None)
    found = list(rows)
    if code and not found:
        raise WrongState("remind")
    gone = set(AnnualPlanReminder.objects.filter(year=year, on=on).values_list("unit_id", flat=True))
    todo = [unit for unit in found if unit.pk not in gone]
    if not todo:
        return None
    people = notices.people_by_unit([unit.pk for unit in todo], notices.UNIT_ROLES, on)
    due = annual.due_on(plan, year)
    letters = []
    for unit in todo:
        letter = annual_notices.reminder(unit, year, due, WORDS[unit.standing], on)
        letters += notices.rows_for(people.get(unit.pk, []), letter, at)
    claims = [
        AnnualPlanReminder(unit=unit, year=year, on=on, sent_at=at, recipients=len(people.get(unit.pk, [])), by=by)
        for unit in todo
    ]
    try:
        with transaction.atomic():
            AnnualPlanReminder.objects.bulk_create(claims)
            Notice.objects.bulk_create(letters)
            subject = f"{todo[0].code}-{year}" if code else f"ke-hoach-{year}"
            name = "annual_plans.nag" if code else "annual_plans.nag_all"
            audit.record(name, subject, by=by, after={"units": len(todo), "people": len(letters)})
    except IntegrityError:
        return None  # somebody else reminded them in this moment
    doorbell.ring("reports.jobs.deliver")
    without = tuple(unit.short_name for unit in todo if unit.pk not in people)
    return Reminded(len(todo), len(letters), without)
