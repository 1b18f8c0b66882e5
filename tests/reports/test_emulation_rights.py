"""Scales and sheets: who reads them, and what is offered to whom (domain §1, §7)."""

from types import SimpleNamespace

import pytest

from reports.emulation import rights, scoring
from reports.models import Scheme
from tests import factories as make

OPEN, OVER = make.at("2018-01-19T09:00:00").date(), make.at("2018-01-23T09:00:00").date()


@pytest.fixture
def people(db):
    plan = make.make_plan()
    reporter, head = make.make_people(make.make_unit("P1"))
    return SimpleNamespace(
        reporter=reporter,
        head=head,
        stranger=make.make_user(role="head", unit=make.make_unit("P2")),
        drafter=make.make_user(role="reporter", unit=make.make_unit("VP", drafts_emulation=True)),
        reviewer=make.make_user(role="reviewer", unit=plan.coordinator),
        leader=make.make_user(role="leader"),
        administrator=make.make_user(role="administrator"),
        nobody=make.make_user(),
    )


@pytest.mark.parametrize(
    ("state", "on", "offered"),
    [
        ("waiting", OPEN, {"reporter": {"save"}, "head": {"save", "send"}}),
        ("waiting", OVER, {"reporter": {"save"}, "head": {"save", "send"}, "reviewer": {"appraise"}}),
        ("scored", OPEN, {"reporter": {"withdraw"}, "head": {"withdraw"}, "reviewer": {"appraise"}}),
        ("appraised", OPEN, {"head": {"explain"}, "reviewer": {"appraise"}}),
        ("explained", OPEN, {"reviewer": {"appraise"}}),
    ],
)
def test_a_sheet_offers_just_what_can_be_done(people, state, on, offered):
    sheet = make.make_score_sheet(make.make_scheme(), make.make_unit("P1"), state)
    found = {name: set(scoring.available(person, sheet, on)) for name, person in vars(people).items()}
    assert {name: moves for name, moves in found.items() if moves} == offered


@pytest.mark.parametrize(("has_head_step", "signers"), [(True, {"head"}), (False, {"head", "reporter"})])
def test_the_units_own_head_signs_and_without_that_step_its_reporter(people, has_head_step, signers):
    unit = make.make_unit("P1")
    unit.has_head_step = has_head_step
    assert {name for name, person in vars(people).items() if rights.can_sign(person, unit)} == signers


def test_a_scale_is_for_all_once_it_is_in_force_and_before_for_who_makes_it(people):
    make.make_scheme(2017, state="in_force")
    make.make_scheme(2018, state="draft")
    found = {name: {row.year for row in Scheme.objects.visible_to(person)} for name, person in vars(people).items()}
    makers = {"drafter": {2017, 2018}, "reviewer": {2017, 2018}}
    assert found == {**dict.fromkeys(vars(people), {2017}), **makers, "nobody": set()}
