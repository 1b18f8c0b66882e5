"""Sổ theo dõi: how a record moves, and what each act changes (domain §5).

A unit records, the Economics Office confirms: only what is confirmed counts. Every act names the ``revision`` of the
record that the person saw and raises it, so that of two at once one is told (``WrongState``). ``NotAllowed`` and
``Refused`` as everywhere; nothing is changed by any of them. A record is withdrawn, never deleted: reports may have
counted it.
"""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.db.models import F

from initiatives import evidence, organisations, permissions
from initiatives.entry import Entry
from initiatives.models import Activity, Evidence
from initiatives.permissions import KEPT, OPEN
from units import audit
from units.asked import whole_number
from units.models import Unit
from units.moves import Move, NotAllowed, Refused, WrongState, claim
from units.vietnamese import clean_text, fold, format_date

State = Activity.State
STAYS = ""  # of a move that leaves the state as it is

MOVES = {
    move.name: move
    for move in (
        Move("edit", "Lưu bản ghi", KEPT, State.RECORDED),
        Move("confirm", "Xác nhận bản ghi", frozenset({State.RECORDED}), State.CONFIRMED),
        Move("return", "Trả lại bản ghi", OPEN, State.RETURNED),
        Move("decline", "Trả lại bài đề xuất", frozenset({State.RECORDED}), State.RETURNED),
        Move("withdraw", "Rút khỏi sổ", KEPT, State.WITHDRAWN),
        Move("publish", "Đăng bài", OPEN, STAYS),
        Move("show", "Đưa lên chuyên trang", OPEN, STAYS),
        Move("hide", "Gỡ khỏi chuyên trang", KEPT, STAYS),
        Move("remove", "Gỡ minh chứng", frozenset({State.RECORDED, State.RETURNED}), STAYS),
    )
}
REASON_LIMIT = 2000
MANY = 50


class AlreadyRecorded(Exception):
    """The unit has a record of this kind, name and day: ``activity``. Nothing was written."""

    def __init__(self, activity):
        self.activity = activity
        super().__init__(activity.key)


_RIGHTS = {
    "edit": permissions.can_edit,
    "confirm": permissions.can_confirm,
    "return": lambda user, activity: permissions.can_review(user),
    "decline": permissions.can_decline,
    "withdraw": permissions.can_write,
    "publish": permissions.can_publish,
    "show": permissions.can_show,
    "hide": permissions.can_hide,
    "remove": permissions.can_write,
}


def available(user, activity) -> set[str]:
    """Names of the acts that this person could do now: what the page offers."""
    names = {name for name, move in MOVES.items() if activity.state in move.sources and _RIGHTS[name](user, activity)}
    # Whoever may send back as the office has one button for it, not two.
    return names - {"decline"} if "return" in names else names


def waiting_for_office() -> int:
    """How many records wait for the Economics Office. One query."""
    return Activity.objects.filter(state=State.RECORDED).count()


def sent_back_to(user) -> int:
    """How many records of the person's own units the office has sent back. One query."""
    return Activity.objects.filter(unit__in=user.access.acts_for, state=State.RETURNED).count()


# --- Writing ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def record(entry: Entry, *, by, at: dt.datetime) -> Activity:
    """Put a new record into the registry. Raises NotAllowed, Refused, AlreadyRecorded."""
    if not by.access.may_draft_for(entry.unit.pk):
        raise NotAllowed
    if entry.problems:
        raise Refused(entry.problems)
    # One after the other within a unit: a button pressed twice finds the first record. (On SQLite the transaction
    # itself lets nobody else write.)
    Unit.objects.select_for_update(no_key=True).get(pk=entry.unit.pk)
    if twin := _twin(entry):
        raise AlreadyRecorded(twin)
    named = organisations.resolve(entry.organisations, by=by, at=at)
    activity = Activity(
        kind=entry.kind, unit=entry.unit, **entry.values,
        recorded_at=at, recorded_by=by, recorded_by_name=str(by), edited_at=at,
    )  # fmt: skip
    activity.fold()
    activity.save()
    for name in entry.boxes:
        getattr(activity, name).set(entry.picked(name))
    activity.organisations.set(named)
    evidence.add(activity, evidence.new_to(activity, entry.evidence), by=by, at=at)
    after = {"state": activity.state, "kind": activity.kind, "unit": entry.unit.code}
    audit.record("activities.record", activity.key, by=by, after=after)
    return activity


