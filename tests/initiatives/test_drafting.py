"""Who writes an application: the authors' own unit, and nobody for it."""

import pytest

from initiatives import application, drafting
from initiatives.models import Initiative
from tests import factories as make
from tests.initiatives import house as houses
from tests.initiatives.house import again
from tests.initiatives.test_application import whole
from units.models import AuditEvent
from units.moves import NotAllowed


@pytest.fixture
def house(db, settings):
    settings.Q4KH_TODAY = houses.NOW
    return houses.build()


@pytest.mark.parametrize("who", ["stranger", "clerk", "reviewer", "leader", "administrator"])
def test_nobody_drafts_for_another_unit(house, who):
    told = {"body": house.office, "heading": None, "by": getattr(house, who), "at": house.at}
    with pytest.raises(NotAllowed):
        drafting.start(application.read(whole()), unit=house.ward, **told)
    assert not Initiative.objects.exists()
    row = make.make_initiative(house.ward, house.office, title="Đèn đường")
    with pytest.raises(NotAllowed):
        drafting.save(row, application.read(whole()), revision=0, **told)
    assert again(row).title == "Đèn đường"
    assert not AuditEvent.objects.exists()
