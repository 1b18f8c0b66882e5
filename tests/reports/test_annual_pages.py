"""Pages of annual plans: lists, the plan, its form, its sendings, the district's plan on screen and on paper."""

import datetime as dt
import re

import pytest

from reports import annual_district, annual_form, annual_paper, annual_plans
from targets.models import AnnualPlan, Commitment
from tests.factories import (
    at,
    make_annual_plan,
    make_people,
    make_period,
    make_plan,
    make_task,
    make_unit,
    make_user,
    plan_post,
)
from tests.reports.paper import text as text_of

pytestmark = pytest.mark.django_db
PLAN, FORM = "/ke-hoach-nam/2018/P1/", "/ke-hoach-nam/2018/P1/soan/"


@pytest.fixture
def ward(settings):
    settings.Q4KH_TODAY = "2018-06-08"
    unit = make_unit("P1")
    make_task(unit, "IV.11", make_plan())
    return unit


@pytest.fixture
def people(ward):
    return make_people(ward)


@pytest.fixture
def reviewer(ward):
    return make_user("pkt.chuyenvien", role="reviewer", unit=make_unit("PKT"))


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def posted(client, row, **more):
    return client.post(FORM, plan_post(row, **more), follow=True)


# ---------------------------------------------------------------- lists


def test_the_office_sees_who_has_none_first(client, people, reviewer):
    make_annual_plan(people and make_unit("P1"), state="accepted", people=people)
    make_unit("P2")
    client.force_login(reviewer)
    answer = client.get("/ke-hoach-nam/?nam=2018")
    assert [line["unit"].code for line in answer.context["lines"]] == ["P2", "PKT", "P1"]
    assert "1 trên 3 đơn vị có kế hoạch được chấp nhận, 2 đơn vị chưa gửi." in text(answer)
    assert "chậm 128 ngày" in text(answer)
    only = client.get("/ke-hoach-nam/?nam=2018&tinh-trang=accepted")
    assert [line["unit"].code for line in only.context["lines"]] == ["P1"]


def test_a_leader_reads_states_and_reminds_nobody(client, people):
    client.force_login(make_user("lanhdao", role="leader"))
    answer = client.get("/ke-hoach-nam/")
    assert answer.context["year"] == 2018
    assert 'name="unit"' not in answer.content.decode()
    assert client.post("/ke-hoach-nam/nhac/", {"year": "2018", "unit": "P1"}).status_code == 403


def test_a_unit_sees_its_own_plans_over_the_years(client, people):
    make_annual_plan(make_unit("P1"), 2017, "accepted", when="2017-02-20T09:00:00", people=people)
    client.force_login(people[0])
    lines = client.get("/ke-hoach-nam/").context["lines"]
    assert [(line["year"], line["row"] and line["row"].state, line["late_days"], line["can_begin"]) for line in lines] == [
        (2018, None, 128, True), (2017, "accepted", 20, False),
    ]  # fmt: skip


def test_reminding_says_who_was_reached(client, people, reviewer):
    client.force_login(reviewer)
    answer = client.post("/ke-hoach-nam/nhac/", {"year": "2018", "unit": "P1"}, follow=True)
    assert "Đã nhắc Ủy ban nhân dân Phường 1 gửi kế hoạch năm 2018: 2 người nhận." in text(answer)
    assert "Đã nhắc 08/06/2018" in text(answer)
    again = client.post("/ke-hoach-nam/nhac/", {"year": "2018", "unit": "P1"}, follow=True)
    assert "Hôm nay đã nhắc Ủy ban nhân dân Phường 1 rồi." in text(again)
    rest = client.post("/ke-hoach-nam/nhac/", {"year": "2018", "unit": "all"}, follow=True)
    assert "Đã nhắc 1 đơn vị gửi kế hoạch năm 2018: 1 người nhận." not in text(rest)
    assert "Chưa có người nhận: Phòng Kinh tế." in text(rest)
    assert client.post("/ke-hoach-nam/nhac/", {"year": "2016", "unit": "all"}).status_code == 404


def test_before_any_plan_is_loaded_the_list_says_so(client, settings, db):
    settings.Q4KH_TODAY = "2018-06-08"
    client.force_login(make_user("r", role="reviewer", unit=make_unit("PKT")))
    assert "Chưa có năm nào phải lập kế hoạch" in text(client.get("/ke-hoach-nam/"))


# ---------------------------------------------------------------- one plan


