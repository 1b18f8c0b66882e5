"""From numbers to verdicts (domain §4). Two rules stand over all: no data is never red, and nothing is missed until its
basis is over and its last period is consolidated."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from targets.facts import Basis, Measure, Rule, Verdict
from targets.quarters import Quarter
from targets.spans import Span, due_of
from targets.tallies import Tally


@dataclass(frozen=True, slots=True)
class Judgement:
    """threshold, expected_now and remaining as in TargetResult."""

    verdict: Verdict
    is_late: bool = False
    threshold: Decimal | None = None
    expected_now: Decimal | None = None
    remaining: Decimal | None = None


def judge(rule: Rule, numbers: Tally, span: Span) -> Judgement:
    if rule.measure == Measure.MILESTONE:
        return _milestone(rule, numbers, span)
    if rule.measure == Measure.TRACKED or (rule.threshold is None and rule.measure != Measure.GROWTH):
        return Judgement(Verdict.TRACKED)
    if rule.goal is None:  # growth of a base that nobody has entered
        return Judgement(Verdict.NO_DATA)
    if rule.basis == Basis.MONTH:
        return _months(numbers, span)
    if rule.is_points:
        return _points(rule, numbers, span)
    return _count(rule, numbers, span)


def _without_data(span: Span) -> Verdict:
    """Nobody could have reported before a period was consolidated; after that silence is a lack."""
    return Verdict.NO_DATA if span.closed or span.is_over else Verdict.NOT_DUE


def _short_of_goal(span: Span) -> Verdict | None:
    """The basis is over and the goal not reached."""
    if not span.is_over:
        return None
    return Verdict.MISSED if span.is_decided else Verdict.BEHIND


def _is_late(numbers: Tally, span: Span, goal: Decimal) -> bool:
    """Met now, but not yet in the period that holds the due date."""
    if span.now is None or span.now.quarter <= span.last.quarter:
        return False
    then = numbers.by_quarter.get(span.last.quarter)
    return then is None or then < Fraction(goal)


def _count(rule: Rule, numbers: Tally, span: Span) -> Judgement:
    """Elapsed = closed quarters ÷ quarters of the basis (a year: 4); on track from goal × elapsed, rounded down."""
    goal = rule.goal
    of_basis = [t for t in span.whole if t.quarter <= span.line_end]
    closed = sum(1 for t in of_basis if t in span.closed)
    expected = (goal * closed / len(of_basis)).to_integral_value(ROUND_FLOOR)
    if not numbers.is_reported or numbers.amount is None:
        return Judgement(_without_data(span), False, goal, expected, goal)
    amount = numbers.amount
    if amount >= Fraction(goal):
        late = rule.due_on is not None and _is_late_count(rule, numbers, span, goal)
        return Judgement(Verdict.MET, late, goal, expected, Decimal(0))
    remaining = goal - to_decimal(amount)
    verdict = _short_of_goal(span)
    if verdict is None:
        if amount == 0 and expected == 0:
            verdict = Verdict.NOT_DUE
        else:
            verdict = Verdict.ON_TRACK if amount >= Fraction(expected) else Verdict.BEHIND
    return Judgement(verdict, False, goal, expected, remaining)


def _is_late_count(rule: Rule, numbers: Tally, span: Span, goal: Decimal) -> bool:
    if rule.over_time != "sum":
        return _is_late(numbers, span, goal)
    by_due = sum(v for q, v in numbers.by_quarter.items() if v is not None and q <= span.last.quarter)
    return by_due < Fraction(goal)


def _points(rule: Rule, numbers: Tally, span: Span) -> Judgement:
    """Met at the threshold. On track at or above the straight line from the first value in the basis to the threshold
    at its
    last quarter, less the margin. The line is read at the last closed quarter: an open period moves no expectation."""
    goal = rule.goal
    if numbers.amount is None:
        verdict = Verdict.NO_DATA if numbers.is_reported else _without_data(span)
        return Judgement(verdict, False, goal)
    amount = numbers.amount
    remaining = None
    if numbers.denominator:
        needed = Fraction(goal) * Fraction(numbers.denominator) / 100
        remaining = max(Decimal(0), Decimal(-(-needed // 1)) - numbers.numerator)
    line = _line(rule, numbers, span)
    expected = None if line is None else one_decimal(line)
    if amount >= Fraction(goal):
        # A ratio of the units heard so far cannot be met for all of them; it can once nobody more will be heard.
        if numbers.missing and rule.measure == Measure.PERCENT and not span.is_decided:
            return Judgement(Verdict.ON_TRACK, False, goal, expected, remaining)
        late = rule.due_on is not None and _is_late(numbers, span, goal)
        return Judgement(Verdict.MET, late, goal, expected, remaining)
    verdict = _short_of_goal(span)
    if verdict is None:
        if line is None:
            verdict = Verdict.NOT_DUE
        else:
            verdict = Verdict.ON_TRACK if amount >= line else Verdict.BEHIND
    return Judgement(verdict, False, goal, expected, remaining)


def _line(rule: Rule, numbers: Tally, span: Span) -> Fraction | None:
    """Least percentage on track; None while no period of the basis is closed."""
    if not span.closed:
        return None
    first, value = next((q, v) for q, v in numbers.by_quarter.items() if v is not None)
    at = span.closed[-1].quarter
    gone = _part(first, at, span.line_end)
    return max(Fraction(0), value + (Fraction(rule.goal) - value) * gone - Fraction(rule.margin))


def _part(first: Quarter, at: Quarter, end: Quarter) -> Fraction:
    """How far `at` lies between first (0) and end (1)."""
    if at >= end:
        return Fraction(1)
    if at <= first:
        return Fraction(0)
    return Fraction(at - first, end - first)


def _months(numbers: Tally, span: Span) -> Judgement:
    judged = [m for m in numbers.months if m.ok is not None]
    failed = sum(not m.ok for m in judged)
    threshold = Decimal(len(numbers.months) if span.is_over else len(judged))
    remaining = Decimal(failed)
    if failed:
        return Judgement(_short_of_goal(span) or Verdict.BEHIND, False, threshold, threshold, remaining)
    if not judged:
        return Judgement(_without_data(span))
    if not span.is_over:
        return Judgement(Verdict.ON_TRACK, False, threshold, threshold, remaining)
    if len(judged) == len(numbers.months):
        return Judgement(Verdict.MET, False, threshold, threshold, remaining)
    # Months without a figure have not failed, and the year has not been met.
    verdict = Verdict.NO_DATA if span.is_decided else Verdict.ON_TRACK
    return Judgement(verdict, False, threshold, threshold, remaining)


def _milestone(rule: Rule, numbers: Tally, span: Span) -> Judgement:
    due = due_of(rule, span)
    one = Decimal(1)
    remaining = Decimal(rule.parts - numbers.parts_done)
    if numbers.done_on is not None:
        return Judgement(Verdict.MET, numbers.done_on > due, one, None, Decimal(0))
    if span.judged_on <= due:
        return Judgement(Verdict.NOT_DUE, False, one, Decimal(0), remaining)
    if not numbers.is_reported:
        return Judgement(Verdict.NO_DATA, False, one, one, remaining)
    return Judgement(_short_of_goal(span) or Verdict.BEHIND, False, one, one, remaining)


# ---------------------------------------------------------------- exact to shown


def to_decimal(amount: Fraction) -> Decimal:
    """A count: its fraction is of tens, so nothing is lost."""
    return Decimal(amount.numerator) / Decimal(amount.denominator)


def one_decimal(points: Fraction) -> Decimal:
    """Percentage points as shown: one place, half up, except that 99,96% is not yet 100%."""
    shown = to_decimal(points).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Decimal("99.9") if shown == 100 and points < 100 else shown
