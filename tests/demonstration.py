"""The demonstration, seeded once for a whole run: portals of the browser tests and the tests of what it shows stand on
copies of it, since seeding costs more than a thousand tests."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import on_server

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "q4kh-demo-2018"

# The test processes of one run, however many, know each other by this name.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
_names = count(1)


@dataclass(frozen=True)
class Seeded:
    folder: Path
    database: str | None  # its name on the server; None where it is the folder's file

    @contextmanager
    def copied(self, folder: Path):
        """The demonstration once more, in ``folder``: the address of its database, which is dropped at the end."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        if self.database is None:
            yield address(folder, None)
            return
        name = f"q4kh_copy_{os.getpid()}_{next(_names)}"
        on_its_server(f"CREATE DATABASE {name} TEMPLATE {self.database}")
        try:
            yield address(folder, name)
        finally:
            on_its_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def seeded():
    """Made by the first process of a run that asks, for all of them."""
    folder = Path(os.environ.get("TEST_FOLDER", "/tmp")) / f"q4kh-s-{RUN}"
    name = f"q4kh_seeded_{RUN}" if on_server() else None
    with _users_of(folder) as users:
        if not users:
            _seed(folder, name)
        users.append(os.getpid())
    yield Seeded(folder, name)
    with _users_of(folder) as users:
        users.remove(os.getpid())
        if not users:
            _remove(folder, name)


def address(folder: Path, name: str | None) -> str:
    """Of a database beside that of DATABASE_URL, or of the file in ``folder``."""
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}" if name else f"sqlite:///{folder}/db.sqlite3"


def on_its_server(statement):
    import psycopg

    with psycopg.connect(address(None, "postgres"), autocommit=True) as connection:
        connection.execute(statement)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, url: str, port: int) -> dict:
    """What ./run gives its processes, for an installation in ``folder``."""
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


def _seed(folder, name):
    (folder / "uploads").mkdir(parents=True)
    if name:
        on_its_server(f"CREATE DATABASE {name}")
    env = environment(folder, address(folder, name), free_port())
    prepared = subprocess.run([sys.executable, "-m", "q4kh.prepare"], cwd=ROOT, env=env, capture_output=True, text=True)
    if prepared.returncode:
        # So that the next process says the same instead of finding half a demonstration.
        _remove(folder, name)
    assert prepared.returncode == 0, prepared.stdout + prepared.stderr
    (folder / "prepared.txt").write_text(prepared.stdout, "utf-8")


def _remove(folder, name):
    if name:
        on_its_server(f"DROP DATABASE {name} WITH (FORCE)")
    shutil.rmtree(folder, ignore_errors=True)
