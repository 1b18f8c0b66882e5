"""The whole portal, as ./run starts it: web, worker, beat, Redis and a database of its own, with the demonstration."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import on_server

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "q4kh-demo-2018"


def pytest_addoption(parser):
    """Known only when a test of this folder is named on the command line; elsewhere it is off."""
    parser.addoption("--make-guide", action="store_true", help="take the pictures of the user guide anew")


@dataclass
class Portal:
    url: str
    env: dict

    def manage(self, *arguments) -> str:
        """Run manage.py as the operator would, against this portal; its output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def log_in(self, page, username):
        page.goto(f"{self.url}/dang-nhap/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(f"{self.url}/")
        return page


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# The test processes of one run, however many, know each other by this name.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
_names = count(1)


def _database(folder: Path, name: str) -> tuple[str, str | None]:
    """(url, name on the server) of a database of this run: one beside that of DATABASE_URL, or a file of ``folder``."""
    if not on_server():
        return f"sqlite:///{folder}/db.sqlite3", None
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}", name


def _on_server(statement):
    import psycopg

    base = os.environ["DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def _environment(folder: Path, url: str, port: int) -> dict:
    return {
        **os.environ,
        "Q4KH_VAR": str(folder),
        "DATABASE_URL": url,
        "REDIS_URL": f"unix://{folder}/redis.sock",
        "PORT": str(port),
        "Q4KH_BASE_URL": f"http://127.0.0.1:{port}",
        "Q4KH_TODAY": "2018-06-08",
        "Q4KH_DEMO": "1",
        # A worker that is killed is missed after this long, so that tests need not wait for five minutes.
        "Q4KH_JOB_LEASE_SECONDS": "20",
    }


@pytest.fixture(scope="session")
def seeded():
    """The demonstration, made once for all processes of a run, by the first that asks: (folder, its database or None)."""
    folder = Path(os.environ.get("TEST_FOLDER", "/tmp")) / f"q4kh-s-{RUN}"
    url, name = _database(folder, f"q4kh_seeded_{RUN}")
    with _users_of(folder) as users:
        if not users:
            _seed(folder, url, name)
        users.append(os.getpid())
    yield folder, name
    with _users_of(folder) as users:
        users.remove(os.getpid())
        if not users:
            if name:
                _on_server(f"DROP DATABASE {name} WITH (FORCE)")
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _users_of(folder):
    """Who uses ``folder``, to be read and changed by one process at a time."""
    with folder.with_suffix(".users").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        users = [int(pid) for pid in file.read().split()]
        yield users
        file.truncate(0)
        file.write(" ".join(map(str, users)))


def _seed(folder, url, name):
    (folder / "uploads").mkdir(parents=True)
    if name:
        _on_server(f"CREATE DATABASE {name}")
    env = _environment(folder, url, _free_port())
    prepared = subprocess.run([sys.executable, "-m", "q4kh.prepare"], cwd=ROOT, env=env, capture_output=True, text=True)
    if prepared.returncode:
        # So that the next process says the same instead of finding half a demonstration.
        shutil.rmtree(folder)
        if name:
            _on_server(f"DROP DATABASE {name} WITH (FORCE)")
    assert prepared.returncode == 0, prepared.stdout + prepared.stderr


@pytest.fixture(scope="module")
def portal(seeded):
    """A portal for one file of tests, on a copy of the demonstration: what one file does, no other sees."""
    origin, like = seeded
    # Right under /tmp: a socket's path may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="q4kh-p-", dir="/tmp"))
    shutil.copytree(origin, folder, dirs_exist_ok=True)
    port = _free_port()
    # As a file it is copied with the folder.
    url, database = _database(folder, f"q4kh_portal_{os.getpid()}_{next(_names)}")
    if database:
        _on_server(f"CREATE DATABASE {database} TEMPLATE {like}")
    env = _environment(folder, url, port)
    log = (folder / "log").open("w")
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "q4kh"]
    commands = [
        ["redis-server", "--port", "0", "--unixsocket", f"{folder}/redis.sock", "--save", "", "--dir", str(folder)],
        # With beat within: one process less that loads all of it.
        [*celery, "worker", "--beat", "--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"],
        [
            sys.executable, "-m", "gunicorn", "q4kh.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
            "--workers", "1", "--threads", "4", "--no-control-socket", "--log-level", "warning",
        ],
    ]  # fmt: skip
    processes = []
    try:
        for command in commands:
            processes.append(subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log))
            if len(processes) == 1:
                _wait(lambda: (folder / "redis.sock").exists(), 10, folder)
        _wait(lambda: _is_healthy(port), 60, folder)
        yield Portal(f"http://127.0.0.1:{port}", env)
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        log.close()
        if database:
            _on_server(f"DROP DATABASE {database} WITH (FORCE)")
        shutil.rmtree(folder, ignore_errors=True)


def _is_healthy(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _wait(condition, seconds, folder):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError((folder / "log").read_text()[-4000:])
