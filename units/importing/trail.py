"""What an act wrote, row by row, so that it can be taken back as one: bulk writing that remembers.

Nothing is taken back that somebody has changed since, or that something else has come to rest on.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from operator import attrgetter

from django.apps import apps
from django.db import connection
from django.utils import timezone
from simple_history.models import HistoricalChanges

from units.audit import at_once
from units.moves import Refused

SHOWN = 50  # of what stands in the way, this many are named


class Trail:
    """``steps``: what was written, in order, as JSON keeps it."""

    def __init__(self, *, by):
        self.by = by
        self.steps: list[dict] = []

    def create(self, model, instances: list) -> None:
        if not instances:
            return
        made = model._default_manager.bulk_create(instances, batch_size=at_once(model))
        self._history(model, made, "+")
        self.note_created(model, made)

    def note_created(self, model, made: Iterable) -> None:
        """Rows that another's act has just written."""
        made = list(made)
        rows = [[one.pk, stamp, str(one)[:80]] for one, stamp in zip(made, _stamps(model, made))]
        if rows:
            self.steps.append({"model": model._meta.label_lower, "created": rows})

    def change(self, model, rows: list[tuple[object, dict]]) -> None:
        """``rows``: (instance as it is to be, what it was, by attname)."""
        rows = [(one, before) for one, before in rows if before]
        if not rows:
            return
        names = sorted({name for _, before in rows for name in before})
        _upsert(model, [one for one, _ in rows], names)
        self._history(model, [one for one, _ in rows], "~")
        self.note_changed(model, rows)

    def note_changed(self, model, rows: list[tuple[object, dict]]) -> None:
        """Rows that another's act has just changed, with what they were, by attname."""
        told = [
            [one.pk, {name: [_plain(was), _plain(getattr(one, name))] for name, was in before.items()}, str(one)[:80]]
            for one, before in rows
        ]
        self.steps.append({"model": model._meta.label_lower, "changed": told})

    def link(self, model, name: str, given: Mapping[int, Iterable], moved: Mapping[int, tuple]) -> None:
        """Members of the many-to-many field ``name``: of new rows, and of old ones (before, after)."""
        through, own, other = _through(model, name)
        added = [(pk, member) for pk, members in given.items() for member in members]
        gone = []
        for pk, (before, after) in moved.items():
            added += [(pk, member) for member in after - before]
            gone += [(pk, member) for member in before - after]
        _link(through, own, other, added, gone)
        if moved:
            told = [[pk, sorted(before), sorted(after)] for pk, (before, after) in moved.items()]
            self.steps.append({"model": model._meta.label_lower, "field": name, "linked": told})

    def delete(self, model, instances: list) -> None:
        """Rows on which nothing rests any more, and their links to others. Not noted: it is how a step is undone.

        Django's own delete looks for what hangs on them again, in batches, and writes history a row at a time.
        """
        keys = [one.pk for one in instances]
        self._history(model, instances, "-")
        for relation in _pointing_at(model):
            if relation.related_model._meta.auto_created:
                _delete(relation.related_model, relation.field.attname, keys)
        _delete(model, model._meta.pk.attname, keys)

    def _history(self, model, instances, kind):
        """A line of history for each row, copied by the database from the row itself: through Python it would cost
        twice what writing the rows costs. ``kind``: "+", "~" or "-", as simple_history has it."""
        if not hasattr(model, "history"):
            return
        told = model.history.model
        names = [column.name for column in told.tracked_fields]
        given = {"history_date": timezone.now(), "history_type": kind, "history_user_id": self.by.pk}
        given = {told._meta.get_field(name): value for name, value in given.items()}
        quoted = connection.ops.quote_name
        into = [quoted(told._meta.get_field(name).column) for name in names] + [quoted(one.column) for one in given]
        copied = [quoted(model._meta.get_field(name).column) for name in names] + ["%s"] * len(given)
        key = quoted(model._meta.pk.column)
        values = [one.get_db_prep_save(value, connection) for one, value in given.items()]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {quoted(told._meta.db_table)} ({', '.join(into)}) "
                f"SELECT {', '.join(copied)} FROM {quoted(model._meta.db_table)} "
                f"WHERE {key} IN ({', '.join(['%s'] * len(instances))}) ORDER BY {key}",
                values + [one.pk for one in instances],
            )


def _upsert(model, instances, names):
    model._default_manager.bulk_create(
        instances, update_conflicts=True, unique_fields=[model._meta.pk.name],
        update_fields=[model._meta.get_field(name).name for name in names], batch_size=at_once(model),
    )  # fmt: skip


def _delete(model, attname, keys):
    rows = model._base_manager.filter(**{f"{attname}__in": keys})
    rows._raw_delete(rows.db)


