"""Who a session belongs to."""

import datetime as dt

from django.contrib.auth.backends import ModelBackend
from django.db.models import FilteredRelation, Q

from units import clock
from units.models import Membership, Preference, Unit, User
from units.prepared import Prepared
from units.roles import access_from


class Backend(ModelBackend):
    """Django's own, but the person comes with their preferences and roles: every page asks for them, and in the same
    query."""

    def get_user(self, user_id):
        rows = _PERSON.rows(person=User._meta.pk.to_python(user_id), on=clock.today())
        if not rows:
            return None
        user = _made(User, rows[0])
        if not self.user_can_authenticate(user):
            return None
        if (preference := _made(Preference, rows[0])) is not None:
            user._state.fields_cache["preference"] = preference
        else:
            # The answer of the same query: there is none.
            user._state.fields_cache["preference"] = None
        held = [row for row in (_held(row, user) for row in rows) if row is not None]
        # The days of one request are one day; whoever changes roles within it sees them at the next.
        user.access = access_from(held)
        return user


def _columns():
    """Model → (names of its fields, how the query calls them), in the order of a row."""
    paths = {User: "", Preference: "preference__", Membership: "held__", Unit: "held__unit__"}
    return {
        model: [(field.attname, f"{path}{field.attname}") for field in model._meta.concrete_fields]
        for model, path in paths.items()
    }


def _person(person, on):
    in_force = Q(memberships__valid_from__lte=on) & (Q(memberships__valid_to=None) | Q(memberships__valid_to__gte=on))
    called = [name for columns in _columns().values() for _, name in columns]
    return (
        User.objects.filter(pk=person)
        .annotate(held=FilteredRelation("memberships", condition=in_force))
        .order_by("held__unit__group", "held__unit__order")
        .values_list(*called)
    )


_PERSON = Prepared(_person, person=int, on=dt.date)
_PLACES: dict = {}


def _made(model, row):
    """The instance of ``model`` in a row; None where the row has none."""
    if not _PLACES:
        begin = 0
        for one, columns in _columns().items():
            _PLACES[one] = [name for name, _ in columns], slice(begin, begin + len(columns))
            begin += len(columns)
    names, place = _PLACES[model]
    values = row[place]
    return None if values[names.index(model._meta.pk.attname)] is None else model.from_db("default", names, values)


def _held(row, user):
    membership = _made(Membership, row)
    if membership is not None:
        membership.user = user
        membership.unit = _made(Unit, row)
    return membership
