"""A row of the list of reports (`/bao-cao/`), and how it is written.

Written here and not by a template: a page has fifty rows, and of its cost they were three quarters.
"""

import datetime as dt
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from targets.models import Period
from units import addresses
from units.templatetags.q4kh import late, state, vn_date, vn_datetime

# What a row is read from; "is_begun", "reason" and "name_then" are annotations.
FIELDS = (
    "period_id", "unit__code", "unit__name", "state", "is_begun", "version_count", "first_sent_at", "accepted_at",
    "is_reopened", "reason", "name_then",
)  # fmt: skip


@dataclass(slots=True)
class Line:
    """``unit_name``: of the period's last day, ``name_now`` today's. ``reason``: why the unit owes none.
    ``is_open``: being written, or sent back to be."""

    period: Period
    code: str
    name_now: str
    unit_name: str
    state: str
    late_days: int
    reason: str
    first_sent_at: dt.datetime | None
    version_count: int
    accepted_at: dt.datetime | None
    is_reopened: bool
    is_open: bool
    is_returned: bool


def rows_of(lines, *, shows_unit, shows_period, mine) -> SafeString:
    """Table rows; ``mine``: of the own units, whose open reports are led to their form."""
    periods: dict[int, tuple[str, str, str]] = {}
    return mark_safe("".join(_row(line, periods, shows_unit, shows_period, mine) for line in lines))


def address(period) -> str:
    """What the address of every report of this period begins with."""
    return addresses.address("reports:report", period.year, period.quarter, "X").removesuffix("X/")


def _row(line, periods, shows_unit, shows_period, mine) -> str:
    period = line.period
    if period.pk not in periods:
        periods[period.pk] = address(period), period.key, period.label
    begin, key, label = periods[period.pk]
    name = escape(line.unit_name)
    cells = ['<tr role="row">']
    if shows_period:
        due = f'<small class="d-block fw-normal">hạn {vn_date(period.due_on)}</small>'
        cells.append(f'<th scope="row" role="rowheader">{label}{due}</th>')
    if shows_unit:
        cells.append(
            f'<td role="cell" data-label="Đơn vị">{name}</td>'
            if shows_period
            else f'<th scope="row" role="rowheader">{name}</th>'
        )
    stands = state(line.state)
    if line.late_days:
        stands += f" {late(line.late_days)}"
    if line.is_reopened:
        stands += ' <span class="q-tag">đang đính chính</span>'
    if line.reason:
        stands += f'<small class="d-block">{escape(line.reason)}</small>'
    cells.append(
        f'<td role="cell" data-label="Tình trạng" data-report="{line.code}-{key}" data-state="{line.state}"'
        f' data-late-days="{line.late_days}"><span>{stands}</span></td>'
        f'<td role="cell" class="q-unit" data-label="Gửi lần đầu">{vn_datetime(line.first_sent_at) or "chưa gửi"}</td>'
        f'<td role="cell" class="q-num" data-label="Lần gửi">{line.version_count}</td>'
        f'<td role="cell" class="q-unit" data-label="Chấp nhận">{vn_date(line.accepted_at) or "–"}</td>'
    )
    end, word = "", "Xem"
    if mine and line.is_open:
        end, word = "soan/", "Sửa" if line.is_returned else "Soạn"
    cells.append(
        f'<td role="cell" class="q-num"><a class="btn btn-outline-secondary q-row-btn" href="{begin}{line.code}/{end}">'
        f'{word}<span class="visually-hidden"> báo cáo {label} của {name}</span></a></td></tr>\n'
    )
    return "".join(cells)
