"""Kế hoạch năm của quận on paper, in the form of domain §10; drawn when asked for.

Two letterheads' lines: the People's Committee above, the coordinating office below, which signs.
"""

import datetime as dt
import hashlib
from dataclasses import asdict
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from reports.annual_district import District
from reports.documents.form import form_for
from units import paper
from units.clock import ZONE
from units.paper_text import cell, date_text, line, number_text
from units.vietnamese import format_date, format_number, roman

PLACE = "Quận 4"
SYMBOL = "KH-KT"


def draw(district: District, *, at: dt.datetime, signatory: str = "") -> paper.Drawn:
    """``at``: when it was drawn, which the paper names; number and day of signing stay blank for the clerk."""
    words = _words(district, at, signatory)
    html = render_to_string("documents/annual_plan.html", words)
    identifier = hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest()[:32].encode()
    return paper.draw(html, _stylesheet(form_for(at.date())), identifier=identifier, at=at.isoformat())


def _words(district, at, signatory) -> dict:
    plan, year = district.plan, district.year
    agency = plan.coordinator.name
    on = at.astimezone(ZONE)
    missing = "; ".join(cell(unit.name) for unit in district.missing)
    return {
        "title": f"Kế hoạch hoạt động khoa học, công nghệ năm {year}",
        "author": agency,
        "at": at.isoformat(),
        "parent": line(plan.issued_by.upper()),
        "agency": line(agency.upper()),
        "number": number_text("", SYMBOL),
        "place_and_date": f"{PLACE}, {date_text(None)}",
        "year": year,
        "opening": (
            f"Thực hiện Kế hoạch số {plan.number} ngày {format_date(plan.issued_on)} của {plan.issued_by}, {agency} "
            f"tổng hợp kế hoạch năm {year} của {len(district.units)} đơn vị đã được chấp nhận đến ngày "
            f"{format_date(on.date())}, gồm {district.lines} việc như sau:"
        ),
        "missing": missing,
        "missing_count": len(district.missing),
        "groups": [_group(place, one) for place, one in enumerate(district.units, 1)],
        "total": format_number(district.total),
        "funds": [(line(name), format_number(number)) for name, number in district.by_fund],
        "signatory": line(signatory),
        "recipients": [
            f"UBND {PLACE} (để báo cáo)", "Sở Khoa học và Công nghệ", "Các cơ quan, đơn vị thuộc quận",
            "UBND các phường", "Lưu: VT, KT",
        ],
    }  # fmt: skip


def _group(place, one) -> dict:
    return {
        "number": roman(place),
        "name": cell(one.unit.name),
        "total": format_number(one.total) if one.total else "",
        "rows": [
            {
                "place": number,
                "title": cell(row.title),
                "result": cell(row.expected_result),
                "due_on": format_date(row.due_on) if row.due_on else "",
                "person": cell(row.person),
                "budget": format_number(row.budget) if row.budget is not None else "–",
                "fund": line(row.fund_label),
            }
            for number, row in enumerate(one.lines, 1)
        ],
        "skipped": "; ".join(f"{cell(row.title)} ({cell(row.skip_reason)})" for row in one.skipped),
    }


@cache
def _stylesheet(form):
    values = {**asdict(form), "basis_style": "normal"}
    return paper.stylesheet(Path(__file__).with_name("annual_plan.css"), **values)
