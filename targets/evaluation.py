"""Facts in, verdicts out (domain §4): the one place that says where a target stands. Pure; asks no database and no
clock.

    evaluate(rule, official facts, terms of the plan, year, on) -> TargetResult

- An open period counts in the actual as its reports are accepted, but moves no expectation: verdicts compare with what
the
  closed (consolidated) periods ask. A percentage or share with no closed period is `not_due`, unless it already is met.
- No official fact: `not_due` until a period of the basis is closed or the basis is over, then `no_data`. A milestone
before its
  date is `not_due` in any case.
- A basis is over after its last day, which for a dated promise is its due date. Its last period is the one whose
window holds
  that day: what was due on 31/12/2017 is decided when Quý I/2018 is consolidated, a year when its Quý IV is.
- A year before the last of a plan-long promise is judged as it stood at the end of that year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from targets import sums
from targets.facts import (
    NOT_REPORTED,
    Basis,
    Fact,
    Measure,
    MonthFigure,
    OverTime,
    OverUnits,
    QuarterFigure,
    Rule,
    TargetResult,
    Term,
    UnitFigure,
    Unnamed,
    Verdict,
)
from targets.quarters import Quarter
from targets.sentences import sentence
from targets.spans import Span, due_of, span_of
from targets.sums import Sums
from targets.tallies import Tally, overlaid, tally
from targets.verdicts import judge, one_decimal, to_decimal

__all__ = [
    "NOT_REPORTED",
    "Basis",
    "Fact",
    "Measure",
    "MonthFigure",
    "OverTime",
    "OverUnits",
    "QuarterFigure",
    "Rule",
    "TargetResult",
    "Term",
    "UnitFigure",
    "Verdict",
    "evaluate",
    "evaluate_sums",
    "sentence",
]


def evaluate(
    rule: Rule,
    facts: Iterable[Fact],
    terms: Iterable[Term],
    year: int,
    on: date,
    pending: Iterable[Fact] = (),
    names: Mapping[str, str] | None = None,
    through: Quarter | None = None,
) -> TargetResult:
    """Where the target stands in `year`, as of the day `on`; with `through`, as if no later quarter had begun.

    facts: official ones (accepted versions) of the whole plan; others of the plan's quarters are ignored where the
    basis has no use for them. terms: all periods of the plan. pending: sent, not accepted; they change no verdict.
    names: for the sentence.
    Raises ValueError when one unit has two figures for one quarter from one report.
    """
    terms = tuple(sorted(terms, key=lambda t: t.quarter))
    span = span_of(rule, terms, year, on, through)
    if span is None:
        return _does_not_apply(rule, year, names)
    facts, pending = list(facts), list(pending)
    numbers = tally(rule, facts, span, terms)
    hoped = tally(rule, overlaid(facts, pending), span, terms) if pending else None
    waiting = tuple(sorted({f.unit for f in pending}))
    return _result(rule, numbers, hoped, span, waiting, names)


def evaluate_sums(
    rule: Rule,
    official: Sums,
    more: Sums,
    terms: Iterable[Term],
    year: int,
    on: date,
    through: Quarter | None = None,
) -> TargetResult:
    """The same from the sums of all units (``targets.sums``); units are counted, not named. ``more``: what is to be
    added to ``official`` if what is sent were accepted. Of ``terms`` only the days are asked. ``year``: not after the
    last of them, since sums are kept of their years."""
    terms = tuple(sorted(terms, key=lambda t: t.quarter))
    span = span_of(rule, terms, year, on, through)
    if span is None:
        return _does_not_apply(rule, year, None)
    numbers = sums.tally(rule, official, span, terms)
    waiting = sum(row.waiting for row in more.values())
    hoped = None
    if waiting:
        both = {**official, **{key: official.get(key, sums.NOTHING) + row for key, row in more.items()}}
        hoped = sums.tally(rule, both, span, terms)
    return _result(rule, numbers, hoped, span, Unnamed(waiting), None)


def _does_not_apply(rule, year, names) -> TargetResult:
    none = TargetResult(code=rule.code, year=year, verdict=Verdict.NOT_DUE, applies=False)
    return replace(none, catch_up=sentence(rule, none, names))


def _result(rule, numbers: Tally, hoped: Tally | None, span, waiting, names) -> TargetResult:
    judgement = judge(rule, numbers, span)
    due_on = due_of(rule, span)
    result = TargetResult(
        code=rule.code,
        year=span.year,
        verdict=judgement.verdict,
        actual=_shown(rule, numbers.amount),
        threshold=judgement.threshold,
        numerator=numbers.numerator,
        denominator=numbers.denominator,
        is_late=judgement.is_late,
        expected_now=judgement.expected_now,
        remaining=judgement.remaining,
        days_left=(due_on - span.on).days,
        due_on=due_on,
        basis_from=span.basis_from,
        basis_to=span.basis_to,
        label=span.label,
        missing=numbers.missing,
        yes=numbers.yes,
        no=numbers.no,
        silent=numbers.silent,
        short=numbers.short,
        overlap=numbers.overlap,
        by_unit=numbers.by_unit,
        by_quarter=_by_quarter(rule, numbers, hoped, span),
        months=numbers.months,
        pending_actual=_more(rule, numbers.amount, hoped.amount) if hoped else None,
        pending_units=waiting,
        done_on=numbers.done_on,
        parts_done=numbers.parts_done,
    )
    return replace(result, catch_up=sentence(rule, result, names))


def _shown(rule: Rule, amount: Fraction | None) -> Decimal | None:
    if amount is None:
        return None
    return one_decimal(amount) if rule.is_points else to_decimal(amount)


def _more(rule: Rule, official: Fraction | None, hoped: Fraction | None) -> Decimal | None:
    """The difference of the two figures as shown, so that they add up on the page."""
    if hoped is None:
        return None
    return _shown(rule, hoped) - (_shown(rule, official) or Decimal(0))


def _by_quarter(rule: Rule, numbers: Tally, hoped: Tally | None, span: Span) -> dict:
    return {
        t.quarter: QuarterFigure(
            quarter=t.quarter,
            closed=t.closed,
            value=_shown(rule, numbers.by_quarter.get(t.quarter)),
            pending=_more(rule, numbers.by_quarter.get(t.quarter), hoped.by_quarter.get(t.quarter)) if hoped else None,
            missing=numbers.missing_in.get(t.quarter, ()),
        )
        for t in span.begun
    }
