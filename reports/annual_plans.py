"""How a unit's plan for a year moves: drafted, approved inside the unit, accepted by the Economics Office, changed.

One table, one claim, as of reports (reports.workflow). Errors: ``NotAllowed``, ``WrongState``, ``Refused``; nothing is
changed by any of them, and rights come first. The official version holds until a newer one is accepted.
"""

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from reports import annual_commitments, annual_form, annual_notices
from reports.annual_form import Draft
from targets import annual
from targets.models import AnnualPlan, AnnualPlanLine, AnnualPlanStep, AnnualPlanVersion
from units import audit
from units.models import Unit
from units.moves import Move, NotAllowed, Refused, WrongState, claim
from units.vietnamese import clean_text

State = AnnualPlan.State
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
REASON_LIMIT = 2_000
# Savings of one person within this time are one line of the audit log.
SAME_SITTING = dt.timedelta(minutes=10)

MOVES = {
    row.name: row
    for row in (
        Move("submit", "Trình lãnh đạo duyệt", EDITABLE, State.PENDING),
        Move("send", "Gửi Phòng Kinh tế", EDITABLE | {State.PENDING}, State.SENT),
        Move("return", "Trả lại", frozenset({State.PENDING, State.SENT}), State.RETURNED),
        Move("withdraw", "Rút lại", frozenset({State.PENDING, State.SENT}), State.DRAFT),
        Move("accept", "Chấp nhận kế hoạch", frozenset({State.SENT}), State.ACCEPTED),
        Move("amend", "Điều chỉnh kế hoạch", frozenset({State.ACCEPTED}), State.DRAFT),
        Move("cancel", "Thôi điều chỉnh", EDITABLE, State.ACCEPTED),
    )
}
# The head hands back inside the unit: nothing went to the district.
_HAND_BACK = Move("return", "Trả lại", frozenset({State.PENDING}), State.DRAFT)


# --- Who may ---------------------------------------------------------------------------------------------------------


def can_draft(user, unit_id: int) -> bool:
    return user.access.may_draft_for(unit_id)


def can_read_draft(user, row: AnnualPlan) -> bool:
    """What is not accepted yet: the unit itself and the Economics Office."""
    return user.access.sees_everything or can_draft(user, row.unit_id)


def can_read_official(user, row: AnnualPlan) -> bool:
    """Leadership reads what was accepted."""
    return can_read_draft(user, row) or (user.access.is_leader and row.official_id is not None)


def can_send(user, row: AnnualPlan) -> bool:
    """The head's act; without the head's step the reporter sends by authority."""
    access = user.access
    return access.is_head_of(row.unit_id) or (not row.unit.has_head_step and access.is_reporter_of(row.unit_id))


def _can_return(user, row):
    return user.access.is_head_of(row.unit_id) if row.state == State.PENDING else user.access.is_reviewer


def had_a_hand(user, row: AnnualPlan) -> bool:
    """Wrote or sent any of it, under whichever membership: may not accept it (domain §1)."""
    return row.hands.filter(pk=user.pk).exists()


_RIGHTS = {
    "submit": lambda user, row: row.unit.has_head_step and user.access.is_reporter_of(row.unit_id),
    "send": can_send,
    "return": _can_return,
    "withdraw": lambda user, row: (can_send if row.state == State.SENT else _drafts)(user, row),
    "accept": lambda user, row: user.access.is_reviewer and not had_a_hand(user, row),
    "amend": lambda user, row: _drafts(user, row),
    "cancel": lambda user, row: _drafts(user, row),
}


def _drafts(user, row):
    return can_draft(user, row.unit_id)


def available(row: AnnualPlan, user, on: dt.date) -> list[str]:
    """Names of the moves that this person could make on the day ``on``."""
    return [
        name
        for name, one in MOVES.items()
        if row.state in one.sources
        and _RIGHTS[name](user, row)
        and (name != "cancel" or row.is_amending)
        and (name != "amend" or annual.can_begin(annual_form.plan_of(row.year), row.year, on))
    ]


# --- Beginning and writing -------------------------------------------------------------------------------------------


@transaction.atomic
def begin(unit: Unit, year: int, *, by, at: dt.datetime, copy: bool = True) -> AnnualPlan:
    """A draft for the year: the unit's tasks, and with ``copy`` what last year's plan said of them, its own work too.

    Raises NotAllowed, Refused where the year is not asked or not open, WrongState where there is a plan already.
    """
    if not can_draft(by, unit.pk):
        raise NotAllowed("begin")
    plan = annual_form.plan_of(year)
    if not annual.can_begin(plan, year, at.date()):
        raise Refused([("", f"Năm {year} chưa đến lúc, hoặc không phải lập kế hoạch năm.")])
    last = last_lines(unit, year) if copy else []
    try:
        with transaction.atomic():
            row = AnnualPlan.objects.create(
                unit=unit, year=year, started_at=at, edited_at=at, edited_by=by, aims=""
            )  # fmt: skip
    except IntegrityError:
        raise WrongState("begin") from None
    lines = annual.with_tasks(annual.carried(last, year), annual_form.tasks_of(unit.pk, plan))
    _write_lines(Draft(row, plan, "", lines))
    row.hands.add(by)
    _step(row, "begin", by, at, text=f"Chép từ kế hoạch năm {year - 1}." if last else "")
    audit.record("annual_plans.begin", row.key, by=by, after={"state": row.state})
    return row


