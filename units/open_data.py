"""Dữ liệu mở: what a data set is, and how its rows are written for programs (`/du-lieu-mo/`).

For machines, not for Vietnamese Excel: a decimal point, ISO dates, true and false; CSV by RFC 4180 with a comma, its
heads the names that JSON has. A row is a dict of what its columns name; None is blank, and null in JSON.
"""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

from units.tables import guarded

LICENCE = (
    "Dữ liệu của Ủy ban nhân dân Quận 4, được dùng lại tự do, kể cả cho mục đích thương mại, "
    "khi ghi rõ nguồn “Ủy ban nhân dân Quận 4, Cổng Kế hoạch 294” và ngày lấy dữ liệu."
)
SOURCE = "Ủy ban nhân dân Quận 4, Cổng Kế hoạch 294"
# Type of a column → what the page says of it.
TYPES = {
    "text": "chữ",
    "integer": "số nguyên",
    "decimal": "số, dấu chấm trước phần lẻ",
    "date": "ngày, dạng 2018-03-05",
    "boolean": "true hoặc false",
}


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    meaning: str
    example: str
    unit: str = ""


@dataclass(frozen=True)
class DataSet:
    """``rows(year, on)``: dicts, of one year or with None of all, read in a number of queries that does not depend on
    how many there are. ``updated(on)``: the last day on which something was published in it, None of an empty one.
    ``version`` grows by a whole number when a column goes or means something else, by a tenth when one is added.
    """

    slug: str
    title: str
    about: str
    year_means: str
    version: str
    columns: tuple[Column, ...]
    rows: Callable[[int | None, dt.date], Iterable[dict[str, Any]]]
    updated: Callable[[dt.date], dt.date | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """``year``: None for all; ``updated``: what the data set says on the day ``on``."""

    year: int | None
    on: dt.date
    updated: dt.date | None


def write_csv(data_set: DataSet, asked: Asked, file: BinaryIO) -> None:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front; JSON has it as it is."""
    written = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(written, lineterminator="\r\n")
    names = [column.name for column in data_set.columns]
    writer.writerow(names)
    for row in data_set.rows(asked.year, asked.on):
        writer.writerow([_csv_text(row[name]) for name in names])
    written.flush()
    written.detach()


def _csv_text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else _plain(value)


def _plain(number) -> str:
    """Never with an exponent, nor with zeros that say nothing."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_json(data_set: DataSet, asked: Asked, file: BinaryIO) -> None:
    """``{"metadata": …, "data": [row, …]}``, a row a line."""
    metadata = {
        "dataset": data_set.slug,
        "title": data_set.title,
        "about": data_set.about,
        "schema_version": data_set.version,
        "source": SOURCE,
        "licence": LICENCE,
        "updated_on": asked.updated and asked.updated.isoformat(),
        "year": asked.year,
        "columns": [
            {"name": one.name, "type": one.type, "unit": one.unit or None, "meaning": one.meaning}
            for one in data_set.columns
        ],
    }
    file.write(f'{{"metadata": {json.dumps(metadata, ensure_ascii=False)},\n"data": ['.encode())
    for place, line in enumerate(_json_rows(data_set, asked)):
        file.write(f"{',' if place else ''}\n{line}".encode())
    file.write(b"\n]}\n")


def _json_rows(data_set, asked) -> Iterator[str]:
    names = [column.name for column in data_set.columns]
    for row in data_set.rows(asked.year, asked.on):
        yield f"{{{', '.join(f'{json.dumps(name)}: {_json_text(row[name])}' for name in names)}}}"


def _json_text(value) -> str:
    # A Decimal as the number it is: json would ask for a float first.
    if isinstance(value, Decimal):
        return _plain(value)
    return json.dumps(value.isoformat() if isinstance(value, dt.date) else value, ensure_ascii=False)
