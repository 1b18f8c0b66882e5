"""What every test stands on: an installation of its own in a temporary folder, a private Redis, a browser.

Nothing of the machine's is touched: not var/, not a system Redis. ``DATABASE_URL`` alone is taken from the
environment, so that ./test can hand in PostgreSQL.
"""

import asyncio
import contextlib
import ctypes
import gc
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

# Before settings are read. Sockets are limited to 107 bytes, so the folder stands right under /tmp.
VAR = Path(tempfile.mkdtemp(prefix="q4kh-", dir=os.environ.get("TEST_FOLDER", "/tmp")))
for _folder in ("uploads", "static"):
    (VAR / _folder).mkdir()
for _name in list(os.environ):
    if _name.startswith(("Q4KH_", "EMAIL_")) or _name in {"REDIS_URL", "ALLOWED_HOSTS", "DEBUG", "PORT"}:
        del os.environ[_name]
os.environ.update(
    DJANGO_SETTINGS_MODULE="q4kh.settings",
    Q4KH_VAR=str(VAR),
    SECRET_KEY="a key for tests, of no installation, and long enough for every check",
    # Playwright's sync API runs an event loop in this thread; Django would refuse the ORM beside it.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)


pytest_plugins = ["tests.demonstration"]


def pytest_addoption(parser):
    parser.addoption("--faults", action="store_true", help="tests/faults in its long form: all rounds, many minutes")


def pytest_configure(config):
    import hypothesis
    from django.conf import settings

    if getattr(config.option, "faults", False):
        os.environ["Q4KH_FAULTS"] = "1"  # read by tests.faults.rounds; taken out above with an installation's settings

    # A slow machine is no fault of a rule: properties are judged by their outcome, not by milliseconds. And every run
    # tries the same, so that a change is blamed for what it broke; --hypothesis-seed=N looks for more.
    seed = getattr(config.option, "hypothesis_seed", None)
    hypothesis.settings.register_profile("q4kh", deadline=None, derandomize=seed is None)
    hypothesis.settings.load_profile("q4kh")
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file: a worker or web server in a process of its own can't see a database in memory.
        database.setdefault("TEST", {})["NAME"] = str(VAR / "test.sqlite3")
    # One round of MD5: tests create people by the dozen. tests/test_settings.py looks at the real hasher.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The mail servers and buckets of tests tell every call at INFO.
    for name in ("mail.log", "werkzeug"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # The manifest exists only after collectstatic.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

    if getattr(config.option, "numprocesses", None):
        # xdist's workers inherit this process' environment. With the name in it they would read settings before this
        # file gives them a folder of their own.
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure(config):
    shutil.rmtree(VAR, ignore_errors=True)


# --- The second database --------------------------------------------------------------------------------------------

# Fixtures by which a test gets to the database, its own or that of a portal in processes of its own.
_TO_DATABASE = {"db", "transactional_db", "portal", "seeded"}


def on_server() -> bool:
    """Whether this run is on PostgreSQL, the second of ./test."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def pytest_collection_finish():
    """Thousands of collected tests are no garbage: looking through them at each turn costs a tenth of the whole."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(items):
    """What never asks for the database answers the same on both; drawing papers alone would take minutes twice."""
    if not on_server():
        return
    for item in items:
        if not (item.get_closest_marker("django_db") or _TO_DATABASE.intersection(item.fixturenames)):
            item.add_marker(pytest.mark.skip(reason="asks for no database: ./test has run it on SQLite"))


# --- Nothing is skipped without a word -----------------------------------------------------------------------------

_silent_skips: list[str] = []


def pytest_runtest_logreport(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if reason.removeprefix("Skipped:").strip() in {"", "unconditional skip"}:
            _silent_skips.append(report.nodeid)


def pytest_sessionfinish(session, exitstatus):
    if _silent_skips and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    for nodeid in _silent_skips:
        terminalreporter.write_line(f"skipped without a reason: {nodeid}", red=True)
    # Here, because of the processes of a run only the one that collects no tests writes to the terminal.
    from tests import faults

    faults.write_table(terminalreporter)


# --- What broke ----------------------------------------------------------------------------------------------------


@pytest.fixture
def figure(record_property):
    """``figure(case, tried=40, lost=0, note="")``: a line of the table of faults at the end of the run.

    Called before what it tells is asserted, so that the table has it also where the test fails.
    """

    def figure(case: str, *, tried: int, lost: int, note: str = ""):
        record_property("fault", [case, tried, lost, note])

    return figure


# --- Redis ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def redis_server():
    """A private Redis at ``settings.REDIS_URL`` for this test process. Without it that address answers nothing."""
    binary = shutil.which("redis-server")
    assert binary, "redis-server is missing: ./test says what to install"
    socket = VAR / "redis.sock"
    command = [binary, "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", VAR]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=end_with_parent)
    try:
        wait_for(socket.exists, 10, "redis-server")
        yield server
    finally:
        stop(server)


def end_with_parent():
    """For ``preexec_fn``: the kernel ends the child when this process is killed without a chance to do it."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def wait_for(condition, seconds, what):
    """Poll until ``condition()`` holds; fail naming ``what`` did not happen within ``seconds`` of real time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds} s")


def stop(process, seconds=10):
    """End a process this test started, politely at first."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


# --- Browser -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium-headless-shell")
    assert chromium, "chromium-headless-shell is missing: ./test says what to install"
    # A browser that looks for updates would find a closed network, and some tests count requests.
    flags = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
    ]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def loops_of_their_own():
    """Playwright's loop runs in this thread as long as a browser is open. What runs one itself, as the signing of a PDF
    does, then does it in a thread of its own; without that it would depend on which tests came before."""
    run = asyncio.run

    def run_apart(*arguments, **options):
        if asyncio._get_running_loop() is None:
            return run(*arguments, **options)
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(run, *arguments, **options).result()

    asyncio.run = run_apart
    yield
    asyncio.run = run


@pytest.fixture
def open_page(browser):
    """``open_page(width=1280)`` → a page with cookies of its own, in Vietnam. Several people: call it several times.

    A script error, or anything the content security policy refused, fails the test.
    """
    complaints = []
    with contextlib.ExitStack() as contexts:

        def open_page(width=1280, height=900, **options):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
                **options,
            )
            contexts.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda message: _note_refusal(message, complaints))
            return page

        yield open_page
    assert complaints == []


def _note_refusal(message, complaints):
    if message.type == "error" and "Content Security Policy" in message.text:
        complaints.append(message.text)


@pytest.fixture
def page(open_page):
    return open_page()
