"""The acts: hand a sheet in, apply it whole, drop it, take it back as one."""

import datetime as dt

from django.db import IntegrityError, transaction

from units import audit, storage, uploads
from units.importing import trail
from units.importing.planning import Plan, plan
from units.importing.resource import SheetResource
from units.importing.runs import ImportRun
from units.moves import NotAllowed, Refused, WrongState

State = ImportRun.State
IMPORTS = storage.IMPORTS
KEPT_FOR = dt.timedelta(days=7)


def may_take_back(user, resource: type[SheetResource]) -> bool:
    """Who may take such a sheet in, and the administrator from the audit log, who reads no row of it."""
    return resource.may_import(user) or user.access.is_administrator


def may_apply(user, run: ImportRun, resource: SheetResource | type[SheetResource]) -> bool:
    """Who handed it in: what is entered has one hand, by which it is known who may not confirm or accept it."""
    return resource.may_import(user) and run.uploaded_by_id == user.pk


def hand_in(resource: SheetResource, upload, *, by, at: dt.datetime, on: dt.date) -> ImportRun:
    """Keep the file under its hash and open a run for it. Raises Unreadable; Refused where no row can be read."""
    if not resource.may_import(by):
        raise NotAllowed("imports.hand_in")
    name = uploads.name_of(upload) or "bang-tinh"
    upload.seek(0)
    content = upload.read()
    found = plan(resource, content, name, by=by, on=on)
    if found.problems:
        raise Refused([("file", text) for text in found.problems])
    try:
        sha256 = storage.put(content, IMPORTS)
    except storage.NoRoom:
        raise Refused([("file", storage.NO_ROOM)]) from None
    return ImportRun.objects.create(
        kind=resource.slug, file_name=name, sha256=sha256, size=len(content),
        uploaded_at=at, uploaded_by=by, uploaded_by_name=str(by),
    )  # fmt: skip


def content_of(run: ImportRun) -> bytes | None:
    """The file that was handed in; None where it is gone."""
    try:
        return storage.content(IMPORTS, run.sha256)
    except FileNotFoundError:
        return None


def preview(run: ImportRun, resource: SheetResource, *, by, on: dt.date) -> Plan | None:
    content = content_of(run)
    return None if content is None else plan(resource, content, run.file_name, by=by, on=on)


@transaction.atomic
def apply(run: ImportRun, resource: SheetResource, *, by, at: dt.datetime, on: dt.date, stamp: str) -> Plan:
    """All rows or none, as they were previewed. ``WrongState``: applied or dropped meanwhile, or what it would do is
    no longer what ``stamp`` saw. Raises Refused where rows are wrong."""
    if not may_apply(by, run, resource):
        raise NotAllowed("imports.apply")
    claimed = ImportRun.objects.filter(pk=run.pk, state=State.UPLOADED)
    if claimed.update(state=State.APPLIED, applied_at=at, applied_by_name=str(by)) != 1:
        raise WrongState("imports.apply")
    content = content_of(run)
    if content is None:
        raise Refused([("", "Tệp đã tải lên không còn: tải lên lại.")])
    found = plan(resource, content, run.file_name, by=by, on=on, hold=True)
    if not found.is_ready:
        raise Refused([("", "Bảng còn chỗ sai: sửa trong tệp rồi tải lên lại.")])
    if found.stamp != stamp:
        raise WrongState("imports.apply")
    if not found.written:
        raise Refused([("", "Mọi dòng đã đúng như trên cổng: không có gì để nhập.")])
    left = trail.Trail(by=by)
    counts = found.counts
    resource.at, resource.run = at, run
    try:
        resource.write(found.written, left)
    except IntegrityError:
        # Somebody wrote a row of the same key a moment ago.
        raise WrongState("imports.apply") from None
    resource.applied(found.written, at=at)
    run.refresh_from_db()
    run.counts, run.trail = counts, left.steps
    run.save(update_fields=["counts", "trail"])
    audit.record("imports.apply", run.key, by=by, after=_told(run, resource))
    return found


@transaction.atomic
def drop(run: ImportRun, resource: SheetResource, *, by) -> None:
    """Put a sheet away that was never applied."""
    if not resource.may_import(by):
        raise NotAllowed("imports.drop")
    if ImportRun.objects.filter(pk=run.pk, state=State.UPLOADED).update(state=State.DROPPED) != 1:
        raise WrongState("imports.drop")


@transaction.atomic
def undo(run: ImportRun, resource: SheetResource, *, by, at: dt.datetime) -> None:
    """Take back everything the run wrote. Raises Refused, naming the rows that were changed or used since."""
    if not may_take_back(by, type(resource)):
        raise NotAllowed("imports.undo")
    claimed = ImportRun.objects.filter(pk=run.pk, state=State.APPLIED)
    if claimed.update(state=State.UNDONE, undone_at=at, undone_by_name=str(by)) != 1:
        raise WrongState("imports.undo")
    try:
        trail.take_back(ImportRun.objects.values_list("trail", flat=True).get(pk=run.pk), by=by)
    except IntegrityError:
        # Somebody has come to use one of the rows a moment ago; ProtectedError is one of these.
        raise WrongState("imports.undo") from None
    run.refresh_from_db()
    audit.record("imports.undo", run.key, by=by, before=_told(run, resource), after={})


def tidy(at: dt.datetime) -> int:
    """Put away sheets that nobody took in within KEPT_FOR, and the files of all that were put away; how many files."""
    ImportRun.objects.filter(state=State.UPLOADED, uploaded_at__lt=at - KEPT_FOR).update(state=State.DROPPED)
    kept = set(ImportRun.objects.exclude(state=State.DROPPED).values_list("sha256", flat=True))
    dropped = set(ImportRun.objects.filter(state=State.DROPPED).values_list("sha256", flat=True)) - kept
    # Asked of the folder once: most of what was ever dropped is long gone.
    gone = [file for file in storage.kept(IMPORTS) if file.name in dropped]
    for file in gone:
        file.delete()
    return len(gone)


def _told(run, resource) -> dict:
    return {
        "import_kind": resource.subject, "file": run.file_name, "rows_new": run.counts["new"],
        "rows_changed": run.counts["changed"], "rows_same": run.counts["same"],
    }  # fmt: skip