def test_one_click_begins_a_plan(client, people):
    client.force_login(people[0])
    assert "Đơn vị chưa lập kế hoạch năm 2018" in text(client.get(PLAN))
    answer = client.post(PLAN, {"move": "begin"}, follow=True)
    assert answer.redirect_chain[-1][0] == FORM
    assert "Còn 3 chỗ phải ghi trước khi gửi" in text(answer)
    # Whoever presses second is led to the one that is there.
    assert client.post(PLAN, {"move": "begin"}).status_code == 302
    assert AnnualPlan.objects.count() == 1


def test_only_the_unit_is_offered_to_begin_its_plan(client, people, reviewer):
    for person, offered in ((people[0], True), (reviewer, False), (make_user("lanhdao", role="leader"), False)):
        client.force_login(person)
        assert ('name="move" value="begin"' in client.get(PLAN).content.decode()) == offered


@pytest.mark.parametrize("state", ["draft", "pending", "sent", "returned"])
def test_leadership_learns_nothing_of_a_plan_before_it_is_accepted(client, people, reviewer, state):
    make_annual_plan(make_unit("P1"), state=state, people=people, reviewer=reviewer)
    client.force_login(make_user("lanhdao", role="leader"))
    page = text(client.get(PLAN))
    assert "Chưa đến lúc đọc nội dung" in page
    assert "Diễn biến" not in page and "Xây dựng mô hình ứng dụng" not in page


@pytest.mark.parametrize("address", ["/ke-hoach-nam/2016/P1/", "/ke-hoach-nam/2031/P1/", "/ke-hoach-nam/2018/P99/"])
def test_what_is_not_asked_is_not_there(client, people, address):
    client.force_login(people[0])
    assert client.get(address).status_code == 404


def test_the_way_of_a_plan_through_its_pages(client, people, reviewer):
    row = make_annual_plan(make_unit("P1"), people=people)
    client.force_login(people[0])
    answer = posted(client, row, move="submit", own=[{"title": "Tập huấn"}])
    assert "Đã trình lãnh đạo duyệt kế hoạch năm 2018." in text(answer)
    client.force_login(people[1])
    page = client.get(PLAN)
    assert list(page.context["moves"]) == ["send", "return", "withdraw"]
    client.post(PLAN, {"move": "send", "version": "0"})
    client.force_login(reviewer)
    page = client.get(PLAN)
    assert "Tập huấn" in text(page)
    assert list(page.context["moves"]) == ["return", "accept"]
    refused = client.post(PLAN, {"move": "return", "version": "1", "reason": ""})
    assert refused.status_code == 422
    assert "Ghi lý do để đơn vị biết cần sửa gì." in text(refused)
    stale = client.post(PLAN, {"move": "accept", "version": "0"})
    assert stale.status_code == 409
    assert "Chưa làm được: kế hoạch nay đang ở tình trạng “đã gửi”" in text(stale)
    answer = client.post(PLAN, {"move": "accept", "version": "1"}, follow=True)
    assert "Đã chấp nhận kế hoạch năm 2018 của Ủy ban nhân dân Phường 1." in text(answer)
    assert 'data-state="accepted"' in answer.content.decode()
    assert client.post(PLAN, {"move": "nhay"}).status_code == 400


def test_a_change_shows_what_it_changes(client, people, reviewer):
    row = make_annual_plan(make_unit("P1"), state="accepted", people=people, reviewer=reviewer)
    client.force_login(people[0])
    answer = client.post(PLAN, {"move": "amend", "version": "1", "reason": "Cắt kinh phí"}, follow=True)
    assert answer.redirect_chain[-1][0] == FORM
    row.refresh_from_db()
    posted(client, row, **{"task-IV.11-due_on": "30/11/2018"})
    page = text(client.get(PLAN))
    assert "1 chỗ khác với lần 1, bản đang có hiệu lực" in page
    assert "Đơn vị đang điều chỉnh kế hoạch: Cắt kinh phí" in page
    # Leadership reads what holds, and nothing of what is being written.
    client.force_login(make_user("lanhdao", role="leader"))
    page = client.get(PLAN)
    assert page.context["changes"] == []
    assert page.context["lines"][0].due_on == dt.date(2018, 9, 30)


def test_a_sending_can_be_read_as_it_was(client, people, reviewer):
    make_annual_plan(make_unit("P1"), state="returned", people=people, reviewer=reviewer)
    client.force_login(people[0])
    page = text(client.get(f"{PLAN}lan/1/"))
    assert "Kế hoạch năm 2018, lần 1" in page
    assert "Ghi rõ kết quả." in page
    assert client.get(f"{PLAN}lan/2/").status_code == 404
    client.force_login(make_user("lanhdao", role="leader"))
    assert client.get(f"{PLAN}lan/1/").status_code == 403


