"""How a report moves: the table, who may, timeliness, versions (architecture's move table; domain §2, §3)."""

import datetime as dt

import pytest

from reports import unlocks, workflow
from reports.models import Exclusion, Figure, Report, Unlock, Version
from targets.quarters import local_day
from tests import factories as make
from tests.reports.acting import move, write
from units.models import AuditEvent, Membership


@pytest.fixture
def acts(client, ward, fill):
    """``acts(person, move, …)``: post a move as that person, and give the status; the form where the move needs one."""

    def act(person, move, reason="", **changes):
        client.force_login(person)
        ward.report.refresh_from_db()
        if move in ("submit", "send") and ward.report.state in ("draft", "returned"):
            answer = client.post(ward.form, fill(ward.report.revision, move=move, **changes))
        else:
            answer = client.post(ward.url, {"move": move, "reason": reason})
        ward.report.refresh_from_db()
        return answer.status_code

    return act


def test_the_whole_way_of_a_report(acts, ward):
    report = ward.report
    assert acts(ward.reporter, "submit") == 302
    assert report.state == "pending"
    assert acts(ward.head, "return", "Thiếu số liệu tháng 5") == 302
    assert (report.state, report.return_due_on, report.version_count) == ("returned", None, 0)
    assert acts(ward.reporter, "submit") == 302
    assert acts(ward.head, "send") == 302
    assert (report.state, report.version_count, report.latest.number) == ("sent", 1, 1)
    assert acts(ward.reviewer, "take") == 302
    assert report.taken_by == ward.reviewer
    assert acts(ward.reviewer, "return", "CT03 chưa khớp") == 302
    # Three working days after Friday 08/06/2018.
    assert (report.state, report.return_due_on) == ("returned", dt.date(2018, 6, 13))
    assert acts(ward.head, "send", **{"figure-CT03-value": "2"}) == 302
    assert (report.version_count, report.taken_at) == (2, None)
    assert acts(ward.reviewer, "accept") == 302
    assert (report.state, report.official.number, report.accepted_by) == ("accepted", 2, ward.reviewer)
    assert acts(ward.reviewer, "unlock", "Đính chính số mô hình") == 302
    assert (report.state, report.is_reopened, report.official.number) == ("draft", True, 2)
    acts_of_people = AuditEvent.objects.exclude(act__in=["reports.save", "period.open"]).order_by("pk")
    assert list(acts_of_people.values_list("act", "actor")) == [
        ("reports.submit", "p1.canbo"),
        ("reports.return", "p1.lanhdao"),
        ("reports.submit", "p1.canbo"),
        ("reports.send", "p1.lanhdao"),
        ("reports.take", "pkt.chuyenvien"),
        ("reports.return", "pkt.chuyenvien"),
        ("reports.send", "p1.lanhdao"),
        ("reports.accept", "pkt.chuyenvien"),
        ("reports.unlock", "pkt.chuyenvien"),
    ]


DONE, FORBIDDEN, CONFLICT = 302, 403, 409
MOVES = ("submit", "send", "return", "withdraw", "take", "accept", "unlock")
# State → person → status of each move, in the order of MOVES.
EXPECTED = {
    "draft": {
        "reporter": (302, 403, 403, 403, 403, 403, 403),
        "head": (403, 302, 403, 409, 403, 403, 403),
        "reviewer": (403, 403, 409, 403, 409, 409, 409),
    },
    "pending": {
        "reporter": (409, 403, 403, 302, 403, 403, 403),
        "head": (403, 302, 302, 302, 403, 403, 403),
        "reviewer": (403, 403, 403, 403, 409, 409, 409),
    },
    "sent": {
        "reporter": (409, 403, 403, 403, 403, 403, 403),
        "head": (403, 409, 403, 302, 403, 403, 403),
        "reviewer": (403, 403, 302, 403, 302, 302, 409),
    },
    "returned": {
        "reporter": (302, 403, 403, 403, 403, 403, 403),
        "head": (403, 302, 403, 409, 403, 403, 403),
        "reviewer": (403, 403, 409, 403, 409, 409, 409),
    },
    "accepted": {
        "reporter": (409, 403, 403, 403, 403, 403, 403),
        "head": (403, 409, 403, 409, 403, 403, 403),
        "reviewer": (403, 403, 409, 403, 409, 409, 302),
    },
}
WAY = {
    "draft": [],
    "pending": [("reporter", "submit", "")],
    "sent": [("head", "send", "")],
    "returned": [("head", "send", ""), ("reviewer", "return", "Sửa")],
    "accepted": [("head", "send", ""), ("reviewer", "accept", "")],
}


