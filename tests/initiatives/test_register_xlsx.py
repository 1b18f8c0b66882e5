"""The register as a workbook, read back: days are days, numbers numbers, text text; personal data on request alone."""

import datetime as dt
from io import BytesIO

import pytest
from openpyxl import load_workbook

from initiatives.models import ScopeDecision
from tests import factories as make
from tests.initiatives import house as houses

day = dt.date


@pytest.fixture
def house(db, settings):
    settings.Q4KH_TODAY = houses.NOW
    return houses.build()


def book(client, user, **asked):
    client.force_login(user)
    answer = client.get("/sang-kien/", {"dang": "xlsx", **asked})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="so-theo-doi-sang-kien-2018-06-08.xlsx"'
    return load_workbook(BytesIO(answer.getvalue()))


def rows(sheet):
    heads = [cell.value for cell in sheet[5]]
    return [dict(zip(heads, (cell.value for cell in row))) for row in sheet.iter_rows(min_row=6)]


def test_a_row_tells_the_whole_legal_life(client, house):
    row = make.make_initiative(
        house.ward, house.office, "recognised", receipt_number="07/2018/PTN", certificate_number="03/2018/GCN-SK",
        authors=[("Nguyễn Văn Nước", 60), ("Trần Thị Ba", 40)],
    )  # fmt: skip
    ScopeDecision.objects.create(
        initiative=row, scope="2-district", number="15/QĐ", decided_on=day(2018, 6, 7), decided_by="A", recorded_at=house.at, recorded_by_name="B"
    )
    sheet = book(client, house.reviewer)["Sổ theo dõi"]
    (told,) = rows(sheet)
    assert told == {
        "STT": 1,
        "Số phiếu tiếp nhận": "07/2018/PTN",
        "Tên sáng kiến": "Đọc chỉ số đồng hồ nước bằng điện thoại",
        "Lĩnh vực áp dụng": "Cải cách hành chính",
        "Tác giả (tỷ lệ đóng góp)": "Nguyễn Văn Nước (60%)\nTrần Thị Ba (40%)",
        "Đơn vị của tác giả": "Ủy ban nhân dân Phường 1",
        "Cơ sở công nhận": "Phòng PKT",
        "Ngày áp dụng lần đầu": dt.datetime(2018, 3, 5),
        "Ngày nộp": dt.datetime(2018, 6, 1),
        "Ngày tiếp nhận": dt.datetime(2018, 6, 2),
        "Ngày chấp nhận đơn": dt.datetime(2018, 6, 4),
        "Tình trạng": "Đã công nhận",
        "Hạn đang chạy": None,
        "Quá hạn (ngày)": None,
        "Số quyết định": "12/QĐ-UBND",
        "Ngày quyết định": dt.datetime(2018, 6, 6),
        "Số giấy chứng nhận": "03/2018/GCN-SK",
        "Phạm vi ảnh hưởng": "Quận: 15/QĐ, 07/06/2018",
    }
    assert sheet["I6"].number_format == "dd/mm/yyyy"


def test_lateness_is_a_number_and_the_term_a_day(client, house):
    make.make_initiative(house.ward, house.office, "received", answer_by=day(2018, 6, 3))
    (told,) = rows(book(client, house.clerk)["Sổ theo dõi"])
    assert (told["Hạn đang chạy"], told["Quá hạn (ngày)"]) == (dt.datetime(2018, 6, 3), 5)


@pytest.mark.parametrize("typed", ["=1+1", "+84 28 3825", "-Không", "@tác giả", "=HYPERLINK(\"http://x\")"])
def test_text_that_looks_like_a_formula_stays_text(client, house, typed):
    make.make_initiative(house.ward, house.office, "filed", title=typed)
    cell = book(client, house.clerk)["Sổ theo dõi"]["C6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (typed, "s", True)


def test_it_holds_what_the_screen_shows_all_pages_of_it(client, house):
    for number in range(35):
        make.make_initiative(house.ward, house.office, "filed", title=f"Của phường 1, số {number}")
    make.make_initiative(house.other, house.office, "filed", title="Của phường 2")
    make.make_initiative(house.ward, house.office, "received", title="Đang xét")
    sheet = book(client, house.reviewer, **{"don-vi": "P1", "tinh-trang": "filed", "q": "phuong", "trang": "2"})["Sổ theo dõi"]
    assert len(rows(sheet)) == 35
    assert sheet["A3"].value == (
        "Đơn vị: Ủy ban nhân dân Phường 1; Tình trạng: chờ tiếp nhận; Có chữ “phuong”. Ngày lập: 08/06/2018. 35 sáng kiến."
    )


def test_it_is_set_up_for_paper(client, house):
    make.make_initiative(house.ward, house.office, "filed")
    sheet = book(client, house.clerk)["Sổ theo dõi"]
    assert [sheet[f"A{number}"].value for number in (1, 2)] == ["ỦY BAN NHÂN DÂN QUẬN 4", "SỔ THEO DÕI SÁNG KIẾN"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_area) == ("D6", "$5:$5", "'Sổ theo dõi'!$A$1:$R$6")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (1, 0, True)
    assert sheet.row_dimensions[6].height >= 30  # a ward's name takes two lines of its column
    assert all(sheet.column_dimensions[cell.column_letter].width >= 5 for cell in sheet[5])


def test_personal_data_come_only_when_asked_for(client, house):
    make.make_initiative(house.ward, house.office, "filed")
    plain = book(client, house.clerk)
    assert plain.sheetnames == ["Sổ theo dõi"]
    assert not any("1980" in str(cell.value) for row in plain["Sổ theo dõi"].iter_rows() for cell in row)
    asked = book(client, house.clerk, **{"ca-nhan": "1"})["Tác giả"]
    (told,) = rows(asked)
    assert (told["Họ và tên"], told["Ngày sinh"], told["Trình độ chuyên môn"], told["Tỷ lệ đóng góp (%)"]) == (
        "Nguyễn Văn Nước",
        dt.datetime(1980, 5, 17),
        "Cử nhân",
        100,
    )
    assert "dữ liệu cá nhân" in asked["A3"].value


def test_personal_data_are_those_of_the_applications_one_has_to_do_with(client, house):
    make.make_initiative(house.ward, house.office, "recognised", authors=[("Của phường 1", 100)])
    make.make_initiative(house.other, house.other, "recognised", authors=[("Của phường 2", 100)])
    both = make.make_user("ca.hai", role="reporter", unit=house.ward)
    both.memberships.create(role="leader", valid_from=make.START)
    asked = book(client, both, **{"ca-nhan": "1"})
    assert len(rows(asked["Sổ theo dõi"])) == 2
    assert [row["Họ và tên"] for row in rows(asked["Tác giả"])] == ["Của phường 1"]


def test_leadership_does_not_ask_for_personal_data(client, house):
    make.make_initiative(house.ward, house.office, "recognised")
    assert book(client, house.leader).sheetnames == ["Sổ theo dõi"]
    assert client.get("/sang-kien/?dang=xlsx&ca-nhan=1").status_code == 403


def test_an_empty_register_is_a_workbook_as_well(client, house):
    sheet = book(client, house.clerk)["Sổ theo dõi"]
    assert sheet["A3"].value == "Mọi đơn vị, mọi năm, mọi tình trạng. Ngày lập: 08/06/2018. 0 sáng kiến."
    assert sheet.max_row == 5
