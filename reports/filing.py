"""Filling in a report: read what was posted into the sheet, and save it whole or not at all.

Nothing typed is lost: a value that cannot be read stays in its line as it was typed, with a message, and the draft is
left as it was. Two people in one draft: the later save is told (StaleDraft).
"""

import copy
import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from reports import attachments, claims, completeness, nil, rows, unlocks
from reports.lines import NOTE_LIMIT, FigureLine, TextLine
from reports.models import Attachment, Entry, Progress, Report
from reports.permissions import EDITABLE
from reports.sheet import Sheet
from units import audit, clock
from units.vietnamese import DateError, NumberError, clean_text, format_date, format_number, parse_date, parse_number

EXPLANATION_LIMIT = 1000
# What one unit counts in a quarter: what the columns hold, and sums of thousands of units as well.
MOST_COUNTED = 999_999_999
# The optional lines about the unit's own paper; a date has no length.
OWN_LIMITS = {"estimate": 2000, "own_number": 40, "own_date": None, "signatory": 120}
# Savings of one person within this time are one line of the audit log: a draft saves itself every few seconds.
SAME_SITTING = dt.timedelta(minutes=10)


class StaleDraft(Exception):
    """Somebody saved this draft, or the report moved, since the form was opened."""


def read(sheet: Sheet, post) -> bool:
    """Fill the sheet from a POST. Returns whether everything could be read; lines carry their errors.

    Fields that the POST does not name keep what is stored: a partial save never blanks the rest.
    """
    for line in sheet.texts:
        if line.name in post:
            read_text(line, post)
    for line in sheet.figures:
        _read_figure(line, sheet, post)
    for line in sheet.tasks:
        _read_task(line, post)
    _read_own(sheet, post)
    for kind in rows.LABELS:
        if rows.is_posted(kind, post):
            rows.read(sheet.rows[kind], post, sheet.heading_titles)
    if sheet.is_compared:
        completeness.mark_oddities(sheet)
    if sheet.is_nil and nil.contradicts(sheet):
        sheet.is_nil = False
    return not errors(sheet)


def read_text(line: TextLine, post) -> None:
    line.value = clean_text(post[line.name])
    if len(line.value) > line.limit:
        line.error = f"dài {len(line.value)} ký tự, quá {line.limit}; rút gọn hoặc gửi kèm tệp"


def errors(sheet: Sheet) -> dict[str, str]:
    """What could not be read: name of the input → message, in the order of the page."""
    found = {line.anchor: line.error for line in sheet.texts if line.error}
    for group in _lists(sheet):
        found |= group.errors
    found |= {line.anchor: line.error for line in [*sheet.figures, *sheet.tasks] if line.error}
    return found | sheet.extra_errors


def _lists(sheet):
    """The lists of rows, if anybody asked for them: an untouched one costs no query."""
    return sheet.rows.values() if "rows" in vars(sheet) else ()


def read_what_can_be(sheet: Sheet, post) -> tuple[dict[str, str], set[str]]:
    """Like ``read``, for an autosave: what cannot be read goes back to what is stored, its line whole.

    Returns what is wrong (name of the input → message) and the names of all inputs that were held back with it. A
    number with one wrong digit is never saved as a blank or as half a ratio.
    """
    before = [(line, copy.copy(line)) for line in sheet.lines]
    own = {name: getattr(sheet, name) for name in OWN_LIMITS}
    read(sheet, post)
    found, held = errors(sheet), set()
    for line, old in before:
        if line.error:
            held.update(inputs_of(line, post))
            vars(line).update(vars(old))
    for name in sheet.extra_errors:
        held.add(name)
        setattr(sheet, name, own[name])
    sheet.extra_errors, sheet.typed_own_date = {}, None
    for group in _lists(sheet):
        if group.errors:
            held.update(rows.inputs(group.kind, post))
            group.set_back()
    return found, held


def inputs_of(line, post) -> list[str]:
    """Names of a line's inputs in the POST."""
    if line.part == "A":
        names = [line.name]
    elif line.part == "C":
        names = [f"{line.stem}-status", f"{line.stem}-note"]
    else:
        names = [*line.inputs, *(item.strike for item in line.items if item.strike), line.explanation_name]
    return [name for name in names if name in post]


def _read_figure(line: FigureLine, sheet, post):
    if line.is_told:
        return
    if line.kind == "counted":
        claims.read_strikes(line, post)
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
    return whole(parse_number(raw), raw, line.target)


