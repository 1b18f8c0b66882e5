"""Files in a folder of this machine: written whole or not at all."""

import os
import shutil
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage

_UNFINISHED = ".part"


class Folder(FileSystemStorage):
    """Django's, but a file has its name only once all of it is on the disk. The same name is the same bytes anew."""

    def get_available_name(self, name, max_length=None):
        return name

    def _save(self, name, content):
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(suffix=_UNFINISHED, dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                for piece in content.chunks():
                    out.write(piece)
                out.flush()
                # On the disk before it has its name: after a power cut a name never stands for half a file.
                os.fsync(out.fileno())
            os.chmod(unfinished, self.file_permissions_mode or 0o640)
            os.replace(unfinished, place)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        _sync(place.parent)
        return name

    def renew(self, name) -> bool:
        """Make the file as young as if it had just been stored; False where it is gone."""
        try:
            os.utime(self.path(name))
        except FileNotFoundError:
            return False
        return True

    def names(self, folder) -> list[tuple[str, float]]:
        """Whole files of ``folder``: name, and when they were last stored (seconds since 1970)."""
        return [(file.name, seen.st_mtime) for file, seen in self._files(folder) if file.suffix != _UNFINISHED]

    def drop_unfinished(self, folder, than) -> int:
        """Remove what killed writers left before the time ``than``; how many."""
        old = [file for file, seen in self._files(folder) if file.suffix == _UNFINISHED and seen.st_mtime < than]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def _files(self, folder):
        for file in Path(self.path(folder)).glob("*"):
            try:
                yield file, file.stat()
            except FileNotFoundError:  # somebody was faster
                continue

    def has_room(self, size) -> bool:
        """Whether ``size`` bytes can be written."""
        try:
            return os.access(self.location, os.W_OK) and shutil.disk_usage(self.location).free >= size
        except OSError:
            return False


def _sync(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
