"""The database as a file, and back; each of the two by its own means.

The one place beside the settings that asks which database it is on: a dump is made of what the database is.
"""

import gzip
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, transaction

from reports.backup.archive import Unusable


def here():
    """How the database of the settings is saved and loaded."""
    return {"sqlite": Sqlite, "postgresql": Postgres}[connection.vendor]()


def counts() -> dict[str, int]:
    """Rows of every table."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        return {name: _count(cursor, connection.ops.quote_name(name)) for name in names}


def _count(cursor, table):
    cursor.execute(f"SELECT COUNT(*) FROM {table}")
    return cursor.fetchone()[0]


class Sqlite:
    """A copy by SQLite's own online backup, compressed; nobody who writes has to wait for it."""

    member = "database.sqlite3.gz"
    label = "SQLite"

    @contextmanager
    def saved(self, folder: Path):
        """The dump; within, Django reads just what is in it."""
        copy, dump = folder / "copy.sqlite3", folder / self.member
        with closing(sqlite3.connect(self._file)) as live, closing(sqlite3.connect(copy)) as held:
            live.backup(held)
        with copy.open("rb") as source, gzip.open(dump, "wb", compresslevel=6) as out:
            shutil.copyfileobj(source, out, 1024 * 1024)
        with _pointed_at(copy):
            yield dump

    def is_empty(self) -> bool:
        return not self._file.exists() or not connection.introspection.table_names()

    def load(self, dump: Path, check) -> None:
        """Put the dump in place of the empty database, unless ``check()``, looking through Django, raises Unusable."""
        new = self._file.with_name(f"{self._file.name}.new")
        new.unlink(missing_ok=True)
        try:
            new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            new.touch(mode=0o640)
            with gzip.open(dump) as source, new.open("wb") as out:
                shutil.copyfileobj(source, out, 1024 * 1024)
            with _pointed_at(new):
                check()
            connection.close()
            with new.open("rb+") as out:
                os.fsync(out.fileno())
            # Of the empty one; with them SQLite would take the new one for broken.
            for left in ("-wal", "-shm"):
                Path(f"{self._file}{left}").unlink(missing_ok=True)
            new.replace(self._file)
        except (OSError, EOFError, sqlite3.Error) as error:
            raise Unusable(f"không nạp được cơ sở dữ liệu: {error}") from error
        finally:
            for left in ("", "-wal", "-shm"):
                Path(f"{new}{left}").unlink(missing_ok=True)

    @property
    def _file(self) -> Path:
        return Path(connection.settings_dict["NAME"])


@contextmanager
def _pointed_at(file):
    """Django's connection opens another file. For a process that does nothing else meanwhile, as a command is."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


class Postgres:
    """``pg_dump`` and ``pg_restore``, in the format that these call custom."""

    member = "database.dump"
    label = "PostgreSQL"

    @contextmanager
    def saved(self, folder: Path):
        """The dump; within, Django reads just what is in it."""
        dump = folder / self.member
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                # A server that ends idle transactions would end this one while pg_dump works.
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
                cursor.execute("SELECT pg_export_snapshot()")
                (snapshot,) = cursor.fetchone()
            arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
            self._run("pg_dump", [*arguments, f"--file={dump}"])
            yield dump

    def is_empty(self) -> bool:
        return not connection.introspection.table_names()

    def load(self, dump: Path, check) -> None:
        """Fill the empty database, all or nothing, and empty it again if ``check()`` raises Unusable."""
        arguments = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments"]
        self._run("pg_restore", arguments, str(dump))
        try:
            check()
        except Unusable:
            with connection.cursor() as cursor:
                names = connection.introspection.table_names(cursor)
                tables = ", ".join(map(connection.ops.quote_name, names))
                cursor.execute(f"DROP TABLE {tables} CASCADE")
            raise

    def _run(self, program, arguments, *rest):
        # Django knows how its own settings are told to PostgreSQL's programs: password and certificates by the
        # environment, where no other user of the machine reads them.
        (_, *where), given = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
        *where, name = where
        command = [program, *arguments, *where, f"--dbname={name}", *rest]
        try:
            done = subprocess.run(command, env={**os.environ, **(given or {})}, capture_output=True, text=True)
        except FileNotFoundError:
            raise Unusable(f"thiếu {program}; cài gói postgresql-client cùng bản với máy chủ") from None
        if done.returncode:
            # The first line alone: what follows may quote rows.
            line = next((line for line in done.stderr.splitlines() if line.strip()), f"mã {done.returncode}")
            raise Unusable(f"{program} không chạy được: {line}")
