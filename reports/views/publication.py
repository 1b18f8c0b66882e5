"""Consolidated reports: the list, gathering, publishing and signing one, and its files."""

import re
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from reports import (
    corrections,
    deadlines,
    kinds,
    numbering,
    office_templates,
    publishing,
    quoting,
    reissuing,
    signing,
)
from reports.kinds import Stretch
from reports.lines import TEXT_LABELS
from reports.models import Narrative, OfficeTemplate, Publication, Report
from reports.tables import figures as tables
from reports.views import draft, publication_file
from targets.models import Period
from targets.quarters import Quarter
from units import clock, exports
from units.asked import seen_revision, whole_number
from units.moves import NotAllowed, Refused, WrongState
from units.relogin import login_keeping_text
from units.templatetags.q4kh import Problem
from units.vietnamese import clean_text, format_date


@login_required
@require_safe
@exports.offered
def publications(request):
    """By year every quarter that has begun and every stretch whose last quarter has, with its published versions and,
    for the Economics Office, its draft."""
    if not publishing.can_read(request.user):
        raise PermissionDenied
    today, can_edit = clock.today(), publishing.can_edit(request.user)
    periods = list(Period.objects.begun(today).select_related("plan").order_by("-window_from"))
    held = {}
    rows = Publication.objects.filter(period__in=periods).select_related(
        "replaced_by", "copy_of__replaced_by", "signatory__template"
    )
    rows = rows.defer("snapshot", "replaced_by__snapshot", "copy_of__snapshot", "copy_of__replaced_by__snapshot")
    for row in rows.order_by("-number"):
        if row.state == Publication.State.PUBLISHED or can_edit:
            held.setdefault((row.kind, row.period_id), []).append(row)
    items = [
        {
            "stretch": stretch,
            "rows": held.get((stretch.kind, period.pk), []),
            "is_open": today <= period.due_on,
            "due_on": period.due_on,
        }
        for period in periods
        for stretch in kinds.ending(period)
        # The office starts a draft from its row; for others what has no report is no row.
        if can_edit or (stretch.kind, period.pk) in held
    ]
    if exports.wanted(request):
        return tables.of_publications(items, today)
    context = {
        "years": [
            (year, list(of_year)) for year, of_year in groupby(items, key=lambda item: item["stretch"].year)
        ],
        "shows_table": bool(items),
        "has_periods": bool(periods),
        "can_read_templates": office_templates.can_read(request.user),
    }
    return render(request, "reports/publications.html", context)


def _stretch(year, span) -> Stretch:
    named = kinds.parse(span)
    if named is None:
        raise Http404("no such kind of report")
    kind, quarter = named
    return Stretch(
        kind, get_object_or_404(Period.objects.select_related("plan__coordinator"), year=year, quarter=quarter)
    )


@login_keeping_text(labels=TEXT_LABELS, saving="save")
@require_http_methods(["GET", "HEAD", "POST"])
def publication(request, year, span):
    if not publishing.can_read(request.user):
        raise PermissionDenied
    stretch = _stretch(year, span)
    if request.method == "POST":
        return _post(request, stretch)
    row = _shown(request, stretch)
    return _page(request, stretch, row)


def _shown(request, stretch):
    """The draft for whoever edits it, else the newest published one that is not a copy. ``?ban=1`` asks for another."""
    rows = _of(stretch).select_related("replaces", "replaced_by", "copy_of", "signatory__template").order_by("-number")
    if not publishing.can_edit(request.user):
        rows = rows.filter(state=Publication.State.PUBLISHED)
    number = whole_number(request.GET.get("ban"), digits=4)
    if number is not None:
        return get_object_or_404(rows, number=number)
    row = rows.exclude(copy_of__isnull=False, state=Publication.State.PUBLISHED).first()
    if row is None and not publishing.can_edit(request.user):
        raise Http404("nothing published for this period")
    return row


def _of(stretch):
    return stretch.period.publications.filter(kind=stretch.kind)


def _post(request, stretch):
    if not publishing.can_edit(request.user):
        # Before anything is looked at: a refusal would show the draft to those who only read what is published.
        raise PermissionDenied
    is_out = request.POST.get("act") in _ON_PUBLISHED
    row = _named(request, stretch) if is_out else _shown(request, stretch)
    typed = {name: clean_text(request.POST[name]) for name in draft.INPUTS if name in request.POST}
    try:
        return _act(request, stretch, row, typed)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        problems = [Problem(anchor, text) for anchor, text in refusal.problems]
        row = _named(request, stretch) if is_out else row
        return _page(request, stretch, row, problems=problems, typed=typed, status=422)
    except (publishing.StaleDraft, WrongState):
        row = _named(request, stretch) if is_out else publishing.latest(stretch.period, stretch.kind)
        problems = [Problem("", _SIGNED_MEANWHILE if is_out else _SAVED_MEANWHILE)]
        return _page(
            request, stretch, row, problems=problems, typed=typed, seen=seen_revision(request.POST), status=409
        )


