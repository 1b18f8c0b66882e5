"""The legal life of an initiative, act by act: who, from which state, with which days and numbers."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from initiatives import drafting, legal_life, recognition
from initiatives.models import Council, Initiative, ScopeDecision
from tests import factories as make
from tests.initiatives import house as houses
from tests.initiatives.house import again, told
from units.models import AuditEvent
from units.moves import NotAllowed, Refused, WrongState

State = Initiative.State
day = dt.date

COUNCIL = {
    "council_met_on": "07/06/2018",
    "council_for": "4",
    "council_against": "1",
    "council_opinion": "Đề nghị công nhận.",
}
DECISION = {
    "decision_number": "12/QĐ-KT",
    "decided_on": "08/06/2018",
    "certified_summary": "Đọc đồng hồ bằng điện thoại.",
    "certified_benefits": "Bớt 20 giờ công mỗi tháng.",
    "signed_as": "TRƯỞNG PHÒNG",
}


@pytest.fixture
def house(db, settings):
    settings.Q4KH_TODAY = houses.NOW
    return houses.build()


@pytest.fixture
def filed_to_office(house):
    def make_one(state="filed", **fields):
        fields.setdefault("recorded_by", house.reporter)
        return make.make_initiative(house.ward, house.office, state, **fields)

    return make_one


def act(name, row, by, house, **said):
    recognition.ACTS[name](again(row), by=by, at=house.at, revision=again(row).revision, said=said)
    return again(row)


def refused(name, row, by, house, **said) -> list[tuple[str, str]]:
    """What is refused; nothing of the row, its steps or the log may have changed."""
    before = Initiative.objects.filter(pk=row.pk).values().get(), row.steps.count(), AuditEvent.objects.count()
    with pytest.raises(Refused) as refusal:
        act(name, row, by, house, **said)
    after = Initiative.objects.filter(pk=row.pk).values().get(), row.steps.count(), AuditEvent.objects.count()
    assert after == before
    return refusal.value.problems


def step(row):
    last = row.steps.last()
    return last.name, last.on, last.text, last.by_name


# --- The table of moves ----------------------------------------------------------------------------------------------

# State → moves that lead from it: (to the unit's people, to the body's, to its head besides).
FROM = {
    "draft": ({"file"}, set(), set()),
    "filed": ({"withdraw"}, {"receive"}, set()),
    "received": (set(), {"supplement", "reject", "accept"}, set()),
    "supplement": ({"refile"}, set(), set()),  # until its month is over
    "accepted": (set(), {"council"}, {"recognise", "refuse"}),
    "rejected": (set(), set(), set()),
    "refused": (set(), set(), set()),
    "recognised": (set(), {"scope"}, {"show"}),
}


@pytest.mark.parametrize("state", State.values)
def test_each_person_is_offered_just_the_moves_of_the_state(house, filed_to_office, state):
    row = filed_to_office(state)
    own, bodys, heads = FROM[state]
    expected = {
        "reporter": own,
        "head": own,
        "clerk": bodys,
        "chief": bodys | heads,
        "reviewer": bodys | ({"show"} if state == "recognised" else set()),
        "leader": set(),
        "stranger": set(),
        "administrator": set(),
    }
    found = {
        name: set(legal_life.available(row, legal_life.rights_of(getattr(house, name), row), day(2018, 6, 8)))
        for name in expected
    }
    assert found == expected


@pytest.mark.parametrize("name", legal_life.MOVES)
@pytest.mark.parametrize("state", State.values)
def test_no_move_starts_from_a_state_that_the_table_does_not_name(house, filed_to_office, state, name):
    row = filed_to_office(state)
    if state in legal_life.MOVES[name].sources:
        return
    by = {"file": house.reporter, "refile": house.reporter, "withdraw": house.reporter}.get(name, house.chief)
    with pytest.raises(WrongState):
        legal_life.enter(name, row, by=by, revision=row.revision)


def test_an_office_that_is_not_the_body_only_reads(house):
    """The reviewer processes what is filed to Phòng Kinh tế, not what a ward decides itself."""
    row = make.make_initiative(house.ward, house.ward, "filed")
    rights = legal_life.rights_of(house.reviewer, row)
    assert (rights.processes, rights.reads_personal) == (False, True)
    with pytest.raises(NotAllowed):
        act("receive", row, house.reviewer, house)


def test_every_act_stands_in_the_audit_log_in_words(house):
    from units.acts import ACTS

    names = {"draft", *(name for name in legal_life.MOVES if name != "refile")}
    assert {f"initiatives.{name}" for name in names} <= set(ACTS)


# --- Filing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["reporter", "head"])
def test_the_unit_files_and_the_day_is_kept(house, filed_to_office, who):
    row = filed_to_office("draft")
    drafting.file(row, **told(row, getattr(house, who), house))
    row = again(row)
    assert (row.state, row.filed_on, row.revision) == ("filed", day(2018, 6, 8), 1)
    assert step(row) == ("file", day(2018, 6, 8), "Nộp đến Phòng PKT.", f"p1.{'canbo' if who == 'reporter' else 'lanhdao'}")
    event = AuditEvent.objects.get(act="initiatives.file")
    assert (event.subject, event.before, event.after) == (row.key, {"state": "draft"}, {"state": "filed"})


def test_what_lacks_something_is_not_filed(house, filed_to_office):
    row = filed_to_office("draft", nature="", authors=[("Một", 60), ("Hai", 39)])
    with pytest.raises(Refused) as refusal:
        drafting.file(row, **told(row, house.reporter, house))
    assert [anchor for anchor, _ in refusal.value.problems] == ["nature", "author-1-share"]
    assert (again(row).state, row.steps.count(), AuditEvent.objects.count()) == ("draft", 0, 0)


def test_others_file_nothing_for_the_unit(house, filed_to_office):
    row = filed_to_office("draft")
    for who in (house.stranger, house.clerk, house.chief, house.reviewer, house.leader, house.administrator):
        with pytest.raises(NotAllowed):
            drafting.file(row, **told(row, who, house))


def test_what_is_filed_comes_back_until_it_is_received(house, filed_to_office):
    row = filed_to_office()
    drafting.withdraw(row, **told(row, house.reporter, house))
    assert (again(row).state, again(row).filed_on) == ("draft", None)
    received = filed_to_office("received")
    with pytest.raises(WrongState):
        drafting.withdraw(received, **told(received, house.reporter, house))


# --- Receiving -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["clerk", "chief", "reviewer"])
def test_the_body_receives_with_a_number_and_a_day_to_answer(house, filed_to_office, who):
    row = act("receive", filed_to_office(), getattr(house, who), house)
    assert (row.state, row.receipt_number, row.received_on, row.answer_by) == (
        "received",
        "01/2018/PTN",
        day(2018, 6, 8),
        day(2018, 7, 8),
    )
    assert step(row)[:3] == ("receive", day(2018, 6, 8), "Số 01/2018/PTN, hẹn trả lời 08/07/2018.")
    # The receipt is not among the words that everybody searches.
    assert row not in Initiative.objects.found("01/2018/ptn")


def test_receipts_are_numbered_by_body_and_year(house, filed_to_office):
    filed_to_office("received", receipt_number="06/2018/PTN")
    filed_to_office("received", receipt_number="41/2017/PTN")
    make.make_initiative(house.ward, house.ward, "received", receipt_number="19/2018/PTN")
    assert act("receive", filed_to_office(), house.clerk, house).receipt_number == "07/2018/PTN"


def test_what_was_written_in_the_book_is_kept_as_it_is(house, filed_to_office):
    row = act(
        "receive", filed_to_office(), house.clerk, house,
        receipt_number="KT-15", received_on="05/06/2018", answer_by="20/06/2018",
    )  # fmt: skip
    assert (row.receipt_number, row.received_on, row.answer_by) == ("KT-15", day(2018, 6, 5), day(2018, 6, 20))
    assert step(row)[1] == day(2018, 6, 5)


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        (
            {"received_on": "31/05/2018"},
            [("received_on", "Ngày tiếp nhận 31/05/2018 trước ngày nộp đơn (01/06/2018), sửa lại.")],
        ),
        ({"received_on": "09/06/2018"}, [("received_on", "Ngày tiếp nhận 09/06/2018 sau hôm nay (08/06/2018), sửa lại.")]),
        (
            {"answer_by": "09/07/2018"},
            [("answer_by", "Ngày hẹn trả lời 09/07/2018 sau hạn trả lời 1 tháng (08/07/2018), sửa lại.")],
        ),
        (
            {"answer_by": "07/06/2018"},
            [("answer_by", "Ngày hẹn trả lời 07/06/2018 trước ngày tiếp nhận (08/06/2018), sửa lại.")],
        ),
        ({"receipt_number": "x" * 41}, [("receipt_number", "Số phiếu tiếp nhận dài 41 ký tự, quá 40; rút gọn lại.")]),
        (
            {"received_on": "hôm qua", "answer_by": "31/06/2018"},
            [
                ("received_on", "Ngày tiếp nhận: “hôm qua” không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018."),
                ("answer_by", "Ngày hẹn trả lời: Không có ngày 31/06/2018: viết ngày/tháng/năm, ví dụ 05/03/2018."),
            ],
        ),
    ],
)
def test_a_receipt_needs_days_that_follow_each_other(house, filed_to_office, said, problems):
    assert refused("receive", filed_to_office(), house.clerk, house, **said) == problems


def test_no_number_is_given_twice(house, filed_to_office):
    filed_to_office("received", receipt_number="07/2018/PTN")
    found = refused("receive", filed_to_office(), house.clerk, house, receipt_number="07/2018/PTN")
    assert found == [("receipt_number", "Số 07/2018/PTN đã cấp cho hồ sơ khác; số tiếp theo còn trống là 08/2018/PTN.")]
    # Another body has its own book.
    own = make.make_initiative(house.ward, house.ward, "filed")
    assert act("receive", own, house.head, house, receipt_number="07/2018/PTN").receipt_number == "07/2018/PTN"


@pytest.mark.django_db(transaction=True)
def test_of_several_who_receive_at_once_none_gets_anothers_number(settings):
    settings.Q4KH_TODAY = houses.NOW
    house = houses.build()
    rows = [make.make_initiative(house.ward, house.office, "filed") for _ in range(6)]

    def receive(row):
        try:
            for _ in range(6):  # whoever is refused takes the next number, as the page proposes
                try:
                    return act("receive", row, house.clerk, house).receipt_number
                except Refused as refusal:
                    assert refusal.problems[0][0] == "receipt_number"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(receive, rows))
    assert sorted(numbers) == [f"{number:02d}/2018/PTN" for number in range(1, 7)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_receive_one_application_the_later_is_told(settings):
    settings.Q4KH_TODAY = houses.NOW
    house = houses.build()
    row = make.make_initiative(house.ward, house.office, "filed")
    seen = again(row), again(row)

    def receive(copy):
        try:
            recognition.receive(copy, by=house.clerk, at=house.at, revision=0, said={})
            return "received"
        except WrongState:
            return "told"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(receive, seen)) == ["received", "told"]
    assert (again(row).revision, row.steps.count()) == (1, 1)


# --- The form of the application -------------------------------------------------------------------------------------


def test_a_supplement_is_asked_for_within_a_month_and_handed_in_under_the_same_receipt(house, filed_to_office):
    row = act("supplement", filed_to_office("received"), house.clerk, house, reason="Ghi rõ điểm mới.\nKèm ảnh.")
    assert (row.state, row.reason, row.supplement_by) == ("supplement", "Ghi rõ điểm mới.\nKèm ảnh.", day(2018, 7, 8))
    assert step(row)[2] == "Ghi rõ điểm mới.\nKèm ảnh.\nBổ sung chậm nhất hết ngày 08/07/2018."
    number, filed_on = row.receipt_number, row.filed_on

    drafting.file(row, **told(row, house.reporter, house))
    row = again(row)
    assert (row.state, row.receipt_number, row.filed_on) == ("received", number, filed_on)
    assert (row.answer_by, row.supplement_by) == (day(2018, 7, 8), None)
    assert step(row)[:2] == ("refile", day(2018, 6, 8))
    assert AuditEvent.objects.filter(act="initiatives.file", before={"state": "supplement"}).count() == 1


@pytest.mark.parametrize("name", ["supplement", "reject"])
def test_an_application_is_not_sent_back_or_turned_down_without_a_reason(house, filed_to_office, name):
    row = filed_to_office("received")
    assert [anchor for anchor, _ in refused(name, row, house.clerk, house, reason="  ")] == ["reason"]
    assert "quá 2000" in refused(name, row, house.clerk, house, reason="x" * 2001)[0][1]


def test_a_rejected_application_keeps_its_reason_and_is_over(house, filed_to_office):
    row = act("reject", filed_to_office("received"), house.clerk, house, reason="Không phải giải pháp mới.")
    assert (row.state, row.reason) == ("rejected", "Không phải giải pháp mới.")
    assert legal_life.available(row, legal_life.rights_of(house.chief, row), day(2018, 6, 8)) == frozenset()
    event = AuditEvent.objects.get(act="initiatives.reject")
    # The administrator reads the log and has no business with the words.
    assert "giải pháp" not in f"{event.before}{event.after}{event.note}"


def test_what_was_not_supplemented_is_rejected_only_when_its_month_is_over(house, filed_to_office):
    row = filed_to_office("supplement", supplement_by=day(2018, 6, 8))
    found = refused("reject", row, house.clerk, house, reason="Không bổ sung.")
    assert found == [("", "Đơn vị còn đến hết ngày 08/06/2018 để bổ sung đơn.")]
    late = filed_to_office("supplement", supplement_by=day(2018, 6, 7))
    assert act("reject", late, house.clerk, house, reason="Không bổ sung.").state == "rejected"


def test_acceptance_starts_the_three_months(house, filed_to_office):
    row = act("accept", filed_to_office("received"), house.clerk, house, accepted_on="05/06/2018")
    assert (row.state, row.accepted_on) == ("accepted", day(2018, 6, 5))
    assert step(row) == ("accept", day(2018, 6, 5), "Xét công nhận chậm nhất hết ngày 05/09/2018.", "Nguyễn Tiếp Nhận")
    later = filed_to_office("received", first_use_ends_on=day(2018, 11, 30))
    assert "hết ngày 28/02/2019" in step(act("accept", later, house.clerk, house))[2]


def test_acceptance_is_not_before_the_receipt(house, filed_to_office):
    found = refused("accept", filed_to_office("received"), house.clerk, house, accepted_on="01/06/2018")
    assert found == [("accepted_on", "Ngày chấp nhận đơn 01/06/2018 trước ngày tiếp nhận (02/06/2018), sửa lại.")]


# --- The council -----------------------------------------------------------------------------------------------------


def test_the_council_of_the_body_gives_its_opinion_and_may_mend_it(house, filed_to_office):
    council = make.make_council(house.office)
    row = act("council", filed_to_office("accepted"), house.clerk, house, council=str(council.pk), **COUNCIL)
    assert (row.state, row.council, row.council_met_on) == ("accepted", council, day(2018, 6, 7))
    assert (row.council_for, row.council_against, row.council_opinion) == (4, 1, "Đề nghị công nhận.")
    assert step(row)[1:3] == (
        day(2018, 6, 7),
        f"{council.name}: 4 phiếu đồng ý, 1 phiếu không đồng ý.\nĐề nghị công nhận.",
    )
    row = act("council", row, house.reviewer, house, **{**COUNCIL, "council": str(council.pk), "council_for": "3"})
    assert row.council_for == 3


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"council": ""}, ("council", "Chọn hội đồng trong danh sách.")),
        ({"council_met_on": ""}, ("council_met_on", "Ghi ngày họp hội đồng.")),
        (
            {"council_met_on": "03/06/2018"},
            ("council_met_on", "Ngày họp hội đồng 03/06/2018 trước ngày chấp nhận đơn (04/06/2018), sửa lại."),
        ),
        ({"council_for": ""}, ("council_for", "Ghi số phiếu đồng ý, không có thì ghi 0.")),
        ({"council_against": "-1"}, ("council_against", "Số phiếu không đồng ý: ghi số từ 0 đến 50.")),
        ({"council_for": "0", "council_against": "0"}, ("council_for", "Ghi số phiếu của hội đồng: hai ô đều là 0.")),
        (
            {"council_for": "5"},
            ("council_for", "Hội đồng sáng kiến Phòng Kinh tế có 5 thành viên, số phiếu cộng lại được 6."),
        ),
        ({"council_opinion": ""}, ("council_opinion", "Ghi ý kiến của hội đồng.")),
    ],
)
def test_an_opinion_is_whole_or_not_stored(house, filed_to_office, said, problem):
    council = make.make_council(house.office)
    row = filed_to_office("accepted")
    assert refused("council", row, house.clerk, house, **{"council": str(council.pk), **COUNCIL, **said}) == [problem]


def test_only_a_council_for_initiatives_of_the_body_in_its_term_advises(house, filed_to_office):
    others = [
        make.make_council(house.ward),
        make.make_council(house.office, kind=Council.Kind.ADVISORY),
        make.make_council(house.office, valid_to=day(2018, 6, 7)),
        make.make_council(house.office, valid_from=day(2018, 6, 9)),
    ]
    row = filed_to_office("accepted")
    assert recognition.councils(house.office.pk, day(2018, 6, 8)) == []
    for council in others:
        (found,) = refused("council", row, house.clerk, house, council=str(council.pk), **COUNCIL)
        assert found[0] == "council"


# --- The decision ----------------------------------------------------------------------------------------------------


def test_the_head_of_the_body_recognises(house, filed_to_office):
    row = act("recognise", filed_to_office("accepted"), house.chief, house, **DECISION)
    assert (row.state, row.decision_number, row.certificate_number, row.decided_on) == (
        "recognised",
        "12/QĐ-KT",
        "01/2018/GCN-SK",
        day(2018, 6, 8),
    )
    assert (row.decided_by_name, row.signed_as, row.is_public) == ("Trần Thủ Trưởng", "TRƯỞNG PHÒNG", False)
    assert step(row)[2] == "Quyết định số 12/QĐ-KT, giấy chứng nhận số 01/2018/GCN-SK."
    assert AuditEvent.objects.get(act="initiatives.recognise").after == {
        "state": "recognised",
        "number": "12/QĐ-KT",
        "certificate": "01/2018/GCN-SK",
    }
    assert row in Initiative.objects.found("01/2018/gcn-sk")


@pytest.mark.parametrize("name", ["recognise", "refuse"])
def test_nobody_else_decides(house, filed_to_office, name):
    row = filed_to_office("accepted")
    for who in ("clerk", "reviewer", "leader", "reporter", "head", "stranger", "administrator"):
        with pytest.raises(NotAllowed):
            act(name, row, getattr(house, who), house, **DECISION, reason="Không mới.")
    assert again(row).state == "accepted"


@pytest.mark.parametrize("name", ["recognise", "refuse"])
def test_who_wrote_the_application_does_not_decide_on_it(house, name):
    row = make.make_initiative(house.office, house.office, "accepted", recorded_by=house.chief)
    with pytest.raises(NotAllowed):
        act(name, row, house.chief, house, **DECISION, reason="Không mới.")
    another = make.make_user("pkt.pho", role="head", unit=house.office)
    assert act(name, row, another, house, **DECISION, reason="Không mới.").state in ("recognised", "refused")


def test_where_the_body_has_a_council_it_is_heard_before_or_with_the_decision(house, filed_to_office):
    council = make.make_council(house.office)
    row = filed_to_office("accepted")
    found = refused("recognise", row, house.chief, house, **DECISION)
    assert {anchor for anchor, _ in found} == {
        "council", "council_met_on", "council_for", "council_against", "council_opinion",
    }  # fmt: skip
    row = act("recognise", row, house.chief, house, council=str(council.pk), **COUNCIL, **DECISION)
    assert (row.state, row.council, row.council_for) == ("recognised", council, 4)
    assert list(row.steps.values_list("name", flat=True)) == ["council", "recognise"]

    heard = filed_to_office("accepted")
    act("council", heard, house.clerk, house, council=str(council.pk), **COUNCIL)
    assert act("refuse", heard, house.chief, house, reason="Không mới.").state == "refused"


def test_a_number_that_is_taken_takes_the_council_back_as_well(house, filed_to_office):
    council = make.make_council(house.office)
    filed_to_office("recognised", certificate_number="03/2018/GCN-SK")
    row = filed_to_office("accepted")
    said = {"council": str(council.pk), **COUNCIL, **DECISION, "certificate_number": "03/2018/GCN-SK"}
    assert refused("recognise", row, house.chief, house, **said) == [
        ("certificate_number", "Số 03/2018/GCN-SK đã cấp cho hồ sơ khác; số tiếp theo còn trống là 04/2018/GCN-SK.")
    ]


@pytest.mark.parametrize(
    ("said", "anchor"),
    [
        ({"decision_number": ""}, "decision_number"),
        ({"decided_on": "03/06/2018"}, "decided_on"),  # accepted on the 4th
        ({"decided_on": "09/06/2018"}, "decided_on"),
        ({"certified_summary": ""}, "certified_summary"),
        ({"certified_summary": "x" * 501}, "certified_summary"),
        ({"certified_benefits": ""}, "certified_benefits"),
        ({"signed_as": ""}, "signed_as"),
        ({"signed_as": "A\nB\nC\nD"}, "signed_as"),
    ],
)
def test_a_recognition_is_whole_or_not_made(house, filed_to_office, said, anchor):
    found = refused("recognise", filed_to_office("accepted"), house.chief, house, **{**DECISION, **said})
    assert [name for name, _ in found] == [anchor]


def test_what_was_never_applied_is_not_recognised_yet(house, filed_to_office):
    row = filed_to_office("accepted", first_applied_on=day(2018, 9, 1))
    found = refused("recognise", row, house.chief, house, **{**DECISION, "decided_on": ""})
    assert found == [("decided_on", "Ngày quyết định 08/06/2018 trước ngày áp dụng lần đầu (01/09/2018), sửa lại.")]
    # Why it is none can be said before.
    assert act("refuse", row, house.chief, house, reason="Không mới.").state == "refused"


def test_a_refusal_says_why(house, filed_to_office):
    row = filed_to_office("accepted")
    assert [anchor for anchor, _ in refused("refuse", row, house.chief, house)] == ["reason"]
    row = act("refuse", row, house.chief, house, reason="Trùng giải pháp đã có.", decision_number="15/TB-KT")
    assert (row.state, row.reason, row.decided_on) == ("refused", "Trùng giải pháp đã có.", day(2018, 6, 8))
    assert step(row)[2] == "Văn bản số 15/TB-KT. Trùng giải pháp đã có."


def test_certificates_are_numbered_by_body_and_year(house, filed_to_office):
    filed_to_office("recognised", certificate_number="04/2018/GCN-SK")
    assert recognition.next_certificate(house.office.pk, day(2018, 6, 8)) == "05/2018/GCN-SK"
    assert recognition.next_certificate(house.office.pk, day(2019, 1, 2)) == "01/2019/GCN-SK"
    assert recognition.next_certificate(house.ward.pk, day(2018, 6, 8)) == "01/2018/GCN-SK"


# --- Afterwards ------------------------------------------------------------------------------------------------------

SCOPE = {
    "scope": "2-district",
    "scope_number": "1520/QĐ-UBND",
    "scope_decided_on": "07/06/2018",
    "scope_decided_by": "Ủy ban nhân dân Quận 4",
}


@pytest.mark.parametrize("who", ["clerk", "chief", "reviewer"])
def test_each_scope_is_a_decision_of_its_own_and_recorded_once(house, filed_to_office, who):
    row = act("scope", filed_to_office("recognised"), getattr(house, who), house, **SCOPE)
    (one,) = row.scopes.all()
    assert (one.scope, one.number, one.decided_on, one.decided_by) == (
        ScopeDecision.Scope.DISTRICT,
        "1520/QĐ-UBND",
        day(2018, 6, 7),
        "Ủy ban nhân dân Quận 4",
    )
    assert step(row)[2] == "Quận: quyết định số 1520/QĐ-UBND của Ủy ban nhân dân Quận 4."
    found = refused("scope", row, house.clerk, house, **SCOPE)
    assert found == [("scope", "Phạm vi Quận đã có quyết định số 1520/QĐ-UBND.")]
    act("scope", row, house.clerk, house, **{**SCOPE, "scope": "3-city"})
    assert row.scopes.count() == 2


@pytest.mark.parametrize(
    ("said", "anchor"),
    [
        ({"scope": "quận"}, "scope"),
        ({"scope_number": ""}, "scope_number"),
        ({"scope_decided_on": ""}, "scope_decided_on"),
        ({"scope_decided_on": "05/06/2018"}, "scope_decided_on"),  # recognised on the 6th
        ({"scope_decided_on": "09/06/2018"}, "scope_decided_on"),
        ({"scope_decided_by": " "}, "scope_decided_by"),
    ],
)
def test_a_scope_needs_number_day_and_who_decided(house, filed_to_office, said, anchor):
    row = filed_to_office("recognised")
    assert [name for name, _ in refused("scope", row, house.clerk, house, **{**SCOPE, **said})] == [anchor]
    assert row.scopes.count() == 0


def test_a_unit_does_not_record_scopes_of_what_another_body_recognised(house, filed_to_office):
    with pytest.raises(NotAllowed):
        act("scope", filed_to_office("recognised"), house.head, house, **SCOPE)


@pytest.mark.parametrize("who", ["chief", "reviewer"])
def test_it_is_shown_to_the_public_with_a_short_summary_and_taken_back(house, filed_to_office, who):
    row = act("show", filed_to_office("recognised"), getattr(house, who), house, summary="Đọc đồng hồ bằng điện thoại.")
    assert (row.is_public, row.summary) == (True, "Đọc đồng hồ bằng điện thoại.")
    assert row.edited_at == house.at  # by which the public page and its feed tell what is new
    assert list(Initiative.objects.in_public().found("dong ho bang")) == [row]
    assert list(Initiative.objects.in_public().found("nguyen van nuoc")) == [row]
    # What the certificate says does not follow the public page.
    assert row.certified_summary == "Đọc đồng hồ nước bằng điện thoại."
    row = act("hide", row, getattr(house, who), house)
    assert (row.is_public, list(Initiative.objects.in_public())) == (False, [])


def test_nothing_is_shown_without_words_or_by_others(house, filed_to_office):
    row = filed_to_office("recognised")
    assert refused("show", row, house.chief, house, summary="") == [("summary", "Ghi giới thiệu ngắn để công bố.")]
    assert "quá 600" in refused("show", row, house.chief, house, summary="x" * 601)[0][1]
    for who in (house.clerk, house.reporter, house.leader):
        with pytest.raises(NotAllowed):
            act("show", row, who, house, summary="Đọc đồng hồ.")


def test_a_page_that_is_older_than_the_row_changes_nothing(house, filed_to_office):
    row = filed_to_office("received")
    with pytest.raises(WrongState):
        recognition.accept(again(row), by=house.clerk, at=house.at, revision=7, said={})
    assert (again(row).state, row.steps.count()) == ("received", 0)
