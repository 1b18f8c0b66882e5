"""Publishing the scores of a group: frozen whole as JSON, ranked within the group. Page, PDF and workbook are drawn
from the frozen copy alone, so they agree, and later edits of records change nothing (domain §7, §9).

A mistake is put right by a new table that names the one it replaces, with its reason.
"""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from reports.emulation import groups, marks, points, rights, telling
from reports.models import Criterion, Scheme, ScoreSheet, ScoreTable
from targets.quarters import local_day
from units import audit
from units.moves import Move, NotAllowed, Refused, claim
from units.vietnamese import format_date

State = Scheme.State
SCHEMA = 1
NAMED = 10  # how many units a message names

PUBLISH = Move("publish", "Công bố điểm thi đua", frozenset({State.SCORING}), State.PUBLISHED)
CORRECT = Move("correct", "Đính chính điểm đã công bố", frozenset({State.PUBLISHED}), State.SCORING)


def latest(scheme) -> ScoreTable | None:
    return scheme.tables.order_by("-number").first()


def latest_of_year(year: int) -> dict[int, ScoreTable]:
    """Scheme → its newest published table, in one query."""
    return {table.scheme_id: table for table in ScoreTable.objects.filter(scheme__year=year).order_by("number")}


def row_of(table: ScoreTable | None, code: str) -> dict | None:
    """The frozen sheet of one unit, by its code of then."""
    return next((row for row in table.snapshot["rows"] if row["code"] == code), None) if table else None


def obstacles(scheme, marked, on: dt.date) -> list[str]:
    """Why the table cannot be published on the day ``on``; empty when it can."""
    if not marked:
        return ["Chưa có đơn vị nào trong khối có phiếu chấm điểm."]
    found = []
    waiting = [one for one in marked if one.sheet.state != ScoreSheet.State.APPRAISED]
    if waiting:
        found.append(f"Còn {len(waiting)} phiếu chưa thẩm định xong: {_names(waiting)}.")
    open_to_say = [one for one in marked if one.differences and not one.sheet.explanation]
    if open_to_say and on <= scheme.explain_until and not scheme.correct_reason:
        until = format_date(scheme.explain_until)
        found.append(f"Đến hết ngày {until} đơn vị có điểm khác còn giải trình được: {_names(open_to_say)}.")
    return found


def _names(marked) -> str:
    names = [one.sheet.unit.short_name for one in marked]
    more = f" và {len(names) - NAMED} đơn vị khác" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


@transaction.atomic
def publish(scheme, *, by, at: dt.datetime, revision: int) -> ScoreTable:
    """Freeze the table as it stood at ``revision``. Raises NotAllowed, WrongState, or Refused with nothing changed."""
    if not rights.can_approve(by):
        raise NotAllowed("publish")
    reason = scheme.correct_reason
    # The claim comes first: from here no act on a sheet of this scale goes through until this one is done.
    rows = Scheme.objects.filter(pk=scheme.pk, revision=revision)
    claim(rows, PUBLISH, revision=F("revision") + 1, correct_reason="")
    sheets = scheme.sheets.select_related("unit", "scheme")
    marked = marks.read(scheme, sheets, local_day(at))
    if found := obstacles(scheme, marked, local_day(at)):
        raise Refused([("", text) for text in found])
    last = latest(scheme)
    table = ScoreTable(
        scheme=scheme,
        number=last.number + 1 if last else 1,
        replaces=last,
        reason=reason,
        published_at=at,
        publisher_name=str(by),
    )
    table.snapshot = freeze(scheme, marked, table)
    table.save()
    scheme.refresh_from_db()
    audit.record(
        "scores.publish",
        scheme.key,
        by=by,
        before={"state": "scoring"},
        after={"state": "published", "number": table.number},
        note=reason,
    )
    telling.table_published(table, [one.sheet.unit for one in marked], at=at)
    return table


@transaction.atomic
def correct(scheme, *, by, at: dt.datetime, revision: int, reason: str) -> None:
    """Open the table again: sheets are appraised anew, automatic points worked out from the records of the day. The
    published table stands until the new one replaces it."""
    if not rights.can_appraise(by):
        raise NotAllowed("correct")
    if not reason:
        raise Refused([("reason", "Ghi lý do đính chính: bảng điểm mới in kèm lý do này.")])
    rows = Scheme.objects.filter(pk=scheme.pk, revision=revision)
    claim(rows, CORRECT, revision=F("revision") + 1, correct_reason=reason)
    scheme.refresh_from_db()
    audit.record(
        "scores.correct", scheme.key, by=by, before={"state": "published"}, after={"state": "scoring"}, note=reason
    )


