"""Cài đặt: what a person chooses for themselves, and the hints of other pages that they put away."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from units import preferences
from units.forms import EmailForm, MailsForm
from units.hints import HINTS


@sensitive_post_parameters("password")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences_page(request):
    """``act`` says which part was posted: ``mails``, ``email``, ``calendar`` (a new address) or ``hints``."""
    act = request.POST.get("act", "")
    if request.method == "POST" and act not in _ACTS:
        raise Http404("no such part of the page")
    form = _ACTS[act](request) if act else None
    if act and not form:
        return redirect("units:preferences")
    row = preferences.of(request.user)
    wanted = {name: getattr(row, name) for name in preferences.MAILS}
    context = {
        "email_form": form or EmailForm(request.user),
        "mails_form": MailsForm(initial=wanted),
        "has_email": bool(request.user.email),
        "calendar": _calendar_address(row.calendar_key),
        "put_away": len(set(row.hints_put_away) & set(HINTS)),
    }
    return render(request, "units/preferences.html", context)


def _calendar_address(key) -> str:
    """The whole address, as a calendar program wants it; nothing while there is none."""
    if not key:
        return ""
    try:
        return settings.Q4KH_BASE_URL + reverse("reports:calendar", args=[key])
    except NoReverseMatch:
        return ""


# --- The parts: each does one thing, says so, and returns its form only where it is to be shown again -----------------


def _mails(request):
    form = MailsForm(request.POST)
    form.is_valid()  # two boxes: nothing can be wrong
    preferences.choose_mails(request.user, **form.cleaned_data)
    if all(form.cleaned_data.values()):
        messages.success(request, "Đã lưu: cổng gửi thư nhắc việc và thư kết quả.")
    else:
        messages.success(request, "Đã lưu. Tin không gửi qua thư vẫn có ở trang Tin nhắn.")


def _email(request):
    form = EmailForm(request.user, request.POST)
    if not form.is_valid():
        return form
    if preferences.change_email(request.user, form.cleaned_data["email"]):
        email = request.user.email
        messages.success(request, f"Từ nay thư gửi đến {email}." if email else "Từ nay cổng không gửi thư nào nữa.")
    else:
        messages.info(request, "Địa chỉ thư vẫn như cũ.")
    return None


def _calendar(request):
    had = preferences.of(request.user).calendar_key
    preferences.renew_calendar(request.user)
    if had:
        messages.success(request, "Đã tạo địa chỉ lịch mới. Địa chỉ cũ ngừng ngay, thêm địa chỉ mới vào phần mềm lịch.")
    else:
        messages.success(request, "Đã tạo địa chỉ lịch. Chép địa chỉ này vào phần mềm lịch.")


def _hints(request):
    preferences.bring_back_hints(request.user)
    messages.success(request, "Gợi ý hiện lại ở đầu các trang.")


_ACTS = {"mails": _mails, "email": _email, "calendar": _calendar, "hints": _hints}


@login_required
@require_POST
def put_away_hint(request):
    """``hint``: a name of units.hints; ``?next=``: the page that showed it."""
    name = request.POST.get("hint", "")
    if name not in HINTS:
        raise Http404("no such hint")
    preferences.put_away(request.user, name)
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    return redirect(back)