def _twin(entry) -> Activity | None:
    """A record of the unit of this kind, name and day, accents and case aside."""
    rows = Activity.objects.filter(unit=entry.unit, kind=entry.kind, starts_on=entry.values["starts_on"])
    rows = rows.exclude(state=State.WITHDRAWN).order_by("pk")
    return next((row for row in rows if fold(row.title) == fold(entry.values["title"])), None)


@transaction.atomic
def edit(activity: Activity, entry: Entry, *, by, at: dt.datetime) -> bool:
    """Change the record; False, and nothing is written, where the form says what stands there already.

    What was confirmed waits for the office again, what was sent back too. A unit's edit takes the record off the public
    page; of an article whoever publishes it answers for the words there. Raises NotAllowed, Refused, WrongState.
    """
    if not permissions.can_edit(by, activity):
        raise NotAllowed
    _check_state(activity, "edit")
    if entry.problems:
        raise Refused(entry.problems)
    changed = entry.changed(activity)
    named = organisations.resolve(entry.organisations, by=by, at=at) if entry.names_organisations else None
    if named is not None and _canonical(named) != _canonical(activity.organisations.select_related("merged_into")):
        changed.append("organisations")
    before = activity.state
    values = {
        **entry.values,
        "is_public": activity.is_public and permissions.can_publish(by, activity),
        "edited_at": at,
    }
    for name, value in values.items():
        setattr(activity, name, value)
    activity.fold()
    values |= {"folded": activity.folded, "sort_key": activity.sort_key}
    items = evidence.new_to(activity, entry.evidence)
    if items:
        changed.append("evidence")
    if not changed:
        return False
    _claim(activity, "edit", **values)
    for name in entry.boxes:
        if name in changed:
            getattr(activity, name).set(entry.picked(name) | _credited(activity, name))
    if "organisations" in changed:
        activity.organisations.set(named)
    evidence.add(activity, items, by=by, at=at)
    _audit("edit", activity, by, before, fields=changed)
    return True


def _canonical(named) -> set[int]:
    return {one.merged_into_id or one.pk for one in named}


def _credited(activity, name) -> set[int]:
    """Who published an article keeps the credit for it, whatever the proposing unit ticks."""
    if name != "partners" or activity.published_on is None:
        return set()
    return set(activity.partners.filter(publishes_articles=True).values_list("pk", flat=True))


@transaction.atomic
def remove(activity: Activity, item: Evidence, *, by, at: dt.datetime) -> None:
    """Take evidence away, while nobody has confirmed the record on the strength of it."""
    if not permissions.can_write(by, activity):
        raise NotAllowed
    _claim(activity, "remove", edited_at=at)
    if not activity.evidence.filter(pk=item.pk).delete()[0]:
        raise WrongState("remove")
    _audit("edit", activity, by, activity.state, fields=["evidence"])


@transaction.atomic
def withdraw(activity: Activity, *, by, at: dt.datetime, reason: str = "") -> None:
    """Take the record out of the registry; of one that was confirmed, and so perhaps counted, with a reason."""
    if not permissions.can_write(by, activity):
        raise NotAllowed
    _check_state(activity, "withdraw")
    before = activity.state
    reason = _reason(reason, "Ghi lý do: bản ghi đã xác nhận có thể đã được tính." if before == State.CONFIRMED else "")
    _claim(activity, "withdraw", is_public=False, note=reason or activity.note, edited_at=at)
    _audit("withdraw", activity, by, before)


# --- Answering -------------------------------------------------------------------------------------------------------


@transaction.atomic
def confirm(activity: Activity, *, by, at: dt.datetime) -> None:
    if not permissions.can_confirm(by, activity):
        raise NotAllowed
    before = activity.state
    _claim(activity, "confirm", decided_at=at, decided_by_name=str(by), note="")
    _audit("confirm", activity, by, before)


def confirm_many(keys: list[str], *, by, at: dt.datetime) -> tuple[list[Activity], list[tuple[str, str]]]:
    """Each record named as ``<key>-<revision>``, as the list showed it: (confirmed, [(title, why not)])."""
    if not permissions.can_review(by):
        raise NotAllowed
    seen = dict(pair for pair in map(_key_and_revision, keys[:MANY]) if pair)
    confirmed, left = [], []
    for activity in Activity.objects.filter(pk__in=seen).order_by("recorded_at", "pk"):
        activity.revision = seen[activity.pk]
        try:
            confirm(activity, by=by, at=at)
        except NotAllowed:
            left.append((activity.title, "do chính tài khoản này ghi, người khác xác nhận"))
        except WrongState:
            left.append((activity.title, "vừa thay đổi, mở ra xem lại"))
        else:
            confirmed.append(activity)
    return confirmed, left


