"""The home page of who acts for no unit: an administrator, a member of a council, anybody else."""

import pytest

from initiatives.models import CouncilMember
from tests import factories as make

pytestmark = pytest.mark.django_db
NAME = "Hội đồng sáng kiến Phường 1"
NOTHING = "Chưa có đơn vị hay vai trò nào đang hiệu lực"
ADMINISTRATION = "Mở trang quản trị"


@pytest.fixture
def seated(settings):
    """``seated(person)`` gives the person a seat in the council of P1."""
    settings.Q4KH_TODAY = "2018-06-08"
    council = make.make_council(make.make_unit("P1"))
    return lambda person: CouncilMember.objects.filter(council=council, name="Thành viên 1").update(user=person)


@pytest.mark.parametrize(
    ("role", "has_seat", "shown"),
    [(None, True, NAME), (None, False, NOTHING), ("administrator", True, ADMINISTRATION)],
)
def test_who_has_a_seat_and_nothing_else_to_do_is_led_to_the_council(client, seated, role, has_seat, shown):
    person = make.make_user(role=role)
    if has_seat:
        seated(person)
    client.force_login(person)
    page = client.get("/").content.decode()
    assert [words for words in (NAME, NOTHING, ADMINISTRATION) if words in page] == [shown]
