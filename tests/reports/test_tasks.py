"""The year's work by unit, heading and state, and one piece of it: what is shown, to whom, at what cost."""

import re

import pytest

from reports.models import Exclusion, Progress
from targets.models import Heading
from tests import factories as make
from tests.factories import at

pytestmark = pytest.mark.django_db
TASKS = "/nhiem-vu/"


@pytest.fixture(autouse=True)
def as_of(settings):
    settings.Q4KH_TODAY = "2018-06-08"


@pytest.fixture
def quarters():
    """Quý III, IV/2017 and I/2018 are closed, Quý II/2018 is open."""
    closed_at = at("2018-04-02T08:00:00")
    make.make_period(year=2017, quarter=3, closed_at=closed_at)
    return (
        make.make_period(year=2017, quarter=4, closed_at=closed_at),
        make.make_period(year=2018, quarter=1, closed_at=closed_at),
        make.make_period(year=2018, quarter=2),
    )


@pytest.fixture
def reviewer(client):
    client.force_login(make.make_user(role="reviewer"))
    return client


def page(client, path, status=200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def text(html) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def row_of(html, key) -> str:
    return text(re.search(rf'<tr role="row" data-task="{re.escape(key)}".*?</tr>', html, re.S)[0])


def keys(html) -> list[str]:
    return re.findall(r'<tr role="row" data-task="(\S+)"', html)


def strip(html) -> dict[str, int]:
    return {name: int(number) for name, number in re.findall(r'data-count="(\S+)"><b>(\d+)</b>', html)}


# --- The list ------------------------------------------------------------------------------------------------------


def test_a_row_tells_what_was_said_quarter_by_quarter(reviewer, quarters):
    unit = make.make_unit("P1")
    make.make_commitment(unit, year=2017)
    make.make_commitment(unit, due_on="2018-12-10", person="Mai Xuân Đào")
    make.make_told(unit, quarters[0], IV_11="not_started")
    make.make_told(unit, quarters[1], IV_11=("underway", "Đã khảo sát"))
    # Sent, not accepted: it does not count yet.
    make.make_report(unit, quarters[2], state="sent")
    html = page(reviewer, TASKS)
    assert row_of(html, "P1-IV.11") == (
        "Phường 1 Xây dựng mô hình ứng dụng mục IV.11, đề mục III.1.a 10/12/2018 Mai Xuân Đào"
        " chưa có Chưa thực hiện Đang thực hiện chưa có Đang thực hiện Quý I/2018: Đã khảo sát"
    )
    assert re.findall(r'<th scope="col">(Quý [^<]+)', html) == ["Quý III/2017", "Quý IV/2017", "Quý I/2018", "Quý II/2018"]
    assert "1 nhiệm vụ: 0 hoàn thành." in text(html)


def test_overdue_and_stuck_ones_stand_out(reviewer, quarters):
    unit = make.make_unit("P1")
    make.make_commitment(unit, year=2017)
    make.make_commitment(unit, due_on="2018-05-31")
    make.make_commitment(unit, "R1", own=True, order=2)
    for quarter in quarters[:2]:
        make.make_told(unit, quarter, IV_11="underway")
    html = page(reviewer, TASKS)
    assert "31/05/2018 quá hạn 8 ngày" in row_of(html, "P1-IV.11")
    assert row_of(html, "P1-IV.11").endswith("Đang thực hiện Đình trệ từ Quý IV/2017")
    assert row_of(html, "P1-R1").startswith("Phường 1 Việc riêng R1 việc riêng của đơn vị cả năm")
    assert 'data-task="P1-IV.11" data-status="underway" data-overdue="yes" data-stuck="yes"' in html
    assert 'data-task="P1-R1" data-status="none" data-overdue="no" data-stuck="no"' in html
    assert strip(html) == {"qua-han": 1, "dinh-tre": 1, "none": 1, "underway": 1}


def test_what_was_ended_says_since_when_and_why(reviewer, quarters):
    make.make_commitment(ended_on="2018-04-02", end_reason="Chuyển sang năm 2019", due_on="2018-03-01")
    html = page(reviewer, TASKS)
    assert row_of(html, "P1-IV.11").endswith("Thôi thực hiện từ 02/04/2018: Chuyển sang năm 2019")
    assert strip(html) == {"qua-han": 0, "dinh-tre": 0, "none": 0, "ended": 1}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["P2-IV.11", "P10-IV.11", "TP-IV.5.1", "TP-R1"]),
        ("?don-vi=P10", ["P10-IV.11"]),
        ("?de-muc=III.2.b", ["TP-IV.5.1"]),
        ("?tinh-trang=done", ["P2-IV.11"]),
        ("?tinh-trang=none", ["P10-IV.11", "TP-IV.5.1", "TP-R1"]),
        ("?tinh-trang=none&don-vi=P2", []),
        ("?tinh-trang=qua-han", ["P10-IV.11"]),
        ("?tinh-trang=dinh-tre", []),
        ("?tinh-trang=khac", ["P2-IV.11", "P10-IV.11", "TP-IV.5.1", "TP-R1"]),
        ("?q=tu+van+PHAP+ly", ["TP-R1"]),
        ("?q=hoang+yen", ["P10-IV.11"]),
        ("?q=phong+tp", ["TP-IV.5.1", "TP-R1"]),
        ("?q=iv.5", ["TP-IV.5.1"]),
        ("?q=khong+co", []),
        ("?nam=2017", ["P2-IV.11"]),
        ("?nam=2030", ["P2-IV.11", "P10-IV.11", "TP-IV.5.1", "TP-R1"]),
    ],
)
def test_work_is_found_by_unit_heading_state_words_and_year(reviewer, quarters, query, found):
    other = Heading.objects.create(plan=make.make_plan(), ref="III.2.b", title="Khác", wording="Khác", order=2)
    make.make_commitment(make.make_unit("P10"), due_on="2018-06-07", person="Lý Hoàng Yến")
    ward, justice = make.make_unit("P2"), make.make_unit("TP")
    make.make_commitment(ward, year=2017)
    make.make_commitment(ward)
    make.make_task(justice, "IV.5.1", heading=other)
    make.make_commitment(justice, "IV.5.1")
    make.make_commitment(justice, "R1", own=True, title="Mở kênh tư vấn pháp lý", order=9)
    make.make_told(ward, quarters[1], IV_11="done")
    html = page(reviewer, TASKS + query)
    assert keys(html) == found
    # The strip counts what the other filters leave, and a state's number is that of its rows.
    if "tinh-trang=khac" not in query and "tinh-trang" in query and found:
        assert strip(html)[query.partition("tinh-trang=")[2].partition("&")[0]] == len(found)


