"""Four wards that merge and one that does not, in a plan that goes on after 2020; on 20/12/2020 Quý IV/2020 is over and
the window of Quý I/2021 has begun."""

from types import SimpleNamespace

from reports import opening
from reports.models import Report
from tests import factories as make
from tests.factories import at
from units.models import Unit

BEFORE = at("2020-12-20T09:00:00")


def build() -> SimpleNamespace:
    """Four wards that will merge and one that will not; three quarters of 2020 and 2021."""
    plan = make.make_plan(last_year=2025)
    wards = {code: make.make_unit(code) for code in ("P2", "P4", "P5", "P12", "P13")}
    flow = make.make_target(plan, "CT03", threshold=10, unit_label="mô hình")
    ratio = make.make_target(
        plan, "CT01", measure="percent", basis="plan", over_time="last", over_units="ratio", threshold=100
    )
    for target in (flow, ratio):
        make.assign(target, *wards.values())
    for ward in wards.values():
        make.make_task(ward, "IV.11", plan)
    make.make_task(wards["P5"], "IV.11.2", plan)
    periods = [make.make_period(plan, 2020, 4), make.make_period(plan, 2021, 1), make.make_period(plan, 2021, 2)]
    for period in periods[:2]:
        opening.open_period(period, period.window_from)
    people = {ward.code: make.make_people(ward) for ward in wards.values()}
    return SimpleNamespace(
        plan=plan,
        wards=wards,
        periods=periods,
        people=people,
        admin=make.make_user("quantri", role="administrator"),
        reviewer=make.make_user("pkt.chuyenvien", role="reviewer", unit=plan.coordinator),
        flow=flow,
        ratio=ratio,
    )


def merge(district, **fields):
    return make.restructure(
        "merge", ["P2", "P5"], [("P2-2021", "Phường 2")], by=district.admin, at=BEFORE, **fields
    )


def report_of(code, period) -> Report:
    return Report.objects.get(unit__code=code, period=period)


def accepted(code, period, **figures):
    report = Report.objects.filter(unit__code=code, period=period).first()
    if report:
        report.delete()
    report = make.make_report(Unit.objects.get(code=code), period, Report.State.ACCEPTED)
    make.make_figures(report, **figures)
