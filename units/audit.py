"""The audit log: every act is written in the transaction of the act itself."""

from django.db.models import Subquery
from django.utils import timezone

from units import vietnamese
from units.models import AuditEvent
from units.prepared import Prepared


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


def at_once(model) -> int:
    """Rows a statement, of what comes by the thousand. SQLite takes 32,766 values in one; held to it, PostgreSQL is
    asked just as often."""
    return 32_766 // len(model._meta.concrete_fields)


def record_many(act, rows, *, by) -> None:
    """A line for each (subject, before, after), at one instant."""
    at, actor, name = timezone.now(), by.get_username(), str(by)
    lines = [
        AuditEvent(
            at=at, actor=actor, actor_name=name, act=act, subject=subject, before=before, after=after,
            folded=vietnamese.fold(f"{actor} {name} {act} {subject} "),
        )
        for subject, before, after in rows
    ]  # fmt: skip
    AuditEvent.objects.bulk_create(lines, batch_size=at_once(AuditEvent))


def extend(act, subject, *, by, key, values, within, last=None) -> bool:
    """Add ``values`` to the list ``key`` of the latest line about ``subject``, if it is the same act of the same person
    begun less than ``within`` ago: many small saves are one sitting. Otherwise nothing is written, and False.

    ``last``: a row that came with ``latest``, of whom the caller knows that nobody has written since.
    """
    line = [getattr(last, f"logged_{name}", None) for name in _COLUMNS]
    for pk, said, actor, at, after in [line] if line[0] else _LAST.rows(subject=subject):
        if (said, actor) != (act, by.get_username()) or timezone.now() - at > within:
            return False
        known = after.get(key, [])
        more = [value for value in values if value not in known]
        return not more or bool(AuditEvent.objects.filter(pk=pk).update(after={**after, key: known + more}))
    return False


def latest(subject) -> dict:
    """The latest line about ``subject`` as annotations of a query that is asked anyway, for ``extend``."""
    return {f"logged_{name}": Subquery(_about(subject).values(name)[:1]) for name in _COLUMNS}


_COLUMNS = ("pk", "act", "actor", "at", "after")


def _about(subject):
    return AuditEvent.objects.filter(subject=subject).order_by("-at", "-pk")


_LAST = Prepared(lambda subject: _about(subject).values_list(*_COLUMNS)[:1], subject=str)
