"""Which stored files the rows name: what must be there for every download to work."""

from collections.abc import Iterator

from initiatives.models import CouncilMeeting, Evidence, InitiativeFile
from reports.models import Attachment, OfflineFile, Publication, ScoreProof, Version
from units import storage
from units.importing.runs import ImportRun
from units.models import Job

# (rows, column with the hash, folder, suffix)
COLUMNS = [
    (Attachment, "sha256", storage.ATTACHMENTS, ""),
    (ScoreProof, "sha256", storage.ATTACHMENTS, ""),
    (Evidence, "sha256", storage.ATTACHMENTS, ""),
    (InitiativeFile, "sha256", storage.ATTACHMENTS, ""),
    (CouncilMeeting, "file_sha256", storage.ATTACHMENTS, ""),
    (OfflineFile, "sha256", storage.OFFLINE, ""),
    (Job, "sha256", storage.RESULTS, ""),
    (ImportRun, "sha256", storage.IMPORTS, ""),
    (Publication, "pdf_sha256", storage.PUBLISHED, ".pdf"),
    (Publication, "docx_sha256", storage.PUBLISHED, ".docx"),
    (Publication, "xlsx_sha256", storage.PUBLISHED, ".xlsx"),
    (Publication, "signed_sha256", storage.PUBLISHED, ".pdf"),
]


def names() -> set[str]:
    """``folder/sha256`` and suffix, as ``units.storage`` calls them, of every file that a row names.

    Former files of a publication are known by their hash to whoever checks one, and handed out to nobody.
    """
    return {storage.name(folder, sha256, suffix) for folder, sha256, suffix in _rows() if sha256}


def _rows() -> Iterator[tuple[str, str, str]]:
    for model, column, folder, suffix in COLUMNS:
        rows = model.objects.all()
        if model is ImportRun:
            # A sheet that was put away is known by its name alone.
            rows = rows.exclude(state=ImportRun.State.DROPPED)
        for sha256 in rows.exclude(**{column: ""}).values_list(column, flat=True).distinct().iterator():
            yield folder, sha256, suffix
    # What was sent keeps its files, also those that the draft has lost since.
    sent = Version.objects.values_list("content__attachments", flat=True)
    for held in sent.iterator():
        for file in held or ():
            yield storage.ATTACHMENTS, file["sha256"], ""
