"""Where the figures of a frozen copy come from: printed on no paper, sheets of the workbook."""

import datetime as dt
from dataclasses import dataclass

from units.paper_text import cell
from units.vietnamese import roman


@dataclass(frozen=True)
class Source:
    """What one unit reported of one target."""

    code: str
    title: str
    unit: str
    quarter: str  # "Quý I/2018"
    version: str
    text: str


@dataclass(frozen=True)
class Record:
    """One thing that a counted figure is made of."""

    code: str
    title: str
    of: str  # the activity it was part of
    on: dt.date | None
    units: str
    quarters: str


@dataclass(frozen=True)
class Trace:
    """Where the figures come from: frozen beside them, printed on no paper, sheets of the workbook."""

    sources: tuple[Source, ...]
    records: tuple[Record, ...]


def trace(snapshot: dict) -> Trace:
    """Copies frozen in earlier years may hold neither sources nor records."""
    sources, records = [], []
    for target in snapshot["targets"]:
        code, title = cell(target["code"]), cell(target["title"])
        sources += [
            Source(
                code=code,
                title=title,
                unit=cell(said["unit_name"]),
                quarter=_quarter(said["report"]),
                version=str(said["version"]),
                text=cell(said["text"]),
            )
            for said in target.get("sources", ())
        ]
        records += [
            Record(
                code=code,
                title=cell(thing["title"]),
                of=cell(thing["of"]) if thing["of"] != thing["title"] else "",
                on=dt.date.fromisoformat(thing["on"]) if thing["on"] else None,
                units="; ".join(map(cell, thing["units"])),
                quarters="; ".join(dict.fromkeys(map(_quarter, thing["reports"]))),
            )
            for thing in target.get("records", ())
        ]
    return Trace(tuple(sources), tuple(records))


def _quarter(report: str) -> str:
    """ "P1-2018-2" → "Quý II/2018"."""
    _, year, quarter = report.rsplit("-", 2)
    return f"Quý {roman(int(quarter))}/{year}"
