"""Cách đếm: how the registry makes the figures of targets, and what a change would count (`/so-theo-doi/cach-dem/`)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from initiatives import rules, tables
from initiatives.models import CountingRule, Organisation
from targets.models import Period
from units import clock, exports
from units.asked import whole_number
from units.moves import Refused, WrongState
from units.templatetags.q4kh import Problem

SHOWN = 200  # lines of a preview


@login_required
@require_safe
@exports.offered
def listing(request):
    if not rules.can_read(request.user):
        raise PermissionDenied
    targets = rules.countable()
    rows = [(target, rules.words(target.counting) if hasattr(target, "counting") else "") for target in targets]
    rows += [(target, rules.PORTAL[target.portal]) for target in rules.told_by_portal()]
    if exports.wanted(request):
        return tables.of_rules(rows, clock.today())
    return render(request, "initiatives/rules.html", {"rows": rows, "can_edit": rules.can_edit(request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request, code):
    """One rule. POST ``act``: ``preview`` shows what the form would count and stores nothing; ``save`` stores it."""
    if not rules.can_read(request.user):
        raise PermissionDenied
    target = next((row for row in rules.countable() if row.code == code), None)
    if target is None:
        return _told(request, code)
    stored = getattr(target, "counting", None)
    stamp = rules.stamp_of(stored, target.registry_from_id)
    if request.method != "POST":
        return _page(request, target, stored or CountingRule(target=target), target.registry_from_id, stamp)
    if not rules.can_edit(request.user):
        raise PermissionDenied
    typed, problems = _read(request.POST, target)
    since = Period.objects.filter(plan=target.plan, pk=whole_number(request.POST.get("since"))).first()
    since_pk = since.pk if since else None
    stamp = request.POST.get("stamp", "")
    if problems or request.POST.get("act") == "preview":
        return _page(request, target, typed, since_pk, stamp, problems, is_typed=True, status=422 if problems else 200)
    try:
        rules.save(typed, by=request.user, since=since, stamp=stamp)
    except Refused as refusal:
        return _page(request, target, typed, since_pk, stamp, refusal.problems, is_typed=True, status=422)
    except WrongState:
        said = [("", "Người khác vừa đổi cách đếm này. Phần vừa chọn vẫn ở dưới; mở lại trang để xem bản đang lưu.")]
        return _page(request, target, typed, since_pk, stamp, said, is_typed=True, status=409)
    messages.success(request, f"Đã lưu cách đếm {target.code}. Danh sách của các báo cáo đã gửi vẫn như lúc gửi.")
    return redirect("initiatives:rule", target.code)


def _told(request, code):
    """A figure that the portal itself tells: nothing to choose but from which period it does."""
    target = next((row for row in rules.told_by_portal() if row.code == code), None)
    if target is None:
        raise Http404("no such countable target")
    if request.method != "POST":
        return _told_page(request, target, target.registry_from_id, rules.stamp_of(None, target.registry_from_id))
    if not rules.can_edit(request.user):
        raise PermissionDenied
    since = Period.objects.filter(plan=target.plan, pk=whole_number(request.POST.get("since"))).first()
    stamp = request.POST.get("stamp", "")
    try:
        rules.save_since(target, by=request.user, since=since, stamp=stamp)
    except WrongState:
        said = "Người khác vừa đổi cách đếm này. Phần vừa chọn vẫn ở dưới; mở lại trang để xem bản đang lưu."
        since_pk = since.pk if since else None
        return _told_page(request, target, since_pk, stamp, [Problem("", said)], status=409)
    if since:
        said = f"từ {since.label} cổng trả lời {target.code}"
    else:
        said = f"đơn vị nhập {target.code}"
    messages.success(request, f"Đã lưu: {said}. Báo cáo đã gửi vẫn như lúc gửi.")
    return redirect("initiatives:rule", target.code)


def _told_page(request, target, since_pk, stamp, problems=(), status=200):
    context = {
        "target": target,
        "words": rules.PORTAL[target.portal],
        "periods": list(target.plan.periods.order_by("year", "quarter")),
        "since": since_pk,
        "stamp": stamp,
        "can_edit": rules.can_edit(request.user),
        "problems": list(problems),
    }
    return render(request, "initiatives/rule_told.html", context, status=status)


def _read(post, target) -> tuple[CountingRule, list]:
    """The rule as the form says it, not saved; what does not hold together comes with it."""
    typed = CountingRule(
        target=target,
        **{
            name: [value for value in post.getlist(name) if value in choices.values]
            for name, choices in rules.LISTS.items()
        },
        **{name: name in post for name in rules.FLAGS},
        **{name: post.get(name, "")[:16] for name in ("counts", "sector", "date_rule")},
    )
    return typed, rules.problems_of(typed)


def _page(request, target, shown, since_pk, stamp, problems=(), *, is_typed=False, status=200):
    today = clock.today()
    periods = list(target.plan.periods.order_by("year", "quarter"))
    years = sorted({period.year for period in periods})
    begun = [period.year for period in periods if period.window_from <= today]
    year = whole_number(request.GET.get("nam") or request.POST.get("nam"))
    year = year if year in years else max(begun, default=years[0])
    seen = rules.preview(shown, year, today)
    context = {
        "target": target,
        "rule": shown,
        "words": "" if rules.problems_of(shown) else rules.words(shown),
        "preview": seen,
        "lines": seen.lines[:SHOWN],
        "left_out": max(0, len(seen.lines) - SHOWN),
        "year": year,
        "years": years,
        "periods": periods,
        "since": since_pk,
        "stamp": stamp,
        "is_typed": is_typed,
        "can_edit": rules.can_edit(request.user),
        # Who sets the rule sees what it takes by number, unit and day, not what units wrote (domain §1).
        "reads": request.user.access.is_reviewer,
        "groups": [
            (name, rules.CountingRule._meta.get_field(name).verbose_name, choices.choices, getattr(shown, name))
            for name, choices in rules.LISTS.items()
        ],
        "flags": [
            (name, rules.CountingRule._meta.get_field(name).verbose_name, getattr(shown, name)) for name in rules.FLAGS
        ],
        "counts": CountingRule.Counts.choices,
        "date_rules": CountingRule.DateRule.choices,
        "sectors": Organisation.Sector.choices,
        "problems": [Problem(anchor, text) for anchor, text in problems],
        "errors": dict(problems),
    }
    return render(request, "initiatives/rule.html", context, status=status)
