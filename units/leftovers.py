"""Files that no row names: what a kill between storing a file and naming it leaves, and what rows gave up.

Every column of the database that holds a SHA-256 counts, whichever app it belongs to, and every JSON that does: a model
that comes later keeps its files without being told of here.
"""

import logging
import re
import time

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, JSONField, TextField
from django.db.models.functions import Cast

from units import storage
from units.models import AuditEvent

log = logging.getLogger(__name__)

A_DAY = 24 * 3600
_STAMP = ".leftovers"
_HASH = re.compile(r"[0-9a-f]{64}")
# Beyond so many, and more than there are with a name, it is not the files that are wrong.
_FEW = 20


def forget_daily() -> int:
    """``forget()``, unless it was done within a day (real time), by whichever process."""
    stamp = settings.MEDIA_ROOT / _STAMP
    try:
        if time.time() - stamp.stat().st_mtime < A_DAY:
            return 0
    except FileNotFoundError:
        pass
    found = forget()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.touch()
    return found


def forget() -> int:
    """Remove files stored more than a day ago (real time) that no row names; returns how many.

    Nothing where most files have no name: then this is not the database of these files, as after a restore of half a
    backup, or with a wrong DATABASE_URL.
    """
    old = time.time() - A_DAY
    files = [file for folder in storage.FOLDERS for file in storage.older(folder, old)]
    left = _unnamed({file.sha256 for file in files})
    nameless = [file for file in files if file.sha256 in left]
    if len(nameless) > max(_FEW, len(files) - len(nameless)):
        log.error("%s of %s files have no row: wrong database? All of them are left.", len(nameless), len(files))
        return 0
    return sum(_remove(file, old) for file in nameless)


def _unnamed(hashes: set[str]) -> set[str]:
    """Those that stand nowhere in the database. JSON, which takes longest, is only read for what no column names."""
    left = set(hashes)
    for kind, find in ((CharField, _in_column), (JSONField, _in_json)):
        for model in apps.get_models():
            if model is AuditEvent:
                continue  # the log tells of files, and hands none out
            for field in model._meta.concrete_fields:
                if left and isinstance(field, kind) and field.model is model:
                    find(model, field.name, left)
    return left


def _in_column(model, name, left):
    if name.endswith("sha256"):
        left.difference_update(model._base_manager.exclude(**{name: ""}).values_list(name, flat=True).iterator())


def _in_json(model, name, left):
    texts = model._base_manager.annotate(_text=Cast(name, TextField())).values_list("_text", flat=True)
    for text in texts.iterator(chunk_size=100):
        left.difference_update(_HASH.findall(text or ""))


def _remove(file, old) -> bool:
    # Handed in anew since we looked, it has become young, and a row may be about to name it.
    if not file.is_still_older(old):
        return False
    file.delete()
    log.info("removed a file that no row names, %s", file.folder)
    return True