def whole(number: Decimal, raw: str, target) -> Decimal:
    """What is counted is counted whole. Raises NumberError; ``raw``: as it was written."""
    if number < 0:
        raise NumberError(f"“{raw}” là số âm, nhập số từ 0 trở lên")
    if number > MOST_COUNTED:
        raise NumberError(f"“{raw}” quá lớn, xem lại số đã nhập; nhiều nhất là {format_number(MOST_COUNTED)}")
    if number != number.to_integral_value():
        raise NumberError(f"“{raw}” không phải số nguyên; {target.unit_label} đếm trọn từng đơn vị một")
    return number


def _done_on(raw, sheet) -> dt.date:
    return done_on(parse_date(raw), raw, sheet.report.period, sheet.today)


def done_on(day: dt.date, raw: str, period, today: dt.date | None) -> dt.date:
    """A day on which something was done, for the period's report. Raises DateError; ``raw``: as it was written."""
    if not period.plan.first_year <= day.year <= period.plan.last_year:
        raise DateError(f"ngày {raw} nằm ngoài giai đoạn {period.plan.first_year}–{period.plan.last_year} của kế hoạch")
    if today and day > today:
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
    for name, limit in OWN_LIMITS.items():
        if name in post and limit:
            value = clean_text(post[name]).strip()
            setattr(sheet, name, value)
            if len(value) > limit:
                sheet.extra_errors[name] = f"dài quá {limit} ký tự, rút gọn lại"
    if "own_date" in post:
        raw = clean_text(post["own_date"]).strip()
        try:
            sheet.own_date = _own_day(raw, sheet) if raw else None
        except DateError as error:
            sheet.extra_errors["own_date"], sheet.typed_own_date = str(error), raw


def _own_day(raw, sheet) -> dt.date:
    """When the unit's own paper was signed. Late or not, it is never older than the quarter it tells of."""
    day = parse_date(raw)
    if sheet.today and day > sheet.today:
        raise DateError(f"ngày {raw} chưa đến, ghi ngày đã ký")
    if day < sheet.report.period.window_from:
        first = format_date(sheet.report.period.window_from)
        raise DateError(f"kỳ {sheet.report.period.label} bắt đầu ngày {first}, ghi ngày ký từ hôm đó")
    return day


@transaction.atomic
def save(sheet: Sheet, *, by, revision: int, added=(), removed=None, before_sending=False) -> None:
    """Store the sheet, made from ``revision``, with files ``added`` and the attachment ``removed`` (by key).

    Raises StaleDraft and writes nothing if the draft has moved on. ``before_sending``: what has not changed is not
    saved once more, for the sending claims the same row at the same revision.
    """
    report = sheet.report
    now = clock.now()
    changes = _changes(report, {line.name: line.value for line in sheet.texts})
    changes |= _changes(report, {name: getattr(sheet, name) for name in (*OWN_LIMITS, "is_nil")})
    # Nobody has saved since ``revision``, so what the sheet was loaded with is what is stored.
    entries, progress = _changed_figures(sheet), _changed_tasks(sheet)
    lists = [group for group in _lists(sheet) if group.is_changed]
    is_changed = changes or entries or progress or lists or added or removed is not None
    may_be_struck = any(line.kind == "counted" for line in sheet.figures)
    if before_sending and report.started_at and not is_changed and not may_be_struck:
        return
    is_untouched = _claim(report, changes, by=by, revision=revision, now=now)
    _store(Entry, entries, ["report", "target", "slot"], _ENTRY_FIELDS)
    _store(Progress, progress, ["report", "commitment"], _PROGRESS_FIELDS)
    sheet.entries |= {(row.target_id, row.slot): row for row in entries.values()}
    sheet.progress |= {row.commitment_id: (row.status, row.note, row.is_carried) for row in progress.values()}
    changed = [*changes, *entries, *claims.save_strikes(report, sheet.figures), *progress]
    for group in lists:
        rows.save(report, group, sheet.heading_ids)
        changed.append(group.kind)
    if added:
        attachments.add(report, added, by=by, at=now)
        changed.append(f"attachments +{len(added)}")
    if removed is not None and report.attachments.filter(pk=removed).delete()[0]:
        changed.append(f"attachment {removed}")
    _sign(report, changed, by=by, at=now, is_untouched=is_untouched)
    _renew(report, changes, revision=revision, at=now)


@transaction.atomic
def save_texts(report, texts: dict[str, str], *, by) -> None:
    """Store some of the seven texts of a draft that has begun, and nothing beside them; raises StaleDraft as ``save``
    does. A page that saves itself while somebody writes asks this every few seconds: a statement or two."""
    now = clock.now()
    changes = _changes(report, texts)
    is_untouched = _claim(report, changes, by=by, revision=report.revision, now=now)
    _sign(report, list(changes), by=by, at=now, is_untouched=is_untouched)
    _renew(report, changes, revision=report.revision, at=now)


