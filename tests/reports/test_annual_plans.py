"""Acts on annual plans: drafting, approving, accepting, changing in mid-year, and what they make of commitments."""

import datetime as dt
from decimal import Decimal

import pytest

from reports import annual_form, annual_lists, annual_plans, opening
from reports.models import AnnualPlanReminder, Notice
from targets.models import AnnualPlan, AnnualPlanVersion, Commitment
from tests.factories import (
    at,
    make_annual_plan,
    make_people,
    make_period,
    make_plan,
    make_target,
    make_task,
    make_unit,
    make_user,
    plan_post,
)
from units.models import AuditEvent
from units.moves import NotAllowed, Refused, WrongState

pytestmark = pytest.mark.django_db
NOW = at("2018-01-10T09:00:00")


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def ward(plan):
    unit = make_unit("P1")
    make_task(unit, "IV.11", plan)
    return unit


@pytest.fixture
def people(ward):
    return make_people(ward)


@pytest.fixture
def reviewer(plan):
    return make_user("pkt.chuyenvien", role="reviewer", unit=plan.coordinator)


def save(row, by, when=NOW, **changes):
    row.refresh_from_db()
    draft = annual_form.load(row)
    assert annual_form.read(draft, plan_post(row, **changes)), draft.errors
    annual_plans.save(draft, by=by, at=when, revision=row.revision)


def move(name, row, by, when=NOW, reason=""):
    annual_plans.move(name, row, by=by, at=when, said={"reason": reason})


def standing(unit, year=2018):
    rows = Commitment.objects.filter(unit=unit, year=year).order_by("order")
    return [(row.ref, row.ended_on.isoformat() if row.ended_on else "", row.end_reason) for row in rows]


def acts(row):
    return [event.act for event in AuditEvent.objects.filter(subject=row.key).order_by("pk")]


# ---------------------------------------------------------------- beginning


def test_a_plan_begins_with_the_units_tasks(ward, people):
    row = annual_plans.begin(ward, 2018, by=people[0], at=NOW)
    assert (row.state, row.key, row.started_at) == ("draft", "P1-2018", NOW)
    assert [(line.ref, line.task.ref, line.heading.ref) for line in row.lines.all()] == [("IV.11", "IV.11", "III.1.a")]
    assert acts(row) == ["annual_plans.begin"]


def test_it_begins_from_last_years_accepted_plan(ward, people, reviewer):
    own = [{"title": "Tập huấn tổ dân phố", "heading": "III.1.a", "budget": ""}]
    last = make_annual_plan(ward, 2017, "accepted", own=own, when="2017-01-20T09:00:00", people=people, reviewer=reviewer)
    move("amend", last, people[0], at("2017-05-02T09:00:00"), "Đổi người")
    save(last, people[0], at("2017-05-02T09:00:00"), **{"task-IV.11-person": "Chưa được chấp nhận"})
    row = annual_plans.begin(ward, 2018, by=people[0], at=NOW)
    lines = [(line.ref, line.title, line.due_on.isoformat(), line.person, line.budget) for line in row.lines.all()]
    assert lines == [
        ("IV.11", "Xây dựng mô hình ứng dụng", "2018-09-30", "Nguyễn Thị Trâm", Decimal(12_000_000)),
        ("R1", "Tập huấn tổ dân phố", "2018-09-30", "Nguyễn Thị Trâm", None),
    ]
    assert row.steps.get().text == "Chép từ kế hoạch năm 2017."


def test_it_can_begin_blank(ward, people, reviewer):
    make_annual_plan(ward, 2017, "accepted", own=[{"title": "Việc cũ"}], when="2017-01-20T09:00:00", people=people)
    row = annual_plans.begin(ward, 2018, by=people[0], at=NOW, copy=False)
    assert [(line.ref, line.person) for line in row.lines.all()] == [("IV.11", "")]


def test_a_year_has_one_plan_of_a_unit(ward, people):
    annual_plans.begin(ward, 2018, by=people[0], at=NOW)
    with pytest.raises(WrongState):
        annual_plans.begin(ward, 2018, by=people[1], at=NOW)
    assert AnnualPlan.objects.count() == 1


@pytest.mark.parametrize(
    ("year", "when"),
    [(2016, "2016-12-20"), (2019, "2018-09-30"), (2018, "2019-01-01"), (2021, "2020-11-01")],
)
def test_not_for_a_year_that_is_not_asked_or_not_open(ward, people, year, when):
    with pytest.raises(Refused, match=f"Năm {year} chưa đến lúc, hoặc không phải lập kế hoạch năm."):
        annual_plans.begin(ward, year, by=people[0], at=at(f"{when}T09:00:00"))
    assert not AnnualPlan.objects.exists()


