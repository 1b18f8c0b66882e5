"""How targets are counted: what a rule may say, in words, what it would count, and changing it."""

import datetime as dt

import pytest
from django.core.management import call_command

from initiatives import rules
from initiatives.models import CountingRule
from targets.models import Period, Target
from tests.factories import (
    make_business,
    make_counting,
    make_period,
    make_plan,
    make_record,
    make_school,
    make_target,
    make_unit,
    make_user,
)
from units.models import AuditEvent

TODAY = dt.date(2018, 6, 8)
ADDRESS = "/so-theo-doi/cach-dem/CT04/"


@pytest.fixture
def target(db, settings):
    """CT04 counts organisations that were supported, from Quý I/2018 on."""
    settings.Q4KH_TODAY = "2018-06-08"
    plan = make_plan()
    first = make_period(plan, 2018, 1)
    make_period(plan, 2018, 2)
    target = make_target(plan, "CT04", source="registry", over_units="distinct", unit_label="doanh nghiệp")
    make_counting(target, since=first, counts="organisations", kinds=["support"])
    return target


@pytest.fixture
def administrator(db):
    return make_user("quantri", role="administrator")


def rule_of(target, **changes) -> CountingRule:
    return CountingRule(**{"target": target, "counts": "organisations", "kinds": ["support"], **changes})


def posted(client, act="save", **fields):
    page = client.get(ADDRESS)
    stored = {"counts": "organisations", "kinds": ["support"], "date_rule": "start", "sector": ""}
    return client.post(ADDRESS, {"act": act, "stamp": page.context["stamp"], **stored, **fields})


# ---------------------------------------------------------------- what a rule may say


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kinds": []}, "kinds"),
        ({"kinds": ["khac"]}, "kinds"),
        ({"levels": "district"}, "levels"),
        ({"counts": "officers"}, "counts"),
        ({"counts": "khac"}, "counts"),
        ({"sector": "khac"}, "sector"),
        ({"counts": "records", "sector": "leather"}, "sector"),
        ({"date_rule": "khac"}, "date_rule"),
    ],
)
def test_a_rule_that_would_count_nothing_is_refused_at_its_field(target, changes, field):
    assert [name for name, _ in rules.problems_of(rule_of(target, **changes))] == [field]


def test_a_rule_says_itself_in_words(target):
    rule = rule_of(target, sector="leather", needs_direct=True, beside=["survey"])
    assert rules.words(rule) == (
        "Đếm tổ chức, doanh nghiệp: Hỗ trợ doanh nghiệp; ngành da giày; chỉ hỗ trợ trực tiếp; theo ngày bắt đầu; "
        "nêu kèm, không cộng: khảo sát nhu cầu"
    )


def test_the_plan_brings_a_rule_for_each_target_that_the_registry_feeds(db):
    call_command("load_plan", verbosity=0)
    counted = {rule.target.code for rule in CountingRule.objects.select_related("target")}
    assert counted == set(Target.objects.filter(source="registry").values_list("code", flat=True))
    assert all(rules.problems_of(rule) == [] for rule in CountingRule.objects.select_related("target"))


def test_a_rule_that_was_changed_or_taken_away_is_not_loaded_again(db):
    call_command("load_plan", verbosity=0)
    CountingRule.objects.get(target__code="CT03").delete()
    changed = CountingRule.objects.get(target__code="CT04")
    changed.needs_direct = True
    changed.save()
    call_command("load_plan", verbosity=0)
    assert not CountingRule.objects.filter(target__code="CT03").exists()
    assert CountingRule.objects.get(target__code="CT04").needs_direct


# ---------------------------------------------------------------- what it would count


def test_a_preview_counts_confirmed_things_once_and_names_those_that_wait(target):
    an, binh = make_business("An"), make_business("Bình")
    make_record(make_unit("P1"), "support", "2018-04-01", organisations=[an])
    make_record(make_unit("P2"), "support", "2018-05-01", organisations=[an])
    make_record(make_unit("P2"), "support", "2018-05-02", organisations=[binh], confirmed=False)
    make_record(make_unit("P2"), "support", "2017-12-14", organisations=[binh])
    seen = rules.preview(target.counting, 2018, TODAY)
    assert (seen.total, seen.waiting, len(seen.lines)) == (1, 1, 3)


