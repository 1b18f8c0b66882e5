"""The frozen copy as bytes, and the mark by which every PDF drawn from it is known. Loads nothing that draws."""

import hashlib
import json


def content(snapshot: dict) -> bytes:
    """Keys are sorted, because a database may hand them back in another order."""
    return json.dumps(snapshot, sort_keys=True, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def identifier(snapshot: dict) -> str:
    """The first half of the PDF's /ID, which programs keep that change a file: 32 hexadecimal digits."""
    return hashlib.sha256(content(snapshot)).hexdigest()[:32]
