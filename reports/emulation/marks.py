"""A sheet as it stands now: every line of the scale with its records, what was entered, what was given, the sums.

Automatic points are worked out anew at each look, until the table is published. Read for one sheet or for a whole
group in the same number of queries.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from reports.emulation import automatic, points
from reports.emulation.points import Facts, Worked
from reports.models import Criterion, Score, ScoreProof, ScoreSheet

Kind = Criterion.Kind
ZERO = points.ZERO


@dataclass
class Line:
    """One criterion of one sheet. ``worked``: of an automatic one. ``score``: the row of an entered one, unsaved and
    blank while nothing was entered."""

    criterion: Criterion
    worked: Worked | None = None
    score: Score | None = None
    proofs: list[ScoreProof] = field(default_factory=list)
    # What a form that was refused or overtaken had in its inputs, and what was wrong with it: name → text.
    typed: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """Beginning of the names of its inputs."""
        return f"line-{self.criterion.pk}"

    @property
    def self_points(self) -> Decimal | None:
        return self.worked.points if self.worked else self.score.self_points

    @property
    def points(self) -> Decimal | None:
        """What counts: the office's points, of an automatic line those of the records. None while not appraised."""
        return self.worked.points if self.worked else self.score.points

    @property
    def differs(self) -> bool:
        """The office gave other points than the unit gave itself. A blank bonus or penalty is 0."""
        if self.worked or self.score.points is None:
            return False
        return self.score.points != (self.score.self_points or ZERO)

    @property
    def signed(self) -> Decimal:
        """What the line adds to the total."""
        value = self.points or ZERO
        return -value if self.criterion.kind == Kind.PENALTY else value


@dataclass
class Marked:
    sheet: ScoreSheet
    lines: list[Line]
    facts: Facts

    def of_kind(self, kind) -> list[Line]:
        return [line for line in self.lines if line.criterion.kind == kind]

    def _sum(self, kind) -> Decimal:
        return sum((line.points or ZERO for line in self.of_kind(kind)), ZERO)

    @property
    def base(self) -> Decimal:
        return self._sum(Kind.CRITERION)

    @property
    def bonus(self) -> Decimal:
        return self._sum(Kind.BONUS)

    @property
    def penalty(self) -> Decimal:
        return self._sum(Kind.PENALTY)

    @property
    def total(self) -> Decimal:
        """Criteria and bonus less penalty, never below 0; more than the scale where the bonus is large."""
        return max(ZERO, self.base + self.bonus - self.penalty)

    @property
    def self_total(self) -> Decimal:
        """By the unit's own points, the office's penalties apart."""
        lines = [line for line in self.lines if line.criterion.kind != Kind.PENALTY]
        return sum((line.self_points or ZERO for line in lines), ZERO)

    @cached_property
    def differences(self) -> list[Line]:
        return [line for line in self.lines if line.differs]

    @property
    def entered(self) -> list[Line]:
        return [line for line in self.lines if line.worked is None]

    @property
    def rankable(self) -> points.Total:
        return points.Total(self.sheet.unit.code, self.total, self.facts.lateness, self.facts.recognised)


def read(scheme, sheets, on: dt.date) -> list[Marked]:
    """``sheets``: rows of this scheme with their unit. Criteria, scores, proofs, and the queries of ``automatic``."""
    sheets = list(sheets)
    criteria = list(scheme.criteria.all())
    found = _entered(sheets, [one for one in criteria if not one.is_automatic])
    facts = automatic.read(scheme.year, [sheet.unit for sheet in sheets], on)
    return [_marked(scheme, sheet, criteria, found[sheet.pk], facts[sheet.unit_id]) for sheet in sheets]


def entered(sheet) -> list[Line]:
    """The lines that people fill in, alone: what a form is read into. Three queries."""
    criteria = sheet.scheme.criteria.filter(source=Criterion.Source.ENTERED)
    return list(_entered([sheet], list(criteria))[sheet.pk].values())


def _entered(sheets, criteria) -> dict[int, dict[int, Line]]:
    """Sheet → criterion → its line."""
    scores = {(score.sheet_id, score.criterion_id): score for score in Score.objects.filter(sheet__in=sheets)}
    proofs = defaultdict(list)
    for proof in ScoreProof.objects.filter(score__sheet__in=sheets):
        proofs[proof.score_id].append(proof)
    found = {}
    for sheet in sheets:
        found[sheet.pk] = {}
        for criterion in criteria:
            score = scores.get((sheet.pk, criterion.pk)) or Score(sheet=sheet, criterion=criterion)
            line = Line(criterion, score=score, proofs=proofs[score.pk] if score.pk else [])
            found[sheet.pk][criterion.pk] = line
    return found


def _marked(scheme, sheet, criteria, entered_lines, facts) -> Marked:
    lines = []
    for criterion in criteria:
        if criterion.is_automatic:
            worked = points.work_out(criterion.source, criterion.maximum, criterion.parameters, facts, scheme.year)
            lines.append(Line(criterion, worked))
        else:
            lines.append(entered_lines[criterion.pk])
    return Marked(sheet, lines, facts)
