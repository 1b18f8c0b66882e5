"""Sessions in the database, as Django keeps them; the SQL of the query that every page asks is written once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from units.prepared import Prepared


class SessionStore(db.SessionStore):
    def load(self):
        rows = _HELD.rows(key=self.session_key)
        if not rows or rows[0][1] <= timezone.now():
            self._session_key = None
            return {}
        return self.decode(rows[0][0])


def _held(key):
    return Session.objects.filter(session_key=key).values_list("session_data", "expire_date")


_HELD = Prepared(_held, key=str)
