"""``python -m tests.faults.migrating last|first``: takes a filled database back by the last migration of each app, or as far
as its tables were there, and forward again; says as JSON what became of its rows. A process of its own, since tests
make their tables without migrations.

What a step back drops nobody can ask for again: columns that are there at both ends must hold the same rows.
"""

import hashlib
import json
import os
import sys

import django

# The first that have a place for what is there now; an application's draft, whose authors have no shares yet, is more
# than the registry's own first table holds.
FIRST = {"units": "0004_budget_allocation", "targets": "0002_initial", "initiatives": "0002_recognition", "reports": "0002_initial"}
# Says what was applied and when; that is what changes.
NOT_DATA = {"django_migrations"}


def main(how_far: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "q4kh.settings")
    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    plan = [step for step, _ in executor.migration_plan(leaves, clean_start=True)]
    targets = FIRST if how_far == "first" else _but_the_last(plan)
    # Each step after these, with every step that rests on it. (Of several targets the executor goes forward again
    # where one of them rests on another's.)
    names = {app: [step.name for step in plan if step.app_label == app] for app in FIRST}
    after = [(app, name) for app, found in names.items() for name in found[found.index(targets[app]) + 1 :]]
    away = {node for step in after for node in executor.loader.graph.backwards_plan(step)}
    back = [step for step in reversed(plan) if (step.app_label, step.name) in away]
    whole = columns()
    held = {table: rows(table, names) for table, names in whole.items()}
    # Not by executor.migrate: it renders all models of every state since the first, a minute for what takes seconds.
    gone = []
    for step in back:
        gone.append(step)
        executor.unapply_migration(state_without(plan, gone), step)
    there = columns()
    shared = {table: [name for name in names if name in there[table]] for table, names in whole.items() if table in there}
    between = {table: digest(rows(table, names)) for table, names in shared.items()}
    for step in reversed(back):
        executor.apply_migration(state_without(plan, gone), step)
        gone.remove(step)
    json.dump(
        {
            "steps": [str(step) for step in back],
            "rows": sum(number for number, _ in between.values()),
            "same_columns": columns() == whole,
            "before": {table: digest(_only(held[table], whole[table], names)) for table, names in shared.items()},
            "between": between,
            "after": {table: digest(rows(table, names)) for table, names in shared.items()},
        },
        sys.stdout,
    )


def _but_the_last(plan) -> dict[str, str]:
    """Of each app of ours the migration before its last."""
    names = {app: [step.name for step in plan if step.app_label == app] for app in FIRST}
    return {app: found[-2] for app, found in names.items()}


def state_without(plan, gone):
    """The models as they are when all of the plan but ``gone`` is applied."""
    from django.db.migrations.state import ProjectState

    state = ProjectState()
    for step in plan:
        if step not in gone:
            step.mutate_state(state, preserve=False)
    return state


def columns() -> dict[str, list[str]]:
    from django.db import connection

    inspector = connection.introspection
    with connection.cursor() as cursor:
        names = sorted(set(inspector.table_names(cursor)) - NOT_DATA)
        return {name: sorted(row.name for row in inspector.get_table_description(cursor, name)) for name in names}


def rows(table, names) -> list[tuple]:
    from django.db import connection

    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(map(quote, names))} FROM {quote(table)}")
        return cursor.fetchall()


def _only(held, names, wanted):
    places = [names.index(name) for name in wanted]
    return [tuple(row[place] for place in places) for row in held]


def digest(found) -> list:
    """[rows, digest of all of them]."""
    return [len(found), hashlib.sha256("\n".join(sorted(map(repr, found))).encode()).hexdigest()]


if __name__ == "__main__":
    main(sys.argv[1])
