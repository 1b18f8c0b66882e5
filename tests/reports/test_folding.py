"""All sums are made anew by several processes at once, which may be killed, and while people go on working."""

import datetime as dt

import pytest

from reports import folding, sums
from reports.benchmark import country
from reports.models import Summing, TargetSum, UnitSum
from reports.unit_sums import Country
from targets.models import Period, Target
from tests.initiatives.test_registry_races import at_once
from units import doorbell

NOBODY_ELSE = dt.timedelta(0)


@pytest.fixture
def twelve(monkeypatch, settings):
    """Twelve units, three in each transaction, none of them summed."""
    settings.Q4KH_TODAY = country.TODAY.isoformat()
    monkeypatch.setattr(sums, "FEW", 0)
    monkeypatch.setattr(folding, "LARGE_BATCH", 3)
    monkeypatch.setattr(folding.os, "cpu_count", lambda: 1)
    country.build(12)
    Summing.objects.update(structure="")


def said():
    """All sums in one row a key."""
    return sorted(TargetSum.objects.filter(told__gt=0).values_list("target", "period", "slot", "is_more", "told", "value"))


def begun():
    state = folding._begin(NOBODY_ELSE)
    return state.structure, Country()


def everybody():
    return list(UnitSum.objects.order_by("pk").values_list("pk", flat=True))


def is_read():
    return sums.of_filing(Period.objects.all()) is not None


@pytest.mark.django_db
def test_what_a_killed_worker_has_summed_is_not_summed_again(twelve):
    expected = said()
    structure, known = begun()
    assert folding._fold_some(known, structure, 5) == 5
    assert not is_read()  # some are in the sums and others are not
    assert folding.fold(NOBODY_ELSE) == len(everybody()) - 5
    assert is_read()
    assert said() == expected


@pytest.mark.django_db
def test_who_was_killed_after_the_last_unit_has_only_to_say_so(twelve):
    structure, known = begun()
    while folding._fold_some(known, structure, 50):
        pass
    assert not is_read()
    assert folding.fold(NOBODY_ELSE) == 0
    assert is_read()


@pytest.mark.django_db
def test_a_plan_that_changes_meanwhile_is_summed_from_the_start(twelve):
    structure, known = begun()
    folding._fold_some(known, structure, 5)
    target = Target.objects.get(code="CT03")
    target.threshold += 1
    target.save()
    assert folding.fold(NOBODY_ELSE) == len(everybody())
    # Whoever was still at it with the plan as it was adds nothing any more.
    sums.mark(*everybody()[:3])
    assert folding._fold_some(known, structure, 5) == 0
    assert folding.fold(NOBODY_ELSE) == 3


@pytest.mark.django_db
def test_a_unit_that_moves_meanwhile_is_summed_once_more(twelve):
    structure, known = begun()
    first = everybody()[0]
    folding._fold_some(known, structure, 5)
    sums.mark(first)
    assert folding._fold_stale(structure, 50) == len(everybody()) - 5 + 1
    assert is_read()


@pytest.mark.django_db
def test_other_workers_are_called_to_help(twelve, monkeypatch):
    rung = []
    monkeypatch.setattr(doorbell, "ring", lambda task, *args: rung.append(task))
    monkeypatch.setattr(folding.os, "cpu_count", lambda: 4)
    folding.fold(NOBODY_ELSE)
    assert rung == ["reports.jobs.fold"] * 3


@pytest.mark.django_db(transaction=True)
def test_all_who_come_at_once_share_the_work(twelve):
    """Each unit is summed by one of them; whoever was first has begun for all."""
    expected, before = said(), Summing.objects.get().version
    folded = at_once(*[lambda: folding.fold(NOBODY_ELSE)] * 4)
    assert sum(folded) == len(everybody())
    assert not UnitSum.objects.filter(is_stale=True).exists()
    assert said() == expected
    assert is_read()
    assert Summing.objects.get().version > before
