"""Having once said yes: saying no again is odd, until the answers of a new year begin."""

from types import SimpleNamespace

import pytest

from reports import completeness
from reports.sheet import Stored
from targets.models import Target
from targets.quarters import Quarter


@pytest.mark.parametrize(
    ("basis", "quarter", "is_odd"),
    [
        (Target.Basis.YEAR, Quarter(2018, 1), True),
        (Target.Basis.YEAR, Quarter(2017, 4), False),  # the next is another year's
        ("term", Quarter(2017, 4), True),
    ],
)
def test_no_after_yes_is_odd_within_the_basis(basis, quarter, is_odd):
    before = Stored(1, "", 1, None, None, None, quarter=quarter)
    target = SimpleNamespace(basis=basis, over_time=Target.OverTime.LAST, measure="yesno", threshold=None)
    line = SimpleNamespace(
        is_untouched=False, is_told=False, previous=before, target=target, kind="yesno", value=0, numerator=None, done_on=None
    )
    assert (completeness.oddity(line, 10) == "Quý trước đã có, quý này lại chưa") is is_odd
