"""Loads a plan from its file into the database, once and for all.

What is missing is created, what is there stays as it is. A row that once was here and is gone, or now goes by another
code, was an administrator's decision: the history of its model remembers it, and the loader leaves it so.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from targets.models import Assignment, Heading, Passage, Period, Plan, Target, Task
from targets.periods import QuarterTaken, ensure_periods
from targets.planfile import BadPlan, Draft, read
from units import audit
from units.models import Unit

PLANS = Path(__file__).parent / "plans"


@dataclass
class Summary:
    """How many rows of each kind, by the model's Vietnamese name, were created and how many were left as they are."""

    plan: str
    created: Counter = field(default_factory=Counter)
    kept: Counter = field(default_factory=Counter)
    counting: dict[str, dict] = field(default_factory=dict)  # as the file says it, for initiatives.loading

    def count(self, model, wanted: int, created: int) -> None:
        name = str(model._meta.verbose_name)
        self.created[name] += created
        self.kept[name] += wanted - created


def packaged() -> list[Path]:
    """The plans that come with the portal, by file name."""
    return sorted(PLANS.glob("*.yaml"))


def load(path: Path) -> Summary:
    """Bring in the plan at ``path``, whole or not at all. Raises BadPlan."""
    draft = read(path)
    with transaction.atomic():
        summary = Summary(draft.plan.number, counting=draft.counting)
        units = _units(draft, summary)
        plan = _plan(draft, units, summary)
        try:
            periods = ensure_periods(plan)
        except QuarterTaken as error:
            quarter, other = error.args
            raise BadPlan([f"plan ({plan.number}), khóa first_year: {quarter} đã thuộc {other}."]) from error
        summary.count(Period, plan.periods.count(), len(periods))
        headings = _headings(draft, plan, summary)
        _passages(draft, plan, headings, units, summary)
        _targets(draft, plan, units, summary)
        _tasks(draft, plan, headings, units, summary)
        if summary.created.total():
            audit.record("targets.load_plan", plan.number, after={k: n for k, n in summary.created.items() if n})
    return summary


def _known(model, *keys, **within) -> set[tuple]:
    """Natural keys of the rows that are here, and of those that ever were."""
    now = model.objects.filter(**within).values_list(*keys)
    ever = model.history.filter(**within).values_list(*keys)
    return {*now, *ever}


def _create(model, rows: list) -> int:
    if rows:
        bulk_create_with_history(rows, model)
    return len(rows)


def _units(draft: Draft, summary: Summary) -> dict[str, Unit]:
    known = _known(Unit, "code")
    created = _create(Unit, [unit for unit in draft.units if (unit.code,) not in known])
    summary.count(Unit, len(draft.units), created)
    return {unit.code: unit for unit in Unit.objects.filter(code__in=[unit.code for unit in draft.units])}


def _plan(draft: Draft, units: dict, summary: Summary) -> Plan:
    number = draft.plan.number
    once = Plan.history.filter(number=number).values_list("id", flat=True)
    plan = Plan.objects.filter(number=number).first() or Plan.objects.filter(pk__in=list(once)).first()
    summary.count(Plan, 1, 0 if plan else 1)
    if plan is None:
        plan = draft.plan
        plan.coordinator = units[draft.coordinator]
        plan.save()
    return plan


def _headings(draft: Draft, plan: Plan, summary: Summary) -> dict[str, Heading]:
    known = set(plan.headings.values_list("ref", flat=True))
    missing = [heading for heading in draft.headings if heading.ref not in known]
    for heading in missing:
        heading.plan = plan
    Heading.objects.bulk_create(missing)
    summary.count(Heading, len(draft.headings), len(missing))
    return {heading.ref: heading for heading in plan.headings.all()}


def _passages(draft: Draft, plan: Plan, headings: dict, units: dict, summary: Summary) -> None:
    known = set(plan.passages.values_list("kind", "order"))
    missing = [row for row in draft.passages if (row[0].kind, row[0].order) not in known]
    for passage, ref, _ in missing:
        passage.plan = plan
        passage.heading = headings[ref] if ref else None
    Passage.objects.bulk_create([passage for passage, _, _ in missing])
    named = Passage.units.through
    named.objects.bulk_create(
        named(passage=passage, unit=units[code]) for passage, _, codes in missing for code in codes if code in units
    )
    summary.count(Passage, len(draft.passages), len(missing))


def _targets(draft: Draft, plan: Plan, units: dict, summary: Summary) -> None:
    known = _known(Target, "code", plan=plan)
    missing = [target for target, _, _ in draft.targets if (target.code,) not in known]
    for target in missing:
        target.plan = plan
    summary.count(Target, len(draft.targets), _create(Target, missing))

    targets = {target.code: target for target in plan.targets.all()}
    # Whatever the days: an administrator who moved an assignment's first day did not ask for a second one.
    known = _known(Assignment, "target_id", "unit_id")
    wanted, missing = 0, []
    for target, codes, coordinator in draft.targets:
        for code in dict.fromkeys([*codes, coordinator]):
            wanted += 1
            if target.code not in targets or code not in units:
                continue
            row = Assignment(
                target=targets[target.code],
                unit=units[code],
                reports=code in codes,
                coordinates=code == coordinator,
                valid_from=plan.issued_on,
            )
            if (row.target_id, row.unit_id) not in known:
                missing.append(row)
    summary.count(Assignment, wanted, _create(Assignment, missing))


def _tasks(draft: Draft, plan: Plan, headings: dict, units: dict, summary: Summary) -> None:
    known = _known(Task, "code", plan=plan)
    missing = []
    for task, code, ref in draft.tasks:
        if (task.code,) in known or code not in units:
            continue
        task.plan, task.unit, task.heading = plan, units[code], headings[ref]
        missing.append(task)
    summary.count(Task, len(draft.tasks), _create(Task, missing))
