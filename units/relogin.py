"""A session that ran out in mid-form: the page that follows still holds what was typed, and one login saves it."""

import re
from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost, PermissionDenied
from django.http import Http404
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from units import audit, lockouts
from units.forms import LoginForm

# Not handed on: the token and the login are of this page alone, and a report is not moved by somebody logging in.
_OWN = {"csrfmiddlewaretoken", "username", "password", "move"}
# What a form writes into itself: nobody typed it, so it is carried on but not shown.
_MACHINE = re.compile(r"csrfmiddlewaretoken|base|revision|version|move|act|(inputs|keep)-.*")
# Names of inputs whose content is never shown again.
_SECRET = re.compile(r"username|.*password.*")


def _is_text(name, value) -> bool:
    """Whether it is laborious to type again."""
    return not _MACHINE.fullmatch(name) and (len(value.split()) > 3 or "\n" in value)


def typed_words(post) -> list[str]:
    """What was typed in words, in the order of the form, to be shown again on a page that does nothing with it."""
    return [
        value
        for name, values in post.lists()
        if not _SECRET.fullmatch(name)
        for value in values
        if _is_text(name, value)
    ]


def carried(request) -> list[tuple[str, str]]:
    """What a page has to hold so that the same can be posted again, with a token of its own.

    Nothing of a POST that holds an account or a password, and nothing that did not come from a page of ours: a button
    of ours must not send what somebody else has filled in.
    """
    if not _is_from_us(request) or any(_SECRET.fullmatch(name) for name in request.POST):
        return []
    return [(name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values]


def _is_from_us(request) -> bool:
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return urlsplit(source).netloc == request.get_host()
    except (DisallowedHost, ValueError):
        return False


def login_showing_text(view):
    """Decorator in place of ``login_required`` for a view whose POST acts at once.

    Nobody returns a report or moves a deadline by logging in. So a POST without a session that holds words answers 403
    with a page from which they can be copied; any other is led to the login.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        typed = typed_words(request.POST) if request.method == "POST" else []
        if not typed:
            return redirect_to_login(request.get_full_path())
        where = f"{resolve_url('units:login')}?{urlencode({'next': _came_from(request)})}"
        return render(request, "units/held.html", {"typed": typed, "login": where}, status=403)

    return guarded


def _came_from(request) -> str:
    """The page whose form was posted, or the home page where the browser does not say."""
    address = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return "/"
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def login_keeping_text(labels=None, saving=None):
    """Decorator in place of ``login_required`` for a view whose POST without ``move`` saves a draft.

    A POST without a session answers 403 with a page that shows the texts (under ``labels[name]``, where given) and
    carries everything else; logging in there posts it all to the same address. Files have to be chosen again.
    ``saving``: the ``act`` that saves, for a view that does other things too. Logging in does nothing but that one, and
    a POST that holds none of the texts of ``labels`` simply leads to the login.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            if request.method != "POST" or (saving and not any(name in request.POST for name in labels)):
                return redirect_to_login(request.get_full_path())
            if "password" not in request.POST:
                return _page(request, LoginForm(request), labels, saving)
            form = LoginForm(request, request.POST)
            if not form.is_valid():
                return _page(request, form, labels, saving)
            login(request, form.get_user())
            try:
                # The form's own rules run here, its version check among them.
                response = view(request, *args, **kwargs)
            except (Http404, PermissionDenied):
                # Somebody else's account: what was typed must not vanish behind a 404.
                logout(request)
                form.add_error("username", "Tài khoản này không soạn được trang đó, nhập tài khoản đã soạn.")
                return _page(request, form, labels, saving)
            username = request.user.get_username()
            audit.record("units.login", username, by=request.user)
            return lockouts.remember(request, response, username)

        return guarded

    return decorate


def _page(request, form, labels, saving):
    texts, rest = [], []
    for name, values in request.POST.lists():
        if name in _OWN:
            continue
        for value in values:
            if _is_text(name, value):
                label = (labels or {}).get(name, f"Đoạn {len(texts) + 1}")
                texts.append({"name": name, "label": label, "value": value})
            else:
                rest.append((name, saving if saving and name == "act" else value))
    context = {"form": form, "texts": texts, "rest": rest, "files": any(request.FILES.values())}
    return render(request, "units/expired.html", context, status=403)
