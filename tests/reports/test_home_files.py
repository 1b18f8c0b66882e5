"""What the home pages hand out, beyond their rows: who has not sent, what else waits."""

import csv
import io

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(settings):
    """P1 was late in the closed quarter and has sent in this one; P2 has filed nothing."""
    settings.Q4KH_TODAY = "2018-06-08"
    plan = make.make_plan()
    past = make.make_period(plan, 2018, 1, closed_at=make.at("2018-04-01T09:00:00"))
    now = make.make_period(plan, 2018, 2)
    first, second = make.make_unit("P1"), make.make_unit("P2")
    make.make_report(first, past, "accepted", sent_at=make.at("2018-03-20T09:00:00"))
    make.make_report(second, past)
    make.make_report(first, now, "sent", sent_at=make.at("2018-06-07T09:00:00"))
    make.make_report(second, now)
    make.make_activity(first)


def table(client, role, number, **filters):
    """One of the tables of the home page, as CSV."""
    unit = make.make_unit("PKT") if role == "reviewer" else None
    client.force_login(make.make_user(role=role, unit=unit))
    answer = client.get("/", {"dang": "csv", "bang": str(number), **filters})
    assert f"-bang-{number}-2018-06-08.csv" in answer["Content-Disposition"]
    _, *rows = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";")
    return [row[1:] for row in rows]


def test_leadership_is_told_who_has_not_sent(client, house):
    assert table(client, "leader", 4) == [
        ["Đã gửi báo cáo Quý II/2018, hạn 14/06/2018", "1", "2", ""],
        ["Chưa gửi báo cáo Quý II/2018", "1", "2", "Phường 2"],
        ["Báo cáo đúng hạn, 1 quý qua", "0", "2", ""],
        ["Đơn vị trễ từ hai lần", "0", "", ""],
    ]


def test_the_office_is_told_what_else_waits(client, house):
    standing = dict(table(client, "reviewer", 2))
    assert (standing["Đã gửi"], standing["Chưa soạn"], sum(map(int, standing.values()))) == ("1", "1", 2)
    assert ["Xác nhận sổ theo dõi", "1"] in table(client, "reviewer", 3)


def test_no_such_table_is_the_first(client, house):
    client.force_login(make.make_user(role="leader"))
    first = client.get("/", {"dang": "csv"}).getvalue()
    assert client.get("/", {"dang": "csv", "bang": "9"}).getvalue() == first
    assert client.get("/", {"dang": "csv", "bang": "x"}).getvalue() == first
