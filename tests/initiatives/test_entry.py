"""The form of a record: what each kind asks for, what it refuses, and that nothing typed is lost."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from initiatives import activities, entry as entries
from initiatives.kinds import ASKS, Kind
from initiatives.models import Activity, Evidence, Organisation
from targets.models import Heading
from tests import factories as make
from tests.initiatives.recorded import NOW, REQUIRED, TODAY, posted, read, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    plan = make.make_plan()
    Heading.objects.create(plan=plan, ref="III.2.a", title="Mô hình ứng dụng", wording="Mô hình", order=1)
    return make.make_unit("P1")


@pytest.fixture
def officer(unit):
    return make.make_user("p1.canbo", role="reporter", unit=unit)


def problems(unit, officer, kind="model", **fields):
    return dict(read(unit, officer, kind, **fields).problems)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_asks_for_a_name_a_day_and_what_it_needs_and_no_more(unit, officer, kind):
    assert problems(unit, officer, kind) == {}
    entry = entries.blank(kind, unit, TODAY)
    entry.read(posted({}), MultiValueDict(), by=officer)
    needed = {"title", "starts_on", *REQUIRED.get(kind, ())}
    assert {anchor for anchor, _ in entry.problems} == needed


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_that_a_kind_asks_for_stands_in_its_form(unit, kind):
    entry = entries.blank(kind, unit, TODAY)
    shown = {one.name for one in entry.asked} | {box.name for box in entry.named}
    shown |= {"organisations"} if entry.names_organisations else set()
    assert shown == set(ASKS[kind].fields)
    assert entry.asks.hint == entry.inputs["title"].hint != ""


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("31/02/2018", "Không có ngày 31/02/2018"),
        ("2018", "không phải là ngày"),
        ("hôm qua", "không phải là ngày"),
        ("05/03/18", "không phải là ngày"),
        ("09/06/2018", "ngày 09/06/2018 chưa đến. Sổ chỉ ghi việc đã làm."),
        ("31/12/2015", "trước giai đoạn của Kế hoạch (2016)"),
        ("01/01/0001", "nằm ngoài khoảng 1900–2100"),
    ],
)
def test_a_day_that_cannot_be_is_refused_by_name(unit, officer, day, words):
    found = problems(unit, officer, starts_on=day)
    assert list(found) == ["starts_on"]
    assert found["starts_on"].startswith("Ngày đưa vào sử dụng: ")
    assert words in found["starts_on"]


@pytest.mark.parametrize("day", ["01/01/2016", "08/06/2018", "8/6/2018", "2018-06-08"])
def test_the_plans_first_day_and_today_are_taken(unit, officer, day):
    assert problems(unit, officer, starts_on=day) == {}


def test_a_club_may_be_older_than_the_plan(unit, officer):
    assert problems(unit, officer, "club", starts_on="15/09/2009") == {}
    assert read(unit, officer, "club", starts_on="15/09/2009").values["starts_on"] == dt.date(2009, 9, 15)


def test_without_a_plan_any_past_day_is_taken(db):
    unit = make.make_unit("P1")
    assert problems(unit, make.make_user(role="reporter", unit=unit), starts_on="05/03/2012") == {}


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("01/05/2018", "trước ngày bắt đầu"),
        ("30/02/2018", "Không có ngày"),
        ("02/05/2088", "còn quá xa"),
    ],
)
def test_the_last_day_comes_after_the_first_and_soon(unit, officer, day, words):
    found = problems(unit, officer, "joint_model", ends_on=day)
    assert list(found) == ["ends_on"]
    assert words in found["ends_on"]


def test_what_lasts_may_end_later_than_today(unit, officer):
    assert problems(unit, officer, "joint_model", ends_on="31/12/2020") == {}
    assert "ends_on" not in entries.blank("model", unit, TODAY).inputs


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("-5", "số âm"),
        ("1,5", "nhập số nguyên"),
        ("1.5", "không rõ nghĩa"),
        ("nhiều", "không phải là số"),
        ("1.000.001", "nhiều quá"),
        ("1" * 40, "quá dài"),
    ],
)
def test_a_number_of_people_is_a_number_of_people(unit, officer, number, words):
    found = problems(unit, officer, "outreach", participants=number)
    assert list(found) == ["participants"]
    assert words in found["participants"]


def test_zero_people_is_not_a_blank(unit, officer):
    assert read(unit, officer, "outreach", participants="0").values["participants"] == 0
    assert read(unit, officer, "outreach").values["participants"] is None


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("event", "event_type", "concert"),
        ("event", "level", "galaxy"),
        ("procedure", "service_level", "5"),
        ("article", "article_type", "<b>"),
        ("model", "heading", "III.9.z"),
    ],
)
def test_what_is_not_on_offer_is_refused(unit, officer, kind, field, value):
    found = problems(unit, officer, kind, **{field: value})
    assert list(found) == [field]
    assert found[field].endswith("chọn trong danh sách.")


@pytest.mark.parametrize("name", ["partners", "schools", "trainees"])
def test_units_schools_and_people_are_those_on_offer(unit, officer, name):
    kind = {"partners": "model", "schools": "event", "trainees": "training"}[name]
    found = problems(unit, officer, kind, **{name: ["P1", "P99", "0"]})
    assert list(found) == [name]


def test_texts_are_cleaned_and_bounded(unit, officer):
    entry = read(unit, officer, title="  Ma\u0303   QR\u200b ", summary="Một\r\nhai")
    assert entry.values["title"] == "M\u00e3 QR"
    assert entry.values["summary"] == "Một\nhai"
    found = problems(unit, officer, title="a" * 201, summary="b" * 4001)
    assert list(found) == ["title", "summary"]
    assert found["title"] == "Tên dài 201 ký tự, quá 200; rút gọn lại."


def test_markup_is_text(unit, officer):
    row = activities.record(read(unit, officer, title="<script>alert(1)</script>"), by=officer, at=NOW)
    assert row.title == "<script>alert(1)</script>"


def test_everything_wrong_is_told_at_once_in_the_order_of_the_page(unit, officer):
    found = problems(
        unit, officer, "support", title="", starts_on="x", org__1__name="Giày Tân", org__1__tax="12",
        evidence__1__name="Biên bản", heading="x", partners=["x"], ends_on="y", summary="z" * 5000,
    )  # fmt: skip
    assert list(found) == [
        "title", "starts_on", "org-1-tax", "evidence-1-name", "heading", "partners", "ends_on", "summary",
    ]  # fmt: skip


def test_what_was_typed_stays_in_the_form(unit, officer):
    entry = read(
        unit, officer, "support", starts_on="31/02/2018", participants="", is_direct="on",
        org__1__name="Giày Tân", org__1__tax="12", org__1__sector="leather", evidence__1__name="Biên bản",
    )  # fmt: skip
    assert entry.inputs["starts_on"].typed == "31/02/2018"
    assert entry.inputs["is_direct"].typed == "on"
    assert [(row.name, row.tax, row.sector) for row in entry.organisations] == [("Giày Tân", "12", "leather")]
    assert [(row.name, bool(row.error)) for row in entry.evidence.rows] == [("Biên bản", True)]


def test_the_form_of_a_record_holds_what_stands_there(unit, officer):
    school, partner = make.make_school(), make.make_unit("P2")
    row = make.make_activity(
        unit, "event", title="Ngày hội", event_type="festival", level="district", participants=1200,
        ends_on=dt.date(2018, 5, 3), schools=[school], partners=[partner], heading=Heading.objects.get(),
    )  # fmt: skip
    entry = entries.of(row, TODAY)
    assert {name: one.typed for name, one in entry.inputs.items()} == {
        "title": "Ngày hội",
        "starts_on": "02/05/2018",
        "event_type": "festival",
        "level": "district",
        "participants": "1200",
        "heading": "III.2.a",
        "ends_on": "03/05/2018",
        "summary": "",
    }
    assert (entry.boxes["schools"].chosen, entry.boxes["partners"].chosen) == ({school.code}, {"P2"})


def test_a_school_or_partner_that_is_no_longer_there_stays_on_its_record(unit, officer):
    closed = make.make_school(valid_to=dt.date(2017, 7, 31))
    row = make.make_activity(unit, "event", event_type="festival", level="school", schools=[closed])
    offered = entries.blank("event", unit, TODAY).boxes["schools"].choices
    assert (closed.code in offered, closed.code in entries.of(row, TODAY).boxes["schools"].choices) == (False, True)


def test_people_who_left_stay_on_the_class_they_attended(unit, officer):
    gone = make.make_user("da.nghi", full_name="Người Đã Nghỉ")
    row = make.make_activity(unit, "training", trainees=[gone])
    groups = dict(entries.of(row, TODAY).boxes["trainees"].groups)
    assert [one.label for one in groups["Không còn phụ trách"]] == ["Người Đã Nghỉ"]
    assert [one.note for one in groups["Khối phường"]] == ["Phường 1, cán bộ"]


def test_neither_the_unit_itself_nor_a_school_is_a_partner(unit):
    make.make_school()
    make.make_unit("P2")
    assert set(entries.blank("model", unit, TODAY).boxes["partners"].choices) == {"P2", "PKT"}


def test_a_file_comes_back_with_the_form_and_is_stored_by_the_next_save(unit, officer):
    upload = SimpleUploadedFile("Ảnh mô hình.pdf", b"%PDF-1.4 x")
    first = read(unit, officer, title="", files={"evidence-1-file": upload})
    token = first.evidence.rows[0].kept
    assert list(dict(first.problems)) == ["title"]
    second = read(unit, officer, evidence__1__kept=token)
    row = activities.record(second, by=officer, at=NOW)
    assert [(item.name, item.size) for item in row.evidence.all()] == [("Ảnh mô hình.pdf", 10)]


def test_a_file_of_somebody_elses_form_is_not_taken(unit, officer):
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")
    token = read(unit, officer, files={"evidence-1-file": upload}).evidence.rows[0].kept
    other = make.make_user("p1.khac", role="reporter", unit=unit)
    for by, kept in ((other, token), (officer, token[:-2] + "xx"), (officer, "x")):
        assert read(unit, by, evidence__1__kept=kept).evidence.rows == []


def test_a_name_without_a_file_or_link_is_refused_by_its_name(unit, officer):
    assert problems(unit, officer, evidence__1__name="Biên bản nghiệm thu") == {
        "evidence-1-name": "“Biên bản nghiệm thu”: chọn tệp hoặc ghi đường dẫn, nếu không thì xóa tên này."
    }
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "link", ["quan4.gov.vn/tin", "ftp://quan4.gov.vn/x", "javascript:alert(1)", "data:text/html,x", "http://", "https://" + "a" * 600]
)
def test_a_link_leads_to_the_web(unit, officer, link):
    assert list(problems(unit, officer, evidence__1__link=link)) == ["evidence-1-name"]


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", b"MZ"), ("a.pdf", b"<html>"), ("a.pdf", b""), ("a.svg", b"<svg/>"), ("a", b"x")]
)
def test_a_file_that_cannot_be_taken_is_named(unit, officer, name, content):
    found = problems(unit, officer, files={"evidence-1-file": SimpleUploadedFile(name, content)})
    assert found["evidence-1-name"].startswith(f"“{name}”")


def test_a_file_and_a_link_in_one_row_are_two_pieces_of_evidence(unit, officer):
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")
    entry = read(unit, officer, evidence__1__link="https://quan4.example/", files={"evidence-1-file": upload})
    assert [(item.name, bool(item.link)) for item in entry.evidence.items()] == [
        ("a.pdf", False), ("https://quan4.example/", True),
    ]  # fmt: skip


def test_more_rows_than_the_form_has_are_refused(unit, officer):
    links = {f"evidence__{n}__link": f"https://quan4.example/{n}" for n in range(1, 8)}
    assert list(problems(unit, officer, **links)) == ["evidence-6-name"]
    names = {f"org__{n}__name": f"Cơ sở {n}" for n in range(1, 23)}
    assert list(problems(unit, officer, "support", **names)) == ["org-21-name"]
    assert not Organisation.objects.exists()


def test_an_article_is_an_article_unless_told(unit):
    assert entries.blank("article", unit, TODAY).inputs["article_type"].typed == "article"


def test_an_articles_day_is_not_put_after_the_day_it_came_out(unit, officer):
    row = make.make_activity(unit, "article", starts_on="2018-05-02", published_on=dt.date(2018, 5, 10))
    entry = entries.of(row, TODAY)
    entry.read(posted(typed("article", starts_on="11/05/2018")), MultiValueDict(), by=officer)
    assert list(dict(entry.problems)) == ["starts_on"]
    assert Activity.objects.get().starts_on.day == 2
