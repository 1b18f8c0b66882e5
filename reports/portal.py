"""What the portal itself tells of a unit, so that nobody types it: its annual plan (CK13), the allocation (CK11).

Each figure is what was so at the end of the report's window, or is so today while the window runs: a correction of an
old quarter, made months later, is told what that quarter was told. Sending freezes it like a typed figure.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from targets import budgets
from targets.models import AnnualPlan, Target
from targets.quarters import local_day
from units.vietnamese import format_date

Portal, Measure = Target.Portal, Target.Measure
# What it can say: có or chưa of an annual plan, a day of an allocation.
_MEASURES = {Portal.ANNUAL_PLANS: Measure.SHARE, Portal.ALLOCATION: Measure.MILESTONE}


@dataclass(frozen=True, slots=True)
class Told:
    """What the portal says. ``source``: whence, in words; ``url``: the page that shows it, or ""."""

    source: str
    value: Decimal | None = None
    done_on: dt.date | None = None
    url: str = ""

    @property
    def text(self) -> str:
        if self.value is not None:
            return "có" if self.value else "chưa"
        return format_date(self.done_on) if self.done_on else "chưa"


def can_tell(target: Target) -> bool:
    return bool(target.portal) and _MEASURES[target.portal] == target.measure and not target.parts


def is_told_in(target: Target, period) -> bool:
    """Whether the portal says the figure: from ``registry_from`` on; before it the unit types, and sees it beside."""
    return can_tell(target) and not target.is_typed_in(period)


def load(report, targets: list[Target], today: dt.date) -> dict[int, Told]:
    """Target → what the portal says of the unit in the report's window. A query for each kind that is asked for."""
    kinds = {target.portal for target in targets if can_tell(target)}
    told = {kind: _TELL[kind](report, min(today, report.period.window_to)) for kind in kinds}
    return {target.pk: told[target.portal] for target in targets if can_tell(target)}


def _annual_plan(report, through) -> Told:
    unit, year = report.unit, report.period.year
    url = reverse("reports:annual_plan", args=[year, unit.code])
    at = (
        AnnualPlan.objects.filter(unit=unit, year=year, first_accepted_at__isnull=False)
        .values_list("first_accepted_at", flat=True)
        .first()
    )
    day = local_day(at) if at else None
    if day is None:
        until = f"đến ngày {format_date(through)}"
        return Told(f"kế hoạch năm {year} chưa được chấp nhận {until}", Decimal(0), url=url)
    if day > through:
        return Told(
            f"kế hoạch năm {year} được chấp nhận ngày {format_date(day)}, sau ngày chốt số liệu {format_date(through)}",
            Decimal(0),
            url=url,
        )
    return Told(f"kế hoạch năm {year} được chấp nhận ngày {format_date(day)}", Decimal(1), url=url)


def _allocation(report, through) -> Told:
    year = report.period.year
    url = f"{reverse('targets:budget')}?nam={year}"
    on, number = budgets.first_allocation(year)
    if on is None or on > through:
        return Told(f"chưa có quyết định phân bổ kinh phí năm {year} đến ngày {format_date(through)}", url=url)
    said = f"kinh phí năm {year} được phân bổ ngày {format_date(on)} theo Quyết định {number}"
    return Told(said, done_on=on, url=url)


_TELL = {Portal.ANNUAL_PLANS: _annual_plan, Portal.ALLOCATION: _allocation}
