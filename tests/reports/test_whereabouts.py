"""The states of a quarter are counted from an index, which does not know who is excused."""

import pytest

from reports import whereabouts
from reports.models import Exclusion, Report
from tests.factories import at, make_period, make_report, make_unit

pytestmark = pytest.mark.django_db

BEGUN = {"started_at": at("2018-06-01T08:00:00")}
SENT = BEGUN | {"version_count": 1, "first_sent_at": at("2018-06-05T08:00:00")}


def test_each_unit_stands_in_one_state_and_who_is_excused_in_none(django_assert_num_queries):
    now, before, other = (make_period(year=2018, quarter=number) for number in (2, 1, 3))
    said = {
        "P1": ("draft", {}),
        "P2": ("draft", BEGUN),
        "P3": ("draft", SENT),  # taken back to be mended
        "P4": ("sent", {}),
        "P5": ("accepted", {}),
        "P6": ("returned", BEGUN),  # by its head, never sent
    }
    for code, (state, stamps) in said.items():
        for excused in ("", "X"):
            unit = make_unit(f"{code}{excused}")
            for period in (now, before, other):
                report = make_report(unit, period, state if state in ("sent", "accepted") else "draft")
                Report.objects.filter(pk=report.pk).update(state=state, **stamps)
            if excused:
                Exclusion.objects.create(unit=unit, period=now, reason="Mới lập", at=at("2018-06-01T08:00:00"))
    with django_assert_num_queries(2):
        found = whereabouts.standing([now, before])
    expected = {"none": (1, 0), "draft": (2, 1), "sent": (1, 1), "accepted": (1, 1), "returned": (1, 0)}
    assert found == {now.pk: expected, before.pk: {state: (2 * units, 2 * sent) for state, (units, sent) in expected.items()}}
    shown = whereabouts.expected([now]).annotate(shown=whereabouts.shown_state()).values_list("shown", flat=True)
    assert {state: list(shown).count(state) for state in shown} == {state: units for state, (units, _) in expected.items()}
