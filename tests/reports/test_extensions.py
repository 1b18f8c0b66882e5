"""Gia hạn: a period's deadline is moved for everybody, with a reason that shows (domain §2)."""

import datetime as dt
import re

import pytest

from reports import extensions, opening, reminders, whereabouts
from reports.models import Exclusion, Notice, Unlock
from targets.models import Period
from tests import factories as make
from tests.reports.acting import move, write
from units import clock
from units.models import AuditEvent
from units.moves import Refused, WrongState

URL = "/ky/2018/2/"
REASON = "Bão số 3, các đơn vị trực phòng chống lụt bão"


@pytest.fixture
def chief(ward):
    return make.make_user("pkt.truongphong", role="office_head", unit=ward.office)


def extend(client, chief, due_on="20/06/2018", reason=REASON):
    client.force_login(chief)
    return client.post(URL, {"due_on": due_on, "extension-reason": reason})


def test_the_deadline_moves_and_the_first_one_is_kept(client, ward, chief):
    assert extend(client, chief).status_code == 302
    ward.second.refresh_from_db()
    assert (ward.second.due_on, ward.second.original_due_on, ward.second.extension_reason) == (
        dt.date(2018, 6, 20), dt.date(2018, 6, 14), REASON,
    )  # fmt: skip
    assert extend(client, chief, "25/06/2018", "Chưa hết bão").status_code == 302
    ward.second.refresh_from_db()
    assert (ward.second.due_on, ward.second.original_due_on) == (dt.date(2018, 6, 25), dt.date(2018, 6, 14))
    events = AuditEvent.objects.filter(act="period.extend").order_by("pk")
    assert [(row.actor, row.subject, row.before, row.after, row.note) for row in events] == [
        ("pkt.truongphong", "2018-2", {"due_on": "2018-06-14"}, {"due_on": "2018-06-20"}, REASON),
        ("pkt.truongphong", "2018-2", {"due_on": "2018-06-20"}, {"due_on": "2018-06-25"}, "Chưa hết bão"),
    ]
    # The history of reference data has it as well.
    assert list(Period.history.filter(id=ward.second.pk).order_by("history_id").values_list("due_on", flat=True))[
        -2:
    ] == [
        dt.date(2018, 6, 20),
        dt.date(2018, 6, 25),
    ]


@pytest.mark.parametrize(
    ("due_on", "reason", "anchors"),
    [
        ("14/06/2018", REASON, ["due_on"]),
        ("13/08/2018", REASON, []),  # sixty days after the present deadline
        ("14/08/2018", REASON, ["due_on"]),
        ("31/06/2018", REASON, ["due_on"]),
        ("", "", ["due_on", "extension-reason"]),
        ("20/06/2018", "  ", ["extension-reason"]),
        ("20/06/2018", "x" * 301, ["extension-reason"]),
        ("14/06/2018", "", ["due_on", "extension-reason"]),
    ],
)
def test_the_new_day_and_the_reason_must_be_fit(client, ward, chief, due_on, reason, anchors):
    answer = extend(client, chief, due_on, reason)
    assert answer.status_code == (422 if anchors else 302)
    ward.second.refresh_from_db()
    if anchors:
        page = answer.content.decode()
        # Each message stands at its field, tied to it, and what was typed is there again.
        assert re.findall(r'id="([a-z_-]+)-e"', page) == anchors
        assert page.count('aria-invalid="true"') == len(anchors)
        assert f'value="{due_on}"' in page
        assert (ward.second.due_on, Notice.objects.count()) == (dt.date(2018, 6, 14), 0)


def test_a_day_that_is_over_is_no_extension(client, ward, chief, as_of):
    as_of("2018-06-18")
    assert extend(client, chief, "17/06/2018").status_code == 422
    assert extend(client, chief, "18/06/2018").status_code == 302


def test_who_sent_after_the_old_deadline_is_judged_by_the_new_one(client, ward, chief, as_of):
    write(ward.report, ward.reporter)
    as_of("2018-06-16T10:00:00")
    move(ward.report, "send", ward.head)
    client.force_login(ward.head)
    assert 'data-late-days="2"' in client.get(ward.url).content.decode()
    assert whereabouts.counts([ward.second])[ward.second.pk].on_time == 0
    as_of("2018-06-18")
    extend(client, chief)
    ward.second.refresh_from_db()
    client.force_login(ward.head)
    assert 'data-late-days="0"' in client.get(ward.url).content.decode()
    assert whereabouts.counts([ward.second])[ward.second.pk].on_time == 1


@pytest.mark.parametrize(("instant", "late"), [("2018-06-20T23:59:59", 0), ("2018-06-21T00:00:00", 1)])
def test_on_time_until_the_last_second_of_the_new_day(client, ward, chief, as_of, instant, late):
    write(ward.report, ward.reporter)
    extend(client, chief)
    as_of(instant)
    client.force_login(ward.head)
    client.post(ward.url, {"move": "send"})
    assert f'data-late-days="{late}"' in client.get(ward.url).content.decode()


