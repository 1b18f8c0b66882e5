"""Sheets for tests of what is taken in: made as an office makes them, handed in and applied by the portal's own acts."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from units import clock
from units.importing import sheet_of, taking
from units.importing.planning import plan


def xlsx(heads, *rows, above=()) -> bytes:
    book = Workbook()
    for row in (*above, heads, *rows):
        book.active.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def upload(content, name="so-lieu.xlsx"):
    return SimpleUploadedFile(name, content)


def planned(resource, content, by):
    return plan(resource(), content, "so-lieu.xlsx", by=by, on=clock.today())


def applied(resource, content, by, name="so-lieu.xlsx"):
    """The run that took the whole sheet in."""
    on, at = clock.today(), clock.now()
    run = taking.hand_in(resource(), upload(content, name), by=by, at=at, on=on)
    stamp = taking.preview(run, resource(), by=by, on=on).stamp
    taking.apply(run, resource(), by=by, at=at, on=on, stamp=stamp)
    run.refresh_from_db()
    return run


def round_trip(resource, by):
    """What its own export would change: (counts, problems)."""
    content = sheet_of.exported(resource(), by=by, on=clock.today())
    found = planned(resource, content, by)
    return found.counts, [*found.problems, *found.wrong]
