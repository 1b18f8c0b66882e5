"""Sums that are kept say at every moment what the facts say, whatever was done a moment ago."""

import datetime as dt
import random
import re
from decimal import Decimal

import pytest
from django.core.management import call_command

from reports import (
    annual_commitments,
    exclusions,
    folding,
    matrix,
    rollup,
    sheet as sheets,
    summing,
    sums,
    task_history,
    whereabouts,
    workflow,
)
from reports.benchmark import country
from reports.models import Exclusion, FilingSum, Report, TargetSum, UnitSum
from reports.views import leader
from targets import annual
from targets.models import Assignment, Period, Plan, Target
from tests.factories import assign, at, make_period, make_plan, make_report, make_target, make_unit, make_user
from units.models import Unit

pytestmark = pytest.mark.django_db

TODAY = dt.date(2018, 6, 8)
SAME = ("verdict", "applies", "actual", "threshold", "numerator", "denominator", "is_late", "expected_now", "remaining",
        "days_left", "due_on", "label", "months", "pending_actual", "done_on", "parts_done", "overlap")  # fmt: skip
COUNTED = ("missing", "yes", "no", "silent", "short", "pending_units")


@pytest.fixture(autouse=True)
def many(monkeypatch, settings):
    """Four units are a country."""
    monkeypatch.setattr(sums, "FEW", 0)
    settings.Q4KH_TODAY = TODAY.isoformat()


def said(result):
    quarters = {q: (f.closed, f.value, f.pending, len(f.missing)) for q, f in result.by_quarter.items()}
    return {name: getattr(result, name) for name in SAME}, {name: len(getattr(result, name)) for name in COUNTED}, quarters


def assert_the_same(plan):
    """All targets by sums and by facts, and who has filed."""
    by_sums, by_facts = rollup.read(plan, may_sum=True), rollup.read(plan)
    assert len(by_sums.summed) == len(by_facts.targets)
    for year in (2017, 2018):
        judge = task_history.judgement(plan, by_facts.periods, year, TODAY)
        assert sums.of_work(judge) == task_history.standing_out(judge)
        for target in by_facts.targets:
            one, other = (said(material.result(target, year, TODAY)) for material in (by_sums, by_facts))
            assert (target.code, year, one) == (target.code, year, other)
    periods = list(Period.objects.begun(TODAY))
    filed = sums.of_filing(periods)
    for group in ("", *Unit.Group.values):
        told = whereabouts.counts(periods, group)
        for period in periods:
            rows = [row for key, row in filed.items() if key[0] == period.pk and (not group or key[1] == group)]
            counts = told.get(period.pk, whereabouts.Gathered())
            assert [sum(row[name] for row in rows) for name in ("expected", "sent", "on_time")] == [
                counts.expected, counts.sent, counts.on_time,
            ]  # fmt: skip

    one, other = (
        vars(leader._filing(material, matrix.in_hand(periods, TODAY), TODAY)) for material in (by_sums, by_facts)
    )
    assert {name: list(said) if hasattr(said, "__iter__") else said for name, said in one.items()} == other


