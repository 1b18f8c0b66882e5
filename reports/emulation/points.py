"""Facts in, points out: how the automatic criteria of a scale are worked out, how units are ranked. Pure; asks no
database and no clock.

Points are `Decimal`, to two places. What a criterion asks is in its ``parameters``, which a page fills in (``read``).
Where nothing was owed (no report due, no target due) nothing is taken off: the points are full.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from units.vietnamese import format_date, format_number

ZERO = Decimal(0)
_CENT = Decimal("0.01")

# --- Facts of one unit in one year -----------------------------------------------------------------------------------

ON_TIME, LATE, SILENT, EXCLUDED, NOT_DUE = "on_time", "late", "silent", "excluded", "not_due"


@dataclass(frozen=True)
class ReportFact:
    """A quarterly report. ``standing``: one of the above; ``late_days``: calendar days after the deadline, of one that
    is late or was never sent."""

    label: str
    standing: str
    late_days: int = 0
    url: str = ""


@dataclass(frozen=True)
class TargetFact:
    """A target that the unit reports. ``own``: its share, in words; ``verdict``: the district's, in words.

    ``has_figure``: it gave an official figure for the year (0 is one). ``did_part``: its own share says that it did
    something (``did_part`` below). ``is_due``: somebody may ask for it this year.
    """

    code: str
    title: str
    own: str
    verdict: str
    has_figure: bool
    did_part: bool
    is_due: bool = True
    url: str = ""


@dataclass(frozen=True)
class InitiativeFact:
    """An initiative of the unit. ``recognised_on``: None where another year recognised it; ``scopes``: the day of each
    decision on its scope in the year, by its level ("2-district")."""

    title: str
    recognised_on: dt.date | None
    scopes: Mapping[str, dt.date] = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True)
class Facts:
    """What the portal knows of one unit in one year. ``plan_accepted_on``: its annual plan's first acceptance."""

    reports: tuple[ReportFact, ...] = ()
    targets: tuple[TargetFact, ...] = ()
    initiatives: tuple[InitiativeFact, ...] = ()
    plan_accepted_on: dt.date | None = None
    plan_url: str = ""

    @property
    def lateness(self) -> tuple[int, int, int]:
        """Reports never sent, reports late, days late: the smaller the timelier."""
        late = [fact for fact in self.reports if fact.standing == LATE]
        silent = sum(fact.standing == SILENT for fact in self.reports)
        return silent, len(late), sum(fact.late_days for fact in late)

    @property
    def recognised(self) -> int:
        return sum(fact.recognised_on is not None for fact in self.initiatives)


def did_part(figure, *, measure: str, over_units: str, threshold: Decimal | None) -> bool:
    """Whether a unit's share in a target (``targets.facts.UnitFigure``) says that it did something: a milestone dated,
    "có" of a share, a percentage at the threshold (100 where there is none), a count above 0."""
    if measure == "milestone":
        return figure.done_on is not None
    if over_units == "ratio":
        asked = Decimal(100) if threshold is None else threshold
        return figure.numerator is not None and figure.numerator * 100 >= figure.denominator * asked
    return bool(figure.value)


# --- What a criterion asks -------------------------------------------------------------------------------------------

FIGURE, PART = "figure", "part"
NEEDS = {FIGURE: "đã báo cáo số chính thức", PART: "đã làm phần của mình"}
SCOPES = {"": "được công nhận", "2-district": "có phạm vi quận trở lên", "3-city": "có phạm vi Thành phố trở lên"}
# Source → its parameters with what they are until somebody sets them. Points are kept as text: JSON has no decimals.
DEFAULTS = {
    "timeliness": {"late": "1", "day": "0", "silent": "5"},
    "targets": {"codes": [], "need": PART},
    "initiatives": {"each": "5", "scope": ""},
    "annual_plan": {"until": "31/01", "late": "5"},
}


@dataclass(frozen=True)
class Record:
    """One thing behind the points. ``effect``: what it gives or takes off, None where it is only told."""

    title: str
    detail: str
    effect: Decimal | None = None
    url: str = ""


@dataclass(frozen=True)
class Worked:
    """Points of an automatic criterion, the arithmetic in words, and the records that they were made from."""

    points: Decimal
    how: str
    records: tuple[Record, ...] = ()


def work_out(source: str, maximum: Decimal, parameters: Mapping, facts: Facts, year: int) -> Worked:
    """The points of one unit for an automatic criterion. KeyError for a source that is not automatic."""
    return _WAYS[source](maximum, {**DEFAULTS[source], **parameters}, facts, year)


def _timeliness(maximum, said, facts, year) -> Worked:
    """Each late report takes off ``late`` and ``day`` for every day, never more than ``silent``, which one never sent
    takes off."""
    late, day, silent = (Decimal(said[name]) for name in ("late", "day", "silent"))
    records, off = [], ZERO
    words = {ON_TIME: "đúng hạn", EXCLUDED: "không phải báo cáo", NOT_DUE: "chưa đến hạn"}
    for fact in facts.reports:
        effect = ZERO
        if fact.standing == LATE:
            detail, effect = f"trễ {fact.late_days} ngày", min(late + day * fact.late_days, silent)
        elif fact.standing == SILENT:
            detail, effect = "chưa gửi, đã quá hạn", silent
        else:
            detail = words[fact.standing]
        off += effect
        records.append(Record(f"Báo cáo {fact.label}", detail, -effect if effect else ZERO, fact.url))
    points = _within(maximum - off, maximum)
    how = f"{format_number(maximum)} điểm, trừ {format_number(off)}" if off else "mọi báo cáo đến hạn đều đúng hạn"
    if off > maximum:
        how += ", không thấp hơn 0"
    return Worked(points, how if facts.reports else "năm này không phải gửi báo cáo nào", tuple(records))


