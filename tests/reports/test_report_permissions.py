"""Who may do what with a report, case by case (domain §1, §3)."""

import datetime as dt

import pytest

from reports import permissions
from reports.models import Report, Version
from tests import factories as make

PEOPLE = ("reporter", "head", "reviewer", "other_reviewer", "stranger", "leader", "administrator")
PAPER = dt.date(2018, 6, 5)


@pytest.fixture
def may(ward):
    """``may(right, **fields)``: whom ``right`` lets, of a report in which ``fields`` stand."""
    people = vars(ward) | {
        "other_reviewer": make.make_user(role="reviewer", unit=ward.office),
        "stranger": make.make_user(role="head", unit=make.make_unit("P2")),
        "leader": make.make_user(role="leader"),
        "administrator": make.make_user(role="administrator"),
    }

    def ask(right, *, has_head_step=True, sent_by="reviewer", **fields):
        fields = {"started_at": make.at("2018-06-01T09:00:00")} | fields
        report = Report(unit=ward.unit, period=ward.second, **fields)
        report.unit.has_head_step = has_head_step
        report.latest = Version(sent_by=people[sent_by])
        return {name for name in PEOPLE if right(people[name], report)}

    return ask


OWN, OFFICE = {"reporter", "head"}, {"reviewer", "other_reviewer"}


@pytest.mark.parametrize(
    ("right", "fields", "allowed"),
    [
        (permissions.can_draft, {}, OWN),
        (permissions.can_draft, {"received_on": PAPER}, OWN | OFFICE),
        (permissions.can_print_draft, {}, OWN),
        (permissions.can_print_draft, {"state": "pending"}, OWN),
        (permissions.can_print_draft, {"state": "sent"}, set()),
        (permissions.can_print_draft, {"started_at": None}, set()),
        (permissions.can_submit, {}, {"reporter"}),
        (permissions.can_submit, {"has_head_step": False}, set()),
        (permissions.can_submit, {"received_on": PAPER}, set()),
        (permissions.can_send, {}, {"head"}),
        (permissions.can_send, {"has_head_step": False}, OWN),
        (permissions.can_send, {"received_on": PAPER}, OFFICE),
        (permissions.can_withdraw, {"state": "pending"}, OWN),
        (permissions.can_withdraw, {"state": "sent"}, {"head"}),
        # What came on paper is taken back by who entered it, as long as they review.
        (permissions.can_withdraw, {"state": "sent", "received_on": PAPER}, {"reviewer"}),
        (permissions.can_withdraw, {"state": "sent", "received_on": PAPER, "sent_by": "head"}, set()),
    ],
)
def test_each_right_is_that_of_just_these(may, right, fields, allowed):
    assert may(right, **fields) == allowed