def test_only_the_units_own_people_begin(ward, reviewer):
    with pytest.raises(NotAllowed):
        annual_plans.begin(ward, 2018, by=reviewer, at=NOW)


# ---------------------------------------------------------------- writing


def test_a_save_over_a_newer_one_writes_nothing(ward, people):
    row = annual_plans.begin(ward, 2018, by=people[0], at=NOW)
    draft = annual_form.load(row)
    annual_form.read(draft, plan_post(row))
    save(row, people[1])
    with pytest.raises(WrongState):
        annual_plans.save(draft, by=people[0], at=NOW, revision=0)
    row.refresh_from_db()
    assert (row.revision, row.edited_by) == (1, people[1])


@pytest.mark.parametrize("role", ["reporter", "head", "reviewer", "administrator"])
def test_nobody_writes_for_another_unit(ward, people, role):
    row = annual_plans.begin(ward, 2018, by=people[0], at=NOW)
    draft = annual_form.load(row)
    annual_form.read(draft, plan_post(row))
    by = make_user(role=role, unit=make_unit("P2") if role in ("reporter", "head") else None)
    with pytest.raises(NotAllowed):
        annual_plans.save(draft, by=by, at=NOW, revision=0)
    row.refresh_from_db()
    assert (row.revision, row.aims, acts(row)) == (0, "", ["annual_plans.begin"])


def test_whoever_writes_after_another_has_a_hand_in_it_too(ward, people):
    row = annual_plans.begin(ward, 2018, by=people[0], at=NOW)
    save(row, people[1])
    assert set(row.hands.all()) == set(people)


def test_own_rows_get_the_next_number_and_cleared_ones_go(ward, people):
    row = annual_plans.begin(ward, 2018, by=people[0], at=NOW)
    save(row, people[0], own=[{"title": "Một"}, {"title": "Hai"}])
    blank = dict.fromkeys((f"own-1-{name}" for name in ("title", "expected_result", "due_on", "person", "budget", "fund")), "")
    save(row, people[0], **blank, **{"own-9-title": "Ba"})
    assert list(row.lines.values_list("ref", "title").order_by("order")) == [
        ("IV.11", "Xây dựng mô hình ứng dụng"), ("R2", "Hai"), ("R3", "Ba"),
    ]  # fmt: skip
    save(row, people[0], remove="2")
    assert list(row.lines.values_list("ref", flat=True).order_by("order")) == ["IV.11", "R3"]


def test_what_cannot_be_read_stays_as_it_was_typed(ward, people):
    row = annual_plans.begin(ward, 2018, by=people[0], at=NOW)
    draft = annual_form.load(row)
    post = {
        "task-IV.11-budget": "1.5", "task-IV.11-due_on": "31/06/2018", "task-IV.11-fund": "vay",
        "own-1-title": "Việc", "own-1-budget": "-5", "own-1-heading": "X",
    }  # fmt: skip
    assert not annual_form.read(draft, post)
    assert draft.errors == [
        (
            "task-IV.11-due_on",
            "Mục IV.11: không có ngày 31/06/2018: viết ngày/tháng/năm, ví dụ 05/03/2018",
        ),
        (
            "task-IV.11-budget",
            "Mục IV.11: “1.5” không rõ nghĩa: viết 1,5 nếu là một phẩy năm, 1.500 nếu là một nghìn năm trăm",
        ),
        ("task-IV.11-fund", "Mục IV.11: chọn nguồn kinh phí trong danh sách"),
        ("own-1-heading", "Việc thêm 1: chọn đề mục trong danh sách, hoặc để trống"),
        ("own-1-budget", "Việc thêm 1: kinh phí không thể là số âm"),
    ]
    assert (draft.tasks[0].budget_text, draft.tasks[0].due_text) == ("1.5", "31/06/2018")


def test_the_log_names_lines_and_never_words(ward, people):
    row = annual_plans.begin(ward, 2018, by=people[0], at=NOW)
    save(row, people[0], own=[{"title": "Bí mật"}])
    event = AuditEvent.objects.get(act="annual_plans.save")
    assert "Mục IV.11, kết quả dự kiến" in event.after["lines"]
    assert "Bí mật" not in str(event.after)


