"""Kiến nghị: what units asked for and what they were told (`/kien-nghi/`), and answering one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reports import proposals
from reports.models import Proposal
from reports.tables import work
from units import clock, exports
from units.asked import whole_number
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_showing_text
from units.tables import in_words
from units.templatetags.q4kh import Problem
from units.vietnamese import DateError, clean_text, fold, format_date, parse_date

PAGE_SIZE = 30
WAITING = "cho"
STATES = [(WAITING, "Chưa trả lời"), *Proposal.State.choices]
FILTERS = ("noi-nhan", "tinh-trang", "ky", "don-vi", "q")


@login_required
@require_safe
@exports.offered
def listing(request):
    """``noi-nhan`` addressee, ``tinh-trang`` (``cho``: whatever waits), ``ky``, ``don-vi`` a unit's code, ``q`` words.

    Asked for nothing: the office sees what waits, leadership what waits for it, a unit all of its own.
    """
    if not proposals.can_see(request.user):
        raise PermissionDenied
    today = clock.today()
    everything = proposals.official(proposals.visible_to(request.user))
    chosen = _chosen(request)
    units = {said.row.report.unit.code: said.row.report.unit for said in everything}
    periods = {said.row.report.period.key: said.row.report.period for said in everything}
    found = [said for said in everything if _fits(said, chosen)]
    if exports.wanted(request):
        return work.of_proposals([(said, said.days(today)) for said in found], _words(chosen, periods), today)
    page = Paginator(found, PAGE_SIZE).get_page(whole_number(request.GET.get("trang"), digits=6) or 1)
    page.object_list = [(said, said.days(today)) for said in page.object_list]
    context = {
        "page": page,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "total": len(everything),
        "waiting": sum(said.is_waiting for said in everything),
        "for_committee": sum(said.is_waiting and said.addressee == Proposal.Addressee.COMMITTEE for said in everything),
        "addressees": Proposal.Addressee.choices,
        "states": STATES,
        "periods": sorted(periods.values(), key=lambda period: period.window_from, reverse=True),
        "units": sorted(units.values(), key=lambda unit: (unit.group, unit.order, unit.code)),
        "can_answer": proposals.can_answer(request.user),
        "is_own": not (request.user.access.sees_everything or request.user.access.is_leader),
    }
    return render(request, "reports/proposals.html", context)


def _chosen(request) -> dict[str, str]:
    access = request.user.access
    if any(name in request.GET for name in FILTERS):
        return {name.replace("-", "_"): request.GET.get(name, "").strip()[:100] for name in FILTERS}
    chosen = dict.fromkeys((name.replace("-", "_") for name in FILTERS), "")
    if access.sees_everything or access.is_leader:
        chosen["tinh_trang"] = WAITING
    if access.is_leader and not access.sees_everything:
        chosen["noi_nhan"] = Proposal.Addressee.COMMITTEE.value
    return chosen


def _words(chosen, periods) -> str:
    asked = periods.get(chosen["ky"])
    return in_words(
        dict(STATES).get(chosen["tinh_trang"], ""),
        f"Gửi {dict(Proposal.Addressee.choices).get(chosen['noi_nhan'], '')}" if chosen["noi_nhan"] else "",
        asked.label if asked else chosen["ky"],
        f"Đơn vị: {chosen['don_vi']}" if chosen["don_vi"] else "",
        f"Có chữ “{chosen['q']}”" if chosen["q"] else "",
    )


def _fits(said, chosen) -> bool:
    report, state = said.row.report, chosen["tinh_trang"]
    return (
        (not chosen["noi_nhan"] or said.addressee == chosen["noi_nhan"])
        and (not state or said.row.state == state or (state == WAITING and said.is_waiting))
        and (not chosen["ky"] or report.period.key == chosen["ky"])
        and (not chosen["don_vi"] or report.unit.code == chosen["don_vi"])
        and (not chosen["q"] or said.holds(fold(chosen["q"])))
    )


@login_showing_text
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request, pk):
    """One proposal with its answer. POST ``act``: ``answer`` (with ``answer`` and ``answered_on``) or ``forward``."""
    if not proposals.can_see(request.user):
        raise PermissionDenied
    everything = proposals.official(proposals.visible_to(request.user))
    said = next((one for one in everything if one.row.pk == pk), None)
    if said is None:
        raise Http404("no such official proposal for this person")
    if request.method == "POST":
        return _post(request, said, everything)
    return _page(request, said, everything)


def _post(request, said, everything):
    unit = said.row.report.unit.short_name
    typed = {name: clean_text(request.POST.get(name, "")).strip() for name in ("answer", "answered_on")}
    try:
        if request.POST.get("act") == "forward":
            proposals.forward(said, by=request.user, to=request.POST.get("to", ""))
            messages.success(request, f"Đã chuyển kiến nghị của {unit} đến {said.row.get_addressee_display()}.")
        else:
            proposals.answer(said, by=request.user, text=typed["answer"], on=_day(request.user, typed["answered_on"]))
            messages.success(request, f"Đã trả lời kiến nghị của {unit}. Đơn vị thấy câu trả lời ngay.")
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        problems = [Problem(anchor, text) for anchor, text in refusal.problems]
        return _page(request, said, everything, problems=problems, typed=typed, status=422)
    except WrongState:
        text = "Kiến nghị này vừa được người khác trả lời, chuyển đi hoặc đơn vị vừa nêu lại. Lời vừa nhập vẫn ở dưới."
        everything = proposals.official(proposals.visible_to(request.user))
        said = next((one for one in everything if one.row.pk == said.row.pk), said)
        return _page(request, said, everything, problems=[Problem("", text)], typed=typed, status=409)
    return redirect("reports:proposal", said.row.pk)


def _day(user, raw):
    if not proposals.can_answer(user):
        raise NotAllowed  # before the form is looked at
    try:
        return parse_date(raw) if raw else None
    except DateError as error:
        raise Refused([("answered_on", str(error))]) from None


def _page(request, said, everything, *, problems=(), typed=None, status=200):
    row = said.row
    today = clock.today()
    stored = {
        "answer": row.answer,
        "answered_on": format_date(row.answered_on or today),
    }
    context = {
        "said": said,
        "days": said.days(today),
        "earlier": _earlier(said, everything),
        "problems": list(problems),
        "errors": {problem.anchor: problem.text for problem in problems},
        "typed": stored | (typed or {}),
        "can_answer": proposals.can_answer(request.user) and row.state != Proposal.State.CARRIED,
        "above": [
            (to.value, to.label)
            for to in proposals.ABOVE
            if said.is_waiting and (row.state != Proposal.State.FORWARDED or to != said.addressee)
        ],
        "next": next((one for one in everything if one.is_waiting and one.row.pk != row.pk), None)
        if proposals.can_answer(request.user)
        else None,
    }
    return render(request, "reports/proposal.html", context, status=status)


def _earlier(said, everything):
    """The reports in which it was asked before, the latest first."""
    by_pk = {one.row.pk: one for one in everything}
    found, row = [], said.row
    while row.carried_from_id in by_pk:
        found.append(by_pk[row.carried_from_id])
        row = found[-1].row
    return found
