"""Meetings of a council: who was there, and one truth about what was said of an initiative."""

import datetime as dt

import pytest
from django.utils.datastructures import MultiValueDict

from initiatives import council_page, meetings, recognition
from initiatives.models import Council, CouncilMeeting
from tests import factories as make
from tests.initiatives import house as houses
from tests.initiatives.house import again
from units.models import AuditEvent
from units.moves import NotAllowed, Refused, WrongState
from units.uploads import Stored

day = dt.date
FILE = Stored("Biên bản.pdf", "a" * 64, 2048, "application/pdf")


@pytest.fixture
def house(db, settings):
    settings.Q4KH_TODAY = houses.NOW
    return houses.build()


@pytest.fixture
def council(house):
    return make.make_council(house.office, seats=4)


def said(council, **changes):
    members = list(council.members.all())
    typed = {
        "held_on": "07/06/2018",
        "place": "Phòng họp 1",
        "chaired_by": str(members[0].pk),
        "attendee": [str(one.pk) for one in members[1:3]],
        "agenda": "Xét đơn",
        "minutes": "Thống nhất.",
        **changes,
    }
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in typed.items()})


def accepted(house, **fields):
    return make.make_initiative(house.ward, house.office, "accepted", recorded_by=house.reporter, **fields)


# --- The meeting -----------------------------------------------------------------------------------------------------


def test_a_meeting_keeps_who_was_there_and_its_minutes(house, council):
    meeting = meetings.hold(council, by=house.clerk, at=house.at, said=said(council), file=FILE)
    names = list(meeting.attendees.values_list("name", flat=True))
    assert names == ["Thành viên 1", "Thành viên 2", "Thành viên 3"]
    assert (meeting.held_on, meeting.chaired_by.name) == (day(2018, 6, 7), "Thành viên 1")
    assert (meeting.file_name, meeting.file_sha256, meeting.file_size) == ("Biên bản.pdf", "a" * 64, 2048)
    event = AuditEvent.objects.get(act="councils.hold")
    assert (event.subject, event.after) == (
        council.key, {"held_on": "2018-06-07", "chaired_by": "Thành viên 1", "members": 3, "scan": "Biên bản.pdf"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"held_on": "09/06/2018"}, ("held_on", "Ngày họp 09/06/2018 sau hôm nay (08/06/2018), sửa lại.")),
        (
            {"held_on": "08/01/2017"},
            ("held_on", "Ngày họp 08/01/2017 trước ngày bắt đầu nhiệm kỳ (09/01/2017), sửa lại."),
        ),
        ({"place": ""}, ("place", "Ghi nơi họp.")),
        ({"chaired_by": "0"}, ("chaired_by", "Chọn người chủ trì trong danh sách thành viên.")),
        ({"attendee": []}, ("attendee", "Chọn những thành viên dự họp, ít nhất một người ngoài người chủ trì.")),
        ({"attendee": ["0"]}, ("attendee", "Có người được chọn không còn trong hội đồng vào ngày họp, chọn lại.")),
        ({"agenda": " "}, ("agenda", "Ghi nội dung họp.")),
    ],
)
def test_a_meeting_is_whole_or_not_stored(house, council, changes, problem):
    with pytest.raises(Refused) as refusal:
        meetings.hold(council, by=house.clerk, at=house.at, said=said(council, **changes))
    assert refusal.value.problems == [problem]
    assert not CouncilMeeting.objects.exists() and not AuditEvent.objects.exists()


def test_who_has_left_is_not_at_a_later_meeting(house, council):
    gone = council.members.last()
    gone.left_on = day(2018, 6, 7)
    gone.save()
    keys = [str(one.pk) for one in council.members.all()]
    meetings.hold(council, by=house.clerk, at=house.at, said=said(council, held_on="06/06/2018", attendee=keys))
    with pytest.raises(Refused) as refusal:
        meetings.hold(council, by=house.clerk, at=house.at, said=said(council, attendee=keys))
    assert [anchor for anchor, _ in refusal.value.problems] == ["attendee"]


def test_a_council_meets_once_a_day(house, council):
    make.make_meeting(council, day(2018, 6, 7))
    with pytest.raises(Refused) as refusal:
        meetings.hold(council, by=house.clerk, at=house.at, said=said(council))
    text = "Ngày 07/06/2018 đã có một phiên họp của hội đồng này; mở phiên họp ấy để sửa."
    assert refusal.value.problems == [("held_on", text)]


