"""Nhiệm vụ: all the year's work by unit, heading and state (`/nhiem-vu/`), and one piece of it with its history."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import deadlines, matrix, task_history
from reports.models import Exclusion, Progress, Report
from reports.tables import work
from targets.models import Commitment, Period
from units import clock, exports
from units.asked import whole_number
from units.models import Unit
from units.tables import by_batches, in_words
from units.vietnamese import fold

PAGE_SIZE = 50
# More units than this are found by name, not in a list to choose from.
MOST_UNITS = 100
OVERDUE, STUCK = "qua-han", "dinh-tre"
# State → its words and its mark, in the order of the strip.
STATES = {
    Progress.Status.NOT_STARTED: ("Chưa thực hiện", "todo"),
    Progress.Status.UNDERWAY: ("Đang thực hiện", "draft"),
    Progress.Status.REGULAR: ("Thường xuyên", "on_track"),
    Progress.Status.DONE: ("Hoàn thành", "accepted"),
    Progress.Status.OBSOLETE: ("Không còn phù hợp", "excluded"),
    task_history.UNTOLD: ("Chưa báo cáo", "no_data"),
    task_history.ENDED: ("Thôi thực hiện", "closed"),
}
FLAGS = {OVERDUE: ("Quá hạn", "missed"), STUCK: ("Đình trệ", "behind")}


@dataclass(frozen=True, slots=True)
class Cell:
    """One quarter of one piece of work. No ``saying``: no official report speaks of it."""

    period: Period
    saying: task_history.Saying | None

    @property
    def mark(self) -> str:
        return STATES[self.saying.status][1] if self.saying else ""


@dataclass(frozen=True, slots=True)
class Row:
    commitment: Commitment
    state: str
    cells: list[Cell]
    late_days: int

    @property
    def words(self) -> str:
        return STATES[self.state][0]

    @property
    def mark(self) -> str:
        return STATES[self.state][1]


def _reader(user):
    """403 for who reads no content: the administrator, an account without a role."""
    access = user.access
    if not (access.acts_for or access.sees_everything or access.is_leader):
        raise PermissionDenied
    return access


def _plan_of(year, periods):
    return next((period.plan for period in periods if period.year == year), None)


@login_required
@require_safe
@exports.offered
def tasks(request):
    """``nam``, ``don-vi``, ``de-muc``, ``q`` (title, paragraph, person or unit, without accents) and ``tinh-trang``: a
    state, "qua-han" or "dinh-tre".

    However many units there are, the database counts, and of one page of rows alone the reports are read.
    """
    access = _reader(request.user)
    today = clock.today()
    periods = list(Period.objects.select_related("plan").order_by("window_from"))
    begun = [period for period in periods if period.window_from <= today]
    years = sorted({period.year for period in begun}, reverse=True)
    hand = matrix.in_hand(periods, today)
    year = whole_number(request.GET.get("nam"), digits=4)
    year = year if year in years else (hand.year if hand else today.year)
    judge = task_history.judgement(_plan_of(year, periods), periods, year, today)
    code, heading, chosen = (request.GET.get(name, "").strip() for name in ("don-vi", "de-muc", "tinh-trang"))
    q = " ".join(request.GET.get("q", "").split())[:100]
    chosen = chosen if chosen in STATES or chosen in FLAGS else ""

    rows = Commitment.objects.filter(year=year).visible_to(request.user)
    only_own = not (access.sees_everything or access.is_leader)
    units, rows = _units_and_found(rows, year, access.units if only_own else None, q)
    if code:
        rows = rows.filter(unit__code=code)
    headings = _counted(rows, judge)
    counts = _sum(row for row in headings if not heading or row["heading__ref"] == heading)
    if heading:
        rows = rows.filter(heading__ref=heading)
    shown = _shown(rows, judge, chosen).select_related("unit", "heading", "told__period", "told__since")
    shown = shown.annotate(drafted=_drafted(access, hand)).order_by("unit", "order", "pk")
    quarters = [period for period in begun if period.year <= year][-matrix.RECENT :]
    if exports.wanted(request):
        words = in_words(
            "Nhiệm vụ của đơn vị" if only_own else "Mọi đơn vị" if not code else "",
            f"Đơn vị: {code}" if code else "",
            f"Đề mục {heading}" if heading else "",
            (STATES | FLAGS)[chosen][0] if chosen else "",
            f"Có chữ “{q}”" if q else "",
        )
        lines = by_batches(shown, lambda found: _rows(found, quarters, today))
        return work.of_tasks(lines, counts[chosen or "all"], quarters, year, words, today)
    paginator = Paginator(shown, PAGE_SIZE)
    paginator.count = counts[chosen or "all"]
    page = paginator.get_page(request.GET.get("trang"))
    page.object_list = _rows(list(page.object_list), quarters, today)
    context = {
        "page": page,
        "year": year,
        "years": years,
        "quarters": quarters,
        "strip": _strip(counts, chosen, request.GET),
        "counts": counts,
        "only_own": only_own,
        "shows_units": len(units) > 1 or not only_own,
        "units": units,
        "code": code,
        "headings": [(row["heading__ref"], row["heading__title"]) for row in headings if row["heading__ref"]],
        "heading": heading,
        "states": [(name, words) for name, (words, _) in (STATES | FLAGS).items()],
        "chosen": chosen,
        "q": q,
        "plan": hand.plan if hand else None,
        "stuck_after": judge.stuck_after,
        "is_narrowed": bool(code or heading or q),
        "is_filtered": bool(code or heading or chosen or q),
    }
    return render(request, "reports/tasks.html", context)


def _units_and_found(rows, year, own, q):
    """Units to choose from, none where they are too many, and the rows that ``q`` finds. At most one query."""
    if not q:
        return (own if own is not None else _units_of(year)), rows
    wanted = fold(q)
    of_year = rows.order_by("unit").values_list("unit__code", "unit__short_name", "title", "person", "ref")
    units, titles, people, paragraphs = {}, set(), set(), set()
    # No shadow column: titles are few, wards share theirs, and they are written where nothing would refresh it.
    for code, name, title, person, ref in of_year:
        units.setdefault(code, Unit(code=code, short_name=name))
        for said, kept in ((title, titles), (person, people), (ref, paragraphs)):
            if wanted in fold(said):
                kept.add(said)
    found = Q(title__in=titles) | Q(person__in=people) | Q(ref__in=paragraphs) | Q(unit__folded__contains=wanted)
    return (list(units.values()) if len(units) <= MOST_UNITS else []), rows.filter(found)


def _units_of(year) -> list[Unit]:
    work = Commitment.objects.filter(year=year, unit=OuterRef("pk"))
    found = list(Unit.objects.filter(Exists(work))[: MOST_UNITS + 1])
    return found if len(found) <= MOST_UNITS else []


def _counted(rows, judge) -> list[dict]:
    """By heading, in the order of the plan: how many in each state, overdue, stuck, and all. One query."""
    sums = {f"of_{name}": Count("pk", filter=judge.in_state(name)) for name in STATES}
    sums |= {"overdue": Count("pk", filter=judge.overdue), "stuck": Count("pk", filter=judge.stuck)}
    grouped = rows.values("heading__order", "heading__ref", "heading__title").annotate(all=Count("pk"), **sums)
    return list(grouped.order_by("heading__order"))


def _sum(rows) -> dict[str, int]:
    """State, OVERDUE, STUCK or "all" → number."""
    rows = list(rows)
    names = {name: f"of_{name}" for name in STATES} | {OVERDUE: "overdue", STUCK: "stuck", "all": "all"}
    return {name: sum(row[column] for row in rows) for name, column in names.items()}


def _shown(rows, judge, chosen):
    if chosen in STATES:
        rows = rows.filter(judge.in_state(chosen))
    elif chosen:
        rows = rows.filter(judge.overdue if chosen == OVERDUE else judge.stuck)
    return judge.marked(rows)


def _drafted(access, hand):
    """What the own unit's people have chosen in a report of the quarter in hand that is not accepted yet."""
    rows = Progress.objects.filter(commitment=OuterRef("pk"), report__period=hand, report__unit__in=access.acts_for)
    return Subquery(rows.exclude(report__state=Report.State.ACCEPTED).values("status")[:1])


