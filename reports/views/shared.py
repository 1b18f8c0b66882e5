"""How every view of a report finds it: the look-up is the check (another unit's report is a 404)."""

from django.http import Http404

from reports import draft_rows
from reports.models import Report


def find_report(user, year, quarter, code) -> Report:
    report = _at(Report.objects.visible_to(user), year, quarter, code)
    if report is None and user.inherits:
        # Of a unit that the person's own followed whole: to be read (permissions.can_read_draft), never to be moved.
        report = _at(Report.objects.filter(unit__in=user.inherits), year, quarter, code)
    if report is None:
        raise Http404("no such report for this person")
    return report


def find_draft(user, year, quarter, code, brings=None) -> Report:
    """The same for the form, which says no to whoever may only read (``permissions.can_draft``).

    ``brings``: what the report is read with (``draft_rows.find``); nobody sees it of a report that is not theirs.
    """
    report = draft_rows.find(year, quarter, code, brings)
    if report is None or not (report.is_visible_to(user) or report.unit_id in user.inherits):
        raise Http404("no such report for this person")
    return report


def _at(rows, year, quarter, code) -> Report | None:
    rows = rows.for_address(year, quarter, code)
    return rows.select_related("unit", "period__plan", "latest", "official", "taken_by", "edited_by").first()