# ---------------------------------------------------------------- the way of a plan


def test_from_draft_to_accepted(ward, people, reviewer):
    reporter, head = people
    row = annual_plans.begin(ward, 2018, by=reporter, at=NOW)
    save(row, reporter)
    move("submit", row, reporter)
    assert row.state == "pending"
    move("send", row, head, at("2018-01-11T10:00:00"))
    version = row.versions.get()
    assert (row.state, row.version_count, row.first_sent_at) == ("sent", 1, at("2018-01-11T10:00:00"))
    assert (version.sender_role, version.unit_name, version.reason) == ("Lãnh đạo đơn vị", ward.name, "")
    assert version.content["lines"][0]["expected_result"] == "Một mô hình được nghiệm thu"
    move("accept", row, reviewer, at("2018-01-12T10:00:00"))
    assert (row.state, row.official, row.first_accepted_at) == ("accepted", version, at("2018-01-12T10:00:00"))
    assert acts(row) == [f"annual_plans.{name}" for name in ("begin", "save", "submit", "send", "accept")]
    assert [step.name for step in row.steps.all()] == ["begin", "submit", "send", "accept"]


def test_an_incomplete_plan_is_not_sent(ward, people):
    row = annual_plans.begin(ward, 2018, by=people[0], at=NOW)
    with pytest.raises(Refused) as refusal:
        move("send", row, people[1])
    assert refusal.value.problems == [
        ("task-IV.11-expected_result", "Mục IV.11: ghi kết quả dự kiến"),
        ("task-IV.11-due_on", "Mục IV.11: ghi thời hạn"),
        ("task-IV.11-person", "Mục IV.11: ghi người phụ trách"),
    ]
    row.refresh_from_db()
    assert (row.state, row.version_count) == ("draft", 0)


def test_without_the_heads_step_the_reporter_sends_by_authority(plan, reviewer):
    unit = make_unit("P2", has_head_step=False, authority="Giấy ủy quyền số 7")
    make_task(unit, "IV.11", plan)
    reporter, head = make_people(unit)
    row = make_annual_plan(unit, people=(reporter, head))
    with pytest.raises(NotAllowed):
        move("submit", row, reporter)
    move("send", row, reporter)
    assert row.versions.get().sender_role == "Cán bộ phụ trách KH&CN, theo ủy quyền"
    assert row.steps.last().text == "Theo ủy quyền Giấy ủy quyền số 7."


def test_the_head_hands_back_to_the_reporter(ward, people):
    row = make_annual_plan(ward, state="pending", people=people)
    with pytest.raises(Refused, match="Ghi lý do để đơn vị biết cần sửa gì."):
        move("return", row, people[1], reason="  ")
    move("return", row, people[1], reason="Ghi rõ kinh phí.")
    assert (row.state, row.reason) == ("draft", "Ghi rõ kinh phí.")
    letter = Notice.objects.get(user=people[0], subject="Trả lại: kế hoạch năm 2018 của Phường 1")
    assert "Lãnh đạo đơn vị trả lại kế hoạch năm 2018" in letter.body


def test_the_office_returns_with_a_reason_and_it_comes_again(ward, people, reviewer):
    row = make_annual_plan(ward, state="sent", people=people)
    move("return", row, reviewer, reason="Kết quả chưa đo được.")
    version = row.versions.get()
    assert (row.state, row.reason, version.return_reason) == ("returned",) + ("Kết quả chưa đo được.",) * 2
    assert Notice.objects.filter(subject="Trả lại: kế hoạch năm 2018 của Phường 1").count() == 2
    save(row, people[0], **{"task-IV.11-expected_result": "24 hộ dùng"})
    move("send", row, people[1], at("2018-02-05T09:00:00"))
    assert (row.version_count, row.reason, row.first_sent_at) == (2, "", NOW)


def test_what_was_taken_back_never_counted_as_sent(ward, people):
    row = make_annual_plan(ward, state="sent", people=people)
    move("withdraw", row, people[1])
    assert (row.state, row.first_sent_at, row.versions.get().withdrawn_at) == ("draft", None, NOW)


def test_nobody_accepts_a_plan_they_wrote_or_sent(ward, people, reviewer):
    row = make_annual_plan(ward, state="sent", people=people)
    row.hands.add(reviewer)
    with pytest.raises(NotAllowed):
        move("accept", row, reviewer)
    assert annual_plans.available(row, reviewer, NOW.date()) == ["return"]