@pytest.mark.parametrize("who", ["reporter", "leader", "administrator"])
def test_others_record_no_meeting_and_mend_none(house, council, who):
    told = {"by": getattr(house, who), "at": house.at}
    with pytest.raises(NotAllowed):
        meetings.hold(council, said=MultiValueDict(), **told)
    meeting = make.make_meeting(council)
    with pytest.raises(NotAllowed):
        meetings.mend(meeting, revision=0, said=said(council, place="Nơi khác"), **told)
    assert CouncilMeeting.objects.get().place == "Phòng họp 1"
    assert not AuditEvent.objects.exists()


def test_a_meeting_is_put_right_upon_what_was_seen(house, council):
    meeting = meetings.hold(council, by=house.clerk, at=house.at, said=said(council), file=FILE)
    told = {"by": house.clerk, "at": house.at, "said": said(council, held_on="06/06/2018", place="Nơi khác")}
    meetings.mend(meeting, revision=0, **told)
    assert (meeting.held_on, meeting.place, meeting.file_name) == (day(2018, 6, 6), "Nơi khác", "Biên bản.pdf")
    with pytest.raises(WrongState):
        meetings.mend(meeting, revision=0, **told)
    meetings.mend(meeting, revision=1, remove_file=True, **told)
    assert (meeting.file_name, meeting.file_sha256, meeting.file_size) == ("", "", None)


# --- One truth about opinions ----------------------------------------------------------------------------------------


def vote(meeting, row, by, house, votes=("2", "1"), opinion="Đề nghị công nhận.", revision=None):
    row = again(row)
    stem = f"vote-{row.pk}"
    typed = {f"{stem}-for": votes[0], f"{stem}-against": votes[1], f"{stem}-opinion": opinion}
    typed[f"{stem}-revision"] = str(row.revision if revision is None else revision)
    return meetings.vote(meeting, by=by, at=house.at, said=typed)


def test_votes_of_a_meeting_are_the_councils_opinion_on_the_initiative(house, council):
    row, other = accepted(house), accepted(house)
    meeting = make.make_meeting(council, attendees=list(council.members.all())[:3])
    assert vote(meeting, row, house.clerk, house) == 1
    row = again(row)
    assert (row.council, row.council_met_on, row.council_for, row.council_against) == (council, day(2018, 6, 7), 2, 1)
    assert row.council_opinion == "Đề nghị công nhận."
    assert row.steps.get().name == "council"
    assert list(meetings.considered(meeting)) == [row]
    assert list(meetings.awaiting(council)) == [other]
    assert AuditEvent.objects.filter(act="initiatives.council", subject=row.key).count() == 1


def test_an_opinion_written_on_the_initiative_stands_on_its_meeting(house, council):
    row = accepted(house)
    typed = {
        "council": str(council.pk), "council_met_on": "07/06/2018", "council_for": "3", "council_against": "0",
        "council_opinion": "Đồng ý.",
    }  # fmt: skip
    recognition.council(again(row), by=house.clerk, at=house.at, revision=0, said=typed)
    assert meetings.without_minutes(council) == [day(2018, 6, 7)]
    meeting = make.make_meeting(council)
    assert list(meetings.considered(meeting)) == [row]
    assert meetings.without_minutes(council) == []
    (shown,) = council_page.meetings(council)
    assert (shown.present, shown.dealt) == (4, 1)


def test_there_are_no_more_votes_than_people_at_the_meeting(house, council):
    row = accepted(house)
    meeting = make.make_meeting(council, attendees=list(council.members.all())[:2])
    with pytest.raises(Refused) as refusal:
        vote(meeting, row, house.clerk, house)
    text = f"{row.title}: Phiên họp ngày 07/06/2018 có 2 người dự, số phiếu cộng lại được 3."
    assert refusal.value.problems == [(f"vote-{row.pk}-for", text)]
    assert again(row).council_met_on is None


def test_all_opinions_of_a_meeting_are_stored_or_none(house, council):
    row, other = accepted(house), accepted(house)
    meeting = make.make_meeting(council)
    typed = {f"vote-{one.pk}-revision": "0" for one in (row, other)}
    typed |= {f"vote-{one.pk}-for": "3" for one in (row, other)} | {f"vote-{one.pk}-against": "0" for one in (row, other)}
    typed[f"vote-{row.pk}-opinion"] = "Đồng ý."
    with pytest.raises(Refused) as refusal:
        meetings.vote(meeting, by=house.clerk, at=house.at, said=typed)
    assert refusal.value.problems == [(f"vote-{other.pk}-opinion", f"{other.title}: Ghi ý kiến của hội đồng.")]
    assert again(row).council_met_on is None
    with pytest.raises(Refused) as refusal:
        meetings.vote(meeting, by=house.clerk, at=house.at, said={})
    assert refusal.value.problems == [("", "Ghi số phiếu và ý kiến của ít nhất một sáng kiến.")]


