"""What was said of each piece of work, and the three rules: open, overdue, stuck."""

import datetime as dt

import pytest

from reports import sheet as sheets, task_history, workflow
from reports.models import Progress, Told
from targets.models import Commitment, Period
from tests import factories as make
from tests.factories import at

pytestmark = pytest.mark.django_db
TODAY = dt.date(2018, 6, 8)


@pytest.fixture
def unit():
    return make.make_unit("P1")


@pytest.fixture
def quarters():
    """Quý I/2017 – Quý II/2018; all but the last closed."""
    closed_at = at("2018-04-02T08:00:00")
    made = [
        make.make_period(year=year, quarter=quarter, closed_at=None if (year, quarter) == (2018, 2) else closed_at)
        for year in (2017, 2018)
        for quarter in (1, 2, 3, 4)
        if (year, quarter) <= (2018, 2)
    ]
    return {(row.year, row.quarter): row for row in made}


def told(work):
    row = Told.objects.select_related("period", "since").filter(commitment=work).first()
    return row and (row.status, row.note, row.period.key, row.since.key)


def judged(work, today=TODAY, year=2018):
    """Words of what the rules say of the commitment."""
    judge = task_history.judgement(make.make_plan(), Period.objects.order_by("window_from"), year, today)
    row = judge.marked(Commitment.objects.select_related("told").filter(pk=work.pk)).get()
    flags = {name for name in ("overdue", "stuck") if getattr(row, f"is_{name}")}
    held = [state for state in (*Progress.Status.values, "none", "ended") if Commitment.objects.filter(pk=work.pk).filter(judge.in_state(state)).exists()]
    assert held == [task_history.state_of(row)]
    # By what is kept and by what the reports say, the rules say the same.
    reports = task_history.reports_of([row.unit_id], judge.periods)[row.unit_id]
    said = next((fact for fact in task_history.standings([row], reports)), None)
    assert {name for name, holds in zip(("overdue", "stuck"), judge.of(row, said)) if holds} == flags
    return flags


# --- What was said -------------------------------------------------------------------------------------------------


def test_the_latest_official_report_of_the_year_tells(unit, quarters):
    work = make.make_commitment(unit)
    assert told(work) is None
    make.make_told(unit, quarters[2018, 1], IV_11=("underway", "Đã khảo sát"))
    assert told(work) == ("underway", "Đã khảo sát", "2018-1", "2018-1")
    make.make_told(unit, quarters[2018, 2], IV_11=("done", "Xong"))
    assert told(work) == ("done", "Xong", "2018-2", "2018-2")


def test_what_was_said_last_year_does_not_tell_this_year(unit, quarters):
    before, work = make.make_commitment(unit, year=2017), make.make_commitment(unit)
    make.make_told(unit, quarters[2017, 4], IV_11="underway")
    assert (told(before), told(work)) == (("underway", "", "2017-4", "2017-4"), None)


def test_a_task_of_the_plan_is_one_work_over_the_years(unit, quarters):
    make.make_commitment(unit, year=2017)
    work = make.make_commitment(unit)
    for where in ((2017, 3), (2017, 4), (2018, 1)):
        make.make_told(unit, quarters[where], IV_11="underway")
    assert told(work) == ("underway", "", "2018-1", "2017-3")


@pytest.mark.parametrize(("title", "since"), [("Tập huấn", "2017-4"), ("Hội thảo", "2018-1")])
def test_an_own_line_is_the_same_work_only_under_the_same_words(unit, quarters, title, since):
    make.make_commitment(unit, "R1", 2017, own=True, title=title)
    work = make.make_commitment(unit, "R1", own=True, title="Tập huấn")
    make.make_told(unit, quarters[2017, 4], R1="underway")
    make.make_told(unit, quarters[2018, 1], R1="underway")
    assert told(work)[3] == since


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ([("underway", "A"), ("underway", "B"), ("underway", "C")], "2018-1"),
        ([("underway", "A"), ("underway", "a "), ("underway", "")], "2017-3"),
        # The note is the old one again: an empty one between them said nothing.
        ([("underway", "A"), ("underway", ""), ("underway", "A")], "2017-3"),
        ([("underway", ""), ("underway", ""), ("underway", "A")], "2018-1"),
        ([("not_started", ""), ("underway", ""), ("underway", "")], "2017-4"),
        ([("underway", ""), ("not_started", ""), ("underway", "")], "2018-1"),
        # A quarter without a report is no news.
        ([("underway", ""), None, ("underway", "")], "2017-3"),
    ],
)
def test_news_is_another_status_or_another_note(unit, quarters, said, since):
    make.make_commitment(unit, year=2017)
    work = make.make_commitment(unit)
    for where, one in zip([(2017, 3), (2017, 4), (2018, 1)], said, strict=True):
        if one:
            make.make_told(unit, quarters[where], IV_11=one)
    assert told(work)[3] == since


