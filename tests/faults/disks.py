"""A process of the portal whose uploads lie on a disk of a few hundred kilobytes: really full, and nobody else's."""

import os
import subprocess
from pathlib import Path

from django.conf import settings


class SmallDisk:
    """``prefix`` before a command gives it this disk in place of the uploads: a file system in memory that only that
    process and its children see, so that it is gone with them."""

    def __init__(self, kilobytes: int):
        as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
        mount = f'mount -t tmpfs -o size={kilobytes}k tmpfs "{settings.MEDIA_ROOT}" && exec "$@"'
        self.prefix = ["unshare", *as_root, "--mount", "sh", "-c", mount, "sh"]
        self.process = None

    @staticmethod
    def can_be_made() -> bool:
        made = subprocess.run([*SmallDisk(64).prefix, "true"], capture_output=True)
        return made.returncode == 0

    @property
    def folder(self) -> Path:
        """The uploads as ``process`` sees them."""
        return Path(f"/proc/{self.process.pid}/root{settings.MEDIA_ROOT}")

    def files(self) -> list[str]:
        return sorted(str(file.relative_to(self.folder)) for file in self.folder.rglob("*") if file.is_file())

    def free(self) -> int:
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize

    def fill(self, left: int = 0):
        """Until so many bytes are left."""
        with (self.folder / "filling").open("wb") as file:
            file.write(b"x" * max(0, self.free() - left))

    def empty(self):
        (self.folder / "filling").unlink()
