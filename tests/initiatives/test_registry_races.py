"""Several people, or one with a nervous finger, at the same instant: exactly one of them gets through."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from initiatives import activities, organisations
from initiatives.activities import AlreadyRecorded
from initiatives.models import Activity, Organisation
from tests import factories as make
from tests.initiatives.recorded import NOW, edit, record
from units.models import AuditEvent
from units.moves import Refused, WrongState

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls) -> list:
    """What each returned, or the refusal it got."""
    ready = threading.Barrier(len(calls))

    def run(call):
        try:
            ready.wait()
            return call()
        except (AlreadyRecorded, Refused, WrongState) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def ward(settings):
    settings.Q4KH_TODAY = "2018-06-08"
    make.make_plan()
    return make.make_unit("P1")


@pytest.fixture
def officer(ward):
    return make.make_user("p1.canbo", role="reporter", unit=ward)


def test_a_button_pressed_four_times_at_once_makes_one_record(ward, officer):
    found = at_once(*[lambda: record(ward, officer, "support")] * 4)
    assert sorted(type(one).__name__ for one in found) == ["Activity", *["AlreadyRecorded"] * 3]
    assert (Activity.objects.count(), Organisation.objects.count()) == (1, 1)


def test_a_record_is_confirmed_once_and_not_under_an_edit(ward, officer):
    row = make.make_activity(ward, by=officer)
    reviewers = [make.make_user(role="reviewer") for _ in range(2)]
    pages = [Activity.objects.get(pk=row.pk) for _ in range(3)]
    found = at_once(
        *[lambda page=page, by=by: activities.confirm(page, by=by, at=NOW) for page, by in zip(pages, reviewers)],
        lambda: edit(pages[2], officer, summary="Thêm."),
    )
    assert sum(isinstance(one, WrongState) for one in found) == 2
    row.refresh_from_db()
    assert (row.revision, AuditEvent.objects.count()) == (1, 1)
    assert (row.state, row.summary) in (("confirmed", ""), ("recorded", "Thêm."))


def test_merges_at_once_close_no_ring_and_make_no_chain(ward):
    by = make.make_user(role="reviewer")
    one, two, three = (make.make_organisation(f"Giày {n}") for n in (1, 2, 3))
    at_once(
        lambda: organisations.merge(one, two, by=by),
        lambda: organisations.merge(two, three, by=by),
        lambda: organisations.merge(two, one, by=by),
    )
    into = dict(Organisation.objects.values_list("pk", "merged_into"))
    # Whoever was merged leads straight to one that was not.
    assert all(into[target] is None for target in into.values() if target)
    assert None in into.values()


def test_two_units_take_up_one_business_at_once(ward, officer):
    other = make.make_unit("P2")
    colleague = make.make_user("p2.canbo", role="reporter", unit=other)
    at_once(
        lambda: record(ward, officer, "support", org__1__tax="0301234567"),
        lambda: record(other, colleague, "support", org__1__tax="0301234567"),
    )
    assert (Activity.objects.count(), Organisation.objects.count()) == (2, 1)
