"""The two papers of an initiative: phiếu tiếp nhận and giấy chứng nhận, one sheet each, drawn when asked for.

Their parts are those of Thông tư 18/2013/TT-BKHCN in the form of domain §10. No birth date and no education stands on
either. What the certificate says was fixed by the decision; the receipt also tells of a later supplement.
"""

import datetime as dt
import hashlib
import re
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from initiatives.models import Initiative
from units import paper
from units.clock import ZONE
from units.models import Unit
from units.paper_text import cell, date_text, line
from units.vietnamese import format_date

DISTRICT = "ỦY BAN NHÂN DÂN QUẬN 4"
PLACE = "Quận 4"
# Characters of a certificate that is still set large; a row of the table takes as much room as so many.
_ROOMY, _AUTHOR_LENGTH = 900, 100
_NUMBERED = re.compile(r"(Phường|Quận) (?=\d)")


def receipt(row: Initiative) -> bytes:
    """``row.unit`` and ``row.body`` are read. Two queries."""
    files = [cell(name) for name in row.files.values_list("name", flat=True)]
    supplemented = row.steps.filter(name="refile").order_by("-pk").values_list("on", flat=True).first()
    authors = [f"{line(one.name)}, {line(one.workplace)}" for one in row.contributors.all()]
    facts = [
        ("Tên sáng kiến", [line(row.title)]),
        ("Tác giả", authors),
        ("Đơn vị của tác giả", [line(row.unit.name)]),
        ("Lĩnh vực áp dụng", [line(row.field)]),
        ("Ngày nộp đơn", [format_date(row.filed_on)]),
        ("Ngày tiếp nhận", [format_date(row.received_on)]),
        ("Ngày nộp bổ sung", [format_date(supplemented)] if supplemented else []),
        ("Tài liệu kèm đơn", files or ["Không có"]),
        ("Hẹn trả lời về đơn", [f"chậm nhất hết ngày {format_date(row.answer_by)}"]),
    ]
    return _draw(
        "documents/initiative_receipt.html",
        row,
        row.received_on,
        title=f"Phiếu tiếp nhận đơn số {row.receipt_number}",
        number=line(row.receipt_number),
        facts=[(label, values) for label, values in facts if values],
        receiver=line(row.received_by_name),
    )


def certificate(row: Initiative) -> bytes:
    """Of a recognised one. ``row.body`` is read. One query."""
    authors = list(row.contributors.all())
    length = sum(map(len, (row.title, row.investor, row.certified_summary, row.certified_benefits)))
    return _draw(
        "documents/initiative_certificate.html",
        row,
        row.decided_on,
        title=f"Giấy chứng nhận sáng kiến số {row.certificate_number}",
        is_dense=length + _AUTHOR_LENGTH * len(authors) > _ROOMY,
        number=line(row.certificate_number),
        authors=[(line(one.name), _kept(cell(one.workplace)), cell(one.post), f"{one.share}%") for one in authors],
        who="là tác giả của sáng kiến" if len(authors) == 1 else "là đồng tác giả của sáng kiến",
        initiative=_kept(line(row.title)),
        investor=line(row.investor),
        summary=_kept(line(row.certified_summary)),
        benefits=_kept(line(row.certified_benefits)),
        decision=f"Quyết định số {line(row.decision_number)} {date_text(row.decided_on)}",
        signature=[line(text) for text in row.signed_as.split("\n")],
        signatory=line(row.decided_by_name),
    )


def _kept(text: str) -> str:
    """ "Phường 6" on one line, as a typist keeps it."""
    return _NUMBERED.sub("\\1\u00a0", text)


def _draw(template, row, day, **words) -> bytes:
    at = dt.datetime.combine(day, dt.time(), ZONE).isoformat()
    words |= {
        "parent": "" if row.body.kind == Unit.Kind.MASS else DISTRICT,
        "agency": line(row.body.name.upper()),
        "agency_name": _kept(line(row.body.name)),
        "place_and_date": f"{PLACE}, {date_text(day)}",
        "at": at,
    }
    html = render_to_string(template, words)
    identifier = hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest()[:32].encode()
    return paper.draw(html, _stylesheet(), identifier=identifier, at=at).content


@cache
def _stylesheet():
    return paper.stylesheet(Path(__file__).with_name("papers.css"))
