"""What the portal's own back end of PostgreSQL does otherwise than Django's (q4kh.postgresql)."""

import copy
import datetime as dt
import select

import pytest
from django.db import connection
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps instants as text and has no server"),
]


@pytest.fixture
def other():
    """A connection beside that of the test."""
    wrapper = connection.copy()
    wrapper.ensure_connection()
    yield wrapper
    wrapper.close()


@pytest.mark.parametrize(
    "written",
    [
        "2018-06-14 23:59:59.999999+07",
        "2018-06-15 00:00:00+07",
        "0001-01-01 00:00:00+00",
        "9999-12-31 23:59:59.5+00",
        "1900-01-01 00:00:00+07:06:40",
    ],
)
def test_an_instant_is_read_as_django_reads_it(other, written):
    with other.cursor() as cursor:
        cursor.execute(f"SELECT '{written}'::timestamptz, NULL::timestamptz")
        found, nothing = cursor.fetchone()

        class DjangosOwn(BaseTzLoader):
            timezone = other.timezone

        cursor.adapters.register_loader("timestamptz", DjangosOwn)
        cursor.execute(f"SELECT '{written}'::timestamptz")
        (django,) = cursor.fetchone()
    assert (found, found.tzinfo, nothing) == (django, dt.UTC, None) and django.tzinfo is dt.UTC


def test_a_look_up_is_told_to_cost_little_unless_a_pooler_is_between(other):
    def told(wrapper):
        with wrapper.cursor() as cursor:
            cursor.execute("SHOW random_page_cost")
            return cursor.fetchone()[0]

    assert told(other) == "1.1"
    pooled = connection.copy()
    pooled.settings_dict = copy.deepcopy(connection.settings_dict)
    pooled.settings_dict["OPTIONS"]["server_side_binding"] = "off"
    assert told(pooled) == "4"
    pooled.close()


@pytest.fixture
def asked(monkeypatch):
    """A word for each time that the server is asked."""
    found, ask = [], base.DatabaseWrapper.is_usable

    def watched(wrapper):
        found.append("asked")
        return ask(wrapper)

    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", watched)
    return found


def test_a_living_connection_is_asked_nothing(other, asked):
    assert other.is_usable() and not asked


def test_what_came_unasked_is_no_end(other, asked):
    """A server may say something by itself: then it is asked, and lives."""
    teller = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("LISTEN somebody")
    with teller.cursor() as cursor:
        cursor.execute("NOTIFY somebody")
    teller.close()
    wait_for(other)
    assert other.is_usable() and asked
    # Read by now.
    asked.clear()
    assert other.is_usable() and not asked


def test_a_connection_that_the_server_ended_is_not_used(other):
    pid = other.connection.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    wait_for(other)
    assert not other.is_usable()
    other.health_check_enabled, other.health_check_done = True, False
    other.close_if_health_check_failed()
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert other.connection.info.backend_pid != pid


def test_a_connection_that_was_closed_here_is_not_used(other):
    other.connection.close()
    assert not other.is_usable()
    other.close()
    assert not other.is_usable()


def wait_for(wrapper):
    """Until something lies unread in the socket."""
    waiting = select.poll()
    waiting.register(wrapper.connection.fileno(), select.POLLIN)
    assert waiting.poll(5_000)
