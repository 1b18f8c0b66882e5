"""Đơn vị and Nhật ký: who answers for which unit, and who did what."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.shortcuts import render
from django.views.decorators.http import require_safe

from units import acts, clock, directory_tables as tables, exports
from units.asked import whole_number
from units.models import UNIT_ORDER, AuditEvent, Membership, Unit
from units.roles import Role
from units.tables import by_batches, in_words
from units.vietnamese import DateError, fold, parse_date, person_sort_key

PAGE_SIZE = 50


# --- Units ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    unit: Unit
    reporters: list
    heads: list
    owes: bool  # files reports today, so somebody must be there to do it


@login_required
@require_safe
@exports.offered
def unit_list(request):
    """Units by group with the people in charge; ``q`` a name, ``khoi``, ``thieu=1`` only those without somebody."""
    if not request.user.access.sees_states:
        raise PermissionDenied
    today = clock.today()
    q, group = request.GET.get("q", "").strip(), request.GET.get("khoi", "")
    only_lacking = bool(request.GET.get("thieu"))
    rows = Unit.objects.all()
    if group in Unit.Group.values:
        rows = rows.filter(group=group)
    if q:
        rows = rows.filter(folded__contains=fold(q))
    if only_lacking:
        lacking = ~Exists(_people(today, Role.REPORTER)) | ~Exists(_people(today, Role.HEAD))
        rows = rows.filing(today).filter(lacking)
    is_there = Q(is_active=True, valid_from__lte=today) & (Q(valid_to=None) | Q(valid_to__gte=today))
    rows = rows.annotate(place=Case(When(is_there, then=Value(0)), default=Value(1)))
    rows = rows.order_by("place", *UNIT_ORDER)
    if exports.wanted(request):
        words = in_words(
            tables.group_in_words(group),
            "Chưa có đủ cán bộ phụ trách và lãnh đạo" if only_lacking else "",
            f"Có chữ “{q}”" if q else "",
        )
        return tables.of_units(by_batches(rows, lambda units: _rows(units, today)), rows.count(), words, today)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "sections": _sections(list(page.object_list), today),
        "q": q,
        "group": group,
        "groups": Unit.Group.choices,
        "only_lacking": only_lacking,
        "can_edit": request.user.access.is_administrator,
    }
    return render(request, "units/list.html", context)


def _people(today, role):
    return Membership.objects.in_force(today).filter(unit=OuterRef("pk"), role=role, user__is_active=True)


def _sections(units, today):
    """Pairs (title, rows) in the order of the page: the groups, then what is not there today."""
    return [(title, list(members)) for title, members in groupby(_rows(units, today), key=_section_title)]


def _rows(units, today) -> list[Row]:
    """One query."""
    people = {}
    held = Membership.objects.in_force(today).filter(
        unit__in=units, role__in=[Role.REPORTER, Role.HEAD], user__is_active=True
    )
    # By the last word of the name (domain §11).
    for row in sorted(held.select_related("user"), key=lambda row: person_sort_key(row.user.full_name)):
        people.setdefault((row.unit_id, row.role), {})[row.user_id] = row.user
    return [
        Row(
            unit,
            list(people.get((unit.pk, Role.REPORTER), {}).values()),
            list(people.get((unit.pk, Role.HEAD), {}).values()),
            owes=unit.files_reports and unit.place == 0,
        )
        for unit in units
    ]


def _section_title(row) -> str:
    if row.unit.place:
        return "Ngừng hoạt động, hoặc chưa đến ngày hoạt động"
    title = Unit.Group(row.unit.group).label
    return title[:1].upper() + title[1:]


# --- The audit log -------------------------------------------------------------------------------------------------


@login_required
@require_safe
@exports.offered
def audit_log(request):
    """Newest first, fifty a page, by ``truoc`` (the key of the last line seen): pages stay cheap and do not shift.

    ``nguoi`` login name, ``viec`` act, ``doi-tuong`` part of the subject, ``tu`` and ``den`` days, ``q`` any words.
    """
    if not request.user.access.is_administrator:
        raise PermissionDenied
    typed = {name: request.GET.get(name, "").strip() for name in ("nguoi", "viec", "doi-tuong", "tu", "den", "q")}
    rows, errors = _searched(AuditEvent.objects.order_by("-pk"), typed)
    if exports.wanted(request):
        return tables.of_events(by_batches(rows, list), rows.count(), _asked_for(typed), clock.today())
    before = whole_number(request.GET.get("truoc"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE_SIZE + 1])
    events = found[:PAGE_SIZE]
    context = {
        "events": [
            {"event": event, "words": acts.words(event.act), "changes": acts.changes(event), "run": _run_of(event)}
            for event in events
        ],
        "older": events[-1].pk if len(found) > PAGE_SIZE else None,
        "is_first": before is None,
        "typed": {name.replace("-", "_"): text for name, text in typed.items()},
        "errors": errors,
        "is_filtered": any(typed.values()),
        "acts": acts.ACTS,
    }
    return render(request, "units/audit.html", context)


def _asked_for(typed) -> str:
    words = {
        "nguoi": "Người thực hiện", "doi-tuong": "Đối tượng", "tu": "Từ ngày", "den": "Đến hết ngày", "q": "Có chữ",
    }  # fmt: skip
    act = f"Việc: {acts.words(typed['viec'])}" if typed["viec"] else ""
    return in_words(act, *(f"{label}: {typed[name]}" for name, label in words.items() if typed[name]))


def _run_of(event) -> int | None:
    """Of a sheet taken in the number by which its page, where it is taken back, is found."""
    return whole_number(event.subject.removeprefix("NL-")) if event.act == "imports.apply" else None


def _searched(rows, typed):
    """The rows that fit what was typed, and messages for dates that could not be read, by field."""
    errors = {}
    if typed["nguoi"]:
        rows = rows.filter(actor__iexact=typed["nguoi"])
    if typed["viec"] == acts.ADMIN:
        rows = rows.filter(act__startswith=f"{acts.ADMIN}.")
    elif typed["viec"]:
        rows = rows.filter(act=typed["viec"])
    if typed["doi-tuong"]:
        rows = rows.filter(subject__icontains=typed["doi-tuong"])
    for word in fold(typed["q"]).split():
        rows = rows.filter(folded__contains=word)
    for name, lookup, more in (("tu", "at__gte", 0), ("den", "at__lt", 1)):
        if not typed[name]:
            continue
        try:
            day = parse_date(typed[name]) + dt.timedelta(more)
        except DateError as error:
            errors[name] = str(error)
        else:
            rows = rows.filter(**{lookup: dt.datetime.combine(day, dt.time.min, clock.ZONE)})
    return rows, errors
