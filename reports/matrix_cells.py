"""How the head, groups, rows, cells and foot of the matrix are written: by hand, for a page has two hundred cells and a
template took most of its time over them."""

from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from units.templatetags.q4kh import late, state, vn_date

_OPEN, _LONG = ' class="is-open"', ' class="q-long"'
_NOTHING = '<span aria-hidden="true">–</span><span class="visually-hidden">Không phải kỳ của đơn vị</span></td>'


def head(columns) -> SafeString:
    """A ``th`` for each quarter: its name, by when it is due, and of the one in hand how far that is."""
    return mark_safe("".join([_head(column) for column in columns]))


def _head(column) -> str:
    period, is_in_hand, when = column["period"], column["is_in_hand"], column["when"]
    due = f"{'gia hạn đến' if period.original_due_on else 'hạn'} {vn_date(period.due_on)}{', ' if when else ''}"
    return (
        f'<th scope="col"{_OPEN if is_in_hand else ""}><a href="{column["href"]}">{period.label}</a>'
        f'<small{"" if is_in_hand else _LONG}><span{_LONG}>{due}</span>{when}</small></th>'
    )


def foot(columns) -> SafeString:
    """How many were on time; before the day is over, how many have sent."""
    return mark_safe("".join([_foot(column) for column in columns]))


def _foot(column) -> str:
    gathered = column["gathered"]
    if not gathered.expected:
        told = "–"
    elif column["is_due"]:
        told = f"{gathered.on_time} trên {gathered.expected}"
    else:
        told = f"{gathered.sent} đã gửi"
    return f"<td{_OPEN if column['is_in_hand'] else ''}>{told}</td>"


def bodies(table, columns: int, can_nag: bool) -> SafeString:
    """A ``tbody`` for each group of a ``matrix.Table``; ``columns``: how many quarters."""
    units = reverse("reports:list")
    written = []
    for group in table.groups:
        note = f' <span class="fw-normal">({escape(group.note)})</span>' if group.note else ""
        written.append(
            f'<tbody><tr class="q-group"><th colspan="{columns + 1}" scope="rowgroup">'
            f"{group.count} {escape(group.label)}{note}</th></tr>\n"
        )
        written += [_row(row, units, can_nag) for row in group.rows]
        written.append("</tbody>")
    return mark_safe("".join(written))


def _row(row, units, can_nag) -> str:
    name = escape(row.unit.name)
    former = ' <span class="fw-normal">(cũ)</span>' if row.is_former else ""
    return (
        f'<tr><th scope="row"><a href="{units}?don-vi={row.unit.code}"><span class="q-long">{name}</span>'
        f'<span class="q-short">{escape(row.unit.short_name)}</span></a>{former}</th>'
        f"{''.join([_cell(cell, name, can_nag) for cell in row.cells])}</tr>\n"
    )


def _cell(cell, unit_name, can_nag) -> str:
    css = _OPEN if cell.is_in_hand else ""
    if not cell.state:
        return f"<td{css}>{_NOTHING}"
    title = f' title="{escape(cell.reason)}"' if cell.reason else ""
    begin, end = ("<div>", f"{_calling(cell, unit_name, can_nag)}</div>") if cell.is_in_hand else ("", "")
    others = "".join([_linked(other, _facts(other), small=False) for other in cell.others])
    return f"<td{css}{_facts(cell)}{title}>{begin}{_linked(cell)}{end}{others}</td>"


def _facts(cell) -> str:
    return (
        f' data-unit="{cell.unit_code}" data-period="{cell.period_key}" data-state="{cell.state}"'
        f' data-timely="{cell.timely}"'
    )


def _linked(cell, facts="", small=True) -> str:
    """State and lateness, led to the report where there is one."""
    words = state(cell.state, True)
    if cell.late_days:
        words += late(cell.late_days)
    if small and cell.is_reopened:
        words += "<small>đính chính</small>"
    if cell.name:
        words += f"<small>{escape(cell.name)}</small>"
    if small and cell.reason:
        words += f'<span class="visually-hidden">, lý do: {escape(cell.reason)}</span>'
    return f'<a href="{cell.href}"{facts}>{words}</a>' if cell.href else f"<span{facts}>{words}</span>"


def _calling(cell, unit_name, can_nag) -> str:
    """When the unit was called last, and the button to call it."""
    said = f"<small>Đã nhắc {cell.nagged_on:%d/%m}</small>" if cell.nagged_on else ""
    if cell.can_nag and can_nag:
        said += (
            f'<button class="btn btn-outline-secondary q-row-btn" form="nhac" name="unit" value="{cell.unit_code}">'
            f'Nhắc<span class="visually-hidden"> {unit_name}</span></button>'
        )
    return said
