"""The pages of units that change: the wizard, a unit's page, and reading by the structure of then or of now."""

import re
from decimal import Decimal

import pytest

from reports.models import Report
from tests import factories as make
from tests.factories import at
from tests.reports.merging import BEFORE, accepted, build, merge, report_of
from units.models import Unit, UnitChange, UnitName

pytestmark = pytest.mark.django_db

ADDRESS = "/don-vi/thay-doi/"
MERGER = {
    "units": "p2, P5",
    "heir-1-code": "P2-2021",
    "heir-1-name": "Ủy ban nhân dân Phường 2",
    "heir-1-short_name": "Phường 2",
    "decision": "Nghị quyết số 1111/NQ-UBTVQH14",
    "decided_on": "09/12/2020",
    "effective_on": "01/01/2021",
    "people": "keep",
}


@pytest.fixture(autouse=True)
def clock(settings):
    settings.Q4KH_TODAY = "2020-12-20T09:00:00"
    return settings


@pytest.fixture
def district(clock):
    return build()


@pytest.fixture
def admin(client, district):
    client.force_login(district.admin)
    return client


def text(response) -> str:
    return response.content.decode()


def hidden(page) -> dict[str, list[str]]:
    """Hidden inputs of the form, but for the token."""
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page):
        found.setdefault(name, []).append(value.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&"))
    found.pop("csrfmiddlewaretoken", None)
    return found


# --- The wizard ------------------------------------------------------------------------------------------------------


def test_the_start_offers_four_kinds_and_lists_what_was_recorded(admin, district):
    page = text(admin.get(ADDRESS))
    assert re.findall(r'href="/don-vi/thay-doi/([a-z-]+)/"', page) == ["hop-nhat", "chia-tach", "doi-ten", "giai-the"]
    assert "Chưa ghi thay đổi nào." in page
    row = merge(district)
    page = text(admin.get(f"{ADDRESS}?don-vi=P4"))
    assert f'data-change="{row.pk}"' in page and "Phường 5 (P5)" in page and "Phường 2 (P2-2021)" in page
    assert 'href="/don-vi/thay-doi/hop-nhat/?don-vi=P4"' in page


def test_a_merger_from_form_to_confirmation(admin, district):
    page = text(admin.get(f"{ADDRESS}hop-nhat/?don-vi=P5"))
    assert 'name="units" value="P5"' in page and "Phường 12: <b>P12</b>" in page
    preview = text(admin.post(f"{ADDRESS}hop-nhat/", {**MERGER, "act": "preview"}))
    assert "Quý I/2021 của Phường 5 (P5), chưa soạn: miễn" in preview
    assert not UnitChange.objects.exists()
    answer = admin.post(f"{ADDRESS}hop-nhat/", {**hidden(preview), "act": "confirm"})
    assert (answer.status_code, answer["Location"]) == (302, "/don-vi/P2-2021/")
    assert Unit.objects.get(code="P2-2021").name == "Ủy ban nhân dân Phường 2"
    page = text(admin.get("/don-vi/P2-2021/"))
    assert "Đã ghi: Phường 2 (P2), Phường 5 (P5) hợp nhất, sáp nhập thành Phường 2 (P2-2021) từ 01/01/2021." in page
    assert "Hoạt động từ 01/01/2021" in page and re.findall(r'data-from="(\S+)"', page) == ["P2", "P5"]


def test_a_form_that_is_not_fit_comes_back_with_everything_typed(admin, district):
    answer = admin.post(
        f"{ADDRESS}hop-nhat/",
        {**MERGER, "units": "P2, P99", "decided_on": "hôm qua", "people": "", "decision": " ", "act": "preview"},
    )
    assert answer.status_code == 422
    page = text(answer)
    for message in (
        "Không có đơn vị mang mã P99; xem mã ở trang Đơn vị.",
        "Ghi số, ký hiệu văn bản quyết định.",
        "Ngày văn bản: “hôm qua” không phải là ngày: viết ngày/tháng/năm, ví dụ 05/03/2018.",
        "Chọn người phụ trách tiếp tục hay kết thúc phân công.",
    ):
        assert page.count(message) == 2  # at the top and at its input
    for typed in ("P2, P99", "hôm qua", "P2-2021", "01/01/2021"):
        assert f'value="{typed}"' in page
    assert "Phần đã nhập vẫn được giữ nguyên." in page


def test_from_the_preview_back_to_the_form(admin, district):
    preview = text(admin.post(f"{ADDRESS}hop-nhat/", {**MERGER, "act": "preview"}))
    page = text(admin.post(f"{ADDRESS}hop-nhat/", {**hidden(preview), "act": "edit"}))
    assert 'value="p2, P5"' in page and 'id="people-keep" name="people" value="keep" checked' in page


def test_a_confirmation_of_what_has_changed_is_shown_what_changed(admin, district):
    preview = text(admin.post(f"{ADDRESS}hop-nhat/", {**MERGER, "act": "preview"}))
    Report.objects.filter(unit__code="P5", period=district.periods[1]).update(started_at=BEFORE)
    answer = admin.post(f"{ADDRESS}hop-nhat/", {**hidden(preview), "act": "confirm"})
    assert answer.status_code == 409 and not UnitChange.objects.exists()
    page = text(answer)
    assert "Chưa ghi gì: tình hình vừa khác với phần đã xem" in page
    assert "Mới: Báo cáo quý: Quý I/2021 của Phường 5 (P5), đang soạn: miễn" in page
    assert "Không còn: Báo cáo quý: Quý I/2021 của Phường 5 (P5), chưa soạn: miễn" in page
    # The new one is confirmed as any other.
    assert admin.post(f"{ADDRESS}hop-nhat/", {**hidden(page), "act": "confirm"}).status_code == 302


def test_a_split_takes_more_parts_and_shares(admin, district):
    page = text(admin.post(f"{ADDRESS}chia-tach/", {"act": "rows", "rows": "2", "heir-1-code": "KHANHHOI"}))
    assert 'name="heir-4-code"' in page and 'name="heir-5-code"' not in page and 'value="KHANHHOI"' in page
    form = {
        "units": "P4",
        "rows": "4",
        "heir-1-code": "khanhhoi",
        "heir-1-name": "Ủy ban nhân dân Phường Khánh Hội",
        "heir-1-short_name": "Phường Khánh Hội",
        "heir-1-share": "62,5",
        "heir-1-share_source": "Biên bản 7/BB",
        "heir-2-code": "P13",
        "decision": "Nghị quyết 1685",
        "decided_on": "16/12/2020",
        "effective_on": "01/07/2025",
        "people": "end",
    }
    preview = text(admin.post(f"{ADDRESS}chia-tach/", form))
    assert "KHANHHOI nhận 62,5% số liệu cộng được khi đọc theo cơ cấu hiện nay: Biên bản 7/BB." in preview
    assert "Phần chưa chia, 37,5%, đứng ở một dòng riêng ghi “(cũ)” khi đọc theo cơ cấu hiện nay." in preview
    assert admin.post(f"{ADDRESS}chia-tach/", {**hidden(preview), "act": "confirm"}).status_code == 302
    page = text(admin.get("/don-vi/P4/"))
    assert re.findall(r'data-to="(\S+)"', page) == ["KHANHHOI", "P13"]
    assert "một phần, 62,5% số liệu" in page and "Biên bản 7/BB" in page
    answer = admin.post(f"{ADDRESS}chia-tach/", {**form, "units": "P5", "heir-2-code": "", "heir-1-share": "1.5"})
    page = text(answer)
    assert answer.status_code == 422 and "Tỷ lệ: “1.5” không rõ nghĩa" in page


def test_one_part_is_no_split(admin, district):
    form = {**MERGER, "units": "P4", "heir-1-code": "P13", "heir-1-name": "", "heir-1-short_name": ""}
    answer = admin.post(f"{ADDRESS}chia-tach/", form)
    assert answer.status_code == 422
    assert "Chia tách có ít nhất hai phần; chỉ một đơn vị nối tiếp thì ghi ở mục Hợp nhất." in text(answer)


def test_a_change_of_name_by_the_form(admin, district):
    form = {
        "units": "P4",
        "name": "Ủy ban nhân dân Phường Tư",
        "short_name": "Phường Tư",
        "decision": "Nghị quyết 3",
        "decided_on": "01/12/2020",
        "effective_on": "15/12/2020",
    }
    preview = text(admin.post(f"{ADDRESS}doi-ten/", form))
    assert "Tên cũ “Ủy ban nhân dân Phường 4” (Phường 4) giữ lại, dùng đến hết ngày 14/12/2020." in preview
    answer = admin.post(f"{ADDRESS}doi-ten/", {**hidden(preview), "act": "confirm"})
    assert answer["Location"] == "/don-vi/P4/"
    page = text(admin.get("/don-vi/P4/"))
    assert "Tên qua các thời kỳ" in page and "từ 19/12/2016 đến 14/12/2020" in page and "từ 15/12/2020" in page


def test_unknown_kinds_and_acts(admin):
    assert admin.get(f"{ADDRESS}khac/").status_code == 404
    assert admin.post(f"{ADDRESS}hop-nhat/", {"act": "khac"}).status_code == 400


def test_the_start_asks_as_much_for_one_change_as_for_three(admin, district, django_assert_num_queries):
    merge(district)
    with django_assert_num_queries(6):
        admin.get(ADDRESS)
    make.restructure("merge", ["P12", "P13"], [("P13-2021", "Phường 13")], by=district.admin, at=BEFORE)
    make.restructure("dissolve", ["P4"], by=district.admin, at=BEFORE)
    with django_assert_num_queries(6):
        admin.get(ADDRESS)


# --- A unit's page -----------------------------------------------------------------------------------------------------


def test_a_units_page_by_role(client, district):
    merge(district)
    client.force_login(district.people["P5"][0])
    page = text(client.get("/don-vi/P5/"))
    assert "đến hết ngày 31/12/2020" in page and "Hợp nhất, sáp nhập từ 01/01/2021" in page
    assert 'data-to="P2-2021"' in page and "/don-vi/P2-2021/" not in page and "Ghi thay đổi của" not in page
    assert client.get("/don-vi/P4/").status_code == 404
    client.force_login(district.reviewer)
    page = text(client.get("/don-vi/P5/"))
    assert "/don-vi/P2-2021/" in page and "Ghi thay đổi của" not in page
    assert client.get("/don-vi/P99/").status_code == 404


def test_a_unit_that_is_no_more_says_so(client, district, clock):
    merge(district)
    clock.Q4KH_TODAY = "2021-02-01"
    client.force_login(district.reviewer)
    assert 'data-there="no"' in text(client.get("/don-vi/P5/")) and 'data-there="yes"' in text(client.get("/don-vi/P2-2021/"))
    # Nor may its people open anything by it.
    client.force_login(district.people["P5"][0])
    assert client.get("/don-vi/P5/").status_code == 403


def test_the_successors_people_read_what_was_left_and_change_nothing(client, district, clock):
    """P5's draft of the running quarter, and its accepted report, after P2 and P5 became P2-2021."""
    Report.objects.filter(pk=report_of("P5", district.periods[1]).pk).update(
        situation="Đã soạn một đoạn.", started_at=BEFORE, edited_at=BEFORE
    )
    accepted("P5", district.periods[0], CT03=2)
    merge(district, keeps_people=True)
    client.force_login(district.people["P2"][0])
    assert client.get("/bao-cao/2021/1/P5/").status_code == 404  # not before the day
    clock.Q4KH_TODAY = "2021-01-05T09:00:00"
    assert "Đã soạn một đoạn." in text(client.get("/bao-cao/2021/1/P5/"))
    assert client.get("/bao-cao/2020/4/P5/lan/1/").status_code == 200
    for address in ("/bao-cao/2021/1/P5/soan/", "/bao-cao/2021/1/P5/nhap-thay/"):
        assert client.get(address).status_code == 403
    assert client.post("/bao-cao/2021/1/P5/", {"move": "submit"}).status_code == 403
    assert client.get("/bao-cao/2021/1/P12/").status_code == 404
    page = text(client.get("/don-vi/P5/"))
    assert re.findall(r'data-report="(\S+)"', page) == ["P5-2021-1", "P5-2020-4"]
    assert 'href="/don-vi/P5/"' in text(client.get("/don-vi/P2-2021/"))
    assert client.get("/don-vi/P12/").status_code == 404


def test_what_was_left_is_handed_on_however_often(client, district, clock):
    merge(district)
    make.restructure("merge", ["P2-2021"], [("P2-2022", "Phường Hai")], on="2021-06-01", by=district.admin, at=BEFORE)
    clock.Q4KH_TODAY = "2021-06-01"
    person = make.make_user("moi", role="reporter", unit=Unit.objects.get(code="P2-2022"))
    client.force_login(person)
    assert client.get("/bao-cao/2020/4/P5/").status_code == 200


def test_a_part_of_a_unit_hands_nothing_on(client, district, clock):
    make.restructure(
        "split", ["P5"], [("A", "Phường A"), ("B", "Phường B")], by=district.admin, at=BEFORE, keeps_people=True
    )
    clock.Q4KH_TODAY = "2021-01-05"
    client.force_login(district.people["P5"][0])
    assert client.get("/don-vi/A/").status_code == 200
    assert client.get("/bao-cao/2020/4/P5/").status_code == 404


# --- Then and now ------------------------------------------------------------------------------------------------------


@pytest.fixture
def merged(district, clock):
    """After the merger: Quý IV/2020 of the five, 3 + 2 + 1 + 4 + 7; Quý I/2021 of the three, 5 + 0 + 1."""
    from reports import opening

    for code, number in {"P2": 3, "P5": 2, "P12": 1, "P13": 4, "P4": 7}.items():
        accepted(code, district.periods[0], CT03=number)
    merge(district)
    make.restructure("merge", ["P12", "P13"], [("P13-2021", "Phường 13")], by=district.admin, at=BEFORE)
    clock.Q4KH_TODAY = "2021-03-20"
    opening.open_due(at("2021-03-20T00:00:00").date())
    for code, number in {"P2-2021": 5, "P13-2021": 0, "P4": 1}.items():
        accepted(code, district.periods[1], CT03=number)
    return district


def now_lines(page) -> dict[str, str]:
    return dict(re.findall(r'data-line="(\S+)" data-total="(\S*)"', page))


def test_a_target_by_both_structures(client, merged):
    client.force_login(merged.reviewer)
    then = text(client.get("/chi-tieu/CT03/?nam=2020"))
    assert 'data-actual="17"' in then and not now_lines(then) and "Theo cơ cấu" in then
    now = text(client.get("/chi-tieu/CT03/?nam=2020&co-cau=nay"))
    assert 'data-actual="17"' in now
    assert now_lines(now) == {"P2-2021": "5", "P13-2021": "5", "P4": "7"}
    assert sum(map(int, now_lines(now).values())) == 17
    assert "gồm Phường 2 (P2), Phường 5 (P5)" in now
    after = text(client.get("/chi-tieu/CT03/?nam=2021&co-cau=nay"))
    assert 'data-actual="6"' in after and now_lines(after) == {"P2-2021": "5", "P13-2021": "0", "P4": "1"}


def test_parts_stand_alone_or_are_shared(client, merged, clock):
    when = at("2021-03-20T09:00:00")
    parts = [("KHANHHOI", "Phường Khánh Hội"), ("VINHHOI", "Phường Vĩnh Hội")]
    make.restructure("split", ["P2-2021"], parts, on="2021-07-01", by=merged.admin, at=when)
    shares = [("KHANHHOI", "", Decimal(25), "Biên bản 7/BB"), ("VINHHOI", "", Decimal(75), "Biên bản 7/BB")]
    make.restructure("split", ["P4"], shares, on="2021-07-01", by=merged.admin, at=when)
    clock.Q4KH_TODAY = "2021-07-02"
    client.force_login(merged.reviewer)
    page = text(client.get("/chi-tieu/CT03/?nam=2020&co-cau=nay"))
    assert now_lines(page) == {"P2-2021": "5", "P13-2021": "5", "KHANHHOI": "1.75", "VINHHOI": "5.25"}
    assert "Ủy ban nhân dân Phường 2 (cũ)" in page
    assert "một phần của Phường 4 (P4): Biên bản 7/BB (25%)" in page
    matrix = text(client.get("/tien-do/?co-cau=nay"))
    assert re.search(r"Ủy ban nhân dân Phường 2</span>.*\(cũ\)", matrix)


def test_the_list_of_targets_hands_the_choice_on(client, merged):
    client.force_login(merged.reviewer)
    page = text(client.get("/chi-tieu/?nam=2020&co-cau=nay"))
    assert 'href="/chi-tieu/CT03/?nam=2020&amp;co-cau=nay"' in page and 'data-actual="17"' in page
    assert 'href="/chi-tieu/CT03/?nam=2020"' in text(client.get("/chi-tieu/?nam=2020"))


def test_who_sees_the_own_figures_alone_has_nothing_to_choose(client, merged):
    client.force_login(merged.people["P4"][0])
    page = text(client.get("/chi-tieu/CT03/?nam=2020&co-cau=nay"))
    assert not now_lines(page) and "Theo cơ cấu" not in page
    assert "Theo cơ cấu" not in text(client.get("/chi-tieu/?nam=2020"))


def test_where_nothing_has_changed_there_is_nothing_to_choose(client, district):
    client.force_login(district.reviewer)
    for address in ("/tien-do/", "/chi-tieu/", "/chi-tieu/CT03/"):
        assert "Theo cơ cấu" not in text(client.get(f"{address}?co-cau=nay"))


def rows_of(page) -> list[tuple[str, str, str]]:
    return re.findall(r'data-unit="(\S+)" data-period="(\S+)" data-state="(\w+)"', page)


def test_the_matrix_by_both_structures(client, merged):
    client.force_login(merged.reviewer)
    then = text(client.get("/tien-do/?khoi=1-ward"))
    of_2020 = {unit for unit, period, _ in rows_of(then) if period == "2020-4"}
    assert of_2020 == {"P2", "P4", "P5", "P12", "P13"}
    now = text(client.get("/tien-do/?khoi=1-ward&co-cau=nay"))
    # The same reports, in the rows of the three that are there.
    assert sorted(rows_of(now)) == sorted(rows_of(then))
    assert now.count('<th scope="row"><a') == 3
    assert "<small>Phường 5</small>" in now
    # A filter that only a predecessor meets shows its successor's row.
    Report.objects.filter(pk=report_of("P5", merged.periods[0]).pk).update(state="returned")
    page = text(client.get("/tien-do/?khoi=1-ward&co-cau=nay&tinh-trang=tra-lai"))
    assert page.count('<th scope="row"><a') == 1 and ("P5", "2020-4", "returned") in rows_of(page)


def test_queries_of_the_pages_by_now(client, merged, django_assert_num_queries):
    client.force_login(merged.reviewer)
    with django_assert_num_queries(8):
        client.get("/tien-do/?co-cau=nay")
    with django_assert_num_queries(5):
        client.get("/chi-tieu/CT03/?nam=2020&co-cau=nay")


# --- Names of then -----------------------------------------------------------------------------------------------------


def renamed(district):
    return make.restructure(
        "rename", ["P4"], on="2020-12-16", name="Ủy ban nhân dân Phường Tư", short_name="Phường Tư",
        by=district.admin, at=BEFORE,
    )  # fmt: skip


def test_lists_of_old_periods_show_the_name_of_then(client, district):
    accepted("P4", district.periods[0], CT03=7)
    renamed(district)
    client.force_login(district.reviewer)
    then, now = "Ủy ban nhân dân Phường 4", "Ủy ban nhân dân Phường Tư"
    page = text(client.get("/bao-cao/?ky=2020-4&khoi=1-ward"))
    assert then in page and now not in page
    page = text(client.get("/bao-cao/?ky=2021-1&khoi=1-ward"))
    assert now in page and then not in page
    page = text(client.get("/bao-cao/?don-vi=P4"))
    assert now in page
    page = text(client.get("/bao-cao/2020/4/P4/"))
    assert f"tên khi gửi: {then}" in page and f"<h1>{now}</h1>" in page
    page = text(client.get("/chi-tieu/CT03/?nam=2020"))
    assert then in page and now not in page
    page = text(client.get("/chi-tieu/CT03/?nam=2021"))
    assert now in page and then not in page
    page = text(client.get("/tien-do/?nam=2020"))
    assert then in page and now not in page
    page = text(client.get("/tien-do/?nam=2021"))
    assert now in page and then not in page


def test_of_several_names_that_of_the_day(district):
    renamed(district)
    make.restructure(
        "rename", ["P4"], on="2020-12-18", name="Tên ba", short_name="Ba", by=district.admin, at=BEFORE
    )
    held = [
        UnitName.objects.held_on(day).filter(unit__code="P4").values_list("name", flat=True).first()
        for day in ("2020-12-15", "2020-12-16", "2020-12-17", "2020-12-18")
    ]
    assert held == ["Ủy ban nhân dân Phường 4", "Ủy ban nhân dân Phường Tư", "Ủy ban nhân dân Phường Tư", None]