def test_accepting_settles_what_the_report_says_and_a_correction_what_follows(unit, quarters, settings):
    settings.Q4KH_TODAY = "2018-06-08T09:00:00"
    work = make.make_commitment(unit)
    reporter, head = make.make_people(unit)
    reviewer = make.make_user(role="reviewer")
    make.make_told(unit, quarters[2018, 1], IV_11=("underway", "Đã khảo sát"))
    report = make.make_report(unit, quarters[2018, 2])
    Progress.objects.create(report=report, commitment=work, status="done", note="Xong")
    for text in ("situation", "results"):
        setattr(report, text, "Lời")
    report.save()
    workflow.move("send", report, by=head, sheet=sheets.load(report, TODAY))
    assert told(work)[0] == "underway"
    workflow.move("accept", report, by=reviewer)
    assert told(work) == ("done", "Xong", "2018-2", "2018-2")


def test_a_report_that_no_longer_speaks_of_it_untells_it(unit, quarters):
    work = make.make_commitment(unit)
    report = make.make_told(unit, quarters[2018, 1], IV_11="underway")
    report.official.content["progress"] = []
    report.official.save()
    task_history.settle(unit.pk, quarters[2018, 1].plan_id)
    assert told(work) is None


# --- Overdue -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due_on", "status", "flags"),
    [
        ("2018-06-08", "underway", set()),
        ("2018-06-07", "underway", {"overdue"}),
        ("2018-06-07", "not_started", {"overdue"}),
        ("2018-06-07", None, {"overdue"}),
        ("2018-06-07", "done", set()),
        ("2018-06-07", "regular", set()),
        ("2018-06-07", "obsolete", set()),
        (None, "not_started", set()),
    ],
)
def test_overdue_is_open_after_its_day(unit, quarters, due_on, status, flags):
    work = make.make_commitment(unit, due_on=due_on)
    if status:
        make.make_told(unit, quarters[2018, 1], IV_11=status)
    assert judged(work) == flags


def test_what_a_change_of_the_plan_ended_is_neither_overdue_nor_stuck(unit, quarters):
    make.make_commitment(unit, year=2017)
    work = make.make_commitment(unit, due_on="2018-03-01", ended_on="2018-04-01", end_reason="Chuyển sang năm sau")
    make.make_told(unit, quarters[2017, 4], IV_11="underway")
    make.make_told(unit, quarters[2018, 1], IV_11="underway")
    assert judged(work) == set()


# --- Stuck ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "flags"),
    [
        ({(2017, 4): "underway", (2018, 1): "underway"}, {"stuck"}),
        ({(2017, 4): "not_started", (2018, 1): "not_started"}, {"stuck"}),
        ({(2017, 4): "not_started", (2018, 1): "underway"}, set()),
        ({(2017, 4): ("underway", "A"), (2018, 1): ("underway", "B")}, set()),
        ({(2017, 4): "regular", (2018, 1): "regular"}, set()),
        ({(2017, 4): "done", (2018, 1): "done"}, set()),
        ({(2018, 1): "underway"}, set()),
        # Quý II/2018 is not closed: it does not count towards the two, but what it says is news.
        ({(2018, 1): "underway", (2018, 2): "underway"}, set()),
        ({(2017, 4): "underway", (2018, 1): "underway", (2018, 2): ("underway", "Đã ký hợp đồng")}, set()),
        ({(2017, 4): "underway", (2018, 1): "underway", (2018, 2): "underway"}, {"stuck"}),
        # Silence in the last closed quarter is owed, not stuck.
        ({(2017, 3): "underway", (2017, 4): "underway"}, set()),
        ({(2017, 3): "underway", (2018, 1): "underway"}, {"stuck"}),
    ],
)  # fmt: skip
def test_stuck_is_the_same_over_two_closed_quarters(unit, quarters, said, flags):
    make.make_commitment(unit, year=2017)
    work = make.make_commitment(unit)
    for where, one in said.items():
        make.make_told(unit, quarters[where], IV_11=one)
    assert judged(work) == flags


@pytest.mark.parametrize(("after", "flags"), [(1, {"stuck"}), (3, {"stuck"}), (4, set()), (9, set())])
def test_the_plan_says_after_how_many_quarters(unit, quarters, after, flags):
    plan = quarters[2018, 1].plan
    plan.stuck_after_quarters = after
    plan.save()
    make.make_commitment(unit, year=2017)
    work = make.make_commitment(unit)
    for where in ((2017, 3), (2017, 4), (2018, 1)):
        make.make_told(unit, quarters[where], IV_11="underway")
    assert judged(work) == flags


def test_a_past_year_is_judged_by_its_own_last_quarter(unit, quarters):
    work = make.make_commitment(unit, year=2017)
    for where in ((2017, 3), (2017, 4)):
        make.make_told(unit, quarters[where], IV_11="underway")
    assert judged(work, year=2017) == {"stuck"}


def test_what_was_accepted_before_is_told_by_the_migration(unit, quarters):
    from importlib import import_module

    from django.apps import apps

    work = make.make_commitment(unit)
    make.make_told(unit, quarters[2018, 1], IV_11=("underway", "Đã khảo sát"))
    before = told(work)
    Told.objects.all().delete()
    import_module("reports.migrations.0008_tell_accepted").tell(apps, None)
    assert told(work) == before
