"""The audit log: every act is written in the transaction of the act itself."""

from django.utils import timezone

from units import vietnamese
from units.models import AuditEvent


def record(act, subject, *, by=None, before=None, after=None, note=""):
    """Write one line: ``act`` ("reports.accept") on ``subject`` ("P1-2018-2") by a user, or by the portal itself.

    Real time, not the as-of day: the log answers who did what on this machine.
    """
    actor = by.get_username() if by else "he-thong"
    name = str(by) if by else "Hệ thống"
    return AuditEvent.objects.create(
        at=timezone.now(),
        actor=actor,
        actor_name=name,
        act=act,
        subject=subject,
        before=before or {},
        after=after or {},
        note=note,
        folded=vietnamese.fold(f"{actor} {name} {act} {subject} {note}"),
    )
