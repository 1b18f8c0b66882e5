"""A PostgreSQL of a test's own, which may be restarted while others go on with theirs."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

BIN = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=None)


class Cluster:
    """Holds a copy of the database at ``like``; its own is at ``url``. initdb refuses root, so postgres owns it there."""

    def __init__(self, like: str):
        # Right under /tmp: a socket's path may have 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="q4kh-pg-", dir="/tmp"))
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as:
            shutil.chown(self.folder, "postgres")
        self.folder.chmod(0o711)
        self.url = f"postgresql://q4kh@{quote(str(self.folder), safe='')}/copy"
        self._run("initdb", "--username", "q4kh", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8",
                  "--no-sync", "--pgdata", self._data)  # fmt: skip
        self._control("start")
        self._run("createdb", "--host", self.folder, "--username", "q4kh", "copy")
        copied = subprocess.run([BIN / "pg_dump", like], capture_output=True, check=True)
        subprocess.run([BIN / "psql", "--quiet", self.url], input=copied.stdout, capture_output=True, check=True)

    @property
    def _data(self):
        return self.folder / "data"

    def restart(self):
        """As an administrator does it: connections are ended."""
        self._control("restart", "fast")

    def crash(self):
        self._control("stop", "immediate")

    def start(self):
        self._control("start")

    def remove(self):
        subprocess.run([*self._as, BIN / "pg_ctl", "stop", "--pgdata", self._data, "--mode", "immediate"], capture_output=True, cwd="/")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _control(self, act, mode=None):
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", act, "--pgdata", self._data, "--wait", "--silent", "--log", self.folder / "log",
                  *(["--mode", mode] if mode else []), *(["--options", options] if act != "stop" else []))  # fmt: skip

    def _run(self, program, *arguments):
        subprocess.run([*self._as, BIN / program, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, cwd="/")