@pytest.mark.parametrize("name", ["submit", "send", "return", "withdraw", "accept", "amend", "cancel"])
def test_a_stranger_may_do_nothing(ward, people, name):
    row = make_annual_plan(ward, state="sent", people=people)
    stranger = make_people(make_unit("P9"))[1]
    with pytest.raises(NotAllowed):
        move(name, row, stranger, reason="x")
    assert annual_plans.available(row, stranger, NOW.date()) == []


def test_of_two_who_accept_at_once_one_is_told(ward, people, reviewer):
    row = make_annual_plan(ward, state="sent", people=people)
    other = AnnualPlan.objects.select_related("unit").get(pk=row.pk)
    chief = make_user("pkt.truongphong", role="office_head", unit=make_unit("PKT"))
    move("accept", row, reviewer)
    with pytest.raises(WrongState):
        move("accept", other, chief)
    assert acts(row).count("annual_plans.accept") == 1
    assert Commitment.objects.filter(unit=ward).count() == 1


def test_a_sending_that_the_reviewer_has_not_read_is_not_accepted(ward, people, reviewer):
    row = make_annual_plan(ward, state="sent", people=people)
    seen = AnnualPlan.objects.select_related("unit").get(pk=row.pk)
    move("withdraw", row, people[1])
    move("send", row, people[1])
    with pytest.raises(WrongState):
        move("accept", seen, reviewer)
    row.refresh_from_db()
    assert (row.state, row.official) == ("sent", None)


# ---------------------------------------------------------------- commitments


def test_accepting_fills_in_the_years_commitments(ward, people, reviewer):
    first = make_period(year=2018, quarter=1)
    opening.open_period(first, first.window_from)
    before = Commitment.objects.get(unit=ward)
    make_annual_plan(ward, state="accepted", own=[{"title": "Tập huấn"}], people=people)
    task, own = Commitment.objects.filter(unit=ward).order_by("order")
    assert task.pk == before.pk
    assert (task.expected_result, task.due_on, task.person, task.budget, task.fund) == (
        "Một mô hình được nghiệm thu", dt.date(2018, 9, 30), "Nguyễn Thị Trâm", Decimal(12_000_000), "district",
    )  # fmt: skip
    assert (own.ref, own.title, own.task, own.heading) == ("R1", "Tập huấn", None, None)


def test_an_opening_after_acceptance_adds_nothing(ward, people, plan):
    make_task(ward, "IV.12", plan, order=2)
    row = make_annual_plan(ward, people=people)
    save(row, people[0], **{"task-IV.12-skip_reason": "Chưa có kinh phí"})
    reviewer = make_user("r", role="reviewer", unit=plan.coordinator)
    move("send", row, people[1])
    move("accept", row, reviewer)
    first = make_period(year=2018, quarter=1)
    opening.open_period(first, first.window_from)
    assert standing(ward) == [("IV.11", "", ""), ("IV.12", "2018-01-10", "Chưa có kinh phí")]


def test_what_was_sent_and_not_accepted_makes_no_commitment(ward, people):
    make_annual_plan(ward, state="sent", people=people)
    assert standing(ward) == []


# ---------------------------------------------------------------- changing in mid-year


@pytest.fixture
def accepted(ward, people, reviewer):
    own = [{"title": "Tập huấn"}, {"title": "Khảo sát"}]
    return make_annual_plan(ward, state="accepted", own=own, people=people, reviewer=reviewer)


def test_a_change_needs_a_reason(accepted, people):
    with pytest.raises(Refused) as refusal:
        move("amend", accepted, people[0])
    assert refusal.value.problems == [("amend-reason", "Ghi lý do điều chỉnh kế hoạch trong năm.")]


