"""What has gone out of one period and what is still to come: the page of the schedule (domain §8)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q, Sum

from reports import reminders
from reports.models import Reminder
from units.vietnamese import format_date


@dataclass(frozen=True)
class Round:
    """One kind of reminder. ``units`` and ``people``: who were written to, the office's summary apart."""

    words: str
    on: dt.date
    state: str  # sent, due (may go out today), coming, passed (a later one went instead, or nobody owed anything)
    sent_at: dt.datetime | None = None
    units: int = 0
    people: int = 0
    office: int = 0


@dataclass(frozen=True)
class Nagging:
    """One press of *Nhắc*: who, when, which units."""

    at: dt.datetime
    by: str
    units: tuple[str, ...]
    people: int


def kind_words(name: str) -> str:
    """ "Trước hạn 7 ngày" of "before-7"; that of a deadline which was extended to a day names it."""
    base, _, due_on = name.partition("@")
    kind, _, days = base.partition("-")
    words = {
        "opened": "Mở kỳ báo cáo",
        "before": f"Trước hạn {days} ngày",
        "due": "Ngày hạn",
        "after": f"Quá hạn {days} ngày",
    }.get(kind, base)
    return f"{words} (hạn {format_date(dt.date.fromisoformat(due_on))})" if due_on else words


def rounds(period, on: dt.date) -> list[Round]:
    """Every reminder of the period as of the day ``on``, in the order of their days. One query.

    One that went out by a schedule that was changed since, or of a deadline that was extended, stands there as well.
    """
    gone = {row["kind"]: row for row in _gone(period)}
    kinds = reminders.schedule(period)
    newest = reminders.latest(kinds, on)
    rows = []
    for kind in kinds:
        row = gone.pop(kind.name, None)
        if row:
            rows.append(_sent(kind.name, kind.on, row))
        else:
            state = "coming" if kind.on > on else "due" if kind == newest and not period.closed_at else "passed"
            rows.append(Round(kind_words(kind.name), kind.on, state))
    rows += [_sent(name, row["first_on"], row) for name, row in gone.items()]
    return sorted(rows, key=lambda row: row.on)


def _gone(period):
    """Claims of the period, summed by kind; those of single reports (nagged, returned) are told elsewhere."""
    rows = Reminder.objects.filter(period=period).exclude(kind__startswith="nag-").exclude(kind__startswith="return-")
    return rows.values("kind").annotate(
        first_on=Min("on"),
        first_at=Min("sent_at"),
        units=Count("unit"),
        people=Sum("recipients", filter=Q(unit__isnull=False), default=0),
        office=Sum("recipients", filter=Q(unit=None), default=0),
    )


def _sent(name, on, row) -> Round:
    return Round(kind_words(name), on, "sent", row["first_at"], row["units"], row["people"], row["office"])


def returned(period, on: dt.date) -> list:
    """Reports of the period that were sent back and not sent again: each on its own clock, the earliest first."""
    rows = reminders.unsent(on).filter(period=period).exclude(return_due_on=None)
    return list(rows.order_by("return_due_on", "unit"))


def presses(period):
    """Presses of *Nhắc* for this period, newest first: rows of ``sent_at`` and ``by``. For a Paginator."""
    return (
        Reminder.objects.filter(period=period, kind__startswith="nag-")
        .values("sent_at", "by", "by__full_name", "by__username")
        .annotate(people=Sum("recipients"))
        .order_by("-sent_at", "by")
    )


def named(period, pressed) -> list[Nagging]:
    """The rows of ``presses`` with the units that were written to. One query."""
    units: dict[tuple, list[str]] = {}
    for row in (
        Reminder.objects.filter(period=period, kind__startswith="nag-", sent_at__in={row["sent_at"] for row in pressed})
        .select_related("unit")
        .order_by("unit")
    ):
        units.setdefault((row.sent_at, row.by_id), []).append(row.unit.short_name)
    return [
        Nagging(
            row["sent_at"],
            row["by__full_name"] or row["by__username"] or "",
            tuple(units[row["sent_at"], row["by"]]),
            row["people"],
        )
        for row in pressed
    ]
