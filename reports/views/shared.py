"""How every view of a report finds it: the look-up is the check (another unit's report is a 404)."""

from django.http import Http404

from reports.models import Report


def find_report(user, year, quarter, code, among=None) -> Report:
    """``among``: reports with more than their own columns."""
    rows = Report.objects.all() if among is None else among
    report = _at(rows.visible_to(user), year, quarter, code)
    if report is None and user.inherits:
        # Of a unit that the person's own followed whole: to be read (permissions.can_read_draft), never to be moved.
        report = _at(Report.objects.filter(unit__in=user.inherits), year, quarter, code)
    if report is None:
        raise Http404("no such report for this person")
    return report


def _at(rows, year, quarter, code) -> Report | None:
    rows = rows.for_address(year, quarter, code)
    return rows.select_related("unit", "period__plan", "latest", "official", "taken_by", "edited_by").first()
