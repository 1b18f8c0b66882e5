"""Every list hands out what is on the screen: the same rows, filtered alike, numbers as numbers, text as text."""

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, resolve
from openpyxl import load_workbook

from initiatives.models import Organisation
from reports.models import Notice, OutboxMail, Proposal, Report, Scheme, Version
from tests import factories as make
from tests.browser.test_faces import FACELESS
from units import tables, workbook
from units.importing.runs import ImportRun
from units.models import Unit, User
from units.tables import Column, Table

# A list → who looks at it, how a row of it begins in the page, and a filter with the number of rows that fit it: of
# each thing P1 has one, P2 and P3 have what the third adds.
LISTS = {
    "/bao-cao/": ("office", "data-report=", {"q": "phuong 1"}),
    "/tien-do/": ("office", '<th scope="row"><a', {"tinh-trang": "tra-lai"}),
    "/chi-tieu/": ("office", "data-target=", {"ket-luan": "met"}),
    "/chi-tieu/CT03/": ("office", 'rowheader">Ủy ban nhân dân Phường', {}),
    "/nhiem-vu/": ("office", "data-task=", {"don-vi": "P1"}),
    "/phan-cong/": ("office", "data-unit=", {"q": "phuong 1"}),
    "/kien-nghi/": ("office", "data-proposal=", {"don-vi": "P1"}),
    "/ke-hoach-nam/": ("office", "data-unit=", {"tinh-trang": "none"}),
    "/ke-hoach-nam/2018/P1/": ("office", "data-line=", {}),
    "/ke-hoach-nam/2018/toan-quan/": ("office", '<tr role="row"><th scope="row"', {}),
    "/tong-hop/": ("office", '<tr role="row"><th scope="row"', {}),
    "/thu-nhac/": ("office", "data-round=", {}),
    "/so-theo-doi/": ("office", "data-activity=", {"don-vi": "P1", "tinh-trang": "recorded"}),
    "/so-theo-doi/to-chuc/": ("office", "data-organisation=", {"q": "=toi"}),
    "/so-theo-doi/truong/": ("office", "data-school=", {"thieu": "1"}),
    "/so-theo-doi/can-bo/": ("office", "data-lacks=", {"q": "phuong 1"}),
    "/sang-kien/": ("office", "data-initiative=", {"don-vi": "P1"}),
    "/hoi-dong/": ("office", "data-council=", {"q": "phuong 1"}),
    "/hoi-dong/{council}/": ("office", "data-meeting=", {}),
    "/kinh-phi/": ("office", "data-unit-budget=", {"don-vi": "P1"}),
    "/don-vi/": ("office", "data-unit=", {"q": "phuong 1"}),
    "/": ("office", '<a class="btn btn-outline-secondary q-row-btn"', {"tinh-trang": "returned"}),
    "/?toan-canh": ("leader", "<li data-target=", {}),
    "/?don-vi": ("unit", '<th scope="row" role="rowheader">', {}),
    "/don-vi/P1/": ("office", "<dt>", {}),
    "/phan-cong/P1/": ("office", "data-membership=", {}),
    "/kinh-phi/2018/P1/": ("office", "data-line=", {}),
    "/ke-hoach-nam/2018/P1/lan/1/": ("office", "data-line=", {}),
    "/so-theo-doi/to-chuc/{organisation}/": ("office", "data-activity=", {}),
    "/so-theo-doi/truong/THCS-P1/": ("office", "data-activity=", {}),
    "/so-theo-doi/cach-dem/": ("office", "data-rule=", {}),
    "/thi-dua/": ("office", "data-emulation-group=", {}),
    "/thi-dua/2018/": ("office", "data-emulation-group=", {}),
    "/thi-dua/2018/bang/phuong/": ("office", "data-sheet=", {}),
    "/thi-dua/2018/thang-diem/phuong/": ("office", "data-criterion=", {}),
    "/tin-nhan/": ("office", "data-read=", {}),
    "/nhap-lieu/": ("office", "data-import=", {}),
    "/nhat-ky/": ("admin", "data-act=", {"q": "khong co"}),
    "/thu-di/": ("admin", "<li><time", {}),
}
# What no page of the list tells by a row of its own.
UNTOLD = {"/kinh-phi/", "/don-vi/P1/"}

