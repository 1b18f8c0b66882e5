"""What was sent, frozen: one content dict per version, drawn by every page that shows a report.

The same dict is made from a draft (``content_of``), so that a draft, an old version and the official one are shown
by one template and compared line by line.
"""

import copy
import datetime as dt
from dataclasses import asdict

from reports import claims, rows
from reports.lines import TEXT_LABELS, place_text
from reports.models import Figure, Progress, Proposal, Version
from reports.sheet import Sheet
from units import letterhead
from units.vietnamese import format_date

FIGURE_FIELDS = ("value", "numerator", "denominator", "done_on", "explanation")


def content_of(sheet: Sheet) -> dict:
    """The whole content as JSON: texts, figures with their written form, progress, file hashes.

    Decimals are written as strings, dates in ISO form. Shape of "figures": a row per slot with code, slot, label,
    kind, the raw fields, ``text`` (as people read it) and ``warning`` (why it is odd, if it is); of a counted one
    ``records``, the list behind it; of one that the portal told ``source``, in words. "letter": head and end of the
    unit's paper (``letter_of``). "is_nil", "items", "proposals", "letter" and a figure's "goal" are missing in versions
    older than they are.
    """
    report = sheet.report
    return {
        "letter": letter_of(report),
        "texts": {line.name: line.value for line in sheet.texts},
        "estimate": sheet.estimate,
        "own_number": sheet.own_number,
        "own_date": sheet.own_date.isoformat() if sheet.own_date else "",
        "signatory": sheet.signatory,
        "head_step": report.unit.has_head_step,
        "is_nil": sheet.is_nil,
        "items": rows.frozen(sheet.rows[rows.ITEM]),
        "proposals": rows.frozen(sheet.rows[rows.PROPOSAL]),
        "figures": [
            {
                "code": line.target.code,
                "slot": line.slot,
                "key": line.key,
                "title": line.target.title,
                "label": line.label,
                "unit_label": line.target.unit_label,
                "kind": line.kind,
                "value": _plain(line.value),
                "numerator": _plain(line.numerator),
                "denominator": _plain(line.denominator),
                "done_on": line.done_on.isoformat() if line.done_on else None,
                "explanation": line.explanation,
                "text": line.text,
                "goal": line.goal_text,
                "previous": line.previous_text,
                "running": line.running_text,
                "registry": line.registry_text,
                "warning": line.oddity,
                **({"records": claims.content_of(line)} if line.kind == "counted" else {}),
                **({"source": line.told.source} if line.is_told else {}),
            }
            for line in sheet.figures
        ],
        "progress": [
            {
                "ref": line.commitment.ref,
                "title": line.commitment.title,
                "status": line.status,
                "status_label": Progress.Status(line.status).label if line.status else "",
                "note": line.note,
            }
            for line in sheet.tasks
        ],
        "attachments": [
            {"name": row.name, "purpose": row.purpose, "sha256": row.sha256, "size": row.size, "type": row.content_type}
            for row in sheet.attachments
        ],
    }


def letter_of(report, unit_name: str = "") -> dict:
    """What the unit's paper says around the report: the unit's letterhead (units.letterhead.Letterhead), the plan, and
    the office through which it goes to the Committee, "" for that office itself. ``unit_name``: the name of then.
    """
    unit, plan = report.unit, report.period.plan
    if unit_name and unit_name != unit.name:
        unit = copy.copy(unit)
        unit.name, unit.letter_name = unit_name, ""
    # Named as the reports' own pages name it: a query for its row would be one of every sending.
    office = "" if plan.coordinator_id == unit.pk else Proposal.Addressee.OFFICE.label
    head = letterhead.of(unit, committee=plan.issued_by, office=office)
    return {
        **asdict(head),
        "signature": list(head.signature),
        "recipients": list(head.recipients),
        "office": office,
        "plan": plan.number,
        "plan_title": plan.title,
        "plan_on": plan.issued_on.isoformat(),
        "committee": plan.issued_by,
    }


def text_rows(content: dict) -> list[dict]:
    """The seven texts in the order of print: label and text."""
    return [{"label": label, "text": content["texts"].get(name, "")} for name, label in TEXT_LABELS.items()]


def _plain(number):
    return None if number is None else format(number.normalize(), "f")


def freeze(report, sheet, *, by, at, by_authority) -> Version:
    """Store the immutable version of this sending; ``report`` holds its claim, so the number is ours."""
    if "rows" not in vars(sheet) and "attachments" not in vars(sheet):
        sheet.read_beside()
    access = by.access
    head = access.is_head_of(report.unit_id)
    version = Version.objects.create(
        report=report,
        number=report.version_count,
        unit_name=report.unit.name,
        sent_at=at,
        sent_by=by,
        sender_name=str(by),
        sender_role=_sender_role(report, head),
        authority=report.unit.authority if by_authority and not report.received_on else "",
        received_on=report.received_on,
        content=content_of(sheet),
    )
    Figure.objects.bulk_create(
        Figure(
            version=version,
            unit_id=report.unit_id,
            period_id=report.period_id,
            target=line.target,
            slot=line.slot,
            **{name: getattr(line, name) for name in FIGURE_FIELDS},
        )
        for line in sheet.figures
    )
    claims.freeze(version, sheet.figures)
    return version


