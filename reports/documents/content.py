"""What the document says, line by line: the snapshot read once, for PDF, Word, Excel and the sheet on screen alike.

Every value is a finished string, so that no drawer formats a number or a date by the settings of the day.
"""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count

from reports.documents.drawings import Drawing, timeliness, verdicts as drawn_verdicts
from reports.documents.enclosures import Enclosure, read as read_enclosures
from reports.documents.form import Form, form_for
from reports.outline import heading_in
from units.paper_text import PARENT_WIDTH, balanced, cell, date_text, line, number_text, paragraphs
from units.vietnamese import format_date, format_number, roman

NOTHING = "Không có."
NO_VALUE = "–"
END_MARK = "./."
# Characters of a line of the issuing agency. Its column holds a few more, but bold capitals must not run into those
# of the nation beside them: "ỦY BAN NHÂN DÂN / QUẬN 4" are two lines.
ISSUER_WIDTH = 20

# Order of the summary line above the table of targets.
VERDICTS = ("met", "on_track", "behind", "missed", "not_due", "no_data", "tracked")


@dataclass(frozen=True)
class Section:
    number: str
    title: str
    paragraphs: tuple[str, ...]
    heads: frozenset[str] = frozenset()  # those of the paragraphs that head what follows them


@dataclass(frozen=True)
class TargetRow:
    place: str
    code: str
    title: str
    ref: str
    measure: str
    threshold: str
    quarter: str
    actual: str
    fraction: str  # "27/29" under a ratio whose text does not spell it out
    numerator: str
    denominator: str
    verdict: str
    note: str
    exact: str  # the figure behind ``actual``, a plain decimal; "" where there is none
    rate: str = ""  # these two where there are ``columns``
    before: str = ""


@dataclass(frozen=True)
class UnitRow:
    place: str
    name: str
    state: str
    sent_on: str
    late_days: str
    version: str
    note: str


@dataclass(frozen=True)
class SpanUnitRow:
    """Of a report of several quarters: how many of its reports a unit sent on time."""

    place: str
    name: str
    expected: str
    on_time: str
    late: str
    late_days: str
    missing: str
    note: str


@dataclass(frozen=True)
class Columns:
    """Heads of the columns that hold a target against its goal and the year before; ``before``: "" where there is no
    such column."""

    within: str
    before: str


@dataclass(frozen=True)
class Group:
    number: str
    title: str
    rows: tuple

    @property
    def head(self) -> str:
        return f"{self.number}. {self.title}"


@dataclass(frozen=True)
class Content:
    form: Form
    title: str
    author: str
    published_at: str  # ISO 8601 with zone; "" for a draft
    parent: str
    agency: str
    parent_lines: tuple[str, ...]  # as they stand one below the other in the letterhead
    agency_lines: tuple[str, ...]
    number: str
    place_and_date: str
    kind: str
    subject: tuple[str, ...]
    addressee: str
    bases: tuple[str, ...]
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    signature_lines: tuple[str, ...]
    signatory: str
    recipients: tuple[str, ...]
    code: str
    check_url: str
    replaces: str
    attached_to: str
    targets_title: str
    targets_summary: str
    verdicts: tuple[tuple[str, int], ...]  # of the summary: "đạt", 8
    themes: tuple[Group, ...]
    units_title: str
    units_summary: tuple[str, ...]
    expected: int
    accepted: int
    groups: tuple[Group, ...]  # of UnitRow, or of SpanUnitRow where there is a ``span``
    is_span: bool  # of several quarters
    columns: Columns | None  # None in copies of a quarter frozen before they came
    enclosures: tuple[Enclosure, ...]  # Phụ lục III and on
    verdict_chart: Drawing | None
    timely_chart: Drawing | None


