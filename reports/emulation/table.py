"""A published table as rows and columns: what page, PDF and workbook show alike, from the frozen copy alone."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.emulation.publishing import bonus_and_penalty
from reports.models import Criterion
from reports.structure import Structure, current_lines
from targets.quarters import local_day
from units.vietnamese import format_date, format_number


@dataclass(frozen=True)
class Extra:
    """A bonus or a penalty with its grounds."""

    unit: str
    what: str
    points: Decimal  # negative of a penalty
    grounds: str


@dataclass(frozen=True)
class Table:
    """``heads``: (short, full) of the columns of criteria. ``rows``: rank (None where nothing is ranked), unit, points
    of each criterion, sum, bonus, penalty, total."""

    title: str
    subject: str
    said: list[str]
    is_ranked: bool
    heads: list[tuple[str, str]]
    rows: list[tuple]
    extras: list[Extra]
    published_on: dt.date
    publisher: str
    year: int


def of(snapshot: dict) -> Table:
    """The table of ``snapshot`` (schema 1 of emulation.publishing)."""
    criteria = snapshot["criteria"]
    places = [place for place, one in enumerate(criteria) if one["kind"] == Criterion.Kind.CRITERION]
    published_on = local_day(dt.datetime.fromisoformat(snapshot["published_at"]))
    rows = [
        (
            row["rank"],
            row["name"],
            *(Decimal(row["lines"][place]["points"]) for place in places),
            *(Decimal(row[name]) for name in ("base", "bonus", "penalty", "total")),
        )
        for row in snapshot["rows"]
    ]
    extras = [
        Extra(
            one["row"]["name"],
            f"{one['criterion']['kind_label']}: {one['criterion']['title']}",
            Decimal(one["points"]) * (-1 if one["criterion"]["kind"] == Criterion.Kind.PENALTY else 1),
            one["grounds"] or "",
        )
        for one in bonus_and_penalty(snapshot)
    ]
    return Table(
        title="BẢNG ĐIỂM THI ĐUA",
        subject=f"Hoạt động khoa học và công nghệ năm {snapshot['year']}, {snapshot['group_label'].lower()}",
        said=_said(snapshot, published_on),
        is_ranked=snapshot["is_ranked"],
        heads=[(f"TC{criteria[place]['order']}", _head(criteria[place])) for place in places],
        rows=rows,
        extras=extras,
        published_on=published_on,
        publisher=snapshot["publisher"],
        year=snapshot["year"],
    )


def by_structure_of_now(rows: list[dict], there: Structure, names: Mapping[str, str]) -> list[dict]:
    """The rows of a frozen table with ``now``, the unit of now that follows (``names`` by code), "" where none does.

    Units that count with one line of now stand together, where the best of them stood. Nothing is added up: points and
    ranks were given to the units of then.
    """
    lines = current_lines([row["code"] for row in rows], there)
    places: dict[str, int] = {}
    for row in rows:
        places.setdefault(lines[row["code"]], len(places))
    found = []
    for row in sorted(rows, key=lambda row: places[lines[row["code"]]]):
        line, now = lines[row["code"]], ""
        if there.is_former(row["code"]):
            now = "đã chia tách"
        elif line != row["code"]:
            now = names.get(line, line)
        found.append(row | {"now": now})
    return found


def _head(one) -> str:
    return f"{one['title']} (tối đa {format_number(Decimal(one['maximum']))} điểm)"


def _said(snapshot, published_on) -> list[str]:
    """Which scale, which copy, how ties were taken."""
    in_force = format_date(dt.date.fromisoformat(snapshot["in_force_on"]))
    number = f" số {snapshot['decision']}" if snapshot["decision"] else ""
    found = [
        f"Theo thang điểm{number} có hiệu lực từ ngày {in_force}; công bố ngày {format_date(published_on)}, "
        f"bản {snapshot['number']}."
    ]
    if snapshot["replaces"]:
        found.append(f"Thay bản {snapshot['replaces']}. Lý do: {snapshot['reason']}")
    if snapshot["is_ranked"]:
        found.append(f"{snapshot['tie_rule']}.")
    else:
        found.append("Đơn vị được chấm theo đề nghị, không xếp hạng.")
    return found
