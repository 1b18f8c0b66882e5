"""Files that people hand in: what may be, and that it is what it claims to be."""

import re
import zipfile
from dataclasses import dataclass

from PIL import Image

from units import storage
from units.vietnamese import clean_text, nfc

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    ".pdf": "application/pdf",
    ".docx": _DOCX,
    ".xlsx": _XLSX,
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}


class BadFile(Exception):
    """The file cannot be taken; the message names it and says what to do."""


@dataclass(frozen=True)
class Stored:
    name: str
    sha256: str
    size: int
    content_type: str


def store(upload) -> Stored:
    """Check an uploaded file and keep it under its hash. Raises BadFile; nothing is kept of a refused one."""
    name = name_of(upload)
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if suffix not in TYPES:
        raise BadFile(f"“{name}”: chỉ nhận PDF, DOCX, XLSX, JPG, PNG; lưu lại theo một trong các dạng này")
    if upload.size > MAX_BYTES:
        size = f"{upload.size / 1048576:.1f}".replace(".", ",")
        raise BadFile(f"“{name}”: {size} MB, quá 10 MB; giảm cỡ hoặc tách tệp")
    if upload.size == 0:
        raise BadFile(f"“{name}”: tệp rỗng, chọn lại tệp")
    if not _is_what_it_claims(upload, suffix):
        raise BadFile(f"“{name}”: nội dung không phải tệp {suffix[1:].upper()}; mở ra kiểm tra rồi lưu lại đúng dạng")
    try:
        sha256, size = storage.put_upload(upload)
    except storage.NoRoom:
        raise BadFile(f"“{name}”: máy chủ hết chỗ lưu tệp; báo quản trị hệ thống, có chỗ rồi chọn lại tệp") from None
    return Stored(name, sha256, size, TYPES[suffix])


def name_of(upload) -> str:
    """Its name as it is kept and handed out again, without folders; "" where it has none."""
    # NFC first: decomposed Vietnamese in a name is cut to pieces by everything that follows.
    return re.sub(r"[\n\t]", " ", re.sub(r"[/\\]", "-", clean_text(nfc(upload.name or "")))).strip()[-180:]


def _is_what_it_claims(upload, suffix) -> bool:
    upload.seek(0)
    try:
        if suffix == ".pdf":
            return b"%PDF-" in upload.read(1024)
        if suffix in (".docx", ".xlsx"):
            folder = {".docx": "word/", ".xlsx": "xl/"}[suffix]
            with zipfile.ZipFile(upload) as archive:
                names = archive.namelist()
                return "[Content_Types].xml" in names and any(row.startswith(folder) for row in names)
        with Image.open(upload) as image:
            wanted = "PNG" if suffix == ".png" else "JPEG"
            return image.format == wanted and image.width * image.height <= MAX_PIXELS
    except (zipfile.BadZipFile, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    finally:
        upload.seek(0)