class District:
    """Four units, eight quarters, one target of each kind; ``step`` makes some move by the portal's own modules."""

    def __init__(self):
        self.plan = make_plan(coordinator=make_unit("PKT", files_reports=False))
        self.random = random.Random(2)
        for year in (2017, 2018):
            for quarter in (1, 2, 3, 4):
                closed_at = at("2018-04-02T09:00:00") if (year, quarter) < (2018, 2) else None
                make_period(self.plan, year, quarter, closed_at=closed_at)
        self.units = [make_unit(code, has_head_step=False) for code in ("P1", "P2", "VP", "NV")]
        last = {"over_time": "last", "basis": "plan"}
        self.targets = [
            make_target(self.plan, "CT03", threshold=5),
            make_target(self.plan, "CT04", threshold=9, over_units="distinct", basis="plan", over_time="sum"),
            make_target(self.plan, "CT05", measure="tracked", **last),
            make_target(self.plan, "CT01", measure="percent", over_units="ratio", threshold=90, **last),
            make_target(self.plan, "CT06", measure="share", over_units="share", over_time="last", threshold=100),
            make_target(self.plan, "CT11", basis="month", threshold=2),
            make_target(self.plan, "CK01", measure="milestone", basis="once", over_time="last", over_units="any",
                        parts=["Một", "Hai"]),
            make_target(self.plan, "CK02", measure="milestone", over_time="last", over_units="any",
                        yearly_due_month=12, yearly_due_day=31),
        ]  # fmt: skip
        for target in self.targets:
            assign(target, *self.units)
        self.reports = [
            make_report(unit, period) for unit in self.units for period in Period.objects.begun(TODAY).order_by("year")
        ]
        self.people = {unit.pk: make_user(role="reporter", unit=unit) for unit in self.units}
        self.reviewer = make_user(role="reviewer")
        for unit in self.units:
            self.undertake(unit)

    def step(self):
        report = self.random.choice(self.reports)
        report = Report.objects.select_related("unit", "period__plan", "latest", "official").get(pk=report.pk)
        officer = self.people[report.unit_id]
        acts = [(name, by) for by in (officer, self.reviewer) for name in workflow.available(report, by)]
        acts = [act for act in acts if act[0] not in ("submit", "take") and not (act[0] == "send" and exclusions.of(report))]
        move, by = self.random.choice([*acts, *acts, ("excuse", None), ("unit", None), ("work", None)])
        if move == "excuse":
            return self.excuse(report)
        if move == "unit":
            return self.change(report.unit)
        if move == "work":
            return self.undertake(report.unit)
        sheet = self.filled(report) if move == "send" else None
        workflow.move(move, report, by=by, sheet=sheet, reason="Lý do")
        return move

    def filled(self, report):
        sheet = sheets.load(report, TODAY)
        for line in sheet.texts:
            line.value = "Đã làm."
        for line in sheet.figures:
            number = Decimal(self.random.randint(0, 3))
            if line.kind == "ratio":
                line.numerator, line.denominator = number, Decimal(3)
            elif line.kind == "yesno":
                line.value = number % 2
            elif line.kind == "date":
                line.done_on = report.period.window_from + dt.timedelta(int(number)) if number else None
            else:
                line.value = number
            line.explanation = "Đúng."
        for line in sheet.tasks:
            line.status = self.random.choice(["underway", "underway", "underway", "done"])
        return sheet

    def undertake(self, unit):
        """An annual plan is accepted: some work is new, some is dropped, some is due by another day."""
        days = [None, dt.date(2017, 12, 1), dt.date(2018, 5, 1), dt.date(2018, 6, 8), dt.date(2018, 12, 1)]
        for year in (2017, 2018):
            refs = self.random.sample(["R1", "R2", "R3", "R4"], 3)
            lines = [annual.Line(ref, f"Việc {ref}", due_on=self.random.choice(days)) for ref in refs]
            content = annual.content_of("", lines, head_step=False)
            annual_commitments.settle(unit.pk, year, content, on=TODAY, reason="Đổi kế hoạch")
        return "work"

    def excuse(self, report):
        if Exclusion.objects.filter(unit=report.unit, period=report.period).exists():
            exclusions.lift(report, by=self.reviewer)
        elif report.state == "draft" and report.official is None:
            exclusions.exclude(report, by=self.reviewer, reason="Mới thành lập")
        return "excuse"

    def change(self, unit):
        """What an administrator changes: to whom a target is given, the group of a unit."""
        row = self.random.choice(list(Assignment.objects.filter(unit=unit)))
        row.valid_to = self.random.choice([None, dt.date(2017, 9, 1), dt.date(2018, 1, 1)])
        row.save()
        unit.group = self.random.choice(Unit.Group.values)
        unit.save()
        return "unit"


def test_after_every_move_sums_are_a_recount(monkeypatch):
    """Folded now and then, so that some moves are in the sums and others still beside them."""
    district = District()
    assert rollup.read(district.plan, may_sum=True).summed == {}  # nobody has summed yet: facts are read
    folding.fold()
    assert_the_same(district.plan)
    moves, worst = set(), [0, 0]
    for number in range(54):
        moves.add(district.step())
        judge = task_history.judgement(district.plan, Period.objects.order_by("window_from"), 2018, TODAY)
        worst = list(map(max, worst, task_history.standing_out(judge)))
        if number % 2:
            assert_the_same(district.plan)
        if number % 9 == 0:
            folding.fold()
            monkeypatch.setattr(folding, "SETTLED", dt.timedelta(0) if number % 18 else dt.timedelta(minutes=2))
    assert moves >= {"send", "accept", "return", "withdraw", "unlock", "excuse", "unit", "work"}
    assert min(worst) > 0  # both overdue and stuck work has been among it
    folding.fold()
    kept = TargetSum.objects.count(), FilingSum.objects.count()
    call_command("rebuild_sums", verbosity=0)
    assert_the_same(district.plan)
    assert (TargetSum.objects.count(), FilingSum.objects.count()) <= kept


