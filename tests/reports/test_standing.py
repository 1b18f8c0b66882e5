"""What the office has decided about one report: what of it each person is shown and may do."""

import pytest

from reports import standing, unlocks
from tests import factories as make
from tests.reports.acting import accepted, move, write
from units import clock


def of(ward, name):
    if name == "stranger":
        person = make.make_user(role="head", unit=make.make_unit("P2"))
    else:
        person = getattr(ward, name, None) or make.make_user(role=name)
    return standing.of(ward.report, person, clock.now())


PEOPLE = ("reporter", "head", "reviewer", "stranger", "leader", "administrator")
OWN = ("reporter", "head")


@pytest.mark.parametrize("name", PEOPLE)
def test_the_office_alone_unlocks_and_the_unit_alone_asks_for_it(ward, name):
    accepted(ward)
    found, reviews = of(ward, name), name == "reviewer"
    assert (found.can_unlock, bool(found.unlock_until), found.can_ask) == (reviews, reviews, name in OWN)
    move(ward.report, "unlock", ward.reviewer, reason="Đính chính CT03")
    found = of(ward, name)
    assert (found.can_end_unlock, found.can_enter_paper) == (reviews, reviews)


@pytest.mark.parametrize("name", PEOPLE)
def test_what_was_typed_and_never_sent_is_shown_to_who_reads_drafts(ward, as_of, name):
    accepted(ward)
    move(ward.report, "unlock", ward.reviewer, reason="Đính chính CT03")
    write(ward.report, ward.reporter, results="Chưa gửi.")
    as_of("2018-06-20T09:00:00")
    assert unlocks.close_expired(clock.now()) == 1
    ward.report.refresh_from_db()
    found = of(ward, name)
    reads = name in (*OWN, "reviewer")
    assert (found.left_unsent, [row["after"] for row in found.unsent]) == (reads, ["Chưa gửi."] if reads else [])
