"""Who asks comes with the session, in one query; a session goes with its person, and when it is over."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from tests.factories import make_unit, make_user
from units import preferences, sessions
from units.models import Membership, Preference, Session
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = make_user("p1.canbo", role=Role.REPORTER, unit=make_unit("P1"))
    client.force_login(person)
    return person


def user_of(client):
    """The person of a page that anybody may open."""
    return client.get("/dang-nhap/").wsgi_request.user


def test_session_person_choices_roles_and_units_are_one_query(client, person, django_assert_num_queries):
    Preference.objects.create(user=person, hints_put_away=["form"])
    store = sessions.SessionStore(client.session.session_key)
    request = type("Request", (), {"session": store})
    with django_assert_num_queries(1):
        user = sessions._user(request)
        assert preferences.of(user).hints_put_away == ["form"]
        assert [unit.code for unit in user.access.units] == ["P1"]
        assert user == person


def test_roles_that_ended_or_have_not_begun_do_not_come(client, person):
    other = make_unit("P2")
    day = dt.date(2000, 1, 1)
    Membership.objects.create(user=person, unit=other, role=Role.HEAD, valid_from=day, valid_to=day)
    Membership.objects.create(user=person, unit=other, role=Role.HEAD, valid_from=dt.date(2999, 1, 1))
    assert user_of(client).access.head_of == frozenset()
    Membership.objects.filter(unit__code="P1").update(valid_to=day)
    assert not user_of(client).access.units


def test_who_may_no_longer_log_in_is_nobody_at_the_next_page(client, person):
    get_user_model().objects.update(is_active=False)
    assert not user_of(client).is_authenticated


def test_another_password_ends_every_other_session(client, person):
    other = Client()
    other.force_login(person)
    person.set_password("một mật khẩu dài khác")
    person.save()
    assert not user_of(other).is_authenticated
    # It is not only refused: nothing is left of it.
    assert not user_of(client).is_authenticated
    assert not Session.objects.exists()


def test_sessions_name_their_person_and_go_with_them(client, person):
    assert Session.objects.get().user == person
    person.delete()
    assert not Session.objects.exists()
    assert not user_of(client).is_authenticated


def test_what_is_forgotten_is_over(client, person):
    Client().force_login(person)
    kept = client.session.session_key
    Session.objects.exclude(pk=kept).update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert sessions.forget_expired() == 1
    assert [row.pk for row in Session.objects.all()] == [kept]


def test_a_session_that_is_over_opens_nothing(client, person):
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert not user_of(client).is_authenticated


def test_a_person_of_another_session_is_not_taken(person):
    """Whoever asks for a person by number gets that person, whatever session is open."""
    other = make_user("p2.canbo")
    store = sessions.SessionStore(Session.objects.get().pk)
    store.load()
    opened = sessions._OPENED.set(store)
    try:
        assert sessions.brought(person.pk) == person
        assert sessions.brought(other.pk) is None
    finally:
        sessions._OPENED.reset(opened)


def test_an_upgrade_logs_nobody_out_and_the_way_back_neither(client, person):
    carrying = import_module("units.migrations.0013_carry_sessions")
    Client().session.save()  # of nobody
    rows = {row.pk: row.session_data for row in Session.objects.exclude(user=None)}
    carrying.carry_back(apps, None)
    assert not Session.objects.exists()
    carrying.carry(apps, None)
    assert {row.pk: row.session_data for row in Session.objects.all()} == rows
    assert user_of(client) == person
