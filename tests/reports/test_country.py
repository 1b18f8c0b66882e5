"""The load that is generated for measuring: whole, consistent with itself, and never over real reports."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import CommandError, call_command

from reports import rollup, sums
from reports.benchmark import country, filing
from reports.models import Figure, Report
from targets.models import Plan
from targets.quarters import local_day

pytestmark = pytest.mark.django_db


def test_a_small_country(settings, monkeypatch, capsys):
    settings.Q4KH_TODAY = country.TODAY.isoformat()
    call_command("seed_scale", units=20)
    assert "20 đơn vị, 340 báo cáo" in capsys.readouterr().out
    accepted = Report.objects.filter(state="accepted")
    assert accepted.count() == 320
    late = [row for row in accepted.select_related("period") if local_day(row.first_sent_at) > row.period.due_on]
    assert len(late) == 32
    open_now = Report.objects.filter(period__year=country.OPEN.year).order_by()
    assert sorted(open_now.values_list("state", flat=True)) == ["draft"] * 2 + ["sent"] * 18
    assert Figure.objects.filter(version__official_of__isnull=False).count() == 320 * 29
    with pytest.raises(CommandError, match="đã có báo cáo"):
        call_command("seed_scale", units=20)

    # Sums and facts of it agree, target by target.
    monkeypatch.setattr(sums, "FEW", 0)
    plan = Plan.objects.get()
    by_sums, by_facts = rollup.read(plan, may_sum=True), rollup.read(plan)
    assert len(by_sums.summed) == 25
    for year in (2018, 2020):
        one, other = (material.of_year(year, country.TODAY) for material in (by_sums, by_facts))
        numbers = [(row.target.code, row.result.verdict, row.result.actual, len(row.result.missing)) for row in one.rows]
        assert numbers == [
            (row.target.code, row.result.verdict, row.result.actual, len(row.result.missing)) for row in other.rows
        ]

    # A unit files as the benchmark has it.
    files = filing.Filing(WSGIHandler())
    with filing._undone():
        for request, status in files.whole(0):
            files.ask(request, status)
        assert Report.objects.get(pk=files.report.pk).state == "sent"
    assert Report.objects.get(pk=files.report.pk).state == "draft"
