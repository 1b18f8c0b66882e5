"""The pages of budgets: sums with a chart, one unit's form, the workbook; a constant number of queries."""

import datetime as dt
from io import BytesIO

import pytest
from openpyxl import load_workbook

from targets.models import BudgetLine
from tests import factories as make

NOW = "2018-06-08T09:00:00"


@pytest.fixture
def ward(db, settings):
    settings.Q4KH_TODAY = NOW
    make.make_plan()
    return make.make_unit("P1")


@pytest.fixture
def enter(client):
    def enter(role, unit=None, name=""):
        user = make.make_user(name or f"{role}-thu", role=role, unit=unit)
        client.force_login(user)
        return user

    return enter


def html(client, address="/kinh-phi/", **asked):
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


# --- The list --------------------------------------------------------------------------------------------------------


def test_sums_of_the_year_by_source_unit_and_year(client, ward, enter):
    enter("reviewer")
    make.make_budget_line(ward, planned=40_000_000, allocated=30_000_000, spent=12_000_000)
    make.make_budget_line(ward, source="unit", spent=1_500_000)
    make.make_budget_line(make.make_unit("P2"), 2017, planned=5_000_000)
    page = html(client)
    assert "Dự toán 40.000.000, phân bổ 30.000.000, đã chi 13.500.000 đồng (40% số được phân bổ)." in page
    row = page[page.index('data-unit="P1" data-source=""') :].partition("</tr>")[0]
    assert "2 nguồn" in row and ">18.000.000<" in row and ">40%<" in row
    assert page.count('data-unit="P1"') == 3 and 'data-unit="P2"' not in page
    assert '<title id="theo-nguon-t">Kinh phí năm 2018 theo nguồn</title>' in page
    assert "2017: dự toán 5.000.000 đồng. 2018: dự toán 40.000.000 đồng" in page
    assert "Chưa nhập năm 2018: 2 đơn vị" in page


def test_the_filters_narrow_everything(client, ward, enter):
    enter("leader")
    make.make_budget_line(ward, title="A", planned=1_000)
    make.make_budget_line(make.make_unit("P2"), source="city", planned=2_000)
    assert "Dự toán 2.000, phân bổ" in html(client, nguon="city")
    assert "Dự toán 1.000, phân bổ" in html(client, **{"don-vi": "P1"})
    assert "Không có dòng kinh phí nào" in html(client, nguon="social")
    assert "Chưa có kinh phí năm 2017" in html(client, nam="2017")
    assert "Kinh phí KH&amp;CN năm 2018" in html(client, nam="1999")


def test_a_unit_sees_its_own_sums_and_is_led_to_its_form(client, ward, enter):
    enter("reporter", ward)
    make.make_budget_line(ward, planned=1_000)
    make.make_budget_line(make.make_unit("P2"), planned=2_000)
    page = html(client)
    assert "Dự toán 1.000, phân bổ chưa có, đã chi chưa nhập đồng." in page
    assert 'href="/kinh-phi/2018/P1/">Nhập kinh phí của đơn vị' in page
    assert "Chưa nhập năm" not in page and "Phường 2" not in page


def test_ck11_is_told_with_its_decision_and_how_late(client, ward, enter):
    enter("reviewer")
    make.make_target(
        code="CK11", measure="milestone", portal="allocation", yearly_due_month=3, yearly_due_day=31, threshold=None
    )
    assert "năm 2018 chưa ghi quyết định phân bổ nào, hạn 31/03/2018" in html(client)
    make.make_budget_line(ward, allocated=5, allocated_on=dt.date(2018, 4, 18), allocation_number="214/QĐ-UBND")
    page = html(client)
    assert 'data-allocation="2018-04-18"><a href="/chi-tieu/CK11/?nam=2018">CK11</a>' in page
    assert "ngân sách năm 2018 phân bổ ngày <b>18/04/2018</b> theo Quyết định 214/QĐ-UBND, hạn 31/03/2018" in page
    assert "chậm 18 ngày" in page


@pytest.mark.parametrize("units", [1, 3])
def test_the_list_costs_the_same_for_one_unit_and_for_three(client, ward, enter, units, django_assert_num_queries):
    enter("reviewer")
    for number in range(1, units + 1):
        for source in ("district", "unit"):
            make.make_budget_line(make.make_unit(f"P{number}"), source=source, planned=5, allocated=4, spent=3)
    with django_assert_num_queries(11):
        client.get("/kinh-phi/")


@pytest.mark.parametrize("lines", [1, 3])
def test_a_units_form_costs_the_same_for_one_line_and_for_three(client, ward, enter, lines, django_assert_num_queries):
    enter("reporter", ward)
    for _ in range(lines):
        make.make_budget_line(ward, planned=5, allocated=4, spent=3)
    with django_assert_num_queries(8):
        client.get("/kinh-phi/2018/P1/")


def test_the_workbook_is_what_is_on_the_screen(client, ward, enter):
    enter("reviewer")
    make.make_budget_line(ward, title="=Mua máy", planned=40_000_000, allocated=30_000_000, spent=12_000_000)
    make.make_budget_line(make.make_unit("P2"), source="city", planned=5)
    answer = client.get("/kinh-phi/?dang=xlsx&nguon=district")
    assert answer["Content-Disposition"] == 'attachment; filename="kinh-phi-2018-2018-06-08.xlsx"'
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    assert sheet["A2"].value == "KINH PHÍ KHOA HỌC VÀ CÔNG NGHỆ NĂM 2018"
    assert sheet["A3"].value == (
        "Mọi đơn vị; Ngân sách quận. Ô trống là chưa nhập. Ngày lập: 08/06/2018. 1 dòng."
    )
    assert [cell.value for cell in sheet[6]] == [
        1, "Ủy ban nhân dân Phường 1", "Ngân sách quận", "=Mua máy", 40_000_000, 30_000_000, "12/QĐ-UBND",
        dt.datetime(2018, 2, 26), 12_000_000, dt.datetime(2018, 5, 31), 18_000_000, None,
    ]  # fmt: skip
    assert (sheet["D6"].data_type, sheet["E6"].number_format) == ("s", "#,##0")
    assert [sheet.cell(7, column).value for column in (2, 5, 6, 9, 11)] == [
        "Cộng", "=SUBTOTAL(109,E6:E6)", "=SUBTOTAL(109,F6:F6)", "=SUBTOTAL(109,I6:I6)", "=SUBTOTAL(109,K6:K6)",
    ]  # fmt: skip