@pytest.mark.parametrize("folds", [False, True], ids=["nobody folds", "folded meanwhile"])
def test_one_state_tells_all_its_readers_the_same_and_is_worked_out_once(monkeypatch, folds):
    """What marked units have added, which a page asks of targets, of filing and of work; also where the worker folds
    between two questions of the first."""
    district = District()
    folding.fold()
    monkeypatch.setattr(folding, "SETTLED", dt.timedelta(0))
    for _ in range(6):
        district.step()
    assert UnitSum.objects.filter(is_stale=True).exists()
    periods = list(Period.objects.begun(TODAY))
    judge = task_history.judgement(district.plan, periods, 2018, TODAY)
    told = sums.of_targets(district.targets, periods), sums.of_filing(periods), sums.of_work(judge)

    # Of a page that asks of filing alone, nothing else is worked out.
    begun = {period.pk for period in periods}
    assert {key: row for key, row in sums.periods_filed(TODAY)[1].items() if key[0] in begun} == told[1]

    looked, asked = sums._marked, []

    def look(state):
        asked.append(state)
        if folds and len(asked) == 1:
            folding.fold()
        return looked(state)

    monkeypatch.setattr(sums, "_marked", look)
    state = summing.now()
    assert (
        sums.of_targets(district.targets, periods, state), sums.of_filing(periods, state), sums.of_work(judge, state)
    ) == told  # fmt: skip
    assert len(asked) == 1


def test_a_plan_that_was_changed_is_read_by_facts_until_it_is_summed_anew():
    district = District()
    folding.fold()
    target = Target.objects.get(code="CT05")
    target.over_time = "sum"
    target.save()
    assert rollup.read(district.plan, may_sum=True).summed == {}
    folding.fold()
    assert_the_same(Plan.objects.get(pk=district.plan.pk))


def test_parts_that_were_written_otherwise_are_made_anew(monkeypatch):
    district = District()
    folding.fold()
    monkeypatch.setattr(summing, "FORM", "form=of another portal")
    UnitSum.objects.update(content=b"of another form")
    assert rollup.read(district.plan, may_sum=True).summed == {}
    folding.fold()
    assert_the_same(district.plan)


def test_of_few_units_facts_are_read(monkeypatch):
    monkeypatch.setattr(sums, "FEW", 4)
    district = District()
    folding.fold()
    assert rollup.read(district.plan, may_sum=True).summed == {}
    assert sums.of_filing(Period.objects.all()) is None


def lines_of(page):
    """The target's number, and the table of its units; who answered what is not named of many."""
    before, _, table = page.content.decode().partition("is-sticky")
    return re.findall(r'data-(?:actual|verdict)="[^"]*"', before), re.findall(r"<tr.*?</tr>", table, re.S)


def test_a_targets_page_reads_the_figures_of_the_units_it_shows(client, settings, django_assert_num_queries, monkeypatch):
    settings.Q4KH_TODAY = country.TODAY.isoformat()
    country.build(62)
    # One has left the target, and what it did still counts.
    Assignment.objects.filter(unit__code="D00007").update(valid_to=dt.date(2018, 2, 1))
    folding.rebuild(dt.timedelta(0))
    client.force_login(make_user(role="reviewer"))
    for code in ("CT01", "CT02", "CT03", "CT06", "CT11", "CK01"):
        for address in (f"/chi-tieu/{code}/?nam=2020", f"/chi-tieu/{code}/?nam=2021&trang=2"):
            monkeypatch.setattr(sums, "FEW", 1000)
            by_facts = lines_of(client.get(address))
            monkeypatch.setattr(sums, "FEW", 60)
            assert lines_of(client.get(address)) == by_facts
            assert len(by_facts[1]) > 12
    with django_assert_num_queries(11):
        client.get("/chi-tieu/CT03/?nam=2020")


@pytest.mark.parametrize("units, queries", [(1, 10), (3, 10), (62, 11)])
def test_leaderships_page_asks_no_more_of_many_units(client, settings, django_assert_num_queries, monkeypatch, units, queries):
    """Of many who has filed is counted by sums, and as many are named as anybody reads."""
    settings.Q4KH_TODAY = country.TODAY.isoformat()
    country.build(units)
    monkeypatch.setattr(sums, "FEW", 60)
    monkeypatch.setattr(leader, "NAMED", 5)
    client.force_login(make_user(role="leader"))
    client.get("/")
    with django_assert_num_queries(queries):
        page = client.get("/").content.decode()
    late = len([place for place in range(1, units + 1) if (place + 16) % 10 == 0])
    assert f"{units - late}<small>trên {units} đơn vị" in page
    assert ("và 1 đơn vị khác" in page) == (late > 5)
