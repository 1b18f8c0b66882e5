"""What units have planned and undertaken for a year: of whom each person may know."""

import pytest

from targets.models import AnnualPlan, Commitment
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def wards():
    """P1 and P2, each with a plan begun and a commitment."""
    units = {code: make.make_unit(code) for code in ("P1", "P2")}
    for unit in units.values():
        AnnualPlan.objects.create(unit=unit, year=2018)
        make.make_commitment(unit)
    return units


@pytest.mark.parametrize("model", [AnnualPlan, Commitment])
@pytest.mark.parametrize(
    ("role", "at", "codes"),
    [
        ("reporter", "P1", {"P1"}), ("head", "P2", {"P2"}), ("head", "PKT", set()), ("reviewer", "PKT", {"P1", "P2"}),
        ("office_head", "PKT", {"P1", "P2"}), ("leader", None, {"P1", "P2"}), ("administrator", None, set()),
    ],
)  # fmt: skip
def test_a_unit_sees_its_own_the_office_and_leadership_all(wards, model, role, at, codes):
    user = make.make_user(role=role, unit=at and make.make_unit(at))
    assert {row.unit.code for row in model.objects.visible_to(user)} == codes
