"""Sổ theo dõi sáng kiến: the list (`/sang-kien/`)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives import tables
from initiatives.legal_life import can_see_any
from initiatives.register import OVERDUE, SHOWN, WAITING, Chosen, Register
from units import clock, exports
from units.asked import whole_number
from units.models import Unit
from units.tables import Table, by_batches, in_words
from units.vietnamese import clean_text

PAGE_SIZE = 30
STATES = [(WAITING, "Chờ tôi"), (OVERDUE, "Quá hạn"), *((state.value, word) for state, (_, word) in SHOWN.items())]


@login_required
@require_safe
@exports.offered
def initiatives(request):
    """``don-vi`` a unit's code, ``tinh-trang`` a state, ``qua-han`` or ``cho-toi``, ``nam`` a year, ``q`` words."""
    register, chosen = _asked(request)
    if exports.wanted(request):
        return _table(request, register, chosen)
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
        "xlsx_personal": _address(request, **{exports.PARAMETER: "xlsx", "ca-nhan": "1"}),
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


def _address(request, **changes) -> str:
    """This page filtered as it is, but for ``changes``; the page's number is left behind."""
    query = request.GET.copy()
    for name in ("trang", "ca-nhan", *changes):
        query.pop(name, None)
    query.update({name: value for name, value in changes.items() if value})
    return f"?{query.urlencode()}"


def _table(request, register, chosen) -> Table:
    """``ca-nhan=1``: with birth dates and education, of those applications alone with which this person has to do."""
    personal = request.GET.get("ca-nhan") == "1"
    if personal and not _may_ask_personal(request.user):
        raise PermissionDenied
    rows, words = register.rows(chosen), _in_words(chosen)
    if not personal:
        return tables.of_initiatives(by_batches(rows, register.lines), rows.count(), words, register.on)
    lines = register.lines(rows)
    authors = [(line.row, one) for line in lines if line.rights.reads_personal for one in line.authors]
    return tables.of_initiatives(lines, len(lines), words, register.on, authors)


def _in_words(chosen) -> str:
    """The filters in words."""
    states = {OVERDUE: "quá hạn", WAITING: "chờ xử lý"} | {
        state.value: word.lower() for state, (_, word) in SHOWN.items()
    }
    unit = chosen.unit and Unit.objects.filter(code=chosen.unit).values_list("name", flat=True).first()
    words = in_words(
        f"Đơn vị: {unit or chosen.unit}" if chosen.unit else "",
        f"Tình trạng: {states[chosen.state]}" if chosen.state else "",
        f"Năm {chosen.year}" if chosen.year else "",
        f"Có chữ “{chosen.words}”" if chosen.words else "",
    )
    return words or "Mọi đơn vị, mọi năm, mọi tình trạng"


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
