"""Making a backup while the portal works: the database first, as of one instant, then the files that it can name."""

import hashlib
import os
import shutil
import tarfile
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from reports import named_files
from reports.backup import databases
from reports.backup.archive import Manifest, Unusable, add_file, seal
from units import storage

NAMED = "q4kh-*.tar"
_WORK = ".q4kh-backup-"
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Made:
    place: Path
    manifest: Manifest


def make(destination: Path) -> Made:
    """A backup at ``destination``, or in it under a name with the time if it is a folder; readable by its owner alone.

    A file that a row names and that is not there does not stop it: it stands in ``manifest.missing``. Raises Unusable.
    """
    place = destination
    if destination.is_dir():
        place = destination / timezone.localtime().strftime("q4kh-%Y%m%d-%H%M%S.tar")
    if place.exists():
        raise Unusable(f"đã có tệp {place}; chọn tên khác")
    if not place.parent.is_dir():
        raise Unusable(f"không có thư mục {place.parent}")
    try:
        _forget_killed(place.parent)
        with tempfile.TemporaryDirectory(prefix=_WORK, dir=place.parent) as folder, _whole(place) as out:
            return Made(place, _write(out, Path(folder)))
    except OSError as error:
        raise Unusable(f"không ghi được bản sao lưu: {error}") from error


def _forget_killed(folder):
    """What a backup that was killed left here, more than a day ago."""
    for left in [*folder.glob(f"{_WORK}*"), *folder.glob(f"{NAMED}.part")]:
        if left.stat().st_mtime < time.time() - 24 * 3600:
            shutil.rmtree(left) if left.is_dir() else left.unlink()


@contextmanager
def _whole(place: Path):
    """A file that has its name only once all of it is on the disk."""
    unfinished = place.with_name(f"{place.name}.part")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(place)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _write(out, folder: Path) -> Manifest:
    database = databases.here()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        with database.saved(folder) as dump:
            manifest = Manifest(
                made_at=timezone.now().isoformat(timespec="seconds"),
                database=database.member,
                database_sha256=_added(tar, database.member, dump.open("rb"))[0],
                migrations=sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
                tables=databases.counts(),
            )
            named = named_files.names()
        # After the database: whatever it names was there before, and files are never changed.
        for file in _files():
            name = f"{file.folder}/{file.name}"
            try:
                sha256, size = _added(tar, f"files/{name}", file.open(), expected=file.sha256)
            except FileNotFoundError:
                continue
            if sha256 == file.sha256:
                manifest.files[name] = size
        missing = named - manifest.files.keys()
        # What aged and was put away between the two is no loss.
        manifest.missing = sorted(missing & named_files.names()) if missing else []
        seal(tar, manifest)
    return manifest


def _files():
    for folder in storage.FOLDERS:
        yield from storage.kept(folder)


def _added(tar, name, file, expected=None) -> tuple[str, int]:
    """(SHA-256, size) of an open file that was added; not added if it is not what was ``expected``."""
    with file:
        digest, size = hashlib.sha256(), 0
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
        if expected in (None, digest.hexdigest()):
            file.seek(0)
            add_file(tar, name, file, size)
        return digest.hexdigest(), size


def drop_old(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest ``keep`` backups that ``make`` named in this folder; which."""
    old = sorted(folder.glob(NAMED))[:-keep]
    for place in old:
        place.unlink()
    return old