def test_a_preview_of_schools_has_a_denominator(target):
    clubs = make_target(
        target.plan, "CT08", source="registry", measure="percent", basis="plan", over_time="last", over_units="ratio"
    )  # fmt: skip
    rule = make_counting(clubs, counts="clubs", kinds=["club"])
    first, _ = make_school("T1"), make_school("T2")
    make_record(make_unit("GDDT"), "club", "2018-01-10", schools=[first])
    seen = rules.preview(rule, 2018, TODAY)
    assert (seen.total, seen.denominator) == (1, 2)


@pytest.mark.parametrize("records", [1, 3])
def test_a_preview_asks_the_same_questions_whatever_the_number_of_records(
    target, records, django_assert_num_queries
):
    for number in range(records):
        make_record(make_unit("P1"), "support", "2018-04-01", organisations=[make_business(f"Cơ sở {number}")])
    rule = CountingRule.objects.select_related("target").get()
    with django_assert_num_queries(3):
        rules.preview(rule, 2018, TODAY)


# ---------------------------------------------------------------- changing it


def test_an_administrator_changes_a_rule_and_the_log_tells_what(client, target, administrator):
    client.force_login(administrator)
    later = Period.objects.get(quarter=2)
    answer = posted(client, needs_direct="1", since=later.pk)
    assert answer.status_code == 302
    rule = CountingRule.objects.select_related("target").get()
    assert (rule.needs_direct, rule.target.registry_from) == (True, later)
    event = AuditEvent.objects.get(act="counting.change")
    assert (event.subject, event.before["needs_direct"], event.after["needs_direct"]) == ("CT04", False, True)


def test_a_try_shows_what_it_would_count_and_stores_nothing(client, target, administrator):
    make_record(make_unit("P1"), "survey", "2018-04-01", organisations=[make_business("An")])
    client.force_login(administrator)
    answer = posted(client, "preview", kinds=["survey"])
    assert answer.status_code == 200
    assert answer.context["preview"].total == 1
    assert CountingRule.objects.get().kinds == ["support"]
    assert not AuditEvent.objects.filter(act="counting.change").exists()


def test_what_cannot_be_is_refused_and_what_was_chosen_stays(client, target, administrator):
    client.force_login(administrator)
    answer = posted(client, counts="clubs", levels=["city"])
    assert answer.status_code == 422
    assert "không hợp với" in answer.context["errors"]["counts"]
    assert answer.context["rule"].levels == ["city"]
    assert CountingRule.objects.get().counts == "organisations"


def test_of_two_administrators_the_later_one_is_told(client, target, administrator):
    client.force_login(administrator)
    stamp = client.get(ADDRESS).context["stamp"]
    CountingRule.objects.update(needs_direct=True)
    fields = {"counts": "organisations", "kinds": ["survey"], "date_rule": "start"}
    answer = client.post(ADDRESS, {"act": "save", "stamp": stamp, **fields})
    assert answer.status_code == 409
    assert "Người khác vừa đổi" in answer.content.decode()
    assert answer.context["rule"].kinds == ["survey"]
    assert CountingRule.objects.get().kinds == ["support"]


def test_the_administrator_alone_says_from_when_the_portal_tells_a_figure(client, target, administrator):
    told = make_target(target.plan, "CT13", portal=Target.Portal.ANNUAL_PLANS)
    since, address = Period.objects.get(quarter=2), "/so-theo-doi/cach-dem/CT13/"
    client.force_login(make_user("xem-xet", role="reviewer", unit=make_unit("PKT")))
    page = client.get(address)
    assert (page.status_code, page.content.decode().count('name="since"')) == (200, 0)
    said = {"since": str(since.pk), "stamp": page.context["stamp"]}
    assert client.post(address, said).status_code == 403
    assert Target.objects.get(pk=told.pk).registry_from is None
    client.force_login(administrator)
    assert client.get(address).content.decode().count('name="since"') == 1
    assert client.post(address, said).status_code == 302
    assert Target.objects.get(pk=told.pk).registry_from == since


def test_nothing_is_logged_when_nothing_changed(client, target, administrator):
    client.force_login(administrator)
    posted(client, since=target.registry_from_id)
    assert not AuditEvent.objects.filter(act="counting.change").exists()


@pytest.mark.parametrize("targets", [1, 3])
def test_the_list_asks_the_same_questions_whatever_its_length(
    client, target, administrator, targets, django_assert_num_queries
):
    for number in range(targets):
        other = make_target(target.plan, f"CX{number}", source="registry", over_units="distinct")
        make_counting(other, kinds=["model"])
    client.force_login(administrator)
    # Session and person, the targets with their rules, and those that the portal itself tells.
    with django_assert_num_queries(3):
        client.get("/so-theo-doi/cach-dem/")
