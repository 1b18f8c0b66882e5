"""Redis down, and Redis that takes connections and never answers: people file all the same, and the messages go out when
it is back."""

from collections import Counter

import pytest

from reports.models import Notice
from tests.conftest import wait_for
from tests.faults import rounds
from tests.faults.conftest import PATIENCE, file_once
from tests.reports.conftest import whole

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("fault", ["shut", "silent"])
def test_people_file_while_redis_is_away(fault, ward, visit, redis_door, start_worker, start_beat, sink, figure):
    tried = rounds(5, 50)
    officer, head = visit(ward.reporter), visit(ward.head)
    getattr(redis_door, fault)()
    try:
        assert officer.post(ward.form, whole(ward.report.revision)).status == 302
        # Who waited for Redis at all would wait for a quarter of an hour (tests.faults.settings), and be given up on
        # here long before.
        answers = [answer for _ in range(tried) for answer in file_once(ward, officer, head)]
    finally:
        redis_door.silent()
    waiting = list(Notice.objects.exclude(subject="").values_list("pk", flat=True))
    start_worker(**sink.env)
    beat = start_beat()
    # Beat has the reminders of the day sent as well; they are no matter here.
    wait_for(lambda: not Notice.objects.filter(pk__in=waiting, mailed_at=None).exists(), PATIENCE, "the mails")
    beat.kill_all()
    got = Counter(letter["Message-ID"] for _, letter in sink.letters if "Chờ duyệt" in letter["Subject"])
    errors = [answer.status for answer in answers if answer.status != 302]
    lost = len(errors) + tried - ward.report.versions.count() + len(waiting) - len(got)
    note = f"{len(errors)} errors, {sum(got.values())} mails afterwards"
    figure(f"sends while Redis is {'down' if fault == 'shut' else 'silent'}", tried=tried, lost=lost, note=note)
    assert (errors, ward.report.versions.count(), len(waiting)) == ([], tried, tried)
    assert sorted(got.values()) == [1] * tried
