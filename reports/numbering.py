"""Số, ngày văn bản: the clerk's number and day of a consolidated report, typed on the draft or given after publishing.

A published copy is frozen. What was left blank in it may be filled in once, before anybody signs: the number and the
day are the clerk's to give, they were not known when words and figures were fixed, and nothing else changes with them.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from reports import publication_files, publishing
from reports.models import Publication
from units import audit
from units.clock import ZONE
from units.moves import NotAllowed, Refused, WrongState
from units.vietnamese import DateError, clean_text, format_date, parse_date

# A paper may be dated for the day on which it will be signed.
SIGNED_WITHIN = dt.timedelta(31)


def parse(number: str, day: str, stretch, today: dt.date) -> tuple[str, dt.date | None]:
    """What was typed, each of them possibly blank. Raises Refused, naming the field.

    The date decides which decree's form is printed, so a slip in its year must not pass.
    """
    number, raw = clean_text(number).strip(), clean_text(day).strip()
    if number and not (number.isascii() and number.isdigit() and len(number) <= 5 and int(number)):
        raise Refused([("document_number", "Số văn bản chỉ gồm chữ số, ví dụ 05.")])
    try:
        on = parse_date(raw) if raw else None
    except DateError as error:
        raise Refused([("document_date", str(error))]) from None
    first, last = stretch.period.window_from, today + SIGNED_WITHIN
    if on and not first <= on <= last:
        span = f"từ {format_date(first)} đến {format_date(last)}"
        raise Refused([("document_date", f"Ngày {raw} không thể là ngày văn bản {stretch.label}: nhập ngày {span}.")])
    return number, on


def is_numbered(publication) -> bool:
    return bool(publication.document_number and publication.document_date)


def is_open(publication) -> bool:
    """Whether a blank of a published report may still be filled in. Perhaps a query (Publication.is_replaced)."""
    return (
        publication.state == Publication.State.PUBLISHED
        and not is_numbered(publication)
        and not publication.signed_sha256
        and not publication.is_replaced
    )


@transaction.atomic
def give(publication, *, by, number, day) -> None:
    """Fill in what is blank, in the row and in the frozen copy, and have the files drawn anew; once.

    ``number``, ``day``: as ``parse`` gives them; where there is one already it stays. Raises NotAllowed, WrongState,
    Refused.
    """
    if not publishing.can_edit(by):
        raise NotAllowed
    if not is_open(publication):
        raise WrongState("number")
    number, day = publication.document_number or number, publication.document_date or day
    problems = [
        (name, text)
        for name, text, value in (
            ("document_number", "Nhập số văn bản.", number),
            ("document_date", "Nhập ngày văn bản.", day),
        )
        if not value
    ]
    if problems:
        raise Refused(problems)
    snapshot = publication.snapshot
    was = {name: snapshot["document"][name] for name in ("number", "date")}
    document = snapshot["document"] | {"number": number, "date": day.isoformat()}
    row = Publication.objects.filter(
        pk=publication.pk,
        state=Publication.State.PUBLISHED,
        document_number=publication.document_number,
        document_date=publication.document_date,
        signed_sha256="",
    )
    if not row.update(
        document_number=number, document_date=day, snapshot=snapshot | {"document": document}, **forgotten(publication)
    ):
        raise WrongState("number")
    publication.refresh_from_db()
    audit.record(
        "publications.number",
        publishing.key_of(publication),
        by=by,
        before={"document_number": was["number"], "document_date": was["date"]},
        after={"document_number": number, "document_date": day.isoformat()},
    )
    publication_files.draw_again(publication)


def forgotten(publication, formats=tuple(Publication.Format)) -> dict:
    """What to write in the row whose files will be drawn anew: no files, and which ones there were.

    Somebody may hold one of them: the check page goes on knowing it.
    """
    until = timezone.now().astimezone(ZONE).isoformat(timespec="seconds")
    drawn = [file for file in publication.files if file["format"] in formats]
    changes = {
        "former_files": publication.former_files
        + [{name: file[name] for name in ("format", "sha256", "size")} | {"until": until} for file in drawn]
    }
    for format in formats:
        changes |= {f"{format}_sha256": "", f"{format}_size": 0}
    if Publication.Format.PDF in formats:
        changes["pdf_pages"] = 0
    return changes
