"""What the portal knows of units in one year: the facts from which automatic points are worked out.

Each rule stays with its owner: lateness is ``reports.deadlines``', figures and verdicts are ``reports.rollup``'s, an
initiative is recognised by its decision, an annual plan since its first acceptance. The same number of queries however
many units are asked for.
"""

import datetime as dt
from collections import defaultdict

from django.db.models import Prefetch, Q
from django.urls import reverse

from initiatives.models import Initiative, ScopeDecision
from reports import deadlines, figures, rollup
from reports.emulation import points
from reports.emulation.points import Facts, InitiativeFact, ReportFact, TargetFact
from reports.models import Report
from targets.facts import Verdict
from targets.models import AnnualPlan
from targets.quarters import local_day
from units.templatetags.q4kh import VERDICTS
from units.vietnamese import format_date


def read(year: int, units, on: dt.date) -> dict[int, Facts]:
    """Facts of ``units`` (rows of Unit) as of the day ``on``, by their primary key.

    Year N is its Quý I–IV with their windows (15/12/N−1 – 14/12/N, domain §2); an initiative falls in it by the day of
    its decision.
    """
    units = list(units)
    material = rollup.read_for(on, year)
    periods = [period for period in material.periods if period.year == year] if material else []
    reports = _reports(material, periods, units, on)
    of_targets = _targets(material, periods, units, year, on)
    initiatives = _initiatives(periods, units, year)
    plans = dict(
        AnnualPlan.objects.filter(unit__in=units, year=year, first_accepted_at__isnull=False).values_list(
            "unit_id", "first_accepted_at"
        )
    )
    return {
        unit.pk: Facts(
            reports=tuple(reports[unit.pk]),
            targets=tuple(of_targets[unit.pk]),
            initiatives=tuple(initiatives[unit.pk]),
            plan_accepted_on=local_day(plans[unit.pk]) if unit.pk in plans else None,
            plan_url=reverse("reports:annual_plan", args=[year, unit.code]) if unit.pk in plans else "",
        )
        for unit in units
    }


def _reports(material, periods, units, on) -> dict[int, list[ReportFact]]:
    """One fact for every period in which the unit has a report, or is excused from it, in the order of time."""
    sent = {
        (unit_id, period_id): first_sent_at
        for unit_id, period_id, first_sent_at in Report.objects.filter(
            unit__in=units, period__in=[period.pk for period in periods]
        ).values_list("unit_id", "period_id", "first_sent_at")
    }
    found = defaultdict(list)
    for unit in units:
        for period in periods:
            is_excluded = unit.code in material.excluded.get(period.pk, ())
            if (unit.pk, period.pk) in sent or is_excluded:
                first_sent_at = sent.get((unit.pk, period.pk))
                found[unit.pk].append(_report(unit, period, first_sent_at, is_excluded, on))
    return found


def _report(unit, period, first_sent_at, is_excluded, on) -> ReportFact:
    url = reverse("reports:report", args=[period.year, period.quarter, unit.code])
    if is_excluded:
        return ReportFact(period.label, points.EXCLUDED, url=url)
    late_days = deadlines.late_days(first_sent_at, period.due_on, on)
    if first_sent_at is None:
        return ReportFact(period.label, points.SILENT if late_days else points.NOT_DUE, late_days, url)
    return ReportFact(period.label, points.LATE if late_days else points.ON_TIME, late_days, url)


def _targets(material, periods, units, year, on) -> dict[int, list[TargetFact]]:
    """Targets that each unit was to report in a period of the year that has begun."""
    found = defaultdict(list)
    quarters = [period.value for period in periods if period.window_from <= on]
    if not quarters:
        return found
    for target in material.targets:
        result, terms = material.result(target, year, on), material.terms(target)
        if not result.applies:
            continue
        asked = frozenset().union(*(terms[quarter].expected | terms[quarter].excluded for quarter in quarters))
        for unit in units:
            if unit.code in asked:
                found[unit.pk].append(_target(target, result, result.by_unit.get(unit.code), year))
    return found


def _target(target, result, figure, year) -> TargetFact:
    did = figure is not None and points.did_part(
        figure, measure=target.measure, over_units=target.over_units, threshold=target.threshold
    )
    own = figures.unit_text(target, figure) if figure else figures.NOT_REPORTED
    if figure and figure.quarter:
        own += f" (báo cáo {figure.quarter.label})"
    return TargetFact(
        code=target.code,
        title=target.title,
        own=own,
        verdict=VERDICTS[result.verdict].lower(),
        has_figure=figure is not None,
        did_part=did,
        is_due=result.verdict != Verdict.NOT_DUE,
        url=f"{reverse('reports:target', args=[target.code])}?nam={year}",
    )


def _initiatives(periods, units, year) -> dict[int, list[InitiativeFact]]:
    """Of each unit those that a decision of the year recognised, or gave a scope."""
    first, last = span(periods, year)
    within = Q(decided_on__range=(first, last))
    scopes = ScopeDecision.objects.filter(within).order_by("scope")
    rows = (
        Initiative.objects.filter(unit__in=units, state=Initiative.State.RECOGNISED)
        .filter(within | Q(scopes__in=scopes))
        .prefetch_related(Prefetch("scopes", scopes, to_attr="of_year"))
        .order_by("decided_on", "pk")
        .distinct()
    )
    found = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(
            InitiativeFact(
                title=f"{row.title} (giấy chứng nhận {row.certificate_number}, {format_date(row.decided_on)})",
                recognised_on=row.decided_on if first <= row.decided_on <= last else None,
                scopes={one.scope: one.decided_on for one in row.of_year},
                url=reverse("initiatives:initiative", args=[row.pk]),
            )
        )
    return found


def span(periods, year: int) -> tuple[dt.date, dt.date]:
    """First and last day of the year's windows; the calendar year while the plan has no period of it."""
    if not periods:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    return periods[0].window_from, periods[-1].window_to