def _key_and_revision(text) -> tuple[int, int] | None:
    key, _, revision = text.partition("-")
    found = whole_number(key, digits=9), whole_number(revision, digits=9)
    return None if None in found else found


@transaction.atomic
def send_back(activity: Activity, *, by, at: dt.datetime, reason: str) -> None:
    """The office returns any record, whoever publishes articles declines a proposal: with a reason that the unit
    reads."""
    name = "return" if permissions.can_review(by) else "decline"
    if not _RIGHTS[name](by, activity):
        raise NotAllowed
    _check_state(activity, name)
    reason = _reason(reason, "Ghi lý do để đơn vị biết cần bổ sung gì.")
    before = activity.state
    _claim(activity, name, decided_at=at, decided_by_name=str(by), note=reason, is_public=False)
    _audit("return", activity, by, before)


# --- The public page -------------------------------------------------------------------------------------------------


@transaction.atomic
def publish(activity: Activity, *, by, at: dt.datetime, on: dt.date | None, on_website: bool, in_print: bool) -> None:
    """Say that an article came out, when and where: it stands on the public page and is credited to whoever published.

    A day put right later is an edit: what was confirmed waits for the office again (the day chooses the month in which
    the article counts). Raises NotAllowed, Refused, WrongState.
    """
    if not permissions.can_publish(by, activity):
        raise NotAllowed
    _check_state(activity, "publish")
    problems = []
    if on is None:
        problems.append(("published_on", "Ghi ngày đăng."))
    elif on > at.date():
        problems.append(("published_on", f"Ngày {format_date(on)} chưa đến, ghi ngày bài đã đăng."))
    elif on < activity.starts_on:
        problems.append(("published_on", f"Ngày đăng không thể trước ngày viết ({format_date(activity.starts_on)})."))
    if not (on_website or in_print):
        problems.append(("on_website", "Chọn nơi đăng: Trang tin điện tử, Tờ tin Quận 4 hoặc cả hai."))
    if problems:
        raise Refused(problems)
    before = activity.state
    is_corrected = activity.published_on not in (None, on)
    _claim(
        activity,
        "publish",
        to=State.RECORDED if is_corrected else before,
        published_on=on,
        on_website=on_website,
        in_print=in_print,
        is_public=True,
    )
    activity.partners.add(*(by.access.publishes_for - {activity.unit_id}))
    _audit("publish", activity, by, before, published_on=on.isoformat())


@transaction.atomic
def show(activity: Activity, *, by, at: dt.datetime) -> None:
    if not permissions.can_review(by):
        raise NotAllowed
    if not permissions.can_show(by, activity):
        raise WrongState("show")
    _claim(activity, "show", is_public=True, published_on=activity.published_on or at.date())
    _audit("show", activity, by, activity.state)


@transaction.atomic
def hide(activity: Activity, *, by, at: dt.datetime) -> None:
    if not (permissions.can_review(by) or permissions.can_publish(by, activity)):
        raise NotAllowed
    if not activity.is_public:
        raise WrongState("hide")
    _claim(activity, "hide", is_public=False)
    _audit("hide", activity, by, activity.state)


# --- What every act does ---------------------------------------------------------------------------------------------


def _check_state(activity, name):
    if activity.state not in MOVES[name].sources:
        raise WrongState(name)


def _reason(text, missing) -> str:
    """``missing``: what to say where there is none; "" where there need not be one."""
    reason = clean_text(text).strip()
    if not reason and missing:
        raise Refused([("reason", missing)])
    if len(reason) > REASON_LIMIT:
        raise Refused([("reason", f"Lý do dài {len(reason)} ký tự, quá {REASON_LIMIT}; rút gọn lại.")])
    return reason


def _claim(activity, name, to="", **changes):
    """The row as this person saw it: an older page claims nothing."""
    move = MOVES[name]
    move = replace(move, to=to or move.to or activity.state)
    rows = Activity.objects.filter(pk=activity.pk, revision=activity.revision)
    claim(rows, move, revision=F("revision") + 1, **changes)
    activity.refresh_from_db()


def _audit(act, activity, by, before, **after):
    """States and names of fields, no words of the record: whoever reads the log reads no content."""
    audit.record(
        f"activities.{act}",
        activity.key,
        by=by,
        before={"state": before},
        after={"state": activity.state, **after},
    )
