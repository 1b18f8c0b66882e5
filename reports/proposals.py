"""Kiến nghị: what units ask for, who answers, and what is asked again (domain §3).

Only proposals of accepted reports are official, in the words that the accepted version froze: what a draft says of
them is the unit's own affair. With whom a proposal lies, and what became of it, stands on its row.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from reports import notices, permissions
from reports.models import Proposal
from reports.rows import MAX_ROWS, PROPOSAL, Row
from targets.quarters import local_day
from units import audit, clock
from units.moves import Move, NotAllowed, Refused, claim
from units.vietnamese import fold, format_date

State, Addressee = Proposal.State, Proposal.Addressee

WAITING = frozenset({State.OPEN, State.FORWARDED})
FORWARD = Move("forward", "Chuyển kiến nghị", WAITING, State.FORWARDED)
# An answer may be put right; what was asked again is answered where it was asked last.
ANSWER = Move("answer", "Trả lời kiến nghị", WAITING | {State.ANSWERED}, State.ANSWERED)
# Whom the Economics Office can pass a proposal on to.
ABOVE = (Addressee.COMMITTEE, Addressee.DEPARTMENT)
ANSWER_LIMIT = 4000


# --- Reading -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """One official proposal. ``text`` and ``heading`` as frozen; ``since``: the day on which it was first sent, in
    whichever report; ``times``: in how many reports it has been said; ``next_report``: where it was said again."""

    row: Proposal
    text: str
    heading: str
    heading_title: str
    addressee: str
    since: dt.date
    times: int

    @property
    def addressee_label(self) -> str:
        return Addressee(self.addressee).label

    @property
    def is_waiting(self) -> bool:
        return self.row.state in WAITING

    @property
    def is_answered(self) -> bool:
        return self.row.state == State.ANSWERED

    @property
    def state_label(self) -> str:
        if self.row.state == State.FORWARDED:
            return f"Đã chuyển {self.addressee_label}"
        return State(self.row.state).label

    def days(self, on: dt.date) -> int:
        """How many days it has waited."""
        return max(0, (on - self.since).days)

    def holds(self, folded: str) -> bool:
        """Whether a search for ``folded`` finds it."""
        unit = self.row.report.unit
        return folded in fold(f"{self.text} {self.row.answer} {unit.name} {unit.short_name}")


def can_see(user) -> bool:
    """The unit's own people, the Economics Office, leadership; the administrator reads no content (domain §1)."""
    access = user.access
    return access.sees_everything or access.is_leader or bool(access.acts_for)


def can_answer(user) -> bool:
    """The office answers, and enters what the Committee or the Department has answered."""
    return permissions.can_review(user)


def visible_to(user):
    """Rows for ``official`` of which this person may read the accepted words."""
    access = user.access
    if access.sees_everything or access.is_leader:
        return Proposal.objects.all()
    return Proposal.objects.filter(report__unit__in=access.acts_for)


def official(rows) -> list[Said]:
    """Those of the proposals ``rows`` that an accepted version holds: what waits first, longest waiting on top, then
    the rest, newest period first. One query.

    ``rows`` should hold a unit's carried ones too, or its later ones count from their own report.
    """
    rows = list(
        rows.filter(report__official__isnull=False)
        .select_related("report__unit", "report__period")
        .annotate(frozen=F("report__official__content__proposals"), next_pk=F("carried_to__pk"))
        .order_by("report__period__window_from", "report__unit__group", "report__unit__order", "order", "pk")
    )
    by_pk = {row.pk: row for row in rows}
    found = []
    for row in rows:
        frozen = next((said for said in row.frozen or () if said.get("id") == row.pk), None)
        if frozen is None:
            continue  # written in a correction that nobody has accepted yet
        first, times = row, 1
        while first.carried_from_id in by_pk and by_pk[first.carried_from_id].state == State.CARRIED:
            first, times = by_pk[first.carried_from_id], times + 1
        found.append(
            Said(
                row=row,
                text=frozen["text"],
                heading=frozen["heading"],
                heading_title=frozen["heading_title"],
                # Passed on, it lies with somebody else than the unit had written to.
                addressee=frozen["addressee"] if row.state == State.OPEN else row.addressee,
                since=local_day(first.report.first_sent_at),
                times=times,
            )
        )
    newest = sorted(found, key=lambda said: said.row.report.period.window_from, reverse=True)
    return sorted([said for said in found if said.is_waiting], key=lambda said: said.since) + [
        said for said in newest if not said.is_waiting
    ]


def unanswered() -> list[Said]:
    """Every proposal that waits, longest waiting first."""
    return [said for said in official(Proposal.objects.exclude(state=State.ANSWERED)) if said.is_waiting]


def waiting_for_committee() -> list[Said]:
    """What the People's Committee has to decide, longest waiting first."""
    return [said for said in unanswered() if said.addressee == Addressee.COMMITTEE]


def of_report(report) -> list[Said]:
    """The official proposals of one report, in their own order. Costs a query only where there are any."""
    if not report.official or not report.official.content.get("proposals"):
        return []
    found = official(Proposal.objects.filter(report__unit=report.unit_id))
    return sorted(
        (said for said in found if said.row.report_id == report.pk), key=lambda said: (said.row.order, said.row.pk)
    )


def answered_lately(user, since: dt.date, limit=5) -> list[Said]:
    """Answers that the person's own units have got from the day ``since`` on, the newest first."""
    rows = Proposal.objects.filter(report__unit__in=user.access.acts_for, answered_on__gte=since)
    found = [said for said in official(rows) if said.is_answered]
    return sorted(found, key=lambda said: (said.row.answered_on, said.row.pk), reverse=True)[:limit]


