"""Sessions in the database, each with the person whose it is: who asks is known by one query a request."""

import datetime as dt
from contextvars import ContextVar

from django.contrib import auth
from django.contrib.auth import SESSION_KEY, middleware
from django.contrib.sessions.backends import db
from django.db.models import FilteredRelation, Q
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from units import clock
from units.models import Membership, Preference, Session, Unit, User
from units.prepared import Prepared
from units.roles import access_from


class SessionStore(db.SessionStore):
    """Django's own, in a table that names the person, who comes with preferences and roles of today: every page asks
    for them."""

    # Rows of ``_HELD`` from which it was loaded.
    rows: list[tuple] = []

    @classmethod
    def get_model_class(cls):
        return Session

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        return session

    def load(self):
        self.rows = _HELD.rows(key=self.session_key, on=clock.today())
        if not self.rows or self.rows[0][1] <= timezone.now():
            self._session_key, self.rows = None, []
            return {}
        return self.decode(self.rows[0][0])


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's own; ``units.backends`` finds the person that came with the session it is asked about."""

    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user(request))


def _user(request):
    if not hasattr(request, "_cached_user"):
        opened = _OPENED.set(request.session)
        try:
            request._cached_user = auth.get_user(request)
        finally:
            _OPENED.reset(opened)
    return request._cached_user


_OPENED: ContextVar[SessionStore | None] = ContextVar("session whose person is asked for", default=None)


def brought(user_id) -> User | None:
    """The person of this id that came with the session which is being opened; None where none did."""
    session = _OPENED.get()
    rows = session.rows if session is not None else []
    user = _made(User, rows[0]) if rows else None
    if user is None or str(user.pk) != str(user_id):
        return None
    # None is the answer, too: who never chose has no row.
    user._state.fields_cache["preference"] = _made(Preference, rows[0])
    held = [row for row in (_membership(row, user) for row in rows) if row is not None]
    # The days of one request are one day; whoever changes roles within it sees them at the next.
    user.access = access_from(held)
    return user


def forget_expired() -> int:
    """Remove sessions that are over (real time); returns how many."""
    return Session.objects.filter(expire_date__lte=timezone.now()).delete()[0]


# --- The query -------------------------------------------------------------------------------------------------------


def _columns():
    """Model → (names of its fields, how the query calls them), in the order of a row, after the session's own two."""
    paths = {User: "user__", Preference: "user__preference__", Membership: "held__", Unit: "held__unit__"}
    return {
        model: [(field.attname, f"{path}{field.attname}") for field in model._meta.concrete_fields]
        for model, path in paths.items()
    }


def _held(key, on):
    roles = "user__memberships"
    in_force = Q(**{f"{roles}__valid_from__lte": on}) & (
        Q(**{f"{roles}__valid_to": None}) | Q(**{f"{roles}__valid_to__gte": on})
    )
    called = [name for columns in _columns().values() for _, name in columns]
    return (
        Session.objects.filter(session_key=key)
        .annotate(held=FilteredRelation(roles, condition=in_force))
        .order_by("held__unit__group", "held__unit__order")
        .values_list("session_data", "expire_date", *called)
    )


_HELD = Prepared(_held, key=str, on=dt.date)
_PLACES: dict = {}


def _made(model, row):
    """The instance of ``model`` in a row; None where the row has none."""
    if not _PLACES:
        begin = 2
        for one, columns in _columns().items():
            _PLACES[one] = [name for name, _ in columns], slice(begin, begin + len(columns))
            begin += len(columns)
    names, place = _PLACES[model]
    values = row[place]
    return None if values[names.index(model._meta.pk.attname)] is None else model.from_db("default", names, values)


def _membership(row, user):
    membership = _made(Membership, row)
    if membership is not None:
        membership.user = user
        membership.unit = _made(Unit, row)
    return membership