def _pointing_at(model) -> list:
    """Every foreign key to ``model``, those of links between two models too; history only remembers keys."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
        and not issubclass(relation.related_model, HistoricalChanges)
    ]  # fmt: skip


def _through(model, name):
    relation = model._meta.get_field(name)
    return relation.remote_field.through, relation.m2m_column_name(), relation.m2m_reverse_name()


def _link(through, own, other, added, gone):
    if gone:
        drop = set(gone)
        held = through._default_manager.filter(**{f"{own}__in": {pk for pk, _ in gone}})
        keys = [row.pk for row in held if (getattr(row, own), getattr(row, other)) in drop]
        through._default_manager.filter(pk__in=keys).delete()
    rows = [through(**{own: pk, other: member}) for pk, member in added]
    through._default_manager.bulk_create(rows, batch_size=at_once(through), ignore_conflicts=True)


# --- Taking back ------------------------------------------------------------------------------------------------------


def take_back(steps: list[dict], *, by) -> None:
    """Within the caller's transaction. Raises Refused, naming the rows in the way; nothing is written then."""
    problems: list[str] = []
    wrote = _wrote(steps)
    held = {}
    for place, step in enumerate(steps):
        model = apps.get_model(step["model"])
        if "created" in step:
            held[place] = _created(model, step["created"], wrote, problems)
        elif "changed" in step:
            held[place] = _changed(model, step["changed"], problems)
        else:
            _linked(model, step, problems)
    if problems:
        more = len(problems) - SHOWN
        shown = problems[:SHOWN] + ([f"và {more} dòng khác"] if more > 0 else [])
        raise Refused([("", text) for text in shown])
    trail = Trail(by=by)
    for place, step in reversed(list(enumerate(steps))):
        model = apps.get_model(step["model"])
        if "created" in step:
            trail.delete(model, held[place])
        elif "changed" in step:
            _restore(model, step["changed"], held[place], trail)
        else:
            through, own, other = _through(model, step["field"])
            added = [(pk, one) for pk, before, after in step["linked"] for one in set(before) - set(after)]
            gone = [(pk, one) for pk, before, after in step["linked"] for one in set(after) - set(before)]
            _link(through, own, other, added, gone)


def _wrote(steps) -> dict[str, dict[int, set | None]]:
    """Model → row → columns that taking back sets as they were, None where the row itself goes: what they point at is
    taken back with them."""
    found: dict[str, dict] = {}
    for step in steps:
        rows = found.setdefault(step["model"], {})
        rows |= dict.fromkeys((pk for pk, *_ in step.get("created", ())))
        for pk, names in [(pk, set(values)) for pk, values, _ in step.get("changed", ())] + [
            (pk, set()) for pk, *_ in step.get("linked", ())
        ]:
            if rows.setdefault(pk, names) is not None:
                rows[pk] |= names
    return found


def _created(model, rows, wrote, problems) -> list:
    found = model._base_manager.select_for_update().in_bulk([pk for pk, *_ in rows])
    used = _used(model, set(found), wrote)
    now = dict(zip(found, _stamps(model, found.values())))
    for pk, stamp, name in rows:
        if pk not in found:
            problems.append(f"“{name}” đã bị xóa sau khi nhập.")
        elif now[pk] != stamp:
            problems.append(f"“{name}” đã được sửa sau khi nhập.")
        elif pk in used:
            problems.append(f"“{name}” đang được dùng ở {used[pk]}.")
    return list(found.values())


def _used(model, keys, wrote) -> dict[int, str]:
    """Of these rows those that something else points at, and what does. A query for each relation."""
    own = {relation.remote_field.through for relation in model._meta.many_to_many}
    found: dict[int, str] = {}
    for relation in _pointing_at(model):
        other, name = relation.related_model, relation.field.attname
        if other in own:
            continue
        mine = wrote.get(other._meta.label_lower, {})
        rows = other._base_manager.filter(**{f"{name}__in": keys}).order_by()
        rows = rows.exclude(pk__in=[pk for pk, names in mine.items() if names is None or name in names])
        place = other
        if other._meta.auto_created:
            # A link between two rows that both came with this act goes with them.
            end = next(one for one in other._meta.concrete_fields if one.is_relation and one is not relation.field)
            place = end.related_model
            rows = rows.exclude(**{f"{end.attname}__in": wrote.get(place._meta.label_lower, ())})
        for pk in rows.values_list(name, flat=True).distinct():
            found.setdefault(pk, str(place._meta.verbose_name))
    return found


def _changed(model, rows, problems) -> dict:
    found = model._base_manager.select_for_update().in_bulk([pk for pk, *_ in rows])
    for pk, values, name in rows:
        one = found.get(pk)
        if one is None:
            problems.append(f"“{name}” đã bị xóa sau khi nhập.")
        elif any(_plain(getattr(one, attname)) != after for attname, (_, after) in values.items()):
            problems.append(f"“{name}” đã được sửa sau khi nhập.")
    return found


def _linked(model, step, problems):
    through, own, other = _through(model, step["field"])
    now: dict[int, set] = {}
    for pk, member in through._base_manager.filter(
        **{f"{own}__in": [pk for pk, *_ in step["linked"]]}
    ).values_list(own, other):
        now.setdefault(pk, set()).add(member)
    for pk, _, after in step["linked"]:
        if now.get(pk, set()) != set(after):
            label = model._meta.get_field(step["field"]).verbose_name
            problems.append(f"“{label}” của một dòng đã được sửa sau khi nhập.")


def _restore(model, rows, found, trail):
    back = []
    for pk, values, _ in rows:
        one, before = found[pk], {}
        for attname, (was, _) in values.items():
            before[attname] = getattr(one, attname)
            # A revision only ever rises: whoever has the row open is told.
            is_revision = attname == "revision"
            setattr(one, attname, before[attname] + 1 if is_revision else model._meta.get_field(attname).to_python(was))
        back.append((one, before))
    trail.change(model, back)


# --- A value, alike however it was read ------------------------------------------------------------------------------


_AS_THEY_ARE = frozenset((str, int, bool, type(None)))


def _plain(value):
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, str):
        return str(value)  # of a choice that is an enumeration what the database gives back
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.datetime):
        return value.astimezone(timezone.get_default_timezone()).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(value, sort_keys=True, default=str)


def _stamps(model, instances: Iterable) -> Iterator[str]:
    """A digest of each row, which changes whenever the row does."""
    values = attrgetter(*(column.attname for column in model._meta.concrete_fields))
    for one in instances:
        told = repr(list(map(_plain, values(one))))
        yield hashlib.blake2b(told.encode(), digest_size=8).hexdigest()
