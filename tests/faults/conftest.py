"""Real processes over the test's own database: a web server, workers, beats, and doors that stand in front of servers."""

import contextlib
import http.client
import logging
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from aiosmtpd.controller import Controller

from tests.conftest import VAR, end_with_parent, on_server, wait_for
from tests.demonstration import free_port
from tests.faults import doors, stops

# Fixtures of the ward, a report with a line of each kind.
from tests.reports.conftest import as_of, fill, ward  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2018-06-08"
# For what happens in milliseconds: only a broken portal, no busy machine, takes this long.
PATIENCE = 120


def database_url() -> str:
    """The test's database, for other processes."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    if on_server():
        return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    return f"sqlite:///{quote(str(name))}"


def environment(**more) -> dict:
    from django.conf import settings

    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "Q4KH_TODAY": TODAY,
        "LOG_LEVEL": "CRITICAL",
        **more,
    }


class Process(subprocess.Popen):
    """One of ours, with its children a group of its own, so that all of them can be killed in one go."""

    def __init__(self, *command, prefix=(), **env):
        self.log = VAR / f"log-{threading.get_ident()}-{id(self)}"
        with self.log.open("w") as log:
            super().__init__(
                [*prefix, sys.executable, "-W", "ignore", *map(str, command)], cwd=ROOT, env=environment(**env), stdout=log,
                stderr=log, preexec_fn=end_with_parent, start_new_session=True,
            )  # fmt: skip

    def kill_all(self):
        """``kill -9`` of it and its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()

    def said(self) -> str:
        return self.log.read_text()


@pytest.fixture
def start(transactional_db):
    """``start("-m", "celery", …, NAME="value")`` → a Process that ends with the test."""
    began = []

    def start(*command, **env):
        began.append(Process(*command, **env))
        return began[-1]

    yield start
    for process in began:
        process.kill_all()


@pytest.fixture
def manage(start):
    """``manage("run_daily", "--on", …)``: a command as the operator gives it, in a process of its own; its output."""

    def manage(*arguments, **env):
        process = start("manage.py", *arguments, **env)
        assert process.wait(PATIENCE) == 0, process.said()
        return process.said()

    return manage


# --- Worker and beat -----------------------------------------------------------------------------------------------

_WORKER = ("-m", "celery", "--quiet", "-A", "q4kh", "worker", "--without-gossip", "--without-mingle", "--loglevel", "ERROR")
_BEAT = ("-m", "celery", "--quiet", "-A", "q4kh", "beat", "--pidfile=", "--loglevel", "ERROR")


@pytest.fixture
def queue(redis_server):
    """The queue, empty; its doorbell is rung by hand: ``queue("reports.jobs.sweep")``."""
    from celery import current_app

    from q4kh import pulse

    pulse.queue().flushall()
    yield lambda task, *args: current_app.send_task(task, args, ignore_result=True)
    pulse.queue().flushall()


@pytest.fixture
def start_worker(start, queue):
    return lambda **env: start(*_WORKER, "--concurrency", "1", **env)


@pytest.fixture
def start_beat(start, queue):
    return lambda **env: start(*_BEAT, **env)


@pytest.fixture
def sink():
    """A mail server; ``env`` is what makes a process use it. It can refuse or drop addresses."""
    from tests.reports.test_mailing import Sink

    logging.getLogger("mail.log").setLevel(logging.WARNING)  # or it tells of each line of each letter
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.env = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(controller.port)}
    yield handler
    controller.stop()


# --- Standing still and being killed -------------------------------------------------------------------------------


@pytest.fixture
def stop_at():
    """``stop_at("file stored")``: the first process that gets there stands still; → a function that waits for it and
    gives its number."""
    folder = stops.folder()
    folder.mkdir(exist_ok=True)
    stopped = folder / "stopped"

    def stop_at(place):
        stopped.unlink(missing_ok=True)
        draft = folder / "draft"
        draft.write_text(place)
        draft.rename(folder / "at")

        def who():
            wait_for(stopped.exists, PATIENCE, f"somebody at “{place}”")
            return int(stopped.read_text())

        return who

    yield stop_at
    for file in folder.iterdir():
        file.unlink()


# --- The web -------------------------------------------------------------------------------------------------------


@dataclass
class Answer:
    status: int
    location: str
    text: str


class Visitor:
    """Somebody logged in, at the server ``port``."""

    def __init__(self, port, user):
        from django.test import Client

        client = Client()
        client.force_login(user)
        token = "t" * 32
        self.port = port
        self.headers = {
            "Cookie": f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}",
            "X-CSRFToken": token,
            "Origin": f"http://127.0.0.1:{port}",
        }

    def ask(self, method, path, body=None, headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {**self.headers, **dict(headers)})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers.get("Location", ""), answer.read().decode())
        finally:
            connection.close()

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, fields, **headers):
        return self.ask(
            "POST", path, urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded", **headers}
        )

    def upload(self, path, name, content, **fields):
        """A file as a browser sends it."""
        line = "q4kh-boundary"
        parts = [f'--{line}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
        head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        body = "".join(parts).encode() + head.encode() + content + f"\r\n--{line}--\r\n".encode()
        return self.ask(
            "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={line}", "Accept": "application/json"}
        )


def start_web(port, **env) -> Process:
    """Two processes of four threads each, as ./run has them."""
    web = Process(
        "-m", "gunicorn", "q4kh.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "2",
        "--threads", "4", "--timeout", "600", "--preload", "--no-control-socket", "--log-level", "error", **env,
    )  # fmt: skip
    wait_for(lambda: web.poll() is not None or doors.is_open(port), PATIENCE, "gunicorn")
    assert web.poll() is None, web.said()
    return web


@pytest.fixture(scope="session")
def redis_door(redis_server):
    """Between the web server and Redis: silent, unless a test opens or closes it."""
    from django.conf import settings

    with doors.Door(settings.REDIS_URL.removeprefix("unix://")) as door:
        yield door


@pytest.fixture(scope="session")
def web(django_db_setup, redis_door):
    """The portal, on the test's database, whichever test that is: the port at which it answers."""
    port = free_port()
    process = start_web(port, REDIS_URL=f"redis://127.0.0.1:{redis_door.port}/0")
    yield port
    process.kill_all()


@pytest.fixture
def visit(web, transactional_db):
    """``visit(user)`` → what that person asks of the portal, over HTTP."""
    return lambda user: Visitor(web, user)


def file_once(house, officer, head) -> list[Answer]:
    """Of the ward ``house``: submit the complete draft, which writes to the heads, send it, and take it back for the next time."""
    revision = type(house.report).objects.values_list("revision", flat=True).get(pk=house.report.pk)
    return [
        officer.post(house.form, {"revision": str(revision), "move": "submit"}),
        head.post(house.url, {"move": "send", "seen": "pending"}),
        head.post(house.url, {"move": "withdraw", "seen": "sent"}),
    ]


def at_once(*calls) -> list:
    """What each of them came to, all begun at the same instant."""
    ready = threading.Barrier(len(calls))

    def run(call):
        ready.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
