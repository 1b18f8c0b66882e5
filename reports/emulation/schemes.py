"""Acts on a scale: drafted by the unit the plan names (IV.2.6), appraised by Phòng Kinh tế, put in force, opened.

Errors of every act: ``NotAllowed``, ``WrongState`` (somebody was faster, or it does not start here), ``Refused`` (what
was typed is not fit). Nothing is changed by any of them. Rights come first.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from reports.emulation import automatic, rights, rules, telling
from reports.models import Criterion, Scheme, ScoreSheet
from targets.models import Period
from targets.quarters import local_day
from units import audit
from units.models import Unit
from units.moves import Move, NotAllowed, Refused, WrongState, claim
from units.vietnamese import format_number

State, Kind = Scheme.State, Criterion.Kind

MOVES = {
    row.name: row
    for row in (
        Move("send", "Gửi Phòng Kinh tế thẩm định", frozenset({State.DRAFT}), State.SENT),
        Move("return", "Trả lại để soạn lại", frozenset({State.SENT, State.APPRAISED, State.IN_FORCE}), State.DRAFT),
        Move("appraise", "Thẩm định xong, trình duyệt", frozenset({State.SENT}), State.APPRAISED),
        Move("approve", "Duyệt, cho có hiệu lực", frozenset({State.APPRAISED}), State.IN_FORCE),
        Move("open", "Mở chấm điểm", frozenset({State.IN_FORCE}), State.SCORING),
    )
}


def may(name: str, user, scheme: Scheme) -> bool:
    """Whether this person has the right to the move, whatever the state but for "return": what is in force its
    approver alone takes back."""
    if name == "send":
        return rights.can_send_draft(user)
    if name == "approve" or (name == "return" and scheme.state == State.IN_FORCE):
        return rights.can_approve(user)
    return rights.can_appraise(user)


def available(user, scheme: Scheme) -> frozenset[str]:
    return frozenset(
        name for name, move in MOVES.items() if scheme.state in move.sources and may(name, user, scheme)
    )


# --- Drafting --------------------------------------------------------------------------------------------------------


@transaction.atomic
def start(year: int, group: str, *, by, at: dt.datetime) -> Scheme:
    """A draft for the year and group: a copy of the year before, or empty where that has none.

    Raises NotAllowed; WrongState where there is one already.
    """
    if not rights.can_draft(by):
        raise NotAllowed("start")
    last = Scheme.objects.filter(year=year - 1, group=group).first()
    settings = {name: getattr(last, name) for name in ("scale", "tie_rule", "on_request", "note")} if last else {}
    settings = settings or {"on_request": group == Unit.Group.MASS}
    try:
        with transaction.atomic():
            scheme = Scheme.objects.create(
                year=year, group=group, copied_from=last, edited_at=at, edited_by_name=str(by), **settings
            )
    except IntegrityError:
        raise WrongState("start") from None
    copies = list(last.criteria.all()) if last else []
    for criterion in copies:
        criterion.pk, criterion.scheme = None, scheme
    Criterion.objects.bulk_create(copies)
    audit.record("schemes.start", scheme.key, by=by, after={"state": scheme.state, "criteria": len(copies)})
    return scheme


def _draft(scheme, *, by, at, revision, **changes) -> None:
    """Claim the draft as it stood at ``revision``, in the caller's transaction."""
    if not rights.can_draft(by):
        raise NotAllowed("draft")
    claimed = Scheme.objects.filter(pk=scheme.pk, revision=revision, state=State.DRAFT).update(
        revision=F("revision") + 1, edited_at=at, edited_by_name=str(by), **changes
    )
    if claimed != 1:
        raise WrongState("draft")
    scheme.refresh_from_db()


@transaction.atomic
def save_settings(scheme, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """``scale``, ``tie_rule``, ``on_request``, ``note``."""
    if not rights.can_draft(by):
        raise NotAllowed("draft")
    _draft(scheme, by=by, at=at, revision=revision, **rules.read_settings(said))
    audit.record("schemes.edit", scheme.key, by=by, after={"revision": scheme.revision})


@transaction.atomic
def save_criterion(
    scheme, pk: int | None, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]
) -> Criterion:
    """A new criterion, or with ``pk`` one that is there; ``said`` as rules.read_criterion takes it."""
    if not rights.can_draft(by):
        raise NotAllowed("draft")
    values = rules.read_criterion(said, set(scheme_codes(scheme)))
    _draft(scheme, by=by, at=at, revision=revision)
    criterion = Criterion(scheme=scheme) if pk is None else scheme.criteria.filter(pk=pk).first()
    if criterion is None:
        raise WrongState("criterion")
    for name, value in values.items():
        setattr(criterion, name, value)
    criterion.save()
    audit.record("schemes.edit", scheme.key, by=by, after={"criterion": str(criterion)[:120]})
    return criterion


@transaction.atomic
def remove_criterion(scheme, pk: int | None, *, by, at: dt.datetime, revision: int) -> None:
    _draft(scheme, by=by, at=at, revision=revision)
    criterion = scheme.criteria.filter(pk=pk).first()
    if criterion is None:
        raise WrongState("criterion")
    audit.record("schemes.edit", scheme.key, by=by, before={"criterion": str(criterion)[:120]})
    criterion.delete()


