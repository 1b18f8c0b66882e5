"""Toàn cảnh: the People's Committee's one page. Who has not filed, what is in danger, why, who answers for it, what
has to be decided (domain §9); it prints on one sheet."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.lookups import GreaterThanOrEqual
from django.shortcuts import render

from reports import deadlines, figures, matrix, proposals, rollup, sums, task_history, whereabouts
from reports.models import Publication, Report
from reports.rollup import Row
from reports.tables import home as tables
from reports.views.progress import when
from targets.facts import Unnamed, Verdict
from targets.models import Period, Target
from units import clock, exports
from units.models import Unit
from units.templatetags.q4kh import VERDICTS
from units.vietnamese import format_date, format_percent
from units.walked import there_is

NAMED = 50  # units, where there are more than a district has
MOST_NAMES = 5
PUBLISHED = 4
LONGEST = 5  # proposals shown of those that wait for a decision
QUOTED = 500  # characters of a published text that still leave the page on one sheet
_STRIP_ORDER = ("met", "on_track", "behind", "missed", "not_due", "no_data", "tracked")


def page(request):
    context = leader_context(clock.today())
    if context:
        table = tables.of_leader(context)
        if exports.wanted(request):
            return table
        context["sheets"] = table.sheets
    return render(request, "reports/leader.html", context)


def leader_context(on: dt.date) -> dict:
    """What the page shows as of ``on``, in eight queries: four of the roll-up, one each of the others."""
    material = rollup.read_for(on)
    if material is None:
        return {}
    hand = matrix.in_hand(material.periods, on)
    found = material.of_year(material.current(on).year, on)
    filing = _filing(material, hand, on)
    published = _published()
    problems = [_problem(row, found) for row in found.troubled]
    judge = task_history.judgement(material.plan, material.periods, material.current(on).year, on)
    by_sums = sums.of_work(judge, material.state) if material.summed else None
    overdue, stuck = by_sums or task_history.standing_out(judge)
    context = {
        "rollup": found,
        "on": on,
        "hand": hand,
        "headline": headline(found),
        "lede": _lede(found, filing, hand, on),
        "problems": problems,
        "themes": _themes(found.rows),
        "others": len(found.rows) - found.good - len(problems),
        "filing": filing,
        "published": published,
        "remarkable": _remarkable(published),
        "undecided": _undecided(on),
        "year": judge.year,
        "overdue": overdue,
        "stuck": stuck,
    }
    return context | {"summary": _summary(context)}


def headline(found) -> str:
    good = f"{found.good} trên {len(found.rows)} chỉ tiêu đạt hoặc đúng tiến độ"
    troubled = len(found.troubled)
    return f"{good}; {troubled} chỉ tiêu cần chỉ đạo" if troubled else f"{good}; không chỉ tiêu nào cần chỉ đạo"


# ---------------------------------------------------------------- what needs direction


@dataclass(frozen=True)
class Problem:
    row: Row
    why: str
    responsible: str
    decision: str


def _problem(row, found) -> Problem:
    """Whom to turn to: the few units that are lacking, by name; otherwise whoever coordinates the target."""
    result = row.result
    lacking = result.no + result.silent or result.short
    coordinators = [member.name for member in found.sorted(row.coordinators)]
    if 0 < len(lacking) <= MOST_NAMES and len(row.assigned) > 1 and not isinstance(lacking, Unnamed):
        responsible = ", ".join(found.short_names(lacking))
    elif len(lacking) > MOST_NAMES or (lacking and isinstance(lacking, Unnamed)):
        responsible = f"{', '.join(coordinators)}; {len(lacking)} đơn vị chưa đạt"
    elif isinstance(row.assigned, Unnamed):
        responsible = ", ".join(coordinators) or f"{len(row.assigned)} đơn vị"
    else:
        responsible = ", ".join(coordinators or [member.name for member in found.sorted(row.assigned)])
    why = result.catch_up or f"{figures.actual_text(row.target, result)}, {figures.goal_note(row.target, result)}."
    return Problem(row, why, responsible, _decision(row, lacking))


def _decision(row, lacking) -> str:
    """What the leadership can do about it, by what kind of lack it is."""
    result = row.result
    if result.verdict == Verdict.MISSED or result.days_left < 0:
        return "ấn định thời hạn mới, hoặc thôi thực hiện"
    by = format_date(result.due_on)
    if lacking:
        return f"nhắc các đơn vị còn thiếu hoàn thành trước {by}"
    return f"yêu cầu nêu cách làm phần còn thiếu trước {by}"


# ---------------------------------------------------------------- targets by theme


def _themes(rows) -> list[dict]:
    """A line of marks a theme, the good ones first, with the same in numbers."""
    themes = []
    for theme, members in groupby(sorted(rows, key=lambda row: row.target.theme), key=lambda row: row.target.theme):
        members = list(members)
        verdicts = sorted((row.result.verdict.value for row in members), key=_STRIP_ORDER.index)
        good = sum(verdict in rollup.GOOD for verdict in verdicts)
        troubled = sum(verdict in rollup.TROUBLED for verdict in verdicts)
        themes.append(
            {
                "title": Target.Theme(theme).label,
                "verdicts": verdicts,
                "good": good,
                "troubled": troubled,
                "others": len(members) - good - troubled,
            }
        )
    return themes


# ---------------------------------------------------------------- who has filed


@dataclass(frozen=True)
class Filing:
    """Who has sent, for the period in hand and over the last closed ones.

    ``unsent``: names for the period in hand. ``on_time`` of ``owed``: reports of the ``looked_back`` closed periods.
    ``often_late``: units late twice or more in these, never mass organisations: the plan asks them, it does not order.
    ``last``: the latest closed period, how many of its reports count, and whose does not.
    """

    expected: int
    sent: int
    accepted: int
    unsent: list[str]
    looked_back: int
    on_time: int
    owed: int
    often_late: list[str]
    last: Period | None
    last_expected: int
    last_accepted: int
    last_missing: list[str]

    @property
    def on_time_text(self) -> str:
        return format_percent(Decimal(self.on_time * 100) / self.owed) if self.owed else figures.NO_QUESTION


class _Sent(NamedTuple):
    period_id: int
    code: str
    name: str
    group: str
    first_sent_at: dt.datetime | None
    official_id: int | None


class _Named:
    """Units of a country: how many, and as many by name as anybody reads."""

    def __init__(self, number: int, units):
        self.number = number
        self.names = list(units[:NAMED]) if number else []

    def __len__(self):
        return self.number

    def __iter__(self):
        yield from self.names
        if self.number > len(self.names):
            yield f"và {self.number - len(self.names)} đơn vị khác"


def _filing(material, hand, on) -> Filing:
    closed = [period for period in material.periods if period.closed_at is not None][-deadlines.LOOKED_BACK :]
    periods = {period.pk: period for period in [*closed, hand] if period}
    filed = sums.of_filing(periods.values(), material.state) if material.summed else None
    if filed is not None:
        return _filing_of_many(filed, material.periods, closed, hand, on)
    fields = ("period_id", "unit__code", "unit__short_name", "unit__group", "first_sent_at", "official_id")
    rows = Report.objects.filter(period_id__in=periods).order_by("unit")
    rows = [
        row
        for row in map(_Sent._make, rows.values_list(*fields))
        if row.code not in material.excluded.get(row.period_id, ())
    ]
    last = closed[-1] if closed else None
    of_hand = [row for row in rows if hand and row.period_id == hand.pk]
    of_last = [row for row in rows if last and row.period_id == last.pk]
    of_closed = [row for row in rows if any(row.period_id == period.pk for period in closed)]
    late = [
        row for row in of_closed if deadlines.timely_word(row.first_sent_at, periods[row.period_id].due_on, on) != "yes"
    ]
    times = Counter(row.code for row in late if row.group != Unit.Group.MASS)
    return Filing(
        expected=len(of_hand),
        sent=sum(row.first_sent_at is not None for row in of_hand),
        accepted=sum(row.official_id is not None for row in of_hand),
        unsent=[row.name for row in of_hand if row.first_sent_at is None],
        looked_back=len(closed),
        on_time=len(of_closed) - len(late),
        owed=len(of_closed),
        often_late=list({row.code: row.name for row in late if times[row.code] >= deadlines.OFTEN}.values()),
        last=last,
        last_expected=len(of_last),
        last_accepted=sum(row.official_id is not None for row in of_last),
        last_missing=[row.name for row in of_last if row.official_id is None],
    )


def _filing_of_many(filed, periods, closed, hand, on) -> Filing:
    """The same from sums that are kept."""

    def of(periods, name):
        return sum(row[name] for (period, _), row in filed.items() if period in {one.pk for one in periods})

    def names(of_unit):
        # Units in their order until enough are named.
        shown = Unit.objects.filter(of_unit)
        return shown.values_list("short_name", flat=True)

    def whose(reports):
        return there_is(reports.filter(unit=OuterRef("pk")))

    here, last = [hand] if hand else [], closed[-1:]
    expected, sent, accepted = (of(here, name) for name in ("expected", "sent", "accepted"))
    last_expected, last_accepted = of(last, "expected"), of(last, "accepted")
    late = whereabouts.expected(closed).filter(whereabouts.late(closed, on) | Q(first_sent_at=None))
    times = late.filter(unit=OuterRef("pk")).values("unit").annotate(times=Count("pk")).values("times")
    often = Q(GreaterThanOrEqual(Subquery(times), deadlines.OFTEN)) & ~Q(group=Unit.Group.MASS)
    return Filing(
        expected=expected,
        sent=sent,
        accepted=accepted,
        unsent=_Named(expected - sent, names(whose(whereabouts.expected(here).filter(first_sent_at=None)))),
        looked_back=len(closed),
        on_time=of(closed, "on_time"),
        owed=of(closed, "expected"),
        often_late=_Named(_often(filed, periods, closed, often), names(often)),
        last=last[0] if last else None,
        last_expected=last_expected,
        last_accepted=last_accepted,
        last_missing=_Named(
            last_expected - last_accepted, names(whose(whereabouts.expected(last).filter(official=None)))
        ),
    )


def _often(filed, periods, closed, often) -> int:
    """How many units are late often. It is kept for quarters in a row; where one between is not closed, it is
    counted."""
    if not closed:
        return 0
    end = periods.index(closed[-1]) + 1
    if list(periods[max(end - deadlines.LOOKED_BACK, 0) : end]) != closed:
        return Unit.objects.filter(often).count()
    last, mass = closed[-1].pk, Unit.Group.MASS
    return sum(row["often"] for (period, group), row in filed.items() if period == last and group != mass)


def _lede(found, filing, hand, on) -> str:
    """Who has not filed comes first: of the period in hand, then of what the figures rest on."""
    said = [f"{found.plan}, đến {format_date(on)}."]
    if hand and filing.expected:
        unsent = filing.expected - filing.sent
        word = f"{unsent} trên {filing.expected} đơn vị chưa gửi" if unsent else f"cả {filing.expected} đơn vị đã gửi"
        said.append(f"{hand.label}: {word}, {when(hand, on)}.")
    if filing.last:
        missing = f"; thiếu {_listed(filing.last_missing)}" if filing.last_missing else ""
        said.append(
            f"Số đã chấp nhận của {filing.last_accepted} trên {filing.last_expected} đơn vị "
            f"{filing.last.label}{missing}."
        )
    return " ".join(said)


def _listed(names) -> str:
    return ", ".join(names) if len(names) <= MOST_NAMES else f"{len(names)} đơn vị"


# ---------------------------------------------------------------- what units ask of the Committee


@dataclass(frozen=True)
class Undecided:
    """Proposals that wait for the People's Committee, each with its days, those that have waited longest first."""

    waiting: list[tuple[proposals.Said, int]]

    @property
    def count(self) -> int:
        return len(self.waiting)

    @property
    def longest(self) -> list[tuple[proposals.Said, int]]:
        return self.waiting[:LONGEST]