# --- The frozen copy -------------------------------------------------------------------------------------------------


def freeze(scheme, marked, table) -> dict:
    """Everything that page, PDF and workbook show. Numbers are text, as JSON has no decimals; units stand with the code
    and the name that they have now."""
    ranks = {} if scheme.on_request else points.ranks([one.rankable for one in marked], scheme.tie_rule)
    rows = [_row(one, ranks.get(one.sheet.unit.code)) for one in marked]
    # Stable: units that share a rank, or have none, stay in the order of every list.
    rows.sort(key=lambda row: row["rank"] or 0)
    return {
        "schema": SCHEMA,
        "year": scheme.year,
        "group": scheme.group,
        "group_label": groups.label(scheme.group),
        "number": table.number,
        "replaces": table.replaces.number if table.replaces else None,
        "reason": table.reason,
        "published_at": table.published_at.isoformat(),
        "publisher": table.publisher_name,
        "is_ranked": not scheme.on_request,
        "tie_rule": scheme.get_tie_rule_display(),
        "scale": str(scheme.scale),
        "decision": scheme.decision_number,
        "in_force_on": scheme.in_force_on.isoformat(),
        "criteria": [
            {
                "order": criterion.order,
                "title": criterion.title,
                "maximum": str(criterion.maximum),
                "kind": criterion.kind,
                "kind_label": criterion.get_kind_display(),
                "is_automatic": criterion.is_automatic,
                "rule": points.in_words(criterion.source, criterion.parameters) or criterion.guidance,
            }
            for criterion in scheme.criteria.all()
        ],
        "rows": rows,
    }


def _row(marked, rank) -> dict:
    sheet = marked.sheet
    silent, late, days = marked.facts.lateness
    return {
        "code": sheet.unit.code,
        "name": sheet.unit.name,
        "short_name": sheet.unit.short_name,
        "rank": rank,
        "base": str(marked.base),
        "bonus": str(marked.bonus),
        "penalty": str(marked.penalty),
        "total": str(marked.total),
        "ties": {"silent": silent, "late": late, "late_days": days, "initiatives": marked.facts.recognised},
        "scored_at": sheet.scored_at.isoformat() if sheet.scored_at else None,
        "appraised_by": sheet.appraised_by_name,
        "explanation": sheet.explanation,
        "answer": sheet.answer,
        "lines": [_line(line) for line in marked.lines],
    }


def _line(line) -> dict:
    frozen = {"points": str(line.points or points.ZERO), "kind": line.criterion.kind}
    if line.worked:
        records = [
            {
                "title": record.title,
                "detail": record.detail,
                "effect": None if record.effect is None else str(record.effect),
                "url": record.url,
            }
            for record in line.worked.records
        ]
        return {**frozen, "how": line.worked.how, "records": records}
    return {
        **frozen,
        "self_points": None if line.self_points is None else str(line.self_points),
        "grounds": line.score.grounds,
        "reason": line.score.reason,
        "proofs": [{"pk": proof.pk, "name": proof.name, "link": proof.link} for proof in line.proofs],
    }


def bonus_and_penalty(snapshot: dict) -> list[dict]:
    """Every bonus and penalty that was given: row, criterion, points and the grounds that the published table names."""
    found = []
    for row in snapshot["rows"]:
        for criterion, line in zip(snapshot["criteria"], row["lines"], strict=True):
            if criterion["kind"] != Criterion.Kind.CRITERION and Decimal(line["points"]):
                said = line.get("how") or line.get("reason") or line.get("grounds")
                found.append({"row": row, "criterion": criterion, "points": line["points"], "grounds": said})
    return found


def changes(before: ScoreTable | None, marked) -> dict[str, Decimal]:
    """Code → published total, of the units whose total a correction would change."""
    rows = before.snapshot["rows"] if before else []
    published = {row["code"]: Decimal(row["total"]) for row in rows}
    now = {one.sheet.unit.code: one.total for one in marked}
    return {code: total for code, total in published.items() if now.get(code, total) != total}
