"""Django's PostgreSQL with what every page asks for made quick.

Instants are read by the driver's compiled loader. Django's own, written in Python, takes twelve times as long: 3 µs
a value, of which a page of the matrix has two hundred. Both give what the connection's time zone says, which Django
sets to UTC.

Whether a connection that was idle still lives is asked of its socket: a server that was restarted, or a pooler that
gave the connection up, has closed its end. Only where something lies there unread is the server asked, as Django does
at every request.

What the office asks for all day is in memory. The server is told so: by its usual 4 it would read the reports of four
quarters, of all units, instead of looking up those of the fifty that a page shows.
"""

import select

from django.db.backends.postgresql import base
from psycopg.adapt import Loader
from psycopg.pq import __impl__ as implementation

if implementation == "python":
    from psycopg.types.datetime import TimestamptzLoader
else:
    from psycopg._cmodule import _psycopg

    TimestamptzLoader = _psycopg.TimestamptzLoader

LOOK_UP_COST = 1.1


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_loader("timestamptz", _loader(self.timezone))
        # A pooler might give the setting to others.
        if self.settings_dict["OPTIONS"].get("server_side_binding") is True:
            connection.execute(f"SET random_page_cost = {LOOK_UP_COST}")
            connection.commit()
        return connection

    def is_usable(self):
        return (self.connection is not None and _is_silent(self.connection)) or super().is_usable()


def _is_silent(connection) -> bool:
    """That nothing has come since the last answer, an end of the connection neither."""
    if connection.closed:
        return False
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)


def _loader(zone) -> type[Loader]:
    class Instants(Loader):
        # A cursor asks for it, and registers Django's own where it is another than the connection's.
        timezone = zone

        def __init__(self, oid, connection=None):
            super().__init__(oid, connection)
            self._read = TimestamptzLoader(oid, connection).load

        def load(self, data):
            return self._read(data)

    return Instants