def test_the_strip_leads_to_its_rows_and_back(reviewer, quarters):
    make.make_commitment(make.make_unit("P1"))
    html = page(reviewer, f"{TASKS}?don-vi=P1")
    assert 'href="?don-vi=P1&amp;tinh-trang=none" data-count="none"' in html
    html = page(reviewer, f"{TASKS}?don-vi=P1&tinh-trang=none&trang=2")
    assert "1 trên 1 nhiệm vụ hợp với điều kiện lọc: 0 hoàn thành, 1 chưa báo cáo." in text(html)
    assert 'href="?don-vi=P1&amp;tinh-trang=" aria-current="true" data-count="none"' in html


def test_a_unit_sees_its_own_work_and_beside_it_what_its_draft_says(client, quarters):
    unit = make.make_unit("P1")
    work = make.make_commitment(unit)
    make.make_commitment(make.make_unit("P2"))
    Progress.objects.create(report=make.make_report(unit, quarters[2]), commitment=work, status="regular")
    person, _ = make.make_people(unit)
    client.force_login(person)
    assert keys(page(client, f"{TASKS}?don-vi=P2")) == []
    html = page(client, TASKS)
    assert keys(html) == ["P1-IV.11"]
    assert "Nhiệm vụ của đơn vị năm 2018" in text(html) and "Phường 2" not in html
    assert row_of(html, "P1-IV.11").endswith("Chưa báo cáo Bản chưa chấp nhận: Thường xuyên")
    client.force_login(make.make_user(role="leader"))
    assert "Bản chưa chấp nhận" not in page(client, TASKS)


@pytest.mark.parametrize(
    ("role", "status"),
    [("reviewer", 200), ("office_head", 200), ("leader", 200), ("administrator", 403), ("reporter", 200), ("head", 200), (None, 403)],
)  # fmt: skip
def test_who_opens_the_list(client, quarters, role, status):
    client.force_login(make.make_user(role=role, unit=make.make_unit("P1") if role in ("reporter", "head") else None))
    assert client.get(TASKS).status_code == status


@pytest.mark.parametrize("units", [1, 3, 120])
def test_the_list_asks_as_much_for_one_unit_as_for_many(reviewer, quarters, units, django_assert_num_queries):
    for number in range(1, units + 1):
        unit = make.make_unit(f"P{number}")
        make.make_commitment(unit)
        make.make_told(unit, quarters[1], IV_11="done")
    # Session and person, periods, units, sums, one page, its reports.
    with django_assert_num_queries(6):
        html = page(reviewer, TASKS)
    assert len(keys(html)) == min(units, 50)
    # Too many units to choose from are found by name.
    assert ('id="don-vi"' in html) == (1 < units <= 100)
    with django_assert_num_queries(6):
        page(reviewer, f"{TASKS}?q=mo+hinh&tinh-trang=done")


