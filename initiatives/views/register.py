"""Sổ theo dõi sáng kiến: the list (`/sang-kien/`) and the same as a workbook (`/sang-kien/so.xlsx`)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from initiatives.legal_life import can_see_any
from initiatives.register import OVERDUE, SHOWN, WAITING, Chosen, Register
from units import clock, downloads
from units.asked import whole_number
from units.vietnamese import clean_text

PAGE_SIZE = 30
STATES = [(WAITING, "Chờ tôi"), (OVERDUE, "Quá hạn"), *((state.value, word) for state, (_, word) in SHOWN.items())]


@login_required
@require_safe
def initiatives(request):
    """``don-vi`` a unit's code, ``tinh-trang`` a state, ``qua-han`` or ``cho-toi``, ``nam`` a year, ``q`` words."""
    register, chosen = _asked(request)
    counts = register.counts(chosen)
    page = Paginator(register.rows(chosen), PAGE_SIZE).get_page(request.GET.get("trang"))
    page.object_list = register.lines(page.object_list)
    years = register.years()
    context = {
        "page": page,
        "chosen": chosen,
        "counts": counts,
        "total": bool(years),
        "strip": _strip(request, chosen, counts),
        "waiting_href": _address(request, **{"tinh-trang": WAITING}),
        "overdue_href": _address(request, **{"tinh-trang": OVERDUE}),
        "states": STATES,
        "years": years,
        "units": register.units(),
        "can_write": bool(request.user.access.units),
        "reads_personal": _may_ask_personal(request.user),
        "xlsx": _address(request, reverse("initiatives:initiatives_xlsx")),
        "xlsx_personal": _address(request, reverse("initiatives:initiatives_xlsx"), **{"ca-nhan": "1"}),
    }
    return render(request, "initiatives/register.html", context)


def _strip(request, chosen, counts):
    """(value, address, mark, word, number) of the counts that are also filters; a state that none is in is left out,
    unless it is the one chosen."""
    cells = [
        ("", "", "trong sổ", counts["total"]),
        *((state.value, mark, word, counts[state.value]) for state, (mark, word) in SHOWN.items()),
    ]
    return [
        (value, _address(request, **{"tinh-trang": value}), mark, word, number)
        for value, mark, word, number in cells
        if number or value in ("", chosen.state)
    ]


def _address(request, path="", **changes) -> str:
    """``path`` with the filters of this page, but for ``changes``; the page's number is left behind."""
    query = request.GET.copy()
    for name in ("trang", "ca-nhan", *changes):
        query.pop(name, None)
    query.update({name: value for name, value in changes.items() if value})
    return f"{path}?{query.urlencode()}"


@login_required
@require_safe
def workbook(request):
    """What is on the screen, all pages of it. ``ca-nhan=1``: with birth dates and education, of those applications
    alone with which this person has to do."""
    register, chosen = _asked(request)
    personal = request.GET.get("ca-nhan") == "1"
    if personal and not _may_ask_personal(request.user):
        raise PermissionDenied
    from initiatives import register_xlsx

    content = register_xlsx.build(register.lines(register.rows(chosen)), chosen, on=register.on, personal=personal)
    return downloads.made(content, downloads.XLSX, f"so-theo-doi-sang-kien-{register.on.isoformat()}.xlsx")


def _asked(request) -> tuple[Register, Chosen]:
    if not can_see_any(request.user):
        raise PermissionDenied
    asked = {name: clean_text(request.GET.get(name, ""))[:100].strip() for name in ("don-vi", "tinh-trang", "nam", "q")}
    return Register(request.user, clock.today()), Chosen(
        unit=asked["don-vi"],
        state=asked["tinh-trang"] if asked["tinh-trang"] in {OVERDUE, WAITING, *SHOWN} else "",
        year=(len(asked["nam"]) == 4 and whole_number(asked["nam"])) or None,
        words=asked["q"],
    )


def _may_ask_personal(user) -> bool:
    """Leadership alone does not (domain §5); of which rows, each row says."""
    return bool(user.access.acts_for) or user.access.is_reviewer
