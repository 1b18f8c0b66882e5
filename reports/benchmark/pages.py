"""Pages through the WSGI handler in this process, against a constant under Django's own middleware."""

from http.cookies import SimpleCookie
from importlib import import_module
from io import BytesIO

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test.utils import override_settings

from reports.benchmark import measure
from reports.benchmark.lines import line

# As ``startproject`` writes them. Fixed here, so that what the portal adds counts against it.
SEVEN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
WARM_UPS = 10
# A back end's CPU is booked when it is off the processor: of a single request next to nothing would be seen.
BATCH = 20
# Statements that ask nothing.
_FRAME = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"}


class _ConstantRequest(WSGIRequest):
    urlconf = "reports.benchmark.bare"


class _ConstantHandler(WSGIHandler):
    request_class = _ConstantRequest


def floor() -> WSGIHandler:
    """The constant under the seven."""
    with override_settings(MIDDLEWARE=SEVEN):
        return _ConstantHandler()


def environ(address, *, cookies="", method="GET", body=b"", **more) -> dict:
    """A request as a server hands it over; for ``call``, which leaves it as it is."""
    path, _, query = address.partition("?")
    host = next((name for name in settings.ALLOWED_HOSTS if name[:1] not in ".*["), "localhost")
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": host,
        "SERVER_PORT": "80",
        "HTTP_HOST": host,
        "HTTP_COOKIE": cookies,
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else "http",
        "wsgi.input": body,
        "wsgi.errors": BytesIO(),
        **more,
    }


def call(handler, request) -> int:
    """Send the request and consume the answer; its status."""
    found = []
    asked = request | {"wsgi.input": BytesIO(request["wsgi.input"])}
    answer = handler(asked, lambda status, headers, exc_info=None: found.append(status))
    try:
        for _ in answer:
            pass
    finally:
        answer.close()
    return int(found[0].split()[0])


def logged_in(user) -> str:
    """The cookies of a session of this person."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return SimpleCookie({settings.SESSION_COOKIE_NAME: session.session_key}).output(header="").strip()


def queries(ask) -> int:
    """How many statements ``ask()`` sends, session and person included, what frames transactions not."""
    statements = []

    def watch(execute, sql, params, many, context):
        statements.append(sql.split(None, 1)[0].upper())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        ask()
    return sum(word not in _FRAME for word in statements)


def cpu_x(ask, size) -> float:
    """CPU of ``ask()`` ÷ the floor's."""
    bare, request = floor(), environ("/")
    one, other = measure.cpu_in_turns(
        ask, lambda: call(bare, request), rounds=size.rounds, batch=BATCH, warm_ups=WARM_UPS
    )
    return one / other


@line("stack_x")
def stack(size, wanted) -> dict[str, float]:
    """The portal's own middleware around the same constant."""
    portal, request = _ConstantHandler(), environ("/")
    return {"stack_x": cpu_x(lambda: call(portal, request), size)}