def _undecided(on) -> Undecided:
    return Undecided([(said, said.days(on)) for said in proposals.waiting_for_committee()])


# ---------------------------------------------------------------- what has been published


def _published() -> list[Publication]:
    """The newest version of each published report, the latest quarter first; without the frozen copies themselves."""
    rows = (
        Publication.objects.filter(state=Publication.State.PUBLISHED, copy_of=None)
        .exclude(replaced_by__state=Publication.State.PUBLISHED)
        .select_related("period__plan")
        .defer("snapshot")
    )
    # Of those that end with the same quarter the wider one came later.
    return list(rows.order_by("-period__year", "-period__quarter", "-published_at")[:PUBLISHED])


def _remarkable(published) -> dict | None:
    """The first paragraph of the latest published results, where it fits the sheet: quoted, never cut."""
    for row in published[:1]:
        paragraph = next((text.strip() for text in row.results.split("\n") if text.strip()), "")
        if 0 < len(paragraph) <= QUOTED:
            return {"text": paragraph, "publication": row}
    return None


# ---------------------------------------------------------------- the summary to copy


def _summary(context) -> str:
    """The page in plain lines, for a message or a minute."""
    filing, hand, undecided = context["filing"], context["hand"], context["undecided"]
    lines = [f"{context['headline']}.", context["lede"]]
    if hand and filing.unsent:
        lines.append(f"Chưa gửi {hand.label}: {', '.join(filing.unsent)}.")
    for problem in context["problems"]:
        target = problem.row.target
        verdict = VERDICTS[problem.row.result.verdict]
        lines.append(f"- {target.code} {target.title}: {verdict.lower()}. {problem.why}")
        lines.append(f"  Phụ trách: {problem.responsible}. Cần quyết định: {problem.decision}.")
    if context["overdue"] or context["stuck"]:
        lines.append(f"Nhiệm vụ năm {context['year']}: {context['overdue']} quá hạn, {context['stuck']} đình trệ.")
    if undecided.count:
        lines.append(f"Chờ UBND quyết định: {undecided.count} kiến nghị.")
        for said, days in undecided.longest:
            unit, words = said.row.report.unit.short_name, " ".join(said.text.split()).rstrip(".")
            lines.append(f"- {unit}, chờ {days} ngày: {words}.")
    return "\n".join(lines)