# Pages that are no list, and why.
FORM, PAPER, RECORD = "a form to fill in", "a document, handed out as what it is", "one thing and what was done to it"
NO_LISTS = {
    "units:login": FORM,
    "units:password_change": FORM,
    "units:password_reset": FORM,
    "units:password_reset_done": FORM,
    "units:password_reset_confirm": FORM,
    "units:preferences": FORM,
    "units:jobs": "what runs at this moment, and the files that came of it",
    "units:guide_page": "the user guide",
    "targets:plan": "the text of the plan",
    "initiatives:record": FORM,
    "initiatives:record_kind": FORM,
    "initiatives:rule": "what is counted is handed out by the target's page",
    "initiatives:activity": RECORD,
    "initiatives:activity_edit": FORM,
    "initiatives:initiative": RECORD,
    "initiatives:initiative_new": FORM,
    "initiatives:initiative_edit": FORM,
    "initiatives:council_new": FORM,
    "initiatives:council_edit": FORM,
    "initiatives:council_next": FORM,
    "initiatives:council_members": FORM,
    "initiatives:council_assignment": FORM,
    "initiatives:meeting": RECORD,
    "initiatives:meeting_new": FORM,
    "initiatives:meeting_edit": FORM,
    "initiatives:public": "everybody's: handed out as open data",
    "initiatives:public_item": RECORD,
    "reports:open_data": "open data themselves",
    "reports:task": RECORD,
    "reports:report": PAPER,
    "reports:version": PAPER,
    "reports:edit": FORM,
    "reports:offline": FORM,
    "reports:offline_preview": "a workbook that was handed in, and is handed out marked",
    "reports:paper": FORM,
    "reports:period": "the days of one quarter; who is excused stands in the list of reports",
    "reports:name_person": FORM,
    "reports:hand_over": FORM,
    "reports:annual_plan_edit": FORM,
    "reports:proposal": RECORD,
    "reports:publication": PAPER,
    "reports:office_templates": "the office's letterheads, each a form",
    "reports:office_template": FORM,
    "reports:signatory": FORM,
    "reports:signatory_add": FORM,
    "reports:check": FORM,
    "reports:check_code": "whether one paper is true",
    "reports:emulation_sheet": FORM,
    "reports:restructuring": FORM,
    "reports:restructure": FORM,
    "reports:import_run": "a sheet that was handed in, and is handed out as it was and marked",
    "reports:import_kind": FORM,
}


def build(code):
    """One of everything for the unit. What people type begins like a formula."""
    unit = make.make_unit(code)
    people = make.make_people(unit)
    office = User.objects.get(username="xem-xet")
    past, now = make.make_period(year=2018, quarter=1), make.make_period(year=2018, quarter=2)
    told = make.make_report(unit, past, "accepted")
    row = Proposal.objects.create(report=told, text="=Xin thêm máy", addressee="office", order=0)
    frozen = {"key": "proposal:1", "id": row.pk, "heading": "", "heading_title": "", "addressee": "office",
              "addressee_label": "", "text": row.text}  # fmt: skip
    make.make_figures(told, told.latest, CT03=2)
    content = {"texts": {}, "figures": [], "progress": [], "attachments": [], "proposals": [frozen]}
    Version.objects.filter(pk=told.latest_id).update(content=content)
    make.make_report(unit, now, "returned" if code == "P1" else "sent")
    make.make_commitment(unit, title="=Làm máy")
    make.make_annual_plan(unit, 2018, "accepted", people=people)
    one = make.make_activity(unit, title="=Mô hình", participants=1234)
    make.make_organisation(f"=Tổ hợp {code}")
    make.make_school(f"THCS-{code}")
    one.organisations.add(Organisation.objects.order_by("pk").first())
    one.schools.add(Unit.objects.get(code="THCS-P1"))
    make.make_score_sheet(Scheme.objects.get(), unit, "scored", scores=[90])
    Notice.objects.create(user=office, at=make.at("2018-06-01T09:00:00"), text="=Tin")
    ImportRun.objects.create(
        kind="so-theo-doi", file_name="=so.xlsx", sha256="0" * 64, size=1, uploaded_at=make.at("2018-06-01T09:00:00"),
        uploaded_by=office, uploaded_by_name="Ai",
    )  # fmt: skip
    make.make_initiative(unit, unit, "received", title="=Đọc số")
    council = make.make_council(unit)
    make.make_meeting(council)
    make.make_budget_line(unit, title="=Mua máy", planned=Decimal(1500))
    OutboxMail.objects.create(at=make.at("2018-06-01T09:00:00"), to="a@b", subject="=Nhắc", body="bí mật")
    return council