def _changes(report, values) -> dict:
    return {name: value for name, value in values.items() if getattr(report, name) != value}


def _claim(report, changes, *, by, revision, now) -> bool:
    """Write ``changes`` into the row as it was read at ``revision``, or raise StaleDraft. Whether nobody has touched it
    since, not even to add a file: then the log is what was read with it, too."""
    row = _open(report, now).filter(revision=revision)
    values = {
        "revision": F("revision") + 1,
        "started_at": report.started_at or now,
        "edited_at": now,
        "edited_by": by,
        **changes,
    }
    if row.filter(edited_at=report.edited_at).update(**values):
        return True
    if row.update(**values):
        return False
    raise StaleDraft(report.key)


def _renew(report, changes, *, revision, at) -> None:
    """The object, as its row is now."""
    for name, value in changes.items():
        setattr(report, name, value)
    report.revision, report.started_at = revision + 1, report.started_at or at


def _open(report, now):
    """The row, if it may still be written now; by whom is the caller's to ask (``permissions.is_open_to``).

    What was not reopened when it was read must still not be: there is no unlock to ask for then.
    """
    rows = Report.objects.filter(pk=report.pk, state__in=EDITABLE, received_on=report.received_on)
    return rows.filter(unlocks.not_run_out(now)) if report.is_reopened else rows.filter(is_reopened=False)


def _changed_figures(sheet) -> dict[str, Entry]:
    """Rows to write, by the key of their line."""
    found = {}
    for line in sheet.figures:
        if line.is_told:
            continue  # the portal says it anew at each look; nothing of it is the unit's
        values = {name: getattr(line, name) for name in _ENTRY_FIELDS}
        was = sheet.entries.get((line.target.pk, line.slot))
        if line.kind == "counted":
            # The registry says the figure; the draft keeps only what the unit says of it.
            values = {**dict.fromkeys(_ENTRY_FIELDS), "explanation": line.explanation, "is_carried": False}
            if was is None and not line.explanation:
                continue
        if was is None and line.is_untouched and not line.explanation:
            continue
        if was is None or any(getattr(was, name) != value for name, value in values.items()):
            found[line.key] = Entry(report=sheet.report, target_id=line.target.pk, slot=line.slot, **values)
    return found


def _changed_tasks(sheet) -> dict[str, Progress]:
    """The same of the tasks. One that nothing is said of has a row, too."""
    found = {}
    for line in sheet.tasks:
        pk, said = line.commitment.pk, (line.status, line.note, line.is_carried)
        if sheet.progress.get(pk) != said:
            values = dict(zip(_PROGRESS_FIELDS, said, strict=True))
            found[line.key] = Progress(report=sheet.report, commitment_id=pk, **values)
    return found


def _store(model, found, key, fields) -> None:
    if found:
        model.objects.bulk_create(found.values(), update_conflicts=True, unique_fields=key, update_fields=fields)


@transaction.atomic
def attach(report, stored, *, by) -> Attachment:
    """Put one stored file on the draft at once, whatever its revision: it touches no text.

    A file alone does not begin the draft: what carries on is still put in by the first save.
    Raises StaleDraft if the report is not open for editing any more.
    """
    now = clock.now()
    if not _open(report, now).update(edited_at=now, edited_by=by):
        raise StaleDraft(report.key)
    attachments.add(report, [stored], by=by, at=now)
    _sign(report, ["attachments +1"], by=by, at=now)
    return report.attachments.get(sha256=stored.sha256)


def _sign(report, changed, *, by, at, is_untouched=False):
    """Who wrote and what: the hands that may not accept, and the audit log, in the caller's transaction."""
    again = report.edited_by_id == by.pk and report.started_at is not None
    if not again:
        report.hands.add(by)
    # Names of lines only: the administrator reads this log and has no business with the texts (domain §1).
    line = {"by": by, "key": "lines", "values": changed, "within": SAME_SITTING}
    last = report if is_untouched else None
    if changed and not (again and audit.extend("reports.save", report.key, last=last, **line)):
        audit.record("reports.save", report.key, by=by, before={"revision": report.revision}, after={"lines": changed})
    report.edited_at, report.edited_by = at, by


_ENTRY_FIELDS = ["value", "numerator", "denominator", "done_on", "explanation", "is_carried"]
_PROGRESS_FIELDS = ["status", "note", "is_carried"]
