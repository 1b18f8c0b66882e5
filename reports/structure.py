"""Reading the figures of then by the structure of now (domain §1): which line of now a unit of then counts with.

Nothing is re-attributed: reports and figures stay with the unit that gave them, and this mapping is made anew each
time it is asked for. Pure but for ``read``.

- A unit that was followed whole (merged, taken over, replaced) counts with its successor, however long the chain.
- A unit that was split keeps a line of its own ("Phường 2 (cũ)"). Where shares were entered with their source, that
  much of what adds up counts with each part and the rest stays on the line.
- The district's total is the same by both structures: the weights of every unit add up to one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext

from django.db.models import Exists, F

from targets.facts import Fact, Measure, OverUnits, Rule, UnitFigure
from units.models import Succession

ZERO, ONE = Decimal(0), Decimal(1)
# Shares of shares of fifteen digits, exactly.
_DIGITS = 80


@dataclass(frozen=True, slots=True)
class Step:
    """Of a unit that ended on the day before ``effective_on``: ``share`` in points of a hundred, of a part only."""

    old: str
    new: str
    is_whole: bool
    effective_on: dt.date
    share: Decimal | None = None
    share_source: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """``weight`` of a unit of then counts with the line ``code``; ``sources``: the papers that say so, on the way."""

    code: str
    weight: Decimal
    sources: tuple[str, ...] = ()


class Structure:
    """The structure of the day ``on``. Units are named by their codes; one it knows nothing of is its own line."""

    def __init__(self, steps: Iterable[Step], on: dt.date):
        self.on = on
        self._whole: dict[str, Step] = {}
        self._split: dict[str, list[Step]] = defaultdict(list)
        for step in sorted(steps, key=lambda step: (step.old, step.new)):
            if step.effective_on > on:
                continue
            if step.is_whole:
                self._whole[step.old] = step
            else:
                self._split[step.old].append(step)

    def __bool__(self) -> bool:
        """Whether anything is read otherwise than then."""
        return bool(self._whole or self._split)

    def line_of(self, code: str) -> str:
        """The unit of now that follows ``code`` whole; a unit that was split, or goes on, is its own line."""
        seen = {code}
        while code in self._whole and self._whole[code].new not in seen:
            code = self._whole[code].new
            seen.add(code)
        return code

    def is_former(self, code: str) -> bool:
        """Whether a line holds what no unit of now has taken over whole."""
        return self.line_of(code) in self._split

    def moved(self) -> dict[str, str]:
        """Every unit of then that counts with another line of now, and with which."""
        found = {code: self.line_of(code) for code in self._whole}
        return {code: line for code, line in found.items() if line != code}

    def parts_of(self, code: str, _seen: frozenset = frozenset()) -> tuple[Part, ...]:
        """With which lines what adds up of ``code`` counts. Weights add up to one."""
        line = self.line_of(code)
        if line in _seen:
            return (Part(line, ONE),)
        found: dict[str, Decimal] = {}
        sources: dict[str, tuple[str, ...]] = {}
        rest = ONE
        with localcontext(prec=_DIGITS):
            for step in self._split.get(line, ()):
                weight = min((step.share or ZERO) / 100, rest)  # never more than there is, whatever was entered
                if not weight:
                    continue
                rest -= weight
                for part in self.parts_of(step.new, _seen | {line}):
                    found[part.code] = found.get(part.code, ZERO) + weight * part.weight
                    told = (f"{step.share_source} ({_points(step.share)}%)", *part.sources)
                    sources[part.code] = tuple(dict.fromkeys((*sources.get(part.code, ()), *told)))
            if rest:
                found[line] = found.get(line, ZERO) + rest
        return tuple(Part(code, weight, sources.get(code, ())) for code, weight in found.items())


def _points(share: Decimal) -> str:
    text = f"{share:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def current_lines(codes: Iterable[str], structure: Structure) -> dict[str, str]:
    """Code of then → code of the line of now, for what is stored by code (frozen scores). Nothing is apportioned."""
    return {code: structure.line_of(code) for code in codes}


# --- Figures ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """What counts with one line of now. ``units``: of then, whose figures are in it, the line's own code among them.
    ``apportioned``: (unit of then, why) of figures that are in it by a share."""

    code: str
    figure: UnitFigure
    units: tuple[str, ...]
    apportioned: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Sum:
    figures: list[UnitFigure] = field(default_factory=list)
    shared: Decimal = ZERO
    apportioned: list[tuple[str, str]] = field(default_factory=list)
    units: list[str] = field(default_factory=list)


def lines(rule: Rule, by_unit: Mapping[str, UnitFigure], structure: Structure) -> dict[str, Line]:
    """The figures of units by line of now: flows and latest stocks are added, numerators and denominators each for
    themselves, distinct things stay a set. What units answered (có, không) becomes so many of so many."""
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for code, figure in by_unit.items():
        parts = structure.parts_of(code) if _adds_up(rule) and figure.value is not None else ()
        if not any(part.sources for part in parts):
            held = sums[structure.line_of(code)]
            held.figures.append(figure)
            held.units.append(code)
            continue
        for part in parts:
            held = sums[part.code]
            with localcontext(prec=_DIGITS):
                held.shared += figure.value * part.weight
            held.units.append(code)
            held.apportioned.append((code, "; ".join(part.sources) or "phần còn lại"))
    return {
        code: Line(code, _added(rule, code, held), tuple(held.units), tuple(held.apportioned))
        for code, held in sums.items()
    }


def _adds_up(rule: Rule) -> bool:
    """Whether a share of a figure means something: a count of each unit's own things."""
    return rule.measure != Measure.MILESTONE and rule.over_units == OverUnits.SUM


