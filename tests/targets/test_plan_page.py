"""The page of the plan: all of it, for everybody with an account."""

import html
import re

import pytest
from django.core.management import call_command

from targets import refs
from targets.models import Heading, Passage, Plan, Target, Task
from tests import factories
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_of(settings):
    settings.Q4KH_TODAY = "2018-06-08"


@pytest.fixture
def plan():
    call_command("load_plan")
    return Plan.objects.get()


def page_for(client, user):
    client.force_login(user)
    return client.get("/ke-hoach/")


def read(response):
    """The text a reader sees: no tags, one space between words."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


@pytest.mark.parametrize("role", [None, Role.REVIEWER, Role.OFFICE_HEAD, Role.LEADER, Role.ADMINISTRATOR])
def test_everybody_with_an_account_reads_the_plan(client, plan, role):
    assert page_for(client, factories.make_user(role=role)).status_code == 200


def test_who_is_not_logged_in_is_asked_to(client, plan):
    response = client.get("/ke-hoach/")
    assert (response.status_code, response["Location"]) == (302, "/dang-nhap/?next=/ke-hoach/")


def test_before_a_plan_is_issued_there_is_no_page(client, plan, settings):
    settings.Q4KH_TODAY = "2016-12-18"
    assert page_for(client, factories.make_user()).status_code == 404


def test_every_paragraph_title_and_rule_stands_on_the_page(client, plan):
    shown = read(page_for(client, factories.make_user()))
    words = [
        *Passage.objects.values_list("text", flat=True),
        *Passage.objects.values_list("title", flat=True),
        *(line for wording in Heading.objects.values_list("wording", flat=True) for line in wording.splitlines()),
        *(part for wording in Target.objects.values_list("wording", flat=True) for part in wording.split("\n\n")),
        *Target.objects.values_list("title", flat=True),
        *Target.objects.values_list("rule", flat=True),
        *Task.objects.values_list("wording", flat=True),
        *Task.objects.values_list("title", flat=True),
    ]
    assert [text for text in words if text not in shown] == []
    assert "Mặt trận Tổ quốc, Liên đoàn Lao động, Quận đoàn" in shown
    assert "Quý I/2017 15/12/2016 14/03/2017 14/03/2017" in shown


def test_a_paragraph_for_fifteen_wards_stands_once(client, plan):
    shown = read(page_for(client, factories.make_user()))
    assert shown.count("Giao Ủy ban nhân dân 15 phường:") == 1


def test_every_citation_leads_to_one_place(client, plan):
    ids = re.findall(r' id="([^"]+)"', page_for(client, factories.make_user()).content.decode())
    assert sorted(ids) == sorted(set(ids))
    rows = [*Passage.objects.all(), *Heading.objects.all(), *Target.objects.all(), *Task.objects.all()]
    assert {refs.anchor(row.ref) for row in rows} - set(ids) == set()
    assert refs.anchor("II.2.5 / IV.12.3") == "muc-ii-2-5"
    assert refs.anchor("IV (đoạn áp chót)") == "muc-iv-doan-ap-chot"


def test_queries_of_the_page(client, plan, django_assert_num_queries):
    client.force_login(factories.make_user(role=Role.REVIEWER))
    # Session and person; plan, passages and their units, tasks, headings, targets and who answers, periods.
    with django_assert_num_queries(9):
        client.get("/ke-hoach/")
