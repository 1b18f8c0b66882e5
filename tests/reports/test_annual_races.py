"""Two people at the same instant over one annual plan: exactly one of them gets through, and commitments are whole."""

import pytest

from reports import annual_form, annual_lists, annual_plans
from reports.models import AnnualPlanReminder, Notice
from targets.models import AnnualPlan, Commitment
from tests.factories import at, make_annual_plan, make_people, make_plan, make_task, make_unit, make_user, plan_post
from tests.initiatives.test_registry_races import at_once
from units.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)
NOW = at("2018-01-10T09:00:00")


@pytest.fixture
def ward():
    unit = make_unit("P1")
    make_task(unit, "IV.11", make_plan())
    return unit


@pytest.fixture
def people(ward):
    return make_people(ward)


@pytest.fixture
def reviewers(ward):
    return [make_user(f"xem-{number}", role="reviewer", unit=make_unit("PKT")) for number in (1, 2)]


def again(row):
    return AnnualPlan.objects.select_related("unit").get(pk=row.pk)


def names(found):
    return sorted(type(one).__name__ for one in found)


def test_two_accept_at_once(ward, people, reviewers):
    row = make_annual_plan(ward, state="sent", own=[{"title": "Tập huấn"}], people=people, reviewer=reviewers[0])
    found = at_once(*[lambda by=by: annual_plans.move("accept", again(row), by=by, at=NOW) for by in reviewers])
    assert names(found) == ["NoneType", "WrongState"]
    assert AuditEvent.objects.filter(act="annual_plans.accept").count() == 1
    assert Commitment.objects.filter(unit=ward).count() == 2


def test_one_accepts_while_the_unit_takes_it_back(ward, people, reviewers):
    row = make_annual_plan(ward, state="sent", people=people, reviewer=reviewers[0])
    seen = [again(row), again(row)]
    found = at_once(
        lambda: annual_plans.move("accept", seen[0], by=reviewers[0], at=NOW),
        lambda: annual_plans.move("withdraw", seen[1], by=people[1], at=NOW),
    )
    assert names(found) == ["NoneType", "WrongState"]
    # Commitments are there exactly where the plan was accepted.
    assert Commitment.objects.filter(unit=ward).exists() == (again(row).state == "accepted")


def test_two_begin_at_once(ward, people):
    found = at_once(*[lambda by=by: annual_plans.begin(ward, 2018, by=by, at=NOW) for by in people])
    assert names(found) == ["AnnualPlan", "WrongState"]
    assert AnnualPlan.objects.get().lines.count() == 1


def test_of_two_saves_of_one_revision_one_is_kept(ward, people):
    row = make_annual_plan(ward, people=people)
    drafts = []
    for name in ("Bà Lan", "Ông Phước"):
        draft = annual_form.load(again(row))
        annual_form.read(draft, plan_post(row, **{"task-IV.11-person": name}))
        drafts.append(draft)
    found = at_once(
        *[
            lambda draft=draft, by=by: annual_plans.save(draft, by=by, at=NOW, revision=1)
            for draft, by in zip(drafts, people, strict=True)
        ]
    )
    assert names(found) == ["NoneType", "WrongState"]
    assert (row.lines.count(), again(row).revision) == (1, 2)


def test_two_remind_at_once(ward, people, reviewers):
    plan = make_plan()
    found = at_once(
        *[lambda by=by: annual_lists.remind(plan, 2018, by=by, at=NOW, code="P1") for by in reviewers]
    )
    assert names(found) == ["NoneType", "Reminded"]
    assert (AnnualPlanReminder.objects.count(), Notice.objects.count()) == (1, 2)
