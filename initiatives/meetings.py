"""Phiên họp of a council: who was there, what was said, and the opinions on initiatives that came of it.

Opinions and votes stand on the initiative alone, written by recognition.council whichever page they are typed on; a
meeting finds them by its council and its day.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from initiatives import recognition, terms
from initiatives.councils import can_change
from initiatives.legal_life import processes
from initiatives.models import Council, CouncilMeeting, Initiative
from initiatives.said import Said
from units import audit
from units.asked import whole_number
from units.moves import NotAllowed, Refused, WrongState
from units.uploads import Stored
from units.vietnamese import clean_text, fold, format_date

State = Initiative.State
AGENDA_LIMIT, MINUTES_LIMIT = 4_000, 20_000
VOTES = ("for", "against", "opinion")


def considered(meeting: CouncilMeeting) -> QuerySet:
    """The initiatives on which the council gave its opinion that day."""
    return Initiative.objects.filter(council=meeting.council_id, council_met_on=meeting.held_on)


def awaiting(council: Council) -> QuerySet:
    """Initiatives of the body that wait for its council's opinion, the longest first."""
    if council.kind != Council.Kind.INITIATIVES:
        return Initiative.objects.none()
    rows = Initiative.objects.filter(body=council.unit_id, state=State.ACCEPTED, council_met_on=None)
    return rows.order_by("accepted_on", "pk")


def without_minutes(council: Council) -> list[dt.date]:
    """Days on which opinions were given and no meeting is recorded, the latest first."""
    told = Initiative.objects.filter(council=council).exclude(council_met_on=None)
    told = told.exclude(council_met_on__in=council.meetings.values("held_on"))
    return list(told.order_by("-council_met_on").values_list("council_met_on", flat=True).distinct())


def same_names(members, initiative: Initiative) -> list[str]:
    """Members who bear the name of an author of the initiative: if it is they, they do not vote on it.

    A name is no key: it is told to people, and nothing is decided by it. ``contributors`` prefetched.
    """
    authors = {fold(one.name) for one in initiative.contributors.all()}
    return [one.name for one in members if fold(one.name) in authors]


# --- The meeting -----------------------------------------------------------------------------------------------------


@transaction.atomic
def hold(council: Council, *, by, at: dt.datetime, said, file: Stored | None = None) -> CouncilMeeting:
    """``held_on``, ``place``, ``chaired_by`` and ``attendee`` (keys of members), ``agenda``, ``minutes``."""
    if not can_change(by, council):
        raise NotAllowed("hold")
    columns, attendees = _read(council, said, at.date())
    try:
        with transaction.atomic():
            meeting = CouncilMeeting.objects.create(
                council=council, recorded_at=at, recorded_by_name=str(by), **columns, **_file_columns(file)
            )
    except IntegrityError:
        raise Refused([("held_on", _taken(columns["held_on"]))]) from None
    meeting.attendees.set(attendees)
    audit.record("councils.hold", council.key, by=by, after=_told(meeting, attendees))
    return meeting


@transaction.atomic
def mend(
    meeting: CouncilMeeting, *, by, at: dt.datetime, revision: int, said, file: Stored | None = None, remove_file=False
) -> None:
    """The same inputs. The day stays while opinions stand on it; ``file`` takes the place of the one that is there."""
    council = meeting.council
    if not can_change(by, council):
        raise NotAllowed("mend")
    columns, attendees = _read(council, said, at.date())
    rows = list(considered(meeting))
    if rows and columns["held_on"] != meeting.held_on:
        text = f"Phiên họp đã có ý kiến về {len(rows)} sáng kiến, không đổi ngày; sửa ngày ở từng sáng kiến trước."
        raise Refused([("held_on", text)])
    most = max((row.council_for + row.council_against for row in rows), default=0)
    if most > len(attendees):
        text = f"Có sáng kiến đã ghi {most} phiếu, số người dự họp không ít hơn {most}."
        raise Refused([("attendee", text)])
    before = _told(meeting, list(meeting.attendees.all()))
    files = _file_columns(file) if file or remove_file else {}
    seen = CouncilMeeting.objects.filter(pk=meeting.pk, revision=revision)
    try:
        with transaction.atomic():
            if seen.update(revision=F("revision") + 1, **columns, **files) != 1:
                raise WrongState("mend")
    except IntegrityError:
        raise Refused([("held_on", _taken(columns["held_on"]))]) from None
    meeting.refresh_from_db()
    meeting.attendees.set(attendees)
    audit.record("councils.mend", council.key, by=by, before=before, after=_told(meeting, attendees))


def _taken(day) -> str:
    return f"Ngày {format_date(day)} đã có một phiên họp của hội đồng này; mở phiên họp ấy để sửa."


