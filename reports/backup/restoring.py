"""A backup into an empty installation: everything is checked before anything is written, and counted afterwards."""

import shutil
import tempfile
from pathlib import Path

from django.core.files.base import File
from django.db.migrations.loader import MigrationLoader

from reports.backup import archive, databases
from reports.backup.archive import Manifest, Unusable
from units import storage


def check(place: Path) -> Manifest:
    """What the backup holds, every byte of it checked; nothing is written. Raises Unusable."""
    with archive.opened(place) as (_, manifest):
        return manifest


def restore(place: Path) -> tuple[Manifest, bool]:
    """(Manifest, whether this software has migrations that the backup has not). Raises Unusable; then the installation
    is as empty as it was."""
    database = databases.here()
    with archive.opened(place) as (tar, manifest):
        if manifest.database != database.member:
            raise Unusable(f"bản sao lưu là của cơ sở dữ liệu khác, ở đây là {database.label}; đổi DATABASE_URL")
        newer = _newer_than(manifest)
        if not database.is_empty():
            raise Unusable("cơ sở dữ liệu ở đây không trống; chỉ phục hồi vào cơ sở dữ liệu mới tạo")
        held = {f"{file.folder}/{file.name}" for folder in storage.FOLDERS for file in storage.kept(folder)}
        # Those of this backup may lie there from an attempt that was cut off.
        if held - manifest.files.keys():
            raise Unusable("nơi giữ tệp ở đây không trống; chỉ phục hồi vào nơi trống")
        # Files first: without a database they are nobody's, while rows whose files are missing would be a loss.
        new = [name for name in manifest.files if name not in held]
        try:
            for name in new:
                folder, _, suffix = archive.parts(name)
                storage.put_upload(File(tar.extractfile(f"files/{name}")), folder, suffix)
            with tempfile.TemporaryDirectory(prefix="q4kh-restore-") as work:
                dump = Path(work) / database.member
                with dump.open("wb") as out:
                    shutil.copyfileobj(tar.extractfile(database.member), out, 1024 * 1024)
                database.load(dump, lambda: _counted(manifest))
        except BaseException as error:
            for name in new:
                storage.delete(*archive.parts(name))
            if isinstance(error, OSError):
                raise Unusable(f"không ghi được: {error}") from error
            raise
        return manifest, newer


def _newer_than(manifest) -> bool:
    software = MigrationLoader(None, load=False)
    software.load_disk()
    known = {".".join(key) for key in software.disk_migrations}
    unknown = set(manifest.migrations) - known
    if unknown:
        raise Unusable(f"bản sao lưu của bản phần mềm mới hơn (có {min(unknown)}); cài bản đó rồi phục hồi")
    return bool(known - set(manifest.migrations))


def _counted(manifest):
    found = databases.counts()
    if found != manifest.tables:
        wrong = sorted(name for name in {*found, *manifest.tables} if found.get(name) != manifest.tables.get(name))
        raise Unusable(f"số dòng sau khi nạp khác bảng kê, ở bảng {', '.join(wrong)}; dùng bản khác")
