"""The file of a backup: a tar whose last members say what it holds.

``database.…`` first, ``files/<folder>/<sha256><suffix>``, then ``manifest.json`` and its own SHA-256. Members are read
as streams and named by a pattern: no path in it is ever opened.
"""

import hashlib
import io
import json
import re
import tarfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from units import storage

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.json.sha256"
_DATABASE = re.compile(r"database\.(dump|sqlite3\.gz)")
_FOLDERS = "|".join(storage.FOLDERS)
_FILE = re.compile(rf"files/(?P<folder>{_FOLDERS})/(?P<sha256>[0-9a-f]{{64}})(?P<suffix>(\.[a-z]{{1,5}})?)")
_PIECE = 1024 * 1024
# A manifest has a line for each file; more than this is none of ours.
_MANIFEST_BYTES = 256 * 1024 * 1024


class Unusable(Exception):
    """A backup could not be made or cannot be used; the message says why and, where one can, what to do."""


@dataclass
class Manifest:
    """What a backup holds. ``files``: size in bytes by name, ``folder/sha256`` and suffix. ``missing``: files that rows
    name and that were not there, or not with these bytes, when the backup was made."""

    made_at: str
    database: str  # its member
    database_sha256: str
    migrations: list[str]
    tables: dict[str, int]
    files: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


# --- Writing -------------------------------------------------------------------------------------------------------


def add_file(tar: tarfile.TarFile, name: str, file, size: int) -> None:
    """A member, streamed from an open file that stands at its beginning."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, file)


def seal(tar: tarfile.TarFile, manifest: Manifest) -> None:
    """The last members: without them the file is no backup."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True).encode()
    for name, content in [(MANIFEST, text), (SEAL, hashlib.sha256(text).hexdigest().encode())]:
        add_file(tar, name, io.BytesIO(content), len(content))


# --- Reading -------------------------------------------------------------------------------------------------------


@contextmanager
def opened(place: Path):
    """(tar, Manifest) of a backup of which every byte has been checked. Raises Unusable."""
    try:
        with tarfile.open(place, "r:") as tar:
            yield tar, _checked(tar)
    except FileNotFoundError:
        raise Unusable(f"không có tệp {place}") from None
    except (tarfile.TarError, EOFError) as error:
        raise Unusable(f"{place} không phải bản sao lưu, hoặc bị cắt cụt ({error}); dùng bản khác") from error


def _checked(tar) -> Manifest:
    found = {}
    for member in tar:
        if not member.isreg() or not (
            member.name in (MANIFEST, SEAL) or _DATABASE.fullmatch(member.name) or _FILE.fullmatch(member.name)
        ):
            raise Unusable(f"bản sao lưu có thứ lạ: {member.name!r}; dùng bản khác")
        if member.name in found:
            raise Unusable(f"bản sao lưu có hai lần {member.name}; dùng bản khác")
        found[member.name] = member
    manifest = _manifest(tar, found)
    expected = {manifest.database: manifest.database_sha256}
    expected |= {f"files/{name}": _FILE.fullmatch(f"files/{name}")["sha256"] for name in manifest.files}
    if set(found) - {MANIFEST, SEAL} != set(expected):
        raise Unusable("bản sao lưu thiếu hoặc thừa tệp so với bảng kê của nó; dùng bản khác")
    for name, sha256 in expected.items():
        if _sha256(tar.extractfile(found[name])) != sha256:
            raise Unusable(f"bản sao lưu bị hỏng ở {name}: sai mã băm; dùng bản khác")
    return manifest


def _manifest(tar, found) -> Manifest:
    if MANIFEST not in found or SEAL not in found or found[MANIFEST].size > _MANIFEST_BYTES:
        raise Unusable("không phải bản sao lưu của cổng, hoặc bị cắt cụt (không có bảng kê); dùng bản khác")
    text = tar.extractfile(found[MANIFEST]).read()
    if hashlib.sha256(text).hexdigest().encode() != tar.extractfile(found[SEAL]).read(64):
        raise Unusable("bảng kê của bản sao lưu bị sửa hoặc hỏng; dùng bản khác")
    held = json.loads(text)
    if held.get("format") != FORMAT:
        raise Unusable(f"bản sao lưu theo dạng {held.get('format')}, bản phần mềm này đọc dạng {FORMAT}")
    return Manifest(**held)


def _sha256(file) -> str:
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def parts(name: str) -> tuple[str, str, str]:
    """(folder, sha256, suffix) of a file's name."""
    found = _FILE.fullmatch(f"files/{name}")
    return found["folder"], found["sha256"], found["suffix"]
