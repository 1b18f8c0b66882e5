"""Marking what the units wrote: quoted into the draft, skipped, or unread again (domain §9).

A quotation is a line of the draft, editable like any other; its source is the mark, which names version and key.
"""

from django.db import transaction

from reports import gathering, publishing
from reports.models import GatheringMark, Publication
from units import audit, clock
from units.moves import NotAllowed, Refused, WrongState

State = GatheringMark.State


@transaction.atomic
def quote(draft, wanted, *, by, section="") -> list:
    """Write the things ``wanted`` (pairs of version and key) into ``section`` of the draft, or each where it belongs.

    Returns them. Where the first draft holds a shortened line of the same units, the whole takes its place.
    Raises NotAllowed, WrongState, Refused, StaleDraft.
    """
    if section and section not in Publication.SECTIONS:
        raise Refused([("", "Chọn mục của dự thảo để trích vào.")])
    things = _found(draft, wanted, by)
    texts = {}
    for same in _same(things):
        into = section or same[0].section
        texts[into] = _with(texts.get(into, getattr(draft, into)), same)
    changes = {name: text for name, text in texts.items() if text != getattr(draft, name)}
    if changes:
        publishing.write(draft, changes, by=by, revision=draft.revision)
    _mark(draft, things, State.QUOTED, by, section)
    _record("publications.quote", draft, things, by)
    return things


@transaction.atomic
def skip(draft, wanted, *, by) -> list:
    """Read, and left out. A line quoted before is taken out where nobody has edited it. Raises as ``quote`` does."""
    things = _found(draft, wanted, by)
    _take_out(draft, things, by)
    _mark(draft, things, State.SKIPPED, by, "")
    _record("publications.skip", draft, things, by)
    return things


@transaction.atomic
def unmark(draft, wanted, *, by) -> list:
    """Unread again; of quotations as ``skip``. Raises as ``quote`` does."""
    things = _found(draft, wanted, by)
    _take_out(draft, things, by)
    GatheringMark.objects.filter(pk__in=[mark.pk for thing in things for mark in thing.marks]).delete()
    _record("publications.unmark", draft, things, by)
    return things


def _found(draft, wanted, by):
    if not publishing.can_edit(by):
        raise NotAllowed
    if draft.state != Publication.State.DRAFT:
        raise WrongState("quote")
    if draft.copy_of_id:
        raise Refused([("", publishing.COPIED)])
    things = gathering.find(gathering.read(draft), wanted)
    if not things:
        raise Refused(
            [("", "Đơn vị vừa có lần gửi mới, đoạn này không còn trong bản được chấp nhận. Xem lại danh sách.")]
        )
    return things


def _same(things) -> list[list]:
    said = {}
    for thing in things:
        said.setdefault(thing.words, []).append(thing)
    return list(said.values())


def _with(text, same) -> str:
    """``text`` and the line of these things, which say the same."""
    line, shortened = _lines(same)
    lines = text.split("\n") if text else []
    if line in lines:
        return text
    if shortened in lines:
        lines[lines.index(shortened)] = line
        return "\n".join(lines)
    return "\n".join([*lines, line])


def _lines(same) -> tuple[str, str]:
    said = same[0].text
    return (
        gathering.line_of(same, gathering.whole(said)),
        gathering.line_of(same, gathering.shorten(said)),
    )


def _take_out(draft, things, by):
    """Remove the lines that stand as they were quoted."""
    texts = {}
    for same in _same([thing for thing in things if thing.state == State.QUOTED]):
        line, _ = _lines(same)
        into = same[0].marks[0].section or same[0].section
        kept = texts.get(into, getattr(draft, into)).split("\n")
        if line in kept:
            kept.remove(line)
            texts[into] = "\n".join(kept)
    if texts:
        publishing.write(draft, texts, by=by, revision=draft.revision)


def _mark(draft, things, state, by, section):
    GatheringMark.objects.bulk_create(
        [
            GatheringMark(
                publication=draft,
                version_id=thing.version_id,
                key=thing.key,
                state=state,
                section="" if state == State.SKIPPED else section or thing.section,
                at=clock.now(),
                by_name=str(by),
            )
            for thing in things
        ],
        update_conflicts=True,
        unique_fields=["publication", "version", "key"],
        update_fields=["state", "section", "at", "by_name"],
    )


def _record(act, draft, things, by):
    # Names of units and lines only: the log is no place for their words.
    said = [f"{thing.unit.code} {thing.key}" for thing in things]
    audit.record(act, publishing.key_of(draft), by=by, after={"lines": said})