@pytest.mark.parametrize(
    ("state", "who", "move"),
    [(state, who, move) for state, people in EXPECTED.items() for who in people for move in MOVES],
)
def test_every_move_by_everybody_in_every_state(acts, client, ward, fill, state, who, move):
    client.force_login(ward.reporter)
    client.post(ward.form, fill(0))
    for actor, step, reason in WAY[state]:
        assert acts(getattr(ward, actor), step, reason) == 302
    assert ward.report.state == state
    before = Report.objects.filter(pk=ward.report.pk).values().get()
    client.force_login(getattr(ward, who))
    status = client.post(ward.url, {"move": move, "reason": "Một lý do"}).status_code
    assert status == EXPECTED[state][who][MOVES.index(move)]
    after = Report.objects.filter(pk=ward.report.pk).values().get()
    if status == DONE:
        assert move == "take" or after["state"] == workflow.MOVES[move].to
    else:
        assert after == before


@pytest.mark.parametrize(("state", "who"), [(state, who) for state, people in EXPECTED.items() for who in people])
def test_the_page_offers_just_the_moves_that_can_be_made(ward, state, who):
    write(ward.report, ward.reporter)
    for actor, step, reason in WAY[state]:
        move(ward.report, step, getattr(ward, actor), reason=reason)
    made = {name for name, status in zip(MOVES, EXPECTED[state][who], strict=True) if status == DONE}
    assert set(workflow.available(ward.report, getattr(ward, who))) == made
    for stranger in (make.make_user(role="head", unit=make.make_unit("P2")), make.make_user(role="leader")):
        assert workflow.available(ward.report, stranger) == []


@pytest.mark.parametrize(("move", "way"), [("return", "sent"), ("unlock", "accepted")])
def test_a_reason_is_mandatory(acts, ward, move, way):
    for actor, step, reason in WAY[way]:
        acts(getattr(ward, actor), step, reason)
    assert acts(ward.reviewer, move, "  ") == 422
    assert ward.report.state == way


@pytest.mark.parametrize(
    ("instant", "late"), [("2018-06-14T23:59:59", 0), ("2018-06-15T00:00:00", 1), ("2018-06-23T08:00:00", 9)]
)
def test_on_time_until_the_last_second_of_the_due_day(acts, ward, as_of, client, instant, late):
    as_of(instant)
    assert acts(ward.head, "send") == 302
    assert ward.report.first_sent_at == make.at(instant)
    page = client.get(ward.url).content.decode()
    assert f'data-late-days="{late}"' in page


def test_a_return_after_the_deadline_does_not_make_a_unit_late(acts, ward, as_of, client):
    acts(ward.head, "send")
    as_of("2018-06-20")
    acts(ward.reviewer, "return", "Sửa CT03")
    as_of("2018-06-25")
    acts(ward.head, "send")
    assert local_day(ward.report.first_sent_at) == dt.date(2018, 6, 8)
    assert 'data-late-days="0"' in client.get(ward.url).content.decode()


def test_sending_withdrawing_and_filing_late_is_late(acts, ward, as_of, client):
    acts(ward.head, "send")
    acts(ward.head, "withdraw")
    assert (ward.report.state, ward.report.first_sent_at, ward.report.latest) == ("draft", None, None)
    as_of("2018-06-18")
    acts(ward.head, "send")
    assert (local_day(ward.report.first_sent_at), ward.report.version_count) == (dt.date(2018, 6, 18), 2)
    assert 'data-late-days="4"' in client.get(ward.url).content.decode()


def test_a_withdrawal_after_a_return_leaves_the_first_sending(acts, ward, as_of):
    acts(ward.head, "send")
    acts(ward.reviewer, "return", "Sửa")
    as_of("2018-06-18")
    acts(ward.head, "send")
    acts(ward.head, "withdraw")
    assert (local_day(ward.report.first_sent_at), ward.report.latest.number) == (dt.date(2018, 6, 8), 1)


def test_nothing_is_withdrawn_once_review_has_begun(acts, ward):
    acts(ward.head, "send")
    acts(ward.reviewer, "take")
    assert acts(ward.head, "withdraw") == 409
    assert ward.report.state == "sent"


