"""Báo cáo tổng hợp: what the list shows to who writes them, and to who reads what is published."""

import re

import pytest

from reports import publishing
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_leadership_is_shown_what_is_published_and_the_office_what_is_still_to_be_done(client, settings):
    settings.Q4KH_TODAY = "2018-06-20"
    period = make.make_period(None, 2018, 2)
    chief = make.make_user("pkt.truongphong", role="office_head", unit=make.make_unit("PKT"))
    make.make_report(make.make_unit("P1"), period, "accepted")
    draft = publishing.start(period, by=chief)
    leader = make.make_user("ubnd.lanhdao", role="leader")

    def shown(person):
        client.force_login(person)
        page = client.get("/tong-hop/").content.decode()
        return re.findall(r'data-is="(none|draft|accepted)"', page)

    assert (shown(chief), shown(leader)) == (["none", "draft"], [])
    publishing.publish(draft, by=chief, revision=0)
    assert (shown(chief), shown(leader)) == (["none", "accepted"], ["accepted"])
