"""Filling in a report: read what was posted into the sheet, and save it whole or not at all.

Nothing typed is lost: a value that cannot be read stays in its line as it was typed, with a message, and the draft is
left as it was. Two people in one draft: the later save is told (StaleDraft).
"""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from reports import attachments, completeness
from reports.lines import NOTE_LIMIT, FigureLine
from reports.models import Entry, Progress, Report
from reports.permissions import EDITABLE
from reports.sheet import Sheet
from units import audit, clock
from units.vietnamese import DateError, NumberError, clean_text, parse_date, parse_number

EXPLANATION_LIMIT = 1000


class StaleDraft(Exception):
    """Somebody saved this draft, or the report moved, since the form was opened."""


def read(sheet: Sheet, post) -> bool:
    """Fill the sheet from a POST. Returns whether everything could be read; lines carry their errors.

    Fields that the POST does not name keep what is stored: a partial save never blanks the rest.
    """
    for line in sheet.texts:
        if line.name in post:
            line.value = clean_text(post[line.name])
            if len(line.value) > line.limit:
                line.error = f"dài {len(line.value)} ký tự, quá {line.limit}; rút gọn hoặc gửi kèm tệp"
    for line in sheet.figures:
        _read_figure(line, sheet, post)
    for line in sheet.tasks:
        _read_task(line, post)
    _read_own(sheet, post)
    completeness.mark_oddities(sheet)
    return not any(line.error for line in sheet.lines) and not sheet.extra_errors


def _read_figure(line: FigureLine, sheet, post):
    before = (line.value, line.numerator, line.denominator, line.done_on)
    for name in line.inputs:
        if name not in post:
            continue
        raw = clean_text(post[name]).strip()
        line.typed[name] = raw
        try:
            _set(line, name, raw, sheet)
        except (NumberError, DateError) as error:
            line.error, line.wrong_input = str(error), name
    if (line.value, line.numerator, line.denominator, line.done_on) != before:
        line.is_carried = False
    if line.explanation_name in post:
        line.explanation = clean_text(post[line.explanation_name]).strip()
        if len(line.explanation) > EXPLANATION_LIMIT:
            line.error, line.wrong_input = f"giải trình dài quá {EXPLANATION_LIMIT} ký tự", line.explanation_name


def _set(line, name, raw, sheet):
    if line.kind == "yesno":
        if raw not in ("", "yes", "no"):
            raise NumberError("chọn Có hoặc Chưa")
        line.value = {"": None, "yes": Decimal(1), "no": Decimal(0)}[raw]
    elif line.kind == "date":
        line.done_on = _done_on(raw, sheet) if raw else None
    else:
        number = _whole(raw, line) if raw else None
        if line.kind == "ratio":
            setattr(line, name.rsplit("-", 1)[1], number)
        else:
            line.value = number


def _whole(raw, line) -> Decimal:
    number = parse_number(raw)
    if number < 0:
        raise NumberError(f"“{raw}” là số âm, nhập số từ 0 trở lên")
    if number != number.to_integral_value():
        raise NumberError(f"“{raw}” không phải số nguyên; {line.target.unit_label} đếm trọn từng đơn vị một")
    return number


def _done_on(raw, sheet) -> dt.date:
    day = parse_date(raw)
    period = sheet.report.period
    if not period.plan.first_year <= day.year <= period.plan.last_year:
        raise DateError(f"ngày {raw} nằm ngoài giai đoạn {period.plan.first_year}–{period.plan.last_year} của kế hoạch")
    if sheet.today and day > sheet.today:
        raise DateError(f"ngày {raw} chưa đến, chỉ ghi khi việc đã xong")
    if day > period.window_to:
        raise DateError(f"ngày {raw} sau ngày chốt số liệu, ghi vào báo cáo quý sau")
    return day


