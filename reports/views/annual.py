"""Kế hoạch năm: who has one and who has none, reminding, and the district's plan put together."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from reports import annual_district, annual_form, annual_lists
from reports.models import AnnualPlanReminder
from reports.notices import people_in
from reports.tables import work
from targets import annual
from targets.models import AnnualPlan
from units import clock, downloads, exports
from units.asked import whole_number
from units.models import Unit
from units.moves import NotAllowed, WrongState
from units.roles import Role
from units.tables import by_batches, in_words
from units.templatetags.q4kh import state_word

PAGE_SIZE = 50


@login_required
@require_safe
@exports.offered
def annual_plans(request):
    """``nam``, ``tinh-trang``, ``trang``: all units' plans of one year; unit people see their own over the years."""
    access = request.user.access
    if access.is_reviewer or access.is_leader:
        return _of_year(request)
    if access.acts_for:
        return _own(request)
    raise PermissionDenied


def _of_year(request):
    today = clock.today()
    asked = whole_number(request.GET.get("nam"), digits=4)
    plan = annual_form.plan_of(asked or today.year) or annual_form.plan_of(today.year)
    years = [year for year in annual.asked_years(plan) if annual.opens_on(year) <= today] if plan else []
    if not years:
        return render(request, "reports/annual_plans.html", {"year": None})
    year = asked if asked in years else today.year if today.year in years else years[-1]
    only = request.GET.get("tinh-trang", "")
    only = only if only in annual_lists.ORDER else ""
    number = annual_lists.counts(year, today)
    rows = annual_lists.none_first(annual_lists.units(year, today))
    rows = rows.filter(standing=only) if only else rows
    due = annual.due_on(plan, year)
    can_nag = request.user.access.is_reviewer and year in annual.years_at_hand(plan, today)

    def lines(found):
        return _lines(list(found), year, due, today, can_nag)

    if exports.wanted(request):
        words = in_words(f"Năm {year}", state_word(only) if only else "Mọi tình trạng")
        count = number[only] if only else sum(number.values())
        return work.of_plans(by_batches(rows, lines), count, year, words, today)
    page = Paginator(rows, PAGE_SIZE).get_page(whole_number(request.GET.get("trang"), digits=6) or 1)
    context = {
        "plan": plan,
        "year": year,
        "years": sorted(years, reverse=True),
        "due_on": due,
        "only": only,
        "strip": [(name, number[name]) for name in annual_lists.ORDER],
        "asked_of": sum(number.values()),
        "accepted": number["accepted"],
        "without": sum(number[name] for name in annual_lists.WORDS),
        "page": page,
        "lines": lines(page.object_list),
        # A plan that came back was sent: only by name is its unit reminded of it.
        "can_nag_all": can_nag and bool(number["none"] + number["draft"] + number["pending"]),
    }
    return render(request, "reports/annual_plans.html", context)


def _lines(units, year, due, today, can_nag) -> list[dict]:
    nags = AnnualPlanReminder.objects.filter(year=year, unit__in=units).order_by("on")
    nagged = dict(nags.values_list("unit_id", "on"))
    return [
        {
            "unit": unit,
            "late_days": annual_lists.late_days(unit, unit.first_sent_at, due, today),
            "nagged_on": nagged.get(unit.pk),
            "can_nag": can_nag and unit.standing in annual_lists.WORDS and nagged.get(unit.pk) != today,
        }
        for unit in units
    ]


def _own(request):
    today, access = clock.today(), request.user.access
    plan = annual_form.plan_of(today.year) or annual_form.plan_of(today.year + 1)
    years = [year for year in annual.asked_years(plan) if annual.opens_on(year) <= today] if plan else []
    rows = AnnualPlan.objects.filter(unit__in=access.acts_for).select_related("official")
    held = {(row.unit_id, row.year): row for row in rows}
    lines = [
        {
            "unit": unit,
            "year": year,
            "row": (row := held.get((unit.pk, year))),
            "due_on": (due := annual.due_on(plan, year)),
            "late_days": annual_lists.late_days(unit, row.first_sent_at if row else None, due, today),
            "can_begin": row is None and annual.can_begin(plan, year, today),
        }
        for year in sorted(years, reverse=True)
        for unit in access.units
        if (unit.pk, year) in held or unit.files_reports
    ]
    if exports.wanted(request):
        return work.of_own_plans(lines, today)
    return render(request, "reports/annual_plans_own.html", {"lines": lines, "several": len(access.units) > 1})


@login_required
@require_POST
def remind(request):
    """Đôn đốc: ``year``; ``unit`` is a code, or "all" for every unit that has sent no plan."""
    if not request.user.access.is_reviewer:
        raise PermissionDenied
    now = clock.now()
    year = whole_number(request.POST.get("year"), digits=4)
    plan = annual_form.plan_of(year) if year else None
    if year not in annual.years_at_hand(plan, now.date()):
        raise Http404("no year whose plans can be sent now")
    code = request.POST.get("unit", "")
    unit = None if code == "all" else Unit.objects.filter(code=code).first()
    if code != "all" and unit is None:
        raise Http404("no such unit")
    try:
        gone = annual_lists.remind(plan, year, by=request.user, at=now, code=unit.code if unit else None)
    except NotAllowed:
        raise PermissionDenied from None
    except WrongState:
        messages.warning(request, f"Không nhắc: {unit.name} không còn nợ kế hoạch năm {year}.")
    else:
        _tell(request, gone, unit, year)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "reports:annual_plans"
    return redirect(back)


def _tell(request, gone, unit, year):
    if gone is None:
        messages.info(request, f"Hôm nay đã nhắc {unit.name if unit else 'các đơn vị chưa gửi'} rồi.")
        return
    whom = unit.name if unit else f"{gone.units} đơn vị"
    text = f"Đã nhắc {whom} gửi kế hoạch năm {year}: {gone.people} người nhận."
    if gone.without:
        messages.warning(request, f"{text} Chưa có người nhận: {', '.join(gone.without)}.")
    else:
        messages.success(request, text)


# --- The district's plan ---------------------------------------------------------------------------------------------


def _district(request, year):
    access = request.user.access
    if not (access.is_reviewer or access.is_leader):
        raise PermissionDenied
    plan = annual_form.plan_of(year)
    if plan is None or year not in annual.asked_years(plan):
        raise Http404("no plans are asked of this year")
    return annual_district.gather(plan, year, clock.today())


@login_required
@require_safe
@exports.offered
def district(request, year):
    found = _district(request, year)
    if exports.wanted(request):
        return work.of_district(found, clock.today())
    return render(request, "reports/annual_district.html", {"district": found, "year": year})


@login_required
@require_safe
def district_pdf(request, year):
    found, now = _district(request, year), clock.now()
    # WeasyPrint takes a second and 60 MB to load: only who draws pays for it.
    from reports import annual_paper

    heads = people_in([Role.OFFICE_HEAD], now.date())
    signatory = str(heads[0]) if len(heads) == 1 else ""
    drawn = annual_paper.draw(found, at=now, signatory=signatory)
    return downloads.made(drawn.content, downloads.PDF, f"ke-hoach-nam-{year}.pdf")
