"""Open data: published figures alone, taken apart for machines; of the registry what the public page shows."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import open_data
from reports.models import Publication
from tests import factories as make
from units import open_data as files
from units.open_data import Asked, Column, DataSet

day = dt.date
END = day(2018, 3, 14)  # of Quý I/2018, whose months are 12, 1 and 2


# --- Figures, taken apart --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2", [{"gia_tri": Decimal(2)}]),
        ("1.234,5", [{"gia_tri": Decimal("1234.5")}]),
        ("0", [{"gia_tri": Decimal(0)}]),
        ("27/29", [{"tu_so": Decimal(27), "mau_so": Decimal(29)}]),
        ("có", [{"gia_tri": Decimal(1)}]),
        ("không", [{"gia_tri": Decimal(0)}]),
        ("05/03/2018", [{"ngay": day(2018, 3, 5)}]),
        ("05/03/2018, 06/03/2018", [{"ngay": day(2018, 3, 5)}, {"ngay": day(2018, 3, 6)}]),
        ("chưa xong", [{}]),
        ("chưa báo cáo", [{}]),
        (
            "tháng 01: 2; tháng 02: 0; tháng 12: 1",
            [
                {"thang": "2018-01", "gia_tri": Decimal(2)},
                {"thang": "2018-02", "gia_tri": Decimal(0)},
                {"thang": "2017-12", "gia_tri": Decimal(1)},
            ],
        ),
        ("bổ sung Quý IV/2017: 3", [{"bo_sung_cua": "Quý IV/2017", "gia_tri": Decimal(3)}]),
    ],
)
def test_a_figure_as_reports_write_it_is_taken_apart(text, told):
    blank = dict.fromkeys(("gia_tri", "tu_so", "mau_so", "ngay", "thang", "bo_sung_cua"))
    assert open_data.figures_in(text, END) == [blank | one for one in told]


# --- The files -------------------------------------------------------------------------------------------------------

ROWS = [
    {"ten": 'Nói "a", b\nc', "so": Decimal("1234.50"), "ngay": day(2018, 3, 5), "dung": True, "dem": 3},
    {"ten": "=1+1", "so": Decimal("1E+3"), "ngay": None, "dung": False, "dem": None},
]
SAMPLE = DataSet(
    "mau", "Mẫu", "Để thử.", "năm", "1.0",
    tuple(Column(name, kind, "", "") for name, kind in
          (("ten", "text"), ("so", "decimal"), ("ngay", "date"), ("dung", "boolean"), ("dem", "integer"))),
    lambda year, on: ROWS, lambda on: on,
)  # fmt: skip


def written(write) -> str:
    file = io.BytesIO()
    write(SAMPLE, Asked(2018, END, END), file)
    return file.getvalue().decode()


def test_csv_is_rfc_4180_with_points_and_iso_days():
    assert written(files.write_csv) == (
        "\ufefften,so,ngay,dung,dem\r\n"
        '"Nói ""a"", b\nc",1234.5,2018-03-05,true,3\r\n'
        "'=1+1,1000,,false,\r\n"
    )


def test_json_has_its_description_and_the_same_rows():
    told = json.loads(written(files.write_json))
    assert told["data"] == [
        {"ten": 'Nói "a", b\nc', "so": 1234.5, "ngay": "2018-03-05", "dung": True, "dem": 3},
        {"ten": "=1+1", "so": 1000, "ngay": None, "dung": False, "dem": None},
    ]
    about = told["metadata"]
    assert (about["dataset"], about["schema_version"], about["updated_on"], about["year"]) == (
        "mau", "1.0", "2018-03-14", 2018,
    )  # fmt: skip
    assert [one["name"] for one in about["columns"]] == list(ROWS[0])


# --- What is in them -------------------------------------------------------------------------------------------------


def snapshot(*sources, **target):
    told = {
        "code": "CT03", "ref": "II.2.2", "title": "Mô hình", "unit_label": "mô hình", "threshold": "3", "actual": "2",
        "numerator": "", "denominator": "", "quarter_text": "1", "actual_text": "2", "threshold_text": "3",
        "verdict": "on_track", "verdict_label": "Đúng tiến độ", "is_late": False, "sources": list(sources),
    }  # fmt: skip
    return {"targets": [told | target], "sections": [{"text": "Lời riêng"}]}


def source(code, text, version=1):
    return {"unit": code, "unit_name": f"Phường {code}", "version": version, "text": text, "report": ""}


@pytest.fixture
def as_of(db, settings):
    settings.Q4KH_TODAY = "2018-06-08"


def rows(client, address) -> list[dict]:
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def publish(quarter=1, snapshot_=None, **fields):
    return make.make_publication(make.make_period(year=2018, quarter=quarter), snapshot_ or snapshot(), **fields)


def test_figures_are_those_of_the_latest_published_report(client, as_of):
    first = publish(snapshot_=snapshot(source("P1", "1"), source("P2", "5")))
    publish(snapshot_=snapshot(source("P1", "2", version=2)), number=2, replaces=first, reason="Sai số")
    # Being put right once more, and a quarter that is not published: nobody hears of either.
    make.make_publication(first.period, None, number=3, state=Publication.State.DRAFT, code=None, published_at=None)
    told = rows(client, "/du-lieu-mo/so-lieu.csv")
    assert [(one["ky"], one["ma_don_vi"], one["gia_tri"], one["lan_gui"], one["ban"]) for one in told] == [
        ("2018-1", "P1", "2", "2", "2")
    ]
    (target,) = rows(client, "/du-lieu-mo/chi-tieu.csv")
    assert (target["loai_ky"], target["thuc_hien"], target["muc_giao"], target["ket_luan"], target["cham_han"]) == (
        "quarter", "2", "3", "on_track", "false",
    )  # fmt: skip


def test_a_year_is_asked_for_by_name(client, as_of):
    publish(snapshot_=snapshot(source("P1", "1")))
    assert [len(rows(client, f"/du-lieu-mo/so-lieu.csv?nam={year}")) for year in (2018, 2017)] == [1, 0]
    answer = client.get("/du-lieu-mo/so-lieu.json?nam=mot")
    assert (answer.status_code, answer.content.decode()) == (400, "nam: viết năm bằng bốn chữ số, ví dụ 2018.")


def test_the_registry_tells_what_the_public_page_shows_and_no_names(client, as_of):
    ward = make.make_unit("P1")
    public = {"is_public": True, "published_on": day(2018, 5, 2)}
    shown = make.make_record(ward, "event", title="Ngày hội", partners=[make.make_unit("P2")], participants=120, **public)
    make.make_record(ward, "event", title="Chưa đưa lên", published_on=day(2018, 5, 2))
    make.make_record(ward, "event", title="Ngày mai", is_public=True, published_on=day(2018, 6, 9))
    make.make_record(ward, "event", title="Trả lại", state="returned", **public)
    (told,) = rows(client, "/du-lieu-mo/ho-so.csv")
    assert (told["ma"], told["cung_lam"], told["so_nguoi"], told["ngay_dang"]) == (
        f"SO-{shown.pk}", "P2", "120", "2018-05-02",
    )  # fmt: skip
    assert client.get(told["dia_chi"].removeprefix("http://127.0.0.1:8000")).status_code == 200
    row = make.make_initiative(ward, ward, "recognised", is_public=True, summary="Đọc số")
    make.make_initiative(ward, ward, "accepted", is_public=True)
    text = client.get("/du-lieu-mo/sang-kien.json").getvalue().decode()
    assert [one["ma"] for one in json.loads(text)["data"]] == [f"SK-{row.pk}"]
    # Her name stands on the public page; in a file of thousands of rows it would be a register of persons.
    assert not [word for word in ("Nguyễn Văn Nước", "1980", "Cử nhân", "Người ghi", "Thủ trưởng") if word in text]


def test_a_copy_is_kept_until_it_is_another(client, as_of):
    publish(snapshot_=snapshot(source("P1", "1")))
    first = client.get("/du-lieu-mo/so-lieu.csv")
    assert (first["Cache-Control"], first["Content-Type"].partition(";")[0]) == ("public, max-age=300", "text/csv")
    assert client.get("/du-lieu-mo/so-lieu.csv", headers={"if-none-match": first["ETag"]}).status_code == 304
    publish(quarter=2, snapshot_=snapshot(source("P1", "1")))
    later = client.get("/du-lieu-mo/so-lieu.csv", headers={"if-none-match": first["ETag"]})
    assert (later.status_code, later["ETag"] != first["ETag"]) == (200, True)


@pytest.mark.parametrize(
    ("address", "number"),
    [("", 4), ("chi-tieu.csv", 2), ("so-lieu.json", 2), ("ho-so.csv", 3), ("sang-kien.json", 3)],
)
def test_it_costs_the_same_for_one_row_and_for_three(client, as_of, address, number):
    ward, found = make.make_unit("P1"), []
    for quarter in (1, 2, 3):
        publish(quarter=quarter, snapshot_=snapshot(source("P1", "1"), source("P2", "2")))
        make.make_record(ward, partners=[make.make_unit("P2")], is_public=True, published_on=day(2018, 5, 2))
        make.make_recognised(ward, is_public=True)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/du-lieu-mo/{address}").getvalue()
        found.append(len(queries))
    assert found == [number] * 3


def test_every_column_is_described(client, as_of):
    html = client.get("/du-lieu-mo/").content.decode()
    for one in open_data.DATA_SETS:
        assert f'href="/du-lieu-mo/{one.slug}.csv"' in html
        assert all(f"<code>{column.name}</code>" in html and column.meaning for column in one.columns)
        assert {column.type for column in one.columns} <= set(files.TYPES)
