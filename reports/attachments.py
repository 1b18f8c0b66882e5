"""Evidence that goes with a report."""

from reports.models import Attachment
from units.uploads import Stored

MAX_FILES = 20


def add(report, stored: list[Stored], *, by, at) -> None:
    """Put stored files on the draft. The caller holds the draft's claim."""
    have = set(report.attachments.values_list("sha256", flat=True))
    Attachment.objects.bulk_create(
        Attachment(
            report=report,
            name=row.name,
            sha256=row.sha256,
            size=row.size,
            content_type=row.content_type,
            added_at=at,
            added_by=by,
        )
        for row in stored
        if row.sha256 not in have
    )
