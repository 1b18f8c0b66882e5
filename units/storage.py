"""Files under their own SHA-256: written whole or not at all, never rewritten, the same bytes stored once.

``<folder>/<sha256><suffix>`` in Django's default storage: a folder of this machine (``units.folder``) or a bucket that
several machines share (``units.bucket``); nobody else asks which. Nothing here is served by address; views decide who
reads. Whatever cannot be read or written is an ``OSError``, a file that is gone a ``FileNotFoundError``.

A file is there before its row names it; what never got a name goes after a day (``units.leftovers``).
"""

import errno
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

PUBLISHED = "published"
ATTACHMENTS = "attachments"
# What jobs made for the people who asked; not for ever (units.jobs).
RESULTS = "results"
IMPORTS = "imports"
OFFLINE = "offline"
FOLDERS = (PUBLISHED, ATTACHMENTS, RESULTS, IMPORTS, OFFLINE)

_A_DAY = 24 * 3600


@dataclass(frozen=True)
class Kept:
    """A file that is there: ``name`` is its SHA-256 and suffix, ``at`` when it was last stored (seconds since 1970)."""

    folder: str
    name: str
    at: float

    @property
    def sha256(self) -> str:
        return self.name.partition(".")[0]

    def open(self) -> File:
        return default_storage.open(f"{self.folder}/{self.name}")

    def delete(self) -> None:
        default_storage.delete(f"{self.folder}/{self.name}")

    def is_still_older(self, than: float) -> bool:
        """Asked anew: it may have been stored once more since, or be gone."""
        try:
            return default_storage.get_modified_time(f"{self.folder}/{self.name}").timestamp() < than
        except FileNotFoundError:
            return False


def name(folder: str, sha256: str, suffix: str = "") -> str:
    """What the file is called, whether it exists or not. ValueError for what is not a SHA-256 in hex."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return f"{folder}/{sha256}{suffix}"


class Away(OSError):
    """The service that keeps the files does not answer, or refuses; later it may."""


class NoRoom(OSError):
    """The disk is full. Nothing is kept of the file."""


# What is said of it wherever people wait for a file.
NO_ROOM = "Máy chủ hết chỗ lưu tệp nên chưa lưu được. Báo quản trị hệ thống; làm lại sau khi có chỗ."


def is_no_room(error: BaseException) -> bool:
    """Whether a disk, or somebody's share of it, is full."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def path(folder: str, sha256: str, suffix: str = "") -> Path:
    """Where the file stands on this machine. NotImplementedError where files are in a bucket: the portal's own code
    reads by ``reader`` and ``content``."""
    return Path(default_storage.path(name(folder, sha256, suffix)))


def reader(folder: str, sha256: str, suffix: str = "") -> File:
    """The file, open for reading; whoever asks closes it."""
    return default_storage.open(name(folder, sha256, suffix))


def content(folder: str, sha256: str, suffix: str = "") -> bytes:
    """All of the file."""
    with reader(folder, sha256, suffix) as file:
        return file.read()


def exists(folder: str, sha256: str, suffix: str = "") -> bool:
    return default_storage.exists(name(folder, sha256, suffix))


def delete(folder: str, sha256: str, suffix: str = "") -> None:
    """Remove the file; nothing happens where it is gone."""
    default_storage.delete(name(folder, sha256, suffix))


def put(content: bytes, folder: str, suffix: str = "") -> str:
    """Store ``content`` and return its SHA-256."""
    sha256, _ = _store(ContentFile(content), folder, suffix)
    return sha256


def put_upload(file, folder: str = ATTACHMENTS, suffix: str = "") -> tuple[str, int]:
    """Store an uploaded file piece by piece, never whole in memory: (SHA-256, size in bytes)."""
    return _store(file, folder, suffix)


def put_file(source: Path, folder: str, suffix: str = "") -> tuple[str, int]:
    """The same for a file that stands somewhere else: (SHA-256, size in bytes). The source stays."""
    with source.open("rb") as file:
        return _store(File(file), folder, suffix)


def _store(file, folder, suffix):
    # Read twice, once for its name: a storage elsewhere takes a name before it takes the bytes.
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    try:
        # Also what is there already: stored anew it is young again, and not swept from under whoever stores it.
        default_storage.save(name(folder, digest.hexdigest(), suffix), file)
    except OSError as error:
        if is_no_room(error):
            raise NoRoom(error.errno, NO_ROOM) from error
        raise
    return digest.hexdigest(), size


def renew(folder: str, sha256: str) -> bool:
    """Of a file that no row names yet: count its day anew (``units.leftovers``). False where it is gone."""
    return default_storage.renew(name(folder, sha256))


def tidy() -> int:
    """Remove what killed writers left unfinished more than a day ago (real time); returns how many."""
    return sum(default_storage.drop_unfinished(folder, time.time() - _A_DAY) for folder in FOLDERS)


def kept(folder: str) -> Iterator[Kept]:
    """Every whole file of ``folder``."""
    for file, at in default_storage.names(folder):
        yield Kept(folder, file, at)


def older(folder: str, than: float) -> list[Kept]:
    """Whole files last stored before the time ``than`` (seconds since 1970, real time)."""
    return [file for file in kept(folder) if file.at < than]


def has_room(size: int) -> bool:
    """Whether files can be stored, with ``size`` bytes to spare where they are written. Answers within seconds."""
    return default_storage.has_room(size)
