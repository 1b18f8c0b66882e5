"""Results by heading and proposals of a draft: short lists of rows, each under a heading of section III (domain §3).

The form posts a list whole: when any ``item-…`` is in a POST, what it posts is all the rows there are.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import F, TextField, Value

from reports.models import Attachment, Proposal, ResultItem
from targets.models import Heading
from units.prepared import Prepared
from units.vietnamese import clean_text

MAX_ROWS = 20
TEXT_LIMIT = 2000
ITEM, PROPOSAL = "item", "proposal"
LABELS = {ITEM: "Kết quả theo đề mục", PROPOSAL: "Kiến nghị gửi từng nơi"}
_INPUT = re.compile(r"(item|proposal)-(\d{1,3})-(heading|addressee|text)", re.ASCII)


@dataclass
class Row:
    """One result or proposal. ``heading`` is a ref ("III.1.a") or "", ``number`` its place in the form from 1."""

    kind: str
    heading: str = ""
    heading_title: str = ""
    text: str = ""
    addressee: str = ""
    pk: int | None = None
    state: str = ""
    answer: str = ""
    number: int = 0
    carried_from: int | None = None  # the proposal of an earlier report that a new row asks again
    errors: dict = field(default_factory=dict)  # heading | addressee | text → message

    @property
    def stem(self):
        return f"{self.kind}-{self.number}"

    @property
    def said(self) -> tuple[str, str, str]:
        """What two rows must share to be the same row."""
        return self.heading, self.addressee, self.text

    @property
    def addressee_label(self):
        return Proposal.Addressee(self.addressee).label if self.addressee in Proposal.Addressee else ""

    @property
    def is_settled(self):
        """Somebody has dealt with it: neither reworded nor taken back any more."""
        return self.kind == PROPOSAL and self.state not in ("", Proposal.State.OPEN)

    def __str__(self):
        where = " ".join(filter(None, (self.heading, self.addressee_label and f"gửi {self.addressee_label}")))
        return f"{where}: {self.text}" if where else self.text


@dataclass
class Rows:
    """The rows of one kind in a draft. ``error`` is about the list as a whole."""

    kind: str
    rows: list[Row] = field(default_factory=list)
    stored: list[Row] = field(default_factory=list)
    error: str = ""

    @property
    def label(self):
        return LABELS[self.kind]

    @property
    def settled(self):
        return [row for row in self.rows if row.is_settled]

    @property
    def open(self):
        return [row for row in self.rows if not row.is_settled]

    @property
    def shown(self) -> list[Row]:
        """Rows that the form can change, and one blank row more."""
        rows = self.open
        if len(self.rows) < MAX_ROWS:
            rows = [*rows, Row(self.kind, number=max([0, *(row.number for row in rows)]) + 1)]
        return rows

    @property
    def text(self) -> str:
        return "\n".join(str(row) for row in self.rows)

    @property
    def is_changed(self):
        return [row.said for row in self.rows] != [row.said for row in self.stored]

    @property
    def errors(self) -> dict[str, str]:
        """Name of the input → message."""
        found = {f"{row.stem}-{name}": text for row in self.rows for name, text in row.errors.items()}
        return {**({f"{self.kind}-1-text": self.error} if self.error else {}), **found}

    def set_back(self):
        """To what is stored, as an autosave does with what it cannot read."""
        self.rows, self.error = list(self.stored), ""


def load(report) -> dict[str, Rows]:
    """Both lists in one query."""
    return _listed(_LISTS.rows(report=report.pk))


class Lists(NamedTuple):
    """Both lists by kind, the headings to choose from, and the files of the draft."""

    rows: dict[str, Rows]
    headings: list[Heading]
    attachments: list[Attachment]


def load_all(report) -> Lists:
    """All of it in one query."""
    return listed(report, _WHOLE.rows(report=report.pk, plan=report.period.plan_id))


def listed(report, found) -> Lists:
    """What ``whole`` found."""
    titles = [Heading(pk=row[2], order=row[1], ref=row[3], title=row[4]) for row in found if row[0] == "heading"]
    attached = [
        Attachment(pk=pk, report=report, size=size, sha256=ref, name=name, purpose=purpose, content_type=content_type)
        for kind, size, pk, ref, name, purpose, _, _, content_type in sorted(found, key=lambda row: row[2])
        if kind == "file"
    ]
    titles.sort(key=lambda row: (row.order, row.pk))
    return Lists(_listed([row for row in found if row[0] in LABELS]), titles, attached)


_FIELDS = ("kind", "order", "pk", "ref", "title", "text", "to", "where", "reply")


def _lists(report, *beside):
    items = ResultItem.objects.filter(report_id=report).order_by().annotate(
        kind=Value(ITEM), ref=F("heading__ref"), title=F("heading__title"),
        to=Value(""), where=Value(""), reply=Value(""),
    )  # fmt: skip
    proposals = Proposal.objects.filter(report_id=report).order_by().annotate(
        kind=Value(PROPOSAL), ref=F("heading__ref"), title=F("heading__title"),
        to=F("addressee"), where=F("state"), reply=F("answer"),
    )  # fmt: skip
    return items.values_list(*_FIELDS).union(proposals.values_list(*_FIELDS), *beside, all=True)


def whole(report, plan):
    headings = Heading.objects.filter(plan_id=plan).order_by().annotate(
        kind=Value("heading"), text=Value("", TextField()), to=Value(""), where=Value(""), reply=Value("", TextField())
    )  # fmt: skip
    files = Attachment.objects.filter(report_id=report).order_by().annotate(
        kind=Value("file"), ref=F("sha256"), title=F("name"), text=F("purpose"),
        to=Value(""), where=Value(""), reply=F("content_type"),
    )  # fmt: skip
    return _lists(report, headings.values_list(*_FIELDS), files.values_list("kind", "size", *_FIELDS[2:]))


_LISTS = Prepared(_lists, report=int)
_WHOLE = Prepared(whole, report=int, plan=int)


def _listed(rows) -> dict[str, Rows]:
    found = {kind: Rows(kind) for kind in LABELS}
    for kind, _, pk, ref, title, text, to, state, answer in sorted(rows, key=lambda row: row[:3]):
        found[kind].stored.append(Row(kind, ref or "", title or "", text, to, pk, state, answer))
    for group in found.values():
        _number(group.stored)
        group.rows = list(group.stored)
    return found


def _number(rows):
    for number, row in enumerate((row for row in rows if not row.is_settled), 1):
        row.number = number


def is_posted(kind, post) -> bool:
    return any(_matches(name, kind) for name in post)


def _matches(name, kind) -> bool:
    match = _INPUT.fullmatch(name)
    return match is not None and match[1] == kind


def kind_of_input(name) -> str:
    """Whose row the input is of, or ""."""
    match = _INPUT.fullmatch(name)
    return match[1] if match else ""


def inputs(kind, post) -> list[str]:
    """Names of this list's inputs in the POST."""
    return [name for name in post if _matches(name, kind)]


