"""A council: who may set it up and change it, its papers, its terms, members, whom they look after."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections, transaction

from initiatives import council_members, council_page, councils
from initiatives.council_members import Row
from initiatives.models import Council, CouncilMember
from tests import factories as make
from tests.initiatives import house as houses
from units.models import AuditEvent, Unit
from units.moves import NotAllowed, Refused, WrongState

Kind = Council.Kind
day = dt.date
SAID = {
    "name": "Hội đồng sáng kiến Phường 1",
    "decision_number": "03/QĐ-UBND",
    "decided_on": "09/01/2018",
    "valid_from": "10/01/2018",
}


@pytest.fixture
def house(db, settings):
    settings.Q4KH_TODAY = houses.NOW
    return houses.build()


def refused(act, *args, **told):
    before = Council.objects.count(), AuditEvent.objects.count()
    with pytest.raises(Refused) as refusal:
        act(*args, **told)
    assert (Council.objects.count(), AuditEvent.objects.count()) == before
    return refusal.value.problems


# --- Setting up ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["reporter", "head", "reviewer"])
def test_the_unit_and_the_office_set_up_a_council_for_initiatives(house, who):
    council = councils.set_up(Kind.INITIATIVES, house.ward, by=getattr(house, who), at=house.at, said=SAID)
    assert (council.unit, council.decided_on, council.valid_from) == (house.ward, day(2018, 1, 9), day(2018, 1, 10))
    event = AuditEvent.objects.get()
    assert (event.act, event.subject) == ("councils.set_up", council.key)
    assert event.after == {
        "name": "Hội đồng sáng kiến Phường 1", "unit": "P1", "number": "03/QĐ-UBND", "decided_on": "2018-01-09",
        "valid_from": "2018-01-10",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("stranger", "initiatives"), ("leader", "initiatives"), ("administrator", "initiatives"),
        ("reporter", "advisory"), ("head", "advisory"), ("leader", "advisory"), ("administrator", "advisory"),
    ],
)  # fmt: skip
def test_others_set_up_nothing(house, who, kind):
    with pytest.raises(NotAllowed):
        councils.set_up(kind, house.ward, by=getattr(house, who), at=house.at, said={})
    assert not Council.objects.exists()


def test_the_offices_own_people_do_not_keep_the_advisory_council(house):
    council = make.make_council(house.office, kind=Kind.ADVISORY)
    assert councils.can_change(house.reviewer, council)
    assert not councils.can_change(house.chief, council)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"name": " "}, ("name", "Ghi tên hội đồng.")),
        ({"decision_number": ""}, ("decision_number", "Ghi số quyết định thành lập.")),
        ({"decided_on": "09/06/2018"}, ("decided_on", "Ngày quyết định 09/06/2018 sau hôm nay (08/06/2018), sửa lại.")),
        ({"valid_from": ""}, ("valid_from", "Ghi ngày bắt đầu nhiệm kỳ.")),
        (
            {"valid_to": "09/01/2018"},
            ("valid_to", "Ngày kết thúc 09/01/2018 trước ngày bắt đầu nhiệm kỳ (10/01/2018), sửa lại."),
        ),
        (
            {"rules_number": "05/QC"},
            ("rules_on", "Ghi ngày của quy chế hoạt động, hoặc để trống cả số và ngày."),
        ),
        (
            {"assigned_on": "01/02/2018"},
            ("assignment_number", "Ghi số của văn bản phân công, hoặc để trống cả số và ngày."),
        ),
    ],
)
def test_papers_are_whole_or_not_stored(house, typed, problem):
    told = {"by": house.head, "at": house.at, "said": SAID | typed}
    assert refused(councils.set_up, Kind.INITIATIVES, house.ward, **told) == [problem]


def test_the_database_keeps_a_paper_with_its_day(house):
    council = make.make_council(house.ward)
    for change in ({"rules_number": "05"}, {"assigned_on": day(2018, 1, 9)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Council.objects.filter(pk=council.pk).update(**change)


@pytest.mark.parametrize(
    ("since", "until", "overlaps"),
    [
        ("01/06/2017", "", True),
        ("01/06/2017", "09/01/2018", True),
        ("01/06/2017", "08/01/2018", False),
        ("31/12/2018", "", True),
        ("01/01/2019", "", False),
    ],
)
def test_a_unit_has_one_council_of_a_kind_at_a_time(house, since, until, overlaps):
    make.make_council(house.ward, valid_from=day(2018, 1, 9), valid_to=day(2018, 12, 31), name="Cũ")
    make.make_council(house.other, name="Nơi khác")
    told = {"by": house.head, "at": house.at, "said": SAID | {"valid_from": since, "valid_to": until}}
    if not overlaps:
        assert councils.set_up(Kind.INITIATIVES, house.ward, **told).pk
        return
    ((anchor, text),) = refused(councils.set_up, Kind.INITIATIVES, house.ward, **told)
    assert (anchor, text[:80]) == (
        "valid_from", "Trùng nhiệm kỳ của “Cũ” (từ 09/01/2018 đến hết 31/12/2018): mỗi lúc một Hội đồng"
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_up_at_once_one_is_told(settings):
    settings.Q4KH_TODAY = houses.NOW
    house = houses.build()

    def set_up(who):
        try:
            councils.set_up(Kind.INITIATIVES, house.ward, by=getattr(house, who), at=house.at, said=SAID)
            return "made"
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(set_up, ["reporter", "head", "reviewer", "head"]))
    assert found == ["made", "refused", "refused", "refused"]
    assert Council.objects.count() == 1


# --- Editing, ending, the next term ----------------------------------------------------------------------------------


@pytest.mark.parametrize("act", [councils.edit, councils.end, councils.next_term])
@pytest.mark.parametrize("who", ["stranger", "leader", "administrator"])
def test_others_change_nothing_of_a_council(house, act, who):
    council = make.make_council(house.ward)
    said = SAID | {"valid_from": "01/07/2018", "ended_on": "08/06/2018", "end_reason": "Hết nhiệm kỳ"}
    with pytest.raises(NotAllowed):
        act(council, by=getattr(house, who), at=house.at, revision=0, said=said)
    assert Council.objects.get().revision == 0
    assert not AuditEvent.objects.exists()


def test_papers_are_mended_upon_the_revision_that_was_seen(house):
    council = make.make_council(house.ward)
    said = SAID | {"valid_from": "09/01/2017", "decided_on": "09/01/2017", "rules_number": "05/QC", "rules_on": "01/02/2017"}
    councils.edit(council, by=house.head, at=house.at, revision=0, said=said)
    council.refresh_from_db()
    assert (council.rules_number, council.rules_on, council.revision) == ("05/QC", day(2017, 2, 1), 1)
    event = AuditEvent.objects.get(act="councils.edit")
    assert event.after == {"number": "03/QĐ-UBND", "rules_number": "05/QC", "rules_on": "2017-02-01"}
    with pytest.raises(WrongState):
        councils.edit(council, by=house.head, at=house.at, revision=0, said=said)


def test_a_term_holds_the_meetings_that_were_held_in_it(house):
    council = make.make_council(house.ward)
    make.make_meeting(council, day(2018, 3, 5))
    said = SAID | {"valid_from": "06/03/2018"}
    assert refused(councils.edit, council, by=house.head, at=house.at, revision=0, said=said) == [
        ("valid_from", "Phiên họp ngày 05/03/2018 nằm ngoài nhiệm kỳ ghi ở đây, sửa lại.")
    ]
    said = {"ended_on": "04/03/2018", "end_reason": "Theo quyết định"}
    assert refused(councils.end, council, by=house.head, at=house.at, revision=0, said=said) == [
        ("ended_on", "Ngày kết thúc 04/03/2018 trước phiên họp cuối (05/03/2018), sửa lại.")
    ]


def test_a_term_ends_with_its_reason(house):
    council = make.make_council(house.ward)
    assert refused(councils.end, council, by=house.head, at=house.at, revision=0, said={}) == [
        ("ended_on", "Ghi ngày cuối của nhiệm kỳ."), ("end_reason", "Ghi văn bản hoặc lý do kết thúc nhiệm kỳ."),
    ]  # fmt: skip
    said = {"ended_on": "07/06/2018", "end_reason": "15/QĐ-UBND"}
    councils.end(council, by=house.reporter, at=house.at, revision=0, said=said)
    council.refresh_from_db()
    assert (council.valid_to, council.end_reason) == (day(2018, 6, 7), "15/QĐ-UBND")
    assert not council.is_in_term(house.at.date())
    with pytest.raises(WrongState):
        councils.end(council, by=house.reporter, at=house.at, revision=1, said=said)


def test_the_next_term_begins_with_those_who_sit_and_ends_the_present_one(house):
    council = make.make_council(house.office, kind=Kind.ADVISORY, seats=0)
    chair = make.make_member(council, "Lê Thị Chủ Tịch", "1-chair", post="Phó Chủ tịch", user=house.leader)
    chair.oversees.set([house.ward, house.other])
    make.make_member(council, "Người đã thôi", left_on=day(2018, 1, 1))
    said = SAID | {"valid_from": "01/07/2018", "decided_on": "01/06/2018"}
    made = councils.next_term(council, by=house.reviewer, at=house.at, revision=0, said=said)
    council.refresh_from_db()
    assert (council.valid_to, council.end_reason) == (day(2018, 6, 30), "Nhiệm kỳ mới theo 03/QĐ-UBND")
    (copied,) = made.members.all()
    assert (copied.name, copied.role, copied.post, copied.user) == (
        "Lê Thị Chủ Tịch", "1-chair", "Phó Chủ tịch", house.leader,
    )  # fmt: skip
    assert set(copied.oversees.all()) == {house.ward, house.other}
    assert made.kind == Kind.ADVISORY and made.unit == house.office
    assert list(AuditEvent.objects.order_by("pk").values_list("act", flat=True)) == [
        "councils.end", "councils.next_term",
    ]  # fmt: skip
    with pytest.raises(WrongState):
        councils.next_term(council, by=house.reviewer, at=house.at, revision=0, said=said)


def test_the_next_term_does_not_begin_before_the_present_one(house):
    council = make.make_council(house.ward)
    said = SAID | {"valid_from": "09/01/2017"}
    (problem,) = refused(councils.next_term, council, by=house.head, at=house.at, revision=0, said=said)
    assert problem == ("valid_from", "Ngày bắt đầu 09/01/2017 trước nhiệm kỳ hiện nay (10/01/2017), sửa lại.")


# --- Members ---------------------------------------------------------------------------------------------------------


def typed(number, name="", role="4-member", *, key=None, **more):
    return Row(number, {"name": name, "role": role, **more}, key=key)


def change(council, rows, by, house, revision=None):
    council.refresh_from_db()
    seen = council.revision if revision is None else revision
    council_members.change(council, rows, by=by, at=house.at, revision=seen)


def names(council):
    return list(council.members.values_list("name", "role"))


def test_members_are_stored_as_the_rows_say(house):
    council = make.make_council(house.ward, seats=0)
    rows = council_members.read(
        {
            "member-1-name": "  Lê Thị  Chủ Tịch ", "member-1-role": "1-chair", "member-1-user": "P1.LANHDAO",
            "member-2-name": "Trần Văn B", "member-2-role": "3-secretary", "member-3-role": "4-member",
        }
    )  # fmt: skip
    change(council, rows, house.head, house)
    assert names(council) == [("Lê Thị Chủ Tịch", "1-chair"), ("Trần Văn B", "3-secretary")]
    assert council.members.first().user == house.head
    event = AuditEvent.objects.get(act="councils.members")
    assert event.after == {"members": ["Lê Thị Chủ Tịch (Chủ tịch, p1.lanhdao)", "Trần Văn B (Thư ký)"]}


def test_two_members_may_change_places_and_one_be_struck_out(house):
    council = make.make_council(house.ward, seats=3)
    one, two, three = council.members.all()
    rows = [typed(1, two.name, key=one.pk), typed(2, one.name, key=two.pk), typed(3, "", key=three.pk)]
    change(council, rows, house.head, house)
    assert dict(council.members.values_list("pk", "name")) == {one.pk: "Thành viên 2", two.pk: "Thành viên 1"}


def test_who_is_not_posted_stays(house):
    council = make.make_council(house.ward, seats=2)
    one, two = council.members.all()
    change(council, [typed(1, "Tên mới", key=one.pk)], house.head, house)
    assert [name for name, _ in names(council)] == ["Tên mới", "Thành viên 2"]


def test_whoever_was_at_a_meeting_leaves_and_is_not_struck_out(house):
    council = make.make_council(house.ward, seats=2)
    one, two = council.members.all()
    make.make_meeting(council, day(2018, 3, 5))
    with pytest.raises(Refused) as refusal:
        change(council, [typed(1, one.name, key=one.pk), typed(2, "", key=two.pk)], house.head, house)
    text = "Hàng 2: thành viên 2 đã dự họp, không bỏ được; ghi ngày thôi tham gia."
    assert refusal.value.problems == [("member-2-left_on", text)]
    left = typed(2, two.name, key=two.pk)
    left.left_on = day(2018, 4, 1)
    change(council, [typed(1, one.name, key=one.pk), left], house.head, house)
    assert [one.sits(house.at.date()) for one in council.members.all()] == [True, False]


@pytest.mark.parametrize(
    ("posted", "problem"),
    [
        ({"member-1-post": "Phòng A"}, ("member-1-name", "Hàng 1: ghi họ và tên, hoặc xóa hết chữ trong hàng để bỏ hàng.")),
        (
            {"member-1-name": "A", "member-2-name": "A"},
            ("member-2-name", "Hàng 2: “A” đã có ở hàng trên; nếu là người khác, ghi thêm cho khác tên."),
        ),
        (
            {"member-1-name": "A", "member-1-user": "ai.do"},
            ("member-1-user", "Hàng 1: không có tài khoản “ai.do” đang dùng; để trống nếu chưa có."),
        ),
        (
            {"member-1-name": "A", "member-1-user": "p1.canbo", "member-2-name": "B", "member-2-user": "p1.canbo"},
            ("member-2-user", "Hàng 2: tài khoản “p1.canbo” đã gắn với hàng trên."),
        ),
        (
            {"member-1-name": "A", "member-1-left_on": "09/01/2017"},
            ("member-1-left_on", "Hàng 1: ngày thôi tham gia phải sau ngày bắt đầu nhiệm kỳ (09/01/2017)."),
        ),
        (
            {"member-1-name": "A", "member-1-left_on": "x"},
            ("member-1-left_on", "Hàng 1: “x” không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018."),
        ),
        ({"member-1-name": "A", "member-1-role": "khac"}, ("member-1-role", "Hàng 1: chọn vai trò trong danh sách.")),
        (
            {"member-1-name": "A", "member-1-role": "1-chair", "member-2-name": "B", "member-2-role": "1-chair"},
            ("member-2-role", "Hàng 2: hội đồng có một Chủ tịch; chọn vai trò khác hoặc ghi ngày Chủ tịch cũ thôi."),
        ),
    ],
)
def test_rows_are_stored_together_or_not_at_all(house, posted, problem):
    council = make.make_council(house.ward, seats=0)
    roles = {f"member-{n}-role": "4-member" for n in (1, 2)}
    with pytest.raises(Refused) as refusal:
        change(council, council_members.read(roles | posted), house.head, house)
    assert refusal.value.problems == [problem]
    assert not council.members.exists()
    council.refresh_from_db()
    assert council.revision == 0


def test_members_are_changed_by_who_may_and_upon_what_was_seen(house):
    council = make.make_council(house.ward, seats=1)
    with pytest.raises(NotAllowed):
        change(council, [], house.stranger, house)
    with pytest.raises(WrongState):
        change(council, [typed(1, "Ai")], house.head, house, revision=7)
    assert [name for name, _ in names(council)] == ["Thành viên 1"]


# --- Whom they look after --------------------------------------------------------------------------------------------


def test_each_unit_gets_the_member_chosen_and_the_log_tells_what_changed(house):
    council = make.make_council(house.office, kind=Kind.ADVISORY, seats=2)
    one, two = council.members.all()
    one.oversees.set([house.ward])
    chosen = {house.ward.pk: two.pk, house.other.pk: None}
    council_members.assign(council, chosen, by=house.reviewer, at=house.at, revision=0)
    assert council_page.overseers(council, [house.ward, house.other]) == {house.ward.pk: two.pk}
    event = AuditEvent.objects.get(act="councils.assign")
    assert (event.before, event.after) == (
        {"oversees": {"P1": "Thành viên 1"}},
        {"oversees": {"P1": "Thành viên 2"}},
    )
    found = council_page.coverage(council, house.at.date())
    assert (found.total, [unit.code for unit in found.nobody]) == (3, ["P2", "PKT"])


def test_nobody_is_assigned_who_no_longer_sits(house):
    council = make.make_council(house.office, kind=Kind.ADVISORY, seats=1)
    gone = make.make_member(council, "Đã thôi", left_on=day(2018, 1, 1))
    with pytest.raises(Refused) as refusal:
        council_members.assign(council, {house.ward.pk: gone.pk}, by=house.reviewer, at=house.at, revision=0)
    anchor = f"unit-{house.ward.pk}"
    assert refusal.value.problems == [(anchor, "Người được chọn không còn trong hội đồng, chọn lại.")]
    with pytest.raises(NotAllowed):
        council_members.assign(council, {}, by=house.chief, at=house.at, revision=0)


def test_schools_and_units_that_are_gone_are_not_asked_for(house):
    make.make_school()
    Unit.objects.filter(pk=house.other.pk).update(valid_to=day(2018, 6, 7))
    council = make.make_council(house.office, kind=Kind.ADVISORY)
    assert [unit.code for unit in council_page.coverage(council, house.at.date()).nobody] == ["P1", "PKT"]


# --- Who sees --------------------------------------------------------------------------------------------------------


def test_a_seat_opens_the_council_while_it_is_held_and_in_term(house):
    council = make.make_council(house.office, seats=0)
    guest = make.make_user("khach")
    on = house.at.date()

    def opens():
        seen = Council.objects.visible_to(guest, on).filter(pk=council.pk).exists()
        assert councils.can_read_any(guest, on) == seen
        return seen

    assert not opens()
    seat = make.make_member(council, "Khách mời", user=guest)
    assert opens()
    CouncilMember.objects.filter(pk=seat.pk).update(left_on=on)
    assert not opens()
    CouncilMember.objects.filter(pk=seat.pk).update(left_on=None)
    Council.objects.filter(pk=council.pk).update(valid_to=day(2018, 6, 7))
    assert not opens()


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("reporter", {"P1"}), ("stranger", {"P2"}), ("clerk", {"PKT", "tư vấn"}), ("reviewer", {"P1", "P2", "PKT", "tư vấn"}),
        ("leader", {"P1", "P2", "PKT", "tư vấn"}), ("administrator", set()),
    ],
)  # fmt: skip
def test_units_see_their_own_the_office_and_leadership_all(house, who, sees):
    for unit in (house.ward, house.other, house.office):
        make.make_council(unit, name=unit.code)
    make.make_council(house.office, kind=Kind.ADVISORY, name="tư vấn")
    seen = Council.objects.visible_to(getattr(house, who), house.at.date())
    assert set(seen.values_list("name", flat=True)) == sees