def asked(client, address, form="xlsx", **filters):
    answer = client.get(address, {**filters, "dang": form})
    assert answer.status_code == 200, address
    return answer


def book_of(answer):
    return load_workbook(io.BytesIO(answer.getvalue()))


def heads_of(answer) -> list[str]:
    """The first line of a CSV file."""
    return answer.getvalue().decode("utf-8-sig").partition("\r\n")[0].split(";")


def body(sheet) -> list[list]:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    return [row for row in rows if "Cộng" not in row]


def on_the_page(client, address, mark, **filters) -> int:
    html = client.get(address, filters).content.decode()
    return len(re.findall(re.escape(mark), "".join(re.findall(r"<main.*</main>", html, re.S))))


@pytest.fixture(scope="module")
def costs(django_db_setup, django_db_blocker):
    """What each list gave and cost with one of everything and with three, in a transaction that never ends well."""
    from django.db import transaction
    from django.test import Client, override_settings

    with django_db_blocker.unblock(), override_settings(Q4KH_TODAY="2018-06-08"), transaction.atomic():
        plan = make.make_plan()
        office = make.make_unit("PKT", files_reports=False)
        clients = {name: Client() for name in ("office", "admin", "leader", "unit")}
        clients["office"].force_login(make.make_user("xem-xet", role="reviewer", unit=office))
        clients["admin"].force_login(make.make_user("quan-tri", role="administrator"))
        target = make.make_target(plan, "CT03", threshold=3, unit_label="mô hình")
        make.make_target(plan, "CT04", source="registry")
        make.assign(make.make_target(plan, "CT05", threshold=99), make.make_unit("P1"))
        make.make_scheme(2018)
        make.make_period(plan, 2018, 1, closed_at=make.at("2018-04-01T09:00:00"))
        council = build("P1")
        make.make_figures(Report.objects.get(unit__code="P1", state="accepted"), CT05=1)
        make.make_report(make.make_unit("P1"), make.make_period(plan, 2017, 4), "sent")
        clients["leader"].force_login(make.make_user("lanh-dao", role="leader"))
        clients["unit"].force_login(User.objects.get(username="p1.canbo"))
        named = {"council": council.pk, "organisation": Organisation.objects.get().pk}
        make.assign(target, make.make_unit("P1"))
        found = {1: {}, 3: {}}
        for number in found:
            if number == 3:
                for code in ("P2", "P3"):
                    build(code)
                    make.assign(target, make.make_unit(code))
            for address, (who, mark, filters) in LISTS.items():
                place = address.format(**named)
                with CaptureQueriesContext(connection) as queries:
                    answer = asked(clients[who], place)
                found[number][address] = {"queries": len(queries)}
                if number == 1:
                    continue
                book, page = book_of(answer), clients[who].get(place).content.decode()
                sheet = book.worksheets[0]
                found[number][address] |= {
                    "sheets": [(one.title, [cell.value for cell in one[5]]) for one in book.worksheets],
                    "csv": [
                        (name.removeprefix("CSV: "), heads_of(clients[who].get(place.partition("?")[0] + unescape(href))))
                        for href, name in re.findall(r'href="([^"]*)" data-format="csv">([^<]*)<', page)
                    ],

                    "type": answer["Content-Type"],
                    "name": answer["Content-Disposition"],
                    "rows": len(body(sheet)),
                    "page": on_the_page(clients[who], place, mark),
                    "texts": [cell for row in sheet.iter_rows(min_row=6) for cell in row if cell.data_type == "s"],
                    "link": 'data-format="xlsx"' in page,
                    "filtered": len(body(book_of(asked(clients[who], place, **filters)).worksheets[0])) if filters else None,
                    "filtered page": on_the_page(clients[who], place, mark, **filters) if filters else None,
                }
        yield found
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_every_list_has_its_link_and_hands_out_a_workbook(costs):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert {address for address, told in costs[3].items() if not told["link"] or told["type"] != kind} == set()
    assert costs[3]["/tien-do/"]["name"] == 'attachment; filename="tien-do-2018-06-08.xlsx"'


