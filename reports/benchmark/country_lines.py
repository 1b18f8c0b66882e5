"""What pages cost at the size of a country, and how that grows from a district's.

For each size the database is emptied and a country generated (``country``); pages are asked as of five days after the
deadline of the open quarter, when a tenth of all units is late.
"""

import datetime as dt
import math
import time
from functools import partial
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings

from reports import folding, overdue
from reports.benchmark import country, filing, pages, people
from reports.benchmark.lines import line
from reports.models import TargetSum
from units.garbage import settle
from units.roles import Role

# Name → who asks, and where.
SHOWN = {
    "list": (Role.REVIEWER, "/bao-cao/"),
    "matrix": (Role.REVIEWER, "/tien-do/"),
    "targets": (Role.LEADER, "/chi-tieu/?nam=2020"),
    "home": (Role.LEADER, "/"),
}
OF_PAGES = tuple(f"{name}_{what}" for name in ("list", "matrix", "targets", "home") for what in ("cpu_x", "queries"))
OF_FILING = (
    "form_cpu_x", "form_queries", "save_cpu_x", "save_queries", "send_queries", "filing_queries", "filing_cpu_x",
)  # fmt: skip
OF_GROWTH = ("growth_matrix", "growth_targets", "growth_form", "growth_overdue")
NAMES = (*OF_PAGES, *OF_FILING, "overdue_queries", *OF_GROWTH, "rollup_db_x")


@line(*NAMES)
def of_a_country(size, wanted) -> dict[str, float]:
    """Ratios and counts at the second size (of 45, 1,100 and 11,000: a province), growth between all of them, and the
    targets' database time at the largest."""
    found: dict[str, float] = {}
    grown: dict[str, list[tuple[int, float]]] = {name: [] for name in OF_GROWTH if name in wanted}
    sizes = size.units if grown or "rollup_db_x" in wanted else size.units[1:2]
    for units in sizes:
        call_command("flush", interactive=False, verbosity=0)
        country.build(units)
        with override_settings(Q4KH_TODAY=country.TODAY.isoformat()):
            asked = _Asked()
            if units == size.units[1]:
                found |= _ratios(asked, size, wanted)
                # As the worker does soon after a filing; until then each page works out what these units say now.
                folding.fold(dt.timedelta(0))
            for name, told in grown.items():
                # As multiples of the floor: minutes lie between two sizes, and a machine's speed changes with its load.
                told.append((units, pages.cpu_x(partial(asked.ask, name.removeprefix("growth_")), size)))
            if units == size.units[-1] and "rollup_db_x" in wanted:
                found["rollup_db_x"] = _rollup(asked, size)
    call_command("flush", interactive=False, verbosity=0)
    found |= {name: max(_growth(*pair) for pair in pairwise(told)) for name, told in grown.items()}
    return {name: found[name] for name in wanted}


def _growth(before, after) -> float:
    """ln(ratio of cost) ÷ ln(ratio of size)."""
    return math.log(after[1] / before[1]) / math.log(after[0] / before[0])


class _Asked:
    """The pages of one country, as requests that are made once."""

    def __init__(self):
        if not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
            # Pages name their stylesheets by hash; ./run gathers them at its first start.
            call_command("collectstatic", interactive=False, verbosity=0)
        self.handler = WSGIHandler()
        self.filing = filing.Filing(self.handler)
        # The filing unit was given fewer targets just now.
        folding.fold(dt.timedelta(0))
        self.requests = {
            name: pages.environ(address, cookies=pages.logged_in(people.person(role)))
            for name, (role, address) in SHOWN.items()
        }
        self.requests["form"] = self.filing.form
        settle()

    def ask(self, name):
        if name == "overdue":
            # No page of its own: a block of the reviewer's.
            if overdue.of_today(country.TODAY) is None:
                raise RuntimeError("nobody is late")
            return
        status = pages.call(self.handler, self.requests[name])
        if status != 200:
            raise RuntimeError(f"{name} answers {status}")


def _ratios(asked, size, wanted) -> dict[str, float]:
    found = {}
    for name in ("list", "matrix", "targets", "home", "form", "overdue"):
        if f"{name}_queries" in wanted:
            asked.ask(name)
            found[f"{name}_queries"] = pages.queries(lambda name=name: asked.ask(name))
        if f"{name}_cpu_x" in wanted:
            found[f"{name}_cpu_x"] = pages.cpu_x(lambda name=name: asked.ask(name), size)
    return found | asked.filing.measured(size, wanted)


def _rollup(asked, size) -> float:
    """Database time of the targets page ÷ that of one statement over the same sums that gives the same numbers."""
    numbers = [f"SUM({name})" for name in ("told", "value", "numerator", "denominator", "expected", "silent", "missing",
                                           "held", "heard", "yes", "short", "waiting")]  # fmt: skip
    table = connection.ops.quote_name(TargetSum._meta.db_table)
    key = "target_id, period_id, slot, is_more"
    sql = f"SELECT {key}, {', '.join(numbers)} FROM {table} GROUP BY {key}"

    def best():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.fetchall()

    page, one = [], []
    for _ in range(max(size.rounds, 5)):
        page.append(_database_time(lambda: asked.ask("targets")))
        one.append(_database_time(best))
    return sorted(page)[len(page) // 2] / sorted(one)[len(one) // 2]


def _database_time(ask) -> float:
    """Seconds that statements took, until their first rows were there and the others fetched."""
    taken = 0.0

    def watch(execute, sql, params, many, context):
        nonlocal taken
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            taken += time.perf_counter() - began

    with connection.execute_wrapper(watch):
        ask()
    return taken


