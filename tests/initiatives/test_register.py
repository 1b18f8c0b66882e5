"""The register of initiatives: which of them wait for whom, and whose units its filter names."""

import datetime as dt

import pytest

from initiatives import register
from tests import factories as make
from tests.initiatives import house as houses

EVERYBODY = ("reporter", "head", "stranger", "clerk", "chief", "reviewer", "leader", "administrator")
APPLICANTS, BODY = {"reporter", "head"}, {"clerk", "chief", "reviewer"}


@pytest.fixture
def house(db, settings):
    settings.Q4KH_TODAY = houses.NOW
    return houses.build()


@pytest.mark.parametrize(
    ("state", "has_council", "is_heard", "waited_for_by"),
    [
        ("draft", True, False, APPLICANTS),
        ("filed", True, False, BODY),
        ("received", True, False, BODY),
        ("supplement", True, False, APPLICANTS),
        ("accepted", True, False, BODY),
        ("accepted", True, True, {"chief"}),
        ("accepted", False, False, {"chief"}),
        ("recognised", True, True, set()),
        ("refused", True, True, set()),
    ],
)
def test_an_initiative_waits_for_whose_step_is_next(house, state, has_council, is_heard, waited_for_by):
    council = make.make_council(house.office) if has_council else None
    heard = {"council": council, "council_met_on": dt.date(2018, 6, 5), "council_for": 3, "council_against": 0}
    make.make_initiative(house.ward, house.office, state, recorded_by=house.reporter, **(heard if is_heard else {}))
    on = house.at.date()
    assert {name for name in EVERYBODY if register.waiting_for(getattr(house, name), on)} == waited_for_by


def test_nobody_has_the_decision_on_their_own_application_waiting(house):
    make.make_initiative(house.office, house.office, "accepted", recorded_by=house.chief)
    assert register.waiting_for(house.chief, house.at.date()) == 0


@pytest.mark.parametrize(
    ("name", "codes"),
    [("reporter", ["P1"]), ("stranger", ["P2"]), ("clerk", ["P1"]), ("reviewer", ["P1", "P2"]), ("leader", [])],
)
def test_the_filter_names_the_units_of_whose_applications_one_may_know(house, name, codes):
    make.make_initiative(house.ward, house.office, "filed")
    make.make_initiative(house.other, house.other, "draft")
    assert [unit.code for unit in register.Register(getattr(house, name), house.at.date()).units()] == codes
