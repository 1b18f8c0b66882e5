"""Publishing: a draft is edited, then frozen whole; page and files are drawn from the frozen copy alone (domain §9)."""

import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q

from reports import gathering, makeup, notices, office_templates, publication_files, signatories, snapshots, stretches
from reports.kinds import Kind, Stretch
from reports.models import GatheringMark, Publication, PublicationEdit
from targets.models import Period
from units import audit, clock, jobs
from units.moves import Move, NotAllowed, Refused, WrongState, claim
from units.vietnamese import format_date

PUBLISH = Move("publish", "Công bố báo cáo", frozenset({Publication.State.DRAFT}), Publication.State.PUBLISHED)
SECTION_LIMIT = 40_000
COPIED = "Bản này giữ số liệu và nguồn của bản đã công bố, không lấy thêm từ báo cáo của các đơn vị."
# No 0/O, 1/I/L: the code is read off paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class StaleDraft(Exception):
    """Somebody saved this draft since the page was opened."""


def can_edit(user) -> bool:
    return user.access.is_reviewer


def can_publish(user) -> bool:
    return user.access.is_office_head


def can_read(user) -> bool:
    """Published reports: the Economics Office and leadership (contract, "Who sees what")."""
    return user.access.is_reviewer or user.access.is_leader


def _allow(right, user):
    if not right(user):
        raise NotAllowed


def latest(period, kind=Kind.QUARTER) -> Publication | None:
    """The open draft of its kind that ends with the period, or else the newest that is not a copy of another."""
    rows = period.publications.filter(Q(copy_of=None) | Q(state=Publication.State.DRAFT), kind=kind)
    return rows.select_related("signatory__template").order_by("-number").first()


def next_number(period, kind) -> int:
    return (period.publications.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0) + 1


def successor(row) -> Publication | None:
    """The published version that took the place of ``row``, or of that whose figures it has."""
    return replacement(row) or (replacement(row.copy_of) if row.copy_of_id else None)


def replacement(row) -> Publication | None:
    later = getattr(row, "replaced_by", None)
    return later if later and later.state == Publication.State.PUBLISHED else None


def is_in_force(row) -> bool:
    return row.state == Publication.State.PUBLISHED and successor(row) is None


@transaction.atomic
def start(period, *, by, kind=Kind.QUARTER) -> Publication:
    """The first draft, gathered from the accepted reports. An existing one is returned as it is.

    ``period``: the last quarter of ``kind``. Raises Refused before its window has begun.
    """
    _allow(can_edit, by)
    existing = latest(period, kind)
    if existing:
        return existing
    now, stretch = clock.now(), Stretch(kind, period)
    if now.date() < period.window_from:
        day = format_date(period.window_from)
        raise Refused([("", f"{period.label} chưa bắt đầu: lập dự thảo {stretch.label} được từ ngày {day}.")])
    rows = gathering.sources(stretch)
    texts = gathering.first_draft(rows, stretches.consolidate(stretch, now.date()))
    try:
        with transaction.atomic():
            draft = Publication.objects.create(
                period=period, kind=kind, edited_at=now, edited_by_name=str(by), signatory=_first(period, now), **texts
            )
    except IntegrityError:  # somebody pressed at the same moment: theirs is the draft
        return latest(period, kind)
    _keep(draft)
    _mark_quoted(draft, gathering.read(draft, rows), by, now)
    audit.record("publications.start", key_of(draft), by=by, after={"number": draft.number})
    return draft


def _first(period, now):
    """Under which template a report begins; None where none is stored."""
    row = office_templates.chosen(Publication(period=period), now.date())
    return row if row.pk else None


@transaction.atomic
def gather_again(draft, *, by, revision) -> None:
    """Replace the texts by what the units say now, but for what was skipped. The former texts stay as a version."""
    _allow(can_edit, by)
    if draft.copy_of_id:
        raise Refused([("", COPIED)])
    now = clock.now()
    rows = gathering.sources(draft.stretch)
    things = gathering.read(draft, rows)
    skipped = {(thing.version_id, thing.section) for thing in things if _is_skipped_text(thing)}
    for row in rows:
        row["texts"] = {
            name: "" if (row["version_id"], name) in skipped else text for name, text in row["texts"].items()
        }
    texts = gathering.first_draft(rows, stretches.consolidate(draft.stretch, now.date()))
    save(draft, texts=texts, by=by, revision=revision)
    draft.marks.filter(state=gathering.QUOTED).delete()
    _mark_quoted(draft, [thing for thing in things if thing.state != gathering.SKIPPED], by, now)