def read(snapshot: dict) -> Content:
    """``snapshot``: schema 1 of Publication.snapshot; a draft's has no code and may have no document date."""
    document = snapshot["document"]
    span = snapshot.get("span")
    period = line((span or snapshot["period"])["label"])
    day = _day(document["date"])
    published_at = snapshot["published_at"] or ""
    form = form_for(day or _day(published_at[:10]) or _day(snapshot["period"]["due_on"]))
    kind = line(document["kind"])
    subject = tuple(line(part) for part in document["subject"])
    number = number_text(line(document["number"]), line(document["symbol"]))
    sections = [
        _section(roman(place), section, snapshot.get("outlined", False))
        for place, section in enumerate(snapshot["sections"], start=1)
    ]
    closing = paragraphs(snapshot["closing"])
    if closing:
        closing[-1] = _ended(closing[-1])
    elif sections:  # the end mark stands after the last words of the body, whichever they are
        last = sections[-1]
        sections[-1] = replace(last, paragraphs=(*last.paragraphs[:-1], _ended(last.paragraphs[-1])))
    verdicts = _verdicts(snapshot)
    # What was frozen before they came is drawn as it was then.
    is_drawn = snapshot.get("outlined", False)
    return Content(
        form=form,
        title=f"{kind.capitalize()} {' '.join(subject)}",
        author=line(document["agency"]),
        published_at=published_at,
        parent=line(document["parent"]),
        agency=line(document["agency"]),
        parent_lines=balanced(line(document["parent"]), PARENT_WIDTH),
        agency_lines=balanced(line(document["agency"]), ISSUER_WIDTH),
        number=number,
        place_and_date=f"{line(document['place'])}, {date_text(day)}",
        kind=kind,
        subject=subject,
        addressee=line(document["addressee"]),
        bases=_bases(snapshot["bases"], form),
        opening=tuple(paragraphs(snapshot["opening"])),
        sections=tuple(sections),
        closing=tuple(closing),
        signature_lines=tuple(line(part) for part in document["signature"]["lines"]),
        signatory=line(document["signature"]["name"]),
        recipients=_recipients(document["recipients"]),
        code=line(snapshot["code"] or ""),
        check_url=snapshot["check_url"] or "",
        replaces=_replaces(snapshot),
        attached_to=f"(Kèm theo {kind.capitalize()} số {number} {date_text(day)}{_of(document)})",
        targets_title=f"KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU {period.upper()}",
        targets_summary=_verdict_summary(snapshot, verdicts),
        verdicts=verdicts,
        themes=_groups(snapshot["targets"], "theme", _target_row),
        units_title=f"TÌNH HÌNH GỬI BÁO CÁO CỦA CÁC ĐƠN VỊ {period.upper()}",
        units_summary=_units_summary(snapshot["counts"], span),
        expected=snapshot["counts"]["expected"],
        accepted=snapshot["counts"]["accepted"],
        groups=_groups(snapshot["units"], "group", _span_unit_row if span else _unit_row),
        is_span=bool(span),
        columns=_columns(span or snapshot.get("columns")),
        enclosures=read_enclosures(snapshot, period),
        verdict_chart=drawn_verdicts(verdicts) if is_drawn else None,
        timely_chart=timeliness(snapshot["units"]) if is_drawn else None,
    )


def _section(number, section, is_outlined) -> Section:
    """With heads numbered anew: a heading of the plan under which nothing stands is left out."""
    said = paragraphs(section["text"])
    if not is_outlined:
        return Section(number, line(section["title"]), tuple(said) or (NOTHING,))
    kept, heads = [], []
    for text, following in zip(said, [*said[1:], ""]):
        found = heading_in(text)
        if found is None:
            kept.append(text)
        elif following and heading_in(following) is None:
            ref, title = found
            heads.append(f"{len(heads) + 1}. Mục {ref}: {title}")
            kept.append(heads[-1])
    return Section(number, line(section["title"]), tuple(kept) or (NOTHING,), frozenset(heads))


def _columns(frozen) -> Columns | None:
    return Columns(line(frozen["within_head"]), line(frozen["before_head"])) if frozen else None


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def _shown_day(iso: str | None) -> str:
    return format_date(_day(iso)) if iso else ""


def _of(document) -> str:
    name = line(document.get("agency_name", ""))
    return f" của {name}" if name else ""


def _ended(text: str) -> str:
    """ "… năm 2018./.": whatever mark the writer closed with gives way to the document's own."""
    return text.rstrip(" ./") + END_MARK


def _bases(bases, form: Form) -> tuple[str, ...]:
    texts = [line(basis).removeprefix("Căn cứ ").rstrip(" ;,.") for basis in bases]
    marks = [";"] * (len(texts) - 1) + [form.last_basis_mark]
    return tuple(f"Căn cứ {text}{mark}" for text, mark in zip(texts, marks, strict=False))


def _recipients(recipients) -> tuple[str, ...]:
    texts = [line(recipient).removeprefix("- ").rstrip(" ;.") for recipient in recipients]
    return tuple(f"- {text}{'.' if place == len(texts) else ';'}" for place, text in enumerate(texts, start=1))


