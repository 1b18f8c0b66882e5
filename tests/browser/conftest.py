"""The whole portal, as ./run starts it: web, worker, beat, Redis and a database of its own, with the demonstration."""

import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import end_with_parent
from tests.demonstration import PASSWORD, ROOT, environment, free_port


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


@pytest.fixture(scope="module")
def portal(seeded):
    """A portal for one file of tests, on a copy of the demonstration: what one file does, no other sees."""
    # Right under /tmp: a socket's path may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="q4kh-p-", dir="/tmp"))
    try:
        with seeded.copied(folder) as url, _served(folder, url) as portal:
            yield portal
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _served(folder, url):
    port = free_port()
    env = environment(folder, url, port)
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
            processes.append(
                subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, preexec_fn=end_with_parent)
            )
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
