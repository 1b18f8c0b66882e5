"""Takes one permission check away at a time and asks whether the tables of tests/permissions notice.

    .venv/bin/python -m tests.faults.mutations                 all of them; minutes on one core
    .venv/bin/python -m tests.faults.mutations --sample 40     every so manyth
    .venv/bin/python -m tests.faults.mutations --only TEXT …   those whose key holds one of these texts

First every cell of every table is asked once, and noted which functions it came through. Then for each check a fork of
this process exchanges the code of its function for one without the check, and asks the cells that come through it until
one answers otherwise. The database is in memory, so that a fork has its own. Of what survives, the tests that import its
module are asked, on a copy of the sources. Checks whose absence changes nothing are named with the reason in
tests.faults.equivalents; the exit code is 1 below 95 caught of a hundred others.
"""

import argparse
import gc
import os
import pickle
import sys
import types
from collections import defaultdict
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import django

from tests import conftest  # noqa: I001  (before Django: it gives this process an installation of its own)
from tests.faults import checks, equivalents, other_tests
from units.prepared import Prepared

LEAST = 95
# Cells that a check's absence is asked of at most, at first and once more if none of them noticed.
MOST = 60
WIDE = 120


class _Everyone:
    """For ``visible_to``: somebody from whom nothing is kept."""

    pk = 0
    inherits = frozenset()

    @property
    def access(self):
        from units.roles import Access

        return Access(is_reviewer=True, is_office_head=True, is_leader=True, is_administrator=True)


SEER = _Everyone()


def prepare():
    """Django as the tests have it, on a database in memory. The worker's task modules are loaded as well."""
    django.setup()
    conftest.pytest_configure(SimpleNamespace(option=SimpleNamespace()))
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment

    settings.DATABASES["default"]["TEST"] = {"NAME": ":memory:", "MIGRATE": False}
    connection.settings_dict["TEST"] |= {"NAME": ":memory:", "MIGRATE": False}
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, serialize=False)


# --- Which cells come through which function ---------------------------------------------------------------------------


def cells(table, rows="", every=False):
    """(row, method, name, cell) of those that ``test_answers`` asks for: of each row one for each answer there is, or
    ``every`` one. Fewer cells can only catch less."""
    for row in table.ROWS:
        if rows not in str(row):
            continue
        told = set()
        places = list(enumerate(row.cells.items()))
        for place, (column, cell) in places[row.turn % len(places) :] + places[: row.turn % len(places)]:
            if every or cell not in told:
                told.add(cell)
                method = table.in_turn(table.METHODS[row.method], row.turn + place)
                yield row, method, table.in_turn(table.worlds.COLUMNS[column], row.turn), cell


def recorded(world, table, asked, wanted, kept):
    """(file, function, line) → cells of ``asked`` that ran it. Fails where a cell is wrong to begin with.

    ``wanted``: (file, function) of those that hold a check. ``kept``: what an earlier run on the same sources found, by row
    and person; what is new is added.
    """
    through, wrong = defaultdict(list), []
    for one in asked:
        row, method, name, cell = one
        key = f"{row} {method} {name}"
        if key not in kept:
            kept[key], found = _ran(lambda: table.answer(world, row, method, name), wanted)  # noqa: B023
            if found != cell:
                wrong.append(f"{row} {name}: {found}, not {cell}")
        for function in kept[key]:
            through[function].append(one)
    if wrong:
        raise SystemExit("Wrong before anything was taken away:\n" + "\n".join(wrong))
    return through


def _ran(act, wanted) -> tuple[list, str]:
    """Which of the functions ``wanted`` ran in ``act()``, and its answer."""
    ran = set()

    def note(frame, event, _):
        ran.add(frame.f_code)  # and nothing of the lines within

    sys.settrace(note)
    try:
        found = act()
    finally:
        sys.settrace(None)
    return [_named(code) for code in ran if (code.co_filename, code.co_name) in wanted], found


def _named(code) -> tuple:
    return (code.co_filename, code.co_name, code.co_firstlineno)


def remembered(path) -> dict:
    """What was recorded before, where ``path`` is given and the sources are the same."""
    kept = {}
    if path and path.exists():
        digest, kept = pickle.loads(path.read_bytes())
        kept = kept if digest == checks.digest() else {}
    return kept


def remember(path, kept):
    if path:
        path.write_bytes(pickle.dumps((checks.digest(), kept)))


