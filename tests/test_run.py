"""./run in a copy of the tree: it serves, two do not tread on each other, and nothing outlives it."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import VAR, wait_for
from tests.demonstration import free_port

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def tree(tmp_path):
    """The sources alone, as a clone has them, and the virtualenv of this run."""
    copy = tmp_path / "q4kh"
    left_out = shutil.ignore_patterns(".*", "var", "tests", "docs", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=left_out)
    (copy / ".venv").symlink_to(sys.prefix)
    return copy


def start(tree, output, **environment):
    """./run as a real installation starts it: without the demonstration, and without what tests set."""
    ours = {"DATABASE_URL", "SECRET_KEY", "Q4KH_VAR", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    base = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.Popen(
        ["./run"],
        cwd=tree,
        env=base | {"Q4KH_DEMO": "0"} | environment,
        stdin=subprocess.DEVNULL,
        stdout=output.open("w"),
        stderr=subprocess.STDOUT,
    )


def processes_of(tree):
    """Ids of living processes that work in ``tree``, whoever their parent is."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if Path(os.readlink(folder / "cwd")) in (tree, tree / "var") and folder.joinpath("cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def test_run_serves_until_it_is_asked_to_stop_and_leaves_nothing_behind(tree, tmp_path):
    port, output = free_port(), tmp_path / "out"
    address = f"http://127.0.0.1:{port}/"
    run = start(tree, output, PORT=str(port))
    try:
        wait_for(lambda: run.poll() is not None or address in output.read_text("utf-8"), 120, "the address")
        assert run.poll() is None, output.read_text("utf-8")
        with urllib.request.urlopen(f"{address}healthz", timeout=10) as answer:
            assert answer.read().decode() == "database: ok\nqueue: ok\nworker: ok\nbeat: ok\ndisk: ok\n"
        assert "q4kh-demo-2018" not in output.read_text("utf-8")

        settings = tree / "var" / "q4kh.env"
        assert stat.S_IMODE(settings.stat().st_mode) == 0o600
        lines = dict(line.split("=", 1) for line in settings.read_text("utf-8").splitlines() if "=" in line)
        assert len(lines.pop("SECRET_KEY")) > 50
        assert lines.pop("REDIS_URL").startswith("unix:///")
        assert lines == {"PORT": str(port), "Q4KH_BASE_URL": address[:-1], "Q4KH_DEMO": "0", "Q4KH_TODAY": ""}

        second = start(tree, tmp_path / "second", PORT=str(free_port()))
        assert second.wait(30) == 1
        assert (tmp_path / "second").read_text("utf-8") == f"Cổng này đang chạy từ {tree}, xem var/q4kh.env.\n"

        run.send_signal(signal.SIGTERM)
        assert run.wait(30) == 0
        assert processes_of(tree) == []
    finally:
        if run.poll() is None:
            run.terminate()
            run.wait(30)


def test_run_names_a_port_that_is_taken(tree, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        run = start(tree, tmp_path / "out", PORT=str(port))
        assert run.wait(60) == 1
    last = (tmp_path / "out").read_text("utf-8").splitlines()[-1]
    assert last == f"Cổng {port} đang có chương trình khác dùng. Gõ: PORT={port + 1} ./run"
    assert processes_of(tree) == []


def test_run_says_in_one_line_what_to_install(tree, tmp_path):
    """On a machine without Redis, as somebody who may not install it."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ["sh", "dirname", "mkdir", "chmod", "sed", "tail", "find", "grep", "tr", "id", "apt-get"]:
        (programs / name).symlink_to(shutil.which(name))
    (programs / "python3").symlink_to(Path(sys.executable).resolve())
    if os.geteuid() == 0:
        (programs / "id").unlink()
        (programs / "id").write_text("#!/bin/sh\necho 1000\n")
        (programs / "id").chmod(0o755)
    run = start(tree, tmp_path / "out", PATH=str(programs))
    assert run.wait(60) == 1
    assert (tmp_path / "out").read_text("utf-8") == (
        "Thiếu phần mềm hệ thống. Gõ: sudo apt-get install -y --no-install-recommends redis-server\n"
    )


def test_tests_have_an_installation_of_their_own():
    assert VAR != ROOT / "var"
    assert os.environ["Q4KH_VAR"] == str(VAR)
