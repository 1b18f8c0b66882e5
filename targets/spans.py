"""The basis of a target in one year: which periods it is made of, when it is over, which period has the last word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from targets.facts import Basis, Rule, Term
from targets.quarters import Quarter, school_year_for


@dataclass(frozen=True, slots=True)
class Span:
    """`whole`: the terms of the basis. `begun`: those of them begun by the day of evaluation, in the year asked for or
    before.

    ends_on: the last day on which it can be done. `last`: the term whose window holds that day (a deed of 31/12/2017 is
    reported in Quý I/2018), or the last one begun before it. `judged_on`: the day of evaluation, or the end of an
    earlier year that is looked back at: Quý IV/2017 of a promise for 2020 is judged as it stood then.
    `line_end`: the quarter at which the threshold has to be reached.
    """

    year: int
    on: date
    judged_on: date
    basis_from: date
    basis_to: date
    ends_on: date
    whole: tuple[Term, ...]
    begun: tuple[Term, ...]
    last: Term
    line_end: Quarter
    label: str
    through: Quarter | None = None

    @property
    def is_over(self) -> bool:
        return self.judged_on > self.ends_on

    @property
    def is_decided(self) -> bool:
        """Over, and nothing more can arrive: its last period is consolidated."""
        return self.is_over and self.last.closed and self.looks_at(self.last.quarter)

    def looks_at(self, quarter: Quarter) -> bool:
        return self.through is None or quarter <= self.through

    @property
    def closed(self) -> tuple[Term, ...]:
        return tuple(t for t in self.begun if t.closed)

    @property
    def now(self) -> Term | None:
        """The latest term concerned: its expected units are the denominator of a share."""
        return self.begun[-1] if self.begun else None


def span_of(rule: Rule, terms: Iterable[Term], year: int, on: date, through: Quarter | None = None) -> Span | None:
    """None where the plan has no period of that basis in that year (2016 *không áp dụng*).

    through: the last quarter looked at, though later ones have begun (a consolidated report of an older quarter).
    """
    plan = sorted(terms, key=lambda t: t.quarter)
    in_year = [t for t in plan if t.quarter.year == year]
    due = rule.due_on
    if rule.basis == Basis.SCHOOL_YEAR:
        # Typed figures cannot be split at 1 August: a quarter goes to the school year in which its window closes.
        school_year = school_year_for(year, rule.school_year_start)
        basis_from, basis_to = school_year.begins_on, school_year.ends_on
        whole = [t for t in plan if basis_from <= t.window_to <= basis_to]
        label = f"Năm học {school_year.label}"
    elif rule.basis in (Basis.YEAR, Basis.MONTH):
        whole = in_year
        label = f"Năm {year}"
        if rule.yearly_due:
            due = date(year, *rule.yearly_due)
        if whole:
            basis_from, basis_to = whole[0].window_from, whole[-1].window_to
    else:
        # Looked at in a year before the plan's first period there is nothing to show, though the plan lies ahead.
        whole = plan if plan and plan[0].quarter.year <= year else []
        label = f"Đến năm {year}"
        if whole:
            basis_from, basis_to = whole[0].window_from, due or date(plan[-1].quarter.year, 12, 31)
    if not whole:
        return None
    spans_plan = rule.basis in (Basis.PLAN, Basis.ONCE)
    # A yearly date inside the year does not end it: what was due on 31/3 can still be done, late, until the year is
    # over.
    ends_on = basis_to if spans_plan or due is None else max(basis_to, due)
    last = next((t for t in reversed(plan) if t.window_from <= ends_on), plan[0])
    year_end = date(year, 12, 31)
    return Span(
        year=year,
        on=on,
        judged_on=min(on, year_end) if spans_plan and year_end < ends_on else on,
        basis_from=basis_from,
        basis_to=basis_to,
        ends_on=ends_on,
        whole=tuple(whole),
        begun=tuple(
            t
            for t in whole
            if t.window_from <= on
            and (t.quarter.year <= year or rule.basis == Basis.SCHOOL_YEAR)
            and (through is None or t.quarter <= through)
        ),
        last=last,
        line_end=last.quarter if spans_plan else whole[-1].quarter,
        label=label,
        through=through,
    )


def due_of(rule: Rule, span: Span) -> date:
    """The day a milestone is measured against, and that days left are counted to."""
    if rule.basis in (Basis.YEAR, Basis.MONTH) and rule.yearly_due:
        return date(span.year, *rule.yearly_due)
    return span.basis_to


def year_of_deed(day: date, rule: Rule, terms: tuple[Term, ...]) -> int:
    """The year that a yearly milestone done on this day counts for.

    The year whose windows hold it, except that days between the year's last window and its due date (15–31/12 for a
    date of 31/12) still are that year's. Before the first window: the first year.
    """
    term = next((t for t in terms if day <= t.window_to), terms[-1])
    year = term.quarter.year
    if rule.yearly_due and term.quarter.number == 1 and day <= date(year - 1, *rule.yearly_due):
        has_earlier = any(t.quarter.year < year for t in terms)
        return year - 1 if has_earlier else year
    return year