def test_without_the_heads_step_the_reporter_sends_by_authority(acts, ward):
    ward.unit.has_head_step = False
    ward.unit.authority = "Giấy ủy quyền số 12/GUQ"
    ward.unit.save()
    assert acts(ward.reporter, "submit") == 403
    assert acts(ward.reporter, "send") == 302
    version = Version.objects.get()
    assert (version.authority, version.sender_role) == (
        "Giấy ủy quyền số 12/GUQ",
        "Cán bộ phụ trách KH&CN, theo ủy quyền",
    )


def test_nobody_accepts_what_they_had_a_hand_in(acts, ward):
    Membership.objects.create(user=ward.reviewer, unit=ward.unit, role="head", valid_from=make.START)
    reviewer = type(ward.reviewer).objects.get(pk=ward.reviewer.pk)
    assert acts(reviewer, "send") == 302
    assert acts(reviewer, "accept") == 403
    other = make.make_user("pkt.truongphong", role="office_head", unit=ward.office)
    assert acts(other, "accept") == 302


def test_whoever_sends_what_another_wrote_has_a_hand_in_it(ward):
    write(ward.report, ward.reporter)
    move(ward.report, "send", ward.head)
    assert set(ward.report.hands.all()) == {ward.reporter, ward.head}


def test_a_version_is_frozen_whatever_happens_to_the_draft(acts, ward):
    acts(ward.head, "send", results="Lần một")
    ward.unit.name = "Tên mới"
    ward.unit.save()
    acts(ward.reviewer, "return", "Sửa")
    acts(ward.head, "send", results="Lần hai", **{"figure-CT03-value": "2"})
    first, second = Version.objects.order_by("number")
    assert (first.unit_name, first.content["texts"]["results"]) == ("Ủy ban nhân dân Phường 1", "Lần một")
    assert (second.unit_name, second.content["texts"]["results"]) == ("Tên mới", "Lần hai")
    assert list(
        Figure.objects.filter(target__code="CT03").order_by("version__number").values_list("version__number", "value")
    ) == [(1, 1), (2, 2)]


def test_a_locked_period_takes_nothing_until_it_is_unlocked(acts, ward, as_of):
    ward.second.locks_on = dt.date(2018, 6, 20)
    ward.second.save()
    as_of("2018-06-21")
    assert acts(ward.head, "send") == 422
    assert ward.report.state == "draft"


def test_an_unlock_that_runs_out_puts_the_accepted_version_back(acts, ward):
    acts(ward.head, "send", **{"figure-CT03-value": "1"})
    acts(ward.reviewer, "accept")
    acts(ward.reviewer, "unlock", "Đính chính")
    unlock = Unlock.objects.get()
    # Three working days after Friday 08/06/2018, to the end of the day.
    assert unlock.expires_at == make.at("2018-06-13T23:59:59")
    assert unlocks.close_expired(make.at("2018-06-13T23:59:59")) == 0
    assert unlocks.close_expired(make.at("2018-06-14T00:00:00")) == 1
    ward.report.refresh_from_db()
    assert (ward.report.state, ward.report.is_reopened, ward.report.official.number) == ("accepted", False, 1)
    assert unlocks.close_expired(make.at("2018-06-15T00:00:00")) == 0


def test_a_reopened_report_that_was_sent_is_not_closed_by_the_expiry(acts, ward):
    acts(ward.head, "send")
    acts(ward.reviewer, "accept")
    acts(ward.reviewer, "unlock", "Đính chính")
    acts(ward.head, "send")
    assert unlocks.close_expired(make.at("2018-07-01T00:00:00")) == 0
    ward.report.refresh_from_db()
    assert ward.report.state == "sent"


def test_excluding_needs_a_reason_and_can_be_lifted(client, ward):
    client.force_login(ward.reviewer)
    assert client.post(f"{ward.url}mien/", {"exclusion-reason": ""}).status_code == 422
    assert not Exclusion.objects.exists()
    assert client.post(f"{ward.url}mien/", {"exclusion-reason": "Sửa chữa trụ sở"}).status_code == 302
    assert "Sửa chữa trụ sở" in client.get(ward.url).content.decode()
    assert client.post(f"{ward.url}mien/", {"act": "lift"}).status_code == 302
    assert not Exclusion.objects.exists()
    client.force_login(ward.head)
    assert client.post(f"{ward.url}mien/", {"exclusion-reason": "Không muốn"}).status_code == 403
