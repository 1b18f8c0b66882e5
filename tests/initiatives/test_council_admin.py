"""Councils in the administration: registered with their members, told in the log, kept while an opinion stands on them."""

import pytest

from initiatives.models import Council
from tests import factories as make
from units.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = make.make_user("quantri", role="administrator")
    client.force_login(user)
    return user


def form(unit, *members, **fields) -> dict[str, str]:
    data = {
        "kind": "initiatives",
        "unit": str(unit.pk),
        "name": "Hội đồng sáng kiến Phường 1",
        "decision_number": "03/QĐ-UBND",
        "decided_on": "09/01/2018",
        "valid_from": "09/01/2018",
        "valid_to": "",
        "members-TOTAL_FORMS": str(len(members)),
        "members-INITIAL_FORMS": "0",
        **fields,
    }
    for number, (name, role) in enumerate(members):
        data |= {f"members-{number}-name": name, f"members-{number}-post": "", f"members-{number}-role": role}
    return data


def test_a_council_is_registered_with_its_members_and_told(client, administrator):
    unit = make.make_unit("P1")
    members = [("Lê Thị Chủ Tịch", "1-chair"), ("Trần Văn Ủy Viên", "4-member")]
    assert client.post("/quan-tri/initiatives/council/add/", form(unit, *members)).status_code == 302
    council = Council.objects.get()
    assert list(council.members.values_list("name", "role")) == members
    event = AuditEvent.objects.get(act="admin.council.add")
    assert (event.subject, event.after["unit"]) == ("Hội đồng sáng kiến Phường 1", "P1")
    assert event.after["members"] == ["Lê Thị Chủ Tịch (Chủ tịch)", "Trần Văn Ủy Viên (Ủy viên)"]
    assert council.history.get().history_user == administrator


def test_a_member_more_is_a_change_of_the_council(client, administrator):
    council = make.make_council(make.make_unit("P1"), seats=1)
    member = council.members.get()
    data = form(council.unit, ("", "4-member"), ("Người mới", "3-secretary"), **{"members-INITIAL_FORMS": "1"})
    data |= {"name": council.name, "decision_number": council.decision_number, "decided_on": "09/01/2017", "valid_from": "09/01/2017"}
    data |= {"members-0-id": str(member.pk), "members-0-council": str(council.pk), "members-0-name": member.name}
    assert client.post(f"/quan-tri/initiatives/council/{council.pk}/change/", data).status_code == 302
    event = AuditEvent.objects.get(act="admin.council.change")
    assert (event.before, event.after) == (
        {"members": ["Thành viên 1 (Ủy viên)"]},
        {"members": ["Người mới (Thư ký)", "Thành viên 1 (Ủy viên)"]},
    )


def test_a_term_does_not_end_before_it_begins(client, administrator):
    answer = client.post("/quan-tri/initiatives/council/add/", form(make.make_unit("P1"), valid_to="08/01/2018"))
    assert answer.status_code == 200
    assert not Council.objects.exists()


def test_a_council_whose_opinion_stands_is_not_deleted(client, administrator):
    council = make.make_council(make.make_unit("P1"))
    make.make_initiative(council.unit, council.unit, "accepted", council=council)
    answer = client.post(f"/quan-tri/initiatives/council/{council.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 200
    assert Council.objects.filter(pk=council.pk).exists()
