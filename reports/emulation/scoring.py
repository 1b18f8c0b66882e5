"""Acts on a sheet: the unit scores itself and sends, the office appraises, the unit explains (domain §7).

Errors as in ``schemes``. Every act holds the scale's row first, so that nothing is written into a table that somebody
publishes at the same instant.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F

from reports.emulation import entries as typed, marks, rights, rules, telling
from reports.models import Scheme, ScoreProof, ScoreSheet
from targets.quarters import local_day
from units import audit
from units.moves import Move, NotAllowed, Refused, WrongState, claim

State = ScoreSheet.State
# Savings of one person within this time are one line of the audit log.
SAME_SITTING = dt.timedelta(minutes=10)

MOVES = {
    row.name: row
    for row in (
        Move("send", "Gửi bản tự chấm", frozenset({State.WAITING}), State.SCORED),
        Move("withdraw", "Rút lại bản tự chấm", frozenset({State.SCORED}), State.WAITING),
        Move(
            "appraise",
            "Ghi điểm thẩm định",
            # Who has not scored itself by its day is appraised all the same; what was given may be mended.
            frozenset({State.WAITING, State.SCORED, State.APPRAISED, State.EXPLAINED}),
            State.APPRAISED,
        ),
        Move("explain", "Gửi giải trình", frozenset({State.APPRAISED}), State.EXPLAINED),
    )
}


def available(user, sheet: ScoreSheet, on: dt.date) -> frozenset[str]:
    """Names of the moves, and "save", that this person can make on the day ``on``. A query of hands for a reviewer."""
    if sheet.scheme.state != Scheme.State.SCORING:
        return frozenset()
    found = {name for name, move in MOVES.items() if sheet.state in move.sources and _may(name, user, sheet, on)}
    if sheet.state == State.WAITING and rights.can_score(user, sheet.unit):
        found.add("save")
    return frozenset(found)


def _may(name, user, sheet, on) -> bool:
    if name == "appraise":
        return _is_appraisable(sheet, on) and rights.can_appraise_sheet(user, sheet)
    if name == "withdraw":
        return rights.can_score(user, sheet.unit)
    return rights.can_sign(user, sheet.unit)


def _is_appraisable(sheet, on) -> bool:
    return sheet.state != State.WAITING or on > sheet.scheme.self_score_until


def _hold(scheme) -> None:
    """The scale's row until the act is done; raises WrongState when it is not being scored."""
    held = Scheme.objects.filter(pk=scheme.pk, state=Scheme.State.SCORING).update(revision=F("revision") + 1)
    if held != 1:
        raise WrongState("scoring")


def _claim(name, sheet, *, revision, **changes):
    rows = ScoreSheet.objects.filter(pk=sheet.pk, revision=revision)
    claim(rows, MOVES[name], revision=F("revision") + 1, **changes)
    sheet.refresh_from_db()


def _tell_log(name, sheet, *, by, before, **told):
    audit.record(f"scores.{name}", sheet.key, by=by, before={"state": before}, after={"state": sheet.state, **told})


@transaction.atomic
def ask(scheme, unit, *, by, at: dt.datetime) -> ScoreSheet:
    """A unit that is scored on request asks for the year."""
    if unit.group != scheme.group or not rights.can_sign(by, unit):
        raise NotAllowed("ask")
    states = (Scheme.State.IN_FORCE, Scheme.State.SCORING)
    held = Scheme.objects.filter(pk=scheme.pk, on_request=True, state__in=states).update(revision=F("revision") + 1)
    if held != 1:
        raise WrongState("ask")
    try:
        with transaction.atomic():
            sheet = ScoreSheet.objects.create(
                scheme=scheme, unit=unit, requested_at=at, requested_by_name=str(by)
            )
    except IntegrityError:
        raise WrongState("ask") from None
    audit.record("scores.ask", sheet.key, by=by, after={"state": sheet.state})
    return sheet