def _added(rule: Rule, code: str, held: _Sum) -> UnitFigure:
    figures = held.figures
    if len(figures) == 1 and not held.apportioned:
        figure = figures[0]
        return figure if figure.unit == code else _named(code, figure)
    quarters = {figure.quarter for figure in figures if figure.quarter}
    common = {
        "unit": code,
        "quarter": max(quarters, default=None),
        "carried": bool(figures) and len(quarters) == 1 and all(figure.carried for figure in figures),
    }
    if rule.measure == Measure.MILESTONE:
        done_on = min((figure.done_on for figure in figures if figure.done_on), default=None)
        return UnitFigure(value=Decimal(done_on is not None), done_on=done_on, **common)
    if rule.over_units == OverUnits.SHARE:
        return UnitFigure(numerator=sum((f.value for f in figures), ZERO), denominator=Decimal(len(figures)), **common)
    if rule.over_units == OverUnits.RATIO:
        return UnitFigure(
            numerator=sum((f.numerator for f in figures), ZERO),
            denominator=sum((f.denominator for f in figures), ZERO),
            **common,
        )
    keys = frozenset().union(*(figure.keys for figure in figures))
    with localcontext(prec=_DIGITS):
        value = sum((figure.value for figure in figures), ZERO) + held.shared
        if rule.over_units == OverUnits.DISTINCT:
            # A thing that two of them told counts once on their common line, as in the district's total.
            value += len(keys) - sum(len(figure.keys) for figure in figures)
    return UnitFigure(value=value, keys=keys, **common)


def _named(code: str, figure: UnitFigure) -> UnitFigure:
    return UnitFigure(
        code, figure.value, figure.numerator, figure.denominator, figure.quarter, figure.carried, figure.done_on,
        figure.keys,
    )  # fmt: skip


def figure_of(rule: Rule, fact: Fact) -> UnitFigure:
    """What one unit said in one quarter, in the shape in which figures are added."""
    if rule.measure == Measure.MILESTONE:
        is_done = bool(fact.dates) and None not in fact.dates
        return UnitFigure(fact.unit, Decimal(is_done), done_on=max(fact.dates) if is_done else None)
    if fact.numerator is not None:
        return UnitFigure(fact.unit, None, fact.numerator, fact.denominator)
    if fact.months or fact.month_keys:
        keys = frozenset(f"{month} {key}" for month, held in fact.month_keys.items() for key in held)
        counts = sum((count for count in fact.months.values() if count is not None), ZERO)
        return UnitFigure(fact.unit, counts + len(keys), keys=keys)
    keys = fact.keys or frozenset()
    return UnitFigure(fact.unit, (fact.value or ZERO) + len(keys), keys=keys)


# --- From the database -----------------------------------------------------------------------------------------------


def _effective(on: dt.date):
    """Successions of units that have ended: who gives a part away and goes on keeps its own figures."""
    return Succession.objects.filter(effective_on__lte=on, from_unit__valid_to__lt=F("effective_on"))


def read(on: dt.date) -> Structure:
    """The structure of the day ``on``: one query."""
    rows = _effective(on).values_list(
        "from_unit__code", "to_unit__code", "is_whole", "effective_on", "share", "share_source"
    )
    return Structure((Step(*row) for row in rows), on)


def has_changed(on: dt.date) -> Exists:
    """Whether there are two structures to choose from, as the column ``is_restructured`` of a query asked anyway."""
    return Exists(_effective(on))


# --- Choosing on a page ----------------------------------------------------------------------------------------------

PARAMETER, NOW = "co-cau", "nay"


def asked(query: Mapping[str, str], periods, on: dt.date) -> Structure | None:
    """The structure of now, where ``?co-cau=nay`` asks for it and it differs; None: everything as it was then.

    ``periods`` bear ``is_restructured``.
    """
    return read(on) if is_asked(query) and _differs(periods) else None


def is_asked(query: Mapping[str, str]) -> bool:
    return query.get(PARAMETER) == NOW


def choice(periods, there: Structure | None) -> list[tuple[str, str, bool]]:
    """(value, words, is chosen) of the switch; nothing where there is nothing to choose."""
    return options(there is not None) if _differs(periods) else []


def options(is_now: bool) -> list[tuple[str, str, bool]]:
    return [("", "Khi ấy", not is_now), (NOW, "Hiện nay", is_now)]


def _differs(periods) -> bool:
    return bool(periods) and periods[0].is_restructured