def _replaces(snapshot) -> str:
    """ "Bản 2, thay cho bản 1 (mã …, công bố ngày …). Lý do: …", or nothing for a first publication."""
    old = snapshot["replaces"]
    if not old:
        return ""
    reason = cell(snapshot["reason"])
    return (
        f"Bản {snapshot['number']}, thay cho bản {old['number']} "
        f"(mã {line(old['code'])}, công bố ngày {_shown_day(old['published_on'])})."
        + (f" Lý do: {reason.rstrip(' .')}." if reason else "")
    )


def _verdicts(snapshot) -> tuple[tuple[str, int], ...]:
    """How many targets have which verdict, in the words that the frozen rows themselves use."""
    words: dict[str, str] = {}
    for target in sorted(snapshot["targets"], key=lambda target: target["is_late"]):
        words.setdefault(target["verdict"], line(target["verdict_label"]))
    counts = snapshot["counts"]["verdicts"]
    return tuple(
        (f"{words[key][:1].lower()}{words[key][1:]}", counts[key])
        for key in VERDICTS
        if counts.get(key) and key in words
    )


def _verdict_summary(snapshot, verdicts) -> str:
    """ "Tổng số 25 chỉ tiêu: đạt 8; …" """
    parts = [f"{word} {count}" for word, count in verdicts]
    total = f"Tổng số {len(snapshot['targets'])} chỉ tiêu"
    return f"{total}: {'; '.join(parts)}." if parts else f"{total}."


def _units_summary(counts, span) -> tuple[str, ...]:
    missing = [line(name) for name in counts["missing"]]
    lines = [f"Phải báo cáo: {counts['expected']} đơn vị. Báo cáo đã chấp nhận: {counts['accepted']}."]
    if span:
        lines = [
            f"Phải có {counts['expected']} báo cáo quý của {span['units']} đơn vị trong {len(span['quarters'])} quý. "
            f"Báo cáo đã chấp nhận: {counts['accepted']}, gồm {span['on_time']} đúng hạn, {span['late']} chậm hạn."
        ]
    lines.append(f"Chưa có báo cáo ({len(missing)}): {'; '.join(missing)}." if missing else "Chưa có báo cáo: không.")
    if counts["excluded"]:
        named = "; ".join(
            f"{line(unit['name'])} ({cell(unit['reason']).rstrip(' .')})" if unit["reason"] else line(unit["name"])
            for unit in counts["excluded"]
        )
        lines.append(f"Không phải báo cáo trong kỳ ({len(counts['excluded'])}): {named}.")
    return tuple(lines)


def _groups(rows, key, make) -> tuple[Group, ...]:
    """Rows of one theme or group under one head, in order of first appearance; places run on through the table."""
    members: dict[str, list] = {}
    for row in rows:
        members.setdefault(line(row[key]), []).append(row)
    place = count(1)
    return tuple(
        Group(roman(number), title[:1].upper() + title[1:], tuple(make(str(next(place)), row) for row in group))
        for number, (title, group) in enumerate(members.items(), start=1)
    )


def _target_row(place, target) -> TargetRow:
    pair = [format_number(Decimal(target[name])) if target[name] else "" for name in ("numerator", "denominator")]
    fraction = "/".join(pair) if all(pair) else ""
    actual = cell(target["actual_text"])
    return TargetRow(
        place=place,
        code=cell(target["code"]),
        title=cell(target["title"]),
        ref=cell(target["ref"]),
        measure=cell(target["unit_label"]) or NO_VALUE,
        threshold=cell(target["threshold_text"]) or NO_VALUE,
        quarter=cell(target["quarter_text"]) or NO_VALUE,
        actual=actual or NO_VALUE,
        fraction="" if fraction and fraction in actual else fraction,
        numerator=pair[0],
        denominator=pair[1],
        verdict=cell(target["verdict_label"]),
        note=cell(target["note"]),
        exact=target["actual"],
        rate=cell(target.get("rate_text", "")),
        before=cell(target.get("before_text", "")),
    )


def _unit_row(place, unit) -> UnitRow:
    return UnitRow(
        place=place,
        name=cell(unit["name"]),
        state=cell(unit["state_label"]),
        sent_on=_shown_day(unit["sent_on"]) or NO_VALUE,
        late_days=str(unit["late_days"] or 0) if unit["sent_on"] or unit["late_days"] else NO_VALUE,
        version=str(unit["version"]) if unit["version"] else NO_VALUE,
        note=cell(unit["note"]),
    )


def _span_unit_row(place, unit) -> SpanUnitRow:
    counts = {name: str(unit[name]) for name in ("expected", "on_time", "late", "late_days", "missing")}
    return SpanUnitRow(place=place, name=cell(unit["name"]), note=cell(unit["note"]), **counts)