def _rows(commitments, quarters, today) -> list[Row]:
    reports = task_history.reports_of({row.unit_id for row in commitments}, quarters) if commitments else {}
    return [_row(row, reports.get(row.unit_id, ()), quarters, today) for row in commitments]


def _row(commitment, reports, quarters, today) -> Row:
    said = {one.period.pk: one for one in task_history.of_commitment(commitment, reports)}
    if commitment.drafted:
        commitment.drafted = Progress.Status(commitment.drafted).label
    return Row(
        commitment,
        task_history.state_of(commitment),
        [Cell(period, said.get(period.pk)) for period in quarters],
        -deadlines.days_left(commitment.due_on, today) if commitment.is_overdue else 0,
    )


def _strip(counts, chosen, asked):
    """(name, words, mark, number, address): what stands out first, then the states that occur. The chosen one leads
    back to all."""
    found = []
    for name, (words, mark) in (FLAGS | {task_history.UNTOLD: STATES[task_history.UNTOLD]} | STATES).items():
        if counts[name] or name == chosen or name in (*FLAGS, task_history.UNTOLD):
            query = asked.copy()
            query.pop("trang", None)
            query["tinh-trang"] = "" if name == chosen else name
            found.append((name, words, mark, counts[name], f"?{query.urlencode()}"))
    return found