def _named(request, stretch):
    """The published version that a form of its own page names."""
    rows = _of(stretch).filter(state=Publication.State.PUBLISHED).select_related("replaces", "replaced_by")
    return get_object_or_404(rows, number=whole_number(request.POST.get("ban"), digits=4))


def _act(request, stretch, row, typed):
    """Do what was asked, and go where its result shows."""
    if row and request.POST.get("draft", str(row.pk)) != str(row.pk):
        raise publishing.StaleDraft  # that draft was thrown away; the one open now may have the same revision
    act, by, revision = request.POST.get("act", ""), request.user, seen_revision(request.POST)
    if act == "start":
        publishing.start(stretch.period, by=by, kind=stretch.kind)
        done = f"Đã lập dự thảo báo cáo tổng hợp {stretch.label} từ báo cáo của các đơn vị."
    elif row is None:
        raise Http404("no publication of this stretch")
    elif act == "reissue":
        made = reissuing.begin(row, _template(request), by=by)
        done = f"Đã lập dự thảo bản {made.number}: {made.signatory.template}. Số liệu giữ nguyên như bản {row.number}."
    elif act == "discard":
        reissuing.discard(row, by=by, revision=revision)
        done = f"Đã bỏ dự thảo bản {row.number}."
    elif act in _MARKS:
        return _mark(request, stretch, row, act)
    elif act == "gather":
        publishing.gather_again(row, by=by, revision=revision)
        done = "Đã lấy lại lời văn từ báo cáo của các đơn vị. Lời văn trước đó ở “Các lần sửa”."
    elif act == "restore":
        edit = publishing.restore(row, by=by, revision=revision, to=whole_number(request.POST.get("to"), digits=9))
        which = f"lần {edit.revision}" if edit.revision else "dự thảo đầu"
        done = f"Đã lấy lại lời văn của {which}."
    elif act == "save":
        number, day = _number_and_day(request, stretch)
        texts = {name: typed[name] for name in Narrative.SECTIONS if name in typed}
        signatory = draft.signatory_of(typed, row, day)
        publishing.save(row, texts=texts, by=by, revision=revision, number=number, day=day, signatory=signatory)
        done = f"Đã lưu dự thảo lúc {clock.now():%H:%M}."
    elif act == "publish":
        _require_read(request, row, typed)
        unread = publishing.publish(row, by=by, revision=revision)
        done = f"Đã công bố bản {row.number}. Lời văn và số liệu không đổi nữa; tệp đang được tạo từ bản này."
        if unread:
            done += f" Lúc công bố còn {len(unread)} đơn vị chưa đọc: {', '.join(unread)}."
    elif act == "correct":
        made = publishing.correct(row, by=by, reason=request.POST.get("reason", ""))
        done = f"Đã lập dự thảo bản {made.number}. Bản {row.number} vẫn có hiệu lực."
    elif act == "number":
        number, day = _number_and_day(request, stretch)
        numbering.give(row, by=by, number=number, day=day)
        done = f"Đã cho số {row.document_number}, ngày {format_date(row.document_date)}. Tệp đang được tạo lại."
    elif act == "sign":
        signing.sign(row, by=by, at=timezone.now())
        done = "Đã ký số. Tệp PDF tải về từ nay là tệp đã ký."
    elif act == "retry":
        publishing.retry_files(row, by=by)
        done = "Tệp đang được tạo lại."
    else:
        raise Refused([("", "Không có việc này.")])
    messages.success(request, done)
    # A version that is not what the plain address shows.
    is_beside = act in _ON_PUBLISHED or (act in ("publish", "retry") and row.copy_of_id)
    query = f"?ban={row.number}" if is_beside else ""
    return redirect(f"{reverse('reports:publication', args=stretch.address)}{query}")


_SAVED_MEANWHILE = (
    "Dự thảo vừa được người khác lưu hoặc công bố. Lời vừa nhập vẫn ở dưới; mục nào cả hai cùng sửa thì bản đang lưu ở"
    " ngay dưới ô nhập. So hai bản rồi lưu lại."
)
_SIGNED_MEANWHILE = (
    "Báo cáo vừa được người khác ký, cho số hoặc đính chính; chưa làm gì thêm. Xem lại bản dưới đây."
)
# Acts on a version that is out, also while a correction of it is being written.
_ON_PUBLISHED = {"number", "sign"}
_MARKS = {"quote": quoting.quote, "skip": quoting.skip, "unmark": quoting.unmark}


