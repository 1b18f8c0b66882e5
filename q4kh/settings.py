"""Settings of every installation: one file, and the environment says the rest.

``var/q4kh.env`` (KEY=VALUE lines, written by ``./run``) stands in for variables that the real environment does not
set. Every name is explained in docs/operations.md.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import dj_database_url

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("Q4KH_VAR") or BASE_DIR / "var").resolve()


def _read_env_file(path: Path) -> None:
    if not path.is_file():
        return
    # Later lines win over earlier ones, the real environment over both.
    lines = [line.partition("=") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    for name, value in {name.strip(): value.strip() for name, equals, value in lines if equals}.items():
        os.environ.setdefault(name, value)


_read_env_file(VAR / "q4kh.env")


def _flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).strip().lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


# --- This installation ---------------------------------------------------------------------------------------------

DEBUG = _flag("DEBUG")
# Left empty Django refuses to start. A key in the sources would let anyone forge a password reset.
SECRET_KEY = os.environ.get("SECRET_KEY") or ("debug only, never served" if DEBUG else "")
SECRET_KEY_FALLBACKS = _list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = _list("CSRF_TRUSTED_ORIGINS")

# The present as units.clock tells it: a day (2018-06-08), an ISO date and time, or empty for the real one.
Q4KH_TODAY = os.environ.get("Q4KH_TODAY", "").strip()
Q4KH_DEMO = _flag("Q4KH_DEMO")
# What links in mails and QR codes begin with; no slash at the end.
Q4KH_BASE_URL = os.environ.get("Q4KH_BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT') or 8000}").rstrip("/")
# A job's claim. One that is older belongs to a worker that died, and the sweep gives the job to another.
Q4KH_JOB_LEASE_SECONDS = int(os.environ.get("Q4KH_JOB_LEASE_SECONDS", "300"))
# Files that jobs made for somebody, and the rows that tell of them, are kept for so long.
Q4KH_JOB_KEEP_DAYS = int(os.environ.get("Q4KH_JOB_KEEP_DAYS", "30"))
# A list of more rows is written by a worker, not while somebody waits for the page.
Q4KH_EXPORT_ROWS = int(os.environ.get("Q4KH_EXPORT_ROWS", "5000"))
# The office's certificate, and the signatory's own where there is one (PKCS#12); the demonstration makes them itself.
_demo_key = (str(VAR / "signing" / "agency.p12"), "q4kh-demo-2018") if Q4KH_DEMO else ("", "")
Q4KH_SIGNING_P12 = os.environ.get("Q4KH_SIGNING_P12", _demo_key[0])
Q4KH_SIGNING_PASSWORD = os.environ.get("Q4KH_SIGNING_PASSWORD", _demo_key[1])
_demo_key = (str(VAR / "signing" / "head.p12"), "q4kh-demo-2018") if Q4KH_DEMO else ("", "")
Q4KH_SIGNING_HEAD_P12 = os.environ.get("Q4KH_SIGNING_HEAD_P12", _demo_key[0])
Q4KH_SIGNING_HEAD_PASSWORD = os.environ.get("Q4KH_SIGNING_HEAD_PASSWORD", _demo_key[1])
# How many of our own reverse proxies append to X-Forwarded-For; 0: none, the header is anybody's invention.
Q4KH_PROXIES = int(os.environ.get("Q4KH_PROXIES", "0"))

# --- Django --------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "units",
    "targets",
    "initiatives",
    "reports",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "bootstrap",
    "simple_history",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "q4kh.middleware.readable_requests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "q4kh.middleware.private_pages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "units.sessions.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "q4kh.urls"
WSGI_APPLICATION = "q4kh.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "q4kh.context.portal",
            ],
        },
    }
]

# A filing form's longest texts, percent-encoded (nine bytes for one Vietnamese letter); files do not count.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Database ------------------------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{quote(str(VAR))}/db.sqlite3",
        # Plans last as long as their connection.
        conn_max_age=600,
        # A PostgreSQL that was restarted is not noticed by connections that were idle.
        conn_health_checks=True,
    )
}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["ENGINE"] = "q4kh.sqlite3"
    _database.setdefault("OPTIONS", {}).update(
        {
            # Taken at BEGIN, the write lock is waited for; taken later, SQLite answers "locked" at once.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    )
else:
    _database["ENGINE"] = "q4kh.postgresql"
    _options = _database.setdefault("OPTIONS", {})
    _options.setdefault("connect_timeout", 5)
    # A statement whose values the server binds is planned once a connection: of a wide one that is most of its time.
    # Behind a pooler that gives each transaction another connection: ?server_side_binding=off in DATABASE_URL.
    if _options.setdefault("server_side_binding", True) is True:
        _options.setdefault("prepare_threshold", 1)
    else:
        _database["DISABLE_SERVER_SIDE_CURSORS"] = True
# With transaction_mode IMMEDIATE every GET would queue for SQLite's one write lock.
ATOMIC_REQUESTS = False

# --- People and sessions -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "units.User"
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/dang-nhap/"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "units.backends.Backend"]
PASSWORD_HASHERS = ["q4kh.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "units.passwords.LongEnough"},
    {"NAME": "units.passwords.NotAboutThePerson"},
    {"NAME": "units.passwords.NotCommon"},
    {"NAME": "units.passwords.NotOnlyDigits"},
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
# Shows what was typed, so that it can be copied.
CSRF_FAILURE_VIEW = "units.views.csrf_failure"

SESSION_ENGINE = "units.sessions"
# A working day; q4kh.middleware prolongs it while the person works.
SESSION_COOKIE_AGE = 8 * 3600

# Ten wrong passwords for one name from one address close that door for a quarter of an hour, real time. By name alone
# anybody could lock out a colleague; by address alone one careless clerk would lock out the whole office.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "units/locked.html"
AXES_CLIENT_IP_CALLABLE = "q4kh.middleware.client_address"
# Logins stand in our own audit log.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# --- The browser ---------------------------------------------------------------------------------------------------

# Behind a proxy that ends TLS. Off on loopback: a browser would never send a Secure cookie back over plain http.
_https = _flag("Q4KH_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = int(os.environ.get("Q4KH_HSTS_SECONDS", "31536000")) if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # Bootstrap's ticks and arrows
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Files ---------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Never served by address: a view checks who asks and sends them as attachments.
MEDIA_ROOT = VAR / "uploads"
# A bucket in place of the folder, for several machines. Without keys boto3 looks where it always does.
Q4KH_S3_BUCKET = os.environ.get("Q4KH_S3_BUCKET", "")
_bucket = {
    "bucket_name": Q4KH_S3_BUCKET,
    "endpoint_url": os.environ.get("Q4KH_S3_ENDPOINT") or None,
    "region_name": os.environ.get("Q4KH_S3_REGION") or None,
    "access_key": os.environ.get("Q4KH_S3_ACCESS_KEY") or None,
    "secret_key": os.environ.get("Q4KH_S3_SECRET_KEY") or None,
    "location": os.environ.get("Q4KH_S3_PREFIX", "").strip("/"),
    "addressing_style": os.environ.get("Q4KH_S3_ADDRESSING") or "auto",
    # A certificate of one's own authority, as a file; empty: those that the system trusts.
    "verify": os.environ.get("Q4KH_S3_CA_FILE") or None,
}
STORAGES = {
    "default": {"BACKEND": "units.bucket.Bucket", "OPTIONS": _bucket}
    if Q4KH_S3_BUCKET
    else {"BACKEND": "units.folder.Folder"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Bootstrap's source maps take half a minute to compress and nobody's browser asks for them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "gif", "woff", "woff2", "gz", "br", "zip"]

# --- Language ------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "q4kh" / "locale"]  # what Django leaves in English
USE_TZ = True
FORMAT_MODULE_PATH = ["q4kh.formats"]
# Django would group every number in a template: the year 2.018. Figures ask for grouping themselves.
USE_THOUSAND_SEPARATOR = False

# --- Mail ----------------------------------------------------------------------------------------------------------

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = _flag("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 10
# Without a mail server mails stay in the database, where a page shows them.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "reports.outbox.OutboxBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Phòng Kinh tế Quận 4 <q4kh@localhost>")

# --- Jobs ----------------------------------------------------------------------------------------------------------

# redis://host:6379/0 or unix:///path/redis.sock
REDIS_URL = os.environ.get("REDIS_URL") or f"unix://{VAR}/redis.sock"
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
# A killed child's task runs again, and a job's own claim makes that harmless.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A job must be over before its claim is, or the sweep would start it a second time.
CELERY_TASK_TIME_LIMIT = max(1, Q4KH_JOB_LEASE_SECONDS * 95 // 100)
CELERY_TASK_SOFT_TIME_LIMIT = max(1, Q4KH_JOB_LEASE_SECONDS * 85 // 100)
# Nobody waits for the queue: a Redis that is down or silent costs a second or two, and the sweep finds the row later.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 2,
    "socket_connect_timeout": 1,
    "visibility_timeout": max(3600, 4 * Q4KH_JOB_LEASE_SECONDS),
}
CELERY_BEAT_SCHEDULER = "q4kh.celery.Beat"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_BEAT_SCHEDULE = {
    # Both look for what is due and do it once, however often they are called. A message nobody took before the next
    # one is due is dropped.
    "run_daily": {"task": "reports.jobs.run_daily", "schedule": 600, "options": {"expires": 600}},
    "sweep": {"task": "reports.jobs.sweep", "schedule": 120, "options": {"expires": 120}},
}

# --- Logs ----------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "q4kh.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        # Django's own would add mails to administrators and, in DEBUG, a second line.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # A 404 says an address somebody typed, a reset link's token included; only our own faults are news.
        "django.request": {"level": "ERROR"},
        # So does a form that was refused, with the page that it came from.
        "django.security.csrf": {"level": "ERROR"},
        # A line for every message received and done.
        "celery": {"level": "WARNING"},
        # They would write names and addresses.
        "axes": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