# --- Without a check -----------------------------------------------------------------------------------------------


def codes(code):
    """The code and all that is defined within it, in order."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from codes(constant)


@cache
def _as_it_is(path) -> list:
    return list(codes(compile((checks.ROOT / path).read_text("utf-8"), str(checks.ROOT / path), "exec", dont_inherit=True)))


def changed(check) -> list[tuple]:
    """(code as it is, code without the check) of the functions that differ by it, innermost last."""
    without = compile(checks.without(check), str(checks.ROOT / check.path), "exec", dont_inherit=True)
    # By name: what can no longer be reached is compiled no more, so there may be fewer.
    new = {(code.co_qualname, code.co_firstlineno): code for code in codes(without)}
    pairs = [(old, new.get((old.co_qualname, old.co_firstlineno), old)) for old in _as_it_is(check.path)]
    return [(old, new) for old, new in pairs if old != new and old.co_name != "<module>"]


def living() -> dict[tuple, list]:
    """(file, name, line) → functions that run that code."""
    found = defaultdict(list)
    for one in gc.get_objects():
        # Its very type: a lazy object would wake up at isinstance().
        if type(one) is types.FunctionType and one.__code__.co_filename.startswith(f"{checks.ROOT}/"):
            found[_named(one.__code__)].append(one)
    return found


def forget_prepared():
    """Queries written while all checks stood: each fork writes its own, without the check that it lacks."""
    for one in gc.get_objects():
        if type(one) is Prepared:
            one._known = None


def take_away(check, alive):
    """In this process, for good."""
    if check.kind == "door":
        return _open_door(check)
    for old, new in changed(check):
        # Not compared: code that has run a while is no longer equal to itself as compiled.
        for function in alive[_named(old)]:
            function.__code__ = new
    return None


def _open_door(check):
    """Every address whose view stands behind that decorator leads past it."""
    from django.urls import get_resolver

    opened = 0
    for pattern in _patterns(get_resolver()):
        chain = _chain(pattern.callback)
        where = next((at for at, one in enumerate(chain) if _is(one, check)), None)
        if where is None:
            continue
        # Decorators above this one on the chain's top; each of them keeps what it wraps as __wrapped__.
        door = where - _layers(check) + check.layer
        inner = chain[door + 1]
        if door == 0:
            pattern.callback = inner
        else:
            _refill(chain[door - 1], chain[door], inner)
        opened += 1
    opened += _open_called(check)
    assert opened, f"no address behind {check.key}"


def _patterns(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern)
        else:
            yield pattern


def _chain(function) -> list:
    chain = [function]
    while hasattr(chain[-1], "__wrapped__"):
        chain.append(chain[-1].__wrapped__)
    return chain


def _is(function, check) -> bool:
    code = getattr(function, "__code__", None)
    return bool(code) and code.co_filename == str(checks.ROOT / check.path) and code.co_name == check.function


def _layers(check) -> int:
    import ast

    tree = ast.parse((checks.ROOT / check.path).read_text("utf-8"))
    return next(
        len(node.decorator_list)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == check.function.rpartition(".")[2]
    )


def _refill(outer, old, new):
    cell = next(cell for cell in outer.__closure__ if cell.cell_contents is old)
    cell.cell_contents = new


def _open_called(check) -> int:
    """A view behind a door that another view of its module calls by name."""
    module = sys.modules[check.path.removesuffix(".py").replace("/", ".")]
    chain = _chain(getattr(module, check.function))
    door = len(chain) - 1 - _layers(check) + check.layer
    if door == 0:
        setattr(module, check.function, chain[1])
    else:
        _refill(chain[door - 1], chain[door], chain[door + 1]) if _holds(chain[door - 1], chain[door]) else None
    return 1


def _holds(outer, inner) -> bool:
    return any(cell.cell_contents is inner for cell in outer.__closure__ or ())


# --- Asking ----------------------------------------------------------------------------------------------------------


@contextmanager
def _quiet():
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    yield


def caught(world, table, check, asked, alive) -> bool:
    """Whether one of the cells ``asked`` notices that the check is gone. In a fork."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            with _quiet():
                take_away(check, alive)
                code = 1
                for row, method, name, cell in asked:
                    if table.answer(world, row, method, name) != cell:
                        code = 0
                        break
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 1), f"{check.key}: could not be taken away"
    return code == 0