def test_the_official_version_holds_until_the_change_is_accepted(accepted, ward, people, reviewer):
    later = at("2018-05-10T09:00:00")
    move("amend", accepted, people[0], later, "Cắt kinh phí đợt hai.")
    assert (accepted.state, accepted.is_amending, accepted.official.number) == ("draft", True, 1)
    save(accepted, people[0], later, remove="1", **{"task-IV.11-due_on": "30/11/2018", "own-3-title": "Hội thi", "own-3-expected_result": "Một hội thi", "own-3-due_on": "20/10/2018", "own-3-person": "Ông Phước"})
    move("send", accepted, people[1], later)
    assert [ref for ref, *_ in standing(ward)] == ["IV.11", "R1", "R2"]
    assert Commitment.objects.get(unit=ward, ref="IV.11").due_on == dt.date(2018, 9, 30)
    move("accept", accepted, reviewer, at("2018-05-15T09:00:00"))
    assert (accepted.official.number, accepted.official.reason, accepted.is_amending) == (2, "Cắt kinh phí đợt hai.", False)
    assert accepted.first_accepted_at == NOW
    assert standing(ward) == [
        ("IV.11", "", ""), ("R1", "2018-05-15", "Cắt kinh phí đợt hai."), ("R2", "", ""), ("R3", "", ""),
    ]  # fmt: skip
    assert Commitment.objects.get(unit=ward, ref="IV.11").due_on == dt.date(2018, 11, 30)


def test_what_a_change_dropped_can_come_back(accepted, ward, people, reviewer):
    skipped = {"task-IV.11-skip_reason": "Chờ hướng dẫn"}
    for when, changes in (("2018-05-10", skipped), ("2018-06-10", {"task-IV.11-skip_reason": ""})):
        day = at(f"{when}T09:00:00")
        move("amend", accepted, people[0], day, "Theo hướng dẫn của Sở.")
        save(accepted, people[0], day, **changes)
        move("send", accepted, people[1], day)
        move("accept", accepted, reviewer, day)
        expected = ("IV.11", when, "Chờ hướng dẫn") if changes == skipped else ("IV.11", "", "")
        assert standing(ward)[0] == expected


def test_a_number_that_was_dropped_is_not_given_to_other_work(accepted, ward, people, reviewer):
    move("amend", accepted, people[0], NOW, "Bỏ khảo sát.")
    save(accepted, people[0], remove="2")
    move("send", accepted, people[1])
    move("accept", accepted, reviewer)
    move("amend", accepted, people[0], NOW, "Thêm việc.")
    save(accepted, people[0], own=[{"title": "Việc khác"}])
    assert list(accepted.lines.values_list("ref", flat=True).order_by("order")) == ["IV.11", "R1", "R3"]


def test_a_change_given_up_leaves_all_as_it_was(accepted, ward, people):
    move("amend", accepted, people[0], NOW, "Đổi hạn.")
    save(accepted, people[0], remove="1", aims="Khác")
    move("cancel", accepted, people[0])
    assert (accepted.state, accepted.is_amending, accepted.aims) == ("accepted", False, "Đưa công nghệ vào việc của phường.")
    assert annual_form.load(accepted).content == accepted.official.content


def test_a_change_that_changes_nothing_is_not_sent(accepted, people):
    move("amend", accepted, people[0], NOW, "Đổi hạn.")
    with pytest.raises(Refused, match="giống hệt kế hoạch đang có hiệu lực"):
        move("send", accepted, people[1])


def test_only_a_change_can_be_given_up(ward, people):
    row = make_annual_plan(ward, people=people)
    with pytest.raises(WrongState):
        move("cancel", row, people[0])


def test_a_year_that_is_over_is_not_changed_any_more(accepted, people):
    with pytest.raises(Refused, match="Năm 2018 đã hết"):
        move("amend", accepted, people[0], at("2019-01-02T09:00:00"), "Muộn")
    assert "amend" not in annual_plans.available(accepted, people[0], dt.date(2019, 1, 2))


def test_versions_are_never_written_again(accepted, people, reviewer):
    before = AnnualPlanVersion.objects.get().content
    move("amend", accepted, people[0], NOW, "Đổi hạn.")
    save(accepted, people[0], **{"task-IV.11-person": "Người khác"})
    assert AnnualPlanVersion.objects.get().content == before


# ---------------------------------------------------------------- who may read


@pytest.fixture
def everybody(people, reviewer):
    return {
        "reporter": people[0], "head": people[1], "reviewer": reviewer, "stranger": make_people(make_unit("P2"))[1],
        "leader": make_user(role="leader"), "administrator": make_user(role="administrator"), "nobody": make_user(),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("state", "readers"),
    [("sent", {"reporter", "head", "reviewer"}), ("accepted", {"reporter", "head", "reviewer", "leader"})],
)
def test_leadership_reads_what_was_accepted_and_other_units_read_nothing(ward, people, everybody, state, readers):
    row = make_annual_plan(ward, state=state, people=people)
    assert {name for name, person in everybody.items() if annual_plans.can_read_official(person, row)} == readers


