"""Files under their own SHA-256: written whole or not at all, never rewritten, the same bytes stored once.

A file is there before its row names it; what never got a name goes after a day (``units.leftovers``).

``MEDIA_ROOT/<folder>/<sha256><suffix>``. Nothing here is served by address; views decide who reads.
"""

import errno
import hashlib
import os
import tempfile
import time
from pathlib import Path

from django.conf import settings

PUBLISHED = "published"
ATTACHMENTS = "attachments"
# What jobs made for the people who asked; not for ever (units.jobs).
RESULTS = "results"
IMPORTS = "imports"
OFFLINE = "offline"
FOLDERS = (PUBLISHED, ATTACHMENTS, RESULTS, IMPORTS, OFFLINE)

_UNFINISHED = ".part"
_A_DAY = 24 * 3600
_PIECE = 1024 * 1024


class NoRoom(OSError):
    """The disk is full. Nothing is kept of the file."""


# What is said of it wherever people wait for a file.
NO_ROOM = "Máy chủ hết chỗ lưu tệp nên chưa lưu được. Báo quản trị hệ thống; làm lại sau khi có chỗ."


def is_no_room(error: BaseException) -> bool:
    """Whether a disk, or somebody's share of it, is full."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def path(folder: str, sha256: str, suffix: str = "") -> Path:
    """Where the file stands, whether it exists or not. ValueError for what is not a SHA-256 in hex."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return Path(settings.MEDIA_ROOT) / folder / f"{sha256}{suffix}"


def put(content: bytes, folder: str, suffix: str = "") -> str:
    """Store ``content`` and return its SHA-256."""
    sha256, _ = _store([content], folder, suffix)
    return sha256


def put_upload(file, folder: str = ATTACHMENTS, suffix: str = "") -> tuple[str, int]:
    """Store an uploaded file piece by piece, never whole in memory: (SHA-256, size in bytes)."""
    file.seek(0)
    return _store(file.chunks(), folder, suffix)


def put_file(source: Path, folder: str) -> tuple[str, int]:
    """The same for a file that stands somewhere else: (SHA-256, size in bytes). The source stays."""
    with source.open("rb") as file:
        return _store(iter(lambda: file.read(_PIECE), b""), folder, "")


def _store(pieces, folder, suffix):
    try:
        return _write(pieces, folder, suffix)
    except OSError as error:
        if is_no_room(error):
            raise NoRoom(error.errno, NO_ROOM) from error
        raise


def _write(pieces, folder, suffix):
    home = Path(settings.MEDIA_ROOT) / folder
    home.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(suffix=_UNFINISHED, dir=home)
    try:
        digest, size = hashlib.sha256(), 0
        with open(handle, "wb") as out:
            for piece in pieces:
                digest.update(piece)
                size += out.write(piece)
            out.flush()
            # On the disk before it has its name: after a power cut a name never stands for half a file.
            os.fsync(out.fileno())
        os.chmod(unfinished, settings.FILE_UPLOAD_PERMISSIONS or 0o640)
        os.replace(unfinished, path(folder, digest.hexdigest(), suffix))
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    _sync_folder(home)
    return digest.hexdigest(), size


def _sync_folder(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def renew(folder: str, sha256: str) -> bool:
    """Of a file that no row names yet: count its day anew (``units.leftovers``). False where it is gone."""
    try:
        os.utime(path(folder, sha256))
    except FileNotFoundError:
        return False
    return True


def tidy() -> int:
    """Remove what killed writers left unfinished more than a day ago (real time); returns how many."""
    old = [file for folder in FOLDERS for file in _older(folder, f"*{_UNFINISHED}", time.time() - _A_DAY)]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def older(folder: str, than: float) -> list[Path]:
    """Whole files last stored before the time ``than`` (seconds since 1970, real time)."""
    return [file for file in _older(folder, "*", than) if file.suffix != _UNFINISHED]


def _older(folder, pattern, than):
    files = (Path(settings.MEDIA_ROOT) / folder).glob(pattern)
    return [file for file in files if file.stat().st_mtime < than]
