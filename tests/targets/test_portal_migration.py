"""Installations that loaded the plan before the portal could tell CK11 and CK13."""

from importlib import import_module

import pytest
from django.apps import apps

from targets.models import Target
from tests.factories import assign, make_plan, make_target, make_unit
from units.models import Unit

tell = import_module("targets.migrations.0006_portal_targets").tell


@pytest.mark.django_db
def test_targets_and_the_allocating_unit_are_marked_once():
    plan = make_plan()
    office, other, drafting = make_unit("TCKH"), make_unit("P1"), make_unit("VP")
    money = make_target(plan, "CK11", measure="milestone")
    assign(money, office)
    assign(make_target(plan, "CK02", measure="milestone"), drafting)
    make_target(plan, "CK13", measure="share", source="portal")
    make_target(plan, "CT03")
    tell(apps, None)
    assert dict(Target.objects.values_list("code", "portal")) == {
        "CK02": "", "CK11": "allocation", "CK13": "annual_plans", "CT03": "",
    }  # fmt: skip
    assert list(Unit.objects.filter(allocates_budget=True)) == [office]
    assert list(Unit.objects.filter(drafts_emulation=True)) == [drafting]
    # What an administrator decided since stays.
    Unit.objects.update(allocates_budget=False)
    Unit.objects.filter(pk=other.pk).update(allocates_budget=True)
    tell(apps, None)
    assert list(Unit.objects.filter(allocates_budget=True)) == [other]


@pytest.mark.django_db
def test_an_installation_without_the_plan_is_left_alone():
    make_unit("TCKH")
    tell(apps, None)
    assert not Unit.objects.filter(allocates_budget=True).exists()
