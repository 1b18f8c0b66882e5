"""What the sums that are kept rest on (reports.sums): what ``Summing`` says of them, and what is so now."""

from dataclasses import dataclass

from django.db.models import Exists, Max, Subquery

from reports.models import Summing, UnitSum
from reports.unit_sums import Added
from targets.models import Assignment, Period, Plan, Target
from units.models import ImportRun, Unit
from units.prepared import Prepared

# How units' parts are written (unit_sums.Added.packed): sums that an earlier portal kept otherwise are made anew.
FORM = "form=3"
CHANGES = {"unit_changes": (Unit, "id"), "assignment_changes": (Assignment, "unit_id")}


def _structure() -> tuple[dict, dict]:
    """What ``unit_changes``, ``assignment_changes`` and ``structure`` are made of now, as expressions."""
    latest = {
        name: Subquery(model.history.order_by("-history_id").values("history_id")[:1])
        for name, (model, _) in CHANGES.items()
    }
    whole = {
        f"in_{model._meta.model_name}": Subquery(model.history.order_by("-history_id").values("history_id")[:1])
        for model in (Plan, Target, Period)
    }
    taken = ImportRun.objects.order_by()
    for name in ("applied_at", "undone_at"):
        whole[name] = Subquery(taken.values("kind").annotate(at=Max(name)).order_by("-at").values("at")[:1])
    return latest, whole


@dataclass
class State:
    """What ``Summing`` says, and what is so now. ``marked``: what marked units have added since, once it was worked out
    (reports.sums): all that is read from one state says the same of them."""

    version: int
    units: int
    kept: str
    begun: str
    structure: str
    changed: dict  # name of CHANGES → (kept, now)
    has_stale: bool
    marked: Added | None = None

    @property
    def is_ready(self) -> bool:
        return self.kept == self.structure

    @property
    def is_begun(self) -> bool:
        """Somebody is making them anew."""
        return self.begun == self.structure

    @property
    def has_changed(self) -> bool:
        return any(now > kept for kept, now in self.changed.values())


_KEPT = ("version", "units", "structure", "begun", *CHANGES)


def _columns() -> dict:
    """All that a State is made of, as expressions that stand in any query: kept_…, now_…, has_stale."""
    latest, whole = _structure()
    return {
        **{f"kept_{name}": Subquery(Summing.objects.order_by().values(name)[:1]) for name in _KEPT},
        **{f"now_{name}": value for name, value in (latest | whole).items()},
        "has_stale": Exists(UnitSum.objects.filter(is_stale=True)),
    }


def read(values) -> State | None:
    """``values``: of _NAMES. None while nothing has ever been summed."""
    row = dict(zip(_NAMES, values, strict=True))
    if row["kept_version"] is None:
        return None
    whole = [name for name in row if name.startswith("now_") and name.removeprefix("now_") not in CHANGES]
    return State(
        version=row["kept_version"],
        units=row["kept_units"],
        kept=row["kept_structure"],
        begun=row["kept_begun"],
        structure=" ".join([FORM, *(f"{name.removeprefix('now_')}={row[name]}" for name in whole)]),
        changed={name: (row[f"kept_{name}"], row[f"now_{name}"] or 0) for name in CHANGES},
        has_stale=bool(row["has_stale"]),
    )


_NAMES = tuple(_columns())
ASKED = Prepared(lambda: Summing.objects.order_by().annotate(**_columns()).values_list(*_NAMES))


def read_rows(rows) -> State | None:
    """Of what ASKED gives, one row or none."""
    return read(rows[0]) if rows else None


def now() -> State | None:
    return read_rows(ASKED.rows())


def versions():
    return Summing.objects.order_by().values_list("version", flat=True)


def version() -> int | None:
    return versions().first()


def changed_units(state) -> set[int]:
    """Units of which the history tells more than is in the sums. A query for each history that does."""
    found = set()
    for name, (model, key) in CHANGES.items():
        kept, latest = state.changed[name]
        if latest > kept:
            found.update(model.history.filter(history_id__gt=kept).values_list(key, flat=True))
    return found


def existing(unit_ids):
    return Unit.objects.filter(pk__in=unit_ids).values_list("pk", flat=True) if unit_ids else []
