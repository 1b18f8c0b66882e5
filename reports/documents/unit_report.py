"""A unit's own quarterly report on paper: báo cáo of the unit to the district's People's Committee, through the office.

Drawn when asked for from one content dict (reports.versions), in the form of domain §10 at the document's own date.
What was sent is what is printed: the letterhead is frozen with the texts, and the same sending gives the same bytes.
"""

import datetime as dt
import hashlib
import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from reports.documents.content import END_MARK, NO_VALUE, NOTHING
from reports.documents.form import Form, form_for
from reports.lines import place_text
from reports.models import Proposal
from units import paper
from units.letterhead import signed
from units.paper_text import AGENCY_WIDTH, PARENT_WIDTH, balanced, date_text, kept, line, number_text, paragraphs
from units.vietnamese import format_date, roman

KIND = "BÁO CÁO"
NIL = "Trong quý, đơn vị không phát sinh việc mới; các số liệu giữ nguyên được chép từ kỳ trước."
# A row with more characters than this may go over a page; a shorter one stays whole.
_TALL = 700
# Paragraphs of one item or proposal; further lines run on.
_MOST_IN_ITEM = 20
_SAYS_NUMBER = re.compile(r"^số\b[ .:]*", re.IGNORECASE)
# Whom one asks, in the order of paper.
_ADDRESSEES = (Proposal.Addressee.COMMITTEE, Proposal.Addressee.DEPARTMENT, Proposal.Addressee.OFFICE)


@dataclass(frozen=True)
class Part:
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    number: str
    title: str
    paragraphs: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    table: str = ""  # "figures" | "tasks": the table that follows the paragraphs


@dataclass(frozen=True)
class FigureRow:
    place: str
    title: str
    code: str
    measure: str
    goal: str
    quarter: str
    running: str
    note: str

    @property
    def is_tall(self):
        return len(self.title) + len(self.note) > _TALL


@dataclass(frozen=True)
class TaskRow:
    place: str
    title: str
    where: str
    status: str
    note: str

    @property
    def is_tall(self):
        return len(self.title) + len(self.note) > _TALL


@dataclass(frozen=True)
class Document:
    """Finished strings, in the order of print."""

    form: Form
    title: str
    at: str  # ISO 8601: when it was sent, or the draft last saved
    is_draft: bool
    parent: tuple[str, ...]  # lines
    agency: tuple[str, ...]
    agency_name: str
    number: str
    place_and_date: str
    subject: tuple[str, ...]
    addressee: tuple[str, ...]
    opening: str
    sections: tuple[Section, ...]
    figures: tuple[FigureRow, ...]
    tasks: tuple[TaskRow, ...]
    files: str
    closing: str
    signature: tuple[str, ...]
    signatory: str
    recipients: tuple[str, ...]
    sending: str


def draw(document: Document) -> bytes:
    html = render_to_string("documents/unit_report.html", {"document": document, "kind": KIND, "nothing": NOTHING})
    identifier = hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest()[:32].encode()
    return paper.draw(html, _stylesheet(document.form), identifier=identifier, at=document.at).content


@cache
def _stylesheet(form: Form):
    return paper.stylesheet(Path(__file__).with_name("unit_report.css"), **asdict(form))


def read(content: dict, letter: dict, period, *, at: dt.datetime, sending: str, is_draft: bool = False) -> Document:
    """``content``, ``letter``: of reports.versions; ``at``: of sending, local time; ``sending``: said at the foot.

    Without a day of its own the document takes the form of the day on which it was sent; number and date stay blank.
    """
    own_date = dt.date.fromisoformat(content["own_date"]) if content.get("own_date") else None
    plan, committee = f"Kế hoạch số {line(letter['plan'])}", kept(line(letter["committee"]))
    quarter = kept(period.label.replace("/", " năm "))
    district = committee.removeprefix("Ủy ban nhân dân ")
    signature, signatory = signed(tuple(map(line, letter["signature"])), line(content.get("signatory", "")))
    name = kept(line(letter["name"]))
    subject = (f"Kết quả thực hiện {plan}", quarter)
    return Document(
        form=form_for(own_date or at.date()),
        title=f"{KIND.capitalize()} {' '.join(subject)}",
        at=at.isoformat(timespec="seconds"),
        is_draft=is_draft,
        parent=balanced(line(letter["parent"]), PARENT_WIDTH),
        agency=balanced(line(letter["agency"]), AGENCY_WIDTH),
        agency_name=name,
        number=_number(line(content.get("own_number", "")), line(letter["symbol"])),
        place_and_date=f"{line(letter['place'])}, {date_text(own_date)}",
        subject=subject,
        addressee=(committee, *([f"(thông qua {line(letter['office'])} {district})"] if letter["office"] else [])),
        opening=(
            f"Thực hiện {plan} ngày {format_date(dt.date.fromisoformat(letter['plan_on']))} của {committee} về "
            f"{_lowered(line(letter['plan_title']))}, {name} báo cáo kết quả {quarter} (số liệu từ ngày "
            f"{format_date(period.window_from)} đến ngày {format_date(period.window_to)}) như sau:"
        ),
        sections=_sections(content, period),
        figures=tuple(_figure(place, row) for place, row in enumerate(content.get("figures", ()), 1)),
        tasks=tuple(_task(place, row) for place, row in enumerate(content.get("progress", ()), 1)),
        files="; ".join(line(file["name"]) for file in content.get("attachments", ())),
        closing=f"Trên đây là báo cáo kết quả thực hiện {plan} {quarter} của {name}{END_MARK}",
        signature=signature,
        signatory=signatory,
        recipients=tuple(line(one).rstrip(" ;.") for one in letter["recipients"]),
        sending=sending,
    )


