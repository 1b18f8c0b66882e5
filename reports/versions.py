"""What was sent, frozen: one content dict per version, drawn by every page that shows a report.

The same dict is made from a draft (``content_of``), so that a draft, an old version and the official one are shown
by one template and compared line by line.
"""

from reports.lines import TEXT_LABELS
from reports.models import Figure, Progress, Version
from reports.sheet import Sheet

FIGURE_FIELDS = ("value", "numerator", "denominator", "done_on", "explanation")


def content_of(sheet: Sheet) -> dict:
    """The whole content as JSON: texts, figures with their written form, progress, file hashes.

    Decimals are written as strings, dates in ISO form. Shape of "figures": a row per slot with code, slot, label,
    kind, the raw fields, ``text`` (as people read it) and ``warning`` (why it is odd, if it is).
    """
    report = sheet.report
    return {
        "texts": {line.name: line.value for line in sheet.texts},
        "estimate": sheet.estimate,
        "own_number": sheet.own_number,
        "own_date": sheet.own_date.isoformat() if sheet.own_date else "",
        "signatory": sheet.signatory,
        "head_step": report.unit.has_head_step,
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
                "previous": line.previous_text,
                "running": line.running_text,
                "warning": line.oddity,
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


def text_rows(content: dict) -> list[dict]:
    """The seven texts in the order of print: label and text."""
    return [{"label": label, "text": content["texts"].get(name, "")} for name, label in TEXT_LABELS.items()]


def _plain(number):
    return None if number is None else format(number.normalize(), "f")


def freeze(report, sheet, *, by, at, by_authority) -> Version:
    """Store the immutable version of this sending; ``report`` holds its claim, so the number is ours."""
    report.refresh_from_db(fields=["version_count"])
    access = by.access
    head = access.is_head_of(report.unit_id)
    version = Version.objects.create(
        report=report,
        number=report.version_count,
        unit_name=report.unit.name,
        sent_at=at,
        sent_by=by,
        sender_name=str(by),
        sender_role="Lãnh đạo đơn vị" if head else "Cán bộ phụ trách KH&CN, theo ủy quyền",
        authority=report.unit.authority if by_authority else "",
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
    return version


def changes(old: dict | None, new: dict) -> list[dict]:
    """What differs between two contents, line by line: key, label, before, after (texts as people read them)."""
    if old is None:
        return []
    rows = []
    for part, key, label, before, after in _lines(old, new):
        if before != after:
            rows.append({"part": part, "key": key, "label": label, "before": before, "after": after})
    return rows


def _lines(old, new):
    for name, label in TEXT_LABELS.items():
        yield "A", name, label, old["texts"].get(name, ""), new["texts"].get(name, "")
    before = {row["key"]: row for row in old["figures"]}
    for row in new["figures"]:
        was = before.get(row["key"])
        yield "B", row["key"], row["label"], was["text"] if was else "", row["text"]
    before = {row["ref"]: row for row in old["progress"]}
    for row in new["progress"]:
        was = before.get(row["ref"], {"status_label": "", "note": ""})
        yield (
            "C",
            row["ref"],
            row["title"],
            f"{was['status_label']}. {was['note']}".strip(". "),
            f"{row['status_label']}. {row['note']}".strip(". "),
        )
