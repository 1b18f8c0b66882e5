"""How every view of a report finds it: the look-up is the check (another unit's report is a 404)."""

from django.http import Http404

from reports.models import Report


def find_report(user, year, quarter, code) -> Report:
    report = (
        Report.objects.visible_to(user)
        .for_address(year, quarter, code)
        .select_related("unit", "period__plan", "latest", "official", "taken_by", "edited_by")
        .first()
    )
    if report is None:
        raise Http404("no such report for this person")
    return report