def _targets(maximum, said, facts, year) -> Worked:
    """The share of the targets asked for in which the unit has what is needed. A target of which the year asks nothing
    yet is left out unless the unit has it already."""
    codes, need = said["codes"], said["need"]
    asked = done = 0
    records = []
    for fact in facts.targets:
        if codes and fact.code not in codes:
            continue
        has = fact.has_figure if need == FIGURE else fact.did_part
        counts = fact.is_due or has
        asked += counts
        done += has
        said_of = "đạt" if has else "chưa" if counts else "chưa đến hạn, không tính"
        records.append(
            Record(
                f"{fact.code} {fact.title}",
                f"{said_of}; đơn vị: {fact.own}; toàn quận: {fact.verdict}",
                None,
                fact.url,
            )
        )
    if not asked:
        return Worked(maximum, "năm này không có chỉ tiêu nào đến hạn", tuple(records))
    points = _cents(maximum * done / asked)
    how = f"{done} trên {asked} chỉ tiêu {NEEDS[need]}: {format_number(maximum)} × {done}/{asked}"
    return Worked(points, how, tuple(records))


def _initiatives(maximum, said, facts, year) -> Worked:
    """``each`` for every initiative recognised in the year; with a ``scope`` for every one that a decision of the year
    gave that scope or a wider one."""
    each, scope = Decimal(said["each"]), said["scope"]
    records = []
    for fact in facts.initiatives:
        days = [fact.recognised_on] if not scope else [day for level, day in fact.scopes.items() if level >= scope]
        if days and days[0] is not None:
            word = "phạm vi quyết định" if scope else "công nhận"
            records.append(Record(fact.title, f"{word} ngày {format_date(min(days))}", each, fact.url))
    points = _within(each * len(records), maximum)
    how = f"{len(records)} sáng kiến {SCOPES[scope]} × {format_number(each)}"
    if each * len(records) > maximum:
        how += f", tối đa {format_number(maximum)}"
    return Worked(points, how if records else f"không có sáng kiến nào {SCOPES[scope]} trong năm", tuple(records))


def _annual_plan(maximum, said, facts, year) -> Worked:
    """Full where the unit's plan for the year was first accepted by ``until``, ``late`` where later in the year."""
    day, month = map(int, said["until"].split("/"))
    until, accepted_on = dt.date(year, month, day), facts.plan_accepted_on
    title = f"Kế hoạch năm {year}"
    if accepted_on is None:
        return Worked(ZERO, "chưa có kế hoạch năm được chấp nhận", (Record(title, "chưa", ZERO, facts.plan_url),))
    if accepted_on <= until:
        points, how = maximum, f"được chấp nhận trước hết ngày {format_date(until)}"
    elif accepted_on.year > year:
        points, how = ZERO, f"được chấp nhận sau khi hết năm {year}"
    else:
        points, how = min(Decimal(said["late"]), maximum), f"được chấp nhận sau ngày {format_date(until)}"
    detail = f"chấp nhận lần đầu ngày {format_date(accepted_on)}"
    return Worked(points, how, (Record(title, detail, points, facts.plan_url),))


_WAYS = {
    "timeliness": _timeliness,
    "targets": _targets,
    "initiatives": _initiatives,
    "annual_plan": _annual_plan,
}


def in_words(source: str, parameters: Mapping) -> str:
    """What the scale says of an automatic criterion: "Mỗi báo cáo trễ trừ 1 điểm; …"."""
    said = {**DEFAULTS.get(source, {}), **parameters}
    if source == "timeliness":
        day = f", mỗi ngày trễ trừ thêm {format_number(Decimal(said['day']))}" if Decimal(said["day"]) else ""
        late = f"Mỗi báo cáo quý trễ hạn trừ {format_number(Decimal(said['late']))} điểm{day}"
        return f"{late}; không gửi trừ {format_number(Decimal(said['silent']))} điểm."
    if source == "targets":
        which = f"các chỉ tiêu {', '.join(said['codes'])}" if said["codes"] else "các chỉ tiêu đơn vị báo cáo"
        return f"Theo tỷ lệ {which} mà đơn vị {NEEDS[said['need']]} trong năm."
    if source == "initiatives":
        return f"Mỗi sáng kiến {SCOPES[said['scope']]} trong năm được {format_number(Decimal(said['each']))} điểm."
    if source == "annual_plan":
        late = Decimal(said["late"])
        after = f"; chấp nhận sau ngày đó được {format_number(late)} điểm" if late else ""
        return f"Đủ điểm khi kế hoạch năm được chấp nhận đến hết ngày {said['until']}{after}."
    return ""


# --- Totals and ranks ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Total:
    """What ranks one unit. ``lateness``, ``recognised``: as Facts."""

    code: str
    points: Decimal
    lateness: tuple[int, int, int] = (0, 0, 0)
    recognised: int = 0


def ranks(totals: Iterable[Total], tie_rule: str) -> dict[str, int]:
    """Code → rank, the highest total first. Units that the rule cannot tell apart share a rank, and the next one is
    left out: 1, 2, 2, 4."""
    ties = {
        "same": lambda total: (),
        "timeliness": lambda total: total.lateness,
        "initiatives": lambda total: (-total.recognised,),
    }[tie_rule]
    keys = {total.code: (-total.points, *ties(total)) for total in totals}
    ordered = sorted(keys.values())
    return {code: ordered.index(key) + 1 for code, key in keys.items()}


def _cents(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)


def _within(points: Decimal, maximum: Decimal) -> Decimal:
    return _cents(max(ZERO, min(points, maximum)))