def _file_columns(file: Stored | None) -> dict:
    if file is None:
        return {"file_name": "", "file_sha256": "", "file_size": None, "file_type": ""}
    return {
        "file_name": file.name, "file_sha256": file.sha256, "file_size": file.size, "file_type": file.content_type,
    }  # fmt: skip


def _read(council, said, today) -> tuple[dict, list]:
    form = Said(said)
    until = [(today, "hôm nay")]
    if council.valid_to:
        until.append((council.valid_to, "ngày hết nhiệm kỳ"))
    held_on = form.day(
        "held_on",
        "Ngày họp",
        missing="Ghi ngày họp.",
        since=((council.valid_from, "ngày bắt đầu nhiệm kỳ"),),
        until=tuple(until),
    )
    place = form.line("place", "Nơi họp", 200, missing="Ghi nơi họp.")
    members = [one for one in council.members.all() if held_on is None or one.sits(held_on)]
    by_key = {str(one.pk): one for one in members}
    chair = form.choice("chaired_by", by_key, missing="Chọn người chủ trì trong danh sách thành viên.")
    wanted = {clean_text(value).strip() for value in said.getlist("attendee")}
    attendees = [one for one in members if str(one.pk) in wanted or one == chair]
    if wanted - set(by_key) and held_on is not None:
        form.wrong("attendee", "Có người được chọn không còn trong hội đồng vào ngày họp, chọn lại.")
    elif len(attendees) < 2:
        form.wrong("attendee", "Chọn những thành viên dự họp, ít nhất một người ngoài người chủ trì.")
    agenda = form.text("agenda", "Nội dung họp", AGENDA_LIMIT, missing="Ghi nội dung họp.")
    minutes = form.text("minutes", "Kết luận, biên bản", MINUTES_LIMIT)
    form.check()
    columns = {"held_on": held_on, "place": place, "chaired_by": chair, "agenda": agenda, "minutes": minutes}
    return columns, attendees


def _told(meeting, attendees) -> dict:
    """Days, numbers and who was there, for the log, which holds no words of the minutes."""
    return {
        "held_on": meeting.held_on.isoformat(),
        "chaired_by": meeting.chaired_by.name,
        "members": len(attendees),
        "scan": meeting.file_name,
    }


# --- Opinions on initiatives -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ballot:
    """One initiative that waits, and what was typed of the council's opinion on it."""

    row: Initiative
    term: terms.Term | None
    same_names: list[str]
    typed: dict[str, str]

    @property
    def stem(self) -> str:
        return f"vote-{self.row.pk}"


def ballots(meeting: CouncilMeeting, members, post: Mapping[str, str] | None = None) -> list[Ballot]:
    """What the meeting could have considered: accepted by its day, and still without an opinion."""
    rows = awaiting(meeting.council).filter(accepted_on__lte=meeting.held_on)
    rows = rows.select_related("unit", "body").prefetch_related("contributors")
    return [
        Ballot(
            row,
            terms.term_of(row),
            same_names(members, row),
            {name: clean_text((post or {}).get(f"vote-{row.pk}-{name}", "")).strip() for name in VOTES},
        )
        for row in rows
    ]


def can_vote(user, council: Council) -> bool:
    """Write the council's opinion: whoever processes what is filed to its unit (recognition)."""
    return council.kind == Council.Kind.INITIATIVES and processes(user, council.unit_id)


@transaction.atomic
def vote(meeting: CouncilMeeting, *, by, at: dt.datetime, said: Mapping[str, str]) -> int:
    """``vote-<initiative>-for``, ``-against``, ``-opinion``, ``-revision`` of each; those left blank are left alone.

    Every opinion by recognition.council, with its own rights, bounds and steps: all are stored, or none.
    """
    if not can_vote(by, meeting.council):
        raise NotAllowed("vote")
    problems, told = [], 0
    for ballot in ballots(meeting, [], said):
        if not any(ballot.typed.values()):
            continue
        row, stem = ballot.row, ballot.stem
        typed = {
            "council": str(meeting.council_id),
            "council_met_on": format_date(meeting.held_on),
            **{f"council_{name}": text for name, text in ballot.typed.items()},
        }
        seen = whole_number(said.get(f"{stem}-revision"), digits=9)
        try:
            recognition.council(row, by=by, at=at, revision=-1 if seen is None else seen, said=typed)
        except Refused as refusal:
            problems += [(_anchor(stem, name), f"{row.title}: {text}") for name, text in refusal.problems]
        else:
            told += 1
    if problems:
        raise Refused(problems)
    if not told:
        raise Refused([("", "Ghi số phiếu và ý kiến của ít nhất một sáng kiến.")])
    return told


def _anchor(stem, name) -> str:
    part = name.removeprefix("council_")
    return f"{stem}-{part}" if part in VOTES else ""
