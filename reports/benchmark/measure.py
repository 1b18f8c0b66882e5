"""CPU and memory, and what is compared with what: in turns, so that a busy machine is unfair to neither."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from django.conf import settings
from django.db import connection


def cpu_in_turns(one: Callable, other: Callable, *, rounds: int, batch: int = 1, warm_ups: int = 0):
    """Median CPU seconds of a call of each, ``batch`` calls of the one and of the other in every round."""
    for _ in range(warm_ups):
        one()
        other()
    taken = ([], [])
    for _ in range(rounds):
        for call, found in zip((one, other), taken, strict=True):
            found.append(cpu_of(call, batch))
    return median(taken[0]), median(taken[1])


def cpu_of(call: Callable, batch: int = 1) -> float:
    """CPU seconds of a call of ``call``, this process' and, of a database server on this machine, its back end's."""
    began = time.process_time(), _backend_seconds()
    for _ in range(batch):
        call()
    return (time.process_time() - began[0] + _backend_seconds() - began[1]) / batch


def _backend_seconds() -> float:
    """CPU of the connection's process; 0 where the database lives in our own, or is not open."""
    pid = getattr(getattr(connection.connection, "info", None), "backend_pid", None)
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9 if pid else 0.0


def fresh(*command) -> int:
    """Peak resident memory, in kB, that a new Python process for ``command`` says it had (``peak`` as last line)."""
    done = subprocess.run(
        [sys.executable, *map(str, command)], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[:3]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return int(done.stdout.split()[-1])


def peak() -> int:
    """The most memory, in kB, that this process has had resident (VmHWM)."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