# --- One unit's lines ------------------------------------------------------------------------------------------------


def post(client, **typed):
    return client.post("/kinh-phi/2018/P1/", typed)


def test_a_saved_form_leads_back_with_a_word(client, ward, enter):
    enter("head", ward)
    answer = post(client, **{"line-1-title": "Mua máy", "line-1-source": "city", "line-1-planned": "5 triệu"})
    assert (answer.status_code, answer["Location"]) == (302, "/kinh-phi/2018/P1/")
    assert "Đã lưu, 1 dòng thay đổi." in html(client, "/kinh-phi/2018/P1/")
    assert BudgetLine.objects.get().planned == 5_000_000


def test_what_is_refused_stays_typed_with_its_error_at_the_input(client, ward, enter):
    enter("reporter", ward)
    answer = post(client, **{"line-2-title": "Mua máy", "line-2-source": "city", "line-2-planned": "12 nghìn"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#line-2-planned">Dòng 1: “12 nghìn” không phải số tiền: ghi 12.500.000 hoặc 12,5 triệu.</a>' in page
    assert 'name="line-2-planned" value="12 nghìn"' in page and 'aria-describedby="line-2-planned-e"' in page
    assert not BudgetLine.objects.exists()


def test_one_more_row_comes_without_a_script_and_stores_nothing(client, ward, enter):
    enter("reporter", ward)
    page = post(client, act="add", **{"line-1-title": "Mua máy", "line-1-source": "city"}).content.decode()
    assert 'name="line-1-title" value="Mua máy"' in page
    assert 'name="line-2-title" value=""' in page
    assert not BudgetLine.objects.exists()


def test_a_conflict_keeps_what_was_typed_beside_what_is_stored(client, ward, enter):
    enter("reporter", ward)
    line = make.make_budget_line(ward, title="Mua máy", planned=7_000, revision=3)
    typed = {
        "line-1-key": str(line.pk), "line-1-revision": "2", "line-1-title": "Mua máy", "line-1-source": "district",
        "line-1-planned": "9.000",
    }  # fmt: skip
    answer = post(client, **typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'name="line-1-planned" value="9.000"' in page and "bản đang lưu: 7.000" in page
    assert 'name="line-1-revision" value="3"' in page
    assert post(client, **typed | {"line-1-revision": "3"}).status_code == 302
    assert BudgetLine.objects.get().planned == 9_000


def test_a_session_that_ended_in_mid_form_loses_no_number(client, ward, enter):
    enter("reporter", ward, "p1.canbo")
    client.logout()
    typed = {
        "line-1-title": "Mua máy", "line-1-source": "city", "line-1-planned": "5 triệu", "line-1-note": "", "act": "save",
    }  # fmt: skip
    answer = post(client, **typed)
    page = answer.content.decode()
    assert answer.status_code == 403 and 'name="line-1-planned" value="5 triệu"' in page
    assert post(client, **typed, username="p1.canbo", password="mat-khau-thu").status_code == 302
    assert BudgetLine.objects.get().planned == 5_000_000


def test_lines_come_from_the_annual_plan_by_one_click(client, ward, enter):
    enter("reporter", ward)
    make.make_commitment(ward, ref="1", title="Mô hình một cửa", budget=5_000_000)
    page = html(client, "/kinh-phi/2018/P1/")
    assert "Kế hoạch năm 2018 có 1 việc ghi kinh phí mà chưa có dòng ở đây, cộng 5.000.000 đồng." in page
    assert post(client, act="take").status_code == 302
    page = html(client, "/kinh-phi/2018/P1/")
    assert "Đã lấy 1 dòng từ kế hoạch năm; 1 dòng kế hoạch không ghi nguồn" in page
    assert 'value="Mô hình một cửa"' in page and "Lấy từ kế hoạch năm" not in page


def test_the_treasury_sees_amounts_of_the_unit_as_words_and_its_own_as_inputs(client, ward, enter):
    enter("reporter", make.make_unit("TCKH", allocates_budget=True))
    make.make_budget_line(ward, title="Mua máy", planned=7_000_000)
    page = html(client, "/kinh-phi/2018/P1/")
    assert 'name="line-1-allocated" value=""' in page and 'name="line-1-allocation_number"' in page
    assert 'name="line-1-planned"' not in page and ">7.000.000<" in page
    assert 'name="spent_until"' not in page


def test_who_only_reads_gets_a_table_with_what_is_odd(client, ward, enter):
    enter("leader")
    make.make_budget_line(ward, title="Mua máy", planned=5, allocated=8, spent=9, note="Bù từ nguồn khác")
    page = html(client, "/kinh-phi/2018/P1/")
    assert "<form" not in page.partition("<main")[2]
    assert "Đã chi nhiều hơn phân bổ 1 đồng" in page and "Phân bổ nhiều hơn dự toán 3 đồng" in page
    assert "Quyết định 12/QĐ-UBND ngày 26/02/2018" in page and "Ghi chú: Bù từ nguồn khác" in page