def scheme_codes(scheme) -> list[str]:
    """Codes of the targets of the plan that covers the scale's year, in the plan's order."""
    period = Period.objects.filter(year=scheme.year).select_related("plan").first()
    return list(period.plan.targets.order_by("order").values_list("code", flat=True)) if period else []


def sum_of(criteria) -> Decimal:
    """What the criteria add up to, bonus and penalty apart."""
    return sum((row.maximum for row in criteria if row.kind == Kind.CRITERION), Decimal(0))


# --- Moving ----------------------------------------------------------------------------------------------------------


def _move(name, scheme, *, by, at, revision, told=None, note="", **changes):
    before = scheme.state
    rows = Scheme.objects.filter(pk=scheme.pk, revision=revision)
    claim(rows, MOVES[name], revision=F("revision") + 1, **changes)
    after = {"state": str(MOVES[name].to), **(told or {})}
    audit.record(f"schemes.{name}", scheme.key, by=by, before={"state": before}, after=after, note=note)
    scheme.refresh_from_db()


def _enter(name, scheme, *, by, revision):
    """Before anything typed is looked at: may they, and is it still what they saw?"""
    if not may(name, by, scheme):
        raise NotAllowed(name)
    if scheme.state not in MOVES[name].sources or scheme.revision != revision:
        raise WrongState(name)


@transaction.atomic
def send(scheme, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    _enter("send", scheme, by=by, revision=revision)
    criteria = list(scheme.criteria.all())
    total = sum_of(criteria)
    if not criteria:
        raise Refused([("", "Thang điểm chưa có tiêu chí nào; thêm tiêu chí rồi gửi.")])
    if total != scheme.scale:
        text = f"Các tiêu chí cộng lại được {format_number(total)} điểm, thang điểm là {format_number(scheme.scale)}."
        raise Refused([("", f"{text} Sửa điểm tối đa của tiêu chí, hoặc tổng điểm.")])
    _move("send", scheme, by=by, at=at, revision=revision, sent_at=at, sent_by_name=str(by), reason="")


@transaction.atomic
def send_back(scheme, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """To the drafting unit, for ``reason``."""
    _enter("return", scheme, by=by, revision=revision)
    reason = rules.read_text(said, "reason", missing="Ghi lý do trả lại: cần sửa tiêu chí nào, vì sao.")
    _move("return", scheme, by=by, at=at, revision=revision, note=reason, reason=reason, opinion="")
    telling.scheme_returned(scheme, at=at)


@transaction.atomic
def appraise(scheme, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """With the office's ``opinion``; its head approves afterwards."""
    _enter("appraise", scheme, by=by, revision=revision)
    opinion = rules.read_text(said, "opinion", missing="Ghi ý kiến thẩm định.")
    changes = {"opinion": opinion, "appraised_at": at, "appraised_by_name": str(by)}
    _move("appraise", scheme, by=by, at=at, revision=revision, **changes)


@transaction.atomic
def approve(scheme, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """In force from ``in_force_on`` (blank: today) by ``decision_number`` (may be blank)."""
    _enter("approve", scheme, by=by, revision=revision)
    changes = rules.read_approval(said, at.date(), since=local_day(scheme.sent_at))
    told = {"in_force_on": changes["in_force_on"].isoformat()}
    _move("approve", scheme, by=by, at=at, revision=revision, told=told, approved_by_name=str(by), **changes)
    telling.scheme_in_force(scheme, units_of(scheme), at=at)


@transaction.atomic
def open_scoring(scheme, *, by, at: dt.datetime, revision: int, said: Mapping[str, str]) -> None:
    """A sheet for every unit of the group, with the days ``self_score_until`` and ``explain_until``; where units are
    scored on request, those that asked have theirs."""
    _enter("open", scheme, by=by, revision=revision)
    changes = rules.read_days(said, at.date())
    told = {name: day.isoformat() for name, day in changes.items()}
    _move("open", scheme, by=by, at=at, revision=revision, told=told, opened_at=at, **changes)
    if not scheme.on_request:
        have = set(scheme.sheets.values_list("unit_id", flat=True))
        fresh = [ScoreSheet(scheme=scheme, unit=unit) for unit in units_of(scheme) if unit.pk not in have]
        ScoreSheet.objects.bulk_create(fresh)
    telling.scoring_opened(scheme, [sheet.unit for sheet in scheme.sheets.select_related("unit")], at=at)


def units_of(scheme) -> list[Unit]:
    """Units of the group that owed reports when the year's last window closed: merged away since, they are still
    scored for the year they were there."""
    _, last = automatic.span(list(Period.objects.filter(year=scheme.year).order_by("quarter")), scheme.year)
    there = Unit.objects.filter(group=scheme.group, files_reports=True, valid_from__lte=last)
    return list(there.filter(Q(valid_to=None, is_active=True) | Q(valid_to__gte=last)))


ACTS = {"send": send, "return": send_back, "appraise": appraise, "approve": approve, "open": open_scoring}
