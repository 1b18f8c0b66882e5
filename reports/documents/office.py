"""Office files (DOCX, XLSX) written so that one document gives the same bytes on every day."""

import datetime as dt
import io
import zipfile

# The earliest that a zip can tell. Times of the parts say nothing that the document's own properties do not.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
EPOCH = dt.datetime(*_NO_TIME, tzinfo=dt.UTC)


def settled(package: bytes) -> bytes:
    """The same parts in the same order, without the time of writing."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as parts, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as into:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            into.writestr(entry, parts.read(part))
    return settled.getvalue()


def moment(published_at: str) -> dt.datetime:
    """The time that a document's properties bear, in UTC without a zone: that of publishing, never the present."""
    at = dt.datetime.fromisoformat(published_at) if published_at else EPOCH
    return at.astimezone(dt.UTC).replace(tzinfo=None)