def _sender_role(report, is_head) -> str:
    if report.received_on:
        return "Phòng Kinh tế nhập thay"
    return "Lãnh đạo đơn vị" if is_head else "Cán bộ phụ trách KH&CN, theo ủy quyền"


def changes(old: dict | None, new: dict) -> list[dict]:
    """What differs between two contents, line by line (shape: ``compare``)."""
    return [] if old is None else [row for row in compare(old, new) if row["is_changed"]]


def compare(old: dict, new: dict) -> list[dict]:
    """Every line of either content, in the order of print, with what stood in it before and what stands there now.

    Each: part ("A" to "E"), key (as notes name the line), name (as a sentence does), label, before, after (texts as
    people read them), is_changed, and ``row``: the figure's own dict where it is one, else None.
    """
    parts = (_texts, _rows, _figures, _progress, _files, _own)
    return [line for part in parts for line in part(old, new)]


def _line(part, key, label, before, after, *, name="", row=None, differs=False):
    return {
        "part": part,
        "key": key,
        "name": name or label,
        "label": label,
        "before": before,
        "after": after,
        "is_changed": differs or before != after,
        "row": row,
    }


def _texts(old, new):
    before, after = old.get("texts", {}), new.get("texts", {})
    for name, label in TEXT_LABELS.items():
        yield _line("A", name, label, before.get(name, ""), after.get(name, ""))


def _rows(old, new):
    """Results by heading and proposals; a row that one of the two does not have is blank there."""
    for kind, label in (("items", "Kết quả theo đề mục"), ("proposals", "Kiến nghị")):
        before, after = _by("key", old.get(kind, ())), _by("key", new.get(kind, ()))
        for key in {**before, **after}:
            row = after.get(key) or before[key]
            title = " ".join(filter(None, (row["heading"], row["heading_title"])))
            said = f"{label} {key.partition(':')[2]}"
            full = f"{said}: {title}" if title else said
            yield _line("A", key, full, _said(before.get(key)), _said(after.get(key)), name=said)


def _said(row) -> str:
    if row is None:
        return ""
    return f"Gửi {row['addressee_label']}: {row['text']}" if row.get("addressee_label") else row["text"]


def _figures(old, new):
    before, after = _by("key", old.get("figures", ())), _by("key", new.get("figures", ()))
    for key in {**after, **before}:
        was, row = before.get(key), after.get(key)
        # An explanation that was added is a change as well: it is what the reviewer had asked for.
        # So is another list behind the same number.
        differs = bool(was and row) and (was.get("explanation"), _listed(was)) != (row.get("explanation"), _listed(row))
        said = [figure["text"] if figure else "" for figure in (was, row)]
        yield _line("B", key, (row or was)["label"], *said, name=key, row=row, differs=differs)


def _listed(row) -> list[tuple]:
    """What a counted figure was made of; who has confirmed it since is no change of the unit's."""
    told = ("record", "thing", "on", "is_counted", "reason")
    return [tuple(one[name] for name in told) for one in row.get("records", ())]


def _progress(old, new):
    before, after = _by("ref", old.get("progress", ())), _by("ref", new.get("progress", ()))
    for ref in {**after, **before}:
        title = (after.get(ref) or before[ref])["title"]
        yield _line("C", ref, title, _task(before.get(ref)), _task(after.get(ref)), name=place_text(ref))


def _task(row) -> str:
    return ". ".join(filter(None, (row["status_label"], row["note"]))) if row else ""


def _files(old, new):
    files = [content.get("attachments", ()) for content in (old, new)]
    before, after = ("\n".join(file["name"] for file in held) for held in files)
    hashes = [{file["sha256"] for file in held} for held in files]
    yield _line("D", "attachments", "Tài liệu kèm theo", before, after, differs=hashes[0] != hashes[1])


def _own(old, new):
    if old.get("estimate") or new.get("estimate"):
        yield _line("E", "estimate", "Ước đến hết quý", old.get("estimate", ""), new.get("estimate", ""))
    before, after = _paper(old), _paper(new)
    if before or after:
        yield _line("E", "own_number", "Văn bản của đơn vị", before, after)


def _paper(content) -> str:
    day = content.get("own_date") and format_date(dt.date.fromisoformat(content["own_date"]))
    return ", ".join(filter(None, (content.get("own_number"), day, content.get("signatory"))))


def _by(name, rows) -> dict:
    return {row[name]: row for row in rows}
