"""Writing an application, filing it and taking it back: what the authors' unit does."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from initiatives import application, terms
from initiatives.application import Sheet
from initiatives.legal_life import EDITABLE, enter, rights_of, settle
from initiatives.models import Contributor, Initiative, InitiativeFile
from targets.models import Heading
from units import audit
from units.models import Unit
from units.moves import NotAllowed, Refused, WrongState
from units.uploads import Stored
from units.vietnamese import format_date

State = Initiative.State
MAX_FILES = 10
# Savings of one person within this time are one line of the audit log.
SAME_SITTING = dt.timedelta(minutes=10)
_AUTHORS, _FILES = "Tác giả", "Tệp kèm đơn"


def bodies(on: dt.date) -> list[Unit]:
    """Units that an application can be filed to on the day: those that are there, schools aside."""
    there = Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), is_active=True, valid_from__lte=on)
    return list(there.exclude(kind=Unit.Kind.SCHOOL))


def choose(sheet: Sheet, *, bodies: list[Unit], headings: list[Heading]) -> tuple[Unit | None, Heading | None]:
    """What the two lists were set to; an error in the sheet for what is not in them."""
    body = next((one for one in bodies if one.code == sheet.typed["body"]), None)
    if body is None:
        sheet.errors["body"] = "Chọn cơ sở công nhận trong danh sách."
    heading = next((one for one in headings if one.ref == sheet.typed["heading"]), None)
    if heading is None and sheet.typed["heading"]:
        sheet.errors["heading"] = "Chọn đề mục trong danh sách, hoặc để trống."
    return body, heading


@transaction.atomic
def start(
    sheet: Sheet,
    *,
    unit: Unit,
    body: Unit,
    heading: Heading | None,
    by,
    at: dt.datetime,
    files: tuple[Stored, ...] = (),
) -> Initiative:
    """A new draft of ``unit``. The sheet holds nothing that cannot be stored. Raises NotAllowed."""
    if not by.access.may_draft_for(unit.pk):
        raise NotAllowed("draft")
    row = Initiative(unit=unit, body=body, heading=heading, recorded_at=at, recorded_by=by, edited_at=at)
    for name, value in _columns(sheet).items():
        setattr(row, name, value)
    row.fold(one.typed["name"] for one in sheet.authors)
    row.save()
    _write_authors(row, sheet)
    _write_files(row, files, by, at)
    audit.record("initiatives.draft", row.key, by=by, after={"state": row.state})
    return row


@transaction.atomic
def save(
    row: Initiative,
    sheet: Sheet,
    *,
    body: Unit,
    heading: Heading | None,
    by,
    at: dt.datetime,
    revision: int,
    files: tuple[Stored, ...] = (),
    remove: int | None = None,
) -> None:
    """Store the sheet in the draft, whole. ``remove``: the key of a file to take off.

    Raises NotAllowed; WrongState where it has moved or was saved by somebody else since; Refused for too many files.
    """
    if not rights_of(by, row).drafts:
        raise NotAllowed("draft")
    stored = application.of(row, row.contributors.all())
    values = _columns(sheet) | {"heading": heading}
    if row.state == State.DRAFT:
        # Who has begun to look at it stays the one who decides.
        values["body"] = body
    changed = [one.label for one in application.FIELDS if stored.typed[one.name] != sheet.typed[one.name]]
    authors_changed = [one.columns for one in stored.authors] != [one.columns for one in sheet.authors]
    for name, value in values.items():
        setattr(row, name, value)
    row.fold(one.typed["name"] for one in sheet.authors)
    values |= {"folded": row.folded, "sort_key": row.sort_key, "edited_at": at, "revision": F("revision") + 1}
    if Initiative.objects.filter(pk=row.pk, revision=revision, state__in=EDITABLE).update(**values) != 1:
        raise WrongState("save")
    if authors_changed:
        _write_authors(row, sheet)
    if remove is not None:
        row.files.filter(pk=remove).delete()
    _write_files(row, files, by, at)
    row.refresh_from_db(fields=["revision", "edited_at"])
    lines = changed + [_AUTHORS] * authors_changed + [_FILES] * bool(files or remove)
    if lines and not audit.extend("initiatives.draft", row.key, by=by, key="lines", values=lines, within=SAME_SITTING):
        audit.record("initiatives.draft", row.key, by=by, after={"lines": lines})


def _columns(sheet: Sheet) -> dict:
    return {one.name: sheet.days[one.name] if one.is_day else sheet.typed[one.name] for one in application.FIELDS}


def _write_authors(row, sheet):
    row.contributors.all().delete()
    Contributor.objects.bulk_create(
        Contributor(initiative=row, order=place, **one.columns) for place, one in enumerate(sheet.authors, 1)
    )


def _write_files(row, files, by, at):
    have = set(row.files.values_list("sha256", flat=True))
    fresh = {one.sha256: one for one in files if one.sha256 not in have}
    if len(have) + len(fresh) > MAX_FILES:
        raise Refused([("file", f"Mỗi đơn kèm tối đa {MAX_FILES} tệp; gỡ bớt hoặc gộp lại.")])
    InitiativeFile.objects.bulk_create(
        InitiativeFile(
            initiative=row,
            name=one.name,
            sha256=one.sha256,
            size=one.size,
            content_type=one.content_type,
            added_at=at,
            added_by_name=str(by),
        )
        for one in fresh.values()
    )


# --- Filing ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def file(row: Initiative, *, by, at: dt.datetime, revision: int) -> None:
    """Hand the application in; what was asked back is handed in again under its receipt, and the body answers within a
    month of that. Raises NotAllowed, WrongState, Refused with all that it lacks (điều 5)."""
    name = "refile" if row.state == State.SUPPLEMENT else "file"
    enter(name, row, by=by, revision=revision)
    on = at.date()
    sheet = application.of(row, row.contributors.all())
    if problems := application.filing_problems(sheet, on=on, filed_on=row.filed_on):
        raise Refused(problems)
    if name == "file":
        settle(name, row, by=by, at=at, on=on, text=f"Nộp đến {row.body.name}.", filed_on=on)
    else:
        answer_by = terms.answer_by(on)
        text = f"Hẹn trả lời {format_date(answer_by)}."
        settle(name, row, by=by, at=at, on=on, text=text, answer_by=answer_by, supplement_by=None)


@transaction.atomic
def withdraw(row: Initiative, *, by, at: dt.datetime, revision: int) -> None:
    """Back to the unit, until the body has received it: it was never handed in. Raises NotAllowed, WrongState."""
    enter("withdraw", row, by=by, revision=revision)
    settle("withdraw", row, by=by, at=at, on=at.date(), filed_on=None)