def _is_skipped_text(thing) -> bool:
    return thing.kind == "text" and thing.state == gathering.SKIPPED


def _mark_quoted(draft, things, by, at):
    """What the first draft says in full has been quoted; of what it cut the rest is still to be read."""
    GatheringMark.objects.bulk_create(
        GatheringMark(
            publication=draft,
            version_id=thing.version_id,
            key=thing.key,
            state=gathering.QUOTED,
            section=thing.section,
            at=at,
            by_name=str(by),
        )
        for thing in gathering.said_in(draft, things)
    )


@transaction.atomic
def save(draft, *, texts, by, revision, number=None, day=None, signatory=None) -> None:
    """Store the edited texts, and keep them as a version. Raises Refused, or StaleDraft with nothing written.

    ``signatory``: who signs, and so under which template; the one that the draft has where it is None.
    """
    changes = dict(texts)
    if signatory is not None:
        changes["signatory"] = signatory
    if number is not None:
        changes |= {"document_number": number, "document_date": day}
    write(draft, changes, by=by, revision=revision)
    audit.record("publications.save", key_of(draft), by=by, after={"revision": draft.revision})


def write(draft, changes, *, by, revision) -> None:
    """Change the draft as it stood at ``revision``; in the caller's transaction, which also says what it did."""
    _allow(can_edit, by)
    problems = [
        (name, f"Mục này dài {len(text)} ký tự, quá {SECTION_LIMIT}; rút gọn lại.")
        for name, text in changes.items()
        if name in Publication.SECTIONS and len(text) > SECTION_LIMIT
    ]
    if problems:
        raise Refused(problems)
    now = clock.now()
    saved = Publication.objects.filter(pk=draft.pk, revision=revision, state=Publication.State.DRAFT).update(
        revision=F("revision") + 1, edited_at=now, edited_by_name=str(by), **changes
    )
    if saved != 1:
        raise StaleDraft
    draft.refresh_from_db()
    _keep(draft)


def _keep(draft):
    """The texts as they stand now, as one more version of the draft."""
    PublicationEdit.objects.create(
        publication=draft,
        revision=draft.revision,
        at=draft.edited_at,
        by_name=draft.edited_by_name,
        texts=draft.texts,
    )


@transaction.atomic
def restore(draft, *, by, revision, to) -> PublicationEdit:
    """Take back the texts of the version ``to``; what they replace stays as a version. Raises Refused, StaleDraft."""
    _allow(can_edit, by)
    edit = draft.edits.filter(revision=to).first()
    if edit is None:
        raise Refused([("", "Dự thảo không có lần sửa này.")])
    texts = {name: edit.texts.get(name, "") for name in Publication.SECTIONS}
    write(draft, texts, by=by, revision=revision)
    audit.record("publications.restore", key_of(draft), by=by, after={"revision": draft.revision, "restored": to})
    return edit


def preview(draft, *, by) -> dict:
    """The snapshot as it would be frozen now."""
    now, unpublished = clock.now(), {"code": "", "check_url": "", "publisher": str(by)}
    if draft.copy_of_id:
        return snapshots.again(draft.copy_of.snapshot, draft, **unpublished, at=now)
    return snapshots.build(draft, stretches.consolidate(draft.stretch, now.date()), **unpublished, at=now)


