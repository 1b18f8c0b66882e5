"""Cán bộ: who is in charge in each unit, and who has been trained (II.2.1)."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives import choices, people as charged, tables
from initiatives.models import Activity
from initiatives.views.shared import for_readers
from units import clock, exports
from units.directory_tables import group_in_words
from units.models import Unit
from units.tables import in_words
from units.vietnamese import fold

PAGE_SIZE = 50
NAMED = 12  # how many units a sentence names


@login_required
@require_safe
@for_readers
@exports.offered
def people(request):
    """Own units' people, everybody's to the office and leadership. ``khoi``, ``q`` a unit's name, ``thieu=1``: units
    without an officer, or with one who was not trained."""
    access, today = request.user.access, clock.today()
    sees_all = access.sees_everything or access.is_leader
    q, group = request.GET.get("q", "").strip()[:100], request.GET.get("khoi", "")
    only_lacking = bool(request.GET.get("thieu"))
    units = Unit.objects.filing(today) if sees_all else Unit.objects.filter(pk__in=access.acts_for)
    if group in Unit.Group.values:
        units = units.filter(group=group)
    if q:
        units = units.filter(folded__contains=fold(q))
    plans = choices.plans(today)
    since = dt.date(plans[-1].first_year, 1, 1) if plans else dt.date(2016, 1, 1)
    found = charged.by_unit(
        list(units),
        today,
        since,
        # Leadership reads what has been confirmed.
        only_confirmed=access.is_leader and not access.sees_everything,
    )
    lacking = [row for row in found if row.lacks]
    if exports.wanted(request):
        words = in_words(
            group_in_words(group), "Còn thiếu" if only_lacking else "", f"Có chữ “{q}”" if q else ""
        )
        return tables.of_people(lacking if only_lacking else found, words, today)
    page = Paginator(lacking if only_lacking else found, PAGE_SIZE).get_page(request.GET.get("trang"))
    officers = [person for row in found for person in row.officers]
    shown = [one.pk for row in page.object_list for person in row.officers + row.leaders for one in person.trainings]
    context = {
        "page": page,
        "q": q,
        "group": group,
        "groups": Unit.Group.choices,
        "only_lacking": only_lacking,
        "sees_all": sees_all,
        "officers": len(officers),
        "trained": sum(person.is_trained for person in officers),
        "lacking": [row.unit.short_name or row.unit.name for row in lacking[:NAMED]],
        "more": max(0, len(lacking) - NAMED),
        "is_filtered": bool(q or group or only_lacking),
        "opens": set(Activity.objects.visible_to(request.user).filter(pk__in=shown).values_list("pk", flat=True)),
    }
    return render(request, "initiatives/people.html", context)