def _number(own: str, symbol: str) -> str:
    """What the unit wrote, "5", "05/BC-UBND" or "số 5/BC-UBND"; the number is blank until its clerk gives it."""
    number, slash, own_symbol = _SAYS_NUMBER.sub("", own).partition("/")
    if slash or not number or number.strip().isdecimal():
        return number_text(number, own_symbol.strip() if slash else symbol)
    return number


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _sections(content, period) -> tuple[Section, ...]:
    texts = {name: tuple(paragraphs(text)) for name, text in content.get("texts", {}).items()}

    def said(name):
        return texts.get(name, ())

    results = (NIL, *said("results")) if content.get("is_nil") else said("results")
    items, proposals = _items(content.get("items", ())), _proposals(content.get("proposals", ()))
    asked = said("proposals")
    causes = said("causes")
    if causes:
        causes = (f"Nguyên nhân: {causes[0]}", *causes[1:])
    estimate = paragraphs(content.get("estimate", ""))
    if estimate:
        estimate[0] = f"Ước đến hết quý: {estimate[0]}"
    found = [
        ("Tình hình triển khai", said("situation") or (NOTHING,), (), ""),
        ("Kết quả thực hiện", results or (() if items else (NOTHING,)), items, ""),
        ("Kết quả thực hiện chỉ tiêu", tuple(estimate), (), "figures"),
        ("Tiến độ thực hiện nhiệm vụ", (), (), "tasks"),
        ("Thuận lợi", said("advantages") or (NOTHING,), (), ""),
        ("Khó khăn, vướng mắc và nguyên nhân", (said("difficulties") + causes) or (NOTHING,), (), ""),
        ("Kiến nghị, đề xuất", asked or (() if proposals else (NOTHING,)), proposals, ""),
        (f"Phương hướng {period.value.next.label.replace('/', ' năm ')}", said("next_quarter") or (NOTHING,), (), ""),
    ]
    return tuple(Section(roman(place), *section) for place, section in enumerate(found, 1))


def _items(items) -> tuple[Part, ...]:
    """By heading of section III, in the plan's order."""
    groups: dict[tuple, list] = {}
    for item in sorted(items, key=lambda item: item["heading"]):
        groups.setdefault((item["heading"], item["heading_title"]), []).extend(_short(item["text"]))
    return tuple(
        Part(f"{place}. {line(title)} (mục\u00a0{line(ref)} của Kế hoạch)", tuple(said))
        for place, ((ref, title), said) in enumerate(groups.items(), 1)
    )


def _proposals(rows) -> tuple[Part, ...]:
    """By addressee; each says under which heading it stands."""
    found = []
    for addressee in _ADDRESSEES:
        said = [
            part
            for row in rows
            if row["addressee"] == addressee
            for part in _short(_placed(row["text"], row["heading"]))
        ]
        if said:
            found.append(Part(f"{len(found) + 1}. Với {addressee.label}", tuple(said)))
    return tuple(found)


def _placed(text: str, ref: str) -> str:
    return f"{text.rstrip(' .')} (mục\u00a0{ref} của Kế hoạch)." if ref else text


def _short(text: str) -> list[str]:
    said = paragraphs(text)
    return [*said[: _MOST_IN_ITEM - 1], *paragraphs(" ".join(said[_MOST_IN_ITEM - 1 :]))]


def _figure(place, row) -> FigureRow:
    explained = line(row.get("explanation") or "")
    return FigureRow(
        place=str(place),
        title=line(row["label"]),
        code=line(row["code"]),
        measure=_MEASURES.get(row["kind"]) or line(row.get("unit_label") or "") or NO_VALUE,
        goal=line(row.get("goal") or "") or NO_VALUE,
        quarter=line(row["text"]) or NO_VALUE,
        running=line(row.get("running") or "") or NO_VALUE,
        note=f"Giải trình: {explained}" if explained else "",
    )


# What is answered rather than counted.
_MEASURES = {"yesno": "có/chưa", "date": "ngày"}


def _task(place, row) -> TaskRow:
    return TaskRow(
        place=str(place),
        title=line(row["title"]),
        where=kept(place_text(line(row["ref"]))),
        status=line(row["status_label"]) or NO_VALUE,
        note=line(row["note"]) or NO_VALUE,
    )
