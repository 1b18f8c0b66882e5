"""What a person's home page says of emulation: what waits for them, where, until when."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from reports.emulation import groups, rights
from reports.models import Scheme, ScoreSheet
from units.vietnamese import format_date

State, SheetState = Scheme.State, ScoreSheet.State


@dataclass(frozen=True)
class Item:
    text: str
    url: str
    when: str = ""  # "còn 12 ngày"


def of_units(user, today: dt.date) -> list[Item]:
    """Own sheets while they are being scored, and scales that the own unit drafts: one query, two for who drafts."""
    sheets = (
        ScoreSheet.objects.filter(unit__in=user.access.acts_for, scheme__state=State.SCORING)
        .select_related("scheme", "unit")
        .order_by("scheme__year", "unit__order")
    )
    found = [item for sheet in sheets if (item := _of_sheet(sheet, today))]
    if rights.can_draft(user):
        drafts = Scheme.objects.filter(state=State.DRAFT).order_by("year", "group")
        found += [_of_draft(scheme) for scheme in drafts]
    return found


def _of_sheet(sheet, today) -> Item | None:
    scheme, unit = sheet.scheme, sheet.unit.short_name
    url = reverse("reports:emulation_sheet", args=[scheme.year, sheet.unit.code])
    title = f"Chấm điểm thi đua {scheme.year}, {unit}"
    if sheet.state == SheetState.WAITING:
        until = format_date(scheme.self_score_until)
        return Item(f"{title}: tự chấm đến hết ngày {until}", url, _left(scheme.self_score_until, today))
    if sheet.state == SheetState.APPRAISED and today <= scheme.explain_until:
        until = format_date(scheme.explain_until)
        return Item(f"{title}: đã thẩm định, giải trình đến hết ngày {until}", url, _left(scheme.explain_until, today))
    return None


def _left(until, today) -> str:
    days = (until - today).days
    return f"còn {days} ngày" if days > 0 else "hôm nay" if days == 0 else "quá hạn"


def _of_draft(scheme) -> Item:
    word = "bị trả lại, soạn lại" if scheme.reason else "đang soạn"
    return Item(f"Thang điểm thi đua {scheme.year}, {groups.label(scheme.group).lower()}: {word}", _scheme_url(scheme))


def _scheme_url(scheme) -> str:
    return reverse("reports:emulation_scheme", args=[scheme.year, groups.SLUG_OF[scheme.group]])


def of_office(user) -> list[Item]:
    """Scales to appraise or approve, sheets to appraise, tables ready to publish: one query."""
    waits = Q(sheets__state__in=[SheetState.SCORED, SheetState.EXPLAINED])
    is_done = Q(sheets__state=SheetState.APPRAISED)
    rows = (
        Scheme.objects.filter(state__in=[State.SENT, State.APPRAISED, State.SCORING])
        .annotate(waiting=Count("sheets", filter=waits), done=Count("sheets", filter=is_done), all=Count("sheets"))
        .order_by("year", "group")
    )
    return [item for scheme in rows if (item := _of_scheme(scheme, user))]


def _of_scheme(scheme, user) -> Item | None:
    name = f"{scheme.year}, {groups.label(scheme.group).lower()}"
    if scheme.state == State.SENT:
        return Item(f"Thang điểm thi đua {name}: chờ thẩm định", _scheme_url(scheme))
    if scheme.state == State.APPRAISED:
        return Item(f"Thang điểm thi đua {name}: chờ duyệt", _scheme_url(scheme)) if rights.can_approve(user) else None
    url = reverse("reports:emulation_table", args=[scheme.year, groups.SLUG_OF[scheme.group]])
    if scheme.waiting:
        return Item(f"Điểm thi đua {name}: {scheme.waiting} phiếu chờ thẩm định", url)
    if scheme.all and scheme.done == scheme.all and rights.can_approve(user):
        return Item(f"Điểm thi đua {name}: đã thẩm định cả {scheme.all} phiếu, chờ công bố", url)
    return None
