"""Sổ theo dõi sáng kiến: which initiatives a person sees, what waits for them, what is overdue.

The list on the page and the workbook are the same rows in the same order.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, DateField, Max, Min, Q, QuerySet, When
from django.db.models.functions import Coalesce, TruncDate

from initiatives import terms
from initiatives.legal_life import Rights, office_ids, rights_of
from initiatives.models import Council, Initiative
from units.clock import ZONE
from units.models import Unit

State = Initiative.State

OVERDUE, WAITING = "qua-han", "cho-toi"
# State → (mark, its word in the register), in the order of its legal life.
SHOWN = {
    State.DRAFT: ("draft", "Đang soạn"),
    State.FILED: ("sent", "Chờ tiếp nhận"),
    State.RECEIVED: ("pending", "Đang xét đơn"),
    State.SUPPLEMENT: ("returned", "Chờ bổ sung"),
    State.ACCEPTED: ("on_track", "Đang xét công nhận"),
    State.RECOGNISED: ("accepted", "Đã công nhận"),
    State.REJECTED: ("excluded", "Từ chối đơn"),
    State.REFUSED: ("excluded", "Không công nhận"),
}


@dataclass(frozen=True)
class Chosen:
    """The filters: unit's code, state (or OVERDUE, WAITING), year of the register, words."""

    unit: str = ""
    state: str = ""
    year: int | None = None
    words: str = ""

    @property
    def is_any(self) -> bool:
        return bool(self.unit or self.state or self.year or self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """One initiative of the register. ``next``: what this person does with it next, "" for nothing."""

    row: Initiative
    term: terms.Term | None
    late_days: int
    rights: Rights
    next: str

    @property
    def authors(self) -> list:
        return list(self.row.contributors.all())

    @property
    def more(self) -> int:
        """Authors beyond the three that the list names."""
        return len(self.authors) - 3


def waiting_for(user, on: dt.date) -> int:
    """How many initiatives wait for this person's next step. Two queries."""
    return Register(user, on).counts(Chosen())["waiting"]


class Register:
    """What ``user`` sees on the day ``on``."""

    def __init__(self, user, on: dt.date):
        self.user, self.on = user, on
        self.offices = office_ids()
        self._everything = Initiative.objects.visible_to(user).annotate(
            day=Coalesce("received_on", "filed_on", TruncDate("recorded_at", tzinfo=ZONE), output_field=DateField())
        )

    def rows(self, chosen: Chosen) -> QuerySet:
        """What waits for this person first, then what is overdue, then the newest."""
        waits = self._waits()
        return (
            self._narrowed(self._everything, chosen)
            .annotate(waits=_as_flag(waits), is_overdue=_as_flag(is_overdue(self.on)))
            .select_related("unit", "body", "council")
            .prefetch_related("contributors", "scopes")
            .order_by("-waits", "-is_overdue", "-day", "-pk")
        )

    def lines(self, rows) -> list[Line]:
        found = []
        for row in rows:
            term = terms.term_of(row)
            rights = rights_of(self.user, row, self.offices)
            late = term.late_days(self.on) if term else 0
            found.append(Line(row, term, late, rights, _next(row, rights) if row.waits else ""))
        return found

    def counts(self, chosen: Chosen) -> dict[str, int]:
        """State → how many under the other filters; with "total", "overdue" and "waiting". One query."""
        rows = self._narrowed(self._everything, chosen, but_state=True)
        return rows.aggregate(
            total=Count("pk"),
            **{state.value: Count("pk", filter=Q(state=state)) for state in SHOWN},
            overdue=Count("pk", filter=is_overdue(self.on)),
            waiting=Count("pk", filter=self._waits()),
        )

    def years(self) -> list[int]:
        """Years of the register, the latest first."""
        ends = self._everything.aggregate(first=Min("day"), last=Max("day"))
        return list(range(ends["last"].year, ends["first"].year - 1, -1)) if ends["first"] else []

    def units(self) -> list[Unit]:
        """Whose people have applied, as far as this person sees."""
        seen = Initiative.objects.visible_to(self.user).values("unit")
        return list(Unit.objects.filter(pk__in=seen))

    def _narrowed(self, rows, chosen, *, but_state=False):
        if chosen.unit:
            rows = rows.filter(unit__code=chosen.unit)
        if chosen.year:
            rows = rows.filter(day__year=chosen.year)
        if chosen.words:
            # The receipt is not among the public words that everybody searches.
            rows = rows.found(chosen.words) | rows.filter(receipt_number__icontains=chosen.words.strip())
        if but_state or not chosen.state:
            return rows
        if chosen.state == OVERDUE:
            return rows.filter(is_overdue(self.on))
        if chosen.state == WAITING:
            return rows.filter(self._waits())
        return rows.filter(state=chosen.state)

    def _waits(self) -> Q:
        """Whose next step is this person's: the unit's own, the body's, the head's."""
        access = self.user.access
        bodies = access.acts_for | (self.offices if access.is_reviewer else frozenset())
        own = Q(unit__in=access.acts_for, state__in=[State.DRAFT, State.SUPPLEMENT])
        in_term = Q(valid_to=None) | Q(valid_to__gte=self.on)
        advised = Council.objects.filter(in_term, kind=Council.Kind.INITIATIVES, valid_from__lte=self.on).values("unit")
        processing = Q(body__in=bodies) & (
            Q(state__in=[State.FILED, State.RECEIVED])
            | Q(state=State.ACCEPTED, council_met_on=None, body__in=advised)
        )
        deciding = Q(body__in=access.head_of, state=State.ACCEPTED) & ~Q(recorded_by=self.user)
        return own | processing | deciding


def is_overdue(on: dt.date) -> Q:
    """The rows whose term (terms.term_of) is over on the day ``on``."""
    to_file = terms.last_overdue_start(on, terms.FILING_MONTHS)
    to_decide = terms.last_overdue_start(on, terms.DECISION_MONTHS)
    return (
        Q(state=State.DRAFT, first_applied_on__lte=to_file)
        | Q(state=State.RECEIVED, answer_by__lt=on)
        | Q(state=State.SUPPLEMENT, supplement_by__lt=on)
        | Q(state=State.ACCEPTED, accepted_on__lte=to_decide)
        & (Q(first_use_ends_on=None) | Q(first_use_ends_on__lte=to_decide))
    )


def _as_flag(condition) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _next(row, rights) -> str:
    """The button of a line that waits."""
    if row.state == State.DRAFT:
        return "Soạn tiếp"
    if row.state == State.SUPPLEMENT:
        return "Bổ sung"
    if row.state == State.FILED:
        return "Tiếp nhận"
    if row.state == State.RECEIVED:
        return "Xét đơn"
    return "Quyết định" if rights.decides else "Ghi ý kiến hội đồng"