# ---------------------------------------------------------------- the form


def test_the_form_keeps_what_cannot_be_read(client, people):
    row = make_annual_plan(make_unit("P1"), people=people)
    client.force_login(people[0])
    answer = client.post(FORM, plan_post(row, **{"task-IV.11-budget": "1.5", "task-IV.11-person": "Bà Lan"}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="1.5"' in page and 'value="Bà Lan"' in page
    assert 'aria-invalid="true" aria-describedby="task-IV.11-budget-e"' in page
    row.refresh_from_db()
    assert row.revision == 1


def test_a_later_save_is_told_and_shows_both(client, people):
    row = make_annual_plan(make_unit("P1"), people=people)
    client.force_login(people[0])
    client.post(FORM, plan_post(row, **{"task-IV.11-person": "Bà Lan"}))
    answer = client.post(FORM, plan_post(row, **{"task-IV.11-person": "Ông Phước"}))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="Ông Phước"' in page
    assert "Bản đang lưu" in page and "Bà Lan" in page
    # Saving what the page shows takes the typed text over the stored.
    fresh = re.search(r'name="revision" value="(\d+)"', page)[1]
    client.post(FORM, plan_post(row, revision=fresh, **{"task-IV.11-person": "Ông Phước"}))
    assert row.lines.get().person == "Ông Phước"


def test_a_write_into_what_was_sent_keeps_the_text(client, people):
    row = make_annual_plan(make_unit("P1"), state="sent", people=people)
    client.force_login(people[0])
    answer = client.post(FORM, plan_post(row, **{"task-IV.11-person": "Bà Lan"}))
    assert answer.status_code == 409
    assert "Phần vừa nhập, chưa lưu" in text(answer) and "Bà Lan" in text(answer)
    assert client.get(FORM).status_code == 302


def test_rows_are_added_and_removed_without_a_script(client, people):
    row = make_annual_plan(make_unit("P1"), people=people)
    client.force_login(people[0])
    answer = posted(client, row, add="1", own=[{"title": "Tập huấn"}])
    page = answer.content.decode()
    assert 'name="own-1-title"' in page and 'name="own-2-title"' in page and 'name="own-3-title"' not in page
    row.refresh_from_db()
    posted(client, row, remove="1")
    assert row.lines.count() == 1


def test_an_incomplete_plan_is_saved_and_not_sent(client, people):
    row = make_annual_plan(make_unit("P1"), people=people)
    client.force_login(people[1])
    answer = client.post(FORM, plan_post(row, move="send", **{"task-IV.11-person": ""}))
    assert answer.status_code == 422
    assert "Đã lưu, chưa gửi được: có 1 chỗ cần sửa" in text(answer)
    assert row.lines.get().person == ""


def test_an_expired_session_keeps_what_was_typed(client, people):
    row = make_annual_plan(make_unit("P1"), people=people)
    answer = client.post(FORM, plan_post(row, aims="Lời dài vừa gõ trong ô này."))
    assert answer.status_code == 403
    assert "Lời dài vừa gõ trong ô này." in text(answer)


# ---------------------------------------------------------------- homes, and the report's form


def test_homes_say_what_waits(client, people, reviewer):
    client.force_login(people[0])
    assert "Lập kế hoạch năm 2018" in text(client.get("/"))
    make_annual_plan(make_unit("P1"), state="sent", people=people)
    assert "Lập kế hoạch năm 2018" not in text(client.get("/"))
    client.force_login(reviewer)
    home = text(client.get("/"))
    assert "Xem xét kế hoạch năm 2018 1" in home
    assert "Chưa gửi kế hoạch năm 2018 1" in home


def test_the_quarters_form_asks_progress_of_the_accepted_plan(client, people, reviewer):
    from reports import opening

    make_annual_plan(make_unit("P1"), state="accepted", own=[{"title": "Tập huấn"}], people=people, reviewer=reviewer)
    period = make_period(year=2018, quarter=2)
    opening.open_period(period, period.window_from)
    client.force_login(people[0])
    page = client.get("/bao-cao/2018/2/P1/soan/")
    assert 'name="progress-R1-status"' in page.content.decode()
    assert "Kế hoạch năm 2018 của đơn vị. Hạn 30/09/2018" in text(page)
    assert "Kết quả dự kiến: Một mô hình được nghiệm thu" in text(page)


def test_another_years_own_work_carries_nothing_over(people, reviewer):
    """R1 of 2017 was done; R1 of 2018 is other work."""
    from types import SimpleNamespace

    from reports import carrying

    version = SimpleNamespace(
        content={"progress": [{"ref": "R1", "status": "done"}, {"ref": "IV.11", "status": "regular"}]},
        report=SimpleNamespace(period=SimpleNamespace(year=2017)),
    )
    assert carrying.statuses(version, 2018) == {"IV.11": "regular"}
    assert carrying.statuses(version, 2017) == {"R1": "done", "IV.11": "regular"}


# ---------------------------------------------------------------- the district's plan


@pytest.fixture
def district(people, reviewer):
    make_annual_plan(make_unit("P1"), state="accepted", own=[{"title": "Tập huấn", "budget": "3.000.000", "fund": "unit"}], people=people)
    make_annual_plan(make_unit("P2"), state="sent", own=[{"title": "Chưa được chấp nhận"}])
    return annual_district.gather(make_plan(), 2018, dt.date(2018, 6, 8))


def test_the_districts_plan_gathers_what_was_accepted(district):
    assert [(one.unit.code, len(one.lines), one.total) for one in district.units] == [("P1", 2, 15_000_000)]
    assert [unit.code for unit in district.missing] == ["P2", "PKT"]
    assert district.by_fund == [("Ngân sách quận", 12_000_000), ("Kinh phí của đơn vị", 3_000_000)]


def test_the_page_and_the_paper_name_who_is_missing(client, district, reviewer):
    client.force_login(reviewer)
    page = text(client.get("/ke-hoach-nam/2018/toan-quan/"))
    assert "2 đơn vị chưa có kế hoạch được chấp nhận: Phường 2, Phòng Kinh tế ." in page.replace("Kinh tế.", "Kinh tế .")
    answer = client.get("/ke-hoach-nam/2018/toan-quan/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="ke-hoach-nam-2018.pdf"'
    read = text_of(answer.content)
    for words in ("KẾ HOẠCH", "Tập huấn", "15.000.000", "2 đơn vị chưa có kế hoạch năm được chấp nhận", "TRƯỞNG PHÒNG"):
        assert words in read
    assert "Chưa được chấp nhận" not in read


def test_the_paper_is_the_same_for_the_same_moment(district):
    moment = at("2018-06-08T09:00:00")
    assert annual_paper.draw(district, at=moment).content == annual_paper.draw(district, at=moment).content


def test_a_unit_does_not_read_the_districts_plan(client, people):
    client.force_login(people[0])
    assert client.get("/ke-hoach-nam/2018/toan-quan/").status_code == 403


# ---------------------------------------------------------------- queries


@pytest.mark.parametrize("units", [1, 3])
def test_the_list_asks_the_same_queries_however_many_units(client, reviewer, django_assert_num_queries, units):
    for number in range(2, 2 + units):
        make_annual_plan(make_unit(f"P{number}"), state="accepted", own=[{"title": "Việc"}])
    client.force_login(reviewer)
    client.get("/ke-hoach-nam/?nam=2018")
    with django_assert_num_queries(6):
        client.get("/ke-hoach-nam/?nam=2018")


@pytest.mark.parametrize("units", [1, 3])
def test_the_districts_plan_asks_the_same_queries(client, reviewer, django_assert_num_queries, units):
    for number in range(2, 2 + units):
        make_annual_plan(make_unit(f"P{number}"), state="accepted", own=[{"title": "Việc"}])
    client.force_login(reviewer)
    with django_assert_num_queries(4):
        client.get("/ke-hoach-nam/2018/toan-quan/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_and_its_form_ask_the_same_queries(client, people, django_assert_num_queries, rows):
    own = [{"title": f"Việc {number}"} for number in range(rows)]
    make_annual_plan(make_unit("P1"), own=own, people=people)
    client.force_login(people[0])
    client.get(PLAN)
    with django_assert_num_queries(9):
        client.get(PLAN)
    with django_assert_num_queries(10):
        client.get(FORM)


@pytest.mark.parametrize("tasks", [1, 3])
def test_accepting_costs_the_same_whatever_the_number_of_lines(people, reviewer, django_assert_max_num_queries, tasks):
    own = [{"title": f"Việc {number}"} for number in range(tasks)]
    row = make_annual_plan(make_unit("P1"), state="sent", own=own, people=people)
    with django_assert_max_num_queries(24):
        annual_plans.move("accept", row, by=reviewer, at=at("2018-06-08T09:00:00"))
    assert Commitment.objects.count() == tasks + 1
    assert annual_form.plan_of(2018) == make_plan()
