"""Records entered by the portal's own form, for tests whose subject is the form or what comes after it."""

import datetime as dt

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from initiatives import activities, entry as entries, permissions
from tests import factories as make

TODAY = dt.date(2018, 6, 8)
NOW = make.at("2018-06-08T09:00:00")
# What each kind cannot do without, beside a name and a day.
REQUIRED = {
    "support": {"org-1-name": "Cơ sở giày Tân Thuận"},
    "survey": {"org-1-name": "Cơ sở giày Tân Thuận"},
    "event": {"event_type": "festival", "level": "district"},
    "procedure": {"service_level": "3"},
    "award": {"level": "city"},
}


def posted(fields) -> QueryDict:
    """As a browser posts them; a list is several values of one name."""
    query = QueryDict(mutable=True)
    for name, value in fields.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def typed(kind="model", **fields) -> dict:
    """A POST of the form that can be saved; ``fields`` by name, ``__`` for ``-``."""
    said = {name.replace("__", "-"): value for name, value in fields.items()}
    return {"title": "Lấy số thứ tự trực tuyến", "starts_on": "02/05/2018", **REQUIRED.get(kind, {}), **said}


def read(unit, by, kind="model", *, on=TODAY, files=None, **fields) -> entries.Entry:
    entry = entries.blank(kind, unit, on)
    entry.read(posted(typed(kind, **fields)), MultiValueDict({k: [v] for k, v in (files or {}).items()}), by=by)
    return entry


def record(unit, by, kind="model", *, at=NOW, **fields):
    return activities.record(read(unit, by, kind, **fields), by=by, at=at)


def edit(activity, by, *, at=NOW, **fields) -> bool:
    """Edit with what stands in the record, and ``fields`` in place of some of it."""
    entry = entries.of(activity, at.date(), only=permissions.may_change(by, activity))
    said = {one.name: one.typed for one in entry.inputs.values()}
    said |= {name: sorted(box.chosen) for name, box in entry.boxes.items()}
    for row in entry.organisations:
        said |= {f"{row.stem}-name": row.name, f"{row.stem}-tax": row.tax, f"{row.stem}-sector": row.sector}
    said |= {name.replace("__", "-"): value for name, value in fields.items()}
    entry.read(posted(said), MultiValueDict(), by=by)
    return activities.edit(activity, entry, by=by, at=at)