@transaction.atomic
def publish(draft, *, by, revision) -> list[str]:
    """Freeze the draft as it stood at ``revision``. Raises NotAllowed, WrongState, or Refused.

    Returns the units of which something was still unread: it does not hold the report up, but is said and logged.
    """
    _allow(can_publish, by)
    now = clock.now()
    _require_signatory(draft, now.date())
    code = new_code()
    frozen, unread = _frozen(draft, by, now, code)
    claim(
        Publication.objects.filter(pk=draft.pk, revision=revision),
        PUBLISH,
        code=code,
        published_at=now,
        published_by=by,
        publisher_name=str(by),
        snapshot=frozen,
    )
    if draft.stretch.is_quarter and not draft.copy_of_id:
        # Consolidated is closed: from here verdicts of this quarter may be final (domain §4).
        Period.objects.filter(pk=draft.period_id, closed_at=None).update(closed_at=now)
    draft.refresh_from_db()
    audit.record(
        "publications.publish",
        key_of(draft),
        by=by,
        before={"state": "draft"},
        after={"state": "published", "code": code, "unread": len(unread)},
    )
    notices.published(draft)
    publication_files.request_files(draft, by=by)
    return unread


def _require_signatory(draft, today):
    day = draft.document_date or today
    wrong = signatories.expired(office_templates.chosen(draft, day), day)
    if wrong and draft.state == Publication.State.DRAFT:
        raise Refused([("", wrong)])


def _frozen(draft, by, now, code) -> tuple[dict, list[str]]:
    """The snapshot, and the units of which something is unread; of a copy that was said of what it copies."""
    told = {"code": code, "check_url": check_url(code), "publisher": str(by), "at": now}
    if draft.copy_of_id:
        return snapshots.again(draft.copy_of.snapshot, draft, **told), []
    consolidated = stretches.consolidate(draft.stretch, now.date())
    if not consolidated.accepted:
        raise Refused([("", "Chưa có báo cáo nào được chấp nhận trong kỳ này, chưa công bố được.")])
    unread = gathering.unread_units(gathering.read(draft))
    return snapshots.build(draft, consolidated, **told, records=makeup.behind(consolidated)), unread


@transaction.atomic
def correct(published, *, by, reason) -> Publication:
    """A new draft that will replace ``published``, with the same texts and the reason. Raises Refused, WrongState.

    Of a copy the words alone are put right: its figures are those of what it copies.
    """
    _allow(can_edit, by)
    reason = reason.strip()
    if not reason:
        raise Refused([("reason", "Ghi lý do đính chính: bản mới in kèm lý do này.")])
    if not is_in_force(published):
        raise WrongState("correct")
    try:
        with transaction.atomic():
            draft = Publication.objects.create(
                period_id=published.period_id,
                kind=published.kind,
                number=next_number(published.period, published.kind),
                replaces=published,
                copy_of_id=published.copy_of_id,
                signatory_id=published.signatory_id,
                reason=reason[:1000],
                edited_at=clock.now(),
                edited_by_name=str(by),
                **published.texts,
            )
    except IntegrityError:
        raise WrongState("correct") from None
    _keep(draft)
    # The same texts rest on the same sources.
    marks = list(published.marks.all())
    for mark in marks:
        mark.pk, mark.publication = None, draft
    GatheringMark.objects.bulk_create(marks)
    audit.record("publications.correct", key_of(draft), by=by, after={"number": draft.number}, note=reason[:1000])
    return draft


def retry_files(publication, *, by) -> None:
    """Ask again for the files that could not be drawn."""
    _allow(can_edit, by)
    if publication.state != Publication.State.PUBLISHED:
        return
    last = publication_files.last_jobs(publication)
    for format in Publication.Format:
        if publication.sha256(format):
            continue
        # One that waits or is drawn has somebody at it already.
        if not (format in last and jobs.retry(last[format], by=by)):
            publication_files.request(publication, format, by=by)


def new_code() -> str:
    """Mã kiểm tra "7K4M-29QX": 31^8 codes, so that guessing one is hopeless."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def normal_code(typed: str) -> str:
    """A code as people type it off paper: any case, with or without the hyphen."""
    letters = "".join(letter for letter in typed.upper() if letter in ALPHABET)
    return f"{letters[:4]}-{letters[4:]}"


def check_url(code: str) -> str:
    return f"{settings.Q4KH_BASE_URL}/kiem-tra/{code}/"


def key_of(publication) -> str:
    return f"tong-hop-{publication.stretch.key}"