def _mark(request, stretch, row, act):
    """Quote, skip or unmark what ``version`` and ``key`` name, pair by pair, and come back to the same place."""
    pairs = zip(map(whole_number, request.POST.getlist("version")), request.POST.getlist("key"))
    into = {}
    if act == "quote":
        into = {"section": request.POST.get("section", ""), "together": request.POST.get("together") == "1"}
    things = _MARKS[act](row, list(pairs), by=request.user, **into)
    names = ", ".join(dict.fromkeys(thing.name for thing in things))
    if act == "quote":
        section = into["section"] or things[0].section
        messages.success(request, f"Đã trích lời {names} vào mục {TEXT_LABELS[section]}.")
    else:
        messages.success(request, f"Đã bỏ qua lời {names}." if act == "skip" else f"Lời {names} lại là chưa đọc.")
    anchor = request.POST.get("anchor", "")
    place = f"#{anchor}" if re.fullmatch(r"[a-z0-9-]{1,80}", anchor) else ""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('reports:publication', args=stretch.address)}{query}{place}")


def _template(request):
    chosen = whole_number(request.POST.get("template"))
    row = OfficeTemplate.objects.filter(pk=chosen).first() if chosen else None
    if row is None:
        raise Refused([("template", "Chọn mẫu văn bản để gửi thêm.")])
    return row


def _require_read(request, row, typed):
    """What is published is what was saved and read on paper: nothing typed since may get lost on the way."""
    stored = draft.stored(row)
    if row.state == Publication.State.DRAFT and any(
        text.strip() != stored[name].strip() for name, text in typed.items()
    ):
        raise Refused([("", "Lời văn vừa sửa chưa lưu. Lưu dự thảo, đọc lại bản in rồi công bố.")])
    if not request.POST.get("read"):
        raise Refused([("read", "Đọc hết bản xem trước rồi đánh dấu vào ô “Đã đọc bản in”.")])


def _number_and_day(request, stretch):
    """The clerk's number and date, both optional until signing. (None, None) when the form does not hold them."""
    if "document_number" not in request.POST:
        return None, None
    day = request.POST.get("document_date", "")
    return numbering.parse(request.POST["document_number"], day, stretch, clock.today())


def _page(request, stretch, row, problems=(), typed=None, seen=None, status=200):
    today, period = clock.today(), stretch.period
    context = {
        "stretch": stretch,
        "period": period,
        "row": row,
        "problems": list(problems),
        "can_edit": publishing.can_edit(request.user),
        "can_publish": publishing.can_publish(request.user),
        "is_open": today <= period.due_on,
        "days_left": deadlines.days_left(period.due_on, today),
    }
    if row is None:
        reports = Report.objects.filter(period__in=stretch.periods.order_by())
        context["accepted_count"] = reports.filter(official__isnull=False).count()
        context["sent_count"] = reports.filter(state="sent").count()
        context["has_begun"] = period.window_from <= today
        return render(request, "reports/publication_start.html", context, status=status)
    if row.state == Publication.State.DRAFT and publishing.can_edit(request.user):
        return draft.page(request, context, typed=typed, seen=seen, status=status)
    others = list(_of(stretch).exclude(pk=row.pk).select_related("signatory__template").defer("snapshot"))
    open_draft = next((other for other in others if other.state == Publication.State.DRAFT), None)
    can_begin = context["can_edit"] and open_draft is None and publishing.is_in_force(row)
    context |= {
        "snapshot": row.snapshot,
        "sources": _sources(row.snapshot, stretch),
        **publication_file.drawing(row),
        "others": [other for other in others if other.state == Publication.State.PUBLISHED],
        "open_draft": open_draft,
        "later": publishing.successor(row),
        "can_begin": can_begin,
        "errors": {problem.anchor: problem.text for problem in problems},
        "next_number": max(other.number for other in [row, *others]) + 1,
        "templates": [template for template, _ in reissuing.templates(row, today)] if can_begin else [],
        "changes": corrections.between(row.replaces.snapshot, row.snapshot) if row.replaces else None,
        "can_sign": signing.can_sign(request.user),
        "signing": signing.standing(row, timezone.now()),
        "signatures": row.signatures.all() if row.signed_sha256 else [],
        "is_numbering_open": numbering.is_open(row),
        "typed": typed or {},
    }
    return render(request, "reports/publication.html", context, status=status)


def _sources(snapshot, stretch) -> list[dict]:
    """Each section with the versions whose words it rests on. Copies frozen earlier hold none."""
    quoted = {}
    for quote in snapshot.get("quotes", ()):
        quarter = Quarter.parse(quote.get("quarter", stretch.period.key))
        name = " ".join(filter(None, (quote["unit_name"], stretch.tag(quarter))))
        quoted.setdefault(quote["section"], {})[quarter, quote["unit"], quote["version"]] = name
    return [
        {
            "title": section["title"],
            "versions": [
                {"quarter": quarter, "unit": unit, "number": number, "name": name}
                for (quarter, unit, number), name in quoted[section["key"]].items()
            ],
        }
        for section in snapshot["sections"]
        if section["key"] in quoted
    ]
