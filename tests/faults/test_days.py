"""Two beats at once, and a beat that was away for days: each person hears once, and of what is true now."""

from collections import Counter

import pytest

from q4kh import pulse
from reports.models import Notice, Reminder
from tests.conftest import wait_for
from tests.factories import make_people, make_unit
from tests.faults import rounds
from tests.faults.conftest import PATIENCE, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wards(ward):
    """Six units that owe their report of Quý II/2018, due on 14/06/2018."""
    from reports import opening

    type(ward.office).objects.filter(pk=ward.office.pk).update(files_reports=False)
    for number in range(2, 7):
        make_people(make_unit(f"P{number}"))
    opening.open_period(ward.second, ward.second.window_from)
    return 6


def reminders(ward):
    """Of this quarter: the ward's report of the one before is owed too."""
    return Reminder.objects.filter(period=ward.second)


def told(sink) -> Counter:
    """(address, what the subject begins with) of the mails to units about this quarter; to the office whole subjects."""
    subjects = [(to, letter["Subject"].strip()) for to, letter in sink.letters]
    return Counter(
        (to, subject.partition(":")[0] if of_unit(to) else subject) for to, subject in subjects if "Quý II/2018" in subject
    )


def of_unit(address) -> bool:
    return "canbo" in address or "lanhdao" in address


def is_idle() -> bool:
    """Whether nothing waits in the queue and nobody is at anything."""
    redis = pulse.queue()
    return not redis.llen("celery") and not redis.hlen("unacked")


def test_two_beats_after_three_days_without_one(ward, wards, start_worker, start_beat, queue, manage, sink, figure):
    # A day on which the last of them ran: seven days before the deadline.
    manage("run_daily", "--on", "2018-06-07", **sink.env)
    seven, before = told(sink), reminders(ward).count()
    people = {to for to, _ in seven}
    # 11/06 had a reminder of three days, which nobody rang for. Back on the 13th, two of them.
    pulse.queue().config_resetstat()
    start_worker(Q4KH_TODAY="2018-06-13T08:00:00", **sink.env)
    for _ in range(2):
        start_beat(Q4KH_TODAY="2018-06-13T08:00:00")
    wait_for(lambda: pulse.queue().info("commandstats").get("cmdstat_lpush", {}).get("calls", 0) >= 4, PATIENCE, "both beats")
    wait_for(lambda: is_idle() and not Notice.objects.exclude(subject="").filter(mailed_at=None).exists(), PATIENCE, "the mails")
    later = told(sink) - seven
    # Each unit's two people, and none of the reminder that was missed.
    expected = Counter((to, "Còn 1 ngày đến hạn") for to in people if of_unit(to))
    lost = sum((expected - later).values())
    wrong = [key for key, number in later.items() if number > 1 or of_unit(key[0]) and key not in expected]
    note = f"{sum(later.values())} mails, {len(wrong)} twice or of a day gone by"
    figure("two beats, three days late", tried=2 * wards, lost=lost, note=note)
    assert (len(expected), lost, wrong) == (2 * wards, 0, [])
    assert before == wards + 1  # the office's summary
    assert Counter(reminders(ward).values_list("kind", flat=True)) == {"before-7": wards + 1, "before-1": wards + 1}


def test_days_run_by_several_at_the_same_instant(ward, wards, manage, sink, figure):
    """As beat and an administrator's own hand do it, or two machines."""
    days = ["2018-06-14", "2018-06-15", "2018-06-17", "2018-06-21"][: rounds(1, 4)]
    for day in days:
        at_once(*[lambda day=day: manage("run_daily", "--on", day, **sink.env)] * rounds(2, 3))
    got = told(sink)
    twice = [key for key, number in got.items() if number > 1]
    lost = 2 * wards * len(days) - sum(of_unit(to) for to, _ in got)
    figure("a day run by several at once", tried=len(days), lost=lost, note=f"{sum(got.values())} mails, {len(twice)} twice")
    assert (lost, twice) == (0, [])
    assert reminders(ward).count() == len(days) * (wards + 1)
