"""The units of one target by the structure of now: what stands in each line, and whose figures are in it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from reports import figures, structure
from reports.structure import Structure
from targets.facts import UnitFigure
from targets.quarters import Quarter


@dataclass(frozen=True)
class NowCell:
    """``text``: the sum of what was officially said in the quarter; ``missing``: units of then that said nothing."""

    quarter: Quarter
    text: str
    missing: list[str]


@dataclass(frozen=True)
class NowLine:
    code: str
    name: str
    is_former: bool
    notes: list[str]
    cells: list[NowCell]
    total: str
    value: Decimal | None


def lines_of_now(material, row, board, quarters, there: Structure) -> list[NowLine]:
    """One line a unit of now, in the order of lists; the total under them is the district's own."""
    rule = row.target.evaluation_rule
    said: dict[Quarter, dict[str, UnitFigure]] = defaultdict(dict)
    for (unit, quarter), cited in material.cited(row.target).items():
        for one in cited:
            # Told later of an earlier quarter: it is in the total, and stands among the records of the page.
            if one.is_official and one.fact.report == one.fact.quarter:
                said[quarter][unit] = structure.figure_of(rule, one.fact)
    of_quarter = {quarter: structure.lines(rule, said[quarter], there) for quarter in quarters}
    missing = _missing(row, said, quarters, there)
    totals = structure.lines(rule, row.result.by_unit, there)
    codes = {*totals, *(code for code, _ in missing), *(code for found in of_quarter.values() for code in found)}
    return [
        NowLine(
            member.code,
            member.name,
            there.is_former(member.code),
            _notes(member.code, [totals, *of_quarter.values()], board),
            [
                _cell(row.target, quarter, of_quarter[quarter].get(member.code), missing[member.code, quarter], board)
                for quarter in quarters
            ],
            _text(row.target, totals.get(member.code)),
            totals[member.code].figure.value if member.code in totals else None,
        )
        for member in board.sorted(codes)
    ]


def _missing(row, said, quarters, there) -> dict[tuple[str, Quarter], list[str]]:
    found = defaultdict(list)
    for quarter in quarters:
        if quarter in row.result.by_quarter:
            for unit in sorted(row.terms[quarter].expected.difference(said[quarter])):
                found[there.line_of(unit), quarter].append(unit)
    return found


def _cell(target, quarter, line, missing, board) -> NowCell:
    if line is None:
        return NowCell(quarter, figures.NOT_REPORTED if missing else figures.NO_QUESTION, [])
    return NowCell(quarter, _text(target, line), board.short_names(missing))


def _text(target, line) -> str:
    if line is None:
        return figures.NO_QUESTION
    figure = line.figure
    if figure.value is not None and line.apportioned:
        figure = replace(figure, value=round(figure.value, 2))
    text = figures.unit_text(target, figure)
    return f"{text} (từ {figure.quarter.label})" if figure.carried and figure.quarter else text


def _notes(code, tables, board) -> list[str]:
    """Whose figures are in the line, and by which paper a part of a unit's is."""
    held = [table[code] for table in tables if code in table]
    shared = {pair: None for line in held for pair in line.apportioned}
    of_parts = {unit for unit, _ in shared}
    whole = {unit for line in held for unit in line.units if unit != code} - of_parts
    notes = [f"gồm {', '.join(f'{one.short_name} ({one.code})' for one in board.sorted(whole))}"] if whole else []
    for unit, why in shared:
        (one,) = board.sorted([unit])
        notes.append(f"một phần của {one.short_name} ({one.code}): {why}")
    return notes