@transaction.atomic
def save(sheet, entries, *, by, at: dt.datetime, revision: int, drop=()) -> None:
    """Store a self-score that may be unfinished; ``drop``: keys of proofs to take off."""
    if not rights.can_score(by, sheet.unit):
        raise NotAllowed("save")
    _hold(sheet.scheme)
    saved = ScoreSheet.objects.filter(pk=sheet.pk, revision=revision, state=State.WAITING).update(
        revision=F("revision") + 1, edited_at=at
    )
    if saved != 1:
        raise WrongState("save")
    sheet.refresh_from_db()
    sheet.hands.add(by)
    ScoreProof.objects.filter(score__sheet=sheet, pk__in=drop).delete()
    changed = []
    for entry in entries:
        score = entry.line.score
        is_new = (score.self_points, score.grounds) != (entry.points, entry.words)
        if is_new or entry.link or entry.file:
            score.sheet, score.self_points, score.grounds = sheet, entry.points, entry.words
            score.save()
            _add_proofs(score, entry, by, at)
            changed.append(f"tiêu chí {entry.line.criterion.order}")
    if changed and not audit.extend(
        "scores.save", sheet.key, by=by, key="lines", values=changed, within=SAME_SITTING
    ):
        audit.record("scores.save", sheet.key, by=by, after={"lines": changed})


def _add_proofs(score, entry, by, at):
    have = set(score.proofs.values_list("link", "sha256"))
    told = {"score": score, "added_at": at, "added_by_name": str(by)}
    if entry.link and (entry.link, "") not in have:
        ScoreProof.objects.create(name=entry.link[:200], link=entry.link, **told)
    file = entry.file
    if file and ("", file.sha256) not in have:
        ScoreProof.objects.create(
            name=file.name[:200], sha256=file.sha256, size=file.size, content_type=file.content_type, **told
        )


@transaction.atomic
def send(sheet, *, by, at: dt.datetime, revision: int) -> None:
    """What is stored, to the office. Refused while a criterion lacks its points or its grounds."""
    if not rights.can_sign(by, sheet.unit):
        raise NotAllowed("send")
    _hold(sheet.scheme)
    before = sheet.state
    _claim("send", sheet, revision=revision, scored_at=at, scored_by_name=str(by))
    rules.refuse(typed.lacks(marks.entered(sheet)))
    sheet.hands.add(by)
    _tell_log("send", sheet, by=by, before=before)


@transaction.atomic
def withdraw(sheet, *, by, at: dt.datetime, revision: int) -> None:
    if not rights.can_score(by, sheet.unit):
        raise NotAllowed("withdraw")
    _hold(sheet.scheme)
    before = sheet.state
    _claim("withdraw", sheet, revision=revision, scored_at=None, scored_by_name="")
    _tell_log("withdraw", sheet, by=by, before=before)


@transaction.atomic
def appraise(sheet, entries, *, by, at: dt.datetime, revision: int, answer: str = "") -> None:
    """Points and reasons of every entered line; ``answer`` to what the unit explained, if it did."""
    if not rights.can_appraise_sheet(by, sheet):
        raise NotAllowed("appraise")
    _hold(sheet.scheme)
    if not _is_appraisable(sheet, local_day(at)):
        raise WrongState("appraise")
    before = sheet.state
    if before == State.EXPLAINED and not answer:
        raise Refused([("answer", "Trả lời giải trình của đơn vị: sửa điểm hoặc giữ nguyên, vì sao.")])
    _claim(
        "appraise", sheet, revision=revision, appraised_at=at, appraised_by_name=str(by), answer=answer or sheet.answer
    )
    differences = 0
    for entry in entries:
        score = entry.line.score
        score.sheet, score.points, score.reason = sheet, entry.points, entry.words
        score.save()
        differences += entry.line.differs
    _tell_log("appraise", sheet, by=by, before=before, differences=differences)
    telling.sheet_appraised(sheet, differences, at=at)


@transaction.atomic
def explain(sheet, text: str, *, by, at: dt.datetime, revision: int) -> None:
    """What the unit says to the points it was given; a second explanation goes below the first."""
    if not rights.can_sign(by, sheet.unit):
        raise NotAllowed("explain")
    if not text:
        raise Refused([("explanation", "Ghi giải trình: điểm nào, vì sao, căn cứ ở đâu.")])
    _hold(sheet.scheme)
    before = sheet.state
    whole = f"{sheet.explanation}\n\n{text}" if sheet.explanation else text
    _claim("explain", sheet, revision=revision, explanation=whole, explained_at=at, explained_by_name=str(by))
    sheet.hands.add(by)
    _tell_log("explain", sheet, by=by, before=before)