def last_lines(unit: Unit, year: int) -> list[annual.Line]:
    """What the unit planned for the year before: as it was accepted, else as it was written last."""
    last = AnnualPlan.objects.filter(unit=unit, year=year - 1).select_related("official").first()
    if last is None:
        return []
    return annual.lines_of(last.official.content) if last.official else annual_form.stored_lines(last)


@transaction.atomic
def save(draft: Draft, *, by, at: dt.datetime, revision: int) -> None:
    """Store the draft whole, made from ``revision``. It holds nothing that could not be read.

    Raises NotAllowed; WrongState where it has moved or was saved by somebody else since.
    """
    row = draft.row
    if not can_draft(by, row.unit_id):
        raise NotAllowed("save")
    # Nobody has saved since: what the row holds is what this was made from.
    before = annual_form.load(AnnualPlan.objects.select_related("unit").get(pk=row.pk))
    claimed = AnnualPlan.objects.filter(pk=row.pk, revision=revision, state__in=EDITABLE).update(
        revision=F("revision") + 1, aims=draft.aims, edited_at=at, edited_by=by
    )
    if claimed != 1:
        raise WrongState("save")
    was, now = before.said, draft.said
    changed = list(dict.fromkeys(draft.label(name) for name in now if was.get(name, "") != now[name]))
    changed += [f"Bỏ {annual.name_of(line).lower()}" for line in before.own if line.ref in draft.removed]
    if changed:
        _write_lines(draft)
    again = row.edited_by_id == by.pk
    if not again:
        row.hands.add(by)
    # Names of lines only: the administrator reads this log and has no business with the texts (domain §1).
    told = {"key": "lines", "values": changed}
    if changed and not audit.extend("annual_plans.save", row.key, by=by, within=SAME_SITTING, **told):
        audit.record("annual_plans.save", row.key, by=by, after={"lines": changed})
    row.refresh_from_db(fields=["revision", "aims", "edited_at", "edited_by"])


def _write_lines(draft: Draft) -> None:
    row = draft.row
    refs = {one.ref: one.pk for one in draft.headings}
    row.lines.all().delete()
    AnnualPlanLine.objects.bulk_create(
        AnnualPlanLine(
            annual_plan=row,
            task_id=line.task,
            heading_id=refs.get(line.heading),
            ref=line.ref,
            title=line.title,
            order=line.order,
            expected_result=line.expected_result,
            due_on=line.due_on,
            person=line.person,
            budget=line.budget,
            fund=line.fund,
            skip_reason=line.skip_reason,
        )
        for line in draft.lines
    )


# --- Moving ----------------------------------------------------------------------------------------------------------


def check(name: str, row: AnnualPlan, *, by, version: int | None) -> None:
    """Whether the page that asks for the move showed the sending that is the latest now; None: it names none.

    Rights first: NotAllowed, then WrongState.
    """
    if not _RIGHTS[name](by, row):
        raise NotAllowed(name)
    if version is not None and version != row.version_count:
        raise WrongState(name)


def move(name: str, row: AnnualPlan, *, by, at: dt.datetime, said: Mapping[str, str] | None = None) -> None:
    """Make the move ``name``, or raise; the row is read again. ``said``: the form with its ``reason``."""
    if not _RIGHTS[name](by, row):
        raise NotAllowed(name)
    if row.state not in MOVES[name].sources:
        raise WrongState(name)
    before = row.state
    with transaction.atomic():
        _ACTS[name](row, by=by, at=at, reason=clean_text((said or {}).get("reason", "")).strip())
        row.refresh_from_db()
        audit.record(
            f"annual_plans.{name}",
            row.key,
            by=by,
            before={"state": before},
            after={"state": row.state, "version": row.version_count},
        )


def _rows(row):
    return AnnualPlan.objects.filter(pk=row.pk)


def _step(row, name, by, at, *, text="", version=None):
    AnnualPlanStep.objects.create(
        annual_plan=row, name=name, at=at, by_name=str(by), by_role=by.access.title, text=text, version=version
    )


def _require_reason(reason, anchor, missing):
    if not reason:
        raise Refused([(anchor, missing)])
    if len(reason) > REASON_LIMIT:
        raise Refused([(anchor, f"Lý do dài quá {REASON_LIMIT} ký tự, rút gọn lại.")])


def _complete(row) -> Draft:
    draft = annual_form.load(row)
    if problems := draft.problems:
        raise Refused(problems)
    if row.is_amending and not annual.differences(row.official.content, draft.content):
        raise Refused([("", "Bản điều chỉnh giống hệt kế hoạch đang có hiệu lực: sửa rồi gửi, hoặc thôi điều chỉnh.")])
    return draft