# --- Answering -----------------------------------------------------------------------------------------------------


@transaction.atomic
def forward(said: Said, *, by, to) -> None:
    """Pass it on to the Committee or the Department. Raises NotAllowed, Refused, WrongState."""
    if not can_answer(by):
        raise NotAllowed
    if to not in ABOVE:
        raise Refused([("to", "Chọn nơi nhận: UBND Quận 4 hoặc Sở Khoa học và Công nghệ.")])
    if said.row.state == State.FORWARDED and said.addressee == to:
        raise Refused([("to", f"Kiến nghị này đã chuyển {Addressee(to).label}.")])
    claim(_row(said), FORWARD, addressee=to)
    _record("proposals.forward", said, by, {"addressee": said.addressee}, {"addressee": str(to)})
    said.row.refresh_from_db(fields=["state", "addressee"])
    _tell(said, f"{_what(said)} đã được chuyển {Addressee(to).label}.")


@transaction.atomic
def answer(said: Said, *, by, text: str, on: dt.date | None) -> None:
    """Store the answer of whoever it lies with, given on the day ``on``; the unit is told.

    Raises NotAllowed, Refused, WrongState (asked again in a later report since).
    """
    if not can_answer(by):
        raise NotAllowed
    now = clock.now()
    text = text.strip()
    problems = []
    if not text:
        problems.append(("answer", "Ghi câu trả lời: đơn vị đọc nguyên văn."))
    elif len(text) > ANSWER_LIMIT:
        problems.append(("answer", f"Câu trả lời dài {len(text)} ký tự, quá {ANSWER_LIMIT}; rút gọn lại."))
    if on is None:
        problems.append(("answered_on", "Ghi ngày trả lời."))
    elif on > now.date():
        problems.append(("answered_on", f"Ngày {format_date(on)} chưa đến, ghi ngày đã trả lời."))
    elif on < said.since:
        problems.append(
            ("answered_on", f"Kiến nghị gửi ngày {format_date(said.since)}, ngày trả lời không thể trước đó.")
        )
    if problems:
        raise Refused(problems)
    claim(
        _row(said),
        ANSWER,
        answer=text,
        answered_on=on,
        answered_by_name=str(by),
        # Of one that nobody passed on the row may say what a later draft says.
        addressee=said.addressee,
    )
    _record("proposals.answer", said, by, {}, {"answered_on": on.isoformat()})
    said.row.refresh_from_db(fields=["state", "addressee", "answer", "answered_on", "answered_by_name"])
    _tell(said, f"{_what(said)} đã được trả lời.")


def _row(said):
    return Proposal.objects.filter(pk=said.row.pk, state=said.row.state)


def _what(said) -> str:
    report = said.row.report
    return f"Kiến nghị {report.period.label} của {report.unit.short_name}"


def _record(act, said, by, before, after):
    state = ANSWER.to if act == "proposals.answer" else FORWARD.to
    audit.record(
        act,
        said.row.report.key,
        by=by,
        before={"state": str(said.row.state), **before},
        after={"state": str(state), "proposal": said.row.pk, **after},
    )


def _tell(said, text):
    """Portal only: nobody has anything to do."""
    now = clock.now()
    people = notices.people_of(said.row.report.unit, notices.UNIT_ROLES, now.date())
    notices.tell(people, text, reverse("reports:proposal", args=[said.row.pk]), at=now)


# --- Asking again --------------------------------------------------------------------------------------------------


def open_before(report) -> list[Said]:
    """What the unit asked in earlier reports and nobody has answered: it may be asked again. One query."""
    rows = Proposal.objects.filter(report__unit=report.unit_id, report__period__window_to__lt=report.period.window_to)
    return [said for said in official(rows) if said.is_waiting and said.row.next_pk is None]


def offered(sheet) -> list[Said]:
    """What the form offers to ask again. Costs a query only where the last report asked anything."""
    last = sheet.last_version
    return open_before(sheet.report) if last and last.content.get("proposals") else []


def carry(sheet, pk) -> str:
    """Put an unanswered proposal into the sheet once more, linked to the old row; that one counts as carried when this
    report is accepted. Returns what to tell; saving is the caller's."""
    said = next((said for said in open_before(sheet.report) if said.row.pk == pk), None)
    group = sheet.rows[PROPOSAL]
    if said is None or any(row.carried_from == pk for row in group.rows):
        return "Kiến nghị này đã được trả lời, hoặc đã nêu lại."
    if len(group.rows) >= MAX_ROWS:
        return f"Báo cáo đã có {MAX_ROWS} kiến nghị: gộp bớt rồi nêu lại."
    group.rows.append(Row(PROPOSAL, said.heading, said.heading_title, said.text, said.addressee, carried_from=pk))
    return f"Đã nêu lại kiến nghị {said.row.report.period.label}. Sửa lời được như các kiến nghị khác."


def settle_carried(report) -> None:
    """The accepted ``report`` asks again what it carries; what a correction of it dropped waits where it was."""
    said = (report.official.content.get("proposals") or []) if report.official else []
    ids = [row["id"] for row in said]
    Proposal.objects.filter(carried_to__pk__in=ids, state__in=WAITING).update(state=State.CARRIED)
    dropped = Proposal.objects.filter(report__unit=report.unit_id, state=State.CARRIED, carried_to=None)
    dropped.update(state=State.OPEN)
