"""A ward with targets and a task in Quý II/2018, and the people who file and review its report."""

from types import SimpleNamespace

import pytest


@pytest.fixture
def as_of(settings):
    """Set the day, or the instant, of the clock: ``as_of("2018-06-14T23:59:59")``."""

    def set_clock(text):
        settings.Q4KH_TODAY = text

    set_clock("2018-06-08")
    return set_clock


@pytest.fixture
def ward(db, as_of):
    """P1 with one target of each input: CT01 ratio, CT02 yes/no, CT03 count, CT11 months, CK01 three papers."""
    # Models cannot be imported before Django is set up, and this file is read earlier.
    from reports import opening
    from tests import factories as make

    plan = make.make_plan()
    first, second = make.make_period(plan, 2018, 1), make.make_period(plan, 2018, 2)
    unit = make.make_unit("P1")
    targets = {
        "CT01": make.make_target(
            plan,
            "CT01",
            measure="percent",
            basis="plan",
            over_time="last",
            over_units="ratio",
            threshold=100,
            numerator_label="Đã qua bồi dưỡng",
            denominator_label="Tổng số cán bộ",
            unit_label="người",
        ),
        "CT02": make.make_target(
            plan, "CT02", measure="share", basis="plan", over_time="last", over_units="share", threshold=100
        ),
        "CT03": make.make_target(
            plan,
            "CT03",
            measure="count",
            basis="year",
            over_time="sum",
            over_units="sum",
            threshold=3,
            unit_label="mô hình",
        ),
        "CT11": make.make_target(
            plan,
            "CT11",
            measure="count",
            basis="month",
            over_time="sum",
            over_units="sum",
            threshold=2,
            unit_label="bài viết",
        ),
        "CK01": make.make_target(
            plan,
            "CK01",
            measure="milestone",
            basis="once",
            over_time="last",
            over_units="any",
            parts=["Quyết định", "Quy chế", "Thông báo"],
            unit_label="văn bản",
        ),
    }
    for target in targets.values():
        make.assign(target, unit)
    make.make_task(unit, "IV.11", plan)
    reporter, head = make.make_people(unit)
    office = make.make_unit("PKT")
    reviewer = make.make_user("pkt.chuyenvien", role="reviewer", unit=office)
    opening.open_period(first, first.window_from)
    opening.open_period(second, second.window_from)
    return SimpleNamespace(
        plan=plan,
        unit=unit,
        first=first,
        second=second,
        targets=targets,
        reporter=reporter,
        head=head,
        reviewer=reviewer,
        office=office,
        report=unit.reports.get(period=second),
        earlier=unit.reports.get(period=first),
        url="/bao-cao/2018/2/P1/",
        form="/bao-cao/2018/2/P1/soan/",
    )


def whole(revision, **changes):
    """A POST that fills every line of the ward's form; ``changes`` by input name, underscores as they are."""
    return {
        "revision": str(revision),
        "situation": "Phường đã triển khai kế hoạch.",
        "results": "Đưa vào dùng màn hình lấy số thứ tự.",
        "figure-CT01-numerator": "2",
        "figure-CT01-denominator": "2",
        "figure-CT02-value": "yes",
        "figure-CT03-value": "1",
        "figure-CT11-2018-03": "2",
        "figure-CT11-2018-04": "2",
        "figure-CT11-2018-05": "3",
        "progress-IV.11-status": "underway",
        "progress-IV.11-note": "Đã duyệt.",
        **changes,
    }


@pytest.fixture
def fill():
    return whole
