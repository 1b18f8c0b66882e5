"""Acts on a report by the portal's own modules, for tests whose subject is what comes after them."""

from reports import filing, sheet as sheets, workflow
from tests.reports.conftest import whole
from units import clock


def write(report, by, **changes):
    """Save the whole form as ``by``."""
    report.refresh_from_db()
    sheet = sheets.load(report, clock.today())
    assert filing.read(sheet, whole(report.revision, **changes))
    filing.save(sheet, by=by, revision=report.revision)


def move(report, name, by, **more):
    """Make a move with the sheet as it is stored; the report is read again."""
    report.refresh_from_db()
    workflow.move(name, report, by=by, sheet=sheets.load(report, clock.today()), **more)
    report.refresh_from_db()


def accepted(ward, **changes):
    """P1's report of Quý II/2018, written by its reporter, sent by its head, accepted by the reviewer."""
    write(ward.report, ward.reporter, **changes)
    move(ward.report, "send", ward.head)
    move(ward.report, "accept", ward.reviewer)
    return ward.report