def _read_task(line, post):
    before = (line.status, line.note)
    if f"{line.stem}-status" in post:
        status = post[f"{line.stem}-status"]
        if status and status not in Progress.Status:
            line.error = "chọn tình trạng trong danh sách"
        else:
            line.status = status
    if f"{line.stem}-note" in post:
        line.note = clean_text(post[f"{line.stem}-note"])
        if len(line.note) > NOTE_LIMIT:
            line.error = f"kết quả trong kỳ dài quá {NOTE_LIMIT} ký tự, rút gọn lại"
    if (line.status, line.note) != before:
        line.is_carried = False


def _read_own(sheet, post):
    """The unit's own number, date and signatory, and the estimate: all optional."""
    for name, limit in (("estimate", 2000), ("own_number", 40), ("signatory", 120)):
        if name in post:
            value = clean_text(post[name]).strip()
            setattr(sheet, name, value)
            if len(value) > limit:
                sheet.extra_errors[name] = f"dài quá {limit} ký tự, rút gọn lại"
    if "own_date" in post:
        raw = clean_text(post["own_date"]).strip()
        try:
            sheet.own_date = parse_date(raw) if raw else None
        except DateError as error:
            sheet.extra_errors["own_date"], sheet.typed_own_date = str(error), raw


@transaction.atomic
def save(sheet: Sheet, *, by, revision: int, added=(), removed=None) -> None:
    """Store the sheet, made from ``revision``, with files ``added`` and the attachment ``removed`` (by key).

    Raises StaleDraft and writes nothing if the draft has moved on.
    """
    report = sheet.report
    now = clock.now()
    texts = {line.name: line.value for line in sheet.texts}
    changed = [name for name, value in texts.items() if getattr(report, name) != value]
    claimed = Report.objects.filter(pk=report.pk, revision=revision, state__in=EDITABLE).update(
        revision=F("revision") + 1,
        started_at=report.started_at or now,
        edited_at=now,
        edited_by=by,
        estimate=sheet.estimate,
        own_number=sheet.own_number,
        own_date=sheet.own_date,
        signatory=sheet.signatory,
        **texts,
    )
    if claimed != 1:
        raise StaleDraft(report.key)
    stored = {(row.target_id, row.slot): row for row in report.entries.all()}
    rows = []
    for line in sheet.figures:
        values = {name: getattr(line, name) for name in _ENTRY_FIELDS}
        was = stored.get((line.target.pk, line.slot))
        if was is None and line.is_untouched:
            continue
        if was is None or any(getattr(was, name) != value for name, value in values.items()):
            rows.append(Entry(report=report, target=line.target, slot=line.slot, **values))
            changed.append(line.key)
    if rows:
        Entry.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["report", "target", "slot"], update_fields=_ENTRY_FIELDS
        )
    kept = {row.commitment_id: row for row in report.progress.all()}
    rows = []
    for line in sheet.tasks:
        was = kept.get(line.commitment.pk)
        if was is None or (was.status, was.note, was.is_carried) != (line.status, line.note, line.is_carried):
            rows.append(
                Progress(
                    report=report,
                    commitment=line.commitment,
                    status=line.status,
                    note=line.note,
                    is_carried=line.is_carried,
                )
            )
            changed.append(line.key)
    if rows:
        Progress.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["report", "commitment"],
            update_fields=["status", "note", "is_carried"],
        )
    if added:
        attachments.add(report, added, by=by, at=now)
        changed.append(f"attachments +{len(added)}")
    if removed is not None and report.attachments.filter(pk=removed).delete()[0]:
        changed.append(f"attachment {removed}")
    if report.edited_by_id != by.pk or report.started_at is None:
        report.hands.add(by)
    if changed:
        # Names of lines only: the administrator reads this log and has no business with the texts (domain §1).
        audit.record("reports.save", report.key, by=by, before={"revision": revision}, after={"lines": changed})
    for name, value in texts.items():
        setattr(report, name, value)
    report.revision, report.started_at, report.edited_at = revision + 1, report.started_at or now, now
    report.edited_by = by


_ENTRY_FIELDS = ["value", "numerator", "denominator", "done_on", "explanation", "is_carried"]