@login_required
@require_safe
def task(request, year, code, ref):
    """One piece of work: the plan's own words, what the unit undertook each year, and all that was reported of it."""
    access = _reader(request.user)
    today = clock.today()
    periods = list(Period.objects.select_related("plan").order_by("window_from"))
    judge = task_history.judgement(_plan_of(year, periods), periods, year, today)
    rows = judge.marked(Commitment.objects.visible_to(request.user).filter(year=year, unit__code=code, ref=ref))
    rows = rows.select_related("unit", "heading", "task__plan", "told__period", "told__since")
    hand = matrix.in_hand(periods, today)
    found = rows.annotate(drafted=_drafted(access, hand)).first()
    if found is None:
        raise Http404("no such work for this person")
    begun = [period for period in judge.periods if period.window_from <= today]
    reports = task_history.reports_of([found.unit_id], begun)[found.unit_id]
    years = _same_work(found)
    latest = max(years, key=lambda row: row.year)
    said = {one.period.pk: one for one in task_history.of_commitment(latest, reports)}
    excused = set(
        Exclusion.objects.filter(unit=found.unit_id, period__in=begun).values_list("period_id", flat=True)
    )
    context = {
        "row": _row(found, (), (), today),
        "work": found,
        "year": year,
        "hand": hand,
        "years": [
            (
                row,
                [
                    (Cell(period, said.get(period.pk)), period.pk in excused)
                    for period in reversed(begun)
                    if period.year == row.year
                ],
            )
            for row in years
        ],
        "stuck_after": judge.stuck_after,
    }
    return render(request, "reports/task.html", context)


def _same_work(commitment) -> list[Commitment]:
    """The same work in every year, newest first."""
    rows = Commitment.objects.filter(unit=commitment.unit_id, ref=commitment.ref)
    if commitment.task_id:
        rows = rows.filter(task=commitment.task_id)
    else:
        rows = rows.filter(Q(pk=commitment.pk) | Q(task=None, title=commitment.title))
    return list(rows.order_by("-year"))