def test_only_units_that_have_not_sent_are_told(client, ward, chief):
    sent, excused = make.make_unit("P2"), make.make_unit("P3")
    people = [make.make_people(unit) for unit in (sent, excused)]
    opening.open_period(ward.second, clock.today())
    sent_report = sent.reports.get(period=ward.second)
    sent_report.first_sent_at, sent_report.state = clock.now(), "sent"
    sent_report.save()
    Exclusion.objects.create(unit=excused, period=ward.second, reason="Sửa trụ sở", at=clock.now(), by_name="x")
    assert extend(client, chief).status_code == 302
    rows = Notice.objects.order_by("user__username").values_list("user__username", "text", "subject")
    text = f"Báo cáo Quý II/2018 của Phường 1 được gia hạn đến hết ngày 20/06/2018: {REASON}"
    subject = "Gia hạn đến 20/06/2018: báo cáo Quý II/2018 của Phường 1"
    assert list(rows) == [("p1.canbo", text, subject), ("p1.lanhdao", text, subject)]
    assert len(people) == 2


def test_reminders_follow_the_new_deadline(client, ward, chief):
    extend(client, chief)
    ward.second.refresh_from_db()
    assert [(kind.name, kind.on) for kind in reminders.schedule(ward.second) if kind.name.startswith("due")] == [
        ("due@2018-06-20", dt.date(2018, 6, 20))
    ]


def test_the_lock_never_comes_before_the_deadline(client, ward, chief):
    ward.second.locks_on = dt.date(2018, 6, 18)
    ward.second.save()
    extend(client, chief)
    ward.second.refresh_from_db()
    assert ward.second.locks_on == dt.date(2018, 6, 20)
    event = AuditEvent.objects.get(act="period.extend")
    assert event.after == {"due_on": "2018-06-20", "locks_on": "2018-06-20"}


def test_the_extension_shows_wherever_the_deadline_does(client, ward, chief):
    extend(client, chief)
    client.force_login(ward.reporter)
    assert f"Đã gia hạn: {REASON}." in client.get("/").content.decode()
    for url in (ward.url, ward.form):
        page = client.get(url).content.decode()
        assert f"Hạn gửi được gia hạn từ 14/06/2018 đến hết ngày 20/06/2018: {REASON}" in page
    assert f"Gia hạn từ 14/06/2018: {REASON}" in client.get(URL).content.decode()
    client.force_login(ward.reviewer)
    assert "gia hạn đến 20/06/2018" in client.get("/tien-do/").content.decode()


def test_a_consolidated_period_is_not_extended(client, ward, chief):
    ward.second.closed_at = clock.now()
    ward.second.save()
    assert extend(client, chief).status_code == 409
    assert "Gia hạn Quý II/2018" not in client.get(URL).content.decode()


def test_of_two_extensions_at_once_one_is_told(ward, chief):
    first, second = Period.objects.get(pk=ward.second.pk), Period.objects.get(pk=ward.second.pk)
    extensions.extend(first, by=chief, due_on=dt.date(2018, 6, 20), reason=REASON)
    with pytest.raises(WrongState):
        extensions.extend(second, by=chief, due_on=dt.date(2018, 6, 22), reason=REASON)
    second.refresh_from_db()
    assert second.due_on == dt.date(2018, 6, 20)


def test_the_rule_holds_without_the_page(ward, chief):
    with pytest.raises(Refused):
        extensions.extend(ward.second, by=chief, due_on=dt.date(2018, 6, 20), reason=" ")


def test_only_the_head_of_the_office_extends(client, ward, chief):
    for person in (ward.reviewer, ward.head):
        client.force_login(person)
        assert client.post(URL, {"due_on": "20/06/2018", "extension-reason": REASON}).status_code == 403
        assert "Gia hạn Quý II/2018</button>" not in client.get(URL).content.decode()
    client.force_login(chief)
    assert "Gia hạn Quý II/2018</button>" in client.get(URL).content.decode()


def test_other_units_standing_is_not_for_units(client, ward, chief):
    Exclusion.objects.create(
        unit=make.make_unit("P3"), period=ward.second, reason="Sửa trụ sở", at=clock.now(), by_name="x"
    )
    late = make.make_report(make.make_unit("P4"), ward.second)
    Unlock.objects.create(report=late, reason="Mất điện", at=clock.now(), by_name="x", expires_at=make.at("2018-06-20"))
    leader = make.make_user("ubnd.lanhdao", role="leader")
    seen = {}
    for name, person in {"head": ward.head, "reviewer": ward.reviewer, "leader": leader}.items():
        client.force_login(person)
        page = client.get(URL).content.decode()
        seen[name] = [words in page for words in ("đơn vị đã gửi", "Sửa trụ sở", "Mất điện")]
    # Unlocking is the office's alone.
    assert seen == {"head": [False] * 3, "reviewer": [True] * 3, "leader": [True, True, False]}
