"""What the reports accepted until now say of the year's work."""

from collections import defaultdict

from django.db import migrations

from reports.task_history import Official, standings


def tell(apps, schema_editor):
    Version, Told = (apps.get_model("reports", name) for name in ("Version", "Told"))
    Commitment, Period = (apps.get_model("targets", name) for name in ("Commitment", "Period"))
    periods = {period.pk: period for period in Period.objects.all()}
    said = defaultdict(list)
    rows = Version.objects.filter(official_of__isnull=False).order_by("official_of__period__window_from")
    for unit, period, number, progress in rows.values_list(
        "official_of__unit", "official_of__period", "number", "content__progress"
    ).iterator():
        said[unit, periods[period].plan_id].append(Official(periods[period], number, tuple(progress or ())))
    for (unit, _), reports in said.items():
        years = {report.period.year for report in reports}
        commitments = list(Commitment.objects.filter(unit=unit, year__in=years))
        Told.objects.bulk_create(Told(**facts) for facts in standings(commitments, reports))


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_told")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
