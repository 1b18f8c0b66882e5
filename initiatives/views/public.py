"""Chuyên trang Sáng kiến khoa học và công nghệ (`/chuyen-trang/`): the list and its things, for everybody.

Who is logged in gets the same page with their own navigation, which no cache may keep.
"""

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.views.decorators.http import require_safe

from initiatives import showing, shown
from initiatives.showing import Month, Wanted
from units import clock
from units.vietnamese import clean_text

LEDE = "Bài viết, mô hình, sáng kiến và ngày hội của các cơ quan, phường và trường học Quận 4."
PAGE_SIZE = 20
RELATED = 5
# How long a cache may show a page without asking whether it is still right.
FRESH_SECONDS = 60


@require_safe
def public(request):
    """``loai`` a section, ``thang`` a month ("2018-05"), ``de-muc`` a heading, ``don-vi`` a unit's code, ``q`` words.

    Four queries for a visitor, whatever is shown.
    """
    today = clock.today()
    wanted = _wanted(request)
    counts = showing.tally(wanted, today)
    around = showing.around(today)
    promise = showing.promise(around, counts, today)
    total = counts.of(wanted.section)
    page = Paginator(range(total), PAGE_SIZE).get_page(request.GET.get("trang"))
    page.object_list = showing.opened(showing.rows(wanted, today, page.start_index() - 1, PAGE_SIZE)) if total else []
    units, headings = dict(around.units), dict(around.headings)
    context = {
        "wanted": wanted,
        "page": page,
        "total": total,
        "tabs": _tabs(wanted, counts),
        # What is asked for stays chosen also where nothing is to be found.
        "months": counts.months + [wanted.month] * (wanted.month is not None and wanted.month not in counts.of_month),
        "units": around.units + [(wanted.unit, wanted.unit)] * (wanted.unit not in {"", *units}),
        "headings": around.headings + [(wanted.heading, "")] * (wanted.heading not in {"", *headings}),
        "narrowing": _narrowing(wanted, units),
        "beside": _beside(wanted, counts),
        "promise": promise,
        "at_least": promise and showing.in_words(promise.threshold),
        "year": today.year,
        "unnarrowed": Wanted(section=wanted.section).query() or "?",
        "title": f"{wanted.section.label}, {showing.TITLE}" if wanted.section else showing.TITLE,
        "said": LEDE,
        "address": settings.Q4KH_BASE_URL + reverse("initiatives:public") + wanted.query(page.number),
        "is_empty": not counts.of_month,
    }
    return answer(request, render(request, "initiatives/public.html", context))


def _wanted(request) -> Wanted:
    """What of the address means something; the rest is as if it were not there."""
    typed = {
        name: " ".join(clean_text(request.GET.get(name, "")).split())[:100]
        for name in ("loai", "thang", "de-muc", "don-vi", "q")
    }
    return Wanted(
        section=shown.BY_SLUG.get(typed["loai"]),
        month=Month.parse(typed["thang"]),
        heading=typed["de-muc"],
        unit=typed["don-vi"],
        words=typed["q"],
    )


def _tabs(wanted, counts):
    """(label, query, number, is current); what the plan does not name only where there is some of it."""
    sections = [
        section
        for section in shown.SECTIONS
        if section is not shown.OTHER or counts.found[section.slug] or wanted.section is section
    ]
    return [
        (
            section.label if section else "Tất cả",
            wanted.query(section=section) or "?",
            counts.of(section),
            section is wanted.section,
        )
        for section in (None, *sections)
    ]


def _narrowing(wanted, units) -> str:
    """In words, by what the list is narrowed beside its tab: " cho “nuoc” trong tháng 5/2018"."""
    said = [
        f" cho “{wanted.words}”" if wanted.words else "",
        f" trong {wanted.month.label}" if wanted.month else "",
        f" của {units.get(wanted.unit, wanted.unit)}" if wanted.unit else "",
        f" thuộc đề mục {wanted.heading}" if wanted.heading else "",
    ]
    return "".join(said)


def _beside(wanted, counts):
    """(label, query) of the months before and after the one that is shown; None where there is none."""
    if wanted.month is None:
        return None
    return [_told(month, wanted) for month in counts.beside(wanted.month)]


def _told(month, wanted=showing.EVERYTHING):
    return month and (month.label, wanted.query(month=month))


@require_safe
def public_item(request, section, pk, slug):
    """One thing whole. An address that has become another, since title or kind were put right, leads to it."""
    today = clock.today()
    found = section in shown.BY_SLUG and shown.find(shown.BY_SLUG[section], pk, today)
    if not found:
        raise Http404("nothing public here")
    if request.path != found.shown.path:
        return answer(request, HttpResponsePermanentRedirect(found.shown.path))
    heading = found.row.heading
    related = showing.rows(Wanted(heading=heading.ref), today, 0, RELATED + 1) if heading else []
    month = Month(found.shown.day.year, found.shown.day.month)
    earlier, later = showing.tally(showing.EVERYTHING, today).beside(month)
    context = {
        "item": found,
        "about": shown.about(found),
        "heading": heading,
        "related": [one for one in related if one.key != found.shown.key][:RELATED],
        "earlier": _told(earlier),
        "here": _told(month),
        "later": _told(later),
        "section_query": Wanted(section=found.shown.section).query(),
    }
    return answer(request, render(request, "initiatives/public_item.html", context))


def answer(request, response):
    """``response`` as caches may have it: for a minute, then only if it is still the same; a logged-in person's not.

    The tag is of the content itself. A count or a latest edit would cost less, and would not know of a unit that was
    renamed or a record that was taken back.
    """
    if request.user.is_authenticated or len(get_messages(request)):
        return response
    return fresh(request, response)


def fresh(request, response):
    """``response``, which is the same for everybody; 304 to who has it already."""
    # Also where an address has moved: kept for ever, it would lead in a circle once the old title is back.
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    if response.status_code != 200:
        return response
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response)