@pytest.mark.django_db
def test_each_of_its_tables_is_a_csv_too(costs):
    wrong = {}
    for address, told in costs[3].items():
        csvs, sheets = told["csv"], told["sheets"]
        if [heads for _, heads in csvs] != [heads for _, heads in sheets]:
            wrong[address] = (csvs, sheets)
        if len(sheets) > 1 and [name for name, _ in csvs] != [name for name, _ in sheets]:
            wrong[address] = (csvs, sheets)
    assert wrong == {}
    assert sum(len(told["sheets"]) > 1 for told in costs[3].values()) >= 6


def test_every_page_is_a_list_that_is_handed_out_or_none_for_a_reason():
    pages = dict(views_of(get_resolver()))
    lists = {name for name, view in pages.items() if getattr(view, "hands_out", False)}
    assert lists == {resolve(address.partition("?")[0].format(council=1, organisation=1)).view_name for address in LISTS}
    assert lists | NO_LISTS.keys() == pages.keys() - FACELESS
    assert lists.isdisjoint(NO_LISTS)


def views_of(resolver, namespace=""):
    """(name, view) of every address, Django's own administration apart."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + pattern.name, pattern.callback
        elif pattern.namespace != "admin":
            yield from views_of(pattern, f"{namespace}{pattern.namespace}:")


@pytest.mark.django_db
def test_it_holds_the_rows_of_the_page(costs):
    told = {
        address: (one["rows"], one["page"]) for address, one in costs[3].items() if address not in UNTOLD
    }
    assert {address: pair for address, pair in told.items() if pair[0] != pair[1] or not pair[0]} == {}


@pytest.mark.django_db
def test_filters_are_kept(costs):
    told = {
        address: (one["filtered"], one["filtered page"])
        for address, one in costs[3].items()
        if one["filtered"] is not None and address not in UNTOLD
    }
    assert {address: pair for address, pair in told.items() if pair[0] != pair[1]} == {}
    assert costs[3]["/kinh-phi/"]["filtered"] == 1
    assert sum(one["filtered"] < one["rows"] for one in costs[3].values() if one["filtered"] is not None) >= 14


@pytest.mark.django_db
def test_it_costs_the_same_for_one_row_and_for_three(costs):
    one, three = ({address: told["queries"] for address, told in costs[number].items()} for number in (1, 3))
    assert one == three


@pytest.mark.django_db
def test_what_looks_like_a_formula_is_text_in_every_list(costs):
    typed = {
        address: [cell.quotePrefix for cell in told["texts"] if str(cell.value).startswith("=")]
        for address, told in costs[3].items()
    }
    expected = [
        "/kien-nghi/", "/so-theo-doi/", "/so-theo-doi/to-chuc/", "/sang-kien/", "/kinh-phi/", "/thu-di/", "/tin-nhan/",
        "/nhap-lieu/", "/so-theo-doi/to-chuc/{organisation}/", "/so-theo-doi/truong/THCS-P1/",
    ]  # fmt: skip
    expected = dict.fromkeys(expected, [True] * 3) | {"/kinh-phi/2018/P1/": [True]}
    assert {address: marks for address, marks in typed.items() if marks} == expected


# --- The writers, without a database ---------------------------------------------------------------------------------

TODAY = dt.date(2018, 6, 8)
ROWS = [
    ("Phường 1", "=1+1", 3, Decimal("1234.5"), dt.date(2018, 3, 5), make.at("2018-06-07T23:30:00")),
    ("Phường 2", "", None, Decimal("-2"), None, None),
]


def table(rows=ROWS, **fields) -> Table:
    columns = [
        Column(head, 14, lambda row, place=place: row[place], place in (2, 3))
        for place, head in enumerate(("Đơn vị", "Lời", "Số", "Tiền", "Ngày", "Lúc"))
    ]
    return Table("bang", "BẢNG", "Mọi đơn vị", TODAY, columns, rows, len(rows), **fields)


def written(write, made) -> bytes:
    file = io.BytesIO()
    write(made, file)
    return file.getvalue()


def test_csv_is_what_vietnamese_excel_opens():
    assert written(tables.write_csv, table()) == (
        "\ufeffSTT;Đơn vị;Lời;Số;Tiền;Ngày;Lúc\r\n"
        "1;Phường 1;'=1+1;3;1234,5;05/03/2018;07/06/2018 23:30\r\n"
        "2;Phường 2;;;-2;;\r\n"
    ).encode()


@pytest.mark.parametrize("typed", ["=1", "+84 28", "-Không", "@a", "\tx", "a;b", 'nói "a"', "hai\ndòng"])
def test_text_comes_out_of_csv_as_text(typed):
    content = written(tables.write_csv, table([(typed, "", None, None, None, None)])).decode("utf-8-sig")
    (_, (_, cell, *_)) = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    assert cell == (f"'{typed}" if typed[0] in "=+-@\t" else typed)


def test_a_workbook_is_ready_for_paper_and_sums_what_can_be_summed():
    more = (table([], sheet="Nữa"),)
    book = load_workbook(io.BytesIO(written(tables.write_xlsx, table(more=more))))
    sheet = book["Danh sách"]
    assert [sheet[f"A{at}"].value for at in (1, 2, 3)] == [
        "ỦY BAN NHÂN DÂN QUẬN 4", "BẢNG", "Mọi đơn vị. Ngày lập: 08/06/2018. 2 dòng.",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[6]] == [
        1, "Phường 1", "=1+1", 3, 1234.5, dt.datetime(2018, 3, 5), dt.datetime(2018, 6, 7, 23, 30),  # noqa: DTZ001
    ]  # fmt: skip
    assert [(cell.data_type, cell.number_format) for cell in sheet[6]][2:] == [
        ("s", "General"), ("n", "General"), ("n", "#,##0.##"), ("d", "dd/mm/yyyy"), ("d", "dd/mm/yyyy hh:mm"),
    ]  # fmt: skip
    assert [cell.value for cell in sheet[8]] == [
        None, "Cộng", None, "=SUBTOTAL(109,D6:D7)", "=SUBTOTAL(109,E6:E7)", None, None,
    ]  # fmt: skip
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("D6", "A5:G7", "$5:$5")
    assert sheet.print_area == "'Danh sách'!$A$1:$G$8"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert sheet.column_dimensions["B"].width == 14
    assert (book["Nữa"]["A3"].value, book["Nữa"].max_row) == ("Mọi đơn vị. Ngày lập: 08/06/2018. 0 dòng.", 5)


def test_each_row_is_told_and_none_is_kept():
    numbers = []
    book = workbook.new_streamed("Bảng")
    rows = ([place, f"dòng {place}"] for place in range(1, 4))
    assert workbook.stream(book, "A", "A", "", [("STT", 5, False), ("Lời", 20, False)], rows, told=numbers.append) == 3
    assert (numbers, len(book["A"].row_dimensions)) == ([1, 2, 3], 0)
    book.save(io.BytesIO())


def test_a_value_of_no_kind_is_an_error():
    with pytest.raises(TypeError):
        written(tables.write_csv, table([(object(), "", None, None, None, None)]))
