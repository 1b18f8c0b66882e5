"""What a sheet may say of a model: its columns, its key, the rules of whoever owns the rows, and how they are written.

One Resource per model (django-import-export) for export, template and import, in the portal and in the administration.
Of the package we use the description of columns and the export; its own import asks four queries a row and stops at
what a model's ``full_clean`` knows, so rows are planned and written in bulk here (docs/adr/0025).
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from import_export import resources

from units.importing.columns import Column, UnitKey, Units
from units.importing.trail import Trail

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass
class Row:
    """One row of the sheet. ``values``: by column, of the columns that the sheet has and that could be read."""

    number: int
    values: dict = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)  # column or "", message
    notes: list[str] = field(default_factory=list)
    instance: object = None
    state: str = NEW
    changes: dict = field(default_factory=dict)  # column → (before, after)
    before: dict = field(default_factory=dict)  # attname → value, set by ``put``
    extra: dict = field(default_factory=dict)  # what a resource keeps between check and write

    def wrong(self, name: str, text: str) -> None:
        """``text``: a sentence, with or without its capital and full stop."""
        end = "" if text.endswith("…") else "."
        self.errors.append((name, f"{text[:1].upper()}{text[1:].rstrip('.')}{end}"))

    def value(self, name):
        return self.values.get(name)

    def full(self, name):
        """What the column says, or where the sheet has no such column what is stored."""
        if name in self.values:
            return self.values[name]
        return self.extra["stored"].get(name) if self.instance is not None else None


class SheetResource(resources.Resource):
    """A subclass declares ``Column``s and says what is below. Made anew for each sheet: it keeps what it has looked up.

    ``slug``: part of the address. ``subject``, ``lede``: on the pages. ``key``: names of the columns by which a row is
    known; ``attributes`` of columns are attnames, so that comparing follows no relation.
    """

    slug = subject = lede = ""
    key: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()  # columns that are sets of keys, not fields

    class Meta:
        clean_model_instances = True
        use_transactions = True

    @staticmethod
    def may_import(user) -> bool:
        raise NotImplementedError

    def import_data(self, *args, **kwargs):
        raise TypeError("a sheet is taken in by units.importing.taking, where the rules of its rows are asked")

    # --- Looking up ------------------------------------------------------------------------------------------------

    def start(self, *, by, on: dt.date) -> None:
        """Look up what every row needs: a fixed number of queries."""
        self.by, self.on = by, on
        self.units = Units(on)
        for column in self.fields.values():
            if isinstance(column.widget, UnitKey):
                column.widget.units = self.units

    def find(self, rows: list[Row], *, hold=False) -> None:
        """Give each row the ``instance`` that it speaks of. ``hold``: keep others from changing those meanwhile."""
        stored = self.stored(rows)
        held = {self.stored_key(one): one for one in (stored.select_for_update(of=("self",)) if hold else stored)}
        seen: dict = {}
        for row in rows:
            key = self.key_of(row)
            if key is None:
                continue
            if key in seen:
                row.wrong(self.key[0], f"trùng với dòng {seen[key]}: bỏ bớt một dòng")
                continue
            seen[key] = row.number
            row.instance = held.get(key)

    def stored(self, rows: list[Row]):
        """The queryset in which the rows may be found."""
        return self._meta.model._default_manager.order_by("pk")

    def key_of(self, row: Row):
        values = [row.values.get(name) for name in self.key]
        return None if any(value in (None, "") for value in values) else self.same_key(values)

    def stored_key(self, instance):
        return self.same_key([getattr(instance, self.fields[name].attribute) for name in self.key])

    def same_key(self, values):
        return tuple(value.casefold() if isinstance(value, str) else value for value in values)

    # --- Judging ---------------------------------------------------------------------------------------------------

    def compare(self, rows: list[Row]) -> None:
        """Say of each row whether it is new, changes something, or says what is stored."""
        sets = {name: self.members(name, rows) for name in self.sets if any(name in row.values for row in rows)}
        names = [(name, column.attribute) for name, column in self.fields.items() if name not in self.sets]
        for row in rows:
            if row.instance is None:
                continue
            stored = {name: getattr(row.instance, attribute) for name, attribute in names}
            stored |= {name: held.get(row.instance.pk, frozenset()) for name, held in sets.items()}
            row.extra["stored"] = stored
            row.changes = {
                name: (stored[name], value) for name, value in row.values.items()
                if name not in self.read_only and stored[name] != value
            }  # fmt: skip
            row.state = CHANGED if row.changes else SAME

    @property
    def read_only(self) -> frozenset:
        """Columns that name a row and never change it."""
        return frozenset(self.key)

    def members(self, name: str, rows: list[Row]) -> dict[int, frozenset]:
        """Of a column in ``sets``: row's key → keys that stand in it now. One query."""
        relation = self._meta.model._meta.get_field(self.fields[name].attribute)
        own, other = relation.m2m_column_name(), relation.m2m_reverse_name()
        keys = [row.instance.pk for row in rows if row.instance is not None]
        found: dict[int, set] = {}
        pairs = relation.remote_field.through._default_manager.filter(**{f"{own}__in": keys})
        for pk, member in pairs.values_list(own, other):
            found.setdefault(pk, set()).add(member)
        return {pk: frozenset(members) for pk, members in found.items()}

    def check(self, row: Row) -> None:
        """The owner's rules; what is wrong goes to ``row.wrong``. No query."""

    def check_all(self, rows: list[Row]) -> None:
        """Rules that bind rows together, or need a query for all of them."""

    # --- Writing ---------------------------------------------------------------------------------------------------

    def put(self, row: Row) -> None:
        """Set what the row says on its instance, a new one where it has none."""
        if row.instance is None:
            given = self.new_values(row)
            given |= {attname: row.values[name] for name, attname in self._written(row.values)}
            row.instance = self._meta.model(**given)
        else:
            self.touch(row)
            # What it was found by stays as it is written there.
            for name, attname in self._written(row.changes):
                self.set(row, attname, row.values[name])
        self.finish(row)

    def _written(self, names) -> list[tuple[str, str]]:
        """(column, attname) of those that are fields of the model."""
        left = self.unwritten.union(self.sets)
        return [(name, self.fields[name].attribute) for name in names if name not in left]

    unwritten: frozenset = frozenset()  # columns that are no fields of the model

    def set(self, row: Row, attname: str, value) -> None:
        before = getattr(row.instance, attname)
        if before != value:
            row.before.setdefault(attname, before)
            setattr(row.instance, attname, value)

    def new_values(self, row: Row) -> dict:
        """What a new row has that no column says."""
        return {}

    def touch(self, row: Row) -> None:
        """What changes of a stored row with every change."""

    def finish(self, row: Row) -> None:
        """Shadow columns, after the fields are set."""

    def write(self, rows: list[Row], trail: Trail) -> None:
        """Write the rows that are new or changed, in bulk."""
        for row in rows:
            self.put(row)
        self.store(rows, trail)

    def store(self, rows: list[Row], trail: Trail) -> None:
        """What ``put`` has set."""
        new, changed = ([row for row in rows if row.state == state] for state in (NEW, CHANGED))
        trail.create(self._meta.model, [row.instance for row in new])
        trail.change(self._meta.model, [(row.instance, row.before) for row in changed])
        for name in self.sets:
            given = {row.instance.pk: row.values[name] for row in new if row.values.get(name)}
            moved = {row.instance.pk: row.changes[name] for row in changed if name in row.changes}
            trail.link(self._meta.model, self.fields[name].attribute, given, moved)

    def applied(self, rows: list[Row], *, at: dt.datetime) -> None:
        """What else follows in the same transaction, or after it by ``on_commit``."""

    # --- Telling ---------------------------------------------------------------------------------------------------

    def name_of(self, row: Row) -> str:
        """The row in a few words, for the preview."""
        return " ".join(filter(None, (self.fields[name].in_words(row.values.get(name)) for name in self.key)))

    def told(self, row: Row) -> list[tuple[str, str, str]]:
        """(heading, before, after) of each change."""
        return [
            (self.fields[name].label, self.fields[name].in_words(before), self.fields[name].in_words(after))
            for name, (before, after) in row.changes.items()
        ]

    def visible(self):
        """The rows of an export, in their order."""
        return self.stored([])

    def exported(self):
        """A list of values for each row of an export, in the order of the columns."""
        instances = list(self.visible())
        for name in self.sets:
            rows = [Row(0, instance=one) for one in instances]
            members = self.members(name, rows)
            for one in instances:
                one.__dict__[f"_{name}"] = members.get(one.pk, frozenset())
        for one in instances:
            yield [
                column.widget.render(one.__dict__[f"_{name}"]) if name in self.sets else self.export_field(column, one)
                for name, column in self.fields.items()
            ]


def counted(rows: list[Row]) -> dict[str, int]:
    found = Counter(row.state for row in rows if not row.errors)
    return {state: found[state] for state in (NEW, CHANGED, SAME)}


def columns_of(resource: SheetResource) -> dict[str, Column]:
    return {name: column for name, column in resource.fields.items() if isinstance(column, Column)}