def test_whoever_does_not_process_the_bodys_applications_writes_no_opinion(house, council):
    row = accepted(house)
    meeting = make.make_meeting(council)
    for who in (house.reporter, house.leader, house.stranger):
        with pytest.raises(NotAllowed):
            vote(meeting, row, who, house)
    # The office keeps a ward's council, but what is filed to the ward is the ward's to process.
    own = make.make_council(house.ward)
    with pytest.raises(NotAllowed):
        meetings.vote(make.make_meeting(own), by=house.reviewer, at=house.at, said={})
    # And the district's advisory council has no initiative to consider.
    advisory = make.make_council(house.office, kind=Council.Kind.ADVISORY)
    with pytest.raises(NotAllowed):
        meetings.vote(make.make_meeting(advisory), by=house.clerk, at=house.at, said={})


def test_an_initiative_that_was_moved_meanwhile_is_told(house, council):
    row = accepted(house)
    with pytest.raises(WrongState):
        vote(make.make_meeting(council), row, house.clerk, house, revision=7)


def test_the_day_stays_and_so_do_seats_while_opinions_stand_on_them(house, council):
    row = accepted(house)
    meeting = make.make_meeting(council)
    vote(meeting, row, house.clerk, house)
    told = {"by": house.clerk, "at": house.at, "revision": 0}
    with pytest.raises(Refused) as refusal:
        meetings.mend(meeting, said=said(council, held_on="06/06/2018"), **told)
    text = "Phiên họp đã có ý kiến về 1 sáng kiến, không đổi ngày; sửa ngày ở từng sáng kiến trước."
    assert refusal.value.problems == [("held_on", text)]
    with pytest.raises(Refused) as refusal:
        keys = [str(one.pk) for one in council.members.all()[1:2]]
        meetings.mend(meeting, said=said(council, attendee=keys), **told)
    assert refusal.value.problems == [("attendee", "Có sáng kiến đã ghi 3 phiếu, số người dự họp không ít hơn 3.")]


def test_what_was_accepted_after_the_meeting_was_not_considered(house, council):
    accepted(house, accepted_on=day(2018, 6, 8))
    before = accepted(house)
    assert [one.row for one in meetings.ballots(make.make_meeting(council), [])] == [before]


def test_a_member_with_an_authors_name_is_told_and_nothing_is_decided_by_it(house, council):
    author = make.make_member(council, "Nguyễn Văn Nước")
    row = accepted(house, authors=[("Nguyễn  văn Nước".replace("  ", " "), 100)])
    assert meetings.same_names([author, *council.members.all()[:1]], row) == ["Nguyễn Văn Nước"]


# --- The queue -------------------------------------------------------------------------------------------------------


def test_the_queue_tells_what_waits_for_whom_and_until_when(house, council):
    late = accepted(house, accepted_on=day(2018, 3, 1), received_on=day(2018, 2, 20))
    soon = accepted(house)
    told = accepted(house, council=council, council_met_on=day(2018, 6, 7), council_for=1, council_against=0)
    checked = make.make_initiative(house.ward, house.office, "received", recorded_by=house.reporter)
    make.make_initiative(house.ward, house.ward, "accepted")
    found = council_page.queue(council, house.reviewer, house.at.date())
    assert [(one.row, one.next, one.term.until, one.late_days) for one in found] == [
        (late, "chờ hội đồng họp", day(2018, 6, 1), 7),
        (soon, "chờ hội đồng họp", day(2018, 9, 4), 0),
        (told, "đã có ý kiến, chờ quyết định", day(2018, 9, 4), 0),
        (checked, "đang xét hình thức đơn", day(2018, 7, 2), 0),
    ]
    assert council_page.counts(council, house.at.date()) == {"waiting": 2, "overdue": 1}
    (row,) = council_page.with_queues(Council.objects.all(), house.at.date())
    assert (row.waiting, row.overdue) == (2, 1)


def test_a_member_sees_the_queue_and_opens_only_what_is_theirs_to_open(house, council):
    accepted(house)
    guest = make.make_user("khach")
    on = house.at.date()
    assert council_page.queue(council, guest, on) == []
    make.make_member(council, "Khách", user=guest)
    assert [one.opens for one in council_page.queue(council, guest, on)] == [False]
    assert [one.opens for one in council_page.queue(council, house.clerk, on)] == [True]
    # Of initiatives leadership reads what is recognised.
    assert council_page.queue(council, house.leader, on) == []