@pytest.mark.parametrize(
    ("name", "codes", "without"),
    [
        ("reporter", ["P1"], None),
        ("stranger", [], None),
        ("reviewer", ["P1", "P3"], 2),
        ("leader", ["P1", "P3"], 2),
    ],
)
def test_behind_the_target_stand_the_plans_that_one_may_read(accepted, everybody, name, codes, without):
    make_annual_plan(make_unit("P3"), state="accepted", own=[{"title": "Việc"}])
    found = annual_lists.behind(told_target(), 2018, everybody[name], NOW.date())
    assert ([row.unit.code for row in found.plans], found.without) == (codes, without)


@pytest.mark.parametrize("name", ["administrator", "nobody"])
def test_behind_the_target_nothing_is_told_to_whom_no_content_is_shown(accepted, everybody, name):
    assert annual_lists.behind(told_target(), 2018, everybody[name], NOW.date()) is None


def told_target():
    return make_target(code="CK13", source="portal", portal="annual_plans", measure="share", threshold=100)


# ---------------------------------------------------------------- who has none


def test_lists_say_where_each_unit_stands(accepted, plan, people):
    make_unit("P2")
    make_annual_plan(make_unit("P3"), own=[{"title": "Việc"}])
    move("amend", accepted, people[0], NOW, "Đổi hạn.")
    rows = annual_lists.none_first(annual_lists.units(2018, NOW.date()))
    assert [(unit.code, unit.standing, unit.is_amending) for unit in rows] == [
        ("P2", "none", False), ("PKT", "none", False), ("P3", "draft", False), ("P1", "accepted", True),
    ]  # fmt: skip
    assert annual_lists.counts(2018, NOW.date()) == {
        "none": 2, "draft": 1, "returned": 0, "pending": 0, "sent": 0, "accepted": 1,
    }  # fmt: skip


def test_reminding_goes_once_a_day_to_who_owes(accepted, plan, reviewer):
    make_people(make_unit("P2"))
    when = at("2018-02-20T10:00:00")
    gone = annual_lists.remind(plan, 2018, by=reviewer, at=when, code="P2")
    assert (gone.units, gone.people, gone.without) == (1, 2, ())
    assert annual_lists.remind(plan, 2018, by=reviewer, at=when, code="P2") is None
    gone = annual_lists.remind(plan, 2018, by=reviewer, at=when)
    assert (gone.units, gone.people, gone.without) == (1, 0, ("Phòng Kinh tế",))
    letter = Notice.objects.filter(user__username="p2.canbo").get()
    assert letter.text == "Phòng Kinh tế nhắc gửi kế hoạch năm 2018 của Phường 2: chưa lập, quá hạn 20 ngày."
    assert letter.subject == "Nhắc gửi kế hoạch năm 2018: Phường 2"
    with pytest.raises(WrongState):
        annual_lists.remind(plan, 2018, by=reviewer, at=when, code="P1")
    assert AnnualPlanReminder.objects.count() == 2


def test_only_the_office_reminds(plan, people):
    with pytest.raises(NotAllowed):
        annual_lists.remind(plan, 2018, by=people[1], at=NOW)


def test_what_the_home_page_asks_of_a_unit(plan, ward, people):
    (need,) = annual_lists.needs(people[0], dt.date(2018, 1, 20))
    assert (need.year, need.standing, need.days_left) == (2018, "none", 11)
    row = make_annual_plan(ward, state="pending", people=people)
    people[1].__dict__.pop("access", None)
    (need,) = annual_lists.needs(people[1], dt.date(2018, 6, 8))
    assert (need.standing, need.can_send, need.days_left) == ("pending", True, -128)
    move("send", row, people[1])
    assert annual_lists.needs(people[1], dt.date(2018, 6, 8)) == []
    assert [need.year for need in annual_lists.needs(people[1], dt.date(2018, 10, 1))] == [2019]


def test_a_mass_organisation_is_asked_and_never_called_late(plan):
    union = make_unit("LDLD", kind="mass", group="3-mass", is_state_body=False)
    due, on = dt.date(2018, 1, 31), dt.date(2018, 6, 8)
    assert annual_lists.late_days(union, None, due, on) == 0
    assert annual_lists.late_days(make_unit("P1"), None, due, on) == 128
    assert annual_lists.late_days(make_unit("P1"), at("2018-01-31T23:59:59"), due, on) == 0
    assert annual_lists.late_days(make_unit("P1"), at("2018-02-01T00:00:00"), due, on) == 1