def read(group: Rows, post, headings) -> None:
    """Fill the list from a POST that names it. ``headings`` is called for {ref: title} only if a row needs it."""
    typed: dict[int, dict[str, str]] = {}
    for name in post:
        match = _INPUT.fullmatch(name)
        if match and match[1] == group.kind:
            typed.setdefault(int(match[2]), {})[match[3]] = clean_text(post[name]).strip()
    if not typed:
        return
    rows = []
    for number, values in sorted(typed.items()):
        if not values.get("text"):
            continue  # a blank row, or one taken out
        row = Row(group.kind, values.get("heading", ""), text=values["text"], number=number)
        if group.kind == PROPOSAL:
            row.addressee = values.get("addressee") or Proposal.Addressee.OFFICE.value
        _check(row, headings)
        rows.append(row)
    group.rows = group.settled + rows
    if len(group.rows) > MAX_ROWS:
        group.error = f"nhiều quá {MAX_ROWS} dòng, gộp bớt"


def _check(row, headings):
    if row.heading:
        titles = headings()
        if row.heading in titles:
            row.heading_title = titles[row.heading]
        else:
            row.errors["heading"] = "chọn đề mục trong danh sách"
    elif row.kind == ITEM:
        row.errors["heading"] = "chọn đề mục của kết quả này"
    if row.kind == PROPOSAL and row.addressee not in Proposal.Addressee:
        row.errors["addressee"] = "chọn nơi gửi trong danh sách"
    if len(row.text) > TEXT_LIMIT:
        row.errors["text"] = f"dài {len(row.text)} ký tự, quá {TEXT_LIMIT}; rút gọn lại"


def save(report, group: Rows, heading_ids) -> bool:
    """Store the list within the caller's claim; whether anything changed. Unchanged rows keep their primary key.

    ``heading_ids`` is called for {ref: pk} only if something is written.
    """
    if not group.is_changed:
        return False
    model = ResultItem if group.kind == ITEM else Proposal
    ids = heading_ids()
    left = [row for row in group.stored if not row.is_settled]
    for row in group.open:
        same = next((old for old in left if old.said == row.said), None)
        row.pk = same and same.pk
        if same:
            left.remove(same)
    for row in group.open:
        if row.pk is None and left and row.carried_from is None:
            # Reworded rather than another one: whoever refers to it refers to it still.
            row.pk = left.pop(0).pk
    if left:
        model.objects.filter(pk__in=[row.pk for row in left]).delete()
    fields = ["heading_id", "text", "order", *(["addressee"] if group.kind == PROPOSAL else [])]
    old, new = [], []
    for order, row in enumerate(group.rows, 1):
        values = {"heading_id": ids.get(row.heading), "text": row.text, "order": order, "addressee": row.addressee}
        record = model(pk=row.pk, report=report, **{name: values[name] for name in fields})
        if row.carried_from:
            record.carried_from_id = row.carried_from
        (new if row.pk is None else old).append((row, record))
    if old:
        model.objects.bulk_update([record for _, record in old], [name.removesuffix("_id") for name in fields])
    for (row, _), record in zip(new, model.objects.bulk_create(record for _, record in new), strict=True):
        row.pk = record.pk
    group.stored = list(group.rows)
    _number(group.stored)
    return True


def frozen(group: Rows) -> list[dict]:
    """As a version keeps them. ``key`` names the line for notes and marks."""
    rows = []
    for number, row in enumerate(group.rows, 1):
        said = {"key": f"{group.kind}:{number}", "heading": row.heading, "heading_title": row.heading_title}
        if group.kind == PROPOSAL:
            said |= {"id": row.pk, "addressee": row.addressee, "addressee_label": row.addressee_label}
        rows.append(said | {"text": row.text})
    return rows
