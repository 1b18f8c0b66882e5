"""What a report encloses: the year's tasks, the records counted, the initiatives recognised; nobody named (domain §5)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import Initiative
from reports import enclosed, makeup, rollup, snapshots
from reports.kinds import Stretch
from reports.models import Claim
from targets.models import Commitment
from tests import factories as make
from tests.factories import at

pytestmark = pytest.mark.django_db
ON = dt.date(2018, 6, 20)


@pytest.fixture
def quarters():
    """Quý III/2017 – Quý II/2018; all but the last closed."""
    closed_at = at("2018-04-02T08:00:00")
    wanted = [(2017, 3), (2017, 4), (2018, 1), (2018, 2)]
    return {
        where: make.make_period(year=where[0], quarter=where[1], closed_at=None if where == (2018, 2) else closed_at)
        for where in wanted
    }


def read(period, kind="quarter"):
    return enclosed.read(Stretch(kind, period), rollup.consolidate(period, ON))


def tasks(period):
    return {
        (row["ref"], row["title"]): (
            {state: count for state, count in row["states"].items() if count}, row["overdue"]["units"], row["stuck"]["units"],
        )
        for row in read(period)["tasks"]["rows"]
    }  # fmt: skip


def test_each_task_tells_how_many_units_stand_where_as_of_its_quarter(quarters):
    first, second, third = (make.make_unit(code) for code in ("P1", "P2", "P3"))
    for unit in (first, second, third):
        make.make_commitment(unit, due_on=dt.date(2018, 6, 16) if unit is third else None)
    make.make_commitment(third, "R1", own=True, title="Việc của phường")
    make.make_told(first, quarters[2018, 1], IV_11=("underway", "Khảo sát"))
    make.make_told(first, quarters[2018, 2], IV_11=("underway", "khảo sát"))
    make.make_told(second, quarters[2018, 2], IV_11="done")
    title = Commitment.objects.filter(ref="IV.11").first().title
    assert tasks(quarters[2018, 2]) == {
        # Phường 1 has told nothing new in the quarter that this report closes; Phường 3 nothing at all, past its date.
        ("IV.11", title): ({"underway": 1, "done": 1, "none": 1}, ["Phường 3"], ["Phường 1"]),
        ("", enclosed.OWN): ({"none": 1}, [], []),
    }
    # What was said later changes no earlier report: nothing is stuck yet, and no date has passed.
    assert tasks(quarters[2018, 1])["IV.11", title] == ({"underway": 1, "none": 2}, [], [])


def test_names_beside_a_task_have_bounds(quarters):
    for number in range(1, 15):
        make.make_commitment(make.make_unit(f"P{number}"), due_on=dt.date(2018, 5, 31))
    (row,) = read(quarters[2018, 2])["tasks"]["rows"]
    assert (row["count"], len(row["overdue"]["units"]), row["overdue"]["more"]) == (14, enclosed.NAMED, 2)


# --- From the registry -----------------------------------------------------------------------------------------------


def claim(report, target, activity, **facts):
    return Claim.objects.create(
        version=report.official, target=target, unit=report.unit, period=report.period, activity=activity,
        title=facts.pop("title", activity.title), **facts,
    )  # fmt: skip


@pytest.fixture
def counted(quarters):
    """A model that P1 and P2 tell of, a training that P1's officer attended, one record struck out."""
    plan = make.make_plan()
    model, officers = make.make_target(plan, "CT03"), make.make_target(plan, "CT01")
    reports = [make.make_report(make.make_unit(code), quarters[2018, 2], "accepted") for code in ("P1", "P2")]
    one = make.make_activity(reports[0].unit, title="Lấy số trực tuyến", starts_on=dt.date(2018, 4, 2), state="confirmed")
    out = make.make_activity(reports[0].unit, title="Không tính", starts_on=dt.date(2018, 4, 3), state="confirmed")
    for report in reports:
        claim(report, model, one, on=dt.date(2018, 4, 2))
    claim(reports[0], model, out, on=dt.date(2018, 4, 3), is_counted=False, reason="Trùng")
    training = make.make_activity(
        reports[0].unit, kind="training", title="Lớp bồi dưỡng", starts_on=dt.date(2018, 5, 4), state="confirmed"
    )
    officer = make.make_user("p1.canbo", role="reporter", unit=reports[0].unit, full_name="Nguyễn Thị Kín")
    claim(reports[0], officers, training, person=officer, title="Nguyễn Thị Kín")
    return reports


def test_records_that_were_counted_are_listed_once_with_all_units_and_targets(counted, quarters):
    assert read(quarters[2018, 2])["activities"] == {
        "rows": [
            {
                "kind": "Mô hình ứng dụng", "on": "2018-04-02", "title": "Lấy số trực tuyến",
                "units": ["Phường 1", "Phường 2"], "targets": ["CT03"],
            },
            {
                "kind": "Lớp bồi dưỡng", "on": "2018-05-04", "title": "Lớp bồi dưỡng", "units": ["Phường 1"],
                "targets": ["CT01"],
            },
        ],
        "left_out": {},
    }  # fmt: skip
    # Told in Quý II, of its own days: not in the quarter before.
    assert read(quarters[2018, 1])["activities"]["rows"] == []


def test_a_person_behind_a_figure_is_one_of_a_unit_and_never_a_name():
    officer = makeup.Thing(
        "u7", "Nguyễn Thị Kín", 3, "Lớp bồi dưỡng", None, "counted", units=["Ủy ban nhân dân Phường 1"]
    )
    firm = makeup.Thing("o7", "Công ty Giày Bốn", 4, "Hỗ trợ", dt.date(2018, 4, 2), "counted", units=["Phòng Kinh tế"])
    frozen = snapshots._records({"CT01": [officer, firm]}, "CT01")["records"]
    assert [row["title"] for row in frozen] == ["01 người, Ủy ban nhân dân Phường 1", "Công ty Giày Bốn"]
    assert "Kín" not in str(frozen)


def recognised(number, day, **facts):
    row = make.make_initiative(
        make.make_unit("BV"), title=f"Sáng kiến {number}", state="recognised", received_on=day, accepted_on=day,
        decided_on=day, certificate_number=f"0{number}/2018", authors=[(f"Tác Giả {number}", 100)], **facts,
    )  # fmt: skip
    row.contributors.update(born_on=dt.date(1980, 1, 1))


def test_of_initiatives_only_what_is_public_names_its_authors(quarters):
    recognised(1, dt.date(2018, 4, 2), is_public=True)
    recognised(2, dt.date(2018, 4, 3))
    recognised(3, dt.date(2017, 4, 3))
    found = read(quarters[2018, 2])["initiatives"]
    assert [(row["title"], row["authors"], row["author_count"]) for row in found["rows"]] == [
        ("Sáng kiến 1", ["Tác Giả 1"], 1),
        ("Sáng kiến 2", [], 1),
    ]
    assert "1980" not in str(found)


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_units_asks_the_same(quarters, number):
    for place in range(1, number + 1):
        unit = make.make_unit(f"P{place}")
        make.make_commitment(unit)
        make.make_told(unit, quarters[2018, 2], IV_11="done")
        recognised(place, dt.date(2018, 4, 2))
    found = rollup.consolidate(quarters[2018, 2], ON)
    with CaptureQueriesContext(connection) as asked:
        assert enclosed.read(Stretch("quarter", quarters[2018, 2]), found)["tasks"]["rows"][0]["count"] == number
    assert len(asked) == 5
    assert Initiative.objects.count() == number