def test_a_units_own_list_asks_less(client, quarters, django_assert_num_queries):
    unit = make.make_unit("P1")
    make.make_commitment(unit)
    client.force_login(make.make_people(unit)[0])
    with django_assert_num_queries(5):
        page(client, TASKS)


# --- One piece of work ---------------------------------------------------------------------------------------------


def test_its_page_quotes_the_plan_and_tells_every_year(reviewer, quarters):
    unit = make.make_unit("P1")
    make.make_commitment(unit, year=2017, expected_result="Một mô hình")
    make.make_commitment(unit, due_on="2018-05-31", person="Mai Xuân Đào", budget=25000000, fund="district")
    make.make_told(unit, quarters[0], IV_11=("underway", "Đã khảo sát"))
    make.make_told(unit, quarters[1], IV_11=("underway", ""))
    Exclusion.objects.create(unit=unit, period=quarters[2], reason="Lý do", at=at("2018-06-01T08:00:00"), by_name="X")
    html = page(reviewer, f"{TASKS}2018/P1/IV.11/")
    said = text(html)
    assert "Kế hoạch 294/KH-UBND, mục IV.11" in said and 'href="/ke-hoach/#muc-iv-11"' in html
    assert "Đang thực hiện quá hạn 8 ngày Đình trệ không có gì mới từ Quý IV/2017" in said
    assert "Thời hạn 31/05/2018 Người phụ trách Mai Xuân Đào Kinh phí 25.000.000 đồng, ngân sách quận" in said
    assert "Năm 2017 Mở việc của năm 2017 Kết quả dự kiến Một mô hình" in said
    rows = {key: text(row) for key, row in re.findall(r'data-quarter="(\S+)">(.*?)</tr>', html, re.S)}
    assert rows == {
        "2018-2": "Quý II/2018 không phải báo cáo – –",
        "2018-1": "Quý I/2018 Đang thực hiện không ghi Lần gửi 1 của Quý I/2018",
        "2017-4": "Quý IV/2017 Đang thực hiện Đã khảo sát Lần gửi 1 của Quý IV/2017",
        "2017-3": "Quý III/2017 chưa có trong báo cáo được chấp nhận – –",
    }
    assert 'href="/bao-cao/2017/4/P1/lan/1/"' in html


def test_what_a_link_leads_to_may_be_read(client, quarters):
    unit = make.make_unit("P1")
    make.make_commitment(unit)
    make.make_told(unit, quarters[1], IV_11="done")
    for person in (*make.make_people(unit), make.make_user(role="leader"), make.make_user(role="reviewer")):
        client.force_login(person)
        for href in re.findall(r'href="(/bao-cao/[^"]+)"', page(client, f"{TASKS}2018/P1/IV.11/")):
            page(client, href)


def test_another_units_work_is_not_there(client, quarters):
    make.make_commitment(make.make_unit("P1"))
    client.force_login(make.make_people(make.make_unit("P2"))[0])
    page(client, f"{TASKS}2018/P1/IV.11/", 404)
    client.force_login(make.make_user(role="administrator"))
    page(client, f"{TASKS}2018/P1/IV.11/", 403)


@pytest.mark.parametrize("years", [1, 2])
def test_its_page_costs_the_same_for_one_year_as_for_two(reviewer, quarters, years, django_assert_num_queries):
    unit = make.make_unit("P1")
    for year in (2018, 2017)[:years]:
        make.make_commitment(unit, year=year)
    # Session and person, periods, the work, its reports, other years, exclusions.
    with django_assert_num_queries(6):
        page(reviewer, f"{TASKS}2018/P1/IV.11/")


# --- Where else it is told -----------------------------------------------------------------------------------------


def test_leadership_is_told_how_much_is_overdue_and_stuck(client, quarters):
    unit = make.make_unit("P1")
    make.make_commitment(unit, year=2017)
    make.make_commitment(unit, due_on="2018-05-31")
    for quarter in quarters[:2]:
        make.make_told(unit, quarter, IV_11="underway")
    client.force_login(make.make_user(role="leader"))
    html = page(client, "/")
    assert 'data-overdue="1" data-stuck="1"' in html
    assert 'href="/nhiem-vu/?nam=2018&amp;tinh-trang=qua-han"' in html
    assert "Nhiệm vụ năm 2018: 1 quá hạn, 1 đình trệ." in html
