"""Who gets what from every address of the portal: one exact answer per person, address, state and method.

The answers are written by hand in ``tests/permissions/``; an address that no table names fails here.
"""

import re
from collections import defaultdict
from contextlib import contextmanager
from http.cookies import SimpleCookie
from types import SimpleNamespace
from urllib.parse import parse_qsl

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import get_resolver, resolve

from reports import kinds, publishing
from reports.models import Report
from targets.models import Period
from tests.conftest import on_server
from tests.permissions import (
    administration,
    annual,
    budget,
    council,
    counting,
    emulation,
    importing,
    initiatives,
    office,
    pages,
    people,
    public,
    publications,
    registry,
    reports,
    structure,
    work,
    world as worlds,
)

pytestmark = pytest.mark.django_db
SECRET = "q" * 32
TABLES = [
    reports.TABLE, office.TABLE, publications.TABLE, pages.TABLE, registry.TABLE, counting.TABLE, public.TABLE,
    initiatives.TABLE, annual.TABLE, people.TABLE, structure.TABLE, emulation.TABLE, council.TABLE, budget.TABLE,
    importing.TABLE, administration.TABLE, work.TABLE,
]  # fmt: skip
# Statements that change no row.
READING = {"SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK"}
# What a row of a table asks with; where there are several they take turns, as the people of a column do.
METHODS = {"GET": ["GET"], "POST": ["POST"], "PUT": ["PUT", "PATCH", "DELETE"]}
CELL = re.compile(r"[1-5]\d\d\+?[doDOtp]*")


# --- The tables ----------------------------------------------------------------------------------------------------


class Row:
    """``POST /bao-cao/{sent}/ move=take | 302 404 …``: method, address, form, and a cell for each column."""

    def __init__(self, line, columns):
        self.asked, _, cells = line.partition("|")
        self.method, self.address, *form = self.asked.split()
        self.form = form[0] if form else ""
        self.cells = dict(zip(columns, cells.split(), strict=True))
        assert all(CELL.fullmatch(cell) for cell in self.cells.values()), line

    def __str__(self):
        return " ".join(self.asked.split())


def rows_of(table) -> list[Row]:
    """The first line of a table, and each that begins with "who", names its columns."""
    rows, columns = [], []
    for line in table.splitlines():
        if line.startswith("who"):
            columns = line.partition("|")[2].split()
        elif line.strip() and not line.startswith("#"):
            rows.append(Row(line, columns))
    return rows


ROWS = [row for table in TABLES for row in rows_of(table)]


for _turn, _row in enumerate(ROWS):
    _row.turn = _turn


def routes(resolver=None, prefix="") -> set[str]:
    """Every address pattern that is installed, as ``resolve()`` names it."""
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        route = str(pattern.pattern)
        route = prefix + (route.removeprefix("^") if prefix else route)
        found |= routes(pattern, route) if hasattr(pattern, "url_patterns") else {route}
    return found


# --- Asking --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), built() as made:
        yield made


@contextmanager
def built():
    """Built once, in a transaction that never ends well; each question undoes what it did."""
    with override_settings(Q4KH_TODAY=worlds.NOW), transaction.atomic():
        made = worlds.build()
        made.cookies = {"anonymous": ""}
        for name, person in made.people.items():
            client = Client()
            client.force_login(person)
            made.cookies[name] = client.cookies["sessionid"].value
        reset = made.people["reporter"]
        reset.refresh_from_db()
        made.words["token"] = default_token_generator.make_token(reset)
        made.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        made.checksum = worlds.checksum()
        yield made
        transaction.set_rollback(True)


@contextmanager
def undone(world):
    """Undoes what is done within, and tells in ``changed()`` whether it changed rows: no statement but a reading one
    was run, or else the checksum is another."""
    statements = []

    def watch(execute, sql, params, many, context):
        statements.append(sql.split(None, 1)[0].upper())
        return execute(sql, params, many, context)

    def changed():
        return not set(statements) <= READING and worlds.checksum() != world.checksum

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            yield changed
        transaction.set_rollback(True)


