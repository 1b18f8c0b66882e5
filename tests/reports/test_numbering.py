"""Số, ngày văn bản, given after publishing: by whom."""

import datetime as dt

import pytest

from reports import numbering
from reports.models import Publication
from tests import factories as make
from tests.reports.snapshots import sample_snapshot
from units.models import AuditEvent
from units.moves import NotAllowed


@pytest.mark.parametrize("role", ["reporter", "head", "leader", "administrator"])
def test_nobody_but_the_office_numbers_a_published_report(db, role):
    row = make.make_publication(make.make_period(None, 2018, 1), sample_snapshot())
    by = make.make_user(role=role, unit=make.make_unit("P1") if role in ("reporter", "head") else None)
    with pytest.raises(NotAllowed):
        numbering.give(row, by=by, number="05", day=dt.date(2018, 6, 20))
    row = Publication.objects.get()
    assert (row.document_number, row.document_date, row.snapshot) == ("", None, sample_snapshot())
    assert not AuditEvent.objects.exists()
