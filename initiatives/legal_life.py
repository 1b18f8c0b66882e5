"""The states of an initiative, the moves between them, and who may make which (Nghị định 13/2012/NĐ-CP, domain §5).

Errors of every act: ``NotAllowed`` (the person lacks the right), ``WrongState`` (somebody was faster, or the move does
not start here), ``Refused`` (what was typed is not fit). Nothing is changed by any of them. Rights come first.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F

from initiatives.models import Initiative, InitiativeStep
from targets.models import Plan
from units import audit
from units.moves import Move, NotAllowed, Refused, WrongState, claim

State = Initiative.State

MOVES = {
    row.name: row
    for row in (
        Move("file", "Nộp đơn", frozenset({State.DRAFT}), State.FILED),
        # Under the receipt it has: who asked for the supplement goes on where they were.
        Move("refile", "Nộp bổ sung", frozenset({State.SUPPLEMENT}), State.RECEIVED),
        Move("withdraw", "Rút lại đơn", frozenset({State.FILED}), State.DRAFT),
        Move("receive", "Tiếp nhận đơn", frozenset({State.FILED}), State.RECEIVED),
        Move("supplement", "Yêu cầu bổ sung", frozenset({State.RECEIVED}), State.SUPPLEMENT),
        Move("reject", "Từ chối chấp nhận đơn", frozenset({State.RECEIVED, State.SUPPLEMENT}), State.REJECTED),
        Move("accept", "Chấp nhận đơn", frozenset({State.RECEIVED}), State.ACCEPTED),
        Move("council", "Ghi ý kiến hội đồng", frozenset({State.ACCEPTED}), State.ACCEPTED),
        Move("recognise", "Công nhận sáng kiến", frozenset({State.ACCEPTED}), State.RECOGNISED),
        Move("refuse", "Không công nhận", frozenset({State.ACCEPTED}), State.REFUSED),
        Move("scope", "Ghi phạm vi ảnh hưởng", frozenset({State.RECOGNISED}), State.RECOGNISED),
        Move("show", "Đưa lên chuyên trang", frozenset({State.RECOGNISED}), State.RECOGNISED),
        Move("hide", "Rút khỏi chuyên trang", frozenset({State.RECOGNISED}), State.RECOGNISED),
    )
}
EDITABLE = frozenset({State.DRAFT, State.SUPPLEMENT})
# Written in the audit log under one name: filing again is filing.
_ACTS = {"refile": "file"}


# --- Who may ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rights:
    """What one person is to one initiative.

    ``drafts``: of the authors' unit. ``processes``: of the body it is filed to, or reviewer where that is the Economics
    Office. ``heads``: head of the body. ``wrote``: recorded the application. ``reviews``: of the Economics Office.
    """

    drafts: bool = False
    processes: bool = False
    heads: bool = False
    wrote: bool = False
    reviews: bool = False

    @property
    def decides(self) -> bool:
        """The head of the body alone, and not on an application that they wrote themselves."""
        return self.heads and not self.wrote

    @property
    def publishes(self) -> bool:
        return self.reviews or self.heads

    @property
    def reads_personal(self) -> bool:
        """Birth dates, education, what is secret, and the files: not leadership, never the public (domain §5)."""
        return self.drafts or self.processes or self.reviews


def office_ids() -> frozenset[int]:
    """The units that coordinate a plan: reviewers process what is filed to them."""
    return frozenset(Plan.objects.values_list("coordinator_id", flat=True))


def processes(user, body_id: int, offices: frozenset[int] | None = None) -> bool:
    """The body's own people; reviewers where it is the Economics Office."""
    access = user.access
    if body_id in access.acts_for or not access.is_reviewer:
        return body_id in access.acts_for
    return body_id in (office_ids() if offices is None else offices)


def rights_of(user, row: Initiative, offices: frozenset[int] | None = None) -> Rights:
    """``offices``: office_ids(), where many are asked for at once. At most one query otherwise."""
    access = user.access
    return Rights(
        drafts=access.may_draft_for(row.unit_id),
        processes=processes(user, row.body_id, offices),
        heads=access.is_head_of(row.body_id),
        wrote=row.recorded_by_id == user.pk,
        reviews=access.is_reviewer,
    )


def can_see_any(user) -> bool:
    """Units, the Economics Office, leadership; the administrator reads no content (domain §1)."""
    access = user.access
    return access.sees_everything or access.is_leader or bool(access.acts_for)


_RIGHTS = {
    "file": lambda rights: rights.drafts,
    "refile": lambda rights: rights.drafts,
    "withdraw": lambda rights: rights.drafts,
    "receive": lambda rights: rights.processes,
    "supplement": lambda rights: rights.processes,
    "reject": lambda rights: rights.processes,
    "accept": lambda rights: rights.processes,
    "council": lambda rights: rights.processes,
    "recognise": lambda rights: rights.decides,
    "refuse": lambda rights: rights.decides,
    "scope": lambda rights: rights.processes or rights.reviews,
    "show": lambda rights: rights.publishes,
    "hide": lambda rights: rights.publishes,
}


def available(row: Initiative, rights: Rights, on: dt.date) -> frozenset[str]:
    """Names of the moves that this person can make on the day ``on``: what the page offers."""
    return frozenset(
        name
        for name, move in MOVES.items()
        if row.state in move.sources
        and _RIGHTS[name](rights)
        and not (name == "reject" and row.state == State.SUPPLEMENT and on <= row.supplement_by)
        and not (name == "hide" and not row.is_public)
    )


# --- Moving ----------------------------------------------------------------------------------------------------------


def enter(name: str, row: Initiative, *, by, revision: int) -> None:
    """Before anything typed is looked at: may they, and is it still the row they saw? Raises NotAllowed, WrongState."""
    if not _RIGHTS[name](rights_of(by, row)):
        raise NotAllowed(name)
    if row.state not in MOVES[name].sources or row.revision != revision:
        raise WrongState(name)


def settle(
    name: str, row: Initiative, *, by, at: dt.datetime, on: dt.date, text: str = "", told=None, taken=None, **changes
) -> None:
    """Claim the row, note the step dated ``on``, write the log; the row is read again.

    ``told``: numbers and days for the log, which holds no words of the application. ``taken()``: (input, message) where
    another row has the number already; then Refused.
    """
    before = row.state
    rows = Initiative.objects.filter(pk=row.pk, revision=row.revision)
    try:
        with transaction.atomic():
            claim(rows, MOVES[name], revision=F("revision") + 1, **changes)
    except IntegrityError:
        if taken is None:
            raise
        raise Refused([taken()]) from None
    InitiativeStep.objects.create(initiative=row, name=name, on=on, text=text, recorded_at=at, by_name=str(by))
    after = {"state": str(MOVES[name].to), **(told or {})}
    audit.record(f"initiatives.{_ACTS.get(name, name)}", row.key, by=by, before={"state": before}, after=after)
    row.refresh_from_db(fields=["state", "revision", *changes])


def folded(row: Initiative, **changes) -> dict[str, str]:
    """The shadow columns as they will be after ``changes``: one query, for the authors' names."""
    for name, value in changes.items():
        setattr(row, name, value)
    row.fold(row.contributors.values_list("name", flat=True))
    return {"folded": row.folded, "sort_key": row.sort_key, **changes}