def ask(world, name, method, address, form="", *, token=True) -> tuple[int, bytes]:
    """Status and body that ``name`` gets. ``token``: with a valid CSRF token; ``@json`` in ``form``: asked for JSON."""
    cookies = {"csrftoken": SECRET, "sessionid": world.cookies[name]}
    world.client.cookies = SimpleCookie({key: value for key, value in cookies.items() if value})
    path = address.format_map(world.words)
    headers = {"x-csrftoken": SECRET} if token else {}
    if "@json" in form:
        headers["accept"] = "application/json"
    data = posted(form.format_map(world.words), path) if method == "POST" else None
    answer = getattr(world.client, method.lower())(path, data, headers=headers)
    return answer.status_code, answer.getvalue()


def posted(form, path) -> dict[str, str]:
    """The fields of ``form``. ``@form`` and ``@revision``: what such a page always posts; ``@json``: see ``ask``."""
    fields = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        if name == "@form":
            fields |= worlds.written("Lời mới", "1") | {"revision": str(_report(path).revision)}
        elif name == "@revision":
            fields["revision"] = str(_publication_revision(path))
        elif name != "@json":
            fields[name] = value
    return fields


def _report(path):
    where = resolve(path).kwargs
    return Report.objects.for_address(**where).first() or SimpleNamespace(revision=0)


def _publication_revision(path):
    where = resolve(path).kwargs
    kind, quarter = kinds.parse(where["span"])
    row = publishing.latest(Period.objects.get(year=where["year"], quarter=quarter), kind)
    return row.revision if row else 0


def told(body) -> str:
    """Letters of the secrets that stand in ``body``."""
    return "".join(letter for letter, words in worlds.SECRETS.items() if any(word in body for word in words))


def answer(world, row, method, name, *, token=True) -> str:
    """The cell as it would have to be written for this person."""
    with undone(world) as changed:
        status, body = ask(world, name, method, row.address, row.form, token=token)
        return f"{status}{'+' if changed() else ''}{told(body)}"


def in_turn(items, turn):
    return items[turn % len(items)]


# --- The tests -----------------------------------------------------------------------------------------------------


def test_every_address_stands_in_a_table_with_every_method(world):
    named = {(resolve(row.address.format_map(world.words).partition("?")[0]).route, row.method) for row in ROWS}
    assert {(route, method) for route in routes() for method in METHODS} == named


# Routes with a key or code in them that nobody with a role is refused: of whoever holds a link from a mail, of everybody.
EVERYBODYS = {"dat-lai-mat-khau/<uidb64>/<token>/", "du-lieu-mo/<slug:slug>.csv"}


def test_every_address_of_a_row_is_asked_for_with_a_row_of_others(world):
    """And refuses it: somewhere in the tables a person with a role in a unit is told 403 or 404 there, or 405."""
    asked = defaultdict(set)
    for row in ROWS:
        route = resolve(row.address.format_map(world.words).partition("?")[0]).route
        asked[route] |= {cell[:3] for column, cell in row.cells.items() if column in ("rep", "head", "other", "inside", "few")}
    unasked = {route for route, found in asked.items() if "<" in route and not found & {"403", "404"}}
    assert unasked == EVERYBODYS


def test_everybody_stands_in_a_column(world):
    everybody = {name for names in worlds.COLUMNS.values() for name in names}
    assert everybody == {"anonymous", *get_user_model().objects.values_list("username", flat=True)}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_answers(world, row):
    found, expected = {}, {}
    for place, (column, cell) in enumerate(row.cells.items()):
        # Rights are no matter of the database: of the second one of each row's people is asked, another each time.
        if on_server() and place != row.turn % len(row.cells):
            continue
        method = in_turn(METHODS[row.method], row.turn + place)
        name = in_turn(worlds.COLUMNS[column], row.turn)
        expected[method, name] = cell
        found[method, name] = answer(world, row, method, name)
    assert found == expected