def in_order(asked):
    """Refusals first, one of each row before the second of any: whoever is kept out is let in by a missing check."""
    turns = defaultdict(int)
    ranked = []
    for one in asked:
        refused = one[3][0] in "34"
        turns[one[0], refused] += 1
        ranked.append((not refused, turns[one[0], refused], len(ranked), one))
    return [one for *_, one in sorted(ranked, key=lambda rank: rank[:3])]


def through_of(check, through):
    """Cells that come through the function the check stands in; of a door, that the view behind it or its guard ran."""
    path = str(checks.ROOT / check.path)
    if check.kind == "door":
        return [one for (file, name, _), asked in through.items() if (file, name) == (path, check.function) for one in asked]
    olds = {_named(old) for old, _ in changed(check)}
    return [one for function, asked in through.items() if function in olds for one in asked]


def of_doors(found, asked, table, world):
    """A door's key → cells of the addresses it stands before: whom it keeps out comes through nothing of ours."""
    from django.urls import resolve

    behind = defaultdict(list)
    doors = [check for check in found if check.kind == "door"]
    for one in asked:
        chain = _chain(resolve(one[0].address.format_map(world.words).partition("?")[0]).func)
        for check in doors:
            if any(_is(function, check) for function in chain):
                behind[check.key].append(one)
    return behind


def run(found, rows="", record=None):
    """(check, how many cells were to be asked, caught or not) of each."""
    prepare()
    from tests import test_permissions as table

    wanted = {(str(checks.ROOT / check.path), check.function.rpartition(".")[2] or "<lambda>") for check in found}
    with table.built() as world:
        kept = remembered(record)
        asked = list(cells(table, rows))
        through = recorded(world, table, asked, wanted, kept)
        remember(record, kept)
        behind = of_doors(found, asked, table, world)
        alive = living()
        forget_prepared()
        gc.collect()
        gc.freeze()
        for check in found:
            near = behind[check.key] + through_of(check, through)
            its = in_order(near)[:MOST]
            found_out = caught(world, table, check, its, alive)
            if not found_out and near:
                its = in_order(beside(table, near, rows))[:WIDE]
                found_out = caught(world, table, check, its, alive)
            yield check, len(its), found_out


def beside(table, near, rows):
    """Everybody's cells in the rows of ``near``: of two who are refused alike one may not even have come so far."""
    own = {row for row, *_ in near}
    return [one for one in cells(table, rows, every=True) if one[0] in own]


def main(arguments=None):
    options = argparse.ArgumentParser(prog="tests.faults.mutations")
    options.add_argument("--sample", type=int, default=0)
    options.add_argument("--part", default="1/1", help="2/3: the second of three processes that share the work")
    options.add_argument("--only", nargs="*", default=[])
    options.add_argument("--quiet", action="store_true", help="survivors alone")
    options.add_argument("--tables", action="store_true", help="do not ask the other tests of a survivor's module")
    options.add_argument("--rows", default="", help="of the tables those that hold this text")
    options.add_argument("--record", type=Path, help="a file that remembers which cells came through which function")
    options = options.parse_args(arguments)
    part, parts = map(int, options.part.split("/"))
    found = [check for check in checks.find() if any(text in check.key for text in options.only or [""])][part - 1 :: parts]
    if options.sample:
        found = found[:: max(1, len(found) // options.sample)]
    told = {}
    for check, number, is_caught in run(found, options.rows, options.record):
        is_known = check.key in equivalents.REASONS
        told[check] = "caught" if is_caught else "equivalent" if is_known else "survived"
        if not (is_caught and options.quiet):
            print(f"{told[check]:11}{check.kind:6}{check.key} [{check.line}, {number} cells]", flush=True)
    survivors = [] if options.tables else [check for check in found if told[check] == "survived"]
    if survivors:
        with other_tests.copied() as root:
            for check in survivors:
                if test := other_tests.miss(check, root):
                    told[check] = "caught"
                print(f"{told[check]:11}{check.kind:6}{check.key} {test and f'by {test}'}", flush=True)
    return summed_up(list(told.values()))


def summed_up(words) -> int:
    """One line, and the exit code."""
    caught, survived, equivalent = (words.count(word) for word in ("caught", "survived", "equivalent"))
    share = 100 * caught / (caught + survived) if caught + survived else 100
    print(f"{len(words)} checks: {caught} caught, {survived} survived, {equivalent} equivalent; {share:.1f} % caught")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
