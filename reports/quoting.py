"""Marking what the units wrote: quoted into the draft, skipped, or unread again (domain §9).

A quotation is a line of the draft, editable like any other; its source is the mark, which names version and key.
"""

from django.db import transaction

from reports import gathering, outline, publishing, repeated
from reports.models import GatheringMark, Publication
from units import audit, clock
from units.moves import NotAllowed, Refused, WrongState

State = GatheringMark.State


@transaction.atomic
def quote(draft, wanted, *, by, section="", together=False) -> list:
    """Write the things ``wanted`` (pairs of version and key) into ``section`` of the draft, or each where it belongs.

    Returns them. Where the first draft holds a shortened line of the same units, the whole takes its place.
    ``together``: they say nearly the same (reports.repeated), and one line with all names stands for their lines.
    Raises NotAllowed, WrongState, Refused, StaleDraft.
    """
    if section and section not in Publication.SECTIONS:
        raise Refused([("", "Chọn mục của dự thảo để trích vào.")])
    things = _found(draft, wanted, by)
    texts = {}
    # A wording may have been corrected since the page was opened: what is not alike is quoted line by line.
    for same in [things] if together and repeated.is_one(things) else _same(things):
        into = section or same[0].section
        texts[into] = _with(texts.get(into, getattr(draft, into)), same, into)
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


def _with(text, same, into) -> str:
    """``text`` and the line of these things, in place of the lines that told some of them before."""
    line, _ = _lines(same)
    lines = text.split("\n") if text else []
    if line in lines:
        return text
    told = {written for part in (same, *_same(same)) for written in _lines(part)}
    places = [at for at, one in enumerate(lines) if one in told]
    if not places:
        return _added(text, line, same[0], into)
    lines[places[0]] = line
    return "\n".join(one for at, one in enumerate(lines) if at not in places[1:])


def _added(text, line, thing, into) -> str:
    """Results stand under the plan's headings, what belongs to none of them above."""
    if into != "results":
        return f"{text}\n{line}" if text else line
    heading = (thing.heading, thing.heading_title)
    if outline.heading_in(" ".join(heading)) == heading:
        return outline.under(text, line, *heading)
    return outline.above(text, line)


def _lines(same) -> tuple[str, str]:
    said = repeated.lead(same).text
    return (
        gathering.line_of(same, gathering.whole(said)),
        gathering.line_of(same, gathering.shorten(said)),
    )


def _take_out(draft, things, by):
    """Remove the lines that stand as they were quoted."""
    texts = {}
    quoted = [thing for thing in things if thing.state == State.QUOTED]
    # What was quoted together stands in one line.
    for same in [quoted, *_same(quoted)] if quoted else []:
        line, _ = _lines(same)
        into = same[0].marks[0].section or same[0].section
        before = texts.get(into, getattr(draft, into))
        after = outline.without(before, line)
        if after != before:
            texts[into] = after
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