on_one_database = pytest.mark.skipif(on_server(), reason="methods and tokens are no matter of the database: held on SQLite")


@on_one_database
@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "GET"], ids=str)
def test_head_is_answered_like_get(world, row):
    column, cell = in_turn(list(row.cells.items()), row.turn)
    assert ask(world, worlds.COLUMNS[column][0], "HEAD", row.address, row.form) == (int(cell[:3]), b"")


def of_each_address(world, method="GET") -> dict[str, Row]:
    """The first row of each route that somebody gets something of."""
    found = {}
    for row in ROWS:
        if row.method == method and any(cell[0] == "2" for cell in row.cells.values()):
            found.setdefault(resolve(row.address.format_map(world.words).partition("?")[0]).route, row)
    return found


@on_one_database
def test_other_methods_get_and_change_nothing(world):
    """OPTIONS tells which methods there are; what nobody has heard of is refused. Three people in turn."""
    wrong = {}
    for turn, (route, row) in enumerate(of_each_address(world).items()):
        name = in_turn(["anonymous", "other_reporter", "both"], turn)
        for method in ("OPTIONS", "TRACE", "PROPFIND"):
            with undone(world) as changed:
                world.client.cookies = SimpleCookie({"csrftoken": SECRET, "sessionid": world.cookies[name]})
                got = world.client.generic(method, row.address.format_map(world.words), headers={"x-csrftoken": SECRET})
                fine = got.status_code in (302, 403, 404, 405) or (got.status_code == 200 and harmless(got, route))
                if not fine or changed() or told(got.getvalue()):
                    wrong[method, route] = got.status_code, name
    assert wrong == {}


def harmless(got, route) -> bool:
    """An empty answer that names methods, or a page of Django's whose view looks at POST alone: the administration's, and
    the one that says of a link to a new password that it is used up."""
    return "Allow" in got or route.startswith(("quan-tri/", "dat-lai-mat-khau/"))


# Answers that are a page's own data or read by programs; everything else but a page is a download.
_SHOWN = {
    "text/html", "text/plain", "text/csv", "text/javascript", "text/calendar", "application/json", "application/xml",
    "application/rss+xml",
}  # fmt: skip


@on_one_database
def test_headers_of_every_address(world):
    """No page of ours is framed, sniffed or kept by a cache when it is somebody's; nothing but a page is shown."""
    wrong = {}
    for route, row in of_each_address(world).items():
        allowed = [column for column, cell in row.cells.items() if cell[0] == "2"]
        # Pages for everybody are asked for by somebody logged in.
        name = in_turn(worlds.COLUMNS[allowed[-1]], row.turn)
        with undone(world):
            world.client.cookies = SimpleCookie({"sessionid": world.cookies[name]} if world.cookies[name] else {})
            got = world.client.get(row.address.format_map(world.words))
        got.getvalue()
        problems = [
            problem
            for problem, holds in {
                "sniffed": got["X-Content-Type-Options"] == "nosniff",
                "referrer": got["Referrer-Policy"] == "same-origin",
                "opener": got["Cross-Origin-Opener-Policy"] == "same-origin",
                "framed": got["X-Frame-Options"] == "DENY",
                "policy": {"frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"}
                <= set(got["Content-Security-Policy"].split("; ")) and "unsafe" not in got["Content-Security-Policy"],
                "cached": row.cells.get("out", "302")[0] == "2" or "no-store" in got.get("Cache-Control", ""),
                "shown": got["Content-Type"].partition(";")[0] in _SHOWN
                or got.get("Content-Disposition", "").startswith("attachment"),
            }.items()
            if not holds
        ]
        if problems:
            wrong[route] = problems, got.get("Cache-Control"), got["Content-Type"]
    assert wrong == {}


@on_one_database
@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "POST"], ids=str)
def test_nothing_is_posted_without_the_forms_token(world, row):
    column = in_turn(list(row.cells), row.turn)
    assert answer(world, row, "POST", worlds.COLUMNS[column][0], token=False) == "403"
