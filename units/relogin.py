"""A session that ran out in mid-form: the page that follows still holds what was typed, and one login saves it."""

from functools import wraps

from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render

from units import audit
from units.forms import LoginForm

# Not handed on: the token and the login are of this page alone, and a report is not moved by somebody logging in.
_OWN = {"csrfmiddlewaretoken", "username", "password", "move"}


def login_keeping_text(labels=None):
    """Decorator in place of ``login_required`` for a view whose POST without ``move`` saves a draft.

    A POST without a session answers 403 with a page that shows the texts (under ``labels[name]``, where given) and
    carries everything else; logging in there posts it all to the same address. Files have to be chosen again.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            if request.method != "POST":
                return redirect_to_login(request.get_full_path())
            if "password" not in request.POST:
                return _page(request, LoginForm(request), labels)
            form = LoginForm(request, request.POST)
            if not form.is_valid():
                return _page(request, form, labels)
            login(request, form.get_user())
            try:
                # The form's own rules run here, its version check among them.
                response = view(request, *args, **kwargs)
            except (Http404, PermissionDenied):
                # Somebody else's account: what was typed must not vanish behind a 404.
                logout(request)
                form.add_error("username", "Tài khoản này không soạn được trang đó, nhập tài khoản đã soạn.")
                return _page(request, form, labels)
            audit.record("units.login", request.user.get_username(), by=request.user)
            return response

        return guarded

    return decorate


def _page(request, form, labels):
    texts, rest = [], []
    for name, values in request.POST.lists():
        if name in _OWN:
            continue
        for value in values:
            if len(value.split()) > 3 or "\n" in value:
                texts.append(
                    {"name": name, "label": (labels or {}).get(name, f"Đoạn {len(texts) + 1}"), "value": value}
                )
            else:
                rest.append((name, value))
    context = {"form": form, "texts": texts, "rest": rest, "files": any(request.FILES.values())}
    return render(request, "units/expired.html", context, status=403)