def _submit(row, *, by, at, reason):
    _complete(row)
    claim(_rows(row).filter(revision=row.revision), MOVES["submit"], submitted_at=at)
    row.hands.add(by)
    _step(row, "submit", by, at)
    annual_notices.submitted(row, at=at)


def _send(row, *, by, at, reason):
    draft = _complete(row)
    # The claim holds the row: what is frozen below is what was checked above.
    claim(
        _rows(row).filter(revision=row.revision),
        MOVES["send"],
        version_count=F("version_count") + 1,
        first_sent_at=Coalesce(F("first_sent_at"), at),
        last_sent_at=at,
        reason="",
        returned_by_name="",
    )
    row.refresh_from_db(fields=["version_count"])
    is_head = by.access.is_head_of(row.unit_id)
    AnnualPlanVersion.objects.create(
        annual_plan=row,
        number=row.version_count,
        unit_name=row.unit.name,
        reason=row.amend_reason,
        sent_at=at,
        sender_name=str(by),
        sender_role="Lãnh đạo đơn vị" if is_head else "Cán bộ phụ trách KH&CN, theo ủy quyền",
        content=draft.content,
    )
    row.hands.add(by)
    authority = row.unit.authority if not is_head else ""
    text = f"Theo ủy quyền {authority}." if authority else ""
    _step(row, "send", by, at, version=row.version_count, text=text)
    annual_notices.sent(row, at=at)


def _latest(row):
    return row.versions.filter(number=row.version_count)


def _return(row, *, by, at, reason):
    _require_reason(reason, "reason", "Ghi lý do để đơn vị biết cần sửa gì.")
    from_district = row.state == State.SENT
    # Only the state and the sending that the actor saw: one sent a moment ago must not be returned by its head.
    rows = _rows(row).filter(state=row.state, version_count=row.version_count)
    move = MOVES["return"] if from_district else _HAND_BACK
    claim(rows, move, returned_at=at, returned_by_name=f"{by.access.title} {by}".strip(), reason=reason)
    if from_district:
        _latest(row).update(returned_at=at, return_reason=reason)
    _step(row, "return", by, at, text=reason, version=row.version_count if from_district else None)
    annual_notices.returned(row, reason, by_district=from_district, at=at)


def _withdraw(row, *, by, at, reason):
    was_sent = row.state == State.SENT
    claim(_rows(row).filter(state=row.state, version_count=row.version_count), MOVES["withdraw"])
    if was_sent:
        _latest(row).update(withdrawn_at=at)
        # What the unit took back never counted as sent.
        kept = row.versions.filter(withdrawn_at=None).order_by("number").values_list("sent_at", flat=True)
        _rows(row).update(first_sent_at=min(kept, default=None), last_sent_at=max(kept, default=None))
    _step(row, "withdraw", by, at, version=row.version_count if was_sent else None)


def _accept(row, *, by, at, reason):
    version = _latest(row).get()
    claim(
        # The sending that the reviewer read, not one sent since.
        _rows(row).filter(version_count=row.version_count),
        MOVES["accept"],
        official=version,
        first_accepted_at=Coalesce(F("first_accepted_at"), at),
        accepted_at=at,
        accepted_by_name=str(by),
        is_amending=False,
        amend_reason="",
        reason="",
    )
    _latest(row).update(accepted_at=at, accepted_name=str(by))
    annual_commitments.settle(row.unit_id, row.year, version.content, on=at.date(), reason=version.reason)
    _step(row, "accept", by, at, version=row.version_count)
    annual_notices.accepted(row, at=at, is_change=bool(version.reason))


def _amend(row, *, by, at, reason):
    if not annual.can_begin(annual_form.plan_of(row.year), row.year, at.date()):
        raise Refused([("", f"Năm {row.year} đã hết, kế hoạch không điều chỉnh được nữa.")])
    _require_reason(reason, "amend-reason", "Ghi lý do điều chỉnh kế hoạch trong năm.")
    claim(_rows(row), MOVES["amend"], is_amending=True, amend_reason=reason, revision=F("revision") + 1)
    _step(row, "amend", by, at, text=reason)


def _cancel(row, *, by, at, reason):
    """The draft goes back to what is official."""
    if not row.is_amending:
        raise WrongState("cancel")
    claim(
        _rows(row).filter(is_amending=True),
        MOVES["cancel"],
        is_amending=False,
        amend_reason="",
        reason="",
        aims=row.official.content["aims"],
        revision=F("revision") + 1,
    )
    plan = annual_form.plan_of(row.year)
    _write_lines(Draft(row, plan, row.official.content["aims"], annual.lines_of(row.official.content)))
    _step(row, "cancel", by, at)


_ACTS = {
    "submit": _submit,
    "send": _send,
    "return": _return,
    "withdraw": _withdraw,
    "accept": _accept,
    "amend": _amend,
    "cancel": _cancel,
}
