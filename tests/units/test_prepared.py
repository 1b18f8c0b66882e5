"""Queries that are put together once give what a QuerySet gives, alone and several in one statement."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import F, Value

from tests.factories import make_unit, make_user
from units.models import Membership, Unit
from units.prepared import Prepared, Together, given, repeating

pytestmark = pytest.mark.django_db


def _held(unit):
    return Membership.objects.filter(unit_id=unit).select_related("unit", "user").annotate(said=F("user__full_name"))


def _named(code, on):
    return Unit.objects.filter(code=code, valid_from__lte=on).values_list("code", "valid_from", "is_active", "order")


HELD = Prepared(_held, unit=int)
NAMED = Prepared(_named, code=str, on=dt.date)
TODAY = dt.date(2018, 6, 8)


@pytest.fixture
def unit():
    unit = make_unit("P1")
    for name, role in (("p1.canbo", "reporter"), ("p1.lanhdao", "head")):
        make_user(name, role=role, unit=unit)
    return unit


def test_objects_are_those_of_the_queryset_with_all_they_bring_along(unit, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = HELD.objects(unit=unit.pk)
        told = [(row.pk, row.role, row.valid_from, row.unit.name, row.user.username, row.said) for row in found]
    assert told == [
        (row.pk, row.role, row.valid_from, row.unit.name, row.user.username, row.said) for row in _held(unit.pk)
    ]
    assert len(told) == 2
    # They are rows that exist: a save writes them, and does not add others.
    assert not found[0]._state.adding
    assert HELD.objects(unit=-1) == []


def test_several_questions_are_one_statement(unit, django_assert_num_queries):
    both = Together(HELD, NAMED)
    with django_assert_num_queries(1):
        held, named = both.ask(unit=unit.pk, code="P1", on=TODAY)
    assert sorted(row.pk for row in HELD.made(held)) == sorted(row.pk for row in _held(unit.pk))
    assert named == list(_named("P1", TODAY)) != []
    assert both.ask(unit=-1, code="P1", on=TODAY) == [[], named]
    assert both.ask(unit=-1, code="P2", on=TODAY) == [[], []]


def test_what_is_given_may_be_several_rows(unit, django_assert_num_queries):
    members = Membership.objects.annotate(member=F("pk")).order_by("-pk")
    latest = Prepared(lambda unit: members.filter(unit_id=unit).values_list("member")[:1], unit=int)
    all_of_it = Prepared(lambda unit: members.filter(unit_id=unit).values_list("member"), unit=int)
    told = Prepared(lambda: Membership.objects.filter(pk__in=given("member")).order_by().values_list("pk", "role"))
    rows = sorted(Membership.objects.filter(unit=unit).values_list("pk", "role"))
    assert len(rows) > 1
    for asked, known in ((all_of_it, rows), (latest, rows[-1:])):
        with django_assert_num_queries(1):
            assert sorted(Together(told, given=asked).ask(unit=unit.pk)[0]) == known


def test_columns_of_one_type_share_a_place_and_keep_their_values(unit):
    """Nothing of the one question comes through in the other, where their columns lie in another order."""
    turned = Prepared(lambda unit: Unit.objects.filter(pk=unit).values_list("order", "name", "valid_from"), unit=int)
    first = Prepared(lambda unit: Unit.objects.filter(pk=unit).values_list("valid_from", "code", "pk"), unit=int)
    assert Together(turned, first).ask(unit=unit.pk) == [
        [(unit.order, unit.name, unit.valid_from)],
        [(unit.valid_from, unit.code, unit.pk)],
    ]


def test_a_day_never_shares_a_place_with_an_instant(unit):
    """SQLite's driver would read it as one."""

    def of(name):
        return Prepared(lambda unit: Membership.objects.filter(unit_id=unit).values_list("pk", name), unit=int)

    instants, days = Together(of("user__date_joined"), of("valid_from")).ask(unit=unit.pk)
    assert {type(value) for _, value in instants} == {dt.datetime}
    assert {type(value) for _, value in days} == {dt.date}


def test_a_value_that_is_no_parameter_is_refused():
    with pytest.raises(ValueError, match="not every value"):
        Prepared(lambda unit: Unit.objects.annotate(one=Value(1)).values_list("one"), unit=int).rows(unit=1)


def test_a_process_may_put_together_as_many_questions_as_it_likes(unit):
    """Of pages turned to and forgotten again each is one: days to stand in for theirs ran out after a thousand."""
    for _ in range(1001):
        question = Prepared(_named, code=str, on=dt.date)
        assert question.written
    assert question.rows(code="P1", on=TODAY) == NAMED.rows(code="P1", on=TODAY)


def test_repeating_gives_what_a_queryset_gives_also_of_nobody(unit):
    rows = Membership.objects.order_by("pk").values_list("valid_from", "role", "user__date_joined", "valid_to")
    assert list(repeating(rows)) == list(rows)
    assert list(repeating(rows.filter(pk__in=[]))) == []


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's driver keeps statements by itself")
def test_a_question_that_is_asked_again_is_planned_no_more(unit):
    for _ in range(3):
        HELD.rows(unit=unit.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = {row[0] for row in cursor.fetchall()}
    assert any("units_membership" in statement and "full_name" in statement for statement in kept)
