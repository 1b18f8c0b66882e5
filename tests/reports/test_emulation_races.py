"""Two at the same instant: one publishes, and nothing is written into a table that is being published."""

from decimal import Decimal

import pytest

from reports.emulation import marks, publishing, schemes, scoring
from reports.emulation.entries import Entry
from reports.models import Scheme, ScoreSheet, ScoreTable
from tests import factories as make
from tests.initiatives.test_registry_races import at_once
from units.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)
AT = make.at("2018-02-08T09:00:00")


@pytest.fixture
def house(settings):
    settings.Q4KH_TODAY = AT.isoformat()
    plan = make.make_plan()
    scheme = make.make_scheme()
    for code in ("P1", "P2"):
        make.make_score_sheet(scheme, make.make_unit(code), "appraised", scores=[90])
    return scheme, make.make_user("truong-phong", role="office_head", unit=plan.coordinator)


def names(found):
    return sorted(type(one).__name__ for one in found)


def test_of_four_who_publish_one_does(house):
    scheme, chief = house
    rows = [Scheme.objects.get(pk=scheme.pk) for _ in range(4)]
    found = at_once(*[lambda row=row: publishing.publish(row, by=chief, at=AT, revision=0) for row in rows])
    assert names(found) == ["ScoreTable", *["WrongState"] * 3]
    assert ScoreTable.objects.count() == 1
    assert AuditEvent.objects.filter(act="scores.publish").count() == 1


def test_an_appraisal_and_a_publication_do_not_cross(house):
    """Whichever comes first: the frozen points are those of the sheet."""
    scheme, chief = house
    sheet = ScoreSheet.objects.select_related("scheme", "unit").get(unit__code="P1")
    (marked,) = marks.read(scheme, [sheet], AT.date())
    given = [Entry(marked.lines[0], Decimal("80"), "Thiếu tổng kết")]
    row = Scheme.objects.get(pk=scheme.pk)
    found = at_once(
        lambda: scoring.appraise(sheet, given, by=chief, at=AT, revision=0),
        lambda: publishing.publish(row, by=chief, at=AT, revision=0),
    )
    assert names(found).count("WrongState") == 1
    stored = str(sheet.scores.get().points)
    table = ScoreTable.objects.first()
    if table is None:
        assert stored == "80.00"
    else:
        assert (stored, publishing.row_of(table, "P1")["total"]) == ("90.00", "90.00")


def test_of_four_who_start_the_years_scale_one_does(house):
    office = make.make_unit("VP", drafts_emulation=True)
    drafter, _ = make.make_people(office)
    found = at_once(*[lambda: schemes.start(2018, "1-ward", by=drafter, at=AT)] * 4)
    assert names(found) == ["Scheme", *["WrongState"] * 3]
    assert Scheme.objects.get(year=2018).criteria.count() == 1
