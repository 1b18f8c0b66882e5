"""Two people at one unit's naming at the same instant: one gets through, the other is told."""

import datetime as dt

import pytest

from tests import factories as make
from tests.initiatives.test_registry_races import at_once
from units import assignments
from units.models import AuditEvent, Membership

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = dt.date(2018, 6, 8)


@pytest.fixture
def ward(settings):
    settings.Q4KH_TODAY = TODAY.isoformat()
    return make.make_unit("P1")


def test_one_of_three_hands_over(ward):
    officer, head = make.make_people(ward)
    by = [head, make.make_user(role="administrator"), make.make_user(role="administrator")]
    to = [make.make_user() for _ in by]
    pages = [officer.memberships.get() for _ in by]
    found = at_once(
        *[
            lambda seen=seen, one=one, who=who: assignments.hand_over(
                seen, to=one, on=TODAY, decision="Quyết định 1", by=who, today=TODAY
            )
            for seen, one, who in zip(pages, to, by, strict=True)
        ]
    )
    assert sorted(type(one).__name__ for one in found) == ["Membership", "WrongState", "WrongState"]
    assert Membership.objects.in_force(TODAY).filter(unit=ward, role="reporter").count() == 1
    assert AuditEvent.objects.count() == 1


def test_one_person_is_named_once(ward):
    by = [make.make_user(role="administrator") for _ in range(3)]
    person = make.make_user()
    days = [TODAY, TODAY + dt.timedelta(1), TODAY + dt.timedelta(2)]
    found = at_once(
        *[
            lambda on=on, who=who: assignments.name(
                ward, "reporter", to=person, on=on, decision="Quyết định 1", by=who, today=TODAY
            )
            for on, who in zip(days, by, strict=True)
        ]
    )
    made = [one for one in found if isinstance(one, Membership)]
    # Of overlapping spans one is written: only an earlier one could follow a later, and it overlaps it as well.
    assert len(made) == person.memberships.count() == 1
