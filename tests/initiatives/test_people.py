"""Who is in charge in each unit, and who has been trained (II.2.1)."""

import datetime as dt

import pytest

from initiatives import people
from tests import factories as make
from units.models import Membership

pytestmark = pytest.mark.django_db
TODAY, SINCE = dt.date(2018, 6, 8), dt.date(2016, 1, 1)


@pytest.fixture
def ward():
    return make.make_unit("P1")


def row(ward, only_confirmed=False):
    return people.by_unit([ward], TODAY, SINCE, only_confirmed=only_confirmed)[0]


def test_officers_count_and_leaders_are_named_beside_them(ward):
    reporter, head = make.make_people(ward)
    make.make_activity(kind="training", title="Lớp tháng 5", state="confirmed", trainees=[reporter])
    found = row(ward)
    assert [(one.user, one.is_trained) for one in found.officers] == [(reporter, True)]
    assert [(one.user, one.is_trained) for one in found.leaders] == [(head, False)]
    assert [one.title for one in found.officers[0].trainings] == ["Lớp tháng 5"]
    assert not found.lacks


def test_a_class_that_is_not_confirmed_is_shown_and_does_not_count(ward):
    reporter, _ = make.make_people(ward)
    make.make_activity(kind="training", trainees=[reporter])
    found = row(ward)
    assert (len(found.officers[0].trainings), found.untrained, found.lacks) == (1, found.officers, True)
    assert row(ward, only_confirmed=True).officers[0].trainings == []


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "withdrawn"},
        {"state": "returned"},
        {"kind": "seminar", "state": "confirmed"},
        {"starts_on": "2015-12-31", "state": "confirmed"},
    ],
)
def test_other_records_train_nobody(ward, fields):
    reporter, _ = make.make_people(ward)
    make.make_activity(**{"kind": "training", "trainees": [reporter], **fields})
    assert row(ward).officers[0].trainings == []


def test_a_unit_without_an_officer_lacks_one(ward):
    make.make_user(role="head", unit=ward)
    assert (row(ward).officers, row(ward).lacks) == ([], True)


def test_only_who_is_in_charge_on_the_day_is_named(ward):
    for number, (since, until) in enumerate([("2018-06-09", None), ("2017-01-01", "2018-06-07"), ("2018-06-08", "2018-06-08")]):
        Membership.objects.create(
            user=make.make_user(f"nguoi-{number}-x"), unit=ward, role="reporter", valid_from=since, valid_to=until
        )
    make.make_user(role="reporter", unit=ward, is_active=False)
    assert [one.user.username for one in row(ward).officers] == ["nguoi-2-x"]


def test_many_units_cost_two_queries(django_assert_num_queries):
    units = [make.make_unit(f"P{n}") for n in (1, 2, 3)]
    for unit in units:
        reporter, _ = make.make_people(unit)
        make.make_activity(kind="training", trainees=[reporter])
    with django_assert_num_queries(2):
        assert len(people.by_unit(units, TODAY, SINCE, only_confirmed=False)) == 3
